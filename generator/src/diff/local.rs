//! What two schemas say of a value itself, its parts aside → how that differs, rule by rule.

use std::collections::HashSet;
use std::sync::Arc;

use super::inclusion::{accepts_any, is_hint};
use crate::analysis::facets::{Facets, Kinds, is_above, is_below};
use crate::catalogue::{self as code, Code};
use crate::model::Bound;
use crate::node::json::compare_numbers;
use crate::node::{Node, Value};

/// How many values of an enum a message lists.
const MAX_LISTED: usize = 12;

/// A rule that differs.
#[derive(Debug)]
pub struct Local {
    /// Which kind of change it is.
    pub code: Code,
    /// The keyword that its places are those of.
    pub keyword: &'static str,
    /// What changed.
    pub message: String,
    /// What it was.
    pub was: Option<String>,
    /// What it is.
    pub is: Option<String>,
    /// Whether by this rule all that the old one accepts the new one does.
    pub widens: bool,
    /// Whether by this rule all that the new one accepts the old one does.
    pub narrows: bool,
    /// What tells a value that breaks the rule of the receiver.
    pub test: Test,
}

/// What tells a value that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// Its kind is not accepted.
    Kind,
    /// It is `null`.
    Null,
    /// It is not listed.
    Values,
    /// It is below the least number, above the greatest, or between steps.
    Number,
    /// It is too short or too long a text.
    Length,
    /// It is a text, of the right length.
    Text,
    /// It has too few or too many items.
    Items,
    /// It has too few or too many properties.
    Properties,
    /// A property is missing.
    Lacks(Arc<str>),
    /// A property is there.
    Has(Arc<str>),
    /// It is refused although each of its parts is accepted.
    Whole,
}

impl Test {
    /// Whether a value breaks the rule, as the receiver has it; `None` where the judge has to be asked.
    pub fn breaks(&self, taken: &Facets<'_>, value: &Node) -> Option<bool> {
        Some(match self {
            Test::Kind => !value.is_null() && !taken.kinds.contains(Kinds::of(value)),
            Test::Null => value.is_null(),
            Test::Values => taken.values.as_ref().is_some_and(|it| !it.contains(&value)),
            Test::Number => value.as_number().is_some_and(|it| {
                let low = taken
                    .minimum
                    .is_some_and(|bound| !is_within(it, bound, true));
                let high = taken
                    .maximum
                    .is_some_and(|bound| !is_within(it, bound, false));
                low || high || !taken.multiples.is_empty() || !taken.formats.is_empty()
            }),
            Test::Length => text_of(value).is_some_and(|it| {
                let length = it.chars().count() as u64;
                taken.min_length.is_some_and(|least| length < least)
                    || taken.max_length.is_some_and(|most| length > most)
            }),
            Test::Text => text_of(value).is_some() && !Test::Length.breaks(taken, value)?,
            Test::Items => value
                .as_array()
                .is_some_and(|it| is_outside(it.len(), taken.min_items, taken.max_items)),
            Test::Properties => value
                .as_object()
                .is_some_and(|it| is_outside(it.len(), taken.min_properties, taken.max_properties)),
            Test::Lacks(name) => value.as_object().is_some_and(|it| it.get(name).is_none()),
            Test::Has(name) => value.get(name).is_some(),
            Test::Whole => return None,
        })
    }
}

/// What a value is where it is sent as text.
fn text_of(value: &Node) -> Option<&str> {
    match &value.value {
        Value::String(text) => Some(text),
        Value::Number(digits) => Some(digits),
        _ => None,
    }
}

fn is_outside(size: usize, least: Option<u64>, most: Option<u64>) -> bool {
    let size = size as u64;
    least.is_some_and(|it| size < it) || most.is_some_and(|it| size > it)
}

fn is_within(digits: &str, bound: &Bound, lower: bool) -> bool {
    use std::cmp::Ordering::{Equal, Greater, Less};
    match compare_numbers(digits, &bound.limit) {
        Some(Equal) => !bound.exclusive,
        Some(Greater) => lower,
        Some(Less) => !lower,
        None => true,
    }
}

/// Collects rules that differ.
#[derive(Default)]
pub struct Found {
    /// Those.
    pub all: Vec<Local>,
}

/// How a rule differs: what it was, what it is, and whether it lets by what it did, and did what it does.
pub struct Rule {
    /// What it was, in a message.
    pub was: Option<String>,
    /// What it is.
    pub is: Option<String>,
    /// Whether all that was accepted still is.
    pub widens: bool,
    /// Whether all that is accepted was before.
    pub narrows: bool,
}

impl Found {
    /// A rule that differs, told in the usual words.
    pub fn rule(&mut self, code: Code, keyword: &'static str, what: &str, rule: Rule, test: Test) {
        let message = match (&rule.was, &rule.is) {
            (Some(was), Some(is)) => format!("{what} changed from {was} to {is}"),
            (None, Some(is)) => format!("{what} {is} was added"),
            (Some(was), None) => format!("{what} {was} was removed"),
            (None, None) => format!("{what} changed"),
        };
        self.told(code, keyword, message, rule, test);
    }

    /// A rule that differs, told in words of its own.
    pub fn told(
        &mut self,
        code: Code,
        keyword: &'static str,
        message: String,
        rule: Rule,
        test: Test,
    ) {
        self.all.push(Local {
            code,
            keyword,
            message,
            was: rule.was,
            is: rule.is,
            widens: rule.widens,
            narrows: rule.narrows,
            test,
        });
    }

    /// A limit that differs.
    fn limit(
        &mut self,
        code: Code,
        keyword: &'static str,
        [old, new]: [Option<u64>; 2],
        is_least: bool,
        test: Test,
    ) {
        if old == new {
            return;
        }
        let wider = |it: Option<u64>, than: Option<u64>| match (it, than) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(it), Some(than)) => (it <= than) == is_least || it == than,
        };
        let shown = |it: Option<u64>| it.map(|it| it.to_string());
        let rule = Rule {
            was: shown(old),
            is: shown(new),
            widens: wider(new, old),
            narrows: wider(old, new),
        };
        self.rule(code, keyword, &format!("`{keyword}`"), rule, test);
    }

    /// Texts of which all have to hold.
    fn texts(
        &mut self,
        code: Code,
        keyword: &'static str,
        [old, new]: [&[&str]; 2],
        covers: fn(&str, &str) -> bool,
    ) {
        let has = |all: &[&str], it: &str| all.iter().any(|own| covers(own, it));
        let gone: Vec<&str> = old.iter().filter(|it| !new.contains(it)).copied().collect();
        let added: Vec<&str> = new.iter().filter(|it| !old.contains(it)).copied().collect();
        if gone.is_empty() && added.is_empty() {
            return;
        }
        let shown = |all: &[&str]| (!all.is_empty()).then(|| format!("`{}`", all.join("`, `")));
        let rule = Rule {
            was: shown(&gone),
            is: shown(&added),
            widens: added.iter().all(|it| has(old, it)),
            narrows: gone.iter().all(|it| has(new, it)),
        };
        self.rule(code, keyword, &format!("`{keyword}`"), rule, Test::Text);
    }
}

/// How the rules of two schemas about a value itself differ.
pub fn differences(old: &Facets<'_>, new: &Facets<'_>, any_text_takes_scalars: bool) -> Found {
    let mut found = Found::default();
    kinds(old, new, any_text_takes_scalars, &mut found);
    listed(old, new, &mut found);
    numbers(old, new, &mut found);
    found.limit(
        code::TEXT_RULES,
        "minLength",
        [old.min_length, new.min_length],
        true,
        Test::Length,
    );
    found.limit(
        code::TEXT_RULES,
        "maxLength",
        [old.max_length, new.max_length],
        false,
        Test::Length,
    );
    found.texts(
        code::TEXT_RULES,
        "pattern",
        [&old.patterns, &new.patterns],
        |own, it| own == it || accepts_any(it),
    );
    formats(old, new, &mut found);
    found.texts(
        code::CONTENT_CODING,
        "contentEncoding",
        [&old.encodings, &new.encodings],
        |own, it| own == it,
    );
    found.limit(
        code::ARRAY_RULES,
        "minItems",
        [old.min_items, new.min_items],
        true,
        Test::Items,
    );
    found.limit(
        code::ARRAY_RULES,
        "maxItems",
        [old.max_items, new.max_items],
        false,
        Test::Items,
    );
    if old.unique != new.unique {
        let shown = |it: bool| it.then(|| "`true`".to_owned());
        let rule = Rule {
            was: shown(old.unique),
            is: shown(new.unique),
            widens: old.unique,
            narrows: new.unique,
        };
        found.rule(
            code::ARRAY_RULES,
            "uniqueItems",
            "`uniqueItems`",
            rule,
            Test::Whole,
        );
    }
    let sizes = [old.min_properties, new.min_properties];
    found.limit(
        code::OBJECT_RULES,
        "minProperties",
        sizes,
        true,
        Test::Properties,
    );
    let sizes = [old.max_properties, new.max_properties];
    found.limit(
        code::OBJECT_RULES,
        "maxProperties",
        sizes,
        false,
        Test::Properties,
    );
    // A rule about values of another kind says nothing.
    for it in &mut found.all {
        let kinds = match it.keyword {
            "minimum" | "maximum" | "multipleOf" => Kinds::numbers(),
            "minLength" | "maxLength" | "pattern" | "contentEncoding" => Kinds::STRING,
            "format" => Kinds::numbers().or(Kinds::STRING),
            "minItems" | "maxItems" | "uniqueItems" => Kinds::ARRAY,
            "minProperties" | "maxProperties" => Kinds::OBJECT,
            _ => continue,
        };
        // As text, one scalar may be read as another one.
        let scalars = Kinds::numbers().or(Kinds::STRING).or(Kinds::BOOLEAN);
        let kinds = match any_text_takes_scalars && kinds.meets(scalars) {
            true => kinds.or(scalars),
            false => kinds,
        };
        it.widens |= !old.kinds.meets(kinds);
        it.narrows |= !new.kinds.meets(kinds);
    }
    found
}

fn kinds(old: &Facets<'_>, new: &Facets<'_>, any_text_takes_scalars: bool, found: &mut Found) {
    let (own, other) = (
        old.kinds.without(Kinds::NULL),
        new.kinds.without(Kinds::NULL),
    );
    let scalars = Kinds::numbers().or(Kinds::BOOLEAN);
    let taken = |it: Kinds| match any_text_takes_scalars && it.contains(Kinds::STRING) {
        true => it.or(scalars),
        false => it,
    };
    if own != other {
        let shown = |it: Kinds| Some(format!("`{}`", it.names()));
        let rule = Rule {
            was: shown(own),
            is: shown(other),
            widens: taken(other).contains(own),
            narrows: taken(own).contains(other),
        };
        found.rule(code::SCHEMA_TYPE, "type", "the type", rule, Test::Kind);
    }
    let [was, is] = [old, new].map(|it| it.kinds.contains(Kinds::NULL));
    // With no type at all, `null` is one of many.
    if was != is && own != Kinds::NONE && other != Kinds::NONE {
        let message = match is {
            true => "`null` became a value",
            false => "`null` is no value any more",
        };
        let shown = |it: bool| Some(if it { "nullable" } else { "not nullable" }.to_owned());
        let rule = Rule {
            was: shown(was),
            is: shown(is),
            widens: is,
            narrows: was,
        };
        found.told(code::NULLABLE, "type", message.to_owned(), rule, Test::Null);
    }
}

fn listed(old: &Facets<'_>, new: &Facets<'_>, found: &mut Found) {
    let plain = |it: &Facets<'_>| -> Option<Vec<String>> {
        let values = it.values.as_ref()?;
        // `true` and `false` are all that a boolean is.
        let is_all = it.kinds.without(Kinds::NULL) == Kinds::BOOLEAN
            && [true, false]
                .iter()
                .all(|b| values.iter().any(|it| it.value == Value::Bool(*b)));
        (!is_all).then(|| {
            values
                .iter()
                .filter(|it| !it.is_null())
                .map(|it| it.to_json())
                .collect()
        })
    };
    let (was, is) = match (plain(old), plain(new)) {
        (None, None) => return,
        (Some(was), Some(is)) => (was, is),
        (was, is) => {
            let values = old.values.as_ref().or(new.values.as_ref());
            let keyword = match values.is_some_and(|it| it.len() == 1) {
                true => "const",
                false => "enum",
            };
            let rule = Rule {
                widens: is.is_none(),
                narrows: was.is_none(),
                was: was.map(|it| list(&it)),
                is: is.map(|it| list(&it)),
            };
            let what = "the list of values";
            found.rule(code::ENUM_VALUES, keyword, what, rule, Test::Values);
            return;
        }
    };
    let [before, after] = [old, new].map(|it| {
        let values = it.values.iter().flatten().copied();
        values.filter(|it| !it.is_null()).collect::<HashSet<_>>()
    });
    if before == after {
        return;
    }
    let missing = |it: &Facets<'_>, other: &HashSet<&Node>| -> Vec<String> {
        let values = it.values.iter().flatten();
        let values = values.filter(|it| !it.is_null() && !other.contains(**it));
        values.map(|it| it.to_json()).collect()
    };
    let (gone, added) = (missing(old, &after), missing(new, &before));
    let message = match (gone.is_empty(), added.is_empty()) {
        (true, _) => format!("the values {} were added", list(&added)),
        (_, true) => format!("the values {} were removed", list(&gone)),
        _ => format!(
            "the values {} were removed, and {} were added",
            list(&gone),
            list(&added)
        ),
    };
    let rule = Rule {
        was: Some(list(&was)),
        is: Some(list(&is)),
        widens: gone.is_empty(),
        narrows: added.is_empty(),
    };
    found.told(code::ENUM_VALUES, "enum", message, rule, Test::Values);
}

/// Values in a message, not all of many.
fn list(values: &[String]) -> String {
    let shown: Vec<String> = values
        .iter()
        .take(MAX_LISTED)
        .map(|it| format!("`{it}`"))
        .collect();
    match values.len().saturating_sub(MAX_LISTED) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

fn numbers(old: &Facets<'_>, new: &Facets<'_>, found: &mut Found) {
    let shown = |it: Option<&Bound>| {
        it.map(|it| match it.exclusive {
            true => format!("{} (exclusive)", it.limit),
            false => it.limit.to_string(),
        })
    };
    let same = |a: Option<&Bound>, b: Option<&Bound>| match (a, b) {
        (Some(a), Some(b)) => !is_above(a, b) && !is_above(b, a),
        (None, None) => true,
        _ => false,
    };
    for (keyword, was, is, is_lower) in [
        ("minimum", old.minimum, new.minimum, true),
        ("maximum", old.maximum, new.maximum, false),
    ] {
        if same(was, is) {
            continue;
        }
        let tighter = if is_lower { is_above } else { is_below };
        let wider = |it: Option<&Bound>, than: Option<&Bound>| match (it, than) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(it), Some(than)) => !tighter(it, than),
        };
        let rule = Rule {
            was: shown(was),
            is: shown(is),
            widens: wider(is, was),
            narrows: wider(was, is),
        };
        found.rule(
            code::NUMBER_RULES,
            keyword,
            &format!("`{keyword}`"),
            rule,
            Test::Number,
        );
    }
    found.texts(
        code::NUMBER_RULES,
        "multipleOf",
        [&old.multiples, &new.multiples],
        crate::node::json::is_same_number,
    );
    if let Some(it) = found.all.last_mut().filter(|it| it.keyword == "multipleOf") {
        it.test = Test::Number;
        // `1` and `1.0` are one step.
        if it.widens && it.narrows {
            found.all.pop();
        }
    }
}

fn formats(old: &Facets<'_>, new: &Facets<'_>, found: &mut Found) {
    found.texts(
        code::FORMAT,
        "format",
        [&old.formats, &new.formats],
        |own, it| own == it || is_hint(it),
    );
    if let Some(it) = found.all.last_mut().filter(|it| it.keyword == "format") {
        it.test = Test::Whole;
        // A format that nobody checks says how to read a value: with another one it is read in another way.
        if it.widens && it.narrows && it.was.is_some() && it.is.is_some() {
            (it.widens, it.narrows) = (false, false);
        }
    }
}
