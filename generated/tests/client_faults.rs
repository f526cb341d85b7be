//! The emitted client against servers that break off, answer nonsense or never come to an end: each is an error that says so,
//! in the time that the call has.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use members_api::client::{Client, CoderSessionToken, Error, Reqwest};
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

/// A server that leads from one address of its own to another, where the answer is.
async fn led_on(own: Option<reqwest::Client>, scheme: &str) -> Answer {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("a connection");
            let mut head = [0; 4096];
            let length = stream.read(&mut head).unwrap_or_default();
            let answer = match head[..length].starts_with(b"GET /there ") {
                true => {
                    "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n[]"
                }
                false => {
                    "HTTP/1.1 302 Found\r\nconnection: close\r\nlocation: /there\r\ncontent-length: 0\r\n\r\n"
                }
            };
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    let client = Client::builder(format!("{scheme}://{address}"));
    let client = client.credential(CoderSessionToken::new("x"));
    let client = match own {
        Some(own) => client.transport(Reqwest::from(own)),
        None => client,
    };
    let client = client.build().expect("a client");
    client.get_site_member_roles().await
}

#[tokio::test]
async fn a_client_of_ones_own_that_follows_redirects_is_told() {
    let found = led_on(Some(reqwest::Client::new()), "http").await;
    match found {
        Err(Error::Transport(why)) => {
            assert!(
                why.to_string().contains("redirect::Policy::none()"),
                "{why}"
            );
        }
        other => panic!("{other:?}"),
    }
    let policy = reqwest::redirect::Policy::none();
    let own = reqwest::Client::builder().redirect(policy).build();
    assert_eq!(led_on(own.ok(), "http").await.expect("roles").len(), 0);
    // However the address is written, it is no redirect.
    assert_eq!(led_on(None, "HTTP").await.expect("roles").len(), 0);
}

#[test]
fn a_client_over_any_transport_needs_no_sockets() {
    let tree = |features: &str| {
        let tree = Command::new(env!("CARGO"))
            .args(["tree", "--locked", "--offline", "--prefix", "none"])
            .args(["--edges", "normal,build", "--package", "members-api"])
            .args(["--no-default-features", "--features", features])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .expect("cargo runs");
        let messages = String::from_utf8_lossy(&tree.stderr);
        assert!(tree.status.success(), "{messages}");
        String::from_utf8_lossy(&tree.stdout).into_owned()
    };
    let core = tree("client-core,client-local,client-testing,client-tracing");
    let http = tree("client-reqwest");
    for name in ["tokio", "hyper", "mio", "socket2", "reqwest", "axum"] {
        let is_in = |text: &str| text.lines().any(|it| it.starts_with(&format!("{name} v")));
        assert!(!is_in(&core), "{name} is in {core}");
        assert!(name == "axum" || is_in(&http), "{name}");
    }
}
