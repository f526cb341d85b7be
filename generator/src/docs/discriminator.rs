//! A discriminator → which schema each of its values leads to.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::block::Block;
use super::context::Context;
use super::grammar;
use super::inline::{Inline, Standing};
use super::labels::{MOST_ARRAYS, of_items};
use super::table::Table;
use crate::model::SchemaId;

/// The values of the property that tells what extends a schema, or its branches, apart; nothing where no property does.
pub fn blocks<'a>(cx: &Context<'a>, schema: SchemaId, standing: Standing) -> Vec<Block<'a>> {
    let id = cx.target(schema);
    let it = cx.api.schema(id);
    let (Some(discriminator), Some(values)) = (&it.discriminator, cx.values) else {
        return Vec::new();
    };
    let branches = it.one_of.iter().chain(&it.any_of);
    let branches = branches.chain(values.subtypes(id)).copied();
    let mapped = discriminator.mapping.values().copied();
    let mut led_to: IndexMap<SchemaId, Vec<Inline<'a>>> = IndexMap::new();
    let mut seen = HashSet::new();
    let all: Vec<SchemaId> = branches.chain(mapped).map(|it| cx.target(it)).collect();
    for schema in all {
        if led_to.contains_key(&schema) {
            continue;
        }
        let tags = values.tags(discriminator, schema).into_iter();
        let tags = tags.filter(|it| seen.insert(it.clone()));
        let tags: Vec<_> = tags.map(|it| Inline::Code(it.to_string().into())).collect();
        cx.budget.spend(16 * tags.len() + 16);
        led_to.insert(schema, tags);
    }
    let mut table = Table::new(grammar::MAPPING_COLUMNS);
    for (schema, tags) in led_to {
        if tags.is_empty() {
            continue;
        }
        for (i, tag) in tags.into_iter().enumerate() {
            if i > 0 {
                table.push(Inline::plain(grammar::BETWEEN_VALUES));
            }
            table.push(tag);
        }
        table.end_cell();
        of_items(cx, schema, standing, MOST_ARRAYS).push_to(&mut table);
        table.end_cell();
    }
    if let Some(other) = discriminator.default {
        table.cell(Inline::plain(grammar::OTHER_VALUES));
        of_items(cx, cx.target(other), standing, MOST_ARRAYS).push_to(&mut table);
        table.end_cell();
    }
    if table.is_empty() {
        return Vec::new();
    }
    let sentence = grammar::LEADS_TO.fill([&discriminator.property]);
    vec![
        Block::paragraph(Inline::plain(sentence)),
        Block::Table(table),
    ]
}
