//! Tables → rows.

use std::borrow::Cow;

use super::super::markdown::{Cell, Row as MarkdownRow, Table};
use super::spans::code_inside;
use super::{Branch, Group, Header, Held, ListedValues, Name, Parameter, Reader, Response, Row};
use crate::catalogue as code;
use crate::docs::grammar::{self, Columns};
use crate::docs::label::TypeLabel;
use crate::docs::restrictions::Restrictions;

impl<'a> Reader<'a, '_> {
    /// The rows of a table that has to have these columns; rows that have fewer cells are told and left out.
    fn rows<'t>(
        &mut self,
        table: &'t Table<'a>,
        columns: &Columns,
        line: u32,
    ) -> Vec<&'t MarkdownRow<'a>> {
        if table.columns != columns {
            let message = format!("the table has the columns {}", table.columns.join(", "));
            let help = format!("expected {}", columns.join(", "));
            self.fault(code::WRONG_TABLE, line, message, help);
            return Vec::new();
        }
        let mut out = Vec::with_capacity(table.rows.len());
        for row in &table.rows {
            if row.cells.len() == columns.len() {
                out.push(row);
                continue;
            }
            let message = format!(
                "the row has {} cells, its table {} columns",
                row.cells.len(),
                columns.len()
            );
            let help = "write as many cells as there are columns, each `|` within one as `\\|`";
            self.fault(code::WRONG_TABLE, row.line, message, help);
        }
        out
    }

    /// A cell that cannot be read.
    fn wrong_cell(&mut self, row: &MarkdownRow<'a>, cell: &Cell<'a>, what: &str, help: &str) {
        let place = self.place(row.line, cell.offset.saturating_add(1));
        let shown = crate::diagnostic::printable(cell.text);
        let message = format!("`{shown}` is no {what}");
        self.fault_at(code::WRONG_CELL, place, message, help);
    }

    fn label(&mut self, row: &MarkdownRow<'a>, cell: &Cell<'a>) -> Option<TypeLabel<'a>> {
        let label = TypeLabel::parse(cell.text);
        if label.is_none() {
            let help = "expected a type such as `string(uuid)`, `array of [User](schemas.md#user)`";
            self.wrong_cell(row, cell, "type", help);
        }
        label
    }

    fn label_if_any(&mut self, row: &MarkdownRow<'a>, cell: &Cell<'a>) -> Option<TypeLabel<'a>> {
        if cell.text.is_empty() {
            return None;
        }
        self.label(row, cell)
    }

    fn restrictions(&mut self, row: &MarkdownRow<'a>, cell: &Cell<'a>) -> Restrictions<'a> {
        Restrictions::parse(cell.text, code_inside).unwrap_or_else(|| {
            let help = "expected such as ``read-only; default: `10` ``";
            self.wrong_cell(row, cell, "list of restrictions", help);
            Restrictions::default()
        })
    }

    fn truth(&mut self, row: &MarkdownRow<'a>, cell: &Cell<'a>) -> bool {
        if !matches!(cell.text, "true" | "false") {
            let help = "expected `true` or `false`";
            self.wrong_cell(row, cell, "truth value", help);
        }
        cell.text == "true"
    }

    /// The table of parameters.
    pub(super) fn parameters(&mut self, table: &Table<'a>, line: u32) -> Vec<Parameter<'a>> {
        let is_restricted = table.columns == grammar::RESTRICTED_PARAMETER_COLUMNS;
        let columns = match is_restricted {
            true => grammar::RESTRICTED_PARAMETER_COLUMNS,
            false => grammar::PARAMETER_COLUMNS,
        };
        let rows = self.rows(table, columns, line);
        let mut out: Vec<Parameter<'a>> = Vec::with_capacity(rows.len());
        for row in rows {
            let [name, location, label, required, behind @ ..] = &row.cells[..] else {
                continue;
            };
            let (restrictions, description) = match behind {
                [restrictions, description] => (Some(restrictions), description),
                [description] => (None, description),
                _ => continue,
            };
            let known = [
                "path",
                "query",
                "querystring",
                "header",
                "cookie",
                grammar::BODY_NAME,
            ];
            if !known.contains(&location.text) {
                let help = "expected `path`, `query`, `querystring`, `header`, `cookie` or `body`";
                self.wrong_cell(row, location, "place of a parameter", help);
                continue;
            }
            let Some((depth, name, part)) = self.name(row, name) else {
                continue;
            };
            let parameter = Parameter {
                members: Vec::new(),
                none_to_send: false,
                name,
                part,
                depth,
                location: location.text,
                label: self.label_if_any(row, label),
                required: self.truth(row, required),
                restrictions: restrictions
                    .map_or_else(Restrictions::default, |it| self.restrictions(row, it)),
                description: description.text.to_owned(),
            };
            let is_member = depth > 0 && location.text != grammar::BODY_NAME;
            match out.last_mut() {
                Some(it) if is_member && it.location == location.text => {
                    it.members.push(parameter.into_row());
                }
                _ => out.push(parameter),
            }
        }
        out
    }

    /// The table of responses.
    pub(super) fn responses(&mut self, table: &Table<'a>, line: u32) -> Vec<Response<'a>> {
        let rows = self.rows(table, grammar::RESPONSE_COLUMNS, line);
        let mut out = Vec::with_capacity(rows.len());
        for row in rows {
            let [status, _, description, label] = &row.cells[..] else {
                continue;
            };
            if super::status(status.text).is_none() {
                let help = "expected a status such as `200`, `4XX` or `default`";
                self.wrong_cell(row, status, "status", help);
                continue;
            }
            out.push(Response {
                status: status.text,
                description: description.text.to_owned(),
                label: self.label_if_any(row, label),
            });
        }
        out
    }

    /// The table of media types.
    pub(super) fn contents(&mut self, table: &Table<'a>, line: u32) -> Vec<Held<'a>> {
        let rows = self.rows(table, grammar::CONTENT_COLUMNS, line);
        let mut out = Vec::with_capacity(rows.len());
        for row in rows {
            let [of, name, label] = &row.cells[..] else {
                continue;
            };
            let Some(name) = super::uncoded(name.text) else {
                let help = "expected a media type between backticks";
                self.wrong_cell(row, name, "media type", help);
                continue;
            };
            out.push(Held {
                of: of.text,
                name,
                label: self.label_if_any(row, label),
                rows: None,
            });
        }
        out
    }

    /// The table of headers.
    pub(super) fn headers(&mut self, table: &Table<'a>, line: u32) -> Vec<Header<'a>> {
        let with_restrictions = [
            grammar::RESTRICTED_HEADER_COLUMNS,
            grammar::PART_HEADER_COLUMNS,
        ];
        let known = with_restrictions
            .into_iter()
            .find(|it| table.columns == *it);
        let columns = known.unwrap_or(grammar::HEADER_COLUMNS);
        let rows = self.rows(table, columns, line);
        let mut out = Vec::with_capacity(rows.len());
        for row in rows {
            let [of, name, label, format, more @ .., description] = &row.cells[..] else {
                continue;
            };
            let (required, restrictions) = match more {
                [required, it] => (self.truth(row, required), self.restrictions(row, it)),
                _ => (false, Restrictions::default()),
            };
            out.push(Header {
                of: code_text_or_plain(of.text),
                name: name.text,
                label: self.label_if_any(row, label),
                format: format.text,
                required,
                restrictions,
                description: description.text.to_owned(),
            });
        }
        out
    }

    /// The table of parts.
    pub(super) fn parts(
        &mut self,
        table: &Table<'a>,
        line: u32,
    ) -> Vec<(Cow<'a, str>, Restrictions<'a>)> {
        let rows = self.rows(table, grammar::PART_COLUMNS, line);
        let mut out = Vec::with_capacity(rows.len());
        for row in rows {
            if let [name, restrictions] = &row.cells[..] {
                let said = self.restrictions(row, restrictions);
                out.push((code_text_or_plain(name.text), said));
            }
        }
        out
    }

    /// A table of properties, with what stands above it.
    pub(super) fn properties(
        &mut self,
        table: &Table<'a>,
        line: u32,
        title: Option<&'a str>,
    ) -> Group<'a> {
        let rows = self.rows(table, grammar::PROPERTY_COLUMNS, line);
        let mut out = Vec::with_capacity(rows.len());
        for row in rows {
            let [name, label, required, restrictions, description] = &row.cells[..] else {
                continue;
            };
            let Some((depth, name, part)) = self.name(row, name) else {
                continue;
            };
            let Some(label) = self.label(row, label) else {
                continue;
            };
            out.push(Row {
                depth,
                name,
                part,
                label,
                required: self.truth(row, required),
                restrictions: self.restrictions(row, restrictions),
                description: super::paragraphs(description.text),
            });
        }
        Group { title, rows: out }
    }

    /// A table of values: by name, or of one schema.
    pub(super) fn values(&mut self, table: &Table<'a>, line: u32) -> Vec<ListedValues<'a>> {
        let own = table.columns == grammar::VALUES_COLUMNS;
        let columns: &Columns = if own {
            grammar::VALUES_COLUMNS
        } else if table.columns == grammar::PARAMETER_VALUES_COLUMNS {
            grammar::PARAMETER_VALUES_COLUMNS
        } else {
            grammar::PROPERTY_VALUES_COLUMNS
        };
        let rows = self.rows(table, columns, line);
        let mut out = Vec::with_capacity(rows.len());
        for row in rows {
            let (name, values) = match &row.cells[..] {
                [values] => ("".into(), values),
                [name, values] => (code_text(name.text), values),
                _ => continue,
            };
            if !values.text.starts_with('`') || !values.text.ends_with('`') {
                let help = "expected each between backticks, with `, ` between them";
                self.wrong_cell(row, values, "list of values", help);
                continue;
            }
            out.push(ListedValues {
                name,
                cell: values.text,
                rows: Vec::new(),
            });
        }
        out
    }

    /// The table of which schema each value of a property leads to.
    pub(super) fn led_to(
        &mut self,
        table: &Table<'a>,
        line: u32,
    ) -> Vec<(Vec<String>, TypeLabel<'a>)> {
        let rows = self.rows(table, grammar::MAPPING_COLUMNS, line);
        let mut out = Vec::with_capacity(rows.len());
        for row in rows {
            let [values, label] = &row.cells[..] else {
                continue;
            };
            // The document is written in a version that has no such schema.
            if values.text == grammar::OTHER_VALUES {
                continue;
            }
            if let Some(label) = self.label(row, label) {
                out.push((listed_values(values.text), label));
            }
        }
        out
    }

    /// The depth and the name of a row, and which kind of branch it is.
    fn name(
        &mut self,
        row: &MarkdownRow<'a>,
        cell: &Cell<'a>,
    ) -> Option<(usize, Name<'a>, Option<Branch>)> {
        // Up to the second level the `»` of what has no name stands outside.
        let (outside, span) = grammar::depth_of(cell.text);
        if !span.starts_with('`') || !span.ends_with('`') || span.len() < 2 {
            let help = "expected a name between backticks, a `»` for each level before it";
            self.wrong_cell(row, cell, "name of a row", help);
            return None;
        }
        let text = code_text(span);
        let (depth, name) = match &text {
            Cow::Borrowed(text) => {
                let (depth, name) = grammar::depth_of(text);
                (depth, Cow::Borrowed(name))
            }
            Cow::Owned(text) => {
                let (depth, name) = grammar::depth_of(text);
                (depth, Cow::Owned(name.to_owned()))
            }
        };
        let part = match &*name {
            grammar::PART => Some(Branch::AllOf),
            grammar::ONE_OF_THESE => Some(Branch::Another),
            grammar::EXCLUDED => Some(Branch::Not),
            _ => None,
        };
        let name = match &*name {
            grammar::ANY_PROPERTY | grammar::ADDITIONAL_PROPERTIES => Name::AnyProperty,
            name if grammar::NAMELESS.contains(&name) => Name::Anonymous,
            grammar::EMPTY_NAME => Name::Property("".into()),
            other => match grammar::PATTERN_PROPERTY.read(other) {
                Some([pattern]) => Name::Pattern(pattern.to_owned().into()),
                None => Name::Property(name),
            },
        };
        Some((depth + outside, name, part))
    }
}

/// The text of a code span.
pub(super) fn code_text(span: &str) -> Cow<'_, str> {
    match span {
        grammar::EMPTY_CODE => "".into(),
        span => match blanks(span) {
            Some(it) => it.into(),
            None => code_inside(span),
        },
    }
}

/// The text of a cell that is a code span, or plain text.
fn code_text_or_plain(cell: &str) -> Cow<'_, str> {
    match cell.starts_with('`') {
        true => code_text(cell),
        false => cell.into(),
    }
}

/// The blanks that a code span is, which stand between quotes.
fn blanks(span: &str) -> Option<&str> {
    let inner = span.strip_prefix("`\"")?.strip_suffix("\"`")?;
    (!inner.is_empty() && inner.bytes().all(|it| it == b' ')).then_some(inner)
}

impl ListedValues<'_> {
    /// The values. With oddities each stands between two backticks, whatever it holds; without, a backtick within one
    /// makes its fence longer.
    pub fn values(&self, quirks: bool) -> Vec<String> {
        if !self.rows.is_empty() {
            self.rows.clone()
        } else if quirks {
            let inner = self.cell.strip_prefix('`');
            let inner = inner.and_then(|it| it.strip_suffix('`'));
            let between = format!("`{}`", grammar::BETWEEN_VALUES);
            let values = inner.unwrap_or_default().split(&between);
            values.map(str::to_owned).collect()
        } else {
            listed_values(self.cell)
        }
    }
}

/// The values of a cell. A backtick within one makes its fence longer.
pub(super) fn listed_values(cell: &str) -> Vec<String> {
    // An empty value, of which the blank may have been tidied away.
    let cell = cell.replace("``` ```", "``").replace("``````", "``");
    let mut out = Vec::new();
    let mut rest = cell.as_str();
    loop {
        let ticks = rest.len() - rest.trim_start_matches('`').len();
        // Two backticks are an empty value, unless something is between them and two more.
        let empty =
            ticks == 2 && (rest.len() == 2 || rest[2..].starts_with(grammar::BETWEEN_VALUES));
        if empty {
            out.push(String::new());
            rest = &rest[2..];
        } else {
            let fence = &rest[..ticks];
            let behind = format!("{fence}{}", grammar::BETWEEN_VALUES);
            let inner = &rest[ticks..];
            let end = inner
                .find(&format!("{behind}`"))
                .or_else(|| inner.strip_suffix(fence).map(str::len));
            let end = end.unwrap_or(inner.len());
            out.push(code_text(&rest[..(end + 2 * ticks).min(rest.len())]).into_owned());
            rest = inner.get(end + ticks..).unwrap_or_default();
        }
        match rest.strip_prefix(grammar::BETWEEN_VALUES) {
            Some(more) if more.starts_with('`') => rest = more,
            _ => return out,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_they_were_listed() {
        for (cell, values) in [
            ("`a`", vec!["a"]),
            ("`a`, `b c`", vec!["a", "b c"]),
            ("``, `a`", vec!["", "a"]),
            ("`a`, ``", vec!["a", ""]),
            ("``", vec![""]),
            ("`a, b`, `c`", vec!["a, b", "c"]),
            ("``a`b``, `c`", vec!["a`b", "c"]),
            ("``` ```, `a\\|b`", vec!["", "a|b"]),
            ("``````, `a`", vec!["", "a"]),
            ("`\"\"`, `a`", vec!["", "a"]),
        ] {
            assert_eq!(listed_values(cell), values, "{cell}");
        }
    }

    #[test]
    fn a_code_span_is_read_as_it_was_written() {
        for (span, text) in [
            ("`a`", "a"),
            ("``a`b``", "a`b"),
            ("`` ` ``", "`"),
            ("`a\\|b`", "a|b"),
            ("`   `", "   "),
            ("``", ""),
            ("`\"\"`", ""),
            ("`\" \"`", " "),
        ] {
            assert_eq!(code_text(span), text, "{span}");
        }
    }
}
