//! What was known when the new folders were built, for whoever exchanges them with the old ones: a file in the staging
//! folder.
//!
//! Between the look at a folder and its exchange somebody may save a file in it. Afterwards that file stands in the old
//! folder alone, and only what is noted here tells it from the files that were left there on purpose.

use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

const FILE: &str = ".journal";

/// A file or folder, whatever its name is: its device, its inode and when that was made, in nanoseconds since 1970 and 0
/// where the system does not tell, since a new file may get the inode of one that was removed. Where there is no such
/// thing, nothing has one, and folders cannot be exchanged either.
pub type Identity = (u64, u64, u64);

/// What was known when the new folders were built.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Journal {
    /// The output's root, without links in it.
    pub root: PathBuf,
    /// The new folders, by their names in the root.
    pub folders: Vec<(PathBuf, Identity)>,
    /// What stands in both folders, under the same name.
    pub linked: HashSet<Identity>,
    /// What the new folder has and the old one did not have, by path relative to the root.
    pub added: HashSet<PathBuf>,
    /// What the old folder had and the new one does not have, or has with another text.
    pub dropped: HashSet<PathBuf>,
}

impl Journal {
    /// The journal of a staging folder, if it has one.
    pub fn read(stage: &Path) -> Option<Self> {
        let bytes = fs::read(stage.join(FILE)).ok()?;
        let mut journal = Self::default();
        let mut fields = bytes.split(|it| *it == 0);
        while let Some(key) = fields.next().filter(|it| !it.is_empty()) {
            let mut number = || {
                let text = str::from_utf8(fields.next()?).ok()?;
                text.parse::<u64>().ok()
            };
            match key {
                b"linked" => {
                    let identity = (number()?, number()?, number()?);
                    journal.linked.insert(identity);
                }
                b"folder" => {
                    let identity = (number()?, number()?, number()?);
                    let name = PathBuf::from(os_string(fields.next()?));
                    journal.folders.push((name, identity));
                }
                b"root" => journal.root = os_string(fields.next()?).into(),
                b"added" => {
                    journal.added.insert(os_string(fields.next()?).into());
                }
                b"dropped" => {
                    journal.dropped.insert(os_string(fields.next()?).into());
                }
                _ => return None,
            }
        }
        Some(journal)
    }

    /// Writes the journal into its staging folder.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write(&self, stage: &Path) -> io::Result<()> {
        let mut bytes = Vec::new();
        let mut field = |it: &[u8]| {
            bytes.extend_from_slice(it);
            bytes.push(0);
        };
        field(b"root");
        field(&os_bytes(self.root.as_os_str()));
        for (name, (device, inode, made)) in &self.folders {
            field(b"folder");
            for number in [device, inode, made] {
                field(number.to_string().as_bytes());
            }
            field(&os_bytes(name.as_os_str()));
        }
        for (device, inode, made) in &self.linked {
            field(b"linked");
            for number in [device, inode, made] {
                field(number.to_string().as_bytes());
            }
        }
        for (key, paths) in [("added", &self.added), ("dropped", &self.dropped)] {
            for path in paths {
                field(key.as_bytes());
                field(&os_bytes(path.as_os_str()));
            }
        }
        fs::write(stage.join(FILE), bytes)
    }

    /// The folders that have been exchanged: those in the staging folder are the old ones.
    pub fn exchanged(&self, stage: &Path) -> impl Iterator<Item = &Path> {
        let is_old = move |name: &Path, identity: Identity| {
            let found = fs::symlink_metadata(stage.join(name));
            found.is_ok_and(|it| identity_of(&it) != Some(identity))
        };
        (self.folders.iter())
            .filter(move |(name, identity)| is_old(name, *identity))
            .map(|(name, _)| name.as_path())
    }

    /// Whether a file of the old folder was left there on purpose, or a folder that it stands in.
    pub fn drops(&self, path: &Path) -> bool {
        path.ancestors().any(|it| self.dropped.contains(it))
    }
}

/// What makes out a file or folder; `None` where the system does not tell.
pub fn identity_of(it: &Metadata) -> Option<Identity> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        use std::time::UNIX_EPOCH;

        let made = it.created().ok();
        let made = made.and_then(|it| it.duration_since(UNIX_EPOCH).ok());
        let made = made.and_then(|it| u64::try_from(it.as_nanos()).ok());
        Some((it.dev(), it.ino(), made.unwrap_or_default()))
    }
    #[cfg(not(unix))]
    {
        let _ = it;
        None
    }
}

#[cfg(unix)]
fn os_bytes(text: &OsStr) -> Vec<u8> {
    std::os::unix::ffi::OsStrExt::as_bytes(text).to_owned()
}

#[cfg(unix)]
fn os_string(bytes: &[u8]) -> OsString {
    std::os::unix::ffi::OsStringExt::from_vec(bytes.to_owned())
}

#[cfg(not(unix))]
fn os_bytes(text: &OsStr) -> Vec<u8> {
    text.to_string_lossy().into_owned().into_bytes()
}

#[cfg(not(unix))]
fn os_string(bytes: &[u8]) -> OsString {
    String::from_utf8_lossy(bytes).into_owned().into()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Journal;

    #[test]
    fn what_is_written_is_read_back() {
        let stage = tempfile::tempdir().expect("a temporary folder");
        assert_eq!(Journal::read(stage.path()), None);
        let journal = Journal {
            root: "/some where/ou\nt".into(),
            folders: vec![("src".into(), (1, 2, 0)), ("docs".into(), (1, 3, 7))],
            linked: [(1, 4, 5), (5, u64::MAX, 0)].into(),
            added: ["src/a.rs".into()].into(),
            dropped: ["src/b.rs".into(), "src/c".into()].into(),
        };
        journal.write(stage.path()).expect("it can be written");
        assert_eq!(Journal::read(stage.path()), Some(journal));
    }

    #[test]
    fn a_folder_is_dropped_with_what_is_in_it() {
        let journal = Journal {
            dropped: ["src/c".into()].into(),
            ..Journal::default()
        };
        for (path, dropped) in [
            ("src/c", true),
            ("src/c/d/e.rs", true),
            ("src/cd", false),
            ("src", false),
        ] {
            assert_eq!(journal.drops(Path::new(path)), dropped, "{path}");
        }
    }
}
