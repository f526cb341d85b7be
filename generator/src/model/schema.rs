//! Schemas: what a JSON value may be.
//!
//! A schema is a conjunction of keywords that may all stand side by side (`properties` beside `allOf`, `enum` beside
//! `oneOf`), and real documents use every combination. So the model keeps the groups of keywords apart and decides
//! nothing; a target classifies.

use std::fmt;
use std::sync::Arc;

use indexmap::{IndexMap, IndexSet};

use super::rare::{Rare, fields};
use super::{Example, Extensions, ExternalDocs};
use crate::node::{Node, Object};
use crate::source::Place;

/// Which schema: an index into [`Api::schemas`](super::Api::schemas).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchemaId(u32);

impl fmt::Debug for SchemaId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

impl SchemaId {
    /// The id of the schema at that index.
    pub fn from_index(index: usize) -> Self {
        Self(u32::try_from(index).expect("load limits the number of nodes to far less than 2^32"))
    }

    /// The index into `Api::schemas`.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// One schema: of a component, or inline at one place. A bare `$ref` has no schema of its own; it is the id of its
/// target.
#[derive(Debug, Default)]
pub struct Schema {
    /// Where it stands.
    pub origin: Origin,
    /// What is said about it and does not change which values it accepts.
    pub annotations: Annotations,
    /// `type`, with `null` (or `nullable: true`) told apart. Empty where every type is accepted.
    pub types: TypeSet,
    /// How `null` came to be accepted.
    pub nullable: Nullable,
    /// `format`, as written.
    pub format: Option<Arc<str>>,
    /// `enum` or `const`.
    pub values: Option<Values>,
    /// What numbers have to satisfy.
    pub number: Rare<NumberRules>,
    /// What strings have to satisfy.
    pub string: Rare<StringRules>,
    /// What arrays have to satisfy.
    pub array: Rare<ArrayRules>,
    /// What objects have to satisfy.
    pub object: Rare<ObjectRules>,
    /// `allOf`, in order.
    pub all_of: Vec<SchemaId>,
    /// `anyOf`, in order.
    pub any_of: Vec<SchemaId>,
    /// `oneOf`, in order.
    pub one_of: Vec<SchemaId>,
    /// `not`.
    pub not: Option<SchemaId>,
    /// `if`, `then` and `else`.
    pub condition: Rare<Condition>,
    /// `discriminator`.
    pub discriminator: Option<Box<Discriminator>>,
    /// Set where this stands for a `$ref` that has keywords beside it (which hold from 3.1 on, and are read as
    /// descriptive in earlier dialects). The target is then `all_of[0]`.
    pub reference_with_siblings: bool,
    /// The boolean schema `false` of 3.1: nothing is accepted.
    pub never: bool,
}

/// Where a schema stands.
#[derive(Debug, Default, Clone)]
pub struct Origin {
    /// JSON pointer into the user's file: `/components/schemas/Pet/properties/name`.
    pub pointer: Arc<str>,
    /// Line and column of the schema.
    pub place: Place,
    /// Its name, if it is a member of `components/schemas` (or `definitions`, or `$defs`), or a whole file.
    pub name: Option<Arc<str>>,
    /// The object as written, for the places of its keywords; `None` for `true`, `false` and what is only implied.
    pub written: Option<Arc<Object>>,
}

impl Schema {
    /// Where the value of a keyword stands, or else the schema.
    pub fn place_of(&self, keyword: &str) -> Place {
        self.keyword(keyword)
            .map(|it| it.place)
            .filter(|it| it.line > 0)
            .unwrap_or(self.origin.place)
    }

    /// Where the name of a keyword stands; where its value does if it has none of its own.
    pub fn place_of_name(&self, keyword: &str) -> Place {
        let written = self.origin.written.as_ref();
        let member = written.and_then(|it| it.entry(keyword));
        member
            .map(|(key, _)| key.place)
            .filter(|it| it.line > 0)
            .unwrap_or_else(|| self.place_of(keyword))
    }

    /// The value of a keyword as written.
    pub fn keyword(&self, keyword: &str) -> Option<&Node> {
        self.origin.written.as_ref()?.get(keyword)
    }
}

/// What is said about a schema and does not change which values it accepts.
#[derive(Debug, Default, Clone)]
pub struct Annotations {
    /// `title`.
    pub title: Option<String>,
    /// `description`, CommonMark text.
    pub description: Option<String>,
    /// `default`.
    pub default: Option<Node>,
    /// `example`, and `examples` of 3.1 in order.
    pub examples: Vec<Example>,
    /// `deprecated`.
    pub deprecated: bool,
    /// `readOnly`: sent by the server, not by its callers.
    pub read_only: bool,
    /// `writeOnly`: sent by callers, not by the server.
    pub write_only: bool,
    /// `externalDocs`.
    pub external_docs: Option<Box<ExternalDocs>>,
    /// `contentEncoding` (3.1), for strings.
    pub content_encoding: Option<Arc<str>>,
    /// `contentMediaType` (3.1), for strings.
    pub content_media_type: Option<Arc<str>>,
    /// `xml`: how values are written in XML.
    pub xml: Option<Box<Xml>>,
    /// Members that begin with `x-`; of a schema that was captured also keywords, as its page has them.
    pub extensions: Extensions,
}

/// The XML Object.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Xml {
    /// `name`, in place of that of the property or component.
    pub name: Option<Arc<str>>,
    /// `namespace`, a URI.
    pub namespace: Option<Arc<str>>,
    /// `prefix` of the name.
    pub prefix: Option<Arc<str>>,
    /// What a value becomes: `nodeType` (3.2), or `attribute`, of versions before.
    pub node: XmlNode,
    /// `wrapped`: whether the items of an array stand within an element.
    pub wrapped: bool,
}

/// What a value becomes in XML (OpenAPI 3.2.0, section 4.26.2).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum XmlNode {
    /// An element.
    #[default]
    Element,
    /// An attribute of the element that it is in.
    Attribute,
    /// Text within the element that it is in.
    Text,
    /// The same as a CDATA section.
    Cdata,
    /// Nothing by itself: what it holds stands in the element that it is in.
    None,
}

/// A type of JSON Schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum JsonType {
    /// `string`.
    String,
    /// `number`, whole ones included.
    Number,
    /// `integer`.
    Integer,
    /// `boolean`.
    Boolean,
    /// `array`.
    Array,
    /// `object`.
    Object,
    /// `file` of Swagger 2.0, where it stands for the bytes of a response. (In form data it has been converted to a
    /// string of format `binary`.)
    File,
}

impl JsonType {
    /// The type of a word as it stands in documents; `null` is none of them.
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "string" => JsonType::String,
            "number" => JsonType::Number,
            "integer" => JsonType::Integer,
            "boolean" => JsonType::Boolean,
            "array" => JsonType::Array,
            "object" => JsonType::Object,
            "file" => JsonType::File,
            _ => return None,
        })
    }

    /// The word as it stands in documents.
    pub fn as_str(self) -> &'static str {
        match self {
            JsonType::String => "string",
            JsonType::Number => "number",
            JsonType::Integer => "integer",
            JsonType::Boolean => "boolean",
            JsonType::Array => "array",
            JsonType::Object => "object",
            JsonType::File => "file",
        }
    }
}

/// The types a schema names, in order, without `null`.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct TypeSet(Vec<JsonType>);

impl TypeSet {
    /// Adds a type unless it is there.
    pub fn insert(&mut self, it: JsonType) {
        if !self.0.contains(&it) {
            self.0.push(it);
        }
    }

    /// Whether the schema names that type.
    pub fn contains(&self, it: JsonType) -> bool {
        self.0.contains(&it)
    }

    /// The type, where the schema names exactly one (beside `null`).
    pub fn single(&self) -> Option<JsonType> {
        match self.0[..] {
            [it] => Some(it),
            _ => None,
        }
    }

    /// The types in order.
    pub fn iter(&self) -> impl Iterator<Item = JsonType> + '_ {
        self.0.iter().copied()
    }

    /// Whether the schema names no type (beside `null`).
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Whether a schema says that it accepts `null`, and how. (`enum: [null]`, `const: null` and a `null` branch of
/// `oneOf` are not told here: they stand where they were written.)
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum Nullable {
    /// It does not say so.
    #[default]
    No,
    /// `nullable: true` (3.0) or `x-nullable: true` (2.0).
    Keyword,
    /// `null` in a list of types (3.1).
    TypeList,
    /// `type: "null"` alone (3.1): nothing but `null` is accepted.
    Only,
}

/// The values a schema is limited to.
#[derive(Debug, Clone)]
pub struct Values {
    /// The values in order, `null` included where it is listed.
    pub values: Vec<Node>,
    /// Whether they were written as `const`.
    pub constant: bool,
}

/// An end of a range of numbers, in the digits of the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// The number's digits.
    pub limit: Arc<str>,
    /// Whether the limit itself is out of range.
    pub exclusive: bool,
}

/// What numbers have to satisfy.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct NumberRules {
    /// `minimum` or `exclusiveMinimum`.
    pub minimum: Option<Bound>,
    /// `maximum` or `exclusiveMaximum`.
    pub maximum: Option<Bound>,
    /// `multipleOf`, in the digits of the source.
    pub multiple_of: Option<Arc<str>>,
}

/// What strings have to satisfy.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct StringRules {
    /// `minLength`, in characters.
    pub min_length: Option<u64>,
    /// `maxLength`, in characters.
    pub max_length: Option<u64>,
    /// `pattern`: an ECMA 262 regular expression, not anchored.
    pub pattern: Option<Arc<str>>,
}

/// What arrays have to satisfy.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct ArrayRules {
    /// `prefixItems` (or `items` as a list): the schemas of the first elements.
    pub prefix: Vec<SchemaId>,
    /// `items`: the schema of the (further) elements.
    pub items: Option<SchemaId>,
    /// `minItems`.
    pub min_items: Option<u64>,
    /// `maxItems`.
    pub max_items: Option<u64>,
    /// `uniqueItems`.
    pub unique: bool,
    /// `contains`.
    pub contains: Option<SchemaId>,
    /// `minContains`.
    pub min_contains: Option<u64>,
    /// `maxContains`.
    pub max_contains: Option<u64>,
    /// `unevaluatedItems`.
    pub unevaluated: Option<SchemaId>,
}

/// What objects have to satisfy.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct ObjectRules {
    /// `properties`, in document order.
    pub properties: IndexMap<Arc<str>, SchemaId>,
    /// `required`, in document order; may name what `properties` does not.
    pub required: IndexSet<Arc<str>>,
    /// `additionalProperties`.
    pub additional: Additional,
    /// `unevaluatedProperties`.
    pub unevaluated: Additional,
    /// `patternProperties`, in document order.
    pub patterns: IndexMap<Arc<str>, SchemaId>,
    /// `propertyNames`.
    pub names: Option<SchemaId>,
    /// `dependentRequired` (or `dependencies`, of names), in document order.
    pub dependent_required: IndexMap<Arc<str>, Vec<Arc<str>>>,
    /// `dependentSchemas` (or `dependencies`, of schemas), in document order.
    pub dependent_schemas: IndexMap<Arc<str>, SchemaId>,
    /// `minProperties`.
    pub min_properties: Option<u64>,
    /// `maxProperties`.
    pub max_properties: Option<u64>,
}

impl ObjectRules {
    /// What holds for the properties that the schema does not list: `additionalProperties`, or else
    /// `unevaluatedProperties`, which speaks of fewer of them.
    pub fn further(&self) -> Additional {
        match self.additional {
            Additional::Unsaid => self.unevaluated,
            other => other,
        }
    }
}

/// What holds where something else does.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Condition {
    /// `if`.
    pub when: Option<SchemaId>,
    /// `then`.
    pub then: Option<SchemaId>,
    /// `else`.
    pub otherwise: Option<SchemaId>,
}

fields!(NumberRules, StringRules, ArrayRules, ObjectRules, Condition);

/// What holds for properties that are not listed.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum Additional {
    /// The document does not say; any are allowed.
    #[default]
    Unsaid,
    /// `true`: any are invited. (`{}` is a [`Schema`](Additional::Schema) without rules.)
    Any,
    /// `false`: there are none.
    None,
    /// Each satisfies a schema.
    Schema(SchemaId),
}

/// How a value tells which branch of `oneOf` or `anyOf` (or which descendant by `allOf`) it is.
#[derive(Debug, Clone)]
pub struct Discriminator {
    /// The property that tells.
    pub property: Arc<str>,
    /// Its values, each with the schema it leads to, as written in `mapping`. Empty where the names of the component
    /// schemas are the values.
    pub mapping: IndexMap<Arc<str>, SchemaId>,
    /// `defaultMapping` (3.2): the schema that a value leads to which has none of these, or no such property.
    pub default: Option<SchemaId>,
    /// Where it stands.
    pub place: Place,
}
