//! Blocks of the reference → HTML.

use super::links::OPEN_TABLE;
use super::writer::{Writer, plain};
use super::{markdown, properties, text};
use crate::docs::block::Block;
use crate::docs::inline::Inline;
use crate::docs::table::Table;
use std::fmt::Write;

/// How deep headings are.
#[derive(Debug, Clone, Copy)]
pub struct Levels {
    /// Those that are of the third level in the Markdown.
    pub third: u8,
    /// Those in texts of the document, at least.
    pub text: u8,
}

/// Blocks one after the other, with their headings at those levels.
pub fn blocks(writer: &mut Writer<'_, '_>, out: &mut String, blocks: &[Block<'_>], levels: Levels) {
    let values = properties::Values::of(blocks);
    let mut in_samples = false;
    for (at, block) in blocks.iter().enumerate() {
        let is_sample = matches!(block, Block::Quote(_) | Block::Code { .. });
        if in_samples && !matches!(block, Block::Code { .. }) {
            out.push_str("</figure>");
            in_samples = false;
        }
        if is_sample && !in_samples {
            out.push_str("<figure class=\"sample\">");
            in_samples = true;
        }
        if !values.is_told(at) {
            one(writer, out, block, levels, &values);
        }
    }
    if in_samples {
        out.push_str("</figure>");
    }
}

fn one(
    writer: &mut Writer<'_, '_>,
    out: &mut String,
    block: &Block<'_>,
    levels: Levels,
    values: &properties::Values<'_, '_>,
) {
    match block {
        Block::Heading { level, text, .. } => {
            let words = plain(std::slice::from_ref(text));
            let level = (levels.third + level).saturating_sub(3).clamp(1, 6);
            writer.heading(out, level, &words);
        }
        Block::Paragraph(inlines) => {
            // A paragraph ends where a block begins.
            let has_blocks = inlines.iter().any(|it| match it {
                Inline::Markdown(text) | Inline::Emphasis(text) => !markdown::is_line(text),
                _ => false,
            });
            let [open, close] = match has_blocks {
                true => ["<div class=\"text\">", "</div>"],
                false => ["<p>", "</p>"],
            };
            out.push_str(open);
            writer.inlines(out, inlines);
            out.push_str(close);
        }
        // Sections of a site have ids of their own.
        Block::Anchor(_) => {}
        Block::Markdown(text) | Block::Configured(text) => {
            out.push_str("<div class=\"text\">");
            markdown::blocks(out, text, writer, levels.text);
            out.push_str("</div>");
        }
        Block::List(items) => {
            out.push_str("<ul>");
            for it in items {
                out.push_str("<li>");
                writer.inlines(out, it);
                out.push_str("</li>");
            }
            out.push_str("</ul>");
        }
        Block::Quote(title) => {
            out.push_str("<figcaption>");
            writer.inline(out, title);
            out.push_str("</figcaption>");
        }
        Block::Code { language, text } => writer.code(out, language, text),
        Block::Table(table) if properties::is_list(table) => {
            properties::list(writer, out, table, values);
        }
        Block::Table(table) => push_table(writer, out, table),
    }
}

fn push_table(writer: &mut Writer<'_, '_>, out: &mut String, table: &Table<'_>) {
    let columns = table.columns();
    out.push_str(OPEN_TABLE);
    out.push_str("<thead><tr>");
    for it in columns {
        let _ = write!(out, "<th scope=\"col\">{}</th>", text::escaped(it));
    }
    out.push_str("</tr></thead><tbody>");
    for (at, cell) in table.cells().enumerate() {
        if at % columns.len() == 0 {
            out.push_str("<tr>");
        }
        out.push_str("<td>");
        writer.cell(out, cell);
        out.push_str("</td>");
        if (at + 1) % columns.len() == 0 {
            out.push_str("</tr>");
        }
    }
    out.push_str("</tbody></table></div>");
}
