//! Requests by `reqwest`.

use std::sync::Arc;

use http::{Request, Response};

use super::sender::Timer;
use super::transport::{BoxFuture, Transport, body_of};
use crate::runtime::api::{Body, BoxError};

/// Sends requests by a `reqwest` client: over HTTP and TLS, from a pool of connections.
///
/// One that is made by hand has to be built with `redirect::Policy::none()`: redirects are followed by the client, which
/// keeps credentials to their origin, and knows which of them the document describes as answers. Where it has followed one
/// all the same, the call fails and says so.
#[derive(Debug, Clone)]
pub struct Reqwest(::reqwest::Client);

impl Reqwest {
    /// With a client of its own.
    ///
    /// # Errors
    /// There is no TLS.
    pub fn new() -> Result<Self, ::reqwest::Error> {
        let builder = ::reqwest::Client::builder().redirect(::reqwest::redirect::Policy::none());
        builder.build().map(Self)
    }
}

impl From<::reqwest::Client> for Reqwest {
    fn from(client: ::reqwest::Client) -> Self {
        Self(client)
    }
}

impl Transport for Reqwest {
    fn send(&self, request: Request<Body>) -> BoxFuture<'static, Result<Response<Body>, BoxError>> {
        let client = self.0.clone();
        Box::pin(async move {
            let path = request.uri().path().to_owned();
            let request = request.map(|mut body| match body.whole() {
                Some(bytes) => ::reqwest::Body::from(bytes),
                None => ::reqwest::Body::wrap_stream(body),
            });
            let mut request = ::reqwest::Request::try_from(request)?;
            // No body is not an empty one, which has a length.
            if request.body().and_then(::reqwest::Body::as_bytes) == Some(b"")
                && !request.headers().contains_key(http::header::CONTENT_TYPE)
            {
                *request.body_mut() = None;
            }
            // An address is taken apart and put together again, which may leave out `..`.
            if request.url().path() != path {
                let why = format!("{path} would be sent as {}", request.url().path());
                return Err(why.into());
            }
            let asked = request.url().clone();
            let answer = client.execute(request).await?;
            if *answer.url() != asked {
                return Err(FOLLOWED.into());
            }
            Ok(Response::from(answer).map(body_of))
        })
    }
}

const FOLLOWED: &str = "the reqwest client has followed a redirect by itself: build it with \
                        `redirect(reqwest::redirect::Policy::none())`";

/// Waits by tokio, which `reqwest` runs on.
pub(crate) fn timer() -> Timer {
    Arc::new(|time| Box::pin(tokio::time::sleep(time)))
}
