//! The file that says what a repository has generated → its targets.

use std::path::{Path, PathBuf};

use verbatim_gen::config::{Project, Target};
use verbatim_gen::{Report, nearest};

use crate::args::ReadingArgs;
use crate::door;
use crate::findings;
use crate::input;
use crate::outcome::Outcome;
use crate::paths::shown;
use crate::terminal;

/// The file that says what is generated.
pub const FILE: &str = "verbatim.toml";

/// The targets of a repository.
#[derive(Debug)]
pub struct Found {
    /// The folder of the file, to which its paths are relative; empty where that is the current one.
    pub folder: PathBuf,
    /// What it names.
    pub targets: Vec<Target>,
}

/// Why there are no targets: in words, or as findings of the file that has them.
#[derive(Debug)]
pub enum NoProject {
    /// It is not asked for rightly.
    Words(String),
    /// The file is wrong.
    Findings(Report),
}

impl From<String> for NoProject {
    fn from(why: String) -> Self {
        Self::Words(why)
    }
}

impl NoProject {
    /// Tells it.
    pub fn told(&self, args: &ReadingArgs) -> Outcome {
        match self {
            Self::Words(why) => {
                terminal::error(why);
                Outcome::WrongUse
            }
            Self::Findings(report) => {
                findings::tell(report, args);
                Outcome::Failed
            }
        }
    }
}

/// The nearest file with targets, from the current folder upwards. `None` where there is none.
///
/// # Errors
/// What is wrong with it.
pub fn find() -> Result<Option<Found>, NoProject> {
    let here =
        std::env::current_dir().map_err(|why| format!("there is no current folder: {why}"))?;
    for folder in here.ancestors() {
        // Within the folder itself, messages show short paths.
        let folder = match folder == here {
            true => PathBuf::new(),
            false => folder.to_owned(),
        };
        if let Some(project) = in_folder(&folder)? {
            return Ok(Some(Found {
                folder,
                targets: project.targets,
            }));
        }
    }
    Ok(None)
}

/// The files that may say what is generated, from the current folder upwards, to the first that is there.
pub fn files() -> Vec<PathBuf> {
    let here = std::env::current_dir().unwrap_or_default();
    let mut files = Vec::new();
    for folder in here.ancestors() {
        files.extend([FILE, "Cargo.toml"].map(|it| folder.join(it)));
        if folder.join(FILE).is_file() {
            break;
        }
    }
    files
}

/// The one target that there is.
///
/// # Errors
/// There is none, or more than one, or the file with the targets is wrong.
pub fn only() -> Result<(PathBuf, Target), NoProject> {
    let Some(found) = find()? else {
        return Err(none().into());
    };
    match <[Target; 1]>::try_from(found.targets) {
        Ok([target]) => Ok((found.folder, target)),
        Err(targets) => {
            let why = format!(
                "there are the targets {}; name a document by --spec",
                listed(&targets)
            );
            Err(why.into())
        }
    }
}

/// What is wrong where nothing says what is generated.
pub fn none() -> String {
    format!(
        "there is no {FILE} here or in a folder above; `{} init` writes one, or give --spec FILE --out DIR",
        door::command()
    )
}

/// The names of targets.
fn listed(targets: &[Target]) -> String {
    let names: Vec<&str> = targets.iter().map(|it| it.name.as_str()).collect();
    format!("`{}`", names.join("`, `"))
}

/// What a folder says itself.
pub fn in_folder(folder: &Path) -> Result<Option<Project>, NoProject> {
    let file = folder.join(FILE);
    if file.is_file() {
        let source = input::read_source(&file).map_err(NoProject::Findings)?;
        let project = Project::parse(&source, &[]).map_err(NoProject::Findings)?;
        return Ok(Some(project.unwrap_or_default()));
    }
    let manifest = folder.join("Cargo.toml");
    // Most have no such table, and what is wrong with them is cargo's to tell.
    let source = match input::read_source(&manifest) {
        Ok(it) if it.text.contains("metadata") && it.text.contains("verbatim") => it,
        _ => return Ok(None),
    };
    let mut found = None;
    for within in Project::IN_MANIFEST {
        let project = Project::parse(&source, &within).map_err(NoProject::Findings)?;
        if project.is_some() && found.is_some() {
            let why = format!(
                "{} has targets in `package.metadata` and in `workspace.metadata`; have them in one of the two",
                shown(&manifest)
            );
            return Err(why.into());
        }
        found = found.or(project);
    }
    Ok(found)
}

impl Found {
    /// The targets of these names, all unless there are any.
    ///
    /// # Errors
    /// One of them is no target.
    pub fn chosen(self, names: &[String]) -> Result<Vec<Target>, String> {
        if let Some(name) = names.iter().find(|it| !self.has(it)) {
            return Err(unknown(name, &self.targets));
        }
        let is_chosen = |it: &Target| names.is_empty() || names.contains(&it.name);
        Ok(self.targets.into_iter().filter(is_chosen).collect())
    }

    fn has(&self, name: &str) -> bool {
        self.targets.iter().any(|it| it.name == name)
    }
}

/// What is wrong with the name of a target.
pub fn unknown(name: &str, targets: &[Target]) -> String {
    let is_path = name.contains(['/', '\\', '.']) || Path::new(name).exists();
    if is_path {
        let command = door::command();
        return format!(
            "`{name}` is no target; a document is named by --spec: `{command} gen --spec {name} --out DIR`"
        );
    }
    let names = targets.iter().map(|it| it.name.as_str());
    match (nearest(name, names), targets) {
        (Some(near), _) => format!("there is no target `{name}`; did you mean `{near}`?"),
        (None, []) => format!("there is no target `{name}`, since there is no {FILE}"),
        (None, _) => format!("there is no target `{name}`; there are {}", listed(targets)),
    }
}
