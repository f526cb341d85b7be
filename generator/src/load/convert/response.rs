//! Responses of Swagger 2.0 → those of OpenAPI 3, with their schema in each media type of `produces`.

use super::converter::Converter;
use crate::load::members::{Members, map_members};
use crate::node::Node;
use crate::source::Place;
use crate::vocabulary::SpecObject;

impl<'a> Converter<'a> {
    pub(super) fn response(&mut self, response: &Node, produces: &[Node]) -> Node {
        if response.get("$ref").is_some() {
            return self.reference(response);
        }
        let Some(object) = response.as_object() else {
            return response.clone();
        };
        self.check_fields(response, SpecObject::Response);
        let mut out = Members::default();
        for (key, node) in object.iter() {
            match &*key.text {
                "schema" | "examples" => {}
                "headers" => {
                    let converted =
                        map_members(node, |key, it| Some((key.clone(), self.header(it))));
                    out.push(key, converted);
                }
                _ if node.is_null() => {}
                _ => out.push(key, node.clone()),
            }
        }
        if let Some(content) =
            self.response_content(object.get("schema"), object.get("examples"), produces)
        {
            out.set("content", content);
        }
        out.into_node(response.place)
    }

    fn response_content(
        &mut self,
        schema: Option<&Node>,
        examples: Option<&Node>,
        produces: &[Node],
    ) -> Option<Node> {
        let place = schema.or(examples)?.place;
        let mut content = Members::default();
        if let Some(schema) = schema {
            let schema = if schema.get("type").and_then(Node::as_str) == Some("file") {
                binary(schema.place)
            } else {
                self.schema(schema)
            };
            for media_type in self.offered(produces, "*/*", place) {
                let mut entry = Members::default();
                entry.set("schema", schema.clone());
                let example = media_type.as_str().and_then(|name| examples?.get(name));
                if let Some(example) = example {
                    entry.set("examples", named_example(example));
                }
                content.set_at(&media_type, entry.into_node(media_type.place));
            }
        }
        for (key, example) in examples
            .and_then(Node::as_object)
            .into_iter()
            .flat_map(|it| it.iter())
        {
            if !content.has(&key.text) {
                let mut entry = Members::default();
                entry.set("examples", named_example(example));
                content.push(key, entry.into_node(example.place));
            }
        }
        (!content.is_empty()).then(|| content.into_node(place))
    }
}

fn named_example(value: &Node) -> Node {
    let mut example = Members::default();
    example.set("value", value.clone());
    let mut out = Members::default();
    out.set("response", example.into_node(value.place));
    out.into_node(value.place)
}

fn binary(place: Place) -> Node {
    let mut out = Members::default();
    out.set("type", Node::string("string", place));
    out.set("format", Node::string("binary", place));
    out.into_node(place)
}
