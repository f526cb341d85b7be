//! Steps that belong together → taken by a process of its own, which outlives this one.
//!
//! `src/` and `docs/` are exchanged by a call each, and afterwards the old folders are looked through. In between this
//! process may be killed, and nothing can be done about SIGKILL but not to be the one who is killed: the steps are handed
//! to a second process, in a process group of its own, that holds the lock on the output's root until it has taken them
//! all.

use std::env;
use std::ffi::OsString;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use crate::staging;
use crate::step::{self, Done, Step};

/// What the second process is told by. Not among the arguments that are for people.
const ROLE: &str = "--put-in-place";
const DONE: &str = "done";
const NOTHING_YET: &str = "nothing yet";

/// Has steps taken by a second process. `None` where none can be started.
pub fn take(steps: &[Step], root: &Path, stage: &Path, lock: Option<&File>) -> Option<Done> {
    let mut command = Command::new(env::current_exe().ok()?);
    command.arg(ROLE).arg(root).arg(stage);
    for step in steps {
        command.arg(step.word()).arg(step.path());
    }
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let lock = match lock {
        Some(it) => Stdio::from(it.try_clone().ok()?),
        None => Stdio::null(),
    };
    let child = command
        .stdin(lock)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let told = child.wait_with_output().ok()?.stdout;
    Some(match String::from_utf8_lossy(&told).trim() {
        DONE => Done::Fully(Ok(())),
        NOTHING_YET => Done::NothingYet,
        // It removes the stage when it is through.
        "" if !stage.exists() => Done::Fully(Ok(())),
        "" => Done::Fully(Err(
            "the process that puts files in place was killed".to_owned()
        )),
        why => Done::Fully(Err(why.to_owned())),
    })
}

/// Takes the steps, if this is the second process.
pub fn serve() -> Option<ExitCode> {
    let mut arguments = env::args_os().skip(1);
    if arguments.next()? != ROLE {
        return None;
    }
    let root = PathBuf::from(arguments.next()?);
    let stage = PathBuf::from(arguments.next()?);
    let arguments: Vec<OsString> = arguments.collect();
    let steps = arguments.chunks_exact(2);
    let steps: Option<Vec<Step>> = steps
        .map(|it| Step::named(it[0].to_str()?, PathBuf::from(&it[1])))
        .collect();
    let answer = match step::take_all(&steps?, &root, &stage) {
        Done::NothingYet => NOTHING_YET.to_owned(),
        Done::Fully(result) => {
            // The one that waits may have been killed.
            staging::remove(&stage);
            result.map_or_else(|why| why, |()| DONE.to_owned())
        }
    };
    // Nobody may be listening any more.
    let _ = writeln!(std::io::stdout(), "{answer}");
    Some(ExitCode::SUCCESS)
}
