//! The component schemas → the page that describes them all.

use super::block::Block;
use super::context::Context;
use super::discriminator;
use super::enumerations::Enumerations;
use super::grammar;
use super::inline::{Inline, Link, LinkForm, Standing, Target};
use super::properties::{end_of_rows, of_the_whole, required_as_well, table};
use super::reference::Component;
use super::restrictions::Restriction;
use super::rows::{OnReference, Row, RowGroup, RowName, Rows, rows};
use super::sample::sample;
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
pub fn section<'a>(cx: &Context<'a>, name: &'a str, id: SchemaId) -> Vec<Block<'a>> {
    let example = sample(cx, id, None);
    let component = cx.references.component(id).filter(|it| it.name() == name);
    let anchor = component.and_then(Component::anchor);
    let mut out: Vec<Block<'a>> = anchor
        .map(|it| Block::Anchor(it.into()))
        .into_iter()
        .collect();
    out.push(Block::heading(grammar::SECTION, Inline::Name(name.into())));
    out.push(Block::code("json", example.value.pretty()));
    out.extend(example.notes());
    // Depths count from the properties.
    let Rows {
        groups,
        end,
        whole,
        requires,
    } = rows(cx, id, OnReference::Link, -1);
    let values = enumerations(cx, &groups);
    let has_no_rows = matches!(&groups[..], [only] if only.rows.is_empty());
    for (i, group) in groups.into_iter().enumerate() {
        let has_table = has_table(cx, &group, i > 0 && !cx.layout.properties.terse_branches);
        if !group.title.is_empty() {
            out.push(Block::Markdown(group.title));
        }
        if i == 0 {
            out.extend(external_docs(cx, id));
            out.push(grammar::PROPERTIES.block());
        }
        if has_table {
            out.push(Block::Table(table(cx, group.rows, Standing::SchemaPage)));
        }
    }
    if has_no_rows {
        let is_open = cx.layout.properties.restrictions && !whole.has(Restriction::NoOthers);
        let words = match is_open && !cx.api.schema(id).never {
            true => grammar::ANY_PROPERTIES,
            false => grammar::NO_PROPERTIES,
        };
        out.push(Block::paragraph(Inline::plain(words)));
    }
    out.extend(of_the_whole(whole));
    out.extend(requires.map(required_as_well));
    out.extend(end.map(end_of_rows));
    out.extend(discriminator::blocks(cx, id, Standing::SchemaPage));
    out.extend(values);
    out
}

/// Whether the row is the schema itself.
fn is_schema_itself(row: &Row<'_>) -> bool {
    row.name == RowName::Anonymous && row.depth == 0
}

/// Where the schema itself is the only row, its enumerated values say it all.
fn has_table(cx: &Context<'_>, group: &RowGroup<'_>, is_branch: bool) -> bool {
    let Some(first) = group.rows.first() else {
        return false;
    };
    if !is_schema_itself(first) {
        return true;
    }
    let branch = !group.title.is_empty() && (first.component.is_some() || is_branch);
    !cx.layout.properties.no_table_of_nameless
        && (branch
            || group.rows.len() > 1
            || first.values.is_none()
            || !first.restrictions.is_empty())
}

fn external_docs<'a>(cx: &Context<'a>, id: SchemaId) -> Option<Block<'a>> {
    let docs = cx.api.schema(id).annotations.external_docs.as_ref()?;
    let text = docs.description.as_deref().filter(|it| !it.is_empty());
    Some(Block::paragraph(Inline::from(Link {
        text: text.unwrap_or(grammar::EXTERNAL_DOCUMENTATION).into(),
        target: Target::Url(docs.url.as_str().into()),
        form: LinkForm::Element,
    })))
}

fn enumerations<'a>(cx: &Context<'a>, groups: &[RowGroup<'a>]) -> Vec<Block<'a>> {
    let mut found = Enumerations::default();
    for row in groups.iter().flat_map(|it| &it.rows) {
        found.add_row(cx, row);
    }
    let last = groups.last().and_then(|it| it.rows.first());
    let named = match cx.layout.properties.terse_branches {
        true => last.is_some_and(|it| !is_schema_itself(it)),
        // More than one row has a name each.
        false => {
            let rows = groups.iter().flat_map(|it| &it.rows);
            groups.len() > 1 || rows.count() > 1 || last.is_some_and(|it| !is_schema_itself(it))
        }
    };
    let columns = if named {
        grammar::PROPERTY_VALUES_COLUMNS
    } else {
        grammar::VALUES_COLUMNS
    };
    found.blocks(cx, columns)
}
