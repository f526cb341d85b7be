//! Text → Markdown in which nothing of it is taken for more than text.

use super::super::blanks::trim;

/// Appends Markdown as the cell of a table: nothing in it ends the cell or the row.
pub fn cell(out: &mut String, text: &str) {
    if is_simple(text) {
        out.push_str(text);
    } else {
        pipes(out, &on_one_line(trim(text)));
    }
}

/// Whether the text is one line without a pipe or anything to trim.
fn is_simple(text: &str) -> bool {
    let graphic = |it: Option<&u8>| it.is_some_and(u8::is_ascii_graphic);
    let bytes = text.as_bytes();
    graphic(bytes.first()) && graphic(bytes.last()) && memchr::memchr2(b'\n', b'|', bytes).is_none()
}

/// A paragraph's end and a list's items become `<br/>`, which MDX reads, too; a line that merely ran out of room is joined to the next.
fn on_one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blank = false;
    for line in text.lines().map(str::trim) {
        if line.is_empty() {
            blank = true;
            continue;
        }
        if !out.is_empty() {
            let item = line.starts_with(['-', '*', '+', '|', '#', '>']) || line.starts_with("```");
            out.push_str(match (blank, item) {
                (true, _) => "<br/><br/>",
                (false, true) => "<br/>",
                (false, false) => " ",
            });
        }
        blank = false;
        out.push_str(line);
    }
    out
}

fn pipes(out: &mut String, text: &str) {
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
        out.push_str("``` ```");
        return;
    }
    let plain = |it: u8| it >= b' ' && !matches!(it, b'`' | b'|' | 0x7F);
    if text.is_ascii() && text.bytes().all(plain) && !text.trim().is_empty() {
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
    let pad = if text.starts_with('`') || text.ends_with('`') || text.trim().is_empty() {
        " "
    } else {
        ""
    };
    for part in [&fence, pad, &text.replace('|', "\\|"), pad, &fence] {
        out.push_str(part);
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
            if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#') {
                out.push('\\');
            }
            out.push(c);
        }
    }
}

#[cfg(test)]
mod tests {
    fn made(by: fn(&mut String, &str), text: &str) -> String {
        let mut out = String::new();
        by(&mut out, text);
        out
    }

    #[test]
    fn a_cell_is_one_line_without_bare_pipes() {
        for (text, cell) in [
            ("plain", "plain"),
            (" a ", "a"),
            ("a|b", "a\\|b"),
            ("a\\|b", "a\\|b"),
            ("a\\\\|b", "a\\\\\\|b"),
            ("a\nb", "a b"),
            ("a\n\nb", "a<br/><br/>b"),
            ("a\n- b", "a<br/>- b"),
            ("", ""),
        ] {
            assert_eq!(made(super::cell, text), cell, "{text:?}");
        }
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
            (" ", "`   `"),
            ("", "``` ```"),
        ] {
            assert_eq!(made(super::code, text), span, "{text:?}");
        }
    }

    #[test]
    fn a_title_is_words_and_no_markdown() {
        assert_eq!(made(super::title, " a  <b>\n`c` "), "a \\<b\\> \\`c\\`");
    }
}
