//! `Api` → the sources of a Rust crate.

pub mod api;
pub mod compare;
pub mod cycles;
pub mod description;
pub mod doc;
pub mod endpoints;
pub mod format;
pub mod item;
pub mod layout;
pub mod lower;
pub mod manifest;
pub mod names;
pub mod pages;
pub mod paths;
pub mod runtime;
pub mod server;
pub mod types;

use crate::config::Config;
use crate::file_set::FileSet;
use item::RustApi;

/// Prints the crate: `src/`, and a `Cargo.toml` for a crate that has none. `pages` are the file names of the reference
/// where it stands beside the crate's sources. What the server reads is printed first and let go, since it is large.
pub fn print(mut rust: RustApi, config: &Config, pages: &[&str]) -> FileSet {
    let mut files = FileSet::default();
    if let Some(it) = rust.answers.take() {
        files.insert("src/server/answers.json", description::render(it));
    }
    if let Some(it) = rust.description.take() {
        files.insert("src/server/description.json", description::render(it));
    }
    let rust = &rust;
    files.extend(types::emit(rust));
    files.extend(endpoints::emit(rust));
    if rust.features.package.is_none() {
        files.extend(runtime::emit(&rust.features.runtime));
    }
    files.insert("src/lib.rs", manifest::lib(rust, !pages.is_empty()));
    if !pages.is_empty() {
        let server = rust.features.has_server();
        files.insert("src/docs.rs", pages::module(pages, server));
    }
    files.insert("Cargo.toml", manifest::cargo_toml(rust, config));
    files
}
