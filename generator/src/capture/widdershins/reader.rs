//! What the parts of a page have in common: places, losses, and texts as they were before they became Markdown.

use std::ops::Range;

use crate::capture::facts::unescaped;
use crate::capture::markdown::{Block, Kind};
use crate::catalogue as code;
use crate::diagnostic::{Diagnostic, Sink, printable};
use crate::docs::widdershins as grammar;
use crate::model::Method;
use crate::node::Node;
use crate::source::{FileId, Place};

/// Reads the parts of one page. What it cannot read is told as a loss.
pub struct Reader<'a, 's> {
    text: &'a str,
    file: FileId,
    sink: &'s mut Sink,
    /// Whether the headings of parts have ids, so that those without are a description's.
    pub has_ids: bool,
}

impl<'a, 's> Reader<'a, 's> {
    /// A reader of a page with these blocks.
    pub fn new(text: &'a str, file: FileId, blocks: &[Block<'a>], sink: &'s mut Sink) -> Self {
        let has_id = |it: &Block<'_>| matches!(it.kind, Kind::Heading { id: Some(id), .. } if id.ends_with("-responses"));
        Self {
            text,
            file,
            sink,
            has_ids: blocks.iter().any(has_id),
        }
    }

    /// The place of a line.
    pub fn place(&self, line: u32) -> Place {
        Place {
            file: self.file,
            line,
            column: 1,
        }
    }

    /// Tells of something that the page shows and the document will not have.
    pub fn lost(&mut self, line: u32, what: impl Into<String>, help: &str) {
        let place = self.place(line);
        self.sink
            .push(Diagnostic::warning(code::NOT_CAPTURED, place, "", what).with_help(help));
    }

    /// Tells of a page that is none.
    pub fn no_page(&mut self, line: u32, what: &str, help: &str) {
        let place = self.place(line);
        self.sink
            .push(Diagnostic::error(code::NOT_A_PAGE, place, "", what).with_help(help));
    }

    /// Tells of a cell that cannot be read.
    pub fn lost_cell(&mut self, line: u32, text: &str, what: &str) {
        let message = format!("`{}` is no {what}", printable(text));
        self.lost(line, message, "it is left out; mend the document by hand");
    }

    /// Tells of a block that has no business where it stands.
    pub fn lost_block(&mut self, block: &Block<'a>, within: &str) {
        let what = block.kind.describe();
        let message = format!("{what} within {within} is not read");
        self.lost(
            block.line,
            message,
            "it is left out; mend the document by hand",
        );
    }

    /// A part of the page.
    pub fn range(&self, range: Range<usize>) -> Option<&'a str> {
        self.text
            .get(range)
            .map(str::trim)
            .filter(|it| !it.is_empty())
    }

    /// The text that these blocks are, as it stands in the page.
    pub fn span(&self, blocks: &[Block<'a>]) -> Option<&'a str> {
        let (first, last) = (blocks.first()?, blocks.last()?);
        let text = self.text[first.span.start..last.span.end].trim();
        (!text.is_empty()).then_some(text)
    }

    /// The value of a sample, and the word behind its fence.
    pub fn sample(&mut self, block: &Block<'a>) -> Option<(&'a str, Option<Node>)> {
        let Kind::Code { language, text, .. } = block.kind else {
            return None;
        };
        let read = match language {
            "json" => crate::load::json_value(text),
            "yaml" => crate::load::yaml_value(text),
            // Text may be anything, and XML is not read.
            _ => return Some((language, crate::load::json_value(text).ok())),
        };
        let value = match read {
            Ok(it) => Some(it),
            Err((_, why)) => {
                let message = format!("the sample cannot be read: {why}");
                self.lost(block.line, message, "it is left out");
                None
            }
        };
        Some((language, value))
    }
}

/// The text of `*text*` or `_text_`.
pub fn emphasised(text: &str) -> Option<&str> {
    let text = text.trim();
    let inner = ['*', '_'].into_iter().find_map(|it| {
        let inner = text.strip_prefix(it)?.strip_suffix(it)?;
        (!inner.is_empty() && !inner.starts_with(it) && !inner.ends_with(it)).then_some(inner)
    })?;
    Some(inner)
}

/// Whether a block is an element of HTML that says nothing.
pub fn is_element(block: &Block<'_>) -> bool {
    let Kind::Text(text) = block.kind else {
        return false;
    };
    text.starts_with('<') && !text.starts_with("<aside") && !text.starts_with("<a href")
}

/// The ids of the anchors of a block.
pub fn anchors<'a>(block: &Block<'a>) -> impl Iterator<Item = &'a str> {
    let text = match block.kind {
        Kind::Text(text) if text.starts_with("<a ") => text,
        _ => "",
    };
    text.split("<a ").skip(1).filter_map(|it| {
        let rest = it
            .strip_prefix("id=\"")
            .or_else(|| it.strip_prefix("name=\""))?;
        Some(rest.split_once('"')?.0)
    })
}

/// The operationId in an anchor.
pub fn operation_id<'a>(block: &Block<'a>) -> Option<&'a str> {
    anchors(block).find_map(|it| it.strip_prefix(grammar::OPERATION_ID))
}

/// The line with method and path: between backticks, or as the first of a request.
pub fn request_line<'a>(block: &Block<'a>) -> Option<(&'a str, &'a str)> {
    let line = match block.kind {
        Kind::Text(text) => text.trim().strip_prefix('`')?.strip_suffix('`')?,
        Kind::Code {
            language: "" | "http",
            text,
            ..
        } => {
            let line = text.lines().next()?.trim();
            line.rsplit_once(" HTTP/").map(|it| it.0)?
        }
        _ => return None,
    };
    let (method, path) = line.split_once(' ')?;
    let is_method = Method::ALL.into_iter().any(|it| it.as_upper() == method);
    let path = path.trim();
    let is_path = !path.is_empty() && !path.contains(['`', '\n']);
    (is_method && is_path).then_some((method, path))
}

/// Which part a block begins, by its heading or quote.
pub fn part(block: &Block<'_>, has_ids: bool) -> Option<grammar::Part> {
    use grammar::Part;
    match block.kind {
        Kind::Heading { text, id, .. } => {
            let part = grammar::part(&unescaped(text))?;
            let has_id = matches!(
                part,
                Part::Parameters | Part::Responses | Part::ResponseSchema
            );
            (!has_id || !has_ids || id.is_some()).then_some(part)
        }
        Kind::Quote(grammar::CODE_SAMPLES) => Some(Part::CodeSamples),
        Kind::Quote(grammar::BODY_PARAMETER) => Some(Part::Body),
        Kind::Quote(grammar::EXAMPLE_RESPONSES) => Some(Part::Examples),
        _ => None,
    }
}

/// What a block says of who may call an operation: nothing, or the list of schemes that it has.
pub fn authentication<'a>(block: &Block<'a>) -> Option<Option<&'a str>> {
    let Kind::Text(text) = block.kind else {
        return None;
    };
    if text.contains(grammar::NO_AUTHENTICATION) {
        return Some(None);
    }
    let (_, list) = text.split_once(grammar::AUTHENTICATED_BY)?;
    let list = list.trim_start_matches(':');
    Some(Some(list.strip_suffix("</aside>").unwrap_or(list).trim()))
}
