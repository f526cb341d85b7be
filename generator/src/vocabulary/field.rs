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

/// What becomes of a field in one of the things that are made of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It is followed: documents that differ in it differ in what is made of them.
    Followed,
    /// A finding at its place says that it is not followed.
    Told,
    /// It has none there, for a reason.
    Nothing(&'static str),
}

/// What becomes of a field, target by target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Targets {
    /// In the types, and the documentation of the crate.
    pub types: Effect,
    /// In traits and server.
    pub server: Effect,
    /// In the reference.
    pub docs: Effect,
}

const OF_NO_VALUE: &str = "types say what values are, and this says nothing of them";
const OF_NO_REQUEST: &str = "requests and answers are the same, whatever it says";
const ON_NO_PAGE: &str = "the pages have no place for it";

impl Targets {
    /// Followed by all.
    const ALL: Self = Self {
        types: Effect::Followed,
        server: Effect::Followed,
        docs: Effect::Followed,
    };
    /// Told for all.
    const TOLD: Self = Self {
        types: Effect::Told,
        server: Effect::Told,
        docs: Effect::Told,
    };
}

/// What becomes of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handling {
    /// It is read, in documents of versions that do not have it too.
    Followed,
    /// It is read in documents of versions that have it, and ignored in others.
    FollowedWhereKnown,
    /// What is generated does not depend on it, in any version. Where that has to be told, it is where the field is read.
    WithoutEffect,
    /// It is not supported yet: a note says so, and what happens to it.
    NotFollowed(&'static str),
    /// A keyword that narrows which values are accepted, and is not supported yet: a warning says so.
    NotEnforced,
    /// A keyword that describes values and is no rule for them: a note says so, and what it describes.
    Annotation(&'static str),
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
    /// What becomes of it in each thing that is made of a document; `tests/tests/ledger.rs` holds it to that.
    pub targets: Targets,
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
        targets: Targets::ALL,
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

    /// It has no effect in any target, for that reason.
    pub(super) const fn without_effect(self, why: &'static str) -> Self {
        let targets = Targets {
            types: Effect::Nothing(why),
            server: Effect::Nothing(why),
            docs: Effect::Nothing(why),
        };
        Self {
            targets,
            ..self.handled(Handling::WithoutEffect)
        }
    }

    pub(super) const fn not_followed(self, what_happens: &'static str) -> Self {
        self.handled(Handling::NotFollowed(what_happens)).told()
    }

    pub(super) const fn not_enforced(self) -> Self {
        self.handled(Handling::NotEnforced).told()
    }

    pub(super) const fn annotation(self, of: &'static str) -> Self {
        self.handled(Handling::Annotation(of)).told()
    }

    const fn told(self) -> Self {
        Self {
            targets: Targets::TOLD,
            ..self
        }
    }

    /// It has no effect, which a finding says at its place where documents are read.
    pub(super) const fn told_where_read(self) -> Self {
        self.handled(Handling::WithoutEffect).told()
    }

    /// It says nothing of values.
    pub(super) const fn not_in_types(self) -> Self {
        let targets = Targets {
            types: Effect::Nothing(OF_NO_VALUE),
            ..self.targets
        };
        Self { targets, ..self }
    }

    /// Requests and answers do not depend on it.
    pub(super) const fn not_in_server(self) -> Self {
        let targets = Targets {
            server: Effect::Nothing(OF_NO_REQUEST),
            ..self.targets
        };
        Self { targets, ..self }
    }

    /// No page of the reference shows it.
    pub(super) const fn not_in_docs(self) -> Self {
        let targets = Targets {
            docs: Effect::Nothing(ON_NO_PAGE),
            ..self.targets
        };
        Self { targets, ..self }
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
