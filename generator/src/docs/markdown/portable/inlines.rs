//! Text within lines → the same with what is neither Markdown nor a well-formed element escaped.

use super::tags::{Form, Special, special};

/// A stretch of lines in which code spans and elements may begin and end.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    /// Where it begins.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// What it is.
    pub kind: Kind,
}

/// What a stretch of lines is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A paragraph.
    Paragraph,
    /// One that CommonMark takes for a block of HTML, in which it reads no Markdown.
    Html,
    /// An item, a quote, a row of a table, a heading.
    Nested,
}

/// What is put in the place of a part of the text.
struct Edit {
    start: usize,
    end: usize,
    text: String,
}

/// A tag of an element that is known.
struct Tag {
    start: usize,
    end: usize,
    name: String,
    form: Form,
    /// In which stretch it stands.
    span: usize,
    kind: Kind,
    /// Whether nothing else stands in its line.
    is_alone: bool,
    /// How it is written for all.
    text: String,
}

impl Tag {
    /// Whether the element may hold blocks.
    fn is_block(&self) -> bool {
        self.is_alone && self.kind != Kind::Nested
    }
}

/// Escapes what is neither Markdown nor a well-formed element.
pub fn inlines(text: &str, spans: &[Span]) -> String {
    let mut edits = Vec::new();
    let mut tags = Vec::new();
    for (i, span) in spans.iter().enumerate() {
        scan(text, i, *span, &mut tags, &mut edits);
    }
    settle(text, &tags, &mut edits);
    edits.sort_by_key(|it| (it.start, it.end));
    let mut out = String::with_capacity(text.len() + 2 * edits.len());
    let mut at = 0;
    for edit in edits {
        if edit.start >= at {
            out.push_str(&text[at..edit.start]);
            out.push_str(&edit.text);
            at = edit.end;
        }
    }
    out.push_str(&text[at..]);
    if out.ends_with('\n')
        && spans
            .iter()
            .all(|it| it.end != text.len() || text.ends_with('\n'))
    {
        out.pop();
    }
    out
}

fn scan(text: &str, index: usize, span: Span, tags: &mut Vec<Tag>, edits: &mut Vec<Edit>) {
    let bytes = &text.as_bytes()[..span.end];
    let escaped = |of: char| match (span.kind, of) {
        (Kind::Html, '{') => "&#123;".to_owned(),
        (Kind::Html, _) => "&lt;".to_owned(),
        _ => format!("\\{of}"),
    };
    let mut at = span.start;
    while at < span.end {
        let rest = &text[at..span.end];
        at += match bytes[at] {
            b'\\' if bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation) => 2,
            b'`' => {
                let open = rest.len() - rest.trim_start_matches('`').len();
                open + code_end(&rest[open..], open).unwrap_or(0)
            }
            b'{' => {
                edits.push(Edit {
                    start: at,
                    end: at + 1,
                    text: escaped('{'),
                });
                1
            }
            b'<' => {
                let found = special(beginning(rest), &text[span.start..at]);
                match found {
                    Some(Special::As(length, text)) => {
                        edits.push(Edit {
                            start: at,
                            end: at + length,
                            text,
                        });
                        length
                    }
                    Some(Special::Target(length)) => length,
                    Some(Special::Tag(length, name, form, written)) => {
                        let before = text[..at].trim_end_matches([' ', '\t']);
                        let behind = text[at + length..span.end].trim_start_matches([' ', '\t']);
                        tags.push(Tag {
                            start: at,
                            end: at + length,
                            name,
                            form,
                            span: index,
                            kind: span.kind,
                            is_alone: (before.is_empty() || before.ends_with('\n'))
                                && (behind.is_empty() || behind.starts_with('\n')),
                            text: written,
                        });
                        length
                    }
                    None => {
                        edits.push(Edit {
                            start: at,
                            end: at + 1,
                            text: escaped('<'),
                        });
                        1
                    }
                }
            }
            _ => rest
                .bytes()
                .skip(1)
                .position(|it| matches!(it, b'\\' | b'`' | b'{' | b'<'))
                .map_or(rest.len(), |it| it + 1),
        };
    }
}

/// How long a tag, a comment or an address may be: each is looked for at every `<`.
const LONGEST: usize = 1_000;

/// As much of a text as is looked at for one of them.
fn beginning(text: &str) -> &str {
    let end = (0..=LONGEST).rev().find(|it| text.is_char_boundary(*it));
    &text[..end.unwrap_or(0).min(text.len())]
}

/// How far behind its opening backticks a code span ends.
fn code_end(rest: &str, ticks: usize) -> Option<usize> {
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'`', &rest.as_bytes()[at..]) {
        let start = at + found;
        let run = rest[start..].len() - rest[start..].trim_start_matches('`').len();
        at = start + run;
        if run == ticks {
            return Some(at);
        }
    }
    None
}

/// Keeps the elements that are closed where they may be, and escapes the other tags.
fn settle(text: &str, tags: &[Tag], edits: &mut Vec<Edit>) {
    let mut kept = vec![false; tags.len()];
    let mut open: Vec<usize> = Vec::new();
    for (i, tag) in tags.iter().enumerate() {
        match tag.form {
            Form::Whole => kept[i] = true,
            Form::Opening if open.len() < MAX_OPEN => open.push(i),
            Form::Opening => {}
            Form::Closing => {
                let fits = |at: &usize| {
                    let other = &tags[*at];
                    other.name == tag.name
                        && (other.span == tag.span || (other.is_block() && tag.is_block()))
                };
                if let Some(at) = open.iter().rposition(fits) {
                    let other = open[at];
                    open.truncate(at);
                    (kept[i], kept[other]) = (true, true);
                    join(text, &tags[other..=i], edits);
                }
            }
        }
    }
    for (tag, kept) in tags.iter().zip(kept) {
        let (end, replacement) = match (kept, tag.kind) {
            (true, _) if tag.text == text[tag.start..tag.end] => continue,
            (true, _) => (tag.end, tag.text.clone()),
            (false, Kind::Html) => (tag.start + 1, "&lt;".to_owned()),
            (false, _) => (tag.start + 1, "\\<".to_owned()),
        };
        edits.push(Edit {
            start: tag.start,
            end,
            text: replacement,
        });
    }
}

/// How many elements may be open at once.
const MAX_OPEN: usize = 64;

/// An element both of whose tags stand in lines of their own is a block to MDX, any other one is text: where only one of them
/// does, or there is a block within text, all of it goes to one line. The tags are those of the element and what is in it.
fn join(text: &str, tags: &[Tag], edits: &mut Vec<Edit>) {
    let [opening, within @ .., closing] = tags else {
        return;
    };
    let is_block = opening.is_alone && closing.is_alone;
    let is_mixed = opening.is_alone != closing.is_alone || within.iter().any(|it| it.is_alone);
    if opening.span != closing.span || is_block || !is_mixed {
        return;
    }
    for (at, _) in text[opening.end..closing.start].match_indices('\n') {
        let start = opening.end + at;
        edits.push(Edit {
            start,
            end: start + 1,
            text: " ".to_owned(),
        });
    }
}
