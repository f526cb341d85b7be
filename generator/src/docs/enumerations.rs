//! The values that properties and parameters are limited to → a table of them.

use super::block::Block;
use super::context::Context;
use super::json::Json;
use super::prose;
use super::rows::Row;
use super::table::Table;
use crate::node::Value;
use indexmap::IndexMap;
use std::collections::HashSet;

/// The values that properties or parameters are limited to, by their names.
#[derive(Debug, Default)]
pub struct Enumerations<'a> {
    groups: IndexMap<String, Vec<Json<'a>>>,
}

impl<'a> Enumerations<'a> {
    /// Adds values under a name.
    pub fn add(&mut self, name: &str, values: &[&'a Value]) {
        if !values.is_empty() {
            let group = self.groups.entry(name.to_owned()).or_default();
            group.extend(values.iter().map(|it| Json::from_value(it)));
        }
    }

    /// Adds the values of a row.
    pub fn add_row(&mut self, row: &Row<'a>) {
        if let Some(values) = row.values {
            let values: Vec<&'a Value> = values.values.iter().map(|it| &it.value).collect();
            self.add(&row.name.spelt(), &values);
        }
    }

    /// The heading and the table: values in the order of JavaScript's `sort`, each once. Without a column for names
    /// where all of them belong to the schema itself.
    pub fn blocks(self, cx: &Context<'_>, names: Option<&'static str>) -> Vec<Block> {
        if self.groups.is_empty() {
            return Vec::new();
        }
        let mut table = match names {
            Some(names) => Table::new(&[names, "Value(s)"]),
            None => Table::new(&["Value(s)"]),
        };
        for (name, mut values) in self.groups {
            // Sorting takes longer than writing, and what operations share is sorted for each.
            cx.budget.spend(32 * values.len());
            if cx.budget.is_exhausted() {
                break;
            }
            let mut seen = HashSet::new();
            values.retain(|it| seen.insert(it.compact()));
            let mut values: Vec<String> = values.iter().map(Json::plain).collect();
            values.sort_by(|a, b| a.encode_utf16().cmp(b.encode_utf16()));
            let values: Vec<String> = values.iter().map(|it| prose::code(cx, it)).collect();
            let mut row = Vec::new();
            if names.is_some() {
                row.push(prose::code(cx, &name).into());
            }
            row.push(values.join(", ").into());
            table.rows.push(row);
        }
        vec![Block::heading(4, "Enumerated Values"), Block::Table(table)]
    }
}
