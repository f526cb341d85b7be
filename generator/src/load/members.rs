//! Objects of the user's text → objects with some members changed.

use std::collections::HashSet;
use std::sync::Arc;

use crate::node::{Key, Node};
use crate::source::Place;

/// The object with each member changed or left out; what is no object stays as it is.
pub(super) fn map_members<'n>(
    node: &'n Node,
    mut change: impl FnMut(&'n Key, &'n Node) -> Option<(Key, Node)>,
) -> Node {
    match node.as_object() {
        Some(object) => {
            let mut entries = Vec::with_capacity(object.len());
            entries.extend(object.iter().filter_map(|(key, it)| change(key, it)));
            Node::object(entries, node.place)
        }
        None => node.clone(),
    }
}

pub(super) fn map_items<'n>(node: &'n Node, change: impl FnMut(&'n Node) -> Option<Node>) -> Node {
    match node.as_array() {
        Some(items) => Node::array(items.iter().filter_map(change).collect(), node.place),
        None => node.clone(),
    }
}

/// The members of an object that is being made.
#[derive(Default)]
pub(super) struct Members {
    entries: Vec<(Key, Node)>,
    /// The names, once there are too many to scan.
    names: HashSet<Arc<str>>,
}

/// Above this many members a name is looked up in a set.
const SCAN_LIMIT: usize = 24;

impl Members {
    pub(super) fn with_capacity(count: usize) -> Self {
        Self {
            entries: Vec::with_capacity(count),
            names: HashSet::new(),
        }
    }

    /// Adds a member of the user's text unless there is one of that name.
    pub(super) fn push(&mut self, key: &Key, node: Node) {
        if self.has(&key.text) {
            return;
        }
        self.entries.push((key.clone(), node));
        if self.entries.len() > SCAN_LIMIT {
            if self.names.is_empty() {
                self.names = self
                    .entries
                    .iter()
                    .map(|(key, _)| key.text.clone())
                    .collect();
            } else {
                self.names.insert(key.text.clone());
            }
        }
    }

    /// Adds a member under a name of ours, at the place of its value.
    pub(super) fn set(&mut self, name: &str, node: Node) {
        let key = Key::new(name, node.place);
        self.push(&key, node);
    }

    /// Adds a member under a name that is a string of the user's text.
    pub(super) fn set_at(&mut self, name: &Node, node: Node) {
        if let Some(text) = name.as_str() {
            let key = Key::new(text, name.place);
            self.push(&key, node);
        }
    }

    /// Sets a member, whether or not there is one.
    pub(super) fn replace(&mut self, name: &str, node: Node) {
        match self.entries.iter_mut().find(|(key, _)| &*key.text == name) {
            Some(member) => member.1 = node,
            None => self.set(name, node),
        }
    }

    /// The member of that name.
    pub(super) fn get(&self, name: &str) -> Option<&Node> {
        let member = self.entries.iter().find(|(key, _)| &*key.text == name);
        member.map(|(_, node)| node)
    }

    /// Takes a member over from another object.
    pub(super) fn copy(&mut self, from: &Node, name: &str) {
        let member = from.as_object().and_then(|it| it.entry(name));
        if let Some((key, node)) = member.filter(|(_, node)| !node.is_null()) {
            self.push(key, node.clone());
        }
    }

    pub(super) fn copy_extensions(&mut self, from: &Node) {
        let members = from.as_object().into_iter().flat_map(|it| it.iter());
        for (key, node) in members.filter(|(key, _)| key.text.starts_with("x-")) {
            self.push(key, node.clone());
        }
    }

    pub(super) fn append(&mut self, other: Members) {
        for (key, node) in other.entries {
            self.push(&key, node);
        }
    }

    pub(super) fn has(&self, name: &str) -> bool {
        if self.names.is_empty() {
            self.entries.iter().any(|(key, _)| &*key.text == name)
        } else {
            self.names.contains(name)
        }
    }

    pub(super) fn has_text(&self, name: &str, text: &str) -> bool {
        self.entries
            .iter()
            .any(|(key, node)| &*key.text == name && node.as_str() == Some(text))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub(super) fn into_node(mut self, place: Place) -> Node {
        // Many have one member, and a vector makes room for four.
        self.entries.shrink_to_fit();
        Node::object(self.entries, place)
    }
}
