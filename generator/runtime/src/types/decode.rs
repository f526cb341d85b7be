//! Reading a type of the standard library, a newtype, a type of another package.

use serde::de::{self, DeserializeOwned};
use serde::{Deserializer, Serialize, Serializer};

use super::erased::Deserializing;
use super::source::Source;
use super::tagging::Tagging;
use super::tags::Tags;
use crate::runtime::json::{Error, Reader};

/// What is said of a value that JSON cannot write.
pub const NOT_FINITE: &str = "JSON has no number that is infinite or none";

/// What can be read from a [`Source`]: JSON text, or any format that describes itself; and what has to be known to write it
/// within others.
pub trait Decode: Sized + Serialize {
    /// Reads it.
    ///
    /// # Errors
    /// What stands there is no such value, or the format is broken.
    fn decode(source: Source<'_, '_>) -> Result<Self, Error>;

    /// Whether there may be numbers in it that [`is_finite`](Self::is_finite) is asked about.
    const HAS_FLOATS: bool = false;

    /// Whether it can be written as JSON, which has no number that is infinite or none at all. A type that is written member
    /// by member finds that out by itself.
    #[inline]
    fn is_finite(&self) -> bool {
        true
    }

    /// Writes it with the property of a union that tells what it is. What is no object is written as it is.
    ///
    /// # Errors
    /// Those of the serializer.
    fn serialize_tagged<S: Serializer>(
        &self,
        tags: Tags,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        if tags.is_empty() {
            return self.serialize(serializer);
        }
        self.serialize(Tagging::new(serializer, tags))
    }
}

/// Reads a type by its `Decode`, from any format that describes itself.
///
/// # Errors
/// The input is not of that format, or not of that type.
pub fn deserialize<'de, T: Decode, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    from_deserializer(deserializer).map_err(de::Error::custom)
}

/// Reads a type from a format that describes itself. The error says where it is in the value.
///
/// # Errors
/// The input is not of that format, or not of that type.
pub fn from_deserializer<'de, T: Decode, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, Error> {
    T::decode(Source::Serde(&mut Deserializing::new(deserializer)))
}

/// Reads a type from JSON text (RFC 8259), which no other format is read as fast from.
///
/// # Errors
/// The bytes are not JSON in UTF-8, not of that type, or an object has a name twice. The error knows line and column.
pub fn from_slice<T: Decode>(text: &[u8]) -> Result<T, Error> {
    Reader::of_bytes(text)?.whole(|reader| T::decode(Source::Text(reader)))
}

/// Reads a type of another package from JSON text, by the same rules.
///
/// # Errors
/// As for [`from_slice`].
pub fn foreign_from_slice<T: DeserializeOwned>(text: &[u8]) -> Result<T, Error> {
    Reader::of_bytes(text)?.whole(|reader| T::deserialize(reader))
}

/// Reads a type from JSON text that is known to be UTF-8.
///
/// # Errors
/// As for [`from_slice`].
pub fn from_str<T: Decode>(text: &str) -> Result<T, Error> {
    Reader::new(text).whole(|reader| T::decode(Source::Text(reader)))
}

/// A default that a document has as JSON.
///
/// # Panics
/// It is no value of the type; what is emitted has been looked at.
pub fn written<T: Decode>(text: &str) -> T {
    match from_str(text) {
        Ok(it) => it,
        Err(error) => panic!("the default {text} is not of its type: {error}"),
    }
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

/// Implements `Serialize` by way of `Decode`, with no tag but the type's own.
#[macro_export]
macro_rules! serialize {
    ($name:ident) => {
        #[allow(deprecated)]
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::runtime::types::Decode::serialize_tagged(
                    self,
                    $crate::runtime::types::Tags::NONE,
                    serializer,
                )
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
                source: $crate::runtime::types::Source<'_, '_>,
            ) -> ::std::result::Result<Self, $crate::runtime::types::Error> {
                $crate::runtime::types::Decode::decode(source).map(Self)
            }

            const HAS_FLOATS: bool = true;

            fn is_finite(&self) -> bool {
                $crate::runtime::types::Decode::is_finite(&self.0)
            }

            fn serialize_tagged<S: ::serde::Serializer>(
                &self,
                tags: $crate::runtime::types::Tags,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::runtime::types::Decode::serialize_tagged(&self.0, tags, serializer)
            }
        }

        serialize!($name);
        deserialize!($name);
    };
}

/// Reads types of other packages by their own `Deserialize`; times as they are mostly written (RFC 3339) without a detour.
#[macro_export]
macro_rules! foreign {
    (chrono::DateTime<chrono::FixedOffset>) => {
        impl $crate::runtime::types::Decode for chrono::DateTime<chrono::FixedOffset> {
            fn decode(
                source: $crate::runtime::types::Source<'_, '_>,
            ) -> ::std::result::Result<Self, $crate::runtime::types::Error> {
                source.parse_or_foreign(|text| {
                    let $crate::runtime::types::Time {
                        year, month, day, hour, minute, second, nanosecond, offset,
                    } = $crate::runtime::types::time(text)?;
                    let zone = chrono::FixedOffset::east_opt(offset)?;
                    let date = chrono::NaiveDate::from_ymd_opt(year, month, day)?;
                    let time = date.and_hms_nano_opt(hour, minute, second, nanosecond)?;
                    time.and_local_timezone(zone).single()
                })
            }
        }
    };
    ($($name:ty),*) => {
        $(impl $crate::runtime::types::Decode for $name {
            fn decode(
                source: $crate::runtime::types::Source<'_, '_>,
            ) -> ::std::result::Result<Self, $crate::runtime::types::Error> {
                source.foreign()
            }
        })*
    };
}

impl Decode for bool {
    #[inline]
    fn decode(source: Source<'_, '_>) -> Result<Self, Error> {
        source.boolean()
    }
}

macro_rules! integers {
    ($($name:ty)*) => {
        $(impl Decode for $name {
            #[inline]
            fn decode(source: Source<'_, '_>) -> Result<Self, Error> {
                let number = source.integer()?;
                number.try_into().map_err(|_| Error::out_of_range(number))
            }
        })*
    };
}

integers!(i8 i16 i32 i64 i128 u8 u16 u32 u64);

impl Decode for f64 {
    const HAS_FLOATS: bool = true;

    #[inline]
    fn decode(source: Source<'_, '_>) -> Result<Self, Error> {
        source.float()
    }

    #[inline]
    fn is_finite(&self) -> bool {
        f64::is_finite(*self)
    }
}

impl Decode for f32 {
    const HAS_FLOATS: bool = true;

    fn decode(source: Source<'_, '_>) -> Result<Self, Error> {
        let wide = source.float()?;
        let it = wide as f32;
        match it.is_finite() || !wide.is_finite() {
            true => Ok(it),
            false => Err(Error::out_of_range(wide)),
        }
    }

    #[inline]
    fn is_finite(&self) -> bool {
        f32::is_finite(*self)
    }
}

impl Decode for String {
    #[inline]
    fn decode(source: Source<'_, '_>) -> Result<Self, Error> {
        source.string()
    }
}

impl Decode for () {
    fn decode(source: Source<'_, '_>) -> Result<Self, Error> {
        source.null()
    }
}

impl<T: Decode> Decode for Option<T> {
    const HAS_FLOATS: bool = T::HAS_FLOATS;

    #[inline]
    fn decode(source: Source<'_, '_>) -> Result<Self, Error> {
        source.option(T::decode)
    }

    #[inline]
    fn is_finite(&self) -> bool {
        self.as_ref().is_none_or(T::is_finite)
    }
}

impl<T: Decode> Decode for Box<T> {
    const HAS_FLOATS: bool = T::HAS_FLOATS;

    fn decode(source: Source<'_, '_>) -> Result<Self, Error> {
        T::decode(source).map(Box::new)
    }

    fn is_finite(&self) -> bool {
        T::is_finite(self)
    }

    fn serialize_tagged<S: Serializer>(
        &self,
        tags: Tags,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        T::serialize_tagged(self, tags, serializer)
    }
}

impl<T: Decode> Decode for Vec<T> {
    const HAS_FLOATS: bool = T::HAS_FLOATS;

    #[inline]
    fn decode(source: Source<'_, '_>) -> Result<Self, Error> {
        source.array(T::decode)
    }

    #[inline]
    fn is_finite(&self) -> bool {
        !T::HAS_FLOATS || self.iter().all(T::is_finite)
    }
}

macro_rules! tuples {
    ($($length:literal ($($part:ident $index:tt)*))*) => {
        $(impl<$($part: Decode),*> Decode for ($($part,)*) {
            const HAS_FLOATS: bool = $($part::HAS_FLOATS)||*;

            #[allow(non_snake_case)]
            fn decode(source: Source<'_, '_>) -> Result<Self, Error> {
                $(let mut $part = None;)*
                source.elements($length, &mut |index, source| {
                    match index {
                        $($index => $part = Some($part::decode(source)?),)*
                        _ => {}
                    }
                    Ok(())
                })?;
                match ($($part,)*) {
                    ($(Some($part),)*) => Ok(($($part,)*)),
                    _ => Err(Error::new("an element is missing")),
                }
            }

            fn is_finite(&self) -> bool {
                $(self.$index.is_finite())&&*
            }
        })*
    };
}

tuples! {
    1 (A 0) 2 (A 0 B 1) 3 (A 0 B 1 C 2) 4 (A 0 B 1 C 2 D 3) 5 (A 0 B 1 C 2 D 3 E 4)
    6 (A 0 B 1 C 2 D 3 E 4 F 5) 7 (A 0 B 1 C 2 D 3 E 4 F 5 G 6) 8 (A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7)
    9 (A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8) 10 (A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9)
    11 (A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10)
    12 (A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10 L 11)
}

foreign!(std::net::IpAddr, std::net::Ipv4Addr, std::net::Ipv6Addr);
