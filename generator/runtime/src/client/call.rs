//! A call: what an operation takes, what is chosen for this once, and what its answer is read into.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use http::{HeaderMap, StatusCode};

use super::credentials::Credential;
use super::error::Error;
use super::outgoing::IntoRequest;
use super::received::{
    Arm, Documented, Held, Outcome, ReadAnswer, Receive, Received, Unread, Whole, arm_of,
};
use super::retry::{Reconnect, Retry};
use super::sender::Prepared;
use super::shared::{Core, Route, header_of};
use super::transport::BoxFuture;
use crate::runtime::api::Body;
use crate::runtime::types::Never;

/// A call that is sent once it is awaited. `T` is what the operation answers, `E` what the document says of its failures.
///
/// ```
/// use std::time::Duration;
/// use verbatim_runtime::client::{Call, Error};
///
/// # async fn show(call: Call<String>) -> Result<(), Error> {
/// let answer = call.timeout(Duration::from_secs(3)).header("X-Trace", "7").await?;
/// # Ok(())
/// # }
/// ```
#[must_use = "a call is sent when it is awaited"]
pub struct Call<T: 'static, E: 'static = Never> {
    pub(super) request: Box<Prepared>,
    pub(super) answers: Answers<T>,
    pub(super) failures: Failures<T, E>,
}

/// What reads an answer.
pub(super) enum Answers<T: 'static> {
    One([Arm<T>; 1]),
    Several(&'static [Arm<T>]),
}

/// What reads a failure, or makes one of an answer.
pub(super) enum Failures<T, E: 'static> {
    Read(&'static [Arm<E>]),
    /// The answers have all statuses in them.
    Among(fn(T) -> E),
}

impl<T: 'static> Answers<T> {
    fn arms(&self) -> &[Arm<T>] {
        match self {
            Self::One(arm) => arm,
            Self::Several(arms) => arms,
        }
    }
}

/// An answer with its status and headers.
#[derive(Debug, Clone)]
pub struct Response<T> {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// What the call gives without them.
    pub value: T,
}

impl Core {
    /// Calls an operation that has one answer, and no failure that is documented.
    pub fn call<T: 'static>(
        &self,
        route: &'static Route,
        request: impl IntoRequest,
        documented: Documented,
        read: ReadAnswer<T>,
    ) -> Call<T> {
        self.start(route, request, Answers::One([(documented, read)]), &[])
    }

    /// Calls an operation that has one answer beside its failures, which are a type with a variant for each status.
    pub fn call_or<T: 'static, E: Receive>(
        &self,
        route: &'static Route,
        request: impl IntoRequest,
        documented: Documented,
        read: ReadAnswer<T>,
    ) -> Call<T, E> {
        self.start(route, request, Answers::One([(documented, read)]), E::ARMS)
    }

    /// Calls an operation whose answers are an enum, failures among them.
    pub fn call_whole<T: Whole>(
        &self,
        route: &'static Route,
        request: impl IntoRequest,
    ) -> Call<T, T> {
        let mut call = self.start(route, request, Answers::Several(T::ARMS), &[]);
        call.failures = Failures::Among(|it| it);
        call
    }

    /// Calls an operation whose answers are an enum, and no failure of which is documented.
    pub fn call_enum<T: Receive>(
        &self,
        route: &'static Route,
        request: impl IntoRequest,
    ) -> Call<T> {
        self.start(route, request, Answers::Several(T::ARMS), &[])
    }

    /// Calls an operation whose answers are an enum, and its failures another one.
    pub fn call_enum_or<T: Receive, E: Receive>(
        &self,
        route: &'static Route,
        request: impl IntoRequest,
    ) -> Call<T, E> {
        self.start(route, request, Answers::Several(T::ARMS), E::ARMS)
    }

    fn start<T: 'static, E: 'static>(
        &self,
        route: &'static Route,
        request: impl IntoRequest,
        answers: Answers<T>,
        failures: &'static [Arm<E>],
    ) -> Call<T, E> {
        let mut prepared = Prepared::new(self, route);
        request.put(&mut prepared.outgoing);
        Call {
            request: prepared,
            answers,
            failures: Failures::Read(failures),
        }
    }
}

impl<T: 'static, E: 'static> Call<T, E> {
    /// Gives up after this time, whatever the client does. A body that is streamed takes as long as it takes.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.request.choose().timeout = Some(limit);
        self
    }

    /// Sends a header, in place of one of its name.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match header_of(name, value) {
            Ok((name, value)) => drop(self.request.choose().headers.insert(name, value)),
            Err(fault) => self.request.choose().fault = Some(fault),
        }
        self
    }

    /// Sends an `Idempotency-Key`, by which the server knows the call again: it is retried like one that is idempotent.
    pub fn idempotency_key(mut self, key: &str) -> Self {
        self.request.choose().idempotent = true;
        self.header("Idempotency-Key", key)
    }

    /// Calls with this credential, in place of the client's for its scheme.
    pub fn credential(mut self, credential: impl Into<Credential>) -> Self {
        self.request.choose().credentials.push(credential.into());
        self
    }

    /// Tries again as this says, whatever the client does.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.request.choose().retry = Some(retry);
        self
    }

    /// Asks for a stream of events again where it ends or breaks off, whatever the client does.
    pub fn reconnect(mut self, reconnect: Reconnect) -> Self {
        self.request.choose().reconnect = Some(reconnect);
        self
    }

    /// Calls another server than the client: `https://eu.example.com/v1`.
    pub fn base_url(mut self, base: impl Into<String>) -> Self {
        self.request.choose().base = Some(base.into());
        self
    }

    /// The answer of any status, with its body as it arrives; nothing of it is held against the document.
    ///
    /// # Errors
    /// There is no answer.
    pub async fn raw(mut self) -> Result<http::Response<Body>, Error> {
        self.request.choose().raw = true;
        let received = self.request.send().await.map_err(|it| *it)?;
        let received = *received.0;
        #[cfg(feature = "client-testing")]
        if received.ready.is_some() {
            return Err(Error::Transport(TYPED.into()));
        }
        let mut response = http::Response::new(match received.body {
            Held::Whole(bytes) => bytes.into(),
            Held::Stream(body) => body,
        });
        *response.status_mut() = received.status;
        *response.headers_mut() = received.headers;
        Ok(response)
    }

    /// The answer with its status and headers.
    ///
    /// # Errors
    /// As for the call itself.
    pub async fn with_response(self) -> Result<Response<T>, Error<E>> {
        let Self {
            request,
            answers,
            failures,
        } = self;
        let received = request.send_resumable().await;
        let received = received.map_err(|it| it.widen())?;
        let (status, headers) = (received.0.status, received.0.headers.clone());
        let value = read(received, &answers, &failures)?;
        Ok(Response {
            status,
            headers,
            value,
        })
    }
}

impl<T: 'static, E: Whole> Call<T, E> {
    /// The answer of any status that is documented, failures among them.
    ///
    /// # Errors
    /// There is no answer, or it is not as documented.
    pub async fn answer(self) -> Result<E, Error> {
        let received = self.request.send_resumable().await;
        let received = received.map_err(|it| *it)?;
        #[cfg(feature = "client-testing")]
        if received.0.ready.is_some() {
            return Err(Error::Transport(TYPED.into()));
        }
        read(received, &Answers::Several(E::ARMS), &Failures::Read(&[]))
    }
}

/// What is said of an answer that a test has given as a value.
#[cfg(feature = "client-testing")]
const TYPED: &str =
    "the test answers with a value, which is no response of HTTP: `respond` gives one";

/// What an answer is: by what documents its status most closely.
pub(super) fn read<T: 'static, E: 'static>(
    received: Received,
    answers: &Answers<T>,
    failures: &Failures<T, E>,
) -> Result<T, Error<E>> {
    #[cfg(feature = "client-testing")]
    if let Some(answer) = received.0.ready.as_ref().and_then(|it| it.take()) {
        return answer;
    }
    let status = received.0.status;
    let answer = arm_of(answers.arms(), status);
    let failure = match failures {
        Failures::Read(arms) => arm_of(arms, status),
        Failures::Among(_) => None,
    };
    // A failure that is an answer of its own status as well is an answer.
    match (answer, failure) {
        (Some((close, _)), Some((closer, read))) if closer > close => Err(Error::Documented(
            read(received).map_err(|it| undecoded(*it))?,
        )),
        (Some((_, read)), _) => {
            let value = read(received).map_err(|it| undecoded(*it))?;
            match failures {
                Failures::Among(failure) if status.as_u16() >= 400 => {
                    Err(Error::Documented(failure(value)))
                }
                _ => Ok(value),
            }
        }
        (None, Some((_, read))) => Err(Error::Documented(
            read(received).map_err(|it| undecoded(*it))?,
        )),
        (None, None) => Err(received.undocumented()),
    }
}

fn undecoded<E>(it: Unread) -> Error<E> {
    let Unread {
        pointer,
        message,
        received,
    } = it;
    let received = *received.0;
    Error::Decode {
        pointer,
        message,
        status: received.status,
        headers: Box::new(received.headers),
        body: match received.body {
            Held::Whole(bytes) => bytes,
            Held::Stream(_) => bytes::Bytes::new(),
        },
    }
}

impl<T: 'static, E: 'static> IntoFuture for Call<T, E> {
    type Output = Result<T, Error<E>>;
    type IntoFuture = Sending<T, E>;

    fn into_future(self) -> Sending<T, E> {
        Sending {
            received: self.request.sending(),
            answers: self.answers,
            failures: self.failures,
        }
    }
}

/// A call that has been sent, or is about to be.
pub struct Sending<T: 'static, E: 'static = Never> {
    received: BoxFuture<'static, Outcome>,
    answers: Answers<T>,
    failures: Failures<T, E>,
}

impl<T: 'static, E: 'static> Future for Sending<T, E> {
    type Output = Result<T, Error<E>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let received = ready!(self.received.as_mut().poll(context));
        Poll::Ready(match received {
            Ok(received) => read(received, &self.answers, &self.failures),
            Err(why) => Err(why.widen()),
        })
    }
}

impl<T: 'static, E: 'static> fmt::Debug for Call<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Call")
            .field(&self.request.route.operation.id)
            .finish()
    }
}

impl<T: 'static, E: 'static> fmt::Debug for Sending<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sending")
    }
}
