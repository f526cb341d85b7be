//! The blocks of a page → the same, tidied as markdownlint-cli2 0.16 `--fix` does it with Coder's settings.

mod inline;
mod text;

use std::borrow::Cow;

use super::block::Block;

/// What the first use on a page decides for the rest of it.
#[derive(Debug, Default)]
struct Style {
    /// `*` or `_` (MD049).
    emphasis: Option<char>,
    /// `*` or `_` (MD050).
    strong: Option<char>,
    /// `-`, `*` or `+` (MD004).
    bullet: Option<char>,
}

/// Tidies a page.
pub fn tidy(blocks: &mut [Block]) {
    let mut style = Style::default();
    for block in blocks {
        match block {
            Block::Heading { text, .. } => *text = heading(&one_line(text), &mut style),
            Block::Text(text) => *text = text::tidy(text, &mut style),
            Block::Quote(text) => *text = text::tidy_line(one_line(text).trim(), &mut style),
            Block::Code { text, .. } => {
                if let Cow::Owned(other) = line_breaks(text) {
                    *text = other;
                }
                if text.contains('\t') {
                    *text = text.replace('\t', TAB);
                }
            }
            Block::Table(table) => {
                let mut cells = table.rows.iter().flatten();
                if cells.any(|it| memchr::memchr2(b'\n', b'\r', it.as_bytes()).is_some()) {
                    *block = Block::Text(text::tidy(&table.lines(), &mut style));
                } else {
                    for cell in table.rows.iter_mut().flatten().filter(|it| needs_look(it)) {
                        if let Cow::Owned(tidied) = row(cell, &mut style) {
                            *cell = tidied.into();
                        }
                    }
                }
            }
        }
    }
}

/// What stands for a tab (MD010, `spaces_per_tab` 4).
const TAB: &str = "    ";

/// Whether a rule may find something: most cells are plain words or one code span.
fn needs_look(text: &str) -> bool {
    let special = |it| {
        matches!(
            it,
            b'*' | b'_' | b'`' | b'\t' | b'[' | b'\n' | b'\\' | b'<' | b'$'
        )
    };
    let code = text.strip_prefix('`').and_then(|it| it.strip_suffix('`'));
    let plain_code = code.is_some_and(|it| {
        let plain = |it| it >= b' ' && !matches!(it, b'`' | b'|' | b'[' | b'\\');
        !it.is_empty() && it.trim().len() == it.len() && it.bytes().all(plain)
    });
    !plain_code && text.bytes().any(special)
}

/// A heading: no white space around it, no punctuation at its end but a question mark (MD026).
fn heading(text: &str, style: &mut Style) -> String {
    let text = text.trim();
    let text = if ends_with_entity(text) {
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
fn row<'a>(text: &'a str, style: &mut Style) -> Cow<'a, str> {
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
fn line_breaks(text: &str) -> Cow<'_, str> {
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
fn one_line(text: &str) -> String {
    line_breaks(text).replace('\n', " ")
}
