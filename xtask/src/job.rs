//! Arguments and the targets of a repository → what is read, and where it goes.

use std::path::{Path, PathBuf};

use verbatim_gen::config::Target as Described;
use verbatim_gen::{Config, Emit, FileSet, generate};

use crate::args::{GenArgs, Target};
use crate::door;
use crate::findings;
use crate::input::{self, Folder};
use crate::package_name::{library_name, package_name};
use crate::paths::shown;
use crate::project::{self, NoProject};

/// A document that is read, and where what is made of it goes.
#[derive(Debug)]
pub struct Job {
    spec: PathBuf,
    overlays: Vec<PathBuf>,
    choices: Choices,
    allow_outside: bool,
    /// The folder that becomes the crate.
    pub out: PathBuf,
    /// What is made.
    pub emit: Emit,
    /// The command that brings the output in step.
    pub mend: String,
}

/// Where the choices for a document are.
#[derive(Debug)]
enum Choices {
    File(PathBuf),
    Here(Box<Config>),
}

impl Choices {
    fn in_file(path: Option<PathBuf>) -> Self {
        match path {
            Some(path) => Self::File(path),
            None => Self::Here(Box::default()),
        }
    }
}

/// The files of a job.
pub struct Made {
    /// The files.
    pub files: FileSet,
    /// Whether the name of the package was chosen, rather than made of the folder's.
    pub is_named: bool,
}

/// What is to be made.
///
/// # Errors
/// The command is used wrongly, or the file with the targets is wrong.
pub fn jobs(args: &GenArgs) -> Result<Vec<Job>, NoProject> {
    if let Some(spec) = &args.spec {
        if let Some(name) = args.targets.first() {
            let why = format!("--spec names a document by itself; take `{name}` or --spec away");
            return Err(why.into());
        }
        let out = args.out.clone().unwrap_or_default();
        let choices = Choices::in_file(args.config.clone());
        return Ok(vec![Job {
            spec: spec.clone(),
            overlays: args.reading.overlays.clone(),
            choices,
            allow_outside: args.reading.allow_outside,
            out,
            emit: emit(&args.emit, BOTH),
            mend: mend(args, emit(&args.emit, BOTH)),
        }]);
    }
    let described = match project::find()? {
        Some(it) => {
            let folder = it.folder.clone();
            let targets = it.chosen(&args.targets)?;
            let jobs = targets.into_iter().map(|it| of_target(it, &folder));
            jobs.collect()
        }
        None => {
            if let Some(name) = args.targets.first() {
                return Err(project::unknown(name, &[]).into());
            }
            let root = input::workspace()?;
            vec![Job {
                spec: root.join("spec/members.yaml"),
                overlays: Vec::new(),
                choices: Choices::File(root.join("spec/gen.toml")),
                allow_outside: false,
                out: root.join("generated"),
                emit: BOTH,
                mend: String::new(),
            }]
        }
    };
    overridden(described, args)
}

const BOTH: Emit = Emit {
    rust: true,
    docs: true,
};

fn emit(words: &[Target], default: Emit) -> Emit {
    match words {
        [] => default,
        words => Emit {
            rust: words.contains(&Target::Rust),
            docs: words.contains(&Target::Docs),
        },
    }
}

fn of_target(it: Described, folder: &Path) -> Job {
    let choices = match it.config {
        Some(path) => Choices::File(folder.join(path)),
        None => Choices::Here(Box::new(it.choices)),
    };
    Job {
        spec: folder.join(it.spec),
        overlays: it.overlays.iter().map(|it| folder.join(it)).collect(),
        choices,
        allow_outside: it.allow_outside,
        out: folder.join(it.out),
        emit: it.emit,
        mend: String::new(),
    }
}

/// Lets arguments go before what targets say.
fn overridden(mut jobs: Vec<Job>, args: &GenArgs) -> Result<Vec<Job>, NoProject> {
    let alone = args.out.is_some() || args.config.is_some();
    if alone && jobs.len() > 1 {
        let why = "--out and --config are about one document; name the target, or give --spec";
        return Err(why.to_owned().into());
    }
    for job in &mut jobs {
        if let Some(out) = &args.out {
            job.out.clone_from(out);
        }
        if let Some(config) = &args.config {
            job.choices = Choices::File(config.clone());
        }
        job.overlays.extend(args.reading.overlays.iter().cloned());
        job.emit = emit(&args.emit, job.emit);
        job.allow_outside |= args.reading.allow_outside;
        job.mend = mend(args, emit(&args.emit, BOTH));
    }
    Ok(jobs)
}

impl Job {
    /// Makes the files. Findings are told on the way; `None` if one of them is in the way.
    pub fn generate(&self, args: &GenArgs) -> Option<Made> {
        let (root, mut config) = match &self.choices {
            Choices::File(path) => {
                input::read_both(&self.spec, &self.overlays, Some(path), &args.reading)?
            }
            Choices::Here(config) => {
                let (root, _) = input::read_both(&self.spec, &self.overlays, None, &args.reading)?;
                (root, (**config).clone())
            }
        };
        if let Some(word) = &args.shell_fence {
            config.docs.shell_fence.clone_from(word);
        }
        let is_named = config.package.name.is_some();
        if !is_named {
            config.package.name = Some(package_name(&self.out));
        }
        config.package.library = library_name(&self.out);
        let folder = Folder::of(&self.spec, self.allow_outside);
        match generate(root, &folder, &config, self.emit) {
            Ok(made) => {
                let files = made.files;
                findings::tell(&made.report, &args.reading).then_some(Made { files, is_named })
            }
            Err(report) => {
                findings::tell(&report, &args.reading);
                None
            }
        }
    }
}

/// The command that brings the output in step.
fn mend(args: &GenArgs, emit: Emit) -> String {
    let mut words = vec![format!("{} gen", door::command())];
    words.extend(args.targets.iter().map(|it| quoted(it)));
    let paths = [
        ("--spec", &args.spec),
        ("--out", &args.out),
        ("--config", &args.config),
    ];
    for (flag, path) in paths {
        if let Some(path) = path {
            words.push(format!("{flag} {}", quoted(&shown(path))));
        }
    }
    for it in &args.reading.overlays {
        words.push(format!("--overlay {}", quoted(&shown(it))));
    }
    match emit {
        Emit {
            rust: true,
            docs: true,
        } => {}
        Emit { rust: true, .. } => words.push("--emit rust".to_owned()),
        Emit { .. } => words.push("--emit docs".to_owned()),
    }
    if let Some(word) = &args.shell_fence {
        words.push(format!("--shell-fence {}", quoted(word)));
    }
    if args.reading.allow_outside {
        words.push("--allow-outside".to_owned());
    }
    words.join(" ")
}

/// A word as a shell takes it for one.
fn quoted(word: &str) -> String {
    let plain = |it: char| it.is_ascii_alphanumeric() || "-_./:,@%+=".contains(it);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn words_are_quoted_where_a_shell_would_split_them() {
        assert_eq!(quoted("a/b-c.yaml"), "a/b-c.yaml");
        assert_eq!(quoted("my spec.yaml"), "'my spec.yaml'");
        assert_eq!(quoted("it's"), r"'it'\''s'");
        assert_eq!(quoted(""), "''");
    }
}
