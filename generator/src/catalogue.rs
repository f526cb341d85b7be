//! Every kind of finding, under a code that never changes its meaning.
//!
//! `D1..` is about operations that changed, `D2..` about parameters, `D3..` about bodies, `D4..` about responses, `D5..` about security,
//! `D6..` about schemas, `D7..` about what is announced, `D8..` about what the reference alone shows,
//! `D9..` about what code sees that is written against the crate.
//!
//! `V00..` is about files, `V01..` about their text, `V02..` about references, `V03..` about operations, `V04..` about schemas, `V05..` about
//! security, `V06..` about the settings, `V07..` about pages that are captured, `V08..` about what is not supported (yet), `V09..` about limits.

mod changes;
mod code;
mod crates;
mod entries;

use std::sync::LazyLock;

pub use code::*;

/// Every kind of finding, by code.
pub fn catalogue() -> &'static [Entry] {
    static ALL: LazyLock<Vec<Entry>> =
        LazyLock::new(|| [changes::ENTRIES, crates::ENTRIES, entries::ENTRIES].concat());
    &ALL
}
