//! Implements the operations of `openapi_32.yaml`, and sends what is good and what is bad to each.

use axum::body::{Body, Bytes, to_bytes};
use axum::http::Request;
use later::api::items::*;
use later::api::{Items, ItemsApi, Multipart, Part};
use later::server::{self, Problem, Settings};
use later::types::{Pet, Tick};
use serde_json::{Value, json};
use tower::ServiceExt;

struct Api;

/// The items as far as they come, each as JSON; a failure becomes the answer.
async fn all<T: serde::Serialize>(mut items: Items<T>) -> Result<Vec<T>, Problem> {
    let mut found = Vec::new();
    while let Some(item) = items.next().await? {
        found.push(item);
    }
    Ok(found)
}

impl ItemsApi for Api {
    type Error = Problem;

    async fn listed(&self) -> Result<Value, Problem> {
        Ok(json!([]))
    }

    async fn find(&self, request: FindRequest) -> Result<Value, Problem> {
        Ok(json!(request.body))
    }

    async fn copy(&self, request: CopyRequest) -> Result<Value, Problem> {
        Ok(json!(request.destination))
    }

    async fn form(&self, request: FormRequest) -> Result<Value, Problem> {
        Ok(json!(request.filter))
    }

    async fn json(&self, request: JsonRequest) -> Result<Value, Problem> {
        Ok(json!(request.pet))
    }

    async fn cookies(&self, request: CookiesRequest) -> Result<Value, Problem> {
        Ok(json!([request.sid, request.old]))
    }

    async fn lines(&self, request: LinesRequest) -> Result<Items<Pet>, Problem> {
        Ok(all(request.body).await?.into())
    }

    async fn texts(&self, request: TextsRequest) -> Result<Items<Pet>, Problem> {
        match request.body {
            Some(body) => Ok(all(body).await?.into()),
            None => Ok(Vec::new().into()),
        }
    }

    async fn events(&self, request: EventsRequest) -> Result<Items<Tick>, Problem> {
        Ok(all(request.body).await?.into())
    }

    async fn mixed(&self, request: MixedRequest) -> Result<Value, Problem> {
        Ok(json!(request.body))
    }

    async fn stream(&self, request: StreamRequest) -> Result<Value, Problem> {
        Ok(json!(all(request.body).await?))
    }

    async fn pictures(&self, request: PicturesRequest) -> Result<Value, Problem> {
        let mut body = request.body;
        let mut found = Vec::new();
        while let Some(part) = body.next().await? {
            found.push(match part {
                PicturesPart::Pet(it) => json!(it),
                PicturesPart::Item(it) | PicturesPart::Other(it) => length(it).await?,
            });
        }
        Ok(json!(found))
    }

    async fn ranges(&self, request: RangesRequest) -> Result<Value, Problem> {
        let mut body: Multipart = request.body;
        let mut found = Vec::new();
        while let Some(part) = body.next().await? {
            let range = part.headers().get("content-range").cloned();
            let range = range.and_then(|it| it.to_str().map(str::to_owned).ok());
            found.push(json!([range, length(part).await?]));
        }
        Ok(json!(found))
    }

    async fn nested(&self, request: NestedRequest) -> Result<Value, Problem> {
        Ok(json!(request.body))
    }

    async fn tuple(&self, request: TupleRequest) -> Result<Value, Problem> {
        let mut body = request.body;
        let mut found = Vec::new();
        while let Some(part) = body.next().await? {
            found.push(match part {
                TuplePart::Pair(it) => json!(it),
                TuplePart::File(it) => json!([it.name().to_owned(), length(it).await?]),
                TuplePart::Other(it) => json!({ "other": it.name() }),
            });
        }
        Ok(json!(found))
    }

    async fn either(&self, request: EitherRequest) -> Result<EitherOkBody, Problem> {
        let pet = Pet {
            name: "Rex".to_owned(),
            age: None,
        };
        Ok(
            match request
                .accept
                .best(&["text/event-stream", "application/jsonl"])
            {
                Some("application/jsonl") => EitherOkBody::Jsonl(vec![pet].into()),
                _ => EitherOkBody::Events(Vec::new().into()),
            },
        )
    }
}

/// How many octets a file has.
async fn length(mut file: Part) -> Result<Value, Problem> {
    let mut length = 0;
    while let Some(chunk) = file.chunk().await.map_err(|why| {
        Problem::new(axum::http::StatusCode::BAD_REQUEST).detail(why.to_string())
    })? {
        length += chunk.len();
    }
    Ok(json!(length))
}

/// A body in as many chunks as it has parts.
fn chunks(parts: &[&str]) -> Body {
    let parts: Vec<Bytes> = parts
        .iter()
        .map(|it| Bytes::from(it.as_bytes().to_vec()))
        .collect();
    Body::from_stream(later::api::Body::from_stream(Chunks(parts.into_iter())))
}

struct Chunks(std::vec::IntoIter<Bytes>);

impl futures_core::Stream for Chunks {
    type Item = Result<Bytes, std::io::Error>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(self.0.next().map(Ok))
    }
}

/// Method and path, headers, the chunks of the body, the status, and the answer: its text, or the first fault.
type Case = (
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static [&'static str],
    u16,
    &'static str,
);

const JSON: &[(&str, &str)] = &[("content-type", "application/json")];
const LINES: &[(&str, &str)] = &[("content-type", "application/jsonl")];
const TEXTS: &[(&str, &str)] = &[("content-type", "application/json-seq")];
const EVENTS: &[(&str, &str)] = &[("content-type", "text/event-stream; charset=utf-8")];

const MIXED: &[(&str, &str)] = &[("content-type", "multipart/mixed; boundary=B")];
const FORM: &[(&str, &str)] = &[("content-type", "multipart/form-data; boundary=B")];

const LONG: &str = "{\"name\": \"A horse of a name that goes on and on";

const CASES: &[Case] = &[
    (
        "QUERY /pets",
        JSON,
        &[r#"{"name":"Rex"}"#],
        200,
        r#"{"name":"Rex"}"#,
    ),
    (
        "QUERY /pets",
        JSON,
        &[r#"{"name":"Bucephalus"}"#],
        400,
        "body /name: must have at most 5 characters",
    ),
    ("GET /pets", &[], &[], 200, "[]"),
    ("COPY /pets", &[("destination", "/b")], &[], 200, r#""/b""#),
    (
        "COPY /pets",
        &[],
        &[],
        400,
        "header destination: is required",
    ),
    ("MOVE /pets", &[], &[], 405, ""),
    (
        "GET /form?kind=cat&limit=3&names=a&names=b+c&ids=1%7C2",
        &[],
        &[],
        200,
        r#"{"ids":[1,2],"kind":"cat","limit":3,"names":["a","b c"]}"#,
    ),
    (
        "GET /form?kind=c&limit=10",
        &[],
        &[],
        400,
        "querystring filter /kind: must have at least 2 characters",
    ),
    (
        "GET /form",
        &[],
        &[],
        400,
        "querystring filter: is required",
    ),
    (
        "GET /form?limit=1",
        &[],
        &[],
        400,
        "querystring filter /kind: is required",
    ),
    (
        "GET /json?%7B%22name%22%3A%22Rex%22%7D",
        &[],
        &[],
        200,
        r#"{"name":"Rex"}"#,
    ),
    (
        "GET /json?%7B%22age%22%3A1%7D",
        &[],
        &[],
        400,
        "querystring pet /name: is required",
    ),
    ("GET /json", &[], &[], 200, "null"),
    (
        "GET /cookies",
        &[("cookie", "sid=a%20b+c; old=a%20b+c")],
        &[],
        200,
        r#"["a%20b+c","a b+c"]"#,
    ),
    (
        "POST /lines",
        LINES,
        &[
            "{\"name\":\"Rex\"}\n{\"na",
            "me\":\"Tom\",\"age\":3}\r\n\n",
            "{\"name\":\"End\"}",
        ],
        200,
        "{\"name\":\"Rex\"}\n{\"age\":3,\"name\":\"Tom\"}\n{\"name\":\"End\"}\n",
    ),
    (
        "POST /lines",
        LINES,
        &["{\"name\":\"Rex\"}\n{\"age\":3}\n"],
        400,
        "body /1/name: is required",
    ),
    (
        "POST /lines",
        LINES,
        &["{\"name\":\"Rex\"}\n{\"name\"\n"],
        400,
        "body /1: the text ends too early at line 1 column 8",
    ),
    (
        "POST /lines",
        LINES,
        &["{\"name\":\"Rex\"}"],
        200,
        "{\"name\":\"Rex\"}\n",
    ),
    ("POST /lines", LINES, &["", ""], 200, ""),
    (
        "POST /lines",
        LINES,
        &["{\"name\":\"Rex\"}\n", LONG, LONG],
        400,
        "body /1: may have no more than 70 bytes",
    ),
    (
        "POST /texts",
        TEXTS,
        &["\u{1e}{\"name\":\n\"Rex\"}\n\u{1e}", "{\"name\":\"Tom\"}\n"],
        200,
        "\u{1e}{\"name\":\"Rex\"}\n\u{1e}{\"name\":\"Tom\"}\n",
    ),
    ("POST /texts", &[], &[], 200, ""),
    (
        "POST /events",
        EVENTS,
        &[
            "\u{feff}: hello\nevent: tick\nda",
            "ta: a\ndata: b\nid: 7\nretry: 5\n",
            "\n\nevent: tock\n\ndata\r\n\r",
            "\ndata: lost\n",
        ],
        200,
        "data: a\ndata: b\nevent: tick\nid: 7\nretry: 5\n\ndata: \n\n",
    ),
    (
        "POST /events",
        EVENTS,
        &["data: a\n\ndata: b\nevent: click\n\n"],
        400,
        "body /1/event: must be one of \"tick\", \"tock\"",
    ),
    (
        "GET /either",
        &[("accept", "application/jsonl")],
        &[],
        200,
        "{\"name\":\"Rex\"}\n",
    ),
    ("GET /either", &[], &[], 200, ""),
    (
        "POST /parts/mixed",
        MIXED,
        &["a preamble\r\n--B\r\nX-Part: first\r\n\r\n{\"na", "me\":\"Rex\"}\r\n--B\r\n\r\n7\r\n--B\r\nContent-Type: text/csv\r\n\r\na,b\r\n--B\r\n\r\n\r\n--B--\r\n"],
        200,
        r#"[{"name":"Rex"},7,"a,b",""]"#,
    ),
    (
        "POST /parts/mixed",
        MIXED,
        &["--B\r\nX-Part: second\r\n\r\n{}\r\n--B--\r\n"],
        400,
        "body /0: header X-Part: must be \"first\"",
    ),
    (
        "POST /parts/mixed",
        MIXED,
        &["--B\r\nX-Part: first\r\n\r\n{}\r\n--B\r\n\r\n7\r\n--B--\r\n"],
        400,
        "body /0/name: is required",
    ),
    (
        "POST /parts/mixed",
        MIXED,
        &["--B\r\nX-Part: first\r\n\r\n{\"name\":\"Rex\"}\r\n--B\r\nContent-Type: text/csv\r\n\r\n7\r\n--B--\r\n"],
        400,
        "body /1: must be text/plain, found text/csv",
    ),
    (
        "POST /parts/mixed",
        MIXED,
        &["--B\r\nX-Part: first\r\n\r\n{\"name\":\"Rex\"}\r\n--B--\r\n"],
        400,
        "body: must have at least 2 items",
    ),
    (
        "POST /parts/mixed",
        MIXED,
        &["--B\r\nX-Part: first\r\n\r\n{\"name\":\"Rex\"}\r\n--B\r\n\r\nseven\r\n--B\r\n\r\n7\r\n--B--"],
        400,
        "body /1: must be an integer",
    ),
    (
        "POST /parts/mixed",
        &[("content-type", "multipart/mixed")],
        &["--B--"],
        400,
        "header Content-Type: must name the boundary of the parts",
    ),
    (
        "POST /parts/stream",
        MIXED,
        &["--B\r\nContent-Type: application/json\r\n\r\n{\"name\":\"Rex\"}\r\n--B\r\n\r\n{\"na", "me\":\"Tom\"}\r\n--B--"],
        200,
        r#"[{"name":"Rex"},{"name":"Tom"}]"#,
    ),
    ("POST /parts/stream", MIXED, &["--B--"], 200, "[]"),
    (
        "POST /parts/stream",
        MIXED,
        &["--B\r\n\r\n{\"name\":\"Rex\"}\r\n--B\r\n\r\n{\"age\":1}\r\n--B--"],
        400,
        "body /1/name: is required",
    ),
    (
        "POST /parts/stream",
        MIXED,
        &["--B\r\n\r\n{\"name\":\"Rex\"}\r\n--B\r\n\r\n{\"name\":"],
        400,
        "body: is not made of parts: it breaks off",
    ),
    (
        "POST /parts/stream",
        MIXED,
        &["--B\r\nContent-Type: text/plain\r\n\r\n{\"name\":\"Rex\"}\r\n--B--"],
        400,
        "body /0: must be application/json, found text/plain",
    ),
    (
        "POST /parts/pictures",
        &[("content-type", "multipart/related; boundary=\"B\"")],
        &["--B\r\n\r\n{\"name\":\"Rex\"}\r\n--B\r\nContent-Type: image/png\r\n\r\n\u{0}\r", "\n-", "-\r\n--B\r\n\r\nx\r\n--B--"],
        200,
        r#"[{"name":"Rex"},5,1]"#,
    ),
    (
        "POST /parts/pictures",
        &[("content-type", "multipart/related; boundary=\"B\"")],
        &["--B\r\n\r\n{\"name\":\"Rex\"}\r\n--B\r\nContent-Type: image/gif\r\n\r\nx\r\n--B--"],
        400,
        "body /1: must be image/png or image/jpeg, found image/gif",
    ),
    (
        "POST /parts/pictures",
        &[("content-type", "multipart/related; boundary=\"B\"")],
        &["--B\r\n\r\n{\"name\":\"Rex\"}\r\n--B\r\n\r\nx\r\n--B\r\n\r\nx\r\n--B\r\n\r\nx\r\n--B--"],
        400,
        "body: must have at most 3 items",
    ),
    (
        "POST /parts/ranges",
        &[("content-type", "multipart/byteranges; boundary=B")],
        &["--B\r\nContent-Type: video/mp4\r\nContent-Range: bytes 0-2/9\r\n\r\nabc\r\n--B--"],
        200,
        r#"[["bytes 0-2/9",3]]"#,
    ),
    (
        "POST /parts/ranges",
        &[("content-type", "multipart/byteranges; boundary=B")],
        &["--B\r\nContent-Type: video/mp4\r\n\r\nabc\r\n--B--"],
        400,
        "body /0: header Content-Range: is required",
    ),
    (
        "POST /parts/nested",
        FORM,
        &["--B\r\nContent-Disposition: form-data; name=\"pair\"\r\n\r\n7\r\n\
           --B\r\nContent-Disposition: form-data; name=\"form\"\r\n\r\nids=1%7C2&name=a+b\r\n\
           --B\r\nContent-Disposition: form-data; name=\"pair\"\r\n\r\n8\r\n\
           --B\r\nContent-Disposition: form-data; name=\"list\"\r\nContent-Type: multipart/mixed; boundary=C\r\n\r\n\
           --C\r\n\r\n{\"name\":\"Rex\"}\r\n--C\r\n\r\n15\r\n--C--\r\n--B--"],
        200,
        r#"{"form":{"ids":[1,2],"name":"a b"},"list":[[{"name":"Rex"},15]],"pair":[7,"8"]}"#,
    ),
    (
        "POST /parts/nested",
        FORM,
        &["--B\r\nContent-Disposition: form-data; name=\"pair\"\r\n\r\n7\r\n\
           --B\r\nContent-Disposition: form-data; name=\"pair\"\r\n\r\n8\r\n\
           --B\r\nContent-Disposition: form-data; name=\"list\"\r\nContent-Type: multipart/mixed; boundary=C\r\n\r\n\
           --C\r\n\r\n{\"name\":\"Rex\"}\r\n--C\r\nContent-Type: text/html\r\n\r\n15\r\n--C--\r\n--B--"],
        400,
        "body /list/0/1: must be text/plain, found text/html",
    ),
    (
        "POST /parts/nested",
        FORM,
        &["--B\r\nContent-Disposition: form-data; name=\"pair\"\r\n\r\n7\r\n\
           --B\r\nContent-Disposition: form-data; name=\"pair\"\r\n\r\n8\r\n\
           --B\r\nContent-Disposition: form-data; name=\"list\"\r\nContent-Type: multipart/mixed\r\n\r\n--C--\r\n--B--"],
        400,
        "body /list/0: must name the boundary of the parts",
    ),
    (
        "POST /parts/nested",
        FORM,
        &["--B\r\nContent-Disposition: form-data; name=\"pair\"\r\n\r\nx\r\n\
           --B\r\nContent-Disposition: form-data; name=\"pair\"\r\n\r\n8\r\n--B--"],
        400,
        "body /pair/0: must be an integer",
    ),
    (
        "POST /parts/tuple",
        FORM,
        &["--B\r\nContent-Disposition: form-data; name=\"pair\"\r\n\r\n7\r\n\
           --B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nabc\r\n\
           --B\r\nContent-Disposition: form-data; name=\"pair\"\r\n\r\n8\r\n--B--"],
        200,
        r#"[["file",3],[7,"8"]]"#,
    ),
    (
        "POST /parts/tuple",
        FORM,
        &["--B\r\nContent-Disposition: form-data; name=\"pair\"\r\n\r\n7\r\n--B--"],
        400,
        "body /pair: must have at least 2 items",
    ),
    (
        "POST /parts/tuple",
        FORM,
        &["--B\r\nContent-Disposition: form-data; name=\"pair\"\r\n\r\n7\r\n\
           --B\r\nContent-Disposition: form-data; name=\"pair\"\r\n\r\n7\r\n\
           --B\r\nContent-Disposition: form-data; name=\"pair\"\r\n\r\n7\r\n--B--"],
        400,
        "body /pair/2: is not allowed",
    ),
];

async fn drive() -> usize {
    let short = server::router_with(Api, Settings::default().body_limit(70));
    let long = server::router_with(Api, Settings::default().body_limit(700));
    let mut wrong = 0;
    for (line, headers, body, status, expected) in CASES {
        let (method, path) = line.split_once(' ').expect("a method and a path");
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in *headers {
            request = request.header(*name, *value);
        }
        let sent = match body.is_empty() {
            true => Body::empty(),
            false => chunks(body),
        };
        let router = match path.starts_with("/parts/") {
            true => &long,
            false => &short,
        };
        let response = router
            .clone()
            .oneshot(request.body(sent).expect("a request"))
            .await
            .expect("an answer");
        let found = response.status().as_u16();
        let text = to_bytes(response.into_body(), usize::MAX)
            .await
            .expect("a body");
        let text = String::from_utf8(text.to_vec()).expect("a text");
        let text = match found {
            400 => {
                let problem: Value = serde_json::from_str(&text).expect("a problem");
                let fault = &problem["errors"][0];
                format!(
                    "{}: {}",
                    fault["location"].as_str().unwrap_or_default(),
                    fault["detail"].as_str().unwrap_or_default()
                )
            }
            405 => String::new(),
            _ => text,
        };
        let text: Vec<String> = text.split('\n').map(sorted).collect();
        let text = text.join("\n");
        if (found, text.as_str()) != (*status, *expected) {
            println!(
                "{line} {headers:?} {body:?}\n  expected {status} {expected:?}\n  found    {found} {text:?}"
            );
            wrong += 1;
        }
    }
    wrong
}

/// A line with the members of its JSON in one order.
fn sorted(line: &str) -> String {
    let (mark, json) = line.split_at(usize::from(line.starts_with('\u{1e}')));
    match serde_json::from_str::<Value>(json) {
        Ok(value) => format!("{mark}{value}"),
        Err(_) => line.to_owned(),
    }
}

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a run-time");
    let wrong = runtime.block_on(drive());
    assert_eq!(
        wrong,
        0,
        "{wrong} of {} requests are not answered as they should be",
        CASES.len()
    );
}
