//! Answers for tests, by operation, without a server or a network.
//!
//! ```
//! use verbatim_runtime::client::testing::Mock;
//! use verbatim_runtime::client::{Builder, Call, Core, Documented, Error, Route};
//! use verbatim_runtime::context::Operation;
//!
//! // What a method of an emitted client does: `client.count_pets()`.
//! static COUNT_PETS: Route = Route {
//!     operation: Operation::new("countPets", "GET", "/pets/count", &[]),
//!     accept: "application/json",
//!     security: &[],
//!     streamed: &[],
//!     redirects: &[],
//! };
//! let count_pets = |core: &Core| -> Call<i64> {
//!     core.call(&COUNT_PETS, (), Documented::Code(200), |it| it.json("application/json"))
//! };
//!
//! let mock = Mock::new();
//! let client: Core = Builder::new("http://test").transport(mock.clone()).build()?;
//! mock.on(count_pets(&client)).answer(Ok(7));
//! # let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
//! # runtime.block_on(async {
//! assert_eq!(count_pets(&client).await?, 7);
//! # Ok::<(), Error>(()) }).unwrap();
//! assert_eq!(mock.calls()[0].uri, "http://test/pets/count");
//! mock.verify();
//! # Ok::<(), verbatim_runtime::client::BuildError>(())
//! ```

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Response, StatusCode, Uri, header};

use super::call::Call;
use super::error::Error;
use super::outgoing::Payload;
use super::received::Ready;
use super::shared::Route;
use super::transport::{BoxFuture, Transport};
use crate::runtime::api::{Body, BoxError};
use crate::runtime::context::Operation;
use crate::runtime::json;
use crate::runtime::media::parameter;
use crate::runtime::style::pairs;
use crate::runtime::threads::MaybeSend;
use crate::runtime::types::{Decode, Never, from_slice};

/// A transport that answers as a test says. Its clones are one.
///
/// A call is answered by the first of those that were announced which it fits and which is still to come. One that fits none
/// fails with [`Error::Transport`], whose message says what was asked for and what was expected; [`verify`](Self::verify)
/// fails then, too.
#[derive(Clone, Default)]
pub struct Mock(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    expected: Vec<Expectation>,
    calls: Vec<Sent>,
    unexpected: Vec<String>,
    is_ordered: bool,
}

/// A call that is to come.
struct Expectation {
    route: &'static Route,
    /// What it has to be; `None` where any call of the operation will do.
    wanted: Option<Wanted>,
    /// How often; `None` where that is left open.
    times: Option<usize>,
    made: usize,
    answer: Box<dyn Answer>,
}

/// What answers a call, by what was sent.
trait Answer: MaybeSend {
    fn answer(&mut self, sent: &Sent) -> Response<Body>;
}

impl<F: FnMut(&Sent) -> Response<Body> + MaybeSend> Answer for F {
    fn answer(&mut self, sent: &Sent) -> Response<Body> {
        self(sent)
    }
}

/// A request as it is to be.
struct Wanted {
    uri: Uri,
    headers: HeaderMap,
    /// `None` where it is streamed.
    body: Option<Bytes>,
}

/// A request that was made.
#[derive(Debug, Clone)]
pub struct Sent {
    /// The operation.
    pub operation: Operation,
    /// The method.
    pub method: Method,
    /// The whole address.
    pub uri: Uri,
    /// The headers, credentials among them.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl Sent {
    /// The body as JSON.
    ///
    /// # Errors
    /// It is none, or not of the type.
    pub fn json<T: Decode>(&self) -> Result<T, json::Error> {
        from_slice(&self.body)
    }

    /// The value of a parameter of the query, the first where there are several.
    pub fn query(&self, name: &str) -> Option<String> {
        let pairs = pairs(self.uri.query().unwrap_or_default());
        let found = pairs.into_iter().find(|it| it.0 == name)?;
        let text = found.1.replace('+', " ");
        let decoded =
            crate::runtime::style::decode(&text, crate::runtime::style::Decoding::Percent);
        decoded.ok().map(|it| it.into_owned())
    }
}

impl Mock {
    /// One that expects no call.
    pub fn new() -> Self {
        Self::default()
    }

    /// Expects calls in the order in which they are announced.
    #[must_use]
    pub fn in_order(self) -> Self {
        self.state().is_ordered = true;
        self
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Announces a call: `mock.on(client.get_pet(request))`. It is not sent. Calls of the operation fit that have the same
    /// parameters and the same body; headers beyond those of the announced call are not looked at, nor are bodies that are
    /// streamed.
    ///
    /// # Panics
    /// It could not be sent: a credential is missing, say.
    pub fn on<T: 'static, E: 'static>(&self, call: Call<T, E>) -> Expected<'_, T, E> {
        let route = call.request.route;
        let prepared = call.request.prepare().and_now();
        let (head, body) = match prepared {
            Some(Ok(it)) => it,
            Some(Err(why)) => panic!("{} could not be called: {why}", route.operation.id),
            None => panic!(
                "{} waits for a credential: give the client of a test one that is there",
                route.operation.id
            ),
        };
        let body = match body {
            Payload::None => Some(Bytes::new()),
            Payload::Whole(bytes) => Some(bytes),
            Payload::Stream(_) | Payload::Sent => None,
        };
        Expected {
            mock: self,
            route,
            wanted: Some(Wanted {
                uri: head.0,
                headers: head.1,
                body,
            }),
            times: Some(1),
            status: None,
            types: PhantomData,
        }
    }

    /// The calls that were made so far, those among them that nobody expected.
    pub fn calls(&self) -> Vec<Sent> {
        self.state().calls.clone()
    }

    /// Holds what was called against what was announced.
    ///
    /// # Panics
    /// A call was made that was not expected, or one was expected that was not made.
    pub fn verify(&self) {
        let state = self.state();
        let mut wrong = state.unexpected.clone();
        for it in &state.expected {
            if it.times.is_some_and(|times| it.made < times) {
                wrong.push(format!("expected, and not called: {it}"));
            }
        }
        // Nobody else waits for the state of a test that has failed.
        drop(state);
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

/// A future that is ready at once, or not.
trait Now: Future + Sized {
    fn and_now(self) -> Option<Self::Output> {
        let mut context = Context::from_waker(Waker::noop());
        match pin!(self).poll(&mut context) {
            Poll::Ready(it) => Some(it),
            Poll::Pending => None,
        }
    }
}

impl<F: Future> Now for F {}

/// A call that was announced, and has no answer yet.
#[must_use = "a call is expected once its answer is known: `answer`, `answer_with`, `respond`"]
pub struct Expected<'m, T: 'static, E: 'static = Never> {
    mock: &'m Mock,
    route: &'static Route,
    wanted: Option<Wanted>,
    times: Option<usize>,
    status: Option<StatusCode>,
    types: PhantomData<fn() -> (T, E)>,
}

impl<T: 'static, E: 'static> Expected<'_, T, E> {
    /// Whatever is asked for: any call of the operation fits.
    pub fn any_request(mut self) -> Self {
        self.wanted = None;
        self
    }

    /// So many calls, for [`answer_with`](Self::answer_with) and [`respond_with`](Self::respond_with); one unless said.
    pub fn times(mut self, times: usize) -> Self {
        self.times = Some(times);
        self
    }

    /// Any number of calls, none among them.
    pub fn any_times(mut self) -> Self {
        self.times = None;
        self
    }

    /// The status of the answer, which retries and `with_response` see: that of success unless said.
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = Some(status);
        self
    }

    /// Answers one call with what it then gives: a value, a failure of the document, or any other error.
    pub fn answer(mut self, answer: Result<T, Error<E>>)
    where
        T: Send,
        E: Send,
    {
        self.times = Some(1);
        let mut answer = Some(answer);
        self.answer_with(move |_| match answer.take() {
            Some(answer) => answer,
            None => Err(Error::Transport("it has been answered already".into())),
        });
    }

    /// Answers calls with what they then give, each by what was sent.
    pub fn answer_with(
        self,
        mut answer: impl FnMut(&Sent) -> Result<T, Error<E>> + MaybeSend + 'static,
    ) where
        T: Send,
        E: Send,
    {
        let status = self.status.unwrap_or(StatusCode::OK);
        self.respond_with(move |sent| {
            let value = answer(sent);
            let mut response = Response::new(Body::from(Bytes::new()));
            *response.status_mut() = status;
            response.extensions_mut().insert(Ready::new(value));
            response
        });
    }

    /// Answers one call with a response of HTTP, which is read as one of a server is: for what the document does not describe,
    /// and for `raw` and `answer`.
    pub fn respond(mut self, response: Response<impl Into<Body>>) {
        self.times = Some(1);
        let mut response = Some(response.map(Into::into));
        self.respond_with(move |_| response.take().unwrap_or_else(|| Response::new("".into())));
    }

    /// Answers calls with responses of HTTP, each by what was sent.
    pub fn respond_with(self, answer: impl FnMut(&Sent) -> Response<Body> + MaybeSend + 'static) {
        self.mock.state().expected.push(Expectation {
            route: self.route,
            wanted: self.wanted,
            times: self.times,
            made: 0,
            answer: Box::new(answer),
        });
    }
}

impl<T, E> fmt::Debug for Expected<'_, T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Expected")
            .field(&self.route.operation.id)
            .finish()
    }
}

impl fmt::Debug for Mock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mock")
    }
}

impl fmt::Display for Expectation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation = &self.route.operation;
        write!(f, "{}, {} ", operation.id, operation.method)?;
        match &self.wanted {
            Some(it) => write!(f, "{}", it.uri)?,
            None => write!(f, "{}, whatever is asked for", operation.path)?,
        }
        match self.times {
            Some(times) => write!(f, " ({} of {times} calls made)", self.made),
            None => Ok(()),
        }
    }
}

impl Expectation {
    fn is_over(&self) -> bool {
        self.times.is_some_and(|times| self.made >= times)
    }

    /// What of a request is not as it was announced.
    fn difference(&self, sent: &Sent) -> Option<String> {
        if self.route.operation != sent.operation {
            return Some(format!("is of {}", self.route.operation.id));
        }
        let wanted = self.wanted.as_ref()?;
        if wanted.uri.path() != sent.uri.path() {
            return Some(format!("has the path {}", wanted.uri.path()));
        }
        if wanted.uri.query() != sent.uri.query() {
            let query = wanted.uri.query().unwrap_or_default();
            return Some(format!("has the query {query:?}"));
        }
        for name in wanted.headers.keys() {
            let all = |of: &HeaderMap| -> Vec<Vec<u8>> {
                let lines = of.get_all(name).iter();
                // A token may be another one by now.
                lines
                    .map(|it| match it.is_sensitive() {
                        true => Vec::new(),
                        false => without_boundary(it.as_bytes(), of),
                    })
                    .collect()
            };
            if all(&wanted.headers) != all(&sent.headers) {
                let value = wanted.headers.get(name);
                let value = value.and_then(|it| it.to_str().ok()).unwrap_or_default();
                return Some(format!("has the header {name}: {value}"));
            }
        }
        let body = wanted.body.as_ref()?;
        let wanted = without_boundary(body, &wanted.headers);
        (wanted != without_boundary(&sent.body, &sent.headers))
            .then(|| format!("has the body {}", String::from_utf8_lossy(&wanted)))
    }
}

/// A text in which the boundary of its parts is always the same.
fn without_boundary(text: &[u8], headers: &HeaderMap) -> Vec<u8> {
    let media = headers.get(header::CONTENT_TYPE);
    let media = media.and_then(|it| it.to_str().ok()).unwrap_or_default();
    let boundary = parameter(media, "boundary").filter(|it| !it.is_empty());
    match (boundary, std::str::from_utf8(text)) {
        (Some(boundary), Ok(text)) => text.replace(boundary, "BOUNDARY").into_bytes(),
        _ => text.to_vec(),
    }
}

impl State {
    fn answer(&mut self, sent: Sent) -> Result<Response<Body>, BoxError> {
        let open = self.expected.iter_mut().filter(|it| !it.is_over());
        let most = if self.is_ordered { 1 } else { usize::MAX };
        let mut differences = Vec::new();
        let mut found = None;
        for it in open.take(most) {
            match it.difference(&sent) {
                None => {
                    found = Some(it);
                    break;
                }
                Some(difference) => {
                    differences.push(format!("\n  expected: {it}; it {difference}"))
                }
            }
        }
        let answer = match found {
            Some(it) => {
                it.made += 1;
                Ok(it.answer.answer(&sent))
            }
            None => {
                let mut said = format!(
                    "unexpected call: {}, {} {}",
                    sent.operation.id, sent.method, sent.uri
                );
                if !sent.body.is_empty() {
                    said += &format!("\n  its body: {}", String::from_utf8_lossy(&sent.body));
                }
                if differences.is_empty() {
                    said += "\n  no call is expected";
                }
                said += &differences.concat();
                self.unexpected.push(said.clone());
                Err(said.into())
            }
        };
        self.calls.push(sent);
        answer
    }
}

impl Transport for Mock {
    fn send(&self, request: Request<Body>) -> BoxFuture<'static, Result<Response<Body>, BoxError>> {
        let mock = self.clone();
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let operation = head.extensions.get::<Operation>().copied();
            let sent = Sent {
                operation: operation.ok_or("it is no call of a client")?,
                method: head.method,
                uri: head.uri,
                headers: head.headers,
                body: body.collect(usize::MAX).await?.into(),
            };
            mock.state().answer(sent)
        })
    }
}
