//! Texts and numbers → JSON (RFC 8259): the one way this crate writes strings, and the decimal value that numbers are
//! compared by.

use std::borrow::Cow;
use std::cmp::Ordering;
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

impl Decimal<'_> {
    /// By value. Two numbers of one sign differ by the place of their first digit, or else by their digits.
    fn compare(&self, other: &Self) -> Ordering {
        let sign = |it: &Self| match (it.digits.is_empty(), it.is_negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        };
        let first = |it: &Self| it.exponent + it.digits.len() as i64;
        let size = || {
            let by_place = first(self).cmp(&first(other));
            by_place.then_with(|| self.digits.cmp(&other.digits))
        };
        sign(self).cmp(&sign(other)).then_with(|| match sign(self) {
            0 => Ordering::Equal,
            1 => size(),
            _ => size().reverse(),
        })
    }
}

/// Numbers by their value, exactly; `None` where one of them is no decimal number.
pub fn compare_numbers(a: &str, b: &str) -> Option<Ordering> {
    Some(Decimal::parse(a)?.compare(&Decimal::parse(b)?))
}

/// Whether a number has no fraction, however it is spelt.
pub fn is_whole(number: &str) -> bool {
    Decimal::parse(number).is_some_and(|it| it.exponent >= 0)
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
    use std::cmp::Ordering;

    use super::{Decimal, compare_numbers, is_same_number, is_whole, string};

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

    #[test]
    fn numbers_have_an_order() {
        let ascending = [
            "-1e400",
            "-9007199254740993",
            "-9007199254740992",
            "-0.5",
            "0",
            "1e-9",
            "0.01",
            "0.1",
            "9223372036854775806.5",
            "9223372036854775807",
            "9223372036854775808",
            "1e19",
            "10000000000000000000.5",
            "2e400",
        ];
        for (at, a) in ascending.iter().enumerate() {
            for (other, b) in ascending.iter().enumerate() {
                assert_eq!(compare_numbers(a, b), Some(at.cmp(&other)), "{a} {b}");
            }
        }
        assert_eq!(compare_numbers("-0", "0.0"), Some(Ordering::Equal));
        assert_eq!(compare_numbers(".inf", "1"), None);
        for (number, expected) in [
            ("1.0", true),
            ("0", true),
            ("1e400", true),
            ("15e-1", false),
            ("9007199254740993.5", false),
            (".inf", false),
        ] {
            assert_eq!(is_whole(number), expected, "{number}");
        }
    }
}
