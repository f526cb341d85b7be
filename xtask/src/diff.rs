//! `cargo xtask diff`: two versions of a document → what changed, and whom it breaks.

mod accepted;
mod print;
mod read;

use std::path::Path;
use std::{mem, thread};

use verbatim_files::read_lock;
use verbatim_gen::diff::{Change, Options, Told, Verdict, diff, with_crates};
use verbatim_gen::stages::compare;
use verbatim_gen::{Config, Severity, crate_of};

use crate::args::{DiffArgs, DiffFormat, FailOn, Format, ListingArgs};
use crate::door;
use crate::findings;
use crate::input;
use crate::outcome::Outcome;
use crate::progress::Progress;
use crate::terminal::{self, count};
use print::Documents;
use read::{Lenient, Unread, read};

/// Runs `cargo xtask diff`.
pub fn run(args: &DiffArgs) -> Outcome {
    match compared(args) {
        Some(outcome) => outcome,
        None => Outcome::WrongUse,
    }
}

fn compared(args: &DiffArgs) -> Option<Outcome> {
    if args.old == "-" && args.new == "-" {
        terminal::error("standard input is one document; name a file for the other one");
        return None;
    }
    let mut config = match &args.config {
        Some(path) => match input::read_source(path).and_then(|it| Config::parse(&it)) {
            Ok(config) => config,
            Err(report) => {
                findings::list(&report, &listing(args));
                return None;
            }
        },
        None => Config::default(),
    };
    // The names that are kept are those of the new document: what both have is called by them in both.
    let new = Path::new(&args.new);
    let kept = match new.exists() {
        true => read_lock(&mut config, &input::folder(new, args.allow_outside)),
        false => Ok(None),
    };
    if let Err(report) = kept {
        findings::list(&report, &listing(args));
        return None;
    }
    let accepted = accepted(args)?;
    let [old, new] = documents(args, &config);
    let (old, new) = (old?, new?);
    let options = Options {
        today: args.today.clone(),
        stability: args.stability.clone(),
        ..Options::default()
    };
    let progress = Progress::start(&args.new);
    progress.says("comparing");
    let compared = changes(args, [&old, &new], &config, &options);
    drop(progress);
    let (changes, knows_rust) = compared;
    if !knows_rust && args.fail_on == FailOn::Rust {
        return None;
    }
    let mut used = vec![false; accepted.len()];
    let told = changes.into_iter().map(|change| {
        let mut reason = None;
        for (entry, used) in accepted.iter().zip(&mut used) {
            if entry.fits(&change) {
                *used = true;
                reason.get_or_insert_with(|| entry.reason.clone());
            }
        }
        Told { change, reason }
    });
    let told: Vec<Told> = told.collect();
    let documents = Documents {
        old: (&old.api, &old.report),
        new: (&new.api, &new.report),
        knows_rust,
    };
    let text = match args.message_format {
        DiffFormat::Human => print::human(&told, &documents),
        DiffFormat::Short => print::short(&told, &documents),
        DiffFormat::Json => print::json(&told, &documents),
        DiffFormat::Github => print::github(&told, &documents),
        DiffFormat::Markdown => print::markdown(&told, &documents),
    };
    terminal::out(&text);
    for (entry, _) in accepted.iter().zip(&used).filter(|it| !it.1) {
        terminal::warning(format!(
            "no change is accepted by the entry {}: take it out",
            entry.shown()
        ));
    }
    // To give back some hundred thousand small values takes a tenth of the time of large documents, and the process ends here.
    mem::forget([old, new]);
    let fails = |it: &&Told| it.reason.is_none() && is_failure(&it.change, args.fail_on);
    Some(match told.iter().any(|it| fails(&it)) {
        true => Outcome::Failed,
        false => Outcome::Done,
    })
}

/// What changed, and whether it is known what that means for Rust: of a document with errors there is no crate.
fn changes(
    args: &DiffArgs,
    [old, new]: [&Lenient; 2],
    config: &Config,
    options: &Options,
) -> (Vec<Change>, bool) {
    let (changes, crates) = thread::scope(|scope| {
        let crates = [old, new].map(|it| scope.spawn(|| crate_of(&it.api, &it.report, config)));
        let changes = diff(&old.api, &new.api, options);
        (changes, crates.map(joined))
    });
    match crates {
        [Ok(of_old), Ok(of_new)] => {
            let differences = compare(&of_old, &of_new);
            // The process ends before their memory is needed again.
            mem::forget([of_old, of_new]);
            let apis = [&old.api, &new.api];
            (with_crates(changes, differences, apis), true)
        }
        crates => {
            for (argument, it) in [&args.old, &args.new].into_iter().zip(crates) {
                if let Err(errors) = it {
                    let errors = count(errors, "error");
                    terminal::warning(format!(
                        "{argument} has {errors}, so that there is no crate of it: what changes mean for Rust is not told; `{} gen --check --spec FILE --out DIR` lists them",
                        door::command()
                    ));
                }
            }
            (changes, false)
        }
    }
}

fn is_failure(change: &Change, fail_on: FailOn) -> bool {
    match fail_on {
        FailOn::Breaking => change.wire == Verdict::Breaking,
        FailOn::Risky => change.wire >= Verdict::Risky,
        FailOn::Rust => change.rust == Verdict::Breaking,
        FailOn::Any => true,
    }
}

/// How findings about the documents themselves are listed.
fn listing(args: &DiffArgs) -> ListingArgs {
    ListingArgs {
        message_format: match args.message_format {
            DiffFormat::Human | DiffFormat::Markdown => Format::Human,
            DiffFormat::Short => Format::Short,
            DiffFormat::Json => Format::Json,
            DiffFormat::Github => Format::Github,
        },
        max_findings: 50,
    }
}

fn accepted(args: &DiffArgs) -> Option<Vec<accepted::Accepted>> {
    let Some(path) = &args.accept else {
        return Some(Vec::new());
    };
    let source = match input::read_source(path) {
        Ok(source) => source,
        Err(report) => {
            findings::list(&report, &listing(args));
            return None;
        }
    };
    match accepted::parse(&source.text) {
        Ok(accepted) => Some(accepted),
        Err(why) => {
            terminal::error(format_args!("{}: {why}", source.path));
            None
        }
    }
}

/// Both documents, each read by a thread of its own; what is wrong with them is told of the old one first.
fn documents<'a>(args: &'a DiffArgs, config: &Config) -> [Option<Lenient>; 2] {
    let arguments = [&args.old, &args.new];
    let found = thread::scope(|scope| {
        let read = |it: &'a String| scope.spawn(move || read(it, config, args.allow_outside));
        arguments.map(read).map(joined)
    });
    let [old, new] = found;
    [
        document(&args.old, old, args),
        document(&args.new, new, args),
    ]
}

/// What a thread gives, or its panic.
fn joined<T>(thread: thread::ScopedJoinHandle<'_, T>) -> T {
    match thread.join() {
        Ok(it) => it,
        Err(panic) => std::panic::resume_unwind(panic),
    }
}

fn document(argument: &str, found: Result<Lenient, Unread>, args: &DiffArgs) -> Option<Lenient> {
    match found {
        Ok(it) => {
            let errors = it
                .report
                .findings
                .iter()
                .filter(|it| it.severity == Severity::Error)
                .count();
            if errors > 0 {
                let errors = count(errors, "error");
                terminal::warning(format!(
                    "{argument} has {errors}, and is compared as far as it can be read; `{} show api --spec` lists them",
                    door::command()
                ));
            }
            Some(it)
        }
        Err(Unread::Words(why)) => {
            terminal::error(why);
            None
        }
        Err(Unread::Findings(report)) => {
            findings::list(&report, &listing(args));
            None
        }
    }
}
