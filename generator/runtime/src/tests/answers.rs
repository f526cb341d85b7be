//! What handlers answer, held against the document as it is sent.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Request, Response, StatusCode, header};
use serde_json::{Value, json};

use super::{faults, operation, send_for_response};
use crate::server::call::Call;
use crate::server::route::Routes;
use crate::server::{Document, Settings, reply};

/// The status and the body, or the faults, of what a handler's answer becomes.
fn sent(
    described: &Value,
    answers: Value,
    answer: impl Fn(&Call) -> Response<Body> + Clone + Send + Sync + 'static,
) -> (u16, Vec<String>) {
    let description = json!({
        "operations": {"GET /x": described}, "schemas": {}, "security_schemes": {},
    });
    let document = Document::read(description.to_string(), answers.to_string());
    let mut routes = Routes::new(Arc::new(document));
    routes.on(operation("GET /x"), move |mut call: Call| {
        let answer = answer.clone();
        async move {
            let response = answer(&call);
            call.respond(Ok(response)).await
        }
    });
    let router = routes.into_whole_router(Settings::default().check_answers(true));
    let request = Request::get("/x").body(Body::empty()).unwrap();
    let (head, body) = send_for_response(&router, request);
    (head.status().as_u16(), faults(&body))
}

/// Answers of 200 with these headers.
fn headers(documented: Value, lines: &'static [(&'static str, &'static str)]) -> Vec<String> {
    let answers = json!({
        "operations": {"GET /x": {"200": {}}},
        "headers": {"GET /x": {"200": documented}},
        "schemas": {},
    });
    let (status, faults) = sent(&json!({}), answers, move |_| {
        let mut response = Response::new(Body::empty());
        for (name, value) in lines {
            let name = HeaderName::from_static(name);
            let value = HeaderValue::from_bytes(value.as_bytes()).unwrap();
            response.headers_mut().append(name, value);
        }
        response
    });
    assert_eq!(status == 200, faults.is_empty(), "{faults:?}");
    faults
}

#[test]
fn headers_are_held_against_their_schemas() {
    let header = |style: &str, explode: bool, schema: Value| json!([{"name": "X-It", "in": "header", "style": style, "explode": explode, "schema": schema}]);
    let small = json!({"type": "integer", "maximum": 10});
    let list = json!({"type": "array", "items": small, "maxItems": 2});
    let object = json!({"type": "object", "required": ["a"], "properties": {"a": small}});
    let rows: [(Value, &'static [_], &[&str]); 12] = [
        (
            header("simple", false, small.clone()),
            &[("x-it", "10")],
            &[],
        ),
        (header("simple", false, small.clone()), &[], &[]),
        (
            header("simple", false, small.clone()),
            &[("x-it", "11")],
            &["answer header X-It: must be at most 10"],
        ),
        (
            header("simple", false, small),
            &[("x-it", "ten")],
            &["answer header X-It: must be an integer"],
        ),
        (
            header("simple", false, list.clone()),
            &[("x-it", "1, 2")],
            &[],
        ),
        // Two lines are one list.
        (
            header("simple", false, list.clone()),
            &[("x-it", "1,2"), ("x-it", "30")],
            &[
                "answer header X-It: must have at most 2 items",
                "answer header X-It /2: must be at most 10",
            ],
        ),
        (
            header("pipeDelimited", false, list),
            &[("x-it", "1|2")],
            &[],
        ),
        (
            header("simple", true, object.clone()),
            &[("x-it", "a=11")],
            &["answer header X-It /a: must be at most 10"],
        ),
        (
            header("json", false, object.clone()),
            &[("x-it", "{\"a\":11}")],
            &["answer header X-It /a: must be at most 10"],
        ),
        (
            header("json", false, object),
            &[("x-it", "{")],
            &["answer header X-It: must be JSON"],
        ),
        (
            json!([{"name": "X-It", "in": "header", "required": true, "style": "simple", "schema": {"type": "string"}}]),
            &[],
            &["answer header X-It: is required"],
        ),
        (
            header("simple", false, json!({"type": "string", "maxLength": 3})),
            &[("x-it", "ü€ö")],
            &[],
        ),
    ];
    for (documented, lines, expected) in rows {
        assert_eq!(headers(documented.clone(), lines), expected, "{documented}");
    }
}

/// Cookies cannot share a line: each is an item of a list, and a value of its own where there is none.
#[test]
fn cookies_are_held_one_by_one() {
    let one = json!({"type": "string", "pattern": "^[a-z]+=[^,]*$"});
    for (schema, places) in [
        (one.clone(), ["answer header Set-Cookie: "; 2]),
        (
            json!({"type": "array", "items": one, "maxItems": 2}),
            [
                "answer header Set-Cookie /1: ",
                "answer header Set-Cookie: ",
            ],
        ),
    ] {
        let documented =
            json!([{"name": "Set-Cookie", "in": "header", "style": "simple", "schema": schema}]);
        let good = &[("set-cookie", "a=1; Path=/"), ("set-cookie", "b=2")];
        assert_eq!(headers(documented.clone(), good), [""; 0], "{schema}");
        let bad = &[("set-cookie", "a=1"), ("set-cookie", "B=2")];
        let found = headers(documented.clone(), bad);
        assert!(
            matches!(&found[..], [only] if only.starts_with(places[0])),
            "{schema}: {found:?}"
        );
    }
}

/// Headers that a method adds beside its answer are part of it.
#[test]
fn added_headers_are_sent_too() {
    let answers = json!({
        "operations": {"GET /x": {"200": {}}},
        "headers": {"GET /x": {"200": [
            {"name": "X-It", "in": "header", "required": true, "style": "simple", "schema": {"enum": ["a"]}},
        ]}},
        "schemas": {},
    });
    let with = |text: &'static str| {
        sent(&json!({}), answers.clone(), move |call: &Call| {
            let name = HeaderName::from_static("x-it");
            call.context
                .add_header(name, HeaderValue::from_static(text));
            Response::new(Body::empty())
        })
    };
    assert_eq!(with("a").0, 200);
    let (status, found) = with("b");
    assert_eq!((status, found.len()), (500, 1));
}

fn body(media: &'static str, coding: &str, schema: Value, text: impl Into<Vec<u8>>) -> Vec<String> {
    let answers = json!({
        "operations": {"GET /x": {"200": {media: {"as": coding, "schema": schema}}}}, "schemas": {},
    });
    let text = text.into();
    let (_, faults) = sent(&json!({}), answers, move |_| {
        let mut response = Response::new(Body::from(text.clone()));
        let media = HeaderValue::from_static(media);
        response.headers_mut().insert(header::CONTENT_TYPE, media);
        response
    });
    faults
}

/// Not the value that a type holds is judged, but the text.
#[test]
fn bodies_are_judged_as_they_are_sent() {
    let json = "application/json";
    let number = json!({"type": "number", "maximum": 1.7e308});
    assert_eq!(
        body(json, "json", number.clone(), "1e400"),
        ["answer: must be at most 1.7e+308"]
    );
    assert_eq!(body(json, "json", number, "1.69e308"), [""; 0]);
    let listed = json!({"type": "array", "items": {"enum": [0.1]}});
    assert_eq!(
        body(json, "json", listed, "[0.1,0.10000000000000000001]"),
        ["answer /1: must be 0.1"]
    );
    let object = json!({"type": "object"});
    for (text, expected) in [
        (r#"{"a":1,"a":2}"#, "answer /a: "),
        ("{", "answer: "),
        ("", "answer: "),
    ] {
        let found = body(json, "json", object.clone(), text);
        assert!(
            matches!(&found[..], [only] if only.starts_with(expected)),
            "{text}: {found:?}"
        );
    }
}

#[test]
fn texts_and_forms_are_judged_too() {
    let small = json!({"type": "integer", "maximum": 10});
    assert_eq!(body("text/plain", "text", small.clone(), "10"), [""; 0]);
    assert_eq!(
        body("text/plain", "text", small.clone(), "11"),
        ["answer: must be at most 10"]
    );
    let short = json!({"type": "string", "maxLength": 1});
    let latin = "text/plain; charset=iso-8859-1";
    assert_eq!(body(latin, "text", short.clone(), *b"\xE9"), [""; 0]);
    assert_eq!(
        body("text/plain", "text", short, *b"\xE9"),
        ["answer: must be UTF-8"]
    );
    let form = "application/x-www-form-urlencoded";
    let object = json!({"type": "object", "required": ["b"], "properties": {"a": small}});
    assert_eq!(body(form, "form", object.clone(), "a=1&b=x+y"), [""; 0]);
    let mut found = body(form, "form", object, "a=11");
    found.sort_unstable();
    assert_eq!(
        found,
        ["answer /a: must be at most 10", "answer /b: is required"]
    );
}

/// A form loses what callers are not sent, as JSON does.
#[test]
fn forms_go_out_without_what_is_write_only() {
    let media = "application/x-www-form-urlencoded";
    let schema = json!({"type": "object", "properties": {
        "key": {"type": "string", "writeOnly": true}, "all": {"type": "array", "items": {"type": "integer"}},
    }});
    let answers = json!({"200": {media: {"as": "form", "schema": schema}}});
    for (forms, expected) in [
        (json!({}), "all=1&all=2"),
        (
            json!({"200": {media: {"all": {"style": "pipeDelimited"}}}}),
            "all=1%7C2",
        ),
    ] {
        let described = json!({"answers": answers, "forms": forms});
        let checked = json!({"operations": {"GET /x": answers}, "schemas": {}});
        let description = json!({
            "operations": {"GET /x": described}, "schemas": {}, "security_schemes": {},
        });
        let document = Document::read(description.to_string(), checked.to_string());
        let mut routes = Routes::new(Arc::new(document));
        routes.on(operation("GET /x"), move |mut call: Call| async move {
            let value = json!({"key": "secret", "all": [1, 2]});
            call.respond(Ok(reply::form(StatusCode::OK, media, value)))
                .await
        });
        let router = routes.into_whole_router(Settings::default().check_answers(true));
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        let body = runtime.unwrap().block_on(async {
            let request = Request::get("/x").body(Body::empty()).unwrap();
            let response = tower::ServiceExt::oneshot(router, request).await.unwrap();
            axum::body::to_bytes(response.into_body(), usize::MAX).await
        });
        assert_eq!(&body.unwrap()[..], expected.as_bytes());
    }
}
