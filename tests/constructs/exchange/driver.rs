//! Sends each exchange of `exchanges/*.json` through two servers, one after the other, that do nothing but call the next one
//! with the emitted client; behind the second one waits the answer.
//!
//! ```text
//! request ─▶ near: server, client ─▶ far: server, client ─▶ the answer, as it stands in the exchange
//! ```
//!
//! Both have to be given the same request and to return the same answer, as Rust shows them; what goes between them and what
//! goes behind has to be the same on the wire, and to say all that was sent at first.

mod crates;
mod wire;

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, Response};
use serde_json::Value;
use tower::{Service, ServiceExt};
use wire::Message;

/// What a proxy is given and returns, as `Debug` has it.
#[derive(Clone, Default)]
pub struct Seen(Arc<Mutex<Vec<String>>>);

impl Seen {
    pub fn saw(&self, it: &impl Debug) {
        self.0.lock().expect("no panic").push(format!("{it:?}"));
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().expect("no panic"))
    }
}

/// A transport that keeps what goes through it.
#[derive(Clone)]
pub struct Tap {
    seen: Arc<Mutex<Vec<Message>>>,
    next: Next,
}

#[derive(Clone)]
enum Next {
    Server(Router),
    /// It answers this, whatever it is asked.
    Answer(Arc<Mutex<Message>>),
}

impl Tap {
    fn to(next: Next) -> Self {
        Self { seen: Arc::default(), next }
    }

    fn take(&self) -> Vec<Message> {
        std::mem::take(&mut self.seen.lock().expect("no panic"))
    }

    fn keep(&self, it: Message) {
        self.seen.lock().expect("no panic").push(it);
    }
}

impl Service<Request<verbatim_runtime::api::Body>> for Tap {
    type Response = Response<Body>;
    type Error = axum::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, axum::Error>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), axum::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<verbatim_runtime::api::Body>) -> Self::Future {
        let it = self.clone();
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let body = to_bytes(Body::new(body), usize::MAX).await?;
            let target = head.uri.path_and_query().map_or("/", |it| it.as_str());
            it.keep(Message::of(format!("{} {target}", head.method), &head.headers, &body));
            let answer = match &it.next {
                Next::Server(router) => {
                    let request = Request::from_parts(head, Body::from(body));
                    router.clone().oneshot(request).await.expect("routers do not fail")
                }
                Next::Answer(it) => it.lock().expect("no panic").answer(),
            };
            let (head, body) = answer.into_parts();
            let body = to_bytes(body, usize::MAX).await?;
            it.keep(Message::of(head.status.as_str().to_owned(), &head.headers, &body));
            Ok(Response::from_parts(head, Body::from(body)))
        })
    }
}

/// The two servers of a crate, and what is seen of them.
struct Chain {
    near: Router,
    answer: Arc<Mutex<Message>>,
    taps: [Tap; 2],
    seen: [Seen; 2],
}

impl Chain {
    fn of(router: fn(Tap, Seen) -> Router) -> Self {
        let seen = [Seen::default(), Seen::default()];
        let answer = Arc::default();
        let behind = Tap::to(Next::Answer(Arc::clone(&answer)));
        let between = Tap::to(Next::Server(router(behind.clone(), seen[1].clone())));
        let near = router(between.clone(), seen[0].clone());
        Self { near, answer, taps: [between, behind], seen }
    }

    /// What is wrong with an exchange.
    async fn wrong(&self, it: &Value) -> Option<String> {
        let sent = Message::request(it);
        let expected = Message::expected(it);
        *self.answer.lock().expect("no panic") = expected.clone();
        let request = match sent.as_request() {
            Ok(it) => it,
            Err(why) => return Some(format!("no request: {why}")),
        };
        let answer = self.near.clone().oneshot(request).await.expect("routers do not fail");
        let (head, body) = answer.into_parts();
        let body = match to_bytes(body, usize::MAX).await {
            Ok(it) => it,
            Err(why) => return Some(format!("an answer that breaks off: {why}")),
        };
        let answer = Message::of(head.status.as_str().to_owned(), &head.headers, &body);
        let [between, behind] = self.taps.each_ref().map(Tap::take);
        let [near, far] = self.seen.each_ref().map(Seen::take);
        if answer.head != expected.head || near.len() != 2 || far.len() != 2 {
            return Some(format!("{answer:?}, not {expected:?}"));
        }
        if let Some(it) = [&near[1], &far[1]].into_iter().find(|it| it.starts_with("Err(")) {
            return Some(format!("the client fails: {it}"));
        }
        for (what, first, second) in [("request", &near[0], &far[0]), ("answer", &far[1], &near[1])] {
            if first != second {
                return Some(format!("another {what}: {first} became {second}"));
            }
        }
        for (what, first, second) in [("request", &between[0], &behind[0]), ("answer", &between[1], &answer)] {
            if !first.is_same(second) {
                return Some(format!("another {what} on the wire: {first:?} became {second:?}"));
            }
        }
        wire::lost(&sent, &between[0])
            .map(|why| format!("of the request {why}: {sent:?} became {:?}", between[0]))
            .or_else(|| {
                let why = wire::lost(&expected, &answer)?;
                Some(format!("of the answer {why}: {expected:?} became {answer:?}"))
            })
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut failed = 0;
    let mut counts = BTreeMap::new();
    for (name, router) in crates::ALL {
        let path = format!("{}/exchanges/{name}.json", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).expect("there are exchanges");
        let all: Vec<Value> = serde_json::from_str(&text).expect("JSON");
        let chain = Chain::of(*router);
        let mut fine = 0;
        for it in &all {
            let wrong = tokio::time::timeout(Duration::from_secs(10), chain.wrong(it)).await;
            match wrong.unwrap_or_else(|_| Some("it takes too long".to_owned())) {
                None => fine += 1,
                Some(why) => {
                    failed += 1;
                    println!("FAILED: {name} {}: {why}\n", it["what"].as_str().unwrap_or_default());
                }
            }
        }
        counts.insert(*name, (fine, all.len()));
    }
    for (name, (fine, all)) in &counts {
        println!("{name}: {fine} of {all} exchanges come across");
    }
    let nothing: Vec<_> = counts.iter().filter(|it| it.1.1 == 0).collect();
    assert!(failed == 0 && nothing.is_empty(), "{failed} failed; without any: {nothing:?}");
}
