//! The operations of each tag → the server over its trait, and the router over all of them.

use super::layout::{Fields, Lines, Pattern, sort};
use super::operation::{
    Answer, Caller, Choice, Coding, Endpoint, Group, Parts, Payload, Reply, Request, Source,
    has_principal,
};

/// The file `server.rs`.
pub fn root(groups: &[Group]) -> String {
    let guarded = has_principal(groups);
    let mut lines = Lines::default();
    lines.line("//! The server: an axum router over the traits of [`api`](crate::api).");
    lines.line("");
    let mut modules: Vec<&str> = groups.iter().map(|it| &*it.module).collect();
    sort(&mut modules);
    for module in modules {
        lines.module("server", module);
    }
    lines.line("");
    lines.open("#[allow(");
    lines.line("dead_code,");
    lines.line("unused_imports,");
    lines.line("reason = \"it is the same for every document\"");
    lines.close(")]");
    lines.line("mod runtime;");
    lines.line("");
    lines.line("use std::sync::Arc;");
    lines.line("");
    lines.line("use axum::Router;");
    lines.line("use axum::response::IntoResponse;");
    lines.line("");
    lines.line("use self::runtime::route::Routes;");
    let traits = groups
        .iter()
        .map(|it| format!("{}::{}", it.module, it.trait_name));
    let traits: Vec<String> = traits.collect();
    let mut traits: Vec<&str> = traits.iter().map(String::as_str).collect();
    sort(&mut traits);
    for path in traits {
        lines.line(format!("use crate::api::{path};"));
    }
    lines.line("");
    let mut names = vec!["Fault", "Problem", "Settings"];
    if guarded {
        names.extend(["Authenticator", "Credential", "Denied", "Secret"]);
    }
    names.sort_unstable();
    lines.import("pub use", "self::runtime", &names);
    lines.line("");
    lines.line("/// What the server has to know of the document.");
    lines.line("const DESCRIPTION: &str = include_str!(\"server/description.json\");");
    lines.line("");
    lines.line("/// What its answers have to be, for [`Settings::check_answers`].");
    lines.open("const ANSWERS: &str = if cfg!(debug_assertions) {");
    lines.line("include_str!(\"server/answers.json\")");
    lines.end();
    lines.open("} else {");
    lines.line("\"\"");
    lines.close("};");
    let bounds: Vec<_> = groups.iter().map(bound).collect();
    routers(&mut lines, guarded, &bounds, "every operation", |lines| {
        for group in groups {
            let arguments = shared(guarded);
            lines.call(&format!("{}::routes", group.module), &arguments, ";");
        }
        lines.line("routes.into_whole_router(settings)");
    });
    lines.finish()
}

/// The file of a tag's operations.
pub fn module(group: &Group, guarded: bool, allow_deprecated: bool) -> String {
    let mut lines = Lines::default();
    let name = &group.trait_name;
    lines.line(format!("//! The server over [`{name}`]."));
    lines.line("");
    if allow_deprecated {
        lines.line("#![allow(deprecated)]");
        lines.line("");
    }
    lines.line("use std::sync::Arc;");
    lines.line("");
    lines.line("use axum::Router;");
    lines.line("use axum::response::IntoResponse;");
    lines.line("");
    let takes = group.operations.iter().any(|it| it.request.is_some());
    let call = ["Call", "FromCall"];
    let call = if takes { &call[..] } else { &call[..1] };
    lines.import("use", "super::runtime::call", call);
    let mut requests = reachable(group);
    if requests.any(|it| !it.parts.is_empty()) {
        lines.line("use super::runtime::multipart::{Arriving, FromPart};");
    }
    lines.line("use super::runtime::reply;");
    let route = ["Outcome", "Rejection", "Routes"];
    lines.import(
        "use",
        "super::runtime::route",
        if takes {
            &route
        } else {
            &["Outcome", "Routes"]
        },
    );
    if guarded {
        lines.import(
            "use",
            "super",
            &["ANSWERS", "Authenticator", "DESCRIPTION", "Settings"],
        );
    } else {
        lines.import("use", "super", &["ANSWERS", "DESCRIPTION", "Settings"]);
    }
    match &*group.module {
        _ if !names_items(group) => {}
        "api" => lines.line("use crate::api::api;"),
        module => lines.line(format!("use crate::api::{module} as api;")),
    }
    lines.line(format!("use crate::api::{}::{name};", group.module));
    let bounds = [bound(group)];
    routers(&mut lines, guarded, &bounds, "these operations", |lines| {
        lines.call("self::routes", &shared(guarded), ";");
        lines.line("routes.into_router(settings)");
    });
    routes(&mut lines, group, guarded);
    endpoints(&mut lines, group, guarded);
    for request in reachable(group) {
        from_call(&mut lines, request);
        for parts in &request.parts {
            from_part(&mut lines, parts);
        }
    }
    lines.finish()
}

/// The requests that arrive.
fn reachable(group: &Group) -> impl Iterator<Item = &Request> {
    let operations = group.operations.iter().filter(|it| !it.is_shadowed);
    operations.filter_map(|it| it.request.as_ref())
}

/// Whether the server names a request or an answer of the group's.
fn names_items(group: &Group) -> bool {
    group.operations.iter().any(|it| {
        let kinds = |it: &Reply| matches!(it.body, Payload::Several(_));
        let named = match &it.answer {
            Answer::Several { .. } => true,
            Answer::Payload(reply) => kinds(reply),
        };
        !it.is_shadowed && it.request.is_some() || named
    })
}

/// What an implementer's type has to be.
fn bound(group: &Group) -> String {
    let principal = if group.has_principal() {
        ", Principal = S::Principal"
    } else {
        ""
    };
    format!("{}<Error: IntoResponse{principal}>", group.trait_name)
}

/// The public functions that make a router, with settings and without.
fn routers(
    lines: &mut Lines,
    guarded: bool,
    bounds: &[String],
    over: &str,
    body: impl FnOnce(&mut Lines),
) {
    let (generics, parameters, arguments) = if guarded {
        ("<A, S>", "api: A, authenticator: S", "api, authenticator")
    } else {
        ("<A>", "api: A", "api")
    };
    lines.line("");
    lines.line(format!("/// A router over {over}."));
    lines.line(format!("pub fn router{generics}({parameters}) -> Router"));
    where_clause(lines, guarded, bounds);
    lines.open("{");
    lines.line(format!("router_with({arguments}, Settings::default())"));
    lines.close("}");
    lines.line("");
    lines.line(format!(
        "/// A router over {over}, with settings of the implementer's."
    ));
    lines.line(format!(
        "pub fn router_with{generics}({parameters}, settings: Settings) -> Router"
    ));
    where_clause(lines, guarded, bounds);
    lines.open("{");
    lines.line("let api = Arc::new(api);");
    if guarded {
        lines.line("let authenticator = Arc::new(authenticator);");
    }
    lines.line("let mut routes = Routes::new(DESCRIPTION, ANSWERS);");
    body(lines);
    lines.close("}");
}

fn where_clause(lines: &mut Lines, guarded: bool, bounds: &[String]) {
    lines.open("where");
    lines.bounds("A", bounds);
    if guarded {
        lines.line("S: Authenticator,");
    }
    lines.end();
}

/// The arguments of a tag's `routes`.
fn shared(guarded: bool) -> Vec<String> {
    let mut arguments = vec!["&mut routes".to_owned(), "&api".to_owned()];
    if guarded {
        arguments.push("&authenticator".to_owned());
    }
    arguments
}

/// The function that adds a tag's operations to a router in the making.
fn routes(lines: &mut Lines, group: &Group, guarded: bool) {
    let bounds = [bound(group)];
    lines.line("");
    let (head, authenticator) = match (guarded, group.has_principal()) {
        (true, true) => (
            "pub(super) fn routes<A, S>(routes: &mut Routes, api: &Arc<A>, authenticator: &Arc<S>)",
            Some("authenticator: Arc::clone(authenticator),"),
        ),
        (true, false) => (
            "pub(super) fn routes<A, S>(routes: &mut Routes, api: &Arc<A>, _: &Arc<S>)",
            None,
        ),
        (false, _) => (
            "pub(super) fn routes<A>(routes: &mut Routes, api: &Arc<A>)",
            None,
        ),
    };
    lines.line(head);
    where_clause(lines, guarded, &bounds);
    lines.open("{");
    lines.open("let endpoints = Arc::new(Endpoints {");
    lines.line("api: Arc::clone(api),");
    if let Some(authenticator) = authenticator {
        lines.line(authenticator);
    }
    lines.close("});");
    for endpoint in group.operations.iter().filter(|it| !it.is_shadowed) {
        let arguments = [
            format!("{:?}", endpoint.route),
            "&endpoints".to_owned(),
            format!("Endpoints::{}", endpoint.function),
        ];
        lines.call("routes.on", &arguments, ";");
    }
    lines.close("}");
}

/// The handler of each operation.
fn endpoints(lines: &mut Lines, group: &Group, guarded: bool) {
    let has_principal = group.has_principal();
    let generics = if has_principal { "<A, S>" } else { "<A>" };
    lines.line("");
    lines.line("/// Each operation, from the request to the response.");
    lines.open(format!("struct Endpoints{generics} {{"));
    lines.line("api: Arc<A>,");
    if has_principal {
        lines.line("authenticator: Arc<S>,");
    }
    lines.close("}");
    lines.line("");
    lines.line(format!("impl{generics} Endpoints{generics}"));
    where_clause(lines, guarded && has_principal, &[bound(group)]);
    lines.open("{");
    let reachable = group.operations.iter().filter(|it| !it.is_shadowed);
    for (at, endpoint) in reachable.enumerate() {
        if at > 0 {
            lines.line("");
        }
        handler(lines, endpoint);
    }
    lines.close("}");
}

fn handler(lines: &mut Lines, endpoint: &Endpoint) {
    let call = match (&endpoint.request, endpoint.caller) {
        (None, Caller::Nobody) => "call: Call",
        _ => "mut call: Call",
    };
    let parameters = ["self: Arc<Self>".to_owned(), call.to_owned()];
    let head = format!("async fn {}", endpoint.function);
    lines.function(&head, &parameters, "Outcome", " {");
    lines.indent();
    let mut arguments = Vec::new();
    match endpoint.caller {
        Caller::Nobody => {}
        Caller::Anybody => {
            lines.line("let caller = call.identify(&*self.authenticator).await?;");
            arguments.push("caller");
        }
        Caller::Somebody => {
            lines.line("let caller = call.authenticate(&*self.authenticator).await?;");
            arguments.push("caller");
        }
    }
    if endpoint.request.is_some() {
        lines.line("let request = call.request().await?;");
        arguments.push("request");
    } else {
        lines.line("call.check_accept()?;");
    }
    let invoke = format!(".{}({})", endpoint.function, arguments.join(", "));
    let links = [".api".to_owned(), invoke, ".await".to_owned()];
    lines.chain("let answer = ", "self", &links);
    lines.open("Ok(match answer {");
    match &endpoint.answer {
        Answer::Payload(reply) => payload(lines, reply),
        Answer::Several { name, replies } => {
            for (variant, it) in replies {
                reply(lines, &format!("api::{name}::{variant}"), it);
            }
        }
    }
    lines.line("Err(error) => error.into_response(),");
    lines.close("})");
    lines.close("}");
}

/// The arms of an answer that is nothing but a payload.
fn payload(lines: &mut Lines, reply: &Reply) {
    let status = reply.status.unwrap_or(200).to_string();
    match &reply.body {
        Payload::Empty => lines.arm("Ok(())", "reply::empty", &[status]),
        Payload::One(only) => {
            let (function, arguments) = writer(only.coding, status, &only.media, "it", "&it");
            lines.arm("Ok(it)", function, &arguments);
        }
        Payload::Several(choice) => {
            for it in &choice.variants {
                let path = format!("api::{}::{}", choice.name, it.name);
                let (function, arguments) =
                    writer(it.coding, status.clone(), &it.media, "it", "&it");
                lines.pattern_arm(&ok(&path, Fields::Tuple), function, &arguments);
            }
        }
    }
}

/// The arms of one status.
fn reply(lines: &mut Lines, path: &str, reply: &Reply) {
    let code = reply.status.map(|it| it.to_string());
    let status = code.clone().unwrap_or_else(|| "status".to_owned());
    if reply.status.is_some() && reply.headers.is_empty() {
        match &reply.body {
            Payload::Empty => {
                lines.pattern_arm(&ok(path, Fields::None), "reply::empty", &[status]);
            }
            Payload::One(only) => {
                let (function, arguments) = writer(only.coding, status, &only.media, "it", "&it");
                lines.pattern_arm(&ok(path, Fields::Tuple), function, &arguments);
            }
            Payload::Several(choice) => {
                lines.match_arm(&ok(path, Fields::Tuple), "it", |lines| {
                    bodies(lines, choice, &status);
                });
            }
        }
        return;
    }
    let mut fields: Vec<String> = Vec::new();
    if code.is_none() {
        fields.push("status".to_owned());
    }
    fields.extend(reply.headers.iter().map(|it| it.name.to_string()));
    if !matches!(reply.body, Payload::Empty) {
        fields.push("body".to_owned());
    }
    let one = match &reply.body {
        Payload::Empty => Some(("reply::empty", vec![status.clone()])),
        Payload::One(only) => Some(writer(
            only.coding,
            status.clone(),
            &only.media,
            "body",
            "&body",
        )),
        Payload::Several(_) => None,
    };
    if reply.headers.is_empty() {
        let pattern = ok(path, Fields::Struct(&fields));
        match (one, &reply.body) {
            (Some((function, arguments)), _) => lines.pattern_arm(&pattern, function, &arguments),
            (None, Payload::Several(choice)) => {
                lines.match_arm(&pattern, "body", |lines| bodies(lines, choice, &status));
            }
            (None, _) => {}
        }
        return;
    }
    lines.open_arm(&ok(path, Fields::Struct(&fields)));
    match (one, &reply.body) {
        (Some((function, arguments)), _) => {
            lines.call(&format!("let mut response = {function}"), &arguments, ";");
        }
        (None, Payload::Several(choice)) => {
            lines.open("let mut response = match body {");
            bodies(lines, choice, &status);
            lines.close("};");
        }
        (None, _) => {}
    }
    for header in &reply.headers {
        if let Source::Header(name) = &header.source {
            let arguments = [
                "&mut response".to_owned(),
                format!("{name:?}"),
                format!("&{}", header.name),
            ];
            lines.call("reply::header", &arguments, ";");
        }
    }
    lines.line("response");
    lines.close("}");
}

/// The pattern of an answer.
fn ok<'a>(path: &'a str, fields: Fields<'a>) -> Pattern<'a> {
    Pattern {
        wrapped: true,
        path,
        fields,
    }
}

/// The arms of a match over the kinds of a body.
fn bodies(lines: &mut Lines, choice: &Choice, status: &str) {
    for it in &choice.variants {
        let path = format!("api::{}::{}", choice.name, it.name);
        let pattern = Pattern {
            wrapped: false,
            path: &path,
            fields: Fields::Tuple,
        };
        let (function, arguments) = writer(it.coding, status.to_owned(), &it.media, "it", "&it");
        lines.pattern_arm(&pattern, function, &arguments);
    }
}

/// The function that writes a body, and its arguments.
fn writer(
    coding: Coding,
    status: String,
    media: &str,
    by_value: &str,
    by_reference: &str,
) -> (&'static str, Vec<String>) {
    // A range of media types is nothing an answer can be of.
    let media = match (coding, media.contains('*')) {
        (Coding::Json, true) => "application/json",
        (Coding::Text, true) => "text/plain; charset=utf-8",
        (_, true) => "application/octet-stream",
        (_, false) => media,
    };
    let media = format!("{media:?}");
    match coding {
        Coding::Json => ("reply::json", vec![status, media, by_reference.to_owned()]),
        Coding::Form => ("reply::form", vec![status, media, by_reference.to_owned()]),
        Coding::Text => ("reply::text", vec![status, media, by_reference.to_owned()]),
        Coding::Stream | Coding::Parts | Coding::Multipart => {
            ("reply::stream", vec![status, media, by_value.to_owned()])
        }
        Coding::Events => ("reply::events", vec![status, by_value.to_owned()]),
    }
}

/// How a request is made of what was received.
fn from_call(lines: &mut Lines, request: &Request) {
    lines.line("");
    lines.open_impl("FromCall", &format!("api::{}", request.name));
    lines.open("fn from_call(call: &mut Call) -> Result<Self, Rejection> {");
    if let [only] = &request.fields[..]
        && let Source::Body(coding, required) = only.source
    {
        let field = format!("{}: {}", only.name, reader(coding, required));
        // rustfmt's width of a struct on one line.
        if field.len() <= 18 {
            lines.line(format!("Ok(Self {{ {field} }})"));
            lines.close("}");
            return lines.close("}");
        }
    }
    lines.open("Ok(Self {");
    for field in &request.fields {
        let name = &field.name;
        match field.source {
            Source::Parameter(at) => lines.line(format!("{name}: call.parameter({at})?,")),
            Source::Header(_) => {}
            Source::Body(coding, required) => {
                lines.line(format!("{name}: {},", reader(coding, required)));
            }
            Source::Choice(required) => {
                if let Some(choice) = &request.body {
                    choose(lines, name, choice, required);
                }
            }
        }
    }
    lines.close("})");
    lines.close("}");
    lines.close("}");
}

/// How a part of a multipart body is made of one that arrives.
fn from_part(lines: &mut Lines, parts: &Parts) {
    lines.line("");
    lines.open_impl("FromPart", &format!("api::{}", parts.name));
    lines.open("async fn from_part(part: Arriving) -> Result<Self, Rejection> {");
    lines.open("Ok(match part.name() {");
    for (variant, part) in &parts.variants {
        let value = match &part.ty {
            Some(_) => "part.read().await?",
            None => "part.file()",
        };
        let pattern = format!("{:?}", part.wire);
        lines.arm(&pattern, &format!("Self::{variant}"), &[value.to_owned()]);
    }
    let file = ["part.file()".to_owned()];
    lines.arm("_", &format!("Self::{}", parts.other), &file);
    lines.close("})");
    lines.close("}");
    lines.close("}");
}

fn reader(coding: Coding, required: bool) -> String {
    let read = read(coding);
    match (required, coding) {
        (true, _) => read.to_owned(),
        (false, Coding::Stream | Coding::Events) => {
            "call.optional(|it| Ok(it.stream()))?".to_owned()
        }
        (false, _) => {
            let method = read.trim_start_matches("call.").trim_end_matches("()?");
            format!("call.optional(Call::{method})?")
        }
    }
}

fn read(coding: Coding) -> &'static str {
    match coding {
        Coding::Json => "call.json()?",
        Coding::Form => "call.form()?",
        Coding::Parts => "call.parts()?",
        Coding::Multipart => "call.multipart()?",
        Coding::Text => "call.text()?",
        Coding::Stream | Coding::Events => "call.stream()",
    }
}

/// The kind of body that the media type tells.
fn choose(lines: &mut Lines, field: &str, choice: &Choice, required: bool) {
    lines.open(format!("{field}: match call.media() {{"));
    let last = choice.variants.len() - 1;
    for (at, it) in choice.variants.iter().enumerate() {
        let pattern = match (required, at == last) {
            (true, true) => "_".to_owned(),
            _ => format!("Some({at})"),
        };
        let value = read(it.coding).to_owned();
        let variant = format!("api::{}::{}", choice.name, it.name);
        if required {
            lines.arm(&pattern, &variant, &[value]);
        } else {
            lines.nested_arm(&pattern, "Some", &variant, &value);
        }
    }
    if !required {
        lines.line("_ => None,");
    }
    lines.close("},");
}
