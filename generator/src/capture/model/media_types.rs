//! The samples of a request and the examples → which media types there are.

use indexmap::IndexMap;

use crate::capture::draft::DraftId;
use crate::capture::facts;
use crate::docs::notation::Notation;
use crate::model::MediaType;

/// The media types of a body: the first, and those of the other notations that its example is shown in.
pub fn bodies<'n>(facts: &facts::Operation<'_>, first: &'n str) -> Vec<&'n str> {
    let mut out = vec![first];
    for language in facts.body.iter().flatten().filter_map(|it| it.language) {
        let (notations, name): (&[Notation], _) = match language {
            "json" => (&[Notation::Json], "application/json"),
            "" => (&[Notation::Text], "text/plain"),
            "yaml" => (
                &[Notation::Form, Notation::Yaml],
                "application/x-www-form-urlencoded",
            ),
            _ => continue,
        };
        let is_there = out
            .iter()
            .any(|name| notations.iter().any(|it| it.is(name)));
        if !is_there {
            out.push(name);
        }
    }
    out
}

/// The media types of a response: that which the sample accepts, unless its example is shown in other notations.
pub fn answers<'n>(facts: &facts::Operation<'_>, status: &str, accept: &'n str) -> Vec<&'n str> {
    let samples = facts.examples.iter().flatten();
    let mut out = Vec::new();
    for it in samples.filter(|it| it.status() == Some(status)) {
        let is = |notation: Notation| notation.is(accept);
        let (is_accepted, name) = match it.language {
            Some("json") => (is(Notation::Json), "application/json"),
            Some("") => (is(Notation::Text), "text/plain"),
            Some("yaml") => (is(Notation::Yaml), "application/x-yaml"),
            Some("xml") => (is(Notation::Xml), "application/xml"),
            // A title with nothing below it: a type of which no examples are made.
            None => {
                let shown = [Notation::Json, Notation::Text, Notation::Yaml];
                (!shown.into_iter().any(is), "*/*")
            }
            Some(_) => continue,
        };
        let name = if is_accepted { accept } else { name };
        if !out.contains(&name) {
            out.push(name);
        }
    }
    if out.is_empty() {
        out.push(accept);
    }
    out
}

/// A media type with that schema.
pub fn media_type(name: &str, schema: Option<DraftId>) -> MediaType {
    MediaType {
        name: name.into(),
        schema,
        item_schema: None,
        examples: Vec::new(),
        encoding: IndexMap::new(),
        extensions: Default::default(),
        place: Default::default(),
    }
}
