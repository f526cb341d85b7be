//! Implements every operation of the constructs, and sends what is good and what is bad to each, over TCP.
#![allow(deprecated)]

use std::collections::VecDeque;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::pin::Pin;
use std::sync::mpsc;
use std::task::{Context, Poll};

use axum::http::request::Parts;
use constructs::api::answers::*;
use constructs::api::bodies::*;
use constructs::api::routes::*;
use constructs::api::secured::*;
use constructs::api::{Body, Event, EventStream, Multipart};
use constructs::server::{self, Authenticator, Credential, Denied, Problem, Secret, Settings};
use constructs::types::{Account, KindsKind, Pet, Place};
use serde_json::{Value, json};
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

mod collections;
mod hostile;
mod parameters;
mod proxy_collections;
mod proxy_constructs;
mod rows;
mod wire;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<std::alloc::System> = &INSTRUMENTED_SYSTEM;

struct Api;

impl BodiesApi for Api {
    type Error = Problem;

    async fn json(&self, request: JsonRequest) -> Result<Value, Problem> {
        Ok(json!(request.body))
    }

    async fn optional(&self, request: OptionalRequest) -> Result<Value, Problem> {
        Ok(json!(request.body))
    }

    async fn nullable(&self, request: NullableRequest) -> Result<Value, Problem> {
        Ok(json!(request.body.map(|it| it.x)))
    }

    async fn form(&self, request: FormRequest) -> Result<Value, Problem> {
        Ok(json!(request.body))
    }

    async fn parts(&self, request: PartsRequest) -> Result<Value, Problem> {
        Ok(json!(request.body))
    }

    async fn upload(&self, request: UploadRequest) -> Result<Value, Problem> {
        let mut body: Multipart<UploadPart> = request.body;
        let mut found = Vec::new();
        while let Some(part) = body.next().await? {
            found.push(match part {
                UploadPart::Pet(it) => json!({ "pet": it }),
                UploadPart::Labels(it) => json!({ "label": it }),
                UploadPart::File(mut it) => {
                    let name = it.file_name().map(str::to_owned);
                    let mut length = 0;
                    while let Ok(Some(chunk)) = it.chunk().await {
                        length += chunk.len();
                    }
                    json!({ "file": name, "length": length })
                }
                UploadPart::Photo(it) => json!({ "photo": it.content_type() }),
                UploadPart::Other(it) => json!({ "other": it.name() }),
            });
        }
        Ok(json!(found))
    }

    async fn mixed(&self, mut request: MixedRequest) -> Result<Value, Problem> {
        let mut texts = Vec::new();
        while let Some(part) = request.body.next().await? {
            texts.push(part.text(100).await.unwrap_or_default());
        }
        Ok(json!(texts))
    }

    async fn text(&self, request: TextRequest) -> Result<Value, Problem> {
        Ok(json!(request.body))
    }

    async fn stream(&self, request: StreamRequest) -> Result<Body, Problem> {
        Ok(request.body)
    }

    async fn several(&self, request: SeveralRequest) -> Result<Value, Problem> {
        Ok(match request.body {
            SeveralBody::Json(it) => json!({ "json": it }),
            SeveralBody::Text(it) => json!({ "text": it }),
            SeveralBody::Form(it) => json!({ "form": it }),
            SeveralBody::ImageAny(it) => {
                json!({ "image": it.collect(100).await.unwrap_or_default().len() })
            }
        })
    }

    async fn unprocessable(
        &self,
        request: UnprocessableRequest,
    ) -> Result<UnprocessableResponse, Problem> {
        Ok(UnprocessableResponse::Ok(json!(request.body)))
    }

    async fn read_only(&self, request: ReadOnlyRequest) -> Result<Account, Problem> {
        let sent = match request.body {
            ReadOnlyBody::Json(it) | ReadOnlyBody::Form(it) | ReadOnlyBody::Multipart(it) => it,
        };
        Ok(Account {
            id: sent.id.or(Some(7)),
            ..sent
        })
    }

    async fn read_only_combined(
        &self,
        request: ReadOnlyCombinedRequest,
    ) -> Result<Value, Problem> {
        Ok(json!(request.body))
    }
}

fn pet(name: &str) -> Pet {
    Pet {
        name: name.to_owned(),
        age: None,
        kind: None,
        friends: None,
    }
}

/// Events that are there at once.
struct Ready(VecDeque<Event<Pet>>);

impl futures_core::Stream for Ready {
    type Item = Event<Pet>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Event<Pet>>> {
        Poll::Ready(self.0.pop_front())
    }
}

impl AnswersApi for Api {
    type Error = Problem;

    async fn statuses(&self, request: StatusesRequest) -> Result<StatusesResponse, Problem> {
        let status = u16::try_from(request.status).ok();
        let status = status.and_then(|it| axum::http::StatusCode::from_u16(it).ok());
        Ok(match (request.status, status) {
            (200, _) => StatusesResponse::Ok(pet("Rex")),
            (201, _) => StatusesResponse::Created {
                location: "/pets/7".to_owned(),
                x_sizes: Some(vec![1, 2]),
                x_place: Some(Place { x: 1, y: 2 }),
                x_exploded: Some(Place { x: 1, y: 2 }),
                x_json: Some(Place { x: 1, y: 2 }),
                body: pet("Rex"),
            },
            (204, _) => StatusesResponse::NoContent,
            (302, _) => StatusesResponse::Found {
                location: "https://example.com/".to_owned(),
            },
            (400..500, Some(status)) => StatusesResponse::ClientError(status, "no".to_owned()),
            (_, Some(status)) => StatusesResponse::Default(status, "so be it".to_owned()),
            (_, None) => return Err(Problem::new(axum::http::StatusCode::NOT_FOUND)),
        })
    }

    /// Answers that are not as documented, which is noticed.
    async fn checked(&self, request: CheckedRequest) -> Result<CheckedResponse, Problem> {
        Ok(match request.kind.as_str() {
            "pet" => CheckedResponse::Ok(pet("R")),
            _ => CheckedResponse::Success(axum::http::StatusCode::CREATED),
        })
    }

    async fn empty(&self) -> Result<(), Problem> {
        Ok(())
    }

    async fn kinds(&self, request: KindsRequest) -> Result<KindsOkBody, Problem> {
        let accepted = request.accept.best(&["application/json", "text/plain"]);
        Ok(match request.kind {
            KindsKind::Text => KindsOkBody::Text("Rex".to_owned()),
            KindsKind::Either if accepted == Some("text/plain") => {
                KindsOkBody::Text("Rex".to_owned())
            }
            _ => KindsOkBody::Json(pet("Rex")),
        })
    }

    async fn events(&self) -> Result<EventStream<Pet>, Problem> {
        let second = Event {
            event: Some("born".to_owned()),
            id: Some("2".to_owned()),
            data: pet("Tom"),
        };
        Ok(EventStream::new(Ready([pet("Rex").into(), second].into())))
    }
}

impl Authenticator for Api {
    type Principal = String;

    /// Takes any secret but `wrong`, and grants no scope but `read`.
    async fn authenticate(&self, all: &[Credential<'_>], _: &Parts) -> Result<String, Denied> {
        let secrets = all.iter().map(|it| match &it.secret {
            Secret::Basic { username, password } => format!("{}={username}/{password}", it.scheme),
            other => format!("{}={}", it.scheme, other.as_str().unwrap_or_default()),
        });
        let secrets: Vec<String> = secrets.collect();
        if secrets.iter().any(|it| it.ends_with("wrong")) {
            return Err(Denied::Unauthorized);
        }
        let mut scopes = all.iter().flat_map(|it| it.scopes);
        match scopes.any(|it| it == "write") && !secrets.iter().any(|it| it.ends_with("writer")) {
            true => Err(Denied::Forbidden),
            false => Ok(secrets.join("&")),
        }
    }
}

macro_rules! who {
    ($($name:ident)*) => {$(
        async fn $name(&self, caller: String) -> Result<Value, Problem> {
            Ok(json!(caller))
        }
    )*};
}

impl SecuredApi for Api {
    type Error = Problem;
    type Principal = String;

    who! { key cookie query basic bearer oauth connect digest both either }

    async fn anyone(&self, caller: Option<String>) -> Result<Value, Problem> {
        Ok(json!(caller))
    }

    async fn open(&self) -> Result<Value, Problem> {
        Ok(json!("open"))
    }
}

impl RoutesApi for Api {
    type Error = Problem;

    async fn one(&self, request: OneRequest) -> Result<Value, Problem> {
        Ok(json!(["one", request.id]))
    }

    async fn one_as_json(&self, request: OneAsJsonRequest) -> Result<Value, Problem> {
        Ok(json!(["json", request.id]))
    }

    async fn two(&self, request: TwoRequest) -> Result<Value, Problem> {
        Ok(json!([request.id, request.part]))
    }

    async fn all(&self) -> Result<Value, Problem> {
        Ok(json!("all"))
    }
}

fn main() {
    let sent = try_all(start(whole()), |_| true);
    // The same again by way of the emitted clients, over the same handlers: what they send is read as what was sent, and
    // what they read is answered as it came.
    try_all(start(by_clients()), is_alike);
    bombard(sent);
}

/// Whether a request fares alike by way of a client. Parts whose faults are found while they are passed on break off; one that
/// says nothing of its media type is sent as the documented one; and what is streamed has no length.
fn is_alike(row: &rows::Row) -> bool {
    let breaks_off = ["/bodies/upload", "/wire/parts", "/collections/35"];
    let is_of = |uri: &&str| row.request.ends_with(*uri);
    let differs = row.expected.contains("\"photo\":null") || row.expected.starts_with("400");
    !(breaks_off.iter().any(is_of) && differs) && !row.request.ends_with("/wire/any")
}

/// Sends all requests that are wanted, and holds the answers against those that are expected; what was sent.
fn try_all(address: SocketAddr, is_wanted: fn(&rows::Row) -> bool) -> Vec<hostile::Sample> {
    let mut client = Client {
        address,
        failures: 0,
        sent: Vec::new(),
    };
    let rows = rows::rows(include_str!("requests.txt"));
    for row in rows.into_iter().filter(is_wanted) {
        client.try_row(&row);
    }
    for (request, header, expected) in parameters::ROWS {
        client.expect(request, &[header], "", expected);
    }
    for (request, header, body, expected) in collections::ROWS {
        let row = rows::Row {
            request: (*request).to_owned(),
            expected: (*expected).to_owned(),
            ..rows::Row::default()
        };
        if is_wanted(&row) {
            client.expect(request, &[header], body, expected);
        }
    }
    assert_eq!(client.failures, 0, "requests fared otherwise than expected");
    client.sent
}

/// A server over the handlers.
fn whole() -> axum::Router {
    let settings = Settings::default().body_limit(1000).check_answers(true);
    let router = server::router_with(Api, Api, settings);
    router.merge(::collections::server::collections::router(Api))
}

/// A server that calls that one with the emitted clients.
fn by_clients() -> axum::Router {
    let client = || {
        let builder = constructs::client::Client::builder("http://localhost");
        proxy_constructs::Proxy(builder.transport(whole()).build().expect("a client"))
    };
    let settings = Settings::default().body_limit(1000);
    let router = server::router_with(client(), client(), settings);
    let builder = ::collections::client::Client::builder("http://localhost");
    let client = builder.transport(whole()).build().expect("a client");
    let collections = ::collections::server::collections::router(proxy_collections::Proxy(client));
    router.merge(collections)
}

/// Sends the same requests with a few things wrong with each.
fn bombard(samples: Vec<hostile::Sample>) {
    let number = |name: &str, otherwise| {
        std::env::var(name).map_or(otherwise, |it| it.parse().expect("a number"))
    };
    // What handlers answer on purpose, and bodies that are long on purpose, are left out.
    let on_purpose = ["/answers/5", "/wire/any", "/wire/boundary", "/wire/sent"];
    let samples: Vec<_> = samples
        .into_iter()
        .filter(|it| !on_purpose.iter().any(|uri| it.uri.starts_with(uri)))
        .filter(|it| it.body.len() < 10_000)
        .collect();
    let (count, seed) = (
        number("HOSTILE_REQUESTS", 20_000),
        number("HOSTILE_SEED", 0),
    );
    let router = server::router_with(Api, Api, Settings::default().body_limit(10_000));
    let router = router.merge(::collections::server::collections::router(Api));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime");
    let statuses = runtime.block_on(hostile::bombard(router, &samples, seed, count, || {
        ALLOCATOR.stats().bytes_allocated
    }));
    for status in [200, 400, 401, 404, 405, 406, 413, 415, 422] {
        assert!(statuses.get(&status) > Some(&0), "{status}: {statuses:?}");
    }
}

/// The server, on a thread of its own.
fn start(router: axum::Router) -> SocketAddr {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_io()
            .build();
        runtime.expect("a runtime").block_on(async move {
            let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await;
            let listener = listener.expect("a free port");
            sender
                .send(listener.local_addr().expect("an address"))
                .expect("somebody waits");
            axum::serve(listener, router)
                .await
                .expect("serving goes on");
        });
    });
    receiver.recv().expect("the server starts")
}

struct Client {
    address: SocketAddr,
    failures: usize,
    /// What has been sent.
    sent: Vec<hostile::Sample>,
}

struct Answer {
    request: String,
    headers: Vec<(String, String)>,
}

impl Client {
    fn try_row(&mut self, row: &rows::Row) {
        let headers: Vec<&str> = row.headers.iter().map(String::as_str).collect();
        let answer = self.expect(&row.request, &headers, &row.body, &row.expected);
        for (name, value) in &row.has {
            self.has(&answer, name, value);
        }
        for name in &row.lacks {
            self.lacks(&answer, name);
        }
    }

    /// Sends a request; `expected` is the status, and behind it the body, or the faults of a problem where it has any.
    fn expect(&mut self, request: &str, headers: &[&str], body: &str, expected: &str) -> Answer {
        let (method, uri) = request.split_once(' ').expect("a method and a path");
        let pairs = headers.iter().filter_map(|it| it.split_once(": "));
        self.sent.push(hostile::Sample {
            method: method.to_owned(),
            uri: uri.to_owned(),
            headers: pairs
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            body: body.into(),
        });
        let (found, headers) = self.send(request, headers, body);
        if found != expected {
            self.fail(request, expected, &found);
        }
        Answer {
            request: request.to_owned(),
            headers,
        }
    }

    fn has(&mut self, answer: &Answer, name: &str, value: &str) {
        let mut values = answer
            .headers
            .iter()
            .filter(|it| it.0 == name)
            .map(|it| &it.1);
        if !values.any(|it| it == value) {
            self.fail(
                &answer.request,
                &format!("{name}: {value}"),
                &format!("{:?}", answer.headers),
            );
        }
    }

    fn lacks(&mut self, answer: &Answer, name: &str) {
        if answer.headers.iter().any(|it| it.0 == name) {
            self.fail(
                &answer.request,
                &format!("no {name}"),
                &format!("{:?}", answer.headers),
            );
        }
    }

    fn fail(&mut self, request: &str, expected: &str, found: &str) {
        let short = |it: &str| it.chars().take(1000).collect::<String>();
        println!(
            "{request}\n  expected {}\n  found    {}",
            short(expected),
            short(found)
        );
        self.failures += 1;
    }

    fn send(&self, request: &str, headers: &[&str], body: &str) -> (String, Vec<(String, String)>) {
        let mut text = format!("{request} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        for header in headers.iter().filter(|it| !it.is_empty()) {
            text += &format!("{header}\r\n");
        }
        if !body.is_empty() {
            text += &format!("Content-Length: {}\r\n", body.len());
        }
        text += "\r\n";
        text += body;
        let mut stream = TcpStream::connect(self.address).expect("the server listens");
        let mut writer = stream.try_clone().expect("two handles");
        // What is streamed back has to be read while it is written.
        let sending = std::thread::spawn(move || writer.write_all(text.as_bytes()));
        let mut answer = Vec::new();
        // A server that has refused a body closes without reading the rest.
        let _ = stream.read_to_end(&mut answer);
        let _ = sending.join();
        let end = answer
            .windows(4)
            .position(|it| it == b"\r\n\r\n")
            .unwrap_or(answer.len());
        let head = String::from_utf8_lossy(&answer[..end]).into_owned();
        let mut lines = head.lines();
        let status = lines
            .next()
            .and_then(|it| it.split(' ').nth(1))
            .unwrap_or("none");
        let headers: Vec<(String, String)> = lines
            .filter_map(|it| it.split_once(": "))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect();
        let is = |name: &str, value: &str| headers.iter().any(|it| it.0 == name && it.1 == value);
        let body = answer.get(end + 4..).unwrap_or_default();
        let body = match is("transfer-encoding", "chunked") {
            true => unchunked(body),
            false => body.to_vec(),
        };
        let body = String::from_utf8_lossy(&body).into_owned();
        let shown = match is("content-type", "application/problem+json") {
            true => faults(&body),
            false => body,
        };
        (
            format!("{status} {shown}").trim_end_matches(' ').to_owned(),
            headers,
        )
    }
}

fn faults(problem: &str) -> String {
    let problem: Value = serde_json::from_str(problem).unwrap_or_default();
    let faults = problem["errors"].as_array().into_iter().flatten();
    let text = |it: &Value| it.as_str().unwrap_or_default().to_owned();
    let faults = faults.map(|it| format!("{}: {}", text(&it["location"]), text(&it["detail"])));
    let mut faults: Vec<String> = faults.collect();
    faults.sort();
    faults.join("; ")
}

fn unchunked(mut rest: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    while let Some(end) = rest.windows(2).position(|it| it == b"\r\n") {
        let size = std::str::from_utf8(&rest[..end]).ok();
        let size = size
            .and_then(|it| usize::from_str_radix(it, 16).ok())
            .unwrap_or(0);
        let Some(chunk) = rest
            .get(end + 2..end + 2 + size)
            .filter(|it| !it.is_empty())
        else {
            break;
        };
        whole.extend_from_slice(chunk);
        rest = rest.get(end + 4 + size..).unwrap_or_default();
    }
    whole
}
