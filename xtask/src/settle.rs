//! An old folder that has been exchanged → nothing: what was saved in it meanwhile is carried over, the rest removed.

use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use crate::journal::{Journal, identity_of};
use crate::paths::{shown, unwritable};
use crate::permissions::with_owner;
use crate::rename;

/// How often a folder is looked through before it is given up: somebody keeps saving files in it.
const ROUNDS: usize = 100;

/// What becomes of a file in an old folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// The new folder has it as well, or it was left behind on purpose.
    Dropped,
    /// It was saved after the new folder had been built.
    CarriedOver,
    /// Likewise, and the new folder has what was there before.
    Replaces,
    /// Likewise, and a new generated file has its name.
    Collides,
}

/// A file that was saved, after the new folders had been built, where a new generated file is to stand.
///
/// # Errors
/// A sentence: an old folder cannot be read.
pub fn collision(stage: &Path, root: &Path, journal: &Journal) -> Result<Option<PathBuf>, String> {
    for name in journal.exchanged(stage) {
        let old = look_through(stage, name).map_err(|why| unwritable(&root.join(name), &why))?;
        let found = old
            .files
            .into_iter()
            .find(|(path, metadata)| fate(path, metadata, root, journal) == Fate::Collides);
        if let Some((path, _)) = found {
            return Ok(Some(path));
        }
    }
    Ok(None)
}

/// Empties the old folders of a staging folder.
///
/// # Errors
/// A sentence; what could not be carried over is where the sentence says.
pub fn settle(stage: &Path, root: &Path, journal: &Journal) -> Result<(), String> {
    let names: Vec<&Path> = journal.exchanged(stage).collect();
    for name in names {
        let mut round = 0;
        // A file may be saved in it even now, by a process whose current folder it is.
        while let Err(why) = empty(stage, root, name, journal) {
            round += 1;
            if why.kind() != io::ErrorKind::DirectoryNotEmpty || round == ROUNDS {
                return Err(format!(
                    "what was saved in {} meanwhile is in {} and could not be carried over: {why}",
                    shown(&root.join(name)),
                    shown(&stage.join(name))
                ));
            }
        }
    }
    Ok(())
}

fn empty(stage: &Path, root: &Path, name: &Path, journal: &Journal) -> io::Result<()> {
    let old = look_through(stage, name)?;
    for (path, metadata) in &old.files {
        let (from, to) = (stage.join(path), root.join(path));
        match fate(path, metadata, root, journal) {
            Fate::Dropped => fs::remove_file(&from)?,
            Fate::CarriedOver => carry_over(&from, &to)?,
            Fate::Replaces => {
                rename::exchange(&from, &to)?;
                if !is_linked(&fs::symlink_metadata(&from)?, journal) {
                    // It has just been saved again, in the new folder.
                    rename::exchange(&from, &to)?;
                }
            }
            Fate::Collides => {
                let mut name = to.into_os_string();
                name.push(".kept");
                carry_over(&from, Path::new(&name))?;
            }
        }
    }
    for folder in old.folders.iter().rev() {
        fs::remove_dir(stage.join(folder))?;
    }
    Ok(())
}

fn carry_over(from: &Path, to: &Path) -> io::Result<()> {
    if let Some(parent) = to.parent() {
        fs::create_dir_all(parent)?;
    }
    match rename::without_replacing(from, to) {
        // It has just been saved there, and the next round will find that.
        Err(why) if why.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        moved => moved,
    }
}

/// Whether a file was in the old folder when the new one was built.
fn is_linked(it: &Metadata, journal: &Journal) -> bool {
    identity_of(it).is_some_and(|it| journal.linked.contains(&it))
}

/// A folder and what is in it.
struct Contents {
    /// A folder comes before those within it.
    folders: Vec<PathBuf>,
    files: Vec<(PathBuf, Metadata)>,
}

/// Everything in a folder, by path relative to `stage`. Folders are made such that files can be taken from them.
fn look_through(stage: &Path, name: &Path) -> io::Result<Contents> {
    let mut folders = vec![name.to_owned()];
    let mut files = Vec::new();
    let mut next = 0;
    while let Some(folder) = folders.get(next).cloned() {
        next += 1;
        let place = stage.join(&folder);
        let permissions = fs::metadata(&place)?.permissions();
        if with_owner(permissions.clone()) != permissions {
            fs::set_permissions(&place, with_owner(permissions))?;
        }
        for entry in fs::read_dir(&place)? {
            let entry = entry?;
            let path = folder.join(entry.file_name());
            match entry.metadata() {
                Ok(it) if it.is_dir() => folders.push(path),
                Ok(it) => files.push((path, it)),
                Err(why) if why.kind() == io::ErrorKind::NotFound => {}
                Err(why) => return Err(why),
            }
        }
    }
    Ok(Contents { folders, files })
}

fn fate(path: &Path, old: &Metadata, root: &Path, journal: &Journal) -> Fate {
    if is_linked(old, journal) || journal.drops(path) {
        return Fate::Dropped;
    }
    match fs::symlink_metadata(root.join(path)) {
        Err(why) if why.kind() == io::ErrorKind::NotADirectory => Fate::Collides,
        Err(_) => Fate::CarriedOver,
        Ok(_) if journal.added.contains(path) => Fate::Collides,
        Ok(new) if is_linked(&new, journal) => Fate::Replaces,
        // A copy, where there are no links; or it was saved once more, in the new folder.
        Ok(_) => Fate::Dropped,
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::{collision, settle};
    use crate::journal::{Journal, identity_of};

    fn write(path: &Path, text: &str) {
        fs::create_dir_all(path.parent().expect("a parent")).expect("folders can be made");
        fs::write(path, text).expect("files can be written");
    }

    #[test]
    fn what_was_saved_meanwhile_is_carried_over() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (stage, root) = (folder.path().join("stage"), folder.path().join("root"));
        for (path, text) in [
            ("stage/src/lib.rs", "generated before"),
            ("stage/src/gone/lib.rs", "generated before"),
            ("stage/src/kept.rs", "by hand"),
            ("stage/src/saved.rs", "before"),
            ("stage/src/again.rs", "before"),
            ("root/src/lib.rs", "generated"),
            ("root/src/added.rs", "generated"),
        ] {
            write(&folder.path().join(path), text);
        }
        let mut journal = Journal {
            root: root.clone(),
            folders: vec![("src".into(), (0, 0, 0))],
            added: ["src/added.rs".into()].into(),
            dropped: ["src/lib.rs".into(), "src/gone/lib.rs".into()].into(),
            ..Journal::default()
        };
        // A file that is open keeps its inode: within one tick of the clock a new one could not be told from it.
        let mut open = Vec::new();
        for name in ["kept.rs", "saved.rs", "again.rs"] {
            let (old, new) = (stage.join("src").join(name), root.join("src").join(name));
            fs::hard_link(&old, new).expect("links can be made");
            open.push(fs::File::open(&old).expect("it can be opened"));
            let metadata = fs::metadata(old).expect("it is there");
            journal.linked.extend(identity_of(&metadata));
        }
        // By a new file that takes the name of the old one, as editors do it.
        for (place, text) in [
            (stage.join("src/saved.rs"), "after"),
            (stage.join("src/again.rs"), "after"),
            (root.join("src/again.rs"), "after that"),
        ] {
            write(&folder.path().join("new"), text);
            fs::rename(folder.path().join("new"), place).expect("files can be renamed");
        }
        write(&stage.join("src/deep/er/new.rs"), "new");
        assert_eq!(collision(&stage, &root, &journal), Ok(None));
        write(&stage.join("src/added.rs"), "by hand");
        assert_eq!(
            collision(&stage, &root, &journal),
            Ok(Some("src/added.rs".into()))
        );
        settle(&stage, &root, &journal).expect("it can be settled");
        for (path, text) in [
            ("src/lib.rs", "generated"),
            ("src/kept.rs", "by hand"),
            ("src/saved.rs", "after"),
            ("src/again.rs", "after that"),
            ("src/deep/er/new.rs", "new"),
            ("src/added.rs", "generated"),
            // Nothing can be undone any more, and nothing is lost.
            ("src/added.rs.kept", "by hand"),
        ] {
            assert_eq!(
                fs::read_to_string(root.join(path)).ok().as_deref(),
                Some(text),
                "{path}"
            );
        }
        assert!(!root.join("src/gone").exists() && !stage.join("src").exists());
    }
}
