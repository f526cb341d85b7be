//! A plan → the disk, by way of a staging folder. [`crate::output`] says what is promised.

use std::fs::{self, File, Permissions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use crate::input::shown;
use crate::keeper;
use crate::output::Output;
use crate::plan::{Change, FolderPlan, Plan};
use crate::say;

const PREFIX: &str = ".verbatim-gen-";

/// Makes a root that does not exist, with everything in it at once. `false` if another process made it meanwhile.
///
/// # Errors
/// A sentence; nothing is left behind.
pub fn appear(output: &Output) -> Result<bool, String> {
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
    sweep(parent);
    let stage = Stage::new_in(parent)?;
    let tree = stage.path.join("tree");
    let place = |path| output.root.join(path);
    for folder in &output.folders {
        for (path, text) in output.files_in(folder) {
            write_file(&tree.join(path), text, &place(path))?;
        }
    }
    for (path, text) in output.once() {
        write_file(&tree.join(path), text, &place(path))?;
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
        return Err(format!("{} is a file, where a folder belongs", shown(it)));
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

/// Carries out a plan in a root that exists and is locked.
///
/// # Errors
/// A sentence; the folders are as they were.
pub fn replace(output: &Output, plan: &Plan, lock: Option<&File>) -> Result<(), String> {
    // Beside the root, so that nothing foreign is ever seen in it; within, where the folder above is another file
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

/// How far folders could be exchanged.
#[derive(Debug)]
pub enum Done {
    /// To the end, or to a failure that has been undone.
    Fully(Result<(), String>),
    /// Not at all: folders cannot be exchanged between here and there.
    NothingYet,
}

fn replace_from(stage: &Path, output: &Output, plan: &Plan, lock: Option<&File>) -> Done {
    let root = &output.root;
    let changed = |it: &&FolderPlan| !it.is_empty() || !it.exists;
    let folders: Vec<&FolderPlan> = plan.folders.iter().filter(changed).collect();
    if let Err(why) = build_all(stage, output, &folders, &plan.missing) {
        return Done::Fully(Err(why));
    }
    let steps = steps(&folders, plan);
    let handed = match &steps[..] {
        // One is taken or not, by whomever.
        [_] => None,
        steps => keeper::take(steps, root, stage, lock),
    };
    handed.unwrap_or_else(|| take_all(&steps, root, stage))
}

/// Takes every step, or none.
pub fn take_all(steps: &[Step], root: &Path, stage: &Path) -> Done {
    let mut taken: Vec<&Step> = Vec::new();
    for step in steps {
        if let Err(why) = step.take(root, stage) {
            return match taken.iter().rev().try_for_each(|it| it.undo(root, stage)) {
                Err(why) => Done::Fully(Err(why)),
                Ok(()) if is_unsupported(&why) => Done::NothingYet,
                Ok(()) => Done::Fully(Err(unwritable(&root.join(step.path()), &why))),
            };
        }
        taken.push(step);
    }
    Done::Fully(Ok(()))
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

/// Builds the new state of everything that changes in the staging folder.
fn build_all(
    stage: &Path,
    output: &Output,
    folders: &[&FolderPlan],
    missing: &[PathBuf],
) -> Result<(), String> {
    for folder in folders {
        build(output, folder, stage)?;
    }
    for path in missing {
        let text = output.text(path).unwrap_or_default();
        write_file(&stage.join(path), text, &output.root.join(path))?;
    }
    Ok(())
}

/// Builds the new state of a folder in the staging folder.
fn build(output: &Output, folder: &FolderPlan, stage: &Path) -> Result<(), String> {
    let root = &output.root;
    for (path, change) in &folder.files {
        if *change == Some(Change::Removed) {
            continue;
        }
        let (old, new) = (root.join(path), stage.join(path));
        make_parents(root, stage, path)?;
        if change.is_none() {
            link(&old, &new)?;
            continue;
        }
        write_file(&new, output.text(path).unwrap_or_default(), &old)?;
        if let Ok(it) = fs::symlink_metadata(&old)
            && it.is_file()
        {
            // A mode that cannot be kept is no reason to fail.
            let _ = fs::set_permissions(&new, it.permissions());
        }
    }
    Ok(())
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
            let _ = fs::set_permissions(&new, with_owner(it.permissions()));
        }
    }
    Ok(())
}

/// A mode that lets its owner fill and empty a folder.
fn with_owner(permissions: Permissions) -> Permissions {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        PermissionsExt::from_mode(permissions.mode() | 0o700)
    }
    #[cfg(not(unix))]
    permissions
}

/// The old file under a second name, with its times; a copy where the file system has no links.
fn link(old: &Path, new: &Path) -> Result<(), String> {
    if fs::hard_link(old, new).is_ok() {
        return Ok(());
    }
    let copy = || {
        fs::copy(old, new)?;
        let modified = fs::metadata(old)?.modified()?;
        File::options()
            .write(true)
            .open(new)?
            .set_modified(modified)
    };
    copy().map_err(|why| unwritable(old, &why))
}

/// One system call that changes what stands in the root.
#[derive(Debug, Clone)]
pub enum Step {
    /// A folder changes places with the staged one.
    Exchange(PathBuf),
    /// A file or folder that was not there is moved in.
    MoveIn(PathBuf),
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

impl Step {
    /// The word for it between two processes.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Exchange(_) => "exchange",
            Self::MoveIn(_) => "move-in",
        }
    }

    /// The step that such a word stands for.
    pub fn named(word: &str, path: PathBuf) -> Option<Self> {
        match word {
            "exchange" => Some(Self::Exchange(path)),
            "move-in" => Some(Self::MoveIn(path)),
            _ => None,
        }
    }

    /// Relative to the root.
    pub fn path(&self) -> &Path {
        match self {
            Self::Exchange(path) | Self::MoveIn(path) => path,
        }
    }

    fn take(&self, root: &Path, stage: &Path) -> io::Result<()> {
        match self {
            Self::Exchange(path) => exchange(&stage.join(path), &root.join(path)),
            Self::MoveIn(path) => fs::rename(stage.join(path), root.join(path)),
        }
    }

    fn undo(&self, root: &Path, stage: &Path) -> Result<(), String> {
        let undone = match self {
            Self::Exchange(path) => exchange(&stage.join(path), &root.join(path)),
            Self::MoveIn(path) => fs::rename(root.join(path), stage.join(path)),
        };
        undone.map_err(|why| unwritable(&root.join(self.path()), &why))
    }
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE).map_err(io::Error::from)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Whether folders could not be exchanged because this system or this file system has no such thing.
fn is_unsupported(why: &io::Error) -> bool {
    #[cfg(unix)]
    {
        use rustix::io::Errno;
        // INVAL: FAT, NFS. XDEV: a folder of a lower layer of an overlay. BUSY: a mount point.
        let it = why.raw_os_error().map(Errno::from_raw_os_error);
        matches!(
            it,
            Some(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP | Errno::XDEV | Errno::BUSY)
        )
    }
    #[cfg(not(unix))]
    {
        why.kind() == io::ErrorKind::Unsupported
    }
}

/// Carries out a plan file by file, from a staging folder that is complete.
fn replace_each(output: &Output, plan: &Plan, stage: &Path) -> Result<(), String> {
    let root = &output.root;
    let mut removed = Vec::new();
    for (path, change) in plan.changes() {
        let (staged, place) = (stage.join(path), root.join(path));
        if change == Change::Removed {
            removed.push(place);
        } else if staged.exists() {
            if let Some(parent) = place.parent() {
                fs::create_dir_all(parent).map_err(|why| unwritable(parent, &why))?;
            }
            fs::rename(&staged, &place).map_err(|why| unwritable(&place, &why))?;
        }
    }
    for it in removed {
        fs::remove_file(&it).map_err(|why| unwritable(&it, &why))?;
        // A folder that has become empty goes too.
        for parent in it.ancestors().skip(1).take_while(|it| *it != root) {
            if fs::remove_dir(parent).is_err() {
                break;
            }
        }
    }
    Ok(())
}

/// A folder that is removed on every way out of this process but SIGKILL.
struct Stage {
    path: PathBuf,
    /// Held as long as the folder is in use.
    _lock: Option<File>,
}

impl Stage {
    fn new_in(parent: &Path) -> Result<Self, String> {
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

/// Removes a folder with everything in it, even where a folder within may not be written.
pub fn remove(path: &Path) {
    if fs::remove_dir_all(path).is_err() {
        let mut folders = vec![path.to_owned()];
        while let Some(folder) = folders.pop() {
            if let Ok(it) = fs::symlink_metadata(&folder)
                && it.is_dir()
            {
                let _ = fs::set_permissions(&folder, with_owner(it.permissions()));
                let entries = fs::read_dir(&folder).into_iter().flatten().flatten();
                folders.extend(entries.map(|it| it.path()));
            }
        }
        let _ = fs::remove_dir_all(path);
    }
}

/// Removes the staging folders that killed runs left in a folder.
///
/// A run looks where its own staging folder might stand: in the output's root and beside it.
pub fn sweep(folder: &Path) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries.filter(|it| it.file_name().to_string_lossy().starts_with(PREFIX)) {
        let is_folder = entry.file_type().is_ok_and(|it| it.is_dir());
        if is_folder
            && let Ok(file) = File::open(entry.path())
            && file.try_lock().is_ok()
        {
            remove(&entry.path());
        }
    }
}

/// Waits until no other run writes into a root. The lock ends with the file that is returned, or with the process.
///
/// # Errors
/// The folder cannot be opened, or another run has held it for a minute.
pub fn lock(root: &Path) -> Result<Option<File>, String> {
    hold(root, File::try_lock)
}

/// Waits until no other run writes into a root, and keeps new ones from starting to.
///
/// # Errors
/// Likewise.
pub fn lock_shared(root: &Path) -> Result<Option<File>, String> {
    hold(root, File::try_lock_shared)
}

fn hold(
    root: &Path,
    try_lock: fn(&File) -> Result<(), TryLockError>,
) -> Result<Option<File>, String> {
    const PATIENCE: Duration = Duration::from_secs(60);
    let is_folder = fs::metadata(root)
        .map_err(|why| unwritable(root, &why))?
        .is_dir();
    if !is_folder {
        return Err(format!("{} is a file, where a folder belongs", shown(root)));
    }
    // Some systems do not open folders, some file systems do not lock. Without a lock each folder is still replaced
    // by one call.
    let Ok(file) = File::open(root) else {
        return Ok(None);
    };
    let started = Instant::now();
    let mut told = false;
    loop {
        match try_lock(&file) {
            Ok(()) => return Ok(Some(file)),
            Err(TryLockError::Error(_)) => return Ok(None),
            Err(TryLockError::WouldBlock) if started.elapsed() > PATIENCE => {
                return Err(format!(
                    "another run has been writing to {} for a minute",
                    shown(root)
                ));
            }
            Err(TryLockError::WouldBlock) => {
                if !told && started.elapsed() > Duration::from_secs(1) {
                    told = true;
                    say::err(&format!(
                        "waiting for another run that writes to {}\n",
                        shown(root)
                    ));
                }
                thread::sleep(Duration::from_millis(5));
            }
        }
    }
}

/// Writes a staged file, and the folders that lead to it. A failure is told of the place that it was meant for.
fn write_file(staged: &Path, text: &str, place: &Path) -> Result<(), String> {
    let write = || {
        if let Some(parent) = staged.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(staged, text)
    };
    write().map_err(|why| unwritable(place, &why))
}

fn unwritable(path: &Path, why: &io::Error) -> String {
    format!("{} cannot be written: {why}", shown(path))
}

/// Keeps Ctrl-C, SIGTERM and SIGHUP waiting while files are put in place, which takes milliseconds.
pub struct Signals {
    #[cfg(unix)]
    arrived: Vec<(i32, std::sync::Arc<std::sync::atomic::AtomicBool>)>,
}

impl Signals {
    /// From here on they wait.
    pub fn defer() -> Self {
        #[cfg(unix)]
        {
            use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
            let mut arrived = Vec::new();
            for signal in [SIGINT, SIGTERM, SIGHUP] {
                let flag = std::sync::Arc::default();
                if signal_hook::flag::register(signal, std::sync::Arc::clone(&flag)).is_ok() {
                    arrived.push((signal, flag));
                }
            }
            Self { arrived }
        }
        #[cfg(not(unix))]
        Self {}
    }

    /// One that has arrived does now what it would have done.
    pub fn deliver(self) {
        #[cfg(unix)]
        for (signal, flag) in self.arrived {
            if flag.load(std::sync::atomic::Ordering::SeqCst) {
                let _ = signal_hook::low_level::emulate_default_handler(signal);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use verbatim_gen::{Emit, FileSet};

    use super::{Stage, build, is_unsupported, replace_each};
    use crate::output::Output;
    use crate::plan::Plan;

    /// On a file system without exchange, a run ends in the same state.
    #[test]
    fn files_are_replaced_one_by_one_where_folders_cannot_be_exchanged() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path();
        for (path, text) in [
            ("same.rs", "same"),
            ("edited.rs", "old"),
            ("gone/deep/old.rs", "old"),
            ("kept/old.rs", "old"),
        ] {
            let path = root.join("src").join(path);
            fs::create_dir_all(path.parent().expect("a parent")).expect("folders can be made");
            fs::write(path, text).expect("files can be written");
        }
        let mut files = FileSet::default();
        for (path, text) in [
            ("src/same.rs", "same"),
            ("src/edited.rs", "new"),
            ("src/kept/new.rs", "new"),
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
            },
        );
        let modified = || {
            fs::metadata(root.join("src/same.rs"))
                .and_then(|it| it.modified())
                .expect("a time")
        };
        let before = modified();

        let plan = Plan::compare(&output).expect("it can be read");
        let stage = Stage::new_in(root).expect("it can be made");
        for it in &plan.folders {
            build(&output, it, &stage.path).expect("it can be built");
        }
        fs::write(stage.path.join("Cargo.toml"), "[package]").expect("files can be written");
        replace_each(&output, &plan, &stage.path).expect("it can be replaced");
        drop(stage);

        assert!(Plan::compare(&output).expect("it can be read").is_empty());
        assert_eq!(modified(), before);
        assert!(!root.join("src/gone").exists());
        let names: Vec<_> = fs::read_dir(root)
            .expect("a folder")
            .flatten()
            .map(|it| it.file_name())
            .collect();
        assert_eq!(names.len(), 3, "{names:?}");
    }

    #[cfg(unix)]
    #[test]
    fn a_missing_permission_is_not_a_missing_feature() {
        use rustix::io::Errno;
        for (errno, unsupported) in [
            (Errno::INVAL, true),
            (Errno::XDEV, true),
            (Errno::ACCESS, false),
            (Errno::NOSPC, false),
        ] {
            assert_eq!(is_unsupported(&errno.into()), unsupported, "{errno:?}");
        }
    }
}
