//! The component schemas → the page that describes them all.

use super::block::Block;
use super::context::Context;
use super::enumerations::Enumerations;
use super::labels::local_link;
use super::properties::{array_kind, display_name, property};
use super::prose;
use super::rows::{Group, Name, OnReference, Row, Rows, rows};
use super::sample::{Direction, sample};
use super::table::{self, Table};
use crate::model::SchemaId;

/// Whether the document's marker asks to leave the schema out.
pub fn is_skipped(cx: &Context<'_>, id: SchemaId) -> bool {
    let Some(marker) = cx.config.skip_marker.as_deref() else {
        return false;
    };
    let description = cx.api.schema(id).annotations.description.as_deref();
    description.is_some_and(|it| it.starts_with(marker))
}

/// What stands under the name of a schema.
pub fn section(cx: &Context<'_>, name: &str, id: SchemaId) -> Vec<Block> {
    let example = sample(cx, id, Direction::Either);
    let mut out = vec![
        Block::heading(2, name),
        Block::code("json", example.value.pretty()),
    ];
    out.extend(example.levels.map(|it| Block::Text(prose::cut(it))));
    // Depths count from the properties.
    let Rows { groups, levels } = rows(cx, id, OnReference::Link, -1);
    for (i, group) in groups.iter().enumerate() {
        if !group.title.is_empty() {
            out.push(Block::Text(group.title.clone()));
        }
        if i == 0 {
            out.extend(external_docs(cx, id));
            out.push(Block::heading(3, "Properties"));
        }
        if has_table(cx, group) {
            out.push(Block::Table(table(cx, &group.rows)));
        }
    }
    if let [only] = &groups[..]
        && only.rows.is_empty()
    {
        out.push(Block::Text("None".to_owned()));
    }
    out.extend(levels.map(|it| Block::Text(prose::cut(it))));
    out.extend(enumerations(cx, &groups));
    out
}

/// Where the schema itself is the only row, its enumerated values say it all.
fn has_table(cx: &Context<'_>, group: &Group<'_>) -> bool {
    let Some(first) = group.rows.first() else {
        return false;
    };
    let nameless = first.name == Name::Anonymous && first.depth == 0;
    let branch = !matches!(group.title.as_str(), "") && first.link.is_some();
    !nameless || (!cx.quirks() && (branch || group.rows.len() > 1 || first.values.is_none()))
}

fn external_docs(cx: &Context<'_>, id: SchemaId) -> Option<Block> {
    let docs = cx.api.schema(id).annotations.external_docs.as_ref()?;
    let text = docs.description.as_deref().filter(|it| !it.is_empty());
    let text = text.unwrap_or("External documentation");
    Some(Block::Text(format!(
        "<a href=\"{}\">{text}</a>",
        docs.url.replace('"', "%22")
    )))
}

fn table(cx: &Context<'_>, rows: &[Row<'_>]) -> Table {
    let mut table = Table::new(&["Name", "Type", "Required", "Restrictions", "Description"]);
    for row in rows {
        table.rows.push(vec![
            name(cx, row).into(),
            kind(cx, row).into(),
            table::truth(row.required),
            row.restrictions.into(),
            property(cx, row).into(),
        ]);
    }
    table
}

/// The name of a row as code. Up to the second level the `»` of what has no name of its own stands outside.
fn name(cx: &Context<'_>, row: &Row<'_>) -> String {
    match (row.name, row.depth) {
        (Name::AnyProperty, 0) => "`[any property]`".to_owned(),
        (Name::AnyProperty, 1) => "» `[any property]`".to_owned(),
        _ => prose::code(cx, &display_name(cx, row)),
    }
}

fn kind(cx: &Context<'_>, row: &Row<'_>) -> String {
    match &row.link {
        _ if row.kind == "array" => array_kind(cx, row, false),
        Some(name) => local_link(cx, name),
        None if cx.quirks() => row.kind.clone(),
        None => row.safe_kind.clone(),
    }
}

fn enumerations(cx: &Context<'_>, groups: &[Group<'_>]) -> Vec<Block> {
    let mut found = Enumerations::default();
    for row in groups.iter().flat_map(|it| &it.rows) {
        found.add_row(row);
    }
    let last = groups.last().and_then(|it| it.rows.first());
    let named = last.is_some_and(|it| !(it.name == Name::Anonymous && it.depth == 0));
    found.blocks(cx, named.then_some("Property"))
}
