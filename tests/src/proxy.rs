//! An emitted crate → the source of a server that answers every request by calling another server with the emitted client.
//!
//! What goes through it has been read by the server, written by the client, read and answered by the server behind it, and
//! come back the same way. Nothing in it knows the document.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use quote::ToTokens;
use syn::{FnArg, ImplItem, Item, ReturnType, TraitItem, Type};

/// The source of a module with `Proxy(Client)`, for the crate of that name in a folder.
///
/// # Panics
/// The folder has no such crate.
pub fn source(name: &str, folder: &Path) -> String {
    source_of(name, folder, false)
}

/// The same with `Proxy(Client, crate::Seen)`, whose method `saw` is given each request, and each answer or failure.
///
/// # Panics
/// The folder has no such crate.
pub fn watched(name: &str, folder: &Path) -> String {
    source_of(name, folder, true).replace(
        "pub struct Proxy(pub client::Client);",
        "pub struct Proxy(pub client::Client, pub crate::Seen);",
    )
}

fn source_of(name: &str, folder: &Path, watches: bool) -> String {
    let read = |path: &str| {
        fs::read_to_string(folder.join("src").join(path))
            .unwrap_or_else(|why| panic!("{path}: {why}"))
    };
    let root = read("client.rs");
    let is_guarded = read("server.rs").contains("Authenticator");
    let mut text = HEAD.replace("CRATE", name);
    if is_guarded {
        let arms: String = root
            .lines()
            .filter_map(|line| {
                let (name, rest) = line.strip_prefix("    ")?.split_once(" = ")?;
                let wire = rest.split('"').nth(1)?;
                let is_type = name.chars().all(|it| it.is_alphanumeric() || it == '_');
                is_type.then(|| format!("            {wire:?} => client::{name}::SCHEME,\n"))
            })
            .collect();
        text += &GUARD.replace("CRATE", name).replace("ARMS", &arms);
    }
    for (at, module) in modules(&root).iter().enumerate() {
        let file = module.strip_prefix("r#").unwrap_or(module);
        let api =
            syn::parse_file(&read(&format!("api/{file}.rs"))).expect("emitted files are Rust");
        let client =
            syn::parse_file(&read(&format!("client/{file}.rs"))).expect("emitted files are Rust");
        let _ = writeln!(
            text,
            "\n#[allow(unused_imports, deprecated)]\nmod m{at} {{\n    use super::*;\n    use ::{name}::api::*;\n    \
             use ::{name}::api::{module}::*;\n    use ::{name}::types;\n{}",
            imports(&api)
        );
        text += &implementation(&api, &calls(&client), is_guarded, watches);
        text += "}\n";
    }
    text
}

/// The modules of tags that `client.rs` declares.
fn modules(root: &str) -> Vec<&str> {
    let lines = root.lines().filter_map(|it| it.strip_prefix("pub mod "));
    lines.map(|it| it.trim_end_matches(';')).collect()
}

/// What a file imports of other packages.
fn imports(file: &syn::File) -> String {
    let uses = file.items.iter().filter_map(|it| match it {
        Item::Use(it) => Some(printed(it)),
        _ => None,
    });
    let own = |it: &String| !it.starts_with("use crate") && !it.starts_with("use std :: future");
    uses.filter(own).map(|it| format!("    {it}\n")).collect()
}

fn printed(it: &impl ToTokens) -> String {
    it.to_token_stream().to_string()
}

/// The methods of a client: their names, and what they answer and fail with.
fn calls(file: &syn::File) -> Vec<(String, Vec<String>)> {
    let methods = file.items.iter().filter_map(|it| match it {
        Item::Impl(it) => Some(&it.items),
        _ => None,
    });
    let methods = methods.flatten().filter_map(|it| match it {
        ImplItem::Fn(it) => Some(&it.sig),
        _ => None,
    });
    methods
        .map(|it| (printed(&it.ident), arguments(&it.output)))
        .collect()
}

/// The arguments of the type that a function returns.
fn arguments(output: &ReturnType) -> Vec<String> {
    let ReturnType::Type(_, ty) = output else {
        return Vec::new();
    };
    let Type::Path(path) = &**ty else {
        return Vec::new();
    };
    let last = path.path.segments.last();
    match last.map(|it| &it.arguments) {
        Some(syn::PathArguments::AngleBracketed(it)) => it.args.iter().map(printed).collect(),
        _ => Vec::new(),
    }
}

/// The trait of a file, implemented by calls.
fn implementation(
    api: &syn::File,
    calls: &[(String, Vec<String>)],
    is_guarded: bool,
    watches: bool,
) -> String {
    let mut text = String::new();
    let found = api.items.iter().find_map(|it| match it {
        Item::Trait(it) => Some(it),
        _ => None,
    });
    let found = found.expect("each module has a trait");
    let _ = writeln!(
        text,
        "    impl {} for Proxy {{\n        type Error = Failed;",
        found.ident
    );
    let types = found
        .items
        .iter()
        .filter(|it| matches!(it, TraitItem::Type(_)));
    if is_guarded && types.count() > 1 {
        text += "        type Principal = Vec<client::Credential>;\n";
    }
    let methods = found.items.iter().filter_map(|it| match it {
        TraitItem::Fn(it) => Some(&it.sig),
        _ => None,
    });
    for (method, (call, answers)) in methods.zip(calls) {
        let printed_output = printed(&method.output);
        let (_, output) = printed_output
            .split_once("Result <")
            .expect("methods may fail");
        let end = output
            .rfind(", Self :: Error")
            .expect("with the trait's error");
        let output = output[..end].trim();
        let parameters = method.inputs.iter().filter_map(|it| match it {
            FnArg::Typed(it) => Some((printed(&it.pat), printed(&it.ty))),
            FnArg::Receiver(_) => None,
        });
        let parameters: Vec<(String, String)> = parameters.collect();
        let declared: String = parameters
            .iter()
            .map(|(name, ty)| format!(", {name}: {ty}"))
            .collect();
        let has = |name: &str| parameters.iter().any(|it| it.0 == name);
        let caller = parameters.iter().find(|it| it.0 == "caller");
        let credentials = match caller {
            Some((_, ty)) if ty.starts_with("Option") => {
                "let call = caller.into_iter().flatten().fold(call, |call, it| call.credential(it));"
            }
            Some(_) => "let call = caller.into_iter().fold(call, |call, it| call.credential(it));",
            None => "",
        };
        let sent = match answers.get(1).is_some_and(|it| it == output) {
            true => "call.answer().await",
            false => "call.await",
        };
        // Of `HEAD` a client reads nothing where the document has a body: what comes goes on as it is.
        let is_head = *answers == ["()"] && output != "()";
        let argument = if has("request") { "request" } else { "" };
        let [before, after] = match watches {
            true => [
                format!("self.1.saw(&({argument}));"),
                "self.1.saw(&answer);".to_owned(),
            ],
            false => [String::new(), String::new()],
        };
        let passed = match is_head {
            true => {
                let after = after.replace("&answer", "&answer.as_ref().map(|it| it.status())");
                format!(
                    "let answer = call.raw().await;\n            {after}\n            Err(Failed::passed(answer))"
                )
            }
            false => format!(
                "let answer = {sent};\n            {after}\n            answer.map_err(Failed::of)"
            ),
        };
        let _ = writeln!(
            text,
            "        async fn {}(&self{declared}) -> Result<{output}, Self::Error> {{\n            {before}\n            \
             let call = self.0.{call}({argument});\n            {credentials}\n            {passed}\n        }}",
            printed(&method.ident)
        );
    }
    text + "    }\n"
}

/// What there is for every document: how a failure of a call is answered.
const HEAD: &str = r#"//! Answers every request by calling another server.
#![allow(clippy::all)]

use axum::body::Body as Sent;
use axum::response::{IntoResponse, Response};
use ::CRATE::client::{self, Error};

/// Calls another server for each request.
pub struct Proxy(pub client::Client);

/// A call that failed. What the document does not describe goes on as it came.
pub struct Failed(Response);

impl Failed {
    #[allow(dead_code, reason = "not every document has an operation of HEAD")]
    fn passed<B>(answer: Result<axum::http::Response<B>, Error>) -> Self
    where
        B: axum::body::HttpBody<Data = axum::body::Bytes> + Send + 'static,
        B::Error: Into<axum::BoxError>,
    {
        match answer {
            Ok(it) => Self(it.map(Sent::new)),
            Err(why) => Self::of(why),
        }
    }

    fn of<E: std::fmt::Debug>(error: Error<E>) -> Self {
        Self(match error {
            Error::Undocumented { status, headers, body } => {
                let mut response = Response::new(Sent::from(body));
                *response.status_mut() = status;
                *response.headers_mut() = *headers;
                response
            }
            other => {
                let mut response = Response::new(Sent::from(format!("{other:?}")));
                *response.status_mut() = axum::http::StatusCode::from_u16(599).expect("a status");
                response
            }
        })
    }
}

impl From<::CRATE::api::NotImplemented> for Failed {
    fn from(_: ::CRATE::api::NotImplemented) -> Self {
        Self(axum::http::StatusCode::NOT_IMPLEMENTED.into_response())
    }
}

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        self.0
    }
}
"#;

/// Passes on the credentials of a request.
const GUARD: &str = r#"
impl ::CRATE::server::Authenticator for Proxy {
    type Principal = Vec<client::Credential>;

    async fn authenticate(
        &self,
        all: &[::CRATE::server::Credential<'_>],
        _: &axum::http::request::Parts,
    ) -> Result<Vec<client::Credential>, ::CRATE::server::Denied> {
        Ok(all.iter().filter_map(passed_on).collect())
    }
}

fn passed_on(it: &::CRATE::server::Credential<'_>) -> Option<client::Credential> {
    use ::CRATE::server::Secret;
    let scheme = match it.scheme {
ARMS            _ => return None,
    };
    Some(match &it.secret {
        Secret::Basic { username, password } => client::Credential::basic(scheme, username, password),
        secret => client::Credential::new(scheme, secret.as_str().unwrap_or_default()),
    })
}
"#;
