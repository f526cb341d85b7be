//! Types → the schemas of the document that they stand for, as one JSON Schema of 2020-12 with `$defs`: what types tell
//! `schemars` of themselves.
//!
//! The keywords are those that servers judge by, so that one place knows what a document means. What JSON Schema has no word
//! for becomes what it has one for: a discriminator becomes its values in the branches, a base the conditions that lead to its
//! subtypes. Where a type is narrower than its schema, so is what it says here.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use verbatim_runtime::description::{self as described, Additional, Discriminator, Map, Types};

use super::shape::is_nullable;
use crate::analysis::conjunction::Conjunct;
use crate::analysis::merged::MergedSchema;
use crate::describe::{Context, Direction, FreeValue, Schemas, base_of};
use crate::model::{self, Api, Dialect, Format, JsonType, Nullable, SchemaId};
use crate::node::Node;
use crate::rust::description::Json;
use crate::rust::item::types::{
    Enum, JsonSchemas, Struct, Tag, TypeItem, TypeKind, TypeRef, Union,
};

type Schema = described::Schema<Plain>;

/// A value of the document as any reader of JSON understands it.
#[derive(Debug, Clone, PartialEq)]
struct Plain(Json);

impl FreeValue for Plain {
    fn of(node: &Node) -> Self {
        Self(Json::of(node))
    }

    /// A limit at the end of what readers hold, or beyond it, is one that all of them read.
    fn number(digits: &str) -> Option<Self> {
        let number = Json::number(digits);
        let is_read = digits.parse().is_ok_and(|it: f64| it.abs() <= 1e308);
        let nearest = || match digits.starts_with('-') {
            true => Json::number("-1e308"),
            false => Json::number("1e308"),
        };
        number.filter(|_| is_read).or_else(nearest).map(Self)
    }

    fn null() -> Self {
        Self(Json::null())
    }
}

impl serde::Serialize for Plain {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// The schemas of all types, and of what these refer to.
pub fn json_schemas(api: &Api, context: Context, types: &[TypeItem]) -> JsonSchemas {
    let names = names(api, types);
    let context = context.with_names(names);
    let ids: HashMap<Arc<str>, SchemaId> = context.names().collect();
    let extended: HashSet<SchemaId> = api
        .schemas
        .iter()
        .flat_map(|it| &it.all_of)
        .copied()
        .collect();
    let types_of = |item: &TypeItem| match extended.contains(&item.schema) {
        // What extends it is told by values of its own.
        true => &[],
        false => types,
    };
    let items: HashMap<&str, &TypeItem> = types.iter().map(|it| (&*it.name, it)).collect();
    let mut schemas = Schemas::new(api, &context, Direction::Either);
    let mut definitions = BTreeMap::new();
    let mut of_types = HashSet::new();
    for item in types.iter().filter(|it| it.is_own()) {
        let mut schema = of_item(&mut schemas, api, item);
        of_types.insert(name_of(&item.name));
        if schema.reference.as_deref() == Some(&*item.name) {
            // It comes below, by its name.
            continue;
        }
        fit(
            &mut schema,
            item,
            types_of(item),
            accepts_null(api, &item.conjunction),
        );
        settle(&mut schema, union_of(item));
        definitions.insert(name_of(&item.name), Json::from_type(&schema));
    }
    while let Some((name, mut schema)) = schemas.next_named() {
        let base = base_of(&name);
        let item = items.get(name.trim_end_matches(OR_NULL)).copied();
        if let Some(item) = item.filter(|it| it.is_own() && base.is_none()) {
            if !name.ends_with(OR_NULL) {
                fit(&mut schema, item, types_of(item), false);
            }
            settle(&mut schema, union_of(item));
        } else {
            settle(&mut schema, None);
        }
        let mut json = Json::from_type(&schema);
        if let Some(id) = ids.get(base.unwrap_or(&name)) {
            annotate(&mut json, api, *id);
        }
        definitions.insert(name_of(&name), json);
    }
    let is_part = |it: &&String| !of_types.contains(*it);
    JsonSchemas {
        parts: definitions.keys().filter(is_part).cloned().collect(),
        definitions,
    }
}

/// What stands behind the name of a type where the document has `null` beside it.
const OR_NULL: &str = ".nullable";

/// What schemas are called: those of types like these, and what types are made of by parts by those and numbers.
fn names(api: &Api, types: &[TypeItem]) -> HashMap<SchemaId, Arc<str>> {
    let mut names: HashMap<SchemaId, Arc<str>> = HashMap::new();
    for item in types {
        if let [part] = item.conjunction[..]
            && part.is_whole()
        {
            names.entry(part.id).or_insert_with(|| {
                match item.is_own() && accepts_null(api, &item.conjunction) {
                    true => format!("{}{OR_NULL}", item.name).into(),
                    false => item.name.clone(),
                }
            });
        }
    }
    for item in types {
        for (at, part) in item.conjunction.iter().enumerate() {
            let name = || format!("{}.part{}", item.name, at + 1).into();
            names.entry(part.id).or_insert_with(name);
        }
    }
    names
}

fn accepts_null(api: &Api, conjunction: &[Conjunct]) -> bool {
    is_nullable(api, &MergedSchema::of(api, conjunction))
}

fn union_of(item: &TypeItem) -> Option<&Union> {
    match &item.kind {
        TypeKind::Union(it) => Some(it),
        _ => None,
    }
}

/// What a type says of itself, by the schemas that it is made of.
fn of_item(schemas: &mut Schemas<'_, Plain>, api: &Api, item: &TypeItem) -> Schema {
    if let (TypeKind::Enum(it), []) = (&item.kind, &item.conjunction[..]) {
        return Schema {
            types: Types(vec![described::JsonType::String]),
            values: values(it),
            ..Schema::default()
        };
    }
    // The elements of an array that has schemas of its own for the first of them.
    if let (TypeKind::Union(_), [part]) = (&item.kind, &item.conjunction[..])
        && let schema = api.schema(part.id)
        && !schema.array.prefix.is_empty()
        && schema.one_of.is_empty()
        && schema.any_of.is_empty()
    {
        let branches = schema.array.prefix.iter().chain(&schema.array.items);
        return Schema {
            any_of: branches.map(|id| schemas.of(*id)).collect(),
            ..Schema::default()
        };
    }
    let parts = item.conjunction.iter().map(|part| {
        let schema = match part.with_one_of || !schemas.is_base(part.id) {
            true => schemas.of(part.id),
            false => schemas.alone(part.id),
        };
        match part.only.and_then(json_type) {
            None => schema,
            Some(only) => Schema {
                types: Types(vec![only]),
                all_of: vec![schema],
                ..Schema::default()
            },
        }
    });
    let mut parts: Vec<Schema> = parts.collect();
    match parts.len() {
        1 => parts.remove(0),
        _ => Schema {
            all_of: parts,
            ..Schema::default()
        },
    }
}

fn json_type(it: JsonType) -> Option<described::JsonType> {
    Some(match it {
        JsonType::String => described::JsonType::String,
        JsonType::Number => described::JsonType::Number,
        JsonType::Integer => described::JsonType::Integer,
        JsonType::Boolean => described::JsonType::Boolean,
        JsonType::Array => described::JsonType::Array,
        JsonType::Object => described::JsonType::Object,
        JsonType::File => return None,
    })
}

/// Adds what the type demands and the schema does not say: among it that no value is `null`, where that would be accepted.
fn fit(schema: &mut Schema, item: &TypeItem, types: &[TypeItem], accepts_null: bool) {
    match &item.kind {
        TypeKind::Struct(it) => {
            // A schema that lists properties and names no type accepts all that is no object, which a struct does not.
            schema.types = Types(vec![described::JsonType::Object]);
            demand(schema, it);
            tell(schema, it, types);
        }
        TypeKind::Enum(_) | TypeKind::Union(_) if accepts_null => {
            let null = Schema {
                types: Types(vec![described::JsonType::Null]),
                ..Schema::default()
            };
            schema.all_of.push(Schema {
                not: Some(Box::new(null)),
                ..Schema::default()
            });
        }
        TypeKind::Enum(_) | TypeKind::Union(_) => {}
        TypeKind::Alias(_) | TypeKind::Newtype(_) => {}
    }
}

/// Which properties have to be there may depend on the way that values go, and for the type it is settled.
fn demand(schema: &mut Schema, it: &Struct) {
    for field in it.fields.iter().filter(|_| !it.any_of) {
        if field.is_demanded() && !schema.required.iter().any(|it| **it == *field.wire) {
            schema.required.push(field.wire.to_string());
        }
    }
}

/// What a discriminator alone says of a property, the schema of the property does not say.
fn tell(schema: &mut Schema, it: &Struct, types: &[TypeItem]) {
    for field in &it.fields {
        let TypeRef::Named(id) = field.ty else {
            continue;
        };
        let Some(item) = types.get(id.0 as usize) else {
            return;
        };
        if let (TypeKind::Enum(listed), []) = (&item.kind, &item.conjunction[..])
            && listed.other.is_none()
        {
            let properties = &mut schema.properties.0;
            let at = properties.iter().position(|it| *it.0 == *field.wire);
            let at = at.unwrap_or_else(|| {
                properties.push((field.wire.to_string(), Schema::default()));
                properties.len() - 1
            });
            properties[at].1.values = values(listed);
        }
    }
}

fn values(listed: &Enum) -> Vec<Plain> {
    let texts = listed.variants.iter().filter_map(|it| it.value.as_str());
    texts.map(|it| Plain(Json::text(it))).collect()
}

/// Puts a schema, and those in it, into words of JSON Schema. `union` is the type of the schema itself, where it is one.
fn settle(schema: &mut Schema, union: Option<&Union>) {
    if let Some(name) = &mut schema.reference {
        *name = format!("#/$defs/{}", encoded(&name_of(name)));
    }
    if std::mem::take(&mut schema.never) {
        schema.not = Some(Box::default());
    }
    if let Some(it) = schema.discriminator.take() {
        tell_apart(schema, it, union);
    }
    limit(schema);
    let mut each = |it: &mut Schema| settle(it, None);
    for it in [
        &mut schema.properties,
        &mut schema.pattern_properties,
        &mut schema.dependent_schemas,
    ] {
        it.0.iter_mut().for_each(|it| each(&mut it.1));
    }
    for it in [
        &mut schema.prefix_items,
        &mut schema.all_of,
        &mut schema.any_of,
        &mut schema.one_of,
    ] {
        it.iter_mut().for_each(&mut each);
    }
    if let Additional::Schema(it) = &mut schema.additional_properties {
        each(it);
    }
    for it in [
        &mut schema.items,
        &mut schema.contains,
        &mut schema.unevaluated_items,
        &mut schema.unevaluated_properties,
        &mut schema.property_names,
        &mut schema.not,
        &mut schema.condition,
        &mut schema.then,
        &mut schema.otherwise,
    ]
    .into_iter()
    .flatten()
    {
        each(it);
    }
}

/// Formats of numbers are ranges, which readers of JSON Schema need not know. As in what `schemars` says of Rust's own types, 64
/// bits are no limit.
fn limit(schema: &mut Schema) {
    let (least, most) = match schema.format.as_deref().and_then(Format::named) {
        Some(Format::Signed(bits @ ..64)) => {
            let least = -(1_i64 << (bits - 1));
            (least.to_string(), Some((-(least + 1)).to_string()))
        }
        Some(Format::Unsigned(bits @ ..64)) => {
            ("0".to_owned(), Some(((1_u64 << bits) - 1).to_string()))
        }
        Some(Format::Unsigned(_)) => ("0".to_owned(), None),
        Some(Format::Float(32)) => (f32::MIN.to_string(), Some(f32::MAX.to_string())),
        _ => return,
    };
    let is_number = |it: &described::JsonType| {
        matches!(
            it,
            described::JsonType::Integer | described::JsonType::Number
        )
    };
    if !schema.types.0.iter().any(is_number) {
        return;
    }
    if schema.minimum.is_none() && schema.exclusive_minimum.is_none() {
        schema.minimum = Plain::number(&least);
    }
    if let Some(most) = most
        && schema.maximum.is_none()
        && schema.exclusive_maximum.is_none()
    {
        schema.maximum = Plain::number(&most);
    }
}

/// What a discriminator says, in the branches that it tells apart; of a base, as conditions beside it.
fn tell_apart(schema: &mut Schema, it: Discriminator, union: Option<&Union>) {
    let property = &it.property_name;
    let union = union.filter(|it| matches!(&it.tag, Tag::Property(name) if **name == **property));
    let known: Option<HashSet<&str>> = union.map(|it| {
        let tags = it.variants.iter().flat_map(|it| &it.tags);
        tags.map(|it| &**it).collect()
    });
    let mut targets: Vec<(&str, Vec<&str>)> = Vec::new();
    for (value, target) in &it.mapping.0 {
        if known.as_ref().is_some_and(|it| !it.contains(&**value)) {
            continue;
        }
        match targets.iter_mut().find(|it| it.0 == target) {
            Some((_, values)) => values.push(value),
            None => targets.push((target, vec![value])),
        }
    }
    let listed = |values: &[&str]| Schema {
        values: values.iter().map(|it| Plain(Json::text(it))).collect(),
        ..Schema::default()
    };
    let has = |tag: Schema| Map(vec![(property.clone(), tag)]);
    let values_of = |target: &str| targets.iter().find(|it| it.0 == target).map(|it| &it.1[..]);
    let default = it.default.as_deref();
    // What leads to others does not lead to the default.
    let others: Vec<&str> = (targets.iter())
        .filter(|it| Some(it.0) != default)
        .flat_map(|it| it.1.iter().copied())
        .collect();
    let is_base = schema.any_of.is_empty() && schema.one_of.is_empty();
    for list in [&mut schema.any_of, &mut schema.one_of] {
        let target = |it: &Schema| it.reference.clone().unwrap_or_default();
        let is_told = |it: &Schema| {
            let target = target(it);
            values_of(&target).is_some() || default == Some(&*target)
        };
        if !list.iter().all(is_told) {
            continue;
        }
        for branch in list {
            let target = target(branch);
            if default == Some(&*target) {
                branch.properties = has(Schema {
                    not: Some(Box::new(listed(&others))),
                    ..Schema::default()
                });
            } else if let Some(values) = values_of(&target) {
                branch.properties = has(listed(values));
                // What is told by its form is without it.
                if !union.is_some_and(|it| it.formed) {
                    branch.required = vec![property.clone()];
                }
            }
        }
    }
    if !is_base {
        return;
    }
    let refer = |target: &str| {
        Some(Box::new(Schema {
            reference: Some(target.to_owned()),
            ..Schema::default()
        }))
    };
    let condition = |values: &[&str]| {
        Some(Box::new(Schema {
            properties: has(listed(values)),
            required: vec![property.clone()],
            ..Schema::default()
        }))
    };
    for (target, values) in &targets {
        schema.all_of.push(Schema {
            condition: condition(values),
            then: refer(target),
            ..Schema::default()
        });
    }
    if let Some(default) = default {
        schema.all_of.push(Schema {
            condition: condition(&others),
            otherwise: refer(default),
            ..Schema::default()
        });
    }
}

/// Adds what is said of a schema beside which values it accepts, and of those in it.
fn annotate(json: &mut Json, api: &Api, id: SchemaId) {
    let Json::Object(members) = json else {
        return;
    };
    if members.iter().any(|it| it.0 == "$ref") {
        return;
    }
    let schema = api.schema(id);
    if schema.reference_with_siblings
        && api.dialect < Dialect::OpenApi31
        && let [target] = schema.all_of[..]
    {
        return annotate(json, api, target);
    }
    let combines =
        !(schema.all_of.is_empty() && schema.any_of.is_empty() && schema.one_of.is_empty());
    if schema.nullable == Nullable::Keyword && combines {
        let branches = members.iter_mut().find(|it| it.0 == "anyOf");
        if let Some((_, Json::List(branches))) = branches
            && let [_, described] = &mut branches[..]
        {
            annotate(described, api, id);
        }
        return;
    }
    for (keyword, it) in members.iter_mut() {
        let rules = (&schema.array, &schema.object);
        match (&**keyword, it) {
            ("properties", Json::Object(all)) => {
                for (name, it) in all {
                    if let Some(id) = rules.1.properties.get(&**name) {
                        annotate(it, api, *id);
                    }
                }
            }
            ("items", it) => {
                if let Some(id) = rules.0.items {
                    annotate(it, api, id);
                }
            }
            ("additionalProperties", it) => {
                if let model::Additional::Schema(id) = rules.1.additional {
                    annotate(it, api, id);
                }
            }
            ("prefixItems", Json::List(all)) => each(all, api, &rules.0.prefix),
            ("allOf", Json::List(all)) => each(all, api, &schema.all_of),
            ("anyOf", Json::List(all)) => each(all, api, &schema.any_of),
            ("oneOf", Json::List(all)) => each(all, api, &schema.one_of),
            _ => {}
        }
    }
    let said = &schema.annotations;
    let texts = [("title", &said.title), ("description", &said.description)];
    let texts = texts.into_iter();
    let texts = texts.filter_map(|(name, it)| Some((name, Json::text(it.as_deref()?))));
    let flags = [
        ("deprecated", said.deprecated),
        ("readOnly", said.read_only),
        ("writeOnly", said.write_only),
    ];
    let flags = flags.into_iter().filter(|it| it.1);
    let flags = flags.map(|(name, _)| (name, Json::Raw("true".to_owned())));
    let default = said.default.iter().map(|it| ("default", Json::of(it)));
    let all = texts.chain(default).chain(flags);
    let all: Vec<_> = all.map(|(name, it)| (name.into(), it)).collect();
    members.splice(0..0, all);
}

fn each(all: &mut [Json], api: &Api, ids: &[SchemaId]) {
    for (it, id) in all.iter_mut().zip(ids) {
        annotate(it, api, *id);
    }
}

/// A name as it stands in `$defs`: of words, whatever the document says.
fn name_of(name: &str) -> String {
    let is_plain = |it: char| it.is_alphanumeric() || matches!(it, '-' | '_' | '.');
    let words = name.split(|it| !is_plain(it));
    let words: Vec<&str> = words.filter(|it| !it.is_empty()).collect();
    words.join(".")
}

/// A name as it stands in a reference (RFC 3986, section 2.1).
fn encoded(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for byte in name.bytes() {
        match byte {
            0x80.. => out.push_str(&format!("%{byte:02X}")),
            _ => out.push(char::from(byte)),
        }
    }
    out
}
