//! What every type of an emitted crate reads and writes itself with.
//!
//! JSON is read into a [`Value`] first, and each type takes what it needs from there: that keeps the code of a type
//! down to one line a property, and lets a type look at a value before it decides what it is.

#[macro_use]
mod decode;
mod constant;
#[macro_use]
mod enums;
mod error;
#[macro_use]
mod object;
mod scalars;
#[macro_use]
mod unions;
mod value;

pub use self::constant::{Constant, is_constant};
pub use self::decode::{Decode, by_serde, deserialize};
pub use self::enums::{decode_str, unlisted};
pub use self::error::Error;
pub use self::object::{Object, Writer};
pub use self::scalars::{Base64, Binary, Never, Password};
pub use self::unions::{Decoder, Kind, Test, first_of, tag, unknown_tag};
pub use self::value::Value;
