//! The page that stands beside the API: files by their paths.

use std::fmt::Write as _;

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use verbatim_gen::model::Api;

/// Where the page stands when the API has an operation at `/`.
pub const PREFIX: &str = "/_reference";

/// A file of the page.
#[derive(Debug, Clone)]
pub struct File {
    /// Its media type.
    pub media: &'static str,
    /// Its octets.
    pub bytes: bytes::Bytes,
}

/// The files of the page, by their paths beneath it.
#[derive(Debug, Default)]
pub struct Page(Vec<(String, File)>);

impl Page {
    /// The page of a document: an index of its operations.
    pub fn of(api: &Api) -> Self {
        let index = File {
            media: "text/html; charset=utf-8",
            bytes: index(api).into(),
        };
        Self(vec![(String::new(), index)])
    }

    /// A file by its path beneath the page, without a leading slash; the page itself is at the empty one.
    pub fn file(&self, path: &str) -> Option<&File> {
        self.0.iter().find(|it| it.0 == path).map(|it| &it.1)
    }
}

impl IntoResponse for &File {
    fn into_response(self) -> Response {
        let mut response = Response::new(self.bytes.clone().into());
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.media));
        // What the document says is data: nothing in it may run, or be fetched from elsewhere.
        let policy =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
        headers.insert(
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(policy),
        );
        headers.insert(
            header::X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        );
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        response
    }
}

fn index(api: &Api) -> String {
    let title = escaped(&api.info.title);
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <style>body{{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}}\
         td{{padding:.1rem .8rem .1rem 0;vertical-align:top}}code{{overflow-wrap:anywhere}}</style>\n\
         <h1>{title}</h1>\n<p>This server answers as the document says, and keeps nothing.</p>\n<table>\n"
    );
    for it in &api.operations {
        let path = escaped(&it.path);
        let method = escaped(it.method.as_upper());
        let shown = match it.method.as_upper() == "GET" && !it.path.contains('{') {
            true => format!("<a href=\"{path}\"><code>{path}</code></a>"),
            false => format!("<code>{path}</code>"),
        };
        let summary = escaped(it.summary.as_deref().unwrap_or_default());
        let _ = writeln!(out, "<tr><td>{method}<td>{shown}<td>{summary}");
    }
    out.push_str("</table>\n");
    out
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}
