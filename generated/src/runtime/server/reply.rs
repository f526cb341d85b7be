//! What a handler answers → an HTTP response.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::{BufMut, BytesMut};
use serde::Serialize;
use serde_json::Value;

use crate::runtime::api;
use crate::runtime::problem::Problem;

/// A documented status: a number, or the one a handler chose.
pub trait Status {
    /// As HTTP has it.
    fn status(self) -> StatusCode;
}

impl Status for StatusCode {
    fn status(self) -> StatusCode {
        self
    }
}

impl Status for u16 {
    fn status(self) -> StatusCode {
        StatusCode::from_u16(self).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

/// What a method answers: one of the documented statuses.
pub trait Answer {
    /// As HTTP has it.
    fn reply(self) -> Response;
}

/// A body of one of several kinds.
pub trait Payload {
    /// As HTTP has it, with that status.
    fn reply(self, status: StatusCode) -> Response;
}

/// Answers with one of the documented statuses.
pub fn answer<T: Answer>(it: T) -> Response {
    it.reply()
}

/// Answers with a body of one of several kinds.
pub fn payload<T: Payload>(status: impl Status, it: T) -> Response {
    it.reply(status.status())
}

/// Answers without a body.
pub fn empty(status: impl Status) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status.status();
    response
}

/// Answers with a JSON document.
pub fn json<T: Serialize>(status: impl Status, value: T) -> Response {
    let media = const { HeaderValue::from_static("application/json") };
    document(status, media, value)
}

/// Answers with a JSON document of another media type.
pub fn json_as<T: Serialize>(status: impl Status, media: &'static str, value: T) -> Response {
    document(status, HeaderValue::from_static(media), value)
}

fn document<T: Serialize>(status: impl Status, media: HeaderValue, value: T) -> Response {
    let mut text = BytesMut::with_capacity(512).writer();
    match serde_json::to_writer(&mut text, &value) {
        Ok(()) => with_body(status, media, Body::from(text.into_inner().freeze())),
        Err(error) => Problem::new(StatusCode::INTERNAL_SERVER_ERROR)
            .detail(error.to_string())
            .into_response(),
    }
}

/// Answers with a form.
pub fn form<T: Serialize>(status: impl Status, media: &'static str, value: T) -> Response {
    let value = serde_json::to_value(value).unwrap_or_default();
    let members = value.as_object().into_iter().flatten();
    let members = members.flat_map(|(name, value)| match value {
        Value::Array(items) => items.iter().map(|it| (name, it)).collect(),
        other => vec![(name, other)],
    });
    let pairs = members.filter_map(|(name, value)| {
        let text = match value {
            Value::Object(_) => value.to_string(),
            _ => simple(value, ",")?,
        };
        Some(format!("{}={}", encoded(name), encoded(&text)))
    });
    let text = pairs.collect::<Vec<_>>().join("&");
    with_body(status, HeaderValue::from_static(media), Body::from(text))
}

/// Answers with the text a scalar value is written as.
pub fn text<T: Serialize>(status: impl Status, media: &'static str, value: T) -> Response {
    let text = serde_json::to_value(value).ok();
    let text = text.and_then(|it| simple(&it, ","));
    let text = Body::from(text.unwrap_or_default());
    with_body(status, HeaderValue::from_static(media), text)
}

/// Answers with a body that is streamed.
pub fn stream(status: impl Status, media: &'static str, body: api::Body) -> Response {
    with_body(
        status,
        HeaderValue::from_static(media),
        Body::from_stream(body),
    )
}

/// Answers with a stream of events.
pub fn events<T: Serialize + 'static>(
    status: impl Status,
    events: api::EventStream<T>,
) -> Response {
    let body = api::Body::from_stream(super::events::Lines(events));
    let mut response = stream(status, "text/event-stream", body);
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

/// Adds a header in the style of simple parameters; nothing where the value is `None`.
pub fn header<T: Serialize>(response: Response, name: &'static str, value: &T) -> Response {
    with_header(response, name, value, |it| simple(it, ","))
}

/// Adds a header in the style of simple parameters that explode: `k=v,k=v` for an object.
pub fn exploded<T: Serialize>(response: Response, name: &'static str, value: &T) -> Response {
    with_header(response, name, value, |it| simple(it, "="))
}

/// Adds a header that holds JSON.
pub fn json_header<T: Serialize>(response: Response, name: &'static str, value: &T) -> Response {
    with_header(response, name, value, |it| {
        (!it.is_null()).then(|| it.to_string())
    })
}

fn with_header<T: Serialize>(
    mut response: Response,
    name: &'static str,
    value: &T,
    write: impl FnOnce(&Value) -> Option<String>,
) -> Response {
    let text = serde_json::to_value(value).ok().and_then(|it| write(&it));
    let name = HeaderName::try_from(name);
    if let (Ok(name), Some(Ok(value))) = (name, text.map(HeaderValue::try_from)) {
        response.headers_mut().append(name, value);
    }
    response
}

fn with_body(status: impl Status, media: HeaderValue, body: Body) -> Response {
    let status = status.status();
    if status.is_informational() || matches!(status.as_u16(), 204 | 205 | 304) {
        return empty(status);
    }
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, media);
    response
}

/// `a,b` for an array, `k,v` for an object with what stands behind its names, the bare text of anything else; `None` for
/// `null`.
fn simple(value: &Value, behind_name: &str) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Array(items) => {
            let items = items.iter();
            let items: Vec<_> = items.filter_map(|it| simple(it, behind_name)).collect();
            Some(items.join(","))
        }
        Value::Object(members) => {
            let members = members.iter();
            let members: Vec<_> = members
                .filter_map(|(name, it)| Some(format!("{name}{behind_name}{}", simple(it, ",")?)))
                .collect();
            Some(members.join(","))
        }
        other => Some(other.to_string()),
    }
}

/// A text as it stands in a form.
fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'*' | b'-' | b'.' | b'_' => {
                encoded.push(char::from(byte));
            }
            b' ' => encoded.push('+'),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}
