//! Responses → what each status means, what it holds, and the properties of that.

use super::block::Block;
use super::context::Context;
use super::examples::response_examples;
use super::labels::{schema_link, type_or_undefined};
use super::properties::{has_tables, property_groups};
use super::rows::{OnReference, rows};
use super::table::Table;
use super::{link, prose, status};
use crate::model::{JsonType, Operation, ParameterShape, Response, Status};

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

/// The responses in the order of JavaScript's objects: statuses in ascending order, then the rest as written.
pub fn responses(operation: &Operation) -> Vec<&Response> {
    let mut out: Vec<&Response> = operation.responses.iter().collect();
    out.sort_by_key(|it| match it.status {
        Status::Code(code) => code,
        Status::Range(_) | Status::Default => u16::MAX,
    });
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

fn response_table(cx: &Context<'_>, responses: &[&Response]) -> Table {
    let mut table = Table::new(&["Status", "Meaning", "Description", "Schema"]);
    for response in responses {
        table.rows.push(vec![
            response.status.to_string().into(),
            status::meaning(response.status, cx.quirks()).into(),
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

fn response_schema(cx: &Context<'_>, response: &Response) -> Vec<Block> {
    let Some(content) = response.content.first() else {
        return Vec::new();
    };
    let mut out = Vec::new();
    let Some(schema) = content.schema else {
        return out;
    };
    let rows = rows(cx, schema, OnReference::Follow, 0);
    if has_tables(cx, &rows) {
        let status = response.status;
        out.push(Block::Text(format!("Status Code **{status}**")));
    }
    out.extend(property_groups(cx, &rows));
    out
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
                response.status.to_string().into(),
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
