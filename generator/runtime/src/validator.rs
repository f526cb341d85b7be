//! The one judge of JSON values: whether they satisfy a schema, and every place where they do not.
//!
//! ```text
//! description::Schema ─compile▶ Schema ─┬─ judge ▶ whether it is satisfied ─ explain ▶ every fault with its place
//!                                       └─ stream ▶ a Rust type, checked while it is decoded
//! ```
//!
//! What is judged is exact by JSON Schema 2020-12, and ends: a value that takes more than its share of steps is refused
//! as such. Formats are assertions here (2020-12 Validation, section 7.2.2).

pub mod budget;
#[cfg(feature = "server")]
mod direction;
mod engine;
mod evaluated;
mod explain;
mod format;
mod judge;
mod number;
mod pattern;
mod place_hasher;
mod schema;
mod schemas;
#[cfg(feature = "server")]
pub(crate) mod stream;
mod types;
mod wide;

pub use self::budget::{Budget, Exhausted};
#[cfg(feature = "server")]
pub(crate) use self::explain::MAX_FAULTS;
pub use self::explain::{Detail, UNKNOWN_PROPERTY};
pub use self::schema::Id;
#[cfg(feature = "server")]
pub(crate) use self::schema::{Additional, NOT_ALLOWED};
pub use self::schemas::{PatternLimits, Schemas};
#[cfg(feature = "server")]
pub(crate) use self::types::Types;
pub use super::fault::Fault;
#[cfg(feature = "server")]
pub(crate) use super::fault::Place;
