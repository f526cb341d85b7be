//! Media types → how bodies of them are read and written.

use std::collections::HashSet;
use std::sync::Arc;

use crate::model::{Api, JsonType, MediaType, SchemaId};
use crate::rust::item::operation::Coding;
use crate::rust::names::pascal;

/// How a body of that media type is read and written.
pub fn coding(api: &Api, media: &MediaType) -> Coding {
    let name = media.name.to_ascii_lowercase();
    let essence = name.split(';').next().unwrap_or_default().trim();
    let (kind, subtype) = essence.split_once('/').unwrap_or((essence, ""));
    let is_binary = media.schema.is_some_and(|id| is_binary(api, id));
    match (kind, subtype) {
        ("text", "event-stream") => Coding::Events,
        ("application" | "text", "json") => Coding::Json,
        (_, subtype) if subtype.ends_with("+json") && !is_binary => Coding::Json,
        ("application", "x-www-form-urlencoded") => Coding::Form,
        ("multipart", "form-data") if is_without_files(api, media) => Coding::Parts,
        ("multipart", _) => Coding::Multipart,
        _ if is_binary => Coding::Stream,
        ("text", _) | ("application", "xml" | "yaml" | "x-yaml" | "javascript" | "graphql") => {
            Coding::Text
        }
        (_, subtype) if subtype.ends_with("+xml") || subtype.ends_with("+yaml") => Coding::Text,
        // `*/*` is what some frameworks write for JSON.
        ("*" | "application", "*") if media.schema.is_some_and(|id| is_json(api, id)) => {
            Coding::Json
        }
        _ => Coding::Stream,
    }
}

/// Whether a form has fields that are listed, none of which is a file.
fn is_without_files(api: &Api, media: &MediaType) -> bool {
    let fields = media.schema.map(|id| properties(api, id));
    fields.is_some_and(|all| {
        let mut files = all
            .iter()
            .filter(|(name, id)| is_file(api, media, name, *id));
        !all.is_empty() && files.next().is_none()
    })
}

/// The properties of a schema and of what it is combined from.
pub(super) fn properties(api: &Api, id: SchemaId) -> Vec<(Arc<str>, SchemaId)> {
    let mut found: Vec<(Arc<str>, SchemaId)> = Vec::new();
    let mut names = HashSet::new();
    let (mut todo, mut seen) = (vec![id], HashSet::new());
    while let Some(id) = todo.pop() {
        if !seen.insert(id) {
            continue;
        }
        let schema = api.schema(id);
        let listed = schema.object.properties.iter();
        let listed = listed.map(|(name, id)| (name.clone(), *id));
        found.extend(listed.filter(|(name, _)| names.insert(name.clone())));
        let combined = [&schema.all_of, &schema.any_of, &schema.one_of];
        todo.extend(combined.into_iter().flatten().rev());
    }
    found
}

/// Whether a property of a form is a file, or an array of them: by `format: binary`, or by a media type that is no text,
/// which its encoding has (`encoding: {photo: {contentType: image/png}}`), or in 3.1 its schema.
pub(super) fn is_file(api: &Api, media: &MediaType, name: &str, id: SchemaId) -> bool {
    let encoding = media.encoding.get(name);
    let encoded = encoding.and_then(|it| it.content_type.as_deref());
    let (mut todo, mut seen) = (vec![id], HashSet::new());
    while let Some(id) = todo.pop() {
        let schema = api.schema(id);
        let kind = schema.annotations.content_media_type.as_deref();
        let kind = kind.filter(|_| schema.annotations.content_encoding.is_none());
        let is_plain = schema.types.single() == Some(JsonType::String);
        let is_plain = is_plain && schema.format.is_none() && schema.values.is_none();
        if is_binary(api, id) || is_plain && kind.or(encoded).is_some_and(is_no_text) {
            return true;
        }
        if seen.insert(id) {
            todo.extend(schema.array.items);
            todo.extend(&schema.all_of);
        }
    }
    false
}

/// Whether one of the media types of a list is none of texts.
fn is_no_text(list: &str) -> bool {
    list.split(',').any(|media| {
        let media = media.split(';').next().unwrap_or_default();
        let (kind, subtype) = media.trim().split_once('/').unwrap_or_default();
        let suffix = subtype.rsplit('+').next().unwrap_or_default();
        let texts = ["json", "xml", "yaml", "javascript", "x-www-form-urlencoded"];
        kind != "text" && !texts.contains(&suffix.to_ascii_lowercase().as_str())
    })
}

fn is_binary(api: &Api, id: SchemaId) -> bool {
    let schema = api.schema(id);
    schema.types.contains(JsonType::File) || schema.format.as_deref() == Some("binary")
}

/// Whether values of a schema are more than a string.
fn is_json(api: &Api, id: SchemaId) -> bool {
    api.schema(id).types.single() != Some(JsonType::String)
}

/// The name of a kind of body: `Json`, `Form`, `TextPlain`.
pub(super) fn variant_name(media: &str) -> String {
    let essence = media.split(';').next().unwrap_or_default().trim();
    match essence {
        "application/json" => "Json".to_owned(),
        "application/xml" | "text/xml" => "Xml".to_owned(),
        "application/x-www-form-urlencoded" => "Form".to_owned(),
        "multipart/form-data" => "Multipart".to_owned(),
        "text/plain" => "Text".to_owned(),
        "text/html" => "Html".to_owned(),
        "text/csv" => "Csv".to_owned(),
        "text/event-stream" => "Events".to_owned(),
        "application/octet-stream" => "Bytes".to_owned(),
        "*/*" => "Any".to_owned(),
        _ => pascal(&media.replace("application/", "").replace('*', "any")),
    }
}
