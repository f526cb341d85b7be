//! Values ↔ what stands for them in a path, query, header, cookie or form, by the styles of OpenAPI 3.0.4 (section
//! 4.7.12.3).
//!
//! What one side writes the other reads: [`Rule::encode`] is what clients send and servers answer with, `StyleDecoder` what
//! servers take, and both find the rule in the same place.
//!
//! | in | escaped | between items |
//! |---|---|---|
//! | path | by `%20` | the separator as it is; within an item it is escaped |
//! | query, form | by `%20`, where `+` reads as a space unless the document has `allowReserved` | as above; `%20`, `%7C` and `%09` where the separator cannot stand in a URI |
//! | cookie | by `%20`; not at all in the style `cookie` | as above |
//! | header | not at all | a comma, with blanks around it (RFC 9110, section 5.6.1) |
//!
//! What the styles leave undefined travels as JSON: an object among the items of an array, and an array or object among
//! the properties of an object that is no `deepObject`.

#[cfg(feature = "server")]
mod decode;
mod encode;
mod encoding;
#[cfg(feature = "server")]
mod shape;

#[cfg(feature = "server")]
pub(crate) use self::decode::{Declared, StyleDecoder, scalar_of};
pub use self::encode::{Rule, Unsendable};
pub(crate) use self::encode::{finite_value, form_text, property_rule};
pub(crate) use self::encoding::{
    Decoding, Deep, Pair, REPEATED, bracketed, decode, pairs, separators,
};
#[cfg(feature = "server")]
pub(crate) use self::encoding::{cookies, strip_prefix};
#[cfg(feature = "server")]
pub(crate) use self::shape::Shape;
