//! Two values → one, by the steps of Overlay 1.1.0, section 4.4.3.

use serde_json::Value as Json;

use crate::diagnostic::printable;
use crate::node::{Node, Value};
use crate::source::Place;

/// What an action may select at once.
pub(super) fn kind(node: &Node) -> &'static str {
    match node.value {
        Value::Object(_) => "objects",
        Value::Array(_) => "arrays",
        _ => "primitive values",
    }
}

/// Merges values, and remembers the first two that do not go together.
#[derive(Default)]
pub(super) struct Merged {
    /// Where the value stands that cannot be merged, and why.
    pub fault: Option<(Place, String)>,
}

impl Merged {
    /// What is selected with a value merged into it: into an array, whatever is no array goes as one more item.
    pub fn selected(&mut self, node: Node, value: &Node) -> Node {
        match (&node.value, &value.value) {
            (Value::Array(_), Value::Array(_)) => self.merge(node, value, None),
            (Value::Array(items), _) => {
                let all = items.iter().chain([value]).cloned();
                Node::array(all.collect(), node.place)
            }
            _ => self.merge(node, value, None),
        }
    }

    fn merge(&mut self, node: Node, value: &Node, name: Option<&str>) -> Node {
        match (&node.value, &value.value) {
            (Value::Object(old), Value::Object(new)) => {
                let mut entries = Vec::with_capacity(old.len() + new.len());
                for (key, it) in old.iter() {
                    let it = match new.get(&key.text) {
                        Some(value) => self.merge(it.clone(), value, Some(&key.text)),
                        None => it.clone(),
                    };
                    entries.push((key.clone(), it));
                }
                let added = new.iter().filter(|(key, _)| old.get(&key.text).is_none());
                entries.extend(added.map(|(key, it)| (key.clone(), it.clone())));
                Node::object(entries, node.place)
            }
            (Value::Array(old), Value::Array(new)) => {
                let all = old.iter().chain(new.iter()).cloned();
                Node::array(all.collect(), node.place)
            }
            _ if kind(&node) == "primitive values" && kind(value) == "primitive values" => {
                value.clone()
            }
            _ => {
                let what = match name {
                    Some(name) => format!("`{}`", printable(name)),
                    None => "the target".to_owned(),
                };
                let message = format!(
                    "{what} is {} in the document, with which {} cannot be merged",
                    node.kind(),
                    value.kind()
                );
                self.fault.get_or_insert((value.place, message));
                node
            }
        }
    }
}

/// The same for the value that queries are asked of.
pub(super) fn json_selected(json: &mut Json, value: &Json) {
    match json {
        Json::Array(items) if !value.is_array() => items.push(value.clone()),
        _ => json_merge(json, value),
    }
}

fn json_merge(json: &mut Json, value: &Json) {
    match (json, value) {
        (Json::Object(old), Json::Object(new)) => {
            for (name, it) in new {
                match old.get_mut(name) {
                    Some(here) => json_merge(here, it),
                    None => drop(old.insert(name.clone(), it.clone())),
                }
            }
        }
        (Json::Array(old), Json::Array(new)) => old.extend(new.iter().cloned()),
        (json, value) => *json = value.clone(),
    }
}
