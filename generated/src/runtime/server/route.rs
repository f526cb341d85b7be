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
use serde_json::Value;
use tower_service::Service;

use super::call::Call;
use super::operation::CompiledOperation;
use super::path::Template;
use super::reply::Unwritten;
use super::response_checks;
use super::responses::ResponseSchemas;
use super::settings::Settings;
use super::state::{Endpoint, ServerState};
use crate::runtime::description::{Description, Operation, Schema, SecurityScheme};
use crate::runtime::problem::{Problem, Rejection};
use crate::runtime::validator::Schemas;

/// What comes of a request: an answer, or the problem that kept it from the handler.
pub(crate) type Outcome = Result<Response, Rejection>;

type Handler = Box<dyn Fn(Call) -> Handling + Send + Sync>;

/// A handler at work.
type Handling = Pin<Box<dyn Future<Output = Outcome> + Send>>;

/// An operation and its handler.
struct HandledEndpoint {
    endpoint: Arc<Endpoint>,
    handler: Handler,
}

/// The operations of a router in the making.
pub struct Routes {
    operations: HashMap<String, Operation<Value>>,
    schemes: HashMap<String, SecurityScheme>,
    schemas: Schemas,
    answers: &'static str,
    /// By route.
    compiled: BTreeMap<String, Vec<(CompiledOperation, Handler)>>,
}

impl Routes {
    /// Begins with the texts of `description.json` and, for `Settings::check_answers`, of `answers.json`.
    ///
    /// # Panics
    /// The text is no description: a fault of the generator.
    pub fn new(description: &str, answers: &'static str) -> Self {
        let description: Description<Operation<Value>, Schema<Value>> =
            serde_json::from_str(description).expect("the text describes an API");
        Self {
            operations: description.operations.0.into_iter().collect(),
            schemes: description.security_schemes.0.into_iter().collect(),
            schemas: Schemas::new(description.schemas),
            answers,
            compiled: BTreeMap::new(),
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
        let operation = CompiledOperation::new(name, operation, &mut self.schemas, &self.schemes);
        let route = self.compiled.entry(operation.template.route()).or_default();
        route.push((operation, Box::new(move |call| Box::pin(handler(call)))));
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
                let known = known.map(|it| it.endpoint.operation.method.clone());
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
    fn services(self, settings: Settings) -> impl Iterator<Item = (String, RouteService)> {
        let checked = settings.check_answers && !self.answers.is_empty();
        let state = Arc::new(ServerState {
            schemas: self.schemas,
            documented: checked.then(|| ResponseSchemas::new(self.answers)),
            settings,
        });
        self.compiled.into_iter().map(move |(route, mut compiled)| {
            // The most specific template comes first; equals stay in the order of the document.
            compiled.sort_by_key(|(operation, _)| std::cmp::Reverse(operation.template.fixed()));
            let mut templates = compiled.iter().map(|(operation, _)| &operation.template);
            let is_finer = templates.any(Template::is_finer_than_route);
            let endpoints = compiled.into_iter().map(|(operation, handler)| {
                let state = Arc::clone(&state);
                HandledEndpoint {
                    endpoint: Arc::new(Endpoint { operation, state }),
                    handler,
                }
            });
            let service = RouteService(Arc::new(RouteEndpoints {
                is_finer,
                all: endpoints.collect(),
                state: Arc::clone(&state),
            }));
            (route, service)
        })
    }
}

/// The operations of one route.
struct RouteEndpoints {
    all: Vec<HandledEndpoint>,
    /// Whether the route says less than the templates do.
    is_finer: bool,
    state: Arc<ServerState>,
}

impl RouteEndpoints {
    fn find(&self, request: &Request) -> Result<&HandledEndpoint, Rejection> {
        let method = request.method();
        let by_method = |method: &Method| {
            let mut all = self.fitting(request);
            all.find(|it| it.endpoint.operation.method == *method)
        };
        // axum takes the body off the answer to HEAD.
        let stand_in = || by_method(&Method::GET).filter(|_| *method == Method::HEAD);
        by_method(method).or_else(stand_in).ok_or_else(|| {
            let fitting = self.fitting(request);
            let mut allowed: Vec<_> = fitting
                .map(|it| it.endpoint.operation.method.as_str())
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
    fn fitting(&self, request: &Request) -> impl Iterator<Item = &HandledEndpoint> {
        let uri = request.uri();
        self.all.iter().filter(move |it| {
            let template = &it.endpoint.operation.template;
            !self.is_finer
                || template.fits(uri.path())
                    && template.accepts_query(uri.query().unwrap_or_default())
        })
    }
}

/// Answers the requests of one route.
#[derive(Clone)]
struct RouteService(Arc<RouteEndpoints>);

impl Service<Request> for RouteService {
    type Response = Response;
    type Error = Infallible;
    type Future = Answering;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Answering {
        let RouteEndpoints { state, .. } = &*self.0;
        let progress = match self.0.find(&request) {
            Ok(HandledEndpoint { endpoint, handler }) => {
                let is_checked = state.documented.is_some();
                let is_checked = is_checked || !endpoint.operation.responses.is_empty();
                let checked = is_checked.then(|| Arc::clone(endpoint));
                let call = Call::new(request, Arc::clone(endpoint));
                Progress::Handling(handler(call), checked)
            }
            Err(rejection) => Progress::Refused(Some(rejection)),
        };
        Answering {
            progress,
            state: Arc::clone(state),
        }
    }
}

/// The answer to a request on its way.
struct Answering {
    progress: Progress,
    state: Arc<ServerState>,
}

enum Progress {
    /// With the operation whose answers are not sent as they are.
    Handling(Handling, Option<Arc<Endpoint>>),
    /// `None` once the problem is rendered.
    Refused(Option<Rejection>),
}

impl Future for Answering {
    type Output = Result<Response, Infallible>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let outcome = loop {
            let (outcome, checked) = match &mut self.progress {
                Progress::Handling(handling, checked) => (
                    std::task::ready!(handling.as_mut().poll(context)),
                    checked.take(),
                ),
                Progress::Refused(rejection) => match rejection.take() {
                    Some(rejection) => (Err(rejection), None),
                    None => return Poll::Pending,
                },
            };
            match (outcome, checked) {
                (Ok(response), Some(endpoint)) => {
                    let finish = response_checks::finish(response, endpoint);
                    self.progress = Progress::Handling(Box::pin(finish), None);
                }
                (outcome, _) => break outcome,
            }
        };
        let settings = &self.state.settings;
        Poll::Ready(Ok(match outcome {
            Ok(mut response) => {
                if let Some(Unwritten(why)) = response.extensions_mut().remove() {
                    settings.tell(&format!("an answer cannot be sent: {why}"));
                }
                match response.extensions_mut().remove::<Problem>() {
                    Some(problem) => settings.render(problem),
                    None => response,
                }
            }
            Err(Rejection(problem)) => settings.render(*problem),
        }))
    }
}
