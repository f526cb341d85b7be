//! A span of `tracing` for each call.

use tracing::field::Empty;
use tracing::{Span, info_span};

use super::error::Error;
use super::received::Outcome;
use crate::runtime::context::Operation;

/// A span that is called after the operation of a call. No value of the request is in it: neither the address, in whose query
/// there may be a key, nor headers.
pub(super) fn span(operation: &'static Operation) -> Span {
    info_span!(
        "call",
        operation = operation.id,
        http.request.method = operation.method,
        url.template = operation.path,
        http.response.status_code = Empty,
        error = Empty,
    )
}

/// Notes in a span what became of its call.
pub(super) fn note(span: &Span, received: &Outcome) {
    match received {
        Ok(it) => drop(span.record("http.response.status_code", it.0.status.as_u16())),
        Err(why) => match &**why {
            // What a transport says may have the address in it.
            Error::Transport(_) => drop(span.record("error", "no answer came")),
            why => drop(span.record("error", why.to_string())),
        },
    }
}
