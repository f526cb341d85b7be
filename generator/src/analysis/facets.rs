//! Schemas that hold together → what each group of keywords says of a value, `allOf` followed and nothing left out.
//!
//! Where [`MergedSchema`](super::merged) keeps what a type needs (the first format, the shortest enum), this keeps every
//! rule, so that two schemas can be compared by what they accept. Spellings that mean the same come to one: `nullable: true`,
//! `null` in a list of types and a branch `type: "null"`; a `oneOf` of one branch and that branch; bounds that are implied
//! by others.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use indexmap::{IndexMap, IndexSet};

use super::subtypes::Subtypes;
use crate::model::{
    Additional, Api, ArrayRules, Bound, Condition, Dialect, Discriminator, Fields, JsonType,
    Nullable, ObjectRules, Schema, SchemaId,
};
use crate::node::Node;
use crate::node::json::{compare_numbers, is_whole};

/// How many schemas one conjunction is made of at the most.
const MAX_PARTS: usize = 400;
/// How deep unions within unions are looked into.
const MAX_NESTED: usize = 3;
/// Of how many branches the kinds of values are gathered.
const MAX_BRANCHES: usize = 64;

/// Kinds of values, `integer` told apart from other numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Kinds(u8);

impl Default for Kinds {
    /// What says nothing accepts all of them.
    fn default() -> Self {
        Kinds::ALL
    }
}

impl Kinds {
    /// `null`.
    pub const NULL: Kinds = Kinds(1);
    /// `true` and `false`.
    pub const BOOLEAN: Kinds = Kinds(2);
    /// Whole numbers.
    pub const INTEGER: Kinds = Kinds(4);
    /// Numbers that are not whole.
    pub const FRACTION: Kinds = Kinds(8);
    /// Strings.
    pub const STRING: Kinds = Kinds(16);
    /// Arrays.
    pub const ARRAY: Kinds = Kinds(32);
    /// Objects.
    pub const OBJECT: Kinds = Kinds(64);
    /// All of them.
    pub const ALL: Kinds = Kinds(127);
    /// None of them.
    pub const NONE: Kinds = Kinds(0);

    /// Those that are in both.
    pub fn and(self, other: Kinds) -> Kinds {
        Kinds(self.0 & other.0)
    }

    /// Those that are in either.
    pub fn or(self, other: Kinds) -> Kinds {
        Kinds(self.0 | other.0)
    }

    /// Those that are not in the other.
    pub fn without(self, other: Kinds) -> Kinds {
        Kinds(self.0 & !other.0)
    }

    /// Whether all of the other are among these.
    pub fn contains(self, other: Kinds) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether any of the other is among these.
    pub fn meets(self, other: Kinds) -> bool {
        self.0 & other.0 != 0
    }

    /// Numbers, whole or not.
    pub fn numbers() -> Kinds {
        Kinds::INTEGER.or(Kinds::FRACTION)
    }

    /// The kind of a value.
    pub fn of(value: &Node) -> Kinds {
        use crate::node::Value;
        match &value.value {
            Value::Null => Kinds::NULL,
            Value::Bool(_) => Kinds::BOOLEAN,
            Value::Number(digits) if is_whole(digits) => Kinds::INTEGER,
            Value::Number(_) => Kinds::FRACTION,
            Value::String(_) => Kinds::STRING,
            Value::Array(_) => Kinds::ARRAY,
            Value::Object(_) => Kinds::OBJECT,
        }
    }

    /// Their names as they stand in documents: `string, null`; `any type` for all, `no value` for none.
    pub fn names(self) -> String {
        match self {
            Kinds::ALL => return "any type".to_owned(),
            Kinds::NONE => return "no value".to_owned(),
            _ => {}
        }
        let mut names = Vec::new();
        for (kind, name) in [
            (Kinds::STRING, "string"),
            (Kinds::numbers(), "number"),
            (Kinds::INTEGER, "integer"),
            (Kinds::FRACTION, "number that is not whole"),
            (Kinds::BOOLEAN, "boolean"),
            (Kinds::ARRAY, "array"),
            (Kinds::OBJECT, "object"),
            (Kinds::NULL, "null"),
        ] {
            let is_part = matches!(kind, Kinds::INTEGER | Kinds::FRACTION);
            if self.contains(kind) && !(is_part && self.contains(Kinds::numbers())) {
                names.push(name);
            }
        }
        names.join(", ")
    }
}

/// Schemas that a value has to satisfy together.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Together {
    /// The schemas.
    pub schemas: Vec<SchemaId>,
    /// The schemas among them, or among their `allOf`, whose `oneOf` and `anyOf` are dealt with: one of the branches is in
    /// `schemas`.
    pub chosen: Vec<SchemaId>,
}

impl Together {
    /// One schema.
    pub fn one(id: SchemaId) -> Self {
        Self::all(vec![id])
    }

    /// Several schemas.
    pub fn all(schemas: Vec<SchemaId>) -> Self {
        Self {
            schemas,
            chosen: Vec::new(),
        }
    }

    /// With a schema more.
    pub fn and(&self, id: SchemaId) -> Self {
        let mut it = self.clone();
        if !it.schemas.contains(&id) {
            it.schemas.push(id);
        }
        it
    }

    /// With a branch of a union.
    pub fn with_branch(&self, owner: SchemaId, branch: SchemaId) -> Self {
        let mut it = self.and(branch);
        it.chosen.push(owner);
        it
    }
}

/// A `oneOf` or `anyOf`.
#[derive(Debug, Clone, Copy)]
pub struct Union<'a> {
    /// The schema it stands in.
    pub owner: SchemaId,
    /// Whether it is a `oneOf`.
    pub one_of: bool,
    /// Its branches.
    pub branches: &'a [SchemaId],
    /// The discriminator beside it.
    pub discriminator: Option<&'a Discriminator>,
}

/// What schemas say together; see the [module](self).
#[derive(Debug, Default)]
pub struct Facets<'a> {
    /// Every schema that takes part.
    pub parts: Vec<SchemaId>,
    /// What kinds of values are accepted by the types.
    pub kinds: Kinds,
    /// `enum` and `const`: the values that all of them list.
    pub values: Option<Vec<&'a Node>>,
    /// The greatest lower bound of numbers.
    pub minimum: Option<&'a Bound>,
    /// The least upper bound of numbers.
    pub maximum: Option<&'a Bound>,
    /// Each `multipleOf`.
    pub multiples: Vec<&'a str>,
    /// Each `format`, in order.
    pub formats: Vec<&'a str>,
    /// Each `contentEncoding`.
    pub encodings: Vec<&'a str>,
    /// `minLength`, unless 0.
    pub min_length: Option<u64>,
    /// `maxLength`.
    pub max_length: Option<u64>,
    /// Each `pattern`.
    pub patterns: Vec<&'a str>,
    /// The rules about arrays of each schema that has some.
    pub arrays: Vec<&'a ArrayRules>,
    /// `minItems`, unless 0.
    pub min_items: Option<u64>,
    /// `maxItems`.
    pub max_items: Option<u64>,
    /// `uniqueItems`.
    pub unique: bool,
    /// The rules about objects of each schema that has some.
    pub objects: Vec<&'a ObjectRules>,
    /// What each listed property satisfies.
    pub properties: IndexMap<Arc<str>, Vec<SchemaId>>,
    /// Properties that one of the schemas lists and another one refuses, since it has no others than its own.
    pub refused: IndexSet<Arc<str>>,
    /// `required`.
    pub required: IndexSet<Arc<str>>,
    /// `minProperties`, unless 0.
    pub min_properties: Option<u64>,
    /// `maxProperties`.
    pub max_properties: Option<u64>,
    /// Each `oneOf` and `anyOf` that is a choice.
    pub unions: Vec<Union<'a>>,
    /// Bases whose discriminator tells which of the schemas that extend them a value is of.
    pub bases: Vec<SchemaId>,
    /// Each `not`.
    pub nots: Vec<SchemaId>,
    /// Each `if` with its `then` and `else`.
    pub conditions: Vec<&'a Condition>,
    /// Whether one of the schemas is `false`.
    pub never: bool,
    /// Whether there were more schemas than are looked at.
    pub is_cut_short: bool,
}

/// Adds a text unless it is there.
fn note<'a>(all: &mut Vec<&'a str>, it: Option<&'a str>) {
    if let Some(it) = it
        && !all.contains(&it)
    {
        all.push(it);
    }
}

/// Whether a lower bound leaves less than another.
pub fn is_above(it: &Bound, other: &Bound) -> bool {
    match compare_numbers(&it.limit, &other.limit) {
        Some(std::cmp::Ordering::Equal) => it.exclusive && !other.exclusive,
        order => order == Some(std::cmp::Ordering::Greater),
    }
}

/// Whether an upper bound leaves less than another.
pub fn is_below(it: &Bound, other: &Bound) -> bool {
    match compare_numbers(&it.limit, &other.limit) {
        Some(std::cmp::Ordering::Equal) => it.exclusive && !other.exclusive,
        order => order == Some(std::cmp::Ordering::Less),
    }
}

impl<'a> Facets<'a> {
    /// What schemas say together.
    pub fn of(api: &'a Api, subtypes: &Subtypes, together: &Together) -> Self {
        Self::nested(api, subtypes, together, MAX_NESTED, &mut HashMap::new())
    }

    /// The same; the branches of unions are looked into so deep for the kinds that they leave, each once for each depth.
    fn nested(
        api: &'a Api,
        subtypes: &Subtypes,
        together: &Together,
        depth: usize,
        known: &mut HashMap<(SchemaId, usize), Kinds>,
    ) -> Self {
        let mut walk = Walk {
            api,
            subtypes,
            together,
            facets: Facets::default(),
            seen: HashSet::new(),
            null: true,
        };
        for &root in &together.schemas {
            walk.add(root, root, false);
        }
        let Walk {
            mut facets, null, ..
        } = walk;
        facets.kinds = match null {
            true => facets.kinds.or(Kinds::NULL),
            false => facets.kinds.without(Kinds::NULL),
        };
        if facets.never {
            facets.kinds = Kinds::NONE;
        }
        facets.settle_properties();
        if depth > 0 {
            for at in 0..facets.unions.len() {
                let union = facets.unions[at];
                if union.branches.len() > MAX_BRANCHES {
                    continue;
                }
                let mut any = Kinds::NONE;
                for id in union.branches {
                    let of_branch = match known.get(&(*id, depth)) {
                        Some(kinds) => *kinds,
                        None => {
                            let branch = Together {
                                schemas: vec![*id],
                                chosen: together.chosen.clone(),
                            };
                            let kinds =
                                Self::nested(api, subtypes, &branch, depth - 1, known).kinds;
                            known.insert((*id, depth), kinds);
                            kinds
                        }
                    };
                    any = any.or(of_branch);
                    // Nothing is left that another branch could add.
                    if any.contains(facets.kinds) {
                        break;
                    }
                }
                facets.kinds = facets.kinds.and(any);
            }
        }
        facets
    }

    /// Whether nothing is asked of values.
    pub fn is_free(&self) -> bool {
        let alone = self.values.is_none() && self.minimum.is_none() && self.maximum.is_none();
        let texts =
            self.formats.is_empty() && self.patterns.is_empty() && self.multiples.is_empty();
        let sizes = self.min_length.is_none() && self.max_length.is_none();
        let parts = self.arrays.is_empty() && self.objects.is_empty() && self.unions.is_empty();
        let choices = self.bases.is_empty() && self.nots.is_empty() && self.conditions.is_empty();
        self.kinds == Kinds::ALL
            && alone
            && texts
            && sizes
            && parts
            && choices
            && !self.is_cut_short
    }

    /// Whether the types and values that are listed leave none.
    pub fn accepts_nothing(&self) -> bool {
        self.kinds == Kinds::NONE || self.values.as_ref().is_some_and(Vec::is_empty)
    }

    /// How many items have a schema of their own at the most.
    pub fn prefix_length(&self) -> usize {
        let lengths = self.arrays.iter().map(|it| it.prefix.len());
        lengths.max().unwrap_or(0)
    }

    /// Whether properties that are not listed are refused, patterns aside.
    pub fn is_closed(&self) -> bool {
        let mut rules = self.objects.iter();
        rules.any(|it| it.additional == Additional::None)
    }

    /// What one schema says of its further properties holds for those that another one lists.
    fn settle_properties(&mut self) {
        if self.objects.len() < 2 {
            return;
        }
        for (name, schemas) in &mut self.properties {
            for rules in &self.objects {
                let is_listed = rules.properties.contains_key(name);
                // Whether a pattern has the name is for those who can follow it.
                if is_listed || !rules.patterns.is_empty() {
                    continue;
                }
                match rules.additional {
                    Additional::Schema(id) if !schemas.contains(&id) => schemas.push(id),
                    Additional::None => drop(self.refused.insert(name.clone())),
                    Additional::Schema(_) | Additional::Unsaid | Additional::Any => {}
                }
            }
        }
    }

    fn add_own(&mut self, schema: &'a Schema) {
        self.never |= schema.never;
        self.kinds = self.kinds.and(kinds(schema).or(Kinds::NULL));
        if let Some(values) = &schema.values {
            let listed = match self.values.take() {
                None => {
                    let mut all: Vec<&Node> = Vec::new();
                    let mut seen = HashSet::new();
                    all.extend(values.values.iter().filter(|it| seen.insert(*it)));
                    all
                }
                Some(mut all) => {
                    let others: HashSet<&Node> = values.values.iter().collect();
                    all.retain(|it| others.contains(it));
                    all
                }
            };
            self.values = Some(listed);
        }
        let number = &*schema.number;
        if let Some(it) = &number.minimum
            && self.minimum.is_none_or(|other| is_above(it, other))
        {
            self.minimum = Some(it);
        }
        if let Some(it) = &number.maximum
            && self.maximum.is_none_or(|other| is_below(it, other))
        {
            self.maximum = Some(it);
        }
        note(&mut self.multiples, number.multiple_of.as_deref());
        note(&mut self.formats, schema.format.as_deref());
        note(
            &mut self.encodings,
            schema.annotations.content_encoding.as_deref(),
        );
        let string = &*schema.string;
        self.min_length = self.min_length.max(string.min_length.filter(|it| *it > 0));
        self.max_length = least(self.max_length, string.max_length);
        note(&mut self.patterns, string.pattern.as_deref());
        let array = &*schema.array;
        if array != ArrayRules::unset() {
            self.arrays.push(array);
        }
        self.min_items = self.min_items.max(array.min_items.filter(|it| *it > 0));
        self.max_items = least(self.max_items, array.max_items);
        self.unique |= array.unique;
        let object = &*schema.object;
        if object != ObjectRules::unset() {
            self.objects.push(object);
        }
        for (name, id) in &object.properties {
            let all = self.properties.entry(name.clone()).or_default();
            if !all.contains(id) {
                all.push(*id);
            }
        }
        self.required.extend(object.required.iter().cloned());
        let least_properties = object.min_properties.filter(|it| *it > 0);
        self.min_properties = self.min_properties.max(least_properties);
        self.max_properties = least(self.max_properties, object.max_properties);
        self.nots.extend(schema.not);
        if schema.condition.when.is_some() {
            self.conditions.push(&schema.condition);
        }
    }
}

/// A walk through schemas that hold together.
struct Walk<'w, 'a> {
    api: &'a Api,
    subtypes: &'w Subtypes,
    together: &'w Together,
    facets: Facets<'a>,
    /// The schemas that were added, each with whether `null` stands aside.
    seen: HashSet<(SchemaId, bool)>,
    /// Whether `null` is accepted by all of them.
    null: bool,
}

impl Walk<'_, '_> {
    /// Adds a schema of the conjunction of `whole`; `null_aside` where `null` is accepted whatever it says.
    fn add(&mut self, whole: SchemaId, id: SchemaId, null_aside: bool) {
        if self.facets.is_cut_short || !self.seen.insert((id, null_aside)) {
            return;
        }
        if self.facets.parts.len() >= MAX_PARTS {
            self.facets.is_cut_short = true;
            return;
        }
        let api = self.api;
        let schema = api.schema(id);
        if schema.reference_with_siblings
            && api.dialect < Dialect::OpenApi31
            && let Some(&target) = schema.all_of.first()
        {
            self.add(target, target, null_aside);
            return;
        }
        self.facets.parts.push(id);
        let combines =
            !(schema.all_of.is_empty() && schema.any_of.is_empty() && schema.one_of.is_empty());
        let null_aside = null_aside || (schema.nullable == Nullable::Keyword && combines);
        self.null &= null_aside || accepts_null(schema);
        self.facets.add_own(schema);
        for &part in &schema.all_of {
            self.add(whole, part, null_aside);
            if self.facets.is_cut_short {
                break;
            }
        }
        let discriminator = schema.discriminator.as_deref();
        if self.together.chosen.contains(&id) {
            return;
        }
        let is_base =
            discriminator.is_some() && schema.any_of.is_empty() && schema.one_of.is_empty();
        if is_base {
            let extending = self.subtypes.of_base(id);
            if !extending.is_empty() && !extending.contains(&whole) {
                self.facets.bases.push(id);
            }
        }
        for (one_of, branches) in [(true, &schema.one_of), (false, &schema.any_of)] {
            if branches.is_empty() {
                continue;
            }
            // A schema that extends one of which it is a branch has made that choice.
            let of_itself =
                |it: &SchemaId| *it != id && (*it == whole || self.together.schemas.contains(it));
            let mut others = self.together.schemas.iter().filter(|it| **it != id);
            if others.any(|it| branches.contains(it))
                || branches
                    .iter()
                    .any(|it| of_itself(it) && self.facets.parts.contains(it))
            {
                continue;
            }
            if discriminator.is_none() {
                if let [only] = branches[..] {
                    self.add(only, only, null_aside);
                    continue;
                }
                if let Some(other) = beside_null(api, branches, one_of) {
                    self.add(other, other, true);
                    continue;
                }
            }
            self.facets.unions.push(Union {
                owner: id,
                one_of,
                branches,
                discriminator,
            });
        }
    }
}

fn least(a: Option<u64>, b: Option<u64>) -> Option<u64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// The kinds of values that a schema names, `null` aside where it stands beside others.
fn kinds(schema: &Schema) -> Kinds {
    if schema.nullable == Nullable::Only {
        return Kinds::NULL;
    }
    if schema.types.is_empty() {
        return Kinds::ALL;
    }
    schema.types.iter().fold(Kinds::NONE, |all, it| {
        all.or(match it {
            JsonType::String => Kinds::STRING,
            JsonType::Number => Kinds::numbers(),
            JsonType::Integer => Kinds::INTEGER,
            JsonType::Boolean => Kinds::BOOLEAN,
            JsonType::Array => Kinds::ARRAY,
            JsonType::Object => Kinds::OBJECT,
            // A file may be anything.
            JsonType::File => Kinds::ALL,
        })
    })
}

/// Whether a schema accepts `null` by its own types and values.
fn accepts_null(schema: &Schema) -> bool {
    let by_types = match schema.nullable {
        Nullable::No => kinds(schema) == Kinds::ALL,
        Nullable::Keyword | Nullable::TypeList | Nullable::Only => true,
    };
    let listed = schema.values.as_ref().is_none_or(|it| {
        schema.nullable == Nullable::Keyword || it.values.iter().any(Node::is_null)
    });
    by_types && listed && !schema.never
}

/// The other of two branches, where one is nothing but `null` and the other one is not.
fn beside_null(api: &Api, branches: &[SchemaId], one_of: bool) -> Option<SchemaId> {
    let [a, b] = branches[..] else {
        return None;
    };
    let is_null = |id: SchemaId| {
        let it = api.schema(id);
        let listed = it
            .values
            .as_ref()
            .is_none_or(|it| it.values.iter().any(Node::is_null));
        it.nullable == Nullable::Only && it.all_of.is_empty() && it.not.is_none() && listed
    };
    let (other, null) = if is_null(a) { (b, a) } else { (a, b) };
    // With a `oneOf`, `null` may be refused for being accepted twice.
    (is_null(null) && !is_null(other) && (!one_of || names_a_type(api, other))).then_some(other)
}

/// Whether a schema, or one that it is made of by `allOf`, names types without `null`.
fn names_a_type(api: &Api, id: SchemaId) -> bool {
    super::conjunction::all_of(api, id, 50).any(|it| {
        let it = api.schema(it);
        !it.types.is_empty() && it.nullable == Nullable::No
    })
}

#[cfg(test)]
mod tests {
    use super::{Facets, Kinds, Together};
    use crate::analysis::subtypes::Subtypes;
    use crate::testing::schemas;

    #[test]
    fn spellings_of_nullable_come_to_one() {
        let api = schemas(
            "A: {type: [string, 'null'], minLength: 1}
             B: {oneOf: [{type: string, minLength: 1}, {type: 'null'}]}
             C: {anyOf: [{type: 'null'}, {type: string, minLength: 1}]}
             D: {allOf: [{type: [string, 'null']}, {minLength: 1}]}
             E: {allOf: [{type: string}, {type: [string, 'null'], minLength: 1}]}",
        );
        let subtypes = Subtypes::of(&api);
        for (name, nullable) in [
            ("A", true),
            ("B", true),
            ("C", true),
            ("D", true),
            ("E", false),
        ] {
            let it = Facets::of(&api, &subtypes, &Together::one(api.components[name]));
            assert_eq!(it.kinds.contains(Kinds::NULL), nullable, "{name}");
            assert_eq!(it.kinds.without(Kinds::NULL), Kinds::STRING, "{name}");
            assert_eq!((it.min_length, it.unions.len()), (Some(1), 0), "{name}");
        }
    }

    #[test]
    fn every_rule_counts_and_the_narrower_bound_wins() {
        let api = schemas(
            "A: {allOf: [{type: number, minimum: 1, enum: [1, 2, 3]}, {type: integer, exclusiveMinimum: 1.0, enum: [3, 2, 9]}], pattern: a}",
        );
        let subtypes = Subtypes::of(&api);
        let it = Facets::of(&api, &subtypes, &Together::one(api.components["A"]));
        assert_eq!(it.kinds, Kinds::INTEGER);
        assert_eq!(it.values.map(|it| it.len()), Some(2));
        assert!(it.minimum.is_some_and(|it| it.exclusive));
        assert_eq!(it.patterns, ["a"]);
    }
}
