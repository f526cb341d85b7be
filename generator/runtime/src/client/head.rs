//! The head of a request, which may be sent more than once: its address, headers and credentials, and where redirects lead.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::uri::{Authority, Scheme as UriScheme};
use http::{HeaderMap, HeaderValue, Method, Request, Response, Uri, header};

use super::credentials::{
    Credential, Kind, MissingCredential, Placed, Requirement, Secret, TokenProvider, place,
};
use super::error::Error;
use super::outgoing::Outgoing;
use super::shared::{Core, Options, Route};
use crate::runtime::api::Body;
use crate::runtime::fault::Fault;
use crate::runtime::types::Password;

/// The head of a request. Most requests are sent once, so that it has no more than what makes their headers.
#[derive(Default)]
pub(super) struct Head {
    pub(super) method: Method,
    pub(super) uri: Uri,
    /// The headers of the operation and of the call; all there are where it is sent elsewhere.
    headers: HeaderMap,
    /// The media type of the body.
    media: Option<HeaderValue>,
    cookies: Option<HeaderValue>,
    /// The schemes whose credentials go along.
    credentials: &'static [Requirement],
    /// Those of them that do not last.
    tokens: Vec<Token>,
    /// Whether it goes to another origin than the client's own, to which nothing of the client goes along.
    is_elsewhere: bool,
}

/// A token that the server may refuse, and what gives another one.
pub(super) struct Token {
    scheme: &'static str,
    kind: Kind,
    provider: Arc<dyn TokenProvider>,
    scopes: &'static [&'static str],
    used: Password,
    placed: Option<Placed>,
}

impl Core {
    /// The schemes whose credentials go along; `None` where it goes to another origin than the client's own.
    pub(super) fn granted(
        &self,
        route: &'static Route,
        outgoing: &mut Outgoing,
        options: Option<&Options>,
    ) -> Result<Option<&'static [Requirement]>, Error> {
        let fault = outgoing.fault.take();
        if let Some(fault) = fault.or_else(|| options.and_then(|it| it.fault.clone())) {
            return Err(Error::Request(fault));
        }
        if let Some(link) = options.and_then(|it| it.link.as_ref()) {
            let own = Uri::try_from(self.base(options));
            if own.map_or(true, |own| origin(&own) != origin(link)) {
                return Ok(None);
            }
        }
        self.chosen(route, options).map(Some)
    }

    /// Where the server is.
    fn base<'a>(&'a self, options: Option<&'a Options>) -> &'a str {
        let chosen = options.and_then(|it| it.base.as_deref());
        chosen.unwrap_or(&self.0.base)
    }

    /// Whether a credential among these does not last.
    pub(super) fn is_provided(
        &self,
        granted: Option<&'static [Requirement]>,
        options: Option<&Options>,
    ) -> bool {
        let mut all = granted.unwrap_or_default().iter();
        all.any(|(scheme, _)| {
            let credential = self.credential(options, scheme);
            credential.is_some_and(|it| matches!(it.secret, Secret::Provided(_)))
        })
    }

    /// Fetches the tokens among these credentials.
    pub(super) async fn tokens(
        &self,
        granted: Option<&'static [Requirement]>,
        options: Option<&Options>,
    ) -> Result<Vec<Token>, Box<Error>> {
        let mut tokens = Vec::new();
        for (scheme, scopes) in granted.unwrap_or_default() {
            let Some(credential) = self.credential(options, scheme) else {
                continue;
            };
            if let Secret::Provided(provider) = &credential.secret {
                let token = provider.token(scopes, None).await;
                let token = token.map_err(Error::Transport)?;
                let kind = credential.scheme.kind;
                tokens.push(Token {
                    scheme,
                    kind,
                    provider: Arc::clone(provider),
                    scopes,
                    placed: place(kind, &token),
                    used: token,
                });
            }
        }
        Ok(tokens)
    }

    /// The head of a request.
    pub(super) fn head(
        &self,
        route: &'static Route,
        outgoing: &mut Outgoing,
        options: Option<&Options>,
        granted: Option<&'static [Requirement]>,
        tokens: Vec<Token>,
    ) -> Result<Head, Box<Error>> {
        let is_elsewhere = granted.is_none();
        if is_elsewhere {
            outgoing.cookies.clear();
        }
        let credentials = granted.unwrap_or_default();
        for (scheme, _) in credentials {
            match self.placed(scheme, options, &tokens) {
                None | Some(Some(Placed::Header(..))) => {}
                Some(Some(Placed::Query(name, secret))) => outgoing.secret_query(name, secret),
                Some(Some(Placed::Cookie(name, secret))) => outgoing.secret_cookie(name, secret),
                Some(None) => {
                    return Err(Box::new(Error::Request(Fault {
                        location: format!("credential {scheme}"),
                        detail: "is nothing that a header can hold".to_owned(),
                    })));
                }
            }
        }
        let uri = match options.and_then(|it| it.link.as_ref()) {
            Some(link) => linked(link, &outgoing.query)?,
            None => address(self.base(options), route, outgoing)?,
        };
        let method = Method::from_bytes(route.operation.method.as_bytes());
        let mut head = Head {
            method: method.unwrap_or(Method::GET),
            uri,
            headers: std::mem::take(&mut outgoing.headers),
            media: outgoing.media.take(),
            cookies: cookies(&outgoing.cookies)?,
            credentials,
            tokens,
            is_elsewhere,
        };
        if is_elsewhere {
            if let Some(media) = head.media.take() {
                head.headers.insert(header::CONTENT_TYPE, media);
            }
            head.headers = beyond(&head.headers);
            add_accept(route, &mut head.headers);
        } else if let Some(options) = options {
            // What is said of a call goes before what its operation says.
            for (name, value) in &options.headers {
                head.headers.insert(name.clone(), value.clone());
            }
            if options.headers.contains_key(header::CONTENT_TYPE) {
                head.media = None;
            }
        }
        Ok(head)
    }

    /// How a credential goes along, if there is one; `None` within where nothing can hold it.
    fn placed<'a>(
        &'a self,
        scheme: &str,
        options: Option<&'a Options>,
        tokens: &'a [Token],
    ) -> Option<Option<&'a Placed>> {
        if let Some(token) = tokens.iter().find(|it| it.scheme == scheme) {
            return Some(token.placed.as_ref());
        }
        match &self.credential(options, scheme)?.secret {
            Secret::Known(placed) => Some(placed.as_ref()),
            Secret::Provided(_) => None,
        }
    }

    fn credential<'a>(
        &'a self,
        options: Option<&'a Options>,
        scheme: &str,
    ) -> Option<&'a Credential> {
        let own = options.map_or(&[][..], |it| &it.credentials).iter().rev();
        let mut all = own.chain(&self.0.credentials);
        all.find(|it| it.scheme.name == scheme)
    }

    /// The first alternative of an operation's `security` that the client has all credentials of.
    fn chosen(
        &self,
        route: &'static Route,
        options: Option<&Options>,
    ) -> Result<&'static [Requirement], Error> {
        let is_met = |schemes: &&&[Requirement]| {
            let mut schemes = schemes.iter();
            schemes.all(|it| self.credential(options, it.0).is_some())
        };
        // Credentials are sent where the document asks for them, also where it could do without.
        let alternatives = || route.security.iter();
        let chosen = alternatives().filter(|it| !it.is_empty()).find(is_met);
        match chosen.or_else(|| alternatives().find(is_met)) {
            Some(chosen) => Ok(*chosen),
            None if route.security.is_empty() => Ok(&[]),
            None => Err(Error::Credential(MissingCredential {
                operation: &route.operation,
                alternatives: route.security,
            })),
        }
    }

    /// All headers of a request.
    pub(super) fn headers(
        &self,
        route: &'static Route,
        head: &Head,
        options: Option<&Options>,
    ) -> HeaderMap {
        let mut headers = head.headers.clone();
        if head.is_elsewhere {
            return headers;
        }
        if let Some(media) = &head.media {
            headers.insert(header::CONTENT_TYPE, media.clone());
        }
        for (name, value) in &self.0.headers {
            // What the operation says goes before what all operations say.
            if !headers.contains_key(name) {
                headers.insert(name.clone(), value.clone());
            }
        }
        for (scheme, _) in head.credentials {
            let placed = self.placed(scheme, options, &head.tokens);
            if let Some(Some(Placed::Header(name, value))) = placed {
                headers.insert(name.clone(), value.clone());
            }
        }
        if let Some(cookies) = &head.cookies {
            headers.insert(header::COOKIE, cookies.clone());
        }
        add_accept(route, &mut headers);
        headers
    }

    /// A request with this head.
    pub(super) fn request(
        &self,
        route: &'static Route,
        head: &Head,
        options: Option<&Options>,
        body: Body,
    ) -> Request<Body> {
        let mut request = Request::new(body);
        *request.method_mut() = head.method.clone();
        *request.uri_mut() = head.uri.clone();
        *request.headers_mut() = self.headers(route, head, options);
        if self.0.transport.reads_operation() {
            request.extensions_mut().insert(route.operation);
        }
        request
    }

    /// The request that a redirect leads to; `None` where the answer is none, or documented. Beyond its origin, nothing goes
    /// along but what the answer and the body are: no credential, no cookie, no other header.
    pub(super) fn redirected(
        &self,
        route: &'static Route,
        head: &Head,
        options: Option<&Options>,
        response: &Response<Body>,
    ) -> Option<Head> {
        let status = response.status();
        let keeps_method = match status.as_u16() {
            307 | 308 => true,
            301 | 302 => matches!(head.method, Method::GET | Method::HEAD),
            303 => head.method == Method::HEAD,
            _ => return None,
        };
        if route.redirects.contains(&status.as_u16()) {
            return None;
        }
        let location = response.headers().get(header::LOCATION)?.to_str().ok()?;
        let uri = resolved(&head.uri, location)?;
        let is_elsewhere = head.is_elsewhere || origin(&head.uri) != origin(&uri);
        let mut next = Head {
            method: match keeps_method {
                true => head.method.clone(),
                false => Method::GET,
            },
            headers: head.headers.clone(),
            media: head.media.clone(),
            cookies: head.cookies.clone(),
            credentials: head.credentials,
            tokens: Vec::new(),
            is_elsewhere,
            uri,
        };
        if is_elsewhere {
            next.headers = beyond(&self.headers(route, head, options));
        }
        if !keeps_method {
            next.headers.remove(header::CONTENT_TYPE);
            next.media = None;
        }
        Some(next)
    }
}

impl Head {
    /// Goes on to where a redirect leads.
    pub(super) fn follow(&mut self, next: Self) {
        let tokens = std::mem::take(&mut self.tokens);
        *self = next;
        self.tokens = tokens;
    }

    /// Whether it has tokens of which there may be others.
    pub(super) fn is_refreshable(&self) -> bool {
        // A token is for the server that asked for it.
        !self.is_elsewhere && !self.tokens.is_empty()
    }

    /// Fetches other tokens in place of those that were refused.
    pub(super) async fn refresh(&mut self) -> Result<(), Error> {
        for it in &mut self.tokens {
            let refused = std::mem::take(&mut it.used);
            let token = it.provider.token(it.scopes, Some(refused)).await;
            let token = token.map_err(Error::Transport)?;
            if let Some(placed) = place(it.kind, &token) {
                it.placed = Some(placed);
            }
        }
        Ok(())
    }
}

fn add_accept(route: &'static Route, headers: &mut HeaderMap) {
    if !route.accept.is_empty() && !headers.contains_key(header::ACCEPT) {
        let accept = HeaderValue::from_static(route.accept);
        headers.insert(header::ACCEPT, accept);
    }
}

fn cookies(text: &str) -> Result<Option<HeaderValue>, Error> {
    if text.is_empty() {
        return Ok(None);
    }
    let value = HeaderValue::try_from(text).map_err(|why| {
        Error::Request(Fault {
            location: "header Cookie".to_owned(),
            detail: why.to_string(),
        })
    });
    value.map(|mut it| {
        it.set_sensitive(true);
        Some(it)
    })
}

/// The address of a request: that of the server, the path, and the query.
fn address(base: &str, route: &Route, outgoing: &Outgoing) -> Result<Uri, Error> {
    let base = base.trim_end_matches('/');
    let path = outgoing.path().map_err(Error::Request)?;
    let written = route.operation.path.split_once('?').map_or("", |it| it.1);
    let written = written.split('#').next().unwrap_or_default();
    let queries = [written, outgoing.query.as_str()];
    let queries = || queries.iter().filter(|it| !it.is_empty());
    // As long as it will be, so that the address takes it over without a copy.
    let length = base.len() + path.len() + queries().map(|it| it.len() + 1).sum::<usize>();
    let mut text = String::with_capacity(length);
    text.push_str(base);
    text.push_str(path);
    for (it, before) in queries().zip(['?', '&']) {
        text.push(before);
        text.push_str(it);
    }
    Uri::from_maybe_shared(Bytes::from(text))
        .map_err(|why| no_address(why, &format!("{base}{path}")))
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
