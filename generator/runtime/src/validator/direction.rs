//! A value → the same without properties that are not meant for the direction it goes (`readOnly`, `writeOnly`).

use std::collections::HashSet;
use std::hash::BuildHasherDefault;

use serde_json::Value;

use super::judge::Judge;
use super::place_hasher::PlaceHasher;
use super::schema::{Id, Schema};
use super::schemas::Schemas;
use crate::runtime::json::Tree;

impl Schemas {
    /// The properties of an answer that are `writeOnly`.
    pub(crate) fn write_only_in(&self, id: Id, value: &Tree<'_>) -> Stripped {
        self.stripped(id, value, Direction::Response)
    }

    /// The properties that are `readOnly` of a value of a request that has been checked.
    pub(crate) fn read_only_in(&self, id: Id, value: &Tree<'_>) -> Stripped {
        self.stripped(id, value, Direction::Request)
    }

    fn stripped(&self, id: Id, value: &Tree<'_>, direction: Direction) -> Stripped {
        if !direction.is_led_to(self.get(id)) {
            return Stripped(Vec::new());
        }
        let budget = self.budget(value);
        let mut stripping = Stripping {
            judge: Judge::new(self, &budget),
            direction,
            seen: HashSet::default(),
            path: Vec::new(),
            found: Vec::new(),
        };
        stripping.judge.remembers = true;
        stripping.look(id, value);
        Stripped(stripping.found)
    }
}

/// Properties of a value that do not go the way it goes.
pub(crate) struct Stripped(Vec<Vec<Step<'static>>>);

impl Stripped {
    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes them out of the value they were found in.
    pub(crate) fn remove_from(self, value: &mut impl Parts) {
        for path in self.0 {
            remove(value, &path);
        }
    }
}

/// A JSON value that properties are taken out of.
pub(crate) trait Parts {
    /// The member of that name.
    fn member(&mut self, name: &str) -> Option<&mut Self>;
    /// The item at that place.
    fn item(&mut self, at: usize) -> Option<&mut Self>;
    /// Takes a member out.
    fn take_out(&mut self, name: &str);
}

impl Parts for Value {
    fn member(&mut self, name: &str) -> Option<&mut Self> {
        self.as_object_mut()?.get_mut(name)
    }

    fn item(&mut self, at: usize) -> Option<&mut Self> {
        self.as_array_mut()?.get_mut(at)
    }

    fn take_out(&mut self, name: &str) {
        if let Value::Object(members) = self {
            members.remove(name);
        }
    }
}

impl Parts for Tree<'_> {
    fn member(&mut self, name: &str) -> Option<&mut Self> {
        let Tree::Object(members) = self else {
            return None;
        };
        let found = members.iter_mut().find(|it| it.0 == name);
        found.map(|it| &mut it.1)
    }

    fn item(&mut self, at: usize) -> Option<&mut Self> {
        match self {
            Tree::Array(items) => items.get_mut(at),
            _ => None,
        }
    }

    fn take_out(&mut self, name: &str) {
        if let Tree::Object(members) = self {
            members.retain(|it| it.0 != name);
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

impl Direction {
    /// Whether what is of a schema does not go this way.
    fn strips(self, schema: &Schema) -> bool {
        match self {
            Self::Request => schema.read_only,
            Self::Response => schema.write_only,
        }
    }

    /// Whether a value of a schema may have a property, however deep, that does not go this way.
    fn is_led_to(self, schema: &Schema) -> bool {
        match self {
            Self::Request => schema.leads_to_read_only,
            Self::Response => schema.leads_to_write_only,
        }
    }
}

/// A step into a value.
enum Step<'v> {
    Name(std::borrow::Cow<'v, str>),
    At(usize),
}

impl Step<'_> {
    fn owned(&self) -> Step<'static> {
        match self {
            Self::Name(it) => Step::Name(it.to_string().into()),
            Self::At(it) => Step::At(*it),
        }
    }
}

/// Takes out what a path leads to.
fn remove<P: Parts>(value: &mut P, path: &[Step<'_>]) {
    let (within, rest) = match path {
        [] => return,
        [Step::Name(name)] => return value.take_out(name),
        [Step::Name(name), rest @ ..] => (value.member(name), rest),
        [Step::At(at), rest @ ..] => (value.item(*at), rest),
    };
    if let Some(within) = within {
        remove(within, rest);
    }
}

/// Finds properties of a value that do not go the way it goes.
struct Stripping<'a, 'v> {
    judge: Judge<'a>,
    direction: Direction,
    /// The schemas and parts of the value that have been looked at.
    seen: HashSet<(Id, usize), BuildHasherDefault<PlaceHasher>>,
    path: Vec<Step<'v>>,
    found: Vec<Vec<Step<'static>>>,
}

impl<'v> Stripping<'_, 'v> {
    fn look(&mut self, id: Id, value: &'v Tree<'_>) {
        let schemas = self.judge.schemas;
        let id = schemas.follow(id);
        let schema = schemas.get(id);
        if !self.direction.is_led_to(schema) {
            return;
        }
        if !self.seen.insert((id, std::ptr::from_ref(value) as usize)) {
            return;
        }
        match value {
            Tree::Object(members) => {
                for (name, member) in members {
                    self.path.push(Step::Name((&**name).into()));
                    self.member(schema, name, member);
                    self.path.pop();
                }
            }
            Tree::Array(items) => {
                for (at, item) in items.iter().enumerate() {
                    let listed = schema.prefix.get(at).copied().or(schema.items);
                    if let Some(id) = listed.or(schema.unevaluated_items) {
                        self.path.push(Step::At(at));
                        self.look(id, item);
                        self.path.pop();
                    }
                }
            }
            _ => return,
        }
        for &id in &schema.all_of {
            self.look(id, value);
        }
        for id in self.branches(schema, value) {
            self.look(id, value);
        }
    }

    /// Looks at a property with the schemas that are for it. Where a pattern takes too long, it may be one of those.
    fn member(&mut self, schema: &Schema, name: &str, member: &'v Tree<'_>) {
        let (schemas, budget, direction) = (self.judge.schemas, self.judge.budget, self.direction);
        let is_stripped = schemas.says_of(schema, name, |it| direction.strips(it), budget);
        if is_stripped.unwrap_or(true) {
            let path = self.path.iter().map(Step::owned);
            self.found.push(path.collect());
            return;
        }
        let listed = schema.property(name);
        let mut is_listed = listed.is_some();
        if let Some(id) = listed {
            self.look(id, member);
        }
        for (pattern, id) in &schema.patterns {
            if pattern.is_match(name, budget).unwrap_or(true) {
                is_listed = true;
                self.look(*id, member);
            }
        }
        let others = schema.additional.schema();
        let others = others.or(schema.unevaluated_properties);
        if let Some(id) = others.filter(|_| !is_listed) {
            self.look(id, member);
        }
    }

    /// The branches a value takes. An answer has not been checked, so that any may be meant; what is in doubt is taken
    /// out.
    fn branches(&mut self, schema: &Schema, value: &Tree<'_>) -> Vec<Id> {
        let (schemas, direction) = (self.judge.schemas, self.direction);
        let leads = |id: &Id| direction.is_led_to(schemas.get(*id));
        let mut all = schema.in_place();
        all.retain(|id| leads(id) && schema.not != Some(*id) && !schema.all_of.contains(id));
        if direction == Direction::Response {
            return all;
        }
        if let Some(id) = schema.discriminated(value, &mut self.judge.wide) {
            let (any_of, one_of) = schema.undecided(Some(id));
            let undecided = any_of.iter().chain(one_of);
            let told = undecided.copied().chain([id]);
            all = told.filter(leads).collect();
        }
        all.retain(|id| self.judge.accepts(*id, value).unwrap_or(true));
        all
    }
}
