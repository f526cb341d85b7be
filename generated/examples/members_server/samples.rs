//! Samples of the reference that were sent as they are printed.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{Method, Uri};
use axum::middleware::Next;
use axum::response::Response;

use crate::directory::ORGANIZATION;

/// Puts something sensible where a sample of the page was sent as it is printed.
pub async fn as_printed(request: Request, next: Next) -> Response {
    let (mut head, mut body) = request.into_parts();
    let path = head.uri.path();
    let segments = path.split('/').map(|segment| {
        let name = segment
            .strip_prefix("%7B")
            .and_then(|it| it.strip_suffix("%7D"));
        match (name.unwrap_or(segment), &head.method) {
            ("organization", _) => ORGANIZATION.to_string(),
            ("user", &Method::POST) => "linus".to_owned(),
            ("user", &Method::DELETE) => "barbara".to_owned(),
            ("user", _) => "me".to_owned(),
            _ => segment.to_owned(),
        }
    });
    let replaced = segments.collect::<Vec<_>>().join("/");
    // Only a path with a placeholder is that of a sample.
    if replaced != path {
        if matches!(head.method, Method::POST | Method::PUT) && path.ends_with("/roles") {
            let sent = to_bytes(body, 2 << 20).await.unwrap_or_default();
            body = match (sent.is_empty(), path.ends_with("/members/roles")) {
                (false, _) => Body::from(sent),
                (true, true) => Body::from(r#"{"display_name": "string", "name": "string"}"#),
                (true, false) => Body::from(r#"{"roles": ["string"]}"#),
            };
            head.headers.remove("content-length");
        }
        let query = head
            .uri
            .query()
            .map(|it| format!("?{it}"))
            .unwrap_or_default();
        if let Ok(uri) = format!("{replaced}{query}").parse::<Uri>() {
            head.uri = uri;
        }
    }
    next.run(Request::from_parts(head, body)).await
}
