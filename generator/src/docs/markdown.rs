//! The blocks of a page → Markdown, tidied and aligned: the one place that decides blank lines, escapes and padding.

mod align;
mod cell;
mod escape;
mod lint;
mod portable;

use std::borrow::Cow;

use super::block::Block;
use super::grammar;
use super::inline::{Inline, Link, LinkForm, Target};
use super::layout::TextRules;
use super::table::Table;
use align::align;
use lint::Style;

/// The text of a page: one blank line between two blocks, one line break at the end.
pub fn print(blocks: Vec<Block<'_>>, rules: TextRules) -> String {
    let size = |it: &Block<'_>| match it {
        Block::Table(table) => table.padded_size(align::PADDING_LIMIT),
        other => other.size(),
    };
    let mut printer = Printer {
        rules,
        style: Style {
            keeps_punctuation: !rules.bare_headings,
            blank_before_lists: rules.escape,
            keeps_plain_text: rules.escape,
            ..Style::default()
        },
        out: String::with_capacity(blocks.iter().map(|it| size(it) + 1).sum()),
        scratch: String::new(),
    };
    for block in blocks {
        printer.block(&block);
    }
    printer.out
}

/// A text as it stands in the cell of a table, where a layout escapes what would end that.
#[cfg(feature = "capture")]
pub fn in_cell(text: &str) -> String {
    let mut out = String::new();
    cell::cell(&mut out, text);
    out
}

/// What is around an inline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Within {
    /// A heading, a paragraph, the title of an example.
    Text,
    /// An item of a list, which is one line.
    Item,
    /// A cell of a table, which is one line and ends at a pipe.
    Cell,
}

struct Printer {
    rules: TextRules,
    style: Style,
    out: String,
    /// The text of a block before it is tidied.
    scratch: String,
}

impl Printer {
    fn block(&mut self, block: &Block<'_>) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        let start = self.out.len();
        self.scratch.clear();
        match block {
            Block::Heading {
                level,
                text,
                id: None,
            } => {
                self.inline(text, Within::Text);
                let text = lint::heading(&self.scratch, &mut self.style);
                self.out.extend((0..*level).map(|_| '#'));
                self.out.push(' ');
                self.line(&text);
            }
            Block::Heading {
                level,
                text,
                id: Some(id),
            } => {
                for part in ["<h", &level.to_string(), " id=\"", id, "\">"] {
                    self.scratch.push_str(part);
                }
                self.inline(text, Within::Text);
                for part in ["</h", &level.to_string(), ">"] {
                    self.scratch.push_str(part);
                }
                self.scratch_as_blocks();
            }
            Block::Anchor(id) => {
                let [before, behind] = grammar::ANCHOR;
                self.line(&[before, id, behind].concat());
            }
            Block::Paragraph(inlines) => {
                self.inlines(inlines, Within::Text);
                self.scratch_as_blocks();
            }
            Block::Markdown(text) => {
                let portable = self.rules.escape.then(|| portable::blocks(text)).flatten();
                let text = portable.as_deref().unwrap_or(text);
                let text = lint::blocks(text, &mut self.style);
                self.line(&text);
            }
            Block::Configured(text) => {
                let text = lint::blocks(text, &mut self.style);
                self.line(&text);
            }
            Block::List(items) => {
                for (i, item) in items.iter().enumerate() {
                    self.scratch.push_str(if i > 0 { "\n- " } else { "- " });
                    self.inlines(item, Within::Item);
                }
                self.scratch_as_blocks();
            }
            Block::Quote(text) => {
                self.inline(text, Within::Text);
                if self.rules.quote_first_line && self.scratch.contains(['\n', '\r']) {
                    self.scratch.insert_str(0, "> ");
                    self.scratch_as_blocks();
                } else {
                    let text = lint::line(&self.scratch, &mut self.style);
                    self.out.push_str("> ");
                    self.line(&text);
                }
            }
            Block::Code { language, text } => {
                let text = lint::code(text);
                let fence = "`".repeat(escape::fence_length(&text));
                for part in [&fence, &**language, "\n", &text, "\n", &fence, "\n"] {
                    self.out.push_str(part);
                }
            }
            Block::Table(table) => return self.table(table),
        }
        self.align_from(start);
    }

    /// Appends a line.
    fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }

    /// Appends the scratch as blocks of Markdown.
    fn scratch_as_blocks(&mut self) {
        let text = lint::blocks(&self.scratch, &mut self.style);
        self.line(&text);
    }

    /// Aligns the tables of what was written last: none reaches beyond a blank line, and most blocks have none.
    fn align_from(&mut self, start: usize) {
        if self.out[start..].contains('|') {
            let aligned = align(&self.out[start..]);
            self.out.truncate(start);
            self.out.push_str(&aligned);
        }
    }

    fn table(&mut self, table: &Table<'_>) {
        let mut ends = Vec::with_capacity(table.height() * table.columns().len());
        for cell in table.cells() {
            self.inlines(cell, Within::Cell);
            ends.push(self.scratch.len());
        }
        let mut start = 0;
        let mut cells: Vec<Cow<'_, str>> = ends
            .iter()
            .map(|end| {
                let cell = &self.scratch[start..*end];
                start = *end;
                cell.into()
            })
            .collect();
        if memchr::memchr2(b'\n', b'\r', self.scratch.as_bytes()).is_some() {
            // A line break tears the row in two, and what follows is text.
            let mut lines = String::new();
            align::write_lines(&mut lines, table.columns(), &cells);
            let text = lint::blocks(&lines, &mut self.style);
            self.out.push_str(&align(&(text + "\n")));
            return;
        }
        for (cell, inlines) in cells.iter_mut().zip(table.cells()) {
            if let Cow::Borrowed(text) = *cell
                && !inlines.iter().all(is_tidy)
            {
                *cell = lint::cell(text, &mut self.style);
            }
        }
        align::write_table(&mut self.out, table.columns(), &cells);
    }

    fn inlines(&mut self, inlines: &[Inline<'_>], within: Within) {
        for it in inlines {
            self.inline(it, within);
        }
    }

    /// Appends to the scratch.
    fn inline(&mut self, inline: &Inline<'_>, within: Within) {
        match inline {
            Inline::Plain(text) if self.rules.escape => escape::plain(&mut self.scratch, text),
            Inline::Plain(text) => self.scratch.push_str(text),
            Inline::Name(text) if self.rules.escape => escape::name(&mut self.scratch, text),
            Inline::Name(text) => self.scratch.push_str(text),
            Inline::Text(text) => self.title(text),
            Inline::Markdown(text) => match within {
                Within::Text => self.portable(text),
                Within::Item => self.portable(&text.trim().replace('\n', " ")),
                Within::Cell => self.cell(text),
            },
            Inline::Code(text) if self.rules.escape => escape::code(&mut self.scratch, text),
            Inline::Code(text) => self.between("`", text, "`"),
            Inline::Emphasis(text) => {
                self.scratch.push('*');
                self.cell(text);
                self.scratch.push('*');
            }
            Inline::Strong(text) => self.between("**", text, "**"),
            Inline::Link(link) => self.link(link),
        }
    }

    fn link(&mut self, link: &Link<'_>) {
        if link.form == LinkForm::Element {
            let address = link.target.to_string().replace('"', "%22");
            self.between("<a href=\"", &address, "\">");
            self.portable(&link.text);
            self.scratch.push_str("</a>");
            return;
        }
        let mark = if link.form == LinkForm::Strong {
            "**"
        } else {
            ""
        };
        self.between("[", mark, "");
        match link.target {
            Target::Page(_) => self.title(&link.text),
            Target::Schema { .. } if self.rules.escape => {
                escape::name(&mut self.scratch, &link.text);
            }
            Target::Schema { .. } => self.scratch.push_str(&link.text),
            Target::Url(_) => self.portable(&link.text),
        }
        self.between(mark, "](", "");
        for part in link.target.parts() {
            match self.rules.escape {
                true => escape::address(&mut self.scratch, part),
                false => self.scratch.push_str(part),
            }
        }
        self.scratch.push(')');
    }

    fn between(&mut self, before: &str, text: &str, behind: &str) {
        for part in [before, text, behind] {
            self.scratch.push_str(part);
        }
    }

    /// Appends Markdown of the document within a line or a paragraph.
    fn portable(&mut self, text: &str) {
        let portable = self.rules.escape.then(|| portable::line(text)).flatten();
        self.scratch.push_str(portable.as_deref().unwrap_or(text));
    }

    fn title(&mut self, text: &str) {
        if self.rules.escape {
            escape::title(&mut self.scratch, text);
        } else {
            self.scratch.push_str(text);
        }
    }

    fn cell(&mut self, text: &str) {
        if self.rules.escape {
            cell::cell(&mut self.scratch, text);
        } else {
            self.scratch.push_str(text);
        }
    }
}

/// Whether no rule of tidying finds anything in it, whatever stands beside it.
fn is_tidy(inline: &Inline<'_>) -> bool {
    match inline {
        Inline::Plain(text) => !lint::has_marker(text),
        Inline::Markdown(text) => !lint::has_marker(text) && !text.contains('\n'),
        Inline::Code(text) => {
            let plain = |it: u8| it >= b' ' && !matches!(it, b'`' | b'|' | b'[' | b'\\');
            !text.is_empty() && text.trim().len() == text.len() && text.bytes().all(plain)
        }
        Inline::Link(link) => {
            let target = link.target.parts();
            link.form == LinkForm::Link
                && !lint::has_marker(&link.text)
                && link.text.trim().len() == link.text.len()
                && target.into_iter().all(|it| !lint::has_marker(it))
        }
        Inline::Name(_) | Inline::Text(_) | Inline::Emphasis(_) | Inline::Strong(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::layout::Layout;
    use super::*;

    fn printed(blocks: &[Block<'_>]) -> String {
        print(blocks.to_vec(), Layout::PLAIN.text)
    }

    /// The one cell of a table, as it is printed.
    fn cell(inlines: &[Inline<'_>], rules: TextRules) -> String {
        let mut table = Table::new(&["Column"]);
        for it in inlines {
            table.push(it.clone());
        }
        table.end_cell();
        let text = print(vec![Block::Table(table)], rules);
        text.lines().skip(2).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn blank_lines_stand_between_any_two_blocks() {
        let mut table = Table::new(&["A"]);
        table.cell(Inline::plain("1"));
        let blocks = [
            Block::heading(2, Inline::plain("H")),
            Block::Heading {
                level: 3,
                text: Inline::plain("H"),
                id: Some("id".to_owned()),
            },
            Block::paragraph(Inline::plain("T")),
            Block::Markdown("T".into()),
            Block::List(vec![vec![Inline::plain("a")], vec![Inline::plain("b")]]),
            Block::Quote(Inline::plain("Q")),
            Block::code("sh", "c".to_owned()),
            Block::Table(table),
        ];
        for first in &blocks {
            for second in &blocks {
                let text = printed(&[first.clone(), second.clone()]);
                assert_eq!(
                    text.matches("\n\n").count(),
                    1,
                    "{first:?} and {second:?}: {text:?}"
                );
                assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{text:?}");
            }
        }
    }

    #[test]
    fn a_fence_is_longer_than_what_it_holds() {
        assert_eq!(
            printed(&[Block::code("", "```\nx".to_owned())]),
            "````\n```\nx\n````\n"
        );
    }

    #[test]
    fn inlines_are_written_by_what_they_are() {
        let link = |text: &'static str, target, form| {
            Inline::from(Link {
                text: text.into(),
                target,
                form,
            })
        };
        let page = || Target::Page("a-b".into());
        let url = || Target::Url("https://example.com/\"".into());
        let cases = [
            (Inline::plain("a_b"), "a_b"),
            (Inline::Text("a_b".into()), "a\\_b"),
            (Inline::markdown("*a*\n\nb"), "*a*\n\nb"),
            (Inline::code("a`b"), "``a`b``"),
            (Inline::Emphasis("a\nb".into()), "*a b*"),
            (Inline::Strong("200".into()), "**200**"),
            (link("a_b", page(), LinkForm::Link), "[a\\_b](a-b.md)"),
            (
                link("a_b", url(), LinkForm::Strong),
                "[**a_b**](https://example.com/\")",
            ),
            (
                link("a_b", url(), LinkForm::Element),
                "<a href=\"https://example.com/%22\">a_b</a>",
            ),
        ];
        for (inline, text) in cases {
            assert_eq!(printed(&[Block::paragraph(inline)]), format!("{text}\n"));
        }
    }

    #[test]
    fn nothing_in_a_cell_ends_it_unless_the_layout_has_it_so() {
        let inlines = [Inline::markdown("a|b\nc"), Inline::code("|")];
        assert_eq!(cell(&inlines, Layout::PLAIN.text), "| a\\|b c`\\|` |");
        let torn = [Inline::markdown("a\nb")];
        assert_eq!(cell(&torn, Layout::WIDDERSHINS.text), "|a\nb|");
    }

    #[test]
    fn an_item_of_a_list_is_one_line() {
        let item = vec![Inline::code("a"), Inline::markdown(" b\nc ")];
        assert_eq!(printed(&[Block::List(vec![item])]), "- `a`b c\n");
    }
}
