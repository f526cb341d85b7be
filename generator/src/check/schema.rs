//! What one schema says that cannot be meant: bounds, patterns, listed values, defaults, examples, formats.

use std::collections::BTreeMap;

use super::{Checker, pattern};
use crate::catalogue as code;
use crate::diagnostic::{printable, shown};
use crate::judge::Verdict;
use crate::model::{Dialect, Format, JsonType, Nullable, Schema, SchemaId};
use crate::node::json::compare_numbers;
use crate::node::{Node, Value};
use crate::source::Place;

/// How many patterns of one document are looked at.
const MAX_PATTERNS: usize = 20_000;

/// The one format that is known and says something about values, and is not looked at: IDNA takes tables of all of Unicode.
const UNCHECKED_FORMAT: &str = "idn-hostname";

impl Checker<'_> {
    pub(super) fn schemas(&mut self) {
        let mut patterns = 0;
        for (id, schema) in self.each_schema() {
            self.ranges(schema);
            self.elements(schema);
            self.listed_values(id, schema);
            for pattern in schema
                .string
                .pattern
                .iter()
                .chain(schema.object.patterns.keys())
            {
                patterns += 1;
                if patterns <= MAX_PATTERNS {
                    self.pattern(schema, pattern);
                }
            }
            if let Some(default) = &schema.annotations.default {
                self.compare(code::WRONG_DEFAULT, id, default);
            }
            for example in &schema.annotations.examples {
                if let Some(value) = &example.value {
                    self.compare(code::WRONG_EXAMPLE, id, value);
                }
            }
        }
    }

    /// An array that does not say of what, which it has to before 3.1.
    fn elements(&mut self, schema: &Schema) {
        let array = &schema.array;
        if self.api.dialect >= Dialect::OpenApi31
            || schema.types.single() != Some(JsonType::Array)
            || array.items.is_some()
            || !array.prefix.is_empty()
            || !schema.all_of.is_empty()
        {
            return;
        }
        self.warn(
            code::MISSING_FIELD,
            schema.place_of("type"),
            "an array that does not say what its `items` are",
            "write `items:` with their schema; `items: {}` if they may be anything",
        );
    }

    /// Bounds no value can be within.
    fn ranges(&mut self, schema: &Schema) {
        let (string, array, object) = (&schema.string, &schema.array, &schema.object);
        for (low, low_limit, high, high_limit) in [
            (
                "minLength",
                string.min_length,
                "maxLength",
                string.max_length,
            ),
            ("minItems", array.min_items, "maxItems", array.max_items),
            (
                "minProperties",
                object.min_properties,
                "maxProperties",
                object.max_properties,
            ),
        ] {
            let (Some(least), Some(most)) = (low_limit, high_limit) else {
                continue;
            };
            if least > most {
                let message = format!("`{low}` {least} is above `{high}` {most}");
                self.warn(
                    code::EMPTY_RANGE,
                    schema.place_of(low),
                    message,
                    "swap the two, or mend one",
                );
            }
        }
        let (Some(least), Some(most)) = (&schema.number.minimum, &schema.number.maximum) else {
            return;
        };
        let Some(order) = compare_numbers(&least.limit, &most.limit) else {
            return;
        };
        let (least_text, most_text) = (printable(&least.limit), printable(&most.limit));
        let message = if order.is_gt() {
            format!("the minimum {least_text} is above the maximum {most_text}")
        } else if order.is_eq() && (least.exclusive || most.exclusive) {
            format!("no number is between {least_text} and {most_text}, one of which is excluded")
        } else {
            return;
        };
        let keyword = match schema.keyword("minimum") {
            Some(_) => "minimum",
            None => "exclusiveMinimum",
        };
        self.warn(
            code::EMPTY_RANGE,
            schema.place_of(keyword),
            message,
            "swap the two, or mend one",
        );
    }

    fn pattern(&mut self, schema: &Schema, pattern: &str) {
        let Some(fault) = pattern::fault(pattern) else {
            return;
        };
        let message = format!(
            "`{}` is no regular expression: {}",
            printable(pattern),
            lower_first(fault.message())
        );
        let place = match schema.string.pattern.as_deref() {
            Some(it) if it == pattern => schema.place_of("pattern"),
            _ => schema
                .keyword("patternProperties")
                .and_then(|it| it.as_object()?.entry(pattern))
                .map_or(schema.origin.place, |(key, _)| key.place),
        };
        let help = fault.help();
        self.warn(code::WRONG_PATTERN, place, message, help);
    }

    /// Values of an `enum` (or a `const`) that the rest of the schema rejects: by its type each of them, else the first, since
    /// what is wrong with that is mostly wrong with others.
    fn listed_values(&mut self, id: SchemaId, schema: &Schema) {
        let Some(listed) = &schema.values else { return };
        let is_typed = !schema.types.is_empty() || schema.nullable == Nullable::Only;
        let what = if listed.constant { "const" } else { "enum" };
        let mut is_told = false;
        for value in &listed.values {
            if !is_typed || has_type(schema, value) {
                let looks = !is_told && says_more(schema);
                if let Some(violation) = looks.then(|| self.judge.explain(id, value)).flatten() {
                    is_told = true;
                    let message = format!(
                        "{} stands in the {what} of a schema that rejects it: {}",
                        shown(value),
                        violation.message
                    );
                    let help =
                        "no value can be it: mend the value, or what the schema says beside it";
                    self.warn(code::WRONG_ENUM_VALUE, value.place, message, help);
                }
                continue;
            }
            let names: Vec<&str> = schema.types.iter().map(JsonType::as_str).collect();
            let message = format!(
                "{} stands in the {what} of a schema of type {}",
                shown(value),
                if names.is_empty() {
                    "null".to_owned()
                } else {
                    names.join(" or ")
                }
            );
            let help = match &value.value {
                Value::Number(_) | Value::Bool(_) if schema.types.contains(JsonType::String) => {
                    "put it in quotes"
                }
                Value::String(text) if text.parse::<f64>().is_ok() => "take the quotes away",
                Value::Null => "make the schema nullable, or take it away",
                _ => "mend the value or the type",
            };
            self.warn(code::WRONG_ENUM_VALUE, value.place, message, help);
        }
    }

    /// Tells of each format that nothing is known about, once, where it stands first.
    pub(super) fn formats(&mut self) {
        let mut first: BTreeMap<&str, Place> = BTreeMap::new();
        for (_, schema) in self.each_schema() {
            let Some(format) = schema.format.as_deref() else {
                continue;
            };
            if format.is_empty()
                || Format::named(format).is_some() && format != UNCHECKED_FORMAT
                || self.config.types.formats.contains_key(format)
            {
                continue;
            }
            let place = schema.place_of("format");
            first
                .entry(format)
                .and_modify(|it| *it = (*it).min(place))
                .or_insert(place);
        }
        let unchecked = first.remove(UNCHECKED_FORMAT);
        if let Some(place) = unchecked {
            let message = format!(
                "values of `{UNCHECKED_FORMAT}` are not checked yet, so the type decides alone"
            );
            let help = "nothing has to change: check them where the operation is implemented";
            self.note(code::UNSUPPORTED, place, message, help);
        }
        for (format, place) in first {
            let message = format!(
                "nothing is known about the format `{}`, so its type decides alone",
                printable(format)
            );
            let near = self.near_format(format);
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => {
                    "if there is a Rust type for it, name that in `[types.formats]` of gen.toml"
                        .to_owned()
                }
            };
            self.note(code::UNKNOWN_FORMAT, place, message, help);
        }
    }

    /// The known format that one may be misspelt of: of those with the same digits, since `int128` is not meant to be
    /// `int16`.
    fn near_format(&mut self, format: &str) -> Option<&'static str> {
        let digits = |it: &str| -> Vec<u8> { it.bytes().filter(u8::is_ascii_digit).collect() };
        let written = digits(format);
        let alike = Format::names().filter(|it| digits(it) == written);
        self.comparisons = self.comparisons.checked_sub(Format::names().count())?;
        crate::nearest::nearest(format, alike)
    }

    /// Whether a value is certainly what a schema accepts.
    pub(super) fn surely_accepts(&mut self, schema: SchemaId, value: &Node) -> bool {
        self.judge.judge(schema, value) == Verdict::Valid
    }
}

/// Whether a schema says more of its values than which type they have and which there are: what says the same of all of them
/// by other schemas, which mostly narrow it, is passed over.
fn says_more(schema: &Schema) -> bool {
    let (string, number, array, object) = (
        &schema.string,
        &schema.number,
        &schema.array,
        &schema.object,
    );
    schema.format.is_some()
        || string.pattern.is_some()
        || string.min_length.is_some()
        || string.max_length.is_some()
        || number.minimum.is_some()
        || number.maximum.is_some()
        || number.multiple_of.is_some()
        || array.min_items.is_some()
        || array.max_items.is_some()
        || array.items.is_some()
        || !object.properties.is_empty()
        || !object.required.is_empty()
}

fn has_type(schema: &Schema, value: &Node) -> bool {
    let is = |it| schema.types.contains(it);
    match &value.value {
        // 3.0.3 says that `nullable` does not put null into an enum; everybody writes it there with this meaning.
        Value::Null => schema.nullable != Nullable::No,
        Value::Bool(_) => is(JsonType::Boolean),
        Value::Number(_) => is(JsonType::Number) || is(JsonType::Integer),
        Value::String(_) => is(JsonType::String) || is(JsonType::File),
        Value::Array(_) => is(JsonType::Array),
        Value::Object(_) => is(JsonType::Object),
    }
}

fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_lowercase().chain(characters).collect(),
        None => String::new(),
    }
}
