//! The clients of two crates → how they differ where the traits do not tell.

use std::collections::HashMap;

use super::answers::body_text;
use super::difference::{About, Effect, Found, Part};
use super::matching::{Matching, Method};
use crate::catalogue as code;
use crate::rust::item::RustApi;
use crate::rust::item::client::{Answer, Scheme, SchemeKind};
use crate::rust::item::operation::{Endpoint, Output};

/// Compares how an operation is called. What its method takes, and the types that it answers with, are the trait's.
pub fn calls(matching: &Matching<'_>, found: &mut Found, [a, b]: [&Method<'_>; 2]) {
    let [old, new] =
        [(matching.old, a.0), (matching.new, b.0)].map(|(rust, at)| rust.call(rust.operations[at]));
    let operations = [Some(a.0), Some(b.0)];
    let mut item = found.of(
        format!("client::Client::{}", old.function),
        About::Operation(operations, Part::Name),
    );
    // A method that the trait has by another name is told there.
    if a.2.function == b.2.function && old.function != new.function {
        let message = format!("it is `client::Client::{}` now", new.function);
        item.tell(code::RUST_NAME, Effect::Breaking, message);
    }
    if std::mem::discriminant(&old.answer) == std::mem::discriminant(&new.answer) {
        return;
    }
    let texts = [(matching.old, a.2, old), (matching.new, b.2, new)]
        .map(|(rust, it, call)| returns(rust, it, call.answer));
    if let [Some(was), Some(is)] = texts {
        let message = format!("it returns `{is}`, and returned `{was}`");
        let about = About::Operation(operations, Part::Responses);
        item.tell_of(about, code::RUST_METHOD, Effect::Breaking, message);
    }
}

/// What a method returns whose trait answers with an enum: that, or the body of the one success among its variants.
fn returns(rust: &RustApi, endpoint: &Endpoint, answer: Answer) -> Option<String> {
    let Output::Enum { name, variants } = &endpoint.output else {
        return None;
    };
    match answer {
        Answer::Plain => Some(format!("Call<{name}>")),
        Answer::Whole => Some(format!("Call<{name}, {name}>")),
        Answer::One(at) => {
            let body = body_text(rust, &variants[at].1.body);
            let body = if body.is_empty() { "()" } else { &body };
            Some(format!("Call<{body}, {name}>"))
        }
        // Errors of their own, and methods without bodies, are told of the trait.
        Answer::Typed | Answer::Head => None,
    }
}

/// Compares the types of credentials. `about` is where they come from.
pub fn credentials(matching: &Matching<'_>, found: &mut Found, about: &About) {
    let [old, new] = [matching.old, matching.new].map(|it| &it.client.schemes);
    let by_name = |all: &'_ [Scheme]| -> HashMap<_, usize> {
        let all = all.iter().enumerate();
        all.map(|(at, it)| (it.name.clone(), at)).collect()
    };
    let (of_old, of_new) = (by_name(old), by_name(new));
    for a in old {
        let path = format!("client::{}", a.name);
        let (code, message) = match of_new.get(&a.name).map(|at| &new[*at]) {
            Some(b) if is_made_alike(&a.kind, &b.kind) => continue,
            Some(_) => (code::RUST_KIND, "it is made of something else".to_owned()),
            None => match new.iter().find(|it| it.wire == a.wire) {
                Some(b) => (code::RUST_NAME, format!("it is `client::{}` now", b.name)),
                None => (
                    code::RUST_REMOVED,
                    "the type of credentials is gone".to_owned(),
                ),
            },
        };
        found.tell(code, Effect::Breaking, &path, message, about.clone());
    }
    for b in new.iter().filter(|it| !of_old.contains_key(&it.name)) {
        let path = format!("client::{}", b.name);
        let message = "the type of credentials is new".to_owned();
        found.tell(
            code::RUST_ADDED,
            Effect::Compatible,
            &path,
            message,
            about.clone(),
        );
    }
}

/// Whether what makes credentials of the one kind makes those of the other: a secret does, and of a token what provides it.
fn is_made_alike(old: &SchemeKind, new: &SchemeKind) -> bool {
    match old {
        SchemeKind::Basic => matches!(new, SchemeKind::Basic),
        SchemeKind::Bearer => matches!(new, SchemeKind::Bearer),
        SchemeKind::ApiKey(..) | SchemeKind::Http(_) => !matches!(new, SchemeKind::Basic),
    }
}
