//! Collections in flow style that stand on one line: `[a, b]`.

use super::same::is_same;
use super::text::{quoted_end, trailing_comment};
use super::{Patch, align, write};
use crate::node::{Key, Node, Value};

impl Patch<'_> {
    /// The text of a collection that a line ends with, and the comment behind it; none where it goes on in the next line.
    pub(super) fn flow(
        &mut self,
        text: &str,
        (old, new): (&Node, &Node),
    ) -> Option<(String, String)> {
        let end = closing(text)?;
        let rest = &text[end..];
        let comment = trailing_comment(rest);
        if comment.is_empty() && !rest.trim().is_empty() {
            return None;
        }
        Some((self.edited(&text[..end], old, new)?, comment.to_owned()))
    }

    fn edited(&self, text: &str, old: &Node, new: &Node) -> Option<String> {
        let inner = text.get(1..text.len() - 1)?;
        let parts = parts(inner);
        let is_wide = inner.starts_with(' ') && inner.ends_with(' ') && !inner.trim().is_empty();
        let pad = if is_wide { " " } else { "" };
        let (open, close, out): (_, _, Vec<String>) = match (&old.value, &new.value) {
            (Value::Array(olds), Value::Array(news)) if olds.len() == parts.len() => {
                let found = align::items(olds, news);
                let write = |(node, was): (&Node, Option<usize>)| match was {
                    Some(was) if is_same(&olds[was], node) => parts[was].trim().to_owned(),
                    _ => write::flow(&self.style, node),
                };
                ('[', ']', news.iter().zip(found).map(write).collect())
            }
            (Value::Object(olds), Value::Object(news)) if olds.len() == parts.len() => {
                let at = |name: &str| olds.iter().position(|(key, _)| &*key.text == name);
                let write = |(key, node): (&Key, &Node)| {
                    let was = at(&key.text);
                    let same = was.filter(|was| {
                        olds.iter()
                            .nth(*was)
                            .is_some_and(|(_, it)| is_same(it, node))
                    });
                    match same {
                        Some(was) => parts[was].trim().to_owned(),
                        None => format!(
                            "{}: {}",
                            write::flow_key(&self.style, &key.text),
                            write::flow(&self.style, node)
                        ),
                    }
                };
                ('{', '}', news.iter().map(write).collect())
            }
            _ => return Some(write::flow(&self.style, new)),
        };
        match out.is_empty() {
            true => Some(format!("{open}{close}")),
            false => Some(format!("{open}{pad}{}{pad}{close}", out.join(", "))),
        }
    }
}

/// Behind the bracket that closes the one that a text begins with.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let c = rest.chars().next()?;
        match c {
            '[' | '{' => depth += 1,
            ']' | '}' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            '"' | '\'' if begins(text, at) => at += quoted_end(&rest[1..], c)?,
            '#' if text[..at].ends_with(' ') => return None,
            _ => {}
        }
        at += c.len_utf8();
    }
    None
}

/// Whether a quote at that byte begins a text, and is no apostrophe within one.
fn begins(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end();
    before.is_empty() || before.ends_with(['[', '{', ',', ':'])
}

/// The parts of a collection between its commas.
fn parts(inner: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let (mut depth, mut start, mut at) = (0usize, 0, 0);
    while let Some(c) = inner[at..].chars().next() {
        match c {
            '[' | '{' => depth += 1,
            ']' | '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                out.push(&inner[start..at]);
                start = at + 1;
            }
            '"' | '\'' if begins(inner, at) => {
                at += quoted_end(&inner[at + 1..], c).unwrap_or_default();
            }
            _ => {}
        }
        at += c.len_utf8();
    }
    if !inner[start..].trim().is_empty() {
        out.push(&inner[start..]);
    }
    out
}
