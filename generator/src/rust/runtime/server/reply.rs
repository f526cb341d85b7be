//! What a handler answers → an HTTP response.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use serde::Serialize;
use serde_json::Value;

use crate::api::support;

use super::problem::Problem;

/// A response in the making.
pub(crate) struct Reply(Response);

impl Reply {
    /// Begins with a documented status.
    pub(crate) fn new(status: u16) -> Self {
        let status = StatusCode::from_u16(status);
        Self::of(status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR))
    }

    /// Begins with a status that the handler chose.
    pub(crate) fn of(status: StatusCode) -> Self {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = status;
        Self(response)
    }

    /// Adds a header in the style of simple parameters; nothing where the value is `None`.
    pub(crate) fn header<T: Serialize>(mut self, name: &'static str, value: &T) -> Self {
        let text = serde_json::to_value(value).ok().and_then(|it| simple(&it));
        let name = HeaderName::try_from(name);
        if let (Ok(name), Some(Ok(value))) = (name, text.map(HeaderValue::try_from)) {
            self.0.headers_mut().append(name, value);
        }
        self
    }

    /// Ends without a body.
    pub(crate) fn empty(self) -> Response {
        self.0
    }

    /// Ends with a JSON document.
    pub(crate) fn json<T: Serialize>(self, media: &'static str, value: &T) -> Response {
        let mut text = Vec::with_capacity(128);
        match serde_json::to_writer(&mut text, value) {
            Ok(()) => self.body(media, Body::from(text)),
            Err(error) => {
                let problem = Problem::new(StatusCode::INTERNAL_SERVER_ERROR);
                axum::response::IntoResponse::into_response(problem.detail(error.to_string()))
            }
        }
    }

    /// Ends with the text a scalar value is written as.
    pub(crate) fn text<T: Serialize>(self, media: &'static str, value: &T) -> Response {
        let text = serde_json::to_value(value).ok().and_then(|it| simple(&it));
        self.body(media, Body::from(text.unwrap_or_default()))
    }

    /// Ends with a body that is streamed.
    pub(crate) fn stream(self, media: &'static str, body: support::Body) -> Response {
        self.body(media, Body::from_stream(body))
    }

    /// Ends with a stream of events.
    pub(crate) fn events<T>(self, events: support::EventStream<T>) -> Response
    where
        T: Serialize + 'static,
    {
        let body = support::Body::from_stream(super::events::Lines(events));
        self.stream("text/event-stream", body)
            .with(header::CACHE_CONTROL, "no-cache")
    }

    fn body(self, media: &'static str, body: Body) -> Response {
        let mut response = self.0;
        let status = response.status();
        if status.is_informational() || matches!(status.as_u16(), 204 | 205 | 304) {
            return response;
        }
        *response.body_mut() = body;
        response.with(header::CONTENT_TYPE, media)
    }
}

/// Sets a header on a response.
trait With {
    fn with(self, name: HeaderName, value: &'static str) -> Self;
}

impl With for Response {
    fn with(mut self, name: HeaderName, value: &'static str) -> Self {
        self.headers_mut()
            .insert(name, HeaderValue::from_static(value));
        self
    }
}

/// `a,b` for an array, `k,v` for an object, the bare text of anything else; `None` for `null`.
fn simple(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Array(items) => {
            let items: Vec<_> = items.iter().filter_map(simple).collect();
            Some(items.join(","))
        }
        Value::Object(members) => {
            let members = members.iter();
            let members: Vec<_> = members
                .filter_map(|(name, it)| Some(format!("{name},{}", simple(it)?)))
                .collect();
            Some(members.join(","))
        }
        other => Some(other.to_string()),
    }
}
