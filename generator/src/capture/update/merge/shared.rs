//! What the document shares by references, and whether pages agree on it.

use super::spot::{Spot, Vote, replaced};
use super::{Merger, Refusal, Shape, is_same};
use crate::node::{Key, Node, Value, percent_decode, pointer_name};
use crate::source::FileId;

/// How many references are followed one after the other.
const MOST: usize = 16;

impl Merger<'_> {
    /// Where something stands that a reference stands for; pages show it as if it stood here.
    pub(super) fn shared_spot(&self, shape: Shape, ours: &Node, file: FileId) -> Option<Spot> {
        if !shape.may_be_shared() {
            return None;
        }
        let mut reference = ours.get("$ref")?.as_str()?;
        let mut file = file;
        for _ in 0..MOST {
            let (path, pointer) = reference.split_once('#').unwrap_or((reference, ""));
            if !path.is_empty() {
                file = self.input.document.file(file, path).ok()?;
            }
            let pointer = percent_decode(pointer);
            let target = self.input.document.tree(file).at(&pointer)?;
            match target.get("$ref").and_then(Node::as_str) {
                Some(next) => reference = next,
                None => return Some((file, pointer)),
            }
        }
        None
    }

    pub(super) fn vote(&mut self, spot: Spot, base: &Node, theirs: Option<&Node>) {
        let vote = self.votes.entry(spot).or_insert_with(|| Vote {
            shape: None,
            reference: None,
            base: base.clone(),
            theirs: theirs.cloned(),
            agree: true,
        });
        let same = match (&vote.theirs, theirs) {
            (Some(a), Some(b)) => is_same(a, b),
            (None, None) => true,
            // What is not used here any more may be used elsewhere.
            (Some(_), None) => true,
            (None, Some(it)) => {
                vote.theirs = Some(it.clone());
                vote.base = base.clone();
                return;
            }
        };
        vote.agree &= same && is_same(&vote.base, base);
    }

    /// Something that stands behind a reference of the document.
    pub(super) fn through_reference(
        &mut self,
        shape: Shape,
        base: &Node,
        theirs: &Node,
        ours: &Node,
        spot: Spot,
    ) -> Node {
        let Some(target) = self.input.document.tree(spot.0).at(&spot.1).cloned() else {
            return ours.clone();
        };
        if self.is_asking {
            self.vote(spot.clone(), base, Some(theirs));
            if let Some(vote) = self.votes.get_mut(&spot)
                && spot.0 == FileId(0)
            {
                vote.shape = Some(shape);
                vote.reference.get_or_insert_with(|| ours.clone());
            }
            self.both(shape, base, theirs, &target, spot.0);
            return ours.clone();
        }
        if is_same(base, theirs) {
            return ours.clone();
        }
        if self.agrees(&spot) {
            self.queue
                .insert(spot, (shape, base.clone(), theirs.clone()));
            return ours.clone();
        }
        if spot.0 != FileId(0) || shape == Shape::Schema && !is_scalar(theirs) {
            self.merged.refusals.push(Refusal {
                place: ours.place,
                message: "the pages say different things of what this refers to; write one of them out here".to_owned(),
            });
            return ours.clone();
        }
        // It is no longer what the others share.
        let made = self.both(shape, base, theirs, &target, spot.0);
        self.known(shape, theirs)
            .or(made)
            .map_or_else(|| ours.clone(), |it| bare(&it))
    }

    /// Whether all pages say the same of something that is shared.
    pub(super) fn agrees(&self, spot: &Spot) -> bool {
        self.votes.get(spot).is_some_and(|it| it.agree)
    }

    /// What pages show of something that is shared, as it will be.
    pub(super) fn shown(&self, spot: &Spot) -> Option<&Node> {
        let vote = self.votes.get(spot)?;
        match vote.agree {
            true => vote.theirs.as_ref(),
            false => Some(&vote.base),
        }
    }

    /// The reference of the document to something that is what pages show.
    pub(super) fn known(&self, shape: Shape, theirs: &Node) -> Option<Node> {
        self.shared.get(&(shape, theirs.clone())).cloned()
    }

    /// Remembers which references stand for what, as it will be.
    pub(super) fn share(&mut self) {
        for vote in self.votes.values() {
            let (Some(shape), Some(reference)) = (vote.shape, &vote.reference) else {
                continue;
            };
            // A reference to a schema is shown by its name, where it has one.
            if matches!(shape, Shape::Schema | Shape::PathItem) {
                continue;
            }
            let shown = match (&vote.theirs, vote.agree) {
                (Some(theirs), true) => theirs,
                _ => &vote.base,
            };
            let known = self
                .shared
                .entry((shape, shown.clone()))
                .or_insert_with(|| reference.clone());
            // Of two that are shown alike always the same one.
            let text = |it: &Node| it.get("$ref").and_then(Node::as_str).map(str::to_owned);
            if text(reference) < text(known) {
                *known = reference.clone();
            }
        }
    }

    /// Edits what is shared, and what that shares in turn.
    pub(super) fn edit_what_is_shared(&mut self) {
        let mut done = 0;
        while let Some((spot, (shape, base, theirs))) = self
            .queue
            .get_index(done)
            .map(|(a, b)| (a.clone(), b.clone()))
        {
            done += 1;
            let tree = self.tree(spot.0);
            let Some(target) = tree.at(&spot.1).cloned() else {
                continue;
            };
            let Some(made) = self.both(shape, &base, &theirs, &target, spot.0) else {
                continue;
            };
            if !is_same(&made, &target) {
                let names: Vec<String> = spot
                    .1
                    .split('/')
                    .skip(1)
                    .map(|it| pointer_name(it).into_owned())
                    .collect();
                let tree = replaced(&tree, &names, &made);
                self.merged.trees.insert(spot.0, tree);
            }
        }
    }

    /// A file as it is by now.
    pub(super) fn tree(&self, file: FileId) -> Node {
        match self.merged.trees.get(&file) {
            Some(tree) => tree.clone(),
            None => self.input.document.tree(file).clone(),
        }
    }
}

/// Whether a value holds no others.
fn is_scalar(node: &Node) -> bool {
    let object = node.as_object();
    object.is_some_and(|it| {
        it.iter().all(|(key, _)| {
            !matches!(
                &*key.text,
                "properties" | "items" | "allOf" | "anyOf" | "oneOf"
            )
        })
    })
}

/// A value as one that has no place yet: it is written anew.
fn bare(node: &Node) -> Node {
    let place = Default::default();
    match &node.value {
        Value::Object(object) => {
            let members = object
                .iter()
                .map(|(key, it)| (Key::new(key.text.clone(), place), bare(it)));
            Node::object(members.collect(), place)
        }
        Value::Array(items) => Node::array(items.iter().map(bare).collect(), place),
        value => Node::new(value.clone(), place),
    }
}
