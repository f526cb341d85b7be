//! The operations of the API: a trait for each tag, and the types of requests and responses.
//!
//! Implement the traits and hand the value to [`server::router`](crate::server::router). The server
//! has authenticated the caller, decoded the request and validated it before it calls a method.

pub mod members;

pub use self::members::MembersApi;
pub use self::runtime::{Accept, Body, BoxError, Event, EventStream, NotImplemented, Signal};
pub use crate::runtime::api as runtime;
