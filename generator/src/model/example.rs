//! Examples, which stand beside schemas, parameters and contents.

use std::sync::Arc;

use crate::node::Node;

/// An example: `example` (then without a name), or a member of `examples`.
#[derive(Debug, Clone)]
pub struct Example {
    /// The key under `examples`.
    pub name: Option<Arc<str>>,
    /// `summary`.
    pub summary: Option<String>,
    /// `description`, CommonMark text.
    pub description: Option<String>,
    /// `value`.
    pub value: Option<Node>,
    /// `externalValue`, a URL.
    pub external: Option<String>,
}
