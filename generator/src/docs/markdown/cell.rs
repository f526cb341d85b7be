//! Markdown of a document → one line, which stands in the cell of a table.

use super::super::blanks::trim;
use super::super::grammar;
use super::{escape, lint, portable};

/// Appends Markdown as the cell of a table: nothing in it ends the cell or the row.
pub fn cell(out: &mut String, text: &str) {
    if is_simple(text) {
        out.push_str(text);
        return;
    }
    let text = on_one_line(trim(text));
    escape::pipes(out, &portable::line(&text).unwrap_or(text));
}

/// Whether the text is one line without anything to escape or trim.
fn is_simple(text: &str) -> bool {
    let graphic = |it: Option<&u8>| it.is_some_and(u8::is_ascii_graphic);
    let bytes = text.as_bytes();
    graphic(bytes.first())
        && graphic(bytes.last())
        && memchr::memchr3(b'\n', b'|', b'{', bytes).is_none()
        && memchr::memchr(b'<', bytes).is_none()
}

/// What stands between two lines of a text in one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Between {
    /// A line that merely ran out of room is joined to the next.
    Blank,
    Break,
    Paragraph,
}

/// Paragraphs, items and samples end with `<br/>`, which MDX reads, too. Items have bullets, since `*` would be emphasis, lines of
/// samples are code spans, and headings strong. Whether blank lines stand around them makes no difference, as it makes none in prose.
fn on_one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut between = Between::Blank;
    let mut fence: Option<String> = None;
    for line in text.lines() {
        let bare = line.trim();
        if fence.is_none() && (item(bare).is_some() || grammar::is_numbered(bare)) {
            // A list may begin right behind a paragraph, and prose has a blank line before it all the same.
            between = between.min(Between::Break);
        }
        let mut add = |out: &mut String, at_least: Between, then: Between| {
            if !out.is_empty() {
                out.push_str(match between.max(at_least) {
                    Between::Blank => " ",
                    Between::Break => grammar::LINE_BREAK,
                    Between::Paragraph => grammar::PARAGRAPH_BREAK,
                });
            }
            between = then;
        };
        if let Some(open) = &fence {
            if lint::closes(line, open) {
                fence = None;
                between = Between::Paragraph;
            } else if !bare.is_empty() {
                add(&mut out, Between::Break, Between::Break);
                escape::code(&mut out, line.trim_end());
            }
        } else if bare.is_empty() || is_rule(bare) {
            between = Between::Paragraph;
        } else if let Some(open) = lint::fence_of(bare) {
            fence = Some(open);
            between = Between::Paragraph;
        } else if let Some(level) = lint::heading_level(bare) {
            let words = bare[level..].trim().trim_end_matches('#').trim_end();
            let mark = if words.is_empty() || words.contains('*') {
                ""
            } else {
                "**"
            };
            add(&mut out, Between::Paragraph, Between::Paragraph);
            out.extend([mark, words, mark]);
        } else if let Some(item) = item(bare) {
            add(&mut out, Between::Break, Between::Blank);
            let is_nested = line.starts_with("  ") || line.starts_with('\t');
            out.push_str(if is_nested {
                grammar::NESTED_BULLET
            } else {
                grammar::BULLET
            });
            out.push_str(item.trim_start());
        } else {
            let least = match grammar::begins_line(bare) {
                true => Between::Break,
                false => Between::Blank,
            };
            add(&mut out, least, Between::Blank);
            out.push_str(bare);
        }
    }
    out
}

/// The text of an item with a bullet.
fn item(line: &str) -> Option<&str> {
    line.strip_prefix(['-', '*', '+'])?.strip_prefix(' ')
}

/// Whether the line divides a text, or underlines a heading.
fn is_rule(line: &str) -> bool {
    let mut marks = line.chars();
    let first = marks
        .next()
        .filter(|it| matches!(it, '-' | '=' | '*' | '_'));
    first.is_some_and(|first| line.len() > 2 && marks.all(|it| it == first))
}

#[cfg(test)]
mod tests {
    fn made(text: &str) -> String {
        let mut out = String::new();
        super::cell(&mut out, text);
        out
    }

    #[test]
    fn a_cell_is_one_line_without_bare_pipes() {
        for (text, cell) in [
            ("plain", "plain"),
            (" a ", "a"),
            ("a|b", "a\\|b"),
            ("a\\|b", "a\\|b"),
            ("a\\\\|b", "a\\\\\\|b"),
            ("a\nb", "a b"),
            ("a\n\nb", "a<br/><br/>b"),
            ("a\n- b", "a<br/>• b"),
            ("a\n\n- b\n- c\n\nd", "a<br/>• b<br/>• c<br/><br/>d"),
            ("a\n```\nb\n```\nc", "a<br/><br/>`b`<br/><br/>c"),
            ("* a\n* b\n  c\n  * d", "• a<br/>• b c<br/>◦ d"),
            ("a:\n1. b\n2. c", "a:<br/>1. b<br/>2. c"),
            (
                "a\n\n```json\n{\"b\": 1}\n```\n\nc",
                "a<br/><br/>`{\"b\": 1}`<br/><br/>c",
            ),
            ("# A\nb", "**A**<br/><br/>b"),
            ("a {b} <c>", "a \\{b} \\<c>"),
            ("a\n---\nb", "a<br/><br/>b"),
            ("", ""),
        ] {
            assert_eq!(made(text), cell, "{text:?}");
        }
    }
}
