//! Lists: of tags, of values, of branches.

use std::collections::HashMap;

use super::super::order;
use super::{Merger, Shape, is_same};
use crate::node::Node;
use crate::patch::alike;
use crate::source::{FileId, Place};

impl Merger<'_> {
    /// A list of the document; none where nothing is left of it.
    pub(super) fn list(
        &mut self,
        shape: Shape,
        base: &[Node],
        theirs: &[Node],
        ours: &[Node],
        place: Place,
        file: FileId,
    ) -> Option<Node> {
        let items = match shape {
            Shape::Values => self.keyed(Shape::Free, base, theirs, ours, file, |it| {
                format!("{it:?}")
            }),
            Shape::Tags => self.keyed(Shape::Free, base, theirs, ours, file, |it| {
                it.get("name")
                    .map_or_else(String::new, |it| format!("{it:?}"))
            }),
            _ if base.len() == ours.len() => {
                let found = alike(base, theirs);
                let pairs = theirs.iter().zip(found);
                pairs
                    .filter_map(|(theirs, was)| match was {
                        Some(i) => self.merge(
                            shape.item(),
                            Some(&base[i]),
                            Some(theirs),
                            Some(&ours[i]),
                            file,
                        ),
                        None => Some(self.fresh(shape.item(), theirs)),
                    })
                    .collect()
            }
            _ if base.len() == theirs.len()
                && base.iter().zip(theirs).all(|(a, b)| is_same(a, b)) =>
            {
                ours.to_vec()
            }
            _ => theirs
                .iter()
                .map(|it| self.fresh(shape.item(), it))
                .collect(),
        };
        (!items.is_empty()).then(|| Node::array(items, place))
    }

    /// A list of which no two items have the same name.
    pub(super) fn keyed(
        &mut self,
        shape: Shape,
        base: &[Node],
        theirs: &[Node],
        ours: &[Node],
        file: FileId,
        name: impl Fn(&Node) -> String,
    ) -> Vec<Node> {
        let names = |items: &[Node]| -> Vec<String> { items.iter().map(&name).collect() };
        let (base_names, their_names, our_names) = (names(base), names(theirs), names(ours));
        let index = |names: &[String]| -> HashMap<String, usize> {
            names.iter().cloned().zip(0..).collect()
        };
        let (at_base, at_theirs) = (index(&base_names), index(&their_names));
        let mut made: HashMap<String, Node> = HashMap::new();
        for (name, node) in our_names.iter().zip(ours) {
            let was = at_base.get(name).map(|it| &base[*it]);
            let is = at_theirs.get(name).map(|it| &theirs[*it]);
            if let Some(it) = self.merge(shape, was, is, Some(node), file) {
                made.insert(name.clone(), it);
            }
        }
        for (name, node) in their_names.iter().zip(theirs) {
            if !at_base.contains_key(name) && !made.contains_key(name) {
                made.insert(name.clone(), self.fresh(shape, node));
            }
        }
        let kept = |names: &'_ [String]| -> Vec<String> {
            names
                .iter()
                .filter(|it| made.contains_key(*it))
                .cloned()
                .collect()
        };
        let (our_names, their_names) = (kept(&our_names), kept(&their_names));
        fn texts(names: &[String]) -> Vec<&str> {
            names.iter().map(String::as_str).collect()
        }
        let order = order::merged(
            &texts(&our_names),
            &texts(&base_names),
            &texts(&their_names),
        );
        order
            .into_iter()
            .filter_map(|it| made.get(it).cloned())
            .collect()
    }
}
