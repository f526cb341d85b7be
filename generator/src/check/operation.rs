//! What operations show and promise: the examples of parameters, bodies and responses.

use super::Checker;
use crate::analysis::walk::{Location, api_sites};
use crate::catalogue as code;
use crate::diagnostic::printable;
use crate::model::{Example, JsonType, MediaRange, MediaType, SchemaId};
use crate::node::{Node, Value};

impl<'a> Checker<'a> {
    pub(super) fn operations(&mut self) {
        for site in api_sites(self.api) {
            // What is within parts and items of a body is shown by examples of the body.
            let is_within = site.is_item || matches!(site.location, Location::EncodingHeader(_));
            match (site.media_type, site.location) {
                _ if is_within => {}
                (Some(media_type), _) => self.media_type(media_type, site.schema),
                (None, Location::Parameter(it)) => self.spelled(site.schema, &it.examples),
                (None, Location::ResponseHeader(_, it)) => self.spelled(site.schema, &it.examples),
                (None, _) => {}
            }
        }
        for (name, place) in std::mem::take(&mut self.unread) {
            let message = format!(
                "bodies of {} are passed on as they are; their schema is not applied",
                printable(name)
            );
            let help =
                "nothing has to change: read or write them where the operation is implemented";
            self.note(code::UNREAD_MEDIA_TYPE, place, message, help);
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

    /// Whether a schema says more than that there is a text.
    fn has_structure(&self, schema: SchemaId) -> bool {
        let schema = self.api.schema(schema);
        let is = |it| schema.types.contains(it);
        is(JsonType::Object) || is(JsonType::Array) || !schema.object.properties.is_empty()
    }

    fn media_type(&mut self, media_type: &'a MediaType, schema: SchemaId) {
        let range = media_type.range();
        if range.is_json() {
            for value in (media_type.examples.iter()).filter_map(|it| it.value.as_ref()) {
                self.compare(code::WRONG_EXAMPLE, schema, value);
            }
        } else if !is_read(range) && self.has_structure(schema) {
            let first = self.unread.entry(&media_type.name);
            let place = first.or_insert(media_type.place);
            *place = (*place).min(media_type.place);
        }
    }
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
