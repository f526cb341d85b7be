//! A body or a response of several media types → which there are, and what is held where they differ.
//!
//! The table of parameters and that of responses speak of one content alone.

use super::block::Block;
use super::context::Context;
use super::grammar;
use super::inline::Inline;
use super::label::TypeLabel;
use super::labels;
use super::properties::below_operation;
use super::responses::content_label;
use super::restricted::layers;
use super::rows::{OnReference, rows};
use super::status;
use super::table::Table;
use crate::model::{JsonType, MediaType, Operation};

/// The table of media types, and the rows of schemas that have no page and that no other table shows; nothing where each
/// body and each response has one media type at the most.
pub fn section<'a>(cx: &Context<'a>, operation: &'a Operation) -> Vec<Block<'a>> {
    if !cx.layout.operations.in_full {
        return Vec::new();
    }
    let body = operation.request_body.iter();
    let body = body.map(|it| (grammar::BODY_NAME.to_owned(), &it.content[..]));
    let responses = status::in_order(operation).into_iter();
    let responses = responses.map(|it| (it.status.to_string(), &it.content[..]));
    let mut table = Table::new(grammar::CONTENT_COLUMNS);
    let mut further = Vec::new();
    for (of, contents) in body.chain(responses).filter(|it| it.1.len() > 1) {
        let first = contents.iter().find(|it| it.shown_schema().is_some());
        let shown = first.map(|it| shown_rows(cx, it));
        for it in contents {
            table.cell(Inline::Text(of.clone().into()));
            table.cell(Inline::code(&*it.name));
            if let Some(label) = label(cx, &of, it) {
                label.push_to(&mut table);
            }
            table.end_cell();
            if first.is_some_and(|first| first.shown_schema() != it.shown_schema()) {
                let rows = shown_rows(cx, it);
                if !rows.is_empty() && shown.as_ref() != Some(&rows) {
                    let names = [Inline::Text(of.clone().into()), Inline::code(&*it.name)];
                    further.push(Block::Paragraph(grammar::CONTENT_ROWS.of(names)));
                    further.extend(rows);
                }
            }
        }
    }
    if table.is_empty() {
        return Vec::new();
    }
    let mut out = vec![grammar::CONTENTS.block(), Block::Table(table)];
    out.extend(further);
    out
}

fn label<'a>(cx: &Context<'a>, of: &str, content: &MediaType) -> Option<TypeLabel<'a>> {
    if of != grammar::BODY_NAME {
        return content_label(cx, content);
    }
    let label = labels::body(cx, cx.target(content.shown_schema()?));
    Some(match content.is_of_items() {
        true => label.array_of(),
        false => label,
    })
}

/// The rows of a schema that has no page.
fn shown_rows<'a>(cx: &Context<'a>, content: &MediaType) -> Vec<Block<'a>> {
    let Some(schema) = content.shown_schema().map(|it| cx.target(it)) else {
        return Vec::new();
    };
    if cx.references.named(schema).is_some() {
        return Vec::new();
    }
    let found = cx.api.schema(schema);
    let may_have = |it| found.types.is_empty() || found.types.contains(it);
    let has_parts = may_have(JsonType::Object) || may_have(JsonType::Array);
    let says_more = || !layers(cx, &[found]).is_empty() || found.values.is_some();
    if !has_parts && !says_more() {
        return Vec::new();
    }
    below_operation(cx, rows(cx, schema, OnReference::Follow, 0))
}
