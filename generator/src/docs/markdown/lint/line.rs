//! A heading, or a row of a table → the same, tidied.

use std::borrow::Cow;

use super::inline;
use super::style::Style;

/// A heading of one line: no white space around it, no punctuation at its end but a question mark (MD026), unless it is kept.
pub fn heading(text: &str, style: &mut Style) -> String {
    let text = text.trim();
    let text = if style.keeps_punctuation || ends_with_entity(text) {
        text
    } else {
        text.trim_end_matches(['.', ',', ';', ':', '!', '。', '，', '；', '：', '！'])
            .trim_end()
    };
    inline::tidy(text, style).into_owned()
}

/// `&amp;` and `:smile:` end with punctuation and mean something else.
fn ends_with_entity(text: &str) -> bool {
    if let Some(body) = text.strip_suffix(';')
        && let Some((_, name)) = body.rsplit_once('&')
    {
        return !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '#');
    }
    if let Some(body) = text.strip_suffix(':')
        && let Some((_, name)) = body.rsplit_once(':')
    {
        return !name.is_empty()
            && name.chars().all(|c| {
                c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-' | '+')
            });
    }
    false
}

/// One line of a table: markers in one cell do not meet those in another.
pub fn row<'a>(text: &'a str, style: &mut Style) -> Cow<'a, str> {
    if !text.contains('|') {
        return inline::tidy(text, style);
    }
    let mut out = String::with_capacity(text.len());
    let mut start = 0;
    let mut escaped = false;
    for (i, c) in text.char_indices() {
        if c == '|' && !escaped {
            out.push_str(&inline::tidy(&text[start..i], style));
            out.push('|');
            start = i + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    out.push_str(&inline::tidy(&text[start..], style));
    out.into()
}

/// Line breaks as `\n`; of three or more in a row two are left, as widdershins does with all it writes.
pub fn line_breaks(text: &str) -> Cow<'_, str> {
    let three = memchr::memmem::find(text.as_bytes(), b"\n\n\n");
    if three.is_none() && !text.contains('\r') {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['\r', '\n']) {
        out.push_str(&rest[..at]);
        let length = rest[at..]
            .bytes()
            .take_while(|it| matches!(it, b'\r' | b'\n'))
            .count();
        let breaks = &rest[at..at + length];
        match length {
            3.. => out.push_str("\n\n"),
            _ => out.push_str(&breaks.replace("\r\n", "\n").replace('\r', "\n")),
        }
        rest = &rest[at + length..];
    }
    out.push_str(rest);
    out.into()
}

/// The first line of what has to be one.
pub fn one_line(text: &str) -> String {
    line_breaks(text).replace('\n', " ")
}
