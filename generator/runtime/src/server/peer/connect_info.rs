//! A request → the address of the peer.

use std::net::SocketAddr;

use axum::extract::ConnectInfo;

use crate::runtime::context::Context;

impl Context {
    /// The address at the other end of the connection, where the router is served by
    /// `into_make_service_with_connect_info::<SocketAddr>()`; behind a proxy that is the proxy.
    pub fn peer(&self) -> Option<SocketAddr> {
        let found = self.extensions().get::<ConnectInfo<SocketAddr>>();
        found.map(|it| it.0)
    }
}
