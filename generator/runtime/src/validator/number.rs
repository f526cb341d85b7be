//! Numbers as JSON Schema compares them.

use std::collections::HashSet;

use serde_json::{Number, Value};

/// `3.0` is an integer as `3` is.
pub(crate) fn is_integer(it: &Number) -> bool {
    !it.is_f64() || it.as_f64().is_some_and(|it| it.fract() == 0.0)
}

/// A bound, and whether it is exclusive itself. Where both are written, the exclusive one holds.
pub(crate) fn bound(inclusive: Option<Value>, exclusive: Option<Value>) -> Option<(Number, bool)> {
    let exclusive = number(exclusive).map(|it| (it, true));
    exclusive.or_else(|| number(inclusive).map(|it| (it, false)))
}

/// The number of a keyword.
pub(crate) fn number(value: Option<Value>) -> Option<Number> {
    match value {
        Some(Value::Number(it)) => Some(it),
        _ => None,
    }
}

fn integer(it: &Number) -> Option<i128> {
    it.as_i64()
        .map(i128::from)
        .or_else(|| it.as_u64().map(i128::from))
}

/// The order of two numbers: exact for integers of 64 bits.
pub(crate) fn compare(a: &Number, b: &Number) -> std::cmp::Ordering {
    if let (Some(a), Some(b)) = (integer(a), integer(b)) {
        return a.cmp(&b);
    }
    let (a, b) = (a.as_f64(), b.as_f64());
    a.partial_cmp(&b).unwrap_or(std::cmp::Ordering::Equal)
}

/// Whether a number is a multiple of another one, as far as floats can tell.
pub(crate) fn is_multiple(number: &Number, step: &Number) -> bool {
    if let (Some(number), Some(step)) = (integer(number), integer(step)) {
        return step == 0 || number % step == 0;
    }
    let (Some(number), Some(step)) = (number.as_f64(), step.as_f64()) else {
        return true;
    };
    // 0.3 is a multiple of 0.1, although 0.3 / 0.1 is 2.9999999999999996.
    let ratio = number / step;
    step == 0.0 || (ratio - ratio.round()).abs() <= ratio.abs() * 4.0 * f64::EPSILON
}

/// Whether two values are the same to JSON Schema: `1.0` is `1` (2020-12 Core, section 4.2.2).
pub(crate) fn equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => compare(a, b).is_eq(),
        _ => a == b,
    }
}

/// Whether two of the values are the same.
pub(crate) fn has_duplicates(items: &[Value]) -> bool {
    let mut seen = HashSet::new();
    items.iter().any(|it| !seen.insert(canonical(it)))
}

/// Text that is the same for equal values.
fn canonical(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by_key(|(name, _)| *name);
            let members = members
                .iter()
                .map(|(name, it)| format!("{name:?}:{}", canonical(it)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(","))
        }
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(canonical).collect();
            format!("[{}]", items.join(","))
        }
        Value::Number(it) if it.is_f64() && is_integer(it) => {
            format!("{:.0}", it.as_f64().unwrap_or_default())
        }
        other => other.to_string(),
    }
}
