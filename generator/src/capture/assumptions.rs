//! What no page says and a document has to: what capture took in its place for these pages.

use std::collections::{HashMap, HashSet};

use super::facts::{Content, Operation, Page};
use super::model::shows_notation;
use crate::model::{Api, SecuritySchemeKind};
use crate::source::Place;

/// Something that no page says, and what was taken in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assumption {
    /// What it is, one and several of it: `operationId made of its summary`.
    pub what: [&'static str; 2],
    /// What was taken each time, and the operation or page that shows nothing of it, where that has a place.
    pub taken: Vec<(String, Option<Place>)>,
}

/// What was taken for these pages. What all pages leave out, and is left out of the document, is not told.
pub fn of(pages: &[Page<'_>], api: &Api) -> Vec<Assumption> {
    let mut out = Vec::new();
    let mut add = |what, taken: Vec<(String, Option<Place>)>| {
        if !taken.is_empty() {
            out.push(Assumption { what, taken });
        }
    };
    let mut places = HashMap::new();
    for it in pages.iter().flat_map(Page::operations) {
        let is_said = it.said.as_ref().is_some_and(|it| it.id.is_some());
        places
            .entry((it.method, it.path))
            .or_insert((it.place, is_said));
    }
    let says = |is_it: fn(&Content<'_>) -> bool| pages.iter().any(|it| is_it(&it.content));
    let has_overview = says(|it| matches!(it, Content::Overview(_)));
    if !has_overview && !says(|it| matches!(it, Content::Index(..))) {
        let title = (api.info.title.clone(), None);
        add(["title of the API", "titles of the API"], vec![title]);
    }
    let says_version = says(
        |it| matches!(it, Content::Index(_, _, Some(about)) if !about.info.version.is_empty()),
    );
    if !has_overview && !says_version && !api.info.version.is_empty() {
        let version = (api.info.version.clone(), None);
        add(["version of the API", "versions of the API"], vec![version]);
    }
    let mut made = Vec::new();
    let mut without = Vec::new();
    for it in &api.operations {
        let found = places.get(&(it.method.as_upper(), &*it.path));
        let place = found.map(|it| it.0);
        match &it.id {
            Some(_) if found.is_some_and(|it| it.1) => {}
            Some(id) => made.push((id.to_string(), place)),
            None => without.push((format!("{} {}", it.method.as_upper(), it.path), place)),
        }
    }
    add(
        [
            "operationId made of its summary",
            "operationIds made of their summaries",
        ],
        made,
    );
    add(
        [
            "operation without an operationId",
            "operations without an operationId",
        ],
        without,
    );
    let described: HashSet<&str> = pages
        .iter()
        .flat_map(|it| match &it.content {
            Content::Authentication(_, schemes) => {
                schemes.iter().map(|it| &*it.0).collect::<Vec<_>>()
            }
            Content::Overview(it) => it.schemes.iter().filter_map(|it| it.0.as_deref()).collect(),
            _ => Vec::new(),
        })
        .collect();
    let schemes = api.security_schemes.iter();
    let schemes = schemes.filter(|it| !described.contains(&**it.0));
    let schemes = schemes.map(|(name, it)| {
        let by = match &it.kind {
            SecuritySchemeKind::ApiKey { name, .. } => format!("{name}: …"),
            _ => "Authorization: …".to_owned(),
        };
        (format!("{name}, which sends `{by}`"), None)
    });
    add(
        ["name of a security scheme", "names of security schemes"],
        schemes.collect(),
    );
    let operations = || pages.iter().flat_map(Page::operations);
    let unsaid = |it: &&Operation<'_>| {
        header(it, "Accept").is_none() && holding(it).any(|status| !shows_notation(it, status))
    };
    let unsaid = operations()
        .filter(unsaid)
        .map(|it| (it.title.to_owned(), Some(it.place)));
    add(
        [
            "operation with a response without an example, which holds JSON",
            "operations with responses without an example, which hold JSON",
        ],
        unsaid.collect(),
    );
    let shared = operations().filter_map(|it| {
        let accept = header(it, "Accept")?;
        let is_assumed =
            holding(it).count() > 1 && holding(it).any(|status| !shows_notation(it, status));
        is_assumed.then(|| (format!("{}: {accept}", it.title), Some(it.place)))
    });
    add(
        [
            "operation with a response without an example, of the type that its sample accepts",
            "operations with responses without an example, of the type that their samples accept",
        ],
        shared.collect(),
    );
    let sections: HashSet<&str> = pages
        .iter()
        .flat_map(|it| match &it.content {
            Content::Schemas(sections) => &sections[..],
            _ => &[],
        })
        .map(|it| &*it.name)
        .collect();
    let unseen = api
        .components
        .keys()
        .filter(|it| !sections.contains(&***it));
    add(
        [
            "schema of which operations alone tell",
            "schemas of which operations alone tell",
        ],
        unseen.map(|it| (it.to_string(), None)).collect(),
    );
    out
}

/// The responses that hold something.
fn holding<'o>(operation: &'o Operation<'_>) -> impl Iterator<Item = &'o str> {
    let responses = operation.responses.iter();
    responses
        .filter(|it| it.label.is_some())
        .map(|it| it.status)
}

/// A header of the sample.
fn header<'a>(operation: &Operation<'a>, name: &str) -> Option<&'a str> {
    let mut headers = operation.request.headers.iter();
    headers.find(|it| it.0 == name).map(|it| it.1)
}
