//! Which values say nothing but what a document lists, and so are kept by types that are made of it.

use std::collections::{HashMap, HashSet};

use serde_json::Value;
use verbatim_gen::model::{Additional, Api, Discriminator, JsonType, Schema, SchemaId};

/// Which members of objects a document lists. What it neither lists nor speaks of is accepted, and kept by nobody.
pub struct Listed<'a> {
    api: &'a Api,
    /// The schemas that extend another one by `allOf`.
    extensions: HashMap<SchemaId, Vec<SchemaId>>,
}

impl<'a> Listed<'a> {
    /// That of a document.
    pub fn of(api: &'a Api) -> Self {
        let mut extensions: HashMap<SchemaId, Vec<SchemaId>> = HashMap::new();
        for id in api.schema_ids() {
            for base in &api.schema(id).all_of {
                extensions.entry(*base).or_default().push(id);
            }
        }
        Self { api, extensions }
    }

    /// What a value of a schema may satisfy besides; `None` where nothing tells which of several types it is.
    fn together(&self, schemas: &[SchemaId], value: &Value) -> Option<Vec<&'a Schema>> {
        let (mut todo, mut seen) = (schemas.to_vec(), HashSet::new());
        let mut found = Vec::new();
        while let Some(id) = todo.pop() {
            if !seen.insert(id) {
                continue;
            }
            let schema = self.api.schema(id);
            found.push(schema);
            todo.extend(&schema.all_of);
            todo.extend(schema.condition.then.iter());
            todo.extend(schema.condition.otherwise.iter());
            todo.extend(schema.object.dependent_schemas.values());
            match &schema.discriminator {
                Some(it) => todo.extend(self.told(id, it, value)?),
                None => todo.extend(schema.any_of.iter().chain(&schema.one_of)),
            }
        }
        Some(found)
    }

    /// What the discriminator of a schema says that a value is; `None` where it has none.
    fn told(&self, id: SchemaId, it: &Discriminator, value: &Value) -> Option<Vec<SchemaId>> {
        let Some(tag) = value.get(&*it.property).and_then(Value::as_str) else {
            return it.default.map(|it| vec![it]);
        };
        if let Some(mapped) = it.mapping.get(tag) {
            return Some(vec![*mapped]);
        }
        let schema = self.api.schema(id);
        let branches = schema.any_of.iter().chain(&schema.one_of);
        let all = branches.chain(self.extensions.get(&id).into_iter().flatten());
        let is_called = |it: &&SchemaId| {
            let name = &self.api.schema(**it).origin.name;
            name.as_deref() == Some(tag)
        };
        let named: Vec<SchemaId> = all.filter(is_called).copied().collect();
        match it.default.filter(|_| named.is_empty()) {
            Some(default) => Some(vec![default]),
            None => Some(named),
        }
    }

    /// Whether every member of a value is listed, or one of those that a schema keeps.
    pub fn has(&self, schemas: &[SchemaId], value: &Value) -> bool {
        let Some(together) = self.together(schemas, value) else {
            return false;
        };
        match value {
            Value::Object(members) => {
                let is_map = |it: &&Schema| {
                    !matches!(it.object.further(), Additional::Unsaid | Additional::None)
                        || !it.object.patterns.is_empty()
                };
                let names = |it: &&Schema| !it.object.properties.is_empty();
                let keeps = together.iter().any(is_map) || !together.iter().any(names);
                members.iter().all(|(name, it)| {
                    let named = together
                        .iter()
                        .filter_map(|it| it.object.properties.get(&**name));
                    let mut of_it: Vec<SchemaId> = named.copied().collect();
                    let is_asked = together
                        .iter()
                        .any(|it| it.object.required.contains(&**name));
                    if of_it.is_empty() && !keeps && !is_asked {
                        return false;
                    }
                    if of_it.is_empty() {
                        of_it.extend(together.iter().filter_map(|it| match it.object.further() {
                            Additional::Schema(id) => Some(id),
                            _ => None,
                        }));
                        of_it.extend(together.iter().flat_map(|it| it.object.patterns.values()));
                    }
                    of_it.is_empty() || self.has(&of_it, it)
                })
            }
            Value::Array(items) if together.iter().any(|it| it.types.contains(JsonType::Array)) => {
                let of_items = together.iter().flat_map(|it| {
                    let rules = &it.array;
                    rules.prefix.iter().chain(&rules.items).copied()
                });
                let of_items: Vec<SchemaId> = of_items.collect();
                of_items.is_empty() || items.iter().all(|it| self.has(&of_items, it))
            }
            // Integers of Rust end somewhere.
            Value::Number(it)
                if together
                    .iter()
                    .any(|it| it.types.contains(JsonType::Integer)) =>
            {
                // Beyond `i64` are those alone that a document has begin somewhere.
                let begins = together.iter().any(|it| it.number.minimum.is_some());
                it.is_i64() || it.is_u64() && begins
            }
            // A type that lists properties is one of objects, and one that has items is one of arrays.
            _ => together.iter().all(|it| {
                !it.types.is_empty() || it.object.properties.is_empty() && it.array.items.is_none()
            }),
        }
    }
}
