//! Markdown of a document → Markdown that CommonMark, GFM and MDX 3 read alike, and that stays within its section.
//!
//! MDX takes `{` for JavaScript and `<` for JSX, so both are escaped; elements of HTML that are well formed stay. Headings go
//! below those of the layout, and a fence or an element that is not closed ends with the text, not with the page. What has
//! been made portable stays as it is.

mod inlines;
mod tags;

use super::{escape, lint};
use inlines::{Kind, Span, inlines};

/// The level at which headings of the document begin: below those of the layout.
const FIRST_LEVEL: usize = 4;
/// The deepest level of a heading.
const LAST_LEVEL: usize = 6;

/// Makes blocks portable. `None` where they are.
pub fn blocks(text: &str) -> Option<String> {
    if !may_differ(text) {
        return None;
    }
    let mut it = Lines::of(text);
    for line in text.lines() {
        it.line(line);
    }
    it.finish();
    let out = inlines(&it.out, &it.spans);
    (out != text).then_some(out)
}

/// Makes text within a line portable. `None` where it is.
pub fn line(text: &str) -> Option<String> {
    memchr::memchr2(b'{', b'<', text.as_bytes())?;
    let span = Span {
        start: 0,
        end: text.len(),
        kind: Kind::Nested,
    };
    Some(inlines(text, &[span]))
}

/// Whether anything in the text may need a change: most descriptions are a few plain words.
fn may_differ(text: &str) -> bool {
    let marker = |it: u8| matches!(it, b'{' | b'<' | b'#' | b'`' | b'~' | b'=');
    let module = |line: &str| line.starts_with("import ") || line.starts_with("export ");
    let line = |it: &str| it.starts_with("    ") || it.starts_with(['-', '\t']) || module(it);
    text.bytes().any(marker) || text.lines().any(line)
}

/// The lines of a text, told by how they begin.
struct Lines {
    out: String,
    spans: Vec<Span>,
    /// The stretch that may go on: where it begins, and what it is.
    open: Option<(usize, Kind)>,
    fence: Option<String>,
    /// The indented code that may go on: its lines.
    code: Option<Vec<String>>,
    is_after_blank: bool,
    is_in_list: bool,
    is_in_quote: bool,
    /// By how much headings are lowered.
    shift: usize,
}

impl Lines {
    fn of(text: &str) -> Self {
        Self {
            out: String::with_capacity(text.len() + text.len() / 8),
            spans: Vec::new(),
            open: None,
            fence: None,
            code: None,
            is_after_blank: true,
            is_in_list: false,
            is_in_quote: false,
            shift: FIRST_LEVEL.saturating_sub(highest_heading(text)),
        }
    }

    fn push(&mut self, line: &str) {
        self.out.push_str(line);
        self.out.push('\n');
    }

    /// Ends the stretch.
    fn end(&mut self) {
        if let Some((start, kind)) = self.open.take() {
            let end = self.out.len();
            self.spans.push(Span { start, end, kind });
        }
        self.is_in_quote = false;
    }

    /// A line that is a stretch by itself.
    fn alone(&mut self, line: &str) {
        self.end();
        self.open = Some((self.out.len(), Kind::Nested));
        self.push(line);
        self.end();
    }

    fn line(&mut self, line: &str) {
        if let Some(fence) = &self.fence {
            if lint::closes(line, fence) {
                self.fence = None;
            }
            self.push(line);
            return;
        }
        let is_after_blank = std::mem::take(&mut self.is_after_blank);
        let bare = line.trim_start();
        let is_indented = line.starts_with("    ") || line.starts_with('\t');
        if let Some(code) = &mut self.code {
            if is_indented || bare.is_empty() {
                code.push(
                    line.strip_prefix('\t')
                        .unwrap_or(line.get(4..).unwrap_or_default())
                        .to_owned(),
                );
                self.is_after_blank = bare.is_empty();
                return;
            }
            self.end_code();
        }
        if bare.is_empty() {
            self.end();
            self.push("");
            self.is_after_blank = true;
        } else if is_indented && is_after_blank && !self.is_in_list {
            self.code = Some(vec![
                line.strip_prefix('\t')
                    .unwrap_or(line.get(4..).unwrap_or_default())
                    .to_owned(),
            ]);
        } else if let Some(fence) = lint::fence_of(if self.is_in_list { bare } else { line }) {
            self.end();
            self.push(line);
            self.fence = Some(fence);
        } else if let Some(level) = lint::heading_level(line) {
            let level_here = (level + self.shift).min(LAST_LEVEL);
            self.alone(&format!("{}{}", "#".repeat(level_here), &bare[level..]));
            self.is_after_blank = true;
        } else if let Some(level) =
            underline(line).filter(|_| matches!(self.open, Some((_, Kind::Paragraph))))
        {
            self.underlined(level);
        } else if lint::is_item(line, !is_after_blank && !self.is_in_list) {
            self.end();
            self.is_in_list = true;
            self.begin(line, Kind::Nested);
        } else if bare.starts_with('>') {
            if !self.is_in_quote {
                self.end();
            }
            self.begin(line, Kind::Nested);
            self.is_in_quote = true;
        } else if bare.starts_with('|') {
            self.alone(line);
        } else {
            self.running(line, bare, is_after_blank);
        }
    }

    /// A line that begins nothing.
    fn running(&mut self, line: &str, bare: &str, is_after_blank: bool) {
        if is_after_blank && line.len() == bare.len() {
            self.is_in_list = false;
        }
        if self.open.is_some() {
            return self.push(line);
        }
        let kind = match bare.starts_with('<') {
            _ if self.is_in_list => Kind::Nested,
            true => Kind::Html,
            false => Kind::Paragraph,
        };
        // A statement of a module, to MDX.
        let module = ["import ", "export "]
            .into_iter()
            .find(|it| line.starts_with(it));
        match module.filter(|_| is_after_blank) {
            Some(word) => {
                let first = word.as_bytes()[0];
                self.begin(&format!("&#{first};{}", &line[1..]), kind);
            }
            // Not a heading, which tidying would make of it (MD018).
            None if bare.starts_with('#') && kind == Kind::Paragraph => {
                self.begin(&format!("\\{bare}"), kind);
            }
            None => self.begin(line, kind),
        }
    }

    /// Begins a stretch, or goes on with the one that is open.
    fn begin(&mut self, line: &str, kind: Kind) {
        self.open.get_or_insert((self.out.len(), kind));
        self.push(line);
    }

    /// The open stretch is a heading whose line below has been read.
    fn underlined(&mut self, level: usize) {
        let Some((start, _)) = self.open.take() else {
            return;
        };
        let words = self.out.split_off(start);
        let words: Vec<&str> = words.lines().map(str::trim).collect();
        let level = (level + self.shift).min(LAST_LEVEL);
        self.alone(&format!("{} {}", "#".repeat(level), words.join(" ")));
        self.is_after_blank = true;
    }

    /// Indented code is fenced: MDX knows no other.
    fn end_code(&mut self) {
        let Some(mut code) = self.code.take() else {
            return;
        };
        let blank = code
            .iter()
            .rev()
            .take_while(|it| it.trim().is_empty())
            .count();
        code.truncate(code.len() - blank);
        let text = code.join("\n");
        let fence = "`".repeat(escape::fence_length(&text));
        self.end();
        for line in [&*fence, &text, &fence] {
            self.push(line);
        }
        for _ in 0..blank {
            self.push("");
        }
    }

    fn finish(&mut self) {
        self.end_code();
        self.end();
        if let Some(fence) = self.fence.take() {
            self.push(&fence);
        }
    }
}

/// The level of the highest heading; more than any where there is none.
fn highest_heading(text: &str) -> usize {
    let mut fence: Option<String> = None;
    let mut highest = LAST_LEVEL + 1;
    let mut is_after_text = false;
    for line in text.lines() {
        if let Some(open) = &fence {
            if lint::closes(line, open) {
                fence = None;
            }
            continue;
        }
        fence = lint::fence_of(line);
        let level = lint::heading_level(line).or_else(|| underline(line).filter(|_| is_after_text));
        highest = highest.min(level.unwrap_or(highest));
        is_after_text = !line.trim().is_empty() && !lint::is_item(line, false);
    }
    highest
}

/// The level of a heading that a line stands below.
fn underline(line: &str) -> Option<usize> {
    let bare = line.trim();
    let is_of = |mark: char| !bare.is_empty() && bare.chars().all(|it| it == mark);
    match (is_of('='), is_of('-')) {
        (true, _) => Some(1),
        (_, true) => Some(2),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    fn blocks(text: &str) -> String {
        let out = super::blocks(text).unwrap_or_else(|| text.to_owned());
        assert_eq!(super::blocks(&out), None, "{text:?} became {out:?}");
        out
    }

    #[test]
    fn what_mdx_takes_for_code_is_escaped() {
        for (text, portable) in [
            ("plain", "plain"),
            ("`{a}` {a} \\{a}", "`{a}` \\{a} \\{a}"),
            ("a < b", "a \\< b"),
            ("List<String>", "List\\<String>"),
            ("<your-key>", "&lt;your-key>"),
            ("the <id>", "the \\<id>"),
            ("import it", "&#105;mport it"),
            ("a\nexport it", "a\nexport it"),
            ("a\n\nexport it", "a\n\n&#101;xport it"),
            ("```\n{a} <b>\n```", "```\n{a} <b>\n```"),
            ("``a` {b}``", "``a` {b}``"),
            ("[a](<b c>)", "[a](<b c>)"),
            (
                "<https://a.example/b_c>",
                "[https://a.example/b\\_c](https://a.example/b_c)",
            ),
            (
                "<https://a.example/b(c)>",
                "[https://a.example/b(c)](https://a.example/b%28c%29)",
            ),
            ("<me@a.example>", "[me@a.example](mailto:me@a.example)"),
            ("a <!-- b --> c", "a  c"),
            ("a\n\n    {b}\n    c\n\nd", "a\n\n```\n{b}\nc\n```\n\nd"),
            ("- a\n\n    b {c}", "- a\n\n    b \\{c}"),
        ] {
            assert_eq!(blocks(text), portable, "{text:?}");
        }
    }

    #[test]
    fn well_formed_elements_stay() {
        for (text, portable) in [
            ("a<br>b<BR />c</br>", "a<br/>b<br/>c<br/>"),
            ("<b>a</b> <i>b", "<b>a</b> &lt;i>b"),
            ("x <b>a</b> <i>b", "x <b>a</b> \\<i>b"),
            ("x <b>a\n\nb</b>", "x \\<b>a\n\nb\\</b>"),
            ("x <b><i>a</b></i>", "x <b>\\<i>a</b>\\</i>"),
            (
                "x <a href=/b target=_blank style='x: y'>a</a>",
                "x <a href=\"/b\" target=\"_blank\">a</a>",
            ),
            ("x <b style={{ color: \"red\" }}>a</b>", "x <b>a</b>"),
            (
                "<details>\n\na\n\n</details>",
                "<details>\n\na\n\n</details>",
            ),
            ("<p>\na</p>", "<p> a</p>"),
            ("<ul>\n<li>a\n</li>\n</ul>", "<ul>\n<li>a </li>\n</ul>"),
            (
                "<table>  <tr>\n  <td>\na\n</td>\n</tr></table>",
                "<table>  <tr>   <td> a </td> </tr></table>",
            ),
            ("- <b>a\n- b</b>", "- \\<b>a\n- b\\</b>"),
            ("<script>x</script>", "&lt;script>x&lt;/script>"),
        ] {
            assert_eq!(blocks(text), portable, "{text:?}");
        }
    }

    #[test]
    fn headings_and_fences_stay_within_their_text() {
        for (text, portable) in [
            ("# A\n\n## B", "#### A\n\n##### B"),
            ("## A\n\n###### B", "#### A\n\n###### B"),
            ("A\n===\n\nb\nc\n---\nd", "#### A\n\n##### b c\nd"),
            ("- a\n---", "- a\n---"),
            ("a\n\n---\n\nb", "a\n\n---\n\nb"),
            ("```\n# a", "```\n# a\n```"),
            ("#1 and\n#2", "\\#1 and\n#2"),
            (
                "| a | b |\n|---|---|\n| {c} | d |",
                "| a | b |\n|---|---|\n| \\{c} | d |",
            ),
        ] {
            assert_eq!(blocks(text), portable, "{text:?}");
        }
    }

    #[test]
    fn a_line_is_portable() {
        assert_eq!(super::line("a"), None);
        assert_eq!(
            super::line("a {b} `{c}`<br>").as_deref(),
            Some("a \\{b} `{c}`<br/>")
        );
    }

    #[test]
    fn it_takes_time_in_proportion_to_the_text() {
        for part in [
            "<!-- ", "<a b={", "<b>", "[](<", "<a b=\"", "` `` ", "<b> </i>", "{", "<x:",
        ] {
            let made = super::line(&part.repeat(100_000 / part.len()));
            assert!(made.is_none_or(|it| it.len() < 300_000), "{part}");
        }
    }
}
