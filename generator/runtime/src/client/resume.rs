//! Streams of events that are asked for again where they break off (WHATWG HTML, section 9.2.3).

use std::time::Duration;

use http::{HeaderValue, StatusCode};

use super::error::Error;
use super::received::{Again, Held, Outcome, Resuming};
use super::retry::Reconnect;
use super::sender::{NO_TIMER, Prepared};
use super::transport::BoxFuture;
use crate::runtime::sequence::event_fields;

/// What a stream is asked for again by, and what is known of it so far.
struct Resume {
    request: Box<Prepared>,
    reconnect: Reconnect,
    /// The `id` of the last event.
    last: Option<HeaderValue>,
    /// How long the server would have its callers wait.
    said: Option<Duration>,
    /// How many times in a row there was no event.
    attempt: u32,
}

impl Prepared {
    /// Sends a request; a stream of events in its answer knows how to be asked for again, where that is wanted.
    pub(super) async fn send_resumable(self: Box<Self>) -> Outcome {
        let again = self.resume();
        let mut received = self.send().await?;
        received.0.again = again;
        Ok(received)
    }

    /// The same as a future that stands in a box.
    pub(super) fn sending(self: Box<Self>) -> BoxFuture<'static, Outcome> {
        match self.resume() {
            None => Box::pin(self.send()),
            Some(_) => Box::pin(self.send_resumable()),
        }
    }

    /// What asks for the stream of events in its answer again.
    fn resume(&self) -> Option<Box<dyn Again>> {
        let options = self.options.as_deref();
        let reconnect = options.and_then(|it| it.reconnect);
        let reconnect = reconnect.or(self.core.0.reconnect)?;
        if self.route.streamed.is_empty() || options.is_some_and(|it| it.raw) {
            return None;
        }
        Some(Box::new(Resume {
            request: self.again()?,
            reconnect,
            last: None,
            said: None,
            attempt: 0,
        }))
    }
}

impl Again for Resume {
    /// Notes what an event says of itself.
    fn note(&mut self, text: &str) {
        let fields = event_fields(text);
        if let Some(id) = fields.id {
            // An empty one takes it back.
            self.last = HeaderValue::try_from(id).ok().filter(|it| !it.is_empty());
        }
        if let Some(retry) = fields.retry {
            self.said = Some(Duration::from_millis(retry));
        }
        if fields.data.is_some() {
            self.attempt = 0;
        }
    }

    /// Asks again after a while; `None` where it has been asked for often enough.
    fn again(mut self: Box<Self>) -> Option<Resuming> {
        let mut request = self.request.again()?;
        let wait = self.reconnect.after_failure(self.attempt, self.said)?;
        self.attempt += 1;
        if let Some(id) = &self.last {
            request.choose().headers.insert(LAST_EVENT_ID, id.clone());
        }
        Some(Box::pin(async move {
            let Some(timer) = request.core.0.timer.clone() else {
                return (
                    self as Box<dyn Again>,
                    Err(Error::Transport(NO_TIMER.into())),
                );
            };
            timer(wait).await;
            let received = request.send().await;
            let body = received.map_err(|it| *it).and_then(|it| {
                let is_success = it.0.status.is_success();
                match it.0.body {
                    Held::Stream(body) if is_success => Ok(Some(body)),
                    _ if it.0.status == StatusCode::NO_CONTENT => Ok(None),
                    _ => Err(it.undocumented()),
                }
            });
            (self as Box<dyn Again>, body)
        }))
    }
}

const LAST_EVENT_ID: &str = "last-event-id";
