//! A text in place of another one, in the style that had: between the same quotes, or as a block of the same kind.

use super::style::Style;
use super::text::{blanks, indent, is_blank};
use super::write;
use crate::openapi::words::is_block;

/// How wide a folded text is at the least.
const NARROW: usize = 40;

/// The lines of a text that takes the place of another one, of which the first line shows `content` behind the key and the
/// further lines are `body`; none where the style is no matter.
pub fn restyled(
    content: &str,
    body: &[&str],
    text: &str,
    head: &str,
    column: usize,
    style: &Style,
) -> Option<Vec<String>> {
    let in_block = blanks(
        body.iter()
            .find(|it| !is_blank(it))
            .map_or(column + style.step, |it| indent(it)),
    );
    match content.chars().next()? {
        quote @ ('"' | '\'') if body.is_empty() && !text.contains('\n') => {
            write::in_quotes(text, quote).map(|it| vec![format!("{head} {it}")])
        }
        '|' => block(head, "|", text, &in_block, |line| vec![line.to_owned()]),
        '>' if can_fold(text) => {
            let widest = body.iter().map(|it| it.chars().count()).max();
            let width = widest.unwrap_or_default().max(NARROW + in_block.len()) - in_block.len();
            let body = text.strip_suffix('\n').unwrap_or(text);
            let parts = body.replace('\n', "\n\n").replace("\n\n\n\n", "\n\n\n");
            block(
                head,
                ">",
                &[&parts, &text[body.len()..]].concat(),
                &in_block,
                |line| folded(line, width),
            )
        }
        _ => None,
    }
}

/// A block of text: each of its lines as one or several.
fn block(
    head: &str,
    sign: &str,
    text: &str,
    margin: &str,
    lines: impl Fn(&str) -> Vec<String>,
) -> Option<Vec<String>> {
    let ends = text.len() - text.trim_end_matches('\n').len();
    let body = text.trim_end_matches('\n');
    if !is_block(body) || ends > 1 {
        return None;
    }
    let chomp = if ends == 0 { "-" } else { "" };
    let mut out = vec![format!("{head} {sign}{chomp}")];
    for line in body.split('\n') {
        for line in lines(line) {
            out.push(if line.is_empty() {
                line
            } else {
                format!("{margin}{line}")
            });
        }
    }
    Some(out)
}

/// Whether a text is the same after it was folded: no line of it begins with a blank.
fn can_fold(text: &str) -> bool {
    !text.contains("\n\n\n")
        && text
            .split('\n')
            .all(|it| !it.starts_with([' ', '\t']) && !it.ends_with([' ', '\t']))
}

/// A line as several that are no wider than that, where there are blanks to break at.
fn folded(line: &str, width: usize) -> Vec<String> {
    let mut out = vec![String::new()];
    for (i, word) in line.split(' ').enumerate() {
        let Some(last) = out.last_mut() else { continue };
        // A line that begins with a blank would not be folded.
        let is_word = !word.is_empty() && !last.ends_with(' ');
        if i > 0 && is_word && last.chars().count() + 1 + word.chars().count() > width {
            out.push(word.to_owned());
            continue;
        }
        if i > 0 {
            last.push(' ');
        }
        last.push_str(word);
    }
    out
}
