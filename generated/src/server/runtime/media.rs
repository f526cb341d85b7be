//! Media types: which one a request has, and which ones it takes.

use axum::http::{HeaderMap, header};

/// How well a documented media type (or range) fits one that was sent; `None` where it does not.
pub(crate) fn fit(documented: &str, sent: &str) -> Option<u8> {
    if documented == sent {
        return Some(3);
    }
    let (documented, sent) = (essence(documented), essence(sent));
    if documented.eq_ignore_ascii_case(sent) {
        return Some(3);
    }
    let (kind, subtype) = documented.split_once('/')?;
    let (sent_kind, _) = sent.split_once('/')?;
    match (kind, subtype) {
        ("*", "*") => Some(1),
        (_, "*") if kind.eq_ignore_ascii_case(sent_kind) => Some(2),
        _ => None,
    }
}

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
    ranges.is_empty()
        || ranges.iter().any(|it| !it.contains('/'))
        || produced.iter().any(|it| {
            let best = ranges.iter().filter_map(|range| {
                let specificity = fit(range, it).or_else(|| fit(it, range))?;
                Some((specificity, quality(range) > 0.0))
            });
            best.max().is_some_and(|(_, wanted)| wanted)
        })
}

fn quality(range: &str) -> f32 {
    let parameters = range.split(';').skip(1);
    let mut values = parameters.filter_map(|it| it.trim().strip_prefix("q="));
    values.next().and_then(|it| it.parse().ok()).unwrap_or(1.0)
}

/// The media type without its parameters.
pub(crate) fn essence(media: &str) -> &str {
    media.split(';').next().unwrap_or_default().trim()
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
