//! The schemas of a description → schemas that are ready to check values, once, when a router is made.
//!
//! Those of components go by their names, the others stand beside the parameter or body they are for.

use std::collections::{BTreeSet, HashMap, HashSet};

use serde_json::Value;

use super::format::Format;
use super::number::{bound, number};
use super::pattern::Pattern;
use super::schema::{Additional, Id, Schema, size_fault};
use crate::runtime::description::{self, Map};

type Described = description::Schema<Value>;

/// Schemas that lead to one another without a step into the value are followed this far.
pub(super) const MAX_DEPTH: usize = 128;

/// Schemas that refer to one another, ready to check values.
#[derive(Debug, Default)]
pub(crate) struct Schemas {
    all: Vec<Schema>,
    named: HashMap<String, Id>,
    /// Whether any of them has properties that callers do not send.
    pub(super) have_read_only: bool,
}

impl Schemas {
    /// Compiles the schemas that others refer to by name.
    pub(crate) fn new(components: Map<Described>) -> Self {
        let mut it = Self::default();
        for (name, _) in &components.0 {
            it.named.insert(name.clone(), it.all.len());
            it.all.push(Schema::default());
        }
        for (id, (_, described)) in components.0.into_iter().enumerate() {
            it.all[id] = it.compile(described);
        }
        it.finish(0);
        it
    }

    /// Adds a schema that stands beside what it is for.
    pub(crate) fn add(&mut self, described: Described) -> Id {
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
        for _ in 0..MAX_DEPTH {
            match self.all[id].reference {
                Some(next) => id = next,
                None => break,
            }
        }
        id
    }

    /// Whether that property of a body is `readOnly`, so that it is ignored where callers send it.
    pub(crate) fn has_read_only(&self, id: Id, name: &str) -> bool {
        let mut all = self.conjuncts(id).into_iter();
        all.any(|it| self.is_read_only(it, name))
    }

    pub(super) fn is_read_only(&self, schema: &Schema, name: &str) -> bool {
        let property = || schema.property(name);
        schema.has_read_only && property().is_some_and(|id| self.get(id).read_only)
    }

    /// The properties that have to be there, whichever branch a value takes.
    pub(crate) fn required(&self, id: Id) -> BTreeSet<&str> {
        let all = self.conjuncts(id).into_iter();
        let names = all.flat_map(|it| &it.required);
        names.map(String::as_str).collect()
    }

    /// Whether there may be no property of that name, whichever branch a value takes.
    pub(crate) fn forbids(&self, id: Id, name: &str) -> bool {
        let mut all = self.conjuncts(id).into_iter();
        all.any(|it| {
            it.additional == Additional::None
                && it.property(name).is_none()
                && !it
                    .patterns
                    .iter()
                    .any(|(pattern, _)| pattern.is_match(name))
        })
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
    fn conjuncts(&self, id: Id) -> Vec<&Schema> {
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

    fn push(&mut self, described: Described) -> Id {
        if let (Some(name), true) = (&described.reference, described.all_of.is_empty())
            && let Some(&id) = self.named.get(name)
        {
            return id;
        }
        let schema = self.compile(described);
        self.all.push(schema);
        self.all.len() - 1
    }

    fn compile(&mut self, it: Described) -> Schema {
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
        Schema {
            reference: it.reference.and_then(|name| self.named.get(&name).copied()),
            types: it.types.0.into_iter().collect(),
            values: it.values,
            format: it.format.as_deref().and_then(Format::named),
            minimum: bound(it.minimum, it.exclusive_minimum),
            maximum: bound(it.maximum, it.exclusive_maximum),
            multiple_of: number(it.multiple_of),
            min_length: it.min_length,
            max_length: it.max_length,
            pattern: it.pattern.as_deref().and_then(Pattern::new),
            prefix: self.push_all(it.prefix_items),
            items: it.items.map(|it| self.push(*it)),
            min_items: it.min_items,
            max_items: it.max_items,
            unique: it.unique_items,
            contains: it.contains.map(|it| self.push(*it)),
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
                .filter_map(|(name, schema)| Some((Pattern::new(&name)?, self.push(schema))))
                .collect(),
            names: it.property_names.map(|it| self.push(*it)),
            min_properties: it.min_properties,
            max_properties: it.max_properties,
            all_of: self.push_all(it.all_of),
            any_of: self.push_all(it.any_of),
            one_of: self.push_all(it.one_of),
            not: it.not.map(|it| self.push(*it)),
            discriminator: it.discriminator.map(|it| {
                let branches = it.mapping.0.into_iter();
                let branches = branches
                    .filter_map(|(value, name)| Some((value, *self.named.get(&name)?)))
                    .collect();
                (it.property_name, branches)
            }),
            never: it.never,
            read_only: it.read_only,
            write_only: it.write_only,
            has_read_only: false,
            streams: false,
        }
    }

    fn push_all(&mut self, described: Vec<Described>) -> Vec<Id> {
        described.into_iter().map(|it| self.push(it)).collect()
    }

    /// Finds out about the schemas from `first` on what only those tell that they refer to.
    fn finish(&mut self, first: Id) {
        self.find_streams(first);
        for id in first..self.all.len() {
            let has_read_only = {
                let mut properties = self.all[id].properties.iter();
                properties.any(|(_, id)| self.get(*id).read_only)
            };
            self.all[id].has_read_only = has_read_only;
            self.have_read_only |= has_read_only;
        }
    }

    /// Finds out which of them can be checked while a value streams by: those that lead to no schema that cannot.
    fn find_streams(&mut self, first: Id) {
        for id in first..self.all.len() {
            let it = &self.all[id];
            self.all[id].streams = it.all_of.is_empty()
                && it.any_of.is_empty()
                && it.one_of.is_empty()
                && it.not.is_none()
                && it.contains.is_none()
                && it.patterns.is_empty()
                && it.names.is_none()
                && it.prefix.is_empty()
                && !it.unique
                && !it.never
                && it.required.len() <= u64::BITS as usize
                && it.values.iter().all(|it| !it.is_array() && !it.is_object());
        }
        let mut users: HashMap<Id, Vec<Id>> = HashMap::new();
        let mut lost: Vec<Id> = Vec::new();
        for id in first..self.all.len() {
            let it = &self.all[id];
            if !it.streams {
                lost.push(id);
            }
            let additional = match it.additional {
                Additional::Schema(id) => Some(id),
                _ => None,
            };
            let children = it.properties.iter().map(|(_, id)| *id);
            for child in children
                .chain(it.items)
                .chain(additional)
                .chain(it.reference)
            {
                users.entry(child).or_default().push(id);
                if child < first && !self.all[child].streams {
                    lost.push(child);
                }
            }
        }
        while let Some(id) = lost.pop() {
            for user in users.remove(&id).unwrap_or_default() {
                self.all[user].streams = false;
                lost.push(user);
            }
        }
    }
}
