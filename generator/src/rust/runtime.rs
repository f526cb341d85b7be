//! The features of the run-time → their files.

use verbatim_runtime::vendored::{self, FOLDER, Feature};

use crate::file_set::FileSet;

/// Emits the files of these features.
pub fn emit(features: &[Feature]) -> FileSet {
    let mut files = FileSet::default();
    files.insert(format!("{FOLDER}.rs"), vendored::root(features));
    for (path, text) in vendored::files(features) {
        files.insert(format!("{FOLDER}/{path}"), text);
    }
    files
}
