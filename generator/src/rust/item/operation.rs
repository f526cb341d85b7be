//! What is emitted for operations: traits and their methods, the types of requests and of responses.

use std::sync::Arc;

use verbatim_runtime::description;

use super::types::TypeRef;
pub use crate::analysis::media::{Coding, Sequence};

/// One module of `api`, and the one of `server` that goes with it: the operations of a tag.
#[derive(Debug)]
pub struct Module {
    /// Its identifier, and the stem of its file.
    pub name: Arc<str>,
    /// The tag; `None` for operations without one.
    pub tag: Option<Arc<str>>,
    /// The trait's identifier.
    pub trait_name: Arc<str>,
    /// The description of the tag, ready for rustdoc: one string a line.
    pub docs: Vec<String>,
    /// The operations, in document order.
    pub operations: Vec<Endpoint>,
}

impl Module {
    /// Whether any of the operations has to authenticate its caller.
    pub fn is_guarded(&self) -> bool {
        self.operations.iter().any(|it| it.auth != Auth::None)
    }
}

/// An operation.
#[derive(Debug)]
pub struct Endpoint {
    /// Its `operationId`.
    pub id: Option<Arc<str>>,
    /// Method and path: `GET /pets/{id}`.
    pub route: String,
    /// The path that its route goes by, where another operation comes first whose path is equal but for names.
    pub same_route: Option<Arc<str>>,
    /// Its tags.
    pub tags: Vec<Arc<str>>,
    /// The static that describes it.
    pub constant: Arc<str>,
    /// Whether another operation of the same method and path comes before it, so that no request arrives here.
    pub is_shadowed: bool,
    /// The trait's method.
    pub function: Arc<str>,
    /// Documentation, ready for rustdoc: one string a line.
    pub docs: Vec<String>,
    /// Whether the document calls it deprecated.
    pub deprecated: bool,
    /// Whether its caller is authenticated.
    pub auth: Auth,
    /// What it takes; `None` where that is nothing.
    pub request: Option<Request>,
    /// What it answers; where it has `errors`, what is no error.
    pub output: Output,
    /// The errors that the document has, where methods fail with those.
    pub errors: Option<ErrorEnum>,
}

impl Endpoint {
    /// How its bodies are read and written.
    pub fn codings(&self) -> impl Iterator<Item = Coding> {
        let request = self.request.as_ref();
        let fields = request.into_iter().flat_map(|it| &it.fields);
        let one = fields.filter_map(|it| match it.source {
            FieldSource::Body(coding, _) => Some(coding),
            _ => None,
        });
        let several = request.and_then(|it| it.body.as_ref());
        let received = self.responses().flat_map(|it| it.body.variants());
        let variants = several.into_iter().flat_map(|it| &it.variants);
        one.chain(variants.chain(received).map(|it| it.coding))
    }

    /// Visits the type of everything that the operation takes and answers.
    pub fn each_type<'a>(&'a self, visit: &mut dyn FnMut(&'a TypeRef)) {
        if let Some(request) = &self.request {
            request.each_type(visit);
        }
        for response in self.responses() {
            response.each_type(visit);
        }
    }

    /// Every response that is not shared with other operations, or what it has beside that.
    pub fn responses(&self) -> impl Iterator<Item = &Response> {
        let errors = self.errors.iter().flat_map(|it| &it.variants);
        self.output.responses().chain(errors.map(|it| &it.1))
    }
}

/// Whether the caller of an operation is authenticated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Auth {
    /// No: there is no `security`, or nothing but `{}` in it.
    None,
    /// If the request has credentials: `{}` is one of several alternatives.
    Optional,
    /// Always.
    Required,
}

/// What an operation takes.
#[derive(Debug)]
pub struct Request {
    /// The struct's identifier.
    pub name: Arc<str>,
    /// Parameters in document order, then the body.
    pub fields: Vec<RequestField>,
    /// The enum of bodies of several media types.
    pub body: Option<BodyEnum>,
    /// The enums of what the parts of a multipart body may be.
    pub parts: Vec<PartEnum>,
}

impl Request {
    /// Visits the document's types that are read as part of it.
    pub fn each_type<'a>(&'a self, visit: &mut dyn FnMut(&'a TypeRef)) {
        for field in &self.fields {
            field.ty.each_type(visit);
        }
        for variant in self.body.iter().flat_map(|it| &it.variants) {
            variant.ty.each_type(visit);
        }
        let parts = self.parts.iter().flat_map(|it| &it.variants);
        for ty in parts.filter_map(|it| it.ty.as_ref()) {
            ty.each(visit);
        }
    }
}

/// A field of a request.
#[derive(Debug)]
pub struct RequestField {
    /// Its identifier.
    pub name: Arc<str>,
    /// Documentation, ready for rustdoc: one string a line.
    pub docs: Vec<String>,
    /// Whether the document calls it deprecated.
    pub deprecated: bool,
    /// Its type.
    pub ty: OperationType,
    /// Where it comes from.
    pub source: FieldSource,
}

/// Where a field of a request comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldSource {
    /// A parameter.
    Parameter,
    /// The body.
    Body(Coding, BodyPresence),
    /// The body, of one of several media types.
    BodyEnum(BodyPresence),
    /// The `Accept` header.
    Accept,
}

/// Whether a body has to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyPresence {
    /// It has to.
    Required,
    /// It need not.
    Optional,
    /// It need not, and may be `null`, which says as much as none at all.
    Nullable,
}

impl BodyPresence {
    /// The presence of a body of that type, `Option` around it where it accepts `null`.
    pub fn of(required: bool, ty: &OperationType) -> Self {
        match (required, ty) {
            (true, _) => Self::Required,
            (false, OperationType::Ref(TypeRef::Option(_))) => Self::Nullable,
            (false, _) => Self::Optional,
        }
    }
}

/// What the parts of a multipart body may be: an enum with a variant for each property, or for each position.
#[derive(Debug)]
pub struct PartEnum {
    /// The enum's identifier.
    pub name: Arc<str>,
    /// Whether parts have positions, and no names.
    pub is_positional: bool,
    /// Its variants but the last.
    pub variants: Vec<PartVariant>,
    /// The variant of parts that are not documented.
    pub other: Arc<str>,
}

/// A documented part of a multipart body.
#[derive(Debug)]
pub struct PartVariant {
    /// The variant's identifier.
    pub name: Arc<str>,
    /// The property, or the position: `0`; `*` for all that have none of their own.
    pub wire: Arc<str>,
    /// Its type; `None` for a file, which is streamed.
    pub ty: Option<TypeRef>,
    /// Whether it is a list each item of which is a part.
    pub is_list: bool,
}

/// The type of a parameter, a body or a header: one of the document's, or of the run-time for bodies that have none.
#[derive(Debug, Clone, PartialEq)]
pub enum OperationType {
    /// One of the document's.
    Ref(TypeRef),
    /// `Option` of one.
    Optional(Box<OperationType>),
    /// An item of this module.
    Local(Arc<str>),
    /// `Accept`: the media types that the caller prefers.
    Accept,
    /// `Body`: bytes that are streamed.
    Body,
    /// `Multipart`: the parts of a multipart body, and the enum of what they may be, where there is one.
    Multipart(Option<Arc<str>>),
    /// `EventStream`: server-sent events, each with a payload.
    Events(TypeRef),
    /// `Items`: one after the other.
    Items(TypeRef),
}

impl OperationType {
    /// Visits the document's types that it is made of.
    fn each_type<'a>(&'a self, visit: &mut dyn FnMut(&'a TypeRef)) {
        match self {
            Self::Ref(it) | Self::Events(it) | Self::Items(it) => it.each(visit),
            Self::Optional(it) => it.each_type(visit),
            Self::Local(_) | Self::Accept | Self::Body | Self::Multipart(_) => {}
        }
    }

    /// `Option` of the type; once is enough.
    #[must_use]
    pub fn optional(self) -> Self {
        match self {
            OperationType::Ref(it @ TypeRef::Option(_)) => OperationType::Ref(it),
            it @ OperationType::Optional(_) => it,
            it => OperationType::Optional(Box::new(it)),
        }
    }
}

/// A body of one of several media types: an enum with a variant for each.
#[derive(Debug)]
pub struct BodyEnum {
    /// The enum's identifier.
    pub name: Arc<str>,
    /// Its variants, in document order.
    pub variants: Vec<BodyVariant>,
}

/// A body of one media type.
#[derive(Debug)]
pub struct BodyVariant {
    /// The variant's identifier.
    pub name: Arc<str>,
    /// The media type, as written.
    pub media: Arc<str>,
    /// The media type that it is sent as where the server sends it.
    pub sent_as: String,
    /// How it is read and written.
    pub coding: Coding,
    /// Its type.
    pub ty: OperationType,
}

impl Coding {
    /// As the description of the server has it.
    pub fn described(self) -> description::Coding {
        match self {
            Coding::Json => description::Coding::Json,
            Coding::Form => description::Coding::Form,
            Coding::Parts => description::Coding::Parts,
            Coding::Multipart => description::Coding::Multipart,
            Coding::Text => description::Coding::Text,
            Coding::Stream | Coding::Events => description::Coding::Stream,
            Coding::Items(Sequence::Lines) => description::Coding::Lines,
            Coding::Items(Sequence::Texts) => description::Coding::Sequence,
            Coding::Items(Sequence::Events) => description::Coding::Events,
            Coding::Items(Sequence::Parts) => description::Coding::PartItems,
        }
    }

    /// As the run-time knows it: the method of its `Call` that reads such a body.
    pub fn name(self) -> &'static str {
        match self {
            Coding::Json => "json",
            Coding::Form => "form",
            Coding::Parts => "parts",
            Coding::Multipart => "multipart",
            Coding::Text => "text",
            Coding::Stream | Coding::Events => "stream",
            Coding::Items(Sequence::Parts) => "part_items",
            Coding::Items(_) => "items",
        }
    }
}

/// What the method of an operation returns.
#[derive(Debug)]
pub enum Output {
    /// One documented response without headers: its body.
    Body(Response),
    /// Several responses, or one with headers: an enum.
    Enum {
        /// Its identifier.
        name: Arc<str>,
        /// One variant a status: its identifier, and the response.
        variants: Vec<(Arc<str>, Response)>,
    },
}

impl Output {
    /// Every response.
    pub fn responses(&self) -> impl Iterator<Item = &Response> {
        let (one, several) = match self {
            Output::Body(response) => (Some(response), &[][..]),
            Output::Enum { variants, .. } => (None, &variants[..]),
        };
        one.into_iter().chain(several.iter().map(|it| &it.1))
    }
}

/// What the method of an operation fails with: an enum, generic over what the implementer fails with.
#[derive(Debug)]
pub struct ErrorEnum {
    /// Its identifier.
    pub name: Arc<str>,
    /// One variant a status: its identifier, and the response.
    pub variants: Vec<(Arc<str>, Response)>,
    /// The variant of errors that the document does not have.
    pub other: Arc<str>,
}

impl ErrorEnum {
    /// The shared response that becomes this one of the errors, and no other one, by `From`.
    pub fn made_of<'a>(&self, it: &'a Response) -> Option<&'a str> {
        fn shared(it: &Response) -> Option<&str> {
            match &it.body {
                ResponseBody::Shared(name) if it.status.is_some() => Some(name),
                _ => None,
            }
        }
        let name = shared(it)?;
        let all = self.variants.iter();
        let same = all.filter(|it| shared(&it.1) == Some(name));
        (same.count() == 1).then_some(name)
    }
}

/// A response of `components`, which becomes a type of `api::responses`: its status is that of whoever refers to it.
#[derive(Debug)]
pub struct SharedResponse {
    /// Its identifier.
    pub name: Arc<str>,
    /// Its name in the document.
    pub component: Arc<str>,
    /// What it is made of.
    pub response: Response,
}

/// The response of a status.
#[derive(Debug)]
pub struct Response {
    /// Documentation, ready for rustdoc: one string a line.
    pub docs: Vec<String>,
    /// The status as the document has it: `404`, `4XX`, `default`.
    pub documented: String,
    /// The status; `None` where the handler chooses one.
    pub status: Option<u16>,
    /// The class of the status that the handler chooses, by its first digit; `None` where it may be of any.
    pub class: Option<u8>,
    /// Typed headers.
    pub headers: Vec<HeaderField>,
    /// The body.
    pub body: ResponseBody,
}

impl Response {
    /// Visits the type of its headers and its bodies.
    pub fn each_type<'a>(&'a self, visit: &mut dyn FnMut(&'a TypeRef)) {
        let headers = self.headers.iter();
        headers.for_each(|it| it.ty.each_type(visit));
        let variants = self.body.variants().iter();
        variants.for_each(|it| it.ty.each_type(visit));
    }
}

/// A header of a response.
#[derive(Debug)]
pub struct HeaderField {
    /// Its identifier.
    pub name: Arc<str>,
    /// Its name in HTTP.
    pub wire: Arc<str>,
    /// Documentation, ready for rustdoc: one string a line.
    pub docs: Vec<String>,
    /// Its type.
    pub ty: OperationType,
    /// How it is written.
    pub style: HeaderStyle,
}

/// How a header is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeaderStyle {
    /// Style `simple`: `a,b` and `k,v`.
    Simple,
    /// Style `simple` with `explode`: `a,b` and `k=v`.
    Exploded,
    /// `a b`: `ssv` of Swagger 2.0.
    Spaced,
    /// Tabs between items: `tsv` of Swagger 2.0.
    Tabbed,
    /// `a|b`: `pipes` of Swagger 2.0.
    Piped,
    /// JSON.
    Json,
}

/// The body of a response.
#[derive(Debug)]
pub enum ResponseBody {
    /// There is none.
    Empty,
    /// One media type.
    One(BodyVariant),
    /// Several.
    Enum(BodyEnum),
    /// It is that of a [`SharedResponse`] by this name, as are the headers.
    Shared(Arc<str>),
}

impl ResponseBody {
    /// The bodies of each media type.
    pub fn variants(&self) -> &[BodyVariant] {
        match self {
            ResponseBody::Empty | ResponseBody::Shared(_) => &[],
            ResponseBody::One(only) => std::slice::from_ref(only),
            ResponseBody::Enum(bodies) => &bodies.variants,
        }
    }
}
