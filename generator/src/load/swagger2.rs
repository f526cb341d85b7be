//! Swagger 2.0 → the shape of OpenAPI 3.0, on the tree of nodes; every node keeps its place.

use crate::diagnostic::Sink;
use crate::node::Node;

/// Raises the root object of a Swagger 2.0 document.
pub(super) fn raise(root: &Node, _sink: &mut Sink) -> Node {
    root.clone()
}
