//! Components whose rows have been shown elsewhere below the same operation.

use super::{RowReader, RowTree};
use crate::capture::draft::{Draft, DraftId};
use crate::capture::samples::same_members;
use crate::node::Node;

impl RowReader<'_> {
    /// A component's rows are shown once, unless it stands in an `allOf`.
    pub(super) fn note_repetition(&mut self, id: DraftId, node: &RowTree<'_, '_>) {
        let target = self.drafts.target(id);
        let is_link = target != id && !node.children.is_empty();
        if is_link
            && self.drafts.get(id).is_bare_link()
            && self.shown.iter().any(|(it, _)| *it == target)
        {
            // Of a component that holds itself, the outer row is the one: the inner would go on without end.
            let holder = self.open.last().filter(|(_, it)| *it == target);
            let in_all_of = holder.map_or(id, |(outer, _)| *outer);
            self.drafts.get_mut(in_all_of).in_all_of = true;
        }
    }

    /// A component without rows that has an example has been shown as the items of an array, under no name.
    pub(super) fn find_shown_component(&mut self, component: DraftId, sample: Option<&Node>) {
        let is_object = |it: &&Node| it.as_object().is_some_and(|it| !it.is_empty());
        let Some(sample) = sample.filter(is_object) else {
            return;
        };
        if self.shown.iter().any(|(id, _)| *id == component) {
            return;
        }
        let same = self.shown_unnamed(|it| it == sample);
        if self.drafts.get(component).has_parts() {
            if let Some(seen) = same {
                *self.drafts.get_mut(seen) = Draft {
                    link: Some(component),
                    known: true,
                    ..Draft::default()
                };
            }
            return;
        }
        let has_members = |it: &Node| same_members(it, sample);
        if let Some(seen) = same.or_else(|| self.shown_unnamed(has_members)) {
            self.drafts.move_into_component(seen, component);
        }
    }

    /// A schema without a name whose rows have been shown, by its example.
    fn shown_unnamed(&self, is_it: impl Fn(&Node) -> bool) -> Option<DraftId> {
        let mut shown = self.shown.iter();
        let found = shown.find(|(id, it)| {
            let draft = self.drafts.get(*id);
            // What holds the component is not the component.
            !self.within.contains(id)
                && draft.name.is_none()
                && draft.link.is_none()
                && it.as_ref().is_some_and(&is_it)
        });
        found.map(|(id, _)| *id)
    }
}
