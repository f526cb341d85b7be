//! Texts and numbers → JSON (RFC 8259): the one way this crate writes strings, and the decimal value that numbers are
//! compared by.

use std::borrow::Cow;
use std::hash::{Hash, Hasher};

/// Appends a text as a JSON string, quotes included. Escaped is what has to be (RFC 8259, section 7), with the short
/// escapes where there are some, as `JSON.stringify` does it.
pub fn push_string(out: &mut String, text: &str) {
    out.push('"');
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate() {
        if byte >= b' ' && byte != b'"' && byte != b'\\' {
            continue;
        }
        out.push_str(&text[done..at]);
        done = at + 1;
        match byte {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            0x8 => out.push_str("\\b"),
            0xC => out.push_str("\\f"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            _ => out.push_str(&format!("\\u{byte:04x}")),
        }
    }
    out.push_str(&text[done..]);
    out.push('"');
}

/// A text as a JSON string, quotes included; see [`push_string`].
pub fn string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    push_string(&mut out, text);
    out
}

/// The value of a number in decimal digits, exactly: `1`, `1.0` and `10e-1` are equal, and so are no two numbers that
/// differ, however long they are.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Decimal<'a> {
    is_negative: bool,
    /// The digits from the first to the last that is not 0; empty for zero.
    digits: Cow<'a, str>,
    /// What power of ten the last of them counts.
    exponent: i64,
}

impl<'a> Decimal<'a> {
    /// Reads a number as JSON or YAML spells it; `None` for what is no decimal number (`.inf`), or has an exponent beyond
    /// anything that is meant.
    pub fn parse(text: &'a str) -> Option<Self> {
        let (is_negative, rest) = match text.as_bytes() {
            [b'-', ..] => (true, &text[1..]),
            [b'+', ..] => (false, &text[1..]),
            _ => (false, text),
        };
        let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
            None => (rest, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let is_digits = |it: &str| it.bytes().all(|it| it.is_ascii_digit());
        if whole.len() + fraction.len() == 0 || !is_digits(whole) || !is_digits(fraction) {
            return None;
        }
        let digits: Cow<'a, str> = if fraction.is_empty() {
            whole.into()
        } else if whole.bytes().all(|it| it == b'0') {
            fraction.into()
        } else {
            format!("{whole}{fraction}").into()
        };
        let exponent = i64::from(exponent) - fraction.len() as i64;
        let zeros = digits.len() - digits.trim_end_matches('0').len();
        let digits = match digits {
            Cow::Borrowed(it) => Cow::Borrowed(it.trim_matches('0')),
            Cow::Owned(it) => Cow::Owned(it.trim_matches('0').to_owned()),
        };
        if digits.is_empty() {
            return Some(Self {
                is_negative: false,
                digits,
                exponent: 0,
            });
        }
        Some(Self {
            is_negative,
            digits,
            exponent: exponent + zeros as i64,
        })
    }
}

/// Whether two numbers are the same, however they are spelt.
pub fn is_same_number(a: &str, b: &str) -> bool {
    a == b || Decimal::parse(a).is_some_and(|it| Some(it) == Decimal::parse(b))
}

/// Feeds a number to a hasher, so that it is the same for numbers that are.
pub(super) fn hash_number<H: Hasher>(text: &str, state: &mut H) {
    match Decimal::parse(text) {
        Some(it) => it.hash(state),
        None => text.hash(state),
    }
}

#[cfg(test)]
mod tests {
    use super::{Decimal, is_same_number, string};

    #[test]
    fn strings_are_escaped_as_little_as_may_be() {
        assert_eq!(string("plain ä/\u{7f}"), "\"plain ä/\u{7f}\"");
        assert_eq!(
            string("\"\\\u{8}\u{c}\n\r\t\u{1}\u{1f}"),
            r#""\"\\\b\f\n\r\t\u0001\u001f""#
        );
    }

    #[test]
    fn numbers_are_compared_by_what_they_are() {
        for (a, b) in [
            ("1", "1.0"),
            ("10e-1", "1"),
            ("1E3", "1000"),
            ("-0", "0.000"),
            (".5", "0.50"),
            ("1.50e2", "150"),
            ("0.01", "1e-2"),
            (".inf", ".inf"),
        ] {
            assert!(is_same_number(a, b), "{a} {b}");
        }
        for (a, b) in [
            ("1", "-1"),
            ("10", "1"),
            ("0.1", "0.01"),
            // An `f64` holds these two pairs for the same.
            ("9007199254740993", "9007199254740992"),
            ("1e400", "2e400"),
            (".inf", "-.inf"),
        ] {
            assert!(!is_same_number(a, b), "{a} {b}");
        }
        assert_eq!(Decimal::parse("1e99999999999"), None);
        assert_eq!(Decimal::parse("."), None);
    }
}
