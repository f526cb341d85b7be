//! Single system calls that put staged files in place: all are taken, or none.
//!
//! `crate::write` says what is promised.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::journal::Journal;
use crate::paths::{shown, unwritable};
use crate::rename;
use crate::settle;

/// One system call that changes what stands in the root.
#[derive(Debug, Clone)]
pub enum Step {
    /// A folder changes places with the staged one.
    Exchange(PathBuf),
    /// A file or folder that was not there is moved in.
    MoveIn(PathBuf),
}

/// How far steps could be taken.
#[derive(Debug)]
pub enum Done {
    /// To the end, or to a failure that has been undone.
    Fully(Result<(), String>),
    /// Not at all: folders cannot be exchanged between here and there.
    NothingYet,
}

/// Takes every step, or none. Then what was saved meanwhile in an old folder is carried over to the new one.
pub fn take_all(steps: &[Step], root: &Path, stage: &Path) -> Done {
    let mut taken: Vec<&Step> = Vec::new();
    let undo = |taken: &[&Step]| {
        let mut taken = taken.iter().rev();
        taken.try_for_each(|it| it.undo(root, stage))
    };
    for step in steps {
        if let Err(why) = step.take(root, stage) {
            return match undo(&taken) {
                Err(why) => Done::Fully(Err(why)),
                Ok(()) if rename::is_unsupported(&why) => Done::NothingYet,
                Ok(()) => Done::Fully(Err(unwritable(&root.join(step.path()), &why))),
            };
        }
        taken.push(step);
    }
    let Some(journal) = Journal::read(stage) else {
        return Done::Fully(Ok(()));
    };
    let collision = match settle::collision(stage, root, &journal) {
        Ok(None) => return Done::Fully(settle::settle(stage, root, &journal)),
        Ok(Some(path)) => format!(
            "{} has just been saved, where a file is to be generated",
            shown(&root.join(path))
        ),
        Err(why) => why,
    };
    Done::Fully(undo(&taken).and(Err(collision)))
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
            Self::Exchange(path) => rename::exchange(&stage.join(path), &root.join(path)),
            Self::MoveIn(path) => rename::without_replacing(&stage.join(path), &root.join(path)),
        }
    }

    fn undo(&self, root: &Path, stage: &Path) -> Result<(), String> {
        let undone = match self {
            Self::Exchange(path) => rename::exchange(&stage.join(path), &root.join(path)),
            Self::MoveIn(path) => fs::rename(root.join(path), stage.join(path)),
        };
        undone.map_err(|why| unwritable(&root.join(self.path()), &why))
    }
}
