//! The file that keeps names → whether it is in step, and its new text.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use similar::{ChangeTag, TextDiff};
use verbatim_gen::catalogue as code;
use verbatim_gen::source::{FileId, Place};
use verbatim_gen::{Diagnostic, Report, Source};

use crate::paths::shown;
use crate::replace::replace;
use crate::terminal::{self, CYAN, GREEN};

/// A lock of names, as it is and as it is to be.
#[derive(Debug)]
pub struct NameFile {
    path: PathBuf,
    /// The text on disk, with line ends as they are written; `None` where there is none.
    before: Option<String>,
    text: String,
}

impl NameFile {
    /// The lock at a path, which is to have this text.
    pub fn new(path: PathBuf, text: String) -> Self {
        let before = fs::read_to_string(&path);
        Self {
            before: before.ok().map(|it| it.replace("\r\n", "\n")),
            path,
            text,
        }
    }

    /// How it would change, as a finding where it begins to; `None` where it would not.
    pub fn drift(&self) -> Option<Report> {
        if self.before.as_ref() == Some(&self.text) {
            return None;
        }
        let before = self.before.as_deref().unwrap_or_default();
        let diff = TextDiff::from_lines(before, self.text.as_str());
        let (mut added, mut removed, mut first) = (0, 0, None);
        for change in diff.iter_all_changes() {
            let place = change.old_index().unwrap_or_default();
            match change.tag() {
                ChangeTag::Equal => continue,
                ChangeTag::Delete => removed += 1,
                ChangeTag::Insert => added += 1,
            }
            first.get_or_insert((place, change.value().trim_end().to_owned()));
        }
        let (at, line) = first.unwrap_or_default();
        let added = terminal::count(added, "line");
        let removed = terminal::count(removed, "line");
        let message = match self.before {
            Some(_) => format!(
                "the lock of names is out of step: {added} would be added and {removed} removed, first of all {line:?}"
            ),
            None => format!("there is no lock of names yet: it would have {added}"),
        };
        let start = Place::start_of(FileId(0));
        let place = Place {
            line: u32::try_from(at + 1).unwrap_or(1),
            ..start
        };
        Some(Report {
            findings: vec![Diagnostic::error(code::NAME_LOCK, place, "", message)],
            sources: vec![Source::new(shown(&self.path), before)],
        })
    }

    /// Brings it in step, and says so in a line if that changed it.
    ///
    /// # Errors
    /// A sentence: it cannot be written.
    pub fn write(&self) -> Result<String, String> {
        if self.before.as_ref() == Some(&self.text) {
            return Ok(String::new());
        }
        replace(&self.path, &self.text)?;
        let path = shown(&self.path);
        Ok(match self.before {
            Some(_) => format!("{CYAN}Updated {CYAN:#}{path}\n"),
            None => format!("{GREEN}Added   {GREEN:#}{path}\n"),
        })
    }
}

/// A path at which two of these stand.
pub fn kept_twice<'f>(files: impl Iterator<Item = &'f NameFile>) -> Option<&'f Path> {
    let mut seen = HashSet::new();
    let real = |it: &Path| {
        let folder = it.parent().and_then(|it| it.canonicalize().ok());
        match (folder, it.file_name()) {
            (Some(folder), Some(name)) => folder.join(name),
            _ => it.to_owned(),
        }
    };
    files
        .map(|it| it.path.as_path())
        .find(|it| !seen.insert(real(it)))
}
