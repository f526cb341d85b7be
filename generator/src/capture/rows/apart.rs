//! What tells branches apart: the property, and what its values lead to.

use super::{RowReader, RowTree};
use crate::capture::draft::DraftId;
use crate::capture::facts::Mapping;
use crate::docs::grammar;
use crate::docs::label::TypeLabel;

impl RowReader<'_> {
    /// Adds the property that tells branches apart, which the titles of these name: that of the schema, or in widdershins'
    /// words that of a branch.
    pub(super) fn tell_apart(&mut self, id: DraftId, node: &RowTree<'_, '_>, branch: DraftId) {
        let Some(title) = node.title else { return };
        if let Some([_, property]) = grammar::TOLD_APART.read(title) {
            let told = &mut self.drafts.get_mut(id).discriminator;
            told.get_or_insert_with(|| property.into());
        } else if let Some([_, path]) = grammar::BRANCHES_BY_DISCRIMINATOR.read(title) {
            let target = self.drafts.target(branch);
            let draft = self.drafts.get_mut(target);
            let prefix = draft.name.as_ref().map(|it| format!("{it}."));
            let property = prefix.and_then(|it| path.strip_prefix(it.as_str()));
            draft
                .discriminator
                .get_or_insert_with(|| property.unwrap_or(path).into());
        }
    }

    /// Adds which component each value of a property leads to.
    pub fn map(&mut self, id: DraftId, mapping: &Mapping<'_>) {
        let target = self.drafts.target(id);
        let mut found = Vec::new();
        for (values, label) in &mapping.values {
            if let TypeLabel::Schema { link, .. } = label {
                let component = self.drafts.component(&link.name);
                found.extend(values.iter().map(|it| (it.as_str().into(), component)));
            }
        }
        let draft = self.drafts.get_mut(target);
        draft.discriminator = Some(mapping.property.into());
        draft.mapping = found.into_iter().collect();
    }
}
