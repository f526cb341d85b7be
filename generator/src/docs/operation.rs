//! An operation → its section of a page.

use super::block::Block;
use super::body::body_example;
use super::context::Context;
use super::parameters::parameters;
use super::responses::{response_blocks, responses};
use super::sample::Direction;
use super::{curl, prose};
use crate::model::Operation;

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
        out.extend(links(operation));
        out.extend(callbacks(operation));
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

/// The section of a webhook: what the service sends, and what it wants for an answer.
pub fn webhook(cx: &Context<'_>, webhook: &Operation) -> Vec<Block> {
    let name = match webhook.summary.as_deref().map(str::trim) {
        Some(summary) if !summary.is_empty() => summary,
        _ => &*webhook.path,
    };
    let mut out = vec![Block::heading(2, prose::heading(cx, name))];
    let line = format!("{} {}", webhook.method.as_upper(), webhook.path);
    out.push(Block::Text(prose::code(cx, &line)));
    out.extend(description(cx, webhook).map(Block::Text));
    if let Some(body) = &webhook.request_body {
        out.extend(body_example(cx, body, Direction::Response));
    }
    out.extend(parameters(cx, webhook));
    out.extend(response_blocks(cx, webhook, name));
    out
}

/// What the service calls in turn.
pub fn callbacks(operation: &Operation) -> Vec<Block> {
    let mut lines = Vec::new();
    for callback in &operation.callbacks {
        for call in &callback.operations {
            let what = format!("{} {}", call.method.as_upper(), call.path);
            lines.push(item(
                &format!("`{}`, `{}`", callback.name, what.replace('`', "")),
                call.summary.as_deref(),
            ));
        }
    }
    list("Callbacks", lines)
}

/// Where one may go on with what a response holds.
pub fn links(operation: &Operation) -> Vec<Block> {
    let mut lines = Vec::new();
    for response in responses(operation) {
        for link in &response.links {
            let target = link.operation.as_deref().unwrap_or("another operation");
            let what = format!(
                "`{}` of {} leads to `{}`",
                link.name,
                response.status,
                target.replace('`', "")
            );
            lines.push(item(&what, link.description.as_deref()));
        }
    }
    list("Links", lines)
}

fn item(what: &str, text: Option<&str>) -> String {
    let text = text.unwrap_or_default().trim().replace('\n', " ");
    let colon = if text.is_empty() { "" } else { ": " };
    format!("- {what}{colon}{text}")
}

fn list(heading: &str, lines: Vec<String>) -> Vec<Block> {
    if lines.is_empty() {
        return Vec::new();
    }
    vec![Block::heading(3, heading), Block::Text(lines.join("\n"))]
}
