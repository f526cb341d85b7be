//! What is sampled, through what it was reached, and what came of it.

use super::draft::Draft;
use crate::model::{JsonType, SchemaId};

/// A schema to be sampled, perhaps less some keywords.
#[derive(Debug, Clone)]
pub struct Subject {
    pub id: SchemaId,
    /// Its `allOf` has been dealt with.
    pub without_all_of: bool,
    /// Its `oneOf` and `anyOf` have been dealt with.
    pub without_choice: bool,
    /// The type it has as a branch of an `allOf` unless it names one: `Some(None)` is JavaScript's `null`.
    pub fallback: Option<Option<JsonType>>,
    /// A copy is never taken for the schema it was made from.
    pub copy: bool,
    pub read_only: bool,
    pub write_only: bool,
}

impl Subject {
    pub fn of(id: SchemaId) -> Self {
        Self {
            id,
            without_all_of: false,
            without_choice: false,
            fallback: None,
            copy: false,
            read_only: false,
            write_only: false,
        }
    }
}

/// Through which property or item a schema was reached.
#[derive(Debug, Clone, Default)]
pub struct Via<'a> {
    pub depth: Option<usize>,
    pub property: Option<&'a str>,
    pub branch_of_all_of: bool,
}

pub struct Sampled<'a> {
    pub value: Draft<'a>,
    pub json_type: Option<JsonType>,
    pub read_only: bool,
    pub write_only: bool,
    /// Whether it stands where a schema would hold itself: what need not be there is left out.
    pub ends: bool,
    /// Whether it is nothing that its schema accepts, where the example has to end or where no other value was found.
    pub fails: bool,
}

impl Sampled<'_> {
    /// Whether it is left out where it need not be there.
    pub fn is_spare(&self) -> bool {
        self.ends || self.fails
    }
}

/// What stands where a schema would hold itself: something empty, or nothing.
pub fn circular<'a>(json_type: Option<JsonType>) -> Sampled<'a> {
    Sampled {
        value: match json_type {
            Some(JsonType::Object) => Draft::Object(Vec::new()),
            Some(JsonType::Array) => Draft::Array(Vec::new()),
            _ => Draft::Undefined,
        },
        json_type: None,
        read_only: false,
        write_only: false,
        ends: true,
        fails: false,
    }
}
