//! The parts of the run-time → their files.

use verbatim_runtime::vendored::{self, FOLDER, Part};

use crate::file_set::FileSet;

/// Emits the files of these parts.
pub fn emit(parts: &[Part]) -> FileSet {
    let mut files = FileSet::default();
    files.insert(format!("{FOLDER}.rs"), vendored::root(parts));
    for (path, text) in vendored::files(parts) {
        files.insert(format!("{FOLDER}/{path}"), text);
    }
    files
}
