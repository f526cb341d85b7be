//! The parts of a multipart body → what each is sent as.

use std::borrow::Cow;

use verbatim_runtime::description::Location;
use verbatim_runtime::style::Rule;

use super::super::context::Context;
use super::super::json::Json;
use super::super::sample::sample;
use super::fields;
use super::words::quoted;
use crate::analysis::media::{is_file, properties, styled_part};
use crate::analysis::walk::Direction;
use crate::describe::travel;
use crate::model::{Encoding, MediaRange, MediaType, ParameterShape};

/// A part.
#[derive(Debug)]
pub struct Part {
    /// The property that it is of; empty for an item of a body that is an array.
    pub name: String,
    /// What it holds; nothing for a file.
    pub text: Option<String>,
    /// Its media type, where it has to be said.
    pub media: Option<String>,
    /// Its headers beside that.
    pub headers: Vec<(String, String)>,
}

/// The parts of a body.
pub fn parts<'a>(cx: &Context<'a>, content: &'a MediaType) -> Vec<Part> {
    let listed = content.schema.map(|id| properties(cx.api, id));
    let listed = listed.unwrap_or_default();
    let mut out = Vec::new();
    for (name, value) in named(cx, content) {
        let found = listed.iter().find(|it| *it.0 == *name);
        let encoding = content.encoding.get(&*name);
        let is_file = found.is_some_and(|it| is_file(cx.api, content, &name, it.1));
        let files = match &value {
            Json::Null => continue,
            Json::Array(items) => items.len(),
            _ => 1,
        };
        if is_file {
            out.extend((0..files).map(|_| part(cx, &name, None, encoding)));
            continue;
        }
        let texts = text_parts(cx, content, &name, &value).into_iter();
        out.extend(texts.map(|it| part(cx, &it.name, Some((it.text, it.is_whole)), encoding)));
    }
    out
}

/// The names and values of the parts: each item of an array is one without a name.
fn named<'a>(cx: &Context<'a>, content: &'a MediaType) -> Vec<(String, Json<'a>)> {
    match fields::value(cx, content) {
        Some(Json::Array(items)) => {
            let items = items.into_iter();
            items.map(|it| (String::new(), it)).collect()
        }
        _ => fields::fields(cx, content),
    }
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
                    let text = fields::rule(name, None, it).encode(&it.to_value());
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

/// A part: its text, and whether that is of an array or an object; a file has none.
fn part<'a>(
    cx: &Context<'a>,
    name: &str,
    text: Option<(String, bool)>,
    encoding: Option<&'a Encoding>,
) -> Part {
    let is_file = text.is_none();
    let is_whole = text.as_ref().is_some_and(|it| it.1);
    let media = encoding.and_then(first_type);
    let media = media.map(|it| match it.is_range() {
        true => it.included().into_owned(),
        false => it.to_string(),
    });
    let is_styled = encoding.is_some_and(|it| it.style.is_some());
    let is_sent =
        |it: &String| is_file || is_whole || !is_styled && MediaRange::parse(it).is_json();
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
        Some((it.name.to_string(), text))
    });
    Part {
        name: name.to_owned(),
        text: text.map(|it| it.0),
        media: media.filter(is_sent),
        headers: headers.collect(),
    }
}

/// The arguments of curl that send parts.
pub fn arguments(parts: &[Part]) -> Vec<String> {
    if parts.is_empty() {
        return vec!["-F NAME=VALUE".to_owned()];
    }
    parts.iter().map(Part::argument).collect()
}

impl Part {
    /// The argument of curl that sends it.
    fn argument(&self) -> String {
        let name = &self.name;
        let text = self.text.as_deref().unwrap_or("@FILE");
        let begins = self.text.is_some() && text.starts_with(['@', '<', '"']);
        let is_special = begins || text.contains([';', ',', '\n']);
        if self.text.is_some() && self.media.is_none() && self.headers.is_empty() {
            let option = if is_special { "--form-string" } else { "-F" };
            return format!("{option} {}", quoted(&format!("{name}={text}")));
        }
        let text = match is_special {
            true => format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")).into(),
            false => Cow::from(text),
        };
        let media = self.media.iter().map(|it| format!(";type={it}"));
        let headers = self.headers.iter();
        let headers = headers.map(|(name, it)| format!(";headers=\"{name}: {it}\""));
        let more: String = media.chain(headers).collect();
        format!("-F {}", quoted(&format!("{name}={text}{more}")))
    }
}
