//! Pages and what a document renders → where they differ.

use crate::file_set::FileSet;
use crate::model::Api;

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

/// Compares a page with what was rendered: with the page of the same title, since a page may be kept under any name. A
/// page that is nothing but its title is a tag without operations, which is not rendered.
pub fn compare(path: &str, page: &str, api: &Api, rendered: &FileSet) -> Proof {
    let title = page.lines().next();
    // The page that leads to the others has the name of the API, which a tag may have, too.
    let titled = || rendered.iter().filter(|(_, it)| it.lines().next() == title);
    let found = titled()
        .find(|(_, it)| *it == page)
        .or_else(|| titled().next());
    let is_empty_tag = api.tags.iter().any(|it| page == format!("# {}\n", it.name));
    let difference = match found {
        Some((_, it)) if it == page => None,
        Some((_, it)) => Some(first_difference(page, it)),
        None if is_empty_tag => None,
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
