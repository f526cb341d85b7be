//! What schemas say together through `allOf`, `anyOf` and `oneOf`: which properties are described, which types are left.

use std::collections::{HashMap, HashSet};

use super::Checker;
use crate::analysis::conjunction::all_of;
use crate::catalogue as code;
use crate::diagnostic::printable;
use crate::model::{Additional, Api, JsonType, Nullable, Schema, SchemaId};
use crate::node::Node;
use crate::source::Place;

/// How many schemas are looked at around one, before what it says is taken on trust.
const MAX_AROUND: usize = 500;
/// How many unions within one another are looked at for a property that all their branches have.
const MAX_UNIONS: usize = 4;
/// How many schemas are looked at in all.
const MAX_VISITS: usize = 2_000_000;

impl Checker<'_> {
    /// Warns of required properties that are described nowhere, and of `allOf`s whose parts exclude each other.
    pub(super) fn required(&mut self) {
        let parents = parents(self.api);
        let mut visits = MAX_VISITS;
        for (id, schema) in self.each_schema() {
            let missing = undescribed(schema);
            if !missing.is_empty() && visits > 0 {
                self.undefined_required(id, missing, &parents, &mut visits);
            }
            if !schema.all_of.is_empty() && visits > 0 {
                self.contradicting_parts(id, &mut visits);
                self.closed_parts(id, &mut visits);
            }
        }
    }

    fn undefined_required(
        &mut self,
        id: SchemaId,
        mut missing: Vec<&str>,
        parents: &[Vec<SchemaId>],
        visits: &mut usize,
    ) {
        // `allOf: [{$ref: Base}, {required: [name]}]`: what is required may be described by another branch.
        let Some(around) = around(self.api, id, parents) else {
            *visits = visits.saturating_sub(MAX_AROUND);
            return;
        };
        *visits = visits.saturating_sub(around.len());
        for other in &around {
            let other = self.api.schema(*other);
            if invites(other) {
                return;
            }
            missing.retain(|name| !other.object.properties.contains_key(*name));
        }
        if missing.is_empty() {
            return;
        }
        let schema = self.api.schema(id);
        let written = schema.keyword("required").and_then(Node::as_array);
        let places: HashMap<&str, Place> = written
            .unwrap_or_default()
            .iter()
            .filter_map(|it| Some((it.as_str()?, it.place)))
            .collect();
        let known: Vec<&str> = around
            .iter()
            .flat_map(|it| self.api.schema(*it).object.properties.keys())
            .map(|it| &**it)
            .take(200)
            .collect();
        for name in missing {
            let place = places.get(name).copied().unwrap_or(schema.origin.place);
            let message = format!(
                "`{}` is required, and no property is called so",
                printable(name)
            );
            let help = match self.nearest(name, &known) {
                Some(near) => format!("did you mean `{}`?", printable(near)),
                None => "describe it in `properties`, or take it out of `required`".to_owned(),
            };
            self.warn(code::UNDEFINED_REQUIRED, place, message, help);
        }
    }

    fn nearest<'n>(&mut self, name: &str, known: &[&'n str]) -> Option<&'n str> {
        self.comparisons = self.comparisons.checked_sub(known.len())?;
        crate::nearest::nearest(name, known.iter().copied())
    }

    /// `allOf` of a string and an object, or of two lists: nothing is both, or in both.
    fn contradicting_parts(&mut self, id: SchemaId, visits: &mut usize) {
        let api = self.api;
        let mut included = all_of(api, id, MAX_AROUND);
        let mut left: Option<Vec<JsonType>> = None;
        let mut listed: Option<HashSet<&Node>> = None;
        for it in included.by_ref() {
            let schema = api.schema(it);
            if schema.nullable != Nullable::No {
                break;
            }
            if let Some(it) = &schema.values {
                *visits = visits.saturating_sub(it.values.len());
                let values = it.values.iter();
                let common: HashSet<&Node> = match &listed {
                    None => values.collect(),
                    Some(known) => values.filter(|it| known.contains(it)).collect(),
                };
                if common.is_empty() && listed.is_some() {
                    let message = "no value is in each `enum` and `const` of this `allOf`; its type goes by the first of them";
                    let place = api.schema(id).place_of_name("allOf");
                    let help =
                        "list a value that is meant in all of them; `oneOf` lists alternatives";
                    self.warn(code::IMPOSSIBLE_SCHEMA, place, message, help);
                    break;
                }
                listed = Some(common);
            }
            if schema.types.is_empty() {
                continue;
            }
            let types: Vec<JsonType> = match &left {
                None => schema.types.iter().collect(),
                Some(types) => common(types, schema),
            };
            if types.is_empty() {
                let before = left.unwrap_or_default();
                let names: Vec<&str> = before.iter().map(|it| it.as_str()).collect();
                let others: Vec<&str> = schema.types.iter().map(JsonType::as_str).collect();
                let message = format!(
                    "nothing is of type {} and of type {}, as the parts of this `allOf` ask",
                    names.join(" or "),
                    others.join(" or ")
                );
                let place = api.schema(id).place_of_name("allOf");
                let help = "mend the type of one of them; `oneOf` lists alternatives";
                self.warn(code::IMPOSSIBLE_SCHEMA, place, message, help);
                break;
            }
            left = Some(types);
        }
        *visits = visits.saturating_sub(1 + included.steps());
    }

    /// `allOf` of a part that accepts no further properties, and of another one that describes some.
    fn closed_parts(&mut self, id: SchemaId, visits: &mut usize) {
        let api = self.api;
        let mut included = all_of(api, id, MAX_AROUND);
        let parts: Vec<SchemaId> = included.by_ref().collect();
        *visits = visits.saturating_sub(1 + included.steps());
        if included.is_cut_short() {
            return;
        }
        // One that is closed as a whole, by `unevaluatedProperties`, knows what its parts describe.
        let is_closed = |it: &&SchemaId| {
            let schema = api.schema(**it);
            schema.object.additional == Additional::None && schema.object.patterns.is_empty()
        };
        let Some(closed) = parts.iter().find(is_closed) else {
            return self.typed_parts(id, &parts, visits);
        };
        let known = &api.schema(*closed).object.properties;
        let others = parts.iter().filter(|it| *it != closed);
        let described = others.flat_map(|it| api.schema(*it).object.properties.keys());
        let mut counted = described.take(*visits).inspect(|_| *visits -= 1);
        let Some(excluded) = counted.find(|it| !known.contains_key(*it)) else {
            return;
        };
        let message = format!(
            "a part of this `allOf` accepts no property but its own, which excludes `{}` of another part",
            printable(excluded)
        );
        let help = "take `additionalProperties: false` away from the parts; from 3.1 on `unevaluatedProperties: false` closes the whole";
        let place = api.schema(id).place_of_name("allOf");
        self.warn(code::IMPOSSIBLE_SCHEMA, place, message, help);
    }

    /// `allOf` of a part that has a schema for all properties but its own, and of another one that describes some: those
    /// are held against both.
    fn typed_parts(&mut self, id: SchemaId, parts: &[SchemaId], visits: &mut usize) {
        let api = self.api;
        for part in parts {
            let rules = &api.schema(*part).object;
            let Additional::Schema(further) = rules.additional else {
                continue;
            };
            let further = api.schema(further);
            if further.types.is_empty() {
                continue;
            }
            let others = parts.iter().filter(|it| *it != part);
            let described = others.flat_map(|it| &api.schema(*it).object.properties);
            let mut counted = described.take(*visits).inspect(|_| *visits -= 1);
            let contradicted = counted.find(|(name, property)| {
                let property = api.schema(**property);
                let types: Vec<JsonType> = property.types.iter().collect();
                let is_looked_at =
                    !rules.properties.contains_key(*name) && rules.patterns.is_empty();
                is_looked_at && !types.is_empty() && common(&types, further).is_empty()
            });
            let Some((name, _)) = contradicted else {
                continue;
            };
            let message = format!(
                "`additionalProperties` in a part of this `allOf` speaks of every property that the part does not list, and no value of `{}` of another part satisfies it",
                printable(name)
            );
            let help = "list the property beside `additionalProperties`, or from 3.1 on write `unevaluatedProperties` beside the `allOf`";
            let place = api.schema(*part).place_of_name("additionalProperties");
            let place = match place.line {
                0 => api.schema(id).place_of_name("allOf"),
                _ => place,
            };
            self.warn(code::IMPOSSIBLE_SCHEMA, place, message, help);
            return;
        }
    }

    /// Whether every value of a schema is an object that may have a described property of that name. Where that takes
    /// looking at more schemas than any sound document has around one, it is assumed.
    pub(super) fn has_property(&self, id: SchemaId, name: &str) -> bool {
        let asked = |it: &Schema| it.object.properties.contains_key(name) || invites(it);
        every_way(self.api, id, &asked, 0, &mut HashMap::new())
    }

    /// Whether a value of a schema has to have a property.
    pub(super) fn requires_property(&self, id: SchemaId, name: &str) -> bool {
        let asked = |it: &Schema| it.object.required.contains(name);
        every_way(self.api, id, &asked, 0, &mut HashMap::new())
    }
}

/// Whether each way to satisfy a schema takes one that a question is answered by with yes. `known` has what was found of each
/// schema; one that is still being looked at leads back to itself, which settles nothing against it.
fn every_way(
    api: &Api,
    id: SchemaId,
    asked: &dyn Fn(&Schema) -> bool,
    depth: usize,
    known: &mut HashMap<SchemaId, bool>,
) -> bool {
    if depth > MAX_UNIONS || known.len() > MAX_AROUND {
        return true;
    }
    if let Some(it) = known.get(&id) {
        return *it;
    }
    known.insert(id, true);
    let mut included = all_of(api, id, MAX_AROUND);
    let found = included.by_ref().any(|it| {
        let schema = api.schema(it);
        if asked(schema) {
            return true;
        }
        let unions = [&schema.one_of, &schema.any_of];
        unions.into_iter().any(|branches| {
            let is_looked_at = !branches.is_empty() && branches.len() <= MAX_AROUND;
            let mut branches = branches.iter();
            is_looked_at && branches.all(|it| every_way(api, *it, asked, depth + 1, known))
        })
    });
    let found = found || included.is_cut_short();
    known.insert(id, found);
    found
}

/// The types that are left of some where a schema has its own.
fn common(types: &[JsonType], schema: &Schema) -> Vec<JsonType> {
    let allows = |it: JsonType| {
        schema.types.contains(it)
            || it == JsonType::Integer && schema.types.contains(JsonType::Number)
    };
    let mut left: Vec<JsonType> = types.iter().copied().filter(|it| allows(*it)).collect();
    if types.contains(&JsonType::Number)
        && schema.types.contains(JsonType::Integer)
        && !left.contains(&JsonType::Integer)
    {
        left.push(JsonType::Integer);
    }
    left
}

/// The required properties that a schema itself does not describe. None where it invites any.
fn undescribed(schema: &Schema) -> Vec<&str> {
    if schema.object.required.is_empty() || invites(schema) {
        return Vec::new();
    }
    let names = schema.object.required.iter().map(|it| &**it);
    names
        .filter(|it| !schema.object.properties.contains_key(*it))
        .collect()
}

/// Whether a schema says that there are properties it does not list.
fn invites(schema: &Schema) -> bool {
    matches!(
        schema.object.further(),
        Additional::Any | Additional::Schema(_)
    ) || !schema.object.patterns.is_empty()
}

/// By which schemas each is combined with others.
fn parents(api: &Api) -> Vec<Vec<SchemaId>> {
    let mut parents: Vec<Vec<SchemaId>> = vec![Vec::new(); api.schemas.len()];
    for id in api.schema_ids() {
        let not = api.schema(id).not;
        for inner in combined(api.schema(id)).chain(not) {
            parents[inner.index()].push(id);
        }
    }
    parents
}

/// The schemas that a schema combines by `allOf`, `anyOf`, `oneOf`, `if`, `then`, `else` and `dependentSchemas`.
fn combined(schema: &Schema) -> impl Iterator<Item = SchemaId> + '_ {
    let lists = [&schema.all_of, &schema.any_of, &schema.one_of];
    let condition = &*schema.condition;
    let condition = [condition.when, condition.then, condition.otherwise];
    let all = lists.into_iter().flatten();
    let all = all.chain(schema.object.dependent_schemas.values());
    all.copied().chain(condition.into_iter().flatten())
}

/// A schema, those it is combined into, and all that these are made of; `None` where they are too many.
fn around(api: &Api, id: SchemaId, parents: &[Vec<SchemaId>]) -> Option<HashSet<SchemaId>> {
    let mut above = HashSet::new();
    reach(&mut above, vec![id], |it| {
        parents[it.index()].iter().copied()
    })?;
    let roots: Vec<SchemaId> = above.into_iter().collect();
    let mut around = HashSet::new();
    reach(&mut around, roots, |it| combined(api.schema(it)))?;
    Some(around)
}

/// Adds what these schemas lead to, themselves included; `None` where that is too many.
fn reach<S: Iterator<Item = SchemaId>>(
    found: &mut HashSet<SchemaId>,
    roots: Vec<SchemaId>,
    successors: impl Fn(SchemaId) -> S,
) -> Option<()> {
    let mut open = roots;
    found.extend(&open);
    while let Some(next) = open.pop() {
        for it in successors(next) {
            if found.insert(it) {
                open.push(it);
            }
            if found.len() > MAX_AROUND {
                return None;
            }
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::{every_way, invites};
    use crate::model::Schema;
    use crate::testing::schemas;
    use std::collections::HashMap;

    #[test]
    fn a_property_may_be_described_anywhere_around() {
        let api = schemas(
            "Own: {properties: {kind: {type: string}}}
             Part: {allOf: [{title: x}, {$ref: '#/components/schemas/Own'}]}
             Both: {oneOf: [{$ref: '#/components/schemas/Own'}, {$ref: '#/components/schemas/Part'}]}
             One: {oneOf: [{$ref: '#/components/schemas/Own'}, {type: string}]}
             Inviting: {additionalProperties: true}
             None: {type: object}",
        );
        for (name, expected) in [
            ("Own", true),
            ("Part", true),
            ("Both", true),
            ("One", false),
            ("Inviting", true),
            ("None", false),
        ] {
            let id = api.components[name];
            let asked = |it: &Schema| it.object.properties.contains_key("kind") || invites(it);
            let found = every_way(&api, id, &asked, 0, &mut HashMap::new());
            assert_eq!(found, expected, "{name}");
        }
    }

    /// Reading comes to an end: sixteen levels, each with the next one ten times in an `allOf` and a `oneOf`.
    #[test]
    fn parts_that_share_their_parts_are_looked_at_once() {
        let level = |it: usize| {
            let next = format!("{{$ref: '#/components/schemas/L{}'}}", it + 1);
            let ten = vec![next; 10].join(", ");
            let keyword = if it.is_multiple_of(2) {
                "allOf"
            } else {
                "oneOf"
            };
            format!("L{it}: {{type: object, {keyword}: [{ten}]}}")
        };
        let mut lines: Vec<String> = (0..16).map(level).collect();
        lines.push("L16: {type: object}".to_owned());
        lines.push("Base: {type: object, allOf: [{$ref: '#/components/schemas/L0'}], discriminator: {propertyName: kind}}".to_owned());
        let api = schemas(&lines.join("\n"));
        assert_eq!(api.components.len(), 18);
    }
}
