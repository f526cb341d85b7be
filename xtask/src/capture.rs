//! `cargo xtask capture`: pages of a reference → the document that renders them.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use verbatim_gen::capture::{Captured, Proof, Request, capture, compare, losses, update};
use verbatim_gen::{Config, Report, Source, openapi};

use crate::args::CaptureArgs;
use crate::door;
use crate::findings;
use crate::input;
use crate::outcome::Outcome;
use crate::paths::{shown, unreadable, unwritable};
use crate::replace::replace_all;
use crate::terminal::{self, GREEN, RED, YELLOW};

/// Runs `cargo xtask capture`.
pub fn run(args: &CaptureArgs) -> Outcome {
    if args.explain_losses {
        terminal::out(&door::named(&losses::markdown()));
        return Outcome::Done;
    }
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
    let spec = args.check.as_deref().or(args.into.as_deref());
    match (&args.out, spec) {
        (Some(out), _) => capture_to(out, &pages, config.as_ref(), args),
        (None, Some(spec)) => against(spec, &pages, config.as_ref(), args),
        // Arguments without either are refused before.
        (None, None) => Outcome::WrongUse,
    }
}

/// Makes a document of pages.
fn capture_to(
    out: &Path,
    pages: &[Source],
    config: Option<&Config>,
    args: &CaptureArgs,
) -> Outcome {
    let captured = match capture(pages, config) {
        Ok(captured) => captured,
        Err(report) => {
            tell(&report, args, "; nothing was written");
            return Outcome::Failed;
        }
    };
    terminal::out(&comparison(&captured));
    terminal::out(&assumed(&captured, pages, args.list_assumptions));
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
    if args.config.is_none() && !captured.proofs.is_empty() {
        let _ = write!(
            told,
            "\nThe settings that the pages were made with, as a gen.toml:\n\n{}",
            captured.settings
        );
    }
    terminal::out(&told);
    if is_exact {
        findings::list(&captured.report, &args.listing);
        findings::sum_up(&captured.report, &args.listing, None);
        return Outcome::Done;
    }
    tell(
        &captured.report,
        args,
        "; the document was written all the same",
    );
    Outcome::Failed
}

/// Compares pages with a document, or brings it in step with them.
fn against(spec: &Path, pages: &[Source], config: Option<&Config>, args: &CaptureArgs) -> Outcome {
    let root = match input::read_source(spec) {
        Ok(root) => root,
        Err(report) => {
            tell(&report, args, "; nothing was written");
            return Outcome::Failed;
        }
    };
    let files = input::folder(spec, args.allow_outside);
    let request = Request {
        pages,
        is_whole: args.pages.iter().any(|it| it.is_dir()),
        root: &root,
        files: &files,
        config,
    };
    let outcome = match args.into.is_some() {
        true => bring_in_step(spec, request, args),
        false => check(spec, request, args),
    };
    outcome.unwrap_or_else(|report| {
        tell(&report, args, "; nothing was written");
        Outcome::Failed
    })
}

fn check(spec: &Path, request: Request<'_>, args: &CaptureArgs) -> Result<Outcome, Report> {
    let comparison = compare(request)?;
    terminal::out(&lines(&comparison.proofs));
    if comparison.is_in_step() {
        terminal::out(&format!("{} is in step\n", shown(spec)));
        return Ok(Outcome::Done);
    }
    let mut mend = format!("{} capture", door::command());
    for it in &args.pages {
        let _ = write!(mend, " {}", shown(it));
    }
    let _ = write!(mend, " --into {}", shown(spec));
    if let Some(config) = &args.config {
        let _ = write!(mend, " --config {}", shown(config));
    }
    if args.allow_outside {
        mend.push_str(" --allow-outside");
    }
    tell(
        &comparison.report,
        args,
        &format!("; `{mend}` brings the document in step"),
    );
    Ok(Outcome::Failed)
}

fn bring_in_step(spec: &Path, request: Request<'_>, args: &CaptureArgs) -> Result<Outcome, Report> {
    let updated = update(request)?;
    terminal::out(&lines(&updated.proofs));
    if !updated.is_exact() && !args.keep_going {
        tell(
            &updated.report,
            args,
            "; nothing was written, --keep-going writes what could be done",
        );
        return Ok(Outcome::Failed);
    }
    findings::list(&updated.report, &args.listing);
    let folder = spec.parent().unwrap_or(Path::new(""));
    let texts: Vec<(PathBuf, &str)> = updated
        .files
        .iter()
        .map(|(path, text)| {
            let path = match spec.file_name().is_some_and(|it| it == path.as_str()) {
                true => spec.to_owned(),
                false => folder.join(path),
            };
            (path, text.as_str())
        })
        .collect();
    if let Err(why) = replace_all(&texts) {
        terminal::error(why);
        return Ok(Outcome::Failed);
    }
    let mut told = String::new();
    if !texts.is_empty() {
        for (change, place) in &updated.changes {
            let _ = match place {
                Some((path, line)) => writeln!(told, "{path}:{line}: {change}"),
                None => writeln!(told, "{change}"),
            };
        }
        for (path, _) in &texts {
            let _ = writeln!(told, "{GREEN}Edited{GREEN:#}  {}", shown(path));
        }
    } else if updated.is_exact() {
        let _ = writeln!(told, "{} is in step", shown(spec));
    }
    terminal::out(&told);
    Ok(match updated.is_exact() {
        true => Outcome::Done,
        false => {
            findings::sum_up(
                &updated.report,
                &args.listing,
                Some("; what could be done was written all the same"),
            );
            Outcome::Failed
        }
    })
}

fn tell(report: &Report, args: &CaptureArgs, consequence: &str) {
    findings::list(report, &args.listing);
    findings::sum_up(report, &args.listing, Some(consequence));
}

/// The pages that are named: each file, and the `.md` files of each folder by name, but for its changelog.
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
            // What `docs.revisions` adds to the pages is none.
            let is_changelog = file.file_name().is_some_and(|it| it == "CHANGELOG.md");
            if file.extension().is_some_and(|it| it == "md") && !is_changelog {
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

/// A line for each page.
fn lines(proofs: &[Proof]) -> String {
    let mut text = String::new();
    for it in proofs {
        let (style, word) = match it.difference {
            None => (GREEN, "Equal"),
            Some(_) => (RED, "Differs"),
        };
        let _ = writeln!(text, "{style}{word:<8}{style:#}{}", it.path);
    }
    text
}

/// A line for each page, and a line that sums up.
fn comparison(captured: &Captured) -> String {
    let mut text = lines(&captured.proofs);
    let is_equal = |it: &&Proof| it.difference.is_none();
    let equal = captured.proofs.iter().filter(is_equal).count();
    for path in &captured.unproved {
        let _ = writeln!(text, "{YELLOW}Read{YELLOW:#}    {path}, as far as it goes");
    }
    let pages = captured.proofs.len();
    let operations = terminal::count(captured.api.operations.len(), "operation");
    let schemas = terminal::count(captured.api.components.len(), "schema");
    let mut proved = vec![format!("{operations}, {schemas}")];
    if pages > 0 {
        proved.push(format!("{equal} of {pages} pages come back as they are"));
    }
    if !captured.unproved.is_empty() {
        let unproved = terminal::count(captured.unproved.len(), "page");
        proved.push(format!(
            "{unproved} of widdershins' own templates, which nothing renders again"
        ));
    }
    let _ = writeln!(text, "{}", proved.join("; "));
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
    replace_all(&[(path.to_owned(), text)]).map_err(|why| (why, Outcome::Failed))
}
