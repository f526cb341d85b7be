//! The description that an emitted crate carries → the same at hand, once a process.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use super::operation::CompiledOperation;
use super::responses::ResponseSchemas;
use crate::runtime::context::Operation;
use crate::runtime::description::{Description, SecurityScheme};
use crate::runtime::validator::Schemas;

/// What a crate carries of its document. It is read when a request first asks for it, whichever of the crate's routers that
/// reaches: a router is made of what stands in the source alone.
#[derive(Debug)]
pub struct Document {
    pub(crate) description: Cow<'static, str>,
    pub(crate) answers: Cow<'static, str>,
    described: OnceLock<Described>,
    documented: OnceLock<Arc<ResponseSchemas>>,
}

/// Every operation with its schemas at hand.
#[derive(Debug)]
pub(crate) struct Described {
    pub(crate) schemas: Arc<Schemas>,
    /// By method and path.
    operations: HashMap<String, Arc<CompiledOperation>>,
}

impl Document {
    /// The texts of `description.json` and, for `Settings::check_answers`, of `answers.json`.
    pub const fn new(description: &'static str, answers: &'static str) -> Self {
        Self {
            description: Cow::Borrowed(description),
            answers: Cow::Borrowed(answers),
            described: OnceLock::new(),
            documented: OnceLock::new(),
        }
    }

    /// What requests have to be.
    ///
    /// # Panics
    /// The text is no description: a fault of the generator.
    pub(crate) fn described(&self) -> &Described {
        self.described
            .get_or_init(|| Described::new(&self.description))
    }

    /// What answers have to be; `None` where the crate does not carry it.
    ///
    /// # Panics
    /// The text is no such description: a fault of the generator.
    pub(crate) fn documented(&self) -> Option<Arc<ResponseSchemas>> {
        let is_there = !self.answers.is_empty();
        is_there.then(|| {
            let read = || Arc::new(ResponseSchemas::new(&self.answers));
            Arc::clone(self.documented.get_or_init(read))
        })
    }
}

/// A document that routers hold: the static of a crate, or one that was read while the program ran.
#[derive(Debug, Clone)]
pub enum Held {
    /// That of a crate.
    Static(&'static Document),
    /// One that is gone with the last router that holds it.
    Shared(Arc<Document>),
}

impl Deref for Held {
    type Target = Document;

    fn deref(&self) -> &Document {
        match self {
            Self::Static(it) => it,
            Self::Shared(it) => it,
        }
    }
}

impl From<&'static Document> for Held {
    fn from(document: &'static Document) -> Self {
        Self::Static(document)
    }
}

impl From<Arc<Document>> for Held {
    fn from(document: Arc<Document>) -> Self {
        Self::Shared(document)
    }
}

impl Described {
    fn new(text: &str) -> Self {
        let description = match Description::read(text) {
            Ok(it) => it,
            Err(error) => panic!("the text describes no API: {error}"),
        };
        let schemes: HashMap<String, SecurityScheme> =
            description.security_schemes.0.into_iter().collect();
        let mut schemas = Schemas::new(description.schemas);
        let operations = description.operations.0.into_iter();
        let operations = operations.map(|(name, it)| {
            let compiled = CompiledOperation::new(&name, it, &mut schemas, &schemes);
            (name, Arc::new(compiled))
        });
        Self {
            operations: operations.collect(),
            schemas: Arc::new(schemas),
        }
    }

    /// An operation.
    ///
    /// # Panics
    /// It is not described: a fault of the generator.
    pub(crate) fn operation(&self, operation: &Operation) -> &Arc<CompiledOperation> {
        let found = self.operations.get(&operation.to_string());
        found.expect("the operation is described")
    }
}
