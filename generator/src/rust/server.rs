//! The operations of each tag → the server over its trait, and the router over all of them.

use super::item::RustApi;
use super::item::operation::{
    Auth, BodyEnum, BodyPresence, BodyVariant, Coding, Endpoint, FieldSource, HeaderStyle, Module,
    Output, PartEnum, Request, Response, ResponseBody, Sequence, SharedResponse,
};
use super::layout::{Lines, sort};

/// The file `server.rs`.
pub fn root(rust: &RustApi) -> String {
    let guarded = rust.is_guarded();
    let modules = &rust.modules;
    let mut lines = Lines::default();
    lines.line("//! The server: an axum router over the traits of [`api`](crate::api).");
    lines.line("");
    let mut names: Vec<&str> = modules.iter().map(|it| &*it.name).collect();
    names.extend((!rust.responses.is_empty()).then_some("responses"));
    sort(&mut names);
    for name in names {
        match name {
            "responses" => lines.line("mod responses;"),
            name => lines.module("server", name),
        }
    }
    lines.line("");
    lines.line("use std::sync::Arc;");
    lines.line("");
    lines.line("use axum::Router;");
    lines.line("use axum::response::IntoResponse;");
    lines.line("");
    let traits = modules
        .iter()
        .map(|it| format!("{}::{}", it.name, it.trait_name));
    let traits: Vec<String> = traits.collect();
    let mut traits: Vec<&str> = traits.iter().map(String::as_str).collect();
    sort(&mut traits);
    for path in traits {
        lines.line(format!("use crate::api::{path};"));
    }
    lines.import(
        "use",
        "crate::runtime::server",
        &["Document", "route::Routes"],
    );
    lines.line("");
    let mut names = vec![
        "Context",
        "Fault",
        "Operation",
        "Problem",
        "Refused",
        "Settings",
    ];
    if guarded {
        names.extend(["Authenticator", "Credential", "Denied", "Secret"]);
    }
    names.sort_unstable();
    lines.import("pub use", "crate::runtime::server", &names);
    lines.line("");
    lines.line("/// What requests have to be, and responses, for [`Settings::check_answers`].");
    lines.open("static DOCUMENT: Document = Document::new(");
    lines.line("include_str!(\"server/description.json\"),");
    lines.open("if cfg!(debug_assertions) {");
    lines.line("include_str!(\"server/answers.json\")");
    lines.end();
    lines.open("} else {");
    lines.line("\"\"");
    lines.close("},");
    lines.close(");");
    if let Some(path) = &rust.base_path {
        lines.line("");
        lines.line("/// The path of the document's first server, which no router has in its routes: whatever stands in front of");
        lines.line(
            "/// the server may take it off. `Router::new().nest(BASE_PATH, router)` serves it.",
        );
        lines.line(format!("pub const BASE_PATH: &str = {path:?};"));
    }
    let bounds: Vec<_> = modules.iter().map(bound).collect();
    routers(&mut lines, guarded, &bounds, "every operation", |lines| {
        for module in modules {
            let arguments = shared(guarded);
            lines.call(&format!("{}::routes", module.name), &arguments, ";");
        }
        lines.line("routes.into_whole_router(settings)");
    });
    lines.finish()
}

/// The file of a tag's operations.
pub fn module(rust: &RustApi, module: &Module) -> String {
    let guarded = rust.is_guarded();
    let reachable = module.operations.iter().filter(|it| !it.is_shadowed);
    let reachable: Vec<&Endpoint> = reachable.collect();
    let tables = Tables::of(&reachable);
    let mut lines = Lines::default();
    let name = &module.trait_name;
    lines.line(format!("//! The server over [`{name}`]."));
    lines.line("");
    if rust.features.deprecated {
        lines.line("#![allow(deprecated)]");
        lines.line("");
    }
    lines.line("use std::sync::Arc;");
    lines.line("");
    lines.line("use axum::Router;");
    lines.line("use axum::response::IntoResponse;");
    lines.line("");
    match guarded {
        true => lines.import("use", "super", &["Authenticator", "DOCUMENT", "Settings"]),
        false => lines.import("use", "super", &["DOCUMENT", "Settings"]),
    }
    let mut uses = vec![format!("{}::*", module.name)];
    let mut errors = reachable.iter().filter_map(|it| it.errors.as_ref());
    if errors.any(|all| all.variants.iter().any(|it| all.made_of(&it.1).is_some())) {
        uses.push("responses".to_owned());
    }
    let mut uses: Vec<&str> = uses.iter().map(String::as_str).collect();
    sort(&mut uses);
    for path in uses {
        lines.line(format!("use crate::api::{path};"));
    }
    lines.line("use crate::runtime::server::handler::Handlers;");
    lines.line("use crate::runtime::server::route::Routes;");
    let bounds = [bound(module)];
    routers(&mut lines, guarded, &bounds, "these operations", |lines| {
        lines.call("self::routes", &shared(guarded), ";");
        lines.line("routes.into_router(settings)");
    });
    routes(&mut lines, rust, module, &reachable);
    statics(&mut lines, module);
    for (name, entries) in tables.all() {
        table(&mut lines, name, entries);
    }
    lines.finish()
}

fn table(lines: &mut Lines, name: &str, entries: &[Entry]) {
    lines.line("");
    lines.open(format!("{name}! {{"));
    for (head, parts) in entries {
        lines.entry(head, parts);
    }
    lines.close("}");
}

/// The file of the responses that operations share.
pub fn responses(rust: &RustApi) -> String {
    let mut lines = Lines::default();
    lines.line("//! How the responses are written that operations share.");
    lines.line("");
    lines.line("use crate::api::responses::*;");
    let entries: Vec<Entry> = rust.responses.iter().map(shared_response).collect();
    table(&mut lines, "shared_responses", &entries);
    let bodies = rust
        .responses
        .iter()
        .filter_map(|it| match &it.response.body {
            ResponseBody::Enum(bodies) => Some(response_bodies(bodies)),
            _ => None,
        });
    let bodies: Vec<Entry> = bodies.collect();
    if !bodies.is_empty() {
        table(&mut lines, "payloads", &bodies);
    }
    lines.finish()
}

/// `NotFound = json { retry_after = "Retry-After" },`
fn shared_response(it: &SharedResponse) -> Entry {
    let body = match &it.response.body {
        ResponseBody::Empty => String::new(),
        body => format!(" = {}", writer(body)),
    };
    (format!("{}{body}", it.name), header_parts(&it.response))
}

/// What an implementer's type has to be.
fn bound(module: &Module) -> String {
    let principal = if module.is_guarded() {
        ", Principal = S::Principal"
    } else {
        ""
    };
    format!("{}<Error: IntoResponse{principal}>", module.trait_name)
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
        "/// A router over {over}, with settings other than the default."
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
    lines.line("let mut routes = Routes::new(&DOCUMENT);");
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
fn routes(lines: &mut Lines, rust: &RustApi, module: &Module, reachable: &[&Endpoint]) {
    let guarded = rust.is_guarded();
    let context = if rust.server.context {
        ".with_context()"
    } else {
        ""
    };
    let bounds = [bound(module)];
    lines.line("");
    let (head, authenticator) = match (guarded, module.is_guarded()) {
        (true, true) => (
            "pub(super) fn routes<A, S>(routes: &mut Routes, api: &Arc<A>, authenticator: &Arc<S>)",
            Some("authenticator"),
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
    match authenticator {
        Some(it) => lines.line(format!(
            "let mut handlers = Handlers::guarded(routes, api, {it}){context};"
        )),
        None => lines.line(format!(
            "let mut handlers = Handlers::open(routes, api){context};"
        )),
    }
    lines.open("operations!(handlers: A {");
    for endpoint in reachable {
        operation(lines, endpoint);
    }
    lines.close("});");
    lines.close("}");
}

/// The module with a static for each operation of a tag.
fn statics(lines: &mut Lines, module: &Module) {
    lines.line("");
    lines.line("/// The operations as the document has them, by the names of their methods.");
    lines.open("pub mod operations {");
    lines.open("statics! {");
    for it in &module.operations {
        let (method, path) = it.route.split_once(' ').unwrap_or_default();
        let function = it.function.trim_start_matches("r#");
        let id = it.id.as_deref().unwrap_or(function);
        let on = it.same_route.as_ref();
        let on = on.map(|it| format!(" {it:?}")).unwrap_or_default();
        let words = [
            format!("{} =", it.constant),
            format!("{id:?} {method:?}"),
            format!("{path:?} {:?}{on};", it.tags),
        ];
        if lines.fits(&words.join(" ")) {
            lines.line(words.join(" "));
            continue;
        }
        lines.open(&words[0]);
        lines.fill(&words[1..]);
        lines.end();
    }
    lines.close("}");
    lines.close("}");
}

/// `LIST_PETS => list_pets(caller, request),`
fn operation(lines: &mut Lines, endpoint: &Endpoint) {
    let caller = match endpoint.auth {
        Auth::None => None,
        Auth::Optional => Some("caller?"),
        Auth::Required => Some("caller"),
    };
    let request = endpoint.request.as_ref().map(|_| "request");
    let given: Vec<&str> = caller.into_iter().chain(request).collect();
    let mut words = vec![
        format!("{} =>", endpoint.constant),
        format!("{}({})", endpoint.function, given.join(", ")),
    ];
    if let Some(body) = output_body(endpoint) {
        words.push(format!("-> {body}"));
    }
    if let Some(last) = words.last_mut() {
        last.push(',');
    }
    if lines.fits(&words.join(" ")) {
        return lines.line(words.join(" "));
    }
    lines.open(&words[0]);
    lines.fill(&words[1..]);
    lines.end();
}

/// How a response is written that is nothing but a body: `json 200`.
fn output_body(endpoint: &Endpoint) -> Option<String> {
    let Output::Body(response) = &endpoint.output else {
        return None;
    };
    let status = response.status.unwrap_or(200);
    Some(format!("{} {status}", writer(&response.body)))
}

/// An entry of a table: what stands before its braces, and what stands in them.
type Entry = (String, Vec<String>);

/// What stands in the tables below the routes, by the name of their macros.
struct Tables {
    requests: Vec<Entry>,
    bodies: Vec<Entry>,
    parts: Vec<Entry>,
    answers: Vec<Entry>,
    errors: Vec<Entry>,
    payloads: Vec<Entry>,
}

impl Tables {
    fn of(endpoints: &[&Endpoint]) -> Self {
        let requests = endpoints.iter().filter_map(|it| it.request.as_ref());
        let responses = || endpoints.iter().flat_map(|it| it.responses());
        Self {
            requests: requests.clone().map(request).collect(),
            parts: requests
                .clone()
                .flat_map(|it| &it.parts)
                .map(parts)
                .collect(),
            bodies: requests
                .filter_map(|it| it.body.as_ref())
                .map(body)
                .collect(),
            answers: endpoints.iter().filter_map(|it| answer(it)).collect(),
            errors: endpoints.iter().filter_map(|it| error(it)).collect(),
            payloads: responses()
                .filter_map(|it| match &it.body {
                    ResponseBody::Enum(bodies) => Some(response_bodies(bodies)),
                    ResponseBody::Empty | ResponseBody::One(_) | ResponseBody::Shared(_) => None,
                })
                .collect(),
        }
    }

    /// Those that have any entries.
    fn all(&self) -> Vec<(&'static str, &[Entry])> {
        let mut all = vec![
            ("requests", &self.requests[..]),
            ("bodies", &self.bodies),
            ("parts", &self.parts),
            ("answers", &self.answers),
            ("errors", &self.errors),
            ("payloads", &self.payloads),
        ];
        all.retain(|it| !it.1.is_empty());
        all
    }
}

/// `ListPetsRequest { limit, body = json },`
fn request(it: &Request) -> Entry {
    let fields = it.fields.iter().map(|field| {
        let name = &field.name;
        let (how, presence) = match field.source {
            FieldSource::Parameter => return name.to_string(),
            FieldSource::Accept => ("accept", BodyPresence::Required),
            FieldSource::Body(coding, presence) => (coding.name(), presence),
            FieldSource::BodyEnum(presence) => ("choice", presence),
        };
        let presence = match presence {
            BodyPresence::Required => "",
            BodyPresence::Optional => "optional ",
            BodyPresence::Nullable => "nullable ",
        };
        format!("{name} = {presence}{how}")
    });
    (it.name.to_string(), fields.collect())
}

/// `CreatePetBody { Json = json, Form = form },`
fn body(it: &BodyEnum) -> Entry {
    let variants = it.variants.iter();
    let variants = variants.map(|it| format!("{} = {}", it.name, it.coding.name()));
    (it.name.to_string(), variants.collect())
}

/// `CreatePetPart { Name = read "name", Photo = file "photo", Other = file _ },`
fn parts(it: &PartEnum) -> Entry {
    let variants = it.variants.iter().map(|part| {
        let how = if part.ty.is_some() { "read" } else { "file" };
        format!("{} = {how} {:?}", part.name, part.wire)
    });
    let other = format!("{} = file _", it.other);
    (it.name.to_string(), variants.chain([other]).collect())
}

/// `CreatePetResponse { Created = json 201, NotFound = empty 404, ClientError = json in 4, Default = json },`
fn answer(endpoint: &Endpoint) -> Option<Entry> {
    let Output::Enum { name, variants } = &endpoint.output else {
        return None;
    };
    let arms = variants.iter().map(|(variant, it)| arm(variant, it));
    Some((name.to_string(), arms.collect()))
}

/// `CreatePetError / Other { NotFound = payload 404 from responses::NotFound },`: an arm also says from what it is made where
/// that is one variant alone.
fn error(endpoint: &Endpoint) -> Option<Entry> {
    let errors = endpoint.errors.as_ref()?;
    let arms = errors.variants.iter().map(|(variant, it)| {
        let from = errors
            .made_of(it)
            .map(|it| format!(" from responses::{it}"));
        format!("{}{}", arm(variant, it), from.unwrap_or_default())
    });
    let head = format!("{} / {}", errors.name, errors.other);
    Some((head, arms.collect()))
}

/// `Created { location = "Location" } = json 201`
fn arm(variant: &str, it: &Response) -> String {
    let class = it.class.map(|it| format!(" in {it}"));
    let status = it.status.map(|it| format!(" {it}")).or(class);
    let status = status.unwrap_or_default();
    let headers = match &header_parts(it)[..] {
        [] => String::new(),
        all => format!(" {{ {} }}", all.join(", ")),
    };
    format!("{variant}{headers} = {}{status}", writer(&it.body))
}

/// `location = "Location"`
fn header_parts(response: &Response) -> Vec<String> {
    let headers = response.headers.iter().map(|it| {
        let style = match it.style {
            HeaderStyle::Simple => "",
            HeaderStyle::Exploded => "exploded ",
            HeaderStyle::Spaced => "spaced ",
            HeaderStyle::Tabbed => "tabbed ",
            HeaderStyle::Piped => "piped ",
            HeaderStyle::Json => "json_header ",
        };
        format!("{} = {style}{:?}", it.name, it.wire)
    });
    headers.collect()
}

/// `GetPetOkBody { Json = json, Text = text("text/plain") },`
fn response_bodies(bodies: &BodyEnum) -> Entry {
    let variants = bodies.variants.iter();
    let variants = variants.map(|it| format!("{} = {}", it.name, writer_of(it)));
    (bodies.name.to_string(), variants.collect())
}

/// The function of the run-time's `reply` that writes a body: `json`.
fn writer(body: &ResponseBody) -> String {
    match body {
        ResponseBody::Empty => "empty".to_owned(),
        ResponseBody::One(only) => writer_of(only),
        ResponseBody::Enum(_) | ResponseBody::Shared(_) => "payload".to_owned(),
    }
}

fn writer_of(it: &BodyVariant) -> String {
    let media = &*it.sent_as;
    match it.coding {
        Coding::Json if media == "application/json" => "json".to_owned(),
        Coding::Json => format!("json_as({media:?})"),
        Coding::Form => format!("form({media:?})"),
        Coding::Text => format!("text({media:?})"),
        Coding::Stream | Coding::Parts | Coding::Multipart | Coding::Items(Sequence::Parts) => {
            format!("stream({media:?})")
        }
        Coding::Events => "events".to_owned(),
        Coding::Items(Sequence::Lines) => format!("lines({media:?})"),
        Coding::Items(Sequence::Texts) => format!("sequence({media:?})"),
        Coding::Items(Sequence::Events) => format!("typed_events({media:?})"),
    }
}
