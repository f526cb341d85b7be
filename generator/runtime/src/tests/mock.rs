//! Answers for tests: what fits, what does not, and what is said then.

use std::panic::{AssertUnwindSafe, catch_unwind};

use http::{Response, StatusCode};
use serde_json::{Value, json};

use super::client::{GUARDED, KEY, POST, run};
use crate::api::Body;
use crate::client::testing::Mock;
use crate::client::{
    Arm, Builder, Call, Core, Credential, Documented, Error, IntoRequest, Outgoing, QUERY, Receive,
    Retry,
};
use crate::style::Rule;

/// The failure of an operation.
#[derive(Debug)]
struct Gone;

impl Receive for Gone {
    const ARMS: &'static [Arm<Self>] = &[(Documented::Code(410), |it| it.empty().map(|()| Self))];
}

struct Asked(i64, Value);

impl IntoRequest for Asked {
    fn put(self, out: &mut Outgoing) {
        let rule = Rule { name: "q", ..QUERY };
        out.parameter(&rule, &self.0);
        out.json("application/json", self.1);
    }
}

fn client(mock: &Mock) -> Core {
    let builder = Builder::new("http://test/v1").transport(mock.clone());
    let builder = builder.credential(Credential::new(KEY, "hush"));
    let retry = Retry::times(1);
    let builder = builder.retry(retry).timer(|_| std::future::ready(()));
    builder.build().expect("a client")
}

fn send(core: &Core, q: i64, body: Value) -> Call<String> {
    core.call(&POST, Asked(q, body), Documented::Code(200), |it| {
        it.json("application/json")
    })
}

fn find(core: &Core) -> Call<Value, Gone> {
    core.call_or(&GUARDED, (), Documented::Code(200), |it| {
        it.json("application/json")
    })
}

fn message(run: impl FnOnce()) -> String {
    let caught = catch_unwind(AssertUnwindSafe(run)).expect_err("it fails");
    let said = caught.downcast_ref::<String>().expect("a text");
    said.clone()
}

#[test]
fn calls_are_answered_with_what_they_give() {
    let mock = Mock::new();
    let core = client(&mock);
    mock.on(send(&core, 1, json!({"a": 1})))
        .answer(Ok("one".to_owned()));
    mock.on(send(&core, 2, json!(null)))
        .answer(Ok("two".to_owned()));
    mock.on(send(&core, 0, json!(null)))
        .any_request()
        .times(2)
        .answer_with(|sent| {
            Ok(format!(
                "{:?} {:?}",
                sent.query("q"),
                sent.json::<Value>().ok()
            ))
        });
    run(async {
        // In any order; an answer is given once.
        assert_eq!(send(&core, 2, json!(null)).await.expect("it"), "two");
        assert_eq!(send(&core, 1, json!({"a": 1})).await.expect("it"), "one");
        let other = send(&core, 1, json!({"a": 1})).await.expect("it");
        assert_eq!(other, "Some(\"1\") Some(Object {\"a\": Number(1)})");
    });
    let said = message(|| mock.verify());
    let expected =
        "expected, and not called: find, POST /pets/all, whatever is asked for (1 of 2 calls made)";
    assert_eq!(said, expected);
    assert_eq!(mock.calls().len(), 3);
    assert_eq!(mock.calls()[0].uri, "http://test/v1/pets/all?q=2");
    run(async { drop(send(&core, 9, json!(9)).await) });
    mock.verify();
}

#[test]
fn failures_of_each_kind_are_answers_too() {
    let mock = Mock::new().in_order();
    let core = client(&mock);
    mock.on(find(&core)).answer(Err(Error::Documented(Gone)));
    mock.on(find(&core))
        .status(StatusCode::SERVICE_UNAVAILABLE)
        .answer(Ok(json!(0)));
    mock.on(find(&core)).answer(Ok(json!(1)));
    let teapot = Response::builder()
        .status(418)
        .body(Body::from("tea"))
        .expect("it");
    mock.on(find(&core)).respond(teapot);
    mock.on(find(&core)).respond(Response::new(r#"{"a": 7}"#));
    mock.on(find(&core))
        .any_times()
        .answer_with(|_| Err(Error::Timeout(std::time::Duration::ZERO)));
    run(async {
        let gone = find(&core).await;
        assert!(matches!(gone, Err(Error::Documented(Gone))));
        // The one with a status that is tried again for is not the last.
        assert_eq!(find(&core).await.expect("it"), json!(1));
        let tea = find(&core).await;
        assert!(matches!(tea, Err(Error::Undocumented { body, .. }) if &*body == b"tea"));
        assert_eq!(find(&core).await.expect("it"), json!({"a": 7}));
        for _ in 0..3 {
            assert!(matches!(find(&core).await, Err(Error::Timeout(_))));
        }
        let raw = find(&core).raw().await;
        assert!(matches!(raw, Err(Error::Transport(why)) if why.to_string().contains("respond")));
    });
    mock.verify();
}

#[test]
fn what_is_not_expected_says_how_it_differs() {
    let mock = Mock::new();
    let core = client(&mock);
    mock.on(send(&core, 1, json!(1)))
        .answer(Ok("one".to_owned()));
    mock.on(send(&core, 2, json!(2)))
        .answer(Ok("two".to_owned()));
    let error = run(send(&core, 2, json!(3))
        .retry(Retry::times(0))
        .into_future());
    let expected = "no answer came: unexpected call: find, POST http://test/v1/pets/all?q=2\n  its body: 3\n  \
                    expected: find, POST http://test/v1/pets/all?q=1 (0 of 1 calls made); it has the query \"q=1\"\n  \
                    expected: find, POST http://test/v1/pets/all?q=2 (0 of 1 calls made); it has the body 2";
    assert_eq!(error.expect_err("nobody expects it").to_string(), expected);
    assert!(message(|| mock.verify()).starts_with("unexpected call: find"));
    // In order, the first has to come first.
    let mock = Mock::new().in_order();
    let core = client(&mock);
    mock.on(send(&core, 1, json!(1)))
        .answer(Ok("one".to_owned()));
    mock.on(send(&core, 2, json!(2)))
        .answer(Ok("two".to_owned()));
    assert!(run(send(&core, 2, json!(2)).into_future()).is_err());
    let said = message(|| {
        mock.on(find(
            &Builder::new("http://x")
                .transport(mock.clone())
                .build()
                .expect("it"),
        ))
        .answer(Ok(json!(1)))
    });
    assert!(
        said.starts_with("find could not be called: find asks for `key`"),
        "{said}"
    );
}
