//! A request body → an example of it in every notation it may be sent in.

use super::block::Block;
use super::context::Context;
use super::examples::{
    Shown, details, elsewhere, further_example, is_json, is_of, is_refused, is_yaml, notations,
    of_type, said, title,
};
use super::grammar;
use super::inline::Inline;
use super::json::Json;
use super::notation::Notation;
use super::sample::sample;
use super::{items, yaml};
use crate::analysis::media::properties;
use crate::analysis::walk::Direction;
use crate::model::{Example, MediaType, RequestBody};

/// `> Body parameter` and an example in every notation the body may be sent in.
pub fn body_example<'a>(
    cx: &Context<'a>,
    body: &'a RequestBody,
    direction: Direction,
) -> Vec<Block<'a>> {
    let titles_of_nothing = cx.layout.operations.titles_of_nothing;
    let mut out = vec![Block::Quote(Inline::plain(grammar::BODY_PARAMETER))];
    let mut value = None;
    let mut notes = Vec::new();
    // Whose text is shown as it is.
    let mut text_of = None;
    // Whose example it is, and how many contents have been looked at.
    let (mut shown_of, mut seen) = (None, 0);
    let in_full = cx.layout.operations.in_full;
    // Those that stand behind the first that works: whether they do not.
    let mut further: Vec<Further<'a>> = Vec::new();
    for content in &body.content {
        let mut shown = None;
        seen += 1;
        for it in &content.examples {
            let is_refused = is_refused(cx, content, it, direction);
            match Shown::of(cx, it) {
                Some(first) if shown.is_none() && !is_refused => shown = Some((it, first)),
                _ if in_full || is_refused => further.push((content, it, is_refused)),
                _ => {}
            }
        }
        if let Some((example, shown)) = shown {
            if in_full {
                out.clear();
                let what = of_type(grammar::BODY_PARAMETER, &body.content, content);
                let title = title(&what, example);
                out.push(Block::Quote(Inline::Markdown(title.into())));
                out.extend(details(example, false).into_iter().map(Block::Quote));
            } else if let Some(said) = said(cx, example) {
                out.push(Block::Quote(Inline::markdown(said)));
            }
            value = match shown {
                Shown::Value(value) => Some(value),
                Shown::Text(text) => {
                    out.push(Block::code("", text.trim_end().to_owned()));
                    return behind(cx, body, out, further);
                }
                Shown::Elsewhere(url) => {
                    out.push(elsewhere(url));
                    return behind(cx, body, out, further);
                }
            };
            text_of = Some(content);
        } else if let Some(schema) = content.shown_schema() {
            let example = sample(cx, schema, Some(direction));
            notes = example.notes();
            value = Some(example.value);
            if in_full {
                let what = of_type(grammar::BODY_PARAMETER, &body.content, content);
                out = vec![Block::Quote(Inline::Markdown(what.into()))];
            }
            text_of = is_of(cx, content, Notation::Text).then_some(content);
        }
        shown_of = shown_of.or(value.as_ref().map(|_| content));
        if value.as_ref().is_some_and(Json::is_truthy) {
            shown_of = Some(content);
            break;
        }
    }
    // Those of contents behind that one, unless it is the same value once more.
    for content in body.content[seen..].iter().filter(|_| in_full) {
        for it in &content.examples {
            let is_there = it.value.as_ref().map(Json::from_node) == value;
            if !is_there {
                further.push((content, it, is_refused(cx, content, it, direction)));
            }
        }
    }
    let Some(value) = value else {
        out.retain(|_| titles_of_nothing);
        return out;
    };
    let titles = out.len();
    let is_alike =
        |it: &&MediaType| !in_full || shown_of.is_none_or(|shown| is_alike(cx, shown, it));
    let alike: Vec<&MediaType> = body.content.iter().filter(is_alike).collect();
    let is = |notation: Notation| alike.iter().any(|it| is_of(cx, it, notation));
    let is_json = alike.iter().any(|it| is_json(cx, it));
    let text_of = text_of.filter(|_| in_full && matches!(value, Json::String(_)) && !is_json);
    if let Some(content) = text_of {
        out.extend(notations(cx, content, &value, true));
        out.extend(notes);
        return behind(cx, body, out, further);
    }
    let of_items = alike.iter().find_map(|it| items::text(it, &value));
    out.extend(of_items.map(|(language, text)| Block::code(language, text)));
    if is_json {
        out.push(Block::code("json", value.pretty()));
    }
    if is(Notation::Yaml) || in_full && !is_json && alike.iter().any(|it| is_yaml(it)) {
        out.push(Block::code("yaml", yaml::text(&value)));
    }
    if is(Notation::Text) {
        let text = yaml::text(&value);
        // Any line more would be sent.
        let text = match in_full {
            true => text.trim_end().to_owned(),
            false => text,
        };
        out.push(Block::code("", text));
    }
    let is_form = match cx.values {
        // Bytes have no example.
        Some(_) => alike
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
    out.extend(notes);
    behind(cx, body, out, further)
}

/// Whether an example of one content is one of another: both have one schema, or schemas that list the same properties.
fn is_alike(cx: &Context<'_>, shown: &MediaType, other: &MediaType) -> bool {
    let (Some(one), Some(other)) = (shown.shown_schema(), other.shown_schema()) else {
        return true;
    };
    let names = |id| {
        let mut all: Vec<_> = properties(cx.api, id).into_iter().map(|it| it.0).collect();
        all.sort_unstable();
        all
    };
    one == other || names(one) == names(other)
}

/// An example that stands behind another one: of which content, and whether its schema refuses it.
type Further<'a> = (&'a MediaType, &'a Example, bool);

fn behind<'a>(
    cx: &Context<'a>,
    body: &'a RequestBody,
    mut out: Vec<Block<'a>>,
    further: Vec<Further<'a>>,
) -> Vec<Block<'a>> {
    for (content, it, is_refused) in further {
        let what = of_type(grammar::BODY_PARAMETER, &body.content, content);
        out.extend(further_example(cx, content, it, is_refused, &what));
    }
    out
}
