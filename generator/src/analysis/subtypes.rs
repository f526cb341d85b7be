//! Discriminators → the subtypes of each base (the schemas that extend it by `allOf`), and the values that tell each
//! alternative from the others (OpenAPI 3.0.4, section 4.7.25).
//!
//! ```yaml
//! Pet: {properties: {kind: {type: string}}, discriminator: {propertyName: kind}}
//! Cat: {allOf: [{$ref: Pet}, {properties: {lives: {type: integer}}}]}
//! # where the document says Pet, a Cat may stand
//! ```

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use indexmap::IndexSet;

use super::conjunction::Conjunct;
use super::merged::MergedSchema;
use crate::model::{Additional, Api, Discriminator, SchemaId};

/// More subtypes than all sound documents have together; what a hostile one has beyond that are no alternatives.
const MAX_SUBTYPES: usize = 1_000_000;
/// How many values of a discriminator are collected for one alternative from the branches it has itself.
const MAX_VALUES: usize = 1_000;

/// What discriminators say of the schemas they lead to.
#[derive(Default)]
pub struct Subtypes {
    /// For each base (a schema with a name and a discriminator, and no branches of its own), the schemas that can stand for
    /// it.
    by_base: HashMap<SchemaId, Vec<SchemaId>>,
    /// All of those.
    all: HashSet<SchemaId>,
    /// For each alternative, the properties that tell it from the others, and the value of each.
    told_by: HashMap<SchemaId, Vec<DiscriminatorValue>>,
}

/// A property that tells an alternative from the others, and its value there.
pub struct DiscriminatorValue {
    /// The property's name in JSON.
    pub property: Arc<str>,
    /// Its value; the first where several lead here.
    pub value: Arc<str>,
}

impl Subtypes {
    /// Reads every discriminator.
    pub fn of(api: &Api) -> Self {
        let mut subtypes = Self::default();
        subtypes.find(api);
        for id in api.schema_ids() {
            let schema = api.schema(id);
            let Some(discriminator) = &schema.discriminator else {
                continue;
            };
            let of_base = subtypes.of_base(id).to_vec();
            for branch in schema.one_of.iter().chain(&schema.any_of).chain(&of_base) {
                let values = discriminator_values(api, discriminator, *branch);
                let Some(value) = values.into_iter().next() else {
                    continue;
                };
                let known = subtypes.told_by.entry(*branch).or_default();
                if !known.iter().any(|it| it.property == discriminator.property) {
                    known.push(DiscriminatorValue {
                        property: discriminator.property.clone(),
                        value,
                    });
                }
            }
        }
        subtypes
    }

    /// The schemas that can stand for a base, in the order of the components; none where it is no base.
    pub fn of_base(&self, base: SchemaId) -> &[SchemaId] {
        self.by_base.get(&base).map_or(&[], Vec::as_slice)
    }

    /// Whether a schema can stand for a base.
    pub fn is_subtype(&self, id: SchemaId) -> bool {
        self.all.contains(&id)
    }

    /// The values that lead to a subtype, or by way of it to its own subtypes.
    pub fn values_of(&self, api: &Api, it: &Discriminator, subtype: SchemaId) -> Vec<Arc<str>> {
        let mut values = Vec::new();
        let mut seen = HashSet::from([subtype]);
        let mut stack = vec![subtype];
        while let Some(id) = stack.pop() {
            values.extend(discriminator_values(api, it, id));
            stack.extend(self.of_base(id).iter().filter(|it| seen.insert(**it)));
        }
        values
    }

    /// The properties that tell an alternative from others.
    pub fn told_by(&self, id: SchemaId) -> &[DiscriminatorValue] {
        self.told_by.get(&id).map_or(&[], Vec::as_slice)
    }

    /// All alternatives, in no order, each with the properties that tell it from others.
    pub fn told(&self) -> impl Iterator<Item = (SchemaId, &[DiscriminatorValue])> {
        self.told_by.iter().map(|(id, tags)| (*id, &tags[..]))
    }

    fn find(&mut self, api: &Api) {
        let is_base = |id: SchemaId| {
            let schema = api.schema(id);
            schema.discriminator.is_some()
                && schema.one_of.is_empty()
                && schema.any_of.is_empty()
                && schema.object.further() != Additional::None
        };
        // Those of other files come behind the components.
        let kept = api
            .schema_ids()
            .filter(|id| api.schema(*id).origin.name.is_some());
        let all: IndexSet<SchemaId> = api.components.values().copied().chain(kept).collect();
        let bases: Vec<SchemaId> = all.iter().copied().filter(|id| is_base(*id)).collect();
        if bases.is_empty() {
            return;
        }
        let mut extended_by: HashMap<SchemaId, Vec<SchemaId>> = HashMap::new();
        for id in api.schema_ids() {
            for part in &api.schema(id).all_of {
                extended_by.entry(*part).or_default().push(id);
            }
        }
        let mut visits = 0;
        for base in bases {
            let mut seen = HashSet::from([base]);
            let mut stack = vec![base];
            let mut found: Vec<SchemaId> = Vec::new();
            while let Some(id) = stack.pop() {
                for subtype in extended_by.get(&id).into_iter().flatten() {
                    visits += 1;
                    if visits > MAX_SUBTYPES || !seen.insert(*subtype) {
                        continue;
                    }
                    if all.contains(subtype) {
                        found.push(*subtype);
                    }
                    // What extends another base stands behind that one.
                    if !is_base(*subtype) {
                        stack.push(*subtype);
                    }
                }
            }
            let discriminator = api.schema(base).discriminator.iter();
            for target in discriminator.flat_map(|it| it.mapping.values()) {
                if seen.insert(*target) {
                    found.push(*target);
                }
            }
            // A list of the subtypes is none of them.
            found.retain(|id| {
                let schema = api.schema(*id);
                !(schema.one_of.iter().chain(&schema.any_of)).any(|it| seen.contains(it))
            });
            found.sort_by_key(|id| all.get_index_of(id).unwrap_or(usize::MAX));
            if !found.is_empty() {
                self.all.extend(&found);
                self.by_base.insert(base, found);
            }
        }
    }
}

/// The values of a discriminator that lead to a branch: those of the mapping, or else what the branch says of itself:
/// its own value by extension, the constants it gives the property, or the name of the component.
pub fn discriminator_values(
    api: &Api,
    discriminator: &Discriminator,
    branch: SchemaId,
) -> Vec<Arc<str>> {
    let schema = api.schema(branch);
    let mut found: Vec<Arc<str>> = (discriminator.mapping.iter())
        .filter(|(_, target)| **target == branch)
        .map(|(value, _)| value.clone())
        .collect();
    for name in ["x-ms-discriminator-value", "x-discriminator-value"] {
        let value = schema.annotations.extensions.get(name);
        found.extend(value.and_then(|it| it.as_str()).map(Arc::from));
    }
    let merged = MergedSchema::of(api, &[Conjunct::whole(branch)]);
    let name = schema.origin.name.as_ref();
    // The name of the component leads here beside what the mapping says (OpenAPI 3.0.4, section 4.7.25), unless that has
    // it lead elsewhere, or the property may not be called so.
    if let Some(name) = name
        && !found.is_empty()
        && !found.contains(name)
        && !discriminator.mapping.contains_key(name)
        && merged
            .properties
            .get(&discriminator.property)
            .is_none_or(|it| {
                let values = MergedSchema::of(api, it).values;
                values.is_none_or(|all| all.iter().any(|it| it.as_str() == Some(name)))
            })
    {
        found.push(name.clone());
    }
    if found.is_empty()
        && let Some(property) = merged.properties.get(&discriminator.property)
    {
        let values = MergedSchema::of(api, property).values.unwrap_or_default();
        // A list that names the component is that of all alternatives, inherited from the base.
        let of_all = |name: &Arc<str>| {
            values.len() > 1 && values.iter().any(|it| it.as_str() == Some(name.as_ref()))
        };
        if !name.is_some_and(of_all) {
            found.extend(values.iter().filter_map(|it| Some(it.as_str()?.into())));
        }
    }
    if found.is_empty()
        && let Some(name) = name
    {
        found.push(name.clone());
    }
    // A branch that is itself one of several leads on to all of theirs.
    for inner in merged.alternatives.iter().flat_map(|it| &it.branches) {
        if *inner != branch && found.len() < MAX_VALUES {
            let name = api.schema(*inner).origin.name.clone();
            found.extend(name.filter(|it| !found.contains(it)));
        }
    }
    let mut seen = HashSet::new();
    found.retain(|it| seen.insert(it.clone()));
    found
}

#[cfg(test)]
mod tests {
    use super::{Subtypes, discriminator_values};
    use crate::model::{Api, SchemaId};
    use crate::testing::schemas;

    fn names(api: &Api, ids: &[SchemaId]) -> Vec<String> {
        let names = ids.iter().map(|it| api.schema(*it).origin.name.clone());
        names.map(|it| it.unwrap_or_default().to_string()).collect()
    }

    #[test]
    fn what_extends_a_base_is_its_subtype_however_far_away() {
        let api = schemas(
            "Pet: {type: object, required: [kind], properties: {kind: {type: string}}, discriminator: {propertyName: kind, mapping: {stray: '#/components/schemas/Stray'}}}
             Cat: {allOf: [{$ref: '#/components/schemas/Pet'}]}
             Lion: {allOf: [{$ref: '#/components/schemas/Cat'}, {type: object, x-discriminator-value: lion}]}
             Stray: {type: object, properties: {kind: {type: string}}}
             AnyPet: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Lion'}]}",
        );
        let subtypes = Subtypes::of(&api);
        let pet = api.components["Pet"];
        assert_eq!(names(&api, subtypes.of_base(pet)), ["Cat", "Lion", "Stray"]);
        assert!(subtypes.is_subtype(api.components["Cat"]));
        assert!(!subtypes.is_subtype(pet) && !subtypes.is_subtype(api.components["AnyPet"]));
        let [told] = subtypes.told_by(api.components["Stray"]) else {
            panic!("one property tells the alternatives apart");
        };
        assert_eq!((&*told.property, &*told.value), ("kind", "stray"));
    }

    #[test]
    fn a_branch_says_by_its_constants_which_it_is() {
        let api = schemas(
            "Shape: {oneOf: [{$ref: '#/components/schemas/Circle'}, {$ref: '#/components/schemas/Square'}], discriminator: {propertyName: type}}
             Circle: {type: object, required: [type], properties: {type: {enum: [circle, ring]}}}
             Square: {type: object, required: [type], properties: {type: {enum: [Circle, Square]}}}",
        );
        let shape = api.schema(api.components["Shape"]);
        let discriminator = shape.discriminator.as_ref().expect("there is one");
        let values = |name: &str| discriminator_values(&api, discriminator, api.components[name]);
        assert_eq!(values("Circle"), ["circle".into(), "ring".into()]);
        // A list with the component's own name is that of all alternatives.
        assert_eq!(values("Square"), ["Square".into()]);
    }

    #[test]
    fn bases_that_extend_one_another_come_to_an_end() {
        // Told as an error where a whole document is read; the analysis has to end all the same.
        let mut api = schemas(
            "A: {type: object, properties: {k: {type: string}}, discriminator: {propertyName: k}}
             B: {allOf: [{$ref: '#/components/schemas/A'}], discriminator: {propertyName: k}}",
        );
        let (a, b) = (api.components["A"], api.components["B"]);
        api.schemas[a.index()].all_of.push(b);
        let subtypes = Subtypes::of(&api);
        assert_eq!(subtypes.of_base(a), [b]);
        assert_eq!(subtypes.of_base(b), [a]);
        let discriminator = api.schema(a).discriminator.clone().expect("there is one");
        let values = subtypes.values_of(&api, &discriminator, b);
        assert_eq!(values, ["B".into(), "A".into()]);
    }
}
