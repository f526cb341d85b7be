//! Which operation a request is for, and what is answered where there is none.

use axum::body::Body;
use axum::http::Request;
use serde_json::json;

use super::{get, router, send, send_for_response};
use crate::server::{Problem, Settings};

fn parameter(name: &str) -> serde_json::Value {
    json!({"name": name, "in": "path", "required": true, "style": "simple", "schema": {"type": "string"}})
}

#[test]
fn a_segment_may_have_text_around_its_parameters() {
    let operations = json!({
        "GET /reports/{id}": {"parameters": [parameter("id")]},
        "GET /reports/{id}.json": {"parameters": [parameter("id")]},
        "POST /reports/{id}:cancel": {"parameters": [parameter("id")]},
        "GET /reports/{from}..{to}": {"parameters": [parameter("from"), parameter("to")]},
        "GET /reports/latest": {},
    });
    let router = router(operations, Settings::default());
    for (path, expected) in [
        ("/reports/7", json!(["7"])),
        ("/reports/7.json", json!(["7"])),
        ("/reports/a.b.json", json!(["a.b"])),
        ("/reports/1..2", json!(["1", "2"])),
        ("/reports/latest", json!([])),
    ] {
        assert_eq!(send(&router, get(path)).1["parameters"], expected, "{path}");
    }
    let post = |uri: &str| Request::post(uri).body(Body::empty()).unwrap();
    let (status, body) = send(&router, post("/reports/7:cancel"));
    assert_eq!((status, &body["parameters"]), (200, &json!(["7"])));
    assert_eq!(send(&router, post("/reports/7")).0, 405);
}

#[test]
fn templates_that_differ_by_name_share_a_route() {
    let operations = json!({
        "GET /pets/{id}": {"parameters": [parameter("id")]},
        "DELETE /pets/{name}": {"parameters": [parameter("name")]},
        "GET /pets/{owner}/toys": {"parameters": [parameter("owner")]},
    });
    let router = router(operations, Settings::default());
    assert_eq!(
        send(&router, get("/pets/7/toys")).1["parameters"],
        json!(["7"])
    );
    let delete = Request::delete("/pets/rex").body(Body::empty()).unwrap();
    assert_eq!(send(&router, delete).1["parameters"], json!(["rex"]));
}

#[test]
fn an_unknown_path_is_404_and_an_unknown_method_405_with_allow() {
    let router = router(json!({"GET /x": {}, "PUT /x": {}}), Settings::default());
    let (status, body) = send(&router, get("/y"));
    assert_eq!((status, &body["status"]), (404, &json!(404)));
    let patch = Request::patch("/x").body(Body::empty()).unwrap();
    let (response, body) = send_for_response(&router, patch);
    assert_eq!(response.status(), 405);
    assert_eq!(response.headers()["allow"], "GET,HEAD,PUT");
    assert_eq!(body["title"], "Method Not Allowed");
    let head = Request::head("/x").body(Body::empty()).unwrap();
    assert_eq!(send(&router, head).0, 200);
}

#[test]
fn a_router_can_be_nested() {
    let operations = json!({"GET /pets/{id}": {"parameters": [parameter("id")]}});
    let nested = axum::Router::new().nest("/api/v1", router(operations, Settings::default()));
    assert_eq!(
        send(&nested, get("/api/v1/pets/7")).1["parameters"],
        json!(["7"])
    );
    let operations = json!({"GET /pets/{id}": {"parameters": [parameter("id")]}});
    let router: axum::Router<String> = router(operations, Settings::default()).with_state(());
    let merged = axum::Router::new()
        .merge(router)
        .with_state("state".to_owned());
    assert_eq!(send(&merged, get("/pets/7")).1["parameters"], json!(["7"]));
}

#[test]
fn routers_of_tags_that_share_a_path_can_be_merged() {
    let reading = json!({"GET /pets/{id}": {"parameters": [parameter("id")]}});
    let writing = json!({
        "PUT /pets/{name}": {"parameters": [parameter("name")]},
        "POST /pets/{id}:feed": {"parameters": [parameter("id")]},
    });
    let [reading, writing] = [reading, writing].map(|it| {
        let on_route = |name: &str| super::operation(name).on_route("/pets/{id}");
        let routes = super::routes_by(it, |name| Box::leak(Box::new(on_route(name))));
        routes.into_router(Settings::default())
    });
    let merged = reading.merge(writing);
    for (method, path, status) in [
        ("GET", "/pets/7", 200),
        ("HEAD", "/pets/7", 200),
        ("PUT", "/pets/7", 200),
        ("POST", "/pets/7:feed", 200),
        ("POST", "/pets/7", 405),
        ("DELETE", "/pets/7", 405),
        ("GET", "/dogs", 404),
    ] {
        let request = Request::builder().method(method).uri(path);
        let request = request.body(Body::empty()).unwrap();
        assert_eq!(send(&merged, request).0, status, "{method} {path}");
    }
    let delete = Request::delete("/pets/7").body(Body::empty()).unwrap();
    let (response, body) = send_for_response(&merged, delete);
    assert_eq!(response.headers()["allow"], "GET,HEAD,PUT,POST");
    let media = &response.headers()["content-type"];
    assert_eq!(media, "application/problem+json");
    assert_eq!(body["title"], "Method Not Allowed");
}

#[test]
fn what_cannot_be_accepted_is_406() {
    let operations = json!({"GET /x": {"produces": ["application/json", "image/png"]}});
    let router = router(operations, Settings::default());
    for (accept, status) in [
        ("application/json", 200),
        ("text/html, application/*;q=0.5", 200),
        ("*/*", 200),
        ("image/png", 200),
        ("text/html", 406),
        ("application/json;q=0, text/html", 406),
        ("nonsense", 200),
    ] {
        let request = Request::get("/x").header("accept", accept);
        let request = request.body(Body::empty()).unwrap();
        assert_eq!(send(&router, request).0, status, "{accept}");
    }
}

#[test]
fn problems_are_rendered_in_one_place() {
    let settings = Settings::default().problem(|problem: Problem| {
        let text = format!("{} {}", problem.status.as_u16(), problem.errors.len());
        let mut response = axum::response::Response::new(Body::from(format!("{text:?}")));
        *response.status_mut() = problem.status;
        response
    });
    let parameter =
        json!({"name": "n", "in": "query", "required": true, "style": "form", "schema": {}});
    let router = router(json!({"GET /x": {"parameters": [parameter]}}), settings);
    assert_eq!(send(&router, get("/x")), (400, json!("400 1")));
    assert_eq!(send(&router, get("/y")), (404, json!("404 0")));
}

#[test]
fn a_problem_is_written_as_serde_writes_it() {
    let plain = Problem::new(axum::http::StatusCode::CONFLICT);
    let mut full = plain.clone().detail("a \"b\" \\ \u{1} \u{e4}");
    full.kind = "https://example.com/problems/full".into();
    for location in ["body /a~1b", "query \"x\"\n"] {
        full.errors.push(crate::server::Fault {
            location: location.to_owned(),
            detail: "must be a \t".to_owned(),
        });
    }
    for problem in [plain, full] {
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        let body = problem.render().into_body();
        let body = axum::body::to_bytes(body, usize::MAX);
        let written = runtime.unwrap().block_on(body).unwrap();
        assert_eq!(written, serde_json::to_vec(&problem).unwrap());
    }
}

#[test]
fn what_callers_do_not_send_is_left_out_however_deep() {
    let own = json!({"type": "object", "properties": {"id": {"type": "string", "readOnly": true}}});
    let schema = json!({
        "type": "object",
        "additionalProperties": {"anyOf": [{"type": "string"}, {"allOf": [own]}]},
        "properties": {
            "list": {"type": "array", "items": {"allOf": [own, {"type": "object"}]}},
            "either": {"oneOf": [own, {"type": "array", "prefixItems": [own]}]},
            "plain": {"type": "object", "properties": {"id": {"type": "string"}}},
        },
    });
    let content = json!([{"type": "application/json", "as": "json", "schema": schema}]);
    let operations = json!({"POST /x": {"body": {"required": true, "content": content}}});
    let router = router(operations, Settings::default());
    let sent = json!({
        "list": [{"id": "1", "a": 1}, {"b": 2}],
        "either": [{"id": "2"}],
        "plain": {"id": "3"},
        "more": {"id": "4", "c": [{"id": "5"}]},
    });
    let request = Request::post("/x").header("content-type", "application/json");
    let request = request.body(Body::from(sent.to_string())).unwrap();
    let (status, answer) = send(&router, request);
    let expected = json!({
        "list": [{"a": 1}, {"b": 2}],
        "either": [{}],
        "plain": {"id": "3"},
        "more": {"c": [{"id": "5"}]},
    });
    assert_eq!((status, &answer["body"]), (200, &expected));
}
