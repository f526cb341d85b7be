//! The root object of a Swagger 2.0 document → the same API in the shape of OpenAPI 3.0, every value at its own place.
//!
//! Follows the rules of swagger2openapi where the specification leaves a choice, so that what users know from the
//! usual tool chain is what they get here: a body is offered in every type of `consumes`, a form is
//! `application/x-www-form-urlencoded` unless `multipart/form-data` is consumed, `application/json` and `*/*` stand in
//! where nothing is said. What is not of the kind expected at its place is passed through as it is; the stages that
//! follow report it.

mod names;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::catalogue as code;
use crate::diagnostic::{Code, Diagnostic, Sink, printable};
use crate::nearest::nearest;
use crate::node::{Key, Node, Object, Value};
use crate::source::Place;

pub use names::ComponentNames;
use names::segment_name;

/// Raises a document to OpenAPI 3.0, and tells where what it declares stands then.
pub(super) fn raise(root: &Node, sink: &mut Sink) -> (Node, ComponentNames) {
    let names = ComponentNames::of(root);
    let Some(object) = root.as_object() else {
        return (root.clone(), names);
    };
    let mut raiser = Raiser {
        root,
        names: &names,
        consumes: media_types(root.get("consumes")).unwrap_or_default(),
        produces: media_types(root.get("produces")).unwrap_or_default(),
        sink,
        raised: HashMap::new(),
        contents: MAX_CONTENTS,
        comparisons: MAX_COMPARISONS,
    };
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
            | "securityDefinitions" => {}
            "paths" => out.push(key, raiser.paths(node)),
            "security" => out.push(key, raiser.security(node)),
            _ => out.push(key, node.clone()),
        }
    }
    if let Some(servers) = servers(root) {
        out.set("servers", servers);
    }
    out.set("components", raiser.components());
    (out.into_node(root.place), names)
}

/// The keywords of a parameter or header that describe its value, and move to its schema.
const VALUE_KEYWORDS: [&str; 19] = [
    "type",
    "items",
    "format",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minLength",
    "maxLength",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "additionalProperties",
    "pattern",
    "enum",
    "default",
];

pub(super) const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

struct Raiser<'a> {
    root: &'a Node,
    names: &'a ComponentNames,
    consumes: Arc<[Node]>,
    produces: Arc<[Node]>,
    sink: &'a mut Sink,
    /// Schemas that have been raised, by their identity in the user's tree: those that aliases share, and those of
    /// bodies that operations share, stay one.
    raised: HashMap<*const u8, Node>,
    /// How many more bodies and responses may be offered in a media type.
    contents: usize,
    /// How many more names are compared with misspelt ones.
    comparisons: usize,
}

/// The fields of a body, and those of a field of a form beside what describes its value.
const BODY: [&str; 5] = ["name", "in", "description", "required", "schema"];
const FIELD: [&str; 6] = [
    "name",
    "in",
    "description",
    "required",
    "allowEmptyValue",
    "collectionFormat",
];

/// How many names are compared with misspelt ones, in all of a document.
const MAX_COMPARISONS: usize = 200_000;

/// In how many media types bodies and responses may be offered, each counted: a list of ten thousand holds for every
/// operation of a document. That of Kubernetes comes to fifteen thousand.
const MAX_CONTENTS: usize = 200_000;

impl<'a> Raiser<'a> {
    fn warn(&mut self, code: Code, place: Place, message: impl Into<String>, help: &str) {
        self.sink
            .push(Diagnostic::warning(code, place, "", message).with_help(help));
    }

    /// Warns of members that are left behind when an object is raised, but for extensions.
    fn only(&mut self, node: &Node, what: &str, known: &[&[&str]]) {
        let names = || known.iter().flat_map(|it| it.iter().copied());
        for (key, _) in node.as_object().into_iter().flat_map(|it| it.iter()) {
            if key.text.starts_with("x-") || names().any(|it| it == &*key.text) {
                continue;
            }
            self.comparisons = self.comparisons.saturating_sub(names().count());
            let near = match self.comparisons {
                0 => None,
                _ => nearest(&key.text, names()),
            };
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "take it away, or begin its name with `x-`".to_owned(),
            };
            let message = format!("a {what} has no field `{}`", printable(&key.text));
            self.warn(code::UNKNOWN_FIELD, key.place, message, &help);
        }
    }

    fn components(&mut self) -> Node {
        let root = self.root;
        let mut out = Members::default();
        if let Some(parameters) = root.get("parameters") {
            let kept = map_members(parameters, |key, it| {
                // A body or a form is written out where it is used: components/parameters has no room for it.
                (!is_body(it)).then(|| (self.names.parameters.key(key), self.parameter(it)))
            });
            out.set("parameters", kept);
        }
        if let Some(responses) = root.get("responses") {
            let produces = self.produces.clone();
            let raised = map_members(responses, |key, it| {
                Some((self.names.responses.key(key), self.response(it, &produces)))
            });
            out.set("responses", raised);
        }
        if let Some(schemes) = root.get("securityDefinitions") {
            let raised = map_members(schemes, |key, it| {
                Some((
                    self.names.security_schemes.key(key),
                    self.security_scheme(it),
                ))
            });
            out.set("securitySchemes", raised);
        }
        if let Some(definitions) = root.get("definitions") {
            out.set("schemas", self.definitions(definitions));
        }
        out.into_node(root.place)
    }

    fn security_scheme(&mut self, scheme: &Node) -> Node {
        let Some(object) = scheme.as_object() else {
            return scheme.clone();
        };
        let kind = object.get("type").and_then(Node::as_str);
        let mut out = Members::default();
        match kind {
            Some("basic") => {
                for (key, node) in object.iter() {
                    if &*key.text != "type" {
                        out.push(key, node.clone());
                    }
                }
                out.set("type", Node::string("http", scheme.place));
                out.set("scheme", Node::string("basic", scheme.place));
            }
            Some("oauth2") => {
                let mut flow = Members::default();
                for (key, node) in object.iter() {
                    match &*key.text {
                        "authorizationUrl" | "tokenUrl" | "scopes" => flow.push(key, node.clone()),
                        "flow" => {}
                        _ => out.push(key, node.clone()),
                    }
                }
                if !flow.has("scopes") {
                    flow.set("scopes", Node::object(Vec::new(), scheme.place));
                }
                let mut flows = Members::default();
                let flow = flow.into_node(scheme.place);
                match object.get("flow") {
                    None => {
                        let message = "an OAuth 2.0 scheme without a `flow`; implicit is assumed";
                        let help =
                            "write `flow: accessCode`, `application`, `implicit` or `password`";
                        self.warn(code::MISSING_FIELD, scheme.place, message, help);
                        flows.set("implicit", flow);
                    }
                    Some(node) => {
                        let grant = match node.as_str() {
                            Some("application") => "clientCredentials",
                            Some("accessCode") => "authorizationCode",
                            // What is none is told where flows are read.
                            _ => node.as_str().unwrap_or_default(),
                        };
                        flows.set_at(&Node::string(grant, node.place), flow);
                    }
                }
                out.set("flows", flows.into_node(scheme.place));
            }
            _ => return scheme.clone(),
        }
        out.into_node(scheme.place)
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

    /// Security requirements, which name schemes.
    fn security(&self, requirements: &Node) -> Node {
        if self.names.security_schemes.is_empty() {
            return requirements.clone();
        }
        map_items(requirements, |requirement| {
            Some(map_members(requirement, |key, scopes| {
                Some((self.names.security_schemes.key(key), scopes.clone()))
            }))
        })
    }

    fn paths(&mut self, paths: &'a Node) -> Node {
        map_members(paths, |key, item| {
            let raised = if key.text.starts_with("x-") {
                item.clone()
            } else {
                self.path_item(item)
            };
            Some((key.clone(), raised))
        })
    }

    fn path_item(&mut self, item: &'a Node) -> Node {
        let shared = item.get("parameters").and_then(Node::as_array);
        map_members(item, |key, node| {
            let raised = match &*key.text {
                method if METHODS.contains(&method) => {
                    self.operation(node, shared.unwrap_or_default())
                }
                "parameters" => map_items(node, |it| {
                    (!is_body(self.parameter_target(it))).then(|| self.parameter(it))
                }),
                _ => node.clone(),
            };
            Some((key.clone(), raised))
        })
    }

    fn operation(&mut self, operation: &'a Node, shared: &'a [Node]) -> Node {
        let Some(object) = operation.as_object() else {
            return operation.clone();
        };
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
                    let raised = map_members(node, |key, it| {
                        let raised = if key.text.starts_with("x-") {
                            it.clone()
                        } else {
                            self.response(it, &produces)
                        };
                        Some((key.clone(), raised))
                    });
                    out.push(key, raised);
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

    /// An operation's `schemes` replace those of the document.
    fn operation_servers(&self, schemes: Option<&Node>) -> Option<Node> {
        let schemes = schemes?;
        let host = self.root.get("host").and_then(Node::as_str)?;
        let base = self
            .root
            .get("basePath")
            .and_then(Node::as_str)
            .unwrap_or("");
        let servers: Vec<Node> = schemes
            .as_array()?
            .iter()
            .filter_map(|scheme| {
                let url = format!("{}://{host}{base}", scheme.as_str()?);
                Some(server(&url, scheme.place))
            })
            .collect();
        (!servers.is_empty()).then(|| Node::array(servers, schemes.place))
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
        self.only(parameter, "body", &[&BODY]);
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
        let multipart = consumes.iter().any(|it| it.as_str() == Some(MULTIPART));
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
            self.only(field, "field of a form", &[&FIELD, &VALUE_KEYWORDS]);
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
        let name = if multipart {
            MULTIPART
        } else {
            "application/x-www-form-urlencoded"
        };
        let mut content = Members::default();
        content.set(name, entry.into_node(place));
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

    /// A parameter that is no body, or a `$ref` to one.
    fn parameter(&mut self, parameter: &Node) -> Node {
        if parameter.get("$ref").is_some() {
            return self.reference(parameter);
        }
        let Some(object) = parameter.as_object() else {
            return parameter.clone();
        };
        let mut out = Members::default();
        for (key, node) in object.iter() {
            match &*key.text {
                "collectionFormat" | "x-example" | "x-deprecated" | "schema" => {}
                keyword if VALUE_KEYWORDS.contains(&keyword) => {}
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
                "a parameter or header without a `type`; a text is assumed",
                "write `type: string`, or what it is",
            );
            schema.set("type", Node::string("string", of.place));
        }
        schema.into_node(of.place)
    }

    fn warn_of_items(&mut self, place: Place) {
        let message = "an array that does not say what its `items` are";
        let help = "write `items:` with their schema; `items: {}` if they may be anything";
        self.warn(code::MISSING_FIELD, place, message, help);
    }

    fn value_keywords(&mut self, of: &Node, out: &mut Members) {
        let Some(object) = of.as_object() else { return };
        for (key, node) in object.iter() {
            match &*key.text {
                _ if node.is_null() => {}
                "type" if node.as_str() == Some("file") => {
                    out.replace("type", Node::string("string", node.place));
                    out.replace("format", Node::string("binary", node.place));
                }
                // Of lists in lists no version since says how they are laid out.
                "items" => out.replace("items", without(&self.schema(node), "collectionFormat")),
                keyword if VALUE_KEYWORDS.contains(&keyword) => {
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

    /// The parameter that stands in `parameters`, or that a `$ref` there leads to.
    fn parameter_target(&self, parameter: &'a Node) -> &'a Node {
        parameter
            .get("$ref")
            .and_then(Node::as_str)
            .and_then(|it| it.strip_prefix("#/parameters/"))
            .and_then(|name| self.root.get("parameters")?.get(&segment_name(name)))
            .unwrap_or(parameter)
    }

    fn response(&mut self, response: &Node, produces: &[Node]) -> Node {
        if response.get("$ref").is_some() {
            return self.reference(response);
        }
        let Some(object) = response.as_object() else {
            return response.clone();
        };
        let mut out = Members::default();
        for (key, node) in object.iter() {
            match &*key.text {
                "schema" | "examples" => {}
                "headers" => {
                    let raised = map_members(node, |key, it| Some((key.clone(), self.header(it))));
                    out.push(key, raised);
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

    fn header(&mut self, header: &Node) -> Node {
        let Some(object) = header.as_object() else {
            return header.clone();
        };
        let mut out = Members::default();
        for (key, node) in object.iter() {
            match &*key.text {
                "collectionFormat" | "schema" => {}
                keyword if VALUE_KEYWORDS.contains(&keyword) => {}
                _ if node.is_null() => {}
                _ => out.push(key, node.clone()),
            }
        }
        let schema = self.value_schema(header);
        out.set("schema", schema);
        out.into_node(header.place)
    }

    fn schema(&mut self, schema: &Node) -> Node {
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
        if let Some(raised) = self.raised.get(&identity) {
            return raised.clone();
        }
        let raised = self.raised_schema(object, schema.place);
        self.raised.insert(identity, raised.clone());
        raised
    }

    fn raised_schema(&mut self, object: &Object, place: Place) -> Node {
        let mut out = Members::with_capacity(object.len() + 1);
        for (key, node) in object.iter() {
            match &*key.text {
                "default" | "example" => out.push(key, node.clone()),
                _ if node.is_null() && !key.text.starts_with("x-") => {}
                "properties" => {
                    let raised = map_members(node, |key, it| Some((key.clone(), self.schema(it))));
                    out.push(key, raised);
                }
                "items" => out.push(key, self.items(node)),
                "additionalProperties" | "not" => out.push(key, self.schema(node)),
                "allOf" | "anyOf" | "oneOf" => {
                    out.push(key, map_items(node, |it| Some(self.schema(it))));
                }
                "x-anyOf" | "x-oneOf" => {
                    let raised = map_items(node, |it| Some(self.schema(it)));
                    out.replace(&key.text[2..], raised);
                }
                "x-not" => {
                    let raised = self.schema(node);
                    out.replace("not", raised);
                }
                "x-nullable" if node.as_bool().is_some() => out.replace("nullable", node.clone()),
                "discriminator" if node.as_str().is_some() => {
                    let mut raised = Members::default();
                    raised.set("propertyName", node.clone());
                    out.push(key, raised.into_node(node.place));
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

    /// A discriminator in the manner of OpenAPI 3, as some write it here too: its mapping leads to definitions.
    fn discriminator(&self, discriminator: &Node) -> Node {
        map_members(discriminator, |key, node| {
            let raised = match &*key.text {
                "mapping" => map_members(node, |key, target| {
                    let raised = match target.as_str() {
                        Some(text) => match self.names.schemas.renamed(text) {
                            Some(name) => Node::string(name.clone(), target.place),
                            None => self.moved_reference(text, target),
                        },
                        None => target.clone(),
                    };
                    Some((key.clone(), raised))
                }),
                _ => node.clone(),
            };
            Some((key.clone(), raised))
        })
    }

    /// The media types of a list, or the one that stands in where it is empty.
    fn offered(&mut self, list: &[Node], default: &str, place: Place) -> Vec<Node> {
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

    /// A Reference Object, with its target's new address.
    fn reference(&mut self, reference: &Node) -> Node {
        map_members(reference, |key, node| {
            let raised = match (&*key.text, node.as_str()) {
                ("$ref", Some(target)) => self.moved_reference(target, node),
                _ => node.clone(),
            };
            Some((key.clone(), raised))
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

/// `host`, `basePath` and `schemes` as servers.
fn servers(root: &Node) -> Option<Node> {
    let base = root.get("basePath").and_then(Node::as_str);
    let servers = match root.get("host") {
        Some(host) => {
            let name = host.as_str()?;
            let schemes: Vec<&str> = root
                .get("schemes")
                .and_then(Node::as_array)
                .map(|it| it.iter().filter_map(Node::as_str).collect())
                .unwrap_or_default();
            let urls: Vec<String> = if schemes.is_empty() {
                vec![format!("//{name}{}", base.unwrap_or(""))]
            } else {
                schemes
                    .iter()
                    .map(|it| format!("{it}://{name}{}", base.unwrap_or("")))
                    .collect()
            };
            urls.iter().map(|it| server(it, host.place)).collect()
        }
        None => vec![server(base?, root.get("basePath")?.place)],
    };
    Some(Node::array(servers, root.place))
}

fn server(url: &str, place: Place) -> Node {
    let mut out = Members::default();
    out.set("url", Node::string(url, place));
    out.into_node(place)
}

/// An object less one of its members.
fn without(node: &Node, name: &str) -> Node {
    match node.as_object() {
        Some(object) if object.get(name).is_some() => map_members(node, |key, it| {
            (&*key.text != name).then(|| (key.clone(), it.clone()))
        }),
        _ => node.clone(),
    }
}

/// `style` and `explode` for a `collectionFormat`.
fn layout(parameter: &Node) -> Option<Members> {
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

fn is_body(parameter: &Node) -> bool {
    matches!(
        parameter.get("in").and_then(Node::as_str),
        Some("body" | "formData")
    )
}

/// What tells a parameter from others.
fn name_and_location(parameter: &Node) -> (Option<&str>, Option<&str>) {
    let text = |field| parameter.get(field).and_then(Node::as_str);
    (text("name"), text("in"))
}

fn is_true(node: Option<&Node>) -> bool {
    node.and_then(Node::as_bool) == Some(true)
}

/// The strings of `consumes` or `produces`, each once; a lone string counts as a list of one.
fn media_types(node: Option<&Node>) -> Option<Arc<[Node]>> {
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

/// The object with each member changed or left out; what is no object stays as it is.
pub(super) fn map_members<'n>(
    node: &'n Node,
    mut change: impl FnMut(&'n Key, &'n Node) -> Option<(Key, Node)>,
) -> Node {
    match node.as_object() {
        Some(object) => {
            let mut entries = Vec::with_capacity(object.len());
            entries.extend(object.iter().filter_map(|(key, it)| change(key, it)));
            Node::object(entries, node.place)
        }
        None => node.clone(),
    }
}

fn map_items<'n>(node: &'n Node, change: impl FnMut(&'n Node) -> Option<Node>) -> Node {
    match node.as_array() {
        Some(items) => Node::array(items.iter().filter_map(change).collect(), node.place),
        None => node.clone(),
    }
}

/// The members of an object that is being made.
#[derive(Default)]
struct Members {
    entries: Vec<(Key, Node)>,
    /// The names, once there are too many to scan.
    names: HashSet<Arc<str>>,
}

/// Above this many members a name is looked up in a set.
const SCAN_LIMIT: usize = 24;

impl Members {
    fn with_capacity(count: usize) -> Self {
        Self {
            entries: Vec::with_capacity(count),
            names: HashSet::new(),
        }
    }

    /// Adds a member of the user's text unless there is one of that name.
    fn push(&mut self, key: &Key, node: Node) {
        if self.has(&key.text) {
            return;
        }
        self.entries.push((key.clone(), node));
        if self.entries.len() > SCAN_LIMIT {
            if self.names.is_empty() {
                self.names = self
                    .entries
                    .iter()
                    .map(|(key, _)| key.text.clone())
                    .collect();
            } else {
                self.names.insert(key.text.clone());
            }
        }
    }

    /// Adds a member under a name of ours, at the place of its value.
    fn set(&mut self, name: &str, node: Node) {
        let key = Key::new(name, node.place);
        self.push(&key, node);
    }

    /// Adds a member under a name that is a string of the user's text.
    fn set_at(&mut self, name: &Node, node: Node) {
        if let Some(text) = name.as_str() {
            let key = Key::new(text, name.place);
            self.push(&key, node);
        }
    }

    /// Sets a member, whether or not there is one.
    fn replace(&mut self, name: &str, node: Node) {
        match self.entries.iter_mut().find(|(key, _)| &*key.text == name) {
            Some(member) => member.1 = node,
            None => self.set(name, node),
        }
    }

    /// Takes a member over from another object.
    fn copy(&mut self, from: &Node, name: &str) {
        let member = from.as_object().and_then(|it| it.entry(name));
        if let Some((key, node)) = member.filter(|(_, node)| !node.is_null()) {
            self.push(key, node.clone());
        }
    }

    fn copy_extensions(&mut self, from: &Node) {
        let members = from.as_object().into_iter().flat_map(|it| it.iter());
        for (key, node) in members.filter(|(key, _)| key.text.starts_with("x-")) {
            self.push(key, node.clone());
        }
    }

    fn append(&mut self, other: Members) {
        for (key, node) in other.entries {
            self.push(&key, node);
        }
    }

    fn has(&self, name: &str) -> bool {
        if self.names.is_empty() {
            self.entries.iter().any(|(key, _)| &*key.text == name)
        } else {
            self.names.contains(name)
        }
    }

    fn has_text(&self, name: &str, text: &str) -> bool {
        self.entries
            .iter()
            .any(|(key, node)| &*key.text == name && node.as_str() == Some(text))
    }

    fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn into_node(mut self, place: Place) -> Node {
        // Many have one member, and a vector makes room for four.
        self.entries.shrink_to_fit();
        Node::object(self.entries, place)
    }
}
