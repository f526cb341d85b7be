//! Markup within Markdown → the same elements without attributes, where they stand for text alone.

use super::super::links::{Links, image, open_link};
use super::super::text;

/// Elements that are written as they are called.
const KNOWN: [&str; 40] = [
    "a",
    "b",
    "blockquote",
    "br",
    "code",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "kbd",
    "li",
    "ol",
    "p",
    "pre",
    "s",
    "small",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "u",
    "ul",
];

/// The elements of a text that are open.
#[derive(Debug, Default)]
pub struct Elements {
    open: Vec<&'static str>,
    /// The parts of Markdown that are open.
    parts: Vec<Part>,
}

/// A block of Markdown, or what is emphasised in one.
#[derive(Debug)]
struct Part {
    /// How many elements were open where it began.
    from: usize,
    is_paragraph: bool,
}

impl Elements {
    /// Notes that a part of Markdown begins.
    pub fn begin(&mut self, is_paragraph: bool) {
        let from = self.open.len();
        self.parts.push(Part { from, is_paragraph });
    }

    /// Closes what was opened in a part that ends.
    pub fn end(&mut self, out: &mut String) {
        if let Some(part) = self.parts.pop() {
            self.close_to(out, part.from);
        }
    }

    /// How many elements were open where the innermost part began.
    fn floor(&self) -> usize {
        self.parts.last().map_or(0, |it| it.from)
    }

    /// Ends an element that is open. A paragraph that began within it ends there, and another one goes on; within any other part it
    /// goes on itself.
    fn close(&mut self, out: &mut String, at: usize) {
        let floor = self.floor();
        if at >= floor {
            return self.close_to(out, at);
        }
        let [
            before @ ..,
            Part {
                is_paragraph: true, ..
            },
        ] = &self.parts[..]
        else {
            return;
        };
        if at < before.last().map_or(0, |it| it.from) {
            return;
        }
        self.close_to(out, floor);
        out.push_str("</p>");
        self.close_to(out, at);
        out.push_str("<p>");
        if let Some(part) = self.parts.last_mut() {
            part.from = at;
        }
    }

    /// Whether one of that name is open.
    pub fn has(&self, name: &str) -> bool {
        self.open.contains(&name)
    }

    /// Closes all that are open.
    pub fn close_all(&mut self, out: &mut String) {
        self.close_to(out, 0);
    }

    /// Closes all but so many.
    fn close_to(&mut self, out: &mut String, length: usize) {
        while self.open.len() > length {
            self.close_last(out);
        }
    }

    fn close_last(&mut self, out: &mut String) {
        if let Some(name) = self.open.pop() {
            out.push_str("</");
            out.push_str(name);
            out.push('>');
        }
    }

    /// Writes markup of a document.
    pub fn read(&mut self, out: &mut String, markup: &str, links: &dyn Links) {
        let mut rest = markup;
        while let Some(at) = rest.find('<') {
            push_text(out, &rest[..at]);
            rest = &rest[at..];
            if let Some(behind) = rest.strip_prefix("<!--") {
                rest = behind.find("-->").map_or("", |at| &behind[at + 3..]);
                continue;
            }
            match Element::read(rest) {
                Some((element, length)) => {
                    self.element(out, &element, links);
                    rest = &rest[length..];
                }
                None => {
                    out.push_str("&lt;");
                    rest = &rest[1..];
                }
            }
        }
        push_text(out, rest);
    }

    fn element(&mut self, out: &mut String, it: &Element<'_>, links: &dyn Links) {
        let name = match it.name {
            // The levels of headings are those of the page.
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => "strong",
            name => name,
        };
        if it.closes {
            if let Some(at) = self.open.iter().rposition(|open| *open == name) {
                self.close(out, at);
                if name == "strong" && it.name != name {
                    out.push_str("<br>");
                }
            }
            return;
        }
        match name {
            "br" | "hr" => {
                out.push('<');
                out.push_str(name);
                out.push('>');
                return;
            }
            "img" => {
                let [alt, src] = ["alt", "src"].map(|name| it.attribute(name));
                let in_link = self.has("a");
                let src = src.unwrap_or_default();
                image(out, &alt.unwrap_or_default(), &src, links, in_link);
                return;
            }
            "a" => {
                let target = it.attribute("href").and_then(|it| links.resolve(&it));
                if let Some(target) = target.filter(|_| !self.has("a")) {
                    open_link(out, &target);
                    self.open.push("a");
                }
                return;
            }
            _ => {}
        }
        let parent: &[&str] = match name {
            "li" => &["ul", "ol"],
            "dt" | "dd" => &["dl"],
            "td" | "th" | "tr" | "thead" | "tbody" => &["table"],
            "summary" => &["details"],
            _ => &[],
        };
        let above = self.open.iter().rposition(|it| parent.contains(it));
        if !parent.is_empty() && above.is_none() {
            return;
        }
        // A paragraph, a cell or an item ends where the next begins.
        let ends: &[&str] = match name {
            "p" => &["p"],
            "li" => &["li", "p"],
            "td" | "th" => &["td", "th", "p"],
            "tr" => &["tr", "td", "th", "p"],
            "dt" | "dd" => &["dt", "dd", "p"],
            _ => &[],
        };
        let from = above.map_or(0, |it| it + 1).max(self.floor());
        if let Some(at) = self.open[from..].iter().position(|it| ends.contains(it)) {
            self.close_to(out, from + at);
        }
        out.push('<');
        out.push_str(name);
        out.push('>');
        if !it.is_empty {
            self.open.push(name);
        } else {
            out.push_str("</");
            out.push_str(name);
            out.push('>');
        }
    }
}

/// A tag that is known.
struct Element<'a> {
    name: &'static str,
    closes: bool,
    is_empty: bool,
    attributes: &'a str,
}

impl<'a> Element<'a> {
    /// Reads the tag that a text begins with, and tells how long it is.
    fn read(text: &'a str) -> Option<(Self, usize)> {
        let behind = text.strip_prefix('<')?;
        let closes = behind.starts_with('/');
        let behind = behind.strip_prefix('/').unwrap_or(behind);
        let length = behind
            .find(|it: char| !it.is_ascii_alphanumeric())
            .unwrap_or(behind.len());
        let name = behind[..length].to_ascii_lowercase();
        let name = match KNOWN.binary_search(&name.as_str()) {
            Ok(at) => KNOWN[at],
            Err(_) => return None,
        };
        let attributes = &behind[length..];
        if !attributes.starts_with(|it: char| it.is_ascii_whitespace() || it == '>' || it == '/') {
            return None;
        }
        let mut quote = None;
        let end = attributes.find(|it: char| match (quote, it) {
            (Some(open), it) if open == it => {
                quote = None;
                false
            }
            (None, '"' | '\'') => {
                quote = Some(it);
                false
            }
            (None, '>') => true,
            _ => false,
        })?;
        let start = text.len() - attributes.len();
        let attributes = &attributes[..end];
        let element = Element {
            name,
            closes,
            is_empty: attributes.ends_with('/'),
            attributes,
        };
        Some((element, start + end + 1))
    }

    /// The value of an attribute, with references to characters as they stand for ASCII.
    fn attribute(&self, name: &str) -> Option<String> {
        let mut rest = self.attributes;
        loop {
            rest = rest.trim_start_matches(|it: char| it.is_ascii_whitespace() || it == '/');
            let end = rest.find(|it: char| it.is_ascii_whitespace() || it == '=')?;
            let found = rest[..end].eq_ignore_ascii_case(name);
            rest = rest[end..].trim_start();
            let Some(value) = rest.strip_prefix('=').map(str::trim_start) else {
                continue;
            };
            let (value, behind) = match value.chars().next()? {
                quote @ ('"' | '\'') => {
                    let end = value[1..].find(quote)? + 1;
                    (&value[1..end], &value[end + 1..])
                }
                _ => {
                    let end = value.find(|it: char| it.is_ascii_whitespace());
                    value.split_at(end.unwrap_or(value.len()))
                }
            };
            if found {
                // A reference that is not read could hide the scheme of an address.
                let value = value.replace("&amp;", "&");
                let is_hiding = value.contains("&#") || value.contains("&colon;");
                return (!is_hiding).then_some(value);
            }
            rest = behind;
        }
    }
}

/// Adds text from markup, in which references stand for characters.
fn push_text(out: &mut String, markup: &str) {
    let mut rest = markup;
    while let Some(at) = rest.find('&') {
        text::push(out, &rest[..at]);
        rest = &rest[at..];
        let end = rest[1..].find(|it: char| !it.is_ascii_alphanumeric() && it != '#');
        let length = end.map_or(0, |it| it + 1);
        if (2..12).contains(&length) && rest[length..].starts_with(';') {
            out.push_str(&rest[..=length]);
            rest = &rest[length + 1..];
        } else {
            out.push_str("&amp;");
            rest = &rest[1..];
        }
    }
    text::push(out, rest);
}
