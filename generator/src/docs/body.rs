//! A request body → an example of it in every notation it may be sent in.

use super::block::Block;
use super::context::Context;
use super::json::Json;
use super::notation::Notation;
use super::sample::{Direction, sample};
use super::{prose, yaml};
use crate::model::RequestBody;

/// `> Body parameter` and an example in every notation the body may be sent in.
///
/// Quirk of the templates: the words stand there with nothing below them, too.
pub fn body_example(cx: &Context<'_>, body: &RequestBody, direction: Direction) -> Vec<Block> {
    let mut out = vec![Block::Quote("Body parameter".to_owned())];
    let mut value = None;
    let mut levels = None;
    for content in &body.content {
        if let Some(example) = content.examples.iter().find(|it| it.value.is_some()) {
            if let Some(description) = example.description.as_ref().filter(|it| !it.is_empty()) {
                out.push(quote(cx, description));
            }
            value = example.value.as_ref().map(Json::from_node);
        } else if let Some(schema) = content.schema {
            let example = sample(cx, schema, direction);
            levels = example.levels;
            value = Some(example.value);
        }
        if value.as_ref().is_some_and(Json::is_truthy) {
            break;
        }
    }
    let Some(value) = value else {
        out.retain(|_| cx.quirks());
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
    if out.len() == titles && !cx.quirks() {
        return Vec::new();
    }
    out.extend(levels.map(|it| Block::Text(prose::cut(it))));
    out
}

/// A title above an example. In the reference only its first line is quoted.
pub fn quote(cx: &Context<'_>, text: &str) -> Block {
    if cx.quirks() && text.contains(['\n', '\r']) {
        Block::Text(format!("> {text}"))
    } else {
        Block::Quote(text.to_owned())
    }
}
