//! A set of the types of JSON Schema.

use crate::runtime::description::JsonType;
use crate::runtime::json::Tree;

/// A set of types; empty where every type is accepted.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Types(u8);

impl Types {
    pub(crate) const NULL: Types = Types(1);
    pub(crate) const BOOLEAN: Types = Types(2);
    pub(crate) const INTEGER: Types = Types(4);
    pub(crate) const NUMBER: Types = Types(12);
    pub(crate) const STRING: Types = Types(16);
    pub(crate) const ARRAY: Types = Types(32);
    pub(crate) const OBJECT: Types = Types(64);

    fn named(name: JsonType) -> Self {
        match name {
            JsonType::Null => Self::NULL,
            JsonType::Boolean => Self::BOOLEAN,
            JsonType::Integer => Self::INTEGER,
            JsonType::Number => Self::NUMBER,
            JsonType::String => Self::STRING,
            JsonType::Array => Self::ARRAY,
            JsonType::Object => Self::OBJECT,
        }
    }

    /// The types of either set.
    pub(crate) fn union(self, other: Types) -> Self {
        Self(self.0 | other.0)
    }

    /// The type of a value.
    pub(crate) fn of(value: &Tree<'_>) -> Self {
        match value {
            Tree::Null => Self::NULL,
            Tree::Bool(_) => Self::BOOLEAN,
            Tree::Number(it) if it.is_integer() => Self::INTEGER,
            Tree::Number(_) => Self::NUMBER,
            Tree::String(_) => Self::STRING,
            Tree::Array(_) => Self::ARRAY,
            Tree::Object(_) => Self::OBJECT,
        }
    }

    /// Whether a value of those types is accepted.
    pub(crate) fn accepts(self, it: Types) -> bool {
        self.0 == 0 || self.0 & it.0 == it.0
    }

    /// Whether the types are among those that are named.
    pub(crate) fn names(self, it: Types) -> bool {
        self.0 & it.0 == it.0
    }

    /// What is wrong with a value that has another type; nothing where it has one of these. What was found is told of a value
    /// that had a type before it was read: a parameter is a text, whatever it is to be.
    pub(super) fn fault(self, found: Types, tells_found: bool) -> Option<String> {
        if self.accepts(found) {
            return None;
        }
        if let (true, Some(wanted), Some(found)) = (tells_found, self.name(), found.name()) {
            return Some(["must be ", wanted, ", found ", found].concat());
        }
        // Room for most of what is said, which grows word by word.
        let mut detail = String::with_capacity(48);
        detail.push_str("must be ");
        let detail = self.describe(detail);
        Some(match tells_found {
            true => found.describe(detail + ", found "),
            false => detail,
        })
    }

    const NAMES: [(Self, &str); 7] = [
        (Self::NUMBER, "a number"),
        (Self::INTEGER, "an integer"),
        (Self::STRING, "a string"),
        (Self::BOOLEAN, "a boolean"),
        (Self::ARRAY, "an array"),
        (Self::OBJECT, "an object"),
        (Self::NULL, "null"),
    ];

    /// What the type is called, if it is one.
    fn name(self) -> Option<&'static str> {
        let mut all = Self::NAMES.iter();
        all.find(|it| it.0 == self).map(|it| it.1)
    }

    fn describe(self, mut text: String) -> String {
        let mut rest = self.0;
        let mut link = "";
        for (types, name) in Self::NAMES {
            if rest & types.0 == types.0 {
                rest &= !types.0;
                text += link;
                text += name;
                link = " or ";
            }
        }
        text
    }
}

impl FromIterator<JsonType> for Types {
    fn from_iter<I: IntoIterator<Item = JsonType>>(names: I) -> Self {
        let names = names.into_iter().map(Self::named);
        names.fold(Self::default(), Self::union)
    }
}
