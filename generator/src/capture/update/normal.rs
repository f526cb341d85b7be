//! Captured documents as they are compared: without what is derived from all pages at once.

use crate::node::{Key, Node, Object, Value, percent_decode};

use super::shape::{Shape, method};

/// How many values references within paths are written out to at the most.
const MOST: usize = 400_000;

/// A captured document in a form in which equal pages are equal and different ones differ where they do: each operation says
/// what protects it, what is shared without a name is written out, and what no page says is left out.
pub fn normal(document: &Node) -> Node {
    let Some(root) = document.as_object() else {
        return document.clone();
    };
    let security = root.get("security").cloned();
    let mut out = Vec::new();
    let mut left = MOST;
    for (key, node) in root.iter() {
        match &*key.text {
            "openapi" | "info" | "security" => {}
            "paths" => {
                let node = protected(node, security.as_ref());
                out.push((key.clone(), expanded(&node, document, 0, &mut left)));
            }
            "components" => {
                let schemas = node.as_object().into_iter().flat_map(Object::iter);
                let schemas = schemas.filter(|(key, _)| &*key.text == "schemas");
                let schemas =
                    schemas.map(|(key, it)| (key.clone(), expanded(it, document, 0, &mut left)));
                out.push((key.clone(), Node::object(schemas.collect(), node.place)));
            }
            _ => out.push((key.clone(), node.clone())),
        }
    }
    Node::object(out, document.place)
}

/// Paths in which each operation says what protects it.
fn protected(paths: &Node, security: Option<&Node>) -> Node {
    let operation = |key: &Key, node: &Node| {
        let is_open = method(&key.text).is_some() && node.get("security").is_none();
        match (security, node.as_object()) {
            (Some(security), Some(object)) if is_open => {
                let own = (Key::new("security", node.place), security.clone());
                let members = object.iter().map(|(key, it)| (key.clone(), it.clone()));
                Node::object(members.chain([own]).collect(), node.place)
            }
            _ => node.clone(),
        }
    };
    let item = |_: &Key, node: &Node| mapped(node, &operation);
    mapped(paths, &item)
}

/// An object with other values.
fn mapped(node: &Node, change: &dyn Fn(&Key, &Node) -> Node) -> Node {
    match node.as_object() {
        None => node.clone(),
        Some(object) => {
            let members = object
                .iter()
                .map(|(key, it)| (key.clone(), change(key, it)));
            Node::object(members.collect(), node.place)
        }
    }
}

/// A value in which references that lead into paths are written out: what they lead to has no name.
fn expanded(node: &Node, root: &Node, depth: usize, left: &mut usize) -> Node {
    match &node.value {
        Value::Object(object) => {
            if let Some(target) = unnamed(object).filter(|_| depth < 12 && *left > 0)
                && let Some(target) = root.at(&target)
            {
                return expanded(target, root, depth + 1, left);
            }
            *left = left.saturating_sub(1);
            let members = object.iter();
            let members = members.map(|(key, it)| (key.clone(), expanded(it, root, depth, left)));
            Node::object(members.collect(), node.place)
        }
        Value::Array(items) => {
            let items = items.iter().map(|it| expanded(it, root, depth, left));
            Node::array(items.collect(), node.place)
        }
        _ => node.clone(),
    }
}

fn unnamed(object: &Object) -> Option<String> {
    let reference = object.get("$ref")?.as_str()?.strip_prefix('#')?;
    reference
        .starts_with("/paths/")
        .then(|| percent_decode(reference))
}

/// Schemas in the words of OpenAPI 3.1, where the document that they go into speaks those: `null` is a type.
pub fn modern(node: &Node, shape: Shape) -> Node {
    match &node.value {
        Value::Object(object) => {
            let is_nullable = shape == Shape::Schema && object.get("nullable").is_some();
            let mut members = Vec::new();
            for (key, it) in object.iter() {
                match (&*key.text, &it.value) {
                    ("nullable", _) if is_nullable => {}
                    ("type", Value::String(_)) if is_nullable => {
                        let null = Node::string("null", it.place);
                        members.push((key.clone(), Node::array(vec![it.clone(), null], it.place)));
                    }
                    _ => members.push((key.clone(), modern(it, shape.member(&key.text)))),
                }
            }
            Node::object(members, node.place)
        }
        Value::Array(items) => {
            let items = items.iter().map(|it| modern(it, shape.item()));
            Node::array(items.collect(), node.place)
        }
        _ => node.clone(),
    }
}
