//! Text → Markdown in which nothing of it is taken for more than text.

use super::super::grammar;
use crate::node::json::string;

/// Appends text with its pipes escaped.
pub fn pipes(out: &mut String, text: &str) {
    let mut escaped = false;
    for c in text.chars() {
        if c == '|' && !escaped {
            out.push('\\');
        }
        escaped = c == '\\' && !escaped;
        out.push(c);
    }
}

/// Appends a code span, which may stand in a table: its pipes are escaped.
pub fn code(out: &mut String, text: &str) {
    if text.is_empty() {
        out.push_str(grammar::EMPTY_CODE);
        return;
    }
    // Of blanks alone a table keeps none, and of line breaks nothing does.
    if text.chars().all(|it| it == ' ' || it.is_ascii_control()) {
        out.extend(["`", &string(text), "`"]);
        return;
    }
    let plain = |it: u8| it >= b' ' && !matches!(it, b'`' | b'|' | 0x7F);
    // Of one at either end a blank goes.
    let pads = text.starts_with([' ', '`']) && text.ends_with([' ', '`']);
    if text.is_ascii() && text.bytes().all(plain) && !pads {
        out.push('`');
        out.push_str(text);
        out.push('`');
        return;
    }
    let text: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let fence = "`".repeat(longest_run(&text, '`') + 1);
    let pad = if pads || text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    for part in [&fence, pad, &text.replace('|', "\\|"), pad, &fence] {
        out.push_str(part);
    }
}

/// Appends words of the reference's own and names that stand among them: a format, a grant.
pub fn plain(out: &mut String, text: &str) {
    if memchr::memchr3(b'<', b'{', b'|', text.as_bytes()).is_none() && !text.contains('\n') {
        out.push_str(text);
        return;
    }
    for c in text.chars() {
        match c {
            '<' | '{' | '|' | '\\' => out.extend(['\\', c]),
            '\n' | '\r' => out.push(' '),
            c => out.push(c),
        }
    }
}

/// Appends the name of a schema, which is a word nearly always.
pub fn name(out: &mut String, text: &str) {
    let is_plain = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'.' | b'-' | b'_' | b' ');
    let is_emphasis = text.starts_with('_') && text.ends_with('_');
    match text.bytes().all(is_plain) && !is_emphasis && text.trim().len() == text.len() {
        true => out.push_str(text),
        false => {
            let mut words = String::new();
            title(&mut words, text);
            pipes(out, &words);
        }
    }
}

/// Appends the target of a link.
pub fn address(out: &mut String, url: &str) {
    for c in url.trim().chars() {
        match c {
            ' ' => out.push_str("%20"),
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '|' => out.push_str("%7C"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
}

fn longest_run(text: &str, of: char) -> usize {
    text.split(|c| c != of).map(str::len).max().unwrap_or(0)
}

/// Appends text that is no Markdown (a tag's name, a title), in one line.
pub fn title(out: &mut String, text: &str) {
    for (i, word) in text.split_whitespace().enumerate() {
        if i > 0 {
            out.push(' ');
        }
        for c in word.chars() {
            if matches!(
                c,
                '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '{'
            ) {
                out.push('\\');
            }
            out.push(c);
        }
    }
}

/// A fence is longer than every run of backticks that opens a line of what it holds.
pub fn fence_length(text: &str) -> usize {
    if !text.contains('`') {
        return 3;
    }
    text.lines()
        .map(|line| {
            let line = line.trim_start();
            line.len() - line.trim_start_matches('`').len() + 1
        })
        .max()
        .unwrap_or(0)
        .max(3)
}

#[cfg(test)]
mod tests {
    fn made(by: fn(&mut String, &str), text: &str) -> String {
        let mut out = String::new();
        by(&mut out, text);
        out
    }

    #[test]
    fn a_code_span_holds_whatever_is_put_into_it() {
        for (text, span) in [
            ("a", "`a`"),
            ("a`b", "``a`b``"),
            ("`", "`` ` ``"),
            ("a|b", "`a\\|b`"),
            ("a\nb", "`a b`"),
            ("é", "`é`"),
            (" ", "`\" \"`"),
            ("\n", "`\"\\n\"`"),
            ("", "`\"\"`"),
        ] {
            assert_eq!(made(super::code, text), span, "{text:?}");
        }
    }

    #[test]
    fn a_title_is_words_and_no_markdown() {
        assert_eq!(made(super::title, " a  <b>\n`c` "), "a \\<b\\> \\`c\\`");
    }
}
