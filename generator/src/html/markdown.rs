//! Markdown of a document → HTML that can do nothing but be read.
//!
//! CommonMark with tables, by `pulldown-cmark`. Markup in it is not passed on: of elements that stand for text alone, as many
//! documents have them, what they are called is read and written anew, without attributes; all others are shown as they stand.

mod elements;

use std::fmt::Write;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::links::{Links, OPEN_TABLE, image, open_code, open_link};
use super::text;
use elements::Elements;

/// How long a text may be before it is cut.
pub const LONGEST: usize = 100_000;

/// A text of several paragraphs. Headings in it are at least of that level.
pub fn blocks(out: &mut String, markdown: &str, links: &dyn Links, level: u8) {
    let (markdown, is_cut) = text::cut(markdown, LONGEST);
    if is_plain(markdown) {
        out.push_str("<p>");
        text::push(out, markdown);
        out.push_str("</p>");
    } else {
        let mut writer = Writer::new(out, links, level);
        writer.all(markdown, false);
    }
    if is_cut {
        out.push_str(CUT);
    }
}

const CUT: &str = "<p class=\"cut\">The text is longer; it is cut here.</p>";

/// A text within a line or a cell: without the paragraph around it, if it is one.
pub fn line(out: &mut String, markdown: &str, links: &dyn Links) {
    let (markdown, is_cut) = text::cut(markdown.trim(), LONGEST / 5);
    if is_plain(markdown) {
        text::push(out, markdown);
    } else {
        let mut writer = Writer::new(out, links, 0);
        writer.all(markdown, true);
    }
    if is_cut {
        out.push_str(" …");
    }
}

/// How Markdown is read.
const OPTIONS: Options = Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH);

/// Whether a text is one paragraph, and so can stand within another one.
pub fn is_line(markdown: &str) -> bool {
    let (markdown, _) = text::cut(markdown.trim(), LONGEST / 5);
    let has_blocks = |it: &Event<'_>| matches!(it, Event::InlineHtml(_));
    is_plain(markdown) || {
        let events: Vec<Event<'_>> = Parser::new_ext(markdown, OPTIONS).collect();
        events.is_empty() || is_paragraph(&events) && !events.iter().any(has_blocks)
    }
}

/// Whether events are those of one paragraph.
fn is_paragraph(events: &[Event<'_>]) -> bool {
    let begins = |it: &&Event<'_>| matches!(it, Event::Start(Tag::Paragraph));
    let ends = |it: &Event<'_>| matches!(it, Event::End(TagEnd::Paragraph));
    events.first().as_ref().is_some_and(begins)
        && events.last().is_some_and(ends)
        && events.iter().filter(begins).count() == 1
}

/// Whether a text has nothing that Markdown makes something of.
fn is_plain(markdown: &str) -> bool {
    let starts = |it: u8| it.is_ascii_alphabetic() || it >= 0x80;
    markdown.bytes().next().is_some_and(starts)
        && !markdown
            .bytes()
            .any(|it| b"\\`*_[]<>&!|~\n\r\t$^".contains(&it))
        && !markdown.ends_with(' ')
}

struct Writer<'o, 'l> {
    out: &'o mut String,
    links: &'l dyn Links,
    elements: Elements,
    /// Of each link that is open, whether it leads anywhere.
    open_links: Vec<bool>,
    /// The level of headings at least; 0 where there are none.
    level: u8,
    /// The level of the last heading.
    last_level: u8,
    /// Text of an image, which is not shown but named.
    image: Option<(String, String)>,
    in_head: bool,
}

impl<'o, 'l> Writer<'o, 'l> {
    fn new(out: &'o mut String, links: &'l dyn Links, level: u8) -> Self {
        Self {
            out,
            links,
            elements: Elements::default(),
            open_links: Vec::new(),
            level,
            last_level: level.saturating_sub(1),
            image: None,
            in_head: false,
        }
    }

    fn all(&mut self, markdown: &str, in_line: bool) {
        let events: Vec<Event<'_>> = Parser::new_ext(markdown, OPTIONS).collect();
        let events = match in_line && is_paragraph(&events) {
            true => &events[1..events.len() - 1],
            false => &events[..],
        };
        for it in events {
            self.event(it);
        }
        self.elements.close_all(self.out);
    }

    fn event(&mut self, event: &Event<'_>) {
        if let Some((alt, _)) = &mut self.image {
            match event {
                Event::Text(it) | Event::Code(it) => alt.push_str(it),
                Event::SoftBreak | Event::HardBreak => alt.push(' '),
                Event::End(TagEnd::Image) => self.end_image(),
                _ => {}
            }
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(*tag),
            Event::Text(it) => text::push(self.out, it),
            Event::Code(it) => {
                self.out.push_str("<code>");
                text::push(self.out, it);
                self.out.push_str("</code>");
            }
            Event::Html(it) | Event::InlineHtml(it) => {
                self.elements.read(self.out, it, self.links);
            }
            Event::SoftBreak => self.out.push('\n'),
            Event::HardBreak => self.out.push_str("<br>"),
            Event::Rule => self.out.push_str("<hr>"),
            Event::FootnoteReference(it) | Event::InlineMath(it) | Event::DisplayMath(it) => {
                text::push(self.out, it);
            }
            Event::TaskListMarker(it) => self.out.push_str(if *it { "☑ " } else { "☐ " }),
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        if !matches!(tag, Tag::HtmlBlock) {
            self.elements.begin(matches!(tag, Tag::Paragraph));
        }
        match tag {
            Tag::Paragraph => self.out.push_str("<p>"),
            Tag::Heading { level, .. } => {
                // No level is left out, whatever the document does.
                let wanted = (*level as u8).saturating_add(self.level).saturating_sub(1);
                let level = wanted.clamp(self.level, (self.last_level + 1).max(self.level));
                self.last_level = level;
                let _ = match self.level {
                    0 => write!(self.out, "<p><strong>"),
                    _ => write!(self.out, "<h{}>", level.min(6)),
                };
            }
            Tag::BlockQuote(_) => self.out.push_str("<blockquote>"),
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(it) => it.split([' ', ',']).next().unwrap_or_default(),
                    CodeBlockKind::Indented => "",
                };
                open_code(self.out, language);
            }
            Tag::List(Some(1)) => self.out.push_str("<ol>"),
            Tag::List(Some(it)) => {
                let _ = write!(self.out, "<ol start=\"{it}\">");
            }
            Tag::List(None) => self.out.push_str("<ul>"),
            Tag::Item => self.out.push_str("<li>"),
            Tag::Table(_) => self.out.push_str(OPEN_TABLE),
            Tag::TableHead => {
                self.in_head = true;
                self.out.push_str("<thead><tr>");
            }
            Tag::TableRow => self.out.push_str("<tr>"),
            Tag::TableCell if self.in_head => self.out.push_str("<th scope=\"col\">"),
            Tag::TableCell => self.out.push_str("<td>"),
            Tag::Emphasis => self.out.push_str("<em>"),
            Tag::Strong => self.out.push_str("<strong>"),
            Tag::Strikethrough => self.out.push_str("<del>"),
            Tag::Link { dest_url, .. } => {
                // One link within another is none.
                let target = match self.open_links.contains(&true) || self.elements.has("a") {
                    true => None,
                    false => self.links.resolve(dest_url),
                };
                if let Some(it) = &target {
                    open_link(self.out, it);
                }
                self.open_links.push(target.is_some());
            }
            Tag::Image { dest_url, .. } => self.image = Some((String::new(), dest_url.to_string())),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        if tag != TagEnd::HtmlBlock {
            self.elements.end(self.out);
        }
        match tag {
            TagEnd::Paragraph => self.out.push_str("</p>"),
            TagEnd::Heading(_) => {
                let _ = match self.level {
                    0 => write!(self.out, "</strong></p>"),
                    _ => write!(self.out, "</h{}>", self.last_level.min(6)),
                };
            }
            TagEnd::BlockQuote(_) => self.out.push_str("</blockquote>"),
            TagEnd::CodeBlock => self.out.push_str("</code></pre>"),
            TagEnd::List(true) => self.out.push_str("</ol>"),
            TagEnd::List(false) => self.out.push_str("</ul>"),
            TagEnd::Item => self.out.push_str("</li>"),
            TagEnd::Table => self.out.push_str("</tbody></table></div>"),
            TagEnd::TableHead => {
                self.in_head = false;
                self.out.push_str("</tr></thead><tbody>");
            }
            TagEnd::TableRow => self.out.push_str("</tr>"),
            TagEnd::TableCell if self.in_head => self.out.push_str("</th>"),
            TagEnd::TableCell => self.out.push_str("</td>"),
            TagEnd::Emphasis => self.out.push_str("</em>"),
            TagEnd::Strong => self.out.push_str("</strong>"),
            TagEnd::Strikethrough => self.out.push_str("</del>"),
            TagEnd::Link if self.open_links.pop() == Some(true) => self.out.push_str("</a>"),
            _ => {}
        }
    }

    /// An image is on another site, which is asked for it only if the reader wants to.
    fn end_image(&mut self) {
        self.elements.end(&mut String::new());
        let Some((alt, to)) = self.image.take() else {
            return;
        };
        image(
            self.out,
            &alt,
            &to,
            self.links,
            self.open_links.contains(&true),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::super::links::scheme;
    use super::*;

    struct Web;

    impl Links for Web {
        fn resolve(&self, to: &str) -> Option<String> {
            (scheme(to)? == "https").then(|| to.to_owned())
        }
    }

    fn made(markdown: &str) -> String {
        let mut out = String::new();
        blocks(&mut out, markdown, &Web, 3);
        out
    }

    #[test]
    fn markdown_is_rendered() {
        assert_eq!(made("plain words"), "<p>plain words</p>");
        assert_eq!(
            made("# A\n\n### B\n\n*a* **b** `c<`"),
            "<h3>A</h3><h4>B</h4><p><em>a</em> <strong>b</strong> <code>c&lt;</code></p>"
        );
        assert!(made("|a|\n|-|\n|b|").ends_with(
            "<thead><tr><th scope=\"col\">a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table></div>"
        ));
        let mut out = String::new();
        line(&mut out, "one *line*", &Web);
        assert_eq!(out, "one <em>line</em>");
    }

    #[test]
    fn what_is_no_line_is_told() {
        for it in ["a", "a *b* `c`\nd", "", "*a*"] {
            assert!(is_line(it), "{it}");
        }
        for it in ["a\n\nb", "- a", "a\n# b", "a <div>b", "```\na\n```"] {
            assert!(!is_line(it), "{it}");
        }
    }

    #[test]
    fn links_lead_where_no_harm_is() {
        let link = "<p><a href=\"https://a.b\" rel=\"noopener noreferrer\">x</a></p>";
        assert_eq!(made("[x](https://a.b)"), link);
        assert_eq!(made("![x](https://a.b)"), link);
        for it in [
            "[x](javascript:alert(1))",
            "[x](JaVaScRiPt:alert(1))",
            "[x](<java\tscript:alert(1)>)",
            "[x](data:text/html;base64,AAAA)",
            "[x](vbscript:a)",
            "![x](javascript:a)",
            "[x](&#106;avascript:alert(1))",
            "[x](nowhere.html)",
        ] {
            assert_eq!(made(it), "<p>x</p>", "{it}");
        }
    }

    #[test]
    fn markup_is_text_or_means_text() {
        assert_eq!(made("<p>a <code>b</code>"), "<p>a <code>b</code></p>");
        assert_eq!(made("a <b onclick=x()>b"), "<p>a <b>b</b></p>");
        assert_eq!(made("<li>a</li>"), "a");
        assert_eq!(made("<ul><li>a</ul>"), "<ul><li>a</li></ul>");
        // An element that began before a paragraph ends it, and one before a list does not end that.
        assert_eq!(
            made("<details>\n\na </details> b"),
            "<details>\n<p>a </p></details><p> b</p>"
        );
        assert_eq!(
            made("<div>\n\n- a </div> b"),
            "<div>\n<ul><li>a  b</li></ul></div>"
        );
        assert_eq!(
            made("a</p></div></body>b"),
            "<p>ab</p>".replace("ab", "a&lt;/body&gt;b")
        );
        for it in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "<svg/onload=alert(1)>",
            "<a href=\"javascript:alert(1)\">x</a>",
            "<a href=' javascript:alert(1)' onclick=y>x</a>",
            "<iframe srcdoc='<script>alert(1)</script>'>",
            "<!-- <script>alert(1)</script> -->",
            "<p title='\"><script>alert(1)</script>'>x",
            "<style>*{}</style>",
            "&lt;script&gt;",
            "```\n</code></pre><script>\n```",
            "`</code><script>`",
            "<code><script></code>",
        ] {
            let out = made(it);
            let lower = out.to_lowercase();
            for tag in ["<script", "<img", "<svg", "<iframe", "<style", "<a href"] {
                assert!(!lower.contains(tag), "{it}: {out}");
            }
        }
    }
}
