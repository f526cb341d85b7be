//! Pages and what a document renders → where they differ.

use crate::budget::{self, OutputBudget};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Sink};
use crate::docs;
use crate::file_set::FileSet;
use crate::load::Document;
use crate::model::Api;
use crate::resolve;

/// How a page came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// The path of the page.
    pub path: String,
    /// The first line that differs; none where every byte is the same.
    pub difference: Option<Difference>,
}

/// The first line in which two texts differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The line, counted from 1.
    pub line: u32,
    /// That line of the page; none where the page has ended.
    pub page: Option<String>,
    /// That line as the document renders it; none where that has ended.
    pub rendered: Option<String>,
}

impl Difference {
    /// Tells of it, where this is what renders the page.
    pub(super) fn told(&self, who: &str) -> String {
        let shown = |line: &Option<String>| match line {
            Some(line) => format!("`{}`", shortened(line)),
            None => "the end of the page".to_owned(),
        };
        format!(
            "{who} renders {} here, the page has {}",
            shown(&self.rendered),
            shown(&self.page)
        )
    }
}

/// A line as a message shows it: without the blanks that line up a table, and not endless.
fn shortened(line: &str) -> String {
    let words: Vec<&str> = line.split_whitespace().collect();
    let text = words.join(" ");
    match text.char_indices().nth(160) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// A document that was resolved, and its pages.
pub(super) struct Rendered {
    pub(super) api: Api,
    pub(super) pages: FileSet,
    /// Where rendering took more than it may, and was not finished.
    pub(super) unfinished: Option<Diagnostic>,
}

/// Resolves a document and renders it; `None` where loading or resolving it has found errors, which stand in the sink.
pub(super) fn render(document: &Document, config: &Config, sink: &mut Sink) -> Option<Rendered> {
    let api = resolve::resolve(document, config, sink);
    if sink.has_errors() {
        return None;
    }
    let budget = OutputBudget::for_input(document.size() as u64);
    budget::spend_shared(&api, &budget);
    let pages = docs::render(&api, config, &budget);
    let unfinished = budget.finding(&api);
    Some(Rendered {
        api,
        pages,
        unfinished,
    })
}

/// The first line of a page.
pub(super) fn title(page: &str) -> &str {
    page.lines().next().unwrap_or_default()
}

/// What was rendered of the same title as a page, since a page may be kept under any name.
pub(super) fn counterpart<'a>(page: &str, rendered: &'a FileSet) -> Option<&'a str> {
    // The page that leads to the others has the name of the API, which a tag may have, too: the one that is alike for longer.
    let titled = rendered.iter().map(|(_, it)| it);
    let titled = titled.filter(|it| title(it) == title(page));
    titled.max_by_key(|it| (common(it, page), *it == page))
}

/// How many bytes two texts begin with alike.
fn common(a: &str, b: &str) -> usize {
    let pairs = a.bytes().zip(b.bytes());
    pairs.take_while(|(a, b)| a == b).count()
}

/// Whether a page is nothing but its title, which is a tag's: one without operations is not rendered.
pub(super) fn is_empty_tag(page: &str, api: &Api) -> bool {
    let name = page.strip_prefix("# ").and_then(|it| it.strip_suffix('\n'));
    name.is_some_and(|name| api.tags.iter().any(|it| it.name == name))
}

/// Compares a page with what was rendered.
pub fn compare(path: &str, page: &str, api: &Api, rendered: &FileSet) -> Proof {
    let difference = match counterpart(page, rendered) {
        Some(it) if it == page => None,
        Some(it) => Some(first_difference(page, it)),
        None if is_empty_tag(page, api) => None,
        None => Some(first_difference(page, "")),
    };
    Proof {
        path: path.to_owned(),
        difference,
    }
}

/// The first line in which two different texts differ.
fn first_difference(page: &str, rendered: &str) -> Difference {
    let mut lines = (page.split('\n'), rendered.split('\n'));
    let mut line = 1;
    loop {
        let (page, rendered) = (lines.0.next(), lines.1.next());
        if page != rendered || page.is_none() {
            return Difference {
                line,
                page: page.map(str::to_owned),
                rendered: rendered.map(str::to_owned),
            };
        }
        line += 1;
    }
}
