//! How a text is laid out: what is new follows it.

use std::collections::HashMap;

use super::text::{indent, is_blank, is_comment};
use crate::node::{Node, Object, Value};

/// The layout of a text.
#[derive(Debug)]
pub struct Style {
    /// By how many blanks a level is indented.
    pub step: usize,
    /// By how many blanks the items of a list are indented below its key.
    pub dash: usize,
    /// The quote around texts that need one.
    pub quote: char,
    /// Whether keys that are numbers stand without quotes.
    pub bare_numbers: bool,
    /// By section and depth, how many members have an empty line before them, and of how many.
    spaced: HashMap<(String, usize), (usize, usize)>,
}

impl Style {
    /// The layout of a text, of which this is the tree.
    pub fn of(lines: &[&str], root: &Node) -> Self {
        let mut counts = Counts {
            lines,
            steps: HashMap::new(),
            dashes: HashMap::new(),
            spaced: HashMap::new(),
        };
        if let Value::Object(object) = &root.value {
            counts.object(object, "", 0);
        }
        let quotes = |quote: char| {
            let opens = [format!(": {quote}"), format!("- {quote}")];
            let has = |line: &&&str| {
                line.trim_start().starts_with(quote) || opens.iter().any(|it| line.contains(it))
            };
            lines.iter().filter(has).count()
        };
        let numbers = |quote: &str| {
            let is_number = |line: &&&str| {
                let rest = line.trim_start().strip_prefix(quote);
                rest.is_some_and(|it| {
                    let digits =
                        it.len() - it.trim_start_matches(|c: char| c.is_ascii_digit()).len();
                    digits == 3 && it[3..].starts_with(&format!("{quote}:"))
                })
            };
            lines.iter().filter(is_number).count()
        };
        Self {
            bare_numbers: numbers("") > numbers("'") + numbers("\""),
            step: most(&counts.steps).unwrap_or(2),
            dash: most(&counts.dashes).unwrap_or(2),
            quote: if quotes('\'') > quotes('"') {
                '\''
            } else {
                '"'
            },
            spaced: counts.spaced,
        }
    }

    /// Whether members at that depth of a section stand apart from each other.
    pub fn is_spaced(&self, section: &str, depth: usize) -> bool {
        let found = self.spaced.get(&(section.to_owned(), depth));
        found.is_some_and(|(spaced, all)| spaced * 2 > *all)
    }
}

fn most(counts: &HashMap<usize, usize>) -> Option<usize> {
    let most = counts
        .iter()
        .max_by_key(|(value, count)| (**count, **value));
    most.map(|(value, _)| *value)
}

struct Counts<'t> {
    lines: &'t [&'t str],
    steps: HashMap<usize, usize>,
    dashes: HashMap<usize, usize>,
    spaced: HashMap<(String, usize), (usize, usize)>,
}

impl Counts<'_> {
    fn object(&mut self, object: &Object, section: &str, depth: usize) {
        if depth > 60 {
            return;
        }
        for (i, (key, value)) in object.iter().enumerate() {
            let Some(line) = (key.place.line as usize).checked_sub(1) else {
                continue;
            };
            if i > 0
                && line > 0
                && indent(self.lines.get(line).copied().unwrap_or_default()) + 1
                    == key.place.column as usize
            {
                let before = self.lines[..line].iter().rev().find(|it| !is_comment(it));
                let is_spaced = before.is_some_and(|it| is_blank(it));
                let count = self.spaced.entry((section.to_owned(), depth)).or_default();
                count.0 += usize::from(is_spaced);
                count.1 += 1;
            }
            let section = if depth == 0 { &*key.text } else { section };
            match &value.value {
                Value::Object(inner) => {
                    if let Some((first, _)) = inner.iter().next()
                        && first.place.line > key.place.line
                        && first.place.column > key.place.column
                    {
                        let step = (first.place.column - key.place.column) as usize;
                        *self.steps.entry(step).or_default() += 1;
                        self.object(inner, section, depth + 1);
                    }
                }
                Value::Array(items) => {
                    let first = items.first().map(|it| it.place);
                    if let Some(first) = first.filter(|it| it.line > key.place.line) {
                        let text = self.lines.get(first.line as usize - 1).copied();
                        let text = text.unwrap_or_default();
                        let column = indent(text) + 1;
                        if text.trim_start().starts_with('-') && column >= key.place.column as usize
                        {
                            let dash = column - key.place.column as usize;
                            *self.dashes.entry(dash).or_default() += 1;
                            let inner = items.iter().filter_map(Node::as_object);
                            inner.for_each(|it| self.object(it, section, depth + 2));
                        }
                    }
                }
                _ => {}
            }
        }
    }
}
