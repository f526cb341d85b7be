//! The address of the peer, where the feature is on. An emitted crate has the chosen file in this place.

#[cfg(feature = "connect-info")]
mod connect_info;
#[cfg(not(feature = "connect-info"))]
mod none;
