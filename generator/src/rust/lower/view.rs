//! A schema with its `allOf` → one [`View`] of what all its parts say together.
//!
//! ```yaml
//! Dog:
//!   allOf:
//!     - $ref: '#/components/schemas/Pet'   # name, required
//!     - properties: {bark: {type: boolean}}
//! # one view: name and bark, name required
//! ```

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use indexmap::{IndexMap, IndexSet};

use crate::model::{Additional, Api, Bound, JsonType, Nullable, Schema, SchemaId};
use crate::node::Node;

/// What several schemas say together: a value satisfies all of them.
pub type Bundle = Vec<Part>;

/// A schema, or what is left of it once some of its keywords are dealt with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Part {
    /// The schema.
    pub id: SchemaId,
    /// Whether its `allOf` counts; not where those schemas stand in the bundle themselves.
    pub with_all_of: bool,
    /// Whether its `oneOf` counts; not within one of the branches.
    pub with_one_of: bool,
    /// Whether its `anyOf` counts.
    pub with_any_of: bool,
    /// The one type that values are known to have.
    pub only: Option<JsonType>,
}

impl Part {
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

/// What a bundle says.
#[derive(Debug, Default)]
pub struct View {
    /// Every schema that takes part, `allOf` followed, each by its own keywords.
    pub parts: Bundle,
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
    /// The lowest number.
    pub minimum: Option<Bound>,
    /// The highest number.
    pub maximum: Option<Bound>,
    /// The first elements.
    pub prefix: Vec<SchemaId>,
    /// The (further) elements.
    pub items: Bundle,
    /// `minItems`.
    pub min_items: Option<u64>,
    /// `maxItems`.
    pub max_items: Option<u64>,
    /// Whether anything is said about elements.
    pub says_array: bool,
    /// Whether anything is said about members.
    pub says_object: bool,
    /// Listed properties.
    pub properties: IndexMap<Arc<str>, Bundle>,
    /// Properties that must be there.
    pub required: IndexSet<Arc<str>>,
    /// Properties that are not listed.
    pub additional: Rest,
    /// `patternProperties`.
    pub patterns: Vec<SchemaId>,
    /// `oneOf` and `anyOf`.
    pub groups: Vec<Group>,
    /// Whether no value is accepted.
    pub never: bool,
    /// How many other schemas had to be looked at to tell whether `null` is accepted.
    looked: usize,
}

/// Properties that are not listed, in a [`View`].
#[derive(Debug, Default, PartialEq)]
pub enum Rest {
    /// Nothing is said.
    #[default]
    Unsaid,
    /// Any are invited.
    Any,
    /// None are accepted.
    None,
    /// Each satisfies these.
    Typed(Bundle),
}

/// A `oneOf` or `anyOf`.
#[derive(Debug, Clone)]
pub struct Group {
    /// Index into [`View::parts`] of the schema it stands in.
    pub owner: usize,
    /// Whether it is a `oneOf`.
    pub one_of: bool,
    /// Its branches.
    pub branches: Vec<SchemaId>,
}

impl View {
    /// Reads a bundle.
    pub fn of(api: &Api, bundle: &[Part]) -> Self {
        let mut view = View {
            parts: flatten(api, bundle),
            ..View::default()
        };
        let mut typed = false;
        for index in 0..view.parts.len() {
            let part = view.parts[index];
            typed = view.add(api, index, part, typed);
        }
        view.settle_additional(api);
        let mut known = Looked::default();
        view.nullable = (bundle.iter()).all(|part| part_accepts_null(api, *part, 0, &mut known));
        view.looked = known.looks / 4;
        view
    }

    /// About how long it takes to read, in microseconds by sixteen: each part, property, value and branch counts. (Of a
    /// branch, a bundle is made wherever the group is looked at.)
    pub fn weight(&self) -> usize {
        let branches: usize = self.groups.iter().map(|it| it.branches.len() + 1).sum();
        let values = self.values.as_ref().map_or(0, Vec::len);
        8 + 3 * self.parts.len()
            + 2 * self.looked
            + self.properties.len()
            + self.required.len()
            + values
            + 8 * branches
    }

    fn add(&mut self, api: &Api, index: usize, part: Part, typed: bool) -> bool {
        let schema = api.schema(part.id);
        let mut typed = typed;
        let types: Vec<JsonType> = match part.only {
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
        if let Some(values) = &schema.values
            && (self.values.as_ref()).is_none_or(|it| values.values.len() < it.len())
        {
            self.values = Some(values.values.clone());
            self.constant = values.constant;
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
        self.items.extend(schema.array.items.map(Part::whole));
        self.min_items = self.min_items.max(schema.array.min_items);
        self.max_items = match (self.max_items, schema.array.max_items) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        self.says_array |= schema.array.items.is_some() || !schema.array.prefix.is_empty();
        let object = &schema.object;
        for (name, id) in &object.properties {
            let bundle = self.properties.entry(name.clone()).or_default();
            if !bundle.contains(&Part::whole(*id)) {
                bundle.push(Part::whole(*id));
            }
        }
        self.required.extend(object.required.iter().cloned());
        self.patterns.extend(object.patterns.values());
        self.says_object |= !object.properties.is_empty()
            || !object.required.is_empty()
            || !object.patterns.is_empty()
            || object.additional != Additional::Unsaid;
        for (wanted, one_of, branches) in [
            (part.with_one_of, true, &schema.one_of),
            (part.with_any_of, false, &schema.any_of),
        ] {
            if wanted && !branches.is_empty() {
                self.groups.push(Group {
                    owner: index,
                    one_of,
                    branches: branches.clone(),
                });
            }
        }
        typed
    }

    /// `additionalProperties: false` in one part of an `allOf` would forbid what the others list, which nobody means:
    /// it holds where it is said beside all the properties.
    fn settle_additional(&mut self, api: &Api) {
        for part in &self.parts {
            let object = &api.schema(part.id).object;
            match object.additional {
                Additional::Unsaid => {}
                Additional::None => {
                    let lists_all =
                        (self.properties.keys()).all(|name| object.properties.contains_key(name));
                    if lists_all && self.patterns.is_empty() {
                        self.additional = Rest::None;
                        return;
                    }
                }
                Additional::Any => {
                    if self.additional == Rest::Unsaid {
                        self.additional = Rest::Any;
                    }
                }
                Additional::Schema(id) => match &mut self.additional {
                    Rest::Typed(bundle) => bundle.push(Part::whole(id)),
                    other => *other = Rest::Typed(vec![Part::whole(id)]),
                },
            }
        }
    }
}

/// Every schema that takes part in a bundle, `allOf` followed.
///
/// A schema that extends one of which it is itself a branch has made that choice, so the branches do not count again:
///
/// ```yaml
/// Pet: {properties: {kind: {type: string}}, oneOf: [{$ref: Cat}, {$ref: Dog}]}
/// Cat: {allOf: [{$ref: Pet}, {properties: {lives: {type: integer}}}]}   # kind and lives
/// ```
pub fn flatten(api: &Api, bundle: &[Part]) -> Bundle {
    let mut parts = Vec::new();
    let mut seen = HashSet::new();
    let mut stack: Vec<Part> = bundle.iter().rev().copied().collect();
    while let Some(part) = stack.pop() {
        if !seen.insert(part.id) {
            continue;
        }
        let schema = api.schema(part.id);
        let chosen = |it: &SchemaId| *it != part.id && seen.contains(it);
        let open = |branches: &[SchemaId]| !branches.iter().any(chosen);
        parts.push(Part {
            with_all_of: false,
            with_one_of: part.with_one_of && open(&schema.one_of),
            with_any_of: part.with_any_of && open(&schema.any_of),
            ..part
        });
        if part.with_all_of {
            stack.extend(schema.all_of.iter().rev().map(|id| Part {
                only: part.only,
                ..Part::whole(*id)
            }));
        }
    }
    parts
}

/// Whether `null` satisfies one of these schemas. What says so itself is believed, although `nullable` beside an `allOf` whose
/// members are not has no effect by the letter: everyone who writes it means it.
pub fn one_accepts_null(api: &Api, branches: impl IntoIterator<Item = SchemaId>) -> bool {
    let mut known = Looked::default();
    let mut branches = branches.into_iter();
    branches.any(|id| part_accepts_null(api, Part::whole(id), 0, &mut known))
}

/// What was found of the schemas that were looked at, and how often one was.
#[derive(Default)]
struct Looked {
    answers: HashMap<SchemaId, bool>,
    looks: usize,
}

/// Each schema is looked at once: forty unions of two branches that are one and the same would be 2^40 otherwise. One
/// that leads back to itself, or has more to look at than any sound document, does not accept `null` for that.
fn part_accepts_null(api: &Api, part: Part, depth: usize, known: &mut Looked) -> bool {
    const MOST: usize = 1_000;
    const DEEPEST: usize = 32;
    let schema = api.schema(part.id);
    if part.only.is_some() {
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
        known.looks += 1;
        if let Some(it) = known.answers.get(id) {
            return *it;
        }
        if known.answers.len() >= MOST || known.looks >= 10 * MOST || depth >= DEEPEST {
            return false;
        }
        known.answers.insert(*id, false);
        let it = part_accepts_null(api, Part::whole(*id), depth + 1, known);
        known.answers.insert(*id, it);
        it
    };
    let all_of = !part.with_all_of || schema.all_of.iter().all(&mut recurse);
    let one_of =
        !part.with_one_of || schema.one_of.is_empty() || schema.one_of.iter().any(&mut recurse);
    let any_of =
        !part.with_any_of || schema.any_of.is_empty() || schema.any_of.iter().any(&mut recurse);
    all_of && one_of && any_of
}

fn says_object_or_array(schema: &Schema) -> bool {
    let object = &schema.object;
    !object.properties.is_empty()
        || !object.required.is_empty()
        || !object.patterns.is_empty()
        || object.additional != Additional::Unsaid
        || schema.array.items.is_some()
        || !schema.array.prefix.is_empty()
        || schema.format.is_some()
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

/// Whether a schema accepts whatever the others of its bundle accept.
pub fn is_vacuous(schema: &Schema) -> bool {
    is_thin(schema)
        && schema.types.is_empty()
        && schema.all_of.is_empty()
        && schema.nullable != Nullable::Only
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
