//! What two schemas say of the parts of a value, and of the value as a whole by other schemas → how that differs.

use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::Hash;
use std::sync::Arc;

use super::change::Side;
use super::local::{Found, Rule, Test};
use super::pair::Pair;
use crate::analysis::facets::{Facets, Kinds, Together, Union};
use crate::catalogue::{self as code, Code};
use crate::model::{Additional, ArrayRules, Discriminator, ObjectRules, SchemaId};

/// A property in a path: as it is, or between quotes where it would not be told from the rest.
pub fn shown_name(name: &str) -> String {
    let is_plain = !name.is_empty()
        && name
            .chars()
            .all(|it| it.is_alphanumeric() || "_-$@".contains(it));
    match is_plain {
        true => name.to_owned(),
        false => crate::node::json::string(name),
    }
}

/// How many elements with schemas of their own are compared one by one.
pub const MAX_PREFIX: usize = 100;
/// How many pairs of branches are looked at that have neither a name nor a meaning in common.
const MAX_TRIES: usize = 1_000_000;

/// How many elements with schemas of their own are compared.
pub fn prefix_length(it: &Facets<'_>) -> usize {
    it.prefix_length().min(MAX_PREFIX)
}

/// What holds for properties that are not listed.
enum Rest {
    Open,
    Closed,
    Typed(Together),
}

fn rest(it: &Facets<'_>) -> Rest {
    if it.is_closed() {
        return Rest::Closed;
    }
    let typed = it.objects.iter().filter_map(|it| match it.additional {
        Additional::Schema(id) => Some(id),
        Additional::Unsaid | Additional::Any | Additional::None => None,
    });
    let typed: Vec<SchemaId> = typed.collect();
    match typed.is_empty() {
        true => Rest::Open,
        false => Rest::Typed(Together::all(typed)),
    }
}

/// What both say of properties that are not listed, each with how it is called in a path.
pub fn further_pairs([old, new]: [&Facets<'_>; 2]) -> Vec<(String, Together, Together)> {
    let mut all = Vec::new();
    match (rest(old), rest(new)) {
        (Rest::Typed(old), Rest::Typed(new)) => all.push(("{}".to_owned(), old, new)),
        (Rest::Typed(old), Rest::Open) => all.push(("{}".to_owned(), old, Together::default())),
        (Rest::Open, Rest::Typed(new)) => all.push(("{}".to_owned(), Together::default(), new)),
        _ => {}
    }
    let mut of_new: HashMap<Arc<str>, SchemaId> = HashMap::new();
    for (pattern, id) in patterns(new) {
        of_new.entry(pattern).or_insert(id);
    }
    for (pattern, id) in patterns(old) {
        if let Some(other) = of_new.get(&pattern) {
            all.push((
                format!("{{{pattern}}}"),
                Together::one(id),
                Together::one(*other),
            ));
        }
    }
    all
}

fn patterns(it: &Facets<'_>) -> Vec<(Arc<str>, SchemaId)> {
    let all = it.objects.iter().flat_map(|it| &it.patterns);
    all.map(|(pattern, id)| (pattern.clone(), *id)).collect()
}

/// Rules about a value that other schemas take part in.
pub fn others(pair: Pair<'_>, facets: [&Facets<'_>; 2], found: &mut Found) {
    let [old, new] = facets;
    let objects = |it: &Facets<'_>| it.kinds.contains(Kinds::OBJECT);
    if objects(old) && objects(new) {
        let shown = |it: &Rest| match it {
            Rest::Open => "allowed",
            Rest::Closed => "not allowed",
            Rest::Typed(_) => "of a schema",
        };
        let (was, is) = (rest(old), rest(new));
        let is_other = matches!(
            (&was, &is),
            (Rest::Closed, Rest::Open | Rest::Typed(_))
                | (Rest::Open | Rest::Typed(_), Rest::Closed)
        );
        if is_other {
            let rule = Rule {
                was: Some(shown(&was).to_owned()),
                is: Some(shown(&is).to_owned()),
                widens: matches!(was, Rest::Closed),
                narrows: matches!(is, Rest::Closed),
            };
            let message = format!(
                "properties that are not listed were {}, and are {}",
                shown(&was),
                shown(&is)
            );
            found.told(
                code::OTHER_PROPERTIES,
                "additionalProperties",
                message,
                rule,
                Test::Whole,
            );
        }
    }
    for name in old
        .properties
        .keys()
        .filter(|it| new.properties.contains_key(*it))
    {
        let (was, is) = (old.refused.contains(name), new.refused.contains(name));
        if was != is {
            let message = match is {
                true => format!("`{name}` is listed, and refused by another part of `allOf` now"),
                false => format!("`{name}` is not refused by another part of `allOf` any more"),
            };
            let rule = Rule {
                was: None,
                is: None,
                widens: !is,
                narrows: is,
            };
            let test = Test::Has(name.clone());
            found.told(
                code::OTHER_PROPERTIES,
                "additionalProperties",
                message,
                rule,
                test,
            );
        }
    }
    let named = |it: &Facets<'_>| {
        patterns(it)
            .into_iter()
            .map(|it| it.0.to_string())
            .collect()
    };
    lists(
        found,
        code::OTHER_PROPERTIES,
        "patternProperties",
        named(old),
        named(new),
    );
    let dependent = |it: &Facets<'_>| {
        let all = it.objects.iter().flat_map(|it| &it.dependent_required);
        all.flat_map(|(name, needed)| needed.iter().map(move |it| format!("{name} needs {it}")))
            .collect()
    };
    lists(
        found,
        code::OBJECT_RULES,
        "dependentRequired",
        dependent(old),
        dependent(new),
    );
    let of_objects = |of: fn(&ObjectRules) -> Vec<(String, SchemaId)>| {
        facets.map(|it| it.objects.iter().flat_map(|it| of(it)).collect::<Vec<_>>())
    };
    let [a, b] = of_objects(|it| unnamed(it.names));
    schemas(pair, found, code::OBJECT_RULES, "propertyNames", a, b);
    let [a, b] = of_objects(|it| {
        it.dependent_schemas
            .iter()
            .map(|(name, id)| (name.to_string(), *id))
            .collect()
    });
    schemas(pair, found, code::OBJECT_RULES, "dependentSchemas", a, b);
    let [a, b] = of_objects(|it| match it.unevaluated {
        Additional::Schema(id) => unnamed([id]),
        Additional::Unsaid | Additional::Any | Additional::None => Vec::new(),
    });
    schemas(
        pair,
        found,
        code::OTHER_PROPERTIES,
        "unevaluatedProperties",
        a,
        b,
    );
    let refuses = |it: &Facets<'_>| {
        let any = it
            .objects
            .iter()
            .any(|it| it.unevaluated == Additional::None);
        any.then(|| "false".to_owned()).into_iter().collect()
    };
    lists(
        found,
        code::OTHER_PROPERTIES,
        "unevaluatedProperties",
        refuses(old),
        refuses(new),
    );
    arrays(pair, facets, found);
    let [a, b] = facets.map(|it| unnamed(it.nots.iter().copied()));
    schemas(pair, found, code::COMPOSITION, "not", a, b);
    conditions(pair, facets, found);
    discriminators(pair, facets, found);
    conjunctions(pair, facets, found);
}

/// The parts of an `allOf` that came or went, though the rules they make are told by themselves: the reference shows them.
fn conjunctions(pair: Pair<'_>, [old, new]: [&Facets<'_>; 2], found: &mut Found) {
    let parts = |side: Side, it: &Facets<'_>| {
        let api = pair.half(side).api();
        let parts = it
            .parts
            .first()
            .map_or(0, |id| api.schema(*id).all_of.len());
        (parts > 1).then_some(parts)
    };
    if let (Some(was), Some(is)) = (parts(Side::Old, old), parts(Side::New, new))
        && was != is
    {
        let rule = Rule {
            was: Some(was.to_string()),
            is: Some(is.to_string()),
            widens: true,
            narrows: true,
        };
        let message = format!("`allOf` had {was} parts, and has {is}");
        found.told(code::COMPOSITION, "allOf", message, rule, Test::Whole);
    }
}

fn arrays(pair: Pair<'_>, facets: [&Facets<'_>; 2], found: &mut Found) {
    let [old, new] = facets;
    if prefix_length(old) != prefix_length(new) {
        let shown = |it: &Facets<'_>| Some(prefix_length(it).to_string());
        let rule = Rule {
            was: shown(old),
            is: shown(new),
            // What the elements satisfy is compared one by one.
            widens: true,
            narrows: true,
        };
        found.rule(
            code::ARRAY_RULES,
            "prefixItems",
            "how many elements have a schema of their own",
            rule,
            Test::Whole,
        );
    }
    let of_arrays = |of: fn(&ArrayRules) -> Option<SchemaId>| {
        facets.map(|it| unnamed(it.arrays.iter().filter_map(|it| of(it))))
    };
    let [a, b] = of_arrays(|it| it.contains);
    schemas(pair, found, code::ARRAY_RULES, "contains", a, b);
    let counts = |it: &Facets<'_>| {
        let all = it.arrays.iter().filter(|it| it.contains.is_some());
        all.map(|it| (it.min_contains.unwrap_or(1), it.max_contains))
            .collect::<Vec<_>>()
    };
    if let ([was], [is]) = (&counts(old)[..], &counts(new)[..]) {
        for (keyword, was, is, widens, narrows) in [
            (
                "minContains",
                Some(was.0),
                Some(is.0),
                is.0 <= was.0,
                was.0 <= is.0,
            ),
            (
                "maxContains",
                was.1,
                is.1,
                is.1.is_none_or(|is| was.1.is_some_and(|was| was <= is)),
                was.1.is_none_or(|was| is.1.is_some_and(|is| is <= was)),
            ),
        ] {
            if was != is {
                let rule = Rule {
                    was: was.map(|it| it.to_string()),
                    is: is.map(|it| it.to_string()),
                    widens,
                    narrows,
                };
                found.rule(
                    code::ARRAY_RULES,
                    keyword,
                    &format!("`{keyword}`"),
                    rule,
                    Test::Whole,
                );
            }
        }
    }
    let [a, b] = of_arrays(|it| it.unevaluated);
    schemas(pair, found, code::ARRAY_RULES, "unevaluatedItems", a, b);
}

fn conditions(pair: Pair<'_>, [old, new]: [&Facets<'_>; 2], found: &mut Found) {
    let print = |side: Side, it: &Facets<'_>| {
        let prints = pair.half(side).prints;
        let mut all: Vec<[Option<u64>; 3]> = Vec::new();
        for it in &it.conditions {
            all.push([it.when, it.then, it.otherwise].map(|id| id.map(|id| prints.meaning(id))));
        }
        all
    };
    let (was, is) = (print(Side::Old, old), print(Side::New, new));
    if was == is {
        return;
    }
    let rule = Rule {
        was: None,
        is: None,
        widens: without(&is, &was).is_empty(),
        narrows: without(&was, &is).is_empty(),
    };
    let message = match (was.len(), is.len()) {
        (0, _) => "a condition (`if`) was added",
        (_, 0) => "the condition (`if`) was removed",
        _ => "the condition (`if`, `then`, `else`) changed",
    };
    found.told(code::CONDITION, "if", message.to_owned(), rule, Test::Whole);
}

/// Texts, of which each is a rule.
fn lists(found: &mut Found, code: Code, keyword: &'static str, old: Vec<String>, new: Vec<String>) {
    let [gone, added] = [(&old, &new), (&new, &old)].map(|(all, other)| without(all, other));
    if gone.is_empty() && added.is_empty() {
        return;
    }
    let shown = |all: &[String]| (!all.is_empty()).then(|| format!("`{}`", all.join("`, `")));
    let rule = Rule {
        was: shown(&gone),
        is: shown(&added),
        widens: added.is_empty(),
        narrows: gone.is_empty(),
    };
    found.rule(code, keyword, &format!("`{keyword}`"), rule, Test::Whole);
}

/// Those that are not among others.
fn without<T: Clone + Eq + Hash>(all: &[T], others: &[T]) -> Vec<T> {
    let others: HashSet<&T> = others.iter().collect();
    all.iter()
        .filter(|it| !others.contains(it))
        .cloned()
        .collect()
}

/// Schemas that go by no name.
fn unnamed(all: impl IntoIterator<Item = SchemaId>) -> Vec<(String, SchemaId)> {
    all.into_iter().map(|id| (String::new(), id)).collect()
}

/// Schemas, of which each is a rule.
fn schemas(
    pair: Pair<'_>,
    found: &mut Found,
    code: Code,
    keyword: &'static str,
    old: Vec<(String, SchemaId)>,
    new: Vec<(String, SchemaId)>,
) {
    let print = |side: Side, all: Vec<(String, SchemaId)>| {
        let prints = pair.half(side).prints;
        all.into_iter()
            .map(|(name, id)| (name, prints.meaning(id)))
            .collect::<Vec<_>>()
    };
    let (old, new) = (print(Side::Old, old), print(Side::New, new));
    let (gone, added) = (without(&old, &new).len(), without(&new, &old).len());
    if gone + added == 0 {
        return;
    }
    let message = match (gone, added) {
        (0, _) => format!("`{keyword}` was added"),
        (_, 0) => format!("`{keyword}` was removed"),
        _ => format!("`{keyword}` changed"),
    };
    let rule = Rule {
        was: None,
        is: None,
        widens: added == 0,
        narrows: gone == 0,
    };
    found.told(code, keyword, message, rule, Test::Whole);
}

fn discriminators(pair: Pair<'_>, facets: [&Facets<'_>; 2], found: &mut Found) {
    let [old, new] = [(Side::Old, facets[0]), (Side::New, facets[1])].map(|(side, it)| {
        let api = pair.half(side).api();
        let found = it
            .parts
            .iter()
            .find_map(|id| api.schema(*id).discriminator.as_deref());
        found.map(|it: &Discriminator| {
            let name = |id: &SchemaId| {
                api.schema(*id)
                    .origin
                    .name
                    .as_deref()
                    .unwrap_or("a schema")
                    .to_owned()
            };
            let mut mapping: Vec<String> = it
                .mapping
                .iter()
                .map(|(value, id)| format!("{value} → {}", name(id)))
                .collect();
            mapping.sort();
            (
                it.property.to_string(),
                mapping,
                it.default.as_ref().map(name),
            )
        })
    });
    if old == new {
        return;
    }
    let rule = |was: Option<String>, is: Option<String>| Rule {
        was,
        is,
        widens: false,
        narrows: false,
    };
    let tell = |found: &mut Found, message: String, rule: Rule| {
        found.told(
            code::DISCRIMINATOR,
            "discriminator",
            message,
            rule,
            Test::Whole,
        );
    };
    match (old, new) {
        (None, Some(it)) => {
            tell(
                found,
                format!("the discriminator `{}` was added", it.0),
                rule(None, Some(it.0)),
            );
        }
        (Some(it), None) => {
            tell(
                found,
                format!("the discriminator `{}` was removed", it.0),
                rule(Some(it.0), None),
            );
        }
        (Some(a), Some(b)) => {
            if a.0 != b.0 {
                let message = format!("the discriminator changed from `{}` to `{}`", a.0, b.0);
                tell(found, message, rule(Some(a.0), Some(b.0)));
            }
            let (gone, added) = (without(&a.1, &b.1), without(&b.1, &a.1));
            if !gone.is_empty() || !added.is_empty() || a.2 != b.2 {
                let shown = |it: Vec<String>| (!it.is_empty()).then(|| it.join(", "));
                let message = "the mapping of the discriminator changed".to_owned();
                tell(found, message, rule(shown(gone), shown(added)));
            }
        }
        (None, None) => {}
    }
}

/// A branch of both: what it is called in a path, and its schemas.
pub type Branch = (String, SchemaId, SchemaId);

/// How the unions of two schemas differ as wholes; what is returned are the branches that both have and that differ.
pub fn unions<'p>(pair: Pair<'p>, [old, new]: [&Facets<'p>; 2], found: &mut Found) -> Vec<Branch> {
    let mut branches = Vec::new();
    let unknown = |was: Option<String>, is: Option<String>| Rule {
        was,
        is,
        widens: false,
        narrows: false,
    };
    let word = |it: &Union<'_>| if it.one_of { "oneOf" } else { "anyOf" };
    let names = |side: Side, it: &Union<'_>| {
        let all = it.branches.iter().enumerate();
        let all: Vec<String> = all
            .take(12)
            .map(|(at, id)| branch_name(pair, side, *id, at))
            .collect();
        Some(all.join(", "))
    };
    for at in 0..old.unions.len().max(new.unions.len()) {
        match (old.unions.get(at), new.unions.get(at)) {
            (Some(a), Some(b)) => {
                if a.one_of != b.one_of {
                    let message = format!("`{}` became `{}`", word(a), word(b));
                    let rule = unknown(Some(word(a).to_owned()), Some(word(b).to_owned()));
                    found.told(code::COMPOSITION, word(b), message, rule, Test::Whole);
                }
                let (same, gone, added) = matched(pair, a.branches, b.branches);
                for (ids, side, verb) in
                    [(&gone, Side::Old, "removed"), (&added, Side::New, "added")]
                {
                    for (index, id) in ids {
                        let name = branch_name(pair, side, *id, *index);
                        let is_old = side == Side::Old;
                        let rule = unknown(
                            is_old.then(|| name.clone()),
                            (!is_old).then(|| name.clone()),
                        );
                        let message = format!("the branch {name} of `{}` was {verb}", word(b));
                        found.told(
                            code::COMPOSITION,
                            word(if is_old { a } else { b }),
                            message,
                            rule,
                            Test::Whole,
                        );
                    }
                }
                branches.extend(same);
            }
            (None, Some(b)) => {
                let message = format!("`{}` was added", word(b));
                let rule = unknown(None, names(Side::New, b));
                found.told(code::COMPOSITION, word(b), message, rule, Test::Whole);
            }
            (Some(a), None) => {
                let message = format!("`{}` was removed", word(a));
                let rule = unknown(names(Side::Old, a), None);
                found.told(code::COMPOSITION, word(a), message, rule, Test::Whole);
            }
            (None, None) => {}
        }
    }
    let subtypes = |side: Side, it: &Facets<'_>| {
        let half = pair.half(side);
        let all = it
            .bases
            .iter()
            .flat_map(|it| half.document.subtypes.of_base(*it));
        all.copied().collect::<Vec<_>>()
    };
    let (was, is) = (subtypes(Side::Old, old), subtypes(Side::New, new));
    let (same, gone, added) = matched(pair, &was, &is);
    for (ids, side, verb) in [(&gone, Side::Old, "removed"), (&added, Side::New, "added")] {
        for (index, id) in ids {
            let name = branch_name(pair, side, *id, *index);
            let message = format!("{name}, which extends the schema, was {verb}");
            found.told(
                code::DISCRIMINATOR,
                "discriminator",
                message,
                unknown(None, None),
                Test::Whole,
            );
        }
    }
    branches.extend(same);
    apart(&mut branches);
    branches
}

/// Each path of its own: what changes in two branches is two changes, though both are one component.
fn apart(branches: &mut [Branch]) {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for (name, ..) in branches {
        let count = counts.entry(name.clone()).or_default();
        *count += 1;
        if *count > 1 {
            name.insert_str(name.len() - 1, &format!(" #{count}"));
        }
    }
}

fn branch_name(pair: Pair<'_>, side: Side, id: SchemaId, at: usize) -> String {
    let schema = pair.half(side).api().schema(id);
    match (&schema.origin.name, &schema.annotations.title) {
        (Some(name), _) => format!("`{name}`"),
        (None, Some(title)) => format!("`{title}`"),
        (None, None) => format!("{}", at + 1),
    }
}

type Left = Vec<(usize, SchemaId)>;

/// What tells a branch, whichever place it has.
#[derive(PartialEq, Eq, Hash)]
enum Sign {
    Print(u64),
    Name(Arc<str>),
}

/// Branches of both that are one, and those of each that are not: by what they are, by name, then by their order.
fn matched(pair: Pair<'_>, old: &[SchemaId], new: &[SchemaId]) -> (Vec<Branch>, Left, Left) {
    let mut gone: Left = old.iter().copied().enumerate().collect();
    let mut added: Left = new.iter().copied().enumerate().collect();
    let mut same = Vec::new();
    let (a, b) = (pair.old, pair.new);
    let named = |x: SchemaId, index: usize| {
        format!(
            "({})",
            branch_name(pair, Side::Old, x, index).replace('`', "")
        )
    };
    let whole = |side: Side, id: SchemaId| Some(Sign::Print(pair.half(side).prints.whole(id)));
    let meaning = |side: Side, id: SchemaId| Some(Sign::Print(pair.half(side).prints.meaning(id)));
    let name = |side: Side, id: SchemaId| {
        let name = pair.half(side).api().schema(id).origin.name.clone();
        name.map(Sign::Name)
    };
    let signs: [&dyn Fn(Side, SchemaId) -> Option<Sign>; 3] = [&whole, &meaning, &name];
    for (round, sign) in signs.into_iter().enumerate() {
        let mut by_sign: HashMap<Sign, VecDeque<(usize, SchemaId)>> = HashMap::new();
        for it in &added {
            if let Some(key) = sign(Side::New, it.1) {
                by_sign.entry(key).or_default().push_back(*it);
            }
        }
        let mut taken = HashSet::new();
        gone.retain(|(index, x)| {
            let other = sign(Side::Old, *x).and_then(|it| by_sign.get_mut(&it)?.pop_front());
            let Some((at, y)) = other else {
                return true;
            };
            taken.insert(at);
            if round > 0 {
                same.push((named(*x, *index), *x, y));
            }
            false
        });
        added.retain(|it| !taken.contains(&it.0));
    }
    if gone.len().saturating_mul(added.len()) <= MAX_TRIES {
        gone.retain(|(index, x)| {
            let alike = |y: SchemaId| {
                let (x, y) = (a.api().schema(*x), b.api().schema(y));
                let (one, other) = (&x.annotations.title, &y.annotations.title);
                one.is_some() && one == other
                    || x.origin.name.is_none()
                        && y.origin.name.is_none()
                        && x.types == y.types
                        && !x.types.is_empty()
            };
            let Some(at) = added.iter().position(|it| alike(it.1)) else {
                return true;
            };
            let (_, y) = added.remove(at);
            same.push((named(*x, *index), *x, y));
            false
        });
    }
    // What is left over on both sides, an inline schema that became a component among them, may have changed.
    let is_inline = |(x, y): (&(usize, SchemaId), &(usize, SchemaId))| {
        let (x, y) = (a.api().schema(x.1), b.api().schema(y.1));
        x.origin.name.is_none() || y.origin.name.is_none()
    };
    if gone.len() == added.len() && gone.iter().zip(&added).all(is_inline) {
        for ((index, x), (_, y)) in gone.drain(..).zip(added.drain(..)) {
            let name = branch_name(pair, Side::Old, x, index).replace('`', "");
            same.push((format!("({name})"), x, y));
        }
    }
    (same, gone, added)
}
