//! The document's schemas, and a JSON value → every place where it breaks one.
//!
//! The schemas arrive as JSON Schema: those of components by name, the others beside the parameter or body they are
//! for. They are read once, when the router is made.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt::{Display, Write};

use serde::Deserialize;
use serde_json::{Number, Value};

use super::format::Format;
use super::pattern::Pattern;
use super::problem::Fault;

/// Which schema: an index into [`Schemas`].
pub(crate) type Id = usize;

/// More faults than this are not listed: an answer need not be larger than the request.
const MAX_FAULTS: usize = 100;

/// Schemas that lead to one another without a step into the value are followed this far.
const MAX_DEPTH: usize = 128;

/// A value is followed along its schemas this far in all: what is deeper is refused, for the stack has an end.
const MAX_NESTING: usize = 640;

/// How many schemas are held against one value. Alternatives within alternatives may ask for more than any server has
/// time for, so what takes longer is refused.
const MAX_STEPS: usize = 16_000_000;

/// A JSON Schema as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Written {
    #[serde(rename = "$ref")]
    reference: Option<String>,
    #[serde(rename = "type", deserialize_with = "one_or_many")]
    types: Vec<String>,
    #[serde(rename = "enum")]
    values: Option<Vec<Value>>,
    format: Option<String>,
    minimum: Option<Number>,
    exclusive_minimum: Option<Number>,
    maximum: Option<Number>,
    exclusive_maximum: Option<Number>,
    multiple_of: Option<Number>,
    min_length: Option<u64>,
    max_length: Option<u64>,
    pattern: Option<String>,
    prefix_items: Vec<Written>,
    items: Option<Box<Written>>,
    min_items: Option<u64>,
    max_items: Option<u64>,
    unique_items: bool,
    contains: Option<Box<Written>>,
    properties: serde_json::Map<String, Value>,
    required: Vec<String>,
    additional_properties: Option<Value>,
    pattern_properties: serde_json::Map<String, Value>,
    property_names: Option<Box<Written>>,
    min_properties: Option<u64>,
    max_properties: Option<u64>,
    all_of: Vec<Written>,
    any_of: Vec<Written>,
    one_of: Vec<Written>,
    not: Option<Box<Written>>,
    discriminator: Option<WrittenDiscriminator>,
    never: bool,
    read_only: bool,
    write_only: bool,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct WrittenDiscriminator {
    property_name: String,
    mapping: HashMap<String, String>,
}

/// `"string"` or `["string", "null"]`.
fn one_or_many<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Types {
        One(String),
        Many(Vec<String>),
    }
    Ok(match Types::deserialize(deserializer)? {
        Types::One(name) => vec![name],
        Types::Many(names) => names,
    })
}

/// A schema that is ready to check values.
#[derive(Debug, Default)]
pub(crate) struct Schema {
    /// Nothing but the schema that this `$ref` leads to.
    reference: Option<Id>,
    pub(crate) types: Types,
    pub(crate) values: Vec<Value>,
    pub(crate) format: Option<Format>,
    minimum: Option<(Number, bool)>,
    maximum: Option<(Number, bool)>,
    multiple_of: Option<Number>,
    min_length: Option<u64>,
    max_length: Option<u64>,
    pattern: Option<Pattern>,
    prefix: Vec<Id>,
    pub(crate) items: Option<Id>,
    pub(crate) min_items: Option<u64>,
    pub(crate) max_items: Option<u64>,
    unique: bool,
    contains: Option<Id>,
    pub(crate) properties: Vec<(String, Id)>,
    /// Where each property stands in `properties`; empty where there are few.
    index: HashMap<String, usize>,
    pub(crate) required: Vec<String>,
    pub(crate) additional: Additional,
    patterns: Vec<(Pattern, Id)>,
    names: Option<Id>,
    pub(crate) min_properties: Option<u64>,
    pub(crate) max_properties: Option<u64>,
    pub(crate) all_of: Vec<Id>,
    pub(crate) any_of: Vec<Id>,
    pub(crate) one_of: Vec<Id>,
    not: Option<Id>,
    discriminator: Option<(String, HashMap<String, Id>)>,
    never: bool,
    /// Whether callers are sent such values and do not send any.
    pub(crate) read_only: bool,
    /// Whether callers send such values and are not sent any.
    write_only: bool,
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

/// A set of types; empty where every type is accepted.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Types(u8);

impl Types {
    pub(crate) const NULL: Types = Types(1);
    pub(crate) const BOOLEAN: Types = Types(2);
    pub(crate) const INTEGER: Types = Types(4);
    pub(crate) const NUMBER: Types = Types(12);
    pub(crate) const STRING: Types = Types(16);
    pub(crate) const ARRAY: Types = Types(32);
    pub(crate) const OBJECT: Types = Types(64);

    fn named(name: &str) -> Self {
        match name {
            "null" => Self::NULL,
            "boolean" => Self::BOOLEAN,
            "integer" => Self::INTEGER,
            "number" => Self::NUMBER,
            "string" => Self::STRING,
            "array" => Self::ARRAY,
            "object" => Self::OBJECT,
            _ => Self::default(),
        }
    }

    /// The types of either set.
    pub(crate) fn and(self, other: Types) -> Self {
        Self(self.0 | other.0)
    }

    /// The type of a value.
    pub(crate) fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::NULL,
            Value::Bool(_) => Self::BOOLEAN,
            Value::Number(it) if is_integer(it) => Self::INTEGER,
            Value::Number(_) => Self::NUMBER,
            Value::String(_) => Self::STRING,
            Value::Array(_) => Self::ARRAY,
            Value::Object(_) => Self::OBJECT,
        }
    }

    /// Whether a value of those types is accepted.
    pub(crate) fn accept(self, it: Types) -> bool {
        self.0 == 0 || self.0 & it.0 == it.0
    }

    /// Whether the types are among those that are named.
    pub(crate) fn name(self, it: Types) -> bool {
        self.0 & it.0 == it.0
    }

    fn describe(self, mut text: String) -> String {
        let names = [
            (Self::NUMBER, "a number"),
            (Self::INTEGER, "an integer"),
            (Self::STRING, "a string"),
            (Self::BOOLEAN, "a boolean"),
            (Self::ARRAY, "an array"),
            (Self::OBJECT, "an object"),
            (Self::NULL, "null"),
        ];
        let mut rest = self.0;
        let mut link = "";
        for (types, name) in names {
            if rest & types.0 == types.0 {
                rest &= !types.0;
                text += link;
                text += name;
                link = " or ";
            }
        }
        text
    }
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
        self.types.accept(Types::NULL) && self.lists(&Value::Null)
    }

    /// Whether a truth value is accepted.
    pub(crate) fn accepts_bool(&self, it: bool) -> bool {
        self.types.accept(Types::BOOLEAN) && self.lists(&Value::Bool(it))
    }

    /// Whether a number is accepted.
    pub(crate) fn accepts_number(&self, it: &Number) -> bool {
        let types = if is_integer(it) {
            Types::INTEGER
        } else {
            Types::NUMBER
        };
        self.types.accept(types)
            && (self.values.is_empty() || self.lists(&Value::Number(it.clone())))
            && self.number_fault(it).is_none()
    }

    /// Whether a string is accepted.
    pub(crate) fn accepts_string(&self, it: &str) -> bool {
        self.types.accept(Types::STRING)
            && (self.values.is_empty() || self.values.iter().any(|value| value == it))
            && self.string_fault(it).is_none()
    }

    fn type_fault(&self, value: &Value) -> Option<String> {
        if self.never {
            return Some("is not allowed".to_owned());
        }
        (!self.types.accept(Types::of(value))).then(|| self.types.describe("must be ".to_owned()))
    }
}

/// Schemas that refer to one another.
#[derive(Debug, Default)]
pub(crate) struct Schemas {
    all: Vec<Schema>,
    named: HashMap<String, Id>,
    /// Whether any of them has properties that callers do not send.
    have_read_only: bool,
}

impl Schemas {
    /// Reads the schemas of components.
    pub(crate) fn new(components: BTreeMap<String, Written>) -> Self {
        let mut it = Self::default();
        for name in components.keys() {
            it.named.insert(name.clone(), it.all.len());
            it.all.push(Schema::default());
        }
        for (id, (_, written)) in components.into_iter().enumerate() {
            it.all[id] = it.read(written);
        }
        it.finish(0);
        it
    }

    /// Adds a schema that stands beside what it is for.
    ///
    /// # Panics
    /// The value is no JSON Schema: a fault of the generator.
    pub(crate) fn add(&mut self, written: &Value) -> Id {
        let written = Written::deserialize(written).expect("the value is a JSON Schema");
        let first = self.all.len();
        let id = self.push(written);
        self.finish(first);
        self.follow(id)
    }

    /// The schema with that id.
    pub(crate) fn get(&self, id: Id) -> &Schema {
        &self.all[self.follow(id)]
    }

    /// The schema a chain of references ends at.
    pub(crate) fn follow(&self, mut id: Id) -> Id {
        for _ in 0..MAX_DEPTH {
            match self.all[id].reference {
                Some(next) => id = next,
                None => break,
            }
        }
        id
    }

    /// Takes what callers are not sent (`writeOnly`) out of a value.
    pub(crate) fn hide(&self, id: Id, value: &mut Value) {
        let hiding = Hiding {
            schemas: self,
            towards: Towards::Client,
            steps: &Cell::new(0),
        };
        hiding.hide(id, value, &mut Vec::new());
    }

    /// Takes what callers do not send (`readOnly`) out of a value that has been checked.
    pub(crate) fn ignore(&self, id: Id, value: &mut Value) {
        if self.have_read_only {
            let hiding = Hiding {
                schemas: self,
                towards: Towards::Server,
                steps: &Cell::new(0),
            };
            hiding.hide(id, value, &mut Vec::new());
        }
    }

    /// Whether callers do not send that property of a body.
    pub(crate) fn ignores(&self, id: Id, name: &str) -> bool {
        let mut all = self.conjuncts(id).into_iter();
        all.any(|it| self.is_read_only(it, name))
    }

    fn is_read_only(&self, schema: &Schema, name: &str) -> bool {
        let property = || schema.property(name);
        schema.has_read_only && property().is_some_and(|id| self.get(id).read_only)
    }

    /// The properties that have to be there, whichever branch a value takes.
    pub(crate) fn required(&self, id: Id) -> BTreeSet<&str> {
        let all = self.conjuncts(id).into_iter();
        let names = all.flat_map(|it| &it.required);
        names.map(String::as_str).collect()
    }

    /// Whether there may be no property of that name, whichever branch a value takes.
    pub(crate) fn forbids(&self, id: Id, name: &str) -> bool {
        let mut all = self.conjuncts(id).into_iter();
        all.any(|it| {
            it.additional == Additional::None
                && it.property(name).is_none()
                && !it
                    .patterns
                    .iter()
                    .any(|(pattern, _)| pattern.is_match(name))
        })
    }

    /// What is wrong with an array of that many items: with one that is whole, or with one that goes on.
    pub(crate) fn length_fault(&self, id: Id, length: usize, is_whole: bool) -> Option<String> {
        let mut all = self.conjuncts(id).into_iter();
        all.find_map(|it| {
            let min_items = it.min_items.filter(|_| is_whole);
            size_fault(length, min_items, it.max_items, "item")
        })
    }

    /// A schema and all that holds beside it, whichever branch a value takes.
    fn conjuncts(&self, id: Id) -> Vec<&Schema> {
        let (mut todo, mut seen) = (vec![id], HashSet::new());
        let mut found = Vec::new();
        while let Some(id) = todo.pop() {
            if seen.insert(self.follow(id)) {
                let schema = self.get(id);
                found.push(schema);
                todo.extend(&schema.all_of);
            }
        }
        found
    }

    fn push(&mut self, written: Written) -> Id {
        if let (Some(name), true) = (&written.reference, written.all_of.is_empty())
            && let Some(&id) = self.named.get(name)
        {
            return id;
        }
        let schema = self.read(written);
        self.all.push(schema);
        self.all.len() - 1
    }

    fn push_value(&mut self, written: Value) -> Id {
        self.push(serde_json::from_value(written).expect("the value is a JSON Schema"))
    }

    fn read(&mut self, it: Written) -> Schema {
        let properties: Vec<_> = it
            .properties
            .into_iter()
            .map(|(name, schema)| (name, self.push_value(schema)))
            .collect();
        let index = if properties.len() > 8 {
            let places = properties.iter().enumerate();
            places.map(|(at, (name, _))| (name.clone(), at)).collect()
        } else {
            HashMap::new()
        };
        Schema {
            reference: it.reference.and_then(|name| self.named.get(&name).copied()),
            types: Types(
                it.types
                    .iter()
                    .fold(0, |all, name| all | Types::named(name).0),
            ),
            values: it.values.unwrap_or_default(),
            format: it.format.as_deref().and_then(Format::named),
            minimum: bound(it.minimum, it.exclusive_minimum),
            maximum: bound(it.maximum, it.exclusive_maximum),
            multiple_of: it.multiple_of,
            min_length: it.min_length,
            max_length: it.max_length,
            pattern: it.pattern.as_deref().and_then(Pattern::new),
            prefix: self.push_all(it.prefix_items),
            items: it.items.map(|it| self.push(*it)),
            min_items: it.min_items,
            max_items: it.max_items,
            unique: it.unique_items,
            contains: it.contains.map(|it| self.push(*it)),
            properties,
            index,
            required: it.required,
            additional: match it.additional_properties {
                None | Some(Value::Bool(true)) => Additional::Any,
                Some(Value::Bool(false)) => Additional::None,
                Some(schema) => Additional::Schema(self.push_value(schema)),
            },
            patterns: it
                .pattern_properties
                .into_iter()
                .filter_map(|(name, schema)| Some((Pattern::new(&name)?, self.push_value(schema))))
                .collect(),
            names: it.property_names.map(|it| self.push(*it)),
            min_properties: it.min_properties,
            max_properties: it.max_properties,
            all_of: self.push_all(it.all_of),
            any_of: self.push_all(it.any_of),
            one_of: self.push_all(it.one_of),
            not: it.not.map(|it| self.push(*it)),
            discriminator: it.discriminator.map(|it| {
                let branches = it.mapping.into_iter();
                let branches = branches
                    .filter_map(|(value, name)| Some((value, *self.named.get(&name)?)))
                    .collect();
                (it.property_name, branches)
            }),
            never: it.never,
            read_only: it.read_only,
            write_only: it.write_only,
            has_read_only: false,
            streams: false,
        }
    }

    fn push_all(&mut self, written: Vec<Written>) -> Vec<Id> {
        written.into_iter().map(|it| self.push(it)).collect()
    }

    /// Finds out about the schemas from `first` on what only those tell that they refer to.
    fn finish(&mut self, first: Id) {
        self.find_streams(first);
        for id in first..self.all.len() {
            let has_read_only = {
                let mut properties = self.all[id].properties.iter();
                properties.any(|(_, id)| self.get(*id).read_only)
            };
            self.all[id].has_read_only = has_read_only;
            self.have_read_only |= has_read_only;
        }
    }

    /// Finds out which of them can be checked while a value streams by: those that lead to no schema that cannot.
    fn find_streams(&mut self, first: Id) {
        for id in first..self.all.len() {
            let it = &self.all[id];
            self.all[id].streams = it.all_of.is_empty()
                && it.any_of.is_empty()
                && it.one_of.is_empty()
                && it.not.is_none()
                && it.contains.is_none()
                && it.patterns.is_empty()
                && it.names.is_none()
                && it.prefix.is_empty()
                && !it.unique
                && !it.never
                && it.required.len() <= u64::BITS as usize
                && it.values.iter().all(|it| !it.is_array() && !it.is_object());
        }
        let mut users: HashMap<Id, Vec<Id>> = HashMap::new();
        let mut lost: Vec<Id> = Vec::new();
        for id in first..self.all.len() {
            let it = &self.all[id];
            if !it.streams {
                lost.push(id);
            }
            let additional = match it.additional {
                Additional::Schema(id) => Some(id),
                _ => None,
            };
            let children = it.properties.iter().map(|(_, id)| *id);
            for child in children
                .chain(it.items)
                .chain(additional)
                .chain(it.reference)
            {
                users.entry(child).or_default().push(id);
                if child < first && !self.all[child].streams {
                    lost.push(child);
                }
            }
        }
        while let Some(id) = lost.pop() {
            for user in users.remove(&id).unwrap_or_default() {
                self.all[user].streams = false;
                lost.push(user);
            }
        }
    }

    /// Every place where a value breaks a schema.
    pub(crate) fn check(&self, id: Id, value: &Value, place: Place<'_>, faults: &mut Vec<Fault>) {
        let mut walk = Walk {
            schemas: self,
            place,
            pointer: String::new(),
            found: Found::All(faults),
            depth: 0,
            nesting: 0,
            steps: &Cell::new(0),
        };
        walk.check(id, value);
    }

    /// Whether a value satisfies a schema.
    fn accepts(&self, id: Id, value: &Value, steps: &Cell<usize>) -> bool {
        let mut walk = Walk {
            schemas: self,
            place: Place::BODY,
            pointer: String::new(),
            found: Found::Any(false),
            depth: 0,
            nesting: 0,
            steps,
        };
        walk.check(id, value);
        !walk.is_over()
    }

    /// Whether a scalar value is known to satisfy a schema, without a walk.
    pub(crate) fn accepts_quickly(&self, id: Id, value: &Value) -> bool {
        let schema = self.get(id);
        schema.streams
            && match value {
                Value::String(it) => schema.accepts_string(it),
                Value::Number(it) => schema.accepts_number(it),
                Value::Bool(it) => schema.accepts_bool(*it),
                Value::Null => schema.accepts_null(),
                Value::Array(_) | Value::Object(_) => false,
            }
    }
}

/// Where a value stands in a request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'a> {
    /// `query`, `body`.
    pub(crate) part: &'static str,
    /// The parameter's name; empty for a body.
    pub(crate) name: &'a str,
}

impl Place<'_> {
    /// A body.
    pub(crate) const BODY: Place<'static> = Place {
        part: "body",
        name: "",
    };

    /// Whether a fault is here.
    pub(crate) fn is_of(self, fault: &Fault) -> bool {
        let rest = fault.location.strip_prefix(self.part);
        let rest = rest.and_then(|it| it.strip_prefix(' '));
        rest.and_then(|it| it.strip_prefix(self.name))
            .is_some_and(|it| it.is_empty() || it.starts_with(" /"))
    }

    /// A fault here, or within.
    pub(crate) fn fault(self, pointer: &str, detail: impl Into<String>) -> Fault {
        let length = self.part.len() + self.name.len() + pointer.len() + 2;
        let mut location = String::with_capacity(length);
        location.push_str(self.part);
        for more in [self.name, pointer] {
            if !more.is_empty() {
                location.push(' ');
                location.push_str(more);
            }
        }
        Fault {
            location,
            detail: detail.into(),
        }
    }
}

/// A walk through a value along its schema.
struct Walk<'a> {
    schemas: &'a Schemas,
    place: Place<'a>,
    pointer: String,
    found: Found<'a>,
    /// How many schemas have been followed since the last step into the value.
    depth: usize,
    /// How many schemas have been followed in all.
    nesting: usize,
    steps: &'a Cell<usize>,
}

/// What a walk is for.
enum Found<'a> {
    /// To list every fault.
    All(&'a mut Vec<Fault>),
    /// To know whether there is one.
    Any(bool),
}

impl Walk<'_> {
    fn check(&mut self, id: Id, value: &Value) {
        if self.is_over() || self.depth >= MAX_DEPTH {
            return;
        }
        if self.nesting >= MAX_NESTING || self.steps.get() >= MAX_STEPS {
            return self.fault("is too intricate to be checked".to_owned());
        }
        self.steps.set(self.steps.get() + 1);
        self.depth += 1;
        self.nesting += 1;
        let schemas = self.schemas;
        let schema = schemas.get(id);
        if let Some(detail) = schema.type_fault(value) {
            self.fault(detail);
        } else {
            self.check_value(schema, value);
            self.check_combinations(schema, value);
        }
        self.depth -= 1;
        self.nesting -= 1;
    }

    /// Whether nothing more has to be found out.
    fn is_over(&self) -> bool {
        match &self.found {
            Found::All(faults) => faults.len() >= MAX_FAULTS,
            Found::Any(found) => *found,
        }
    }

    fn check_value(&mut self, schema: &Schema, value: &Value) {
        if !schema.lists(value) {
            self.fault(describe_values(&schema.values));
            return;
        }
        match value {
            Value::String(text) => {
                if let Some(detail) = schema.string_fault(text) {
                    self.fault(detail);
                }
            }
            Value::Number(number) => {
                if let Some(detail) = schema.number_fault(number) {
                    self.fault(detail);
                }
            }
            Value::Array(items) => self.check_array(schema, items),
            Value::Object(members) => self.check_object(schema, members),
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn check_array(&mut self, schema: &Schema, items: &[Value]) {
        if let Some(detail) = size_fault(items.len(), schema.min_items, schema.max_items, "item") {
            self.fault(detail);
        }
        for (at, item) in items.iter().enumerate() {
            if let Some(id) = schema.prefix.get(at).copied().or(schema.items) {
                self.step(at, |walk| walk.check(id, item));
            }
        }
        if schema.unique && has_duplicates(items) {
            self.fault("must not hold the same item twice".to_owned());
        }
        if let Some(id) = schema.contains
            && !items.iter().any(|it| self.accepts(id, it))
        {
            self.fault("must contain an item of the documented kind".to_owned());
        }
    }

    fn check_object(&mut self, schema: &Schema, members: &serde_json::Map<String, Value>) {
        let (min, max) = (schema.min_properties, schema.max_properties);
        let schemas = self.schemas;
        let ignored = members.keys().filter(|_| schema.has_read_only);
        let ignored = ignored.filter(|it| schemas.is_read_only(schema, it));
        if let Some(detail) = size_fault(members.len() - ignored.count(), min, max, "property") {
            self.fault(detail);
        }
        for name in &schema.required {
            if !members.contains_key(name) {
                self.step(name, |walk| walk.fault("is required".to_owned()));
            }
        }
        for (name, member) in members {
            if !schemas.is_read_only(schema, name) {
                self.step(name, |walk| walk.check_member(schema, name, member));
            }
        }
    }

    fn check_member(&mut self, schema: &Schema, name: &str, member: &Value) {
        if let Some(id) = schema.names {
            self.check(id, &Value::String(name.to_owned()));
        }
        let mut listed = false;
        if let Some(id) = schema.property(name) {
            listed = true;
            self.check(id, member);
        }
        for (pattern, id) in &schema.patterns {
            if pattern.is_match(name) {
                listed = true;
                self.check(*id, member);
            }
        }
        match schema.additional {
            _ if listed => {}
            Additional::Any => {}
            Additional::None => self.fault("is not a known property".to_owned()),
            Additional::Schema(id) => self.check(id, member),
        }
    }

    fn check_combinations(&mut self, schema: &Schema, value: &Value) {
        for &id in &schema.all_of {
            self.check(id, value);
        }
        if let Some(id) = schema.discriminated(value) {
            self.check(id, value);
            return;
        }
        if !schema.any_of.is_empty() && !schema.any_of.iter().any(|&id| self.accepts(id, value)) {
            self.check_branches(&schema.any_of, value);
        }
        if !schema.one_of.is_empty() {
            let matches = schema.one_of.iter().filter(|&&id| self.accepts(id, value));
            match matches.count() {
                1 => {}
                0 => self.check_branches(&schema.one_of, value),
                n => self.fault(format!("must match one alternative, and matches {n}")),
            }
        }
        if let Some(id) = schema.not
            && self.accepts(id, value)
        {
            self.fault("must not be of the excluded kind".to_owned());
        }
    }

    /// No branch fits: the faults of the only branch of the value's type, or that none fits.
    fn check_branches(&mut self, branches: &[Id], value: &Value) {
        let types = Types::of(value);
        let mut fitting = branches.iter().filter(|&&id| {
            let schema = self.schemas.get(id);
            schema.types.accept(types)
        });
        match (&self.found, fitting.next(), fitting.next()) {
            (Found::All(_), Some(&only), None) => self.check(only, value),
            _ => self.fault("matches none of the alternatives".to_owned()),
        }
    }

    fn accepts(&self, id: Id, value: &Value) -> bool {
        let mut walk = Walk {
            schemas: self.schemas,
            place: self.place,
            pointer: String::new(),
            found: Found::Any(false),
            depth: self.depth,
            nesting: self.nesting,
            steps: self.steps,
        };
        walk.check(id, value);
        !walk.is_over()
    }

    fn step(&mut self, name: impl Display, inner: impl FnOnce(&mut Self)) {
        let depth = std::mem::take(&mut self.depth);
        match self.found {
            Found::Any(_) => inner(self),
            Found::All(_) => {
                let length = self.pointer.len();
                self.pointer.push('/');
                let _ = write!(Escaped(&mut self.pointer), "{name}");
                inner(self);
                self.pointer.truncate(length);
            }
        }
        self.depth = depth;
    }

    fn fault(&mut self, detail: String) {
        match &mut self.found {
            Found::Any(found) => *found = true,
            Found::All(faults) if faults.len() >= MAX_FAULTS => {}
            Found::All(faults) => faults.push(self.place.fault(&self.pointer, detail)),
        }
    }
}

/// Which way values go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Towards {
    Server,
    Client,
}

/// What takes properties out of a value that do not go the way it goes.
struct Hiding<'a> {
    schemas: &'a Schemas,
    towards: Towards,
    steps: &'a Cell<usize>,
}

impl Hiding<'_> {
    /// `above` are the schemas of the same value, so that those that lead to each other come to an end.
    fn hide(&self, id: Id, value: &mut Value, above: &mut Vec<Id>) {
        let id = self.schemas.follow(id);
        if above.contains(&id) {
            return;
        }
        let schema = self.schemas.get(id);
        match value {
            Value::Object(members) => {
                for (name, id) in &schema.properties {
                    if self.is_hidden(*id) {
                        members.remove(name);
                    }
                }
                for (name, member) in members.iter_mut() {
                    let listed = schema.property(name);
                    let further = match schema.additional {
                        Additional::Schema(id) => Some(id),
                        Additional::Any | Additional::None => None,
                    };
                    if let Some(id) = listed.or(further) {
                        self.hide(id, member, &mut Vec::new());
                    }
                }
            }
            Value::Array(items) => {
                for (at, item) in items.iter_mut().enumerate() {
                    if let Some(id) = schema.prefix.get(at).copied().or(schema.items) {
                        self.hide(id, item, &mut Vec::new());
                    }
                }
            }
            _ => return,
        }
        above.push(id);
        for &id in &schema.all_of {
            self.hide(id, value, above);
        }
        for id in self.branches(schema, value) {
            self.hide(id, value, above);
        }
        above.pop();
    }

    fn is_hidden(&self, property: Id) -> bool {
        let property = self.schemas.get(property);
        match self.towards {
            Towards::Server => property.read_only,
            Towards::Client => property.write_only,
        }
    }

    /// The branches a value takes. An answer has not been checked, so that any may be meant; what is in doubt is taken
    /// out.
    fn branches(&self, schema: &Schema, value: &Value) -> Vec<Id> {
        let branches = schema.any_of.iter().chain(&schema.one_of).copied();
        if self.towards == Towards::Client {
            return branches.collect();
        }
        if let Some(id) = schema.discriminated(value) {
            return vec![id];
        }
        let is_taken =
            |&id: &Id| self.schemas.accepts(id, value, self.steps) || self.steps.get() >= MAX_STEPS;
        branches.filter(is_taken).collect()
    }
}

/// Writes a segment of a JSON pointer.
struct Escaped<'a>(&'a mut String);

impl Write for Escaped<'_> {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        for part in text.split_inclusive(['~', '/']) {
            match part.as_bytes().last() {
                Some(b'~') => *self.0 += &format!("{part}0"),
                Some(b'/') => *self.0 += &format!("{}~1", &part[..part.len() - 1]),
                _ => *self.0 += part,
            }
        }
        Ok(())
    }
}

impl Schema {
    /// The branch that the discriminator names.
    fn discriminated(&self, value: &Value) -> Option<Id> {
        let (property, branches) = self.discriminator.as_ref()?;
        branches.get(value.get(property)?.as_str()?).copied()
    }
}

/// `3.0` is an integer as `3` is.
pub(crate) fn is_integer(it: &Number) -> bool {
    !it.is_f64() || it.as_f64().is_some_and(|it| it.fract() == 0.0)
}

fn bound(inclusive: Option<Number>, exclusive: Option<Number>) -> Option<(Number, bool)> {
    exclusive
        .map(|it| (it, true))
        .or_else(|| inclusive.map(|it| (it, false)))
}

fn integer(it: &Number) -> Option<i128> {
    it.as_i64()
        .map(i128::from)
        .or_else(|| it.as_u64().map(i128::from))
}

fn compare(a: &Number, b: &Number) -> std::cmp::Ordering {
    if let (Some(a), Some(b)) = (integer(a), integer(b)) {
        return a.cmp(&b);
    }
    let (a, b) = (a.as_f64(), b.as_f64());
    a.partial_cmp(&b).unwrap_or(std::cmp::Ordering::Equal)
}

fn is_multiple(number: &Number, step: &Number) -> bool {
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

fn equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => compare(a, b).is_eq(),
        _ => a == b,
    }
}

fn has_duplicates(items: &[Value]) -> bool {
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

fn describe_values(values: &[Value]) -> String {
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
