//! A request → the typed request of an operation, with every fault it has.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::future::poll_fn;
use std::sync::Arc;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use axum::http::request::Parts;
use axum::http::{Method, StatusCode, header};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::runtime::api;

use super::answers::{Answers, WrittenAnswers};
use super::decode;
use super::media;
use super::parameter::{
    Decoding, Location, Pair, Parameter, Reader, Shape, Style, cookies, pairs, scalar,
};
use super::path::Template;
use super::problem::{Fault, Problem};
use super::route::{Rejection, Shared};
use super::schema::{Id, Place, Schemas, Written};
use super::security::{Authenticator, Need, Scheme, Security, authenticate};

/// What the document says of the API, as far as a server has to know it.
#[derive(Debug, Deserialize)]
pub(crate) struct Description {
    /// By method and path: `GET /pets/{id}`.
    pub(crate) operations: HashMap<String, Operation>,
    /// The JSON Schemas of components.
    pub(crate) schemas: BTreeMap<String, Written>,
    pub(crate) security_schemes: HashMap<String, Scheme>,
}

/// An operation as the document describes it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Operation {
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) body: Option<RequestBody>,
    /// Alternatives, each a list of schemes that have to be satisfied together.
    pub(crate) security: Vec<Vec<Wanted>>,
    /// The media types of its answers; empty where it has one without a body.
    pub(crate) produces: Vec<String>,
    /// The status of requests with faults, where it is not `400`.
    pub(crate) refusal: Option<u16>,
    /// Those of its answers that have properties callers are not sent.
    pub(crate) answers: WrittenAnswers,
}

/// A security scheme by its name, with the scopes it has to grant.
#[derive(Debug, Deserialize)]
pub(crate) struct Wanted {
    pub(crate) scheme: String,
    #[serde(default)]
    pub(crate) scopes: Vec<String>,
}

/// What the body of a request may be.
#[derive(Debug, Deserialize)]
pub(crate) struct RequestBody {
    #[serde(default)]
    pub(crate) required: bool,
    pub(crate) content: Vec<Media>,
}

/// One of the media types a body may have.
#[derive(Debug, Deserialize)]
pub(crate) struct Media {
    #[serde(rename = "type")]
    pub(crate) name: String,
    #[serde(rename = "as")]
    pub(crate) kind: Kind,
    /// The JSON Schema; `None` where anything goes.
    pub(crate) schema: Option<Value>,
    /// How the properties of a form or the parts of a multipart body are laid out, where the document says so.
    #[serde(default)]
    pub(crate) encoding: HashMap<String, Encoding>,
}

/// How a property of a form is laid out.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(crate) struct Encoding {
    pub(crate) style: Style,
    #[serde(default)]
    pub(crate) explode: bool,
}

/// How a body is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    Json,
    Form,
    /// `multipart/*` without files, which is held whole.
    Parts,
    /// `multipart/*` with files, part by part.
    Multipart,
    Text,
    Stream,
}

/// A parameter that the template captures.
#[derive(Debug, Clone, Copy)]
struct Captured {
    /// Which of the parameters it is.
    at: usize,
    /// Whether it is a text, and any will do.
    is_text: bool,
}

/// An operation as requests find it.
#[derive(Debug)]
pub(crate) struct Served {
    pub(crate) plan: Plan,
    pub(crate) shared: Arc<Shared>,
}

/// An operation with its schemas at hand.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) method: Method,
    path: String,
    pub(crate) template: Template,
    operation: Operation,
    security: Security,
    parameters: Vec<(Id, Shape)>,
    /// For each name of the template, which parameter it is.
    captured: Vec<Option<Captured>>,
    /// Which parameters do not travel in the path.
    elsewhere: Vec<usize>,
    takes_query: bool,
    takes_cookies: bool,
    /// The names of the parameters.
    declared: Vec<String>,
    media: Vec<Option<Id>>,
    pub(super) answers: Answers,
}

impl Plan {
    /// Prepares the operation of that method and path.
    ///
    /// # Panics
    /// The method is no word: a fault of the generator.
    pub(crate) fn new(
        name: &str,
        operation: Operation,
        schemas: &mut Schemas,
        schemes: &HashMap<String, Scheme>,
    ) -> Self {
        let (method, path) = name.split_once(' ').unwrap_or((name, "/"));
        let answers = Answers::new(&operation.answers, schemas);
        let parameters = operation.parameters.iter().map(|it| {
            let id = schemas.add(&it.schema);
            (id, Shape::of(schemas, id))
        });
        let parameters: Vec<(Id, Shape)> = parameters.collect();
        let locations = operation.parameters.iter().map(|it| it.location);
        let elsewhere = locations.clone().enumerate();
        let elsewhere = elsewhere.filter(|(_, it)| *it != Location::Path);
        let media = operation.body.iter().flat_map(|it| &it.content);
        let media = media.map(|it| it.schema.as_ref().map(|it| schemas.add(it)));
        let need = |it: &Wanted| {
            let scheme = schemes.get(&it.scheme).cloned();
            let scheme = scheme.unwrap_or(Scheme::Undeclared);
            Need::new(&it.scheme, scheme, &it.scopes)
        };
        let alternatives = operation.security.iter();
        let security = alternatives.map(|it| it.iter().map(need).collect());
        let template = Template::new(path);
        let captured = template.names.iter().enumerate().map(|(at, name)| {
            let mut declared = operation.parameters.iter();
            let is_first = !template.names[..at].contains(name);
            let found = declared.position(|it| it.location == Location::Path && it.name == *name);
            let at = found.filter(|_| is_first)?;
            let is_text = operation.parameters[at].style == Style::Simple;
            Some(Captured {
                at,
                is_text: is_text && parameters[at].1.is_any_text(),
            })
        });
        let declared = operation.parameters.iter().map(|it| it.name.clone());
        Self {
            method: method.parse().expect("a method is a word"),
            path: path.to_owned(),
            answers,
            captured: captured.collect(),
            declared: declared.collect(),
            elsewhere: elsewhere.map(|(at, _)| at).collect(),
            takes_query: locations.clone().any(|it| it == Location::Query),
            takes_cookies: locations.clone().any(|it| it == Location::Cookie),
            template,
            parameters,
            media: media.collect(),
            security: security.collect(),
            operation,
        }
    }

    /// As the document has it: `GET /pets/{id}`.
    pub(super) fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// What the document says of the body of that media type.
    pub(super) fn documented(&self, media: usize) -> Option<&Media> {
        self.operation.body.as_ref()?.content.get(media)
    }

    /// The problem of a request with faults.
    pub(super) fn refused(&self, faults: Vec<Fault>) -> Problem {
        let status = self.operation.refusal;
        let status = status.and_then(|it| StatusCode::from_u16(it).ok());
        Problem::faults(status.unwrap_or(StatusCode::BAD_REQUEST), faults)
    }
}

/// A request on its way to a handler.
pub struct Call {
    pub(crate) head: Parts,
    body: Option<Body>,
    pub(super) operation: Arc<Served>,
    /// The parameters' values, in the order of the operation.
    pub(crate) values: Vec<Option<Value>>,
    /// Which of them is taken next.
    next: usize,
    /// Which of the media types the body has; `None` where there is no body.
    pub(super) media: Option<usize>,
    /// The body, unless it is streamed.
    pub(super) text: Bytes,
}

/// A request that can be made of a [`Call`].
pub trait FromCall: Sized {
    /// Takes parameters and body.
    fn from_call(call: &mut Call) -> Result<Self, Rejection>;
}

/// What reads the body of one media type.
pub type BodyReader<T> = fn(&mut Call) -> Result<T, Rejection>;

impl Call {
    pub(crate) fn new(request: Request, operation: Arc<Served>) -> Self {
        let (head, body) = request.into_parts();
        Self {
            head,
            body: Some(body),
            operation,
            values: Vec::new(),
            next: 0,
            media: None,
            text: Bytes::new(),
        }
    }

    pub(super) fn plan(&self) -> &Plan {
        &self.operation.plan
    }

    pub(super) fn shared(&self) -> &Shared {
        &self.operation.shared
    }

    /// Who the caller of an operation is that needs to know.
    pub async fn authenticate<S: Authenticator>(
        &mut self,
        authenticator: &S,
    ) -> Result<S::Principal, Rejection> {
        let security = &self.plan().security;
        let principal = authenticate(security, &self.head, authenticator).await?;
        principal.ok_or_else(|| Problem::new(StatusCode::UNAUTHORIZED).into())
    }

    /// Who the caller of an operation is that takes anybody.
    pub async fn identify<S: Authenticator>(
        &mut self,
        authenticator: &S,
    ) -> Result<Option<S::Principal>, Rejection> {
        authenticate(&self.plan().security, &self.head, authenticator).await
    }

    /// Checks the whole request and makes the typed one of it.
    pub async fn request<R: FromCall>(&mut self) -> Result<R, Rejection> {
        self.check().await?;
        R::from_call(self)
    }

    /// Reads what there is and checks all but what the type of the body tells.
    pub(crate) async fn check(&mut self) -> Result<(), Rejection> {
        self.check_accept()?;
        if self.plan().operation.body.is_some() {
            self.read_body().await?;
        }
        let faults = self.read_parameters();
        if faults.is_empty() {
            Ok(())
        } else {
            Err(self.refuse(faults))
        }
    }

    /// Checks the request of an operation that takes nothing.
    pub fn check_accept(&self) -> Result<(), Rejection> {
        if media::accepts(&self.head.headers, &self.plan().operation.produces) {
            return Ok(());
        }
        let produced = self.plan().operation.produces.join(", ");
        let problem = Problem::new(StatusCode::NOT_ACCEPTABLE);
        Err(problem.detail(format!("The answer is {produced}.")).into())
    }

    /// The media types the caller takes.
    pub fn accept(&mut self) -> Result<api::Accept, Rejection> {
        let lines = self.head.headers.get_all(header::ACCEPT).iter();
        let lines: Option<Vec<_>> = lines.map(|it| it.to_str().ok()).collect();
        Ok(lines.unwrap_or_default().join(",").as_str().into())
    }

    /// The value of a parameter, by its place in the operation.
    pub(crate) fn parameter<T: DeserializeOwned>(&mut self, at: usize) -> Result<T, Rejection> {
        let value = self.values.get_mut(at).and_then(Option::take);
        T::deserialize(value.unwrap_or(Value::Null)).map_err(|error| {
            let fault = self.parameter_fault(at, &error.to_string());
            self.refused(vec![fault])
        })
    }

    /// The value of the parameter that comes next.
    pub fn next_parameter<T: DeserializeOwned>(&mut self) -> Result<T, Rejection> {
        let at = self.next;
        self.next += 1;
        self.parameter(at)
    }

    /// The body by the reader of its media type, of which there is one for each that is documented.
    pub fn one_of<T>(&mut self, readers: &[BodyReader<T>]) -> Result<T, Rejection> {
        readers[self.media.unwrap_or_default()](self)
    }

    /// The body, of one of several kinds.
    pub fn choice<T: FromCall>(&mut self) -> Result<T, Rejection> {
        T::from_call(self)
    }

    /// The body, if there is one.
    pub fn optional<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, Rejection>,
    ) -> Result<Option<T>, Rejection> {
        match self.media {
            Some(_) => read(self).map(Some),
            None => Ok(None),
        }
    }

    /// The body, if there is one. `null` says as much as none at all.
    pub fn nullable<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<Option<T>, Rejection>,
    ) -> Result<Option<T>, Rejection> {
        match self.media {
            Some(_) => read(self),
            None => Ok(None),
        }
    }

    /// The body as JSON.
    pub fn json<T: DeserializeOwned>(&mut self) -> Result<T, Rejection> {
        let schemas = &self.shared().schemas;
        decode::json(&self.text, schemas, self.schema()).map_err(|faults| self.refused(faults))
    }

    /// The body as a form.
    pub fn form<T: DeserializeOwned>(&mut self) -> Result<T, Rejection> {
        self.typed(Self::form_value)
    }

    /// The body as text.
    pub fn text<T: DeserializeOwned>(&mut self) -> Result<T, Rejection> {
        self.typed(Self::text_value)
    }

    /// The body as a stream of bytes.
    pub fn stream(&mut self) -> Result<api::Body, Rejection> {
        let body = self.body.take().unwrap_or_default();
        Ok(api::Body::from_stream(body.into_data_stream()))
    }

    pub(super) fn typed<T: DeserializeOwned>(
        &mut self,
        read: fn(&Self) -> Result<Value, Vec<Fault>>,
    ) -> Result<T, Rejection> {
        let schemas = &self.shared().schemas;
        let typed = read(self).and_then(|value| match self.schema() {
            Some(id) => decode::value(value, Place::BODY, schemas, id),
            None => T::deserialize(value).map_err(|error| vec![body_fault(&error.to_string())]),
        });
        typed.map_err(|faults| self.refused(faults))
    }

    /// The request is not as documented.
    pub(super) fn refused(&self, faults: Vec<Fault>) -> Rejection {
        self.plan().refused(faults).into()
    }

    /// The schema of the body.
    pub(super) fn schema(&self) -> Option<Id> {
        *self.plan().media.get(self.media?)?
    }

    /// What the document says of a body of that media type; `None` without a body.
    pub(crate) fn documented(&self) -> Option<&Media> {
        self.plan().documented(self.media?)
    }

    /// Finds out which media type the body has, and reads it unless it is to be streamed.
    async fn read_body(&mut self) -> Result<(), Rejection> {
        let operation = Arc::clone(&self.operation);
        let Some(documented) = &operation.plan.operation.body else {
            return Ok(());
        };
        let sent = self.head.headers.get(header::CONTENT_TYPE);
        let is_empty = self.body.as_ref().is_none_or(HttpBody::is_end_stream);
        if is_empty && (sent.is_none() || !is_stream(documented)) {
            return Ok(());
        }
        // RFC 9110, section 8.3: without a content type a recipient may assume octets.
        let sent = sent.map_or(Ok("application/octet-stream"), |it| it.to_str());
        let fitting = documented
            .content
            .iter()
            .enumerate()
            .filter_map(|(at, it)| {
                let fit = media::fit(&it.name, sent.as_ref().ok()?)?;
                Some((fit, std::cmp::Reverse(at)))
            });
        let Some((_, std::cmp::Reverse(at))) = fitting.max() else {
            let names: Vec<_> = documented.content.iter().map(|it| &*it.name).collect();
            let problem = Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE);
            let problem = problem.header(header::ACCEPT, &names.join(", "));
            let detail = format!("The body has to be {}.", names.join(" or "));
            return Err(problem.detail(detail).into());
        };
        if matches!(
            documented.content[at].kind,
            Kind::Json | Kind::Form | Kind::Parts | Kind::Text
        ) {
            let limit = self.shared().settings.body_limit;
            self.text = whole(self.body.take().unwrap_or_default(), &self.head, limit).await?;
            if self.text.is_empty() && documented.content[at].kind != Kind::Text {
                return Ok(());
            }
        }
        self.media = Some(at);
        Ok(())
    }

    /// Reads and checks every parameter, and finds a body missing that has to be there.
    fn read_parameters(&mut self) -> Vec<Fault> {
        let mut reading = Reading {
            plan: self.plan(),
            schemas: &self.shared().schemas,
            values: Vec::with_capacity(self.plan().parameters.len()),
            faults: Vec::new(),
        };
        reading.read(&self.head);
        let Reading {
            values, mut faults, ..
        } = reading;
        self.values = values;
        let body = self.plan().operation.body.as_ref();
        if self.media.is_none() && body.is_some_and(|it| it.required) {
            faults.push(body_fault("is required"));
        }
        faults
    }

    /// The problem of a request whose parameters have faults: with those of its body, so that none is left to be found
    /// out by the next attempt.
    fn refuse(&self, mut faults: Vec<Fault>) -> Rejection {
        let value = match self.documented().map(|it| it.kind) {
            Some(Kind::Json) => decode::parse(&self.text),
            Some(Kind::Form) => self.form_value(),
            Some(Kind::Text) => self.text_value(),
            Some(Kind::Parts) => self.parts_value(),
            Some(Kind::Multipart | Kind::Stream) | None => return self.refused(faults),
        };
        match (value, self.schema()) {
            (Ok(value), Some(id)) => {
                self.shared()
                    .schemas
                    .check(id, &value, Place::BODY, &mut faults)
            }
            (Ok(_), None) => {}
            (Err(more), _) => faults.extend(more),
        }
        self.refused(faults)
    }

    fn form_value(&self) -> Result<Value, Vec<Fault>> {
        let text =
            std::str::from_utf8(&self.text).map_err(|_| vec![body_fault("must be UTF-8")])?;
        let pairs = pairs(text);
        let (Some(id), Some(media)) = (self.schema(), self.documented()) else {
            return Ok(Value::Null);
        };
        form(&self.shared().schemas, id, &pairs, &media.encoding)
    }

    fn text_value(&self) -> Result<Value, Vec<Fault>> {
        let text =
            std::str::from_utf8(&self.text).map_err(|_| vec![body_fault("must be UTF-8")])?;
        let types = self
            .schema()
            .map(|id| Shape::of(&self.shared().schemas, id).types());
        Ok(scalar(types.unwrap_or_default(), text.into()))
    }

    fn parameter_fault(&self, at: usize, detail: &str) -> Fault {
        self.plan().operation.parameters[at]
            .place()
            .fault("", detail)
    }
}

/// The parameters of a request on their way to values.
struct Reading<'a> {
    plan: &'a Plan,
    schemas: &'a Schemas,
    values: Vec<Option<Value>>,
    faults: Vec<Fault>,
}

impl Reading<'_> {
    fn read(&mut self, head: &Parts) {
        let plan = self.plan;
        let parameters = &plan.operation.parameters;
        self.values.resize_with(parameters.len(), || None);
        plan.template.captures(head.uri.path(), |capture, raw| {
            let Some(Captured { at, is_text }) = plan.captured[capture] else {
                return;
            };
            match is_text.then(|| super::parameter::decode(raw, Decoding::Percent)) {
                Some(Ok(text)) => self.values[at] = Some(Value::String(text.into_owned())),
                _ => self.take(at, |reader, shape| reader.path(shape, raw).map(Some)),
            }
        });
        if !plan.elsewhere.is_empty() {
            self.read_elsewhere(head);
        }
        for (parameter, value) in parameters.iter().zip(&mut self.values) {
            if value.is_none() {
                match &parameter.default {
                    Some(default) => *value = Some(default.clone()),
                    None if parameter.required => {
                        let place = parameter.place();
                        let known = self.faults.iter().any(|it| place.is_of(it));
                        if !known {
                            self.faults.push(place.fault("", "is required"));
                        }
                    }
                    None => {}
                }
            }
        }
    }

    /// What the query, headers and cookies say.
    fn read_elsewhere(&mut self, head: &Parts) {
        let plan = self.plan;
        let query = head.uri.query().filter(|_| plan.takes_query);
        let query = query.map(pairs).unwrap_or_default();
        let cookies = if plan.takes_cookies {
            let lines = head.headers.get_all(header::COOKIE).iter();
            cookies(lines.filter_map(|it| it.to_str().ok()))
        } else {
            Vec::new()
        };
        for &at in &plan.elsewhere {
            let parameter = &plan.operation.parameters[at];
            self.take(at, |reader, shape| match parameter.location {
                Location::Path => Ok(None),
                Location::Query => reader.query(shape, &query, &plan.declared),
                Location::Cookie => reader.query(shape, &cookies, &plan.declared),
                Location::Header => {
                    let text = header_text(head, &parameter.name)?;
                    text.map(|it| reader.header(shape, &it)).transpose()
                }
            });
        }
    }

    /// Takes the value of a parameter that is there, or its faults.
    fn take(
        &mut self,
        at: usize,
        read: impl FnOnce(&Reader<'_>, &Shape) -> Result<Option<Value>, &'static str>,
    ) {
        let parameter = &self.plan.operation.parameters[at];
        let (id, shape) = &self.plan.parameters[at];
        let reader = Reader {
            schemas: self.schemas,
            name: &parameter.name,
            style: parameter.style,
            explode: parameter.explode,
            allow_reserved: parameter.allow_reserved,
        };
        let mut value = match read(&reader, shape) {
            Ok(Some(value)) => value,
            Ok(None) => return,
            Err(detail) => return self.faults.push(parameter.place().fault("", detail)),
        };
        let is_any_text = shape.is_any_text() && value.is_string();
        if !is_any_text && !self.schemas.accepts_quickly(*id, &value) {
            let place = parameter.place();
            self.schemas.check(*id, &value, place, &mut self.faults);
            self.schemas.ignore(*id, &mut value);
        }
        self.values[at] = Some(value);
    }
}

/// All lines of a header as one.
fn header_text<'h>(head: &'h Parts, name: &str) -> Result<Option<Cow<'h, str>>, &'static str> {
    let mut lines = head.headers.get_all(name).iter().map(|it| {
        let text = std::str::from_utf8(it.as_bytes());
        text.map_err(|_| "must be UTF-8")
    });
    let Some(first) = lines.next().transpose()? else {
        return Ok(None);
    };
    let mut text = Cow::Borrowed(first);
    for line in lines {
        text.to_mut().push(',');
        text.to_mut().push_str(line?);
    }
    Ok(Some(text))
}

/// Reads a form: each property by its encoding, what is not listed as text.
fn form(
    schemas: &Schemas,
    id: Id,
    pairs: &[Pair<'_>],
    encoding: &HashMap<String, Encoding>,
) -> Result<Value, Vec<Fault>> {
    let shape = Shape::of(schemas, id);
    let properties = shape.properties(schemas);
    let mut object = Map::new();
    let mut faults = Vec::new();
    for (name, property) in &properties {
        let encoded = encoding.get(*name);
        let reader = Reader {
            schemas,
            name,
            style: encoded.map_or(Style::Form, |it| it.style),
            explode: encoded.is_none_or(|it| it.explode),
            allow_reserved: false,
        };
        let property = Shape::of(schemas, *property);
        let value = match encoded {
            // An object without a style of its own travels as JSON.
            None if property.is_object() => Reader {
                style: Style::Json,
                ..reader
            }
            .query(&property, pairs, &[]),
            _ => reader.query(&property, pairs, &[]),
        };
        match value {
            Ok(Some(value)) => drop(object.insert((*name).to_owned(), value)),
            Ok(None) => {}
            Err(detail) => faults.push(Place::BODY.fault(&format!("/{name}"), detail)),
        }
    }
    let listed: std::collections::BTreeSet<&str> = properties.iter().map(|it| it.0).collect();
    let nested = |name: &str| {
        let outer = name.split_once('[').map(|it| it.0);
        outer.is_some_and(|it| listed.contains(it))
    };
    for (name, raw) in pairs {
        if listed.contains(&**name) || nested(name) {
            continue;
        }
        let types = shape.further(schemas);
        match super::parameter::decode(raw, Decoding::Form) {
            Ok(text) => drop(object.insert(name.to_string(), scalar(types, text))),
            Err(detail) => faults.push(body_fault(detail)),
        }
    }
    if faults.is_empty() {
        Ok(Value::Object(object))
    } else {
        Err(faults)
    }
}

fn body_fault(detail: &str) -> Fault {
    Place::BODY.fault("", detail)
}

fn is_stream(body: &RequestBody) -> bool {
    let mut all = body.content.iter();
    all.any(|it| matches!(it.kind, Kind::Stream | Kind::Text))
}

/// The whole body, if it is not longer than the limit.
async fn whole(body: Body, head: &Parts, limit: usize) -> Result<Bytes, Problem> {
    let length = head.headers.get(header::CONTENT_LENGTH);
    let length = length.and_then(|it| it.to_str().ok()?.parse::<usize>().ok());
    if length.is_some_and(|it| it > limit) {
        return Err(too_large(limit));
    }
    let mut first: Option<Bytes> = None;
    let mut rest = Vec::new();
    let mut next = std::pin::pin!(body);
    while let Some(frame) = poll_fn(|context| next.as_mut().poll_frame(context)).await {
        let Ok(frame) = frame else {
            let problem = Problem::new(StatusCode::BAD_REQUEST);
            return Err(problem.detail("The body broke off."));
        };
        let Ok(chunk) = frame.into_data() else {
            continue;
        };
        let held = first.as_ref().map_or(0, Bytes::len) + rest.len();
        if chunk.len() > limit.saturating_sub(held) {
            return Err(too_large(limit));
        }
        if first.is_none() {
            first = Some(chunk);
        } else {
            rest.extend_from_slice(&chunk);
        }
    }
    let first = first.unwrap_or_default();
    if rest.is_empty() {
        return Ok(first);
    }
    Ok([first.as_ref(), &rest].concat().into())
}

fn too_large(limit: usize) -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE)
        .detail(format!("The body may have no more than {limit} bytes."))
}
