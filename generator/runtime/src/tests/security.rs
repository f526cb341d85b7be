//! Security requirements: AND, OR, optional, scopes.

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

use super::{Authenticator, Credential, Denied, send_for_response};
use crate::server::Settings;
use crate::server::call::{Call, Outcome};
use crate::server::reply;
use crate::server::route::Routes;

/// Takes any secret but `wrong`, and grants no scope but `read`.
struct Lenient;

impl Authenticator for Lenient {
    type Principal = String;

    async fn authenticate(
        &self,
        credentials: &[Credential<'_>],
        _: &axum::http::request::Parts,
    ) -> Result<String, Denied> {
        let secret = |it: &Credential<'_>| match &it.secret {
            crate::server::Secret::Basic { username, password } => {
                format!("{username}/{password}")
            }
            other => other.as_str().unwrap_or("certificate").to_owned(),
        };
        let known: Vec<_> = credentials
            .iter()
            .map(|it| format!("{}={}", it.scheme, secret(it)))
            .collect();
        if known.iter().any(|it| it.ends_with("wrong")) {
            return Err(Denied::Unauthorized);
        }
        if known.iter().any(|it| it.ends_with("stale")) {
            return Err(Denied::Ignored);
        }
        if credentials
            .iter()
            .any(|it| it.scopes.iter().any(|it| it != "read"))
        {
            return Err(Denied::Forbidden);
        }
        Ok(known.join("&"))
    }
}

async fn who(call: &mut Call) -> Outcome {
    let caller = call.identify(&Lenient).await?;
    Ok(reply::json(200, caller))
}

/// The status, the challenges, and who the caller is.
fn ask(security: Value, uri: &str, headers: &[(&'static str, &str)]) -> (u16, Vec<String>, Value) {
    let description = json!({
        "operations": {"GET /x": {"security": security}},
        "schemas": {},
        "security_schemes": {
            "key": {"apiKey": {"in": "header", "name": "X-Key"}},
            "query": {"apiKey": {"in": "query", "name": "key"}},
            "cookie": {"apiKey": {"in": "cookie", "name": "sid"}},
            "basic": "basic",
            "bearer": "bearer",
        },
    });
    let mut routes = Routes::new(super::document(&description));
    routes.on(super::operation("GET /x"), |mut call: Call| async move {
        let outcome = who(&mut call).await;
        call.respond(outcome).await
    });
    let router = routes.into_router(Settings::default());
    let mut request = Request::get(uri);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let (response, body) = send_for_response(&router, request.body(Body::empty()).unwrap());
    let challenges = response.headers().get_all("www-authenticate").iter();
    let challenges = challenges
        .map(|it| it.to_str().unwrap().to_owned())
        .collect();
    (response.status().as_u16(), challenges, body)
}

#[test]
fn each_kind_of_scheme_is_found_where_it_travels() {
    for (scheme, uri, header, expected) in [
        ("key", "/x", ("x-key", "k"), "key=k"),
        ("query", "/x?a=1&key=a%20b", ("x", ""), "query=a b"),
        ("cookie", "/x", ("cookie", "a=1; sid=s"), "cookie=s"),
        (
            "basic",
            "/x",
            ("authorization", "Basic YWRhOnA6dw=="),
            "basic=ada/p:w",
        ),
        ("bearer", "/x", ("authorization", "bearer t"), "bearer=t"),
    ] {
        let found = ask(json!([[{"scheme": scheme}]]), uri, &[header]);
        assert_eq!(found, (200, vec![], json!(expected)), "{scheme}");
        let (status, challenges, _) = ask(json!([[{"scheme": scheme}]]), "/x", &[]);
        assert_eq!((status, challenges.len()), (401, 1), "{scheme}");
    }
}

#[test]
fn alternatives_and_conjunctions_hold_as_written() {
    let either = json!([[{"scheme": "key"}], [{"scheme": "bearer"}]]);
    let both = json!([[{"scheme": "key"}, {"scheme": "bearer"}]]);
    let optional = json!([[{"scheme": "key"}], []]);
    let key = ("x-key", "k");
    let bearer = ("authorization", "Bearer t");
    let wrong = ("x-key", "wrong");
    let stale = ("x-key", "stale");
    for (security, headers, status, caller) in [
        (&either, vec![key], 200, json!("key=k")),
        (&either, vec![bearer], 200, json!("bearer=t")),
        (&either, vec![wrong, bearer], 200, json!("bearer=t")),
        (&either, vec![wrong], 401, Value::Null),
        (&both, vec![key, bearer], 200, json!("key=k&bearer=t")),
        (&both, vec![key], 401, Value::Null),
        (&optional, vec![], 200, Value::Null),
        (&optional, vec![key], 200, json!("key=k")),
        (&optional, vec![wrong], 401, Value::Null),
        (&optional, vec![stale], 200, Value::Null),
        (&either, vec![stale], 401, Value::Null),
        (&either, vec![stale, bearer], 200, json!("bearer=t")),
    ] {
        let (found, _, body) = ask(security.clone(), "/x", &headers);
        let body = if found == 200 { body } else { Value::Null };
        assert_eq!((found, body), (status, caller), "{security} {headers:?}");
    }
}

#[test]
fn a_missing_scope_is_403_with_a_challenge() {
    let security = json!([[{"scheme": "bearer", "scopes": ["read", "write"]}]]);
    let headers = [("authorization", "Bearer t")];
    let (status, challenges, body) = ask(security, "/x", &headers);
    assert_eq!((status, &body["status"]), (403, &json!(403)));
    assert_eq!(
        challenges,
        ["Bearer error=\"insufficient_scope\", scope=\"read write\""]
    );
    let security = json!([[{"scheme": "bearer", "scopes": ["read"]}]]);
    assert_eq!(ask(security, "/x", &headers).0, 200);
}
