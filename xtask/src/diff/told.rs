//! A change, and why it is accepted if it is.

use verbatim_gen::diff::Change;

/// A change, and why it is accepted if it is.
pub struct Told {
    /// The change.
    pub change: Change,
    /// Why it is accepted.
    pub reason: Option<String>,
}
