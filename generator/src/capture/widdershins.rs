//! Pages of widdershins' own templates → what they say, in the terms of [`facts`](super::facts).
//!
//! One page describes a whole API. Nothing renders it again, so what is read is not proved; what is not read is told.

mod operation;
mod outline;
mod overview;
mod reader;
mod schemas;
mod tables;

use super::facts::{Content, Operation, Page};
use super::markdown::{Block, blocks};
use crate::diagnostic::Sink;
use crate::docs::grammar as documented;
use crate::docs::widdershins as grammar;
use crate::source::FileId;
use outline::outline;
use reader::Reader;

/// Whether a page is one of these: it has something that no page of the documented layout has.
pub fn is_one(text: &str) -> bool {
    let is_sign = |line: &str| {
        let quote = line.strip_prefix('>').map(str::trim);
        let has_id = |element: &str, id: &str| {
            let found = line.strip_prefix(element);
            found.is_some_and(|it| it.starts_with(id))
        };
        line.starts_with(grammar::GENERATOR)
            || quote == Some(grammar::CODE_SAMPLES)
            || has_id("<a id=\"", grammar::OPERATION_ID)
            || has_id("<h2 id=\"", grammar::SCHEMA_ID)
            || has_id("<a id=\"", grammar::SCHEMA_ID)
            || line.starts_with("<h3 id=\"") && line.ends_with("-responses\">Responses</h3>")
            || line == grammar::NO_AUTHENTICATION
            || line.contains(grammar::SCHEMA_LINK) && is_row_without_code(line)
    };
    text.lines().any(is_sign)
}

/// Whether a line is a row whose first cell is not between backticks, as all names of the documented layout are.
fn is_row_without_code(line: &str) -> bool {
    let first = line.strip_prefix('|').map(str::trim_start);
    first.is_some_and(|it| !it.starts_with('`'))
}

/// Reads a page: one for each tag, one for the schemas, and what it says of the API. What cannot be read is told, and left
/// out.
pub fn read<'a>(text: &'a str, file: FileId, sink: &mut Sink) -> Vec<Page<'a>> {
    let (front, last_line) = front_matter(text);
    let mut blocks = blocks(text);
    blocks.retain(|it| it.line > last_line);
    let mut reader = Reader::new(text, file, &blocks, sink);
    let outline = outline(&blocks, reader.has_ids);
    if outline.tags.is_empty() && outline.schemas.is_empty() {
        let message = "the page has neither operations nor schemas";
        let help = "expected below each operation its method and path, such as `GET /pets` between backticks, and its table of responses";
        reader.no_page(1, message, help);
        return Vec::new();
    }
    let mut out = Vec::new();
    let overview = reader.overview(outline.overview, front);
    out.push(Page {
        title: "",
        content: Content::Overview(Box::new(overview)),
    });
    for tag in &outline.tags {
        let operations: Vec<Operation<'a>> = tag
            .operations
            .iter()
            .filter_map(|it| reader.operation(it))
            .collect();
        out.push(Page {
            title: tag.title.unwrap_or(documented::UNTAGGED),
            content: Content::Tag(overview::of_tag(&reader, tag.description), operations),
        });
    }
    let sections: Vec<_> = outline
        .schemas
        .iter()
        .filter_map(|it| reader.schema(it))
        .collect();
    if !sections.is_empty() {
        out.push(Page {
            title: documented::SCHEMAS,
            content: Content::Schemas(sections),
        });
    }
    if let Some(block) = outline.rest.iter().find(|it| is_text(it)) {
        reader.lost_block(block, "what stands behind the schemas");
    }
    out
}

/// Whether a block is more than an element of HTML.
fn is_text(block: &Block<'_>) -> bool {
    !reader::is_element(block)
}

/// The title that the front matter gives, and the line it ends at.
fn front_matter(text: &str) -> (Option<&str>, u32) {
    let mut lines = (1..).zip(text.lines());
    if lines.next().is_none_or(|(_, it)| it.trim_end() != "---") {
        return (None, 0);
    }
    let mut title = None;
    for (number, line) in lines {
        if line.trim_end() == "---" {
            return (title, number);
        }
        if let Some(it) = line.strip_prefix("title:") {
            title = Some(it.trim().trim_matches(['"', '\'']));
        }
    }
    (None, 0)
}
