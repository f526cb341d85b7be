//! What an implementer may choose about a router.

use std::fmt;
use std::sync::Arc;

use axum::response::Response;

use crate::runtime::problem::Problem;

/// Choices about a router.
///
/// ```
/// use verbatim_runtime::server::Settings;
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
    problem: Arc<dyn Fn(Problem) -> Response + Send + Sync>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            body_limit: 2 << 20,
            check_answers: false,
            problem: Arc::new(|problem| problem.render()),
        }
    }
}

impl Settings {
    /// How many bytes a body may have that is held in memory (2 MiB); more are answered with `413`. Bodies that are
    /// streamed have no limit.
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
