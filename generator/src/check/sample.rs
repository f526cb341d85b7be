//! A schema → a value that it most likely accepts, to hold against other schemas.

use super::Checker;
use crate::judge::Verdict;
use crate::model::{Api, JsonType, Nullable, SchemaId};
use crate::node::{Key, Node, Value};
use crate::source::Place;

/// How deep a value is made.
const MAX_DEPTH: usize = 5;
/// How many nodes it has at the most.
const MAX_NODES: usize = 300;

impl Checker<'_> {
    /// Values that a schema is certain to accept: those the document shows, and one with every property.
    pub(super) fn accepted_values(&mut self, id: SchemaId) -> Vec<Node> {
        let api = self.api;
        let schema = api.schema(id);
        let shown = schema
            .annotations
            .examples
            .iter()
            .filter_map(|it| it.value.as_ref());
        let listed = schema.values.iter().flat_map(|it| &it.values);
        let mut values: Vec<Node> = shown.take(3).chain(listed.take(3)).cloned().collect();
        let mut left = MAX_NODES;
        values.extend(sample(api, id, 0, &mut left));
        values.retain(|it| !it.is_null() && self.judge.judge(id, it) == Verdict::Valid);
        values
    }
}

/// A value with every property that is described; `None` where none comes to mind.
fn sample(api: &Api, id: SchemaId, depth: usize, left: &mut usize) -> Option<Node> {
    *left = left.checked_sub(1)?;
    let schema = api.schema(id);
    if schema.never || schema.nullable == Nullable::Only {
        return None;
    }
    if let Some(listed) = &schema.values {
        return listed.values.iter().find(|it| !it.is_null()).cloned();
    }
    if let Some(shown) = schema
        .annotations
        .examples
        .iter()
        .find_map(|it| it.value.clone())
    {
        return Some(shown);
    }
    let place = Place::default();
    let branch = schema.one_of.first().or(schema.any_of.first());
    let parts = schema.all_of.iter().chain(branch);
    let type_name = schema.types.iter().next();
    match type_name {
        Some(JsonType::String) => {
            let length = schema.string.min_length.unwrap_or(1).clamp(1, 40) as usize;
            return Some(Node::string("a".repeat(length), place));
        }
        Some(JsonType::Integer | JsonType::Number) => {
            let least = schema.number.minimum.as_ref();
            let digits = least
                .filter(|it| !it.exclusive)
                .map_or("1".into(), |it| it.limit.clone());
            return Some(Node::new(Value::Number(digits), place));
        }
        Some(JsonType::Boolean) => return Some(Node::new(Value::Bool(true), place)),
        Some(JsonType::Array) => {
            let item = schema
                .array
                .prefix
                .first()
                .copied()
                .or(schema.array.items)?;
            if depth >= MAX_DEPTH {
                return None;
            }
            return Some(Node::array(
                vec![sample(api, item, depth + 1, left)?],
                place,
            ));
        }
        Some(JsonType::File) => return None,
        Some(JsonType::Object) | None => {}
    }
    let mut members: indexmap::IndexMap<std::sync::Arc<str>, Node> = indexmap::IndexMap::new();
    for part in parts.clone() {
        if depth >= MAX_DEPTH {
            break;
        }
        let value = sample(api, *part, depth + 1, left)?;
        match value.as_object() {
            Some(object) => {
                members.extend(
                    object
                        .iter()
                        .map(|(key, it)| (key.text.clone(), it.clone())),
                );
            }
            // A part that is no object is the whole value.
            None => return Some(value),
        }
    }
    for (name, property) in &schema.object.properties {
        let needed = schema.object.required.contains(name);
        if depth >= MAX_DEPTH && !needed {
            continue;
        }
        match (depth < 2 * MAX_DEPTH)
            .then(|| sample(api, *property, depth + 1, left))
            .flatten()
        {
            Some(value) => drop(members.insert(name.clone(), value)),
            None if needed => return None,
            None => {}
        }
    }
    // An empty object says nothing about which schema it is of.
    if members.is_empty() {
        return None;
    }
    let entries = members
        .into_iter()
        .map(|(name, value)| (Key::new(name, place), value));
    Some(Node::object(entries.collect(), place))
}

/// A value on one line, cut where it is long.
pub(super) fn one_line(value: &Node) -> String {
    let mut text = String::new();
    write(value, &mut text);
    if text.chars().nth(100).is_some() {
        text = text.chars().take(100).chain(['…']).collect();
    }
    text
}

fn write(value: &Node, text: &mut String) {
    // Enough to be cut.
    if text.len() > 500 {
        return;
    }
    match &value.value {
        Value::Null => text.push_str("null"),
        Value::Bool(it) => text.push_str(if *it { "true" } else { "false" }),
        Value::Number(digits) => text.extend(digits.chars().take(200)),
        Value::String(it) => {
            text.push_str(&format!("{:?}", it.chars().take(200).collect::<String>()));
        }
        Value::Array(items) => {
            text.push('[');
            for (index, item) in items.iter().take(100).enumerate() {
                text.push_str(if index > 0 { ", " } else { "" });
                write(item, text);
            }
            text.push(']');
        }
        Value::Object(object) => {
            text.push('{');
            for (index, (key, member)) in object.iter().take(100).enumerate() {
                text.push_str(if index > 0 { ", " } else { "" });
                text.push_str(&format!(
                    "{:?}: ",
                    key.text.chars().take(60).collect::<String>()
                ));
                write(member, text);
            }
            text.push('}');
        }
    }
}
