//! Regular expressions of ECMA 262 by the `regex` crate: an automaton, in linear time.

use regex::{Regex, RegexBuilder};

use crate::runtime::ecma::translated;
use crate::runtime::validator::budget::{Budget, Exhausted};

/// An expression that is ready to match.
#[derive(Debug)]
pub struct Engine(Regex);

impl Engine {
    /// How many bytes an expression may take once it is compiled.
    pub const SIZE: usize = 10 << 20;

    /// Reads an expression that takes no more than so many bytes; `None` where it uses what has no counterpart here, which the generator has warned of.
    pub fn new(source: &str, size: usize) -> Option<Self> {
        let mut builder = RegexBuilder::new(&translated(source));
        builder.size_limit(size).build().ok().map(Self)
    }

    /// Whether the expression matches somewhere in the text.
    pub fn is_match(&self, text: &str, _: &Budget) -> Result<bool, Exhausted> {
        Ok(self.0.is_match(text))
    }
}
