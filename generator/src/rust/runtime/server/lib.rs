//! The run-time of emitted servers, as a crate of its own: for tests.

#![allow(
    dead_code,
    unused_imports,
    unused_macros,
    reason = "what emitted code calls"
)]
#![allow(missing_docs)]

mod api;
mod server;
#[cfg(test)]
mod tests;
