//! Bodies of items that arrive one after the other.

use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use axum::response::Response;
use futures_core::Stream;
use serde_json::{Value, json};
use tower::ServiceExt;

use super::{faults, send};
use crate::api::{Event, EventStream};
use crate::items::Items;
use crate::server::call::{Call, Outcome};
use crate::server::reply;
use crate::server::route::Routes;
use crate::server::{Document, Settings};

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

/// Values as the data of events.
struct Each(std::vec::IntoIter<Value>);

impl Stream for Each {
    type Item = Event<Value>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.next().map(Event::from))
    }
}

/// How the items of an answer are written, and what a body of them is.
type Written = (&'static str, fn(Vec<Value>) -> Response, &'static str);

/// What is sent of some items, where they have a property that is never sent and one that is an integer; or that it breaks
/// off, and why.
fn items_sent(
    media: &'static str,
    write: fn(Vec<Value>) -> Response,
    bad: bool,
) -> (Option<String>, Vec<String>) {
    let own = json!({"type": "object", "properties": {
        "key": {"type": "string", "writeOnly": true}, "n": {"type": "integer"},
    }});
    let is_event = media == "application/vnd.events";
    let item = match is_event {
        true => json!({"type": "object", "properties": {"data": own}}),
        false => own,
    };
    let coding = match media {
        "application/jsonl" => "lines",
        "application/json-seq" => "sequence",
        _ => "events",
    };
    let answers = json!({"GET /x": {"200": {media: {"as": coding, "schema": item}}}});
    let description = json!({
        "operations": {"GET /x": {"answers": answers["GET /x"]}}, "schemas": {}, "security_schemes": {},
    });
    let all = json!({"operations": answers, "schemas": {}});
    let document = Document::read(description.to_string(), all.to_string());
    let mut routes = Routes::new(Arc::new(document));
    routes.on(
        super::operation("GET /x"),
        move |mut call: Call| async move {
            let item = |n: Value| match is_event {
                true => json!({"data": {"key": "secret", "n": n}}),
                false => json!({"key": "secret", "n": n}),
            };
            let last = if bad { json!("two") } else { json!(2) };
            call.respond(Ok(write(vec![item(json!(1)), item(last)])))
                .await
        },
    );
    let told = Arc::new(Mutex::new(Vec::new()));
    let tells = Arc::clone(&told);
    let settings = Settings::default().check_answers(true);
    let settings = settings.failure(move |why| tells.lock().unwrap().push(why.to_owned()));
    let router = routes.into_whole_router(settings);
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let body = runtime.unwrap().block_on(async {
        let request = Request::get("/x").body(Body::empty()).unwrap();
        let response = router.oneshot(request).await.unwrap();
        to_bytes(response.into_body(), usize::MAX).await
    });
    let text = body.ok().map(|it| String::from_utf8(it.to_vec()).unwrap());
    let told = told.lock().unwrap().clone();
    (text, told)
}

/// What is `writeOnly` goes out in no item, and an item that is not as documented breaks the answer off.
#[test]
fn items_go_out_as_answers_do() {
    let written: [Written; 4] = [
        (
            "application/jsonl",
            |it| reply::lines(200, "application/jsonl", Items::from(it)),
            "{\"n\":1}\n{\"n\":2}\n",
        ),
        (
            "application/json-seq",
            |it| reply::sequence(200, "application/json-seq", Items::from(it)),
            "\u{1e}{\"n\":1}\n\u{1e}{\"n\":2}\n",
        ),
        (
            "application/vnd.events",
            |it| reply::typed_events(200, "application/vnd.events", Items::from(it)),
            "data: {\"n\":1}\n\ndata: {\"n\":2}\n\n",
        ),
        (
            "text/event-stream",
            |it| reply::events(200, EventStream::new(Each(it.into_iter()))),
            "data: {\"n\":1}\n\ndata: {\"n\":2}\n\n",
        ),
    ];
    for (media, write, expected) in written {
        let (text, told) = items_sent(media, write, false);
        assert_eq!(
            (text.as_deref(), told.len()),
            (Some(expected), 0),
            "{media}"
        );
        let (text, told) = items_sent(media, write, true);
        assert_eq!(text, None, "{media}");
        let why = [
            "an item of answer ",
            "n: must be an integer, found a string",
        ];
        assert!(
            why.iter().all(|it| told[0].contains(it)),
            "{media}: {told:?}"
        );
    }
}
