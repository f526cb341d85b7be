//! An operation → its section of a page.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::Context;
use super::block::Block;
use super::json::Json;
use super::rows::{self, Name, Row, Rows, View, rows};
use super::sample::{Direction, sample};
use super::table::{self, Table};
use super::{beyond, curl, link, prose, status, yaml};
use crate::model::{
    JsonType, MediaType, Operation, Parameter, ParameterShape, RequestBody, Response, SchemaId,
    Status,
};
use crate::node::Value;

/// What the operation is called on its page.
pub fn title(cx: &Context<'_>, operation: &Operation) -> String {
    let summary = operation
        .summary
        .as_deref()
        .filter(|it| !it.trim().is_empty());
    match (summary, &operation.id) {
        (Some(summary), _) => summary.to_owned(),
        (None, Some(id)) => id.replace('/', "_"),
        (None, None) if cx.quirks() => {
            let path = operation.path.split('?').next().unwrap_or_default();
            format!("{}_{path}", operation.method.as_str()).replace('/', "_")
        }
        (None, None) => format!("{} {}", operation.method.as_upper(), operation.path),
    }
}

/// The section, heading included.
pub fn section(cx: &Context<'_>, operation: &Operation) -> Vec<Block> {
    let title = title(cx, operation);
    let mut out = vec![Block::heading(2, prose::heading(cx, &title))];
    if operation.deprecated && !cx.quirks() {
        out.push(Block::Text("**Deprecated.**".to_owned()));
    }
    out.push(Block::heading(3, "Code samples"));
    out.push(Block::code(
        &cx.config.shell_fence,
        curl::request(cx, operation),
    ));
    let line = format!("{} {}", operation.method.as_upper(), operation.path);
    out.push(Block::Text(prose::code(cx, &line)));
    out.extend(description(cx, operation).map(Block::Text));
    if let Some(body) = &operation.request_body {
        out.extend(body_example(cx, body, Direction::Request));
    }
    out.extend(parameters(cx, operation));
    out.extend(response_blocks(cx, operation, &title));
    if !cx.quirks() {
        out.extend(beyond::links(operation));
        out.extend(beyond::callbacks(operation));
    }
    if is_protected(operation) {
        out.push(Block::Text(cx.config.authenticated.clone()));
    }
    out
}

/// What an operation's description shows on its page.
pub fn description(cx: &Context<'_>, operation: &Operation) -> Option<String> {
    let text = operation
        .description
        .clone()
        .filter(|it| !it.trim().is_empty())?;
    let notice = cx.config.notice_marker.as_deref();
    (!notice.is_some_and(|it| text.starts_with(it))).then_some(text)
}

fn is_protected(operation: &Operation) -> bool {
    operation.security.iter().any(|it| !it.schemes.is_empty())
}

/// The responses in the order of JavaScript's objects: statuses in ascending order, then the rest as written.
pub fn responses(operation: &Operation) -> Vec<&Response> {
    let mut out: Vec<&Response> = operation.responses.iter().collect();
    out.sort_by_key(|it| match it.status {
        Status::Code(code) => code,
        Status::Range(_) | Status::Default => u16::MAX,
    });
    out
}

/// `> Body parameter` and an example in every notation the body may be sent in.
///
/// Quirk of the templates: the words stand there with nothing below them, too.
pub fn body_example(cx: &Context<'_>, body: &RequestBody, direction: Direction) -> Vec<Block> {
    let mut out = vec![Block::Quote("Body parameter".to_owned())];
    let mut value = None;
    let mut levels = None;
    for content in &body.content {
        if let Some(example) = content.examples.iter().find(|it| it.value.is_some()) {
            if let Some(description) = example.description.as_ref().filter(|it| !it.is_empty()) {
                out.push(quote(cx, description));
            }
            value = example.value.as_ref().map(Json::from_node);
        } else if let Some(schema) = content.schema {
            let example = sample(cx, schema, direction);
            levels = example.levels;
            value = Some(example.value);
        }
        if value.as_ref().is_some_and(Json::is_truthy) {
            break;
        }
    }
    let Some(value) = value else {
        out.retain(|_| cx.quirks());
        return out;
    };
    let titles = out.len();
    let is = |notation: Notation| body.content.iter().any(|it| notation.is(&it.name));
    if is(Notation::Json) {
        out.push(Block::code("json", value.pretty()));
    }
    if is(Notation::Yaml) {
        out.push(Block::code("yaml", yaml::text(&value)));
    }
    if is(Notation::Text) {
        out.push(Block::code("", yaml::text(&value)));
    }
    if is(Notation::Form) {
        out.push(Block::code("yaml", yaml::text(&value)));
    }
    if out.len() == titles && !cx.quirks() {
        return Vec::new();
    }
    out.extend(levels.map(|it| Block::Text(prose::cut(it))));
    out
}

/// How a media type is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Notation {
    Json,
    Yaml,
    Xml,
    Text,
    Form,
}

impl Notation {
    /// Whether widdershins takes the media type for this notation.
    fn is(self, media_type: &str) -> bool {
        let structured = |groups: &[&str], suffix: &str| {
            let Some((group, rest)) = media_type.split_once('/') else {
                return false;
            };
            let name = rest.split(';').next().unwrap_or(rest).trim_end();
            groups.contains(&group)
                && (name == suffix
                    || name
                        .strip_suffix(suffix)
                        .is_some_and(|it| it.ends_with('+')))
        };
        match self {
            Notation::Json => structured(&["application", "text"], "json"),
            Notation::Xml => structured(&["application", "text", "image"], "xml"),
            Notation::Yaml => ["application/x-yaml", "text/x-yaml"]
                .iter()
                .any(|it| media_type.contains(it)),
            Notation::Text => ["text/plain", "text/html"]
                .iter()
                .any(|it| media_type.contains(it)),
            Notation::Form => [
                "multipart/form-data",
                "application/x-www-form-urlencoded",
                "application/octet-stream",
            ]
            .iter()
            .any(|it| media_type.contains(it)),
        }
    }
}

/// A row of the table of parameters.
struct Entry<'a> {
    name: String,
    location: &'static str,
    kind: String,
    required: bool,
    description: Option<&'a str>,
    values: Vec<&'a Value>,
}

impl Entry<'_> {
    /// The first line of the description: the table has no room for more.
    fn short(&self) -> &str {
        self.description
            .and_then(|it| it.split('\n').next())
            .unwrap_or_default()
    }
}

/// The table of the parameters and the body, and what there is to say about them besides.
pub fn parameters(cx: &Context<'_>, operation: &Operation) -> Vec<Block> {
    let groups;
    let mut branches = Vec::new();
    let mut entries: Vec<Entry<'_>> = operation
        .parameters
        .iter()
        .map(|it| parameter(cx, it))
        .collect();
    if let Some(body) = &operation.request_body {
        let schema = body.content.iter().find_map(|it| it.schema);
        if let Some(schema) = schema.map(|it| cx.target(it)) {
            entries.push(body_entry(cx, body, schema));
            if is_inline_object(cx, schema) {
                groups = rows(cx, schema, View::Whole, 0).groups;
                entries.extend(
                    groups
                        .iter()
                        .flat_map(|it| &it.rows)
                        .map(|row| body_row(cx, row)),
                );
            } else {
                branches = beyond::body_of_branches(cx, schema);
            }
        }
    }
    if entries.is_empty() {
        return Vec::new();
    }
    let mut table = Table::new(&["Name", "In", "Type", "Required", "Description"]);
    for entry in &entries {
        let short = if cx.quirks() {
            entry.short()
        } else {
            entry.description.unwrap_or_default()
        };
        table.rows.push(vec![
            prose::code(cx, &entry.name).into(),
            entry.location.into(),
            entry.kind.clone().into(),
            table::truth(entry.required),
            prose::cell(cx, short).into(),
        ]);
    }
    let mut out = vec![Block::heading(3, "Parameters"), Block::Table(table)];
    let is_long = |it: &&Entry<'_>| it.description.is_some_and(|text| text.contains('\n'));
    if cx.quirks() && entries.iter().any(|it| is_long(&it)) {
        out.push(Block::heading(4, "Detailed descriptions"));
        for entry in entries.iter().filter(is_long) {
            let description = entry.description.unwrap_or_default();
            out.push(Block::Text(format!("**{}**: {description}", entry.name)));
        }
    }
    let mut groups = Enumerations::default();
    for entry in &entries {
        groups.add(&entry.name, &entry.values);
    }
    out.extend(groups.blocks(cx, Some("Parameter")));
    out.extend(branches);
    out
}

fn parameter<'a>(cx: &Context<'a>, parameter: &'a Parameter) -> Entry<'a> {
    let schema = match &parameter.shape {
        ParameterShape::Schema { schema, .. } => Some(*schema),
        ParameterShape::Content(content) => content.schema,
    };
    let schema = schema.map(|it| cx.target(it));
    Entry {
        name: parameter.name.to_string(),
        location: parameter.location.as_str(),
        kind: schema.map(|it| parameter_kind(cx, it)).unwrap_or_default(),
        required: parameter.required,
        description: parameter
            .description
            .as_deref()
            .filter(|it| *it != "undefined"),
        values: schema.map(|it| listed(cx, it)).unwrap_or_default(),
    }
}

fn body_entry<'a>(cx: &Context<'a>, body: &'a RequestBody, schema: SchemaId) -> Entry<'a> {
    let items = cx.api.schema(schema).array.items.map(|it| cx.target(it));
    let of_components = items.and_then(|it| cx.references.name(it));
    let is_array = cx.api.schema(schema).types.single() == Some(JsonType::Array);
    let kind = match (cx.references.name(schema), of_components) {
        (None, Some(name)) if is_array && cx.quirks() => dead_link(name),
        (None, Some(name)) if is_array => format!("array of {}", schema_link(cx, name)),
        _ => parameter_kind(cx, schema),
    };
    Entry {
        name: "body".to_owned(),
        location: "body",
        kind,
        required: body_required(cx, body, schema),
        description: body.description.as_deref(),
        values: listed(cx, schema),
    }
}

/// Whether the body must be there.
///
/// Quirk of swagger2openapi: a form is required if its first field is.
fn body_required(cx: &Context<'_>, body: &RequestBody, schema: SchemaId) -> bool {
    // A form is made of parameters, and has no description of its own.
    let is_form = body.description.is_none()
        && is_inline_object(cx, schema)
        && body.content.iter().any(|it| Notation::Form.is(&it.name));
    if !cx.quirks() || !is_form || cx.api.dialect != crate::model::Dialect::Swagger2 {
        return body.required;
    }
    let object = &cx.api.schema(schema).object;
    let first = object.properties.keys().next();
    first.map_or(body.required, |it| object.required.contains(it))
}

/// Quirk of widdershins: a body that is an array of components is called by the component's name, with a link to an
/// id that its own templates would set.
fn dead_link(name: &str) -> String {
    format!("[{name}](#schema{})", name.to_lowercase())
}

/// The name of a component in a type that widdershins makes.
pub fn dead_or_live_link(cx: &Context<'_>, name: &str) -> String {
    if cx.quirks() {
        dead_link(name)
    } else {
        schema_link(cx, name)
    }
}

fn body_row<'a>(cx: &Context<'a>, row: &'a Row<'a>) -> Entry<'a> {
    let kind = match &row.link {
        Some(name) => schema_link(cx, name),
        None if row.safe_kind == "string(binary)" => "binary".to_owned(),
        None => row.safe_kind.clone(),
    };
    Entry {
        name: display_name(cx, row),
        location: "body",
        kind,
        required: row.required,
        description: Some(&row.description),
        values: row
            .values
            .into_iter()
            .chain(
                row.item_schema
                    .and_then(|it| cx.api.schema(it).values.as_ref()),
            )
            .flat_map(|it| it.values.iter().map(|node| &node.value))
            .collect(),
    }
}

fn is_inline_object(cx: &Context<'_>, schema: SchemaId) -> bool {
    cx.references.name(schema).is_none()
        && cx.api.schema(schema).types.single() == Some(JsonType::Object)
}

/// The values a parameter is limited to, then those its items are limited to.
fn listed<'a>(cx: &Context<'a>, schema: SchemaId) -> Vec<&'a Value> {
    let schema = cx.api.schema(schema);
    let items = schema.array.items.map(|it| cx.api.schema(cx.target(it)));
    let lists = [Some(schema), items].into_iter().flatten();
    lists
        .filter_map(|it| it.values.as_ref())
        .flat_map(|it| it.values.iter().map(|node| &node.value))
        .collect()
}

fn parameter_kind(cx: &Context<'_>, id: SchemaId) -> String {
    if let Some(name) = cx.references.name(id) {
        return schema_link(cx, name);
    }
    let schema = cx.api.schema(id);
    let mut kind = beyond::kind(cx, id);
    if let Some(format) = schema.format.as_deref().filter(|it| !it.is_empty()) {
        kind.push_str(&format!("({format})"));
    }
    match (kind.as_str(), schema.array.items.map(|it| cx.target(it))) {
        ("array", Some(items)) => {
            let linked = cx.references.name(items).filter(|_| !cx.quirks());
            let inner = linked.map_or_else(|| kind_of(cx, items), |it| schema_link(cx, it));
            if linked.is_some() {
                format!("array of {inner}")
            } else {
                format!("array[{inner}]")
            }
        }
        ("string(binary)", _) => "binary".to_owned(),
        _ => kind,
    }
}

/// The type of a schema that goes by no name.
pub fn kind_of(cx: &Context<'_>, id: SchemaId) -> String {
    let schema = cx.api.schema(id);
    if schema.types.is_empty() {
        rows::infer(&[schema]).to_owned()
    } else {
        rows::type_words(&schema.types)
    }
}

/// The examples of the responses, what each status means, and the rows of the schemas that have no page of their own.
pub fn response_blocks(cx: &Context<'_>, operation: &Operation, title: &str) -> Vec<Block> {
    let responses = responses(operation);
    let mut out = Vec::new();
    let is_shown = |it: &&&Response| !it.content.is_empty() && !is_primitive(cx, it);
    if responses.iter().any(|it| is_shown(&it)) {
        let examples = response_examples(cx, &responses);
        if cx.quirks() || examples.iter().any(|it| matches!(it, Block::Code { .. })) {
            out.push(Block::heading(3, "Example responses"));
            out.extend(examples);
        }
    }
    if !responses.is_empty() || cx.quirks() {
        out.push(Block::heading(3, "Responses"));
        out.push(Block::Table(response_table(cx, &responses)));
    }
    let inline: Vec<&&Response> = responses
        .iter()
        .filter(is_shown)
        .filter(|it| !is_linked(cx, it))
        .collect();
    let schemas: Vec<Block> = inline
        .iter()
        .flat_map(|it| response_schema(cx, it))
        .collect();
    if (cx.quirks() && !inline.is_empty()) || !schemas.is_empty() {
        out.push(if cx.quirks() {
            let id = format!("{}-responseschema", link::slug(title));
            Block::Text(format!("<h3 id=\"{id}\">Response Schema</h3>"))
        } else {
            Block::heading(3, "Response schema")
        });
        out.extend(schemas);
    }
    out.extend(response_headers(cx, &responses));
    out
}

/// The type of the last content that has a schema, as widdershins remembers it.
fn response_kind(cx: &Context<'_>, response: &Response) -> Option<JsonType> {
    let schema = response.content.iter().rev().find_map(|it| it.schema)?;
    cx.api.schema(cx.target(schema)).types.iter().next()
}

fn is_primitive(cx: &Context<'_>, response: &Response) -> bool {
    response_kind(cx, response).is_some_and(|it| !matches!(it, JsonType::Object | JsonType::Array))
}

fn is_linked(cx: &Context<'_>, response: &Response) -> bool {
    let schemas = response.content.iter().filter_map(|it| it.schema);
    schemas
        .into_iter()
        .any(|it| cx.references.name(cx.target(it)).is_some())
}

/// A title above an example. In the reference only its first line is quoted.
fn quote(cx: &Context<'_>, text: &str) -> Block {
    if cx.quirks() && text.contains(['\n', '\r']) {
        Block::Text(format!("> {text}"))
    } else {
        Block::Quote(text.to_owned())
    }
}

fn response_examples<'a>(cx: &Context<'a>, responses: &[&'a Response]) -> Vec<Block> {
    let mut out = Vec::new();
    let mut done: Vec<Option<Notation>> = Vec::new();
    let mut last = String::new();
    for response in responses {
        for content in &response.content {
            for (title, value, levels) in content_examples(cx, response, content, &mut done) {
                if !title.is_empty() && title != last {
                    out.push(quote(cx, &title));
                    last = title;
                }
                out.extend(notations(content, &value));
                out.extend(levels.map(|it| Block::Text(prose::cut(it))));
            }
        }
    }
    out
}

/// The examples that are written down, or one that is made: one for each notation, for the first response that has it.
fn content_examples<'a>(
    cx: &Context<'a>,
    response: &'a Response,
    content: &'a MediaType,
    done: &mut Vec<Option<Notation>>,
) -> Vec<(String, Json<'a>, Option<usize>)> {
    let standard = format!("{} Response", status::key(response.status));
    let written: Vec<(String, Json<'a>, Option<usize>)> = content
        .examples
        .iter()
        .filter_map(|it| {
            let title = match (&it.name, &it.description) {
                (None, _) => standard.clone(),
                (Some(_), Some(description)) if !description.is_empty() => description.clone(),
                (Some(_), _) => response.description.clone(),
            };
            Some((title, Json::from_node(it.value.as_ref()?), None))
        })
        .collect();
    if !written.is_empty() {
        return written;
    }
    let Some(schema) = content.schema else {
        return Vec::new();
    };
    let order = [
        Notation::Text,
        Notation::Xml,
        Notation::Yaml,
        Notation::Json,
    ];
    let notation = order.into_iter().find(|it| it.is(&content.name));
    if done.contains(&notation) {
        return Vec::new();
    }
    done.push(notation);
    let example = sample(cx, schema, Direction::Response);
    vec![(standard, example.value, example.levels)]
}

fn notations(content: &MediaType, value: &Json<'_>) -> Vec<Block> {
    let mut out = Vec::new();
    if Notation::Json.is(&content.name) {
        out.push(Block::code("json", value.pretty()));
    }
    if Notation::Yaml.is(&content.name) {
        out.push(Block::code("yaml", yaml::text(value)));
    }
    if Notation::Text.is(&content.name) {
        out.push(Block::code("", value.compact()));
    }
    out
}

fn response_table(cx: &Context<'_>, responses: &[&Response]) -> Table {
    let mut table = Table::new(&["Status", "Meaning", "Description", "Schema"]);
    for response in responses {
        table.rows.push(vec![
            status::key(response.status).into(),
            status::meaning(response.status).into(),
            prose::cell(cx, prose::trim(&response.description)).into(),
            response_type(cx, response).into(),
        ]);
    }
    table
}

/// What a response holds: the first content speaks for all.
fn response_type(cx: &Context<'_>, response: &Response) -> String {
    let Some(id) = response.content.first().and_then(|it| it.schema) else {
        return String::new();
    };
    let id = cx.target(id);
    let items = cx.api.schema(id).array.items.map(|it| cx.target(it));
    let name = cx
        .references
        .name(id)
        .or_else(|| cx.references.name(items?));
    let single = match name {
        Some(name) => schema_link(cx, name),
        None => type_or_undefined(cx, items.unwrap_or(id)),
    };
    match response_kind(cx, response) {
        Some(JsonType::Array) => format!("array of {single}"),
        _ => single,
    }
}

/// The type of a schema that names none.
///
/// Quirk of the templates: JavaScript's `undefined`.
pub fn type_or_undefined(cx: &Context<'_>, id: SchemaId) -> String {
    if cx.quirks() && cx.api.schema(id).types.is_empty() {
        return "undefined".to_owned();
    }
    beyond::kind(cx, id)
}

fn response_schema(cx: &Context<'_>, response: &Response) -> Vec<Block> {
    let Some(content) = response.content.first() else {
        return Vec::new();
    };
    let mut out = Vec::new();
    let Some(schema) = content.schema else {
        return out;
    };
    let rows = rows(cx, schema, View::Whole, 0);
    if has_tables(cx, &rows) {
        let status = status::key(response.status);
        out.push(Block::Text(format!("Status Code **{status}**")));
    }
    out.extend(property_groups(cx, &rows));
    out
}

/// Whether there is anything to show of a schema.
///
/// Quirk of the templates: of branches alone there is not.
fn has_tables(cx: &Context<'_>, rows: &Rows<'_>) -> bool {
    let shown = if cx.quirks() { 1 } else { rows.groups.len() };
    let mut groups = rows.groups[..shown].iter();
    groups.any(|it| !it.rows.is_empty() || !it.title.is_empty())
}

/// The tables of a schema's rows, each with what stands above it.
pub fn property_groups(cx: &Context<'_>, rows: &Rows<'_>) -> Vec<Block> {
    let Rows { groups, levels } = rows;
    let mut out = Vec::new();
    if has_tables(cx, rows) {
        for group in groups {
            if !group.title.is_empty() {
                out.push(Block::Text(format!("*{}*", prose::cell(cx, &group.title))));
            }
            if !group.rows.is_empty() || cx.quirks() {
                out.push(Block::Table(property_table(cx, &group.rows)));
            }
        }
    }
    out.extend(levels.map(|it| Block::Text(prose::cut(it))));
    let mut enumerations = Enumerations::default();
    for row in groups.iter().flat_map(|it| &it.rows) {
        enumerations.add_row(row);
    }
    out.extend(enumerations.blocks(cx, Some("Property")));
    out
}

fn property_table(cx: &Context<'_>, rows: &[Row<'_>]) -> Table {
    let mut table = Table::new(&["Name", "Type", "Required", "Restrictions", "Description"]);
    for row in rows {
        let kind = match &row.link {
            Some(name) => schema_link(cx, name),
            None if row.kind == "array" && cx.quirks() => row.kind.clone(),
            None if row.kind == "array" => super::schemas::array_kind(cx, row, true),
            None => row.safe_kind.clone(),
        };
        table.rows.push(vec![
            prose::code(cx, &response_name(cx, row)).into(),
            kind.into(),
            table::truth(row.required),
            row.restrictions.into(),
            prose::property(cx, row).into(),
        ]);
    }
    table
}

/// The name of a row under a response: what has none is an item of the array.
fn response_name(cx: &Context<'_>, row: &Row<'_>) -> String {
    match row.name {
        Name::Anonymous if row.depth == 0 => "[array item]".to_owned(),
        Name::Anonymous if !cx.quirks() => display_name(cx, row),
        Name::AnyProperty => indented(row, "[any property]"),
        name => indented(row, &name.spelt()),
    }
}

/// The name of a row as widdershins shows it.
pub fn display_name(cx: &Context<'_>, row: &Row<'_>) -> String {
    let name = match row.name {
        Name::AnyProperty if !cx.quirks() => "[any property]".to_owned(),
        Name::Anonymous if !cx.quirks() => "[one of these]".to_owned(),
        name => name.spelt(),
    };
    indented(row, &name)
}

fn indented(row: &Row<'_>, name: &str) -> String {
    match row.depth {
        0 => name.to_owned(),
        depth => ["»".repeat(depth).as_str(), " ", name].concat(),
    }
}

fn response_headers(cx: &Context<'_>, responses: &[&Response]) -> Vec<Block> {
    let mut table = Table::new(&["Status", "Header", "Type", "Format", "Description"]);
    for response in responses {
        for header in &response.headers {
            let schema = match &header.shape {
                ParameterShape::Schema { schema, .. } => Some(*schema),
                ParameterShape::Content(content) => content.schema,
            };
            let format = schema.and_then(|it| cx.api.schema(it).format.as_deref());
            table.rows.push(vec![
                status::key(response.status).into(),
                prose::cell(cx, &header.name).into(),
                schema
                    .map(|it| type_or_undefined(cx, it))
                    .unwrap_or_default()
                    .into(),
                format.unwrap_or_default().to_owned().into(),
                prose::cell(cx, header.description.as_deref().unwrap_or_default()).into(),
            ]);
        }
    }
    if table.rows.is_empty() {
        return Vec::new();
    }
    vec![Block::heading(3, "Response Headers"), Block::Table(table)]
}

/// A link to a schema on the page of schemas.
pub fn schema_link(cx: &Context<'_>, name: &str) -> String {
    let fragment = link::fragment(name, !cx.quirks());
    ["[", name, "](schemas.md#", &fragment, ")"].concat()
}

/// The values that properties or parameters are limited to, by their names.
#[derive(Debug, Default)]
pub struct Enumerations<'a> {
    groups: IndexMap<String, Vec<Json<'a>>>,
}

impl<'a> Enumerations<'a> {
    /// Adds values under a name.
    pub fn add(&mut self, name: &str, values: &[&'a Value]) {
        if !values.is_empty() {
            let group = self.groups.entry(name.to_owned()).or_default();
            group.extend(values.iter().map(|it| Json::from_value(it)));
        }
    }

    /// Adds the values of a row.
    pub fn add_row(&mut self, row: &Row<'a>) {
        if let Some(values) = row.values {
            let values: Vec<&'a Value> = values.values.iter().map(|it| &it.value).collect();
            self.add(&row.name.spelt(), &values);
        }
    }

    /// The heading and the table: values in the order of JavaScript's `sort`, each once. Without a column for names
    /// where all of them belong to the schema itself.
    pub fn blocks(self, cx: &Context<'_>, names: Option<&'static str>) -> Vec<Block> {
        if self.groups.is_empty() {
            return Vec::new();
        }
        let mut table = match names {
            Some(names) => Table::new(&[names, "Value(s)"]),
            None => Table::new(&["Value(s)"]),
        };
        for (name, mut values) in self.groups {
            // Sorting takes longer than writing, and what operations share is sorted for each.
            cx.budget.spend(32 * values.len());
            if cx.budget.is_exhausted() {
                break;
            }
            let mut seen = HashSet::new();
            values.retain(|it| seen.insert(it.compact()));
            let mut values: Vec<String> = values.iter().map(Json::plain).collect();
            values.sort_by(|a, b| a.encode_utf16().cmp(b.encode_utf16()));
            let values: Vec<String> = values.iter().map(|it| prose::code(cx, it)).collect();
            let mut row = Vec::new();
            if names.is_some() {
                row.push(prose::code(cx, &name).into());
            }
            row.push(values.join(", ").into());
            table.rows.push(row);
        }
        vec![Block::heading(4, "Enumerated Values"), Block::Table(table)]
    }
}
