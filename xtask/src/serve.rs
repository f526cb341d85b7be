//! `cargo xtask serve` → the program `verbatim-serve`, which is a package of its own, so that this one builds no server.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use crate::args::ServeArgs;
use crate::outcome::Outcome;
use crate::program;
use crate::project::{self, NoProject};
use crate::terminal;

/// The package, and its program.
const PROGRAM: &str = "verbatim-serve";
const INSTALL: &str =
    "from a checkout of the generator, `cargo install --locked --path generator/serve`";

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
    program::hand_over(command, PROGRAM)
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

/// The program: brought in step with its sources where this one was built, else the one that is installed beside this one.
fn found() -> Result<PathBuf, String> {
    if program::is_built_here() {
        return program::built(PROGRAM, PROGRAM);
    }
    let program =
        program::beside(PROGRAM).map_err(|why| format!("{why}; {INSTALL} installs it"))?;
    if let Some(other) = program::other_version(&program, PROGRAM) {
        terminal::warning(format!(
            "the {PROGRAM} beside this command is of version {other}, and this is {}; {INSTALL} brings it in step",
            env!("CARGO_PKG_VERSION")
        ));
    }
    Ok(program)
}
