//! Bodies of every kind, those that are taken beside those that are refused.

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

use super::{faults, router, send, send_for_response};
use crate::server::Settings;

fn post(media: Option<&str>, body: impl Into<Body>) -> Request<Body> {
    let request = Request::post("/x");
    let request = match media {
        Some(media) => request.header("content-type", media),
        None => request,
    };
    request.body(body.into()).unwrap()
}

fn taking(content: Value, required: bool) -> axum::Router {
    let operation = json!({"body": {"required": required, "content": content}});
    router(
        json!({"POST /x": operation}),
        Settings::default().body_limit(200),
    )
}

fn json_body(schema: Value) -> axum::Router {
    taking(
        json!([{"type": "application/json", "as": "json", "schema": schema}]),
        true,
    )
}

/// The faults of a JSON body, or none where it is taken as it is.
fn refused(schema: Value, body: &str) -> Vec<String> {
    let router = json_body(schema);
    let (status, answer) = send(&router, post(Some("application/json"), body.to_owned()));
    match status {
        200 => {
            assert_eq!(answer["body"], serde_json::from_str::<Value>(body).unwrap());
            Vec::new()
        }
        400 => faults(&answer),
        other => panic!("{other}: {answer}"),
    }
}

#[test]
fn every_keyword_is_held_against_the_body() {
    let table = [
        (json!({"type": "integer"}), "3", vec![]),
        (json!({"type": "integer"}), "3.0", vec![]),
        (
            json!({"type": "integer"}),
            "3.5",
            vec!["body: must be an integer, found a number"],
        ),
        (json!({"type": ["string", "null"]}), "null", vec![]),
        (
            json!({"type": "string"}),
            "null",
            vec!["body: must be a string, found null"],
        ),
        (json!({"minimum": 1}), "0", vec!["body: must be at least 1"]),
        (
            json!({"exclusiveMinimum": 1}),
            "1",
            vec!["body: must be greater than 1"],
        ),
        (json!({"maximum": 1}), "2", vec!["body: must be at most 1"]),
        (
            json!({"exclusiveMaximum": 1}),
            "1",
            vec!["body: must be less than 1"],
        ),
        (
            json!({"maximum": 18446744073709551614_u64}),
            "18446744073709551615",
            vec!["body: must be at most 18446744073709551614"],
        ),
        (json!({"multipleOf": 3.0}), "-9", vec![]),
        (json!({"multipleOf": 1e2}), "300.0", vec![]),
        (
            json!({"multipleOf": 100}),
            "9223372036854775807",
            vec!["body: must be a multiple of 100"],
        ),
        (json!({"multipleOf": 0.5}), "7", vec![]),
        (
            json!({"multipleOf": 2.5}),
            "7",
            vec!["body: must be a multiple of 2.5"],
        ),
        (json!({"multipleOf": 3}), "9", vec![]),
        (
            json!({"multipleOf": 3}),
            "10",
            vec!["body: must be a multiple of 3"],
        ),
        (json!({"multipleOf": 0.1}), "0.3", vec![]),
        (
            json!({"multipleOf": 0.1}),
            "0.35",
            vec!["body: must be a multiple of 0.1"],
        ),
        (
            json!({"format": "int32", "type": "integer"}),
            "2147483648",
            vec!["body: must be an integer of 32 bits"],
        ),
        (
            json!({"minLength": 2}),
            "\"é\"",
            vec!["body: must have at least 2 characters"],
        ),
        (
            json!({"maxLength": 1}),
            "\"éa\"",
            vec!["body: must have at most 1 character"],
        ),
        (
            json!({"pattern": "^a+$"}),
            "\"aab\"",
            vec!["body: must match the pattern ^a+$"],
        ),
        (json!({"pattern": "a"}), "\"bab\"", vec![]),
        (json!({"enum": ["a", 1, null]}), "1.0", vec![]),
        (
            json!({"enum": ["a", 1, null]}),
            "2",
            vec!["body: must be one of \"a\", 1, null"],
        ),
        (json!({"enum": [{"a": 1}]}), "{\"a\": 1}", vec![]),
        (
            json!({"format": "uuid"}),
            "\"7c60d51f-b44e-4682-87d6-449835ea4de\"",
            vec!["body: must be a UUID"],
        ),
        (
            json!({"format": "date"}),
            "\"2023-02-29\"",
            vec!["body: must be a date of RFC 3339"],
        ),
        (json!({"format": "date"}), "\"2024-02-29\"", vec![]),
        (
            json!({"format": "date-time"}),
            "\"2024-02-29T12:00:00.5+02:00\"",
            vec![],
        ),
        (
            json!({"format": "date-time"}),
            "\"2024-02-29\"",
            vec!["body: must be a date and time of RFC 3339"],
        ),
        (
            json!({"format": "ipv4"}),
            "\"256.0.0.1\"",
            vec!["body: must be an IPv4 address"],
        ),
        (json!({"format": "unheard-of"}), "\"x\"", vec![]),
        (
            json!({"items": {"type": "integer"}, "minItems": 2}),
            "[\"x\"]",
            vec![
                "body: must have at least 2 items",
                "body /0: must be an integer, found a string",
            ],
        ),
        (
            json!({"uniqueItems": true}),
            "[{\"a\": 1, \"b\": 2}, {\"b\": 2, \"a\": 1}]",
            vec!["body /1: must differ from every item before it"],
        ),
        (
            json!({"contains": {"type": "integer"}}),
            "[\"a\"]",
            vec!["body: must contain an item of the documented kind"],
        ),
        (
            json!({"prefixItems": [{"type": "integer"}], "items": {"type": "string"}}),
            "[1, 2]",
            vec!["body /1: must be a string, found an integer"],
        ),
        (
            json!({"required": ["a", "b"]}),
            "{\"b\": 1}",
            vec!["body /a: is required"],
        ),
        (
            json!({"properties": {"a": {}}, "additionalProperties": false}),
            "{\"a/b\": 1}",
            vec!["body /a~1b: is not a known property"],
        ),
        (
            json!({"additionalProperties": {"type": "integer"}}),
            "{\"a\": \"x\"}",
            vec!["body /a: must be an integer, found a string"],
        ),
        (
            json!({"patternProperties": {"^x-": {"type": "integer"}}, "additionalProperties": false}),
            "{\"x-a\": 1}",
            vec![],
        ),
        (
            json!({"propertyNames": {"maxLength": 1}}),
            "{\"ab\": 1}",
            vec!["body /ab: its name must have at most 1 character"],
        ),
        (
            json!({"minProperties": 1}),
            "{}",
            vec!["body: must have at least 1 property"],
        ),
        (
            json!({"maxProperties": 0}),
            "{\"a\": 1}",
            vec!["body: must have at most 0 properties"],
        ),
        (
            json!({"allOf": [{"required": ["a"]}, {"required": ["b"]}]}),
            "{}",
            vec!["body /a: is required", "body /b: is required"],
        ),
        (
            json!({"anyOf": [{"type": "string"}, {"type": "integer", "minimum": 3}]}),
            "1",
            vec!["body: must be at least 3"],
        ),
        (
            json!({"oneOf": [{"type": "integer"}, {"minimum": 3}]}),
            "5",
            vec!["body: must match one alternative, and matches 2"],
        ),
        (
            json!({"oneOf": [{"required": ["a"]}, {"required": ["b"]}]}),
            "{}",
            vec!["body: matches none of the alternatives"],
        ),
        (
            json!({"not": {"type": "integer"}}),
            "5",
            vec!["body: must not be of the excluded kind"],
        ),
    ];
    for (schema, body, expected) in table {
        assert_eq!(refused(schema.clone(), body), expected, "{schema} {body}");
    }
}

#[test]
fn every_fault_of_a_request_is_named_at_once() {
    let role = json!({
        "type": "object",
        "properties": {"name": {"type": "string", "maxLength": 3}, "level": {"type": "integer"}},
        "required": ["name"],
    });
    let schema =
        json!({"type": "object", "properties": {"roles": {"type": "array", "items": role}}});
    let body = json!({"roles": [{"name": "long"}, {"level": "x"}]});
    let limit =
        json!({"name": "limit", "in": "query", "style": "form", "schema": {"type": "integer"}});
    let operation = json!({
        "parameters": [limit],
        "body": {"required": true, "content": [{"type": "application/json", "as": "json", "schema": schema}]},
    });
    let router = router(json!({"POST /x": operation}), Settings::default());
    let request = Request::post("/x?limit=no").header("content-type", "application/json");
    let (status, problem) = send(&router, request.body(Body::from(body.to_string())).unwrap());
    assert_eq!(status, 400);
    assert_eq!(
        faults(&problem),
        [
            "query limit: must be an integer",
            "body /roles/0/name: must have at most 3 characters",
            "body /roles/1/name: is required",
            "body /roles/1/level: must be an integer, found a string",
        ]
    );
}

#[test]
fn the_content_type_chooses_how_a_body_is_read() {
    let object = json!({"type": "object", "properties": {"n": {"type": "integer"}, "tags": {"type": "array", "items": {"type": "string"}}}});
    let router = taking(
        json!([
            {"type": "application/json", "as": "json", "schema": object},
            {"type": "application/x-www-form-urlencoded", "as": "form", "schema": object},
            {"type": "text/*", "as": "text", "schema": {"type": "string"}},
        ]),
        true,
    );
    let expected = json!({"n": 1, "tags": ["a b", "c"]});
    for (media, body, expected) in [
        (
            "application/json; charset=utf-8",
            r#"{"n": 1, "tags": ["a b", "c"]}"#,
            expected.clone(),
        ),
        (
            "application/x-www-form-urlencoded",
            "n=1&tags=a+b&tags=c",
            expected,
        ),
        ("text/plain", "7", json!("7")),
    ] {
        let (status, answer) = send(&router, post(Some(media), body));
        assert_eq!((status, &answer["body"]), (200, &expected), "{media}");
    }
    let (response, _) = send_for_response(&router, post(Some("image/png"), "x"));
    assert_eq!(response.status(), 415);
    let accept = "application/json, application/x-www-form-urlencoded, text/*";
    assert_eq!(response.headers()["accept"], accept);
    assert_eq!(send(&router, post(None, "x")).0, 415);
}

/// A name is escaped in a pointer (RFC 6901, section 3), wherever a fault comes from.
#[test]
fn the_place_of_a_field_is_a_pointer() {
    let schema = json!({"type": "object", "properties": {
        "a/b": {"type": "string"},
        "c~d": {"type": "object", "properties": {"e/f": {"type": "integer"}}},
    }});
    let media = "application/x-www-form-urlencoded";
    let router = taking(
        json!([{"type": media, "as": "form", "schema": schema}]),
        true,
    );
    for (body, expected) in [
        (
            "a%2Fb=%FF",
            "body /a~1b: must be UTF-8 when its percent-encoding is taken off",
        ),
        ("c%7Ed={", "body /c~0d: must be JSON"),
        (
            "c%7Ed={\"e/f\":\"x\"}",
            "body /c~0d/e~1f: must be an integer",
        ),
    ] {
        let (status, problem) = send(&router, post(Some(media), body));
        assert_eq!((status, faults(&problem)), (400, vec![expected.to_owned()]));
    }
}

#[test]
fn a_body_is_missing_only_where_it_has_to_be_there() {
    let content = json!([{"type": "application/json", "as": "json", "schema": {}}]);
    let (status, problem) = send(&taking(content.clone(), true), post(None, Body::empty()));
    assert_eq!(
        (status, faults(&problem)),
        (400, vec!["body: is required".to_owned()])
    );
    let optional = taking(content, false);
    assert_eq!(send(&optional, post(None, Body::empty())).0, 200);
    assert_eq!(
        send(&optional, post(Some("application/json"), Body::empty())).0,
        200
    );
}

#[test]
fn a_body_that_is_too_long_is_413() {
    let router = json_body(json!({"type": "string"}));
    let long = format!("\"{}\"", "x".repeat(300));
    assert_eq!(
        send(&router, post(Some("application/json"), long.clone())).0,
        413
    );
    // Without a length that is said beforehand.
    let chunks = long
        .into_bytes()
        .chunks(50)
        .map(<[u8]>::to_vec)
        .collect::<Vec<_>>();
    let stream = crate::api::Body::from_stream(Chunks(chunks));
    assert_eq!(
        send(
            &router,
            post(Some("application/json"), Body::from_stream(stream))
        )
        .0,
        413
    );
}

struct Chunks(Vec<Vec<u8>>);

impl futures_core::Stream for Chunks {
    type Item = Result<bytes::Bytes, std::convert::Infallible>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(self.0.pop().map(|it| Ok(it.into())))
    }
}

#[test]
fn what_is_no_json_is_refused() {
    for body in ["{", "{} x", "nul", "\u{1}", "[1,]"] {
        let found = refused(json!({}), body);
        assert_eq!(found.len(), 1, "{body}");
        assert!(found[0].starts_with("body: "), "{body}: {found:?}");
    }
}
