//! What begins with `<`: comments, addresses, and tags of elements that are known.

use super::super::escape;

/// What a tag does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// It opens an element.
    Opening,
    /// It closes one.
    Closing,
    /// It is an element.
    Whole,
}

/// What begins with `<` and is no text.
pub enum Special {
    /// So many bytes are written otherwise.
    As(usize, String),
    /// The target of a link, so long.
    Target(usize),
    /// A tag: its length, its name, what it does, and how it is written.
    Tag(usize, String, Form, String),
}

/// What stands at a `<`, if it is no text; what stands before it is in the same stretch of lines.
pub fn special(rest: &str, before: &str) -> Option<Special> {
    if let Some(comment) = rest.strip_prefix("<!--") {
        let end = comment.find("-->")?;
        return Some(Special::As(end + 7, String::new()));
    }
    if before.ends_with("](") || before.ends_with("]: ") {
        let end = rest.find(['>', '\n'])?;
        return rest[end..]
            .starts_with('>')
            .then_some(Special::Target(end + 1));
    }
    if let Some(end) = rest
        .find(['>', ' ', '\n'])
        .filter(|it| rest[*it..].starts_with('>'))
    {
        let inner = &rest[1..end];
        let is_plain = !inner.contains(['[', ']', '<', '{', '}', '\\']);
        let scheme = inner.split_once(':').map_or("", |it| it.0);
        let is_scheme = scheme.len() > 1
            && scheme.starts_with(|it: char| it.is_ascii_alphabetic())
            && scheme
                .chars()
                .all(|it| it.is_ascii_alphanumeric() || "+.-".contains(it));
        let is_mail = !is_scheme
            && inner.split_once('@').is_some_and(|it| {
                !it.0.is_empty() && it.1.contains('.') && !it.0.contains(['"', '=', '/', ':'])
            });
        if is_plain && (is_scheme || is_mail) {
            let mut text = String::new();
            escape::title(&mut text, inner);
            let to = if is_mail { "mailto:" } else { "" };
            let address = inner.replace('(', "%28").replace(')', "%29");
            return Some(Special::As(end + 1, format!("[{text}]({to}{address})")));
        }
    }
    tag(rest)
}

/// Elements without an end.
const VOID: [&str; 4] = ["br", "hr", "img", "wbr"];
/// Elements that renderers of Markdown show.
const ELEMENTS: [&str; 56] = [
    "a",
    "abbr",
    "b",
    "blockquote",
    "center",
    "cite",
    "code",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "i",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "caption",
    "label",
];

/// Reads a tag of an element that is known, and writes it so that it is HTML and JSX.
fn tag(rest: &str) -> Option<Special> {
    let inner = rest.strip_prefix('<')?;
    let (is_closing, inner) = match inner.strip_prefix('/') {
        Some(inner) => (true, inner),
        None => (false, inner),
    };
    let length = inner.find(|it: char| !it.is_ascii_alphanumeric())?;
    let name = inner[..length].to_ascii_lowercase();
    let is_void = VOID.contains(&&*name);
    if !is_void && !ELEMENTS.contains(&&*name) {
        return None;
    }
    let mut rest_of_tag = &inner[length..];
    let mut written = format!("<{}{name}", if is_closing && !is_void { "/" } else { "" });
    let is_whole = loop {
        let bare = rest_of_tag.trim_start();
        if let Some(behind) = bare.strip_prefix('>') {
            rest_of_tag = behind;
            break is_void;
        }
        if let Some(behind) = bare.strip_prefix("/>") {
            rest_of_tag = behind;
            break true;
        }
        // An attribute stands apart from what is before it.
        if bare.len() == rest_of_tag.len() {
            return None;
        }
        let (attribute, behind) = attribute(bare)?;
        if !is_closing {
            written.push_str(&attribute);
        }
        rest_of_tag = behind;
    };
    if is_closing && is_whole && !is_void {
        return None;
    }
    written.push_str(if is_whole { "/>" } else { ">" });
    let form = match (is_whole, is_closing) {
        (true, _) => Form::Whole,
        (_, true) => Form::Closing,
        (_, false) => Form::Opening,
    };
    Some(Special::Tag(
        rest.len() - rest_of_tag.len(),
        name,
        form,
        written,
    ))
}

/// Reads an attribute: how it is written, and what follows. Styles and scripts, which renderers of Markdown leave out and JSX
/// writes otherwise, are written as nothing.
fn attribute(text: &str) -> Option<(String, &str)> {
    let is_name = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | ':');
    let length = text.find(|it| !is_name(it))?;
    let name = &text[..length];
    if !name.starts_with(|it: char| it.is_ascii_alphabetic()) {
        return None;
    }
    let behind = &text[length..];
    let Some(value) = behind.trim_start().strip_prefix('=') else {
        return Some((format!(" {name}"), behind));
    };
    let value = value.trim_start();
    let (value, behind) = match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].split_once(quote)?,
        // As JSX has it.
        '{' => value.split_at(braces(value)?),
        _ => value.split_at(value.find(|it: char| {
            it.is_whitespace() || matches!(it, '>' | '"' | '\'' | '<' | '=' | '`' | '{')
        })?),
    };
    let is_left_out =
        name.eq_ignore_ascii_case("style") || name.to_ascii_lowercase().starts_with("on");
    if !is_left_out && value.contains(['\n', '\\', '{']) {
        return None;
    }
    let quote = if value.contains('"') { '\'' } else { '"' };
    let written = match is_left_out {
        true => String::new(),
        false => format!(" {name}={quote}{value}{quote}"),
    };
    Some((written, behind))
}

/// Where the braces that open a text end.
fn braces(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in text.char_indices().take(200) {
        depth += usize::from(c == '{');
        depth -= usize::from(c == '}');
        if depth == 0 {
            return Some(at + 1);
        }
    }
    None
}
