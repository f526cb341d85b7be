//! What stands around the content of every page: its head, the bar at the top, the list of pages at the side.

use std::fmt::Write;

use super::site::{Entry, Group, Site, page_of};
use super::text;

/// How many pages of a kind are listed at the side. All of them stand on the pages of their tags.
const MOST_LISTED: usize = 60;

/// Which page it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Here {
    /// What the API is.
    Index,
    /// How to authenticate.
    Authentication,
    /// The operations of a tag.
    Group(usize),
    /// One of them.
    Operation(usize, usize),
    /// The list of what the API calls.
    Webhooks,
    /// One of them.
    Webhook(usize),
    /// The list of schemas.
    Schemas,
    /// One of them.
    Schema(usize),
}

impl Here {
    /// What leads from the page to the folder of the site.
    pub fn root(self) -> &'static str {
        match self {
            Here::Index | Here::Authentication | Here::Schemas | Here::Webhooks => "",
            _ => "../",
        }
    }
}

/// A page as it is written to its file.
pub fn page(site: &Site<'_>, here: Here, title: &str, content: &str) -> String {
    let root = here.root();
    let mut out = String::with_capacity(content.len() + 12_000);
    let _ = write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\" data-root=\"{root}\">\n<head>\n<meta charset=\"utf-8\">\n<title>"
    );
    text::push(&mut out, title);
    if here != Here::Index {
        out.push_str(" · ");
        text::push(&mut out, site.title);
    }
    let _ = write!(
        out,
        "</title>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <link rel=\"icon\" href=\"{root}assets/icon.svg\">\n\
         <link rel=\"stylesheet\" href=\"{root}assets/site.css\">\n\
         <script src=\"{root}assets/theme.js\"></script>\n\
         <script src=\"{root}assets/site.js\" defer></script>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#main\">Skip to content</a>\n\
         <header class=\"top\"><a class=\"menu\" href=\"#nav\">Menu</a><a class=\"brand\" href=\"{root}index.html\">"
    );
    text::push(&mut out, site.title);
    out.push_str("</a>");
    let version = site.api.info.version.trim();
    if !version.is_empty() {
        out.push_str("<span class=\"version\">");
        text::push(&mut out, version);
        out.push_str("</span>");
    }
    out.push_str("<div class=\"tools\"></div></header>\n<div class=\"page\">\n");
    side(&mut out, site, here);
    out.push_str("<main id=\"main\" tabindex=\"-1\">\n");
    out.push_str(content);
    out.push_str("\n</main>\n");
    out.push_str("</div>\n</body>\n</html>\n");
    out
}

/// The list of pages.
fn side(out: &mut String, site: &Site<'_>, here: Here) {
    let root = here.root();
    out.push_str(
        "<nav class=\"side\" id=\"nav\" aria-label=\"Reference\">\n<a class=\"close\" href=\"#main\">Close menu</a>\n<ul>\n",
    );
    item(out, root, "index", "Overview", here == Here::Index);
    if site.has_authentication {
        let current = here == Here::Authentication;
        item(out, root, "authentication", "Authentication", current);
    }
    out.push_str("</ul>\n");
    groups(out, site, here);
    if !site.webhooks.is_empty() {
        out.push_str("<p class=\"kind\">Webhooks</p>\n<ul>\n");
        item(
            out,
            root,
            "webhooks",
            "All webhooks",
            here == Here::Webhooks,
        );
        out.push_str("</ul>\n");
        if let Here::Webhook(at) = here {
            entries(out, &site.webhooks, Some(at));
        }
    }
    if !site.schemas.is_empty() {
        out.push_str("<p class=\"kind\">Schemas</p>\n<ul>\n");
        let title = format!("All {} schemas", site.schemas.len());
        item(out, root, "schemas", &title, here == Here::Schemas);
        if let Here::Schema(at) = here {
            let (from, to) = window(site.schemas.len(), Some(at));
            for (i, it) in site.schemas.iter().enumerate().take(to).skip(from) {
                item(out, root, &it.file, it.name, i == at);
            }
        }
        out.push_str("</ul>\n");
    }
    out.push_str("</nav>\n");
}

fn groups(out: &mut String, site: &Site<'_>, here: Here) {
    if site.groups.is_empty() {
        return;
    }
    let root = here.root();
    let (open, at) = match here {
        Here::Group(group) => (Some(group), None),
        Here::Operation(group, at) => (Some(group), Some(at)),
        // With one tag there is nothing to choose from.
        _ => ((site.groups.len() == 1).then_some(0), None),
    };
    out.push_str("<p class=\"kind\">Operations</p>\n<ul>\n");
    let (from, to) = window(site.groups.len(), open);
    if from > 0 {
        item(out, root, "index", "Earlier tags …", false);
    }
    for (i, group) in site.groups.iter().enumerate().take(to).skip(from) {
        let _ = write!(out, "<li><a href=\"{}\"", page_of(root, &group.file));
        if here == Here::Group(i) {
            out.push_str(" aria-current=\"page\"");
        }
        out.push('>');
        text::push(out, &shown(group));
        let _ = write!(
            out,
            " <span class=\"count\">{}</span></a>",
            group.operations.len()
        );
        if open == Some(i) && !group.operations.is_empty() {
            out.push('\n');
            entries_at(out, &group.operations, at, root);
            if group.operations.len() > MOST_LISTED {
                let _ = write!(
                    out,
                    "<p class=\"more\"><a href=\"{}\">All {} operations</a></p>",
                    page_of(root, &group.file),
                    group.operations.len()
                );
            }
        }
        out.push_str("</li>\n");
    }
    if to < site.groups.len() {
        item(out, root, "index", "More tags …", false);
    }
    out.push_str("</ul>\n");
}

/// What a tag is called, behind those that it is nested under.
pub fn shown(group: &Group<'_>) -> String {
    let titles = group.within.iter().chain([&group.title]);
    let titles: Vec<&str> = titles.map(String::as_str).collect();
    titles.join(" › ")
}

fn entries(out: &mut String, entries: &[Entry<'_>], at: Option<usize>) {
    entries_at(out, entries, at, "../");
}

fn entries_at(out: &mut String, entries: &[Entry<'_>], at: Option<usize>, root: &str) {
    let (from, to) = window(entries.len(), at);
    out.push_str("<ul class=\"operations\">\n");
    for (i, it) in entries.iter().enumerate().take(to).skip(from) {
        let _ = write!(out, "<li><a href=\"{}\"", page_of(root, &it.file));
        if at == Some(i) {
            out.push_str(" aria-current=\"page\"");
        }
        out.push('>');
        method(out, it);
        out.push_str("<span>");
        text::push(out, &it.title);
        out.push_str("</span></a></li>\n");
    }
    out.push_str("</ul>");
}

/// The method of an operation.
pub fn method(out: &mut String, it: &Entry<'_>) {
    let name = it.operation.method.as_upper();
    let class = match name {
        "GET" | "POST" | "PUT" | "PATCH" | "DELETE" => name,
        _ => "other",
    };
    let _ = write!(
        out,
        "<span class=\"method {}\">",
        class.to_ascii_lowercase()
    );
    text::push(out, name);
    out.push_str("</span> ");
}

fn item(out: &mut String, root: &str, file: &str, title: &str, is_current: bool) {
    let _ = write!(out, "<li><a href=\"{}\"", page_of(root, file));
    if is_current {
        out.push_str(" aria-current=\"page\"");
    }
    out.push('>');
    text::push(out, title);
    out.push_str("</a></li>\n");
}

/// Which of so many are listed: those around the current one.
fn window(count: usize, at: Option<usize>) -> (usize, usize) {
    let from = at.unwrap_or(0).saturating_sub(MOST_LISTED / 2);
    let from = from.min(count.saturating_sub(MOST_LISTED));
    (from, count.min(from + MOST_LISTED))
}
