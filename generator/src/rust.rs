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
pub fn emit(api: &Api, config: &Config) -> FileSet {
    let (modules, operations) = names::operations(api, config, &mut names::Scope::default());
    let rust = item::RustApi {
        modules,
        operations,
        references: vec![item::TypeRef::Any; api.schemas.len()],
        ..item::RustApi::default()
    };
    let mut files = endpoints::emit(api, &rust);
    files.insert("src/lib.rs", "pub mod api;\npub mod server;\n".to_owned());
    files
}
