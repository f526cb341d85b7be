//! One line of Markdown → the same, with emphasis, code spans and link texts as markdownlint wants them.

use std::borrow::Cow;

use super::style::{Style, TAB};

/// Tidies a line: blanks inside markers of emphasis (MD037), code spans (MD038) and link texts (MD039) go, links
/// written the wrong way round are turned (MD011), unless what is plain text or code is kept, and all emphasis on a page uses the marker of the first (MD049, MD050).
pub fn tidy<'a>(line: &'a str, style: &mut Style) -> Cow<'a, str> {
    if line.len() > LINE_LIMIT {
        return line.replace('\t', TAB).into();
    }
    let mut edits = Vec::new();
    scope(line, 0..line.len(), true, style, &mut edits);
    if !style.keeps_plain_text {
        reversed_links(line, &mut edits);
    }
    tabs(line, &mut edits);
    apply(line, edits)
}

/// A longer line stays as it is: which markers meet takes time that grows with the square of their number.
const LINE_LIMIT: usize = 10_000;

/// A part of the line to be replaced.
struct Edit {
    start: usize,
    end: usize,
    text: String,
}

/// From right to left; of two that overlap the right one holds.
fn apply(line: &str, mut edits: Vec<Edit>) -> Cow<'_, str> {
    if edits.is_empty() {
        return line.into();
    }
    edits.sort_by_key(|it| (it.start, it.end));
    edits.dedup_by_key(|it| (it.start, it.end));
    let mut out = line.to_owned();
    let mut limit = usize::MAX;
    for edit in edits.into_iter().rev() {
        if edit.end <= limit {
            out.replace_range(edit.start..edit.end, &edit.text);
            limit = edit.start;
        }
    }
    out.into()
}

/// Each tab is four blanks (MD010).
fn tabs(line: &str, edits: &mut Vec<Edit>) {
    let mut at = 0;
    while let Some(found) = line[at..].find('\t') {
        let start = at + found;
        let end = start + run_length(&line[start..], b'\t');
        edits.push(Edit {
            start,
            end,
            text: TAB.repeat(end - start),
        });
        at = end;
    }
}

type Range = std::ops::Range<usize>;

/// A run of `*` or `_`.
#[derive(Debug)]
struct Run {
    /// What is left of it.
    at: Range,
    marker: u8,
    length: usize,
    opens: bool,
    closes: bool,
    /// Whether it stands between the two ends of an emphasis, and can meet none beyond them.
    spent: bool,
}

/// One emphasis.
#[derive(Debug)]
struct Emphasis {
    open: Range,
    close: Range,
    marker: u8,
}

/// Text in which markers can meet: a line, or the text of a link.
fn scope(line: &str, range: Range, outer: bool, style: &mut Style, edits: &mut Vec<Edit>) {
    let bytes = line.as_bytes();
    let mut runs = Vec::new();
    let mut at = range.start;
    let mut end_of_links = Vec::new();
    while at < range.end {
        let rest = &line[at..range.end];
        let next = match bytes[at] {
            b'\\' if rest.as_bytes().get(1).is_some_and(u8::is_ascii_punctuation) => at + 2,
            b'`' => {
                let edits = (!style.keeps_plain_text).then_some(&mut *edits);
                code_span(line, at, range.end, edits)
            }
            b'$' => math_span(rest).map_or_else(|| at + run_length(rest, b'$'), |it| at + it),
            b'<' => raw(rest).map_or(at + 1, |it| at + it),
            b'[' => match link(rest) {
                Some((label, whole)) => {
                    let label = at + label.start..at + label.end;
                    link_text(line, label.clone(), edits);
                    end_of_links.push(label);
                    at + whole
                }
                None => at + 1,
            },
            marker @ (b'*' | b'_') => {
                let length = run_length(rest, marker);
                runs.push(run(line, at..at + length, marker));
                at + length
            }
            b'h' | b'H' | b'w' | b'W' => match address(line, at, range.end) {
                Some(end) => end,
                None => at + 1,
            },
            _ => at + rest.bytes().position(begins).unwrap_or(rest.len()).max(1),
        };
        at = next;
    }
    let emphases = pair(&mut runs);
    restyle(line, &emphases, style, edits);
    if outer && !style.keeps_plain_text {
        close_up(line, &runs, &emphases, edits);
    }
    for label in end_of_links {
        scope(line, label, false, style, edits);
    }
}

/// Whether something that [`scope`] looks into may begin with the byte, which then begins a character too.
fn begins(byte: u8) -> bool {
    matches!(
        byte,
        b'\\' | b'`' | b'$' | b'<' | b'[' | b'*' | b'_' | b'h' | b'H' | b'w' | b'W'
    )
}

fn run_length(text: &str, of: u8) -> usize {
    text.bytes().take_while(|it| *it == of).count()
}

/// The end of the code span that opens here, or of its backticks where none does. Where it is tidied, blanks go from its ends.
fn code_span(line: &str, at: usize, end: usize, edits: Option<&mut Vec<Edit>>) -> usize {
    let open = run_length(&line[at..end], b'`');
    let Some(close) = closing(&line[..end], at + open, b'`', open) else {
        return at + open;
    };
    let inner = &line[at + open..close];
    let padded = inner.len() >= 2
        && inner.starts_with(' ')
        && inner.ends_with(' ')
        && !inner.trim().is_empty();
    let data = if padded {
        &inner[1..inner.len() - 1]
    } else {
        inner
    };
    let left = starts_blank(data);
    let mut backwards = data.chars().rev();
    let right = backwards.next().is_some_and(char::is_whitespace)
        && backwards.next().is_some_and(|it| it != '`');
    if let Some(edits) = edits.filter(|_| left || right) {
        edits.push(Edit {
            start: at + open,
            end: close,
            text: trimmed_code(data),
        });
    }
    close + open
}

/// A blank, and then no backtick.
fn starts_blank(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(char::is_whitespace) && chars.next() != Some('`')
}

/// Without blanks at its ends, but for one beside a backtick.
fn trimmed_code(text: &str) -> String {
    let bare = text.trim();
    let left = if bare.starts_with('`') && text.starts_with(char::is_whitespace) {
        " "
    } else {
        ""
    };
    let right = if bare.ends_with('`') && text.ends_with(char::is_whitespace) {
        " "
    } else {
        ""
    };
    format!("{left}{bare}{right}")
}

/// Where a run of exactly that length starts.
fn closing(line: &str, from: usize, of: u8, length: usize) -> Option<usize> {
    let mut at = from;
    while let Some(found) = line[at..].find(char::from(of)) {
        let start = at + found;
        let run = run_length(&line[start..], of);
        if run == length {
            return Some(start);
        }
        at = start + run;
    }
    None
}

/// The length of `$…$`.
fn math_span(rest: &str) -> Option<usize> {
    let open = run_length(rest, b'$');
    closing(rest, open, b'$', open).map(|close| close + open)
}

/// The length of an autolink, a tag or a comment.
fn raw(rest: &str) -> Option<usize> {
    if rest.starts_with("<!--") {
        return rest.find("-->").map(|it| it + 3);
    }
    tag(rest).or_else(|| autolink(rest))
}

/// The length of `<https://example.com>`.
fn autolink(rest: &str) -> Option<usize> {
    let end = rest.find('>')?;
    let inner = &rest[1..end];
    let fine = !inner.contains(|c: char| c.is_whitespace() || c == '<')
        && (inner.contains(':') || inner.contains('@'))
        && inner.starts_with(|c: char| c.is_ascii_alphanumeric());
    fine.then_some(end + 1)
}

/// The length of `<b>`, `</b>` or `<a href="…" hidden>`.
fn tag(rest: &str) -> Option<usize> {
    let closing = rest.starts_with("</");
    let mut at = 1 + usize::from(closing);
    let span =
        |from: usize, fits: fn(char) -> bool| rest[from..].find(|c| !fits(c)).map(|it| from + it);
    if !rest[at..].starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    at = span(at, |c| c.is_ascii_alphanumeric() || c == '-')?;
    loop {
        let before = at;
        at = span(at, char::is_whitespace)?;
        let tail = &rest[at..];
        if tail.starts_with('>') {
            return Some(at + 1);
        }
        if tail.starts_with("/>") && !closing {
            return Some(at + 2);
        }
        let named = tail.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '_' | ':'));
        if closing || before == at || !named {
            return None;
        }
        at = span(at, |c| {
            c.is_ascii_alphanumeric() || matches!(c, '_' | ':' | '.' | '-')
        })?;
        if let Some(value) = rest[at..].trim_start().strip_prefix('=') {
            let value = value.trim_start();
            at = rest.len() - value.len();
            at = match value.chars().next()? {
                quote @ ('"' | '\'') => at + 1 + value[1..].find(quote)? + 1,
                _ => span(at, |c| !c.is_whitespace() && !"\"'=<>`".contains(c))?,
            };
        }
    }
}

/// The text between the brackets of `[text](address)`, and the length of the whole.
fn link(rest: &str) -> Option<(Range, usize)> {
    let label_end = matching(rest, 0, b'[', b']')?;
    if rest.as_bytes().get(label_end + 1) != Some(&b'(') {
        return None;
    }
    let end = matching(rest, label_end + 1, b'(', b')')?;
    let inside = rest[label_end + 2..end].trim();
    let (address, title) = match inside.split_once(char::is_whitespace) {
        Some((address, title)) => (address, title.trim()),
        None => (inside, ""),
    };
    let titled = title.is_empty() || title.starts_with(['"', '\'', '(']);
    (titled && !address.starts_with('<') || address.ends_with('>'))
        .then_some((1..label_end, end + 1))
}

/// The bracket that closes the one at `at`.
fn matching(text: &str, at: usize, open: u8, close: u8) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut depth, mut i) = (0, at);
    while i < bytes.len() {
        match bytes[i] {
            b'\\' => i += 1,
            b'`' if open == b'[' => {
                let length = run_length(&text[i..], b'`');
                i = closing(text, i + length, b'`', length).unwrap_or(i) + length - 1;
            }
            it if it == open => depth += 1,
            it if it == close => {
                depth -= 1;
                if depth == 0 {
                    return Some(i);
                }
            }
            _ => {}
        }
        i += 1;
    }
    None
}

fn link_text(line: &str, label: Range, edits: &mut Vec<Edit>) {
    let text = &line[label.clone()];
    let left = text.len() - text.trim_start().len();
    let right = text.len() - text.trim_end().len();
    if left > 0 {
        edits.push(Edit {
            start: label.start,
            end: label.start + left,
            text: String::new(),
        });
    }
    if right > 0 && left < text.len() {
        edits.push(Edit {
            start: label.end - right,
            end: label.end,
            text: String::new(),
        });
    }
}

/// The end of a bare address; the markers in it are its own.
fn address(line: &str, at: usize, end: usize) -> Option<usize> {
    let before = line[..at].chars().next_back();
    if before.is_some_and(|it| it.is_alphanumeric() || it == '/') {
        return None;
    }
    let rest = &line[at..end];
    let is = |prefix: &str| {
        rest.get(..prefix.len())
            .is_some_and(|it| it.eq_ignore_ascii_case(prefix))
    };
    let start = ["https://", "http://", "www."]
        .into_iter()
        .find(|it| is(it))?
        .len();
    let domain = rest[start..]
        .find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.')))
        .unwrap_or(rest.len() - start);
    if domain == 0 {
        return None;
    }
    let stop = rest
        .find(|c: char| c.is_whitespace() || matches!(c, '<' | '|'))
        .unwrap_or(rest.len());
    let bare = rest[..stop]
        .trim_end_matches(['?', '!', '.', ',', ':', '*', '_', '~', '\'', '"', ')', ';']);
    (bare.len() > start).then_some(at + bare.len())
}

/// What stands beside a run.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Beside {
    Blank,
    Punctuation,
    Word,
}

impl Beside {
    fn of(c: Option<char>) -> Self {
        match c {
            None => Beside::Blank,
            Some(c) if c.is_whitespace() => Beside::Blank,
            Some(c) if c.is_alphanumeric() => Beside::Word,
            Some(_) => Beside::Punctuation,
        }
    }
}

/// A run, and which ends of an emphasis it may be (CommonMark 0.31, section 6.2).
fn run(line: &str, at: Range, marker: u8) -> Run {
    let (left, right) = (
        line[..at.start].chars().next_back(),
        line[at.end..].chars().next(),
    );
    let (before, after) = (Beside::of(left), Beside::of(right));
    let is_marker = |c: Option<char>| matches!(c, Some('*' | '_'));
    let opens = after == Beside::Word
        || (after == Beside::Punctuation && before != Beside::Word)
        || is_marker(right);
    let closes = before == Beside::Word
        || (before == Beside::Punctuation && after != Beside::Word)
        || is_marker(left);
    let star = marker == b'*';
    Run {
        length: at.len(),
        at,
        marker,
        opens: opens && (star || before != Beside::Word || !closes),
        closes: closes && (star || after != Beside::Word || !opens),
        spent: false,
    }
}

/// Which runs meet.
fn pair(runs: &mut [Run]) -> Vec<Emphasis> {
    let mut out = Vec::new();
    for closer in 0..runs.len() {
        while runs[closer].closes && !runs[closer].spent && runs[closer].length > 0 {
            let Some(opener) = (0..closer)
                .rev()
                .find(|it| meets(&runs[*it], &runs[closer]))
            else {
                break;
            };
            let size = if runs[opener].length > 1 && runs[closer].length > 1 {
                2
            } else {
                1
            };
            let (open_end, close_start) = (runs[opener].at.end, runs[closer].at.start);
            out.push(Emphasis {
                open: open_end - size..open_end,
                close: close_start..close_start + size,
                marker: runs[closer].marker,
            });
            runs[opener].at.end -= size;
            runs[opener].length -= size;
            runs[closer].at.start += size;
            runs[closer].length -= size;
            for between in &mut runs[opener + 1..closer] {
                between.spent = true;
            }
        }
    }
    out
}

fn meets(opener: &Run, closer: &Run) -> bool {
    let threes = (opener.closes || closer.opens)
        && !closer.length.is_multiple_of(3)
        && (opener.length + closer.length).is_multiple_of(3);
    opener.opens && !opener.spent && opener.length > 0 && opener.marker == closer.marker && !threes
}

/// Every emphasis with the marker of the page's first (MD049), likewise every strong one (MD050).
fn restyle(line: &str, emphases: &[Emphasis], style: &mut Style, edits: &mut Vec<Edit>) {
    let mut ordered: Vec<&Emphasis> = emphases.iter().collect();
    ordered.sort_by_key(|it| it.open.start);
    for it in ordered {
        let strong = it.open.len() == 2;
        let own = char::from(it.marker);
        let slot = if strong {
            &mut style.strong
        } else {
            &mut style.emphasis
        };
        let wanted = *slot.get_or_insert(own);
        let is_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
        let inside_word = is_word(line[..it.open.start].chars().next_back())
            || is_word(line[it.close.end..].chars().next());
        if wanted == own || (wanted == '_' && inside_word) {
            continue;
        }
        for end in [&it.open, &it.close] {
            edits.push(Edit {
                start: end.start,
                end: end.end,
                text: wanted.to_string().repeat(end.len()),
            });
        }
    }
}

/// Markers that met none are taken for the two ends of an emphasis that blanks have spoilt, two by two (MD037). Within
/// an emphasis or a link the parser makes them one with the words around them, and the rule does not see them.
fn close_up(line: &str, runs: &[Run], emphases: &[Emphasis], edits: &mut Vec<Edit>) {
    let inside = |it: &Run| {
        emphases
            .iter()
            .any(|of| of.open.end <= it.at.start && it.at.end <= of.close.start)
    };
    let mut left: Vec<&Run> = runs
        .iter()
        .filter(|it| (1..=3).contains(&it.length) && !inside(it))
        .collect();
    left.sort_by_key(|it| (it.marker, it.length, it.at.start));
    let alike = left.chunk_by(|x, y| (x.marker, x.length) == (y.marker, y.length));
    for pair in alike.flat_map(|group| group.chunks_exact(2)) {
        let (start, end) = (pair[0].at.end, pair[1].at.start);
        let after = line[start..].split('\n').next().unwrap_or_default();
        let blanks = after.len() - after.trim_start().len();
        if blanks > 0 && blanks < after.len() {
            edits.push(Edit {
                start,
                end: start + blanks,
                text: String::new(),
            });
        }
        let line_start = line[..end].rfind('\n').map_or(0, |it| it + 1);
        let bare = line_start + line[line_start..end].trim_end().len();
        if bare < end && bare > line_start {
            edits.push(Edit {
                start: bare,
                end,
                text: String::new(),
            });
        }
    }
}

/// `(text)[address]` is `[text](address)` (MD011).
fn reversed_links(line: &str, edits: &mut Vec<Edit>) {
    let mut from = 0;
    while let Some(middle) = line[from..].find(')').map(|it| from + it) {
        if !line[middle + 1..].starts_with('[') {
            from = middle + 1;
            continue;
        }
        from = middle + 2;
        let Some(open) = line[..middle]
            .rfind(['(', ')'])
            .filter(|it| line.as_bytes()[*it] == b'(')
        else {
            continue;
        };
        let Some(close) = line[from..].find(']').map(|it| from + it) else {
            return;
        };
        let (text, target) = (&line[open + 1..middle], &line[from..close]);
        let in_code = line[..open].matches('`').count() % 2 == 1;
        let escaped =
            line[..open].ends_with('\\') || text.ends_with('\\') || target.ends_with('\\');
        let plain = text.is_empty() || target.is_empty() || target.starts_with(['^', ']']);
        if !in_code && !escaped && !plain && !line[close + 1..].starts_with('(') {
            edits.push(Edit {
                start: open,
                end: close + 1,
                text: format!("[{text}]({target})"),
            });
        }
    }
}
