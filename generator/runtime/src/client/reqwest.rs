//! Requests by `reqwest`.

use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};

use ::reqwest::Url;
use bytes::Bytes;
use futures_core::Stream;
use http::uri::{Authority, Scheme};
use http::{Request, Response, Uri};

use super::shared::Timer;
use super::transport::{BoxFuture, Transport};
use crate::runtime::api::{Body, BoxError};

/// Sends requests by a `reqwest` client: over HTTP and TLS, from a pool of connections.
///
/// One that is made by hand has to be built with `redirect::Policy::none()`: redirects are followed by the client, which
/// keeps credentials to their origin, and knows which of them the document describes as answers. Where it has followed one
/// all the same, the call fails and says so.
#[derive(Debug, Clone)]
pub struct Reqwest {
    client: ::reqwest::Client,
    /// The origin that it was first asked for, which most requests go to.
    origin: Arc<OnceLock<Origin>>,
}

/// An origin, and its address as `reqwest` has it.
#[derive(Debug)]
struct Origin {
    scheme: Scheme,
    authority: Authority,
    root: Url,
}

impl Reqwest {
    /// With a client of its own.
    ///
    /// # Errors
    /// There is no TLS.
    pub fn new() -> Result<Self, ::reqwest::Error> {
        let builder = ::reqwest::Client::builder().redirect(::reqwest::redirect::Policy::none());
        builder.build().map(Self::from)
    }

    /// An address as `reqwest` has it: read as a path of the origin, where that is known.
    fn url(&self, uri: &Uri) -> Result<Url, BoxError> {
        let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) else {
            return Ok(Url::parse(&uri.to_string())?);
        };
        let path = uri.path_and_query().map_or("/", |it| it.as_str());
        // What begins with two slashes is another authority.
        let rest = path.strip_prefix('/');
        let is_path = rest.is_some_and(|it| !it.starts_with(['/', '\\']));
        let origin = match self.origin.get() {
            Some(it) => it,
            None => {
                let root = Url::parse(&format!("{scheme}://{authority}/"))?;
                self.origin.get_or_init(|| Origin {
                    scheme: scheme.clone(),
                    authority: authority.clone(),
                    root,
                })
            }
        };
        match is_path && origin.scheme == *scheme && origin.authority == *authority {
            true => Ok(origin.root.join(path)?),
            false => Ok(Url::parse(&uri.to_string())?),
        }
    }
}

impl From<::reqwest::Client> for Reqwest {
    fn from(client: ::reqwest::Client) -> Self {
        Self {
            client,
            origin: Arc::default(),
        }
    }
}

impl Transport for Reqwest {
    fn send(&self, request: Request<Body>) -> BoxFuture<'static, Result<Response<Body>, BoxError>> {
        let sending = self.url(request.uri()).and_then(|asked| {
            let request = request_of(request, asked.clone())?;
            Ok((asked, self.client.execute(request)))
        });
        Box::pin(async move {
            let (asked, sending) = sending?;
            let mut answer = sending.await?;
            if *answer.url() != asked {
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

/// A request as `reqwest` has it.
fn request_of(request: Request<Body>, url: Url) -> Result<::reqwest::Request, BoxError> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_the_same_whatever_was_asked_before() {
        let paths = [
            "",
            "/",
            "//other.example/a",
            "/\\other.example/a",
            "/a/../b",
            "/a/%2E%2E/b",
            "/a:b/@c;d=1?e=//f&g=h/../i#",
            "/%C3%A4?",
            "/a//b/",
            "?q=1",
        ];
        let origins = [
            "http://127.0.0.1:8080",
            "http://127.0.0.1",
            "HTTP://user:word@EXAMPLE.com:80",
            "https://example.com",
            "https://[::1]:8443",
        ];
        let addresses = || {
            let all = origins.iter();
            all.flat_map(|origin| paths.iter().map(move |path| format!("{origin}{path}")))
        };
        let client = ::reqwest::Client::new();
        for first in addresses() {
            let transport = Reqwest::from(client.clone());
            for address in [first].into_iter().chain(addresses()) {
                let uri = Uri::try_from(&address).expect("an address");
                let url = transport.url(&uri).expect("an address");
                assert_eq!(url, Url::parse(&uri.to_string()).expect("an address"));
            }
        }
    }
}
