//! Schemas of Swagger 2.0 and references → those of OpenAPI 3.0.

use super::converter::Converter;
use crate::load::members::{Members, map_items, map_members};
use crate::node::{Node, Object};
use crate::source::Place;
use crate::vocabulary::SpecObject;

impl<'a> Converter<'a> {
    pub(super) fn schema(&mut self, schema: &Node) -> Node {
        if schema.get("$ref").is_some_and(|it| it.as_str().is_some()) {
            return self.reference(schema);
        }
        let Some(object) = schema.as_object() else {
            return schema.clone();
        };
        if object.iter().all(|(key, node)| stays(&key.text, node)) {
            return schema.clone();
        }
        let identity = std::ptr::from_ref(object).cast::<u8>();
        if let Some(converted) = self.converted.get(&identity) {
            return converted.clone();
        }
        self.check_fields(schema, SpecObject::Schema);
        let converted = self.converted_schema(object, schema.place);
        self.converted.insert(identity, converted.clone());
        converted
    }

    fn converted_schema(&mut self, object: &Object, place: Place) -> Node {
        let mut out = Members::with_capacity(object.len() + 1);
        for (key, node) in object.iter() {
            match &*key.text {
                "default" | "example" => out.push(key, node.clone()),
                _ if node.is_null() && !key.text.starts_with("x-") => {}
                "properties" => {
                    let converted =
                        map_members(node, |key, it| Some((key.clone(), self.schema(it))));
                    out.push(key, converted);
                }
                "items" => out.push(key, self.items(node)),
                "additionalProperties" | "not" => out.push(key, self.schema(node)),
                "allOf" | "anyOf" | "oneOf" => {
                    out.push(key, map_items(node, |it| Some(self.schema(it))));
                }
                "x-anyOf" | "x-oneOf" => {
                    let converted = map_items(node, |it| Some(self.schema(it)));
                    out.replace(&key.text[2..], converted);
                }
                "x-not" => {
                    let converted = self.schema(node);
                    out.replace("not", converted);
                }
                "x-nullable" if node.as_bool().is_some() => out.replace("nullable", node.clone()),
                "discriminator" if node.as_str().is_some() => {
                    let mut converted = Members::default();
                    converted.set("propertyName", node.clone());
                    out.push(key, converted.into_node(node.place));
                }
                "discriminator" => out.push(key, self.discriminator(node)),
                // `required: true` on a property is draft 3; it says nothing in Swagger 2.0.
                "required" if node.as_bool().is_some() => {}
                "type" if node.as_str() == Some("file") => {
                    out.replace("type", Node::string("string", node.place));
                    out.replace("format", Node::string("binary", node.place));
                }
                _ => out.push(key, node.clone()),
            }
        }
        if out.has_text("type", "array") && !out.has("items") {
            self.warn_of_items(object.get("type").map_or(place, |it| it.place));
            out.set("items", Node::object(Vec::new(), place));
        }
        out.into_node(place)
    }

    /// `items` may be a list in JSON Schema draft 4; OpenAPI 3.0 has one schema.
    fn items(&mut self, items: &Node) -> Node {
        match items.as_array() {
            None => self.schema(items),
            Some([]) => Node::object(Vec::new(), items.place),
            Some([one]) => self.schema(one),
            Some(_) => {
                let mut any = Members::default();
                any.set("anyOf", map_items(items, |it| Some(self.schema(it))));
                any.into_node(items.place)
            }
        }
    }

    /// A discriminator in the manner of OpenAPI 3, as some write it here too: its mapping leads to definitions.
    fn discriminator(&self, discriminator: &Node) -> Node {
        map_members(discriminator, |key, node| {
            let converted = match &*key.text {
                "mapping" => map_members(node, |key, target| {
                    let converted = match target.as_str() {
                        Some(text) => match self.names.schemas.renamed(text) {
                            Some(name) => Node::string(name.clone(), target.place),
                            None => self.moved_reference(text, target),
                        },
                        None => target.clone(),
                    };
                    Some((key.clone(), converted))
                }),
                _ => node.clone(),
            };
            Some((key.clone(), converted))
        })
    }

    /// A Reference Object, with its target's new address.
    pub(super) fn reference(&mut self, reference: &Node) -> Node {
        map_members(reference, |key, node| {
            let converted = match (&*key.text, node.as_str()) {
                ("$ref", Some(target)) => self.moved_reference(target, node),
                _ => node.clone(),
            };
            Some((key.clone(), converted))
        })
    }

    /// A reference's target, with its new address. What names a file is followed where references are resolved.
    fn moved_reference(&self, target: &str, node: &Node) -> Node {
        let moved = target.strip_prefix('#').and_then(|it| self.names.moved(it));
        match moved {
            Some(pointer) => Node::string(format!("#{pointer}"), node.place),
            None => node.clone(),
        }
    }
}

/// Whether a member of a schema means the same in OpenAPI 3.0. A schema of such members alone, as most properties have
/// one, is what it was; what is not listed here is looked into.
fn stays(keyword: &str, value: &Node) -> bool {
    match keyword {
        "type" => value
            .as_str()
            .is_some_and(|it| it != "file" && it != "array"),
        "description" | "format" | "title" | "enum" | "pattern" | "minimum" | "maximum"
        | "minLength" | "maxLength" => !value.is_null(),
        "default" | "example" => true,
        _ => false,
    }
}
