//! Regular expressions of ECMA 262 by the `regex` crate: an automaton, in linear time.

use regex::Regex;

use crate::runtime::ecma::translated;

/// An expression that is ready to match.
#[derive(Debug)]
pub struct Engine(Regex);

impl Engine {
    /// Reads an expression; `None` where it uses what has no counterpart here, which the generator has warned of.
    pub fn new(source: &str) -> Option<Self> {
        Regex::new(&translated(source)).ok().map(Self)
    }

    /// Whether the expression matches somewhere in the text.
    pub fn is_match(&self, text: &str) -> bool {
        self.0.is_match(text)
    }
}
