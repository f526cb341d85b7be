//! The emitted crate as data, with every name decided: made by `lower`, printed by the printers.
//!
//! Names here are identifiers as they stand in the source, `r#type` where a keyword needs it.

pub mod client;
pub mod features;
pub mod operation;
pub mod types;

use std::collections::HashMap;

use super::description::{Answers, Description};
use crate::config;
use features::Features;
use operation::{Endpoint, Module, SharedResponse};
use types::{TypeId, TypeItem, TypeKind, TypeRef, Union, UnionVariant};

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
    /// The schemas of types, where they are asked for: `src/json_schema.json`.
    pub json_schemas: Option<types::JsonSchemas>,
    /// What its responses have to be: `src/server/answers.json`.
    pub answers: Option<Answers>,
    /// The names to keep for the next run, where any are kept.
    pub lock: Option<config::NameLock>,
}

impl RustApi {
    /// An operation, and the module it stands in.
    pub fn operation(&self, id: OperationId) -> (&Module, &Endpoint) {
        let module = &self.modules[id.module];
        (module, &module.operations[id.index])
    }

    /// Whether any operation has to authenticate its caller.
    pub fn is_guarded(&self) -> bool {
        self.modules.iter().any(Module::is_guarded)
    }

    /// How the client calls an operation.
    pub fn call(&self, id: OperationId) -> &client::Call {
        &self.client.modules[id.module][id.index]
    }

    /// The item a reference names.
    pub fn item(&self, id: TypeId) -> &TypeItem {
        &self.types[id.0 as usize]
    }

    /// What a type is whatever it is called, and whether it stands in a box.
    fn behind<'t>(&'t self, mut ty: &'t TypeRef) -> &'t TypeRef {
        loop {
            ty = match ty {
                TypeRef::Boxed(inner) => inner,
                TypeRef::Named(id) => match &self.item(*id).kind {
                    TypeKind::Alias(target) => target,
                    _ => return ty,
                },
                _ => return ty,
            };
        }
    }

    /// The variants of a union that a value of their type makes: those whose type is one of the crate, and of no other variant.
    pub fn made_of<'t>(&'t self, it: &'t Union) -> impl Iterator<Item = &'t UnionVariant> {
        let named = |it: &UnionVariant| match self.behind(&it.ty) {
            TypeRef::Named(id) => Some(*id),
            _ => None,
        };
        let mut counts: HashMap<TypeId, usize> = HashMap::new();
        for id in it.variants.iter().filter_map(named) {
            *counts.entry(id).or_default() += 1;
        }
        let is_called = |it: &UnionVariant| match &it.ty {
            TypeRef::Boxed(inner) => matches!(**inner, TypeRef::Named(_)),
            ty => matches!(ty, TypeRef::Named(_)),
        };
        let is_alone = move |it: &UnionVariant| named(it).is_some_and(|id| counts[&id] == 1);
        it.variants
            .iter()
            .filter(move |it| is_called(it) && is_alone(it))
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
