//! Media types → how bodies of them are read and written, and what their fields are.

use std::collections::HashSet;
use std::sync::Arc;

use super::conjunction::is_vacuous;
use super::texts::has_members;
use crate::model::{Api, Dialect, Encoding, JsonType, MediaRange, MediaType, SchemaId, Style};

/// How a body is read and written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coding {
    /// As JSON.
    Json,
    /// As `application/x-www-form-urlencoded`.
    Form,
    /// As `multipart/form-data` without files, which is held whole.
    Parts,
    /// As `multipart/*`, part by part.
    Multipart,
    /// As text.
    Text,
    /// As a stream of bytes.
    Stream,
    /// As a stream of events, each with a payload.
    Events,
    /// As a stream of items.
    Items(Sequence),
}

/// How items follow one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sequence {
    /// As JSON lines.
    Lines,
    /// As a JSON text sequence.
    Texts,
    /// As server-sent events, each an object of its fields.
    Events,
}

/// How a body of that media type is read and written.
pub fn coding(api: &Api, media: &MediaType) -> Coding {
    let range = media.range();
    let is_binary = media.schema.is_some_and(|id| is_binary(api, id));
    // A file of JSON is passed on as it is.
    let is_json = range.is_json() && !is_binary;
    // `*/*` is what some frameworks write for JSON.
    let is_any = range.is("*/*") || range.is("application/*");
    if let Some(sequence) = sequence(api, media) {
        Coding::Items(sequence)
    } else if range.is_event_stream() {
        Coding::Events
    } else if is_json {
        Coding::Json
    } else if range.is_form() {
        Coding::Form
    } else if range.is("multipart/form-data") && is_without_files(api, media) {
        Coding::Parts
    } else if range.is_multipart() {
        Coding::Multipart
    } else if is_binary {
        Coding::Stream
    } else if range.is_textual() {
        Coding::Text
    } else if is_any && media.schema.is_some_and(|id| is_json_value(api, id)) {
        Coding::Json
    } else {
        Coding::Stream
    }
}

/// How the items of a body follow one another, where they are described. An event without `data` is none, so a schema that
/// lists other properties alone is that of its data.
fn sequence(api: &Api, media: &MediaType) -> Option<Sequence> {
    let range = media.range();
    let item = media.item_schema?;
    if range.is_json_lines() {
        return Some(Sequence::Lines);
    }
    if range.is_json_sequence() {
        return Some(Sequence::Texts);
    }
    let fields = properties(api, item);
    let is_event = fields.iter().any(|(name, _)| &**name == "data");
    (range.is_event_stream() && is_event).then_some(Sequence::Events)
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
pub fn properties(api: &Api, id: SchemaId) -> Vec<(Arc<str>, SchemaId)> {
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
pub fn is_file(api: &Api, media: &MediaType, name: &str, id: SchemaId) -> bool {
    let encoding = media.encoding.get(name);
    let encoded = encoding.and_then(|it| it.content_type.as_deref());
    // What a part is: the property, or an item of it, since each of these is a part.
    let parts = [Some(id), api.schema(id).array.items];
    let (mut todo, mut seen) = (vec![id], HashSet::new());
    while let Some(id) = todo.pop() {
        let schema = api.schema(id);
        let kind = schema.annotations.content_media_type.as_deref();
        let kind = kind.filter(|_| schema.annotations.content_encoding.is_none());
        let is_plain = schema.types.single() == Some(JsonType::String);
        let is_plain = is_plain && schema.format.is_none() && schema.values.is_none();
        // A part of which nothing is said but a media type, and from 3.1 on not even that: octets (OpenAPI 3.1.1, section
        // 4.8.14.4.1).
        let is_anything = is_vacuous(schema) && schema.annotations.content_encoding.is_none();
        let is_octets =
            is_anything && api.dialect >= Dialect::OpenApi31 && kind.or(encoded).is_none();
        if is_binary(api, id)
            || is_octets && parts.contains(&Some(id))
            || (is_plain || is_anything) && kind.or(encoded).is_some_and(is_no_text)
        {
            return true;
        }
        if seen.insert(id) {
            todo.extend(schema.array.items);
            let parts = [&schema.all_of, &schema.any_of, &schema.one_of];
            todo.extend(parts.into_iter().flatten());
        }
    }
    false
}

/// The encoding of a part that is laid out by a style, whose media type is of no account then (OpenAPI 3.1.1, section 4.8.15.1.2).
/// OpenAPI 3.0 has styles for forms alone; Swagger 2.0 has them by the name of `collectionFormat`.
pub fn styled_part<'a>(api: &Api, media: &'a MediaType, name: &str) -> Option<&'a Encoding> {
    let has_styles = api.dialect != Dialect::OpenApi30 && media.range().is("multipart/form-data");
    let encoding = media.encoding.get(name).filter(|_| has_styles)?;
    encoding.style.is_some().then_some(encoding)
}

/// Whether an array or object is one part: `a,b`.
pub fn is_joined_part(api: &Api, media: &MediaType, name: &str) -> bool {
    let encoding = styled_part(api, media, name);
    encoding.is_some_and(|it| !it.explode && it.style != Some(Style::DeepObject))
}

/// Whether one of the media types of a list is none of texts.
fn is_no_text(list: &str) -> bool {
    list.split(',')
        .any(|it| !MediaRange::parse(it).is_textual())
}

fn is_binary(api: &Api, id: SchemaId) -> bool {
    let schema = api.schema(id);
    schema.types.contains(JsonType::File) || schema.format.as_deref() == Some("binary")
}

/// Whether values of a schema are more than a string, and no bytes of a media type of their own.
fn is_json_value(api: &Api, id: SchemaId) -> bool {
    let schema = api.schema(id);
    let is_file = schema.types.is_empty() && schema.annotations.content_media_type.is_some();
    schema.types.single() != Some(JsonType::String) && !is_file
}

/// The schema that a text is held against: of syntaxes that are not read (XML, YAML, CSV, GraphQL), none that speaks of
/// what stands within.
pub fn schema_of_text(api: &Api, media: &MediaType) -> Option<SchemaId> {
    let range = media.range();
    let is_wrapped = range.is_xml() || range.is_yaml();
    media.schema.filter(|&id| {
        let is_string = api.schema(id).types.single() == Some(JsonType::String);
        !has_members(api, id) && (!is_wrapped || is_string)
    })
}
