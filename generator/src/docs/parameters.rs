//! An operation → the table of its parameters and its body.

use std::borrow::Cow;

use super::block::Block;
use super::context::Context;
use super::curl;
use super::discriminator;
use super::enumerations::Enumerations;
use super::grammar;
use super::inline::{Inline, Standing};
use super::label::TypeLabel;
use super::labels::{self, MOST_ARRAYS};
use super::notation::Notation;
use super::properties::{below_operation, truth};
use super::responses;
use super::restricted;
use super::restrictions::{Restriction, Restrictions};
use super::rows::{OnReference, Row, RowName, rows};
use super::table::Table;
use crate::model::{Dialect, JsonType, Operation, Parameter, RequestBody, SchemaId, Values};

/// The table of the parameters and the body, and what there is to say about them besides.
pub fn parameters<'a>(cx: &Context<'a>, operation: &'a Operation) -> Vec<Block<'a>> {
    let (mut branches, mut parts) = (Vec::new(), Vec::new());
    let mut entries: Vec<Entry<'a>> = Vec::with_capacity(operation.parameters.len());
    for it in &operation.parameters {
        entries.push(parameter(cx, it));
        if cx.layout.operations.in_full {
            let location = it.location.as_str();
            let schema = it.shape.schema().map(|it| cx.target(it));
            let rows = schema.map_or_else(Vec::new, |it| rows_below(cx, it));
            entries.extend(rows.into_iter().map(|it| row_entry(cx, it, location)));
        }
    }
    if let Some(body) = &operation.request_body {
        let content = body.content.iter().find(|it| it.shown_schema().is_some());
        let schema = content.and_then(|it| it.shown_schema());
        if let Some(schema) = schema.map(|it| cx.target(it)) {
            let mut entry = body_entry(cx, body, schema);
            if content.is_some_and(|it| it.is_of_items()) {
                entry.label = entry.label.map(TypeLabel::array_of);
            }
            entries.push(entry);
            let have_rows = is_inline_object(cx, schema);
            parts.extend(content.map(|it| responses::parts(cx, it, have_rows)));
            if have_rows {
                let groups = rows(cx, schema, OnReference::Follow, 0).groups;
                let rows = groups.into_iter().flat_map(|it| it.rows);
                entries.extend(rows.map(|mut row| {
                    if let (Some(content), RowName::Text(name), 1) = (content, row.name, row.depth)
                    {
                        row.restrictions
                            .extend(restricted::field(cx, content, name));
                    }
                    row_entry(cx, row, grammar::BODY_NAME)
                }));
            } else if is_array_of_objects(cx, schema) {
                let rows = rows_below(cx, schema).into_iter();
                entries.extend(rows.map(|it| row_entry(cx, it, grammar::BODY_NAME)));
            } else {
                branches = body_of_branches(cx, schema);
            }
        }
    }
    if entries.is_empty() {
        return Vec::new();
    }
    let mut values = Enumerations::default();
    for entry in &entries {
        // The only value stands among what restricts it.
        let is_told = entry.restrictions.has(Restriction::Always);
        let listed = entry
            .values
            .into_iter()
            .skip(usize::from(is_told))
            .flatten();
        let listed = listed.flat_map(|it| it.values.iter().map(|node| &node.value));
        values.add(entry.name.clone(), listed);
    }
    let first_lines = cx.layout.operations.first_lines_of_parameters;
    let is_long = |it: &&Entry<'a>| it.description.contains('\n');
    let mut details = Vec::new();
    if first_lines && entries.iter().any(|it| is_long(&it)) {
        details.push(grammar::DETAILED_DESCRIPTIONS.block());
        details.extend(entries.iter().filter(is_long).map(|entry| {
            Block::Paragraph(vec![
                Inline::Strong(entry.name.clone()),
                Inline::plain(grammar::BEFORE_DESCRIPTION),
                Inline::Markdown(entry.description.clone()),
            ])
        }));
    }
    let is_restricted = entries.iter().any(|it| !it.restrictions.is_empty());
    let columns = match is_restricted {
        true => grammar::RESTRICTED_PARAMETER_COLUMNS,
        false => grammar::PARAMETER_COLUMNS,
    };
    let mut table = Table::with_room_for(columns, entries.len());
    for entry in entries {
        table.cell(Inline::Code(entry.name));
        table.cell(Inline::plain(entry.location));
        if let Some(label) = entry.label {
            label.push_to(&mut table);
        }
        table.end_cell();
        table.cell(truth(entry.required));
        if is_restricted {
            entry.restrictions.push_to(&mut table);
            table.end_cell();
        }
        table.cell(Inline::Markdown(if first_lines {
            first_line(entry.description)
        } else {
            entry.description
        }));
    }
    let mut out = vec![grammar::PARAMETERS.block(), Block::Table(table)];
    let without = operation.parameters.iter();
    let without = without.filter(|it| curl::has_none(cx, it));
    out.extend(without.map(|it| {
        let name = Inline::Code((&*it.name).into());
        Block::Paragraph(grammar::NONE_TO_SEND.of([name]))
    }));
    out.extend(details);
    out.extend(values.blocks(cx, grammar::PARAMETER_VALUES_COLUMNS));
    out.extend(branches);
    out.extend(parts.into_iter().flatten());
    out
}

/// A row of the table of parameters.
struct Entry<'a> {
    name: Cow<'a, str>,
    location: &'static str,
    label: Option<TypeLabel<'a>>,
    required: bool,
    restrictions: Restrictions<'a>,
    description: Cow<'a, str>,
    /// The values it is limited to, and those its items are limited to.
    values: [Option<&'a Values>; 2],
}

fn parameter<'a>(cx: &Context<'a>, parameter: &'a Parameter) -> Entry<'a> {
    let schema = parameter.shape.schema();
    let schema = schema.map(|it| cx.target(it));
    let description = parameter.description.as_deref();
    Entry {
        name: (&*parameter.name).into(),
        location: parameter.location.as_str(),
        label: schema.map(|it| labels::parameter(cx, it)),
        required: parameter.required,
        restrictions: restricted::parameter(cx, parameter),
        description: description
            .filter(|it| *it != "undefined")
            .unwrap_or_default()
            .into(),
        values: schema.map_or([None; 2], |it| values(cx, it)),
    }
}

fn body_entry<'a>(cx: &Context<'a>, body: &'a RequestBody, schema: SchemaId) -> Entry<'a> {
    Entry {
        name: grammar::BODY_NAME.into(),
        location: grammar::BODY_NAME,
        label: Some(labels::body(cx, schema)),
        required: body_required(cx, body, schema),
        restrictions: restricted::layers(cx, &[cx.api.schema(schema)]),
        description: body.description.as_deref().unwrap_or_default().into(),
        values: values(cx, schema),
    }
}

/// Whether the body must be there.
fn body_required(cx: &Context<'_>, body: &RequestBody, schema: SchemaId) -> bool {
    // A form is made of parameters, and has no description of its own.
    let is_form = body.description.is_none()
        && is_inline_object(cx, schema)
        && body.content.iter().any(|it| Notation::Form.is(&it.name));
    let by_first_field = cx.layout.operations.forms_required_by_first_field;
    if !by_first_field || !is_form || cx.api.dialect != Dialect::Swagger2 {
        return body.required;
    }
    let object = &cx.api.schema(schema).object;
    let first = object.properties.keys().next();
    first.map_or(body.required, |it| object.required.contains(it))
}

/// The rows of what is below a parameter or a body that has no name: none where its items have one.
fn rows_below<'a>(cx: &Context<'a>, schema: SchemaId) -> Vec<Row<'a>> {
    let Some(innermost) = innermost(cx, schema) else {
        return Vec::new();
    };
    let of = cx.api.schema(innermost);
    let has_parts = |it: JsonType| matches!(it, JsonType::Object | JsonType::Array);
    let is_plain = of.not.is_none() && !labels::has_branches(of);
    if is_plain && !of.types.is_empty() && !of.types.iter().any(has_parts) {
        return Vec::new();
    }
    let groups = rows(cx, schema, OnReference::Follow, 0).groups;
    let rows = groups.into_iter().flat_map(|it| it.rows);
    rows.filter(|it| it.depth > 0).collect()
}

/// What the items of an array are, or of the arrays in it; the schema itself if it is none. Nothing where either has a name.
fn innermost(cx: &Context<'_>, schema: SchemaId) -> Option<SchemaId> {
    let mut id = cx.target(schema);
    for _ in 0..MOST_ARRAYS {
        if cx.references.named(id).is_some() {
            return None;
        }
        let schema = cx.api.schema(id);
        match schema.array.items {
            Some(items) if schema.types.single() == Some(JsonType::Array) => id = cx.target(items),
            _ => return Some(id),
        }
    }
    None
}

/// Whether a schema without a name is an array of objects without a name, or of arrays of them.
fn is_array_of_objects(cx: &Context<'_>, schema: SchemaId) -> bool {
    let is_array = cx.api.schema(schema).types.single() == Some(JsonType::Array);
    cx.layout.operations.in_full
        && is_array
        && innermost(cx, schema).is_some_and(|it| is_inline_object(cx, it))
}

fn row_entry<'a>(cx: &Context<'a>, row: Row<'a>, location: &'static str) -> Entry<'a> {
    let items = row.items.as_ref().and_then(|it| it.schema);
    let of_items = items.and_then(|it| cx.api.schema(it).values.as_ref());
    let in_arrays = || row.values_of_items(cx).map(|it| it.1);
    let by_row = cx.layout.properties.values_by_row;
    let of_items = of_items.or_else(|| in_arrays().filter(|_| by_row));
    let is_listed = row.listed().is_some() || of_items.is_some_and(|it| !it.values.is_empty());
    let mut row = row;
    if cx.layout.properties.values_by_row && is_listed {
        row.restrictions.add(Restriction::Enumerated, "");
    }
    Entry {
        name: row.display_name(cx.layout.properties.markdown_names),
        location,
        label: Some(
            match row.component {
                Some(component) => TypeLabel::schema(component.link(Standing::OtherPage)),
                None if row.label.is_binary() => TypeLabel::words("binary"),
                None => row.label,
            }
            .or_null_where(row.is_nullable),
        ),
        required: row.required,
        restrictions: match cx.layout.properties.restrictions {
            true => row.restrictions,
            // A table of parameters has no room for them.
            false => Restrictions::default(),
        },
        description: row.description,
        values: [row.values, of_items],
    }
}

fn is_inline_object(cx: &Context<'_>, schema: SchemaId) -> bool {
    if cx.references.named(schema).is_some() {
        return false;
    }
    let schema = cx.api.schema(schema);
    match schema.types.is_empty() && cx.layout.operations.in_full {
        true => !labels::has_branches(schema) && labels::infer(cx, &[schema]) == "object",
        false => schema.types.single() == Some(JsonType::Object),
    }
}

/// The values a schema is limited to, and those its items are limited to.
fn values<'a>(cx: &Context<'a>, schema: SchemaId) -> [Option<&'a Values>; 2] {
    let schema = cx.api.schema(schema);
    let items = schema.array.items.map(|it| cx.api.schema(cx.target(it)));
    [Some(schema), items].map(|it| it?.values.as_ref())
}

/// The rows of a body that is a choice, which the table of parameters has no room for.
fn body_of_branches<'a>(cx: &Context<'a>, schema: SchemaId) -> Vec<Block<'a>> {
    let named = cx.references.named(schema).is_some();
    let wanted = cx.layout.operations.branches_of_bodies;
    let of = innermost(cx, schema).unwrap_or(schema);
    if !wanted || named || !labels::has_branches(cx.api.schema(of)) {
        return Vec::new();
    }
    let tables = below_operation(cx, rows(cx, schema, OnReference::Follow, 0));
    if tables.is_empty() {
        return tables;
    }
    let mut out = vec![grammar::BODY.block()];
    out.extend(tables);
    out.extend(discriminator::blocks(cx, schema, Standing::OtherPage));
    out
}

fn first_line(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => text.split('\n').next().unwrap_or_default().into(),
        Cow::Owned(mut text) => {
            text.truncate(text.find('\n').unwrap_or(text.len()));
            text.into()
        }
    }
}
