//! A schema that is ready to check values, and what each of its keywords finds wrong with one.

use std::collections::HashMap;

use super::budget::Budget;
use super::format::Format;
use super::number::{Bound, Operand};
use super::pattern::Pattern;
use super::types::Types;
use super::wide::Wide;
use crate::runtime::json::{Number, Tree};

/// Which schema: an index into [`Schemas`](super::Schemas).
pub type Id = usize;

/// What is wrong with a value where there must be none.
pub(crate) const NOT_ALLOWED: &str = "is not allowed";

/// What a pattern may take where a string streams by; one that takes more is looked at again.
const QUICK_STEPS: u64 = 10_000;

/// A schema that is ready to check values.
#[derive(Debug, Default)]
pub(crate) struct Schema {
    /// Nothing but the schema that this `$ref` leads to.
    pub(super) reference: Option<Id>,
    pub(crate) types: Types,
    pub(crate) values: Vec<Tree<'static>>,
    pub(crate) format: Option<Format>,
    pub(super) minimum: Option<Bound>,
    pub(super) maximum: Option<Bound>,
    pub(super) multiple_of: Option<Number<'static>>,
    pub(super) min_length: Option<u64>,
    pub(super) max_length: Option<u64>,
    pub(super) pattern: Option<Pattern>,
    pub(crate) prefix: Vec<Id>,
    pub(crate) items: Option<Id>,
    pub(crate) min_items: Option<u64>,
    pub(crate) max_items: Option<u64>,
    pub(super) unique: bool,
    pub(super) contains: Option<Contains>,
    pub(super) unevaluated_items: Option<Id>,
    pub(crate) properties: Vec<(String, Id)>,
    /// Where each property stands in `properties`; empty where there are few.
    pub(super) index: HashMap<String, usize>,
    pub(crate) required: Vec<String>,
    pub(crate) additional: Additional,
    pub(super) patterns: Vec<(Pattern, Id)>,
    pub(super) unevaluated_properties: Option<Id>,
    pub(super) names: Option<Id>,
    pub(super) dependent_required: Vec<(String, Vec<String>)>,
    pub(super) dependent_schemas: Vec<(String, Id)>,
    pub(crate) min_properties: Option<u64>,
    pub(crate) max_properties: Option<u64>,
    pub(crate) all_of: Vec<Id>,
    pub(crate) any_of: Vec<Id>,
    pub(crate) one_of: Vec<Id>,
    pub(super) not: Option<Id>,
    pub(super) condition: Option<Condition>,
    pub(super) discriminator: Option<Discriminator>,
    /// What tells the branches of `anyOf` or `oneOf` apart, beside any `discriminator`.
    pub(crate) constants: Option<Constants>,
    pub(super) never: bool,
    /// Whether callers are sent such values and do not send any.
    pub(crate) read_only: bool,
    /// Whether callers send such values and are not sent any.
    pub(super) write_only: bool,
    /// Whether there are properties that callers do not send. Where they do, it is as if they did not.
    pub(crate) has_read_only: bool,
    /// Whether a value can be checked while it streams by: no keyword needs to see it whole or twice.
    pub(crate) streams: bool,
    /// Whether there is more to do than to look at a value itself: other schemas are held against it or its parts, a pattern
    /// is followed, items are compared. What is found then is worth remembering.
    pub(super) leads_on: bool,
    /// Whether several schemas may be held against one part of a value.
    pub(super) forks: bool,
    /// Whether so few schemas are held against the same value that it costs no more than to remember what was found.
    pub(super) is_light: bool,
    /// Whether a value may have a property, however deep, that callers do not send.
    pub(super) leads_to_read_only: bool,
    /// Whether a value may have a property, however deep, that callers are not sent.
    pub(super) leads_to_write_only: bool,
}

/// The branches of a union that a value may fit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fitting<'s> {
    /// Whether there is a union.
    pub(super) is_any: bool,
    pub(super) branches: &'s [Id],
}

impl<'s> Fitting<'s> {
    fn of(branches: &'s [Id]) -> Self {
        Self {
            is_any: !branches.is_empty(),
            branches,
        }
    }

    /// The branch at that place alone, or none.
    fn only(self, at: Option<&usize>) -> Self {
        let only = at.and_then(|&at| self.branches.get(at..=at));
        Self {
            branches: only.unwrap_or_default(),
            ..self
        }
    }
}

/// How many items satisfy a schema.
#[derive(Debug, Clone, Copy)]
pub(super) struct Contains {
    pub(super) schema: Id,
    pub(super) min: u64,
    pub(super) max: Option<u64>,
}

/// A keyword about numbers that a number breaks.
#[derive(Debug)]
pub(super) enum Broken<'a> {
    Minimum(&'a Bound),
    Maximum(&'a Bound),
    MultipleOf(&'a Number<'static>),
    Format(Format),
}

/// A property for which each branch of a union lists other texts, so that whatever has one of them fits no branch but that one.
#[derive(Debug)]
pub(crate) struct Constants {
    pub(super) property: String,
    /// Where the branch of a text stands.
    pub(super) branches: HashMap<String, usize>,
    /// Whether it is `oneOf`, and not `anyOf`.
    pub(super) are_one_of: bool,
}

/// `if`, `then` and `else`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Condition {
    pub(super) when: Id,
    pub(super) then: Option<Id>,
    pub(super) otherwise: Option<Id>,
}

impl Condition {
    /// The schema that holds where `if` does, or does not.
    pub(super) fn branch(self, holds: bool) -> Option<Id> {
        if holds { self.then } else { self.otherwise }
    }
}

/// A property whose value tells which schema holds.
#[derive(Debug)]
pub(super) struct Discriminator {
    pub(super) property: String,
    pub(super) branches: HashMap<String, Id>,
    /// The one that any other value leads to, and none at all.
    pub(super) default: Option<Id>,
    /// Whether each alternative that takes objects is one that a value leads to, so that no other value is of any.
    pub(super) is_closed: bool,
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

impl Additional {
    /// The schema that they satisfy, if there is one.
    pub(super) fn schema(self) -> Option<Id> {
        match self {
            Self::Schema(id) => Some(id),
            Self::Any | Self::None => None,
        }
    }
}

impl Schema {
    /// The schema of properties whose names match a pattern as that name does: that of the first such pattern.
    pub(crate) fn patterned(&self, name: &str) -> Option<Id> {
        let mut patterns = self.patterns.iter();
        let found = patterns.find(|(pattern, _)| {
            let budget = Budget::new(100_000);
            pattern.is_match(name, &budget) == Ok(true)
        });
        found.map(|it| it.1)
    }

    /// Whether there are patterns that names of properties match.
    #[cfg(feature = "server")]
    pub(crate) fn has_patterns(&self) -> bool {
        !self.patterns.is_empty()
    }

    /// The schema of a property.
    pub(crate) fn property(&self, name: &str) -> Option<Id> {
        if self.index.is_empty() {
            let found = self.properties.iter().find(|(it, _)| it == name);
            return found.map(|(_, id)| *id);
        }
        self.index.get(name).map(|&at| self.properties[at].1)
    }

    /// What is wrong with the length of a string, or its format.
    pub(super) fn text_fault(&self, text: &str) -> Option<String> {
        if self.min_length.is_some() || self.max_length.is_some() {
            let length = text.chars().count() as u64;
            if let Some(min) = self.min_length.filter(|&min| length < min) {
                return Some(format!("must have at least {}", count(min, "character")));
            }
            if let Some(max) = self.max_length.filter(|&max| length > max) {
                return Some(format!("must have at most {}", count(max, "character")));
            }
        }
        let format = self.format.filter(|it| !it.accepts_string(text))?;
        Some(format!("must be {}", format.describe()))
    }

    /// What is wrong with a number.
    pub(super) fn number_fault(&self, number: &Number<'_>) -> Option<String> {
        let broken = self.broken_by(&Operand::of(number))?;
        Some(match broken {
            Broken::Minimum(Bound {
                limit, exclusive, ..
            }) => match exclusive {
                true => format!("must be greater than {limit}"),
                false => format!("must be at least {limit}"),
            },
            Broken::Maximum(Bound {
                limit, exclusive, ..
            }) => match exclusive {
                true => format!("must be less than {limit}"),
                false => format!("must be at most {limit}"),
            },
            Broken::MultipleOf(step) => format!("must be a multiple of {step}"),
            Broken::Format(format) => format!("must be {}", format.describe()),
        })
    }

    /// The first of the keywords about numbers that a number breaks.
    pub(super) fn broken_by(&self, it: &Operand<'_>) -> Option<Broken<'_>> {
        let minimum = self.minimum.as_ref().filter(|min| !min.is_below(it));
        let maximum = || self.maximum.as_ref().filter(|max| !max.is_above(it));
        let step = || {
            self.multiple_of
                .as_ref()
                .filter(|by| !it.is_multiple_of(by))
        };
        let format = || self.format.filter(|format| !format.accepts_number(it));
        (minimum.map(Broken::Minimum))
            .or_else(|| maximum().map(Broken::Maximum))
            .or_else(|| step().map(Broken::MultipleOf))
            .or_else(|| format().map(Broken::Format))
    }

    /// Whether a value is one of those that are listed, if any are.
    pub(crate) fn lists(&self, value: &Tree<'_>) -> bool {
        self.values.is_empty() || self.values.contains(value)
    }

    /// Whether values are strings, whichever.
    pub(crate) fn is_any_text(&self) -> bool {
        let is_bounded = self.min_length.is_some() || self.max_length.is_some();
        let is_checked = is_bounded || self.pattern.is_some() || self.format.is_some();
        self.streams && self.types == Types::STRING && self.values.is_empty() && !is_checked
    }

    /// Whether `null` is accepted.
    pub(crate) fn accepts_null(&self) -> bool {
        self.types.accepts(Types::NULL) && self.lists(&Tree::Null)
    }

    /// Whether a truth value is accepted.
    pub(crate) fn accepts_bool(&self, it: bool) -> bool {
        self.types.accepts(Types::BOOLEAN) && self.lists(&Tree::Bool(it))
    }

    /// Whether an integer is accepted.
    pub(crate) fn accepts_integer(&self, it: i128) -> bool {
        self.types.accepts(Types::INTEGER)
            && (self.values.is_empty() || self.lists(&Tree::Number(it.into())))
            && self.broken_by(&Operand::Integer(it)).is_none()
    }

    /// Whether a number is accepted.
    pub(crate) fn accepts_number(&self, it: &Number<'_>) -> bool {
        let operand = Operand::of(it);
        let types = if operand.is_integer() {
            Types::INTEGER
        } else {
            Types::NUMBER
        };
        self.types.accepts(types)
            && (self.values.is_empty() || self.lists_number(it))
            && self.broken_by(&operand).is_none()
    }

    fn lists_number(&self, it: &Number<'_>) -> bool {
        let mut values = self.values.iter();
        values.any(|value| matches!(value, Tree::Number(value) if value == it))
    }

    /// Whether a string is known to be accepted.
    pub(crate) fn accepts_string(&self, it: &str) -> bool {
        let budget = Budget::new(QUICK_STEPS + it.len() as u64);
        self.types.accepts(Types::STRING)
            && (self.values.is_empty()
                || self.values.iter().any(|value| value.as_str() == Some(it)))
            && self.text_fault(it).is_none()
            && (self.pattern.as_ref())
                .is_none_or(|pattern| pattern.is_match(it, &budget) == Ok(true))
    }

    /// What is wrong with the type of a value.
    pub(super) fn type_fault(&self, value: &Tree<'_>, tells_found: bool) -> Option<String> {
        if self.never {
            return Some(NOT_ALLOWED.to_owned());
        }
        self.types.fault(Types::of(value), tells_found)
    }

    /// The properties that have to be there and are not, by what says which are there.
    pub(super) fn missing(&self, mut has: impl FnMut(&str) -> bool) -> impl Iterator<Item = &str> {
        let all = self.required.iter().map(|name| (None, name));
        let dependent = self.dependent_required.iter();
        let dependent =
            dependent.flat_map(|(given, names)| names.iter().map(move |name| (Some(given), name)));
        let all = all.chain(dependent);
        let missing =
            all.filter(move |(given, name)| given.is_none_or(|it: &String| has(it)) && !has(name));
        missing.map(|(_, name)| name.as_str())
    }

    /// The branch that the discriminator names.
    pub(super) fn discriminated(&self, value: &Tree<'_>, wide: &mut Wide) -> Option<Id> {
        let discriminator = self.discriminator.as_ref()?;
        let tag = wide.of(value, &discriminator.property);
        let branch = tag.and_then(|it| discriminator.branches.get(it.as_str()?));
        let is_object = matches!(value, Tree::Object(_));
        branch
            .copied()
            .or(discriminator.default.filter(|_| is_object))
    }

    /// Whether a discriminator tells the alternatives apart and names none of them: validation fails then, whatever they say
    /// (OpenAPI 3.0.4, section 4.7.25).
    pub(super) fn has_unknown_tag(&self, value: &Tree<'_>, wide: &mut Wide) -> bool {
        let closed = |it: &&Discriminator| it.is_closed && it.default.is_none();
        let Some(discriminator) = self.discriminator.as_ref().filter(closed) else {
            return false;
        };
        match wide.of(value, &discriminator.property) {
            Some(Tree::String(tag)) => !discriminator.branches.contains_key(&**tag),
            _ => false,
        }
    }

    /// The branches that a value has to be held against beside the one that its discriminator names: that one is of one
    /// of the two lists.
    pub(super) fn undecided(&self, told: Option<Id>) -> (&[Id], &[Id]) {
        match told {
            None => (&self.any_of, &self.one_of),
            Some(id) if self.one_of.is_empty() || self.any_of.contains(&id) => (&[], &self.one_of),
            Some(_) => (&self.any_of, &[]),
        }
    }

    /// Of the branches that a value has to be held against, those that it may fit by its constants.
    pub(super) fn fitting<'s>(
        &'s self,
        (any_of, one_of): (&'s [Id], &'s [Id]),
        value: &Tree<'_>,
        wide: &mut Wide,
    ) -> (Fitting<'s>, Fitting<'s>) {
        let (all_any, all_one) = (Fitting::of(any_of), Fitting::of(one_of));
        let Some(constants) = &self.constants else {
            return (all_any, all_one);
        };
        let Some(Tree::String(text)) = wide.of(value, &constants.property) else {
            return (all_any, all_one);
        };
        let at = constants.branches.get(&**text);
        match constants.are_one_of {
            true => (all_any, all_one.only(at)),
            false => (all_any.only(at), all_one),
        }
    }

    /// The schemas of the same value whose annotations count where they hold, `if` aside.
    pub(super) fn in_place_that_hold(&self, value: &Tree<'_>, wide: &mut Wide) -> Vec<Id> {
        let told = self.discriminated(value, wide);
        let (any_of, one_of) = self.undecided(told);
        let dependent = self.dependent_schemas.iter();
        let dependent = dependent.filter(|(name, _)| wide.of(value, name).is_some());
        let lists = [&self.all_of, any_of, one_of].into_iter().flatten();
        let all = lists.copied().chain(told);
        all.chain(dependent.map(|it| it.1)).collect()
    }

    /// All schemas that may be held against the same value.
    pub(super) fn in_place(&self) -> Vec<Id> {
        let mut all: Vec<Id> = Vec::new();
        all.extend(&self.all_of);
        all.extend(&self.any_of);
        all.extend(&self.one_of);
        all.extend(self.not);
        if let Some(condition) = self.condition {
            all.push(condition.when);
            all.extend(condition.then);
            all.extend(condition.otherwise);
        }
        all.extend(self.dependent_schemas.iter().map(|it| it.1));
        all.extend(
            self.discriminator
                .iter()
                .flat_map(|it| it.branches.values().chain(&it.default)),
        );
        all
    }

    /// Whether a keyword leads from the members of an object to other schemas.
    pub(super) fn looks_at_members(&self) -> bool {
        !self.properties.is_empty()
            || !self.patterns.is_empty()
            || self.additional != Additional::Any
            || self.names.is_some()
            || self.unevaluated_properties.is_some()
    }

    /// The schemas of the same value and of its parts.
    pub(super) fn children(&self) -> Vec<Id> {
        let mut all = self.in_place();
        all.extend(self.of_members());
        all.extend(&self.prefix);
        all.extend(self.items);
        all.extend(self.unevaluated_properties);
        all.extend(self.unevaluated_items);
        all.extend(self.reference);
        all
    }

    /// The schemas of properties: by their names, by patterns, and of all others.
    pub(super) fn of_members(&self) -> impl Iterator<Item = Id> {
        let listed = self.properties.iter().map(|it| it.1);
        let matched = self.patterns.iter().map(|it| it.1);
        listed.chain(matched).chain(self.additional.schema())
    }

    /// Whether a keyword leads from the items of an array to other schemas.
    fn looks_at_items(&self) -> bool {
        !self.prefix.is_empty()
            || self.items.is_some()
            || self.contains.is_some()
            || self.unevaluated_items.is_some()
    }

    /// Finds out what the judge wants to know.
    pub(super) fn settle(&mut self) {
        let in_place = self.in_place().len();
        self.leads_on = in_place > 0
            || self.unique
            || self.pattern.is_some()
            || self.looks_at_members()
            || self.looks_at_items();
        let of_members = usize::from(!self.properties.is_empty())
            + self.patterns.len()
            + usize::from(self.unevaluated_properties.is_some());
        let of_items = usize::from(self.items.is_some() || !self.prefix.is_empty())
            + usize::from(self.contains.is_some())
            + usize::from(self.unevaluated_items.is_some());
        self.forks = in_place > 0 || of_members > 1 || of_items > 1;
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

pub(super) fn count(n: u64, what: &str) -> String {
    match (n, what) {
        (1, _) => format!("1 {what}"),
        (_, "property") => format!("{n} properties"),
        _ => format!("{n} {what}s"),
    }
}

pub(super) fn describe_values(values: &[Tree<'_>]) -> String {
    const SHOWN: usize = 20;
    let mut text: Vec<_> = values.iter().take(SHOWN).map(Tree::to_string).collect();
    if values.len() > SHOWN {
        text.push("…".to_owned());
    }
    match values.len() {
        1 => format!("must be {}", text[0]),
        _ => format!("must be one of {}", text.join(", ")),
    }
}
