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
        for (folder, (own, parts)) in [
            ("api", api::module(rust, module)),
            ("client", client::module(rust, module, calls)),
        ] {
            files.insert(format!("src/{folder}/{stem}.rs"), own);
            for (part, text) in parts {
                files.insert(format!("src/{folder}/{stem}/{part}.rs"), text);
            }
        }
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

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use crate::budget::OutputBudget;
    use crate::config::Config;
    use crate::diagnostic::Sink;
    use crate::rust::lower;
    use crate::testing::api;

    /// The types and methods of many operations of one tag stand in files by a word of their paths, each in one, and are where
    /// they were for whoever names them.
    #[test]
    fn a_tag_of_many_operations_has_several_files() {
        let mut text = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths:\n".to_owned();
        for at in 0..400 {
            let word = ["things", "uuid", "type", "pets"][at % 4];
            let _ = write!(
                text,
                "  /pets/{{id}}/{word}/{at}:\n    get:\n      operationId: get{at}\n      tags: [pets]\n      description: \"{}\"\n      \
                 parameters:\n      - {{name: id, in: path, required: true, schema: {{type: string, format: uuid}}}}\n      responses:\n        \
                 '200': {{description: a}}\n        '404': {{description: b}}\n",
                "A line.\\n\\n".repeat(9)
            );
        }
        let rust = lower::lower(
            &api(&text),
            &Config::default(),
            &OutputBudget::unlimited(),
            &mut Sink::default(),
        );
        let files = super::emit(&rust);
        for folder in ["api", "client"] {
            let own = files
                .get(&format!("src/{folder}/pets.rs"))
                .expect("it is there");
            let beneath = format!("src/{folder}/pets/");
            let parts: Vec<(&str, &str)> = (files.iter())
                .filter_map(|(path, text)| Some((path.strip_prefix(&beneath)?, text)))
                .collect();
            let names: Vec<&str> = parts.iter().map(|it| it.0).collect();
            assert!(names.contains(&"things.rs"), "{folder}: {names:?}");
            // A word of Rust, and the name of the module itself.
            assert!(names.contains(&"type_operations.rs"), "{folder}: {names:?}");
            assert!(names.contains(&"pets_operations.rs"), "{folder}: {names:?}");
            for (name, text) in &parts {
                assert!(text.lines().count() < 5_000, "{folder}/{name}");
                let module = name.trim_end_matches(".rs");
                assert!(own.contains(&format!("mod {module};\n")), "{name}");
                assert_eq!(
                    own.contains(&format!("pub use self::{module}::*;\n")),
                    folder == "api"
                );
            }
            for at in 0..400 {
                let wanted = match folder {
                    "api" => format!("pub struct Get{at}Request {{"),
                    _ => format!("pub fn get{at}("),
                };
                let all = parts.iter().map(|it| it.1).chain([own]);
                let found: usize = all.map(|it| it.matches(&wanted).count()).sum();
                assert_eq!(found, 1, "{wanted}");
            }
        }
    }
}
