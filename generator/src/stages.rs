//! The stages one by one, for whoever looks between them: `cargo xtask show`, benchmarks.
//!
//! [`generate`](crate::generate) is these in their order. They take what the one before has made, and assume that it has
//! no errors. They may change with every version.

pub use crate::budget::{OutputBudget, spend_shared};
pub use crate::check::check;
pub use crate::describe::{Direction, travel};
pub use crate::docs::{Shown, grammar, inline, render};
pub use crate::judge::{Judge, Verdict, Violation};
pub use crate::load::{Document, load};
pub use crate::resolve::resolve;
#[cfg(feature = "diff")]
pub use crate::rust::compare::{Difference, compare};
pub use crate::rust::endpoints::listing as operations_listing;
pub use crate::rust::item::RustApi;
pub use crate::rust::lower::{descriptions, lower};
pub use crate::rust::types::listing as types_listing;
pub use crate::rust::written::WrittenMethods;
pub use crate::sample::Samples;
