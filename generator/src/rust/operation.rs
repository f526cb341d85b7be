//! `Api` → what is emitted for its operations, decided to the last name: traits, requests, answers.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::item::{RustApi, Scalar, TypeRef};
use super::names::{Scope, pascal, snake};
use crate::model::{
    Api, Dialect, Header, JsonType, MediaType, Operation, Parameter, ParameterIn, ParameterShape,
    Response, SchemaId, Status, Tag,
};

/// The operations of a tag.
#[derive(Debug)]
pub struct Group {
    /// The module's identifier.
    pub module: Arc<str>,
    /// The trait's identifier.
    pub trait_name: Arc<str>,
    /// What the tag is for.
    pub docs: Vec<String>,
    /// The operations, in document order.
    pub operations: Vec<Endpoint>,
}

impl Group {
    /// Whether any of the operations has to know its caller.
    pub fn has_principal(&self) -> bool {
        self.operations.iter().any(|it| it.caller != Caller::Nobody)
    }
}

/// An operation.
#[derive(Debug)]
pub struct Endpoint {
    /// Method and path: `GET /pets/{id}`.
    pub route: String,
    /// Whether another operation of the same method and path comes before it, so that no request arrives here.
    pub is_shadowed: bool,
    /// The trait's method.
    pub function: Arc<str>,
    /// Documentation, a string a line.
    pub docs: Vec<String>,
    /// Whether the document calls it deprecated.
    pub deprecated: bool,
    /// Who may call it.
    pub caller: Caller,
    /// What it takes; `None` where that is nothing.
    pub request: Option<Request>,
    /// What it answers.
    pub answer: Answer,
}

/// Whom an operation has to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caller {
    /// Nobody.
    Nobody,
    /// Its caller, if they say who they are.
    Anybody,
    /// Its caller.
    Somebody,
}

/// What an operation takes.
#[derive(Debug)]
pub struct Request {
    /// The struct's identifier.
    pub name: Arc<str>,
    /// Parameters in document order, then the body.
    pub fields: Vec<Field>,
    /// The enum of several kinds of body.
    pub body: Option<Choice>,
    /// The enums of what the parts of a multipart body may be.
    pub parts: Vec<Parts>,
}

/// What a part of a multipart body may be.
#[derive(Debug)]
pub struct Parts {
    /// The enum's identifier.
    pub name: Arc<str>,
    /// One variant a property, and what it is called there.
    pub variants: Vec<(Arc<str>, Part)>,
    /// The variant of parts that are not documented.
    pub other: Arc<str>,
}

/// A documented part.
#[derive(Debug)]
pub struct Part {
    /// The property.
    pub wire: Arc<str>,
    /// Its type; `None` for a file, which is streamed.
    pub ty: Option<TypeRef>,
}

/// A field of a request, or of an answer.
#[derive(Debug)]
pub struct Field {
    /// Its identifier.
    pub name: Arc<str>,
    /// Documentation, a string a line.
    pub docs: Vec<String>,
    /// Whether the document calls it deprecated.
    pub deprecated: bool,
    /// Its type.
    pub ty: Type,
    /// Where it comes from.
    pub source: Source,
}

/// Where a field comes from.
#[derive(Debug)]
pub enum Source {
    /// A parameter, by its place among them.
    Parameter(usize),
    /// A header of an answer, and how it is laid out.
    Header(Arc<str>, Layout),
    /// The body.
    Body(Coding, Presence),
    /// The body, of one of several kinds.
    Choice(Presence),
    /// The media types the caller takes.
    Accept,
}

/// How a header is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// `a,b` and `k,v`.
    Simple,
    /// `a,b` and `k=v`.
    Exploded,
    /// JSON.
    Json,
}

/// Whether a body has to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// It has to.
    Required,
    /// It need not.
    Optional,
    /// It need not, and may be `null`, which says as much as none at all.
    Nullable,
}

impl Presence {
    fn of(required: bool, ty: &Type) -> Self {
        match (required, ty) {
            (true, _) => Self::Required,
            (false, Type::Ref(TypeRef::Option(_))) => Self::Nullable,
            (false, _) => Self::Optional,
        }
    }
}

/// A type, of the document or for bodies that have none.
#[derive(Debug, Clone, PartialEq)]
pub enum Type {
    /// One of the document's.
    Ref(TypeRef),
    /// `Option` of one.
    Optional(Box<Type>),
    /// An item of this module.
    Local(Arc<str>),
    /// The media types a caller takes.
    Accept,
    /// Bytes that are streamed.
    Body,
    /// The parts of a multipart body, and the enum of what they may be.
    Multipart(Option<Arc<str>>),
    /// Events, each with a payload.
    Events(TypeRef),
}

/// One of several kinds of body.
#[derive(Debug)]
pub struct Choice {
    /// The enum's identifier.
    pub name: Arc<str>,
    /// The kinds.
    pub variants: Vec<Variant>,
}

/// A kind of body.
#[derive(Debug)]
pub struct Variant {
    /// Its identifier.
    pub name: Arc<str>,
    /// Its media type.
    pub media: Arc<str>,
    /// How it is read and written.
    pub coding: Coding,
    /// Its type.
    pub ty: Type,
}

/// How a body is read and written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coding {
    /// As JSON.
    Json,
    /// As `application/x-www-form-urlencoded`.
    Form,
    /// As `multipart/form-data` without files, which is held whole.
    Parts,
    /// As `multipart/*`, part by part.
    Multipart,
    /// As text.
    Text,
    /// As a stream of bytes.
    Stream,
    /// As a stream of events.
    Events,
}

impl Coding {
    /// As the run-time knows it: the method of its `Call` that reads such a body.
    pub fn name(self) -> &'static str {
        match self {
            Coding::Json => "json",
            Coding::Form => "form",
            Coding::Parts => "parts",
            Coding::Multipart => "multipart",
            Coding::Text => "text",
            Coding::Stream | Coding::Events => "stream",
        }
    }
}

/// What an operation answers.
#[derive(Debug)]
pub enum Answer {
    /// One documented response without headers: its payload.
    Payload(Reply),
    /// Several: an enum.
    Several {
        /// Its identifier.
        name: Arc<str>,
        /// One variant a status.
        replies: Vec<(Arc<str>, Reply)>,
    },
}

impl Answer {
    /// Every reply.
    pub fn replies(&self) -> impl Iterator<Item = &Reply> {
        let (one, several) = match self {
            Answer::Payload(reply) => (Some(reply), &[][..]),
            Answer::Several { replies, .. } => (None, &replies[..]),
        };
        one.into_iter().chain(several.iter().map(|it| &it.1))
    }
}

/// The answer of a status.
#[derive(Debug)]
pub struct Reply {
    /// Documentation, a string a line.
    pub docs: Vec<String>,
    /// The status as the document has it: `404`, `4XX`, `default`.
    pub documented: String,
    /// The status; `None` where the handler chooses one.
    pub status: Option<u16>,
    /// Typed headers.
    pub headers: Vec<Field>,
    /// The body.
    pub body: Payload,
}

/// The body of an answer.
#[derive(Debug)]
pub enum Payload {
    /// There is none.
    Empty,
    /// One media type.
    One(Variant),
    /// Several.
    Several(Choice),
}

/// Decides what is emitted for every operation.
pub fn lower(api: &Api, rust: &RustApi) -> Vec<Group> {
    // Of two tags with one name the first holds.
    let tags: HashMap<&str, &Tag> = (api.tags.iter().rev())
        .map(|it| (it.name.as_str(), it))
        .collect();
    let mut groups: Vec<Group> = rust
        .modules
        .iter()
        .map(|module| {
            let tag = module.tag.as_deref().and_then(|it| tags.get(it));
            let description = tag.and_then(|it| it.description.as_deref());
            Group {
                module: module.name.clone(),
                trait_name: module.trait_name.clone(),
                docs: docs(description.unwrap_or_default()),
                operations: Vec::new(),
            }
        })
        .collect();
    let mut seen = HashSet::new();
    let mut scopes: Vec<Scope> = rust.modules.iter().map(module_scope).collect();
    for (operation, names) in api.operations.iter().zip(&rust.operations) {
        for taken in [&names.request, &names.response] {
            scopes[names.module].try_claim(taken);
        }
        let _ = operation;
    }
    for (operation, names) in api.operations.iter().zip(&rust.operations) {
        let mut lowering = Lowering {
            api,
            rust,
            scope: &mut scopes[names.module],
            stem: &names.stem,
        };
        let route = format!("{} {}", operation.method.as_upper(), operation.path);
        let request = lowering.request(operation, &names.request);
        let answer = lowering.answer(operation, &names.response);
        let endpoint = Endpoint {
            is_shadowed: !seen.insert(route.clone()),
            function: names.function.clone(),
            docs: operation_docs(operation, &route, &answer),
            deprecated: operation.deprecated,
            caller: caller(operation),
            request,
            answer,
            route,
        };
        groups[names.module].operations.push(endpoint);
    }
    groups
}

/// What no item of a module may be called.
fn module_scope(module: &super::item::Module) -> Scope {
    let mut scope = Scope::default();
    for name in [
        "Accept",
        "Body",
        "Event",
        "EventStream",
        "Multipart",
        "NotImplemented",
        "Part",
    ] {
        scope.try_claim(name);
    }
    for name in [
        "Future",
        "Option",
        "Result",
        "Send",
        "StatusCode",
        "String",
        "Vec",
        "Box",
    ] {
        scope.try_claim(name);
    }
    scope.try_claim(&module.trait_name);
    scope
}

fn caller(operation: &Operation) -> Caller {
    let mut alternatives = operation.security.iter();
    match (
        operation.security.is_empty(),
        alternatives.any(|it| it.schemes.is_empty()),
    ) {
        (true, _) => Caller::Nobody,
        // `security: [{}]` asks for nobody either.
        (false, true) if operation.security.iter().all(|it| it.schemes.is_empty()) => {
            Caller::Nobody
        }
        (false, true) => Caller::Anybody,
        (false, false) => Caller::Somebody,
    }
}

/// Whether a parameter says nothing, because the specification leaves the header to what describes it better, or
/// because it is the secret of a security scheme.
pub fn is_ignored(api: &Api, it: &Parameter) -> bool {
    if it.location != ParameterIn::Header {
        return false;
    }
    let name = &*it.name;
    if api.dialect == Dialect::Swagger2 {
        return ["accept", "content-type"].contains(&&*name.to_ascii_lowercase());
    }
    ["accept", "content-type", "authorization"].contains(&&*name.to_ascii_lowercase())
}

/// Which way a body goes.
#[derive(Clone, Copy)]
enum Towards {
    Server,
    Client,
}

struct Lowering<'a> {
    api: &'a Api,
    rust: &'a RustApi,
    scope: &'a mut Scope,
    stem: &'a str,
}

impl Lowering<'_> {
    fn request(&mut self, operation: &Operation, name: &Arc<str>) -> Option<Request> {
        let mut scope = Scope::default();
        let parameters = operation.parameters.iter();
        let parameters = parameters.filter(|it| !is_ignored(self.api, it));
        let mut fields: Vec<_> = parameters
            .enumerate()
            .map(|(at, it)| Field {
                name: scope.claim(&snake(&it.name)),
                docs: docs(it.description.as_deref().unwrap_or_default()),
                deprecated: it.deprecated,
                ty: self.parameter_type(it),
                source: Source::Parameter(at),
            })
            .collect();
        let mut choice = None;
        let mut parts = Vec::new();
        if let Some(body) = operation.request_body.as_ref()
            && !body.content.is_empty()
        {
            let name = format!("{}Body", self.stem);
            let mut variants = self.variants(&body.content, Towards::Server);
            for (variant, media) in variants.iter_mut().zip(&body.content) {
                if variant.coding == Coding::Multipart
                    && let Some(made) = self.parts(media)
                {
                    variant.ty = Type::Multipart(Some(made.name.clone()));
                    parts.push(made);
                }
            }
            let (ty, source) = match <[Variant; 1]>::try_from(variants) {
                Ok([only]) => {
                    let presence = Presence::of(body.required, &only.ty);
                    (only.ty, Source::Body(only.coding, presence))
                }
                Err(variants) => {
                    let name = self.scope.claim(&name);
                    choice = Some(Choice {
                        name: name.clone(),
                        variants,
                    });
                    let ty = Type::Local(name);
                    let presence = Presence::of(body.required, &ty);
                    (ty, Source::Choice(presence))
                }
            };
            fields.push(Field {
                name: scope.claim("body"),
                docs: docs(body.description.as_deref().unwrap_or_default()),
                deprecated: false,
                ty: if body.required { ty } else { ty.optional() },
                source,
            });
        }
        // Which kind of answer is wanted, only the handler can heed.
        let kinds = operation.responses.iter().map(|it| &it.content);
        if let Some(kinds) = kinds.max_by_key(|it| it.len())
            && kinds.len() > 1
        {
            let kinds = kinds.iter().map(|it| format!("`{}`", it.name));
            let kinds = kinds.collect::<Vec<_>>().join(", ");
            fields.push(Field {
                name: scope.claim("accept"),
                docs: docs(&format!("What the caller would rather have of {kinds}")),
                deprecated: false,
                ty: Type::Accept,
                source: Source::Accept,
            });
        }
        (!fields.is_empty()).then(|| Request {
            name: name.clone(),
            fields,
            body: choice,
            parts,
        })
    }

    /// What the parts of a multipart body may be, where the document says so.
    fn parts(&mut self, media: &MediaType) -> Option<Parts> {
        let properties = properties(self.api, media.schema?);
        if properties.is_empty() {
            return None;
        }
        let mut scope = Scope::default();
        // What callers do not send never arrives.
        let sent = properties.into_iter();
        let sent = sent.filter(|(_, id)| !self.api.schema(*id).annotations.read_only);
        let variants = sent.map(|(wire, id)| {
            let ty = (!is_file(self.api, media, &wire, id)).then(|| match self.rust.type_of(id) {
                // Each item of an array is a part of its own, unless they are joined.
                TypeRef::Vec(item) if !self.is_joined(media, &wire) => (**item).clone(),
                ty => ty.clone(),
            });
            (scope.claim(&pascal(&wire)), Part { wire, ty })
        });
        let variants = variants.collect();
        Some(Parts {
            name: self.scope.claim(&format!("{}Part", self.stem)),
            variants,
            other: scope.claim("Other"),
        })
    }

    /// Whether an array is one part: `a,b`.
    fn is_joined(&self, media: &MediaType, property: &str) -> bool {
        let encoding = media.encoding.get(property);
        self.api.dialect != Dialect::OpenApi30
            && encoding.is_some_and(|it| it.style.is_some() && !it.explode)
    }

    fn parameter_type(&self, it: &Parameter) -> Type {
        let required = it.required || it.location == ParameterIn::Path;
        self.value_type(&it.shape, required)
    }

    fn value_type(&self, shape: &ParameterShape, required: bool) -> Type {
        let schema = match shape {
            ParameterShape::Schema { schema, .. } => Some(*schema),
            ParameterShape::Content(media) => media.schema,
        };
        let Some(id) = schema else {
            let any = match shape {
                ParameterShape::Content(media) if coding(self.api, media) == Coding::Json => {
                    TypeRef::Any
                }
                _ => TypeRef::Scalar(Scalar::String),
            };
            return if required {
                Type::Ref(any)
            } else {
                Type::Ref(any).optional()
            };
        };
        let ty = Type::Ref(self.rust.type_of(id).clone());
        let has_default = matches!(shape, ParameterShape::Schema { .. })
            && self.api.schema(id).annotations.default.is_some();
        if required || has_default {
            ty
        } else {
            ty.optional()
        }
    }

    fn variants(&self, content: &[MediaType], towards: Towards) -> Vec<Variant> {
        let mut scope = Scope::default();
        content
            .iter()
            .map(|it| {
                let coding = match (coding(self.api, it), towards) {
                    (Coding::Events, Towards::Server)
                    | (Coding::Multipart | Coding::Parts, Towards::Client) => Coding::Stream,
                    (coding, _) => coding,
                };
                Variant {
                    name: scope.claim(&variant_name(&it.name)),
                    media: it.name.clone(),
                    coding,
                    ty: self.body_type(it, coding),
                }
            })
            .collect()
    }

    fn body_type(&self, it: &MediaType, coding: Coding) -> Type {
        let schema = it.schema.map(|id| self.rust.type_of(id).clone());
        let string = TypeRef::Scalar(Scalar::String);
        match coding {
            Coding::Json | Coding::Form | Coding::Parts => {
                Type::Ref(schema.unwrap_or(TypeRef::Any))
            }
            Coding::Multipart => Type::Multipart(None),
            Coding::Text => Type::Ref(match schema {
                Some(it @ TypeRef::Scalar(Scalar::Binary)) => {
                    let _ = it;
                    string
                }
                Some(it @ TypeRef::Scalar(_)) => it,
                _ => string,
            }),
            Coding::Stream => Type::Body,
            Coding::Events => {
                let item = it.item_schema.map(|id| self.rust.type_of(id).clone());
                Type::Events(item.or(schema).unwrap_or(string))
            }
        }
    }

    fn answer(&mut self, operation: &Operation, name: &Arc<str>) -> Answer {
        let alone = operation.responses.len() == 1;
        let mut scope = Scope::default();
        let mut replies: Vec<_> = operation
            .responses
            .iter()
            .map(|it| {
                let variant = scope.claim(&status_name(it.status));
                let reply = self.reply(it, &variant, alone);
                (variant, reply)
            })
            .collect();
        match &replies[..] {
            [] => Answer::Payload(Reply {
                docs: Vec::new(),
                documented: "200".to_owned(),
                status: Some(200),
                headers: Vec::new(),
                body: Payload::Empty,
            }),
            [(_, only)] if only.headers.is_empty() && only.status.is_some() => {
                Answer::Payload(replies.remove(0).1)
            }
            _ => Answer::Several {
                name: name.clone(),
                replies,
            },
        }
    }

    fn reply(&mut self, it: &Response, variant: &str, alone: bool) -> Reply {
        let mut scope = Scope::default();
        for name in ["status", "body", "response"] {
            scope.try_claim(name);
        }
        let headers = it.headers.iter();
        let headers = headers.filter(|it| !it.name.eq_ignore_ascii_case("content-type"));
        let headers = headers.map(|it| self.header(&mut scope, it)).collect();
        let body = match &it.content[..] {
            [] => Payload::Empty,
            [only] => match <[Variant; 1]>::try_from(
                self.variants(std::slice::from_ref(only), Towards::Client),
            ) {
                Ok([only]) => Payload::One(only),
                Err(_) => Payload::Empty,
            },
            several => {
                let variants = self.variants(several, Towards::Client);
                Payload::Several(Choice {
                    name: self.scope.claim(&format!("{}{variant}Body", self.stem)),
                    variants,
                })
            }
        };
        Reply {
            docs: docs(&it.description),
            documented: documented(it.status),
            status: match it.status {
                Status::Code(code) => Some(code),
                // A document that names no status at all means the ordinary one.
                Status::Default if alone => Some(200),
                Status::Range(_) | Status::Default => None,
            },
            headers,
            body,
        }
    }

    fn header(&self, scope: &mut Scope, it: &Header) -> Field {
        let ty = self.value_type(&it.shape, true);
        Field {
            name: scope.claim(&snake(&it.name)),
            docs: docs(it.description.as_deref().unwrap_or_default()),
            deprecated: it.deprecated,
            ty: if it.required { ty } else { ty.optional() },
            source: Source::Header(it.name.clone(), self.layout(it)),
        }
    }

    fn layout(&self, it: &Header) -> Layout {
        match &it.shape {
            ParameterShape::Schema { explode: true, .. } => Layout::Exploded,
            ParameterShape::Schema { .. } => Layout::Simple,
            ParameterShape::Content(media) if coding(self.api, media) == Coding::Json => {
                Layout::Json
            }
            ParameterShape::Content(_) => Layout::Simple,
        }
    }
}

impl Type {
    /// `Option` of the type; once is enough.
    fn optional(self) -> Self {
        match self {
            Type::Ref(it @ TypeRef::Option(_)) => Type::Ref(it),
            it @ Type::Optional(_) => it,
            it => Type::Optional(Box::new(it)),
        }
    }
}

/// How a body of that media type is read and written.
pub fn coding(api: &Api, media: &MediaType) -> Coding {
    let name = media.name.to_ascii_lowercase();
    let essence = name.split(';').next().unwrap_or_default().trim();
    let (kind, subtype) = essence.split_once('/').unwrap_or((essence, ""));
    let is_binary = media.schema.is_some_and(|id| is_binary(api, id));
    match (kind, subtype) {
        ("text", "event-stream") => Coding::Events,
        ("application" | "text", "json") => Coding::Json,
        (_, subtype) if subtype.ends_with("+json") && !is_binary => Coding::Json,
        ("application", "x-www-form-urlencoded") => Coding::Form,
        ("multipart", "form-data") if is_without_files(api, media) => Coding::Parts,
        ("multipart", _) => Coding::Multipart,
        _ if is_binary => Coding::Stream,
        ("text", _) | ("application", "xml" | "yaml" | "x-yaml" | "javascript" | "graphql") => {
            Coding::Text
        }
        (_, subtype) if subtype.ends_with("+xml") || subtype.ends_with("+yaml") => Coding::Text,
        // `*/*` is what some frameworks write for JSON.
        ("*" | "application", "*") if media.schema.is_some_and(|id| is_json(api, id)) => {
            Coding::Json
        }
        _ => Coding::Stream,
    }
}

/// Whether a form has fields that are listed, none of which is a file.
fn is_without_files(api: &Api, media: &MediaType) -> bool {
    let fields = media.schema.map(|id| properties(api, id));
    fields.is_some_and(|all| {
        let mut files = all
            .iter()
            .filter(|(name, id)| is_file(api, media, name, *id));
        !all.is_empty() && files.next().is_none()
    })
}

/// The properties of a schema and of what it is combined from.
fn properties(api: &Api, id: SchemaId) -> Vec<(Arc<str>, SchemaId)> {
    let mut found: Vec<(Arc<str>, SchemaId)> = Vec::new();
    let mut names = HashSet::new();
    let (mut todo, mut seen) = (vec![id], HashSet::new());
    while let Some(id) = todo.pop() {
        if !seen.insert(id) {
            continue;
        }
        let schema = api.schema(id);
        let listed = schema.object.properties.iter();
        let listed = listed.map(|(name, id)| (name.clone(), *id));
        found.extend(listed.filter(|(name, _)| names.insert(name.clone())));
        let combined = [&schema.all_of, &schema.any_of, &schema.one_of];
        todo.extend(combined.into_iter().flatten().rev());
    }
    found
}

/// Whether a property of a form is a file, or an array of them: by `format: binary`, or by a media type that is no text,
/// which its encoding has (`encoding: {photo: {contentType: image/png}}`), or in 3.1 its schema.
fn is_file(api: &Api, media: &MediaType, name: &str, id: SchemaId) -> bool {
    let encoding = media.encoding.get(name);
    let encoded = encoding.and_then(|it| it.content_type.as_deref());
    let (mut todo, mut seen) = (vec![id], HashSet::new());
    while let Some(id) = todo.pop() {
        let schema = api.schema(id);
        let kind = schema.annotations.content_media_type.as_deref();
        let kind = kind.filter(|_| schema.annotations.content_encoding.is_none());
        let is_plain = schema.types.single() == Some(JsonType::String);
        let is_plain = is_plain && schema.format.is_none() && schema.values.is_none();
        if is_binary(api, id) || is_plain && kind.or(encoded).is_some_and(is_no_text) {
            return true;
        }
        if seen.insert(id) {
            todo.extend(schema.array.items);
            todo.extend(&schema.all_of);
        }
    }
    false
}

/// Whether one of the media types of a list is none of texts.
fn is_no_text(list: &str) -> bool {
    list.split(',').any(|media| {
        let media = media.split(';').next().unwrap_or_default();
        let (kind, subtype) = media.trim().split_once('/').unwrap_or_default();
        let suffix = subtype.rsplit('+').next().unwrap_or_default();
        let texts = ["json", "xml", "yaml", "javascript", "x-www-form-urlencoded"];
        kind != "text" && !texts.contains(&suffix.to_ascii_lowercase().as_str())
    })
}

fn is_binary(api: &Api, id: SchemaId) -> bool {
    let schema = api.schema(id);
    schema.types.contains(JsonType::File) || schema.format.as_deref() == Some("binary")
}

/// Whether values of a schema are more than a string.
fn is_json(api: &Api, id: SchemaId) -> bool {
    api.schema(id).types.single() != Some(JsonType::String)
}

/// The name of a kind of body: `Json`, `Form`, `TextPlain`.
fn variant_name(media: &str) -> String {
    let essence = media.split(';').next().unwrap_or_default().trim();
    match essence {
        "application/json" => "Json".to_owned(),
        "application/xml" | "text/xml" => "Xml".to_owned(),
        "application/x-www-form-urlencoded" => "Form".to_owned(),
        "multipart/form-data" => "Multipart".to_owned(),
        "text/plain" => "Text".to_owned(),
        "text/html" => "Html".to_owned(),
        "text/csv" => "Csv".to_owned(),
        "text/event-stream" => "Events".to_owned(),
        "application/octet-stream" => "Bytes".to_owned(),
        "*/*" => "Any".to_owned(),
        _ => pascal(&media.replace("application/", "").replace('*', "any")),
    }
}

/// The name of a status: `NotFound`, `ClientError`, `Default`.
fn status_name(status: Status) -> String {
    match status {
        Status::Code(code) => match reason(code) {
            Some(reason) => pascal(reason),
            None => format!("Status{code}"),
        },
        Status::Range(1) => "Informational".to_owned(),
        Status::Range(2) => "Success".to_owned(),
        Status::Range(3) => "Redirection".to_owned(),
        Status::Range(4) => "ClientError".to_owned(),
        Status::Range(5) => "ServerError".to_owned(),
        Status::Range(hundreds) => format!("Status{hundreds}xx"),
        Status::Default => "Default".to_owned(),
    }
}

/// The phrase that goes with a status.
fn reason(code: u16) -> Option<&'static str> {
    Some(match code {
        100 => "continue",
        101 => "switching protocols",
        102 => "processing",
        103 => "early hints",
        200 => "ok",
        201 => "created",
        202 => "accepted",
        203 => "non authoritative information",
        204 => "no content",
        205 => "reset content",
        206 => "partial content",
        207 => "multi status",
        208 => "already reported",
        226 => "im used",
        300 => "multiple choices",
        301 => "moved permanently",
        302 => "found",
        303 => "see other",
        304 => "not modified",
        305 => "use proxy",
        307 => "temporary redirect",
        308 => "permanent redirect",
        400 => "bad request",
        401 => "unauthorized",
        402 => "payment required",
        403 => "forbidden",
        404 => "not found",
        405 => "method not allowed",
        406 => "not acceptable",
        407 => "proxy authentication required",
        408 => "request timeout",
        409 => "conflict",
        410 => "gone",
        411 => "length required",
        412 => "precondition failed",
        413 => "payload too large",
        414 => "uri too long",
        415 => "unsupported media type",
        416 => "range not satisfiable",
        417 => "expectation failed",
        418 => "im a teapot",
        421 => "misdirected request",
        422 => "unprocessable entity",
        423 => "locked",
        424 => "failed dependency",
        425 => "too early",
        426 => "upgrade required",
        428 => "precondition required",
        429 => "too many requests",
        431 => "request header fields too large",
        451 => "unavailable for legal reasons",
        500 => "internal server error",
        501 => "not implemented",
        502 => "bad gateway",
        503 => "service unavailable",
        504 => "gateway timeout",
        505 => "http version not supported",
        506 => "variant also negotiates",
        507 => "insufficient storage",
        508 => "loop detected",
        510 => "not extended",
        511 => "network authentication required",
        _ => return None,
    })
}

/// The documentation of a trait's method. What it answers stands at the enum of its answers where there is one.
fn operation_docs(it: &Operation, route: &str, answer: &Answer) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(summary) = it.summary.as_deref().filter(|it| !it.trim().is_empty()) {
        lines.extend(docs(summary));
        lines.push(String::new());
    }
    lines.push(format!("`{route}`"));
    if let Some(description) = it.description.as_deref().filter(|&text| {
        !text.trim().is_empty() && Some(text.trim()) != it.summary.as_deref().map(str::trim)
    }) {
        lines.push(String::new());
        lines.extend(docs(description));
    }
    if matches!(answer, Answer::Payload(_)) && !it.responses.is_empty() {
        lines.push(String::new());
        lines.push("# Responses".to_owned());
        for response in &it.responses {
            let status = documented(response.status);
            let description = docs(&response.description);
            let description = description.first().map_or("", |it| it.as_str());
            let line = format!("- `{status}`: {description}");
            lines.push(line.trim_end_matches([':', ' ']).to_owned());
        }
    }
    lines
}

/// A status as a document has it.
fn documented(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Range(hundreds) => format!("{hundreds}XX"),
        Status::Default => "default".to_owned(),
    }
}

/// Whether the document has any operation that has to know its caller.
pub fn has_principal(groups: &[Group]) -> bool {
    groups.iter().any(Group::has_principal)
}

fn docs(text: &str) -> Vec<String> {
    super::doc::lines(text)
}
