//! Examples, which stand beside schemas, parameters and contents.

use std::sync::Arc;

use crate::node::Node;

/// An example: `example` (then without a name), or a member of `examples`.
#[derive(Debug, Clone, Default)]
pub struct Example {
    /// The key under `examples`.
    pub name: Option<Arc<str>>,
    /// `summary`.
    pub summary: Option<String>,
    /// `description`, CommonMark text.
    pub description: Option<String>,
    /// `value`, or `dataValue` (3.2).
    pub value: Option<Node>,
    /// `serializedValue` (3.2): the value as it is sent.
    pub serialized: Option<String>,
    /// `externalValue`, a URL.
    pub external: Option<String>,
}
