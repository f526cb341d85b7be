//! Regular expressions of ECMA 262 by the `fancy-regex` crate, for those that look around or refer back.

use std::sync::OnceLock;

use fancy_regex::{Regex, RegexBuilder};

use crate::runtime::ecma::translated;
use crate::runtime::validator::budget::{Budget, Exhausted};

/// How often an expression may step back in a text. It is tried with the least first, and with more as long as the budget
/// has as much: the engine has its limit built in, and does not tell how much of it was used.
const LIMITS: [usize; 3] = [1_000, 30_000, 1_000_000];

/// So many steps back are one of the budget.
const STEPS_BACK: u64 = 16;

/// An expression that is ready to match.
#[derive(Debug)]
pub struct Engine {
    translated: String,
    size: usize,
    /// By limit; the greater ones are compiled when they are needed.
    regexes: [OnceLock<Option<Regex>>; LIMITS.len()],
}

impl Engine {
    /// How many bytes each part of an expression may take once it is compiled.
    pub const SIZE: usize = 10 << 20;

    /// Reads an expression the parts of which take no more than so many bytes; `None` where it uses what has no counterpart here, which the generator has warned of.
    pub fn new(source: &str, size: usize) -> Option<Self> {
        let it = Self {
            translated: translated(source),
            size,
            regexes: Default::default(),
        };
        it.limited_to(0).is_some().then_some(it)
    }

    /// Whether the expression matches somewhere in the text.
    ///
    /// # Errors
    /// It steps back more often than the budget allows.
    pub fn is_match(&self, text: &str, budget: &Budget) -> Result<bool, Exhausted> {
        for (at, limit) in LIMITS.into_iter().enumerate() {
            if at > 0 {
                // What the last attempt has cost, and whether there is as much as this one may take.
                budget.spend(LIMITS[at - 1] as u64 / STEPS_BACK)?;
                if budget.left() < limit as u64 / STEPS_BACK {
                    break;
                }
            }
            let regex = self.limited_to(at);
            if let Some(it) = regex.and_then(|it| it.is_match(text).ok()) {
                return Ok(it);
            }
        }
        budget.spend(u64::MAX)?;
        Err(Exhausted)
    }

    fn limited_to(&self, at: usize) -> Option<&Regex> {
        let regex = self.regexes[at].get_or_init(|| {
            let mut builder = RegexBuilder::new(&self.translated);
            builder.delegate_size_limit(self.size);
            builder.backtrack_limit(LIMITS[at]).build().ok()
        });
        regex.as_ref()
    }
}
