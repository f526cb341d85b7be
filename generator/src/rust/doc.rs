//! CommonMark of the document → lines of rustdoc that render as meant and warn of nothing.
//!
//! ```text
//! see [the list]            see \[the list\]          (no link to a Rust item)
//! https://example.com/x     <https://example.com/x>
//! <b>                       \<b>                      (no HTML)
//! [guide](/docs/guide)      guide (/docs/guide)       (nothing to lead to)
//! (indented by four)        (indented by three)       (no doctest)
//! ```

/// Lines, and more of them as a paragraph of their own.
pub fn paragraphs(mut lines: Vec<String>, more: Vec<String>) -> Vec<String> {
    if !lines.is_empty() && !more.is_empty() {
        lines.push(String::new());
    }
    lines.extend(more);
    lines
}

/// Text as lines to stand behind `///`.
pub fn lines(text: &str) -> Vec<String> {
    let clean: String = text
        .replace("\r\n", "\n")
        .chars()
        .map(|c| match c {
            '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
            '\t' => ' ',
            c => c,
        })
        // Control characters, and those that reorder the text around them, which rustc refuses.
        .filter(|c| {
            *c == '\n'
                || !(c.is_control()
                    || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
        })
        .collect();
    let mut lines: Vec<String> = Vec::new();
    let mut prose = String::new();
    let mut fence: Option<String> = None;
    for line in clean.lines() {
        let bare = line.trim();
        match &fence {
            None => {
                if let Some((marker, info)) = opening(bare) {
                    push_prose(&mut lines, &mut prose);
                    lines.push(format!("{marker}{}", language(info)));
                    fence = Some(marker.to_owned());
                } else {
                    prose.push_str(line);
                    prose.push('\n');
                }
            }
            Some(marker) => {
                let closes = bare.starts_with(marker.as_str())
                    && bare.chars().all(|c| marker.starts_with(c));
                if closes {
                    lines.push(marker.clone());
                    fence = None;
                } else {
                    lines.push(line.trim_end().to_owned());
                }
            }
        }
    }
    push_prose(&mut lines, &mut prose);
    lines.extend(fence);
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    let start = lines.iter().take_while(|it| it.is_empty()).count();
    lines.drain(..start);
    lines
}

/// A text on one line.
pub fn in_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text as code, on one line.
pub fn code(text: &str) -> String {
    format!("`{}`", in_line(text).replace('`', "'"))
}

/// The marker and the info string, if a code block begins here.
fn opening(line: &str) -> Option<(&str, &str)> {
    let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = line.chars().take_while(|c| *c == mark).count();
    let (marker, info) = line.split_at(length);
    (length >= 3 && !info.contains('`')).then_some((marker, info.trim()))
}

/// The info string, unless rustdoc would take the block for Rust and run it.
fn language(info: &str) -> String {
    let word: String = info
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '+' | '-'))
        .collect();
    let rust = matches!(
        word.as_str(),
        "" | "rust"
            | "should_panic"
            | "no_run"
            | "ignore"
            | "compile_fail"
            | "test_harness"
            | "custom"
    ) || word.starts_with("edition")
        || word.starts_with("standalone")
        || word.starts_with("ignore-")
        || (word.len() == 5
            && word.starts_with('E')
            && word[1..].bytes().all(|b| b.is_ascii_digit()));
    if rust { "text".to_owned() } else { word }
}

fn push_prose(lines: &mut Vec<String>, prose: &mut String) {
    let text = std::mem::take(prose);
    for line in escape(&text).lines() {
        let bare = line.trim_start_matches(' ');
        let indent = (line.len() - bare.len()).min(3);
        let bare = bare.trim_end();
        let empty = bare.is_empty();
        if empty && lines.last().is_none_or(String::is_empty) {
            continue;
        }
        lines.push(if empty {
            String::new()
        } else {
            format!("{}{bare}", &"   "[..indent])
        });
    }
}

/// Escapes prose; what stands between backticks is left alone.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        match c {
            '`' => {
                let run = rest.len() - rest.trim_start_matches('`').len();
                match closing(&rest[run..], run) {
                    Some(end) => {
                        out.push_str(&rest[..run + end + run]);
                        rest = &rest[run + end + run..];
                    }
                    None => {
                        for _ in 0..run {
                            out.push_str("\\`");
                        }
                        rest = &rest[run..];
                    }
                }
            }
            '\\' => {
                let escaped = rest[1..].chars().next().filter(char::is_ascii_punctuation);
                out.push('\\');
                match escaped {
                    Some(it) => {
                        out.push(it);
                        rest = &rest[2..];
                    }
                    None => {
                        out.push('\\');
                        rest = &rest[1..];
                    }
                }
            }
            '<' => match autolink(rest) {
                Some(length) => {
                    out.push_str(&rest[..length]);
                    rest = &rest[length..];
                }
                None => {
                    out.push_str("\\<");
                    rest = &rest[1..];
                }
            },
            '[' => match link(rest) {
                Some((label, target, length)) => {
                    // The label once more: it may hold a code span or a tag of its own.
                    let label = escape_label(label);
                    let image = out.ends_with('!');
                    if image {
                        out.pop();
                    }
                    if is_absolute(target) {
                        let label = if label.is_empty() {
                            "link"
                        } else {
                            label.as_str()
                        };
                        out.push_str(&format!("[{label}](<{target}>)"));
                    } else {
                        out.push_str(&format!("{label} ({})", escape_label(target)));
                    }
                    rest = &rest[length..];
                }
                None => {
                    out.push_str("\\[");
                    rest = &rest[1..];
                }
            },
            ']' => {
                out.push_str("\\]");
                rest = &rest[1..];
            }
            'h' if rest.starts_with("http://") || rest.starts_with("https://") => {
                let length = url_length(rest);
                let (url, after) = rest.split_at(length);
                if url.len() > "https://".len() {
                    out.push_str(&format!("<{url}>"));
                } else {
                    out.push_str(&url.replace("://", ":\\//"));
                }
                rest = after;
            }
            c => {
                out.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    out
}

/// Where a run of exactly that many backticks begins, in the same paragraph. Code in prose is short, which bounds the
/// search.
fn closing(text: &str, run: usize) -> Option<usize> {
    let text = prefix(text, 1000);
    let end = text.find("\n\n").unwrap_or(text.len());
    let bytes = &text.as_bytes()[..end];
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] != b'`' {
            at += 1;
            continue;
        }
        let length = bytes[at..].iter().take_while(|b| **b == b'`').count();
        if length == run {
            return Some(at);
        }
        at += length;
    }
    None
}

fn autolink(text: &str) -> Option<usize> {
    let inner = &text[1..];
    let end = inner.find(|c: char| c == '>' || c == '<' || c.is_whitespace())?;
    let is_link = inner[end..].starts_with('>') && is_absolute(&inner[..end]);
    is_link.then_some(end + 2)
}

/// The label, the target and the length of `[label](target "title")`. Links are short, which bounds the search.
fn link(text: &str) -> Option<(&str, &str, usize)> {
    let window = prefix(text, 2000);
    let close = 1 + matching(&window[1..], b'[', b']')?;
    let label = &window[1..close];
    let target = window[close + 1..].strip_prefix('(')?;
    if label.contains("\n\n") {
        return None;
    }
    let end = matching(target, b'(', b')')?;
    let inside = target[..end].trim();
    let url = inside.split(char::is_whitespace).next().unwrap_or_default();
    let url = url.trim_start_matches('<').trim_end_matches('>');
    Some((label, url, close + 2 + end + 1))
}

/// Where the bracket is closed that stands before the text. Brackets nest a few deep at the most, or a thousand open
/// ones would be counted a thousand times.
fn matching(text: &str, open: u8, close: u8) -> Option<usize> {
    let mut depth = 1;
    for (at, byte) in text.bytes().enumerate() {
        if byte == open {
            depth += 1;
        } else if byte == close {
            depth -= 1;
        }
        if depth == 0 {
            return Some(at);
        }
        if depth > 32 {
            break;
        }
    }
    None
}

fn prefix(text: &str, length: usize) -> &str {
    let mut end = length.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// A label without links of its own.
fn escape_label(label: &str) -> String {
    let mut out = String::new();
    for c in label.chars() {
        match c {
            '[' | ']' | '<' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push(' '),
            c => out.push(c),
        }
    }
    out.replace("http://", "http:\\//")
        .replace("https://", "https:\\//")
}

fn is_absolute(target: &str) -> bool {
    ["http://", "https://", "mailto:", "ftp://"]
        .iter()
        .any(|it| target.starts_with(it) && target.len() > it.len())
        && !target.contains(['<', '>', '\\'])
}

/// How much of the text is the URL, without the punctuation that ends a sentence.
fn url_length(text: &str) -> usize {
    let end = text
        .find(|c: char| {
            c.is_whitespace()
                || matches!(
                    c,
                    '<' | '>' | '"' | '`' | '[' | ']' | '\\' | '{' | '}' | '|' | '^'
                )
        })
        .unwrap_or(text.len());
    let url = &text[..end];
    let mut trimmed = url.trim_end_matches(['.', ',', ':', ';', '!', '?', '\'', '*', '_', '~']);
    let count = |of: char| trimmed.matches(of).count();
    let mut surplus = count(')').saturating_sub(count('('));
    while trimmed.ends_with(')') && surplus > 0 {
        surplus -= 1;
        trimmed = trimmed[..trimmed.len() - 1]
            .trim_end_matches(['.', ',', ':', ';', '!', '?', '\'', '*']);
    }
    trimmed.len()
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn prose_stays_prose() {
        for (text, expected) in [
            ("plain", &["plain"][..]),
            ("see [the list]", &["see \\[the list\\]"]),
            ("[guide](/docs/guide)", &["guide (/docs/guide)"]),
            ("[site](https://a.b/c)", &["[site](<https://a.b/c>)"]),
            ("go to https://a.b/c.", &["go to <https://a.b/c>."]),
            ("(https://a.b/c)", &["(<https://a.b/c>)"]),
            ("a <b>bold</b> word", &["a \\<b>bold\\</b> word"]),
            ("<https://a.b>", &["<https://a.b>"]),
            ("`<b>` and `[x]`", &["`<b>` and `[x]`"]),
            ("lone ` tick", &["lone \\` tick"]),
            ("text\n\n    code?", &["text", "", "   code?"]),
            ("```\nlet x;\n```", &["```text", "let x;", "```"]),
            ("```json\n{}", &["```json", "{}", "```"]),
            ("a\r\nb\u{0}\u{202e}", &["a", "b"]),
            ("\n\n a\n\n\n\nb\n\n", &[" a", "", "b"]),
            ("[x][y] [^1]", &["\\[x\\]\\[y\\] \\[^1\\]"]),
        ] {
            assert_eq!(lines(text), expected, "{text:?}");
        }
    }
}
