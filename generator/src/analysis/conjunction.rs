//! A schema → the schemas that a value has to satisfy together: its conjuncts, `allOf` followed.

use std::collections::HashSet;
use std::slice;

use crate::model::{Additional, Api, JsonType, Nullable, Schema, SchemaId};

/// A schema, then the schemas it includes by `allOf` and those they include, depth first in document order, each once.
/// No more than `limit` references are followed.
pub fn all_of(api: &Api, id: SchemaId, limit: usize) -> AllOf<'_> {
    AllOf {
        api,
        root: Some(id),
        seen: HashSet::new(),
        open: Vec::new(),
        limit,
        steps: 0,
    }
}

/// The schemas that a value of a schema has to satisfy because of `allOf`; see [`all_of`].
pub struct AllOf<'a> {
    api: &'a Api,
    /// The schema itself, until it has been given out.
    root: Option<SchemaId>,
    seen: HashSet<SchemaId>,
    open: Vec<slice::Iter<'a, SchemaId>>,
    limit: usize,
    steps: usize,
}

impl AllOf<'_> {
    /// How many references have been followed.
    pub fn steps(&self) -> usize {
        self.steps
    }

    /// Whether there were more references than may be followed, so that what was given out is not all.
    pub fn is_cut_short(&self) -> bool {
        self.steps > self.limit
    }
}

impl Iterator for AllOf<'_> {
    type Item = SchemaId;

    fn next(&mut self) -> Option<SchemaId> {
        let next = match self.root.take() {
            Some(it) => it,
            None => loop {
                let Some(it) = self.open.last_mut()?.next() else {
                    self.open.pop();
                    continue;
                };
                self.steps += 1;
                if self.is_cut_short() {
                    self.open.clear();
                    return None;
                }
                if self.seen.insert(*it) {
                    break *it;
                }
            },
        };
        let inner = &self.api.schema(next).all_of;
        if !inner.is_empty() {
            self.seen.insert(next);
            self.open.push(inner.iter());
        }
        Some(next)
    }
}

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
        && schema.object.further() == Additional::Unsaid
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

#[cfg(test)]
mod tests {
    use super::{Conjunct, all_of, conjuncts, is_thin, is_vacuous};
    use crate::model::{Api, SchemaId};
    use crate::testing::schemas;

    fn names(api: &Api, ids: impl Iterator<Item = SchemaId>) -> Vec<String> {
        let title = |id| api.schema(id).annotations.title.clone();
        ids.map(|id| title(id).unwrap_or_default()).collect()
    }

    /// A diamond: both parts of D include A.
    fn diamond() -> Api {
        schemas(
            "A: {title: A, type: object}
             B: {title: B, allOf: [{$ref: '#/components/schemas/A'}]}
             C: {title: C, allOf: [{title: C1}, {$ref: '#/components/schemas/A'}]}
             D: {title: D, allOf: [{$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/C'}]}",
        )
    }

    #[test]
    fn each_schema_is_included_once_in_document_order() {
        let api = diamond();
        let mut included = all_of(&api, api.components["D"], usize::MAX);
        let found = names(&api, included.by_ref());
        assert_eq!(found, ["D", "B", "A", "C", "C1"]);
        assert!(!included.is_cut_short());
        assert_eq!(included.steps(), 5);
        let parts = conjuncts(&api, &[Conjunct::whole(api.components["D"])]);
        assert_eq!(names(&api, parts.iter().map(|it| it.id)), found);
    }

    #[test]
    fn what_is_beyond_the_limit_is_told() {
        let api = diamond();
        let mut included = all_of(&api, api.components["D"], 2);
        assert_eq!(names(&api, included.by_ref()), ["D", "B", "A"]);
        assert!(included.is_cut_short());
    }

    #[test]
    fn a_schema_that_includes_itself_comes_to_an_end() {
        let mut api = diamond();
        let (a, d) = (api.components["A"], api.components["D"]);
        api.schemas[a.index()].all_of.push(d);
        let included = all_of(&api, d, usize::MAX);
        assert_eq!(names(&api, included), ["D", "B", "A", "C", "C1"]);
    }

    #[test]
    fn a_branch_that_extends_its_union_has_made_its_choice() {
        let api = schemas(
            "Pet: {title: Pet, type: object, oneOf: [{$ref: '#/components/schemas/Cat'}, {title: Dog}]}
             Cat: {title: Cat, allOf: [{$ref: '#/components/schemas/Pet'}]}",
        );
        let of = |name: &str| conjuncts(&api, &[Conjunct::whole(api.components[name])]);
        assert!(of("Pet")[0].with_one_of);
        let [cat, pet] = of("Cat")[..] else {
            panic!("a Cat is a Cat and a Pet");
        };
        assert!(!pet.with_one_of && !cat.is_whole());
    }

    #[test]
    fn what_says_nothing_is_vacuous() {
        let api = schemas(
            "Described: {description: Anything.}
             Text: {type: string}
             Listed: {enum: [a]}
             Null: {type: 'null'}",
        );
        for (name, vacuous, thin) in [
            ("Described", true, true),
            ("Text", false, true),
            ("Null", false, true),
            ("Listed", false, false),
        ] {
            let schema = api.schema(api.components[name]);
            assert_eq!(
                (is_vacuous(schema), is_thin(schema)),
                (vacuous, thin),
                "{name}"
            );
        }
    }
}
