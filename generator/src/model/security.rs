//! How callers prove who they are, and where they have to.

use std::sync::Arc;

use indexmap::IndexMap;

use super::{Extensions, ParameterIn};
use crate::source::Place;

/// One alternative of a `security` list: the schemes that must all be satisfied, each with the scopes (or roles) it
/// has to grant. Without schemes it is satisfied by anyone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SecurityRequirement {
    /// Name of a member of [`Api::security_schemes`](super::Api::security_schemes), and scopes.
    pub schemes: Vec<(Arc<str>, Vec<String>)>,
}

/// The Security Scheme Object.
#[derive(Debug, Clone)]
pub struct SecurityScheme {
    /// CommonMark text.
    pub description: Option<String>,
    /// How a caller proves who they are.
    pub kind: SecuritySchemeKind,
    /// `deprecated` (3.2).
    pub deprecated: bool,
    /// Members that begin with `x-`.
    pub extensions: Extensions,
    /// Where it is declared.
    pub place: Place,
}

impl SecurityScheme {
    /// One about which nothing is known but where it is named.
    pub fn undeclared(place: Place) -> Self {
        Self {
            description: None,
            kind: SecuritySchemeKind::Undeclared,
            deprecated: false,
            extensions: Extensions::default(),
            place,
        }
    }
}

/// How a caller proves who they are.
#[derive(Debug, Clone)]
pub enum SecuritySchemeKind {
    /// A secret in a header, in the query or in a cookie.
    ApiKey {
        /// Where it travels; never `Path`.
        location: ParameterIn,
        /// The name of the header, query parameter or cookie.
        name: String,
    },
    /// An HTTP authentication scheme in the `Authorization` header.
    Http {
        /// `basic`, `bearer` or another registered scheme, as written.
        scheme: String,
        /// A hint on how a bearer token is made.
        bearer_format: Option<String>,
    },
    /// OAuth 2.
    OAuth2 {
        /// The flows on offer.
        flows: Vec<OAuthFlow>,
        /// `oauth2MetadataUrl` (3.2): where the authorization server describes itself.
        metadata_url: Option<String>,
    },
    /// OpenID Connect Discovery.
    OpenIdConnect {
        /// The URL of the provider's configuration.
        url: String,
    },
    /// A client certificate (3.1).
    MutualTls,
    /// Used by name, and declared nowhere: how the caller proves who they are is between the API and its callers.
    Undeclared,
}

/// The OAuth Flow Object.
#[derive(Debug, Clone)]
pub struct OAuthFlow {
    /// One of [`Self::GRANTS`].
    pub grant: &'static str,
    /// Where the user agrees.
    pub authorization_url: Option<String>,
    /// Where a device asks for its code (3.2).
    pub device_authorization_url: Option<String>,
    /// Where a token is handed out.
    pub token_url: Option<String>,
    /// Where a token is renewed.
    pub refresh_url: Option<String>,
    /// Scopes and what each allows.
    pub scopes: IndexMap<Arc<str>, String>,
}

impl OAuthFlow {
    /// The grants that there are flows for (the fields of the OAuth Flows Object).
    pub const GRANTS: [&str; 5] = [
        "implicit",
        "password",
        "clientCredentials",
        "authorizationCode",
        "deviceAuthorization",
    ];
}
