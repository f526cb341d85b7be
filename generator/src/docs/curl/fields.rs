//! The fields of a form → arguments of curl.

use verbatim_runtime::description::{Location, Style};
use verbatim_runtime::style::Rule;

use super::super::context::Context;
use super::super::examples::accepted_example;
use super::super::json::Json;
use super::super::sample::sample;
use super::words::quoted;
use crate::analysis::media::properties;
use crate::analysis::walk::Direction;
use crate::describe::{Direction as Sent, travel};
use crate::model::{Encoding, MediaType};
use crate::node::percent_decode;

/// What is sent: the example of a content, or one that is made.
pub fn value<'a>(cx: &Context<'a>, content: &'a MediaType) -> Option<Json<'a>> {
    let made = || {
        let schema = content.schema?;
        Some(sample(cx, cx.target(schema), Some(Direction::Sent)).value)
    };
    accepted_example(cx, content, Direction::Sent).or_else(made)
}

/// The names and values of a form.
pub fn decoded<'a>(cx: &Context<'a>, content: &'a MediaType) -> Vec<(String, String)> {
    let pairs = sent(cx, content).into_iter();
    let decoded = pairs.map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((&pair, ""));
        (percent_decode(name), percent_decode(value))
    });
    decoded.collect()
}

/// The fields of a form that is sent: those of its example, or of one that is made.
pub fn fields<'a>(cx: &Context<'a>, content: &'a MediaType) -> Vec<(String, Json<'a>)> {
    match value(cx, content) {
        Some(Json::Object(members)) => members
            .into_iter()
            .map(|(name, it)| (name.into_owned(), it))
            .collect(),
        _ => Vec::new(),
    }
}

/// How many values are tried where there is nothing to send of the usual one.
const MOST_TRIED: usize = 8;

/// The fields of a form, each as the pairs that it becomes.
fn sent<'a>(cx: &Context<'a>, content: &'a MediaType) -> Vec<String> {
    let listed = content.schema.map(|id| properties(cx.api, id));
    let listed = listed.unwrap_or_default();
    let fields = fields(cx, content).into_iter();
    let each = fields.map(|(name, value)| {
        let usual = pairs(content, &name, &value);
        if !usual.is_empty() {
            return usual;
        }
        // Nothing says that an array is empty, and one that has to be there is not.
        let found = listed.iter().find(|it| *it.0 == *name);
        let others = cx
            .values
            .zip(found)
            .map(|(values, it)| values.several(it.1, Sent::Request, MOST_TRIED));
        let others = others.into_iter().flatten();
        let mut others = others.map(|it| pairs(content, &name, &Json::from_node(&it)));
        others.find(|it| !it.is_empty()).unwrap_or_default()
    });
    each.flatten().collect()
}

/// How a field travels: by what the document says of it, an object of which it says nothing as JSON.
pub fn rule<'a>(name: &'a str, encoding: Option<&Encoding>, value: &Json<'_>) -> Rule<'a> {
    let encoding = encoding.and_then(travel::encoding);
    Rule {
        name,
        location: Location::Query,
        style: match encoding {
            Some(it) => it.style,
            None if matches!(value, Json::Object(_)) => Style::Json,
            None => Style::Form,
        },
        explode: encoding.is_none_or(|it| it.explode),
        ..Rule::default()
    }
}

/// `name=value` for each pair that a field becomes, encoded.
pub fn pairs(content: &MediaType, name: &str, value: &Json<'_>) -> Vec<String> {
    let rule = rule(name, content.encodings.get(name), value);
    let text = rule.encode(&value.to_value()).ok().flatten();
    let pairs = text.iter().flat_map(|it| it.split('&')).map(str::to_owned);
    pairs.collect()
}

/// The fields of `application/x-www-form-urlencoded`.
pub fn form<'a>(cx: &Context<'a>, content: &'a MediaType) -> Vec<String> {
    let arguments: Vec<String> = sent(cx, content).iter().map(|it| pair(it)).collect();
    match arguments.is_empty() {
        true if takes_any(cx, content) => vec!["--data-urlencode NAME=VALUE".to_owned()],
        true => vec!["-d ''".to_owned()],
        false => arguments,
    }
}

/// Whether a form may have a field that the document does not name.
fn takes_any(cx: &Context<'_>, content: &MediaType) -> bool {
    let field = ("NAME".into(), Json::String("VALUE".into()));
    let object = Json::Object(vec![field]);
    match (content.schema, cx.values) {
        (Some(id), Some(values)) => !values.refuses(id, Sent::Request, &object),
        _ => true,
    }
}

/// A pair, which curl encodes by itself where it comes to the same.
fn pair(encoded: &str) -> String {
    let (name, value) = encoded.split_once('=').unwrap_or((encoded, ""));
    let is_plain = |it: &str| {
        it.bytes()
            .all(|it| it.is_ascii_alphanumeric() || b"-._~".contains(&it))
    };
    let text = percent_decode(value);
    // Its items are divided by what it would escape, or are escaped themselves.
    let is_same = percent_encode(&text) == value;
    match is_plain(name) && is_same && !text.contains(['\n', '\r']) {
        true => format!("--data-urlencode {}", quoted(&format!("{name}={text}"))),
        false => format!("-d {}", quoted(encoded)),
    }
}

/// As curl encodes it.
fn percent_encode(text: &str) -> String {
    let rule = Rule::default();
    let encoded = rule.encode(&text.into()).ok().flatten();
    let encoded = encoded.unwrap_or_default();
    encoded
        .strip_prefix('=')
        .map(str::to_owned)
        .unwrap_or(encoded)
}
