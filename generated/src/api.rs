//! What can be asked of the API, and what it answers: a trait for each tag.
//!
//! Implement the traits, hand the value to `server::router`, and every request that reaches a
//! method is known to be one the document describes.

pub mod members;

pub use self::members::MembersApi;
pub use self::runtime::{Accept, Body, BoxError, Event, EventStream, NotImplemented};
pub use crate::runtime::api as runtime;
