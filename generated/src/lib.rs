//! Coder API
//!
//! Coderd is the service created by running coder server. It is a thin API that connects workspaces, provisioners and users. coderd stores its state in Postgres and is the only service that communicates with Postgres.
//!
//! # The API
//!
//! - Version: 2.0
//! - Terms of service: <https://coder.com/legal/terms-of-service>
//! - Contact: API Support, <https://coder.com>, support@coder.com
//! - License: AGPL-3.0, <https://github.com/coder/coder/blob/main/LICENSE>
//!
//! ## Servers
//!
//! - `/`

#![forbid(unsafe_code)]
// The words, the texts and the shapes are those of the document.
#![allow(
    clippy::disallowed_names,
    clippy::doc_lazy_continuation,
    clippy::doc_overindented_list_items,
    clippy::enum_variant_names,
    clippy::large_enum_variant,
    clippy::len_without_is_empty,
    clippy::module_inception,
    clippy::too_long_first_doc_paragraph,
    clippy::type_complexity,
    clippy::wrong_self_convention
)]

#[macro_use]
mod runtime;

#[cfg(feature = "server")]
pub mod api;
#[cfg(feature = "docs")]
pub mod docs;
#[cfg(feature = "server")]
pub mod server;
pub mod types;
