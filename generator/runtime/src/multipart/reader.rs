//! The octets of a body of parts → its parts, one after the other (RFC 2046, section 5.1).
//!
//! What is held is the head that is being read, or the chunk that is being divided, whatever the length of the body.

use std::fmt;
use std::future::poll_fn;
use std::io::BufRead;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes, BytesMut};
use futures_core::Stream;
use http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::runtime::api::{Body, BoxError};

/// How many bytes the headers of a part may have.
const LONGEST_HEAD: usize = 64 * 1024;

/// How many headers a part may have.
const MOST_HEADERS: usize = 64;

/// How many characters a boundary may have (RFC 2046, section 5.1.1).
const LONGEST_BOUNDARY: usize = 70;

/// What has been found so far.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found<T> {
    /// More has to arrive to tell.
    More,
    /// The next piece.
    Next(T),
    /// There is no other one.
    End,
}

/// Why a body is not made of parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Malformed(&'static str);

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "is not made of parts: {}", self.0)
    }
}

impl std::error::Error for Malformed {}

const BREAKS_OFF: Malformed = Malformed("it breaks off");

/// Divides a body into its parts. What has arrived is pushed, and asked for in turn.
#[derive(Debug)]
pub(crate) struct Reader {
    /// What stands before each part, with the line break before it.
    delimiter: Vec<u8>,
    /// What has arrived, and has not been handed out.
    held: BytesMut,
    /// How much of that has been searched for the end of a head.
    searched: usize,
    stage: Stage,
    /// Whether nothing more arrives.
    is_over: bool,
}

/// Where in a body what is held begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Before the first part, or within what stands in one.
    Content,
    /// Behind the delimiter, in its line.
    Delimited,
    /// At the headers of a part.
    Head,
    /// At the empty line behind these, whose line break is that of a delimiter where the part has no content.
    Blank,
    /// Behind the last part.
    Epilogue,
}

impl Reader {
    /// Nothing has arrived yet of a body with that boundary.
    ///
    /// # Errors
    /// There is no such boundary.
    pub(crate) fn new(boundary: &str) -> Result<Self, Malformed> {
        let is_one = |it: &str| !it.is_empty() && it.bytes().all(|it| (b' '..0x7f).contains(&it));
        if boundary.len() > LONGEST_BOUNDARY || !is_one(boundary) {
            return Err(Malformed("its boundary has 1 to 70 characters"));
        }
        Ok(Self {
            delimiter: format!("\r\n--{boundary}").into_bytes(),
            // The first delimiter may be the first line.
            held: BytesMut::from(&b"\r\n"[..]),
            searched: 0,
            stage: Stage::Content,
            is_over: false,
        })
    }

    /// All of a body.
    ///
    /// # Errors
    /// There is no such boundary.
    pub(crate) fn whole(boundary: &str, body: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Self::new(boundary)?;
        reader.push(body);
        reader.end();
        Ok(reader)
    }

    /// Adds what has arrived.
    fn push(&mut self, chunk: &[u8]) {
        // Of what follows the last part nothing is read.
        if self.stage != Stage::Epilogue {
            self.held.extend_from_slice(chunk);
        }
    }

    /// Nothing more arrives.
    fn end(&mut self) {
        self.is_over = true;
    }

    /// The headers of the next part; what is left of the one before, or stands before the first one, is passed over.
    pub(crate) fn head(&mut self) -> Result<Found<HeaderMap>, Malformed> {
        loop {
            match self.stage {
                Stage::Content | Stage::Blank => {
                    if self.content()? == Found::More {
                        return Ok(Found::More);
                    }
                }
                Stage::Delimited => {
                    if !self.passes_delimiter()? {
                        return self.waits();
                    }
                }
                Stage::Head => {
                    let Some(length) = self.length_of_head()? else {
                        return self.waits();
                    };
                    let head = self.held.split_to(length);
                    self.searched = 0;
                    self.stage = Stage::Blank;
                    return headers(&head).map(Found::Next);
                }
                Stage::Epilogue => return Ok(Found::End),
            }
        }
    }

    /// The next piece of what stands in the part.
    pub(crate) fn content(&mut self) -> Result<Found<Bytes>, Malformed> {
        if self.stage == Stage::Blank {
            let is_begun = self.delimiter.starts_with(&self.held);
            if is_begun && self.held.len() < self.delimiter.len() && !self.is_over {
                return Ok(Found::More);
            }
            if !self.held.starts_with(&self.delimiter) {
                self.held.advance(2);
            }
            self.stage = Stage::Content;
        }
        if self.stage != Stage::Content {
            return Ok(Found::End);
        }
        let length = match find(&self.held, &self.delimiter) {
            Some(0) => {
                self.held.advance(self.delimiter.len());
                self.stage = Stage::Delimited;
                return Ok(Found::End);
            }
            Some(at) => at,
            None if self.is_over => return Err(BREAKS_OFF),
            None => self.held.len() - begun(&self.held, &self.delimiter),
        };
        Ok(match length {
            0 => Found::More,
            _ => Found::Next(self.held.split_to(length).freeze()),
        })
    }

    fn waits<T>(&self) -> Result<Found<T>, Malformed> {
        match self.is_over {
            true => Err(BREAKS_OFF),
            false if self.held.len() > LONGEST_HEAD => {
                Err(Malformed("a part has headers of more than 64 KiB"))
            }
            false => Ok(Found::More),
        }
    }

    /// Whether the rest of the line of a delimiter is here.
    fn passes_delimiter(&mut self) -> Result<bool, Malformed> {
        if self.held.starts_with(b"--") {
            self.held.clear();
            self.stage = Stage::Epilogue;
            return Ok(true);
        }
        let mut all = self.held.iter();
        let padding = all.position(|it| !matches!(it, b' ' | b'\t'));
        let rest = padding.map_or(&[][..], |at| &self.held[at..]);
        if let (Some(padding), true) = (padding, rest.starts_with(b"\r\n")) {
            self.held.advance(padding + 2);
            self.stage = Stage::Head;
            return Ok(true);
        }
        match b"\r\n".starts_with(rest) || padding == Some(0) && b"--".starts_with(rest) {
            true => Ok(false),
            false => Err(Malformed("what follows a boundary is no line break")),
        }
    }

    /// How long the head is, the empty line left out; `None` where more has to arrive.
    fn length_of_head(&mut self) -> Result<Option<usize>, Malformed> {
        if self.held.starts_with(b"\r\n") {
            return Ok(Some(0));
        }
        let found = find(&self.held[self.searched..], b"\r\n\r\n");
        let length = found.map(|at| self.searched + at + 2);
        self.searched = self.held.len().saturating_sub(3);
        match length {
            Some(length) if length > LONGEST_HEAD => {
                Err(Malformed("a part has headers of more than 64 KiB"))
            }
            length => Ok(length),
        }
    }
}

/// Where a text that begins with a carriage return stands first.
fn find(held: &[u8], text: &[u8]) -> Option<usize> {
    let mut from = 0;
    loop {
        // It looks at many bytes at a time, which takes a fifth of what it takes to look at each. Reading from memory does not fail.
        let passed = (&held[from..]).skip_until(b'\r').ok()?;
        let at = (from + passed).checked_sub(1)?;
        if held[at..].starts_with(text) {
            return Some(at);
        }
        if passed == 0 || held[at] != b'\r' {
            return None;
        }
        from += passed;
    }
}

/// How many bytes at the end may be the beginning of a text.
fn begun(held: &[u8], text: &[u8]) -> usize {
    let from = held.len().saturating_sub(text.len() - 1);
    let tail = &held[from..];
    let mut all = tail.iter().enumerate().filter(|it| *it.1 == b'\r');
    let found = all.find(|(at, _)| text.starts_with(&tail[*at..]));
    found.map_or(0, |(at, _)| tail.len() - at)
}

/// The headers of a part.
fn headers(head: &[u8]) -> Result<HeaderMap, Malformed> {
    const NO_HEADER: Malformed = Malformed("a part has a line that is no header");
    let mut headers = HeaderMap::new();
    let head = head.strip_suffix(b"\r\n").unwrap_or(head);
    if head.is_empty() {
        return Ok(headers);
    }
    let text = String::from_utf8_lossy(head);
    // A line that begins with white space goes on with the one before (RFC 2822, section 2.2.3).
    let unfolded = text.replace("\r\n ", " ").replace("\r\n\t", " ");
    for line in unfolded.split("\r\n") {
        let (name, value) = line.split_once(':').ok_or(NO_HEADER)?;
        let name = HeaderName::from_bytes(name.trim_end().as_bytes()).map_err(|_| NO_HEADER)?;
        let value = HeaderValue::from_bytes(value.trim().as_bytes()).map_err(|_| NO_HEADER)?;
        headers.append(name, value);
        if headers.len() > MOST_HEADERS {
            return Err(Malformed("a part has more than 64 headers"));
        }
    }
    Ok(headers)
}

/// What a parameter of `Content-Disposition` says: `name`, `filename`.
pub(crate) fn disposition(headers: &HeaderMap, parameter: &str) -> Option<String> {
    let value = headers.get(header::CONTENT_DISPOSITION)?;
    let text = String::from_utf8_lossy(value.as_bytes());
    let (_, mut rest) = text.split_once(';')?;
    loop {
        let (name, after) = rest.split_once('=')?;
        let after = after.trim_start();
        let value = match after.strip_prefix('"') {
            None => {
                let (value, more) = after.split_once(';').unwrap_or((after, ""));
                rest = more;
                value.trim_end().to_owned()
            }
            Some(quoted) => {
                let mut end = quoted.match_indices('"').map(|it| it.0);
                let end = end.find(|at| !quoted[..*at].ends_with('\\'));
                let end = end.unwrap_or(quoted.len());
                let more = quoted[end..].split_once(';');
                rest = more.map_or("", |it| it.1);
                quoted[..end].replace("\\\"", "\"")
            }
        };
        if name.trim().eq_ignore_ascii_case(parameter) {
            return Some(value);
        }
    }
}

/// A body whose parts are read one after the other, while it arrives.
#[derive(Clone)]
pub(crate) struct Arriving(Arc<Mutex<Source>>);

struct Source {
    body: Body,
    reader: Reader,
    /// How many parts have begun.
    begun: usize,
}

impl Arriving {
    /// Nothing has arrived yet of a body with that boundary.
    ///
    /// # Errors
    /// There is no such boundary.
    pub(crate) fn new(body: Body, boundary: &str) -> Result<Self, Malformed> {
        Ok(Self(Arc::new(Mutex::new(Source {
            body,
            reader: Reader::new(boundary)?,
            begun: 0,
        }))))
    }

    fn source(&self) -> MutexGuard<'_, Source> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The headers of the next part, and what stands in it. What is left of the one before is passed over.
    ///
    /// # Errors
    /// The body breaks off, or is not made of parts.
    pub(crate) async fn next(&self) -> Result<Option<(HeaderMap, Content)>, Malformed> {
        let head = poll_fn(|context| self.source().poll(context, Reader::head)).await?;
        Ok(head.map(|headers| {
            let mut source = self.source();
            source.begun += 1;
            let content = Content {
                part: source.begun,
                arriving: self.clone(),
            };
            (headers, content)
        }))
    }
}

impl Source {
    /// What a reader finds, as soon as enough has arrived. A chunk is asked for where one is needed, and not before.
    fn poll<T>(
        &mut self,
        context: &mut Context<'_>,
        read: fn(&mut Reader) -> Result<Found<T>, Malformed>,
    ) -> Poll<Result<Option<T>, Malformed>> {
        loop {
            match read(&mut self.reader)? {
                Found::Next(it) => return Poll::Ready(Ok(Some(it))),
                Found::End => return Poll::Ready(Ok(None)),
                Found::More => {}
            }
            match ready!(Pin::new(&mut self.body).poll_next(context)) {
                Some(Ok(chunk)) => self.reader.push(&chunk),
                Some(Err(_)) => return Poll::Ready(Err(BREAKS_OFF)),
                None => self.reader.end(),
            }
        }
    }
}

/// What stands in a part, as it arrives: nothing more once the next part is asked for.
pub(crate) struct Content {
    arriving: Arriving,
    /// Which part it is.
    part: usize,
}

impl Stream for Content {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut source = self.arriving.source();
        if source.begun != self.part {
            return Poll::Ready(None);
        }
        let chunk = ready!(source.poll(context, Reader::content));
        Poll::Ready(chunk.map_err(Into::into).transpose())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The parts of a body that arrives in chunks of a length: the headers of each and what stands in it; and the most that was
    /// held.
    fn parts(body: &[u8], length: usize) -> (Result<Vec<(String, String)>, Malformed>, usize) {
        let mut reader = Reader::new("B").expect("it is one");
        let mut chunks = body.chunks(length);
        let mut all: Vec<(String, String)> = Vec::new();
        let (mut in_part, mut most) = (false, 0);
        let found = loop {
            let is_more = match in_part {
                false => match reader.head() {
                    Ok(Found::More) => true,
                    Ok(Found::Next(headers)) => {
                        let named = headers.iter().map(|(name, value)| {
                            format!("{name}={}", String::from_utf8_lossy(value.as_bytes()))
                        });
                        all.push((named.collect::<Vec<_>>().join(","), String::new()));
                        in_part = true;
                        false
                    }
                    Ok(Found::End) => break Ok(all),
                    Err(why) => break Err(why),
                },
                true => match reader.content() {
                    Ok(Found::More) => true,
                    Ok(Found::Next(piece)) => {
                        let text = &mut all.last_mut().expect("it has begun").1;
                        text.push_str(&String::from_utf8_lossy(&piece));
                        false
                    }
                    Ok(Found::End) => {
                        in_part = false;
                        false
                    }
                    Err(why) => break Err(why),
                },
            };
            if is_more {
                match chunks.next() {
                    Some(chunk) => reader.push(chunk),
                    None => reader.end(),
                }
                most = most.max(reader.held.len());
            }
        };
        (found, most)
    }

    #[test]
    fn parts_are_the_same_however_they_arrive() {
        let body = b"a preamble\r\n--Bx\r\n--C\r\n--B \t\r\n\r\nno headers\r\n--\r\n\r\n--B\r\n\r\n--B\r\n\
            X-A: 1\r\nX-A: 2\r\n folded\r\n\r\n--B\r\nX-B:\r\n\r\n\r\n\r\n--B--\r\n--B\r\nepilogue";
        // `--Bx` is no other boundary, but begins with this one.
        assert_eq!(
            parts(body, 7).0,
            Err(Malformed("what follows a boundary is no line break"))
        );
        let body = &body[18..];
        let expected = [
            ("", "no headers\r\n--\r\n"),
            ("", ""),
            ("x-a=1,x-a=2 folded", ""),
            ("x-b=", "\r\n"),
        ];
        let expected: Vec<_> = (expected.iter())
            .map(|it| (it.0.to_owned(), it.1.to_owned()))
            .collect();
        for length in 1..body.len() {
            assert_eq!(parts(body, length).0, Ok(expected.clone()), "{length}");
        }
    }

    #[test]
    fn what_is_no_body_of_parts_is_told() {
        for body in [
            "",
            "x",
            "--B",
            "--B\r\n",
            "--B\r\n\r\n",
            "--B\r\nX: 1",
            "--B\r\n\r\nx\r\n--B",
            "--B\r\n\r\nx\r\n--B-",
            "--B\r\nX\r\n\r\nx\r\n--B--",
            "--B\r\n: x\r\n\r\nx\r\n--B--",
            "--B\r\nX: \u{0}\r\n\r\nx\r\n--B--",
            "--B\n\nx\n--B--\n",
        ] {
            for length in 1..=body.len().max(1) {
                assert!(parts(body.as_bytes(), length).0.is_err(), "{body:?}");
            }
        }
        for boundary in ["", "\r\n", "\u{e4}", &"B".repeat(71)] {
            assert!(Reader::new(boundary).is_err(), "{boundary:?}");
        }
    }

    /// Whatever a body is made of, no more of it is held than a head may have.
    #[test]
    fn little_is_held() {
        let parts_of = |one: &str, count: usize| one.repeat(count).into_bytes();
        let mut headers = String::from("--B\r\n");
        for at in 0..100_000 {
            headers.push_str(&format!("X-{at}: {at}\r\n"));
        }
        for (body, is_sound) in [
            (
                [&b"--B\r\n\r\n"[..], &b"x".repeat(3_000_000), b"\r\n--B--"].concat(),
                true,
            ),
            ([&b"\r\n".repeat(1_500_000)[..], b"--B--"].concat(), true),
            (
                [parts_of("--B\r\n\r\n\r\n", 300_000), b"--B--".to_vec()].concat(),
                true,
            ),
            (
                [parts_of("--B\r\n\r\n--C\r\n", 100_000), b"--B--".to_vec()].concat(),
                true,
            ),
            (headers.into_bytes(), false),
            (
                [&b"--B\r\nX: "[..], &b"x".repeat(3_000_000)].concat(),
                false,
            ),
            ([&b"--B"[..], &b" ".repeat(3_000_000)].concat(), false),
            (
                [&b"--B\r\n\r\n"[..], &b"\r\n--".repeat(700_000)].concat(),
                false,
            ),
        ] {
            let (found, most) = parts(&body, 1000);
            assert_eq!(found.is_ok(), is_sound, "{found:?}");
            assert!(most < LONGEST_HEAD + 2000, "{most}");
        }
    }

    #[test]
    fn what_a_part_is_called_is_read() {
        for (value, name, file) in [
            (
                "form-data; name=\"a\"; filename=\"b;c.txt\"",
                Some("a"),
                Some("b;c.txt"),
            ),
            (
                "form-data; filename=b.txt; NAME = a ",
                Some("a"),
                Some("b.txt"),
            ),
            ("form-data; name=\"a\\\"b\"", Some("a\"b"), None),
            ("form-data; name=\"a", Some("a"), None),
            (
                "attachment; filename=\"\u{fc}.txt\"",
                None,
                Some("\u{fc}.txt"),
            ),
            ("form-data", None, None),
            ("form-data; name", None, None),
        ] {
            let mut headers = HeaderMap::new();
            let value = HeaderValue::from_bytes(value.as_bytes()).expect("it is one");
            headers.insert(header::CONTENT_DISPOSITION, value);
            assert_eq!(disposition(&headers, "name").as_deref(), name);
            assert_eq!(disposition(&headers, "filename").as_deref(), file);
        }
    }
}
