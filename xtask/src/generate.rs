//! `cargo xtask gen`: documents and choices → files in place, or a report of how they differ.

use std::path::Path;
use std::time::Instant;

use verbatim_files::Watched;
use verbatim_gen::{Report, Severity};

use crate::args::GenArgs;
use crate::check;
use crate::findings;
use crate::init::CHOICES;
use crate::job::{Job, jobs};
use crate::manifest::{self, Lacks};
use crate::marker::{self, Marker};
use crate::name_lock::{self, NameFile};
use crate::outcome::Outcome;
use crate::output::Output;
use crate::paths::shown;
use crate::plan::{Change, Entry, Plan};
use crate::project;
use crate::schema;
use crate::terminal::{self, CYAN, GREEN, RED};
use crate::write::{self, WriteError};

/// Runs `cargo xtask gen`.
pub fn run(args: &GenArgs) -> Outcome {
    if args.print_config {
        terminal::out(CHOICES);
        return Outcome::Done;
    }
    if args.print_schema {
        terminal::out(&schema::text());
        return Outcome::Done;
    }
    let jobs = match jobs(args) {
        Ok(jobs) => jobs,
        Err(why) => return why.told(&args.reading),
    };
    if args.watch {
        return follow(args, jobs);
    }
    make(&jobs, args)
}

/// Makes everything anew whenever something that it is made of has changed.
fn follow(args: &GenArgs, mut made: Vec<Job>) -> Outcome {
    if made.iter().any(Job::is_stream) {
        terminal::error("standard input can be read once; --watch takes a document in a file");
        return Outcome::WrongUse;
    }
    loop {
        // Files are looked at before they are read, so that no change is missed.
        let mut inputs = project::files();
        inputs.extend(made.iter().flat_map(Job::inputs));
        let mut watched = Watched::of(&inputs);
        make(&made, args);
        for job in &made {
            watched.merge(job.opened());
        }
        let files = terminal::count(watched.len(), "file");
        terminal::err(&format!("watching {files}; Ctrl-C ends it\n"));
        loop {
            watched.wait();
            watched = watched.again();
            match jobs(args) {
                Ok(jobs) => break made = jobs,
                // What the targets are is not known, so there is nothing to make until that has changed.
                Err(why) => drop(why.told(&args.reading)),
            }
        }
    }
}

fn make(jobs: &[Job], args: &GenArgs) -> Outcome {
    let started = Instant::now();
    // All of it is made before any of it is written.
    let made = jobs.iter().map(|job| Run::new(job, args));
    let made: Vec<Option<Run>> = made.collect();
    let runs: Option<Vec<Run>> = made.into_iter().collect();
    let Some(mut runs) = runs else {
        return Outcome::Failed;
    };
    let locks = runs.iter().filter_map(|it| it.lock.as_ref());
    if let Some(path) = name_lock::kept_twice(locks) {
        let path = shown(path);
        terminal::error(format_args!(
            "two targets keep their names in {path}; give each a `lock` of its own"
        ));
        return Outcome::WrongUse;
    }
    if args.check {
        let outcomes = runs.iter().map(|it| it.check(args));
        return outcomes.fold(Outcome::Done, Outcome::worse);
    }
    let several = runs.len() > 1;
    for run in &runs {
        if let Some(outcome) = run.refused(args, several) {
            return outcome;
        }
    }
    let outcomes = runs.iter_mut().map(|it| it.write(args, started));
    outcomes.fold(Outcome::Done, Outcome::worse)
}

/// A document of which everything has been made.
struct Run<'j> {
    job: &'j Job,
    output: Output,
    lacks: Lacks,
    lock: Option<NameFile>,
}

impl<'j> Run<'j> {
    /// Findings are told; `None` if one of them is in the way.
    fn new(job: &'j Job, args: &GenArgs) -> Option<Self> {
        let made = job.generate(args)?;
        let mut output = Output::new(&job.out, made.files, job.emit);
        let lacks = manifest::compare(&mut output, made.is_named, args.write_manifest);
        match lacks {
            Ok(lacks) => Some(Self {
                job,
                output,
                lacks,
                lock: made.lock,
            }),
            Err(why) => {
                terminal::error(why);
                None
            }
        }
    }

    fn check(&self, args: &GenArgs) -> Outcome {
        let listing = &args.reading.listing;
        let drift = check::run(
            &self.output,
            &self.job.mend,
            listing.message_format,
            self.lacks.is_empty() && self.lock_drift().is_none(),
        );
        let mut outcome = drift;
        if let Some(report) = self.lock_drift() {
            findings::list(&report, listing);
            let mend = format!("; `{}` brings it in step", self.job.mend);
            findings::sum_up(&report, listing, Some(&mend));
            outcome = Outcome::Failed;
        }
        if self.lacks.is_empty() {
            return outcome;
        }
        let report = self.lacks.report(Severity::Error);
        findings::list(&report, listing);
        let mend = format!(
            "; `{} --write-manifest` adds what is missing",
            self.job.mend
        );
        findings::sum_up(&report, listing, Some(&mend));
        Outcome::Failed
    }

    /// How the lock of names would change, if it would.
    fn lock_drift(&self) -> Option<Report> {
        self.lock.as_ref().and_then(NameFile::drift)
    }

    /// Why this cannot be written, told; `None` where nothing is known to be in the way.
    fn refused(&self, args: &GenArgs, several: bool) -> Option<Outcome> {
        if !self.lacks.is_empty() && args.reading.deny_warnings && !args.write_manifest {
            let report = self.lacks.report(Severity::Warning);
            findings::tell(&report, &args.reading);
            return Some(Outcome::Failed);
        }
        if !several || args.force {
            return None;
        }
        match Plan::compare(&self.output) {
            Ok(plan) => write::refused(&self.output, &plan).map(|why| failed(&why)),
            Err(why) => Some(failed(&WriteError::Io(why))),
        }
    }

    fn write(&mut self, args: &GenArgs, started: Instant) -> Outcome {
        let plan = match write::write(&self.output, args.force) {
            Ok(plan) => plan,
            Err(why) => return failed(&why),
        };
        let locked = self
            .lock
            .as_ref()
            .map_or(Ok(String::new()), NameFile::write);
        terminal::out(&changes(&plan, &self.job.out, started));
        match locked {
            Ok(text) => terminal::out(&text),
            Err(why) => {
                terminal::error(why);
                return Outcome::Failed;
            }
        }
        terminal::err(&kept(&plan, &self.job.out));
        terminal::err(&upgraded(&plan, &self.job.out));
        let listing = &args.reading.listing;
        if args.write_manifest {
            return match self.lacks.write() {
                Ok(text) => {
                    terminal::out(&text);
                    Outcome::Done
                }
                Err(why) => {
                    terminal::error(why);
                    Outcome::Failed
                }
            };
        }
        if !self.lacks.is_empty() {
            let report = self.lacks.report(Severity::Warning);
            findings::list(&report, listing);
            findings::sum_up(&report, listing, None);
        }
        terminal::err(&self.lacks.advice(listing.message_format));
        Outcome::Done
    }
}

/// Tells why nothing was written.
fn failed(why: &WriteError) -> Outcome {
    terminal::error(why);
    match why {
        WriteError::Foreign { .. } => Outcome::WrongUse,
        WriteError::Io(_) => Outcome::Failed,
    }
}

/// One line a changed file, and a line that sums up.
fn changes(plan: &Plan, out: &Path, started: Instant) -> String {
    let mut text = String::new();
    let mut counts = [0; 3];
    for (path, change) in plan.changes() {
        let (style, verb, slot) = match change {
            Change::Added => (GREEN, "Added", 0),
            Change::Updated => (CYAN, "Updated", 1),
            Change::Removed => (RED, "Removed", 2),
        };
        counts[slot] += 1;
        let path = shown(&out.join(path));
        text += &format!("{style}{verb:<8}{style:#}{path}\n");
    }
    let [added, updated, removed] = counts.map(terminal::grouped);
    let unchanged = terminal::grouped(plan.unchanged());
    let seconds = started.elapsed().as_secs_f64();
    text + &format!(
        "{added} added, {updated} updated, {removed} removed, {unchanged} unchanged in {seconds:.2} s\n"
    )
}

/// A line where another version made what was there.
fn upgraded(plan: &Plan, out: &Path) -> String {
    plan.other_version().map_or(String::new(), |it| {
        format!(
            "{} was made by version {it} before, and is by {} now: CHANGELOG.md says what is different\n",
            shown(out),
            marker::OWN_VERSION
        )
    })
}

/// A line for each folder that an earlier version generated, about what it may have generated and this one does not.
fn kept(plan: &Plan, out: &Path) -> String {
    let mut text = String::new();
    for folder in plan
        .folders
        .iter()
        .filter(|it| it.marker == Marker::Unlisted)
    {
        let mut files = (folder.foreign.iter()).filter(|(_, entry)| **entry != Entry::EmptyFolder);
        let Some((first, _)) = files.next() else {
            continue;
        };
        let more = match files.count() {
            0 => String::new(),
            it => format!(" and {}", terminal::count(it, "other file")),
        };
        text += &format!(
            "kept {}{more}: {} did not tell whether they were generated; remove them if they were\n",
            shown(&out.join(first)),
            shown(&out.join(folder.name).join(marker::NAME))
        );
    }
    text
}
