//! Paths of Swagger 2.0 → paths of OpenAPI 3: parameters `in: body` and forms become request bodies.

use std::collections::HashSet;
use std::sync::Arc;

use super::converter::Converter;
use super::parameter::layout;
use crate::catalogue as code;
use crate::diagnostic::Diagnostic;
use crate::load::members::{Members, map_items, map_members};
use crate::node::{Node, Value};
use crate::source::Place;
use crate::vocabulary::{Shape, SpecObject};

/// In how many media types bodies and responses may be offered, each counted: a list of ten thousand holds for every
/// operation of a document. That of Kubernetes comes to fifteen thousand.
pub(super) const MAX_CONTENTS: usize = 200_000;

impl<'a> Converter<'a> {
    pub(super) fn paths(&mut self, paths: &'a Node) -> Node {
        map_members(paths, |key, item| {
            let converted = if key.text.starts_with("x-") {
                item.clone()
            } else {
                self.path_item(item)
            };
            Some((key.clone(), converted))
        })
    }

    fn path_item(&mut self, item: &'a Node) -> Node {
        self.check_fields(item, SpecObject::PathItem);
        let shared = item.get("parameters").and_then(Node::as_array);
        map_members(item, |key, node| {
            let converted = match &*key.text {
                method if is_method(method) => self.operation(node, shared.unwrap_or_default()),
                "parameters" => map_items(node, |it| {
                    (!is_body(self.parameter_target(it))).then(|| self.parameter(it))
                }),
                _ => node.clone(),
            };
            Some((key.clone(), converted))
        })
    }

    fn operation(&mut self, operation: &'a Node, shared: &'a [Node]) -> Node {
        let Some(object) = operation.as_object() else {
            return operation.clone();
        };
        self.check_fields(operation, SpecObject::Operation);
        let consumes = media_types(object.get("consumes")).unwrap_or_else(|| self.consumes.clone());
        let produces = media_types(object.get("produces")).unwrap_or_else(|| self.produces.clone());
        let own = object
            .get("parameters")
            .and_then(Node::as_array)
            .unwrap_or_default();
        let body = self.request_body(own, shared, &consumes, operation.place);

        let mut out = Members::default();
        let mut body = body;
        for (key, node) in object.iter() {
            match &*key.text {
                "consumes" | "produces" | "schemes" => {}
                "parameters" => {
                    let kept = map_items(node, |it| {
                        (!is_body(self.parameter_target(it))).then(|| self.parameter(it))
                    });
                    if kept.as_array().is_none_or(|it| !it.is_empty()) {
                        out.push(key, kept);
                    }
                    if let Some(body) = body.take() {
                        out.set("requestBody", body);
                    }
                }
                "responses" => {
                    let converted = map_members(node, |key, it| {
                        let converted = if key.text.starts_with("x-") {
                            it.clone()
                        } else {
                            self.response(it, &produces)
                        };
                        Some((key.clone(), converted))
                    });
                    out.push(key, converted);
                }
                "security" => out.push(key, self.security(node)),
                _ => out.push(key, node.clone()),
            }
        }
        if let Some(body) = body {
            out.set("requestBody", body);
        }
        if let Some(servers) = self.operation_servers(object.get("schemes")) {
            out.set("servers", servers);
        }
        out.into_node(operation.place)
    }

    /// The body or the form among an operation's parameters, its path's included unless it has its own of that name.
    fn request_body(
        &mut self,
        own: &'a [Node],
        shared: &'a [Node],
        consumes: &[Node],
        place: Place,
    ) -> Option<Node> {
        let own: Vec<&Node> = own.iter().map(|it| self.parameter_target(it)).collect();
        let overridden: HashSet<_> = own.iter().map(|it| name_and_location(it)).collect();
        let (bodies, fields): (Vec<&Node>, Vec<&Node>) = shared
            .iter()
            .map(|it| self.parameter_target(it))
            .filter(|it| is_body(it) && !overridden.contains(&name_and_location(it)))
            .chain(own.iter().copied().filter(|it| is_body(it)))
            .partition(|it| it.get("in").and_then(Node::as_str) == Some("body"));
        if bodies.len() > 1 || (!bodies.is_empty() && !fields.is_empty()) {
            self.warn(
                code::DUPLICATE_PARAMETER,
                place,
                "an operation has either one `in: body` parameter or a form",
                "the first `in: body` parameter is taken",
            );
        }
        match bodies.first() {
            Some(body) => Some(self.body(body, consumes)),
            None if fields.is_empty() => None,
            None => Some(self.form(&fields, consumes)),
        }
    }

    fn body(&mut self, parameter: &Node, consumes: &[Node]) -> Node {
        self.check_fields(parameter, SpecObject::BodyParameter);
        let schema = match parameter.get("schema") {
            Some(schema) => self.schema(schema),
            None => Node::object(Vec::new(), parameter.place),
        };
        let mut content = Members::default();
        for media_type in self.offered(consumes, "application/json", parameter.place) {
            let mut entry = Members::default();
            entry.set("schema", schema.clone());
            content.set_at(&media_type, entry.into_node(media_type.place));
        }
        let mut out = Members::default();
        out.copy(parameter, "description");
        out.copy(parameter, "required");
        out.set("content", content.into_node(parameter.place));
        out.copy_extensions(parameter);
        out.into_node(parameter.place)
    }

    fn form(&mut self, fields: &[&Node], consumes: &[Node]) -> Node {
        const MULTIPART: &str = "multipart/form-data";
        let place = fields[0].place;
        const PAIRS: &str = "application/x-www-form-urlencoded";
        let consumed = |name| consumes.iter().any(|it| it.as_str() == Some(name));
        // A form may come in either way, unless there is a file in it.
        let has_file = fields
            .iter()
            .any(|it| it.get("type").and_then(Node::as_str) == Some("file"));
        let names: &[&str] = match (consumed(MULTIPART), consumed(PAIRS)) {
            (true, true) if !has_file => &[PAIRS, MULTIPART],
            (true, _) => &[MULTIPART],
            (false, _) => &[PAIRS],
        };
        let (mut properties, mut encoding) = (Members::default(), Members::default());
        let mut required = Vec::new();
        for field in fields {
            let Some(name) = field.get("name").filter(|it| it.as_str().is_some()) else {
                self.warn(
                    code::MISSING_FIELD,
                    field.place,
                    "a field of a form without a name; it is left out",
                    "write `name:`",
                );
                continue;
            };
            self.check_fields(field, SpecObject::FormField);
            self.tell_of_empty(field);
            properties.set_at(name, self.field(field));
            if is_true(field.get("required")) {
                required.push(name.clone());
            }
            if let Some(layout) = layout(field) {
                encoding.set_at(name, layout.into_node(field.place));
            }
        }
        let any_required = !required.is_empty();
        let mut schema = Members::default();
        schema.set("type", Node::string("object", place));
        schema.set("properties", properties.into_node(place));
        if any_required {
            schema.set("required", Node::array(required, place));
        }
        let mut entry = Members::default();
        entry.set("schema", schema.into_node(place));
        if !encoding.is_empty() {
            entry.set("encoding", encoding.into_node(place));
        }
        let entry = entry.into_node(place);
        let mut content = Members::default();
        for name in names {
            content.set(name, entry.clone());
        }
        let mut out = Members::default();
        if any_required {
            out.set("required", Node::new(Value::Bool(true), place));
        }
        out.set("content", content.into_node(place));
        out.into_node(place)
    }

    /// One field of a form, as a property.
    fn field(&mut self, parameter: &Node) -> Node {
        let mut out = Members::default();
        out.copy(parameter, "description");
        if let Some(example) = parameter.get("x-example") {
            out.set("example", example.clone());
        }
        self.value_keywords(parameter, &mut out);
        out.copy_extensions(parameter);
        out.into_node(parameter.place)
    }

    /// The media types of a list, or the one that stands in where it is empty.
    pub(super) fn offered(&mut self, list: &[Node], default: &str, place: Place) -> Vec<Node> {
        if list.is_empty() {
            return vec![Node::string(default, place)];
        }
        if self.contents > 0 && self.contents <= list.len() {
            let message = format!(
                "`consumes` and `produces`, written out for each body and response, have more than {MAX_CONTENTS} media types"
            );
            self.sink.push(
                Diagnostic::error(code::TOO_LARGE, place, "", message)
                    .with_help("name fewer for the document, and others where they are meant"),
            );
        }
        self.contents = self.contents.saturating_sub(list.len());
        if self.contents == 0 {
            return vec![list[0].clone()];
        }
        list.to_vec()
    }
}

pub(super) fn is_body(parameter: &Node) -> bool {
    matches!(
        parameter.get("in").and_then(Node::as_str),
        Some("body" | "formData")
    )
}

/// What identifies a parameter.
fn name_and_location(parameter: &Node) -> (Option<&str>, Option<&str>) {
    let text = |field| parameter.get(field).and_then(Node::as_str);
    (text("name"), text("in"))
}

impl Converter<'_> {
    /// Tells of a field of a form whose empty text would stand for no value: no schema says so.
    fn tell_of_empty(&mut self, field: &Node) {
        let entry = field.as_object().and_then(|it| it.entry("allowEmptyValue"));
        let Some((key, _)) = entry.filter(|(_, it)| is_true(Some(it))) else {
            return;
        };
        let message = "`allowEmptyValue` of a form is not supported yet; an empty text is a value like others";
        let finding = Diagnostic::note(code::UNSUPPORTED, key.place, "", message);
        self.sink.push(finding.with_help("nothing has to change"));
    }
}

fn is_true(node: Option<&Node>) -> bool {
    node.and_then(Node::as_bool) == Some(true)
}

/// The strings of `consumes` or `produces`, each once; a lone string counts as a list of one.
pub(super) fn media_types(node: Option<&Node>) -> Option<Arc<[Node]>> {
    let node = node?;
    if node.as_str().is_some() {
        return Some([node.clone()].into());
    }
    let mut seen = HashSet::new();
    let list = node
        .as_array()?
        .iter()
        .filter(|it| it.as_str().is_some_and(|name| seen.insert(name.to_owned())))
        .cloned()
        .collect();
    Some(list)
}

/// Whether a field of a path item holds an operation.
pub(in crate::load) fn is_method(name: &str) -> bool {
    let row = SpecObject::PathItem.rows(name).first();
    row.is_some_and(|it| it.shape == Shape::Object(SpecObject::Operation))
}
