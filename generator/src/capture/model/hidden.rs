//! What a page does not show of the schemas of an operation, and where it does show that something is there.

use super::{Builder, Shapes, value};
use crate::capture::draft::{Draft, DraftId};
use crate::capture::facts;
use crate::docs::grammar;
use crate::docs::label::TypeLabel;
use crate::model::JsonType;
use crate::node::Node;

use indexmap::IndexMap;

impl Builder<'_> {
    /// Where the rows of a component stand below an operation without oddities, it is the one branch of a schema.
    pub(super) fn within_all_of(&mut self, id: DraftId) {
        let draft = self.drafts.get_mut(id);
        draft.in_all_of |= !self.docs.quirks && draft.link.is_some();
    }

    /// The rows of a body that is no object by itself, and no choice: those of the one branch that it has.
    pub(super) fn lone_part(&mut self, id: DraftId) {
        let draft = self.drafts.get(id);
        if draft.link.is_some() || draft.types != [JsonType::Object] {
            return;
        }
        let inner = Draft {
            types: vec![JsonType::Object],
            ..Draft::default()
        };
        let inner = self.drafts.add(inner);
        let draft = self.drafts.get_mut(id);
        (draft.link, draft.in_all_of) = (Some(inner), true);
    }

    /// Adds branches to a response without a type of which there is an example and no row: the tools show nothing of a schema
    /// that has branches alone. Values of theirs are listed under the names of their rows.
    pub(super) fn hidden_branches(
        &mut self,
        id: DraftId,
        status: &str,
        label: &TypeLabel<'_>,
        facts: &facts::Operation<'_>,
    ) {
        let (mut label, mut holder) = (label, id);
        let mut sample = facts.response_sample(status);
        while let TypeLabel::ArrayOf(of) = label {
            let Some(items) = self.drafts.get(self.drafts.target(holder)).items else {
                return;
            };
            (label, holder) = (of, items);
            sample = sample.and_then(|it| it.as_array()?.first());
        }
        let is_hidden = label.is_word(grammar::UNTYPED)
            && facts.response_schema.is_some()
            && facts.schemas.iter().all(|it| it.status != Some(status));
        let of_values = facts.schemas.iter().find(|it| it.status.is_none());
        if !is_hidden || !self.docs.quirks || (sample.is_none() && of_values.is_none()) {
            return;
        }
        let shown = self.drafts.add(Draft::default());
        if let Some(sample) = sample {
            self.drafts.see(shown, sample, None);
        }
        let other = self.drafts.add(Draft::default());
        for it in of_values.into_iter().flat_map(|it| &it.values) {
            let values = it.values(self.docs.quirks);
            let values = values.iter().map(|it| value(it, None, None)).collect();
            let limited = match &*it.name {
                grammar::ANONYMOUS => other,
                name => {
                    let property = self.drafts.add(Draft::default());
                    let draft = self.drafts.get_mut(other);
                    draft.properties.insert(name.into(), property);
                    property
                }
            };
            self.drafts.get_mut(limited).values = Some(values);
        }
        let draft = self.drafts.get_mut(holder);
        (draft.link, draft.in_all_of) = (None, false);
        // Of a choice the first is shown.
        draft.branches[2] = vec![shown, other];
    }

    /// What is called `any` without oddities has no type, whatever its example is, and an object without rows no properties.
    pub(super) fn settle_any(
        &mut self,
        id: DraftId,
        label: Option<&TypeLabel<'_>>,
        has_rows: bool,
    ) {
        let is_settled = |it: &TypeLabel<'_>| {
            it.is_word(grammar::ANY) || (!has_rows && it.is_word(JsonType::Object.as_str()))
        };
        if !self.docs.quirks && label.is_some_and(is_settled) {
            self.drafts.get_mut(id).known = true;
        }
    }

    /// An example of a response that tells where its rows belong: without oddities one with a name will do.
    pub(super) fn hint<'f>(
        &self,
        facts: &'f facts::Operation<'_>,
        status: &str,
    ) -> Option<&'f Node> {
        let named = || {
            let mut samples = facts.response_samples(status);
            samples.find_map(|it| it.value.as_ref().filter(|_| !it.is_refused))
        };
        let own = facts.response_sample(status);
        own.or_else(|| named().filter(|_| !self.docs.quirks))
    }

    /// Whether what a component is shown as is not this example of it, which then is the operation's own unless it follows
    /// from the direction in which the value travels.
    pub(super) fn is_shown_otherwise(&self, id: DraftId, sample: &Node) -> bool {
        let draft = self.drafts.get(id);
        let is_plain = !self.docs.quirks && draft.link.is_some() && !draft.has_siblings();
        let component = self.drafts.get(self.drafts.target(id));
        is_plain && component.shown.as_ref().is_some_and(|it| it != sample)
    }

    /// The components of which no more is known than their names, and that each page says no value was found for, of an
    /// example or of a parameter.
    pub(super) fn refusing<'f, 'a: 'f>(
        &self,
        operations: impl Iterator<Item = (&'f facts::Operation<'a>, &'f Shapes)>,
    ) -> Vec<DraftId> {
        let mut refuses: IndexMap<DraftId, bool> = IndexMap::new();
        for (facts, shapes) in operations {
            let body = shapes.body.and_then(|it| Some((it, facts.made_of_body()?)));
            let responses = facts.responses.iter().zip(&shapes.responses);
            let responses =
                responses.filter_map(|(it, id)| Some(((*id)?, facts.made_of_response(it.status)?)));
            let shown = body.into_iter().chain(responses);
            let shown = shown.map(|(id, sample)| (id, sample.none_accepted));
            let sent = facts.parameters.iter();
            let sent = sent.filter(|it| it.location != grammar::BODY_NAME);
            let sent = sent.zip(&shapes.parameters);
            let sent = sent.filter_map(|(it, id)| Some(((*id)?, it.none_to_send)));
            for (id, is_refused) in shown.chain(sent) {
                let of = self.within_arrays(id);
                if self.drafts.get(of).has_only_name() {
                    *refuses.entry(of).or_insert(true) &= is_refused;
                }
            }
        }
        let refuses = refuses.into_iter().filter(|it| it.1);
        refuses.map(|it| it.0).collect()
    }

    /// What an array of arrays holds in the end.
    fn within_arrays(&self, id: DraftId) -> DraftId {
        let mut id = self.drafts.target(id);
        for _ in 0..64 {
            match self.drafts.get(id).items {
                Some(items) => id = self.drafts.target(items),
                None => break,
            }
        }
        id
    }

    /// Lets components refuse whatever there is.
    pub(super) fn refuse(&mut self, components: &[DraftId]) {
        for id in components {
            let anything = self.drafts.add(Draft::default());
            self.drafts.get_mut(*id).not.get_or_insert(anything);
        }
    }

    /// Responses of a simple type have no example: where the first of them has none, its component is of such a type.
    pub(super) fn primitive(&mut self, facts: &facts::Operation<'_>, shapes: &Shapes) {
        // Without oddities examples may have titles of their own.
        let may_be = self.docs.quirks || facts.examples.is_none();
        for it in &facts.responses {
            if facts.response_samples(it.status).next().is_some() {
                return;
            }
            if let Some(TypeLabel::Schema { link, .. }) = &it.label {
                let id = self.drafts.component(&link.name);
                // What is sent shows its type.
                let is_body = shapes.body.is_some_and(|it| self.drafts.target(it) == id);
                let is_sent = is_body && facts.body_sample().is_some();
                let draft = self.drafts.get_mut(id);
                if may_be && !is_sent && !draft.known && draft.types.is_empty() {
                    draft.types = vec![JsonType::String];
                }
            }
        }
    }

    /// Notes of a component of which nothing is known that it is an array.
    pub(super) fn array_by_its_own_name(&mut self, label: &TypeLabel<'_>) {
        let TypeLabel::Schema { link, .. } = label else {
            return;
        };
        let id = self.drafts.component(&link.name);
        let draft = self.drafts.get_mut(id);
        if !draft.known && draft.types.is_empty() {
            draft.types = vec![JsonType::Array];
        }
    }

    pub(super) fn is_array(&self, label: &TypeLabel<'_>) -> bool {
        let TypeLabel::Schema { link, .. } = label else {
            return false;
        };
        let Some(id) = self.drafts.components().get(&*link.name) else {
            return true;
        };
        let draft = self.drafts.get(*id);
        !draft.known || draft.is(JsonType::Array)
    }
}
