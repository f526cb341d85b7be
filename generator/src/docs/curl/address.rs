//! Where a sample sends its request.

use super::super::context::Context;
use crate::model::{Operation, Server};

/// The first server's address and the path.
pub fn address(cx: &Context<'_>, servers: &[Server], operation: &Operation) -> String {
    let base = servers.first().map(|it| match cx.values {
        Some(_) => it.by_defaults(),
        None => it.url.clone(),
    });
    let base = base.unwrap_or_default();
    // A query of the server's stands behind the path; the specification wants none.
    let (base, query) = match base.split_once('?').filter(|_| cx.values.is_some()) {
        Some((base, query)) => (base, query),
        None => (&*base, ""),
    };
    let (origin, base_path) = split_origin(base);
    let origin = cx
        .config
        .server
        .as_deref()
        .or(origin)
        .unwrap_or("http://localhost:8080");
    let path = single_slashes(&format!("{base_path}{}", operation.path));
    let mut out = format!("{}{path}", origin.trim_end_matches('/'));
    if !query.is_empty() {
        out.push(if path.contains('?') { '&' } else { '?' });
        out.push_str(query);
    }
    out
}

/// `https://host/base` as `https://host` and `/base`.
fn split_origin(url: &str) -> (Option<&str>, &str) {
    let start = match url.find("://") {
        Some(at) => at + 3,
        None if url.starts_with("//") => 2,
        None => return (None, url),
    };
    let end = url[start..].find('/').map_or(url.len(), |at| start + at);
    (Some(&url[..end]), &url[end..])
}

fn single_slashes(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for c in path.chars() {
        if c != '/' || !out.ends_with('/') {
            out.push(c);
        }
    }
    out
}

/// The file that is sent as it is, where the document's extension names one.
pub fn raw_body_file<'a>(cx: &Context<'_>, operation: &'a Operation) -> Option<&'a str> {
    let extension = cx.config.extension.as_deref()?;
    operation
        .extensions
        .get(extension)?
        .get("rawBodyFile")?
        .as_str()
}
