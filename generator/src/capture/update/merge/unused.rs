//! Components that pages do not show any more.

use std::collections::HashSet;

use super::super::change::name_of;
use super::Merger;
use crate::node::{Node, Object, Value};
use crate::source::FileId;

impl Merger<'_> {
    /// Removes component schemas that the pages showed and show no longer, unless something refers to them.
    pub(super) fn remove_unused(&mut self) {
        let names = |document: &Node| -> Vec<String> {
            let schemas = document.at("/components/schemas").and_then(Node::as_object);
            let members = schemas.into_iter().flat_map(Object::iter);
            members.map(|(key, _)| key.text.to_string()).collect()
        };
        let shown: HashSet<String> = names(self.input.theirs).into_iter().collect();
        let root = self.tree(FileId(0));
        let gone: HashSet<String> = names(self.input.base)
            .into_iter()
            .filter(|it| !shown.contains(it))
            .collect();
        if gone.is_empty() {
            return;
        }
        let Some(schemas) = root.at("/components/schemas").and_then(Node::as_object) else {
            return;
        };
        // Whatever is reached from what stays is used.
        let mut used: HashSet<String> = HashSet::new();
        for (key, it) in root.as_object().into_iter().flat_map(Object::iter) {
            if &*key.text != "components" {
                references(it, &mut used);
                continue;
            }
            for (kind, it) in it.as_object().into_iter().flat_map(Object::iter) {
                for (name, it) in it.as_object().into_iter().flat_map(Object::iter) {
                    if &*kind.text != "schemas" || !gone.contains(&*name.text) {
                        references(it, &mut used);
                    }
                }
            }
        }
        for file in (1..self.input.document.count()).map(FileId) {
            references(&self.tree(file), &mut used);
        }
        let mut waiting: Vec<String> = used
            .iter()
            .filter(|it| gone.contains(*it))
            .cloned()
            .collect();
        while let Some(name) = waiting.pop() {
            let mut more = HashSet::new();
            if let Some(it) = schemas.get(&name) {
                references(it, &mut more);
            }
            for it in more {
                if gone.contains(&it) && !used.contains(&it) {
                    waiting.push(it.clone());
                    used.insert(it);
                }
            }
        }
        let stays = |name: &str| !gone.contains(name) || used.contains(name);
        if schemas.iter().all(|(key, _)| stays(&key.text)) {
            return;
        }
        let members = schemas.iter().filter(|(key, _)| stays(&key.text));
        let members = members.map(|(key, it)| (key.clone(), it.clone()));
        let left = Node::object(members.collect(), Default::default());
        let names = ["components".to_owned(), "schemas".to_owned()];
        let tree = super::spot::replaced(&root, &names, &left);
        self.merged.trees.insert(FileId(0), tree);
    }
}

/// The names of what a value refers to.
fn references(node: &Node, out: &mut HashSet<String>) {
    match &node.value {
        Value::Object(object) => {
            for (key, it) in object.iter() {
                match it.as_str() {
                    Some(text) if &*key.text == "$ref" => {
                        out.insert(name_of(text).to_owned());
                    }
                    // The mapping of a discriminator names components as well.
                    Some(text) if text.contains("/schemas/") => {
                        out.insert(name_of(text).to_owned());
                    }
                    Some(_) => {}
                    None => references(it, out),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|it| references(it, out)),
        _ => {}
    }
}
