//! A YAML text and what it shall say → the text that says so, in which only those lines differ that have to.
//!
//! ```text
//! text, tree, another tree ─align▶ which member stands for which ─block, flow, scalar▶ lines
//! ```
//!
//! Every value and key of a tree knows its line and column, so the text is taken apart by them: each member is its lines and
//! the comments right above. What is equal in both trees is copied, what is new is written in the style of its
//! surroundings, and what moved takes its comments along. The result is read again, and given only if it says exactly what
//! was asked for. Where a value has an anchor, an alias or a tag, or is a flow collection over several lines, its lines are
//! not its own: such an edit is refused.

mod align;
mod block;
mod flow;
mod same;
mod scalar;
mod style;
mod text;
mod write;

use crate::load::yaml_value;
use crate::node::{Node, Value};
use crate::source::Place;
pub(crate) use same::is_same;
use style::Style;

/// An edit that cannot be made line by line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Where the value stands.
    pub place: Place,
    /// Why, one line without a full stop.
    pub message: String,
}

/// Lets a YAML text follow its tree: the text whose tree is `new`, where that of `text` is `old`.
///
/// # Errors
/// Every edit that cannot be made line by line.
pub fn follow(text: &str, old: &Node, new: &Node) -> Result<String, Vec<Refusal>> {
    if is_same(old, new) {
        return Ok(text.to_owned());
    }
    let (mark, body) = match text.strip_prefix('\u{feff}') {
        Some(body) => ("\u{feff}", body),
        None => ("", text),
    };
    let is_crlf = body.contains("\r\n");
    let lines: Vec<&str> = body
        .split('\n')
        .map(|it| it.strip_suffix('\r').filter(|_| is_crlf).unwrap_or(it))
        .collect();
    let refusal = |place: Place, message: &str| {
        Err(vec![Refusal {
            place,
            message: message.to_owned(),
        }])
    };
    if let Some(line) = text::second_document(&lines) {
        let place = Place {
            line,
            column: 1,
            ..old.place
        };
        return refusal(
            place,
            "a second YAML document begins here; a file of several is not edited",
        );
    }
    let mut patch = Patch {
        style: Style::of(&lines, old),
        lines,
        refusals: Vec::new(),
    };
    let Some(written) = patch.root(old, new) else {
        return refusal(
            old.place,
            "only an object in block style is edited line by line",
        );
    };
    if !patch.refusals.is_empty() {
        patch.refusals.sort_by_key(|it| it.place);
        patch.refusals.dedup();
        return Err(patch.refusals);
    }
    let end = if is_crlf { "\r\n" } else { "\n" };
    let written = written.join(end);
    match yaml_value(&written) {
        Ok(it) if is_same(&it, new) => Ok(format!("{mark}{written}")),
        Ok(it) => {
            let place = first_difference(&it, new).unwrap_or(old.place);
            refusal(
                place,
                "what stands around here is laid out in a way that is not edited line by line",
            )
        }
        Err((place, message)) => refusal(
            Place {
                file: old.place.file,
                ..place
            },
            &format!("the edited text would not be YAML here: {message}"),
        ),
    }
}

/// For each item of a newer list, the one of the older list that it was: an equal one, or one that is about the same thing.
pub(crate) fn alike(old: &[Node], new: &[Node]) -> Vec<Option<usize>> {
    align::items(old, new)
}

/// A text that is being taken apart.
struct Patch<'t> {
    lines: Vec<&'t str>,
    style: Style,
    refusals: Vec<Refusal>,
}

impl Patch<'_> {
    fn refuse(&mut self, place: Place, message: impl Into<String>) {
        self.refusals.push(Refusal {
            place,
            message: message.into(),
        });
    }
}

/// Where something of the second tree has a place and is not what the first says.
fn first_difference(written: &Node, wanted: &Node) -> Option<Place> {
    match (&written.value, &wanted.value) {
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            let mut pairs = a.iter().zip(b.iter());
            pairs.find_map(|(a, b)| first_difference(a, b))
        }
        (Value::Object(a), Value::Object(b)) if a.len() == b.len() => {
            let mut pairs = a.iter().zip(b.iter());
            pairs.find_map(|((key, a), (other, b))| match key.text == other.text {
                true => first_difference(a, b),
                false => Some(other.place).filter(|it| it.line > 0),
            })
        }
        _ if is_same(written, wanted) => None,
        _ => Some(wanted.place).filter(|it| it.line > 0),
    }
}

#[cfg(test)]
mod tests;
