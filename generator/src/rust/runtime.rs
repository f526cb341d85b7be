//! `Api` → the parts of the run-time that an emitted crate needs: their files, and the packages they depend on.

use verbatim_runtime::vendored::{self, Dependency, FOLDER, Part};

use super::description;
use super::operation::{Coding, coding};
use crate::file_set::FileSet;
use crate::model::Api;

/// What an emitted crate runs on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Runtime {
    parts: Vec<Part>,
}

impl Runtime {
    /// The parts that an API needs.
    pub fn of(api: &Api) -> Self {
        let mut parts = vec![Part::Types];
        if !api.operations.is_empty() {
            parts.push(Part::Server);
            parts.extend(pattern_engine(api));
            parts.extend(has_multipart(api).then_some(Part::Multipart));
        }
        Self { parts }
    }

    /// Whether there are operations at all, and with them the feature `server`.
    pub fn has_server(&self) -> bool {
        self.parts.contains(&Part::Server)
    }

    /// The dependencies of that feature, by name.
    pub fn server_dependencies(&self) -> Vec<Dependency> {
        let parts = self.parts.iter().filter(|it| **it != Part::Types);
        let mut all: Vec<_> = parts.flat_map(|it| it.dependencies()).copied().collect();
        all.sort_unstable();
        all
    }

    /// Emits the files.
    pub fn emit(&self) -> FileSet {
        let mut files = FileSet::default();
        files.insert(format!("{FOLDER}.rs"), vendored::root(&self.parts));
        for (path, text) in vendored::files(&self.parts) {
            files.insert(format!("{FOLDER}/{path}"), text);
        }
        files
    }
}

/// Whether a request may have a body of parts.
pub fn has_multipart(api: &Api) -> bool {
    api.operations.iter().any(|it| {
        let mut content = it.request_body.iter().flat_map(|it| &it.content);
        content.any(|it| matches!(coding(api, it), Coding::Multipart | Coding::Parts))
    })
}

/// The engine that can follow every pattern of the document; `None` where there are no patterns.
fn pattern_engine(api: &Api) -> Option<Part> {
    let mut engine = None;
    for pattern in description::patterns(api) {
        let looks = ["(?=", "(?!", "(?<=", "(?<!", "\\k<"];
        let refers = ('1'..='9').any(|it| pattern.contains(&format!("\\{it}")));
        if refers || looks.iter().any(|it| pattern.contains(it)) {
            return Some(Part::FancyRegex);
        }
        engine = Some(Part::Regex);
    }
    engine
}
