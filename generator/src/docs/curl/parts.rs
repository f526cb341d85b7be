//! The parts of a multipart body → what each is sent as.

use std::borrow::Cow;

use verbatim_runtime::description::Location;
use verbatim_runtime::style::Rule;

use super::super::context::Context;
use super::super::json::Json;
use super::super::sample::sample;
use super::fields;
use super::words::quoted;
use crate::analysis::media::{self, is_file, positions, properties, styled_part};
use crate::analysis::walk::Direction;
use crate::describe::travel;
use crate::model::{Encoding, MediaRange, MediaType, ParameterShape, SchemaId};

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
    /// The parts that it consists of itself.
    pub within: Vec<Part>,
}

/// The parts of a body.
pub fn parts<'a>(cx: &Context<'a>, content: &'a MediaType) -> Vec<Part> {
    let value = fields::value(cx, content).or_else(|| {
        let item = sample(cx, content.item_schema?, Some(Direction::Sent));
        Some(Json::Array(vec![item.value]))
    });
    value.map_or_else(Vec::new, |it| parts_of(cx, content, it))
}

/// The parts that a value becomes: the items of an array, or the properties of an object.
fn parts_of<'a>(cx: &Context<'a>, content: &MediaType, value: Json<'a>) -> Vec<Part> {
    let mut out = Vec::new();
    let members = match value {
        Json::Array(items) => {
            let positions = positions(cx.api, content);
            for (at, it) in items.into_iter().enumerate() {
                let position = positions.as_ref().and_then(|all| all.at(at));
                let encoding = position.and_then(|it| it.encoding);
                let schemas = position.and_then(|it| it.schema);
                let part = match position.is_some_and(|it| it.is_file(cx.api)) {
                    true => part(cx, "", None, encoding),
                    false => whole_part(cx, "", it, schemas.as_slice(), encoding),
                };
                out.push(part);
            }
            return out;
        }
        Json::Object(members) => members,
        _ => return out,
    };
    let listed = content.schema.map(|id| properties(cx.api, id));
    let listed = listed.unwrap_or_default();
    for (name, value) in members {
        let found = listed.iter().find(|it| *it.0 == *name);
        let encoding = content.encodings.get(&name);
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
        if let Some(encoding) = styled_part(cx.api, content, &name) {
            let texts = styled(encoding, &name, &value).into_iter();
            let texts =
                texts.map(|(name, text)| part(cx, &name, Some((text, false)), Some(encoding)));
            out.extend(texts);
            continue;
        }
        let schemas = found
            .map(|it| media::parts_of(cx.api, it.1))
            .unwrap_or_default();
        let items = match value {
            Json::Array(items) => items,
            one => vec![one],
        };
        let items = items.into_iter();
        out.extend(items.map(|it| whole_part(cx, &name, it, &schemas, encoding)));
    }
    out
}

/// The texts that a value becomes by a style, each with its name. Nothing is escaped in a part.
fn styled(encoding: &Encoding, name: &str, value: &Json<'_>) -> Vec<(String, String)> {
    let Some(encoding) = travel::encoding(encoding) else {
        return Vec::new();
    };
    let rule = Rule {
        name,
        location: Location::Header,
        style: encoding.style,
        explode: encoding.explode,
        ..Rule::default()
    };
    rule.parts(&value.to_value()).unwrap_or_default()
}

/// A value as one part, of one of these schemas.
fn whole_part<'a>(
    cx: &Context<'a>,
    name: &str,
    value: Json<'a>,
    schemas: &[SchemaId],
    encoding: Option<&Encoding>,
) -> Part {
    let within = encoding.and_then(|encoding| {
        let mut all = schemas.iter();
        all.find_map(|id| media::within(cx.api, *id, encoding))
    });
    let is_whole = matches!(value, Json::Array(_) | Json::Object(_));
    if let Some(content) = within.filter(|it| it.range().is_multipart() && is_whole) {
        return Part {
            media: Some(content.name.to_string()),
            within: parts_of(cx, &content, value),
            ..part(cx, name, Some((String::new(), false)), encoding)
        };
    }
    let is_form = encoding
        .and_then(Encoding::first_type)
        .is_some_and(|it| it.is_form());
    let text = match &value {
        Json::Object(members) if is_form => {
            let fields = members.iter();
            let fields = fields.filter_map(|(name, it)| {
                let encoding = encoding.and_then(|it| it.within.get(name));
                let text = fields::rule(name, encoding, it).encode(&it.to_value());
                text.ok().flatten()
            });
            fields.collect::<Vec<_>>().join("&")
        }
        it => it.plain(),
    };
    part(cx, name, Some((text, is_whole)), encoding)
}

/// A part: its text, and whether that is of an array or an object; a file has none.
fn part(
    cx: &Context<'_>,
    name: &str,
    text: Option<(String, bool)>,
    encoding: Option<&Encoding>,
) -> Part {
    let is_file = text.is_none();
    let is_whole = text.as_ref().is_some_and(|it| it.1);
    let media = encoding.and_then(Encoding::first_type);
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
        within: Vec::new(),
    }
}

/// The arguments of curl that send parts.
pub fn arguments(parts: &[Part]) -> Vec<String> {
    if parts.is_empty() {
        return vec!["-F NAME=VALUE".to_owned()];
    }
    parts.iter().flat_map(Part::arguments).collect()
}

impl Part {
    /// The arguments of curl that send it: of one that consists of parts, these stand between parentheses.
    fn arguments(&self) -> Vec<String> {
        if self.within.is_empty() {
            return vec![self.argument()];
        }
        let more = self.more();
        let begin = format!("-F {}", quoted(&format!("{}=({more}", self.name)));
        let within = self.within.iter().flat_map(Part::arguments);
        let end = format!("-F {}", quoted("=)"));
        std::iter::once(begin).chain(within).chain([end]).collect()
    }

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
        let more = self.more();
        format!("-F {}", quoted(&format!("{name}={text}{more}")))
    }

    /// Its media type and its headers, as curl has them.
    fn more(&self) -> String {
        let media = self.media.iter().map(|it| format!(";type={it}"));
        let headers = self.headers.iter().map(|(name, it)| {
            let value = it.replace('\\', "\\\\").replace('"', "\\\"");
            format!(";headers=\"{name}: {value}\"")
        });
        media.chain(headers).collect()
    }
}
