//! The blocks of a page → the same, tidied as markdownlint-cli2 0.16 `--fix` does it with Coder's settings.

mod inline;
mod text;

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
                *text = line_breaks(text);
                if text.contains('\t') {
                    *text = text.replace('\t', TAB);
                }
            }
            Block::Table(table) => {
                let mut cells = table.rows.iter().flatten();
                if cells.any(|it| it.contains(['\n', '\r'])) {
                    *block = Block::Text(text::tidy(&table.lines(), &mut style));
                } else {
                    for cell in table.rows.iter_mut().flatten().filter(|it| needs_look(it)) {
                        *cell = row(cell, &mut style);
                    }
                }
            }
        }
    }
}

/// What stands for a tab (MD010, `spaces_per_tab` 4).
const TAB: &str = "    ";

/// Whether a rule may find something: most cells are plain words.
fn needs_look(text: &str) -> bool {
    text.bytes().any(|it| {
        matches!(
            it,
            b'*' | b'_' | b'`' | b'\t' | b'[' | b'\n' | b'\\' | b'<' | b'$'
        )
    })
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
    line(text, style)
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

/// One line of running text.
fn line(text: &str, style: &mut Style) -> String {
    inline::tidy(text, style)
}

/// One line of a table: markers in one cell do not meet those in another.
fn row(text: &str, style: &mut Style) -> String {
    let mut out = String::with_capacity(text.len());
    let mut start = 0;
    let mut escaped = false;
    for (i, c) in text.char_indices() {
        if c == '|' && !escaped {
            out.push_str(&line(&text[start..i], style));
            out.push('|');
            start = i + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    out.push_str(&line(&text[start..], style));
    out
}

/// Line breaks as `\n`; of three or more in a row two are left, as widdershins does with all it writes.
fn line_breaks(text: &str) -> String {
    if !text.contains('\r') && !text.contains("\n\n\n") {
        return text.to_owned();
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
    out
}

/// The first line of what has to be one.
fn one_line(text: &str) -> String {
    line_breaks(text).replace('\n', " ")
}
