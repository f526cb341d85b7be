//! Changes in words: what one is called, what proves it, and which of them are one.

use std::collections::{BTreeMap, HashSet};

use super::change::{Change, Verdict, Witness};
use crate::source::{Place, one_line};

/// A change, and why it is accepted if it is.
#[derive(Debug)]
pub struct Told {
    /// The change.
    pub change: Change,
    /// Why it is accepted.
    pub reason: Option<String>,
}

/// What a change is about: an operation, or the API.
pub fn operation(it: &Change) -> String {
    match &it.operation {
        Some(it) => one_line(&it.to_string()),
        None => "the API".to_owned(),
    }
}

/// Where in the operation, and what changed.
pub fn sentence(it: &Change) -> String {
    match it.subject.as_str() {
        "" => one_line(&it.message),
        subject => one_line(&format!("{subject}: {}", it.message)),
    }
}

/// What proves that something breaks.
pub fn proof(it: &Witness) -> String {
    let (accepts, refuses) = (it.accepted_by.as_str(), it.accepted_by.other().as_str());
    match it.is_value {
        true => format!(
            "`{}` is accepted by the {accepts} document and refused by the {refuses} one",
            it.text
        ),
        false => format!(
            "`{}` works by the {accepts} document and fails by the {refuses} one",
            it.text
        ),
    }
}

/// Changes that are one: of a schema that many operations lead to, say.
pub struct Group<'a> {
    /// The first of them.
    pub first: &'a Told,
    /// What they are about, each once.
    pub operations: Vec<String>,
    known: HashSet<String>,
}

/// Changes grouped by what they are, in order.
pub fn groups(told: &[Told]) -> Vec<Group<'_>> {
    type Key<'k> = (
        Option<Place>,
        Option<Place>,
        &'k str,
        &'k str,
        Verdict,
        bool,
    );
    let mut known: BTreeMap<Key<'_>, usize> = BTreeMap::new();
    let mut all: Vec<Group<'_>> = Vec::new();
    for it in told {
        let change = &it.change;
        let key = (
            change.old,
            change.new,
            change.code.as_str(),
            change.message.as_str(),
            change.wire,
            it.reason.is_some(),
        );
        // What has no places of its own is told each time.
        let at = known
            .get(&key)
            .copied()
            .filter(|_| change.old.is_some() || change.new.is_some());
        let name = operation(change);
        match at {
            Some(at) => {
                if all[at].known.insert(name.clone()) {
                    all[at].operations.push(name);
                }
            }
            None => {
                known.insert(key, all.len());
                all.push(Group {
                    first: it,
                    known: HashSet::from([name.clone()]),
                    operations: vec![name],
                });
            }
        }
    }
    all
}
