//! What the generated code needs, and the crate's own `Cargo.toml` → what that lacks, and how it is added.

mod needs;
mod workspace;

use std::fs;
use std::io;
use std::path::PathBuf;

use toml_edit::{Document, DocumentMut};
use verbatim_gen::catalogue as code;
use verbatim_gen::source::{FileId, Place};
use verbatim_gen::{Diagnostic, Report, Severity, Source};

use crate::args::Format;
use crate::output::Output;
use crate::paths::{shown, unreadable};
use crate::replace::replace;
use crate::terminal::{CYAN, GREEN};

use needs::Lack;
use workspace::{Membership, Workspace};

const FILE: &str = "Cargo.toml";

/// What a manifest lacks.
#[derive(Default)]
pub struct Lacks {
    path: PathBuf,
    text: String,
    found: Vec<Lack>,
    /// What the workspace around the crate should say of it.
    workspace: Option<(Workspace, String)>,
}

/// Compares the manifest that an output begins with, which says what its code needs, with the one on disk. Where there is
/// none, the output's takes what it can from the workspace that the crate is a member of.
///
/// # Errors
/// A sentence that names the file which could not be read.
pub fn compare(output: &mut Output, is_named: bool, joins: bool) -> Result<Lacks, String> {
    let Some(wanted) = output.text(FILE.as_ref()) else {
        return Ok(Lacks::default());
    };
    let path = output.root.join(FILE);
    let wanted =
        (wanted.parse::<DocumentMut>()).map_err(|why| format!("{FILE} is made wrongly: {why}"))?;
    let found = Workspace::around(&output.root)?;
    let is_member = found
        .as_ref()
        .is_some_and(|it| it.membership == Membership::Member);
    let advice = found.as_ref().and_then(|it| {
        let is_neither = it.membership == Membership::Neither;
        Some((it.clone(), it.relative.clone())).filter(|_| is_neither)
    });
    let inherits = is_member || advice.is_some() && joins;
    let shared = found.filter(|_| inherits).and_then(|it| it.dependencies());
    let text = match fs::read(&path) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(why)
            if matches!(
                why.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            if let Some(shared) = &shared {
                output.set_once(FILE, needs::inheriting(&wanted, shared));
            }
            return Ok(Lacks {
                workspace: advice,
                ..Lacks::default()
            });
        }
        // The file cannot be replaced either: whoever put a folder or a pipe there is told when it is written.
        Err(why) => return Err(unreadable(&path, &why)),
    };
    let pages = output.text("src/docs.rs".as_ref()).is_some();
    let found = match Document::parse(text.clone()) {
        Ok(document) => needs::lacks(&wanted, &document, shared.as_ref(), pages, is_named),
        Err(why) => vec![Lack::unreadable(
            why.span().unwrap_or_default(),
            why.message().lines().next().unwrap_or_default(),
        )],
    };
    Ok(Lacks {
        path,
        text,
        found,
        workspace: None,
    })
}

impl Lacks {
    /// Whether nothing is missing.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// What is missing, as findings that point into the manifest.
    pub fn report(&self, severity: Severity) -> Report {
        let of = |it: &Lack| {
            let before = self.text.get(..it.span.start).unwrap_or_default();
            let place = Place::behind(FileId(0), before);
            let make = match severity {
                Severity::Error => Diagnostic::error,
                _ => Diagnostic::warning,
            };
            make(code::MANIFEST, place, "", it.message.as_str()).with_help(it.help.as_str())
        };
        Report {
            findings: self.found.iter().map(of).collect(),
            sources: vec![Source::new(shown(&self.path), self.text.as_str())],
        }
    }

    /// What to write into the manifest of the workspace, if anything, for people.
    pub fn advice(&self, format: Format) -> String {
        match &self.workspace {
            Some((workspace, folder)) if matches!(format, Format::Human | Format::Short) => {
                format!(
                    "note: {folder}/ is within the workspace of {}, and not a member of it: add {folder:?} to its `members` \
                 (--write-manifest does), or to `exclude` to have it stand alone\n",
                    shown(&workspace.path)
                )
            }
            _ => String::new(),
        }
    }

    /// Adds what is missing, and says what was changed, a line for each file.
    ///
    /// # Errors
    /// A sentence: a file cannot be written, or is no TOML.
    pub fn write(&self) -> Result<String, String> {
        let mut told = String::new();
        if !self.found.is_empty() {
            let mut document = (self.text.parse::<DocumentMut>())
                .map_err(|why| format!("{} is no TOML: {why}", shown(&self.path)))?;
            for it in &self.found {
                it.mend(&mut document);
            }
            replace(&self.path, &document.to_string())?;
            told += &format!("{CYAN}Updated {CYAN:#}{}\n", shown(&self.path));
        }
        if let Some((workspace, folder)) = &self.workspace {
            replace(&workspace.path, &workspace.joined_by(folder)?)?;
            let path = shown(&workspace.path);
            told +=
                &format!("{CYAN}Updated {CYAN:#}{path} ({GREEN}+{GREEN:#} member {folder:?})\n");
        }
        Ok(told)
    }
}
