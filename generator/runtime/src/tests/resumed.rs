//! Streams of events that break off: where they go on, and when they are given up.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::{Request, Response};

use super::client::{EVENTS, run};
use crate::api::{Body, BoxError, EventStream, Signal};
use crate::client::{Builder, Core, Documented, Reconnect};

/// What a connection brings before it breaks off.
enum Connection {
    Refused,
    Events(&'static [&'static str]),
    /// The same, to a proper end.
    Ended(&'static [&'static str]),
    Status(u16),
}

/// Chunks, and then a failure.
struct Cut(VecDeque<&'static str>, bool);

impl Stream for Cut {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(match (self.0.pop_front(), self.1) {
            (Some(text), _) => Some(Ok(Bytes::from_static(text.as_bytes()))),
            (None, true) => {
                self.1 = false;
                Some(Err("the connection broke".into()))
            }
            (None, false) => None,
        })
    }
}

/// What the events of these connections are, by a client that comes back so often; the `Last-Event-ID`s that were sent, and
/// how long was waited.
fn events(
    connections: Vec<Connection>,
    reconnect: Option<Reconnect>,
) -> (Vec<String>, Vec<String>, Vec<u128>) {
    let (asked, waited) = (
        Arc::<Mutex<Vec<String>>>::default(),
        Arc::<Mutex<Vec<u128>>>::default(),
    );
    let connections = Mutex::new(VecDeque::from(connections));
    let connections = Arc::new(connections);
    let noted = Arc::clone(&asked);
    let service = tower::service_fn(move |request: Request<Body>| {
        let id = request.headers().get("last-event-id");
        let id = id.map_or("", |it| it.to_str().expect("a text")).to_owned();
        noted.lock().expect("a list").push(id);
        let next = connections.lock().expect("a list").pop_front();
        async move {
            let stream = |chunks: &[&'static str], breaks| {
                let body = Body::from_stream(Cut(chunks.iter().copied().collect(), breaks));
                let response = Response::builder().header("content-type", "text/event-stream");
                response.body(body).expect("a response")
            };
            Ok(match next.expect("no more is asked for") {
                Connection::Refused => return Err::<_, BoxError>("refused".into()),
                Connection::Events(chunks) => stream(chunks, true),
                Connection::Ended(chunks) => stream(chunks, false),
                Connection::Status(status) => {
                    let response = Response::builder().status(status);
                    response.body(Body::from("")).expect("a response")
                }
            })
        }
    });
    let timed = Arc::clone(&waited);
    let builder = Builder::<Core>::new("http://test")
        .transport(service)
        .timer(move |time| {
            timed.lock().expect("a list").push(time.as_millis());
            std::future::ready(())
        });
    let core = match reconnect {
        Some(it) => builder.reconnect(it),
        None => builder,
    };
    let core = core.build().expect("a client");
    let call = core.call(&EVENTS, (), Documented::Code(200), |it| {
        it.events("text/event-stream")
    });
    let mut stream: EventStream<i64> = run(call.into_future()).expect("an answer");
    let mut found = Vec::new();
    run(async {
        while let Some(next) = poll_fn(|it| Pin::new(&mut stream).poll_next(it)).await {
            match next {
                Ok(Signal::Event(it)) => found.push(it.data.to_string()),
                Ok(_) => {}
                Err(why) => found.push(why.to_string()),
            }
        }
    });
    let (asked, waited) = (
        asked.lock().expect("a list"),
        waited.lock().expect("a list"),
    );
    (found, asked.clone(), waited.clone())
}

use Connection::{Ended, Events, Refused, Status};

#[test]
fn a_stream_goes_on_behind_the_last_event() {
    let connections = vec![
        // An event that no empty line ends is none, and comes again.
        Events(&[
            "\u{feff}id: 1\ndata: 1\n\nretry: 40\nid",
            ": 2\ndata: 2\n\nid: 3\ndata: 3\n",
        ]),
        Refused,
        Status(503),
        Ended(&["\u{feff}id: 3\ndata: 3\n\nid:\n\n"]),
        // It may go on without any.
        Events(&["data: 4\n\n"]),
        Status(204),
    ];
    let reconnect = Reconnect::times(3).longest_wait(Duration::from_millis(100));
    let (found, asked, waited) = events(connections, Some(reconnect));
    assert_eq!(found, ["1", "2", "3", "4"]);
    assert_eq!(asked, ["", "2", "2", "2", "", ""]);
    assert_eq!(waited, [40, 80, 100, 40, 40]);
}

#[test]
fn a_stream_is_given_up_after_so_many_times() {
    let reconnect = Reconnect::times(2).first_wait(Duration::from_millis(5));
    let connections = vec![Events(&["data: 1\n\n"]), Refused, Refused];
    let (found, asked, waited) = events(connections, Some(reconnect));
    assert_eq!(found, ["1", "no answer came: refused"]);
    assert_eq!((asked.len(), waited), (3, vec![5, 10]));
    // Nor without an event in between, however often it is answered.
    let connections = vec![Events(&["data: 1\n\n"]), Ended(&[": hi\n\n"]), Ended(&[])];
    let (found, asked, _) = events(connections, Some(reconnect));
    assert_eq!((found, asked.len()), (vec!["1".to_owned()], 3));
    // What is no stream of events ends it.
    let (found, asked, _) = events(vec![Events(&[]), Status(404)], Some(reconnect));
    assert_eq!(
        found,
        ["the answer is 404 Not Found, which is not documented"]
    );
    assert_eq!(asked.len(), 2);
}

#[test]
fn a_stream_is_asked_for_once_unless_said() {
    let (found, asked, _) = events(vec![Events(&["id: 1\ndata: 1\n\n"])], None);
    assert_eq!(found, ["1", "the connection broke"]);
    assert_eq!(asked.len(), 1);
}
