//! How much a document may become: what is shared in it is written out wherever it is referred to.
//!
//! ```yaml
//! components:
//!   responses:
//!     Busy: {description: …}          # a page of text
//! paths:
//!   /a: {get: {responses: {"503": {$ref: '#/components/responses/Busy'}}}}
//!   # … and nine thousand operations more: as many pages
//! ```
//!
//! Each target spends what it is about to write and stops where the budget is exhausted; that is an error then, and
//! nothing is written.

use std::cell::Cell;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};

use crate::analysis::walk::{Element, OperationOrigin, elements};
use crate::catalogue as code;
use crate::diagnostic::Diagnostic;
use crate::model::{Annotations, Api, EncodingKey, Example, Schema};
use crate::node::{Node, Value};
use crate::source::{FileId, Place};

/// How many bytes every document may become.
pub const BASE: u64 = 16 << 20;
/// How many times its own size it may become besides.
pub const FACTOR: u64 = 24;

/// How many bytes of output are left.
#[derive(Debug)]
pub struct OutputBudget {
    limit: u64,
    left: Arc<Left>,
    /// Where in the document that stands which is being written.
    place: Cell<Place>,
    /// The place at which the budget was exhausted.
    full: Cell<Option<Place>>,
}

/// What threads share that write at the same time.
#[derive(Debug)]
struct Left {
    bytes: AtomicU64,
    is_exhausted: AtomicBool,
}

const START: Place = Place::start_of(FileId(0));

impl OutputBudget {
    /// The budget of a document of so many bytes.
    pub fn for_input(bytes: u64) -> Self {
        let limit = BASE.saturating_add(bytes.saturating_mul(FACTOR));
        Self {
            limit,
            left: Arc::new(Left {
                bytes: AtomicU64::new(limit),
                is_exhausted: AtomicBool::new(false),
            }),
            place: Cell::new(START),
            full: Cell::new(None),
        }
    }

    /// OutputBudget without end, for what is only looked at.
    pub fn unlimited() -> Self {
        Self::for_input(u64::MAX)
    }

    /// The same budget, for what another thread writes at the same time. It is exhausted in the end or it is not,
    /// whichever thread is the quicker; at which place it ran out depends on that, and [`OutputBudget::finding`] does not tell
    /// what happened in another thread.
    pub fn fork(&self) -> Self {
        Self {
            limit: self.limit,
            left: self.left.clone(),
            place: self.place.clone(),
            full: Cell::new(None),
        }
    }

    /// OutputBudget as it was when so many bytes were spent.
    pub fn rewind_to(&self, spent: u64) {
        self.left.bytes.store(self.limit - spent, Relaxed);
        self.left.is_exhausted.store(false, Relaxed);
        self.full.set(None);
    }

    /// From here on, what is written is that of the operation or schema at this place.
    pub fn enter(&self, place: Place) {
        self.place.set(place);
    }

    /// Takes so many bytes.
    pub fn spend(&self, bytes: usize) {
        let take = |left: u64| left.checked_sub(bytes as u64);
        if self
            .left
            .bytes
            .fetch_update(Relaxed, Relaxed, take)
            .is_err()
        {
            self.left.bytes.store(0, Relaxed);
            if !self.left.is_exhausted.swap(true, Relaxed) {
                self.full.set(Some(self.place.get()));
            }
        }
    }

    /// Whether nothing is left: what is written from here on is thrown away.
    pub fn is_exhausted(&self) -> bool {
        self.left.is_exhausted.load(Relaxed)
    }

    /// How many bytes the document may become.
    pub fn limit(&self) -> u64 {
        self.limit
    }

    /// How many bytes were spent.
    pub fn spent(&self) -> u64 {
        self.limit - self.left.bytes.load(Relaxed)
    }

    /// The error, if the budget did not suffice.
    pub fn finding(&self, api: &Api) -> Option<Diagnostic> {
        let place = self.full.get()?;
        let operations = api.operations.iter().map(|it| (it.place, &it.pointer));
        let schemas = api
            .schemas
            .iter()
            .map(|it| (it.origin.place, &it.origin.pointer));
        let mut parts = operations.chain(schemas);
        let pointer = parts.find_map(|(at, pointer)| (at == place).then(|| pointer.clone()));
        let message = format!(
            "what the document becomes would have more than {} MB by here: it shares large parts that are written out again wherever they are referred to",
            self.limit / 1_000_000
        );
        let help = "leave operations out with `[skip]` in gen.toml, or have less referred to from so many places";
        Some(
            Diagnostic::error(
                code::TOO_MUCH_OUTPUT,
                place,
                pointer.unwrap_or_default(),
                message,
            )
            .with_help(help),
        )
    }
}

/// Spends what every target writes out for each operation and each schema: the texts, names and values that stand in
/// it or in the parameters, answers and examples that it refers to.
pub fn spend_shared(api: &Api, budget: &OutputBudget) {
    for operation in &api.operations {
        budget.enter(operation.place);
        let walk = elements(operation, OperationOrigin::Path, &mut |it| {
            spend_element(it, budget);
            if budget.is_exhausted() {
                return ControlFlow::Break(());
            }
            ControlFlow::Continue(())
        });
        if walk.is_break() {
            return;
        }
    }
    for schema in &api.schemas {
        budget.enter(schema.origin.place);
        spend_schema(schema, budget);
        if budget.is_exhausted() {
            return;
        }
    }
    budget.enter(START);
}

/// What a line of output takes besides the text in it.
const LINE: usize = 64;

fn spend_element(it: Element<'_>, budget: &OutputBudget) {
    match it {
        Element::Operation(it) => {
            let texts = [
                &it.summary,
                &it.description,
                &it.path_summary,
                &it.path_description,
            ];
            let texts: usize = texts.into_iter().map(length).sum();
            // The name is in that of the trait's method, the request, the response, the handler.
            let names = 8 * it.id.as_ref().map_or(0, |it| it.len()) + 4 * it.path.len();
            let schemes = it.security.iter().map(|it| LINE + LINE * it.schemes.len());
            budget.spend(texts + names + schemes.sum::<usize>() + 16 * LINE);
        }
        Element::Parameter(it) => {
            budget.spend(length(&it.description) + 6 * it.name.len() + 4 * LINE);
            spend_examples(&it.examples, budget);
        }
        Element::RequestBody(it) => budget.spend(length(&it.description)),
        Element::Response(it) => budget.spend(it.description.len() + 4 * LINE),
        Element::Header(it) => {
            budget.spend(length(&it.description) + 6 * it.name.len() + 4 * LINE);
        }
        Element::MediaType(it) => {
            budget.spend(3 * it.name.len() + 4 * LINE);
            spend_examples(&it.examples, budget);
        }
        Element::Encoding(EncodingKey::Name(name), _) => budget.spend(name.len() + LINE),
        Element::Encoding(..) => budget.spend(LINE),
        // Each is written once, wherever it is referred to.
        Element::Schema(_) => {}
    }
}

fn spend_examples(examples: &[Example], budget: &OutputBudget) {
    for it in examples {
        budget.spend(length(&it.summary) + length(&it.description));
        if let Some(value) = &it.value {
            spend_node(value, budget);
        }
    }
}

fn spend_schema(it: &Schema, budget: &OutputBudget) {
    let Annotations {
        title,
        description,
        default,
        examples,
        ..
    } = &it.annotations;
    budget.spend(length(title) + 2 * length(description) + LINE);
    default.iter().for_each(|it| spend_node(it, budget));
    // One of them is shown.
    spend_examples(&examples[..examples.len().min(1)], budget);
    for value in it.values.iter().flat_map(|it| &it.values) {
        budget.spend(LINE);
        spend_node(value, budget);
    }
    let names = it.object.properties.keys().chain(&it.object.required);
    budget.spend(names.map(|it| it.len() + LINE).sum());
}

/// A value takes what its text takes, on lines of their own.
fn spend_node(node: &Node, budget: &OutputBudget) {
    if budget.is_exhausted() {
        return;
    }
    match &node.value {
        Value::Null | Value::Bool(_) => budget.spend(8),
        Value::Number(text) | Value::String(text) => budget.spend(text.len() + 8),
        Value::Array(items) => {
            budget.spend(8);
            items.iter().for_each(|it| spend_node(it, budget));
        }
        Value::Object(object) => {
            budget.spend(8);
            for (key, value) in object.iter() {
                budget.spend(key.text.len() + 8);
                spend_node(value, budget);
            }
        }
    }
}

fn length(text: &Option<String>) -> usize {
    text.as_ref().map_or(0, String::len)
}
