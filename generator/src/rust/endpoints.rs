//! The operations of an `Api` → the files `api.rs`, `server.rs` and what stands beneath them.

use std::fmt::Write;

use super::item::RustApi;
use super::operation::{Group, has_principal, lower};
use super::{api, description, runtime, server};
use crate::file_set::FileSet;
use crate::model::Api;

/// Emits the files; none where there are no operations.
pub fn emit(api: &Api, rust: &RustApi) -> FileSet {
    let mut files = FileSet::default();
    if api.operations.is_empty() {
        return files;
    }
    let groups = lower(api, rust);
    let guarded = has_principal(&groups);
    let deprecated = rust.types.iter().any(|it| it.deprecated) || groups.iter().any(is_deprecated);
    let multipart = runtime::has_multipart(api);
    files.insert("src/api.rs", api::root(&groups, multipart));
    files.insert("src/server.rs", server::root(&groups));
    for group in &groups {
        let stem = group.module.strip_prefix("r#").unwrap_or(&group.module);
        let text = api::module(group, rust, deprecated);
        files.insert(format!("src/api/{stem}.rs"), text);
        let text = server::module(group, guarded, deprecated);
        files.insert(format!("src/server/{stem}.rs"), text);
    }
    files.insert("src/server/answers.json", description::answers(api));
    files.insert("src/server/description.json", description::description(api));
    files
}

/// A line an operation: operationId, method, path, trait and function, request, answer; tab-separated.
pub fn listing(api: &Api, rust: &RustApi) -> String {
    let groups = lower(api, rust);
    let mut text = String::new();
    for (operation, names) in api.operations.iter().zip(&rust.operations) {
        let module = &rust.modules[names.module];
        let group = &groups[names.module];
        let endpoint = group
            .operations
            .iter()
            .find(|it| it.function == names.function);
        let request = endpoint.and_then(|it| it.request.as_ref());
        let answer = endpoint.map(|it| super::api::answer_text(rust, &it.answer));
        let _ = writeln!(
            text,
            "{}\t{}\t{}\t{}::{}\t{}\t{}",
            operation.id.as_deref().unwrap_or("-"),
            operation.method.as_upper(),
            operation.path,
            module.trait_name,
            names.function,
            request.map_or("-", |it| &it.name),
            answer.as_deref().unwrap_or("-"),
        );
    }
    text
}

fn is_deprecated(group: &Group) -> bool {
    group.operations.iter().any(|it| {
        let fields = it.request.iter().flat_map(|it| &it.fields);
        it.deprecated || fields.into_iter().any(|it| it.deprecated)
    })
}
