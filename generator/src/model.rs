//! What an API description says, with every `$ref` resolved to an id: facts that would be true if Rust and Markdown
//! did not exist. Built once by `resolve`, then frozen; what a target finds out later stands in a side table of its
//! own, keyed by [`SchemaId`] or by position.
//!
//! Swagger 2.0 has been converted to the shape of OpenAPI 3 and the dialects of JSON Schema have been read into one
//! ([`Schema`]) before anything arrives here.

mod format;
mod media_type;
mod operation;
mod rare;
mod schema;
mod status;

use std::sync::Arc;

use indexmap::IndexMap;

use crate::node::Node;
use crate::source::Place;

pub use format::Format;
pub use media_type::MediaRange;
pub use operation::{
    Callback, Encoding, Example, Header, Link, MediaType, Method, Operation, Parameter,
    ParameterIn, ParameterShape, RequestBody, Response, Style,
};
pub use rare::{Fields, Rare};
pub use schema::{
    Additional, Annotations, ArrayRules, Bound, Discriminator, JsonType, Nullable, NumberRules,
    ObjectRules, Origin, Schema, SchemaId, StringRules, TypeSet, Values,
};
pub use status::{InvalidStatus, Status, class_name, reason_phrase};

/// One API.
#[derive(Debug, Default)]
pub struct Api {
    /// Which specification the document was written for.
    pub dialect: Dialect,
    /// Title, version, description.
    pub info: Info,
    /// Where the API is served, in document order. Empty where the document says nothing.
    pub servers: Vec<Server>,
    /// The declared tags, in document order. Operations may name others.
    pub tags: Vec<Tag>,
    /// Every operation under `paths`, in document order.
    pub operations: Vec<Operation>,
    /// Operations the API's provider calls on its consumers (`webhooks`, and `x-webhooks` of 3.0); the `path` of each
    /// is the webhook's name.
    pub webhooks: Vec<Operation>,
    /// Every schema that was reached, components first; indexed by [`SchemaId`].
    pub schemas: Vec<Schema>,
    /// The schemas of `components/schemas` (`definitions` in 2.0) of the root document, in document order. Two names
    /// may lead to one id, where one component is nothing but a `$ref` to another.
    pub components: IndexMap<Arc<str>, SchemaId>,
    /// `components/securitySchemes`, in document order.
    pub security_schemes: IndexMap<Arc<str>, SecurityScheme>,
    /// The security that holds where an operation says nothing; `None` where the document says nothing either.
    pub security: Option<Vec<SecurityRequirement>>,
    /// A pointer to more documentation.
    pub external_docs: Option<ExternalDocs>,
    /// The members of the root object that begin with `x-`.
    pub extensions: Extensions,
}

impl Api {
    /// The schema with that id.
    pub fn schema(&self, id: SchemaId) -> &Schema {
        &self.schemas[id.index()]
    }

    /// Every id, in order.
    pub fn schema_ids(&self) -> impl Iterator<Item = SchemaId> + use<> {
        (0..self.schemas.len()).map(SchemaId::from_index)
    }
}

/// The specification a document declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Dialect {
    /// Swagger 2.0.
    Swagger2,
    /// OpenAPI 3.0.x.
    #[default]
    OpenApi30,
    /// OpenAPI 3.1.x.
    OpenApi31,
    /// OpenAPI 3.2.x.
    OpenApi32,
}

impl Dialect {
    /// What people call it: `OpenAPI 3.1`.
    pub const fn name(self) -> &'static str {
        match self {
            Dialect::Swagger2 => "Swagger 2.0",
            Dialect::OpenApi30 => "OpenAPI 3.0",
            Dialect::OpenApi31 => "OpenAPI 3.1",
            Dialect::OpenApi32 => "OpenAPI 3.2",
        }
    }

    /// What a document says at its top, with the latest patch version: `openapi: 3.1.1`.
    pub const fn declaration(self) -> &'static str {
        match self {
            Dialect::Swagger2 => "swagger: \"2.0\"",
            Dialect::OpenApi30 => "openapi: 3.0.4",
            Dialect::OpenApi31 => "openapi: 3.1.1",
            Dialect::OpenApi32 => "openapi: 3.2.0",
        }
    }
}

/// The members of an object that begin with `x-`, in document order.
pub type Extensions = Rare<IndexMap<Arc<str>, Node>>;

/// The Info Object.
#[derive(Debug, Clone, Default)]
pub struct Info {
    /// The API's title.
    pub title: String,
    /// The version of the API, in whatever form its authors chose.
    pub version: String,
    /// One sentence (3.1).
    pub summary: Option<String>,
    /// CommonMark text.
    pub description: Option<String>,
    /// A URL.
    pub terms_of_service: Option<String>,
    /// Whom to ask.
    pub contact: Option<Contact>,
    /// Under which terms the API is offered.
    pub license: Option<License>,
    /// Members that begin with `x-`.
    pub extensions: Extensions,
}

/// The Contact Object.
#[derive(Debug, Clone, Default)]
pub struct Contact {
    /// A person or an organization.
    pub name: Option<String>,
    /// A URL.
    pub url: Option<String>,
    /// An address.
    pub email: Option<String>,
}

/// The License Object.
#[derive(Debug, Clone, Default)]
pub struct License {
    /// The licence's name.
    pub name: String,
    /// An SPDX expression (3.1).
    pub identifier: Option<String>,
    /// A URL.
    pub url: Option<String>,
}

/// The Server Object.
#[derive(Debug, Clone)]
pub struct Server {
    /// A URL, perhaps relative to where the document is served, perhaps with `{variables}`.
    pub url: String,
    /// CommonMark text.
    pub description: Option<String>,
    /// The variables in the URL, by name.
    pub variables: IndexMap<Arc<str>, ServerVariable>,
}

/// The Server Variable Object.
#[derive(Debug, Clone)]
pub struct ServerVariable {
    /// What stands in the URL unless a user chooses otherwise.
    pub default: String,
    /// What a user may choose from; empty where anything goes.
    pub values: Vec<String>,
    /// CommonMark text.
    pub description: Option<String>,
}

/// The Tag Object.
#[derive(Debug, Clone)]
pub struct Tag {
    /// The name operations refer to.
    pub name: String,
    /// CommonMark text.
    pub description: Option<String>,
    /// A pointer to more documentation.
    pub external_docs: Option<ExternalDocs>,
    /// Members that begin with `x-`.
    pub extensions: Extensions,
    /// Where it is declared.
    pub place: Place,
}

/// The External Documentation Object.
#[derive(Debug, Clone)]
pub struct ExternalDocs {
    /// CommonMark text.
    pub description: Option<String>,
    /// A URL.
    pub url: String,
}

/// One alternative of a `security` list: the schemes that must all be satisfied, each with the scopes (or roles) it
/// has to grant. Without schemes it is satisfied by anyone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SecurityRequirement {
    /// Name of a member of [`Api::security_schemes`], and scopes.
    pub schemes: Vec<(Arc<str>, Vec<String>)>,
}

/// The Security Scheme Object.
#[derive(Debug, Clone)]
pub struct SecurityScheme {
    /// CommonMark text.
    pub description: Option<String>,
    /// How a caller proves who they are.
    pub kind: SecuritySchemeKind,
    /// Members that begin with `x-`.
    pub extensions: Extensions,
    /// Where it is declared.
    pub place: Place,
}

impl SecurityScheme {
    /// One about which nothing is known but where it is named.
    pub fn undeclared(place: Place) -> Self {
        Self {
            description: None,
            kind: SecuritySchemeKind::Undeclared,
            extensions: Extensions::default(),
            place,
        }
    }
}

/// How a caller proves who they are.
#[derive(Debug, Clone)]
pub enum SecuritySchemeKind {
    /// A secret in a header, in the query or in a cookie.
    ApiKey {
        /// Where it travels; never `Path`.
        location: ParameterIn,
        /// The name of the header, query parameter or cookie.
        name: String,
    },
    /// An HTTP authentication scheme in the `Authorization` header.
    Http {
        /// `basic`, `bearer` or another registered scheme, as written.
        scheme: String,
        /// A hint on how a bearer token is made.
        bearer_format: Option<String>,
    },
    /// OAuth 2.
    OAuth2 {
        /// The flows on offer.
        flows: Vec<OAuthFlow>,
    },
    /// OpenID Connect Discovery.
    OpenIdConnect {
        /// The URL of the provider's configuration.
        url: String,
    },
    /// A client certificate (3.1).
    MutualTls,
    /// Used by name, and declared nowhere: how the caller proves who they are is between the API and its callers.
    Undeclared,
}

/// The OAuth Flow Object.
#[derive(Debug, Clone)]
pub struct OAuthFlow {
    /// `implicit`, `password`, `clientCredentials` or `authorizationCode`.
    pub grant: &'static str,
    /// Where the user agrees.
    pub authorization_url: Option<String>,
    /// Where a token is handed out.
    pub token_url: Option<String>,
    /// Where a token is renewed.
    pub refresh_url: Option<String>,
    /// Scopes and what each allows.
    pub scopes: IndexMap<Arc<str>, String>,
}
