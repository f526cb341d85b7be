//! What every part of a page may look at.

use super::block::Block;
use super::layout::Layout;
use super::reference::{References, target_of_reference};
#[cfg(test)]
use super::values::Share;
use super::values::Values;
use crate::budget::OutputBudget;
use crate::config::Docs;
use crate::model::{Api, SchemaId};

/// What every part of a page may look at.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// What is shown.
    pub api: &'a Api,
    /// The user's choices.
    pub config: &'a Docs,
    /// How it is shown.
    pub layout: &'a Layout,
    /// The names schemas go by.
    pub references: &'a References,
    /// How much may be written.
    pub budget: &'a OutputBudget,
    /// Which values schemas accept; none where samples are shown whether they are accepted or not.
    pub values: Option<&'a Values<'a>>,
}

impl<'a> Context<'a> {
    /// The blocks, if the budget suffices to print them; none otherwise.
    pub fn within_budget(&self, blocks: Vec<Block<'a>>) -> Vec<Block<'a>> {
        self.budget.spend(blocks.iter().map(Block::size).sum());
        match self.budget.is_exhausted() {
            true => Vec::new(),
            false => blocks,
        }
    }

    /// The schema itself, or the target of a `$ref` whose siblings count for nothing.
    pub fn target(&self, id: SchemaId) -> SchemaId {
        if self.layout.references.replace_siblings {
            target_of_reference(self.api, id)
        } else {
            id
        }
    }
}

/// Lets a test look at an API.
#[cfg(test)]
pub fn looking_at<T>(api: &Api, layout: &Layout, look: impl FnOnce(&Context<'_>) -> T) -> T {
    let config = crate::config::Config::default();
    let samples = crate::sample::Samples::of(api);
    let budget = OutputBudget::unlimited();
    look(&Context {
        api,
        config: &config.docs,
        layout,
        references: &References::new(api, layout.references),
        budget: &budget,
        values: Some(&Values::of(api, &samples, &budget, Share::WHOLE))
            .filter(|_| layout.samples.accepted),
    })
}
