//! `Api` → what the emitted server has to know of the document at run time, as JSON: parameters, bodies, security, and
//! the JSON Schemas that requests are checked against.
//!
//! It is data and not Rust so that a thousand operations cost the compiler nothing.

mod json;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use json::Json;

use crate::model::{
    Additional, Api, Dialect, Encoding, JsonType, MediaType, Nullable, Operation, Parameter,
    ParameterIn, ParameterShape, Schema, SchemaId, SecuritySchemeKind, Status, Style,
};
use crate::node::{Node, Value};

use super::item::operation::Coding;
use super::lower::operation::{coding, is_ignored};

/// The description, ready to be written to a file.
pub fn description(api: &Api) -> String {
    let mut schemas = Schemas::new(api, Towards::Server);
    let hiding = hiding(api);
    let operations = operations(api, |it| operation(&mut schemas, it, &hiding));
    let schemes = api.security_schemes.iter();
    let schemes = schemes.map(|(name, it)| (name.to_string(), scheme(&it.kind)));
    Json::Object(vec![
        ("operations".to_owned(), Json::Object(operations)),
        ("schemas".to_owned(), schemas.named()),
        (
            "security_schemes".to_owned(),
            Json::Object(schemes.collect()),
        ),
    ])
    .render()
}

/// What answers have to be, ready to be written to a file.
pub fn answers(api: &Api) -> String {
    let mut schemas = Schemas::new(api, Towards::Client);
    let operations = operations(api, |it| Json::Object(responses(&mut schemas, it, None)));
    Json::Object(vec![
        ("operations".to_owned(), Json::Object(operations)),
        ("schemas".to_owned(), schemas.named()),
    ])
    .render()
}

/// Operations by method and path. Where two have the same, which no document should have, the first holds.
fn operations(api: &Api, mut write: impl FnMut(&Operation) -> Json) -> Vec<(String, Json)> {
    let mut seen = HashSet::new();
    let named = api.operations.iter().map(|it| {
        let name = format!("{} {}", it.method.as_upper(), it.path);
        (name, it)
    });
    named
        .filter(|(name, _)| seen.insert(name.clone()))
        .map(|(name, it)| (name, write(it)))
        .collect()
}

/// The schemas that have to do with properties callers are not sent, by way of whatever leads there.
fn hiding(api: &Api) -> HashSet<SchemaId> {
    let ids = (0..).zip(&api.schemas);
    let ids = ids.map(|(index, it)| (SchemaId::from_index(index), it));
    let mut users: HashMap<SchemaId, Vec<SchemaId>> = HashMap::new();
    let mut todo = Vec::new();
    for (id, it) in ids {
        if it.annotations.write_only {
            todo.push(id);
        }
        for child in children(it) {
            users.entry(child).or_default().push(id);
        }
    }
    let mut found = HashSet::new();
    while let Some(id) = todo.pop() {
        if found.insert(id) {
            todo.extend(users.remove(&id).unwrap_or_default());
        }
    }
    found
}

/// The JSON Schemas of an operation's answers by status and media type: of all, or of those with one of these schemas.
fn responses(
    schemas: &mut Schemas<'_>,
    it: &Operation,
    wanted: Option<&HashSet<SchemaId>>,
) -> Vec<(String, Json)> {
    let mut statuses = Members::default();
    for response in &it.responses {
        let mut content = Members::default();
        for media in &response.content {
            let is_json = coding(schemas.api, media) == Coding::Json;
            let schema = media.schema.filter(|_| is_json);
            if wanted.is_none_or(|wanted| schema.is_some_and(|id| wanted.contains(&id))) {
                let schema = schema.map(|id| schemas.of(id));
                let schema = schema.unwrap_or(Json::Raw("null".to_owned()));
                content.add(&media.name, schema);
            }
        }
        if wanted.is_none() || !content.0.is_empty() {
            statuses.add(&response.status.to_string(), content.object());
        }
    }
    statuses.0
}

fn operation(schemas: &mut Schemas<'_>, it: &Operation, hiding: &HashSet<SchemaId>) -> Json {
    let api = schemas.api;
    let mut members = Members::default();
    let parameters = it.parameters.iter().filter(|it| !is_ignored(api, it));
    members.list(
        "parameters",
        parameters.map(|it| parameter(schemas, it)).collect(),
    );
    if let Some(body) = &it.request_body
        && !body.content.is_empty()
    {
        let content = body.content.iter().map(|it| media(schemas, it));
        let mut parts = Members::default();
        parts.flag("required", body.required);
        parts.list("content", content.collect());
        members.add("body", parts.object());
    }
    let security = it.security.iter().map(|needs| {
        let needs = needs.schemes.iter().map(|(name, scopes)| {
            let mut need = Members::default();
            need.text("scheme", name);
            need.list("scopes", scopes.iter().map(|it| Json::text(it)).collect());
            need.object()
        });
        Json::List(needs.collect())
    });
    members.list("security", security.collect());
    if let Some(status) = refusal(it) {
        members.number("refusal", Some(status));
    }
    let mut produced = Vec::new();
    for response in &it.responses {
        if response.content.is_empty()
            && !matches!(response.status, Status::Code(400..) | Status::Range(4..))
        {
            produced.clear();
            break;
        }
        for media in &response.content {
            if !produced.contains(&&media.name) {
                produced.push(&media.name);
            }
        }
    }
    members.list(
        "produces",
        produced.into_iter().map(|it| Json::text(it)).collect(),
    );
    let answers = responses(schemas, it, Some(hiding));
    if !answers.is_empty() {
        members.add("answers", Json::Object(answers));
    }
    members.object()
}

/// The status of requests with faults, where it is not the ordinary one: a document that has `422 Unprocessable
/// Content` and no `400` means it for them.
fn refusal(it: &Operation) -> Option<u64> {
    let has = |code| {
        let mut all = it.responses.iter();
        all.any(|it| it.status == Status::Code(code))
    };
    (has(422) && !has(400)).then_some(422)
}

fn parameter(schemas: &mut Schemas<'_>, it: &Parameter) -> Json {
    let mut members = Members::default();
    members.text("name", &it.name);
    members.text("in", it.location.as_str());
    members.flag("required", it.required || it.location == ParameterIn::Path);
    match &it.shape {
        ParameterShape::Schema {
            style,
            explode,
            allow_reserved,
            schema,
        } => {
            members.text("style", style_name(*style));
            members.flag("explode", *explode);
            members.flag("allowReserved", *allow_reserved);
            if let Some(default) = schemas.default(*schema) {
                members.add("default", default);
            }
            members.add("schema", schemas.of(*schema));
        }
        ParameterShape::Content(media) => {
            let is_json = coding(schemas.api, media) == Coding::Json;
            members.text("style", if is_json { "json" } else { "simple" });
            let schema = media.schema.map(|it| schemas.of(it));
            members.add("schema", schema.unwrap_or(Json::Object(Vec::new())));
        }
    }
    members.object()
}

fn media(schemas: &mut Schemas<'_>, it: &MediaType) -> Json {
    let mut members = Members::default();
    let coding = coding(schemas.api, it);
    members.text("type", &it.name);
    members.text("as", coding.name());
    if let Some(id) = it.schema {
        members.add("schema", schemas.of(id));
    }
    // OpenAPI 3.0 has no styles for parts; Swagger 2.0 has, by the name of `collectionFormat`.
    let is_multipart = matches!(coding, Coding::Parts | Coding::Multipart);
    let is_ignored = is_multipart && schemas.api.dialect == Dialect::OpenApi30;
    let encodings = it.encoding.iter().filter(|_| !is_ignored);
    let encodings = encodings.filter_map(|(name, it)| Some((name.to_string(), encoding(it)?)));
    let encodings: Vec<_> = encodings.collect();
    if !encodings.is_empty() {
        members.add("encoding", Json::Object(encodings));
    }
    members.object()
}

fn encoding(it: &Encoding) -> Option<Json> {
    let mut members = Members::default();
    members.text("style", style_name(it.style?));
    members.flag("explode", it.explode);
    Some(members.object())
}

fn style_name(it: Style) -> &'static str {
    match it {
        Style::Matrix => "matrix",
        Style::Label => "label",
        Style::Form => "form",
        Style::Simple => "simple",
        Style::SpaceDelimited => "spaceDelimited",
        Style::PipeDelimited => "pipeDelimited",
        Style::DeepObject => "deepObject",
        Style::TabDelimited => "tabDelimited",
    }
}

fn scheme(it: &SecuritySchemeKind) -> Json {
    let mut members = Members::default();
    match it {
        SecuritySchemeKind::ApiKey { location, name } => {
            let mut parts = Members::default();
            parts.text("in", location.as_str());
            parts.text("name", name);
            members.add("apiKey", parts.object());
        }
        SecuritySchemeKind::Http { scheme, .. } if scheme.eq_ignore_ascii_case("basic") => {
            return Json::text("basic");
        }
        SecuritySchemeKind::Http { scheme, .. } if !scheme.eq_ignore_ascii_case("bearer") => {
            members.text("http", scheme);
        }
        SecuritySchemeKind::Http { .. }
        | SecuritySchemeKind::OAuth2 { .. }
        | SecuritySchemeKind::OpenIdConnect { .. } => return Json::text("bearer"),
        SecuritySchemeKind::Undeclared => return Json::text("undeclared"),
        SecuritySchemeKind::MutualTls => return Json::text("mutualTls"),
    }
    members.object()
}

/// The members of an object that is being written.
#[derive(Default)]
struct Members(Vec<(String, Json)>);

impl Members {
    fn add(&mut self, name: &str, value: Json) {
        self.0.push((name.to_owned(), value));
    }

    fn text(&mut self, name: &str, text: &str) {
        self.add(name, Json::text(text));
    }

    fn flag(&mut self, name: &str, set: bool) {
        if set {
            self.add(name, Json::Raw("true".to_owned()));
        }
    }

    fn number(&mut self, name: &str, number: Option<u64>) {
        if let Some(number) = number {
            self.add(name, Json::Raw(number.to_string()));
        }
    }

    fn digits(&mut self, name: &str, digits: &str) {
        if let Some(number) = json::number(digits) {
            self.add(name, Json::Raw(number));
        }
    }

    fn list(&mut self, name: &str, items: Vec<Json>) {
        if !items.is_empty() {
            self.add(name, Json::List(items));
        }
    }

    fn object(self) -> Json {
        Json::Object(self.0)
    }
}

/// Which way values go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Towards {
    Server,
    Client,
}

/// The schemas that values are checked against.
struct Schemas<'a> {
    api: &'a Api,
    towards: Towards,
    /// What schemas are called: components by their names, and what is reached more than once by where it stands.
    names: HashMap<SchemaId, Arc<str>>,
    written: BTreeMap<Arc<str>, Json>,
    todo: Vec<SchemaId>,
    reached: HashSet<SchemaId>,
    /// The schema whose `allOf` is being written.
    whole: Option<SchemaId>,
    /// The properties that need not be there although they are required, by such a schema.
    one_way: HashMap<SchemaId, HashSet<Arc<str>>>,
}

impl<'a> Schemas<'a> {
    fn new(api: &'a Api, towards: Towards) -> Self {
        let mut names: HashMap<SchemaId, Arc<str>> = HashMap::new();
        for (name, id) in &api.components {
            names.entry(*id).or_insert_with(|| name.clone());
        }
        let mut taken: HashSet<Arc<str>> = names.values().cloned().collect();
        let mut seen = HashSet::new();
        // A schema that is not a component and yet is reached twice may lead to itself.
        let edges = api.schemas.iter().flat_map(children);
        let repeated: Vec<_> = edges.filter(|it| !seen.insert(*it)).collect();
        for id in repeated {
            if names.contains_key(&id) {
                continue;
            }
            let origin = &api.schema(id).origin;
            let mut name: Arc<str> = format!("#{}", origin.pointer).into();
            if !taken.insert(name.clone()) {
                name = format!("{name} {}", id.index()).into();
                taken.insert(name.clone());
            }
            names.insert(id, name);
        }
        Self {
            api,
            towards,
            names,
            written: BTreeMap::new(),
            todo: Vec::new(),
            reached: HashSet::new(),
            whole: None,
            one_way: HashMap::new(),
        }
    }

    /// The schema where it is used.
    fn of(&mut self, id: SchemaId) -> Json {
        let whole = self.whole.take();
        let Some(name) = self.names.get(&id) else {
            return self.write(id, whole.unwrap_or(id));
        };
        let reference = Json::Object(vec![("$ref".to_owned(), Json::text(name))]);
        if self.reached.insert(id) {
            self.todo.push(id);
        }
        reference
    }

    /// Every schema that was referred to, by name.
    fn named(mut self) -> Json {
        while let Some(id) = self.todo.pop() {
            let schema = self.write(id, id);
            self.written.insert(self.names[&id].clone(), schema);
        }
        let all = self.written.into_iter();
        Json::Object(all.map(|(name, it)| (name.to_string(), it)).collect())
    }

    /// What an absent parameter stands for.
    fn default(&self, id: SchemaId) -> Option<Json> {
        let schema = self.api.schema(id);
        schema.annotations.default.as_ref().map(node)
    }

    /// Writes a schema that is part of a whole, if not the whole of it.
    fn write(&mut self, id: SchemaId, whole: SchemaId) -> Json {
        let api = self.api;
        let it = api.schema(id);
        if it.reference_with_siblings && api.dialect < Dialect::OpenApi31 {
            // Before 3.1 what stands beside a `$ref` says nothing about values.
            if let Some(&target) = it.all_of.first() {
                return self.of(target);
            }
        }
        let mut members = Members::default();
        self.write_types(it, &mut members);
        write_values(it, &mut members);
        write_scalars(it, &mut members);
        self.write_array(it, &mut members);
        self.write_object(it, whole, &mut members);
        let combines = !(it.all_of.is_empty() && it.any_of.is_empty() && it.one_of.is_empty());
        self.write_combinations(it, whole, &mut members);
        members.flag("never", it.never);
        if it.nullable == Nullable::Keyword && combines {
            // `nullable: true` beside `allOf`, as it is meant wherever it is written.
            let null = Json::Object(vec![("type".to_owned(), Json::text("null"))]);
            let either = vec![null, members.object()];
            members = Members::default();
            members.list("anyOf", either);
        }
        // Callers ignore nothing they are sent.
        let is_read_only = it.annotations.read_only && self.towards == Towards::Server;
        members.flag("readOnly", is_read_only);
        members.flag("writeOnly", it.annotations.write_only);
        members.object()
    }

    fn write_types(&self, it: &Schema, members: &mut Members) {
        let mut types: Vec<_> = it.types.iter().map(|it| it.as_str()).collect();
        if types.contains(&"file") {
            return;
        }
        let nullable = match it.nullable {
            Nullable::No => false,
            Nullable::Keyword | Nullable::TypeList => !types.is_empty(),
            Nullable::Only => true,
        };
        if nullable {
            types.push("null");
        }
        match types[..] {
            [] => {}
            [only] => members.text("type", only),
            _ => members.list("type", types.into_iter().map(Json::text).collect()),
        }
    }

    fn write_array(&mut self, it: &Schema, members: &mut Members) {
        let array = &it.array;
        let prefix = array.prefix.iter().map(|&id| self.of(id)).collect();
        members.list("prefixItems", prefix);
        self.child(members, "items", array.items);
        members.number("minItems", array.min_items);
        members.number("maxItems", array.max_items);
        members.flag("uniqueItems", array.unique);
        self.child(members, "contains", array.contains);
    }

    fn write_object(&mut self, it: &Schema, whole: SchemaId, members: &mut Members) {
        let object = &it.object;
        let properties = object.properties.iter();
        let properties: Vec<_> = properties
            .map(|(name, &id)| (name.to_string(), self.of(id)))
            .collect();
        if !properties.is_empty() {
            members.add("properties", Json::Object(properties));
        }
        // What the server alone sends is not asked of its callers, and the other way round.
        let (api, towards) = (self.api, self.towards);
        let one_way = (!object.required.is_empty()).then(|| {
            let all = self.one_way.entry(whole);
            all.or_insert_with(|| one_way(api, towards, whole))
        });
        let required = object.required.iter();
        let required = required.filter(|it| one_way.as_ref().is_none_or(|all| !all.contains(*it)));
        members.list("required", required.map(|it| Json::text(it)).collect());
        match object.additional {
            Additional::Unsaid | Additional::Any => {}
            Additional::None => {
                members.add("additionalProperties", Json::Raw("false".to_owned()));
            }
            Additional::Schema(id) => {
                let schema = self.of(id);
                members.add("additionalProperties", schema);
            }
        }
        let patterns = object.patterns.iter();
        let patterns: Vec<_> = patterns
            .map(|(name, &id)| (name.to_string(), self.of(id)))
            .collect();
        if !patterns.is_empty() {
            members.add("patternProperties", Json::Object(patterns));
        }
        self.child(members, "propertyNames", object.names);
        members.number("minProperties", object.min_properties);
        members.number("maxProperties", object.max_properties);
    }

    fn write_combinations(&mut self, it: &Schema, whole: SchemaId, members: &mut Members) {
        let parts = it.all_of.iter().map(|&id| {
            self.whole = Some(whole);
            self.of(id)
        });
        let parts = parts.collect();
        members.list("allOf", parts);
        for (name, ids) in [("anyOf", &it.any_of), ("oneOf", &it.one_of)] {
            let schemas = ids.iter().map(|&id| self.of(id)).collect();
            members.list(name, schemas);
        }
        self.child(members, "not", it.not);
        if let Some(discriminator) = &it.discriminator
            && !(it.any_of.is_empty() && it.one_of.is_empty())
        {
            let mut mapping: Vec<(String, Json)> = Vec::new();
            let explicit = discriminator.mapping.iter();
            let explicit = explicit.map(|(value, &id)| (value.clone(), id));
            let branches = it.any_of.iter().chain(&it.one_of);
            let implicit =
                branches.filter_map(|&id| Some((self.api.schema(id).origin.name.clone()?, id)));
            for (value, id) in explicit.chain(implicit).collect::<Vec<_>>() {
                if let Some(name) = self.names.get(&id).cloned()
                    && mapping.iter().all(|it| *it.0 != *value)
                {
                    self.of(id);
                    mapping.push((value.to_string(), Json::text(&name)));
                }
            }
            let mut parts = Members::default();
            parts.text("propertyName", &discriminator.property);
            parts.add("mapping", Json::Object(mapping));
            members.add("discriminator", parts.object());
        }
    }

    fn child(&mut self, members: &mut Members, name: &str, id: Option<SchemaId>) {
        if let Some(id) = id {
            let schema = self.of(id);
            members.add(name, schema);
        }
    }
}

/// The properties of a schema, and of what it is combined from by `allOf`, that do not go that way: one may stand in
/// another part than the `required` that names it.
fn one_way(api: &Api, towards: Towards, whole: SchemaId) -> HashSet<Arc<str>> {
    let mut found = HashSet::new();
    let (mut todo, mut seen) = (vec![whole], HashSet::new());
    while let Some(id) = todo.pop() {
        if !seen.insert(id) {
            continue;
        }
        let schema = api.schema(id);
        let properties = schema.object.properties.iter().filter(|(_, id)| {
            let annotations = &api.schema(**id).annotations;
            match towards {
                Towards::Server => annotations.read_only,
                Towards::Client => annotations.write_only,
            }
        });
        found.extend(properties.map(|(name, _)| name.clone()));
        todo.extend(&schema.all_of);
    }
    found
}

fn write_values(it: &Schema, members: &mut Members) {
    let Some(values) = &it.values else {
        return;
    };
    let mut list: Vec<_> = values.values.iter().map(node).collect();
    let listed = values.values.iter().any(Node::is_null);
    if it.nullable == Nullable::Keyword && !listed {
        list.push(Json::Raw("null".to_owned()));
    }
    members.list("enum", list);
}

fn write_scalars(it: &Schema, members: &mut Members) {
    match &it.format {
        Some(format) => members.text("format", format),
        None if is_plain_integer(it) => members.text("format", "int64"),
        None => {}
    }
    for (bound, inclusive, exclusive) in [
        (&it.number.minimum, "minimum", "exclusiveMinimum"),
        (&it.number.maximum, "maximum", "exclusiveMaximum"),
    ] {
        if let Some(bound) = bound {
            let name = if bound.exclusive {
                exclusive
            } else {
                inclusive
            };
            members.digits(name, &bound.limit);
        }
    }
    if let Some(step) = &it.number.multiple_of {
        members.digits("multipleOf", step);
    }
    members.number("minLength", it.string.min_length);
    members.number("maxLength", it.string.max_length);
    if let Some(pattern) = &it.string.pattern {
        members.text("pattern", pattern);
    }
}

/// Whether values are integers of which the document does not say how large they may be. In Rust they have 64 bits, so
/// that a greater one is refused where it stands.
fn is_plain_integer(it: &Schema) -> bool {
    let within = |bound: &Option<crate::model::Bound>| {
        let limit = bound.as_ref().map(|it| it.limit.parse::<f64>());
        limit.is_none_or(|it| it.is_ok_and(|it| it.abs() < 9.0e18))
    };
    it.types.single() == Some(JsonType::Integer)
        && within(&it.number.minimum)
        && within(&it.number.maximum)
}

/// Every schema that a schema names.
fn children(it: &Schema) -> Vec<SchemaId> {
    let additional = match it.object.additional {
        Additional::Schema(id) => Some(id),
        _ => None,
    };
    let mapped = it.discriminator.iter().flat_map(|it| it.mapping.values());
    let lists = [&it.array.prefix, &it.all_of, &it.any_of, &it.one_of];
    lists
        .into_iter()
        .flatten()
        .chain(it.object.properties.values())
        .chain(it.object.patterns.values())
        .chain(mapped)
        .copied()
        .chain(it.array.items)
        .chain(it.array.contains)
        .chain(it.object.names)
        .chain(it.not)
        .chain(additional)
        .collect()
}

fn node(it: &Node) -> Json {
    match &it.value {
        Value::Null => Json::Raw("null".to_owned()),
        Value::Bool(it) => Json::Raw(it.to_string()),
        Value::Number(digits) => match json::number(digits) {
            Some(number) => Json::Raw(number),
            None => Json::text(digits),
        },
        Value::String(text) => Json::text(text),
        Value::Array(items) => Json::List(items.iter().map(node).collect()),
        Value::Object(members) => {
            let members = members.iter();
            Json::Object(
                members
                    .map(|(key, it)| (key.text.to_string(), node(it)))
                    .collect(),
            )
        }
    }
}
