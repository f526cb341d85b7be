//! Schemas of the model → JSON Schemas, each where it is used or by its name.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use verbatim_runtime::description::{self as described, Map, Types};

use crate::analysis::conjunction::{Conjunct, conjuncts};
use crate::analysis::walk::edges;
use crate::model::{Additional, Api, Dialect, JsonType, Nullable, Schema, SchemaId};
use crate::node::Node;
use crate::rust::description::Json;

type Described = described::Schema<Json>;

/// Which way values go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    /// To the server.
    Request,
    /// To the client.
    Response,
}

/// The schemas that values are checked against.
pub(super) struct Schemas<'a> {
    pub(super) api: &'a Api,
    direction: Direction,
    /// What schemas are called: components by their names, and what is reached more than once by where it stands.
    names: HashMap<SchemaId, Arc<str>>,
    described: BTreeMap<Arc<str>, Json>,
    todo: Vec<SchemaId>,
    reached: HashSet<SchemaId>,
    /// The schema whose `allOf` is being described.
    whole: Option<SchemaId>,
    /// The properties that need not be there although they are required, by such a schema.
    one_way: HashMap<SchemaId, HashSet<Arc<str>>>,
}

impl<'a> Schemas<'a> {
    pub(super) fn new(api: &'a Api, direction: Direction) -> Self {
        let mut names: HashMap<SchemaId, Arc<str>> = HashMap::new();
        for (name, id) in &api.components {
            names.entry(*id).or_insert_with(|| name.clone());
        }
        let mut taken: HashSet<Arc<str>> = names.values().cloned().collect();
        let mut seen = HashSet::new();
        // A schema that is not a component and yet is reached twice may lead to itself.
        let targets = api.schemas.iter().flat_map(edges).map(|it| it.target);
        let repeated: Vec<_> = targets.filter(|it| !seen.insert(*it)).collect();
        for id in repeated {
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
        Self {
            api,
            direction,
            names,
            described: BTreeMap::new(),
            todo: Vec::new(),
            reached: HashSet::new(),
            whole: None,
            one_way: HashMap::new(),
        }
    }

    /// The schema where it is used.
    pub(super) fn of(&mut self, id: SchemaId) -> Described {
        let whole = self.whole.take();
        let Some(name) = self.names.get(&id) else {
            return self.describe(id, whole.unwrap_or(id));
        };
        let reference = Described {
            reference: Some(name.to_string()),
            ..Described::default()
        };
        if self.reached.insert(id) {
            self.todo.push(id);
        }
        reference
    }

    /// Every schema that was referred to, by name.
    pub(super) fn named(mut self) -> Map<Json> {
        while let Some(id) = self.todo.pop() {
            let schema = self.describe(id, id);
            self.described
                .insert(self.names[&id].clone(), Json::from_type(&schema));
        }
        let all = self.described.into_iter();
        all.map(|(name, it)| (name.to_string(), it)).collect()
    }

    /// What an absent parameter stands for.
    pub(super) fn default(&self, id: SchemaId) -> Option<Json> {
        let schema = self.api.schema(id);
        schema.annotations.default.as_ref().map(Json::of)
    }

    /// Describes a schema that is part of a whole, if not the whole of it.
    fn describe(&mut self, id: SchemaId, whole: SchemaId) -> Described {
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
            never: it.never,
            ..Described::default()
        };
        describe_scalars(it, &mut schema);
        self.describe_array(it, &mut schema);
        self.describe_object(it, whole, &mut schema);
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
        schema.write_only = it.annotations.write_only;
        schema
    }

    fn describe_array(&mut self, it: &Schema, schema: &mut Described) {
        let array = &it.array;
        schema.prefix_items = self.all(&array.prefix);
        schema.items = self.boxed(array.items);
        schema.min_items = array.min_items;
        schema.max_items = array.max_items;
        schema.unique_items = array.unique;
        schema.contains = self.boxed(array.contains);
    }

    fn describe_object(&mut self, it: &Schema, whole: SchemaId, schema: &mut Described) {
        let object = &it.object;
        let properties = object.properties.iter();
        let properties = properties.map(|(name, &id)| (name.to_string(), self.of(id)));
        schema.properties = properties.collect();
        // What the server alone sends is not asked of its callers, and the other way round.
        let (api, direction) = (self.api, self.direction);
        let one_way = (!object.required.is_empty()).then(|| {
            let all = self.one_way.entry(whole);
            all.or_insert_with(|| one_way(api, direction, whole))
        });
        let required = object.required.iter();
        let required = required.filter(|it| one_way.as_ref().is_none_or(|all| !all.contains(*it)));
        schema.required = required.map(|it| it.to_string()).collect();
        schema.additional_properties = match object.additional {
            Additional::Unsaid | Additional::Any => described::Additional::Any,
            Additional::None => described::Additional::None,
            Additional::Schema(id) => described::Additional::Schema(Box::new(self.of(id))),
        };
        let patterns = object.patterns.iter();
        let patterns = patterns.map(|(name, &id)| (name.to_string(), self.of(id)));
        schema.pattern_properties = patterns.collect();
        schema.property_names = self.boxed(object.names);
        schema.min_properties = object.min_properties;
        schema.max_properties = object.max_properties;
    }

    fn describe_combinations(&mut self, it: &Schema, whole: SchemaId, schema: &mut Described) {
        let parts = it.all_of.iter().map(|&id| {
            self.whole = Some(whole);
            self.of(id)
        });
        schema.all_of = parts.collect();
        schema.any_of = self.all(&it.any_of);
        schema.one_of = self.all(&it.one_of);
        schema.not = self.boxed(it.not);
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
        let implicit =
            branches.filter_map(|&id| Some((self.api.schema(id).origin.name.clone()?, id)));
        for (value, id) in explicit.chain(implicit).collect::<Vec<_>>() {
            if let Some(name) = self.names.get(&id).cloned()
                && mapping.0.iter().all(|it| *it.0 != *value)
            {
                self.of(id);
                mapping.0.push((value.to_string(), name.to_string()));
            }
        }
        schema.discriminator = Some(described::Discriminator {
            property_name: discriminator.property.to_string(),
            mapping,
        });
    }

    fn all(&mut self, ids: &[SchemaId]) -> Vec<Described> {
        ids.iter().map(|&id| self.of(id)).collect()
    }

    fn boxed(&mut self, id: Option<SchemaId>) -> Option<Box<Described>> {
        id.map(|id| Box::new(self.of(id)))
    }
}

/// The properties of a schema, and of what it is combined from by `allOf`, that do not go that way: one may stand in
/// another part than the `required` that names it.
fn one_way(api: &Api, direction: Direction, whole: SchemaId) -> HashSet<Arc<str>> {
    let all = conjuncts(api, &[Conjunct::whole(whole)]).into_iter();
    let properties = all.flat_map(|it| &api.schema(it.id).object.properties);
    let properties = properties.filter(|(_, id)| {
        let annotations = &api.schema(**id).annotations;
        match direction {
            Direction::Request => annotations.read_only,
            Direction::Response => annotations.write_only,
        }
    });
    properties.map(|(name, _)| name.clone()).collect()
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

fn values(it: &Schema) -> Vec<Json> {
    let Some(values) = &it.values else {
        return Vec::new();
    };
    let mut list: Vec<_> = values.values.iter().map(Json::of).collect();
    let listed = values.values.iter().any(Node::is_null);
    if it.nullable == Nullable::Keyword && !listed {
        list.push(Json::null());
    }
    list
}

fn describe_scalars(it: &Schema, schema: &mut Described) {
    schema.format = match &it.format {
        Some(format) => Some(format.to_string()),
        None => is_plain_integer(it).then(|| "int64".to_owned()),
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
            *keyword = Json::number(&bound.limit);
        }
    }
    let step = it.number.multiple_of.as_deref();
    schema.multiple_of = step.and_then(Json::number);
    schema.min_length = it.string.min_length;
    schema.max_length = it.string.max_length;
    schema.pattern = it.string.pattern.as_deref().map(str::to_owned);
}

/// Whether values are integers of which the document does not say how large they may be. In Rust they have 64 bits, so
/// that a greater one is refused where it stands.
fn is_plain_integer(it: &Schema) -> bool {
    let within = |bound: &Option<crate::model::Bound>| {
        let limit = bound.as_ref().map(|it| it.limit.parse::<f64>());
        limit.is_none_or(|it| it.is_ok_and(|it| it.abs() < 9.0e18))
    };
    it.types.single() == Some(JsonType::Integer)
        && within(&it.number.minimum)
        && within(&it.number.maximum)
}
