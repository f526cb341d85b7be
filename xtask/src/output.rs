//! The files of a run, and the folder they are for.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use verbatim_gen::{Emit, FileSet};

use crate::attributes;
use crate::marker;

/// The files of a run and the folder they go to.
#[derive(Debug)]
pub struct Output {
    /// The crate's folder.
    pub root: PathBuf,
    /// The folders in it that files are generated into: `src`, `docs`, `site`.
    pub folders: Vec<&'static str>,
    files: BTreeMap<String, String>,
}

impl Output {
    /// Takes the files of a run, and adds to each folder the list of what is generated there, and what git has to know of
    /// it, unless somebody has told git by hand.
    ///
    /// # Panics
    /// A file outside the folders of this run, or one whose name takes more than a line, is a fault of the generator.
    pub fn new(root: &Path, files: FileSet, emit: Emit) -> Self {
        let folders: Vec<&'static str> =
            [(emit.rust, "src"), (emit.docs, "docs"), (emit.html, "site")]
                .into_iter()
                .filter_map(|(made, folder)| made.then_some(folder))
                .collect();
        let mut texts: BTreeMap<String, String> = files.into_iter().collect();
        for path in texts.keys() {
            let top = path.split_once('/').map(|(top, _)| top);
            let plain = path.split('/').all(|it| !matches!(it, "" | "." | ".."));
            let in_folder = top.is_some_and(|it| folders.contains(&it));
            assert!(
                plain && !path.contains('\n') && (path == "Cargo.toml" || in_folder),
                "the generator made {path:?}, which lies outside its folders"
            );
        }
        for folder in &folders {
            let prefix = format!("{folder}/");
            if !attributes::is_by_hand(&root.join(folder)) {
                let names = texts.keys().filter_map(|it| it.strip_prefix(&prefix));
                let text = attributes::text(folder, names);
                texts.insert(format!("{folder}/{}", attributes::NAME), text);
            }
            let list = marker::text(texts.keys().filter_map(|it| it.strip_prefix(&prefix)));
            texts.insert(format!("{folder}/{}", marker::NAME), list);
        }
        Self {
            root: root.to_owned(),
            folders,
            files: texts,
        }
    }

    /// The files in one of the folders, by path relative to the root.
    pub fn files_in(&self, folder: &str) -> impl Iterator<Item = (&str, &str)> {
        self.iter()
            .filter(move |(path, _)| path.split_once('/').is_some_and(|(top, _)| top == folder))
    }

    /// The files that are written only where there are none.
    pub fn once(&self) -> impl Iterator<Item = (&str, &str)> {
        self.iter().filter(|(path, _)| !path.contains('/'))
    }

    /// Gives a file that is written once another text.
    pub fn set_once(&mut self, path: &str, text: String) {
        if let Some(it) = self.files.get_mut(path) {
            *it = text;
        }
    }

    /// The text of a file.
    pub fn text(&self, path: &Path) -> Option<&str> {
        self.files.get(path.to_str()?).map(String::as_str)
    }

    fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
    }
}
