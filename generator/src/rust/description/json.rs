//! A JSON value → text that people can read: what fits on a line stands on one.

use std::fmt::Write;

/// A value that is being written.
pub(super) enum Json {
    /// Text that is JSON already.
    Raw(String),
    /// An array.
    List(Vec<Json>),
    /// An object, in this order.
    Object(Vec<(String, Json)>),
}

/// No line is longer, but for long strings.
const WIDTH: usize = 100;

impl Json {
    /// A string.
    pub(super) fn text(text: &str) -> Self {
        Self::Raw(quoted(text))
    }

    /// The value as a file.
    pub(super) fn render(&self) -> String {
        let mut text = String::new();
        self.write(0, 0, &mut text);
        text.push('\n');
        text
    }

    /// Writes the value; `before` is how much stands before it on its line.
    fn write(&self, indent: usize, before: usize, text: &mut String) {
        if let Some(room) = WIDTH.checked_sub(before + 1)
            && let start = text.len()
            && indent > 0
        {
            if self.write_flat(start + room, text) {
                return;
            }
            text.truncate(start);
        }
        let inner = indent + 2;
        match self {
            Self::Raw(raw) => text.push_str(raw),
            Self::List(items) => {
                text.push('[');
                for (at, item) in items.iter().enumerate() {
                    new_line(at, inner, text);
                    item.write(inner, inner, text);
                }
                let _ = write!(text, "\n{:indent$}]", "");
            }
            Self::Object(members) if members.is_empty() => text.push_str("{}"),
            Self::Object(members) => {
                text.push('{');
                for (at, (name, member)) in members.iter().enumerate() {
                    new_line(at, inner, text);
                    let name = quoted(name);
                    text.push_str(&name);
                    text.push_str(": ");
                    member.write(inner, inner + name.len() + 2, text);
                }
                let _ = write!(text, "\n{:indent$}}}", "");
            }
        }
    }

    /// Writes the value on the line, or gives up at the end of it.
    fn write_flat(&self, end: usize, text: &mut String) -> bool {
        match self {
            Self::Raw(raw) => text.push_str(raw),
            Self::List(items) => {
                text.push('[');
                for (at, item) in items.iter().enumerate() {
                    text.push_str(if at == 0 { "" } else { ", " });
                    if !item.write_flat(end, text) {
                        return false;
                    }
                }
                text.push(']');
            }
            Self::Object(members) => {
                text.push('{');
                for (at, (name, member)) in members.iter().enumerate() {
                    text.push_str(if at == 0 { "" } else { ", " });
                    text.push_str(&quoted(name));
                    text.push_str(": ");
                    if !member.write_flat(end, text) {
                        return false;
                    }
                }
                text.push('}');
            }
        }
        text.len() <= end
    }
}

fn new_line(at: usize, indent: usize, text: &mut String) {
    let comma = if at == 0 { "" } else { "," };
    let _ = write!(text, "{comma}\n{:indent$}", "");
}

fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            c if c < ' ' || c == '\u{7f}' => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// A number of the document as JSON spells it: `.5` is `0.5`; `None` for what is no number that JSON has.
pub(super) fn number(digits: &str) -> Option<String> {
    if is_json_number(digits) && digits.parse::<f64>().is_ok_and(f64::is_finite) {
        return Some(digits.to_owned());
    }
    let number: f64 = digits.parse().ok()?;
    number.is_finite().then(|| number.to_string())
}

fn is_json_number(digits: &str) -> bool {
    let rest = digits.strip_prefix('-').unwrap_or(digits);
    let (mantissa, exponent) = rest.split_once(['e', 'E']).unwrap_or((rest, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    all_digits(whole)
        && all_digits(fraction)
        && all_digits(exponent)
        && (whole == "0" || !whole.starts_with('0'))
}
