//! The reference as the crate carries and serves it.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, Response, StatusCode, header};
use members_api::docs;
use tower::ServiceExt;

async fn get(router: &Router, path: &str, tag: Option<&str>) -> Response<Body> {
    let mut request = Request::get(path);
    if let Some(tag) = tag {
        request = request.header(header::IF_NONE_MATCH, tag);
    }
    let request = request.body(Body::empty()).expect("a request");
    let answered = router.clone().oneshot(request).await;
    answered.unwrap_or_else(|never| match never {})
}

async fn text(response: Response<Body>) -> String {
    let bytes = to_bytes(response.into_body(), 1 << 20).await;
    String::from_utf8(bytes.expect("a body").to_vec()).expect("a text")
}

#[tokio::test]
async fn the_site_the_pages_and_the_document_are_served() {
    let alone = docs::router();
    let router = Router::new().nest("/api/docs", docs::router());
    for (router, path, leads_to) in [
        (&alone, "/", "index.html"),
        (&router, "/api/docs", "docs/index.html"),
    ] {
        let response = get(router, path, None).await;
        assert_eq!(response.status(), StatusCode::FOUND);
        assert_eq!(response.headers()[header::LOCATION], leads_to);
    }
    let path = "/api/docs/operations/get-organization-member.html";
    let response = get(&router, path, None).await;
    assert_eq!(response.status(), StatusCode::OK);
    let headers = response.headers();
    assert_eq!(headers[header::CONTENT_TYPE], "text/html; charset=utf-8");
    let policy = &headers[header::CONTENT_SECURITY_POLICY];
    assert_eq!(policy, docs::CONTENT_SECURITY_POLICY);
    let tag = headers[header::ETAG].to_str().expect("a tag").to_owned();
    assert!(
        text(response)
            .await
            .contains("<h1>Get organization member</h1>")
    );

    for known in [tag.clone(), format!("\"x\", W/{tag}"), "*".to_owned()] {
        let response = get(&router, path, Some(&known)).await;
        assert_eq!(response.status(), StatusCode::NOT_MODIFIED, "{known}");
        assert_eq!(response.headers()[header::ETAG], tag);
        assert!(text(response).await.is_empty());
    }
    let response = get(&router, path, Some("\"x\"")).await;
    assert_eq!(response.status(), StatusCode::OK);

    let markdown = get(&router, "/api/docs/members.md", None).await;
    assert_eq!(
        markdown.headers()[header::CONTENT_TYPE],
        "text/markdown; charset=utf-8"
    );
    let document = get(&router, "/api/docs/openapi.json", None).await;
    assert_eq!(document.headers()[header::CONTENT_TYPE], "application/json");
    let document: serde_json::Value =
        serde_json::from_str(&text(document).await).expect("it is JSON");
    assert_eq!(document["info"]["title"], "Coder API");
    for path in ["/api/docs/nowhere.html", "/api/docs/../Cargo.toml"] {
        let response = get(&router, path, None).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
    }
}

#[test]
fn every_file_is_found_by_its_path() {
    for it in &docs::SITE {
        assert_eq!(docs::file(it.path), Some(it));
    }
    assert_eq!(docs::file("nowhere"), None);
}

#[tokio::test]
async fn who_takes_gzip_is_given_it_with_a_tag_of_its_own() {
    let router = docs::router();
    let page = docs::file("index.html").expect("the first page");
    let gzip = page.gzip.expect("it is not short");
    assert!(gzip.bytes.starts_with(&[0x1f, 0x8b]) && gzip.bytes.len() * 2 < page.bytes.len());
    assert_ne!(gzip.tag, page.tag);
    for (accepted, known, is_compressed) in [
        (None, None, false),
        (Some("gzip"), None, true),
        (Some("br, GZIP;q=0.5"), None, true),
        (Some("x-gzip"), None, true),
        (Some("*"), None, true),
        (Some("*, gzip; q=0"), None, false),
        (Some("gzip;q=0.1, identity"), None, false),
        (Some("identity;q=0.5, gzip;q=1.0"), None, true),
        (Some("br"), None, false),
        (Some("gzip"), Some(gzip.tag), true),
        (Some("gzip"), Some(page.tag), true),
        (None, Some(page.tag), false),
        (None, Some(gzip.tag), false),
    ] {
        let mut request = Request::get("/index.html");
        for (name, value) in [
            (header::ACCEPT_ENCODING, accepted),
            (header::IF_NONE_MATCH, known),
        ] {
            request = match value {
                Some(it) => request.header(name, it),
                None => request,
            };
        }
        let request = request.body(Body::empty()).expect("a request");
        let response = router.clone().oneshot(request).await.expect("an answer");
        let case = format!("{accepted:?} {known:?}");
        let (tag, bytes) = match is_compressed {
            true => (gzip.tag, gzip.bytes),
            false => (page.tag, page.bytes),
        };
        let headers = response.headers();
        assert_eq!(headers[header::ETAG], tag, "{case}");
        assert_eq!(headers[header::VARY], "accept-encoding", "{case}");
        if known == Some(tag) {
            assert_eq!(response.status(), StatusCode::NOT_MODIFIED, "{case}");
            continue;
        }
        assert_eq!(response.status(), StatusCode::OK, "{case}");
        let coding = headers.get(header::CONTENT_ENCODING);
        assert_eq!(
            coding.is_some_and(|it| it == "gzip"),
            is_compressed,
            "{case}"
        );
        assert_eq!(headers[header::CONTENT_TYPE], "text/html; charset=utf-8");
        let body = to_bytes(response.into_body(), 1 << 20)
            .await
            .expect("a body");
        assert_eq!(body, bytes, "{case}");
    }
}
