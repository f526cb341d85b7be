//! The text of a page → its blocks, each with the line it begins at.
//!
//! A block is read as the reference writes it: one that is not, such as a list in a description, is text. Every line is
//! looked at once, so reading takes time in proportion to the page.

use std::cmp::Ordering;
use std::ops::Range;

/// A block of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block<'a> {
    /// What it is.
    pub kind: Kind<'a>,
    /// The line it begins at, counted from 1.
    pub line: u32,
    /// Where its text stands in the page, without the line break at its end.
    pub span: Range<usize>,
}

/// What a block is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind<'a> {
    /// `## Words`, or `<h2 id="…">Words</h2>`.
    Heading {
        /// How deep it is.
        level: u8,
        /// Its words.
        text: &'a str,
        /// The id that it has as an element of HTML.
        id: Option<&'a str>,
    },
    /// A fenced sample.
    Code {
        /// The word behind the opening fence.
        language: &'a str,
        /// What stands between the fences, without the last line break.
        text: &'a str,
        /// Whether there is a closing fence.
        closed: bool,
    },
    /// `> words`, each line a block of its own.
    Quote(&'a str),
    /// A table.
    Table(Table<'a>),
    /// Lines of anything else, up to an empty one.
    Text(&'a str),
}

impl Kind<'_> {
    /// What it is, with an article, for findings.
    pub fn describe(&self) -> &'static str {
        match self {
            Self::Heading { .. } => "a heading",
            Self::Code { .. } => "a sample",
            Self::Quote(_) => "a quote",
            Self::Table(_) => "a table",
            Self::Text(_) => "a text",
        }
    }
}

/// A table: its header and its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table<'a> {
    /// The names of its columns.
    pub columns: Vec<&'a str>,
    /// Its rows.
    pub rows: Vec<Row<'a>>,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row<'a> {
    /// The line it begins at.
    pub line: u32,
    /// Its cells with their columns in the text, counted from 1 in characters. A cell that was torn by a line break has
    /// all its lines.
    pub cells: Vec<Cell<'a>>,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell<'a> {
    /// Its text without the white space around it.
    pub text: &'a str,
    /// Where it begins in its line, in bytes from 0.
    pub offset: u32,
}

/// The blocks of a page.
pub fn blocks(page: &str) -> Vec<Block<'_>> {
    let mut reader = Reader {
        page,
        at: 0,
        line: 1,
        out: Vec::new(),
    };
    while reader.at < page.len() {
        reader.block();
    }
    reader.out
}

struct Reader<'a> {
    page: &'a str,
    /// Where the next line begins.
    at: usize,
    /// Its number.
    line: u32,
    out: Vec<Block<'a>>,
}

impl<'a> Reader<'a> {
    /// The line that begins at a place, without its break, and where the next one begins.
    fn line_at(&self, at: usize) -> (&'a str, usize) {
        let rest = &self.page[at..];
        let (end, next) = match memchr::memchr(b'\n', rest.as_bytes()) {
            Some(end) => (end, at + end + 1),
            None => (rest.len(), self.page.len()),
        };
        let line = &rest[..end];
        (line.strip_suffix('\r').unwrap_or(line), next)
    }

    fn step(&mut self, next: usize) {
        self.at = next;
        self.line += 1;
    }

    fn push(&mut self, kind: Kind<'a>, line: u32, start: usize, end: usize) {
        self.out.push(Block {
            kind,
            line,
            span: start..end,
        });
    }

    fn block(&mut self) {
        let (start, number) = (self.at, self.line);
        let (line, next) = self.line_at(start);
        let end = start + line.len();
        if line.trim().is_empty() {
            self.step(next);
        } else if let Some((fence, language)) = opening_fence(line) {
            self.step(next);
            self.code(fence, language, number, start);
        } else if let Some((level, text, id)) = heading(line) {
            self.push(Kind::Heading { level, text, id }, number, start, end);
            self.step(next);
        } else if let Some(text) = line.strip_prefix('>') {
            self.push(Kind::Quote(text.trim()), number, start, end);
            self.step(next);
        } else if line.starts_with('|') && self.is_table(next) {
            self.table(number, start);
        } else {
            self.text(number, start);
        }
    }

    /// A fenced sample, whose opening fence has been read.
    fn code(&mut self, fence: &'a str, language: &'a str, number: u32, start: usize) {
        let body = self.at;
        let mut closed = false;
        let mut end = body;
        let mut last = body;
        while self.at < self.page.len() {
            let at = self.at;
            let (line, next) = self.line_at(at);
            self.step(next);
            last = at + line.len();
            if closes(line, fence) {
                closed = true;
                break;
            }
            end = last;
        }
        let text = &self.page[body..end];
        self.push(
            Kind::Code {
                language,
                text,
                closed,
            },
            number,
            start,
            last,
        );
    }

    /// Whether the line there is the second of a table.
    fn is_table(&self, at: usize) -> bool {
        at < self.page.len() && is_separator(self.line_at(at).0)
    }

    fn table(&mut self, number: u32, start: usize) {
        let (header, next) = self.line_at(start);
        let columns: Vec<&str> = cells(header, &[]).into_iter().map(|it| it.text).collect();
        self.step(next);
        let (_, next) = self.line_at(self.at);
        self.step(next);
        let mut rows = Vec::new();
        let mut end = start;
        while self.at < self.page.len() {
            let (row_start, row_line) = (self.at, self.line);
            let (line, next) = self.line_at(row_start);
            if !line.starts_with('|') {
                break;
            }
            self.step(next);
            end = row_start + line.len();
            let mut row = cells(line, &columns);
            // A line break tore a cell: the row goes on up to the pipe that ends its last one.
            if !ends_with_pipe(line)
                && row.len() <= columns.len()
                && let Some((torn, torn_end)) = self.torn_row(row_start, &columns)
            {
                row = torn;
                end = torn_end;
            }
            rows.push(Row {
                line: row_line,
                cells: row,
            });
        }
        self.push(Kind::Table(Table { columns, rows }), number, start, end);
    }

    /// The cells of a row whose first line has been read and is not all of it, and where it ends; none, and nothing is
    /// read, where no line makes it whole before another row, a heading or a sample begins.
    fn torn_row(&mut self, start: usize, columns: &[&str]) -> Option<(Vec<Cell<'a>>, usize)> {
        let (at, line_number) = (self.at, self.line);
        while self.at < self.page.len() {
            let here = self.at;
            let (line, next) = self.line_at(here);
            if line.starts_with('|') || heading(line).is_some() || opening_fence(line).is_some() {
                break;
            }
            self.step(next);
            if !ends_with_pipe(line) {
                continue;
            }
            // Each such line adds a cell, so that few are tried.
            let end = here + line.len();
            let row = cells(&self.page[start..end], columns);
            match row.len().cmp(&columns.len()) {
                Ordering::Less => {}
                Ordering::Equal => return Some((row, end)),
                Ordering::Greater => break,
            }
        }
        (self.at, self.line) = (at, line_number);
        None
    }

    fn text(&mut self, number: u32, start: usize) {
        let mut end = start;
        while self.at < self.page.len() {
            let at = self.at;
            let (line, next) = self.line_at(at);
            let is_other = line.trim().is_empty()
                || (at > start && (opening_fence(line).is_some() || heading(line).is_some()));
            if is_other {
                break;
            }
            self.step(next);
            end = at + line.len();
        }
        self.push(Kind::Text(&self.page[start..end]), number, start, end);
    }
}

/// The fence of a line that opens a sample, and the word behind it.
fn opening_fence(line: &str) -> Option<(&str, &str)> {
    let word = line.trim_start_matches('`');
    let length = line.len() - word.len();
    (length >= 3 && !word.contains('`')).then(|| (&line[..length], word.trim()))
}

fn closes(line: &str, fence: &str) -> bool {
    line.strip_prefix(fence)
        .is_some_and(|rest| rest.trim_end().bytes().all(|it| it == b'`'))
}

/// The level and the words of a heading, and the id of one that is written as HTML.
fn heading(line: &str) -> Option<(u8, &str, Option<&str>)> {
    if let Some(rest) = line.strip_prefix("<h") {
        let digit = rest.bytes().next();
        let level = digit.filter(|it| (b'1'..=b'6').contains(it))? - b'0';
        let (attributes, rest) = rest[1..].split_once('>')?;
        let text = rest.strip_suffix('>')?.rsplit_once("</h")?.0;
        let id = attributes.strip_prefix(" id=\"");
        return Some((level, text, id.and_then(|it| it.strip_suffix('"'))));
    }
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    let is_heading = (1..=6).contains(&level) && (text.is_empty() || text.starts_with(' '));
    is_heading.then(|| (level as u8, text.trim(), None))
}

/// Whether a line is `|---|---|`.
fn is_separator(line: &str) -> bool {
    let fits = |it: u8| matches!(it, b'-' | b'|' | b':' | b' ');
    line.starts_with('|') && line.contains('-') && line.bytes().all(fits)
}

/// Whether the last character is a pipe that ends a cell.
fn ends_with_pipe(line: &str) -> bool {
    let line = line.trim_end();
    line.ends_with('|') && !line.ends_with("\\|")
}

/// The column whose texts are the document's own, and may hold pipes; without one, the last is.
const FREE_TEXT: &str = "Description";

/// The cells of a row: a pipe divides unless a backslash stands before it. Where that makes more cells than there are
/// columns, those within code do not divide; if there still are more, they belong to the text of the document.
pub fn cells<'a>(line: &'a str, columns: &[&str]) -> Vec<Cell<'a>> {
    let all = divided(line, false);
    if columns.is_empty() || all.len() <= columns.len() {
        return all;
    }
    let outside_code = divided(line, true);
    if outside_code.len() == columns.len() {
        return outside_code;
    }
    let last = columns.len() - 1;
    let free = columns
        .iter()
        .position(|it| *it == FREE_TEXT)
        .unwrap_or(last);
    let surplus = all.len() - columns.len();
    let mut out = all;
    let behind = &out[free + surplus];
    let end = behind.offset as usize + behind.text.len();
    let start = out[free].offset as usize;
    out[free].text = line.get(start..end).unwrap_or_default().trim();
    out.drain(free + 1..=free + surplus);
    out
}

fn divided(line: &str, code_holds: bool) -> Vec<Cell<'_>> {
    let mut out = Vec::with_capacity(6);
    let bytes = line.as_bytes();
    let first = usize::from(line.starts_with('|'));
    let mut start = first;
    let cell = |from: usize, to: usize| {
        let text = &line[from..to];
        let blanks = text.len() - text.trim_start().len();
        Cell {
            text: text.trim(),
            offset: u32::try_from(from + blanks).unwrap_or(u32::MAX),
        }
    };
    let mut in_code = false;
    let mut seen = start;
    for i in memchr::memchr_iter(b'|', bytes).skip_while(|it| *it < first) {
        if code_holds {
            let ticks = memchr::memchr_iter(b'`', &bytes[seen..i]).count();
            in_code ^= ticks % 2 == 1;
            seen = i;
        }
        if !in_code && (i == 0 || bytes[i - 1] != b'\\') {
            out.push(cell(start, i));
            start = i + 1;
        }
    }
    if !line[start..].trim().is_empty() {
        out.push(cell(start, line.len()));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(page: &str) -> Vec<Kind<'_>> {
        blocks(page).into_iter().map(|it| it.kind).collect()
    }

    #[test]
    fn a_page_is_blocks_with_their_lines() {
        let page = "# Title\n\n<h3 id=\"a-b\">Response Schema</h3>\n\n```json\n{\n\n}\n```\n\n> 200 Response\ntext\nmore\n\n\
                    | A | B |\n|---|---|\n| `a|b` | c\\|d |\n| e |\n";
        let found = blocks(page);
        let lines: Vec<u32> = found.iter().map(|it| it.line).collect();
        assert_eq!(lines, [1, 3, 5, 11, 12, 15]);
        assert_eq!(
            found[1].kind,
            Kind::Heading {
                level: 3,
                text: "Response Schema",
                id: Some("a-b")
            }
        );
        assert_eq!(
            found[2].kind,
            Kind::Code {
                language: "json",
                text: "{\n\n}",
                closed: true
            }
        );
        assert_eq!(found[4].kind, Kind::Text("text\nmore"));
        let Kind::Table(table) = &found[5].kind else {
            panic!("{:?}", found[5]);
        };
        assert_eq!(table.columns, ["A", "B"]);
        let rows: Vec<Vec<&str>> = table
            .rows
            .iter()
            .map(|it| it.cells.iter().map(|it| it.text).collect())
            .collect();
        assert_eq!(rows, [vec!["`a|b`", "c\\|d"], vec!["e"]]);
        assert_eq!(table.rows[1].line, 18);
    }

    #[test]
    fn a_row_that_a_line_break_tore_is_one_row() {
        let page = "|A|B|\n|---|---|\n|a|b.\nc.|\n|d|e|\n";
        let found = blocks(page);
        let [
            Block {
                kind: Kind::Table(table),
                ..
            },
        ] = &found[..]
        else {
            panic!("{found:?}");
        };
        assert_eq!(table.rows[0].cells[1].text, "b.\nc.");
        assert_eq!(table.rows[1].cells[1].text, "e");
        assert_eq!(table.rows[1].line, 5);
    }

    #[test]
    fn anything_is_some_blocks() {
        assert_eq!(
            kinds("```"),
            [Kind::Code {
                language: "",
                text: "",
                closed: false
            }]
        );
        assert_eq!(
            kinds("|\n|-"),
            [Kind::Table(Table {
                columns: vec![],
                rows: vec![]
            })]
        );
        assert_eq!(
            kinds("\u{0}\r\n\r\n<h1"),
            [Kind::Text("\u{0}"), Kind::Text("<h1")]
        );
        assert_eq!(kinds(""), []);
    }
}
