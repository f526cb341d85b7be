//! What operations show and promise: the examples of parameters, bodies and responses.

use super::Checker;
use crate::catalogue as code;
use crate::model::{Example, Header, JsonType, MediaType, Operation, ParameterShape, SchemaId};
use crate::node::Value;

impl<'a> Checker<'a> {
    pub(super) fn operations(&mut self) {
        let api = self.api;
        for it in api.operations.iter().chain(&api.webhooks) {
            self.operation(it);
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

    fn header(&mut self, header: &Header) {
        self.parameter_examples(&header.shape, &header.examples);
    }

    fn parameter_examples(&mut self, shape: &ParameterShape, examples: &[Example]) {
        match shape {
            ParameterShape::Schema { schema, .. } => {
                for value in examples.iter().filter_map(|it| it.value.as_ref()) {
                    // Whether the value or its spelling in a request is shown, the specification leaves open.
                    let is_spelling = match &value.value {
                        Value::String(text) => self.is_spelled(*schema, text),
                        _ => false,
                    };
                    if !is_spelling {
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

    fn media_type(&mut self, media_type: &MediaType) {
        let Some(schema) = media_type.schema else {
            return;
        };
        if !is_json(&media_type.name) {
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
