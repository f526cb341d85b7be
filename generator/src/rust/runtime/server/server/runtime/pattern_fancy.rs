//! A `pattern` of the document → whether a text matches it.

use fancy_regex::Regex;

use super::ecma::translated;

/// An ECMA 262 regular expression, not anchored.
#[derive(Debug)]
pub(crate) struct Pattern {
    regex: Regex,
    source: Box<str>,
}

impl Pattern {
    /// Reads an expression; `None` where it uses what has no counterpart here, which the generator has warned of.
    pub(crate) fn new(source: &str) -> Option<Self> {
        Some(Self {
            regex: Regex::new(&translated(source)).ok()?,
            source: source.into(),
        })
    }

    /// Whether the expression matches somewhere in the text. One that takes too long to say holds.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        self.regex.is_match(text).unwrap_or(true)
    }

    /// The expression.
    pub(crate) fn source(&self) -> &str {
        &self.source
    }
}
