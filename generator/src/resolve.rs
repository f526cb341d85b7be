//! [`Document`] → [`Api`]: every `$ref` followed, every keyword read, every finding with its place.

mod components;
mod content;
mod head;
mod operation;
mod parameter;
mod path;
mod read;
mod reference;
mod response;
mod schema;
mod security;
mod server;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

use crate::config::Config;
use crate::diagnostic::Sink;
use crate::load::Document;
use crate::model::{Api, SchemaId};
use crate::node::Node;
use crate::source::{FileId, Place};

use reference::{Anchor, Failure, Target};

/// Reads the model. What is wrong is in `sink`; the model is then incomplete.
pub fn resolve(document: &Document, config: &Config, sink: &mut Sink) -> Api {
    let mut resolver = Resolver {
        document,
        config,
        sink,
        api: Api {
            dialect: document.dialect,
            ..Api::default()
        },
        ids: HashMap::new(),
        queue: VecDeque::new(),
        targets: HashMap::new(),
        anchors: HashMap::new(),
        skipped: HashSet::new(),
        id_places: HashMap::new(),
        path_places: HashMap::new(),
        comparisons: MAX_COMPARISONS,
        inlined: MAX_INLINED,
        weights: HashMap::new(),
    };
    resolver.read();
    resolver.api
}

/// How many names are compared with misspelt ones, in all of a document. Each takes a microsecond.
const MAX_COMPARISONS: usize = 200_000;
/// How many fields of parameters, bodies, responses, headers, links and callbacks are read that stand elsewhere and are
/// referred to, each as often as it is. Of schemas and examples, references are kept. GitHub's API has 40 thousand.
pub const MAX_INLINED: usize = 1_000_000;

/// Reads a document from the top: the pieces are in this module's children.
struct Resolver<'d> {
    document: &'d Document,
    config: &'d Config,
    sink: &'d mut Sink,
    api: Api,
    /// The id of every schema object that was met, by its identity in the tree (aliases share one).
    ids: HashMap<*const u8, SchemaId>,
    /// Schemas that have an id and are still to be read. A queue, because schemas nest as deep as a document likes.
    queue: VecDeque<Pending>,
    /// What every reference met so far leads to, by its file and text.
    targets: HashMap<(FileId, Arc<str>, bool), Result<Target, Failure>>,
    /// Schemas that name themselves, by file and name; filled when a file's first such reference is met.
    anchors: HashMap<FileId, HashMap<String, Anchor>>,
    /// Which of the settings' operations to leave out were found.
    skipped: HashSet<usize>,
    /// Where the operationId of an operation stands, by the place of the operation.
    id_places: HashMap<Place, Place>,
    /// Where each path stands, by its text.
    path_places: HashMap<Arc<str>, Place>,
    /// How many more names are compared with misspelt ones.
    comparisons: usize,
    /// How much more is written out that stands elsewhere; 0 once that was too much, which is reported.
    inlined: usize,
    /// What it takes to write out the target of a reference, by its identity in the tree.
    weights: HashMap<*const u8, usize>,
}

/// What a schema takes in a document that is full of short ones.
const BYTES_OF_A_SCHEMA: usize = 80;
/// For how many schemas memory is reserved at the start, at the most.
const MOST_EXPECTED: usize = 20_000;

/// A schema that is still to be read.
struct Pending {
    id: SchemaId,
    node: Node,
    pointer: Arc<str>,
}

impl Resolver<'_> {
    fn read(&mut self) {
        let document = self.document;
        let Some(root) = document.root.as_object() else {
            return;
        };
        if root.is_empty() {
            return;
        }
        // Schemas are large, and to grow is to copy them. Reserved memory that is not used costs nothing.
        let schemas = (document.size() / BYTES_OF_A_SCHEMA).min(MOST_EXPECTED);
        self.api.schemas.reserve(schemas);
        self.head(root);
        self.components(root);
        self.operations(root);
        self.read_pending();
        self.report_unused_skips();
    }
}
