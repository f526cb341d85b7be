//! Which inline schemas are word for word the same, so that they share one type.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::model::{Additional, Api, Schema, SchemaId};
use crate::node::{Node, Value};

/// For each schema the first that is word for word the same. A component is the same as none but itself.
pub fn twins(api: &Api) -> Vec<SchemaId> {
    let mut is_component = vec![false; api.schemas.len()];
    for id in api.components.values() {
        is_component[id.index()] = true;
    }
    let mut prints = Prints {
        api,
        is_component,
        prints: vec![Print::Unseen; api.schemas.len()],
    };
    let mut first = std::collections::HashMap::new();
    api.schema_ids()
        .map(|id| {
            let print = prints.of(id);
            *first.entry(print).or_insert(id)
        })
        .collect()
}

/// For each schema the component that it is written in: itself, where it is one.
pub fn homes(api: &Api) -> Vec<Option<SchemaId>> {
    let mut homes = vec![None; api.schemas.len()];
    for id in api.components.values() {
        homes[id.index()] = Some(*id);
    }
    for component in api.components.values() {
        let mut stack = vec![*component];
        while let Some(id) = stack.pop() {
            each_part(api.schema(id), |part| {
                if homes[part.index()].is_none() {
                    homes[part.index()] = Some(*component);
                    stack.push(part);
                }
            });
        }
    }
    homes
}

#[derive(Clone, Copy)]
enum Print {
    Unseen,
    Open,
    Known(u128),
}

struct Prints<'a> {
    api: &'a Api,
    is_component: Vec<bool>,
    prints: Vec<Print>,
}

impl Prints<'_> {
    /// The print of a schema. Its parts come first; a stack keeps that from going as deep as the document.
    fn of(&mut self, root: SchemaId) -> u128 {
        let mut stack = vec![(root, false)];
        while let Some((id, parts_done)) = stack.pop() {
            if parts_done {
                let print = self.hash(id);
                self.prints[id.index()] = Print::Known(print);
                continue;
            }
            if !matches!(self.prints[id.index()], Print::Unseen) {
                continue;
            }
            if self.is_component[id.index()] {
                self.prints[id.index()] = Print::Known(identity(id));
                continue;
            }
            self.prints[id.index()] = Print::Open;
            stack.push((id, true));
            let mut parts = Vec::new();
            each_part(self.api.schema(id), |it| parts.push((it, false)));
            stack.extend(parts);
        }
        self.known(root)
    }

    /// A schema that contains itself inline is the same as none but itself.
    fn known(&self, id: SchemaId) -> u128 {
        match self.prints[id.index()] {
            Print::Known(print) => print,
            Print::Open | Print::Unseen => identity(id),
        }
    }

    fn hash(&self, id: SchemaId) -> u128 {
        let mut words = Words::default();
        self.write(self.api.schema(id), &mut words);
        words.finish()
    }

    fn write(&self, schema: &Schema, words: &mut Words) {
        let Schema {
            origin: _,
            annotations,
            types,
            nullable,
            format,
            values,
            number,
            string,
            array,
            object,
            all_of,
            any_of,
            one_of,
            not,
            discriminator,
            reference_with_siblings,
            never,
        } = schema;
        words.add(&annotations.title);
        words.add(&annotations.description);
        words.node(annotations.default.as_ref());
        words.add(&(
            annotations.deprecated,
            annotations.read_only,
            annotations.write_only,
            &annotations.content_encoding,
            &annotations.content_media_type,
        ));
        words.add(&annotations.extensions.len());
        for (name, node) in annotations.extensions.iter() {
            words.add(name);
            words.node(Some(node));
        }
        for it in types.iter() {
            words.add(&it);
        }
        words.add(&(*nullable as u8, format, reference_with_siblings, never));
        words.add(&values.as_ref().map(|it| (it.constant, it.values.len())));
        for node in values.iter().flat_map(|it| &it.values) {
            words.node(Some(node));
        }
        for bound in [&number.minimum, &number.maximum] {
            words.add(&bound.as_ref().map(|it| (&it.limit, it.exclusive)));
        }
        words.add(&number.multiple_of);
        words.add(&(string.min_length, string.max_length, &string.pattern));
        words.add(&(array.min_items, array.max_items, array.unique));
        words.add(&(object.min_properties, object.max_properties));
        words.add(&match object.additional {
            Additional::Unsaid => 0,
            Additional::Any => 1,
            Additional::None => 2,
            Additional::Schema(_) => 3,
        });
        words.add(&object.properties.len());
        for name in object.properties.keys() {
            words.add(name);
        }
        words.add(&object.required.len());
        for name in &object.required {
            words.add(name);
        }
        words.add(&object.patterns.keys().collect::<Vec<_>>());
        words.add(&[
            all_of.len(),
            any_of.len(),
            one_of.len(),
            array.prefix.len(),
            usize::from(array.items.is_some()),
            usize::from(array.contains.is_some()),
            usize::from(not.is_some()),
            usize::from(object.names.is_some()),
        ]);
        if let Some(it) = discriminator {
            words.add(&it.property);
            for (value, id) in &it.mapping {
                words.add(&(value, self.known(*id)));
            }
        }
        each_part(schema, |id| words.add(&self.known(id)));
    }
}

/// A print that no other schema has.
fn identity(id: SchemaId) -> u128 {
    let mut words = Words::default();
    words.add(&("identity", id));
    words.finish()
}

/// Visits the schemas that a schema is made of.
pub fn each_part(schema: &Schema, mut visit: impl FnMut(SchemaId)) {
    let object = &schema.object;
    object.properties.values().for_each(|it| visit(*it));
    object.patterns.values().for_each(|it| visit(*it));
    if let Additional::Schema(id) = object.additional {
        visit(id);
    }
    object.names.into_iter().for_each(&mut visit);
    schema.array.prefix.iter().for_each(|it| visit(*it));
    schema.array.items.into_iter().for_each(&mut visit);
    schema.array.contains.into_iter().for_each(&mut visit);
    for list in [&schema.all_of, &schema.any_of, &schema.one_of] {
        list.iter().for_each(|it| visit(*it));
    }
    schema.not.into_iter().for_each(visit);
}

/// 128 bits of hash, so that two different schemas do not share a type in anybody's lifetime.
struct Words(DefaultHasher, DefaultHasher);

impl Default for Words {
    fn default() -> Self {
        let mut second = DefaultHasher::new();
        second.write_u8(1);
        Self(DefaultHasher::new(), second)
    }
}

impl Words {
    fn add(&mut self, it: &impl Hash) {
        it.hash(&mut self.0);
        it.hash(&mut self.1);
    }

    fn node(&mut self, node: Option<&Node>) {
        let Some(node) = node else {
            return self.add(&0u8);
        };
        match &node.value {
            Value::Null => self.add(&1u8),
            Value::Bool(it) => self.add(&(2u8, it)),
            Value::Number(it) => self.add(&(3u8, it)),
            Value::String(it) => self.add(&(4u8, it)),
            Value::Array(items) => {
                self.add(&(5u8, items.len()));
                items.iter().for_each(|it| self.node(Some(it)));
            }
            Value::Object(object) => {
                self.add(&(6u8, object.len()));
                for (key, node) in object.iter() {
                    self.add(&key.text);
                    self.node(Some(node));
                }
            }
        }
    }

    fn finish(self) -> u128 {
        (u128::from(self.0.finish()) << 64) | u128::from(self.1.finish())
    }
}
