//! The operations of each tag → the methods of a client, and tables of what each sends and receives.

mod pages;

use std::sync::Arc;

use verbatim_runtime::description::{Encoding, Location, Style};

use super::api::allowing;
use super::item::RustApi;
use super::item::client::{
    Answer, Call, EXPORTS, Layout, Parameter, Part, Scheme, SchemeKind, Server,
};
use super::item::operation::{
    BodyEnum, BodyPresence, BodyVariant, Coding, Endpoint, FieldSource, HeaderStyle, Module,
    Output, PartEnum, Request, Response, ResponseBody, Sequence, SharedResponse,
};
use super::layout::{Lines, sort};
use super::parts::{self, Piece};
use super::paths::{Imports, Site, TypePrinter};

/// The file `client.rs`.
pub fn root(rust: &RustApi) -> String {
    let mut lines = Lines::default();
    lines.line(
        "//! The client: a method for each operation, over HTTP or whatever else carries requests.",
    );
    lines.line("//!");
    lines.line("//! What a method takes and answers is what the method of the trait in [`api`](crate::api) does, but that a failure");
    lines.line("//! is an [`Error`], documented or not. A call is sent when it is awaited.");
    lines.line("");
    let mut names: Vec<&str> = rust.modules.iter().map(|it| &*it.name).collect();
    names.extend((!rust.responses.is_empty()).then_some("responses"));
    sort(&mut names);
    for name in names {
        match name {
            "responses" => lines.line("mod responses;"),
            name => lines.module("client", name),
        }
    }
    lines.line("");
    lines.line("use crate::runtime::client::Core;");
    lines.line("");
    lines.line("#[cfg(feature = \"client-reqwest\")]");
    lines.line("pub use crate::runtime::client::Reqwest;");
    for name in ["blocking", "testing"] {
        lines.line(format!("#[cfg(feature = \"client-{name}\")]"));
        lines.line(format!("pub use crate::runtime::client::{name};"));
    }
    lines.import("pub use", "crate::runtime::client", &EXPORTS);
    if let Some(path) = &rust.base_path {
        lines.line("");
        lines.line("/// The path of the document's first server, which no operation has in its path: a client is built with an address");
        lines.line("/// that ends in it, unless the server is elsewhere.");
        lines.line(format!("pub const BASE_PATH: &str = {path:?};"));
    }
    lines.line("");
    lines.line("/// A client of the API. Its clones share what it is made of.");
    lines.line("#[derive(Debug, Clone)]");
    lines.line("pub struct Client(Core);");
    lines.line("");
    lines.open("impl Client {");
    lines.line("/// A client of the server at this address, `https://example.com/v1`, over HTTP.");
    lines.line("///");
    lines.line("/// # Errors");
    lines.line("/// It is no such address, or there is no TLS.");
    lines.line("#[cfg(feature = \"client-reqwest\")]");
    lines.open("pub fn new(base: impl Into<String>) -> Result<Self, BuildError> {");
    lines.line("Self::builder(base).build()");
    lines.close("}");
    lines.line("");
    lines.line("/// A client of the server at this address, in the making: with credentials, another transport, timeouts.");
    lines.open("pub fn builder(base: impl Into<String>) -> Builder<Self> {");
    lines.line("Builder::new(base)");
    lines.close("}");
    lines.close("}");
    lines.line("");
    lines.open("impl From<Core> for Client {");
    lines.open("fn from(core: Core) -> Self {");
    lines.line("Self(core)");
    lines.close("}");
    lines.close("}");
    schemes(&mut lines, &rust.client.schemes);
    servers(&mut lines, &rust.client.servers);
    lines.finish()
}

fn schemes(lines: &mut Lines, schemes: &[Scheme]) {
    if schemes.is_empty() {
        return;
    }
    lines.line("");
    lines.open("credentials! {");
    for it in schemes {
        let what = match &it.kind {
            SchemeKind::ApiKey(location, name) => {
                format!("ApiKey ({location:?} {name:?})")
            }
            SchemeKind::Basic => "Basic".to_owned(),
            SchemeKind::Bearer => "Bearer".to_owned(),
            SchemeKind::Http(scheme) => format!("Http ({scheme:?})"),
        };
        lines.docs(&[format!("Credentials for {}.", super::doc::code(&it.wire))]);
        if !it.docs.is_empty() {
            lines.docs(&[String::new()]);
            lines.docs(&it.docs);
        }
        lines.line(format!("{} = {:?} {what};", it.name, it.wire));
    }
    lines.close("}");
}

fn servers(lines: &mut Lines, servers: &[Server]) {
    if servers.is_empty() {
        return;
    }
    lines.line("");
    lines.line("/// The servers of the document: `SERVERS[0].address(&[])` is what a client of the first one is built with.");
    lines.open("pub static SERVERS: &[Server] = servers![");
    for it in servers {
        let variables = it.variables.iter();
        let variables = variables.map(|it| {
            let values: Vec<&str> = it.values.iter().map(|it| &**it).collect();
            format!("{:?} {:?} {values:?}", it.name, it.default)
        });
        let variables = variables.collect::<Vec<_>>().join(", ");
        lines.line(format!("{:?} {:?} [{variables}],", it.url, it.description));
    }
    lines.close("];");
}

/// The files of a tag's operations: its own, which has the tables, and those beneath it, each with its name. `calls` has the
/// operations in their order.
pub fn module(rust: &RustApi, module: &Module, calls: &[Call]) -> (String, Vec<(String, String)>) {
    let mut tables = Lines::default();
    routes(&mut tables, module, calls);
    for (name, entries) in Tables::of(&module.operations, calls).all() {
        table(&mut tables, name, entries);
    }
    let tables = tables.finish();
    let printed: Vec<Printed> = (module.operations.iter().zip(calls))
        .map(|(endpoint, call)| Printed::of(rust, endpoint, call))
        .collect();
    let pieces: Vec<Piece<'_>> = (module.operations.iter().zip(&printed))
        .map(|(endpoint, it)| Piece {
            route: &endpoint.route,
            lines: it.text.matches('\n').count() + 1,
        })
        .collect();
    let (own, mut parts) = parts::parts(tables.matches('\n').count(), &pieces);
    let handled = match &module.tag {
        Some(tag) => format!("tagged {}", super::doc::code(tag)),
        None => "without a tag".to_owned(),
    };
    let about = format!("Calls of the operations {handled}");
    // The tables name the items of all operations.
    let mut imports = Imports::default();
    for it in own.iter().map(|at| &printed[*at]) {
        imports.extend(&it.imports);
    }
    import_items(&mut imports, module, &module.operations);
    let body = methods(own.iter().map(|it| &printed[*it])) + &tables;
    let mut head = Lines::default();
    head.file_docs(&super::doc::lines(&format!("{about}.")));
    allowing(&mut head, rust);
    if !parts.is_empty() {
        let mut imported = Lines::default();
        imports.print(&mut imported);
        let known = imported.finish() + &body;
        parts::declare(&mut head, &module.name, &mut parts, &known, false);
        head.line("");
    }
    imports.print(&mut head);
    let mut files = Vec::with_capacity(parts.len());
    for part in parts {
        let mut head = Lines::default();
        let about = format!("{about}: those of {}.", super::doc::code(&part.word));
        head.file_docs(&super::doc::lines(&about));
        allowing(&mut head, rust);
        let mut imports = Imports::default();
        for it in part.pieces.iter().map(|at| &printed[*at]) {
            imports.extend(&it.imports);
        }
        let endpoints = part.pieces.iter().map(|at| &module.operations[*at]);
        import_items(&mut imports, module, endpoints);
        imports.print(&mut head);
        head.line("");
        head.line("use super::operations;");
        let body = methods(part.pieces.iter().map(|it| &printed[*it]));
        files.push((part.name, head.finish() + &body));
    }
    (head.finish() + &body, files)
}

/// The file of the responses that operations share.
pub fn responses(rust: &RustApi) -> String {
    let mut lines = Lines::default();
    lines.line("//! How the responses are read that operations share.");
    lines.line("");
    lines.line("use crate::api::responses::*;");
    let all = rust.responses.iter().zip(&rust.client.responses);
    let entries: Vec<Entry> = all
        .clone()
        .map(|(it, layouts)| shared_response(it, layouts))
        .collect();
    table(&mut lines, "received_responses", &entries);
    let bodies = all.filter_map(|(it, layouts)| match &it.response.body {
        ResponseBody::Enum(bodies) => Some(received_bodies(bodies, layouts)),
        _ => None,
    });
    let bodies: Vec<Entry> = bodies.collect();
    if !bodies.is_empty() {
        table(&mut lines, "received_bodies", &bodies);
    }
    lines.finish()
}

/// The methods of an operation, as text.
struct Printed {
    text: String,
    imports: Imports,
}

impl Printed {
    fn of(rust: &RustApi, endpoint: &Endpoint, call: &Call) -> Self {
        let mut types = TypePrinter::new(rust, Site::Api);
        types.imports.add("crate::client", "Client");
        types.imports.add("crate::runtime::client", "Call");
        let mut lines = Lines::default();
        lines.indent();
        method(&mut lines, &mut types, endpoint, call);
        if let Some(it) = &call.paging {
            let (answer, failure, _) = outcome(&mut types, endpoint, call);
            pages::methods(
                &mut lines,
                &mut types,
                (endpoint, call, it),
                (&answer, failure.as_deref()),
            );
        }
        Self {
            text: lines.finish(),
            imports: types.imports,
        }
    }
}

/// The `impl` that has these methods.
fn methods<'p>(printed: impl Iterator<Item = &'p Printed>) -> String {
    let all: Vec<&str> = printed.map(|it| &*it.text).collect();
    match all.is_empty() {
        true => String::new(),
        false => format!("\nimpl Client {{\n{}}}\n", all.join("\n")),
    }
}

/// Imports what the module of a tag has for operations, if there is any of it.
fn import_items<'e>(
    imports: &mut Imports,
    module: &Module,
    endpoints: impl IntoIterator<Item = &'e Endpoint>,
) {
    let has_items = |it: &Endpoint| {
        let has_body = |it: &Response| matches!(it.body, ResponseBody::Enum(_));
        let is_enum = matches!(it.output, Output::Enum { .. });
        it.request.is_some() || is_enum || it.errors.is_some() || it.responses().any(has_body)
    };
    if endpoints.into_iter().any(has_items) {
        imports.add_all(&format!("crate::api::{}", module.name));
    }
}

fn method(lines: &mut Lines, types: &mut TypePrinter<'_>, endpoint: &Endpoint, call: &Call) {
    lines.docs(&endpoint.docs);
    if !endpoint.docs.is_empty() && !call.docs.is_empty() {
        lines.docs(&[String::new()]);
    }
    lines.docs(&call.docs);
    if endpoint.deprecated {
        lines.line("#[deprecated]");
    }
    let (answer, failure, how) = outcome(types, endpoint, call);
    let returns = match &failure {
        Some(failure) => format!("Call<{answer}, {failure}>"),
        None => format!("Call<{answer}>"),
    };
    let request = endpoint.request.as_ref();
    let mut parameters = vec!["&self".to_owned()];
    parameters.extend(request.map(|it| format!("request: {}", it.name)));
    lines.method(&format!("pub fn {}", call.function), &parameters, &returns);
    let request = if request.is_some() { "request" } else { "()" };
    let whole = format!("call!(self.{}({request}) -> {how})", endpoint.constant);
    if lines.fits(&whole) {
        lines.line(whole);
    } else {
        lines.line(format!("call!(self.{}({request}) ->", endpoint.constant));
        lines.line(format!("    {how})"));
    }
    lines.close("}");
}

/// What a method answers, what its failures are, and how both are read.
fn outcome(
    types: &mut TypePrinter<'_>,
    endpoint: &Endpoint,
    call: &Call,
) -> (String, Option<String>, String) {
    let read = |it: &Response| {
        let how = reader(&it.body, layouts_of(call, it));
        format!("{how} {}", documented(it))
    };
    match (call.answer, &endpoint.output) {
        (Answer::Head, _) => ("()".to_owned(), None, "empty() [2]".to_owned()),
        (Answer::One(at), Output::Enum { name, variants }) => {
            let only = &variants[at].1;
            (
                body_type(types, only),
                Some(name.to_string()),
                format!("{} or failures", read(only)),
            )
        }
        (Answer::Typed, output) => {
            let failure = endpoint.errors.as_ref().map(|it| {
                types.imports.add("crate::runtime::client", "Never");
                format!("{}<Never>", it.name)
            });
            match output {
                Output::Body(only) => (
                    body_type(types, only),
                    failure,
                    format!("{} or failures", read(only)),
                ),
                Output::Enum { name, .. } => (name.to_string(), failure, "call_enum_or".to_owned()),
            }
        }
        (_, Output::Body(only)) => (body_type(types, only), None, read(only)),
        (Answer::Whole, Output::Enum { name, .. }) => (
            name.to_string(),
            Some(name.to_string()),
            "call_whole".to_owned(),
        ),
        (_, Output::Enum { name, .. }) => (name.to_string(), None, "call_enum".to_owned()),
    }
}

/// The type of the body of a response.
fn body_type(types: &mut TypePrinter<'_>, it: &Response) -> String {
    match &it.body {
        ResponseBody::Empty => "()".to_owned(),
        ResponseBody::One(variant) => types.operation(&variant.ty),
        ResponseBody::Enum(bodies) => bodies.name.to_string(),
        ResponseBody::Shared(name) => {
            types.imports.add("crate::api", "responses");
            format!("responses::{name}")
        }
    }
}

/// The layouts of the bodies of a response.
fn layouts_of<'c>(call: &'c Call, it: &Response) -> &'c [Layout] {
    let mut all = call.layouts.iter();
    let found = all.find(|(status, _)| *status == it.documented);
    found.map_or(&[], |it| &it.1)
}

/// The statuses of a response: `404`, `[4]` for `4XX`, `any` where it holds the status, `only` where it does not.
fn documented(it: &Response) -> String {
    match (it.status, it.class) {
        (Some(_), _) if it.documented == "default" => "only".to_owned(),
        (Some(code), _) => code.to_string(),
        (None, Some(class)) => format!("[{class}]"),
        (None, None) => "any".to_owned(),
    }
}

/// The module with a static for each operation of a tag.
fn routes(lines: &mut Lines, module: &Module, calls: &[Call]) {
    lines.line("");
    lines.line("/// The operations as the document has them, by the names of their methods.");
    lines.open("pub mod operations {");
    lines.open("client_routes! {");
    for (it, call) in module.operations.iter().zip(calls) {
        let (method, path) = it.route.split_once(' ').unwrap_or_default();
        let function = it.function.trim_start_matches("r#");
        let id = it.id.as_deref().unwrap_or(function);
        let accept: Vec<&str> = call.accept.iter().map(|it| &**it).collect();
        let accept = accept.join(", ");
        let accept: String = accept
            .chars()
            .filter(|it| matches!(it, ' '..='~'))
            .collect();
        let security = call.security.iter().map(|schemes| {
            let schemes = schemes.iter().map(|(name, scopes)| {
                let scopes: Vec<&str> = scopes.iter().map(|it| &**it).collect();
                format!("{name:?} {scopes:?}")
            });
            format!("[{}]", schemes.collect::<Vec<_>>().join(", "))
        });
        let mut words = vec![
            format!("{} =", it.constant),
            format!("{id:?} {method:?}"),
            format!("{path:?} {:?}", it.tags),
            format!("{accept:?}"),
            format!("[{}]", security.collect::<Vec<_>>().join(", ")),
        ];
        if !call.streamed.is_empty() {
            let rows = call.streamed.iter().map(|(status, media, is_streamed)| {
                let status = match status.as_str() {
                    "default" => "any".to_owned(),
                    it => match it.strip_suffix("XX") {
                        Some(class) => format!("[{class}]"),
                        None => it.to_owned(),
                    },
                };
                format!("{media:?} {is_streamed} {status}")
            });
            words.push(format!(
                "streamed [{}]",
                rows.collect::<Vec<_>>().join(", ")
            ));
        }
        if !call.redirects.is_empty() {
            words.push(format!("redirects {:?}", call.redirects));
        }
        if let Some(last) = words.last_mut() {
            last.push(';');
        }
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

/// An entry of a table: what stands before its braces, and what stands in them.
type Entry = (String, Vec<String>);

/// What stands in the tables below the routes, by the name of their macros.
#[derive(Default)]
struct Tables {
    sends: Vec<Entry>,
    sent_bodies: Vec<Entry>,
    sent_parts: Vec<Entry>,
    receives: Vec<Entry>,
    received_bodies: Vec<Entry>,
}

impl Tables {
    fn of(endpoints: &[Endpoint], calls: &[Call]) -> Self {
        let mut tables = Self::default();
        for (endpoint, call) in endpoints.iter().zip(calls) {
            if let Some(request) = &endpoint.request {
                tables.sends.push(sent(request, call));
                let bodies = request.body.as_ref();
                tables
                    .sent_bodies
                    .extend(bodies.map(|it| sent_body(it, call)));
                tables.sent_parts.extend(request.parts.iter().map(parts));
            }
            if call.answer == Answer::Head {
                continue;
            }
            if let Output::Enum { name, variants } = &endpoint.output {
                let whole = match call.answer {
                    Answer::One(_) | Answer::Whole => "whole: ",
                    _ => ": ",
                };
                let arms = variants.iter().map(|(variant, it)| arm(variant, it, call));
                tables
                    .receives
                    .push((format!("{whole}{name}"), arms.collect()));
            }
            if let Some(errors) = &endpoint.errors {
                let arms = errors
                    .variants
                    .iter()
                    .map(|(variant, it)| arm(variant, it, call));
                let head = format!(": {}<Never>", errors.name);
                tables.receives.push((head, arms.collect()));
            }
            for response in endpoint.responses() {
                if let ResponseBody::Enum(bodies) = &response.body {
                    let entry = received_bodies(bodies, layouts_of(call, response));
                    tables.received_bodies.push(entry);
                }
            }
        }
        tables
    }

    /// Those that have any entries.
    fn all(&self) -> Vec<(&'static str, &[Entry])> {
        let mut all = vec![
            ("sends", &self.sends[..]),
            ("sent_bodies", &self.sent_bodies),
            ("sent_parts", &self.sent_parts),
            ("receives", &self.receives),
            ("received_bodies", &self.received_bodies),
        ];
        all.retain(|it| !it.1.is_empty());
        all
    }
}

fn table(lines: &mut Lines, name: &str, entries: &[Entry]) {
    lines.line("");
    lines.open(format!("{name}! {{"));
    for (head, parts) in entries {
        lines.entry(head, parts);
    }
    lines.close("}");
}

/// `ListPetsRequest { limit = parameter(QUERY "limit"), body = json("application/json") },`
fn sent(it: &Request, call: &Call) -> Entry {
    let mut parameters = call.parameters.iter();
    let fields = it.fields.iter().map(|field| {
        let name = &field.name;
        let how = match field.source {
            FieldSource::Parameter => match parameters.next() {
                Some(it) => parameter(it),
                None => String::new(),
            },
            FieldSource::Accept => "accept()".to_owned(),
            FieldSource::Body(coding, of) => {
                let layout = call.body.first();
                format!("{}{}", presence(of), writer(coding, layout))
            }
            FieldSource::BodyEnum(of) => format!("{}choice()", presence(of)),
        };
        format!("{name} = {how}")
    });
    (it.name.to_string(), fields.collect())
}

fn presence(it: BodyPresence) -> &'static str {
    match it {
        BodyPresence::Required => "",
        BodyPresence::Optional => "optional ",
        BodyPresence::Nullable => "nullable ",
    }
}

/// `parameter(QUERY "tags" style PipeDelimited explode false)`: what is as it is without being said is left out.
fn parameter(it: &Parameter) -> String {
    if let Some(encodings) = &it.form {
        return format!("query_form({:?}{})", it.name, encoding_rows(encodings));
    }
    let (location, style, explode) = match it.location {
        Location::Path => ("PATH", Style::Simple, false),
        Location::Query => ("QUERY", Style::Form, true),
        Location::Header => ("HEADER", Style::Simple, false),
        Location::Cookie => ("COOKIE", Style::Form, true),
        Location::Querystring => ("QUERYSTRING", Style::Simple, false),
    };
    let mut text = format!("parameter({location} {:?}", it.name);
    if it.style != style {
        text.push_str(&format!(" style {:?}", it.style));
    }
    if it.explode != explode {
        text.push_str(&format!(" explode {}", it.explode));
    }
    if it.allow_reserved {
        text.push_str(" reserved true");
    }
    if let Some(style) = it.item_style {
        text.push_str(&format!(" items {style:?}"));
    }
    text + ")"
}

/// ` "tags" PipeDelimited false, "at" Form true`
fn encoding_rows(encodings: &[(Arc<str>, Encoding)]) -> String {
    let rows = encodings.iter().map(|(name, it)| {
        let items = it.item_style.map(|it| format!(" {it:?}"));
        format!(
            " {name:?} {:?} {}{}",
            it.style,
            it.explode,
            items.unwrap_or_default()
        )
    });
    rows.collect::<Vec<_>>().join(",")
}

/// ` "photo" "image/png", "tags" "" Form false, "0" "multipart/mixed" { "X-A" "1" } ["0" "text/plain"]`
fn part_rows(parts: &[Part]) -> String {
    let rows = parts.iter().map(|it| {
        let style = it.style.map(|it| {
            let items = it.item_style.map(|it| format!(" {it:?}"));
            format!(
                " {:?} {}{}",
                it.style,
                it.explode,
                items.unwrap_or_default()
            )
        });
        let headers = it.headers.iter();
        let headers: Vec<_> = headers.map(|it| format!("{:?} {:?}", it.0, it.1)).collect();
        let headers = match headers.is_empty() {
            true => String::new(),
            false => format!(" {{ {} }}", headers.join(", ")),
        };
        let within = match it.within.is_empty() {
            true => String::new(),
            false => format!(" [{}]", part_rows(&it.within).trim_start()),
        };
        let style = style.unwrap_or_default();
        format!(" {:?} {:?}{style}{headers}{within}", it.name, it.media)
    });
    rows.collect::<Vec<_>>().join(",")
}

/// How a body is written: `json("application/json")`.
fn writer(coding: Coding, layout: Option<&Layout>) -> String {
    let media = layout.map_or("", |it| &it.sent_as);
    let rows = match (coding, layout) {
        (Coding::Form, Some(it)) => encoding_rows(&it.encodings),
        (Coding::Parts | Coding::Multipart | Coding::Items(Sequence::Parts), Some(it)) => {
            part_rows(&it.parts)
        }
        _ => String::new(),
    };
    let how = match coding {
        Coding::Json => "json",
        Coding::Form => "form",
        Coding::Parts => "parts",
        Coding::Multipart if layout.is_some_and(|it| it.is_positional) => "positioned",
        Coding::Multipart => "multipart",
        Coding::Text => "text",
        Coding::Stream | Coding::Events => "stream",
        Coding::Items(Sequence::Lines) => "lines",
        Coding::Items(Sequence::Texts) => "sequence",
        Coding::Items(Sequence::Events) => "typed_events",
        Coding::Items(Sequence::Parts) => "part_items",
    };
    format!("{how}({media:?}{rows})")
}

/// `CreatePetBody { Json = json("application/json") },`
fn sent_body(it: &BodyEnum, call: &Call) -> Entry {
    let variants = it.variants.iter().enumerate();
    let variants =
        variants.map(|(at, it)| format!("{} = {}", it.name, writer(it.coding, call.body.get(at))));
    (it.name.to_string(), variants.collect())
}

/// `CreatePetPart { Name = value("name"), Photo = file("photo"), Other = other },`
fn parts(it: &PartEnum) -> Entry {
    let variants = it.variants.iter().map(|part| {
        let how = match part.ty {
            Some(_) if part.is_list => "values",
            Some(_) => "value",
            None => "file",
        };
        format!("{} = {how}({:?})", part.name, part.wire)
    });
    let other = format!("{} = other", it.other);
    (it.name.to_string(), variants.chain([other]).collect())
}

/// `Created { location = "Location" Simple false } = json("application/json") 201`
fn arm(variant: &str, it: &Response, call: &Call) -> String {
    let headers = match &header_parts(it)[..] {
        [] => String::new(),
        all => format!(" {{ {} }}", all.join(", ")),
    };
    let how = reader(&it.body, layouts_of(call, it));
    format!("{variant}{headers} = {how} {}", documented(it))
}

/// `location = "Location" Simple false`
fn header_parts(response: &Response) -> Vec<String> {
    let headers = response.headers.iter().map(|it| {
        let style = match it.style {
            HeaderStyle::Simple => "Simple false",
            HeaderStyle::Exploded => "Simple true",
            HeaderStyle::Spaced => "SpaceDelimited false",
            HeaderStyle::Tabbed => "TabDelimited false",
            HeaderStyle::Piped => "PipeDelimited false",
            HeaderStyle::Json => "Json false",
        };
        format!("{} = {:?} {style}", it.name, it.wire)
    });
    headers.collect()
}

/// `GetPetOkBody { Json = json("application/json"), Text = text("text/plain") },`
fn received_bodies(bodies: &BodyEnum, layouts: &[Layout]) -> Entry {
    let variants = bodies.variants.iter().enumerate();
    let variants =
        variants.map(|(at, it)| format!("{} = {}", it.name, reader_of(it, layouts.get(at))));
    (bodies.name.to_string(), variants.collect())
}

/// `NotFound = json("application/json") { retry_after = "Retry-After" Simple false },`
fn shared_response(it: &SharedResponse, layouts: &[Layout]) -> Entry {
    let how = reader(&it.response.body, layouts);
    (format!("{} = {how}", it.name), header_parts(&it.response))
}

/// How a body is read: `json("application/json")`.
fn reader(body: &ResponseBody, layouts: &[Layout]) -> String {
    match body {
        ResponseBody::Empty => "empty()".to_owned(),
        ResponseBody::One(only) => reader_of(only, layouts.first()),
        ResponseBody::Enum(_) | ResponseBody::Shared(_) => "payload()".to_owned(),
    }
}

fn reader_of(it: &BodyVariant, layout: Option<&Layout>) -> String {
    let rows = match (it.coding, layout) {
        (Coding::Form, Some(layout)) => encoding_rows(&layout.encodings),
        _ => String::new(),
    };
    let how = match it.coding {
        Coding::Json => "json",
        Coding::Form => "form",
        Coding::Text => "text",
        Coding::Stream | Coding::Parts | Coding::Multipart | Coding::Items(Sequence::Parts) => {
            "stream"
        }
        Coding::Events => "events",
        Coding::Items(Sequence::Lines) => "lines",
        Coding::Items(Sequence::Texts) => "sequence",
        Coding::Items(Sequence::Events) => "typed_events",
    };
    format!("{how}({:?}{rows})", it.media)
}
