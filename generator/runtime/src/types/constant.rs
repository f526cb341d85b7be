//! Values that a document lists.

use std::fmt;

use serde::Serialize;
use serde::ser::Serializer;

use super::value::Value;

/// A value that a document writes out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Constant {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Another number.
    Float(f64),
    /// A string.
    String(&'static str),
}

impl Serialize for Constant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Constant::Null => serializer.serialize_unit(),
            Constant::Bool(it) => serializer.serialize_bool(*it),
            Constant::Integer(it) => serializer.serialize_i64(*it),
            Constant::Float(it) => serializer.serialize_f64(*it),
            Constant::String(it) => serializer.serialize_str(it),
        }
    }
}

impl fmt::Display for Constant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Constant::Null => f.write_str("null"),
            Constant::Bool(it) => it.fmt(f),
            Constant::Integer(it) => it.fmt(f),
            Constant::Float(it) => it.fmt(f),
            Constant::String(it) => it.fmt(f),
        }
    }
}

/// Whether a value is that constant.
pub fn is_constant(value: &Value<'_>, constant: &Constant) -> bool {
    match (value, constant) {
        (Value::Null, Constant::Null) => true,
        (Value::Bool(a), Constant::Bool(b)) => a == b,
        (Value::Integer(a), Constant::Integer(b)) => *a == i128::from(*b),
        (Value::Float(a), Constant::Float(b)) => a == b,
        (Value::Float(a), Constant::Integer(b)) => *a == *b as f64,
        (Value::Integer(a), Constant::Float(b)) => *a as f64 == *b,
        (Value::String(a), Constant::String(b)) => a == b,
        _ => false,
    }
}
