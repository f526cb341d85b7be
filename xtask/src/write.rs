//! An output → the disk, whole or not at all.
//!
//! # What holds at every moment
//! The new `src/` and `docs/` are built in a staging folder beside the root, where files that did not change, and files
//! that were not generated, are hard links to the old ones (so they keep their times), and are then exchanged with the
//! old folders, one system call each. So whoever looks, and whenever the process is killed:
//!
//! - each of the two folders is the old one or the new one, never a mixture; a crate that did not exist before
//!   appears with everything in it, by one call;
//! - a failure on the way (a full disk, a folder that is read-only) undoes what was exchanged already;
//! - the two exchanges follow each other at once, yet they are two: there is no call for both, since what else stands in
//!   the root is not the generator's to move. So a second process makes them ([`crate::helper`]): whoever kills this
//!   one, with SIGKILL too, leaves both old or, as soon as the lock on the root is free, both new;
//! - what was not generated ([`crate::marker`] tells) is in the new folder as it was in the old one. What somebody saves
//!   between the look at the old folder and the exchange is carried over ([`crate::settle`]); if it stands where a new
//!   file is generated, everything is undone;
//! - the staging folder is removed on every way out. After a SIGKILL before the exchange it stays, out of git's sight,
//!   until the next run removes it. Runs hold an advisory lock on the output's root and on their staging folder, so
//!   that one does not mistake another's for a leftover, and two runs into one folder take turns.
//!
//! A power cut or a kill of every process at once may still fall between the two exchanges, and then `src/` is new and
//! `docs/` old: `--check` reports it, the next run completes it. Nothing is flushed to the disk by force: what a power
//! cut may do to files that were just written, the file system says, and the next run mends it.
//!
//! A file system that cannot exchange folders (FAT, some network and overlay file systems), or on which something that
//! was not generated cannot be given a second name, gets its files one by one, each whole. There, a killed run can leave
//! new files beside old ones until the next run.

use std::fmt;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use crate::build::{self, Built};
use crate::content::Content;
use crate::helper;
use crate::lock;
use crate::marker::{self, Marker};
use crate::output::Output;
use crate::paths::{not_a_folder, shown, unwritable};
use crate::plan::{Change, FolderPlan, Plan};
use crate::staging::{self, Stage};
use crate::step::{self, Done, Step};
use crate::terminal;

/// Why nothing was written.
#[derive(Debug)]
pub enum WriteError {
    /// Files that were not generated stand where some are to be.
    Foreign {
        /// One of them.
        file: PathBuf,
        /// How many there are.
        files: usize,
        /// The marker of an earlier version, which does not tell whether they were.
        unlisted: Option<PathBuf>,
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
                file,
                files,
                unlisted,
            } => {
                let file = shown(file);
                let more = match files - 1 {
                    0 => String::new(),
                    it => format!(" and {}", terminal::count(it, "other file")),
                };
                match unlisted {
                    None => write!(
                        f,
                        "{file}{more} would be overwritten, and was not generated; nothing was written\n\
                         move it elsewhere, choose another --out, or give --force to have it overwritten"
                    ),
                    Some(marker) => write!(
                        f,
                        "{file}{more} would be overwritten, and may not have been generated: {}, of an earlier version, does \
                         not list what was; nothing was written\n\
                         give --force unless something there is written by hand",
                        shown(marker)
                    ),
                }
            }
            Self::Io(why) => write!(f, "{why}; nothing was written"),
        }
    }
}

/// Brings the disk in step with an output and says what changed. With `force`, files that were not generated are
/// overwritten where they are in the way.
///
/// # Errors
/// Nothing was written.
pub fn write(output: &Output, force: bool) -> Result<Plan, WriteError> {
    let signals = lock::Signals::defer();
    let result = attempt(output, force);
    signals.deliver();
    result
}

fn attempt(output: &Output, force: bool) -> Result<Plan, WriteError> {
    if !output.root.exists() {
        let plan = Plan::compare(output)?;
        if appear(output)? {
            return Ok(plan);
        }
        // Another run was faster.
    }
    let lock = lock::exclusive(&output.root)?;
    staging::sweep(&output.root, &output.root);
    staging::sweep(&output.root.join(".."), &output.root);
    let plan = Plan::compare(output)?;
    if !force && let Some(why) = refused(output, &plan) {
        return Err(why);
    }
    if !plan.is_empty() {
        replace(output, &plan, lock.as_ref())?;
    }
    Ok(plan)
}

/// Why a plan is not carried out unless that is forced: what was not generated would be overwritten.
pub fn refused(output: &Output, plan: &Plan) -> Option<WriteError> {
    let mut folders = plan.folders.iter();
    let folder = folders.find(|it| !it.in_the_way.is_empty())?;
    let marker = Path::new(folder.name).join(marker::NAME);
    Some(WriteError::Foreign {
        file: output.root.join(folder.in_the_way.first()?),
        files: plan.folders.iter().map(|it| it.in_the_way.len()).sum(),
        unlisted: (folder.marker == Marker::Unlisted).then(|| output.root.join(marker)),
    })
}

/// Makes a root that does not exist, with everything in it at once. `false` if another process made it meanwhile.
fn appear(output: &Output) -> Result<bool, String> {
    let root = &output.root;
    let parent = match root.parent() {
        Some(it) if !it.as_os_str().is_empty() => it,
        _ => Path::new("."),
    };
    let made = make_folders(parent)?;
    let result = appear_in(parent, output);
    if result.is_err() {
        // Only folders that are empty still, and that were made above.
        for it in made.iter().rev() {
            let _ = fs::remove_dir(it);
        }
    }
    result
}

fn appear_in(parent: &Path, output: &Output) -> Result<bool, String> {
    staging::sweep(parent, &output.root);
    let stage = Stage::new_in(parent)?;
    let tree = stage.path.join("tree");
    let place = |path| output.root.join(path);
    for folder in &output.folders {
        for (path, content) in output.files_in(folder) {
            build::write_file(&tree.join(path), content, &place(path))?;
        }
    }
    for (path, text) in output.once() {
        build::write_file(&tree.join(path), Content::Text(text), &place(path))?;
    }
    match fs::rename(&tree, &output.root) {
        Ok(()) => Ok(true),
        Err(_) if output.root.is_dir() => Ok(false),
        Err(why) => Err(unwritable(&output.root, &why)),
    }
}

/// Makes the folders that are missing on the way to a path, and names them.
fn make_folders(path: &Path) -> Result<Vec<PathBuf>, String> {
    if let Some(it) = path.ancestors().find(|it| it.is_file()) {
        return Err(not_a_folder(it));
    }
    let missing: Vec<&Path> = path
        .ancestors()
        .take_while(|it| !it.as_os_str().is_empty() && !it.exists())
        .collect();
    let mut made = Vec::new();
    for it in missing.into_iter().rev() {
        match fs::create_dir(it) {
            Ok(()) => made.push(it.to_owned()),
            Err(why) if why.kind() == io::ErrorKind::AlreadyExists && it.is_dir() => {}
            Err(why) => return Err(unwritable(it, &why)),
        }
    }
    Ok(made)
}

/// Carries out a plan in a root that exists and is locked. After an error the folders are as they were.
fn replace(output: &Output, plan: &Plan, lock: Option<&File>) -> Result<(), String> {
    // Beside the root, so that nothing unfinished is ever seen in it; within, where the folder above is another file
    // system's or may not be written.
    if let Some(parent) = parent_on_same_device(&output.root)
        && let Ok(stage) = Stage::new_in(&parent)
        && let Done::Fully(result) = replace_from(&stage.path, output, plan, lock)
    {
        return result;
    }
    let stage = Stage::new_in(&output.root)?;
    match replace_from(&stage.path, output, plan, lock) {
        Done::Fully(result) => result,
        Done::NothingYet => replace_each(output, plan, &stage.path),
    }
}

fn replace_from(stage: &Path, output: &Output, plan: &Plan, lock: Option<&File>) -> Done {
    let root = &output.root;
    let changed = |it: &&FolderPlan| !it.is_empty() || !it.exists;
    let folders: Vec<&FolderPlan> = plan.folders.iter().filter(changed).collect();
    match build::build(stage, output, &folders, &plan.missing) {
        Ok(Built::Folders) => {}
        Ok(Built::FilesAlone) => return Done::NothingYet,
        Err(why) => return Done::Fully(Err(why)),
    }
    let steps = steps(&folders, plan);
    let handed = match &steps[..] {
        // It is taken or not, by whomever.
        [Step::MoveIn(_)] => None,
        steps => helper::take(steps, root, stage, lock),
    };
    handed.unwrap_or_else(|| step::take_all(&steps, root, stage))
}

/// The exchanges come last, one after the other, so that as little as possible lies between them.
fn steps(folders: &[&FolderPlan], plan: &Plan) -> Vec<Step> {
    let (old, new): (Vec<&FolderPlan>, Vec<&FolderPlan>) = folders.iter().partition(|it| it.exists);
    let files = plan.missing.iter().cloned().map(Step::MoveIn);
    files
        .chain(new.iter().map(|it| Step::MoveIn(it.name.into())))
        .chain(old.iter().map(|it| Step::Exchange(it.name.into())))
        .collect()
}

/// The folder that a root stands in, if files can be moved between the two.
fn parent_on_same_device(root: &Path) -> Option<PathBuf> {
    let parent = root.canonicalize().ok()?.parent()?.to_owned();
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let device = |path: &Path| fs::metadata(path).ok().map(|it| it.dev());
        if device(&parent) != device(root) {
            return None;
        }
    }
    Some(parent)
}

/// Carries out a plan file by file, from a staging folder that has every file which is new or changed.
fn replace_each(output: &Output, plan: &Plan, stage: &Path) -> Result<(), String> {
    let root = &output.root;
    let (in_the_way, removed): (Vec<_>, Vec<_>) = (plan.changes())
        .filter(|(_, change)| *change == Change::Removed)
        .map(|(path, _)| path)
        .partition(|it| plan.is_in_the_way(it));
    remove_each(root, &in_the_way)?;
    for (path, change) in plan.changes() {
        let (staged, place) = (stage.join(path), root.join(path));
        if change != Change::Removed && staged.exists() {
            if let Some(parent) = place.parent() {
                fs::create_dir_all(parent).map_err(|why| unwritable(parent, &why))?;
            }
            // An empty folder, where a file is to be.
            let _ = fs::remove_dir(&place);
            fs::rename(&staged, &place).map_err(|why| unwritable(&place, &why))?;
        }
    }
    remove_each(root, &removed)
}

/// Removes files, and the folders that become empty with them.
fn remove_each(root: &Path, files: &[&Path]) -> Result<(), String> {
    for it in files {
        let place = root.join(it);
        fs::remove_file(&place).map_err(|why| unwritable(&place, &why))?;
        for parent in place.ancestors().skip(1).take_while(|it| *it != root) {
            if fs::remove_dir(parent).is_err() {
                break;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use verbatim_gen::{Emit, FileSet};

    use super::{Plan, Stage, replace_each};
    use crate::build;
    use crate::marker;
    use crate::output::Output;

    /// On a file system without exchange, a run ends in the same state.
    #[test]
    fn files_are_replaced_one_by_one_where_folders_cannot_be_exchanged() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path();
        let generated = ["edited.rs", "gone/deep/old.rs", "kept/old.rs", "same.rs"];
        for (path, text) in [
            ("same.rs", "same"),
            ("edited.rs", "old"),
            ("gone/deep/old.rs", "old"),
            ("kept/old.rs", "old"),
            ("mine.rs", "by hand"),
            ("gone/mine/too.rs", "by hand"),
            // In the way of a file.
            ("new.rs/mine.rs", "by hand"),
            (marker::NAME, &marker::text(generated.into_iter())),
        ] {
            let path = root.join("src").join(path);
            fs::create_dir_all(path.parent().expect("a parent")).expect("folders can be made");
            fs::write(path, text).expect("files can be written");
        }
        fs::create_dir(root.join("src/empty.rs")).expect("folders can be made");
        let mut files = FileSet::default();
        for (path, text) in [
            ("src/same.rs", "same"),
            ("src/edited.rs", "new"),
            ("src/empty.rs", "new"),
            ("src/kept/new.rs", "new"),
            ("src/new.rs", "new"),
            ("docs/a.md", "# A"),
            ("Cargo.toml", "[package]"),
        ] {
            files.insert(path, text.to_owned());
        }
        let output = Output::new(
            root,
            files,
            Emit {
                rust: true,
                docs: true,
                html: false,
            },
        );
        let modified = || {
            fs::metadata(root.join("src/same.rs"))
                .and_then(|it| it.modified())
                .expect("a time")
        };
        let before = modified();

        let plan = Plan::compare(&output).expect("it can be read");
        let in_the_way: Vec<_> = plan.folders.iter().flat_map(|it| &it.in_the_way).collect();
        assert_eq!(in_the_way, [std::path::Path::new("src/new.rs/mine.rs")]);
        let stage = Stage::new_in(root).expect("it can be made");
        let folders: Vec<_> = plan.folders.iter().collect();
        build::build(&stage.path, &output, &folders, &plan.missing).expect("it can be built");
        replace_each(&output, &plan, &stage.path).expect("it can be replaced");
        drop(stage);

        assert!(Plan::compare(&output).expect("it can be read").is_empty());
        assert_eq!(modified(), before);
        assert!(!root.join("src/gone/deep").exists());
        for path in ["src/mine.rs", "src/gone/mine/too.rs"] {
            assert_eq!(
                fs::read_to_string(root.join(path)).ok().as_deref(),
                Some("by hand"),
                "{path}"
            );
        }
        let names: Vec<_> = fs::read_dir(root)
            .expect("a folder")
            .flatten()
            .map(|it| it.file_name())
            .collect();
        assert_eq!(names.len(), 3, "{names:?}");
    }
}
