//! A value and a schema → whether the value is valid, in three words: valid, invalid, unknown.

use crate::analysis::conjunction::all_of;
use crate::model::{Additional, Api, Bound, Format, JsonType, Nullable, Schema, SchemaId};
use crate::node::{Node, Object, Value};
use crate::source::Place;

use super::pattern::Patterns;
use crate::diagnostic::{printable, shown};

/// How deep a comparison may go, values and schemas together. Values nest less deep; what goes deeper is a schema
/// that contains itself.
const MAX_DEPTH: usize = 100;
/// How many steps one value may take.
const MAX_STEPS_EACH: u64 = 100_000;
/// What compiling a pattern counts for.
const STEPS_TO_COMPILE: usize = 1_000;
/// Up to how many branches of a union the one that was meant is looked for.
const MAX_EXPLAINED: usize = 50;
/// How many references of an `allOf` are followed to look for a property.
const MAX_PARTS: usize = 200;
/// Up to how many elements `uniqueItems` is looked at; of more, whether they are unique is unknown.
const MAX_UNIQUE: usize = 200;

/// A part of a value that a schema rejects.
#[derive(Debug, Clone)]
pub struct Violation {
    /// Where the part stands.
    pub place: Place,
    /// What is wrong with it: `a string where an integer is expected`.
    pub message: String,
}

/// What validating a value came to.
#[derive(Debug)]
pub(super) enum Verdict {
    /// The schema accepts the value.
    Valid,
    /// It does not.
    Invalid(Violation),
    /// That cannot be told: by this engine, or in the steps it may take.
    Unknown,
}

/// Validates values against schemas, within a number of steps.
pub(super) struct Validator<'a> {
    api: &'a Api,
    patterns: Patterns,
    left: u64,
    left_here: u64,
    /// Whether what is invalid is put into words.
    explain: bool,
    /// The schema that the one at hand is a part of by `allOf`, or that one itself.
    whole: Option<SchemaId>,
}

/// The keywords that are not in the model, since no target reads them, and that narrow what is accepted.
const UNMODELLED: &[&str] = &[
    "if",
    "dependentRequired",
    "dependentSchemas",
    "dependencies",
    "unevaluatedItems",
    "minContains",
    "maxContains",
];

impl<'a> Validator<'a> {
    pub fn new(api: &'a Api, steps: u64) -> Self {
        Self {
            api,
            patterns: Patterns::default(),
            left: steps,
            left_here: 0,
            explain: false,
            whole: None,
        }
    }

    /// Whether the steps for the whole document are used up.
    pub fn is_spent(&self) -> bool {
        self.left == 0
    }

    /// Validates a value. What is invalid comes without a reason; see [`Validator::explain`].
    pub fn validate(&mut self, schema: SchemaId, value: &Node) -> Verdict {
        self.left_here = MAX_STEPS_EACH;
        self.explain = false;
        self.value(schema, value, 0)
    }

    /// Why a schema rejects a value, if it does.
    pub fn explain(&mut self, schema: SchemaId, value: &Node) -> Option<Violation> {
        // Most values are accepted, and most branches of a union reject them: words are for the few that matter.
        let Verdict::Invalid(_) = self.validate(schema, value) else {
            return None;
        };
        self.left_here = MAX_STEPS_EACH;
        self.explain = true;
        match self.value(schema, value, 0) {
            Verdict::Invalid(violation) => Some(violation),
            Verdict::Valid | Verdict::Unknown => None,
        }
    }

    /// Takes steps; false where none are left.
    fn step(&mut self, steps: usize) -> bool {
        let steps = steps as u64;
        self.left = self.left.saturating_sub(steps);
        self.left_here = self.left_here.saturating_sub(steps);
        self.left > 0 && self.left_here > 0
    }

    fn value(&mut self, id: SchemaId, value: &Node, depth: usize) -> Verdict {
        let outer = self.whole.replace(id);
        let verdict = self.part(id, value, depth);
        self.whole = outer;
        verdict
    }

    /// A schema, or a part of one by `allOf`.
    fn part(&mut self, id: SchemaId, value: &Node, depth: usize) -> Verdict {
        let explain = self.explain;
        if !self.step(1) || depth > MAX_DEPTH {
            return Verdict::Unknown;
        }
        let schema = self.api.schema(id);
        if schema.never {
            return invalid(explain, value, || "nothing is accepted here".to_owned());
        }
        if value.is_null() && schema.nullable != Nullable::No {
            return Verdict::Valid;
        }
        let mut all = All::default();
        all.add(types(schema, value, explain));
        all.add(self.listed(schema, value));
        if all.invalid.is_none() {
            match &value.value {
                Value::Number(digits) => all.add(number(schema, value, digits, explain)),
                Value::String(text) => all.add(self.string(schema, value, text)),
                Value::Array(items) => all.add(self.array(schema, value, items, depth)),
                Value::Object(object) => all.add(self.object(schema, value, object, depth)),
                Value::Null | Value::Bool(_) => {}
            }
        }
        if all.invalid.is_none() {
            all.add(self.combined(schema, value, depth));
        }
        if UNMODELLED.iter().any(|it| schema.keyword(it).is_some()) {
            all.unknown = true;
        }
        all.verdict()
    }

    /// `enum` and `const`.
    fn listed(&mut self, schema: &Schema, value: &Node) -> Verdict {
        let explain = self.explain;
        let Some(listed) = &schema.values else {
            return Verdict::Valid;
        };
        if !self.step(listed.values.len()) {
            return Verdict::Unknown;
        }
        if listed.values.contains(value) {
            return Verdict::Valid;
        }
        invalid(explain, value, || match &listed.values[..] {
            [only] => format!("{} where only {} is accepted", shown(value), shown(only)),
            _ => format!("{} is none of the values of the enum", shown(value)),
        })
    }

    fn string(&mut self, schema: &Schema, value: &Node, text: &str) -> Verdict {
        let explain = self.explain;
        let rules = &schema.string;
        let mut all = All::default();
        if rules.min_length.is_some() || rules.max_length.is_some() {
            let length = text.chars().count() as u64;
            if rules.min_length.is_some_and(|it| length < it) {
                let least = rules.min_length.unwrap_or_default();
                return invalid(explain, value, || {
                    format!("{length} characters where {least} are the least")
                });
            }
            if rules.max_length.is_some_and(|it| length > it) {
                let most = rules.max_length.unwrap_or_default();
                return invalid(explain, value, || {
                    format!("{length} characters where {most} are the most")
                });
            }
        }
        if let Some(pattern) = &rules.pattern {
            let compiling = if self.patterns.knows(pattern) {
                0
            } else {
                STEPS_TO_COMPILE
            };
            if !self.step(1 + compiling + text.len() / 8) {
                return Verdict::Unknown;
            }
            match self.patterns.matches(pattern, text) {
                Some(true) => {}
                Some(false) => {
                    return invalid(explain, value, || {
                        format!(
                            "{} does not match the pattern `{}`",
                            shown(value),
                            printable(pattern)
                        )
                    });
                }
                None => all.unknown = true,
            }
        }
        // Formats are annotations; whoever has to be sure that a text fits has to know them.
        all.unknown |= schema
            .format
            .as_deref()
            .is_some_and(|it| !matches!(it, "password" | "binary" | "string" | "text"));
        all.verdict()
    }

    fn array(&mut self, schema: &Schema, value: &Node, items: &[Node], depth: usize) -> Verdict {
        let explain = self.explain;
        let rules = &schema.array;
        let length = items.len() as u64;
        if rules.min_items.is_some_and(|it| length < it) {
            let least = rules.min_items.unwrap_or_default();
            return invalid(explain, value, || {
                format!("{length} elements where {least} are the least")
            });
        }
        if rules.max_items.is_some_and(|it| length > it) {
            let most = rules.max_items.unwrap_or_default();
            return invalid(explain, value, || {
                format!("{length} elements where {most} are the most")
            });
        }
        let mut all = All {
            unknown: rules.unique && items.len() > MAX_UNIQUE,
            ..All::default()
        };
        if rules.unique && items.len() <= MAX_UNIQUE {
            if !self.step(items.len() * items.len() / 2) {
                return Verdict::Unknown;
            }
            let again = items
                .iter()
                .enumerate()
                .find(|(index, it)| items[..*index].contains(it));
            if let Some((_, again)) = again {
                return invalid(explain, again, || {
                    format!("{} stands twice where each element is unique", shown(again))
                });
            }
        }
        for (index, item) in items.iter().enumerate() {
            if let Some(id) = rules.prefix.get(index).copied().or(rules.items) {
                all.add(self.value(id, item, depth + 1));
                if all.invalid.is_some() {
                    return all.verdict();
                }
            }
        }
        if let Some(id) = rules.contains {
            let mut any = Any::default();
            for item in items {
                any.add(item, self.value(id, item, depth + 1));
            }
            all.add(any.verdict(explain, value, "no element is what `contains` asks for"));
        }
        all.verdict()
    }

    fn object(&mut self, schema: &Schema, value: &Node, object: &Object, depth: usize) -> Verdict {
        let explain = self.explain;
        let rules = &schema.object;
        let count = object.len() as u64;
        if rules.min_properties.is_some_and(|it| count < it)
            || rules.max_properties.is_some_and(|it| count > it)
        {
            return invalid(explain, value, || {
                format!("{count} properties are too few or too many")
            });
        }
        if !self.step(rules.required.len()) {
            return Verdict::Unknown;
        }
        for name in &rules.required {
            if object.get(name).is_none() && !self.is_one_way(schema, name) {
                return invalid(explain, value, || {
                    format!("`{}` is required and missing", printable(name))
                });
            }
        }
        let mut all = All::default();
        for (key, member) in object.iter() {
            all.add(self.property(schema, &key.text, key.place, member, depth));
            if all.invalid.is_some() {
                return all.verdict();
            }
            if let Some(names) = rules.names {
                let name = Node::string(key.text.clone(), key.place);
                all.add(self.value(names, &name, depth + 1));
            }
        }
        all.verdict()
    }

    fn property(
        &mut self,
        schema: &Schema,
        name: &str,
        place: Place,
        member: &Node,
        depth: usize,
    ) -> Verdict {
        let rules = &schema.object;
        let mut all = All::default();
        let mut is_described = false;
        if let Some(id) = rules.properties.get(name) {
            is_described = true;
            all.add(self.value(*id, member, depth + 1));
        }
        if !self.step(rules.patterns.len()) {
            return Verdict::Unknown;
        }
        for (pattern, id) in &rules.patterns {
            match self.patterns.matches(pattern, name) {
                Some(true) => {
                    is_described = true;
                    all.add(self.value(*id, member, depth + 1));
                }
                Some(false) => {}
                // It may be described, and by which schema is not known.
                None => return Verdict::Unknown,
            }
        }
        if is_described {
            return all.verdict();
        }
        // `unevaluatedProperties` looks through `allOf`, which this does not.
        if schema.keyword("additionalProperties").is_none()
            && schema.keyword("unevaluatedProperties").is_some()
        {
            return Verdict::Unknown;
        }
        match rules.additional {
            Additional::Unsaid | Additional::Any => {}
            Additional::None => match self.is_described_beside(name) {
                // One part of an `allOf` closes itself to what the others describe, which nobody means; that is told
                // where they are described.
                Some(true) => {}
                None => return Verdict::Unknown,
                Some(false) => {
                    return Verdict::Invalid(Violation {
                        place: if place.line == 0 { member.place } else { place },
                        message: format!("there is no property `{}`", printable(name)),
                    });
                }
            },
            Additional::Schema(id) => all.add(self.value(id, member, depth + 1)),
        }
        all.verdict()
    }

    /// Whether the schema at hand is one of several in an `allOf`, and another one describes the property; `None` where
    /// they are too many to tell.
    fn is_described_beside(&mut self, name: &str) -> Option<bool> {
        let Some(whole) = self.whole else {
            return Some(false);
        };
        let api = self.api;
        let mut included = all_of(api, whole, MAX_PARTS);
        let found =
            (included.by_ref()).any(|id| api.schema(id).object.properties.contains_key(name));
        let is_all = self.step(1 + included.steps()) && !included.is_cut_short();
        (found || is_all).then_some(found)
    }

    /// Whether a property goes in one direction only, so that the other may lack it though it is required.
    fn is_one_way(&self, schema: &Schema, name: &str) -> bool {
        let Some(id) = schema.object.properties.get(name) else {
            return false;
        };
        let it = &self.api.schema(*id).annotations;
        it.read_only || it.write_only
    }

    /// `allOf`, `anyOf`, `oneOf`, `not`.
    fn combined(&mut self, schema: &Schema, value: &Node, depth: usize) -> Verdict {
        let explain = self.explain;
        let mut all = All::default();
        for id in &schema.all_of {
            all.add(self.part(*id, value, depth + 1));
            if all.invalid.is_some() {
                return all.verdict();
            }
        }
        for (branches, only_one) in [(&schema.any_of, false), (&schema.one_of, true)] {
            if branches.is_empty() {
                continue;
            }
            let mut any = Any::default();
            self.explain = explain && branches.len() <= MAX_EXPLAINED;
            for id in branches {
                any.add(value, self.value(*id, value, depth + 1));
                // Two branches of a `oneOf` are told of where the union is described.
                if any.valid && !only_one {
                    break;
                }
            }
            self.explain = explain;
            any.unknown |= any.valid_by > 1 && only_one;
            let message = match only_one {
                true => "this fits none of the branches of `oneOf`",
                false => "this fits none of the branches of `anyOf`",
            };
            all.add(any.verdict(explain, value, message));
            if all.invalid.is_some() {
                return all.verdict();
            }
        }
        if let Some(id) = schema.not {
            match self.value(id, value, depth + 1) {
                Verdict::Valid => {
                    return invalid(explain, value, || "this is what `not` excludes".to_owned());
                }
                Verdict::Invalid(_) => {}
                Verdict::Unknown => all.unknown = true,
            }
        }
        all.verdict()
    }
}

/// A verdict with its reason, which is only put into words where someone wants to know.
fn invalid(explain: bool, value: &Node, message: impl FnOnce() -> String) -> Verdict {
    Verdict::Invalid(Violation {
        place: value.place,
        message: if explain { message() } else { String::new() },
    })
}

/// Conditions that all have to hold.
#[derive(Default)]
struct All {
    invalid: Option<Violation>,
    unknown: bool,
}

impl All {
    fn add(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::Valid => {}
            Verdict::Invalid(it) => self.invalid = self.invalid.take().or(Some(it)),
            Verdict::Unknown => self.unknown = true,
        }
    }

    fn verdict(self) -> Verdict {
        match (self.invalid, self.unknown) {
            (Some(it), _) => Verdict::Invalid(it),
            (None, true) => Verdict::Unknown,
            (None, false) => Verdict::Valid,
        }
    }
}

/// Conditions one of which has to hold.
#[derive(Default)]
struct Any {
    valid: bool,
    valid_by: usize,
    unknown: bool,
    /// How many branches reject the value, and the first that does.
    invalid_by: usize,
    first: Option<Violation>,
    /// How many go into the value before they do, and the first of them.
    deeper_by: usize,
    deeper: Option<Violation>,
}

impl Any {
    fn add(&mut self, value: &Node, verdict: Verdict) {
        match verdict {
            Verdict::Valid => {
                self.valid = true;
                self.valid_by += 1;
            }
            Verdict::Invalid(it) if it.place != value.place => {
                self.invalid_by += 1;
                self.deeper_by += 1;
                self.deeper.get_or_insert(it);
            }
            Verdict::Invalid(it) => {
                self.invalid_by += 1;
                self.first.get_or_insert(it);
            }
            Verdict::Unknown => self.unknown = true,
        }
    }

    /// Of a value that fits no branch, what the only branch says that goes into it: the one that was meant.
    fn verdict(self, explain: bool, value: &Node, message: &str) -> Verdict {
        if self.unknown {
            return Verdict::Unknown;
        }
        if self.valid {
            return Verdict::Valid;
        }
        match (self.deeper_by, self.deeper, self.invalid_by, self.first) {
            (1, Some(it), ..) | (.., 1, Some(it)) if !explain || !it.message.is_empty() => {
                Verdict::Invalid(it)
            }
            _ => invalid(explain, value, || message.to_owned()),
        }
    }
}

/// `type`.
fn types(schema: &Schema, value: &Node, explain: bool) -> Verdict {
    if schema.nullable == Nullable::Only {
        return invalid(explain, value, || {
            format!("{} where only null is accepted", value.kind())
        });
    }
    if schema.types.is_empty() {
        return Verdict::Valid;
    }
    let is = |it: JsonType| schema.types.contains(it);
    if is(JsonType::File) {
        return Verdict::Unknown;
    }
    let fits = match &value.value {
        Value::Null => false,
        Value::Bool(_) => is(JsonType::Boolean),
        Value::Number(digits) => is(JsonType::Number) || is(JsonType::Integer) && is_whole(digits),
        Value::String(_) => is(JsonType::String),
        Value::Array(_) => is(JsonType::Array),
        Value::Object(_) => is(JsonType::Object),
    };
    if fits {
        return Verdict::Valid;
    }
    let names: Vec<&str> = schema.types.iter().map(JsonType::as_str).collect();
    invalid(explain, value, || {
        let article = match names.first() {
            Some(&("integer" | "array" | "object")) => "an",
            _ => "a",
        };
        format!(
            "{} where {article} {} is expected",
            shown(value),
            names.join(" or ")
        )
    })
}

fn is_whole(digits: &str) -> bool {
    !digits.contains(['.', 'e', 'E'])
        || digits
            .parse::<f64>()
            .is_ok_and(|it| it.is_finite() && it.fract() == 0.0)
}

fn number(schema: &Schema, value: &Node, digits: &str, explain: bool) -> Verdict {
    let Ok(it) = digits.parse::<f64>() else {
        return Verdict::Unknown;
    };
    let rules = &schema.number;
    let below = |bound: &Bound| outside(it, digits, bound, |it, limit| it < limit);
    let above = |bound: &Bound| outside(it, digits, bound, |it, limit| it > limit);
    for (bound, is_outside, end) in [
        (
            &rules.minimum,
            rules.minimum.as_ref().is_some_and(below),
            "below the minimum",
        ),
        (
            &rules.maximum,
            rules.maximum.as_ref().is_some_and(above),
            "above the maximum",
        ),
    ] {
        if let Some(bound) = bound.as_ref().filter(|_| is_outside) {
            let excluded = if bound.exclusive {
                ", which is excluded itself"
            } else {
                ""
            };
            return invalid(explain, value, || {
                format!(
                    "{} is {end} {}{excluded}",
                    shown(value),
                    printable(&bound.limit)
                )
            });
        }
    }
    if let Some((least, most)) = schema.format.as_deref().and_then(range)
        && schema.types.contains(JsonType::Integer)
        && !(least..=most).contains(&it)
    {
        return invalid(explain, value, || {
            format!(
                "{} is out of the range of the format `{}`",
                shown(value),
                schema.format.as_deref().unwrap_or_default()
            )
        });
    }
    if let Some(step) = &rules.multiple_of {
        let ratio = step.parse().map_or(f64::NAN, |step: f64| it / step);
        // Beyond this a `f64` is whole whatever was written.
        if ratio.abs() < 1e12 && (ratio - ratio.round()).abs() > 1e-6 {
            return invalid(explain, value, || {
                format!("{} is no multiple of {}", shown(value), printable(step))
            });
        }
    }
    Verdict::Valid
}

/// Whether a number is beyond a bound. Numbers that an `f64` cannot tell from the bound are within, unless their digits
/// say that they are the bound and the bound is excluded.
fn outside(it: f64, digits: &str, bound: &Bound, beyond: fn(f64, f64) -> bool) -> bool {
    match bound.limit.parse::<f64>() {
        Ok(limit) if it == limit => {
            bound.exclusive && (digits == &*bound.limit || it.abs() < 9.0e15)
        }
        Ok(limit) => beyond(it, limit),
        Err(_) => false,
    }
}

/// The least and the greatest number of an integer format.
fn range(format: &str) -> Option<(f64, f64)> {
    match Format::named(format)? {
        Format::Signed(bits) => {
            let beyond = 2_f64.powi(i32::from(bits) - 1);
            Some((-beyond, last_below(beyond)))
        }
        Format::Unsigned(bits) => Some((0.0, last_below(2_f64.powi(i32::from(bits))))),
        _ => None,
    }
}

/// The last whole number below a power of two; above 2^53 that power itself, which an `f64` does not tell from it.
fn last_below(power: f64) -> f64 {
    power - 1.0
}

#[cfg(test)]
mod tests {
    use super::{MAX_UNIQUE, Validator, Verdict};
    use crate::model::Api;
    use crate::node::{Node, Value};
    use crate::source::Place;
    use crate::testing::schemas;

    /// What the example of a schema is, by its schema: the reason, `valid` or `unknown`.
    fn verdict(api: &Api, name: &str) -> String {
        let id = api.components[name];
        let examples = &api.schema(id).annotations.examples;
        let value = examples.first().and_then(|it| it.value.as_ref());
        let value = value.expect("each schema of these tests has an example");
        let mut validator = Validator::new(api, 1_000_000);
        match validator.validate(id, value) {
            Verdict::Valid => "valid".to_owned(),
            Verdict::Unknown => "unknown".to_owned(),
            Verdict::Invalid(_) => match validator.explain(id, value) {
                Some(it) => it.message,
                None => panic!("{name}: what is invalid has a reason"),
            },
        }
    }

    #[test]
    fn a_verdict_is_one_of_three() {
        let api = schemas(
            "Enum: {enum: [1, a], examples: [1.0]}
             Type: {type: integer, examples: [x]}
             Bound: {type: number, exclusiveMinimum: 1, examples: [1]}
             Pattern: {type: string, pattern: '^a+$', examples: [ab]}
             Lookahead: {type: string, pattern: '^(?!b)a', examples: [ab]}
             Format: {type: string, format: uuid, examples: [no uuid]}
             If: {if: {type: string}, then: {minLength: 5}, examples: [a]}
             Missing: {type: object, required: [a], examples: [{b: 1}]}
             ReadOnly: {type: object, required: [a], properties: {a: {readOnly: true}}, examples: [{b: 1}]}
             Closed: {type: object, properties: {a: {}}, additionalProperties: false, examples: [{b: 1}]}
             Parts: {allOf: [{properties: {a: {}}, additionalProperties: false}, {properties: {b: {}}}], examples: [{a: 1, b: 2}]}
             Unique: {type: array, uniqueItems: true, examples: [[1, {a: 1, b: 2}, {b: 2.0, a: 1}]]}
             Not: {not: {type: string}, examples: [a]}
             NotUnknown: {not: {type: string, format: uuid}, examples: [a]}
             OneOf: {oneOf: [{type: string}, {type: integer}], examples: [true]}
             Both: {oneOf: [{type: integer}, {type: number}], examples: [1]}
             Never: {properties: {a: false}, examples: [{a: 1}]}",
        );
        for (name, expected) in [
            ("Enum", "valid"),
            ("Type", "the string \"x\" where an integer is expected"),
            (
                "Bound",
                "1 is below the minimum 1, which is excluded itself",
            ),
            (
                "Pattern",
                "the string \"ab\" does not match the pattern `^a+$`",
            ),
            ("Lookahead", "unknown"),
            ("Format", "unknown"),
            ("If", "unknown"),
            ("Missing", "`a` is required and missing"),
            ("ReadOnly", "valid"),
            ("Closed", "there is no property `b`"),
            ("Parts", "valid"),
            ("Not", "this is what `not` excludes"),
            ("NotUnknown", "unknown"),
            ("OneOf", "this fits none of the branches of `oneOf`"),
            ("Both", "unknown"),
            ("Never", "nothing is accepted here"),
        ] {
            assert_eq!(verdict(&api, name), expected, "{name}");
        }
        assert!(verdict(&api, "Unique").ends_with("stands twice where each element is unique"));
    }

    #[test]
    fn what_is_given_up_is_unknown() {
        let api = schemas(
            "Unique: {type: array, uniqueItems: true}
             Self: {anyOf: [{$ref: '#/components/schemas/Self'}]}",
        );
        let place = Place::default();
        let items = vec![Node::new(Value::Null, place); MAX_UNIQUE + 1];
        let mut validator = Validator::new(&api, 1_000_000);
        let verdict = validator.validate(api.components["Unique"], &Node::array(items, place));
        assert!(matches!(verdict, Verdict::Unknown), "{verdict:?}");
        let verdict = validator.validate(api.components["Self"], &Node::string("a", place));
        assert!(matches!(verdict, Verdict::Unknown), "{verdict:?}");
        let mut spent = Validator::new(&api, 1);
        let verdict = spent.validate(api.components["Unique"], &Node::array(Vec::new(), place));
        assert!(matches!(verdict, Verdict::Unknown), "{verdict:?}");
        assert!(spent.is_spent());
    }
}
