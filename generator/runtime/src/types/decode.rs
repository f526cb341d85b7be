//! Reading a type from a value, for types of the standard library, newtypes, and types of other packages.

use serde::de::{self, DeserializeOwned};
use serde::{Deserialize, Deserializer};

use super::error::Error;
use super::value::Value;

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

/// Implements `Deserialize` by way of `Decode`.
#[macro_export]
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

/// Reads and writes a type with one field as that field.
#[macro_export]
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
#[macro_export]
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

impl Decode for bool {
    fn decode(value: Value<'_>) -> Result<Self, Error> {
        match value {
            Value::Bool(it) => Ok(it),
            other => Err(Error::expected("a boolean", other.kind())),
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
                    other => return Err(Error::expected("an integer", other.kind())),
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
            other => Err(Error::expected("a number", other.kind())),
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
            other => Err(Error::expected("a string", other.kind())),
        }
    }
}

impl Decode for () {
    fn decode(value: Value<'_>) -> Result<Self, Error> {
        match value {
            Value::Null => Ok(()),
            other => Err(Error::expected("null", other.kind())),
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
            return Err(Error::expected("an array", value.kind()));
        };
        let mut read = Vec::with_capacity(items.len());
        for (index, item) in items.into_iter().enumerate() {
            read.push(T::decode(item).map_err(|error| error.within(format!("[{index}]")))?);
        }
        Ok(read)
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
