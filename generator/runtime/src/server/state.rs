//! What requests find once a router is made.

use std::sync::Arc;

use super::operation::CompiledOperation;
use super::responses::ResponseSchemas;
use super::settings::Settings;
use crate::runtime::context::Operation;
use crate::runtime::validator::Schemas;

/// What the requests of every operation need.
#[derive(Debug)]
pub(crate) struct ServerState {
    pub(crate) schemas: Arc<Schemas>,
    pub(crate) settings: Settings,
    /// What answers are held against, where the implementer asks for it.
    pub(crate) documented: Option<Arc<ResponseSchemas>>,
}

/// An operation as requests find it.
#[derive(Debug)]
pub(crate) struct Endpoint {
    pub(crate) identity: &'static Operation,
    pub(crate) operation: Arc<CompiledOperation>,
    pub(crate) state: Arc<ServerState>,
}

impl Endpoint {
    /// Whether answers are not sent as handlers make them.
    pub(crate) fn changes_answers(&self) -> bool {
        self.state.documented.is_some() || self.operation.changes_answers()
    }
}
