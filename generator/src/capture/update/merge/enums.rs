//! Extensions that name the values of an enum, one after the other.

use std::collections::HashMap;
use std::sync::Arc;

use heck::ToPascalCase as _;
use indexmap::IndexMap;

use super::{Merger, is_same};
use crate::node::{Key, Node, Object};

/// Lists that stand beside the values, and whether they hold names.
const BESIDE: [(&str, bool); 5] = [
    ("x-enum-varnames", true),
    ("x-enumNames", true),
    ("x-enum-names", true),
    ("x-enum-descriptions", false),
    ("x-enumDescriptions", false),
];

impl Merger<'_> {
    /// An object of which the values have changed, with the lists that name them in step.
    pub(super) fn with_names(&mut self, before: &Object, object: &Node) -> Node {
        let members = object.as_object().into_iter().flat_map(Object::iter);
        let mut members: IndexMap<Arc<str>, (Key, Node)> = members
            .map(
                |(key, it)| match before.get(&key.text).filter(|_| key.text.starts_with("x-")) {
                    // As it was before anything was made of it.
                    Some(was) => (key.text.clone(), (key.clone(), was.clone())),
                    None => (key.text.clone(), (key.clone(), it.clone())),
                },
            )
            .collect();
        self.name_values(before, &mut members);
        Node::object(members.into_values().collect(), object.place)
    }

    /// Keeps lists that name values in step with the values. What a new value is called no page says: a name is made of the
    /// value as the others are, and told.
    pub(super) fn name_values(
        &mut self,
        ours: &Object,
        members: &mut IndexMap<Arc<str>, (Key, Node)>,
    ) {
        if self.is_asking {
            return;
        }
        let Some(was) = ours.get("enum").and_then(Node::as_array) else {
            return;
        };
        let Some(is) = members
            .get("enum")
            .and_then(|(_, it)| it.as_array())
            .map(<[Node]>::to_vec)
        else {
            return;
        };
        if was.len() == is.len() && was.iter().zip(&is).all(|(a, b)| is_same(a, b)) {
            return;
        }
        let at: HashMap<&Node, usize> = was.iter().zip(0..).collect();
        for (extension, holds_names) in BESIDE {
            let Some((_, list)) = members.get_mut(extension) else {
                continue;
            };
            let Some(names) = list
                .as_array()
                .filter(|it| it.len() == was.len())
                .map(<[Node]>::to_vec)
            else {
                continue;
            };
            let texts: Vec<&str> = names.iter().filter_map(Node::as_str).collect();
            let place = list.place;
            let mut named = Vec::with_capacity(is.len());
            for value in &is {
                named.push(match at.get(value) {
                    Some(i) => names[*i].clone(),
                    None if holds_names => {
                        let shown = value
                            .as_str()
                            .map_or_else(|| format!("{value:?}"), str::to_owned);
                        let name = name_for(&shown, &texts);
                        self.merged.made_up.push((shown, name.clone()));
                        Node::string(name, Default::default())
                    }
                    None => Node::string("", Default::default()),
                });
            }
            *list = Node::array(named, place);
        }
    }
}

/// A name for a value, which begins as the others do.
fn name_for(value: &str, others: &[&str]) -> String {
    let common = |a: &str, b: &str| -> usize {
        let pairs = a.char_indices().zip(b.chars());
        pairs
            .take_while(|((_, a), b)| a == b)
            .last()
            .map_or(0, |((at, c), _)| at + c.len_utf8())
    };
    let prefix = match others {
        [first, rest @ ..] if !rest.is_empty() => {
            let length = rest.iter().map(|it| common(first, it)).min().unwrap_or(0);
            // Up to where each of them begins a new word.
            let begins = |at: usize| {
                others
                    .iter()
                    .all(|it| it[at..].starts_with(|c: char| c.is_uppercase() || c == '_'))
            };
            let ends = (0..=length).rev().filter(|at| first.is_char_boundary(*at));
            let end = ends.into_iter().find(|at| *at == 0 || begins(*at));
            &first[..end.unwrap_or(0)]
        }
        _ => "",
    };
    format!("{prefix}{}", value.to_pascal_case())
}

#[cfg(test)]
mod tests {
    use super::name_for;

    #[test]
    fn a_name_begins_as_the_others_do() {
        for (value, others, name) in [
            (
                "ai_seat",
                &["ResourceChat", "ResourceApiKey"][..],
                "ResourceAiSeat",
            ),
            ("b", &["StatusActive", "StatusAway"], "StatusB"),
            ("b-c", &["one", "two"], "BC"),
            ("b", &["OnlyOne"], "B"),
            ("é x", &[], "ÉX"),
        ] {
            assert_eq!(name_for(value, others), name);
        }
    }
}
