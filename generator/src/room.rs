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
//! Each target spends what it is about to write and stops where there is no room left; that is an error then, and
//! nothing is written.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};

use crate::catalogue as code;
use crate::diagnostic::Diagnostic;
use crate::model::{
    Annotations, Api, Callback, Example, Header, MediaType, Operation, Parameter, ParameterShape,
    Schema,
};
use crate::node::{Node, Value};
use crate::source::{FileId, Place};

/// How many bytes every document may become.
pub const BASE: u64 = 16 << 20;
/// How many times its own size it may become besides.
pub const FACTOR: u64 = 24;

/// The room that is left.
#[derive(Debug)]
pub struct Room {
    limit: u64,
    left: Arc<Left>,
    /// Where in the document that stands which is being written.
    place: Cell<Place>,
    /// The place at which there was no room left.
    full: Cell<Option<Place>>,
}

/// What threads share that write at the same time.
#[derive(Debug)]
struct Left {
    bytes: AtomicU64,
    is_full: AtomicBool,
}

const START: Place = Place {
    file: FileId(0),
    line: 1,
    column: 1,
};

impl Room {
    /// The room of a document of so many bytes.
    pub fn for_input(bytes: u64) -> Self {
        let limit = BASE.saturating_add(bytes.saturating_mul(FACTOR));
        Self {
            limit,
            left: Arc::new(Left {
                bytes: AtomicU64::new(limit),
                is_full: AtomicBool::new(false),
            }),
            place: Cell::new(START),
            full: Cell::new(None),
        }
    }

    /// Room without end, for what is only looked at.
    pub fn unlimited() -> Self {
        Self::for_input(u64::MAX)
    }

    /// The same room, for what another thread writes at the same time. There is none left in the end or there is,
    /// whichever thread is the quicker; at which place it ran out depends on that, and [`Room::finding`] does not tell
    /// what happened in another thread.
    pub fn beside(&self) -> Self {
        Self {
            limit: self.limit,
            left: self.left.clone(),
            place: self.place.clone(),
            full: Cell::new(None),
        }
    }

    /// Room as it was when so many bytes were spent.
    pub fn back_to(&self, spent: u64) {
        self.left.bytes.store(self.limit - spent, Relaxed);
        self.left.is_full.store(false, Relaxed);
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
            if !self.left.is_full.swap(true, Relaxed) {
                self.full.set(Some(self.place.get()));
            }
        }
    }

    /// Whether there is no room left: what is written from here on is thrown away.
    pub fn is_full(&self) -> bool {
        self.left.is_full.load(Relaxed)
    }

    /// How many bytes were spent.
    pub fn spent(&self) -> u64 {
        self.limit - self.left.bytes.load(Relaxed)
    }

    /// The error, if there was not room enough.
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
pub fn spend_shared(api: &Api, room: &Room) {
    for operation in &api.operations {
        room.enter(operation.place);
        spend_operation(operation, room);
        if room.is_full() {
            return;
        }
    }
    for schema in &api.schemas {
        room.enter(schema.origin.place);
        spend_schema(schema, room);
        if room.is_full() {
            return;
        }
    }
    room.enter(START);
}

/// What a line of output takes besides the text in it.
const LINE: usize = 64;

fn spend_operation(it: &Operation, room: &Room) {
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
    room.spend(texts + names + schemes.sum::<usize>() + 16 * LINE);
    it.parameters
        .iter()
        .for_each(|it| spend_parameter(it, room));
    if let Some(body) = &it.request_body {
        room.spend(length(&body.description));
        spend_content(&body.content, room);
    }
    for response in &it.responses {
        room.spend(response.description.len() + 4 * LINE);
        response
            .headers
            .iter()
            .for_each(|it| spend_header(it, room));
        spend_content(&response.content, room);
        if room.is_full() {
            return;
        }
    }
    for Callback { operations, .. } in &it.callbacks {
        operations.iter().for_each(|it| spend_operation(it, room));
    }
}

fn spend_parameter(it: &Parameter, room: &Room) {
    room.spend(length(&it.description) + 6 * it.name.len() + 4 * LINE);
    spend_shape(&it.shape, room);
    spend_examples(&it.examples, room);
}

fn spend_header(it: &Header, room: &Room) {
    room.spend(length(&it.description) + 6 * it.name.len() + 4 * LINE);
    spend_shape(&it.shape, room);
}

fn spend_shape(it: &ParameterShape, room: &Room) {
    if let ParameterShape::Content(media) = it {
        spend_content(std::slice::from_ref(media), room);
    }
}

fn spend_content(content: &[MediaType], room: &Room) {
    for it in content {
        room.spend(3 * it.name.len() + 4 * LINE);
        spend_examples(&it.examples, room);
        for (name, it) in &it.encoding {
            room.spend(name.len() + LINE);
            it.headers.iter().for_each(|it| spend_header(it, room));
        }
        if room.is_full() {
            return;
        }
    }
}

fn spend_examples(examples: &[Example], room: &Room) {
    for it in examples {
        room.spend(length(&it.summary) + length(&it.description));
        if let Some(value) = &it.value {
            spend_node(value, room);
        }
    }
}

fn spend_schema(it: &Schema, room: &Room) {
    let Annotations {
        title,
        description,
        default,
        examples,
        ..
    } = &it.annotations;
    room.spend(length(title) + 2 * length(description) + LINE);
    default.iter().for_each(|it| spend_node(it, room));
    // One of them is shown.
    spend_examples(&examples[..examples.len().min(1)], room);
    for value in it.values.iter().flat_map(|it| &it.values) {
        room.spend(LINE);
        spend_node(value, room);
    }
    let names = it.object.properties.keys().chain(&it.object.required);
    room.spend(names.map(|it| it.len() + LINE).sum());
}

/// A value takes what its text takes, on lines of their own.
fn spend_node(node: &Node, room: &Room) {
    if room.is_full() {
        return;
    }
    match &node.value {
        Value::Null | Value::Bool(_) => room.spend(8),
        Value::Number(text) | Value::String(text) => room.spend(text.len() + 8),
        Value::Array(items) => {
            room.spend(8);
            items.iter().for_each(|it| spend_node(it, room));
        }
        Value::Object(object) => {
            room.spend(8);
            for (key, value) in object.iter() {
                room.spend(key.text.len() + 8);
                spend_node(value, room);
            }
        }
    }
}

fn length(text: &Option<String>) -> usize {
    text.as_ref().map_or(0, String::len)
}
