//! Responses → examples of them.

use std::borrow::Cow;

use super::block::Block;
use super::context::Context;
use super::inline::Inline;
use super::json::Json;
use super::notation::Notation;
use super::properties::shown_to_depth;
use super::sample::sample;
use super::{grammar, items, values, yaml};
use crate::analysis::walk::Direction;
use crate::model::{Example, MediaType, Response};

pub fn response_examples<'a>(cx: &Context<'a>, responses: &[&'a Response]) -> Vec<Block<'a>> {
    let mut out = Vec::new();
    let mut done: Vec<Option<Notation>> = Vec::new();
    let mut last = Cow::default();
    for response in responses {
        for content in &response.content {
            for (title, shown, levels) in content_examples(cx, response, content, &mut done) {
                if !title.is_empty() && title != last {
                    out.push(Block::Quote(Inline::Markdown(title.clone())));
                    last = title;
                }
                match shown {
                    Shown::Value(value) => out.extend(notations(content, &value)),
                    Shown::Text(text) => out.push(Block::code("", text.trim_end().to_owned())),
                    Shown::Elsewhere(url) => out.push(elsewhere(url)),
                }
                out.extend(levels.map(shown_to_depth));
            }
        }
    }
    out
}

/// What stands above an example, the example, and how deep it goes where it had to end early.
type TitledExample<'a> = (Cow<'a, str>, Shown<'a>, Option<usize>);

/// An example as it is shown.
pub enum Shown<'a> {
    /// A value.
    Value(Json<'a>),
    /// The value as it is sent.
    Text(&'a str),
    /// Not at all: it stands elsewhere.
    Elsewhere(&'a str),
}

impl<'a> Shown<'a> {
    /// An example, as far as there is anything to show.
    pub fn of(cx: &Context<'_>, it: &'a Example) -> Option<Self> {
        let in_full = cx.layout.operations.in_full;
        match (&it.value, &it.serialized, &it.external) {
            (Some(value), ..) => Some(Shown::Value(Json::from_node(value))),
            (None, Some(text), _) => Some(Shown::Text(text)),
            (None, None, Some(url)) if in_full => Some(Shown::Elsewhere(url)),
            _ => None,
        }
    }
}

/// Whether the schema of a content refuses one of its examples.
pub fn is_refused(
    cx: &Context<'_>,
    content: &MediaType,
    example: &Example,
    direction: Direction,
) -> bool {
    let way = values::direction(Some(direction));
    match (&example.value, content.shown_schema(), cx.values) {
        (Some(value), Some(schema), Some(values)) => values.refuses_node(schema, way, value),
        _ => false,
    }
}

/// The first example of a content that its schema does not refuse.
pub fn accepted_example<'a>(
    cx: &Context<'a>,
    content: &'a MediaType,
    direction: Direction,
) -> Option<Json<'a>> {
    let accepted = content.examples.iter().find_map(|it| {
        let value = it.value.as_ref()?;
        (!is_refused(cx, content, it, direction)).then_some(value)
    });
    accepted.map(Json::from_node)
}

/// An example that does not work, marked as such.
pub fn refused_example(it: &Example) -> Vec<Block<'_>> {
    let Some(value) = &it.value else {
        return Vec::new();
    };
    vec![
        Block::Quote(Inline::plain(grammar::REFUSED_EXAMPLE)),
        Block::code("json", Json::from_node(value).pretty()),
    ]
}

/// Where an example stands.
pub fn elsewhere(url: &str) -> Block<'_> {
    Block::Paragraph(grammar::EXTERNAL_EXAMPLE.of([Inline::Code(url.replace('`', "").into())]))
}

/// What an example says of itself.
pub fn said<'a>(cx: &Context<'_>, it: &'a Example) -> Option<&'a str> {
    let summary = it.summary.as_deref();
    let summary = summary.filter(|_| cx.layout.operations.in_full);
    let mut texts = it.description.as_deref().into_iter().chain(summary);
    texts.find(|it| !it.is_empty())
}

/// The examples that are written down, or one that is made: one for each notation, for the first response that has it.
fn content_examples<'a>(
    cx: &Context<'a>,
    response: &'a Response,
    content: &'a MediaType,
    done: &mut Vec<Option<Notation>>,
) -> Vec<TitledExample<'a>> {
    let standard = || {
        grammar::EXAMPLE_TITLE
            .fill([&response.status.to_string()])
            .into()
    };
    let mut refused: Vec<TitledExample<'a>> = Vec::new();
    let mut written: Vec<TitledExample<'a>> = content
        .examples
        .iter()
        .filter_map(|it| {
            let title = match (&it.name, said(cx, it)) {
                (None, _) => standard(),
                (Some(_), Some(said)) => said.into(),
                (Some(_), None) => response.description.as_str().into(),
            };
            if is_refused(cx, content, it, Direction::Received) {
                let marked = grammar::REFUSED_EXAMPLE.into();
                refused.extend(it.value.as_ref().map(|value| {
                    let shown = Shown::Value(Json::from_node(value));
                    (marked, shown, None)
                }));
                return None;
            }
            Some((title, Shown::of(cx, it)?, None))
        })
        .collect();
    if !written.is_empty() {
        written.append(&mut refused);
        return written;
    }
    let Some(schema) = content.shown_schema() else {
        return Vec::new();
    };
    let order = [
        Notation::Text,
        Notation::Xml,
        Notation::Yaml,
        Notation::Json,
    ];
    let notation = order.into_iter().find(|it| it.is(&content.name));
    if done.contains(&notation) {
        return refused;
    }
    done.push(notation);
    let example = sample(cx, schema, Some(Direction::Received));
    let made = (standard(), Shown::Value(example.value), example.levels);
    [made].into_iter().chain(refused).collect()
}

fn notations<'a>(content: &MediaType, value: &Json<'_>) -> Vec<Block<'a>> {
    let mut out = Vec::new();
    if let Some((language, text)) = items::text(content, value) {
        return vec![Block::code(language, text)];
    }
    if Notation::Json.is(&content.name) {
        out.push(Block::code("json", value.pretty()));
    }
    if Notation::Yaml.is(&content.name) {
        out.push(Block::code("yaml", yaml::text(value)));
    }
    if Notation::Text.is(&content.name) {
        out.push(Block::code("", value.compact()));
    }
    out
}
