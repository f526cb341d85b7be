//! Output and disk → what has to change for the one to become the other.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::attributes;
use crate::content::Content;
use crate::marker::{self, Marker};
use crate::output::Output;
use crate::paths::{shown, unreadable};

/// What happens to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It is not there yet.
    Added,
    /// It is there with another text.
    Updated,
    /// It is there, and is not generated any more.
    Removed,
}

/// What stands at a path that is no folder with something in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// A regular file.
    File,
    /// A symbolic link, a pipe, a device.
    Special,
    /// A folder in which there is nothing.
    EmptyFolder,
}

/// One of the folders that files are generated into.
#[derive(Debug)]
pub struct FolderPlan {
    /// `src` or `docs`.
    pub name: &'static str,
    /// Whether it is on disk.
    pub exists: bool,
    /// What its marker says.
    pub marker: Marker,
    /// The version of the generator that made it, if that is another one.
    pub other_version: Option<String>,
    /// Every file that is generated or was, and every one of [`Self::in_the_way`], by path relative to the output's
    /// root; `None` where disk and output are equal.
    pub files: BTreeMap<PathBuf, Option<Change>>,
    /// Files that were not generated and stand where one is to be: they are not touched unless that is forced.
    pub in_the_way: BTreeSet<PathBuf>,
    /// What else there is. It stays as it is.
    pub foreign: BTreeMap<PathBuf, Entry>,
}

/// What has to change.
#[derive(Debug)]
pub struct Plan {
    /// The folders that files are generated into.
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

    /// The version of the generator that made what is on disk, if that is another one.
    pub fn other_version(&self) -> Option<&str> {
        self.folders
            .iter()
            .find_map(|it| it.other_version.as_deref())
    }

    /// Whether a file that changes was not generated.
    pub fn is_in_the_way(&self, path: &Path) -> bool {
        self.folders.iter().any(|it| it.in_the_way.contains(path))
    }

    /// How many generated files stay as they are.
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
}

fn compare_folder(output: &Output, name: &'static str) -> Result<FolderPlan, String> {
    let root = &output.root;
    let mut on_disk = scan(root, name)?;
    let exists = on_disk.is_some();
    let on_disk = on_disk.get_or_insert_default();
    let (marker, other_version) = match on_disk.get(&Path::new(name).join(marker::NAME)) {
        Some(Entry::File) => read_marker(&root.join(name).join(marker::NAME))?,
        _ => (Marker::Absent, None),
    };
    // One that was generated, and that somebody has replaced.
    let is_own = attributes::is_by_hand(&root.join(name));
    let is_own = |path: &Path| is_own && path == Path::new(attributes::NAME);
    let is_listed = |path: &Path| {
        let path = path.strip_prefix(name);
        path.is_ok_and(|it| marker.lists(it) && !is_own(it))
    };
    let mut files = BTreeMap::new();
    let mut in_the_way = BTreeSet::new();
    // The folders that generated files need.
    let mut needed = BTreeSet::new();
    for (path, content) in output.files_in(name) {
        let path = PathBuf::from(path);
        let change = match on_disk.remove(&path) {
            None | Some(Entry::EmptyFolder) => Some(Change::Added),
            Some(Entry::File) if same(&root.join(&path), content)? => None,
            Some(_) => {
                if !is_listed(&path) {
                    in_the_way.insert(path.clone());
                }
                Some(Change::Updated)
            }
        };
        needed.extend(path.ancestors().skip(1).map(Path::to_owned));
        files.insert(path, change);
    }
    let mut foreign = BTreeMap::new();
    let mut removed = Vec::new();
    for (path, entry) in std::mem::take(on_disk) {
        // A file where a folder has to be, or a folder where a file has to be.
        let collides =
            needed.contains(&path) || path.ancestors().skip(1).any(|it| files.contains_key(it));
        match entry {
            Entry::EmptyFolder if collides => {}
            _ if entry != Entry::EmptyFolder && is_listed(&path) => removed.push(path),
            _ if collides => {
                in_the_way.insert(path.clone());
                removed.push(path);
            }
            _ => {
                foreign.insert(path, entry);
            }
        }
    }
    files.extend(removed.into_iter().map(|it| (it, Some(Change::Removed))));
    Ok(FolderPlan {
        name,
        exists,
        marker,
        other_version,
        files,
        in_the_way,
        foreign,
    })
}

/// What a marker says, and which version wrote it, if another one did.
fn read_marker(path: &Path) -> Result<(Marker, Option<String>), String> {
    let bytes = fs::read(path).map_err(|why| unreadable(path, &why))?;
    let text = String::from_utf8_lossy(&bytes);
    let version = marker::version(&text).filter(|it| *it != marker::OWN_VERSION);
    Ok((Marker::parse(&text), version.map(str::to_owned)))
}

/// Everything in a folder but folders with something in them, by path relative to the root. Links are not followed.
/// `None` if there is no such folder.
fn scan(root: &Path, name: &str) -> Result<Option<BTreeMap<PathBuf, Entry>>, String> {
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
        let mut is_empty = true;
        for entry in fs::read_dir(&place).map_err(|why| unreadable(&place, &why))? {
            let entry = entry.map_err(|why| unreadable(&place, &why))?;
            let file_type = entry
                .file_type()
                .map_err(|why| unreadable(&entry.path(), &why))?;
            is_empty = false;
            let path = folder.join(entry.file_name());
            if file_type.is_dir() {
                folders.push(path);
            } else if file_type.is_file() {
                found.insert(path, Entry::File);
            } else {
                found.insert(path, Entry::Special);
            }
        }
        if is_empty && folder != Path::new(name) {
            found.insert(folder, Entry::EmptyFolder);
        }
    }
    Ok(Some(found))
}

fn same(path: &Path, content: Content<'_>) -> Result<bool, String> {
    content.is_in(path).map_err(|why| unreadable(path, &why))
}
