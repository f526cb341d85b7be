//! Parameters and headers: what carries a value, and how it is written there.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::resolver::Resolver;
use crate::catalogue as code;
use crate::diagnostic::{printable, shown};
use crate::model::{Dialect, Header, Parameter, ParameterIn, ParameterShape, Style, is_token};
use crate::node::{Node, Object, pointer_segment};
use crate::source::Place;
use crate::vocabulary::{IGNORED, SpecObject, exclusive};

impl Resolver<'_> {
    /// `parameters` of a path item or of an operation, each once.
    pub(super) fn parameters(&mut self, object: &Object, pointer: &str) -> Vec<Parameter> {
        let mut parameters: Vec<Parameter> = Vec::new();
        let mut seen: HashMap<(ParameterIn, Arc<str>), Arc<str>> = HashMap::new();
        for (index, node) in self.array(object, "parameters").iter().enumerate() {
            let Some(parameter) = self.parameter(node, &format!("{pointer}/parameters/{index}"))
            else {
                continue;
            };
            let location = parameter.location;
            let compared = location.compared(&parameter.name);
            if let Some(first) = seen.get(&(location, compared.clone())) {
                let name = printable(&parameter.name);
                let why = match *first == parameter.name {
                    true => "",
                    false => ", in other case, which headers do not differ in",
                };
                let message = format!(
                    "the {} parameter `{name}` stands here twice{why}",
                    location.as_str()
                );
                self.warn(
                    code::DUPLICATE_PARAMETER,
                    node.place,
                    message,
                    "take one of the two away",
                );
                continue;
            }
            seen.insert((location, compared), parameter.name.clone());
            parameters.push(parameter);
        }
        self.report_repeated_query(&parameters);
        parameters
    }

    /// Warns of parameters beside one that is the whole query string (OpenAPI 3.2.0, section 4.12.1).
    pub(super) fn report_repeated_query(&mut self, parameters: &[Parameter]) {
        let in_query =
            |it: &&Parameter| matches!(it.location, ParameterIn::Query | ParameterIn::Querystring);
        let mut all = parameters.iter().filter(in_query);
        let Some(whole) = (all.clone()).find(|it| it.location == ParameterIn::Querystring) else {
            return;
        };
        if let Some(other) = all.find(|it| it.place != whole.place) {
            let message = format!(
                "`{}` is the whole query string, so there is none for `{}`",
                printable(&whole.name),
                printable(&other.name)
            );
            let help = "describe it in the schema of the query string, or each part `in: query`";
            let place = whole.place.max(other.place);
            self.warn(code::REPEATED_QUERY, place, message, help);
        }
    }

    /// Warns of a name that cannot stand where it travels.
    fn check_name(&mut self, name: &str, location: ParameterIn, place: Place) {
        let (what, may) = match location {
            ParameterIn::Header => ("header", "letters, digits and hyphens"),
            ParameterIn::Cookie => ("cookie", "letters, digits and hyphens"),
            ParameterIn::Path => ("path parameter", "a name without braces"),
            ParameterIn::Query | ParameterIn::Querystring => return,
        };
        let is_wrong = match location {
            ParameterIn::Path => name.contains(['{', '}']),
            _ => !is_token(name),
        };
        if is_wrong {
            let message = format!("no {what} can be called `{}`", printable(name));
            self.warn(code::WRONG_NAME, place, message, format!("write {may}"));
        }
    }

    /// Warns of what stands beside `content`, or of that where it stands beside `schema`.
    fn report_beside_content(&mut self, object: &Object, is_content: bool) {
        let (field, excluded): (_, &[&str]) = match is_content {
            true => ("content", &["style", "explode", "allowReserved"]),
            false => ("schema", &["content"]),
        };
        for name in excluded {
            if let Some((key, _)) = object.entry(name) {
                self.sink.push(exclusive(field, key, IGNORED));
            }
        }
    }

    /// Warns of fields that have no effect where a parameter travels.
    fn check_location(&mut self, object: &Object, location: ParameterIn, style: Style) {
        let dialect = self.api.dialect;
        let is_32 = dialect >= Dialect::OpenApi32;
        let is_encoded = match location {
            ParameterIn::Query => true,
            ParameterIn::Path => is_32,
            ParameterIn::Cookie => is_32 && style == Style::Form,
            ParameterIn::Header | ParameterIn::Querystring => false,
        };
        let mut without_effect = Vec::new();
        let is_told = object.get("content").is_some() && object.get("schema").is_none();
        let is_told = is_told && location != ParameterIn::Querystring;
        if !(is_encoded || is_told) {
            without_effect.push("allowReserved");
        }
        if location != ParameterIn::Query {
            without_effect.push("allowEmptyValue");
        }
        if location == ParameterIn::Querystring {
            without_effect.extend(["schema", "style", "explode"]);
        }
        for field in without_effect {
            let Some((key, node)) = object.entry(field) else {
                continue;
            };
            // What says no more than is so anyway.
            if node.as_bool() == Some(false) && field == "allowEmptyValue" {
                continue;
            }
            let message = format!("`{field}` has no effect beside `in: {}`", location.as_str());
            self.warn(code::EXCLUSIVE_FIELDS, key.place, message, "take it away");
        }
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
            Some("querystring") => ParameterIn::Querystring,
            _ => {
                let found = object.get("in").map_or("nothing".to_owned(), shown);
                let also = match self.document.dialect >= Dialect::OpenApi32 {
                    true => "`query`, `querystring`",
                    false => "`query`",
                };
                let message =
                    format!("`in` must be `path`, {also}, `header` or `cookie`, found {found}");
                let place = object.get("in").unwrap_or(node).place;
                self.error(code::WRONG_VALUE, place, message, "write `in: query`");
                return None;
            }
        };
        let name_place = object.get("name").unwrap_or(node).place;
        self.check_name(&name, location, name_place);
        if location == ParameterIn::Querystring && object.get("content").is_none() {
            let message = "a parameter `in: querystring` without `content`";
            let help = "write `content:`, and below it `application/x-www-form-urlencoded:` with a `schema`";
            self.error(code::MISSING_FIELD, node.place, message, help);
            return None;
        }
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
        let shape = self.parameter_shape(object, node.place, location, pointer);
        let style = match shape {
            ParameterShape::Schema { style, .. } => style,
            ParameterShape::Content(_) => location.usual_style(),
        };
        self.check_location(object, location, style);
        let parameter = Parameter {
            location,
            // A path without the value of a parameter is another path.
            required: required || location == ParameterIn::Path,
            description: self.text_of(&target, "description"),
            deprecated: self.boolean(object, "deprecated"),
            allow_empty: self.boolean(object, "allowEmptyValue"),
            shape,
            examples: self.examples(object),
            extensions: self.extensions(object),
            pointer: pointer.clone(),
            place: node.place,
            name,
        };
        if parameter.is_described_elsewhere(self.api.dialect) {
            self.tell_of_ignored_header(&parameter.name, name_place);
        }
        Some(parameter)
    }

    /// Tells of a header that is not described as a parameter, but by what else the document says.
    fn tell_of_ignored_header(&mut self, name: &str, place: Place) {
        let message = format!(
            "the header `{}` is no parameter; this one is ignored",
            printable(name)
        );
        let is_2 = self.api.dialect == Dialect::Swagger2;
        let help = match (name.to_ascii_lowercase().as_str(), is_2) {
            ("accept", true) => "take it away: callers choose among the media types in `produces`",
            ("accept", false) => {
                "take it away: callers choose among the media types in `content` of the responses"
            }
            ("content-type", true) => {
                "take it away: the media types in `consumes` say which there are"
            }
            ("content-type", false) => {
                "take it away: the media types in `content` of the body say which there are"
            }
            _ => "take it away, and describe what it holds in `securitySchemes`",
        };
        self.warn(code::IGNORED_HEADER, place, message, help);
    }

    /// `schema` with its style, or `content`.
    fn parameter_shape(
        &mut self,
        object: &Object,
        place: Place,
        location: ParameterIn,
        pointer: &str,
    ) -> ParameterShape {
        let is_content = object.get("schema").is_none() || location == ParameterIn::Querystring;
        if location != ParameterIn::Querystring && object.get("content").is_some() {
            self.report_beside_content(object, is_content);
        }
        if let Some(content) = object.get("content").filter(|_| is_content) {
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
            None => style.explodes(),
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
        let default = location.usual_style();
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
                ParameterIn::Cookie if dialect >= Dialect::OpenApi32 => "write `form` or `cookie`",
                ParameterIn::Cookie => "write `form`",
                ParameterIn::Querystring => "take it away: the media type below `content` says it",
            };
            self.warn(code::WRONG_VALUE, node.place, message, help);
        }
        found.unwrap_or(default)
    }

    pub(super) fn headers(&mut self, object: &Object, pointer: &str) -> Vec<Header> {
        let Some(headers) = self.map(object, "headers") else {
            return Vec::new();
        };
        let mut seen = HashSet::new();
        headers
            .iter()
            .filter_map(|(key, node)| {
                let name = ParameterIn::Header.compared(&key.text);
                if &*name == "content-type" {
                    let message = format!("`{}` among the headers is ignored", printable(&key.text));
                    let help = match self.api.dialect {
                        Dialect::Swagger2 => "take it away: the media types in `produces` say which there are",
                        _ => "take it away: the media types in `content` say which there are",
                    };
                    self.warn(code::IGNORED_HEADER, key.place, message, help);
                    return None;
                }
                if !seen.insert(name) {
                    let message = format!("the header `{}` stands here twice, in other case, which headers do not differ in", printable(&key.text));
                    self.warn(code::DUPLICATE_PARAMETER, node.place, message, "take one of the two away");
                    return None;
                }
                self.check_name(&key.text, ParameterIn::Header, key.place);
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
            description: self.text_of(&target, "description"),
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
        ("form", ParameterIn::Query | ParameterIn::Cookie) => Style::Form,
        ("cookie", ParameterIn::Cookie) if dialect >= Dialect::OpenApi32 => Style::Cookie,
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
