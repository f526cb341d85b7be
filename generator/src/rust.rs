//! `Api` → the sources of a Rust crate.

pub mod item;
pub mod names;

use crate::config::Config;
use crate::file_set::FileSet;
use crate::model::Api;

/// Emits the crate's `src/`.
pub fn emit(_api: &Api, _config: &Config) -> FileSet {
    FileSet::default()
}
