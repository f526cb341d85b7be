//! JSON values → YAML as the `yaml` package 1.10 writes it, for the bodies that the reference shows in it.

use super::json::{Json, script_order};

/// The text, with the line break that ends it.
pub fn text(value: &Json) -> String {
    let mut out = String::new();
    match value {
        Json::Object(members) if !members.is_empty() => mapping(&mut out, value, 0),
        Json::Array(items) if !items.is_empty() => sequence(&mut out, items, 0),
        scalar => out.push_str(&self::scalar(scalar, 0)),
    }
    if !out.ends_with('\n') {
        out.push('\n');
    }
    out
}

fn mapping(out: &mut String, value: &Json, indent: usize) {
    let Json::Object(members) = value else { return };
    for (i, (key, it)) in script_order(members).into_iter().enumerate() {
        if i > 0 {
            spaces(out, indent);
        }
        out.push_str(&string(key, indent, true));
        out.push(':');
        match it {
            Json::Object(members) if !members.is_empty() => {
                out.push('\n');
                spaces(out, indent + 2);
                mapping(out, it, indent + 2);
            }
            Json::Array(items) if !items.is_empty() => {
                out.push('\n');
                spaces(out, indent + 2);
                sequence(out, items, indent + 2);
            }
            it => {
                out.push(' ');
                out.push_str(&scalar(it, indent + 2));
                out.push('\n');
            }
        }
    }
}

fn sequence(out: &mut String, items: &[Json], indent: usize) {
    for (i, it) in items.iter().enumerate() {
        if i > 0 {
            spaces(out, indent);
        }
        out.push_str("- ");
        match it {
            Json::Object(members) if !members.is_empty() => mapping(out, it, indent + 2),
            Json::Array(items) if !items.is_empty() => sequence(out, items, indent + 2),
            it => {
                out.push_str(&scalar(it, indent + 2));
                out.push('\n');
            }
        }
    }
}

fn spaces(out: &mut String, count: usize) {
    for _ in 0..count {
        out.push(' ');
    }
}

fn scalar(value: &Json, indent: usize) -> String {
    match value {
        Json::String(text) => string(text, indent, false),
        other => other.compact(),
    }
}

/// A string, in quotes where it would be read as something else without.
fn string(text: &str, indent: usize, key: bool) -> String {
    if text.contains('\n') && !key {
        return block(text, indent);
    }
    if needs_quotes(text) || (key && text.contains('\n')) {
        return Json::string(text).compact();
    }
    text.to_owned()
}

/// `|` and the lines.
fn block(text: &str, indent: usize) -> String {
    let chomp = if text.ends_with("\n\n") {
        "+"
    } else if text.ends_with('\n') {
        ""
    } else {
        "-"
    };
    let hint = if text.starts_with([' ', '\t', '\n']) {
        "2"
    } else {
        ""
    };
    let indent = indent.max(2);
    let mut out = format!("|{hint}{chomp}");
    for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
        out.push('\n');
        if !line.is_empty() {
            spaces(&mut out, indent);
            out.push_str(line);
        }
    }
    out
}

fn needs_quotes(text: &str) -> bool {
    let Some(first) = text.chars().next() else {
        return true;
    };
    let indicator = "\n\t ,[]{}#&*!|>'\"%@`".contains(first)
        || (matches!(first, '-' | '?' | ':')
            && text.chars().nth(1).is_none_or(|it| it.is_whitespace()));
    indicator
        || text.ends_with([' ', '\t', ':'])
        || text.contains(": ")
        || text.contains(":\t")
        || text.contains(" #")
        || text.contains("\t#")
        || text.starts_with("---")
        || text.starts_with("...")
        || text.chars().any(|c| c.is_control())
        || is_other_scalar(text)
}

/// Whether the YAML 1.2 core schema reads the text as `null`, a truth value or a number.
fn is_other_scalar(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let prefixed = |prefix: &str, radix| {
        digits
            .strip_prefix(prefix)
            .is_some_and(|it| !it.is_empty() && it.chars().all(|c| c.is_digit(radix)))
    };
    matches!(
        text,
        "~" | "null" | "Null" | "NULL" | "true" | "True" | "TRUE" | "false" | "False" | "FALSE"
    ) || matches!(digits, ".inf" | ".Inf" | ".INF")
        || matches!(text, ".nan" | ".NaN" | ".NAN")
        || prefixed("0o", 8)
        || prefixed("0x", 16)
        || is_decimal(digits)
}

fn is_decimal(digits: &str) -> bool {
    let (mantissa, exponent) = match digits.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (digits, None),
    };
    let all_digits = |it: &str| it.bytes().all(|it| it.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent_fine = exponent.is_none_or(|it| {
        let it = it.strip_prefix(['+', '-']).unwrap_or(it);
        !it.is_empty() && all_digits(it)
    });
    all_digits(whole)
        && all_digits(fraction)
        && !(whole.is_empty() && fraction.is_empty())
        && exponent_fine
}
