//! Media types: which one a request has, and which ones it takes.

use axum::http::{HeaderMap, header};

pub(crate) use crate::runtime::api::{essence, fit, quality};

/// Whether an `Accept` header takes one of the media types. A header that cannot be read takes anything.
pub(crate) fn accepts(headers: &HeaderMap, produced: &[String]) -> bool {
    if produced.is_empty() {
        return true;
    }
    // What nearly every client sends: one media type, and a documented one.
    let Some(first) = headers.get(header::ACCEPT) else {
        return true;
    };
    if first == "*/*" || produced.iter().any(|it| first == it.as_str()) {
        return true;
    }
    let lines = headers.get_all(header::ACCEPT).iter();
    let lines: Option<Vec<_>> = lines.map(|it| it.to_str().ok()).collect();
    let ranges = lines.into_iter().flatten().flat_map(|it| it.split(','));
    let ranges: Vec<_> = ranges.map(str::trim).filter(|it| !it.is_empty()).collect();
    let mut produced = produced.iter();
    produced.any(|it| quality(ranges.iter().copied(), it) > 0.0)
}

/// A parameter of a media type: the `boundary` of multipart.
pub(crate) fn parameter<'a>(media: &'a str, name: &str) -> Option<&'a str> {
    let mut parameters = media.split(';').skip(1);
    parameters.find_map(|it| {
        let (key, value) = it.trim().split_once('=')?;
        key.eq_ignore_ascii_case(name)
            .then(|| value.trim_matches('"'))
    })
}
