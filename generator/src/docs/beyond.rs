//! What the reference has nothing of, and other documents do: callbacks, links, webhooks, choices of schemas.

use indexmap::IndexSet;

use super::Context;
use super::block::Block;
use super::operation::{
    description, parameters, property_groups, response_blocks, responses, schema_link,
};
use super::rows::{View, rows};
use super::sample::Direction;
use super::{operation, prose, status};
use crate::model::{Operation, Schema, SchemaId};

/// How many schemas of a choice are named.
const NAMED: usize = 8;

/// What a schema of branches is, by the names of these: `[Cat](schemas.md#cat) or [Dog](schemas.md#dog)`.
fn choice(cx: &Context<'_>, id: SchemaId) -> Option<String> {
    let schema = cx.api.schema(id);
    let (branches, word) = branches(schema)?;
    if cx.quirks() || !schema.types.is_empty() {
        return None;
    }
    let mut words: IndexSet<String> = IndexSet::new();
    for branch in branches.iter().map(|it| cx.target(*it)) {
        words.insert(match cx.references.name(branch) {
            Some(name) => schema_link(cx, name),
            None => operation::kind_of(cx, branch),
        });
        if words.len() > NAMED {
            words.pop();
            words.insert("others".to_owned());
            break;
        }
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    Some(words.join(word))
}

fn branches(schema: &Schema) -> Option<(&[SchemaId], &'static str)> {
    let lists = [
        (&schema.one_of, " or "),
        (&schema.any_of, " or "),
        (&schema.all_of, " and "),
    ];
    let (list, word) = lists.into_iter().find(|(list, _)| !list.is_empty())?;
    Some((list, word))
}

/// The rows of a body that is a choice, which the table of parameters has no room for.
pub fn body_of_branches(cx: &Context<'_>, schema: SchemaId) -> Vec<Block> {
    let schema = cx.target(schema);
    let named = cx.references.name(schema).is_some();
    if cx.quirks() || named || branches(cx.api.schema(schema)).is_none() {
        return Vec::new();
    }
    let rows = rows(cx, schema, View::Whole, 0);
    let tables = property_groups(cx, &rows);
    if tables.is_empty() {
        return tables;
    }
    let mut out = vec![Block::heading(3, "Body")];
    out.extend(tables);
    out
}

/// What stands above the rows of a branch, the first with the property that tells them apart. The tools of the
/// reference say `and`, `or` and `xor`.
pub fn branch_title(keyword: &str, discriminator: Option<&str>) -> String {
    let words = match keyword {
        "allOf" => "All of these",
        "anyOf" => "Any of these",
        "oneOf" => "One of these",
        "not" => return "Not this:".to_owned(),
        "and" => return "and".to_owned(),
        _ => return "or".to_owned(),
    };
    match discriminator {
        Some(property) => format!("{words}, told apart by `{property}`:"),
        None => format!("{words}:"),
    }
}

/// What stands above the rows that follow those of a branch.
pub const AFTER_BRANCHES: &str = "Beside these:";

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
                status::key(response.status),
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
        out.extend(operation::body_example(cx, body, Direction::Response));
    }
    out.extend(parameters(cx, webhook));
    out.extend(response_blocks(cx, webhook, name));
    out
}

/// The type of a schema that goes by no name, or the names of its branches.
pub fn kind(cx: &Context<'_>, id: SchemaId) -> String {
    choice(cx, id).unwrap_or_else(|| operation::kind_of(cx, id))
}
