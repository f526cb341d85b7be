//! The description that an emitted crate carries → the same at hand, once a process.

use std::collections::HashMap;
use std::sync::OnceLock;

use serde_json::Value;

use super::operation::CompiledOperation;
use super::responses::ResponseSchemas;
use crate::runtime::context::Operation;
use crate::runtime::description::{self, Description, Schema, SecurityScheme};
use crate::runtime::validator::Schemas;

/// What a crate carries of its document. It is read when a request first asks for it, whichever of the crate's routers that
/// reaches: a router is made of what stands in the source alone.
#[derive(Debug)]
pub struct Document {
    description: &'static str,
    answers: &'static str,
    described: OnceLock<Described>,
    documented: OnceLock<ResponseSchemas>,
}

/// Every operation with its schemas at hand.
#[derive(Debug)]
pub(crate) struct Described {
    pub(crate) schemas: Schemas,
    /// By method and path.
    operations: HashMap<String, CompiledOperation>,
}

impl Document {
    /// The texts of `description.json` and, for `Settings::check_answers`, of `answers.json`.
    pub const fn new(description: &'static str, answers: &'static str) -> Self {
        Self {
            description,
            answers,
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
            .get_or_init(|| Described::new(self.description))
    }

    /// What answers have to be; `None` where the crate does not carry it.
    ///
    /// # Panics
    /// The text is no such description: a fault of the generator.
    pub(crate) fn documented(&self) -> Option<&ResponseSchemas> {
        let is_there = !self.answers.is_empty();
        is_there.then(|| {
            self.documented
                .get_or_init(|| ResponseSchemas::new(self.answers))
        })
    }
}

impl Described {
    fn new(text: &str) -> Self {
        let description: Description<description::Operation<Value>, Schema<Value>> =
            serde_json::from_str(text).expect("the text describes an API");
        let schemes: HashMap<String, SecurityScheme> =
            description.security_schemes.0.into_iter().collect();
        let mut schemas = Schemas::new(description.schemas);
        let operations = description.operations.0.into_iter();
        let operations = operations.map(|(name, it)| {
            let compiled = CompiledOperation::new(&name, it, &mut schemas, &schemes);
            (name, compiled)
        });
        Self {
            operations: operations.collect(),
            schemas,
        }
    }

    /// An operation.
    ///
    /// # Panics
    /// It is not described: a fault of the generator.
    pub(crate) fn operation(&self, operation: &Operation) -> &CompiledOperation {
        let found = self.operations.get(&operation.to_string());
        found.expect("the operation is described")
    }
}
