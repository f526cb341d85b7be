//! The properties by which unions tell their alternatives apart → a type for each alternative that has no other value there.
//!
//! A property that the document describes as any text is none where a discriminator says what stands there:
//!
//! ```text
//! Pet: {oneOf: [Cat, Dog], discriminator: {propertyName: kind}}
//! Cat: {properties: {kind: {type: string}}}      Cat { kind: CatKind }, with CatKind::Cat alone
//! ```

use std::sync::Arc;

use indexmap::{IndexMap, IndexSet};

use super::Lower;
use crate::analysis::conjunction::Conjunct;
use crate::analysis::walk::api_sites;
use crate::node::pointer_segment;
use crate::rust::item::types::{
    Constant, Enum, EnumRepr, Field, Literal, Presence, Scalar, Struct, Tag, TypeId, TypeItem,
    TypeKind, TypeRef, Variant,
};
use crate::rust::names::{Scope, pascal, shorten};

/// What unions say of one of their alternatives.
struct Told {
    property: Arc<str>,
    values: IndexSet<Arc<str>>,
    /// Whether unions go by different properties.
    differs: bool,
}

impl Lower<'_> {
    /// Gives the properties types, once all types are known.
    pub(super) fn type_tags(&mut self) {
        let told = self.told();
        if told.is_empty() {
            return;
        }
        let is_elsewhere = self.elsewhere(&told);
        let uses = self.uses();
        for (id, told) in told {
            let is_elsewhere = is_elsewhere[id.0 as usize];
            if !told.differs {
                self.type_tag(id, &told, is_elsewhere);
            }
            if !told.differs && !is_elsewhere {
                self.close_tag(id, &told, &uses);
            }
        }
    }

    /// How often each type is used.
    fn uses(&self) -> Vec<usize> {
        let mut uses = vec![0; self.types.len()];
        let mut count = |ty: &TypeRef| {
            ty.each(&mut |it| {
                if let TypeRef::Named(id) = it {
                    uses[id.0 as usize] += 1;
                }
            });
        };
        for item in self.types.iter().flatten() {
            item.kind.each_reference(&mut count);
        }
        for site in api_sites(self.api) {
            self.references[site.schema.index()]
                .iter()
                .for_each(&mut count);
        }
        uses
    }

    /// Leaves the values that an alternative lists for the property as all there are: with another one it would not be read as
    /// that alternative.
    fn close_tag(&mut self, id: TypeId, told: &Told, uses: &[usize]) {
        let structure = |item: &Option<TypeItem>| match item.as_ref().map(|it| &it.kind) {
            Some(TypeKind::Struct(it)) => {
                let at = it.fields.iter().position(|it| it.wire == told.property)?;
                Some((at, it.fields[at].ty.clone()))
            }
            _ => None,
        };
        let Some((at, TypeRef::Named(tag))) = structure(&self.types[id.0 as usize]) else {
            return;
        };
        // One that was made for the property has the values already.
        if uses.get(tag.0 as usize) != Some(&1) {
            return;
        }
        let Some(item) = &mut self.types[tag.0 as usize] else {
            return;
        };
        let TypeKind::Enum(listed) = &mut item.kind else {
            return;
        };
        let is_told = |it: &Variant| {
            it.value
                .as_str()
                .is_some_and(|it| told.values.contains(&**it))
        };
        if self.api.schema(item.schema).origin.name.is_some()
            || !listed.variants.iter().all(is_told)
        {
            return;
        }
        listed.other = None;
        let only = match &listed.variants[..] {
            [only] => Some(Literal::Variant(tag, only.name.clone())),
            _ => None,
        };
        if let Some(TypeKind::Struct(it)) =
            self.types[id.0 as usize].as_mut().map(|it| &mut it.kind)
        {
            let field = &mut it.fields[at];
            if field.presence == Presence::Required && field.default.is_none() {
                field.default = only;
            }
        }
    }

    /// The alternatives that a property tells.
    fn told(&self) -> IndexMap<TypeId, Told> {
        let mut found: IndexMap<TypeId, Told> = IndexMap::new();
        for item in self.types.iter().flatten() {
            let TypeKind::Union(union) = &item.kind else {
                continue;
            };
            let Tag::Property(property) = &union.tag else {
                continue;
            };
            for variant in &union.variants {
                let TypeRef::Named(id) = variant.ty else {
                    continue;
                };
                if variant.tags.is_empty() {
                    continue;
                }
                let told = found.entry(id).or_insert_with(|| Told {
                    property: property.clone(),
                    values: IndexSet::new(),
                    differs: false,
                });
                told.differs |= told.property != *property;
                told.values.extend(variant.tags.iter().cloned());
            }
        }
        found
    }

    /// Which of them stand anywhere else, where nothing says what the property has, or for what no value leads to.
    fn elsewhere(&self, told: &IndexMap<TypeId, Told>) -> Vec<bool> {
        let mut found = vec![false; self.types.len()];
        let mut mark = |ty: &TypeRef| {
            ty.each(&mut |it| {
                if let TypeRef::Named(id) = it {
                    found[id.0 as usize] = true;
                }
            });
        };
        for item in self.types.iter().flatten() {
            match &item.kind {
                TypeKind::Union(union) if matches!(union.tag, Tag::Property(_)) => {
                    for (at, variant) in union.variants.iter().enumerate() {
                        let is_led_to = matches!(variant.ty, TypeRef::Named(id) if told.contains_key(&id))
                            && !variant.tags.is_empty();
                        if !is_led_to || union.fallback == Some(at) {
                            mark(&variant.ty);
                        }
                    }
                }
                kind => kind.each_reference(&mut mark),
            }
        }
        for site in api_sites(self.api) {
            if let Some(ty) = &self.references[site.schema.index()] {
                mark(ty);
            }
        }
        found
    }

    fn type_tag(&mut self, id: TypeId, told: &Told, is_elsewhere: bool) {
        let Some(item) = &self.types[id.0 as usize] else {
            return;
        };
        let TypeKind::Struct(structure) = &item.kind else {
            return;
        };
        let Some(at) = free_text(structure, told) else {
            return;
        };
        let wanted = format!("{}{}", item.name, pascal(&told.property));
        let name = item.name.clone();
        let docs = format!(
            "What `{}` has in `{}`.",
            told.property.replace('`', "'"),
            item.name
        );
        let schema = item.schema;
        let segment = pointer_segment(&told.property);
        let pointer = format!("{}/properties/{segment}", item.pointer).into();
        // Names, a table, and the declaration.
        self.budget.spend(300 + 60 * told.values.len());
        self.current = Some(id);
        self.enter_type(id, &name);
        let (tag, name) = self.inline_type(&shorten(&wanted), &wanted, false, None);
        self.current = None;
        let own = self.api.schema(schema).origin.name.as_deref();
        let is_open = is_elsewhere && !self.config.types.closed_enums;
        let listed = enumeration(told, own, is_open);
        // The name of a component leads to it, too, and says no more than what the document maps to it.
        let is_said = |at: &usize| *at == 0 || Some(&*told.values[*at]) != own;
        let only = match (0..told.values.len()).filter(is_said).count() {
            1 => Some(Literal::Variant(tag, listed.variants[0].name.clone())),
            _ => None,
        };
        let of_value = |text: &Arc<str>| {
            let named = listed
                .variants
                .iter()
                .find(|it| it.value.as_str() == Some(text));
            named.map(|it| Literal::Variant(tag, it.name.clone()))
        };
        let Some(TypeKind::Struct(structure)) =
            self.types[id.0 as usize].as_mut().map(|it| &mut it.kind)
        else {
            return;
        };
        let field = &mut structure.fields[at];
        field.ty = TypeRef::Named(tag);
        field.default = match (&field.default, field.presence) {
            (Some(Literal::String(text)), _) => of_value(text),
            // It has to be there, and there is one thing to say.
            (_, Presence::Required) => only,
            _ => None,
        };
        let of_whole = vec![Conjunct::whole(schema)];
        let item = self.new_item(&of_whole, name, TypeKind::Enum(listed));
        self.types[tag.0 as usize] = Some(TypeItem {
            docs: vec![docs],
            deprecated: false,
            conjunction: Vec::new(),
            pointer,
            ..item
        });
    }
}

/// The field of the property, if the document has it as any text.
fn free_text(structure: &Struct, told: &Told) -> Option<usize> {
    let is_it = |it: &Field| {
        let is_known = match &it.default {
            None => true,
            Some(Literal::String(text)) => told.values.contains(text),
            Some(_) => false,
        };
        it.wire == told.property && it.ty == TypeRef::Scalar(Scalar::String) && is_known
    };
    structure.fields.iter().position(is_it)
}

/// The values, and others where it is open. Where the name of the component is in Rust that of a value, `Cat` beside `cat`, it is told
/// from it by what it is the name of.
fn enumeration(told: &Told, own: Option<&str>, is_open: bool) -> Enum {
    let mut scope = Scope::default();
    let other = is_open.then(|| {
        let is_value = |word: &str| told.values.iter().any(|it| pascal(it) == word);
        scope.claim(if is_value("Other") {
            "Unlisted"
        } else {
            "Other"
        })
    });
    let variants = told.values.iter().enumerate().map(|(at, value)| {
        let is_own = at > 0 && own == Some(value);
        let word = pascal(value);
        let name = match is_own && scope.is_taken(&word) {
            true => scope.claim(&format!("{word}Schema")),
            false => scope.claim(&word),
        };
        let docs = match is_own {
            true => vec!["The name of the schema, which says the same.".to_owned()],
            false => Vec::new(),
        };
        Variant {
            name,
            value: Constant::String(value.clone()),
            docs,
        }
    });
    Enum {
        repr: EnumRepr::String,
        variants: variants.collect(),
        other,
    }
}
