//! The blocks of a page → which of them belong to which operation, tag and schema.
//!
//! Headings may be of any level, so operations are found by what no operation lacks: the line with method and path.

use super::reader::{anchors, authentication, is_element, operation_id, part, request_line};
use super::tables::table;
use crate::capture::markdown::{Block, Kind};
use crate::docs::widdershins::{self as grammar, Part};

/// Which blocks belong to what.
pub struct Outline<'b, 'a> {
    /// What stands above the first tag.
    pub overview: &'b [Block<'a>],
    /// The tags in order.
    pub tags: Vec<Tag<'b, 'a>>,
    /// The schemas, each with its heading.
    pub schemas: Vec<&'b [Block<'a>]>,
    /// What stands behind everything that is read.
    pub rest: &'b [Block<'a>],
}

/// A tag.
pub struct Tag<'b, 'a> {
    /// Its heading; none where operations have no heading above theirs.
    pub title: Option<&'a str>,
    /// What stands between its heading and its first operation.
    pub description: &'b [Block<'a>],
    /// Its operations.
    pub operations: Vec<Section<'b, 'a>>,
}

/// An operation.
pub struct Section<'b, 'a> {
    /// The operationId in an anchor above the heading.
    pub id: Option<&'a str>,
    /// Its blocks; the first is its heading.
    pub blocks: &'b [Block<'a>],
    /// Which of them has method and path.
    pub request: usize,
}

/// Where an operation begins: its heading, and the line with method and path.
#[derive(Clone, Copy)]
struct Start {
    heading: usize,
    request: usize,
}

/// Divides a page.
pub fn outline<'b, 'a>(blocks: &'b [Block<'a>], has_ids: bool) -> Outline<'b, 'a> {
    let starts = starts(blocks, has_ids);
    let behind = starts.last().map_or(0, |it| it.request + 1);
    let (schemas_at, schemas, rest) = schemas(blocks, behind, has_ids);
    let mut tags: Vec<Tag<'b, 'a>> = Vec::new();
    let mut overview = schemas_at;
    let mut end_of_last = 0;
    for (number, start) in starts.iter().enumerate() {
        let above = end_of_last..start.heading;
        let level = level(&blocks[start.heading]);
        let heading = tag_heading(blocks, above.clone(), level, number == 0);
        if number == 0 {
            overview = heading.unwrap_or(start.heading);
        }
        let begin = (above.start..start.heading)
            .rev()
            .take_while(|it| is_element(&blocks[*it]))
            .last()
            .unwrap_or(start.heading);
        if let Some(at) = heading {
            tags.push(Tag {
                title: heading_text(&blocks[at]),
                description: blocks.get(at + 1..begin).unwrap_or_default(),
                operations: Vec::new(),
            });
        } else if tags.is_empty() {
            tags.push(Tag {
                title: None,
                description: &[],
                operations: Vec::new(),
            });
        }
        let limit = starts.get(number + 1).map_or(schemas_at, |it| it.heading);
        let end = end_of(blocks, *start, limit, number + 1 == starts.len());
        if let Some(tag) = tags.last_mut() {
            tag.operations.push(Section {
                id: blocks[begin..start.heading].iter().find_map(operation_id),
                blocks: &blocks[start.heading..end],
                request: start.request - start.heading,
            });
        }
        end_of_last = end;
    }
    Outline {
        overview: &blocks[..overview],
        tags,
        schemas,
        rest,
    }
}

/// The operations, but for those that callbacks have.
fn starts(blocks: &[Block<'_>], has_ids: bool) -> Vec<Start> {
    let mut out: Vec<Start> = Vec::new();
    let mut heading: Option<usize> = None;
    let mut in_callbacks = false;
    for (at, block) in blocks.iter().enumerate() {
        if let Kind::Heading { .. } = block.kind {
            heading = part(block, has_ids).is_none().then_some(at);
            in_callbacks |= part(block, has_ids) == Some(Part::Callbacks);
            continue;
        }
        let Some(above) = heading else { continue };
        let Some(line) = request_line(block) else {
            continue;
        };
        // A request as a sample is one where nothing else stands above it.
        let is_sample = matches!(block.kind, Kind::Code { .. });
        if is_sample && !blocks[above + 1..at].iter().all(is_element) {
            continue;
        }
        heading = None;
        let same = out.last().is_some_and(|it| {
            in_callbacks
                && heading_text(&blocks[it.heading]) == heading_text(&blocks[above])
                && request_line(&blocks[it.request]) == Some(line)
        });
        if !same {
            in_callbacks = false;
            out.push(Start {
                heading: above,
                request: at,
            });
        }
    }
    // What has neither responses nor a word on who may call it is part of a description.
    let ends: Vec<usize> = out.iter().skip(1).map(|it| it.heading).collect();
    let mut ends = ends.into_iter().chain([blocks.len()]);
    out.retain(|it| {
        let end = ends.next().unwrap_or(blocks.len());
        blocks[it.request..end].iter().any(is_structural)
    });
    out
}

/// Whether a block is one that the templates write, and no text of the document.
fn is_structural(block: &Block<'_>) -> bool {
    authentication(block).is_some() || table(block).is_some()
}

/// Where an operation ends: behind its last block that the templates write.
fn end_of(blocks: &[Block<'_>], start: Start, limit: usize, is_last: bool) -> usize {
    if is_last {
        return limit;
    }
    let (heading, request) = (&blocks[start.heading], start.request);
    let is_part = |it: &Block<'_>| {
        is_structural(it)
            || part(it, true).is_some() && is_below(it, heading)
            || matches!(it.kind, Kind::Code { .. })
    };
    let mut end = (request..limit)
        .rev()
        .find(|it| is_part(&blocks[*it]))
        .map_or(request + 1, |it| it + 1);
    // Elements that close others follow it.
    while end < limit && is_element(&blocks[end]) && anchors(&blocks[end]).next().is_none() {
        end += 1;
    }
    end
}

/// The heading of a tag among the blocks above an operation.
fn tag_heading(
    blocks: &[Block<'_>],
    above: std::ops::Range<usize>,
    level_below: u8,
    is_first: bool,
) -> Option<usize> {
    let is_title = |at: usize| {
        let text = heading_text(&blocks[at]).unwrap_or_default();
        is_first && (version_of(text).is_some() || text == grammar::AUTHENTICATION)
    };
    let candidates: Vec<usize> = above
        .clone()
        .filter(|it| {
            matches!(blocks[*it].kind, Kind::Heading { level, .. } if level < level_below)
                && !is_title(*it)
        })
        .collect();
    let has_id = |at: &&usize| {
        let own = matches!(blocks[**at].kind, Kind::Heading { id: Some(_), .. });
        let before = **at > above.start && anchors(&blocks[**at - 1]).next().is_some();
        own || before
    };
    let with_id = candidates.iter().rev().find(has_id);
    let first_or_last = if is_first {
        candidates.last()
    } else {
        candidates.first()
    };
    with_id.or(first_or_last).copied()
}

/// Where the schemas begin, their sections, and what stands behind them.
fn schemas<'b, 'a>(
    blocks: &'b [Block<'a>],
    behind: usize,
    has_ids: bool,
) -> (usize, Vec<&'b [Block<'a>]>, &'b [Block<'a>]) {
    let is_title = |it: &Block<'_>| heading_text(it).is_some_and(|it| it == grammar::SCHEMAS);
    let title = (behind..blocks.len()).find(|it| is_title(&blocks[*it]));
    let begins = |at: usize| {
        let Kind::Heading { text, id, .. } = blocks[at].kind else {
            return None;
        };
        let follows = blocks[at + 1..].iter().find(|it| !is_element(it))?;
        let is_schema = matches!(follows.kind, Kind::Code { .. }) && grammar::part(text).is_none();
        let has_id = id.is_some_and(|it| it.starts_with(grammar::SCHEMA_ID));
        (is_schema || has_id).then(|| level(&blocks[at]))
    };
    let from = match title {
        Some(it) => it + 1,
        // Without a heading above them they are known by their ids.
        None => {
            let has_id = |at: &usize| matches!(blocks[*at].kind, Kind::Heading { id: Some(id), .. } if id.starts_with(grammar::SCHEMA_ID));
            match (behind..blocks.len()).find(has_id) {
                Some(it) => it,
                None => return (blocks.len(), Vec::new(), &[]),
            }
        }
    };
    let mut starts = Vec::new();
    let mut end = blocks.len();
    let mut own_level = None;
    for (at, block) in blocks.iter().enumerate().skip(from) {
        let found = begins(at).filter(|it| own_level.is_none_or(|own| own == *it));
        if let Some(level) = found {
            own_level = Some(level);
            starts.push(at);
        } else if let Kind::Heading { level, .. } = block.kind
            && own_level.is_some_and(|own| level < own)
            && part(block, has_ids).is_none()
        {
            end = at;
            break;
        }
    }
    let ends = starts.iter().skip(1).copied().chain([end]);
    let sections = starts
        .iter()
        .zip(ends)
        .map(|(start, end)| &blocks[*start..end]);
    (title.unwrap_or(from), sections.collect(), &blocks[end..])
}

/// The words of a heading.
pub fn heading_text<'a>(block: &Block<'a>) -> Option<&'a str> {
    match block.kind {
        Kind::Heading { text, .. } => Some(text),
        _ => None,
    }
}

/// Whether a block is no heading of that level or a higher one.
pub fn is_below(block: &Block<'_>, heading: &Block<'_>) -> bool {
    !matches!(block.kind, Kind::Heading { .. }) || level(block) > level(heading)
}

fn level(block: &Block<'_>) -> u8 {
    match block.kind {
        Kind::Heading { level, .. } => level,
        _ => 0,
    }
}

/// The title and the version of `Pets v1.0`.
pub fn version_of(title: &str) -> Option<(&str, &str)> {
    let (title, version) = title.trim().rsplit_once(" v")?;
    let is_version = !version.is_empty()
        && !version.contains(' ')
        && version.contains(|it: char| it.is_ascii_digit());
    is_version.then_some((title.trim(), version))
}
