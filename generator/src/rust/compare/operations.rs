//! The traits, routers and shared responses of two crates → how they differ.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::answers::{
    answer_enums, body_enums, body_text, is_same_body, operation_text, part_enums, responses,
};
use super::difference::{About, Effect, Found, Item, Part};
use super::matching::{Matching, Method, methods, route};
use super::types::changed;
use crate::catalogue as code;
use crate::rust::item::RustApi;
use crate::rust::item::operation::{
    Auth, Endpoint, ErrorEnum, FieldSource, Module, OperationType, Output, Request, RequestField,
    ResponseBody,
};

/// Compares all operations, and what is made of them together.
pub fn compare(matching: &Matching<'_>, found: &mut Found) {
    let (old, new) = (matching.old, matching.new);
    traits(old, new, found);
    let pairs = matching.methods();
    let is_known: HashSet<usize> = pairs.iter().filter_map(|it| Some(it.1?.0)).collect();
    let new_routes: HashSet<String> = methods(new).map(|it| route(it.2)).collect();
    for (a, b) in &pairs {
        let Some(b) = b else {
            let about = About::Operation([Some(a.0), None], Part::Whole);
            let message = "the method is gone".to_owned();
            found.tell(
                code::RUST_REMOVED,
                Effect::Breaking,
                &path(a),
                message,
                about,
            );
            continue;
        };
        let is_moved = trait_path(a.1) != trait_path(b.1);
        let part = if is_moved { Part::Tags } else { Part::Name };
        let mut item = found.of(path(a), About::Operation([Some(a.0), Some(b.0)], part));
        if path(a) != path(b) {
            let message = format!("it is `{}` now", path(b));
            item.tell(code::RUST_NAME, Effect::Breaking, message);
        } else if route(a.2) != route(b.2) && new_routes.contains(&route(a.2)) {
            // Who implements it would answer another operation.
            let message = format!("it is `{}` now, and was `{}`", b.2.route, a.2.route);
            item.tell(code::RUST_METHOD, Effect::Risky, message);
        }
        endpoints(matching, &mut item, a.2, b.2);
    }
    for b in methods(new).filter(|it| !is_known.contains(&it.0)) {
        let about = About::Operation([None, Some(b.0)], Part::Whole);
        let has_trait = old
            .modules
            .iter()
            .any(|it| trait_path(it) == trait_path(b.1));
        let (effect, message) = match new.server.required_methods && has_trait {
            true => (Effect::Breaking, "the method is new, and has to be written"),
            false => (Effect::Compatible, "the method is new"),
        };
        found.tell(
            code::RUST_ADDED,
            effect,
            &path(&b),
            message.to_owned(),
            about,
        );
    }
    shared(matching, found);
}

fn trait_path(it: &Module) -> String {
    format!("api::{}::{}", it.name, it.trait_name)
}

fn path((_, module, endpoint): &Method<'_>) -> String {
    format!("{}::{}", trait_path(module), endpoint.function)
}

fn is_guarded(rust: &RustApi) -> bool {
    rust.modules.iter().any(Module::is_guarded)
}

/// The operations of a module, by their indices in the document.
fn members(rust: &RustApi, module: Option<&Module>) -> Vec<usize> {
    let all = methods(rust);
    let of_it = all.filter(|it| module.is_none_or(|own| own.name == it.1.name));
    of_it.map(|it| it.0).collect()
}

/// Traits that came or went, what implementers have to provide beside methods, and what routers ask for.
fn traits(old: &RustApi, new: &RustApi, found: &mut Found) {
    let in_new = |it: &Module| {
        new.modules
            .iter()
            .find(|other| trait_path(other) == trait_path(it))
    };
    for a in &old.modules {
        let Some(b) = in_new(a) else {
            let about = About::Operations([members(old, Some(a)), Vec::new()], Part::Tags);
            let message = "the trait is gone, with the module and its router".to_owned();
            found.tell(
                code::RUST_REMOVED,
                Effect::Breaking,
                &trait_path(a),
                message,
                about,
            );
            continue;
        };
        if a.is_guarded() != b.is_guarded() {
            let about = About::Operations(
                [members(old, Some(a)), members(new, Some(b))],
                Part::Security,
            );
            let message = match b.is_guarded() {
                true => "the trait has a type `Principal`, which implementers name",
                false => "the trait has no type `Principal` any more",
            };
            let item = trait_path(a);
            found.tell(
                code::RUST_TRAIT,
                Effect::Breaking,
                &item,
                message.to_owned(),
                about,
            );
        }
    }
    if old.modules.is_empty() {
        return;
    }
    for b in &new.modules {
        if !old.modules.iter().any(|a| trait_path(a) == trait_path(b)) {
            let about = About::Operations([Vec::new(), members(new, Some(b))], Part::Tags);
            let message = format!("it asks for another trait, `{}`", trait_path(b));
            found.tell(
                code::RUST_TRAIT,
                Effect::Breaking,
                "server::router",
                message,
                about,
            );
        }
    }
    if !new.modules.is_empty() && is_guarded(old) != is_guarded(new) {
        let about = About::Operations([members(old, None), members(new, None)], Part::Security);
        let message = match is_guarded(new) {
            true => "routers take an `Authenticator`",
            false => "routers take no `Authenticator` any more",
        };
        let item = "server::router";
        found.tell(
            code::RUST_TRAIT,
            Effect::Breaking,
            item,
            message.to_owned(),
            about,
        );
    }
    if old.base_path.is_some() && new.base_path.is_none() && !new.modules.is_empty() {
        let about = About::Operations([Vec::new(), Vec::new()], Part::Servers);
        let message = "the constant is gone".to_owned();
        found.tell(
            code::RUST_REMOVED,
            Effect::Breaking,
            "server::BASE_PATH",
            message,
            about,
        );
    }
}

/// Compares an operation with itself.
fn endpoints(matching: &Matching<'_>, item: &mut Item<'_>, old: &Endpoint, new: &Endpoint) {
    let of = |item: &Item<'_>, part: Part| match &item.about {
        About::Operation(operations, _) => About::Operation(*operations, part),
        about => about.clone(),
    };
    if old.auth != new.auth {
        let said = |it: Auth| match it {
            Auth::None => "no caller",
            Auth::Optional => "a caller that may be missing",
            Auth::Required => "a caller",
        };
        let message = format!(
            "it is given {}, and was given {}",
            said(new.auth),
            said(old.auth)
        );
        let about = of(item, Part::Security);
        item.tell_of(about, code::RUST_METHOD, Effect::Breaking, message);
    }
    match (&old.request, &new.request) {
        (Some(a), Some(b)) => requests(matching, item, a, b),
        (None, Some(b)) => {
            let message = format!("it is given a `{}`, and was given none", b.name);
            let about = of(item, Part::Request);
            item.tell_of(about, code::RUST_METHOD, Effect::Breaking, message);
        }
        (Some(a), None) => {
            let message = format!("it is given no `{}` any more", a.name);
            let about = of(item, Part::Request);
            item.tell_of(about, code::RUST_METHOD, Effect::Breaking, message);
        }
        (None, None) => {}
    }
    outputs(matching, item, &old.output, &new.output);
    let about = of(item, Part::Responses);
    match (&old.errors, &new.errors) {
        (Some(a), Some(b)) => errors(matching, item, a, b),
        (None, Some(b)) => {
            let message = format!("it fails with `{}`, and failed with `Self::Error`", b.name);
            item.tell_of(about, code::RUST_METHOD, Effect::Breaking, message);
        }
        (Some(a), None) => {
            let message = format!("it fails with `Self::Error`, and failed with `{}`", a.name);
            item.tell_of(about, code::RUST_METHOD, Effect::Breaking, message);
        }
        (None, None) => {}
    }
}

/// The index of a field among those of parameters.
fn parameter(request: &Request, field: &RequestField) -> Option<usize> {
    let mut parameters = request
        .fields
        .iter()
        .filter(|it| it.source == FieldSource::Parameter);
    parameters.position(|it| it.name == field.name)
}

/// What of the document the field of a request comes from.
fn source(item: &Item<'_>, fields: [Option<(&Request, &RequestField)>; 2]) -> About {
    let About::Operation(operations, _) = &item.about else {
        return item.about.clone();
    };
    let of_kind = fields.iter().flatten().next().map(|it| it.1.source);
    let part = match of_kind {
        Some(FieldSource::Parameter) => {
            Part::Parameter(fields.map(|it| it.and_then(|(request, it)| parameter(request, it))))
        }
        Some(FieldSource::Accept) => Part::Responses,
        _ => Part::Body,
    };
    About::Operation(*operations, part)
}

fn requests(matching: &Matching<'_>, item: &mut Item<'_>, old: &Request, new: &Request) {
    if old.name != new.name {
        let message = format!("`{}` is called `{}` now", old.name, new.name);
        item.tell(code::RUST_NAME, Effect::Breaking, message);
    }
    let fields: HashMap<&str, &RequestField> =
        new.fields.iter().map(|it| (&*it.name, it)).collect();
    for a in &old.fields {
        let Some(b) = fields.get(&*a.name) else {
            let message = format!("the field `{}` of `{}` is gone", a.name, old.name);
            let about = source(item, [Some((old, a)), None]);
            item.tell_of(about, code::RUST_FIELD, Effect::Breaking, message);
            continue;
        };
        if !matching.is_same_of_operation(&a.ty, &b.ty) {
            let what = format!("the field `{}` of `{}`", a.name, old.name);
            let texts = [(matching.old, &a.ty), (matching.new, &b.ty)]
                .map(|(rust, ty)| operation_text(rust, ty));
            let about = source(item, [Some((old, a)), Some((new, b))]);
            let message = changed(&what, &texts[0], &texts[1]);
            item.tell_of(about, code::RUST_FIELD, Effect::Breaking, message);
        }
    }
    for b in &new.fields {
        if !old.fields.iter().any(|it| it.name == b.name) {
            // Handlers read it. Callers by the client have no way to make it but a literal of all fields.
            let text = operation_text(matching.new, &b.ty);
            let message = format!(
                "the field `{}: {text}` of `{}` is new, and literals of callers lack it",
                b.name, old.name
            );
            let about = source(item, [None, Some((new, b))]);
            item.tell_of(about, code::RUST_FIELD, Effect::Risky, message);
        }
    }
    if let (Some(a), Some(b)) = (&old.body, &new.body) {
        body_enums(matching, item, &Part::Body, a, b);
    }
    for (a, b) in old.parts.iter().zip(&new.parts) {
        part_enums(matching, item, a, b);
    }
    if is_plain(old) && !is_plain(new) {
        let message = format!("`{}` is not `Clone` any more", old.name);
        let about = super::answers::of_part(item, &Part::Body);
        item.tell_of(about, code::RUST_DERIVE, Effect::Breaking, message);
    }
}

/// Whether a request can be cloned.
fn is_plain(it: &Request) -> bool {
    it.fields.iter().all(|it| {
        let ty = match &it.ty {
            OperationType::Optional(inner) => inner,
            ty => ty,
        };
        matches!(ty, OperationType::Ref(_) | OperationType::Accept)
    })
}

fn outputs(matching: &Matching<'_>, item: &mut Item<'_>, old: &Output, new: &Output) {
    match (old, new) {
        (Output::Body(a), Output::Body(b)) if is_same_body(matching, &a.body, &b.body) => {
            if let (ResponseBody::Enum(x), ResponseBody::Enum(y)) = (&a.body, &b.body) {
                body_enums(matching, item, &Part::Response(a.documented.clone()), x, y);
            }
        }
        (
            Output::Enum { name, variants },
            Output::Enum {
                name: other,
                variants: others,
            },
        ) => {
            if name != other {
                let message = format!("`{name}` is called `{other}` now");
                item.tell(code::RUST_NAME, Effect::Breaking, message);
            }
            answer_enums(matching, item, name, variants, others);
        }
        _ => {
            let texts = [(matching.old, old), (matching.new, new)].map(|(rust, it)| match it {
                Output::Enum { name, .. } => name.to_string(),
                Output::Body(it) => match body_text(rust, &it.body) {
                    it if it.is_empty() => "()".to_owned(),
                    it => it,
                },
            });
            let message = format!("it returns `{}`, and returned `{}`", texts[1], texts[0]);
            let about = super::answers::of_part(item, &Part::Responses);
            item.tell_of(about, code::RUST_METHOD, Effect::Breaking, message);
        }
    }
}

fn errors(matching: &Matching<'_>, item: &mut Item<'_>, old: &ErrorEnum, new: &ErrorEnum) {
    let about = super::answers::of_part(item, &Part::Responses);
    if old.name != new.name {
        let message = format!("`{}` is called `{}` now", old.name, new.name);
        item.tell_of(about.clone(), code::RUST_NAME, Effect::Breaking, message);
    }
    answer_enums(matching, item, &old.name, &old.variants, &new.variants);
    if old.other != new.other {
        let message = format!(
            "the variant `{}::{}` is called `{}` now",
            old.name, old.other, new.other
        );
        item.tell_of(about.clone(), code::RUST_NAME, Effect::Breaking, message);
    }
    let of_new = made_of(new);
    for name in made_of(old) {
        if !of_new.contains(&name) {
            let message = format!("`{}` is not made of `responses::{name}` any more", old.name);
            item.tell_of(about.clone(), code::RUST_DERIVE, Effect::Breaking, message);
        }
    }
}

/// The shared responses that an error is made of by `From`: those of one variant alone.
fn made_of(it: &ErrorEnum) -> Vec<Arc<str>> {
    let shared = it.variants.iter().filter_map(|(_, it)| match &it.body {
        ResponseBody::Shared(name) if it.status.is_some() => Some(name),
        _ => None,
    });
    let all: Vec<&Arc<str>> = shared.collect();
    let is_lone = |name: &&Arc<str>| all.iter().filter(|it| it == &name).count() == 1;
    all.iter().copied().filter(is_lone).cloned().collect()
}

/// Responses that operations share.
fn shared(matching: &Matching<'_>, found: &mut Found) {
    let (old, new) = (matching.old, matching.new);
    let users = |rust: &RustApi, name: &str| -> Vec<usize> {
        let uses = |it: &Endpoint| {
            let mut all = it.responses();
            all.any(|it| matches!(&it.body, ResponseBody::Shared(own) if **own == *name))
        };
        methods(rust)
            .filter(|it| uses(it.2))
            .map(|it| it.0)
            .collect()
    };
    for a in &old.responses {
        let path = format!("api::responses::{}", a.name);
        let about = About::Operations([users(old, &a.name), users(new, &a.name)], Part::Responses);
        let Some(b) = new.responses.iter().find(|it| it.name == a.name) else {
            let same = new.responses.iter().find(|it| it.component == a.component);
            let (code, message) = match same {
                Some(b) => (code::RUST_NAME, format!("it is called `{}` now", b.name)),
                None => (code::RUST_REMOVED, "the struct is gone".to_owned()),
            };
            found.tell(code, Effect::Breaking, &path, message, about);
            continue;
        };
        let mut item = found.of(path, about);
        responses(
            matching,
            &mut item,
            &Part::Responses,
            "it",
            [&a.response, &b.response],
        );
    }
    for b in &new.responses {
        if !old.responses.iter().any(|it| it.name == b.name) {
            let path = format!("api::responses::{}", b.name);
            let about = About::Operations([Vec::new(), users(new, &b.name)], Part::Responses);
            let message = "the struct is new".to_owned();
            found.tell(code::RUST_ADDED, Effect::Compatible, &path, message, about);
        }
    }
}
