//! A JSON value and its schema → every place where it breaks it.

use std::cell::Cell;
use std::fmt::{Display, Write};

use serde_json::Value;

use super::fault::{Fault, Place};
use super::number::has_duplicates;
use super::schema::{Additional, Id, Schema, describe_values, size_fault};
use super::schemas::{MAX_DEPTH, Schemas};
use super::types::Types;

/// More faults than this are not listed: an answer need not be larger than the request.
const MAX_FAULTS: usize = 100;

/// A value is followed along its schemas this far in all: what is deeper is refused, for the stack has an end.
const MAX_NESTING: usize = 640;

/// How many schemas are held against one value. Alternatives within alternatives may ask for more than any server has
/// time for, so what takes longer is refused.
pub(super) const MAX_STEPS: usize = 16_000_000;

impl Schemas {
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
    pub(super) fn accepts(&self, id: Id, value: &Value, steps: &Cell<usize>) -> bool {
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
        if let Some(detail) = schema.type_fault(value, self.place.has_types) {
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
            schema.types.accepts(types)
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
