//! What is wrong with a request, in the words of RFC 9457.

use std::borrow::Cow;
use std::fmt;

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde::Serialize;

use super::api::NotImplemented;
use super::fault::Fault;

/// Why a request is refused, in the words of RFC 9457.
///
/// ```
/// use http::StatusCode;
/// use verbatim_runtime::server::Problem;
///
/// let problem = Problem::new(StatusCode::CONFLICT).detail("There is such a member already.");
/// assert_eq!(problem.render().status(), 409);
/// ```
///
/// A handler may use it as its `Error`; [`Settings::problem`](super::server::Settings::problem) decides how it is rendered.
#[derive(Debug, Clone, Serialize)]
pub struct Problem {
    /// A URI that names the kind of problem; `about:blank` where the status says it all.
    #[serde(rename = "type", skip_serializing_if = "is_blank")]
    pub kind: Cow<'static, str>,
    /// The kind of problem in a few words.
    pub title: Cow<'static, str>,
    /// The HTTP status.
    #[serde(serialize_with = "status_number")]
    pub status: StatusCode,
    /// What is wrong this time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<Cow<'static, str>>,
    /// Every fault found in the request, with its place.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Fault>,
    /// Headers that go with the answer, such as `Allow`. In a box, so that a `Result` with a problem stays small.
    #[serde(skip)]
    pub headers: Option<Box<HeaderMap>>,
}

impl Problem {
    /// A problem with the title of its status.
    pub fn new(status: StatusCode) -> Self {
        Self {
            kind: Cow::Borrowed("about:blank"),
            title: Cow::Borrowed(status.canonical_reason().unwrap_or("Error")),
            status,
            detail: None,
            errors: Vec::new(),
            headers: None,
        }
    }

    /// Says what is wrong this time.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<Cow<'static, str>>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Adds a header to the answer; a value that no header can hold is left out.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            let headers = self.headers.get_or_insert_default();
            headers.append(name, value);
        }
        self
    }

    /// A problem with every fault of a request.
    pub(crate) fn faults(status: StatusCode, errors: Vec<Fault>) -> Self {
        let problem = Self::new(status);
        let mut problem = match errors.len() {
            1 => problem.detail("The request has a fault."),
            n => problem.detail(format!("The request has {n} faults.")),
        };
        problem.errors = errors;
        problem
    }
}

/// The detail, or else the title, and every fault: `The request has a fault. body /name: is required`.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.detail.as_deref().unwrap_or(&self.title))?;
        for (at, fault) in self.errors.iter().enumerate() {
            let before = if at == 0 { " " } else { "; " };
            write!(f, "{before}{}: {}", fault.location, fault.detail)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problem {}

impl From<StatusCode> for Problem {
    fn from(status: StatusCode) -> Self {
        Self::new(status)
    }
}

impl From<NotImplemented> for Problem {
    fn from(it: NotImplemented) -> Self {
        Self::new(StatusCode::NOT_IMPLEMENTED).detail(it.to_string())
    }
}

/// Why a request does not reach its handler. Boxed, so that a `Result` stays small.
#[derive(Debug)]
pub struct Rejection(pub(crate) Box<Problem>);

impl From<Problem> for Rejection {
    fn from(problem: Problem) -> Self {
        Box::new(problem).into()
    }
}

impl From<Box<Problem>> for Rejection {
    fn from(problem: Box<Problem>) -> Self {
        Self(problem)
    }
}

/// What a problem without a type is anyway.
pub(crate) fn is_blank(kind: &str) -> bool {
    kind == "about:blank"
}

fn status_number<S: serde::Serializer>(it: &StatusCode, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u16(it.as_u16())
}
