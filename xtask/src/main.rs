//! `cargo xtask`: arguments in, files or findings out, and an exit code.

#![forbid(unsafe_code)]

mod args;
mod build;
mod capture;
mod check;
mod diff;
mod explain;
mod findings;
mod generate;
mod helper;
mod input;
mod journal;
mod lock;
mod marker;
mod outcome;
mod output;
mod paths;
mod permissions;
mod plan;
mod rename;
mod settle;
mod show;
mod staging;
mod step;
mod terminal;
mod unimplemented;
mod write;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};

/// A run makes and drops some hundred thousand small values, and this allocator takes a fifth off it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    if let Some(code) = helper::serve() {
        return code;
    }
    // clap answers `--help` with 0 and wrong arguments with 2 by itself.
    match Args::parse().command {
        Command::Gen(args) => generate::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Show(args) => show::run(&args),
        Command::Capture(args) => capture::run(&args),
        Command::Diff(args) => diff::run(&args),
    }
    .into()
}
