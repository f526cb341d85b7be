//! Files → whether one of them is another by now.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// How often files are looked at.
const EVERY: Duration = Duration::from_millis(100);
/// For how long nothing has to change: what is saved in steps is read once it is whole.
const SETTLED: Duration = Duration::from_millis(20);

/// What is known of a file without reading it: its time and length; `None` where it is not there.
type Stamp = Option<(SystemTime, u64)>;

/// Files, as they were when they were looked at.
#[derive(Debug, Clone, Default)]
pub struct Watched(BTreeMap<PathBuf, Stamp>);

impl Watched {
    /// Files as they are now.
    pub fn of(files: &[PathBuf]) -> Self {
        let mut it = Self::default();
        it.add(files);
        it
    }

    /// Adds files as they are now, but for those that are here already.
    pub fn add(&mut self, files: &[PathBuf]) {
        for file in files {
            let it = self.0.entry(file.clone());
            it.or_insert_with(|| stamp(file));
        }
    }

    /// Adds files as they were when they were looked at, but for those that are here already.
    pub fn merge(&mut self, other: Self) {
        for (file, stamp) in other.0 {
            self.0.entry(file).or_insert(stamp);
        }
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The same files as they are now.
    #[must_use]
    pub fn again(&self) -> Self {
        Self(now(self.0.keys()))
    }

    /// Returns once one of them is another, and none changes any more.
    pub fn wait(&self) {
        while !self.has_changed() {
            std::thread::sleep(EVERY);
        }
        let mut before = now(self.0.keys());
        loop {
            std::thread::sleep(SETTLED);
            let after = now(self.0.keys());
            if after == before {
                return;
            }
            before = after;
        }
    }

    /// Whether one of them is another since.
    pub fn has_changed(&self) -> bool {
        self.0.iter().any(|(path, before)| stamp(path) != *before)
    }
}

fn now<'a>(files: impl Iterator<Item = &'a PathBuf>) -> BTreeMap<PathBuf, Stamp> {
    files.map(|it| (it.clone(), stamp(it))).collect()
}

fn stamp(path: &Path) -> Stamp {
    let metadata = std::fs::metadata(path).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::Watched;

    #[test]
    fn what_comes_goes_or_grows_is_noticed() {
        let folder = tempfile::tempdir().expect("a folder");
        let [a, b] = ["a", "b"].map(|it| folder.path().join(it));
        fs::write(&a, "1").expect("a file");
        let mut watched = Watched::of(&[a.clone(), b.clone()]);
        assert!(!watched.has_changed());
        fs::write(&b, "1").expect("a file");
        assert!(watched.has_changed());
        watched = watched.again();
        assert!(!watched.has_changed());
        fs::remove_file(&a).expect("it is there");
        assert!(watched.has_changed());
        watched.wait();
        // What is there already keeps what is known of it.
        watched.add(&[a]);
        assert!(watched.has_changed());
        assert_eq!(watched.len(), 2);
    }
}
