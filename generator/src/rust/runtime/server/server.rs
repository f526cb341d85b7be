//! Stands where the emitted crate has its server.

pub mod runtime;

pub use self::runtime::Problem;
