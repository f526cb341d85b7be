//! Text → [`Document`]: one tree of nodes in the shape of OpenAPI 3, and the files that were read.

use crate::Files;
use crate::diagnostic::Sink;
use crate::model::Dialect;
use crate::node::{Node, Value};
use crate::source::{Place, Source};

/// A document in the shape of OpenAPI 3, whatever it was written in.
#[derive(Debug)]
pub struct Document {
    /// The root object, raised to OpenAPI 3 where it was Swagger 2.0. Each node keeps its place in the user's text.
    pub root: Node,
    /// What the user's document declares.
    pub dialect: Dialect,
    sources: Vec<Source>,
}

impl Document {
    /// The texts that were read.
    pub fn into_sources(self) -> Vec<Source> {
        self.sources
    }
}

/// Reads a document. What cannot be read is in `sink`, and an empty document comes back.
pub fn load(root: Source, _files: &dyn Files, _sink: &mut Sink) -> Document {
    Document {
        root: Node::new(Value::Null, Place::default()),
        dialect: Dialect::OpenApi30,
        sources: vec![root],
    }
}
