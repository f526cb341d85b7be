//! A schema → values that the judge accepts or refuses, or none where none was found.
//!
//! ```text
//! schema ─draw▶ values that come to mind ─judge▶ those that are accepted, those that are refused
//! ```
//!
//! Nothing is claimed that the judge has not confirmed: a value that is not found may exist all the same. Work is bounded by
//! the number of nodes that are made and the steps of the judge, whatever the schema.

mod arbitrary;
mod arrays;
pub mod draw;
pub mod members;
mod mending;
mod objects;
mod scalars;
pub mod text;

use std::cmp::Reverse;
use std::sync::OnceLock;

use crate::analysis::facets::Together;
use crate::analysis::subtypes::Subtypes;
use crate::describe::{Context, Direction};
use crate::judge::{Judge, Verdict};
use crate::model::{Api, SchemaId};
use crate::node::Node;
use draw::{Document, Draw};
use text::Chance;

/// How many nodes are made for one question.
const MAX_NODES: usize = 60_000;
/// How many steps of the judge one question may take.
const MAX_STEPS: u64 = 3_000_000;
/// How often a value by chance is tried.
const ATTEMPTS: usize = 6;

/// What there is to know of a document before values are made for its schemas.
pub struct Samples<'a> {
    api: &'a Api,
    subtypes: OnceLock<Subtypes>,
    context: OnceLock<Context>,
}

impl<'a> Samples<'a> {
    /// Nothing is looked at yet.
    pub fn of(api: &'a Api) -> Self {
        Self {
            api,
            subtypes: OnceLock::new(),
            context: OnceLock::new(),
        }
    }

    /// What discriminators lead to.
    pub fn subtypes(&self) -> &Subtypes {
        self.subtypes.get_or_init(|| Subtypes::of(self.api))
    }

    /// The document to draw from.
    pub fn document(&self) -> Document<'_> {
        Document {
            api: self.api,
            subtypes: self.subtypes(),
        }
    }

    /// A judge of values that go one way, with so many steps for all of them.
    pub fn judge(&self, direction: Direction, steps: u64) -> Judge<'_> {
        Judge::towards(self.api, &self.context, steps, direction)
    }

    /// Values that a schema accepts, the most usual first, no more than so many. The same seed gives the same values.
    pub fn accepted(
        &self,
        schema: SchemaId,
        direction: Direction,
        seed: u64,
        most: usize,
    ) -> Vec<Node> {
        self.sifted(schema, direction, seed, most, Verdict::Valid)
    }

    /// Values that a schema refuses, no more than so many: next to those that it accepts where that is possible. The same
    /// seed gives the same values.
    pub fn refused(
        &self,
        schema: SchemaId,
        direction: Direction,
        seed: u64,
        most: usize,
    ) -> Vec<Node> {
        self.sifted(schema, direction, seed, most, Verdict::Invalid)
    }

    /// The most usual value that a schema accepts, of no more nodes than so many. What is made is taken from what is `left`.
    pub fn usual(
        &self,
        schema: SchemaId,
        direction: Direction,
        nodes: usize,
        left: &mut usize,
        judge: &mut Judge<'_>,
    ) -> Option<Node> {
        let schemas = Together::one(schema);
        let mut draw = self.draw(direction, 1);
        draw.left = nodes.min(*left);
        let before = draw.left;
        let values = draw.values(&schemas, None);
        *left -= before - draw.left;
        let is_accepted = |it: &Node| judge.judge(schema, it) == Verdict::Valid;
        if let Some(at) = values.iter().position(is_accepted) {
            return values.into_iter().nth(at);
        }
        let facets = draw.own.facets(&schemas);
        if facets.unions.is_empty() {
            return None;
        }
        let before = draw.left;
        // What says most of a branch is told apart by least.
        let mut values: Vec<Node> = values.into_iter().take(ATTEMPTS).collect();
        values.sort_by_cached_key(|it| Reverse(it.count(MAX_NODES)));
        let found = values
            .into_iter()
            .find_map(|it| draw.told_apart(&schemas, &facets, it, judge));
        *left = left.saturating_sub(before - draw.left);
        found
    }

    /// A value that a schema accepts, by chance: with every property that goes that way, and all else as the seed has it. The
    /// same seed gives the same value; `None` where none is found.
    pub fn arbitrary(&self, schema: SchemaId, direction: Direction, seed: u64) -> Option<Node> {
        let mut judge = self.judge(direction, MAX_STEPS);
        let mut draw = self.draw(direction, seed);
        draw.other = None;
        for _ in 0..ATTEMPTS {
            let value = draw.arbitrary(&Together::one(schema), &mut judge, 0);
            if let Some(value) = value.filter(|it| judge.judge(schema, it) == Verdict::Valid) {
                return Some(value);
            }
        }
        let mut all = self.accepted(schema, direction, seed, 12);
        let at = draw.chance.below(all.len() as u64) as usize;
        (!all.is_empty()).then(|| all.swap_remove(at))
    }

    fn sifted(
        &self,
        schema: SchemaId,
        direction: Direction,
        seed: u64,
        most: usize,
        wanted: Verdict,
    ) -> Vec<Node> {
        let schemas = Together::one(schema);
        let draw = |own: &Together, other| self.draw(direction, seed).values(own, other);
        let values = match wanted {
            Verdict::Valid | Verdict::Unknown => draw(&schemas, Some(&schemas)),
            Verdict::Invalid => {
                let mut values = draw(&Together::default(), Some(&schemas));
                // Those of the schema itself may miss a rule that the draw does not follow.
                values.extend(draw(&schemas, None));
                values
            }
        };
        let mut judge = self.judge(direction, MAX_STEPS);
        let mut found = Vec::new();
        for value in values {
            if found.len() >= most || judge.is_spent() {
                break;
            }
            if judge.judge(schema, &value) == wanted {
                found.push(value);
            }
        }
        found
    }

    fn draw(&self, direction: Direction, seed: u64) -> Draw<'_> {
        Draw {
            own: self.document(),
            other: Some(self.document()),
            direction,
            left: MAX_NODES,
            chance: Chance::of(seed),
        }
    }
}

/// Values of one document's schemas on both sides of each line that those of another one draw, the most telling first. `left`
/// is how many nodes may be made, here and later.
#[cfg(feature = "diff")]
pub fn telling(
    own: (Document<'_>, &Together),
    other: (Document<'_>, &Together),
    direction: Direction,
    left: &mut usize,
) -> Vec<Node> {
    let most = MAX_NODES.min(*left);
    let mut draw = Draw {
        own: own.0,
        other: Some(other.0),
        direction,
        left: most,
        chance: Chance::of(1),
    };
    let values = draw.values(own.1, Some(other.1));
    *left -= most - draw.left;
    values
}

#[cfg(test)]
mod tests {
    use super::Samples;
    use crate::describe::Direction;
    use crate::judge::Verdict;
    use crate::testing::schemas;

    #[test]
    fn what_is_found_is_confirmed() {
        let api = schemas(
            "Plain: {type: string}
             Pattern: {type: string, pattern: '^[A-Z]{2}-[0-9]+$', minLength: 6}
             Step: {type: number, multipleOf: 0.25, minimum: 3, exclusiveMaximum: 4}
             Format: {type: string, format: date-time}
             Pet: {type: object, required: [kind, name], properties: {kind: {const: pet}, name: {type: string, minLength: 3}, tags: {type: array, items: {type: string}, minItems: 2, uniqueItems: true}}, additionalProperties: false}
             Tree: {type: object, required: [value], properties: {value: {type: integer}, left: {$ref: '#/components/schemas/Tree'}}}
             Either: {oneOf: [{$ref: '#/components/schemas/Pet'}, {$ref: '#/components/schemas/Tree'}]}
             When: {type: object, required: [a], properties: {a: {type: integer}}, if: {properties: {a: {minimum: 5}}}, then: {required: [b]}}
             Sent: {type: string, format: http-date}
             Day: {type: string, format: date, pattern: '^19'}
             Instant: {type: string, format: date-time, pattern: '^.*\\+00:00$'}
             Precise: {type: object, required: [at], properties: {at: {type: string, format: date-time, pattern: '[.][0-9]{6}Z$'}}}
             Capitals: {type: string, format: uuid, pattern: '^[0-9A-F-]*$'}
             Has: {type: array, contains: {const: 7}, minContains: 2}
             Map: {type: object, propertyNames: {pattern: '^k'}, minProperties: 2, additionalProperties: {type: integer}}
             Pair: {type: array, prefixItems: [{type: integer}, {type: string}], items: false, minItems: 2}
             Needs: {type: object, properties: {a: {type: string}, b: {type: string}}, dependentRequired: {a: [b]}, minProperties: 1}",
        );
        let samples = Samples::of(&api);
        for (name, &id) in &api.components {
            let mut judge = samples.judge(Direction::Request, super::MAX_STEPS);
            let accepted = samples.accepted(id, Direction::Request, 1, 8);
            assert!(!accepted.is_empty(), "{name}: none accepted");
            for it in &accepted {
                assert_eq!(judge.judge(id, it), Verdict::Valid, "{name}: {it:?}");
            }
            let refused = samples.refused(id, Direction::Request, 1, 8);
            assert!(!refused.is_empty(), "{name}: none refused");
            for it in &refused {
                assert_eq!(judge.judge(id, it), Verdict::Invalid, "{name}: {it:?}");
            }
            assert_eq!(
                accepted,
                samples.accepted(id, Direction::Request, 1, 8),
                "{name}"
            );
        }
    }

    #[test]
    fn each_format_of_the_registry_has_a_value() {
        let formats = [
            "base64",
            "base64url",
            "byte",
            "char",
            "date",
            "date-time",
            "date-time-local",
            "decimal",
            "decimal128",
            "duration",
            "email",
            "hostname",
            "http-date",
            "idn-email",
            "ip",
            "ipv4",
            "ipv6",
            "iri",
            "iri-reference",
            "json-pointer",
            "media-range",
            "regex",
            "relative-json-pointer",
            "sf-binary",
            "sf-boolean",
            "sf-string",
            "sf-token",
            "time",
            "time-local",
            "uri",
            "uri-reference",
            "uri-template",
            "url",
            "uuid",
        ];
        let lines = formats.iter().enumerate();
        let lines = lines.map(|(at, it)| format!("F{at}: {{type: string, format: {it}}}\n"));
        let api = schemas(&lines.collect::<String>());
        let samples = Samples::of(&api);
        for (at, format) in formats.iter().enumerate() {
            let id = api.components[format!("F{at}").as_str()];
            let found = samples.accepted(id, Direction::Request, 1, 1);
            assert!(!found.is_empty(), "{format}");
        }
    }

    #[test]
    fn what_goes_one_way_alone_is_not_sent_the_other() {
        let api = schemas(
            "Account: {type: object, required: [id, secret], properties: {id: {type: string, readOnly: true}, secret: {type: string, writeOnly: true}}}",
        );
        let samples = Samples::of(&api);
        let id = api.components["Account"];
        for (direction, there, gone) in [
            (Direction::Request, "secret", "id"),
            (Direction::Response, "id", "secret"),
        ] {
            let values = samples.accepted(id, direction, 1, 20);
            assert!(
                values.iter().any(|it| it.get(there).is_some()),
                "{values:?}"
            );
            assert!(values.iter().all(|it| it.get(gone).is_none()), "{values:?}");
        }
    }

    #[test]
    fn maps_of_themselves_have_an_end() {
        let api = schemas(
            "Names: {type: object, additionalProperties: {$ref: '#/components/schemas/Names'}, propertyNames: {$ref: '#/components/schemas/Names'}}
             Maps: {type: object, additionalProperties: {$ref: '#/components/schemas/Maps'}, maxProperties: 3}
             Groups: {type: object, patternProperties: {'^g': {$ref: '#/components/schemas/Groups'}}, additionalProperties: false, minProperties: 1}",
        );
        let samples = Samples::of(&api);
        for (name, most) in [("Names", 1), ("Maps", 9)] {
            let id = api.components[name];
            let found = samples.accepted(id, Direction::Either, 1, 9);
            assert!((1..=most).contains(&found.len()), "{name}: {found:?}");
        }
        let groups = samples.accepted(api.components["Groups"], Direction::Either, 1, 9);
        assert!(groups.is_empty(), "{groups:?}");
    }

    #[test]
    fn what_has_no_value_has_no_sample() {
        let api = schemas(
            "Never: false
             Empty: {type: integer, minimum: 5, maximum: 4}
             Endless: {type: object, required: [next], properties: {next: {$ref: '#/components/schemas/Endless'}}}",
        );
        let samples = Samples::of(&api);
        for id in api.components.values() {
            assert!(samples.accepted(*id, Direction::Either, 1, 4).is_empty());
        }
    }
}
