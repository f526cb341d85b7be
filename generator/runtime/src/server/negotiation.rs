//! The `Accept` header of a request → whether an answer can be of a media type that it takes.

use axum::http::{HeaderMap, header};

use crate::runtime::media::quality;

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
