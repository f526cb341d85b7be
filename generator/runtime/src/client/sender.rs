//! A request in the making → the answer: timeouts, retries, redirects, limits.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode, Uri, header};

use super::credentials::{Credential, Requirement};
use super::error::Error;
use super::outgoing::{Outgoing, Payload};
use super::received::{Documented, Held, Received, is_streamed};
use super::retry::{Reconnect, Retry};
use super::transport::{BoxFuture, Transport};
use crate::runtime::api::Body;
use crate::runtime::context::Operation;
use crate::runtime::fault::Fault;

/// An operation as a client knows it. There is a static for each in the modules of `client`.
#[derive(Debug)]
pub struct Route {
    /// The operation; requests carry it as an extension, for layers.
    pub operation: Operation,
    /// The media types of its answers, as an `Accept` header has them.
    pub accept: &'static str,
    /// What it asks of its caller: the schemes of one of these, nothing where there is none.
    pub security: &'static [&'static [Requirement]],
    /// Its answers, and whether each is streamed; none where all are held whole.
    pub streamed: &'static [(Documented, &'static str, bool)],
    /// The statuses of its answers that are redirects, which are not followed.
    pub redirects: &'static [u16],
}

/// What makes a future that is done after some time.
pub(crate) type Timer = Arc<dyn Fn(Duration) -> BoxFuture<'static, ()> + Send + Sync>;

/// What every call of a client shares.
pub(crate) struct Shared {
    /// `https://example.com/v1`, without a slash at its end.
    pub(crate) base: String,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) timer: Option<Timer>,
    pub(crate) credentials: Vec<Credential>,
    pub(crate) headers: HeaderMap,
    pub(crate) timeout: Option<Duration>,
    pub(crate) retry: Retry,
    pub(crate) body_limit: usize,
    pub(crate) redirects: usize,
    pub(crate) reconnect: Option<Reconnect>,
}

/// The part of a client that is the same for every document.
#[derive(Clone)]
pub struct Core(pub(crate) Arc<Shared>);

impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base", &self.0.base)
            .field("credentials", &self.0.credentials)
            .finish_non_exhaustive()
    }
}

/// What is chosen for one call.
#[derive(Debug, Default, Clone)]
pub(crate) struct Options {
    pub(crate) base: Option<String>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) headers: HeaderMap,
    pub(crate) credentials: Vec<Credential>,
    pub(crate) retry: Option<Retry>,
    pub(crate) idempotent: bool,
    /// Whether the body is handed out as it arrives, whatever it is.
    pub(crate) raw: bool,
    /// Whether a stream of events is asked for again where it breaks off.
    pub(crate) reconnect: Option<Reconnect>,
    /// The address that an answer gave for this, in place of the operation's own.
    pub(crate) link: Option<Uri>,
    /// A header that was no header.
    pub(crate) fault: Option<Fault>,
}

/// The bodies that are taken where nothing else is said.
pub(crate) const BODY_LIMIT: usize = 64 << 20;

/// A request that is about to be sent. It goes from hand to hand, so that it stands in a box.
pub(crate) struct Prepared {
    pub(crate) core: Core,
    pub(crate) route: &'static Route,
    pub(crate) outgoing: Outgoing,
    pub(crate) options: Options,
}

impl Prepared {
    /// The same request once more; `None` where its body can be sent once.
    pub(crate) fn again(&self) -> Option<Box<Self>> {
        Some(Box::new(Self {
            core: self.core.clone(),
            route: self.route,
            outgoing: self.outgoing.again()?,
            options: self.options.clone(),
        }))
    }

    /// Sends it; the answer, whole unless it is streamed.
    pub(crate) async fn send(mut self: Box<Self>) -> Result<Received, Error> {
        let limit = self.options.timeout.or(self.core.0.timeout);
        let limit = limit.map(|it| (it, self.core.0.timer.clone()));
        #[cfg(feature = "client-tracing")]
        let span = super::trace::span(&self.route.operation);
        // Pinned where it stands: each future that it was moved through would have room for all of it once more.
        let exchange = pin!(self.exchange());
        let exchange = within(limit, exchange);
        #[cfg(feature = "client-tracing")]
        let exchange = tracing::Instrument::instrument(exchange, span.clone());
        let received = exchange.await;
        #[cfg(feature = "client-tracing")]
        super::trace::note(&span, &received);
        received
    }

    /// The address, the headers and the body of a request as they would be sent.
    #[cfg(feature = "client-testing")]
    pub(crate) async fn prepare(mut self: Box<Self>) -> Result<((Uri, HeaderMap), Payload), Error> {
        let Self {
            core,
            route,
            outgoing,
            options,
        } = &mut *self;
        let head = core.head(route, outgoing, options).await?;
        let headers = core.headers(route, &head, options);
        Ok(((head.uri, headers), self.outgoing.body))
    }

    async fn exchange(&mut self) -> Result<Received, Error> {
        let Self {
            core,
            route,
            outgoing,
            options,
        } = self;
        let (core, route) = (&*core, *route);
        let mut head = core.head(route, outgoing, options).await?;
        let mut body = std::mem::take(&mut outgoing.body);
        let retry = options.retry.as_ref().unwrap_or(&core.0.retry);
        let may_retry = options.idempotent || head.method.is_idempotent();
        let (mut attempt, mut redirects, mut is_refreshed) = (0, 0, false);
        loop {
            let (sent, again) = match std::mem::take(&mut body) {
                Payload::None => (Body::from(Bytes::new()), Some(Payload::None)),
                Payload::Whole(bytes) => (bytes.clone().into(), Some(Payload::Whole(bytes))),
                Payload::Stream(stream) => (stream, None),
            };
            let request = core.request(route, &head, options, sent);
            let response = core.0.transport.send(request).await;
            // A body that is gone cannot be sent again.
            let Some(again) = again else {
                let response = response.map_err(Error::Transport)?;
                return core.receive(route, options, head.uri, response).await;
            };
            let wait = match &response {
                Ok(it) => retry.after_status(attempt, it.status(), it.headers()),
                Err(_) => retry.after_failure(attempt),
            };
            body = again;
            if let Some(wait) = wait.filter(|_| may_retry) {
                let timer = core.0.timer.clone();
                let timer = timer.ok_or_else(|| Error::Transport(NO_TIMER.into()))?;
                attempt += 1;
                drop(response);
                timer(wait).await;
                continue;
            }
            let response = response.map_err(Error::Transport)?;
            let is_unauthorized = response.status() == StatusCode::UNAUTHORIZED;
            if is_unauthorized && !is_refreshed && head.is_refreshable() {
                is_refreshed = true;
                head.refresh().await?;
                continue;
            }
            if redirects < core.0.redirects
                && let Some(next) = core.redirected(route, &head, options, &response)
            {
                redirects += 1;
                head.follow(next);
                if head.method == Method::GET {
                    body = Payload::None;
                }
                continue;
            }
            return core.receive(route, options, head.uri, response).await;
        }
    }
}

impl Core {
    async fn receive(
        &self,
        route: &'static Route,
        options: &Options,
        uri: Uri,
        response: Response<Body>,
    ) -> Result<Received, Error> {
        #[cfg_attr(not(feature = "client-testing"), allow(unused_mut))]
        let (mut head, body) = response.into_parts();
        let media = head.headers.get(header::CONTENT_TYPE);
        let media = media.and_then(|it| it.to_str().ok());
        let is_streamed = options.raw || is_streamed(route.streamed, head.status, media);
        let limit = self.0.body_limit;
        let body = match is_streamed {
            true => Held::Stream(body),
            false => Held::Whole(whole(body, &head.headers, limit).await?),
        };
        Ok(Received {
            status: head.status,
            headers: head.headers,
            body,
            limit,
            uri,
            again: None,
            #[cfg(feature = "client-testing")]
            ready: head.extensions.remove(),
        })
    }
}

/// What is said where a call has to wait and nothing can.
pub(crate) const NO_TIMER: &str =
    "a timeout or a retry takes `Builder::timer`, since this transport has none of its own";

/// What is received within a time.
async fn within(
    limit: Option<(Duration, Option<Timer>)>,
    mut exchange: Pin<&mut impl Future<Output = Result<Received, Error>>>,
) -> Result<Received, Error> {
    let Some((limit, timer)) = limit else {
        return exchange.await;
    };
    let Some(timer) = timer else {
        return Err(Error::Transport(NO_TIMER.into()));
    };
    let mut over = timer(limit);
    poll_fn(|context| {
        if let Poll::Ready(it) = exchange.as_mut().poll(context) {
            return Poll::Ready(it);
        }
        let over = over.as_mut().poll(context);
        over.map(|()| Err(Error::Timeout(limit)))
    })
    .await
}

/// The whole body, if it is not longer than the limit.
async fn whole(mut body: Body, headers: &HeaderMap, limit: usize) -> Result<Bytes, Error> {
    if let Some(bytes) = body.whole() {
        return match bytes.len() > limit {
            true => Err(Error::TooLarge { limit }),
            false => Ok(bytes),
        };
    }
    let length = headers.get(header::CONTENT_LENGTH);
    let length = length.and_then(|it| it.to_str().ok()?.parse::<usize>().ok());
    let first = body.chunk().await.map_err(Error::Transport)?;
    let Some(first) = first else {
        return Ok(Bytes::new());
    };
    if first.len() > limit {
        return Err(Error::TooLarge { limit });
    }
    let Some(second) = body.chunk().await.map_err(Error::Transport)? else {
        return Ok(first);
    };
    let room = length.unwrap_or(first.len() + second.len()).min(limit);
    let mut all = BytesMut::with_capacity(room.min(1 << 20));
    all.extend_from_slice(&first);
    let mut next = Some(second);
    while let Some(chunk) = next {
        if chunk.len() > limit - all.len() {
            return Err(Error::TooLarge { limit });
        }
        all.extend_from_slice(&chunk);
        next = body.chunk().await.map_err(Error::Transport)?;
    }
    Ok(all.freeze())
}

/// A header for all calls, or for one.
pub(crate) fn header_of(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), Fault> {
    let fault = |detail: String| Fault {
        location: format!("header {name}"),
        detail,
    };
    let name_of = HeaderName::try_from(name).map_err(|why| fault(why.to_string()))?;
    let value = HeaderValue::try_from(value).map_err(|why| fault(why.to_string()))?;
    Ok((name_of, value))
}
