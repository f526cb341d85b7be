//! Schemas → which inline schemas are structural duplicates, so that a target may give them one type; which component
//! each stands in.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::ControlFlow;

use super::graph::{Step, depth_first};
use super::walk::subschemas;
use crate::model::{Additional, Api, Schema, SchemaId};
use crate::node::{Node, Value};

/// For each schema the first that says the same of values, whatever its title. A component is the same as none but itself,
/// and so is one that another file keeps under a name, or an inline schema that contains itself; but an item of an array that says
/// all that one component says is that component.
pub fn structural_duplicates(api: &Api) -> Vec<SchemaId> {
    let kept = api.schemas.iter().map(|it| it.origin.name.is_some());
    let mut is_component: Vec<bool> = kept.collect();
    for id in api.components.values() {
        is_component[id.index()] = true;
    }
    let mut hashes = StructuralHashes {
        api,
        hashes: vec![None; api.schemas.len()],
    };
    let inner = |id: SchemaId| {
        let is_leaf = is_component[id.index()];
        (!is_leaf)
            .then(|| subschemas(api.schema(id)))
            .into_iter()
            .flatten()
    };
    depth_first(api.schemas.len(), api.schema_ids(), inner, |step| {
        if let Step::Leave(id, _) = step {
            let hash = if is_component[id.index()] {
                identity(id)
            } else {
                hashes.hash(id)
            };
            hashes.hashes[id.index()] = Some(hash);
        }
        ControlFlow::Continue(())
    });
    let mut first = HashMap::new();
    let mut duplicates: Vec<SchemaId> = api
        .schema_ids()
        .map(|id| *first.entry(hashes.of(id)).or_insert(id))
        .collect();
    let components = components_by_content(api, &hashes);
    let is_inline = |id: &SchemaId| !is_component[id.index()];
    let items = api.schemas.iter().filter_map(|it| it.array.items);
    for item in items.filter(is_inline) {
        // That an object has one property, and which, may be chance.
        let properties = api.schema(item).object.properties.len();
        let same = components.get(&hashes.of(item)).filter(|_| properties > 1);
        if let Some(Some(component)) = same {
            duplicates[item.index()] = *component;
        }
    }
    duplicates
}

/// The components by what they say; none where several say the same.
fn components_by_content(
    api: &Api,
    hashes: &StructuralHashes<'_>,
) -> HashMap<u128, Option<SchemaId>> {
    let mut out: HashMap<u128, Option<SchemaId>> = HashMap::new();
    for id in api.components.values() {
        let known = out.entry(hashes.hash(*id)).or_insert(Some(*id));
        *known = known.filter(|it| it == id);
    }
    out
}

/// For each schema the component that it is written in: itself, where it is one. Of what several components refer to
/// inline, the first of them.
pub fn enclosing_components(api: &Api) -> Vec<Option<SchemaId>> {
    let mut enclosing = vec![None; api.schemas.len()];
    for id in api.components.values() {
        enclosing[id.index()] = Some(*id);
    }
    for component in api.components.values() {
        let mut stack = vec![*component];
        while let Some(id) = stack.pop() {
            for inner in subschemas(api.schema(id)) {
                if enclosing[inner.index()].is_none() {
                    enclosing[inner.index()] = Some(*component);
                    stack.push(inner);
                }
            }
        }
    }
    enclosing
}

struct StructuralHashes<'a> {
    api: &'a Api,
    /// By the index of the schema; `None` until everything below it has been hashed.
    hashes: Vec<Option<u128>>,
}

impl StructuralHashes<'_> {
    /// What is still without a hash contains itself, and is the same as none but itself.
    fn of(&self, id: SchemaId) -> u128 {
        self.hashes[id.index()].unwrap_or_else(|| identity(id))
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
            condition,
            discriminator,
            reference_with_siblings,
            never,
        } = schema;
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
        words.add(&(array.min_contains, array.max_contains));
        for it in [object.additional, object.unevaluated] {
            words.add(&match it {
                Additional::Unsaid => 0,
                Additional::Any => 1,
                Additional::None => 2,
                Additional::Schema(_) => 3,
            });
        }
        for (name, others) in &object.dependent_required {
            words.add(&(name, others));
        }
        words.add(&object.properties.len());
        for name in object.properties.keys() {
            words.add(name);
        }
        words.add(&object.required.len());
        for name in &object.required {
            words.add(name);
        }
        words.add(&object.patterns.keys().collect::<Vec<_>>());
        words.add(&object.dependent_schemas.keys().collect::<Vec<_>>());
        words.add(&[
            all_of.len(),
            any_of.len(),
            one_of.len(),
            array.prefix.len(),
            usize::from(array.items.is_some()),
            usize::from(array.contains.is_some()),
            usize::from(not.is_some()),
            usize::from(object.names.is_some()),
            usize::from(array.unevaluated.is_some()),
            usize::from(condition.when.is_some()),
            usize::from(condition.then.is_some()),
            usize::from(condition.otherwise.is_some()),
        ]);
        if let Some(it) = discriminator {
            words.add(&it.property);
            for (value, id) in &it.mapping {
                words.add(&(value, self.of(*id)));
            }
        }
        for id in subschemas(schema) {
            words.add(&self.of(id));
        }
    }
}

/// A hash that no other schema has.
fn identity(id: SchemaId) -> u128 {
    let mut words = Words::default();
    words.add(&("identity", id));
    words.finish()
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

#[cfg(test)]
mod tests {
    use super::{enclosing_components, structural_duplicates};
    use crate::model::{Api, SchemaId};
    use crate::testing::schemas;

    fn property(api: &Api, component: &str, name: &str) -> SchemaId {
        api.schema(api.components[component]).object.properties[name]
    }

    #[test]
    fn what_says_the_same_is_one() {
        let api = schemas(
            "A: {type: object, properties: {x: {type: object, properties: {n: {type: integer}}}}}
             B: {type: object, properties: {x: {type: object, properties: {n: {type: integer}}}, y: {type: object, properties: {n: {type: integer, minimum: 0}}}}}
             C: {type: object, properties: {x: {type: object, properties: {n: {type: integer}}}}}",
        );
        let first = structural_duplicates(&api);
        let of = |component: &str, name: &str| first[property(&api, component, name).index()];
        assert_eq!(of("A", "x"), property(&api, "A", "x"));
        assert_eq!(of("B", "x"), property(&api, "A", "x"));
        // A rule further down makes another one of it.
        assert_eq!(of("B", "y"), property(&api, "B", "y"));
        // A component is the same as none, though it says the same.
        assert_eq!(first[api.components["C"].index()], api.components["C"]);
    }

    #[test]
    fn an_inline_schema_that_contains_itself_has_no_duplicate() {
        let api = schemas(
            "A: {type: object, properties: {x: {type: array, items: {$ref: '#/components/schemas/A/properties/x'}}}}
             B: {type: object, properties: {x: {type: array, items: {$ref: '#/components/schemas/B/properties/x'}}}}",
        );
        let first = structural_duplicates(&api);
        let inner = property(&api, "B", "x");
        assert_eq!(first[inner.index()], inner);
    }

    #[test]
    fn what_is_inline_stands_in_its_component() {
        let api = schemas(
            "A: {type: object, properties: {x: {type: array, items: {type: string}}, b: {$ref: '#/components/schemas/B'}}}
             B: {type: string}",
        );
        let enclosing = enclosing_components(&api);
        let (a, b) = (api.components["A"], api.components["B"]);
        let array = property(&api, "A", "x");
        let items = api.schema(array).array.items.expect("an array has items");
        assert_eq!(enclosing[items.index()], Some(a));
        assert_eq!(enclosing[b.index()], Some(b));
    }
}
