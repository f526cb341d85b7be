//! The operations of a tag → its module in `api`: requests, answers, and the trait.

use std::collections::BTreeSet;

use super::item::{RustApi, TypeRef};
use super::layout::{Lines, sort};
use super::operation::{
    Answer, Caller, Choice, Endpoint, Group, Parts, Payload, Reply, Request, Type, Variant,
};
use super::types::type_text;

/// The file `api.rs`.
pub fn root(groups: &[Group], multipart: bool) -> String {
    let mut lines = Lines::default();
    lines.line("//! What can be asked of the API, and what it answers: a trait for each tag.");
    lines.line("//!");
    lines.line("//! Implement the traits, hand the value to `server::router`, and every request that reaches a");
    lines.line("//! method is known to be one the document describes.");
    lines.line("");
    let mut modules: Vec<&str> = groups.iter().map(|it| &*it.module).collect();
    sort(&mut modules);
    for module in modules {
        lines.module("api", module);
    }
    lines.line("");
    let mut uses: Vec<_> = groups
        .iter()
        .map(|it| format!("{}::{}", it.module, it.trait_name))
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
                ],
            ),
            path => lines.line(format!("pub use self::{path};")),
        }
    }
    lines.line("pub use crate::runtime::api as runtime;");
    if multipart {
        lines.line("pub use crate::runtime::multipart;");
    }
    lines.finish()
}

/// The file of a tag's operations.
pub fn module(group: &Group, rust: &RustApi, allow_deprecated: bool) -> String {
    let mut body = Printer {
        rust,
        lines: Lines::default(),
        imports: BTreeSet::new(),
        runtime: BTreeSet::from(["NotImplemented", "not_implemented"]),
    };
    body.trait_item(group);
    for endpoint in &group.operations {
        body.items(group, endpoint);
    }
    let mut head = Lines::default();
    match &group.docs[..] {
        [] => head.line(format!("//! Operations of [`{}`].", group.trait_name)),
        docs => head.file_docs(docs),
    }
    head.line("");
    if allow_deprecated {
        head.line("#![allow(deprecated)]");
        head.line("");
    }
    let (std, other): (Vec<_>, Vec<_>) = body
        .imports
        .iter()
        .copied()
        .partition(|it| it.starts_with("std::"));
    for path in std {
        head.line(format!("use {path};"));
    }
    head.line("use std::future::Future;");
    head.line("");
    let (own, foreign): (Vec<_>, Vec<_>) =
        other.into_iter().partition(|it| it.starts_with("crate::"));
    match &foreign[..] {
        [] => {}
        ["chrono::DateTime", "chrono::FixedOffset", rest @ ..] => {
            head.line("use chrono::{DateTime, FixedOffset};");
            for path in rest {
                head.line(format!("use {path};"));
            }
            head.line("");
        }
        all => {
            for path in all {
                head.line(format!("use {path};"));
            }
            head.line("");
        }
    }
    let multipart = ["Multipart", "Part"];
    let multipart: Vec<_> = multipart
        .into_iter()
        .filter(|it| body.runtime.remove(it))
        .collect();
    let mut runtime: Vec<_> = body.runtime.into_iter().collect();
    sort(&mut runtime);
    head.import("use", "crate::runtime::api", &runtime);
    if !multipart.is_empty() {
        head.import("use", "crate::runtime::multipart", &multipart);
    }
    for path in own {
        head.line(format!("use {path};"));
    }
    head.finish() + &body.lines.finish()
}

/// The type of an answer, as the trait has it.
pub fn answer_text(rust: &RustApi, answer: &Answer) -> String {
    let mut printer = Printer {
        rust,
        lines: Lines::default(),
        imports: BTreeSet::new(),
        runtime: BTreeSet::new(),
    };
    printer.answer_type(answer)
}

struct Printer<'a> {
    rust: &'a RustApi,
    lines: Lines,
    imports: BTreeSet<&'static str>,
    runtime: BTreeSet<&'static str>,
}

/// What is imported rather than spelt out.
const IMPORTED: [(&str, &str); 4] = [
    ("std::collections::BTreeMap", "BTreeMap"),
    ("chrono::DateTime", "DateTime"),
    ("chrono::FixedOffset", "FixedOffset"),
    ("uuid::Uuid", "Uuid"),
];

/// rustfmt's width of the fields of a variant that stand on one line.
const SHORT_VARIANT: usize = 35;

impl Printer<'_> {
    fn trait_item(&mut self, group: &Group) {
        self.lines.line("");
        self.lines.docs(&if group.docs.is_empty() {
            vec!["What implements these operations.".to_owned()]
        } else {
            group.docs.clone()
        });
        self.lines.docs(&[
            String::new(),
            "A method that is not written yet answers `501 Not Implemented`.".to_owned(),
        ]);
        self.lines
            .line("#[allow(unused_variables, reason = \"what is not written yet uses none\")]");
        let name = &group.trait_name;
        self.lines
            .open_trait(&format!("pub trait {name}"), "Send + Sync + 'static");
        self.lines
            .line("/// A failure that the document does not describe.");
        self.lines.line("type Error: From<NotImplemented> + Send;");
        if group.has_principal() {
            self.lines.line("");
            self.lines
                .line("/// Who a caller is: what the authenticator makes of what they present.");
            self.lines.line("type Principal: Send;");
        }
        for endpoint in &group.operations {
            self.lines.line("");
            self.method(endpoint);
        }
        self.lines.close("}");
    }

    fn method(&mut self, endpoint: &Endpoint) {
        self.lines.docs(&endpoint.docs);
        if endpoint.deprecated {
            self.lines.line("#[deprecated]");
        }
        let mut parameters = vec!["&self".to_owned()];
        match endpoint.caller {
            Caller::Nobody => {}
            Caller::Anybody => parameters.push("caller: Option<Self::Principal>".to_owned()),
            Caller::Somebody => parameters.push("caller: Self::Principal".to_owned()),
        }
        if let Some(request) = &endpoint.request {
            parameters.push(format!("request: {}", request.name));
        }
        let answer = self.answer_type(&endpoint.answer);
        self.lines.function(
            &format!("fn {}", endpoint.function),
            &parameters,
            &format!("impl Future<Output = Result<{answer}, Self::Error>> + Send"),
            " {",
        );
        self.lines.indent();
        let name = endpoint.function.strip_prefix("r#");
        let name = name.unwrap_or(&endpoint.function);
        self.lines
            .call("not_implemented", &[format!("\"{name}\"")], "");
        self.lines.close("}");
    }

    fn answer_type(&mut self, answer: &Answer) -> String {
        match answer {
            Answer::Several { name, .. } => name.to_string(),
            Answer::Payload(reply) => match &reply.body {
                Payload::Empty => "()".to_owned(),
                Payload::One(variant) => self.ty(&variant.ty),
                Payload::Several(choice) => choice.name.to_string(),
            },
        }
    }

    fn items(&mut self, group: &Group, endpoint: &Endpoint) {
        // rustdoc takes a `#` for the beginning of an anchor.
        let function = endpoint.function.trim_start_matches("r#");
        let method = format!("{}::{function}", group.trait_name);
        if let Some(request) = &endpoint.request {
            self.request(request, &method);
            if let Some(choice) = &request.body {
                self.choice(choice, &format!("The body of [`{}`].", request.name));
            }
            for parts in &request.parts {
                self.parts(parts, &request.name);
            }
        }
        if let Answer::Several { name, replies } = &endpoint.answer {
            self.lines.line("");
            self.lines.line(format!("/// What [`{method}`] answers."));
            self.lines.line("#[derive(Debug)]");
            self.lines.open(format!("pub enum {name} {{"));
            for (variant, reply) in replies {
                self.reply(variant, reply);
            }
            self.lines.close("}");
        }
        for reply in endpoint.answer.replies() {
            if let Payload::Several(choice) = &reply.body {
                self.choice(choice, &format!("A body of the answer of [`{method}`]."));
            }
        }
    }

    fn request(&mut self, request: &Request, method: &str) {
        let is_plain = |ty: &Type| match ty {
            Type::Optional(inner) => matches!(**inner, Type::Ref(_)),
            ty => matches!(ty, Type::Ref(_) | Type::Accept),
        };
        let derives = if request.fields.iter().all(|it| is_plain(&it.ty)) {
            "#[derive(Debug, Clone)]"
        } else {
            "#[derive(Debug)]"
        };
        self.lines.line("");
        self.lines.line(format!("/// What [`{method}`] takes."));
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

    fn reply(&mut self, variant: &str, reply: &Reply) {
        let status = match &*reply.documented {
            "default" => "Another status".to_owned(),
            status => format!("`{status}`"),
        };
        match &reply.docs[..] {
            [] => self.lines.line(format!("/// {status}.")),
            [first, rest @ ..] => {
                self.lines.docs(&[format!("{status}: {first}")]);
                self.lines.docs(rest);
            }
        }
        let body = match &reply.body {
            Payload::Empty => None,
            Payload::One(only) => Some(self.ty(&only.ty)),
            Payload::Several(choice) => Some(choice.name.to_string()),
        };
        if reply.status.is_none() {
            self.runtime.insert("StatusCode");
        }
        let chosen = reply.status.is_none().then(|| "StatusCode".to_owned());
        if reply.headers.is_empty() {
            let fields: Vec<String> = chosen.into_iter().chain(body).collect();
            return self.lines.variant(variant, &fields);
        }
        let status = chosen.map(|it| format!("status: {it}"));
        let headers = reply.headers.iter();
        let headers = headers.map(|it| format!("{}: {}", it.name, self.ty(&it.ty)));
        let headers: Vec<String> = headers.collect();
        let body = body.map(|it| format!("body: {it}"));
        let has_docs = reply.headers.iter().any(|it| !it.docs.is_empty());
        let all = status.iter().chain(&headers).chain(&body).cloned();
        let all = all.collect::<Vec<_>>().join(", ");
        if !has_docs && all.chars().count() <= SHORT_VARIANT {
            return self.lines.line(format!("{variant} {{ {all} }},"));
        }
        self.lines.open(format!("{variant} {{"));
        if let Some(status) = status {
            self.lines.line(format!("{status},"));
        }
        for header in &reply.headers {
            self.lines.docs(&header.docs);
            let ty = self.ty(&header.ty);
            self.lines.field(&header.name, &ty);
        }
        if let Some(body) = body.as_deref().and_then(|it| it.strip_prefix("body: ")) {
            self.lines.field("body", body);
        }
        self.lines.close("},");
    }

    fn parts(&mut self, parts: &Parts, request: &str) {
        self.lines.line("");
        self.lines
            .line(format!("/// A part of the body of [`{request}`]."));
        self.lines.line("#[derive(Debug)]");
        self.lines.open(format!("pub enum {} {{", parts.name));
        for (variant, part) in &parts.variants {
            let ty = match &part.ty {
                Some(ty) => {
                    self.lines.docs(&[format!("`{}`", part.wire)]);
                    self.reference(ty)
                }
                None => {
                    self.lines
                        .docs(&[format!("`{}`: a file, as a stream.", part.wire)]);
                    self.of_runtime("Part").to_owned()
                }
            };
            self.lines.variant(variant, &[ty]);
        }
        self.lines.line("/// A part that is not documented.");
        let ty = self.of_runtime("Part").to_owned();
        self.lines.variant(&parts.other, &[ty]);
        self.lines.close("}");
    }

    fn choice(&mut self, choice: &Choice, docs: &str) {
        self.lines.line("");
        self.lines.line(format!("/// {docs}"));
        self.lines.line("#[derive(Debug)]");
        self.lines.open(format!("pub enum {} {{", choice.name));
        for Variant {
            name, media, ty, ..
        } in &choice.variants
        {
            self.lines.line(format!("/// `{media}`"));
            let ty = self.ty(ty);
            self.lines.variant(name, &[ty]);
        }
        self.lines.close("}");
    }

    fn ty(&mut self, ty: &Type) -> String {
        match ty {
            Type::Ref(it) => self.reference(it),
            Type::Optional(inner) => format!("Option<{}>", self.ty(inner)),
            Type::Local(name) => name.to_string(),
            Type::Accept => self.of_runtime("Accept").to_owned(),
            Type::Body => self.of_runtime("Body").to_owned(),
            Type::Multipart(parts) => {
                let multipart = self.of_runtime("Multipart");
                match parts {
                    Some(parts) => format!("{multipart}<{parts}>"),
                    None => multipart.to_owned(),
                }
            }
            Type::Events(item) => {
                let item = self.reference(item);
                format!("{}<{item}>", self.of_runtime("EventStream"))
            }
        }
    }

    fn of_runtime(&mut self, name: &'static str) -> &'static str {
        self.runtime.insert(name);
        name
    }

    fn reference(&mut self, it: &TypeRef) -> String {
        let text = type_text(self.rust, it);
        if text.contains("types::") {
            self.imports.insert("crate::types");
        }
        let mut short = text;
        for (path, name) in IMPORTED {
            if short.contains(path) {
                self.imports.insert(path);
                short = short.replace(path, name);
            }
        }
        short
    }
}
