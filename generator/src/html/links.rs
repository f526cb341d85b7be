//! Where links of the document lead, and how they are written.

use std::fmt::Write;

use super::text;

/// Where links lead.
pub trait Links {
    /// What to write for a link of the document; `None` where it would lead nowhere, or could do harm.
    fn resolve(&self, to: &str) -> Option<String>;
}

/// The beginning of a table that may be wider than the page.
pub const OPEN_TABLE: &str =
    "<div class=\"scroll\" role=\"group\" aria-label=\"Table\" tabindex=\"0\"><table>";

/// The beginning of a sample: `<pre><code>`.
pub fn open_code(out: &mut String, language: &str) {
    out.push_str("<pre tabindex=\"0\"><code");
    let plain = |it: char| it.is_ascii_alphanumeric() || "-_+#.".contains(it);
    if !language.is_empty() && language.chars().all(plain) {
        let _ = write!(out, " class=\"language-{language}\"");
    }
    out.push('>');
}

/// The beginning of a link to what [`Links::resolve`] gave.
pub fn open_link(out: &mut String, to: &str) {
    out.push_str("<a href=\"");
    text::push(out, to);
    out.push('"');
    if to.contains(':') {
        out.push_str(" rel=\"noopener noreferrer\"");
    }
    out.push('>');
}

/// The link that stands for an image.
pub fn image(out: &mut String, alt: &str, to: &str, links: &dyn Links, in_link: bool) {
    let alt = match alt.trim() {
        "" => "image",
        alt => alt,
    };
    let target = links.resolve(to).filter(|it| !in_link && it.contains(':'));
    if let Some(it) = &target {
        open_link(out, it);
    }
    text::push(out, alt);
    if target.is_some() {
        out.push_str("</a>");
    }
}

/// What an address begins with, in lower case, if anything: `https` of `https://example.com`.
pub fn scheme(to: &str) -> Option<String> {
    // Browsers take blanks and control characters for nothing: `java\tscript:`.
    let to = to.trim_start_matches(|it: char| it <= ' ');
    let end = to.find(['/', '?', '#', ':'])?;
    if !to[end..].starts_with(':') {
        return None;
    }
    let scheme = to[..end].chars().filter(|it| *it > ' ');
    Some(scheme.map(|it| it.to_ascii_lowercase()).collect())
}
