//! Strings of a format that have a type of their own, and the type without values.

use std::fmt;

use serde::ser::{Serialize, Serializer};

use super::decode::Decode;
use super::source::Source;
use crate::runtime::json::Error;

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
    fn decode(source: Source<'_, '_>) -> Result<Self, Error> {
        source.parse(|text| Self::parse(text).ok_or_else(|| Error::new("must be base64")))
    }
}

impl Serialize for Base64 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

deserialize!(Base64);

/// Types of bytes, which are made of bytes and are bytes.
macro_rules! bytes {
    ($($name:ident)*) => {
        $(impl From<Vec<u8>> for $name {
            fn from(bytes: Vec<u8>) -> Self {
                Self(bytes)
            }
        }

        impl From<&[u8]> for $name {
            fn from(bytes: &[u8]) -> Self {
                Self(bytes.to_vec())
            }
        }

        impl From<$name> for Vec<u8> {
            fn from(it: $name) -> Self {
                it.0
            }
        }

        impl AsRef<[u8]> for $name {
            fn as_ref(&self) -> &[u8] {
                &self.0
            }
        })*
    };
}

bytes!(Base64 Binary);

/// Text that `Debug` does not show.
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Password(pub String);

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

newtype!(Password);

impl From<String> for Password {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Password {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

/// Bytes that are sent as they are. Within JSON they are text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Binary(pub Vec<u8>);

impl Decode for Binary {
    fn decode(source: Source<'_, '_>) -> Result<Self, Error> {
        String::decode(source).map(|it| Self(it.into_bytes()))
    }
}

impl Serialize for Binary {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match std::str::from_utf8(&self.0) {
            Ok(text) => serializer.serialize_str(text),
            Err(_) if serializer.is_human_readable() => Err(serde::ser::Error::custom(
                "bytes that are no text have no place in JSON: `format: byte` is Base64",
            )),
            Err(_) => serializer.serialize_bytes(&self.0),
        }
    }
}

deserialize!(Binary);

/// What no value is: the document accepts nothing here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Never {}

impl Decode for Never {
    fn decode(_: Source<'_, '_>) -> Result<Self, Error> {
        Err(Error::new("no value is accepted"))
    }
}

impl Serialize for Never {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        match *self {}
    }
}

deserialize!(Never);
