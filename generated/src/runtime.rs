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
pub mod charset;
#[cfg(feature = "server")]
pub mod context;
#[cfg(feature = "server")]
pub mod description;
#[cfg(feature = "server")]
pub mod items;
pub mod json;
#[cfg(feature = "server")]
pub mod media;
#[cfg(feature = "server")]
pub mod problem;
#[cfg(feature = "server")]
#[macro_use]
pub mod server;
#[cfg(feature = "server")]
pub mod style;
#[macro_use]
pub mod types;
#[cfg(feature = "server")]
pub mod validator;
