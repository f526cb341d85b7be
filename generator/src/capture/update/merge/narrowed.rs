//! Values that a schema takes of those that a component lists. A page shows them under the name of the component.

use std::collections::HashSet;

use super::super::change::name_of;
use super::{Merger, Shape, with};
use crate::node::{Node, Object, Value};
use crate::source::FileId;

impl Merger<'_> {
    /// Lets schemas follow that narrow a component of whose values pages show other ones now. The component itself keeps the
    /// values that no page showed, and those that only the narrower schema has lost.
    pub(super) fn follow_narrowed(&mut self) {
        let (base, theirs) = (self.input.base, self.input.theirs);
        let schemas = |it: &Node| it.at("/components/schemas").cloned();
        let (Some(base), Some(theirs)) = (schemas(base), schemas(theirs)) else {
            return;
        };
        let values = |it: &Node| {
            it.get("enum")
                .and_then(Node::as_array)
                .map(<[Node]>::to_vec)
        };
        for (key, was) in base.as_object().into_iter().flat_map(Object::iter) {
            let now = theirs.get(&key.text).and_then(values);
            let (Some(was), Some(now)) = (values(was), now) else {
                continue;
            };
            let pointer = crate::node::pointer(["components", "schemas", &key.text]);
            let own = self.input.document.tree(FileId(0)).at(&pointer).cloned();
            let Some(own) = own.as_ref().and_then(values) else {
                continue;
            };
            if was == now || is_same_set(&own, &was) {
                continue;
            }
            let root = self.tree(FileId(0));
            let Some(edited) = self.narrowed(&root, &key.text, &was, &now) else {
                continue;
            };
            let kept = self.list(
                Shape::Values,
                &was,
                &with_all(&now, &own),
                &own,
                Default::default(),
                FileId(0),
            );
            let component = edited.at(&pointer).and_then(Node::as_object);
            let component = component.zip(kept).map(|(it, kept)| {
                let place = edited.at(&pointer).map(|it| it.place);
                let before = self.input.document.tree(FileId(0)).at(&pointer);
                let before = before.and_then(Node::as_object).unwrap_or(it);
                let members = with(it, "enum", kept, place.unwrap_or_default());
                self.with_names(before, &members)
            });
            let names = ["components", "schemas", &*key.text].map(str::to_owned);
            let edited = match component {
                Some(it) => super::spot::replaced(&edited, &names, &it),
                None => edited,
            };
            self.merged.trees.insert(FileId(0), edited);
        }
    }

    /// A tree in which schemas that take these values of a component take others; none where there are no such schemas.
    fn narrowed(&mut self, node: &Node, name: &str, was: &[Node], now: &[Node]) -> Option<Node> {
        match &node.value {
            Value::Object(object) => {
                let leads_there = |it: &Node| {
                    let reference = it.get("$ref").and_then(Node::as_str);
                    reference.is_some_and(|it| name_of(it) == name)
                };
                let branches = object.get("allOf").and_then(Node::as_array);
                let is_of_it =
                    leads_there(node) || branches.is_some_and(|it| it.iter().any(leads_there));
                let own = object.get("enum").filter(|_| is_of_it);
                if let Some(own) = own
                    && let Some(values) = own.as_array()
                    && is_same_set(values, was)
                {
                    let values =
                        self.list(Shape::Values, was, now, values, own.place, FileId(0))?;
                    return Some(with(object, "enum", values, node.place));
                }
                let mut is_edited = false;
                let mut members = Vec::with_capacity(object.len());
                for (key, it) in object.iter() {
                    let edited = self.narrowed(it, name, was, now);
                    is_edited |= edited.is_some();
                    members.push((key.clone(), edited.unwrap_or_else(|| it.clone())));
                }
                is_edited.then(|| Node::object(members, node.place))
            }
            Value::Array(items) => {
                let edited: Vec<Option<Node>> = items
                    .iter()
                    .map(|it| self.narrowed(it, name, was, now))
                    .collect();
                let is_edited = edited.iter().any(Option::is_some);
                let items = edited
                    .into_iter()
                    .zip(items.iter())
                    .map(|(it, was)| it.unwrap_or_else(|| was.clone()));
                is_edited.then(|| Node::array(items.collect(), node.place))
            }
            _ => None,
        }
    }
}

fn is_same_set(a: &[Node], b: &[Node]) -> bool {
    let set = |it: &'_ [Node]| it.iter().cloned().collect::<HashSet<Node>>();
    set(a) == set(b)
}

/// The values of one list, and those of another one that it lacks.
fn with_all(values: &[Node], others: &[Node]) -> Vec<Node> {
    let lacking = others.iter().filter(|it| !values.contains(it));
    values.iter().chain(lacking).cloned().collect()
}
