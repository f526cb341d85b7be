//! The objects of the specifications, and what a message calls each.

/// The objects of the specifications.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SpecObject {
    /// The Swagger Object of 2.0, the OpenAPI Object since.
    Document,
    /// The Info Object.
    Info,
    /// The Contact Object.
    Contact,
    /// The License Object.
    License,
    /// The Server Object.
    Server,
    /// The Server Variable Object.
    ServerVariable,
    /// The Components Object.
    Components,
    /// The Path Item Object.
    PathItem,
    /// The Operation Object.
    Operation,
    /// The External Documentation Object.
    ExternalDocs,
    /// The Parameter Object, where it is no body.
    Parameter,
    /// The Parameter Object of Swagger 2.0 with `in: body`.
    BodyParameter,
    /// The Parameter Object of Swagger 2.0 with `in: formData`.
    FormField,
    /// The Request Body Object.
    RequestBody,
    /// The Media Type Object.
    MediaType,
    /// The Encoding Object.
    Encoding,
    /// The Response Object.
    Response,
    /// The Example Object.
    Example,
    /// The Link Object.
    Link,
    /// The Header Object.
    Header,
    /// The Tag Object.
    Tag,
    /// The Reference Object.
    Reference,
    /// The Schema Object, and the Items Object of Swagger 2.0.
    Schema,
    /// The Discriminator Object.
    Discriminator,
    /// The XML Object.
    Xml,
    /// The Security Scheme Object.
    SecurityScheme,
    /// The OAuth Flows Object.
    OAuthFlows,
    /// The OAuth Flow Object.
    OAuthFlow,
}

impl SpecObject {
    /// Every one.
    pub const ALL: &'static [Self] = &[
        Self::Document,
        Self::Info,
        Self::Contact,
        Self::License,
        Self::Server,
        Self::ServerVariable,
        Self::Components,
        Self::PathItem,
        Self::Operation,
        Self::ExternalDocs,
        Self::Parameter,
        Self::BodyParameter,
        Self::FormField,
        Self::RequestBody,
        Self::MediaType,
        Self::Encoding,
        Self::Response,
        Self::Example,
        Self::Link,
        Self::Header,
        Self::Tag,
        Self::Reference,
        Self::Schema,
        Self::Discriminator,
        Self::Xml,
        Self::SecurityScheme,
        Self::OAuthFlows,
        Self::OAuthFlow,
    ];

    /// What a message calls it: `parameter`.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Info => "info object",
            Self::Contact => "contact",
            Self::License => "license",
            Self::Server => "server",
            Self::ServerVariable => "server variable",
            Self::Components => "components object",
            Self::PathItem => "path item",
            Self::Operation => "operation",
            Self::ExternalDocs => "external documentation",
            Self::Parameter => "parameter",
            Self::BodyParameter => "body",
            Self::FormField => "field of a form",
            Self::RequestBody => "request body",
            Self::MediaType => "media type object",
            Self::Encoding => "encoding object",
            Self::Response => "response",
            Self::Example => "example",
            Self::Link => "link",
            Self::Header => "header",
            Self::Tag => "tag",
            Self::Reference => "reference",
            Self::Schema => "schema",
            Self::Discriminator => "discriminator",
            Self::Xml => "xml object",
            Self::SecurityScheme => "security scheme",
            Self::OAuthFlows => "flows object",
            Self::OAuthFlow => "flow",
        }
    }

    /// [`noun`](Self::noun) with its article.
    pub fn with_article(self) -> String {
        let noun = self.noun();
        let article = match noun.starts_with(['a', 'e', 'i', 'o', 'u', 'x']) {
            true => "an",
            false => "a",
        };
        format!("{article} {noun}")
    }
}
