//! The types of two crates → how they differ.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::difference::{About, Effect, Found, Item};
use super::matching::{Matching, field_text, text};
use crate::catalogue as code;
use crate::rust::item::RustApi;
use crate::rust::item::types::{
    Derives, Enum, EnumRepr, Field, Presence, Struct, Tag, TypeId, TypeItem, TypeKind, TypeRef,
    Union, UnionVariant,
};

/// Compares all types.
pub fn compare(matching: &Matching<'_>, found: &mut Found) {
    let (old, new) = (matching.old, matching.new);
    let mut is_known = vec![false; new.types.len()];
    let mut names: HashSet<&str> = HashSet::new();
    names.extend(old.types.iter().map(|it| &*it.name));
    for id in &old.order {
        let it = old.item(*id);
        let Some(other) = matching.forth(*id) else {
            let about = about([Some(it), None]);
            let message = format!("the {} is gone", word(it));
            found.tell(
                code::RUST_REMOVED,
                Effect::Breaking,
                &path(it),
                message,
                about,
            );
            continue;
        };
        is_known[other.0 as usize] = true;
        items(matching, found, it, other);
    }
    for id in &new.order {
        let it = new.item(*id);
        if is_known[id.0 as usize] || names.contains(&*it.name) {
            continue;
        }
        let about = about([None, Some(it)]);
        let message = format!("the {} is new", word(it));
        found.tell(
            code::RUST_ADDED,
            Effect::Compatible,
            &path(it),
            message,
            about,
        );
    }
}

fn path(it: &TypeItem) -> String {
    format!("types::{}", it.name)
}

/// What a message calls a kind of type.
fn word(it: &TypeItem) -> &'static str {
    match it.kind {
        TypeKind::Struct(_) => "struct",
        TypeKind::Enum(_) | TypeKind::Union(_) => "enum",
        TypeKind::Alias(_) => "alias",
        TypeKind::Newtype(_) => "struct of one value",
    }
}

fn about(items: [Option<&TypeItem>; 2]) -> About {
    About::Type {
        schemas: items.map(|it| it.map(|it| it.schema)),
        property: None,
    }
}

fn items(matching: &Matching<'_>, found: &mut Found, old: &TypeItem, id: TypeId) {
    let new = matching.new.item(id);
    let mut item = found.of(path(old), about([Some(old), Some(new)]));
    let is_alias = matches!(old.kind, TypeKind::Alias(_));
    // Another word for a type has all that the type has.
    let keeps_name = old.name == new.name
        || !is_alias
            && matching.new.types.iter().any(|it| {
                it.name == old.name && matches!(it.kind, TypeKind::Alias(TypeRef::Named(_)))
            });
    if !keeps_name {
        let message = format!("it is called `{}` now", path(new));
        item.tell(code::RUST_NAME, Effect::Breaking, message);
    }
    match (&old.kind, &new.kind) {
        (TypeKind::Struct(a), TypeKind::Struct(b)) => structs(matching, &mut item, a, b),
        (TypeKind::Enum(a), TypeKind::Enum(b)) => enums(&mut item, a, b),
        (TypeKind::Union(a), TypeKind::Union(b)) => unions(matching, &mut item, a, b),
        (TypeKind::Alias(a), TypeKind::Alias(b)) | (TypeKind::Newtype(a), TypeKind::Newtype(b)) => {
            if !matching.is_same(a, b) {
                let message = changed("it", &text(matching.old, a), &text(matching.new, b));
                item.tell(code::RUST_KIND, Effect::Breaking, message);
            }
            if is_alias {
                return;
            }
        }
        (TypeKind::Alias(a), _) if matching.is_same(a, &TypeRef::Named(id)) => return,
        _ => {
            let message = format!("the {} became {}", word(old), with_article(word(new)));
            item.tell(code::RUST_KIND, Effect::Breaking, message);
            return;
        }
    }
    derives(&mut item, [old, new]);
}

fn with_article(word: &str) -> String {
    let article = if word.starts_with(['a', 'e']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {word}")
}

/// `the field `a` is `A`, and was `B``.
pub fn changed(what: &str, was: &str, is: &str) -> String {
    format!("{what} is `{is}`, and was `{was}`")
}

/// The traits that a type has lost.
fn derives(item: &mut Item<'_>, types: [&TypeItem; 2]) {
    let [old, new] = types.map(|it| traits(&it.derives));
    let gone: Vec<String> = old.iter().filter(|it| !new.contains(it)).cloned().collect();
    if !gone.is_empty() {
        let message = format!("it is not `{}` any more", gone.join("`, `"));
        item.tell(code::RUST_DERIVE, Effect::Breaking, message);
    }
}

fn traits(it: &Derives) -> Vec<String> {
    let all = [
        (it.copy, "Copy"),
        (it.eq, "Eq"),
        (it.hash, "Hash"),
        (it.ord, "Ord"),
        (it.default, "Default"),
    ];
    let built_in = all.into_iter().filter(|it| it.0).map(|it| it.1.to_owned());
    built_in
        .chain(it.custom.iter().map(|it| it.to_string()))
        .collect()
}

/// Whether the type of a field is itself, in an `Option`, or in a `Nullable`.
fn depth(it: &Field) -> usize {
    match it.presence {
        Presence::Required | Presence::Defaulted => 0,
        Presence::Nullable | Presence::Optional => 1,
        Presence::OptionalNullable => 2,
    }
}

fn structs(matching: &Matching<'_>, item: &mut Item<'_>, old: &Struct, new: &Struct) {
    let before = item.found.all.len();
    fields(matching, item, old, new);
    // What `new` takes and what is set follows the fields; so what these do not tell is told.
    let told = &item.found.all[before..];
    if told.iter().all(|it| it.effect != Effect::Breaking) {
        constructors(matching, item, old, new);
    }
}

/// What a struct is made by whose fields are all there, as they were.
fn constructors(matching: &Matching<'_>, item: &mut Item<'_>, old: &Struct, new: &Struct) {
    let (style, other_style) = (matching.old.style, matching.new.style);
    let was: Vec<&Field> = old.arguments(style).collect();
    let is: Vec<&Field> = new.arguments(other_style).collect();
    let names =
        |all: &[&Field]| -> Vec<Arc<str>> { all.iter().map(|it| it.name.clone()).collect() };
    let are_same_types = was.len() == is.len()
        && was
            .iter()
            .zip(&is)
            .all(|(a, b)| depth(a) == depth(b) && matching.is_same(&a.ty, &b.ty));
    if !was.is_empty() && names(&was) != names(&is) {
        let shown = |rust: &RustApi, all: &[&Field]| {
            let all = all
                .iter()
                .map(|it| format!("{}: {}", it.name, field_text(rust, it)));
            format!("new({})", all.collect::<Vec<_>>().join(", "))
        };
        let (effect, message) = match () {
            () if is.is_empty() => (Effect::Breaking, "the function `new` is gone".to_owned()),
            () => (
                if are_same_types {
                    Effect::Risky
                } else {
                    Effect::Breaking
                },
                changed(
                    "what makes it",
                    &shown(matching.old, &was),
                    &shown(matching.new, &is),
                ),
            ),
        };
        item.tell(code::RUST_METHOD, effect, message);
    }
    let setters: HashSet<&str> = new.settable(other_style).map(|it| &*it.name).collect();
    for it in old
        .settable(style)
        .filter(|it| !setters.contains(&*it.name))
    {
        let message = format!("the method `{}` is gone", it.setter());
        item.tell_of(
            property(item, it),
            code::RUST_METHOD,
            Effect::Breaking,
            message,
        );
    }
}

fn fields(matching: &Matching<'_>, item: &mut Item<'_>, old: &Struct, new: &Struct) {
    let fields: HashMap<&str, &Field> = new.fields.iter().map(|it| (&*it.name, it)).collect();
    let by_wire: HashMap<&str, &Field> = new.fields.iter().map(|it| (&*it.wire, it)).collect();
    let known: HashSet<&str> = old.fields.iter().map(|it| &*it.name).collect();
    let mut renamed: HashSet<&str> = HashSet::new();
    for a in &old.fields {
        let about = property(item, a);
        let Some(b) = fields.get(&*a.name) else {
            let other = by_wire
                .get(&*a.wire)
                .filter(|it| !known.contains(&*it.name));
            match other {
                Some(b) => {
                    renamed.insert(&b.name);
                    let message = format!("the field `{}` is called `{}` now", a.name, b.name);
                    item.tell_of(about, code::RUST_NAME, Effect::Breaking, message);
                }
                None => {
                    let message = format!("the field `{}` is gone", a.name);
                    item.tell_of(about, code::RUST_FIELD, Effect::Breaking, message);
                }
            }
            continue;
        };
        if depth(a) != depth(b) || !matching.is_same(&a.ty, &b.ty) {
            let texts = (field_text(matching.old, a), field_text(matching.new, b));
            let message = changed(&format!("the field `{}`", a.name), &texts.0, &texts.1);
            item.tell_of(about, code::RUST_FIELD, Effect::Breaking, message);
        }
    }
    for b in &new.fields {
        if known.contains(&*b.name) || renamed.contains(&*b.name) {
            continue;
        }
        let (kind, effect) = match b.is_required() {
            true => ("required", Effect::Breaking),
            false => ("optional", Effect::Compatible),
        };
        let message = format!(
            "the {kind} field `{}: {}` is new",
            b.name,
            field_text(matching.new, b)
        );
        item.tell_of(property(item, b), code::RUST_FIELD, effect, message);
    }
    match (&old.rest, &new.rest) {
        (Some(a), Some(b)) if a.name != b.name => {
            let message = format!("the field `{}` is called `{}` now", a.name, b.name);
            item.tell(code::RUST_NAME, Effect::Breaking, message);
        }
        (Some(a), Some(b)) if !matching.is_same(&a.ty, &b.ty) => {
            let texts = [(matching.old, &a.ty), (matching.new, &b.ty)]
                .map(|(rust, ty)| text(rust, &TypeRef::Map(Box::new(ty.clone()))));
            let message = changed(&format!("the field `{}`", a.name), &texts[0], &texts[1]);
            item.tell(code::RUST_FIELD, Effect::Breaking, message);
        }
        (Some(a), None) => {
            let message = format!("the field `{}` for other properties is gone", a.name);
            item.tell(code::RUST_FIELD, Effect::Breaking, message);
        }
        (None, Some(b)) => {
            let message = format!("the field `{}` for other properties is new", b.name);
            item.tell(code::RUST_FIELD, Effect::Compatible, message);
        }
        _ => {}
    }
}

fn property(item: &Item<'_>, field: &Field) -> About {
    match &item.about {
        About::Type { schemas, .. } => About::Type {
            schemas: *schemas,
            property: Some(field.wire.clone()),
        },
        about => about.clone(),
    }
}

fn enums(item: &mut Item<'_>, old: &Enum, new: &Enum) {
    if old.repr != new.repr {
        let what = |it: EnumRepr| match it {
            EnumRepr::String => "strings",
            EnumRepr::Integer => "integers",
            EnumRepr::Json => "values of JSON",
        };
        let message = format!(
            "its values are {}, and were {}",
            what(new.repr),
            what(old.repr)
        );
        item.tell(code::RUST_KIND, Effect::Breaking, message);
    }
    let pairs = |it: &Enum| -> Vec<(Arc<str>, String)> {
        let all = it.variants.iter();
        all.map(|it| (it.name.clone(), format!("{:?}", it.value)))
            .collect()
    };
    variants(item, &pairs(old), &pairs(new));
    match (&old.other, &new.other) {
        (Some(a), Some(b)) if a != b => {
            let message = format!("the variant `{a}` is called `{b}` now");
            item.tell(code::RUST_NAME, Effect::Breaking, message);
        }
        (Some(a), None) => {
            let message = format!("the variant `{a}` for values that are not listed is gone");
            item.tell(code::RUST_VARIANT, Effect::Breaking, message);
        }
        (None, Some(b)) => {
            let message = format!("the variant `{b}` for values that are not listed is new");
            item.tell(code::RUST_VARIANT, Effect::Compatible, message);
        }
        _ => {}
    }
}

/// Variants by name, each with what tells it whatever it is called.
fn variants(item: &mut Item<'_>, old: &[(Arc<str>, String)], new: &[(Arc<str>, String)]) {
    let names = |all: &'_ [(Arc<str>, String)]| -> HashSet<Arc<str>> {
        all.iter().map(|it| it.0.clone()).collect()
    };
    let (of_old, of_new) = (names(old), names(new));
    let by_sign: HashMap<&str, &Arc<str>> = new.iter().map(|it| (&*it.1, &it.0)).collect();
    let mut renamed: HashSet<Arc<str>> = HashSet::new();
    for (name, sign) in old.iter().filter(|it| !of_new.contains(&it.0)) {
        let other = by_sign.get(&**sign).filter(|it| !of_old.contains(**it));
        match other {
            Some(other) => {
                renamed.insert(Arc::clone(other));
                let message = format!("the variant `{name}` is called `{other}` now");
                item.tell(code::RUST_NAME, Effect::Breaking, message);
            }
            None => {
                let message = format!("the variant `{name}` is gone");
                item.tell(code::RUST_VARIANT, Effect::Breaking, message);
            }
        }
    }
    for (name, _) in new {
        if !of_old.contains(name) && !renamed.contains(name) {
            let message = format!("the variant `{name}` is new");
            item.tell(code::RUST_VARIANT, Effect::Compatible, message);
        }
    }
}

fn unions(matching: &Matching<'_>, item: &mut Item<'_>, old: &Union, new: &Union) {
    let sign = |rust: &RustApi, tag: &Tag, it: &UnionVariant| match tag {
        Tag::Property(_) => it.tags.join(" "),
        Tag::Untagged => text(rust, &it.ty),
    };
    let pairs = |rust: &RustApi, it: &Union| -> Vec<(Arc<str>, String)> {
        let all = it.variants.iter();
        all.map(|own| (own.name.clone(), sign(rust, &it.tag, own)))
            .collect()
    };
    variants(item, &pairs(matching.old, old), &pairs(matching.new, new));
    let by_name: HashMap<&str, &UnionVariant> =
        new.variants.iter().map(|it| (&*it.name, it)).collect();
    for a in &old.variants {
        let Some(b) = by_name.get(&*a.name) else {
            continue;
        };
        if !matching.is_same(&a.ty, &b.ty) {
            let texts = (text(matching.old, &a.ty), text(matching.new, &b.ty));
            let message = changed(
                &format!("what the variant `{}` holds", a.name),
                &texts.0,
                &texts.1,
            );
            item.tell(code::RUST_VARIANT, Effect::Breaking, message);
        }
    }
    let made_of: HashSet<&str> = matching.new.made_of(new).map(|it| &*it.name).collect();
    for a in matching.old.made_of(old) {
        if by_name.contains_key(&*a.name) && !made_of.contains(&*a.name) {
            let message = format!(
                "it is not made of `{}` by `From` any more",
                text(matching.old, &a.ty)
            );
            item.tell(code::RUST_DERIVE, Effect::Breaking, message);
        }
    }
}
