//! A number or truth value of YAML → the text that it is written as, from its place.

use std::collections::HashMap;
use std::sync::Arc;

use crate::load::{Document, plain_scalar};
use crate::node::{Node, Value};
use crate::source::{FileId, Place};

/// The texts of a document's files, by line.
pub(super) struct Lines<'d> {
    document: &'d Document,
    /// Where each line begins; nothing for a file in JSON.
    starts: HashMap<FileId, Option<Vec<usize>>>,
}

impl<'d> Lines<'d> {
    /// Those of a document.
    pub(super) fn new(document: &'d Document) -> Self {
        Self {
            document,
            starts: HashMap::new(),
        }
    }

    /// Whether a file is JSON, and not YAML.
    pub(super) fn is_json(&self, file: FileId) -> bool {
        self.document.is_json(file)
    }

    /// A number or truth value of YAML as it is written: `1.10`, `0x10`, `True`.
    pub(super) fn written(&mut self, node: &Node) -> Option<Arc<str>> {
        if !matches!(node.value, Value::Number(_) | Value::Bool(_)) {
            return None;
        }
        let Place { file, line, column } = node.place;
        let document = self.document;
        let starts = self.starts.entry(file).or_insert_with(|| {
            let text = &document.source(file).text;
            let ends = text.match_indices('\n').map(|(at, _)| at + 1);
            (!document.is_json(file)).then(|| std::iter::once(0).chain(ends).collect())
        });
        let start = starts.as_ref()?.get((line as usize).checked_sub(1)?)?;
        let rest = &document.source(file).text[*start..];
        let rest = rest.strip_prefix('\u{feff}').unwrap_or(rest);
        let (at, _) = rest.char_indices().nth((column as usize).checked_sub(1)?)?;
        let rest = &rest[at..];
        let end = rest.find(|c: char| c.is_whitespace() || ",]}".contains(c));
        let text = &rest[..end.unwrap_or(rest.len())];
        // A tag or an anchor may stand before it.
        (plain_scalar(text) == node.value).then(|| text.into())
    }
}
