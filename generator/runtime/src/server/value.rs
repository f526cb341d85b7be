//! Values of `serde_json` ↔ trees.

use std::borrow::Cow;

use serde_json::Value;

use crate::runtime::json::{Number, Tree};

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

fn number<'a>(it: &serde_json::Number) -> Tree<'a> {
    // What serde_json writes is a number.
    Number::new(it.to_string()).map_or(Tree::Null, Tree::Number)
}
