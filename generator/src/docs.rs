//! `Api` → the pages of the Markdown reference.

use crate::config::Config;
use crate::file_set::FileSet;
use crate::model::Api;

/// Renders every page, as `docs/NAME.md`.
pub fn render(_api: &Api, _config: &Config) -> FileSet {
    FileSet::default()
}
