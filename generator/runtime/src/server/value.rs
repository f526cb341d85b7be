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

impl From<Value> for Tree<'static> {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Tree::Null,
            Value::Bool(it) => Tree::Bool(it),
            Value::Number(it) => number(&it),
            Value::String(it) => Tree::String(Cow::Owned(it)),
            Value::Array(items) => Tree::Array(items.into_iter().map(Tree::from).collect()),
            Value::Object(members) => {
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

/// A value of the document as parameters have it: each number is the float nearest to it, unless it is an integer of 64 bits.
///
/// # Panics
/// There is a number in it that no float holds: a fault of the generator.
pub(crate) fn held(it: Tree<'_>) -> Value {
    match it {
        Tree::Null => Value::Null,
        Tree::Bool(it) => Value::Bool(it),
        Tree::Number(it) => {
            let integer = it.as_i128();
            let integer = integer.filter(|_| !it.digits().contains(['.', 'e', 'E']));
            let signed = integer.and_then(|it| i64::try_from(it).ok());
            let unsigned = integer.and_then(|it| u64::try_from(it).ok());
            let held = signed.map(serde_json::Number::from);
            let held = held.or_else(|| unsigned.map(serde_json::Number::from));
            let held = held.or_else(|| serde_json::Number::from_f64(it.as_f64()));
            match held {
                Some(it) => Value::Number(it),
                None => panic!("no float holds {it}"),
            }
        }
        Tree::String(it) => Value::String(it.into_owned()),
        Tree::Array(items) => Value::Array(items.into_iter().map(held).collect()),
        Tree::Object(members) => {
            let members = members.into_iter();
            Value::Object(
                members
                    .map(|(name, it)| (name.into_owned(), held(it)))
                    .collect(),
            )
        }
    }
}
