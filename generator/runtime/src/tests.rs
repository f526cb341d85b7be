//! The run-time driven as emitted code drives it, with descriptions of one construct each.

mod answers;
mod bodies;
mod client;
mod description;
mod digits;
mod formats;
mod hostile;
mod items;
mod json;
mod judge;
mod media;
mod mock;
mod multipart;
mod operations;
mod pages;
mod parameters;
mod reader;
mod replies;
mod requests;
mod resumed;
mod security;
mod style;
mod typed;
mod untyped;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, Response};
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::description::Coding;
use crate::problem::Rejection;
use crate::server::call::{Call, FromCall, Outcome};
use crate::server::reply;
use crate::server::route::Routes;
use crate::server::{Authenticator, Credential, Denied, Document, Operation, Settings};

/// Answers with what it took: the parameters, and the body where it is JSON, a form or text.
struct Echo {
    parameters: Vec<Value>,
    body: Option<Value>,
}

impl FromCall for Echo {
    fn from_call(call: &mut Call) -> Result<Self, Rejection> {
        let count = call.values.len();
        let parameters = (0..count).map(|at| call.parameter(at));
        let parameters = parameters.collect::<Result<_, _>>()?;
        let body = match call.documented().map(|it| it.coding) {
            Some(Coding::Json) => Some(call.json()?),
            Some(Coding::Form) => Some(call.form()?),
            Some(Coding::Text) => Some(call.text()?),
            Some(Coding::Parts) => Some(call.parts()?),
            _ => None,
        };
        Ok(Self { parameters, body })
    }
}

async fn echo(call: &mut Call) -> Outcome {
    let request: Echo = call.request().await?;
    let answer = json!({ "parameters": request.parameters, "body": request.body });
    Ok(reply::json(200, answer))
}

/// What a crate would carry of its document.
fn document(description: &Value) -> &'static Document {
    let text = Box::leak(description.to_string().into_boxed_str());
    Box::leak(Box::new(Document::new(text, "")))
}

/// An operation by its method and path.
fn operation(name: &str) -> &'static Operation {
    let name: &'static str = Box::leak(name.to_owned().into_boxed_str());
    let (method, path) = name.split_once(' ').unwrap();
    Box::leak(Box::new(Operation::new("operation", method, path, &[])))
}

/// A router over operations that answer with what they took.
fn router(operations: Value, settings: Settings) -> Router {
    routes(operations).into_whole_router(settings)
}

fn routes(operations: Value) -> Routes {
    routes_by(operations, operation)
}

/// The same with operations that are made of their names in another way.
fn routes_by(operations: Value, operation: impl Fn(&str) -> &'static Operation) -> Routes {
    let names: Vec<String> = operations.as_object().unwrap().keys().cloned().collect();
    let description = json!({
        "operations": operations,
        "schemas": {},
        "security_schemes": {},
    });
    let mut routes = Routes::new(document(&description));
    for name in names {
        routes.on(operation(&name), |mut call: Call| async move {
            let outcome = echo(&mut call).await;
            call.respond(outcome).await
        });
    }
    routes
}

/// Sends a request; the answer's status, and its body as JSON.
fn send(router: &Router, request: Request<Body>) -> (u16, Value) {
    let (response, body) = send_for_response(router, request);
    (response.status().as_u16(), body)
}

fn send_for_response(router: &Router, request: Request<Body>) -> (Response<()>, Value) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(async {
        let response = router.clone().oneshot(request).await.unwrap();
        let (head, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        (Response::from_parts(head, ()), body)
    })
}

fn get(uri: &str) -> Request<Body> {
    Request::get(uri).body(Body::empty()).unwrap()
}

/// The faults of a problem, as `location: detail`.
fn faults(problem: &Value) -> Vec<String> {
    let errors = problem["errors"].as_array().into_iter().flatten();
    let text = |it: &Value| it.as_str().unwrap_or_default().to_owned();
    errors
        .map(|it| format!("{}: {}", text(&it["location"]), text(&it["detail"])))
        .collect()
}
