//! Paths → [`Operation`]s, with what they inherit.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use indexmap::IndexMap;

use super::Reader;
use super::read::{printable, shown};
use crate::catalogue as code;
use crate::diagnostic::Diagnostic;
use crate::model::{
    Callback, Dialect, Encoding, Example, Header, Link, MediaType, Method, Operation, Parameter,
    ParameterIn, ParameterShape, RequestBody, Response, SecurityRequirement, Status, Style,
};
use crate::node::{Node, Object, Value, pointer_segment};
use crate::source::Place;

const PATH_ITEM: &[&str] = &[
    "summary",
    "description",
    "servers",
    "parameters",
    "get",
    "put",
    "post",
    "delete",
    "options",
    "head",
    "patch",
    "trace",
    "query",
    "additionalOperations",
];
const OPERATION: &[&str] = &[
    "tags",
    "summary",
    "description",
    "externalDocs",
    "operationId",
    "parameters",
    "requestBody",
    "responses",
    "callbacks",
    "deprecated",
    "security",
    "servers",
    "consumes",
    "produces",
    "schemes",
];
const PARAMETER: &[&str] = &[
    "name",
    "in",
    "description",
    "required",
    "deprecated",
    "allowEmptyValue",
    "style",
    "explode",
    "allowReserved",
    "schema",
    "content",
    "example",
    "examples",
];

/// Those of Swagger 2.0, where the keywords of its schema stand in a parameter or header itself, and what they are
/// raised to.
const PARAMETER_2: &[&str] = &[
    "name",
    "in",
    "description",
    "required",
    "allowEmptyValue",
    "collectionFormat",
    "type",
    "format",
    "items",
    "default",
    "enum",
    "pattern",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "uniqueItems",
    "multipleOf",
    "schema",
    "style",
    "explode",
    "deprecated",
    "example",
];
const RESPONSE: &[&str] = &["description", "headers", "content", "links", "summary"];
const RESPONSE_2: &[&str] = &["description", "headers", "schema", "examples", "content"];
const EXAMPLE: &[&str] = &[
    "summary",
    "description",
    "value",
    "externalValue",
    "dataValue",
    "serializedValue",
];
const ENCODING: &[&str] = &[
    "contentType",
    "headers",
    "style",
    "explode",
    "allowReserved",
    "encoding",
    "prefixEncoding",
    "itemEncoding",
];
const LINK: &[&str] = &[
    "operationRef",
    "operationId",
    "parameters",
    "requestBody",
    "description",
    "server",
];

/// How deep callbacks may stand in operations of callbacks.
const MAX_CALLBACK_DEPTH: usize = 4;

/// What the operations of one path share.
struct PathItem<'n> {
    path: Arc<str>,
    object: &'n Object,
    pointer: String,
    place: Place,
    parameters: Vec<Parameter>,
    depth: usize,
    /// Whether it stands in `paths`, or is what a reference there leads to.
    is_path: bool,
}

impl Reader<'_> {
    pub(super) fn operations(&mut self, root: &Object) {
        if let Some(paths) = self.map(root, "paths") {
            for (key, node) in paths.iter().filter(|(key, _)| !key.text.starts_with("x-")) {
                if !key.text.starts_with('/') {
                    let message = format!(
                        "a path begins with `/`, and this is `{}`",
                        printable(&key.text)
                    );
                    self.warn(
                        code::WRONG_PATH,
                        key.place,
                        message,
                        format!("write `/{}`", printable(&key.text)),
                    );
                }
                if !is_balanced(&key.text) {
                    let path = printable(&key.text);
                    let message = format!("the braces of `{path}` do not match");
                    let help = "write each parameter as `{name}`";
                    self.warn(code::WRONG_PATH, key.place, message, help);
                }
                self.path_places.insert(key.text.clone(), key.place);
                let pointer = format!("/paths/{}", pointer_segment(&key.text));
                let mut read = self.path_item(&key.text, node, &pointer, key.place, 0);
                self.api.operations.append(&mut read);
            }
        }
        for field in ["webhooks", "x-webhooks"] {
            let webhooks = match field {
                "webhooks" => self.map(root, field),
                _ => root.get(field).and_then(Node::as_object),
            };
            let Some(webhooks) = webhooks else { continue };
            for (key, node) in webhooks
                .iter()
                .filter(|(key, _)| !key.text.starts_with("x-"))
            {
                let pointer = format!("/{field}/{}", pointer_segment(&key.text));
                let mut read = self.path_item(&key.text, node, &pointer, key.place, 0);
                self.api.webhooks.append(&mut read);
            }
        }
        if let Some(components) = root.get("components").and_then(Node::as_object) {
            self.component_operations(components);
        }
        self.report_repeated_ids();
        self.report_colliding_paths();
    }

    /// Components that are no schemas, for their schemas and their findings.
    pub(super) fn component_parts(&mut self, components: &Object) {
        if let Some(map) = self.map(components, "parameters") {
            for (key, node) in map.iter() {
                self.parameter(
                    node,
                    &format!("/components/parameters/{}", pointer_segment(&key.text)),
                );
            }
        }
        if let Some(map) = self.map(components, "requestBodies") {
            for (key, node) in map.iter() {
                self.request_body(
                    node,
                    &format!("/components/requestBodies/{}", pointer_segment(&key.text)),
                );
            }
        }
        if let Some(map) = self.map(components, "responses") {
            for (key, node) in map.iter() {
                let pointer = format!("/components/responses/{}", pointer_segment(&key.text));
                self.response(Status::Default, key.place, node, &pointer);
            }
        }
        if let Some(map) = self.map(components, "examples") {
            for (key, node) in map.iter() {
                self.example(&key.text, node);
            }
        }
        self.links(components);
        if let Some(map) = self.map(components, "headers") {
            for (key, node) in map.iter() {
                self.header(
                    &key.text,
                    node,
                    &format!("/components/headers/{}", pointer_segment(&key.text)),
                );
            }
        }
    }

    /// Components that are operations, or have some. They come after the operations that use them, so that what is
    /// written inline in both is named after those.
    fn component_operations(&mut self, components: &Object) {
        if let Some(map) = self.map(components, "callbacks") {
            for (key, node) in map.iter() {
                let pointer = format!("/components/callbacks/{}", pointer_segment(&key.text));
                self.callback(node, &pointer, 0);
            }
        }
        if let Some(map) = self.map(components, "pathItems") {
            for (key, node) in map.iter() {
                let pointer = format!("/components/pathItems/{}", pointer_segment(&key.text));
                self.path_item(&key.text, node, &pointer, key.place, 1);
            }
        }
    }

    fn path_item(
        &mut self,
        path: &Arc<str>,
        node: &Node,
        pointer: &str,
        place: Place,
        depth: usize,
    ) -> Vec<Operation> {
        if node.is_null() {
            return Vec::new();
        }
        let Some(target) = self.target(node, pointer, "pathItems") else {
            return Vec::new();
        };
        let Some(object) = self.object(&target.node, "a path item") else {
            return Vec::new();
        };
        self.only(object, "path item", PATH_ITEM);
        let is_path = depth == 0 && pointer.starts_with("/paths/");
        let pointer = if target.node.place == node.place {
            pointer.to_owned()
        } else {
            target.pointer.to_string()
        };
        let parameters = self.parameters(object, &pointer);
        let item = PathItem {
            path: path.clone(),
            object,
            pointer,
            place,
            parameters,
            depth,
            is_path,
        };
        let mut operations = Vec::new();
        for (key, node) in object.iter() {
            let Some(method) = Method::ALL.into_iter().find(|it| it.as_str() == &*key.text) else {
                continue;
            };
            if let Some(operation) = self.operation(&item, method, key.place, node) {
                operations.push(operation);
            }
        }
        if let Some((key, _)) = object.entry("additionalOperations") {
            let message = "methods beyond those of the specification's table are not supported yet";
            self.warn(
                code::UNSUPPORTED,
                key.place,
                message,
                "these operations are left out",
            );
        }
        operations
    }

    fn operation(
        &mut self,
        item: &PathItem<'_>,
        method: Method,
        name: Place,
        node: &Node,
    ) -> Option<Operation> {
        let object = self.object(node, "an operation")?;
        self.only(object, "operation", OPERATION);
        let id = self.word(object, "operationId").filter(|it| !it.is_empty());
        if let Some(written) = object.get("operationId") {
            self.id_places.insert(node.place, written.place);
        }
        if item.depth == 0 && self.is_skipped(id.as_deref(), &method, &item.path, node.place) {
            return None;
        }
        let pointer = format!("{}/{}", item.pointer, method.as_str());
        let mut parameters = self.parameters(object, &pointer);
        let own: HashSet<(ParameterIn, Arc<str>)> = parameters
            .iter()
            .map(|it| (it.location, it.name.clone()))
            .collect();
        let inherited = item
            .parameters
            .iter()
            .filter(|it| !own.contains(&(it.location, it.name.clone())));
        parameters.extend(inherited.cloned());
        if item.is_path {
            self.check_path_parameters(item, &parameters);
        }
        let request_body = object
            .get("requestBody")
            .filter(|it| !it.is_null())
            .and_then(|it| self.request_body(it, &format!("{pointer}/requestBody")));
        if let (Some(body), Method::Get | Method::Head | Method::Delete) = (&request_body, &method)
        {
            let message = format!(
                "HTTP gives the body of a {} request no meaning",
                method.as_upper()
            );
            let name = object.entry("requestBody").map(|(key, _)| key.place);
            self.warn(
                code::BODY_NOT_EXPECTED,
                name.unwrap_or(body.place),
                message,
                "send it as parameters, or by POST",
            );
        }
        let security = self.operation_security(object, node.place);
        let mut servers = self.servers(object);
        if servers.is_empty() {
            servers = self.servers(item.object);
        }
        Some(Operation {
            id,
            path: item.path.clone(),
            tags: self.words(object, "tags"),
            summary: self.text(object, "summary"),
            description: self.text(object, "description"),
            path_summary: self.text(item.object, "summary"),
            path_description: self.text(item.object, "description"),
            deprecated: self.flag(object, "deprecated"),
            parameters,
            request_body,
            responses: self.responses(object, &pointer, name),
            callbacks: self.callbacks(object, &pointer, item.depth),
            security,
            servers,
            external_docs: self.external_docs(object),
            extensions: self.extensions(object),
            pointer: pointer.into(),
            place: node.place,
            method,
        })
    }

    /// The operation's own security, or else the document's.
    fn operation_security(&mut self, object: &Object, place: Place) -> Vec<SecurityRequirement> {
        if let Some(own) = self.security(object) {
            return own;
        }
        let each = |it: &SecurityRequirement| {
            1 + it
                .schemes
                .iter()
                .map(|(_, scopes)| 1 + scopes.len())
                .sum::<usize>()
        };
        let count = self.api.security.iter().flatten().map(each).sum();
        if !self.may_inline(count, place) {
            return Vec::new();
        }
        self.api.security.clone().unwrap_or_default()
    }

    /// Whether the settings leave this operation out, which is reported.
    fn is_skipped(&mut self, id: Option<&str>, method: &Method, path: &str, place: Place) -> bool {
        let config = self.config;
        let line = format!("{} {path}", method.as_upper());
        let found = config
            .skip
            .operations
            .iter()
            .position(|it| Some(it.as_str()) == id || *it == line);
        if let Some(index) = found {
            self.skipped.insert(index);
            let message = format!("`{}` is left out, as the settings ask", printable(&line));
            self.sink
                .push(Diagnostic::note(code::SKIPPED, place, "", message));
        }
        found.is_some()
    }

    pub(super) fn report_unused_skips(&mut self) {
        let config = self.config;
        for (index, name) in config.skip.operations.iter().enumerate() {
            if !self.skipped.contains(&index) {
                let message = format!(
                    "the settings leave out `{}`, which the document does not have",
                    printable(name)
                );
                let help = "name an operation by its operationId, or as `GET /path`";
                self.warn(
                    code::UNUSED_SETTING,
                    self.document.root.place,
                    message,
                    help,
                );
            }
        }
    }

    /// `parameters` of a path item or of an operation, each once.
    fn parameters(&mut self, object: &Object, pointer: &str) -> Vec<Parameter> {
        let mut parameters: Vec<Parameter> = Vec::new();
        let mut seen = HashSet::new();
        for (index, node) in self.list(object, "parameters").iter().enumerate() {
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

    fn parameter(&mut self, node: &Node, pointer: &str) -> Option<Parameter> {
        let target = self.target(node, pointer, "parameters")?;
        let (node, pointer) = (&target.node, &target.pointer);
        let object = self.object(node, "a parameter")?;
        self.only(object, "parameter", self.fields_of(PARAMETER, PARAMETER_2));
        let Some(name) = self.word(object, "name") else {
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
                let message = format!(
                    "a parameter is `in` path, query, header or cookie, and this says {found}"
                );
                let place = object.get("in").unwrap_or(node).place;
                self.error(code::WRONG_VALUE, place, message, "write `in: query`");
                return None;
            }
        };
        let required = self.flag(object, "required");
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
            description: self.text(object, "description"),
            deprecated: self.flag(object, "deprecated"),
            allow_empty: self.flag(object, "allowEmptyValue"),
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
                    "the `content` of a parameter has one media type, and this is another";
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
            Some(_) => self.flag(object, "explode"),
            None => style == Style::Form,
        };
        ParameterShape::Schema {
            style,
            explode,
            allow_reserved: self.flag(object, "allowReserved"),
            schema,
        }
    }

    /// `style`, or the default for the location (OpenAPI 3.0.4, section 4.7.12.2.1).
    fn style(&mut self, object: &Object, location: ParameterIn) -> Style {
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

    /// `example` and `examples` of a parameter, header or media type.
    fn examples(&mut self, object: &Object) -> Vec<Example> {
        let mut examples = Vec::new();
        if let Some(value) = object.get("example") {
            let value = Some(value.clone());
            examples.push(Example {
                name: None,
                summary: None,
                description: None,
                value,
                external: None,
            });
        }
        match object.get("examples").map(|it| &it.value) {
            None | Some(Value::Null) => {}
            Some(Value::Object(named)) => {
                for (key, node) in named.iter() {
                    examples.extend(self.example(&key.text, node));
                }
            }
            // As a schema of 3.1 has them.
            Some(Value::Array(values)) => examples.extend(values.iter().map(|value| Example {
                name: None,
                summary: None,
                description: None,
                value: Some(value.clone()),
                external: None,
            })),
            Some(_) => self.wrong_examples(object),
        }
        examples
    }

    fn example(&mut self, name: &Arc<str>, node: &Node) -> Option<Example> {
        let target = self.target(node, "", "examples")?;
        let fields = target.node.as_object();
        let is_example =
            |it: &&Object| it.get("value").is_some() || it.get("externalValue").is_some();
        if let Some(object) = fields.filter(is_example) {
            self.only(object, "example", EXAMPLE);
        }
        Some(Example {
            name: Some(name.clone()),
            summary: fields.and_then(|it| self.text(it, "summary")),
            description: fields.and_then(|it| self.text(it, "description")),
            // Many write the value itself where the specification has an Example Object.
            value: match target.node.get("value") {
                Some(value) => Some(value.clone()),
                None if target.node.get("externalValue").is_some() => None,
                None => Some(target.node.clone()),
            },
            external: fields.and_then(|it| self.text(it, "externalValue")),
        })
    }

    fn request_body(&mut self, node: &Node, pointer: &str) -> Option<RequestBody> {
        let target = self.target(node, pointer, "requestBodies")?;
        let (node, pointer) = (&target.node, &target.pointer);
        let object = self.object(node, "a request body")?;
        self.only(
            object,
            "request body",
            &["description", "content", "required"],
        );
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
            description: self.text(object, "description"),
            required: self.flag(object, "required"),
            content,
            extensions: self.extensions(object),
            pointer: pointer.clone(),
            place: node.place,
        })
    }

    fn content_map(&mut self, node: &Node, pointer: &str) -> Vec<MediaType> {
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
            let Some(target) = self.target(node, &pointer, "mediaTypes") else {
                continue;
            };
            let empty = Object::default();
            let object = match &target.node {
                it if it.is_null() => &empty,
                it => match self.object(it, "what a media type has") {
                    Some(object) => object,
                    None => continue,
                },
            };
            let known = [
                "schema",
                "example",
                "examples",
                "encoding",
                "itemSchema",
                "itemEncoding",
                "prefixEncoding",
            ];
            self.only(object, "media type object", &known);
            media_types.push(MediaType {
                name: key.text.clone(),
                schema: object
                    .get("schema")
                    .map(|it| self.schema(it, &format!("{pointer}/schema"))),
                item_schema: object
                    .get("itemSchema")
                    .map(|it| self.schema(it, &format!("{pointer}/itemSchema"))),
                examples: self.examples(object),
                encoding: self.encodings(object, &pointer),
                extensions: self.extensions(object),
                place: key.place,
            });
        }
        media_types
    }

    fn encodings(&mut self, object: &Object, pointer: &str) -> IndexMap<Arc<str>, Encoding> {
        let Some(encodings) = self.map(object, "encoding") else {
            return IndexMap::new();
        };
        let mut read = IndexMap::new();
        for (key, node) in encodings.iter() {
            let Some(object) = self.object(node, "an encoding object") else {
                continue;
            };
            self.only(object, "encoding object", ENCODING);
            let pointer = format!("{pointer}/encoding/{}", pointer_segment(&key.text));
            let style = object
                .get("style")
                .is_some()
                .then(|| self.style(object, ParameterIn::Query));
            let explode = match object.get("explode") {
                Some(_) => self.flag(object, "explode"),
                None => style.is_none_or(|it| it == Style::Form),
            };
            let encoding = Encoding {
                content_type: self.word(object, "contentType"),
                headers: self.headers(object, &pointer),
                style,
                explode,
                allow_reserved: self.flag(object, "allowReserved"),
            };
            read.insert(key.text.clone(), encoding);
        }
        read
    }

    fn responses(&mut self, object: &Object, pointer: &str, place: Place) -> Vec<Response> {
        let Some(responses) = self.map(object, "responses") else {
            if self.document.dialect != Dialect::OpenApi31 {
                self.warn(
                    code::NO_RESPONSE,
                    place,
                    "an operation without responses",
                    "write `responses:` with a status",
                );
            }
            return Vec::new();
        };
        let mut read = Vec::new();
        for (key, node) in responses
            .iter()
            .filter(|(key, _)| !key.text.starts_with("x-"))
        {
            let Some(status) = status(&key.text) else {
                let message = format!("`{}` is no status", printable(&key.text));
                self.error(
                    code::WRONG_STATUS,
                    key.place,
                    message,
                    "write one such as `200`, `4XX` or `default`",
                );
                continue;
            };
            let pointer = format!("{pointer}/responses/{}", pointer_segment(&key.text));
            read.extend(self.response(status, key.place, node, &pointer));
        }
        read
    }

    fn response(
        &mut self,
        status: Status,
        name: Place,
        node: &Node,
        pointer: &str,
    ) -> Option<Response> {
        let target = self.target(node, pointer, "responses")?;
        let is_here = target.node.place == node.place;
        let (node, pointer) = (&target.node, &target.pointer);
        let object = self.object(node, "a response")?;
        self.only(object, "response", self.fields_of(RESPONSE, RESPONSE_2));
        let description = self.text(object, "description");
        if description.is_none() {
            let message = "a response without a description";
            self.warn(
                code::MISSING_DESCRIPTION,
                if is_here { name } else { node.place },
                message,
                "write `description:`, even if it is empty",
            );
        }
        let content = match object.get("content").filter(|it| !it.is_null()) {
            Some(content) => self.content_map(content, &format!("{pointer}/content")),
            None => Vec::new(),
        };
        Some(Response {
            status,
            description: description.unwrap_or_default(),
            headers: self.headers(object, pointer),
            content,
            links: self.links(object),
            extensions: self.extensions(object),
            pointer: pointer.clone(),
            place: node.place,
        })
    }

    fn headers(&mut self, object: &Object, pointer: &str) -> Vec<Header> {
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

    fn header(&mut self, name: &Arc<str>, node: &Node, pointer: &str) -> Option<Header> {
        let target = self.target(node, pointer, "headers")?;
        let (node, pointer) = (&target.node, &target.pointer);
        let object = self.object(node, "a header")?;
        self.only(object, "header", self.fields_of(PARAMETER, PARAMETER_2));
        Some(Header {
            name: name.clone(),
            description: self.text(object, "description"),
            required: self.flag(object, "required"),
            deprecated: self.flag(object, "deprecated"),
            shape: self.parameter_shape(object, node.place, ParameterIn::Header, pointer),
            examples: self.examples(object),
            extensions: self.extensions(object),
            place: node.place,
        })
    }

    fn links(&mut self, object: &Object) -> Vec<Link> {
        let Some(links) = self.map(object, "links") else {
            return Vec::new();
        };
        let mut read = Vec::new();
        for (key, node) in links.iter() {
            let Some(target) = self.target(node, "", "links") else {
                continue;
            };
            let Some(object) = self.object(&target.node, "a link") else {
                continue;
            };
            self.only(object, "link", LINK);
            read.push(Link {
                name: key.text.clone(),
                operation: self
                    .text(object, "operationId")
                    .or_else(|| self.text(object, "operationRef")),
                description: self.text(object, "description"),
                raw: target.node.clone(),
            });
        }
        read
    }

    fn callbacks(&mut self, object: &Object, pointer: &str, depth: usize) -> Vec<Callback> {
        let Some(callbacks) = self.map(object, "callbacks") else {
            return Vec::new();
        };
        let mut read = Vec::new();
        for (key, node) in callbacks.iter() {
            if depth >= MAX_CALLBACK_DEPTH {
                let message =
                    format!("callbacks stand more than {MAX_CALLBACK_DEPTH} deep in callbacks");
                self.warn(
                    code::UNSUPPORTED,
                    key.place,
                    message,
                    "the inner ones are left out",
                );
                break;
            }
            let pointer = format!("{pointer}/callbacks/{}", pointer_segment(&key.text));
            if let Some(operations) = self.callback(node, &pointer, depth) {
                read.push(Callback {
                    name: key.text.clone(),
                    operations,
                });
            }
        }
        read
    }

    /// The operations of a callback, of each of its expressions.
    fn callback(&mut self, node: &Node, pointer: &str, depth: usize) -> Option<Vec<Operation>> {
        let target = self.target(node, pointer, "callbacks")?;
        let expressions = self.object(&target.node, "a callback")?;
        let mut operations = Vec::new();
        for (expression, item) in expressions
            .iter()
            .filter(|(key, _)| !key.text.starts_with("x-"))
        {
            let pointer = format!("{}/{}", target.pointer, pointer_segment(&expression.text));
            operations.extend(self.path_item(
                &expression.text,
                item,
                &pointer,
                expression.place,
                depth + 1,
            ));
        }
        Some(operations)
    }

    fn check_path_parameters(&mut self, item: &PathItem<'_>, parameters: &[Parameter]) {
        let named: HashSet<&str> = template_names(&item.path).collect();
        let described: HashSet<&str> = parameters
            .iter()
            .filter(|it| it.location == ParameterIn::Path)
            .map(|it| &*it.name)
            .collect();
        for name in template_names(&item.path).filter(|it| !described.contains(it)) {
            let message = format!(
                "the path names `{{{}}}`, which no parameter describes",
                printable(name)
            );
            let help = format!(
                "describe a parameter `name: {}`, `in: path`",
                printable(name)
            );
            self.warn(code::MISSING_PATH_PARAMETER, item.place, message, help);
        }
        for it in parameters
            .iter()
            .filter(|it| it.location == ParameterIn::Path && !named.contains(&*it.name))
        {
            let message = format!(
                "the path `{}` does not name `{}`",
                printable(&item.path),
                printable(&it.name)
            );
            let help = format!(
                "write `{{{}}}` into the path, or take the parameter away",
                printable(&it.name)
            );
            self.warn(code::UNUSED_PATH_PARAMETER, it.place, message, help);
        }
    }

    fn report_repeated_ids(&mut self) {
        let mut first: HashMap<Arc<str>, Place> = HashMap::new();
        let mut found = Vec::new();
        for it in &self.api.operations {
            let Some(id) = &it.id else { continue };
            match first.get(id) {
                Some(_) => found.push((id.clone(), it.place)),
                None => drop(first.insert(id.clone(), it.place)),
            }
        }
        for (id, place) in found {
            let place = self.id_places.get(&place).copied().unwrap_or(place);
            let message = format!(
                "another operation has the operationId `{}` too",
                printable(&id)
            );
            self.warn(
                code::DUPLICATE_OPERATION_ID,
                place,
                message,
                "give each operation an id of its own",
            );
        }
    }

    fn report_colliding_paths(&mut self) {
        let mut first: HashMap<(String, Method), Arc<str>> = HashMap::new();
        let mut found = Vec::new();
        for it in &self.api.operations {
            match first.get(&(template_shape(&it.path), it.method.clone())) {
                Some(other) if *other != it.path => {
                    found.push((other.clone(), it.path.clone(), it.place))
                }
                Some(_) => {}
                None => drop(first.insert(
                    (template_shape(&it.path), it.method.clone()),
                    it.path.clone(),
                )),
            }
        }
        for (other, path, place) in found {
            let place = self.path_places.get(&path).copied().unwrap_or(place);
            let message = format!(
                "no request can tell `{}` from `{}`",
                printable(&path),
                printable(&other)
            );
            self.warn(
                code::COLLIDING_PATHS,
                place,
                message,
                "the first one answers; make one of the two differ",
            );
        }
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

fn status(key: &str) -> Option<Status> {
    if key == "default" {
        return Some(Status::Default);
    }
    if let Ok(code @ 100..=599) = key.parse() {
        return (key.len() == 3).then_some(Status::Code(code));
    }
    let hundred = key.strip_suffix("XX").or_else(|| key.strip_suffix("xx"))?;
    match hundred.parse() {
        Ok(it @ 1..=5) => Some(Status::Range(it)),
        _ => None,
    }
}

/// The names between braces in a path, in order.
fn template_names(path: &str) -> impl Iterator<Item = &str> {
    path.split('{')
        .skip(1)
        .filter_map(|it| it.split_once('}').map(|(name, _)| name))
}

/// A path with the names of its parameters taken away, and with them the fragment, which no request has: `/#list`.
fn template_shape(path: &str) -> String {
    let mut shape = String::with_capacity(path.len());
    let mut rest = path.split('#').next().unwrap_or_default();
    while let Some((before, after)) = rest.split_once('{') {
        shape.push_str(before);
        shape.push_str("{}");
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    shape.push_str(rest);
    shape
}

/// Whether each brace of a path has its counterpart, and none stands in another.
fn is_balanced(path: &str) -> bool {
    let mut open = false;
    path.bytes().all(|it| match it {
        b'{' => !std::mem::replace(&mut open, true),
        b'}' => std::mem::replace(&mut open, false),
        _ => true,
    }) && !open
}
