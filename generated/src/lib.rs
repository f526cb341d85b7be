//! Coder API
//!
//! # Features
//!
//! | feature | what it adds |
//! |---|---|
//! | none | `types`: the types of the API, each with how it is read and written as JSON |
//! | `server` | `api`: the trait of the operations; `server`: the axum router over it |
//! | `docs` | `docs`: the pages of the reference as text, and with `server` a route that serves them |
//!
//! ```toml
//! [dependencies]
//! members-api = { path = "../members-api", features = ["server"] }
//! axum = "0.8"
//! tokio = { version = "1", features = ["full"] }
//! ```
//!
//! # Types
//!
//! Types read JSON with `types::runtime::from_slice` and `from_str`, and any format that describes itself by serde:
//!
//! ```
//! use members_api::types;
//!
//! fn read(text: &[u8]) -> Result<types::AssignableRoles, types::runtime::Error> {
//!     types::runtime::from_slice(text)
//! }
//! ```
//!
//! # Implementing
//!
//! A method that is not written yet answers `501 Not Implemented`, so begin with one. The server has authenticated the
//! caller, decoded the request and checked all that the document says of it before it calls a method:
//!
//! ```
//! # #[cfg(feature = "server")]
//! # pub mod example {
//! use axum::http::request::Parts;
//! use members_api::types;
//! use members_api::api::members::{GetMemberRolesByOrganizationRequest, MembersApi};
//! use members_api::server::{Authenticator, Credential, Denied, Problem, self};
//!
//! /// What answers: it has a pool of connections, say.
//! struct App;
//!
//! impl MembersApi for App {
//!     type Error = Problem;
//!     type Principal = String;
//!
//!     async fn get_member_roles_by_organization(
//!         &self,
//!         caller: String,
//!         request: GetMemberRolesByOrganizationRequest,
//!     ) -> Result<Vec<types::AssignableRoles>, Problem> {
//!         Ok(Default::default())
//!     }
//! }
//!
//! /// Who a caller is: the document says which operations ask.
//! struct Tokens;
//!
//! impl Authenticator for Tokens {
//!     type Principal = String;
//!
//!     async fn authenticate(
//!         &self,
//!         credentials: &[Credential<'_>],
//!         _: &Parts,
//!     ) -> Result<String, Denied> {
//!         match credentials.first().and_then(|it| it.secret.as_str()) {
//!             Some("secret") => Ok("ada".to_owned()),
//!             _ => Err(Denied::Unauthorized),
//!         }
//!     }
//! }
//!
//! pub fn app() -> axum::Router {
//!     server::router(App, Tokens)
//! }
//! # }
//! ```
//!
//! A router answers when it is served:
//!
//! ```ignore
//! let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
//! axum::serve(listener, app()).await?;
//! ```
//!
//! An error becomes a response by `IntoResponse`; `Problem` is one of RFC 9457, as are those that the server finds itself:
//! `Settings::problem` has another rendering for all of them. `Settings` has limits and layers, too.
//!
//! # Authenticating
//!
//! `Authenticator` is asked once a request of an operation with security requirements, before more of it is read. It is given
//! the credentials of the first alternative that the request has all of, with the scopes that the operation wants, and
//! returns the principal, which the method is given. `Denied::Unauthorized` is answered with `401` and a challenge,
//! `Denied::Forbidden` with `403`.
//!
//! # Mounting
//!
//! A router may stand wherever axum takes one; `router_with(settings)` stands here for `server::router_with(App, Tokens, settings)`.
//!
//! ```
//! # #[cfg(feature = "server")]
//! # pub mod example {
//! use axum::Router;
//! use axum::routing::{delete, get};
//! use members_api::server::Settings;
//! use members_api::server::members::operations::LIST_ORGANIZATION_MEMBERS;
//!
//! # pub fn all(router_with: impl Fn(Settings) -> Router, other: Router) -> Vec<Router> {
//! let routes = || router_with(Settings::default());
//! // Without an answer to what no operation has, which is left to whatever it becomes part of.
//! let part = || router_with(Settings::default().without_fallback());
//!
//! // Beneath a prefix with a parameter.
//! let of_tenants = Router::new().nest("/{tenant}", part());
//! // Beside the router of another document.
//! let of_two_documents = part().merge(other);
//! // With an answer of one's own to what no operation has.
//! let with_a_fallback = part().fallback(async || "nothing here");
//! // With further paths.
//! let with_more_paths = routes().route("/health", get(async || "well"));
//! // With a further method of a path that the document has.
//! let with_more_methods = routes().route(LIST_ORGANIZATION_MEMBERS.path, delete(async || "done"));
//! # vec![of_tenants, of_two_documents, with_a_fallback, with_more_paths, with_more_methods]
//! # }
//! # }
//! ```
//!
//! # Tracing
//!
//! `Operation` has the id, the method, the path and the tags of an operation. It is an extension of requests for layers of
//! `Settings`, and of responses for what stands around the router. With tower-http and tracing, a span has it by one line:
//!
//! ```ignore
//! use axum::extract::Request;
//! use members_api::server::{Operation, Settings};
//! use tower_http::trace::TraceLayer;
//! use tracing::info_span;
//!
//! let id = |it: &Request| it.extensions().get::<Operation>().map(|it| it.id);
//! let trace = TraceLayer::new_for_http().make_span_with(move |it: &Request| info_span!("request", operation = id(it)));
//! let settings = Settings::default().layer(trace);
//! ```
//!
//! # Testing
//!
//! Methods are called like any others. A router is called without a network by `tower::ServiceExt`; with `check_answers`, an
//! answer that is not as the document says becomes a `500` that says where:
//!
//! ```ignore
//! use axum::body::Body;
//! use axum::extract::Request;
//! use members_api::server::Settings;
//! use tower::ServiceExt;
//!
//! let router = router_with(Settings::default().check_answers(true));
//! let request = Request::get("/api/v2/users/roles").body(Body::empty())?;
//! let answer = router.oneshot(request).await?;
//! assert!(!answer.status().is_server_error());
//! ```
//!
//! # The API
//!
//! Coderd is the service created by running coder server. It is a thin API that connects workspaces, provisioners and users. coderd stores its state in Postgres and is the only service that communicates with Postgres.
//!
//! - Version: 2.0
//! - Terms of service: <https://coder.com/legal/terms-of-service>
//! - Contact: API Support, <https://coder.com>, support@coder.com
//! - License: AGPL-3.0, <https://github.com/coder/coder/blob/main/LICENSE>
//!
//! ## Servers
//!
//! - `/`

#![forbid(unsafe_code)]
// The words, the texts and the shapes are those of the document.
#![allow(
    clippy::disallowed_names,
    clippy::doc_lazy_continuation,
    clippy::doc_overindented_list_items,
    clippy::enum_variant_names,
    clippy::large_enum_variant,
    clippy::len_without_is_empty,
    clippy::module_inception,
    clippy::too_long_first_doc_paragraph,
    clippy::type_complexity,
    clippy::wrong_self_convention
)]

#[macro_use]
mod runtime;

#[cfg(feature = "server")]
pub mod api;
#[cfg(feature = "docs")]
pub mod docs;
#[cfg(feature = "server")]
pub mod server;
pub mod types;
