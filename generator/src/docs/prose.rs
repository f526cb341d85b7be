//! Wording: descriptions as they stand in a document → as they stand on a page.

use std::borrow::Cow;

use super::Context;
use super::rows::{Name, Row};

/// White space as JavaScript trims it.
pub fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}')
}

/// The description of a row of properties.
pub fn property(cx: &Context<'_>, row: &Row<'_>) -> String {
    if !cx.quirks() {
        return cell(cx, &row.description);
    }
    let description = joined(&row.description);
    if description.is_empty() {
        return String::new();
    }
    upper_case_words(&go_name_spelt_out(&unjoined(&description), row))
}

/// A description of one line: line breaks are `<br>`.
fn joined(description: &str) -> Cow<'_, str> {
    if description == "undefined" {
        return "".into();
    }
    if !description.contains(['\r', '\n']) {
        return description.into();
    }
    description.replace('\r', "").replace('\n', "<br>").into()
}

/// Quirk of the templates: a paragraph's end becomes a line break, which tears the row of the table in two.
fn unjoined(description: &str) -> Cow<'_, str> {
    if !description.contains('<') {
        return description.into();
    }
    description
        .replace("<br><br>", "\n")
        .replace("<br>", " ")
        .into()
}

/// Quirk of the templates: a description that opens with a Go name (`AvatarURL is …`) opens with the property's
/// name instead (`Avatar URL is …`). A word counts for a Go name if it has two capitals, and so does any acronym.
fn go_name_spelt_out<'a>(description: &'a str, row: &Row<'_>) -> Cow<'a, str> {
    let (first, rest) = match description.split_once(' ') {
        Some((first, rest)) => (first, Some(rest)),
        None => (description, None),
    };
    if first.chars().filter(char::is_ascii_uppercase).count() < 2 {
        return description.into();
    }
    [&*spelt_out(row), " ", rest.unwrap_or_default()]
        .concat()
        .into()
}

/// `avatar_url` as `Avatar url`.
fn spelt_out(row: &Row<'_>) -> String {
    let name = match row.name {
        Name::AnyProperty if row.depth > 0 => "It".to_owned(),
        name => name.spelt(),
    };
    let name = name.replacen("» ", "", 1).replace('»', "");
    let Some(first) = name.chars().next() else {
        return name;
    };
    let lower = name.replace('_', " ").to_lowercase();
    let tail: String = lower.chars().skip(1).collect();
    first.to_uppercase().chain(tail.chars()).collect()
}

/// Quirk of the templates: the words `id` and `url` stand in capitals.
fn upper_case_words(description: &str) -> String {
    let mut out = String::with_capacity(description.len());
    for (i, word) in description.split(' ').enumerate() {
        if i > 0 {
            out.push(' ');
        }
        if word.eq_ignore_ascii_case("id") || word.eq_ignore_ascii_case("url") {
            out.extend(word.chars().map(|it| it.to_ascii_uppercase()));
        } else {
            out.push_str(word);
        }
    }
    out
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
