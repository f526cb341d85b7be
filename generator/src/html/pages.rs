//! The content of each kind of page.

use std::collections::HashMap;
use std::fmt::Write;

use super::blocks::{Levels, blocks as push_blocks};
use super::frame::{self, Here};
use super::pieces::{Pieces, numbered};
use super::site::{Entry, Group, Site, page_of};
use super::writer::{Writer, plain};
use super::{call, markdown, samples, text};
use crate::analysis::walk::OperationOrigin;
use crate::docs::authentication::authentication;
use crate::docs::block::Block;
use crate::docs::context::Context;
use crate::docs::{curl, grammar, operation, overview, parts, schemas};
use crate::model::SchemaId;

/// What one thread has made.
#[derive(Debug, Default)]
pub struct Made {
    /// The rows of components, as HTML.
    rows: HashMap<SchemaId, String>,
    /// The files.
    pub files: Vec<(String, String)>,
}

/// What makes pages.
pub struct Pages<'s, 'a, 'm> {
    site: &'s Site<'a>,
    made: &'m mut Made,
}

/// Below the title of a page.
const BELOW_TITLE: Levels = Levels { third: 2, text: 2 };
/// Below a heading of the second level.
const BELOW_SECTION: Levels = Levels { third: 3, text: 3 };

impl<'s, 'a, 'm> Pages<'s, 'a, 'm> {
    /// Those of a site, beside what has been made.
    pub fn new(site: &'s Site<'a>, made: &'m mut Made) -> Self {
        Self { site, made }
    }

    /// What the API is, and its tags.
    pub fn index(&mut self, cx: &Context<'a>) {
        let site = self.site;
        let mut writer = Writer::new(site, "");
        let mut pieces = Pieces::default();
        let info = &site.api.info;
        let texts = [&info.summary, &info.description];
        let texts = texts.into_iter().filter_map(|it| it.as_deref());
        let texts = texts.filter(|it| !it.trim().is_empty());
        let texts: Vec<Block<'_>> = texts.map(|it| Block::Markdown(it.into())).collect();
        pieces.add(|out| push_blocks(&mut writer, out, &texts, BELOW_TITLE));
        let about = overview::about(cx);
        pieces.add(|out| push_blocks(&mut writer, out, &about, BELOW_TITLE));
        pieces.add(|out| {
            out.push_str("<p><a href=\"openapi.json\" download>The document as JSON</a></p>");
        });
        if !site.groups.is_empty() {
            pieces.add(|out| writer.heading(out, 2, "Operations"));
        }
        let count: usize = site.groups.iter().map(|it| it.operations.len()).sum();
        for group in &site.groups {
            pieces.add(|out| {
                let address = page_of("", &group.file);
                let _ = write!(out, "<section class=\"tag\"><h3><a href=\"{address}\">");
                text::push(out, &frame::shown(group));
                let _ = write!(
                    out,
                    "</a> <span class=\"count\">{}</span></h3>",
                    group.operations.len()
                );
                if let Some(it) = group.description.and_then(first_line) {
                    out.push_str("<p>");
                    markdown::line(out, it, &writer);
                    out.push_str("</p>");
                }
                if count <= MOST_ON_INDEX && !group.operations.is_empty() {
                    operations(out, &group.operations, "");
                }
                out.push_str("</section>");
            });
        }
        let lists = [
            (!site.webhooks.is_empty(), "webhooks", "Webhooks"),
            (!site.schemas.is_empty(), "schemas", "Schemas"),
        ];
        for (_, file, title) in lists.into_iter().filter(|it| it.0) {
            pieces.add(|out| {
                writer.heading(out, 2, title);
                let count = match file {
                    "schemas" => site.schemas.len(),
                    _ => site.webhooks.len(),
                };
                let _ = write!(
                    out,
                    "<p><a href=\"{}\">All {count} {}</a></p>",
                    page_of("", file),
                    title.to_lowercase()
                );
            });
        }
        self.write(cx, Here::Index, "index", site.title, "", pieces);
    }

    /// How to authenticate.
    pub fn authentication(&mut self, cx: &Context<'a>) {
        let site = self.site;
        let mut writer = Writer::new(site, "");
        let blocks = authentication(cx);
        let levels = match cx.config.authentication {
            Some(_) => BELOW_TITLE,
            None => BELOW_SECTION,
        };
        let mut pieces = Pieces::default();
        pieces.add(|out| push_blocks(&mut writer, out, &blocks, Levels { third: 3, ..levels }));
        let title = grammar::AUTHENTICATION;
        self.write(
            cx,
            Here::Authentication,
            "authentication",
            title,
            "",
            pieces,
        );
    }

    /// The operations of a tag.
    pub fn group(&mut self, cx: &Context<'a>, at: usize) {
        let site = self.site;
        let group = &site.groups[at];
        let mut writer = Writer::new(site, "../");
        let mut pieces = Pieces::default();
        let description = group.description.filter(|it| !it.trim().is_empty());
        let mut blocks: Vec<Block<'_>> = description
            .map(|it| Block::Markdown(it.into()))
            .into_iter()
            .collect();
        blocks.extend(group.external_docs.map(operation::external_docs));
        pieces.add(|out| push_blocks(&mut writer, out, &blocks, BELOW_TITLE));
        if !group.operations.is_empty() {
            pieces.add(|out| writer.heading(out, 2, "Operations"));
        }
        for it in group.operations.chunks(PER_PIECE) {
            pieces.add(|out| operations(out, it, "../"));
        }
        let above = frame::shown(group);
        let above = above.strip_suffix(&group.title).unwrap_or_default();
        self.write(
            cx,
            Here::Group(at),
            &group.file,
            &group.title,
            above,
            pieces,
        );
    }

    /// An operation.
    pub fn operation(&mut self, cx: &Context<'a>, group: usize, at: usize) {
        let site = self.site;
        let entry = &site.groups[group].operations[at];
        let parts = parts::of_operation(cx, entry.operation, OperationOrigin::Path);
        let mut pieces = Pieces::default();
        let mut writer = Writer::new(site, "../");
        pieces.add(|out| endpoint(out, entry));
        let draft = curl::draft(cx, entry.operation);
        pieces.add_sample(|out| {
            out.push_str("<section class=\"panel\">");
            writer.heading(out, 2, "Request");
            let draft = draft.iter();
            for it in draft.flat_map(|it| samples::all(it, entry.call)) {
                let _ = write!(
                    out,
                    "<div data-language=\"{}\"><h3>{}</h3>",
                    it.name, it.name
                );
                writer.code(out, it.language, &it.text);
                out.push_str("</div>");
            }
            out.push_str("</section>");
        });
        pieces.add_sample(|out| {
            out.push_str("<section class=\"panel try\" hidden data-call=\"");
            text::push(out, &call::form(cx, entry.operation, draft.as_ref()));
            out.push_str("\">");
            writer.heading(out, 2, "Try it");
            out.push_str("</section>");
        });
        self.parts(cx, &mut writer, &mut pieces, &parts);
        let group_page = &site.groups[group];
        let here = Here::Operation(group, at);
        let above = above(group_page);
        let neighbours = neighbours(&group_page.operations, at);
        pieces.content.push(neighbours);
        self.write(cx, here, &entry.file, &entry.title, &above, pieces);
    }

    /// What the API calls.
    pub fn webhooks(&mut self, cx: &Context<'a>) {
        let site = self.site;
        let mut pieces = Pieces::default();
        for it in site.webhooks.chunks(PER_PIECE) {
            pieces.add(|out| operations(out, it, ""));
        }
        let title = grammar::WEBHOOKS;
        self.write(cx, Here::Webhooks, "webhooks", title, "", pieces);
        for (at, entry) in site.webhooks.iter().enumerate() {
            if cx.budget.is_exhausted() {
                return;
            }
            cx.budget.enter(entry.operation.place);
            let parts = parts::of_operation(cx, entry.operation, OperationOrigin::Webhook);
            let mut writer = Writer::new(site, "../");
            let mut pieces = Pieces::default();
            pieces.add(|out| endpoint(out, entry));
            self.parts(cx, &mut writer, &mut pieces, &parts);
            pieces.content.push(neighbours(&site.webhooks, at));
            let above = "<a href=\"../webhooks.html\">Webhooks</a>";
            self.write(
                cx,
                Here::Webhook(at),
                &entry.file,
                &entry.title,
                above,
                pieces,
            );
        }
    }

    /// The list of schemas.
    pub fn schemas(&mut self, cx: &Context<'a>) {
        let site = self.site;
        let mut pieces = Pieces::default();
        for chunk in site.schemas.chunks(PER_PIECE) {
            pieces.add(|out| {
                out.push_str("<ul class=\"schemas\">\n");
                for it in chunk {
                    let _ = write!(out, "<li><a href=\"{}\">", page_of("", &it.file));
                    text::push(out, it.name);
                    out.push_str("</a></li>\n");
                }
                out.push_str("</ul>\n");
            });
        }
        self.write(cx, Here::Schemas, "schemas", grammar::SCHEMAS, "", pieces);
    }

    /// A schema.
    pub fn schema(&mut self, cx: &Context<'a>, at: usize) {
        let site = self.site;
        let schema = &site.schemas[at];
        let mut writer = Writer::new(site, "../");
        let mut pieces = Pieces::default();
        let mut blocks = schemas::section(cx, schema.name, schema.id);
        // Of what has values alone there is nothing below it.
        let properties = grammar::PROPERTIES.block();
        let is_bare =
            |it: &[Block<'_>]| it[0] == properties && matches!(it[1], Block::Heading { .. });
        if let Some(at) = blocks.windows(2).position(is_bare)
            && let Block::Heading { level: above, .. } = blocks.remove(at)
        {
            // What stood below that heading takes its place.
            for it in &mut blocks[at..] {
                if let Block::Heading { level, .. } = it
                    && *level > above
                {
                    *level -= 1;
                }
            }
        }
        // Its name is the title, and its example stands beside the rest.
        let example: Vec<Block<'_>> = blocks.drain(..2.min(blocks.len())).skip(1).collect();
        pieces.add_sample(|out| {
            out.push_str("<section class=\"panel\">");
            writer.heading(out, 2, "Example");
            push_blocks(&mut writer, out, &example, BELOW_SECTION);
            out.push_str("</section>");
        });
        pieces.add(|out| push_blocks(&mut writer, out, &blocks, BELOW_TITLE));
        let above = "<a href=\"../schemas.html\">Schemas</a>";
        self.write(
            cx,
            Here::Schema(at),
            &schema.file,
            schema.name,
            above,
            pieces,
        );
    }

    /// What an operation and a webhook have.
    fn parts(
        &mut self,
        cx: &Context<'a>,
        writer: &mut Writer<'s, 'a>,
        pieces: &mut Pieces,
        it: &parts::OperationParts<'a>,
    ) {
        pieces.add(|out| push_blocks(writer, out, &it.description, BELOW_TITLE));
        pieces.add(|out| {
            push_blocks(writer, out, &it.parameters, BELOW_TITLE);
            // What is to be sent is what one came for.
            let rows = self.component(cx, it.body);
            out.push_str(&rows.replacen("<details ", "<details open ", 1));
        });
        if !it.responses.is_empty() {
            pieces.add(|out| writer.heading(out, 2, "Responses"));
        }
        for response in &it.responses {
            pieces.add(|out| self.response(cx, writer, out, response));
        }
        pieces.add(|out| push_blocks(writer, out, &it.lists, BELOW_TITLE));
        let samples = [
            ("Request body", &it.body_example),
            ("Response examples", &it.examples),
        ];
        for (title, blocks) in samples {
            if blocks.is_empty() {
                continue;
            }
            pieces.add_sample(|out| {
                out.push_str("<section class=\"panel\">");
                writer.heading(out, 2, title);
                let blocks = match blocks.split_first() {
                    // The heading says that.
                    Some((Block::Quote(_), rest)) if title == "Request body" => rest,
                    _ => &blocks[..],
                };
                push_blocks(writer, out, blocks, BELOW_SECTION);
                out.push_str("</section>");
            });
        }
    }

    fn response(
        &mut self,
        cx: &Context<'a>,
        writer: &mut Writer<'s, 'a>,
        out: &mut String,
        it: &parts::ResponseParts<'a>,
    ) {
        let Block::Table(row) = &it.row else { return };
        let cells: Vec<_> = row.cells().collect();
        let [_, meaning, description, label] = cells[..] else {
            return;
        };
        let status = it.status.to_string();
        let class = it.status.class().map_or(0, |it| it);
        let id = writer.id(&format!("response-{status}"));
        let _ = write!(
            out,
            "<section class=\"response\"><h3 id=\"{id}\"><span class=\"status s{class}\">{status}</span> "
        );
        text::push(out, &plain(meaning));
        out.push_str("</h3>");
        if !label.is_empty() {
            out.push_str("<p class=\"type\">");
            writer.inlines(out, label);
            out.push_str("</p>");
        }
        if !description.is_empty() {
            out.push_str("<div class=\"text\">");
            writer.inlines(out, description);
            out.push_str("</div>");
        }
        // Which status it is about stands above.
        let schema = match it.schema.split_first() {
            Some((Block::Paragraph(_), rest)) => rest,
            _ => &it.schema[..],
        };
        push_blocks(writer, out, schema, Levels { third: 4, text: 4 });
        out.push_str(&self.component(cx, it.component));
        let levels = Levels { third: 4, text: 4 };
        push_blocks(writer, out, &it.headers, levels);
        out.push_str("</section>");
    }

    /// The rows of a component, which can be unfolded.
    fn component(&mut self, cx: &Context<'a>, id: Option<SchemaId>) -> String {
        let Some(id) = id else {
            return String::new();
        };
        if let Some(it) = self.made.rows.get(&id) {
            return it.clone();
        }
        let mut out = String::new();
        if let Some((name, blocks)) = parts::of_component(cx, id) {
            // They stand on many pages, so they have no ids.
            let blocks: Vec<Block<'_>> = blocks
                .into_iter()
                .filter(|it| !matches!(it, Block::Heading { .. }))
                .collect();
            let mut writer = Writer::new(self.site, "../");
            writer.longest_list = LONGEST_INLINE;
            writer.whole = self.site.schema(name, "../");
            if !blocks.is_empty() {
                out.push_str("<details class=\"component\"><summary>Properties of <code>");
                text::push(&mut out, name);
                out.push_str("</code></summary>");
                push_blocks(&mut writer, &mut out, &blocks, BELOW_SECTION);
                out.push_str("</details>");
            }
        }
        self.made.rows.insert(id, out.clone());
        out
    }

    /// Puts a page into its files.
    fn write(
        &mut self,
        cx: &Context<'a>,
        here: Here,
        file: &str,
        title: &str,
        above: &str,
        pieces: Pieces,
    ) {
        let pages = pieces.pages();
        let count = pages.len();
        for (i, [content, samples]) in pages.into_iter().enumerate() {
            let number = i + 1;
            let mut out = String::with_capacity(content.len() + samples.len() + 400);
            out.push_str("<header class=\"title\">");
            if !above.is_empty() {
                let _ = write!(out, "<p class=\"above\">{above}</p>");
            }
            out.push_str("<h1>");
            text::push(&mut out, title);
            out.push_str("</h1>");
            let deprecated = match here {
                Here::Operation(group, at) => {
                    self.site.groups[group].operations[at].operation.deprecated
                }
                Here::Webhook(at) => self.site.webhooks[at].operation.deprecated,
                _ => false,
            };
            if deprecated {
                out.push_str("<p class=\"deprecated\">Deprecated</p>");
            }
            if count > 1 {
                parts_of(&mut out, file, number, count, "first");
            }
            out.push_str("</header>\n<div class=\"columns\"><div class=\"content\">");
            out.push_str(&content);
            if count > 1 {
                parts_of(&mut out, file, number, count, "last");
            }
            out.push_str("</div>");
            if !samples.is_empty() {
                out.push_str("\n<aside class=\"samples\" aria-label=\"Samples\">");
                out.push_str(&samples);
                out.push_str("</aside>");
            }
            out.push_str("</div>");
            let title = match number {
                1 => title.to_owned(),
                _ => format!("{title} ({number})"),
            };
            let page = frame::page(self.site, here, &title, &out);
            cx.budget.spend(out.len());
            let path = format!("site/{}.html", numbered(file, number));
            self.made.files.push((path, page));
        }
    }
}

/// How much of a component is shown wherever it is used, beside its own page.
const LONGEST_INLINE: usize = 12_000;
/// How many operations stand on the page of all, rather than on those of tags alone.
const MOST_ON_INDEX: usize = 150;
/// How many entries of a list make a piece of a page.
const PER_PIECE: usize = 200;

/// The pages that a long one is divided into.
fn parts_of(out: &mut String, file: &str, number: usize, count: usize, which: &str) {
    let name = file.rsplit('/').next().unwrap_or(file);
    let _ = write!(
        out,
        "<nav class=\"parts\" aria-label=\"Parts of this page ({which})\">Part {number} of {count}:"
    );
    for it in 1..=count {
        let current = if it == number {
            " aria-current=\"page\""
        } else {
            ""
        };
        let _ = write!(
            out,
            " <a href=\"{}.html\"{current}>{it}</a>",
            numbered(name, it)
        );
    }
    out.push_str("</nav>");
}

fn above(group: &Group<'_>) -> String {
    let mut out = format!("<a href=\"{}\">", page_of("../", &group.file));
    text::push(&mut out, &frame::shown(group));
    out.push_str("</a>");
    out
}

/// Method and path.
fn endpoint(out: &mut String, entry: &Entry<'_>) {
    out.push_str("<p class=\"endpoint\">");
    frame::method(out, entry);
    out.push_str("<code>");
    // A path may be broken where a part of it ends.
    for (i, it) in entry.operation.path.split('/').enumerate() {
        if i > 0 {
            out.push_str("/<wbr>");
        }
        text::push(out, it);
    }
    out.push_str("</code></p>");
}

/// A list of operations.
fn operations(out: &mut String, entries: &[Entry<'_>], root: &str) {
    out.push_str("<ul class=\"list\">\n");
    for it in entries {
        let _ = write!(out, "<li><a href=\"{}\">", page_of(root, &it.file));
        frame::method(out, it);
        out.push_str("<span>");
        text::push(out, &it.title);
        out.push_str("</span></a> <code>");
        text::push(out, &it.operation.path);
        out.push_str("</code>");
        if it.operation.deprecated {
            out.push_str(" <span class=\"deprecated\">Deprecated</span>");
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ul>\n");
}

/// Links to the entries before and behind one.
fn neighbours(entries: &[Entry<'_>], at: usize) -> String {
    let mut out = String::from("<nav class=\"neighbours\" aria-label=\"Neighbours\">");
    let before = at
        .checked_sub(1)
        .map(|it| (&entries[it], "prev", "Previous"));
    let behind = entries.get(at + 1).map(|it| (it, "next", "Next"));
    for (it, rel, words) in before.into_iter().chain(behind) {
        let address = page_of("../", &it.file);
        let _ = write!(
            out,
            "<a class=\"{rel}\" rel=\"{rel}\" href=\"{address}\"><small>{words}</small> "
        );
        text::push(&mut out, &it.title);
        out.push_str("</a>");
    }
    out.push_str("</nav>");
    out
}

fn first_line(text: &str) -> Option<&str> {
    let line = text.trim().lines().next()?;
    (!line.starts_with(['#', '|', '<', '`', '-', '*', '!', '>'])).then_some(line)
}
