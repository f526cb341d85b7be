//! Operations and schemas → their blocks part by part, for pages that arrange them in another way than the Markdown does.

use super::block::Block;
use super::body::body_example;
use super::context::Context;
use super::examples::response_examples;
use super::parameters::parameters;
use super::properties::below_operation;
use super::rows::{OnReference, rows};
use super::{contents, operation, overview, responses, status};
use crate::analysis::walk::OperationOrigin;
use crate::model::{Operation, Response, SchemaId, Status};

/// What is shown of an operation or a webhook.
pub struct OperationParts<'a> {
    /// What the document says of it as a whole.
    pub description: Vec<Block<'a>>,
    /// An example of its body, with a title.
    pub body_example: Vec<Block<'a>>,
    /// The table of parameters and body, and what belongs to it.
    pub parameters: Vec<Block<'a>>,
    /// The component that the body is, or its items are.
    pub body: Option<SchemaId>,
    /// The answers, in order of their statuses.
    pub responses: Vec<ResponseParts<'a>>,
    /// Examples of the answers, each below its title.
    pub examples: Vec<Block<'a>>,
    /// Media types, servers, ways to show who calls, links and callbacks: each below a heading.
    pub lists: Vec<Block<'a>>,
}

/// What is shown of a response.
pub struct ResponseParts<'a> {
    /// Its status.
    pub status: Status,
    /// A table of one row: status, meaning, description, type.
    pub row: Block<'a>,
    /// The rows of a schema without a name.
    pub schema: Vec<Block<'a>>,
    /// The component that it is, or its items are.
    pub component: Option<SchemaId>,
    /// The table of headers.
    pub headers: Vec<Block<'a>>,
}

/// The parts of an operation; of a webhook, the other way round.
pub fn of_operation<'a>(
    cx: &Context<'a>,
    it: &'a Operation,
    origin: OperationOrigin,
) -> OperationParts<'a> {
    let is_webhook = matches!(origin, OperationOrigin::Webhook);
    let mut lists = contents::section(cx, it);
    if !is_webhook {
        lists.extend(overview::own_servers(it));
        lists.extend(operation::ways(it));
        lists.extend(operation::links(it));
        lists.extend(operation::callbacks(it));
    }
    let body = it.request_body.as_ref();
    let in_order = status::in_order(it);
    OperationParts {
        description: operation::description(cx, it),
        body_example: body
            .map(|it| body_example(cx, it, origin.request_direction()))
            .unwrap_or_default(),
        parameters: parameters(cx, it),
        body: body
            .and_then(|it| it.content.iter().find_map(|it| it.shown_schema()))
            .and_then(|it| component(cx, it)),
        responses: in_order.iter().map(|it| response(cx, it)).collect(),
        examples: response_examples(cx, &in_order),
        lists,
    }
}

fn response<'a>(cx: &Context<'a>, it: &'a Response) -> ResponseParts<'a> {
    let one = [it];
    let schema = it.content.first().and_then(|it| it.shown_schema());
    let component = schema.and_then(|it| component(cx, it));
    ResponseParts {
        status: it.status,
        row: Block::Table(responses::response_table(cx, &one)),
        schema: match component {
            Some(_) => Vec::new(),
            None => responses::response_schema(cx, it),
        },
        component,
        headers: responses::response_headers(cx, &one),
    }
}

/// The component that a schema goes by, or that its items go by.
fn component(cx: &Context<'_>, schema: SchemaId) -> Option<SchemaId> {
    let id = cx.target(schema);
    let items = cx.api.schema(id).array.items.map(|it| cx.target(it));
    let found = cx.references.target(id);
    found.or_else(|| cx.references.target(items?))
}

/// The name of a component, and its rows as they stand on its own page.
pub fn of_component<'a>(cx: &Context<'a>, id: SchemaId) -> Option<(&'a str, Vec<Block<'a>>)> {
    let component = cx.references.component(id)?;
    let rows = rows(cx, id, OnReference::Link, -1);
    Some((component.name(), below_operation(cx, rows)))
}
