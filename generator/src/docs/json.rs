//! JSON values that are made, and their text as `JSON.stringify` writes it.

use std::borrow::Cow;
use std::sync::Arc;

use indexmap::IndexMap;
use verbatim_runtime::json::Tree;

use super::blanks::push_blanks;
use crate::judge::number;
use crate::node::json::push_string;
use crate::node::{Key, Node, Value};
use crate::source::Place;

/// A JSON value. Its texts are those of the document wherever they stand there.
#[derive(Debug, Clone, PartialEq)]
pub enum Json<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, in digits.
    Number(Cow<'a, str>),
    /// A string.
    String(Cow<'a, str>),
    /// An array.
    Array(Vec<Json<'a>>),
    /// An object: its members in order, of which no two share a name.
    Object(Vec<Member<'a, Json<'a>>>),
}

/// What room a text gets at first.
const PRETTY_SIZE: usize = 1_024;

/// A member of an object.
pub type Member<'a, V> = (Cow<'a, str>, V);

impl<'a> Json<'a> {
    /// A value of a document.
    pub fn from_node(node: &'a Node) -> Self {
        Self::from_value(&node.value)
    }

    /// A value of a document, wherever it stands.
    pub fn from_value(value: &'a Value) -> Self {
        match value {
            Value::Null => Json::Null,
            Value::Bool(it) => Json::Bool(*it),
            Value::Number(digits) => Json::Number(Cow::Borrowed(digits)),
            Value::String(text) => Json::String(Cow::Borrowed(text)),
            Value::Array(items) => Json::Array(items.iter().map(Json::from_node).collect()),
            Value::Object(object) => Json::Object(
                object
                    .iter()
                    .map(|(key, it)| (Cow::Borrowed(&*key.text), Json::from_node(it)))
                    .collect(),
            ),
        }
    }

    /// A value with texts of its own.
    pub fn copied(node: &Node) -> Json<'static> {
        match &node.value {
            Value::Null => Json::Null,
            Value::Bool(it) => Json::Bool(*it),
            Value::Number(digits) => Json::Number(digits.to_string().into()),
            Value::String(text) => Json::String(text.to_string().into()),
            Value::Array(items) => Json::Array(items.iter().map(Json::copied).collect()),
            Value::Object(object) => Json::Object(
                object
                    .iter()
                    .map(|(key, it)| (key.text.to_string().into(), Json::copied(it)))
                    .collect(),
            ),
        }
    }

    /// The value as the judge takes it. A number that JSON cannot write is the string of its digits.
    pub fn tree(&self) -> Tree<'_> {
        match self {
            Json::Null => Tree::Null,
            Json::Bool(it) => Tree::Bool(*it),
            Json::Number(digits) => match number(digits) {
                Some(it) => Tree::Number(it),
                None => Tree::String(Cow::Borrowed(digits)),
            },
            Json::String(text) => Tree::String(Cow::Borrowed(text)),
            Json::Array(items) => Tree::Array(items.iter().map(Json::tree).collect()),
            Json::Object(members) => Tree::Object(
                members
                    .iter()
                    .map(|(name, it)| (Cow::Borrowed(&**name), it.tree()))
                    .collect(),
            ),
        }
    }

    /// The value as one of a document.
    pub fn to_node(&self) -> Node {
        let place = Place::default();
        let value = match self {
            Json::Null => Value::Null,
            Json::Bool(it) => Value::Bool(*it),
            Json::Number(digits) => Value::Number((&**digits).into()),
            Json::String(text) => Value::String((&**text).into()),
            Json::Array(items) => {
                return Node::array(items.iter().map(Json::to_node).collect(), place);
            }
            Json::Object(members) => {
                let members = members.iter();
                let entries = members.map(|(name, it)| (Key::new(&**name, place), it.to_node()));
                return Node::object(entries.collect(), place);
            }
        };
        Node::new(value, place)
    }

    /// The value as it is encoded. Members are in their order.
    pub fn to_value(&self) -> serde_json::Value {
        match self {
            Json::Null => serde_json::Value::Null,
            Json::Bool(it) => (*it).into(),
            Json::Number(digits) => number_value(&canonical(digits)),
            Json::String(text) => serde_json::Value::String(text.to_string()),
            Json::Array(items) => items.iter().map(Json::to_value).collect(),
            Json::Object(members) => members
                .iter()
                .map(|(name, it)| (name.to_string(), it.to_value()))
                .collect(),
        }
    }

    /// Whether JavaScript takes it for true: the tools ask `if (example)`.
    pub fn is_truthy(&self) -> bool {
        match self {
            Json::Null => false,
            Json::Bool(it) => *it,
            Json::Number(digits) => digits.parse().is_ok_and(|it: f64| it != 0.0),
            Json::String(text) => !text.is_empty(),
            Json::Array(_) | Json::Object(_) => true,
        }
    }

    /// The text with two blanks a level.
    pub fn pretty(&self) -> String {
        let mut out = String::with_capacity(PRETTY_SIZE);
        self.write(&mut out, Some(0));
        out
    }

    /// The text on one line.
    pub fn compact(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, None);
        out
    }

    /// The value as it is put into running text: a string without quotes.
    pub fn plain(&self) -> String {
        match self {
            Json::String(text) => text.clone().into_owned(),
            Json::Array(_) | Json::Object(_) | Json::Null | Json::Bool(_) | Json::Number(_) => {
                self.compact()
            }
        }
    }

    /// As [`Json::plain`], without a copy where the text is the document's.
    pub fn into_plain(self) -> Cow<'a, str> {
        match self {
            Json::String(text) => text,
            other => other.compact().into(),
        }
    }

    /// As [`Json::plain`], an array's items divided by commas: JavaScript's `String(value)`.
    pub fn joined(&self) -> String {
        match self {
            Json::Array(items) => {
                let items: Vec<String> = items
                    .iter()
                    .map(|it| {
                        if *it == Json::Null {
                            String::new()
                        } else {
                            it.joined()
                        }
                    })
                    .collect();
                items.join(",")
            }
            Json::Object(_) => "[object Object]".to_owned(),
            other => other.plain(),
        }
    }

    /// Appends the text; `level` is the depth where lines are broken.
    fn write(&self, out: &mut String, level: Option<usize>) {
        match self {
            Json::Null => out.push_str("null"),
            Json::Bool(it) => out.push_str(if *it { "true" } else { "false" }),
            Json::Number(digits) => out.push_str(&canonical(digits)),
            Json::String(text) => push_string(out, text),
            Json::Array(items) => {
                let items = items.iter().map(|it| (None, it));
                write_members(out, level, ['[', ']'], items);
            }
            Json::Object(members) => {
                let members = in_script_order(members.iter().map(|(key, it)| (key, it)))
                    .into_iter()
                    .map(|(key, it)| (Some(&**key), it));
                write_members(out, level, ['{', '}'], members);
            }
        }
    }
}

fn write_members<'j>(
    out: &mut String,
    level: Option<usize>,
    [open, close]: [char; 2],
    members: impl ExactSizeIterator<Item = (Option<&'j str>, &'j Json<'j>)>,
) {
    out.push(open);
    let empty = members.len() == 0;
    for (i, (key, it)) in members.enumerate() {
        if i > 0 {
            out.push(',');
        }
        break_line(out, level.map(|it| it + 1));
        if let Some(key) = key {
            push_string(out, key);
            out.push_str(if level.is_some() { ": " } else { ":" });
        }
        it.write(out, level.map(|it| it + 1));
    }
    if !empty {
        break_line(out, level);
    }
    out.push(close);
}

fn break_line(out: &mut String, level: Option<usize>) {
    if let Some(level) = level {
        out.push('\n');
        push_blanks(out, 2 * level);
    }
}

/// The members of an object in the order of JavaScript: names that are array indices first, in ascending order. The
/// tools of the reference are written in it, and so an example's keys `10`, `b`, `9` come out as `9`, `10`, `b`.
pub fn script_order<V>(members: &IndexMap<Arc<str>, V>) -> Vec<(&Arc<str>, &V)> {
    in_script_order(members.iter())
}

/// As [`script_order`].
pub fn in_script_order<'m, K: AsRef<str> + 'm, V: 'm>(
    members: impl Iterator<Item = (&'m K, &'m V)>,
) -> Vec<(&'m K, &'m V)> {
    let mut out: Vec<_> = members.collect();
    if out
        .iter()
        .any(|(key, _)| array_index(key.as_ref()).is_some())
    {
        out.sort_by_key(|(key, _)| array_index(key.as_ref()).map_or(u64::MAX, u64::from));
    }
    out
}

fn array_index(key: &str) -> Option<u32> {
    let canonical = key == "0" || key.starts_with(|it| matches!(it, '1'..='9'));
    if !canonical {
        return None;
    }
    key.parse().ok().filter(|it| *it != u32::MAX)
}

/// A number's digits as JavaScript prints that number: `1.0` is `1`, `1e3` is `1000`. A whole number beyond 2^53 keeps
/// its digits; JavaScript would lose some.
fn canonical(digits: &str) -> Cow<'_, str> {
    if digits.bytes().all(|it| it.is_ascii_digit() || it == b'-') {
        return digits.into();
    }
    match digits.parse::<f64>() {
        Ok(value) if value.is_finite() => number_text(value).into(),
        _ => digits.into(),
    }
}

/// A number of these digits. `serde_json` reads a float fast, and not always the nearest one.
fn number_value(digits: &str) -> serde_json::Value {
    let float = || {
        let float = digits.parse().ok();
        float.and_then(serde_json::Number::from_f64)
    };
    let number = match (digits.parse::<i64>(), digits.parse::<u64>()) {
        (Ok(it), _) => Some(it.into()),
        (_, Ok(it)) => Some(it.into()),
        _ if digits.contains(['.', 'e', 'E']) => float(),
        // Neither has these digits.
        _ => None,
    };
    number.map_or_else(|| digits.into(), serde_json::Value::Number)
}

/// `Number.prototype.toString`.
pub fn number_text(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    let size = value.abs();
    if (1e-6..1e21).contains(&size) {
        return format!("{value}");
    }
    let text = format!("{value:e}");
    match text.split_once('e') {
        Some((digits, exponent)) if !exponent.starts_with('-') => format!("{digits}e+{exponent}"),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_printed_as_javascript_does() {
        let cases = [
            ("1.0", "1"),
            ("1e3", "1000"),
            ("1e21", "1e+21"),
            ("1e-7", "1e-7"),
            ("0.50", "0.5"),
        ];
        for (input, output) in cases {
            assert_eq!(Json::Number(input.into()).compact(), output);
        }
    }

    #[test]
    fn strings_are_escaped_as_javascript_does() {
        let text = Json::String("\"\\/\u{8}\u{c}\n\r\t\u{1}\u{7f}é😀".into());
        assert_eq!(
            text.compact(),
            r#""\"\\/\b\f\n\r\t\u0001"#.to_owned() + "\u{7f}é😀\""
        );
    }

    #[test]
    fn members_are_in_the_order_of_javascript() {
        let member = |key: &'static str| (Cow::Borrowed(key), Json::Null);
        let value = Json::Object(["b", "10", "9", "01", "a"].map(member).into());
        assert_eq!(
            value.compact(),
            r#"{"9":null,"10":null,"b":null,"01":null,"a":null}"#
        );
        assert_eq!(
            Json::Array(vec![Json::Object(Vec::new()), Json::Bool(true)]).pretty(),
            "[\n  {},\n  true\n]"
        );
    }

    #[test]
    fn running_text_has_no_quotes() {
        let list = Json::Array(vec![
            Json::String("a".into()),
            Json::Null,
            Json::Array(vec![Json::Number("1".into())]),
            Json::Object(Vec::new()),
        ]);
        assert_eq!(list.joined(), "a,,1,[object Object]");
        assert_eq!(Json::String("a".into()).plain(), "a");
        assert_eq!(Json::String("a".into()).into_plain(), "a");
        assert_eq!(Json::Bool(true).into_plain(), "true");
    }
}
