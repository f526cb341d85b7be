//! What is known of a request beside what its operation takes: which operation that is, headers, extensions, the peer.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use http::request::Parts;
use http::{Extensions, HeaderMap, HeaderName, HeaderValue, Response, Uri, header};

/// An operation of the document. There is a static for each in the modules of `server`.
///
/// It is an extension of the request for layers of [`Settings::layer`], and of the answer for whatever stands around the
/// router; an `Authenticator` has it with the credentials, a handler with its [`Context`].
///
/// ```
/// use verbatim_runtime::server::Operation;
///
/// fn record(answer: &axum::response::Response) {
///     if let Some(operation) = answer.extensions().get::<Operation>() {
///         println!("{} {}", operation.id, answer.status());
///     }
/// }
/// # record(&axum::response::Response::default());
/// ```
///
/// [`Settings::layer`]: super::server::Settings::layer
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Operation {
    /// Its `operationId`; the name of its method in Rust where the document has none.
    pub id: &'static str,
    /// Its method: `GET`.
    pub method: &'static str,
    /// Its path as the document has it: `/things/{id}`.
    pub path: &'static str,
    /// Its tags, in the order of the document.
    pub tags: &'static [&'static str],
    /// The path that its route is called by: that of the first operation whose path is equal but for names.
    pub(crate) route: &'static str,
}

impl Operation {
    /// An operation with that id, method, path and tags.
    pub const fn new(
        id: &'static str,
        method: &'static str,
        path: &'static str,
        tags: &'static [&'static str],
    ) -> Self {
        Self {
            id,
            method,
            path,
            tags,
            route: path,
        }
    }

    /// Shares the route of an operation whose path is equal but for the names of its parameters.
    #[must_use]
    pub const fn on_route(mut self, path: &'static str) -> Self {
        self.route = path;
        self
    }

    /// Whether it has a tag.
    pub fn has_tag(&self, tag: &str) -> bool {
        self.tags.contains(&tag)
    }
}

/// `GET /things/{id}`
impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

/// What is known of a request beside what its operation takes. Methods of traits have it with `[server] context = true`.
///
/// What a method adds to its answer is sent with any answer, an error too:
///
/// ```
/// use http::header;
/// use verbatim_runtime::server::Context;
///
/// fn greet(context: &Context) -> String {
///     context.add_cookie("seen=yes; Path=/; HttpOnly");
///     let language = context.headers().get(header::ACCEPT_LANGUAGE);
///     format!("{}: {language:?}", context.operation().id)
/// }
/// # static GREET: verbatim_runtime::server::Operation =
/// #     verbatim_runtime::server::Operation::new("greet", "GET", "/", &[]);
/// # let (head, ()) = http::Request::new(()).into_parts();
/// # let context = Context::new(head, &GREET);
/// # assert_eq!(greet(&context), "greet: None");
/// # assert_eq!(context.added()["set-cookie"], "seen=yes; Path=/; HttpOnly");
/// ```
#[derive(Debug)]
pub struct Context {
    pub(crate) head: Parts,
    operation: &'static Operation,
    /// Headers that go with the answer, of which most have none: a map by itself is as large as the rest.
    added: Mutex<Option<Box<HeaderMap>>>,
}

impl Context {
    /// A context such as the server makes: for tests that call methods themselves.
    pub fn new(head: Parts, operation: &'static Operation) -> Self {
        Self {
            head,
            operation,
            added: Mutex::default(),
        }
    }

    /// The operation.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// The request without its body.
    pub fn head(&self) -> &Parts {
        &self.head
    }

    /// The request's headers, those among them that the document does not name.
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// What layers have left with the request.
    pub fn extensions(&self) -> &Extensions {
        &self.head.extensions
    }

    /// The address that was asked for, without the prefix of a router that this one is nested in.
    pub fn uri(&self) -> &Uri {
        &self.head.uri
    }

    /// Adds a header to the answer, beside others of its name.
    pub fn add_header(&self, name: HeaderName, value: HeaderValue) {
        let mut added = self.added.lock().unwrap_or_else(PoisonError::into_inner);
        added.get_or_insert_default().append(name, value);
    }

    /// Adds a cookie to the answer, as `Set-Cookie` has it (RFC 6265, section 4.1). Whether it was added: one with a line
    /// break in it, say, is no header and left out.
    pub fn add_cookie(&self, cookie: &str) -> bool {
        let cookie = HeaderValue::from_str(cookie);
        cookie.is_ok_and(|it| {
            self.add_header(header::SET_COOKIE, it);
            true
        })
    }

    /// What was added to the answer so far.
    pub fn added(&self) -> HeaderMap {
        let added = self.added.lock().unwrap_or_else(PoisonError::into_inner);
        added.as_deref().cloned().unwrap_or_default()
    }

    /// Leaves the response the room that the request's extensions took, for what goes with it: making room takes longer
    /// than all else that is done for them.
    pub(crate) fn leave_room<B>(&mut self, response: &mut Response<B>) {
        if response.extensions().is_empty() {
            let mut room = std::mem::take(&mut self.head.extensions);
            room.clear();
            *response.extensions_mut() = room;
        }
    }

    /// Takes what was added, and puts it into the answer's headers.
    pub(crate) fn add_to(&mut self, headers: &mut HeaderMap) {
        let added = self.added.get_mut();
        let added = added.unwrap_or_else(PoisonError::into_inner);
        let Some(added) = added.take() else {
            return;
        };
        let mut last = None;
        for (name, value) in *added {
            last = name.or(last);
            if let Some(name) = &last {
                headers.append(name, value);
            }
        }
    }
}

/// A request that is answered with a problem.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Refused<'a> {
    /// The request without its body.
    pub head: &'a Parts,
    /// The operation; `None` where the path or the method leads to none.
    pub operation: Option<&'static Operation>,
}
