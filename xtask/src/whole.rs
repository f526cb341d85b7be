//! What this build of the command has left out → the whole command, which is built on first use.
//!
//! `cargo xtask` is built without the feature `whole`, which spares a fresh clone a fifth of what its first files take to build.

use std::env;
use std::ffi::OsStr;
use std::process::Command;

use verbatim_gen::Config;

use crate::args;
use crate::outcome::Outcome;
use crate::program;
use crate::terminal;

/// The program of the package that stands beside this one under another name, as one that runs cannot be replaced everywhere.
const PROGRAM: &str = "verbatim";

/// Whether overlays or choices are nothing for this build.
pub fn is_needed(has_overlays: bool, config: &Config) -> bool {
    has_overlays || !config.docs.revisions.is_empty()
}

/// Lets the whole command do all that this one was called for, and ends with it. Nothing was read of standard input, and nothing written.
pub fn instead() -> ! {
    std::process::exit(match hand_over() {
        Outcome::Done => 0,
        Outcome::Failed => 1,
        Outcome::WrongUse => 2,
    })
}

/// Lets the whole command do what this one was called for.
pub fn hand_over() -> Outcome {
    let program = match program::built("xtask", PROGRAM) {
        Ok(it) => it,
        Err(why) => {
            terminal::error(format!(
                "this build of the command has no `capture`, no `diff`, no overlays and no `docs.revisions`, and {why}; from a \
                 checkout of the generator, `cargo install --locked --path xtask` installs the whole one"
            ));
            return Outcome::Failed;
        }
    };
    let mut command = Command::new(program);
    command.arg(OsStr::new(args::AS_XTASK));
    command.args(env::args_os().skip(1));
    program::hand_over(command, PROGRAM)
}
