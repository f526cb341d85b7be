//! What is known of a field, or of something else that pages may lose.

use crate::vocabulary::SpecObject;

/// How much of a field survives a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// What a document of the field's plainest use says comes back.
    Whole,
    /// A page depends on it, and does not say all of it.
    Part,
    /// Pages are the same without it.
    No,
}

/// Fields of an object, and what a page shows of them.
#[derive(Debug, Clone, Copy)]
pub struct Loss {
    /// The object.
    pub object: SpecObject,
    /// The fields.
    pub fields: &'static [&'static str],
    /// How much is kept by pages with `quirks = true`, and with `quirks = false`.
    pub kept: [Kept; 2],
    /// What a page shows; empty where that is the field itself, or nothing.
    pub shown: &'static str,
    /// What capture takes in its place; empty where nothing is missing, or where the field is left out.
    pub assumed: &'static str,
}

/// Something that is no single field.
#[derive(Debug, Clone, Copy)]
pub struct GeneralLoss {
    /// What a document may hold.
    pub what: &'static str,
    /// What a page shows of it.
    pub shown: &'static str,
    /// What capture takes in its place.
    pub assumed: &'static str,
}

impl Kept {
    /// The word for it.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Whole => "yes",
            Self::Part => "in part",
            Self::No => "no",
        }
    }
}
