//! An operation and what a request asks of its answer → which of the documented answers it is, and in which media type.

use std::cmp::Reverse;

use axum::http::StatusCode;
use verbatim_gen::model::{MediaRange, MediaType, Operation, Response, Status};
use verbatim_runtime::server::Problem;

use crate::preference::Preferences;

/// A documented answer.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    /// The status that is sent.
    pub status: StatusCode,
    /// Which of the operation's responses it is.
    pub at: usize,
    /// The same.
    pub response: &'a Response,
}

/// The `Accept` headers of a request: the ranges in their order, each with its weight (RFC 9110, section 12.5.1).
#[derive(Debug, Default)]
pub struct Accept(Vec<(String, f32)>);

impl Accept {
    /// Reads them. What is no range says nothing.
    pub fn of<'h>(lines: impl Iterator<Item = &'h str>) -> Self {
        let ranges = lines.flat_map(|it| it.split(',')).filter_map(|it| {
            let (range, parameters) = it.split_once(';').unwrap_or((it, ""));
            let mut weights = parameters.split(';').filter_map(|it| {
                let (name, value) = it.trim().split_once('=')?;
                name.trim()
                    .eq_ignore_ascii_case("q")
                    .then(|| value.trim().parse().ok())?
            });
            let weight = weights.next().unwrap_or(1.0);
            range.contains('/').then(|| (it.trim().to_owned(), weight))
        });
        Self(ranges.collect())
    }

    /// How well a documented media type suits: by weight, then by the order of the header. `None` where it does not.
    fn rank(&self, documented: &str) -> Option<(f32, Reverse<usize>)> {
        if self.0.is_empty() {
            return Some((1.0, Reverse(0)));
        }
        let media = MediaRange::parse(documented);
        let fitting = self
            .0
            .iter()
            .enumerate()
            .filter_map(|(at, (range, weight))| {
                let it = MediaRange::parse(range);
                let specificity = match () {
                    () if range == documented => 4,
                    () if it.is(media.essence()) => 3,
                    () if !it.includes(media) && !media.includes(it) => return None,
                    () => u8::from(it.kind() != "*") + u8::from(it.subtype() != "*"),
                };
                Some((specificity, Reverse(at), *weight))
            });
        let best = fitting.max_by_key(|it| (it.0, it.1))?;
        (best.2 > 0.0).then_some((best.2, best.1))
    }

    /// The contents that suit, the best first.
    pub fn sorted<'a>(&self, content: &'a [MediaType]) -> Vec<(usize, &'a MediaType)> {
        let ranked = content.iter().enumerate();
        let ranked = ranked.filter_map(|(at, it)| Some((self.rank(&it.name)?, at, it)));
        let mut ranked: Vec<_> = ranked.collect();
        ranked.sort_by(|a, b| b.0.0.total_cmp(&a.0.0).then(b.0.1.cmp(&a.0.1)));
        ranked.into_iter().map(|(_, at, it)| (at, it)).collect()
    }

    /// The media type that is sent: of a documented range one in it, which the request names if it does.
    pub fn concrete(&self, documented: &str) -> String {
        let range = MediaRange::parse(documented);
        if range.kind() != "*" && range.subtype() != "*" {
            return documented.to_owned();
        }
        let named = self.0.iter().map(|it| MediaRange::parse(&it.0));
        let mut named = named.filter(|it| !it.is_range() && range.includes(*it));
        if let Some(it) = named.next() {
            return it.essence().to_owned();
        }
        match range.kind() {
            "*" | "application" => "application/json".to_owned(),
            _ => range.included().into_owned(),
        }
    }
}

/// The answers to a request that is as it should be, the likeliest first.
///
/// # Errors
/// `404`, where a status is asked for that is not documented.
pub fn answers<'a>(
    operation: &'a Operation,
    preferences: &Preferences,
) -> Result<Vec<Answer<'a>>, Problem> {
    let Some(code) = &preferences.code else {
        return Ok(successes(operation));
    };
    let status = code
        .parse()
        .ok()
        .and_then(|it: u16| StatusCode::from_u16(it).ok());
    let found = status.and_then(|status| with_status(operation, status));
    found.map(|it| vec![it]).ok_or_else(|| {
        let shown: String = code.chars().take(40).collect();
        let name = format!("{} {}", operation.method.as_upper(), operation.path);
        Problem::new(StatusCode::NOT_FOUND)
            .detail(format!("{name} has no answer with the status {shown}."))
    })
}

/// The answer that is documented for a status: by itself, by its range, or by `default`.
pub fn with_status(operation: &Operation, status: StatusCode) -> Option<Answer<'_>> {
    let class = Status::Range((status.as_u16() / 100) as u8);
    let mut keys = [Status::Code(status.as_u16()), class, Status::Default].into_iter();
    keys.find_map(|key| answer(operation, status, |it| it == key))
}

/// The answer that is documented for a status by itself.
pub fn exactly(operation: &Operation, status: StatusCode) -> Option<Answer<'_>> {
    let key = Status::Code(status.as_u16());
    answer(operation, status, |it| it == key)
}

/// The answer to a request that has faults, if one is documented for that.
pub fn refusal(operation: &Operation, status: StatusCode) -> Option<Answer<'_>> {
    // Documents have the one or the other for requests that are not as described.
    let twin = match status {
        StatusCode::BAD_REQUEST => Some(StatusCode::UNPROCESSABLE_ENTITY),
        StatusCode::UNPROCESSABLE_ENTITY => Some(StatusCode::BAD_REQUEST),
        _ => None,
    };
    let found = exactly(operation, status).or_else(|| exactly(operation, twin?));
    found.or_else(|| with_status(operation, status))
}

/// The answer for a failure of the server that is documented as such; by `default` there would be one for everything.
pub fn failure(operation: &Operation) -> Option<Answer<'_>> {
    let mut keys: Vec<Status> = operation.responses.iter().map(|it| it.status).collect();
    keys.retain(|it| it.class() == Some(5));
    keys.sort_unstable();
    let key = *keys.first()?;
    answer(operation, sent(key)?, |it| it == key)
}

fn answer(
    operation: &Operation,
    status: StatusCode,
    is: impl Fn(Status) -> bool,
) -> Option<Answer<'_>> {
    let mut all = operation.responses.iter().enumerate();
    let (at, response) = all.find(|(_, it)| is(it.status))?;
    Some(Answer {
        status,
        at,
        response,
    })
}

/// Every answer: successes by their codes, their range, `default`, and then what else there is.
fn successes(operation: &Operation) -> Vec<Answer<'_>> {
    let rank = |status: Status| match status {
        Status::Code(code @ 200..=299) => (0, code),
        Status::Range(2) => (1, 0),
        Status::Default => (2, 0),
        Status::Code(code) => (3, code),
        Status::Range(class) => (4, u16::from(class)),
    };
    let all = operation.responses.iter().enumerate();
    let all = all.filter_map(|(at, response)| {
        Some(Answer {
            status: sent(response.status)?,
            at,
            response,
        })
    });
    let mut all: Vec<Answer<'_>> = all.collect();
    all.sort_by_key(|it| rank(it.response.status));
    // One that is no success is no alternative to one that is.
    if let Some(first) = all.first().map(|it| rank(it.response.status).0) {
        all.retain(|it| first > 2 || rank(it.response.status).0 <= 2);
    }
    all
}

/// The status that stands for a key. None of those that announce another answer (RFC 9110, section 15.2) is an answer.
fn sent(key: Status) -> Option<StatusCode> {
    let code = match key {
        Status::Code(code) => code,
        Status::Range(class) => u16::from(class) * 100,
        Status::Default => 200,
    };
    StatusCode::from_u16(code)
        .ok()
        .filter(|it| !it.is_informational())
}

#[cfg(test)]
mod tests {
    use super::Accept;

    #[test]
    fn a_media_type_is_chosen_by_weight_and_then_by_order() {
        let accept = Accept::of(
            [
                "text/html,application/json;q=0.8",
                "image/*;q=0.1, text/*;q=0",
            ]
            .into_iter(),
        );
        let rank = |it| accept.rank(it).map(|it| it.0);
        assert_eq!(rank("text/html"), Some(1.0));
        assert_eq!(rank("text/plain"), None);
        assert_eq!(rank("image/png"), Some(0.1));
        assert_eq!(rank("application/xml"), None);
        assert!(Accept::of(["", "x"].into_iter()).rank("a/b").is_some());
    }

    #[test]
    fn of_a_range_one_is_sent() {
        let accept = Accept::of(["*/*;q=0.1, image/webp"].into_iter());
        assert_eq!(accept.concrete("image/*"), "image/webp");
        assert_eq!(accept.concrete("text/*"), "text/plain");
        assert_eq!(accept.concrete("video/*"), "video/mp4");
        assert_eq!(
            accept.concrete("text/csv; charset=utf-8"),
            "text/csv; charset=utf-8"
        );
    }
}
