//! What an implementer may choose about a router.

use std::fmt;
use std::sync::Arc;

use axum::response::Response;

use crate::runtime::problem::Problem;

/// Choices about a router.
///
/// ```ignore
/// use crate::server::Settings;
///
/// let settings = Settings::default()
///     .body_limit(64 << 20)
///     .problem(|problem| {
///         eprintln!("{:?}", problem.detail);
///         problem.render()
///     });
/// ```
#[derive(Clone)]
pub struct Settings {
    pub(crate) body_limit: usize,
    pub(crate) check_answers: bool,
    failure: Arc<dyn Fn(&str) + Send + Sync>,
    problem: Arc<dyn Fn(Problem) -> Response + Send + Sync>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            body_limit: 2 << 20,
            check_answers: false,
            failure: Arc::new(|message| eprintln!("{message}")),
            problem: Arc::new(|problem| problem.render()),
        }
    }
}

impl Settings {
    /// How many bytes a body may have that is held in memory (2 MiB); more are answered with `413`. A body that is streamed
    /// may be longer: each of its items, and each part that is decoded, is held to the limit by itself.
    #[must_use]
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// Whether answers are held against the document too: one that is not as documented becomes a `500` that says where.
    /// For tests of handlers, in builds with debug assertions; others do not carry what it takes, and send what they are
    /// told to.
    #[must_use]
    pub fn check_answers(mut self, check: bool) -> Self {
        self.check_answers = check;
        self
    }

    /// Who is told of answers that cannot be sent, and why: a header with a line break in it, a number that JSON does not
    /// have. The caller gets a `500`. Without a choice, a line is written to standard error.
    #[must_use]
    pub fn failure(mut self, tell: impl Fn(&str) + Send + Sync + 'static) -> Self {
        self.failure = Arc::new(tell);
        self
    }

    pub(crate) fn tell(&self, message: &str) {
        (self.failure)(message);
    }

    /// How problems are rendered: those the router finds, and those handlers return.
    #[must_use]
    pub fn problem(mut self, render: impl Fn(Problem) -> Response + Send + Sync + 'static) -> Self {
        self.problem = Arc::new(render);
        self
    }

    pub(crate) fn render(&self, problem: Problem) -> Response {
        (self.problem)(problem)
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("body_limit", &self.body_limit)
            .field("check_answers", &self.check_answers)
            .finish_non_exhaustive()
    }
}
