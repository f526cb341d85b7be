//! The root object of a Swagger 2.0 document → the same API in the shape of OpenAPI 3.0, every value at its own place.
//!
//! Follows the rules of swagger2openapi where the specification leaves a choice, so that what users know from the
//! usual tool chain is what they get here: a body is offered in every type of `consumes`, a form is
//! `application/x-www-form-urlencoded` unless `multipart/form-data` is consumed, `application/json` and `*/*` stand in
//! where nothing is said. What is not of the kind expected at its place is passed through as it is; the stages that
//! follow report it.

mod converter;
mod names;
mod operation;
mod parameter;
mod response;
mod schema;
mod security;
mod server;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use crate::diagnostic::Sink;
use crate::node::{Key, Node};
use crate::vocabulary::SpecObject;

use super::members::{Members, map_members};
use converter::Converter;
pub use names::ComponentNames;
pub(super) use operation::is_method;
use operation::{MAX_CONTENTS, is_body, media_types};
use server::servers;

/// How many names are compared with misspelt ones, in all of a document.
const MAX_COMPARISONS: usize = 200_000;

/// Converts a document to OpenAPI 3.0, and gives the names that its components have then.
pub(super) fn convert(root: &Node, sink: &mut Sink) -> (Node, ComponentNames) {
    let names = ComponentNames::of(root);
    let Some(object) = root.as_object() else {
        return (root.clone(), names);
    };
    let mut converter = Converter {
        root,
        names: &names,
        consumes: media_types(root.get("consumes")).unwrap_or_default(),
        produces: media_types(root.get("produces")).unwrap_or_default(),
        sink,
        converted: HashMap::new(),
        contents: MAX_CONTENTS,
        comparisons: MAX_COMPARISONS,
    };
    converter.check_fields(root, SpecObject::Document);
    let mut out = Members::default();
    out.set("openapi", Node::string("3.0.0", root.place));
    for (key, node) in object.iter() {
        match &*key.text {
            "swagger"
            | "host"
            | "basePath"
            | "schemes"
            | "consumes"
            | "produces"
            | "definitions"
            | "parameters"
            | "responses"
            | "securityDefinitions"
            | "components" => {}
            "paths" => out.push(key, converter.paths(node)),
            "security" => out.push(key, converter.security(node)),
            _ => out.push(key, node.clone()),
        }
    }
    if let Some(servers) = servers(root) {
        out.set("servers", servers);
    }
    out.set("components", converter.components());
    (out.into_node(root.place), names)
}

impl Converter<'_> {
    fn components(&mut self) -> Node {
        let root = self.root;
        let mut out = Members::default();
        if let Some(parameters) = root.get("parameters") {
            let kept = map_members(parameters, |key, it| {
                // A body or a form is written out where it is used: `components/parameters` cannot hold it.
                (!is_body(it)).then(|| (self.names.parameters.key(key), self.parameter(it)))
            });
            out.set("parameters", kept);
        }
        if let Some(responses) = root.get("responses") {
            let produces = self.produces.clone();
            let converted = map_members(responses, |key, it| {
                Some((self.names.responses.key(key), self.response(it, &produces)))
            });
            out.set("responses", converted);
        }
        if let Some(schemes) = root.get("securityDefinitions") {
            let converted = map_members(schemes, |key, it| {
                Some((
                    self.names.security_schemes.key(key),
                    self.security_scheme(it),
                ))
            });
            out.set("securitySchemes", converted);
        }
        if let Some(definitions) = root.get("definitions") {
            out.set("schemas", self.definitions(definitions));
        }
        // Of OpenAPI 3, which is reported; what is declared in the manner of 2.0 comes first.
        let others = root.get("components").and_then(Node::as_object);
        for (key, node) in others.into_iter().flat_map(|it| it.iter()) {
            match out.get(&key.text) {
                None => out.push(key, node.clone()),
                Some(section) => {
                    let both = joined(section, node);
                    out.replace(&key.text, both);
                }
            }
        }
        out.into_node(root.place)
    }

    /// The definitions as schemas; as in swagger2openapi those whose names had to be changed come last.
    fn definitions(&mut self, definitions: &Node) -> Node {
        let Some(object) = definitions.as_object() else {
            return definitions.clone();
        };
        let (mut kept, mut renamed) = (Vec::new(), Vec::new());
        for (key, it) in object.iter() {
            let schema = self.schema(it);
            match self.names.schemas.renamed(&key.text) {
                None => kept.push((key.clone(), schema)),
                Some(name) => renamed.push((Key::new(name.clone(), key.place), schema)),
            }
        }
        kept.append(&mut renamed);
        Node::object(kept, definitions.place)
    }
}

/// The members of both objects; of two with one name the first.
fn joined(one: &Node, other: &Node) -> Node {
    let mut out = Members::default();
    for node in [one, other] {
        let members = node.as_object().into_iter().flat_map(|it| it.iter());
        members.for_each(|(key, node)| out.push(key, node.clone()));
    }
    out.into_node(one.place)
}
