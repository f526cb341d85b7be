//! A span of `tracing` for each call.

use std::future::Future;

use tracing::field::Empty;
use tracing::{Instrument, Span, info_span};

use super::error::Error;
use super::received::Received;
use crate::runtime::context::Operation;

/// Runs a call in a span that is called after its operation. No value of the request is in it: neither the address, in whose
/// query there may be a key, nor headers.
pub(super) async fn spanned(
    operation: &'static Operation,
    call: impl Future<Output = Result<Received, Error>>,
) -> Result<Received, Error> {
    let span = info_span!(
        "call",
        operation = operation.id,
        http.request.method = operation.method,
        url.template = operation.path,
        http.response.status_code = Empty,
        error = Empty,
    );
    let received = call.instrument(span.clone()).await;
    note(&span, &received);
    received
}

fn note(span: &Span, received: &Result<Received, Error>) {
    match received {
        Ok(it) => drop(span.record("http.response.status_code", it.status.as_u16())),
        // What a transport says may have the address in it.
        Err(Error::Transport(_)) => drop(span.record("error", "no answer came")),
        Err(why) => drop(span.record("error", why.to_string())),
    }
}
