//! Many calls of the emitted client, good and bad ones: nothing is left of them, neither tasks nor memory.
//!
//! ```text
//! CALLS=100000 cargo test --release -p members-api --test client_soak
//! ```

use std::alloc::System;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use members_api::client::{Client, CoderSessionToken, Error, Retry};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const GOOD: &str =
    "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n[]";
const WRONG: &str =
    "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 3\r\n\r\n[1]";
const BUSY: &str = "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 4\r\n\r\nbusy";
const HALF: &str =
    "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n[{";

/// Answers the requests of a connection, one after the other: most as they should be.
fn serve(stream: TcpStream) {
    let mut writer = stream.try_clone().expect("a connection");
    let mut lines = BufReader::new(stream).lines();
    for number in 1_u32.. {
        let mut head = lines
            .by_ref()
            .map_while(Result::ok)
            .take_while(|it| !it.is_empty());
        if head.next().is_none() {
            return;
        }
        head.for_each(drop);
        let (answer, ends) = match number % 40 {
            10 => (WRONG, false),
            20 => (BUSY, false),
            // It hangs up in the middle.
            39 => (HALF, true),
            _ => (GOOD, false),
        };
        // A client that has given up is gone.
        if writer.write_all(answer.as_bytes()).is_err() || ends {
            return;
        }
    }
}

#[test]
fn nothing_is_left_of_calls() {
    let calls = std::env::var("CALLS").ok().and_then(|it| it.parse().ok());
    let calls: usize = calls.unwrap_or(2_000);
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || {
        for stream in listener.incoming() {
            let stream = stream.expect("a connection");
            thread::spawn(move || serve(stream));
        }
    });
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.expect("a runtime").block_on(async {
        let client = Client::builder(format!("http://{address}"))
            .credential(CoderSessionToken::new("x"))
            .timeout(Duration::from_secs(10))
            .retry(Retry::times(1).first_wait(Duration::from_millis(1)))
            .build()
            .expect("a client");
        let (mut good, mut bad) = (0, 0);
        let mut run = async |count: usize| {
            for at in 0..count {
                if at % 50 == 7 {
                    // One that nobody waits for any more.
                    let call = client.get_site_member_roles();
                    drop(call.timeout(Duration::from_micros(1)).await);
                    continue;
                }
                match client.get_site_member_roles().await {
                    Ok(_) => good += 1,
                    Err(
                        Error::Decode { .. } | Error::Transport(_) | Error::Undocumented { .. },
                    ) => bad += 1,
                    Err(other) => panic!("{other:?}"),
                }
            }
        };
        run(calls / 10).await;
        let region = Region::new(ALLOCATOR);
        run(calls).await;
        let stats = region.change();
        let kept = stats.bytes_allocated as i64 - stats.bytes_deallocated as i64;
        assert!(good > calls / 2 && bad > calls / 100, "{good} {bad}");
        assert!(kept < 1 << 20, "{kept} bytes are left of {calls} calls");
        drop(client);
        let metrics = tokio::runtime::Handle::current().metrics();
        let started = Instant::now();
        while metrics.num_alive_tasks() > 0 {
            assert!(
                started.elapsed() < Duration::from_secs(5),
                "{} tasks",
                metrics.num_alive_tasks()
            );
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    });
}
