//! A plan → the disk, by way of a staging folder. [`crate::output`] says what is promised.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::input::shown;
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
    let tree = stage.path().join("tree");
    make_folder(&tree)?;
    for folder in &output.folders {
        make_folder(&tree.join(folder))?;
        for (path, text) in output.files_in(folder) {
            write_file(&tree.join(path), text)?;
        }
    }
    for (path, text) in output.once() {
        write_file(&tree.join(path), text)?;
    }
    match fs::rename(&tree, &output.root) {
        Ok(()) => Ok(true),
        Err(_) if output.root.is_dir() => Ok(false),
        Err(why) => Err(unwritable(&output.root, &why)),
    }
}

/// Makes the folders that are missing on the way to a path, and names them.
fn make_folders(path: &Path) -> Result<Vec<PathBuf>, String> {
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
pub fn replace(output: &Output, plan: &Plan) -> Result<(), String> {
    let stage = Stage::new_in(&output.root)?;
    let folders: Vec<&FolderPlan> = plan
        .folders
        .iter()
        .filter(|it| !it.is_empty() || !it.exists)
        .collect();
    for folder in &folders {
        build(output, folder, stage.path())?;
    }
    for path in &plan.missing {
        write_file(
            &stage.path().join(path),
            output.text(path).unwrap_or_default(),
        )?;
    }
    let mut done: Vec<Step> = Vec::new();
    for step in steps(&folders, plan) {
        if let Err(why) = step.take(&output.root, stage.path()) {
            for it in done.iter().rev() {
                it.undo(&output.root, stage.path())?;
            }
            if matches!(step, Step::Exchange(_)) && exchange_is_unsupported(&why) {
                return replace_each(output, plan, stage.path());
            }
            return Err(unwritable(&output.root.join(step.path()), &why));
        }
        done.push(step);
    }
    Ok(())
}

/// Builds the new state of a folder in the staging folder.
fn build(output: &Output, folder: &FolderPlan, stage: &Path) -> Result<(), String> {
    let root = &output.root;
    make_folder(&stage.join(folder.name))?;
    if folder.exists {
        keep_permissions(&root.join(folder.name), &stage.join(folder.name));
    }
    for (path, change) in &folder.files {
        let (old, new) = (root.join(path), stage.join(path));
        match change {
            Some(Change::Removed) => continue,
            Some(_) => {}
            None => {
                make_parents(root, stage, path)?;
                link(&old, &new)?;
                continue;
            }
        }
        make_parents(root, stage, path)?;
        write_file(&new, output.text(path).unwrap_or_default())?;
        if *change == Some(Change::Updated)
            && fs::symlink_metadata(&old).is_ok_and(|it| it.is_file())
        {
            keep_permissions(&old, &new);
        }
    }
    Ok(())
}

fn make_parents(root: &Path, stage: &Path, path: &Path) -> Result<(), String> {
    let parents: Vec<&Path> = path
        .ancestors()
        .skip(1)
        .take_while(|it| !it.as_os_str().is_empty() && !stage.join(it).exists())
        .collect();
    for it in parents.into_iter().rev() {
        make_folder(&stage.join(it))?;
        if root.join(it).is_dir() {
            keep_permissions(&root.join(it), &stage.join(it));
        }
    }
    Ok(())
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
    copy().map_err(|why| unwritable(new, &why))
}

/// Modes are kept where that is possible; a file that cannot have its old mode is no reason to fail.
fn keep_permissions(old: &Path, new: &Path) {
    if let Ok(it) = fs::metadata(old) {
        let _ = fs::set_permissions(new, it.permissions());
    }
}

/// One system call that changes what stands in the root.
#[derive(Debug, Clone)]
enum Step {
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
    fn path(&self) -> &Path {
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

/// Whether an exchange failed because this system or this file system has none.
fn exchange_is_unsupported(why: &io::Error) -> bool {
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
    folder: TempDir,
    /// Held as long as the folder is in use.
    _lock: Option<File>,
}

impl Stage {
    fn new_in(parent: &Path) -> Result<Self, String> {
        let mut builder = tempfile::Builder::new();
        let builder = builder.prefix(PREFIX);
        loop {
            let folder = builder
                .tempdir_in(parent)
                .map_err(|why| unwritable(parent, &why))?;
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
            if write_file(&folder.path().join(".gitignore"), "*\n").is_err()
                && !folder.path().exists()
            {
                continue;
            }
            return Ok(Self {
                folder,
                _lock: lock,
            });
        }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// Removes the staging folders that killed runs left in a folder.
pub fn sweep(folder: &Path) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries.filter(|it| it.file_name().to_string_lossy().starts_with(PREFIX)) {
        let is_folder = entry.file_type().is_ok_and(|it| it.is_dir());
        if is_folder
            && let Ok(file) = File::open(entry.path())
            && file.try_lock().is_ok()
        {
            let _ = fs::remove_dir_all(entry.path());
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

fn make_folder(path: &Path) -> Result<(), String> {
    fs::create_dir(path).map_err(|why| unwritable(path, &why))
}

fn write_file(path: &Path, text: &str) -> Result<(), String> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(|why| unwritable(parent, &why))?;
    }
    fs::write(path, text).map_err(|why| unwritable(path, &why))
}

fn unwritable(path: &Path, why: &io::Error) -> String {
    // The staging folder's random name would only puzzle.
    let names = path
        .components()
        .filter(|it| !it.as_os_str().to_string_lossy().starts_with(PREFIX));
    let path: PathBuf = names.collect();
    format!("{} cannot be written: {why}", shown(&path))
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
