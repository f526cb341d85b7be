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

pub use super::media::Accept;

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
pub fn not_implemented<T, E>(name: &'static str) -> NotImplementedAnswer<T, E>
where
    E: From<NotImplemented>,
{
    NotImplementedAnswer {
        name,
        answer: PhantomData,
    }
}

/// A future that fails at once. It holds no answer, so that the compiler need not look through all that an answer
/// consists of to find that the future can be sent.
pub struct NotImplementedAnswer<T, E> {
    name: &'static str,
    answer: PhantomData<fn() -> Result<T, E>>,
}

impl<T, E: From<NotImplemented>> Future for NotImplementedAnswer<T, E> {
    type Output = Result<T, E>;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Self::Output> {
        Poll::Ready(Err(NotImplemented(self.name).into()))
    }
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
