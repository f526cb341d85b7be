//! Addresses of requests → servers.

use super::Builder;
use super::names::server_of;
use crate::capture::facts;
use crate::model::Server;

impl Builder<'_> {
    /// The server of an operation that is not served where all others are.
    pub(super) fn own_server(&self, facts: &facts::Operation<'_>) -> Option<Server> {
        let address = facts
            .address()
            .filter(|it| Some(*it) != self.server.as_deref())?;
        (!self.docs.quirks).then(|| server_of(Some(address), self.docs))
    }
}
