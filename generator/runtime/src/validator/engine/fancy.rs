//! Regular expressions of ECMA 262 by the `fancy-regex` crate, for those that look around or refer back.

use fancy_regex::Regex;

use crate::runtime::ecma::translated;

/// An expression that is ready to match.
#[derive(Debug)]
pub struct Engine(Regex);

impl Engine {
    /// Reads an expression; `None` where it uses what has no counterpart here, which the generator has warned of.
    pub fn new(source: &str) -> Option<Self> {
        Regex::new(&translated(source)).ok().map(Self)
    }

    /// Whether the expression matches somewhere in the text. One that exceeds the limit of backtracking does.
    pub fn is_match(&self, text: &str) -> bool {
        self.0.is_match(text).unwrap_or(true)
    }
}
