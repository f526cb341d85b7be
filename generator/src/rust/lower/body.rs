//! Types that have a name → their bodies.

use std::sync::Arc;

use super::shape::Shape;
use super::{Job, Lower, docs, union};
use crate::analysis::conjunction::{self, Conjunct, Conjunction};
use crate::analysis::merged::MergedSchema;
use crate::rust::derives;
use crate::rust::item::types::{Derives, TypeId, TypeItem, TypeKind};

impl Lower<'_> {
    pub(super) fn item(&mut self, job: Job) -> (TypeId, TypeItem) {
        let Job {
            id,
            name,
            conjunction,
            shape,
            stem,
        } = job;
        if let [part] = conjunction[..]
            && part.is_whole()
            && shape.is_none()
            && let Some(union) = union::of_subtypes(self, part.id, &stem)
        {
            return (id, self.new_item(&conjunction, name, union));
        }
        let shape = shape.unwrap_or_else(|| {
            let merged = self.merged(&conjunction);
            self.component_shape(&conjunction, &merged)
        });
        if let Some(path) = self.configured_format(&self.merged(&conjunction), &shape) {
            return (id, self.new_item(&conjunction, name, TypeKind::Alias(path)));
        }
        let kind = match shape {
            Shape::Struct => TypeKind::Struct(self.structure(&conjunction, &stem)),
            Shape::Enum(listed) => TypeKind::Enum(self.enumeration(&conjunction, &listed)),
            Shape::Union(branches) => union::lower(self, &conjunction, branches, &stem),
            Shape::AnyOf(branches) => {
                let kind = union::lower(self, &conjunction, branches, &stem);
                union::with_any_of(self, &conjunction, kind, &stem)
            }
            other => {
                let target = self.shape(&conjunction, other, &name, &stem);
                // An alias leaves `null` out; references to it have the `Option`.
                TypeKind::Alias(target.without_null().clone())
            }
        };
        (id, self.new_item(&conjunction, name, kind))
    }

    /// The shape of a component. One that only wraps another schema is an alias of it.
    fn component_shape(&mut self, conjunction: &Conjunction, merged: &MergedSchema) -> Shape {
        if let [part] = conjunction[..] {
            let schema = self.api.schema(part.id);
            // A subtype that adds nothing to its base is an alternative of the union all the same.
            if conjunction::is_thin(schema) && !self.subtypes.is_subtype(part.id) {
                let mut inner = (schema.all_of.iter())
                    .filter(|id| !conjunction::is_vacuous(self.api.schema(**id)));
                if let (Some(only), None) = (inner.next(), inner.next())
                    && *only != part.id
                {
                    return Shape::Same(vec![Conjunct::whole(*only)]);
                }
            }
        }
        self.shape_of(merged)
    }

    pub(super) fn new_item(
        &self,
        conjunction: &Conjunction,
        name: Arc<str>,
        kind: TypeKind,
    ) -> TypeItem {
        let id = conjunction[0].id;
        let schema = self.api.schema(id);
        TypeItem {
            docs: docs::of_type(schema),
            deprecated: schema.annotations.deprecated,
            derives: Derives {
                custom: (self.config.types.derives.iter())
                    .filter(|it| !derives::BY_PARTS.contains(&&***it))
                    .map(|it| it.as_str().into())
                    .collect(),
                ..Derives::default()
            },
            schema: id,
            conjunction: match self.config.types.json_schema {
                true => conjunction.clone(),
                false => Vec::new(),
            },
            // Of a branch with keywords beside it, the pointer is that of the schema with the keywords.
            pointer: (conjunction.last())
                .map_or(schema, |it| self.api.schema(it.id))
                .origin
                .pointer
                .clone(),
            name,
            kind,
        }
    }
}
