//! The one judge of JSON values: whether they satisfy a schema, and every place where they do not.
//!
//! ```text
//! description::Schema ─compile▶ Schema ─┬─ walk ▶ every fault with its place
//!                                       └─ stream ▶ a Rust type, checked while it is decoded
//! ```

mod direction;
mod engine;
mod fault;
mod format;
mod number;
mod pattern;
mod schema;
mod schemas;
pub(crate) mod stream;
mod types;
mod walk;

pub use self::fault::Fault;
pub(crate) use self::fault::Place;
pub(crate) use self::schema::{Additional, Id};
pub(crate) use self::schemas::Schemas;
pub(crate) use self::types::Types;
