//! Two schemas → whether whatever a sender may send by the one is accepted by the other, where that can be told from their
//! keywords.
//!
//! `true` is a proof; `false` says that there was none. A sender sends the properties that are described to it, and others
//! where they are invited with a schema; a receiver that says nothing of a property takes it. Schemas that lead to themselves
//! are taken to be included while that is tried (coinduction), and the budget sees to an end.

use std::collections::HashMap;

use super::change::Side;
use super::court::{Court, Form};
use crate::analysis::facets::{Facets, Kinds, Together, is_above, is_below};
use crate::judge::Verdict;
use crate::model::{Additional, ArrayRules, ObjectRules, SchemaId};
use crate::node::{Node, Value};
use crate::sample::members::{fits, further};
use crate::source::Place;

/// How many pairs of schemas are looked at for one question.
const MAX_PAIRS: usize = 3_000;
/// How many branches of a union are followed.
const MAX_BRANCHES: usize = 60;

/// Proves inclusions, from a sender to a receiver.
pub struct Inclusion<'c, 'p> {
    court: &'c mut Court<'p>,
    sender: Side,
    form: Form,
    known: HashMap<(Together, Together), bool>,
    /// What was taken to hold, in order: what follows from something that does not is forgotten.
    trail: Vec<(Together, Together)>,
    left: usize,
}

/// How many pairs of schemas are looked at for all proofs of a comparison, each way.
pub const MAX_ALL_PAIRS: usize = 100_000;

impl<'c, 'p> Inclusion<'c, 'p> {
    /// From the sender to the other one.
    pub fn from(court: &'c mut Court<'p>, sender: Side, form: Form) -> Self {
        Self {
            court,
            sender,
            form,
            known: HashMap::new(),
            trail: Vec::new(),
            left: MAX_PAIRS,
        }
    }

    /// Whether all that is sent is accepted.
    pub fn holds(&mut self, own: &Together, other: &Together) -> bool {
        if other.schemas.is_empty() {
            return true;
        }
        let key = (own.clone(), other.clone());
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        if self.left == 0 || self.court.proofs == 0 {
            return false;
        }
        self.left -= 1;
        self.court.proofs -= 1;
        let before = self.trail.len();
        self.known.insert(key.clone(), true);
        self.trail.push(key.clone());
        let holds = self.look(own, other);
        if !holds {
            for it in self.trail.drain(before..) {
                self.known.remove(&it);
            }
            self.known.insert(key, false);
        }
        holds
    }

    fn receiver(&self) -> Side {
        self.sender.other()
    }

    fn look(&mut self, own: &Together, other: &Together) -> bool {
        let pair = self.court.pair;
        // The same words, and perhaps more.
        let same = |it: &SchemaId| {
            own.schemas
                .iter()
                .any(|own| pair.mean_the_same(self.sender, *own, *it))
        };
        if other.schemas.iter().all(same) {
            return true;
        }
        let sent = pair.facets(self.sender, own);
        let taken = pair.facets(self.receiver(), other);
        if sent.is_cut_short || taken.is_cut_short {
            return false;
        }
        if sent.accepts_nothing() {
            return true;
        }
        if let Some(values) = &sent.values {
            let null = Node::new(Value::Null, Place::default());
            let null = sent.kinds.contains(Kinds::NULL).then_some(&null);
            let mut all = values.iter().copied().chain(null);
            return all.all(|it| match self.court.accepts(self.sender, own, it) {
                Verdict::Invalid => true,
                Verdict::Valid | Verdict::Unknown => {
                    let receiver = self.receiver();
                    self.court.receives(receiver, other, it, self.form) == Verdict::Valid
                }
            });
        }
        if let Some(union) = sent.unions.first() {
            let branches = union.branches;
            return branches.len() <= MAX_BRANCHES
                && branches
                    .iter()
                    .all(|it| self.holds(&own.with_branch(union.owner, *it), other));
        }
        if let Some(&base) = sent.bases.first() {
            let mut alone = own.clone();
            alone.chosen.push(base);
            let subtypes = pair.half(self.sender).document.subtypes.of_base(base);
            return subtypes.len() <= MAX_BRANCHES
                && self.holds(&alone, other)
                && subtypes
                    .iter()
                    .all(|it| self.holds(&own.with_branch(base, *it), other));
        }
        self.scalars(&sent, &taken)
            && self.arrays(&sent, &taken)
            && self.objects(&sent, &taken)
            && self.choices(own, &sent, &taken)
    }

    fn scalars(&self, sent: &Facets<'_>, taken: &Facets<'_>) -> bool {
        let mut kinds = taken.kinds;
        if self.form == Form::Text && kinds.contains(Kinds::STRING) && is_any_text(taken) {
            kinds = kinds.or(Kinds::numbers()).or(Kinds::BOOLEAN);
        }
        let only = |kinds: Kinds| kinds.contains(sent.kinds);
        let listed = taken.values.as_ref().is_none_or(|values| {
            let has = |it: Value| values.iter().any(|value| value.value == it);
            only(Kinds::BOOLEAN) && has(Value::Bool(true)) && has(Value::Bool(false))
        });
        only(kinds)
            && listed
            && (!sent.kinds.meets(Kinds::numbers()) || numbers_are_included(sent, taken))
            && (!sent.kinds.meets(Kinds::STRING) || strings_are_included(sent, taken))
    }

    fn arrays(&mut self, sent: &Facets<'_>, taken: &Facets<'_>) -> bool {
        if !sent.kinds.contains(Kinds::ARRAY) {
            return true;
        }
        let sizes = sent.min_items >= taken.min_items
            && taken
                .max_items
                .is_none_or(|it| sent.max_items.is_some_and(|own| own <= it))
            && (!taken.unique || sent.unique || sent.max_items.is_some_and(|it| it < 2));
        if !sizes || sent.max_items == Some(0) {
            return sizes;
        }
        for at in 0..=sent.prefix_length().max(taken.prefix_length()) {
            if sent.max_items.is_some_and(|it| at as u64 >= it) {
                break;
            }
            let (own, other) = (item(sent, at), item(taken, at));
            if !self.holds(&own, &other) {
                return false;
            }
        }
        let contains = |it: &ArrayRules| (it.min_contains, it.max_contains);
        taken.arrays.iter().all(|rules| {
            let is_met = rules.contains.is_none_or(|id| {
                sent.arrays.iter().any(|own| {
                    let same = |it| self.court.pair.mean_the_same(self.sender, it, id);
                    own.contains.is_some_and(same) && contains(own) == contains(rules)
                })
            });
            let rest = rules.unevaluated.is_none_or(|id| {
                let same = |it| self.court.pair.mean_the_same(self.sender, it, id);
                sent.arrays
                    .iter()
                    .any(|own| own.unevaluated.is_some_and(same))
            });
            is_met && rest
        })
    }

    fn objects(&mut self, sent: &Facets<'_>, taken: &Facets<'_>) -> bool {
        if !sent.kinds.contains(Kinds::OBJECT) {
            return true;
        }
        let (sender, receiver) = (self.sender, self.receiver());
        let required = taken.required.iter().all(|name| {
            self.is_one_way(receiver, taken, name)
                || sent.required.contains(name) && !self.is_one_way(sender, sent, name)
        });
        let sizes = (sent.min_properties.max(Some(sent.required.len() as u64))
            >= taken.min_properties
            || taken.min_properties.is_none())
            && taken.max_properties.is_none_or(|it| {
                let closed = is_closed(sent).then_some(sent.properties.len() as u64);
                [sent.max_properties, closed]
                    .into_iter()
                    .flatten()
                    .any(|own| own <= it)
            });
        if !required || !sizes {
            return false;
        }
        for (name, schemas) in &taken.properties {
            if self.is_one_way(receiver, taken, name) || self.is_one_way(sender, sent, name) {
                continue;
            }
            let own = match sent.properties.get(name) {
                Some(own) => Some(own.clone()),
                None => further(sent, name),
            };
            if let Some(own) = own
                && !self.holds(&Together::all(own), &Together::all(schemas.clone()))
            {
                return false;
            }
        }
        for (name, schemas) in &sent.properties {
            if self.is_one_way(sender, sent, name) {
                continue;
            }
            let own = Together::all(schemas.clone());
            for rules in &taken.objects {
                let listed = rules.properties.contains_key(name);
                let by_pattern: Vec<SchemaId> = rules
                    .patterns
                    .iter()
                    .filter(|it| fits(it.0, name))
                    .map(|it| *it.1)
                    .collect();
                let is_further = !listed && by_pattern.is_empty();
                let further_holds = match rules.additional {
                    Additional::Unsaid | Additional::Any => true,
                    Additional::None => !is_further,
                    Additional::Schema(id) => !is_further || self.holds(&own, &Together::one(id)),
                };
                if !further_holds
                    || !(by_pattern.is_empty() || self.holds(&own, &Together::all(by_pattern)))
                {
                    return false;
                }
            }
        }
        taken
            .objects
            .iter()
            .all(|rules| self.rest_is_included(sent, rules))
    }

    /// What holds for properties that no schema lists, and keywords that are looked at as a whole.
    fn rest_is_included(&mut self, sent: &Facets<'_>, rules: &ObjectRules) -> bool {
        let pair = self.court.pair;
        let sender = self.sender;
        let same = |a: SchemaId, b: SchemaId| pair.mean_the_same(sender, a, b);
        let closed = is_closed(sent);
        let additional = match rules.additional {
            Additional::Unsaid | Additional::Any => true,
            Additional::None => closed,
            Additional::Schema(id) => {
                let target = Together::one(id);
                let says_nothing = pair.facets(self.receiver(), &target).is_free();
                closed || says_nothing || {
                    let own = sent.objects.iter().find_map(|it| match it.additional {
                        Additional::Schema(own) => Some(own),
                        Additional::Unsaid | Additional::Any | Additional::None => None,
                    });
                    own.is_some_and(|own| self.holds(&Together::one(own), &target))
                }
            }
        };
        let own = |has: &dyn Fn(&ObjectRules) -> bool| sent.objects.iter().any(|it| has(it));
        let no_others = closed && sent.objects.iter().all(|it| it.patterns.is_empty());
        let patterns = rules.patterns.iter().all(|(pattern, id)| {
            no_others || own(&|it| it.patterns.get(pattern).is_some_and(|own| same(*own, *id)))
        });
        let names = rules
            .names
            .is_none_or(|id| own(&|it| it.names.is_some_and(|own| same(own, id))));
        let dependent = rules.dependent_required.iter().all(|(name, needed)| {
            needed.iter().all(|it| sent.required.contains(it))
                || own(&|it| {
                    it.dependent_required
                        .get(name)
                        .is_some_and(|own| needed.iter().all(|it| own.contains(it)))
                })
                || (no_others && !sent.properties.contains_key(name))
        });
        let dependent_schemas = rules.dependent_schemas.iter().all(|(name, id)| {
            own(&|it| {
                it.dependent_schemas
                    .get(name)
                    .is_some_and(|own| same(*own, *id))
            })
        });
        let unevaluated = match rules.unevaluated {
            Additional::Unsaid | Additional::Any => true,
            Additional::None => own(&|it| it.unevaluated == Additional::None),
            Additional::Schema(id) => {
                own(&|it| matches!(it.unevaluated, Additional::Schema(own) if same(own, id)))
            }
        };
        additional && patterns && names && dependent && dependent_schemas && unevaluated
    }

    fn choices(&mut self, own: &Together, sent: &Facets<'_>, taken: &Facets<'_>) -> bool {
        let pair = self.court.pair;
        let (sender, receiver) = (self.sender, self.receiver());
        let same = |a: SchemaId, b: SchemaId| pair.mean_the_same(sender, a, b);
        if !taken.bases.is_empty() {
            return false;
        }
        for union in &taken.unions {
            // The branch that a tag leads to is the only one that is looked at, which is not told here.
            if union.discriminator.is_some() {
                return false;
            }
            let found = union
                .branches
                .iter()
                .take(MAX_BRANCHES)
                .find(|it| self.holds(own, &Together::one(**it)));
            let Some(found) = found else {
                return false;
            };
            if !union.one_of {
                continue;
            }
            // The others of a `oneOf` do not accept what the sender chose among the same.
            let api = pair.half(sender).api();
            let not_chosen = own.chosen.iter().flat_map(|it| &api.schema(*it).one_of);
            let not_chosen: Vec<SchemaId> = not_chosen
                .filter(|it| !own.schemas.contains(it))
                .copied()
                .collect();
            for other in union.branches.iter().filter(|it| *it != found) {
                let excluded = not_chosen.iter().any(|it| same(*it, *other));
                if !excluded {
                    let other = pair.facets(receiver, &Together::one(*other));
                    if !self.are_disjoint(sent, &other) {
                        return false;
                    }
                }
            }
        }
        for &not in &taken.nots {
            let is_known = sent.nots.iter().any(|it| same(*it, not));
            if !is_known {
                let not = pair.facets(receiver, &Together::one(not));
                if !self.are_disjoint(sent, &not) {
                    return false;
                }
            }
        }
        let same_or_none = |a: Option<SchemaId>, b: Option<SchemaId>| match (a, b) {
            (Some(a), Some(b)) => same(a, b),
            (None, None) => true,
            _ => false,
        };
        taken.conditions.iter().all(|it| {
            sent.conditions.iter().any(|own| {
                same_or_none(own.when, it.when)
                    && same_or_none(own.then, it.then)
                    && same_or_none(own.otherwise, it.otherwise)
            })
        })
    }

    /// Whether no value is accepted by both, as far as that is plain.
    fn are_disjoint(&self, sent: &Facets<'_>, other: &Facets<'_>) -> bool {
        if sent.kinds.and(other.kinds) == Kinds::NONE {
            return true;
        }
        if sent.kinds.and(other.kinds) != Kinds::OBJECT {
            return false;
        }
        let (sender, receiver) = (self.sender, self.receiver());
        let values = |side: Side, schemas: &[SchemaId]| {
            self.court
                .pair
                .facets(side, &Together::all(schemas.to_vec()))
                .values
        };
        let needed = sent
            .required
            .iter()
            .filter(|it| !self.is_one_way(sender, sent, it));
        let mut told = needed.filter_map(|name| Some((name, sent.properties.get(name)?)));
        told.any(|(name, own)| {
            let refused = other.objects.iter().any(|it| {
                it.additional == Additional::None
                    && it.patterns.is_empty()
                    && !it.properties.contains_key(name)
            });
            let differ = || {
                let theirs = values(receiver, other.properties.get(name)?)?;
                let own = values(sender, own)?;
                Some(!own.iter().any(|it| theirs.contains(it)))
            };
            refused || differ() == Some(true)
        })
    }

    fn is_one_way(&self, side: Side, facets: &Facets<'_>, name: &str) -> bool {
        is_one_way(self.court, side, facets, name)
    }
}

/// Whether a property does not go the way values go.
pub fn is_one_way(court: &Court<'_>, side: Side, facets: &Facets<'_>, name: &str) -> bool {
    let document = court.pair.half(side).document;
    document.is_one_way(court.direction, facets, name)
}

/// What the element at a position satisfies.
pub fn item(facets: &Facets<'_>, at: usize) -> Together {
    let mut schemas = Vec::new();
    for rules in &facets.arrays {
        schemas.extend(rules.prefix.get(at).copied().or(rules.items));
    }
    Together::all(schemas)
}

/// Whether there are no properties but those that are listed, by any pattern neither.
fn is_closed(facets: &Facets<'_>) -> bool {
    facets
        .objects
        .iter()
        .any(|it| it.additional == Additional::None && it.patterns.is_empty())
}

/// Whether strings are accepted, whichever.
fn is_any_text(it: &Facets<'_>) -> bool {
    it.values.is_none()
        && it.patterns.is_empty()
        && it.formats.is_empty()
        && it.encodings.is_empty()
        && it.min_length.is_none_or(|it| it <= 1)
        && it.max_length.is_none()
}

/// Whether the rules about numbers let by all that others do.
pub fn numbers_are_included(sent: &Facets<'_>, taken: &Facets<'_>) -> bool {
    let lower = taken
        .minimum
        .is_none_or(|it| sent.minimum.is_some_and(|own| !is_above(it, own)));
    let upper = taken
        .maximum
        .is_none_or(|it| sent.maximum.is_some_and(|own| !is_below(it, own)));
    let steps = taken
        .multiples
        .iter()
        .all(|step| sent.multiples.iter().any(|own| is_step_of(own, step)));
    let integers = sent.kinds.and(Kinds::numbers()) == Kinds::INTEGER;
    let steps = steps || (integers && taken.multiples.iter().all(|it| is_step_of("1", it)));
    lower && upper && steps && formats_are_included(sent, taken)
}

/// Whether whole multiples of a number are multiples of another one.
fn is_step_of(own: &str, step: &str) -> bool {
    if crate::node::json::is_same_number(own, step) {
        return true;
    }
    let (Ok(own), Ok(step)) = (own.parse::<i128>(), step.parse::<i128>()) else {
        return false;
    };
    own.checked_rem(step) == Some(0)
}

/// Whether the rules about strings let by all that others do.
pub fn strings_are_included(sent: &Facets<'_>, taken: &Facets<'_>) -> bool {
    sent.min_length >= taken.min_length
        && taken
            .max_length
            .is_none_or(|it| sent.max_length.is_some_and(|own| own <= it))
        && taken
            .patterns
            .iter()
            .all(|it| accepts_any(it) || sent.patterns.contains(it))
        && taken.encodings.iter().all(|it| sent.encodings.contains(it))
        && formats_are_included(sent, taken)
}

/// Whether a pattern matches every text, as the usual ones do that say so.
pub fn accepts_any(pattern: &str) -> bool {
    matches!(
        pattern,
        "" | ".*" | "^" | "$" | "^.*" | ".*$" | "^.*$" | "[\\s\\S]*" | "^[\\s\\S]*$"
    )
}

fn formats_are_included(sent: &Facets<'_>, taken: &Facets<'_>) -> bool {
    taken.formats.iter().all(|it| {
        sent.formats.iter().any(|own| is_format_of(own, it))
            || (*it == "int64" && is_plain_integer(sent))
    })
}

/// What an integer is without a format: the judge takes it to have 64 bits.
fn is_plain_integer(it: &Facets<'_>) -> bool {
    it.kinds.without(Kinds::NULL) == Kinds::INTEGER && it.minimum.is_none() && it.maximum.is_none()
}

/// Whether what is of a format is of another one as well.
fn is_format_of(own: &str, other: &str) -> bool {
    let bits = |it: &str| it.strip_prefix("int").and_then(|it| it.parse::<u32>().ok());
    let unsigned = |it: &str| {
        it.strip_prefix("uint")
            .and_then(|it| it.parse::<u32>().ok())
    };
    own == other
        || matches!((bits(own), bits(other)), (Some(own), Some(other)) if own <= other)
        || matches!((unsigned(own), unsigned(other)), (Some(own), Some(other)) if own <= other)
        || matches!((unsigned(own), bits(other)), (Some(own), Some(other)) if own < other)
        || (own, other) == ("float", "double")
        || matches!(
            (own, other),
            ("uri" | "url", "uri-reference" | "iri" | "iri-reference")
        )
        || matches!((own, other), ("ipv4" | "ipv6", "ip"))
        || is_hint(other)
}

/// Whether a format is nothing that values are held against.
pub fn is_hint(format: &str) -> bool {
    use crate::model::Format;
    let is_checked = matches!(
        Format::named(format),
        Some(Format::Signed(_) | Format::Unsigned(_) | Format::Float(_))
    );
    !is_checked && crate::sample::text::of_format(format).is_empty()
}
