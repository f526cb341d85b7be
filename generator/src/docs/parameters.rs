//! An operation → the table of its parameters and its body.

use super::block::Block;
use super::context::Context;
use super::enumerations::Enumerations;
use super::labels::{branches, dead_link, parameter_kind, schema_link};
use super::notation::Notation;
use super::properties::{display_name, property_groups};
use super::prose;
use super::rows::{OnReference, Row, rows};
use super::table::{self, Table};
use crate::model::{
    Dialect, JsonType, Operation, Parameter, ParameterShape, RequestBody, SchemaId,
};
use crate::node::Value;

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
                groups = rows(cx, schema, OnReference::Follow, 0).groups;
                entries.extend(
                    groups
                        .iter()
                        .flat_map(|it| &it.rows)
                        .map(|row| body_row(cx, row)),
                );
            } else {
                branches = body_of_branches(cx, schema);
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
    if !cx.quirks() || !is_form || cx.api.dialect != Dialect::Swagger2 {
        return body.required;
    }
    let object = &cx.api.schema(schema).object;
    let first = object.properties.keys().next();
    first.map_or(body.required, |it| object.required.contains(it))
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

/// The rows of a body that is a choice, which the table of parameters has no room for.
pub fn body_of_branches(cx: &Context<'_>, schema: SchemaId) -> Vec<Block> {
    let schema = cx.target(schema);
    let named = cx.references.name(schema).is_some();
    if cx.quirks() || named || branches(cx.api.schema(schema)).is_none() {
        return Vec::new();
    }
    let rows = rows(cx, schema, OnReference::Follow, 0);
    let tables = property_groups(cx, &rows);
    if tables.is_empty() {
        return tables;
    }
    let mut out = vec![Block::heading(3, "Body")];
    out.extend(tables);
    out
}
