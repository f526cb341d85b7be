//! The emitted client against servers that break off, answer nonsense or never come to an end: each is an error that says so,
//! in the time that the call has.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use members_api::client::{Client, CoderSessionToken, Error};
use members_api::types::AssignableRoles;

/// How long a call may take.
const LIMIT: Duration = Duration::from_millis(400);

/// What a call of a client gives.
type Answer = Result<Vec<AssignableRoles>, Error>;

/// Calls a server that answers by writing so to its connection.
async fn call(write: impl Fn(&mut TcpStream) + Send + Sync + 'static) -> Answer {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("a connection");
            let mut head = [0; 4096];
            // The whole request is small.
            let _ = stream.read(&mut head);
            write(&mut stream);
        }
    });
    let client = Client::builder(format!("http://{address}"))
        .credential(CoderSessionToken::new("x"))
        .timeout(LIMIT)
        .body_limit(1 << 20)
        .build()
        .expect("a client");
    let started = Instant::now();
    let answer = client.get_site_member_roles().await;
    let took = started.elapsed();
    assert!(took < LIMIT * 5, "{took:?}: {answer:?}");
    answer
}

/// Calls a server that answers with this text, and then closes.
async fn text(text: &'static str) -> Answer {
    call(move |stream| drop(stream.write_all(text.as_bytes()))).await
}

#[tokio::test]
async fn what_breaks_off_is_told() {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
    for answer in [
        String::new(),
        "HTTP/1.1 200".to_owned(),
        format!("{head}content-le"),
        format!("{head}content-length: 9\r\n\r\n[{{"),
        format!("{head}transfer-encoding: chunked\r\n\r\n2\r\n[]\r\n"),
        format!("{head}transfer-encoding: chunked\r\n\r\nzz\r\n"),
        "\u{0}\u{1}garbage\r\n\r\n".to_owned(),
    ] {
        let leaked: &'static str = answer.leak();
        let found = text(leaked).await;
        assert!(
            matches!(found, Err(Error::Transport(_))),
            "{leaked:?}: {found:?}"
        );
    }
}

#[tokio::test]
async fn what_is_no_answer_of_the_document_is_told_whole() {
    for (answer, pointer) in [
        (
            "content-type: application/json\r\ncontent-length: 3\r\n\r\n[1]",
            "/0",
        ),
        (
            "content-type: application/json\r\ncontent-length: 1\r\n\r\n{",
            "",
        ),
        (
            "content-type: text/html\r\ncontent-length: 3\r\n\r\n<p>",
            "",
        ),
        ("content-length: 0\r\n\r\n", ""),
    ] {
        let whole: &'static str = format!("HTTP/1.1 200 OK\r\n{answer}").leak();
        let (_, sent) = whole.split_once("\r\n\r\n").expect("a body");
        match text(whole).await {
            Err(Error::Decode {
                pointer: at,
                body,
                status,
                ..
            }) => {
                assert_eq!(
                    (&*at, &*body, status.as_u16()),
                    (pointer, sent.as_bytes(), 200)
                );
            }
            other => panic!("{answer:?}: {other:?}"),
        }
    }
    match text("HTTP/1.1 502 Bad Gateway\r\ncontent-length: 4\r\n\r\nbusy").await {
        Err(Error::Undocumented { status, body, .. }) => {
            assert_eq!((status.as_u16(), &*body), (502, &b"busy"[..]));
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_has_no_end_is_given_up() {
    let drips = |head: &'static str, drip: &'static str| {
        call(move |stream| {
            let _ = stream.write_all(head.as_bytes());
            // Until the client hangs up.
            while stream.write_all(drip.as_bytes()).is_ok() {
                thread::sleep(Duration::from_millis(20));
            }
        })
    };
    for (head, drip) in [
        ("HTTP/1.1 200 OK\r\n", "x-a: b\r\n"),
        (
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 900000\r\n\r\n",
            " ",
        ),
        (
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n",
            " ",
        ),
        ("", ""),
    ] {
        let found = drips(head, drip).await;
        assert!(
            matches!(found, Err(Error::Timeout(LIMIT))),
            "{head:?}: {found:?}"
        );
    }
}

#[tokio::test]
async fn what_is_too_large_is_not_held() {
    let headers = call(|stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n");
        let line = format!("x-a: {}\r\n", "b".repeat(1000));
        for _ in 0..10_000 {
            if stream.write_all(line.as_bytes()).is_err() {
                return;
            }
        }
        let _ = stream.write_all(b"\r\n");
    });
    let headers = headers.await;
    assert!(matches!(headers, Err(Error::Transport(_))), "{headers:?}");
    let body = call(|stream| {
        let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n";
        let _ = stream.write_all(head.as_bytes());
        while stream.write_all(&[b' '; 1000]).is_ok() {}
    });
    let body = body.await;
    assert!(
        matches!(body, Err(Error::TooLarge { limit: 1_048_576 })),
        "{body:?}"
    );
}
