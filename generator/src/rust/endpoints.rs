//! The operations of a [`RustApi`] → the files `api.rs`, `server.rs` and the modules beneath them.

use std::fmt::Write;

use super::item::RustApi;
use super::written::WrittenMethods;
use super::{api, client, server};
use crate::file_set::FileSet;

/// Emits the files; none where there are no operations.
pub fn emit(rust: &RustApi) -> FileSet {
    let mut files = FileSet::default();
    if !rust.features.has_server() {
        return files;
    }
    files.insert("src/api.rs", api::root(rust));
    files.insert("src/client.rs", client::root(rust));
    files.insert("src/server.rs", server::root(rust));
    if !rust.responses.is_empty() {
        files.insert("src/api/responses.rs", api::responses(rust));
        files.insert("src/client/responses.rs", client::responses(rust));
        files.insert("src/server/responses.rs", server::responses(rust));
    }
    for (module, calls) in rust.modules.iter().zip(&rust.client.modules) {
        let stem = module.name.strip_prefix("r#").unwrap_or(&module.name);
        files.insert(format!("src/api/{stem}.rs"), api::module(rust, module));
        files.insert(
            format!("src/client/{stem}.rs"),
            client::module(rust, module, calls),
        );
        files.insert(
            format!("src/server/{stem}.rs"),
            server::module(rust, module),
        );
    }
    files
}

/// A line an operation that is not written yet: operationId, method, path, trait and function, request, output;
/// tab-separated.
pub fn listing(rust: &RustApi, written: &WrittenMethods) -> String {
    let mut text = String::new();
    for id in &rust.operations {
        let (module, endpoint) = rust.operation(*id);
        if written.has(&module.trait_name, &endpoint.function) {
            continue;
        }
        let (method, path) = endpoint.route.split_once(' ').unwrap_or_default();
        let _ = writeln!(
            text,
            "{}\t{method}\t{path}\t{}::{}\t{}\t{}",
            endpoint.id.as_deref().unwrap_or("-"),
            module.trait_name,
            endpoint.function,
            endpoint.request.as_ref().map_or("-", |it| &it.name),
            api::output_text(rust, &endpoint.output),
        );
    }
    text
}
