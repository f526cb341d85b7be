//! The page that stands beside the API: the reference as a site, made when it is first asked for.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

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

/// The site of a document.
pub struct Page {
    api: Arc<Api>,
    config: Config,
    document: Option<Source>,
    /// What its paths begin with; empty where they are those of this server.
    prefix: &'static str,
    /// By their paths from the folder of the site.
    files: OnceLock<HashMap<String, Bytes>>,
}

impl Page {
    /// The site of an API, and its document, which may be asked for as well.
    pub fn of(api: &Arc<Api>, config: Config, document: Option<Source>) -> Self {
        let clashes = api.operations.iter().any(|it| is_taken(&it.path));
        Self {
            api: Arc::clone(api),
            config,
            document,
            prefix: if clashes { PREFIX } else { "" },
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
        files.get(name).map(|it| response(name, it.clone()))
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
    first.is_empty() || first.contains('{') || first.ends_with(".html") || FOLDERS.contains(&first)
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
