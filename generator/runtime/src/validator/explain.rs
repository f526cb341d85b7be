//! A JSON value that does not satisfy a schema → every place where it breaks it.

use std::collections::HashSet;
use std::hash::BuildHasherDefault;

use super::budget::{Budget, Exhausted};
use super::judge::Judge;
use super::place_hasher::PlaceHasher;
use super::schema::{Additional, Contains, Id, Schema, count, describe_values, size_fault};
use super::schemas::Schemas;
use super::types::Types;
use super::wide::Wide;
use crate::runtime::fault::{Fault, Place};
use crate::runtime::json::{Tree, pointer};

/// More faults than this are not listed: an answer need not be larger than the request.
pub(crate) const MAX_FAULTS: usize = 100;
/// How many bytes `body ` and the like are.
const ROOM: usize = 8;
/// How deep schemas are followed for faults; what is broken further down is told where it begins.
const MAX_NESTING: usize = 500;

impl Schemas {
    /// Every place where a value breaks a schema; none where it breaks none.
    pub(crate) fn faults(&self, id: Id, value: &Tree<'_>, place: Place<'_>) -> Vec<Fault> {
        let mut faults = Vec::new();
        self.check(id, value, place, &mut faults);
        faults
    }

    /// Adds every place where a value breaks a schema.
    pub(crate) fn check(
        &self,
        id: Id,
        value: &Tree<'_>,
        place: Place<'_>,
        faults: &mut Vec<Fault>,
    ) {
        let budget = self.budget(value);
        let mut judge = Judge::new(self, &budget);
        let details = if self.get(id).streams {
            // No schema is asked twice of a part, and all that it says of it is told: there is nothing to ask before.
            let (found, walked) = Explanation::of(judge, place).all(id, value);
            match walked {
                Err(Exhausted) if found.is_empty() => too_intricate(),
                _ => found,
            }
        } else {
            match judge.accepts(id, value) {
                Ok(true) => return,
                Ok(false) => explain(judge, id, value, place),
                Err(Exhausted) => too_intricate(),
            }
        };
        let left = MAX_FAULTS.saturating_sub(faults.len());
        let details = details.into_iter().take(left);
        let details = details.map(|it| place.fault_within(it.pointer, it.detail));
        // The first ones need no room of their own.
        match faults.is_empty() {
            true => *faults = details.collect(),
            false => faults.extend(details),
        }
    }

    /// Whether a value satisfies a schema.
    ///
    /// # Errors
    /// That takes more steps than the budget has, or a pattern that is beyond the limits.
    pub fn accepts(&self, id: Id, value: &Tree<'_>, budget: &Budget) -> Result<bool, Exhausted> {
        Judge::new(self, budget).accepts(id, value)
    }

    /// Whether a value is known to satisfy a schema, by as many steps as may be spent on it.
    pub(crate) fn accepts_within_budget(&self, id: Id, value: &Tree<'_>) -> bool {
        self.accepts(id, value, &self.budget(value)) == Ok(true)
    }

    /// What is wrong with a value; nothing where it satisfies the schema.
    ///
    /// # Errors
    /// As for [`Schemas::accepts`].
    pub fn explain(
        &self,
        id: Id,
        value: &Tree<'_>,
        budget: &Budget,
    ) -> Result<Vec<Detail>, Exhausted> {
        let mut judge = Judge::new(self, budget);
        match judge.accepts(id, value)? {
            true => Ok(Vec::new()),
            false => Ok(explain(judge, id, value, Place::BODY)),
        }
    }

    /// What a server spends on a value before it is refused as too intricate: steps in proportion to its size.
    pub fn budget(&self, value: &Tree<'_>) -> Budget {
        const AT_LEAST: u64 = 100_000;
        Budget::new(AT_LEAST + self.steps_a_byte * value.size())
    }
}

/// What is wrong with a property that no schema knows.
pub const UNKNOWN_PROPERTY: &str = "is not a known property";

/// What is wrong with a value, and where in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detail {
    /// A JSON pointer (RFC 6901) into the value; empty for all of it.
    pub pointer: String,
    /// What is wrong there: `must be a string`, `is required`.
    pub detail: String,
}

/// What is told of a value that nothing was found of before the steps ended.
fn too_intricate() -> Vec<Detail> {
    vec![Detail {
        pointer: String::new(),
        detail: "is too intricate to be checked".to_owned(),
    }]
}

/// What is wrong with a value that does not satisfy a schema.
pub(super) fn explain(judge: Judge<'_>, id: Id, value: &Tree<'_>, place: Place<'_>) -> Vec<Detail> {
    let (budget, asked) = (judge.schemas.budget(value), judge.budget);
    let steps = budget.left();
    // Where the walk ends early, what was found up to there has to do.
    let (mut found, _) = Explanation::of(judge.asked_again(&budget), place).all(id, value);
    // Whoever asks for the reason has less for what it asks next.
    let _ = asked.spend(steps - budget.left());
    if found.is_empty() {
        found.push(Detail {
            pointer: String::new(),
            detail: "is not as documented".to_owned(),
        });
    }
    found
}

/// A walk through a value that does not satisfy its schema.
struct Explanation<'a> {
    judge: Judge<'a>,
    /// Whether values had types before they were read.
    has_types: bool,
    pointer: String,
    found: Vec<Detail>,
    /// The schemas and parts of the value that have been looked at: several schemas may lead to one. `None` where none do.
    seen: Option<HashSet<(Id, usize), BuildHasherDefault<PlaceHasher>>>,
    nesting: usize,
}

/// Nothing is looked at any more where the steps ran out, or as many faults were found as are listed.
type Walked = Result<(), Exhausted>;

impl<'a> Explanation<'a> {
    fn of(judge: Judge<'a>, place: Place<'_>) -> Self {
        Self {
            judge,
            has_types: place.has_types,
            pointer: String::new(),
            found: Vec::new(),
            seen: None,
            nesting: 0,
        }
    }

    /// Everything that is wrong with a value, and whether the steps were enough to find it.
    fn all(mut self, id: Id, value: &Tree<'_>) -> (Vec<Detail>, Walked) {
        if !self.judge.schemas.get(id).streams {
            self.seen = Some(HashSet::default());
        }
        let walked = self.value(id, value);
        (self.found, walked)
    }

    fn value(&mut self, id: Id, value: &Tree<'_>) -> Walked {
        let id = self.judge.schemas.follow(id);
        let place = (id, std::ptr::from_ref(value) as usize);
        let is_new = self.seen.as_mut().is_none_or(|it| it.insert(place));
        if !is_new {
            return Ok(());
        }
        if self.nesting >= MAX_NESTING {
            return self.add_unless_accepted(id, value, "is not as documented");
        }
        let schemas = self.judge.schemas;
        let schema = schemas.get(id);
        self.judge.budget.spend(1)?;
        if let Some(detail) = schema.type_fault(value, self.has_types) {
            self.add(detail);
            return Ok(());
        }
        if !schema.lists(value) {
            self.add(describe_values(&schema.values));
            return Ok(());
        }
        self.nesting += 1;
        let walked = self.parts(schema, value);
        self.nesting -= 1;
        walked
    }

    fn parts(&mut self, schema: &Schema, value: &Tree<'_>) -> Walked {
        match value {
            Tree::String(text) => {
                if let Some(detail) = schema.text_fault(text) {
                    self.add(detail);
                }
                if let Some(pattern) = &schema.pattern
                    && !pattern.is_match(text, self.judge.budget)?
                {
                    self.add(format!("must match the pattern {}", pattern.source()));
                }
            }
            Tree::Number(number) => {
                if let Some(detail) = schema.number_fault(number) {
                    self.add(detail);
                }
            }
            Tree::Array(items) => self.array(schema, items)?,
            Tree::Object(members) => {
                let (schemas, budget) = (self.judge.schemas, self.judge.budget);
                if let Some(detail) = schemas.size_of_object_fault(schema, members, budget)? {
                    self.add(detail);
                }
                let wide = &mut self.judge.wide;
                let missing = schema.missing(|name| wide.member(members, name).is_some());
                for name in missing.collect::<Vec<_>>() {
                    self.step(name, |it| {
                        it.add("is required");
                        Ok(())
                    })?;
                }
                for (name, member) in members {
                    if !schemas.is_read_only(schema, name, budget)? {
                        self.step(name, |it| it.member(schema, name, member))?;
                    }
                }
            }
            Tree::Null | Tree::Bool(_) => {}
        }
        self.combinations(schema, value)?;
        self.rest(schema, value)
    }

    fn array(&mut self, schema: &Schema, items: &[Tree<'_>]) -> Walked {
        if let Some(detail) = size_fault(items.len(), schema.min_items, schema.max_items, "item") {
            self.add(detail);
        }
        for (at, item) in items.iter().enumerate() {
            if let Some(id) = schema.prefix.get(at).copied().or(schema.items)
                && !self.is_plainly_fine(id, item)?
            {
                self.step_to(at, |it| it.value(id, item))?;
            }
        }
        if schema.unique
            && let Some(at) = Tree::first_repeated(items)
        {
            self.step_to(at, |it| {
                it.add("must differ from every item before it");
                Ok(())
            })?;
        }
        if let Some(contains) = schema.contains {
            let fitting = self.judge.fitting(contains, items, true)?;
            if let Some(detail) = contains_fault(contains, fitting.len() as u64) {
                self.add(detail);
            }
        }
        Ok(())
    }

    fn member(&mut self, schema: &Schema, name: &str, member: &Tree<'_>) -> Walked {
        if let Some(id) = schema.names
            && !self.judge.accepts_name(id, name)?
        {
            let of_name = Judge::new(self.judge.schemas, self.judge.budget);
            let name = Tree::String(name.into());
            let place = Place {
                has_types: false,
                ..Place::BODY
            };
            for it in explain(of_name, id, &name, place) {
                self.add(format!("its name {}", it.detail));
            }
        }
        let mut is_listed = false;
        if let Some(id) = schema.property(name) {
            is_listed = true;
            self.value(id, member)?;
        }
        for (pattern, id) in &schema.patterns {
            if pattern.is_match(name, self.judge.budget)? {
                is_listed = true;
                self.value(*id, member)?;
            }
        }
        match schema.additional {
            _ if is_listed => {}
            Additional::Any => {}
            Additional::None => self.add(UNKNOWN_PROPERTY),
            Additional::Schema(id) => self.value(id, member)?,
        }
        Ok(())
    }

    fn combinations(&mut self, schema: &Schema, value: &Tree<'_>) -> Walked {
        for &id in &schema.all_of {
            self.value(id, value)?;
        }
        let told = schema.discriminated(value, &mut self.judge.wide);
        if let Some(id) = told {
            self.value(id, value)?;
        }
        let (any_of, one_of) = match schema.has_unknown_tag(value, &mut self.judge.wide) {
            true => {
                self.unknown_tag(schema, value)?;
                (&[][..], &[][..])
            }
            false => schema.undecided(told),
        };
        let fitting = schema.fitting((any_of, one_of), value, &mut self.judge.wide);
        if !any_of.is_empty() && self.matching(fitting.0.branches, value)? == 0 {
            self.branches(schema, any_of, value)?;
        }
        if !one_of.is_empty() {
            match self.matching(fitting.1.branches, value)? {
                0 => self.branches(schema, one_of, value)?,
                1 => {}
                n => {
                    if !self.unknown_tag(schema, value)? {
                        self.add(format!("must match one alternative, and matches {n}"));
                    }
                }
            }
        }
        if let Some(id) = schema.not
            && self.judge.accepts(id, value)?
        {
            self.add("must not be of the excluded kind");
        }
        if let Some(condition) = schema.condition {
            let holds = self.judge.accepts(condition.when, value)?;
            if let Some(id) = condition.branch(holds) {
                self.value(id, value)?;
            }
        }
        for (name, id) in &schema.dependent_schemas {
            if self.judge.wide.of(value, name).is_some() {
                self.value(*id, value)?;
            }
        }
        Ok(())
    }

    /// What no other keyword has looked at.
    fn rest(&mut self, schema: &Schema, value: &Tree<'_>) -> Walked {
        match (
            value,
            schema.unevaluated_items,
            schema.unevaluated_properties,
        ) {
            (Tree::Array(items), Some(id), _) => {
                let evaluated = self.judge.evaluated(schema, value)?;
                for (at, item) in items.iter().enumerate() {
                    if !evaluated.has(at) {
                        self.step_to(at, |it| it.unknown(id, item, "is not a known item"))?;
                    }
                }
            }
            (Tree::Object(members), _, Some(id)) => {
                let evaluated = self.judge.evaluated(schema, value)?;
                for (at, (name, member)) in members.iter().enumerate() {
                    if !evaluated.has(at) {
                        self.step(name, |it| it.unknown(id, member, UNKNOWN_PROPERTY))?;
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// A part that only the schema of what is left speaks of; `detail` where that accepts nothing.
    fn unknown(&mut self, id: Id, value: &Tree<'_>, detail: &str) -> Walked {
        if self.judge.schemas.get(id).never {
            self.add(detail);
            return Ok(());
        }
        self.value(id, value)
    }

    fn matching(&mut self, branches: &[Id], value: &Tree<'_>) -> Result<usize, Exhausted> {
        let mut count = 0;
        for &id in branches {
            count += usize::from(self.judge.accepts(id, value)?);
        }
        Ok(count)
    }

    /// Tells of a discriminator that names none of the alternatives, if it does.
    fn unknown_tag(&mut self, schema: &Schema, value: &Tree<'_>) -> Result<bool, Exhausted> {
        let Some(discriminator) = &schema.discriminator else {
            return Ok(false);
        };
        let Some(tag) = self.judge.wide.of(value, &discriminator.property) else {
            return Ok(false);
        };
        let mut known: Vec<&str> = discriminator.branches.keys().map(String::as_str).collect();
        known.sort_unstable();
        let known = known.into_iter().map(|it| Tree::String(it.into()));
        let known: Vec<Tree<'_>> = known.collect();
        let is_unknown = !known.contains(tag);
        if is_unknown {
            self.step(&discriminator.property, |it| {
                it.add(describe_values(&known));
                Ok(())
            })?;
        }
        Ok(is_unknown)
    }

    /// No branch fits: the faults of the one that is most likely meant, or that none fits.
    fn branches(&mut self, schema: &Schema, branches: &[Id], value: &Tree<'_>) -> Walked {
        if self.unknown_tag(schema, value)? {
            return Ok(());
        }
        let found = Types::of(value);
        let schemas = self.judge.schemas;
        let mut likeliest: Option<(Likeness, Id)> = None;
        let mut is_tie = false;
        let mut types = Types::default();
        let mut all_typed = true;
        for &id in branches {
            self.judge.budget.spend(8)?;
            let own = schemas.types_of(id);
            all_typed &= own != Types::default();
            types = types.union(own);
            let wide = &mut self.judge.wide;
            let Some(likeness) = schemas.likeness(id, value, found, wide) else {
                continue;
            };
            match &likeliest {
                Some((best, _)) if *best > likeness => {}
                Some((best, _)) if *best == likeness => is_tie = true,
                _ => {
                    is_tie = false;
                    likeliest = Some((likeness, id));
                }
            }
        }
        let of_type = types.fault(found, self.has_types).filter(|_| all_typed);
        match (likeliest, of_type) {
            (None, Some(detail)) => self.add(detail),
            (Some((_, id)), _) if !is_tie => {
                let before = self.found.len();
                self.value(id, value)?;
                if self.found.len() == before {
                    self.add("matches none of the alternatives");
                }
            }
            _ => self.add("matches none of the alternatives"),
        }
        Ok(())
    }

    /// Whether a schema that no other one follows from accepts a value. Of those there are the most, and the least to tell.
    fn is_plainly_fine(&mut self, id: Id, value: &Tree<'_>) -> Result<bool, Exhausted> {
        let schemas = self.judge.schemas;
        let id = schemas.follow(id);
        let schema = schemas.get(id);
        let is_soon_known = !schema.leads_on || schema.is_light && value.is_without_parts();
        Ok(is_soon_known && self.judge.accepts(id, value)?)
    }

    fn add_unless_accepted(&mut self, id: Id, value: &Tree<'_>, detail: &str) -> Walked {
        if !self.judge.accepts(id, value)? {
            self.add(detail);
        }
        Ok(())
    }

    fn step(&mut self, name: &str, inner: impl FnOnce(&mut Self) -> Walked) -> Walked {
        self.below(|it| pointer::push_name(it, name), inner)
    }

    fn step_to(&mut self, index: usize, inner: impl FnOnce(&mut Self) -> Walked) -> Walked {
        self.below(|it| pointer::push(it, index), inner)
    }

    fn below(
        &mut self,
        push: impl FnOnce(&mut String),
        inner: impl FnOnce(&mut Self) -> Walked,
    ) -> Walked {
        // No more are listed, so nothing further is looked at.
        if self.found.len() >= MAX_FAULTS {
            return Err(Exhausted);
        }
        let length = self.pointer.len();
        push(&mut self.pointer);
        let walked = inner(self);
        self.pointer.truncate(length);
        walked
    }

    fn add(&mut self, detail: impl Into<String>) {
        if self.found.len() < MAX_FAULTS {
            // With room for the part of the request that goes before it.
            let mut pointer = String::with_capacity(self.pointer.len() + ROOM);
            pointer.push_str(&self.pointer);
            self.found.push(Detail {
                pointer,
                detail: detail.into(),
            });
        }
    }
}

fn contains_fault(contains: Contains, found: u64) -> Option<String> {
    if found < contains.min {
        return Some(match contains.min {
            1 => "must contain an item of the documented kind".to_owned(),
            n => format!("must contain at least {n} items of the documented kind"),
        });
    }
    let max = contains.max.filter(|max| found > *max)?;
    let items = count(max, "item");
    Some(format!(
        "must contain at most {items} of the documented kind"
    ))
}

/// How much a value looks like one of a schema, although it is none: the greater the more. Listed values that it has, and
/// then fewest properties missing, and then most that are known.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Likeness {
    listed: usize,
    missing: std::cmp::Reverse<usize>,
    known: usize,
}

impl Schemas {
    /// The types that values of a schema may have, as far as it says.
    fn types_of(&self, id: Id) -> Types {
        let all = self.conjuncts(id).into_iter();
        let types = all.map(|it| it.types).find(|it| *it != Types::default());
        types.unwrap_or_default()
    }

    /// How much a value looks like one of a schema; `None` where its type, or a listed value, says that it is not meant
    /// to be one.
    fn likeness(
        &self,
        id: Id,
        value: &Tree<'_>,
        found: Types,
        wide: &mut Wide,
    ) -> Option<Likeness> {
        let mut likeness = Likeness {
            listed: 0,
            missing: std::cmp::Reverse(0),
            known: 0,
        };
        for schema in self.conjuncts(id) {
            if schema.never || !schema.types.accepts(found) {
                return None;
            }
            let Tree::Object(members) = value else {
                continue;
            };
            let missing = schema.missing(|name| wide.member(members, name).is_some());
            likeness.missing.0 += missing.count();
            for (name, property) in &schema.properties {
                let Some(member) = wide.member(members, name) else {
                    continue;
                };
                likeness.known += 1;
                let property = self.get(*property);
                if !property.values.is_empty() {
                    if !property.lists(member) {
                        return None;
                    }
                    likeness.listed += 1;
                }
            }
        }
        Some(likeness)
    }
}
