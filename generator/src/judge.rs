//! A value of the document and a schema → whether the value satisfies it, by the judge that servers have.
//!
//! Schemas are described for the judge when a value is first held against them, and each once.

use std::borrow::Cow;
use std::sync::OnceLock;

use verbatim_runtime::description::Map;
use verbatim_runtime::json::{Number, Tree};
use verbatim_runtime::validator::{
    Budget, Detail, Exhausted, Id, PatternLimits, Schemas, UNKNOWN_PROPERTY,
};

use crate::analysis::subtypes::Subtypes;
use crate::describe::{self, Context, Direction, FreeValue};
use crate::model::{Api, SchemaId};
use crate::node::{Node, Value};
use crate::source::Place;

/// How many steps one value may take.
const MAX_STEPS_EACH: u64 = 100_000;
/// Which patterns of a document are compiled: this many, of this length, to this size.
const PATTERNS: PatternLimits = PatternLimits {
    count: 300,
    length: 4_000,
    size: 200_000,
};

/// A part of a value that a schema rejects.
#[derive(Debug, Clone)]
pub struct Violation {
    /// Where the part stands.
    pub place: Place,
    /// What is wrong with it: `it must be an integer, found a string`.
    pub message: String,
}

/// Where a value is not what a schema asks for.
#[derive(Debug)]
pub struct Fault {
    /// A JSON pointer into the value.
    pub pointer: String,
    /// Whether a property stands there that must not.
    pub is_unknown: bool,
}

/// What judging a value came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The schema accepts the value.
    Valid,
    /// It does not.
    Invalid,
    /// That cannot be told: by the engine for patterns, or in the steps it may take.
    Unknown,
}

/// Judges values of a document by its schemas, within a number of steps.
pub struct Judge<'a> {
    api: &'a Api,
    direction: Direction,
    context: &'a OnceLock<Context>,
    described: Option<describe::Schemas<'a, Tree<'static>>>,
    schemas: Schemas,
    /// What each schema is to the judge, if it has been described.
    ids: Vec<Option<Id>>,
    left: u64,
}

impl FreeValue for Tree<'static> {
    fn of(node: &Node) -> Self {
        tree(node).into_owned()
    }

    fn number(digits: &str) -> Option<Self> {
        number(digits).map(|it| Tree::Number(it.into_owned()))
    }

    fn null() -> Self {
        Tree::Null
    }
}

impl<'a> Judge<'a> {
    /// A judge who has so many steps for all values. What discriminators lead to is found once somebody asks.
    pub fn new(api: &'a Api, context: &'a OnceLock<Context>, steps: u64) -> Self {
        Self::towards(api, context, steps, Direction::Either)
    }

    /// The same for values that go one way: what is `readOnly` is no part of a request, what is `writeOnly` is not asked of
    /// a response.
    pub fn towards(
        api: &'a Api,
        context: &'a OnceLock<Context>,
        steps: u64,
        direction: Direction,
    ) -> Self {
        Self {
            api,
            direction,
            context,
            described: None,
            schemas: Schemas::limited(PATTERNS),
            ids: Vec::new(),
            left: steps,
        }
    }

    /// Whether the steps for all values are used up.
    pub fn is_spent(&self) -> bool {
        self.left == 0
    }

    /// Whether a schema accepts a value.
    pub fn judge(&mut self, schema: SchemaId, value: &Node) -> Verdict {
        self.judge_made(schema, &tree(value))
    }

    /// Whether a schema accepts a value that is made.
    pub fn judge_made(&mut self, schema: SchemaId, value: &Tree<'_>) -> Verdict {
        let steps = self.left.min(MAX_STEPS_EACH);
        let budget = Budget::new(steps);
        let verdict = self.described(schema, &budget).and_then(|id| {
            budget.spend(value.size() / 16)?;
            self.schemas.accepts(id, value, &budget)
        });
        self.left -= steps - budget.left();
        match verdict {
            Ok(true) => Verdict::Valid,
            Ok(false) => Verdict::Invalid,
            Err(Exhausted) => Verdict::Unknown,
        }
    }

    /// How many steps are left for further values.
    pub fn left(&self) -> u64 {
        self.left
    }

    /// Why a schema rejects a value, if it does: the first thing that is wrong.
    pub fn explain(&mut self, schema: SchemaId, value: &Node) -> Option<Violation> {
        let details = self.spend(schema, value, Schemas::explain).ok()?;
        details.into_iter().next().map(|it| violation(value, it))
    }

    /// All that is wrong with a value, as far as it is told; nothing where a schema accepts it, `None` where that is not known.
    pub fn faults(&mut self, schema: SchemaId, value: &Node) -> Option<Vec<Fault>> {
        let details = self.spend(schema, value, Schemas::explain).ok()?;
        let faults = details.into_iter().map(|it| Fault {
            is_unknown: it.detail == UNKNOWN_PROPERTY,
            pointer: it.pointer,
        });
        Some(faults.collect())
    }

    fn spend<T>(
        &mut self,
        schema: SchemaId,
        value: &Node,
        ask: impl FnOnce(&Schemas, Id, &Tree<'_>, &Budget) -> Result<T, Exhausted>,
    ) -> Result<T, Exhausted> {
        let steps = self.left.min(MAX_STEPS_EACH);
        let budget = Budget::new(steps);
        let answer = self.described(schema, &budget).and_then(|id| {
            let value = tree(value);
            budget.spend(value.size() / 16)?;
            ask(&self.schemas, id, &value, &budget)
        });
        self.left -= steps - budget.left();
        answer
    }

    /// What a schema is to the judge, described with all that it leads to.
    fn described(&mut self, schema: SchemaId, budget: &Budget) -> Result<Id, Exhausted> {
        if let Some(Some(id)) = self.ids.get(schema.index()) {
            return Ok(*id);
        }
        // Where no steps are left, nothing is described either.
        budget.spend(1)?;
        self.ids.resize(self.api.schemas.len(), None);
        let (api, context, direction) = (self.api, self.context, self.direction);
        let described = self.described.get_or_insert_with(|| {
            let context = context.get_or_init(|| Context::new(api, Subtypes::of(api)));
            describe::Schemas::new(api, context, direction)
        });
        let before = described.looked_at();
        let root = described.of(schema);
        let mut named = Map::default();
        while let Some(it) = described.next_named() {
            named.0.push(it);
        }
        budget.spend(named.0.len() as u64 + described.looked_at() - before)?;
        self.schemas.extend(named);
        let id = self.schemas.add(root);
        self.ids[schema.index()] = Some(id);
        Ok(id)
    }
}

/// What is wrong with a part of a value, at the part itself. What is missing is told where it should be.
fn violation(value: &Node, it: Detail) -> Violation {
    let mut part = value;
    let mut place = value.place;
    for segment in it.pointer.split('/').skip(1) {
        let name = crate::node::pointer_name(segment);
        let found = match &part.value {
            Value::Object(members) => members.entry(&name).map(|(key, it)| (key.place, it)),
            Value::Array(items) => {
                let item = name.parse().ok().and_then(|at: usize| items.get(at));
                item.map(|it| (it.place, it))
            }
            _ => None,
        };
        let Some((named, next)) = found else {
            break;
        };
        part = next;
        // A member that should not be there is told at its name.
        let is_name = next.place.line == 0 || it.detail == UNKNOWN_PROPERTY;
        place = if is_name { named } else { next.place };
    }
    let subject = match it.pointer.as_str() {
        "" => "it".to_owned(),
        pointer => format!("`{}`", crate::diagnostic::printable(pointer)),
    };
    Violation {
        place,
        message: format!("{subject} {}", crate::diagnostic::printable(&it.detail)),
    }
}

/// A value of the document as the judge takes it. A number that JSON cannot write is the string of its digits.
fn tree(node: &Node) -> Tree<'_> {
    match &node.value {
        Value::Null => Tree::Null,
        Value::Bool(it) => Tree::Bool(*it),
        Value::Number(digits) => match number(digits) {
            Some(it) => Tree::Number(it),
            None => Tree::String(Cow::Borrowed(digits)),
        },
        Value::String(text) => Tree::String(Cow::Borrowed(text)),
        Value::Array(items) => Tree::Array(items.iter().map(tree).collect()),
        Value::Object(members) => {
            let members = members.iter();
            Tree::Object(
                members
                    .map(|(key, it)| (Cow::Borrowed(&*key.text), tree(it)))
                    .collect(),
            )
        }
    }
}

/// A number of the document: as it stands, or as JSON spells it (`.5`).
pub fn number(digits: &str) -> Option<Number<'_>> {
    Number::new(digits).or_else(|| Number::from_f64(digits.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::{Judge, Verdict};
    use std::sync::OnceLock;

    use crate::model::Api;
    use crate::node::{Node, Value};
    use crate::source::Place;
    use crate::testing::schemas;

    /// What the example of a schema is, by its schema: the reason, `valid` or `unknown`.
    fn verdict(api: &Api, name: &str) -> String {
        let id = api.components[name];
        let examples = &api.schema(id).annotations.examples;
        let value = examples.first().and_then(|it| it.value.as_ref());
        let value = value.expect("each schema of these tests has an example");
        let context = OnceLock::new();
        let mut judge = Judge::new(api, &context, 1_000_000);
        match judge.judge(id, value) {
            Verdict::Valid => "valid".to_owned(),
            Verdict::Unknown => "unknown".to_owned(),
            Verdict::Invalid => match judge.explain(id, value) {
                Some(it) => it.message,
                None => panic!("{name}: what is invalid has a reason"),
            },
        }
    }

    #[test]
    fn a_verdict_is_that_of_a_server() {
        let api = schemas(
            "Enum: {enum: [1, a], examples: [1.0]}
             Type: {type: integer, examples: [x]}
             Bound: {type: number, exclusiveMinimum: 1, examples: [1]}
             Large: {type: integer, minimum: 9223372036854775808, examples: [9223372036854775807]}
             Pattern: {type: string, pattern: '^a+$', examples: [ab]}
             Lookahead: {type: string, pattern: '^(?!b)a', examples: [ab]}
             Unfollowed: {type: string, pattern: '[\\uD800-\\uDBFF]', examples: [ab]}
             Format: {type: string, format: uuid, examples: [no uuid]}
             If: {if: {type: string}, then: {minLength: 5}, examples: [a]}
             Missing: {type: object, required: [a], examples: [{b: 1}]}
             ReadOnly: {type: object, required: [a], properties: {a: {readOnly: true}}, examples: [{b: 1}]}
             Closed: {type: object, properties: {a: {}}, additionalProperties: false, examples: [{b: 1}]}
             Parts: {allOf: [{properties: {a: {}}, additionalProperties: false}, {properties: {b: {}}}], examples: [{a: 1, b: 2}]}
             Rest: {allOf: [{properties: {a: {}}}], unevaluatedProperties: false, examples: [{a: 1, b: 2}]}
             Unique: {type: array, uniqueItems: true, examples: [[1, {a: 1, b: 2}, {b: 2.0, a: 1}]]}
             Not: {not: {type: string}, examples: [a]}
             OneOf: {oneOf: [{type: string}, {type: integer}], examples: [true]}
             Both: {oneOf: [{type: integer}, {type: number}], examples: [1]}
             Never: {properties: {a: false}, examples: [{a: 1}]}
             Base: {type: object, properties: {k: {type: string}}, discriminator: {propertyName: k}, examples: [{k: Sub, n: x}]}
             Sub: {allOf: [{$ref: '#/components/schemas/Base'}, {properties: {n: {type: integer}}}]}",
        );
        for (name, expected) in [
            ("Enum", "valid"),
            ("Type", "it must be an integer, found a string"),
            ("Bound", "it must be greater than 1"),
            ("Large", "it must be at least 9223372036854775808"),
            ("Pattern", "it must match the pattern ^a+$"),
            ("Lookahead", "valid"),
            ("Unfollowed", "unknown"),
            ("Format", "it must be a UUID"),
            ("If", "it must have at least 5 characters"),
            ("Missing", "`/a` is required"),
            ("ReadOnly", "valid"),
            ("Closed", "`/b` is not a known property"),
            ("Parts", "`/b` is not a known property"),
            ("Rest", "`/b` is not a known property"),
            ("Unique", "`/2` must differ from every item before it"),
            ("Not", "it must not be of the excluded kind"),
            (
                "OneOf",
                "it must be an integer or a string, found a boolean",
            ),
            ("Both", "it must match one alternative, and matches 2"),
            ("Never", "`/a` is not allowed"),
            ("Base", "`/n` must be an integer, found a string"),
        ] {
            assert_eq!(verdict(&api, name), expected, "{name}");
        }
    }

    #[test]
    fn what_is_given_up_is_unknown() {
        let api = schemas("Text: {type: string, pattern: '^(?=(a+))(a|aa|b\\1)+$'}");
        let text = api.components["Text"];
        let place = Place::default();
        let context = OnceLock::new();
        let mut judge = Judge::new(&api, &context, 1_000_000);
        let value = Node::string(format!("{}!", "a".repeat(60)), place);
        assert_eq!(judge.judge(text, &value), Verdict::Unknown);
        let mut spent = Judge::new(&api, &context, 1);
        assert_eq!(spent.judge(text, &value), Verdict::Unknown);
        let null = Node::new(Value::Null, place);
        assert_eq!(spent.judge(text, &null), Verdict::Unknown);
        assert!(spent.is_spent());
    }
}
