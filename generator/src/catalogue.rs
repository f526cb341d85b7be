//! Every kind of finding, under a code that never changes its meaning.
//!
//! `V00..` is about files, `V01..` about their text, `V02..` about references, `V03..` about operations, `V04..` about schemas, `V05..` about
//! security, `V06..` about the settings, `V07..` about pages that are captured, `V08..` about what is not supported (yet), `V09..` about limits.

mod code;
mod entries;

pub use code::*;

/// Every kind of finding, by code.
pub fn catalogue() -> &'static [Entry] {
    entries::ENTRIES
}
