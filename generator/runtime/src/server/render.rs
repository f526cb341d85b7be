//! A problem → `application/problem+json` (RFC 9457).

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::runtime::problem::{Problem, is_blank};

impl Problem {
    /// The problem as `application/problem+json`.
    pub fn render(&self) -> Response {
        self.with_text(self.text(), "application/problem+json")
    }

    /// The problem with another body, such as the document's own type of errors, in JSON: its status, its headers, and that
    /// body.
    ///
    /// ```
    /// use verbatim_runtime::server::{Problem, Settings};
    ///
    /// #[derive(serde::Serialize)]
    /// struct ApiError {
    ///     message: String,
    /// }
    ///
    /// let settings = Settings::default().problem(|problem: Problem| {
    ///     problem.render_as("application/json", &ApiError { message: problem.to_string() })
    /// });
    /// ```
    pub fn render_as<T: Serialize + ?Sized>(&self, media: &'static str, body: &T) -> Response {
        let mut text = Vec::with_capacity(256);
        match serde_json::to_writer(&mut text, body) {
            Ok(()) => self.with_text(text, media),
            Err(_) => self.render(),
        }
    }

    fn with_text(&self, text: Vec<u8>, media: &'static str) -> Response {
        let mut response = Response::new(Body::from(text));
        *response.status_mut() = self.status;
        if let Some(headers) = &self.headers {
            *response.headers_mut() = HeaderMap::clone(headers);
        }
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
        response
    }
}

impl Problem {
    /// What [`Serialize`] makes of it, in a fraction of the time: a server that refuses much writes little else.
    fn text(&self) -> Vec<u8> {
        let mut text = Vec::with_capacity(256);
        text.extend_from_slice(b"{");
        if !is_blank(&self.kind) {
            text.extend_from_slice(b"\"type\":");
            put_string(&mut text, &self.kind);
            text.extend_from_slice(b",");
        }
        text.extend_from_slice(b"\"title\":");
        put_string(&mut text, &self.title);
        text.extend_from_slice(b",\"status\":");
        text.extend_from_slice(self.status.as_str().as_bytes());
        if let Some(detail) = &self.detail {
            text.extend_from_slice(b",\"detail\":");
            put_string(&mut text, detail);
        }
        for (at, fault) in self.errors.iter().enumerate() {
            let before: &[u8] = if at == 0 { b",\"errors\":[" } else { b"," };
            text.extend_from_slice(before);
            text.extend_from_slice(b"{\"location\":");
            put_string(&mut text, &fault.location);
            text.extend_from_slice(b",\"detail\":");
            put_string(&mut text, &fault.detail);
            text.extend_from_slice(b"}");
        }
        let end: &[u8] = if self.errors.is_empty() { b"}" } else { b"]}" };
        text.extend_from_slice(end);
        text
    }
}

/// Writes a JSON string.
fn put_string(text: &mut Vec<u8>, value: &str) {
    let is_special = |it: u8| it < b' ' || it == b'"' || it == b'\\';
    // To its end, without a way out on the way: many octets at once are looked at so.
    if value.bytes().fold(false, |any, it| any | is_special(it)) {
        // A string is nothing that JSON could not hold.
        let _ = serde_json::to_writer(text, value);
    } else {
        text.extend_from_slice(b"\"");
        text.extend_from_slice(value.as_bytes());
        text.extend_from_slice(b"\"");
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.render();
        // The router renders it anew where the implementer chose another rendering.
        response.extensions_mut().insert(self);
        response
    }
}
