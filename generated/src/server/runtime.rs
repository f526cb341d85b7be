//! What the server does alike for every operation: routing, security, parameters, bodies, validation, problems.
//!
//! ```text
//! request ─route▶ operation ─security▶ principal ─call▶ typed request ─handler▶ answer ─reply▶ response
//!            └─────────────────┴──────────────────────┴──▶ problem
//! ```

mod answers;
pub(crate) mod call;
mod decode;
mod ecma;
mod events;
mod format;
pub(crate) mod handler;
mod media;
pub(crate) mod multipart;
pub(crate) mod parameter;
mod path;
mod pattern;
mod problem;
pub(crate) mod reply;
pub(crate) mod route;
mod schema;
pub(crate) mod security;
mod settings;
pub(crate) mod table;

pub use problem::{Fault, Problem};
pub use security::{Authenticator, Credential, Denied, Secret};
pub use settings::Settings;
