//! Requests nobody should send to the members server: each is answered, in few words and with little memory, never with
//! a `5xx` but `501`; slow bodies and callers that hang up leave nothing behind.
//!
//! A short run is part of `cargo test`. A long one, with other seeds:
//!
//! ```text
//! HOSTILE_REQUESTS=1000000 HOSTILE_SEED=7 cargo test --release -p members-api --test hostile_requests
//! ```

use std::alloc::System;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::http::Request;
use axum::http::request::Parts;
use members_api::api::MembersApi;
use members_api::server::{self, Authenticator, Credential, Denied, Problem};
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};
use tower::ServiceExt;

#[path = "../../tests/constructs/server/hostile.rs"]
mod hostile;

use hostile::{Sample, bombard};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Nothing of it is written, so that `501` tells that a request has come through.
struct Api {
    /// Tells how many hold it.
    _guard: Arc<()>,
}

impl MembersApi for Api {
    type Error = Problem;
    type Principal = ();
}

struct Anybody;

impl Authenticator for Anybody {
    type Principal = ();

    async fn authenticate(&self, _: &[Credential<'_>], _: &Parts) -> Result<(), Denied> {
        Ok(())
    }
}

fn router(guard: &Arc<()>) -> Router {
    let api = Api {
        _guard: Arc::clone(guard),
    };
    server::router(api, Anybody)
}

const ROLE: &str = r#"{"display_name": "R", "name": "r", "site_permissions": [],
    "organization_permissions": [{"action": "read", "negate": false, "resource_type": "template"}]}"#;

/// One request for each operation.
fn samples() -> Vec<Sample> {
    let members = "/api/v2/organizations/7c60d51f-b44e-4682-87d6-449835ea4de6/members";
    let after = "7c60d51f-b44e-4682-87d6-449835ea4de6";
    let page =
        format!("/api/v2/organizations/x/paginated-members?q=a&after_id={after}&limit=1&offset=2");
    let requests = [
        ("GET", members.to_owned(), ""),
        ("GET", format!("{members}/roles"), ""),
        ("PUT", format!("{members}/roles"), ROLE),
        ("POST", format!("{members}/roles"), ROLE),
        ("DELETE", format!("{members}/roles/r"), ""),
        ("GET", format!("{members}/me"), ""),
        ("POST", format!("{members}/me"), ""),
        ("DELETE", format!("{members}/me"), ""),
        (
            "PUT",
            format!("{members}/me/roles"),
            r#"{"roles": ["a", "b"]}"#,
        ),
        ("GET", page, ""),
        ("GET", "/api/v2/users/roles".to_owned(), ""),
    ];
    let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let made = requests.map(|(method, uri, body)| Sample {
        method: method.to_owned(),
        uri,
        headers: vec![
            header("Coder-Session-Token", "token"),
            header("accept", "application/json"),
            header("content-type", "application/json"),
        ],
        body: body.into(),
    });
    made.into()
}

fn number(name: &str, otherwise: u64) -> u64 {
    let given = std::env::var(name).ok();
    given.map_or(otherwise, |it| it.parse().expect("a number"))
}

#[test]
fn whatever_is_sent_is_answered() {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let guard = Arc::new(());
    let count = number("HOSTILE_REQUESTS", 20_000);
    let statuses = runtime.unwrap().block_on(bombard(
        router(&guard),
        &samples(),
        number("HOSTILE_SEED", 0),
        count,
        || ALLOCATOR.stats().bytes_allocated,
    ));
    println!("{statuses:?}");
    // The requests come through as often as they are refused, for each reason there is.
    for status in [400, 401, 404, 405, 406, 415, 501] {
        assert!(statuses.get(&status) > Some(&10), "{status}: {statuses:?}");
    }
    assert!(statuses.values().sum::<u64>() > count / 2, "{statuses:?}");
    assert_eq!(
        Arc::strong_count(&guard),
        1,
        "nothing holds the implementation any more"
    );
}

/// A body of which no more than the beginning arrives.
struct Stuck {
    first: Option<Bytes>,
    alive: Arc<()>,
}

impl HttpBody for Stuck {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, std::io::Error>>> {
        let _ = &self.alive;
        match self.first.take() {
            Some(first) => Poll::Ready(Some(Ok(http_body::Frame::data(first)))),
            None => Poll::Pending,
        }
    }
}

#[test]
fn a_request_that_is_given_up_leaves_nothing_behind() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build();
    let (guard, alive) = (Arc::new(()), Arc::new(()));
    let router = router(&guard);
    let idle = Arc::strong_count(&guard);
    runtime.unwrap().block_on(async {
        for _ in 0..100 {
            let body = Stuck {
                first: Some(Bytes::from_static(b"{\"name\"")),
                alive: Arc::clone(&alive),
            };
            let request = Request::post(format!(
                "/api/v2/organizations/{}/members/roles",
                uuid::Uuid::nil()
            ))
            .header("Coder-Session-Token", "token")
            .header("content-type", "application/json");
            let request = request.body(Body::new(body)).unwrap();
            let answer = router.clone().oneshot(request);
            let given_up = tokio::time::timeout(Duration::from_millis(1), answer).await;
            assert!(given_up.is_err(), "the body never ends");
        }
        assert_eq!(
            tokio::runtime::Handle::current()
                .metrics()
                .num_alive_tasks(),
            0
        );
    });
    assert_eq!(
        (Arc::strong_count(&alive), Arc::strong_count(&guard)),
        (1, idle)
    );
}

#[test]
fn callers_that_hang_up_leave_no_task_behind() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    let runtime = runtime.unwrap();
    let guard = Arc::new(());
    let listener = runtime
        .block_on(tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))
        .unwrap();
    let address = listener.local_addr().unwrap();
    let router = router(&guard);
    runtime.spawn(async move { axum::serve(listener, router).await });
    let alive = || runtime.metrics().num_alive_tasks();
    let until = |what: &str, holds: &dyn Fn() -> bool| {
        for _ in 0..500 {
            if holds() {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("{what}: {} tasks", alive());
    };
    until("the server runs", &|| alive() == 1);
    let head = format!(
        "POST /api/v2/organizations/{}/members/roles HTTP/1.1\r\nHost: x\r\nCoder-Session-Token: t\r\n\
         Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n",
        uuid::Uuid::nil()
    );
    let mut slow: Vec<TcpStream> = Vec::new();
    for at in 0..40 {
        let mut stream = TcpStream::connect(address).unwrap();
        // In the middle of the head, at its end, and in the middle of the body.
        let text = format!("{head}{{\"name\": \"");
        let sent = [head.len() / 2, head.len(), text.len()][at % 3];
        stream.write_all(&text.as_bytes()[..sent]).unwrap();
        slow.push(stream);
    }
    until("each has a task", &|| alive() == 41);
    // Those who wait keep nobody else from being answered.
    let mut other = TcpStream::connect(address).unwrap();
    let request = "GET /api/v2/users/roles HTTP/1.1\r\nHost: x\r\nCoder-Session-Token: t\r\nConnection: close\r\n\r\n";
    other.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    other.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 501"), "{answer}");
    drop(slow);
    until("they are gone", &|| alive() == 1);
}
