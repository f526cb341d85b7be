//! A request → the items of its body, one after the other; items → the text of an answer.
//!
//! JSON lines are values with a line break behind each (<https://jsonlines.org>), JSON text sequences have a record
//! separator before each (RFC 7464), and events are lines of fields up to an empty one (WHATWG HTML, section 9.2).

use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use serde_json::{Map, Value};

use super::call::Call;
use super::events::put_field;
use super::state::Endpoint;
use crate::runtime::api::{Body, BoxError};
use crate::runtime::description::Coding;
use crate::runtime::items::Items;
use crate::runtime::problem::{Problem, Rejection};
use crate::runtime::style::Shape;
use crate::runtime::types::{Decode, NOT_FINITE};
use crate::runtime::validator::{Fault, Id, Place, Types, stream};

/// Before each text of a JSON text sequence.
const RECORD_SEPARATOR: u8 = 0x1e;

impl Call {
    /// The body as items that arrive one after the other.
    pub fn items<T: Decode + Send + 'static>(&mut self) -> Result<Items<T>, Rejection> {
        let body = self.stream()?;
        let coding = self.documented().map_or(Coding::Lines, |it| it.coding);
        let schemas = self.state().schemas;
        let event = self.schema().filter(|_| coding == Coding::Events);
        let event = event.map(|id| Shape::of(schemas, id));
        let data = event.and_then(|it| it.property(schemas, "data"));
        Ok(Items::of_results(Incoming {
            body,
            coding,
            schema: self.schema(),
            data: data.map(|it| it.types()).unwrap_or_default(),
            endpoint: Arc::clone(&self.endpoint),
            held: BytesMut::new(),
            searched: 0,
            number: 0,
            state: State::Open,
            item: PhantomData,
        }))
    }
}

/// Items on their way.
struct Incoming<T> {
    body: Body,
    coding: Coding,
    schema: Option<Id>,
    /// What the data of events may be.
    data: Types,
    endpoint: Arc<Endpoint>,
    /// What has arrived of the items that are still to come.
    held: BytesMut,
    /// How much of that has been searched for the end of an item.
    searched: usize,
    /// How many items there have been.
    number: usize,
    state: State,
    item: PhantomData<fn() -> T>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// There may be more.
    Open,
    /// The body has ended.
    Ended,
    /// The last item has been handed out.
    Done,
}

impl<T: Decode> Stream for Incoming<T> {
    type Item = Result<T, Problem>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            if this.state == State::Done {
                return Poll::Ready(None);
            }
            let limit = this.endpoint.state.settings.body_limit;
            if let Some(text) = this.next_text() {
                let item = match text.len() > limit {
                    true => Err(vec![too_long(limit)]),
                    false => this.decoded(&text),
                };
                match item {
                    Ok(None) => continue,
                    Ok(Some(item)) => {
                        this.number += 1;
                        return Poll::Ready(Some(Ok(item)));
                    }
                    Err(faults) => return Poll::Ready(Some(Err(this.refused(faults)))),
                }
            }
            if this.state == State::Ended {
                this.state = State::Done;
                return Poll::Ready(None);
            }
            if this.held.len() > limit {
                return Poll::Ready(Some(Err(this.refused(vec![too_long(limit)]))));
            }
            match ready!(Pin::new(&mut this.body).poll_next(context)) {
                Some(Ok(chunk)) => this.held.extend_from_slice(&chunk),
                Some(Err(_)) => {
                    let fault = Place::BODY.fault("", "breaks off");
                    return Poll::Ready(Some(Err(this.refused(vec![fault]))));
                }
                None => this.state = State::Ended,
            }
        }
    }
}

impl<T: Decode> Incoming<T> {
    /// The text of the next item, as far as it is here.
    fn next_text(&mut self) -> Option<Bytes> {
        let end = self.held[self.searched..]
            .iter()
            .enumerate()
            .map(|(at, byte)| (at + self.searched, *byte))
            .find_map(|(at, byte)| self.ends(at, byte));
        if let Some((end, next)) = end {
            self.searched = 0;
            let text = self.held.split_to(next).freeze();
            return Some(text.slice(..end));
        }
        if self.state != State::Ended {
            // A line break of two bytes may have come half.
            self.searched = self.held.len().saturating_sub(3);
            return None;
        }
        self.searched = 0;
        // An event that no empty line ends is none.
        let rest = self.held.split().freeze();
        (!rest.is_empty() && self.coding != Coding::Events).then_some(rest)
    }

    /// Where an item ends and where the next one begins, if a byte ends one.
    fn ends(&self, at: usize, byte: u8) -> Option<(usize, usize)> {
        match self.coding {
            Coding::Sequence => (byte == RECORD_SEPARATOR).then_some((at, at + 1)),
            Coding::Events => {
                let first = line_break(&self.held, at)?;
                let second = line_break(&self.held, at + first)?;
                Some((at, at + first + second))
            }
            _ => (byte == b'\n').then_some((at, at + 1)),
        }
    }

    /// An item; `None` where the text is none.
    fn decoded(&self, text: &[u8]) -> Result<Option<T>, Vec<Fault>> {
        let schemas = self.endpoint.state.schemas;
        if self.coding != Coding::Events {
            let text = text.trim_ascii();
            return match text.is_empty() {
                true => Ok(None),
                false => stream::json(text, schemas, self.schema).map(Some),
            };
        }
        let text =
            std::str::from_utf8(text).map_err(|_| vec![Place::BODY.fault("", "must be UTF-8")])?;
        let text = match self.number {
            0 => text.strip_prefix('\u{feff}').unwrap_or(text),
            _ => text,
        };
        let Some(event) = event_of(text, self.data)? else {
            return Ok(None);
        };
        stream::value(event, Place::BODY, schemas, self.schema).map(Some)
    }

    /// The problem of an item with faults, which is the last one.
    fn refused(&mut self, faults: Vec<Fault>) -> Problem {
        self.state = State::Done;
        // Their places in the body, as if that were an array of the items.
        let item = format!("/{}", self.number);
        let faults = faults.into_iter().map(|it| it.below(&item)).collect();
        self.endpoint.operation.refused(faults)
    }
}

fn too_long(limit: usize) -> Fault {
    Place::BODY.fault("", format!("may have no more than {limit} bytes"))
}

/// How long the line break is that begins at a byte; `None` where none does, or more has to arrive to tell.
fn line_break(text: &[u8], at: usize) -> Option<usize> {
    match (text.get(at)?, text.get(at + 1)) {
        (b'\n', _) => Some(1),
        (b'\r', Some(b'\n')) => Some(2),
        (b'\r', Some(_)) => Some(1),
        _ => None,
    }
}

/// The fields of an event as an object; `None` where it has no data. Data of a type other than text is JSON.
fn event_of(text: &str, data: Types) -> Result<Option<Value>, Vec<Fault>> {
    let mut lines: Option<String> = None;
    let mut event = Map::new();
    let text = text.replace("\r\n", "\n");
    for line in text.split(['\n', '\r']) {
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "data" => match &mut lines {
                Some(lines) => {
                    lines.push('\n');
                    lines.push_str(value);
                }
                None => lines = Some(value.to_owned()),
            },
            "event" => drop(event.insert(field.to_owned(), value.into())),
            "id" if !value.contains('\0') => drop(event.insert(field.to_owned(), value.into())),
            "retry" if !value.is_empty() && value.bytes().all(|it| it.is_ascii_digit()) => {
                if let Ok(value) = value.parse::<u64>() {
                    event.insert(field.to_owned(), value.into());
                }
            }
            // Comments, and fields that there are none of.
            _ => {}
        }
    }
    let Some(lines) = lines else {
        return Ok(None);
    };
    let data = match data.accepts(Types::STRING) {
        true => Value::String(lines),
        false => {
            let below = |faults: Vec<Fault>| {
                let faults = faults.into_iter();
                faults.map(|it| it.below("/data")).collect::<Vec<_>>()
            };
            stream::parse(lines.as_bytes()).map_err(below)?
        }
    };
    event.insert("data".to_owned(), data);
    Ok(Some(Value::Object(event)))
}

/// How each item of an answer is written.
pub(crate) type WriteItem<T> = fn(&T) -> Result<Vec<u8>, serde_json::Error>;

/// Items as text. The first failure breaks it off.
pub(crate) struct Outgoing<T> {
    pub(crate) items: Items<T>,
    pub(crate) write: WriteItem<T>,
}

impl<T> Stream for Outgoing<T> {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let write = self.write;
        let item = ready!(Pin::new(&mut self.items).poll_next(context));
        Poll::Ready(item.map(|item| match item {
            Ok(item) => Ok(write(&item)?.into()),
            Err(problem) => {
                let said = problem.detail.unwrap_or(problem.title);
                Err(said.into_owned().into())
            }
        }))
    }
}

/// JSON has no number that is infinite or none at all.
fn refuse_infinite<T: Decode>(item: &T) -> Result<(), serde_json::Error> {
    match item.is_finite() {
        true => Ok(()),
        false => Err(serde::ser::Error::custom(NOT_FINITE)),
    }
}

/// An item with a line break behind it.
pub(crate) fn line<T: Decode>(item: &T) -> Result<Vec<u8>, serde_json::Error> {
    refuse_infinite(item)?;
    let mut text = serde_json::to_vec(item)?;
    text.push(b'\n');
    Ok(text)
}

/// An item of a JSON text sequence.
pub(crate) fn record<T: Decode>(item: &T) -> Result<Vec<u8>, serde_json::Error> {
    refuse_infinite(item)?;
    let mut text = vec![RECORD_SEPARATOR];
    serde_json::to_writer(&mut text, item)?;
    text.push(b'\n');
    Ok(text)
}

/// An event: each member of an object as a field. A text is written line by line; anything else as JSON, which has no line
/// breaks. What is no object is the data of an event.
pub(crate) fn event<T: Decode>(item: &T) -> Result<Vec<u8>, serde_json::Error> {
    refuse_infinite(item)?;
    let members = match serde_json::to_value(item)? {
        Value::Object(members) => members,
        data => Map::from_iter([("data".to_owned(), data)]),
    };
    let mut text = String::new();
    for (field, value) in members {
        if field.is_empty() || field.contains([':', '\r', '\n']) {
            continue;
        }
        let value = match value {
            // A field without a value is one that says nothing.
            Value::Null if field != "data" => continue,
            Value::String(value) => value,
            other => other.to_string(),
        };
        put_field(&mut text, &field, &value);
    }
    text.push('\n');
    Ok(text.into_bytes())
}
