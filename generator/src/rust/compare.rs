//! Two decided crates → how they differ for Rust that is written against the old one.
//!
//! ```text
//! (RustApi, RustApi) ─ which types are one, whatever they are called ┬ types: fields, variants, what is derived
//!                                                                    └ traits: methods, their types, bounds of routers; clients ▶ differences
//! ```
//!
//! What breaks is what stops compiling of the use that is promised (the policy in the documentation of each emitted crate): items,
//! fields, variants and methods are named by their paths; structs are made by `new`, by `default` or by literals that end in `..`;
//! patterns of structs end in `..`, and a `match` has a `_` arm; traits are implemented with each method that has no body, and
//! answers are made of the variants that there are; methods of the client are called, and credentials made. Documentation,
//! deprecation and checks at run time are no differences.

mod answers;
mod client;
mod difference;
mod matching;
mod operations;
mod types;

pub use difference::{About, Difference, Effect, Part};

use super::item::RustApi;
use difference::Found;
use matching::Matching;

/// Every difference from one crate to another: of types in the order of the old one, then of operations.
pub fn compare(old: &RustApi, new: &RustApi) -> Vec<Difference> {
    let matching = Matching::of(old, new);
    let mut found = Found::default();
    types::compare(&matching, &mut found);
    operations::compare(&matching, &mut found);
    found.all
}
