//! Two emitted crates on one run-time: one authenticator, and one rendering of problems, for both.

use axum::body::{Body, to_bytes};
use axum::http::request::Parts;
use axum::http::{Request, StatusCode};
use axum::response::{IntoResponse, Response};
use cats::server::{Authenticator, Credential, Denied, Problem, Settings};
use serde_json::{Value, json};
use tower::ServiceExt;

struct Keys;

impl Authenticator for Keys {
    type Principal = String;

    async fn authenticate(
        &self,
        credentials: &[Credential<'_>],
        _: &Parts,
    ) -> Result<String, Denied> {
        match credentials.first().and_then(|it| it.secret.as_str()) {
            Some("ada") => Ok("ada".to_owned()),
            _ => Err(Denied::Unauthorized),
        }
    }
}

struct Api;

impl cats::api::CatsApi for Api {
    type Error = Problem;
    type Principal = String;

    async fn list_cats(
        &self,
        caller: String,
        _: cats::api::cats::ListCatsRequest,
    ) -> Result<cats::types::Pets, Problem> {
        let text = json!({"id": "f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "names": [caller], "more": 3});
        Ok(serde_json::from_value(text).expect("it is as documented"))
    }
}

impl dogs::api::DogsApi for Api {
    type Error = Problem;
    type Principal = String;

    async fn list_dogs(
        &self,
        _: String,
        _: dogs::api::dogs::ListDogsRequest,
    ) -> Result<dogs::types::Pets, Problem> {
        Err(Problem::new(StatusCode::CONFLICT).detail("The dogs are out."))
    }
}

/// One rendering for the problems of both.
fn settings() -> Settings {
    Settings::default().problem(|it: Problem| -> Response {
        let body = json!({"status": it.status.as_u16(), "faults": it.errors.len()});
        (it.status, body.to_string()).into_response()
    })
}

async fn get(router: &axum::Router, uri: &str, key: &str) -> (u16, Value) {
    let request = Request::get(uri).header("X-Key", key).body(Body::empty());
    let request = request.expect("a request");
    let response = router.clone().oneshot(request).await.expect("an answer");
    let status = response.status().as_u16();
    let body = to_bytes(response.into_body(), usize::MAX).await;
    let body = serde_json::from_slice(&body.expect("a body")).expect("JSON");
    (status, body)
}

fn main() {
    let cats = cats::server::cats::router_with(Api, Keys, settings());
    let dogs = dogs::server::dogs::router_with(Api, Keys, settings());
    let router = cats.merge(dogs);
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime.expect("a runtime").block_on(async {
        let cats = json!({"id": "f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "names": ["ada"], "more": 3});
        assert_eq!(get(&router, "/cats", "ada").await, (200, cats));
        let conflict = json!({"status": 409, "faults": 0});
        assert_eq!(get(&router, "/dogs", "ada").await, (409, conflict));
        for uri in ["/cats", "/dogs"] {
            let unauthorized = json!({"status": 401, "faults": 0});
            assert_eq!(get(&router, uri, "eve").await, (401, unauthorized));
            let refused = json!({"status": 400, "faults": 1});
            let uri = format!("{uri}?limit=10");
            assert_eq!(get(&router, &uri, "ada").await, (400, refused));
        }
    });
}
