//! Facts about an [`Api`](crate::model::Api) that take more than one schema or operation to see, and that no target
//! decides: what an operation reaches, what a schema refers to, what an `allOf` says as a whole, which schemas stand
//! for a base, which way values travel, what is written twice.
//!
//! Whoever needs a walk over the model adds it here. Every walk is iterative or bounded, since schemas nest as deep as
//! a document likes and may refer to themselves.

pub mod conjunction;
pub mod direction;
pub mod duplicates;
pub mod facets;
pub mod graph;
pub mod groups;
pub mod media;
pub mod merged;
pub mod subtypes;
pub mod texts;
pub mod walk;
