//! `cargo xtask gen`: a document and choices → files in place, or a report of how they differ.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use verbatim_gen::{Emit, FileSet, generate};

use crate::args::{GenArgs, Target};
use crate::check;
use crate::findings;
use crate::input::{self, Folder};
use crate::marker::{self, Marker};
use crate::outcome::Outcome;
use crate::output::Output;
use crate::paths::shown;
use crate::plan::{Change, Entry, Plan};
use crate::terminal::{self, CYAN, GREEN, RED};
use crate::write::{self, WriteError};

/// Runs `cargo xtask gen`.
pub fn run(args: &GenArgs) -> Outcome {
    let started = Instant::now();
    let job = match Job::new(args) {
        Ok(job) => job,
        Err(message) => {
            terminal::error(message);
            return Outcome::WrongUse;
        }
    };
    let Some(files) = job.generate(args) else {
        return Outcome::Failed;
    };
    let output = Output::new(&job.out, files, job.emit);
    if args.check {
        let (mend, format) = (job.command(args), args.reading.listing.message_format);
        return check::run(&output, &mend, format);
    }
    match write::write(&output, args.force) {
        Ok(plan) => {
            terminal::out(&changes(&plan, &job.out, started));
            terminal::err(&kept(&plan, &job.out));
            Outcome::Done
        }
        Err(why) => {
            terminal::error(&why);
            match why {
                WriteError::Foreign { .. } => Outcome::WrongUse,
                WriteError::Io(_) => Outcome::Failed,
            }
        }
    }
}

/// What is read and where it goes.
struct Job {
    spec: PathBuf,
    config: Option<PathBuf>,
    out: PathBuf,
    emit: Emit,
}

impl Job {
    fn new(args: &GenArgs) -> Result<Self, String> {
        let emit = Emit {
            rust: args.emit.contains(&Target::Rust),
            docs: args.emit.contains(&Target::Docs),
        };
        let (spec, config, out) = match (&args.spec, &args.out) {
            (Some(spec), Some(out)) => (spec.clone(), None, out.clone()),
            // clap has seen to it that --spec comes with --out.
            (_, out) => {
                let root = input::workspace()?;
                let config = root.join("spec/gen.toml");
                let out = out.clone().unwrap_or_else(|| root.join("generated"));
                (root.join("spec/members.yaml"), Some(config), out)
            }
        };
        Ok(Self {
            spec,
            config: args.config.clone().or(config),
            out,
            emit,
        })
    }

    /// Makes the files. Findings are told on the way; `None` if one of them is in the way.
    fn generate(&self, args: &GenArgs) -> Option<FileSet> {
        let (root, mut config) =
            input::read_both(&self.spec, self.config.as_deref(), &args.reading)?;
        if let Some(word) = &args.shell_fence {
            config.docs.shell_fence.clone_from(word);
        }
        if config.package.name.is_none() {
            config.package.name = Some(package_name(&self.out));
        }
        config.package.library = library_name(&self.out);
        let folder = Folder::of(&self.spec, args.reading.allow_outside);
        match generate(root, &folder, &config, self.emit) {
            Ok(made) => findings::tell(&made.report, &args.reading).then_some(made.files),
            Err(report) => {
                findings::tell(&report, &args.reading);
                None
            }
        }
    }

    /// The command that brings the output in step.
    fn command(&self, args: &GenArgs) -> String {
        let mut words = vec!["cargo xtask gen".to_owned()];
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
        match self.emit {
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
}

/// What Rust calls the crate that is in a folder already, by its `Cargo.toml`.
fn library_name(folder: &Path) -> Option<String> {
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).ok()?;
    let manifest: toml::Table = manifest.parse().ok()?;
    let of = |section: &str| manifest.get(section)?.get("name")?.as_str();
    of("lib").or_else(|| of("package")).map(str::to_owned)
}

/// A package name that cargo accepts, made of the name of a folder: `My API (v2)` gives `my-api-v2`.
fn package_name(folder: &Path) -> String {
    // `--out .` and `--out ..` have no name of their own.
    let absolute = folder
        .canonicalize()
        .or_else(|_| std::path::absolute(folder));
    let name = absolute
        .ok()
        .and_then(|it| Some(it.file_name()?.to_string_lossy().to_lowercase()));
    let words: Vec<String> = name
        .unwrap_or_default()
        .split(|it: char| !it.is_ascii_alphanumeric() && it != '_')
        .filter(|it| !it.is_empty())
        .map(str::to_owned)
        .collect();
    let name = words.join("-");
    // What rustc or cargo would take for something else, or refuse.
    const TAKEN: [&str; 12] = [
        "",
        "_",
        "alloc",
        "build",
        "core",
        "deps",
        "examples",
        "incremental",
        "proc_macro",
        "proc-macro",
        "std",
        "test",
    ];
    let keyword = syn_keyword(&name);
    if TAKEN.contains(&name.as_str()) || keyword {
        format!("{name}-api")
            .trim_start_matches(['-', '_'])
            .to_owned()
    } else if name.starts_with(|it: char| it.is_ascii_digit()) {
        format!("api-{name}")
    } else {
        name
    }
}

/// Whether a crate cannot be called so because Rust reads the word differently.
fn syn_keyword(name: &str) -> bool {
    const KEYWORDS: &str = " abstract as async await become box break const continue crate do dyn else enum extern false \
                            final fn for gen if impl in let loop macro match mod move mut override priv pub ref return \
                            self static struct super trait true try type typeof unsafe unsized use virtual where while \
                            yield ";
    KEYWORDS.contains(&format!(" {name} "))
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

/// One line a changed file, and a line that sums up.
fn changes(plan: &Plan, out: &Path, started: Instant) -> String {
    let mut text = String::new();
    let mut counts = [0; 3];
    for (path, change) in plan.changes() {
        let (style, verb, slot) = match change {
            Change::Added => (GREEN, "Added", 0),
            Change::Updated => (CYAN, "Updated", 1),
            Change::Removed => (RED, "Removed", 2),
        };
        counts[slot] += 1;
        let path = shown(&out.join(path));
        text += &format!("{style}{verb:<8}{style:#}{path}\n");
    }
    let [added, updated, removed] = counts.map(terminal::grouped);
    let unchanged = terminal::grouped(plan.unchanged());
    let seconds = started.elapsed().as_secs_f64();
    text + &format!(
        "{added} added, {updated} updated, {removed} removed, {unchanged} unchanged in {seconds:.2} s\n"
    )
}

/// A line for each folder that an earlier version generated, about what it may have generated and this one does not.
fn kept(plan: &Plan, out: &Path) -> String {
    let mut text = String::new();
    for folder in plan
        .folders
        .iter()
        .filter(|it| it.marker == Marker::Unlisted)
    {
        let mut files = (folder.foreign.iter()).filter(|(_, entry)| **entry != Entry::EmptyFolder);
        let Some((first, _)) = files.next() else {
            continue;
        };
        let more = match files.count() {
            0 => String::new(),
            it => format!(" and {}", terminal::count(it, "other file")),
        };
        text += &format!(
            "kept {}{more}: {} did not tell whether they were generated; remove them if they were\n",
            shown(&out.join(first)),
            shown(&out.join(folder.name).join(marker::NAME))
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{package_name, quoted};

    #[test]
    fn a_folder_gives_a_name_that_cargo_accepts() {
        for (folder, name) in [
            ("/x/petstore", "petstore"),
            ("/x/petstore-v2", "petstore-v2"),
            ("/x/My API (v2)", "my-api-v2"),
            ("/x/2ch", "api-2ch"),
            ("/x/test", "test-api"),
            ("/x/type", "type-api"),
            ("/x/Überblick", "berblick"),
            ("/x/日本", "api"),
            ("/", "api"),
        ] {
            assert_eq!(package_name(Path::new(folder)), name, "{folder}");
        }
    }

    #[test]
    fn words_are_quoted_where_a_shell_would_split_them() {
        assert_eq!(quoted("a/b-c.yaml"), "a/b-c.yaml");
        assert_eq!(quoted("my spec.yaml"), "'my spec.yaml'");
        assert_eq!(quoted("it's"), r"'it'\''s'");
        assert_eq!(quoted(""), "''");
    }
}
