//! The samples of a request and the examples → which media types there are.

use crate::capture::draft::DraftId;
use crate::capture::facts;
use crate::docs::notation::{self, Notation};
use crate::model::{Encodings, MediaType};

/// The media types of a body: the first, and those of the other notations that its example is shown in.
pub fn bodies<'n>(facts: &facts::Operation<'_>, first: &'n str) -> Vec<&'n str> {
    let mut out = vec![first];
    for language in facts.body.iter().flatten().filter_map(|it| it.language) {
        let notations: &[Notation] = match language {
            "json" => &[Notation::Json],
            "" => &[Notation::Text],
            "yaml" => &[Notation::Form, Notation::Yaml],
            _ => continue,
        };
        let is_there = out
            .iter()
            .any(|name| notations.iter().any(|it| it.is(name)));
        if !is_there {
            out.extend(notation::body_media_type(language));
        }
    }
    out
}

/// A media type of which no examples are made.
const WITHOUT_EXAMPLE: &str = "application/octet-stream";

/// The media types of a response: that which the sample accepts, unless its example is shown in other notations.
pub fn answers<'n>(
    facts: &facts::Operation<'_>,
    status: &str,
    accept: &'n str,
    quirks: bool,
) -> Vec<&'n str> {
    let is = |notation: Notation| notation.is(accept);
    let is_accepted = |it: &facts::Sample<'_>| match it.language {
        Some("json") => is(Notation::Json) || is_range_of_json(accept),
        Some("") if is(Notation::Text) => true,
        // Without oddities text of the document is shown as it is, whatever the type.
        Some("") => {
            let others = [Notation::Json, Notation::Yaml, Notation::Xml];
            let has_parts = it.text.starts_with(['{', '[']);
            !quirks && !has_parts && !others.into_iter().any(is) && !accept.ends_with("yaml")
        }
        Some("yaml") => is(Notation::Yaml) || accept.ends_with("yaml"),
        Some("xml") => is(Notation::Xml),
        // It says nothing of its type.
        None if it.external.is_some() => false,
        // A title with nothing below it: a type of which no examples are made.
        None => {
            let shown = [Notation::Json, Notation::Text, Notation::Yaml];
            !shown.into_iter().any(is)
        }
        Some(_) => false,
    };
    let type_of = |it: &facts::Sample<'_>| match it.language {
        _ if is_accepted(it) => Some(accept),
        None if it.external.is_some() => None,
        language => language.map_or(Some("*/*"), notation::media_type),
    };
    let mut out: Vec<&'n str> = Vec::new();
    for name in facts.response_samples(status).filter_map(type_of) {
        if !out.contains(&name) {
            out.push(name);
        }
    }
    if out.is_empty() {
        let made = [Notation::Json, Notation::Text, Notation::Yaml];
        let has_example =
            made.into_iter().any(is) || is_range_of_json(accept) || accept.ends_with("yaml");
        // Without oddities every answer of such a type has one, unless all are of a simple type.
        let is_other = !quirks && has_example && facts.examples.is_some();
        out.push(if is_other { WITHOUT_EXAMPLE } else { accept });
    }
    out
}

/// Whether examples of a media type are shown in a notation.
pub fn is_shown(name: &str) -> bool {
    let all = [
        Notation::Json,
        Notation::Yaml,
        Notation::Xml,
        Notation::Text,
    ];
    all.into_iter().any(|it| it.is(name)) || is_range_of_json(name)
}

/// Whether a range is read as JSON where its schema allows that.
pub fn is_range_of_json(name: &str) -> bool {
    matches!(name, "*/*" | "application/*")
}

/// Whether the examples of a response say of which notations it is. If not, it is of the type that the sample accepts.
pub fn shows_notation(facts: &facts::Operation<'_>, status: &str) -> bool {
    let is_notation = |it: &str| notation::media_type(it).is_some();
    let mut samples = facts.response_samples(status);
    samples.any(|it| it.language.is_none_or(is_notation))
}

/// A media type with that schema.
pub fn media_type(name: &str, schema: Option<DraftId>) -> MediaType {
    MediaType {
        name: name.into(),
        schema,
        item_schema: None,
        examples: Vec::new(),
        encodings: Encodings::default(),
        extensions: Default::default(),
        place: Default::default(),
    }
}
