//! What the run-time costs a server: reading a type, checking a body in the pass that decodes it, finding an operation
//! among hundreds.
//!
//! ```sh
//! cargo bench -p verbatim-runtime
//! ```

#[macro_use]
extern crate verbatim_runtime as runtime;

use std::future::Future;
use std::hint::black_box;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::response::IntoResponse;
use criterion::Criterion;
use serde_json::{Value, json};
use tower::ServiceExt;

use runtime::server::handler::Handlers;
use runtime::server::route::Routes;
use runtime::server::{Document, Operation, Problem, Settings};

/// How many operations there are beside the one that is called.
const OTHERS: usize = 300;

#[derive(Debug, Clone, PartialEq)]
struct Pet {
    id: i64,
    name: String,
    tags: Option<Vec<String>>,
    owner: Option<Box<Pet>>,
}

object!(Pet {
    required id, required name, optional tags, optional owner,
});

struct AddPetRequest {
    shelter: i64,
    body: Vec<Pet>,
}

requests! {
    AddPetRequest { shelter, body = json },
    GetPetRequest { shelter },
}

struct GetPetRequest {
    shelter: i64,
}

trait Api: Send + Sync + 'static {
    type Error: Send;

    fn add_pets(
        &self,
        request: AddPetRequest,
    ) -> impl Future<Output = Result<i64, Self::Error>> + Send;

    fn get_pets(
        &self,
        request: GetPetRequest,
    ) -> impl Future<Output = Result<i64, Self::Error>> + Send;
}

struct Shelters;

impl Api for Shelters {
    type Error = Problem;

    async fn add_pets(&self, request: AddPetRequest) -> Result<i64, Problem> {
        Ok(request.shelter + request.body.len() as i64)
    }

    async fn get_pets(&self, request: GetPetRequest) -> Result<i64, Problem> {
        Ok(request.shelter)
    }
}

fn description() -> Value {
    let shelter = json!({
        "name": "shelter", "in": "path", "required": true, "style": "simple",
        "schema": {"type": "integer", "minimum": 1},
    });
    let pets = json!({"type": "array", "maxItems": 1000, "items": {"$ref": "Pet"}});
    let mut operations = json!({
        "POST /shelters/{shelter}/pets": {
            "parameters": [shelter],
            "body": {
                "required": true,
                "content": [{"type": "application/json", "as": "json", "schema": pets}],
            },
        },
        "GET /shelters/{shelter}/pets": {"parameters": [shelter]},
    });
    for other in 0..OTHERS {
        operations[format!("GET /other-{other}/{{shelter}}")] = json!({"parameters": [shelter]});
    }
    let pet = json!({
        "type": "object",
        "required": ["id", "name"],
        "additionalProperties": false,
        "properties": {
            "id": {"type": "integer", "format": "int64"},
            "name": {"type": "string", "minLength": 1, "maxLength": 40},
            "tags": {"type": "array", "items": {"type": "string", "pattern": "^[a-z]+$"}},
            "owner": {"$ref": "Pet"},
        },
    });
    json!({"operations": operations, "schemas": {"Pet": pet}, "security_schemes": {}})
}

mod operations {
    statics! {
        ADD_PETS = "addPets" "POST" "/shelters/{shelter}/pets" [];
        GET_PETS = "getPets" "GET" "/shelters/{shelter}/pets" [];
    }
}

/// What a crate carries of its document, and the operations that stand in it beside those that are called.
fn document() -> (&'static Document, Vec<&'static Operation>) {
    let text = Box::leak(description().to_string().into_boxed_str());
    let others = (0..OTHERS).map(|other| {
        let path = Box::leak(format!("/other-{other}/{{shelter}}").into_boxed_str());
        &*Box::leak(Box::new(Operation::new("other", "GET", path, &[])))
    });
    (
        Box::leak(Box::new(Document::new(text, ""))),
        others.collect(),
    )
}

fn router<A: Api<Error: IntoResponse>>(
    api: A,
    (document, others): &(&'static Document, Vec<&'static Operation>),
) -> Router {
    let mut routes = Routes::new(*document);
    let api = Arc::new(api);
    let mut handlers = Handlers::open(&mut routes, &api);
    operations!(handlers: A {
        ADD_PETS => add_pets(request) -> json 200,
        GET_PETS => get_pets(request) -> json 200,
    });
    for other in others {
        handlers.on(
            runtime::server::handler::NoAuth,
            other,
            A::get_pets,
            |it: i64| runtime::server::reply::json(200, it),
        );
    }
    routes.into_whole_router(Settings::default())
}

fn pets() -> String {
    let pet = |id: usize| {
        let owner = json!({"id": id, "name": "Ada"});
        json!({"id": id, "name": format!("Rex {id}"), "tags": ["dog", "large"], "owner": owner})
    };
    Value::Array((0..100).map(pet).collect()).to_string()
}

fn benches(criterion: &mut Criterion) {
    let body = pets();
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let runtime = runtime.expect("a runtime");
    let document = document();
    let router = router(Shelters, &document);
    let send = |request: Request<Body>| {
        let response = runtime.block_on(router.clone().oneshot(request));
        response.expect("an answer").status().as_u16()
    };
    let post = |body: &str| {
        let request = Request::post("/shelters/7/pets").header("content-type", "application/json");
        request
            .body(Body::from(body.to_owned()))
            .expect("a request")
    };
    let get = || {
        let request = Request::get("/shelters/7/pets");
        request.body(Body::empty()).expect("a request")
    };
    let wrong = body.replacen("\"dog\"", "\"DOG\"", 1);
    assert_eq!(
        (send(get()), send(post(&body)), send(post(&wrong))),
        (200, 200, 400)
    );

    criterion.bench_function("types: read 100 objects", |it| {
        it.iter(|| serde_json::from_str::<Vec<Pet>>(black_box(&body)));
    });
    criterion.bench_function("server: find an operation", |it| it.iter(|| send(get())));
    criterion.bench_function("server: read and check 100 objects", |it| {
        it.iter(|| send(post(&body)));
    });
    criterion.bench_function("server: tell what is wrong with one of 100 objects", |it| {
        it.iter(|| send(post(&wrong)));
    });
    criterion.bench_function("server: make a router of 300 operations", |it| {
        it.iter(|| self::router(Shelters, &document));
    });
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    benches(&mut criterion);
    criterion.final_summary();
}
