//! Bodies of items that arrive one after the other.

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

use super::{faults, send};
use crate::server::Settings;
use crate::server::call::{Call, Outcome};
use crate::server::reply;
use crate::server::route::Routes;

/// Answers with every item.
async fn collect(call: &mut Call) -> Outcome {
    call.check().await?;
    let mut items = call.items::<Value>()?;
    let mut found = Vec::new();
    while let Some(item) = items.next().await? {
        found.push(item);
    }
    Ok(reply::json(200, found))
}

fn router(coding: &str, schema: &Value) -> Router {
    let content = json!([{"type": "text/x", "as": coding, "schema": schema}]);
    let description = json!({
        "operations": {"POST /x": {"body": {"required": true, "content": content}}},
        "schemas": {},
        "security_schemes": {},
    });
    let mut routes = Routes::new(super::document(&description));
    routes.on(super::operation("POST /x"), |mut call: Call| async move {
        let outcome = collect(&mut call).await;
        call.respond(outcome).await
    });
    routes.into_whole_router(Settings::default())
}

fn sent(router: &Router, body: &str) -> (u16, Value) {
    let request = Request::post("/x").header("content-type", "text/x");
    send(router, request.body(Body::from(body.to_owned())).unwrap())
}

/// Data that is JSON is read as bodies are: no object has a name twice, and a fault has its place.
#[test]
fn data_of_events_is_json_as_everywhere() {
    let data = json!({"type": "object", "properties": {"n": {"type": "integer"}}});
    let event = json!({"type": "object", "properties": {"data": data}});
    let router = router("events", &event);
    let taken = sent(&router, "event: a\ndata: {\"n\":\ndata: 1}\n\ndata: {}\n\n");
    let expected = json!([{"event": "a", "data": {"n": 1}}, {"data": {}}]);
    assert_eq!(taken, (200, expected));
    for (body, expected) in [
        (
            "data: {\"n\":1}\n\ndata: {\"n\":1,\"n\":2}\n\n",
            "body /1/data/n: must not be there more than once at line 1 column 7",
        ),
        (
            "data: {\"a\":[{\"b\":1,\"b\":1}]}\n\n",
            "body /0/data/a/0/b: must not be there more than once at line 1 column 13",
        ),
        (
            "data: {\"n\":\"1\"}\n\n",
            "body /0/data/n: must be an integer, found a string",
        ),
        (
            "data: {]\n\n",
            "body /0/data: expected `,` or `}` at line 1 column 2",
        ),
    ] {
        let (status, problem) = sent(&router, body);
        assert_eq!((status, faults(&problem)), (400, vec![expected.to_owned()]));
    }
}

#[test]
fn lines_are_told_by_their_place() {
    let router = router("lines", &json!({"type": ["integer", "object"]}));
    assert_eq!(sent(&router, "1\n\n{\"a\":2}"), (200, json!([1, {"a": 2}])));
    let (status, problem) = sent(&router, "1\n\"x\"\n");
    let expected = "body /1: must be an integer or an object, found a string";
    assert_eq!((status, faults(&problem)), (400, vec![expected.to_owned()]));
    let (status, problem) = sent(&router, "{\"a\":{\"b/c\":1,\"b/c\":1}}\n");
    let expected = "body /0/a/b~1c: must not be there more than once at line 1 column 14";
    assert_eq!((status, faults(&problem)), (400, vec![expected.to_owned()]));
}
