//! Operations and their handlers → an axum router.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, OnceLock, Weak};
use std::task::{Context, Poll};

use axum::Router;
use axum::extract::Request;
use axum::http::{Method, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::future::RouteFuture;
use axum::routing::{MethodFilter, MethodRouter, any_service};
use tower_service::Service;

use super::call::Call;
use super::document::Held;
use super::path::Template;
use super::settings::Settings;
use super::state::{Endpoint, ServerState};
use crate::runtime::context::{Operation, Refused};
use crate::runtime::problem::Problem;

type Handler = Box<dyn Fn(Call) -> Handling + Send + Sync>;

/// A handler at work.
type Handling = Pin<Box<dyn Future<Output = Response> + Send>>;

/// The operations of a router in the making.
pub struct Routes {
    document: Held,
    /// By the shape of their templates.
    operations: BTreeMap<String, Vec<Routed>>,
}

/// An operation on its way into a router.
struct Routed {
    operation: &'static Operation,
    method: Method,
    template: Template,
    handler: Handler,
}

impl Routes {
    /// Begins with what the crate carries of its document.
    pub fn new(document: impl Into<Held>) -> Self {
        Self {
            document: document.into(),
            operations: BTreeMap::new(),
        }
    }

    /// Adds an operation.
    ///
    /// # Panics
    /// Its method is no token (RFC 9110, section 9.1): a fault of the generator.
    pub(crate) fn on<H, F>(&mut self, operation: &'static Operation, handler: H)
    where
        H: Fn(Call) -> F + Send + Sync + 'static,
        F: Future<Output = Response> + Send + 'static,
    {
        let template = Template::new(operation.path);
        let same_route = self.operations.entry(template.shape());
        same_route.or_default().push(Routed {
            operation,
            method: operation.method.parse().expect("a method is a token"),
            template,
            handler: Box::new(move |call| Box::pin(handler(call))),
        });
    }

    /// The router, which leaves it to axum what becomes of paths it does not know: it can be merged with others, also
    /// where they have other methods of the same path.
    pub fn into_router(self, settings: Settings) -> Router {
        self.routed(settings).0
    }

    /// The router, and what its operations share.
    fn routed(self, settings: Settings) -> (Router, Arc<RouterState>) {
        let state = Arc::new(RouterState {
            document: self.document,
            settings,
            read: OnceLock::new(),
            all: OnceLock::new(),
        });
        let shared = Arc::clone(&state);
        // What axum answers to other methods becomes a problem. It adds `Allow` itself, with what was merged since; a
        // fallback of our own would keep two routers with the same path from being merged.
        let others = from_fn(move |request: Request, _: Next| {
            shared.escaped(request, Problem::new(StatusCode::METHOD_NOT_ALLOWED))
        });
        let others = MethodRouter::new().layer(others);
        let services = services(self.operations, &state);
        let all = services.iter().map(|it| Arc::downgrade(&it.1.0));
        let _ = state.all.set(all.collect());
        let router = services
            .into_iter()
            .fold(Router::new(), |router, (route, service)| {
                let methods = service.0.all.iter().map(|it| it.endpoint.method.clone());
                let filters = methods.map(|it| MethodFilter::try_from(it).ok());
                // A method axum has no name for takes the route as a whole, whatever others there are.
                let all = filters.reduce(|all, it| Some(all?.or(it?))).flatten();
                let methods = match all {
                    Some(it) => others.clone().on_service(it, service),
                    None => any_service(service),
                };
                router.route(&route, methods)
            });
        (router, state)
    }

    /// The router, which answers paths it does not know with a problem as well, unless the settings leave them to others.
    pub fn into_whole_router(self, settings: Settings) -> Router {
        if !settings.has_fallback {
            return self.into_router(settings);
        }
        let (router, state) = self.routed(settings);
        router.fallback(move |request: Request| {
            state.escaped(request, Problem::new(StatusCode::NOT_FOUND))
        })
    }
}

/// What answers the requests of each route.
fn services(
    operations: BTreeMap<String, Vec<Routed>>,
    router: &Arc<RouterState>,
) -> Vec<(String, RouteService)> {
    let services = operations.into_values().map(|mut all| {
        let route = Template::new(all[0].operation.route).route();
        // The most specific template comes first; equals stay in the order of the document.
        all.sort_by_key(|it| std::cmp::Reverse(it.template.fixed()));
        let mut templates = all.iter().map(|it| &it.template);
        let is_finer = templates.any(Template::is_finer_than_route);
        let endpoints = all.into_iter().map(|it| RoutedEndpoint::new(it, router));
        let service = RouteService(Arc::new(RouteEndpoints {
            is_finer,
            all: endpoints.collect(),
            router: Arc::clone(router),
        }));
        (route, service)
    });
    services.collect()
}

/// The answer to a request that leads to no operation.
fn refuse(settings: &Settings, request: Request, problem: Problem) -> Response {
    let (head, _) = request.into_parts();
    let refused = Refused {
        head: &head,
        operation: None,
    };
    settings.render(problem, &refused)
}

/// What the operations of a router share.
struct RouterState {
    document: Held,
    settings: Settings,
    /// What requests need, once there was one.
    read: OnceLock<Arc<ServerState>>,
    /// The operations of all routes, once there is a router, which has them.
    all: OnceLock<Vec<Weak<RouteEndpoints>>>,
}

impl RouterState {
    /// The answer to a request that the router leads nowhere. Characters of a fixed segment may be escaped that need not be (RFC
    /// 3986, section 6.2.2.2), which the router does not know: where a path has escapes, it is held against every template.
    fn escaped(&self, request: Request, mut problem: Problem) -> Answering {
        let path = request.uri().path();
        if path.contains('%') {
            let segments = path.bytes().filter(|it| *it == b'/').count();
            let all = self.all.get().into_iter().flatten();
            let routes: Vec<_> = all.filter_map(Weak::upgrade).collect();
            let endpoints = routes.iter().flat_map(|it| &it.all);
            let fitting = |it: &&RoutedEndpoint| {
                let template = &it.endpoint.template;
                template.fits_whole(path, segments)
                    && template.accepts_query(request.uri().query().unwrap_or_default())
            };
            let mut fitting: Vec<_> = endpoints.filter(fitting).collect();
            fitting.sort_by_key(|it| std::cmp::Reverse(it.endpoint.template.fixed()));
            match by_method(request.method(), || fitting.iter().copied()) {
                Ok(found) => return found.answer(request),
                Err(Some(other)) if problem.status == StatusCode::NOT_FOUND => problem = other,
                Err(_) => {}
            }
        }
        Answering::Refused(Some(refuse(&self.settings, request, problem)))
    }

    fn read(&self) -> &Arc<ServerState> {
        self.read.get_or_init(|| {
            let documented = self.settings.check_answers;
            let documented = documented.then(|| self.document.documented());
            Arc::new(ServerState {
                schemas: Arc::clone(&self.document.described().schemas),
                settings: self.settings.clone(),
                documented: documented.flatten(),
            })
        })
    }
}

/// An operation and its handler.
struct HandledEndpoint {
    operation: &'static Operation,
    method: Method,
    template: Template,
    handler: Handler,
    router: Arc<RouterState>,
    /// What requests need, once there was one.
    read: OnceLock<Arc<Endpoint>>,
}

impl HandledEndpoint {
    fn read(&self) -> &Arc<Endpoint> {
        self.read.get_or_init(|| {
            let described = self.router.document.described();
            Arc::new(Endpoint {
                identity: self.operation,
                operation: Arc::clone(described.operation(self.operation)),
                state: Arc::clone(self.router.read()),
            })
        })
    }

    fn answer(&self, request: Request) -> Answering {
        let call = Call::new(request, Arc::clone(self.read()));
        Answering::Handling((self.handler)(call))
    }
}

/// An operation as its route finds it.
struct RoutedEndpoint {
    endpoint: Arc<HandledEndpoint>,
    /// With the layers around it, where there are any.
    layered: Option<MethodRouter>,
}

impl RoutedEndpoint {
    fn new(it: Routed, router: &Arc<RouterState>) -> Self {
        let endpoint = Arc::new(HandledEndpoint {
            operation: it.operation,
            method: it.method,
            template: it.template,
            handler: it.handler,
            router: Arc::clone(router),
            read: OnceLock::new(),
        });
        let service = || any_service(EndpointService(Arc::clone(&endpoint)));
        Self {
            layered: router.settings.layered(endpoint.operation, service),
            endpoint,
        }
    }
}

impl RoutedEndpoint {
    /// Answers a request that is for it.
    fn answer(&self, mut request: Request) -> Answering {
        match &self.layered {
            None => self.endpoint.answer(request),
            Some(service) => {
                request.extensions_mut().insert(*self.endpoint.operation);
                Answering::Layered(Box::pin(service.clone().call(request)))
            }
        }
    }
}

/// The operations of one route.
struct RouteEndpoints {
    all: Vec<RoutedEndpoint>,
    /// Whether the route says less than the templates do.
    is_finer: bool,
    router: Arc<RouterState>,
}

impl RouteEndpoints {
    fn find(&self, request: &Request) -> Result<&RoutedEndpoint, Option<Problem>> {
        by_method(request.method(), || self.fitting(request))
    }

    /// The operations whose template fits the request.
    fn fitting(&self, request: &Request) -> impl Iterator<Item = &RoutedEndpoint> {
        let uri = request.uri();
        self.all.iter().filter(move |it| {
            let template = &it.endpoint.template;
            !self.is_finer
                || template.fits(uri.path())
                    && template.accepts_query(uri.query().unwrap_or_default())
        })
    }
}

/// The one of operations that a method asks for; or else the problem that there are others alone, if there are any.
fn by_method<'e, I: Iterator<Item = &'e RoutedEndpoint>>(
    method: &Method,
    fitting: impl Fn() -> I,
) -> Result<&'e RoutedEndpoint, Option<Problem>> {
    let of = |method: &Method| fitting().find(|it| it.endpoint.method == *method);
    // axum takes the body off the answer to HEAD.
    let stand_in = || of(&Method::GET).filter(|_| *method == Method::HEAD);
    of(method).or_else(stand_in).ok_or_else(|| {
        let mut allowed: Vec<_> = fitting().map(|it| it.endpoint.method.as_str()).collect();
        if allowed.contains(&"GET") {
            allowed.push("HEAD");
        }
        allowed.sort_unstable();
        allowed.dedup();
        (!allowed.is_empty()).then(|| {
            Problem::new(StatusCode::METHOD_NOT_ALLOWED).header(header::ALLOW, &allowed.join(", "))
        })
    })
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
        match self.0.find(&request) {
            Ok(found) => found.answer(request),
            Err(problem) => {
                let problem = problem.unwrap_or_else(|| Problem::new(StatusCode::NOT_FOUND));
                self.0.router.escaped(request, problem)
            }
        }
    }
}

/// The answer to a request on its way.
enum Answering {
    Handling(Handling),
    Layered(Pin<Box<RouteFuture<Infallible>>>),
    /// `None` once it was handed out.
    Refused(Option<Response>),
}

impl Future for Answering {
    type Output = Result<Response, Infallible>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut *self {
            Self::Handling(it) => it.as_mut().poll(context).map(Ok),
            Self::Layered(it) => it.as_mut().poll(context),
            Self::Refused(response) => match response.take() {
                Some(response) => Poll::Ready(Ok(response)),
                None => Poll::Pending,
            },
        }
    }
}

/// Answers the requests of one operation, within its layers.
#[derive(Clone)]
struct EndpointService(Arc<HandledEndpoint>);

impl Service<Request> for EndpointService {
    type Response = Response;
    type Error = Infallible;
    type Future = Answering;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Answering {
        self.0.answer(request)
    }
}
