//! Output and disk → what has to change for the one to become the other.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::input::shown;
use crate::output::{MARKER, Output};

/// What happens to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It is not there yet.
    Added,
    /// It is there with another text.
    Updated,
    /// It is there, and the generator did not make it.
    Removed,
}

/// One of the folders that belong to the generator whole.
#[derive(Debug)]
pub struct FolderPlan {
    /// `src` or `docs`.
    pub name: &'static str,
    /// Whether it is on disk.
    pub exists: bool,
    /// Whether it has been generated before, or holds nothing.
    pub ours: bool,
    /// Every file on disk or in the output, by path relative to the output's root; `None` where they are equal.
    pub files: BTreeMap<PathBuf, Option<Change>>,
}

/// What has to change.
#[derive(Debug)]
pub struct Plan {
    /// The folders that are replaced whole.
    pub folders: Vec<FolderPlan>,
    /// Files that are written because there are none, and never again: `Cargo.toml`.
    pub missing: Vec<PathBuf>,
}

impl Plan {
    /// Compares an output with what is on disk.
    ///
    /// # Errors
    /// A sentence that names the path which could not be read.
    pub fn compare(output: &Output) -> Result<Self, String> {
        let folders = output
            .folders
            .iter()
            .map(|name| compare_folder(output, name))
            .collect::<Result<_, _>>()?;
        let missing = output
            .once()
            .filter(|(path, _)| fs::symlink_metadata(output.root.join(path)).is_err())
            .map(|(path, _)| PathBuf::from(path))
            .collect();
        Ok(Self { folders, missing })
    }

    /// The files that change, folder by folder, by path.
    pub fn changes(&self) -> impl Iterator<Item = (&Path, Change)> {
        let missing = self.missing.iter().map(|it| (it.as_path(), Change::Added));
        let files = self.folders.iter().flat_map(|it| &it.files);
        missing.chain(files.filter_map(|(path, change)| Some((path.as_path(), (*change)?))))
    }

    /// How many files stay as they are.
    pub fn unchanged(&self) -> usize {
        let files = self.folders.iter().flat_map(|it| it.files.values());
        files.filter(|it| it.is_none()).count()
    }

    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.changes().next().is_none()
    }
}

impl FolderPlan {
    /// Whether nothing changes in it.
    pub fn is_empty(&self) -> bool {
        self.files.values().all(Option::is_none)
    }

    /// The files on disk that would be lost: overwritten or removed.
    pub fn lost(&self) -> impl Iterator<Item = &Path> {
        let lost = |it: &Option<Change>| matches!(it, Some(Change::Updated | Change::Removed));
        self.files
            .iter()
            .filter(move |(_, it)| lost(it))
            .map(|(path, _)| path.as_path())
    }
}

fn compare_folder(output: &Output, name: &'static str) -> Result<FolderPlan, String> {
    let root = &output.root;
    let mut on_disk = scan(root, name)?;
    let exists = on_disk.is_some();
    let ours = on_disk
        .as_ref()
        .is_none_or(|it| it.is_empty() || it.contains_key(&Path::new(name).join(MARKER)));
    let on_disk = on_disk.get_or_insert_default();
    let mut files = BTreeMap::new();
    for (path, text) in output.files_in(name) {
        let path = PathBuf::from(path);
        let change = match on_disk.remove(&path) {
            None => Some(Change::Added),
            Some(true) if same(&root.join(&path), text)? => None,
            Some(_) => Some(Change::Updated),
        };
        files.insert(path, change);
    }
    let left = std::mem::take(on_disk).into_keys();
    files.extend(left.map(|path| (path, Some(Change::Removed))));
    Ok(FolderPlan {
        name,
        exists,
        ours,
        files,
    })
}

/// Everything in a folder but folders, by path relative to the root, and whether it is a regular file. Links are not
/// followed. `None` if there is no such folder.
fn scan(root: &Path, name: &str) -> Result<Option<BTreeMap<PathBuf, bool>>, String> {
    let top = root.join(name);
    match fs::symlink_metadata(&top) {
        // A root beneath a file is refused when it is to be made.
        Err(why)
            if matches!(
                why.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            return Ok(None);
        }
        Err(why) => return Err(unreadable(&top, &why)),
        Ok(it) if !it.is_dir() => {
            let is = if it.is_symlink() {
                "a symbolic link"
            } else {
                "a file"
            };
            return Err(format!("{} is {is}, where a folder belongs", shown(&top)));
        }
        Ok(_) => {}
    }
    let mut found = BTreeMap::new();
    let mut folders = vec![PathBuf::from(name)];
    while let Some(folder) = folders.pop() {
        let place = root.join(&folder);
        for entry in fs::read_dir(&place).map_err(|why| unreadable(&place, &why))? {
            let entry = entry.map_err(|why| unreadable(&place, &why))?;
            let kind = entry
                .file_type()
                .map_err(|why| unreadable(&entry.path(), &why))?;
            let path = folder.join(entry.file_name());
            if kind.is_dir() {
                folders.push(path);
            } else {
                found.insert(path, kind.is_file());
            }
        }
    }
    Ok(Some(found))
}

fn same(path: &Path, text: &str) -> Result<bool, String> {
    let length = fs::metadata(path)
        .map_err(|why| unreadable(path, &why))?
        .len();
    if length != text.len() as u64 {
        return Ok(false);
    }
    let bytes = fs::read(path).map_err(|why| unreadable(path, &why))?;
    Ok(bytes == text.as_bytes())
}

fn unreadable(path: &Path, why: &io::Error) -> String {
    format!("{} cannot be read: {why}", shown(path))
}
