//! What requests and responses are made of beside the types of the document: bodies that are streamed, streams of
//! events, and the answer of a method nobody has written yet.

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;

pub use http::StatusCode;

use super::threads::{BoxStream, MaybeSend};

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

/// A body of bytes that is streamed, never held whole unless it was made of one text.
pub struct Body {
    bytes: Source,
    media: Option<String>,
}

/// Where the bytes of a body come from.
enum Source {
    /// They are all here, unless they were taken.
    Whole(Option<Bytes>),
    Stream(BoxStream<Result<Bytes, BoxError>>),
}

impl Body {
    /// The media type: what the caller sent it as, or what it is to be sent as.
    pub fn media_type(&self) -> Option<&str> {
        self.media.as_deref()
    }

    /// Sends it as a media type, where the document leaves that open: `image/png` for an answer of `image/*`. What the
    /// document does not allow is not sent.
    #[must_use]
    pub fn with_media_type(mut self, media: impl Into<String>) -> Self {
        self.media = Some(media.into());
        self
    }

    /// All bytes, where they are here already.
    pub(crate) fn whole(&mut self) -> Option<Bytes> {
        match &mut self.bytes {
            Source::Whole(bytes) => bytes.take(),
            Source::Stream(_) => None,
        }
    }

    /// How many bytes there are, where they are all here.
    pub(crate) fn known_length(&self) -> Option<u64> {
        match &self.bytes {
            Source::Whole(bytes) => Some(bytes.as_ref().map_or(0, |it| it.len() as u64)),
            Source::Stream(_) => None,
        }
    }

    /// Streams what a stream yields.
    pub fn from_stream<S, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + MaybeSend + 'static,
        E: Into<BoxError> + 'static,
    {
        Source::Stream(Box::pin(Boxed(Box::pin(stream)))).into()
    }

    /// Streams what a stream yields that needs no other box.
    #[cfg(feature = "client-core")]
    pub(crate) fn boxed(stream: BoxStream<Result<Bytes, BoxError>>) -> Self {
        Source::Stream(stream).into()
    }

    /// The next chunk; `None` at the end.
    ///
    /// # Errors
    /// The stream broke off.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, BoxError> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context))
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
        match &mut self.bytes {
            Source::Whole(bytes) => Poll::Ready(bytes.take().map(Ok)),
            Source::Stream(stream) => stream.as_mut().poll_next(context),
        }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Body")
            .field("media_type", &self.media)
            .finish_non_exhaustive()
    }
}

impl From<Source> for Body {
    fn from(bytes: Source) -> Self {
        Self { bytes, media: None }
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Source::Whole(Some(bytes)).into()
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

/// A stream with its errors boxed.
struct Boxed<S>(Pin<Box<S>>);

impl<S, T, E> Stream for Boxed<S>
where
    S: Stream<Item = Result<T, E>>,
    E: Into<BoxError>,
{
    type Item = Result<T, BoxError>;

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

/// What a `text/event-stream` consists of (WHATWG HTML, section 9.2.6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signal<T> {
    /// An event.
    Event(Event<T>),
    /// How long a client that lost the stream waits before it comes back.
    Retry(Duration),
    /// A line that clients pass over: it keeps a connection open that would be closed if nothing were sent.
    Comment(String),
}

impl<T> From<Event<T>> for Signal<T> {
    fn from(event: Event<T>) -> Self {
        Self::Event(event)
    }
}

/// A `text/event-stream`, typed by what its events carry.
pub struct EventStream<T> {
    signals: BoxStream<Result<Signal<T>, BoxError>>,
    /// Each of its items is a comment.
    ticks: Option<BoxStream<()>>,
}

impl<T> EventStream<T> {
    /// Streams what a stream yields.
    pub fn new(stream: impl Stream<Item = Event<T>> + MaybeSend + 'static) -> Self {
        Self {
            signals: Box::pin(Infallible(Box::pin(stream))),
            ticks: None,
        }
    }

    /// Streams what a stream yields, which may fail: the connection breaks off then, so that the client comes back.
    pub fn from_signals<S, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<Signal<T>, E>> + MaybeSend + 'static,
        E: Into<BoxError> + 'static,
    {
        Self {
            signals: Box::pin(Boxed(Box::pin(stream))),
            ticks: None,
        }
    }

    /// The next signal; `None` after the last one.
    ///
    /// # Errors
    /// The stream broke off, or what came is not as documented.
    pub async fn next(&mut self) -> Result<Option<Signal<T>>, BoxError> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context))
            .await
            .transpose()
    }

    /// Sends an empty comment with each item of another stream, such as an interval of `tokio_stream`, so that nobody on
    /// the way takes the connection for a dead one. It ends with the events.
    #[must_use]
    pub fn keep_alive(mut self, ticks: impl Stream<Item = ()> + MaybeSend + 'static) -> Self {
        self.ticks = Some(Box::pin(ticks));
        self
    }
}

impl<T> Stream for EventStream<T> {
    type Item = Result<Signal<T>, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Poll::Ready(signal) = self.signals.as_mut().poll_next(context) {
            return Poll::Ready(signal);
        }
        match self.ticks.as_mut().map(|it| it.as_mut().poll_next(context)) {
            Some(Poll::Ready(Some(()))) => Poll::Ready(Some(Ok(Signal::Comment(String::new())))),
            Some(Poll::Ready(None)) => {
                self.ticks = None;
                Poll::Pending
            }
            Some(Poll::Pending) | None => Poll::Pending,
        }
    }
}

/// A stream of events none of which fails.
struct Infallible<S>(Pin<Box<S>>);

impl<T, S: Stream<Item = Event<T>>> Stream for Infallible<S> {
    type Item = Result<Signal<T>, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let event = self.0.as_mut().poll_next(context);
        event.map(|event| event.map(|event| Ok(event.into())))
    }
}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EventStream")
    }
}
