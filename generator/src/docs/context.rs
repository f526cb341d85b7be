//! What every part of a page may look at.

use super::reference::{References, target_of_reference};
use crate::budget::OutputBudget;
use crate::config::Docs;
use crate::model::{Api, Dialect, SchemaId};

/// What every part of a page may look at.
pub struct Context<'a> {
    pub api: &'a Api,
    pub config: &'a Docs,
    pub budget: &'a OutputBudget,
    pub references: &'a References,
}

impl Context<'_> {
    /// Whether the oddities of the reference's tools are kept.
    pub fn quirks(&self) -> bool {
        self.config.quirks
    }

    /// The schema itself, or the target of a `$ref` whose siblings count for nothing.
    ///
    /// Quirk of reftools: it puts the target in the place of the whole object.
    pub fn target(&self, id: SchemaId) -> SchemaId {
        if self.quirks() {
            target_of_reference(self.api, id)
        } else {
            id
        }
    }

    /// Whether keywords beside a `$ref` count for nothing: swagger2openapi removes them.
    pub fn drops_siblings(&self) -> bool {
        self.quirks() && self.api.dialect == Dialect::Swagger2
    }
}
