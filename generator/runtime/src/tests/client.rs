//! Calls over a transport that answers as it is told: what is sent, what is followed or tried again, and what is told.

use std::collections::{BTreeMap, VecDeque};
use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Request, Response, StatusCode};
use serde_json::{Value, json};

use crate::api::{Body, BoxError, EventStream, Signal};
use crate::client::{
    Arm, BoxFuture, Builder, COOKIE, Call, Core, Credential, Documented, Error, HEADER,
    HeaderLayout, IntoRequest, Kind, Outgoing, QUERY, Receive, Retry, Route, Scheme, TokenProvider,
    Whole,
};
use crate::context::Operation;
use crate::description::{Encoding, Location, Style};
use crate::style::Rule;
use crate::types::Password;

pub(super) const KEY: Scheme = Scheme {
    name: "key",
    kind: Kind::ApiKey(Location::Header, "X-Key"),
};

static GET: Route = route("GET", &[]);
pub(super) static POST: Route = route("POST", &[]);
pub(super) static GUARDED: Route =
    route("GET", &[&[("key", &[]), ("other", &[])], &[("key", &[])]]);
pub(super) static EVENTS: Route = Route {
    streamed: &[
        (Documented::Code(200), "text/event-stream", true),
        (Documented::Default, "application/json", false),
    ],
    ..route("GET", &[])
};

const fn route(
    method: &'static str,
    security: &'static [&'static [(&'static str, &'static [&'static str])]],
) -> Route {
    Route {
        operation: Operation::new("find", method, "/pets/all", &[]),
        accept: "application/json",
        security,
        streamed: &[],
        redirects: &[],
    }
}

/// What was sent: the address, and the headers as text.
type Sent = Arc<Mutex<Vec<String>>>;

/// A client whose calls are answered by these, one after the other; what it sends.
fn client(answers: Vec<Response<&'static str>>) -> (Builder<Core>, Sent) {
    let sent = Sent::default();
    let answers = Arc::new(Mutex::new(VecDeque::from(answers)));
    let noted = Arc::clone(&sent);
    let service = tower::service_fn(move |request: Request<Body>| {
        let line = format!(
            "{} {} {:?}",
            request.method(),
            request.uri(),
            request.headers()
        );
        noted.lock().expect("a list").push(line);
        let answer = answers.lock().expect("a list").pop_front();
        async move {
            let answer = answer.expect("no more is asked than is answered");
            Ok::<_, Infallible>(answer.map(|it| Body::from(Bytes::from_static(it.as_bytes()))))
        }
    });
    let builder = Builder::new("https://example.com/v1/");
    (builder.transport(service), sent)
}

fn answer(status: u16, headers: &[(&str, &str)], body: &'static str) -> Response<&'static str> {
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    response.body(body).expect("a response")
}

pub(super) fn run<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime.expect("a runtime").block_on(future)
}

fn find(core: &Core, route: &'static Route) -> Call<Vec<i64>> {
    core.call(route, (), Documented::Code(200), |it| {
        it.json("application/json")
    })
}

fn list(sent: &Sent) -> Vec<String> {
    sent.lock().expect("a list").clone()
}

#[test]
fn what_is_told_of_an_answer_keeps_all_of_it() {
    for (given, expected) in [
        (
            answer(
                200,
                &[("content-type", "application/json; charset=utf-8")],
                "[1,2]",
            ),
            "Ok([1, 2])",
        ),
        (answer(200, &[], "[1,2]"), "Ok([1, 2])"),
        (
            answer(200, &[("content-type", "text/html")], "<p>"),
            r#"Decode { pointer: "", message: "must be application/json, found text/html""#,
        ),
        (
            answer(200, &[], "[1,true]"),
            r#"Decode { pointer: "/1", message: "must be an integer, found a boolean""#,
        ),
        (
            answer(200, &[], "[1"),
            "Decode { pointer: \"\", message: \"the text ends too early",
        ),
        (
            answer(418, &[("x-more", "7")], "tea"),
            r#"Undocumented { status: 418, headers: {"x-more": "7"}, body: b"tea" }"#,
        ),
    ] {
        let (builder, _) = client(vec![given]);
        let core = builder.build().expect("a client");
        let found = format!("{:?}", run(find(&core, &GET).into_future()));
        let found = found.trim_start_matches("Err(");
        assert!(found.starts_with(expected), "{found}, not {expected}");
    }
}

/// All answers of an operation.
#[derive(Debug, PartialEq)]
enum All {
    Ok(i64),
    NotFound(String),
    ClientError(StatusCode, String),
    Default(StatusCode),
}

impl Receive for All {
    const ARMS: &'static [Arm<Self>] = &[
        (Documented::Default, |it| {
            let status = it.status();
            it.empty().map(|()| Self::Default(status))
        }),
        (Documented::Class(4), |it| {
            let status = it.status();
            it.text("text/plain")
                .map(|it| Self::ClientError(status, it))
        }),
        (Documented::Code(404), |it| {
            it.text("text/plain").map(Self::NotFound)
        }),
        (Documented::Code(200), |it| {
            it.json("application/json").map(Self::Ok)
        }),
    ];
}

impl Whole for All {}

#[test]
fn what_documents_a_status_most_closely_reads_it() {
    let call = |status, body| {
        let (builder, _) = client(vec![answer(status, &[], body), answer(status, &[], body)]);
        let core = builder.build().expect("a client");
        let one = core.call_or::<i64, All>(&GET, (), Documented::Code(200), |it| {
            it.json("application/json")
        });
        let one = run(one.into_future()).map_err(Error::documented);
        (
            one,
            run(core.call_whole::<All>(&GET, ()).answer()).expect("an answer"),
        )
    };
    let status = |it: u16| StatusCode::from_u16(it).expect("a status");
    assert_eq!(call(200, "7"), (Ok(7), All::Ok(7)));
    for (code, failure) in [
        (404, All::NotFound("no".to_owned())),
        (409, All::ClientError(status(409), "no".to_owned())),
        (500, All::Default(status(500))),
        (202, All::Default(status(202))),
    ] {
        let (one, all) = call(code, "no");
        assert_eq!(one, Err(Some(all)));
        assert_eq!(call(code, "no").1, failure);
    }
}

#[test]
fn nothing_is_sent_without_the_credential_that_is_asked_for() {
    let (builder, sent) = client(vec![answer(200, &[], "[]")]);
    let core = builder.build().expect("a client");
    let error = run(find(&core, &GUARDED).into_future()).expect_err("there is no credential");
    let said = "find asks for `key` and `other`, or `key`, which the client has no credential for";
    assert_eq!(error.to_string(), said);
    assert!(list(&sent).is_empty());
    let call = find(&core, &GUARDED).credential(Credential::new(KEY, "hush"));
    run(call.into_future()).expect("an answer");
    // Headers say that it is there, and not what it is.
    let line = &list(&sent)[0];
    assert!(
        line.contains(r#""x-key": Sensitive"#) && !line.contains("hush"),
        "{line}"
    );
}

#[test]
fn credentials_and_headers_stay_with_their_origin() {
    let to = |place: &str, code| answer(code, &[("location", place)], "");
    let (builder, sent) = client(vec![
        to("/v2/pets", 301),
        to("all?x=1", 307),
        to("https://elsewhere.example/a", 308),
        answer(200, &[], "[]"),
    ]);
    let builder = builder.credential(Credential::new(KEY, "hush"));
    let core = builder.header("X-Own", "1").build().expect("a client");
    run(find(&core, &GUARDED).into_future()).expect("an answer");
    let sent = list(&sent);
    let places: Vec<&str> = sent.iter().filter_map(|it| it.split(' ').nth(1)).collect();
    assert_eq!(
        places,
        [
            "https://example.com/v1/pets/all",
            "https://example.com/v2/pets",
            "https://example.com/v2/all?x=1",
            "https://elsewhere.example/a",
        ]
    );
    assert!(
        sent[..3]
            .iter()
            .all(|it| it.contains("x-key") && it.contains("x-own")),
        "{sent:?}"
    );
    assert!(
        !sent[3].contains("x-key") && !sent[3].contains("x-own"),
        "{sent:?}"
    );
    // TLS is not given up, and nobody goes round in circles.
    for (place, count) in [("http://example.com/", 1), ("/v1/pets/all", 3)] {
        let (builder, sent) = client(vec![to(place, 302), to(place, 302), to(place, 302)]);
        let core = builder.redirects(2).build().expect("a client");
        let error = run(find(&core, &GET).into_future()).expect_err("it is no answer");
        assert_eq!(error.status(), Some(StatusCode::FOUND));
        assert_eq!(list(&sent).len(), count, "{place}");
    }
}

#[test]
fn references_lead_where_they_say() {
    // RFC 3986, section 5.4.
    for (location, expected) in [
        ("g", "/v1/pets/g"),
        ("./g", "/v1/pets/g"),
        ("g/", "/v1/pets/g/"),
        ("/g", "/g"),
        ("?y", "/v1/pets/all?y"),
        ("g?y#s", "/v1/pets/g?y"),
        (".", "/v1/pets/"),
        ("..", "/v1/"),
        ("../g", "/v1/g"),
        ("../../../g", "/g"),
        // An address in a query is none.
        (
            "/g?next=https://other.example/",
            "/g?next=https://other.example/",
        ),
        (
            "g?next=http://other.example/",
            "/v1/pets/g?next=http://other.example/",
        ),
    ] {
        let redirect = answer(302, &[("location", location)], "");
        let (builder, sent) = client(vec![redirect, answer(200, &[], "[]")]);
        let core = builder.build().expect("a client");
        run(find(&core, &GET).into_future()).expect("an answer");
        let line = &list(&sent)[1];
        let place = line.split(' ').nth(1).expect("an address");
        assert_eq!(
            place,
            format!("https://example.com{expected}"),
            "{location}"
        );
    }
}

/// Another token each time.
struct Tokens;

impl TokenProvider for Tokens {
    fn token(
        &self,
        _: &'static [&'static str],
        refused: Option<Password>,
    ) -> BoxFuture<'static, Result<Password, BoxError>> {
        let token = if refused.is_some() { "second" } else { "first" };
        Box::pin(std::future::ready(Ok(Password::from(token))))
    }
}

#[test]
fn a_token_is_asked_for_again_by_its_own_server_alone() {
    let refused = || answer(401, &[], "");
    let elsewhere = [("location", "https://elsewhere.example/a")];
    for (answers, count, expected) in [
        (vec![refused(), answer(200, &[], "[]")], 2, Ok(vec![])),
        (vec![refused(), refused()], 2, Err(Some(401))),
        (
            vec![answer(307, &elsewhere, ""), refused()],
            2,
            Err(Some(401)),
        ),
    ] {
        let (builder, sent) = client(answers);
        let core = builder.credential(Credential::provided(KEY, Tokens));
        let core = core.build().expect("a client");
        let found = run(find(&core, &GUARDED).into_future());
        let found = found.map_err(|it| it.status().map(|it| it.as_u16()));
        assert_eq!((list(&sent).len(), found), (count, expected));
        let elsewhere = list(&sent);
        let mut elsewhere = elsewhere.iter().filter(|it| it.contains("elsewhere"));
        assert!(elsewhere.all(|it| !it.contains("x-key")), "{sent:?}");
    }
}

#[test]
fn what_is_idempotent_is_tried_again() {
    let calls = |route: &'static Route, key: bool| {
        let busy = || answer(503, &[("retry-after", "0")], "");
        let (builder, sent) = client(vec![busy(), busy(), answer(200, &[], "[]")]);
        let retry = Retry::times(2).first_wait(Duration::ZERO);
        let builder = builder.retry(retry).timer(|_| std::future::ready(()));
        let core = builder.build().expect("a client");
        let call = find(&core, route);
        let call = if key { call.idempotency_key("7") } else { call };
        (run(call.into_future()).is_ok(), list(&sent).len())
    };
    assert_eq!(calls(&GET, false), (true, 3));
    assert_eq!(calls(&POST, false), (false, 1));
    assert_eq!(calls(&POST, true), (true, 3));
    // Where there is the transport of `reqwest`, its timer is there as well.
    let (builder, _) = client(Vec::new());
    let built = builder.retry(Retry::times(1)).build();
    match cfg!(feature = "client-reqwest") {
        true => assert!(built.is_ok()),
        false => {
            let error = built.expect_err("nothing can wait");
            assert!(error.to_string().contains("tokio::time::sleep"), "{error}");
        }
    }
}

#[test]
fn events_arrive_one_by_one() {
    let text = "\u{feff}: hello\n\nid: 1\ndata: [1]\n\nevent: more\r\ndata: [2,\r\ndata: 3]\r\n\r\nretry: 50\n\ndata: x\n\n";
    let (builder, _) = client(vec![answer(
        200,
        &[("content-type", "text/event-stream")],
        text,
    )]);
    let core = builder.build().expect("a client");
    let call = core.call(&EVENTS, (), Documented::Code(200), |it| {
        it.events("text/event-stream")
    });
    let mut events: EventStream<Vec<i64>> = run(call.into_future()).expect("an answer");
    let mut found = Vec::new();
    while let Some(next) = run(std::future::poll_fn(|context| {
        futures_core::Stream::poll_next(std::pin::Pin::new(&mut events), context)
    })) {
        found.push(match next {
            Ok(Signal::Event(it)) => format!("{:?} {:?} {:?}", it.event, it.id, it.data),
            Ok(other) => format!("{other:?}"),
            Err(why) => why.to_string(),
        });
    }
    assert_eq!(
        found,
        [
            r#"None Some("1") [1]"#,
            r#"Some("more") None [2, 3]"#,
            "Retry(50ms)",
            "item 3: expected a value at line 1 column 1",
        ]
    );
}

#[test]
fn an_event_may_say_when_to_come_back() {
    let text =
        "retry: 50\nid: 1\ndata: [1]\n\nretry: +7\n\ndata: [2]\rretry: 60\r\r\ndata: [3]\n\n";
    let (builder, _) = client(vec![answer(
        200,
        &[("content-type", "text/event-stream")],
        text,
    )]);
    let core = builder.build().expect("a client");
    let call = core.call(&EVENTS, (), Documented::Code(200), |it| {
        it.events("text/event-stream")
    });
    let mut events: EventStream<Vec<i64>> = run(call.into_future()).expect("an answer");
    let mut found = Vec::new();
    while let Some(next) = run(std::future::poll_fn(|context| {
        futures_core::Stream::poll_next(std::pin::Pin::new(&mut events), context)
    })) {
        found.push(match next.expect("a signal") {
            Signal::Event(it) => format!("{:?}", it.data),
            other => format!("{other:?}"),
        });
    }
    assert_eq!(found, ["Retry(50ms)", "[1]", "Retry(60ms)", "[2]", "[3]"]);
}

#[test]
fn an_answer_that_nothing_documents_is_told_whole() {
    static BYTES: Route = Route {
        streamed: &[(Documented::Code(200), "*/*", true)],
        ..route("GET", &[])
    };
    let media: &[(&str, &str)] = &[("content-type", "text/plain")];
    for headers in [media, &[]] {
        let (builder, _) = client(vec![answer(418, headers, "tea")]);
        let core = builder.build().expect("a client");
        let call = core.call(&BYTES, (), Documented::Code(200), |it| it.stream("*/*"));
        match run(call.into_future()) {
            Err(Error::Undocumented { body, .. }) => assert_eq!(body, "tea"),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_header_that_is_no_text_is_told() {
    let mut given = answer(200, &[("x-name", "Ada")], "");
    let call = |given| {
        let (builder, _) = client(vec![given]);
        let core = builder.build().expect("a client");
        let call = core.call(&GET, (), Documented::Code(200), |it| {
            let layout = HeaderLayout(Style::Simple, false);
            it.header::<Option<String>>("X-Name", layout).map(|it| it.1)
        });
        run(call.into_future())
    };
    let name = call(given.clone()).expect("a name");
    assert_eq!(name.as_deref(), Some("Ada"));
    let latin1 = HeaderValue::from_bytes(b"Zo\xeb").expect("a value");
    given.headers_mut().insert("x-name", latin1);
    let error = call(given).expect_err("it is no UTF-8").to_string();
    assert!(error.ends_with("header X-Name: must be UTF-8"), "{error}");
}

#[test]
fn forms_are_read_however_deep_they_are() {
    const LAYOUT: &[(&str, Encoding)] = &[(
        "place",
        Encoding {
            style: Style::DeepObject,
            explode: true,
            item_style: None,
        },
    )];
    let read = |text: String| {
        let text: &'static str = text.leak();
        let (builder, _) = client(vec![answer(200, &[], text)]);
        let core = builder.build().expect("a client");
        let call = core.call(&GET, (), Documented::Code(200), |it| {
            it.form::<BTreeMap<String, Value>>("application/x-www-form-urlencoded", LAYOUT)
        });
        run(call.into_future()).map(|it| json!(it))
    };
    for (text, expected) in [
        (
            "a=1&b=x&place[x]=2",
            json!({"a": 1, "b": "x", "place": {"x": 2}}),
        ),
        (
            "place[x][y]=1&a=2&place[z]=3",
            json!({"place": {"x": {"y": 1}, "z": 3}, "a": 2}),
        ),
        ("place[x=1&place]=2", json!({"place[x": 1, "place]": 2})),
    ] {
        assert_eq!(read(text.to_owned()).expect("a form"), expected, "{text}");
    }
    let name = format!("place{}", "[a]".repeat(100_000));
    let found = read(format!("{name}=1")).expect("a form");
    assert_eq!(found, json!({ name: 1 }));
}

#[test]
fn what_is_empty_between_separators_is_an_item() {
    const LAYOUT: &[(&str, Encoding)] = &[(
        "names",
        Encoding {
            style: Style::PipeDelimited,
            explode: false,
            item_style: None,
        },
    )];
    for (text, expected) in [
        ("names=a%7C%7Cb%7C", json!({"names": ["a", "", "b", ""]})),
        ("names=", json!({"names": []})),
    ] {
        let (builder, _) = client(vec![answer(200, &[], text)]);
        let core = builder.build().expect("a client");
        let call = core.call(&GET, (), Documented::Code(200), |it| {
            it.form::<BTreeMap<String, Vec<String>>>("application/x-www-form-urlencoded", LAYOUT)
        });
        let read = run(call.into_future()).map(|it| json!(it));
        assert_eq!(read.expect("a form"), expected, "{text}");
    }
}

/// A query, and nothing else.
struct Asked(&'static str);

impl IntoRequest for Asked {
    fn put(self, out: &mut Outgoing) {
        let rule = Rule { name: "q", ..QUERY };
        out.parameter(&rule, &self.0.to_owned());
    }
}

/// Numbers, whole ones among them.
struct Floats;

impl IntoRequest for Floats {
    fn put(self, out: &mut Outgoing) {
        let rule = Rule { name: "q", ..QUERY };
        out.parameter(&rule, &vec![5.0, -2.0, 0.5, 1e300]);
    }
}

#[test]
fn limits_and_what_cannot_be_sent_are_told() {
    let (builder, _) = client(vec![answer(200, &[], "[1,2,3]")]);
    let core = builder.body_limit(3).build().expect("a client");
    let error = run(find(&core, &GET).into_future());
    assert!(
        matches!(error, Err(Error::TooLarge { limit: 3 })),
        "{error:?}"
    );
    let (builder, sent) = client(vec![answer(200, &[], "[]"), answer(200, &[], "[]")]);
    let core = builder.build().expect("a client");
    let call = |core: &Core, text| {
        core.call::<Vec<i64>>(&GET, Asked(text), Documented::Code(200), |it| {
            it.json("application/json")
        })
    };
    let error = run(call(&core, "a").header("x y", "1").into_future());
    assert!(matches!(error, Err(Error::Request(_))), "{error:?}");
    run(call(&core, "a&b #?").into_future()).expect("an answer");
    assert!(
        list(&sent)[0].contains("/pets/all?q=a%26b%20%23%3F "),
        "{sent:?}"
    );
    let floats = run(core
        .call::<Vec<i64>>(&GET, Floats, Documented::Code(200), |it| {
            it.json("application/json")
        })
        .into_future());
    floats.expect("an answer");
    let line = &list(&sent)[1];
    assert!(line.contains("?q=5&q=-2&q=0.5&q=1e%2B300 "), "{line}");
    let error = Builder::<Core>::new("example.com")
        .build()
        .expect_err("it is no address");
    assert!(
        error.to_string().contains("https://example.com/v1"),
        "{error}"
    );
}

/// A list that has to be there, and one that need not.
struct Lists<T>(Rule<'static>, T);

impl<T: crate::types::Decode> IntoRequest for Lists<T> {
    fn put(self, out: &mut Outgoing) {
        out.parameter(&self.0, &self.1);
    }
}

#[test]
fn a_list_that_would_be_missing_is_told_before_anything_is_sent() {
    fn call<T: crate::types::Decode>(rule: Rule<'static>, value: T) -> Result<String, Error> {
        let rule = Rule {
            name: "ids",
            ..rule
        };
        let (builder, sent) = client(vec![answer(200, &[], "[]")]);
        let core = builder.build().expect("a client");
        let call = core.call::<Vec<i64>>(&GET, Lists(rule, value), Documented::Code(200), |it| {
            it.json("application/json")
        });
        run(call.into_future()).map(|_| list(&sent)[0].clone())
    }
    let none = Vec::<i64>::new;
    let map = BTreeMap::<String, i64>::new;
    for (rule, place) in [(QUERY, "query ids"), (COOKIE, "cookie ids")] {
        for found in [call(rule, none()), call(rule, map())] {
            match found {
                Err(Error::Request(it)) => {
                    assert!(
                        it.location == place && it.detail.starts_with("is required"),
                        "{it:?}"
                    );
                }
                other => panic!("{other:?}"),
            }
        }
        call(rule, Some(none())).expect("it need not be there");
    }
    // What is one text is there, though it is empty.
    let joined = Rule {
        explode: false,
        ..QUERY
    };
    assert!(call(joined, none()).expect("it is sent").contains("?ids= "));
    assert!(
        call(HEADER, none())
            .expect("it is sent")
            .contains("\"ids\": \"\"")
    );
}
