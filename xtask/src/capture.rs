//! `cargo xtask capture`: pages of a reference → the document that renders them.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use verbatim_gen::capture::{Captured, capture, losses};
use verbatim_gen::{Config, Report, Source, openapi};

use crate::args::CaptureArgs;
use crate::findings;
use crate::input;
use crate::outcome::Outcome;
use crate::paths::{shown, unreadable, unwritable};
use crate::terminal::{self, GREEN, RED};

/// Runs `cargo xtask capture`.
pub fn run(args: &CaptureArgs) -> Outcome {
    if args.explain_losses {
        terminal::out(&losses::markdown());
        return Outcome::Done;
    }
    let Some(out) = &args.out else {
        terminal::error("--out FILE is missing: the document to write");
        return Outcome::WrongUse;
    };
    let paths = match pages(&args.pages) {
        Ok(paths) => paths,
        Err(why) => {
            terminal::error(why);
            return Outcome::WrongUse;
        }
    };
    let Some((pages, config)) = read(&paths, args) else {
        return Outcome::Failed;
    };
    let captured = match capture(&pages, config.as_ref()) {
        Ok(captured) => captured,
        Err(report) => {
            tell(&report, args, "; nothing was written");
            return Outcome::Failed;
        }
    };
    terminal::out(&comparison(&captured));
    terminal::out(&assumed(&captured, &pages, args.list_assumptions));
    let is_exact = captured.is_exact();
    if !is_exact && !args.keep_going {
        tell(
            &captured.report,
            args,
            "; nothing was written, --keep-going writes the document all the same",
        );
        return Outcome::Failed;
    }
    let is_json = out
        .extension()
        .is_some_and(|it| it.eq_ignore_ascii_case("json"));
    let text = if is_json {
        openapi::json(&captured.document)
    } else {
        captured.yaml.clone()
    };
    if let Err((why, outcome)) = write(out, &text, args.force) {
        terminal::error(why);
        return outcome;
    }
    let mut told = format!("{GREEN}Wrote{GREEN:#}   {}\n", shown(out));
    if args.config.is_none() {
        let _ = write!(
            told,
            "\nThe settings that the pages were made with, as a gen.toml:\n\n{}",
            captured.settings
        );
    }
    terminal::out(&told);
    if is_exact {
        return Outcome::Done;
    }
    tell(
        &captured.report,
        args,
        "; the document was written all the same",
    );
    Outcome::Failed
}

fn tell(report: &Report, args: &CaptureArgs, consequence: &str) {
    findings::list(report, &args.listing);
    findings::sum_up(report, &args.listing, Some(consequence));
}

/// The pages that are named: each file, and the `.md` files of each folder by name.
fn pages(named: &[PathBuf]) -> Result<Vec<PathBuf>, String> {
    let mut out = Vec::new();
    for path in named {
        if !path.is_dir() {
            out.push(path.clone());
            continue;
        }
        let entries = fs::read_dir(path).map_err(|why| unreadable(path, &why))?;
        let mut found = Vec::new();
        for entry in entries {
            let file = entry.map_err(|why| unreadable(path, &why))?.path();
            if file.extension().is_some_and(|it| it == "md") {
                found.push(file);
            }
        }
        if found.is_empty() {
            return Err(format!("there is no page (*.md) in {}", shown(path)));
        }
        found.sort();
        out.append(&mut found);
    }
    Ok(out)
}

/// Reads pages and settings. What cannot be read is told; `None` if there is anything.
fn read(paths: &[PathBuf], args: &CaptureArgs) -> Option<(Vec<Source>, Option<Config>)> {
    let mut reports = Vec::new();
    let mut pages = Vec::new();
    for path in paths {
        match input::read_source(path) {
            Ok(page) => pages.push(page),
            Err(report) => reports.push(report),
        }
    }
    let config = args.config.as_deref().map(|path| {
        let source = input::read_source(path)?;
        Config::parse(&source)
    });
    let config = match config.transpose() {
        Ok(config) => config,
        Err(report) => {
            reports.push(report);
            None
        }
    };
    for report in &reports {
        tell(report, args, "; nothing was written");
    }
    reports.is_empty().then_some((pages, config))
}

/// A line for each page, and a line that sums up.
fn comparison(captured: &Captured) -> String {
    let mut text = String::new();
    let mut equal = 0;
    for it in &captured.proofs {
        let (style, word) = match it.difference {
            None => (GREEN, "Equal"),
            Some(_) => (RED, "Differs"),
        };
        equal += usize::from(it.difference.is_none());
        let _ = writeln!(text, "{style}{word:<8}{style:#}{}", it.path);
    }
    let pages = captured.proofs.len();
    let operations = terminal::count(captured.api.operations.len(), "operation");
    let schemas = terminal::count(captured.api.components.len(), "schema");
    let _ = writeln!(
        text,
        "{operations}, {schemas}; {equal} of {pages} pages come back as they are"
    );
    text
}

/// What no page says and was assumed: a line, or each with its place.
fn assumed(captured: &Captured, pages: &[Source], each: bool) -> String {
    if captured.assumptions.is_empty() {
        return String::new();
    }
    if !each {
        let kinds: Vec<String> = captured
            .assumptions
            .iter()
            .map(|it| match &it.taken[..] {
                [(only, _)] => format!("{} ({only})", it.what[0]),
                several => format!("{} {}", several.len(), it.what[1]),
            })
            .collect();
        return format!(
            "Assumed, since no page says it: {} (--list-assumptions tells where)\n",
            kinds.join("; ")
        );
    }
    let mut text = String::new();
    for it in &captured.assumptions {
        let _ = writeln!(
            text,
            "Assumed, since no page says it: {}",
            it.what[usize::from(it.taken.len() > 1)]
        );
        for (taken, place) in &it.taken {
            let page = place.and_then(|it| Some((pages.get(usize::from(it.file.0))?, it.line)));
            let _ = match page {
                Some((page, line)) => writeln!(text, "  {}:{line}: {taken}", page.path),
                None => writeln!(text, "  {taken}"),
            };
        }
    }
    text
}

/// Writes the document whole: into a file beside it, which then takes its place.
fn write(path: &Path, text: &str, force: bool) -> Result<(), (String, Outcome)> {
    let failed = |why: &io::Error| (unwritable(path, why), Outcome::Failed);
    match fs::read(path) {
        Ok(there) if there == text.as_bytes() => return Ok(()),
        Ok(_) if !force => {
            let why = format!(
                "{} is there and differs; nothing was written, --force replaces it",
                shown(path)
            );
            return Err((why, Outcome::WrongUse));
        }
        Err(why) if why.kind() != io::ErrorKind::NotFound => return Err(failed(&why)),
        Ok(_) | Err(_) => {}
    }
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let beside = PathBuf::from(beside);
    let written = fs::write(&beside, text).and_then(|()| fs::rename(&beside, path));
    written.map_err(|why| {
        let _ = fs::remove_file(&beside);
        failed(&why)
    })
}
