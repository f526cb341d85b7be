//! The output: text by path, in one canonical order.

use std::collections::{BTreeMap, BTreeSet};

/// Files to be written, by path relative to the output folder, `/` between segments.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileSet {
    files: BTreeMap<String, String>,
    compressed: BTreeSet<String>,
}

impl IntoIterator for FileSet {
    type Item = (String, String);
    type IntoIter = std::collections::btree_map::IntoIter<String, String>;

    /// The files, by path.
    fn into_iter(self) -> Self::IntoIter {
        self.files.into_iter()
    }
}

impl FileSet {
    /// Adds a file.
    ///
    /// # Panics
    /// Two targets that make the same path are a fault of this crate.
    pub fn insert(&mut self, path: impl Into<String>, text: String) {
        let path = path.into();
        assert!(
            !self.files.contains_key(&path),
            "two outputs are called {path}"
        );
        self.files.insert(path, text);
    }

    /// Adds every file of another set, under the same rule.
    pub fn extend(&mut self, other: FileSet) {
        for (path, text) in other.files {
            self.insert(path, text);
        }
        self.compressed.extend(other.compressed);
    }

    /// Has every file of that many bytes or more stand beside itself in gzip (RFC 1952) as well: `index.html.gz`.
    pub fn compress(&mut self, least: usize) {
        let large = self.files.iter().filter(|it| it.1.len() >= least);
        self.compressed = large.map(|it| it.0.clone()).collect();
    }

    /// The files that stand beside themselves in gzip, by path without `.gz`.
    pub fn compressed(&self) -> impl Iterator<Item = &str> {
        self.compressed.iter().map(String::as_str)
    }

    /// Whether a file stands beside itself in gzip.
    pub fn is_compressed(&self, path: &str) -> bool {
        self.compressed.contains(path)
    }

    /// Puts a text before that of every file whose name ends in `.rs`.
    pub fn head(&mut self, text: &str) {
        let sources = self.files.iter_mut();
        for (_, it) in sources.filter(|it| it.0.ends_with(".rs")) {
            it.insert_str(0, text);
        }
    }

    /// The text of a file.
    pub fn get(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// The files, by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}
