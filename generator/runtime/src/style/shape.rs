//! A schema → what texts may stand for under it: scalars, arrays or objects, and of which types.

use std::collections::HashSet;

use crate::runtime::json::Tree;
use crate::runtime::validator::{Additional, Id, Schemas, Types};

/// What a schema lets a value be that travels as text. Those of parameters are found once, when the router is made.
#[derive(Debug, Default)]
pub(crate) struct Shape {
    pub(super) types: Types,
    pub(super) is_any_text: bool,
    /// The schema itself.
    id: Option<Id>,
    /// The schemas of items.
    items: Vec<Id>,
    /// The schemas of the first items, one for each place.
    prefix: Vec<Id>,
    /// The schemas that describe objects.
    objects: Vec<Id>,
}

impl Shape {
    /// Looks at a schema and at what it is combined from.
    pub(crate) fn of(schemas: &Schemas, id: Id) -> Self {
        Self::of_alternatives(schemas, id, vec![id])
    }

    /// Looks at several schemas, of which the first counts for texts.
    fn of_alternatives(schemas: &Schemas, id: Id, mut todo: Vec<Id>) -> Self {
        let mut shape = Self {
            is_any_text: schemas.get(id).is_any_text(),
            id: Some(id),
            ..Self::default()
        };
        let mut seen = HashSet::new();
        while let Some(id) = todo.pop() {
            let id = schemas.follow(id);
            if !seen.insert(id) {
                continue;
            }
            let schema = schemas.get(id);
            shape.types = shape.types.union(schema.types);
            let lists = !schema.properties.is_empty() || schema.has_patterns();
            if schema.types == Types::default() && lists {
                // What lists properties means objects, whether it says so or not.
                shape.types = shape.types.union(Types::OBJECT);
            }
            for value in &schema.values {
                shape.types = shape.types.union(Types::of(value));
            }
            shape.items.extend(schema.items);
            if shape.prefix.is_empty() {
                shape.prefix.clone_from(&schema.prefix);
            }
            if lists || schema.additional != Additional::Any || schemas.left(id).is_some() {
                shape.objects.push(id);
            }
            let combined = schema.all_of.iter().chain(&schema.any_of);
            todo.extend(combined.chain(&schema.one_of));
        }
        shape
    }

    /// The types a value may have.
    pub(crate) fn types(&self) -> Types {
        self.types
    }

    /// Whether values are strings, whichever: most that name something in a path.
    pub(crate) fn is_any_text(&self) -> bool {
        self.is_any_text
    }

    /// The properties that are listed.
    pub(crate) fn properties<'s>(&self, schemas: &'s Schemas) -> Vec<(&'s str, Id)> {
        let mut seen = HashSet::new();
        let objects = self
            .objects
            .iter()
            .flat_map(|&id| &schemas.get(id).properties);
        objects
            .map(|(name, id)| (name.as_str(), *id))
            .filter(|(name, _)| seen.insert(*name))
            .collect()
    }

    /// Whether values may be arrays.
    pub(crate) fn is_array(&self) -> bool {
        self.types.names(Types::ARRAY)
    }

    /// Whether what is given more than once is a list: where values may be arrays, or nothing is known of them.
    pub(crate) fn is_list_if_repeated(&self) -> bool {
        self.is_array() || self.types == Types::default()
    }

    /// Whether values may be objects, and no arrays.
    pub(crate) fn is_object(&self) -> bool {
        self.types.names(Types::OBJECT) && !self.is_array()
    }

    /// Whether values are neither arrays nor objects.
    pub(crate) fn is_scalar(&self) -> bool {
        !self.is_array() && !self.is_object()
    }

    /// The shape of the items.
    pub(crate) fn item(&self, schemas: &Schemas) -> Shape {
        let items = self.items.first();
        items.map_or_else(Self::default, |&id| Self::of(schemas, id))
    }

    /// The shapes of the items by their places.
    pub(super) fn items(&self, schemas: &Schemas) -> Items {
        let first = self.prefix.iter().map(|&id| Self::of(schemas, id));
        Items {
            first: first.collect(),
            rest: self.item(schemas),
        }
    }

    /// The schema of the items, where values are arrays; `None` within for items of any kind.
    pub(crate) fn repeated(&self) -> Option<Option<Id>> {
        self.is_array().then(|| self.items.first().copied())
    }

    /// How many items have a schema of their own, by their places.
    pub(crate) fn places(&self) -> usize {
        self.prefix.len()
    }

    /// The schema of the item at a place.
    pub(crate) fn place(&self, at: usize) -> Option<Id> {
        self.prefix.get(at).or(self.items.first()).copied()
    }

    /// The shape of a property; `None` where the schema knows no such property.
    pub(crate) fn property(&self, schemas: &Schemas, name: &str) -> Option<Shape> {
        let id = self.property_id(schemas, name)?;
        let shape = Self::of(schemas, id);
        if self.objects.len() < 2 || !shape.is_object() {
            return Some(shape);
        }
        // An object has the members that any of the alternatives lists for it.
        let objects = self.objects.iter();
        let listed = objects.filter_map(|&id| schemas.get(id).property(name));
        let all: Vec<Id> = std::iter::once(id).chain(listed).collect();
        Some(Self::of_alternatives(schemas, id, all))
    }

    /// The shape of a property that is listed.
    pub(crate) fn listed(&self, schemas: &Schemas, name: &str) -> Option<Shape> {
        self.listed_id(schemas, name)
            .map(|id| Self::of(schemas, id))
    }

    /// The schema of a property that is listed.
    fn listed_id(&self, schemas: &Schemas, name: &str) -> Option<Id> {
        let mut objects = self.objects.iter();
        objects.find_map(|&id| schemas.get(id).property(name))
    }

    /// Whether a text is a value by itself.
    pub(crate) fn takes_text(&self, schemas: &Schemas, text: &str) -> bool {
        self.types.names(Types::STRING)
            && self.id.is_none_or(|id| {
                let value = Tree::String(text.into());
                schemas.accepts_within_budget(id, &value)
            })
    }

    /// Whether values may be scalars, `null` aside, whatever else they may be.
    pub(super) fn may_be_scalar(&self) -> bool {
        let scalars = [Types::STRING, Types::INTEGER, Types::BOOLEAN];
        scalars.iter().any(|it| self.types.names(*it))
    }

    /// Whether the schema takes a value.
    pub(super) fn takes(&self, schemas: &Schemas, value: &Tree<'_>) -> bool {
        self.id
            .is_none_or(|id| schemas.accepts_within_budget(id, value))
    }

    /// The schema of a property.
    pub(crate) fn property_id(&self, schemas: &Schemas, name: &str) -> Option<Id> {
        let listed = self.listed_id(schemas, name);
        let mut objects = self.objects.iter();
        let patterned = || objects.find_map(|&id| schemas.get(id).patterned(name));
        listed
            .or_else(patterned)
            .or_else(|| self.further_id(schemas))
    }

    /// The schema of properties that are not listed, or that no other keyword has looked at.
    fn further_id(&self, schemas: &Schemas) -> Option<Id> {
        let mut objects = self.objects.iter();
        objects.find_map(|&id| match schemas.get(id).additional {
            Additional::Schema(id) => Some(id),
            Additional::Any => schemas.left(id),
            Additional::None => None,
        })
    }

    /// Whether a property is listed.
    pub(crate) fn lists(&self, schemas: &Schemas, name: &str) -> bool {
        self.listed_id(schemas, name).is_some()
    }

    /// Whether there may be properties that are not listed.
    pub(crate) fn takes_unlisted(&self, schemas: &Schemas) -> bool {
        self.objects.is_empty() || self.further_id(schemas).is_some()
    }
}

/// The shapes of the items of a list, which may have places of their own: `prefixItems`.
pub(super) struct Items {
    first: Vec<Shape>,
    rest: Shape,
}

impl Items {
    /// The shape of the item at a place.
    pub(super) fn at(&self, at: usize) -> &Shape {
        self.first.get(at).unwrap_or(&self.rest)
    }

    /// Whether each item is an object.
    pub(super) fn are_objects(&self) -> bool {
        self.first.is_empty() && self.rest.is_object()
    }
}
