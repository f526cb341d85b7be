//! Which paths of an older document are which of a newer one.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::shape::method;
use crate::node::{Node, Object};

/// Paths that are called differently now, by what they were called: those of which an operation has the same method and the
/// same title on both sides.
pub fn renamed(base: Option<&Object>, theirs: Option<&Object>) -> HashMap<Arc<str>, Arc<str>> {
    let (Some(base), Some(theirs)) = (base, theirs) else {
        return HashMap::new();
    };
    let mut by_title: HashMap<(&str, &str), Vec<&Arc<str>>> = HashMap::new();
    for (key, item) in theirs
        .iter()
        .filter(|(key, _)| base.get(&key.text).is_none())
    {
        for title in titles(item) {
            by_title.entry(title).or_default().push(&key.text);
        }
    }
    let mut out = HashMap::new();
    let mut taken = HashSet::new();
    for (key, item) in base
        .iter()
        .filter(|(key, _)| theirs.get(&key.text).is_none())
    {
        let mut found = titles(item).filter_map(|it| match &by_title.get(&it)?[..] {
            [only] => Some(*only),
            _ => None,
        });
        if let Some(to) = found.find(|it| !taken.contains(it)) {
            taken.insert(to);
            out.insert(key.text.clone(), to.clone());
        }
    }
    out
}

/// The methods of a path item with the titles of their operations.
fn titles(item: &Node) -> impl Iterator<Item = (&str, &str)> {
    let members = item.as_object().into_iter().flat_map(Object::iter);
    members.filter_map(|(key, it)| {
        method(&key.text)?;
        Some((&*key.text, it.get("summary")?.as_str()?))
    })
}
