//! Security requirements and what a request presents → a principal, or why there is none.

use std::borrow::Cow;
use std::future::Future;

use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};

use crate::runtime::context::{Context, Operation};
use crate::runtime::description::{Location, SchemeRequirement, SecurityScheme};
use crate::runtime::problem::{Problem, Rejection};
use crate::runtime::style::{self, Decoding, cookies, pairs};

/// Authenticates callers.
///
/// It is called once a request, before the request is read any further, with the credentials of the first alternative
/// of the operation's security requirements that the request has; the principal is handed to the handler.
///
/// ```
/// use verbatim_runtime::server::{Authenticator, Credential, Denied};
///
/// struct Tokens;
///
/// impl Authenticator for Tokens {
///     type Principal = String;
///
///     async fn authenticate(
///         &self,
///         credentials: &[Credential<'_>],
///         _: &axum::http::request::Parts,
///     ) -> Result<String, Denied> {
///         match credentials.first().and_then(|it| it.secret.as_str()) {
///             Some("secret") => Ok("ada".to_owned()),
///             _ => Err(Denied::Unauthorized),
///         }
///     }
/// }
/// ```
pub trait Authenticator: Send + Sync + 'static {
    /// Who a caller is, in the implementer's terms.
    type Principal: Send + 'static;

    /// Checks the credentials of a request, and says whose they are.
    ///
    /// `credentials` holds one entry for each scheme that has to be satisfied, in the order of the document.
    fn authenticate(
        &self,
        credentials: &[Credential<'_>],
        request: &Parts,
    ) -> impl Future<Output = Result<Self::Principal, Denied>> + Send;
}

/// The credential of a request for one security scheme.
#[derive(Clone)]
pub struct Credential<'a> {
    /// The scheme's name in the document.
    pub scheme: &'a str,
    /// What it asks for.
    pub secret: Secret<'a>,
    /// The scopes (or roles) the operation asks for.
    pub scopes: &'a [String],
    /// The operation that asks for it.
    pub operation: &'static Operation,
}

/// A secret, in the form its scheme gives it.
#[derive(Clone)]
pub enum Secret<'a> {
    /// An API key.
    ApiKey(Cow<'a, str>),
    /// A bearer token: of HTTP, OAuth 2 or OpenID Connect.
    Bearer(Cow<'a, str>),
    /// A name and a password.
    Basic {
        /// The name.
        username: String,
        /// The password.
        password: String,
    },
    /// What stands after the scheme's name in the `Authorization` header.
    Http(Cow<'a, str>),
    /// A client certificate, which the connection has: whatever accepted it leaves it in the request's extensions.
    MutualTls,
    /// The document does not say what the scheme asks for: look at the request.
    Undeclared,
}

impl Secret<'_> {
    /// The key or token, where it is a single text.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::ApiKey(it) | Self::Bearer(it) | Self::Http(it) => Some(it),
            Self::Basic { .. } | Self::MutualTls | Self::Undeclared => None,
        }
    }
}

/// Why a caller is refused.
#[derive(Debug, Clone)]
pub enum Denied {
    /// The credentials are not valid: `401 Unauthorized` (RFC 9110, section 15.5.2), with a challenge for each scheme. So it
    /// is where the operation may be called anonymously, too: who shows a wrong token means to be somebody.
    Unauthorized,
    /// The credentials are as good as none: the caller is nobody where the operation may be called anonymously, and
    /// unauthorized elsewhere.
    Ignored,
    /// The caller is authenticated and lacks a scope: `403 Forbidden` (RFC 9110, section 15.5.4).
    Forbidden,
    /// Neither could be found out, since a service failed, say: the problem is the answer.
    Failed(Box<Problem>),
}

/// A scheme that has to be satisfied, with the scopes it has to grant.
#[derive(Debug)]
pub(crate) struct CompiledRequirement {
    name: String,
    scheme: SecurityScheme,
    scopes: Vec<String>,
    /// The header of an API key.
    header: Option<HeaderName>,
}

impl CompiledRequirement {
    pub(crate) fn new(it: &SchemeRequirement, scheme: SecurityScheme) -> Self {
        let header = match &scheme {
            SecurityScheme::ApiKey {
                location: Location::Header,
                name,
            } => name.parse().ok(),
            _ => None,
        };
        Self {
            name: it.scheme.clone(),
            scheme,
            scopes: it.scopes.clone(),
            header,
        }
    }
}

/// Alternatives, each a list of schemes that have to be satisfied together.
pub(crate) type Security = Vec<Vec<CompiledRequirement>>;

/// The principal of the first alternative that is satisfied; `None` where no credential was refused, and a caller may be
/// anonymous.
pub(crate) async fn authenticate<S: Authenticator>(
    security: &Security,
    context: &Context,
    authenticator: &S,
) -> Result<Option<S::Principal>, Rejection> {
    let (mut forbidden, mut refused) = (false, false);
    for requirements in security.iter().filter(|it| !it.is_empty()) {
        // Nearly every alternative is one scheme, which needs no list of its own.
        let (one, several);
        let credentials = match &requirements[..] {
            [only] => {
                one = presented(only, context);
                one.as_slice()
            }
            _ => {
                let all = requirements.iter().map(|it| presented(it, context));
                several = all.collect::<Option<Vec<_>>>().unwrap_or_default();
                &several[..]
            }
        };
        if credentials.is_empty() {
            continue;
        }
        match authenticator.authenticate(credentials, &context.head).await {
            Ok(principal) => return Ok(Some(principal)),
            Err(Denied::Unauthorized) => refused = true,
            Err(Denied::Ignored) => {}
            Err(Denied::Forbidden) => forbidden = true,
            Err(Denied::Failed(problem)) => return Err(problem.into()),
        }
    }
    let is_optional = security.iter().any(|it| it.is_empty());
    if is_optional && !refused && !forbidden {
        return Ok(None);
    }
    Err(refuse(security, forbidden).into())
}

/// What a request presents for a scheme.
fn presented<'a>(
    requirement: &'a CompiledRequirement,
    context: &'a Context,
) -> Option<Credential<'a>> {
    let request = &context.head;
    let headers = &request.headers;
    let secret = match &requirement.scheme {
        SecurityScheme::ApiKey { location, name } => {
            Secret::ApiKey(match (location, &requirement.header) {
                (Location::Header, header) => headers.get(header.as_ref()?)?.to_str().ok()?.into(),
                (location, _) => api_key(request, *location, name)?,
            })
        }
        SecurityScheme::Bearer => Secret::Bearer(authorization(headers, "bearer")?.into()),
        SecurityScheme::Basic => basic(authorization(headers, "basic")?)?,
        SecurityScheme::Http(scheme) => Secret::Http(authorization(headers, scheme)?.into()),
        SecurityScheme::MutualTls => Secret::MutualTls,
        SecurityScheme::Undeclared => Secret::Undeclared,
    };
    Some(Credential {
        scheme: &requirement.name,
        secret,
        scopes: &requirement.scopes,
        operation: context.operation(),
    })
}

fn api_key<'a>(request: &'a Parts, location: Location, name: &str) -> Option<Cow<'a, str>> {
    let headers = &request.headers;
    let found = match location {
        Location::Cookie => {
            let lines = headers.get_all(header::COOKIE).iter();
            let mut all =
                cookies(lines.filter_map(|it| str::from_utf8(it.as_bytes()).ok())).into_iter();
            // A secret is what the cookie holds: nobody has escaped it.
            return Some(all.find(|it| it.0 == name)?.1.into());
        }
        Location::Query => {
            let mut all = pairs(request.uri.query()?).into_iter();
            all.find(|it| it.0 == name)?.1
        }
        Location::Header | Location::Path | Location::Querystring => return None,
    };
    style::decode(found, Decoding::Form).ok()
}

/// What stands after a scheme's name in the `Authorization` header.
fn authorization<'a>(headers: &'a HeaderMap, scheme: &str) -> Option<&'a str> {
    let lines = headers.get_all(header::AUTHORIZATION).iter();
    lines
        .filter_map(|it| it.to_str().ok()?.split_once(' '))
        .find(|(name, _)| name.eq_ignore_ascii_case(scheme))
        .map(|(_, credentials)| credentials.trim())
}

fn basic(encoded: &str) -> Option<Secret<'static>> {
    let text = String::from_utf8(base64(encoded)?).ok()?;
    let (username, password) = text.split_once(':')?;
    Some(Secret::Basic {
        username: username.to_owned(),
        password: password.to_owned(),
    })
}

fn base64(text: &str) -> Option<Vec<u8>> {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bytes, mut bits, mut length) = (Vec::new(), 0_u32, 0);
    for byte in text.trim_end_matches('=').bytes() {
        let digit = ALPHABET.iter().position(|&it| it == byte)?;
        bits = (bits << 6 | u32::try_from(digit).ok()?) & 0xFFFF;
        length += 6;
        if length >= 8 {
            length -= 8;
            bytes.push(u8::try_from(bits >> length & 0xFF).ok()?);
        }
    }
    Some(bytes)
}

/// `401` with a challenge for each way in, or `403`.
fn refuse(security: &Security, forbidden: bool) -> Problem {
    let mut challenges: Vec<String> = Vec::new();
    for requirement in security.iter().flatten() {
        let challenge = match &requirement.scheme {
            SecurityScheme::Basic => "Basic realm=\"api\", charset=\"UTF-8\"".to_owned(),
            SecurityScheme::Bearer if forbidden => {
                let scopes = requirement.scopes.join(" ");
                format!("Bearer error=\"insufficient_scope\", scope=\"{scopes}\"")
            }
            SecurityScheme::Bearer => "Bearer".to_owned(),
            SecurityScheme::Http(name) => name.clone(),
            SecurityScheme::ApiKey { location, name } => {
                format!("ApiKey in=\"{}\", name=\"{name}\"", location.as_str())
            }
            SecurityScheme::MutualTls => "Mutual".to_owned(),
            SecurityScheme::Undeclared => requirement
                .name
                .replace(|it: char| !it.is_ascii_alphanumeric(), "-"),
        };
        if !challenges.contains(&challenge) {
            challenges.push(challenge);
        }
    }
    let problem = if forbidden {
        let detail = "You are not allowed to do this.";
        Problem::new(StatusCode::FORBIDDEN).detail(detail)
    } else {
        let detail = "You have to say who you are.";
        Problem::new(StatusCode::UNAUTHORIZED).detail(detail)
    };
    challenges.iter().fold(problem, |problem, challenge| {
        problem.header(header::WWW_AUTHENTICATE, challenge)
    })
}
