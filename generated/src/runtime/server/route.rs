//! Operations and their handlers → an axum router.

use std::collections::{BTreeMap, HashMap};
use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::Router;
use axum::extract::Request;
use axum::http::{Method, StatusCode, header};
use axum::middleware::map_response;
use axum::response::Response;
use axum::routing::{MethodFilter, MethodRouter, any_service};
use tower_service::Service;

use super::answers::{self, Checks};
use super::call::{Call, Description, Operation, Plan, Served};
use super::path::Template;
use super::problem::Problem;
use super::schema::Schemas;
use super::security::Scheme;
use super::settings::Settings;

/// What comes of a request: an answer, or the problem that kept it from the handler.
pub(crate) type Outcome = Result<Response, Rejection>;

/// Why a request does not reach the handler.
#[derive(Debug)]
pub struct Rejection(pub(crate) Box<Problem>);

impl From<Problem> for Rejection {
    fn from(problem: Problem) -> Self {
        Self(Box::new(problem))
    }
}

/// What every request needs.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) schemas: Schemas,
    pub(crate) settings: Settings,
    /// What answers are held against, where the implementer asks for it.
    pub(super) checks: Option<Checks>,
}

type Handler = Box<dyn Fn(Call) -> Handling + Send + Sync>;

/// A handler at work.
type Handling = Pin<Box<dyn Future<Output = Outcome> + Send>>;

/// An operation and its handler.
struct Endpoint {
    operation: Arc<Served>,
    handler: Handler,
}

/// The operations of a router in the making.
pub struct Routes {
    operations: HashMap<String, Operation>,
    schemes: HashMap<String, Scheme>,
    schemas: Schemas,
    answers: &'static str,
    /// By route.
    planned: BTreeMap<String, Vec<(Plan, Handler)>>,
}

impl Routes {
    /// Begins with what the document says: of requests, and of answers for those who hold theirs against it.
    ///
    /// # Panics
    /// The text is no description: a fault of the generator.
    pub fn new(description: &str, answers: &'static str) -> Self {
        let description: Description =
            serde_json::from_str(description).expect("the text describes an API");
        Self {
            operations: description.operations,
            schemes: description.security_schemes,
            schemas: Schemas::new(description.schemas),
            answers,
            planned: BTreeMap::new(),
        }
    }

    /// Adds the operation of that method and path.
    ///
    /// # Panics
    /// The description has no such operation: a fault of the generator.
    pub(crate) fn on<H, F>(&mut self, name: &str, handler: H)
    where
        H: Fn(Call) -> F + Send + Sync + 'static,
        F: Future<Output = Outcome> + Send + 'static,
    {
        let operation = self.operations.remove(name);
        let operation = operation.expect("the operation is described");
        let plan = Plan::new(name, operation, &mut self.schemas, &self.schemes);
        let planned = self.planned.entry(plan.template.route()).or_default();
        planned.push((plan, Box::new(move |call| Box::pin(handler(call)))));
    }

    /// The router, which leaves it to axum what becomes of paths it does not know: it can be merged with others, also
    /// where they have other methods of the same path.
    pub fn into_router(self, settings: Settings) -> Router {
        let problems = settings.clone();
        // What axum answers to other methods becomes a problem. It adds `Allow` itself, with what was merged since; a
        // fallback of our own would keep two routers with the same path from being merged.
        let others = map_response(move |_: Response| {
            let problem = Problem::new(StatusCode::METHOD_NOT_ALLOWED);
            std::future::ready(problems.render(problem))
        });
        self.services(settings)
            .fold(Router::new(), |router, (route, service)| {
                let known = service.0.all.iter();
                let known = known.map(|it| it.operation.plan.method.clone());
                let filters = known.filter_map(|it| MethodFilter::try_from(it).ok());
                let methods = filters.reduce(MethodFilter::or).map(|it| {
                    let none = MethodRouter::new().layer(others.clone());
                    none.on_service(it, service.clone())
                });
                // A method axum has no name for takes the route as a whole.
                let methods = methods.unwrap_or_else(|| any_service(service));
                router.route(&route, methods)
            })
    }

    /// The router, which answers paths and methods it does not know with a problem as well.
    pub fn into_whole_router(self, settings: Settings) -> Router {
        let problems = settings.clone();
        self.services(settings)
            .fold(Router::new(), |router, (route, service)| {
                router.route_service(&route, service)
            })
            .fallback(move || {
                let problem = Problem::new(StatusCode::NOT_FOUND);
                std::future::ready(problems.render(problem))
            })
    }

    /// What answers the requests of each route.
    fn services(self, settings: Settings) -> impl Iterator<Item = (String, Path)> {
        let checked = settings.check_answers && !self.answers.is_empty();
        let shared = Arc::new(Shared {
            schemas: self.schemas,
            checks: checked.then(|| Checks::new(self.answers)),
            settings,
        });
        self.planned.into_iter().map(move |(route, mut planned)| {
            // The one that says most comes first; equals stay in the order of the document.
            planned.sort_by_key(|(plan, _)| std::cmp::Reverse(plan.template.fixed()));
            let mut templates = planned.iter().map(|(plan, _)| &plan.template);
            let is_finer = templates.any(Template::is_finer_than_route);
            let endpoints = planned.into_iter().map(|(plan, handler)| {
                let shared = Arc::clone(&shared);
                Endpoint {
                    operation: Arc::new(Served { plan, shared }),
                    handler,
                }
            });
            let service = Path(Arc::new(Endpoints {
                is_finer,
                all: endpoints.collect(),
                shared: Arc::clone(&shared),
            }));
            (route, service)
        })
    }
}

/// The operations of one route.
struct Endpoints {
    all: Vec<Endpoint>,
    /// Whether the route says less than the templates do.
    is_finer: bool,
    shared: Arc<Shared>,
}

impl Endpoints {
    fn find(&self, request: &Request) -> Result<&Endpoint, Rejection> {
        let method = request.method();
        let by_method = |method: &Method| {
            let mut all = self.fitting(request);
            all.find(|it| it.operation.plan.method == *method)
        };
        // axum takes the body off the answer to HEAD.
        let stand_in = || by_method(&Method::GET).filter(|_| *method == Method::HEAD);
        by_method(method).or_else(stand_in).ok_or_else(|| {
            let fitting = self.fitting(request);
            let mut allowed: Vec<_> = fitting
                .map(|it| it.operation.plan.method.as_str())
                .collect();
            if allowed.contains(&"GET") {
                allowed.push("HEAD");
            }
            allowed.sort_unstable();
            allowed.dedup();
            let problem = match allowed[..] {
                [] => Problem::new(StatusCode::NOT_FOUND),
                _ => Problem::new(StatusCode::METHOD_NOT_ALLOWED)
                    .header(header::ALLOW, &allowed.join(", ")),
            };
            problem.into()
        })
    }

    /// The operations whose template fits the request.
    fn fitting(&self, request: &Request) -> impl Iterator<Item = &Endpoint> {
        let uri = request.uri();
        self.all.iter().filter(move |it| {
            let template = &it.operation.plan.template;
            !self.is_finer
                || template.fits(uri.path())
                    && template.accepts_query(uri.query().unwrap_or_default())
        })
    }
}

/// Answers the requests of one route.
#[derive(Clone)]
struct Path(Arc<Endpoints>);

impl Service<Request> for Path {
    type Response = Response;
    type Error = Infallible;
    type Future = Answering;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Answering {
        let Endpoints { shared, .. } = &*self.0;
        let state = match self.0.find(&request) {
            Ok(endpoint) => {
                let operation = Arc::clone(&endpoint.operation);
                let finishing = shared.checks.is_some() || !operation.plan.answers.is_empty();
                let finishing = finishing.then(|| Arc::clone(&operation));
                let call = Call::new(request, operation);
                State::Handling((endpoint.handler)(call), finishing)
            }
            Err(rejection) => State::Refused(Some(rejection)),
        };
        Answering {
            state,
            shared: Arc::clone(shared),
        }
    }
}

/// The answer to a request on its way.
struct Answering {
    state: State,
    shared: Arc<Shared>,
}

enum State {
    /// With the operation whose answers are not sent as they are.
    Handling(Handling, Option<Arc<Served>>),
    /// `None` once the problem is rendered.
    Refused(Option<Rejection>),
}

impl Future for Answering {
    type Output = Result<Response, Infallible>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let outcome = loop {
            let (outcome, finishing) = match &mut self.state {
                State::Handling(handling, finishing) => (
                    std::task::ready!(handling.as_mut().poll(context)),
                    finishing.take(),
                ),
                State::Refused(rejection) => match rejection.take() {
                    Some(rejection) => (Err(rejection), None),
                    None => return Poll::Pending,
                },
            };
            match (outcome, finishing) {
                (Ok(response), Some(operation)) => {
                    let finish = answers::finish(response, operation);
                    self.state = State::Handling(Box::pin(finish), None);
                }
                (outcome, _) => break outcome,
            }
        };
        let settings = &self.shared.settings;
        Poll::Ready(Ok(match outcome {
            Ok(mut response) => match response.extensions_mut().remove::<Problem>() {
                Some(problem) => settings.render(problem),
                None => response,
            },
            Err(Rejection(problem)) => settings.render(*problem),
        }))
    }
}
