//! Responses → examples of them.

use std::borrow::Cow;

use super::block::Block;
use super::context::Context;
use super::inline::Inline;
use super::json::Json;
use super::notation::Notation;
use super::properties::shown_to_depth;
use super::sample::sample;
use super::{grammar, yaml};
use crate::analysis::walk::Direction;
use crate::model::{MediaType, Response};

pub fn response_examples<'a>(cx: &Context<'a>, responses: &[&'a Response]) -> Vec<Block<'a>> {
    let mut out = Vec::new();
    let mut done: Vec<Option<Notation>> = Vec::new();
    let mut last = Cow::default();
    for response in responses {
        for content in &response.content {
            for (title, value, levels) in content_examples(cx, response, content, &mut done) {
                if !title.is_empty() && title != last {
                    out.push(Block::Quote(Inline::Markdown(title.clone())));
                    last = title;
                }
                out.extend(notations(content, &value));
                out.extend(levels.map(shown_to_depth));
            }
        }
    }
    out
}

/// What stands above an example, the example, and how deep it goes where it had to end early.
type TitledExample<'a> = (Cow<'a, str>, Json<'a>, Option<usize>);

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
    let written: Vec<TitledExample<'a>> = content
        .examples
        .iter()
        .filter_map(|it| {
            let title = match (&it.name, &it.description) {
                (None, _) => standard(),
                (Some(_), Some(description)) if !description.is_empty() => {
                    description.as_str().into()
                }
                (Some(_), _) => response.description.as_str().into(),
            };
            Some((title, Json::from_node(it.value.as_ref()?), None))
        })
        .collect();
    if !written.is_empty() {
        return written;
    }
    let Some(schema) = content.schema else {
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
        return Vec::new();
    }
    done.push(notation);
    let example = sample(cx, schema, Some(Direction::Received));
    vec![(standard(), example.value, example.levels)]
}

fn notations<'a>(content: &MediaType, value: &Json<'_>) -> Vec<Block<'a>> {
    let mut out = Vec::new();
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
