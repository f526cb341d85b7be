//! What is known while a document is converted: the names of its components, what holds for all operations, and how much is
//! left to spend.

use std::collections::HashMap;
use std::sync::Arc;

use super::names::ComponentNames;
use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::model::Dialect;
use crate::node::Node;
use crate::source::Place;
use crate::vocabulary::{SpecObject, check_fields};

/// Converts a document: each module beside this one adds the methods for a part of it.
pub(super) struct Converter<'a> {
    pub root: &'a Node,
    pub names: &'a ComponentNames,
    pub consumes: Arc<[Node]>,
    pub produces: Arc<[Node]>,
    pub sink: &'a mut Sink,
    /// Schemas that have been converted, by their identity in the user's tree: those that aliases share, and those of
    /// bodies that operations share, stay one.
    pub converted: HashMap<*const u8, Node>,
    /// How many more bodies and responses may be offered in a media type.
    pub contents: usize,
    /// How many more names are compared with misspelt ones.
    pub comparisons: usize,
}

impl Converter<'_> {
    pub fn warn(&mut self, code: Code, place: Place, message: impl Into<String>, help: &str) {
        self.sink
            .push(Diagnostic::warning(code, place, "", message).with_help(help));
    }

    /// Reports the fields of an object that Swagger 2.0 does not have.
    pub fn check_fields(&mut self, node: &Node, what: SpecObject) {
        if let Some(object) = node.as_object() {
            let comparisons = &mut self.comparisons;
            check_fields(object, what, Dialect::Swagger2, comparisons, self.sink);
        }
    }
}
