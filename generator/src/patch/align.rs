//! Which member or item of a tree stands for which one of another.

use std::collections::HashMap;

use super::same::is_same;
use crate::node::{Node, Object, Value};

/// For each new member, the old one that it was: that of its name, or one whose name alone has changed.
pub fn members(old: &Object, new: &Object) -> Vec<Option<usize>> {
    let at: HashMap<&str, usize> = old
        .iter()
        .enumerate()
        .map(|(i, (key, _))| (&*key.text, i))
        .collect();
    let mut found: Vec<Option<usize>> = new
        .iter()
        .map(|(key, _)| at.get(&*key.text).copied())
        .collect();
    let mut removed: Vec<(usize, &Node)> = old
        .iter()
        .enumerate()
        .filter(|(_, (key, _))| new.get(&key.text).is_none())
        .map(|(i, (_, node))| (i, node))
        .collect();
    // Names of small values are no names of anything.
    removed.retain(|(_, node)| weight(node, RENAMED) >= RENAMED);
    let added = new.iter().zip(&mut found).filter(|(_, it)| it.is_none());
    for ((_, node), found) in added.take(MOST) {
        let likeness = |other: &Node| common(other, node) * 2 >= weight(node, usize::MAX);
        let twin = removed
            .iter()
            .take(MOST)
            .position(|(_, it)| is_same(it, node))
            .or_else(|| removed.iter().take(MOST).position(|(_, it)| likeness(it)));
        *found = twin.map(|it| removed.remove(it).0);
    }
    found
}

/// How large a value is at least whose name may have changed.
const RENAMED: usize = 8;

/// How many values are compared with each other.
const MOST: usize = 200;

/// How many values there are, counted up to a limit.
fn weight(node: &Node, limit: usize) -> usize {
    let mut sum = 1;
    let mut add = |it: &Node| {
        if sum < limit {
            sum += weight(it, limit - sum);
        }
    };
    match &node.value {
        Value::Object(object) => object.iter().for_each(|(_, it)| add(it)),
        Value::Array(items) => items.iter().for_each(add),
        _ => {}
    }
    sum
}

/// How many values two have in common at the same places.
fn common(a: &Node, b: &Node) -> usize {
    match (&a.value, &b.value) {
        (Value::Object(a), Value::Object(b)) => {
            let pairs = a
                .iter()
                .filter_map(|(key, it)| Some((it, b.get(&key.text)?)));
            1 + pairs.map(|(a, b)| common(a, b)).sum::<usize>()
        }
        (Value::Array(a), Value::Array(b)) => {
            1 + a
                .iter()
                .zip(b.iter())
                .map(|(a, b)| common(a, b))
                .sum::<usize>()
        }
        (a, b) => usize::from(a == b),
    }
}

/// For each new item, the old one that it was: an equal one, or one that is about the same thing.
pub fn items(old: &[Node], new: &[Node]) -> Vec<Option<usize>> {
    let mut found = vec![None; new.len()];
    let mut is_free = vec![true; old.len()];
    // Equal ones at both ends first, then any.
    let same = |i: usize, j: usize| is_same(&old[i], &new[j]);
    let mut start = 0;
    while start < old.len().min(new.len()) && same(start, start) {
        found[start] = Some(start);
        is_free[start] = false;
        start += 1;
    }
    let mut end = 0;
    while end < old.len().min(new.len()) - start && same(old.len() - 1 - end, new.len() - 1 - end) {
        end += 1;
        found[new.len() - end] = Some(old.len() - end);
        is_free[old.len() - end] = false;
    }
    let mut by_value: HashMap<&Node, Vec<usize>> = HashMap::new();
    for i in (start..old.len() - end).rev() {
        by_value.entry(&old[i]).or_default().push(i);
    }
    let middle = start..new.len() - end;
    for j in middle.clone() {
        let candidates = by_value.get_mut(&new[j]);
        let twin = candidates.and_then(|it| {
            let at = it.iter().rposition(|i| same(*i, j))?;
            Some(it.remove(at))
        });
        if let Some(i) = twin {
            found[j] = Some(i);
            is_free[i] = false;
        }
    }
    for j in middle
        .clone()
        .filter(|j| new[*j].as_object().is_some())
        .take(MOST)
    {
        if found[j].is_none() {
            let twin = (0..old.len()).find(|i| {
                is_free[*i] && name(&old[*i]).is_some() && name(&old[*i]) == name(&new[j])
            });
            if let Some(i) = twin {
                found[j] = Some(i);
                is_free[i] = false;
            }
        }
    }
    // Collections that stand at one place are about the same thing, if as many are left.
    let left: Vec<usize> = (0..old.len()).filter(|i| is_free[*i]).collect();
    let open: Vec<usize> = middle.filter(|j| found[*j].is_none()).collect();
    if left.len() == open.len() {
        for (i, j) in left.into_iter().zip(open) {
            let both = (&old[i].value, &new[j].value);
            if let (Value::Object(_), Value::Object(_)) | (Value::Array(_), Value::Array(_)) = both
                && (name(&old[i]).is_none() || name(&new[j]).is_none())
            {
                found[j] = Some(i);
            }
        }
    }
    found
}

/// What an item of a list is called.
fn name(node: &Node) -> Option<(&str, &str)> {
    let text = |name: &str| node.get(name).and_then(Node::as_str);
    if let Some(name) = text("name") {
        return Some((name, text("in").unwrap_or_default()));
    }
    text("$ref").or_else(|| text("url")).map(|it| (it, "$"))
}
