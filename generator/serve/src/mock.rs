//! A document that was read → an axum router that answers as its API would.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use axum::Router;
use axum::extract::Request;
use axum::http::{Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use tower_service::Service;
use verbatim_gen::Severity;
use verbatim_gen::analysis::media::{is_file, properties};
use verbatim_gen::model::{self, Api, ParameterIn};
use verbatim_gen::stages::{OutputBudget, descriptions, spend_shared};
use verbatim_runtime::server::route::Routes;
use verbatim_runtime::server::{Document, Operation, Problem, Settings};
use verbatim_runtime::untyped::{AnyCredential, Checked};

use crate::args::Answers;
use crate::guard::Guard;
use crate::page::{Findings, Page};
use crate::preference::Preferences;
use crate::read::Loaded;
use crate::respond::Answering;
use crate::values::{Tell, Values};

/// A server of one document.
pub struct Mock {
    /// What answers.
    pub router: Router,
    /// Where the page stands: `/`, or beneath a prefix where the API has paths that are those of its files.
    pub page: String,
    /// What the page shows of what was found out about the document.
    pub findings: Findings,
}

impl Mock {
    /// Makes a server. `tell` is told of examples that are not valid, a line each, some time later.
    ///
    /// # Errors
    /// What keeps the document from being served.
    pub fn new(loaded: Loaded, how: &Answers, guard: Guard, tell: Tell) -> Result<Self, String> {
        let Loaded {
            api,
            report,
            config,
        } = loaded;
        let bytes: usize = report.sources.iter().map(|it| it.text.len()).sum();
        let budget = OutputBudget::for_input(bytes as u64);
        spend_shared(&api, &budget);
        if let Some(it) = budget.finding(&api) {
            return Err(report.line(&it));
        }
        let findings = Findings::default();
        let all = report.findings.iter();
        for it in all.filter(|it| it.severity == Severity::Error) {
            findings.add(&report.line(it));
        }
        let api = Arc::new(api);
        let sources = report.sources;
        let root = sources.first().cloned();
        let locate = move |place: verbatim_gen::source::Place| {
            let source = sources.get(usize::from(place.file.0));
            source
                .map(|it| it.location(place).to_string())
                .unwrap_or_default()
        };
        let told = findings.clone();
        let tell_both = move |line: &str| {
            told.add(line);
            tell(line);
        };
        let values = Values::start(Arc::clone(&api), Arc::new(tell_both), Box::new(locate));
        let answering = Arc::new(Answering {
            values: values.map_err(|why| format!("no thread can be started: {why}"))?,
            how: how.clone(),
            counts: api.operations.iter().map(|_| AtomicU64::new(0)).collect(),
            api: Arc::clone(&api),
        });
        let [description, answers] = descriptions(&api);
        let answers = if how.check_answers {
            answers
        } else {
            String::new()
        };
        let document = Arc::new(Document::read(description, answers));
        let settings = Settings::default()
            .check_answers(how.check_answers)
            .without_fallback();
        let mut routes = Routes::new(Arc::clone(&document));
        // The first request would wait for it. Where no thread is to be had, it does.
        let _ = std::thread::Builder::new().spawn(move || document.prepare());
        let mut known = HashSet::new();
        for (at, operation) in api.operations.iter().enumerate() {
            let key = (operation.method.as_upper(), &*operation.path);
            // Where two have the same, which no document should have, the first holds.
            if !operation.path.starts_with('/') || !known.insert(key) {
                continue;
            }
            let answering = Arc::clone(&answering);
            routes.on_untyped(
                interned(operation),
                AnyCredential,
                files(&api, operation),
                move |request: Checked| {
                    let answering = Arc::clone(&answering);
                    async move { answering.answer(at, request).await }
                },
            );
        }
        let inner = routes.into_router(settings);
        let page = Arc::new(Page::of(&api, config, root, findings.clone()));
        let place = page.place();
        let beside = Arc::new(Beside {
            bases: base_paths(&api),
            page,
            inner: inner
                .clone()
                .fallback(|| async { Problem::new(StatusCode::NOT_FOUND) }),
        });
        let api_router = inner.fallback(move |request: Request| {
            let beside = Arc::clone(&beside);
            async move { beside.answer(request).await }
        });
        let taken = Arc::new(taken_names(&api));
        let guard = Arc::new(guard);
        let router = Router::new().fallback(move |request: Request| {
            let (guard, taken) = (Arc::clone(&guard), Arc::clone(&taken));
            let mut next = api_router.clone();
            async move { around(&guard, &taken, &mut next, request).await }
        });
        Ok(Self {
            router,
            page: place,
            findings,
        })
    }
}

/// What happens to every request before and after it is answered.
async fn around(
    guard: &Guard,
    taken: &HashSet<String>,
    next: &mut Router,
    mut request: Request,
) -> Response {
    if let Some(response) = guard.stops(&request) {
        return response;
    }
    let allowed = guard.allowed(&request);
    let mut preferences = Preferences::of_headers(request.headers());
    preferences.take_from_query(request.uri_mut(), |name| taken.contains(name));
    request.extensions_mut().insert(preferences);
    let Ok(mut response) = next.call(request).await;
    if let Some(it) = allowed {
        it.tell(response.headers_mut());
    }
    response
}

/// What answers where no operation has the path of a request.
struct Beside {
    /// The paths of the document's servers, which clients may have before those of operations.
    bases: Vec<String>,
    page: Arc<Page>,
    inner: Router,
}

impl Beside {
    async fn answer(&self, mut request: Request) -> Response {
        if matches!(*request.method(), Method::GET | Method::HEAD) {
            let (page, path) = (Arc::clone(&self.page), request.uri().path().to_owned());
            let file = tokio::task::spawn_blocking(move || page.answer(&path)).await;
            match file {
                Ok(Some(response)) => return response,
                Ok(None) => {}
                Err(_) => return Problem::new(StatusCode::INTERNAL_SERVER_ERROR).into_response(),
            }
        }
        let path = request.uri().path();
        let without = self.bases.iter().find_map(|base| {
            let rest = path.strip_prefix(base.as_str())?;
            (rest.starts_with('/') || rest.is_empty()).then(|| rest.to_owned())
        });
        let Some(rest) = without else {
            return Problem::new(StatusCode::NOT_FOUND).into_response();
        };
        let query = request.uri().query().map(|it| format!("?{it}"));
        let slash = if rest.is_empty() { "/" } else { "" };
        let target = format!("{slash}{rest}{}", query.unwrap_or_default());
        if let Ok(it) = target.parse::<Uri>() {
            *request.uri_mut() = it;
        }
        let Ok(response) = self.inner.clone().call(request).await;
        response
    }
}

/// The paths of the document's servers, the longest first; without those that are empty.
fn base_paths(api: &Api) -> Vec<String> {
    let of_operations = api.operations.iter().flat_map(|it| &it.servers);
    let mut paths: Vec<String> = api
        .servers
        .iter()
        .chain(of_operations)
        .filter_map(|server| {
            let mut url = server.url.to_string();
            for (name, it) in &server.variables {
                url = url.replace(&format!("{{{}}}", name), &it.default);
            }
            let rest = url.split_once("://").map_or(url.as_str(), |it| it.1);
            let path = match url.contains("://") {
                true => rest.find('/').map_or("", |at| &rest[at..]),
                false => rest,
            };
            let path = path.split(['?', '#']).next().unwrap_or_default();
            let path = path.trim_end_matches('/');
            path.starts_with('/').then(|| path.to_owned())
        })
        .collect();
    paths.sort_by_key(|it| std::cmp::Reverse(it.len()));
    paths.dedup();
    paths
}

/// The names of parameters of the query that the API has itself, and no preference is.
fn taken_names(api: &Api) -> HashSet<String> {
    let all = api.operations.iter().flat_map(|it| &it.parameters);
    let of_query = all.filter(|it| it.location == ParameterIn::Query);
    of_query.map(|it| it.name.to_string()).collect()
}

/// The properties of multipart bodies that are files.
fn files(api: &Api, operation: &model::Operation) -> Vec<String> {
    let contents = operation.request_body.iter().flat_map(|it| &it.content);
    let of_parts = contents.filter(|it| it.range().is_multipart());
    let files = of_parts.flat_map(|media| {
        let fields = media
            .schema
            .map(|id| properties(api, id))
            .unwrap_or_default();
        let files = fields
            .into_iter()
            .filter(|(name, id)| is_file(api, media, name, *id));
        files.map(|it| it.0.to_string())
    });
    files.collect()
}

/// Operations by their id, method and path. The run-time has them as statics: each is kept for good, and used again by later
/// versions of a document.
static OPERATIONS: LazyLock<Mutex<HashMap<[String; 3], &'static Operation>>> =
    LazyLock::new(Mutex::default);

fn interned(it: &model::Operation) -> &'static Operation {
    let (method, path) = (it.method.as_upper(), &*it.path);
    let id = it.id.as_deref().unwrap_or_default();
    let key = [id, method, path].map(str::to_owned);
    let mut known = OPERATIONS.lock().unwrap_or_else(PoisonError::into_inner);
    known.entry(key).or_insert_with(|| {
        let [id, method, path] = [id, method, path].map(|it| &*Box::leak(Box::from(it)));
        Box::leak(Box::new(Operation::new(id, method, path, &[])))
    })
}
