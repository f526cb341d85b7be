//! A tree → JSON text.

use crate::node::{Node, Value};

/// The text of a document, two blanks a level, with a line break at its end.
pub fn json(node: &Node) -> String {
    let mut out = json_laid_out(node, Some("  "));
    out.push('\n');
    out
}

/// The text of a value, indented by this a level, or all of it on one line without a blank.
pub fn json_laid_out(node: &Node, level: Option<&str>) -> String {
    let mut writer = Writer {
        out: String::new(),
        level,
    };
    writer.write(node, 0);
    writer.out
}

struct Writer<'l> {
    out: String,
    level: Option<&'l str>,
}

impl Writer<'_> {
    fn write(&mut self, node: &Node, depth: usize) {
        match &node.value {
            Value::Null => self.out.push_str("null"),
            Value::Bool(it) => self.out.push_str(if *it { "true" } else { "false" }),
            Value::Number(digits) => self.out.push_str(digits),
            Value::String(text) => quoted(&mut self.out, text),
            Value::Array(items) => {
                self.out.push('[');
                for (i, it) in items.iter().enumerate() {
                    self.next(i, depth);
                    self.write(it, depth + 1);
                }
                self.close(']', items.is_empty(), depth);
            }
            Value::Object(object) => {
                self.out.push('{');
                for (i, (key, it)) in object.iter().enumerate() {
                    self.next(i, depth);
                    quoted(&mut self.out, &key.text);
                    self.out
                        .push_str(if self.level.is_some() { ": " } else { ":" });
                    self.write(it, depth + 1);
                }
                self.close('}', object.is_empty(), depth);
            }
        }
    }

    /// Begins a member or an item.
    fn next(&mut self, index: usize, depth: usize) {
        if index > 0 {
            self.out.push(',');
        }
        self.break_line(depth + 1);
    }

    fn close(&mut self, bracket: char, is_empty: bool, depth: usize) {
        if !is_empty {
            self.break_line(depth);
        }
        self.out.push(bracket);
    }

    fn break_line(&mut self, depth: usize) {
        if let Some(level) = self.level {
            self.out.push('\n');
            self.out.extend((0..depth).map(|_| level));
        }
    }
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
