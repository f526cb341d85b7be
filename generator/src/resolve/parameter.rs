//! Parameters and headers: what carries a value, and how it is written there.

use std::collections::HashSet;
use std::sync::Arc;

use super::resolver::Resolver;
use crate::catalogue as code;
use crate::diagnostic::{printable, shown};
use crate::model::{Dialect, Header, Parameter, ParameterIn, ParameterShape, Style};
use crate::node::{Node, Object, pointer_segment};
use crate::source::Place;
use crate::vocabulary::SpecObject;

impl Resolver<'_> {
    /// `parameters` of a path item or of an operation, each once.
    pub(super) fn parameters(&mut self, object: &Object, pointer: &str) -> Vec<Parameter> {
        let mut parameters: Vec<Parameter> = Vec::new();
        let mut seen = HashSet::new();
        for (index, node) in self.array(object, "parameters").iter().enumerate() {
            let Some(parameter) = self.parameter(node, &format!("{pointer}/parameters/{index}"))
            else {
                continue;
            };
            if !seen.insert((parameter.location, parameter.name.clone())) {
                let name = printable(&parameter.name);
                let message = format!(
                    "the {} parameter `{name}` stands here twice",
                    parameter.location.as_str()
                );
                self.warn(
                    code::DUPLICATE_PARAMETER,
                    node.place,
                    message,
                    "take one of the two away",
                );
                continue;
            }
            parameters.push(parameter);
        }
        parameters
    }

    pub(super) fn parameter(&mut self, node: &Node, pointer: &str) -> Option<Parameter> {
        let target = self.target(node, pointer, "parameters")?;
        let (node, pointer) = (&target.node, &target.pointer);
        let object = self.object(node, "a parameter")?;
        self.check_fields(object, SpecObject::Parameter);
        let Some(name) = self.shared_string(object, "name") else {
            self.error(
                code::MISSING_FIELD,
                node.place,
                "a parameter without a name",
                "write `name:`",
            );
            return None;
        };
        let location = match object.get("in").and_then(Node::as_str) {
            Some("path") => ParameterIn::Path,
            Some("query") => ParameterIn::Query,
            Some("header") => ParameterIn::Header,
            Some("cookie") => ParameterIn::Cookie,
            Some("querystring") => {
                let message = "`in: querystring` is not supported yet; the parameter is left out";
                self.warn(
                    code::UNSUPPORTED,
                    node.place,
                    message,
                    "describe each part as a parameter `in: query`",
                );
                return None;
            }
            _ => {
                let found = object.get("in").map_or("nothing".to_owned(), shown);
                let message =
                    format!("`in` must be `path`, `query`, `header` or `cookie`, found {found}");
                let place = object.get("in").unwrap_or(node).place;
                self.error(code::WRONG_VALUE, place, message, "write `in: query`");
                return None;
            }
        };
        let required = self.boolean(object, "required");
        if location == ParameterIn::Path && !required {
            let message = format!("the path parameter `{}` is not required", printable(&name));
            self.warn(
                code::OPTIONAL_PATH_PARAMETER,
                node.place,
                message,
                "write `required: true`",
            );
        }
        Some(Parameter {
            location,
            // A path without the value of a parameter is another path.
            required: required || location == ParameterIn::Path,
            description: self.string(object, "description"),
            deprecated: self.boolean(object, "deprecated"),
            allow_empty: self.boolean(object, "allowEmptyValue"),
            shape: self.parameter_shape(object, node.place, location, pointer),
            examples: self.examples(object),
            extensions: self.extensions(object),
            pointer: pointer.clone(),
            place: node.place,
            name,
        })
    }

    /// `schema` with its style, or `content`.
    fn parameter_shape(
        &mut self,
        object: &Object,
        place: Place,
        location: ParameterIn,
        pointer: &str,
    ) -> ParameterShape {
        if let Some(content) = object
            .get("content")
            .filter(|_| object.get("schema").is_none())
        {
            let mut media_types = self.content_map(content, &format!("{pointer}/content"));
            if let [_, second, ..] = &media_types[..] {
                let message =
                    "the `content` of a parameter must have one media type, found another";
                let help = "the first one is taken; take the others away";
                self.warn(code::WRONG_VALUE, second.place, message, help);
            }
            if !media_types.is_empty() {
                return ParameterShape::Content(Box::new(media_types.swap_remove(0)));
            }
        }
        let schema = match object.get("schema") {
            Some(schema) => self.schema(schema, &format!("{pointer}/schema")),
            None => {
                let message =
                    "a parameter or header with neither `schema` nor `content` may be anything";
                self.warn(
                    code::MISSING_FIELD,
                    place,
                    message,
                    "write `schema:` with a `type`",
                );
                self.implied_schema(place, &format!("{pointer}/schema"))
            }
        };
        let style = self.style(object, location);
        let explode = match object.get("explode") {
            Some(_) => self.boolean(object, "explode"),
            None => style == Style::Form,
        };
        ParameterShape::Schema {
            style,
            explode,
            allow_reserved: self.boolean(object, "allowReserved"),
            schema,
        }
    }

    /// `style`, or the default for the location (OpenAPI 3.0.4, section 4.7.12.2.1).
    pub(super) fn style(&mut self, object: &Object, location: ParameterIn) -> Style {
        let default = match location {
            ParameterIn::Query | ParameterIn::Cookie => Style::Form,
            ParameterIn::Path | ParameterIn::Header => Style::Simple,
        };
        let Some(node) = object.get("style").filter(|it| !it.is_null()) else {
            return default;
        };
        let dialect = self.api.dialect;
        let found = node.as_str();
        let found = found.and_then(|name| style_named(name, location, dialect));
        if found.is_none() {
            let message = format!(
                "{} is no style of a {} parameter",
                shown(node),
                location.as_str()
            );
            let help = match location {
                ParameterIn::Path => "write `simple`, `label` or `matrix`",
                ParameterIn::Query => {
                    "write `form`, `spaceDelimited`, `pipeDelimited` or `deepObject`"
                }
                ParameterIn::Header => "write `simple`",
                ParameterIn::Cookie => "write `form`",
            };
            self.warn(code::WRONG_VALUE, node.place, message, help);
        }
        found.unwrap_or(default)
    }

    pub(super) fn headers(&mut self, object: &Object, pointer: &str) -> Vec<Header> {
        let Some(headers) = self.map(object, "headers") else {
            return Vec::new();
        };
        let described = headers
            .iter()
            .filter(|(key, _)| !key.text.eq_ignore_ascii_case("content-type"));
        described
            .filter_map(|(key, node)| {
                self.header(
                    &key.text,
                    node,
                    &format!("{pointer}/headers/{}", pointer_segment(&key.text)),
                )
            })
            .collect()
    }

    pub(super) fn header(&mut self, name: &Arc<str>, node: &Node, pointer: &str) -> Option<Header> {
        let target = self.target(node, pointer, "headers")?;
        let (node, pointer) = (&target.node, &target.pointer);
        let object = self.object(node, "a header")?;
        self.check_fields(object, SpecObject::Header);
        Some(Header {
            name: name.clone(),
            description: self.string(object, "description"),
            required: self.boolean(object, "required"),
            deprecated: self.boolean(object, "deprecated"),
            shape: self.parameter_shape(object, node.place, ParameterIn::Header, pointer),
            examples: self.examples(object),
            extensions: self.extensions(object),
            place: node.place,
        })
    }
}

fn style_named(name: &str, location: ParameterIn, dialect: Dialect) -> Option<Style> {
    Some(match (name, location) {
        ("matrix", ParameterIn::Path) => Style::Matrix,
        ("label", ParameterIn::Path) => Style::Label,
        ("simple", ParameterIn::Path | ParameterIn::Header) => Style::Simple,
        ("form", ParameterIn::Query | ParameterIn::Cookie) | ("cookie", ParameterIn::Cookie) => {
            Style::Form
        }
        ("spaceDelimited", ParameterIn::Query) => Style::SpaceDelimited,
        ("pipeDelimited", ParameterIn::Query) => Style::PipeDelimited,
        // What `collectionFormat` became may stand anywhere.
        ("spaceDelimited", _) if dialect == Dialect::Swagger2 => Style::SpaceDelimited,
        ("pipeDelimited", _) if dialect == Dialect::Swagger2 => Style::PipeDelimited,
        ("deepObject", ParameterIn::Query) => Style::DeepObject,
        ("tabDelimited", ParameterIn::Query | ParameterIn::Path | ParameterIn::Header) => {
            Style::TabDelimited
        }
        _ => return None,
    })
}
