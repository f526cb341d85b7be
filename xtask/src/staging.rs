//! Folders in which files are put together before they are put in place.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use crate::journal::Journal;
use crate::paths::unwritable;
use crate::permissions::with_owner;
use crate::settle;

const PREFIX: &str = ".verbatim-gen-";

/// A folder that is removed on every way out of this process but SIGKILL.
pub struct Stage {
    /// Where it is.
    pub path: PathBuf,
    /// Held as long as the folder is in use.
    _lock: Option<File>,
}

impl Stage {
    /// Makes one.
    ///
    /// # Errors
    /// A sentence: the folder that it is to be made in cannot be written.
    pub fn new_in(parent: &Path) -> Result<Self, String> {
        let mut builder = tempfile::Builder::new();
        let builder = builder.prefix(PREFIX);
        loop {
            let folder = builder.tempdir_in(parent).map_err(|why| {
                // Without the random name that the error itself has.
                unwritable(parent, &why.kind().into())
            })?;
            // A run that sweeps may take the folder for a leftover before it is locked. Then another one is made.
            let lock = match File::open(folder.path()) {
                Err(_) if !folder.path().exists() => continue,
                Err(_) => None,
                Ok(file) => match file.try_lock() {
                    Err(TryLockError::WouldBlock) => continue,
                    Err(TryLockError::Error(_)) => None,
                    Ok(()) => Some(file),
                },
            };
            let ignore = folder.path().join(".gitignore");
            match fs::write(&ignore, "*\n") {
                Err(_) if !folder.path().exists() => continue,
                Err(why) => return Err(unwritable(parent, &why)),
                Ok(()) => {}
            }
            let path = folder.keep();
            return Ok(Self { path, _lock: lock });
        }
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        remove(&self.path);
    }
}

/// Removes a staging folder with everything in it, even where a folder within may not be written. One with an old folder
/// in it, in which somebody may have saved a file, is left to [`sweep`].
pub fn remove(stage: &Path) {
    let holds_old = |it: Journal| it.exchanged(stage).next().is_some();
    if Journal::read(stage).is_some_and(holds_old) {
        return;
    }
    if fs::remove_dir_all(stage).is_err() {
        let mut folders = vec![stage.to_owned()];
        while let Some(folder) = folders.pop() {
            if let Ok(it) = fs::symlink_metadata(&folder)
                && it.is_dir()
            {
                let _ = fs::set_permissions(&folder, with_owner(it.permissions()));
                let entries = fs::read_dir(&folder).into_iter().flatten().flatten();
                folders.extend(entries.map(|it| it.path()));
            }
        }
        let _ = fs::remove_dir_all(stage);
    }
}

/// Removes the staging folders that killed runs left in a folder. What was saved in a root while files were put in place
/// there is carried over first: into this run's root, which is locked; another root's own runs will see to theirs.
///
/// A run looks where its own staging folder might stand: in the output's root and beside it.
pub fn sweep(folder: &Path, root: &Path) {
    let root = root.canonicalize().ok();
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries.filter(|it| it.file_name().to_string_lossy().starts_with(PREFIX)) {
        let stage = entry.path();
        let is_folder = entry.file_type().is_ok_and(|it| it.is_dir());
        if !is_folder {
            continue;
        }
        let Ok(file) = File::open(&stage) else {
            continue;
        };
        if file.try_lock().is_err() {
            continue;
        }
        if let Some(journal) = Journal::read(&stage)
            && root.as_ref() == Some(&journal.root)
        {
            // What fails is kept, and tried again by the next run.
            let _ = settle::settle(&stage, &journal.root, &journal);
        }
        remove(&stage);
    }
}
