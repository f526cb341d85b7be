//! Bodies of items ↔ the text of each.
//!
//! JSON lines are values with a line break behind each (<https://jsonlines.org>), JSON text sequences have a record
//! separator before each (RFC 7464), and events are lines of fields up to an empty one (WHATWG HTML, section 9.2).

use std::borrow::Cow;
use std::fmt::Write;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;

use super::api::BoxError;
use super::description::Coding;
use super::items::Items;
use super::json::Tree;
use super::types::{Decode, NOT_FINITE};

/// Before each text of a JSON text sequence.
const RECORD_SEPARATOR: u8 = 0x1e;

/// Items on their way, each as its text.
pub(crate) struct Texts {
    coding: Coding,
    /// What has arrived of the items that are still to come.
    held: BytesMut,
    /// How much of that has been searched for the end of an item.
    searched: usize,
    /// Where the line begins that has not arrived whole, among events.
    line: usize,
    /// Whether that line is a comment, of which the colon alone is held.
    is_comment: bool,
    /// Whether nothing more arrives.
    is_over: bool,
}

impl Texts {
    /// Nothing has arrived yet.
    pub(crate) fn new(coding: Coding) -> Self {
        Self {
            coding,
            held: BytesMut::new(),
            searched: 0,
            line: 0,
            is_comment: false,
            is_over: false,
        }
    }

    /// Adds what has arrived.
    pub(crate) fn push(&mut self, mut chunk: &[u8]) {
        if self.is_comment {
            let end = chunk.iter().position(|it| matches!(it, b'\n' | b'\r'));
            let Some(end) = end else {
                return;
            };
            self.is_comment = false;
            chunk = &chunk[end..];
        }
        self.held.extend_from_slice(chunk);
    }

    /// Nothing more arrives.
    pub(crate) fn end(&mut self) {
        self.is_over = true;
    }

    /// Whether nothing more arrives.
    pub(crate) fn is_over(&self) -> bool {
        self.is_over
    }

    /// How many bytes are held.
    pub(crate) fn held(&self) -> usize {
        self.held.len()
    }

    /// The text of the next item, as far as it is here.
    pub(crate) fn next(&mut self) -> Option<Bytes> {
        let end = self.held[self.searched..]
            .iter()
            .enumerate()
            .map(|(at, byte)| (at + self.searched, *byte))
            .find_map(|(at, byte)| self.ends(at, byte));
        if let Some((end, next)) = end {
            self.searched = 0;
            self.line = 0;
            let text = self.held.split_to(next).freeze();
            return Some(text.slice(..end));
        }
        if !self.is_over {
            if self.coding == Coding::Events {
                self.drop_comments();
            }
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
                let first = self.line_break(at)?;
                let second = self.line_break(at + first)?;
                Some((at, at + first + second))
            }
            _ => (byte == b'\n').then_some((at, at + 1)),
        }
    }

    /// How long the line break is that begins at a byte; `None` where none does, or more has to arrive to tell.
    fn line_break(&self, at: usize) -> Option<usize> {
        match (self.held.get(at)?, self.held.get(at + 1)) {
            (b'\n', _) => Some(1),
            (b'\r', Some(b'\n')) => Some(2),
            (b'\r', Some(_)) => Some(1),
            (b'\r', None) => self.is_over.then_some(1),
            _ => None,
        }
    }

    /// Lets comments go, which say nothing: a stream that is kept alive by them may last, and nothing of it is an item.
    fn drop_comments(&mut self) {
        let (mut from, mut to) = (self.line, self.line);
        let mut at = from;
        while at < self.held.len() {
            let Some(length) = self.line_break(at) else {
                at += 1;
                continue;
            };
            at += length;
            if self.held[from] != b':' {
                self.held.copy_within(from..at, to);
                to += at - from;
            }
            from = at;
        }
        self.line = to;
        let is_half = self.held.last() == Some(&b'\r');
        self.is_comment = self.held.get(from) == Some(&b':') && !is_half;
        let rest = match self.is_comment {
            true => from..from + 1,
            false => from..self.held.len(),
        };
        let length = to + rest.len();
        self.held.copy_within(rest, to);
        self.held.truncate(length);
    }
}

/// The fields of an event (HTML, section 9.2.6), but comments and those that there are none of.
#[derive(Debug, Default)]
pub(crate) struct EventFields {
    /// The lines of its data; none where it is no event.
    pub(crate) data: Option<String>,
    pub(crate) event: Option<String>,
    pub(crate) id: Option<String>,
    pub(crate) retry: Option<u64>,
}

/// Reads the fields of an event.
pub(crate) fn event_fields(text: &str) -> EventFields {
    let mut fields = EventFields::default();
    let text = text.replace("\r\n", "\n");
    for line in text.split(['\n', '\r']) {
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "data" => match &mut fields.data {
                Some(lines) => {
                    lines.push('\n');
                    lines.push_str(value);
                }
                None => fields.data = Some(value.to_owned()),
            },
            "event" => fields.event = Some(value.to_owned()),
            "id" if !value.contains('\0') => fields.id = Some(value.to_owned()),
            "retry" if !value.is_empty() && value.bytes().all(|it| it.is_ascii_digit()) => {
                fields.retry = value.parse().ok().or(fields.retry);
            }
            _ => {}
        }
    }
    fields
}

/// What becomes of each item before it is written: it is known where an answer is sent, and not where it is made.
#[derive(Clone, Default)]
pub(crate) struct Gate(Arc<OnceLock<Pass>>);

/// The JSON of an item → what is written in its place, if that is not the same; an error where it must not be sent.
type Pass = Box<dyn Fn(&[u8]) -> Result<Option<String>, BoxError> + Send + Sync>;

impl Gate {
    /// From now on each item goes through here.
    pub(crate) fn set(
        &self,
        pass: impl Fn(&[u8]) -> Result<Option<String>, BoxError> + Send + Sync + 'static,
    ) {
        let _ = self.0.set(Box::new(pass));
    }

    /// The JSON of an item as it is sent.
    pub(crate) fn passed<T: Decode>(&self, item: &T) -> Result<Vec<u8>, BoxError> {
        // JSON has no number that is infinite or none at all.
        if !item.is_finite() {
            return Err(NOT_FINITE.into());
        }
        let text = serde_json::to_vec(item)?;
        let passed = match self.0.get() {
            Some(pass) => pass(&text)?,
            None => None,
        };
        Ok(passed.map_or(text, String::into_bytes))
    }
}

/// How items are told apart.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Framing {
    /// A line break stands behind each.
    Line,
    /// A record separator stands before each.
    Record,
    /// Each is the fields of an event.
    Event,
}

impl Framing {
    /// Writes the JSON of an item.
    fn write(self, mut item: Vec<u8>) -> Result<Vec<u8>, BoxError> {
        match self {
            Self::Event => return Ok(event(&Tree::of_bytes(&item)?)),
            Self::Record => item.insert(0, RECORD_SEPARATOR),
            Self::Line => {}
        }
        item.push(b'\n');
        Ok(item)
    }
}

/// Items as text. The first failure breaks it off.
pub(crate) struct Outgoing<T> {
    pub(crate) items: Items<T>,
    pub(crate) framing: Framing,
    pub(crate) gate: Gate,
}

impl<T: Decode> Stream for Outgoing<T> {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let item = ready!(Pin::new(&mut self.items).poll_next(context));
        Poll::Ready(item.map(|item| match item {
            Ok(item) => {
                let text = self.gate.passed(&item)?;
                Ok(self.framing.write(text)?.into())
            }
            Err(problem) => {
                let said = problem.detail.unwrap_or(problem.title);
                Err(said.into_owned().into())
            }
        }))
    }
}

/// An event: each member of an object as a field. A text is written line by line; anything else as JSON, which has no line
/// breaks. What is no object is the data of an event.
fn event(item: &Tree<'_>) -> Vec<u8> {
    let mut text = String::new();
    match item {
        Tree::Object(members) => {
            for (field, value) in members {
                // A field without a value is one that says nothing.
                let is_there = *field == "data" || !matches!(value, Tree::Null);
                if is_there && !field.is_empty() && !field.contains([':', '\r', '\n']) {
                    put_field(&mut text, field, &data_of(value));
                }
            }
        }
        data => put_field(&mut text, "data", &data_of(data)),
    }
    text.push('\n');
    text.into_bytes()
}

/// A value as a field of an event has it: a string as it is, anything else as JSON.
pub(crate) fn data_of<'t>(value: &'t Tree<'_>) -> Cow<'t, str> {
    match value {
        Tree::String(text) => Cow::Borrowed(text),
        other => Cow::Owned(other.to_string()),
    }
}

/// Writes a field of an event. Data is written line by line; another field has one line, as which its lines are written.
pub(crate) fn put_field(text: &mut String, field: &str, value: &str) {
    // Each of these ends a line of the stream.
    let value = value.replace("\r\n", "\n");
    let _ = match field {
        "data" => (value.split(['\n', '\r'])).try_for_each(|line| writeln!(text, "data: {line}")),
        _ => writeln!(text, "{field}: {}", value.replace(['\r', '\n', '\0'], " ")),
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The items of chunks, and the most that was held on the way.
    fn items(chunks: impl IntoIterator<Item = impl AsRef<[u8]>>) -> (Vec<String>, usize) {
        let mut texts = Texts::new(Coding::Events);
        let (mut all, mut most) = (Vec::new(), 0);
        let mut take = |texts: &mut Texts| {
            while let Some(it) = texts.next() {
                let fields = event_fields(std::str::from_utf8(&it).expect("UTF-8"));
                let id = fields.id.unwrap_or_default();
                all.extend(fields.data.map(|it| format!("{id}={it}")));
            }
        };
        for chunk in chunks {
            texts.push(chunk.as_ref());
            take(&mut texts);
            most = most.max(texts.held());
        }
        texts.end();
        take(&mut texts);
        (all, most)
    }

    #[test]
    fn an_event_is_the_same_however_it_arrives() {
        let stream = "\u{feff}: hello\n\nid: 1\n: é comment\ndata: a\r\n:\r\ndata: :b\n\n:x\n:y\n\n\n\
                      :\r:\rdata: ü\r\r:z\r\n\r\ndata: last\r\n:no end\n\r";
        let (whole, _) = items([stream]);
        assert_eq!(whole, ["1=a\n:b", "=ü", "=last"]);
        for length in 1..9 {
            assert_eq!(items(stream.as_bytes().chunks(length)).0, whole, "{length}");
        }
    }

    #[test]
    fn comments_without_end_fill_nothing() {
        let lines = (0..2_000).map(|it| format!(": still here, {it}\n"));
        let line = std::iter::repeat_n("ééé".to_owned(), 2_000);
        let begin = ["data: 7\n".to_owned(), ":".to_owned()];
        let end = ["\n\n".to_owned()];
        let all = begin.into_iter().chain(line).chain(["\n".to_owned()]);
        let (items, most) = items(all.chain(lines).chain(end));
        assert_eq!(items, ["=7"]);
        assert!(most < 100, "{most}");
    }
}
