//! What operations take and answer in enums, and the responses that they share → how these differ.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::difference::{About, Effect, Item, Part};
use super::matching::{Matching, operation_text, text};
use super::types::changed;
use crate::catalogue as code;
use crate::rust::item::RustApi;
use crate::rust::item::operation::{
    BodyEnum, BodyVariant, PartEnum, PartVariant, Response, ResponseBody,
};

/// Compares bodies of several media types.
pub fn body_enums(
    matching: &Matching<'_>,
    item: &mut Item<'_>,
    part: &Part,
    old: &BodyEnum,
    new: &BodyEnum,
) {
    let about = of_part(item, part);
    names(item, &about, [&old.name, &new.name]);
    let by_name: HashMap<&str, &BodyVariant> =
        new.variants.iter().map(|it| (&*it.name, it)).collect();
    let by_media: HashMap<&str, &BodyVariant> =
        new.variants.iter().map(|it| (&*it.media, it)).collect();
    let known: HashSet<&str> = old.variants.iter().map(|it| &*it.name).collect();
    for a in &old.variants {
        match by_name.get(&*a.name) {
            Some(b) if matching.is_same_of_operation(&a.ty, &b.ty) => {}
            Some(b) => {
                let what = format!("what `{}::{}` holds", old.name, a.name);
                let texts = [(matching.old, &a.ty), (matching.new, &b.ty)]
                    .map(|(rust, ty)| operation_text(rust, ty));
                let message = changed(&what, &texts[0], &texts[1]);
                item.tell_of(about.clone(), code::RUST_VARIANT, Effect::Breaking, message);
            }
            None => {
                let renamed = by_media.get(&*a.media).map(|it| &it.name);
                gone_or_renamed(item, &about, &old.name, &a.name, renamed);
            }
        }
    }
    for b in new.variants.iter().filter(|it| !known.contains(&*it.name)) {
        is_new(item, &about, &old.name, &b.name);
    }
}

/// Compares what the parts of a multipart body may be.
pub fn part_enums(matching: &Matching<'_>, item: &mut Item<'_>, old: &PartEnum, new: &PartEnum) {
    let about = of_part(item, &Part::Body);
    names(item, &about, [&old.name, &new.name]);
    let by_name: HashMap<&str, &PartVariant> =
        new.variants.iter().map(|it| (&*it.name, it)).collect();
    let by_wire: HashMap<&str, &PartVariant> =
        new.variants.iter().map(|it| (&*it.wire, it)).collect();
    let known: HashSet<&str> = old.variants.iter().map(|it| &*it.name).collect();
    for a in &old.variants {
        let Some(b) = by_name.get(&*a.name) else {
            let same = by_wire.get(&*a.wire).map(|it| &it.name);
            gone_or_renamed(item, &about, &old.name, &a.name, same);
            continue;
        };
        let is_same = match (&a.ty, &b.ty) {
            (None, None) => true,
            (Some(a), Some(b)) => matching.is_same(a, b),
            _ => false,
        };
        if !is_same {
            let what = format!("what `{}::{}` holds", old.name, a.name);
            let texts = [(matching.old, &a.ty), (matching.new, &b.ty)].map(|(rust, ty)| {
                ty.as_ref()
                    .map_or_else(|| "Part".to_owned(), |ty| text(rust, ty))
            });
            let message = changed(&what, &texts[0], &texts[1]);
            item.tell_of(about.clone(), code::RUST_VARIANT, Effect::Breaking, message);
        }
    }
    for b in new.variants.iter().filter(|it| !known.contains(&*it.name)) {
        is_new(item, &about, &old.name, &b.name);
    }
    if old.other != new.other {
        gone_or_renamed(item, &about, &old.name, &old.other, Some(&new.other));
    }
}

/// Compares the variants of what an operation answers, or fails with.
pub fn answer_enums(
    matching: &Matching<'_>,
    item: &mut Item<'_>,
    name: &str,
    old: &[(Arc<str>, Response)],
    new: &[(Arc<str>, Response)],
) {
    for (variant, a) in old {
        let part = Part::Response(a.documented.clone());
        let about = of_part(item, &part);
        let Some((_, b)) = new.iter().find(|it| it.0 == *variant) else {
            let same = new.iter().find(|it| it.1.documented == a.documented);
            gone_or_renamed(item, &about, name, variant, same.map(|it| &it.0));
            continue;
        };
        responses(
            matching,
            item,
            &part,
            &format!("`{name}::{variant}`"),
            [a, b],
        );
    }
    for (variant, b) in new {
        if !old.iter().any(|it| it.0 == *variant) {
            let about = of_part(item, &Part::Response(b.documented.clone()));
            is_new(item, &about, name, variant);
        }
    }
}

/// Compares what holds one response, whatever that is: a variant or a struct.
pub fn responses(
    matching: &Matching<'_>,
    item: &mut Item<'_>,
    part: &Part,
    holder: &str,
    [old, new]: [&Response; 2],
) {
    let about = of_part(item, part);
    let shapes = [(matching.old, old), (matching.new, new)].map(|(rust, it)| shape(rust, it));
    if !is_same_response(matching, old, new) {
        let message = match (&*shapes[0], &*shapes[1]) {
            ("", is) => format!("{holder} holds `{is}`, and held nothing"),
            (was, "") => format!("{holder} holds nothing, and held `{was}`"),
            (was, is) => format!("{holder} holds `{is}`, and held `{was}`"),
        };
        item.tell_of(about, code::RUST_VARIANT, Effect::Breaking, message);
    }
    if let (ResponseBody::Enum(a), ResponseBody::Enum(b)) = (&old.body, &new.body) {
        body_enums(matching, item, part, a, b);
    }
}

/// Whether a response is made of the same, names of its bodies aside.
fn is_same_response(matching: &Matching<'_>, old: &Response, new: &Response) -> bool {
    let are_same_headers = old.headers.len() == new.headers.len()
        && old.headers.iter().all(|a| {
            let other = new.headers.iter().find(|b| b.name == a.name);
            other.is_some_and(|b| matching.is_same_of_operation(&a.ty, &b.ty))
        });
    are_same_headers
        && old.status.is_none() == new.status.is_none()
        && is_same_body(matching, &old.body, &new.body)
}

/// Whether two bodies have one type, what that is called aside where it is of the operation.
pub fn is_same_body(matching: &Matching<'_>, old: &ResponseBody, new: &ResponseBody) -> bool {
    match (old, new) {
        (ResponseBody::Empty, ResponseBody::Empty)
        | (ResponseBody::Enum(_), ResponseBody::Enum(_)) => true,
        (ResponseBody::One(a), ResponseBody::One(b)) => matching.is_same_of_operation(&a.ty, &b.ty),
        (ResponseBody::Shared(a), ResponseBody::Shared(b)) => a == b,
        _ => false,
    }
}

/// The type of a body in a message; empty where there is none.
pub fn body_text(rust: &RustApi, body: &ResponseBody) -> String {
    match body {
        ResponseBody::Empty => String::new(),
        ResponseBody::One(it) => operation_text(rust, &it.ty),
        ResponseBody::Enum(it) => it.name.to_string(),
        ResponseBody::Shared(name) => format!("responses::{name}"),
    }
}

fn shape(rust: &RustApi, it: &Response) -> String {
    let body = body_text(rust, &it.body);
    let status = it.status.is_none().then_some("StatusCode");
    if it.headers.is_empty() {
        let parts = status
            .into_iter()
            .chain((!body.is_empty()).then_some(&*body));
        return parts.collect::<Vec<_>>().join(", ");
    }
    let status = status.map(|it| format!("status: {it}"));
    let headers = it.headers.iter();
    let headers = headers.map(|it| format!("{}: {}", it.name, operation_text(rust, &it.ty)));
    let body = (!body.is_empty()).then(|| format!("body: {body}"));
    status
        .into_iter()
        .chain(headers)
        .chain(body)
        .collect::<Vec<_>>()
        .join(", ")
}

/// The same item's other part.
pub fn of_part(item: &Item<'_>, part: &Part) -> About {
    match &item.about {
        About::Operation(operations, _) => About::Operation(*operations, part.clone()),
        About::Operations(operations, Part::Response(_)) => {
            About::Operations(operations.clone(), Part::Responses)
        }
        about => about.clone(),
    }
}

fn names(item: &mut Item<'_>, about: &About, [old, new]: [&Arc<str>; 2]) {
    if old != new {
        let message = format!("`{old}` is called `{new}` now");
        item.tell_of(about.clone(), code::RUST_NAME, Effect::Breaking, message);
    }
}

fn gone_or_renamed(
    item: &mut Item<'_>,
    about: &About,
    of: &str,
    variant: &str,
    now: Option<&Arc<str>>,
) {
    let (code, message) = match now {
        Some(now) => (
            code::RUST_NAME,
            format!("the variant `{of}::{variant}` is called `{now}` now"),
        ),
        None => (
            code::RUST_VARIANT,
            format!("the variant `{of}::{variant}` is gone"),
        ),
    };
    item.tell_of(about.clone(), code, Effect::Breaking, message);
}

fn is_new(item: &mut Item<'_>, about: &About, of: &str, variant: &str) {
    let message = format!("the variant `{of}::{variant}` is new");
    item.tell_of(
        about.clone(),
        code::RUST_VARIANT,
        Effect::Compatible,
        message,
    );
}
