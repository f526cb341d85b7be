//! A schema → the schemas that a value has to satisfy together: its conjuncts, `allOf` followed.

use std::collections::HashSet;

use crate::model::{Additional, Api, JsonType, Nullable, Schema, SchemaId};

/// What several schemas say together: a value satisfies all of them.
pub type Conjunction = Vec<Conjunct>;

/// A schema, or what is left of it once some of its keywords are dealt with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Conjunct {
    /// The schema.
    pub id: SchemaId,
    /// Whether its `allOf` counts; not where those schemas are conjuncts themselves.
    pub with_all_of: bool,
    /// Whether its `oneOf` counts; not within one of the branches.
    pub with_one_of: bool,
    /// Whether its `anyOf` counts.
    pub with_any_of: bool,
    /// The one type that values are known to have.
    pub only: Option<JsonType>,
}

impl Conjunct {
    /// All of a schema.
    pub fn whole(id: SchemaId) -> Self {
        Self {
            id,
            with_all_of: true,
            with_one_of: true,
            with_any_of: true,
            only: None,
        }
    }

    /// Whether it is all of a schema.
    pub fn is_whole(self) -> bool {
        self == Self::whole(self.id)
    }
}

/// Every conjunct of a conjunction, `allOf` followed, each by its own keywords.
///
/// A schema that extends one of which it is itself a branch has made that choice, so the branches do not count again:
///
/// ```yaml
/// Pet: {properties: {kind: {type: string}}, oneOf: [{$ref: Cat}, {$ref: Dog}]}
/// Cat: {allOf: [{$ref: Pet}, {properties: {lives: {type: integer}}}]}   # kind and lives
/// ```
pub fn conjuncts(api: &Api, conjunction: &[Conjunct]) -> Conjunction {
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    let mut stack: Vec<Conjunct> = conjunction.iter().rev().copied().collect();
    while let Some(next) = stack.pop() {
        if !seen.insert(next.id) {
            continue;
        }
        let schema = api.schema(next.id);
        let chosen = |it: &SchemaId| *it != next.id && seen.contains(it);
        let open = |branches: &[SchemaId]| !branches.iter().any(chosen);
        found.push(Conjunct {
            with_all_of: false,
            with_one_of: next.with_one_of && open(&schema.one_of),
            with_any_of: next.with_any_of && open(&schema.any_of),
            ..next
        });
        if next.with_all_of {
            stack.extend(schema.all_of.iter().rev().map(|id| Conjunct {
                only: next.only,
                ..Conjunct::whole(*id)
            }));
        }
    }
    found
}

/// Whether a schema says nothing by itself about which values it accepts but which type they have.
pub fn is_thin(schema: &Schema) -> bool {
    schema.values.is_none()
        && schema.one_of.is_empty()
        && schema.any_of.is_empty()
        && schema.array.items.is_none()
        && schema.array.prefix.is_empty()
        && schema.object.properties.is_empty()
        && schema.object.required.is_empty()
        && schema.object.patterns.is_empty()
        && schema.object.additional == Additional::Unsaid
        && schema.format.is_none()
        && !schema.never
}

/// Whether a schema accepts whatever the other conjuncts accept.
pub fn is_vacuous(schema: &Schema) -> bool {
    is_thin(schema)
        && schema.types.is_empty()
        && schema.all_of.is_empty()
        && schema.nullable != Nullable::Only
}
