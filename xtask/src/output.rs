//! The files of a run and the folder they go to; writing them whole or not at all.
//!
//! # What holds at every moment
//! The new `src/` and `docs/` are built in a staging folder beside the root, where files that did not change are hard
//! links to the old ones (so they keep their times), and are then exchanged with the old folders, one system call each.
//! So whoever looks, and whenever the process is killed:
//!
//! - each of the two folders is the old one or the new one, never a mixture; a crate that did not exist before
//!   appears with everything in it, by one call;
//! - a failure on the way (a full disk, a folder that is read-only) undoes what was exchanged already;
//! - the two exchanges follow each other at once, yet they are two: there is no call for both, since what else stands in
//!   the root is not the generator's to move. So a second process makes them ([`crate::keeper`]): whoever kills this
//!   one, with SIGKILL too, leaves both old or, as soon as the lock on the root is free, both new;
//! - the staging folder is removed on every way out. After a SIGKILL before the exchange it stays, out of git's sight,
//!   until the next run removes it. Runs hold an advisory lock on the output's root and on their staging folder, so
//!   that one does not mistake another's for a leftover, and two runs into one folder take turns.
//!
//! A power cut or a kill of every process at once may still fall between the two exchanges, and then `src/` is new and
//! `docs/` old: `--check` reports it, the next run completes it. Nothing is flushed to the disk by force: what a power
//! cut may do to files that were just written, the file system says, and the next run mends it.
//!
//! A file system that cannot exchange folders (FAT, some network and overlay file systems) gets its files one by one,
//! each whole. There, a killed run can leave new files beside old ones until the next run.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use verbatim_gen::{Emit, FileSet};

use crate::input::shown;
use crate::plan::Plan;
use crate::say;
use crate::stage;

/// The file that tells a folder which was generated from one that was not.
///
/// ```text
/// mkdir -p api/docs && echo "by hand" > api/docs/guide.md
/// cargo xtask gen --spec petstore.yaml --out api        # refuses: docs/guide.md would be lost
/// ```
pub const MARKER: &str = ".verbatim-gen";

const MARKER_TEXT: &str = "\
This folder belongs to verbatim-gen: each run replaces what is in it and removes what it did not write.
Keep files that are written by hand elsewhere.
";

/// The files of a run and the folder they go to.
#[derive(Debug)]
pub struct Output {
    /// The crate's folder.
    pub root: PathBuf,
    /// The folders in it that belong to the generator whole.
    pub folders: Vec<&'static str>,
    files: BTreeMap<String, String>,
}

impl Output {
    /// Takes the files of a run.
    ///
    /// # Panics
    /// A file outside the folders that this run owns is a fault of the generator.
    pub fn new(root: &Path, files: FileSet, emit: Emit) -> Self {
        let folders: Vec<&'static str> = [(emit.rust, "src"), (emit.docs, "docs")]
            .into_iter()
            .filter_map(|(made, folder)| made.then_some(folder))
            .collect();
        let mut texts: BTreeMap<String, String> = files.into_iter().collect();
        for path in texts.keys() {
            let top = path.split_once('/').map(|(top, _)| top);
            let plain = path.split('/').all(|it| !matches!(it, "" | "." | ".."));
            assert!(
                plain && (path == "Cargo.toml" || top.is_some_and(|it| folders.contains(&it))),
                "the generator made {path:?}, which lies outside its folders"
            );
        }
        for folder in &folders {
            texts.insert(format!("{folder}/{MARKER}"), MARKER_TEXT.to_owned());
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

/// Why nothing was written.
#[derive(Debug)]
pub enum WriteError {
    /// A folder holds files and was never generated.
    Foreign {
        /// The folder.
        folder: PathBuf,
        /// One of the files in it that would be lost.
        file: PathBuf,
        /// How many there are.
        files: usize,
    },
    /// The disk does not allow it.
    Io(String),
}

impl From<String> for WriteError {
    fn from(why: String) -> Self {
        Self::Io(why)
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Foreign {
                folder,
                file,
                files,
            } => {
                let folder = shown(folder);
                write!(
                    f,
                    "{folder}/ was not generated, and {} in it would be lost ({}); nothing was written\n\
                     {folder}/ belongs to the generator whole: move what is in it elsewhere, choose another --out, or give \
                     --force to have it replaced",
                    say::count(*files, "file"),
                    shown(file)
                )
            }
            Self::Io(why) => write!(f, "{why}; nothing was written"),
        }
    }
}

/// Brings the disk in step with an output and says what changed.
///
/// # Errors
/// Nothing was written.
pub fn write(output: &Output, replace_foreign: bool) -> Result<Plan, WriteError> {
    let signals = stage::Signals::defer();
    let result = attempt(output, replace_foreign);
    signals.deliver();
    result
}

fn attempt(output: &Output, replace_foreign: bool) -> Result<Plan, WriteError> {
    if !output.root.exists() {
        let plan = Plan::compare(output)?;
        if stage::appear(output)? {
            return Ok(plan);
        }
        // Another run was faster.
    }
    let lock = stage::lock(&output.root)?;
    stage::sweep(&output.root);
    stage::sweep(&output.root.join(".."));
    let plan = Plan::compare(output)?;
    if !replace_foreign && let Some(why) = foreign(output, &plan) {
        return Err(why);
    }
    if !plan.is_empty() {
        stage::replace(output, &plan, lock.as_ref())?;
    }
    Ok(plan)
}

/// Why a plan is not carried out unless it is forced: a folder of it holds files and was never generated.
pub fn foreign(output: &Output, plan: &Plan) -> Option<WriteError> {
    let folder = plan
        .folders
        .iter()
        .find(|it| !it.ours && it.lost().next().is_some())?;
    Some(WriteError::Foreign {
        folder: output.root.join(folder.name),
        file: output.root.join(folder.lost().next()?),
        files: folder.lost().count(),
    })
}
