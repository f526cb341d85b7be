//! Every field of every object of Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2, as data: in which versions it exists, what its
//! value is, and what documents of other versions have in its place.
//!
//! [`SpecObject::fields`] are the rows; [`check_fields`] holds an object of a document against them. What is read of a
//! field, and how, stands where the model is built; a row only says whether that happens (see [`Handling`]).

mod check;
mod objects;
mod schema;

use std::fmt;

use crate::model::Dialect;
use crate::node::{Node, Value};

pub(crate) use check::check_fields;

/// A range of versions, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Versions {
    /// The first one.
    pub from: Dialect,
    /// The last one.
    pub to: Dialect,
}

impl Versions {
    /// Swagger 2.0 and every OpenAPI.
    pub const ALL: Self = Self::new(Dialect::Swagger2, Dialect::OpenApi32);
    /// Swagger 2.0 only.
    pub const V2: Self = Self::new(Dialect::Swagger2, Dialect::Swagger2);
    /// Up to OpenAPI 3.0.
    pub const UP_TO_30: Self = Self::new(Dialect::Swagger2, Dialect::OpenApi30);
    /// Up to OpenAPI 3.1.
    pub const UP_TO_31: Self = Self::new(Dialect::Swagger2, Dialect::OpenApi31);
    /// From OpenAPI 3.0 on.
    pub const V3: Self = Self::new(Dialect::OpenApi30, Dialect::OpenApi32);
    /// OpenAPI 3.0 only.
    pub const V30: Self = Self::new(Dialect::OpenApi30, Dialect::OpenApi30);
    /// From OpenAPI 3.1 on.
    pub const V31: Self = Self::new(Dialect::OpenApi31, Dialect::OpenApi32);
    /// From OpenAPI 3.2 on.
    pub const V32: Self = Self::new(Dialect::OpenApi32, Dialect::OpenApi32);

    const fn new(from: Dialect, to: Dialect) -> Self {
        Self { from, to }
    }

    /// Whether a version is one of them.
    pub fn contains(self, dialect: Dialect) -> bool {
        self.from <= dialect && dialect <= self.to
    }
}

impl fmt::Display for Versions {
    /// As it stands behind what exists in them: `from OpenAPI 3.1 on`, `in Swagger 2.0 only`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (*self, self.from == self.to) {
            (Self::ALL, _) => f.write_str("in every version"),
            (
                Self {
                    from,
                    to: Dialect::OpenApi32,
                },
                _,
            ) => write!(f, "from {} on", from.name()),
            (Self { from, .. }, true) => write!(f, "in {} only", from.name()),
            (
                Self {
                    from: Dialect::Swagger2,
                    to,
                },
                _,
            ) => write!(f, "up to {}", to.name()),
            (Self { from, to }, _) => write!(f, "from {} to {}", from.name(), to.name()),
        }
    }
}

/// What the value of a field is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shape {
    /// A string.
    Text,
    /// A string in CommonMark.
    CommonMark,
    /// A string that is a URL or a URI reference.
    Url,
    /// One of these strings.
    Words(&'static [Word]),
    /// `true` or `false`.
    Boolean,
    /// A number.
    Number,
    /// A whole number from 0 up.
    Count,
    /// Any value.
    Any,
    /// An object of the specification.
    Object(SpecObject),
    /// An object of the specification, or a Reference Object in its place.
    Referable(SpecObject),
    /// An array of such values.
    List(&'static Shape),
    /// An object with names of the author's choice, and such values.
    Map(&'static Shape),
    /// Either of the two.
    Either(&'static Shape, &'static Shape),
}

/// One of the strings that a field may have.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Word {
    /// The string.
    pub text: &'static str,
    /// Where it is one of them.
    pub versions: Versions,
    /// Whether it has its effect in documents of other versions too. What has not is reported where it is read.
    pub is_followed_elsewhere: bool,
}

impl Shape {
    /// Whether a value is of the JSON type that this takes. What is in it is not looked at.
    pub fn accepts(self, node: &Node) -> bool {
        match self {
            Shape::Any => true,
            Shape::Text | Shape::CommonMark | Shape::Url | Shape::Words(_) => {
                matches!(node.value, Value::String(_))
            }
            Shape::Boolean => matches!(node.value, Value::Bool(_)),
            Shape::Number | Shape::Count => matches!(node.value, Value::Number(_)),
            // From 3.1 on, a schema may be a boolean, which is reported where schemas are read.
            Shape::Object(_) | Shape::Referable(_) | Shape::Map(_) => {
                matches!(node.value, Value::Object(_))
            }
            Shape::List(_) => matches!(node.value, Value::Array(_)),
            Shape::Either(one, other) => one.accepts(node) || other.accepts(node),
        }
    }

    /// Whether it is a string that any text may be.
    pub fn is_text(self) -> bool {
        matches!(self, Shape::Text | Shape::CommonMark | Shape::Url)
    }
}

/// What becomes of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handling {
    /// It is read, in documents of versions that do not have it too.
    Followed,
    /// It is read in documents of versions that have it, and ignored in others.
    FollowedWhereKnown,
    /// It says nothing that what is generated depends on, in any version.
    WithoutEffect,
    /// It is not supported yet: a note says so, and what happens to it.
    NotFollowed(&'static str),
    /// A keyword that narrows which values are accepted, and is not supported yet: a warning says so.
    NotEnforced,
}

/// One field of an object, in a range of versions. A field that changed has a row for each of its forms.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// Where it exists in this form.
    pub versions: Versions,
    /// What its value is.
    pub shape: Shape,
    /// Whether the object cannot do without.
    pub required: bool,
    /// What becomes of it.
    pub handling: Handling,
    /// What a document of an earlier version has in its place, as a message says it; empty where nothing.
    pub before: &'static str,
    /// What a document of a later version has in its place; empty where nothing.
    pub after: &'static str,
    /// What one may write, where it is required and missing.
    pub example: &'static str,
}

const fn field(name: &'static str, versions: Versions, shape: Shape) -> Field {
    Field {
        name,
        versions,
        shape,
        required: false,
        handling: Handling::Followed,
        before: "",
        after: "",
        example: "",
    }
}

impl Field {
    /// Whether there is nothing to tell of it where a version has it, whatever its value.
    const fn is_plain(&self) -> bool {
        let is_read = matches!(
            self.handling,
            Handling::Followed | Handling::FollowedWhereKnown | Handling::WithoutEffect
        );
        let may_be_of_version = matches!(self.shape, Shape::Words(_));
        is_read && !may_be_of_version && !equal(self.name.as_bytes(), b"$ref")
    }

    const fn required(self) -> Self {
        Self {
            required: true,
            ..self
        }
    }

    /// Required; `example` is what one may write.
    const fn required_as(self, example: &'static str) -> Self {
        Self {
            required: true,
            example,
            ..self
        }
    }

    const fn handled(self, handling: Handling) -> Self {
        Self { handling, ..self }
    }

    const fn where_known(self) -> Self {
        self.handled(Handling::FollowedWhereKnown)
    }

    const fn without_effect(self) -> Self {
        self.handled(Handling::WithoutEffect)
    }

    const fn not_followed(self, what_happens: &'static str) -> Self {
        self.handled(Handling::NotFollowed(what_happens))
    }

    const fn not_enforced(self) -> Self {
        self.handled(Handling::NotEnforced)
    }

    const fn before(self, before: &'static str) -> Self {
        Self { before, ..self }
    }

    const fn after(self, after: &'static str) -> Self {
        Self { after, ..self }
    }
}

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

/// How a field is known to a version.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Lookup {
    /// The version has it.
    Here(&'static Field),
    /// Another version has it.
    Elsewhere(&'static Field),
    /// None has it.
    Unknown,
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

    /// Where its fields are declared.
    fn table(self) -> &'static Table {
        match self {
            Self::Document => &objects::DOCUMENT,
            Self::Info => &objects::INFO,
            Self::Contact => &objects::CONTACT,
            Self::License => &objects::LICENSE,
            Self::Server => &objects::SERVER,
            Self::ServerVariable => &objects::SERVER_VARIABLE,
            Self::Components => &objects::COMPONENTS,
            Self::PathItem => &objects::PATH_ITEM,
            Self::Operation => &objects::OPERATION,
            Self::ExternalDocs => &objects::EXTERNAL_DOCS,
            Self::Parameter => &objects::PARAMETER,
            Self::BodyParameter => &objects::BODY_PARAMETER,
            // Its fields are those of the other parameters of Swagger 2.0.
            Self::FormField => &objects::PARAMETER,
            Self::RequestBody => &objects::REQUEST_BODY,
            Self::MediaType => &objects::MEDIA_TYPE,
            Self::Encoding => &objects::ENCODING,
            Self::Response => &objects::RESPONSE,
            Self::Example => &objects::EXAMPLE,
            Self::Link => &objects::LINK,
            Self::Header => &objects::HEADER,
            Self::Tag => &objects::TAG,
            Self::Reference => &objects::REFERENCE,
            Self::Schema => &schema::SCHEMA,
            Self::Discriminator => &objects::DISCRIMINATOR,
            Self::Xml => &objects::XML,
            Self::SecurityScheme => &objects::SECURITY_SCHEME,
            Self::OAuthFlows => &objects::OAUTH_FLOWS,
            Self::OAuthFlow => &objects::OAUTH_FLOW,
        }
    }

    /// Its fields in the order of the specification, those of earlier versions among them.
    pub fn fields(self) -> &'static [Field] {
        self.table().fields
    }

    /// Its fields in a version.
    pub fn fields_in(self, dialect: Dialect) -> impl Iterator<Item = &'static Field> {
        self.fields()
            .iter()
            .filter(move |it| it.versions.contains(dialect))
    }

    /// Whether a version has this object.
    pub fn exists_in(self, dialect: Dialect) -> bool {
        self.fields_in(dialect).next().is_some()
    }

    /// Whether a version requires a field.
    pub fn requires(self, name: &str, dialect: Dialect) -> bool {
        matches!(self.lookup(name, dialect), Lookup::Here(field) if field.required)
    }

    /// The row of a field in a version, or else in another one: the first later, or else the last earlier.
    pub fn lookup(self, name: &str, dialect: Dialect) -> Lookup {
        let table = self.table();
        match table.first_row(name) {
            Some(first) => table.lookup_from(first, dialect),
            None => Lookup::Unknown,
        }
    }

    /// The rows of a field, in the order of versions.
    pub fn rows(self, name: &str) -> &'static [Field] {
        let table = self.table();
        table.first_row(name).map_or(&[], |it| table.rows_from(it))
    }
}

/// The fields of an object, and where each is found.
struct Table {
    fields: &'static [Field],
    /// By [`slot_of`] and the slots that follow: 1 more than the index of the first row of a name, 0 where there is none.
    index: [u8; SLOTS],
    /// For each version, a bit for each row of which there is nothing to tell in it, whatever its value.
    plain: [u128; 4],
}

/// More than twice as many as any object has fields, so that few share one and some are empty.
const SLOTS: usize = 256;

impl Table {
    const fn new(fields: &'static [Field]) -> Self {
        assert!(fields.len() < SLOTS / 2);
        let mut index = [0; SLOTS];
        let mut plain = [0; 4];
        let mut row = 0;
        while row < fields.len() {
            let name = fields[row].name.as_bytes();
            if row == 0 || !equal(fields[row - 1].name.as_bytes(), name) {
                let mut slot = slot_of(name);
                while index[slot] != 0 {
                    slot = (slot + 1) % SLOTS;
                }
                index[slot] = row as u8 + 1;
            }
            let is_changed = row > 0 && equal(fields[row - 1].name.as_bytes(), name)
                || row + 1 < fields.len() && equal(fields[row + 1].name.as_bytes(), name);
            let mut version = fields[row].versions.from as usize;
            while version <= fields[row].versions.to as usize {
                plain[version] |= ((fields[row].is_plain() && !is_changed) as u128) << row;
                version += 1;
            }
            row += 1;
        }
        Self {
            fields,
            index,
            plain,
        }
    }

    /// The first row of a name.
    fn first_row(&self, name: &str) -> Option<usize> {
        let mut slot = slot_of(name.as_bytes());
        loop {
            let row = usize::from(self.index[slot]).checked_sub(1)?;
            if self.fields[row].name == name {
                return Some(row);
            }
            slot = (slot + 1) % SLOTS;
        }
    }

    /// The rows of one name, from the first one.
    fn rows_from(&self, first: usize) -> &'static [Field] {
        let name = self.fields[first].name;
        let others = self.fields[first + 1..].iter();
        let others = others.take_while(|it| it.name == name).count();
        &self.fields[first..=first + others]
    }

    /// The field whose first row this is, in a version.
    fn lookup_from(&self, first: usize, dialect: Dialect) -> Lookup {
        let row = &self.fields[first];
        if row.versions.contains(dialect) {
            return Lookup::Here(row);
        }
        let rows = self.rows_from(first);
        if let Some(row) = rows.iter().find(|it| it.versions.contains(dialect)) {
            return Lookup::Here(row);
        }
        let later = rows.iter().find(|it| dialect < it.versions.from);
        later
            .or(rows.last())
            .map_or(Lookup::Unknown, Lookup::Elsewhere)
    }

    /// Whether there is nothing to tell of a row in a version, whatever its value.
    fn is_plain(&self, row: usize, dialect: Dialect) -> bool {
        self.plain[dialect as usize] >> row & 1 == 1
    }
}

/// The first slot of a name, by its length and three of its letters.
const fn slot_of(name: &[u8]) -> usize {
    let length = name.len();
    if length == 0 {
        return 0;
    }
    let (first, middle, last) = (name[0], name[length / 2], name[length - 1]);
    (length + 7 * first as usize + 31 * middle as usize + 16 * last as usize) % SLOTS
}

const fn equal(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let mut at = 0;
    while at < one.len() {
        if one[at] != other[at] {
            return false;
        }
        at += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    const DIALECTS: [Dialect; 4] = [
        Dialect::Swagger2,
        Dialect::OpenApi30,
        Dialect::OpenApi31,
        Dialect::OpenApi32,
    ];

    #[test]
    fn each_row_is_found_in_its_versions_and_no_version_has_two() {
        for object in SpecObject::ALL {
            for row in object.fields() {
                for dialect in DIALECTS {
                    let found = object.lookup(row.name, dialect);
                    let here = row.versions.contains(dialect);
                    match found {
                        Lookup::Here(it) => assert_eq!(it == row, here, "{object:?} {}", row.name),
                        Lookup::Elsewhere(it) => {
                            assert!(!here && it.name == row.name, "{object:?} {}", row.name);
                        }
                        Lookup::Unknown => panic!("{object:?} {} is not found", row.name),
                    }
                }
                let rows = object.rows(row.name);
                let of_name = object.fields().iter().filter(|it| it.name == row.name);
                assert_eq!(
                    rows.len(),
                    of_name.count(),
                    "{object:?} {}: rows stand apart",
                    row.name
                );
                for pair in rows.windows(2) {
                    assert!(
                        pair[0].versions.to < pair[1].versions.from,
                        "{object:?} {}",
                        row.name
                    );
                }
            }
            for name in ["", "x", "nosuchfield", "Type"] {
                assert_eq!(
                    object.lookup(name, Dialect::OpenApi31),
                    Lookup::Unknown,
                    "{name}"
                );
            }
        }
    }

    /// What a row leads to is an object that its versions have.
    #[test]
    fn rows_lead_to_objects_of_their_versions() {
        fn objects(shape: Shape, found: &mut Vec<SpecObject>) {
            match shape {
                Shape::Object(it) | Shape::Referable(it) => found.push(it),
                Shape::List(it) | Shape::Map(it) => objects(*it, found),
                Shape::Either(one, other) => {
                    objects(*one, found);
                    objects(*other, found);
                }
                _ => {}
            }
        }
        let mut reached = vec![
            SpecObject::Document,
            SpecObject::Reference,
            SpecObject::BodyParameter,
            SpecObject::FormField,
        ];
        for object in SpecObject::ALL {
            for row in object.fields() {
                let mut found = Vec::new();
                objects(row.shape, &mut found);
                for it in &found {
                    for dialect in DIALECTS.into_iter().filter(|it| row.versions.contains(*it)) {
                        assert!(
                            it.exists_in(dialect),
                            "{object:?}.{} in {dialect:?}",
                            row.name
                        );
                    }
                }
                reached.append(&mut found);
            }
        }
        for object in SpecObject::ALL {
            assert!(reached.contains(object), "nothing leads to {object:?}");
        }
    }

    #[test]
    fn versions_read_like_a_sentence() {
        for (versions, text) in [
            (Versions::V31, "from OpenAPI 3.1 on"),
            (Versions::V32, "from OpenAPI 3.2 on"),
            (Versions::UP_TO_30, "up to OpenAPI 3.0"),
            (Versions::V30, "in OpenAPI 3.0 only"),
            (Versions::V2, "in Swagger 2.0 only"),
        ] {
            assert_eq!(versions.to_string(), text);
        }
    }

    #[test]
    fn what_a_version_requires() {
        for (object, field, required) in [
            (SpecObject::Document, "paths", [true, true, false, false]),
            (
                SpecObject::Operation,
                "responses",
                [true, true, false, false],
            ),
            (
                SpecObject::Response,
                "description",
                [true, true, true, false],
            ),
            (SpecObject::Info, "title", [true, true, true, true]),
            (
                SpecObject::RequestBody,
                "content",
                [false, true, true, true],
            ),
        ] {
            let found = DIALECTS.map(|it| object.requires(field, it));
            assert_eq!(found, required, "{object:?}.{field}");
        }
    }
}
