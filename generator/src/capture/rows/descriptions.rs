//! What rows say of a schema in words.

use super::{Name, Row, RowReader, Standing};
use crate::capture::draft::{Draft, DraftId};
use crate::capture::facts::{cell_text, paragraphs};
use crate::docs::wording::reworded_row;
use crate::docs::{grammar, in_cell};

impl RowReader<'_> {
    /// The description of a row, where it is not what the component's would be.
    pub(super) fn describe(&mut self, id: DraftId, row: &Row<'_>) {
        if row.description.is_empty() {
            return;
        }
        let own = cell_text(&row.description, self.quirks);
        let is_own = |theirs: &str| match self.quirks {
            true => self.worded(row, theirs) == self.worded(row, &own),
            false => bare(&in_cell(theirs)) == bare(&row.description),
        };
        let target = self.drafts.target(id);
        let is_in_section = self.standing == Standing::Section && !self.quirks;
        if (target != id || is_in_section)
            && let Some(theirs) = self.drafts.get(target).description.as_deref()
            && is_own(theirs)
        {
            return;
        }
        // An array shows the description of the component that its items are.
        let items = self.drafts.get(id).items.map(|it| self.drafts.target(it));
        if let Some(theirs) = items.and_then(|it| self.drafts.get(it).description.as_deref())
            && is_own(&format!("[{theirs}]"))
        {
            return;
        }
        self.drafts.get_mut(id).description = Some(own);
    }

    /// A description as it stands in a row of the layout with oddities.
    fn worded(&self, row: &Row<'_>, text: &str) -> String {
        let name = match &row.name {
            Name::Property(name) => name,
            Name::AnyProperty | Name::Pattern(_) => grammar::ADDITIONAL_PROPERTIES,
            Name::Anonymous => grammar::ANONYMOUS,
        };
        let worded = reworded_row(name, row.depth, text.trim());
        paragraphs(&worded)
    }

    /// What the row of a component itself is about. Where the row has a description and the section above it has none, it is the
    /// only branch of the component that has it.
    pub(super) fn described_by(&mut self, id: DraftId, row: &Row<'_>) -> DraftId {
        let draft = self.drafts.get(id);
        let has_words = draft.description.is_some() || draft.title.is_some();
        let is_said = draft.link.is_some() || draft.known;
        let is_in_section = self.standing == Standing::Section && !self.quirks;
        if !is_in_section || has_words || is_said || row.description.is_empty() {
            return id;
        }
        let branch = self.drafts.add(Draft::default());
        let draft = self.drafts.get_mut(id);
        draft.types = Vec::new();
        draft.known = true;
        draft.branches[0] = vec![branch];
        branch
    }
}

/// A text without its emphasis, of which a page decides on the marker, and without blanks.
fn bare(text: &str) -> String {
    text.replace(['*', '_', ' '], "")
}
