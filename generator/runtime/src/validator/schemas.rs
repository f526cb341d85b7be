//! The schemas of a description → schemas that are ready to check values, once, when a router is made.
//!
//! Those of components go by their names, the others stand beside the parameter or body they are for.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::BuildHasherDefault;

use super::budget::{Budget, Exhausted};
use super::format::Format;
use super::number::{Bound, number};
use super::pattern::Pattern;
use super::place_hasher::PlaceHasher;
use super::schema::{
    Additional, Condition, Constants, Contains, Discriminator, Id, Schema, size_fault,
};
use super::types::Types;
use crate::runtime::description::{self, Map};
use crate::runtime::json::Tree;

/// A schema as it is described, with the values of the document in any form that can be judged.
type Described<V> = description::Schema<V>;

/// Schemas by those that they lead to.
type Users = HashMap<Id, Vec<Id>, BuildHasherDefault<PlaceHasher>>;

/// References that stand for one another are followed this far.
const MAX_REFERENCES: usize = 128;

/// Schemas that refer to one another, ready to check values.
#[derive(Debug, Default)]
pub struct Schemas {
    all: Vec<Schema>,
    named: HashMap<String, Id>,
    /// How many steps a byte of a value may take, beyond those that any may.
    pub(super) steps_a_byte: u64,
    /// Which patterns are compiled, if not all.
    patterns: Option<PatternLimits>,
}

/// Which patterns are compiled. What is beyond is not known to match, nor not to.
#[derive(Debug, Clone, Copy)]
pub struct PatternLimits {
    /// How many there may be.
    pub count: usize,
    /// How long one may be, in bytes.
    pub length: usize,
    /// How many bytes one may take once it is compiled.
    pub size: usize,
}

impl Schemas {
    /// Compiles the schemas that others refer to by name.
    pub(crate) fn new<V: Into<Tree<'static>>>(components: Map<Described<V>>) -> Self {
        let mut it = Self::default();
        it.extend(components);
        it
    }

    /// No schemas yet, for documents that nobody vouches for.
    pub fn limited(patterns: PatternLimits) -> Self {
        Self {
            patterns: Some(patterns),
            ..Self::default()
        }
    }

    /// Takes a pattern, as one that is compiled if it may be.
    fn pattern(&mut self, source: &str) -> Pattern {
        let Some(limits) = &mut self.patterns else {
            return Pattern::new(source);
        };
        if source.len() > limits.length || limits.count == 0 {
            return Pattern::unknown(source);
        }
        limits.count -= 1;
        Pattern::limited(source, limits.size)
    }

    /// Adds schemas that others refer to by name. They may refer to one another, and to those that are there.
    pub fn extend<V: Into<Tree<'static>>>(&mut self, components: Map<Described<V>>) {
        let first = self.all.len();
        for (at, (name, _)) in components.0.iter().enumerate() {
            self.named.insert(name.clone(), first + at);
            self.all.push(Schema::default());
        }
        for (at, (_, described)) in components.0.into_iter().enumerate() {
            self.all[first + at] = self.compile(described);
        }
        self.finish(first);
    }

    /// Adds a schema that stands beside what it is for.
    pub fn add<V: Into<Tree<'static>>>(&mut self, described: Described<V>) -> Id {
        let first = self.all.len();
        let id = self.push(described);
        self.finish(first);
        self.follow(id)
    }

    /// The schema with that id.
    pub(crate) fn get(&self, id: Id) -> &Schema {
        &self.all[self.follow(id)]
    }

    /// The schema a chain of references ends at.
    pub(crate) fn follow(&self, mut id: Id) -> Id {
        for _ in 0..MAX_REFERENCES {
            match self.all[id].reference {
                Some(next) => id = next,
                None => break,
            }
        }
        id
    }

    /// Whether a scalar value is known to satisfy a schema, without a walk.
    #[cfg(feature = "server")]
    pub(crate) fn accepts_quickly(&self, id: Id, value: &Tree<'_>) -> bool {
        let schema = self.get(id);
        schema.streams
            && match value {
                Tree::String(it) => schema.accepts_string(it),
                Tree::Number(it) => schema.accepts_number(it),
                Tree::Bool(it) => schema.accepts_bool(*it),
                Tree::Null => schema.accepts_null(),
                Tree::Array(_) | Tree::Object(_) => false,
            }
    }

    /// Whether that property of a body is `readOnly`, so that it is ignored where callers send it.
    pub(crate) fn has_read_only(&self, id: Id, name: &str) -> bool {
        let budget = self.budget(&Tree::String(name.into()));
        let mut all = self.conjuncts(id).into_iter();
        all.any(|it| self.is_read_only(it, name, &budget).unwrap_or(false))
    }

    /// Whether a property is `readOnly` by what this schema says of it.
    pub(super) fn is_read_only(
        &self,
        schema: &Schema,
        name: &str,
        budget: &Budget,
    ) -> Result<bool, Exhausted> {
        Ok(schema.has_read_only && self.says_of(schema, name, |it| it.read_only, budget)?)
    }

    /// Whether one of the schemas that a schema has for a property (by its name, by a pattern of it, or for all others) is of
    /// that kind.
    pub(super) fn says_of(
        &self,
        schema: &Schema,
        name: &str,
        is_of_kind: impl Fn(&Schema) -> bool,
        budget: &Budget,
    ) -> Result<bool, Exhausted> {
        let listed = schema.property(name);
        if listed.is_some_and(|id| is_of_kind(self.get(id))) {
            return Ok(true);
        }
        let others = schema.additional.schema().filter(|_| listed.is_none());
        let others = others.is_some_and(|id| is_of_kind(self.get(id)));
        let mut is_listed = false;
        for (pattern, id) in &schema.patterns {
            let is_this = is_of_kind(self.get(*id));
            if (is_this || others) && pattern.is_match(name, budget)? {
                if is_this {
                    return Ok(true);
                }
                is_listed = true;
            }
        }
        Ok(others && !is_listed)
    }

    /// The properties that have to be there, whichever branch a value takes.
    pub(crate) fn required(&self, id: Id) -> BTreeSet<&str> {
        let all = self.conjuncts(id).into_iter();
        let names = all.flat_map(|it| &it.required);
        names.map(String::as_str).collect()
    }

    /// What is wrong with the number of properties. What is `readOnly` does not count.
    pub(super) fn size_of_object_fault(
        &self,
        schema: &Schema,
        members: &[(Cow<'_, str>, Tree<'_>)],
        budget: &Budget,
    ) -> Result<Option<String>, Exhausted> {
        let (min, max) = (schema.min_properties, schema.max_properties);
        if min.is_none() && max.is_none() {
            return Ok(None);
        }
        let mut count = members.len();
        if schema.has_read_only {
            for (name, _) in members {
                count -= usize::from(self.is_read_only(schema, name, budget)?);
            }
        }
        Ok(size_fault(count, min, max, "property"))
    }

    /// The schema of properties that no other keyword has looked at, if there may be any.
    pub(crate) fn left(&self, id: Id) -> Option<Id> {
        let left = self.get(id).unevaluated_properties;
        left.filter(|it| !self.get(*it).never)
    }

    /// Whether there may be no property of that name, whichever branch a value takes.
    pub(crate) fn forbids(&self, id: Id, name: &str) -> bool {
        let mut all = self.conjuncts(id).into_iter();
        all.any(|it| {
            it.additional == Additional::None
                && it.property(name).is_none()
                && it.patterned(name).is_none()
        })
    }

    /// Whether no value satisfies a schema: `false`.
    pub(crate) fn takes_nothing(&self, id: Id) -> bool {
        self.get(id).never
    }

    /// What is wrong with an array of that many items: with one that is whole, or with one that goes on.
    pub(crate) fn length_fault(&self, id: Id, length: usize, is_whole: bool) -> Option<String> {
        let mut all = self.conjuncts(id).into_iter();
        all.find_map(|it| {
            let min_items = it.min_items.filter(|_| is_whole);
            size_fault(length, min_items, it.max_items, "item")
        })
    }

    /// A schema and all that holds beside it, whichever branch a value takes.
    pub(super) fn conjuncts(&self, id: Id) -> Vec<&Schema> {
        let (mut todo, mut seen) = (vec![id], HashSet::new());
        let mut found = Vec::new();
        while let Some(id) = todo.pop() {
            if seen.insert(self.follow(id)) {
                let schema = self.get(id);
                found.push(schema);
                todo.extend(&schema.all_of);
            }
        }
        found
    }

    fn push<V: Into<Tree<'static>>>(&mut self, described: Described<V>) -> Id {
        if let (Some(name), true) = (&described.reference, described.all_of.is_empty())
            && let Some(&id) = self.named.get(name)
        {
            return id;
        }
        let schema = self.compile(described);
        self.all.push(schema);
        self.all.len() - 1
    }

    fn compile<V: Into<Tree<'static>>>(&mut self, it: Described<V>) -> Schema {
        let properties = it.properties.0.into_iter();
        let mut properties: Vec<_> = properties
            .map(|(name, schema)| (name, self.push(schema)))
            .collect();
        // Faults of forms are told in this order.
        properties.sort_unstable();
        let index = if properties.len() > 8 {
            let places = properties.iter().enumerate();
            places.map(|(at, (name, _))| (name.clone(), at)).collect()
        } else {
            HashMap::new()
        };
        let tree = |it: Option<V>| it.map(Into::into);
        let mut schema = Schema {
            reference: it.reference.and_then(|name| self.named.get(&name).copied()),
            types: it.types.0.into_iter().collect(),
            values: it.values.into_iter().map(Into::into).collect(),
            format: it.format.as_deref().and_then(Format::named),
            minimum: Bound::new(
                tree(it.minimum),
                tree(it.exclusive_minimum),
                Ordering::Greater,
            ),
            maximum: Bound::new(tree(it.maximum), tree(it.exclusive_maximum), Ordering::Less),
            multiple_of: number(tree(it.multiple_of)),
            min_length: it.min_length,
            max_length: it.max_length,
            pattern: it.pattern.as_deref().map(|it| self.pattern(it)),
            prefix: self.push_all(it.prefix_items),
            items: it.items.map(|it| self.push(*it)),
            min_items: it.min_items,
            max_items: it.max_items,
            unique: it.unique_items,
            contains: it.contains.map(|schema| Contains {
                schema: self.push(*schema),
                min: it.min_contains.unwrap_or(1),
                max: it.max_contains,
            }),
            unevaluated_items: it.unevaluated_items.map(|it| self.push(*it)),
            properties,
            index,
            required: it.required,
            additional: match it.additional_properties {
                description::Additional::Any => Additional::Any,
                description::Additional::None => Additional::None,
                description::Additional::Schema(schema) => Additional::Schema(self.push(*schema)),
            },
            patterns: it
                .pattern_properties
                .0
                .into_iter()
                .map(|(name, schema)| (self.pattern(&name), self.push(schema)))
                .collect(),
            unevaluated_properties: it.unevaluated_properties.map(|it| self.push(*it)),
            dependent_required: it.dependent_required.0,
            dependent_schemas: {
                let all = it.dependent_schemas.0.into_iter();
                all.map(|(name, it)| (name, self.push(it))).collect()
            },
            names: it.property_names.map(|it| self.push(*it)),
            min_properties: it.min_properties,
            max_properties: it.max_properties,
            all_of: self.push_all(it.all_of),
            any_of: self.push_all(it.any_of),
            one_of: self.push_all(it.one_of),
            not: it.not.map(|it| self.push(*it)),
            condition: it.condition.map(|condition| Condition {
                when: self.push(*condition),
                then: it.then.map(|it| self.push(*it)),
                otherwise: it.otherwise.map(|it| self.push(*it)),
            }),
            discriminator: it.discriminator.map(|it| {
                let branches = it.mapping.0.into_iter();
                let branches = branches
                    .filter_map(|(value, name)| Some((value, *self.named.get(&name)?)))
                    .collect();
                let default = it.default.and_then(|name| self.named.get(&name).copied());
                Discriminator {
                    property: it.property_name,
                    branches,
                    default,
                    is_closed: false,
                }
            }),
            constants: None,
            never: it.never,
            read_only: it.read_only,
            write_only: it.write_only,
            has_read_only: false,
            streams: false,
            leads_on: false,
            forks: false,
            is_light: false,
            leads_to_read_only: false,
            leads_to_write_only: false,
        };
        schema.settle();
        schema
    }

    fn push_all<V: Into<Tree<'static>>>(&mut self, described: Vec<Described<V>>) -> Vec<Id> {
        described.into_iter().map(|it| self.push(it)).collect()
    }

    /// Finds out about the schemas from `first` on what only those tell that they refer to.
    fn finish(&mut self, first: Id) {
        let users = self.users(first);
        self.find_streams(first, &users);
        self.find_steps(first);
        self.find_hidden(first, &users);
        for id in first..self.all.len() {
            self.all[id].is_light = self.is_light(id);
            self.all[id].constants = self.constants(&self.all[id]);
            let is_closed = self.is_closed(&self.all[id]);
            if let Some(it) = &mut self.all[id].discriminator {
                it.is_closed = is_closed;
            }
        }
    }

    /// Whether only a few schemas are held against a value where one is, those counted each time that they are come to.
    fn is_light(&self, id: Id) -> bool {
        const FEW: usize = 8;
        let (mut todo, mut count) = (vec![id], 0);
        while let Some(id) = todo.pop() {
            count += 1;
            if count + todo.len() > FEW {
                return false;
            }
            let schema = &self.all[self.follow(id)];
            if schema.forks {
                todo.extend(schema.in_place());
            }
        }
        true
    }

    /// The schemas from `first` on, by those that they lead to.
    fn users(&self, first: Id) -> Users {
        let mut users = Users::default();
        for id in first..self.all.len() {
            for child in self.all[id].children() {
                users.entry(child).or_default().push(id);
            }
        }
        users
    }

    /// The schemas from `first` on, and those before them that they lead to.
    fn added_and_led_to(&self, first: Id, users: &Users) -> Vec<Id> {
        let before = users.keys().copied().filter(|it| *it < first);
        before.chain(first..self.all.len()).collect()
    }

    /// Finds out which of them have, and which lead to, properties that go one way alone.
    fn find_hidden(&mut self, first: Id, users: &Users) {
        for id in first..self.all.len() {
            let properties = || self.all[id].of_members().map(|it| self.get(it));
            let read_only = properties().any(|it| it.read_only);
            let write_only = properties().any(|it| it.write_only);
            let it = &mut self.all[id];
            it.has_read_only = read_only;
            (it.leads_to_read_only, it.leads_to_write_only) = (read_only, write_only);
        }
        let leads = |id: &Id| {
            let it = &self.all[*id];
            it.leads_to_read_only || it.leads_to_write_only
        };
        let mut todo = self.added_and_led_to(first, users);
        todo.retain(leads);
        while let Some(id) = todo.pop() {
            let it = &self.all[id];
            let (read_only, write_only) = (it.leads_to_read_only, it.leads_to_write_only);
            for &user in users.get(&id).into_iter().flatten() {
                let it = &mut self.all[user];
                let is_new =
                    read_only && !it.leads_to_read_only || write_only && !it.leads_to_write_only;
                it.leads_to_read_only |= read_only;
                it.leads_to_write_only |= write_only;
                todo.extend(is_new.then_some(user));
            }
        }
    }

    /// The property that tells the branches of a union apart by the texts which each of them lists for it.
    fn constants(&self, schema: &Schema) -> Option<Constants> {
        /// Of fewer branches each is looked at as soon.
        const SOME: usize = 3;
        /// How many properties of the first branch may be the one, and how many texts one may have.
        const PROPERTIES: usize = 8;
        const TEXTS: usize = 64;
        let (branches, are_one_of) = match (&schema.any_of[..], &schema.one_of[..]) {
            ([], all) => (all, true),
            (all, []) => (all, false),
            _ => return None,
        };
        if branches.len() < SOME || schema.discriminator.is_some() {
            return None;
        }
        let parts = |branch: Id| {
            let branch = self.get(branch);
            let parts = branch.all_of.iter().take(PROPERTIES);
            std::iter::once(branch).chain(parts.map(|it| self.get(*it)))
        };
        let texts = |branch: Id, name: &str| {
            let listed = parts(branch).find_map(|it| {
                let property = self.get(it.property(name)?);
                let is_judged = !property.read_only && it.patterns.is_empty();
                let is_listed = is_judged && !property.values.is_empty();
                is_listed.then_some(&property.values)
            })?;
            let texts = listed.iter().map(Tree::as_str);
            let texts: Option<Vec<&str>> = texts.take(TEXTS + 1).collect();
            texts.filter(|it| it.len() <= TEXTS)
        };
        let first = parts(branches[0]);
        let names = first.flat_map(|it| it.properties.iter().take(PROPERTIES));
        names.take(PROPERTIES).find_map(|(name, _)| {
            let mut found = HashMap::new();
            for (at, &branch) in branches.iter().enumerate() {
                for text in texts(branch, name)? {
                    if found.insert(text.to_owned(), at).is_some() {
                        return None;
                    }
                }
            }
            Some(Constants {
                property: name.clone(),
                branches: found,
                are_one_of,
            })
        })
    }

    /// Whether each alternative of a schema that takes objects is one that its discriminator leads to.
    fn is_closed(&self, schema: &Schema) -> bool {
        let Some(discriminator) = &schema.discriminator else {
            return false;
        };
        let branches = discriminator.branches.values();
        let named: HashSet<Id> = branches.map(|&id| self.follow(id)).collect();
        let alternatives = match (&schema.any_of[..], &schema.one_of[..]) {
            ([], all) | (all, []) => all,
            _ => return false,
        };
        let mut objects = alternatives.iter().map(|&id| self.follow(id));
        !alternatives.is_empty()
            && objects.all(|id| named.contains(&id) || !self.get(id).types.accepts(Types::OBJECT))
    }

    /// Finds out how many schemas may be held against one value, which is how much it may cost.
    fn find_steps(&mut self, first: Id) {
        const AT_LEAST: u64 = 64;
        const EACH: u64 = 16;
        const MOST: usize = 1_000;
        let mut most = 0;
        let mut todo: Vec<Id> = Vec::new();
        let mut seen: HashSet<Id, BuildHasherDefault<PlaceHasher>> = HashSet::default();
        for id in first..self.all.len() {
            if !self.all[id].forks || most >= MOST {
                continue;
            }
            todo.clear();
            todo.push(id);
            seen.clear();
            while let Some(id) = todo.pop().filter(|_| seen.len() < MOST) {
                let id = self.follow(id);
                if seen.insert(id) {
                    todo.extend(self.all[id].in_place());
                }
            }
            most = most.max(seen.len());
        }
        let steps = AT_LEAST + EACH * most as u64;
        self.steps_a_byte = self.steps_a_byte.max(steps);
    }

    /// Finds out which of them can be checked while a value streams by: those that lead to no schema that cannot.
    fn find_streams(&mut self, first: Id, users: &Users) {
        for id in first..self.all.len() {
            let it = &self.all[id];
            self.all[id].streams = it.in_place().is_empty()
                && it.contains.is_none()
                && it.unevaluated_items.is_none()
                && it.unevaluated_properties.is_none()
                && it.dependent_required.is_empty()
                && it.patterns.is_empty()
                && it.names.is_none()
                && it.prefix.is_empty()
                && !it.unique
                && !it.never
                && it.required.len() <= u64::BITS as usize
                && (it.values.iter()).all(|it| !matches!(it, Tree::Array(_) | Tree::Object(_)));
        }
        let mut lost = self.added_and_led_to(first, users);
        lost.retain(|id| !self.all[*id].streams);
        while let Some(id) = lost.pop() {
            for &user in users.get(&id).into_iter().flatten() {
                if std::mem::take(&mut self.all[user].streams) {
                    lost.push(user);
                }
            }
        }
    }
}
