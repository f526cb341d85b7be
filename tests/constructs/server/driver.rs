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
    let mut client = Client {
        address: start(),
        failures: 0,
        sent: Vec::new(),
    };
    bodies(&mut client);
    answers(&mut client);
    secured(&mut client);
    routes(&mut client);
    for (request, header, expected) in parameters::ROWS {
        client.expect(request, &[header], "", expected);
    }
    for (request, header, body, expected) in collections::ROWS {
        client.expect(request, &[header], body, expected);
    }
    assert_eq!(client.failures, 0, "requests fared otherwise than expected");
    bombard(client.sent);
}

/// Sends the same requests with a few things wrong with each.
fn bombard(samples: Vec<hostile::Sample>) {
    let number = |name: &str, otherwise| {
        std::env::var(name).map_or(otherwise, |it| it.parse().expect("a number"))
    };
    // What handlers answer on purpose, and bodies that are long on purpose, are left out.
    let samples: Vec<_> = samples
        .into_iter()
        .filter(|it| !it.uri.starts_with("/answers/5") && it.body.len() < 10_000)
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

const JSON: &str = "content-type: application/json";
const FORM: &str = "content-type: application/x-www-form-urlencoded";
const TEXT: &str = "content-type: text/plain";
const PARTS: &str = "content-type: multipart/form-data; boundary=B";

fn bodies(it: &mut Client) {
    let pet = "POST /bodies/json";
    it.expect(
        pet,
        &[JSON],
        r#"{"name": "Rex", "age": 3}"#,
        r#"200 {"age":3,"name":"Rex"}"#,
    );
    it.expect(
        pet,
        &[JSON],
        r#"{"name": "R", "age": 41, "kind": "cow", "more": 1, "friends": [{}, {"name": "Tom"}, {"name": 7}]}"#,
        "400 body /age: must be at most 40; body /friends/0/name: is required; \
         body /friends/2/name: must be a string, found an integer; body /friends: must have at most 2 items; \
         body /kind: must be one of \"cat\", \"dog\"; body /more: is not a known property; \
         body /name: must have at least 2 characters",
    );
    it.expect(
        pet,
        &[JSON],
        "{\"name\"",
        "400 body: EOF while parsing an object at line 1 column 7",
    );
    it.expect(pet, &[JSON], "", "400 body: is required");
    it.expect(
        pet,
        &[JSON],
        r#"{"name": "Rex", "age": 1e30}"#,
        "400 body /age: must be at most 40",
    );
    it.expect(pet, &[TEXT], "Rex", "415");
    it.expect(pet, &[], "{}", "415");
    it.expect(
        pet,
        &[JSON, "accept: image/png"],
        r#"{"name": "Rex"}"#,
        "406",
    );
    let long = format!("{{\"name\": \"{}\"}}", "x".repeat(2000));
    it.expect(pet, &[JSON], &long, "413");

    it.expect("POST /bodies/optional", &[], "", "200 null");
    it.expect(
        "POST /bodies/optional",
        &[JSON],
        r#"{"name": "Rex"}"#,
        r#"200 {"name":"Rex"}"#,
    );
    it.expect(
        "POST /bodies/optional",
        &[JSON],
        "null",
        "400 body: must be an object, found null",
    );
    let nullable = "POST /bodies/nullable";
    it.expect(nullable, &[], "", "200 null");
    it.expect(nullable, &[JSON], "null", "200 null");
    it.expect(nullable, &[JSON], r#"{"x": 1}"#, "200 1");
    it.expect(nullable, &[JSON], "{}", "400 body /x: is required");

    let order = r#"200 {"gift":true,"id":7,"note":"a b","place":{"x":1.5},"sizes":[1,2]}"#;
    let form = "POST /bodies/form";
    it.expect(
        form,
        &[FORM],
        "id=7&sizes=1%202&gift=true&note=a+b&place=%7B%22x%22%3A1.5%7D",
        order,
    );
    it.expect(
        form,
        &[FORM],
        "sizes=1%20100&gift=maybe&place=%7B%7D",
        "400 body /gift: must be a boolean; body /id: is required; body /place/x: is required; \
         body /sizes/1: must be at most 99",
    );
    it.expect(
        form,
        &[FORM],
        "id=7&id=8",
        "400 body /id: must not be given more than once",
    );

    let fields = [
        ("id", "7"),
        ("sizes", "1"),
        ("sizes", "2"),
        ("gift", "true"),
        ("note", "a b"),
        ("place", r#"{"x":1.5}"#),
    ];
    it.expect("POST /bodies/parts", &[PARTS], &multipart(&fields), order);
    it.expect(
        "POST /bodies/parts",
        &[PARTS],
        &multipart(&[("sizes", "100"), ("place", "{}")]),
        "400 body /id: is required; body /place/x: is required; body /sizes/0: must be at most 99",
    );

    let upload = "POST /bodies/upload";
    let file = "x".repeat(5000);
    it.expect(
        upload,
        &[PARTS],
        &multipart(&[
            ("file", &file),
            ("pet", r#"{"name": "Rex"}"#),
            ("id", "seven"),
            ("labels", "a"),
            ("labels", "b"),
            ("more", "1"),
            ("photo", "\u{1}"),
        ]),
        r#"200 [{"file":"file.txt","length":5000},{"pet":{"name":"Rex"}},{"label":"a"},{"label":"b"},{"other":"more"},{"photo":null}]"#,
    );
    it.expect(
        upload,
        &[PARTS],
        &multipart(&[("file", "x")]),
        "400 body /pet: is required",
    );
    it.expect(
        upload,
        &[PARTS],
        &multipart(&[("pet", r#"{"name": "R", "age": 41}"#), ("file", "x")]),
        "400 body /pet/age: must be at most 40; body /pet/name: must have at least 2 characters",
    );
    it.expect(
        upload,
        &[PARTS],
        &multipart(&[("labels", "too long")]),
        "400 body /labels/0: must have at most 5 characters",
    );
    it.expect(
        upload,
        &[PARTS],
        &multipart(&[("labels", "a"), ("file", "x")]),
        "400 body /labels: must have at least 2 items; body /pet: is required",
    );
    it.expect(
        upload,
        &[PARTS],
        &multipart(&[("labels", "a"); 4]),
        "400 body /labels: must have at most 3 items",
    );
    it.expect(
        upload,
        &[PARTS],
        &multipart(&[("file", "x"), ("file", "x")]),
        "400 body /file: must not be given more than once",
    );
    let nameless = "content-type: multipart/form-data";
    let fault = "400 header Content-Type: must name the boundary of the parts";
    it.expect(upload, &[nameless], &multipart(&[]), fault);

    let mixed = "content-type: multipart/mixed; boundary=B";
    it.expect(
        "POST /bodies/mixed",
        &[mixed],
        &multipart(&[("a", "1"), ("b", "2")]),
        r#"200 ["1","2"]"#,
    );

    it.expect("POST /bodies/text", &[TEXT], "abc", r#"200 "abc""#);
    it.expect(
        "POST /bodies/text",
        &[TEXT],
        "!",
        r"400 body: must have at least 2 characters",
    );
    it.expect(
        "POST /bodies/text",
        &[TEXT],
        "a b",
        r"400 body: must match the pattern ^\w+$",
    );

    let octets = "content-type: application/octet-stream";
    let length = "x".repeat(1 << 20);
    it.expect(
        "POST /bodies/stream",
        &[octets],
        &length,
        &format!("200 {length}"),
    );
    it.expect("POST /bodies/stream", &[JSON], "{}", "415");

    let several = "POST /bodies/several";
    it.expect(
        several,
        &[JSON],
        r#"{"name": "Rex"}"#,
        r#"200 {"json":{"name":"Rex"}}"#,
    );
    it.expect(several, &[TEXT], "7", r#"200 {"text":7}"#);
    it.expect(several, &[TEXT], "seven", "400 body: must be an integer");
    it.expect(several, &[FORM], "id=7", r#"200 {"form":{"id":7}}"#);
    it.expect(
        several,
        &["content-type: image/png"],
        "123",
        r#"200 {"image":3}"#,
    );
    it.expect(several, &["content-type: video/mp4"], "123", "415");

    it.expect(
        "POST /bodies/unprocessable",
        &[JSON],
        "{}",
        "422 body /name: is required",
    );
    it.expect(
        "POST /bodies/unprocessable",
        &[JSON],
        r#"{"name": "Rex"}"#,
        r#"200 {"name":"Rex"}"#,
    );

    let account = "POST /bodies/read-only";
    it.expect(
        account,
        &[JSON],
        r#"{"name": "ada", "password": "x"}"#,
        r#"200 {"id":7,"name":"ada"}"#,
    );
    it.expect(
        account,
        &[JSON],
        r#"{"id": 1, "name": "ada"}"#,
        "400 body /password: is required",
    );
    // What callers do not set is as good as not there, whatever it is.
    let taken = r#"200 {"id":7,"name":"ada"}"#;
    let sent = r#"{"id": 1, "name": "ada", "password": "x"}"#;
    it.expect(account, &[JSON], sent, taken);
    let sent = r#"{"id": "one", "name": "ada", "password": "x"}"#;
    it.expect(account, &[JSON], sent, taken);
    it.expect(account, &[FORM], "id=1&name=ada&password=x", taken);
    it.expect(account, &[FORM], "name=ada&password=x", taken);
    let sent = [("id", "1"), ("name", "ada"), ("password", "x")];
    it.expect(account, &[PARTS], &multipart(&sent), taken);
    it.expect(account, &[PARTS], &multipart(&sent[1..]), taken);
    let combined = "POST /bodies/read-only-combined";
    it.expect(
        combined,
        &[JSON],
        r#"{"id": 1, "owner": {"id": 1, "name": "ada"}}"#,
        r#"200 {"owner":{"name":"ada"}}"#,
    );
    it.expect(
        combined,
        &[JSON],
        r#"{"owner": {"id": 1, "serial": "r2"}}"#,
        r#"200 {"owner":{"id":1,"serial":"r2"}}"#,
    );
    it.expect(combined, &[JSON], "{}", "400 body /owner: is required");
}

fn answers(it: &mut Client) {
    let rex = r#"{"name":"Rex"}"#;
    it.expect("GET /answers/200", &[], "", &format!("200 {rex}"));
    let made = it.expect("GET /answers/201", &[], "", &format!("201 {rex}"));
    it.has(&made, "location", "/pets/7");
    it.has(&made, "x-sizes", "1,2");
    it.has(&made, "x-place", "x,1,y,2");
    it.has(&made, "x-exploded", "x=1,y=2");
    it.has(&made, "x-json", r#"{"x":1,"y":2}"#);
    let nothing = it.expect("GET /answers/204", &[], "", "204");
    it.lacks(&nothing, "content-type");
    let unchanged = it.expect("GET /answers/304", &[], "", "304");
    it.lacks(&unchanged, "content-type");
    let elsewhere = it.expect("GET /answers/302", &[], "", "302");
    it.has(&elsewhere, "location", "https://example.com/");
    it.expect("GET /answers/418", &[], "", r#"418 "no""#);
    let other = it.expect("GET /answers/503", &[], "", "503 so be it");
    it.has(&other, "content-type", "text/plain");
    it.expect(
        "GET /answers/x",
        &[],
        "",
        "400 path status: must be an integer",
    );
    it.expect(
        "GET /answers/kinds?kind=json",
        &["accept: text/html"],
        "",
        "406",
    );
    it.expect("DELETE /answers/empty", &[], "", "204");
    it.expect(
        "GET /answers/kinds?kind=json",
        &[],
        "",
        &format!("200 {rex}"),
    );
    it.expect("GET /answers/kinds?kind=text", &[], "", "200 Rex");
    it.expect("GET /answers/kinds", &[], "", "400 query kind: is required");
    for (accept, expected) in [
        ("", format!("200 {rex}")),
        ("accept: */*", format!("200 {rex}")),
        ("accept: text/plain", "200 Rex".to_owned()),
        (
            "accept: application/json;q=0.5, text/*",
            "200 Rex".to_owned(),
        ),
        (
            "accept: text/plain;q=0.5, */*;q=0.7",
            format!("200 {rex}"),
        ),
    ] {
        it.expect("GET /answers/kinds?kind=either", &[accept], "", &expected);
    }
    let fault = "400 query kind: must be one of \"json\", \"text\", \"either\"";
    it.expect("GET /answers/kinds?kind=xml", &[], "", fault);
    let head = it.expect("HEAD /answers/kinds?kind=json", &[], "", "200");
    it.has(&head, "content-length", &rex.len().to_string());
    let lines = "data: {\"name\":\"Rex\"}\n\nevent: born\nid: 2\ndata: {\"name\":\"Tom\"}\n\n";
    let events = it.expect("GET /answers/events", &[], "", &format!("200 {lines}"));
    it.has(&events, "content-type", "text/event-stream");
    it.expect("GET /answers/none", &[], "", "501");
    let fault = "500 answer /name: must have at least 2 characters";
    it.expect("GET /answers/checked?kind=pet", &[], "", fault);
    it.expect("GET /answers/checked?kind=good", &[], "", "201");
}

fn secured(it: &mut Client) {
    // `ada:secret` and `ada:wrong`.
    let (basic, wrong) = (
        "authorization: Basic YWRhOnNlY3JldA==",
        "authorization: Basic YWRhOndyb25n",
    );
    let bearer = "authorization: bearer token";
    for (path, header, expected) in [
        ("key", "x-key: k", r#"200 "key=k""#),
        ("key", "x-key: wrong", "401"),
        ("key", "", "401"),
        ("cookie", "cookie: a=b; session=s", r#"200 "cookie=s""#),
        ("cookie", "cookie: a=b", "401"),
        ("query?api_key=k%20", "", r#"200 "query=k ""#),
        ("query", "", "401"),
        ("basic", basic, r#"200 "basic=ada/secret""#),
        ("basic", wrong, "401"),
        ("basic", bearer, "401"),
        ("bearer", bearer, r#"200 "bearer=token""#),
        ("bearer", basic, "401"),
        (
            "oauth",
            "authorization: Bearer writer",
            r#"200 "oauth=writer""#,
        ),
        ("oauth", bearer, "403"),
        ("oauth", "", "401"),
        ("connect", bearer, r#"200 "connect=token""#),
        (
            "digest",
            "authorization: Digest username=\"ada\"",
            r#"200 "digest=username=\"ada\"""#,
        ),
        ("digest", bearer, "401"),
        ("and", "x-key: k", "401"),
        ("and", basic, "401"),
        ("or", "x-key: k", r#"200 "key=k""#),
        ("or", basic, r#"200 "basic=ada/secret""#),
        ("or", bearer, "401"),
        ("optional", "x-key: k", r#"200 "key=k""#),
        ("optional", "", "200 null"),
        ("open", "", r#"200 "open""#),
    ] {
        it.expect(&format!("GET /secured/{path}"), &[header], "", expected);
    }
    it.expect(
        "GET /secured/and",
        &["x-key: k", basic],
        "",
        r#"200 "key=k&basic=ada/secret""#,
    );
    let either = it.expect("GET /secured/or", &[], "", "401");
    it.has(
        &either,
        "www-authenticate",
        "ApiKey in=\"header\", name=\"X-Key\"",
    );
    it.has(
        &either,
        "www-authenticate",
        "Basic realm=\"api\", charset=\"UTF-8\"",
    );
    let scopes = it.expect("GET /secured/oauth", &[bearer], "", "403");
    it.has(
        &scopes,
        "www-authenticate",
        "Bearer error=\"insufficient_scope\", scope=\"read write\"",
    );
}

fn routes(it: &mut Client) {
    it.expect("GET /routes/7", &[], "", r#"200 ["one","7"]"#);
    it.expect("GET /routes/a%2Fb%20c", &[], "", r#"200 ["one","a/b c"]"#);
    it.expect("GET /routes/7.json", &[], "", r#"200 ["json","7"]"#);
    it.expect("GET /routes/all", &[], "", r#"200 "all""#);
    it.expect("GET /routes/7/parts/2", &[], "", r#"200 ["7",2]"#);
    it.expect(
        "GET /routes/7/parts/0",
        &[],
        "",
        "400 path part: must be at least 1",
    );
    it.expect("GET /routes/7/parts", &[], "", "404");
    it.expect("GET /nowhere", &[], "", "404");
    let wrong = it.expect("PATCH /bodies/json", &[], "", "405");
    it.has(&wrong, "allow", "POST");
    let wrong = it.expect("DELETE /routes/7", &[], "", "405");
    it.has(&wrong, "allow", "GET, HEAD");
}

/// A body of parts; the one called `file` has the name of a file.
fn multipart(parts: &[(&str, &str)]) -> String {
    let mut text = String::new();
    for (name, content) in parts {
        let file = if *name == "file" {
            "; filename=\"file.txt\""
        } else {
            ""
        };
        text += &format!(
            "--B\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{content}\r\n"
        );
    }
    text + "--B--\r\n"
}

/// The server, on a thread of its own.
fn start() -> SocketAddr {
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
            let settings = Settings::default().body_limit(1000).check_answers(true);
            let router = server::router_with(Api, Api, settings);
            let collections = ::collections::server::collections::router(Api);
            let router = router.merge(collections);
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
