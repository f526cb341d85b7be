//! Schemas where they are used → [`TypeRef`]s; what needs a type of its own is queued.

use std::collections::HashSet;

use super::shape::{self, Branch, Shape};
use super::{InlineType, Job, Lower, Root, extension, notes};
use crate::analysis::conjunction::{self, Conjunct, Conjunction};
use crate::analysis::merged::{self, MergedSchema};
use crate::model::{JsonType, Nullable, SchemaId};
use crate::rust::item::types::{TypeKind, TypeRef};
use crate::rust::names;

impl Lower<'_> {
    /// The type of a schema, `Option` around it where it accepts `null`. `name` is what it is called if it is inline
    /// and needs a name; `stem` is what the names of its own inline parts begin with.
    pub(super) fn reference(&mut self, id: SchemaId, name: &str, stem: &str) -> TypeRef {
        if let Some(known) = &self.references[id.index()] {
            return known.clone();
        }
        let reference = self.conjunction(vec![Conjunct::whole(id)], name, stem);
        self.references[id.index()] = Some(reference.clone());
        reference
    }

    /// The merged schema of a conjunction. It is charged to the budget, since it is as long as all its conjuncts together;
    /// empty where that is exhausted.
    pub(super) fn merged(&self, conjunction: &[Conjunct]) -> MergedSchema {
        if self.budget.is_exhausted() {
            return MergedSchema::default();
        }
        let merged = MergedSchema::of(self.api, conjunction);
        self.budget.spend(8 * merged.weight());
        merged
    }

    /// The shape of a merged schema, with a note on what it leaves out.
    pub(super) fn shape_of(&mut self, merged: &MergedSchema) -> Shape {
        let mut lost = Vec::new();
        let shape = shape::shape(self.api, merged, &|it| self.merged(it), &mut lost);
        for it in lost {
            notes::lost(self.api, merged, it, self.sink);
        }
        let is_narrower = match shape {
            Shape::Struct | Shape::Map(_) => merged.says_object,
            Shape::Vec(_) | Shape::Tuple(_) | Shape::Elements(_) => merged.says_array,
            _ => false,
        };
        if is_narrower && merged.types.is_empty() {
            self.untyped
                .extend(merged.conjuncts.first().map(|it| it.id));
        }
        shape
    }

    /// The type of a conjunction, `Option` around it where `null` is accepted. Names as for [`Lower::reference`].
    pub(super) fn conjunction(
        &mut self,
        conjunction: Conjunction,
        name: &str,
        stem: &str,
    ) -> TypeRef {
        let (conjunction, nullable) = self.simplify(conjunction);
        let reference = self.plain_conjunction(conjunction, name, stem);
        if nullable {
            reference.optional()
        } else {
            reference
        }
    }

    pub(super) fn plain_conjunction(
        &mut self,
        conjunction: Conjunction,
        name: &str,
        stem: &str,
    ) -> TypeRef {
        if let Some(known) = self.known_as(&conjunction, name) {
            return known.clone();
        }
        if let Some(replaced) = self.replaced(&conjunction) {
            return replaced;
        }
        if let [part] = conjunction[..]
            && part.is_whole()
            && let Some(id) = self.components[part.id.index()]
        {
            let merged = self.merged(&conjunction);
            let mut reference = TypeRef::Named(id);
            if shape::is_nullable(self.api, &merged) {
                reference = reference.optional();
            }
            self.known.insert(conjunction, reference.clone());
            return reference;
        }
        if let Some(standing) = self.open.get(&conjunction) {
            // It contains itself by way of arrays and maps alone.
            let id = standing
                .unwrap_or_else(|| self.inline_type(&names::shorten(name), name, false, None).0);
            self.open.insert(conjunction, Some(id));
            return TypeRef::Named(id);
        }
        self.open.insert(conjunction.clone(), None);
        let merged = self.merged(&conjunction);
        let shape = self.shape_of(&merged);
        let inner = match self.configured_format(&merged, &shape) {
            Some(path) => path,
            None => self.shape(&conjunction, shape, name, stem),
        };
        let inner = match self.open.remove(&conjunction).flatten() {
            None => inner,
            Some(id) => {
                let name = self.names[id.0 as usize].clone();
                let item = self.new_item(&conjunction, name, TypeKind::Alias(inner));
                self.types[id.0 as usize] = Some(item);
                TypeRef::Named(id)
            }
        };
        let reference = if shape::is_nullable(self.api, &merged) {
            inner.optional()
        } else {
            inner
        };
        self.remember(conjunction, name, reference.clone());
        reference
    }

    /// The type of a conjunction that was lowered, if it is the type for this place as well. What a component stands for
    /// is so everywhere. What is inline is one type with what says the same in the same component or operation, and with
    /// what says the same under the same name: `sort` here and `sort` there. That `direction` lists the same two values is
    /// chance, and no reason to call it `ListPetsSort`.
    fn known_as(&self, conjunction: &Conjunction, name: &str) -> Option<&TypeRef> {
        if let Some(known) = self.known.get(conjunction) {
            return Some(known);
        }
        let places = self.inline.get(conjunction)?;
        let root = self.root();
        let is_here = |it: &&InlineType| it.root == root || *it.role == *names::role(name);
        places.iter().find(is_here).map(|it| &it.reference)
    }

    fn remember(&mut self, conjunction: Conjunction, name: &str, reference: TypeRef) {
        let mut is_inline = false;
        reference.each(&mut |it| {
            is_inline |= matches!(it, TypeRef::Named(id) if !self.is_root(*id));
        });
        if !is_inline {
            self.known.insert(conjunction, reference);
            return;
        }
        let place = InlineType {
            root: self.root(),
            role: names::role(name).into(),
            reference,
        };
        self.inline.entry(conjunction).or_default().push(place);
    }

    /// The type a conjunction's shape needs; what needs a name is queued.
    pub(super) fn shape(
        &mut self,
        conjunction: &Conjunction,
        shape: Shape,
        name: &str,
        stem: &str,
    ) -> TypeRef {
        match shape {
            Shape::Any => TypeRef::Any,
            Shape::Never => TypeRef::Never,
            Shape::Null => TypeRef::Null,
            Shape::Scalar(scalar) => TypeRef::Scalar(scalar),
            Shape::Same(conjunction) => self.conjunction(conjunction, name, stem),
            Shape::Map(None) => TypeRef::Map(Box::new(TypeRef::Any)),
            Shape::Map(Some(values)) => {
                let name = format!("{stem}Value");
                TypeRef::Map(Box::new(self.conjunction(values, &name, &name)))
            }
            Shape::Vec(None) => TypeRef::Vec(Box::new(TypeRef::Any)),
            Shape::Vec(Some(items)) => {
                let name = format!("{stem}Item");
                TypeRef::Vec(Box::new(self.conjunction(items, &name, &name)))
            }
            Shape::Tuple(parts) => TypeRef::Tuple(
                parts
                    .into_iter()
                    .enumerate()
                    .map(|(index, id)| {
                        let name = format!("{stem}{index}");
                        self.conjunction(vec![Conjunct::whole(id)], &name, &name)
                    })
                    .collect(),
            ),
            Shape::Elements(parts) => {
                let name = format!("{stem}Item");
                let first = self.duplicates[parts[0].index()];
                if parts.iter().all(|it| self.duplicates[it.index()] == first) {
                    let element = self.conjunction(vec![Conjunct::whole(first)], &name, &name);
                    return TypeRef::Vec(Box::new(element));
                }
                let branches = parts.iter().map(|id| Branch {
                    conjunction: vec![Conjunct::whole(*id)],
                    schema: Some(*id),
                    only: None,
                });
                let union = Shape::Union(branches.collect());
                let nullable = merged::one_accepts_null(self.api, parts.iter().copied());
                let element = self.named(conjunction, union, None, &name, &name);
                TypeRef::Vec(Box::new(if nullable {
                    element.optional()
                } else {
                    element
                }))
            }
            shape @ (Shape::Enum(_) | Shape::Struct | Shape::Union(_) | Shape::AnyOf(_)) => {
                // What another file keeps under a name is called by it wherever it is referred to.
                let kept = match conjunction[..] {
                    [part] if part.is_whole() => Some(part.id),
                    _ => None,
                };
                let kept = kept.filter(|id| {
                    let is_named = self.api.schema(*id).origin.name.is_some();
                    is_named && self.components[id.index()].is_none()
                });
                self.named(conjunction, shape, kept, name, stem)
            }
        }
    }

    /// A type of its own for a shape, which waits for its body; that of a schema that another file keeps under a name is one
    /// like that of a component.
    fn named(
        &mut self,
        conjunction: &Conjunction,
        shape: Shape,
        kept: Option<SchemaId>,
        name: &str,
        stem: &str,
    ) -> TypeRef {
        let chosen = self.chosen_name(conjunction);
        let is_chosen = chosen.is_some();
        let own = kept.and_then(|id| self.api.schema(id).origin.name.as_deref());
        let chosen = chosen.or(own.map(names::pascal));
        let wanted = chosen.unwrap_or_else(|| names::shorten(name));
        let (id, claimed) = match kept {
            Some(kept) if !is_chosen => {
                let pointer = self.api.schema(kept).origin.pointer.clone();
                self.kept_type(&wanted, &pointer)
            }
            _ => self.inline_type(&wanted, name, is_chosen, Some((conjunction, &shape))),
        };
        // Where the name had to be changed, the names of inline types within follow.
        let stem = if stem == name || kept.is_some() {
            claimed.to_string()
        } else {
            stem.to_owned()
        };
        let mut shape = Some(shape);
        if let Some(kept) = kept {
            self.components[kept.index()] = Some(id);
            self.owners[id.0 as usize] = None;
            self.roots[id.0 as usize] = Root::Type(id);
            // Of a base, the body is made of its subtypes.
            shape = shape.filter(|_| self.subtypes.of_base(kept).is_empty());
        }
        self.queue.push_back(Job {
            id,
            name: claimed,
            conjunction: conjunction.clone(),
            shape,
            stem,
        });
        TypeRef::Named(id)
    }

    /// The name the configuration gives an inline schema, by its JSON pointer.
    pub(super) fn chosen_name(&self, conjunction: &[Conjunct]) -> Option<String> {
        let [part] = conjunction else { return None };
        let schema = self.api.schema(part.id);
        let configured = self.config.names.schemas.get(&*schema.origin.pointer);
        configured.cloned().or_else(|| extension::name(schema))
    }

    pub(super) fn replaced(&self, conjunction: &[Conjunct]) -> Option<TypeRef> {
        let [part] = conjunction else { return None };
        let schema = self.api.schema(part.id);
        let extension = schema.annotations.extensions.get("x-rust-type")?;
        Some(TypeRef::Path(extension.as_str()?.into()))
    }

    pub(super) fn configured_format(
        &self,
        merged: &MergedSchema,
        shape: &Shape,
    ) -> Option<TypeRef> {
        let path = self.config.types.formats.get(merged.format.as_deref()?)?;
        matches!(shape, Shape::Scalar(_)).then(|| TypeRef::Path(path.as_str().into()))
    }

    /// Removes what changes nothing: a wrapper around one schema (`allOf: [$ref]` beside a description), and conjuncts
    /// without rules. Also whether a wrapper that was removed is nullable.
    pub(super) fn simplify(&self, mut conjunction: Conjunction) -> (Conjunction, bool) {
        let mut nullable = false;
        // A chain of wrappers that leads back to itself ends after as many steps as there are schemas; a short one
        // is all that documents have.
        for _ in 0..64 {
            if conjunction.len() > 1 {
                let mut kept: Conjunction = Vec::with_capacity(conjunction.len());
                let mut seen = HashSet::new();
                for (at, part) in conjunction.iter().enumerate() {
                    let vacuous = part.only.is_none()
                        && (conjunction::is_vacuous(self.api.schema(part.id))
                            || self.repeats_a_type(&conjunction, at));
                    if !vacuous && seen.insert(*part) {
                        kept.push(*part);
                    }
                }
                if kept.is_empty() {
                    kept.push(conjunction[0]);
                }
                if kept.len() == conjunction.len() {
                    return (conjunction, nullable);
                }
                conjunction = kept;
                continue;
            }
            let [part] = conjunction[..] else { break };
            let schema = self.api.schema(part.id);
            let is_component = self.components[part.id.index()].is_some();
            if !part.is_whole() || is_component {
                break;
            }
            if conjunction::is_thin(schema) && self.replaced(&conjunction).is_none() {
                let mut inner = (schema.all_of.iter())
                    .filter(|id| !conjunction::is_vacuous(self.api.schema(**id)));
                if let (Some(only), None) = (inner.next(), inner.next()) {
                    nullable |= schema.nullable != Nullable::No;
                    conjunction = vec![Conjunct::whole(*only)];
                    continue;
                }
            }
            let duplicate = self.duplicates[part.id.index()];
            if duplicate != part.id {
                conjunction = vec![Conjunct::whole(duplicate)];
            }
            break;
        }
        (conjunction, nullable)
    }

    /// Whether a part of a conjunction says no more than another one does as well: that values are objects, or arrays. Where
    /// `items` are said by `{type: object}` and by a component, they are the component.
    fn repeats_a_type(&self, conjunction: &[Conjunct], at: usize) -> bool {
        /// Longer ones are none that anybody writes, and each part is held against all others.
        const MOST: usize = 8;
        let schema = self.api.schema(conjunction[at].id);
        let is_thin = |it: &Conjunct| {
            let schema = self.api.schema(it.id);
            schema.all_of.is_empty()
                && schema.discriminator.is_none()
                && self.components[it.id.index()].is_none()
                && conjunction::is_thin(schema)
        };
        let has_parts = |it: JsonType| matches!(it, JsonType::Object | JsonType::Array);
        if conjunction.len() > MOST
            || !schema.types.single().is_some_and(has_parts)
            || !is_thin(&conjunction[at])
        {
            return false;
        }
        let says_so = |it: Conjunct| {
            let other = self.api.schema(it.id);
            other.types == schema.types
                && (other.nullable == Nullable::No || schema.nullable != Nullable::No)
        };
        let mut others = conjunction.iter().filter(|it| !is_thin(it));
        others.any(|it| {
            let all = conjunction::conjuncts(self.api, std::slice::from_ref(it));
            all.into_iter().any(says_so)
        })
    }
}
