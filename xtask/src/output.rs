//! The files of a run, and the folder they are for.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use verbatim_gen::{Emit, FileSet};

use crate::attributes;
use crate::content::Content;
use crate::marker;

/// How the name of a file ends that is compressed.
const GZIP: &str = ".gz";

/// The files of a run and the folder they go to.
#[derive(Debug)]
pub struct Output {
    /// The crate's folder.
    pub root: PathBuf,
    /// The folders in it that files are generated into: `src`, `docs`, `site`.
    pub folders: Vec<&'static str>,
    files: BTreeMap<String, String>,
    /// Those that stand beside themselves in gzip, by path with `.gz`.
    compressed: BTreeSet<String>,
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
        let compressed: BTreeSet<String> =
            files.compressed().map(|it| format!("{it}{GZIP}")).collect();
        let mut texts: BTreeMap<String, String> = files.into_iter().collect();
        for path in texts.keys().chain(&compressed) {
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
                let text = attributes::text(folder, names(&texts, &compressed, &prefix));
                texts.insert(format!("{folder}/{}", attributes::NAME), text);
            }
            let list = marker::text(names(&texts, &compressed, &prefix));
            texts.insert(format!("{folder}/{}", marker::NAME), list);
        }
        Self {
            root: root.to_owned(),
            folders,
            files: texts,
            compressed,
        }
    }

    /// The files in one of the folders, by path relative to the root.
    pub fn files_in(&self, folder: &str) -> impl Iterator<Item = (&str, Content<'_>)> {
        let texts = self.iter().map(|(path, text)| (path, Content::Text(text)));
        let all = self.compressed.iter().map(String::as_str);
        let compressed = all.filter_map(|it| Some((it, self.content(it.as_ref())?)));
        texts
            .chain(compressed)
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

    /// What is in a file.
    pub fn content(&self, path: &Path) -> Option<Content<'_>> {
        let name = path.to_str()?;
        match name.strip_suffix(GZIP) {
            Some(it) if self.compressed.contains(name) => {
                self.files.get(it).map(|it| Content::Gzip(it))
            }
            _ => self.text(path).map(Content::Text),
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

/// The files in a folder, by path relative to it.
fn names<'a>(
    texts: &'a BTreeMap<String, String>,
    compressed: &'a BTreeSet<String>,
    prefix: &'a str,
) -> impl Iterator<Item = &'a str> {
    let all: BTreeSet<&String> = texts.keys().chain(compressed).collect();
    all.into_iter()
        .filter_map(move |it| it.strip_prefix(prefix))
}
