//! One row of the vocabulary: a field of an object, what its value is, and what becomes of it.

use super::{SpecObject, Versions};
use crate::node::{Node, Value};

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

/// A field that is followed, is not required, and has nothing in its place elsewhere.
pub(super) const fn field(name: &'static str, versions: Versions, shape: Shape) -> Field {
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
    pub(super) const fn is_plain(&self) -> bool {
        let is_read = matches!(
            self.handling,
            Handling::Followed | Handling::FollowedWhereKnown | Handling::WithoutEffect
        );
        let may_be_of_version = matches!(self.shape, Shape::Words(_));
        is_read && !may_be_of_version && !equal(self.name.as_bytes(), b"$ref")
    }

    pub(super) const fn required(self) -> Self {
        Self {
            required: true,
            ..self
        }
    }

    /// Required; `example` is what one may write.
    pub(super) const fn required_as(self, example: &'static str) -> Self {
        Self {
            required: true,
            example,
            ..self
        }
    }

    pub(super) const fn handled(self, handling: Handling) -> Self {
        Self { handling, ..self }
    }

    pub(super) const fn where_known(self) -> Self {
        self.handled(Handling::FollowedWhereKnown)
    }

    pub(super) const fn without_effect(self) -> Self {
        self.handled(Handling::WithoutEffect)
    }

    pub(super) const fn not_followed(self, what_happens: &'static str) -> Self {
        self.handled(Handling::NotFollowed(what_happens))
    }

    pub(super) const fn not_enforced(self) -> Self {
        self.handled(Handling::NotEnforced)
    }

    pub(super) const fn before(self, before: &'static str) -> Self {
        Self { before, ..self }
    }

    pub(super) const fn after(self, after: &'static str) -> Self {
        Self { after, ..self }
    }
}

/// Whether two names are the same, where a table is made.
pub(super) const fn equal(one: &[u8], other: &[u8]) -> bool {
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
