//! What operations show and promise: the examples of parameters, bodies and responses.

use super::Checker;
use crate::catalogue as code;
use crate::diagnostic::printable;
use crate::model::{Example, Header, JsonType, MediaType, Operation, ParameterShape, SchemaId};
use crate::node::{Node, Value};

impl<'a> Checker<'a> {
    pub(super) fn operations(&mut self) {
        let api = self.api;
        for it in api.operations.iter().chain(&api.webhooks) {
            self.operation(it);
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

    fn operation(&mut self, operation: &'a Operation) {
        for it in &operation.parameters {
            self.parameter_examples(&it.shape, &it.examples);
        }
        for it in operation.request_body.iter().flat_map(|it| &it.content) {
            self.media_type(it);
        }
        for response in &operation.responses {
            for it in &response.content {
                self.media_type(it);
            }
            for it in &response.headers {
                self.header(it);
            }
        }
        for it in operation.callbacks.iter().flat_map(|it| &it.operations) {
            self.operation(it);
        }
    }

    fn header(&mut self, header: &'a Header) {
        self.parameter_examples(&header.shape, &header.examples);
    }

    fn parameter_examples(&mut self, shape: &'a ParameterShape, examples: &[Example]) {
        match shape {
            ParameterShape::Schema { schema, .. } => {
                for value in examples.iter().filter_map(|it| it.value.as_ref()) {
                    // Whether the value or its spelling in a request is shown, the specification leaves open.
                    let text = match &value.value {
                        Value::String(text) if self.is_spelled(*schema, text) => continue,
                        // A text that looks like a number is spelt like one: `/{id}` with the example 123.
                        Value::Number(digits) => digits.clone(),
                        Value::Bool(it) => it.to_string().into(),
                        _ => "".into(),
                    };
                    let text = Node::string(text, value.place);
                    let as_text = value.as_str().is_none() && text.as_str() != Some("");
                    if !(as_text && self.surely_accepts(*schema, &text)) {
                        self.compare(code::WRONG_EXAMPLE, *schema, value);
                    }
                }
            }
            ParameterShape::Content(media_type) => self.media_type(media_type),
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

    fn media_type(&mut self, media_type: &'a MediaType) {
        let Some(schema) = media_type.schema else {
            return;
        };
        if !is_json(&media_type.name) {
            if !is_read(&media_type.name) && self.has_structure(schema) {
                let place = self
                    .unread
                    .entry(&media_type.name)
                    .or_insert(media_type.place);
                *place = (*place).min(media_type.place);
            }
            return;
        }
        for value in media_type
            .examples
            .iter()
            .filter_map(|it| it.value.as_ref())
        {
            self.compare(code::WRONG_EXAMPLE, schema, value);
        }
    }
}

/// Whether bodies of a media type other than JSON are read as their schema says. What a range stands for is JSON.
fn is_read(media_type: &str) -> bool {
    let name = media_type.to_ascii_lowercase();
    let name = name.split(';').next().unwrap_or_default().trim();
    name == "application/x-www-form-urlencoded"
        || name == "text/event-stream"
        || name == "text/json"
        || name.starts_with("multipart/")
        || name.ends_with("/*")
        || !name.contains('/')
}

/// Whether examples of a media type are the values themselves. Those of others are texts in the media type's syntax.
fn is_json(media_type: &str) -> bool {
    let name = media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    name == "application/json" || name.ends_with("+json")
}
