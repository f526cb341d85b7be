//! Branches of a `oneOf` or `anyOf` → a [`Union`], and what tells them apart.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::enumeration::LONGEST_TITLE;
use super::{Lower, docs, literal, shape};
use crate::analysis::conjunction::{Conjunct, Conjunction};
use crate::analysis::merged::{AdditionalProperties, MergedSchema};
use crate::analysis::subtypes::discriminator_values;
use crate::model::{Discriminator, JsonType, Schema, SchemaId};
use crate::node::pointer_name;
use crate::rust::item::types::{
    Constant, Field, JsonKind, Presence, Struct, Tag, Test, TypeItem, TypeKind, TypeRef, Union,
    UnionVariant,
};
use crate::rust::names::{Scope, is_word, pascal, shorten, snake};
use shape::Branch;

/// Lowers the branches; two that come to the same type are one.
pub fn lower(
    lower: &mut Lower<'_>,
    conjunction: &Conjunction,
    branches: Vec<Branch>,
    stem: &str,
) -> TypeKind {
    let discriminator = discriminator(lower, conjunction);
    // Names, tests and the conjunctions themselves.
    lower.budget.spend(800 * branches.len());
    let mut scope = Scope::default();
    let mut variants: Vec<UnionVariant> = Vec::with_capacity(branches.len());
    let mut places: HashMap<TypeRef, usize> = HashMap::new();
    let mut conjunctions: Vec<&Conjunction> = Vec::with_capacity(branches.len());
    // Which variant each branch has become.
    let mut of_branch: Vec<usize> = Vec::with_capacity(branches.len());
    let words = words(lower, &branches, discriminator.as_deref());
    for (branch, word) in branches.iter().zip(&words) {
        let name = format!("{stem}{word}");
        let ty = lower.conjunction(branch.conjunction.clone(), &name, &name);
        let ty = ty.without_null().clone();
        let tags = match (&discriminator, branch.schema) {
            (Some(it), Some(id)) => discriminator_values(lower.api, it, id),
            _ => Vec::new(),
        };
        if let Some(&place) = places.get(&ty) {
            of_branch.push(place);
            let variant = &mut variants[place];
            variant.tags.extend(tags);
            // Values of either branch are accepted, so only the kinds that both have are tested.
            variant.test = Test {
                kinds: variant.test.kinds.clone(),
                ..Test::default()
            };
            continue;
        }
        of_branch.push(variants.len());
        places.insert(ty.clone(), variants.len());
        conjunctions.push(&branch.conjunction);
        variants.push(UnionVariant {
            name: scope.claim(word),
            test: test(lower, &branch.conjunction, 0),
            tags,
            docs: branch
                .schema
                .map(|id| lower.api.schema(id))
                .filter(|it| it.origin.name.is_none())
                .map(docs::of_description)
                .unwrap_or_default(),
            ty,
        });
    }
    if variants.iter().any(|it| it.ty == TypeRef::Any) && discriminator.is_none() {
        return TypeKind::Alias(TypeRef::Any);
    }
    if let [only] = &variants[..] {
        return TypeKind::Alias(only.ty.clone());
    }
    let tagged = variants.iter().all(|it| !it.tags.is_empty());
    if let (false, Some((property, values))) = (tagged, implied_tag(lower, &conjunctions)) {
        for (variant, values) in variants.iter_mut().zip(values) {
            variant.tags = values;
        }
        return TypeKind::Union(Union {
            variants,
            tag: Tag::Property(property),
            fallback: None,
            formed: false,
        });
    }
    keep_what_tells(&mut variants);
    // A value that leads to two alternatives leads to the first of them.
    let mut seen = HashSet::new();
    for variant in &mut variants {
        variant.tags.retain(|it| seen.insert(it.clone()));
    }
    let tagged = variants.iter().all(|it| !it.tags.is_empty());
    let default = discriminator.as_ref().and_then(|it| it.default);
    let default = default.and_then(|id| branches.iter().position(|it| it.schema == Some(id)));
    let fallback = default.map(|at| of_branch[at]).filter(|_| tagged);
    let formed = match &discriminator {
        Some(it) if tagged && fallback.is_none() => {
            let is_required = |all: &Conjunction| lower.merged(all).required.contains(&it.property);
            !is_required(conjunction) && !conjunctions.iter().all(|it| is_required(it))
        }
        _ => false,
    };
    TypeKind::Union(Union {
        fallback,
        formed,
        variants,
        tag: match discriminator {
            Some(it) if tagged => Tag::Property(it.property.clone()),
            _ => Tag::Untagged,
        },
    })
}

/// The alternatives of an `anyOf`, and one more for values that are of several at once, if some may have declared properties
/// that no single alternative has.
pub fn with_any_of(
    lower: &mut Lower<'_>,
    conjunction: &Conjunction,
    mut kind: TypeKind,
    stem: &str,
) -> TypeKind {
    let TypeKind::Union(union) = &mut kind else {
        return kind;
    };
    let is_object = |it: &&UnionVariant| it.test.kinds == [JsonKind::Object];
    let objects: Vec<&UnionVariant> = union.variants.iter().filter(is_object).collect();
    lower.budget.spend(4 * objects.len() * objects.len());
    let overlap = |at: usize| {
        let others = objects[at + 1..].iter();
        let mut others = others.filter(|it| may_add(&objects[at].test, &it.test));
        others.next().is_some()
    };
    if union.tag != Tag::Untagged || !(0..objects.len()).any(overlap) {
        return kind;
    }
    let wires: Vec<(Arc<str>, String)> = (objects.iter())
        .map(|it| (it.name.clone(), snake(&it.name)))
        .collect();
    let names = Scope::default().claim_all(&wires);
    let fields = objects.iter().zip(names).map(|(variant, name)| Field {
        wire: variant.name.clone(),
        name,
        ty: variant.ty.clone(),
        presence: Presence::Optional,
        default: None,
        docs: Vec::new(),
        deprecated: false,
    });
    let item = Struct {
        fields: fields.collect(),
        any_of: true,
        ..Struct::default()
    };
    let mut scope = Scope::default();
    for variant in &union.variants {
        scope.claim(&variant.name);
    }
    let name = scope.claim("AnyOf");
    let id = {
        let wanted = format!("{stem}AnyOf");
        let (id, name) = lower.inline_type(&shorten(&wanted), &wanted, false, None);
        let item = TypeItem {
            docs: vec!["What a value is that is of several alternatives at once.".to_owned()],
            ..lower.new_item(conjunction, name, TypeKind::Struct(item))
        };
        lower.types[id.0 as usize] = Some(item);
        id
    };
    union.variants.push(UnionVariant {
        name,
        ty: TypeRef::Named(id),
        tags: Vec::new(),
        test: Test {
            any_of: true,
            ..Test::default()
        },
        docs: vec!["A value that is of several of them at once.".to_owned()],
    });
    kind
}

/// Whether a value may be of both alternatives and have properties of either that the other does not list.
fn may_add(a: &Test, b: &Test) -> bool {
    let adds = |a: &Test, b: &Test| b.known.iter().any(|it| !a.known.contains(it));
    // One that is closed has nothing that it does not list.
    let loses = |a: &Test, b: &Test| !a.closed && adds(a, b);
    adds(a, b) && adds(b, a) && (loses(a, b) || loses(b, a)) && !exclude_one_another(a, b)
}

/// Whether no value is of both: by a property that has other values in either, or that one has and the other forbids.
fn exclude_one_another(a: &Test, b: &Test) -> bool {
    let needs = |it: &Test, name: &Arc<str>| it.required.contains(name);
    let differ = a.constants.iter().any(|(name, values)| {
        let other = b.constants.iter().find(|it| it.0 == *name);
        other.is_some_and(|(_, others)| {
            (needs(a, name) || needs(b, name)) && values.iter().all(|it| !others.contains(it))
        })
    });
    let forbids =
        |a: &Test, b: &Test| a.closed && b.required.iter().any(|it| !a.known.contains(it));
    differ || forbids(a, b) || forbids(b, a)
}

/// A base with a discriminator → a union of its subtypes, and of the base itself for values that lead to none of them.
pub fn of_subtypes(lower: &mut Lower<'_>, base: SchemaId, name: &str) -> Option<TypeKind> {
    let subtypes = lower.subtypes.of_base(base).to_vec();
    let discriminator = lower.api.schema(base).discriminator.clone();
    let (Some(discriminator), false) = (discriminator, subtypes.is_empty()) else {
        return None;
    };
    let mut scope = Scope::default();
    let other = scope.claim("Other");
    let mut seen = HashSet::new();
    let mut default = None;
    let mut variants: Vec<UnionVariant> = Vec::with_capacity(subtypes.len() + 1);
    for (index, subtype) in subtypes.into_iter().enumerate() {
        let mut tags = lower.subtypes.values_of(lower.api, &discriminator, subtype);
        tags.retain(|it| seen.insert(it.clone()));
        if tags.is_empty() {
            continue;
        }
        if discriminator.default == Some(subtype) {
            default = Some(variants.len());
        }
        let branch = Branch {
            conjunction: vec![Conjunct::whole(subtype)],
            schema: Some(subtype),
            only: None,
        };
        let word = word(lower, &branch, index);
        let name = format!("{name}{word}");
        let ty = lower.conjunction(branch.conjunction, &name, &name);
        variants.push(UnionVariant {
            name: scope.claim(&word),
            ty: ty.without_null().clone(),
            tags,
            test: Test::default(),
            docs: Vec::new(),
        });
    }
    if default.is_some() {
        return Some(TypeKind::Union(Union {
            variants,
            tag: Tag::Property(discriminator.property),
            fallback: default,
            formed: false,
        }));
    }
    let name = format!("{name}Base");
    variants.push(UnionVariant {
        name: other,
        ty: lower.conjunction(vec![base_alone(base)], &name, &name),
        tags: Vec::new(),
        test: Test::default(),
        docs: vec![format!(
            "Any other value of `{}`.",
            discriminator.property.replace('`', "'")
        )],
    });
    Some(TypeKind::Union(Union {
        fallback: Some(variants.len() - 1),
        formed: false,
        variants,
        tag: Tag::Property(discriminator.property),
    }))
}

/// A base without its subtypes.
pub fn base_alone(base: SchemaId) -> Conjunct {
    Conjunct {
        with_one_of: false,
        ..Conjunct::whole(base)
    }
}

/// A property that tells branches apart, and for each branch the values it has there.
type ImpliedTag = (Arc<str>, Vec<Vec<Arc<str>>>);

/// A property that is required in all alternatives, each with other listed strings: it discriminates although the
/// document names no discriminator.
///
/// ```yaml
/// oneOf:
///   - {required: [type], properties: {type: {enum: [circle]}, radius: {type: number}}}
///   - {required: [type], properties: {type: {enum: [square]}, side: {type: number}}}
/// ```
fn implied_tag(lower: &Lower<'_>, conjunctions: &[&Conjunction]) -> Option<ImpliedTag> {
    let all_merged: Vec<MergedSchema> = conjunctions
        .iter()
        .map(|it| MergedSchema::of(lower.api, it))
        .collect();
    let is_object =
        |it: &MergedSchema| it.alternatives.is_empty() && kinds(it) == [JsonKind::Object];
    if !all_merged.iter().all(is_object) {
        return None;
    }
    let texts = |merged: &MergedSchema, name: &str| -> Option<Vec<Arc<str>>> {
        let property = MergedSchema::of(lower.api, merged.properties.get(name)?);
        let is_plain = merged.required.contains(name)
            && property.alternatives.is_empty()
            && !property.nullable;
        let values = property.values.filter(|it| is_plain && !it.is_empty())?;
        values.iter().map(|it| it.as_str().map(Arc::from)).collect()
    };
    let first = all_merged.first()?;
    first.properties.keys().find_map(|name| {
        let all: Vec<Vec<Arc<str>>> = (all_merged.iter())
            .map(|it| texts(it, name))
            .collect::<Option<_>>()?;
        let mut seen = HashSet::new();
        let differ = all.iter().flatten().all(|it| seen.insert(it.clone()));
        differ.then(|| (name.clone(), all))
    })
}

/// Removes tests that distinguish nothing: those of members where only one alternative is an object, and constants of a
/// property that are the same in all alternatives.
fn keep_what_tells(variants: &mut [UnionVariant]) {
    let is_object = |it: &Test| it.kinds.is_empty() || it.kinds.contains(&JsonKind::Object);
    if variants.iter().filter(|it| is_object(&it.test)).count() < 2 {
        for variant in variants {
            variant.test.required.clear();
            variant.test.known.clear();
            variant.test.constants.clear();
            variant.test.closed = false;
        }
        return;
    }
    let mut constants: HashMap<Arc<str>, HashSet<Vec<Constant>>> = HashMap::new();
    for (name, values) in variants.iter().flat_map(|it| &it.test.constants) {
        constants
            .entry(name.clone())
            .or_default()
            .insert(values.clone());
    }
    for variant in variants {
        let test = &mut variant.test;
        test.constants.retain(|(name, _)| constants[name].len() > 1);
    }
}

fn discriminator(lower: &Lower<'_>, conjunction: &Conjunction) -> Option<Box<Discriminator>> {
    conjunction
        .iter()
        .find_map(|part| lower.api.schema(part.id).discriminator.clone())
}

/// The names of the variants of branches, not yet told apart by numbers. Several objects that no more is known of are named
/// by what each of them alone requires, or else by the first of the values that tell it from the others.
fn words(
    lower: &Lower<'_>,
    branches: &[Branch],
    discriminator: Option<&Discriminator>,
) -> Vec<String> {
    let each = branches.iter().enumerate();
    let mut words: Vec<String> = each
        .map(|(index, branch)| word(lower, branch, index))
        .collect();
    let is_object = |it: &String| it == OBJECT;
    if words.iter().filter(|it| is_object(it)).count() < 2 {
        return words;
    }
    let required = branches.iter().map(|it| {
        let required = lower.merged(&it.conjunction).required;
        required.into_iter().collect()
    });
    let required: Vec<Vec<Arc<str>>> = required.collect();
    let mut counts: HashMap<&Arc<str>, usize> = HashMap::new();
    for name in required.iter().flatten() {
        *counts.entry(name).or_default() += 1;
    }
    let conjunctions: Vec<&Conjunction> = branches.iter().map(|it| &it.conjunction).collect();
    let implied = implied_tag(lower, &conjunctions);
    for (at, word) in words.iter_mut().enumerate() {
        if !is_object(word) {
            continue;
        }
        let tag = discriminator.zip(branches[at].schema);
        let tag =
            tag.and_then(|(it, id)| discriminator_values(lower.api, it, id).into_iter().next());
        let telling = required[at].iter().find(|it| counts[it] == 1);
        let listed = implied.as_ref().and_then(|(_, values)| values[at].first());
        let name = tag.as_ref().or(telling).or(listed);
        if let Some(name) = name.filter(|it| it.contains(is_word)) {
            *word = pascal(name);
        }
    }
    words
}

/// The name of the variant of an object that nothing names.
const OBJECT: &str = "Object";

/// What a schema is called that stands under a name, though not among the components: in a file, or below `$defs`.
fn kept_name(schema: &Schema) -> Option<String> {
    if let Some(name) = &schema.origin.name {
        return Some(pascal(name));
    }
    let mut segments = schema.origin.pointer.rsplit('/');
    let name = segments.next().map(pointer_name)?;
    let is_kept = matches!(segments.next()?, "$defs" | "definitions" | "properties");
    (is_kept && name.contains(is_word)).then(|| pascal(&name))
}

/// The name of the variant of a branch: that of its component or file, its title, or the kind of its values.
fn word(lower: &Lower<'_>, branch: &Branch, index: usize) -> String {
    let schema = branch.schema.map(|id| lower.api.schema(id));
    if let Some(id) = branch.schema {
        if let Some(type_id) = lower.components[id.index()] {
            return lower.names[type_id.0 as usize].to_string();
        }
        let (simple, _) = lower.simplify(vec![Conjunct::whole(id)]);
        if let [part] = simple[..]
            && let Some(type_id) = lower.components[part.id.index()]
        {
            return lower.names[type_id.0 as usize].to_string();
        }
    }
    if let Some(name) = schema.and_then(kept_name) {
        return name;
    }
    let title = schema.and_then(|it| it.annotations.title.as_deref());
    if let Some(title) = title.filter(|it| it.len() <= LONGEST_TITLE && it.contains(is_word)) {
        return pascal(title);
    }
    let merged = lower.merged(&branch.conjunction);
    let kind = match &branch.only {
        Some(it) => Some(*it),
        None => match merged.types[..] {
            [it] => Some(it),
            [] if merged.says_object => Some(JsonType::Object),
            [] if merged.says_array => Some(JsonType::Array),
            _ => None,
        },
    };
    if let Some([only]) = merged.values.as_deref()
        && let Some(text) = only.as_str()
    {
        return pascal(text);
    }
    match kind {
        Some(JsonType::String) => match merged.format.as_deref() {
            Some(format) if merged.values.is_none() => pascal(format),
            _ => "String".to_owned(),
        },
        Some(JsonType::Integer) => "Integer".to_owned(),
        Some(JsonType::Number) => "Number".to_owned(),
        Some(JsonType::Boolean) => "Boolean".to_owned(),
        Some(JsonType::Array) => "Array".to_owned(),
        Some(JsonType::File) => "File".to_owned(),
        Some(JsonType::Object) => match constant_word(lower, &merged) {
            Some(word) => word,
            None => OBJECT.to_owned(),
        },
        None => format!("Variant{}", index + 1),
    }
}

/// The name of an object by one of its constant properties: `{type: {enum: [card]}}` is `Card`.
fn constant_word(lower: &Lower<'_>, merged: &MergedSchema) -> Option<String> {
    merged.properties.values().find_map(|property| {
        let merged = lower.merged(property);
        match merged.values.as_deref() {
            Some([only]) => only.as_str().map(pascal),
            _ => None,
        }
    })
}

/// The test that values of a branch pass.
fn test(lower: &Lower<'_>, conjunction: &Conjunction, depth: usize) -> Test {
    let merged = lower.merged(conjunction);
    if !merged.alternatives.is_empty() {
        return Test {
            kinds: kinds(&merged),
            ..Test::default()
        };
    }
    let required = merged.required.iter().filter(|name| {
        let property = merged.properties.get(*name);
        !property.is_some_and(|it| lower.may_be_left_out(it))
    });
    let mut test = Test {
        kinds: kinds(&merged),
        required: required.cloned().collect(),
        known: merged.properties.keys().cloned().collect(),
        closed: merged.additional == AdditionalProperties::None,
        ..Test::default()
    };
    if let Some(values) = constants(&merged) {
        test.values = values;
    }
    if depth == 0 {
        for (name, property) in &merged.properties {
            let property = lower.merged(property);
            if property.alternatives.is_empty()
                && property.values.as_ref().is_some_and(|it| it.len() <= 64)
                && let Some(mut values) = constants(&property)
            {
                if property.nullable {
                    values.push(Constant::Null);
                }
                test.constants.push((name.clone(), values));
            }
        }
    }
    test
}

/// The values that are listed, if they are all scalars.
fn constants(merged: &MergedSchema) -> Option<Vec<Constant>> {
    merged
        .values
        .as_ref()?
        .iter()
        .map(literal::constant)
        .collect()
}

fn kinds(merged: &MergedSchema) -> Vec<JsonKind> {
    let mut kinds: Vec<JsonKind> = merged
        .types
        .iter()
        .map(|it| match it {
            JsonType::String | JsonType::File => JsonKind::String,
            JsonType::Number => JsonKind::Number,
            JsonType::Integer => JsonKind::Integer,
            JsonType::Boolean => JsonKind::Bool,
            JsonType::Array => JsonKind::Array,
            JsonType::Object => JsonKind::Object,
        })
        .collect();
    if kinds.is_empty() && merged.alternatives.is_empty() {
        if merged.says_object {
            kinds.push(JsonKind::Object);
        } else if merged.says_array {
            kinds.push(JsonKind::Array);
        }
    }
    kinds
}
