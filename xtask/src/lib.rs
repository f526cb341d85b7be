//! The command: arguments in, files or findings out, and an exit code. Three programs are this one under other names.

#![forbid(unsafe_code)]

mod args;
mod attributes;
mod build;
#[cfg(feature = "whole")]
mod capture;
mod check;
mod content;
#[cfg(feature = "whole")]
mod diff;
mod door;
mod explain;
mod findings;
mod generate;
mod helper;
mod init;
mod input;
mod interrupted;
mod job;
mod journal;
mod lock;
mod manifest;
mod marker;
mod name_lock;
mod outcome;
mod output;
mod package_name;
mod paths;
mod permissions;
mod plan;
mod program;
mod progress;
mod project;
mod rename;
mod replace;
mod schema;
mod serve;
mod settle;
mod show;
mod staging;
mod step;
mod terminal;
mod unimplemented;
#[cfg(not(feature = "whole"))]
mod whole;
mod write;

use std::process::ExitCode;

use args::Command;

pub use door::Door;

/// A run makes and drops some hundred thousand small values, and this allocator takes a fifth off it.
#[cfg(feature = "whole")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Runs the command with the arguments of this process, under the name that it was called by.
pub fn main(door: Door) -> ExitCode {
    if let Some(code) = helper::serve() {
        return code;
    }
    // clap answers `--help` with 0 and wrong arguments with 2 by itself.
    let args = args::parse(door);
    interrupted::tell();
    match args.command {
        Command::Init(args) => init::run(&args),
        Command::Gen(args) => generate::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Show(args) => show::run(&args),
        #[cfg(feature = "whole")]
        Command::Capture(args) => capture::run(&args),
        #[cfg(feature = "whole")]
        Command::Diff(args) => diff::run(&args),
        #[cfg(not(feature = "whole"))]
        Command::Capture(_) | Command::Diff(_) => whole::hand_over(),
        Command::Serve(args) => serve::run(&args),
    }
    .into()
}
