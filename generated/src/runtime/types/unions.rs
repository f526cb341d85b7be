//! One of several types: `tagged!` by a property, `untagged!` by what values look like.

use super::constant::{Constant, is_constant};
use super::error::Error;
use super::value::Value;

/// Reads and writes one of several types that a property tells apart. With `..Other`, what none of its values leads to
/// is read as that variant; with `=> Cat`, as one of those that have values of their own.
macro_rules! tagged {
    ($name:ident by $tag:literal { $($variant:ident = $($wire:literal)|+),* $(,)? $(..$other:ident)? $(=> $default:ident)? }) => {
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
                    $(_ => $crate::runtime::types::Decode::decode(value).map(Self::$default),)?
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

/// The value of the property that tells types apart.
///
/// # Errors
/// It is missing, or no string.
pub fn tag(value: &Value<'_>, name: &str) -> Result<String, Error> {
    match value.get(name) {
        Some(Value::String(text)) => Ok(text.clone().into_owned()),
        Some(Value::Integer(number)) => Ok(number.to_string()),
        Some(Value::Bool(it)) => Ok(it.to_string()),
        Some(other) => Err(Error::expected("a string", other.kind()).within(format!(".{name}"))),
        None if matches!(value, Value::Object(_)) => {
            Err(Error::new(format!("missing property `{name}`")))
        }
        None => Err(Error::expected("an object", value.kind())),
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
