//! Operations: what can be asked of an API, and what it answers.

use std::borrow::Cow;
use std::sync::Arc;

use super::{
    Extensions, ExternalDocs, Header, MediaType, Parameter, SecurityRequirement, Server, Status,
};
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

/// The names between braces in a path, in order.
pub fn template_names(path: &str) -> impl Iterator<Item = &str> {
    path.split('{')
        .skip(1)
        .filter_map(|it| it.split_once('}').map(|(name, _)| name))
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
    /// Another one, as it stands on the wire: a key of `additionalOperations` (3.2).
    Other(Arc<str>),
}

impl Method {
    /// Every method that has a field of its own, in the order of the specification's table.
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

    /// As it stands in documents: `get`, or a key of `additionalOperations`: `COPY`.
    pub fn as_str(&self) -> &str {
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
            Method::Other(name) => name,
        }
    }

    /// As it stands on the wire: `GET`.
    pub fn as_upper(&self) -> &str {
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
            Method::Other(name) => name,
        }
    }
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

/// The Response Object, with its key.
#[derive(Debug, Clone)]
pub struct Response {
    /// For which statuses it holds.
    pub status: Status,
    /// `summary` (3.2).
    pub summary: Option<String>,
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

impl Response {
    /// `summary` and `description`, where it has both with something between.
    pub fn text(&self, between: &str) -> Cow<'_, str> {
        match self.summary.as_deref().map(str::trim) {
            None | Some("") => (&*self.description).into(),
            Some(summary) if self.description.trim().is_empty() => summary.into(),
            Some(summary) => format!("{summary}{between}{}", self.description).into(),
        }
    }
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
