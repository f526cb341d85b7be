//! A request in the making → the answer: timeouts, retries, redirects, limits.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, Method, Response, StatusCode, header};

use super::error::Error;
use super::head::Head;
use super::outgoing::{Outgoing, Payload};
use super::received::{Arrived, Held, Outcome, Received, is_streamed};
use super::shared::{Core, Options, Route, Timer};
use super::transport::BoxFuture;
use crate::runtime::api::{Body, BoxError};

/// A request that is about to be sent. It goes from hand to hand, so that it stands in a box.
pub(crate) struct Prepared {
    pub(crate) core: Core,
    pub(crate) route: &'static Route,
    pub(crate) outgoing: Outgoing,
    pub(crate) options: Option<Box<Options>>,
    /// Its head, once it is sent.
    head: Head,
    attempt: u32,
    redirects: usize,
    is_refreshed: bool,
}

impl Prepared {
    /// A request that nothing has been put into.
    pub(crate) fn new(core: &Core, route: &'static Route) -> Box<Self> {
        Box::new(Self {
            core: core.clone(),
            route,
            outgoing: Outgoing::of(route.operation.path),
            options: None,
            head: Head::default(),
            attempt: 0,
            redirects: 0,
            is_refreshed: false,
        })
    }

    /// What is chosen for this call, to choose something.
    pub(crate) fn choose(&mut self) -> &mut Options {
        self.options.get_or_insert_default()
    }

    /// The same request once more; `None` where its body can be sent once.
    pub(crate) fn again(&self) -> Option<Box<Self>> {
        let mut again = Self::new(&self.core, self.route);
        again.outgoing = self.outgoing.again()?;
        again.options = self.options.clone();
        Some(again)
    }

    /// Sends it; the answer, whole unless it is streamed.
    pub(crate) async fn send(mut self: Box<Self>) -> Outcome {
        let limit = self.options.as_ref().and_then(|it| it.timeout);
        let limit = limit.or(self.core.0.timeout);
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
    pub(crate) async fn prepare(
        mut self: Box<Self>,
    ) -> Result<((http::Uri, HeaderMap), Payload), Error> {
        self.begin().await.map_err(|it| *it)?;
        let options = self.options.as_deref();
        let headers = self.core.headers(self.route, &self.head, options);
        Ok(((self.head.uri, headers), self.outgoing.body))
    }

    /// Makes the head of the request, once what it takes of tokens is there.
    async fn begin(&mut self) -> Result<(), Box<Error>> {
        let (core, options) = (&self.core, self.options.as_deref());
        let granted = core.granted(self.route, &mut self.outgoing, options)?;
        let tokens = match core.is_provided(granted, options) {
            true => Box::pin(core.tokens(granted, options)).await?,
            false => Vec::new(),
        };
        let head = core.head(self.route, &mut self.outgoing, options, granted, tokens)?;
        self.head = head;
        Ok(())
    }

    /// Sends it as often as need be. What it is at stands in `Prepared`, so that the future, which is moved into a box, is small.
    async fn exchange(&mut self) -> Outcome {
        self.begin().await?;
        loop {
            let response = self.once().await;
            match self.after(response)? {
                Next::Done(mut received) => {
                    let is_raw = self.options.as_ref().is_some_and(|it| it.raw);
                    if !is_raw && !received.is_streamed(self.route) {
                        received.hold().await?;
                    }
                    return Ok(received);
                }
                Next::Again => {}
                Next::Wait(time) => {
                    let timer = self.core.0.timer.clone();
                    let timer = timer.ok_or_else(|| Error::Transport(NO_TIMER.into()))?;
                    timer(time).await;
                }
                Next::Refresh => self.head.refresh().await?,
            }
        }
    }

    /// Sends it once.
    fn once(&mut self) -> BoxFuture<'static, Result<Response<Body>, BoxError>> {
        let body = self.outgoing.body.sent();
        let options = self.options.as_deref();
        let request = self.core.request(self.route, &self.head, options, body);
        self.core.0.transport.send(request)
    }

    /// What an answer leads to.
    fn after(&mut self, response: Result<Response<Body>, BoxError>) -> Result<Next, Box<Error>> {
        let (core, options, head) = (&self.core, self.options.as_deref(), &mut self.head);
        // A body that is gone cannot be sent again.
        if let Payload::Sent = self.outgoing.body {
            let response = response.map_err(Error::Transport)?;
            return Ok(Next::Done(arrived(head, core.0.body_limit, response)));
        }
        let retry = options.and_then(|it| it.retry.as_ref());
        let retry = retry.unwrap_or(&core.0.retry);
        let wait = match &response {
            Ok(it) => retry.after_status(self.attempt, it.status(), it.headers()),
            Err(_) => retry.after_failure(self.attempt),
        };
        if let Some(wait) = wait
            && (options.is_some_and(|it| it.idempotent) || head.method.is_idempotent())
        {
            self.attempt += 1;
            return Ok(Next::Wait(wait));
        }
        let response = response.map_err(Error::Transport)?;
        let is_unauthorized = response.status() == StatusCode::UNAUTHORIZED;
        if is_unauthorized && !self.is_refreshed && head.is_refreshable() {
            self.is_refreshed = true;
            return Ok(Next::Refresh);
        }
        if self.redirects < core.0.redirects
            && let Some(next) = core.redirected(self.route, head, options, &response)
        {
            self.redirects += 1;
            head.follow(next);
            if head.method == Method::GET {
                self.outgoing.body = Payload::None;
            }
            return Ok(Next::Again);
        }
        Ok(Next::Done(arrived(head, core.0.body_limit, response)))
    }
}

/// What an answer leads to.
enum Next {
    /// It is what was asked for.
    Done(Received),
    /// The request is sent again as it is now.
    Again,
    /// The request is sent again after some time.
    Wait(Duration),
    /// The request is sent again with other tokens.
    Refresh,
}

impl Received {
    fn is_streamed(&self, route: &'static Route) -> bool {
        is_streamed(route.streamed, self.0.status, self.media_type())
    }

    /// Waits for all of the body.
    async fn hold(&mut self) -> Result<(), Error> {
        let it = &mut *self.0;
        if let Held::Stream(body) = &mut it.body {
            it.body = Held::Whole(whole(body, &it.headers, it.limit).await?);
        }
        Ok(())
    }
}

/// An answer whose body is still to come.
fn arrived(sent: &mut Head, limit: usize, response: Response<Body>) -> Received {
    #[cfg_attr(not(feature = "client-testing"), allow(unused_mut))]
    let (mut head, body) = response.into_parts();
    Received(Box::new(Arrived {
        status: head.status,
        headers: head.headers,
        body: Held::Stream(body),
        limit,
        uri: std::mem::take(&mut sent.uri),
        again: None,
        #[cfg(feature = "client-testing")]
        ready: head.extensions.remove(),
    }))
}

/// What is said where a call has to wait and nothing can.
pub(crate) const NO_TIMER: &str =
    "a timeout or a retry takes `Builder::timer`, since this transport has none of its own";

/// What is received within a time.
async fn within(
    limit: Option<(Duration, Option<Timer>)>,
    mut exchange: Pin<&mut impl Future<Output = Outcome>>,
) -> Outcome {
    let Some((limit, timer)) = limit else {
        return exchange.await;
    };
    let Some(timer) = timer else {
        return Err(Box::new(Error::Transport(NO_TIMER.into())));
    };
    let mut over = timer(limit);
    poll_fn(|context| {
        if let Poll::Ready(it) = exchange.as_mut().poll(context) {
            return Poll::Ready(it);
        }
        let over = over.as_mut().poll(context);
        over.map(|()| Err(Box::new(Error::Timeout(limit))))
    })
    .await
}

/// The whole body, if it is not longer than the limit.
async fn whole(body: &mut Body, headers: &HeaderMap, limit: usize) -> Result<Bytes, Error> {
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
