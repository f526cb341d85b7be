//! `Api` → the sources of a Rust crate.

pub mod api;
pub mod description;
pub mod endpoints;
pub mod item;
pub mod layout;
pub mod names;
pub mod operation;
pub mod server;

use crate::config::Config;
use crate::file_set::FileSet;
use crate::model::Api;

/// Emits the crate's `src/`.
pub fn emit(_api: &Api, _config: &Config) -> FileSet {
    FileSet::default()
}
