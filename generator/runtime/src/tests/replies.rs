//! What handlers answer, where it cannot be sent.

use std::collections::BTreeMap;

use axum::response::Response;

use crate::server::reply::{Unwritten, header, json, text};
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
}
