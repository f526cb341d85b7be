//! Responses → what each status means, what it holds, and the properties of that.

use std::borrow::Cow;

use super::blanks::trim;
use super::block::Block;
use super::context::Context;
use super::discriminator;
use super::examples::response_examples;
use super::grammar;
use super::inline::{Inline, Standing};
use super::label::TypeLabel;
use super::labels::{MOST_ARRAYS, of_elements, parameter, type_or_undefined};
use super::names;
use super::properties::{below_operation, has_tables, truth};
use super::restricted;
use super::restrictions::Restrictions;
use super::rows::{OnReference, rows};
use super::status;
use super::table::Table;
use crate::model::{Header, JsonType, MediaType, Operation, Response, SchemaId, Status};

/// The examples of the responses, what each status means, and the rows of the schemas that have no page of their own.
pub fn section<'a>(cx: &Context<'a>, operation: &'a Operation, title: &str) -> Vec<Block<'a>> {
    let layout = cx.layout.operations;
    let responses = status::in_order(operation);
    let mut out = Vec::new();
    let is_shown = |it: &&Response| holds_parts(cx, it);
    // An example of the document is shown, whatever it is one of.
    let is_written = |it: &&Response| it.content.iter().any(|it| !it.examples.is_empty());
    let has_any = |it: &&Response| is_shown(it) || layout.in_full && is_written(it);
    if responses.iter().any(has_any) {
        let examples = response_examples(cx, &responses);
        let has_samples = examples.iter().any(|it| matches!(it, Block::Code { .. }));
        if has_samples || layout.titles_of_nothing {
            out.push(grammar::EXAMPLE_RESPONSES.block());
            out.extend(examples);
        }
    }
    if !responses.is_empty() || layout.table_of_no_responses {
        out.push(grammar::RESPONSES.block());
        out.push(Block::Table(response_table(cx, &responses)));
    }
    let inline: Vec<&&Response> = responses
        .iter()
        .filter(|it| is_shown(it) && !is_linked(cx, it))
        .collect();
    let schemas: Vec<Block<'a>> = inline
        .iter()
        .flat_map(|it| response_schema(cx, it))
        .collect();
    let html = layout.html_heading_of_response_schemas;
    if (html && !inline.is_empty()) || !schemas.is_empty() {
        out.push(if html {
            let title_with_id = grammar::RESPONSE_SCHEMA_WITH_ID;
            Block::Heading {
                level: title_with_id.level,
                text: Inline::plain(title_with_id.words),
                id: Some(names::slug(title) + grammar::RESPONSE_SCHEMA_ID),
            }
        } else {
            grammar::RESPONSE_SCHEMA.block()
        });
        out.extend(schemas);
    }
    out.extend(response_headers(cx, &responses));
    out
}

/// The content that the table of responses and the rows below it speak of: the first; in full, the first with a schema.
fn spoken_of<'r>(cx: &Context<'_>, response: &'r Response) -> Option<&'r MediaType> {
    let in_full = cx.layout.operations.in_full;
    let described = response
        .content
        .iter()
        .find(|it| it.shown_schema().is_some());
    let first = response.content.first();
    described.filter(|_| in_full).or(first)
}

/// The type of the content that is spoken of; to widdershins that of the last one with a schema.
fn json_type(cx: &Context<'_>, response: &Response) -> Option<JsonType> {
    let schema = match cx.layout.operations.in_full {
        true => spoken_of(cx, response)?.shown_schema(),
        false => {
            let mut contents = response.content.iter().rev();
            contents.find_map(|it| it.shown_schema())
        }
    };
    let schema = cx.api.schema(cx.target(schema?));
    schema.types.iter().next()
}

fn is_primitive(json_type: Option<JsonType>) -> bool {
    json_type.is_some_and(|it| !matches!(it, JsonType::Object | JsonType::Array))
}

/// Whether a response holds something beside what has neither properties nor items.
fn holds_parts(cx: &Context<'_>, response: &Response) -> bool {
    if !cx.layout.operations.in_full {
        return !response.content.is_empty() && !is_primitive(json_type(cx, response));
    }
    response.content.iter().any(|content| {
        let schema = content.shown_schema().map(|it| cx.target(it));
        !is_primitive(schema.and_then(|it| cx.api.schema(it).types.iter().next()))
    })
}

fn is_linked(cx: &Context<'_>, response: &Response) -> bool {
    let is_named = |it: &MediaType| {
        let schema = it.shown_schema().map(|it| cx.target(it));
        schema.is_some_and(|it| cx.references.named(it).is_some())
    };
    match cx.layout.operations.in_full {
        true => spoken_of(cx, response).is_some_and(is_named),
        false => response.content.iter().any(is_named),
    }
}

pub fn response_table<'a>(cx: &Context<'a>, responses: &[&'a Response]) -> Table<'a> {
    let phrases = cx.layout.operations.status_phrases;
    let mut table = Table::new(grammar::RESPONSE_COLUMNS);
    for response in responses {
        table.cell(Inline::plain(response.status.to_string()));
        table.cell(status::meaning(response.status, phrases));
        table.cell(match response.text(": ") {
            Cow::Borrowed(text) => Inline::markdown(trim(text)),
            Cow::Owned(text) => Inline::Markdown(trim(&text).to_owned().into()),
        });
        if let Some(label) = response_label(cx, response) {
            label.push_to(&mut table);
        }
        table.end_cell();
    }
    table
}

/// What a response holds: one content speaks for all.
fn response_label<'a>(cx: &Context<'a>, response: &Response) -> Option<TypeLabel<'a>> {
    label(cx, spoken_of(cx, response)?, json_type(cx, response))
}

/// What a content of a response is called by itself.
pub fn content_label<'a>(cx: &Context<'a>, content: &MediaType) -> Option<TypeLabel<'a>> {
    let schema = cx.api.schema(cx.target(content.shown_schema()?));
    label(cx, content, schema.types.iter().next())
}

fn label<'a>(
    cx: &Context<'a>,
    content: &MediaType,
    json_type: Option<JsonType>,
) -> Option<TypeLabel<'a>> {
    let id = cx.target(content.shown_schema()?);
    let items = cx
        .api
        .schema(id)
        .array
        .items
        .filter(|_| !content.is_of_items());
    let items = items.map(|it| cx.target(it));
    let component = cx.references.named(id);
    let component = component.or_else(|| cx.references.named(items?));
    let single = match component {
        Some(component) => TypeLabel::schema(component.link(Standing::OtherPage)),
        None => type_or_undefined(cx, items.unwrap_or(id)),
    };
    Some(match json_type {
        _ if content.is_of_items() => single.array_of(),
        // A component that is an array goes by its name.
        Some(JsonType::Array) if cx.layout.types.items_in_full => {
            let array = &cx.api.schema(id).array;
            let elements = || of_elements(cx, array, Standing::OtherPage, MOST_ARRAYS);
            match cx.references.named(id) {
                Some(component) => TypeLabel::schema(component.link(Standing::OtherPage)),
                None => elements().unwrap_or(single).array_of(),
            }
        }
        Some(JsonType::Array) => single.array_of(),
        _ => single,
    })
}

pub fn response_schema<'a>(cx: &Context<'a>, response: &Response) -> Vec<Block<'a>> {
    let schema = spoken_of(cx, response).and_then(|it| it.shown_schema());
    let Some(schema) = schema else {
        return Vec::new();
    };
    let mut out = Vec::new();
    let rows = rows(cx, schema, OnReference::Follow, 0);
    if has_tables(cx, &rows) {
        let status = Inline::Strong(response.status.to_string().into());
        out.push(Block::Paragraph(grammar::STATUS_CODE.of([status])));
    }
    out.extend(below_operation(cx, rows));
    out.extend(discriminator::blocks(cx, schema, Standing::OtherPage));
    out
}

pub fn response_headers<'a>(cx: &Context<'a>, responses: &[&'a Response]) -> Vec<Block<'a>> {
    let headers = responses.iter().flat_map(|response| {
        let headers = response.headers.iter();
        headers.map(|it| (response.status, it, restricted::header(cx, it)))
    });
    let headers: Vec<(Status, &'a Header, Restrictions<'a>)> = headers.collect();
    if headers.is_empty() {
        return Vec::new();
    }
    let has_facts = |it: &Header| cx.layout.operations.in_full && it.required;
    let is_restricted = headers
        .iter()
        .any(|(_, header, restrictions)| has_facts(header) || !restrictions.is_empty());
    let mut table = Table::new(match is_restricted {
        true => grammar::RESTRICTED_HEADER_COLUMNS,
        false => grammar::HEADER_COLUMNS,
    });
    for (status, header, restrictions) in headers {
        table.cell(Inline::plain(status.to_string()));
        push_header(
            cx,
            &mut table,
            header,
            is_restricted.then_some(restrictions),
        );
    }
    vec![grammar::RESPONSE_HEADERS.block(), Block::Table(table)]
}

/// What the encoding of a body says of its parts: of those that have no rows how they are laid out, and which headers they have.
pub fn parts<'a>(cx: &Context<'a>, content: &'a MediaType, have_rows: bool) -> Vec<Block<'a>> {
    if !cx.layout.operations.in_full {
        return Vec::new();
    }
    let mut laid_out = Table::new(grammar::PART_COLUMNS);
    let mut headers = Table::new(grammar::PART_HEADER_COLUMNS);
    for (name, encoding) in &content.encodings.named {
        let said = restricted::field(cx, content, name);
        if !have_rows && !said.is_empty() {
            laid_out.cell(Inline::code(&**name));
            said.push_to(&mut laid_out);
            laid_out.end_cell();
        }
        for header in &encoding.headers {
            headers.cell(Inline::code(&**name));
            let said = restricted::header(cx, header);
            push_header(cx, &mut headers, header, Some(said));
        }
    }
    let tables = [laid_out, headers].into_iter().filter(|it| it.height() > 0);
    let tables: Vec<Block<'a>> = tables.map(Block::Table).collect();
    let title = (!tables.is_empty()).then(|| grammar::PARTS.block());
    title.into_iter().chain(tables).collect()
}

/// The cells of a header, from its name on.
fn push_header<'a>(
    cx: &Context<'a>,
    table: &mut Table<'a>,
    header: &'a Header,
    restrictions: Option<Restrictions<'a>>,
) {
    let schema = header.shape.schema();
    let format = schema.and_then(|it| cx.api.schema(it).format.as_deref());
    table.cell(Inline::markdown(&*header.name));
    if let Some(schema) = schema {
        header_label(cx, schema).push_to(table);
    }
    table.end_cell();
    table.cell(Inline::plain(format.unwrap_or_default()));
    if let Some(restrictions) = restrictions {
        table.cell(truth(header.required));
        restrictions.push_to(table);
        table.end_cell();
    }
    let description = header.description.as_deref();
    table.cell(Inline::markdown(description.unwrap_or_default()));
}

/// What a header is called, its format aside, which has a column of its own.
fn header_label<'a>(cx: &Context<'a>, schema: SchemaId) -> TypeLabel<'a> {
    let id = cx.target(schema);
    let is_array = cx.api.schema(id).types.single() == Some(JsonType::Array);
    match is_array && cx.layout.types.items_in_full {
        true => parameter(cx, id),
        false => type_or_undefined(cx, schema),
    }
}
