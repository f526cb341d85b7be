//! What is sampled, through what it was reached, and what came of it.

use super::draft::Draft;
use crate::docs::context::Context;
use crate::docs::restricted::lone_branch;
use crate::model::{JsonType, Rare, Schema, SchemaId};

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

    /// The same of what is sampled in its place: the target of a `$ref`, and, where examples are what their schemas accept, the
    /// one branch that a schema consists of. What leads back to itself does so however often it is wrapped on the way.
    pub fn within_wrappers(&self, cx: &Context<'_>) -> Self {
        let mut within = self.clone();
        within.id = cx.target(self.id);
        if cx.values.is_none() || self.without_all_of || self.without_choice {
            return within;
        }
        for _ in 0..MOST_WRAPPERS {
            let schema = cx.api.schema(within.id);
            let Some(only) = lone_branch(schema).filter(|_| is_wrapper(schema)) else {
                break;
            };
            within.read_only |= schema.annotations.read_only;
            within.write_only |= schema.annotations.write_only;
            within.id = cx.target(only);
        }
        within
    }
}

/// How many wrappers stand around a schema at the most.
const MOST_WRAPPERS: usize = 64;

/// Whether a schema says nothing of its values but by its branches. A component may be the one that a discriminator names.
fn is_wrapper(it: &Schema) -> bool {
    let rules = it.number == Rare::default()
        && it.string == Rare::default()
        && it.array == Rare::default()
        && it.object == Rare::default()
        && it.condition == Rare::default();
    rules
        && it.origin.name.is_none()
        && it.types.is_empty()
        && it.format.is_none()
        && it.values.is_none()
        && it.not.is_none()
        && it.discriminator.is_none()
        && it.annotations.default.is_none()
        && it.annotations.examples.is_empty()
        && !it.never
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
