//! Whose turn it is to write into a root, and signals that wait until files are in place.

use std::fs::{self, File, TryLockError};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use crate::interrupted;
use crate::paths::{not_a_folder, shown, unwritable};
use crate::terminal;

/// Waits until no other run writes into a root. The lock ends with the file that is returned, or with the process.
///
/// # Errors
/// The folder cannot be opened, or another run has held it for a minute.
pub fn exclusive(root: &Path) -> Result<Option<File>, String> {
    hold(root, File::try_lock)
}

/// Waits until no other run writes into a root, and keeps new ones from starting to.
///
/// # Errors
/// Likewise.
pub fn shared(root: &Path) -> Result<Option<File>, String> {
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
        return Err(not_a_folder(root));
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
                    terminal::err(&format!(
                        "waiting for another run that writes to {}\n",
                        shown(root)
                    ));
                }
                thread::sleep(Duration::from_millis(5));
            }
        }
    }
}

/// Keeps Ctrl-C, SIGTERM and SIGHUP waiting while files are put in place, which takes milliseconds.
pub struct Signals {
    #[cfg(unix)]
    arrived: Vec<(i32, std::sync::Arc<std::sync::atomic::AtomicBool>)>,
}

impl Signals {
    /// From here on they wait.
    pub fn defer() -> Self {
        interrupted::writing(true);
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
        interrupted::writing(false);
        #[cfg(unix)]
        for (signal, flag) in self.arrived {
            if flag.load(std::sync::atomic::Ordering::SeqCst) {
                terminal::err("interrupted; the files are in place\n");
                let _ = signal_hook::low_level::emulate_default_handler(signal);
            }
        }
    }
}
