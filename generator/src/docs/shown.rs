//! A schema → the value that the reference shows for what a server answers, for whoever answers with it.

use super::context::Context;
use super::layout::Layout;
use super::reference::References;
use super::sample::sample;
use super::values::{Share, Values};
use crate::analysis::walk;
use crate::budget::OutputBudget;
use crate::config::Docs;
use crate::describe::Direction;
use crate::model::{Api, SchemaId};
use crate::node::Node;
use crate::sample::Samples;

/// How many bytes one value may take, with the work that goes into it.
const BYTES: u64 = 1 << 20;

/// What the reference shows for schemas. What is asked is remembered in part: a value is better kept than asked for again.
pub struct Shown<'a> {
    api: &'a Api,
    samples: &'a Samples<'a>,
    references: References,
    config: Docs,
}

impl<'a> Shown<'a> {
    /// That of an API.
    pub fn of(api: &'a Api, samples: &'a Samples<'a>) -> Self {
        Self {
            api,
            samples,
            references: References::new(api, Layout::PLAIN.references),
            config: Docs::default(),
        }
    }

    /// The value that is shown for a schema of an answer: what the schema gives as an example, a default or listed value
    /// wherever it does, every property, and no more levels than fit. `None` where no value is found that the judge does
    /// not refuse.
    pub fn answer(&self, schema: SchemaId) -> Option<Node> {
        let budget = OutputBudget::for_input(BYTES);
        let values = Values::of(self.api, self.samples, &budget, Share::WHOLE);
        let cx = Context {
            api: self.api,
            config: &self.config,
            layout: &Layout::PLAIN,
            references: &self.references,
            budget: &budget,
            values: Some(&values),
        };
        let example = sample(&cx, schema, Some(walk::Direction::Received));
        let is_refused = values.refuses(schema, Direction::Response, &example.value);
        match is_refused {
            false => Some(example.value.to_node()),
            // What a page leaves out for its length can still be an answer.
            true => self.samples.arbitrary(schema, Direction::Response, 1),
        }
    }
}
