//! Who calls: credentials by the security schemes of the document, and which of them an operation asks for.

use std::fmt;
use std::sync::Arc;

use http::{HeaderName, HeaderValue, header};

use super::transport::BoxFuture;
use crate::runtime::api::BoxError;
use crate::runtime::context::Operation;
use crate::runtime::description::Location;
use crate::runtime::threads::{MaybeSend, MaybeSync};
use crate::runtime::types::{Base64, Password};

/// A security scheme of the document (OpenAPI 3.0.4, section 4.7.27).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scheme {
    /// Its name in the document.
    pub name: &'static str,
    /// How its credentials are sent.
    pub kind: Kind,
}

/// How the credentials of a security scheme are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A key by a name in a header, the query or a cookie.
    ApiKey(Location, &'static str),
    /// A name and a password (RFC 7617).
    Basic,
    /// A token (RFC 6750): of HTTP, OAuth 2 or OpenID Connect.
    Bearer,
    /// Another scheme of the `Authorization` header.
    Http(&'static str),
}

/// Where tokens come from that do not last. It is asked before each call, and keeps what is still good.
pub trait TokenProvider: MaybeSend + MaybeSync + 'static {
    /// A token that is good for these scopes. `refused` is the one that the server has just answered `401` to: another one
    /// is wanted then.
    fn token(
        &self,
        scopes: &'static [&'static str],
        refused: Option<Password>,
    ) -> BoxFuture<'static, Result<Password, BoxError>>;
}

/// What is sent for a security scheme. Nothing in it is shown by `Debug`.
#[derive(Clone)]
pub struct Credential {
    pub(crate) scheme: Scheme,
    pub(crate) secret: Secret,
}

/// A secret, or where it comes from.
#[derive(Clone)]
pub(crate) enum Secret {
    /// As it is sent; `None` where no header can hold it.
    Known(Option<Placed>),
    Provided(Arc<dyn TokenProvider>),
}

impl Credential {
    /// A key, or a token, for a scheme.
    pub fn new(scheme: Scheme, secret: impl Into<String>) -> Self {
        Self {
            scheme,
            secret: Secret::Known(place(scheme.kind, &Password(secret.into()))),
        }
    }

    /// A name and a password for a scheme.
    pub fn basic(scheme: Scheme, name: &str, password: &str) -> Self {
        let pair = Base64(format!("{name}:{password}").into_bytes());
        Self::new(scheme, pair.to_string())
    }

    /// Tokens that a provider has, for a scheme.
    pub fn provided(scheme: Scheme, provider: impl TokenProvider) -> Self {
        Self {
            scheme,
            secret: Secret::Provided(Arc::new(provider)),
        }
    }

    /// The scheme.
    pub fn scheme(&self) -> Scheme {
        self.scheme
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credential")
            .field("scheme", &self.scheme.name)
            .finish_non_exhaustive()
    }
}

/// A scheme that an operation asks for, and the scopes that it has to grant.
pub type Requirement = (&'static str, &'static [&'static str]);

/// No alternative of an operation's `security` is one that the client has all credentials for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MissingCredential {
    /// The operation.
    pub operation: &'static Operation,
    /// What it asks for: the schemes of one of these.
    pub alternatives: &'static [&'static [Requirement]],
}

impl fmt::Display for MissingCredential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} asks for ", self.operation.id)?;
        for (at, schemes) in self.alternatives.iter().enumerate() {
            f.write_str(if at > 0 { ", or " } else { "" })?;
            for (at, (name, _)) in schemes.iter().enumerate() {
                write!(f, "{}`{name}`", if at > 0 { " and " } else { "" })?;
            }
        }
        f.write_str(", which the client has no credential for")
    }
}

impl std::error::Error for MissingCredential {}

/// A secret where it stands in a request.
#[derive(Clone)]
pub(crate) enum Placed {
    Header(HeaderName, HeaderValue),
    Query(&'static str, String),
    Cookie(&'static str, String),
}

/// Puts a secret where its scheme has it; `None` where no header can hold it.
pub(crate) fn place(kind: Kind, secret: &Password) -> Option<Placed> {
    let secret = &secret.0;
    let authorization = |scheme: &str| {
        let mut value = HeaderValue::try_from(format!("{scheme} {secret}")).ok()?;
        value.set_sensitive(true);
        Some(Placed::Header(header::AUTHORIZATION, value))
    };
    match kind {
        Kind::ApiKey(Location::Query, name) => Some(Placed::Query(name, secret.clone())),
        Kind::ApiKey(Location::Cookie, name) => Some(Placed::Cookie(name, secret.clone())),
        Kind::ApiKey(_, name) => {
            let mut value = HeaderValue::try_from(secret).ok()?;
            value.set_sensitive(true);
            Some(Placed::Header(HeaderName::try_from(name).ok()?, value))
        }
        Kind::Basic => authorization("Basic"),
        Kind::Bearer => authorization("Bearer"),
        Kind::Http(scheme) => authorization(scheme),
    }
}
