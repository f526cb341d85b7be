//! Paths, operations, and what they send and receive.

use indexmap::IndexMap;

use super::components;
use super::members::{Members, boolean, list, string};
use super::writer::{Writer, under};
use crate::model::{
    Encoding, Encodings, Example, Header, Link, MediaType, Method, Operation, Parameter,
    ParameterIn, ParameterShape, Response, SecurityRequirement, Status, Style,
};
use crate::node::{Node, pointer_segment};

/// Where a Path Item Object has the operations of methods that have no field of their own.
const ADDITIONAL_OPERATIONS: &str = "additionalOperations";

impl Writer<'_> {
    /// The Paths Object of these operations, or whatever else has Path Item Objects by key.
    pub(super) fn paths(&mut self, operations: &[Operation], at: &str) -> Node {
        let mut items: IndexMap<&str, Members> = IndexMap::new();
        let mut additional: IndexMap<&str, Members> = IndexMap::new();
        for it in operations {
            let item = items.entry(&it.path).or_insert_with(|| {
                let mut item = Members::default();
                item.some_text("summary", it.path_summary.as_ref());
                item.some_text("description", it.path_description.as_ref());
                item
            });
            let within = match &it.method {
                Method::Other(name) => format!("{ADDITIONAL_OPERATIONS}/{}", pointer_segment(name)),
                method => method.as_str().to_owned(),
            };
            let mut at = format!("{at}/{}/{within}", pointer_segment(&it.path));
            let operation = self.operation(it, &mut at);
            match &it.method {
                Method::Other(name) => {
                    let members = additional.entry(&it.path).or_default();
                    members.push(name.clone(), operation);
                }
                method => item.push(method.as_str(), operation),
            }
        }
        let mut out = Members::default();
        for (path, mut item) in items {
            if let Some(members) = additional.swap_remove(path) {
                item.object(ADDITIONAL_OPERATIONS, members);
            }
            out.push(path, item.into_node());
        }
        out.into_node()
    }

    /// The Operation Object.
    fn operation(&mut self, it: &Operation, at: &mut String) -> Node {
        let mut out = Members::default();
        out.list("tags", it.tags.iter().map(|it| string(it)));
        out.some_text("summary", it.summary.as_ref());
        out.some_text("description", it.description.as_ref());
        let docs = it.external_docs.as_ref();
        out.some("externalDocs", docs.map(components::external_docs));
        out.some_text("operationId", it.id.as_ref());
        out.flag("deprecated", it.deprecated);
        let parameters: Vec<Node> = under(at, "/parameters", |at| {
            let each = it.parameters.iter().enumerate();
            each.map(|(i, it)| under(at, &format!("/{i}"), |at| self.parameter(it, at)))
                .collect()
        });
        out.list("parameters", parameters);
        if let Some(body) = &it.request_body {
            let mut written = Members::default();
            written.some_text("description", body.description.as_ref());
            written.flag("required", body.required);
            let content = under(at, "/requestBody/content", |at| {
                self.content(&body.content, at)
            });
            written.push("content", content);
            written.extensions(&body.extensions);
            out.push("requestBody", written.into_node());
        }
        let responses = under(at, "/responses", |at| self.responses(&it.responses, at));
        out.push("responses", responses);
        let mut callbacks = Members::default();
        for callback in &it.callbacks {
            let at = format!("{at}/callbacks/{}", pointer_segment(&callback.name));
            let paths = self.paths(&callback.operations, &at);
            callbacks.push(callback.name.clone(), paths);
        }
        out.object("callbacks", callbacks);
        if self.api.security.as_deref().unwrap_or_default() != it.security {
            out.push("security", security(&it.security));
        }
        out.list("servers", it.servers.iter().map(components::server));
        out.extensions(&it.extensions);
        out.into_node()
    }

    /// The Parameter Object.
    fn parameter(&mut self, it: &Parameter, at: &mut String) -> Node {
        let mut out = Members::default();
        out.text("name", &it.name);
        out.text("in", it.location.as_str());
        out.some_text("description", it.description.as_ref());
        out.flag("required", it.required);
        out.flag("deprecated", it.deprecated);
        out.flag("allowEmptyValue", it.allow_empty);
        self.shape(&mut out, &it.shape, it.location, at);
        examples(&mut out, &it.examples);
        out.extensions(&it.extensions);
        out.into_node()
    }

    /// `style`, `explode` and `schema`, or `content`.
    fn shape(
        &mut self,
        out: &mut Members,
        shape: &ParameterShape,
        location: ParameterIn,
        at: &mut String,
    ) {
        match shape {
            ParameterShape::Schema {
                style,
                explode,
                allow_reserved,
                schema,
            } => {
                let usual = location.usual_style();
                let written = style_name(*style).filter(|_| *style != usual);
                out.some_text("style", written);
                if *explode != style.explodes() {
                    out.push("explode", boolean(*explode));
                }
                out.flag("allowReserved", *allow_reserved);
                let schema = under(at, "/schema", |at| self.schema(*schema, at));
                out.push("schema", schema);
            }
            ParameterShape::Content(it) => {
                let content = under(at, "/content", |at| {
                    self.content(std::slice::from_ref(&**it), at)
                });
                out.push("content", content);
            }
        }
    }

    /// A map of Media Type Objects.
    fn content(&mut self, content: &[MediaType], at: &mut String) -> Node {
        let mut out = Members::default();
        for it in content {
            let name = format!("/{}", pointer_segment(&it.name));
            let written = under(at, &name, |at| self.media_type(it, at));
            out.push(it.name.clone(), written);
        }
        out.into_node()
    }

    /// The Media Type Object.
    fn media_type(&mut self, it: &MediaType, at: &mut String) -> Node {
        let mut out = Members::default();
        if let Some(schema) = it.schema {
            let schema = under(at, "/schema", |at| self.schema(schema, at));
            out.push("schema", schema);
        }
        examples(&mut out, &it.examples);
        self.encodings(&mut out, &it.encodings, at);
        out.extensions(&it.extensions);
        out.into_node()
    }

    /// `encoding`, `prefixEncoding` and `itemEncoding`.
    fn encodings(&mut self, out: &mut Members, it: &Encodings, at: &mut String) {
        let mut named = Members::default();
        for (name, it) in &it.named {
            let name_at = format!("/encoding/{}", pointer_segment(name));
            let written = under(at, &name_at, |at| self.encoding(it, at));
            named.push(name.clone(), written);
        }
        out.object("encoding", named);
        let prefix = it.prefix.iter().enumerate().map(|(position, it)| {
            let position_at = format!("/prefixEncoding/{position}");
            under(at, &position_at, |at| self.encoding(it, at))
        });
        let prefix: Vec<Node> = prefix.collect();
        out.list("prefixEncoding", prefix);
        if let Some(it) = &it.item {
            let written = under(at, "/itemEncoding", |at| self.encoding(it, at));
            out.push("itemEncoding", written);
        }
    }

    /// The Encoding Object.
    fn encoding(&mut self, it: &Encoding, at: &mut String) -> Node {
        let mut out = Members::default();
        out.some_text("contentType", it.content_type.as_ref());
        out.object("headers", self.headers(&it.headers, at));
        out.some_text("style", it.style.and_then(style_name));
        if it.explode != (it.style.unwrap_or(Style::Form) == Style::Form) {
            out.push("explode", boolean(it.explode));
        }
        out.flag("allowReserved", it.allow_reserved);
        self.encodings(&mut out, &it.within, at);
        out.into_node()
    }

    /// The Responses Object.
    fn responses(&mut self, responses: &[Response], at: &mut String) -> Node {
        let mut out = Members::default();
        for it in responses {
            let key = status(it.status);
            let written = under(at, &format!("/{key}"), |at| self.response(it, at));
            out.push(key, written);
        }
        out.into_node()
    }

    /// The Response Object.
    fn response(&mut self, it: &Response, at: &mut String) -> Node {
        let mut out = Members::default();
        out.text("description", &it.description);
        out.object("headers", self.headers(&it.headers, at));
        if !it.content.is_empty() {
            let content = under(at, "/content", |at| self.content(&it.content, at));
            out.push("content", content);
        }
        let mut links = Members::default();
        for Link { name, raw, .. } in &it.links {
            links.push(name.clone(), raw.clone());
        }
        out.object("links", links);
        out.extensions(&it.extensions);
        out.into_node()
    }

    /// Header Objects by name.
    fn headers(&mut self, headers: &[Header], at: &mut String) -> Members {
        let mut out = Members::default();
        for it in headers {
            let name = format!("/headers/{}", pointer_segment(&it.name));
            let written = under(at, &name, |at| {
                let mut out = Members::default();
                out.some_text("description", it.description.as_ref());
                out.flag("required", it.required);
                out.flag("deprecated", it.deprecated);
                self.shape(&mut out, &it.shape, ParameterIn::Header, at);
                examples(&mut out, &it.examples);
                out.extensions(&it.extensions);
                out.into_node()
            });
            out.push(it.name.clone(), written);
        }
        out
    }
}

/// A list of Security Requirement Objects.
pub(super) fn security(requirements: &[SecurityRequirement]) -> Node {
    list(requirements.iter().map(|it| {
        let mut out = Members::default();
        for (name, scopes) in &it.schemes {
            out.push(name.clone(), list(scopes.iter().map(|it| string(it))));
        }
        out.into_node()
    }))
}

/// `example`, or `examples` where they have names.
fn examples(out: &mut Members, examples: &[Example]) {
    if let [
        Example {
            name: None,
            value: Some(value),
            ..
        },
    ] = examples
    {
        out.push("example", value.clone());
        return;
    }
    let mut named = Members::default();
    for (i, it) in examples.iter().enumerate() {
        let mut written = Members::default();
        written.some_text("summary", it.summary.as_ref());
        written.some_text("description", it.description.as_ref());
        written.some("value", it.value.clone());
        written.some_text("externalValue", it.external.as_ref());
        let number = || format!("example{}", i + 1).into();
        named.push(it.name.clone().unwrap_or_else(number), written.into_node());
    }
    out.object("examples", named);
}

/// The key of a response.
fn status(it: Status) -> String {
    match it {
        Status::Code(code) => code.to_string(),
        Status::Range(class) => format!("{class}XX"),
        Status::Default => "default".to_owned(),
    }
}

/// A style as 3.0 calls it, if it has it.
fn style_name(style: Style) -> Option<&'static str> {
    let is_known = !matches!(style, Style::TabDelimited | Style::Cookie);
    is_known.then(|| style.name())
}
