//! A mock server: one OpenAPI document → what an emitted server of it would refuse, and answers that the document allows.
//!
//! ```text
//! document ─read▶ model::Api ─┬─ description ▶ run-time: routes, validates, authenticates ─┬─ refused ─▶ documented error, or problem
//!                             └─ values ▶ a thread that makes and judges values            └─ taken ──▶ example, or value of a schema
//! ```
//!
//! Nothing is kept between requests: what was created is not there afterwards. No Rust is compiled; the description is the one
//! that an emitted crate carries.

#![forbid(unsafe_code)]

pub mod args;
mod choice;
mod command;
mod encode;
pub mod guard;
mod headers;
pub mod mock;
pub mod page;
mod preference;
mod read;
mod respond;
mod values;
mod xml;

pub use command::run;
pub use read::{Inputs, Loaded};
