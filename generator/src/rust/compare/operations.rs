//! The traits, routers and shared responses of two crates → how they differ.

use std::collections::{HashMap, HashSet};

use super::answers::{
    answer_enums, body_enums, body_text, is_same_body, of_part, part_enums, responses,
};
use super::client::{calls, credentials};
use super::difference::{About, Effect, Found, Item, Part};
use super::matching::{Matching, Method, methods, operation_text, route};
use super::types::changed;
use crate::catalogue as code;
use crate::rust::item::RustApi;
use crate::rust::item::operation::{
    Auth, Endpoint, ErrorEnum, FieldSource, Module, OperationType, Output, Request, RequestField,
    ResponseBody, SharedResponse,
};

/// Compares all operations, and what is made of them together.
pub fn compare(matching: &Matching<'_>, found: &mut Found) {
    let (old, new) = (matching.old, matching.new);
    let old_traits = by_trait(old);
    traits(old, new, &old_traits, found);
    if !old.modules.is_empty() && !new.modules.is_empty() {
        statics(matching, found);
    }
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
        let is_moved = trait_key(a.1) != trait_key(b.1);
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
        calls(matching, found, [a, b]);
    }
    for b in methods(new).filter(|it| !is_known.contains(&it.0)) {
        let about = About::Operation([None, Some(b.0)], Part::Whole);
        let has_trait = old_traits.contains_key(&trait_key(b.1));
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

/// What tells a trait: its module, and its name in there.
fn trait_key(it: &Module) -> (&str, &str) {
    (&it.name, &it.trait_name)
}

/// The modules of a crate by their traits.
fn by_trait(rust: &RustApi) -> HashMap<(&str, &str), &Module> {
    rust.modules.iter().map(|it| (trait_key(it), it)).collect()
}

fn path((_, module, endpoint): &Method<'_>) -> String {
    format!("{}::{}", trait_path(module), endpoint.function)
}

/// The operations of a module, by their indices in the document.
fn members(rust: &RustApi, module: Option<&Module>) -> Vec<usize> {
    let all = methods(rust);
    let of_it = all.filter(|it| module.is_none_or(|own| own.name == it.1.name));
    of_it.map(|it| it.0).collect()
}

/// Traits that came or went, what implementers have to provide beside methods, and what routers ask for.
fn traits(
    old: &RustApi,
    new: &RustApi,
    old_traits: &HashMap<(&str, &str), &Module>,
    found: &mut Found,
) {
    let new_traits = by_trait(new);
    for a in &old.modules {
        let Some(b) = new_traits.get(&trait_key(a)) else {
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
        if !old_traits.contains_key(&trait_key(b)) {
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
    if !new.modules.is_empty() && old.is_guarded() != new.is_guarded() {
        let about = About::Operations([members(old, None), members(new, None)], Part::Security);
        let message = match new.is_guarded() {
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
}

/// What server and client have beside operations.
fn statics(matching: &Matching<'_>, found: &mut Found) {
    let (old, new) = (matching.old, matching.new);
    let of_all = |part| About::Operations([members(old, None), members(new, None)], part);
    credentials(matching, found, &of_all(Part::Security));
    let [base_path, servers] = [
        old.base_path.is_some() && new.base_path.is_none(),
        !old.client.servers.is_empty() && new.client.servers.is_empty(),
    ];
    let constants = [
        ("server::BASE_PATH", base_path),
        ("client::BASE_PATH", base_path),
        ("client::SERVERS", servers),
    ];
    for (path, is_gone) in constants {
        if is_gone {
            let about = About::Operations([Vec::new(), Vec::new()], Part::Servers);
            let message = "the constant is gone".to_owned();
            found.tell(code::RUST_REMOVED, Effect::Breaking, path, message, about);
        }
    }
}

/// Compares an operation with itself.
fn endpoints(matching: &Matching<'_>, item: &mut Item<'_>, old: &Endpoint, new: &Endpoint) {
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
        let about = of_part(item, &Part::Security);
        item.tell_of(about, code::RUST_METHOD, Effect::Breaking, message);
    }
    match (&old.request, &new.request) {
        (Some(a), Some(b)) => requests(matching, item, a, b),
        (None, Some(b)) => {
            let message = format!("it is given a `{}`, and was given none", b.name);
            let about = of_part(item, &Part::Request);
            item.tell_of(about, code::RUST_METHOD, Effect::Breaking, message);
        }
        (Some(a), None) => {
            let message = format!("it is given no `{}` any more", a.name);
            let about = of_part(item, &Part::Request);
            item.tell_of(about, code::RUST_METHOD, Effect::Breaking, message);
        }
        (None, None) => {}
    }
    outputs(matching, item, &old.output, &new.output);
    let about = of_part(item, &Part::Responses);
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
    let known: HashSet<&str> = old.fields.iter().map(|it| &*it.name).collect();
    for b in &new.fields {
        if !known.contains(&*b.name) {
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
        let about = of_part(item, &Part::Body);
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
            let about = of_part(item, &Part::Responses);
            item.tell_of(about, code::RUST_METHOD, Effect::Breaking, message);
        }
    }
}

fn errors(matching: &Matching<'_>, item: &mut Item<'_>, old: &ErrorEnum, new: &ErrorEnum) {
    let about = of_part(item, &Part::Responses);
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
    let made_of = |it: &'_ ErrorEnum| -> Vec<String> {
        let all = it.variants.iter();
        all.filter_map(|(_, own)| it.made_of(own).map(str::to_owned))
            .collect()
    };
    let of_new = made_of(new);
    for name in made_of(old) {
        if !of_new.contains(&name) {
            let message = format!("`{}` is not made of `responses::{name}` any more", old.name);
            item.tell_of(about.clone(), code::RUST_DERIVE, Effect::Breaking, message);
        }
    }
}

/// Responses that operations share.
fn shared(matching: &Matching<'_>, found: &mut Found) {
    let (old, new) = (matching.old, matching.new);
    let users = [users(old), users(new)];
    let used_by = |name: &str| {
        let of = |side: usize| users[side].get(name).cloned().unwrap_or_default();
        About::Operations([of(0), of(1)], Part::Responses)
    };
    let [of_old, of_new] = [old, new].map(|rust| -> HashMap<&str, &SharedResponse> {
        let all = rust.responses.iter();
        all.map(|it| (&*it.name, it)).collect()
    });
    for a in &old.responses {
        let path = format!("api::responses::{}", a.name);
        let about = used_by(&a.name);
        let Some(b) = of_new.get(&*a.name) else {
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
        if !of_old.contains_key(&*b.name) {
            let path = format!("api::responses::{}", b.name);
            let about = used_by(&b.name);
            let message = "the struct is new".to_owned();
            found.tell(code::RUST_ADDED, Effect::Compatible, &path, message, about);
        }
    }
}

/// The operations that answer with each shared response, by their indices in the document.
fn users(rust: &RustApi) -> HashMap<&str, Vec<usize>> {
    let mut all: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, _, endpoint) in methods(rust) {
        for it in endpoint.responses() {
            if let ResponseBody::Shared(name) = &it.body {
                let of_it = all.entry(name).or_default();
                if of_it.last() != Some(&at) {
                    of_it.push(at);
                }
            }
        }
    }
    all
}
