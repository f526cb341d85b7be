//! What a reference leads to, or why it leads nowhere.

use std::sync::Arc;

use crate::diagnostic::Code;
use crate::node::Node;

/// What a `$ref` leads to.
#[derive(Debug, Clone)]
pub(super) struct Target {
    /// The value, never a bare reference itself.
    pub node: Node,
    /// JSON pointer to it in its file, which is the file of the node's place.
    pub pointer: Arc<str>,
}

/// Why there is no target: a sentence, and what to write instead.
pub(super) type Failure = (Code, String, String);

/// A schema that names itself.
pub(super) struct Anchor {
    pub target: Target,
    /// Whether another one has the name too.
    pub is_repeated: bool,
}
