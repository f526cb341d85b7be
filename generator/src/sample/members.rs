//! Objects under way, and the rules that hold for names that are not listed.

use std::sync::Arc;

use crate::analysis::facets::Facets;
use crate::model::{Additional, SchemaId};
use crate::node::{Key, Node, Value};
use crate::source::Place;

/// Members of an object that is drawn.
pub type Members = Vec<(Arc<str>, Node)>;

/// An object of members.
pub fn object(members: &Members) -> Node {
    let place = Place::default();
    let entries = members
        .iter()
        .map(|(name, it)| (Key::new(name.clone(), place), it.clone()));
    Node::object(entries.collect(), place)
}

/// An array of items.
pub fn array(items: Vec<Node>) -> Node {
    Node::array(items, Place::default())
}

/// Puts a member in, or another value in its place.
pub fn set(members: &mut Members, name: &Arc<str>, value: Node) {
    match members.iter_mut().find(|it| it.0 == *name) {
        Some(it) => it.1 = value,
        None => members.push((name.clone(), value)),
    }
}

/// An object with one member more, or another value of it.
pub fn with(members: &Members, name: &Arc<str>, value: Node) -> Node {
    let mut members = members.clone();
    set(&mut members, name, value);
    object(&members)
}

/// An object without one of its members.
pub fn without(members: &Members, name: &str) -> Node {
    let rest = members.iter().filter(|it| *it.0 != *name);
    object(&rest.cloned().collect())
}

/// What a property that is not listed satisfies: by `patternProperties`, or else `additionalProperties`.
pub fn further(facets: &Facets<'_>, name: &str) -> Option<Vec<SchemaId>> {
    let mut schemas = Vec::new();
    for rules in &facets.objects {
        let matching = rules
            .patterns
            .iter()
            .filter(|it| fits(it.0, name))
            .map(|it| *it.1);
        let before = schemas.len();
        schemas.extend(matching);
        if schemas.len() == before
            && !rules.properties.contains_key(name)
            && let Additional::Schema(id) = rules.further()
        {
            schemas.push(id);
        }
    }
    (!schemas.is_empty()).then_some(schemas)
}

/// Whether a pattern matches a name, as far as that can be told quickly.
pub fn fits(pattern: &str, name: &str) -> bool {
    pattern.len() < 300
        && name.len() < 300
        && fancy_regex::Regex::new(pattern).is_ok_and(|it| it.is_match(name).unwrap_or(false))
}

/// The members of an object.
pub fn as_members(value: &Node) -> Option<Members> {
    let object = value.as_object()?;
    Some(
        object
            .iter()
            .map(|(key, it)| (key.text.clone(), it.clone()))
            .collect(),
    )
}

/// An object with the members of another one.
pub fn merged(base: &Members, over: &Node) -> Option<Node> {
    let mut members = base.clone();
    for (name, value) in as_members(over)? {
        set(&mut members, &name, value);
    }
    Some(object(&members))
}

/// An object that is told by its tags, once for each value of the last of them.
pub fn tagged(value: &Node, tags: &[(Arc<str>, Vec<Arc<str>>)]) -> Vec<Node> {
    let Some(mut members) = as_members(value) else {
        return vec![value.clone()];
    };
    let mut all = Vec::new();
    for (property, values) in tags {
        for tag in values {
            set(
                &mut members,
                property,
                Node::new(Value::String(tag.clone()), Place::default()),
            );
            all.push(object(&members));
        }
    }
    all.push(value.clone());
    all
}
