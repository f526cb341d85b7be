//! A `format` of the document → whether a string or number is of it.

use std::net::{Ipv4Addr, Ipv6Addr};

use serde_json::Number;

/// A format that is checked; others are no more than a hint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Uuid,
    DateTime,
    Date,
    Time,
    Email,
    Ipv4,
    Ipv6,
    Uri,
    Hostname,
    Byte,
    /// A whole number of so many bits.
    Signed(u32),
    /// A whole number of so many bits that is not negative.
    Unsigned(u32),
}

impl Format {
    /// The format of that name, if it is one that is checked.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "uuid" => Self::Uuid,
            "date-time" => Self::DateTime,
            "date" => Self::Date,
            "time" => Self::Time,
            "email" => Self::Email,
            "ipv4" => Self::Ipv4,
            "ipv6" => Self::Ipv6,
            "uri" => Self::Uri,
            "hostname" => Self::Hostname,
            "byte" => Self::Byte,
            "int8" => Self::Signed(8),
            "int16" => Self::Signed(16),
            "int32" => Self::Signed(32),
            "int64" => Self::Signed(64),
            "uint8" => Self::Unsigned(8),
            "uint16" => Self::Unsigned(16),
            "uint32" => Self::Unsigned(32),
            "uint64" => Self::Unsigned(64),
            _ => return None,
        })
    }

    /// The format with an article.
    pub(crate) fn describe(self) -> String {
        match self {
            Self::Uuid => "a UUID".to_owned(),
            Self::DateTime => "a date and time of RFC 3339".to_owned(),
            Self::Date => "a date of RFC 3339".to_owned(),
            Self::Time => "a time of RFC 3339".to_owned(),
            Self::Email => "an e-mail address".to_owned(),
            Self::Ipv4 => "an IPv4 address".to_owned(),
            Self::Ipv6 => "an IPv6 address".to_owned(),
            Self::Uri => "a URI".to_owned(),
            Self::Hostname => "a host name".to_owned(),
            Self::Byte => "Base64".to_owned(),
            Self::Signed(bits) => format!("an integer of {bits} bits"),
            Self::Unsigned(bits) => format!("a non-negative integer of {bits} bits"),
        }
    }

    /// Whether a string is of the format.
    pub(crate) fn accepts_string(self, text: &str) -> bool {
        match self {
            Self::Uuid => is_uuid(text),
            Self::DateTime => is_date_time(text),
            Self::Date => is_date(text),
            Self::Time => is_time(text),
            Self::Email => is_email(text),
            Self::Ipv4 => text.parse::<Ipv4Addr>().is_ok(),
            Self::Ipv6 => text.parse::<Ipv6Addr>().is_ok(),
            Self::Uri => is_uri(text),
            Self::Hostname => is_hostname(text),
            Self::Byte => is_base64(text),
            Self::Signed(_) | Self::Unsigned(_) => true,
        }
    }

    /// Whether a number is of the format.
    pub(crate) fn accepts_number(self, number: &Number) -> bool {
        let (min, max) = match self {
            Self::Signed(bits) => (-(1_i128 << (bits - 1)), (1_i128 << (bits - 1)) - 1),
            Self::Unsigned(bits) => (0, (1_i128 << bits) - 1),
            _ => return true,
        };
        let whole = number.as_i64().map(i128::from);
        match whole.or_else(|| number.as_u64().map(i128::from)) {
            Some(it) => (min..=max).contains(&it),
            // A float next to either end may be a greater number: what is exact has been an `i64` or a `u64` before.
            None => number.as_f64().is_some_and(|it| {
                it.fract() == 0.0 && it > min as f64 - 1.0 && it < max as f64 + 1.0
            }),
        }
    }
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_at_checked(10) else {
        return false;
    };
    let Some(time) = time.strip_prefix(['T', 't', ' ']) else {
        return false;
    };
    is_date(date) && is_time(time)
}

fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return false;
    }
    let (Some(year), Some(month), Some(day)) = (
        digits(&bytes[..4]),
        digits(&bytes[5..7]),
        digits(&bytes[8..]),
    ) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day)
}

fn is_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() < 9 || bytes[2] != b':' || bytes[5] != b':' {
        return false;
    }
    let clock = (
        digits(&bytes[..2]),
        digits(&bytes[3..5]),
        digits(&bytes[6..8]),
    );
    if !matches!(clock, (Some(0..=23), Some(0..=59), Some(0..=60))) {
        return false;
    }
    let mut rest = &bytes[8..];
    if let [b'.', fraction @ ..] = rest {
        let length = fraction.iter().take_while(|it| it.is_ascii_digit()).count();
        if length == 0 {
            return false;
        }
        rest = &fraction[length..];
    }
    match rest {
        b"Z" | b"z" => true,
        [b'+' | b'-', a, b, b':', c, d] => {
            matches!(
                (digits(&[*a, *b]), digits(&[*c, *d])),
                (Some(0..=23), Some(0..=59))
            )
        }
        _ => false,
    }
}

fn digits(bytes: &[u8]) -> Option<u32> {
    bytes.iter().try_fold(0, |number, byte| {
        byte.is_ascii_digit()
            .then(|| number * 10 + u32::from(byte - b'0'))
    })
}

fn is_email(text: &str) -> bool {
    text.rsplit_once('@').is_some_and(|(local, domain)| {
        !local.is_empty() && !domain.is_empty() && !text.contains(char::is_whitespace)
    })
}

fn is_uri(text: &str) -> bool {
    text.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|it: char| it.is_ascii_alphabetic())
            && scheme
                .chars()
                .all(|it| it.is_ascii_alphanumeric() || "+-.".contains(it))
            && !text.contains(|it: char| it.is_whitespace() || it.is_control())
    })
}

fn is_hostname(text: &str) -> bool {
    text.len() <= 253
        && text.split('.').all(|label| {
            (1..=63).contains(&label.len())
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label
                    .bytes()
                    .all(|it| it.is_ascii_alphanumeric() || it == b'-')
        })
}

fn is_base64(text: &str) -> bool {
    let body = text.trim_end_matches('=');
    text.len().is_multiple_of(4)
        && text.len() - body.len() <= 2
        && body
            .bytes()
            .all(|it| it.is_ascii_alphanumeric() || b"+/-_".contains(&it))
}
