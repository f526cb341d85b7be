//! Arguments and the targets of a repository → what is read, and where it goes.

use std::cell::RefCell;
use std::path::PathBuf;

use verbatim_files::Watched;
use verbatim_gen::{Emit, FileSet, generate_in_stages};

use crate::args::{GenArgs, Target};
use crate::door;
use crate::findings;
use crate::input::Described;
use crate::name_lock::NameFile;
use crate::package_name::{library_name, package_name};
use crate::paths::shown;
use crate::progress::Progress;
use crate::project::{self, NoProject};

/// A document that is read, and where what is made of it goes.
#[derive(Debug)]
pub struct Job {
    described: Described,
    /// What the document led to when it was read.
    opened: RefCell<Watched>,
    /// The folder that becomes the crate.
    pub out: PathBuf,
    /// What is made.
    pub emit: Emit,
    /// The command that brings the output in step.
    pub mend: String,
}

/// The files of a job.
pub struct Made {
    /// The files.
    pub files: FileSet,
    /// Whether the name of the package was chosen, rather than made of the folder's.
    pub is_named: bool,
    /// The lock of names, if there is one.
    pub lock: Option<NameFile>,
}

/// What is to be made.
///
/// # Errors
/// The command is used wrongly, or the file with the targets is wrong.
pub fn jobs(args: &GenArgs) -> Result<Vec<Job>, NoProject> {
    let mend = mend(args, emit(&args.emit, BOTH));
    if let Some(spec) = &args.spec {
        if let Some(name) = args.targets.first() {
            let why = format!("--spec names a document by itself; take `{name}` or --spec away");
            return Err(why.into());
        }
        return Ok(vec![Job {
            described: Described::by_arguments(spec, args.config.as_deref(), &args.reading),
            opened: RefCell::default(),
            out: args.out.clone().unwrap_or_default(),
            emit: emit(&args.emit, BOTH),
            mend,
        }]);
    }
    let Some(found) = project::find()? else {
        let name = args.targets.first();
        let why = name.map(|it| project::unknown(it, &[]));
        return Err(why.unwrap_or_else(project::none).into());
    };
    let folder = found.folder.clone();
    let targets = found.chosen(&args.targets)?;
    // Arguments go before what targets say.
    if (args.out.is_some() || args.config.is_some()) && targets.len() > 1 {
        let why = "--out and --config are about one document; name the target, or give --spec";
        return Err(why.to_owned().into());
    }
    let jobs = targets.iter().map(|it| Job {
        described: Described::of_target(it, &folder)
            .overridden(args.config.as_deref(), &args.reading),
        opened: RefCell::default(),
        out: args.out.clone().unwrap_or_else(|| folder.join(&it.out)),
        emit: emit(&args.emit, it.emit),
        mend: mend.clone(),
    });
    Ok(jobs.collect())
}

const BOTH: Emit = Emit {
    rust: true,
    docs: true,
    html: false,
};

fn emit(words: &[Target], default: Emit) -> Emit {
    match words {
        [] => default,
        words => Emit {
            rust: words.contains(&Target::Rust),
            docs: words.contains(&Target::Docs),
            html: words.contains(&Target::Html),
        },
    }
}

impl Job {
    /// Whether the document comes from standard input, which can be read once.
    pub fn is_stream(&self) -> bool {
        self.described.is_stream()
    }

    /// The files that are read whatever the document says.
    pub fn inputs(&self) -> Vec<PathBuf> {
        self.described.inputs()
    }

    /// The files that the document led to when it was read, as they were before.
    pub fn opened(&self) -> Watched {
        self.opened.borrow().clone()
    }

    /// Makes the files. Findings are told on the way; `None` if one of them is in the way.
    pub fn generate(&self, args: &GenArgs) -> Option<Made> {
        let (root, mut config) = self.described.read(&args.reading)?;
        if let Some(word) = &args.shell_fence {
            config.docs.shell_fence.clone_from(word);
        }
        let is_named = config.package.name.is_some();
        if !is_named {
            config.package.name = Some(package_name(&self.out));
        }
        config.package.library = library_name(&self.out);
        let folder = self.described.files();
        let lock = config.names.lock.as_ref().map(|it| folder.place(it));
        let progress = Progress::start(&root.path);
        let made = generate_in_stages(root, &folder, &config, self.emit, &|stage| {
            progress.says(stage.as_str());
        });
        drop(progress);
        self.opened.replace(folder.opened());
        match made {
            Ok(made) => {
                let files = made.files;
                let lock = lock.zip(made.lock);
                let lock = lock.map(|(path, text)| NameFile::new(path, text));
                findings::tell(&made.report, &args.reading).then_some(Made {
                    files,
                    is_named,
                    lock,
                })
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
    if emit != BOTH {
        let all = [
            (emit.rust, "rust"),
            (emit.docs, "docs"),
            (emit.html, "html"),
        ];
        let named: Vec<&str> = all
            .iter()
            .filter_map(|(made, word)| made.then_some(*word))
            .collect();
        words.push(format!("--emit {}", named.join(",")));
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
