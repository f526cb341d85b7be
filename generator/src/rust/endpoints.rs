//! The operations of an `Api` → the files `api.rs`, `server.rs` and what stands beneath them.

use std::fmt::Write;

use super::item::RustApi;
use super::operation::{Coding, Group, has_principal, lower};
use super::{api, description, server};
use crate::file_set::FileSet;
use crate::model::Api;

/// The run-time that every emitted server has.
const RUNTIME: [(&str, &str); 19] = [
    (
        "src/api/runtime.rs",
        include_str!("runtime/server/api/runtime.rs"),
    ),
    (
        "src/server/runtime.rs",
        include_str!("runtime/server/server/runtime.rs"),
    ),
    (
        "src/server/runtime/answers.rs",
        include_str!("runtime/server/server/runtime/answers.rs"),
    ),
    (
        "src/server/runtime/call.rs",
        include_str!("runtime/server/server/runtime/call.rs"),
    ),
    (
        "src/server/runtime/decode.rs",
        include_str!("runtime/server/server/runtime/decode.rs"),
    ),
    (
        "src/server/runtime/ecma.rs",
        include_str!("runtime/server/server/runtime/ecma.rs"),
    ),
    (
        "src/server/runtime/events.rs",
        include_str!("runtime/server/server/runtime/events.rs"),
    ),
    (
        "src/server/runtime/format.rs",
        include_str!("runtime/server/server/runtime/format.rs"),
    ),
    (
        "src/server/runtime/handler.rs",
        include_str!("runtime/server/server/runtime/handler.rs"),
    ),
    (
        "src/server/runtime/media.rs",
        include_str!("runtime/server/server/runtime/media.rs"),
    ),
    (
        "src/server/runtime/parameter.rs",
        include_str!("runtime/server/server/runtime/parameter.rs"),
    ),
    (
        "src/server/runtime/path.rs",
        include_str!("runtime/server/server/runtime/path.rs"),
    ),
    (
        "src/server/runtime/problem.rs",
        include_str!("runtime/server/server/runtime/problem.rs"),
    ),
    (
        "src/server/runtime/reply.rs",
        include_str!("runtime/server/server/runtime/reply.rs"),
    ),
    (
        "src/server/runtime/route.rs",
        include_str!("runtime/server/server/runtime/route.rs"),
    ),
    (
        "src/server/runtime/schema.rs",
        include_str!("runtime/server/server/runtime/schema.rs"),
    ),
    (
        "src/server/runtime/security.rs",
        include_str!("runtime/server/server/runtime/security.rs"),
    ),
    (
        "src/server/runtime/settings.rs",
        include_str!("runtime/server/server/runtime/settings.rs"),
    ),
    (
        "src/server/runtime/table.rs",
        include_str!("runtime/server/server/runtime/table.rs"),
    ),
];

const MULTIPART: [(&str, &str); 2] = [
    (
        "src/api/multipart.rs",
        include_str!("runtime/server/api/multipart.rs"),
    ),
    (
        "src/server/runtime/multipart.rs",
        include_str!("runtime/server/server/runtime/multipart.rs"),
    ),
];

/// The file that checks a `pattern`, by what the patterns of the document need.
const PATTERN: &str = "src/server/runtime/pattern.rs";

/// What an emitted crate needs for its operations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needs {
    /// Whether there are operations at all, and with them the feature `server`.
    pub server: bool,
    /// The dependencies of that feature: a crate, and the value of its key in `Cargo.toml`.
    pub dependencies: Vec<(&'static str, &'static str)>,
}

/// Which dependencies the feature `server` has.
pub fn needs(api: &Api) -> Needs {
    if api.operations.is_empty() {
        return Needs {
            server: false,
            dependencies: Vec::new(),
        };
    }
    let mut dependencies = vec![
        ("axum", "{ version = \"0.8\", default-features = false }"),
        ("bytes", "\"1\""),
        ("futures-core", "\"0.3\""),
        ("http", "\"1\""),
        ("http-body", "\"1\""),
        ("serde_json", "\"1\""),
        ("tower-service", "\"0.3\""),
    ];
    match PatternEngine::of(api) {
        PatternEngine::None => {}
        PatternEngine::Regex => dependencies.push(("regex", "\"1\"")),
        PatternEngine::Backtracking => dependencies.push(("fancy-regex", "\"0.16\"")),
    }
    if has_multipart(api) {
        dependencies.push(("multer", "\"3\""));
    }
    dependencies.sort_unstable();
    Needs {
        server: true,
        dependencies,
    }
}

/// Emits the files; none where there are no operations.
pub fn emit(api: &Api, rust: &RustApi) -> FileSet {
    let mut files = FileSet::default();
    if api.operations.is_empty() {
        return files;
    }
    let groups = lower(api, rust);
    let guarded = has_principal(&groups);
    let deprecated = rust.types.iter().any(|it| it.deprecated) || groups.iter().any(is_deprecated);
    let multipart = has_multipart(api);
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
    for (path, text) in RUNTIME {
        files.insert(path, text.to_owned());
    }
    if multipart {
        for (path, text) in MULTIPART {
            files.insert(path, text.to_owned());
        }
    } else {
        let text = include_str!("runtime/server/server/runtime/multipart_none.rs");
        files.insert("src/server/runtime/multipart.rs", text.to_owned());
    }
    files.insert(PATTERN, PatternEngine::of(api).source().to_owned());
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

fn has_multipart(api: &Api) -> bool {
    api.operations.iter().any(|it| {
        let content = it.request_body.iter().flat_map(|it| &it.content);
        let mut content = content.into_iter();
        content.any(|it| {
            let coding = super::operation::coding(api, it);
            matches!(coding, Coding::Multipart | Coding::Parts)
        })
    })
}

/// What it takes to check the patterns of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PatternEngine {
    /// There are none.
    None,
    /// Regular expressions proper.
    Regex,
    /// Expressions that look around or refer back.
    Backtracking,
}

impl PatternEngine {
    fn of(api: &Api) -> Self {
        let mut engine = Self::None;
        for pattern in description::patterns(api) {
            let looks = ["(?=", "(?!", "(?<=", "(?<!", "\\k<"];
            let refers = ('1'..='9').any(|it| pattern.contains(&format!("\\{it}")));
            if refers || looks.iter().any(|it| pattern.contains(it)) {
                return Self::Backtracking;
            }
            engine = Self::Regex;
        }
        engine
    }

    fn source(self) -> &'static str {
        match self {
            Self::None => include_str!("runtime/server/server/runtime/pattern_none.rs"),
            Self::Regex => include_str!("runtime/server/server/runtime/pattern.rs"),
            Self::Backtracking => include_str!("runtime/server/server/runtime/pattern_fancy.rs"),
        }
    }
}
