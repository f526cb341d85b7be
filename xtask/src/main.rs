//! `cargo xtask`: arguments in, files or findings out, and an exit code.

#![forbid(unsafe_code)]

mod args;
mod check;
mod explain;
mod findings;
mod input;
mod keeper;
mod make;
mod output;
mod plan;
mod say;
mod show;
mod stage;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};

/// A run makes and drops some hundred thousand small values, and this allocator takes a fifth off it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How a run ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Exit code 0.
    Done,
    /// Exit code 1: drift, an error in the input, or output that could not be written.
    Failed,
    /// Exit code 2: the command was used wrongly.
    WrongUse,
}

fn main() -> ExitCode {
    if let Some(code) = keeper::serve() {
        return code;
    }
    // clap answers `--help` with 0 and wrong arguments with 2 by itself.
    let outcome = match Args::parse().command {
        Command::Gen(args) => make::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Show(args) => show::run(&args),
    };
    ExitCode::from(match outcome {
        Outcome::Done => 0,
        Outcome::Failed => 1,
        Outcome::WrongUse => 2,
    })
}
