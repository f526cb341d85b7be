//! Every style of parameter × `explode` × kind of value: the table of OpenAPI 3.0.4, section 4.7.12.3, and what is
//! refused beside what is taken.

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

use super::{faults, get, router, send};
use crate::server::Settings;

fn string() -> Value {
    json!({"type": "string"})
}

fn integer() -> Value {
    json!({"type": "integer", "minimum": 0})
}

fn strings() -> Value {
    json!({"type": "array", "items": {"type": "string"}})
}

fn integers() -> Value {
    json!({"type": "array", "items": {"type": "integer"}, "maxItems": 3})
}

fn rgb() -> Value {
    let number = json!({"type": "integer"});
    json!({
        "type": "object",
        "properties": {"R": number, "G": number, "B": number},
        "required": ["R"],
    })
}

fn colors() -> Value {
    json!(["blue", "black", "brown"])
}

fn color() -> Value {
    json!({"R": 100, "G": 200, "B": 150})
}

/// What a request's parameter called `color` is read as, or its faults.
fn read(
    location: &str,
    style: &str,
    explode: bool,
    schema: Value,
    raw: &str,
) -> Result<Value, Vec<String>> {
    let operation = json!({
        "parameters": [{
            "name": "color",
            "in": location,
            "required": location == "path",
            "style": style,
            "explode": explode,
            "schema": schema,
        }],
    });
    let path = if location == "path" {
        "/x/{color}"
    } else {
        "/x"
    };
    let router = router(
        json!({ format!("GET {path}"): operation }),
        Settings::default(),
    );
    let request = match location {
        "path" => Request::get(format!("/x/{raw}")),
        "query" => Request::get(format!("/x?{raw}")),
        "header" => Request::get("/x").header("color", raw),
        _ => Request::get("/x").header("cookie", raw),
    };
    let (status, body) = send(&router, request.body(Body::empty()).unwrap());
    match status {
        200 => Ok(body["parameters"][0].clone()),
        400 => Err(faults(&body)),
        other => panic!("{other}: {body}"),
    }
}

#[test]
fn every_style_is_read() {
    type Row = (
        &'static str,
        &'static str,
        bool,
        fn() -> Value,
        &'static str,
        Value,
    );
    let table: Vec<Row> = vec![
        // A path.
        ("path", "simple", false, string, "blue", json!("blue")),
        (
            "path",
            "simple",
            false,
            string,
            "a%2Fb%20c+d",
            json!("a/b c+d"),
        ),
        ("path", "simple", false, integer, "7", json!(7)),
        (
            "path",
            "simple",
            false,
            strings,
            "blue,black,brown",
            colors(),
        ),
        (
            "path",
            "simple",
            false,
            strings,
            "a%2Cb,c",
            json!(["a,b", "c"]),
        ),
        (
            "path",
            "simple",
            true,
            strings,
            "blue,black,brown",
            colors(),
        ),
        ("path", "simple", false, rgb, "R,100,G,200,B,150", color()),
        ("path", "simple", true, rgb, "R=100,G=200,B=150", color()),
        ("path", "label", false, string, ".blue", json!("blue")),
        (
            "path",
            "label",
            false,
            strings,
            ".blue,black,brown",
            colors(),
        ),
        (
            "path",
            "label",
            true,
            strings,
            ".blue.black.brown",
            colors(),
        ),
        ("path", "label", false, rgb, ".R,100,G,200,B,150", color()),
        ("path", "label", true, rgb, ".R=100.G=200.B=150", color()),
        (
            "path",
            "matrix",
            false,
            string,
            ";color=blue",
            json!("blue"),
        ),
        ("path", "matrix", false, string, ";color", json!("")),
        (
            "path",
            "matrix",
            false,
            strings,
            ";color=blue,black,brown",
            colors(),
        ),
        (
            "path",
            "matrix",
            true,
            strings,
            ";color=blue;color=black;color=brown",
            colors(),
        ),
        (
            "path",
            "matrix",
            false,
            rgb,
            ";color=R,100,G,200,B,150",
            color(),
        ),
        ("path", "matrix", true, rgb, ";R=100;G=200;B=150", color()),
        (
            "path",
            "json",
            false,
            rgb,
            "%7B%22R%22:100%7D",
            json!({"R": 100}),
        ),
        // A query.
        ("query", "form", true, string, "color=blue", json!("blue")),
        ("query", "form", true, string, "color=", json!("")),
        (
            "query",
            "form",
            true,
            string,
            "color=a%26b+c%2B",
            json!("a&b c+"),
        ),
        ("query", "form", true, string, "%63olor=blue", json!("blue")),
        ("query", "form", true, string, "other=1", Value::Null),
        (
            "query",
            "form",
            true,
            strings,
            "color=blue&color=black&color=brown",
            colors(),
        ),
        (
            "query",
            "form",
            false,
            strings,
            "color=blue,black,brown",
            colors(),
        ),
        (
            "query",
            "form",
            false,
            strings,
            "color=a%2Cb,c",
            json!(["a,b", "c"]),
        ),
        (
            "query",
            "form",
            true,
            rgb,
            "R=100&G=200&B=150&other=1",
            color(),
        ),
        (
            "query",
            "form",
            false,
            rgb,
            "color=R,100,G,200,B,150",
            color(),
        ),
        (
            "query",
            "spaceDelimited",
            false,
            strings,
            "color=blue%20black+brown",
            colors(),
        ),
        (
            "query",
            "spaceDelimited",
            false,
            rgb,
            "color=R%20100%20G%20200%20B%20150",
            color(),
        ),
        (
            "query",
            "pipeDelimited",
            false,
            strings,
            "color=blue|black%7Cbrown",
            colors(),
        ),
        (
            "query",
            "pipeDelimited",
            false,
            rgb,
            "color=R|100|G|200|B|150",
            color(),
        ),
        (
            "query",
            "pipeDelimited",
            true,
            strings,
            "color=blue&color=black&color=brown",
            colors(),
        ),
        (
            "query",
            "tabDelimited",
            false,
            strings,
            "color=blue%09black%09brown",
            colors(),
        ),
        (
            "query",
            "deepObject",
            true,
            rgb,
            "color[R]=100&color%5BG%5D=200&color[B]=150",
            color(),
        ),
        (
            "query",
            "json",
            false,
            rgb,
            "color=%7B%22R%22:100%7D",
            json!({"R": 100}),
        ),
        // A header.
        (
            "header",
            "simple",
            false,
            string,
            "blue, or so",
            json!("blue, or so"),
        ),
        ("header", "simple", false, integer, " 7 ", json!(7)),
        (
            "header",
            "simple",
            false,
            strings,
            "blue,black,brown",
            colors(),
        ),
        ("header", "simple", false, rgb, "R,100,G,200,B,150", color()),
        ("header", "simple", true, rgb, "R=100,G=200,B=150", color()),
        // A cookie.
        (
            "cookie",
            "form",
            true,
            string,
            "a=1; color=blue",
            json!("blue"),
        ),
        ("cookie", "form", true, string, "a=1", Value::Null),
        (
            "cookie",
            "form",
            false,
            strings,
            "color=blue,black,brown",
            colors(),
        ),
        (
            "cookie",
            "form",
            false,
            rgb,
            "color=R,100,G,200,B,150",
            color(),
        ),
    ];
    for (location, style, explode, schema, raw, expected) in table {
        let found = read(location, style, explode, schema(), raw);
        assert_eq!(found, Ok(expected), "{location} {style} {explode} {raw}");
    }
}

#[test]
fn what_does_not_fit_is_refused_with_its_place() {
    type Row = (
        &'static str,
        &'static str,
        bool,
        fn() -> Value,
        &'static str,
        &'static [&'static str],
    );
    let table: &[Row] = &[
        (
            "path",
            "simple",
            false,
            integer,
            "x",
            &["path color: must be an integer"],
        ),
        (
            "path",
            "simple",
            false,
            integer,
            "-1",
            &["path color: must be at least 0"],
        ),
        (
            "path",
            "simple",
            false,
            integer,
            "1.5",
            &["path color: must be an integer"],
        ),
        (
            "path",
            "simple",
            false,
            integer,
            "+1",
            &["path color: must be an integer"],
        ),
        (
            "path",
            "label",
            false,
            string,
            "blue",
            &["path color: must begin with a dot"],
        ),
        (
            "path",
            "matrix",
            false,
            string,
            ";colour=blue",
            &["path color: must be called by its name"],
        ),
        (
            "path",
            "simple",
            false,
            rgb,
            "R,100,G",
            &["path color: must be pairs of a name and a value"],
        ),
        (
            "path",
            "simple",
            true,
            rgb,
            "R=100,G",
            &["path color: must be name=value pairs"],
        ),
        (
            "path",
            "simple",
            false,
            rgb,
            "G,2",
            &["path color /R: is required"],
        ),
        (
            "path",
            "simple",
            false,
            string,
            "%FF",
            &["path color: must be UTF-8 when its percent-encoding is taken off"],
        ),
        (
            "path",
            "json",
            false,
            rgb,
            "%7B",
            &["path color: must be JSON"],
        ),
        (
            "query",
            "form",
            true,
            integers,
            "color=1&color=x&color=3&color=y",
            &[
                "query color: must have at most 3 items",
                "query color /1: must be an integer",
                "query color /3: must be an integer",
            ],
        ),
        (
            "query",
            "form",
            true,
            integer,
            "color=",
            &["query color: must be an integer"],
        ),
        (
            "query",
            "form",
            true,
            integer,
            "color=1&color=2",
            &["query color: must not be given more than once"],
        ),
        (
            "query",
            "form",
            true,
            rgb,
            "R=1&R=2",
            &["query color: must not name a property more than once"],
        ),
        (
            "query",
            "deepObject",
            true,
            rgb,
            "color[R]=x&color[G]=y",
            &[
                "query color /G: must be an integer",
                "query color /R: must be an integer",
            ],
        ),
        (
            "query",
            "deepObject",
            true,
            rgb,
            "color[R][S]=1",
            &["query color: must not have members"],
        ),
        (
            "query",
            "deepObject",
            true,
            rgb,
            "color[R]=1&color[R]=2",
            &["query color: must not be given more than once"],
        ),
        (
            "header",
            "simple",
            false,
            integer,
            "1,2",
            &["header color: must be an integer"],
        ),
        (
            "cookie",
            "form",
            true,
            integer,
            "color=x",
            &["cookie color: must be an integer"],
        ),
    ];
    for (location, style, explode, schema, raw, expected) in table {
        let found = read(location, style, *explode, schema(), raw);
        let expected = Err(expected.iter().map(|it| (*it).to_owned()).collect());
        assert_eq!(found, expected, "{location} {style} {explode} {raw}");
    }
}

#[test]
fn objects_nest_in_deep_objects() {
    let schema = json!({
        "type": "object",
        "properties": {
            "tags": {"type": "array", "items": {"type": "string"}},
            "range": {"type": "object", "properties": {"from": {"type": "integer"}}},
        },
    });
    for raw in [
        "color[tags][]=a&color[tags][]=b&color[range][from]=1",
        "color[tags]=a&color[tags]=b&color[range][from]=1",
        "color[tags][0]=a&color[tags][10]=b&color[range][from]=1",
    ] {
        let found = read("query", "deepObject", true, schema.clone(), raw);
        let expected = json!({"tags": ["a", "b"], "range": {"from": 1}});
        assert_eq!(found, Ok(expected), "{raw}");
    }
}

#[test]
fn what_a_deep_object_repeats_is_a_list_where_it_may_be_anything() {
    let raw = "color[a]=1&color[b]=x&color[a]=2&color[c][d]=y&color[c][d]=z";
    let read = |schema| read("query", "deepObject", true, schema, raw);
    let free = json!({"type": "object", "additionalProperties": true});
    let expected = json!({"a": ["1", "2"], "b": "x", "c": {"d": ["y", "z"]}});
    assert_eq!(read(free), Ok(expected));
    let texts = json!({"type": "object", "additionalProperties": {"type": "string"}});
    let twice = "query color: must not be given more than once";
    assert_eq!(read(texts), Err(vec![twice.to_owned()]));
}

#[test]
fn arrays_are_deep_objects_of_numbers() {
    let schema = json!({"type": "array", "items": {"type": "array", "items": {"type": "integer"}}});
    let raw = "color[0]=1&color[0]=2&color[10][]=4&color[2][0]=3";
    let found = read("query", "deepObject", true, schema, raw);
    assert_eq!(found, Ok(json!([[1, 2], [3], [4]])));
}

/// Alternatives may list a property each, with members of its own.
#[test]
fn members_are_those_of_any_alternative() {
    let own =
        |members: Value| json!({"properties": {"o": {"type": "object", "properties": members}}});
    let one = own(json!({"n": {"type": "integer"}, "k": {"enum": ["one"]}}));
    let two = own(json!({"b": {"type": "boolean"}, "k": {"enum": ["two"]}}));
    let schema = json!({"type": "object", "oneOf": [one, two]});
    for (raw, expected) in [
        (
            "color[o][n]=1&color[o][k]=one",
            json!({"o": {"n": 1, "k": "one"}}),
        ),
        (
            "color[o][b]=true&color[o][k]=two",
            json!({"o": {"b": true, "k": "two"}}),
        ),
    ] {
        let found = read("query", "deepObject", true, schema.clone(), raw);
        assert_eq!(found, Ok(expected), "{raw}");
    }
}

#[test]
fn a_default_stands_for_what_is_not_given() {
    let parameter = json!({
        "name": "limit",
        "in": "query",
        "style": "form",
        "explode": true,
        "default": 20,
        "schema": {"type": "integer"},
    });
    let operations = json!({"GET /x": {"parameters": [parameter]}});
    let router = router(operations, Settings::default());
    assert_eq!(send(&router, super::get("/x")).1["parameters"], json!([20]));
    assert_eq!(
        send(&router, super::get("/x?limit=3")).1["parameters"],
        json!([3])
    );
}

#[test]
fn an_integer_beyond_its_type_is_refused() {
    let schema = json!({"type": "integer", "format": "int64"});
    let refused = Err(vec![
        "query color: must be an integer of 64 bits".to_owned(),
    ]);
    for (raw, expected) in [
        ("1e3", Ok(json!(1000))),
        ("-9223372036854775808", Ok(json!(i64::MIN))),
        ("9223372036854775807", Ok(json!(i64::MAX))),
        ("9223372036854775808", refused.clone()),
        ("-9223372036854775809", refused.clone()),
        ("1213352074135012900864", refused.clone()),
        ("1e400", refused.clone()),
        ("1e999999999999999999999", refused.clone()),
    ] {
        let raw = format!("color={raw}");
        let found = read("query", "form", true, schema.clone(), &raw);
        assert_eq!(found, expected, "{raw}");
    }
    let bounded = json!({"type": "integer", "maximum": 10});
    let found = read("query", "form", true, bounded, "color=1e30");
    assert_eq!(
        found,
        Err(vec!["query color: must be at most 10".to_owned()])
    );
}

#[test]
fn a_float_is_the_nearest_to_what_is_written() {
    for text in ["-1.034e-20", "0.1", "2.5e3", "123456.789e-30"] {
        let value: f64 = text.parse().unwrap();
        let schema = json!({"type": "number", "enum": [value]});
        let found = read("query", "form", true, schema, &format!("color={text}"));
        assert!(found.is_ok(), "{text}: {found:?}");
    }
}

#[test]
fn several_types_take_the_first_that_fits() {
    let schema = json!({"oneOf": [{"type": "integer"}, {"type": "boolean"}, {"type": "string"}]});
    for (raw, expected) in [("7", json!(7)), ("true", json!(true)), ("7a", json!("7a"))] {
        let found = read(
            "query",
            "form",
            true,
            schema.clone(),
            &format!("color={raw}"),
        );
        assert_eq!(found, Ok(expected), "{raw}");
    }
}

/// What no keyword has looked at is typed as what is not listed (`unevaluatedProperties`, JSON Schema 2020-12 Core, section
/// 11.3).
#[test]
fn members_that_are_left_are_typed() {
    let schema = json!({"type": "object", "unevaluatedProperties": {"type": "integer"}});
    for (style, explode, query) in [
        ("form", false, "p=a,1,b,2"),
        ("form", true, "a=1&b=2"),
        ("deepObject", true, "p[a]=1&p[b]=2"),
    ] {
        let parameter = json!({"name": "p", "in": "query", "style": style, "explode": explode, "schema": schema});
        let router = router(
            json!({"GET /x": {"parameters": [parameter]}}),
            Settings::default(),
        );
        let (status, answer) = send(&router, get(&format!("/x?{query}")));
        assert_eq!(status, 200, "{query}: {answer}");
        assert_eq!(answer["parameters"], json!([{"a": 1, "b": 2}]), "{query}");
    }
}

/// A property is typed by the pattern that its name matches, before what is said of those that are left.
#[test]
fn members_are_typed_by_the_patterns_of_their_names() {
    let schema = json!({
        "properties": {"own": {"type": "string"}},
        "patternProperties": {"^x-": {"type": "integer"}, "^is": {"type": "boolean"}},
        "additionalProperties": false,
    });
    for (style, explode, query) in [
        ("form", false, "p=x-a,1,is,true,own,2"),
        ("form", true, "x-a=1&is=true&own=2"),
        ("deepObject", true, "p[x-a]=1&p[is]=true&p[own]=2"),
    ] {
        let parameter = json!({"name": "p", "in": "query", "style": style, "explode": explode, "schema": schema});
        let router = router(
            json!({"GET /x": {"parameters": [parameter]}}),
            Settings::default(),
        );
        let (status, answer) = send(&router, get(&format!("/x?{query}")));
        assert_eq!(status, 200, "{query}: {answer}");
        let expected = json!([{"x-a": 1, "is": true, "own": "2"}]);
        assert_eq!(answer["parameters"], expected, "{query}");
        let wrong = query.replace("true", "maybe");
        let (status, answer) = send(&router, get(&format!("/x?{wrong}")));
        assert_eq!(
            (status, faults(&answer)),
            (400, vec!["query p /is: must be a boolean".to_owned()])
        );
    }
    let schema = json!({"type": "object", "patternProperties": {"^n": {"type": "integer"}}});
    let body = json!({"required": true, "content": [
        {"type": "application/x-www-form-urlencoded", "as": "form", "schema": schema},
    ]});
    let router = router(json!({"POST /x": {"body": body}}), Settings::default());
    let request = Request::post("/x")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from("n=1&m=2"))
        .unwrap();
    let (status, answer) = send(&router, request);
    assert_eq!((status, &answer["body"]), (200, &json!({"n": 1, "m": "2"})));
}
