//! New values as lines, in the layout of the text they are written into.

use super::style::Style;
use super::text::blanks;
use crate::node::{Node, Value};
use crate::openapi::words::{is_dull, is_literal, is_plain, quoted as in_double_quotes};

/// How long a list on one line may make that line.
const WIDTH: usize = 100;

/// The lines of a member.
pub fn member(style: &Style, key: &str, node: &Node, column: usize) -> Vec<String> {
    value(style, &format!("{}{key}:", blanks(column)), node, column)
}

/// The lines of an item, whose dash stands in that column.
pub fn item(style: &Style, node: &Node, column: usize) -> Vec<String> {
    let head = format!("{}-", blanks(column));
    let nested = match &node.value {
        Value::Object(object) if !object.is_empty() => object
            .iter()
            .flat_map(|(name, it)| member(style, &key(style, &name.text), it, column + 2))
            .collect(),
        _ => return value(style, &head, node, column),
    };
    beside(&head, nested)
}

/// Lets the first line begin beside a dash.
fn beside(head: &str, mut lines: Vec<String>) -> Vec<String> {
    if let Some(first) = lines.first_mut() {
        *first = format!("{head} {}", first.trim_start());
    }
    lines
}

/// The lines of a value behind a key or a dash.
pub fn value(style: &Style, head: &str, node: &Node, column: usize) -> Vec<String> {
    match &node.value {
        Value::Object(object) if !object.is_empty() => {
            let mut out = vec![head.to_owned()];
            for (name, it) in object.iter() {
                out.extend(member(
                    style,
                    &key(style, &name.text),
                    it,
                    column + style.step,
                ));
            }
            out
        }
        Value::Array(items) if !items.is_empty() => {
            if let Some(line) = on_one_line(style, head, items) {
                return vec![line];
            }
            let is_in_list = head.ends_with('-');
            let inner = column + if is_in_list { 2 } else { style.dash };
            let mut out = Vec::new();
            for it in items.iter() {
                out.extend(item(style, it, inner));
            }
            match is_in_list {
                true => beside(head, out),
                false => {
                    out.insert(0, head.to_owned());
                    out
                }
            }
        }
        Value::String(text) if is_literal(text) => {
            let body = text.trim_end_matches('\n');
            let ends = text.len() - body.len();
            let sign = ["|-", "|", "|+"][ends.min(2)];
            let margin = blanks(column + style.step);
            let mut out = vec![format!("{head} {sign}")];
            out.extend(body.split('\n').map(|line| match line.is_empty() {
                true => String::new(),
                false => format!("{margin}{line}"),
            }));
            out.extend((1..ends).map(|_| String::new()));
            out
        }
        _ => vec![format!("{head} {}", scalar(style, node, false))],
    }
}

/// A list of a few words.
fn on_one_line(style: &Style, head: &str, items: &[Node]) -> Option<String> {
    if items.len() > 24 {
        return None;
    }
    let is_word = |it: &Node| match &it.value {
        Value::Object(object) => object.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::String(text) => !text.contains('\n'),
        _ => true,
    };
    if !items.iter().all(is_word) {
        return None;
    }
    let words: Vec<String> = items.iter().map(|it| scalar(style, it, true)).collect();
    let line = format!("{head} [{}]", words.join(", "));
    (line.len() <= WIDTH).then_some(line)
}

/// A value in flow style.
pub fn flow(style: &Style, node: &Node) -> String {
    match &node.value {
        Value::Array(items) if !items.is_empty() => {
            let items: Vec<String> = items.iter().map(|it| flow(style, it)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(object) if !object.is_empty() => {
            let member = |(name, it): (&crate::node::Key, &Node)| {
                format!("{}: {}", flow_key(style, &name.text), flow(style, it))
            };
            let members: Vec<String> = object.iter().map(member).collect();
            format!("{{{}}}", members.join(", "))
        }
        _ => scalar(style, node, true),
    }
}

fn scalar(style: &Style, node: &Node, in_flow: bool) -> String {
    match &node.value {
        Value::Null => "null".to_owned(),
        Value::Bool(it) => it.to_string(),
        Value::Number(digits) => digits.to_string(),
        Value::String(text) if is_plain(text, in_flow) => text.to_string(),
        Value::String(text) => quoted(text, style.quote),
        Value::Array(_) => "[]".to_owned(),
        Value::Object(_) => "{}".to_owned(),
    }
}

/// A key.
pub fn key(style: &Style, text: &str) -> String {
    if style.bare_numbers && text.len() == 3 && text.bytes().all(|it| it.is_ascii_digit()) {
        return text.to_owned();
    }
    match is_plain(text, false) && text.chars().count() <= 200 {
        true => text.to_owned(),
        false => quoted(text, style.quote),
    }
}

/// A key within brackets.
pub fn flow_key(style: &Style, text: &str) -> String {
    match is_plain(text, true) && text.chars().count() <= 200 {
        true => text.to_owned(),
        false => quoted(text, style.quote),
    }
}

/// A text between quotes: those that are asked for, if they can hold it.
pub fn quoted(text: &str, quote: char) -> String {
    in_quotes(text, quote).unwrap_or_else(|| {
        let mut out = String::new();
        in_double_quotes(&mut out, text);
        out
    })
}

/// A text between these quotes; none where they cannot hold it.
pub fn in_quotes(text: &str, quote: char) -> Option<String> {
    if quote == '"' {
        let mut out = String::new();
        in_double_quotes(&mut out, text);
        return Some(out);
    }
    text.chars()
        .all(is_dull)
        .then(|| format!("'{}'", text.replace('\'', "''")))
}
