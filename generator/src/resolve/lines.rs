//! A number or truth value of YAML → the text that it is written as, from its place.

use std::collections::HashMap;
use std::sync::Arc;

use crate::load::{Document, plain_scalar};
use crate::node::{Node, Value};
use crate::source::{FileId, Place};

/// The texts of a document's files, by line and column.
pub(super) struct Lines<'d> {
    document: &'d Document,
    /// Where characters stand; nothing for a file in JSON.
    known: HashMap<FileId, Option<Characters<'d>>>,
}

impl<'d> Lines<'d> {
    /// Those of a document.
    pub(super) fn new(document: &'d Document) -> Self {
        Self {
            document,
            known: HashMap::new(),
        }
    }

    /// A number or truth value of YAML as it is written: `1.10`, `0x10`, `True`.
    pub(super) fn written(&mut self, node: &Node) -> Option<Arc<str>> {
        if !matches!(node.value, Value::Number(_) | Value::Bool(_)) {
            return None;
        }
        let document = self.document;
        let known = self
            .known
            .entry(node.place.file)
            .or_insert_with_key(|file| {
                let text = &document.source(*file).text;
                (!document.is_json(*file)).then(|| Characters::of(text))
            });
        let rest = known.as_ref()?.from(node.place)?;
        let end = rest.find(|c: char| c.is_whitespace() || ",]}".contains(c));
        let text = &rest[..end.unwrap_or(rest.len())];
        // A tag or an anchor may stand before it.
        (plain_scalar(text) == node.value).then(|| text.into())
    }
}

/// Where the characters of a text stand. A line may be as long as the text, so that none is walked from its beginning.
struct Characters<'t> {
    text: &'t str,
    /// For each line, how many characters stand before it.
    lines: Vec<usize>,
    /// Where each of the characters number 0, [`STEP`], 2 [`STEP`], .. begins.
    marks: Vec<usize>,
}

/// How many characters are walked at the most.
const STEP: usize = 64;

impl<'t> Characters<'t> {
    fn of(text: &'t str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let (mut lines, mut marks) = (vec![0], Vec::with_capacity(text.len() / STEP + 1));
        for (count, (at, character)) in text.char_indices().enumerate() {
            if count % STEP == 0 {
                marks.push(at);
            }
            if character == '\n' {
                lines.push(count + 1);
            }
        }
        Self { text, lines, marks }
    }

    /// The text from a place on.
    fn from(&self, place: Place) -> Option<&'t str> {
        let line = self.lines.get((place.line as usize).checked_sub(1)?)?;
        let count = line + (place.column as usize).checked_sub(1)?;
        let rest = &self.text[*self.marks.get(count / STEP)?..];
        let (at, _) = rest.char_indices().nth(count % STEP)?;
        Some(&rest[at..])
    }
}

#[cfg(test)]
mod tests {
    use super::Characters;
    use crate::source::{FileId, Place};

    #[test]
    fn characters_are_found_by_line_and_column() {
        let line = "é🐈x, ".repeat(60);
        let text = format!("\u{feff}{line}\n\n{line}\nend");
        let characters = Characters::of(&text);
        let from = |line, column| {
            characters.from(Place {
                file: FileId(0),
                line,
                column,
            })
        };
        for (index, whole) in text.trim_start_matches('\u{feff}').split('\n').enumerate() {
            for (column, (at, _)) in whole.char_indices().enumerate() {
                let rest = from(index as u32 + 1, column as u32 + 1).expect("it is there");
                assert!(rest.starts_with(&whole[at..]), "{index}:{column}");
            }
        }
        assert_eq!(from(4, 4), None);
        assert_eq!(from(5, 1), None);
        assert_eq!(from(0, 0), None);
    }
}
