//! The table of media types → what a body and responses hold.

use super::media_types::{self, is_range_of_json, media_type};
use super::{Builder, Shapes, examples};
use crate::capture::draft::DraftId;
use crate::capture::facts;
use crate::docs::grammar;
use crate::docs::label::TypeLabel;
use crate::docs::notation::Notation;
use crate::model::{Encodings, MediaType};

/// The media types of the body or of a response, each with its schema.
fn listed<'f>(
    facts: &'f facts::Operation<'_>,
    shapes: &Shapes,
    of: &str,
) -> Vec<(&'f str, Option<DraftId>)> {
    let all = facts.contents.iter().zip(&shapes.contents);
    all.filter(|it| it.0.of == of)
        .map(|(it, schema)| (it.name, *schema))
        .collect()
}

/// Which of the media types an example is of: which its title says, or else the first that is written in its notation, or else
/// the first.
fn shown_of(all: &[&str], sample: &facts::Sample<'_>) -> usize {
    let said = sample.media_type;
    if let Some(at) = said.and_then(|said| all.iter().position(|it| *it == said)) {
        return at;
    }
    let is = |name: &str| match sample.language {
        Some("json") => Notation::Json.is(name) || is_range_of_json(name),
        Some("yaml") => {
            Notation::Yaml.is(name) || name.ends_with("yaml") || Notation::Form.is(name)
        }
        Some("xml") => Notation::Xml.is(name),
        Some("") => Notation::Text.is(name),
        _ => false,
    };
    all.iter().position(|it| is(it)).unwrap_or(0)
}

impl Builder<'_> {
    /// What the tables of an operation call its body or one of its responses, and the schema of that.
    pub(super) fn of_tables<'f, 'a>(
        facts: &'f facts::Operation<'a>,
        shapes: &Shapes,
        of: &str,
    ) -> (Option<&'f TypeLabel<'a>>, Option<DraftId>) {
        if of == grammar::BODY_NAME {
            let mut rows = facts.parameters.iter();
            let row = rows.find(|it| it.location == grammar::BODY_NAME);
            return (row.and_then(|it| it.label.as_ref()), shapes.body);
        }
        let at = facts.responses.iter().position(|it| it.status == of);
        match at {
            Some(at) => (facts.responses[at].label.as_ref(), shapes.responses[at]),
            None => (None, None),
        }
    }

    /// The contents of a body, where the page lists them.
    pub(super) fn contents_of_body(
        &self,
        facts: &facts::Operation<'_>,
        shapes: &Shapes,
        encodings: &Encodings,
    ) -> Vec<MediaType> {
        let listed = listed(facts, shapes, grammar::BODY_NAME);
        let all: Vec<&str> = listed.iter().map(|it| it.0).collect();
        let listed = listed.iter().enumerate();
        let content = listed.map(|(at, (name, schema))| MediaType {
            examples: examples::of_body(self.own, facts, |it| shown_of(&all, it) == at),
            encodings: encodings.clone(),
            ..media_type(name, *schema)
        });
        content.collect()
    }

    /// The contents of a response, where the page lists them.
    pub(super) fn contents_of_response(
        &self,
        facts: &facts::Operation<'_>,
        shapes: &Shapes,
        response: &facts::Response<'_>,
    ) -> Vec<MediaType> {
        let listed = listed(facts, shapes, response.status);
        let all: Vec<&str> = listed.iter().map(|it| it.0).collect();
        let listed = listed.iter().enumerate();
        let content = listed.map(|(at, (name, schema))| MediaType {
            examples: examples::all_of_response(self.own, facts, response, |it| {
                shown_of(&all, it) == at
            }),
            ..media_type(name, *schema)
        });
        content.collect()
    }

    /// Whether an answer that has a schema may be of a media type.
    pub(super) fn holds_schema(
        &self,
        facts: &facts::Operation<'_>,
        shapes: &Shapes,
        name: &str,
    ) -> bool {
        let mut answers = facts.responses.iter().zip(&shapes.responses);
        let is_listed = facts.contents.iter().any(|it| it.name == name);
        is_listed
            || answers.any(|(it, schema)| {
                let all = media_types::answers(facts, it.status, name, self.docs.quirks);
                schema.is_some() && all.contains(&name)
            })
    }

    /// How many media types a body or a response may have that no table lists: without oddities it would list several.
    pub(super) fn most_contents(&self, facts: &facts::Operation<'_>) -> usize {
        match self.docs.quirks || facts.said.is_some() {
            true => usize::MAX,
            false => 1,
        }
    }

    /// Adds the rows of what has several media types.
    pub(super) fn rows_of_contents(&mut self, facts: &facts::Operation<'_>, shapes: &Shapes) {
        for (held, id) in facts.contents.iter().zip(&shapes.contents) {
            let (Some(it), Some(id)) = (&held.rows, *id) else {
                continue;
            };
            self.within_all_of(id);
            let mut reader = self.reader(&it.values);
            reader.rows = &it.groups;
            reader.groups(id, &it.groups, None);
            if let Some(mapping) = &it.mapping {
                reader.map(id, mapping);
            }
            reader.restrict(id, &it.whole);
        }
    }
}
