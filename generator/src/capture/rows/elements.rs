//! The rows of a tuple's elements → what they say of these.

use super::element::{Element, element};
use super::{RowReader, RowTree};
use crate::capture::draft::{Draft, DraftId};
use crate::capture::facts::Name;
use crate::model::JsonType;
use crate::node::Node;

/// How many elements a tuple may have of which rows alone tell.
const MOST_ELEMENTS: usize = 1000;

impl RowReader<'_> {
    /// Whether the rows of a schema are those of elements. Of a component no type says so below an operation, only its rows.
    pub(super) fn is_tuple(
        &mut self,
        id: DraftId,
        rows: &[RowTree<'_, '_>],
        sample: Option<&Node>,
    ) -> bool {
        let draft = self.drafts.get(id);
        if !draft.prefix.is_empty() {
            return true;
        }
        let of_rows = rows.iter().map(|it| match it.row.map(|it| &it.name) {
            Some(Name::Property(name)) => element(name),
            _ => None,
        });
        let of_rows: Option<Vec<Element>> = of_rows.collect();
        let Some(of_rows) = of_rows.filter(|it| !it.is_empty() && !self.quirks) else {
            return false;
        };
        let of_rows_alone = of_rows.iter().map(|it| match it {
            Element::At(at) => at + 1,
            Element::From(from) => *from,
        });
        let least = of_rows_alone.max().unwrap_or(0);
        let elements = sample.and_then(Node::as_array);
        let length = elements.map_or(least, |it| it.len());
        let is_known = draft.known || draft.items.is_some() || draft.has_parts();
        if is_known || length < least || length > MOST_ELEMENTS {
            return false;
        }
        let prefix: Vec<DraftId> = (0..length)
            .map(|_| self.drafts.add(Draft::default()))
            .collect();
        let has_rest = of_rows.iter().any(|it| matches!(it, Element::From(_)));
        let rest = has_rest.then(|| self.drafts.add(Draft::default()));
        let draft = self.drafts.get_mut(id);
        draft.types = vec![JsonType::Array];
        (draft.prefix, draft.items) = (prefix, rest);
        true
    }

    /// Adds the rows of a tuple's elements; what stands in no row is told by the tuple's type.
    pub(super) fn elements(
        &mut self,
        id: DraftId,
        rows: &[RowTree<'_, '_>],
        sample: Option<&Node>,
    ) {
        let mut counts = [0; 4];
        for node in rows {
            if let Some(kind) = node.branch {
                self.branch(id, kind, node, &mut counts);
                continue;
            }
            let Some(Name::Property(name)) = node.row.map(|it| &it.name) else {
                continue;
            };
            let draft = self.drafts.get(id);
            let of = match element(name) {
                Some(Element::At(at)) => draft.prefix.get(at).copied(),
                Some(Element::From(_)) => draft.items,
                None => None,
            };
            if let Some(of) = of {
                self.place(of, node, None);
            }
        }
        if let Some(elements) = sample.and_then(Node::as_array) {
            let prefix = self.drafts.get(id).prefix.clone();
            for (of, it) in prefix.into_iter().zip(elements) {
                if !self.is_hint && !self.drafts.get(of).known {
                    self.drafts.see(of, it, None);
                }
            }
        }
    }
}
