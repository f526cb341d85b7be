//! A `pattern` of the document → whether a text matches it.

use std::sync::OnceLock;

use super::budget::{Budget, Exhausted};
use super::engine::Engine;

/// A regular expression of ECMA 262, not anchored (JSON Schema Validation 2020-12, section 6.3.3). It is compiled when
/// the first text is held against it: many a document has more of them than a server will ever need.
#[derive(Debug)]
pub(crate) struct Pattern {
    source: Box<str>,
    engine: OnceLock<Option<Engine>>,
    /// How large it may be once it is compiled, where it is limited.
    size: Option<usize>,
}

impl Pattern {
    pub(crate) fn new(source: &str) -> Self {
        Self {
            source: source.into(),
            engine: OnceLock::new(),
            size: None,
        }
    }

    /// An expression of a document that nobody vouches for. Of one that grows beyond this size, or that no engine
    /// follows, nothing is known.
    pub(super) fn limited(source: &str, size: usize) -> Self {
        Self {
            size: Some(size),
            ..Self::new(source)
        }
    }

    /// An expression that is not compiled.
    pub(super) fn unknown(source: &str) -> Self {
        let unknown = Self::limited(source, 0);
        let _ = unknown.engine.set(None);
        unknown
    }

    /// Whether the expression matches somewhere in the text. On a server, one that the engine has no counterpart for
    /// matches everything: the generator has warned of it.
    ///
    /// # Errors
    /// That takes longer than the budget allows, or it is not known.
    pub(crate) fn is_match(&self, text: &str, budget: &Budget) -> Result<bool, Exhausted> {
        budget.spend(1 + text.len() as u64 / 16)?;
        match (self.compiled(budget)?, self.size) {
            (Some(engine), _) => engine.is_match(text, budget),
            (None, None) => Ok(true),
            (None, Some(_)) => Err(Exhausted),
        }
    }

    fn compiled(&self, budget: &Budget) -> Result<Option<&Engine>, Exhausted> {
        /// What compiling one of a document that nobody vouches for counts for.
        const STEPS: u64 = 1_000;
        if self.size.is_some() && self.engine.get().is_none() {
            budget.spend(STEPS)?;
        }
        let engine = || Engine::new(&self.source, self.size.unwrap_or(Engine::SIZE));
        Ok(self.engine.get_or_init(engine).as_ref())
    }

    /// The expression.
    pub(crate) fn source(&self) -> &str {
        &self.source
    }
}
