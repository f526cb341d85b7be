//! What every type of this crate reads and writes itself with.
//!
//! JSON is read into a [`Value`] first, and each type takes what it needs from there: that keeps the code of a type
//! down to one line a property, and lets a type look at a value before it decides what it is.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{self, DeserializeOwned, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Deserializer, Serialize};

/// Why a value could not be read, and where in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// From the inside out: `.name` or `[0]`.
    path: Vec<String>,
    message: String,
}

impl Error {
    /// An error at the value itself.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            path: Vec::new(),
            message: message.into(),
        }
    }

    fn expected(what: &str, found: &Value<'_>) -> Self {
        Self::new(format!("expected {what}, found {}", found.kind()))
    }

    fn within(mut self, segment: String) -> Self {
        self.path.push(segment);
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path: String = self.path.iter().rev().map(String::as_str).collect();
        match path.strip_prefix('.').unwrap_or(&path) {
            "" => f.write_str(&self.message),
            path => write!(f, "{path}: {}", self.message),
        }
    }
}

impl std::error::Error for Error {}

impl de::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(message.to_string())
    }
}

/// A JSON value that borrows from what it was read from where it can.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i128),
    /// Another number.
    Float(f64),
    /// A string.
    String(Cow<'a, str>),
    /// An array.
    Array(Vec<Value<'a>>),
    /// An object.
    Object(Vec<(Cow<'a, str>, Value<'a>)>),
}

impl<'a> Value<'a> {
    /// What kind of value it is, with an article.
    fn kind(&self) -> &'static str {
        match self {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Integer(_) => "an integer",
            Value::Float(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "an array",
            Value::Object(_) => "an object",
        }
    }

    /// The elements of an array of that length.
    ///
    /// # Errors
    /// It is something else, or of another length.
    pub fn into_elements(self, length: usize) -> Result<std::vec::IntoIter<Value<'a>>, Error> {
        match self {
            Value::Array(items) if items.len() == length => Ok(items.into_iter()),
            Value::Array(items) => Err(Error::new(format!(
                "expected an array of {length} elements, found {}",
                items.len()
            ))),
            other => Err(Error::expected("an array", &other)),
        }
    }

    /// The member of that name, if it is an object that has it.
    pub fn get(&self, name: &str) -> Option<&Value<'a>> {
        match self {
            Value::Object(members) => {
                let member = members.iter().find(|(key, _)| key == name)?;
                Some(&member.1)
            }
            _ => None,
        }
    }

    /// The text, if it is a string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Value::String(text) => Some(text),
            _ => None,
        }
    }
}

/// An object whose members are taken out one by one. An error stays until the end, so that a type is one line a member.
pub struct Object<'a> {
    members: Vec<Option<(Cow<'a, str>, Value<'a>)>>,
    /// Where the next member is likely to be: most objects are written in the order of their type.
    next: usize,
    error: Option<Error>,
}

impl<'a> Object<'a> {
    /// Takes a value to be an object.
    pub fn new(value: Value<'a>) -> Self {
        let (members, error) = match value {
            Value::Object(members) => (members, None),
            other => (Vec::new(), Some(Error::expected("an object", &other))),
        };
        Self {
            members: members.into_iter().map(Some).collect(),
            next: 0,
            error,
        }
    }

    /// A member that has to be there; `None` where it is missing, or no `T`.
    pub fn required<T: Decode>(&mut self, name: &str) -> Option<T> {
        self.read(|object| match object.take(name) {
            Some(value) => T::decode(value).map_err(|error| error.within(format!(".{name}"))),
            None => Err(Error::new(format!("missing property `{name}`"))),
        })
    }

    /// A member that may be missing, but is not `null`; `None` where it is no `T`.
    pub fn optional<T: Decode>(&mut self, name: &str) -> Option<Option<T>> {
        self.read(|object| {
            let value = object.take(name).map(T::decode).transpose();
            value.map_err(|error| error.within(format!(".{name}")))
        })
    }

    /// A member that may be missing and then has a default; `None` where it is no `T`.
    pub fn defaulted<T: Decode>(&mut self, name: &str, default: T) -> Option<T> {
        self.optional(name).map(|it| it.unwrap_or(default))
    }

    /// Every member that was not taken; `None` where one of them is no `T`. They stand in no member, whatever the name.
    pub fn rest<T: Decode>(&mut self, _: &str) -> Option<BTreeMap<String, T>> {
        self.read(|object| {
            let members = std::mem::take(&mut object.members).into_iter().flatten();
            let read = members.map(|(name, value)| match T::decode(value) {
                Ok(value) => Ok((name.into_owned(), value)),
                Err(error) => Err(error.within(format!(".{name}"))),
            });
            read.collect()
        })
    }

    /// Refuses members that were not taken.
    pub fn nothing_else(&mut self) {
        self.read(|object| match object.members.iter().flatten().next() {
            None => Ok(()),
            Some((name, _)) => Err(Error::new(format!("unknown property `{name}`"))),
        });
    }

    /// Whether all went well.
    pub fn end(&self) -> Option<()> {
        self.error.is_none().then_some(())
    }

    /// What went wrong.
    pub fn error(self) -> Error {
        let unknown = || Error::new("the object cannot be read");
        self.error.unwrap_or_else(unknown)
    }

    /// Reads unless something went wrong before.
    fn read<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, Error>) -> Option<T> {
        if self.error.is_some() {
            return None;
        }
        match read(self) {
            Ok(it) => Some(it),
            Err(error) => {
                self.error = Some(error);
                None
            }
        }
    }

    fn take(&mut self, name: &str) -> Option<Value<'a>> {
        let is_it = |member: &Option<(Cow<'_, str>, Value<'_>)>| {
            member.as_ref().is_some_and(|(key, _)| key == name)
        };
        let at = match self.members.get(self.next) {
            Some(member) if is_it(member) => self.next,
            _ => self.members.iter().position(is_it)?,
        };
        self.next = at + 1;
        self.members[at].take().map(|(_, value)| value)
    }
}

/// What can be read from a [`Value`].
pub trait Decode: Sized {
    /// Reads it.
    ///
    /// # Errors
    /// The value does not have the form of the type.
    fn decode(value: Value<'_>) -> Result<Self, Error>;
}

/// Reads a type by its [`Decode`].
///
/// # Errors
/// The input is not JSON, or not of that type.
pub fn deserialize<'de, T: Decode, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    T::decode(Value::deserialize(deserializer)?).map_err(de::Error::custom)
}

/// Writes the members of an object. An error stays until the end, so that a type is one line a member.
pub struct Writer<S: Serializer>(Result<S::SerializeMap, S::Error>);

impl<S: Serializer> Writer<S> {
    /// Begins the object.
    pub fn new(serializer: S) -> Self {
        Self(serializer.serialize_map(None))
    }

    /// A member that is always written.
    pub fn required<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        if let Ok(map) = &mut self.0
            && let Err(error) = map.serialize_entry(name, value)
        {
            self.0 = Err(error);
        }
    }

    /// A member that is written where it is there.
    pub fn optional<T: Serialize>(&mut self, name: &str, value: &Option<T>) {
        if let Some(value) = value {
            self.required(name, value);
        }
    }

    /// A member that has a default, and is written all the same.
    pub fn defaulted<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        self.required(name, value);
    }

    /// Members that are not listed, whatever the name of the field they are in.
    pub fn rest<T: Serialize>(&mut self, _: &str, rest: &BTreeMap<String, T>) {
        for (name, value) in rest {
            self.required(name, value);
        }
    }

    /// Ends the object.
    ///
    /// # Errors
    /// What went wrong on the way.
    pub fn end(self) -> Result<S::Ok, S::Error> {
        self.0?.end()
    }
}

/// Reads and writes an object: for each property how it is treated, its field, and its name in JSON where that is
/// another.
macro_rules! object {
    ($name:ident {
        $($how:ident $field:ident $(= $wire:literal)? $(or $default:expr)?),*
        $(,)?
        $(; $closed:ident)?
    }) => {
        #[allow(deprecated)]
        impl $crate::runtime::types::Decode for $name {
            fn decode(
                value: $crate::runtime::types::Value<'_>,
            ) -> ::std::result::Result<Self, $crate::runtime::types::Error> {
                #[allow(unused_mut)]
                let mut object = $crate::runtime::types::Object::new(value);
                // One look at all members: a `?` for each would cost the compiler more than the rest of the type.
                let members = ($(object.$how(wire!($field $($wire)?) $(, $default)?),)*);
                $(object.$closed();)?
                let (
                    ($(::std::option::Option::Some($field),)*),
                    ::std::option::Option::Some(()),
                ) = (members, object.end()) else {
                    return ::std::result::Result::Err(object.error());
                };
                ::std::result::Result::Ok(Self { $($field,)* })
            }
        }

        #[allow(deprecated)]
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                #[allow(unused_mut)]
                let mut object = $crate::runtime::types::Writer::new(serializer);
                $(object.$how(wire!($field $($wire)?), &self.$field);)*
                object.end()
            }
        }

        deserialize!($name);
    };
}

/// The name of a property in JSON.
macro_rules! wire {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $wire:literal) => {
        $wire
    };
}

/// Implements `Deserialize` by way of `Decode`.
macro_rules! deserialize {
    ($name:ident) => {
        #[allow(deprecated)]
        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::runtime::types::deserialize(deserializer)
            }
        }
    };
}

/// Reads and writes listed strings. With `..Other`, a string that is not listed is kept in that variant.
macro_rules! string_enum {
    ($name:ident { $($variant:ident = $wire:literal),* $(,)? $(..$other:ident)? }) => {
        #[allow(deprecated)]
        impl $name {
            /// As it stands in JSON.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $wire,)*
                    $(Self::$other(text) => text,)?
                }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        #[allow(deprecated, unreachable_code)]
        impl ::std::str::FromStr for $name {
            type Err = $crate::runtime::types::Error;

            fn from_str(
                text: &str,
            ) -> ::std::result::Result<Self, $crate::runtime::types::Error> {
                ::std::result::Result::Ok(match text {
                    $($wire => Self::$variant,)*
                    $(_ => return ::std::result::Result::Ok(Self::$other(text.to_owned())),)?
                    #[allow(unreachable_patterns)]
                    _ => return $crate::runtime::types::unlisted(text),
                })
            }
        }

        impl $crate::runtime::types::Decode for $name {
            fn decode(
                value: $crate::runtime::types::Value<'_>,
            ) -> ::std::result::Result<Self, $crate::runtime::types::Error> {
                $crate::runtime::types::decode_str(&value)
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        deserialize!($name);
    };
}

/// Refuses a string that is not listed.
///
/// # Errors
/// Always.
pub fn unlisted<T>(text: &str) -> Result<T, Error> {
    Err(Error::new(format!(
        "`{text}` is not one of the listed values"
    )))
}

/// Reads what has the form of a string.
///
/// # Errors
/// The value is no string, or `T` refuses it.
pub fn decode_str<T: std::str::FromStr<Err = Error>>(value: &Value<'_>) -> Result<T, Error> {
    match value.as_str() {
        Some(text) => text.parse(),
        None => Err(Error::expected("a string", value)),
    }
}

/// Reads and writes listed integers. With `..Other`, a number that is not listed is kept in that variant.
macro_rules! integer_enum {
    ($name:ident { $($variant:ident = $wire:literal),* $(,)? $(..$other:ident)? }) => {
        #[allow(deprecated)]
        impl $name {
            /// As it stands in JSON.
            pub fn as_i64(&self) -> i64 {
                match self {
                    $(Self::$variant => $wire,)*
                    $(Self::$other(number) => *number,)?
                }
            }
        }

        #[allow(deprecated)]
        impl $crate::runtime::types::Decode for $name {
            fn decode(
                value: $crate::runtime::types::Value<'_>,
            ) -> ::std::result::Result<Self, $crate::runtime::types::Error> {
                ::std::result::Result::Ok(match <i64 as $crate::runtime::types::Decode>::decode(value)? {
                    $($wire => Self::$variant,)*
                    $(other => Self::$other(other),)?
                    #[allow(unreachable_patterns)]
                    other => return $crate::runtime::types::unlisted(&other.to_string()),
                })
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_i64(self.as_i64())
            }
        }

        deserialize!($name);
    };
}

/// Reads and writes listed values of several types.
macro_rules! mixed_enum {
    ($name:ident { $($variant:ident = $wire:expr),* $(, ..$other:ident)? $(,)? }) => {
        #[allow(deprecated)]
        impl $crate::runtime::types::Decode for $name {
            fn decode(
                value: $crate::runtime::types::Value<'_>,
            ) -> ::std::result::Result<Self, $crate::runtime::types::Error> {
                use $crate::runtime::types::Constant;
                $(if $crate::runtime::types::is_constant(&value, &$wire) {
                    return ::std::result::Result::Ok(Self::$variant);
                })*
                $(return ::std::result::Result::Ok(Self::$other(
                    $crate::runtime::types::Decode::decode(value)?,
                ));)?
                #[allow(unreachable_code)]
                $crate::runtime::types::unlisted(&::std::format!("{value:?}"))
            }
        }

        #[allow(deprecated)]
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                use $crate::runtime::types::Constant;
                match self {
                    $(Self::$variant => ::serde::Serialize::serialize(&$wire, serializer),)*
                    $(Self::$other(value) => ::serde::Serialize::serialize(value, serializer),)?
                }
            }
        }

        deserialize!($name);
    };
}

/// Reads and writes one of several types that a property tells apart. With `..Other`, what none of its values leads to
/// is read as that variant.
macro_rules! tagged {
    ($name:ident by $tag:literal { $($variant:ident = $($wire:literal)|+),* $(,)? $(..$other:ident)? }) => {
        #[allow(deprecated)]
        impl $crate::runtime::types::Decode for $name {
            fn decode(
                value: $crate::runtime::types::Value<'_>,
            ) -> ::std::result::Result<Self, $crate::runtime::types::Error> {
                let tag = $crate::runtime::types::tag(&value, $tag);
                match tag.as_deref().unwrap_or_default() {
                    $($($wire)|+ => {
                        $crate::runtime::types::Decode::decode(value).map(Self::$variant)
                    })*
                    $(_ => $crate::runtime::types::Decode::decode(value).map(Self::$other),)?
                    #[allow(unreachable_patterns)]
                    _ => $crate::runtime::types::unknown_tag($tag, tag),
                }
            }
        }

        serialize_variants!($name { $($variant)* $($other)? });
        deserialize!($name);
    };
}

/// Reads and writes one of several types that their form tells apart.
macro_rules! untagged {
    ($name:ident { $($variant:ident = $test:expr),* $(,)? }) => {
        #[allow(deprecated)]
        impl $crate::runtime::types::Decode for $name {
            fn decode(
                value: $crate::runtime::types::Value<'_>,
            ) -> ::std::result::Result<Self, $crate::runtime::types::Error> {
                #[allow(unused_imports)]
                use $crate::runtime::types::{Constant, Kind, Test};
                const TESTS: &[Test] = &[$($test),*];
                $crate::runtime::types::first_of(value, TESTS, &[
                    $(|value| $crate::runtime::types::Decode::decode(value).map(Self::$variant)),*
                ])
            }
        }

        serialize_variants!($name { $($variant)* });
        deserialize!($name);
    };
}

/// Writes what stands in a variant, without a word about which it is.
macro_rules! serialize_variants {
    ($name:ident { $($variant:ident)* }) => {
        #[allow(deprecated)]
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                #[allow(unused_variables)] serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                match *self {
                    $(Self::$variant(ref value) => ::serde::Serialize::serialize(value, serializer),)*
                }
            }
        }
    };
}

/// Reads and writes a type with one field as that field.
macro_rules! newtype {
    ($name:ident) => {
        impl $crate::runtime::types::Decode for $name {
            fn decode(
                value: $crate::runtime::types::Value<'_>,
            ) -> ::std::result::Result<Self, $crate::runtime::types::Error> {
                $crate::runtime::types::Decode::decode(value).map(Self)
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                ::serde::Serialize::serialize(&self.0, serializer)
            }
        }

        deserialize!($name);
    };
}

/// Reads types of other packages by their own `Deserialize`.
macro_rules! foreign {
    ($($name:ty),*) => {
        $(impl $crate::runtime::types::Decode for $name {
            fn decode(
                value: $crate::runtime::types::Value<'_>,
            ) -> ::std::result::Result<Self, $crate::runtime::types::Error> {
                $crate::runtime::types::by_serde(value)
            }
        })*
    };
}

/// Reads a type by its own `Deserialize`.
///
/// # Errors
/// It refuses the value.
pub fn by_serde<T: DeserializeOwned>(value: Value<'_>) -> Result<T, Error> {
    T::deserialize(value)
}

/// The value of the property that tells types apart.
///
/// # Errors
/// It is missing, or no string.
pub fn tag(value: &Value<'_>, name: &str) -> Result<String, Error> {
    match value.get(name) {
        Some(Value::String(text)) => Ok(text.clone().into_owned()),
        Some(Value::Integer(number)) => Ok(number.to_string()),
        Some(Value::Bool(it)) => Ok(it.to_string()),
        Some(other) => Err(Error::expected("a string", other).within(format!(".{name}"))),
        None if matches!(value, Value::Object(_)) => {
            Err(Error::new(format!("missing property `{name}`")))
        }
        None => Err(Error::expected("an object", value)),
    }
}

/// Refuses a value of the property that tells types apart, or that it is missing.
///
/// # Errors
/// Always.
pub fn unknown_tag<T>(name: &str, found: Result<String, Error>) -> Result<T, Error> {
    let found = found?;
    Err(Error::new(format!("`{found}` is none of the types it can be")).within(format!(".{name}")))
}

/// A kind of JSON value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

/// A value that a document writes out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Constant {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Another number.
    Float(f64),
    /// A string.
    String(&'static str),
}

impl Serialize for Constant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Constant::Null => serializer.serialize_unit(),
            Constant::Bool(it) => serializer.serialize_bool(*it),
            Constant::Integer(it) => serializer.serialize_i64(*it),
            Constant::Float(it) => serializer.serialize_f64(*it),
            Constant::String(it) => serializer.serialize_str(it),
        }
    }
}

/// Whether a value is that constant.
pub fn is_constant(value: &Value<'_>, constant: &Constant) -> bool {
    match (value, constant) {
        (Value::Null, Constant::Null) => true,
        (Value::Bool(a), Constant::Bool(b)) => a == b,
        (Value::Integer(a), Constant::Integer(b)) => *a == i128::from(*b),
        (Value::Float(a), Constant::Float(b)) => a == b,
        (Value::Float(a), Constant::Integer(b)) => *a == *b as f64,
        (Value::String(a), Constant::String(b)) => a == b,
        _ => false,
    }
}

/// What values of a type look like, as far as that tells it from others.
#[derive(Debug, Clone, Copy)]
pub struct Test {
    /// The kinds they can be; any where none is named.
    pub kinds: &'static [Kind],
    /// The values they can be; any where none is named.
    pub values: &'static [Constant],
    /// Properties that have to be there.
    pub required: &'static [&'static str],
    /// Properties that are listed.
    pub known: &'static [&'static str],
    /// Whether others are refused.
    pub closed: bool,
    /// Properties that have one of a few values.
    pub constants: &'static [(&'static str, &'static [Constant])],
}

impl Test {
    /// Anything passes.
    pub const ANY: Self = Self {
        kinds: &[],
        values: &[],
        required: &[],
        known: &[],
        closed: false,
        constants: &[],
    };

    const fn of_kind(kinds: &'static [Kind]) -> Self {
        Self { kinds, ..Self::ANY }
    }

    /// `null` passes.
    pub const NULL: Self = Self::of_kind(&[Kind::Null]);
    /// Booleans pass.
    pub const BOOL: Self = Self::of_kind(&[Kind::Bool]);
    /// Whole numbers pass.
    pub const INTEGER: Self = Self::of_kind(&[Kind::Integer]);
    /// Numbers pass.
    pub const NUMBER: Self = Self::of_kind(&[Kind::Number]);
    /// Strings pass.
    pub const STRING: Self = Self::of_kind(&[Kind::String]);
    /// Arrays pass.
    pub const ARRAY: Self = Self::of_kind(&[Kind::Array]);
    /// Objects pass.
    pub const OBJECT: Self = Self::of_kind(&[Kind::Object]);

    /// How well a value fits: `None` where it cannot be of the type.
    fn rank(&self, value: &Value<'_>) -> Option<usize> {
        let of_kind = |kind: &Kind| match value {
            Value::Null => *kind == Kind::Null,
            Value::Bool(_) => *kind == Kind::Bool,
            Value::Integer(_) => matches!(kind, Kind::Integer | Kind::Number),
            Value::Float(_) => *kind == Kind::Number,
            Value::String(_) => *kind == Kind::String,
            Value::Array(_) => *kind == Kind::Array,
            Value::Object(_) => *kind == Kind::Object,
        };
        if !self.kinds.is_empty() && !self.kinds.iter().any(of_kind) {
            return None;
        }
        if !self.values.is_empty() {
            let listed = self.values.iter().any(|it| is_constant(value, it));
            return listed.then_some(usize::MAX);
        }
        let Value::Object(members) = value else {
            return Some(0);
        };
        if self.required.iter().any(|name| value.get(name).is_none()) {
            return None;
        }
        let mut rank = 0;
        for (name, value) in members {
            let constants = self.constants.iter().find(|(constant, _)| name == constant);
            if let Some((_, constants)) = constants {
                if !constants.iter().any(|it| is_constant(value, it)) {
                    return None;
                }
                rank += 1;
            }
            if self.known.iter().any(|it| name == it) {
                rank += 1;
            } else if self.closed {
                return None;
            }
        }
        Some(rank)
    }
}

/// What reads a value as one of several types.
pub type Decoder<T> = fn(Value<'_>) -> Result<T, Error>;

/// Reads the first of several types that takes a value, those that fit it best first.
///
/// # Errors
/// None of them takes it.
pub fn first_of<T>(value: Value<'_>, tests: &[Test], decoders: &[Decoder<T>]) -> Result<T, Error> {
    let mut ranked: Vec<(usize, usize)> = tests
        .iter()
        .enumerate()
        .filter_map(|(index, test)| Some((test.rank(&value)?, index)))
        .collect();
    ranked.sort_by_key(|(rank, index)| (std::cmp::Reverse(*rank), *index));
    let mut refusal = None;
    for (_, index) in ranked {
        match decoders[index](value.clone()) {
            Ok(it) => return Ok(it),
            Err(error) => refusal = refusal.or(Some(error)),
        }
    }
    Err(refusal.unwrap_or_else(|| Error::new("it is none of the types it can be")))
}

impl Decode for bool {
    fn decode(value: Value<'_>) -> Result<Self, Error> {
        match value {
            Value::Bool(it) => Ok(it),
            other => Err(Error::expected("a boolean", &other)),
        }
    }
}

macro_rules! integers {
    ($($name:ty)*) => {
        $(impl Decode for $name {
            fn decode(value: Value<'_>) -> Result<Self, Error> {
                let number = match value {
                    Value::Integer(it) => it,
                    // 3.0 is an integer to JSON Schema.
                    Value::Float(it) if it.fract() == 0.0 && it.abs() < 1e38 => it as i128,
                    other => return Err(Error::expected("an integer", &other)),
                };
                let out_of_range = |_| Error::new(format!("{number} is out of range"));
                number.try_into().map_err(out_of_range)
            }
        })*
    };
}

integers!(i8 i16 i32 i64 i128 u8 u16 u32 u64);

impl Decode for f64 {
    fn decode(value: Value<'_>) -> Result<Self, Error> {
        match value {
            Value::Integer(it) => Ok(it as f64),
            Value::Float(it) => Ok(it),
            other => Err(Error::expected("a number", &other)),
        }
    }
}

impl Decode for f32 {
    fn decode(value: Value<'_>) -> Result<Self, Error> {
        f64::decode(value).map(|it| it as f32)
    }
}

impl Decode for String {
    fn decode(value: Value<'_>) -> Result<Self, Error> {
        match value {
            Value::String(it) => Ok(it.into_owned()),
            other => Err(Error::expected("a string", &other)),
        }
    }
}

impl Decode for () {
    fn decode(value: Value<'_>) -> Result<Self, Error> {
        match value {
            Value::Null => Ok(()),
            other => Err(Error::expected("null", &other)),
        }
    }
}

impl<T: Decode> Decode for Option<T> {
    fn decode(value: Value<'_>) -> Result<Self, Error> {
        match value {
            Value::Null => Ok(None),
            other => T::decode(other).map(Some),
        }
    }
}

impl<T: Decode> Decode for Box<T> {
    fn decode(value: Value<'_>) -> Result<Self, Error> {
        T::decode(value).map(Box::new)
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(value: Value<'_>) -> Result<Self, Error> {
        let Value::Array(items) = value else {
            return Err(Error::expected("an array", &value));
        };
        let mut read = Vec::with_capacity(items.len());
        for (index, item) in items.into_iter().enumerate() {
            read.push(T::decode(item).map_err(|error| error.within(format!("[{index}]")))?);
        }
        Ok(read)
    }
}

impl<T: Decode> Decode for BTreeMap<String, T> {
    fn decode(value: Value<'_>) -> Result<Self, Error> {
        let mut object = Object::new(value);
        let rest = object.rest("");
        rest.ok_or_else(|| object.error())
    }
}

macro_rules! tuples {
    ($($length:literal ($($part:ident)*))*) => {
        $(impl<$($part: Decode),*> Decode for ($($part,)*) {
            fn decode(value: Value<'_>) -> Result<Self, Error> {
                let mut elements = value.into_elements($length)?;
                Ok(($($part::decode(elements.next().unwrap_or(Value::Null))?,)*))
            }
        })*
    };
}

tuples! {
    1 (A) 2 (A B) 3 (A B C) 4 (A B C D) 5 (A B C D E) 6 (A B C D E F) 7 (A B C D E F G)
    8 (A B C D E F G H) 9 (A B C D E F G H I) 10 (A B C D E F G H I J)
    11 (A B C D E F G H I J K) 12 (A B C D E F G H I J K L)
}

foreign!(std::net::IpAddr, std::net::Ipv4Addr, std::net::Ipv6Addr);

/// Bytes that stand in JSON as base64.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Base64(pub Vec<u8>);

impl Base64 {
    const ALPHABET: &'static [u8; 64] =
        b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    /// Reads base64, with or without padding, of the standard or the URL-safe alphabet.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.trim_end_matches('=');
        let mut bytes = Vec::with_capacity(digits.len() * 3 / 4);
        let (mut bits, mut held) = (0u32, 0);
        for byte in digits.bytes().filter(|byte| !byte.is_ascii_whitespace()) {
            let digit = match byte {
                b'-' => 62,
                b'_' => 63,
                _ => Self::ALPHABET.iter().position(|it| *it == byte)?,
            };
            bits = (bits << 6) | u32::try_from(digit).ok()?;
            held += 6;
            if held >= 8 {
                held -= 8;
                bytes.push((bits >> held) as u8);
            }
        }
        (held < 6).then_some(Self(bytes))
    }
}

impl fmt::Display for Base64 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::with_capacity(self.0.len().div_ceil(3) * 4);
        for chunk in self.0.chunks(3) {
            let byte = |index: usize| u32::from(chunk.get(index).copied().unwrap_or(0));
            let bits = (byte(0) << 16) | (byte(1) << 8) | byte(2);
            for digit in 0..4 {
                if digit > chunk.len() {
                    text.push('=');
                } else {
                    let index = (bits >> (18 - 6 * digit)) & 63;
                    text.push(char::from(Self::ALPHABET[index as usize]));
                }
            }
        }
        f.write_str(&text)
    }
}

impl Decode for Base64 {
    fn decode(value: Value<'_>) -> Result<Self, Error> {
        let text = String::decode(value)?;
        Self::parse(&text).ok_or_else(|| Error::new("expected base64"))
    }
}

impl Serialize for Base64 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

deserialize!(Base64);

/// Text that `Debug` does not show.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Password(pub String);

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

newtype!(Password);

/// Bytes that are sent as they are. Within JSON they are text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Binary(pub Vec<u8>);

impl Decode for Binary {
    fn decode(value: Value<'_>) -> Result<Self, Error> {
        String::decode(value).map(|it| Self(it.into_bytes()))
    }
}

impl Serialize for Binary {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match std::str::from_utf8(&self.0) {
            Ok(text) => serializer.serialize_str(text),
            Err(_) => serializer.serialize_bytes(&self.0),
        }
    }
}

deserialize!(Binary);

/// What no value is: the document accepts nothing here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Never {}

impl Decode for Never {
    fn decode(_: Value<'_>) -> Result<Self, Error> {
        Err(Error::new("no value is accepted"))
    }
}

impl Serialize for Never {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        match *self {}
    }
}

deserialize!(Never);

impl<'de> Deserialize<'de> for Value<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value<'de>, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value<'de>, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value<'de>, D::Error> {
        Value::deserialize(deserializer)
    }

    fn visit_bool<E>(self, it: bool) -> Result<Value<'de>, E> {
        Ok(Value::Bool(it))
    }

    fn visit_i64<E>(self, it: i64) -> Result<Value<'de>, E> {
        Ok(Value::Integer(it.into()))
    }

    fn visit_u64<E>(self, it: u64) -> Result<Value<'de>, E> {
        Ok(Value::Integer(it.into()))
    }

    fn visit_i128<E>(self, it: i128) -> Result<Value<'de>, E> {
        Ok(Value::Integer(it))
    }

    fn visit_f64<E>(self, it: f64) -> Result<Value<'de>, E> {
        Ok(Value::Float(it))
    }

    fn visit_str<E>(self, it: &str) -> Result<Value<'de>, E> {
        Ok(Value::String(Cow::Owned(it.to_owned())))
    }

    fn visit_borrowed_str<E>(self, it: &'de str) -> Result<Value<'de>, E> {
        Ok(Value::String(Cow::Borrowed(it)))
    }

    fn visit_string<E>(self, it: String) -> Result<Value<'de>, E> {
        Ok(Value::String(Cow::Owned(it)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value<'de>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value<'de>, A::Error> {
        let mut members = Vec::new();
        while let Some(Name(name)) = map.next_key()? {
            members.push((name, map.next_value()?));
        }
        Ok(Value::Object(members))
    }
}

/// The name of a member, borrowed where it can be: a plain `Cow` never is.
struct Name<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match deserializer.deserialize_str(ValueVisitor)? {
            Value::String(text) => Ok(Name(text)),
            _ => Err(de::Error::custom("expected a string")),
        }
    }
}

impl<'de> IntoDeserializer<'de, Error> for Value<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Value<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Value::Null => visitor.visit_unit(),
            Value::Bool(it) => visitor.visit_bool(it),
            Value::Integer(it) => match (i64::try_from(it), u64::try_from(it)) {
                (Ok(it), _) => visitor.visit_i64(it),
                (_, Ok(it)) => visitor.visit_u64(it),
                _ => visitor.visit_i128(it),
            },
            Value::Float(it) => visitor.visit_f64(it),
            Value::String(Cow::Borrowed(it)) => visitor.visit_borrowed_str(it),
            Value::String(Cow::Owned(it)) => visitor.visit_string(it),
            Value::Array(items) => {
                let mut seq = SeqDeserializer::new(items.into_iter());
                let it = visitor.visit_seq(&mut seq)?;
                seq.end().map(|()| it)
            }
            Value::Object(members) => {
                let mut map = MapDeserializer::new(members.into_iter());
                let it = visitor.visit_map(&mut map)?;
                map.end().map(|()| it)
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Value::Null => visitor.visit_none(),
            other => visitor.visit_some(other),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self {
            Value::String(it) => visitor.visit_enum(it.into_deserializer()),
            Value::Object(members) => visitor.visit_enum(de::value::MapAccessDeserializer::new(
                MapDeserializer::new(members.into_iter()),
            )),
            other => Err(Error::expected("a string or an object", &other)),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        seq tuple tuple_struct map struct identifier ignored_any
    }
}
