//! The emitted crate as data, with every name decided: made by `lower`, printed by the printers.
//!
//! Names here are identifiers as they stand in the source, `r#type` where a keyword needs it.

pub mod client;
pub mod features;
pub mod operation;
pub mod types;

use super::description::{Answers, Description};
use crate::config;
use features::Features;
use operation::{Endpoint, Module, SharedResponse};
use types::{TypeId, TypeItem};

/// The Rust side of an API.
#[derive(Debug, Default)]
pub struct RustApi {
    /// What the API is called, ready for rustdoc: one string a line.
    pub title: Vec<String>,
    /// What the document says of the API as a whole, likewise.
    pub docs: Vec<String>,
    /// Every type.
    pub types: Vec<TypeItem>,
    /// The order in which they are emitted: each is followed by those that were written in it.
    pub order: Vec<TypeId>,
    /// One module a tag, in the order in which operations first name them.
    pub modules: Vec<Module>,
    /// Responses of `components` that operations share, in the order in which operations first name them.
    pub responses: Vec<SharedResponse>,
    /// Every operation, in document order.
    pub operations: Vec<OperationId>,
    /// How a client calls them.
    pub client: client::Client,
    /// What is written for each type beside what reads and writes it.
    pub style: config::Style,
    /// What the traits are like.
    pub server: config::Server,
    /// The path that the document's own paths stand beneath: `/v1`.
    pub base_path: Option<String>,
    /// The parts of the run-time, and the dependencies.
    pub features: Features,
    /// What the server reads of the document at run time, where there are operations: `src/server/description.json`.
    pub description: Option<Description>,
    /// What its responses have to be: `src/server/answers.json`.
    pub answers: Option<Answers>,
}

impl RustApi {
    /// An operation, and the module it stands in.
    pub fn operation(&self, id: OperationId) -> (&Module, &Endpoint) {
        let module = &self.modules[id.module];
        (module, &module.operations[id.index])
    }

    /// The method of the client for an operation of a module.
    pub fn client_function(&self, module: &Module, endpoint: &Endpoint) -> Option<&str> {
        let at = self.modules.iter().position(|it| it.name == module.name)?;
        let all = &self.modules[at].operations;
        let index = all.iter().position(|it| it.route == endpoint.route)?;
        Some(&self.client.modules.get(at)?.get(index)?.function)
    }

    /// The item a reference names.
    pub fn item(&self, id: TypeId) -> &TypeItem {
        &self.types[id.0 as usize]
    }
}

/// Which operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OperationId {
    /// Index into [`RustApi::modules`].
    pub module: usize,
    /// Index into [`Module::operations`].
    pub index: usize,
}
