//! A value → XML (OpenAPI 3.0.4, section 4.7.26), as far as names of properties and schemas say how.

use std::fmt::Write as _;

use verbatim_gen::model::{Api, SchemaId};
use verbatim_gen::node::{Node, Value};

use crate::encode::plain;

/// What an element is called that has no name in the document.
const UNNAMED: &str = "xml";

/// The value as a document: its root is called what the schema is.
pub fn document(api: &Api, schema: Option<SchemaId>, value: &Node) -> String {
    let name = schema.and_then(|id| api.schema(id).origin.name.clone());
    let mut out = String::new();
    put(&mut out, name.as_deref().unwrap_or(UNNAMED), value);
    out
}

fn put(out: &mut String, name: &str, value: &Node) {
    let name = element_name(name);
    match &value.value {
        Value::Array(items) => {
            // Items stand one beside the other, under the name of what they are in.
            let items = items.iter();
            items.for_each(|it| put(out, &name, it));
        }
        Value::Object(members) => {
            let _ = write!(out, "<{name}>");
            for (key, it) in members.iter() {
                put(out, &key.text, it);
            }
            let _ = write!(out, "</{name}>");
        }
        Value::Null => {
            let _ = write!(out, "<{name}/>");
        }
        _ => {
            let _ = write!(out, "<{name}>{}</{name}>", escaped(&plain(value)));
        }
    }
}

/// A name that XML can have (XML 1.0, section 2.3): what it cannot becomes `_`.
fn element_name(name: &str) -> String {
    let is_start = |it: char| it.is_alphabetic() || it == '_';
    let is_part = |it: char| is_start(it) || it.is_numeric() || matches!(it, '-' | '.' | ':');
    let mut out: String = name
        .chars()
        .map(|it| if is_part(it) { it } else { '_' })
        .collect();
    if !out.starts_with(is_start) {
        out.insert(0, '_');
    }
    out
}

/// A text without markup. Characters that XML has none for are left out (XML 1.0, section 2.2).
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for it in text.chars() {
        match it {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\t' | '\n' | '\r' => out.push(it),
            it if it.is_control() || matches!(it, '\u{FFFE}' | '\u{FFFF}') => {}
            it => out.push(it),
        }
    }
    out
}
