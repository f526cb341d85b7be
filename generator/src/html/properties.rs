//! Tables of parameters and properties → lists in which what belongs to a schema stands within it.

use std::collections::HashMap;
use std::fmt::Write;

use super::text;
use super::writer::{Writer, plain};
use crate::docs::block::Block;
use crate::docs::grammar::{self, Columns, at_depth, depth_of};
use crate::docs::inline::Inline;
use crate::docs::restrictions::Restriction;
use crate::docs::table::Table;

/// The values that properties and parameters are limited to, as far as it is clear which of them each row is about.
pub struct Values<'b, 'a> {
    by_name: HashMap<String, &'b [Inline<'a>]>,
    /// The blocks that say nothing else.
    told: Vec<usize>,
}

impl<'b, 'a> Values<'b, 'a> {
    /// Those that blocks tell.
    pub fn of(blocks: &'b [Block<'a>]) -> Self {
        let mut names: HashMap<String, u32> = HashMap::new();
        for it in blocks {
            if let Block::Table(table) = it
                && is_list(table)
            {
                for cell in table.cells().step_by(table.columns().len()) {
                    let name = plain(cell);
                    *names.entry(bare(&name).to_owned()).or_default() += 1;
                }
            }
        }
        let mut values = Self {
            by_name: HashMap::new(),
            told: Vec::new(),
        };
        for (at, it) in blocks.iter().enumerate() {
            let Block::Table(table) = it else { continue };
            if !is_values(table.columns()) {
                continue;
            }
            let cells: Vec<&'b [Inline<'a>]> = table.cells().collect();
            let rows: Vec<(String, &'b [Inline<'a>])> = cells
                .chunks(2)
                .map(|it| (bare(&plain(it[0])).to_owned(), it[1]))
                .collect();
            let mut listed: HashMap<&str, u32> = HashMap::new();
            for (name, _) in &rows {
                *listed.entry(name).or_default() += 1;
            }
            let is_clear = rows.iter().all(|(name, _)| {
                listed[name.as_str()] == 1
                    && names.get(name) == Some(&1)
                    && !values.by_name.contains_key(name)
            });
            if !is_clear {
                continue;
            }
            values.told.push(at);
            if at > 0 && is_values_heading(&blocks[at - 1]) {
                values.told.push(at - 1);
            }
            values.by_name.extend(rows);
        }
        values
    }

    /// Whether a block says nothing that rows do not say.
    pub fn is_told(&self, at: usize) -> bool {
        self.told.contains(&at)
    }
}

fn is_values(columns: &Columns) -> bool {
    columns == grammar::PARAMETER_VALUES_COLUMNS || columns == grammar::PROPERTY_VALUES_COLUMNS
}

/// Whether blocks are the heading of enumerated values.
fn is_values_heading(block: &Block<'_>) -> bool {
    let Block::Heading { level, text, .. } = block else {
        return false;
    };
    grammar::ENUMERATED_VALUES.is(*level, &plain(std::slice::from_ref(text)))
}

/// A name without the marks of its depth.
fn bare(name: &str) -> &str {
    depth_of(name).1
}

/// Whether a table is shown as a list.
pub fn is_list(table: &Table<'_>) -> bool {
    let columns = table.columns();
    columns == grammar::PARAMETER_COLUMNS
        || columns == grammar::RESTRICTED_PARAMETER_COLUMNS
        || columns == grammar::PROPERTY_COLUMNS
}

/// A row of such a table.
struct Row<'t, 'a> {
    depth: usize,
    name: String,
    /// Where it stands, of a parameter.
    location: Option<String>,
    label: &'t [Inline<'a>],
    is_required: bool,
    restrictions: &'t [Inline<'a>],
    description: &'t [Inline<'a>],
}

fn rows<'t, 'a>(table: &'t Table<'a>) -> Vec<Row<'t, 'a>> {
    let columns = table.columns();
    let at = |name: &str| columns.iter().position(|it| *it == name);
    let [name, location, label, required, restrictions, description] = [
        "Name",
        "In",
        "Type",
        "Required",
        "Restrictions",
        "Description",
    ]
    .map(at);
    let cells: Vec<&'t [Inline<'a>]> = table.cells().collect();
    cells
        .chunks(columns.len())
        .map(|row| {
            let cell = |at: Option<usize>| at.map_or(&[][..], |at| row[at]);
            let words = plain(cell(name));
            let (depth, bare) = depth_of(&words);
            Row {
                depth,
                name: bare.to_owned(),
                location: location.map(|at| plain(row[at])),
                label: cell(label),
                is_required: plain(cell(required)) == "true",
                restrictions: cell(restrictions),
                description: cell(description),
            }
        })
        .collect()
}

/// Writes a table as a list; one of parameters as a list for each place they stand in.
pub fn list(
    writer: &mut Writer<'_, '_>,
    out: &mut String,
    table: &Table<'_>,
    values: &Values<'_, '_>,
) {
    let rows = rows(table);
    let limit = out.len() + writer.longest_list;
    let mut list = List {
        writer,
        values,
        limit,
    };
    let mut rest = &rows[..];
    while let Some(first) = rest.first() {
        let end = rest.iter().position(|it| it.location != first.location);
        let (group, others) = rest.split_at(end.unwrap_or(rest.len()));
        rest = others;
        if let Some(it) = &first.location {
            list.writer.heading(out, 3, title(it));
        }
        out.push_str("<ul class=\"props\">");
        let mut group = group;
        while let Some(first) = group.first() {
            if out.len() > list.limit
                && let Some(whole) = &list.writer.whole
            {
                let count = group.iter().filter(|it| it.depth == first.depth).count();
                let _ = write!(
                    out,
                    "<li><a href=\"{whole}\">{count} more, on the page of the schema</a></li>"
                );
                break;
            }
            // Whatever is deeper than a row belongs to it.
            let deeper = group[1..].iter().position(|it| it.depth <= first.depth);
            let (members, others) = group.split_at(deeper.map_or(group.len(), |it| it + 1));
            list.item(out, members);
            group = others;
        }
        out.push_str("</ul>");
    }
}

/// Above the parameters of a place.
fn title(location: &str) -> &'static str {
    match location {
        "path" => "Path parameters",
        "query" => "Query parameters",
        "header" => "Headers",
        "cookie" => "Cookies",
        "querystring" => "Query string",
        _ => "Body",
    }
}

struct List<'l, 's, 'a, 'b, 'c> {
    writer: &'l mut Writer<'s, 'a>,
    values: &'l Values<'b, 'c>,
    limit: usize,
}

/// How deep lists are nested; what is deeper keeps its marks.
const DEEPEST: usize = 12;

impl List<'_, '_, '_, '_, '_> {
    /// A row and those that belong to it.
    fn item(&mut self, out: &mut String, rows: &[Row<'_, '_>]) {
        let mut start = vec![rows];
        // Without recursion: rows may be nested as deep as the document likes.
        let mut ends: Vec<usize> = Vec::new();
        let mut depth = 0;
        while let Some(rows) = start.pop() {
            let Some((row, members)) = rows.split_first() else {
                // The members of a row have been written.
                out.push_str("</ul></details></li>");
                ends.pop();
                depth -= 1;
                continue;
            };
            self.row(out, row, depth);
            if members.is_empty() {
                out.push_str("</li>");
                continue;
            }
            if depth >= DEEPEST {
                out.push_str("</li>");
                for it in members {
                    self.row(out, it, it.depth - row.depth + 1);
                    out.push_str("</li>");
                }
                continue;
            }
            let least = members.iter().map(|it| it.depth).min().unwrap_or_default();
            let count = members.iter().filter(|it| it.depth == least).count();
            let _ = write!(
                out,
                "<details><summary>{count} {} of <code>",
                if count == 1 { "member" } else { "members" }
            );
            text::push(out, &row.name);
            out.push_str("</code></summary><ul class=\"props\">");
            depth += 1;
            ends.push(members.len());
            start.push(&[]);
            let mut groups = Vec::new();
            let mut rest = members;
            while let Some(first) = rest.first() {
                let deeper = rest[1..].iter().position(|it| it.depth <= first.depth);
                let (group, others) = rest.split_at(deeper.map_or(rest.len(), |it| it + 1));
                groups.push(group);
                rest = others;
            }
            start.extend(groups.into_iter().rev());
        }
    }

    /// What is said of a row; the item stays open.
    fn row(&mut self, out: &mut String, row: &Row<'_, '_>, depth: usize) {
        out.push_str("<li><div class=\"prop\"><code class=\"name\">");
        if depth > DEEPEST {
            text::push(out, &at_depth(depth - DEEPEST, &row.name));
        } else {
            text::push(out, &row.name);
        }
        out.push_str("</code> <span class=\"type\">");
        self.writer.inlines(out, row.label);
        out.push_str("</span>");
        if row.is_required {
            out.push_str(" <span class=\"required\">required</span>");
        }
        out.push_str("</div>");
        if out.len() > self.limit {
            out.push_str("<p class=\"cut\">More is said where its schema stands alone.</p>");
            return;
        }
        let is_told = self.values.by_name.contains_key(&row.name)
            && plain(row.restrictions) == Restriction::Enumerated.words();
        if !row.restrictions.is_empty() && !is_told {
            let deprecated = plain(row.restrictions).contains("deprecated");
            let class = if deprecated { " deprecated" } else { "" };
            let _ = write!(out, "<div class=\"rules{class}\">");
            self.writer.cell(out, row.restrictions);
            out.push_str("</div>");
        }
        if row.description.iter().any(|it| it.size() > 0) {
            out.push_str("<div class=\"text\">");
            self.writer.inlines(out, row.description);
            out.push_str("</div>");
        }
        if let Some(values) = self.values.by_name.get(&row.name) {
            out.push_str("<div class=\"rules\">one of: ");
            self.writer.cell(out, values);
            out.push_str("</div>");
        }
    }
}
