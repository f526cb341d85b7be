//! Objects → structs and their fields.

use std::sync::Arc;

use super::shape::{Loss, loses_patterns, types_all};
use super::{Lower, docs, literal, notes, union};
use crate::analysis::conjunction::{Conjunct, Conjunction};
use crate::analysis::merged::AdditionalProperties;
use crate::config::Defaults;
use crate::model::{Schema, SchemaId};
use crate::rust::doc;
use crate::rust::item::types::{
    AdditionalField, Field, Literal, Presence, Scalar, Struct, TypeRef,
};
use crate::rust::names::{Scope, pascal, snake};

impl Lower<'_> {
    pub(super) fn structure(&mut self, conjunction: &Conjunction, stem: &str) -> Struct {
        let merged = self.merged(conjunction);
        let tags = match conjunction[..] {
            // Where unions tell it by several properties, each writes its own, and the schema has none of them.
            [part] => match self.subtypes.told_by(part.id) {
                [] | [_, _, ..] => &[],
                one => one,
            },
            _ => &[],
        };
        let tags: Vec<(Arc<str>, Arc<str>)> = (tags.iter())
            .filter(|it| !merged.properties.contains_key(&it.property))
            .map(|it| (it.property.clone(), it.value.clone()))
            .collect();
        let is_tag = |wire: &Arc<str>| tags.iter().any(|it| it.0 == *wire);
        let unlisted = || {
            (merged.required.iter())
                .filter(|it| !merged.properties.contains_key(*it) && !is_tag(it))
        };
        let mut scope = Scope::default();
        let wires = (tags.iter().map(|it| &it.0))
            .chain(merged.properties.keys())
            .chain(unlisted());
        let wires: Vec<_> = wires.map(|wire| (wire.clone(), snake(wire))).collect();
        let names = scope.claim_all(&wires);
        notes::renamed(self.sink, &wires, &names, notes::ON_THE_WIRE, |at| {
            notes::site_of_property(self.api, &merged.conjuncts, &wires[at].0)
        });
        if loses_patterns(self.api, &merged) {
            notes::lost(self.api, &merged, Loss::Patterns, self.sink);
        }
        let mut names = names.into_iter();
        let mut name = || names.next().expect("each property has a name");
        let mut fields = Vec::with_capacity(merged.properties.len());
        for (wire, value) in &tags {
            fields.push(tag_field(name(), wire, value));
        }
        for (wire, property) in &merged.properties {
            let required = merged.required.contains(wire);
            fields.push(self.field(name(), wire, property.clone(), required, stem));
        }
        for wire in unlisted() {
            // Required, but not listed in `properties`.
            let property = match &merged.additional {
                AdditionalProperties::Typed(conjunction) => conjunction.clone(),
                _ => Vec::new(),
            };
            fields.push(self.field(name(), wire, property, true, stem));
        }
        let name = format!("{stem}Value");
        let rest = match (&merged.additional, &merged.patterns[..]) {
            (AdditionalProperties::Typed(conjunction), []) => {
                Some(self.conjunction(conjunction.clone(), &name, &name))
            }
            (AdditionalProperties::Any, _) => Some(TypeRef::Any),
            // The alternative for unknown subtypes keeps the properties that those add.
            (AdditionalProperties::Unsaid, []) if self.is_base_alone(conjunction) => {
                Some(TypeRef::Any)
            }
            (_, []) => None,
            (_, [pattern]) if types_all(self.api, &merged) => {
                Some(self.conjunction(vec![Conjunct::whole(*pattern)], &name, &name))
            }
            _ => Some(TypeRef::Any),
        };
        let size = |it: &Field| {
            let docs: usize = it.docs.iter().map(|it| it.len() + 8).sum();
            128 + 2 * it.wire.len() + docs
        };
        self.budget.spend(fields.iter().map(size).sum());
        Struct {
            closed: merged.additional == AdditionalProperties::None && rest.is_none(),
            any_of: false,
            rest: rest.map(|ty| AdditionalField {
                name: scope.claim("extra"),
                ty,
            }),
            fields,
        }
    }

    fn is_base_alone(&self, conjunction: &[Conjunct]) -> bool {
        matches!(conjunction, [part] if *part == union::base_alone(part.id)
            && !self.subtypes.of_base(part.id).is_empty())
    }

    fn field(
        &mut self,
        name: Arc<str>,
        wire: &Arc<str>,
        property: Conjunction,
        required: bool,
        stem: &str,
    ) -> Field {
        let schema = property.first().map(|it| it.id);
        let one_way = self.one_way(&property);
        let required = required && one_way.is_none();
        let stem = match property[..] {
            [part] => self.stem_of_enclosing(part.id, stem),
            _ => Arc::from(stem),
        };
        let type_name = format!("{stem}{}", pascal(wire));
        let ty = match (&property[..], schema) {
            ([], _) => TypeRef::Any,
            ([part], Some(id)) if part.is_whole() => self.reference(id, &type_name, &type_name),
            _ => self.conjunction(property.clone(), &type_name, &type_name),
        };
        let (ty, nullable) = match ty {
            TypeRef::Option(inner) => (*inner, true),
            other => (other, false),
        };
        let schema_of = schema.map(|id| self.api.schema(id));
        let default = schema_of.and_then(|it| it.annotations.default.as_ref());
        let default = default.filter(|it| !(required || nullable && it.is_null()));
        let (default, said) = match default {
            Some(node) if !self.stands_in(schema) => (None, Some(node)),
            other => (other, None),
        };
        let (ty, nullable) = match (default, nullable) {
            (Some(_), true) => (ty.optional(), false),
            _ => (ty, nullable),
        };
        let default = default.map(|node| literal::of(node, &ty));
        let presence = match (required, nullable, &default) {
            (true, false, _) => Presence::Required,
            (true, true, _) => Presence::Nullable,
            (false, _, Some(_)) => Presence::Defaulted,
            (false, false, None) => Presence::Optional,
            (false, true, None) => Presence::OptionalNullable,
        };
        Field {
            name,
            wire: wire.clone(),
            ty,
            presence,
            default,
            docs: doc::paragraphs(
                schema_of.map(|it| self.field_docs(it)).unwrap_or_default(),
                (one_way.into_iter().map(str::to_owned))
                    .chain(said.map(docs::of_default))
                    .collect(),
            ),
            deprecated: schema_of.is_some_and(|it| it.annotations.deprecated),
        }
    }

    /// Whether the default of a property stands in for it where it is absent.
    fn stands_in(&self, property: Option<SchemaId>) -> bool {
        match (self.config.types.defaults, property) {
            (Defaults::Applied, _) | (Defaults::ExceptPatch, None) => true,
            (Defaults::ExceptPatch, Some(id)) => !self.is_patched(id),
            (Defaults::KeptApart, _) => false,
        }
    }

    /// Whether a property is one of bodies of `PATCH` alone, as is all that is one type with what it is a property of.
    fn is_patched(&self, property: SchemaId) -> bool {
        let is_own = |component: SchemaId| {
            let properties = &self.api.schema(component).object.properties;
            properties.values().any(|it| *it == property)
        };
        match self.enclosing[property.index()] {
            // A component is one type with nothing.
            Some(component) if is_own(component) => self.directions.patched[property.index()],
            _ => !self.filled[self.duplicates[property.index()].index()],
        }
    }

    /// The prefix of the name of a property's inline type: where `allOf` brings the property in from another component,
    /// the name of that one, so that the name does not depend on which schema is lowered first.
    fn stem_of_enclosing(&self, property: SchemaId, stem: &str) -> Arc<str> {
        let component = self.enclosing[property.index()];
        match component.and_then(|it| self.components[it.index()]) {
            Some(id) if component != self.current_component => self.names[id.0 as usize].clone(),
            _ => Arc::from(stem),
        }
    }

    /// Whether a property that is required may be missing all the same: callers do not send what is `readOnly`, and
    /// are not sent what is `writeOnly`.
    pub(super) fn may_be_left_out(&self, property: &[Conjunct]) -> bool {
        self.one_way(property).is_some()
    }

    /// The documentation of a property that is `readOnly` in a request type, or `writeOnly` in a response type.
    fn one_way(&self, property: &[Conjunct]) -> Option<&'static str> {
        property.iter().find_map(|it| {
            let annotations = &self.api.schema(it.id).annotations;
            let index = it.id.index();
            if annotations.read_only && self.directions.sent[index] {
                Some("Read-only: what callers send is ignored.")
            } else if annotations.write_only && self.directions.received[index] {
                Some("Write-only: callers are not sent it.")
            } else {
                None
            }
        })
    }

    /// The documentation of a field. That of a component stands at its type and is not repeated.
    fn field_docs(&self, schema: &Schema) -> Vec<String> {
        if schema.origin.name.is_some() {
            return Vec::new();
        }
        docs::of_field(schema)
    }
}

/// The field of a discriminator that the schema itself does not list.
fn tag_field(name: Arc<str>, wire: &Arc<str>, value: &Arc<str>) -> Field {
    Field {
        name,
        wire: wire.clone(),
        ty: TypeRef::Scalar(Scalar::String),
        presence: Presence::Defaulted,
        default: Some(Literal::String(value.clone())),
        docs: vec!["The discriminator: it tells which of several schemas this is.".to_owned()],
        deprecated: false,
    }
}
