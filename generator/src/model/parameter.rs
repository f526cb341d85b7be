//! Parameters, headers and contents of media types: in what form a value travels.

use std::fmt;
use std::sync::Arc;

use indexmap::IndexMap;

use super::{Dialect, Example, Extensions, MediaRange, SchemaId};
use crate::source::Place;

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
    /// The query string as a whole (3.2).
    Querystring,
}

impl Parameter {
    /// Whether it has no effect, since another part of the document describes that header: the media types of bodies and
    /// answers, or a security scheme (OpenAPI 3.0.4, section 4.7.12.2). Swagger 2.0 has no such rule for `Authorization`.
    pub fn is_described_elsewhere(&self, dialect: Dialect) -> bool {
        let others = ["accept", "content-type", "authorization"];
        let last = if dialect == Dialect::Swagger2 { 2 } else { 3 };
        self.location == ParameterIn::Header
            && (others[..last].iter()).any(|it| self.name.eq_ignore_ascii_case(it))
    }
}

impl ParameterIn {
    /// As it stands in documents.
    pub fn as_str(self) -> &'static str {
        match self {
            ParameterIn::Path => "path",
            ParameterIn::Query => "query",
            ParameterIn::Header => "header",
            ParameterIn::Cookie => "cookie",
            ParameterIn::Querystring => "querystring",
        }
    }

    /// The name of something that travels there as it is compared: those of headers are the same in any case (RFC 9110,
    /// section 5.1).
    pub fn compared(self, name: &Arc<str>) -> Arc<str> {
        match self {
            ParameterIn::Header if name.bytes().any(|it| it.is_ascii_uppercase()) => {
                name.to_ascii_lowercase().into()
            }
            _ => name.clone(),
        }
    }

    /// The style of values there where a document names none (OpenAPI 3.0.4, section 4.7.12.2.1).
    pub fn usual_style(self) -> Style {
        match self {
            ParameterIn::Query | ParameterIn::Cookie | ParameterIn::Querystring => Style::Form,
            ParameterIn::Path | ParameterIn::Header => Style::Simple,
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

impl ParameterShape {
    /// What the value is, however it is laid out.
    pub fn schema(&self) -> Option<SchemaId> {
        match self {
            ParameterShape::Schema { schema, .. } => Some(*schema),
            ParameterShape::Content(it) => it.schema,
        }
    }
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
    /// `name=value`, in a cookie, without any escaping (3.2).
    Cookie,
}

impl Style {
    /// Each with its name in documents. That for tabs is ours: no version has one.
    const NAMES: [(Style, &str); 9] = [
        (Style::Matrix, "matrix"),
        (Style::Label, "label"),
        (Style::Form, "form"),
        (Style::Simple, "simple"),
        (Style::SpaceDelimited, "spaceDelimited"),
        (Style::PipeDelimited, "pipeDelimited"),
        (Style::TabDelimited, "tabDelimited"),
        (Style::DeepObject, "deepObject"),
        (Style::Cookie, "cookie"),
    ];

    /// Its name in documents.
    pub fn name(self) -> &'static str {
        let mut all = Self::NAMES.into_iter();
        all.find(|it| it.0 == self).map_or("form", |it| it.1)
    }

    /// The style of that name.
    pub fn named(name: &str) -> Option<Self> {
        let mut all = Self::NAMES.into_iter();
        all.find(|it| it.1 == name).map(|it| it.0)
    }

    /// Whether `explode` is `true` unless a document says otherwise.
    pub fn explodes(self) -> bool {
        matches!(self, Style::Form | Style::Cookie)
    }
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
    /// `encoding`, `prefixEncoding` and `itemEncoding`.
    pub encodings: Encodings,
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

    /// The schema of a body, or else of each of its items.
    pub fn shown_schema(&self) -> Option<SchemaId> {
        self.schema.or(self.item_schema)
    }

    /// Whether a body is described by its items alone.
    pub fn is_of_items(&self) -> bool {
        self.schema.is_none() && self.item_schema.is_some()
    }
}

/// How the properties of a form and the parts of a multipart body are encoded.
#[derive(Debug, Clone, Default)]
pub struct Encodings {
    /// `encoding`, by property.
    pub named: IndexMap<Arc<str>, Encoding>,
    /// `prefixEncoding` (3.2): of the first parts, by position.
    pub prefix: Vec<Encoding>,
    /// `itemEncoding` (3.2): of all other parts.
    pub item: Option<Box<Encoding>>,
}

impl Encodings {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.named.is_empty() && !self.are_positional()
    }

    /// Whether they are by position.
    pub fn are_positional(&self) -> bool {
        !self.prefix.is_empty() || self.item.is_some()
    }

    /// The encoding of a property.
    pub fn get(&self, name: &str) -> Option<&Encoding> {
        self.named.get(name)
    }

    /// The encoding of the part at a position.
    pub fn at(&self, at: usize) -> Option<&Encoding> {
        self.prefix.get(at).or(self.item.as_deref())
    }

    /// All of them, each with the property or the position that it is for, but those within others.
    pub fn iter(&self) -> impl Iterator<Item = (EncodingKey<'_>, &Encoding)> {
        let named = self.named.iter();
        let prefix = self.prefix.iter().enumerate();
        (named.map(|(name, it)| (EncodingKey::Name(name), it)))
            .chain(prefix.map(|(at, it)| (EncodingKey::Position(at), it)))
            .chain(self.item.iter().map(|it| (EncodingKey::Rest, &**it)))
    }

    /// Visits all of them, those within others too.
    pub fn each_mut(&mut self, visit: &mut dyn FnMut(&mut Encoding)) {
        let named = self.named.values_mut().chain(&mut self.prefix);
        for it in named.chain(self.item.as_deref_mut()) {
            visit(it);
            it.within.each_mut(visit);
        }
    }

    /// All of them, those within others behind these.
    pub fn all(&self) -> Vec<&Encoding> {
        let mut all: Vec<&Encoding> = self.iter().map(|it| it.1).collect();
        let mut at = 0;
        while let Some(it) = all.get(at).copied() {
            all.extend(it.within.iter().map(|it| it.1));
            at += 1;
        }
        all
    }
}

/// What an encoding is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EncodingKey<'a> {
    /// A property.
    Name(&'a str),
    /// The part at a position.
    Position(usize),
    /// All parts behind those that have a position of their own.
    Rest,
}

impl fmt::Display for EncodingKey<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Position(at) => write!(f, "{at}"),
            Self::Rest => f.write_str("*"),
        }
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
    /// `encoding`, `prefixEncoding` and `itemEncoding` (3.2): of what it consists itself.
    pub within: Encodings,
    /// Where it stands.
    pub place: Place,
}

impl Encoding {
    /// The first of the media types that it names.
    pub fn first_type(&self) -> Option<MediaRange<'_>> {
        let types = self.content_type.as_deref()?;
        let first = types.split(',').next().unwrap_or(types);
        Some(MediaRange::parse(first.trim()))
    }
}

/// Whether a text is a token (RFC 9110, section 5.6.2), as the names of methods, headers and cookies are.
pub fn is_token(text: &str) -> bool {
    let is_part = |it: u8| it.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&it);
    !text.is_empty() && text.bytes().all(is_part)
}
