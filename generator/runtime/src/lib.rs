//! What crates run on that `verbatim-gen` emits.
//!
//! An emitted crate either carries these files under `src/runtime/` ([`vendored`] knows which), or depends on this
//! package. Both ways what is here goes by the same path, `crate::runtime` there and `verbatim_runtime` here.
//!
//! | feature | what it adds |
//! |---|---|
//! | none | [`description`]: what is emitted of an API as data; [`ecma`], [`json`], [`vendored`] |
//! | `types` | [`types`]: what emitted types are read and written with |
//! | `client-core` | [`client`]: what emitted clients are made of; `client-reqwest` sends their requests by `reqwest` |
//! | `server` | [`api`], [`context`], [`items`], [`problem`], [`server`]: what emitted servers are made of; [`style`]: how values travel |
//! | `style` | [`style`] without the rest of `server` |
//! | `validator` | [`validator`]: what values are judged by, in servers and where examples are held against schemas |
//! | `untyped` | [`untyped`]: operations without types, of a document that was read while the program runs |
//! | `charset` | [`charset`]: texts in other encodings than UTF-8 |
//! | `multipart` | [`multipart`]: bodies that consist of parts |
//! | `formats` | [`formats`]: types of formats that are text unless they are asked for |
//! | `schemars` | [`json_schema`]: the schemas of the document, for the crate `schemars` |
//! | `regex`, `fancy-regex` | the engine that patterns are checked by; the second one looks around and refers back |
//! | `chrono`, `json`, `uuid` | types of those packages within emitted types |
//!
//! The generator itself uses `charset`, `fancy-regex`, and so `validator`, and `style`, and no other.

#![cfg_attr(
    not(all(feature = "client-core", feature = "multipart", feature = "server")),
    allow(
        dead_code,
        unused_imports,
        reason = "some questions are asked by servers or clients alone, or for bodies of parts"
    )
)]

// The path by which this package's modules and macros name one another, here as in an emitted crate.
#[doc(hidden)]
pub extern crate self as runtime;

pub mod description;
pub mod ecma;
#[cfg(feature = "formats")]
pub mod formats;
pub mod json;
#[cfg(feature = "schemars")]
#[macro_use]
pub mod json_schema;
pub mod vendored;

#[cfg(any(feature = "client-core", feature = "server"))]
pub mod api;
#[cfg(any(feature = "charset", feature = "client-core", feature = "server"))]
pub mod charset;
#[cfg(feature = "client-core")]
#[macro_use]
pub mod client;
#[cfg(any(feature = "client-core", feature = "server"))]
pub mod context;
#[cfg(any(feature = "client-core", feature = "validator"))]
pub mod fault;
#[cfg(any(feature = "client-core", feature = "server"))]
pub mod items;
#[cfg(any(
    feature = "client-core",
    feature = "server",
    feature = "style",
    feature = "validator"
))]
#[cfg_attr(
    not(any(feature = "client-core", feature = "server")),
    allow(dead_code)
)]
mod media;
#[cfg(any(feature = "client-core", feature = "multipart"))]
pub mod multipart;
#[cfg(any(feature = "client-core", feature = "server"))]
pub mod problem;
#[cfg(any(feature = "client-core", feature = "server"))]
mod sequence;
#[cfg(feature = "server")]
#[macro_use]
pub mod server;
#[cfg(any(feature = "client-core", feature = "server", feature = "style"))]
pub mod style;
#[cfg(any(feature = "client-core", feature = "server"))]
mod threads;
#[cfg(feature = "types")]
#[macro_use]
pub mod types;
#[cfg(feature = "untyped")]
pub mod untyped;
#[cfg(feature = "validator")]
pub mod validator;

mod written;

#[cfg(feature = "types")]
mod foreign;

#[cfg(all(test, feature = "multipart"))]
mod tests;
