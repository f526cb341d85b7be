//! Responses → examples of them.

use super::block::Block;
use super::body::quote;
use super::context::Context;
use super::json::Json;
use super::notation::Notation;
use super::sample::{Direction, sample};
use super::{prose, yaml};
use crate::model::{MediaType, Response};

pub fn response_examples<'a>(cx: &Context<'a>, responses: &[&'a Response]) -> Vec<Block> {
    let mut out = Vec::new();
    let mut done: Vec<Option<Notation>> = Vec::new();
    let mut last = String::new();
    for response in responses {
        for content in &response.content {
            for (title, value, levels) in content_examples(cx, response, content, &mut done) {
                if !title.is_empty() && title != last {
                    out.push(quote(cx, &title));
                    last = title;
                }
                out.extend(notations(content, &value));
                out.extend(levels.map(|it| Block::Text(prose::cut(it))));
            }
        }
    }
    out
}

/// The examples that are written down, or one that is made: one for each notation, for the first response that has it.
fn content_examples<'a>(
    cx: &Context<'a>,
    response: &'a Response,
    content: &'a MediaType,
    done: &mut Vec<Option<Notation>>,
) -> Vec<(String, Json<'a>, Option<usize>)> {
    let standard = format!("{} Response", response.status);
    let written: Vec<(String, Json<'a>, Option<usize>)> = content
        .examples
        .iter()
        .filter_map(|it| {
            let title = match (&it.name, &it.description) {
                (None, _) => standard.clone(),
                (Some(_), Some(description)) if !description.is_empty() => description.clone(),
                (Some(_), _) => response.description.clone(),
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
    let example = sample(cx, schema, Direction::Response);
    vec![(standard, example.value, example.levels)]
}

fn notations(content: &MediaType, value: &Json<'_>) -> Vec<Block> {
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
