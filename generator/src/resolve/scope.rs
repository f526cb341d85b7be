//! Which schema a `$dynamicRef` leads to by the way it is come to (JSON Schema 2020-12 Core, sections 7.1 and 8.2.3.2).
//!
//! A generic schema asks for a name that several schemas with an `$id` have as `$dynamicAnchor`; the outermost one on the
//! way gives it. The way is known where a document is read, so such a schema is read once for each scope it is come to
//! in: as many types come out as it is used for.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::resource::{MAPS, VALUES};
use super::target::Target;
use crate::load::Document;
use crate::node::{Node, Object, Value, pointer_segment};
use crate::source::{FileId, Place};

/// How many names are followed: a bit each.
const MAX_NAMES: usize = 64;
/// In how many scopes schemas are read.
const MAX_SCOPES: usize = 1_000;

/// The scope of whatever nothing has been decided for.
pub(super) const OUTERMOST: usize = 0;

/// What the dynamic scopes of a document are made of. There is none where no name is to be looked for by the way.
pub(super) struct Scopes {
    /// The names that several schemas with an `$id` have.
    pub names: HashMap<String, usize>,
    /// What each unit has for some of the names.
    pub anchors: HashMap<usize, Vec<(usize, Target)>>,
    /// The unit that an object stands in, by its identity in the tree: a schema with an `$id`, a component, or the rest of
    /// a file.
    units: HashMap<*const u8, usize>,
    /// The names that are asked for in a unit, or wherever references from it lead.
    asked: Vec<u64>,
    /// The scopes that have been met: for some of the names, the unit that gives it.
    all: Vec<Vec<(usize, usize)>>,
    numbers: HashMap<Vec<(usize, usize)>, usize>,
    /// How many schemas have been read in some scope.
    pub count: usize,
}

/// What is found in a document.
#[derive(Default)]
pub(super) struct Found {
    units: HashMap<*const u8, usize>,
    /// Whether a unit is a schema with an `$id`.
    with_id: Vec<bool>,
    /// Schemas that refer to others, and the units they stand in.
    pub references: Vec<(usize, Node)>,
    /// Units that stand in others.
    within: Vec<(usize, usize)>,
    anchors: Vec<(String, usize, Target)>,
}

impl Found {
    /// Searches all files of a document, of which these are the schemas with an `$id`.
    pub fn of(document: &Document, roots: &HashSet<Place>) -> Self {
        let mut found = Self::default();
        for file in (0..document.count()).map(FileId) {
            let unit = found.unit(false);
            let tree = document.tree(file).clone();
            found.search(&tree, &mut String::new(), unit, roots, false);
        }
        found
    }

    fn unit(&mut self, with_id: bool) -> usize {
        self.with_id.push(with_id);
        self.with_id.len() - 1
    }

    /// Searches a value that stands in a unit. In a map, keys are names, not keywords.
    fn search(
        &mut self,
        node: &Node,
        pointer: &mut String,
        mut unit: usize,
        roots: &HashSet<Place>,
        is_map: bool,
    ) {
        let length = pointer.len();
        if let Some(items) = node.as_array() {
            for (index, item) in items.iter().enumerate() {
                pointer.push('/');
                pointer.push_str(&index.to_string());
                self.search(item, pointer, unit, roots, false);
                pointer.truncate(length);
            }
        }
        let Value::Object(object) = &node.value else {
            return;
        };
        if !is_map {
            let has_id = roots.contains(&node.place) && object.get("$id").is_some();
            let component = pointer.strip_prefix("/components/schemas/");
            if has_id || component.is_some_and(|it| !it.contains('/')) {
                let around = std::mem::replace(&mut unit, self.unit(has_id));
                self.within.push((around, unit));
            }
            self.units.insert(identity(object), unit);
            if object.get("$ref").is_some() || object.get("$dynamicRef").is_some() {
                self.references.push((unit, node.clone()));
            }
            if let Some(name) = object.get("$dynamicAnchor").and_then(Node::as_str) {
                let target = Target::new(node.clone(), &**pointer);
                self.anchors.push((name.to_owned(), unit, target));
            }
        }
        for (key, value) in object.iter() {
            let name = &*key.text;
            if !is_map && (VALUES.contains(&name) || name.starts_with("x-")) {
                continue;
            }
            pointer.push('/');
            pointer.push_str(&pointer_segment(name));
            let holds_names = !is_map && MAPS.contains(&name);
            self.search(value, pointer, unit, roots, holds_names);
            pointer.truncate(length);
        }
    }

    /// The names that are followed: several schemas with an `$id` have them, each once, and nothing else has.
    pub fn names(&self) -> HashMap<String, usize> {
        let mut by_name: HashMap<&str, Vec<usize>> = HashMap::new();
        for (name, unit, _) in &self.anchors {
            by_name.entry(name).or_default().push(*unit);
        }
        let mut names: Vec<&str> = by_name
            .into_iter()
            .filter(|(_, units)| {
                let mut once = units.clone();
                once.sort_unstable();
                once.dedup();
                units.len() > 1
                    && once.len() == units.len()
                    && units.iter().all(|it| self.with_id[*it])
            })
            .map(|it| it.0)
            .collect();
        names.sort_unstable();
        let names = names.into_iter().take(MAX_NAMES).enumerate();
        names.map(|(bit, name)| (name.to_owned(), bit)).collect()
    }
}

pub(super) fn identity(object: &Arc<Object>) -> *const u8 {
    Arc::as_ptr(object).cast()
}

/// The name that a `$dynamicRef` asks for.
pub(super) fn asked(object: &Object) -> Option<&str> {
    let text = object.get("$dynamicRef")?.as_str()?;
    text.split_once('#').map(|it| it.1)
}

impl Scopes {
    /// Finds out what is asked for where, by what each of the references leads to.
    pub fn of(found: Found, names: HashMap<String, usize>, targets: &[Option<Node>]) -> Self {
        // Behind the units, one for each name, by which whoever asks for it comes to each that has it.
        let by_name = found.with_id.len();
        let mut asked_in = vec![0; by_name + names.len()];
        let mut leads_to: Vec<(usize, usize)> = found.within;
        for ((unit, node), target) in found.references.iter().zip(targets) {
            let bit = node.as_object().and_then(asked);
            let bit = bit.and_then(|it| names.get(it));
            asked_in[*unit] |= bit.map_or(0, |bit| 1 << bit);
            if let Some(Value::Object(target)) = target.as_ref().map(|it| &it.value)
                && let Some(to) = found.units.get(&identity(target))
            {
                leads_to.push((*unit, *to));
            }
        }
        let mut anchors: HashMap<usize, Vec<(usize, Target)>> = HashMap::new();
        for (name, unit, target) in found.anchors {
            if let Some(name) = names.get(&name) {
                // What has been chosen leads on to whatever it needs itself.
                let all = anchors.entry(unit).or_default();
                all.push((*name, target));
            }
        }
        let mut askers: Vec<usize> = Vec::new();
        for (unit, bits) in asked_in.iter().enumerate() {
            if *bits != 0 {
                askers.push(unit);
                let asked = (0..names.len()).filter(|it| bits & (1 << it) != 0);
                leads_to.extend(asked.map(|it| (unit, by_name + it)));
            }
        }
        for (unit, own) in &anchors {
            leads_to.extend(own.iter().map(|it| (by_name + it.0, *unit)));
        }
        let mut users: HashMap<usize, Vec<usize>> = HashMap::new();
        for (from, to) in leads_to {
            users.entry(to).or_default().push(from);
        }
        while let Some(unit) = askers.pop() {
            let bits = asked_in[unit];
            for &user in users.get(&unit).into_iter().flatten() {
                if asked_in[user] | bits != asked_in[user] {
                    asked_in[user] |= bits;
                    askers.push(user);
                }
            }
        }
        asked_in.truncate(by_name);
        Self {
            names,
            anchors,
            units: found.units,
            asked: asked_in,
            all: vec![Vec::new()],
            numbers: HashMap::from([(Vec::new(), OUTERMOST)]),
            count: 0,
        }
    }

    /// Whether a document has to be searched for them.
    pub fn are_needed(document: &Document) -> bool {
        let mut files = (0..document.count()).map(FileId);
        files.any(|it| document.source(it).text.contains("$dynamicRef"))
    }

    /// What a scope has for a name.
    pub fn given(&self, scope: usize, name: usize) -> Option<usize> {
        let mut all = self.all[scope].iter();
        all.find(|it| it.0 == name).map(|it| it.1)
    }

    /// The scope that a schema is read in which is come to in another one: what its unit has is added where nothing has
    /// been decided, and what nobody asks for any more is left out. `None` where there are too many.
    pub fn enter(&mut self, scope: usize, object: &Arc<Object>) -> Option<usize> {
        let Some(&unit) = self.units.get(&identity(object)) else {
            return Some(scope);
        };
        let own = self.anchors.get(&unit);
        if scope == OUTERMOST && own.is_none() {
            return Some(OUTERMOST);
        }
        let asked = self.asked[unit];
        let mut all = self.all[scope].clone();
        for (name, _) in own.into_iter().flatten() {
            if all.iter().all(|it| it.0 != *name) {
                all.push((*name, unit));
            }
        }
        all.retain(|it| asked & (1 << it.0) != 0);
        all.sort_unstable();
        if let Some(known) = self.numbers.get(&all) {
            return Some(*known);
        }
        if self.all.len() >= MAX_SCOPES {
            return None;
        }
        self.all.push(all.clone());
        self.numbers.insert(all, self.all.len() - 1);
        Some(self.all.len() - 1)
    }

    /// Whether the names of a scope are what the unit of a schema has by itself: there the schema is what it is called.
    pub fn is_own(&self, scope: usize, object: &Arc<Object>) -> bool {
        let unit = self.units.get(&identity(object));
        self.all[scope].iter().all(|it| Some(&it.1) == unit)
    }
}
