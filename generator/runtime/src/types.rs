//! What every type of an emitted crate reads and writes itself with.
//!
//! ```text
//! JSON text ── json::Reader ──┐
//!                             ├─▶ Source ─▶ Decode, one type after the other
//! another format ── Erased ───┘
//! ```
//!
//! A type is read member by member as they come; there is no tree of the whole in between. Where it cannot be known
//! what a value is before it has been looked at, text is read ahead, and a value of another format is kept.

#[macro_use]
mod decode;
mod constant;
#[macro_use]
mod enums;
pub(crate) mod erased;
mod foreign;
pub(crate) mod judged;
mod look;
mod nullable;
#[macro_use]
mod object;
mod scalars;
mod source;
mod tagging;
mod tags;
mod time;
#[macro_use]
mod unions;
mod value;
mod variant;

pub use self::constant::{Constant, is_constant};
pub use self::decode::{
    Decode, NOT_FINITE, deserialize, foreign_from_slice, from_deserializer, from_slice, from_str,
    written,
};
pub use self::enums::{decode_str, listed, unlisted};
pub use self::nullable::Nullable;
pub use self::object::{Writer, incomplete};
pub use self::scalars::{Base64, Binary, Never, Password};
pub use self::source::{Erased, Filling, Others, Read, ReadTagged, Rest, Slot, Source, object};
pub use self::tags::{Tag, Tags};
pub use self::time::{Time, time};
pub use self::unions::{
    Decoder, Kind, Test, each_of, first_of, tagged, tagged_or_formed, unknown_tag,
};
pub use self::value::Value;
pub use crate::runtime::json::Error;
