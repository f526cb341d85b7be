//! The lists of values below tables → which rows they limit.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use super::{RowReader, Standing};
use crate::capture::draft::{Draft, DraftId};
use crate::capture::facts::{Branch, Group, ListedValues, Name, Row};
use crate::capture::samples::listed_value;
use crate::docs::grammar;
use crate::model::JsonType;
use crate::node::Node;

/// Lists of values by the names that they have.
#[derive(Debug)]
pub struct Lists<'d> {
    all: &'d [ListedValues<'d>],
    /// Where the first of a depth and a name stands, once one has been asked for; those of depth 0 by all that is written.
    places: OnceCell<HashMap<(usize, &'d str), usize>>,
}

impl<'d> Lists<'d> {
    /// These lists.
    pub fn new(all: &'d [ListedValues<'d>]) -> Self {
        Self {
            all,
            places: OnceCell::new(),
        }
    }

    /// The index of the first that has one of the names; at a depth, the name is that behind the signs of it.
    fn find(&self, depth: usize, names: &[&str]) -> Option<usize> {
        let places = self.places.get_or_init(|| {
            let mut out = HashMap::new();
            for (i, it) in self.all.iter().enumerate() {
                out.entry((0, &*it.name)).or_insert(i);
                let (depth, name) = grammar::depth_of(&it.name);
                if depth > 0 {
                    out.entry((depth, name)).or_insert(i);
                }
            }
            out
        });
        let found = names.iter().filter_map(|it| places.get(&(depth, *it)));
        found.min().copied()
    }
}

/// Which list is that of each row that says that it has one.
#[derive(Debug, Default)]
pub struct Marked(HashMap<*const (), usize>);

impl Lists<'_> {
    /// Those of rows: of several lists of one name, each row has the next.
    fn of_rows(&self, groups: &[Group<'_>]) -> Marked {
        let mut by_name: HashMap<(usize, &str), Vec<usize>> = HashMap::new();
        for (i, it) in self.all.iter().enumerate() {
            by_name
                .entry(grammar::depth_of(&it.name))
                .or_default()
                .push(i);
        }
        // How many of those of a name have been given, by the first of them.
        let mut given: HashMap<usize, usize> = HashMap::new();
        let mut out = HashMap::new();
        let rows = groups.iter().flat_map(|it| &it.rows);
        for row in rows.filter(|it| it.restrictions.listed_within().is_some()) {
            let of_pattern;
            let names: &[&str] = match (&row.name, row.part) {
                (Name::Pattern(pattern), _) => {
                    of_pattern = grammar::PATTERN_PROPERTY.fill([pattern]);
                    &[&*of_pattern]
                }
                (Name::Property(name), _) => &[name],
                (Name::AnyProperty, _) => &[grammar::ANY_PROPERTY],
                (Name::Anonymous, Some(Branch::AllOf)) => &[grammar::PART],
                (Name::Anonymous, Some(Branch::Not)) => &[grammar::EXCLUDED],
                (Name::Anonymous, Some(_)) => &[grammar::ONE_OF_THESE],
                (Name::Anonymous, None) => &[grammar::VALUE, grammar::ARRAY],
            };
            let keys = names.iter().map(|it| (row.depth, *it));
            let Some(lists) = keys.filter_map(|key| by_name.get(&key)).next() else {
                continue;
            };
            let at = match lists[..] {
                [only] => Some(only),
                _ => {
                    let next = given.entry(lists[0]).or_default();
                    *next += 1;
                    lists.get(*next - 1).copied()
                }
            };
            out.extend(at.map(|at| (std::ptr::from_ref(row).cast::<()>(), at)));
        }
        Marked(out)
    }
}

impl RowReader<'_> {
    /// Adds the values that the page lists under the name of a row. Rows of one name share a list; one whose example is
    /// none of the values is not meant.
    pub(super) fn limit(&mut self, id: DraftId, row: &Row<'_>, sample: Option<&Node>) {
        if let Some(found) = self.marked(row) {
            if let Some(index) = found {
                let arrays = row.restrictions.listed_within().unwrap_or_default();
                self.limit_marked(id, index, sample, arrays);
            }
            return;
        }
        let one: [&str; 1];
        let names: &[&str] = match &row.name {
            Name::Property(name) => {
                one = [name];
                &one
            }
            Name::AnyProperty => &[grammar::ADDITIONAL_PROPERTIES, grammar::ANY_PROPERTY],
            // The layout with oddities has none.
            Name::Pattern(_) => return,
            Name::Anonymous => &grammar::NAMELESS,
        };
        // Those of a body stand under the name with its depth.
        let depth = if self.of_body { row.depth } else { 0 };
        let Some(index) = self.values.find(depth, names) else {
            return;
        };
        let (mut id, mut sample) = (id, sample);
        if self.of_body && self.drafts.get(id).is(JsonType::Array) {
            sample = sample.and_then(|it| it.as_array()?.first());
            id = self.items(id);
        }
        let target = self.drafts.target(id);
        let (draft, component) = (self.drafts.get(id), self.drafts.get(target));
        if draft.has_parts()
            || component.has_parts()
            || draft.is(JsonType::Array)
            // An object may have values all the same, but rather others of its name have.
            || (draft.is(JsonType::Object) && (self.quirks || !self.is_only_one(&row.name)))
        {
            return;
        }
        let values = self.listed(index, component, sample);
        if sample.is_none_or(|it| !values.contains(it)) && !self.is_only_one(&row.name) {
            self.named.push((index, id, sample.cloned()));
            return;
        }
        self.give(id, index, values);
    }

    /// Adds the values of the list that a row says is its own.
    fn limit_marked(&mut self, id: DraftId, index: usize, sample: Option<&Node>, arrays: usize) {
        let (mut id, mut sample) = (id, sample);
        for _ in 0..arrays {
            sample = sample.and_then(|it| it.as_array()?.first());
            id = self.items(self.drafts.target(id));
        }
        if self.of_body && self.drafts.get(id).is(JsonType::Array) {
            sample = sample.and_then(|it| it.as_array()?.first());
            id = self.items(id);
        }
        let component = self.drafts.get(self.drafts.target(id));
        let values = self.listed(index, component, sample);
        self.give(id, index, values);
    }

    /// Limits what is a row's to the values of a list, or the component that it is.
    fn give(&mut self, id: DraftId, index: usize, values: Vec<Node>) {
        let target = self.drafts.target(id);
        let types = self.drafts.get(target).types.clone();
        self.take(index, types);
        let component = self.drafts.get(target);
        let is_theirs = |theirs: &Vec<Node>| {
            theirs.len() == values.len() && theirs.iter().all(|it| values.contains(it))
        };
        if target != id && self.standing == Standing::Operation {
            match &component.values {
                Some(theirs) if is_theirs(theirs) => return,
                None if !component.known => {
                    self.drafts.get_mut(target).values = Some(values);
                    return;
                }
                _ => {}
            }
        }
        self.limit_to(id, values);
    }

    /// Which list is that of a row, of a table in which rows say that they have one.
    fn marked(&self, row: &Row<'_>) -> Option<Option<usize>> {
        if self.quirks {
            return None;
        }
        let marked = self.marked.get_or_init(|| self.values.of_rows(self.rows));
        let is_there = !marked.0.is_empty();
        is_there.then(|| marked.0.get(&std::ptr::from_ref(row).cast()).copied())
    }

    /// The values of a list, of the type of the schema that they limit.
    fn listed(&self, index: usize, of: &Draft, sample: Option<&Node>) -> Vec<Node> {
        let kind = of.types.first().copied();
        let values = self.values.all[index].values(self.quirks);
        let values = values.iter().map(|it| listed_value(it, kind, sample));
        values.collect()
    }

    fn limit_to(&mut self, id: DraftId, values: Vec<Node>) {
        let draft = self.drafts.get_mut(id);
        draft.values = Some(values);
        // What looked like an example of its own is the first of the values.
        if let Some(first) = draft.example.take() {
            self.drafts.see(id, &first, None);
        }
    }

    /// Gives the lists that no row has shown to be its own to the first row of their name, and to those of the same type
    /// that no example shows.
    pub(super) fn settle_values(&mut self) {
        let mut named = std::mem::take(&mut self.named);
        let is_number = |it: &JsonType| matches!(it, JsonType::Integer | JsonType::Number);
        named.sort_by_cached_key(|(index, id, sample)| {
            let values = self.values.all[*index].values(self.quirks);
            let are_numbers = values.iter().all(|it| it.parse::<f64>().is_ok());
            let draft = self.drafts.get(self.drafts.target(*id));
            // A row whose example is none of them is rather not meant, and numbers are rather those of a number.
            let contradicts = !self.quirks && sample.is_some();
            let differs = draft.types.first().is_some_and(is_number) != are_numbers;
            (contradicts, differs)
        });
        for (index, id, sample) in named {
            let target = self.drafts.target(id);
            let types = self.drafts.get(target).types.clone();
            let others = self.taken.get(&index).map_or(&[][..], |it| it);
            let is_alike = others.iter().all(|it| *it == types);
            if !others.is_empty() && (sample.is_some() || !is_alike) {
                continue;
            }
            let values = self.listed(index, self.drafts.get(target), sample.as_ref());
            self.take(index, types);
            self.limit_to(id, values);
            if let Some(sample) = sample {
                self.drafts.see(id, &sample, None);
            }
        }
    }

    /// Notes that a list is that of a row with these types.
    fn take(&mut self, index: usize, types: Vec<JsonType>) {
        self.takes += 1;
        let known = self.taken.entry(index).or_default();
        if !known.contains(&types) {
            known.push(types);
        }
    }

    /// Whether no other row has the name.
    fn is_only_one(&self, name: &Name<'_>) -> bool {
        let repeated = self.repeated.get_or_init(|| {
            let mut seen = HashSet::new();
            let names = self.rows.iter().flat_map(|it| &it.rows).map(|it| &it.name);
            names.filter(|it| !seen.insert(*it)).collect()
        });
        !repeated.contains(name)
    }
}
