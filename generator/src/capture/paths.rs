//! The operations of several pages → one order that every page agrees with.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use indexmap::IndexMap;

use crate::model::Operation;

/// Puts operations in the order of a document: those of one path stand together, and on no page the order changes. Paths
/// of which no page says which comes first stand in the order they were met.
pub fn merged(pages: Vec<Vec<Operation>>) -> Vec<Operation> {
    let mut paths: IndexMap<Arc<str>, Vec<Operation>> = IndexMap::new();
    let mut edges: BTreeSet<(usize, usize)> = BTreeSet::new();
    for page in pages {
        let mut before: Option<usize> = None;
        for it in page {
            let entry = paths.entry(it.path.clone());
            let at = entry.index();
            let of_path = entry.or_default();
            // A page that describes an operation twice describes it once.
            if of_path.iter().all(|known| known.method != it.method) {
                of_path.push(it);
            }
            if let Some(before) = before.filter(|it| *it != at) {
                edges.insert((before, at));
            }
            before = Some(at);
        }
    }
    let mut waits_for = vec![0; paths.len()];
    let mut followers: HashMap<usize, Vec<usize>> = HashMap::new();
    for (before, after) in &edges {
        waits_for[*after] += 1;
        followers.entry(*before).or_default().push(*after);
    }
    let mut ready: BTreeSet<usize> = (0..paths.len()).filter(|it| waits_for[*it] == 0).collect();
    let mut left: BTreeSet<usize> = (0..paths.len()).collect();
    let mut order = Vec::with_capacity(paths.len());
    // Where pages contradict each other the first that is left goes first.
    while let Some(next) = ready.pop_first().or_else(|| left.first().copied()) {
        if !left.remove(&next) {
            continue;
        }
        order.push(next);
        for it in followers.get(&next).into_iter().flatten() {
            waits_for[*it] -= 1;
            if waits_for[*it] == 0 {
                ready.insert(*it);
            }
        }
    }
    let mut of_paths: Vec<Option<Vec<Operation>>> = paths.into_values().map(Some).collect();
    order
        .into_iter()
        .flat_map(|it| of_paths[it].take().unwrap_or_default())
        .collect()
}
