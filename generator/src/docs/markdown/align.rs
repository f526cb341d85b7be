//! The lines of tables, their columns as wide as their widest cells.
//!
//! Widths and the choice of what is a table follow markdown-table-formatter 1.6.1: a table reaches from the line above
//! its separator to the last line that has as many cells, so a row that a line break in a cell has torn in two ends
//! the aligned part, and the rest stays as it was written.

use std::borrow::Cow;
use std::iter;

use super::super::blanks::{push_blanks, push_dashes};

/// Appends a table, padded as [`align`] would; its cells are row by row, as they stand in Markdown.
pub fn write_table(out: &mut String, columns: &[&str], cells: &[Cow<'_, str>]) {
    if cells.is_empty() || cells.iter().any(|it| is_divided(it)) {
        let mut text = String::new();
        write_lines(&mut text, columns, cells);
        out.push_str(&align(&text));
        return;
    }
    let width = columns.len() + 2;
    let mut bordered_cells = Vec::with_capacity((cells.len() / columns.len() + 2) * width);
    bordered_cells.extend(bordered(columns.iter().copied()));
    bordered_cells.extend(bordered(columns.iter().map(|_| "---")));
    for row in cells.chunks_exact(columns.len()) {
        bordered_cells.extend(bordered(row.iter().map(|it| &**it)));
    }
    if !pad(out, &bordered_cells, width) {
        write_lines(out, columns, cells);
    }
}

/// Appends the lines of a table, without padding; [`align`] adds it.
pub fn write_lines(out: &mut String, columns: &[&str], cells: &[Cow<'_, str>]) {
    line(out, columns.iter().copied());
    line(out, columns.iter().map(|_| "---"));
    for row in cells.chunks_exact(columns.len()) {
        line(out, row.iter().map(|it| &**it));
    }
}

/// The cells of a line and what stands left of its first pipe and right of its last.
fn bordered<'a>(cells: impl Iterator<Item = &'a str>) -> impl Iterator<Item = &'a str> {
    iter::once("").chain(cells).chain(iter::once(""))
}

/// Whether the line around this cell may have other cells than were put into it: see [`cells`].
fn is_divided(cell: &str) -> bool {
    let (mut divided, mut ticks) = (cell.ends_with('\\'), 0usize);
    for byte in cell.bytes() {
        divided |= matches!(byte, b'|' | b'\n');
        ticks += usize::from(byte == b'`');
    }
    divided || ticks % 2 == 1
}

fn line<'a>(out: &mut String, cells: impl Iterator<Item = &'a str>) {
    out.push('|');
    for cell in cells {
        out.push_str(cell);
        out.push('|');
    }
    out.push('\n');
}

/// Pads the cells of every table in a page so that its columns line up. The page ends with a line break.
pub fn align(page: &str) -> String {
    let lines = Lines::of(page);
    let mut out = String::with_capacity(page.len() + page.len() / 2);
    let mut cells = Vec::new();
    let mut next = 0;
    for i in 1..lines.count() {
        // The line above the separator is the header; it must not be part of the table before.
        if i > next && is_separator(lines.line(i)) {
            let columns = split_table(&lines, i, &mut cells);
            let end = i - 1 + cells.len().checked_div(columns).unwrap_or(0);
            if end > i + 1 {
                out.push_str(lines.range(next, i - 1));
                if !pad(&mut out, &cells, columns) {
                    out.push_str(lines.range(i - 1, end));
                }
                next = end;
            }
        }
    }
    out.push_str(lines.range(next, lines.count()));
    out
}

/// A text by its lines.
struct Lines<'a> {
    text: &'a str,
    /// Where each begins, and where one more would after a last line break.
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Self {
        let breaks = memchr::memchr_iter(b'\n', text.as_bytes());
        let mut starts = Vec::with_capacity(text.len() / 32 + 2);
        starts.push(0);
        starts.extend(breaks.map(|it| it + 1));
        starts.push(text.len() + 1);
        Self { text, starts }
    }

    fn count(&self) -> usize {
        self.starts.len() - 1
    }

    /// A line without its line break.
    fn line(&self, at: usize) -> &'a str {
        &self.text[self.starts[at]..self.starts[at + 1] - 1]
    }

    /// Lines with the breaks after them.
    fn range(&self, from: usize, to: usize) -> &'a str {
        let end = self.starts[to].min(self.text.len());
        &self.text[self.starts[from].min(end)..end]
    }
}

/// The cells of a table, row by row: of its header, its separator, and every line after them that has as many. Says how
/// many that is; fewer than two are no table.
fn split_table<'a>(lines: &Lines<'a>, separator: usize, out: &mut Vec<&'a str>) -> usize {
    out.clear();
    cells(lines.line(separator - 1), out);
    let columns = out.len();
    if columns < 2 {
        return 0;
    }
    for at in separator..lines.count() {
        let start = out.len();
        cells(lines.line(at), out);
        if out.len() - start != columns {
            out.truncate(start);
            break;
        }
    }
    columns
}

/// Whether the line is `|---|---|`, the alignment colons of Markdown allowed.
fn is_separator(line: &str) -> bool {
    let fits = |byte| matches!(byte, b'-' | b'|' | b':' | b' ' | b'\t');
    if !line.bytes().all(fits) || !line.contains('-') {
        return false;
    }
    let mut parts = Vec::new();
    cells(line, &mut parts);
    let Some((first, rest)) = parts.split_first() else {
        return false;
    };
    let Some((last, middle)) = rest.split_last() else {
        return false;
    };
    if rest[0].is_empty() {
        return false;
    }
    let bordered = parts.len() >= 3 && (first.trim().is_empty() || last.trim().is_empty());
    let outer = |cell: &str| is_dashes(cell) || (bordered && cell.trim().is_empty());
    outer(first) && outer(last) && middle.iter().all(|cell| is_dashes(cell))
}

fn is_dashes(cell: &str) -> bool {
    let cell = cell.trim();
    let cell = cell.strip_prefix(':').unwrap_or(cell);
    let cell = cell.strip_suffix(':').unwrap_or(cell);
    !cell.is_empty() && cell.bytes().all(|it| it == b'-')
}

/// The cells of a line: a pipe divides unless a backslash stands before it or a code span is open.
fn cells<'a>(line: &'a str, out: &mut Vec<&'a str>) {
    if line.is_empty() {
        return;
    }
    let (mut start, mut in_code) = (0, false);
    let bytes = line.as_bytes();
    for (i, byte) in bytes.iter().enumerate() {
        match byte {
            b'`' => in_code = !in_code,
            b'|' if !in_code && (i == 0 || bytes[i - 1] != b'\\') => {
                out.push(&line[start..i]);
                start = i + 1;
            }
            _ => {}
        }
    }
    out.push(&line[start..]);
}

/// How many bytes padding may add to a table: one long cell among ten thousand short ones would make each as long.
pub const PADDING_LIMIT: usize = 4 << 20;

/// Appends the lines of one table, padded; nothing, and `false`, where that would make it very much larger. The second
/// row is the separator.
fn pad(out: &mut String, cells: &[&str], width_of_row: usize) -> bool {
    let cells: Vec<(&str, usize)> = cells
        .iter()
        .map(|it| trim(it))
        .map(|it| (it, width(it)))
        .collect();
    let rows = || cells.chunks_exact(width_of_row);
    let last = width_of_row - 1;
    let (mut left_border, mut right_border) = (true, true);
    let mut widths = vec![0; width_of_row];
    for row in rows()
        .enumerate()
        .filter(|(i, _)| *i != 1)
        .map(|(_, it)| it)
    {
        for (widest, (_, width)) in widths.iter_mut().zip(row) {
            *widest = (*widest).max(*width);
        }
        left_border &= row[0].0.is_empty();
        right_border &= row[last].0.is_empty();
    }
    let columns = usize::from(left_border)..last + usize::from(!right_border);
    let written: usize = cells.iter().map(|(it, _)| it.len() + 1).sum();
    let padded = (widths.iter().sum::<usize>() + 3 * width_of_row)
        .saturating_mul(cells.len() / width_of_row);
    if columns.is_empty() || padded > written + PADDING_LIMIT {
        return false;
    }
    for (i, row) in rows().enumerate() {
        if left_border {
            out.push('|');
        }
        for column in columns.clone() {
            let (text, width) = row[column];
            let (first, final_) = (column == columns.start, column + 1 == columns.end);
            let left = usize::from(!first || left_border);
            let right = if final_ && !left_border {
                0
            } else {
                // A column without any text is two wide on the right; no table of ours has one.
                1 + usize::from(widths[column] == 0)
            };
            if i == 1 {
                separator_cell(out, text, left + widths[column] + right);
            } else {
                let fill = if final_ && !left_border {
                    0
                } else {
                    widths[column] - width
                };
                push_blanks(out, left);
                out.push_str(text);
                push_blanks(out, fill + right);
            }
            if !final_ || left_border {
                out.push('|');
            }
        }
        out.push('\n');
    }
    true
}

fn separator_cell(out: &mut String, written: &str, dashes: usize) {
    let (left, right) = (written.starts_with(':'), written.ends_with(':'));
    let inner = dashes.saturating_sub(usize::from(left) + usize::from(right));
    if left {
        out.push(':');
    }
    push_dashes(out, inner);
    if right {
        out.push(':');
    }
}

/// How wide markdown-table-formatter takes a cell to be: UTF-16 units, those of the common CJK blocks twice.
fn width(cell: &str) -> usize {
    if cell.is_ascii() {
        return cell.len();
    }
    cell.chars()
        .map(|c| match c {
            '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' => 2,
            _ => c.len_utf16(),
        })
        .sum()
}

fn trim(cell: &str) -> &str {
    let plain = |it: Option<&u8>| it.is_none_or(u8::is_ascii_graphic);
    if plain(cell.as_bytes().first()) && plain(cell.as_bytes().last()) {
        return cell;
    }
    cell.trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let cases = [
            ("|A|\n|---|\n|long|", "| A    |\n|------|\n| long |"),
            ("|A|B|\n|---|---|\n||x|", "| A | B |\n|---|---|\n|   | x |"),
            (
                "|A|\n|---|\n|中文|\n|é»|",
                "| A    |\n|------|\n| 中文 |\n| é»   |",
            ),
            ("|A|\n|---|\n|😀|", "| A  |\n|----|\n| 😀 |"),
            ("|A|\n|---|\n|a\\|b|", "| A    |\n|------|\n| a\\|b |"),
            ("|A|\n|---|\n|`a|b`|", "| A     |\n|-------|\n| `a|b` |"),
            ("|A|\n|:-:|\n|x|", "| A |\n|:-:|\n| x |"),
            // Nothing to align.
            ("|A|\n|---|", "|A|\n|---|"),
            ("plain", "plain"),
        ];
        for (input, output) in cases {
            assert_eq!(align(&format!("{input}\n")), format!("{output}\n"));
        }
    }

    #[test]
    fn a_torn_row_ends_the_aligned_part() {
        let input = "|A|B|\n|---|---|\n|long|1|\n|x|two\nlines|\n|y|3|\n";
        let output = "| A    | B |\n|------|---|\n| long | 1 |\n|x|two\nlines|\n|y|3|\n";
        assert_eq!(align(input), output);
    }

    #[test]
    fn a_table_is_written_as_its_lines_would_be_aligned() {
        for cells in [
            ["a", "`b`", "long", ""],
            ["a|b", "c", "d", "e"],
            ["`", "c", "d", "e"],
            ["é", "中文", "\\", "x"],
        ] {
            let cells = cells.map(Cow::Borrowed);
            let mut lines = String::new();
            write_lines(&mut lines, &["A", "B"], &cells);
            let mut table = String::new();
            write_table(&mut table, &["A", "B"], &cells);
            assert_eq!(table, align(&lines));
        }
    }
}
