//! What an implementer may choose about a router.

use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;

use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, Route};
use tower_layer::Layer;
use tower_service::Service;

use crate::runtime::context::{Operation, Refused};
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
    pub(crate) has_fallback: bool,
    failure: Arc<dyn Fn(&str) + Send + Sync>,
    problem: Arc<Rendering>,
    layers: Vec<SelectedLayer>,
}

/// How problems are rendered.
type Rendering = dyn Fn(Problem, &Refused<'_>) -> Response + Send + Sync;

/// A layer, and the operations that it is for.
#[derive(Clone)]
struct SelectedLayer {
    is_for: Arc<dyn Fn(&Operation) -> bool + Send + Sync>,
    wrap: Arc<dyn Fn(MethodRouter) -> MethodRouter + Send + Sync>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            body_limit: 2 << 20,
            check_answers: false,
            has_fallback: true,
            failure: Arc::new(|message| eprintln!("{message}")),
            problem: Arc::new(|problem, _| problem.render()),
            layers: Vec::new(),
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
    pub fn problem(self, render: impl Fn(Problem) -> Response + Send + Sync + 'static) -> Self {
        self.problem_with(move |problem, _| render(problem))
    }

    /// The same where the rendering asks which request of which operation it was.
    ///
    /// ```ignore
    /// use crate::server::{Problem, Refused, Settings};
    ///
    /// let settings = Settings::default().problem_with(|problem: Problem, refused: &Refused<'_>| {
    ///     let operation = refused.operation.map_or("-", |it| it.id);
    ///     eprintln!("{operation} {}: {problem}", refused.head.uri);
    ///     problem.render()
    /// });
    /// ```
    #[must_use]
    pub fn problem_with(
        mut self,
        render: impl Fn(Problem, &Refused<'_>) -> Response + Send + Sync + 'static,
    ) -> Self {
        self.problem = Arc::new(render);
        self
    }

    pub(crate) fn render(&self, problem: Problem, refused: &Refused<'_>) -> Response {
        (self.problem)(problem, refused)
    }

    /// Puts a layer around every operation, inside of routing and outside of authentication: it sees the [`Operation`] as
    /// an extension of the request. One that is added later goes around those before it.
    ///
    /// With the crates tower-http and tracing, a span that has the operation's id takes one line:
    ///
    /// ```ignore
    /// use axum::extract::Request;
    /// use tower_http::trace::TraceLayer;
    /// use tracing::info_span;
    /// use crate::server::{Operation, Settings};
    ///
    /// let id = |it: &Request| it.extensions().get::<Operation>().map(|it| it.id);
    /// let trace = TraceLayer::new_for_http().make_span_with(move |it: &Request| info_span!("request", operation = id(it)));
    /// let settings = Settings::default().layer(trace);
    /// ```
    #[must_use]
    pub fn layer<L>(self, layer: L) -> Self
    where
        L: Layer<Route> + Clone + Send + Sync + 'static,
        L::Service: Service<
                Request,
                Response: IntoResponse + 'static,
                Error: Into<Infallible> + 'static,
                Future: Send + 'static,
            > + Clone
            + Send
            + Sync
            + 'static,
    {
        self.layer_for(|_| true, layer)
    }

    /// Puts a layer around some operations: one by its id, those of a tag, those with a method.
    ///
    /// ```ignore
    /// use axum::extract::Request;
    /// use axum::middleware::{Next, from_fn};
    /// use crate::server::Settings;
    ///
    /// let settings = Settings::default()
    ///     .layer_for(|it| it.id == "getReport", from_fn(async |it: Request, next: Next| next.run(it).await))
    ///     .layer_for(|it| it.has_tag("admin"), from_fn(async |it: Request, next: Next| next.run(it).await));
    /// ```
    #[must_use]
    pub fn layer_for<L>(
        mut self,
        is_for: impl Fn(&Operation) -> bool + Send + Sync + 'static,
        layer: L,
    ) -> Self
    where
        L: Layer<Route> + Clone + Send + Sync + 'static,
        L::Service: Service<
                Request,
                Response: IntoResponse + 'static,
                Error: Into<Infallible> + 'static,
                Future: Send + 'static,
            > + Clone
            + Send
            + Sync
            + 'static,
    {
        self.layers.push(SelectedLayer {
            is_for: Arc::new(is_for),
            wrap: Arc::new(move |it| it.layer(layer.clone())),
        });
        self
    }

    /// The layers of an operation around what answers it; `None` where it has none.
    pub(crate) fn layered(
        &self,
        operation: &Operation,
        service: impl FnOnce() -> MethodRouter,
    ) -> Option<MethodRouter> {
        let mut all = self.layers.iter().filter(|it| (it.is_for)(operation));
        let first = all.next()?;
        let innermost = (first.wrap)(service());
        Some(all.fold(innermost, |service, it| (it.wrap)(service)))
    }

    /// Leaves paths that no operation has to axum, or to whatever the router becomes part of; without this, a router over
    /// every operation answers them with a problem. axum wants it of a router that is merged with another one which
    /// answers every path, and of one that is nested beneath a prefix with a parameter:
    ///
    /// ```ignore
    /// use axum::Router;
    /// use axum::routing::get;
    /// use crate::server::Settings;
    ///
    /// # fn router_with(_: Settings) -> Router { Router::new() }
    /// let cats = || router_with(Settings::default().without_fallback());
    /// let dogs = || router_with(Settings::default());
    /// let both = cats().merge(dogs());
    /// let of_tenants = Router::new().nest("/{tenant}", cats());
    /// let of_versions = Router::new().nest("/v1", dogs()).nest("/v2", dogs());
    /// let with_more = dogs().route("/health", get(async || "well")).fallback(async || "nothing here");
    /// # let _ = (both, of_tenants, of_versions, with_more);
    /// ```
    #[must_use]
    pub fn without_fallback(mut self) -> Self {
        self.has_fallback = false;
        self
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
