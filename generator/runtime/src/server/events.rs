//! Typed events → the lines of a `text/event-stream`.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use crate::runtime::api::{BoxError, Event, EventStream, Signal};
use crate::runtime::json::Tree;
use crate::runtime::sequence::{Gate, data_of, put_field};
use crate::runtime::types::Decode;

/// Writes each event of a stream as lines.
pub(crate) struct Lines<T> {
    pub(crate) events: EventStream<T>,
    /// What becomes of their data.
    pub(crate) gate: Gate,
}

impl<T: Decode> Stream for Lines<T> {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let signal = ready!(Pin::new(&mut self.events).poll_next(context));
        let lines = signal.map(|signal| Ok(Bytes::from(signal_lines(&signal?, &self.gate)?)));
        Poll::Ready(lines)
    }
}

fn signal_lines<T: Decode>(signal: &Signal<T>, gate: &Gate) -> Result<String, BoxError> {
    Ok(match signal {
        Signal::Event(event) => lines(event, gate)?,
        Signal::Retry(wait) => format!("retry: {}\n\n", wait.as_millis()),
        Signal::Comment(text) => {
            let text = text.replace("\r\n", "\n");
            let lines = text.split(['\n', '\r']);
            let lines: String = lines.map(|it| format!(":{it}\n")).collect();
            lines + "\n"
        }
    })
}

fn lines<T: Decode>(event: &Event<T>, gate: &Gate) -> Result<String, BoxError> {
    let mut text = String::new();
    for (field, value) in [("event", &event.event), ("id", &event.id)] {
        if let Some(value) = value {
            put_field(&mut text, field, value);
        }
    }
    // A string is sent as it is, line by line; anything else as JSON, which has no line breaks.
    let data = gate.passed(&event.data)?;
    put_field(&mut text, "data", &data_of(&Tree::of_bytes(&data)?));
    text.push('\n');
    Ok(text)
}
