//! A `pattern` of the document → whether a text matches it.

use super::engine::Engine;

/// A regular expression of ECMA 262, not anchored (JSON Schema Validation 2020-12, section 6.3.3).
#[derive(Debug)]
pub(crate) struct Pattern {
    engine: Engine,
    source: Box<str>,
}

impl Pattern {
    /// Reads an expression; `None` where the engine has no counterpart for it.
    pub(crate) fn new(source: &str) -> Option<Self> {
        Some(Self {
            engine: Engine::new(source)?,
            source: source.into(),
        })
    }

    /// Whether the expression matches somewhere in the text.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        self.engine.is_match(text)
    }

    /// The expression.
    pub(crate) fn source(&self) -> &str {
        &self.source
    }
}
