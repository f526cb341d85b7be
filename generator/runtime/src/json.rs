//! JSON text, and values that keep what was written: the digits of numbers, the order of members, names that stand twice.

mod error;
mod names;
mod number;
pub mod pointer;
pub mod reader;
mod tree;

pub use self::error::Error;
pub use self::names::Names;
pub use self::number::{Number, integer_of};
pub use self::reader::Reader;
pub use self::tree::Tree;
