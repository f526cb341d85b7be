//! What the server does alike for every operation: routing, security, parameters, bodies, validation, problems.
//!
//! ```text
//! request ─route▶ operation ─security▶ principal ─call▶ typed request ─handler▶ answer ─reply▶ response
//!            └─────────────────┴──────────────────────┴──▶ problem
//! ```

mod answers;
pub mod call;
mod decode;
mod engine;
mod events;
mod format;
pub mod handler;
mod media;
pub mod multipart;
mod parameter;
mod path;
mod pattern;
mod problem;
pub mod reply;
pub mod route;
mod schema;
mod security;
mod settings;
#[macro_use]
mod table;

pub use problem::{Fault, Problem};
pub use security::{Authenticator, Credential, Denied, Secret};
pub use settings::Settings;
