//! Clients whose bodies are longer than they hold: over HTTP, up and down, compressed, without an end.
//!
//! ```text
//! STREAMED_MEGABYTES=200 cargo test --release -p verbatim-tests --test streams
//! ```

use std::alloc::System;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::pin::Pin;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::thread;

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use futures_core::Stream;
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};
use verbatim_runtime::api::{Body, BoxError, EventStream, Signal};
use verbatim_runtime::client::{
    Builder, Call, Core, Documented, Error, IntoRequest, Outgoing, Route,
};
use verbatim_runtime::context::Operation;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// What may be held beside the buffers of a connection: far less than what travels.
const HELD: usize = 4 << 20;

/// The longest answer that is held, and the longest item of one that is streamed.
const LIMIT: usize = 1 << 20;

const OCTETS: &str = "application/octet-stream";

static COPY: Route = Route {
    operation: Operation::new("copy", "POST", "/", &[]),
    accept: OCTETS,
    security: &[],
    streamed: &[(Documented::Code(200), OCTETS, true)],
    redirects: &[],
};

static EVENTS: Route = Route {
    operation: Operation::new("watch", "GET", "/", &[]),
    accept: "text/event-stream",
    streamed: &[(Documented::Code(200), "text/event-stream", true)],
    ..COPY
};

static LIST: Route = Route {
    operation: Operation::new("list", "GET", "/", &[]),
    accept: "application/json",
    streamed: &[],
    ..COPY
};

/// Memory is counted for all of a process, so that one test runs at a time.
fn alone() -> MutexGuard<'static, ()> {
    static ONE: Mutex<()> = Mutex::new(());
    ONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How much is held now.
fn held() -> usize {
    let stats = ALLOCATOR.stats();
    stats
        .bytes_allocated
        .saturating_sub(stats.bytes_deallocated)
}

/// How much travels.
fn length() -> usize {
    let megabytes = std::env::var("STREAMED_MEGABYTES").ok();
    megabytes.map_or(32, |it| it.parse().expect("a number")) << 20
}

/// Watches how much is held more than at first.
struct Watch {
    first: usize,
}

impl Watch {
    fn new() -> Self {
        Self { first: held() }
    }

    fn look(&self) {
        let more = held().saturating_sub(self.first);
        assert!(more < HELD, "{more} bytes are held");
    }
}

/// So many bytes of a body that is made as it is sent.
struct Made {
    rest: usize,
    watch: Watch,
}

impl Stream for Made {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.watch.look();
        let next = self.rest.min(1 << 16);
        self.rest -= next;
        Poll::Ready((next > 0).then(|| Ok(Bytes::from(vec![7; next]))))
    }
}

struct Octets(Body);

impl IntoRequest for Octets {
    fn put(self, out: &mut Outgoing) {
        out.stream(OCTETS, self.0);
    }
}

/// A server of one request, whose headers are given; what the thread of it gives is sent on.
fn serve<T: Send + 'static>(
    answer: impl FnOnce(Vec<String>, BufReader<TcpStream>) -> T + Send + 'static,
) -> (Core, Receiver<T>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    let (send, given) = channel();
    thread::spawn(move || {
        let (stream, _) = listener.accept().expect("a connection");
        let mut reader = BufReader::new(stream);
        let mut head = Vec::new();
        for line in reader.by_ref().lines() {
            let line = line.expect("a line").to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            head.push(line);
        }
        // Nobody may wait for it any more.
        let _ = send.send(answer(head, reader));
    });
    let client = Builder::<Core>::new(format!("http://{address}")).body_limit(LIMIT);
    (client.build().expect("a client"), given)
}

/// Writes until the client is gone.
fn endlessly(stream: &mut TcpStream, text: &str) -> usize {
    let text = text.repeat((1 << 12) / text.len() + 1);
    let mut written = 0;
    while stream.write_all(text.as_bytes()).is_ok() {
        written += text.len();
    }
    written
}

fn run<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.expect("a runtime").block_on(future)
}

fn copy(core: &Core, body: Body) -> Call<Body> {
    core.call(&COPY, Octets(body), Documented::Code(200), |it| {
        it.stream(OCTETS)
    })
}

fn list(core: &Core) -> Call<Vec<i64>> {
    core.call(&LIST, (), Documented::Code(200), |it| {
        it.json("application/json")
    })
}

/// Reads a body to its end, and what it holds meanwhile.
async fn read(mut body: Body, watch: &Watch) -> usize {
    let mut length = 0;
    while let Some(chunk) = body.chunk().await.expect("it arrives") {
        assert!(chunk.iter().all(|it| *it == 7));
        length += chunk.len();
        watch.look();
    }
    length
}

/// So many bytes, compressed.
fn compressed(byte: u8, length: usize) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::best());
    let chunk = [byte; 1 << 16];
    let mut rest = length;
    while rest > 0 {
        let next = rest.min(chunk.len());
        out.write_all(&chunk[..next]).expect("it is memory");
        rest -= next;
    }
    out.finish().expect("it is memory")
}

#[test]
fn octets_go_up_and_down_without_being_held() {
    let _one = alone();
    let length = length();
    // It sends back what comes, chunk by chunk, with the frames of its chunks.
    let (core, given) = serve(|head, mut reader| {
        let mut stream = reader.get_ref().try_clone().expect("a connection");
        let head_of_answer = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: {OCTETS}\r\ntransfer-encoding: chunked\r\n\r\n"
        );
        stream
            .write_all(head_of_answer.as_bytes())
            .expect("it is read");
        let mut line = String::new();
        let mut total = 0;
        loop {
            line.clear();
            reader.read_line(&mut line).expect("a chunk");
            let size = usize::from_str_radix(line.trim(), 16).expect("a size");
            let mut chunk = vec![0; size + 2];
            reader.read_exact(&mut chunk).expect("a chunk");
            stream.write_all(line.as_bytes()).expect("it is read");
            stream.write_all(&chunk).expect("it is read");
            total += size;
            if size == 0 {
                return (head, total);
            }
        }
    });
    run(async {
        let watch = Watch::new();
        let made = Made {
            rest: length,
            watch: Watch::new(),
        };
        let body = copy(&core, Body::from_stream(made)).await;
        assert_eq!(read(body.expect("an answer"), &watch).await, length);
    });
    let (head, total) = given.recv().expect("it has answered");
    assert!(
        head.contains(&format!("content-type: {OCTETS}")),
        "{head:?}"
    );
    assert_eq!(total, length);
}

#[test]
fn what_is_compressed_counts_by_what_it_is() {
    let _one = alone();
    let length = length();
    let answer = |media: &'static str, whole: Vec<u8>| {
        serve(move |head, reader| {
            let answer = format!(
                "HTTP/1.1 200 OK\r\ncontent-type: {media}\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\n\r\n",
                whole.len()
            );
            let mut stream = reader.into_inner();
            // A client that has enough hangs up.
            let _ = stream.write_all(answer.as_bytes());
            let _ = stream.write_all(&whole);
            head
        })
    };
    let text = "[1, 2,                     3]";
    let mut small = GzEncoder::new(Vec::new(), Compression::fast());
    small.write_all(text.as_bytes()).expect("it is memory");
    let (core, given) = answer("application/json", small.finish().expect("it is memory"));
    assert_eq!(run(list(&core).into_future()).expect("a list"), [1, 2, 3]);
    let head = given.recv().expect("it has answered");
    assert!(
        head.contains(&"accept-encoding: gzip".to_owned()),
        "{head:?}"
    );

    // Spaces before a list that is not to come: what is short, and would be many megabytes.
    let bomb = compressed(b' ', length);
    assert!(bomb.len() < LIMIT / 2, "{} bytes", bomb.len());
    let (core, _) = answer("application/json", bomb);
    let watch = Watch::new();
    let told = run(list(&core).into_future());
    watch.look();
    assert!(
        matches!(told, Err(Error::TooLarge { limit: LIMIT })),
        "{told:?}"
    );

    let (core, _) = answer(OCTETS, compressed(7, length));
    run(async {
        let watch = Watch::new();
        let body = copy(&core, Body::from("")).await.expect("an answer");
        assert_eq!(read(body, &watch).await, length);
    });

    // What breaks off, and what is not compressed at all.
    let half = compressed(b'1', 1000);
    for broken in [half[..half.len() / 2].to_vec(), b"[1]".to_vec()] {
        let (core, _) = answer("application/json", broken);
        let told = run(list(&core).into_future());
        assert!(matches!(told, Err(Error::Transport(_))), "{told:?}");
    }
}

#[test]
fn events_without_an_end_are_handed_out_one_by_one() {
    let _one = alone();
    let answer = |text: &'static str| {
        serve(move |_, reader| {
            let mut stream = reader.into_inner();
            let head = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n";
            stream.write_all(head).expect("it is read");
            endlessly(&mut stream, text)
        })
    };
    let watched = |core: &Core| {
        core.call(&EVENTS, (), Documented::Code(200), |it| {
            it.events::<String>("text/event-stream")
        })
    };
    let (core, given) = answer("id: 1\ndata: a\ndata: b\n\n: not an event\n\n");
    let read = run(async {
        let watch = Watch::new();
        let mut events: EventStream<String> = watched(&core).await.expect("an answer");
        let mut read = 0;
        while read < 100_000 {
            match events.next().await.expect("it goes on") {
                Some(Signal::Event(event)) => assert_eq!(event.data, "a\nb"),
                other => panic!("{other:?}"),
            }
            read += 1;
            watch.look();
        }
        // Whoever drops it ends the connection, which the server waits for.
        read
    });
    drop(core);
    let written = given.recv().expect("the server has ended");
    assert!(written >= read * 20, "{written} bytes");

    // One that does not end is not waited for.
    for text in ["data: and so on, ", "data: and so on\n"] {
        let (core, given) = answer(text);
        let told = run(async {
            let watch = Watch::new();
            let mut events = watched(&core).await.expect("an answer");
            let told = events.next().await.expect_err("it has no end");
            watch.look();
            assert!(events.next().await.expect("it is over").is_none());
            told.to_string()
        });
        assert_eq!(told, format!("an item has more than {LIMIT} bytes"));
        drop(core);
        assert!(given.recv().expect("the server has ended") >= LIMIT);
    }

    // Comments keep a stream alive as long as they come, and are not held until an event does.
    for text in [": a comment\n", ": a comment, "] {
        let (core, given) = serve(move |_, reader| {
            let mut stream = reader.into_inner();
            let head = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n";
            stream.write_all(head).expect("it is read");
            let comments = text.repeat(4 * LIMIT / text.len());
            stream.write_all(comments.as_bytes()).expect("it is read");
            stream.write_all(b"\ndata: a\n\n").expect("it is read");
        });
        run(async {
            let watch = Watch::new();
            let mut events = watched(&core).await.expect("an answer");
            match events.next().await.expect("it arrives") {
                Some(Signal::Event(event)) => assert_eq!(event.data, "a"),
                other => panic!("{other:?}"),
            }
            watch.look();
        });
        drop(core);
        given.recv().expect("the server has ended");
    }
}
