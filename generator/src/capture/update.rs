//! Pages and a document that describes them: where they differ, and the document brought in step.
//!
//! ```text
//! pages ─────────────────capture▶ what they say ─┐
//!                                                ├─differences▶ changes, in the API's terms
//! document ─docs▶ pages ─capture▶ what they said ─┴─merge▶ document ─patch▶ text ─docs▶ the same pages
//! ```
//!
//! Both sides are read from pages by the same rules. So what no page says is no difference, equal pages never differ, and
//! where pages differ in something that no document says, their first differing line is told.

mod change;
mod differences;
mod merge;
mod normal;
mod order;
mod pairs;
mod places;
mod shape;

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{BTreeMap, HashSet};
use std::rc::Rc;

use super::proof::{self, Proof, title};
use super::{capture, facts, settings, widdershins};
use crate::catalogue as code;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Report, Sink};
use crate::docs::grammar;
use crate::file_set::FileSet;
use crate::load::{self, Document};
use crate::model::{Api, Dialect};
use crate::node::{Node, Value};
use crate::openapi;
use crate::patch::{self, Refusal};
use crate::source::{FileId, Files, Place, Source};

pub use change::{Aspect, Change, Edit, Part, Subject};
use shape::Shape;

/// Pages of a reference, and the document that shall describe them.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// The pages.
    pub pages: &'a [Source],
    /// Whether these are all pages: what the document describes and none of them shows is a difference then.
    pub is_whole: bool,
    /// The document.
    pub root: &'a Source,
    /// Reads the files that the document refers to.
    pub files: &'a dyn Files,
    /// The settings that the pages were made with; found out unless given.
    pub config: Option<&'a Config>,
}

/// How pages and a document differ.
#[derive(Debug)]
pub struct Comparison {
    /// Every difference, in the order of the pages' captured document.
    pub changes: Vec<Change>,
    /// Each page, and how the document renders it.
    pub proofs: Vec<Proof>,
    /// Each difference at its place in the document, with its place on a page; and what could not be read of the pages. The
    /// sources are the files of the document, then the pages.
    pub report: Report,
}

/// A document brought in step with pages.
#[derive(Debug)]
pub struct Update {
    /// The files of the document that change: their paths, relative to the folder of the document, and their texts.
    pub files: Vec<(String, String)>,
    /// What has changed, with the path and the line of the page that says so.
    pub changes: Vec<(Change, Option<(String, u32)>)>,
    /// Each page, and how the edited document renders it.
    pub proofs: Vec<Proof>,
    /// What could not be edited, and each page that the edited document renders otherwise. The sources are the files of the
    /// edited document, then the pages.
    pub report: Report,
}

impl Comparison {
    /// Whether the document renders every page as it is.
    pub fn is_in_step(&self) -> bool {
        !self.report.has_errors()
    }
}

impl Update {
    /// Whether the edited document renders every page as it is.
    pub fn is_exact(&self) -> bool {
        !self.report.has_errors()
    }
}

/// Compares pages with a document.
///
/// # Errors
/// Where pages or document cannot be read: every finding.
pub fn compare(request: Request<'_>) -> Result<Comparison, Report> {
    let captured = Pages::read(request)?;
    let side = Side::read(request.root, request.files, &captured)?;
    refuse_other_templates(request.pages, &side.proofs)?;
    Ok(side.compared(&captured).0)
}

/// Brings a document in step with pages, touching only the lines that differ.
///
/// # Errors
/// Where pages or document cannot be read: every finding.
pub fn update(request: Request<'_>) -> Result<Update, Report> {
    let captured = Pages::read(request)?;
    let before = Rc::new(Side::read(request.root, request.files, &captured)?);
    refuse_other_templates(request.pages, &before.proofs)?;
    let (comparison, places) = before.compared(&captured);
    let changes = comparison.changes.into_iter().zip(places);
    let changes = changes.map(|(change, place)| {
        let place = place.and_then(|it| {
            let page = captured.pages.get(usize::from(it.file.0))?;
            Some((page.path.to_string(), it.line))
        });
        (change, place)
    });
    let changes = changes.collect();
    let mut done = edit(request, &captured, &before, false)?;
    if !done.is_exact(&captured) && !done.doubts.is_empty() {
        // Where pages show more of a thing in one place than in another, the last word is not always the better one.
        let other = edit(request, &captured, &before, true)?;
        if other.is_exact(&captured) {
            done = other;
        }
    }
    let Editing {
        edited,
        side,
        mut sink,
        made_up,
        doubts,
    } = done;
    let is_refused = sink.has_errors();
    for (value, name) in made_up.into_iter().filter(|_| !is_refused) {
        let place = list_with(side.document.tree(FileId(0)), &name).unwrap_or_default();
        let message =
            format!("no page says what `{value}` is called here; it was given the name `{name}`");
        let finding = Diagnostic::warning(code::NAME_MADE_UP, place, "", message);
        sink.push(finding.with_help("write the name that the API gives it"));
    }
    if !is_refused && side.differs(&captured) {
        tell_what_is_left(&side, &captured, doubts, &mut sink);
    }
    let mut files = Vec::new();
    if edited.root.text != request.root.text {
        let path = side.document.path(FileId(0)).to_owned();
        files.push((path, edited.root.text.to_string()));
    }
    files.extend(edited.others);
    let sources = side.sources(captured.pages);
    Ok(Update {
        files,
        changes,
        proofs: side.proofs.clone(),
        report: sink.into_report(sources, &BTreeMap::new()),
    })
}

/// A document that has been edited as far as it goes.
struct Editing<'a> {
    edited: Edited<'a>,
    side: Rc<Side>,
    sink: Sink,
    /// Names of values that no page says.
    made_up: Vec<(String, String)>,
    /// What may be the cause where a page does not come back.
    doubts: Vec<Refusal>,
}

impl Editing<'_> {
    fn is_exact(&self, pages: &Pages<'_>) -> bool {
        !self.sink.has_errors() && !self.side.differs(pages)
    }
}

/// Edits a document, of which this is how it was `before`, and in turn what an edit uncovers.
fn edit<'a>(
    request: Request<'a>,
    captured: &Pages<'_>,
    before: &Rc<Side>,
    is_reversed: bool,
) -> Result<Editing<'a>, Report> {
    let mut side = Rc::clone(before);
    let mut edited = Edited {
        files: request.files,
        root: request.root.clone(),
        others: BTreeMap::new(),
    };
    let mut sink = Sink::default();
    let mut made_up = Vec::new();
    let mut doubts = Vec::new();
    for _ in 0..ROUNDS {
        if !side.differs(captured) {
            break;
        }
        if side.document.dialect == Dialect::Swagger2 {
            let place = side.document.tree(FileId(0)).place;
            let help = "convert it to OpenAPI 3 first: `cargo xtask show document --spec FILE` prints it as that";
            let message = "a document of Swagger 2.0 is not edited";
            sink.push(Diagnostic::error(code::NOT_EDITED, place, "", message).with_help(help));
            break;
        }
        let merged = side.merged(captured, is_reversed);
        made_up.extend(merged.made_up);
        doubts = merged.doubts;
        merged
            .refusals
            .into_iter()
            .for_each(|it| sink.push(refused(it)));
        let mut has_changed = false;
        for (file, tree) in merged.trees {
            let source = side.document.source(file);
            match follow(source, side.document.tree(file), &tree) {
                Ok(text) if text == *source.text => {}
                Ok(text) => {
                    has_changed = true;
                    edited.put(side.document.path(file), file, text);
                }
                Err(refusals) => refusals.into_iter().for_each(|it| sink.push(refused(it))),
            }
        }
        if sink.has_errors() || !has_changed {
            break;
        }
        side = Rc::new(Side::read(&edited.root, &edited, captured)?);
    }
    Ok(Editing {
        edited,
        side,
        sink,
        made_up,
        doubts,
    })
}

/// Tells in what an edited document still differs from the pages.
fn tell_what_is_left(side: &Side, captured: &Pages<'_>, doubts: Vec<Refusal>, sink: &mut Sink) {
    let first_page = side.document.count();
    captured.tell_settings(first_page, sink);
    doubts.into_iter().for_each(|it| sink.push(refused(it)));
    for (index, proof) in side.proofs.iter().enumerate() {
        if let Some(it) = proof
            .difference
            .as_ref()
            .filter(|_| captured.contradicted.is_empty())
        {
            let place = page_place(index, it.line, first_page);
            let message = it.told("the edited document");
            let finding = Diagnostic::error(code::DIFFERENT_PAGE, place, "", message);
            let help = "edit the document by hand; --keep-going writes what could be done";
            sink.push(finding.with_help(help));
        }
    }
    if !sink.has_errors() {
        let place = side.document.tree(FileId(0)).place;
        let message = "the document describes more than the pages show";
        let help = "`--check` lists what; remove it by hand, or give the pages one by one";
        sink.push(Diagnostic::error(code::NOT_EDITED, place, "", message).with_help(help));
    }
}

/// How often a document is edited at the most.
const ROUNDS: usize = 6;

/// The pages that are given, and what was captured of them.
struct Pages<'a> {
    pages: &'a [Source],
    is_whole: bool,
    config: Config,
    document: Node,
    normal: Node,
    /// What could not be read of them.
    faults: Vec<Diagnostic>,
    titles: HashSet<&'a str>,
    /// Settings of which they say something else.
    contradicted: Vec<(&'static str, String)>,
}

impl<'a> Pages<'a> {
    fn read(request: Request<'a>) -> Result<Self, Report> {
        let captured = capture(request.pages, request.config)?;
        let config = captured.config;
        let read = |it: &'a Source| facts::read(&it.text, FileId(0), &mut Sink::default());
        let read: Vec<facts::Page<'_>> = request.pages.iter().filter_map(read).collect();
        let is_fault = |it: &Diagnostic| it.code != code::DIFFERENT_PAGE;
        Ok(Self {
            pages: request.pages,
            is_whole: request.is_whole,
            contradicted: settings::contradicted(&read, &config.docs),
            config,
            normal: normal::normal(&captured.document),
            document: captured.document,
            faults: captured
                .report
                .findings
                .into_iter()
                .filter(is_fault)
                .collect(),
            titles: request.pages.iter().map(|it| title(&it.text)).collect(),
        })
    }

    /// Tells which settings they were not made with; `first_page` is the number of the first among all files.
    fn tell_settings(&self, first_page: u16, sink: &mut Sink) {
        for (name, said) in &self.contradicted {
            let message =
                format!("the pages were made with another `{name}` than the settings have");
            let help = format!("write `{name} = {said:?}` under `[docs]` of the settings");
            let finding = Diagnostic::error(
                code::DIFFERENT_PAGE,
                page_place(0, 1, first_page),
                "",
                message,
            );
            sink.push(finding.with_help(help));
        }
    }

    /// Whether one of them shows all schemas.
    fn show_all_schemas(&self) -> bool {
        self.titles.iter().any(|it| is_of_schemas(it))
    }
}

/// Refuses pages of a layout that no document renders: each would differ from its first line on, whatever was edited.
fn refuse_other_templates(pages: &[Source], proofs: &[Proof]) -> Result<(), Report> {
    let mut sink = Sink::default();
    for (index, (page, proof)) in pages.iter().zip(proofs).enumerate() {
        // A page that comes back is none, whatever its descriptions look like.
        if proof.difference.is_some() && widdershins::is_one(&page.text) {
            let message = "a page of widdershins' own templates cannot be compared with a document: nothing renders it again";
            let help = "capture a document from it with --out, and compare or edit by hand";
            let place = page_place(index, 1, 0);
            let finding = Diagnostic::error(code::NOT_A_PAGE, place, "", message);
            sink.push(finding.with_help(help));
        }
    }
    match sink.has_errors() {
        true => Err(sink.into_report(pages.to_vec(), &BTreeMap::new())),
        false => Ok(()),
    }
}

/// Whether a title is that of the page that shows all schemas.
fn is_of_schemas(title: &str) -> bool {
    title.strip_prefix("# ") == Some(grammar::SCHEMAS)
}

/// A document, and the pages it renders.
struct Side {
    document: Document,
    api: Api,
    rendered: FileSet,
    /// How the pages that it was read for come back.
    proofs: Vec<Proof>,
    /// What was captured of its own pages, once it has been asked for.
    base: OnceCell<Node>,
}

impl Side {
    fn read(root: &Source, files: &dyn Files, pages: &Pages<'_>) -> Result<Self, Report> {
        let mut sink = Sink::default();
        let document = load::load(root.clone(), files, &mut sink);
        let Some(rendered) = proof::render(&document, &pages.config, &mut sink) else {
            let pointers =
                document.pointers(sink.findings().iter().map(|it| (it.place, it.subject())));
            return Err(sink.into_report(document.into_sources(), &pointers));
        };
        if let Some(it) = rendered.unfinished {
            sink.push(it);
            return Err(sink.into_report(document.into_sources(), &BTreeMap::new()));
        }
        let proof =
            |it: &Source| proof::compare(&it.path, &it.text, &rendered.api, &rendered.pages);
        let proofs = pages.pages.iter().map(proof).collect();
        Ok(Self {
            document,
            proofs,
            api: rendered.api,
            rendered: rendered.pages,
            base: OnceCell::new(),
        })
    }

    /// The pages of the document that stand beside those that are given.
    fn beside(&self, pages: &Pages<'_>) -> Vec<Source> {
        let is_asked = |text: &str| {
            let title = title(text);
            pages.titles.contains(title) || (pages.is_whole && !is_of_schemas(title))
        };
        let rendered = self.rendered.iter().filter(|(_, text)| is_asked(text));
        let mut out: Vec<Source> = rendered
            .map(|(path, text)| Source::new(path, text))
            .collect();
        // A tag without operations has no page of its own; one that is nothing but its title is as good.
        let is_empty_tag = |it: &&Source| proof::is_empty_tag(&it.text, &self.api);
        let is_rendered = |it: &&Source| out.iter().any(|own| title(&own.text) == title(&it.text));
        let empty = pages.pages.iter().filter(is_empty_tag);
        let empty: Vec<Source> = empty.filter(|it| !is_rendered(it)).cloned().collect();
        out.extend(empty);
        let name = |it: &Source| it.path.rsplit('/').next().unwrap_or_default().to_owned();
        out.sort_by_key(name);
        out
    }

    /// What was captured of its own pages. These are the pages that it was read for.
    fn base(&self, pages: &Pages<'_>) -> &Node {
        self.base.get_or_init(|| {
            let beside = self.beside(pages);
            match capture(&beside, Some(&pages.config)) {
                Ok(captured) => normal::normal(&captured.document),
                Err(_) => Node::object(Vec::new(), Place::default()),
            }
        })
    }

    /// Whether a page is not as the document renders it, or the document describes what no page shows.
    fn differs(&self, pages: &Pages<'_>) -> bool {
        let differs = |it: &Proof| it.difference.is_some();
        self.proofs.iter().any(differs)
            || (pages.is_whole
                && self
                    .beside(pages)
                    .iter()
                    .any(|it| !pages.titles.contains(title(&it.text)))
                && !self.changes(pages).is_empty())
    }

    /// What the pages say otherwise, but for schemas that the document has and its pages did not show.
    fn changes(&self, pages: &Pages<'_>) -> Vec<Change> {
        let base = self.base(pages);
        let mut changes = differences::differences(base, &pages.normal, pages.show_all_schemas());
        changes.retain(|it| !self.has_schema(it));
        changes
    }

    /// The comparison, and where each change stands on the pages; files are counted as the pages are.
    fn compared(&self, pages: &Pages<'_>) -> (Comparison, Vec<Option<Place>>) {
        let mut sink = Sink::default();
        let mut changes = Vec::new();
        let mut places = Vec::new();
        let first_page = self.document.count();
        if self.differs(pages) {
            changes = self.changes(pages);
            places = places_on_pages(self, pages, &changes);
            let mut explained: HashSet<u16> = HashSet::new();
            let mut is_shared = false;
            for (change, place) in changes.iter().zip(&places) {
                is_shared |= !matches!(change.subject, Subject::Operation(..));
                let finding = Diagnostic::error(
                    code::OUT_OF_STEP,
                    places::in_document(&self.api, self.document.tree(FileId(0)), change),
                    "",
                    change.to_string(),
                );
                sink.push(
                    match place.and_then(|it| Some((it, pages.pages.get(usize::from(it.file.0))?)))
                    {
                        Some((place, page)) => {
                            explained.insert(place.file.0);
                            finding.with_help(format!("see {}:{}", page.path, place.line))
                        }
                        None => finding,
                    },
                );
            }
            pages.tell_settings(first_page, &mut sink);
            is_shared |= !pages.contradicted.is_empty();
            for (index, proof) in self.proofs.iter().enumerate() {
                let is_explained =
                    is_shared || u16::try_from(index).is_ok_and(|it| explained.contains(&it));
                if let Some(it) = proof.difference.as_ref().filter(|_| !is_explained) {
                    let message = it.told("the document");
                    let help = "this follows from no document alone: were the pages made with other settings (--config), or edited by hand?";
                    sink.push(
                        Diagnostic::error(
                            code::DIFFERENT_PAGE,
                            page_place(index, it.line, first_page),
                            "",
                            message,
                        )
                        .with_help(help),
                    );
                }
            }
            for it in &pages.faults {
                let mut it = it.clone();
                it.place.file.0 = it.place.file.0.saturating_add(first_page);
                sink.push(it);
            }
        }
        let comparison = Comparison {
            changes,
            proofs: self.proofs.clone(),
            report: sink.into_report(self.sources(pages.pages), &BTreeMap::new()),
        };
        (comparison, places)
    }

    fn has_schema(&self, change: &Change) -> bool {
        let is_new = change.aspect == Aspect::Whole && matches!(change.edit, Edit::Added(_));
        match &change.subject {
            Subject::Schema(name) if change.within.is_empty() && is_new => {
                self.api.components.contains_key(&**name)
            }
            _ => false,
        }
    }

    fn merged(&self, pages: &Pages<'_>, is_reversed: bool) -> merge::Merged {
        let is_modern = matches!(
            self.document.dialect,
            Dialect::OpenApi31 | Dialect::OpenApi32
        );
        let in_words = |it| match is_modern {
            true => Cow::Owned(normal::modern(it, Shape::Root)),
            false => Cow::Borrowed(it),
        };
        let (base, theirs) = (in_words(self.base(pages)), in_words(&pages.normal));
        merge::merge(merge::Input {
            base: &base,
            theirs: &theirs,
            schemes: pages.document.at("/components/securitySchemes"),
            document: &self.document,
            is_reversed,
        })
    }

    fn sources(&self, pages: &[Source]) -> Vec<Source> {
        let files = (0..self.document.count()).map(|it| self.document.source(FileId(it)).clone());
        files.chain(pages.iter().cloned()).collect()
    }
}

/// Where changes stand on the pages; files are counted as the pages are.
fn places_on_pages(side: &Side, pages: &Pages<'_>, changes: &[Change]) -> Vec<Option<Place>> {
    let rendered = |it: &Source| proof::counterpart(&it.text, &side.rendered).unwrap_or_default();
    let pages: Vec<(&Source, &str)> = pages.pages.iter().map(|it| (it, rendered(it))).collect();
    let lines = places::Lines::of(&pages);
    changes.iter().map(|it| lines.place(it)).collect()
}

fn page_place(index: usize, line: u32, first_page: u16) -> Place {
    Place {
        file: FileId(
            u16::try_from(index)
                .unwrap_or(u16::MAX)
                .saturating_add(first_page),
        ),
        line,
        column: 1,
    }
}

fn refused(it: Refusal) -> Diagnostic {
    Diagnostic::error(code::NOT_EDITED, it.place, "", it.message)
}

/// Where a text stands in a list of an extension.
fn list_with(node: &Node, text: &str) -> Option<Place> {
    match &node.value {
        Value::Object(object) => object.iter().find_map(|(key, it)| match it.as_array() {
            Some(items) if key.text.starts_with("x-") => items
                .iter()
                .find(|it| it.as_str() == Some(text))
                .map(|it| it.place),
            _ => list_with(it, text),
        }),
        Value::Array(items) => items.iter().find_map(|it| list_with(it, text)),
        _ => None,
    }
}

/// The text of a file that follows its tree.
fn follow(source: &Source, old: &Node, new: &Node) -> Result<String, Vec<Refusal>> {
    if !source
        .text
        .trim_start_matches('\u{feff}')
        .trim_start()
        .starts_with('{')
    {
        return patch::follow(&source.text, old, new);
    }
    // JSON that has one layout throughout is written again: lines that stay are the same.
    let (mark, text) = match source.text.strip_prefix('\u{feff}') {
        Some(text) => ("\u{feff}", text),
        None => ("", source.text.as_str()),
    };
    let body = text.trim_end();
    let second = body.lines().nth(1);
    let level = second.map(|it| &it[..it.len() - it.trim_start().len()]);
    match openapi::json_laid_out(old, level) == body {
        true => {
            let end = &text[body.len()..];
            Ok([mark, &openapi::json_laid_out(new, level), end].concat())
        }
        false => Err(vec![Refusal {
            place: old.place,
            message: "JSON is edited only where it has a member a line, each level indented alike, or is all on one line without a blank, and has no escape that is not needed; lay it out so first, as `jq . FILE` does, or keep the document as YAML".to_owned(),
        }]),
    }
}

/// The files of a document, some of which have been edited.
struct Edited<'a> {
    files: &'a dyn Files,
    root: Source,
    others: BTreeMap<String, String>,
}

impl Edited<'_> {
    fn put(&mut self, path: &str, file: FileId, text: String) {
        if file == FileId(0) {
            self.root = Source::new(self.root.path.clone(), text);
        } else {
            self.others.insert(path.to_owned(), text);
        }
    }
}

impl Files for Edited<'_> {
    fn read(&self, path: &str) -> Result<String, String> {
        match self.others.get(path) {
            Some(text) => Ok(text.clone()),
            None => self.files.read(path),
        }
    }
}
