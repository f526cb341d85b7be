//! Who may call: by the name that the server is called by, and by the origin of the page that calls it.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use verbatim_runtime::server::Problem;

/// Who may call.
#[derive(Debug, Clone, Default)]
pub struct Guard {
    /// What the server is called by besides the addresses and names of this machine.
    pub names: Vec<String>,
    /// Origins whose pages may call; `*` for any.
    pub origins: Vec<String>,
}

impl Guard {
    /// The answer to a request that goes no further: its `Host` is not this server, or it asks ahead of another one.
    pub fn stops(&self, request: &Request) -> Option<Response> {
        let host = host(request);
        if !host.is_none_or(|it| self.is_this(it)) {
            // A page that has its own name lead to this machine would call as if it were of the same origin.
            let problem = Problem::new(StatusCode::MISDIRECTED_REQUEST);
            let detail = "The Host of the request is not this server; `--host NAME` adds a name.";
            return Some(problem.detail(detail).into_response());
        }
        let asked = request.headers().get(header::ACCESS_CONTROL_REQUEST_METHOD);
        let is_preflight = request.method() == Method::OPTIONS;
        let asked = asked.filter(|_| is_preflight)?.clone();
        let allowed = self.allowed(request)?;
        let mut response = StatusCode::NO_CONTENT.into_response();
        let headers = response.headers_mut();
        allowed.tell(headers);
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, asked);
        if let Some(it) = request
            .headers()
            .get(header::ACCESS_CONTROL_REQUEST_HEADERS)
        {
            headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, it.clone());
        }
        Some(response)
    }

    /// What is told to the page that calls; `None` where it may not read the answer.
    pub fn allowed(&self, request: &Request) -> Option<Allowed> {
        let origin = request.headers().get(header::ORIGIN)?;
        let text = origin.to_str().ok()?;
        let is_own = || {
            let (_, called) = text.split_once("://")?;
            Some(host(request)?.eq_ignore_ascii_case(called))
        };
        if is_own().unwrap_or(false) || self.origins.iter().any(|it| it == text) {
            return Some(Allowed(origin.clone()));
        }
        let is_any = self.origins.iter().any(|it| it == "*");
        is_any.then_some(Allowed(HeaderValue::from_static("*")))
    }

    /// Whether a name is one of this server: an address, which no name can be made to lead to, or a name of this machine.
    fn is_this(&self, host: &str) -> bool {
        let name = without_port(host).to_ascii_lowercase();
        let name = name.trim_end_matches('.');
        let is_address = name
            .trim_matches(['[', ']'])
            .parse::<std::net::IpAddr>()
            .is_ok();
        is_address
            || name == "localhost"
            || name.ends_with(".localhost")
            || self.names.iter().any(|it| it.eq_ignore_ascii_case(name))
    }
}

/// An origin that may read answers, or `*`.
#[derive(Debug)]
pub struct Allowed(HeaderValue);

impl Allowed {
    /// Says so.
    pub fn tell(&self, headers: &mut HeaderMap) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, self.0.clone());
        headers.append(header::VARY, HeaderValue::from_name(header::ORIGIN));
        let exposed: HeaderName = header::ACCESS_CONTROL_EXPOSE_HEADERS;
        headers.insert(exposed, HeaderValue::from_static("*"));
        if self.0 != "*" {
            let yes = HeaderValue::from_static("true");
            headers.insert(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, yes);
        }
    }
}

/// What a request calls the server, with the port.
fn host(request: &Request) -> Option<&str> {
    let of_header = request.headers().get(header::HOST);
    let of_target = || request.uri().authority().map(|it| it.as_str());
    of_header.map_or_else(of_target, |it| Some(it.to_str().unwrap_or("?")))
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port))
            if port.bytes().all(|it| it.is_ascii_digit()) && !name.ends_with(':') =>
        {
            name
        }
        _ => host,
    }
}

#[cfg(test)]
mod tests {
    use super::Guard;

    #[test]
    fn a_name_of_another_machine_is_not_this_one() {
        let guard = Guard {
            names: vec!["mock.test".to_owned()],
            ..Guard::default()
        };
        for host in [
            "127.0.0.1:80",
            "localhost",
            "LOCALHOST:1",
            "api.localhost:1",
            "[::1]:80",
            "10.0.0.1",
            "Mock.test:8",
        ] {
            assert!(guard.is_this(host), "{host}");
        }
        for host in [
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example:80",
            "",
            "?",
        ] {
            assert!(!guard.is_this(host), "{host}");
        }
    }
}
