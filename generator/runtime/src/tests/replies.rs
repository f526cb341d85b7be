//! What handlers answer: how it is written, and where it cannot be sent.

use std::collections::BTreeMap;

use axum::body::to_bytes;
use axum::response::Response;
use serde_json::{Value, json as value};
use tower::ServiceExt;

use super::{document, get};
use crate::server::handler::{Handlers, NoAuth};
use crate::server::reply::{Unwritten, form, header, json, text};
use crate::server::route::Routes;
use crate::server::{Operation, Problem, Settings};
use crate::types::NOT_FINITE;

fn why(response: &Response) -> Option<&str> {
    let found = response.extensions().get::<Unwritten>();
    assert_eq!(found.is_some(), response.status() == 500);
    found.map(|it| it.0.as_str())
}

/// JSON would have `null` in its place, which is no number.
#[test]
fn a_number_that_is_none_is_not_sent() {
    let nan = f64::NAN;
    for response in [
        json(200, nan),
        json(200, f32::INFINITY),
        json(200, vec![1.0, nan]),
        json(200, Some(vec![Some(nan)])),
        json(200, BTreeMap::from([("a".to_owned(), (1, nan))])),
        text(200, "text/plain", nan),
    ] {
        assert_eq!(why(&response), Some(NOT_FINITE));
    }
    let with_header = header(json(200, 1.0), "x-rate", &nan);
    assert!(why(&with_header).is_some_and(|it| it.ends_with(NOT_FINITE)));
    assert_eq!(why(&json(200, vec![Some(1.5), None])), None);
    // What has no properties is no form.
    let of_none = form(200, "application/x-www-form-urlencoded", vec![1]);
    assert!(why(&of_none).is_some_and(|it| it.contains("properties of an object")));
}

#[test]
fn a_form_is_laid_out_as_the_document_says() {
    const FORM: &str = "application/x-www-form-urlencoded";
    static WORDS: Operation = Operation::new("words", "GET", "/words", &[]);
    struct Api;
    impl Api {
        async fn words(&self) -> Result<Value, Problem> {
            Ok(value!({"words": ["a", "b"], "others": [1, 2]}))
        }
    }
    let layout = value!({"words": {"style": "pipeDelimited"}});
    let mut routes = Routes::new(document(&value!({
        "operations": {"GET /words": {"forms": {"200": {FORM: layout}}}},
        "schemas": {},
        "security_schemes": {},
    })));
    let mut handlers = Handlers::open(&mut routes, &std::sync::Arc::new(Api));
    handlers.on_nothing(NoAuth, &WORDS, Api::words, |it: Value| form(200, FORM, it));
    let router = routes.into_router(Settings::default());
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let text = runtime.unwrap().block_on(async {
        let response = router.oneshot(get("/words")).await.unwrap();
        to_bytes(response.into_body(), usize::MAX).await.unwrap()
    });
    assert_eq!(text, "others=1&others=2&words=a%7Cb");
}
