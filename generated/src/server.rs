//! The server: an axum router over the traits of [`api`](crate::api).

pub mod members;

use std::sync::Arc;

use axum::Router;
use axum::response::IntoResponse;

use crate::api::members::MembersApi;
use crate::runtime::server::{Document, route::Routes};

pub use crate::runtime::server::{
    Authenticator, Context, Credential, Denied, Fault, Operation, Problem, Refused, Secret,
    Settings,
};

/// What requests have to be, and responses, for [`Settings::check_answers`].
static DOCUMENT: Document = Document::new(
    include_str!("server/description.json"),
    if cfg!(debug_assertions) {
        include_str!("server/answers.json")
    } else {
        ""
    },
);

/// A router over every operation.
pub fn router<A, S>(api: A, authenticator: S) -> Router
where
    A: MembersApi<Error: IntoResponse, Principal = S::Principal>,
    S: Authenticator,
{
    router_with(api, authenticator, Settings::default())
}

/// A router over every operation, with settings other than the default.
pub fn router_with<A, S>(api: A, authenticator: S, settings: Settings) -> Router
where
    A: MembersApi<Error: IntoResponse, Principal = S::Principal>,
    S: Authenticator,
{
    let api = Arc::new(api);
    let authenticator = Arc::new(authenticator);
    let mut routes = Routes::new(&DOCUMENT);
    members::routes(&mut routes, &api, &authenticator);
    routes.into_whole_router(settings)
}
