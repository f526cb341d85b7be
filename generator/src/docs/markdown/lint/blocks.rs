//! Markdown of a document's own, several lines → the same, with the blank lines and markers markdownlint wants.
//!
//! A line is told by how it begins, as CommonMark does it; what stands inside lists and quotes is not looked into.

use super::inline;
use super::line::{heading, line_breaks, row};
use super::style::{Style, TAB};

/// Tidies a text.
pub fn tidy(text: &str, style: &mut Style) -> String {
    let text = line_breaks(text);
    let lines: Vec<&str> = text.trim_matches('\n').split('\n').collect();
    let mut it = Tidier {
        style,
        out: Vec::new(),
        paragraph: Vec::new(),
        prefix: String::new(),
        block: OpenBlock::Blank,
        items: Vec::new(),
        open_item: false,
        bullet: None,
    };
    for (i, line) in lines.iter().enumerate() {
        it.line(line, lines.get(i + 1).copied());
    }
    it.finish()
}

/// Tidies one line that may begin like an item of a list.
pub fn tidy_line(line: &str, style: &mut Style) -> String {
    let mut prefix = String::new();
    let mut text = line;
    while let Some(inner) = marker(text).filter(|it| !it.ordered) {
        let bullet = *style.bullet.get_or_insert(inner.mark);
        prefix.push_str(&format!("{bullet} "));
        text = text[inner.end..].trim_start();
    }
    format!("{prefix}{}", inline::tidy(text, style))
        .trim_end()
        .to_owned()
}

/// What the last line was part of.
#[derive(Debug, Clone, PartialEq)]
enum OpenBlock {
    Blank,
    Paragraph,
    Table,
    List,
    Quote,
    /// Up to the next blank line.
    Html,
    /// Up to this fence.
    Fence(String),
    /// A heading, or a fence that has been closed: a block of its own starts after it.
    Closed,
}

struct Tidier<'a> {
    style: &'a mut Style,
    out: Vec<String>,
    /// The lines of the paragraph that has not ended yet.
    paragraph: Vec<String>,
    /// The marker of the item the paragraph stands in.
    prefix: String,
    block: OpenBlock,
    /// How far the items of the list and of those it is in are indented.
    items: Vec<usize>,
    /// Whether the last item has text, which an unmarked line then continues.
    open_item: bool,
    /// The marker of the list as the document has it; another one starts another list.
    bullet: Option<char>,
}

impl Tidier<'_> {
    fn line(&mut self, source: &str, next: Option<&str>) {
        if let OpenBlock::Fence(open) = &self.block {
            let closed = closes(source, open);
            self.out.push(source.replace('\t', TAB));
            if closed {
                self.block = OpenBlock::Closed;
            }
            return;
        }
        if source.trim().is_empty() {
            self.blank();
            self.block = match self.block {
                // A list goes on behind a blank line if what follows is indented or an item.
                OpenBlock::List if next.is_some_and(|it| self.continues_list(it)) => {
                    OpenBlock::List
                }
                _ => OpenBlock::Blank,
            };
            return;
        }
        let current = strip_end(&leading_tabs(source));
        if let Some(open) = fence_of(&current) {
            self.start(OpenBlock::Fence(open));
            self.out.push(current);
        } else if let Some(level) = heading_level(&current) {
            self.start(OpenBlock::Closed);
            let title = heading(
                current.trim_start()[level..].trim_end_matches('#'),
                self.style,
            );
            self.out.push(
                format!("{} {title}", "#".repeat(level))
                    .trim_end()
                    .to_owned(),
            );
        } else if let Some(marker) = marker(&current).filter(|it| self.may_start(it)) {
            self.item(&current, &marker);
        } else if current.trim_start().starts_with('>') && indent(&current) < 4 {
            self.quote(&current);
        } else {
            self.running(&current, next);
        }
    }

    /// A line that starts nothing, or a table.
    fn running(&mut self, current: &str, next: Option<&str>) {
        let opens_table =
            self.block != OpenBlock::Table && next.is_some_and(|it| is_table(current, it));
        if opens_table && self.block != OpenBlock::List {
            self.start(OpenBlock::Table);
        } else if matches!(self.block, OpenBlock::Blank | OpenBlock::Closed)
            || (self.block == OpenBlock::List && !self.open_item && indent(current) == 0)
        {
            self.start(if is_html(current) {
                OpenBlock::Html
            } else {
                OpenBlock::Paragraph
            });
        }
        let spaced = spaced_hashes(current);
        match self.block {
            OpenBlock::Table => self.out.push(row(&spaced, self.style).into_owned()),
            OpenBlock::Paragraph => self.paragraph.push(spaced),
            OpenBlock::List if self.open_item && !self.paragraph.is_empty() => {
                self.paragraph.push(spaced)
            }
            _ => self
                .out
                .push(inline::tidy(&spaced, self.style).into_owned()),
        }
    }

    fn quote(&mut self, current: &str) {
        self.end_paragraph();
        match self.block {
            OpenBlock::Table | OpenBlock::Closed => self.start(OpenBlock::Quote),
            _ => self.block = OpenBlock::Quote,
        }
        let text = tidy_line(current.trim_start()[1..].trim_start(), self.style);
        self.out.push(format!("> {text}").trim_end().to_owned());
    }

    fn item(&mut self, current: &str, marker: &Marker) {
        let another = self.bullet != Some(marker.mark)
            && marker.indent <= self.items.first().copied().unwrap_or(0);
        if self.block != OpenBlock::List || another {
            self.end_paragraph();
            // Where markdownlint changes the marker at the start of the line, it adds no blank line there.
            let restyled = !marker.ordered
                && !self.style.blank_before_lists
                && marker.indent == 0
                && self.style.bullet.is_some_and(|it| it != marker.mark);
            if restyled {
                self.block = OpenBlock::List;
            } else {
                self.start(OpenBlock::List);
            }
            self.items.clear();
            self.bullet = Some(marker.mark);
        }
        while self.items.last().is_some_and(|it| *it > marker.indent) {
            self.items.pop();
        }
        if self.items.last().is_none_or(|it| *it < marker.indent) {
            self.items.push(marker.indent);
        }
        self.end_paragraph();
        self.prefix = if marker.ordered {
            format!(
                "{}{} ",
                &current[..marker.indent],
                &current[marker.indent..marker.end]
            )
        } else {
            let bullet = *self.style.bullet.get_or_insert(marker.mark);
            format!("{}{bullet} ", "  ".repeat(self.items.len() - 1))
        };
        self.item_text(current[marker.end..].trim_start());
    }

    /// What stands behind a marker; it may be another marker.
    fn item_text(&mut self, text: &str) {
        let mut text = text;
        while let Some(inner) = marker(text).filter(|it| !it.ordered) {
            let bullet = *self.style.bullet.get_or_insert(inner.mark);
            self.prefix.push_str(&format!("{bullet} "));
            text = text[inner.end..].trim_start();
        }
        self.open_item = !text.is_empty();
        self.paragraph.push(text.to_owned());
        if !self.open_item {
            self.end_paragraph();
        }
    }

    /// Whether a list may start with this item here: within a paragraph only a bullet or `1.` with text does.
    fn may_start(&self, marker: &Marker) -> bool {
        match self.block {
            OpenBlock::Paragraph => {
                !marker.empty && (!marker.ordered || marker.first) && marker.indent < 4
            }
            OpenBlock::List => true,
            _ => marker.indent < 4,
        }
    }

    fn continues_list(&self, next: &str) -> bool {
        next.starts_with("  ") || marker(next).is_some_and(|it| Some(it.mark) == self.bullet)
    }

    /// The lines of a paragraph are one text: an emphasis may reach from one into the next.
    fn end_paragraph(&mut self) {
        if !self.paragraph.is_empty() {
            let text = std::mem::take(&mut self.paragraph).join("\n");
            let prefix = std::mem::take(&mut self.prefix);
            let line = format!("{prefix}{}", inline::tidy(&text, self.style));
            self.out.push(if text.is_empty() {
                line.trim_end().to_owned()
            } else {
                line
            });
        }
    }

    /// A block of its own starts: a blank line goes before it.
    fn start(&mut self, block: OpenBlock) {
        self.blank();
        self.block = block;
    }

    fn blank(&mut self) {
        self.end_paragraph();
        if self.out.last().is_some_and(|it| !it.is_empty()) {
            self.out.push(String::new());
        }
    }

    fn finish(mut self) -> String {
        self.end_paragraph();
        while self.out.last().is_some_and(String::is_empty) {
            self.out.pop();
        }
        self.out.join("\n")
    }
}

/// Tabs before the text as blanks; those within are dealt with there.
fn leading_tabs(line: &str) -> String {
    let bare = line.trim_start();
    format!(
        "{}{bare}",
        line[..line.len() - bare.len()].replace('\t', TAB)
    )
}

/// Trailing blanks go, but for two: they break the line (MD009).
fn strip_end(line: &str) -> String {
    let bare = line.trim_end();
    if line.len() - bare.len() == 2 && !bare.is_empty() {
        line.to_owned()
    } else {
        bare.to_owned()
    }
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// The fence a line opens.
pub fn fence_of(line: &str) -> Option<String> {
    let bare = line.trim_start();
    let mark = bare.chars().next().filter(|it| matches!(it, '`' | '~'))?;
    let length = bare.len() - bare.trim_start_matches(mark).len();
    let info_fine = mark == '~' || !bare[length..].contains('`');
    (length >= 3 && info_fine && indent(line) < 4).then(|| bare[..length].to_owned())
}

/// Whether a line closes a fence.
pub fn closes(line: &str, open: &str) -> bool {
    let bare = line.trim();
    bare.starts_with(open) && bare.chars().all(|c| open.starts_with(c))
}

/// How many hashes a heading has.
pub fn heading_level(line: &str) -> Option<usize> {
    let bare = line.trim_start();
    let hashes = bare.len() - bare.trim_start_matches('#').len();
    let spaced = bare[hashes..].is_empty() || bare[hashes..].starts_with(' ');
    ((1..=6).contains(&hashes) && spaced && indent(line) < 4).then_some(hashes)
}

/// `#text` as `# text` (MD018), wherever it stands.
fn spaced_hashes(line: &str) -> String {
    let hashes = line.len() - line.trim_start_matches('#').len();
    if hashes == 0
        || line[hashes..].is_empty()
        || line[hashes..].starts_with(' ')
        || line.trim_end().ends_with('#')
    {
        return line.to_owned();
    }
    format!("{} {}", &line[..hashes], &line[hashes..])
}

/// How an item of a list begins.
struct Marker {
    indent: usize,
    /// Where the marker ends.
    end: usize,
    mark: char,
    ordered: bool,
    /// Whether its number is 1.
    first: bool,
    /// Whether nothing follows it.
    empty: bool,
}

/// Whether a line is an item of a list; within a paragraph not every one is.
pub fn is_item(line: &str, within_paragraph: bool) -> bool {
    let may_start = |it: &Marker| !it.empty && (!it.ordered || it.first) && it.indent < 4;
    marker(line).is_some_and(|it| !within_paragraph || may_start(&it))
}

fn marker(line: &str) -> Option<Marker> {
    let indent = indent(line);
    let bare = &line[indent..];
    let digits = bare.len() - bare.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let mark = bare[digits..].chars().next()?;
    let ordered = digits > 0;
    let fits = if ordered {
        digits < 10 && matches!(mark, '.' | ')')
    } else {
        matches!(mark, '-' | '*' | '+')
    };
    let end = indent + digits + 1;
    if !fits || is_rule(line) {
        return None;
    }
    let rest = &line[end..];
    (rest.is_empty() || rest.starts_with(' ')).then(|| Marker {
        indent,
        end,
        mark,
        ordered,
        first: &bare[..digits] == "1",
        empty: rest.trim().is_empty(),
    })
}

/// `***`, `- - -`.
fn is_rule(line: &str) -> bool {
    let mut marks = line.chars().filter(|c| !c.is_whitespace());
    let Some(first) = marks.next().filter(|it| matches!(it, '-' | '*' | '_')) else {
        return false;
    };
    let mut count = 1;
    for mark in marks {
        if mark != first {
            return false;
        }
        count += 1;
    }
    count >= 3
}

/// Whether a header and the line below it start a table.
fn is_table(header: &str, separator: &str) -> bool {
    let is_separator = separator.contains('-')
        && separator
            .chars()
            .all(|c| matches!(c, '|' | '-' | ':' | ' '))
        && separator.contains('|');
    is_separator && header.contains('|') && columns(header) == columns(separator)
}

fn columns(line: &str) -> usize {
    let bare = line.trim();
    let bare = bare.strip_prefix('|').unwrap_or(bare);
    let bare = bare.strip_suffix('|').unwrap_or(bare);
    bare.replace("\\|", "").matches('|').count() + 1
}

/// Whether a block of HTML starts: `<div>`, `</p>`, `<!--`.
fn is_html(line: &str) -> bool {
    let bare = line.trim_start();
    let name = bare.strip_prefix("</").or_else(|| bare.strip_prefix('<'));
    name.is_some_and(|it| {
        it.starts_with("!--")
            || (it.starts_with(|c: char| c.is_ascii_alphabetic()) && bare.trim_end().ends_with('>'))
    })
}
