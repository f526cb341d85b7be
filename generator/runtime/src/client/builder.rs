//! What a client is made of: where the server is, what carries requests, who calls.

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, Request, Response, Uri};
use tower_layer::Layer;
use tower_service::Service;

use super::credentials::Credential;
use super::retry::{Reconnect, Retry};
use super::shared::{BODY_LIMIT, Core, Shared, Timer, header_of};
use super::transport::{Channel, Transport};
use crate::runtime::api::{Body, BoxError};
use crate::runtime::threads::{MaybeSend, MaybeSync};

/// Makes a client.
pub struct Builder<C> {
    base: String,
    transport: Option<Channel>,
    timer: Option<Timer>,
    credentials: Vec<Credential>,
    headers: HeaderMap,
    timeout: Option<Duration>,
    retry: Retry,
    body_limit: usize,
    redirects: usize,
    reconnect: Option<Reconnect>,
    fault: Option<String>,
    layers: Vec<Wrap>,
    client: PhantomData<fn() -> C>,
}

/// Puts a layer around what carries requests.
type Wrap = Box<dyn FnOnce(Channel) -> Channel + Send>;

/// Why there is no client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuildError(pub(crate) String);

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BuildError {}

impl<C: From<Core>> Builder<C> {
    /// For a server at this address: `https://example.com/v1`.
    pub fn new(base: impl Into<String>) -> Self {
        Self {
            base: base.into(),
            transport: None,
            timer: None,
            credentials: Vec::new(),
            headers: HeaderMap::new(),
            timeout: None,
            retry: Retry::default(),
            body_limit: BODY_LIMIT,
            redirects: 10,
            reconnect: None,
            fault: None,
            layers: Vec::new(),
            client: PhantomData,
        }
    }

    /// Sends requests by this: a `tower` service, or what else is a [`Transport`].
    #[must_use]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Channel(Arc::new(transport)));
        self
    }

    /// Puts a `tower` layer around what carries requests, the first one outermost. Each request has its
    /// [`Operation`](crate::runtime::context::Operation) as an extension.
    #[must_use]
    pub fn layer<L>(mut self, layer: L) -> Self
    where
        L: Layer<Channel> + Send + 'static,
        L::Service: Service<Request<Body>, Response = Response<Body>>
            + Clone
            + MaybeSend
            + MaybeSync
            + 'static,
        <L::Service as Service<Request<Body>>>::Future: MaybeSend,
        <L::Service as Service<Request<Body>>>::Error: Into<BoxError>,
    {
        self.layers.push(Box::new(move |channel| {
            Channel(Arc::new(layer.layer(channel)))
        }));
        self
    }

    /// Waits by this, for timeouts and retries: `tokio::time::sleep`. The transport of `reqwest` brings it along.
    #[must_use]
    pub fn timer<F>(mut self, sleep: impl Fn(Duration) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = ()> + MaybeSend + 'static,
    {
        self.timer = Some(Arc::new(move |time| Box::pin(sleep(time))));
        self
    }

    /// Calls with this credential where an operation asks for it.
    #[must_use]
    pub fn credential(mut self, credential: impl Into<Credential>) -> Self {
        let credential = credential.into();
        self.credentials
            .retain(|it| it.scheme.name != credential.scheme.name);
        self.credentials.push(credential);
        self
    }

    /// Sends a header with every request, unless the operation has one of its name.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match header_of(name, value) {
            Ok((name, value)) => drop(self.headers.insert(name, value)),
            Err(fault) => self.fault = Some(format!("{}: {}", fault.location, fault.detail)),
        }
        self
    }

    /// Gives up on a call after this time.
    #[must_use]
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = Some(limit);
        self
    }

    /// Tries calls again.
    #[must_use]
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// Asks for streams of events again where they end or break off.
    #[must_use]
    pub fn reconnect(mut self, reconnect: Reconnect) -> Self {
        self.reconnect = Some(reconnect);
        self
    }

    /// Takes answers of so many bytes, and items of streamed ones; 64 MiB unless said.
    #[must_use]
    pub fn body_limit(mut self, limit: usize) -> Self {
        self.body_limit = limit;
        self
    }

    /// Follows so many redirects of a call that the document does not describe; 10 unless said.
    #[must_use]
    pub fn redirects(mut self, most: usize) -> Self {
        self.redirects = most;
        self
    }

    /// The client.
    ///
    /// # Errors
    /// The address is none, a header is none, or there is nothing to send requests by.
    pub fn build(mut self) -> Result<C, BuildError> {
        if let Some(fault) = self.fault.take() {
            return Err(BuildError(fault));
        }
        let is_server = |it: &Uri| {
            let is_web = matches!(it.scheme_str(), Some("http" | "https"));
            is_web && it.authority().is_some() && it.query().is_none()
        };
        if !Uri::try_from(&self.base).is_ok_and(|it| is_server(&it)) {
            return Err(BuildError(format!(
                "{} is no address of a server: write `https://example.com/v1`",
                self.base
            )));
        }
        let base = self.base.trim_end_matches('/').to_owned();
        let mut channel = self.channel()?;
        for wrap in std::mem::take(&mut self.layers).into_iter().rev() {
            channel = wrap(channel);
        }
        let retries = self.retry != Retry::default() || self.reconnect.is_some();
        let waits = self.timeout.is_some() || retries;
        if waits && self.timer.is_none() {
            return Err(BuildError(
                "a timeout or a retry takes `timer(tokio::time::sleep)`, or the like".to_owned(),
            ));
        }
        let shared = Shared {
            base,
            transport: channel.0,
            timer: self.timer,
            credentials: self.credentials,
            headers: self.headers,
            timeout: self.timeout,
            retry: self.retry,
            body_limit: self.body_limit,
            redirects: self.redirects,
            reconnect: self.reconnect,
        };
        Ok(C::from(Core(Arc::new(shared))))
    }

    #[cfg(feature = "client-reqwest")]
    fn channel(&mut self) -> Result<Channel, BuildError> {
        if self.timer.is_none() {
            self.timer = Some(super::reqwest::timer());
        }
        match self.transport.take() {
            Some(it) => Ok(it),
            None => match super::reqwest::Reqwest::new() {
                Ok(it) => Ok(Channel(Arc::new(it))),
                Err(why) => Err(BuildError(why.to_string())),
            },
        }
    }

    #[cfg(not(feature = "client-reqwest"))]
    fn channel(&mut self) -> Result<Channel, BuildError> {
        self.transport.take().ok_or_else(|| {
            BuildError(
                "nothing sends requests: `transport(..)`, or the feature `client`".to_owned(),
            )
        })
    }
}

impl<C> fmt::Debug for Builder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("base", &self.base)
            .field("credentials", &self.credentials)
            .finish_non_exhaustive()
    }
}

/// A server of the document (OpenAPI 3.0.4, section 4.7.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Server {
    /// Its address, with variables in braces.
    pub url: &'static str,
    /// What the document says of it.
    pub description: &'static str,
    /// Its variables.
    pub variables: &'static [Variable],
}

/// A variable of a server's address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Variable {
    /// Its name.
    pub name: &'static str,
    /// Its value unless another one is given.
    pub default: &'static str,
    /// The values it may have; any where none is listed.
    pub values: &'static [&'static str],
}

impl Server {
    /// The address with values in place of variables, those that are not given by their defaults.
    ///
    /// # Errors
    /// There is no such variable, or it may not have that value.
    pub fn address(&self, values: &[(&str, &str)]) -> Result<String, BuildError> {
        for (name, value) in values {
            let Some(variable) = self.variables.iter().find(|it| it.name == *name) else {
                return Err(BuildError(format!("{} has no variable `{name}`", self.url)));
            };
            if !variable.values.is_empty() && !variable.values.contains(value) {
                let listed = variable.values.join(", ");
                return Err(BuildError(format!(
                    "`{name}` is one of {listed}, not {value}"
                )));
            }
        }
        let mut address = self.url.to_owned();
        for it in self.variables {
            let given = values.iter().find(|(name, _)| *name == it.name);
            let value = given.map_or(it.default, |it| it.1);
            address = address.replace(&format!("{{{}}}", it.name), value);
        }
        Ok(address)
    }
}
