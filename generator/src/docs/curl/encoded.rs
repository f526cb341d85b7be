//! An operation → a request with curl that the emitted server reads: each parameter and field encoded as it is decoded there.

use verbatim_runtime::description::{Location, Style};
use verbatim_runtime::style::Rule;

use super::super::context::Context;
use super::super::grammar;
use super::super::json::Json;
use super::super::sample::sample;
use super::super::status;
use super::super::values::Values;
use super::address::{address, raw_body_file};
use super::draft::{Draft, DraftBody};
use super::words::{quoted, word};
use super::{fields, parts};
use crate::analysis::media::{Coding, Sequence, coding};
use crate::analysis::walk;
use crate::describe::{Direction, travel};
use crate::model::{
    MediaRange, MediaType, Method, Operation, Parameter, ParameterIn, ParameterShape, SchemaId,
    SecuritySchemeKind, is_token,
};

/// The lines of the sample.
pub fn request<'a>(cx: &Context<'a>, values: &Values<'a>, operation: &'a Operation) -> String {
    filled(cx, values, operation).text()
}

/// The same request for samples in other languages.
pub fn draft<'a>(cx: &Context<'a>, values: &Values<'a>, operation: &'a Operation) -> Draft<'a> {
    let request = filled(cx, values, operation);
    let url = request.url();
    let content = operation.request_body.as_ref();
    let content = content.and_then(|it| it.content.first());
    let is_basic = request.arguments.iter().any(|it| it == grammar::CURL_BASIC);
    Draft {
        method: operation.method.as_upper(),
        url,
        headers: request.headers,
        is_basic,
        body: content.map_or(DraftBody::None, |it| draft_body(cx, it)),
    }
}

fn draft_body<'a>(cx: &Context<'a>, content: &'a MediaType) -> DraftBody<'a> {
    match coding(cx.api, content) {
        Coding::Json => match fields::value(cx, content) {
            Some(value) => DraftBody::Json(value),
            None => DraftBody::File,
        },
        Coding::Form => DraftBody::Form(fields::decoded(cx, content)),
        Coding::Parts | Coding::Multipart => {
            let is_form = content.range().is("multipart/form-data");
            DraftBody::Parts(parts::parts(cx, content), is_form)
        }
        Coding::Text => match fields::value(cx, content) {
            Some(value) => DraftBody::Text(value.plain()),
            None => DraftBody::File,
        },
        _ => DraftBody::File,
    }
}

fn filled<'a, 'c>(
    cx: &'c Context<'a>,
    values: &'c Values<'a>,
    operation: &'a Operation,
) -> Request<'a, 'c> {
    let mut request = Request {
        cx,
        values,
        operation,
        query: Vec::new(),
        headers: Vec::new(),
        cookies: Vec::new(),
        arguments: Vec::new(),
    };
    request.fill();
    request
}

/// A request in the making.
struct Request<'a, 'c> {
    cx: &'c Context<'a>,
    values: &'c Values<'a>,
    operation: &'a Operation,
    /// `name=value`, encoded.
    query: Vec<String>,
    headers: Vec<(String, String)>,
    /// `name=value`.
    cookies: Vec<String>,
    /// Those that say how a caller is known or what the body is.
    arguments: Vec<String>,
}

/// How many values are tried where the usual one cannot be sent.
const MOST_TRIED: usize = 24;

impl<'a> Request<'a, '_> {
    fn fill(&mut self) {
        let body = self.operation.request_body.as_ref();
        let content = body.and_then(|it| it.content.first());
        if let Some(it) = content.and_then(|it| content_type(self.cx, it)) {
            self.header("Content-Type", it);
        }
        let answers = status::in_order(self.operation);
        if let Some(answer) = answers.iter().flat_map(|it| &it.content).next() {
            self.header("Accept", answer.name.to_string());
        }
        for it in &self.operation.parameters {
            self.parameter(it);
        }
        self.credentials();
        if !self.cookies.is_empty() {
            let cookies = self.cookies.join("; ");
            self.header("Cookie", cookies);
        }
        match raw_body_file(self.cx, self.operation) {
            Some(file) => {
                let file = quoted(&format!("@{file}"));
                self.arguments.push(format!("--data-binary {file}"));
            }
            None => self.arguments.extend(
                content
                    .into_iter()
                    .flat_map(|it| body_arguments(self.cx, it)),
            ),
        }
    }

    fn header(&mut self, name: &str, value: String) {
        self.headers.push((name.to_owned(), value));
    }

    fn url(&self) -> String {
        let servers = match &self.operation.servers[..] {
            [] => &self.cx.api.servers,
            own => own,
        };
        let mut url = address(self.cx, servers, self.operation);
        for (i, pair) in self.query.iter().enumerate() {
            url.push(if i == 0 && !url.contains('?') {
                '?'
            } else {
                '&'
            });
            url.push_str(pair);
        }
        url
    }

    fn text(self) -> String {
        let url = self.url();
        let mut out = grammar::CURL_COMMENT.to_owned();
        out.push_str("\ncurl ");
        match &self.operation.method {
            // With any other option curl waits for a body.
            Method::Head => out.push_str("--head"),
            method => out.extend(["-X ", method.as_upper()]),
        }
        out.push(' ');
        out.push_str(&word(&url));
        let headers = self.headers.into_iter();
        let headers = headers.map(|(name, value)| match value.is_empty() {
            // curl sends a header without a value where a semicolon stands behind its name.
            true => format!("-H {}", quoted(&format!("{name};"))),
            false => format!("-H {}", quoted(&format!("{name}: {value}"))),
        });
        for argument in headers.chain(self.arguments) {
            out.push_str(" \\\n  ");
            out.push_str(&argument);
        }
        out
    }

    /// Puts a parameter where it is sent.
    fn parameter(&mut self, parameter: &'a Parameter) {
        let is_optional = !parameter.required && parameter.location != ParameterIn::Header;
        if parameter.location == ParameterIn::Path || is_optional {
            return;
        }
        if parameter.location == ParameterIn::Header {
            // The sample has these from elsewhere.
            let name = parameter.name.to_ascii_lowercase();
            let is_said = match name.as_str() {
                "content-type" | "accept" => true,
                "authorization" => self.is_authorized(),
                _ => false,
            };
            // No request has a header of a name that is no token, which is told (V0315).
            if is_said || !is_token(&name) {
                return;
            }
        }
        if parameter.location == ParameterIn::Querystring {
            self.query.extend(self.whole_query(parameter));
            return;
        }
        let Some(Sent { text, is_refused }) = encoded(self.cx, self.values, parameter) else {
            return;
        };
        // What need not be sent is better left out.
        if is_refused && !parameter.required {
            return;
        }
        match parameter.location {
            ParameterIn::Query => self.query.push(text),
            ParameterIn::Cookie => self.cookies.push(text),
            _ => self.header(&parameter.name, text),
        }
    }

    /// Whether a scheme of the operation sends `Authorization`.
    fn is_authorized(&self) -> bool {
        let schemes = self.operation.security.first().into_iter();
        let mut schemes = schemes.flat_map(|it| &it.schemes);
        schemes.any(|(name, _)| {
            let scheme = self.cx.api.security_schemes.get(name);
            scheme.is_some_and(|it| {
                matches!(
                    it.kind,
                    SecuritySchemeKind::Http { .. }
                        | SecuritySchemeKind::OAuth2 { .. }
                        | SecuritySchemeKind::OpenIdConnect { .. }
                )
            })
        })
    }

    /// A query string that is one parameter (OpenAPI 3.2.0, section 4.12.1).
    fn whole_query(&self, parameter: &'a Parameter) -> Option<String> {
        let ParameterShape::Content(content) = &parameter.shape else {
            return None;
        };
        let examples = parameter.examples.iter().chain(&content.examples);
        let mut serialized = examples.filter_map(|it| it.serialized.as_deref());
        if let Some(text) = serialized.next() {
            return Some(text.to_owned());
        }
        let (value, _) = value_of(self.cx, self.values, parameter, &content.examples)?;
        match value {
            Json::Object(members) if content.range().is_form() => {
                let pairs = members
                    .iter()
                    .flat_map(|(name, it)| fields::pairs(content, name, it));
                Some(pairs.collect::<Vec<_>>().join("&"))
            }
            value => {
                let rule = Rule {
                    location: Location::Querystring,
                    style: Style::Json,
                    ..Rule::default()
                };
                rule.encode(&value.to_value()).ok().flatten()
            }
        }
    }

    /// What shows who the caller is, by the first alternative.
    fn credentials(&mut self) {
        let schemes = self.operation.security.first();
        let schemes = schemes.map_or(&[][..], |it| &it.schemes);
        let token = &self.cx.config.token;
        for (name, _) in schemes {
            let Some(scheme) = self.cx.api.security_schemes.get(name) else {
                continue;
            };
            match &scheme.kind {
                SecuritySchemeKind::OAuth2 { .. } | SecuritySchemeKind::OpenIdConnect { .. } => {
                    self.authorize("Bearer {access-token}");
                }
                SecuritySchemeKind::Http { scheme, .. } => match &*scheme.to_ascii_lowercase() {
                    "bearer" => self.authorize("Bearer {access-token}"),
                    "basic" => self.arguments.push(grammar::CURL_BASIC.to_owned()),
                    other => self.authorize(&format!("{} {{credentials}}", capitalized(other))),
                },
                SecuritySchemeKind::ApiKey { location, name } => match location {
                    ParameterIn::Cookie => self.cookies.push(format!("{name}={token}")),
                    ParameterIn::Query => {
                        let rule = Rule {
                            name,
                            ..Rule::default()
                        };
                        let pair = rule.encode(&token.as_str().into());
                        self.query.extend(pair.ok().flatten());
                    }
                    _ => self.header(name, token.clone()),
                },
                SecuritySchemeKind::MutualTls | SecuritySchemeKind::Undeclared => {}
            }
        }
    }

    fn authorize(&mut self, value: &str) {
        let line = ("Authorization".to_owned(), value.to_owned());
        if !self.headers.contains(&line) {
            self.headers.push(line);
        }
    }
}

/// `hoba` as `Hoba`.
fn capitalized(name: &str) -> String {
    let mut name = name.to_owned();
    if let Some(first) = name.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    name
}

/// Whether no value of a parameter was found that its schema accepts. A style that has no text for any is another matter.
pub fn has_none<'a>(cx: &Context<'a>, values: &Values<'a>, parameter: &'a Parameter) -> bool {
    if parameter.location == ParameterIn::Querystring {
        let of_content = of_content(parameter);
        let value = value_of(cx, values, parameter, of_content);
        return value.is_some_and(|it| it.1);
    }
    match parameter.shape.schema() {
        // `null` may be accepted, and has no text.
        Some(id) => {
            encoded(cx, values, parameter).is_some_and(|it| it.is_refused)
                && values.refuses(id, Direction::Request, &Json::Null)
        }
        None => false,
    }
}

/// What is sent for a parameter.
struct Sent {
    text: String,
    /// Whether its schema refuses it, and no other value was found.
    is_refused: bool,
}

/// The text of a parameter as it is sent.
fn encoded<'a>(cx: &Context<'a>, values: &Values<'a>, parameter: &'a Parameter) -> Option<Sent> {
    let location = travel::location(parameter.location);
    let rule = travel::rule(cx.api, &parameter.name, location, &parameter.shape);
    let (value, is_refused) = value_of(cx, values, parameter, of_content(parameter))?;
    let sent = |value: serde_json::Value| rule.encode(&value).ok().flatten();
    if let Some(text) = sent(value.to_value()) {
        return Some(Sent { text, is_refused });
    }
    // An empty list or text may have nothing to send, and what separates items may stand in one.
    let schema = parameter.shape.schema()?;
    let others = values.several(schema, Direction::Request, MOST_TRIED);
    let others = others.iter().map(|it| Json::from_node(it).to_value());
    let text = others.filter_map(sent).next()?;
    Some(Sent {
        text,
        is_refused: false,
    })
}

/// The examples of a parameter's content.
fn of_content(parameter: &Parameter) -> &[crate::model::Example] {
    match &parameter.shape {
        ParameterShape::Content(media) => &media.examples,
        ParameterShape::Schema { .. } => &[],
    }
}

/// A value of a parameter that its schema accepts, that of the document or one that is made; or one that it refuses, where none
/// was found.
fn value_of<'a>(
    cx: &Context<'a>,
    values: &Values<'a>,
    parameter: &'a Parameter,
    of_content: &'a [crate::model::Example],
) -> Option<(Json<'a>, bool)> {
    let schema: Option<SchemaId> = parameter.shape.schema();
    let examples = parameter.examples.iter().chain(of_content);
    let mut written = examples.filter_map(|it| it.value.as_ref());
    let accepted =
        written.find(|it| schema.is_none_or(|id| !values.refuses_node(id, Direction::Request, it)));
    if let Some(it) = accepted.map(Json::from_node).filter(Json::is_truthy) {
        return Some((it, false));
    }
    let schema = schema?;
    let made = sample(cx, schema, Some(walk::Direction::Sent));
    if made.value != Json::Null {
        return Some((made.value, made.is_refused));
    }
    // Of a value that may be anything there is nothing to send.
    let text = Json::String("string".into());
    let is_refused = values.refuses(schema, Direction::Request, &text);
    Some((text, is_refused))
}

/// What `Content-Type` says; nothing where curl says it.
fn content_type(cx: &Context<'_>, content: &MediaType) -> Option<String> {
    let range = content.range();
    if range.is("multipart/form-data") || range.is_form() {
        return None;
    }
    if range.is_multipart() {
        // Who sends it chooses the boundary, and says which.
        let name = sent_as(cx, content);
        let is_chosen = name.to_ascii_lowercase().contains("boundary=");
        let essence = || MediaRange::parse(&name).included().into_owned();
        return Some(if is_chosen { essence() } else { name });
    }
    Some(sent_as(cx, content))
}

/// A media type of which a body is: one that a range includes.
fn sent_as(cx: &Context<'_>, content: &MediaType) -> String {
    let range = content.range();
    if !range.is_range() {
        return content.name.to_string();
    }
    match coding(cx.api, content) {
        Coding::Json => "application/json".to_owned(),
        _ => range.included().into_owned(),
    }
}

/// The arguments that give the body.
fn body_arguments<'a>(cx: &Context<'a>, content: &'a MediaType) -> Vec<String> {
    let file = |it: &str| vec![it.to_owned()];
    match coding(cx.api, content) {
        Coding::Json => file("-d @body.json"),
        Coding::Form => fields::form(cx, content),
        Coding::Parts | Coding::Multipart | Coding::Items(Sequence::Parts) => {
            parts::arguments(&parts::parts(cx, content))
        }
        Coding::Text => file("--data-binary @body.txt"),
        Coding::Items(Sequence::Lines | Sequence::Texts) => file("--data-binary @body.json"),
        Coding::Events | Coding::Items(Sequence::Events) => file("--data-binary @body.txt"),
        Coding::Stream => file("--data-binary @FILE"),
    }
}
