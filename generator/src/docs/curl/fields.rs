//! The fields of a form → arguments of curl.

use std::borrow::Cow;

use verbatim_runtime::description::{Location, Style};
use verbatim_runtime::style::Rule;

use super::super::context::Context;
use super::super::examples::accepted_example;
use super::super::json::Json;
use super::super::sample::sample;
use super::words::quoted;
use crate::analysis::media::{is_file, properties, styled_part};
use crate::analysis::walk::Direction;
use crate::describe::travel;
use crate::model::{Encoding, MediaRange, MediaType, ParameterShape};
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
    let mut out = Vec::new();
    for (name, value) in fields(cx, content) {
        for pair in pairs(content, &name, &value) {
            let (name, value) = pair.split_once('=').unwrap_or((&pair, ""));
            out.push((percent_decode(name), percent_decode(value)));
        }
    }
    out
}

/// The names and texts of parts; a file has no text.
pub fn texts<'a>(cx: &Context<'a>, content: &'a MediaType) -> Vec<(String, Option<String>)> {
    let listed = content.schema.map(|id| properties(cx.api, id));
    let listed = listed.unwrap_or_default();
    let fields = fields(cx, content).into_iter();
    let fields = fields.filter(|(_, value)| *value != Json::Null);
    let mut texts = Vec::new();
    for (name, value) in fields {
        let found = listed.iter().find(|it| *it.0 == *name);
        if found.is_some_and(|it| is_file(cx.api, content, &name, it.1)) {
            texts.push((name, None));
            continue;
        }
        let parts = text_parts(cx, content, &name, &value).into_iter();
        texts.extend(parts.map(|it| (it.name, Some(it.text))));
    }
    texts
}

/// A part that is no file.
struct TextPart {
    name: String,
    text: String,
    /// Whether it is an array or an object, which no style lays out.
    is_whole: bool,
}

/// The parts that a property becomes: each item of an array is one, unless a style says otherwise.
fn text_parts(
    cx: &Context<'_>,
    content: &MediaType,
    name: &str,
    value: &Json<'_>,
) -> Vec<TextPart> {
    let styled = styled_part(cx.api, content, name).and_then(travel::encoding);
    if let Some(encoding) = styled {
        // Nothing is escaped in a part.
        let rule = Rule {
            name,
            location: Location::Header,
            style: encoding.style,
            explode: encoding.explode,
            ..Rule::default()
        };
        let parts = rule.parts(&value.to_value()).unwrap_or_default();
        let parts = parts.into_iter().map(|(name, text)| TextPart {
            name,
            text,
            is_whole: false,
        });
        return parts.collect();
    }
    let items = match value {
        Json::Array(items) => &items[..],
        one => std::slice::from_ref(one),
    };
    let types = content.encoding.get(name).map(first_type);
    let is_form = types.flatten().is_some_and(|it| it.is_form());
    let part = |it: &Json<'_>| TextPart {
        name: name.to_owned(),
        text: match it {
            Json::Object(members) if is_form => {
                let fields = members.iter();
                let fields = fields.filter_map(|(name, it)| {
                    let text = rule(name, None, it).encode(&it.to_value());
                    text.ok().flatten()
                });
                fields.collect::<Vec<_>>().join("&")
            }
            it => it.plain(),
        },
        is_whole: matches!(it, Json::Array(_) | Json::Object(_)),
    };
    items.iter().map(part).collect()
}

/// The first media type that a part may have.
fn first_type(encoding: &Encoding) -> Option<MediaRange<'_>> {
    let types = encoding.content_type.as_deref()?;
    types
        .split(',')
        .next()
        .map(str::trim)
        .map(MediaRange::parse)
}

/// The fields of a form that is sent: those of its example, or of one that is made.
fn fields<'a>(cx: &Context<'a>, content: &'a MediaType) -> Vec<(String, Json<'a>)> {
    match value(cx, content) {
        Some(Json::Object(members)) => members
            .into_iter()
            .map(|(name, it)| (name.into_owned(), it))
            .collect(),
        _ => Vec::new(),
    }
}

/// How a field travels: by what the document says of it, an object of which it says nothing as JSON.
fn rule<'a>(name: &'a str, encoding: Option<&Encoding>, value: &Json<'_>) -> Rule<'a> {
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
    let rule = rule(name, content.encoding.get(name), value);
    let text = rule.encode(&value.to_value()).ok().flatten();
    let pairs = text.iter().flat_map(|it| it.split('&')).map(str::to_owned);
    pairs.collect()
}

/// The fields of `application/x-www-form-urlencoded`.
pub fn form<'a>(cx: &Context<'a>, content: &'a MediaType) -> Vec<String> {
    let fields = fields(cx, content);
    let pairs = fields
        .iter()
        .flat_map(|(name, it)| pairs(content, name, it));
    let arguments: Vec<String> = pairs.map(|it| pair(&it)).collect();
    if arguments.is_empty() {
        return vec!["--data-urlencode NAME=VALUE".to_owned()];
    }
    arguments
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

/// The parts of `multipart/form-data`.
pub fn parts<'a>(cx: &Context<'a>, content: &'a MediaType) -> Vec<String> {
    let listed = content.schema.map(|id| properties(cx.api, id));
    let listed = listed.unwrap_or_default();
    let mut arguments = Vec::new();
    for (name, value) in fields(cx, content) {
        let found = listed.iter().find(|it| *it.0 == *name);
        let encoding = content.encoding.get(&*name);
        let is_file = found.is_some_and(|it| is_file(cx.api, content, &name, it.1));
        let files = match &value {
            Json::Null => continue,
            Json::Array(items) => items.len(),
            _ => 1,
        };
        if is_file {
            let file = |_| part(cx, &name, None, encoding);
            arguments.extend((0..files).map(file));
            continue;
        }
        for it in text_parts(cx, content, &name, &value) {
            arguments.push(part(cx, &it.name, Some((&it.text, it.is_whole)), encoding));
        }
    }
    if arguments.is_empty() {
        return vec!["-F NAME=VALUE".to_owned()];
    }
    arguments
}

/// A part: its text, and whether that is of an array or an object; a file has none.
fn part<'a>(
    cx: &Context<'a>,
    name: &str,
    text: Option<(&str, bool)>,
    encoding: Option<&'a Encoding>,
) -> String {
    let is_file = text.is_none();
    let is_whole = text.is_some_and(|it| it.1);
    let text = text.map_or("@FILE", |it| it.0).to_owned();
    let types = encoding.and_then(|it| it.content_type.as_deref());
    let media = types.and_then(|it| it.split(',').next()).map(str::trim);
    let media = media.map(|it| match MediaRange::parse(it) {
        range if range.is_range() => range.included(),
        _ => Cow::from(it),
    });
    let is_styled = encoding.is_some_and(|it| it.style.is_some());
    let is_sent =
        |it: &Cow<'_, str>| is_file || is_whole || !is_styled && MediaRange::parse(it).is_json();
    let media = media.filter(is_sent);
    let headers = encoding.map_or(&[][..], |it| &it.headers);
    let headers = headers.iter().filter(|it| it.required).filter_map(|it| {
        let ParameterShape::Schema {
            explode, schema, ..
        } = &it.shape
        else {
            return None;
        };
        let rule = Rule {
            name: &it.name,
            location: Location::Header,
            explode: *explode,
            ..Rule::default()
        };
        let value = sample(cx, *schema, Some(Direction::Sent)).value;
        let text = rule.encode(&value.to_value()).ok().flatten()?;
        Some(format!(";headers=\"{}: {text}\"", it.name))
    });
    let headers: String = headers.collect();
    let is_special = text.starts_with(['@', '<', '"']) || text.contains([';', ',', '\n']);
    if !is_file && media.is_none() && headers.is_empty() {
        let option = if is_special { "--form-string" } else { "-F" };
        return format!("{option} {}", quoted(&format!("{name}={text}")));
    }
    let text = match is_special && !is_file {
        true => format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
        false => text,
    };
    let media = media.map(|it| format!(";type={it}")).unwrap_or_default();
    format!("-F {}", quoted(&format!("{name}={text}{media}{headers}")))
}
