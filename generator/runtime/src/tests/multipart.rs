//! Bodies of parts: whole ones, and those with files, which are streamed.

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

use super::{faults, router, send};
use crate::multipart::{Multipart, Part};
use crate::problem::Rejection;
use crate::server::Settings;
use crate::server::call::{Call, Outcome};
use crate::server::multipart::{FromPart, IncomingPart};
use crate::server::reply;
use crate::server::route::Routes;

/// A body of parts, each with a name, a media type that may be left out, and what stands in it.
fn body(parts: &[(&str, &str, &str)]) -> String {
    let mut text = String::new();
    for (name, media, content) in parts {
        text += &format!("--B\r\nContent-Disposition: form-data; name=\"{name}\"\r\n");
        if !media.is_empty() {
            text += &format!("Content-Type: {media}\r\n");
        }
        text += &format!("\r\n{content}\r\n");
    }
    text + "--B--\r\n"
}

fn post(body: impl Into<Body>) -> Request<Body> {
    let request = Request::post("/x").header("content-type", "multipart/form-data; boundary=B");
    request.body(body.into()).unwrap()
}

fn schema() -> Value {
    json!({
        "type": "object",
        "required": ["name", "size"],
        "properties": {
            "name": {"type": "string", "minLength": 2},
            "size": {"type": "integer", "maximum": 9},
            "tags": {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2},
            "place": {"type": "object", "required": ["x"], "properties": {"x": {"type": "number"}}},
            "file": {"type": "string", "format": "binary"},
        },
    })
}

fn operations(kind: &str) -> Value {
    let content = json!([{"type": "multipart/form-data", "as": kind, "schema": schema()}]);
    json!({"POST /x": {"body": {"required": true, "content": content}}})
}

#[test]
fn parts_without_files_are_one_value() {
    let router = router(operations("parts"), Settings::default());
    let good = [
        ("name", "", "ab"),
        ("size", "text/plain", "7"),
        ("tags", "", "1"),
        ("tags", "", "2"),
        ("place", "application/json", "{\"x\": 1.5}"),
        ("more", "", "7"),
    ];
    let (status, answer) = send(&router, post(body(&good)));
    let expected = json!({
        "name": "ab", "size": 7, "tags": [1, 2], "place": {"x": 1.5}, "more": "7",
    });
    assert_eq!((status, &answer["body"]), (200, &expected));
    for (parts, expected) in [
        (
            &[("name", "", "a"), ("tags", "", "x"), ("place", "", "{}")][..],
            vec![
                "body /size: is required",
                "body /name: must have at least 2 characters",
                "body /place/x: is required",
                "body /tags: must have at least 2 items",
                "body /tags/0: must be an integer",
            ],
        ),
        (
            &[("name", "", "ab"), ("name", "", "cd"), ("place", "", "{")],
            vec![
                "body /place: must be JSON",
                "body /name: must not be given more than once",
            ],
        ),
    ] {
        let (status, problem) = send(&router, post(body(parts)));
        assert_eq!((status, faults(&problem)), (400, owned(expected)));
    }
    for broken in [
        "",
        "x",
        "--B\r\n\r\n",
        "--B\r\nContent-Disposition: form-data",
    ] {
        assert_eq!(send(&router, post(broken)).0, 400, "{broken:?}");
    }
    let nameless = Request::post("/x").header("content-type", "multipart/form-data");
    let nameless = nameless.body(Body::from(body(&good))).unwrap();
    let (status, problem) = send(&router, nameless);
    let expected = vec!["header Content-Type: must name the boundary of the parts"];
    assert_eq!((status, faults(&problem)), (400, owned(expected)));
}

fn owned(faults: Vec<&str>) -> Vec<String> {
    faults.into_iter().map(str::to_owned).collect()
}

enum Piece {
    Name(String),
    Size(i64),
    Tags(i64),
    Place(Value),
    Object(String, Value),
    File(Part),
    Other(Part),
}

impl FromPart for Piece {
    async fn from_part(part: IncomingPart) -> Result<Self, Rejection> {
        Ok(match part.name() {
            "name" => Self::Name(part.read().await?),
            "size" => Self::Size(part.read().await?),
            "tags" => Self::Tags(part.read().await?),
            "place" => Self::Place(part.read().await?),
            "color" | "box" => Self::Object(part.name().to_owned(), part.read().await?),
            "file" => Self::File(part.file()),
            _ => Self::Other(part.file()),
        })
    }
}

/// Answers with what each part is.
async fn list(call: &mut Call) -> Outcome {
    call.check().await?;
    let mut pieces: Multipart<Piece> = call.multipart()?;
    let mut found = Vec::new();
    while let Some(piece) = pieces.next().await? {
        found.push(match piece {
            Piece::Name(it) => json!({ "name": it }),
            Piece::Size(it) => json!({ "size": it }),
            Piece::Tags(it) => json!({ "tag": it }),
            Piece::Place(it) => json!({ "place": it }),
            Piece::Object(name, it) => json!({ name: it }),
            Piece::File(mut it) => {
                let mut length = 0;
                while let Ok(Some(chunk)) = it.chunk().await {
                    length += chunk.len();
                }
                json!({ "file": length })
            }
            Piece::Other(it) => json!({ "other": it.name() }),
        });
    }
    Ok(reply::json(200, found))
}

fn streaming(operations: Value) -> Router {
    let description = json!({
        "operations": operations, "schemas": {}, "security_schemes": {},
    });
    let mut routes = Routes::new(super::document(&description));
    routes.on(super::operation("POST /x"), |mut call: Call| async move {
        let outcome = list(&mut call).await;
        call.respond(outcome).await
    });
    // A file is longer than what may be held.
    routes.into_whole_router(Settings::default().body_limit(100))
}

#[test]
fn parts_with_files_are_streamed() {
    let router = streaming(operations("multipart"));
    let file = "x".repeat(10_000);
    let good = body(&[
        ("name", "", "ab"),
        ("file", "image/png", &file),
        ("tags", "", "1"),
        ("tags", "", "2"),
        ("more", "", "7"),
        ("size", "", "7"),
        ("place", "", "{\"x\": 1}"),
    ]);
    let (status, answer) = send(&router, post(good));
    let expected = json!([
        {"name": "ab"}, {"file": 10_000}, {"tag": 1}, {"tag": 2}, {"other": "more"}, {"size": 7},
        {"place": {"x": 1}},
    ]);
    assert_eq!((status, answer), (200, expected));
    for (parts, status, expected) in [
        (
            &[("name", "", "a")][..],
            400,
            vec!["body /name: must have at least 2 characters"],
        ),
        (
            &[("tags", "", "x")],
            400,
            vec!["body /tags/0: must be an integer"],
        ),
        (
            &[("tags", "", "1"), ("tags", "", "2"), ("tags", "", "3")],
            400,
            vec!["body /tags: must have at most 2 items"],
        ),
        (
            &[("name", "", "ab"), ("tags", "", "1")],
            400,
            vec![
                "body /size: is required",
                "body /tags: must have at least 2 items",
            ],
        ),
        (
            &[("size", "", "1"), ("size", "", "2")],
            400,
            vec!["body /size: must not be given more than once"],
        ),
        (
            &[("place", "", "{}")],
            400,
            vec!["body /place/x: is required"],
        ),
        (
            &[("file", "", &file[..])],
            400,
            vec!["body /name: is required", "body /size: is required"],
        ),
        (&[("name", "", &file[..])], 413, vec![]),
    ] {
        let (found, problem) = send(&router, post(body(parts)));
        assert_eq!((found, faults(&problem)), (status, owned(expected)));
    }
    assert_eq!(send(&router, post("--B\r\nContent")).0, 400);
    let mut closed = operations("multipart");
    closed["POST /x"]["body"]["content"][0]["schema"]["additionalProperties"] = json!(false);
    let parts = body(&[("name", "", "ab"), ("more", "", "7")]);
    let (status, problem) = send(&streaming(closed), post(parts));
    let expected = vec!["body /more: is not a known property"];
    assert_eq!((status, faults(&problem)), (400, owned(expected)));
}

/// What `encoding` asks of a part beside its schema.
fn described(kind: &str) -> Value {
    let header = json!({"name": "X-Part", "in": "header", "required": true, "style": "simple", "schema": {"type": "integer"}});
    let parts = json!({
        "file": {"types": ["image/png", "text/*"]},
        "name": {"types": ["text/plain"], "headers": [header]},
    });
    let content =
        json!([{"type": "multipart/form-data", "as": kind, "schema": schema(), "parts": parts}]);
    json!({"POST /x": {"body": {"required": true, "content": content}}})
}

#[test]
fn media_types_and_headers_of_parts_are_held_against_their_encoding() {
    let head = |media: &str, header: &str| {
        let media = match media {
            "" => String::new(),
            media => format!("Content-Type: {media}\r\n"),
        };
        let name = format!(
            "--B\r\nContent-Disposition: form-data; name=\"name\"\r\n{media}{header}\r\nab\r\n"
        );
        let size = "--B\r\nContent-Disposition: form-data; name=\"size\"\r\n\r\n7\r\n--B--\r\n";
        name + size
    };
    let router = router(described("parts"), Settings::default());
    for (media, header, expected) in [
        ("text/plain; charset=utf-8", "X-Part: 1\r\n", vec![]),
        ("", "X-Part: 1\r\n", vec![]),
        (
            "image/png",
            "X-Part: 1\r\n",
            vec!["body /name: must be text/plain, found image/png"],
        ),
        ("", "", vec!["body /name: header X-Part: is required"]),
        (
            "text/html",
            "X-Part: a\r\n",
            vec![
                "body /name: must be text/plain, found text/html",
                "body /name: header X-Part: must be an integer",
            ],
        ),
    ] {
        let (status, answer) = send(&router, post(head(media, header)));
        assert_eq!(faults(&answer), expected, "{media} {header}");
        assert_eq!(status == 200, expected.is_empty(), "{media} {header}");
    }
}

/// Objects as parts: by a style, whose properties are parts of their own, and as forms.
fn laid_out(kind: &str) -> Value {
    let number = json!({"type": "number"});
    let schema = json!({
        "type": "object",
        "required": ["place"],
        "additionalProperties": false,
        "properties": {
            "place": {"type": "object", "required": ["x"], "properties": {
                "x": number,
                "tags": {"type": "array", "items": {"type": "string"}},
                "in": {"type": "object", "properties": {"y": number}},
            }},
            "color": {"type": "object", "properties": {"r": number, "g": number}},
            "box": {"type": "object", "properties": {"w": number, "of": {"type": "object"}}},
            "file": {"type": "string", "format": "binary"},
        },
    });
    let content = json!([{
        "type": "multipart/form-data", "as": kind, "schema": schema,
        "encoding": {
            "place": {"style": "deepObject", "explode": false},
            "color": {"style": "form", "explode": true},
        },
        "parts": {"box": {"types": ["application/x-www-form-urlencoded"]}},
    }]);
    json!({"POST /x": {"body": {"required": true, "content": content}}})
}

#[test]
fn the_properties_of_an_object_are_parts_by_its_style() {
    let good = [
        ("place[x]", "", "1.5"),
        ("r", "", "3"),
        ("box", "", "w=1&of=%7B%22d%22%3A2%7D"),
        ("place[tags]", "", "a%20b&c"),
        ("place[in][y]", "", "2"),
        ("place[tags]", "text/plain; charset=utf-8", "ö"),
    ];
    let place = json!({"x": 1.5, "tags": ["a%20b&c", "ö"], "in": {"y": 2}});
    let size = json!({"w": 1, "of": {"d": 2}});
    let whole = router(laid_out("parts"), Settings::default());
    let (status, answer) = send(&whole, post(body(&good)));
    let expected = json!({"place": place, "color": {"r": 3}, "box": size});
    assert_eq!((status, &answer["body"]), (200, &expected));
    // Where parts are streamed, an object is there once all of them were.
    let streamed = streaming(laid_out("multipart"));
    let (status, answer) = send(&streamed, post(body(&good)));
    let expected = json!([{ "box": size }, { "color": {"r": 3} }, { "place": place }]);
    assert_eq!((status, answer), (200, expected));
    let both = |parts: &[(&str, &str, &str)], expected: &[&str]| {
        for it in [&whole, &streamed] {
            let (status, problem) = send(it, post(body(parts)));
            assert_eq!((status, faults(&problem)), (400, owned(expected.to_vec())));
        }
    };
    both(&[("r", "", "1")], &["body /place: is required"]);
    both(&[("place[tags]", "", "a")], &["body /place/x: is required"]);
    both(
        &[("place[x]", "", "1"), ("place[x]", "", "2")],
        &["body /place: must not be given more than once"],
    );
    both(
        &[("place[x]", "", "a")],
        &["body /place/x: must be a number"],
    );
    both(
        &[("place[x]", "", "1"), ("box", "", "w=a")],
        &["body /box/w: must be a number"],
    );
    both(
        &[("place[x]", "", "1"), ("box", "application/json", "w=1")],
        &["body /box: must be application/x-www-form-urlencoded, found application/json"],
    );
    both(
        &[("place[x]", "", "1"), ("box", "", "of=x")],
        &["body /box/of: must be JSON"],
    );
    // What is held of them is limited, too.
    let long = "x".repeat(60);
    let parts = [("place[tags]", "", &*long), ("place[tags]", "", &*long)];
    assert_eq!(send(&streamed, post(body(&parts))).0, 413);
}

#[test]
fn what_nothing_lists_is_a_list_where_it_is_repeated() {
    for further in [json!(true), json!({}), json!({"type": "array"})] {
        let schema = json!({"type": "object", "additionalProperties": further});
        let media = |name: &str, kind: &str| json!({"type": name, "as": kind, "schema": schema});
        let content = json!([
            media("multipart/form-data", "parts"),
            media("application/x-www-form-urlencoded", "form"),
        ]);
        let operations = json!({"POST /x": {"body": {"required": true, "content": content}}});
        let router = router(operations, Settings::default());
        let is_array = further["type"] == "array";
        let once = if is_array { json!(["c"]) } else { json!("c") };
        let expected = json!({"a": ["1", "2"], "b": once});
        let parts = [("a", "", "1"), ("b", "", "c"), ("a", "", "2")];
        let form = Request::post("/x").header("content-type", "application/x-www-form-urlencoded");
        let form = form.body(Body::from("a=1&b=c&a=2")).unwrap();
        for it in [post(body(&parts)), form] {
            let (status, answer) = send(&router, it);
            assert_eq!((status, &answer["body"]), (200, &expected), "{further}");
        }
    }
    let schema = json!({"type": "object", "additionalProperties": {"type": "string"}});
    let content =
        json!([{"type": "application/x-www-form-urlencoded", "as": "form", "schema": schema}]);
    let operations = json!({"POST /x": {"body": {"required": true, "content": content}}});
    let form = Request::post("/x").header("content-type", "application/x-www-form-urlencoded");
    let form = form.body(Body::from("a=1&a=2")).unwrap();
    let (status, problem) = send(&router(operations, Settings::default()), form);
    let expected = vec!["body /a: must not be given more than once"];
    assert_eq!((status, faults(&problem)), (400, owned(expected)));
}

/// What parts are by their positions, and what they consist of themselves.
fn by_position(kind: &str, depth: usize) -> Value {
    let mut schema = json!({"type": "array", "items": {"type": "integer"}});
    let mut part = json!({"types": ["text/plain"]});
    for _ in 0..depth {
        schema = json!({"type": "array", "items": schema});
        part = json!({"types": ["multipart/mixed"], "within": {"positions": {"rest": part}}});
    }
    let content = json!([{
        "type": "multipart/mixed", "as": kind, "schema": schema, "positions": {"rest": part},
    }]);
    json!({"POST /x": {"body": {"required": true, "content": content}}})
}

fn mixed(body: impl Into<Body>) -> Request<Body> {
    let request = Request::post("/x").header("content-type", "multipart/mixed; boundary=B");
    request.body(body.into()).unwrap()
}

#[test]
fn parts_may_consist_of_parts() {
    let depth = 4;
    let router = router(by_position("parts", depth), Settings::default());
    let nested = |depth: usize, innermost: &str| {
        let (mut begin, mut end) = ("--B\r\n".to_owned(), "\r\n--B--".to_owned());
        for at in 0..depth {
            begin += &format!("Content-Type: multipart/mixed; boundary=B{at}\r\n\r\n--B{at}\r\n");
            end = format!("\r\n--B{at}--{end}");
        }
        format!("{begin}\r\n{innermost}{end}")
    };
    // Boundaries that begin alike are told apart by the ends of their lines alone.
    let text = nested(depth, "7")
        .replace("=B", "=C")
        .replace("--B0", "--C0");
    let text = text
        .replace("--B1", "--C1")
        .replace("--B2", "--C2")
        .replace("--B3", "--C3");
    let (status, answer) = send(&router, mixed(text.clone()));
    assert_eq!(
        (status, &answer["body"]),
        (200, &json!([[[[[7]]]]])),
        "{text}"
    );
    let (status, answer) = send(&router, mixed(text.replace('7', "x")));
    let expected = owned(vec!["body /0/0/0/0/0: must be an integer"]);
    assert_eq!((status, faults(&answer)), (400, expected));
    // As deep as the document says, and no deeper.
    let deep = nested(20_000, "7")
        .replace("=B", "=C")
        .replace("--B", "--C");
    let (status, answer) = send(
        &router,
        mixed(deep.replacen("--C\r\n", "--B\r\n", 1) + "\r\n--B--"),
    );
    assert_eq!(status, 400, "{answer}");
}

#[test]
fn hostile_bodies_of_parts_are_refused() {
    let heads = |count: usize| "X-A: 1\r\n".repeat(count);
    let bodies = [
        ("no end", "--B\r\n\r\n7".to_owned()),
        ("empty parts", "--B\r\n\r\n\r\n".repeat(150_000) + "--B--"),
        ("no content", "--B\r\n\r\n".repeat(150_000) + "--B--"),
        (
            "headers",
            format!("--B\r\n{}\r\n7\r\n--B--", heads(200_000)),
        ),
        (
            "long header",
            format!("--B\r\nX: {}\r\n\r\n7\r\n--B--", "x".repeat(1_500_000)),
        ),
        ("no delimiter", "\r\n--".repeat(400_000)),
        ("returns", "\r".repeat(1_500_000)),
        ("padding", format!("--B{}", " ".repeat(1_500_000))),
    ];
    let whole = router(by_position("parts", 0), Settings::default());
    let streamed = streaming(by_position("multipart", 0));
    for (name, body) in bodies {
        let (status, answer) = send(&whole, mixed(body.clone()));
        assert_eq!(status, 400, "{name}");
        assert!(faults(&answer).len() <= 100, "{name}");
        // Files may be empty, and there may be any number of them.
        let is_of_files = matches!(name, "empty parts" | "no content");
        let (status, _) = send(&streamed, mixed(body));
        assert_eq!(status, if is_of_files { 200 } else { 400 }, "{name}");
    }
    let long = format!("multipart/mixed; boundary={}", "B".repeat(71));
    for media in [&*long, "multipart/mixed; boundary=\"\"", "multipart/mixed"] {
        let request = Request::post("/x").header("content-type", media);
        let request = request.body(Body::from("--B--")).unwrap();
        assert_eq!(send(&whole, request).0, 400, "{media}");
    }
}
