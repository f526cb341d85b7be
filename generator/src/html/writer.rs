//! What a page is written with: text, links, samples and headings, whichever blocks they stand in.

use std::collections::HashMap;
use std::fmt::Write;

use super::links::{Links, open_code, open_link};
use super::site::Site;
use super::{markdown, text};
use crate::docs::inline::{Inline, Target};

/// How long a sample may be before it is cut.
const LONGEST_SAMPLE: usize = 60_000;
/// How many bytes a list of properties may have before what is said of its members is left to other pages.
const LONGEST_LIST: usize = 160_000;

/// What writes the parts of one page.
pub struct Writer<'s, 'a> {
    /// What there is to link to.
    pub site: &'s Site<'a>,
    /// Where the page stands: what leads from it to the folder of the site.
    pub root: &'static str,
    /// How many bytes a list of properties may have before it is cut.
    pub longest_list: usize,
    /// Where all of a list stands that is cut, if not here: the address of a page.
    pub whole: Option<String>,
    /// How often each id was asked for.
    ids: HashMap<String, u32>,
}

impl Links for Writer<'_, '_> {
    fn resolve(&self, to: &str) -> Option<String> {
        self.site.resolve(to, self.root)
    }
}

impl<'s, 'a> Writer<'s, 'a> {
    /// For a page at that place.
    pub fn new(site: &'s Site<'a>, root: &'static str) -> Self {
        Self {
            site,
            root,
            longest_list: LONGEST_LIST,
            whole: None,
            ids: HashMap::new(),
        }
    }

    /// An id that the page has not got yet.
    pub fn id(&mut self, wanted: &str) -> String {
        let mut id: String = wanted
            .chars()
            .map(|it| match it {
                it if it.is_ascii_alphanumeric() => it.to_ascii_lowercase(),
                _ => '-',
            })
            .collect();
        id.truncate(60);
        let count = self.ids.entry(id.clone()).or_default();
        *count += 1;
        match *count {
            1 => id,
            // A colon is in no id that was asked for.
            n => format!("{id}:{n}"),
        }
    }

    /// A heading with an address of its own.
    pub fn heading(&mut self, out: &mut String, level: u8, words: &str) {
        let id = self.id(words);
        let _ = write!(out, "<h{level} id=\"{id}\">");
        text::push(out, words);
        let _ = write!(
            out,
            "<a class=\"anchor\" href=\"#{id}\" aria-hidden=\"true\" tabindex=\"-1\">#</a></h{level}>"
        );
    }

    /// A sample.
    pub fn code(&mut self, out: &mut String, language: &str, sample: &str) {
        let (shown, is_cut) = text::cut(sample, LONGEST_SAMPLE);
        open_code(out, language);
        text::push(out, shown);
        out.push_str("</code></pre>");
        if is_cut {
            let more = sample[shown.len()..].lines().count();
            let _ = write!(
                out,
                "<p class=\"cut\">The sample goes on for {more} more lines; it is cut here.</p>"
            );
        }
    }

    /// A cell, in which there may be thousands of values.
    pub fn cell(&mut self, out: &mut String, cell: &[Inline<'_>]) {
        let shown = &cell[..cell.len().min(MOST_IN_CELL)];
        self.inlines(out, shown);
        let more = cell[shown.len()..]
            .iter()
            .filter(|it| matches!(it, Inline::Code(_)));
        match more.count() {
            0 => {}
            more => {
                let _ = write!(out, " <span class=\"cut\">and {more} more</span>");
            }
        }
    }

    /// Inlines one after the other.
    pub fn inlines(&mut self, out: &mut String, inlines: &[Inline<'_>]) {
        for it in inlines {
            self.inline(out, it);
        }
    }

    /// An inline.
    pub fn inline(&mut self, out: &mut String, inline: &Inline<'_>) {
        match inline {
            Inline::Plain(it) | Inline::Name(it) | Inline::Text(it) => text::push(out, it),
            Inline::Markdown(it) => markdown::line(out, it, self),
            Inline::Code(it) => {
                out.push_str("<code>");
                text::push(out, it);
                out.push_str("</code>");
            }
            Inline::Emphasis(it) if !markdown::is_line(it) => markdown::line(out, it, self),
            Inline::Emphasis(it) => {
                out.push_str("<em>");
                markdown::line(out, it, self);
                out.push_str("</em>");
            }
            Inline::Strong(it) => {
                out.push_str("<strong>");
                text::push(out, it);
                out.push_str("</strong>");
            }
            Inline::Link(link) => self.link(out, &link.text, &link.target),
        }
    }

    fn link(&mut self, out: &mut String, words: &str, target: &Target<'_>) {
        let to = match target {
            Target::Schema { .. } => self.site.schema(words, self.root),
            Target::Page(stem) => self.resolve(&format!("{stem}.md")),
            Target::Url(url) => self.resolve(url),
        };
        if let Some(it) = &to {
            open_link(out, it);
        }
        text::push(out, words);
        if to.is_some() {
            out.push_str("</a>");
        }
    }
}

/// How many inlines of a cell are shown.
const MOST_IN_CELL: usize = 300;

/// The words of inlines, whatever they look like.
pub fn plain(inlines: &[Inline<'_>]) -> String {
    let mut out = String::new();
    for it in inlines {
        out.push_str(match it {
            Inline::Plain(it)
            | Inline::Name(it)
            | Inline::Text(it)
            | Inline::Markdown(it)
            | Inline::Code(it)
            | Inline::Emphasis(it)
            | Inline::Strong(it) => it,
            Inline::Link(it) => &it.text,
        });
    }
    out
}
