//! A tree → YAML text as one writes it by hand: block style, quotes only where needed, texts of several lines as they
//! are.

use super::json::{indent, quoted};
use crate::node::{Key, Node, Object, Value};

/// How long a list on one line may make that line.
const WIDTH: usize = 100;

/// How long a key on one line with its colon may be, as it is written, in characters: less than the 1024 that readers look through.
const LONGEST_KEY: usize = 1_000;

/// The text of a document, in which an empty line stands before every section, path and component; or of a part of one.
pub fn yaml(node: &Node) -> String {
    let mut out = String::new();
    match &node.value {
        Value::Object(object) if object.get("openapi").is_some() => {
            for (i, (key, it)) in object.iter().enumerate() {
                if i > 0 {
                    out.push('\n');
                }
                section(&mut out, key, it);
            }
        }
        Value::Object(object) if !object.is_empty() => {
            for (key, it) in object.iter() {
                member(&mut out, key, it, 0);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for it in items.iter() {
                out.push('-');
                item(&mut out, it, 0);
            }
        }
        Value::String(text) if is_literal(text) => {
            literal(&mut out, text, 1);
            out.remove(0);
        }
        _ => {
            scalar(&mut out, node, false);
            out.push('\n');
        }
    }
    out
}

/// A member of the root.
fn section(out: &mut String, key: &Key, node: &Node) {
    match &node.value {
        Value::Object(paths) if &*key.text == "paths" && !paths.is_empty() => {
            out.push_str("paths:\n");
            spaced(out, paths, 1);
        }
        Value::Object(components) if &*key.text == "components" && !components.is_empty() => {
            out.push_str("components:\n");
            for (i, (key, node)) in components.iter().enumerate() {
                if i > 0 {
                    out.push('\n');
                }
                match &node.value {
                    Value::Object(members) if !members.is_empty() => {
                        indent(out, 1);
                        name(out, &key.text);
                        out.push_str(":\n");
                        spaced(out, members, 2);
                    }
                    _ => member(out, key, node, 1),
                }
            }
        }
        _ => member(out, key, node, 0),
    }
}

/// Members with an empty line between them.
fn spaced(out: &mut String, object: &Object, level: usize) {
    for (i, (key, it)) in object.iter().enumerate() {
        if i > 0 {
            out.push('\n');
        }
        member(out, key, it, level);
    }
}

fn member(out: &mut String, key: &Key, node: &Node, level: usize) {
    indent(out, level);
    opened(out, &key.text, level);
    value(out, node, level);
}

/// A key and the colon behind it. One that readers would not look through for a colon (YAML 1.2.2, section 7.4) has a line of its
/// own behind a question mark.
fn opened(out: &mut String, key: &str, level: usize) {
    let before = out.len();
    name(out, key);
    if out[before..].chars().count() > LONGEST_KEY {
        out.insert_str(before, "? ");
        out.push('\n');
        indent(out, level);
    }
    out.push(':');
}

/// A value behind a colon, and the end of its line.
fn value(out: &mut String, node: &Node, level: usize) {
    match &node.value {
        Value::Object(object) if !object.is_empty() => {
            out.push('\n');
            for (key, it) in object.iter() {
                member(out, key, it, level + 1);
            }
        }
        Value::Array(items) if !items.is_empty() => array(out, items, level),
        Value::String(text) if is_literal(text) => literal(out, text, level + 1),
        _ => {
            out.push(' ');
            scalar(out, node, false);
            out.push('\n');
        }
    }
}

fn array(out: &mut String, items: &[Node], level: usize) {
    if let Some(line) = on_one_line(out, items) {
        out.push_str(&line);
        return;
    }
    out.push('\n');
    for it in items {
        indent(out, level + 1);
        out.push('-');
        item(out, it, level + 1);
    }
}

/// An item behind a dash. The first member of an object stands beside the dash.
fn item(out: &mut String, node: &Node, level: usize) {
    match &node.value {
        Value::Object(object) if !object.is_empty() => {
            for (i, (key, it)) in object.iter().enumerate() {
                if i == 0 {
                    out.push(' ');
                } else {
                    indent(out, level + 1);
                }
                opened(out, &key.text, level + 1);
                value(out, it, level + 1);
            }
        }
        // A list within a list, whose first item has a line of its own.
        Value::Array(items) if !items.is_empty() => array(out, items, level),
        _ => value(out, node, level),
    }
}

/// A list of a few words.
fn on_one_line(out: &str, items: &[Node]) -> Option<String> {
    let before = out.len() - out.rfind('\n').map_or(0, |it| it + 1);
    if items.len() > 24 {
        return None;
    }
    let mut line = " [".to_owned();
    for (i, it) in items.iter().enumerate() {
        match &it.value {
            Value::Object(object) if !object.is_empty() => return None,
            Value::Array(items) if !items.is_empty() => return None,
            Value::String(text) if text.contains('\n') => return None,
            _ => {}
        }
        if i > 0 {
            line.push_str(", ");
        }
        scalar(&mut line, it, true);
        if before + line.len() > WIDTH {
            return None;
        }
    }
    line.push_str("]\n");
    Some(line)
}

fn scalar(out: &mut String, node: &Node, in_flow: bool) {
    match &node.value {
        Value::Null => out.push_str("null"),
        Value::Bool(it) => out.push_str(if *it { "true" } else { "false" }),
        Value::Number(digits) => out.push_str(digits),
        Value::String(text) if is_plain(text, in_flow) => out.push_str(text),
        Value::String(text) => quoted(out, text),
        Value::Array(_) => out.push_str("[]"),
        Value::Object(_) => out.push_str("{}"),
    }
}

/// A key. It is never taken for a number, since `200` and `"200"` are the same to some readers and not to others.
fn name(out: &mut String, text: &str) {
    if is_plain(text, false) && text.chars().count() <= 200 {
        out.push_str(text);
    } else {
        quoted(out, text);
    }
}

/// Whether a text is written line by line.
pub(crate) fn is_literal(text: &str) -> bool {
    text.contains('\n') && is_block(text)
}

/// Whether a text can be written line by line.
pub(crate) fn is_block(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with([' ', '\n'])
        && text.chars().all(|c| c == '\n' || is_dull(c))
}

/// Whether every YAML reader takes a character for itself, wherever it stands.
pub(crate) fn is_dull(c: char) -> bool {
    c >= ' ' && !('\u{7F}'..='\u{A0}').contains(&c) && !is_odd(c)
}

fn literal(out: &mut String, text: &str, level: usize) {
    let body = text.trim_end_matches('\n');
    out.push_str(match text.len() - body.len() {
        0 => " |-\n",
        1 => " |\n",
        _ => " |+\n",
    });
    for line in body.split('\n') {
        if !line.is_empty() {
            indent(out, level);
            out.push_str(line);
        }
        out.push('\n');
    }
    for _ in 1..text.len() - body.len() {
        out.push('\n');
    }
}

/// What YAML readers take for line breaks or byte order marks, or refuse.
fn is_odd(c: char) -> bool {
    matches!(
        c,
        '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}'
    )
}

/// Whether a text without quotes is read as that text: it begins with a letter or the like, has nothing in it that
/// means something, and is no other value.
pub(crate) fn is_plain(text: &str, in_flow: bool) -> bool {
    let Some(first) = text.chars().next() else {
        return false;
    };
    let begins = first.is_alphabetic() || matches!(first, '/' | '$' | '(' | '_' | '<');
    if !begins || text.ends_with([' ', ':']) || is_other_value(text) {
        return false;
    }
    let means_something = text.contains(": ")
        || text.contains(" #")
        || (in_flow && text.contains([',', '[', ']', '{', '}', ':']));
    text.chars().all(is_dull) && !means_something
}

/// Whether YAML 1.1 or 1.2 takes the text for something else than a string.
fn is_other_value(text: &str) -> bool {
    const WORDS: [&str; 12] = [
        "null", "true", "false", "yes", "no", "on", "off", "y", "n", ".inf", ".nan", "<<",
    ];
    let word = text.trim_start_matches(['+', '-']).to_ascii_lowercase();
    let number = word.starts_with(|c: char| c.is_ascii_digit())
        || (word.starts_with('.') && word[1..].starts_with(|c: char| c.is_ascii_digit()));
    number || WORDS.contains(&word.as_str())
}

#[cfg(test)]
mod tests {
    use super::super::json::json;
    use super::yaml;
    use crate::load::{json_value, yaml_value};

    #[test]
    fn every_text_is_read_as_it_was_written() {
        let texts = [
            "",
            "a",
            "1",
            "1.0",
            "0x1F",
            "1e3",
            "+1",
            "-1",
            ".5",
            "null",
            "~",
            "true",
            "No",
            "on",
            "=",
            "<<",
            "- a",
            "-",
            "? a",
            "a: b",
            "a:",
            ":a",
            "a #b",
            "#a",
            "a#b",
            "@a",
            "`a`",
            "%a",
            "&a",
            "*a",
            "!a",
            "|",
            ">",
            "\"a\"",
            "'a'",
            "it's",
            "{a}",
            "[a]",
            "a, b",
            " a",
            "a ",
            "a\nb",
            "a\n",
            "a\n\nb\n\n",
            "\na",
            " a\nb",
            "a\n  b\nc",
            "\ta",
            "a\tb\nc",
            "a\r\nb",
            "a\u{0}",
            "\u{85}",
            "a\u{2028}b\nc",
            "\u{FEFF}a",
            "é",
            "日本",
            "😀",
            "2019-08-24",
            "12:30",
            "---",
            "...",
            "--- a",
            "a\n---\nb",
            "$ref",
            "/a/{b}",
            "<a>",
            "(a)",
            "_",
            "\\",
            "a \n b",
            "\n",
            "\n\n",
            "a\n \nb",
        ];
        let long = [700, 796, 800, 804, 900].map(|it| "a: \"".repeat(it / 4));
        for text in texts.into_iter().chain(long.iter().map(String::as_str)) {
            let mut quoted = String::new();
            super::quoted(&mut quoted, text);
            for shape in [
                format!("{{\"k\":{quoted}}}"),
                format!("{{\"k\":[{quoted},{quoted}]}}"),
                format!("{{\"k\":[{{\"a\":{quoted},\"b\":1}},[{quoted}]]}}"),
                format!("{{{quoted}:{{\"x\":[]}}}}"),
                format!("{{\"components\":{{\"schemas\":{{{quoted}:{{\"a\":{quoted}}}}}}}}}"),
                format!("[[{quoted}],[[{quoted}],{{}}]]"),
                quoted.clone(),
            ] {
                let node = json_value(&shape).unwrap();
                let written = yaml(&node);
                let read = yaml_value(&written);
                assert_eq!(read.as_ref(), Ok(&node), "{text:?} as\n{written}");
                assert_eq!(json_value(&json(&node)).as_ref(), Ok(&node));
            }
        }
    }

    #[test]
    fn a_document_looks_as_if_it_was_written_by_hand() {
        let node = json_value(
            r#"{"openapi": "3.0.3", "tags": [{"name": "Pets"}],
                "paths": {"/a": {"get": {"tags": ["Pets"], "responses": {"200": {"description": "a\nb"}}}}, "/b": {}},
                "components": {"schemas": {"A": {"enum": [1, 123456789012345678901234567890, "", "a, b"]}, "B": {}}}}"#,
        );
        assert_eq!(
            yaml(&node.unwrap()),
            r#"openapi: "3.0.3"

tags:
  - name: Pets

paths:
  /a:
    get:
      tags: [Pets]
      responses:
        "200":
          description: |-
            a
            b

  /b: {}

components:
  schemas:
    A:
      enum: [1, 123456789012345678901234567890, "", "a, b"]

    B: {}
"#,
        );
    }
}
