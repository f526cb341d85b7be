//! What two schemas say that is not about which values they accept → how that differs.

use super::change::{Change, Options, Verdict};
use super::life::{self, Announced, cut, shown};
use super::prints;
use crate::analysis::facets::Facets;
use crate::catalogue as code;
use crate::model::{Api, Extensions, Schema, SchemaId};
use crate::node::Node;

/// Schemas that hold together, as they are described.
struct Described<'a> {
    schemas: Vec<&'a Schema>,
}

impl<'a> Described<'a> {
    fn of(api: &'a Api, facets: &Facets<'_>) -> Self {
        let schemas = facets.parts.iter().map(|id: &SchemaId| api.schema(*id));
        Self {
            schemas: schemas.collect(),
        }
    }

    fn first<T>(&self, of: impl Fn(&'a Schema) -> Option<T>) -> Option<T> {
        self.schemas.iter().find_map(|it| of(it))
    }

    fn extensions(&self) -> Extensions {
        let mut all = indexmap::IndexMap::new();
        for schema in &self.schemas {
            for (name, it) in schema.annotations.extensions.iter() {
                all.entry(name.clone()).or_insert_with(|| it.clone());
            }
        }
        all.into()
    }
}

/// How the descriptions of schemas differ, with the keyword of each.
pub fn differences(
    old: (&Api, &Facets<'_>),
    new: (&Api, &Facets<'_>),
    options: &Options,
) -> Vec<(&'static str, Change)> {
    let (before, after) = (Described::of(old.0, old.1), Described::of(new.0, new.1));
    let mut all = Vec::new();
    for keyword in ["title", "description"] {
        let [was, is] = [&before, &after].map(|it| {
            it.first(|it| {
                let text = match keyword {
                    "title" => it.annotations.title.as_deref(),
                    _ => it.annotations.description.as_deref(),
                };
                text.map(str::trim).filter(|it| !it.is_empty())
            })
        });
        let change = text(keyword, was, is);
        all.extend(change.map(|it| (keyword, it)));
    }
    let value = |it: &Described<'_>| it.first(|it| it.annotations.default.clone());
    let (was, is) = (value(&before), value(&after));
    if was != is {
        let message = match (&was, &is) {
            (None, Some(it)) => format!("the default {} was added", shown(it)),
            (Some(it), None) => format!("the default {} was removed", shown(it)),
            (Some(a), Some(b)) => format!("the default changed from {} to {}", shown(a), shown(b)),
            (None, None) => String::new(),
        };
        // Who leaves the value out gets something else.
        let (wire, reverse) = (
            Verdict::risky_if(was.is_some()),
            Verdict::risky_if(is.is_some()),
        );
        let change = Change::new(code::DEFAULT, message).verdicts(wire, reverse);
        all.push((
            "default",
            change.from_to(was.as_ref().map(shown), is.as_ref().map(shown)),
        ));
    }
    let [of_old, of_new] = [&before, &after].map(|it| {
        let schemas = it.schemas.iter();
        let all = schemas.flat_map(|it| &it.annotations.examples);
        all.map(prints::example)
    });
    all.extend(examples(of_old, of_new).map(|it| ("example", it)));
    let docs = |it: &Described<'_>| {
        it.first(|it| {
            it.annotations
                .external_docs
                .as_ref()
                .map(|it| (it.url.clone(), it.description.clone()))
        })
    };
    if docs(&before) != docs(&after) {
        all.push((
            "externalDocs",
            Change::new(code::TEXTS, "the external documentation changed"),
        ));
    }
    for keyword in ["contentMediaType", "contentSchema", "xml"] {
        let value = |it: &Described<'_>| it.first(|it| it.keyword(keyword).cloned());
        let (was, is): (Option<Node>, Option<Node>) = (value(&before), value(&after));
        if was != is {
            let message = match (&was, &is) {
                (None, Some(it)) => format!("`{keyword}` {} was added", shown(it)),
                (Some(it), None) => format!("`{keyword}` {} was removed", shown(it)),
                _ => format!("`{keyword}` changed"),
            };
            let change =
                Change::new(code::CONTENT_CODING, message).verdicts(Verdict::Risky, Verdict::Risky);
            all.push((keyword, change));
        }
    }
    let (of_old, of_new) = (before.extensions(), after.extensions());
    let announced = [(&before, &of_old), (&after, &of_new)].map(|(it, extensions)| Announced {
        deprecated: it.schemas.iter().any(|it| it.annotations.deprecated),
        extensions,
    });
    let changes = life::changes("the value", announced, options);
    all.extend(changes.into_iter().map(|it| ("deprecated", it)));
    all
}

/// The texts that differ, each with what it is.
pub fn texts<'a, const N: usize>(
    all: [(&'a str, Option<&'a str>, Option<&'a str>); N],
) -> impl Iterator<Item = Change> {
    all.into_iter()
        .filter_map(|(what, was, is)| text(what, was, is))
}

/// A change of examples, by their numbers.
pub fn examples(old: impl Iterator<Item = u64>, new: impl Iterator<Item = u64>) -> Option<Change> {
    (!old.eq(new)).then(|| Change::new(code::EXAMPLES, "the examples changed"))
}

/// A text that differs.
pub fn text(what: &str, was: Option<&str>, is: Option<&str>) -> Option<Change> {
    if was == is {
        return None;
    }
    let message = match (&was, &is) {
        (None, _) => format!("the {what} was added"),
        (_, None) => format!("the {what} was removed"),
        _ => format!("the {what} changed"),
    };
    let short = |it: Option<&str>| it.map(|it| cut(it, 80));
    Some(Change::new(code::TEXTS, message).from_to(short(was), short(is)))
}
