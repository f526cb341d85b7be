//! Lines of YAML: how far they are indented, whether they say anything, where a key ends.

/// How many blanks a line begins with.
pub fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// Whether there is nothing on the line.
pub fn is_blank(line: &str) -> bool {
    line.trim().is_empty()
}

/// Whether there is nothing but a comment on the line.
pub fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with('#')
}

/// The line, counted from 1, in which a second document begins.
pub fn second_document(lines: &[&str]) -> Option<u32> {
    let is_marker = |line: &str| {
        line == "---" || line.starts_with("--- ") || line == "..." || line.starts_with("... ")
    };
    let has_content = |line: &&str| !is_blank(line) && !is_comment(line) && !line.starts_with('%');
    let markers = (0..lines.len()).filter(|it| is_marker(lines[*it]));
    for at in markers {
        let before = lines[..at].iter().any(&has_content);
        let after = lines[at + 1..].iter().any(&has_content);
        if before && after {
            return u32::try_from(at + 1).ok();
        }
    }
    None
}

/// The bytes of a key that a text begins with: the key itself, and its end behind the colon. `None` where that is no key
/// which stands in a line of its own accord.
pub fn key_end(text: &str) -> Option<(usize, usize)> {
    let end = match text.chars().next()? {
        quote @ ('"' | '\'') => 1 + quoted_end(&text[1..], quote)?,
        '?' | '&' | '*' | '!' | '[' | '{' | '|' | '>' | '#' => return None,
        _ => text
            .match_indices(':')
            .map(|(at, _)| at)
            .find(|at| text[at + 1..].is_empty() || text[at + 1..].starts_with([' ', '\t']))?,
    };
    let behind = &text[end..];
    let blanks = behind.len() - behind.trim_start().len();
    behind[blanks..]
        .starts_with(':')
        .then_some((text[..end].trim_end().len(), end + blanks + 1))
}

/// Behind the quote that closes a text whose opening quote stands before it.
pub fn quoted_end(text: &str, quote: char) -> Option<usize> {
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' if quote == '"' => {
                chars.next();
            }
            c if c == quote => match chars.peek() {
                Some((_, '\'')) if quote == '\'' => {
                    chars.next();
                }
                _ => return Some(at + 1),
            },
            _ => {}
        }
    }
    None
}

/// The comment at the end of a line behind a value, with the blanks before it.
pub fn trailing_comment(rest: &str) -> &str {
    let trimmed = rest.trim_start();
    match trimmed.starts_with('#') && (trimmed.len() < rest.len()) {
        true => rest,
        false => "",
    }
}

/// That many blanks.
pub fn blanks(count: usize) -> String {
    " ".repeat(count)
}
