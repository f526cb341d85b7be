//! JSON as values that keep what was written: the digits of numbers, the order of members, names that stand twice.

mod number;
mod tree;
#[cfg(feature = "server")]
mod value;

pub use self::number::Number;
pub use self::tree::Tree;
