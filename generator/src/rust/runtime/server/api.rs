//! Stands where the emitted crate has its traits.

pub mod multipart;
pub mod runtime;

pub use self::multipart::{Multipart, Part};
pub use self::runtime::{Accept, Body, BoxError, Event, EventStream, NotImplemented};
