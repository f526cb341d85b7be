//! Numbers are judged by the digits that were sent, wherever they travel: as no float holds them.

use axum::Router;
use axum::body::Body;
use axum::http::Request;

use super::{echo, faults, operation, send};
use crate::server::call::Call;
use crate::server::route::Routes;
use crate::server::{Document, Settings};

/// A router over one operation, whose description is text: `serde_json` holds fewer digits.
fn router(name: &str, description: &str) -> Router {
    let all = format!(
        r#"{{"operations": {{"{name}": {description}}}, "schemas": {{}}, "security_schemes": {{}}}}"#
    );
    let text: &'static str = Box::leak(all.into_boxed_str());
    let document: &'static Document = Box::leak(Box::new(Document::new(text, "")));
    let mut routes = Routes::new(document);
    routes.on(operation(name), |mut call: Call| async move {
        let outcome = echo(&mut call).await;
        call.respond(outcome).await
    });
    routes.into_whole_router(Settings::default())
}

/// A place that a value travels in.
struct Way {
    /// Where its faults are.
    place: &'static str,
    name: &'static str,
    description: String,
    request: Request<Body>,
}

fn parameter(place: &str, style: &str, explode: bool, schema: &str) -> String {
    let required = place == "path";
    format!(
        r#"{{"parameters": [{{"name": "n", "in": "{place}", "required": {required}, "style": "{style}", "explode": {explode}, "schema": {schema}}}]}}"#
    )
}

fn body(media: &str, coding: &str, schema: &str) -> String {
    format!(
        r#"{{"body": {{"required": true, "content": [{{"type": "{media}", "as": "{coding}", "schema": {schema}}}]}}}}"#
    )
}

fn post(media: &str, body: String) -> Request<Body> {
    let request = Request::post("/x").header("content-type", media);
    request.body(body.into()).unwrap()
}

/// Every place that a number travels in, in every way.
fn ways(schema: &str, digits: &str) -> Vec<Way> {
    let object = format!(r#"{{"type": "object", "properties": {{"n": {schema}}}}}"#);
    let list = format!(r#"{{"type": "array", "items": {schema}}}"#);
    let mut ways = Vec::new();
    for (style, schema, raw, place) in [
        ("simple", schema, digits.to_owned(), "path n"),
        ("label", schema, format!(".{digits}"), "path n"),
        ("matrix", schema, format!(";n={digits}"), "path n"),
        ("json", schema, digits.to_owned(), "path n"),
        ("simple", &list, digits.to_owned(), "path n /0"),
        ("simple", &object, format!("n,{digits}"), "path n /n"),
    ] {
        ways.push(Way {
            place,
            name: "GET /x/{n}",
            description: parameter("path", style, false, schema),
            request: super::get(&format!("/x/{raw}")),
        });
    }
    for (style, explode, schema, raw, place) in [
        ("form", true, schema, format!("n={digits}"), "query n"),
        ("json", true, schema, format!("n={digits}"), "query n"),
        ("form", true, &list, format!("n={digits}"), "query n /0"),
        ("form", false, &list, format!("n={digits}"), "query n /0"),
        (
            "spaceDelimited",
            false,
            &list,
            format!("n={digits}"),
            "query n /0",
        ),
        (
            "pipeDelimited",
            false,
            &list,
            format!("n={digits}"),
            "query n /0",
        ),
        ("form", true, &object, format!("n={digits}"), "query n /n"),
        (
            "form",
            false,
            &object,
            format!("n=n,{digits}"),
            "query n /n",
        ),
        (
            "deepObject",
            true,
            &object,
            format!("n[n]={digits}"),
            "query n /n",
        ),
    ] {
        ways.push(Way {
            place,
            name: "GET /x",
            description: parameter("query", style, explode, schema),
            request: super::get(&format!("/x?{raw}")),
        });
    }
    for (place, header, schema, raw) in [
        ("header", "n", schema, digits.to_owned()),
        ("header", "n", &list, digits.to_owned()),
        ("cookie", "cookie", schema, format!("n={digits}")),
    ] {
        let style = if place == "header" { "simple" } else { "form" };
        let request = Request::get("/x").header(header, raw);
        ways.push(Way {
            place: match (place, schema == list) {
                ("header", true) => "header n /0",
                ("header", false) => "header n",
                _ => "cookie n",
            },
            name: "GET /x",
            description: parameter(place, style, false, schema),
            request: request.body(Body::empty()).unwrap(),
        });
    }
    let part =
        format!("--B\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\n{digits}\r\n--B--\r\n");
    for (media, sent, coding, schema, text, place) in [
        (
            "text/plain",
            "text/plain",
            "text",
            schema,
            digits.to_owned(),
            "body",
        ),
        (
            "application/x-www-form-urlencoded",
            "application/x-www-form-urlencoded",
            "form",
            &object,
            format!("n={digits}"),
            "body /n",
        ),
        (
            "multipart/form-data",
            "multipart/form-data; boundary=B",
            "parts",
            &object,
            part,
            "body /n",
        ),
        (
            "application/json",
            "application/json",
            "json",
            &object,
            format!(r#"{{"n": {digits}}}"#),
            "body /n",
        ),
    ] {
        ways.push(Way {
            place,
            name: "POST /x",
            description: body(media, coding, schema),
            request: post(sent, text),
        });
    }
    ways
}

#[test]
fn a_number_is_judged_by_its_digits_wherever_it_travels() {
    const THIRTY: &str = "123456789012345678901234567890";
    let rows: &[(&str, &str, Option<&str>)] = &[
        (
            r#"{"type": "number", "enum": [9007199254740993]}"#,
            "9007199254740993",
            None,
        ),
        (
            r#"{"type": "number", "enum": [9007199254740993]}"#,
            "90071992547409930e-1",
            None,
        ),
        (
            r#"{"type": "number", "enum": [9007199254740993]}"#,
            "9007199254740992",
            Some("must be 9007199254740993"),
        ),
        (
            r#"{"type": "number", "enum": [9007199254740993]}"#,
            "9007199254740993.5",
            Some("must be 9007199254740993"),
        ),
        (
            r#"{"type": "number", "maximum": 9007199254740993}"#,
            "9007199254740993.5",
            Some("must be at most 9007199254740993"),
        ),
        (
            r#"{"type": "number", "exclusiveMinimum": 0.1}"#,
            "0.1000000000000000000001",
            None,
        ),
        (r#"{"type": "number", "multipleOf": 0.1}"#, "0.3", None),
        (r#"{"type": "number", "multipleOf": 0.01}"#, "4.35", None),
        (
            r#"{"type": "number", "multipleOf": 0.1}"#,
            "0.30000000000000001",
            Some("must be a multiple of 0.1"),
        ),
        (
            r#"{"type": "number", "maximum": 5}"#,
            "1e400",
            Some("must be at most 5"),
        ),
        (
            r#"{"type": "integer", "enum": [123456789012345678901234567890]}"#,
            THIRTY,
            None,
        ),
        (
            r#"{"type": "integer", "enum": [123456789012345678901234567891]}"#,
            THIRTY,
            Some("must be 123456789012345678901234567891"),
        ),
        (
            r#"{"type": "integer", "maximum": 123456789012345678901234567889}"#,
            THIRTY,
            Some("must be at most 123456789012345678901234567889"),
        ),
        (
            r#"{"type": "integer"}"#,
            "9007199254740993.5",
            Some("must be an integer"),
        ),
    ];
    for (schema, digits, expected) in rows {
        for way in ways(schema, digits) {
            let router = router(way.name, &way.description);
            let (status, answer) = send(&router, way.request);
            let about = format!("{digits}: {}", way.description);
            let Some(detail) = expected else {
                assert_eq!(status, 200, "{about}: {answer}");
                continue;
            };
            assert_eq!(status, 400, "{about}: {answer}");
            let found = faults(&answer);
            let [found] = &found[..] else {
                panic!("{about}: {found:?}");
            };
            // A value that had a type before it was read is told by that, too.
            let fault = format!("{}: {detail}", way.place);
            assert!(
                found == &fault || found == &format!("{fault}, found a number"),
                "{about}: {found}"
            );
        }
    }
}

/// What is judged to be right and no type holds is refused in its place, as it is in a body of JSON.
#[test]
fn a_number_that_no_float_holds_is_out_of_range() {
    for way in ways(r#"{"type": "number"}"#, "1e400") {
        let router = router(way.name, &way.description);
        let (status, answer) = send(&router, way.request);
        let found = faults(&answer);
        // In JSON it has a line and a column, too.
        let fault = format!("{}: 1e400 is out of range", way.place);
        let is_told = matches!(&found[..], [found] if found.starts_with(&fault));
        assert!(status == 400 && is_told, "{}: {found:?}", way.description);
    }
}

#[test]
fn items_are_told_apart_by_their_digits() {
    let schema = r#"{"type": "array", "items": {"type": "number"}, "uniqueItems": true}"#;
    let object = format!(r#"{{"type": "object", "properties": {{"n": {schema}}}}}"#);
    for (a, b, is_fine) in [
        ("9007199254740993", "9007199254740992", true),
        ("0.1", "0.10000000000000001", true),
        ("1", "1.0", false),
        ("9007199254740993.0", "90071992547409930e-1", false),
    ] {
        let part = |digits| {
            format!("--B\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\n{digits}\r\n")
        };
        for (description, request) in [
            (
                parameter("query", "form", false, schema),
                super::get(&format!("/x?n={a},{b}")),
            ),
            (
                body("application/x-www-form-urlencoded", "form", &object),
                post("application/x-www-form-urlencoded", format!("n={a}&n={b}")),
            ),
            (
                body("multipart/form-data", "parts", &object),
                post(
                    "multipart/form-data; boundary=B",
                    format!("{}{}--B--\r\n", part(a), part(b)),
                ),
            ),
        ] {
            let name = match request.method().as_str() {
                "GET" => "GET /x",
                _ => "POST /x",
            };
            let (status, answer) = send(&router(name, &description), request);
            assert_eq!(status == 200, is_fine, "{a} {b}: {description}: {answer}");
        }
    }
}
