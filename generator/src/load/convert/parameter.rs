//! Parameters and headers of Swagger 2.0, whose schema stands among their own fields → those of OpenAPI 3.

use super::converter::Converter;
use super::names::segment_name;
use crate::catalogue as code;
use crate::load::members::Members;
use crate::model::Dialect;
use crate::node::{Node, Value};
use crate::source::Place;
use crate::vocabulary::{Lookup, SpecObject, Versions};

impl<'a> Converter<'a> {
    /// A parameter that is no body, or a `$ref` to one.
    pub(super) fn parameter(&mut self, parameter: &Node) -> Node {
        if parameter.get("$ref").is_some() {
            return self.reference(parameter);
        }
        let Some(object) = parameter.as_object() else {
            return parameter.clone();
        };
        self.check_fields(parameter, SpecObject::Parameter);
        let mut out = Members::default();
        for (key, node) in object.iter() {
            match &*key.text {
                "collectionFormat" | "x-example" | "x-deprecated" | "schema" => {}
                keyword if describes_value(keyword) => {}
                _ if node.is_null() => {}
                _ => out.push(key, node.clone()),
            }
        }
        if let Some(it) = object.get("x-deprecated") {
            out.set("deprecated", it.clone());
        }
        if let Some(it) = object.get("x-example") {
            out.set("example", it.clone());
        }
        if let Some(layout) = layout(parameter) {
            out.append(layout);
        }
        let schema = self.value_schema(parameter);
        out.set("schema", schema);
        out.into_node(parameter.place)
    }

    pub(super) fn header(&mut self, header: &Node) -> Node {
        let Some(object) = header.as_object() else {
            return header.clone();
        };
        self.check_fields(header, SpecObject::Header);
        let mut out = Members::default();
        for (key, node) in object.iter() {
            match &*key.text {
                "collectionFormat" | "schema" => {}
                keyword if describes_value(keyword) => {}
                _ if node.is_null() => {}
                _ => out.push(key, node.clone()),
            }
        }
        let schema = self.value_schema(header);
        out.set("schema", schema);
        out.into_node(header.place)
    }

    /// The schema of a parameter or header, from the keywords beside its name.
    fn value_schema(&mut self, of: &Node) -> Node {
        let mut schema = Members::default();
        if let Some(it) = of.get("schema").and_then(Node::as_object) {
            for (key, node) in it.iter() {
                schema.push(key, node.clone());
            }
        }
        self.value_keywords(of, &mut schema);
        if schema.is_empty() {
            self.warn(
                code::MISSING_FIELD,
                of.place,
                "a parameter or header without a `type`; a string is assumed",
                "write `type: string`, or what it is",
            );
            schema.set("type", Node::string("string", of.place));
        }
        schema.into_node(of.place)
    }

    pub(super) fn value_keywords(&mut self, of: &Node, out: &mut Members) {
        let Some(object) = of.as_object() else { return };
        for (key, node) in object.iter() {
            match &*key.text {
                _ if node.is_null() => {}
                "type" if node.as_str() == Some("file") => {
                    out.replace("type", Node::string("string", node.place));
                    out.replace("format", Node::string("binary", node.place));
                }
                // How arrays in arrays are laid out stays where it is: 3.0 has nothing for it.
                "items" => out.replace("items", self.schema(node)),
                keyword if describes_value(keyword) => {
                    out.replace(keyword, node.clone());
                }
                _ => {}
            }
        }
        if out.has_text("type", "array") && !out.has("items") {
            self.warn_of_items(of.get("type").unwrap_or(of).place);
            out.set("items", Node::object(Vec::new(), of.place));
        }
    }

    pub(super) fn warn_of_items(&mut self, place: Place) {
        let message = "an array that does not say what its `items` are";
        let help = "write `items:` with their schema; `items: {}` if they may be anything";
        self.warn(code::MISSING_FIELD, place, message, help);
    }

    /// The parameter that stands in `parameters`, or that a `$ref` there leads to.
    pub(super) fn parameter_target(&self, parameter: &'a Node) -> &'a Node {
        parameter
            .get("$ref")
            .and_then(Node::as_str)
            .and_then(|it| it.strip_prefix("#/parameters/"))
            .and_then(|name| self.root.get("parameters")?.get(&segment_name(name)))
            .unwrap_or(parameter)
    }
}

/// Whether a field of a parameter or header describes its value, and moves to its schema.
fn describes_value(name: &str) -> bool {
    match SpecObject::Parameter.lookup(name, Dialect::Swagger2) {
        Lookup::Here(field) => field.versions == Versions::V2 && name != "collectionFormat",
        // Not of the specification, and moved by swagger2openapi.
        _ => matches!(
            name,
            "minProperties" | "maxProperties" | "additionalProperties"
        ),
    }
}

/// `style` and `explode` for a `collectionFormat`.
pub(super) fn layout(parameter: &Node) -> Option<Members> {
    if parameter.get("type").and_then(Node::as_str) != Some("array") {
        return None;
    }
    let place = parameter.place;
    let location = parameter.get("in").and_then(Node::as_str);
    let format = parameter
        .get("collectionFormat")
        .and_then(Node::as_str)
        .unwrap_or("csv");
    let (style, explode) = match (format, location) {
        ("multi", _) => (None, Some(true)),
        ("ssv", _) => (Some("spaceDelimited"), Some(false)),
        ("pipes", _) => (Some("pipeDelimited"), Some(false)),
        ("tsv", _) => (Some("tabDelimited"), Some(false)),
        (_, Some("path" | "header")) => (Some("simple"), None),
        _ => (Some("form"), Some(false)),
    };
    let mut out = Members::default();
    if let Some(style) = style {
        out.set("style", Node::string(style, place));
    }
    if let Some(explode) = explode {
        out.set("explode", Node::new(Value::Bool(explode), place));
    }
    Some(out)
}
