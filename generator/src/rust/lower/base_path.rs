//! The servers of a document → the path that its own paths stand beneath.

use crate::model::{Api, Server};

/// The base path of the first server: `/v1` of `https://example.com/v1/`; `None` where there is none.
pub fn base_path(api: &Api) -> Option<String> {
    let server = api.servers.first()?;
    let url = with_defaults(server);
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
    use super::base_path;
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
        }
    }
}
