//! Another program of the workspace → built where this one was, and put in its place.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::outcome::Outcome;
use crate::terminal;

/// The program beside this one, where a build of the workspace and `cargo install` put it.
///
/// # Errors
/// It is not there; `Err` has the folder's program that was looked from.
pub fn beside(name: &str) -> Result<PathBuf, String> {
    let here = here()?;
    let program = here.with_file_name(format!("{name}{}", env::consts::EXE_SUFFIX));
    match program.is_file() {
        true => Ok(program),
        false => Err(format!("there is no {name} beside {}", here.display())),
    }
}

fn here() -> Result<PathBuf, String> {
    env::current_exe().map_err(|why| format!("this program is not found: {why}"))
}

/// The version that a program tells, if it is not that of this one. What tells none is taken as it is.
pub fn other_version(program: &Path, name: &str) -> Option<String> {
    let told = Command::new(program).arg("--version").output().ok()?.stdout;
    let told = String::from_utf8(told).ok()?;
    let version = told.trim().strip_prefix(name)?.trim();
    (version != env!("CARGO_PKG_VERSION")).then(|| version.to_owned())
}

/// Whether this program is still where it was built, so that others are built beside it.
pub fn is_built_here() -> bool {
    here().is_ok_and(|it| it.parent().and_then(built_by).is_some())
}

/// The program of a package, brought in step with its sources by cargo. Only where this one was built, not where one is installed.
///
/// # Errors
/// The sources are not there, or cannot be built.
pub fn built(package: &str, name: &str) -> Result<PathBuf, String> {
    let here = here()?;
    let folder = here.parent().unwrap_or(Path::new("."));
    let Some((workspace, profile)) = built_by(folder) else {
        return Err(format!("{name} cannot be built from {}", folder.display()));
    };
    let cargo = env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut build = Command::new(cargo);
    build.args(["build", "--package", package, "--bin", name]);
    build.args(["--profile", profile]);
    build
        .arg("--target-dir")
        .arg(folder.parent().unwrap_or(folder));
    let status = build.current_dir(workspace).status();
    match status.is_ok_and(|it| it.success()) {
        true => beside(name),
        false => Err(format!("{name} cannot be built")),
    }
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
pub fn hand_over(mut command: Command, name: &str) -> Outcome {
    let why = std::os::unix::process::CommandExt::exec(&mut command);
    terminal::error(format!("{name} cannot be run: {why}"));
    Outcome::Failed
}

/// Runs the program to its end.
#[cfg(not(unix))]
pub fn hand_over(mut command: Command, name: &str) -> Outcome {
    match command.status() {
        Ok(it) => match it.code() {
            Some(0) => Outcome::Done,
            Some(2) => Outcome::WrongUse,
            _ => Outcome::Failed,
        },
        Err(why) => {
            terminal::error(format!("{name} cannot be run: {why}"));
            Outcome::Failed
        }
    }
}
