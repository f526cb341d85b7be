//! A request body → an example of it in every notation it may be sent in.

use super::block::Block;
use super::context::Context;
use super::examples::{Shown, elsewhere, is_refused, refused_example, said};
use super::grammar;
use super::inline::Inline;
use super::json::Json;
use super::notation::Notation;
use super::properties::shown_to_depth;
use super::sample::sample;
use super::{items, yaml};
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
    let mut refused = Vec::new();
    for content in &body.content {
        let mut examples = content.examples.iter();
        let shown = examples.find_map(|it| {
            if is_refused(cx, content, it, direction) {
                refused.push(it);
                return None;
            }
            Some((it, Shown::of(cx, it)?))
        });
        if let Some((example, shown)) = shown {
            if let Some(said) = said(cx, example) {
                out.push(Block::Quote(Inline::markdown(said)));
            }
            value = match shown {
                Shown::Value(value) => Some(value),
                Shown::Text(text) => {
                    out.push(Block::code("", text.trim_end().to_owned()));
                    return out;
                }
                Shown::Elsewhere(url) => {
                    out.push(elsewhere(url));
                    return out;
                }
            };
        } else if let Some(schema) = content.shown_schema() {
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
    let of_items = body.content.iter().find_map(|it| items::text(it, &value));
    out.extend(of_items.map(|(language, text)| Block::code(language, text)));
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
    let is_form = match cx.values {
        // Bytes have no example.
        Some(_) => body
            .content
            .iter()
            .any(|it| it.range().is_form() || it.range().is_multipart()),
        None => is(Notation::Form),
    };
    if is_form {
        out.push(Block::code("yaml", yaml::text(&value)));
    }
    if out.len() == titles && !titles_of_nothing {
        return Vec::new();
    }
    out.extend(levels.map(shown_to_depth));
    out.extend(refused.into_iter().flat_map(refused_example));
    out
}
