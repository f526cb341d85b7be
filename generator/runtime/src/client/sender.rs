//! A request in the making → the answer: the address, credentials, redirects, timeouts, limits.

use std::fmt;
use std::future::{Future, poll_fn};
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::uri::{Authority, Scheme as UriScheme};
use http::{
    HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, Uri, header,
};

use super::credentials::{
    Credential, Kind, MissingCredential, Placed, Requirement, Secret, TokenProvider, place,
};
use super::error::Error;
use super::outgoing::{Outgoing, Payload};
use super::received::{Documented, Held, Received, is_streamed};
use super::retry::{Reconnect, Retry};
use super::transport::{BoxFuture, Transport};
use crate::runtime::api::Body;
use crate::runtime::context::Operation;
use crate::runtime::fault::Fault;
use crate::runtime::types::Password;

/// An operation as a client knows it. There is a static for each in the modules of `client`.
#[derive(Debug)]
pub struct Route {
    /// The operation; requests carry it as an extension, for layers.
    pub operation: Operation,
    /// The media types of its answers, as an `Accept` header has them.
    pub accept: &'static str,
    /// What it asks of its caller: the schemes of one of these, nothing where there is none.
    pub security: &'static [&'static [Requirement]],
    /// Its answers, and whether each is streamed; none where all are held whole.
    pub streamed: &'static [(Documented, &'static str, bool)],
    /// The statuses of its answers that are redirects, which are not followed.
    pub redirects: &'static [u16],
}

/// What makes a future that is done after some time.
pub(crate) type Timer = Arc<dyn Fn(Duration) -> BoxFuture<'static, ()> + Send + Sync>;

/// What every call of a client shares.
pub(crate) struct Shared {
    /// `https://example.com/v1`, without a slash at its end.
    pub(crate) base: String,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) timer: Option<Timer>,
    pub(crate) credentials: Vec<Credential>,
    pub(crate) headers: HeaderMap,
    pub(crate) timeout: Option<Duration>,
    pub(crate) retry: Retry,
    pub(crate) body_limit: usize,
    pub(crate) redirects: usize,
    pub(crate) reconnect: Option<Reconnect>,
}

/// The part of a client that is the same for every document.
#[derive(Clone)]
pub struct Core(pub(crate) Arc<Shared>);

impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base", &self.0.base)
            .field("credentials", &self.0.credentials)
            .finish_non_exhaustive()
    }
}

/// What is chosen for one call.
#[derive(Debug, Default, Clone)]
pub(crate) struct Options {
    pub(crate) base: Option<String>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) headers: HeaderMap,
    pub(crate) credentials: Vec<Credential>,
    pub(crate) retry: Option<Retry>,
    pub(crate) idempotent: bool,
    /// Whether the body is handed out as it arrives, whatever it is.
    pub(crate) raw: bool,
    /// Whether a stream of events is asked for again where it breaks off.
    pub(crate) reconnect: Option<Reconnect>,
    /// The address that an answer gave for this, in place of the operation's own.
    pub(crate) link: Option<Uri>,
    /// A header that was no header.
    pub(crate) fault: Option<Fault>,
}

/// The bodies that are taken where nothing else is said.
pub(crate) const BODY_LIMIT: usize = 64 << 20;

/// The head of a request, which may be sent more than once.
struct Head {
    operation: &'static Operation,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
}

/// A token that the server may refuse, and what gives another one.
struct Refreshing {
    provider: Arc<dyn TokenProvider>,
    scopes: &'static [&'static str],
    kind: Kind,
    used: Password,
}

impl Core {
    /// Sends a request; the answer, whole unless it is streamed.
    pub(crate) fn send(
        self,
        route: &'static Route,
        outgoing: Outgoing,
        options: Options,
    ) -> impl Future<Output = Result<Received, Error>> + Send + 'static {
        let sending = self.limited(route, outgoing, options);
        #[cfg(feature = "client-tracing")]
        let sending = super::trace::spanned(&route.operation, sending);
        sending
    }

    async fn limited(
        self,
        route: &'static Route,
        outgoing: Outgoing,
        options: Options,
    ) -> Result<Received, Error> {
        let Some(limit) = options.timeout.or(self.0.timeout) else {
            return self.exchange(route, outgoing, options).await;
        };
        let Some(timer) = self.0.timer.clone() else {
            return Err(Error::Transport(NO_TIMER.into()));
        };
        within(timer(limit), self.exchange(route, outgoing, options))
            .await
            .unwrap_or(Err(Error::Timeout(limit)))
    }

    async fn exchange(
        self,
        route: &'static Route,
        outgoing: Outgoing,
        options: Options,
    ) -> Result<Received, Error> {
        let mut refreshing = Vec::new();
        let (mut head, mut body) = self
            .head_and_body(route, outgoing, &options, &mut refreshing)
            .await?;
        let retry = options.retry.as_ref().unwrap_or(&self.0.retry);
        let may_retry = options.idempotent || head.method.is_idempotent();
        let (mut attempt, mut redirects) = (0, 0);
        loop {
            let (sent, again) = match std::mem::take(&mut body) {
                Payload::None => (Body::from(Bytes::new()), Some(Payload::None)),
                Payload::Whole(bytes) => (bytes.clone().into(), Some(Payload::Whole(bytes))),
                Payload::Stream(stream) => (stream, None),
            };
            let response = self.0.transport.send(head.request(sent)).await;
            // A body that is gone cannot be sent again.
            let Some(again) = again else {
                let response = response.map_err(Error::Transport)?;
                return self.receive(route, &options, head.uri, response).await;
            };
            let wait = match &response {
                Ok(it) => retry.after_status(attempt, it.status(), it.headers()),
                Err(_) => retry.after_failure(attempt),
            };
            body = again;
            if let Some(wait) = wait.filter(|_| may_retry) {
                let timer = self.0.timer.clone();
                let timer = timer.ok_or_else(|| Error::Transport(NO_TIMER.into()))?;
                attempt += 1;
                drop(response);
                timer(wait).await;
                continue;
            }
            let response = response.map_err(Error::Transport)?;
            if response.status() == StatusCode::UNAUTHORIZED && !refreshing.is_empty() {
                for it in std::mem::take(&mut refreshing) {
                    let secret = it.provider.token(it.scopes, Some(it.used)).await;
                    let secret = secret.map_err(Error::Transport)?;
                    if let Some(Placed::Header(name, value)) = place(it.kind, &secret) {
                        head.headers.insert(name, value);
                    }
                }
                continue;
            }
            if let Some(next) = redirected(route, &head, &response, redirects < self.0.redirects) {
                redirects += 1;
                if origin(&next.uri) != origin(&head.uri) {
                    // A token is for the server that asked for it.
                    refreshing.clear();
                }
                head = next;
                if head.method == Method::GET {
                    body = Payload::None;
                }
                continue;
            }
            return self.receive(route, &options, head.uri, response).await;
        }
    }

    /// The address, the headers and the body of a request as they would be sent.
    #[cfg(feature = "client-testing")]
    pub(crate) async fn prepare(
        &self,
        route: &'static Route,
        outgoing: Outgoing,
        options: &Options,
    ) -> Result<((Uri, HeaderMap), Payload), Error> {
        let mut refreshing = Vec::new();
        let (head, body) = self
            .head_and_body(route, outgoing, options, &mut refreshing)
            .await?;
        Ok(((head.uri, head.headers), body))
    }

    async fn head_and_body(
        &self,
        route: &'static Route,
        mut outgoing: Outgoing,
        options: &Options,
        refreshing: &mut Vec<Refreshing>,
    ) -> Result<(Head, Payload), Error> {
        if let Some(fault) = outgoing.fault.take().or(options.fault.clone()) {
            return Err(Error::Request(fault));
        }
        let base = options.base.as_deref().unwrap_or(&self.0.base);
        let elsewhere = options.link.as_ref().is_some_and(|link| {
            let own = Uri::try_from(base);
            own.map_or(true, |own| origin(&own) != origin(link))
        });
        if elsewhere {
            outgoing.cookies.clear();
            outgoing.headers = beyond(&outgoing.headers);
        } else {
            for (name, value) in self.0.headers.iter().chain(&options.headers) {
                // What the operation says goes before what all operations say.
                if options.headers.contains_key(name) || !outgoing.headers.contains_key(name) {
                    outgoing.headers.insert(name.clone(), value.clone());
                }
            }
            self.add_credentials(route, options, &mut outgoing, refreshing)
                .await?;
        }
        let body = std::mem::take(&mut outgoing.body);
        Ok((self.head(route, outgoing, options)?, body))
    }

    /// Adds the credentials of the first alternative that the client has all of.
    async fn add_credentials(
        &self,
        route: &'static Route,
        options: &Options,
        outgoing: &mut Outgoing,
        refreshing: &mut Vec<Refreshing>,
    ) -> Result<(), Error> {
        let find = |name: &str| {
            let own = options.credentials.iter().rev();
            let mut all = own.chain(&self.0.credentials);
            all.find(|it| it.scheme.name == name)
        };
        let is_met = |schemes: &&&[Requirement]| schemes.iter().all(|it| find(it.0).is_some());
        // Credentials are sent where the document asks for them, also where it could do without.
        let alternatives = || route.security.iter();
        let chosen = alternatives().filter(|it| !it.is_empty()).find(is_met);
        let Some(chosen) = chosen.or_else(|| alternatives().find(is_met)) else {
            return match route.security.is_empty() {
                true => Ok(()),
                false => Err(Error::Credential(MissingCredential {
                    operation: &route.operation,
                    alternatives: route.security,
                })),
            };
        };
        for (name, scopes) in *chosen {
            let Some(credential) = find(name) else {
                continue;
            };
            let kind = credential.scheme.kind;
            let secret = match &credential.secret {
                Secret::Known(secret) => secret.clone(),
                Secret::Provided(provider) => {
                    let token = provider.token(scopes, None).await;
                    let token = token.map_err(Error::Transport)?;
                    refreshing.push(Refreshing {
                        provider: Arc::clone(provider),
                        scopes,
                        kind,
                        used: token.clone(),
                    });
                    token
                }
            };
            match place(kind, &secret) {
                Some(Placed::Header(name, value)) => {
                    outgoing.headers.insert(name, value);
                }
                Some(Placed::Query(name, secret)) => outgoing.secret_query(name, &secret),
                Some(Placed::Cookie(name, secret)) => outgoing.secret_cookie(name, &secret),
                None => {
                    return Err(Error::Request(Fault {
                        location: format!("credential {name}"),
                        detail: "is nothing that a header can hold".to_owned(),
                    }));
                }
            }
        }
        Ok(())
    }

    fn head(
        &self,
        route: &'static Route,
        mut outgoing: Outgoing,
        options: &Options,
    ) -> Result<Head, Error> {
        let uri = match &options.link {
            Some(link) => linked(link, &outgoing.query)?,
            None => self.address(route, &outgoing, options)?,
        };
        if !outgoing.cookies.is_empty() {
            let mut cookies = HeaderValue::try_from(&outgoing.cookies).map_err(|why| {
                Error::Request(Fault {
                    location: "header Cookie".to_owned(),
                    detail: why.to_string(),
                })
            })?;
            cookies.set_sensitive(true);
            outgoing.headers.insert(header::COOKIE, cookies);
        }
        if !route.accept.is_empty() && !outgoing.headers.contains_key(header::ACCEPT) {
            let accept = HeaderValue::from_static(route.accept);
            outgoing.headers.insert(header::ACCEPT, accept);
        }
        let method = Method::from_bytes(route.operation.method.as_bytes());
        Ok(Head {
            operation: &route.operation,
            method: method.unwrap_or(Method::GET),
            uri,
            headers: outgoing.headers,
        })
    }

    fn address(
        &self,
        route: &'static Route,
        outgoing: &Outgoing,
        options: &Options,
    ) -> Result<Uri, Error> {
        let base = options.base.as_deref().unwrap_or(&self.0.base);
        let base = base.trim_end_matches('/');
        let template = route.operation.path;
        let path = outgoing.path_of(template).map_err(Error::Request)?;
        let written = template.split_once('?').map_or("", |it| it.1);
        let written = written.split('#').next().unwrap_or_default();
        let queries = [written, outgoing.query.as_str()].into_iter();
        let queries: Vec<&str> = queries.filter(|it| !it.is_empty()).collect();
        let question = if queries.is_empty() { "" } else { "?" };
        let text = format!("{base}{path}{question}{}", queries.join("&"));
        Uri::try_from(&text).map_err(|why| no_address(why, &format!("{base}{path}")))
    }

    async fn receive(
        &self,
        route: &'static Route,
        options: &Options,
        uri: Uri,
        response: Response<Body>,
    ) -> Result<Received, Error> {
        #[cfg_attr(not(feature = "client-testing"), allow(unused_mut))]
        let (mut head, body) = response.into_parts();
        let media = head.headers.get(header::CONTENT_TYPE);
        let media = media.and_then(|it| it.to_str().ok());
        let is_streamed = options.raw || is_streamed(route.streamed, head.status, media);
        let limit = self.0.body_limit;
        let body = match is_streamed {
            true => Held::Stream(body),
            false => Held::Whole(whole(body, &head.headers, limit).await?),
        };
        Ok(Received {
            status: head.status,
            headers: head.headers,
            body,
            limit,
            uri,
            again: None,
            #[cfg(feature = "client-testing")]
            ready: head.extensions.remove(),
        })
    }
}

fn no_address(why: impl fmt::Display, text: &str) -> Error {
    Error::Request(Fault {
        location: "address".to_owned(),
        detail: format!("{why}: {text}"),
    })
}

/// An address that an answer gave, with the keys in its query that it does not have.
fn linked(link: &Uri, keys: &str) -> Result<Uri, Error> {
    let given = link.query().unwrap_or_default();
    let name = |it: &str| it.split('=').next().unwrap_or_default().to_owned();
    let lacks = |key: &&str| given.split('&').all(|it| name(it) != name(key));
    let keys: Vec<&str> = (keys.split('&').filter(|it| !it.is_empty()))
        .filter(lacks)
        .collect();
    if keys.is_empty() {
        return Ok(link.clone());
    }
    let between = if given.is_empty() { "" } else { "&" };
    let mut parts = link.clone().into_parts();
    let text = format!("{}?{given}{between}{}", link.path(), keys.join("&"));
    parts.path_and_query = Some(text.parse().map_err(|why| no_address(why, link.path()))?);
    Uri::from_parts(parts).map_err(|why| no_address(why, link.path()))
}

/// What is said where a call has to wait and nothing can.
pub(crate) const NO_TIMER: &str =
    "a timeout or a retry takes `Builder::timer`, since this transport has none of its own";

/// The output of a future, unless another one is done before.
async fn within<T>(
    mut limit: BoxFuture<'static, ()>,
    future: impl Future<Output = T>,
) -> Option<T> {
    let mut future = std::pin::pin!(future);
    poll_fn(|context| {
        if let Poll::Ready(it) = future.as_mut().poll(context) {
            return Poll::Ready(Some(it));
        }
        limit.as_mut().poll(context).map(|()| None)
    })
    .await
}

/// The whole body, if it is not longer than the limit.
async fn whole(mut body: Body, headers: &HeaderMap, limit: usize) -> Result<Bytes, Error> {
    if let Some(bytes) = body.whole() {
        return match bytes.len() > limit {
            true => Err(Error::TooLarge { limit }),
            false => Ok(bytes),
        };
    }
    let length = headers.get(header::CONTENT_LENGTH);
    let length = length.and_then(|it| it.to_str().ok()?.parse::<usize>().ok());
    let first = body.chunk().await.map_err(Error::Transport)?;
    let Some(first) = first else {
        return Ok(Bytes::new());
    };
    if first.len() > limit {
        return Err(Error::TooLarge { limit });
    }
    let Some(second) = body.chunk().await.map_err(Error::Transport)? else {
        return Ok(first);
    };
    let room = length.unwrap_or(first.len() + second.len()).min(limit);
    let mut all = BytesMut::with_capacity(room.min(1 << 20));
    all.extend_from_slice(&first);
    let mut next = Some(second);
    while let Some(chunk) = next {
        if chunk.len() > limit - all.len() {
            return Err(Error::TooLarge { limit });
        }
        all.extend_from_slice(&chunk);
        next = body.chunk().await.map_err(Error::Transport)?;
    }
    Ok(all.freeze())
}

impl Head {
    fn request(&self, body: Body) -> Request<Body> {
        let mut request = Request::new(body);
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = self.uri.clone();
        *request.headers_mut() = self.headers.clone();
        request.extensions_mut().insert(*self.operation);
        request
    }
}

/// The request that a redirect leads to; `None` where the answer is none, or documented. Beyond its origin, nothing goes along
/// but what the answer and the body are: no credential, no cookie, no other header.
fn redirected(
    route: &Route,
    head: &Head,
    response: &Response<Body>,
    is_left: bool,
) -> Option<Head> {
    let status = response.status();
    let is_documented = route.redirects.contains(&status.as_u16());
    let keeps_method = match status.as_u16() {
        307 | 308 => true,
        301 | 302 => matches!(head.method, Method::GET | Method::HEAD),
        303 => head.method == Method::HEAD,
        _ => return None,
    };
    if is_documented || !is_left {
        return None;
    }
    let location = response.headers().get(header::LOCATION)?.to_str().ok()?;
    let uri = resolved(&head.uri, location)?;
    let mut next = Head {
        operation: head.operation,
        method: match keeps_method {
            true => head.method.clone(),
            false => Method::GET,
        },
        headers: head.headers.clone(),
        uri,
    };
    if origin(&head.uri) != origin(&next.uri) {
        next.headers = beyond(&head.headers);
    }
    if !keeps_method {
        next.headers.remove(header::CONTENT_TYPE);
    }
    Some(next)
}

/// The headers that go along to another origin.
fn beyond(headers: &HeaderMap) -> HeaderMap {
    let kept = [
        header::ACCEPT,
        header::ACCEPT_LANGUAGE,
        header::CONTENT_TYPE,
        header::USER_AGENT,
    ];
    let kept = kept.into_iter();
    kept.filter_map(|name| Some((name.clone(), headers.get(name)?.clone())))
        .collect()
}

/// Whom a request is sent to: credentials go to no other.
fn origin(it: &Uri) -> (Option<&str>, Option<String>, Option<u16>) {
    let port = it.port_u16().or(match it.scheme_str() {
        Some("https") => Some(443),
        Some("http") => Some(80),
        _ => None,
    });
    let host = it.host().map(str::to_ascii_lowercase);
    (it.scheme_str(), host, port)
}

/// What a reference leads to from an address (RFC 3986, section 5.2).
pub(crate) fn resolved(base: &Uri, location: &str) -> Option<Uri> {
    let location = location.split('#').next()?;
    let parts = |scheme: &UriScheme, authority: &Authority, path: &str| {
        let built = Uri::builder().scheme(scheme.clone());
        let built = built.authority(authority.clone()).path_and_query(path);
        built.build().ok()
    };
    let (scheme, authority) = (base.scheme()?, base.authority()?);
    // A query may have an address in it, too.
    let before_query = location.split('?').next()?;
    if before_query.contains("://") {
        let uri = Uri::try_from(location).ok()?;
        let is_web = matches!(uri.scheme_str(), Some("http" | "https"));
        // Nothing that was asked for over TLS is asked for without.
        let is_downgrade = scheme == &UriScheme::HTTPS && uri.scheme_str() == Some("http");
        return (is_web && !is_downgrade).then_some(uri);
    }
    if let Some(rest) = location.strip_prefix("//") {
        return Uri::try_from(format!("{scheme}://{rest}")).ok();
    }
    if location.starts_with('/') {
        return parts(scheme, authority, location);
    }
    if location.starts_with('?') {
        return parts(scheme, authority, &format!("{}{location}", base.path()));
    }
    let (path, query) = location.split_once('?').unwrap_or((location, ""));
    let folder = base.path().rsplit_once('/').map_or("", |it| it.0);
    let mut segments: Vec<&str> = folder.split('/').skip(1).collect();
    for segment in path.split('/') {
        match segment {
            "." => {}
            ".." => drop(segments.pop()),
            other => segments.push(other),
        }
    }
    if matches!(path.rsplit('/').next(), Some("." | "..")) {
        // What they name is a folder.
        segments.push("");
    }
    let question = if query.is_empty() { "" } else { "?" };
    parts(
        scheme,
        authority,
        &format!("/{}{question}{query}", segments.join("/")),
    )
}

/// A header for all calls, or for one.
pub(crate) fn header_of(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), Fault> {
    let fault = |detail: String| Fault {
        location: format!("header {name}"),
        detail,
    };
    let name_of = HeaderName::try_from(name).map_err(|why| fault(why.to_string()))?;
    let value = HeaderValue::try_from(value).map_err(|why| fault(why.to_string()))?;
    Ok((name_of, value))
}
