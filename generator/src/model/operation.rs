//! Operations: what can be asked of an API, and what it answers.

use std::sync::Arc;

use indexmap::IndexMap;

use super::{Extensions, ExternalDocs, MediaRange, SchemaId, SecurityRequirement, Server, Status};
use crate::node::Node;
use crate::source::Place;

/// The Operation Object, with what it inherits from its path item and from the document.
#[derive(Debug)]
pub struct Operation {
    /// `operationId`.
    pub id: Option<Arc<str>>,
    /// The HTTP method.
    pub method: Method,
    /// The key under `paths`, as written: `/pets/{petId}`; of a webhook, its name.
    pub path: Arc<str>,
    /// `tags`, in order.
    pub tags: Vec<Arc<str>>,
    /// `summary`.
    pub summary: Option<String>,
    /// `description`, CommonMark text.
    pub description: Option<String>,
    /// `summary` of the path item.
    pub path_summary: Option<String>,
    /// `description` of the path item.
    pub path_description: Option<String>,
    /// `deprecated`.
    pub deprecated: bool,
    /// The operation's own parameters, then those of the path item that it does not override; each in document order.
    pub parameters: Vec<Parameter>,
    /// `requestBody`.
    pub request_body: Option<RequestBody>,
    /// `responses`, in document order.
    pub responses: Vec<Response>,
    /// `callbacks`, in document order.
    pub callbacks: Vec<Callback>,
    /// The security that holds: the operation's own, or else the document's. One of these must be satisfied; empty
    /// where nothing is needed.
    pub security: Vec<SecurityRequirement>,
    /// The operation's or path item's own servers; empty where the document's hold.
    pub servers: Vec<Server>,
    /// A pointer to more documentation.
    pub external_docs: Option<ExternalDocs>,
    /// Members that begin with `x-`.
    pub extensions: Extensions,
    /// JSON pointer into the user's file: `/paths/~1pets/get`.
    pub pointer: Arc<str>,
    /// Where it stands.
    pub place: Place,
}

/// An HTTP method.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// GET.
    Get,
    /// PUT.
    Put,
    /// POST.
    Post,
    /// DELETE.
    Delete,
    /// OPTIONS.
    Options,
    /// HEAD.
    Head,
    /// PATCH.
    Patch,
    /// TRACE.
    Trace,
    /// QUERY (3.2).
    Query,
}

impl Method {
    /// Every method, in the order of the specification's table.
    pub const ALL: [Method; 9] = [
        Method::Get,
        Method::Put,
        Method::Post,
        Method::Delete,
        Method::Options,
        Method::Head,
        Method::Patch,
        Method::Trace,
        Method::Query,
    ];

    /// As it stands in documents: `get`.
    pub fn as_str(&self) -> &'static str {
        match self {
            Method::Get => "get",
            Method::Put => "put",
            Method::Post => "post",
            Method::Delete => "delete",
            Method::Options => "options",
            Method::Head => "head",
            Method::Patch => "patch",
            Method::Trace => "trace",
            Method::Query => "query",
        }
    }

    /// As it stands on the wire: `GET`.
    pub fn as_upper(&self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Put => "PUT",
            Method::Post => "POST",
            Method::Delete => "DELETE",
            Method::Options => "OPTIONS",
            Method::Head => "HEAD",
            Method::Patch => "PATCH",
            Method::Trace => "TRACE",
            Method::Query => "QUERY",
        }
    }
}

/// The Parameter Object.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// `name`.
    pub name: Arc<str>,
    /// `in`.
    pub location: ParameterIn,
    /// `required`.
    pub required: bool,
    /// `description`, CommonMark text.
    pub description: Option<String>,
    /// `deprecated`.
    pub deprecated: bool,
    /// `allowEmptyValue`.
    pub allow_empty: bool,
    /// How its value is laid out, and what it is.
    pub shape: ParameterShape,
    /// `example`, or `examples`, in order.
    pub examples: Vec<Example>,
    /// Members that begin with `x-`.
    pub extensions: Extensions,
    /// JSON pointer into the user's file.
    pub pointer: Arc<str>,
    /// Where it stands.
    pub place: Place,
}

/// Where a parameter travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ParameterIn {
    /// In the path.
    Path,
    /// In the query string.
    Query,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
}

impl ParameterIn {
    /// As it stands in documents.
    pub fn as_str(self) -> &'static str {
        match self {
            ParameterIn::Path => "path",
            ParameterIn::Query => "query",
            ParameterIn::Header => "header",
            ParameterIn::Cookie => "cookie",
        }
    }
}

/// How a parameter's value is laid out, and what it is.
#[derive(Debug, Clone)]
pub enum ParameterShape {
    /// By `style` and `explode`.
    Schema {
        /// `style`, or the default for the location.
        style: Style,
        /// `explode`, or the default for the style.
        explode: bool,
        /// `allowReserved`.
        allow_reserved: bool,
        /// `schema`.
        schema: SchemaId,
    },
    /// As a document of a media type: the one member of `content`.
    Content(Box<MediaType>),
}

/// How arrays and objects are laid out (OpenAPI 3.0.4, section 4.7.12.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Style {
    /// `;name=value`, in a path.
    Matrix,
    /// `.value`, in a path.
    Label,
    /// `name=value`, in a query or cookie.
    Form,
    /// `a,b`, in a path or header.
    Simple,
    /// `a b`, in a query.
    SpaceDelimited,
    /// `a|b`, in a query.
    PipeDelimited,
    /// `name[key]=value`, in a query.
    DeepObject,
    /// `a<TAB>b`: `collectionFormat: tsv` of Swagger 2.0.
    TabDelimited,
}

/// The Request Body Object.
#[derive(Debug, Clone)]
pub struct RequestBody {
    /// `description`, CommonMark text.
    pub description: Option<String>,
    /// `required`.
    pub required: bool,
    /// `content`, in document order.
    pub content: Vec<MediaType>,
    /// Members that begin with `x-`.
    pub extensions: Extensions,
    /// JSON pointer into the user's file.
    pub pointer: Arc<str>,
    /// Where it stands.
    pub place: Place,
}

/// The Media Type Object, with its key.
#[derive(Debug, Clone)]
pub struct MediaType {
    /// The media type or range: `application/json`, `image/*`.
    pub name: Arc<str>,
    /// `schema`.
    pub schema: Option<SchemaId>,
    /// `itemSchema` (3.2): of each item of a sequential media type.
    pub item_schema: Option<SchemaId>,
    /// `example`, or `examples`, in order.
    pub examples: Vec<Example>,
    /// `encoding`, by property.
    pub encoding: IndexMap<Arc<str>, Encoding>,
    /// Members that begin with `x-`.
    pub extensions: Extensions,
    /// Where it stands.
    pub place: Place,
}

impl MediaType {
    /// Its key, taken apart.
    pub fn range(&self) -> MediaRange<'_> {
        MediaRange::parse(&self.name)
    }
}

/// The Encoding Object.
#[derive(Debug, Clone)]
pub struct Encoding {
    /// `contentType`, a comma-separated list.
    pub content_type: Option<Arc<str>>,
    /// `headers`, in document order.
    pub headers: Vec<Header>,
    /// `style`.
    pub style: Option<Style>,
    /// `explode`, or the default for the style.
    pub explode: bool,
    /// `allowReserved`.
    pub allow_reserved: bool,
}

/// An example: `example` (then without a name), or a member of `examples`.
#[derive(Debug, Clone)]
pub struct Example {
    /// The key under `examples`.
    pub name: Option<Arc<str>>,
    /// `summary`.
    pub summary: Option<String>,
    /// `description`, CommonMark text.
    pub description: Option<String>,
    /// `value`.
    pub value: Option<Node>,
    /// `externalValue`, a URL.
    pub external: Option<String>,
}

/// The Response Object, with its key.
#[derive(Debug, Clone)]
pub struct Response {
    /// For which statuses it holds.
    pub status: Status,
    /// `description`, CommonMark text.
    pub description: String,
    /// `headers`, in document order; `Content-Type` is ignored, as the specification asks.
    pub headers: Vec<Header>,
    /// `content`, in document order.
    pub content: Vec<MediaType>,
    /// `links`, in document order.
    pub links: Vec<Link>,
    /// Members that begin with `x-`.
    pub extensions: Extensions,
    /// JSON pointer into the user's file.
    pub pointer: Arc<str>,
    /// Where it stands.
    pub place: Place,
}

/// The Header Object, with its key.
#[derive(Debug, Clone)]
pub struct Header {
    /// The header's name, as written.
    pub name: Arc<str>,
    /// `description`, CommonMark text.
    pub description: Option<String>,
    /// `required`.
    pub required: bool,
    /// `deprecated`.
    pub deprecated: bool,
    /// What it holds; the style is always simple.
    pub shape: ParameterShape,
    /// `example`, or `examples`, in order.
    pub examples: Vec<Example>,
    /// Members that begin with `x-`.
    pub extensions: Extensions,
    /// Where it stands.
    pub place: Place,
}

/// The Link Object, with its key.
#[derive(Debug, Clone)]
pub struct Link {
    /// The key under `links`.
    pub name: Arc<str>,
    /// `operationId` or `operationRef`.
    pub operation: Option<String>,
    /// `description`, CommonMark text.
    pub description: Option<String>,
    /// The object as written.
    pub raw: Node,
}

/// What the API's provider calls on its consumer in the course of an operation.
#[derive(Debug)]
pub struct Callback {
    /// The key under `callbacks`.
    pub name: Arc<str>,
    /// The operations; the `path` of each is a run-time expression.
    pub operations: Vec<Operation>,
}
