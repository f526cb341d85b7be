//! Calls that are waited for, where no runtime of futures runs.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::OnceLock;
use std::thread;

use futures_core::Stream;
use http::Response as HttpResponse;
use tokio::runtime::{Builder, Handle};

use super::call::{Call, Response};
use super::error::Error;
use crate::runtime::api::Body;
use crate::runtime::problem::Problem;

/// Something was to be waited for where a runtime of futures runs, or there is no thread for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InsideRuntime;

impl std::fmt::Display for InsideRuntime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Error::<super::Never>::InsideRuntime.fmt(f)
    }
}

impl std::error::Error for InsideRuntime {}

impl<E> From<InsideRuntime> for Error<E> {
    fn from(_: InsideRuntime) -> Self {
        Self::InsideRuntime
    }
}

impl From<InsideRuntime> for Problem {
    fn from(it: InsideRuntime) -> Self {
        Self::new(http::StatusCode::INTERNAL_SERVER_ERROR).detail(it.to_string())
    }
}

/// Waits for a future that needs a runtime: one that all calls share, on a thread of its own.
///
/// # Errors
/// A runtime runs on this thread already, which must not be blocked, or none can be started.
pub fn wait<F: Future>(future: F) -> Result<F::Output, InsideRuntime> {
    static RUNTIME: OnceLock<Option<Handle>> = OnceLock::new();
    if Handle::try_current().is_ok() {
        return Err(InsideRuntime);
    }
    let handle = RUNTIME.get_or_init(|| {
        let runtime = Builder::new_current_thread().enable_all().build().ok()?;
        let handle = runtime.handle().clone();
        // It drives connections and timers, also of those that wait on other threads.
        let thread = thread::Builder::new().name("client".to_owned());
        let thread = thread.spawn(move || runtime.block_on(std::future::pending::<()>()));
        thread.ok().map(|_| handle)
    });
    match handle {
        Some(handle) => Ok(handle.block_on(future)),
        None => Err(InsideRuntime),
    }
}

impl<T: 'static, E: 'static> Call<T, E> {
    /// Sends the call, and waits for its answer.
    ///
    /// # Errors
    /// As for the call itself; [`Error::InsideRuntime`] where it is to be awaited instead.
    pub fn wait(self) -> Result<T, Error<E>> {
        wait(self.into_future())?
    }

    /// The same with the status and the headers of the answer.
    ///
    /// # Errors
    /// As for the call itself.
    pub fn wait_with_response(self) -> Result<Response<T>, Error<E>> {
        wait(self.with_response())?
    }

    /// The answer of any status, with its body as it arrives: [`Iter`] reads it.
    ///
    /// # Errors
    /// There is no answer.
    pub fn wait_raw(self) -> Result<HttpResponse<Body>, Error> {
        wait(self.raw())?
    }
}

/// What arrives one after the other, each item waited for: of pages, their items, events, lines, bodies.
///
/// ```
/// use verbatim_runtime::client::blocking::Iter;
/// use verbatim_runtime::items::Items;
///
/// let items: Items<i64> = vec![1, 2].into();
/// let read: Result<Vec<i64>, _> = Iter(items).collect();
/// assert_eq!(read.expect("both"), [1, 2]);
/// ```
#[derive(Debug)]
pub struct Iter<S>(pub S);

impl<S, T, X> Iterator for Iter<S>
where
    S: Stream<Item = Result<T, X>> + Unpin,
    X: From<InsideRuntime>,
{
    type Item = Result<T, X>;

    fn next(&mut self) -> Option<Self::Item> {
        match wait(poll_fn(|context| Pin::new(&mut self.0).poll_next(context))) {
            Ok(next) => next,
            Err(why) => Some(Err(why.into())),
        }
    }
}
