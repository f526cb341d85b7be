//! Schemas of the model → JSON Schemas as they are judged by, each where it is used or by its name.
//!
//! The server reads them from its description, and what is wrong with examples is found by the same.

pub mod travel;

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
use std::marker::PhantomData;
use std::ops::ControlFlow;
use std::sync::Arc;

use verbatim_runtime::description::{self as described, Map, Types};

use crate::analysis::conjunction::{Conjunct, conjuncts};
use crate::analysis::graph::{Step, depth_first};
use crate::analysis::subtypes::{Subtypes, discriminator_values};
use crate::analysis::walk::edges;
use crate::model::{Additional, Api, Dialect, Discriminator, JsonType, Nullable, Schema, SchemaId};
use crate::node::Node;
use crate::node::json::compare_numbers;

/// How a value of the document is held where it is described.
pub trait FreeValue: Sized {
    /// A value as it stands.
    fn of(node: &Node) -> Self;
    /// A number by its digits; `None` for what is no number that JSON has.
    fn number(digits: &str) -> Option<Self>;
    /// `null`.
    fn null() -> Self;
}

type Described<V> = described::Schema<V>;

/// Which way values go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// To the server.
    Request,
    /// To the client.
    Response,
    /// Either: what an example has does not tell.
    Either,
}

/// What there is to know of an API before its schemas are described, whichever way values go.
pub struct Context {
    subtypes: Subtypes,
    /// What schemas are called: components by their names, and what is reached more than once by where it stands.
    names: HashMap<SchemaId, Arc<str>>,
    /// Whether there is an `unevaluatedProperties` anywhere.
    asks_for_the_rest: bool,
    /// The discriminators' properties that closed schemas have although they do not list them.
    unlisted_tags: HashMap<SchemaId, Vec<Arc<str>>>,
}

impl Context {
    /// That of an API, and of what its discriminators lead to.
    pub fn new(api: &Api, subtypes: Subtypes) -> Self {
        let mut names: HashMap<SchemaId, Arc<str>> = HashMap::new();
        for (name, id) in &api.components {
            names.entry(*id).or_insert_with(|| name.clone());
        }
        let mut taken: HashSet<Arc<str>> = names.values().cloned().collect();
        let mut seen = HashSet::new();
        // What is reached more than once is described once.
        let targets = api.schemas.iter().flat_map(edges).map(|it| it.target);
        let repeated: Vec<_> = targets.filter(|it| !seen.insert(*it)).collect();
        // Discriminators lead to schemas of other files by name, too.
        let mut led_to = Vec::new();
        for id in api.schema_ids() {
            let schema = api.schema(id);
            if schema.discriminator.is_some() {
                let branches = schema.one_of.iter().chain(&schema.any_of);
                led_to.extend(branches.chain(subtypes.of_base(id)).copied());
                led_to.push(id);
            }
        }
        led_to.retain(|id| api.schema(*id).origin.name.is_some());
        let known = names
            .keys()
            .chain(&led_to)
            .chain(&repeated)
            .copied()
            .collect();
        let closed = cycle_starts(api, &known);
        for id in led_to.into_iter().chain(repeated).chain(closed) {
            if names.contains_key(&id) {
                continue;
            }
            let origin = &api.schema(id).origin;
            let mut name: Arc<str> = format!("#{}", origin.pointer).into();
            if !taken.insert(name.clone()) {
                name = format!("{name} {}", id.index()).into();
                taken.insert(name.clone());
            }
            names.insert(id, name);
        }
        let mut all = api.schemas.iter();
        let asks_for_the_rest = all.any(|it| it.object.unevaluated != Additional::Unsaid);
        Self {
            unlisted_tags: unlisted_tags(api, &subtypes),
            subtypes,
            names,
            asks_for_the_rest,
        }
    }
}

impl Context {
    /// The same, where these schemas are called so, no two of them alike, and all others by a number behind what they are called.
    #[must_use]
    pub fn with_names(mut self, given: HashMap<SchemaId, Arc<str>>) -> Self {
        for (id, name) in &mut self.names {
            if !given.contains_key(id) {
                *name = format!("{name}.{}", id.index()).into();
            }
        }
        self.names.extend(given);
        self
    }

    /// What schemas are called, in no order.
    pub fn names(&self) -> impl Iterator<Item = (Arc<str>, SchemaId)> {
        self.names.iter().map(|(id, name)| (name.clone(), *id))
    }
}

/// A schema of each cycle that none of the known ones is part of. Where nothing but a body leads to a cycle, no schema of it
/// need be a component or be reached twice.
fn cycle_starts(api: &Api, known: &HashSet<SchemaId>) -> Vec<SchemaId> {
    let mut starts = Vec::new();
    let targets = |id: SchemaId| edges(api.schema(id)).map(|it| it.target);
    depth_first(api.schemas.len(), api.schema_ids(), targets, |step| {
        if let Step::Back(cycle) = step
            && !cycle.iter().any(|it| known.contains(it))
        {
            starts.push(cycle[0]);
        }
        ControlFlow::Continue(())
    });
    starts
}

/// The properties by which discriminators tell branches that take no other properties than those they list, and do not
/// list these: a value that says which branch it is of could be of none. Told by V0408.
fn unlisted_tags(api: &Api, subtypes: &Subtypes) -> HashMap<SchemaId, Vec<Arc<str>>> {
    let mut found: HashMap<SchemaId, Vec<Arc<str>>> = HashMap::new();
    for (branch, tags) in subtypes.told() {
        let parts = conjuncts(api, &[Conjunct::whole(branch)]);
        let closed = |it: &&Conjunct| api.schema(it.id).object.further() == Additional::None;
        for closed in parts.iter().filter(closed) {
            for tag in tags {
                let lists = |it: &Conjunct| {
                    let properties = &api.schema(it.id).object.properties;
                    properties.contains_key(&tag.property)
                };
                let known = found.entry(closed.id).or_default();
                if !parts.iter().any(lists) && !known.contains(&tag.property) {
                    known.push(tag.property.clone());
                }
            }
        }
    }
    found
}

/// The schemas that values are checked against.
pub struct Schemas<'a, V> {
    /// What they are of.
    pub api: &'a Api,
    context: &'a Context,
    direction: Direction,
    todo: Vec<(SchemaId, bool)>,
    reached: HashSet<(SchemaId, bool)>,
    /// The schema of whose `allOf` the next one to be described is.
    whole: Option<SchemaId>,
    /// The properties that need not be there although they are required, by such a schema.
    one_way: HashMap<SchemaId, HashSet<Arc<str>>>,
    /// How many schemas were looked at for that.
    looked_at: u64,
    values: PhantomData<V>,
}

/// What is described for each schema that is referred to by name, and what they are called.
pub type Named<V> = (String, described::Schema<V>);

impl<'a, V: FreeValue> Schemas<'a, V> {
    /// None of them yet.
    pub fn new(api: &'a Api, context: &'a Context, direction: Direction) -> Self {
        Self {
            api,
            context,
            direction,
            todo: Vec::new(),
            reached: HashSet::new(),
            whole: None,
            one_way: HashMap::new(),
            looked_at: 0,
            values: PhantomData,
        }
    }

    /// How many schemas were looked at besides those that were described: the parts of each that requires something.
    pub fn looked_at(&self) -> u64 {
        self.looked_at
    }

    /// The schema where it is used.
    pub fn of(&mut self, id: SchemaId) -> Described<V> {
        let whole = self.whole.take();
        let Some(name) = self.context.names.get(&id) else {
            return self.describe(id, whole.unwrap_or(id));
        };
        // What extends a base is one of its subtypes already: of the base, its own rules hold.
        let is_alone = whole.is_some_and(|it| self.context.subtypes.of_base(id).contains(&it));
        let name = match is_alone {
            true => alone(name),
            false => name.to_string(),
        };
        if self.reached.insert((id, is_alone)) {
            self.todo.push((id, is_alone));
        }
        referring(name)
    }

    /// A base where it is used without what extends it.
    pub fn alone(&mut self, base: SchemaId) -> Described<V> {
        let Some(name) = self.context.names.get(&base) else {
            return self.describe(base, base);
        };
        if self.reached.insert((base, true)) {
            self.todo.push((base, true));
        }
        referring(alone(name))
    }

    /// Whether a schema is a base, with others that extend it.
    pub fn is_base(&self, id: SchemaId) -> bool {
        !self.context.subtypes.of_base(id).is_empty()
    }

    /// The next of the schemas that were referred to, with its name; each once.
    pub fn next_named(&mut self) -> Option<Named<V>> {
        let (id, is_alone) = self.todo.pop()?;
        let name = self.context.names[&id].to_string();
        if is_alone {
            return Some((alone(&name), self.describe(id, id)));
        }
        if self.context.subtypes.of_base(id).is_empty() {
            return Some((name, self.describe(id, id)));
        }
        // A base that is used by its name: a value is also of the subtype that it says to be.
        if self.reached.insert((id, true)) {
            self.todo.push((id, true));
        }
        let mut schema = Described {
            all_of: vec![referring(alone(&name))],
            ..Described::default()
        };
        self.describe_subtypes(id, &mut schema);
        Some((name, schema))
    }

    /// Describes a schema that is part of a whole, if not the whole of it.
    fn describe(&mut self, id: SchemaId, whole: SchemaId) -> Described<V> {
        let api = self.api;
        let it = api.schema(id);
        if it.reference_with_siblings && api.dialect < Dialect::OpenApi31 {
            // Before 3.1 what stands beside a `$ref` says nothing about values.
            if let Some(&target) = it.all_of.first() {
                return self.of(target);
            }
        }
        let mut schema = Described {
            types: types(it),
            values: values(it),
            never: it.never || it.values.as_ref().is_some_and(|it| it.values.is_empty()),
            ..Described::default()
        };
        describe_scalars(it, &mut schema);
        self.describe_array(it, &mut schema);
        self.describe_object(it, whole, &mut schema);
        let unlisted = self.context.unlisted_tags.get(&id).into_iter().flatten();
        let text = || Described {
            types: Types(vec![described::JsonType::String]),
            ..Described::default()
        };
        let unlisted = unlisted.map(|name| (name.to_string(), text()));
        schema.properties.0.extend(unlisted);
        self.describe_combinations(it, whole, &mut schema);
        let combines = !(it.all_of.is_empty() && it.any_of.is_empty() && it.one_of.is_empty());
        if it.nullable == Nullable::Keyword && combines {
            // `nullable: true` beside `allOf`, as it is meant wherever it is written.
            let null = Described {
                types: Types(vec![described::JsonType::Null]),
                ..Described::default()
            };
            schema = Described {
                any_of: vec![null, schema],
                ..Described::default()
            };
        }
        // Callers ignore nothing they are sent.
        schema.read_only = it.annotations.read_only && self.direction == Direction::Request;
        schema.write_only = it.annotations.write_only && self.direction != Direction::Either;
        schema
    }

    fn describe_array(&mut self, it: &Schema, schema: &mut Described<V>) {
        let array = &it.array;
        schema.prefix_items = self.all(&array.prefix);
        schema.items = self.boxed(array.items);
        schema.min_items = array.min_items;
        schema.max_items = array.max_items;
        schema.unique_items = array.unique;
        schema.contains = self.boxed(array.contains);
        schema.min_contains = array.min_contains;
        schema.max_contains = array.max_contains;
        schema.unevaluated_items = self.boxed(array.unevaluated);
    }

    fn describe_object(&mut self, it: &Schema, whole: SchemaId, schema: &mut Described<V>) {
        let object = &it.object;
        let properties = object.properties.iter();
        let properties = properties.map(|(name, &id)| (name.to_string(), self.of(id)));
        schema.properties = properties.collect();
        // What the server alone sends is not asked of its callers, and the other way round.
        let (api, direction) = (self.api, self.direction);
        let looked_at = &mut self.looked_at;
        let one_way = (!object.required.is_empty()).then(|| {
            let all = self.one_way.entry(whole);
            all.or_insert_with(|| {
                let parts = conjuncts(api, &[Conjunct::whole(whole)]);
                *looked_at += parts.len() as u64;
                one_way(api, direction, &parts)
            })
        });
        let required = object.required.iter();
        let required = required.filter(|it| one_way.as_ref().is_none_or(|all| !all.contains(*it)));
        schema.required = required.map(|it| it.to_string()).collect();
        schema.additional_properties = match object.additional {
            // It says nothing, unless another keyword asks what has been looked at.
            Additional::Any if self.context.asks_for_the_rest => {
                described::Additional::Schema(Box::default())
            }
            Additional::Unsaid | Additional::Any => described::Additional::Any,
            Additional::None => described::Additional::None,
            Additional::Schema(id) => described::Additional::Schema(Box::new(self.of(id))),
        };
        let patterns = object.patterns.iter();
        let patterns = patterns.map(|(name, &id)| (name.to_string(), self.of(id)));
        schema.pattern_properties = patterns.collect();
        schema.property_names = self.boxed(object.names);
        schema.unevaluated_properties = match object.unevaluated {
            Additional::Unsaid => None,
            Additional::Any => Some(Box::default()),
            Additional::None => Some(Box::new(never())),
            Additional::Schema(id) => Some(Box::new(self.of(id))),
        };
        let dependent = object.dependent_required.iter();
        let texts = |names: &[Arc<str>]| names.iter().map(|it| it.to_string()).collect();
        let dependent = dependent.map(|(name, names)| (name.to_string(), texts(names)));
        schema.dependent_required = dependent.collect();
        let dependent = object.dependent_schemas.iter();
        let dependent = dependent.map(|(name, &id)| (name.to_string(), self.of(id)));
        schema.dependent_schemas = dependent.collect();
        schema.min_properties = object.min_properties;
        schema.max_properties = object.max_properties;
    }

    fn describe_combinations(&mut self, it: &Schema, whole: SchemaId, schema: &mut Described<V>) {
        let parts = it.all_of.iter().map(|&id| {
            self.whole = Some(whole);
            self.of(id)
        });
        schema.all_of = parts.collect();
        schema.any_of = self.all(&it.any_of);
        schema.one_of = self.all(&it.one_of);
        schema.not = self.boxed(it.not);
        schema.condition = self.boxed(it.condition.when);
        if schema.condition.is_some() {
            schema.then = self.boxed(it.condition.then);
            schema.otherwise = self.boxed(it.condition.otherwise);
        }
        let Some(discriminator) = &it.discriminator else {
            return;
        };
        if it.any_of.is_empty() && it.one_of.is_empty() {
            return;
        }
        let mut mapping: Map<String> = Map::default();
        let explicit = discriminator.mapping.iter();
        let explicit = explicit.map(|(value, &id)| (value.clone(), id));
        let branches = it.any_of.iter().chain(&it.one_of);
        // What a branch says of itself counts, as for its type: a name that its property cannot have leads nowhere.
        let implicit = branches.flat_map(|&id| {
            let values = discriminator_values(self.api, discriminator, id);
            values.into_iter().map(move |it| (it, id))
        });
        for (value, id) in explicit.chain(implicit).collect::<Vec<_>>() {
            if let Some(name) = self.context.names.get(&id).cloned()
                && mapping.0.iter().all(|it| *it.0 != *value)
            {
                self.of(id);
                mapping.0.push((value.to_string(), name.to_string()));
            }
        }
        schema.discriminator = Some(self.discriminator(discriminator, mapping));
    }

    /// The discriminator of a base, and which of its subtypes each value leads to.
    fn describe_subtypes(&mut self, base: SchemaId, schema: &mut Described<V>) {
        let Some(discriminator) = &self.api.schema(base).discriminator else {
            return;
        };
        let mut mapping: Map<String> = Map::default();
        let mut known = HashSet::new();
        for &subtype in self.context.subtypes.of_base(base) {
            let values = self
                .context
                .subtypes
                .values_of(self.api, discriminator, subtype);
            let Some(name) = self.context.names.get(&subtype).cloned() else {
                continue;
            };
            self.of(subtype);
            for value in values.into_iter().filter(|it| known.insert(it.clone())) {
                mapping.0.push((value.to_string(), name.to_string()));
            }
        }
        schema.discriminator = Some(self.discriminator(discriminator, mapping));
    }

    /// A discriminator with what its values lead to.
    fn discriminator(
        &mut self,
        of: &Discriminator,
        mapping: Map<String>,
    ) -> described::Discriminator {
        described::Discriminator {
            property_name: of.property.to_string(),
            mapping,
            default: self.default_of(of),
        }
    }

    /// The name of the schema that values lead to which none of a discriminator's fits.
    fn default_of(&mut self, discriminator: &Discriminator) -> Option<String> {
        let id = discriminator.default?;
        let name = self.context.names.get(&id)?.to_string();
        self.of(id);
        Some(name)
    }

    fn all(&mut self, ids: &[SchemaId]) -> Vec<Described<V>> {
        ids.iter().map(|&id| self.of(id)).collect()
    }

    fn boxed(&mut self, id: Option<SchemaId>) -> Option<Box<Described<V>>> {
        id.map(|id| Box::new(self.of(id)))
    }
}

/// The properties of a schema, of which these are the parts by `allOf`, that do not go that way: one may stand in
/// another part than the `required` that names it.
fn one_way(api: &Api, direction: Direction, parts: &[Conjunct]) -> HashSet<Arc<str>> {
    let all = parts.iter();
    let properties = all.flat_map(|it| &api.schema(it.id).object.properties);
    let properties = properties.filter(|(_, id)| {
        let annotations = &api.schema(**id).annotations;
        match direction {
            Direction::Request => annotations.read_only,
            Direction::Response => annotations.write_only,
            Direction::Either => annotations.read_only || annotations.write_only,
        }
    });
    properties.map(|(name, _)| name.clone()).collect()
}

/// What a base is called without what extends it.
fn alone(name: &str) -> String {
    format!("{name}{ALONE}")
}

/// The name of the base that is called so without what extends it, where it is one.
pub fn base_of(name: &str) -> Option<&str> {
    name.strip_suffix(ALONE)
}

const ALONE: &str = " (base)";

/// A `$ref` to a schema.
fn referring<V>(name: String) -> Described<V> {
    Described {
        reference: Some(name),
        ..Described::default()
    }
}

/// The schema `false`.
fn never<V>() -> Described<V> {
    Described {
        never: true,
        ..Described::default()
    }
}

fn types(it: &Schema) -> Types {
    let types = it.types.iter().map(|it| match it {
        JsonType::String => Some(described::JsonType::String),
        JsonType::Number => Some(described::JsonType::Number),
        JsonType::Integer => Some(described::JsonType::Integer),
        JsonType::Boolean => Some(described::JsonType::Boolean),
        JsonType::Array => Some(described::JsonType::Array),
        JsonType::Object => Some(described::JsonType::Object),
        JsonType::File => None,
    });
    // A file may be anything.
    let Some(mut types) = types.collect::<Option<Vec<_>>>() else {
        return Types::default();
    };
    let nullable = match it.nullable {
        Nullable::No => false,
        Nullable::Keyword | Nullable::TypeList => !types.is_empty(),
        Nullable::Only => true,
    };
    if nullable {
        types.push(described::JsonType::Null);
    }
    Types(types)
}

fn values<V: FreeValue>(it: &Schema) -> Vec<V> {
    let Some(values) = &it.values else {
        return Vec::new();
    };
    let mut list: Vec<_> = values.values.iter().map(V::of).collect();
    let listed = values.values.iter().any(Node::is_null);
    if it.nullable == Nullable::Keyword && !listed {
        list.push(V::null());
    }
    list
}

fn describe_scalars<V: FreeValue>(it: &Schema, schema: &mut Described<V>) {
    let encoding = it.annotations.content_encoding.as_deref();
    schema.format = match (&it.format, encoding) {
        (Some(format), _) => Some(format.to_string()),
        (None, Some("base64")) if is_text(it) => Some("byte".to_owned()),
        (None, Some("base64url")) if is_text(it) => Some("base64url".to_owned()),
        _ => is_plain_integer(it).then(|| "int64".to_owned()),
    };
    for (bound, inclusive, exclusive) in [
        (
            &it.number.minimum,
            &mut schema.minimum,
            &mut schema.exclusive_minimum,
        ),
        (
            &it.number.maximum,
            &mut schema.maximum,
            &mut schema.exclusive_maximum,
        ),
    ] {
        if let Some(bound) = bound {
            let keyword = if bound.exclusive {
                exclusive
            } else {
                inclusive
            };
            *keyword = V::number(&bound.limit);
        }
    }
    let step = it.number.multiple_of.as_deref();
    schema.multiple_of = step.and_then(V::number);
    schema.min_length = it.string.min_length;
    schema.max_length = it.string.max_length;
    schema.pattern = it.string.pattern.as_deref().map(str::to_owned);
}

fn is_text(it: &Schema) -> bool {
    it.types.single() == Some(JsonType::String)
}

/// Whether values are integers of which the document does not say how large they may be. In Rust they have 64 bits, so
/// that a greater one is refused where it stands.
fn is_plain_integer(it: &Schema) -> bool {
    let within = |bound: &Option<crate::model::Bound>| {
        bound.as_ref().is_none_or(|it| {
            let [least, most] = ["-9223372036854775808", "9223372036854775807"];
            compare_numbers(&it.limit, least).is_some_and(Ordering::is_ge)
                && compare_numbers(&it.limit, most).is_some_and(Ordering::is_le)
        })
    };
    it.types.single() == Some(JsonType::Integer)
        && within(&it.number.minimum)
        && within(&it.number.maximum)
}
