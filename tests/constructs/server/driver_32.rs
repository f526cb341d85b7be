//! Implements the operations of `openapi_32.yaml`, and sends what is good and what is bad to each.

use axum::body::{Body, Bytes, to_bytes};
use axum::http::Request;
use later::api::items::*;
use later::api::{Items, ItemsApi};
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
];

async fn drive() -> usize {
    let router = server::router_with(Api, Settings::default().body_limit(70));
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
