//! Wording: descriptions as they stand in a document → as they stand on a page.

use super::context::Context;

/// White space as JavaScript trims it.
pub fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}')
}

/// Markdown text as the cell of a table: nothing in it ends the cell or the row.
///
/// Quirk of the templates: there the text goes in as it is.
pub fn cell(cx: &Context<'_>, text: &str) -> String {
    if cx.quirks() {
        return text.to_owned();
    }
    escape_pipes(&on_one_line(trim(text)))
}

/// A paragraph's end and a list's items become `<br>`; a line that merely ran out of room is joined to the next.
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
                (true, _) => "<br><br>",
                (false, true) => "<br>",
                (false, false) => " ",
            });
        }
        blank = false;
        out.push_str(line);
    }
    out
}

fn escape_pipes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut escaped = false;
    for c in text.chars() {
        if c == '|' && !escaped {
            out.push('\\');
        }
        escaped = c == '\\' && !escaped;
        out.push(c);
    }
    out
}

/// A value as code in the cell of a table.
///
/// Quirk of the templates: there a backtick, a pipe or a line break in the value goes in as it is.
pub fn code(cx: &Context<'_>, text: &str) -> String {
    if cx.quirks() {
        return ["`", text, "`"].concat();
    }
    if text.is_empty() {
        return "``` ```".to_owned();
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
    format!("{fence}{pad}{}{pad}{fence}", text.replace('|', "\\|"))
}

fn longest_run(text: &str, of: char) -> usize {
    text.split(|c| c != of).map(str::len).max().unwrap_or(0)
}

/// What stands under an example or a table that had to end early.
pub fn cut(levels: impl std::fmt::Display) -> String {
    format!("Shown to a depth of {levels}; the schema goes deeper.")
}

/// Text that is no Markdown (a tag's name, a title), in a heading.
pub fn heading(cx: &Context<'_>, text: &str) -> String {
    if cx.quirks() {
        return text.to_owned();
    }
    let line: Vec<&str> = text.split_whitespace().collect();
    let mut out = String::new();
    for c in line.join(" ").chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
