//! The blocks of a page → the same, tidied as markdownlint-cli2 0.16 `--fix` does it with Coder's settings.

mod inline;

use super::block::Block;

/// What the first use on a page decides for the rest of it.
#[derive(Debug, Default)]
struct Style {
    /// `*` or `_` (MD049).
    emphasis: Option<char>,
    /// `*` or `_` (MD050).
    strong: Option<char>,
    /// `-`, `*` or `+` (MD004).
    bullet: Option<char>,
}

/// Tidies a page.
pub fn tidy(blocks: &mut [Block]) {
    let mut style = Style::default();
    for block in blocks {
        match block {
            Block::Heading { text, .. } => *text = heading(text, &mut style),
            Block::Text(text) => *text = self::text(text, &mut style),
            Block::Quote(text) => *text = line(text.trim(), &mut style),
            Block::Code { text, .. } => {
                if text.contains('\t') {
                    *text = text.replace('\t', TAB);
                }
                if text.contains("\n\n\n") {
                    *text = few_blank_lines(text);
                }
            }
            Block::Table(table) => {
                for cell in table.rows.iter_mut().flatten() {
                    if needs_look(cell) {
                        *cell = self::cell(cell, &mut style);
                    }
                }
            }
        }
    }
}

/// What stands for a tab (MD010, `spaces_per_tab` 4).
const TAB: &str = "    ";

/// Whether a rule may find something: most cells are plain words.
fn needs_look(text: &str) -> bool {
    text.bytes().any(|it| {
        matches!(
            it,
            b'*' | b'_' | b'`' | b'\t' | b'[' | b'\n' | b'\\' | b'<' | b'$'
        )
    })
}

/// A heading: no white space around it, no punctuation at its end but a question mark (MD026).
fn heading(text: &str, style: &mut Style) -> String {
    let text = text.trim();
    let text = if ends_with_entity(text) {
        text
    } else {
        text.trim_end_matches(['.', ',', ';', ':', '!', '。', '，', '；', '：', '！'])
            .trim_end()
    };
    line(text, style)
}

/// `&amp;` and `:smile:` end with punctuation and mean something else.
fn ends_with_entity(text: &str) -> bool {
    if let Some(body) = text.strip_suffix(';')
        && let Some((_, name)) = body.rsplit_once('&')
    {
        return !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '#');
    }
    if let Some(body) = text.strip_suffix(':')
        && let Some((_, name)) = body.rsplit_once(':')
    {
        return !name.is_empty()
            && name.chars().all(|c| {
                c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-' | '+')
            });
    }
    false
}

/// One line of running text.
fn line(text: &str, style: &mut Style) -> String {
    inline::tidy(&text.replace('\t', TAB), style)
}

/// The text of a cell. A line break in it ends the row; what follows is a row of its own to the parser.
fn cell(text: &str, style: &mut Style) -> String {
    let parts: Vec<String> = text.split('\n').map(|it| line(it, style)).collect();
    parts.join("\n")
}

/// Markdown of the document's own.
fn text(text: &str, style: &mut Style) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut out: Vec<String> = Vec::new();
    let mut fence: Option<String> = None;
    for source in text.trim_matches('\n').split('\n') {
        let mut current = source.replace('\t', TAB);
        if let Some(open) = &fence {
            if closes(&current, open) {
                fence = None;
            }
            out.push(current);
            continue;
        }
        current = strip_end(&current);
        if let Some(open) = fence_of(&current) {
            blank_before(&mut out);
            fence = Some(open);
            out.push(current);
            continue;
        }
        if current.trim().is_empty() {
            blank_before(&mut out);
            continue;
        }
        if let Some(marker) = bullet(&current) {
            let expected = *style.bullet.get_or_insert(marker.kind);
            current = format!(
                "{}{} {}",
                &current[..marker.at],
                expected,
                current[marker.at + 1..].trim_start()
            );
            if out
                .last()
                .is_some_and(|it| !it.is_empty() && !in_list(&out))
            {
                out.push(String::new());
            }
        }
        let after_fence = out.last().is_some_and(|it| fence_of(it).is_some());
        let hashes = current.len() - current.trim_start_matches('#').len();
        if (1..=6).contains(&hashes) {
            blank_before(&mut out);
            let title = heading(&current[hashes..], style);
            out.push(format!("{} {title}", &current[..hashes]));
            out.push(String::new());
            continue;
        }
        if after_fence {
            out.push(String::new());
        }
        out.push(inline::tidy(&current, style));
    }
    while out.last().is_some_and(String::is_empty) {
        out.pop();
    }
    out.join("\n")
}

fn blank_before(out: &mut Vec<String>) {
    if out.last().is_some_and(|it| !it.is_empty()) {
        out.push(String::new());
    }
}

/// Trailing blanks go, but for two: they break the line (MD009).
fn strip_end(line: &str) -> String {
    let bare = line.trim_end();
    if line.len() - bare.len() == 2 && !bare.is_empty() {
        line.to_owned()
    } else {
        bare.to_owned()
    }
}

fn fence_of(line: &str) -> Option<String> {
    let bare = line.trim_start();
    let mark = bare.chars().next().filter(|it| matches!(it, '`' | '~'))?;
    let length = bare.len() - bare.trim_start_matches(mark).len();
    let info_fine = mark == '~' || !bare[length..].contains('`');
    (length >= 3 && info_fine && line.len() - bare.len() < 4).then(|| bare[..length].to_owned())
}

fn closes(line: &str, open: &str) -> bool {
    let bare = line.trim();
    bare.len() >= open.len() && bare.starts_with(open) && bare.chars().all(|c| open.starts_with(c))
}

struct Marker {
    at: usize,
    kind: char,
}

fn bullet(line: &str) -> Option<Marker> {
    let at = line.len() - line.trim_start().len();
    let mut rest = line[at..].chars();
    let kind = rest.next().filter(|it| matches!(it, '-' | '*' | '+'))?;
    (rest.next() == Some(' ') && !is_rule(line)).then_some(Marker { at, kind })
}

fn is_rule(line: &str) -> bool {
    let bare: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    bare.len() >= 3
        && ["-", "*", "_"]
            .iter()
            .any(|it| bare.replace(it, "").is_empty())
}

/// Whether the last lines are an item of a list.
fn in_list(out: &[String]) -> bool {
    out.iter()
        .rev()
        .take_while(|it| !it.is_empty())
        .any(|it| bullet(it).is_some())
}

/// Of three line breaks or more two are left: widdershins does so with all it writes.
fn few_blank_lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut breaks = 0;
    for c in text.chars() {
        breaks = if c == '\n' { breaks + 1 } else { 0 };
        if breaks < 3 {
            out.push(c);
        }
    }
    out
}
