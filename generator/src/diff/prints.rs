//! Schemas of two documents → a number each: equal numbers, equal schemas, with all that they lead to.
//!
//! Most of two revisions is the same, and is passed over by these. Schemas that differ in their order alone, or in words that
//! mean the same, may have different numbers: who compares them finds nothing then.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use crate::analysis::graph::{Step, depth_first};
use crate::analysis::subtypes::Subtypes;
use crate::analysis::walk::edges;
use crate::model::{Additional, Api, Dialect, Example, ExternalDocs, Nullable, Schema, SchemaId};
use crate::node::Value;

/// How often schemas that lead to themselves are looked at, at the least where it is needed.
const MIN_ROUNDS: usize = 64;
/// How many references of such schemas are followed, again and again.
const MAX_STEPS: usize = 20_000_000;

/// The numbers of the schemas of a document.
pub struct Prints {
    /// Of everything that is said.
    whole: Vec<u64>,
    /// Of which values are accepted, alone.
    meaning: Vec<u64>,
    /// Of values of examples that are shared, by where they are kept.
    examples: RefCell<HashMap<usize, u64>>,
}

impl Prints {
    /// Of everything that is said of a schema.
    pub fn whole(&self, id: SchemaId) -> u64 {
        self.whole[id.index()]
    }

    /// Of an example of the document, of which the value may be shared with others.
    pub fn example(&self, it: &Example) -> u64 {
        let Some(value) = &it.value else {
            return example(it);
        };
        let kept = match &value.value {
            Value::Array(it) => it.as_ptr() as usize,
            Value::Object(it) => Arc::as_ptr(it) as usize,
            Value::String(it) => it.as_ptr() as usize,
            Value::Null | Value::Bool(_) | Value::Number(_) => return example(it),
        };
        let mut known = self.examples.borrow_mut();
        let value = *known.entry(kept).or_insert_with(|| one(&value.value));
        one(&(
            (&it.name, &it.summary, &it.description),
            (value, &it.serialized, &it.external),
        ))
    }

    /// Of which values a schema accepts, and nothing else.
    pub fn meaning(&self, id: SchemaId) -> u64 {
        self.meaning[id.index()]
    }
}

/// The numbers of both documents.
pub fn of_both(old: (&Api, &Subtypes), new: (&Api, &Subtypes)) -> (Prints, Prints) {
    let mut both = [Graph::of(old.0, old.1), Graph::of(new.0, new.1)];
    let mut known = 0;
    let steps: usize = both.iter().map(Graph::steps).sum();
    let rounds = MIN_ROUNDS.max(MAX_STEPS / steps.max(1));
    let mut is_settled = false;
    for round in 0..rounds {
        let mut distinct = HashSet::new();
        for it in &mut both {
            it.look(round > 0);
            distinct.extend(it.circular.iter().map(|at| it.prints.whole[*at]));
            distinct.extend(it.circular.iter().map(|at| it.prints.meaning[*at]));
        }
        if distinct.len() <= known && round > 1 || distinct.is_empty() {
            is_settled = true;
            break;
        }
        known = distinct.len();
    }
    let [mut old, mut new] = both;
    if !is_settled {
        // What is not known to be equal is not.
        old.set_apart("old");
        new.set_apart("new");
    }
    (old.prints, new.prints)
}

/// What schemas say by themselves, and what they lead to.
struct Graph {
    /// By themselves: of everything, and of values alone.
    own: Vec<(u64, u64)>,
    /// For each schema what it leads to, with a number for how.
    leads: Vec<Vec<(u64, usize)>>,
    /// Each after those it leads to, where that is possible.
    order: Vec<usize>,
    /// Those that lead to themselves, or to such.
    circular: Vec<usize>,
    prints: Prints,
}

impl Graph {
    fn of(api: &Api, subtypes: &Subtypes) -> Self {
        let own: Vec<(u64, u64)> = api.schemas.iter().map(|it| own(api, it)).collect();
        let leads: Vec<Vec<(u64, usize)>> = api
            .schema_ids()
            .map(|id| leads(api, subtypes, id))
            .collect();
        let (mut order, mut is_circular) = (Vec::new(), vec![false; own.len()]);
        let mut left = vec![false; own.len()];
        let successors = |at: usize| leads[at].iter().map(|it| it.1).collect::<Vec<_>>();
        depth_first(own.len(), 0..own.len(), successors, |step| {
            if let Step::Leave(at, _) = step {
                is_circular[at] = leads[at].iter().any(|it| !left[it.1] || is_circular[it.1]);
                left[at] = true;
                order.push(at);
            }
            std::ops::ControlFlow::Continue(())
        });
        let circular = order
            .iter()
            .copied()
            .filter(|at| is_circular[*at])
            .collect();
        Self {
            prints: Prints {
                whole: own.iter().map(|it| it.0).collect(),
                meaning: own.iter().map(|it| it.1).collect(),
                examples: RefCell::default(),
            },
            own,
            leads,
            order,
            circular,
        }
    }

    /// How many references schemas have that lead to themselves.
    fn steps(&self) -> usize {
        self.circular.iter().map(|at| self.leads[*at].len()).sum()
    }

    /// Makes schemas that lead to themselves unequal to those of the other document.
    fn set_apart(&mut self, side: &str) {
        for at in &self.circular {
            for it in [&mut self.prints.whole[*at], &mut self.prints.meaning[*at]] {
                *it = one(&(side, *it));
            }
        }
    }

    /// Looks at all, or again at those that lead to themselves.
    fn look(&mut self, again: bool) {
        let order = if again { &self.circular } else { &self.order };
        for &at in order {
            let (mut whole, mut meaning) = (Sum::default(), Sum::default());
            for (how, to) in &self.leads[at] {
                whole.add(&(how, self.prints.whole[*to]));
                meaning.add(&(how, self.prints.meaning[*to]));
            }
            let own = self.own[at];
            self.prints.whole[at] = one(&(own.0, whole.0));
            self.prints.meaning[at] = one(&(own.1, meaning.0));
        }
    }
}

/// Numbers of things in no order.
#[derive(Default)]
struct Sum(u64);

impl Sum {
    fn add(&mut self, it: &impl Hash) {
        self.0 = self.0.wrapping_add(one(it));
    }

    fn of<T: Hash>(all: impl IntoIterator<Item = T>) -> u64 {
        let mut sum = Self::default();
        all.into_iter().for_each(|it| sum.add(&it));
        sum.0
    }
}

fn one(it: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    it.hash(&mut hasher);
    hasher.finish()
}

/// What a schema leads to, each with what by. The members of lists whose order says nothing are alike.
fn leads(api: &Api, subtypes: &Subtypes, id: SchemaId) -> Vec<(u64, usize)> {
    let schema = api.schema(id);
    let all = edges(schema).map(|it| {
        use crate::analysis::walk::Keyword;
        let how = match it.keyword {
            Keyword::AllOf(_) => one(&"allOf"),
            Keyword::AnyOf(_) => one(&"anyOf"),
            Keyword::OneOf(_) => one(&"oneOf"),
            other => one(&format!("{other:?}")),
        };
        (how, it.target.index())
    });
    let mut all: Vec<(u64, usize)> = all.collect();
    if schema.discriminator.is_some() {
        // What they are called leads to them.
        let named = |id: &SchemaId| one(&(&api.schema(*id).origin.name, "branch"));
        let branches = schema.one_of.iter().chain(&schema.any_of);
        all.extend(
            branches
                .chain(subtypes.of_base(id))
                .map(|it| (named(it), it.index())),
        );
    }
    all
}

/// What a schema says by itself, order aside.
fn own(api: &Api, it: &Schema) -> (u64, u64) {
    let number = |text: &Option<std::sync::Arc<str>>| {
        text.as_ref()
            .map(|it| crate::node::Value::Number(it.clone()))
    };
    let bound = |it: &Option<crate::model::Bound>| {
        it.as_ref()
            .map(|it| (crate::node::Value::Number(it.limit.clone()), it.exclusive))
    };
    let (array, object, string) = (&*it.array, &*it.object, &*it.string);
    let additional = |it: &Additional| match it {
        Additional::Unsaid => 0,
        Additional::Any => 1,
        Additional::None => 2,
        Additional::Schema(_) => 3,
    };
    let is_empty_reference = it.reference_with_siblings && api.dialect < Dialect::OpenApi31;
    let meaning = one(&(
        (
            Sum::of(it.types.iter()),
            it.nullable != Nullable::No,
            it.nullable == Nullable::Keyword,
            &it.format,
            it.values.as_ref().map(|it| Sum::of(&it.values)),
            bound(&it.number.minimum),
            bound(&it.number.maximum),
            number(&it.number.multiple_of),
        ),
        (
            string.min_length,
            string.max_length,
            &string.pattern,
            it.never,
            is_empty_reference,
        ),
        (
            array.min_items,
            array.max_items,
            array.unique,
            array.min_contains,
            array.max_contains,
        ),
        (
            array.prefix.len(),
            it.all_of.len(),
            it.any_of.len(),
            it.one_of.len(),
        ),
        (
            Sum::of(&object.required),
            additional(&object.additional),
            additional(&object.unevaluated),
            Sum::of(&object.dependent_required),
            object.min_properties,
            object.max_properties,
        ),
        it.discriminator.as_ref().map(|it| &it.property),
        (
            it.annotations.read_only,
            it.annotations.write_only,
            &it.annotations.content_encoding,
        ),
    ));
    let says = &it.annotations;
    let whole = one(&(
        meaning,
        (
            &says.title,
            &says.description,
            &says.default,
            says.deprecated,
            &says.content_media_type,
        ),
        says.examples.iter().map(example).collect::<Vec<_>>(),
        says.external_docs.as_deref().map(external_docs),
        Sum::of(says.extensions.iter()),
        ["contentSchema", "xml", "$comment"].map(|name| it.keyword(name)),
    ));
    (whole, meaning)
}

/// The number of an example.
pub fn example(it: &Example) -> u64 {
    one(&(
        &it.name,
        &it.summary,
        &it.description,
        &it.value,
        &it.serialized,
        &it.external,
    ))
}

fn external_docs(it: &ExternalDocs) -> u64 {
    one(&(&it.url, &it.description))
}

#[cfg(test)]
mod tests {
    use super::of_both;
    use crate::analysis::subtypes::Subtypes;
    use crate::testing::schemas;

    #[test]
    fn a_change_is_seen_by_whatever_leads_to_it() {
        let text = "A: {type: object, properties: {b: {$ref: '#/components/schemas/B'}, c: {type: string}}}
             B: {type: object, properties: {a: {$ref: '#/components/schemas/A'}, d: {$ref: '#/components/schemas/D'}}}
             D: {type: array, items: {$ref: '#/components/schemas/B'}}
             E: {type: object, required: [x, y]}";
        let (old, new) = (
            schemas(text),
            schemas(&text.replace("c: {type: string}", "c: {type: integer}")),
        );
        let (a, b) = (Subtypes::of(&old), Subtypes::of(&new));
        let (of_old, of_new) = of_both((&old, &a), (&new, &b));
        for (name, id) in &old.components {
            let same = of_old.whole(*id) == of_new.whole(new.components[name]);
            assert_eq!(same, &**name == "E", "{name}");
        }
    }

    #[test]
    fn order_and_words_do_not_count() {
        let old = schemas(
            "A: {type: object, required: [x, y], description: one, properties: {x: {enum: [1, 2]}, y: {type: string}}}",
        );
        let new = schemas(
            "A: {type: object, required: [y, x], description: two, properties: {y: {type: string}, x: {enum: [2.0, 1]}}}",
        );
        let (a, b) = (Subtypes::of(&old), Subtypes::of(&new));
        let (of_old, of_new) = of_both((&old, &a), (&new, &b));
        let (old, new) = (old.components["A"], new.components["A"]);
        assert_eq!(of_old.meaning(old), of_new.meaning(new));
        assert_ne!(of_old.whole(old), of_new.whole(new));
    }
}
