//! Listed values: `string_enum!`, `integer_enum!`, `mixed_enum!`.

use super::source::Source;
use super::unions::Decoder;
use super::value::Value;
use crate::runtime::json::Error;

/// Reads and writes listed strings. With `..Other`, a string that is not listed is kept in that variant.
#[macro_export]
macro_rules! string_enum {
    ($name:ident { $($variant:ident = $wire:literal),* $(,)? $(..$other:ident)? }) => {
        #[allow(deprecated)]
        impl $name {
            /// The values that are listed, in the order of the document.
            pub const VARIANTS: &'static [Self] = &[$(Self::$variant),*];

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

        impl ::std::convert::TryFrom<&str> for $name {
            type Error = $crate::runtime::types::Error;

            fn try_from(
                text: &str,
            ) -> ::std::result::Result<Self, $crate::runtime::types::Error> {
                text.parse()
            }
        }

        impl $crate::runtime::types::Decode for $name {
            fn decode(
                source: $crate::runtime::types::Source<'_, '_>,
            ) -> ::std::result::Result<Self, $crate::runtime::types::Error> {
                $crate::runtime::types::decode_str(source)
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
pub fn decode_str<T: std::str::FromStr<Err = Error>>(source: Source<'_, '_>) -> Result<T, Error> {
    source.parse(str::parse)
}

/// Reads one of several values, or by the first of `others` what is none of them.
///
/// # Errors
/// There is no other, or it refuses the value.
pub fn listed<T>(
    source: Source<'_, '_>,
    find: fn(&Value<'_>) -> Option<T>,
    others: &[Decoder<T>],
) -> Result<T, Error> {
    source.look(false, |value, again| match (find(value), others) {
        (Some(it), _) => again.pass().map(|()| it),
        (None, [read, ..]) => again.read(read),
        (None, []) => unlisted(&value.describe()),
    })
}

/// Reads and writes listed integers. With `..Other`, a number that is not listed is kept in that variant.
#[macro_export]
macro_rules! integer_enum {
    ($name:ident { $($variant:ident = $wire:literal),* $(,)? $(..$other:ident)? }) => {
        #[allow(deprecated)]
        impl $name {
            /// The values that are listed, in the order of the document.
            pub const VARIANTS: &'static [Self] = &[$(Self::$variant),*];

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
                source: $crate::runtime::types::Source<'_, '_>,
            ) -> ::std::result::Result<Self, $crate::runtime::types::Error> {
                ::std::result::Result::Ok(match <i64 as $crate::runtime::types::Decode>::decode(source)? {
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
#[macro_export]
macro_rules! mixed_enum {
    ($name:ident { $($variant:ident = $wire:expr),* $(, ..$other:ident)? $(,)? }) => {
        #[allow(deprecated)]
        impl $name {
            /// The values that are listed, in the order of the document.
            pub const VARIANTS: &'static [Self] = &[$(Self::$variant),*];
        }

        #[allow(deprecated)]
        impl $crate::runtime::types::Decode for $name {
            fn decode(
                source: $crate::runtime::types::Source<'_, '_>,
            ) -> ::std::result::Result<Self, $crate::runtime::types::Error> {
                use $crate::runtime::types::Constant;
                $crate::runtime::types::listed(
                    source,
                    |value| {
                        $(if $crate::runtime::types::is_constant(value, &$wire) {
                            return ::std::option::Option::Some(Self::$variant);
                        })*
                        ::std::option::Option::None
                    },
                    &[$(|source| {
                        $crate::runtime::types::Decode::decode(source).map(Self::$other)
                    })?],
                )
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
