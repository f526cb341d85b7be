//! A plan → the new state of everything that changes, in a staging folder.

use std::collections::BTreeSet;
use std::fs::{self, File, FileTimes};
use std::io;
use std::path::{Path, PathBuf};

use crate::content::Content;
use crate::journal::{Journal, identity_of};
use crate::output::Output;
use crate::paths::{shown, unwritable};
use crate::permissions::imitate;
use crate::plan::{Change, Entry, FolderPlan};

/// What came of it.
#[derive(Debug, PartialEq, Eq)]
pub enum Built {
    /// Whole folders, which can be exchanged with those in the root.
    Folders,
    /// The files that are new or changed. What was not generated cannot be given a second name here, so that its folder
    /// has to stay where it is.
    FilesAlone,
}

/// Builds the new state of some folders, and the files that are missing.
///
/// # Errors
/// A sentence that names the place for which a file could not be written.
pub fn build(
    stage: &Path,
    output: &Output,
    folders: &[&FolderPlan],
    missing: &[PathBuf],
) -> Result<Built, String> {
    let root = &output.root;
    let mut journal = Journal {
        root: root.canonicalize().unwrap_or_else(|_| root.clone()),
        ..Journal::default()
    };
    let mut built = Built::Folders;
    for folder in folders {
        build_generated(stage, output, folder, &mut journal)?;
        if folder.exists {
            match build_foreign(stage, root, folder, &mut journal)? {
                Built::Folders => {}
                Built::FilesAlone => built = Built::FilesAlone,
            }
            let staged = stage.join(folder.name);
            if let Some(it) = fs::metadata(staged).ok().and_then(|it| identity_of(&it)) {
                journal.folders.push((folder.name.into(), it));
            }
        }
    }
    for path in missing {
        let text = output.text(path).unwrap_or_default();
        write_file(&stage.join(path), Content::Text(text), &root.join(path))?;
    }
    journal.write(stage).map_err(|why| unwritable(root, &why))?;
    Ok(built)
}

/// What is generated: written, or the old file under a second name where it is as it should be.
fn build_generated(
    stage: &Path,
    output: &Output,
    folder: &FolderPlan,
    journal: &mut Journal,
) -> Result<(), String> {
    let root = &output.root;
    for (path, change) in &folder.files {
        match change {
            Some(Change::Added) => journal.added.insert(path.clone()),
            Some(_) => journal.dropped.insert(path.clone()),
            None => false,
        };
        if *change == Some(Change::Removed) {
            continue;
        }
        let (old, new) = (root.join(path), stage.join(path));
        make_parents(root, stage, path)?;
        if change.is_none() {
            link_or_copy(&old, &new, journal).map_err(|why| unwritable(&old, &why))?;
            continue;
        }
        let content = output.content(path).unwrap_or(Content::Text(""));
        write_file(&new, content, &old)?;
        if let Ok(it) = fs::symlink_metadata(&old)
            && it.is_file()
        {
            // A mode that cannot be kept is no reason to fail.
            let _ = fs::set_permissions(&new, it.permissions());
        }
    }
    Ok(())
}

/// What is not generated: the same files under a second name, in folders with the modes and times of theirs.
fn build_foreign(
    stage: &Path,
    root: &Path,
    folder: &FolderPlan,
    journal: &mut Journal,
) -> Result<Built, String> {
    let folders_before: BTreeSet<&Path> =
        folder.files.keys().flat_map(|it| it.ancestors()).collect();
    let mut foreign_folders = BTreeSet::new();
    for (path, entry) in &folder.foreign {
        let (old, new) = (root.join(path), stage.join(path));
        if *entry == Entry::EmptyFolder {
            make_parents(root, stage, &path.join("any"))?;
        } else {
            make_parents(root, stage, path)?;
            match link(&old, &new, journal) {
                Ok(()) => {}
                // On a file system that does not tell capital letters from small ones.
                Err(why) if why.kind() == io::ErrorKind::AlreadyExists => {
                    return Err(format!(
                        "{} stands where a file is to be generated",
                        shown(&old)
                    ));
                }
                Err(why) if why.kind() == io::ErrorKind::NotFound => {}
                Err(_) => return Ok(Built::FilesAlone),
            }
        }
        let around = path
            .ancestors()
            .skip(usize::from(*entry != Entry::EmptyFolder));
        foreign_folders.extend(around.filter(|it| !folders_before.contains(it)));
    }
    // Those within others come first, since one may be closed to its owner.
    for path in foreign_folders.into_iter().rev() {
        let imitate = || {
            let (old, new) = (fs::metadata(root.join(path))?, stage.join(path));
            let times = FileTimes::new().set_modified(old.modified()?);
            File::open(&new)?.set_times(times)?;
            fs::set_permissions(new, old.permissions())
        };
        // Times and modes that cannot be kept are no reason to fail.
        let _ = imitate();
    }
    Ok(Built::Folders)
}

/// Makes the staged folders that lead to a file, with the modes of those in the root.
fn make_parents(root: &Path, stage: &Path, path: &Path) -> Result<(), String> {
    let missing: Vec<&Path> = path
        .ancestors()
        .skip(1)
        .take_while(|it| !it.as_os_str().is_empty() && !stage.join(it).exists())
        .collect();
    for it in missing.into_iter().rev() {
        let (old, new) = (root.join(it), stage.join(it));
        fs::create_dir(&new).map_err(|why| unwritable(&old, &why))?;
        if let Ok(it) = fs::metadata(&old) {
            imitate(&new, &it);
        }
    }
    Ok(())
}

/// The old file under a second name.
fn link(old: &Path, new: &Path, journal: &mut Journal) -> io::Result<()> {
    fs::hard_link(old, new)?;
    journal
        .linked
        .extend(identity_of(&fs::symlink_metadata(new)?));
    Ok(())
}

/// The old file under a second name, with its times; a copy where the file system has no links.
fn link_or_copy(old: &Path, new: &Path, journal: &mut Journal) -> io::Result<()> {
    if link(old, new, journal).is_ok() {
        return Ok(());
    }
    fs::copy(old, new)?;
    let modified = fs::metadata(old)?.modified()?;
    File::options()
        .write(true)
        .open(new)?
        .set_modified(modified)
}

/// Writes a staged file, and the folders that lead to it. A failure is told of the place that it was meant for.
///
/// # Errors
/// A sentence.
pub fn write_file(staged: &Path, content: Content<'_>, place: &Path) -> Result<(), String> {
    let write = || {
        if let Some(parent) = staged.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(staged, content.bytes())
    };
    write().map_err(|why| unwritable(place, &why))
}
