//! JSON values → YAML as the `yaml` package 1.10 writes it, for the bodies that the reference shows in it.

use super::blanks::push_blanks as spaces;
use super::json::{Json, in_script_order};

/// The text, with the line break that ends it.
pub fn text(value: &Json<'_>) -> String {
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

fn mapping(out: &mut String, value: &Json<'_>, indent: usize) {
    let Json::Object(members) = value else { return };
    // A mapping without a value is written as a set.
    let is_set = members.iter().all(|(_, it)| *it == Json::Null);
    for (i, (key, it)) in in_script_order(members.iter().map(|(key, it)| (key, it)))
        .into_iter()
        .enumerate()
    {
        if i > 0 {
            spaces(out, indent);
        }
        if is_set {
            out.push_str(&format!("? {}\n", string(key, indent, false)));
            continue;
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

fn sequence(out: &mut String, items: &[Json<'_>], indent: usize) {
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

fn scalar(value: &Json<'_>, indent: usize) -> String {
    match value {
        Json::String(text) => string(text, indent, false),
        other => other.compact(),
    }
}

/// A string: as it is, in quotes where it would be read as something else, or line by line.
fn string(text: &str, indent: usize, key: bool) -> String {
    let broken = text.contains('\n');
    if key && text.contains(['\n', '[', ']', '{', '}', ',']) {
        return quoted(text, indent, key);
    }
    if needs_quotes(text) {
        let single = text.contains('"') && !text.contains('\'');
        return match (key || !broken, single) {
            (true, true) => folded(&format!("'{text}'"), indent, key),
            (true, false) => quoted(text, indent, key),
            (false, _) => block(text, indent),
        };
    }
    if broken {
        return block(text, indent);
    }
    if is_other_scalar(text) {
        return quoted(text, indent, key);
    }
    folded(text, indent, key)
}

fn quoted(text: &str, indent: usize, key: bool) -> String {
    folded(&Json::String(text.into()).compact(), indent, key)
}

/// Broken at single blanks so that lines keep to 80 characters. A text within quotes is broken by the same rule.
fn folded(text: &str, indent: usize, key: bool) -> String {
    const WIDTH: usize = 80;
    let step = 21.max((WIDTH + 1).saturating_sub(indent));
    let chars: Vec<char> = text.chars().collect();
    if key || chars.len() <= step {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let (mut end, mut start, mut split) = (WIDTH.saturating_sub(indent), 0, None);
    let is_blank = |it: Option<&char>| it.is_none_or(|c| matches!(c, ' ' | '\t'));
    for (i, c) in chars.iter().enumerate() {
        if *c == ' ' && i > 0 && !is_blank(chars.get(i - 1)) && !is_blank(chars.get(i + 1)) {
            split = Some(i);
        }
        if i >= end
            && let Some(at) = split.take()
        {
            out.extend(&chars[start..at]);
            out.push('\n');
            spaces(&mut out, indent);
            start = at + 1;
            end = at + step;
        }
    }
    out.extend(&chars[start..]);
    out
}

/// `|` and the lines; `>` would fold them, and is left to text without long lines.
fn block(text: &str, indent: usize) -> String {
    if text.trim().is_empty()
        || text.trim_end_matches(['\t', ' ']).ends_with('\n') && !text.ends_with('\n')
    {
        return quoted(text, indent, false);
    }
    let bare = text.trim_end_matches(['\n', '\t', ' ']);
    let tail = &text[bare.len()..];
    let chomp = match tail.find('\n') {
        None => "-",
        Some(0) if tail.len() == 1 => "",
        Some(_) => "+",
    };
    let hint = if text.trim_start_matches('\n').starts_with(' ') {
        "2"
    } else {
        ""
    };
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

/// Whether a plain scalar may not begin, go on or end like this.
fn needs_quotes(text: &str) -> bool {
    let mut chars = text.chars();
    let Some(first) = chars.next() else {
        return true;
    };
    let second = chars.next();
    let indicator = "\n\t ,[]{}#&*!|>'\"%@`".contains(first)
        || (matches!(first, '-' | '?') && matches!(second, None | Some(' ' | '\t')));
    let pairs = [
        ": ", ":\t", "\n ", "\n\t", " \n", "\t\n", " #", "\t#", "\n#",
    ];
    indicator || text.ends_with(['\n', ' ', '\t', ':']) || pairs.iter().any(|it| text.contains(it))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yaml_quotes_what_would_be_read_otherwise() {
        let cases = [
            ("plain", "plain\n"),
            ("true", "\"true\"\n"),
            ("12", "\"12\"\n"),
            ("", "\"\"\n"),
            ("a: b", "\"a: b\"\n"),
            ("- a", "\"- a\"\n"),
            ("say \"hi\" #", "'say \"hi\" #'\n"),
        ];
        for (input, output) in cases {
            assert_eq!(text(&Json::String(input.into())), output, "{input}");
        }
    }

    #[test]
    fn values_are_laid_out_as_the_package_does() {
        let string = |it: &'static str| Json::String(it.into());
        let value = Json::Object(vec![
            (
                "a".into(),
                Json::Array(vec![string("x"), Json::Array(vec![Json::Null])]),
            ),
            (
                "b".into(),
                Json::Object(vec![("c".into(), Json::Bool(true))]),
            ),
            ("lines".into(), string("one\ntwo\n")),
            ("none".into(), Json::Array(Vec::new())),
        ]);
        assert_eq!(
            text(&value),
            "a:\n  - x\n  - - null\nb:\n  c: true\nlines: |\n  one\n  two\nnone: []\n"
        );
    }

    #[test]
    fn a_mapping_of_nothing_is_a_set() {
        let value = Json::Object(vec![("a".into(), Json::Null)]);
        assert_eq!(text(&value), "? a\n");
    }

    #[test]
    fn a_long_line_is_folded() {
        let value = Json::Object(vec![(
            "a".into(),
            Json::String("word ".repeat(30).trim().to_owned().into()),
        )]);
        let text = text(&value);
        assert!(text.lines().count() > 1, "{text}");
        assert!(text.lines().all(|it| it.len() <= 83), "{text}");
    }
}
