//! A `format` of the document → whether a string or number is of it.

mod date;
mod encoding;
mod http;
mod internet;
mod uri;

use super::number::Operand;
use crate::runtime::json::Number;

/// A format that is checked; others are no more than a hint, and the generator says so.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Format {
    /// Of strings, by its grammar.
    Text(&'static TextFormat),
    /// A whole number of so many bits; as a string its digits.
    Signed(u32),
    /// A whole number of so many bits that is not negative.
    Unsigned(u32),
    /// A number that fits IEEE 754 of 32 bits.
    Float,
    /// A number that fits IEEE 754 of 64 bits.
    Double,
    /// A whole number that those hold without loss.
    DoubleInt,
    /// A whole number of a structured field: 15 digits (RFC 8941, section 3.3.1).
    FieldInteger,
    /// A decimal number of a structured field: 12 digits, and 3 of a fraction (RFC 8941, section 3.3.2).
    FieldDecimal,
}

/// A format of strings.
#[derive(Debug)]
pub(crate) struct TextFormat {
    name: &'static str,
    /// With an article.
    title: &'static str,
    accepts: fn(&str) -> bool,
}

const fn text(name: &'static str, title: &'static str, accepts: fn(&str) -> bool) -> TextFormat {
    TextFormat {
        name,
        title,
        accepts,
    }
}

/// The formats of strings, in order of their names (JSON Schema 2020-12 Validation, section 7.3, and the OpenAPI format
/// registry).
static TEXTS: &[TextFormat] = &[
    text("base64", "Base64", encoding::is_base64),
    text(
        "base64url",
        "Base64 of the URL-safe alphabet",
        encoding::is_base64url,
    ),
    text("byte", "Base64", encoding::is_base64),
    text("char", "one character", encoding::is_character),
    text("date", "a date of RFC 3339", date::is_date),
    text(
        "date-time",
        "a date and time of RFC 3339",
        date::is_date_time,
    ),
    text(
        "date-time-local",
        "a date and time without an offset",
        date::is_local_date_time,
    ),
    text("decimal", "a decimal number", encoding::is_decimal),
    text(
        "decimal128",
        "a decimal number of 34 digits",
        encoding::is_decimal128,
    ),
    text("duration", "a duration of ISO 8601", date::is_duration),
    text("email", "an e-mail address", internet::is_email),
    text("hostname", "a host name", internet::is_hostname),
    text("http-date", "a date of RFC 9110", http::is_date),
    text("idn-email", "an e-mail address", internet::is_idn_email),
    text("ip", "an IP address", |text| {
        internet::is_ipv4(text) || internet::is_ipv6(text)
    }),
    text("ipv4", "an IPv4 address", internet::is_ipv4),
    text("ipv6", "an IPv6 address", internet::is_ipv6),
    text("iri", "an IRI", uri::is_iri),
    text("iri-reference", "an IRI reference", uri::is_iri_reference),
    text("json-pointer", "a JSON pointer", encoding::is_json_pointer),
    text("media-range", "a media type or range", http::is_media_range),
    text("regex", "a regular expression", encoding::is_regex),
    text(
        "relative-json-pointer",
        "a relative JSON pointer",
        encoding::is_relative_json_pointer,
    ),
    text(
        "sf-binary",
        "a byte sequence of a structured field",
        http::is_binary,
    ),
    text(
        "sf-boolean",
        "a boolean of a structured field",
        http::is_boolean,
    ),
    text(
        "sf-string",
        "a string of a structured field",
        http::is_string,
    ),
    text("sf-token", "a token of a structured field", http::is_token),
    text("time", "a time of RFC 3339", date::is_time),
    text(
        "time-local",
        "a time without an offset",
        date::is_local_time,
    ),
    text("uri", "a URI", uri::is_uri),
    text("uri-reference", "a URI reference", uri::is_uri_reference),
    text("uri-template", "a URI template", uri::is_uri_template),
    text("url", "a URI", uri::is_uri),
    text("uuid", "a UUID", encoding::is_uuid),
];

/// The greatest integer below which floats of 64 bits have all.
const MOST_WHOLE: i128 = (1 << 53) - 1;

impl Format {
    /// The format of that name, if it is one that is checked.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let numeric = match name {
            "float" => Some(Self::Float),
            "double" => Some(Self::Double),
            "int8" => Some(Self::Signed(8)),
            "int16" => Some(Self::Signed(16)),
            "int32" => Some(Self::Signed(32)),
            "int64" => Some(Self::Signed(64)),
            "uint8" => Some(Self::Unsigned(8)),
            "uint16" => Some(Self::Unsigned(16)),
            "uint" | "uint32" => Some(Self::Unsigned(32)),
            "uint64" => Some(Self::Unsigned(64)),
            "double-int" => Some(Self::DoubleInt),
            "sf-integer" => Some(Self::FieldInteger),
            "sf-decimal" => Some(Self::FieldDecimal),
            _ => None,
        };
        numeric.or_else(|| {
            let at = TEXTS.binary_search_by_key(&name, |it| it.name).ok()?;
            Some(Self::Text(&TEXTS[at]))
        })
    }

    /// The format with an article.
    pub(crate) fn describe(self) -> String {
        match self {
            Self::Text(it) => it.title.to_owned(),
            Self::Signed(bits) => format!("an integer of {bits} bits"),
            Self::Unsigned(bits) => format!("a non-negative integer of {bits} bits"),
            Self::Float => "within the range of 32-bit floats".to_owned(),
            Self::Double => "within the range of 64-bit floats".to_owned(),
            Self::DoubleInt => "an integer that 64-bit floats hold".to_owned(),
            Self::FieldInteger => "an integer of a structured field".to_owned(),
            Self::FieldDecimal => "a decimal number of a structured field".to_owned(),
        }
    }

    /// Whether a string is of the format.
    pub(crate) fn accepts_string(self, text: &str) -> bool {
        match self {
            Self::Text(it) => (it.accepts)(text),
            // A number in a string is one in JSON's spelling.
            Self::FieldInteger => http::is_number(text, 15, None),
            Self::FieldDecimal => http::is_number(text, 12, Some(3)),
            Self::Signed(_) | Self::Unsigned(_) | Self::Float | Self::Double | Self::DoubleInt => {
                Number::new(text).is_some_and(|it| self.accepts_number(&Operand::of(&it)))
            }
        }
    }

    /// Whether a number is of the format.
    pub(super) fn accepts_number(self, number: &Operand<'_>) -> bool {
        let (min, max) = match self {
            Self::Text(_) => return true,
            Self::Float => return (number.as_f64() as f32).is_finite(),
            Self::Double => return number.as_f64().is_finite(),
            Self::DoubleInt => (-MOST_WHOLE, MOST_WHOLE),
            Self::FieldInteger => (1 - 10_i128.pow(15), 10_i128.pow(15) - 1),
            Self::FieldDecimal => {
                let thousandth = Number::new("0.001").expect("a number");
                return number.as_f64().abs() < 1e12 && number.is_multiple_of(&thousandth);
            }
            Self::Signed(bits) => (-(1_i128 << (bits - 1)), (1_i128 << (bits - 1)) - 1),
            Self::Unsigned(bits) => (0, (1_i128 << bits) - 1),
        };
        match number {
            Operand::Integer(it) => (min..=max).contains(it),
            Operand::Digits(_) => false,
        }
    }
}
