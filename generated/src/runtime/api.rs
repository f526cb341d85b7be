//! What requests and responses are made of beside the types of the document: bodies that are streamed, streams of
//! events, and the answer of a method nobody has written yet.

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

pub use http::StatusCode;

/// Why a stream of bytes broke off.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// The failure of a method that is not written yet: the answer is `501 Not Implemented`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotImplemented(
    /// The method's name.
    pub &'static str,
);

impl fmt::Display for NotImplemented {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is not implemented", self.0)
    }
}

impl std::error::Error for NotImplemented {}

/// The answer of a method that is not written yet.
pub fn not_implemented<T, E>(name: &'static str) -> Unwritten<T, E>
where
    E: From<NotImplemented>,
{
    Unwritten {
        name,
        answer: PhantomData,
    }
}

/// A future that fails at once. It holds no answer, so that the compiler need not look through all that an answer
/// consists of to find that the future can be sent.
pub struct Unwritten<T, E> {
    name: &'static str,
    answer: PhantomData<fn() -> Result<T, E>>,
}

impl<T, E: From<NotImplemented>> Future for Unwritten<T, E> {
    type Output = Result<T, E>;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Self::Output> {
        Poll::Ready(Err(NotImplemented(self.name).into()))
    }
}

/// The media types a caller takes, and which they would rather have: the `Accept` header.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Accept(Vec<String>);

impl Accept {
    /// The one of these media types that the caller would rather have than the others, the first of equals; `None` where
    /// they take none of them.
    pub fn best<'m>(&self, media: &[&'m str]) -> Option<&'m str> {
        let mut best = (0.0, None);
        for it in media {
            let quality = quality(self.0.iter().map(String::as_str), it);
            if quality > best.0 {
                best = (quality, Some(*it));
            }
        }
        best.1
    }
}

impl From<&str> for Accept {
    /// Reads what stands in the header; an empty one takes anything.
    fn from(header: &str) -> Self {
        let ranges = header.split(',').map(str::trim);
        Self(
            ranges
                .filter(|it| !it.is_empty())
                .map(str::to_owned)
                .collect(),
        )
    }
}

/// How gladly a media type is taken by those that accept these ranges, from 0 to 1. What is no range takes anything, as
/// none at all do.
pub(crate) fn quality<'r>(ranges: impl Iterator<Item = &'r str> + Clone, media: &str) -> f32 {
    let mut all = ranges.clone();
    if ranges.clone().next().is_none() || all.any(|it| !it.contains('/')) {
        return 1.0;
    }
    // The range that says most of the media type counts.
    let fitting = ranges.filter_map(|range| {
        let specificity = fit(range, media).or_else(|| fit(media, range))?;
        Some((specificity, weight(range)))
    });
    let best = fitting.max_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    best.map_or(0.0, |it| it.1)
}

fn weight(range: &str) -> f32 {
    let parameters = range.split(';').skip(1);
    let mut values = parameters.filter_map(|it| it.trim().strip_prefix("q="));
    values.next().and_then(|it| it.parse().ok()).unwrap_or(1.0)
}

/// How well a documented media type (or range) fits one that was sent; `None` where it does not.
pub(crate) fn fit(documented: &str, sent: &str) -> Option<u8> {
    if documented == sent {
        return Some(3);
    }
    let (documented, sent) = (essence(documented), essence(sent));
    if documented.eq_ignore_ascii_case(sent) {
        return Some(3);
    }
    let (kind, subtype) = documented.split_once('/')?;
    let (sent_kind, _) = sent.split_once('/')?;
    match (kind, subtype) {
        ("*", "*") => Some(1),
        (_, "*") if kind.eq_ignore_ascii_case(sent_kind) => Some(2),
        _ => None,
    }
}

/// The media type without its parameters.
pub(crate) fn essence(media: &str) -> &str {
    media.split(';').next().unwrap_or_default().trim()
}

/// A body of bytes that is streamed, never held whole.
pub struct Body(Pin<Box<dyn Stream<Item = Result<Bytes, BoxError>> + Send>>);

impl Body {
    /// Streams what a stream yields.
    pub fn from_stream<S, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<BoxError> + 'static,
    {
        Self(Box::pin(Boxed(Box::pin(stream))))
    }

    /// The next chunk; `None` at the end.
    ///
    /// # Errors
    /// The stream broke off.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, BoxError> {
        std::future::poll_fn(|context| self.0.as_mut().poll_next(context))
            .await
            .transpose()
    }

    /// The whole body, if it is not longer than `limit`.
    ///
    /// # Errors
    /// It is longer, or the stream broke off.
    pub async fn collect(mut self, limit: usize) -> Result<Vec<u8>, BoxError> {
        let mut whole = Vec::new();
        while let Some(chunk) = self.chunk().await? {
            if chunk.len() > limit - whole.len() {
                return Err(format!("the body is longer than {limit} bytes").into());
            }
            whole.extend_from_slice(&chunk);
        }
        Ok(whole)
    }
}

impl Stream for Body {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.as_mut().poll_next(context)
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Body")
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self(Box::pin(Once(Some(bytes))))
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Bytes::from_static(text.as_bytes()).into()
    }
}

/// A stream of one chunk.
struct Once(Option<Bytes>);

impl Stream for Once {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take().map(Ok))
    }
}

/// A stream with its errors boxed.
struct Boxed<S>(Pin<Box<S>>);

impl<S, E> Stream for Boxed<S>
where
    S: Stream<Item = Result<Bytes, E>>,
    E: Into<BoxError>,
{
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0
            .as_mut()
            .poll_next(context)
            .map(|item| item.map(|chunk| chunk.map_err(Into::into)))
    }
}

/// One event of a `text/event-stream`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Event<T> {
    /// What the event is called; `message` unless said.
    pub event: Option<String>,
    /// Where a client that lost the stream resumes.
    pub id: Option<String>,
    /// The payload.
    pub data: T,
}

impl<T> From<T> for Event<T> {
    fn from(data: T) -> Self {
        Self {
            event: None,
            id: None,
            data,
        }
    }
}

/// A `text/event-stream`, typed by what its events carry.
pub struct EventStream<T>(Pin<Box<dyn Stream<Item = Event<T>> + Send>>);

impl<T> EventStream<T> {
    /// Streams what a stream yields.
    pub fn new(stream: impl Stream<Item = Event<T>> + Send + 'static) -> Self {
        Self(Box::pin(stream))
    }
}

impl<T> Stream for EventStream<T> {
    type Item = Event<T>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.as_mut().poll_next(context)
    }
}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EventStream")
    }
}
