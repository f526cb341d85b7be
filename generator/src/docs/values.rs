//! Which values the document's schemas accept, asked while a page is made.
//!
//! What is shown is what reads best, as long as the judge of the emitted server does not refuse it; what it refuses gives
//! way to a value that is drawn from the schema.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use super::json::Json;
use crate::analysis::walk;
use crate::budget::OutputBudget;
use crate::describe::Direction;
use crate::judge::{Judge, Verdict};
use crate::model::{Api, Discriminator, Nullable, SchemaId};
use crate::node::Node;
use crate::sample::Samples;

/// For how many bytes of what a document may become the judge may take a step.
const BYTES_A_STEP: u64 = 6;
/// For how many bytes of it a node may be drawn.
const BYTES_A_NODE: u64 = 40;
/// How many nodes are drawn for a schema: first few, then more.
const NODES: [usize; 2] = [600, 12_000];
/// How many steps of the judge count for a byte of output.
const STEPS_A_BYTE: u64 = 16;
/// How many nodes that are drawn do.
const NODES_A_BYTE: usize = 1;

/// What there is to ask of schemas, with what has been asked on this page.
pub struct Values<'a> {
    api: &'a Api,
    samples: &'a Samples<'a>,
    budget: &'a OutputBudget,
    /// How many steps a judge may take.
    steps: u64,
    asked: RefCell<Asked<'a>>,
}

/// How much of all that may be asked for a document is asked for a page: half of it goes by pages, half by sections.
#[derive(Debug, Clone, Copy)]
pub struct Share {
    /// How many pages there are.
    pub pages: usize,
    /// How many sections they have together.
    pub all: usize,
    /// How many of these the page has.
    pub sections: usize,
}

impl Share {
    /// All of it.
    pub const WHOLE: Self = Self {
        pages: 1,
        all: 1,
        sections: 1,
    };

    fn of(self, whole: u64) -> u64 {
        let [pages, all, sections] = [self.pages, self.all, self.sections].map(|it| it as u128);
        let half = u128::from(whole / 2);
        let share = half / pages.max(1) + half * sections.min(all) / all.max(1);
        u64::try_from(share).unwrap_or(whole)
    }
}

/// What has been asked on a page.
struct Asked<'a> {
    /// By direction.
    judges: [Option<Judge<'a>>; 3],
    /// What was drawn.
    drawn: HashMap<(SchemaId, Direction), Option<Node>>,
    /// How many nodes may still be drawn.
    left: usize,
}

/// Which way a value goes, as the judge has it.
pub fn direction(of: Option<walk::Direction>) -> Direction {
    match of {
        Some(walk::Direction::Sent) => Direction::Request,
        Some(walk::Direction::Received) => Direction::Response,
        None => Direction::Either,
    }
}

impl<'a> Values<'a> {
    /// What there is to ask for a page that has such a share of it. Nothing has been asked yet.
    pub fn of(
        api: &'a Api,
        samples: &'a Samples<'a>,
        budget: &'a OutputBudget,
        share: Share,
    ) -> Self {
        Self {
            api,
            samples,
            budget,
            steps: share.of(budget.limit() / BYTES_A_STEP),
            asked: RefCell::new(Asked {
                judges: [None, None, None],
                drawn: HashMap::new(),
                left: usize::try_from(share.of(budget.limit() / BYTES_A_NODE))
                    .unwrap_or(usize::MAX),
            }),
        }
    }

    /// Whether a schema certainly refuses a value.
    pub fn refuses(&self, schema: SchemaId, direction: Direction, value: &Json<'_>) -> bool {
        if self.is_of_other_kind(
            schema,
            matches!(value, Json::Object(_)),
            *value == Json::Null,
        ) {
            return true;
        }
        let value = value.tree();
        self.ask(direction, |judge, _, _| judge.judge_made(schema, &value)) == Verdict::Invalid
    }

    /// Whether a schema certainly refuses a value of the document.
    pub fn refuses_node(&self, schema: SchemaId, direction: Direction, value: &Node) -> bool {
        if self.is_of_other_kind(schema, value.as_object().is_some(), value.is_null()) {
            return true;
        }
        self.ask(direction, |judge, _, _| judge.judge(schema, value)) == Verdict::Invalid
    }

    /// Whether a value is no object under a schema that names no type and lists properties. To JSON Schema these say nothing of
    /// such a value; servers read the schema as an object all the same, or as `null` where it says so.
    fn is_of_other_kind(&self, schema: SchemaId, is_object: bool, is_null: bool) -> bool {
        let it = self.api.schema(schema);
        let is_open = it.types.is_empty() && it.values.is_none();
        let is_choice = !it.one_of.is_empty() || !it.any_of.is_empty();
        let reads_object = is_open && !is_choice && !it.object.properties.is_empty();
        reads_object && !is_object && !(is_null && it.nullable != Nullable::No)
    }

    /// A value that a schema accepts, if one is found.
    fn accepted(&self, schema: SchemaId, direction: Direction) -> Option<Json<'static>> {
        let drawn = self.ask(direction, |judge, drawn, left| {
            let drawn = drawn.entry((schema, direction)).or_insert_with(|| {
                NODES.into_iter().find_map(|nodes| {
                    self.budget.spend(nodes / NODES_A_BYTE / 8);
                    self.samples.usual(schema, direction, nodes, left, judge)
                })
            });
            drawn.clone()
        });
        drawn.as_ref().map(Json::copied)
    }

    /// A value that a schema accepts in place of one that it refuses, which is like that one where it can be; none where none is
    /// found.
    pub fn instead(
        &self,
        schema: SchemaId,
        direction: Direction,
        refused: &Json<'_>,
    ) -> Option<Json<'static>> {
        let mended = match refused {
            Json::Array(_) | Json::Object(_) => self.ask(direction, |judge, _, left| {
                self.budget.spend(NODES[0] / NODES_A_BYTE / 8);
                let value = refused.to_node();
                self.samples.mended(schema, direction, value, left, judge)
            }),
            _ => None,
        };
        let mended = mended.as_ref().map(Json::copied);
        mended.or_else(|| self.accepted(schema, direction))
    }

    /// Several values that a schema accepts.
    pub fn several(&self, schema: SchemaId, direction: Direction, most: usize) -> Vec<Node> {
        self.budget.spend(NODES[1] / NODES_A_BYTE / 8);
        self.samples.accepted(schema, direction, 1, most)
    }

    /// The schemas that extend a base.
    pub fn subtypes(&self, base: SchemaId) -> &[SchemaId] {
        self.samples.subtypes().of_base(base)
    }

    /// The values of a discriminator that lead to a schema, the usual one first.
    pub fn tags(&self, of: &Discriminator, schema: SchemaId) -> Vec<Arc<str>> {
        let mapped = of.mapping.iter().filter(|it| *it.1 == schema);
        let mut tags: Vec<Arc<str>> = mapped.map(|it| it.0.clone()).collect();
        tags.extend(self.samples.subtypes().values_of(self.api, of, schema));
        if tags.is_empty() {
            tags.extend(self.api.schema(schema).origin.name.clone());
        }
        tags
    }

    fn ask<T>(
        &self,
        direction: Direction,
        question: impl FnOnce(
            &mut Judge<'a>,
            &mut HashMap<(SchemaId, Direction), Option<Node>>,
            &mut usize,
        ) -> T,
    ) -> T {
        let mut asked = self.asked.borrow_mut();
        let Asked {
            judges,
            drawn,
            left,
        } = &mut *asked;
        let judge = judges[direction as usize]
            .get_or_insert_with(|| self.samples.judge(direction, self.steps));
        let before = judge.left();
        let answer = question(judge, drawn, left);
        let steps = before - judge.left();
        self.budget
            .spend(usize::try_from(steps / STEPS_A_BYTE).unwrap_or(usize::MAX));
        answer
    }
}
