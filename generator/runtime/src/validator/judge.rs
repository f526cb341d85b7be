//! A JSON value and a schema → whether it satisfies it.
//!
//! Every pair of a schema and a part of the value is looked at once, however often schemas lead there, so that what is
//! spent grows with the value and not with the ways through its schemas.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use super::budget::{Budget, Exhausted};
use super::evaluated::Evaluated;
use super::number::Operand;
use super::place_hasher::PlaceHasher;
use super::schema::{Additional, Contains, Id, Schema, size_fault};
use super::schemas::Schemas;
use super::types::Types;
use super::wide::Wide;
use crate::runtime::json::Tree;

/// How many schemas are followed into a value: the stack has an end.
const MAX_NESTING: usize = 640;
/// How many pairs are remembered; beyond that the budget alone sees to an end.
const MAX_REMEMBERED: usize = 4_000_000;

/// `Some` where a value satisfies a schema, with what was looked at.
pub(super) type Verdict = Result<Option<Evaluated>, Exhausted>;

/// What is known of the parts of one value.
pub(super) struct Judge<'a> {
    pub(super) schemas: &'a Schemas,
    pub(super) budget: &'a Budget,
    known: HashMap<(Id, usize), Known, BuildHasherDefault<PlaceHasher>>,
    /// The schemas of the value at hand that lead to the one at hand.
    above: Vec<Id>,
    nesting: usize,
    /// Whether several schemas lead to the part at hand, so that what is found of it is remembered.
    pub(super) remembers: bool,
    pub(super) wide: Wide,
}

/// What was found of a part of the value.
struct Known {
    holds: Option<Evaluated>,
    /// Whether it was noted what was looked at.
    is_noted: bool,
}

impl<'a> Judge<'a> {
    pub(super) fn new(schemas: &'a Schemas, budget: &'a Budget) -> Self {
        Self {
            schemas,
            budget,
            known: HashMap::default(),
            above: Vec::new(),
            nesting: 0,
            remembers: false,
            wide: Wide::default(),
        }
    }

    /// The same with what it knows, for questions about values that are asked more than once.
    pub(super) fn asked_again<'b>(self, budget: &'b Budget) -> Judge<'b>
    where
        'a: 'b,
    {
        Judge {
            budget,
            remembers: true,
            ..self
        }
    }

    /// Whether a value satisfies a schema.
    pub(super) fn accepts(&mut self, id: Id, value: &Tree<'_>) -> Result<bool, Exhausted> {
        Ok(self.judge(id, value, false)?.is_some())
    }

    /// The same, for a value that a part of another one stands for: the name of a member. It has no place of its own.
    pub(super) fn accepts_name(&mut self, id: Id, name: &str) -> Result<bool, Exhausted> {
        let mut of_name = Judge {
            nesting: self.nesting,
            ..Judge::new(self.schemas, self.budget)
        };
        of_name.accepts(id, &Tree::String(name.into()))
    }

    /// Whether a part of the value satisfies a schema.
    fn accepts_part(&mut self, id: Id, part: &Tree<'_>) -> Result<bool, Exhausted> {
        let above = std::mem::take(&mut self.above);
        let holds = self.judge(id, part, false);
        self.above = above;
        Ok(holds?.is_some())
    }

    /// Whether a value satisfies a schema; `notes` asks for what was looked at.
    fn judge(&mut self, id: Id, value: &Tree<'_>, notes: bool) -> Verdict {
        let id = self.schemas.follow(id);
        let schema = self.schemas.get(id);
        self.budget.spend(1 + schema.values.len() as u64 / 4)?;
        if !schema.leads_on {
            let holds = self.holds_alone(schema, value)?;
            return Ok(holds.then_some(Evaluated::None));
        }
        // A schema that leads back to itself over the same value says nothing more.
        if self.above.contains(&id) {
            return Ok(Some(Evaluated::None));
        }
        if self.nesting >= MAX_NESTING {
            self.budget.spend(u64::MAX)?;
            return Err(Exhausted);
        }
        let place = (id, std::ptr::from_ref(value) as usize);
        // What is looked at once more in no time is not worth a place: a value may have many small parts.
        let keeps = self.remembers && !(schema.is_light && value.is_without_parts());
        if keeps
            && let Some(known) = self.known.get(&place)
            && (known.is_noted || !notes)
        {
            return Ok(known.holds.clone());
        }
        let remembers = self.remembers;
        self.remembers |= schema.forks;
        self.above.push(id);
        self.nesting += 1;
        let holds = match self.holds_alone(schema, value) {
            Ok(true) => self.parts(schema, value, notes),
            other => other.map(|_| None),
        };
        self.nesting -= 1;
        self.above.pop();
        self.remembers = remembers;
        let holds = holds?;
        if keeps && self.known.len() < MAX_REMEMBERED {
            let known = Known {
                holds: holds.clone(),
                is_noted: notes,
            };
            self.known.insert(place, known);
        }
        Ok(holds)
    }

    /// What a schema says without others.
    fn holds_alone(&mut self, schema: &Schema, value: &Tree<'_>) -> Result<bool, Exhausted> {
        let found = Types::of(value);
        if schema.never || !schema.types.accepts(found) || !schema.lists(value) {
            return Ok(false);
        }
        Ok(match value {
            Tree::Null | Tree::Bool(_) => true,
            Tree::Number(it) => schema.broken_by(&Operand::of(it)).is_none(),
            Tree::String(it) => {
                schema.text_fault(it).is_none()
                    && match &schema.pattern {
                        Some(pattern) => pattern.is_match(it, self.budget)?,
                        None => true,
                    }
            }
            Tree::Array(items) => {
                size_fault(items.len(), schema.min_items, schema.max_items, "item").is_none()
                    && (!schema.unique || {
                        self.budget.spend(value.size() / 8)?;
                        Tree::first_repeated(items).is_none()
                    })
            }
            Tree::Object(members) => {
                let names = schema.required.len() + schema.dependent_required.len();
                self.budget.spend(names as u64 / 4)?;
                let size = self
                    .schemas
                    .size_of_object_fault(schema, members, self.budget)?;
                size.is_none()
                    && (schema.missing(|name| self.wide.member(members, name).is_some()))
                        .next()
                        .is_none()
            }
        })
    }

    /// What the schemas say that a schema leads to.
    fn parts(&mut self, schema: &Schema, value: &Tree<'_>, notes: bool) -> Verdict {
        let is_object = matches!(value, Tree::Object(_)) && schema.unevaluated_properties.is_some();
        let is_array = matches!(value, Tree::Array(_)) && schema.unevaluated_items.is_some();
        let notes_here = notes || is_object || is_array;
        let mut evaluated = Evaluated::None;
        // What tells the branches of a union apart comes before the parts of the value.
        if !self.combinations(schema, value, notes_here, &mut evaluated)? {
            return Ok(None);
        }
        let holds = match value {
            Tree::Array(items) => self.items(schema, items, notes_here, &mut evaluated)?,
            Tree::Object(_) => self.members(schema, value, notes_here, &mut evaluated)?,
            _ => true,
        };
        Ok(holds.then_some(evaluated))
    }

    fn combinations(
        &mut self,
        schema: &Schema,
        value: &Tree<'_>,
        notes: bool,
        evaluated: &mut Evaluated,
    ) -> Result<bool, Exhausted> {
        for &id in &schema.all_of {
            if !self.judge_into(id, value, notes, evaluated)? {
                return Ok(false);
            }
        }
        if schema.has_unknown_tag(value, &mut self.wide) {
            return Ok(false);
        }
        let told = schema.discriminated(value, &mut self.wide);
        if let Some(id) = told
            && !self.judge_into(id, value, notes, evaluated)?
        {
            return Ok(false);
        }
        let (any_of, one_of) = schema.fitting(schema.undecided(told), value, &mut self.wide);
        if any_of.is_any {
            let mut holds = false;
            for &id in any_of.branches {
                holds |= self.judge_into(id, value, notes, evaluated)?;
                if holds && !notes {
                    break;
                }
            }
            if !holds {
                return Ok(false);
            }
        }
        if one_of.is_any {
            let mut only = None;
            for &id in one_of.branches {
                let Some(found) = self.judge(id, value, notes)? else {
                    continue;
                };
                if only.replace(found).is_some() {
                    return Ok(false);
                }
            }
            match only {
                Some(found) => evaluated.merge(found),
                None => return Ok(false),
            }
        }
        if let Some(id) = schema.not
            && self.judge(id, value, false)?.is_some()
        {
            return Ok(false);
        }
        if let Some(condition) = schema.condition {
            let holds = self.judge_into(condition.when, value, notes, evaluated)?;
            if let Some(id) = condition.branch(holds)
                && !self.judge_into(id, value, notes, evaluated)?
            {
                return Ok(false);
            }
        }
        for (name, id) in &schema.dependent_schemas {
            if self.wide.of(value, name).is_some()
                && !self.judge_into(*id, value, notes, evaluated)?
            {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether a value satisfies a schema beside another one, and what was looked at.
    fn judge_into(
        &mut self,
        id: Id,
        value: &Tree<'_>,
        notes: bool,
        evaluated: &mut Evaluated,
    ) -> Result<bool, Exhausted> {
        let Some(found) = self.judge(id, value, notes)? else {
            return Ok(false);
        };
        evaluated.merge(found);
        Ok(true)
    }

    fn items(
        &mut self,
        schema: &Schema,
        items: &[Tree<'_>],
        notes: bool,
        evaluated: &mut Evaluated,
    ) -> Result<bool, Exhausted> {
        for (at, item) in items.iter().enumerate() {
            let Some(id) = schema.prefix.get(at).copied().or(schema.items) else {
                break;
            };
            if !self.accepts_part(id, item)? {
                return Ok(false);
            }
            if notes && at < schema.prefix.len() {
                evaluated.add(at, items.len());
            }
        }
        if schema.items.is_some() {
            evaluated.merge(Evaluated::All);
        }
        if let Some(contains) = schema.contains {
            let fitting = self.fitting(contains, items, notes)?;
            let count = fitting.len() as u64;
            if count < contains.min || contains.max.is_some_and(|max| count > max) {
                return Ok(false);
            }
            if notes {
                fitting
                    .iter()
                    .for_each(|&at| evaluated.add(at, items.len()));
            }
        }
        if let Some(id) = schema.unevaluated_items {
            for (at, item) in items.iter().enumerate() {
                if !evaluated.has(at) && !self.accepts_part(id, item)? {
                    return Ok(false);
                }
            }
            *evaluated = Evaluated::All;
        }
        Ok(true)
    }

    /// The places of the items that satisfy `contains`: all of them, or as many as decide.
    pub(super) fn fitting(
        &mut self,
        contains: Contains,
        items: &[Tree<'_>],
        all: bool,
    ) -> Result<Vec<usize>, Exhausted> {
        let enough = contains
            .max
            .map_or(contains.min, |max| max.saturating_add(1));
        let mut fitting = Vec::new();
        for (at, item) in items.iter().enumerate() {
            if !all && fitting.len() as u64 >= enough {
                break;
            }
            if self.accepts_part(contains.schema, item)? {
                fitting.push(at);
            }
        }
        Ok(fitting)
    }

    fn members(
        &mut self,
        schema: &Schema,
        value: &Tree<'_>,
        notes: bool,
        evaluated: &mut Evaluated,
    ) -> Result<bool, Exhausted> {
        let Tree::Object(members) = value else {
            return Ok(true);
        };
        if !schema.looks_at_members() {
            return Ok(true);
        }
        for (at, (name, member)) in members.iter().enumerate() {
            if self.schemas.is_read_only(schema, name, self.budget)? {
                if notes {
                    evaluated.add(at, members.len());
                }
                continue;
            }
            if let Some(id) = schema.names
                && !self.accepts_name(id, name)?
            {
                return Ok(false);
            }
            let mut is_listed = false;
            if let Some(id) = schema.property(name) {
                is_listed = true;
                if !self.accepts_part(id, member)? {
                    return Ok(false);
                }
            }
            for (pattern, id) in &schema.patterns {
                if pattern.is_match(name, self.budget)? {
                    is_listed = true;
                    if !self.accepts_part(*id, member)? {
                        return Ok(false);
                    }
                }
            }
            match schema.additional {
                _ if is_listed => {}
                Additional::Any => continue,
                Additional::None => return Ok(false),
                Additional::Schema(id) => {
                    if !self.accepts_part(id, member)? {
                        return Ok(false);
                    }
                }
            }
            if notes {
                evaluated.add(at, members.len());
            }
        }
        if let Some(id) = schema.unevaluated_properties {
            for (at, (_, member)) in members.iter().enumerate() {
                if !evaluated.has(at) && !self.accepts_part(id, member)? {
                    return Ok(false);
                }
            }
            *evaluated = Evaluated::All;
        }
        Ok(true)
    }

    /// Which members or items of a value were looked at before what is left is: as `unevaluatedProperties` and
    /// `unevaluatedItems` of a schema see it.
    pub(super) fn evaluated(
        &mut self,
        schema: &Schema,
        value: &Tree<'_>,
    ) -> Result<Evaluated, Exhausted> {
        let mut evaluated = Evaluated::None;
        let remembers = std::mem::replace(&mut self.remembers, true);
        for id in schema.in_place_that_hold(value, &mut self.wide) {
            if let Some(found) = self.judge(id, value, true)? {
                evaluated.merge(found);
            }
        }
        if let Some(condition) = schema.condition {
            let holds = self.judge_into(condition.when, value, true, &mut evaluated)?;
            if let Some(id) = condition.branch(holds) {
                self.judge_into(id, value, true, &mut evaluated)?;
            }
        }
        match value {
            Tree::Array(items) => {
                for at in 0..items.len().min(schema.prefix.len()) {
                    evaluated.add(at, items.len());
                }
                if schema.items.is_some() {
                    evaluated = Evaluated::All;
                }
                if let Some(contains) = schema.contains {
                    for at in self.fitting(contains, items, true)? {
                        evaluated.add(at, items.len());
                    }
                }
            }
            Tree::Object(members) => {
                for (at, (name, _)) in members.iter().enumerate() {
                    let mut is_listed =
                        schema.property(name).is_some() || schema.additional != Additional::Any;
                    for (pattern, _) in &schema.patterns {
                        is_listed |= pattern.is_match(name, self.budget)?;
                    }
                    if is_listed {
                        evaluated.add(at, members.len());
                    }
                }
            }
            _ => {}
        }
        self.remembers = remembers;
        Ok(evaluated)
    }
}
