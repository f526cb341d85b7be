//! The pages of a reference → the document that renders them.
//!
//! ```text
//! text ─markdown▶ Blocks ─facts▶ what the pages say ─model▶ Api ─openapi▶ document ─docs▶ the same text
//! ```
//!
//! What a page does not say is derived by the rules that made it, or left out. Whether the document renders the pages
//! again is tried at once.

mod assumptions;
mod draft;
mod facts;
pub mod losses;
mod markdown;
mod model;
mod paths;
mod proof;
mod rows;
mod samples;
mod settings;
mod update;
mod widdershins;

use std::collections::{BTreeMap, BTreeSet};

use crate::catalogue as code;
use crate::config::{Config, Docs};
use crate::diagnostic::{Diagnostic, Report, Sink};
use crate::file_set::FileSet;
use crate::load;
use crate::model::Api;
use crate::node::Node;
use crate::openapi;
use crate::source::{FileId, Files, Place, Source};
use model::OwnExamples;

pub use assumptions::Assumption;
pub use proof::{Difference, Proof};
pub use update::{
    Aspect, Change, Comparison, Edit, Part, Request, Subject, Update, compare, update,
};

/// What was captured.
#[derive(Debug)]
pub struct Captured {
    /// The document, OpenAPI 3.0.
    pub document: Node,
    /// Its text as YAML.
    pub yaml: String,
    /// The API that it describes: the text, read again.
    pub api: Api,
    /// The settings that the pages were made with: those that were given, or those that the pages say.
    pub config: Config,
    /// The settings as a `gen.toml`.
    pub settings: String,
    /// What no page says, and what was taken in its place.
    pub assumptions: Vec<Assumption>,
    /// The paths of the pages that nothing renders again: those of widdershins' own templates. They were read as far as they
    /// go, and the report has what was not read.
    pub unproved: Vec<String>,
    /// Each of the other pages, and how it came back.
    pub proofs: Vec<Proof>,
    /// Everything that could not be read, and a finding for each page that came back differently.
    pub report: Report,
}

impl Captured {
    /// Whether every page that can be proved was read whole and came back as it is.
    pub fn is_exact(&self) -> bool {
        !self.report.has_errors()
    }
}

/// Captures the API that pages describe. Without settings, those are found out that the pages were made with.
///
/// # Errors
/// Where nothing could be read from the pages: every finding.
pub fn capture(pages: &[Source], config: Option<&Config>) -> Result<Captured, Report> {
    let mut sink = Sink::default();
    let mut read = Vec::new();
    let mut unproved = BTreeSet::new();
    for (index, page) in pages.iter().enumerate() {
        let file = FileId(u16::try_from(index).unwrap_or(u16::MAX));
        if widdershins::is_one(&page.text) {
            unproved.insert(index);
            read.extend(widdershins::read(&page.text, file, &mut sink));
        } else {
            read.extend(facts::read(&page.text, file, &mut sink));
        }
    }
    let sources = pages.to_vec();
    if read.is_empty() {
        return Err(sink.into_report(sources, &BTreeMap::new()));
    }
    let attempts = match config {
        Some(config) => vec![config.clone()],
        // The templates are those of the tool that the oddities come from.
        None if !unproved.is_empty() => {
            let mut config = Config::default();
            config.docs.quirks = true;
            vec![config]
        }
        None => {
            let flavours = match settings::quirks(&read) {
                Some(quirks) => vec![quirks],
                None => vec![true, false],
            };
            let config = |quirks| Config {
                docs: Docs {
                    quirks,
                    ..settings::found(&read)
                },
                ..Config::default()
            };
            flavours.into_iter().map(config).collect()
        }
    };
    let mut attempts = attempts
        .into_iter()
        .map(|it| attempt(pages, &read, &unproved, it));
    let Some(first) = attempts.next() else {
        return Err(sink.into_report(sources, &BTreeMap::new()));
    };
    // Where no layout is exact, the nearest one says most.
    let mut found = first;
    while found.differences() > 0
        && let Some(next) = attempts.next()
    {
        if next.differences() < found.differences() {
            found = next;
        }
    }
    let proved = (0..pages.len()).filter(|it| !unproved.contains(it));
    for (index, proof) in proved.zip(&found.proofs) {
        if let Some(difference) = &proof.difference {
            let place = Place {
                file: FileId(u16::try_from(index).unwrap_or(u16::MAX)),
                line: difference.line,
                column: 1,
            };
            sink.push(finding(difference, place));
        }
    }
    let Attempt {
        config,
        document,
        yaml,
        api,
        proofs,
    } = found;
    Ok(Captured {
        assumptions: assumptions::of(&read, &api),
        unproved: unproved
            .iter()
            .map(|it| pages[*it].path.to_string())
            .collect(),
        settings: settings::toml(&config.docs),
        document,
        yaml,
        api,
        config,
        proofs,
        report: sink.into_report(sources, &BTreeMap::new()),
    })
}

/// What came of pages by some settings.
struct Attempt {
    config: Config,
    document: Node,
    yaml: String,
    api: Api,
    proofs: Vec<Proof>,
}

fn attempt(
    pages: &[Source],
    read: &[facts::Page<'_>],
    unproved: &BTreeSet<usize>,
    config: Config,
) -> Attempt {
    let mut own = OwnExamples::default();
    let (mut best, mut rendered) = attempt_with(pages, read, unproved, &config, &own);
    for _ in 0..ROUNDS {
        if best.differences() == 0 && unproved.is_empty() {
            break;
        }
        // An example that comes back differently does not follow from its schema: it is one of its own.
        let mut ignored = Sink::default();
        let again: Vec<facts::Page<'_>> = rendered
            .iter()
            .filter_map(|(_, text)| facts::read(text, FileId(0), &mut ignored))
            .collect();
        if !own.add(read, &again) {
            break;
        }
        let (next, of_next) = attempt_with(pages, read, unproved, &config, &own);
        // With its own examples a document says more, even where other lines differ as well.
        if next.differences() <= best.differences() {
            best = next;
        }
        rendered = of_next;
    }
    best
}

/// How often examples are looked at that come back differently: those of a schema may show that others are its own, too.
const ROUNDS: usize = 4;

fn attempt_with(
    pages: &[Source],
    read: &[facts::Page<'_>],
    unproved: &BTreeSet<usize>,
    config: &Config,
    own: &OwnExamples,
) -> (Attempt, FileSet) {
    let api = model::api(read, &config.docs, own);
    let document = match config.docs.quirks {
        true => openapi::document(&api),
        false => openapi::document_of_types(&api),
    };
    let yaml = openapi::yaml(&document);
    let (api, rendered) = render(&yaml, config);
    let proofs = (0..)
        .zip(pages)
        .filter(|(index, _)| !unproved.contains(index))
        .map(|(_, page)| proof::compare(&page.path, &page.text, &api, &rendered))
        .collect();
    let attempt = Attempt {
        config: config.clone(),
        document,
        yaml,
        api,
        proofs,
    };
    (attempt, rendered)
}

impl Attempt {
    /// How many pages did not come back as they are.
    fn differences(&self) -> usize {
        let differs = |it: &&Proof| it.difference.is_some();
        self.proofs.iter().filter(differs).count()
    }
}

/// A page that came back differently.
fn finding(difference: &Difference, place: Place) -> Diagnostic {
    let message = difference.told("the captured document");
    let help = "write the document all the same with --keep-going, and mend it by hand";
    Diagnostic::error(code::DIFFERENT_PAGE, place, "", message).with_help(help)
}

/// Reads the document again, and renders it.
fn render(document: &str, config: &Config) -> (Api, FileSet) {
    struct NoFiles;
    impl Files for NoFiles {
        fn read(&self, _: &str) -> Result<String, String> {
            Err("a captured document is one file".to_owned())
        }
    }
    let source = Source::new("captured.yaml", document);
    // What is found in it is about nobody's text.
    let mut sink = Sink::default();
    let document = load::load(source, &NoFiles, &mut sink);
    match proof::render(&document, config, &mut sink) {
        Some(it) => (it.api, it.pages),
        None => Default::default(),
    }
}
