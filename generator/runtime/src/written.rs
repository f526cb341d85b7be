//! A description → whatever `serde` writes; for the generator, which alone does that.

use serde::ser::{SerializeStruct, SerializeStructVariant};
use serde::{Serialize, Serializer};

use crate::description::{
    Additional, Answers, Coding, Composition, Content, Description, Discriminator, Encoding,
    JsonType, Location, Map, MediaType, Operation, Parameter, Part, Positions, RequestBody, Schema,
    SchemeRequirement, SecurityScheme, Style, Types,
};

impl<O: Serialize, S: Serialize> Serialize for Description<O, S> {
    fn serialize<W: Serializer>(&self, serializer: W) -> Result<W::Ok, W::Error> {
        let mut it = serializer.serialize_struct("Description", 3)?;
        it.serialize_field("operations", &self.operations)?;
        it.serialize_field("schemas", &self.schemas)?;
        it.serialize_field("security_schemes", &self.security_schemes)?;
        it.end()
    }
}

impl<R: Serialize, H: Serialize, S: Serialize> Serialize for Answers<R, H, S> {
    fn serialize<W: Serializer>(&self, serializer: W) -> Result<W::Ok, W::Error> {
        let mut it = serializer.serialize_struct("Answers", 3)?;
        it.serialize_field("operations", &self.operations)?;
        named(&mut it, "headers", &self.headers)?;
        it.serialize_field("schemas", &self.schemas)?;
        it.end()
    }
}

impl<V: Serialize> Serialize for Content<V> {
    fn serialize<W: Serializer>(&self, serializer: W) -> Result<W::Ok, W::Error> {
        let mut it = serializer.serialize_struct("Content", 2)?;
        // As most are.
        if self.coding != Coding::Json {
            it.serialize_field("as", &self.coding)?;
        }
        given(&mut it, "schema", &self.schema)?;
        it.end()
    }
}

impl<V: Serialize> Serialize for Operation<V> {
    fn serialize<W: Serializer>(&self, serializer: W) -> Result<W::Ok, W::Error> {
        let mut it = serializer.serialize_struct("Operation", 7)?;
        listed(&mut it, "parameters", &self.parameters)?;
        given(&mut it, "body", &self.body)?;
        listed(&mut it, "security", &self.security)?;
        given(&mut it, "refusal", &self.refusal)?;
        listed(&mut it, "produces", &self.produces)?;
        named(&mut it, "answers", &self.answers)?;
        named(&mut it, "forms", &self.forms)?;
        it.end()
    }
}

impl<V: Serialize> Serialize for Parameter<V> {
    fn serialize<W: Serializer>(&self, serializer: W) -> Result<W::Ok, W::Error> {
        let mut it = serializer.serialize_struct("Parameter", 11)?;
        it.serialize_field("name", &self.name)?;
        it.serialize_field("in", &self.location)?;
        flag(&mut it, "required", self.required)?;
        it.serialize_field("style", &self.style)?;
        flag(&mut it, "explode", self.explode)?;
        flag(&mut it, "allowReserved", self.allow_reserved)?;
        given(&mut it, "itemStyle", &self.item_style)?;
        flag(&mut it, "allowEmptyValue", self.allow_empty_value)?;
        given(&mut it, "default", &self.default)?;
        named(&mut it, "encoding", &self.encoding)?;
        it.serialize_field("schema", &self.schema)?;
        it.end()
    }
}

impl<V: Serialize> Serialize for RequestBody<V> {
    fn serialize<W: Serializer>(&self, serializer: W) -> Result<W::Ok, W::Error> {
        let mut it = serializer.serialize_struct("RequestBody", 2)?;
        flag(&mut it, "required", self.required)?;
        it.serialize_field("content", &self.content)?;
        it.end()
    }
}

impl<V: Serialize> Serialize for MediaType<V> {
    fn serialize<W: Serializer>(&self, serializer: W) -> Result<W::Ok, W::Error> {
        let mut it = serializer.serialize_struct("MediaType", 5)?;
        it.serialize_field("type", &self.name)?;
        it.serialize_field("as", &self.coding)?;
        given(&mut it, "schema", &self.schema)?;
        composed(&mut it, &self.composition)?;
        it.end()
    }
}

impl<V: Serialize> Serialize for Composition<V> {
    fn serialize<W: Serializer>(&self, serializer: W) -> Result<W::Ok, W::Error> {
        let mut it = serializer.serialize_struct("Composition", 3)?;
        composed(&mut it, self)?;
        it.end()
    }
}

fn composed<W: SerializeStruct, V: Serialize>(
    it: &mut W,
    composition: &Composition<V>,
) -> Result<(), W::Error> {
    named(it, "encoding", &composition.encoding)?;
    named(it, "parts", &composition.parts)?;
    given(it, "positions", &composition.positions)
}

impl<V: Serialize> Serialize for Positions<V> {
    fn serialize<W: Serializer>(&self, serializer: W) -> Result<W::Ok, W::Error> {
        let mut it = serializer.serialize_struct("Positions", 2)?;
        listed(&mut it, "prefix", &self.prefix)?;
        if !self.rest.is_empty() {
            it.serialize_field("rest", &self.rest)?;
        }
        it.end()
    }
}

impl<V: Serialize> Serialize for Part<V> {
    fn serialize<W: Serializer>(&self, serializer: W) -> Result<W::Ok, W::Error> {
        let mut it = serializer.serialize_struct("Part", 3)?;
        listed(&mut it, "types", &self.types)?;
        listed(&mut it, "headers", &self.headers)?;
        given(&mut it, "within", &self.within)?;
        it.end()
    }
}

impl Serialize for Encoding {
    fn serialize<W: Serializer>(&self, serializer: W) -> Result<W::Ok, W::Error> {
        let mut it = serializer.serialize_struct("Encoding", 3)?;
        it.serialize_field("style", &self.style)?;
        flag(&mut it, "explode", self.explode)?;
        given(&mut it, "item_style", &self.item_style)?;
        it.end()
    }
}

impl Serialize for SchemeRequirement {
    fn serialize<W: Serializer>(&self, serializer: W) -> Result<W::Ok, W::Error> {
        let mut it = serializer.serialize_struct("SchemeRequirement", 2)?;
        it.serialize_field("scheme", &self.scheme)?;
        listed(&mut it, "scopes", &self.scopes)?;
        it.end()
    }
}

impl<V: Serialize> Serialize for Schema<V> {
    fn serialize<W: Serializer>(&self, serializer: W) -> Result<W::Ok, W::Error> {
        let mut it = serializer.serialize_struct("Schema", 42)?;
        given(&mut it, "$ref", &self.reference)?;
        if !self.types.is_empty() {
            it.serialize_field("type", &self.types)?;
        }
        listed(&mut it, "enum", &self.values)?;
        given(&mut it, "format", &self.format)?;
        given(&mut it, "minimum", &self.minimum)?;
        given(&mut it, "exclusiveMinimum", &self.exclusive_minimum)?;
        given(&mut it, "maximum", &self.maximum)?;
        given(&mut it, "exclusiveMaximum", &self.exclusive_maximum)?;
        given(&mut it, "multipleOf", &self.multiple_of)?;
        given(&mut it, "minLength", &self.min_length)?;
        given(&mut it, "maxLength", &self.max_length)?;
        given(&mut it, "pattern", &self.pattern)?;
        listed(&mut it, "prefixItems", &self.prefix_items)?;
        given(&mut it, "items", &self.items)?;
        given(&mut it, "minItems", &self.min_items)?;
        given(&mut it, "maxItems", &self.max_items)?;
        flag(&mut it, "uniqueItems", self.unique_items)?;
        given(&mut it, "contains", &self.contains)?;
        given(&mut it, "minContains", &self.min_contains)?;
        given(&mut it, "maxContains", &self.max_contains)?;
        given(&mut it, "unevaluatedItems", &self.unevaluated_items)?;
        named(&mut it, "properties", &self.properties)?;
        listed(&mut it, "required", &self.required)?;
        if !self.additional_properties.is_any() {
            it.serialize_field("additionalProperties", &self.additional_properties)?;
        }
        named(&mut it, "patternProperties", &self.pattern_properties)?;
        given(
            &mut it,
            "unevaluatedProperties",
            &self.unevaluated_properties,
        )?;
        given(&mut it, "propertyNames", &self.property_names)?;
        named(&mut it, "dependentRequired", &self.dependent_required)?;
        named(&mut it, "dependentSchemas", &self.dependent_schemas)?;
        given(&mut it, "minProperties", &self.min_properties)?;
        given(&mut it, "maxProperties", &self.max_properties)?;
        listed(&mut it, "allOf", &self.all_of)?;
        listed(&mut it, "anyOf", &self.any_of)?;
        listed(&mut it, "oneOf", &self.one_of)?;
        given(&mut it, "not", &self.not)?;
        given(&mut it, "if", &self.condition)?;
        given(&mut it, "then", &self.then)?;
        given(&mut it, "else", &self.otherwise)?;
        given(&mut it, "discriminator", &self.discriminator)?;
        flag(&mut it, "never", self.never)?;
        flag(&mut it, "readOnly", self.read_only)?;
        flag(&mut it, "writeOnly", self.write_only)?;
        it.end()
    }
}

impl Serialize for Discriminator {
    fn serialize<W: Serializer>(&self, serializer: W) -> Result<W::Ok, W::Error> {
        let mut it = serializer.serialize_struct("Discriminator", 3)?;
        it.serialize_field("propertyName", &self.property_name)?;
        it.serialize_field("mapping", &self.mapping)?;
        given(&mut it, "default", &self.default)?;
        it.end()
    }
}

impl Serialize for SecurityScheme {
    fn serialize<W: Serializer>(&self, serializer: W) -> Result<W::Ok, W::Error> {
        let word = match self {
            Self::ApiKey { location, name } => {
                let of = "SecurityScheme";
                let mut it = serializer.serialize_struct_variant(of, 0, "apiKey", 2)?;
                it.serialize_field("in", location)?;
                it.serialize_field("name", name)?;
                return it.end();
            }
            Self::Http(scheme) => {
                return serializer.serialize_newtype_variant("SecurityScheme", 3, "http", scheme);
            }
            Self::Basic => "basic",
            Self::Bearer => "bearer",
            Self::MutualTls => "mutualTls",
            Self::Undeclared => "undeclared",
        };
        serializer.serialize_str(word)
    }
}

impl Serialize for Types {
    fn serialize<W: Serializer>(&self, serializer: W) -> Result<W::Ok, W::Error> {
        match &self.0[..] {
            [only] => only.serialize(serializer),
            all => all.serialize(serializer),
        }
    }
}

impl<V: Serialize> Serialize for Additional<V> {
    fn serialize<W: Serializer>(&self, serializer: W) -> Result<W::Ok, W::Error> {
        match self {
            Self::Any => serializer.serialize_bool(true),
            Self::None => serializer.serialize_bool(false),
            Self::Schema(it) => it.serialize(serializer),
        }
    }
}

impl<T: Serialize> Serialize for Map<T> {
    fn serialize<W: Serializer>(&self, serializer: W) -> Result<W::Ok, W::Error> {
        serializer.collect_map(self.0.iter().map(|(name, member)| (name, member)))
    }
}

/// What is written by its name.
macro_rules! by_name {
    ($($of:ident)*) => {$(
        impl Serialize for $of {
            fn serialize<W: Serializer>(&self, serializer: W) -> Result<W::Ok, W::Error> {
                let named = $of::NAMES.iter().find(|it| it.0 == *self);
                serializer.serialize_str(named.map_or("", |it| it.1))
            }
        }
    )*};
}

by_name!(Coding JsonType Location Style);

fn flag<M: SerializeStruct>(it: &mut M, name: &'static str, is_set: bool) -> Result<(), M::Error> {
    match is_set {
        true => it.serialize_field(name, &true),
        false => Ok(()),
    }
}

fn given<M: SerializeStruct>(
    it: &mut M,
    name: &'static str,
    value: &Option<impl Serialize>,
) -> Result<(), M::Error> {
    match value {
        Some(value) => it.serialize_field(name, value),
        None => Ok(()),
    }
}

fn listed<M: SerializeStruct>(
    it: &mut M,
    name: &'static str,
    values: &[impl Serialize],
) -> Result<(), M::Error> {
    match values {
        [] => Ok(()),
        all => it.serialize_field(name, all),
    }
}

fn named<M: SerializeStruct>(
    it: &mut M,
    name: &'static str,
    members: &Map<impl Serialize>,
) -> Result<(), M::Error> {
    match members.is_empty() {
        true => Ok(()),
        false => it.serialize_field(name, members),
    }
}
