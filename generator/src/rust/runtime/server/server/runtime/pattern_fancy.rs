//! A `pattern` of the document → whether a text matches it.

use fancy_regex::Regex;

/// An ECMA 262 regular expression, not anchored.
#[derive(Debug)]
pub(crate) struct Pattern(Regex);

impl Pattern {
    /// Reads an expression; `None` where it uses what has no counterpart here.
    pub(crate) fn new(source: &str) -> Option<Self> {
        // In ECMA 262 `\/` and `\-` are plain characters, `\d` is ASCII, and `$` matches at the very end alone.
        Regex::new(&source.replace("\\/", "/").replace("\\d", "[0-9]"))
            .ok()
            .map(Self)
    }

    /// Whether the expression matches somewhere in the text. One that takes too long to say holds.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        self.0.is_match(text).unwrap_or(true)
    }

    /// The expression.
    pub(crate) fn source(&self) -> &str {
        self.0.as_str()
    }
}
