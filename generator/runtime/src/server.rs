//! What the server does alike for every operation: routing, security, parameters, bodies, validation, problems.
//!
//! ```text
//! request ─route▶ endpoint ─security▶ principal ─call▶ typed request ─handler▶ answer ─reply▶ response
//!            └─────────────────┴──────────────────────┴──▶ problem
//! ```
//!
//! What an implementer uses stands here; the modules are called by emitted code.

pub mod call;
mod document;
mod events;
mod form;
pub mod handler;
mod items;
pub mod multipart;
mod negotiation;
mod operation;
mod parameter;
mod parameters;
mod path;
mod peer;
mod render;
pub mod reply;
mod response_checks;
mod responses;
pub mod route;
mod security;
mod settings;
mod state;
#[macro_use]
mod table;
mod value;

pub use self::document::Document;
pub use self::security::{Authenticator, Credential, Denied, Secret};
pub use self::settings::Settings;
pub use super::context::{Context, Operation, Refused};
pub use super::problem::Problem;
pub use super::validator::Fault;
