//! A schema with its `allOf` → one [`MergedSchema`] of what all its conjuncts say together.
//!
//! ```yaml
//! Dog:
//!   allOf:
//!     - $ref: '#/components/schemas/Pet'   # name, required
//!     - properties: {bark: {type: boolean}}
//! # merged: name and bark, name required
//! ```

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use indexmap::{IndexMap, IndexSet};

use super::conjunction::{Conjunct, Conjunction, conjuncts};
use crate::model::{Additional, Api, Bound, JsonType, Nullable, Schema, SchemaId};
use crate::node::Node;

/// What the conjuncts of a conjunction say together.
#[derive(Debug, Default)]
pub struct MergedSchema {
    /// Every schema that takes part, `allOf` followed, each by its own keywords.
    pub conjuncts: Conjunction,
    /// Types a value may have, `null` aside; empty where any.
    pub types: Vec<JsonType>,
    /// Whether `null` is accepted.
    pub nullable: bool,
    /// `format`: the first that is written.
    pub format: Option<Arc<str>>,
    /// `contentEncoding`: the first that is written.
    pub encoding: Option<Arc<str>>,
    /// `enum` or `const`: the shortest list.
    pub values: Option<Vec<Node>>,
    /// Whether the list of values was written as `const`.
    pub constant: bool,
    /// `minimum` or `exclusiveMinimum`: the first that is written.
    pub minimum: Option<Bound>,
    /// `maximum` or `exclusiveMaximum`: the first that is written.
    pub maximum: Option<Bound>,
    /// `prefixItems`: the first list that is written.
    pub prefix: Vec<SchemaId>,
    /// `items`: what the (further) elements satisfy.
    pub items: Conjunction,
    /// `minItems`: the greatest.
    pub min_items: Option<u64>,
    /// `maxItems`: the least.
    pub max_items: Option<u64>,
    /// Whether there is a keyword about the elements of arrays.
    pub says_array: bool,
    /// Whether there is a keyword about the members of objects.
    pub says_object: bool,
    /// `properties`: what each satisfies.
    pub properties: IndexMap<Arc<str>, Conjunction>,
    /// `required`, of all together.
    pub required: IndexSet<Arc<str>>,
    /// `additionalProperties`: what the others satisfy.
    pub additional: AdditionalProperties,
    /// The schemas of `patternProperties`.
    pub patterns: Vec<SchemaId>,
    /// Each `oneOf` and `anyOf`.
    pub alternatives: Vec<Alternatives>,
    /// Whether one of the schemas is `false`, which accepts no value.
    pub never: bool,
    /// How many other schemas had to be looked at to tell whether `null` is accepted.
    visited: usize,
}

/// Properties that are not listed, in a [`MergedSchema`].
#[derive(Debug, Default, PartialEq)]
pub enum AdditionalProperties {
    /// Nothing is said.
    #[default]
    Unsaid,
    /// Any are invited.
    Any,
    /// None are accepted.
    None,
    /// Each satisfies these.
    Typed(Conjunction),
}

/// A `oneOf` or `anyOf`.
#[derive(Debug, Clone)]
pub struct Alternatives {
    /// Index into [`MergedSchema::conjuncts`] of the schema it stands in.
    pub owner: usize,
    /// Whether it is a `oneOf`.
    pub one_of: bool,
    /// Its branches.
    pub branches: Vec<SchemaId>,
}

impl MergedSchema {
    /// Merges a conjunction.
    pub fn of(api: &Api, conjunction: &[Conjunct]) -> Self {
        let mut merged = MergedSchema {
            conjuncts: conjuncts(api, conjunction),
            ..MergedSchema::default()
        };
        let mut typed = false;
        for index in 0..merged.conjuncts.len() {
            let conjunct = merged.conjuncts[index];
            typed = merged.add(api, index, conjunct, typed);
        }
        merged.settle_additional(api);
        merged.settle_unevaluated(api);
        let mut known = Visited::default();
        merged.nullable =
            (conjunction.iter()).all(|conjunct| accepts_null(api, *conjunct, 0, &mut known));
        merged.visited += known.visits / 4;
        merged
    }

    /// About how long it takes to read, in microseconds by sixteen: each conjunct, property, value and branch counts. (Of
    /// a branch, a conjunction is made wherever the alternatives are looked at.)
    pub fn weight(&self) -> usize {
        let branches: usize = self
            .alternatives
            .iter()
            .map(|it| it.branches.len() + 1)
            .sum();
        let values = self.values.as_ref().map_or(0, Vec::len);
        8 + 3 * self.conjuncts.len()
            + 2 * self.visited
            + self.properties.len()
            + self.required.len()
            + values
            + 8 * branches
    }

    fn add(&mut self, api: &Api, index: usize, conjunct: Conjunct, typed: bool) -> bool {
        let schema = api.schema(conjunct.id);
        let mut typed = typed;
        let types: Vec<JsonType> = match conjunct.only {
            Some(it) => vec![it],
            None => schema.types.iter().collect(),
        };
        if !types.is_empty() {
            if typed {
                // A number that is also an integer is an integer.
                self.types = intersect(&self.types, &types);
            } else {
                self.types = types;
            }
            typed = true;
        }
        self.never |= schema.never;
        self.format = self.format.take().or_else(|| schema.format.clone());
        self.encoding =
            (self.encoding.take()).or_else(|| schema.annotations.content_encoding.clone());
        if let Some(values) = &schema.values {
            self.add_values(&values.values);
            self.constant |= values.constant;
        }
        self.minimum = self
            .minimum
            .take()
            .or_else(|| schema.number.minimum.clone());
        self.maximum = self
            .maximum
            .take()
            .or_else(|| schema.number.maximum.clone());
        if self.prefix.is_empty() {
            self.prefix.clone_from(&schema.array.prefix);
        }
        self.items.extend(schema.array.items.map(Conjunct::whole));
        self.min_items = self.min_items.max(schema.array.min_items);
        self.max_items = match (self.max_items, schema.array.max_items) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        self.says_array |= schema.array.items.is_some() || !schema.array.prefix.is_empty();
        let object = &schema.object;
        for (name, id) in &object.properties {
            let conjunction = self.properties.entry(name.clone()).or_default();
            if !conjunction.contains(&Conjunct::whole(*id)) {
                conjunction.push(Conjunct::whole(*id));
            }
        }
        self.required.extend(object.required.iter().cloned());
        self.patterns.extend(object.patterns.values());
        self.says_object |= !object.properties.is_empty()
            || !object.required.is_empty()
            || !object.patterns.is_empty()
            || object.additional != Additional::Unsaid;
        for (wanted, one_of, branches) in [
            (conjunct.with_one_of, true, &schema.one_of),
            (conjunct.with_any_of, false, &schema.any_of),
        ] {
            if wanted && !branches.is_empty() {
                self.alternatives.push(Alternatives {
                    owner: index,
                    one_of,
                    branches: branches.clone(),
                });
            }
        }
        typed
    }

    /// Values that one list has and another has not satisfy neither part. Where none is left, no value satisfies both, and
    /// the list that was written first is what the author had in mind.
    fn add_values(&mut self, values: &[Node]) {
        let Some(known) = &self.values else {
            self.values = Some(values.to_vec());
            return;
        };
        self.visited += (known.len() + values.len()) / 4;
        let listed: HashSet<&Node> = values.iter().collect();
        let both = known.iter().filter(|it| listed.contains(it));
        let both: Vec<Node> = both.cloned().collect();
        if !both.is_empty() {
            self.values = Some(both);
        }
    }

    /// `additionalProperties: false` in one part of an `allOf` would forbid what the others list, which nobody means:
    /// it holds where it is said beside all the properties.
    fn settle_additional(&mut self, api: &Api) {
        for conjunct in &self.conjuncts {
            let object = &api.schema(conjunct.id).object;
            match object.additional {
                Additional::Unsaid => {}
                Additional::None => {
                    let lists_all =
                        (self.properties.keys()).all(|name| object.properties.contains_key(name));
                    if lists_all && self.patterns.is_empty() {
                        self.additional = AdditionalProperties::None;
                        return;
                    }
                }
                Additional::Any => {
                    if self.additional == AdditionalProperties::Unsaid {
                        self.additional = AdditionalProperties::Any;
                    }
                }
                Additional::Schema(id) => match &mut self.additional {
                    AdditionalProperties::Typed(conjunction) => {
                        conjunction.push(Conjunct::whole(id))
                    }
                    other => *other = AdditionalProperties::Typed(vec![Conjunct::whole(id)]),
                },
            }
        }
    }
}

impl MergedSchema {
    /// `unevaluatedProperties` speaks of what no other keyword has looked at. Which that is depends on the value where
    /// there are branches, conditions or patterns, and then the type stays open.
    fn settle_unevaluated(&mut self, api: &Api) {
        let schemas = || self.conjuncts.iter().map(|it| api.schema(it.id));
        let said = schemas().map(|it| it.object.unevaluated);
        let mut said = said.filter(|it| *it != Additional::Unsaid);
        let Some(first) = said.next() else {
            return;
        };
        // Where they differ, what one of them has looked at is known to the other.
        let said = match said.all(|it| it == first) {
            true => first,
            false => Additional::Any,
        };
        if self.additional != AdditionalProperties::Unsaid {
            return;
        }
        let depends = !self.alternatives.is_empty()
            || schemas().any(|it| {
                // Several branches of an `anyOf` may have looked.
                !it.any_of.is_empty()
                    || !it.object.patterns.is_empty()
                    || !it.object.dependent_schemas.is_empty()
                    || it.condition.when.is_some()
            });
        self.additional = match said {
            Additional::None if !depends => AdditionalProperties::None,
            Additional::Schema(id) if !depends => {
                AdditionalProperties::Typed(vec![Conjunct::whole(id)])
            }
            Additional::None | Additional::Unsaid => return,
            Additional::Any | Additional::Schema(_) => AdditionalProperties::Any,
        };
    }
}

/// Whether `null` satisfies one of these schemas. What says so itself is believed, although `nullable` beside an `allOf` whose
/// members are not has no effect by the letter: everyone who writes it means it.
pub fn one_accepts_null(api: &Api, branches: impl IntoIterator<Item = SchemaId>) -> bool {
    let mut known = Visited::default();
    let mut branches = branches.into_iter();
    branches.any(|id| accepts_null(api, Conjunct::whole(id), 0, &mut known))
}

/// What was found of the schemas that were looked at, and how often one was.
#[derive(Default)]
struct Visited {
    answers: HashMap<SchemaId, bool>,
    visits: usize,
}

/// Each schema is looked at once: forty unions of two branches that are one and the same would be 2^40 otherwise. One
/// that leads back to itself, or has more to look at than any sound document, does not accept `null` for that.
fn accepts_null(api: &Api, conjunct: Conjunct, depth: usize, known: &mut Visited) -> bool {
    const MOST: usize = 1_000;
    const DEEPEST: usize = 32;
    let schema = api.schema(conjunct.id);
    if conjunct.only.is_some() {
        return false;
    }
    if schema.nullable != Nullable::No {
        return true;
    }
    if !schema.types.is_empty() || schema.never {
        return false;
    }
    if let Some(values) = &schema.values {
        return values.values.iter().any(Node::is_null);
    }
    if says_object_or_array(schema) {
        return false;
    }
    let mut recurse = |id: &SchemaId| {
        known.visits += 1;
        if let Some(it) = known.answers.get(id) {
            return *it;
        }
        if known.answers.len() >= MOST || known.visits >= 10 * MOST || depth >= DEEPEST {
            return false;
        }
        known.answers.insert(*id, false);
        let it = accepts_null(api, Conjunct::whole(*id), depth + 1, known);
        known.answers.insert(*id, it);
        it
    };
    let all_of = !conjunct.with_all_of || schema.all_of.iter().all(&mut recurse);
    let one_of =
        !conjunct.with_one_of || schema.one_of.is_empty() || schema.one_of.iter().any(&mut recurse);
    let any_of =
        !conjunct.with_any_of || schema.any_of.is_empty() || schema.any_of.iter().any(&mut recurse);
    all_of && one_of && any_of
}

fn says_object_or_array(schema: &Schema) -> bool {
    let object = &schema.object;
    !object.properties.is_empty()
        || !object.required.is_empty()
        || !object.patterns.is_empty()
        || object.further() != Additional::Unsaid
        || schema.array.items.is_some()
        || !schema.array.prefix.is_empty()
        || schema.format.is_some()
}

fn intersect(a: &[JsonType], b: &[JsonType]) -> Vec<JsonType> {
    use JsonType::{Integer, Number};
    let mut both: Vec<JsonType> = Vec::new();
    for &it in a {
        if b.contains(&it) || (it == Integer && b.contains(&Number)) {
            both.push(it);
        } else if it == Number && b.contains(&Integer) {
            both.push(Integer);
        }
    }
    if both.is_empty() {
        // No value satisfies both; the first that was written is what the author had in mind.
        return a.to_vec();
    }
    both
}

#[cfg(test)]
mod tests {
    use super::{AdditionalProperties, MergedSchema, one_accepts_null};
    use crate::analysis::conjunction::Conjunct;
    use crate::model::{Api, JsonType};
    use crate::testing::schemas;

    fn merged(api: &Api, name: &str) -> MergedSchema {
        MergedSchema::of(api, &[Conjunct::whole(api.components[name])])
    }

    #[test]
    fn what_the_parts_say_holds_together() {
        let api = schemas(
            "Pet: {type: object, required: [name], properties: {name: {type: string}, age: {type: number}}}
             Dog: {allOf: [{$ref: '#/components/schemas/Pet'}, {required: [bark], properties: {age: {type: integer}, bark: {type: boolean}}, additionalProperties: {type: string}}]}",
        );
        let dog = merged(&api, "Dog");
        assert_eq!(dog.types, [JsonType::Object]);
        let names: Vec<&str> = dog.properties.keys().map(|it| &**it).collect();
        assert_eq!(names, ["name", "age", "bark"]);
        assert!(dog.required.contains("name") && dog.required.contains("bark"));
        // Both say something of `age`: an integer satisfies both.
        let age = MergedSchema::of(&api, &dog.properties["age"]);
        assert_eq!(age.types, [JsonType::Integer]);
        assert!(matches!(&dog.additional, AdditionalProperties::Typed(it) if it.len() == 1));
    }

    #[test]
    fn a_part_that_is_closed_closes_the_whole_only_if_it_lists_all() {
        let api = schemas(
            "Open: {allOf: [{properties: {a: {}}, additionalProperties: false}, {properties: {b: {}}}]}
             Closed: {allOf: [{properties: {a: {}, b: {}}, additionalProperties: false}, {properties: {b: {}}}]}",
        );
        assert_eq!(
            merged(&api, "Open").additional,
            AdditionalProperties::Unsaid
        );
        assert_eq!(
            merged(&api, "Closed").additional,
            AdditionalProperties::None
        );
    }

    #[test]
    fn the_shortest_list_of_values_holds() {
        let api = schemas(
            "A: {allOf: [{enum: [a, b, c]}, {const: b}]}
             B: {anyOf: [{type: string}, {type: integer}], allOf: [{oneOf: [{title: x}, {title: y}]}]}",
        );
        let a = merged(&api, "A");
        assert!(a.constant);
        assert_eq!(a.values.map(|it| it.len()), Some(1));
        let b = merged(&api, "B");
        let choices: Vec<(bool, usize)> = (b.alternatives.iter())
            .map(|it| (it.one_of, it.branches.len()))
            .collect();
        assert_eq!(choices, [(false, 2), (true, 2)]);
    }

    #[test]
    fn null_is_accepted_where_all_parts_accept_it() {
        let api = schemas(
            "Text: {type: string}
             MaybeText: {type: [string, 'null']}
             Either: {oneOf: [{$ref: '#/components/schemas/Text'}, {type: 'null'}]}
             Both: {allOf: [{$ref: '#/components/schemas/MaybeText'}, {minLength: 1}]}
             Neither: {allOf: [{$ref: '#/components/schemas/MaybeText'}, {$ref: '#/components/schemas/Text'}]}",
        );
        for (name, expected) in [
            ("Text", false),
            ("MaybeText", true),
            ("Either", true),
            ("Both", true),
            ("Neither", false),
        ] {
            assert_eq!(merged(&api, name).nullable, expected, "{name}");
            assert_eq!(
                one_accepts_null(&api, [api.components[name]]),
                expected,
                "{name}"
            );
        }
    }

    #[test]
    fn unions_that_share_their_branches_take_no_time() {
        // Forty levels, each with the next one twice: 2^40 ways.
        let lines: Vec<String> = (0..40)
            .map(|it| format!("L{it}: {{oneOf: [{{$ref: '#/components/schemas/L{0}'}}, {{$ref: '#/components/schemas/L{0}'}}]}}", it + 1))
            .chain(["L40: {type: string}".to_owned()])
            .collect();
        let api = schemas(&lines.join("\n"));
        assert!(!merged(&api, "L0").nullable);
    }
}
