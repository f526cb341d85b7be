//! A value → the same without properties that are not meant for the direction it goes (`readOnly`, `writeOnly`).

use std::cell::Cell;

use serde_json::Value;

use super::schema::{Additional, Id, Schema};
use super::schemas::Schemas;
use super::walk::MAX_STEPS;

impl Schemas {
    /// Takes properties that are `writeOnly` out of an answer.
    pub(crate) fn strip_write_only(&self, id: Id, value: &mut Value) {
        let stripping = Stripping {
            schemas: self,
            direction: Direction::Response,
            steps: &Cell::new(0),
        };
        stripping.strip(id, value, &mut Vec::new());
    }

    /// Takes properties that are `readOnly` out of a value of a request that has been checked.
    pub(crate) fn strip_read_only(&self, id: Id, value: &mut Value) {
        if self.have_read_only {
            let stripping = Stripping {
                schemas: self,
                direction: Direction::Request,
                steps: &Cell::new(0),
            };
            stripping.strip(id, value, &mut Vec::new());
        }
    }
}

/// Which way values go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    /// To the server.
    Request,
    /// To the client.
    Response,
}

/// Takes properties out of a value that do not go the way it goes.
struct Stripping<'a> {
    schemas: &'a Schemas,
    direction: Direction,
    steps: &'a Cell<usize>,
}

impl Stripping<'_> {
    /// `above` are the schemas of the same value, so that those that lead to each other come to an end.
    fn strip(&self, id: Id, value: &mut Value, above: &mut Vec<Id>) {
        let id = self.schemas.follow(id);
        if above.contains(&id) {
            return;
        }
        let schema = self.schemas.get(id);
        match value {
            Value::Object(members) => {
                for (name, id) in &schema.properties {
                    if self.is_stripped(*id) {
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
                        self.strip(id, member, &mut Vec::new());
                    }
                }
            }
            Value::Array(items) => {
                for (at, item) in items.iter_mut().enumerate() {
                    if let Some(id) = schema.prefix.get(at).copied().or(schema.items) {
                        self.strip(id, item, &mut Vec::new());
                    }
                }
            }
            _ => return,
        }
        above.push(id);
        for &id in &schema.all_of {
            self.strip(id, value, above);
        }
        for id in self.branches(schema, value) {
            self.strip(id, value, above);
        }
        above.pop();
    }

    fn is_stripped(&self, property: Id) -> bool {
        let property = self.schemas.get(property);
        match self.direction {
            Direction::Request => property.read_only,
            Direction::Response => property.write_only,
        }
    }

    /// The branches a value takes. An answer has not been checked, so that any may be meant; what is in doubt is taken
    /// out.
    fn branches(&self, schema: &Schema, value: &Value) -> Vec<Id> {
        let branches = schema.any_of.iter().chain(&schema.one_of).copied();
        if self.direction == Direction::Response {
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
