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

    /// Waits no longer than this, also where a `Retry-After` says so: what takes longer is not tried again.
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
        let said = headers.get(header::RETRY_AFTER);
        let said = said.and_then(|it| it.to_str().ok()?.trim().parse::<u64>().ok());
        match said.map(Duration::from_secs) {
            Some(said) => (said <= self.longest).then_some(said.max(wait)),
            None => Some(wait),
        }
    }

    /// How long to wait where no answer came, if it is to be tried again.
    pub(crate) fn after_failure(&self, attempt: u32) -> Option<Duration> {
        if attempt >= self.times {
            return None;
        }
        let factor = 1u32.checked_shl(attempt.min(20)).unwrap_or(u32::MAX);
        let wait = self.first.saturating_mul(factor).min(self.longest);
        // Between half of it and all: each state hashes nothing to another number.
        let chance = RandomState::new().build_hasher().finish() % 1000;
        Some(wait.mul_f64(0.5 + chance as f64 / 2000.0))
    }
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
    }
}
