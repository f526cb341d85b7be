//! A value that its schema refuses → one that it accepts, changed where it is refused and nowhere else.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::analysis::facets::{Facets, Together};
use crate::describe::Direction;
use crate::judge::{Fault, Judge, Verdict};
use crate::model::SchemaId;
use crate::node::{Node, Object, Value, pointer_name};
use crate::sample::Samples;
use crate::sample::members::{Members, array, as_members, further, object, set};

/// How often a value is looked at for what is wrong with it.
const MAX_ROUNDS: usize = 8;
/// How many nodes are drawn for a part.
const NODES: usize = 600;
/// How many branches of a union are looked at for a property.
const MAX_BRANCHES: usize = 24;
/// How many schemas, properties and branches that are looked through count for a node that is drawn.
const LOOKED_AT: usize = 8;

/// The way to a part of a value: names and indices.
type Path<'p> = Vec<Cow<'p, str>>;

impl Samples<'_> {
    /// The value with other parts where a schema refuses them, and without those that it need not have and that none is
    /// found for. What is made is taken from what is `left`.
    pub fn mended(
        &self,
        schema: SchemaId,
        direction: Direction,
        value: Node,
        left: &mut usize,
        judge: &mut Judge<'_>,
    ) -> Option<Node> {
        let mut mending = Mending {
            samples: self,
            direction,
            root: Together::one(schema),
            drawn: HashSet::new(),
            left,
            judge,
        };
        let mut value = value;
        for _ in 0..MAX_ROUNDS {
            if *mending.left == 0 {
                return None;
            }
            let faults = mending.judge.faults(schema, &value)?;
            if faults.is_empty() {
                return Some(value);
            }
            value = mending.without_faults(value, &faults)?;
        }
        None
    }
}

/// What a value is mended with.
struct Mending<'m, 'j> {
    samples: &'m Samples<'m>,
    direction: Direction,
    /// What the value has to satisfy.
    root: Together,
    /// The parts that another value was drawn for.
    drawn: HashSet<String>,
    left: &'m mut usize,
    judge: &'m mut Judge<'j>,
}

impl<'m> Mending<'m, '_> {
    /// The value with each of these faults dealt with; `None` where there is nothing to do about any.
    fn without_faults(&mut self, value: Node, faults: &[Fault]) -> Option<Node> {
        let mut value = value;
        let mut changed: Vec<Path<'_>> = Vec::new();
        for fault in faults {
            if *self.left == 0 {
                break;
            }
            // The rest is copied each time.
            let beside = value
                .as_array()
                .map_or_else(|| value.as_object().map_or(0, Object::len), <[Node]>::len);
            *self.left = self.left.saturating_sub(beside / LOOKED_AT);
            let path: Path<'_> = fault.pointer.split('/').skip(1).map(pointer_name).collect();
            // What stood there when the fault was found does no longer.
            if changed
                .iter()
                .any(|it| path.starts_with(it) || it.starts_with(&path))
            {
                continue;
            }
            let other = match fault.is_unknown || !self.drawn.insert(fault.pointer.clone()) {
                true => None,
                false => self.other(&value, &path),
            };
            if let Some(other) = other {
                value = put(&value, &path, Some(other));
                changed.push(path);
                continue;
            }
            let steps = 1..=path.len();
            let Some(end) = steps.rev().find(|it| self.may_go(&value, &path[..*it])) else {
                continue;
            };
            value = put(&value, &path[..end], None);
            let mut path = path;
            // The items behind one that goes have other places now.
            let is_item = self
                .part(&value, &path[..end - 1])
                .is_some_and(|it| it.as_array().is_some());
            path.truncate(end - usize::from(is_item));
            changed.push(path);
        }
        (!changed.is_empty()).then_some(value)
    }

    /// Another value of a part.
    fn other(&mut self, value: &Node, path: &[Cow<'_, str>]) -> Option<Node> {
        let own = self.together(value, path)?;
        let nodes = NODES.min(*self.left);
        let mut draw = self.samples.draw(self.direction, 1);
        draw.left = nodes;
        let values = draw.draw(&own, None, 1);
        let present = self.part(value, path);
        let found = values.into_iter().find(|it| {
            let mut schemas = own.schemas.iter();
            Some(it) != present && schemas.all(|id| self.judge.judge(*id, it) == Verdict::Valid)
        });
        let found = found.or_else(|| {
            let facets = draw.own.facets(&own);
            let is_choice = !facets.unions.is_empty();
            let present = present.filter(|_| is_choice)?.clone();
            draw.told_apart(&own, &facets, present, self.judge)
        });
        *self.left = self.left.saturating_sub(nodes - draw.left.min(nodes));
        found
    }

    fn part<'v>(&self, value: &'v Node, path: &[Cow<'_, str>]) -> Option<&'v Node> {
        path.iter().try_fold(value, |it, step| it.step(step))
    }

    /// What schemas say together. Looking that up is paid for: nodes are not all that takes time.
    fn facets(&mut self, of: &Together) -> Facets<'m> {
        let facets = self.samples.document().facets(of);
        let branches: usize = facets.unions.iter().map(|it| it.branches.len()).sum();
        let size = facets.parts.len() + facets.properties.len() + facets.required.len() + branches;
        *self.left = self.left.saturating_sub(1 + size / LOOKED_AT);
        facets
    }

    /// Whether the whole need not have a part, by what is said of what it is a part of.
    fn may_go(&mut self, value: &Node, path: &[Cow<'_, str>]) -> bool {
        let Some((last, above)) = path.split_last() else {
            return false;
        };
        let own = self.together(value, above);
        let (Some(holder), Some(own)) = (self.part(value, above), own) else {
            return false;
        };
        let facets = self.facets(&own);
        match &holder.value {
            Value::Object(members) => {
                let least = facets.min_properties.unwrap_or_default();
                members.get(last).is_some()
                    && !facets.required.contains(&**last)
                    && members.len() as u64 > least
            }
            Value::Array(items) => {
                let is_item = holder.step(last).is_some();
                is_item && items.len() as u64 > facets.min_items.unwrap_or_default()
            }
            _ => false,
        }
    }

    /// The schemas that hold together for a part, as far as they can be told; of a union the branch that the whole looks most
    /// like.
    fn together(&mut self, value: &Node, path: &[Cow<'_, str>]) -> Option<Together> {
        let mut own = self.root.clone();
        let mut part = Some(value);
        for step in path {
            let index: Option<usize> = match part.is_some_and(|it| it.as_array().is_some()) {
                true => Some(step.parse().ok()?),
                false => None,
            };
            let below = |facets: &Facets<'_>| match index {
                Some(at) => items(facets, at),
                None => member(facets, step),
            };
            let facets = self.facets(&own);
            let schemas = below(&facets).or_else(|| {
                let like = self.branch(&own, &facets, part?)?;
                below(&self.facets(&like))
            });
            // Of what is not listed nothing is asked.
            own = schemas.map_or_else(Together::default, Together::all);
            part = part.and_then(|it| it.step(step));
        }
        Some(own)
    }

    /// The schemas with the branch that lists most of the members of an object.
    fn branch(&mut self, own: &Together, facets: &Facets<'_>, value: &Node) -> Option<Together> {
        let branches = facets.unions.iter().flat_map(|it| {
            let branches = it.branches.iter().take(MAX_BRANCHES);
            branches.map(|branch| own.with_branch(it.owner, *branch))
        });
        let members = as_members(value).unwrap_or_default();
        branches
            .map(|it| {
                let listed = self.facets(&it).properties;
                let alike = members
                    .iter()
                    .filter(|it| listed.contains_key(&it.0))
                    .count();
                (alike, it)
            })
            // Of several that are alike the first.
            .fold(None, |best: Option<(usize, Together)>, it| match best {
                Some(best) if best.0 >= it.0 => Some(best),
                _ => Some(it),
            })
            .map(|it| it.1)
    }
}

/// What a member of an object satisfies.
fn member(facets: &Facets<'_>, name: &str) -> Option<Vec<SchemaId>> {
    let mut schemas = facets.properties.get(name).cloned().unwrap_or_default();
    schemas.extend(further(facets, name).unwrap_or_default());
    (!schemas.is_empty()).then_some(schemas)
}

/// What an item of an array satisfies.
fn items(facets: &Facets<'_>, at: usize) -> Option<Vec<SchemaId>> {
    let of_each = facets.arrays.iter();
    let schemas = of_each.filter_map(|it| it.prefix.get(at).copied().or(it.items));
    let schemas: Vec<SchemaId> = schemas.collect();
    (!schemas.is_empty()).then_some(schemas)
}

/// The value with another part, or without it.
fn put(value: &Node, path: &[Cow<'_, str>], other: Option<Node>) -> Node {
    let Some((step, rest)) = path.split_first() else {
        return other.unwrap_or_else(|| value.clone());
    };
    let below = |part: Option<&Node>| match (rest, part) {
        ([], _) => other.clone(),
        (_, Some(part)) => Some(put(part, rest, other.clone())),
        (_, None) => None,
    };
    match &value.value {
        Value::Object(_) => {
            let mut members: Members = as_members(value).unwrap_or_default();
            match below(value.get(step)) {
                Some(it) => set(&mut members, &(&**step).into(), it),
                None => members.retain(|it| *it.0 != **step),
            }
            object(&members)
        }
        Value::Array(all) => {
            let at = step.parse().unwrap_or(all.len());
            let mut items = all.to_vec();
            match below(all.get(at)) {
                Some(it) if at < items.len() => items[at] = it,
                Some(_) => {}
                None if at < items.len() => drop(items.remove(at)),
                None => {}
            }
            array(items)
        }
        _ => value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use crate::describe::Direction;
    use crate::model::Api;
    use crate::node::Node;
    use crate::sample::{MAX_NODES, MAX_STEPS, Samples};
    use crate::testing::schemas;

    /// What the example of a component becomes.
    fn mended(api: &Api, name: &str) -> Option<String> {
        let id = api.components[name];
        let example = api.schema(id).annotations.examples.first();
        let value: Node = example.and_then(|it| it.value.clone()).expect("an example");
        let samples = Samples::of(api);
        let mut judge = samples.judge(Direction::Request, MAX_STEPS);
        let mut left = MAX_NODES;
        let mended = samples.mended(id, Direction::Request, value, &mut left, &mut judge)?;
        Some(mended.to_json().replace([' ', '\n'], ""))
    }

    #[test]
    fn what_is_refused_alone_is_changed() {
        let api = schemas(
            "Enum: {type: object, properties: {a: {enum: [x, y]}, b: {type: string}}, example: {a: z, b: kept}}
             Parts: {allOf: [{properties: {a: {enum: [x]}}}, {properties: {a: {type: string}, b: {}}}], example: {a: z, b: 1}}
             Missing: {type: object, required: [a, b], properties: {a: {type: integer}, b: {}}, example: {b: 1}}
             Unlisted: {type: object, required: [a], example: {b: 1}}
             Unknown: {type: object, properties: {a: {}}, additionalProperties: false, example: {a: 1, b: 2}}
             Nested: {type: object, properties: {a: {type: array, items: {type: object, required: [b], properties: {b: {type: boolean}}}}}, example: {a: [{}, {b: true}], c: 1}}
             Optional: {type: object, properties: {a: {not: {}}, b: {}}, example: {a: 1, b: 2}}
             Item: {type: array, items: {not: {type: string}}, example: [1, a, 2]}
             Branch: {type: object, properties: {a: {oneOf: [{type: object, required: [k], properties: {k: {enum: [x]}, n: {type: integer}}}, {type: string}]}}, example: {a: {k: z, n: 1}}}
             Whole: {type: object, required: [a], properties: {a: {not: {}}}, example: {a: 1}}",
        );
        for (name, expected) in [
            ("Enum", Some(r#"{"a":"x","b":"kept"}"#)),
            ("Parts", Some(r#"{"a":"x","b":1}"#)),
            ("Missing", Some(r#"{"b":1,"a":1}"#)),
            ("Unlisted", Some(r#"{"b":1,"a":"a"}"#)),
            ("Unknown", Some(r#"{"a":1}"#)),
            ("Nested", Some(r#"{"a":[{"b":true},{"b":true}],"c":1}"#)),
            ("Optional", Some(r#"{"b":2}"#)),
            ("Item", Some("[1,1,2]")),
            ("Branch", Some(r#"{"a":{"k":"x"}}"#)),
            ("Whole", None),
        ] {
            assert_eq!(mended(&api, name).as_deref(), expected, "{name}");
        }
    }
}
