//! The keywords of a schema, of every dialect, in one form.

use std::cmp::Ordering;
use std::sync::Arc;

use indexmap::IndexMap;

use super::super::content::unnamed;
use super::super::reference::reference;
use super::super::resolver::Resolver;
use crate::catalogue as code;
use crate::diagnostic::{printable, shown};
use crate::model::{
    Additional, Annotations, ArrayRules, Bound, Condition, Dialect, Example, JsonType, Nullable,
    NumberRules, ObjectRules, Origin, Schema, SchemaId, StringRules, TypeSet, Values, Xml, XmlNode,
};
use crate::nearest::nearest_of;
use crate::node::json::compare_numbers;
use crate::node::{Node, Object, Value, pointer_segment};
use crate::vocabulary::SpecObject;

/// The names that others ask for, and the schemas.
type Dependencies = (
    IndexMap<Arc<str>, Vec<Arc<str>>>,
    IndexMap<Arc<str>, SchemaId>,
);

impl Resolver<'_> {
    pub(super) fn read_schema(&mut self, node: &Node, pointer: &str, origin: Origin) -> Schema {
        let Some(object) = node.as_object() else {
            return Schema {
                origin,
                ..Schema::default()
            };
        };
        let mut schema = Schema {
            origin,
            ..Schema::default()
        };
        if reference(node).is_some() {
            schema.reference_with_siblings = true;
            if let Some(target) = self.schema_target(node, pointer, self.scope) {
                let id = self.schema(&target.node, &target.pointer);
                schema.all_of.push(id);
            }
            self.warn_of_dynamic(object);
            if self.document.dialect < Dialect::OpenApi31 {
                schema.annotations = self.annotations(object);
                if self.boolean(object, "nullable") || self.boolean(object, "x-nullable") {
                    schema.nullable = Nullable::Keyword;
                }
                return schema;
            }
        }
        self.check_fields(object, SpecObject::Schema);
        if let Some(xml) = self.map(object, "xml") {
            self.check_fields(xml, SpecObject::Xml);
            self.tell_of_xml(object);
        }
        self.tell_of_identity(object);
        schema.annotations = self.annotations(object);
        (schema.types, schema.nullable) = self.types(object);
        schema.format = self.shared_string(object, "format");
        schema.values = self.values(object);
        schema.number = self.number_rules(object).into();
        schema.string = StringRules {
            min_length: self.count(object, "minLength"),
            max_length: self.count(object, "maxLength"),
            pattern: self.shared_string(object, "pattern"),
        }
        .into();
        schema.array = self.array_rules(object, pointer).into();
        schema.object = self.object_rules(object, pointer).into();
        schema
            .all_of
            .extend(self.schema_list(object, "allOf", pointer));
        schema.any_of = self.schema_list(object, "anyOf", pointer);
        schema.one_of = self.schema_list(object, "oneOf", pointer);
        schema.not = self.one(object, "not", pointer);
        schema.condition = Condition {
            when: self.one(object, "if", pointer),
            then: self.one(object, "then", pointer),
            otherwise: self.one(object, "else", pointer),
        }
        .into();
        schema.discriminator = self.discriminator(object, pointer).map(Box::new);
        self.definitions(object, pointer);
        schema
    }

    /// Reads the schemas that are kept in a schema.
    pub(in super::super) fn definitions(&mut self, object: &Object, pointer: &str) {
        for field in ["$defs", "definitions"] {
            if let Some(definitions) = self.map(object, field) {
                for (key, node) in definitions.iter() {
                    self.schema(
                        node,
                        &format!("{pointer}/{field}/{}", pointer_segment(&key.text)),
                    );
                }
            }
        }
    }

    fn annotations(&mut self, object: &Object) -> Annotations {
        let mut examples = Vec::new();
        examples.extend(object.get("example").map(unnamed));
        match object.get("examples").map(|it| &it.value) {
            Some(Value::Array(items)) => examples.extend(items.iter().map(unnamed)),
            // Not of JSON Schema, but written often: examples by name.
            Some(Value::Object(named)) => {
                examples.extend(named.iter().map(|(key, node)| Example {
                    name: Some(key.text.clone()),
                    ..unnamed(node.get("value").unwrap_or(node))
                }))
            }
            None | Some(Value::Null) => {}
            Some(_) => self.wrong_examples(object),
        }
        Annotations {
            title: self.string(object, "title"),
            description: self.string(object, "description"),
            default: object.get("default").cloned(),
            examples,
            deprecated: self.boolean(object, "deprecated"),
            read_only: self.boolean(object, "readOnly"),
            write_only: self.boolean(object, "writeOnly"),
            external_docs: self.external_docs(object).map(Box::new),
            content_encoding: self.shared_string(object, "contentEncoding"),
            content_media_type: self.shared_string(object, "contentMediaType"),
            xml: self.xml(object).map(Box::new),
            extensions: self.extensions(object),
        }
    }

    fn xml(&mut self, object: &Object) -> Option<Xml> {
        let object = object.get("xml").and_then(Node::as_object)?;
        let node = match object.get("nodeType").and_then(Node::as_str) {
            _ if self.boolean(object, "attribute") => XmlNode::Attribute,
            Some("attribute") => XmlNode::Attribute,
            Some("text") => XmlNode::Text,
            Some("cdata") => XmlNode::Cdata,
            Some("none") => XmlNode::None,
            _ => XmlNode::Element,
        };
        Some(Xml {
            name: self.shared_string(object, "name"),
            namespace: self.shared_string(object, "namespace"),
            prefix: self.shared_string(object, "prefix"),
            node,
            wrapped: self.boolean(object, "wrapped"),
        })
    }

    fn types(&mut self, object: &Object) -> (TypeSet, Nullable) {
        let mut types = TypeSet::default();
        let mut nullable = Nullable::No;
        let listed: &[Node] = match object.get("type") {
            None => &[],
            Some(node) => node.as_array().unwrap_or(std::slice::from_ref(node)),
        };
        for node in listed {
            match node.as_str().and_then(JsonType::from_word) {
                Some(it) => types.insert(it),
                None if node.as_str() == Some("null") || node.is_null() => {
                    nullable = Nullable::TypeList
                }
                // Swagger 1 and many a hand-written document: no type, any value.
                None if node.as_str() == Some("any") => {
                    self.warn(
                        code::WRONG_VALUE,
                        node.place,
                        "`any` is no type",
                        "leave `type` away to accept any value",
                    );
                }
                None => self.wrong_type_name(node),
            }
        }
        if nullable == Nullable::TypeList && types.is_empty() {
            nullable = Nullable::Only;
        }
        if nullable == Nullable::No
            && (self.boolean(object, "nullable") || self.boolean(object, "x-nullable"))
        {
            nullable = Nullable::Keyword;
        }
        (types, nullable)
    }

    fn wrong_type_name(&mut self, node: &Node) {
        let names = ["string", "number", "integer", "boolean", "array", "object"];
        let Some(text) = node.as_str() else {
            let message = format!("`type` must be the name of a type, found {}", shown(node));
            self.error(
                code::WRONG_TYPE,
                node.place,
                message,
                format!("write one of {}", names.join(", ")),
            );
            return;
        };
        let message = format!("unknown type {:?}", printable(text));
        let usual = match text.to_lowercase().as_str() {
            "int" | "int32" | "int64" | "long" | "short" | "uint" => Some("integer"),
            "float" | "double" | "decimal" | "numeric" => Some("number"),
            "bool" => Some("boolean"),
            "str" | "text" | "date" | "datetime" | "uuid" => Some("string"),
            "list" => Some("array"),
            "map" | "dict" | "hash" => Some("object"),
            _ => None,
        };
        let help = match usual.or_else(|| nearest_of(text, names, &mut self.comparisons)) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => format!("write one of {}", names.join(", ")),
        };
        self.error(code::WRONG_VALUE, node.place, message, help);
    }

    fn values(&mut self, object: &Object) -> Option<Values> {
        if let Some(node) = object.get("const") {
            return Some(Values {
                values: vec![node.clone()],
                constant: true,
            });
        }
        object.get("enum").filter(|it| !it.is_null())?;
        let mut values: Vec<Node> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        for node in self.array(object, "enum") {
            let repeated = !seen.insert(node);
            if repeated {
                let message = format!("{} stands in this enum twice", shown(node));
                self.warn(
                    code::DUPLICATE_ENUM_VALUE,
                    node.place,
                    message,
                    "take one of the two away",
                );
            }
            values.push(node.clone());
        }
        if values.is_empty() {
            let (key, _) = object
                .entry("enum")
                .filter(|(_, it)| it.as_array().is_some())?;
            // Before 3.1 there has to be a value (JSON Schema draft 5 Validation, section 5.20).
            let is_legal = self.document.dialect >= Dialect::OpenApi31;
            let message = match is_legal {
                true => "an `enum` without values accepts none",
                false => "an `enum` without values accepts none; it is ignored",
            };
            let help = "list the values, or take it away";
            self.warn(code::IMPOSSIBLE_SCHEMA, key.place, message, help);
            if !is_legal {
                return None;
            }
        }
        Some(Values {
            values,
            constant: false,
        })
    }

    fn number_rules(&mut self, object: &Object) -> NumberRules {
        NumberRules {
            minimum: self.bound(object, "minimum", "exclusiveMinimum", |new, old| new >= old),
            maximum: self.bound(object, "maximum", "exclusiveMaximum", |new, old| new <= old),
            multiple_of: self.multiple_of(object),
        }
    }

    /// `multipleOf`, which is above 0.
    fn multiple_of(&mut self, object: &Object) -> Option<Arc<str>> {
        let digits = self.number(object, "multipleOf")?;
        if compare_numbers(&digits, "0").is_some_and(Ordering::is_gt) {
            return Some(digits);
        }
        let place = object.get("multipleOf")?.place;
        let message = format!(
            "`multipleOf` must be above 0, found {}; it is ignored",
            printable(&digits)
        );
        self.warn(code::WRONG_VALUE, place, message, "take it away");
        None
    }

    /// One end of a range. `exclusive…` is a truth value beside the limit up to 3.0, and a limit of its own from 3.1 on;
    /// of two limits the narrower one holds.
    fn bound(
        &mut self,
        object: &Object,
        plain: &str,
        exclusive: &str,
        narrower: fn(f64, f64) -> bool,
    ) -> Option<Bound> {
        let inclusive = self.number(object, plain).map(|limit| Bound {
            limit,
            exclusive: false,
        });
        match object.get(exclusive).map(|it| &it.value) {
            None | Some(Value::Null | Value::Bool(false)) => inclusive,
            Some(Value::Bool(true)) => inclusive.map(|it| Bound {
                exclusive: true,
                ..it
            }),
            Some(_) => {
                let Some(limit) = self.number(object, exclusive) else {
                    return inclusive;
                };
                let number = |it: &str| it.parse::<f64>().unwrap_or(f64::NAN);
                match inclusive {
                    Some(it) if !narrower(number(&limit), number(&it.limit)) => Some(it),
                    _ => Some(Bound {
                        limit,
                        exclusive: true,
                    }),
                }
            }
        }
    }

    fn array_rules(&mut self, object: &Object, pointer: &str) -> ArrayRules {
        let mut prefix = self.schema_list(object, "prefixItems", pointer);
        let mut items = None;
        match object.get("items") {
            // Drafts before 2020-12: a list for the first elements, `additionalItems` for the others.
            Some(Node {
                value: Value::Array(_),
                ..
            }) if prefix.is_empty() => {
                prefix = self.schema_list(object, "items", pointer);
                items = object
                    .get("additionalItems")
                    .map(|it| self.schema(it, &format!("{pointer}/additionalItems")));
            }
            Some(node) => items = Some(self.schema(node, &[pointer, "/items"].concat())),
            None => {}
        }
        ArrayRules {
            prefix,
            items,
            min_items: self.count(object, "minItems"),
            max_items: self.count(object, "maxItems"),
            unique: self.boolean(object, "uniqueItems"),
            contains: self.one(object, "contains", pointer),
            min_contains: self.count(object, "minContains"),
            max_contains: self.count(object, "maxContains"),
            unevaluated: self.one(object, "unevaluatedItems", pointer),
        }
    }

    fn object_rules(&mut self, object: &Object, pointer: &str) -> ObjectRules {
        let (dependent_required, dependent_schemas) = self.dependencies(object, pointer);
        ObjectRules {
            properties: self.schema_map(object, "properties", pointer),
            required: self.required(object),
            additional: self.additional(object, "additionalProperties", pointer),
            unevaluated: self.additional(object, "unevaluatedProperties", pointer),
            dependent_required,
            dependent_schemas,
            patterns: self.schema_map(object, "patternProperties", pointer),
            names: self.one(object, "propertyNames", pointer),
            min_properties: self.count(object, "minProperties"),
            max_properties: self.count(object, "maxProperties"),
        }
    }

    fn required(&mut self, object: &Object) -> indexmap::IndexSet<Arc<str>> {
        match object.get("required") {
            // `required: true` on a property is of Swagger 1 and of parameters; on a schema it says nothing.
            Some(node) if node.as_bool().is_some() => {
                let message = "`required` must be an array of the object's required properties, found a boolean";
                self.warn(
                    code::WRONG_TYPE,
                    node.place,
                    message,
                    "name the property in `required` of the object it is in",
                );
                indexmap::IndexSet::new()
            }
            _ => self.strings(object, "required").into_iter().collect(),
        }
    }

    fn additional(&mut self, object: &Object, field: &str, pointer: &str) -> Additional {
        let Some(node) = object.get(field) else {
            return Additional::Unsaid;
        };
        match &node.value {
            Value::Bool(true) => Additional::Any,
            Value::Bool(false) => Additional::None,
            Value::Null => Additional::Unsaid,
            _ => Additional::Schema(self.schema(node, &format!("{pointer}/{field}"))),
        }
    }

    /// `dependentRequired` and `dependentSchemas`, and `dependencies` of earlier drafts, which was both.
    fn dependencies(&mut self, object: &Object, pointer: &str) -> Dependencies {
        let mut required = IndexMap::new();
        for field in ["dependentRequired", "dependencies"] {
            let Some(members) = self.map(object, field) else {
                continue;
            };
            for (key, node) in members.iter() {
                if field == "dependentRequired" || node.as_array().is_some() {
                    required.insert(key.text.clone(), self.strings(members, &key.text));
                }
            }
        }
        let mut schemas = self.schema_map(object, "dependentSchemas", pointer);
        if let Some(members) = self.map(object, "dependencies") {
            for (key, node) in members.iter().filter(|(_, it)| it.as_array().is_none()) {
                let segment = pointer_segment(&key.text);
                let id = self.schema(node, &[pointer, "/dependencies/", &segment].concat());
                schemas.insert(key.text.clone(), id);
            }
        }
        (required, schemas)
    }

    /// The schema of a keyword that has one.
    fn one(&mut self, object: &Object, field: &str, pointer: &str) -> Option<SchemaId> {
        let node = object.get(field)?;
        Some(self.schema(node, &[pointer, "/", field].concat()))
    }

    fn schema_list(&mut self, object: &Object, field: &str, pointer: &str) -> Vec<SchemaId> {
        let nodes = self.array(object, field);
        nodes
            .iter()
            .enumerate()
            .map(|(index, it)| self.schema(it, &format!("{pointer}/{field}/{index}")))
            .collect()
    }

    fn schema_map(
        &mut self,
        object: &Object,
        field: &str,
        pointer: &str,
    ) -> IndexMap<Arc<str>, SchemaId> {
        let Some(members) = self.map(object, field) else {
            return IndexMap::new();
        };
        members
            .iter()
            .map(|(key, node)| {
                let segment = pointer_segment(&key.text);
                let id = self.schema(node, &[pointer, "/", field, "/", &segment].concat());
                (key.text.clone(), id)
            })
            .collect()
    }
}
