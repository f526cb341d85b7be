//! An API → its pages, and a page → its text.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use indexmap::IndexMap;

use super::authentication::authentication;
use super::block::Block;
use super::context::Context;
use super::grammar;
use super::inline::{Inline, Link, LinkForm, Target};
use super::{markdown, names, operation, overview, schemas};
use crate::analysis::groups::Groups;
use crate::model::{ExternalDocs, Operation, SecurityRequirement, Tag};
use crate::source::Place;

/// A page.
#[derive(Debug)]
pub struct Page<'a> {
    /// Its file, without `.md`.
    pub stem: String,
    /// Its first heading.
    title: String,
    /// How many sections it has: about as much work as there is to it.
    pub sections: usize,
    /// What stands on it.
    content: Content<'a>,
}

/// What a page is about.
#[derive(Debug)]
enum Content<'a> {
    /// How to authenticate.
    Authentication,
    /// The operations of a tag.
    Tag(TagPage<'a>),
    /// What the API calls on its part.
    Webhooks,
    /// The component schemas.
    Schemas,
    /// The way to the other pages: what each is called, and its file.
    Index(Vec<(String, String)>),
}

/// Every page: how to authenticate, one a tag, the schemas, and one that leads to the others where they are many.
pub fn pages<'a>(cx: &Context<'a>) -> Vec<Page<'a>> {
    // Each with the number to try next.
    let mut stems: HashMap<String, u32> = ["authentication", "schemas", "index"]
        .map(|it| (it.to_owned(), 2))
        .into();
    let page = |stem: &str, title: &str, content| Page {
        stem: stem.to_owned(),
        title: title.to_owned(),
        sections: match &content {
            Content::Tag(tag) => tag.operations.len(),
            Content::Webhooks => cx.api.webhooks.len(),
            Content::Schemas => cx.api.components.len(),
            Content::Authentication | Content::Index(_) => 1,
        },
        content,
    };
    let mut out = Vec::new();
    // A way that asks nothing is none.
    let asks = |it: &SecurityRequirement| !cx.layout.operations.in_full || !it.schemes.is_empty();
    let protected = cx
        .api
        .operations
        .iter()
        .any(|it| it.security.iter().any(asks));
    if !cx.api.security_schemes.is_empty() || protected {
        out.push(page(
            "authentication",
            grammar::AUTHENTICATION,
            Content::Authentication,
        ));
    }
    let mut tags = tags(cx);
    let of_tags = tags.iter();
    let of_tags: HashMap<String, String> = of_tags
        .map(|(name, _)| (name.clone(), unique(names::file_stem(name), &mut stems)))
        .collect();
    let nesting = Nesting::of(cx);
    for (name, tag) in &mut tags {
        tag.within = nesting.above(name, &of_tags);
    }
    for (name, tag) in tags {
        let title = nesting.title(&name).to_owned();
        out.push(page(&of_tags[&name], &title, Content::Tag(tag)));
    }
    if !cx.api.webhooks.is_empty() && cx.layout.pages.webhooks {
        let stem = unique("webhooks".to_owned(), &mut stems);
        out.push(page(&stem, grammar::WEBHOOKS, Content::Webhooks));
    }
    if !cx.api.components.is_empty() {
        out.push(page("schemas", grammar::SCHEMAS, Content::Schemas));
    }
    // What the API is has a page where nothing else has one.
    if out.len() > 3 || cx.layout.pages.index_of_few {
        let title = match cx.api.info.title.trim() {
            "" => grammar::INDEX,
            title => title,
        };
        let links = out.iter().map(|it| (it.full_title(), it.stem.clone()));
        let links = Content::Index(links.collect());
        out.push(page("index", title, links));
    }
    out
}

impl<'a> Page<'a> {
    /// Its title behind those of the tags that its own is nested under.
    fn full_title(&self) -> String {
        let within = match &self.content {
            Content::Tag(tag) => &tag.within[..],
            _ => &[],
        };
        let titles = within.iter().map(|it| it.title.as_str());
        let titles: Vec<&str> = titles.chain([self.title.as_str()]).collect();
        titles.join(grammar::BETWEEN_NESTED)
    }

    /// Its text; what the budget allows of it.
    pub fn render<'b>(&'b self, cx: &Context<'b>) -> String {
        let title = Inline::Text(self.title.as_str().into());
        let mut blocks = vec![Block::heading(grammar::PAGE, title)];
        match &self.content {
            Content::Authentication => blocks.extend(authentication(cx)),
            Content::Tag(tag) => {
                blocks.extend(tag.within.last().map(part_of));
                let description = tag.description.filter(|it| !it.trim().is_empty());
                blocks.extend(description.map(|it| Block::Markdown(it.into())));
                let docs = tag.external_docs.filter(|_| cx.layout.operations.in_full);
                blocks.extend(docs.map(operation::external_docs));
                let is_bare = tag.operations.is_empty();
                let nothing = is_bare.then(|| Inline::plain(grammar::NO_OPERATIONS));
                blocks.extend(nothing.map(Block::paragraph));
                for it in &tag.operations {
                    if !is_skipped(cx, it) {
                        add(cx, &mut blocks, it.place, || operation::section(cx, it));
                    }
                }
            }
            Content::Webhooks => {
                for it in &cx.api.webhooks {
                    add(cx, &mut blocks, it.place, || operation::webhook(cx, it));
                }
            }
            Content::Schemas => {
                for (name, id) in &cx.api.components {
                    if !schemas::is_skipped(cx, *id) {
                        let place = cx.api.schema(*id).origin.place;
                        add(cx, &mut blocks, place, || schemas::section(cx, name, *id));
                    }
                }
            }
            Content::Index(links) => blocks.extend(index(cx, links)),
        }
        markdown::print(blocks, cx.layout.text)
    }
}

/// Adds a section, if the budget allows it, about what stands at that place.
fn add<'a>(
    cx: &Context<'a>,
    blocks: &mut Vec<Block<'a>>,
    place: Place,
    section: impl FnOnce() -> Vec<Block<'a>>,
) {
    if cx.budget.is_exhausted() {
        return;
    }
    cx.budget.enter(place);
    blocks.extend(cx.within_budget(section()));
}

/// What stands on the page of a tag.
#[derive(Debug, Default)]
pub struct TagPage<'a> {
    /// CommonMark.
    pub description: Option<&'a str>,
    /// Where more is said.
    pub external_docs: Option<&'a ExternalDocs>,
    /// Whether the document declares it.
    is_declared: bool,
    /// The operations that are grouped under it.
    pub operations: Vec<&'a Operation>,
    /// The tags that it is nested under, the outermost first.
    within: Vec<Outer>,
}

/// A tag that others are nested under.
#[derive(Debug)]
pub struct Outer {
    /// What it is called where it is shown.
    pub title: String,
    /// The file of its page, if it has one.
    stem: Option<String>,
}

/// Which tag is called what, and nested under which other one (OpenAPI 3.2.0, section 4.22.1).
pub struct Nesting<'a>(HashMap<&'a str, &'a Tag>);

/// How many tags may be nested in one another and be shown.
const MAX_NESTING: usize = 16;

impl<'a> Nesting<'a> {
    /// Those of an API.
    pub fn of(cx: &Context<'a>) -> Self {
        Self(
            (cx.api.tags.iter())
                .map(|it| (it.name.as_str(), it))
                .collect(),
        )
    }

    /// What a tag is called where it is shown.
    pub fn title<'n>(&'n self, name: &'n str) -> &'n str {
        let summary = self.0.get(name).and_then(|it| it.summary.as_deref());
        summary.filter(|it| !it.trim().is_empty()).unwrap_or(name)
    }

    /// The tags above one, the outermost first.
    pub fn above(&self, name: &str, stems: &HashMap<String, String>) -> Vec<Outer> {
        let mut found = Vec::new();
        let mut next = self.0.get(name).and_then(|it| it.parent.as_deref());
        while let Some(parent) = next.filter(|it| found.len() < MAX_NESTING && *it != name) {
            found.push(Outer {
                title: self.title(parent).to_owned(),
                stem: stems.get(parent).cloned(),
            });
            next = self.0.get(parent).and_then(|it| it.parent.as_deref());
        }
        found.reverse();
        found
    }
}

/// Which tag the one of a page is nested under.
fn part_of(outer: &Outer) -> Block<'_> {
    let title = outer.title.as_str();
    let name = match &outer.stem {
        Some(stem) => Inline::from(Link {
            text: title.into(),
            target: Target::Page(stem.as_str().into()),
            form: LinkForm::Link,
        }),
        None => Inline::Text(title.into()),
    };
    Block::Paragraph(grammar::PART_OF.of([name]))
}

/// The tags that have operations, and without oddities all that are declared: those without a tag first, the declared ones in their order, others as they come.
pub fn tags<'a>(cx: &Context<'a>) -> Vec<(String, TagPage<'a>)> {
    let mut tags: IndexMap<Arc<str>, TagPage<'a>> = IndexMap::new();
    tags.insert(grammar::UNTAGGED.into(), TagPage::default());
    for tag in &cx.api.tags {
        let entry = tags.entry(tag.name.as_str().into()).or_default();
        entry.is_declared = true;
        entry.description = tag.description.as_deref();
        entry.external_docs = tag.external_docs.as_ref();
    }
    let groups = Groups::of(cx.api);
    for it in &cx.api.operations {
        let name = groups
            .group(it)
            .cloned()
            .unwrap_or_else(|| grammar::UNTAGGED.into());
        tags.entry(name).or_default().operations.push(it);
    }
    let in_full = cx.layout.operations.in_full;
    let mut used: Vec<(String, TagPage<'a>)> = tags
        .into_iter()
        .filter(|(_, tag)| !tag.operations.is_empty() || (tag.is_declared && in_full))
        .map(|(name, tag)| (name.to_string(), tag))
        .collect();
    if cx.layout.pages.last_of_each_title {
        for (_, tag) in &mut used {
            last_of_each_title(cx, &mut tag.operations);
        }
    }
    used
}

/// Of operations with one title the last, in the place of the first.
fn last_of_each_title<'a>(cx: &Context<'a>, operations: &mut Vec<&'a Operation>) {
    let mut by_title: IndexMap<Cow<'a, str>, &'a Operation> = IndexMap::new();
    for it in operations.drain(..) {
        by_title.insert(operation::title(cx, it), it);
    }
    operations.extend(by_title.into_values());
}

/// Whether the document's extension asks to leave the operation out.
pub fn is_skipped(cx: &Context<'_>, operation: &Operation) -> bool {
    let extension = cx.config.extension.as_deref();
    extension
        .and_then(|it| operation.extensions.get(it)?.get("skip")?.as_bool())
        .unwrap_or(false)
}

/// A file name that no page has yet. File systems that do not tell case apart do not matter: stems are lower case.
fn unique(stem: String, taken: &mut HashMap<String, u32>) -> String {
    let stem = if stem.trim_matches('-').is_empty() {
        "tag".to_owned()
    } else {
        stem
    };
    let mut name = stem.clone();
    while taken.contains_key(&name) {
        let number = taken.entry(stem.clone()).or_insert(2);
        name = format!("{stem}-{number}");
        *number += 1;
    }
    taken.insert(name.clone(), 2);
    name
}

/// What the API is, and links to the other pages.
fn index<'a>(cx: &Context<'a>, pages: &'a [(String, String)]) -> Vec<Block<'a>> {
    let description = cx.api.info.description.as_deref();
    let description = description.filter(|it| !it.trim().is_empty());
    let links = pages.iter().map(|(title, stem)| {
        vec![Inline::from(Link {
            text: title.as_str().into(),
            target: Target::Page(stem.as_str().into()),
            form: LinkForm::Link,
        })]
    });
    let summary = cx.api.info.summary.as_deref();
    let summary = summary.filter(|it| cx.layout.operations.in_full && !it.trim().is_empty());
    let texts = summary.into_iter().chain(description);
    let mut blocks: Vec<Block<'a>> = texts.map(|it| Block::Markdown(it.into())).collect();
    if cx.layout.operations.in_full {
        let about = overview::about(cx);
        let is_told = !about.is_empty() && !pages.is_empty();
        blocks.extend(about);
        blocks.extend(is_told.then(|| grammar::PAGES.block()));
    }
    if !pages.is_empty() {
        blocks.push(Block::List(links.collect()));
    }
    blocks
}
