//! An OpenAPI Overlay and a document → the document with its actions applied (Overlay Specification 1.0.0 and 1.1.0).
//!
//! What an action selects is asked of a JSON value that is kept in step with the tree of nodes, so that every value of the
//! result still knows where it was written: in the document, or in the overlay.

mod actions;
mod merge;

use std::collections::BTreeMap;

use serde_json::Value as Json;
use serde_json_path::{JsonPath, PathElement};

use crate::catalogue as code;
use crate::diagnostic::{Diagnostic, Sink, printable};
use crate::node::{Node, Value};
use crate::source::Place;

use super::limits::{MAX_DEPTH, MAX_NODES, MAX_POINTER};
use actions::{Action, Change};
use merge::{Merged, kind};

/// The most values that one target may look at.
const MOST_VISITED: u64 = 20_000_000;
/// The most values that all actions of an overlay may look at or write.
const MOST_VISITED_BY_ALL: u64 = 1_000_000_000;

/// The values that an action is about, as ways from the root.
#[derive(Default)]
struct Way {
    /// Whether the value itself is meant.
    is_end: bool,
    members: BTreeMap<String, Way>,
    items: BTreeMap<usize, Way>,
}

/// Applies the actions of an overlay to a document, in order. What cannot be applied is told, and left out.
pub(super) fn apply(document: Node, overlay: &Node, file: &str, sink: &mut Sink) -> Node {
    let Some(actions) = actions::read(overlay, file, sink) else {
        return document;
    };
    let mut tree = document;
    let mut json = json_of(&tree);
    let mut left = MOST_VISITED_BY_ALL;
    for action in actions {
        tree = apply_one(tree, &mut json, &action, &mut left, sink);
    }
    tree
}

fn apply_one(
    tree: Node,
    json: &mut Json,
    action: &Action,
    left: &mut u64,
    sink: &mut Sink,
) -> Node {
    let Some(target) = query(&action.target, action.place, &tree, left, sink) else {
        return tree;
    };
    let way = Way::of(&target, json);
    let Some(way) = way else {
        let message = format!("the target `{}` selects nothing", printable(&action.target));
        let help = "compare it with the document: names with characters other than letters stand in brackets, as \
                    `$.paths['/pets'].get`";
        let found = Diagnostic::warning(code::OVERLAY_MISSES, action.place, "", message);
        sink.push(found.with_help(help));
        return tree;
    };
    let value = match &action.change {
        Change::Nothing => return tree,
        Change::Remove => {
            if way.is_end {
                refuse(
                    action.place,
                    "the whole document cannot be removed",
                    "name a part of it",
                    sink,
                );
                return tree;
            }
            way.remove_from(json);
            return way.remove(&tree);
        }
        Change::Update(value) => value.clone(),
        Change::Copy(from, place) => match copied(from, *place, &tree, json, left, sink) {
            Some(it) => it,
            None => return tree,
        },
    };
    let mut kinds = Vec::new();
    way.each(&tree, &mut |it| {
        if !kinds.contains(&kind(it)) {
            kinds.push(kind(it));
        }
    });
    if action.minor > 0 && kinds.len() > 1 {
        let message = format!(
            "the target selects {}, which must be of one kind",
            kinds.join(" and ")
        );
        let help = "write an action for each kind (Overlay 1.1.0, section 4.4.3)";
        refuse(action.place, &message, help, sink);
        return tree;
    }
    if action.minor == 0 && kinds.contains(&"primitive values") {
        let help =
            "select the object around it and give the member a value, or write `overlay: 1.1.0`";
        refuse(
            action.place,
            "an update of Overlay 1.0 cannot select primitive values",
            help,
            sink,
        );
        return tree;
    }
    if let Err(message) = way.has_room(&tree, &value, left) {
        let help = "write less into the document, or at fewer places";
        refuse(action.place, &message, help, sink);
        return tree;
    }
    let mut merged = Merged::default();
    let updated = way.merge(&tree, &value, &mut merged);
    if let Some((place, message)) = merged.fault {
        let help = "an object merges with an object, an array with an array, and a primitive value with one; remove the \
                    value first where it is to be replaced";
        refuse(place, &message, help, sink);
        return tree;
    }
    way.merge_into(json, &json_of(&value));
    updated
}

fn refuse(place: Place, message: &str, help: &str, sink: &mut Sink) {
    sink.push(Diagnostic::error(code::OVERLAY, place, "", message).with_help(help));
}

/// A target or source as a query that is not too much for a document.
fn query(
    text: &str,
    place: Place,
    tree: &Node,
    left: &mut u64,
    sink: &mut Sink,
) -> Option<JsonPath> {
    let path = match JsonPath::parse(text) {
        Ok(it) => it,
        Err(why) => {
            let message = format!(
                "`{}` is no JSONPath (RFC 9535): {} at character {}",
                printable(text),
                why.message().lines().next().unwrap_or_default(),
                why.position() + 1
            );
            let help = "names with other characters than letters, digits and `_` stand in brackets, as \
                        `$.paths['/pets'].get['x-limit']`";
            refuse(place, &message, help, sink);
            return None;
        }
    };
    let cost = cost(text, tree);
    *left = left.saturating_sub(cost);
    if cost > MOST_VISITED || *left == 0 {
        let by = match cost > MOST_VISITED {
            true => "",
            false => ", with the actions before",
        };
        let message = format!("`{}`{by} looks at too many values", printable(text));
        refuse(
            place,
            &message,
            "write it with fewer `..`, filters and wildcards",
            sink,
        );
        return None;
    }
    Some(path)
}

/// At most how many values a query looks at: with one `..` each value, with two each pair of a value and one around it, and
/// so on. A filter may look at everything again for each of them.
fn cost(text: &str, tree: &Node) -> u64 {
    let (mut descents, mut filters) = (0u32, 0u32);
    let mut quote = None;
    let mut before = ' ';
    for it in text.chars() {
        match quote {
            Some(mark) if it == mark && before != '\\' => quote = None,
            Some(_) => {}
            None if matches!(it, '\'' | '"') => quote = Some(it),
            None if it == '.' && before == '.' => descents += 1,
            None if it == '?' => filters += 1,
            None => {}
        }
        // A backslash that is escaped escapes nothing.
        before = if before == '\\' && it == '\\' {
            ' '
        } else {
            it
        };
    }
    let nested = text
        .split_once('?')
        .is_some_and(|(_, it)| it.contains('$') || it.contains("..") || it.contains('*'));
    let depths = Size::of(tree).depths;
    let all: u64 = depths.iter().sum();
    // Of a value at depth n, there are so many ways to choose values around it.
    let ways = |depth: usize| {
        let mut ways = 1u64;
        for at in 1..descents.max(1) {
            let more = (depth as u64 + u64::from(at)) / u64::from(at);
            ways = ways.saturating_mul(more.max(1));
        }
        ways
    };
    let looked = (depths.iter().enumerate())
        .map(|(depth, number)| number.saturating_mul(ways(depth)))
        .fold(0, u64::saturating_add);
    let base = if descents == 0 { all } else { looked };
    match filters {
        0 => base,
        // Without `..` and the like, a filter looks at the members of what it is asked of.
        _ if !nested => base.saturating_mul(u64::from(filters) + 1),
        _ => base.saturating_mul(all),
    }
}

/// How large a value is.
#[derive(Default)]
struct Size {
    /// How many values there are at each depth.
    depths: Vec<u64>,
    /// The most bytes that the names on the way to a value have together.
    names: usize,
}

impl Size {
    fn of(node: &Node) -> Self {
        let mut size = Self::default();
        size.add(node, 0, 0);
        size
    }

    fn add(&mut self, node: &Node, depth: usize, names: usize) {
        if self.depths.len() <= depth {
            self.depths.push(0);
        }
        self.depths[depth] += 1;
        self.names = self.names.max(names);
        match &node.value {
            Value::Object(object) => object
                .iter()
                .for_each(|(key, it)| self.add(it, depth + 1, names + key.text.len())),
            Value::Array(items) => items.iter().for_each(|it| self.add(it, depth + 1, names)),
            _ => {}
        }
    }

    fn values(&self) -> u64 {
        self.depths.iter().sum()
    }
}

/// What is selected.
#[derive(Default)]
struct Reach {
    /// How many values.
    ends: u64,
    /// How deep the deepest of them is.
    depth: usize,
    /// The most bytes that the names on the way to one of them have together.
    names: usize,
}

/// The one value that a `copy` selects.
fn copied(
    from: &str,
    place: Place,
    tree: &Node,
    json: &Json,
    left: &mut u64,
    sink: &mut Sink,
) -> Option<Node> {
    let path = query(from, place, tree, left, sink)?;
    let found = path.query_located(json);
    let mut pointers: Vec<String> = found.locations().map(|it| it.to_json_pointer()).collect();
    pointers.sort_unstable();
    pointers.dedup();
    match &pointers[..] {
        [pointer] => tree.at(pointer).cloned(),
        others => {
            let message = format!(
                "`{}` selects {} values, not one",
                printable(from),
                others.len()
            );
            refuse(place, &message, "select the one value that is copied", sink);
            None
        }
    }
}

impl Way {
    /// The ways to what a query selects; `None` where that is nothing.
    fn of(path: &JsonPath, json: &Json) -> Option<Self> {
        let found = path.query_located(json);
        let mut way = Self::default();
        for location in found.locations() {
            let mut at = &mut way;
            for it in location.iter() {
                at = match it {
                    PathElement::Name(name) => at.members.entry((*name).to_owned()).or_default(),
                    PathElement::Index(index) => at.items.entry(*index).or_default(),
                };
            }
            at.is_end = true;
        }
        (!found.is_empty()).then_some(way)
    }

    fn reach(&self, depth: usize, names: usize, reach: &mut Reach) {
        if self.is_end {
            reach.ends += 1;
            reach.depth = reach.depth.max(depth);
            reach.names = reach.names.max(names);
        }
        for (name, way) in &self.members {
            way.reach(depth + 1, names + name.len(), reach);
        }
        for way in self.items.values() {
            way.reach(depth + 1, names, reach);
        }
    }

    /// Whether the document stays within the limits of one that is read when a value is merged into what is selected. `left`
    /// is what may still be written.
    ///
    /// # Errors
    /// A sentence that says why not.
    fn has_room(&self, tree: &Node, value: &Node, left: &mut u64) -> Result<(), String> {
        let (whole, added) = (Size::of(tree), Size::of(value));
        let mut reach = Reach::default();
        self.reach(0, 0, &mut reach);
        let written = reach.ends.saturating_mul(added.values());
        *left = left.saturating_sub(written);
        if whole.values().saturating_add(written) > MAX_NODES {
            return Err(format!(
                "the document would have more than {MAX_NODES} values with this"
            ));
        }
        if *left == 0 {
            return Err("with the actions before, this one writes too many values".to_owned());
        }
        // The depth of a value alone is 1.
        if reach.depth + added.depths.len() > MAX_DEPTH {
            return Err(format!(
                "values would nest more than {MAX_DEPTH} deep with this"
            ));
        }
        if reach.names + added.names > MAX_POINTER {
            return Err(format!(
                "the names on the way to a value would have more than {MAX_POINTER} bytes together with this"
            ));
        }
        Ok(())
    }

    /// Visits what is selected.
    fn each(&self, node: &Node, visit: &mut dyn FnMut(&Node)) {
        if self.is_end {
            visit(node);
        }
        match &node.value {
            Value::Object(object) => {
                for (name, way) in &self.members {
                    object
                        .get(name)
                        .into_iter()
                        .for_each(|it| way.each(it, visit));
                }
            }
            Value::Array(items) => {
                for (index, way) in &self.items {
                    items
                        .get(*index)
                        .into_iter()
                        .for_each(|it| way.each(it, visit));
                }
            }
            _ => {}
        }
    }

    /// The tree without what is selected.
    fn remove(&self, node: &Node) -> Node {
        match &node.value {
            Value::Object(object) => {
                let mut entries = Vec::with_capacity(object.len());
                for (key, it) in object.iter() {
                    match self.members.get(&*key.text) {
                        Some(way) if way.is_end => {}
                        Some(way) => entries.push((key.clone(), way.remove(it))),
                        None => entries.push((key.clone(), it.clone())),
                    }
                }
                Node::object(entries, node.place)
            }
            Value::Array(items) => {
                let mut left = Vec::with_capacity(items.len());
                for (index, it) in items.iter().enumerate() {
                    match self.items.get(&index) {
                        Some(way) if way.is_end => {}
                        Some(way) => left.push(way.remove(it)),
                        None => left.push(it.clone()),
                    }
                }
                Node::array(left, node.place)
            }
            _ => node.clone(),
        }
    }

    fn remove_from(&self, json: &mut Json) {
        match json {
            Json::Object(object) => {
                for (name, way) in &self.members {
                    match way.is_end {
                        true => drop(object.remove(name)),
                        false => object
                            .get_mut(name)
                            .into_iter()
                            .for_each(|it| way.remove_from(it)),
                    }
                }
            }
            Json::Array(items) => {
                // From the last one on, so that the others keep their numbers.
                for (index, way) in self.items.iter().rev() {
                    match way.is_end {
                        true if *index < items.len() => drop(items.remove(*index)),
                        _ => items
                            .get_mut(*index)
                            .into_iter()
                            .for_each(|it| way.remove_from(it)),
                    }
                }
            }
            _ => {}
        }
    }

    /// The tree with a value merged into what is selected, inner values first.
    fn merge(&self, node: &Node, value: &Node, merged: &mut Merged) -> Node {
        let inner = match &node.value {
            Value::Object(object) if !self.members.is_empty() => {
                let entries = object.iter().map(|(key, it)| {
                    let it = match self.members.get(&*key.text) {
                        Some(way) => way.merge(it, value, merged),
                        None => it.clone(),
                    };
                    (key.clone(), it)
                });
                Node::object(entries.collect(), node.place)
            }
            Value::Array(items) if !self.items.is_empty() => {
                let items =
                    items
                        .iter()
                        .enumerate()
                        .map(|(index, it)| match self.items.get(&index) {
                            Some(way) => way.merge(it, value, merged),
                            None => it.clone(),
                        });
                Node::array(items.collect(), node.place)
            }
            _ => node.clone(),
        };
        match self.is_end {
            true => merged.selected(inner, value),
            false => inner,
        }
    }

    fn merge_into(&self, json: &mut Json, value: &Json) {
        match json {
            Json::Object(object) => {
                for (name, way) in &self.members {
                    object
                        .get_mut(name)
                        .into_iter()
                        .for_each(|it| way.merge_into(it, value));
                }
            }
            Json::Array(items) => {
                for (index, way) in &self.items {
                    items
                        .get_mut(*index)
                        .into_iter()
                        .for_each(|it| way.merge_into(it, value));
                }
            }
            _ => {}
        }
        if self.is_end {
            merge::json_selected(json, value);
        }
    }
}

/// The same value for queries.
fn json_of(node: &Node) -> Json {
    match &node.value {
        Value::Null => Json::Null,
        Value::Bool(it) => Json::Bool(*it),
        // Digits beyond those of a number are of no use to a comparison.
        Value::Number(digits) => digits.parse().map_or(Json::Null, Json::Number),
        Value::String(text) => Json::String(text.as_ref().to_owned()),
        Value::Array(items) => items.iter().map(json_of).collect(),
        Value::Object(object) => {
            let members = object.iter();
            members
                .map(|(key, it)| (key.text.as_ref().to_owned(), json_of(it)))
                .collect()
        }
    }
}

#[cfg(test)]
mod tests;
