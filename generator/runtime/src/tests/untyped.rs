//! Operations without types: what is refused, and what is passed over.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

use super::{faults, send};
use crate::server::reply;
use crate::server::route::Routes;
use crate::server::{Document, Settings};
use crate::untyped::{AnyCredential, Checked};

/// Answers with the id of the operation.
fn router(description: &Value) -> Router {
    let operations = description["operations"].as_object().unwrap();
    let document = Document::read(description.to_string(), String::new());
    let mut routes = Routes::new(Arc::new(document));
    for name in operations.keys() {
        let operation = super::operation(name);
        let files = vec!["photo".to_owned()];
        routes.on_untyped(
            operation,
            AnyCredential,
            files,
            |request: Checked| async move {
                match request.refused {
                    None => Ok(reply::json(200, json!(request.operation.to_string()))),
                    Some(problem) => Err(problem),
                }
            },
        );
    }
    routes.into_whole_router(Settings::default())
}

fn post(router: &Router, media: &str, body: &str) -> (u16, Value) {
    let request = Request::post("/x").header("content-type", media);
    send(router, request.body(Body::from(body.to_owned())).unwrap())
}

#[test]
fn bodies_are_held_against_their_schemas_as_far_as_a_server_reads_them() {
    let thing = json!({"type": "object", "required": ["n"], "properties": {"n": {"type": "integer"}, "photo": {"type": "string", "format": "binary"}}});
    let content = json!([
        {"type": "application/json", "as": "json", "schema": thing},
        {"type": "application/x-www-form-urlencoded", "as": "form", "schema": thing},
        {"type": "multipart/form-data", "as": "multipart", "schema": thing},
        {"type": "application/jsonl", "as": "lines", "schema": thing},
        {"type": "image/png", "as": "stream", "schema": {"type": "string", "format": "binary"}},
    ]);
    let router = router(&json!({
        "operations": {"POST /x": {"body": {"required": true, "content": content}}},
        "schemas": {},
        "security_schemes": {},
    }));
    let parts = |n: &str| {
        let part = |name: &str, text: &str| {
            format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n")
        };
        format!("{}{}--b--\r\n", part("photo", "\u{1}"), part("n", n))
    };
    for (media, body) in [
        ("application/json", "{\"n\": 1}"),
        ("application/x-www-form-urlencoded", "n=1"),
        ("multipart/form-data; boundary=b", &parts("1")),
        ("application/jsonl", "{\"n\": 1}\n{\"n\": 2}\n"),
        ("image/png", "\u{1}"),
    ] {
        assert_eq!(
            post(&router, media, body),
            (200, json!("POST /x")),
            "{media}"
        );
    }
    for (media, body, fault) in [
        ("application/json", "{}", "body /n: is required"),
        (
            "application/json",
            "{",
            "body: the text ends too early at line 1 column 2",
        ),
        (
            "application/x-www-form-urlencoded",
            "n=a",
            "body /n: must be an integer",
        ),
        (
            "multipart/form-data; boundary=b",
            &parts("a"),
            "body /n: must be an integer",
        ),
        (
            "application/jsonl",
            "{\"n\": 1}\n{\"n\": \"2\"}\n",
            "body /1/n: must be an integer, found a string",
        ),
    ] {
        let (status, problem) = post(&router, media, body);
        let found = faults(&problem);
        assert_eq!((status, found.len()), (400, 1), "{media} {body}: {problem}");
        let word = fault.split(" at ").next().unwrap();
        assert!(
            found[0].starts_with(&word[..word.len().min(12)]),
            "{media} {body}: {found:?}"
        );
    }
    assert_eq!(post(&router, "text/plain", "a").0, 415);
}

#[test]
fn a_caller_is_whoever_shows_a_credential() {
    let router = router(&json!({
        "operations": {
            "GET /closed": {"security": [[{"scheme": "key"}]]},
            "GET /either": {"security": [[{"scheme": "key"}], []]},
        },
        "schemas": {},
        "security_schemes": {"key": {"apiKey": {"in": "header", "name": "x-key"}}},
    }));
    let get = |path: &str, key: Option<&str>| {
        let mut request = Request::get(path);
        if let Some(key) = key {
            request = request.header("x-key", key);
        }
        send(&router, request.body(Body::empty()).unwrap()).0
    };
    assert_eq!(get("/closed", None), 401);
    assert_eq!(get("/closed", Some("any")), 200);
    assert_eq!(get("/either", None), 200);
}

/// RFC 3986 has a client escape `|` and `^`, the URL standard of browsers does not.
#[test]
fn a_path_is_found_however_it_is_escaped() {
    let router = router(&json!({
        "operations": {"GET /a|b^c": {}, "GET /50%": {}, "GET /{any}": {}},
        "schemas": {},
        "security_schemes": {},
    }));
    for (path, operation) in [
        ("/a|b^c", "GET /a|b^c"),
        ("/a%7Cb%5ec", "GET /a|b^c"),
        ("/50%25", "GET /50%"),
        ("/a%7Cb", "GET /{any}"),
    ] {
        let request = Request::get(path).body(Body::empty()).unwrap();
        assert_eq!(send(&router, request), (200, json!(operation)), "{path}");
    }
}
