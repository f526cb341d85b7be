//! Bodies of `multipart/*`, where the feature is on. An emitted crate has the chosen file in this place.

#[cfg(not(feature = "multipart"))]
mod none;
#[cfg(feature = "multipart")]
mod parts;

#[cfg(feature = "multipart")]
pub use self::parts::{FromPart, IncomingPart};
