//! Request bodies and what both they and responses have: media types, encodings, examples.

use std::sync::Arc;

use super::resolver::Resolver;
use crate::catalogue as code;
use crate::diagnostic::{Diagnostic, printable};
use crate::model::{
    Encoding, Encodings, Example, MediaRange, MediaType, ParameterIn, RequestBody, Style,
};
use crate::node::{Node, Object, Value, pointer_segment};
use crate::source::Place;
use crate::vocabulary::SpecObject;

impl Resolver<'_> {
    pub(super) fn request_body(&mut self, node: &Node, pointer: &str) -> Option<RequestBody> {
        let target = self.target(node, pointer, "requestBodies")?;
        let (node, pointer) = (&target.node, &target.pointer);
        let object = self.object(node, "a request body")?;
        self.check_fields(object, SpecObject::RequestBody);
        let content = match object.get("content").filter(|it| !it.is_null()) {
            Some(content) => self.content_map(content, &format!("{pointer}/content")),
            None => {
                let message = "a request body without `content`";
                self.warn(
                    code::MISSING_FIELD,
                    node.place,
                    message,
                    "write `content:` with a media type",
                );
                Vec::new()
            }
        };
        Some(RequestBody {
            description: self.text_of(&target, "description"),
            required: self.boolean(object, "required"),
            content,
            extensions: self.extensions(object),
            pointer: pointer.clone(),
            place: node.place,
        })
    }

    pub(super) fn content_map(&mut self, node: &Node, pointer: &str) -> Vec<MediaType> {
        let Some(content) = self.object(node, "`content`") else {
            return Vec::new();
        };
        let mut media_types = Vec::new();
        for (key, node) in content.iter() {
            let pointer = format!("{pointer}/{}", pointer_segment(&key.text));
            if !key.text.contains('/') {
                let message = format!("`{}` is no media type", printable(&key.text));
                self.warn(
                    code::WRONG_MEDIA_TYPE,
                    key.place,
                    message,
                    "write one such as `application/json`",
                );
            }
            media_types.extend(self.media_type(&key.text, key.place, node, &pointer));
        }
        media_types
    }

    /// The media type of that name, whose key stands at a place.
    pub(super) fn media_type(
        &mut self,
        name: &Arc<str>,
        place: Place,
        node: &Node,
        pointer: &str,
    ) -> Option<MediaType> {
        let target = self.target(node, pointer, "mediaTypes")?;
        let pointer = &target.pointer;
        let empty = Object::default();
        let object = match &target.node {
            it if it.is_null() => &empty,
            it => self.object(it, "what a media type has")?,
        };
        self.check_fields(object, SpecObject::MediaType);
        let range = MediaRange::parse(name);
        self.has_xml |= range.is_xml();
        let is_component = pointer.starts_with("/components/mediaTypes/");
        if let Some((key, _)) = object.entry("itemSchema")
            && (!is_component || name.contains('/'))
            && !range.is_sequence()
            && !range.is_multipart()
        {
            let name = printable(name);
            let message = format!("`itemSchema` of {name} is not supported yet; it is ignored");
            let finding = Diagnostic::note(code::UNSUPPORTED, key.place, "", message);
            self.sink
                .push(finding.with_help("describe the whole body in `schema`"));
        }
        Some(MediaType {
            name: name.clone(),
            schema: object
                .get("schema")
                .map(|it| self.schema(it, &format!("{pointer}/schema"))),
            item_schema: object
                .get("itemSchema")
                .map(|it| self.schema(it, &format!("{pointer}/itemSchema"))),
            examples: self.examples(object),
            encodings: self.encodings(object, pointer),
            extensions: self.extensions(object),
            place,
        })
    }

    /// `encoding`, `prefixEncoding` and `itemEncoding`, of a media type or within another encoding. How deep they nest is
    /// bounded by how deep a document does.
    fn encodings(&mut self, object: &Object, pointer: &str) -> Encodings {
        let mut read = Encodings::default();
        let named = self.map(object, "encoding");
        for (key, node) in named.into_iter().flat_map(|it| it.iter()) {
            let pointer = format!("{pointer}/encoding/{}", pointer_segment(&key.text));
            let encoding = self.encoding(node, key.place, &pointer);
            read.named.extend(encoding.map(|it| (key.text.clone(), it)));
        }
        let prefix = self.array(object, "prefixEncoding").iter().enumerate();
        let prefix: Vec<Encoding> = prefix
            .filter_map(|(at, node)| {
                let pointer = format!("{pointer}/prefixEncoding/{at}");
                self.encoding(node, node.place, &pointer)
            })
            .collect();
        let item = object.get("itemEncoding").filter(|it| !it.is_null());
        let item = item.and_then(|node| {
            let pointer = format!("{pointer}/itemEncoding");
            self.encoding(node, node.place, &pointer)
        });
        // Beside `encoding` they are ignored, as the vocabulary's exclusions say.
        if named.is_none() {
            read.prefix = prefix;
            read.item = item.map(Box::new);
        }
        read
    }

    fn encoding(&mut self, node: &Node, place: Place, pointer: &str) -> Option<Encoding> {
        let object = self.object(node, "an encoding object")?;
        self.check_fields(object, SpecObject::Encoding);
        // OpenAPI 3.1.1, section 4.8.15.1.2: each of the three asks for the serialization of a query.
        let is_styled = ["style", "explode", "allowReserved"];
        let is_styled = is_styled.iter().any(|it| object.get(it).is_some());
        let style = is_styled.then(|| self.style(object, ParameterIn::Query));
        let explode = match object.get("explode") {
            Some(_) => self.boolean(object, "explode"),
            None => style.is_none_or(|it| it == Style::Form),
        };
        Some(Encoding {
            content_type: self.shared_string(object, "contentType"),
            headers: self.headers(object, pointer),
            style,
            explode,
            allow_reserved: self.boolean(object, "allowReserved"),
            within: self.encodings(object, pointer),
            place,
        })
    }

    /// `example` and `examples` of a parameter, header or media type.
    pub(super) fn examples(&mut self, object: &Object) -> Vec<Example> {
        let mut examples = Vec::new();
        if let Some(value) = object.get("example") {
            examples.push(unnamed(value));
        }
        match object.get("examples").map(|it| &it.value) {
            None | Some(Value::Null) => {}
            Some(Value::Object(named)) => {
                for (key, node) in named.iter() {
                    examples.extend(self.example(&key.text, node));
                }
            }
            // As a schema of 3.1 has them.
            Some(Value::Array(values)) => examples.extend(values.iter().map(unnamed)),
            Some(_) => self.wrong_examples(object),
        }
        examples
    }

    pub(super) fn example(&mut self, name: &Arc<str>, node: &Node) -> Option<Example> {
        let target = self.target(node, "", "examples")?;
        let fields = target.node.as_object();
        let has_own_fields = fields.is_some_and(|it| self.is_example_object(it));
        if let Some(object) = fields.filter(|_| has_own_fields) {
            self.check_fields(object, SpecObject::Example);
        }
        let has_data = self.knows(SpecObject::Example, "dataValue");
        let data = || target.node.get("dataValue").filter(|_| has_data);
        let is_serialized = self.knows(SpecObject::Example, "serializedValue");
        Some(Example {
            name: Some(name.clone()),
            summary: self.text_of(&target, "summary"),
            description: self.text_of(&target, "description"),
            // Many write the value itself where the specification has an Example Object.
            value: match target.node.get("value").or_else(data) {
                Some(value) => Some(value.clone()),
                None if has_own_fields => None,
                None => Some(target.node.clone()),
            },
            // Beside a `value` it is ignored, as the vocabulary's exclusions say.
            serialized: (fields.filter(|_| is_serialized && has_own_fields))
                .filter(|it| it.get("value").is_none())
                .and_then(|it| self.string(it, "serializedValue")),
            external: fields.and_then(|it| self.string(it, "externalValue")),
        })
    }

    /// Whether it has a field that only an Example Object of this version has, or nothing but what describes one.
    fn is_example_object(&self, object: &Object) -> bool {
        let fields = ["value", "externalValue", "dataValue", "serializedValue"];
        let mut fields = fields.into_iter().filter(|it| object.get(it).is_some());
        let is_description = |key: &str| matches!(key, "summary" | "description");
        let described = || object.iter().any(|(key, _)| is_description(&key.text));
        let is_other = |key: &str| !is_description(key) && !key.starts_with("x-");
        fields.any(|it| self.knows(SpecObject::Example, it))
            || described() && !object.iter().any(|(key, _)| is_other(&key.text))
    }
}

/// An example that is nothing but a value.
pub(super) fn unnamed(value: &Node) -> Example {
    Example {
        value: Some(value.clone()),
        ..Example::default()
    }
}
