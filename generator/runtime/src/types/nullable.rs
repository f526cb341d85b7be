//! A property that may be absent, and may be `null`.

use serde::Serialize;
use serde::ser::Serializer;

use super::decode::Decode;
use super::source::Source;
use crate::runtime::json::Error;

/// What a property holds that may be absent, and that may be `null`: to many a `PATCH`, the one means to keep what there is,
/// and the other to take it away.
///
/// | in JSON | here |
/// |---|---|
/// | `{}` | [`Absent`](Self::Absent), which is the default |
/// | `{"note": null}` | [`Null`](Self::Null) |
/// | `{"note": "x"}` | `Value("x")` |
///
/// ```
/// use verbatim_runtime::types::Nullable;
///
/// let mut note = Some("old");
/// Nullable::Absent.apply(&mut note);
/// assert_eq!(note, Some("old"));
/// Nullable::from("new").apply(&mut note);
/// assert_eq!(note, Some("new"));
/// Nullable::Null.apply(&mut note);
/// assert_eq!(note, None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Nullable<T> {
    /// The property is not there.
    #[default]
    Absent,
    /// It is `null`.
    Null,
    /// It has a value.
    Value(T),
}

impl<T> Nullable<T> {
    /// The value, by reference; `None` where it is absent or `null`.
    pub fn as_option(&self) -> Option<&T> {
        match self {
            Self::Value(it) => Some(it),
            Self::Absent | Self::Null => None,
        }
    }

    /// The value; `None` where it is absent or `null`.
    pub fn into_option(self) -> Option<T> {
        match self {
            Self::Value(it) => Some(it),
            Self::Absent | Self::Null => None,
        }
    }

    /// The same of a reference.
    pub fn as_ref(&self) -> Nullable<&T> {
        match self {
            Self::Absent => Nullable::Absent,
            Self::Null => Nullable::Null,
            Self::Value(it) => Nullable::Value(it),
        }
    }

    /// The same with another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Nullable<U> {
        match self {
            Self::Absent => Nullable::Absent,
            Self::Null => Nullable::Null,
            Self::Value(it) => Nullable::Value(change(it)),
        }
    }

    /// Whether the property is not there.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Whether it is there and `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Changes what is kept as the property asks for: absent it stays as it is, `null` takes it away, a value replaces it.
    pub fn apply(self, kept: &mut Option<T>) {
        match self {
            Self::Absent => {}
            Self::Null => *kept = None,
            Self::Value(it) => *kept = Some(it),
        }
    }
}

/// A value.
impl<T> From<T> for Nullable<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

/// A value or `null`.
impl<T> From<Option<T>> for Nullable<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}

/// The property, where it is there: a value or `null`.
impl<T> From<Option<Option<T>>> for Nullable<T> {
    fn from(value: Option<Option<T>>) -> Self {
        value.map_or(Self::Absent, Self::from)
    }
}

/// The property, where it is there: a value or `null`.
impl<T> From<Nullable<T>> for Option<Option<T>> {
    fn from(it: Nullable<T>) -> Self {
        match it {
            Nullable::Absent => None,
            Nullable::Null => Some(None),
            Nullable::Value(it) => Some(Some(it)),
        }
    }
}

impl<T: Decode> Decode for Nullable<T> {
    const HAS_FLOATS: bool = T::HAS_FLOATS;

    fn decode(source: Source<'_, '_>) -> Result<Self, Error> {
        source.option(T::decode).map(Self::from)
    }

    fn is_finite(&self) -> bool {
        self.as_option().is_none_or(T::is_finite)
    }
}

/// By itself, what is absent is `null`; an object leaves it out.
impl<T: Serialize> Serialize for Nullable<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_option().serialize(serializer)
    }
}

impl<'de, T: Decode> serde::Deserialize<'de> for Nullable<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        super::decode::deserialize(deserializer)
    }
}
