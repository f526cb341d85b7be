//! Tables → rows. Columns are found by their names, in any order.

use std::borrow::Cow;

use indexmap::{IndexMap, IndexSet};

use super::reader::Reader;
use crate::capture::facts::{
    Header, ListedValues, Name, Parameter, Response, Row, status, unescaped,
};
use crate::capture::markdown::{Block, Cell, Kind, Row as MarkdownRow, Table};
use crate::docs::grammar as documented;
use crate::docs::inline::Standing;
use crate::docs::label::{Rest, TypeLabel};
use crate::docs::restrictions::Restrictions;
use crate::docs::widdershins::{self as grammar, TableKind};

/// The table of a block; earlier versions of the templates leave the outer pipes out, so that it is a text.
pub fn table<'b, 'a>(block: &'b Block<'a>) -> Option<(TableKind, Cow<'b, Table<'a>>)> {
    let table = match &block.kind {
        Kind::Table(table) => Cow::Borrowed(table),
        Kind::Text(text) => Cow::Owned(loose_table(text, block.line)?),
        _ => return None,
    };
    Some((grammar::table_kind(&table.columns)?, table))
}

fn loose_table(text: &str, line: u32) -> Option<Table<'_>> {
    let mut lines = text.lines();
    let header = lines.next().filter(|it| it.contains('|'))?;
    let dashes = lines.next()?;
    let is_separator = dashes.contains('|')
        && dashes.contains('-')
        && dashes.bytes().all(|it| b"-|: ".contains(&it));
    if !is_separator {
        return None;
    }
    let columns = loose_cells(header).into_iter().map(|it| it.text).collect();
    let rows = (line + 2..).zip(lines).map(|(line, it)| MarkdownRow {
        line,
        cells: loose_cells(it),
    });
    Some(Table {
        columns,
        rows: rows.collect(),
    })
}

fn loose_cells(line: &str) -> Vec<Cell<'_>> {
    let inner = line.trim().strip_prefix('|').unwrap_or(line.trim());
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    inner
        .split('|')
        .map(|it| Cell {
            text: it.trim(),
            offset: 0,
        })
        .collect()
}

/// A row by the names of its columns.
struct Cells<'t, 'a> {
    columns: &'t [&'a str],
    row: &'t MarkdownRow<'a>,
}

impl<'a> Cells<'_, 'a> {
    /// The cell of the first of these columns that there is.
    fn get(&self, names: &[&str]) -> &'a str {
        let at = self
            .columns
            .iter()
            .position(|it| names.iter().any(|name| grammar::is_column(it, name)));
        at.and_then(|it| self.row.cells.get(it))
            .map_or("", |it| it.text)
    }

    fn name(&self) -> &'a str {
        self.get(&["Name", "Parameter", "Property"])
    }

    /// A text of the document on one line, or as its line breaks were.
    fn description(&self) -> String {
        let cell = self.get(&["Description"]);
        if cell == grammar::NONE {
            return String::new();
        }
        let mut text = cell.replace("\\|", "|");
        for it in ["<br>", "<br/>", "<br />"] {
            if text.contains(it) {
                text = text.replace(it, "\n");
            }
        }
        text.trim().to_owned()
    }

    fn is_required(&self) -> bool {
        self.get(&["Required"]) == "true"
    }
}

/// The depth and the name of a row; `None` for what is neither a property nor stands for one.
fn name(cell: &str) -> Option<(usize, Name<'_>)> {
    let inner = cell.trim_matches('`').trim();
    let name = inner.trim_start_matches([' ', '»']);
    let depth = inner[..inner.len() - name.len()].matches('»').count();
    let name = match name {
        "*anonymous*" | "_anonymous_" => Name::Anonymous,
        "**additionalProperties**" | "__additionalProperties__" => Name::AnyProperty,
        "**additionalItems**" | "__additionalItems__" => return None,
        it if it.len() > 2 && it.starts_with('*') && it.ends_with('*') => Name::AnyProperty,
        it => Name::Property(unescaped(it)),
    };
    Some((depth, name))
}

/// A name as tables of values have it, at its depth.
fn name_of_values(cell: &str) -> String {
    match name(cell) {
        Some((0, Name::Property(name))) => name.into_owned(),
        Some((depth, Name::Property(name))) => documented::at_depth(depth, &name),
        Some((_, Name::Anonymous)) => documented::ANONYMOUS.to_owned(),
        Some((_, Name::AnyProperty)) => documented::ADDITIONAL_PROPERTIES.to_owned(),
        Some((_, Name::Pattern(_))) | None => cell.to_owned(),
    }
}

/// A label whose links are those of the documented layout.
fn linked<'a>(label: TypeLabel<'a>) -> TypeLabel<'a> {
    let all = |list: Vec<TypeLabel<'a>>| list.into_iter().map(linked).collect();
    match label {
        TypeLabel::Schema {
            mut link,
            format,
            nullable,
        } => {
            link.from = Standing::OtherPage;
            TypeLabel::Schema {
                link,
                format,
                nullable,
            }
        }
        TypeLabel::ArrayOf(it) => TypeLabel::ArrayOf(Box::new(linked(*it))),
        TypeLabel::ArrayIn(it) => TypeLabel::ArrayIn(Box::new(linked(*it))),
        TypeLabel::Items { of, nullable } => TypeLabel::Items {
            of: Box::new(linked(*of)),
            nullable,
        },
        TypeLabel::OneOf(list) => TypeLabel::OneOf(all(list)),
        TypeLabel::AllOf(list) => TypeLabel::AllOf(all(list)),
        TypeLabel::Elements { first, rest } => TypeLabel::Elements {
            first: all(first),
            rest: match rest {
                Rest::Of(it) => Rest::Of(Box::new(linked(*it))),
                it => it,
            },
        },
        it @ TypeLabel::Words { .. } => it,
    }
}

/// What a type is called. From 3.1 on `null` is one of several types.
pub fn label(cell: &str) -> Option<TypeLabel<'_>> {
    let label = match unescaped(cell) {
        Cow::Borrowed(text) => TypeLabel::parse(text)?,
        Cow::Owned(text) => TypeLabel::parse(&text)?.into_owned(),
    };
    let TypeLabel::Words {
        words,
        format,
        nullable,
    } = label
    else {
        return Some(linked(label));
    };
    let (null, others): (Vec<&str>, Vec<&str>) = words.split(',').partition(|it| *it == "null");
    if null.is_empty() || others.is_empty() {
        return Some(TypeLabel::Words {
            words,
            format,
            nullable,
        });
    }
    Some(TypeLabel::Words {
        words: others.join(",").into(),
        format,
        nullable: true,
    })
}

impl<'a> Reader<'a, '_> {
    /// The rows of a table; those with too few or too many cells are told.
    fn rows<'t>(&mut self, table: &'t Table<'a>) -> Vec<Cells<'t, 'a>> {
        let mut out = Vec::with_capacity(table.rows.len());
        for row in &table.rows {
            if row.cells.len() != table.columns.len() {
                let message = format!(
                    "the row has {} cells, its table {} columns",
                    row.cells.len(),
                    table.columns.len()
                );
                let help = "look at what is read of it: a line break or a `|` may have torn it";
                self.lost(row.line, message, help);
            }
            out.push(Cells {
                columns: &table.columns,
                row,
            });
        }
        out
    }

    fn label(&mut self, line: u32, cell: &'a str) -> Option<TypeLabel<'a>> {
        let found = label(cell);
        if found.is_none() {
            self.lost_cell(line, cell, "type that can be read");
        }
        found
    }

    /// The rows of a table of parameters.
    pub fn parameters(&mut self, table: &Table<'a>) -> Vec<Parameter<'a>> {
        let mut out = Vec::with_capacity(table.rows.len());
        for it in self.rows(table) {
            let location = it.get(&["In"]);
            if !["path", "query", "header", "cookie", documented::BODY_NAME].contains(&location) {
                self.lost_cell(it.row.line, location, "place of a parameter");
                continue;
            }
            let Some((depth, name)) = name(it.name()) else {
                self.lost_cell(it.row.line, it.name(), "name of a parameter");
                continue;
            };
            out.push(Parameter {
                members: Vec::new(),
                none_to_send: false,
                name,
                part: None,
                depth,
                location,
                label: self.label(it.row.line, it.get(&["Type"])),
                required: it.is_required(),
                restrictions: Restrictions::default(),
                description: it.description(),
            });
        }
        out
    }

    /// The rows of a table of responses.
    pub fn responses(&mut self, table: &Table<'a>) -> Vec<Response<'a>> {
        let mut out = Vec::with_capacity(table.rows.len());
        for it in self.rows(table) {
            let code = it.get(&["Status"]);
            if status(code).is_none() {
                self.lost_cell(it.row.line, code, "status");
                continue;
            }
            let label = match it.get(&["Schema"]) {
                grammar::NO_SCHEMA | "" => None,
                // What it is, rows and the example say.
                grammar::INLINE => Some(TypeLabel::words("any")),
                cell => self.label(it.row.line, cell),
            };
            out.push(Response {
                status: code,
                description: it.description(),
                label,
            });
        }
        out
    }

    /// The rows of a table of headers.
    pub fn headers(&mut self, table: &Table<'a>) -> Vec<Header<'a>> {
        let mut out = Vec::with_capacity(table.rows.len());
        for it in self.rows(table) {
            let cell = it.get(&["Type"]);
            let label = match cell {
                "" | "undefined" => None,
                _ => self.label(it.row.line, cell),
            };
            out.push(Header {
                required: false,
                restrictions: Restrictions::default(),
                of: it.get(&["Status"]).into(),
                name: it.get(&["Header"]),
                label,
                format: it.get(&["Format"]),
                description: it.description(),
            });
        }
        out
    }

    /// The rows of a table of properties.
    pub fn properties(&mut self, table: &Table<'a>) -> Vec<Row<'a>> {
        let mut out = Vec::with_capacity(table.rows.len());
        for it in self.rows(table) {
            let Some((depth, name)) = name(it.name()) else {
                self.lost_cell(it.row.line, it.name(), "name of a property");
                continue;
            };
            let label = self.label(it.row.line, it.get(&["Type"]));
            let restrictions = match it.get(&["Restrictions"]) {
                grammar::NONE => Restrictions::default(),
                it => Restrictions::parse(it, Cow::Borrowed).unwrap_or_default(),
            };
            out.push(Row {
                depth,
                name,
                part: None,
                label: label.unwrap_or(TypeLabel::words("any")),
                required: it.is_required(),
                restrictions,
                description: it.description(),
            });
        }
        out
    }

    /// The values of a table, each on a row of its own, by name.
    pub fn values(&mut self, table: &Table<'a>, out: &mut Vec<ListedValues<'a>>) {
        // Two properties of one name have one list.
        let mut found: IndexMap<String, IndexSet<String>> = IndexMap::new();
        for it in self.rows(table) {
            let name = name_of_values(it.name());
            let value = unescaped(it.get(&["Value"])).into_owned();
            found.entry(name).or_default().insert(value);
        }
        let lists = found.into_iter();
        out.extend(lists.map(|(name, values)| ListedValues {
            name: name.into(),
            cell: "",
            rows: values.into_iter().collect(),
        }));
    }
}
