//! How a run ends, and the exit code for it.

use std::process::ExitCode;

/// How a run ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Exit code 0.
    Done,
    /// Exit code 1: drift, an error in the input, or output that could not be written.
    Failed,
    /// Exit code 2: the command was used wrongly.
    WrongUse,
}

impl Outcome {
    /// The one of two that is worse: files that could not be made or written go before wrong use.
    pub fn worse(self, other: Self) -> Self {
        match (self, other) {
            (Self::Done, it) | (it, Self::Done) => it,
            (Self::WrongUse, Self::WrongUse) => Self::WrongUse,
            _ => Self::Failed,
        }
    }
}

impl From<Outcome> for ExitCode {
    fn from(it: Outcome) -> Self {
        Self::from(match it {
            Outcome::Done => 0,
            Outcome::Failed => 1,
            Outcome::WrongUse => 2,
        })
    }
}
