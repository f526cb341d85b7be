//! Requests to a mock server in process → its answers.

use std::collections::HashSet;
use std::fs;
use std::future::Future;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request};
use http_body_util::BodyExt as _;
use tower_service::Service as _;
use verbatim_serve::Inputs;
use verbatim_serve::args::{Answers, Share};
use verbatim_serve::guard::Guard;
use verbatim_serve::mock::Mock;

/// A server, and what it tells.
struct Server {
    router: Router,
    told: Receiver<String>,
    runtime: tokio::runtime::Runtime,
}

/// An answer.
#[derive(Debug)]
struct Answer {
    status: u16,
    headers: HeaderMap,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |it| it.to_str().expect("a text"))
    }

    fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).expect("JSON")
    }
}

fn server_with(document: &str, how: &Answers, guard: Guard) -> Server {
    let folder = tempfile::tempdir().expect("a folder");
    let spec = folder.path().join("api.yaml");
    fs::write(&spec, document).expect("it can be written");
    let inputs = Inputs {
        spec,
        config: None,
        target: None,
        overlays: Vec::new(),
        allow_outside: false,
    };
    let loaded = inputs
        .read(&mut verbatim_files::Watched::default())
        .expect("a document");
    let (sender, told) = channel();
    let sender = Mutex::new(sender);
    let tell = Arc::new(move |line: &str| {
        // The test may be over.
        let _ = sender.lock().expect("nobody panics").send(line.to_owned());
    });
    let mock = Mock::new(loaded, how, guard, tell).expect("a server");
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build();
    Server {
        router: mock.router,
        told,
        runtime: runtime.expect("a runtime"),
    }
}

fn server(document: &str) -> Server {
    server_with(document, &Answers::default(), Guard::default())
}

impl Server {
    fn wait<T>(&self, it: impl Future<Output = T>) -> T {
        self.runtime.block_on(it)
    }

    /// Sends `GET /a` with headers and a body.
    fn send(&self, request: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let (method, target) = request.split_once(' ').expect("a method and a target");
        let mut request = Request::builder().method(method).uri(target);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if !body.is_empty() {
            request = request.header("content-length", body.len());
        }
        let request = request
            .body(Body::from(body.to_owned()))
            .expect("a request");
        let mut router = self.router.clone();
        self.wait(async {
            let Ok(response) = router.call(request).await;
            let (head, body) = response.into_parts();
            let body = body.collect().await.expect("a body").to_bytes();
            Answer {
                status: head.status.as_u16(),
                headers: head.headers,
                body: String::from_utf8_lossy(&body).into_owned(),
            }
        })
    }

    fn get(&self, target: &str) -> Answer {
        self.send(&format!("GET {target}"), &[], "")
    }
}

const PETS: &str = "
openapi: 3.1.0
info: {title: Pets <b>, version: '1'}
servers: [{url: 'https://example.com/{v}', variables: {v: {default: v1}}}]
security: []
paths:
  /pets:
    get:
      parameters: [{name: limit, in: query, schema: {type: integer, maximum: 100}}]
      responses:
        '200':
          description: Some
          headers:
            X-Total: {required: true, schema: {type: integer, minimum: 3}}
            Transfer-Encoding: {schema: {type: string}}
            Content-Length: {schema: {type: integer}, example: 7}
            Link: {schema: {type: string}, example: '</pets?page=2>; rel=next'}
          content:
            application/json:
              schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}
              examples:
                wrong: {value: [{name: T}]}
                cats: {value: [{name: Tom}]}
                dogs: {value: [{name: Rex}]}
            application/xml: {schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}}
            text/csv: {schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}}
        '400': {description: Wrong, content: {application/json: {schema: {type: object, required: [message], properties: {message: {type: string, example: no}}}}}}
        5XX: {description: Down, content: {text/plain: {example: down}}}
    post:
      deprecated: true
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
      responses: {'204': {description: Done}, '201': {description: Made, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}, '422': {description: Wrong}}
  /pets/{id}:
    get:
      security: [{key: []}]
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      responses: {default: {description: A tree, content: {application/json: {schema: {$ref: '#/components/schemas/Tree'}}}}}
  /events:
    get:
      responses: {'200': {description: Events, content: {text/event-stream: {schema: {type: string, example: tick}}, application/jsonl: {schema: {type: array, items: {type: integer}}, example: [1, 2]}}}}
  /photo:
    get: {responses: {'200': {description: Bytes, content: {image/*: {schema: {type: string, format: binary}}}}}}
  /plain:
    get: {responses: {'200': {description: None, content: {text/plain: {schema: {type: object, required: [a], properties: {a: {type: string}}}}}}}}
  /never:
    get: {responses: {'200': {description: None, content: {application/json: {schema: {type: integer, minimum: 5, maximum: 4}}}}}}
components:
  securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}
  schemas:
    Pet: {type: object, required: [name], properties: {name: {type: string, minLength: 2}, age: {type: integer, readOnly: true}, secret: {type: string, writeOnly: true}}}
    Tree: {type: object, required: [leaf], properties: {leaf: {type: boolean}, left: {$ref: '#/components/schemas/Tree'}, right: {$ref: '#/components/schemas/Tree'}}}
";

#[test]
fn answers_are_what_the_document_has_or_its_schemas() {
    let server = server(PETS);
    let pets = server.get("/pets?limit=1");
    assert_eq!(
        (pets.status, pets.body.as_str()),
        (200, r#"[{"name":"Tom"}]"#),
        "the first that is valid"
    );
    assert_eq!(pets.header("content-type"), "application/json");
    assert_eq!(
        (pets.header("x-total"), pets.header("link")),
        ("3", "</pets?page=2>; rel=next")
    );
    // What is the connection's to say is left to it.
    assert_eq!(pets.header("transfer-encoding"), "");
    // A client may have the base path, or not.
    assert_eq!(server.get("/v1/pets").body, pets.body);
    assert_eq!(server.get("/v2/pets").status, 404);
    let xml = server.send("GET /pets", &[("accept", "application/xml, */*;q=0.1")], "");
    assert_eq!(xml.header("content-type"), "application/xml");
    assert!(xml.body.contains("<name>string</name>"), "{}", xml.body);
    assert!(!xml.body.contains("secret"), "{}", xml.body);
    let csv = server.send("GET /pets", &[("accept", "text/csv")], "");
    assert_eq!(csv.body, "name,age\r\nstring,0\r\n");
    let made = server.send(
        "POST /pets",
        &[("content-type", "application/json")],
        r#"{"name": "Tom"}"#,
    );
    assert_eq!((made.status, made.header("deprecation")), (201, "@0"));
    assert_eq!(made.json(), serde_json::json!({"name": "string", "age": 0}));
    let head = server.send("HEAD /pets", &[], "");
    assert_eq!(
        (head.status, head.header("x-total"), head.body.as_str()),
        (200, "3", "")
    );
    let tree = server.send("GET /pets/1", &[("x-key", "any")], "");
    assert_eq!(
        tree.status, 200,
        "default stands for a success where there is no other"
    );
    assert_eq!(tree.json()["leaf"], true);
    let events = server.get("/events");
    assert_eq!(
        (events.header("content-type"), events.body.as_str()),
        ("text/event-stream", "data: tick\n\n")
    );
    let lines = server.send("GET /events", &[("accept", "application/jsonl")], "");
    assert_eq!(lines.body, "1\n2\n");
    let photo = server.send("GET /photo", &[("accept", "image/webp")], "");
    assert_eq!(
        (photo.status, photo.header("content-type")),
        (200, "image/webp")
    );
    assert_eq!(server.get("/plain").status, 500, "no text is an object");
    assert_eq!(server.get("/never").status, 500, "there is no such value");
}

#[test]
fn preferences_choose_among_answers() {
    let server = server(PETS);
    let preferring = |preference: &str| server.send("GET /pets", &[("prefer", preference)], "");
    let dogs = preferring("example=dogs");
    assert_eq!(
        (dogs.body.as_str(), dogs.header("preference-applied")),
        (r#"[{"name":"Rex"}]"#, "example=\"dogs\"")
    );
    assert_eq!(
        preferring("example=wrong").body,
        r#"[{"name":"T"}]"#,
        "whoever asks for it by name gets it"
    );
    assert_eq!(preferring("example=mice").status, 404);
    let wrong = preferring("code=400");
    assert_eq!(
        (wrong.status, wrong.body.as_str()),
        (400, r#"{"message":"no"}"#)
    );
    let down = preferring("code=502");
    assert_eq!((down.status, down.body.as_str()), (502, "down"));
    for code in ["404", "0", "abc", ""] {
        assert_eq!(
            preferring(&format!("code=\"{code}\"")).status,
            404,
            "{code}"
        );
    }
    assert_eq!(server.get("/pets?__code=400&limit=1").status, 400);
    assert_eq!(
        server.get("/pets?limit=1000&__code=200").status,
        400,
        "no success of what is wrong"
    );
    let made = preferring("dynamic=true").json();
    assert_ne!(made, serde_json::json!([{"name": "Tom"}]));
}

#[test]
fn what_an_emitted_server_refuses_is_refused() {
    let server = server(PETS);
    let documented = server.get("/pets?limit=x");
    assert_eq!(
        (documented.status, documented.body.as_str()),
        (400, r#"{"message":"no"}"#)
    );
    let empty = server.send(
        "POST /pets",
        &[("content-type", "application/json")],
        r#"{"name": ""}"#,
    );
    assert_eq!(
        (empty.status, empty.body.as_str()),
        (422, ""),
        "the one of the two that is documented"
    );
    assert_eq!(
        server
            .send("POST /pets", &[("content-type", "text/plain")], "x")
            .status,
        415
    );
    assert_eq!(server.send("DELETE /pets", &[], "").status, 405);
    assert_eq!(
        server.send("DELETE /pets", &[], "").header("allow"),
        "GET,HEAD,POST"
    );
    assert_eq!(
        server.get("/mice").header("content-type"),
        "application/problem+json"
    );
    let unknown = server.get("/pets/1");
    assert_eq!(unknown.status, 401);
    assert_eq!(
        unknown.header("www-authenticate"),
        "ApiKey in=\"header\", name=\"X-Key\""
    );
    assert_eq!(
        server
            .send("GET /photo", &[("accept", "text/plain")], "")
            .status,
        406
    );
    assert_eq!(server.send("GET /photo", &[("accept", "")], "").status, 200);
}

#[test]
fn examples_that_are_not_valid_are_told() {
    let server = server(PETS);
    let told = server
        .told
        .recv_timeout(Duration::from_secs(20))
        .expect("a line");
    assert!(
        told.contains("api.yaml:22:40: warning: an example of 200 of GET /pets is not valid: `/0/name` must have at least 2 characters")
            && told.ends_with("`Prefer: example=wrong` alone"),
        "{told}"
    );
}

#[test]
fn chance_is_the_same_for_the_same_seed() {
    let document = PETS.replace("security: [{key: []}]", "");
    let answers = |seed| {
        let how = Answers {
            dynamic: true,
            seed,
            ..Answers::default()
        };
        let server = server_with(&document, &how, Guard::default());
        let all: Vec<String> = (0..4)
            .map(|it| server.get(&format!("/pets/{it}")).body)
            .collect();
        all
    };
    assert_eq!(answers(7), answers(7));
    assert_ne!(answers(7), answers(8));
    let all = answers(7);
    assert!(all.iter().any(|it| *it != all[0]), "{all:?}");
}

#[test]
fn those_who_test_clients_have_failures_and_delays() {
    let how = Answers {
        fail: Share(Share::WHOLE),
        ..Answers::default()
    };
    let server = server_with(PETS, &how, Guard::default());
    let documented = server.get("/pets");
    assert_eq!((documented.status, documented.body.as_str()), (500, "down"));
    let other = server.get("/events");
    assert_eq!((other.status, other.header("retry-after")), (503, "1"));
    let how = Answers {
        fail: Share(Share::WHOLE / 4),
        delay: Duration::from_millis(3),
        ..Answers::default()
    };
    let server = server_with(PETS, &how, Guard::default());
    let start = Instant::now();
    let failed = (0..100)
        .filter(|_| server.get("/pets").status == 500)
        .count();
    assert!((10..40).contains(&failed), "{failed} of 100");
    assert!(start.elapsed() > Duration::from_millis(300));
}

#[test]
fn pages_of_others_cannot_call_unless_they_are_named() {
    let guard = Guard {
        names: Vec::new(),
        origins: vec!["https://a.test".to_owned()],
    };
    let server = server_with(PETS, &Answers::default(), guard);
    let by = |origin: &str| {
        server.send(
            "GET /pets",
            &[("host", "localhost:80"), ("origin", origin)],
            "",
        )
    };
    assert_eq!(
        by("https://a.test").header("access-control-allow-origin"),
        "https://a.test"
    );
    assert_eq!(
        by("http://localhost:80").header("access-control-allow-origin"),
        "http://localhost:80"
    );
    assert_eq!(
        by("https://b.test").header("access-control-allow-origin"),
        ""
    );
    let ahead = [
        ("origin", "https://a.test"),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "x-key"),
    ];
    let preflight = server.send("OPTIONS /pets", &ahead, "");
    assert_eq!(
        (
            preflight.status,
            preflight.header("access-control-allow-methods")
        ),
        (204, "POST")
    );
    assert_eq!(preflight.header("access-control-allow-headers"), "x-key");
    assert_eq!(server.send("OPTIONS /pets", &[ahead[1]], "").status, 405);
    assert_eq!(
        server
            .send("GET /pets", &[("host", "evil.test")], "")
            .status,
        421
    );
}

#[test]
fn the_page_leaves_the_api_its_paths() {
    let pets = server(PETS);
    let page = pets.get("/");
    assert_eq!(
        (page.status, page.header("content-type")),
        (200, "text/html; charset=utf-8")
    );
    assert!(page.body.contains("Pets &lt;b&gt;"), "{}", page.body);
    let policy = page.header("content-security-policy");
    assert!(policy.contains("default-src 'none'"), "{policy}");
    // Whatever it refers to is there.
    let mut open = vec!["index.html".to_owned()];
    let mut seen = HashSet::new();
    while let Some(path) = open.pop() {
        if !seen.insert(path.clone()) {
            continue;
        }
        let file = pets.get(&format!("/{path}"));
        assert_eq!(file.status, 200, "{path}");
        let folder = path.rsplit_once('/').map_or("", |it| it.0);
        for it in file
            .body
            .split('"')
            .filter(|it| it.ends_with(".html") || it.ends_with(".css"))
        {
            let it = match it.strip_prefix("../") {
                Some(it) => it.to_owned(),
                None if folder.is_empty() => it.to_owned(),
                None => format!("{folder}/{it}"),
            };
            let is_plain = |it: u8| it.is_ascii_alphanumeric() || b"-_./".contains(&it);
            open.extend(it.bytes().all(is_plain).then_some(it));
        }
    }
    assert!(seen.len() > 8, "{seen:?}");
    let is_known = |it: &String| match it.split_once('/') {
        Some((folder, _)) => ["assets", "operations", "schemas", "tags"].contains(&folder),
        None => it.ends_with(".html"),
    };
    assert!(
        seen.iter().all(is_known),
        "{seen:?} are what makes room for the page"
    );
    for path in ["/", "/{id}", "/schemas/{id}", "/a.html"] {
        let document = format!(
            "{{openapi: 3.0.3, info: {{title: T, version: '1'}}, paths: {{'{path}': {{get: {{responses: {{'200': {{description: D}}}}}}}}}}}}"
        );
        let server = server(&document);
        let answer = server.get(&path.replace("{id}", "index.html"));
        assert_ne!(
            answer.header("content-type"),
            "text/html; charset=utf-8",
            "{path}"
        );
        assert_eq!(server.get("/_reference/").status, 200, "{path}");
        let styles = server.get("/_reference/assets/site.css");
        assert_eq!(styles.header("content-type"), "text/css; charset=utf-8");
    }
}

#[test]
fn documents_with_errors_are_served_as_far_as_they_go() {
    let server = server(
        "{openapi: 3.0.3, paths: {/a: {get: {responses: {'200': {content: {text/plain: {example: yes it is}}}}, x: 1}}, '/b{': {get: {responses: {}}}, no: {get: {}}}}",
    );
    assert_eq!(server.get("/a").body, "yes it is");
    assert_eq!(server.get("/b%7B").status, 501);
}

#[test]
fn xml_is_written_as_the_document_says() {
    let server = server(
        "
openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /pets:
    get: {responses: {'200': {description: Some, content: {application/xml: {schema: {$ref: '#/components/schemas/Pets'}}}}}}
  /pet:
    get: {responses: {'200': {description: One, content: {application/xml: {schema: {$ref: '#/components/schemas/Pet'}}}}}}
components:
  schemas:
    Pets: {type: array, items: {$ref: '#/components/schemas/Pet'}, xml: {name: pets}}
    Pet:
      type: object
      xml: {name: pet, prefix: p, namespace: 'urn:pets'}
      properties:
        id: {type: integer, example: 7, xml: {attribute: true}}
        name: {type: string, example: 'A & <B>'}
        tags: {type: array, xml: {wrapped: true, name: labels}, items: {type: string, example: old, xml: {name: tag}}}
        toys: {type: array, items: {type: string, example: ball}}
        '1 odd': {type: boolean}
        none: {type: string, nullable: true, enum: [null]}
",
    );
    let pet = r#"<p:pet xmlns:p="urn:pets" id="7"><name>A &amp; &lt;B&gt;</name><labels><tag>old</tag></labels><toys>ball</toys><_1_odd>true</_1_odd><none/></p:pet>"#;
    assert_eq!(server.get("/pet").body, pet);
    assert_eq!(server.get("/pets").body, format!("<pets>{pet}</pets>"));
}

/// Documents made to exhaust whoever answers are answered within seconds, whatever the answer.
#[test]
fn texts_are_written_as_their_media_type_says() {
    let server = server(
        "
openapi: 3.1.0
info: {title: T, version: '1'}
paths:
  /plain: {get: {responses: {'200': {description: One, content: {text/plain: {example: é}}}}}}
  /latin: {get: {responses: {'200': {description: One, content: {text/csv; charset=iso-8859-1: {example: é}}}}}}
  /greek: {get: {responses: {'200': {description: One, content: {text/csv; charset=iso-8859-1: {example: λ}}}}}}
",
    );
    let plain = server.get("/plain");
    assert_eq!(plain.header("content-type"), "text/plain; charset=utf-8");
    assert_eq!(plain.body, "é");
    let latin = server.get("/latin");
    assert_eq!(latin.header("content-type"), "text/csv; charset=iso-8859-1");
    // One octet that is no UTF-8.
    assert_eq!(latin.body, "\u{fffd}");
    let greek = server.get("/greek");
    assert_eq!(greek.status, 500);
    assert!(
        greek.body.contains("cannot be written in iso-8859-1"),
        "{}",
        greek.body
    );
}

#[test]
fn hostile_documents_are_bounded() {
    let wide: String = (0..400)
        .map(|it| format!("p{it}: {{$ref: '#/components/schemas/Wide'}}, "))
        .collect();
    let cubed = "{allOf: [X, X, X, X]}"
        .replace('X', "{anyOf: [X, X, X, X]}")
        .replace('X', "{$ref: '#/components/schemas/Ambiguous'}");
    let patterns = "{type: string, pattern: '^(?=(a+))(a|aa|b\\1)+$', minLength: 1000}";
    let document = format!(
        "
openapi: 3.1.0
info: {{title: T, version: '1'}}
paths:
  /{{which}}:
    get:
      parameters: [{{name: which, in: path, required: true, schema: {{type: string}}}}]
      responses:
        '200': {{description: D, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Wide'}}}}}}}}
        '201': {{description: D, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Ambiguous'}}}}}}}}
        '202': {{description: D, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Long'}}}}}}}}
        '203': {{description: D, content: {{application/xml: {{schema: {{$ref: '#/components/schemas/Endless'}}}}}}}}
        '206': {{description: D, content: {{application/json: {{schema: {patterns}}}}}}}
components:
  schemas:
    Wide: {{type: object, required: [p0], properties: {{{wide}}}}}
    Ambiguous: {{oneOf: [{cubed}, {{type: integer}}, {cubed}]}}
    Long: {{type: array, minItems: 100000000, items: {{type: string, minLength: 4000000000}}}}
    Endless: {{type: object, required: [next], properties: {{next: {{$ref: '#/components/schemas/Endless'}}}}}}
"
    );
    let server = server(&document);
    for code in [200, 201, 202, 203, 206] {
        for dynamic in [false, true] {
            let start = Instant::now();
            let answer = server.get(&format!("/a?__code={code}&__dynamic={dynamic}"));
            assert!([code, 500].contains(&answer.status), "{code}: {answer:?}");
            // A hundred times less in a release build.
            assert!(
                start.elapsed() < Duration::from_secs(60),
                "{code} {dynamic}: {:?}",
                start.elapsed()
            );
        }
    }
}
