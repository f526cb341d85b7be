//! `cargo xtask serve` → the program `verbatim-serve`, which is a package of its own, so that this one builds no server.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::args::ServeArgs;
use crate::outcome::Outcome;
use crate::project::{self, NoProject};
use crate::terminal;

/// The package, and its program.
const PROGRAM: &str = "verbatim-serve";

/// Runs `cargo xtask serve`.
pub fn run(args: &ServeArgs) -> Outcome {
    let program = match found() {
        Ok(it) => it,
        Err(why) => {
            terminal::error(why);
            return Outcome::Failed;
        }
    };
    let arguments = match completed(&args.arguments) {
        Ok(it) => it,
        Err(NoProject::Words(why)) => {
            terminal::error(why);
            return Outcome::WrongUse;
        }
        Err(NoProject::Findings(report)) => {
            eprint!("{report}");
            return Outcome::Failed;
        }
    };
    let mut command = Command::new(&program);
    command.args(arguments);
    hand_over(command)
}

/// The arguments, with those that say what the target of a repository says: the one that comes first, or the only one. As
/// they are where they name a document, or ask for help.
fn completed(arguments: &[OsString]) -> Result<Vec<OsString>, NoProject> {
    let says = |it: &OsString| {
        let text = it.to_string_lossy();
        ["--spec", "--help", "-h", "--version", "-V"].contains(&&*text)
            || text.starts_with("--spec=")
    };
    if arguments.iter().any(says) {
        return Ok(arguments.to_vec());
    }
    let first = arguments.first().and_then(|it| it.to_str());
    let name = first.filter(|it| !it.starts_with('-'));
    let (folder, target) = match name {
        None => project::only()?,
        Some(name) => {
            let Some(found) = project::find()? else {
                return Err(project::none().into());
            };
            let folder = found.folder.clone();
            let chosen = found.chosen(&[name.to_owned()])?.into_iter().next();
            (folder, chosen.ok_or_else(project::none)?)
        }
    };
    let mut all: Vec<OsString> = vec!["--spec".into(), folder.join(&target.spec).into()];
    for it in &target.overlays {
        all.extend(["--overlay".into(), folder.join(it).into()]);
    }
    if target.allow_outside {
        all.push("--allow-outside".into());
    }
    match &target.config {
        Some(it) => all.extend(["--config".into(), folder.join(it).into()]),
        None => {
            let own = folder.join(project::FILE);
            let file = if own.is_file() {
                own
            } else {
                folder.join("Cargo.toml")
            };
            all.extend([
                "--config".into(),
                file.into(),
                "--target".into(),
                target.name.into(),
            ]);
        }
    }
    all.extend(arguments.iter().skip(usize::from(name.is_some())).cloned());
    Ok(all)
}

/// The program: beside this one, where a build of the workspace and `cargo install` put it.
fn found() -> Result<PathBuf, String> {
    let here = env::current_exe().map_err(|why| format!("this program is not found: {why}"))?;
    let folder = here.parent().unwrap_or(Path::new("."));
    let program = folder.join(format!("{PROGRAM}{}", env::consts::EXE_SUFFIX));
    if program.is_file() {
        return Ok(program);
    }
    if let Some((workspace, profile)) = built_by(folder) {
        eprintln!("building {PROGRAM}, which is not there yet");
        let cargo = env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
        let mut build = Command::new(cargo);
        build.args([
            "build",
            "--quiet",
            "--package",
            PROGRAM,
            "--profile",
            profile,
        ]);
        build
            .arg("--target-dir")
            .arg(folder.parent().unwrap_or(folder));
        let status = build.current_dir(workspace).status();
        if status.is_ok_and(|it| it.success()) && program.is_file() {
            return Ok(program);
        }
        return Err(format!("{PROGRAM} cannot be built"));
    }
    Err(format!(
        "there is no {PROGRAM} beside {}; from a checkout of the generator, `cargo install --locked --path generator/serve` installs it",
        here.display()
    ))
}

/// The workspace that this program was built from, if it is still in the folder that it was built into, and the profile.
fn built_by(folder: &Path) -> Option<(PathBuf, &'static str)> {
    let profile = match folder.file_name()?.to_str()? {
        "debug" => "dev",
        "release" => "release",
        _ => return None,
    };
    // Cargo marks the folders that it builds into.
    folder
        .parent()?
        .join("CACHEDIR.TAG")
        .is_file()
        .then_some(())?;
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent()?;
    let is_there = workspace.join("generator/serve/Cargo.toml").is_file();
    is_there.then(|| (workspace.to_owned(), profile))
}

/// Lets the program take the place of this one, so that signals are its own.
#[cfg(unix)]
fn hand_over(mut command: Command) -> Outcome {
    let why = std::os::unix::process::CommandExt::exec(&mut command);
    terminal::error(format!("{PROGRAM} cannot be run: {why}"));
    Outcome::Failed
}

/// Runs the program to its end.
#[cfg(not(unix))]
fn hand_over(mut command: Command) -> Outcome {
    match command.status() {
        Ok(it) => match it.code() {
            Some(0) => Outcome::Done,
            Some(2) => Outcome::WrongUse,
            _ => Outcome::Failed,
        },
        Err(why) => {
            terminal::error(format!("{PROGRAM} cannot be run: {why}"));
            Outcome::Failed
        }
    }
}
