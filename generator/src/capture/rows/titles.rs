//! Rows that are called by the title of a schema: without oddities items have one where they are described below an operation.

use super::{RowReader, RowTree, Standing, json_type};
use crate::capture::draft::DraftId;
use crate::capture::facts::{Name, cell_text};
use crate::docs::label::TypeLabel;
use crate::docs::restrictions::Restriction;
use crate::model::JsonType;
use crate::node::Node;

impl RowReader<'_> {
    /// The rows of items, where the only row is that of the items themselves. Their example has not got what it is called.
    pub(super) fn of_titled_items<'t, 'r, 'a>(
        &mut self,
        array: DraftId,
        items: DraftId,
        rows: &'t [RowTree<'r, 'a>],
        sample: Option<&Node>,
    ) -> &'t [RowTree<'r, 'a>] {
        let [only] = rows else { return rows };
        let Some(row) = only.row else { return rows };
        let Name::Property(title) = &row.name else {
            return rows;
        };
        // Without an example, objects may as well have a property of that name.
        let is_one = match &row.label {
            TypeLabel::Schema { .. } => true,
            TypeLabel::Words { words, .. } => {
                !words.contains(',') && json_type(words).is_some_and(|it| it != JsonType::Object)
            }
            _ => false,
        };
        let members = sample.and_then(Node::as_object).filter(|it| !it.is_empty());
        let is_title = !self.quirks
            && self.standing == Standing::Operation
            && only.branch.is_none()
            && members.map_or(is_one, |it| it.get(title).is_none());
        if !is_title || !self.is_called(items, &row.label) {
            return rows;
        }
        let target = self.drafts.target(items);
        let said = cell_text(&row.description, self.quirks);
        let draft = self.drafts.get_mut(target);
        // Its own section shows the title in place of the description.
        if draft.description.is_none() || draft.description.as_deref() == Some(title) {
            draft.description = Some(said).filter(|it| !it.is_empty());
        }
        draft.title = Some(title.to_string());
        draft.read_only |= row.restrictions.has(Restriction::ReadOnly);
        draft.write_only |= row.restrictions.has(Restriction::WriteOnly);
        // An array shows the description of its items between brackets.
        let shown = draft.description.as_ref().map(|it| format!("[{it}]"));
        let array = self.drafts.get_mut(array);
        array.description.take_if(|it| Some(&*it) == shown.as_ref());
        self.restrict(items, &row.restrictions);
        self.limit(items, row, sample);
        &only.children
    }

    /// Whether a label is what items are called, of which an array has said it.
    fn is_called(&self, items: DraftId, label: &TypeLabel<'_>) -> bool {
        let target = self.drafts.target(items);
        let draft = self.drafts.get(target);
        let name = draft.name.as_deref();
        match label {
            TypeLabel::Schema { link, .. } => name == Some(&*link.name),
            TypeLabel::Words { words, format, .. } => {
                let kind = json_type(words);
                name.is_none()
                    && draft.types.first().copied() == kind
                    && draft.format.as_deref() == format.as_deref()
            }
            _ => false,
        }
    }
}
