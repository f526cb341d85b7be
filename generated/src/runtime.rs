//! What this crate runs on.

#![allow(
    dead_code,
    unused_imports,
    unused_macros,
    reason = "it is the same for every document"
)]

#[cfg(feature = "server")]
pub mod api;
#[cfg(feature = "server")]
#[macro_use]
pub mod server;
#[macro_use]
pub mod types;
