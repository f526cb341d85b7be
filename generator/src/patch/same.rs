//! When two trees say the same, to the letter.

use std::sync::Arc;

use crate::node::{Node, Value};

/// Whether two values are the same to the order of their members and the digits of their numbers.
pub(crate) fn is_same(a: &Node, b: &Node) -> bool {
    match (&a.value, &b.value) {
        (Value::Number(a), Value::Number(b)) => a == b,
        (Value::Array(a), Value::Array(b)) => {
            Arc::ptr_eq(a, b)
                || (a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| is_same(a, b)))
        }
        (Value::Object(a), Value::Object(b)) => {
            Arc::ptr_eq(a, b)
                || (a.len() == b.len()
                    && a.iter()
                        .zip(b.iter())
                        .all(|((a, x), (b, y))| a.text == b.text && is_same(x, y)))
        }
        (a, b) => a == b,
    }
}
