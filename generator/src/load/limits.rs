//! How much a text may hold, and what is said of one that holds more or cannot be read.

use crate::catalogue as code;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Place;

/// How deep values may nest. The deepest of the real documents this was tried with nests 39 deep.
pub(super) const MAX_DEPTH: usize = 200;
/// How many values a file may have once its aliases are written out. GitHub's API, 13 MB, has 0.4 million.
pub(super) const MAX_NODES: u64 = 4_000_000;
/// How many of them may come of aliases, each of which stands for as many as it likes.
pub(super) const MAX_ALIASED: u64 = 1_000_000;
/// How many bytes of text may come of aliases.
pub(super) const MAX_ALIASED_BYTES: u64 = 64 << 20;
/// How long the names on the way to a value may be together: half of a JSON pointer, which every schema keeps.
pub(super) const MAX_POINTER: usize = 2_000;

/// What keeps a text from being a tree.
pub(super) struct TextError {
    pub code: Code,
    pub place: Place,
    pub message: String,
}

impl TextError {
    pub fn too_deep(place: Place) -> Self {
        let message = format!("values nest more than {MAX_DEPTH} deep here");
        Self {
            code: code::TOO_DEEP,
            place,
            message,
        }
    }

    pub fn too_long(place: Place) -> Self {
        let message = format!(
            "the names on the way to this value have more than {MAX_POINTER} bytes together"
        );
        Self {
            code: code::TOO_LARGE,
            place,
            message,
        }
    }

    pub fn into_diagnostic(self) -> Diagnostic {
        Diagnostic::error(self.code, self.place, "", self.message)
    }
}

/// How much is left to read before a file is refused as too large.
pub(super) struct Budget {
    nodes: u64,
    aliased: u64,
    aliased_bytes: u64,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            nodes: MAX_NODES,
            aliased: MAX_ALIASED,
            aliased_bytes: MAX_ALIASED_BYTES,
        }
    }
}

impl Budget {
    pub fn spend(&mut self, nodes: u64, place: Place) -> Result<(), TextError> {
        self.nodes = self.nodes.checked_sub(nodes).ok_or_else(|| TextError {
            code: code::TOO_LARGE,
            place,
            message: format!("the file has more than {MAX_NODES} values"),
        })?;
        Ok(())
    }

    /// Spends what an alias stands for.
    pub fn spend_aliased(&mut self, nodes: u64, bytes: u64, place: Place) -> Result<(), TextError> {
        let left = (
            self.aliased.checked_sub(nodes),
            self.aliased_bytes.checked_sub(bytes),
        );
        let (Some(nodes), Some(bytes)) = left else {
            return Err(TextError {
                code: code::TOO_LARGE,
                place,
                message: format!(
                    "written out, the aliases up to here have more than {MAX_ALIASED} values, or {} MiB of text",
                    MAX_ALIASED_BYTES >> 20
                ),
            });
        };
        self.aliased = nodes;
        self.aliased_bytes = bytes;
        Ok(())
    }
}
