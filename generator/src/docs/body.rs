//! A request body → an example of it in every notation it may be sent in.

use super::block::Block;
use super::context::Context;
use super::grammar;
use super::inline::Inline;
use super::json::Json;
use super::notation::Notation;
use super::properties::shown_to_depth;
use super::sample::sample;
use super::yaml;
use crate::analysis::walk::Direction;
use crate::model::RequestBody;

/// `> Body parameter` and an example in every notation the body may be sent in.
pub fn body_example<'a>(
    cx: &Context<'a>,
    body: &'a RequestBody,
    direction: Direction,
) -> Vec<Block<'a>> {
    let titles_of_nothing = cx.layout.operations.titles_of_nothing;
    let mut out = vec![Block::Quote(Inline::plain(grammar::BODY_PARAMETER))];
    let mut value = None;
    let mut levels = None;
    for content in &body.content {
        if let Some(example) = content.examples.iter().find(|it| it.value.is_some()) {
            if let Some(description) = example.description.as_deref().filter(|it| !it.is_empty()) {
                out.push(Block::Quote(Inline::markdown(description)));
            }
            value = example.value.as_ref().map(Json::from_node);
        } else if let Some(schema) = content.schema {
            let example = sample(cx, schema, Some(direction));
            levels = example.levels;
            value = Some(example.value);
        }
        if value.as_ref().is_some_and(Json::is_truthy) {
            break;
        }
    }
    let Some(value) = value else {
        out.retain(|_| titles_of_nothing);
        return out;
    };
    let titles = out.len();
    let is = |notation: Notation| body.content.iter().any(|it| notation.is(&it.name));
    if is(Notation::Json) {
        out.push(Block::code("json", value.pretty()));
    }
    if is(Notation::Yaml) {
        out.push(Block::code("yaml", yaml::text(&value)));
    }
    if is(Notation::Text) {
        out.push(Block::code("", yaml::text(&value)));
    }
    if is(Notation::Form) {
        out.push(Block::code("yaml", yaml::text(&value)));
    }
    if out.len() == titles && !titles_of_nothing {
        return Vec::new();
    }
    out.extend(levels.map(shown_to_depth));
    out
}
