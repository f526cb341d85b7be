//! Implements the operations of `bookings.yaml`: what a handler is given, what it raises, and what goes with its answers.

use std::fmt;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Request};
use axum::http::request::Parts;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use bookings::api::bookings::*;
use bookings::api::trips::*;
use bookings::api::{BookingsApi, Context, TripsApi, responses};
use bookings::server::bookings::operations::GET_BOOKING;
use bookings::server::{self, Authenticator, Credential, Denied, Operation, Problem, Settings};
use bookings::types::{Booking, Error};
use serde_json::{Value, json};
use tower::ServiceExt;

mod taught;

struct Api;

/// What a database fails with: a source that knows nothing of this API.
#[derive(Debug)]
struct DatabaseError;

impl fmt::Display for DatabaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the database is away")
    }
}

impl std::error::Error for DatabaseError {}

/// What handlers fail with beside what the document says.
#[derive(Debug)]
struct AppError(String);

impl From<DatabaseError> for AppError {
    fn from(source: DatabaseError) -> Self {
        Self(source.to_string())
    }
}

impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        Problem::new(axum::http::StatusCode::INTERNAL_SERVER_ERROR).detail(self.0).into_response()
    }
}

fn error(message: &str) -> Error {
    Error { message: message.to_owned() }
}

fn query(id: i64) -> Result<(), DatabaseError> {
    if id == 1 { Err(DatabaseError) } else { Ok(()) }
}

/// One function for all operations that have this response.
fn find(id: i64) -> Result<Booking, responses::NotFound> {
    if id == 2 { Err(responses::NotFound(error("there is none"))) } else { Ok(Booking { id }) }
}

impl BookingsApi for Api {
    type Error = AppError;
    type Principal = &'static str;

    async fn get_booking(
        &self,
        context: &Context,
        request: GetBookingRequest,
    ) -> Result<Booking, GetBookingError<AppError>> {
        context.add_cookie("last=booking");
        // A source of the implementer's, a response that operations share, and an error of this one alone.
        query(request.id)?;
        let booking = find(request.id)?;
        match request.id {
            3 => Err(GetBookingError::Conflict(error("somebody else is at it"))),
            4 => Err(responses::Gone)?,
            5 => {
                let status = axum::http::StatusCode::TOO_MANY_REQUESTS;
                let failure = responses::Failure { retry_after: 7, body: error("later") };
                Err(GetBookingError::Default(status, failure))
            }
            6 => Err(GetBookingError::Other(AppError(format!("{:?}", context.peer())))),
            _ => Ok(booking),
        }
    }

    async fn add_booking(
        &self,
        context: &Context,
        caller: &'static str,
        request: AddBookingRequest,
    ) -> Result<AddBookingResponse, AddBookingError<AppError>> {
        assert_eq!(context.operation().id, caller);
        match request.body.id {
            1 => Err(responses::Several::from_text("no"))?,
            2 => Err(responses::Several(responses::SeveralBody::Json(error("no"))))?,
            3 => Err(responses::Failure { retry_after: 1, body: error("later") })?,
            id => Ok(AddBookingResponse::Created { location: format!("/bookings/{id}") }),
        }
    }
}

/// What an implementer may add for their convenience.
trait FromText {
    fn from_text(text: &str) -> responses::Several;
}

impl FromText for responses::Several {
    fn from_text(text: &str) -> responses::Several {
        responses::Several(responses::SeveralBody::Text(text.to_owned()))
    }
}

impl TripsApi for Api {
    type Error = AppError;

    async fn get_trip(
        &self,
        _: &Context,
        request: GetTripRequest,
    ) -> Result<Booking, GetTripError<AppError>> {
        query(request.id)?;
        Ok(find(request.id)?)
    }

    async fn list_trips(&self, context: &Context) -> Result<Vec<Booking>, AppError> {
        let bookings = context.headers().get("x-ids").and_then(|it| it.to_str().ok());
        let bookings = bookings.into_iter().flat_map(|it| it.split(','));
        let bookings = bookings.map(|it| it.parse().map(|id| Booking { id }));
        bookings.collect::<Result<_, _>>().map_err(|it: std::num::ParseIntError| AppError(it.to_string()))
    }
}

impl Authenticator for Api {
    type Principal = &'static str;

    async fn authenticate(
        &self,
        credentials: &[Credential<'_>],
        _: &Parts,
    ) -> Result<&'static str, Denied> {
        credentials.first().map(|it| it.operation.id).ok_or(Denied::Forbidden)
    }
}

/// Sends a request; status, headers and body.
async fn send(router: &Router, method: &str, path: &str, body: Value) -> (Response<()>, Value) {
    let mut request = Request::builder().method(method).uri(path);
    request = request.header("x-key", "k").header("x-ids", "7,8").header("content-type", "application/json");
    let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
    let mut request = request.body(body).unwrap();
    let peer: std::net::SocketAddr = ([127, 0, 0, 1], 4242).into();
    request.extensions_mut().insert(ConnectInfo(peer));
    let response = router.clone().oneshot(request).await.unwrap();
    let (head, body) = response.into_parts();
    let text = to_bytes(body, usize::MAX).await.unwrap();
    let body = serde_json::from_slice(&text).unwrap_or_else(|_| String::from_utf8_lossy(&text).into_owned().into());
    (Response::from_parts(head, ()), body)
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(server::BASE_PATH, "/v1");
    assert_eq!((GET_BOOKING.id, GET_BOOKING.path), ("getBooking", "/bookings/{id}"));
    let settings = Settings::default()
        .problem(|it| it.render_as("application/json", &Error { message: it.to_string() }))
        .layer_for(
            |it| *it == GET_BOOKING,
            from_fn(async |it: Request, next: Next| {
                let mut response = next.run(it).await;
                response.headers_mut().insert("x-layer", "one".parse().unwrap());
                response
            }),
        );
    let router = Router::new().nest(server::BASE_PATH, server::router_with(Api, Api, settings));
    let message = |text: &str| json!({ "message": text });
    for (method, path, body, status, expected) in [
        ("GET", "/v1/bookings/9", Value::Null, 200, json!({"id": 9})),
        ("GET", "/v1/bookings/1", Value::Null, 500, message("the database is away")),
        ("GET", "/v1/bookings/2", Value::Null, 404, message("there is none")),
        ("GET", "/v1/bookings/3", Value::Null, 409, message("somebody else is at it")),
        ("GET", "/v1/bookings/4", Value::Null, 410, json!("")),
        ("GET", "/v1/bookings/5", Value::Null, 429, message("later")),
        ("GET", "/v1/bookings/6", Value::Null, 500, message("Some(127.0.0.1:4242)")),
        ("GET", "/v1/bookings/x", Value::Null, 400, message("The request has a fault. path id: must be an integer")),
        ("POST", "/v1/bookings", json!({"id": 9}), 201, json!("")),
        ("POST", "/v1/bookings", json!({"id": 1}), 400, json!("no")),
        ("POST", "/v1/bookings", json!({"id": 2}), 400, message("no")),
        ("POST", "/v1/bookings", json!({"id": 3}), 503, message("later")),
        ("GET", "/v1/trips/1", Value::Null, 500, message("the database is away")),
        ("GET", "/v1/trips/2", Value::Null, 404, message("there is none")),
        ("GET", "/v1/trips", Value::Null, 200, json!([{"id": 7}, {"id": 8}])),
        ("GET", "/v1/none", Value::Null, 404, message("Not Found")),
        ("PATCH", "/v1/trips", Value::Null, 405, message("Method Not Allowed")),
    ] {
        let (response, found) = send(&router, method, path, body).await;
        assert_eq!((response.status().as_u16(), found), (status, expected), "{method} {path}");
        let operation = response.extensions().get::<Operation>();
        let is_get_booking = operation == Some(&GET_BOOKING);
        assert_eq!(is_get_booking, path.starts_with("/v1/bookings/"), "{method} {path}");
        assert_eq!(response.headers().contains_key("x-layer"), is_get_booking, "{method} {path}");
        let has_cookie = is_get_booking && path != "/v1/bookings/x";
        assert_eq!(response.headers().contains_key("set-cookie"), has_cookie, "{method} {path}");
        let waits = [429, 503].contains(&status);
        assert_eq!(response.headers().contains_key("retry-after"), waits, "{method} {path}");
    }
    refusals_have_the_documents_own_error().await;
    routers_stand_wherever_they_are_taught_to().await;
}

/// What the server refuses before a method is called is rendered as whatever a method raises.
async fn refusals_have_the_documents_own_error() {
    let settings = Settings::default().body_limit(16).problem_with(|it, refused| {
        let id = refused.operation.map_or("none", |it| it.id);
        it.render_as("application/json", &Error { message: format!("{id}: {}", it.status.as_u16()) })
    });
    let router = server::router_with(Api, Api, settings);
    let long = json!({"id": 1_000_000_000_000_i64}).to_string();
    let chunked = Body::from_stream(Body::from(long.clone()).into_data_stream());
    for (media, accept, body, status) in [
        ("text/plain", "*/*", Body::from("{}"), 415),
        ("application/json", "*/*", Body::from(long), 413),
        ("application/json", "*/*", chunked, 413),
        ("application/json", "*/*", Body::from("{"), 400),
    ] {
        let request = Request::post("/bookings").header("x-key", "k").header("content-type", media);
        let request = request.header("accept", accept).body(body).unwrap();
        let response = router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), status, "{media}");
        assert_eq!(response.headers()["content-type"], "application/json", "{media}");
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let body: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(body, json!({"message": format!("addBooking: {status}")}), "{media}");
    }
    let request = Request::post("/bookings").body(Body::empty()).unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    assert_eq!(response.status(), 401);
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    assert_eq!(body, json!({"message": "addBooking: 401"}).to_string());
}

/// The routers of the page that the crate's documentation begins with.
async fn routers_stand_wherever_they_are_taught_to() {
    let other = Router::new().route("/other", axum::routing::get(async || "other"));
    let routers = taught::mounting::example::all(|it| server::router_with(Api, Api, it), other);
    let [at_base_path, of_tenants, of_two, with_fallback, with_paths, with_methods] = &routers[..] else {
        panic!("{} routers", routers.len());
    };
    for (router, method, path, status, expected) in [
        (at_base_path, "GET", "/v1/bookings/9", 200, json!({"id": 9})),
        (of_tenants, "GET", "/me/bookings/9", 200, json!({"id": 9})),
        (of_tenants, "GET", "/me/none", 404, json!("")),
        (of_two, "GET", "/bookings/9", 200, json!({"id": 9})),
        (of_two, "GET", "/other", 200, json!("other")),
        (with_fallback, "GET", "/none", 200, json!("nothing here")),
        (with_fallback, "GET", "/bookings/9", 200, json!({"id": 9})),
        (with_paths, "GET", "/health", 200, json!("well")),
        (with_paths, "GET", "/bookings/9", 200, json!({"id": 9})),
        (with_methods, "DELETE", "/bookings/9", 200, json!("done")),
        (with_methods, "GET", "/bookings/9", 200, json!({"id": 9})),
    ] {
        let (response, found) = send(router, method, path, Value::Null).await;
        assert_eq!((response.status().as_u16(), found), (status, expected), "{method} {path}");
    }
    let (response, _) = send(with_methods, "PATCH", "/bookings/9", Value::Null).await;
    assert_eq!(response.status(), 405);
}
