//! A tree → JSON text.

use crate::node::{Node, Value};

/// The text of a document, two blanks a level, with a line break at its end.
pub fn json(node: &Node) -> String {
    let mut out = String::new();
    write(&mut out, node, 0);
    out.push('\n');
    out
}

fn write(out: &mut String, node: &Node, level: usize) {
    match &node.value {
        Value::Null => out.push_str("null"),
        Value::Bool(it) => out.push_str(if *it { "true" } else { "false" }),
        Value::Number(digits) => out.push_str(digits),
        Value::String(text) => quoted(out, text),
        Value::Array(items) => {
            let write_item = |out: &mut String, it: &Node| write(out, it, level + 1);
            members(out, level, ['[', ']'], items.iter(), write_item);
        }
        Value::Object(object) => {
            members(out, level, ['{', '}'], object.iter(), |out, (key, it)| {
                quoted(out, &key.text);
                out.push_str(": ");
                write(out, it, level + 1);
            });
        }
    }
}

fn members<T>(
    out: &mut String,
    level: usize,
    [open, close]: [char; 2],
    members: impl ExactSizeIterator<Item = T>,
    mut write: impl FnMut(&mut String, T),
) {
    out.push(open);
    let is_empty = members.len() == 0;
    for (i, it) in members.enumerate() {
        out.push_str(if i > 0 { ",\n" } else { "\n" });
        indent(out, level + 1);
        write(out, it);
    }
    if !is_empty {
        out.push('\n');
        indent(out, level);
    }
    out.push(close);
}

/// Two blanks a level.
pub(super) fn indent(out: &mut String, level: usize) {
    out.extend((0..level).map(|_| "  "));
}

/// A string between quotes (RFC 8259, section 7), which YAML reads too.
pub(crate) fn quoted(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c < ' ' || ('\u{7F}'..='\u{A0}').contains(&c) => {
                out.push_str(&format!("\\u{:04X}", u32::from(c)));
            }
            // Line breaks of YAML 1.1, and what may not stand in a stream.
            '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}' => {
                out.push_str(&format!("\\u{:04X}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}
