//! A `format` by its name → what is known about it: one table for the check and for the types.

/// A format that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// RFC 9562.
    Uuid,
    /// A day, RFC 3339.
    Date,
    /// A moment, RFC 3339.
    DateTime,
    /// Bytes as base64.
    Base64,
    /// Bytes as they are.
    Binary,
    /// A text not to be shown.
    Password,
    /// RFC 2673.
    Ipv4,
    /// RFC 4291.
    Ipv6,
    /// One of the two.
    Ip,
    /// A whole number of so many bits.
    Signed(u8),
    /// A whole number from 0 up of so many bits.
    Unsigned(u8),
    /// An IEEE 754 number of so many bits.
    Float(u8),
    /// What everybody knows, and what is the plain type all the same.
    Plain,
}

/// The formats of the OpenAPI format registry and of JSON Schema, and those that are so common that everybody knows what
/// is meant. In order.
const KNOWN: &[(&str, Format)] = &[
    ("base64", Format::Plain),
    ("base64url", Format::Plain),
    ("binary", Format::Binary),
    ("byte", Format::Base64),
    ("char", Format::Plain),
    ("commonmark", Format::Plain),
    ("date", Format::Date),
    ("date-time", Format::DateTime),
    ("date-time-local", Format::Plain),
    ("decimal", Format::Plain),
    ("decimal128", Format::Plain),
    ("double", Format::Float(64)),
    ("double-int", Format::Plain),
    ("duration", Format::Plain),
    ("email", Format::Plain),
    ("float", Format::Float(32)),
    ("hostname", Format::Plain),
    ("html", Format::Plain),
    ("http-date", Format::Plain),
    ("idn-email", Format::Plain),
    ("idn-hostname", Format::Plain),
    ("int16", Format::Signed(16)),
    ("int32", Format::Signed(32)),
    ("int64", Format::Signed(64)),
    ("int8", Format::Signed(8)),
    ("ip", Format::Ip),
    ("ipv4", Format::Ipv4),
    ("ipv6", Format::Ipv6),
    ("iri", Format::Plain),
    ("iri-reference", Format::Plain),
    ("json-pointer", Format::Plain),
    ("media-range", Format::Plain),
    ("password", Format::Password),
    ("regex", Format::Plain),
    ("relative-json-pointer", Format::Plain),
    ("sf-binary", Format::Plain),
    ("sf-boolean", Format::Plain),
    ("sf-decimal", Format::Plain),
    ("sf-integer", Format::Plain),
    ("sf-string", Format::Plain),
    ("sf-token", Format::Plain),
    ("time", Format::Plain),
    ("time-local", Format::Plain),
    ("uint", Format::Unsigned(32)),
    ("uint16", Format::Unsigned(16)),
    ("uint32", Format::Unsigned(32)),
    ("uint64", Format::Unsigned(64)),
    ("uint8", Format::Unsigned(8)),
    ("unixtime", Format::Plain),
    ("uri", Format::Plain),
    ("uri-reference", Format::Plain),
    ("uri-template", Format::Plain),
    ("url", Format::Plain),
    ("uuid", Format::Uuid),
];

impl Format {
    /// What is known about a format, if anything is.
    pub fn named(name: &str) -> Option<Self> {
        let found = KNOWN.binary_search_by_key(&name, |(name, _)| name);
        found.ok().map(|index| KNOWN[index].1)
    }

    /// The names of all formats that are known.
    pub fn names() -> impl Iterator<Item = &'static str> {
        KNOWN.iter().map(|(name, _)| *name)
    }
}

#[cfg(test)]
mod tests {
    use super::{Format, KNOWN};

    #[test]
    fn names_are_found() {
        assert!(KNOWN.is_sorted_by_key(|(name, _)| name));
        for (name, format) in KNOWN {
            assert_eq!(Format::named(name), Some(*format));
        }
        assert_eq!(Format::named("datetime"), None);
    }
}
