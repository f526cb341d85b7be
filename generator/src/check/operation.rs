//! What operations show and promise: the examples of parameters, bodies and responses.

use verbatim_runtime::charset;

use super::Checker;
use crate::analysis::media::{
    Coding, coding, is_unread, parts_of, positions, properties, styled_part, within,
};
use crate::analysis::texts::has_members;
use crate::analysis::walk::{Location, api_sites};
use crate::catalogue as code;
use crate::diagnostic::printable;
use crate::model::{
    Dialect, Encoding, EncodingKey, Example, Header, JsonType, MediaRange, MediaType, SchemaId,
};
use crate::node::{Node, Value};

impl<'a> Checker<'a> {
    pub(super) fn operations(&mut self) {
        for site in api_sites(self.api) {
            // What is within parts and items of a body is shown by examples of the body.
            let is_within = site.is_item || matches!(site.location, Location::EncodingHeader(_));
            match (site.media_type, site.location) {
                (Some(media_type), _) if site.is_item && media_type.schema.is_none() => {
                    self.encoding(media_type);
                }
                _ if is_within => {}
                (Some(media_type), _) => self.media_type(media_type, site.schema),
                (None, Location::Parameter(it)) => self.spelled(site.schema, &it.examples),
                (None, Location::ResponseHeader(_, it)) => {
                    self.nested_collection(site.schema);
                    self.spelled(site.schema, &it.examples);
                }
                (None, _) => {}
            }
        }
        for ((name, is_of_items), place) in std::mem::take(&mut self.unread) {
            let name = printable(name);
            let (code, message, help) = match is_of_items {
                true => (
                    code::UNSUPPORTED,
                    format!(
                        "`schema` beside `itemSchema` is not supported yet: bodies of {name} are read item by item"
                    ),
                    "nothing has to change: each item is held against `itemSchema`",
                ),
                false => (
                    code::UNREAD_MEDIA_TYPE,
                    format!(
                        "bodies of {name} are passed on as they are; their schema is not applied"
                    ),
                    "nothing has to change: read or write them where the operation is implemented",
                ),
            };
            self.note(code, place, message, help);
        }
    }

    /// How arrays within an array are laid out in a header of an answer (Swagger 2.0) is not followed.
    fn nested_collection(&mut self, header: SchemaId) {
        let items = self.api.schema(header).array.items;
        let Some(items) = items.map(|id| self.api.schema(id)) else {
            return;
        };
        let format = items.keyword("collectionFormat").and_then(Node::as_str);
        if matches!(format, Some("ssv" | "tsv" | "pipes")) {
            self.note(
                code::UNSUPPORTED,
                items.place_of("collectionFormat"),
                "how arrays within an array are laid out is not supported yet in headers of answers: they are written with commas",
                "describe the header as a string, and write it where the operation is implemented",
            );
        }
    }

    /// The examples of a parameter or header that a style lays out.
    fn spelled(&mut self, schema: SchemaId, examples: &[Example]) {
        for value in examples.iter().filter_map(|it| it.value.as_ref()) {
            // Whether the value or its spelling in a request is shown, the specification leaves open.
            let text = match &value.value {
                Value::String(text) if self.is_spelled(schema, text) => continue,
                // A text that looks like a number is spelt like one: `/{id}` with the example 123.
                Value::Number(digits) => digits.clone(),
                Value::Bool(it) => it.to_string().into(),
                _ => "".into(),
            };
            let text = Node::string(text, value.place);
            let as_text = value.as_str().is_none() && text.as_str() != Some("");
            if !(as_text && self.surely_accepts(schema, &text)) {
                self.compare(code::WRONG_EXAMPLE, schema, value);
            }
        }
    }

    /// Whether a text may be how a value of a schema is spelt in a request: `5`, `a,b`.
    fn is_spelled(&self, schema: SchemaId, text: &str) -> bool {
        let types = &self.api.schema(schema).types;
        let is = |it| types.contains(it);
        is(JsonType::Array)
            || is(JsonType::Object)
            || (is(JsonType::Integer) || is(JsonType::Number)) && text.parse::<f64>().is_ok()
            || is(JsonType::Boolean) && matches!(text, "true" | "false")
    }

    fn media_type(&mut self, media_type: &'a MediaType, schema: SchemaId) {
        let range = media_type.range();
        self.charset(media_type);
        self.encoding(media_type);
        if range.is_json() {
            for value in (media_type.examples.iter()).filter_map(|it| it.value.as_ref()) {
                self.compare(code::WRONG_EXAMPLE, schema, value);
            }
        } else if range.is_multipart() && is_of_items(media_type)
            || !is_read(range) && has_members(self.api, schema)
        {
            let first = (self.unread).entry((&media_type.name, is_of_items(media_type)));
            let place = first.or_insert(media_type.place);
            *place = (*place).min(media_type.place);
        }
    }
}

impl Checker<'_> {
    /// Tells of an encoding of what has no properties or items to lay out, and of styles where parts have none.
    fn encoding(&mut self, media_type: &MediaType) {
        if self.api.dialect == Dialect::Swagger2 {
            return;
        }
        let range = media_type.range();
        let name = printable(&media_type.name);
        let encodings = &media_type.encodings;
        let positions = positions(self.api, media_type);
        let positional = encodings.prefix.iter().chain(encodings.item.as_deref());
        if let (Some(first), None) = (positional.clone().next(), &positions) {
            let message = format!(
                "`prefixEncoding` and `itemEncoding` are ignored for this body of `{name}`"
            );
            let help = "they are for multipart bodies whose schema is an array, and for `itemSchema`: write `encoding` for the properties of an object";
            self.note(code::UNSUPPORTED, first.place, message, help);
            return;
        }
        if let (Some((_, first)), Some(_)) = (encodings.named.first(), &positions) {
            let message = format!(
                "`encoding` is for properties, and the parts of this body of `{name}` are items: it is ignored"
            );
            let help = "write `prefixEncoding` or `itemEncoding`";
            self.note(code::UNSUPPORTED, first.place, message, help);
            return;
        }
        if range.is_form() {
            return;
        }
        if !range.is_multipart() {
            if !encodings.is_empty() {
                let message =
                    format!("`encoding` is for forms and parts, and ignored for `{name}`");
                self.note(code::UNSUPPORTED, media_type.place, message, "take it away");
            }
            return;
        }
        self.styles(media_type, positions.is_some());
        let is_form = range.is("multipart/form-data");
        if let Some(positions) = positions {
            for (at, it) in positions.all().enumerate() {
                let is_named = it.encoding.is_some_and(|it| {
                    let is_name = |it: &Header| it.name.eq_ignore_ascii_case("content-disposition");
                    it.headers.iter().any(is_name)
                });
                if is_form && !is_named {
                    let place = it.encoding.map_or(media_type.place, |it| it.place);
                    let message = format!("the part at position {at} of a form has no name");
                    let help = "write `headers: {Content-Disposition: …}` with a `const` such as `form-data; name=\"a\"`, or an object as the schema; the emitted client sends its position as the name";
                    self.note(code::UNSUPPORTED, place, message, help);
                    break;
                }
            }
            for it in positions.all() {
                if let Some(encoding) = it.encoding {
                    self.within(it.schema.as_slice(), encoding);
                }
            }
            return;
        }
        let listed = media_type.schema.map(|id| properties(self.api, id));
        let listed = listed.unwrap_or_default();
        for (name, encoding) in &media_type.encodings.named {
            let found = listed.iter().find(|it| it.0 == *name);
            let schemas = found.map(|it| parts_of(self.api, it.1));
            self.within(&schemas.unwrap_or_default(), encoding);
        }
    }

    /// Tells of styles where parts have none.
    fn styles(&mut self, media_type: &MediaType, is_positional: bool) {
        let all = media_type.encodings.iter();
        let mut ignored = all.filter(|(part, it)| match part {
            EncodingKey::Name(part) => {
                it.style.is_some() && styled_part(self.api, media_type, part).is_none()
            }
            EncodingKey::Position(_) | EncodingKey::Rest => it.style.is_some(),
        });
        let Some((part, _)) = ignored.next() else {
            return;
        };
        let of = match media_type.range().is("multipart/form-data") {
            true if is_positional => "without a name",
            true => "of OpenAPI 3.0",
            false => "of any other media type than `multipart/form-data`",
        };
        let part = part.to_string();
        let message = format!(
            "parts {of} have no style: that of `{}` is ignored",
            printable(&part)
        );
        let help = "say in `contentType` what the part is: `application/x-www-form-urlencoded` for a form; nothing else has to change";
        self.note(code::UNSUPPORTED, media_type.place, message, help);
    }

    /// Tells of an encoding within another one, where the part has nothing that is encoded by it, or is not read.
    fn within(&mut self, schemas: &[SchemaId], encoding: &Encoding) {
        let mut all = schemas.iter();
        let found = all.find_map(|id| within(self.api, *id, encoding));
        let place = encoding.within.iter().map(|it| it.1.place).min();
        match (found, place) {
            (Some(content), _) => {
                if coding(self.api, &content) == Coding::Multipart {
                    let message = "the parts of this part are not read, since there are files among them, or they are not described; it is handed over as it is";
                    let help =
                        "nothing has to change: divide it where the operation is implemented";
                    self.note(code::UNSUPPORTED, encoding.place, message, help);
                }
                self.encoding(&content);
            }
            (None, Some(place)) => {
                let message = "an encoding within that of a part is for forms and parts of parts that a schema describes, and ignored here";
                let help = "say in `contentType` what the part is, `application/x-www-form-urlencoded` or `multipart/…`, and in its schema which properties or items it has";
                self.note(code::UNSUPPORTED, place, message, help);
            }
            (None, None) if is_unread(self.api, encoding, schemas) => {
                let types = printable(encoding.content_type.as_deref().unwrap_or_default());
                let message = format!(
                    "parts of {types} are passed on as they are; their schema is not applied"
                );
                let help =
                    "nothing has to change: read or write them where the operation is implemented";
                self.note(code::UNREAD_MEDIA_TYPE, encoding.place, message, help);
            }
            (None, None) => {}
        }
    }

    /// Tells of a media type that asks for another encoding than UTF-8, unless it is one of texts, and the encoding is known.
    fn charset(&mut self, media_type: &MediaType) {
        let range = media_type.range();
        let Some(label) = range.parameter("charset") else {
            return;
        };
        let is_exempt = range.is_json() || range.is_event_stream() || is_of_items(media_type);
        let is_followed = !is_exempt && !range.is_form() && charset::is_known(label);
        if !charset::is_utf8(label) && range.is_textual() && !is_followed {
            let message = format!(
                "bodies of `{}` are read and written in UTF-8",
                printable(&media_type.name)
            );
            let help = match is_exempt {
                true => "write `charset=utf-8`; which encoding a body claims is not looked at",
                false => "write `charset=utf-8`; bodies in another encoding are refused with 415",
            };
            self.note(code::UNSUPPORTED, media_type.place, message, help);
        }
    }
}

/// Whether bodies are read item by item, each a line or a text of a sequence.
fn is_of_items(it: &MediaType) -> bool {
    let range = it.range();
    let is_sequence = range.is_json_lines() || range.is_json_sequence() || range.is_multipart();
    it.item_schema.is_some() && is_sequence
}

/// Whether bodies of a media type other than JSON are read as their schema says. What a range stands for is JSON; what
/// has no subtype has been told of already.
fn is_read(it: MediaRange<'_>) -> bool {
    it.is_form()
        || it.is_multipart()
        || it.is_event_stream()
        || it.is_range()
        || it.subtype().is_empty()
}
