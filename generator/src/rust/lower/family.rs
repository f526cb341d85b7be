//! Discriminators → the schemas that extend a base, and the values that each alternative is told by.
//!
//! ```yaml
//! Pet: {properties: {kind: {type: string}}, discriminator: {propertyName: kind}}
//! Cat: {allOf: [{$ref: Pet}, {properties: {lives: {type: integer}}}]}
//! # where the document says Pet, a Cat may stand
//! ```

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::view::{Part, View};
use crate::model::{Additional, Api, Discriminator, SchemaId};

/// More heirs than all sound documents have together; what a hostile one has beyond that are no alternatives.
const MOST: usize = 1_000_000;

/// What discriminators say of the schemas they lead to.
#[derive(Default)]
pub struct Families {
    /// For each base (a component with a discriminator and no branches of its own), the schemas that can stand for it.
    heirs: HashMap<SchemaId, Vec<SchemaId>>,
    /// All of those.
    all_heirs: HashSet<SchemaId>,
    /// For each alternative, the properties that tell it from the others, and the values they have then.
    tags: HashMap<SchemaId, Vec<TagProperty>>,
}

/// A property that tells an alternative from the others.
pub struct TagProperty {
    /// Its name in JSON.
    pub property: Arc<str>,
    /// Its value; the first where several lead here.
    pub value: Arc<str>,
}

impl Families {
    /// Reads every discriminator.
    pub fn of(api: &Api) -> Self {
        let mut families = Self::default();
        families.find_heirs(api);
        for id in api.schema_ids() {
            let schema = api.schema(id);
            let Some(discriminator) = &schema.discriminator else {
                continue;
            };
            let heirs = families.heirs(id).to_vec();
            for branch in schema.one_of.iter().chain(&schema.any_of).chain(&heirs) {
                let Some(value) = tags(api, discriminator, *branch).into_iter().next() else {
                    continue;
                };
                let known = families.tags.entry(*branch).or_default();
                if !known.iter().any(|it| it.property == discriminator.property) {
                    known.push(TagProperty {
                        property: discriminator.property.clone(),
                        value,
                    });
                }
            }
        }
        families
    }

    /// The schemas that can stand for a base; none where it is no base.
    pub fn heirs(&self, base: SchemaId) -> &[SchemaId] {
        self.heirs.get(&base).map_or(&[], Vec::as_slice)
    }

    /// Whether a schema can stand for a base.
    pub fn is_heir(&self, id: SchemaId) -> bool {
        self.all_heirs.contains(&id)
    }

    /// The values that lead to an heir, or by way of it to its own heirs.
    pub fn tags_of_heir(&self, api: &Api, it: &Discriminator, heir: SchemaId) -> Vec<Arc<str>> {
        let mut values = Vec::new();
        let mut seen = HashSet::from([heir]);
        let mut stack = vec![heir];
        while let Some(id) = stack.pop() {
            values.extend(tags(api, it, id));
            stack.extend(self.heirs(id).iter().filter(|it| seen.insert(**it)));
        }
        values
    }

    /// The properties that tell an alternative from others.
    pub fn tags(&self, id: SchemaId) -> &[TagProperty] {
        self.tags.get(&id).map_or(&[], Vec::as_slice)
    }

    fn find_heirs(&mut self, api: &Api) {
        let is_base = |id: SchemaId| {
            let schema = api.schema(id);
            schema.discriminator.is_some()
                && schema.one_of.is_empty()
                && schema.any_of.is_empty()
                && schema.object.additional != Additional::None
        };
        let bases: Vec<SchemaId> = (api.components.values().copied())
            .filter(|id| is_base(*id))
            .collect();
        if bases.is_empty() {
            return;
        }
        let mut extended_by: HashMap<SchemaId, Vec<SchemaId>> = HashMap::new();
        for id in api.schema_ids() {
            for part in &api.schema(id).all_of {
                extended_by.entry(*part).or_default().push(id);
            }
        }
        let order: HashMap<SchemaId, usize> = (api.components.values().copied())
            .enumerate()
            .map(|(index, id)| (id, index))
            .collect();
        let mut found = 0;
        for base in bases {
            let mut seen = HashSet::from([base]);
            let mut stack = vec![base];
            let mut heirs: Vec<SchemaId> = Vec::new();
            while let Some(id) = stack.pop() {
                for heir in extended_by.get(&id).into_iter().flatten() {
                    found += 1;
                    if found > MOST || !seen.insert(*heir) {
                        continue;
                    }
                    if order.contains_key(heir) {
                        heirs.push(*heir);
                    }
                    // What extends another base stands behind that one.
                    if !is_base(*heir) {
                        stack.push(*heir);
                    }
                }
            }
            let discriminator = api.schema(base).discriminator.iter();
            for target in discriminator.flat_map(|it| it.mapping.values()) {
                if seen.insert(*target) {
                    heirs.push(*target);
                }
            }
            // A list of heirs is no heir.
            heirs.retain(|id| {
                let schema = api.schema(*id);
                !(schema.one_of.iter().chain(&schema.any_of)).any(|it| seen.contains(it))
            });
            heirs.sort_by_key(|id| order.get(id).copied().unwrap_or(usize::MAX));
            if !heirs.is_empty() {
                self.all_heirs.extend(&heirs);
                self.heirs.insert(base, heirs);
            }
        }
    }
}

/// The values of the discriminator that lead to a branch: those of the mapping, or else what the branch says of itself:
/// its own value by extension, the constants it gives the property, or the name of the component.
pub fn tags(api: &Api, discriminator: &Discriminator, id: SchemaId) -> Vec<Arc<str>> {
    let schema = api.schema(id);
    let mut tags: Vec<Arc<str>> = (discriminator.mapping.iter())
        .filter(|(_, target)| **target == id)
        .map(|(value, _)| value.clone())
        .collect();
    for name in ["x-ms-discriminator-value", "x-discriminator-value"] {
        let value = schema.annotations.extensions.get(name);
        tags.extend(value.and_then(|it| it.as_str()).map(Arc::from));
    }
    let view = View::of(api, &[Part::whole(id)]);
    let name = schema.origin.name.as_ref();
    if tags.is_empty()
        && let Some(property) = view.properties.get(&discriminator.property)
    {
        let values = View::of(api, property).values.unwrap_or_default();
        // A list that names the component is that of all alternatives, inherited from the base.
        let of_all = |name: &Arc<str>| {
            values.len() > 1 && values.iter().any(|it| it.as_str() == Some(name.as_ref()))
        };
        if !name.is_some_and(of_all) {
            tags.extend(values.iter().filter_map(|it| Some(it.as_str()?.into())));
        }
    }
    if tags.is_empty()
        && let Some(name) = name
    {
        tags.push(name.clone());
    }
    // A branch that is itself one of several leads on to all of theirs.
    for group in &view.groups {
        for branch in &group.branches {
            if *branch != id && tags.len() < 1000 {
                let schema = api.schema(*branch);
                tags.extend(schema.origin.name.clone().filter(|it| !tags.contains(it)));
            }
        }
    }
    let mut seen = HashSet::new();
    tags.retain(|it| seen.insert(it.clone()));
    tags
}
