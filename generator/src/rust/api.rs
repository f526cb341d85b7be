//! The operations of a tag → its module in `api`: the trait, and the types of requests and responses.

use std::sync::Arc;

use super::doc;
use super::item::RustApi;
use super::item::client::OTHERS;
use super::item::operation::{
    Auth, BodyEnum, BodyVariant, Endpoint, FieldSource, Module, OperationType, Output, PartEnum,
    Request, RequestField, Response, ResponseBody, SharedResponse,
};
use super::layout::{Lines, sort};
use super::parts::{self, Piece};
use super::paths::{Imports, Site, TypePrinter};
use super::types::foreign_of_operations;

/// The file `api.rs`.
pub fn root(rust: &RustApi) -> String {
    let multipart = rust.features.has_multipart();
    let mut lines = Lines::default();
    lines.line("//! The operations of the API: a trait for each tag, and the types of requests and responses.");
    lines.line("//!");
    lines.line("//! Implement the traits and hand the value to [`server::router`](crate::server::router). The server");
    lines.line("//! has authenticated the caller, decoded the request and validated it before it calls a method.");
    lines.line("");
    let mut modules: Vec<&str> = rust.modules.iter().map(|it| &*it.name).collect();
    modules.extend((!rust.responses.is_empty()).then_some("responses"));
    sort(&mut modules);
    for module in modules {
        lines.module("api", module);
    }
    lines.line("");
    let mut uses: Vec<_> = (rust.modules.iter())
        .map(|it| format!("{}::{}", it.name, it.trait_name))
        .collect();
    uses.push("runtime".to_owned());
    if multipart {
        uses.push("multipart::{Multipart, Part}".to_owned());
    }
    let mut uses: Vec<&str> = uses.iter().map(String::as_str).collect();
    sort(&mut uses);
    for path in uses {
        match path {
            "runtime" => lines.import(
                "pub use",
                "self::runtime",
                &[
                    "Accept",
                    "Body",
                    "BoxError",
                    "Event",
                    "EventStream",
                    "NotImplemented",
                    "Signal",
                ],
            ),
            path => lines.line(format!("pub use self::{path};")),
        }
    }
    lines.line("pub use crate::runtime::api as runtime;");
    if rust.server.context {
        lines.line("pub use crate::runtime::context::Context;");
    }
    if rust.features.has_items {
        lines.line("pub use crate::runtime::items::Items;");
    }
    if multipart {
        lines.line("pub use crate::runtime::multipart;");
    }
    foreign_of_operations(&mut lines, rust);
    lines.finish()
}

/// The files of a tag's operations: its own, which has the trait, and those beneath it, each with its name.
pub fn module(rust: &RustApi, module: &Module) -> (String, Vec<(String, String)>) {
    let mut body = Printer::new(rust);
    body.types.imports.add("std::future", "Future");
    if !rust.server.required_methods {
        body.of_runtime("NotImplemented");
        body.of_runtime("not_implemented");
    }
    body.trait_item(module);
    let (trait_text, mut imports) = body.take();
    let mut printed = Vec::with_capacity(module.operations.len());
    for endpoint in &module.operations {
        body.items(module, None, endpoint);
        printed.push(body.take());
    }
    let pieces: Vec<Piece<'_>> = (module.operations.iter().zip(&printed))
        .map(|(endpoint, (text, _))| Piece {
            route: &endpoint.route,
            lines: text.matches('\n').count(),
        })
        .collect();
    let (own, mut parts) = parts::parts(trait_text.matches('\n').count(), &pieces);
    let mut text = trait_text;
    for (more, needed) in own.iter().map(|it| &printed[*it]) {
        text.push_str(more);
        imports.extend(needed);
    }
    let mut head = Lines::default();
    match &module.docs[..] {
        [] => head.line(format!("//! Operations of [`{}`].", module.trait_name)),
        docs => head.file_docs(docs),
    }
    allowing(&mut head, rust);
    if !parts.is_empty() {
        let mut imported = Lines::default();
        imports.print(&mut imported);
        let known = imported.finish() + &text;
        parts::declare(&mut head, &module.name, &mut parts, &known, true);
        head.line("");
    }
    imports.print(&mut head);
    let mut files = Vec::with_capacity(parts.len());
    for part in parts {
        let mut head = Lines::default();
        head.line(format!(
            "//! Requests and responses of operations of [`{}`](super::{0}): those of `{}`.",
            module.trait_name, part.word
        ));
        allowing(&mut head, rust);
        let mut items = Printer::new(rust);
        for at in part.pieces {
            items.items(module, Some("super"), &module.operations[at]);
        }
        items.types.imports.print(&mut head);
        files.push((part.name, head.finish() + &items.lines.finish()));
    }
    (head.finish() + &text, files)
}

/// What stands between the documentation of a file and its imports.
pub fn allowing(head: &mut Lines, rust: &RustApi) {
    head.line("");
    if rust.features.deprecated {
        head.line("#![allow(deprecated)]");
        head.line("");
    }
}

/// The file of the responses that operations share.
pub fn responses(rust: &RustApi) -> String {
    let mut body = Printer::new(rust);
    for it in &rust.responses {
        body.shared_response(it);
    }
    let mut head = Lines::default();
    head.line(
        "//! Responses that several operations have in common: those of `components/responses`.",
    );
    if !body.types.imports.is_empty() {
        head.line("");
        body.types.imports.print(&mut head);
    }
    head.finish() + &body.lines.finish()
}

/// What the method of an operation returns, as the trait has it.
pub fn output_text(rust: &RustApi, output: &Output) -> String {
    Printer::new(rust).output(output)
}

/// The head of a method as an implementer writes it.
pub struct Signature {
    /// Its parameters: `&self`, `request: GetPetRequest`.
    pub parameters: Vec<String>,
    /// What it answers.
    pub output: String,
    /// What it fails with.
    pub error: String,
    /// What the types among these are imported by.
    pub imports: Imports,
    /// Which of them stand in the module of the trait.
    pub local: Vec<Arc<str>>,
}

/// The head of the method of an operation, for an implementer with these types.
pub fn signature(rust: &RustApi, endpoint: &Endpoint, principal: &str, error: &str) -> Signature {
    let mut printer = Printer::new(rust);
    let parameters = printer.parameters(endpoint, principal);
    let output = printer.output(&endpoint.output);
    let answer = match &endpoint.output {
        Output::Enum { name, .. } => Some(name),
        Output::Body(response) => match &response.body {
            ResponseBody::Enum(bodies) => Some(&bodies.name),
            ResponseBody::One(BodyVariant {
                ty: OperationType::Local(name),
                ..
            }) => Some(name),
            ResponseBody::Empty | ResponseBody::One(_) | ResponseBody::Shared(_) => None,
        },
    };
    let failure = endpoint.errors.as_ref().map(|it| &it.name);
    Signature {
        parameters,
        output,
        error: error_text(endpoint, error),
        imports: printer.types.imports,
        local: answer.into_iter().chain(failure).cloned().collect(),
    }
}

fn error_text(endpoint: &Endpoint, error: &str) -> String {
    match &endpoint.errors {
        Some(it) => format!("{}<{error}>", it.name),
        None => error.to_owned(),
    }
}

struct Printer<'a> {
    rust: &'a RustApi,
    lines: Lines,
    types: TypePrinter<'a>,
}

/// rustfmt's width of the fields of a variant that stand on one line.
const SHORT_VARIANT: usize = 35;

impl<'a> Printer<'a> {
    fn new(rust: &'a RustApi) -> Self {
        Self {
            rust,
            lines: Lines::default(),
            types: TypePrinter::new(rust, Site::Api),
        }
    }

    fn trait_item(&mut self, module: &Module) {
        self.lines.line("");
        let handled = match &module.tag {
            Some(tag) => format!("tagged {}", doc::code(tag)),
            None => "without a tag".to_owned(),
        };
        self.lines.docs(&doc::lines(&format!(
            "Handler for the operations {handled}."
        )));
        if !module.docs.is_empty() {
            self.lines.docs(&[String::new()]);
            self.lines.docs(&module.docs);
        }
        if !self.rust.server.required_methods {
            self.lines.docs(&[
                String::new(),
                "A method that is not overridden responds with `501 Not Implemented`.".to_owned(),
            ]);
            self.lines
                .line("#[allow(unused_variables, reason = \"the default methods use none\")]");
        }
        let name = &module.trait_name;
        self.lines
            .open_trait(&format!("pub trait {name}"), "Send + Sync + 'static");
        self.lines
            .line("/// An error that becomes a response which the document does not describe.");
        self.lines.line(match self.rust.server.required_methods {
            true => "type Error: Send;",
            false => "type Error: From<NotImplemented> + Send;",
        });
        if module.is_guarded() {
            self.lines.line("");
            self.lines
                .line("/// The authenticated caller, as the server's `Authenticator` returns it.");
            self.lines.line("type Principal: Send;");
        }
        for endpoint in &module.operations {
            self.lines.line("");
            self.method(endpoint);
        }
        self.lines.close("}");
    }

    /// What a method takes.
    fn parameters(&mut self, endpoint: &Endpoint, principal: &str) -> Vec<String> {
        let mut parameters = vec!["&self".to_owned()];
        if self.rust.server.context {
            parameters.push(format!("context: &{}", self.of_runtime("Context")));
        }
        match endpoint.auth {
            Auth::None => {}
            Auth::Optional => parameters.push(format!("caller: Option<{principal}>")),
            Auth::Required => parameters.push(format!("caller: {principal}")),
        }
        if let Some(request) = &endpoint.request {
            parameters.push(format!("request: {}", request.name));
        }
        parameters
    }

    fn method(&mut self, endpoint: &Endpoint) {
        self.lines.docs(&endpoint.docs);
        if endpoint.deprecated {
            self.lines.line("#[deprecated]");
        }
        let parameters = self.parameters(endpoint, "Self::Principal");
        let output = self.output(&endpoint.output);
        let error = error_text(endpoint, "Self::Error");
        self.lines.function(
            &format!("fn {}", endpoint.function),
            &parameters,
            &format!("impl Future<Output = Result<{output}, {error}>> + Send"),
            if self.rust.server.required_methods {
                ";"
            } else {
                " {"
            },
        );
        if self.rust.server.required_methods {
            return;
        }
        self.lines.indent();
        let name = endpoint.function.strip_prefix("r#");
        let name = name.unwrap_or(&endpoint.function);
        self.lines
            .call("not_implemented", &[format!("\"{name}\"")], "");
        self.lines.close("}");
    }

    fn output(&mut self, output: &Output) -> String {
        match output {
            Output::Enum { name, .. } => name.to_string(),
            Output::Body(response) => match &response.body {
                ResponseBody::Empty => "()".to_owned(),
                ResponseBody::One(variant) => self.ty(&variant.ty),
                ResponseBody::Enum(bodies) => bodies.name.to_string(),
                ResponseBody::Shared(name) => self.shared(name),
            },
        }
    }

    /// The path of a response that operations share.
    fn shared(&mut self, name: &str) -> String {
        self.types.imports.add("crate::api", "responses");
        format!("responses::{name}")
    }

    /// What was printed, and what it is imported by.
    fn take(&mut self) -> (String, Imports) {
        let lines = std::mem::take(&mut self.lines);
        (lines.finish(), std::mem::take(&mut self.types.imports))
    }

    /// The types of an operation; `above` is what leads to its trait where that stands in another file.
    fn items(&mut self, module: &Module, above: Option<&str>, endpoint: &Endpoint) {
        // rustdoc takes a `#` for the beginning of an anchor.
        let function = endpoint.function.trim_start_matches("r#");
        let path = format!("{}::{function}", module.trait_name);
        let method = match above {
            Some(above) => format!("[`{path}`]({above}::{path})"),
            None => format!("[`{path}`]"),
        };
        if let Some(request) = &endpoint.request {
            self.request(request, &method);
            if let Some(bodies) = &request.body {
                self.body_enum(bodies, &format!("The body of [`{}`].", request.name));
            }
            for parts in &request.parts {
                self.part_enum(parts, &request.name);
            }
        }
        if let Output::Enum { name, variants } = &endpoint.output {
            self.lines.line("");
            self.lines.line(format!("/// The responses of {method}."));
            self.lines.line("#[derive(Debug)]");
            self.lines.open(format!("pub enum {name} {{"));
            for (variant, response) in variants {
                self.response(variant, response);
            }
            self.lines.close("}");
        }
        if let Some(errors) = &endpoint.errors {
            self.lines.line("");
            self.lines.line(format!("/// The errors of {method}."));
            self.lines.line("#[derive(Debug)]");
            self.lines.open(format!("pub enum {}<E> {{", errors.name));
            for (variant, response) in &errors.variants {
                self.response(variant, response);
            }
            self.lines
                .line("/// An error that the document does not describe.");
            self.lines.variant(&errors.other, &["E".to_owned()]);
            self.lines.close("}");
        }
        for response in endpoint.responses() {
            if let ResponseBody::Enum(bodies) = &response.body {
                self.body_enum(bodies, &format!("The body of a response of {method}."));
            }
        }
    }

    fn request(&mut self, request: &Request, method: &str) {
        let is_plain = |ty: &OperationType| match ty {
            OperationType::Optional(inner) => matches!(**inner, OperationType::Ref(_)),
            ty => matches!(ty, OperationType::Ref(_) | OperationType::Accept),
        };
        let derives = if request.fields.iter().all(|it| is_plain(&it.ty)) {
            "#[derive(Debug, Clone)]"
        } else {
            "#[derive(Debug)]"
        };
        self.lines.line("");
        let is_body = |it: &RequestField| {
            matches!(it.source, FieldSource::Body(..) | FieldSource::BodyEnum(_))
        };
        let bodies = request.fields.iter().filter(|it| is_body(it)).count();
        let parts = match (request.fields.len() - bodies, bodies) {
            (_, 0) => "The parameters",
            (0, _) => "The body",
            _ => "The parameters and the body",
        };
        self.lines.line(format!("/// {parts} of {method}."));
        self.lines.line(derives);
        self.lines.open(format!("pub struct {} {{", request.name));
        for field in &request.fields {
            self.lines.docs(&field.docs);
            if field.deprecated {
                self.lines.line("#[deprecated]");
            }
            let ty = self.ty(&field.ty);
            self.lines.field(&format!("pub {}", field.name), &ty);
        }
        self.lines.close("}");
    }

    fn response(&mut self, variant: &str, response: &Response) {
        let status = match &*response.documented {
            "default" => "Any other status".to_owned(),
            status => format!("`{status}`"),
        };
        match &response.docs[..] {
            [] => self.lines.line(format!("/// {status}.")),
            [first, rest @ ..] => {
                self.lines.docs(&[format!("{status}: {first}")]);
                self.lines.docs(rest);
            }
        }
        let body = self.body(&response.body);
        if response.status.is_none() {
            self.of_runtime("StatusCode");
        }
        let chosen = response.status.is_none().then(|| "StatusCode".to_owned());
        if response.headers.is_empty() {
            let fields: Vec<String> = chosen.into_iter().chain(body).collect();
            return self.lines.variant(variant, &fields);
        }
        let status = chosen.map(|it| format!("status: {it}"));
        let headers = response.headers.iter();
        let headers = headers.map(|it| format!("{}: {}", it.name, self.ty(&it.ty)));
        let headers: Vec<String> = headers.collect();
        let body = body.map(|it| format!("body: {it}"));
        let has_docs = response.headers.iter().any(|it| !it.docs.is_empty());
        let all = status.iter().chain(&headers).chain(&body).cloned();
        let all = all.collect::<Vec<_>>().join(", ");
        if !has_docs && all.chars().count() <= SHORT_VARIANT {
            return self.lines.line(format!("{variant} {{ {all} }},"));
        }
        self.lines.open(format!("{variant} {{"));
        if let Some(status) = status {
            self.lines.line(format!("{status},"));
        }
        for header in &response.headers {
            self.lines.docs(&header.docs);
            let ty = self.ty(&header.ty);
            self.lines.field(&header.name, &ty);
        }
        if let Some(body) = body.as_deref().and_then(|it| it.strip_prefix("body: ")) {
            self.lines.field("body", body);
        }
        self.lines.close("},");
    }

    fn body(&mut self, body: &ResponseBody) -> Option<String> {
        match body {
            ResponseBody::Empty => None,
            ResponseBody::One(only) => Some(self.ty(&only.ty)),
            ResponseBody::Enum(bodies) => Some(bodies.name.to_string()),
            ResponseBody::Shared(name) => Some(self.shared(name)),
        }
    }

    /// A struct of a body, or of headers and a body.
    fn shared_response(&mut self, it: &SharedResponse) {
        let SharedResponse {
            name,
            component,
            response,
        } = it;
        let body = self.body(&response.body);
        self.lines.line("");
        let of = doc::code(component);
        self.lines.docs(&doc::lines(&format!("The response {of}.")));
        if !response.docs.is_empty() {
            self.lines.docs(&[String::new()]);
            self.lines.docs(&response.docs);
        }
        self.lines.line("#[derive(Debug)]");
        match (&response.headers[..], body) {
            ([], None) => self.lines.line(format!("pub struct {name};")),
            ([], Some(body)) => self.lines.tuple_struct(name, &body),
            (headers, body) => {
                self.lines.open(format!("pub struct {name} {{"));
                for header in headers {
                    self.lines.docs(&header.docs);
                    let ty = self.ty(&header.ty);
                    self.lines.field(&format!("pub {}", header.name), &ty);
                }
                if let Some(body) = body {
                    self.lines.line("/// The body.");
                    self.lines.field("pub body", &body);
                }
                self.lines.close("}");
            }
        }
        if let ResponseBody::Enum(bodies) = &response.body {
            self.body_enum(bodies, &format!("The body of [`{name}`]."));
        }
    }

    fn part_enum(&mut self, parts: &PartEnum, request: &str) {
        self.lines.line("");
        self.lines
            .line(format!("/// A part of the body of [`{request}`]."));
        self.lines.line("#[derive(Debug)]");
        self.lines.open(format!("pub enum {} {{", parts.name));
        for part in &parts.variants {
            let which = match &*part.wire {
                OTHERS if parts.is_positional => "Each further part".to_owned(),
                at if parts.is_positional => format!("The part at position {at}"),
                name => format!("`{name}`"),
            };
            let ty = match &part.ty {
                Some(ty) => {
                    let end = if parts.is_positional { "." } else { "" };
                    self.lines.docs(&[format!("{which}{end}")]);
                    self.types.text(ty)
                }
                None => {
                    self.lines.docs(&[format!("{which}: a file, as a stream.")]);
                    self.of_runtime("Part").to_owned()
                }
            };
            self.lines.variant(&part.name, &[ty]);
        }
        self.lines.line("/// A part that is not documented.");
        let ty = self.of_runtime("Part").to_owned();
        self.lines.variant(&parts.other, &[ty]);
        self.lines.close("}");
    }

    fn body_enum(&mut self, bodies: &BodyEnum, docs: &str) {
        self.lines.line("");
        self.lines.line(format!("/// {docs}"));
        self.lines.line("#[derive(Debug)]");
        self.lines.open(format!("pub enum {} {{", bodies.name));
        for BodyVariant {
            name, media, ty, ..
        } in &bodies.variants
        {
            self.lines.line(format!("/// `{media}`"));
            let ty = self.ty(ty);
            self.lines.variant(name, &[ty]);
        }
        self.lines.close("}");
    }

    fn ty(&mut self, ty: &OperationType) -> String {
        self.types.operation(ty)
    }

    /// An item of the run-time that `api` has.
    fn of_runtime(&mut self, name: &'static str) -> &'static str {
        self.types.of_api(name)
    }
}
