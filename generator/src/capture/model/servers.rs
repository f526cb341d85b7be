//! Addresses of requests → servers.

use super::Builder;
use super::names::server_of;
use crate::capture::facts;
use crate::model::Server;

impl Builder<'_> {
    /// The servers of an operation that is not served where all others are.
    pub(super) fn own_servers(&self, facts: &facts::Operation<'_>) -> Vec<Server> {
        if !facts.servers.is_empty() {
            return facts.servers.clone();
        }
        let address = facts.address();
        let address = address.filter(|it| Some(*it) != self.server.as_deref() && !self.docs.quirks);
        let own = address.map(|it| server_of(Some(it), self.docs));
        own.into_iter().collect()
    }
}
