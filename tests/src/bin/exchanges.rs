//! `exchanges FOLDER ROUNDS SPEC...`: random requests and answers of documents go through their emitted clients and servers.
//!
//! In FOLDER a package is made and run, with a build folder of its own. What cannot be sent is listed with the reason, what
//! does not come across as it was sent with both; the exit code is then 1.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use verbatim_files::{Folder, read_source};
use verbatim_tests::exchange::package::{Document, write};
use verbatim_tests::write_if_changed;

fn main() -> ExitCode {
    // Deep documents take more in a debug build than the main thread has.
    let thread = std::thread::Builder::new().stack_size(256 << 20);
    let done = thread.spawn(run).expect("a thread").join();
    done.unwrap_or(ExitCode::FAILURE)
}

fn run() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, rounds, specs @ ..] = &arguments[..] else {
        panic!("exchanges FOLDER ROUNDS SPEC...");
    };
    let folder = std::path::absolute(folder).expect("a folder");
    let rounds = rounds.parse().expect("ROUNDS is a number");
    let specs: Vec<PathBuf> = specs.iter().map(PathBuf::from).collect();
    let folders: Vec<Folder> = specs
        .iter()
        .map(|it| Folder::of(it, true, "--allow-outside"))
        .collect();
    let mut documents = Vec::new();
    for (path, files) in specs.iter().zip(&folders) {
        match read_source(path) {
            Ok(source) => documents.push(Document {
                name: name(path),
                source,
                files,
            }),
            Err(report) => println!("left out: {report}"),
        }
    }
    for it in write(&folder, &documents, 1, rounds) {
        println!("left out: {it}");
    }
    write_if_changed(&folder.join(".gitignore"), "*\n");
    let done = Command::new("cargo")
        .args(["run", "--quiet", "--target-dir", "target"])
        .current_dir(&folder)
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_PROFILE_DEV_DEBUG", "false")
        .status()
        .expect("cargo runs");
    match done.success() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}

/// What a crate is called by the name of a file.
fn name(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let letters = |it: char| match it.is_ascii_alphanumeric() {
        true => it.to_ascii_lowercase(),
        false => '_',
    };
    format!("doc_{}", stem.chars().map(letters).collect::<String>())
}
