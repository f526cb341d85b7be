//! A request → the items of its body, one after the other.

use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::call::Call;
use super::state::Endpoint;
use crate::runtime::api::Body;
use crate::runtime::description::Coding;
use crate::runtime::items::Items;
use crate::runtime::json::{Number, Tree};
use crate::runtime::problem::{Problem, Rejection};
use crate::runtime::sequence::{Texts, event_fields};
use crate::runtime::style::Shape;
use crate::runtime::types::Decode;
use crate::runtime::validator::{Fault, Id, Place, Types, stream};

impl Call {
    /// The body as items that arrive one after the other.
    pub fn items<T: Decode + Send + 'static>(&mut self) -> Result<Items<T>, Rejection> {
        let body = self.stream()?;
        let coding = self.documented().map_or(Coding::Lines, |it| it.coding);
        let schemas = &self.state().schemas;
        let event = self.schema().filter(|_| coding == Coding::Events);
        let event = event.map(|id| Shape::of(schemas, id));
        let data = event.and_then(|it| it.property(schemas, "data"));
        Ok(Items::of_results(Incoming {
            body,
            coding,
            schema: self.schema(),
            data: data.map(|it| it.types()).unwrap_or_default(),
            endpoint: Arc::clone(&self.endpoint),
            texts: Texts::new(coding),
            number: 0,
            is_done: false,
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
    texts: Texts,
    /// How many items there have been.
    number: usize,
    is_done: bool,
    item: PhantomData<fn() -> T>,
}

impl<T: Decode> Stream for Incoming<T> {
    type Item = Result<T, Problem>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            if this.is_done {
                return Poll::Ready(None);
            }
            let limit = this.endpoint.state.settings.body_limit;
            if let Some(text) = this.texts.next() {
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
            if this.texts.is_over() {
                this.is_done = true;
                return Poll::Ready(None);
            }
            if this.texts.held() > limit {
                return Poll::Ready(Some(Err(this.refused(vec![too_long(limit)]))));
            }
            match ready!(Pin::new(&mut this.body).poll_next(context)) {
                Some(Ok(chunk)) => this.texts.push(&chunk),
                Some(Err(_)) => {
                    let fault = Place::BODY.fault("", "breaks off");
                    return Poll::Ready(Some(Err(this.refused(vec![fault]))));
                }
                None => this.texts.end(),
            }
        }
    }
}

impl<T: Decode> Incoming<T> {
    /// An item; `None` where the text is none.
    fn decoded(&self, text: &[u8]) -> Result<Option<T>, Vec<Fault>> {
        let schemas = &self.endpoint.state.schemas;
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
        let fields = event_fields(text);
        let Some(lines) = fields.data else {
            return Ok(None);
        };
        let text = |it: String| Tree::String(it.into());
        // Data of a type other than text is JSON.
        let data = match self.data.accepts(Types::STRING) {
            true => text(lines),
            false => {
                let below = |faults: Vec<Fault>| {
                    let faults = faults.into_iter();
                    faults.map(|it| it.below("/data")).collect::<Vec<_>>()
                };
                stream::tree(lines.as_bytes()).map_err(below)?.into_owned()
            }
        };
        let retry = fields.retry.map(|it| Number::from(i128::from(it)));
        let members = [
            ("data", Some(data)),
            ("event", fields.event.map(text)),
            ("id", fields.id.map(text)),
            ("retry", retry.map(Tree::Number)),
        ];
        let members = members.into_iter();
        let members = members.filter_map(|(name, it)| Some((name.into(), it?)));
        let event = Tree::Object(members.collect());
        stream::value(event, Place::BODY, schemas, self.schema).map(Some)
    }

    /// The problem of an item with faults, which is the last one.
    fn refused(&mut self, faults: Vec<Fault>) -> Problem {
        self.is_done = true;
        // Their places in the body, as if that were an array of the items.
        let item = format!("/{}", self.number);
        let faults = faults.into_iter().map(|it| it.below(&item)).collect();
        self.endpoint.operation.refused(faults)
    }
}

fn too_long(limit: usize) -> Fault {
    Place::BODY.fault("", format!("may have no more than {limit} bytes"))
}
