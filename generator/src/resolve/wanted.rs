//! `[select]` as it is compared with operations.

use std::collections::HashSet;

use glob::Pattern;

use crate::config::Select;
use crate::node::{Node, Object};

/// Which operations are read, and what is known of that so far.
pub(super) struct Selection<'c> {
    wanted: &'c Select,
    paths: Vec<Pattern>,
    /// Which entries have named an operation, by their list and what they say.
    met: HashSet<(&'static str, &'c str)>,
    /// How many operations are left out.
    pub(super) left_out: usize,
}

impl<'c> Selection<'c> {
    /// `None` where everything is read.
    pub(super) fn of(wanted: &'c Select) -> Option<Self> {
        if wanted.is_everything() {
            return None;
        }
        // What is no pattern was refused with the settings.
        let paths = wanted.paths.iter().map(|it| Pattern::new(it));
        Some(Self {
            wanted,
            paths: paths.map(Result::unwrap_or_default).collect(),
            met: HashSet::new(),
            left_out: 0,
        })
    }

    /// Whether an operation is read. A webhook has no path.
    pub(super) fn takes(&mut self, path: Option<&str>, method: &str, operation: &Object) -> bool {
        let id = operation.get("operationId").and_then(Node::as_str);
        let line = path.map(|it| format!("{method} {it}"));
        let tags = operation.get("tags").and_then(Node::as_array);
        let has_tag = |tag: &str| {
            let mut tags = tags.into_iter().flatten();
            tags.any(|it| it.as_str() == Some(tag))
        };
        let wanted = self.wanted;
        let mut takes = false;
        let mut meet = |list, entry: &'c str, is_met: bool| {
            if is_met {
                self.met.insert((list, entry));
                takes = true;
            }
        };
        for it in &wanted.tags {
            meet("tags", it, has_tag(it));
        }
        for (it, pattern) in wanted.paths.iter().zip(&self.paths) {
            meet("paths", it, path.is_some_and(|path| pattern.matches(path)));
        }
        for it in &wanted.operations {
            let it = it.as_str();
            meet(
                "operations",
                it,
                id == Some(it) || line.as_deref() == Some(it),
            );
        }
        takes
    }

    /// The entries that name nothing, by their lists.
    pub(super) fn unmet(&self) -> impl Iterator<Item = (&'static str, &'c str)> {
        let Select {
            tags,
            paths,
            operations,
        } = self.wanted;
        let lists = [("tags", tags), ("paths", paths), ("operations", operations)];
        let all = lists.into_iter().flat_map(|(list, entries)| {
            let entries = entries.iter();
            entries.map(move |it| (list, it.as_str()))
        });
        all.filter(|it| !self.met.contains(it))
    }
}
