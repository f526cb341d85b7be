//! The servers of a document → the path that its own paths stand beneath.

use std::collections::HashSet;

use crate::catalogue as code;
use crate::diagnostic::{Diagnostic, Sink, printable};
use crate::model::{Api, Server};

/// The base path of the first server: `/v1` of `https://example.com/v1/`; `None` where there is none.
pub fn base_path(api: &Api) -> Option<String> {
    of_first(&api.servers)
}

/// Adds a note on a base path, since no router has it in its routes, and one on an operation that has another.
pub fn tell(api: &Api, sink: &mut Sink) {
    let whole = base_path(api);
    if let (Some(path), Some(server)) = (&whole, api.servers.first()) {
        let message = format!(
            "routers leave out `{}`, the path of this server",
            printable(path)
        );
        let help = "write `Router::new().nest(server::BASE_PATH, server::router(..))`, unless it is taken off by what stands in front";
        let note = Diagnostic::note(code::BASE_PATH, server.place, "", message);
        sink.push(note.with_help(help));
    }
    let mut told = HashSet::new();
    for server in api.operations.iter().filter_map(|it| it.servers.first()) {
        let path = of_first(std::slice::from_ref(server));
        if path == whole || !told.insert(server.place) {
            continue;
        }
        let message = format!(
            "the operations of this server stand beneath `{}`, and others beneath `{}`",
            printable(path.as_deref().unwrap_or("/")),
            printable(whole.as_deref().unwrap_or("/"))
        );
        let help =
            "make a router of each tag, by `server::TAG::router(..)`, and nest it where it belongs";
        let note = Diagnostic::note(code::BASE_PATH, server.place, "", message);
        sink.push(note.with_help(help));
    }
}

fn of_first(servers: &[Server]) -> Option<String> {
    let url = with_defaults(servers.first()?);
    let path = match url.split_once("://") {
        Some((_, rest)) => rest.find('/').map(|at| &rest[at..])?,
        // Without a host: `//example.com/v1` has one.
        None => match url.strip_prefix("//") {
            Some(rest) => rest.find('/').map(|at| &rest[at..])?,
            None => &*url,
        },
    };
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let path = path.trim_matches('/');
    // One that is relative to where the document is served is known to whoever serves it.
    let is_known = path.split('/').all(|it| !["", ".", ".."].contains(&it));
    let is_plain = !path.contains(['{', '}']) && path.chars().all(|it| it.is_ascii_graphic());
    (is_known && is_plain).then(|| format!("/{path}"))
}

/// The URL with its variables as they are unless a user chooses otherwise.
fn with_defaults(server: &Server) -> String {
    let mut url = server.url.trim().to_owned();
    for (name, variable) in &server.variables {
        url = url.replace(&format!("{{{name}}}"), &variable.default);
    }
    url
}

#[cfg(test)]
mod tests {
    use super::{base_path, tell};
    use crate::diagnostic::Sink;
    use crate::testing::api;

    #[test]
    fn it_is_the_path_of_the_first_server() {
        for (url, expected) in [
            ("https://example.com/v1/", Some("/v1")),
            ("https://example.com:8080/api/v1", Some("/api/v1")),
            ("//example.com/v2?a=1", Some("/v2")),
            ("/v3", Some("/v3")),
            ("https://example.com/{version}/x", Some("/beta/x")),
            ("https://example.com/{unknown}", None),
            ("https://example.com", None),
            ("https://example.com/", None),
            ("/", None),
            ("../v1", None),
        ] {
            let api = api(&format!(
                "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths: {{}}\nservers:\n  - url: '{url}'\n    \
                 variables: {{version: {{default: beta}}}}\n"
            ));
            assert_eq!(base_path(&api).as_deref(), expected, "{url}");
            let mut sink = Sink::default();
            tell(&api, &mut sink);
            assert_eq!(
                sink.findings().len(),
                usize::from(expected.is_some()),
                "{url}"
            );
        }
    }

    #[test]
    fn an_operation_with_another_one_is_told() {
        for (url, count) in [
            ("https://api.example.com/v1", 1),
            ("/v2", 2),
            ("https://example.com", 2),
        ] {
            let api = api(&format!(
                "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\nservers: [{{url: /v1}}]\npaths:\n  /a: {{get: {{responses: {{}}}}}}\n  \
                 /b:\n    servers: [{{url: '{url}'}}]\n    get: {{responses: {{}}}}\n    put: {{responses: {{}}}}\n"
            ));
            let mut sink = Sink::default();
            tell(&api, &mut sink);
            let found = sink.findings();
            let lines: Vec<u32> = found.iter().map(|it| it.place.line).collect();
            assert_eq!(lines, [3, 7][..count], "{url}");
        }
    }
}
