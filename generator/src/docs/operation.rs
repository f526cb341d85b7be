//! An operation → its section of a page.

use std::borrow::Cow;

use super::block::Block;
use super::body::body_example;
use super::contents;
use super::context::Context;
use super::curl;
use super::grammar::{self, Sentence, Title};
use super::inline::{Inline, Link, LinkForm, Target};
use super::overview::own_servers;
use super::parameters::parameters;
use super::responses;
use super::status;
use crate::analysis::walk::OperationOrigin;
use crate::model::{ExternalDocs, Operation, SecurityRequirement};

/// What the operation is called on its page.
pub fn title<'a>(cx: &Context<'_>, operation: &'a Operation) -> Cow<'a, str> {
    let summary = operation
        .summary
        .as_deref()
        .filter(|it| !it.trim().is_empty());
    match (summary, &operation.id) {
        (Some(summary), _) => summary.into(),
        (None, Some(id)) => id.replace('/', "_").into(),
        (None, None) if cx.layout.operations.titles_in_one_word => {
            let path = operation.path.split('?').next().unwrap_or_default();
            let title = format!("{}_{path}", operation.method.as_str());
            title.replace('/', "_").into()
        }
        (None, None) => request_line(operation).into(),
    }
}

/// Method and path.
pub fn request_line(operation: &Operation) -> String {
    format!("{} {}", operation.method.as_upper(), operation.path)
}

/// The section, heading included.
pub fn section<'a>(cx: &Context<'a>, operation: &'a Operation) -> Vec<Block<'a>> {
    let title = title(cx, operation);
    let mut out = vec![Block::heading(
        grammar::SECTION,
        Inline::Text(title.clone()),
    )];
    if operation.deprecated && cx.layout.operations.mark_deprecated {
        let deprecated = Inline::Strong(grammar::DEPRECATED.into());
        out.push(Block::paragraph(deprecated));
    }
    out.push(grammar::CODE_SAMPLES.block());
    let request = curl::request(cx, operation);
    out.push(Block::code(cx.config.shell_fence.as_str(), request));
    out.extend(introduction(cx, operation));
    if let Some(body) = &operation.request_body {
        out.extend(body_example(
            cx,
            body,
            OperationOrigin::Path.request_direction(),
        ));
    }
    out.extend(parameters(cx, operation));
    out.extend(responses::section(cx, operation, &title));
    out.extend(contents::section(cx, operation));
    if cx.layout.operations.links_and_callbacks {
        out.extend(links(operation));
        out.extend(callbacks(operation));
    }
    if cx.layout.operations.in_full {
        out.extend(own_servers(operation));
        out.extend(ways(operation));
    }
    let is_optional =
        cx.layout.operations.in_full && operation.security.iter().any(|it| it.schemes.is_empty());
    if is_protected(operation) && !is_optional {
        out.push(Block::Configured(cx.config.authenticated.as_str().into()));
    }
    out
}

/// What a webhook is called on its page.
pub fn webhook_title(webhook: &Operation) -> &str {
    match webhook.summary.as_deref().map(str::trim) {
        Some(summary) if !summary.is_empty() => summary,
        _ => &webhook.path,
    }
}

/// The section of a webhook: what the service sends, and what it wants for an answer.
pub fn webhook<'a>(cx: &Context<'a>, webhook: &'a Operation) -> Vec<Block<'a>> {
    let name = webhook_title(webhook);
    let mut out = vec![Block::heading(grammar::SECTION, Inline::Text(name.into()))];
    out.extend(introduction(cx, webhook));
    if let Some(body) = &webhook.request_body {
        out.extend(body_example(
            cx,
            body,
            OperationOrigin::Webhook.request_direction(),
        ));
    }
    out.extend(parameters(cx, webhook));
    out.extend(responses::section(cx, webhook, name));
    out.extend(contents::section(cx, webhook));
    out
}

/// Method and path, and the description.
fn introduction<'a>(cx: &Context<'a>, operation: &'a Operation) -> Vec<Block<'a>> {
    let line = Block::paragraph(Inline::code(request_line(operation)));
    let mut out = vec![line];
    out.extend(description(cx, operation));
    out
}

/// What the document says of the operation as a whole.
pub fn description<'a>(cx: &Context<'a>, operation: &'a Operation) -> Vec<Block<'a>> {
    let notice = cx.config.notice_marker.as_deref();
    let description = operation
        .description
        .as_deref()
        .filter(|it| !it.trim().is_empty())
        .filter(|it| !notice.is_some_and(|notice| it.starts_with(notice)))
        .map(|it| Block::Markdown(it.into()));
    let mut out: Vec<Block<'a>> = description.into_iter().collect();
    if cx.layout.operations.in_full {
        let said = [
            operation.summary.as_deref(),
            operation.description.as_deref(),
        ];
        let of_path = [&operation.path_summary, &operation.path_description];
        let of_path = of_path.into_iter().filter_map(|it| it.as_deref());
        let of_path = of_path.filter(|it| !it.trim().is_empty() && !said.contains(&Some(it)));
        out.extend(of_path.map(|it| Block::Markdown(it.into())));
        out.extend(operation.external_docs.as_ref().map(external_docs));
    }
    out
}

/// A link to further documentation.
pub fn external_docs(it: &ExternalDocs) -> Block<'_> {
    let text = it.description.as_deref().map(str::trim);
    let text = text.filter(|it| !it.is_empty());
    Block::paragraph(Inline::from(Link {
        text: text.unwrap_or(grammar::EXTERNAL_DOCUMENTATION).into(),
        target: Target::Url(it.url.as_str().into()),
        form: LinkForm::Link,
    }))
}

fn is_protected(operation: &Operation) -> bool {
    operation.security.iter().any(|it| !it.schemes.is_empty())
}

/// The alternatives by which a caller may show who they are.
pub fn ways(operation: &Operation) -> Vec<Block<'_>> {
    if !is_protected(operation) {
        return Vec::new();
    }
    let way = |it: &'_ SecurityRequirement| -> Vec<Inline<'_>> {
        if it.schemes.is_empty() {
            return vec![Inline::plain(grammar::ANONYMOUSLY)];
        }
        let mut item = Vec::new();
        for (i, (name, scopes)) in it.schemes.iter().enumerate() {
            if i > 0 {
                item.push(Inline::plain(grammar::BOTH));
            }
            item.push(Inline::Code(name.to_string().into()));
            for (i, scope) in scopes.iter().enumerate() {
                let before = match i {
                    0 => grammar::WITH_SCOPES,
                    _ => grammar::BETWEEN_VALUES,
                };
                item.push(Inline::plain(before));
                item.push(Inline::Code(scope.clone().into()));
            }
        }
        item
    };
    let items = operation.security.iter().map(way).collect();
    list(grammar::AUTHORIZATION_WAYS, items)
}

/// What the service calls in turn.
pub fn callbacks(operation: &Operation) -> Vec<Block<'_>> {
    let mut items = Vec::new();
    for callback in &operation.callbacks {
        for call in &callback.operations {
            let names = [
                Inline::code(&*callback.name),
                Inline::Code(request_line(call).replace('`', "").into()),
            ];
            items.push(item(grammar::CALLBACK, names, call.summary.as_deref()));
        }
    }
    list(grammar::CALLBACKS, items)
}

/// Where one may go on with what a response holds.
pub fn links(operation: &Operation) -> Vec<Block<'_>> {
    let mut items = Vec::new();
    for response in status::in_order(operation) {
        for link in &response.links {
            let target = link.operation.as_deref();
            let target = target.unwrap_or(grammar::ANOTHER_OPERATION);
            let names = [
                Inline::code(&*link.name),
                Inline::plain(response.status.to_string()),
                Inline::Code(target.replace('`', "").into()),
            ];
            items.push(item(grammar::LINK, names, link.description.as_deref()));
        }
    }
    list(grammar::LINKS, items)
}

fn item<'a, const N: usize>(
    sentence: Sentence,
    names: [Inline<'a>; N],
    description: Option<&'a str>,
) -> Vec<Inline<'a>> {
    let mut item = sentence.of(names);
    let description = description.map(str::trim).filter(|it| !it.is_empty());
    if let Some(description) = description {
        item.push(Inline::plain(grammar::BEFORE_DESCRIPTION));
        item.push(Inline::markdown(description));
    }
    item
}

fn list<'a>(title: Title, items: Vec<Vec<Inline<'a>>>) -> Vec<Block<'a>> {
    if items.is_empty() {
        return Vec::new();
    }
    vec![title.block(), Block::List(items)]
}
