//! What a handler answers → an HTTP response.

use std::collections::HashMap;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::operation::CompiledOperation;
use crate::runtime::api::{self, BoxError};
use crate::runtime::charset;
use crate::runtime::description::{Encoding, Location, Style};
use crate::runtime::items::Items;
use crate::runtime::json::Tree;
use crate::runtime::media::{fit, parameter};
use crate::runtime::problem::Problem;
use crate::runtime::sequence::{self, Framing, Gate};
use crate::runtime::style::{Rule, finite_value, form_text};
use crate::runtime::types::{Decode, NOT_FINITE};
use crate::runtime::validator::Schemas;

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
pub fn json<T: Decode>(status: impl Status, value: T) -> Response {
    let media = const { HeaderValue::from_static("application/json") };
    document(status, media, value)
}

/// Answers with a JSON document of another media type.
pub fn json_as<T: Decode>(status: impl Status, media: &'static str, value: T) -> Response {
    document(status, HeaderValue::from_static(media), value)
}

fn document<T: Decode>(status: impl Status, media: HeaderValue, value: T) -> Response {
    if !value.is_finite() {
        return unwritten(&NOT_FINITE);
    }
    let mut text = Vec::with_capacity(512);
    match serde_json::to_writer(&mut text, &value) {
        Ok(()) => with_body(status, media, Body::from(text)),
        Err(error) => unwritten(&error),
    }
}

/// Answers with a form.
pub fn form<T: Decode>(status: impl Status, media: &'static str, value: T) -> Response {
    let value = match finite_value(&value) {
        Ok(value) => value,
        Err(error) => return unwritten(&error),
    };
    let body = match form_text(&value, |_| None) {
        Ok(text) => Body::from(text),
        Err(error) => return unwritten(&error),
    };
    let mut response = with_body(status, HeaderValue::from_static(media), body);
    // Where the document says how its properties are laid out, it is written once more.
    if response.extensions().get::<Withheld>().is_none() {
        response.extensions_mut().insert(Form { media, value });
    }
    response
}

/// An answer that is a form.
#[derive(Debug, Clone)]
pub(crate) struct Form {
    media: &'static str,
    value: Value,
}

impl Form {
    /// The same answer without properties that callers are not sent, and with the others laid out as the document says.
    pub(crate) fn finished(
        mut self,
        response: Response,
        operation: &CompiledOperation,
        schemas: &Schemas,
    ) -> Response {
        let status = response.status();
        let encodings = operation.form(status, self.media);
        let mut is_same = encodings.is_none();
        if let Some((_, id)) = operation.responses.body(status, Some(self.media)) {
            let hidden = schemas.write_only_in(id, &Tree::from(&self.value));
            is_same &= hidden.is_empty();
            hidden.remove_from(&mut self.value);
        }
        match is_same {
            true => response,
            false => self.laid_out(response, encodings),
        }
    }

    fn laid_out(
        &self,
        mut response: Response,
        encodings: Option<&HashMap<String, Encoding>>,
    ) -> Response {
        match form_text(&self.value, |name| encodings?.get(name)) {
            Ok(text) => {
                *response.body_mut() = Body::from(text);
                response
            }
            Err(error) => unwritten(&error),
        }
    }
}

/// Answers with the text a scalar value is written as, in the `charset` of the media type.
pub fn text<T: Decode>(status: impl Status, media: &'static str, value: T) -> Response {
    let text = match finite_value(&value) {
        Ok(Value::String(text)) => text,
        Ok(Value::Null) => String::new(),
        Ok(value) => value.to_string(),
        Err(error) => return unwritten(&error),
    };
    let label = parameter(media, "charset").unwrap_or("utf-8");
    match charset::encode(label, text) {
        Some(bytes) => with_body(status, HeaderValue::from_static(media), Body::from(bytes)),
        None => unwritten(&format!("the text cannot be written in {label}")),
    }
}

/// Answers with bytes, of a media type that the handler chooses where a range of them is documented, or the boundary between
/// parts is still to be named.
pub fn stream(status: impl Status, media: &'static str, mut body: api::Body) -> Response {
    let is_parts = media.starts_with("multipart/") && parameter(media, "boundary").is_none();
    let media = match (media.contains('*') || is_parts, body.media_type()) {
        (false, _) => HeaderValue::from_static(media),
        (true, chosen) if is_parts && chosen.and_then(|it| parameter(it, "boundary")).is_none() => {
            return unwritten(&format!(
                "{media} needs a boundary: `Body::with_media_type(\"{media}; boundary=…\")`"
            ));
        }
        (true, None) => HeaderValue::from_static("application/octet-stream"),
        (true, Some(chosen)) if fit(media, chosen).is_none() => {
            return unwritten(&format!("{chosen} is not {media}"));
        }
        (true, Some(chosen)) => match HeaderValue::try_from(chosen) {
            Ok(chosen) => chosen,
            Err(error) => return unwritten(&format!("the media type {chosen}: {error}")),
        },
    };
    let body = match body.whole() {
        Some(bytes) => Body::from(bytes),
        None => Body::from_stream(body),
    };
    with_body(status, media, body)
}

/// Answers with a stream of events.
pub fn events<T: Decode + 'static>(status: impl Status, events: api::EventStream<T>) -> Response {
    let gate = Gate::default();
    let body = api::Body::from_stream(super::events::Lines {
        events,
        gate: gate.clone(),
    });
    let response = stream(status, "text/event-stream", body);
    not_cached(gated(response, gate))
}

fn not_cached(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

/// Answers with JSON lines.
pub fn lines<T: Decode + 'static>(
    status: impl Status,
    media: &'static str,
    items: Items<T>,
) -> Response {
    outgoing(status, media, items, Framing::Line)
}

/// Answers with a JSON text sequence.
pub fn sequence<T: Decode + 'static>(
    status: impl Status,
    media: &'static str,
    items: Items<T>,
) -> Response {
    outgoing(status, media, items, Framing::Record)
}

/// Answers with a stream of events, each an object of its fields.
pub fn typed_events<T: Decode + 'static>(
    status: impl Status,
    media: &'static str,
    items: Items<T>,
) -> Response {
    not_cached(outgoing(status, media, items, Framing::Event))
}

fn outgoing<T: Decode + 'static>(
    status: impl Status,
    media: &'static str,
    items: Items<T>,
    framing: Framing,
) -> Response {
    let gate = Gate::default();
    let body = sequence::Outgoing {
        items,
        framing,
        gate: gate.clone(),
    };
    gated(stream(status, media, api::Body::from_stream(body)), gate)
}

/// An answer whose items are looked at as they are sent.
fn gated(mut response: Response, gate: Gate) -> Response {
    response.extensions_mut().insert(gate);
    response
}

/// Adds a header in the style of simple parameters; nothing where the value is `None`.
pub fn header<T: Decode>(response: Response, name: &'static str, value: &T) -> Response {
    with_header(response, name, value, Style::Simple, false)
}

/// Adds a header in the style of simple parameters that explode: `k=v,k=v` for an object.
pub fn exploded<T: Decode>(response: Response, name: &'static str, value: &T) -> Response {
    with_header(response, name, value, Style::Simple, true)
}

/// Adds a header that holds JSON.
pub fn json_header<T: Decode>(response: Response, name: &'static str, value: &T) -> Response {
    with_header(response, name, value, Style::Json, false)
}

/// Adds a header with items between which stand blanks: `ssv` of Swagger 2.0.
pub fn spaced<T: Decode>(response: Response, name: &'static str, value: &T) -> Response {
    with_header(response, name, value, Style::SpaceDelimited, false)
}

/// Adds a header with items between which stand tabs: `tsv` of Swagger 2.0.
pub fn tabbed<T: Decode>(response: Response, name: &'static str, value: &T) -> Response {
    with_header(response, name, value, Style::TabDelimited, false)
}

/// Adds a header with items between which stand `|`: `pipes` of Swagger 2.0.
pub fn piped<T: Decode>(response: Response, name: &'static str, value: &T) -> Response {
    with_header(response, name, value, Style::PipeDelimited, false)
}

fn with_header<T: Decode>(
    mut response: Response,
    name: &'static str,
    value: &T,
    style: Style,
    explode: bool,
) -> Response {
    // One that could not be written already is no answer that headers go with.
    if response.extensions().get::<Unwritten>().is_some() {
        return response;
    }
    let rule = Rule {
        name,
        location: Location::Header,
        style,
        explode,
        ..Rule::default()
    };
    match append(response.headers_mut(), rule, value) {
        Ok(()) => response,
        Err(error) => unwritten(&format!("header {name}: {error}")),
    }
}

/// Appends a header, in as many lines as it takes: cookies cannot share one (RFC 9110, section 5.3).
fn append<T: Decode>(headers: &mut HeaderMap, rule: Rule<'_>, value: &T) -> Result<(), BoxError> {
    let name = HeaderName::try_from(rule.name)?;
    let values = match finite_value(value)? {
        Value::Null => Vec::new(),
        Value::Array(lines) if name == header::SET_COOKIE && rule.style == Style::Simple => lines,
        value => vec![value],
    };
    for value in values {
        if let Some(text) = rule.encode(&value)? {
            headers.append(&name, HeaderValue::try_from(text)?);
        }
    }
    Ok(())
}

/// Holds an answer to the range of statuses that it is documented for: `4` for `4XX`.
pub fn within(response: Response, class: u16) -> Response {
    let status = response.status();
    if status.as_u16() / 100 == class || response.extensions().get::<Unwritten>().is_some() {
        return response;
    }
    unwritten(&format!("{} is not one of {class}XX", status.as_u16()))
}

/// A body was left out, since the status has none (RFC 9110, section 6.4.1).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Withheld;

/// Why an answer could not be written: what goes out in its place is a `500`, and the implementer is told.
#[derive(Debug, Clone)]
pub(crate) struct Unwritten(pub(crate) String);

/// In place of an answer that cannot be written.
fn unwritten(why: &impl ToString) -> Response {
    let problem = Problem::new(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = problem.detail("The answer cannot be sent.").into_response();
    response.extensions_mut().insert(Unwritten(why.to_string()));
    response
}

fn with_body(status: impl Status, media: HeaderValue, body: Body) -> Response {
    let status = status.status();
    if status.is_informational() || matches!(status.as_u16(), 204 | 205 | 304) {
        let mut response = empty(status);
        response.extensions_mut().insert(Withheld);
        return response;
    }
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, media);
    response
}
