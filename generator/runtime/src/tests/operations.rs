//! Which operation a request is for: on the request, on the answer, for authenticators, layers and problems; and how
//! routers go together.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::extract::{MatchedPath, Request};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get};
use serde_json::{Value, json};

use super::{document, send, send_for_response};
use crate::api::NotImplemented;
use crate::server::handler::{Handlers, NoAuth, RequiredAuth};
use crate::server::route::Routes;
use crate::server::{
    Authenticator, Context, Credential, Denied, Document, Operation, Problem, Refused, Settings,
    reply,
};

static GET_PET: Operation = Operation::new(
    "getPet",
    "GET",
    "/pets/{petId}/toys/{toy}.json",
    &["pets", "toys"],
);
static PUT_PET: Operation =
    Operation::new("putPet", "PUT", "/pets/{id}/toys/{toy}", &["pets"]).on_route(GET_PET.path);
static ADD_PET: Operation = Operation::new("addPet", "POST", "/pets", &["pets"]);
static ALL: Operation = Operation::new("all", "GET", "/:all", &[]);

/// Answers with what it is told of the request.
struct Api;

impl Api {
    async fn operation(&self, context: &Context) -> Result<Value, Problem> {
        context.add_cookie("seen=1");
        context.add_cookie("seen=2");
        assert!(!context.add_cookie("seen\n"));
        let name = context.headers().get("x-name");
        let name = name.and_then(|it| it.to_str().ok()).unwrap_or_default();
        let trace = context.extensions().get::<Trace>().map(|it| it.0);
        let uri = context.uri().to_string();
        Ok(json!([
            context.operation().id,
            name,
            trace,
            uri,
            context.peer().map(|it| it.port())
        ]))
    }

    async fn guarded(&self, context: &Context, caller: &'static str) -> Result<Value, Unwritten> {
        let value = HeaderValue::from_static(caller);
        context.add_header(HeaderName::from_static("x-caller"), value);
        Err(Unwritten)
    }
}

/// An error that is rendered as a problem.
struct Unwritten;

impl IntoResponse for Unwritten {
    fn into_response(self) -> Response {
        Problem::from(NotImplemented("guarded")).into_response()
    }
}

/// What a layer leaves with a request.
#[derive(Clone)]
struct Trace(u32);

/// Lets in whoever has a key, by the id of the operation.
struct Keys;

impl Authenticator for Keys {
    type Principal = &'static str;

    async fn authenticate(
        &self,
        credentials: &[Credential<'_>],
        _: &Parts,
    ) -> Result<&'static str, Denied> {
        let operation = credentials.first().map(|it| it.operation);
        operation.map(|it| it.id).ok_or(Denied::Unauthorized)
    }
}

fn routes() -> Routes {
    let path = |name: &str| json!({"name": name, "in": "path", "required": true, "style": "simple", "schema": {"type": "string"}});
    let mut routes = Routes::new(document(&json!({
        "operations": {
            "GET /pets/{petId}/toys/{toy}.json": {"parameters": [path("petId"), path("toy")]},
            "PUT /pets/{id}/toys/{toy}": {"parameters": [path("id"), path("toy")]},
            "POST /pets": {"security": [[{"scheme": "key"}]]},
            "GET /:all": {"produces": ["application/json"]},
        },
        "schemas": {},
        "security_schemes": {"key": {"apiKey": {"in": "header", "name": "X-Key"}}},
    })));
    let write = |it: Value| reply::json(200, it);
    let handlers = Handlers::guarded(&mut routes, &Arc::new(Api), &Arc::new(Keys));
    let mut handlers = handlers.with_context();
    handlers.on_nothing(NoAuth, &GET_PET, Api::operation, write);
    handlers.on_nothing(NoAuth, &PUT_PET, Api::operation, write);
    handlers.on_nothing(NoAuth, &ALL, Api::operation, write);
    handlers.on_nothing(RequiredAuth, &ADD_PET, Api::guarded, write);
    routes
}

fn router(settings: Settings) -> Router {
    routes().into_whole_router(settings)
}

fn request(method: &str, uri: &str) -> Request {
    let request = Request::builder().method(method).uri(uri);
    let request = request.header("x-name", "Ada").header("x-key", "k");
    request.body(Body::empty()).unwrap()
}

#[test]
fn handlers_of_unsecured_operations_see_the_request() {
    let mut it = request("GET", "/pets/7/toys/ball.json?a=1");
    it.extensions_mut().insert(Trace(5));
    let peer: std::net::SocketAddr = ([127, 0, 0, 1], 4242).into();
    it.extensions_mut().insert(axum::extract::ConnectInfo(peer));
    let (response, body) = send_for_response(&router(Settings::default()), it);
    assert_eq!(
        body,
        json!(["getPet", "Ada", 5, "/pets/7/toys/ball.json?a=1", 4242])
    );
    let cookies: Vec<_> = response
        .headers()
        .get_all(header::SET_COOKIE)
        .iter()
        .collect();
    assert_eq!(cookies, ["seen=1", "seen=2"]);
    assert_eq!(response.extensions().get(), Some(&GET_PET));
}

/// What a method adds goes with its errors, too, whoever renders them.
#[test]
fn errors_carry_added_headers_and_the_authenticator_knows_the_operation() {
    for settings in [
        Settings::default(),
        Settings::default().problem(|it| it.render_as("application/json", &it.to_string())),
    ] {
        let (response, _) = send_for_response(&router(settings), request("POST", "/pets"));
        assert_eq!(response.status(), StatusCode::NOT_IMPLEMENTED);
        assert_eq!(response.headers()["x-caller"], "addPet");
    }
}

#[test]
fn layers_go_around_the_operations_they_are_for() {
    let seen: Arc<Mutex<Vec<String>>> = Arc::default();
    let telling = |name: &'static str| {
        let seen = Arc::clone(&seen);
        from_fn(move |it: Request, next: Next| {
            let operation = it.extensions().get::<Operation>().map_or("-", |it| it.id);
            seen.lock().unwrap().push(format!("{name} {operation}"));
            next.run(it)
        })
    };
    let settings = Settings::default()
        .layer_for(|it| it.id == "getPet", telling("one"))
        .layer_for(|it| it.has_tag("pets"), telling("tag"))
        .layer(telling("all"));
    let router = router(settings);
    for (method, uri, status, expected) in [
        (
            "GET",
            "/pets/1/toys/a.json",
            200,
            &["all getPet", "tag getPet", "one getPet"][..],
        ),
        (
            "HEAD",
            "/pets/1/toys/a.json",
            200,
            &["all getPet", "tag getPet", "one getPet"],
        ),
        ("PUT", "/pets/1/toys/a", 200, &["all putPet", "tag putPet"]),
        ("POST", "/pets", 501, &["all addPet", "tag addPet"]),
        ("GET", "/:all", 200, &["all all"]),
        ("PATCH", "/pets", 405, &[]),
        ("GET", "/cats", 404, &[]),
    ] {
        let (response, _) = send_for_response(&router, request(method, uri));
        assert_eq!(response.status(), status, "{method} {uri}");
        assert_eq!(*seen.lock().unwrap(), expected, "{method} {uri}");
        seen.lock().unwrap().clear();
        let known = response.extensions().get::<Operation>();
        assert_eq!(known.is_some(), !expected.is_empty(), "{method} {uri}");
    }
}

#[test]
fn problems_are_rendered_with_the_request_and_its_operation() {
    let settings = Settings::default().problem_with(|problem: Problem, refused: &Refused<'_>| {
        let body = json!({
            "error": {"code": problem.status.as_u16(), "message": problem.to_string()},
            "at": [refused.operation.map(|it| it.id), refused.head.method.as_str(), refused.head.uri.path()],
        });
        problem.render_as("application/json", &body)
    });
    let router = router(settings);
    for (method, uri, at) in [
        ("GET", "/cats", json!([null, "GET", "/cats"])),
        ("PATCH", "/pets", json!([null, "PATCH", "/pets"])),
        (
            "GET",
            "/pets/1/toys/a",
            json!([null, "GET", "/pets/1/toys/a"]),
        ),
        ("POST", "/pets", json!(["addPet", "POST", "/pets"])),
    ] {
        let (response, body) = send_for_response(&router, request(method, uri));
        assert_eq!(body["at"], at);
        assert_eq!(body["error"]["code"], response.status().as_u16());
        assert_eq!(response.headers()["content-type"], "application/json");
    }
    let mut picky = request("GET", "/:all");
    let html = HeaderValue::from_static("text/html");
    picky.headers_mut().insert(header::ACCEPT, html);
    let (status, body) = send(&router, picky);
    assert_eq!((status, &body["at"][0]), (406, &json!("all")));
    assert_eq!(body["error"]["message"], "The answer is application/json.");
    let mut nobody = request("POST", "/pets");
    nobody.headers_mut().remove("x-key");
    let (response, body) = send_for_response(&router, nobody);
    assert_eq!(
        (response.status().as_u16(), &body["at"][0]),
        (401, &json!("addPet"))
    );
    assert!(response.headers().contains_key(header::WWW_AUTHENTICATE));
}

/// What is found wrong with an answer is rendered as any other problem, and goes with what the method added.
#[test]
fn the_problem_of_an_answer_knows_the_request() {
    let description =
        json!({"operations": {"GET /:all": {}}, "schemas": {}, "security_schemes": {}});
    let answers = json!({"operations": {"GET /:all": {"204": {}}}, "schemas": {}});
    let text = |it: Value| &*Box::leak(it.to_string().into_boxed_str());
    let document = Document::new(text(description), text(answers));
    let mut routes = Routes::new(std::sync::Arc::new(document));
    let mut handlers = Handlers::open(&mut routes, &Arc::new(Api)).with_context();
    handlers.on_nothing(NoAuth, &ALL, Api::operation, |it: Value| {
        reply::json(200, it)
    });
    let settings = Settings::default().check_answers(true);
    let settings = settings.problem_with(|problem: Problem, refused: &Refused<'_>| {
        let at = [refused.head.uri.path(), refused.operation.unwrap().id];
        problem.render_as("application/json", &(at, &problem.errors[0].location))
    });
    let router = routes.into_whole_router(settings);
    let (response, body) = send_for_response(&router, request("GET", "/:all"));
    assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(body, json!([["/:all", "all"], "answer status"]));
    assert_eq!(response.headers()[header::SET_COOKIE], "seen=1");
    assert_eq!(response.extensions().get(), Some(&ALL));
}

#[test]
fn a_matched_path_is_in_the_words_of_the_document() {
    let layered = |router: Router| {
        router.layer(from_fn(async |it: Request, next: Next| {
            let path = it.extensions().get::<MatchedPath>().cloned();
            let mut response = next.run(it).await;
            if let Some(path) = path {
                let path = HeaderValue::from_str(path.as_str()).unwrap();
                response.headers_mut().insert("x-path", path);
            }
            response
        }))
    };
    let router = layered(router(Settings::default()));
    for (method, uri, path) in [
        (
            "GET",
            "/pets/7/toys/a.json",
            "/pets/{petId}/toys/{toy.json}",
        ),
        // Another operation has the route's name.
        ("PUT", "/pets/7/toys/a", "/pets/{petId}/toys/{toy.json}"),
        ("GET", "/:all", "/{:all}"),
    ] {
        let (response, _) = send_for_response(&router, request(method, uri));
        assert_eq!(response.headers()["x-path"], path);
    }
}

/// Whatever a router is put together with, nothing panics and everything is found.
#[test]
fn routers_go_together() {
    // Two whole ones: one of them leaves unknown paths to the other.
    let second = {
        let mut routes = Routes::new(document(&json!({
            "operations": {"GET /cats": {}}, "schemas": {}, "security_schemes": {},
        })));
        static CATS: Operation = Operation::new("cats", "GET", "/cats", &[]);
        let mut handlers = Handlers::open(&mut routes, &Arc::new(Api)).with_context();
        handlers.on_nothing(NoAuth, &CATS, Api::operation, |it: Value| {
            reply::json(200, it)
        });
        routes.into_whole_router(Settings::default().without_fallback())
    };
    let merged = router(Settings::default()).merge(second);
    assert_eq!(send(&merged, request("GET", "/cats")).0, 200);
    assert_eq!(send(&merged, request("GET", "/:all")).0, 200);
    let (status, body) = send(&merged, request("GET", "/dogs"));
    assert_eq!((status, &body["status"]), (404, &json!(404)));
    // Beneath a prefix with a parameter, which a path may have as well.
    let within = router(Settings::default().without_fallback());
    let nested = Router::new().nest("/{petId}", within);
    let (_, body) = send(&nested, request("GET", "/eu/pets/7/toys/a.json"));
    assert_eq!(body[3], "/pets/7/toys/a.json");
    assert_eq!(send(&nested, request("GET", "/eu/dogs")).0, 404);
    let twice = Router::new()
        .nest("/a", router(Settings::default()))
        .nest("/b", router(Settings::default()));
    assert_eq!(send(&twice, request("GET", "/a/:all")).0, 200);
    assert_eq!(send(&twice, request("GET", "/b/:all")).0, 200);
    // With a fallback of one's own, and with further methods on a documented path.
    let own = router(Settings::default())
        .fallback(async || "nothing here")
        .route("/pets", get(async || "all").merge(delete(async || "none")))
        .route("/health", get(async || "well"));
    for (method, uri, status) in [
        ("GET", "/dogs/7", 200),
        ("GET", "/pets", 200),
        ("DELETE", "/pets", 200),
        ("POST", "/pets", 501),
        ("PATCH", "/pets", 405),
        ("GET", "/health", 200),
    ] {
        assert_eq!(send(&own, request(method, uri)).0, status, "{method} {uri}");
    }
    let (response, _) = send_for_response(&own, request("PATCH", "/pets"));
    assert_eq!(response.headers()[header::ALLOW], "POST,GET,HEAD,DELETE");
}

/// What need not be escaped in a path is the same where it is (RFC 3986, section 6.2.2.2).
#[test]
fn fixed_segments_are_found_however_they_are_escaped() {
    let id = json!([{"name": "id", "in": "path", "required": true, "style": "simple", "schema": {"type": "string"}}]);
    let by_id = json!({ "parameters": id });
    let operations = json!({
        "GET /xyz": {}, "GET /café": {}, "POST /pets:find": {}, "GET /{id}/of": by_id,
        "PUT /{id}": by_id, "GET /things/{id}": by_id,
    });
    let router = super::router(operations, Settings::default());
    for (line, status, parameters) in [
        ("GET /%78yz", 200, json!([])),
        ("GET /%78%79%7A", 200, json!([])),
        ("GET /%78%79%7a", 200, json!([])),
        ("GET /caf%c3%a9", 200, json!([])),
        ("POST /pets%3Afind", 200, json!([])),
        ("POST /%70ets%3afind", 200, json!([])),
        ("PUT /pets%3Afind", 200, json!(["pets:find"])),
        ("GET /%74hings/a%2Fb", 200, json!(["a/b"])),
        ("GET /a%2Fb/%6Ff", 200, json!(["a/b"])),
        ("DELETE /%78yz", 405, json!(null)),
        ("POST /a%20b", 405, json!(null)),
        ("GET /%78yz/", 404, json!(null)),
        ("GET /%78yz%2F", 405, json!(null)),
        ("GET /x/%78yz", 404, json!(null)),
        ("GET /%", 405, json!(null)),
        ("GET /a/b/%ff", 404, json!(null)),
    ] {
        let (method, path) = line.split_once(' ').unwrap();
        let request = Request::builder().method(method).uri(path);
        let (found, answer) = send(&router, request.body(Body::empty()).unwrap());
        assert_eq!(
            (found, &answer["parameters"]),
            (status, &parameters),
            "{line}"
        );
    }
}
