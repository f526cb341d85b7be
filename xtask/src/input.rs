//! Paths → texts: the document, the files it refers to, the file of choices.

use std::path::{Path, PathBuf};

use verbatim_files::{Folder, read_lock, read_stream};
use verbatim_gen::catalogue as code;
use verbatim_gen::config::Target;
use verbatim_gen::diagnostic::Diagnostic;
use verbatim_gen::source::{FileId, Place};
use verbatim_gen::{Config, Report, Source};

use crate::args::ReadingArgs;
use crate::door;
use crate::findings;
use crate::paths::shown;

/// Reads a file that the command line names, or standard input, which is called `-`.
///
/// # Errors
/// One finding: it cannot be read, is too large, or is no UTF-8.
pub fn read_source(path: &Path) -> Result<Source, Report> {
    let shown = shown(path);
    match shown.as_str() {
        "-" => read_stream("-", std::io::stdin().lock()),
        it if it.starts_with("http://") || it.starts_with("https://") => {
            let message = "documents are read from disk, not from the network";
            let help = format!(
                "fetch it: `curl -sSfL {it} | {} gen --spec - --out DIR`",
                door::command()
            );
            let place = Place::start_of(FileId(0));
            let finding = Diagnostic::error(code::UNREADABLE, place, "", message);
            Err(Report {
                findings: vec![finding.with_help(help)],
                sources: vec![Source::new(shown, "")],
            })
        }
        _ => verbatim_files::read_source(path),
    }
}

/// A document, and the choices by which it is read.
#[derive(Debug)]
pub struct Described {
    spec: PathBuf,
    overlays: Vec<PathBuf>,
    choices: Choices,
    allow_outside: bool,
}

/// Where the choices for a document are.
#[derive(Debug)]
enum Choices {
    File(PathBuf),
    Here(Box<Config>),
}

impl Described {
    /// The document that arguments name.
    pub fn by_arguments(spec: &Path, config: Option<&Path>, args: &ReadingArgs) -> Self {
        let neutral = Self {
            spec: spec.to_owned(),
            overlays: Vec::new(),
            choices: Choices::Here(Box::default()),
            allow_outside: false,
        };
        neutral.overridden(config, args)
    }

    /// That of a target, whose paths are relative to a folder.
    pub fn of_target(it: &Target, folder: &Path) -> Self {
        Self {
            spec: folder.join(&it.spec),
            overlays: it.overlays.iter().map(|it| folder.join(it)).collect(),
            choices: match &it.config {
                Some(path) => Choices::File(folder.join(path)),
                None => Choices::Here(Box::new(it.choices.clone())),
            },
            allow_outside: it.allow_outside,
        }
    }

    /// Lets arguments go before what a target says.
    #[must_use]
    pub fn overridden(mut self, config: Option<&Path>, args: &ReadingArgs) -> Self {
        if let Some(path) = config {
            self.choices = Choices::File(path.to_owned());
        }
        self.overlays.extend(args.overlays.iter().cloned());
        self.allow_outside |= args.allow_outside;
        self
    }

    /// Reads the document, its overlays and the choices. Faults of both are told; `None` if there are any.
    pub fn read(&self, args: &ReadingArgs) -> Option<(Source, Config)> {
        let config = match &self.choices {
            Choices::File(path) => read_source(path).and_then(|it| Config::parse(&it)),
            Choices::Here(config) => Ok((**config).clone()),
        };
        #[cfg(not(feature = "whole"))]
        if (config.as_ref()).is_ok_and(|it| crate::whole::is_needed(!self.overlays.is_empty(), it))
        {
            crate::whole::instead();
        }
        let root = self.source();
        let config = config.and_then(|mut it| read_lock(&mut it, &self.files()).map(|_| it));
        match (root, config) {
            (Ok(root), Ok(config)) => Some((root, config)),
            (root, config) => {
                for report in [root.err(), config.err()].into_iter().flatten() {
                    findings::tell(&report, args);
                }
                None
            }
        }
    }

    /// The document with its overlays. The first of them that cannot be read is told.
    fn source(&self) -> Result<Source, Report> {
        let root = read_source(&self.spec)?;
        let overlays = self.overlays.iter().map(|it| read_source(it));
        let overlays: Result<Vec<Source>, Report> = overlays.collect();
        Ok(root.with_overlays(overlays?))
    }

    /// Whether the document comes from standard input, which can be read once.
    pub fn is_stream(&self) -> bool {
        self.spec == Path::new("-")
    }

    /// The files that are read whatever the document says.
    pub fn inputs(&self) -> Vec<PathBuf> {
        let choices = match &self.choices {
            Choices::File(path) => Some(path),
            Choices::Here(_) => None,
        };
        let all = std::iter::once(&self.spec).chain(&self.overlays);
        all.chain(choices).cloned().collect()
    }

    /// The files that the document may refer to.
    pub fn files(&self) -> Folder {
        folder(&self.spec, self.allow_outside)
    }
}

/// The files beneath a document's folder, for its `$ref`s. With `allow_outside`, paths may lead out of it.
pub fn folder(document: &Path, allow_outside: bool) -> Folder {
    Folder::of(document, allow_outside, "--allow-outside")
}
