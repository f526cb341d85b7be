//! Turns one OpenAPI document into a Rust crate (types, endpoint traits, a server) and a Markdown reference.
//!
//! ```text
//! text ─load▶ Document ─resolve▶ model::Api ─┬─rust::lower▶ RustApi ─rust::print▶ files
//!                                            └─docs▶ files
//! ```
//!
//! The generator is a pure function: [`generate`] takes the text of a document, whatever can read the files that it
//! refers to, and settings, and gives files as text, or every finding with its place. [`read`] is the half that ends in
//! the model.
//!
//! ```
//! use verbatim_gen::{Config, Emit, Files, Source, generate};
//!
//! /// The document stands alone.
//! struct NoFiles;
//!
//! impl Files for NoFiles {
//!     fn read(&self, path: &str) -> Result<String, String> {
//!         Err(format!("there is no {path}"))
//!     }
//! }
//!
//! let document = r#"
//! openapi: 3.1.0
//! info: {title: Pets, version: 1.0.0}
//! paths: {}
//! components:
//!   schemas:
//!     Pet:
//!       type: object
//!       required: [name]
//!       properties: {name: {type: string}}
//! "#;
//! let both = Emit { rust: true, docs: true, html: false };
//! let made = generate(Source::new("pets.yaml", document), &NoFiles, &Config::default(), both);
//! let files = made.expect("the document has no error").files;
//! let types = files.get("src/types.rs").expect("there are types");
//! assert!(types.contains("pub struct Pet {\n    pub name: String,\n}"));
//! assert!(files.get("docs/schemas.md").is_some_and(|it| it.contains("## Pet")));
//!
//! // What is wrong has a place, and all of it is told at once.
//! let wrong = document.replace("type: string", "type: strin");
//! let report = generate(Source::new("pets.yaml", wrong), &NoFiles, &Config::default(), both).unwrap_err();
//! assert!(report.to_string().starts_with("pets.yaml:10:33: error[V0107]: "), "{report}");
//! ```

pub mod analysis;
mod budget;
#[cfg(feature = "capture")]
pub mod capture;
pub mod catalogue;
mod check;
pub mod config;
mod describe;
pub mod diagnostic;
#[cfg(feature = "diff")]
pub mod diff;
mod docs;
mod file_set;
mod html;
mod judge;
mod load;
pub mod model;
mod nearest;
pub mod node;
pub mod openapi;
#[cfg(feature = "capture")]
pub mod patch;
mod resolve;
mod rust;
mod sample;
pub mod source;
pub mod stages;
#[cfg(test)]
pub(crate) mod testing;
pub mod vocabulary;

pub use config::{Config, Emit};
pub use diagnostic::{Diagnostic, Report, Severity};
pub use file_set::FileSet;
pub use nearest::nearest;
pub use rust::names::is_keyword;
pub use source::{Files, Source};

use budget::OutputBudget;

/// What came of a run that found no error.
#[derive(Debug)]
pub struct Generated {
    /// The output.
    pub files: FileSet,
    /// Warnings and notes.
    pub report: Report,
    /// The text of the lock of names as it is to be from now on, where [`Config::lock`] has one and a crate is made.
    pub lock: Option<String>,
}

/// Makes the files for a document.
///
/// # Errors
/// Every finding, if one of them is an error.
pub fn generate(
    root: Source,
    files: &dyn Files,
    config: &Config,
    emit: Emit,
) -> Result<Generated, Report> {
    generate_in_stages(root, files, config, emit, &|_| ())
}

/// What [`generate`] is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The document is read and checked.
    Reading,
    /// The reference is made.
    Reference,
    /// What the crate is like is decided.
    Lowering,
    /// The site is made.
    Site,
    /// Earlier versions of the document are compared.
    Changes,
    /// The crate is printed.
    Printing,
}

impl Stage {
    /// What is done, for people.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reading => "reading and checking",
            Self::Reference => "making the reference",
            Self::Lowering => "deciding on types and names",
            Self::Site => "making the site",
            Self::Changes => "comparing with earlier versions",
            Self::Printing => "writing Rust",
        }
    }
}

/// [`generate`], which says what it is at: `tell` is called as each stage begins.
///
/// # Errors
/// As those of [`generate`].
pub fn generate_in_stages(
    root: Source,
    files: &dyn Files,
    config: &Config,
    emit: Emit,
    tell: &dyn Fn(Stage),
) -> Result<Generated, Report> {
    let made = generate_whole(root, files, config, emit, tell);
    settled(made, config, |it| &mut it.report)
}

/// Gives the report its file of choices, where a finding points into it.
fn settled<T>(
    result: Result<T, Report>,
    config: &Config,
    report: fn(&mut T) -> &mut Report,
) -> Result<T, Report> {
    match result {
        Ok(mut it) => {
            settle(config, report(&mut it));
            Ok(it)
        }
        Err(mut report) => {
            settle(config, &mut report);
            Err(report)
        }
    }
}

fn settle(config: &Config, report: &mut Report) {
    config.origin.settle(report);
    if let Some(it) = &config.lock {
        it.settle(report);
    }
}

fn generate_whole(
    root: Source,
    files: &dyn Files,
    config: &Config,
    emit: Emit,
    tell: &dyn Fn(Stage),
) -> Result<Generated, Report> {
    tell(Stage::Reading);
    let mut document = None;
    let (api, mut report) = read_whole(root, files, config, |it| {
        document = emit.html.then(|| it.to_json());
    });
    let bytes: usize = report.sources.iter().map(|it| it.text.len()).sum();
    let budget = OutputBudget::for_input(bytes as u64);
    budget::spend_shared(&api, &budget);
    let mut output = FileSet::default();
    if emit.docs && !report.has_errors() && !budget.is_exhausted() {
        tell(Stage::Reference);
        output.extend(docs::render(&api, config, &budget));
    }
    let mut rust = None;
    if emit.rust && !budget.is_exhausted() {
        tell(Stage::Lowering);
        let mut sink = report.reopen();
        rust = Some(rust::lower::lower(&api, config, &budget, &mut sink));
        report.extend(sink);
    }
    let mut site = FileSet::default();
    if emit.html && !report.has_errors() && !budget.is_exhausted() {
        tell(Stage::Site);
        let calls = match &rust {
            Some(it) => rust::calls::samples(it, config),
            None => calls_of(&api, bytes, config),
        };
        site = html::render(&api, config, &calls, &budget);
        if let Some(text) = document.filter(|_| !budget.is_exhausted()) {
            site.insert("site/openapi.json", text);
        }
        if emit.rust {
            // What the crate serves.
            site.compress(LEAST_COMPRESSED);
        }
    }
    let mut changelog = None;
    if emit.docs && !config.docs.revisions.is_empty() {
        tell(Stage::Changes);
        let surface = rust.as_ref().map(|it| it as &_);
        match changelog_of((&api, surface), &report, files, config) {
            Ok(_) if output.get(&CHANGELOG.to_lowercase()).is_some() => {
                let place = source::Place::start_of(source::FileId(0));
                let message = "a tag has the page changelog.md, and the changelog is called CHANGELOG.md: on some disks these are one file";
                let help = "call the tag something else, or leave out `docs.revisions`";
                let finding = Diagnostic::error(catalogue::UNUSABLE_SETTING, place, "", message);
                report.add(finding.with_help(help));
            }
            Ok(text) => changelog = Some(text),
            Err(findings) => findings.into_iter().for_each(|it| report.add(it)),
        }
    }
    if report.has_errors() {
        return Err(report);
    }
    if let Some(it) = budget.finding(&api) {
        report.add(it);
        return Err(report);
    }
    // Printers need nothing of it, and what they print is large.
    drop(api);
    let mut lock = None;
    if let Some(mut rust) = rust {
        tell(Stage::Printing);
        lock = rust.lock.take().map(|it| it.text());
        let pages: Vec<String> = output
            .iter()
            .filter_map(|(path, _)| path.strip_prefix("docs/"))
            .map(str::to_owned)
            .collect();
        let pages: Vec<&str> = pages
            .iter()
            .map(String::as_str)
            .filter(|it| it.ends_with(".md"))
            .collect();
        output.extend(rust::print(rust, config, &pages, &site));
    }
    if let Some(text) = changelog {
        output.insert(CHANGELOG, text);
    }
    output.extend(site);
    Ok(Generated {
        files: output,
        report,
        lock,
    })
}

/// From how many bytes on a file of the site is served compressed: what is shorter goes into one packet as it is.
const LEAST_COMPRESSED: usize = 1000;

/// How the client in Rust calls each operation, where no crate is made: none where one could not be.
fn calls_of(api: &model::Api, bytes: usize, config: &Config) -> Vec<String> {
    let budget = OutputBudget::for_input(bytes as u64);
    budget::spend_shared(api, &budget);
    let mut sink = diagnostic::Sink::default();
    let rust = rust::lower::surface(api, config, &budget, &mut sink);
    match budget.is_exhausted() {
        true => Vec::new(),
        false => rust::calls::samples(&rust, config),
    }
}

/// The reference of an API as a site, for who shows it from memory: pages and what they load, by their paths from `index.html` on,
/// and the document as JSON, if it is given. It may have been read [leniently](read_leniently).
///
/// # Errors
/// What it shares is so much that its pages would be too large.
pub fn site(
    api: &model::Api,
    config: &Config,
    document: Option<&Source>,
) -> Result<FileSet, Diagnostic> {
    let bytes = document.map_or(LEAST_SITE, |it| it.text.len().max(LEAST_SITE));
    let budget = OutputBudget::for_input(bytes as u64);
    let pages = html::render(api, config, &calls_of(api, bytes, config), &budget);
    if let Some(it) = budget.finding(api) {
        return Err(it);
    }
    let mut out = FileSet::default();
    for (path, text) in pages {
        out.insert(path.strip_prefix("site/").unwrap_or(&path), text);
    }
    if let Some(root) = document {
        let mut sink = diagnostic::Sink::default();
        out.insert("openapi.json", load::load_alone(root, &mut sink));
    }
    Ok(out)
}

/// How large a document is taken to be at least, where its pages are not written to disk.
const LEAST_SITE: usize = 1 << 20;

/// What changed from version to version, beside the pages of the reference.
const CHANGELOG: &str = "docs/CHANGELOG.md";

/// The files of a folder, for the document that stands in it.
#[cfg(feature = "diff")]
struct Below<'f> {
    folder: &'f str,
    files: &'f dyn Files,
}

#[cfg(feature = "diff")]
impl Files for Below<'_> {
    fn read(&self, path: &str) -> Result<String, String> {
        match path.starts_with('/') || path.contains("://") {
            true => self.files.read(path),
            false => self.files.read(&format!("{}{path}", self.folder)),
        }
    }
}

/// Says that documents are not compared by this build.
#[cfg(not(feature = "diff"))]
fn changelog_of(
    _: (&model::Api, Option<&rust::item::RustApi>),
    _: &Report,
    _: &dyn Files,
    _: &Config,
) -> Result<String, Vec<Diagnostic>> {
    let message = "this was built without the feature `diff` of `verbatim-gen`, by which earlier versions are compared";
    let place = source::Place::start_of(source::FileId(0));
    let finding = Diagnostic::error(catalogue::UNUSABLE_SETTING, place, "", message);
    Err(vec![finding.with_help(
        "build it with that feature, or leave out `docs.revisions`",
    )])
}

/// What changed from each earlier version of a document to the next, the newest first.
///
/// # Errors
/// A finding for each version that cannot be read.
#[cfg(feature = "diff")]
fn changelog_of(
    (api, surface): (&model::Api, Option<&rust::item::RustApi>),
    report: &Report,
    files: &dyn Files,
    config: &Config,
) -> Result<String, Vec<Diagnostic>> {
    let (mut versions, mut findings) = (Vec::new(), Vec::new());
    for path in &config.docs.revisions {
        let folder = path.rfind('/').map_or("", |at| &path[..=at]);
        let read = files.read(path).and_then(|text| {
            let source = Source::new(path.as_str(), text);
            let read = read_leniently(source, &Below { folder, files }, config);
            read.map_err(|report| {
                let first = report
                    .findings
                    .iter()
                    .find(|it| it.severity == Severity::Error);
                first.map_or_else(String::new, |it| {
                    format!("{}: {}", report.location(it), it.message)
                })
            })
        });
        match read {
            Ok(it) => versions.push(it),
            Err(why) => {
                let place = source::Place::start_of(source::FileId(0));
                let message = format!("an earlier version, `{path}`, cannot be read: {why}");
                let help = "name files from the folder of the document in `docs.revisions`";
                let finding = Diagnostic::error(catalogue::UNUSABLE_SETTING, place, "", message);
                findings.push(finding.with_help(help));
            }
        }
    }
    if !findings.is_empty() {
        return Err(findings);
    }
    let crates: Vec<_> = (versions.iter())
        .map(|(api, report)| crate_of(api, report, config).ok())
        .collect();
    let whole = match surface {
        Some(_) => None,
        None => crate_of(api, report, config).ok(),
    };
    let mut all: Vec<(&model::Api, Option<&rust::item::RustApi>)> = versions
        .iter()
        .zip(&crates)
        .map(|(it, of_it)| (&it.0, of_it.as_ref()))
        .collect();
    all.push((api, surface.or(whole.as_ref())));
    let mut text = diff::title(&api.info);
    for pair in all.windows(2).rev() {
        let [(old, old_crate), (new, new_crate)] = pair else {
            continue;
        };
        let mut changes = diff::diff(old, new, &diff::Options::default());
        if let (Some(a), Some(b)) = (old_crate, new_crate) {
            let differences = rust::compare::compare(a, b);
            changes = diff::with_crates(changes, differences, [old, new]);
        }
        let told = changes.into_iter().map(|change| diff::Told {
            change,
            reason: None,
        });
        let told: Vec<diff::Told> = told.collect();
        text += "\n";
        text += &diff::changelog(&old.info, &new.info, &told, 3);
    }
    Ok(text)
}

/// Reads a document into the model: the half of [`generate`] that does not depend on what is made of it.
///
/// # Errors
/// Every finding, if one of them is an error.
pub fn read(
    root: Source,
    files: &dyn Files,
    config: &Config,
) -> Result<(model::Api, Report), Report> {
    let (api, report) = read_whole(root, files, config, |_| {});
    let read = match report.has_errors() {
        true => Err(report),
        false => Ok((api, report)),
    };
    settled(read, config, |it| &mut it.1)
}

/// Reads a document as far as it can be read, for who compares it with another one: the model of what was read, with the
/// findings of reading it.
///
/// # Errors
/// The findings, if the root is no OpenAPI document at all.
pub fn read_leniently(
    root: Source,
    files: &dyn Files,
    config: &Config,
) -> Result<(model::Api, Report), Report> {
    let mut sink = diagnostic::Sink::default();
    let document = load::load(root, files, &mut sink);
    let unreadable = [
        catalogue::SYNTAX,
        catalogue::NOT_A_DOCUMENT,
        catalogue::TOO_DEEP,
        catalogue::TOO_LARGE,
    ];
    let is_unreadable = (sink.findings().iter()).any(|it| {
        it.severity == Severity::Error && it.place.file.0 == 0 && unreadable.contains(&it.code)
    });
    let api = resolve::resolve(&document, config, &mut sink);
    let pointers = document.pointers(sink.findings().iter().map(|it| (it.place, it.subject())));
    let report = sink.into_report(document.into_sources(), &pointers);
    let read = match is_unreadable {
        true => Err(report),
        false => Ok((api, report)),
    };
    settled(read, config, |it| &mut it.1)
}

/// The crate that [`generate`] makes of a document which was read leniently, as far as code that is written against it sees it: for
/// [`stages::compare`].
///
/// # Errors
/// How many errors the document has: there is no crate of it.
pub fn crate_of(
    api: &model::Api,
    read: &Report,
    config: &Config,
) -> Result<rust::item::RustApi, usize> {
    let errors = |all: &[Diagnostic]| {
        let all = all.iter().filter(|it| it.severity == Severity::Error);
        all.count()
    };
    let mut sink = diagnostic::Sink::default();
    check::check(api, config, &mut sink);
    let found = errors(&read.findings) + errors(sink.findings());
    if found > 0 {
        return Err(found);
    }
    let bytes: usize = read.sources.iter().map(|it| it.text.len()).sum();
    let budget = OutputBudget::for_input(bytes as u64);
    budget::spend_shared(api, &budget);
    if budget.is_exhausted() {
        return Err(1);
    }
    let rust = rust::lower::surface(api, config, &budget, &mut sink);
    match errors(sink.findings()) + usize::from(budget.is_exhausted()) {
        0 => Ok(rust),
        errors => Err(errors),
    }
}

/// [`read`], with a model also where there are errors: of what could be read.
fn read_whole(
    root: Source,
    files: &dyn Files,
    config: &Config,
    look: impl FnOnce(&load::Document),
) -> (model::Api, Report) {
    let mut sink = diagnostic::Sink::default();
    let document = load::load(root, files, &mut sink);
    look(&document);
    let api = resolve::resolve(&document, config, &mut sink);
    check::check(&api, config, &mut sink);
    let pointers = document.pointers(sink.findings().iter().map(|it| (it.place, it.subject())));
    let report = sink.into_report(document.into_sources(), &pointers);
    (api, report)
}
