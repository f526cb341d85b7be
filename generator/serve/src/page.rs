//! The page that stands beside the API: the reference as a site, made when it is first asked for.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use verbatim_gen::model::Api;
use verbatim_gen::{Config, Source, site};
use verbatim_runtime::server::Problem;

/// Where the page stands when the API has paths that are those of its files.
const PREFIX: &str = "/_reference";

/// The folders of the site, and its file that is no page.
const FOLDERS: [&str; 6] = [
    "assets",
    "openapi.json",
    "operations",
    "schemas",
    "tags",
    "webhooks",
];

/// What may be done by a page, in which texts of the document are shown: it has styles and scripts of its own and no others, and
/// may call whichever server it is told to.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src *; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// How many findings a page shows.
const MOST_SHOWN: usize = 50;

/// What was found out about a document, a line each, as pages show it.
#[derive(Debug, Clone, Default)]
pub struct Findings(Arc<RwLock<Lines>>);

/// Findings of the version that is served, and of a newer one that is not.
#[derive(Debug, Default)]
struct Lines {
    own: Vec<String>,
    newer: Vec<String>,
}

impl Findings {
    /// Adds one.
    pub fn add(&self, line: &str) {
        let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
        all.own.push(line.to_owned());
    }

    /// Those of a newer version, which is not served for them.
    pub fn keep_newer(&self, lines: Vec<String>) {
        let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
        all.newer = lines;
    }

    /// What is shown above each page; empty where there is nothing.
    fn shown(&self) -> String {
        let all = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let count = all.own.len() + all.newer.len();
        if count == 0 {
            return String::new();
        }
        let lines = all.newer.iter().chain(&all.own).take(MOST_SHOWN);
        let lines: String = lines.map(|it| format!("{}\n", escaped(it))).collect();
        let more = count.saturating_sub(MOST_SHOWN);
        let more = if more > 0 {
            format!("and {more} more\n")
        } else {
            String::new()
        };
        format!("<pre role=\"status\" tabindex=\"0\">{lines}{more}</pre>\n")
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// The site of a document.
pub struct Page {
    api: Arc<Api>,
    config: Config,
    document: Option<Source>,
    /// What its paths begin with; empty where they are those of this server.
    prefix: &'static str,
    findings: Findings,
    /// By their paths from the folder of the site.
    files: OnceLock<HashMap<String, Bytes>>,
}

impl Page {
    /// The site of an API, and its document, which may be asked for as well.
    pub fn of(
        api: &Arc<Api>,
        config: Config,
        document: Option<Source>,
        findings: Findings,
    ) -> Self {
        let clashes = api.operations.iter().any(|it| is_taken(&it.path));
        Self {
            api: Arc::clone(api),
            config,
            document,
            prefix: if clashes { PREFIX } else { "" },
            findings,
            files: OnceLock::new(),
        }
    }

    /// Where it stands: `/`, or beneath a prefix.
    pub fn place(&self) -> String {
        format!("{}/", self.prefix)
    }

    /// The answer to a request for a path: `None` where it is not of the page. Making the site takes a while, and blocks.
    pub fn answer(&self, path: &str) -> Option<Response> {
        let path = path.strip_prefix(self.prefix)?.strip_prefix('/')?;
        let name = if path.is_empty() { "index.html" } else { path };
        let files = self.files.get_or_init(|| self.made());
        if files.is_empty() && name == "index.html" {
            let detail = "The reference of this document would be too large.";
            let problem = Problem::new(StatusCode::NOT_FOUND).detail(detail);
            return Some(problem.into_response());
        }
        files
            .get(name)
            .map(|it| response(name, self.with_findings(name, it)))
    }

    /// A page, with what was found out about the document at the top of its content.
    fn with_findings(&self, name: &str, bytes: &Bytes) -> Bytes {
        let shown = self.findings.shown();
        let text = std::str::from_utf8(bytes).unwrap_or_default();
        let start = text
            .find("<main")
            .filter(|_| name.ends_with(".html") && !shown.is_empty());
        let end = start.and_then(|at| Some(at + text[at..].find('>')? + 1));
        match end {
            Some(at) => [&text[..at], "\n", &shown, &text[at..]].concat().into(),
            None => bytes.clone(),
        }
    }

    fn made(&self) -> HashMap<String, Bytes> {
        let Ok(files) = site(&self.api, &self.config, self.document.as_ref()) else {
            return HashMap::new();
        };
        let files = files.into_iter().map(|(path, text)| (path, text.into()));
        files.collect()
    }
}

/// Whether requests for a path of the API are those for a file of the site.
fn is_taken(path: &str) -> bool {
    let first = path
        .trim_start_matches('/')
        .split('/')
        .next()
        .unwrap_or_default();
    first.is_empty()
        || first.contains('{')
        || first.ends_with(".html")
        || first.starts_with("openapi.")
        || FOLDERS.contains(&first)
}

fn response(name: &str, bytes: Bytes) -> Response {
    let media = match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    };
    let mut response = Response::new(bytes.into());
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, media),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-cache"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}
