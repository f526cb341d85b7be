//! What the document shares by references, and whether pages agree on it.

use super::spot::{Spot, Vote, bare, replaced};
use super::{Merger, Refusal, Shape, is_same};
use crate::load::MAX_HOPS;
use crate::node::{Node, pointer_name};
use crate::source::FileId;

impl Merger<'_> {
    /// Where something stands that a reference stands for; pages show it as if it stood here.
    pub(super) fn shared_spot(&self, shape: Shape, ours: &Node, file: FileId) -> Option<Spot> {
        if !shape.may_be_shared() {
            return None;
        }
        let mut reference = ours.get("$ref")?.as_str()?;
        let mut file = file;
        for _ in 0..MAX_HOPS {
            let (next, pointer, target) = self.input.document.find(file, reference)?;
            match target.get("$ref").and_then(Node::as_str) {
                Some(further) => (file, reference) = (next, further),
                None => return Some((next, pointer)),
            }
        }
        None
    }

    pub(super) fn vote(&mut self, spot: Spot, base: &Node, theirs: Option<&Node>) {
        let vote = self.votes.entry(spot).or_insert_with(|| Vote {
            shape: None,
            reference: None,
            pairs: Vec::new(),
            agree: true,
        });
        vote.add(base, theirs);
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
        if shape == Shape::Schema && !self.agrees(&spot) {
            // A page may show less of it in one place than in another; whether that is all is tried.
            self.merged.doubts.push(Refusal {
                place: ours.place,
                message: "the pages say different things of what this refers to; write it out where it is another thing"
                    .to_owned(),
            });
        }
        if shape == Shape::Schema || self.agrees(&spot) {
            self.queue.insert(spot, shape);
            return ours.clone();
        }
        if spot.0 != FileId(0) {
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
        self.votes.get(spot)?.shown()
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
            let Some(shown) = vote.shown() else { continue };
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
        while let Some((spot, shape)) = self.queue.get_index(done).map(|(a, b)| (a.clone(), *b)) {
            done += 1;
            let tree = self.tree(spot.0);
            let Some(target) = tree.at(&spot.1).cloned() else {
                continue;
            };
            let pairs = self.votes.get(&spot).map(|it| it.pairs.clone());
            let mut pairs = pairs.unwrap_or_default();
            if self.input.is_reversed {
                pairs.reverse();
            }
            let mut made = target.clone();
            for (base, theirs) in pairs {
                if let Some(theirs) = theirs.filter(|it| !is_same(it, &base)) {
                    made = self
                        .both(shape, &base, &theirs, &made, spot.0)
                        .unwrap_or(made);
                }
            }
            if !is_same(&made, &target) {
                let names = spot.1.split('/').skip(1);
                let names: Vec<String> = names.map(|it| pointer_name(it).into_owned()).collect();
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
