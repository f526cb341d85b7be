//! Whether a call that failed is tried once more, and after what time.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::time::Duration;

use http::{HeaderMap, StatusCode, header};

/// When a call is tried again. None is unless this is said; one that is not idempotent (RFC 9110, section 9.2.2), or whose
/// body is streamed, never is, unless `Call::idempotency_key` says that it may.
///
/// ```
/// use std::time::Duration;
/// use verbatim_runtime::client::Retry;
///
/// let retry = Retry::times(3).first_wait(Duration::from_millis(50)).statuses([429, 503]);
/// # let _ = retry;
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retry {
    times: u32,
    first: Duration,
    longest: Duration,
    statuses: Vec<u16>,
}

impl Default for Retry {
    fn default() -> Self {
        Self::times(0)
    }
}

impl Retry {
    /// Tries again so many times: where no answer came, and after `408`, `429`, `502`, `503` and `504`.
    pub fn times(times: u32) -> Self {
        Self {
            times,
            first: Duration::from_millis(200),
            longest: Duration::from_secs(30),
            statuses: vec![408, 429, 502, 503, 504],
        }
    }

    /// Waits so long before the first time, and twice as long before each further one; somewhat less by chance, so that many
    /// clients do not come back at once.
    #[must_use]
    pub fn first_wait(mut self, wait: Duration) -> Self {
        self.first = wait;
        self
    }

    /// Waits no longer than this, also where a `Retry-After` says so: what takes longer is not tried again. One with a date
    /// (RFC 9110, section 10.2.3) counts from the `Date` of the answer, and not without one: clocks differ.
    #[must_use]
    pub fn longest_wait(mut self, wait: Duration) -> Self {
        self.longest = wait;
        self
    }

    /// Tries again after these statuses.
    #[must_use]
    pub fn statuses(mut self, statuses: impl IntoIterator<Item = u16>) -> Self {
        self.statuses = statuses.into_iter().collect();
        self
    }

    /// How long to wait after an answer, if it is to be tried again.
    pub(crate) fn after_status(
        &self,
        attempt: u32,
        status: StatusCode,
        headers: &HeaderMap,
    ) -> Option<Duration> {
        if !self.statuses.contains(&status.as_u16()) {
            return None;
        }
        let wait = self.after_failure(attempt)?;
        match retry_after(headers) {
            Some(said) => (said <= self.longest).then_some(said.max(wait)),
            None => Some(wait),
        }
    }

    /// How long to wait where no answer came, if it is to be tried again.
    pub(crate) fn after_failure(&self, attempt: u32) -> Option<Duration> {
        if attempt >= self.times {
            return None;
        }
        let wait = self.first.saturating_mul(1 << attempt.min(20));
        let wait = wait.min(self.longest);
        // Between half of it and all: each state hashes nothing to another number.
        let chance = RandomState::new().build_hasher().finish() % 1000;
        Some(wait.mul_f64(0.5 + chance as f64 / 2000.0))
    }
}

/// Whether a stream of events is asked for again when it ends or breaks off, from the last event on: with its `id` in the
/// header `Last-Event-ID`. None is unless this is said.
///
/// What the server says by `retry` is waited for before each time; an answer `204` ends the stream, and so does one that is
/// neither events nor tried again by [`Retry`](Retry)'s statuses, which is an error.
///
/// ```
/// use std::time::Duration;
/// use verbatim_runtime::client::Reconnect;
///
/// let reconnect = Reconnect::times(5).first_wait(Duration::from_millis(500));
/// # let _ = reconnect;
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reconnect {
    times: u32,
    first: Duration,
    longest: Duration,
}

impl Reconnect {
    /// Asks again so many times in a row without an event in between.
    pub fn times(times: u32) -> Self {
        Self {
            times,
            first: Duration::from_secs(3),
            longest: Duration::from_secs(60),
        }
    }

    /// Waits so long where the server does not say how long: three seconds unless given. After each time that brings no event
    /// the wait is twice as long.
    #[must_use]
    pub fn first_wait(mut self, wait: Duration) -> Self {
        self.first = wait;
        self
    }

    /// Waits no longer than this, also where the server says so; a minute unless given.
    #[must_use]
    pub fn longest_wait(mut self, wait: Duration) -> Self {
        self.longest = wait;
        self
    }

    /// How long to wait, if it is to be asked for again: what the server said, or else this does.
    pub(crate) fn after_failure(&self, attempt: u32, said: Option<Duration>) -> Option<Duration> {
        if attempt >= self.times {
            return None;
        }
        let wait = said.unwrap_or(self.first);
        let wait = wait.saturating_mul(1 << attempt.min(20));
        Some(wait.min(self.longest))
    }
}

/// How long the server would have its callers wait: seconds, or up to a date.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = |name| headers.get(name)?.to_str().ok().map(str::trim);
    let said = text(header::RETRY_AFTER)?;
    if let Ok(seconds) = said.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = httpdate::parse_http_date(said).ok()?;
    let now = httpdate::parse_http_date(text(header::DATE)?).ok()?;
    // What is over is not waited for.
    Some(until.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_end() {
        let retry = Retry::times(3)
            .first_wait(Duration::from_secs(1))
            .longest_wait(Duration::from_secs(3));
        for (attempt, least, most) in [(0, 0.5, 1.0), (1, 1.0, 2.0), (2, 1.5, 3.0)] {
            let wait = retry.after_failure(attempt).expect("it is tried again");
            let wait = wait.as_secs_f64();
            assert!(least <= wait && wait <= most, "{attempt}: {wait}");
        }
        assert_eq!(retry.after_failure(3), None);
        let mut headers = HeaderMap::new();
        let after = |headers: &HeaderMap, status| {
            retry.after_status(0, StatusCode::from_u16(status).expect("a status"), headers)
        };
        assert!(after(&headers, 503).is_some() && after(&headers, 500).is_none());
        headers.insert(header::RETRY_AFTER, "2".parse().expect("a header"));
        assert_eq!(after(&headers, 429), Some(Duration::from_secs(2)));
        headers.insert(header::RETRY_AFTER, "4".parse().expect("a header"));
        assert_eq!(after(&headers, 429), None, "longer than it may wait");
        let mut dated = |retry_after: &str, date: &str| {
            headers.insert(header::RETRY_AFTER, retry_after.parse().expect("a header"));
            headers.insert(header::DATE, date.parse().expect("a header"));
            after(&headers, 429)
        };
        let now = "Fri, 31 Dec 1999 23:59:58 GMT";
        let soon = "Sat, 01 Jan 2000 00:00:00 GMT";
        assert_eq!(dated(soon, now), Some(Duration::from_secs(2)));
        let obsolete = "Saturday, 01-Jan-00 00:00:00 GMT";
        assert_eq!(dated(obsolete, now), Some(Duration::from_secs(2)));
        assert_eq!(dated("Sat, 01 Jan 2000 00:00:02 GMT", now), None);
        // What is over, and what is no date, leave it at the wait there is anyway.
        for (retry_after, date) in [(now, soon), ("tomorrow", now), (soon, "now")] {
            let wait = dated(retry_after, date).expect("it is tried again");
            assert!(wait <= Duration::from_secs(1), "{retry_after}: {wait:?}");
        }
    }
}
