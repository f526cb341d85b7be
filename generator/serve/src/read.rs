//! Paths → the model of a document, and which files it was read from.

use std::path::{Path, PathBuf};

use verbatim_files::{Folder, Watched, read_lock, read_source, read_stream};
use verbatim_gen::config::Project;
use verbatim_gen::model::Api;
use verbatim_gen::{Config, Report, Severity, Source};

/// What is read.
#[derive(Debug, Clone)]
pub struct Inputs {
    /// The document; `-` for standard input.
    pub spec: PathBuf,
    /// A file of choices.
    pub config: Option<PathBuf>,
    /// The target whose choices stand in that file, where it is one of targets.
    pub target: Option<String>,
    /// Overlays, in order.
    pub overlays: Vec<PathBuf>,
    /// Whether files outside the document's folder may be read.
    pub allow_outside: bool,
}

/// A document that was read.
#[derive(Debug)]
pub struct Loaded {
    /// Its model, as far as it could be read.
    pub api: Api,
    /// What was found.
    pub report: Report,
    /// The choices by which it was read.
    pub config: Config,
}

impl Loaded {
    /// How many errors it has.
    pub fn errors(&self) -> usize {
        let all = self.report.findings.iter();
        all.filter(|it| it.severity == Severity::Error).count()
    }
}

impl Inputs {
    /// Whether the document comes from standard input, which can be read once.
    pub fn is_stream(&self) -> bool {
        self.spec == Path::new("-")
    }

    fn choices(&self) -> Result<Config, Report> {
        let Some(path) = &self.config else {
            return Ok(Config::default());
        };
        let source = read_source(path)?;
        let Some(name) = &self.target else {
            return Config::parse(&source);
        };
        // A `verbatim.toml` has them itself, a manifest in a table.
        let tables = Project::IN_MANIFEST.iter().map(|it| &it[..]);
        for within in std::iter::once(&[][..]).chain(tables) {
            let project = Project::parse(&source, within)?;
            let mut targets = project.into_iter().flat_map(|it| it.targets);
            if let Some(it) = targets.find(|it| it.name == *name) {
                return Ok(it.choices);
            }
        }
        // It is named by who has just read it there: somebody has changed the file since.
        Ok(Config::default())
    }

    /// Reads everything: as far as it goes, where the document has errors. `files` gets what was read, as it was before.
    ///
    /// # Errors
    /// The findings, where there is nothing to serve.
    pub fn read(&self, files: &mut Watched) -> Result<Loaded, Report> {
        *files = Watched::default();
        if !self.is_stream() {
            files.add(std::slice::from_ref(&self.spec));
        }
        files.add(&self.overlays);
        files.add(self.config.as_slice());
        let root = match self.is_stream() {
            true => read_stream("-", std::io::stdin().lock())?,
            false => read_source(&self.spec)?,
        };
        let overlays: Result<Vec<Source>, Report> =
            self.overlays.iter().map(|it| read_source(it)).collect();
        let mut config = self.choices()?;
        let folder = Folder::of(&self.spec, self.allow_outside, "--allow-outside");
        let root = root.with_overlays(overlays?);
        files.add(read_lock(&mut config, &folder)?.as_slice());
        let read = verbatim_gen::read_leniently(root, &folder, &config);
        files.merge(folder.opened());
        read.map(|(api, report)| Loaded {
            api,
            report,
            config,
        })
    }
}
