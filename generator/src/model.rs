//! What an API description says, with every `$ref` resolved to an id: facts that would be true if Rust and Markdown
//! did not exist. Built once by `resolve`, then frozen; what a target finds out later stands in a side table of its
//! own, keyed by [`SchemaId`] or by position.
//!
//! Swagger 2.0 has been converted to the shape of OpenAPI 3 and the dialects of JSON Schema have been read into one
//! ([`Schema`]) before anything arrives here.

mod example;
mod format;
mod head;
mod media_type;
mod operation;
mod parameter;
mod rare;
mod schema;
mod security;
mod status;

use std::sync::Arc;

use indexmap::IndexMap;

pub use example::Example;
pub use format::Format;
pub use head::{Contact, ExternalDocs, Info, License, Server, ServerVariable, Tag};
pub use media_type::MediaRange;
pub use operation::{Callback, Link, Method, Operation, RequestBody, Response, template_names};
pub use parameter::{
    Encoding, EncodingKey, Encodings, Header, MediaType, Parameter, ParameterIn, ParameterShape,
    Style, is_token,
};
pub use rare::{Extensions, Fields, Rare};
pub use schema::{
    Additional, Annotations, ArrayRules, Bound, Condition, Discriminator, JsonType, Nullable,
    NumberRules, ObjectRules, Origin, Schema, SchemaId, StringRules, TypeSet, Values, Xml, XmlNode,
};
pub use security::{OAuthFlow, SecurityRequirement, SecurityScheme, SecuritySchemeKind};
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
    /// What a document declares by `openapi`, with a patch version or without: `3.1.1`. `None` where that is no version that
    /// is known here.
    pub fn of_openapi(version: &str) -> Option<Self> {
        let mut parts = version.split('.');
        match (parts.next(), parts.next()) {
            (Some("3"), None | Some("0")) => Some(Dialect::OpenApi30),
            (Some("3"), Some("1")) => Some(Dialect::OpenApi31),
            (Some("3"), Some("2")) => Some(Dialect::OpenApi32),
            _ => None,
        }
    }

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
