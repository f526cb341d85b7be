//! Media types → how bodies of them are read and written, and what their fields are.

use std::collections::HashSet;
use std::sync::Arc;

use super::conjunction::is_vacuous;
use super::texts::has_members;
use crate::model::{
    Api, ArrayRules, Dialect, Encoding, Extensions, JsonType, MediaRange, MediaType, SchemaId,
    Style,
};

/// How a body is read and written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coding {
    /// As JSON.
    Json,
    /// As `application/x-www-form-urlencoded`.
    Form,
    /// As `multipart/*` without files, which is held whole.
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
    /// As the parts of `multipart/*`.
    Parts,
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
    } else if is_without_files(api, media) {
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
    if let Some(positions) = positions(api, media) {
        let is_file = positions.all().any(|it| it.is_file(api));
        return (!is_file).then_some(Sequence::Parts);
    }
    let fields = properties(api, item);
    let is_event = fields.iter().any(|(name, _)| &**name == "data");
    (range.is_event_stream() && is_event).then_some(Sequence::Events)
}

/// Whether a body of parts is described, and none of the parts is a file.
fn is_without_files(api: &Api, media: &MediaType) -> bool {
    if let Some(positions) = positions(api, media) {
        let is_described = positions.all().any(|it| it.schema.is_some());
        return is_described && !positions.all().any(|it| it.is_file(api));
    }
    if !media.range().is("multipart/form-data") {
        return false;
    }
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
    holds_file(api, media.encodings.get(name), &parts_of(api, id))
}

/// What the parts of a property are: the property, or the items of it, since each of these is a part.
pub fn parts_of(api: &Api, id: SchemaId) -> Vec<SchemaId> {
    let array = array(api, id);
    let items = array
        .into_iter()
        .flat_map(|it| it.prefix.iter().chain(&it.items));
    let items: Vec<SchemaId> = items.copied().filter(|it| !api.schema(*it).never).collect();
    match items.is_empty() {
        true => vec![id],
        false => items,
    }
}

/// Whether the parts of a property have places of their own: all of them together are one value.
pub fn is_tuple(api: &Api, id: SchemaId) -> bool {
    array(api, id).is_some_and(|it| !it.prefix.is_empty())
}

/// Whether one of these schemas of a part is that of a file.
fn holds_file(api: &Api, encoding: Option<&Encoding>, parts: &[SchemaId]) -> bool {
    let within = parts.iter().filter_map(|id| within(api, *id, encoding?));
    let within: Vec<Coding> = within.map(|it| coding(api, &it)).collect();
    if !within.is_empty() {
        // Of parts with files among them nothing is held; they are passed on as they are.
        return within.contains(&Coding::Multipart);
    }
    let encoded = encoding.and_then(|it| it.content_type.as_deref());
    if encoding.is_some_and(|it| is_unread(api, it, parts)) {
        return true;
    }
    let (mut todo, mut seen) = (parts.to_vec(), HashSet::new());
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
            || is_octets && parts.contains(&id)
            || (is_plain || is_anything) && kind.or(encoded).is_some_and(is_no_text)
        {
            return true;
        }
        if seen.insert(id) {
            todo.extend(schema.array.items.iter().chain(&schema.array.prefix));
            let parts = [&schema.all_of, &schema.any_of, &schema.one_of];
            todo.extend(parts.into_iter().flatten());
        }
    }
    false
}

/// A part of a body by its position.
#[derive(Debug, Clone, Copy)]
pub struct Position<'a> {
    /// What it is; `None` where that is left open.
    pub schema: Option<SchemaId>,
    /// Its encoding.
    pub encoding: Option<&'a Encoding>,
}

/// The parts of a body that have no names: each is an item of an array (OpenAPI 3.2.0, section 4.14.4.2).
#[derive(Debug, Clone)]
pub struct Positions<'a> {
    /// The first ones.
    pub prefix: Vec<Position<'a>>,
    /// All others; `None` where there are none.
    pub rest: Option<Position<'a>>,
}

impl<'a> Positions<'a> {
    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &Position<'a>> {
        self.prefix.iter().chain(&self.rest)
    }

    /// The part at a position.
    pub fn at(&self, at: usize) -> Option<Position<'a>> {
        self.prefix.get(at).or(self.rest.as_ref()).copied()
    }
}

impl Position<'_> {
    /// Whether it is a file.
    pub fn is_file(&self, api: &Api) -> bool {
        match self.schema {
            Some(id) => holds_file(api, self.encoding, &[id]),
            None => self.encoding.is_some_and(|it| it.content_type.is_some()),
        }
    }

    /// The body that it is by itself, where it is a form or consists of parts.
    pub fn within(&self, api: &Api) -> Option<MediaType> {
        within(api, self.schema?, self.encoding?)
    }
}

/// The parts of a body that have no names; `None` where they have.
pub fn positions<'a>(api: &Api, media: &'a MediaType) -> Option<Positions<'a>> {
    if !media.range().is_multipart() {
        return None;
    }
    let encodings = &media.encodings;
    let (prefix, items, is_closed) = match (media.item_schema, media.schema) {
        (Some(item), _) => (&[][..], Some(item), false),
        (None, Some(id)) => {
            let rules = array(api, id)?;
            let is_full = rules
                .max_items
                .is_some_and(|it| it <= rules.prefix.len() as u64);
            let is_none = rules.items.is_some_and(|id| api.schema(id).never);
            (&rules.prefix[..], rules.items, is_full || is_none)
        }
        (None, None) if encodings.are_positional() => (&[][..], None, false),
        (None, None) => return None,
    };
    let position = |at: usize| Position {
        schema: prefix.get(at).copied().or(items),
        encoding: encodings.at(at),
    };
    let places = match is_closed {
        true => prefix.len(),
        false => prefix.len().max(encodings.prefix.len()),
    };
    let rest = Position {
        schema: items,
        encoding: encodings.item.as_deref(),
    };
    Some(Positions {
        prefix: (0..places).map(position).collect(),
        rest: (!is_closed).then_some(rest),
    })
}

/// What a schema says of the items of an array, where its values are arrays.
fn array(api: &Api, id: SchemaId) -> Option<&ArrayRules> {
    let (mut todo, mut seen) = (vec![id], HashSet::new());
    let (mut found, mut is_array) = (None, false);
    while let Some(id) = todo.pop() {
        if !seen.insert(id) {
            continue;
        }
        let schema = api.schema(id);
        is_array |= schema.types.single() == Some(JsonType::Array);
        let speaks = !schema.array.prefix.is_empty() || schema.array.items.is_some();
        if speaks || found.is_none() {
            found = Some(&*schema.array);
        }
        todo.extend(schema.all_of.iter().rev());
    }
    found.filter(|_| is_array)
}

/// The body that a part is by itself, where it is a form or consists of parts (OpenAPI 3.2.0, section 4.15.1.3). Each item of a
/// property that is an array is a part, unless the property is one by its media type.
pub fn within(api: &Api, id: SchemaId, encoding: &Encoding) -> Option<MediaType> {
    let range = encoding.first_type()?;
    let has_parts = match range.is_multipart() {
        true => array(api, id).is_some() || !properties(api, id).is_empty(),
        false => range.is_form() && !properties(api, id).is_empty(),
    };
    has_parts.then(|| MediaType {
        name: range.to_string().into(),
        schema: Some(id),
        item_schema: None,
        examples: Vec::new(),
        encodings: encoding.within.clone(),
        extensions: Extensions::default(),
        place: encoding.place,
    })
}

/// The encoding of a part that is laid out by a style, whose media type is of no account then (OpenAPI 3.1.1, section 4.8.15.1.2).
/// OpenAPI 3.0 has styles for forms alone; Swagger 2.0 has them by the name of `collectionFormat`.
pub fn styled_part<'a>(api: &Api, media: &'a MediaType, name: &str) -> Option<&'a Encoding> {
    let has_styles = api.dialect != Dialect::OpenApi30 && media.range().is("multipart/form-data");
    let encoding = media.encodings.get(name).filter(|_| has_styles)?;
    encoding.style.is_some().then_some(encoding)
}

/// Whether an array or object is one part: `a,b`.
pub fn is_joined_part(api: &Api, media: &MediaType, name: &str) -> bool {
    let encoding = styled_part(api, media, name);
    encoding.is_some_and(|it| !it.explode && it.style != Some(Style::DeepObject))
}

/// Whether a part is an object or an array in a syntax that is not read, so that what stands in it is not known.
pub fn is_unread(api: &Api, encoding: &Encoding, parts: &[SchemaId]) -> bool {
    let types = encoding.content_type.as_deref();
    types.is_some_and(|list| !list.split(',').any(is_read))
        && encoding.style.is_none()
        && parts.iter().any(|id| has_members(api, *id))
}

/// Whether a part of a media type is read as the values of an object or an array, or may be.
fn is_read(media: &str) -> bool {
    let range = MediaRange::parse(media.trim());
    range.is_json() || range.is_form() || range.is_range() || range.essence().is_empty()
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
