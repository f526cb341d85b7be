//! A [`RustApi`] → the page that its crate's documentation begins with: what there is, and how it is used.
//!
//! Its examples are made of the document's own operations, and each compiles in the crate that it stands in. `ignore` are
//! those of packages that an emitted crate does not depend on.

use std::collections::{BTreeMap, HashSet};

use super::api;
use super::item::operation::{Endpoint, Module, Output, ResponseBody};
use super::item::types::{TypeItem, TypeKind, TypeRef};
use super::item::{OperationId, RustApi};
use super::layout::{Lines, sort};
use super::paths::Imports;
use crate::config::Config;

/// The lines of the page, ready for rustdoc.
pub fn page(rust: &RustApi, config: &Config, pages: bool) -> Vec<String> {
    let name = config.package.library_name();
    let guide = Guide {
        rust,
        package: config.package.name.as_deref().unwrap_or("api"),
        fence: match name {
            Some(_) => "```",
            None => "```ignore",
        },
        name: name.unwrap_or_else(|| "api".to_owned()),
        guarded: rust.is_guarded(),
    };
    let mut lines = guide.features(pages);
    lines.extend(guide.types());
    if let Some(id) = guide.shown() {
        let (module, endpoint) = rust.operation(id);
        lines.extend(guide.implementing(module, endpoint));
        lines.extend(guide.mounting());
        lines.extend(guide.tracing());
        lines.extend(guide.testing());
        lines.extend(guide.calling(module, endpoint, &rust.call(id).function));
    }
    lines
}

struct Guide<'a> {
    rust: &'a RustApi,
    package: &'a str,
    /// What Rust calls the crate.
    name: String,
    /// What opens a block of code that compiles in the crate.
    fence: &'static str,
    guarded: bool,
}

impl<'a> Guide<'a> {
    /// What the cargo features have, and how another crate depends on this one.
    fn features(&self, pages: bool) -> Vec<String> {
        let mut lines = strings(&[
            "# Features",
            "",
            "| feature | what it adds |",
            "|---|---|",
            "| none | `types`: the types of the API, each with how it is read and written as JSON |",
        ]);
        let server = self.rust.features.has_server();
        let several = self.rust.modules.len() > 1;
        if server {
            lines.push(format!(
                "| `server` | `api`: {}; `server`: the axum {} |",
                if several {
                    "a trait for each tag"
                } else {
                    "the trait of the operations"
                },
                if several {
                    "routers over them"
                } else {
                    "router over it"
                },
            ));
        }
        if server {
            lines.extend(strings(&[
                "| `client` | `api`; `client`: a method for each operation, over HTTP with TLS; `client-native-tls` and `client-gzip` choose otherwise |",
                "| `client-core` | the same over any transport, such as a `tower` service |",
                "| `client-blocking` | calls that are waited for: `.wait()` |",
                "| `client-local` | futures that need not be `Send`, for a browser: without `server` and `client-reqwest` |",
                "| `client-testing` | `client::testing`: answers for tests, by operation |",
                "| `client-tracing` | a span of `tracing` for each call |",
            ]));
        }
        if self.rust.features.has_schemas() {
            lines.push(
                "| `schemars` | `schemars::JsonSchema` for all types, by the schemas of the document |"
                    .to_owned(),
            );
        }
        match (pages, server) {
            (true, true) => lines.push(
                "| `docs` | `docs`: the reference as files, and with `server` a router that serves them |"
                    .to_owned(),
            ),
            (true, false) => {
                lines.push("| `docs` | `docs`: the reference as files |".to_owned());
            }
            (false, _) => {}
        }
        let package = self.package;
        lines.extend(strings(&["", "```toml", "[dependencies]"]));
        match server {
            true => lines.extend([
                format!("{package} = {{ path = \"../{package}\", features = [\"server\"] }}"),
                "axum = \"0.8\"".to_owned(),
                "tokio = { version = \"1\", features = [\"full\"] }".to_owned(),
            ]),
            false => lines.push(format!("{package} = {{ path = \"../{package}\" }}")),
        }
        lines.push("```".to_owned());
        lines
    }

    /// How an operation is called.
    fn calling(&self, module: &Module, endpoint: &Endpoint, function: &str) -> Vec<String> {
        let name = &self.name;
        let request = endpoint.request.as_ref();
        let mut lines = strings(&[
            "",
            "# Calling",
            "",
            "A method of the client takes what the trait's method takes, and gives what that answers, or an error that keeps all",
            "that came. It is sent when it is awaited:",
            "",
            self.fence,
            "# #[cfg(feature = \"client-core\")]",
            "# pub mod calling {",
        ]);
        if let Some(request) = request {
            lines.push(format!(
                "use {name}::api::{}::{};",
                module.name, request.name
            ));
        }
        let (parameter, argument) = match request {
            Some(it) => (format!("request: {}", it.name), "request"),
            None => (String::new(), ""),
        };
        lines.extend([
            format!("use {name}::client::{{BuildError, Client}};"),
            String::new(),
            format!("async fn call({parameter}) -> Result<(), BuildError> {{"),
            "    let client = Client::builder(\"https://example.com\").build()?;".to_owned(),
            format!("    match client.{function}({argument}).await {{"),
            "        Ok(answer) => println!(\"{answer:?}\"),".to_owned(),
            "        Err(error) => println!(\"{error}\"),".to_owned(),
            "    }".to_owned(),
            "    Ok(())".to_owned(),
            "}".to_owned(),
            "# }".to_owned(),
            "```".to_owned(),
        ]);
        lines.extend(self.paging());
        lines.extend(self.mocking((module, endpoint), (function, parameter)));
        lines
    }

    /// How what answers page by page is called.
    fn paging(&self) -> Vec<String> {
        let mut all = self.rust.operations.iter();
        let found = all.find_map(|id| {
            let paging = self.rust.call(*id).paging.as_ref()?;
            Some((self.rust.operation(*id), paging))
        });
        let Some(((module, endpoint), paging)) = found else {
            return Vec::new();
        };
        let name = &self.name;
        let [pages, items] = &paging.methods;
        let mut lines = strings(&[
            "",
            "What answers page by page has a method for its pages, and one for the items of all of them:",
            "",
            self.fence,
        ]);
        lines.push("# #[cfg(feature = \"client-core\")]".to_owned());
        lines.push("# pub mod paging {".to_owned());
        let (parameter, argument) = match &endpoint.request {
            Some(it) => {
                lines.push(format!("use {name}::api::{}::{};", module.name, it.name));
                (format!("request: {}", it.name), "request")
            }
            None => (String::new(), ""),
        };
        lines.extend([
            format!("use {name}::client::Client;"),
            String::new(),
            match parameter.is_empty() {
                true => "async fn print(client: &Client) {".to_owned(),
                false => format!("async fn print(client: &Client, {parameter}) {{"),
            },
            format!("    let mut items = client.{items}({argument});    // or {pages}"),
            "    while let Some(item) = items.next().await {".to_owned(),
            "        println!(\"{:?}\", item);".to_owned(),
            "    }".to_owned(),
            "}".to_owned(),
            "# }".to_owned(),
            "```".to_owned(),
        ]);
        lines
    }

    /// How what calls the API is tested without a server.
    fn mocking(
        &self,
        (module, endpoint): (&Module, &Endpoint),
        (function, parameter): (&str, String),
    ) -> Vec<String> {
        let name = &self.name;
        let mut lines = strings(&[
            "",
            "With the feature `client-testing`, a test says what is answered, in the types that the call gives. What is called and was",
            "not expected fails, and says how it differs; `verify` tells what was not called:",
            "",
            "```ignore",
        ]);
        if let Some(it) = &endpoint.request {
            lines.push(format!("use {name}::api::{}::{};", module.name, it.name));
        }
        lines.push(format!("use {name}::client::{{Client, testing::Mock}};"));
        lines.push(String::new());
        let argument = if parameter.is_empty() { "" } else { "request" };
        lines.extend([
            "let mock = Mock::new();".to_owned(),
            "let client = Client::builder(\"http://test\").transport(mock.clone()).build()?;"
                .to_owned(),
            format!("mock.on(client.{function}({argument})).answer(Ok(answer));"),
            "// what calls the client; then:".to_owned(),
            "mock.verify();".to_owned(),
            "```".to_owned(),
        ]);
        lines
    }

    /// How values are read.
    fn types(&self) -> Vec<String> {
        let mut all = self.rust.order.iter().map(|it| self.rust.item(*it));
        let Some(first) = all.find(is_example) else {
            return Vec::new();
        };
        let name = &self.name;
        let mut lines = strings(&[
            "",
            "# Types",
            "",
            "Types read JSON with `types::runtime::from_slice` and `from_str`, and any format that describes itself by serde:",
            "",
            self.fence,
        ]);
        lines.extend([
            format!("use {name}::types;"),
            String::new(),
            format!(
                "fn read(text: &[u8]) -> Result<types::{}, types::runtime::Error> {{",
                first.name
            ),
            "    types::runtime::from_slice(text)".to_owned(),
            "}".to_owned(),
            "```".to_owned(),
        ]);
        lines
    }

    /// The operation that examples show: the first one that is neither deprecated nor out of reach; of a small tag where every
    /// method has to be written.
    fn shown(&self) -> Option<OperationId> {
        let of = |it: &OperationId| self.rust.operation(*it);
        let all = self.rust.operations.iter().copied();
        let mut all: Vec<_> = all.filter(|it| !of(it).1.is_shadowed).collect();
        if self.rust.server.required_methods {
            let least = all.iter().map(|it| of(it).0.operations.len()).min();
            all.retain(|it| Some(of(it).0.operations.len()) == least);
        }
        let first = all.iter().find(|it| !of(it).1.deprecated);
        first.or(all.first()).copied()
    }

    /// How a trait is implemented, callers are authenticated, and a router is made.
    fn implementing(&self, module: &Module, endpoint: &Endpoint) -> Vec<String> {
        let is_required = self.rust.server.required_methods;
        let mut lines = strings(&["", "# Implementing", ""]);
        lines.push(match is_required {
            true => "Every method is written by you, or it does not compile. The server has authenticated the caller, decoded the".to_owned(),
            false => "A method that is not written yet answers `501 Not Implemented`, so begin with one. The server has authenticated the".to_owned(),
        });
        lines.push(
            match is_required {
                true => "request and checked all that the document says of it before it calls one:",
                false => "caller, decoded the request and checked all that the document says of it before it calls a method:",
            }
            .to_owned(),
        );
        let mut code = Lines::default();
        let mut imports = Imports::default();
        let mut of_api = vec![module.trait_name.to_string()];
        let mut others = Vec::new();
        for it in &module.operations {
            let is_shown = std::ptr::eq(it, endpoint);
            if is_shown || is_required {
                let mut method = Lines::default();
                self.method(&mut method, it, is_shown, &mut imports, &mut of_api);
                match is_shown {
                    true => code.text(&method.finish()),
                    false => others.push(method.finish()),
                }
            }
        }
        let shown = code.finish();
        let mut code = Lines::default();
        let module_name = &module.name;
        sort_names(&mut of_api);
        self.uses(&mut code, &imports, (module_name, &of_api));
        code.line("");
        code.line("/// What answers: it has a pool of connections, say.");
        code.line("struct App;");
        code.line("");
        code.open(format!("impl {} for App {{", module.trait_name));
        code.line("type Error = Problem;");
        if module.is_guarded() {
            code.line("type Principal = String;");
        }
        code.line("");
        code.end();
        code.text(&shown);
        let mut code = code.finish();
        for it in others {
            code.push('\n');
            for line in it.lines() {
                code.push_str(&format!("# {line}\n"));
            }
        }
        code.push_str("}\n");
        if self.guarded {
            code.push_str(AUTHENTICATOR);
        }
        let router = match &self.rust.modules[..] {
            [_] => "server".to_owned(),
            _ => format!("server::{module_name}"),
        };
        let arguments = if self.guarded { "App, Tokens" } else { "App" };
        code.push_str(&format!(
            "\npub fn app() -> axum::Router {{\n    {router}::router({arguments})\n}}\n"
        ));
        lines.extend(self.block(&code));
        lines.push(String::new());
        if self.rust.modules.len() > 1 {
            lines.extend(strings(&[
                "`server::router` is over every operation, and wants a value that implements all traits; each tag has a router of its",
                "own, and these merge. What a router is made of answers when it is served:",
            ]));
        } else {
            lines.push("A router answers when it is served:".to_owned());
        }
        lines.extend(strings(&[
            "",
            "```ignore",
            "let listener = tokio::net::TcpListener::bind(\"127.0.0.1:8080\").await?;",
            "axum::serve(listener, app()).await?;",
            "```",
            "",
            "An error becomes a response by `IntoResponse`; `Problem` is one of RFC 9457, as are those that the server finds itself:",
            "`Settings::problem` has another rendering for all of them. `Settings` has limits and layers, too.",
        ]));
        if self.guarded {
            lines.extend(strings(&[
                "",
                "# Authenticating",
                "",
                "`Authenticator` is asked once a request of an operation with security requirements, before more of it is read. It is given",
                "the credentials of the first alternative that the request has all of, with the scopes that the operation wants, and",
                "returns the principal, which the method is given. `Denied::Unauthorized` is answered with `401` and a challenge,",
                "`Denied::Forbidden` with `403`.",
            ]));
        }
        lines
    }

    /// The `use` lines of the first example.
    fn uses(&self, code: &mut Lines, imports: &Imports, (module, of_api): (&str, &[String])) {
        let name = &self.name;
        let mut all: BTreeMap<(bool, String), Vec<String>> = BTreeMap::new();
        let mut add = |path: String, more: Vec<String>| {
            all.entry((!path.starts_with("std::"), path))
                .or_default()
                .extend(more);
        };
        add(format!("{name}::api::{module}"), of_api.to_vec());
        add(format!("{name}::server"), strings(&["self", "Problem"]));
        if self.guarded {
            let of_server = ["Authenticator", "Credential", "Denied"];
            add(format!("{name}::server"), strings(&of_server));
            add("axum::http::request".to_owned(), strings(&["Parts"]));
        }
        for (path, names) in imports.iter() {
            // What the run-time has for signatures, `api` has as well.
            let path = match path {
                "crate::runtime::api"
                | "crate::runtime::items"
                | "crate::runtime::multipart"
                | "crate::runtime::context" => format!("{name}::api"),
                path => match path.strip_prefix("crate") {
                    Some(rest) => format!("{name}{rest}"),
                    None => path.to_owned(),
                },
            };
            add(path, names.iter().map(|it| (*it).to_owned()).collect());
        }
        for ((_, path), mut names) in all {
            sort_names(&mut names);
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            code.import("use", &path, &names);
        }
    }

    /// A method of the implementation.
    fn method(
        &self,
        code: &mut Lines,
        endpoint: &Endpoint,
        is_shown: bool,
        imports: &mut Imports,
        of_api: &mut Vec<String>,
    ) {
        let signature = api::signature(self.rust, endpoint, "String", "Problem");
        imports.extend(&signature.imports);
        of_api.extend(endpoint.request.iter().map(|it| it.name.to_string()));
        of_api.extend(signature.local.iter().map(|it| it.to_string()));
        let own = |text: &str| of_this_crate(text, &self.name);
        let output = own(&signature.output);
        code.indent();
        code.function(
            &format!("async fn {}", endpoint.function),
            &signature.parameters,
            &format!("Result<{output}, {}>", own(&signature.error)),
            " {",
        );
        code.indent();
        match () {
            () if !is_shown => code.line("todo!()"),
            () if is_unit(&endpoint.output) => code.line("Ok(())"),
            () if self.has_default(&endpoint.output) => code.line("Ok(Default::default())"),
            () => {
                let other = endpoint.errors.as_ref();
                let problem = "Problem::new(axum::http::StatusCode::CONFLICT)";
                match other {
                    Some(it) => code.line(format!("Err({}::{}({problem}))", it.name, it.other)),
                    None => code.line(format!("Err({problem})")),
                }
            }
        }
        code.close("}");
        code.end();
    }

    /// Whether what a method answers has a default, which an example can show.
    fn has_default(&self, output: &Output) -> bool {
        let Output::Body(response) = output else {
            return false;
        };
        match &response.body {
            ResponseBody::One(it) => match &it.ty {
                super::item::operation::OperationType::Ref(it) => self.is_default(it),
                _ => false,
            },
            _ => false,
        }
    }

    fn is_default(&self, ty: &TypeRef) -> bool {
        match ty {
            TypeRef::Vec(_) | TypeRef::Map(_) | TypeRef::Option(_) => true,
            TypeRef::Named(id) => {
                let item = self.rust.item(*id);
                match &item.kind {
                    TypeKind::Alias(it) => self.is_default(it),
                    _ => item.derives.default,
                }
            }
            _ => false,
        }
    }

    /// Where a router may stand.
    fn mounting(&self) -> Vec<String> {
        let name = &self.name;
        let router = if self.guarded {
            "server::router_with(App, Tokens, settings)"
        } else {
            "server::router_with(App, settings)"
        };
        let mut lines = strings(&["", "# Mounting", ""]);
        lines.push(format!(
            "A router may stand wherever axum takes one; `router_with(settings)` stands here for `{router}`."
        ));
        let mut code = Lines::default();
        code.line("use axum::Router;");
        let further = self.further_method();
        match &further {
            Some((method, _)) if method != "get" => {
                code.import(
                    "use",
                    "axum::routing",
                    &if **method < *"get" {
                        [method.as_str(), "get"]
                    } else {
                        ["get", method.as_str()]
                    },
                );
            }
            _ => code.line("use axum::routing::get;"),
        }
        match self.rust.base_path {
            Some(_) => code.line(format!("use {name}::server::{{self, Settings}};")),
            None => code.line(format!("use {name}::server::Settings;")),
        }
        if let Some((_, operation)) = &further {
            code.line(format!("use {name}::server::{operation};"));
        }
        code.line("");
        code.line("# pub fn all(router_with: impl Fn(Settings) -> Router, other: Router) -> Vec<Router> {");
        code.line("let routes = || router_with(Settings::default());");
        code.line("// Without an answer to what no operation has, which is left to whatever it becomes part of.");
        code.line("let part = || router_with(Settings::default().without_fallback());");
        code.line("");
        let mut all = Vec::new();
        let mut is = |code: &mut Lines, variable: &str, comment: &str, value: &str| {
            code.line(format!("// {comment}"));
            let line = format!("let {variable} = {value};");
            code.line(line);
            all.push(variable.to_owned());
        };
        if let Some(path) = &self.rust.base_path {
            is(
                &mut code,
                "at_its_base_path",
                &format!(
                    "Beneath `{path}`, the base path of the document, which routes do not have, since a proxy may take it off."
                ),
                "Router::new().nest(server::BASE_PATH, routes())",
            );
        }
        let prefix = unused("tenant", |it| {
            self.each_path(|path| path.contains(&format!("{{{it}}}")))
        });
        is(
            &mut code,
            "of_tenants",
            "Beneath a prefix with a parameter.",
            &format!("Router::new().nest(\"/{{{prefix}}}\", part())"),
        );
        is(
            &mut code,
            "of_two_documents",
            "Beside the router of another document.",
            "part().merge(other)",
        );
        is(
            &mut code,
            "with_a_fallback",
            "With an answer of one's own to what no operation has.",
            "part().fallback(async || \"nothing here\")",
        );
        let health = unused("health", |it| {
            self.each_path(|path| path.trim_matches('/') == it)
        });
        is(
            &mut code,
            "with_more_paths",
            "With further paths.",
            &format!("routes().route(\"/{health}\", get(async || \"well\"))"),
        );
        if let Some((method, operation)) = &further {
            let constant = operation.rsplit("::").next().unwrap_or_default();
            is(
                &mut code,
                "with_more_methods",
                "With a further method of a path that the document has.",
                &format!("routes().route({constant}.path, {method}(async || \"done\"))"),
            );
        }
        code.line(format!("# vec![{}]", all.join(", ")));
        code.line("# }");
        lines.extend(self.block(&code.finish()));
        lines
    }

    /// A method that no operation of a path has, and the static of one of its operations: `delete`,
    /// `pets::operations::LIST_PETS`.
    fn further_method(&self) -> Option<(String, String)> {
        let all = self.rust.operations.iter();
        let all: Vec<_> = all.map(|it| self.rust.operation(*it)).collect();
        let mut known: HashSet<(&str, &str)> = HashSet::new();
        for (_, it) in &all {
            let (method, path) = it.route.split_once(' ').unwrap_or_default();
            known.insert((method, path));
            known.extend(it.same_route.as_deref().map(|it| (method, it)));
        }
        all.iter().find_map(|(module, endpoint)| {
            let (_, path) = endpoint.route.split_once(' ')?;
            if endpoint.same_route.is_some() || !is_plain(path) {
                return None;
            }
            let methods = ["DELETE", "PATCH", "PUT", "POST"];
            let method = methods
                .into_iter()
                .find(|it| !known.contains(&(it, path)))?;
            Some((
                method.to_lowercase(),
                format!("{}::operations::{}", module.name, endpoint.constant),
            ))
        })
    }

    fn each_path(&self, found: impl Fn(&str) -> bool) -> bool {
        let mut all = self.rust.operations.iter();
        all.any(|it| {
            let route = &self.rust.operation(*it).1.route;
            route.split_once(' ').is_some_and(|(_, path)| found(path))
        })
    }

    /// A span for each operation.
    fn tracing(&self) -> Vec<String> {
        let name = &self.name;
        let mut lines = strings(&[
            "",
            "# Tracing",
            "",
            "`Operation` has the id, the method, the path and the tags of an operation. It is an extension of requests for layers of",
            "`Settings`, and of responses for what stands around the router. With tower-http and tracing, a span has it by one line:",
            "",
            "```ignore",
        ]);
        lines.push("use axum::extract::Request;".to_owned());
        lines.push(format!("use {name}::server::{{Operation, Settings}};"));
        lines.extend(strings(&[
            "use tower_http::trace::TraceLayer;",
            "use tracing::info_span;",
            "",
            "let id = |it: &Request| it.extensions().get::<Operation>().map(|it| it.id);",
            "let trace = TraceLayer::new_for_http().make_span_with(move |it: &Request| info_span!(\"request\", operation = id(it)));",
            "let settings = Settings::default().layer(trace);",
            "```",
        ]));
        lines
    }

    /// How handlers are tested.
    fn testing(&self) -> Vec<String> {
        let name = &self.name;
        let mut lines = strings(&[
            "",
            "# Testing",
            "",
            "Methods are called like any others. A router is called without a network by `tower::ServiceExt`; with `check_answers`, an",
            "answer that is not as the document says becomes a `500` that says where:",
            "",
            "```ignore",
            "use axum::body::Body;",
            "use axum::extract::Request;",
        ]);
        lines.push(format!("use {name}::server::Settings;"));
        lines.extend(strings(&[
            "use tower::ServiceExt;",
            "",
            "let router = router_with(Settings::default().check_answers(true));",
        ]));
        let get = self.rust.operations.iter().find_map(|it| {
            let (method, path) = self.rust.operation(*it).1.route.split_once(' ')?;
            (method == "GET" && !path.contains(['{', '"', '\\'])).then(|| path.to_owned())
        });
        let path = get.unwrap_or_else(|| "/".to_owned());
        lines.extend([
            format!("let request = Request::get({path:?}).body(Body::empty())?;"),
            "let answer = router.oneshot(request).await?;".to_owned(),
            "assert!(!answer.status().is_server_error());".to_owned(),
            "```".to_owned(),
        ]);
        lines
    }

    /// Code that compiles with the feature `server` alone.
    fn block(&self, code: &str) -> Vec<String> {
        let mut lines = strings(&[
            "",
            self.fence,
            "# #[cfg(feature = \"server\")]",
            "# pub mod example {",
        ]);
        lines.extend(code.lines().map(str::to_owned));
        lines.extend(strings(&["# }", "```"]));
        lines
    }
}

const AUTHENTICATOR: &str = r#"
/// Who a caller is: the document says which operations ask.
struct Tokens;

impl Authenticator for Tokens {
    type Principal = String;

    async fn authenticate(
        &self,
        credentials: &[Credential<'_>],
        _: &Parts,
    ) -> Result<String, Denied> {
        match credentials.first().and_then(|it| it.secret.as_str()) {
            Some("secret") => Ok("ada".to_owned()),
            _ => Err(Denied::Unauthorized),
        }
    }
}
"#;

fn strings(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|it| (*it).to_owned()).collect()
}

fn sort_names(names: &mut Vec<String>) {
    let mut sorted: Vec<&str> = names.iter().map(String::as_str).collect();
    sort(&mut sorted);
    sorted.dedup();
    *names = strings(&sorted);
}

/// Whether a type is one to show how values are read: an object of the document itself.
fn is_example(it: &&TypeItem) -> bool {
    matches!(it.kind, TypeKind::Struct(_)) && !it.deprecated
}

fn is_unit(output: &Output) -> bool {
    matches!(output, Output::Body(it) if matches!(it.body, ResponseBody::Empty))
}

/// Whether axum spells a path as the document does: its parameters are whole segments.
fn is_plain(path: &str) -> bool {
    let is_word = |it: &str| {
        let mut all = it.chars();
        all.all(|it| it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '.'))
    };
    let mut segments = path.trim_start_matches('/').split('/');
    segments.all(|it| {
        let name = it.strip_prefix('{').and_then(|it| it.strip_suffix('}'));
        is_word(name.unwrap_or(it))
    })
}

/// A word, with a number behind it if that is taken.
fn unused(word: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let mut name = word.to_owned();
    let mut number = 2;
    while is_taken(&name) {
        name = format!("{word}{number}");
        number += 1;
    }
    name
}

/// A text of types in which `crate` is called by its name, as others have to.
fn of_this_crate(text: &str, name: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("crate::") {
        let is_word = |it: char| it.is_alphanumeric() || it == '_' || it == '$';
        let is_whole = !rest[..at].ends_with(is_word);
        out.push_str(&rest[..at]);
        out.push_str(if is_whole { name } else { "crate" });
        out.push_str("::");
        rest = &rest[at + "crate::".len()..];
    }
    out.push_str(rest);
    out
}
