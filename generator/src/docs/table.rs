//! Tables as lines of Markdown, and the widths of their columns.
//!
//! Widths and the choice of what is a table follow markdown-table-formatter 1.6.1: a table reaches from the line above
//! its separator to the last line that has as many cells, so a row that a line break in a cell has torn in two ends
//! the aligned part, and the rest stays as it was written.

/// A table: one header, any number of rows, text of cells as it stands in Markdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The names of the columns.
    pub header: Vec<&'static str>,
    /// The rows; each has as many cells as the header.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// A table without rows.
    pub fn new(header: &[&'static str]) -> Self {
        Self {
            header: header.to_vec(),
            rows: Vec::new(),
        }
    }

    /// The table's lines, without padding; [`align`] adds it.
    pub fn lines(&self) -> String {
        let mut out = String::new();
        line(&mut out, self.header.iter().copied());
        line(&mut out, self.header.iter().map(|_| "---"));
        for row in &self.rows {
            line(&mut out, row.iter().map(String::as_str));
        }
        out.pop();
        out
    }
}

fn line<'a>(out: &mut String, cells: impl Iterator<Item = &'a str>) {
    out.push('|');
    for cell in cells {
        out.push_str(cell);
        out.push('|');
    }
    out.push('\n');
}

/// Pads the cells of every table in a page so that its columns line up.
pub fn align(page: &str) -> String {
    let lines: Vec<&str> = page.split('\n').collect();
    let mut out = String::with_capacity(page.len() + page.len() / 4);
    let mut next = 0;
    for (i, line) in lines.iter().enumerate().skip(1) {
        // The line above the separator is the header; it must not be part of the table before.
        if i > next && is_separator(line) {
            let end = table_end(&lines, i);
            if end > i + 1 {
                for line in &lines[next..i - 1] {
                    push_line(&mut out, line);
                }
                pad(&mut out, &lines[i - 1..end]);
                next = end;
            }
        }
    }
    for line in &lines[next..] {
        push_line(&mut out, line);
    }
    out.pop();
    out
}

fn push_line(out: &mut String, line: &str) {
    out.push_str(line);
    out.push('\n');
}

/// The line after the last one that has as many cells as the header.
fn table_end(lines: &[&str], separator: usize) -> usize {
    let columns = cells(lines[separator - 1]).len();
    if columns < 2 || cells(lines[separator]).len() != columns {
        return separator;
    }
    lines[separator + 1..]
        .iter()
        .position(|line| cells(line).len() != columns)
        .map_or(lines.len(), |at| separator + 1 + at)
}

/// Whether the line is `|---|---|`, the alignment colons of Markdown allowed.
fn is_separator(line: &str) -> bool {
    if !line.contains('-') || line.contains(|c: char| !matches!(c, '-' | '|' | ':' | ' ' | '\t')) {
        return false;
    }
    let parts = cells(line);
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
fn cells(line: &str) -> Vec<&str> {
    if line.is_empty() {
        return Vec::new();
    }
    let (mut out, mut start, mut in_code) = (Vec::new(), 0, false);
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
    out
}

/// The lines of one table, padded. The second is the separator.
fn pad(out: &mut String, lines: &[&str]) {
    let rows: Vec<Vec<&str>> = lines
        .iter()
        .map(|line| cells(line).into_iter().map(trim).collect())
        .collect();
    let text = || {
        rows.iter()
            .enumerate()
            .filter(|(i, _)| *i != 1)
            .map(|(_, row)| row)
    };
    let last = rows[0].len() - 1;
    let left_border = text().all(|row| row[0].is_empty());
    let right_border = text().all(|row| row[last].is_empty());
    let columns = usize::from(left_border)..last + usize::from(!right_border);
    if columns.is_empty() {
        for line in lines {
            push_line(out, line);
        }
        return;
    }
    let widths: Vec<usize> = (0..rows[0].len())
        .map(|column| text().map(|row| width(row[column])).max().unwrap_or(0))
        .collect();
    for (i, row) in rows.iter().enumerate() {
        if left_border {
            out.push('|');
        }
        for column in columns.clone() {
            let (first, final_) = (column == columns.start, column + 1 == columns.end);
            let left = usize::from(!first || left_border);
            let right = if final_ && !left_border {
                0
            } else {
                // A column without any text is two wide on the right; no table of ours has one.
                1 + usize::from(widths[column] == 0)
            };
            if i == 1 {
                let dashes = left + widths[column] + right;
                separator_cell(out, row[column], dashes);
            } else {
                let fill = if final_ && !left_border {
                    0
                } else {
                    widths[column] - width(row[column])
                };
                spaces(out, left);
                out.push_str(row[column]);
                spaces(out, fill + right);
            }
            if !final_ || left_border {
                out.push('|');
            }
        }
        out.push('\n');
    }
}

fn separator_cell(out: &mut String, written: &str, dashes: usize) {
    let (left, right) = (written.starts_with(':'), written.ends_with(':'));
    let inner = dashes.saturating_sub(usize::from(left) + usize::from(right));
    if left {
        out.push(':');
    }
    for _ in 0..inner {
        out.push('-');
    }
    if right {
        out.push(':');
    }
}

fn spaces(out: &mut String, count: usize) {
    for _ in 0..count {
        out.push(' ');
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
    cell.trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}')
}
