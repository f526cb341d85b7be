//! Values of `serde_json` → trees.

use std::borrow::Cow;

use serde_json::Value;

use crate::runtime::json::{Number, Tree};

/// The only member of an object that stands for a number which `serde_json` would round: its digits.
const DIGITS: &str = "$number";

impl<'a> From<&'a Value> for Tree<'a> {
    fn from(value: &'a Value) -> Self {
        match value {
            Value::Null => Tree::Null,
            Value::Bool(it) => Tree::Bool(*it),
            Value::Number(it) => number(it),
            Value::String(it) => Tree::String(Cow::Borrowed(it)),
            Value::Array(items) => Tree::Array(items.iter().map(Tree::from).collect()),
            Value::Object(members) => {
                let members = members.iter();
                let members = members.map(|(name, it)| (Cow::Borrowed(&**name), it.into()));
                Tree::Object(members.collect())
            }
        }
    }
}

impl From<Value> for Tree<'static> {
    /// A value of a description, in which a number that would be rounded is `{"$number": "1e400"}`.
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Tree::Null,
            Value::Bool(it) => Tree::Bool(it),
            Value::Number(it) => number(&it),
            Value::String(it) => Tree::String(Cow::Owned(it)),
            Value::Array(items) => Tree::Array(items.into_iter().map(Tree::from).collect()),
            Value::Object(members) => {
                if members.len() == 1
                    && let Some(digits) = members.get(DIGITS).and_then(Value::as_str)
                    && let Some(number) = Number::new(digits)
                {
                    return Tree::Number(number.into_owned());
                }
                let members = members.into_iter();
                let members = members.map(|(name, it)| (Cow::Owned(name), it.into()));
                Tree::Object(members.collect())
            }
        }
    }
}

fn number<'a>(it: &serde_json::Number) -> Tree<'a> {
    // What serde_json writes is a number.
    Number::new(it.to_string()).map_or(Tree::Null, Tree::Number)
}
