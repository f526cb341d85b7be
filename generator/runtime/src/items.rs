//! Bodies of items, one after the other: JSON lines, JSON text sequences, server-sent events.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use http::StatusCode;

use super::problem::Problem;
use super::threads::{BoxStream, MaybeSend};

/// A body of items that arrive, or are sent, one after the other; the body is never held whole.
///
/// Each item of a request is decoded and checked when it arrives; one that is not as documented is the last. What goes
/// wrong while an answer is sent breaks it off.
pub struct Items<T>(BoxStream<Result<T, Problem>>);

impl<T> Items<T> {
    /// Sends what a stream yields.
    pub fn new<S>(stream: S) -> Self
    where
        S: Stream<Item = T> + MaybeSend + 'static,
    {
        Self(Box::pin(Sound(Box::pin(stream))))
    }

    /// Sends what a stream yields, up to its first failure.
    pub fn fallible<S, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<T, E>> + MaybeSend + 'static,
        E: fmt::Display + 'static,
    {
        Self(Box::pin(Fallible(Box::pin(stream))))
    }

    /// Hands out what a stream finds.
    pub(crate) fn of_results<S>(stream: S) -> Self
    where
        S: Stream<Item = Result<T, Problem>> + MaybeSend + 'static,
    {
        Self(Box::pin(stream))
    }

    /// The next item; `None` after the last one.
    ///
    /// # Errors
    /// The body broke off, or the item is not as documented: a problem that can be answered with.
    pub async fn next(&mut self) -> Result<Option<T>, Problem> {
        poll_fn(|context| self.0.as_mut().poll_next(context))
            .await
            .transpose()
    }
}

impl<T: MaybeSend + 'static> From<Vec<T>> for Items<T> {
    fn from(items: Vec<T>) -> Self {
        Self::new(Listed(items.into_iter()))
    }
}

impl<T> Stream for Items<T> {
    type Item = Result<T, Problem>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.as_mut().poll_next(context)
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Items")
    }
}

/// A stream that does not fail.
struct Sound<S>(Pin<Box<S>>);

impl<S: Stream> Stream for Sound<S> {
    type Item = Result<S::Item, Problem>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.as_mut().poll_next(context).map(|it| it.map(Ok))
    }
}

/// A stream that may fail for reasons of its own.
struct Fallible<S>(Pin<Box<S>>);

impl<S, T, E> Stream for Fallible<S>
where
    S: Stream<Item = Result<T, E>>,
    E: fmt::Display,
{
    type Item = Result<T, Problem>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let problem =
            |error: E| Problem::new(StatusCode::INTERNAL_SERVER_ERROR).detail(error.to_string());
        let next = self.0.as_mut().poll_next(context);
        next.map(|it| it.map(|it| it.map_err(problem)))
    }
}

/// A stream of items that are all here.
struct Listed<T>(std::vec::IntoIter<T>);

impl<T> Unpin for Listed<T> {}

impl<T> Stream for Listed<T> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<T>> {
        Poll::Ready(self.0.next())
    }
}
