//! A schema that is ready to check values, and what each of its keywords finds wrong with one.

use std::collections::HashMap;

use serde_json::{Number, Value};

use super::format::Format;
use super::number::{compare, equal, is_integer, is_multiple};
use super::pattern::Pattern;
use super::types::Types;

/// Which schema: an index into [`Schemas`](super::Schemas).
pub(crate) type Id = usize;

/// A schema that is ready to check values.
#[derive(Debug, Default)]
pub(crate) struct Schema {
    /// Nothing but the schema that this `$ref` leads to.
    pub(super) reference: Option<Id>,
    pub(crate) types: Types,
    pub(crate) values: Vec<Value>,
    pub(crate) format: Option<Format>,
    pub(super) minimum: Option<(Number, bool)>,
    pub(super) maximum: Option<(Number, bool)>,
    pub(super) multiple_of: Option<Number>,
    pub(super) min_length: Option<u64>,
    pub(super) max_length: Option<u64>,
    pub(super) pattern: Option<Pattern>,
    pub(super) prefix: Vec<Id>,
    pub(crate) items: Option<Id>,
    pub(crate) min_items: Option<u64>,
    pub(crate) max_items: Option<u64>,
    pub(super) unique: bool,
    pub(super) contains: Option<Id>,
    pub(crate) properties: Vec<(String, Id)>,
    /// Where each property stands in `properties`; empty where there are few.
    pub(super) index: HashMap<String, usize>,
    pub(crate) required: Vec<String>,
    pub(crate) additional: Additional,
    pub(super) patterns: Vec<(Pattern, Id)>,
    pub(super) names: Option<Id>,
    pub(crate) min_properties: Option<u64>,
    pub(crate) max_properties: Option<u64>,
    pub(crate) all_of: Vec<Id>,
    pub(crate) any_of: Vec<Id>,
    pub(crate) one_of: Vec<Id>,
    pub(super) not: Option<Id>,
    pub(super) discriminator: Option<(String, HashMap<String, Id>)>,
    pub(super) never: bool,
    /// Whether callers are sent such values and do not send any.
    pub(crate) read_only: bool,
    /// Whether callers send such values and are not sent any.
    pub(super) write_only: bool,
    /// Whether there are properties that callers do not send. Where they do, it is as if they did not.
    pub(crate) has_read_only: bool,
    /// Whether a value can be checked while it streams by: no keyword needs to see it whole or twice.
    pub(crate) streams: bool,
}

/// What holds for properties that are not listed.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Additional {
    /// Any.
    #[default]
    Any,
    /// There are none.
    None,
    /// Each satisfies a schema.
    Schema(Id),
}

impl Schema {
    /// The schema of a property.
    pub(crate) fn property(&self, name: &str) -> Option<Id> {
        if self.index.is_empty() {
            let found = self.properties.iter().find(|(it, _)| it == name);
            return found.map(|(_, id)| *id);
        }
        self.index.get(name).map(|&at| self.properties[at].1)
    }

    /// What is wrong with a string.
    pub(crate) fn string_fault(&self, text: &str) -> Option<String> {
        if self.min_length.is_some() || self.max_length.is_some() {
            let length = text.chars().count() as u64;
            if let Some(min) = self.min_length.filter(|&min| length < min) {
                return Some(format!("must have at least {}", count(min, "character")));
            }
            if let Some(max) = self.max_length.filter(|&max| length > max) {
                return Some(format!("must have at most {}", count(max, "character")));
            }
        }
        if let Some(pattern) = self.pattern.as_ref().filter(|it| !it.is_match(text)) {
            return Some(format!("must match the pattern {}", pattern.source()));
        }
        let format = self.format.filter(|it| !it.accepts_string(text))?;
        Some(format!("must be {}", format.describe()))
    }

    /// What is wrong with a number.
    pub(crate) fn number_fault(&self, number: &Number) -> Option<String> {
        if let Some((min, exclusive)) = &self.minimum {
            let order = compare(number, min);
            if order.is_lt() || (*exclusive && order.is_eq()) {
                let words = if *exclusive {
                    "greater than"
                } else {
                    "at least"
                };
                return Some(format!("must be {words} {min}"));
            }
        }
        if let Some((max, exclusive)) = &self.maximum {
            let order = compare(number, max);
            if order.is_gt() || (*exclusive && order.is_eq()) {
                let words = if *exclusive { "less than" } else { "at most" };
                return Some(format!("must be {words} {max}"));
            }
        }
        if let Some(step) = &self.multiple_of
            && !is_multiple(number, step)
        {
            return Some(format!("must be a multiple of {step}"));
        }
        let format = self.format.filter(|it| !it.accepts_number(number))?;
        Some(format!("must be {}", format.describe()))
    }

    /// Whether a value is one of those that are listed, if any are.
    pub(crate) fn lists(&self, value: &Value) -> bool {
        self.values.is_empty() || self.values.iter().any(|it| equal(it, value))
    }

    /// Whether values are strings, whichever.
    pub(crate) fn is_any_text(&self) -> bool {
        let is_bounded = self.min_length.is_some() || self.max_length.is_some();
        let is_checked = is_bounded || self.pattern.is_some() || self.format.is_some();
        self.streams && self.types == Types::STRING && self.values.is_empty() && !is_checked
    }

    /// Whether `null` is accepted.
    pub(crate) fn accepts_null(&self) -> bool {
        self.types.accepts(Types::NULL) && self.lists(&Value::Null)
    }

    /// Whether a truth value is accepted.
    pub(crate) fn accepts_bool(&self, it: bool) -> bool {
        self.types.accepts(Types::BOOLEAN) && self.lists(&Value::Bool(it))
    }

    /// Whether a number is accepted.
    pub(crate) fn accepts_number(&self, it: &Number) -> bool {
        let types = if is_integer(it) {
            Types::INTEGER
        } else {
            Types::NUMBER
        };
        self.types.accepts(types)
            && (self.values.is_empty() || self.lists(&Value::Number(it.clone())))
            && self.number_fault(it).is_none()
    }

    /// Whether a string is accepted.
    pub(crate) fn accepts_string(&self, it: &str) -> bool {
        self.types.accepts(Types::STRING)
            && (self.values.is_empty() || self.values.iter().any(|value| value == it))
            && self.string_fault(it).is_none()
    }

    /// What is wrong with the type of a value. What was found is told of a value that had a type before it was read: a
    /// parameter is a text, whatever it is to be.
    pub(super) fn type_fault(&self, value: &Value, tells_found: bool) -> Option<String> {
        if self.never {
            return Some("is not allowed".to_owned());
        }
        let found = Types::of(value);
        if self.types.accepts(found) {
            return None;
        }
        let detail = self.types.describe("must be ".to_owned());
        Some(match tells_found {
            true => found.describe(detail + ", found "),
            false => detail,
        })
    }

    /// The branch that the discriminator names.
    pub(super) fn discriminated(&self, value: &Value) -> Option<Id> {
        let (property, branches) = self.discriminator.as_ref()?;
        branches.get(value.get(property)?.as_str()?).copied()
    }
}

pub(crate) fn size_fault(
    size: usize,
    min: Option<u64>,
    max: Option<u64>,
    what: &str,
) -> Option<String> {
    let size = size as u64;
    if let Some(min) = min.filter(|&min| size < min) {
        return Some(format!("must have at least {}", count(min, what)));
    }
    let max = max.filter(|&max| size > max)?;
    Some(format!("must have at most {}", count(max, what)))
}

fn count(n: u64, what: &str) -> String {
    match (n, what) {
        (1, _) => format!("1 {what}"),
        (_, "property") => format!("{n} properties"),
        _ => format!("{n} {what}s"),
    }
}

pub(super) fn describe_values(values: &[Value]) -> String {
    const SHOWN: usize = 20;
    let mut text: Vec<_> = values.iter().take(SHOWN).map(Value::to_string).collect();
    if values.len() > SHOWN {
        text.push("…".to_owned());
    }
    match values.len() {
        1 => format!("must be {}", text[0]),
        _ => format!("must be one of {}", text.join(", ")),
    }
}
