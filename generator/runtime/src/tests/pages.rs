//! Pages of an operation: what leads on, where it ends, and what would never end.

use std::sync::{Arc, Mutex};

use http::{Request, Response};
use serde_json::{Value, json};

use super::client::{KEY, run};
use crate::api::{Body, BoxError};
use crate::client::{
    Builder, Call, Core, Credential, Documented, Error, IntoRequest, Outgoing, Pages, Paging,
    QUERY, Route, cursor,
};
use crate::context::Operation;
use crate::style::Rule;

static LIST: Route = Route {
    operation: Operation::new("list", "GET", "/things", &[]),
    accept: "application/json",
    security: &[&[("key", &[])]],
    streamed: &[],
    redirects: &[],
};

const fn rule(name: &'static str) -> Rule<'static> {
    Rule { name, ..QUERY }
}

/// Parameters of the query, by their names.
struct Asked(&'static [(&'static str, i64)]);

impl IntoRequest for Asked {
    fn put(self, out: &mut Outgoing) {
        for (name, value) in self.0 {
            out.parameter(&rule(name), value);
        }
    }
}

/// A client of a server that answers so; what was asked of it: the address, and the key.
fn client(
    answer: impl Fn(&str) -> Response<String> + Send + Sync + 'static,
) -> (Core, Arc<Mutex<Vec<String>>>) {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let (noted, answer) = (Arc::clone(&asked), Arc::new(answer));
    let service = tower::service_fn(move |request: Request<Body>| {
        let key = request.headers().get("x-key").is_some();
        let own = request.headers().get("x-own").is_some();
        let line = format!("{} {key} {own}", request.uri());
        noted.lock().expect("a list").push(line);
        let answer = answer(&request.uri().to_string());
        async move { Ok::<_, BoxError>(answer.map(Body::from)) }
    });
    let builder = Builder::new("https://example.com/v1").transport(service);
    let builder = builder.credential(Credential::new(KEY, "hush"));
    (
        builder.header("X-Own", "1").build().expect("a client"),
        asked,
    )
}

fn list(core: &Core, asked: &'static [(&'static str, i64)]) -> Call<Value> {
    core.call(&LIST, Asked(asked), Documented::Code(200), |it| {
        it.json("application/json")
    })
}

fn all(mut pages: Pages<Value>) -> Vec<Result<Value, String>> {
    let mut found = Vec::new();
    run(async {
        while let Some(page) = pages.next().await {
            found.push(page.map_err(|why| why.to_string()));
        }
        assert!(pages.next().await.is_none(), "it goes on behind its end");
    });
    found
}

fn json_of(value: Value) -> Response<String> {
    Response::new(value.to_string())
}

fn addresses(asked: &Mutex<Vec<String>>) -> Vec<String> {
    let asked = asked.lock().expect("a list");
    let own = |it: &String| it.trim_end_matches(" true true").to_owned();
    asked.iter().map(own).collect()
}

fn next(it: &Value) -> Option<Value> {
    cursor(it.get("next")?)
}

fn count(it: &Value) -> Option<usize> {
    Some(it.get("items")?.as_array()?.len())
}

#[test]
fn a_cursor_leads_on_until_there_is_none() {
    for last in [json!({}), json!({"next": null}), json!({"next": ""})] {
        let (core, asked) = client(move |at| match at {
            it if it.ends_with("after=a%26b") => json_of(json!({"next": 7})),
            it if it.ends_with("after=7") => json_of(last.clone()),
            _ => json_of(json!({"next": "a&b"})),
        });
        let pages = list(&core, &[("after", 1), ("limit", 2)]);
        let found = all(pages.pages(Paging::cursor(rule("after"), next)));
        assert!(
            found.len() == 3 && found.iter().all(Result::is_ok),
            "{found:?}"
        );
        let base = "https://example.com/v1/things?";
        assert_eq!(
            addresses(&asked),
            [
                format!("{base}after=1&limit=2"),
                format!("{base}limit=2&after=a%26b"),
                format!("{base}limit=2&after=7")
            ]
        );
    }
}

#[test]
fn what_leads_back_is_an_error_and_the_end() {
    let (core, asked) = client(|at| {
        json_of(match at {
            it if it.ends_with("after=a") => json!({"next": "b"}),
            _ => json!({"next": "a"}),
        })
    });
    let found = all(list(&core, &[]).pages(Paging::cursor(rule("after"), next)));
    let said = "the pages lead back to one that was there: a";
    assert_eq!(found[3], Err(said.to_owned()));
    assert_eq!((found.len(), addresses(&asked).len()), (4, 3));
    let (core, _) = client(|_| json_of(json!({"next": "/v1/things?page=1"})));
    let found = all(list(&core, &[]).pages(Paging::link(Some(next))));
    assert!(matches!(&found[..], [Ok(_), Ok(_), Err(_)]), "{found:?}");
}

#[test]
fn numbers_go_on_to_an_empty_page_or_a_short_one() {
    let server = |size: usize| {
        move |at: &str| {
            let number = |name: &str| {
                let found = at.split(['?', '&']).find_map(|it| it.strip_prefix(name));
                found.and_then(|it| it.parse::<usize>().ok())
            };
            let first = number("offset=").or(number("page=").map(|it| (it - 1) * 2));
            let first = first.unwrap_or(0);
            let items: Vec<usize> = (first..(first + size).min(5)).collect();
            json_of(json!({ "items": items, "more": first + size < 5 }))
        }
    };
    let offset = |size| Paging::offset(rule("offset"), count, size);
    let page = |size| Paging::number(rule("page"), 1, count, size);
    let more = |it: &Value| it.get("more")?.as_bool();
    for (asked, paging, expected) in [
        (
            &[][..],
            offset(None),
            &["", "?offset=2", "?offset=4", "?offset=5"][..],
        ),
        (&[("offset", 3)], offset(None), &["?offset=3", "?offset=5"]),
        // What is asked for is what is given.
        (
            &[("limit", 2)],
            offset(Some("limit")),
            &["?limit=2", "?limit=2&offset=2", "?limit=2&offset=4"],
        ),
        (
            &[],
            offset(Some("limit")),
            &["", "?offset=2", "?offset=4", "?offset=5"],
        ),
        (&[], page(None), &["", "?page=2", "?page=3", "?page=4"]),
        (&[("page", 3)], page(None), &["?page=3", "?page=4"]),
        (
            &[],
            offset(None).more(more),
            &["", "?offset=2", "?offset=4"],
        ),
    ] {
        let (core, noted) = client(server(2));
        let found = all(list(&core, asked).pages(paging));
        assert!(found.iter().all(Result::is_ok), "{found:?}");
        let expected = expected.iter();
        let expected: Vec<String> = expected
            .map(|it| format!("https://example.com/v1/things{it}"))
            .collect();
        assert_eq!(addresses(&noted), expected);
    }
}

#[test]
fn links_are_followed_and_credentials_stay_with_their_origin() {
    let link = |to: &str| {
        let link = format!("<{to}>; rel=\"next\"");
        Response::builder()
            .header("link", link)
            .body("{}".to_owned())
            .expect("a response")
    };
    let (core, asked) = client(move |at| match at {
        "https://example.com/v1/things?limit=2" => link("?page=2"),
        "https://example.com/v1/things?page=2" => link("https://other.example/v1/things?page=3"),
        "https://other.example/v1/things?page=3" => link("http://other.example/v1/things"),
        other => panic!("{other}"),
    });
    let found = all(list(&core, &[("limit", 2)]).pages(Paging::link(None)));
    assert_eq!(
        *asked.lock().expect("a list"),
        [
            "https://example.com/v1/things?limit=2 true true",
            "https://example.com/v1/things?page=2 true true",
            "https://other.example/v1/things?page=3 false false",
        ]
    );
    // Nothing that was asked for over TLS is asked for without.
    let said = "cannot be sent: address of the next page leads nowhere";
    assert!(
        matches!(&found[..], [Ok(_), Ok(_), Ok(_), Err(why)] if why.starts_with(said)),
        "{found:?}"
    );
}

#[test]
fn options_hold_for_each_page_and_errors_end_them() {
    let (core, asked) = client(|at| match at {
        it if it.contains("after") => Response::builder()
            .status(500)
            .body(String::new())
            .expect("it"),
        _ => json_of(json!({"next": "a", "items": [1, 2]})),
    });
    let pages = list(&core, &[]).pages(Paging::cursor(rule("after"), next));
    let mut items = pages.items(|it| it["items"].as_array().cloned());
    items = items.with(|it| it.base_url("https://eu.example/v2"));
    run(async {
        for expected in [1, 2] {
            assert_eq!(items.next().await.expect("it").expect("an item"), expected);
        }
        let error = items.next().await.expect("an error");
        assert!(
            matches!(error, Err(Error::Undocumented { .. })),
            "{error:?}"
        );
        assert!(items.next().await.is_none());
    });
    let all = asked.lock().expect("a list");
    assert!(
        all.len() == 2
            && all
                .iter()
                .all(|it| it.starts_with("https://eu.example/v2/things"))
    );
}
