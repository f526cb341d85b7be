//! Files → a call whenever one of them is another.

use std::path::PathBuf;
use std::time::{Duration, SystemTime};

/// How often files are looked at.
pub const EVERY: Duration = Duration::from_millis(100);

/// What is known of a file without reading it: its time and length; `None` where it is not there.
type Stamp = Option<(SystemTime, u64)>;

/// Files, as they were when they were looked at last.
#[derive(Debug, Default)]
pub struct Watched(Vec<(PathBuf, Stamp)>);

impl Watched {
    /// Files as they are now.
    pub fn of(files: &[PathBuf]) -> Self {
        let all = files.iter();
        Self(all.map(|it| (it.clone(), stamp(it))).collect())
    }

    /// Whether one of them is another since.
    pub fn has_changed(&self) -> bool {
        self.0.iter().any(|(path, before)| stamp(path) != *before)
    }
}

fn stamp(path: &PathBuf) -> Stamp {
    let metadata = std::fs::metadata(path).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}
