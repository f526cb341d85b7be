//! What all calls of a client share, and what is chosen for one.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, Uri};

use super::credentials::{Credential, Requirement};
use super::received::Documented;
use super::retry::{Reconnect, Retry};
use super::transport::{BoxFuture, Transport};
use crate::runtime::context::Operation;
use crate::runtime::fault::Fault;

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
