//! Requests by `reqwest`.

use std::fmt::Write;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http::{Request, Response, Uri};

use super::sender::Timer;
use super::transport::{BoxFuture, Transport};
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
        let asked = written(request.uri());
        let request = request_of(request, &asked);
        let sending = request.map(|it| self.0.execute(it));
        Box::pin(async move {
            let mut answer = sending?.await?;
            let is_asked = |it: &::reqwest::Url| {
                // It writes addresses in its own way, `HTTP://EXAMPLE.com` for one.
                it.as_str() == asked
                    || ::reqwest::Url::parse(&asked).is_ok_and(|asked| *it == asked)
            };
            if !is_asked(answer.url()) {
                return Err(FOLLOWED.into());
            }
            let mut response = Response::new(Body::from(Bytes::new()));
            *response.status_mut() = answer.status();
            *response.version_mut() = answer.version();
            *response.headers_mut() = std::mem::take(answer.headers_mut());
            *response.extensions_mut() = std::mem::take(answer.extensions_mut());
            *response.body_mut() = Body::boxed(Box::pin(Arriving(answer.bytes_stream())));
            Ok(response)
        })
    }

    fn reads_operation(&self) -> bool {
        false
    }
}

/// An address as text.
fn written(uri: &Uri) -> String {
    let length = uri.authority().map_or(0, |it| it.as_str().len());
    let length = length + uri.path_and_query().map_or(0, |it| it.as_str().len());
    let mut text = String::with_capacity(length + "https://".len());
    // There is room for all of it; writing to a text does not fail.
    let _ = write!(text, "{uri}");
    text
}

/// A request as `reqwest` has it.
fn request_of(request: Request<Body>, address: &str) -> Result<::reqwest::Request, BoxError> {
    let url = ::reqwest::Url::parse(address)?;
    let (head, mut body) = request.into_parts();
    // An address is taken apart and put together again, which may leave out `..`.
    if url.path() != head.uri.path() {
        let why = format!("{} would be sent as {}", head.uri.path(), url.path());
        return Err(why.into());
    }
    let has_media = head.headers.contains_key(http::header::CONTENT_TYPE);
    let mut made = match head.extensions.is_empty() {
        true => {
            let mut made = ::reqwest::Request::new(head.method, url);
            *made.headers_mut() = head.headers;
            *made.version_mut() = head.version;
            made
        }
        // What layers have left there has no other way in.
        false => Request::from_parts(head, "").try_into()?,
    };
    *made.body_mut() = match body.whole() {
        // No body is not an empty one, which has a length.
        Some(bytes) if bytes.is_empty() && !has_media => None,
        Some(bytes) => Some(bytes.into()),
        None => Some(::reqwest::Body::wrap_stream(body)),
    };
    Ok(made)
}

/// The body of an answer as it arrives.
struct Arriving<S>(S);

impl<S> Stream for Arriving<S>
where
    S: Stream<Item = ::reqwest::Result<Bytes>> + Unpin,
{
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = Pin::new(&mut self.0).poll_next(context);
        next.map(|it| it.map(|it| it.map_err(Into::into)))
    }
}

const FOLLOWED: &str = "the reqwest client has followed a redirect by itself: build it with \
                        `redirect(reqwest::redirect::Policy::none())`";

/// Waits by tokio, which `reqwest` runs on.
pub(crate) fn timer() -> Timer {
    Arc::new(|time| Box::pin(tokio::time::sleep(time)))
}
