//! What is known while a document is read: the model so far, what references lead to, and how much is left to spend.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

use super::lines::Lines;
use super::resource::Resources;
use super::scope::{OUTERMOST, Scopes};
use super::target::{Failure, Target};
use super::wanted::Selection;
use crate::config::Config;
use crate::diagnostic::Sink;
use crate::load::Document;
use crate::model::{Api, SchemaId};
use crate::node::Node;
use crate::source::Place;

/// How many names are compared with misspelt ones, in all of a document. Each takes a microsecond.
const MAX_COMPARISONS: usize = 200_000;
/// How many fields of parameters, bodies, responses, headers, links and callbacks are read that stand elsewhere and are
/// referred to, each as often as it is. Of schemas and examples, references are kept. GitHub's API has 40 thousand.
pub(super) const MAX_INLINED: usize = 1_000_000;

/// Reads a document: each module beside this one adds the methods for a part of it.
pub(super) struct Resolver<'d> {
    pub document: &'d Document,
    pub config: &'d Config,
    pub sink: &'d mut Sink,
    pub api: Api,
    /// The id of every schema object that was met, by its identity in the tree (aliases share one).
    pub ids: HashMap<*const u8, SchemaId>,
    /// The same of those that are read in a dynamic scope which makes them another schema.
    pub scoped: HashMap<(*const u8, usize), SchemaId>,
    /// The dynamic scope of the schema that is being read.
    pub scope: usize,
    /// What dynamic scopes are made of, where any `$dynamicRef` asks for them.
    pub scopes: Option<Scopes>,
    /// Schemas that have an id and are still to be read. A queue, because schemas nest as deep as a document likes.
    pub queue: VecDeque<Pending>,
    /// What every reference met so far leads to, by what it is relative to and its text.
    pub targets: HashMap<(usize, Arc<str>, bool), Result<Target, Failure>>,
    /// Files, and schemas that name themselves: there where the document has an `$id`, or a reference to a name.
    pub resources: Option<Resources>,
    /// Which operations are read, where not all are.
    pub selection: Option<Selection<'d>>,
    /// Which of the settings' operations to leave out were found.
    pub skipped: HashSet<usize>,
    /// Where the operationId of an operation stands, by the place of the operation.
    pub id_places: HashMap<Place, Place>,
    /// Where each path stands, by its text.
    pub path_places: HashMap<Arc<str>, Place>,
    /// Whether any body is in XML, and nothing has been told yet of what schemas say of that.
    pub has_xml: bool,
    /// How many more names are compared with misspelt ones.
    pub comparisons: usize,
    /// The texts of the files, for what is read as it is written.
    pub lines: Lines<'d>,
    /// How much more is written out that stands elsewhere; 0 once that was too much, which is reported.
    pub inlined: usize,
    /// What it takes to write out the target of a reference, by its identity in the tree.
    pub weights: HashMap<*const u8, usize>,
}

/// A schema that is still to be read.
pub(super) struct Pending {
    pub id: SchemaId,
    pub node: Node,
    pub pointer: Arc<str>,
    /// The dynamic scope that it is read in.
    pub scope: usize,
}

impl<'d> Resolver<'d> {
    /// One that has read nothing yet.
    pub(super) fn new(document: &'d Document, config: &'d Config, sink: &'d mut Sink) -> Self {
        Self {
            document,
            config,
            sink,
            api: Api {
                dialect: document.dialect,
                ..Api::default()
            },
            ids: HashMap::new(),
            scoped: HashMap::new(),
            scope: OUTERMOST,
            scopes: None,
            queue: VecDeque::new(),
            targets: HashMap::new(),
            resources: Resources::are_needed(document).then(|| Resources::of(document)),
            selection: Selection::of(&config.select),
            skipped: HashSet::new(),
            id_places: HashMap::new(),
            path_places: HashMap::new(),
            has_xml: false,
            comparisons: MAX_COMPARISONS,
            lines: Lines::new(document),
            inlined: MAX_INLINED,
            weights: HashMap::new(),
        }
    }
}
