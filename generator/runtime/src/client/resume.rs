//! Streams of events that are asked for again where they break off (WHATWG HTML, section 9.2.3).

use std::time::Duration;

use http::{HeaderValue, StatusCode};

use super::error::Error;
use super::outgoing::Outgoing;
use super::received::{Again, Held, Received, Resuming};
use super::retry::Reconnect;
use super::sender::{Core, NO_TIMER, Options, Route};
use crate::runtime::sequence::event_fields;

/// What a stream is asked for again by, and what is known of it so far.
struct Resume {
    core: Core,
    route: &'static Route,
    outgoing: Outgoing,
    options: Options,
    reconnect: Reconnect,
    /// The `id` of the last event.
    last: Option<HeaderValue>,
    /// How long the server would have its callers wait.
    said: Option<Duration>,
    /// How many times in a row there was no event.
    attempt: u32,
}

impl Core {
    /// Sends a request; a stream of events in its answer knows how to be asked for again, where that is wanted.
    pub(super) async fn send_resumable(
        self,
        route: &'static Route,
        outgoing: Outgoing,
        options: Options,
    ) -> Result<Received, Error> {
        let reconnect = options.reconnect.or(self.0.reconnect);
        let Some(reconnect) = reconnect.filter(|_| !route.streamed.is_empty() && !options.raw)
        else {
            return self.send(route, outgoing, options).await;
        };
        let again = outgoing.again().map(|outgoing| Resume {
            core: self.clone(),
            route,
            outgoing,
            options: options.clone(),
            reconnect,
            last: None,
            said: None,
            attempt: 0,
        });
        let mut received = self.send(route, outgoing, options).await?;
        received.again = again.map(|it| Box::new(it) as Box<dyn Again>);
        Ok(received)
    }
}

impl Again for Resume {
    /// Notes what an event says of itself.
    fn note(&mut self, text: &str) {
        let (data, fields) = event_fields(text);
        if let Some(id) = fields.get("id").and_then(|it| it.as_str()) {
            // An empty one takes it back.
            self.last = HeaderValue::try_from(id).ok().filter(|it| !it.is_empty());
        }
        if let Some(retry) = fields.get("retry").and_then(|it| it.as_u64()) {
            self.said = Some(Duration::from_millis(retry));
        }
        if data.is_some() {
            self.attempt = 0;
        }
    }

    /// Asks again after a while; `None` where it has been asked for often enough.
    fn again(mut self: Box<Self>) -> Option<Resuming> {
        let outgoing = self.outgoing.again()?;
        let wait = self.reconnect.after_failure(self.attempt, self.said)?;
        self.attempt += 1;
        let core = self.core.clone();
        let mut options = self.options.clone();
        if let Some(id) = &self.last {
            options.headers.insert(LAST_EVENT_ID, id.clone());
        }
        Some(Box::pin(async move {
            let Some(timer) = core.0.timer.clone() else {
                return (
                    self as Box<dyn Again>,
                    Err(Error::Transport(NO_TIMER.into())),
                );
            };
            timer(wait).await;
            let received = core.send(self.route, outgoing, options).await;
            let body = received.and_then(|it| match it.body {
                Held::Stream(body) if it.status.is_success() => Ok(Some(body)),
                _ if it.status == StatusCode::NO_CONTENT => Ok(None),
                Held::Whole(body) => Err(Error::Undocumented {
                    status: it.status,
                    headers: Box::new(it.headers),
                    body,
                }),
                Held::Stream(_) => Err(Error::Undocumented {
                    status: it.status,
                    headers: Box::new(it.headers),
                    body: bytes::Bytes::new(),
                }),
            });
            (self as Box<dyn Again>, body)
        }))
    }
}

const LAST_EVENT_ID: &str = "last-event-id";
