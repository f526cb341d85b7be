//! What `schemars` is told of emitted types: the schemas of the document, in the words of JSON Schema 2020-12.
//!
//! A crate carries one text with all of them, as `$defs` that refer to one another. What is asked for is taken out of
//! that, and its references become those of the generator that asks: it decides where definitions stand, and what two
//! of one name are called.

use std::borrow::Cow;
use std::sync::OnceLock;

pub use schemars;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Map, Value};

use crate::runtime::json::pointer;
use crate::runtime::types::{Base64, Binary, Never, Nullable, Password};

/// A reference to a type, after its schema has become one of the generator's definitions.
pub type Subschema = fn(&mut SchemaGenerator) -> Schema;

/// The schemas of a document.
pub struct Schemas {
    /// A JSON Schema with `$defs`, each by its name here.
    text: &'static str,
    /// What stands for each, by these names in their order.
    types: &'static [(&'static str, Subschema)],
    definitions: OnceLock<Map<String, Value>>,
}

impl Schemas {
    /// Those of a text, which is read when the first one is asked for.
    pub const fn new(text: &'static str, types: &'static [(&'static str, Subschema)]) -> Self {
        Self {
            text,
            types,
            definitions: OnceLock::new(),
        }
    }

    /// The schema of that name.
    ///
    /// # Panics
    /// The text has none of that name, or is no JSON Schema: a fault of the generator.
    pub fn of(&self, name: &str, generator: &mut SchemaGenerator) -> Schema {
        let definitions = self.definitions.get_or_init(|| {
            let read: Result<Map<String, Value>, _> = serde_json::from_str(self.text);
            match read.map(|mut it| it.remove("$defs")) {
                Ok(Some(Value::Object(it))) => it,
                Ok(_) => panic!("the text of the schemas has no `$defs`"),
                Err(error) => panic!("the text of the schemas is no JSON: {error}"),
            }
        });
        let Some(mut schema) = definitions.get(name).cloned() else {
            panic!("there is no schema `{name}`");
        };
        self.refer(&mut schema, generator);
        match Schema::try_from(schema) {
            Ok(it) => it,
            Err(error) => panic!("`{name}` is no schema: {error}"),
        }
    }

    /// Has the references in a schema lead to the generator's definitions. Only keywords that hold schemas are followed: what
    /// stands in an `enum` or a `default` is no schema, whatever it looks like.
    fn refer(&self, schema: &mut Value, generator: &mut SchemaGenerator) {
        let Value::Object(keywords) = schema else {
            return;
        };
        for (keyword, it) in keywords.iter_mut() {
            match (keyword.as_str(), it) {
                (
                    "properties" | "patternProperties" | "dependentSchemas",
                    Value::Object(members),
                ) => {
                    members
                        .values_mut()
                        .for_each(|it| self.refer(it, generator));
                }
                ("prefixItems" | "allOf" | "anyOf" | "oneOf", Value::Array(items)) => {
                    items.iter_mut().for_each(|it| self.refer(it, generator));
                }
                (
                    "items"
                    | "contains"
                    | "unevaluatedItems"
                    | "additionalProperties"
                    | "unevaluatedProperties"
                    | "propertyNames"
                    | "not"
                    | "if"
                    | "then"
                    | "else",
                    it,
                ) => self.refer(it, generator),
                _ => {}
            }
        }
        let Some(Value::String(reference)) = keywords.get("$ref") else {
            return;
        };
        let name = decoded(reference.strip_prefix("#/$defs/").unwrap_or(reference));
        let at = self.types.binary_search_by(|it| it.0.cmp(&name));
        let Ok(at) = at else {
            panic!("`{reference}` leads to no schema");
        };
        let subschema = self.types[at].1;
        let target = subschema(generator).to_value();
        keywords.remove("$ref");
        match target {
            Value::Object(mut it) if it.len() == 1 && it.contains_key("$ref") => {
                keywords.append(&mut it);
            }
            target if keywords.is_empty() => *schema = target,
            // Where the generator writes schemas out in their place.
            target => {
                let all = keywords
                    .entry("allOf")
                    .or_insert_with(|| Value::Array(Vec::new()));
                if let Value::Array(all) = all {
                    all.push(target);
                }
            }
        }
    }
}

/// A name as it stands in a reference (RFC 3986, section 2.1) → the name.
fn decoded(text: &str) -> String {
    let mut octets = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((octet, length)) = pointer::octet(rest) {
        octets.push(octet);
        rest = &rest[length..];
    }
    String::from_utf8_lossy(&octets).into_owned()
}

/// Gives each type the schema of the document that goes by a name: `json_schemas!(TEXT { "Pet" = types::Pet })`, by name.
#[macro_export]
macro_rules! json_schemas {
    ($text:expr, { $($name:literal = $type:ty),* $(,)? }) => {
        #[allow(deprecated)]
        static SCHEMAS: $crate::runtime::json_schema::Schemas =
            $crate::runtime::json_schema::Schemas::new(
                $text,
                &[$(($name, |it| it.subschema_for::<$type>())),*],
            );

        $(
            #[allow(deprecated)]
            impl $crate::runtime::json_schema::schemars::JsonSchema for $type {
                fn schema_name() -> ::std::borrow::Cow<'static, str> {
                    $name.into()
                }

                fn schema_id() -> ::std::borrow::Cow<'static, str> {
                    ::std::concat!(::std::module_path!(), "::", $name).into()
                }

                fn json_schema(
                    generator: &mut $crate::runtime::json_schema::schemars::SchemaGenerator,
                ) -> $crate::runtime::json_schema::schemars::Schema {
                    SCHEMAS.of($name, generator)
                }
            }
        )*
    };
}

/// Schemas of the run-time's own types, where they are used, as those of `String` are.
macro_rules! inline {
    ($($type:ident = $schema:tt),*) => {$(
        impl JsonSchema for $type {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                stringify!($type).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                schemars::json_schema!($schema)
            }
        }
    )*};
}

inline! {
    Base64 = {"type": "string", "contentEncoding": "base64"},
    Binary = {"type": "string", "format": "binary"},
    Never = {"not": {}},
    Password = {"type": "string", "format": "password"}
}

impl<T: JsonSchema> JsonSchema for Nullable<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        Option::<T>::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        Option::<T>::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Option::<T>::json_schema(generator)
    }
}
