//! What a server has to know of a document, as data: the generator writes it, the server reads it.
//!
//! Emitted crates carry it as `server/description.json` ([`Description`]) and `server/answers.json` ([`Answers`]). Free
//! values of the document (defaults, listed values, bounds) are of a type `V` that either side chooses: one that keeps
//! their digits where they are written, a [`Tree`](crate::runtime::json::Tree) where they are read.
//!
//! Reading is written by hand, and writing stands apart (`written.rs` of the package), where no emitted crate carries it: derives
//! of `serde` for these types take a sixth of what it takes to check a small crate.

#[cfg(feature = "server")]
pub mod read;

/// What requests have to be, and what is taken out of answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Description<O, S> {
    /// By method and path template: `GET /pets/{id}`; each an [`Operation`].
    pub operations: Map<O>,
    /// The schemas that others refer to by `$ref`; each a [`Schema`].
    pub schemas: Map<S>,
    /// The security schemes that operations name.
    pub security_schemes: Map<SecurityScheme>,
}

/// What answers have to be.
#[derive(Debug, Clone, PartialEq)]
pub struct Answers<R, H, S> {
    /// By method and path template; each the [`Responses`] of an operation.
    pub operations: Map<R>,
    /// The headers of answers, by method and path template; each the [`Headers`] of an operation.
    pub headers: Map<H>,
    /// The schemas that others refer to by `$ref`; each a [`Schema`].
    pub schemas: Map<S>,
}

/// The answers of an operation by status (`200`, `4XX`, `default`) and media type.
pub type Responses<V> = Map<Map<Content<V>>>;

/// The headers of the answers of an operation by status.
pub type Headers<V> = Map<Vec<Parameter<V>>>;

/// The body of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Content<V> {
    /// How it is written.
    pub coding: Coding,
    /// What it has to be, or each of its items; `None` where anything goes, or nothing is known of what is in it.
    pub schema: Option<Schema<V>>,
}

/// An operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Operation<V> {
    /// What it takes beside its body.
    pub parameters: Vec<Parameter<V>>,
    /// Its body, if it takes one.
    pub body: Option<RequestBody<V>>,
    /// Alternatives, each a list of schemes that have to be satisfied together (OpenAPI 3.0.4, section 4.7.30).
    pub security: Vec<Vec<SchemeRequirement>>,
    /// The status of requests with faults, where it is not `400`.
    pub refusal: Option<u16>,
    /// The media types of its answers; empty where it has an answer without a body.
    pub produces: Vec<String>,
    /// Those of its answers that have properties which are `writeOnly`.
    pub answers: Responses<V>,
    /// How the properties of answers that are forms are laid out, where the document says so: by status and media type.
    pub forms: Map<Map<Map<Encoding>>>,
}

/// A parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter<V> {
    /// Its name on the wire.
    pub name: String,
    /// Where it travels.
    pub location: Location,
    /// Whether a request without it is refused.
    pub required: bool,
    /// How arrays and objects are laid out.
    pub style: Style,
    /// Whether each item or property stands on its own.
    pub explode: bool,
    /// Whether reserved characters need not be encoded in a query, so that `+` is a plus sign and not a space.
    pub allow_reserved: bool,
    /// How an array among its items is laid out, where that is not by commas: `items.collectionFormat` of Swagger 2.0.
    pub item_style: Option<Style>,
    /// Whether a query may name it without a value.
    pub allow_empty_value: bool,
    /// The value in place of one that is not given.
    pub default: Option<V>,
    /// How the properties of a query string are laid out, where it is a form and the document says so.
    pub encoding: Map<Encoding>,
    /// What values have to be.
    pub schema: Schema<V>,
}

/// Where a parameter travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Location {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
    /// It is the query string as a whole.
    Querystring,
}

impl Location {
    /// All of them, with what they are called in a description.
    pub(crate) const NAMES: &'static [(Location, &'static str)] = &[
        (Location::Path, "path"),
        (Location::Query, "query"),
        (Location::Header, "header"),
        (Location::Cookie, "cookie"),
        (Location::Querystring, "querystring"),
    ];
}

impl Location {
    /// As the document has it: `query`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
            Self::Querystring => "querystring",
        }
    }
}

/// How arrays and objects are laid out (OpenAPI 3.0.4, section 4.7.12.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `;color=blue,black`
    Matrix,
    /// `.blue,black`
    Label,
    /// `color=blue&color=black`
    Form,
    /// `blue,black`
    Simple,
    /// `blue%20black`
    SpaceDelimited,
    /// `blue|black`
    PipeDelimited,
    /// `blue%09black`: `tsv` of Swagger 2.0.
    TabDelimited,
    /// `color[R]=100`
    DeepObject,
    /// `color=blue; color=black`, without any escaping.
    Cookie,
    /// Not laid out by a style: a JSON document, for parameters with `content`.
    Json,
}

impl Style {
    /// All of them, with what they are called in a description.
    pub(crate) const NAMES: &'static [(Style, &'static str)] = &[
        (Style::Matrix, "matrix"),
        (Style::Label, "label"),
        (Style::Form, "form"),
        (Style::Simple, "simple"),
        (Style::SpaceDelimited, "spaceDelimited"),
        (Style::PipeDelimited, "pipeDelimited"),
        (Style::TabDelimited, "tabDelimited"),
        (Style::DeepObject, "deepObject"),
        (Style::Cookie, "cookie"),
        (Style::Json, "json"),
    ];
}

/// The body of a request.
#[derive(Debug, Clone, PartialEq)]
pub struct RequestBody<V> {
    /// Whether a request without it is refused.
    pub required: bool,
    /// The media types it may have.
    pub content: Vec<MediaType<V>>,
}

/// A media type that a body may have.
#[derive(Debug, Clone, PartialEq)]
pub struct MediaType<V> {
    /// Its name, or a range: `application/json`, `image/*`.
    pub name: String,
    /// How such a body is read.
    pub coding: Coding,
    /// What bodies have to be; `None` where anything goes.
    pub schema: Option<Schema<V>>,
    /// Of what it is composed.
    pub composition: Composition<V>,
}

/// What the document says of the properties of a form, or of the parts of a multipart body, beside their schemas.
#[derive(Debug, Clone, PartialEq)]
pub struct Composition<V> {
    /// How properties are laid out.
    pub encoding: Map<Encoding>,
    /// What the parts of properties have to be.
    pub parts: Map<Part<V>>,
    /// What parts have to be by their positions, where they have no names: each is an item of an array.
    pub positions: Option<Positions<V>>,
}

impl<V> Composition<V> {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.encoding.is_empty() && self.parts.is_empty() && self.positions.is_none()
    }
}

impl<V> Default for Composition<V> {
    fn default() -> Self {
        Self {
            encoding: Map::default(),
            parts: Map::default(),
            positions: None,
        }
    }
}

/// What parts have to be by their positions.
#[derive(Debug, Clone, PartialEq)]
pub struct Positions<V> {
    /// The first ones.
    pub prefix: Vec<Part<V>>,
    /// All others.
    pub rest: Part<V>,
}

/// What a part of a multipart body has to be beside its schema.
#[derive(Debug, Clone, PartialEq)]
pub struct Part<V> {
    /// The media types, or ranges of them, that it may have; any where none is listed.
    pub types: Vec<String>,
    /// Its headers.
    pub headers: Vec<Parameter<V>>,
    /// Of what it is composed, where it is a form or consists of parts itself.
    pub within: Option<Box<Composition<V>>>,
}

impl<V> Part<V> {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.types.is_empty() && self.headers.is_empty() && self.within.is_none()
    }
}

impl<V> Default for Part<V> {
    fn default() -> Self {
        Self {
            types: Vec::new(),
            headers: Vec::new(),
            within: None,
        }
    }
}

/// How a property of a form is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoding {
    /// How arrays and objects are laid out.
    pub style: Style,
    /// Whether each item or property stands on its own.
    pub explode: bool,
    /// How an array among its items is laid out, where that is not by commas.
    pub item_style: Option<Style>,
}

impl Encoding {
    /// Whether an array or object is one text, between the separators of the style.
    pub fn is_joined(&self) -> bool {
        !self.explode && self.style != Style::DeepObject
    }
}

/// How a body is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coding {
    /// As JSON.
    Json,
    /// As `application/x-www-form-urlencoded`.
    Form,
    /// As `multipart/*` without files, which is held whole.
    Parts,
    /// As `multipart/*` with files, part by part.
    Multipart,
    /// As text.
    Text,
    /// As a stream of bytes.
    Stream,
    /// As JSON lines, one by one.
    Lines,
    /// As a JSON text sequence, one by one.
    Sequence,
    /// As server-sent events, one by one.
    Events,
    /// As the parts of `multipart/*` without files, one by one.
    PartItems,
}

impl Coding {
    /// All of them, with what they are called in a description.
    pub(crate) const NAMES: &'static [(Coding, &'static str)] = &[
        (Coding::Json, "json"),
        (Coding::Form, "form"),
        (Coding::Parts, "parts"),
        (Coding::Multipart, "multipart"),
        (Coding::Text, "text"),
        (Coding::Stream, "stream"),
        (Coding::Lines, "lines"),
        (Coding::Sequence, "sequence"),
        (Coding::Events, "events"),
        (Coding::PartItems, "part_items"),
    ];
}

impl Coding {
    /// Whether the body is read while the handler runs.
    pub fn is_streamed(self) -> bool {
        match self {
            Self::Json | Self::Form | Self::Parts | Self::Text => false,
            Self::Multipart
            | Self::Stream
            | Self::Lines
            | Self::Sequence
            | Self::Events
            | Self::PartItems => true,
        }
    }
}

/// A security scheme that has to be satisfied, with the scopes it has to grant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemeRequirement {
    /// Its name in the document.
    pub scheme: String,
    /// The scopes, or roles.
    pub scopes: Vec<String>,
}

/// What a security scheme asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecurityScheme {
    /// An API key.
    ApiKey {
        /// Where it travels: in a header, the query or a cookie.
        location: Location,
        /// What it is called there.
        name: String,
    },
    /// A name and a password (RFC 7617).
    Basic,
    /// A bearer token (RFC 6750): of HTTP, OAuth 2 or OpenID Connect.
    Bearer,
    /// Another scheme of HTTP, by its name in the `Authorization` header.
    Http(String),
    /// A client certificate.
    MutualTls,
    /// One that the document names and does not declare.
    Undeclared,
}

/// A JSON Schema: the keywords of 2020-12 that are checked, and what OpenAPI adds.
#[derive(Debug, Clone, PartialEq)]
pub struct Schema<V> {
    /// The name of the schema that this one stands for.
    pub reference: Option<String>,
    /// The types values may have; any where none is named.
    pub types: Types,
    /// The values that are listed; any where none is.
    pub values: Vec<V>,
    /// The format of strings and numbers.
    pub format: Option<String>,
    /// The least number.
    pub minimum: Option<V>,
    /// What numbers are greater than.
    pub exclusive_minimum: Option<V>,
    /// The greatest number.
    pub maximum: Option<V>,
    /// What numbers are less than.
    pub exclusive_maximum: Option<V>,
    /// What numbers are a multiple of.
    pub multiple_of: Option<V>,
    /// How many characters a string has at least.
    pub min_length: Option<u64>,
    /// How many characters a string has at the most.
    pub max_length: Option<u64>,
    /// The regular expression of ECMA 262 that strings match, not anchored.
    pub pattern: Option<String>,
    /// The schemas of the first items, one each.
    pub prefix_items: Vec<Schema<V>>,
    /// The schema of the other items.
    pub items: Option<Box<Schema<V>>>,
    /// How many items there are at least.
    pub min_items: Option<u64>,
    /// How many items there are at the most.
    pub max_items: Option<u64>,
    /// Whether all items differ.
    pub unique_items: bool,
    /// The schema that at least one item satisfies, unless the next two say otherwise.
    pub contains: Option<Box<Schema<V>>>,
    /// How many items satisfy `contains` at least.
    pub min_contains: Option<u64>,
    /// How many items satisfy `contains` at the most.
    pub max_contains: Option<u64>,
    /// The schema of items that no other keyword has looked at (JSON Schema 2020-12 Core, section 11.2).
    pub unevaluated_items: Option<Box<Schema<V>>>,
    /// The schemas of properties.
    pub properties: Map<Schema<V>>,
    /// The properties that have to be there.
    pub required: Vec<String>,
    /// What holds for properties that are not listed.
    pub additional_properties: Additional<V>,
    /// The schemas of properties whose names match a regular expression.
    pub pattern_properties: Map<Schema<V>>,
    /// The schema of properties that no other keyword has looked at (JSON Schema 2020-12 Core, section 11.3).
    pub unevaluated_properties: Option<Box<Schema<V>>>,
    /// The schema of the names of properties.
    pub property_names: Option<Box<Schema<V>>>,
    /// The properties that have to be there where one of this name is.
    pub dependent_required: Map<Vec<String>>,
    /// The schemas that hold where a property of this name is there.
    pub dependent_schemas: Map<Schema<V>>,
    /// How many properties there are at least.
    pub min_properties: Option<u64>,
    /// How many properties there are at the most.
    pub max_properties: Option<u64>,
    /// Schemas that all hold.
    pub all_of: Vec<Schema<V>>,
    /// Schemas at least one of which holds.
    pub any_of: Vec<Schema<V>>,
    /// Schemas exactly one of which holds.
    pub one_of: Vec<Schema<V>>,
    /// The schema that does not hold.
    pub not: Option<Box<Schema<V>>>,
    /// The schema that decides which of the next two holds.
    pub condition: Option<Box<Schema<V>>>,
    /// What holds where `if` does.
    pub then: Option<Box<Schema<V>>>,
    /// What holds where `if` does not.
    pub otherwise: Option<Box<Schema<V>>>,
    /// The property that tells which of the alternatives is meant; without alternatives, what holds beside the schema.
    pub discriminator: Option<Discriminator>,
    /// Whether no value is accepted: the schema `false`.
    pub never: bool,
    /// Whether such values are sent to callers and ignored where callers send them.
    pub read_only: bool,
    /// Whether such values are taken from callers and never sent to them.
    pub write_only: bool,
}

impl<V> Default for Schema<V> {
    /// The schema that accepts everything.
    fn default() -> Self {
        Self {
            reference: None,
            types: Types::default(),
            values: Vec::new(),
            format: None,
            minimum: None,
            exclusive_minimum: None,
            maximum: None,
            exclusive_maximum: None,
            multiple_of: None,
            min_length: None,
            max_length: None,
            pattern: None,
            prefix_items: Vec::new(),
            items: None,
            min_items: None,
            max_items: None,
            unique_items: false,
            contains: None,
            min_contains: None,
            max_contains: None,
            unevaluated_items: None,
            properties: Map::default(),
            required: Vec::new(),
            additional_properties: Additional::Any,
            pattern_properties: Map::default(),
            unevaluated_properties: None,
            property_names: None,
            dependent_required: Map::default(),
            dependent_schemas: Map::default(),
            min_properties: None,
            max_properties: None,
            all_of: Vec::new(),
            any_of: Vec::new(),
            one_of: Vec::new(),
            not: None,
            condition: None,
            then: None,
            otherwise: None,
            discriminator: None,
            never: false,
            read_only: false,
            write_only: false,
        }
    }
}

/// What tells the alternatives of a schema apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discriminator {
    /// The property whose value tells.
    pub property_name: String,
    /// The name of the schema that each value stands for.
    pub mapping: Map<String>,
    /// The name of the schema that any other value stands for, and none at all.
    pub default: Option<String>,
}

/// A type of JSON Schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JsonType {
    /// `null`.
    Null,
    /// `true` and `false`.
    Boolean,
    /// Numbers without a fraction, however they are written.
    Integer,
    /// Numbers.
    Number,
    /// Strings.
    String,
    /// Arrays.
    Array,
    /// Objects.
    Object,
}

impl JsonType {
    /// All of them, with what they are called in a description.
    pub(crate) const NAMES: &'static [(JsonType, &'static str)] = &[
        (JsonType::Null, "null"),
        (JsonType::Boolean, "boolean"),
        (JsonType::Integer, "integer"),
        (JsonType::Number, "number"),
        (JsonType::String, "string"),
        (JsonType::Array, "array"),
        (JsonType::Object, "object"),
    ];
}

/// Types that values may have: `"string"`, or `["string", "null"]`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Types(pub Vec<JsonType>);

impl Types {
    /// Whether none is named, so that values may have any.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What holds for properties that are not listed.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Additional<V> {
    /// There may be any.
    #[default]
    Any,
    /// There may be none: `false`.
    None,
    /// Each satisfies a schema.
    Schema(Box<Schema<V>>),
}

impl<V> Additional<V> {
    /// Whether there may be any.
    pub fn is_any(&self) -> bool {
        matches!(self, Self::Any)
    }
}

/// An object with any names, in the order in which it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Map<T>(pub Vec<(String, T)>);

impl<T> Map<T> {
    /// Whether there are no members.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T> Default for Map<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> FromIterator<(String, T)> for Map<T> {
    fn from_iter<I: IntoIterator<Item = (String, T)>>(members: I) -> Self {
        Self(members.into_iter().collect())
    }
}
