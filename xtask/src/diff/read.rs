//! A file, `REV:PATH` of git, or standard input → a document, with the files beside it.

use std::cell::Cell;
use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Stdio};

use verbatim_files::LARGEST;
use verbatim_gen::model::Api;
use verbatim_gen::{Config, Files, Report, Source, read_leniently};

use crate::input;

/// A document that was read as far as it can be.
pub struct Lenient {
    /// Its model.
    pub api: Api,
    /// What is wrong with it.
    pub report: Report,
}

/// Why there is no document: in words, or as findings.
pub enum Unread {
    /// It could not be had.
    Words(String),
    /// It is none.
    Findings(Report),
}

/// Reads the document that an argument names.
pub fn read(argument: &str, config: &Config, allow_outside: bool) -> Result<Lenient, Unread> {
    let path = Path::new(argument);
    let found = match argument.split_once(':') {
        Some((revision, inner)) if !path.exists() && !inner.is_empty() && revision.len() > 1 => {
            let text = show(revision, inner, LARGEST).map_err(Unread::Words)?;
            let files = Revision {
                revision: revision.to_owned(),
                folder: inner
                    .rsplit_once('/')
                    .map_or_else(String::new, |it| it.0.to_owned()),
                allow_outside,
                left: Cell::new(LARGEST),
            };
            read_leniently(Source::new(argument, text), &files, config)
        }
        _ => {
            let source = input::read_source(path).map_err(Unread::Findings)?;
            read_leniently(source, &input::folder(path, allow_outside), config)
        }
    };
    match found {
        Ok((api, report)) => Ok(Lenient { api, report }),
        Err(report) => Err(Unread::Findings(report)),
    }
}

fn text(bytes: Vec<u8>, what: &str, limit: u64) -> Result<String, String> {
    if bytes.len() as u64 > limit {
        return Err(format!(
            "{what} is larger than {} MiB",
            LARGEST / 1024 / 1024
        ));
    }
    String::from_utf8(bytes).map_err(|_| format!("{what} is not UTF-8 text; save it as UTF-8"))
}

/// The text of a file as of a revision.
fn show(revision: &str, path: &str, limit: u64) -> Result<String, String> {
    let object = format!("{revision}:{path}");
    if revision.starts_with('-') {
        return Err(format!("`{object}` names no revision"));
    }
    let mut child = Command::new("git")
        .args(["show", "--end-of-options", &object])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|why| format!("`{object}` is no file, and git cannot be run: {why}"))?;
    let mut bytes = Vec::new();
    if let Some(out) = child.stdout.take() {
        let read = out.take(limit + 1).read_to_end(&mut bytes);
        read.map_err(|why| format!("`{object}` cannot be read: {why}"))?;
    }
    let done = child
        .wait_with_output()
        .map_err(|why| format!("git failed: {why}"))?;
    if !done.status.success() && bytes.len() as u64 <= limit {
        let why = String::from_utf8_lossy(&done.stderr);
        let why = why
            .trim()
            .trim_start_matches("fatal: ")
            .lines()
            .next()
            .unwrap_or_default()
            .to_owned();
        return Err(format!(
            "`{object}` is no file, and git has no such object: {why}"
        ));
    }
    text(bytes, &object, limit)
}

/// The files beside a document as of a revision.
struct Revision {
    revision: String,
    folder: String,
    allow_outside: bool,
    left: Cell<u64>,
}

impl Files for Revision {
    fn read(&self, path: &str) -> Result<String, String> {
        if path.contains("://") {
            return Err("files are read from git alone".to_owned());
        }
        let segments = self.folder.split('/').filter(|it| !it.is_empty());
        let folder: Vec<&str> = segments.collect();
        let mut segments = folder.clone();
        let mut is_there = !path.starts_with('/');
        for segment in path.split('/') {
            match segment {
                "" | "." => {}
                ".." => is_there &= segments.pop().is_some(),
                it => segments.push(it),
            }
        }
        if !is_there {
            return Err("it lies outside the repository".to_owned());
        }
        if !segments.starts_with(&folder) && !self.allow_outside {
            return Err(
                "it lies outside the document's folder; --allow-outside lets it be read".to_owned(),
            );
        }
        let text = show(&self.revision, &segments.join("/"), self.left.get())?;
        self.left
            .set(self.left.get().saturating_sub(text.len() as u64));
        Ok(text)
    }
}
