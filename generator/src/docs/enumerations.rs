//! The values that properties and parameters are limited to → a table of them.

use std::borrow::Cow;
use std::collections::HashSet;

use indexmap::IndexMap;

use super::block::Block;
use super::context::Context;
use super::grammar::{self, Columns};
use super::inline::Inline;
use super::json::Json;
use super::rows::Row;
use super::table::Table;
use crate::node::Value;

/// The values that properties or parameters are limited to, by their names.
#[derive(Debug, Default)]
pub struct Enumerations<'a> {
    /// Of each name the lists in the order of their rows.
    lists: IndexMap<Cow<'a, str>, Vec<Vec<Json<'a>>>>,
}

impl<'a> Enumerations<'a> {
    /// Adds the values of something that has this name.
    pub fn add(&mut self, name: Cow<'a, str>, values: impl Iterator<Item = &'a Value>) {
        let values: Vec<Json<'a>> = values.map(Json::from_value).collect();
        if !values.is_empty() {
            self.lists.entry(name).or_default().push(values);
        }
    }

    /// Adds the values of a row.
    pub fn add_row(&mut self, cx: &Context<'a>, row: &Row<'a>) {
        let of_items = || {
            let values = row.values_of_items(cx)?.1;
            cx.layout.properties.values_by_row.then_some(values)
        };
        if let Some(values) = row.listed().or_else(of_items) {
            let values = values.values.iter().map(|it| &it.value);
            let name = match cx.layout.properties.values_by_row {
                true => row.display_name(cx.layout.properties.markdown_names),
                false => row.name.spelt(),
            };
            self.add(name, values);
        }
    }

    /// The heading and the table: values in the order of JavaScript's `sort`, each once. One column has no room for
    /// names, where all values belong to the schema itself.
    pub fn blocks(self, cx: &Context<'_>, columns: &'static Columns) -> Vec<Block<'a>> {
        if self.lists.is_empty() {
            return Vec::new();
        }
        let mut table = Table::new(columns);
        for (name, lists) in self.lists {
            // Sorting takes longer than writing, and what operations share is sorted for each.
            cx.budget
                .spend(lists.iter().map(|it| 32 * it.len()).sum::<usize>());
            if cx.budget.is_exhausted() {
                break;
            }
            let mut lists: Vec<Vec<Cow<'a, str>>> = match cx.layout.properties.values_by_row {
                true => lists.into_iter().map(sorted).collect(),
                false => vec![sorted(lists.into_iter().flatten().collect())],
            };
            // Rows that all have the same need no list each.
            if lists.iter().all(|it| *it == lists[0]) {
                lists.truncate(1);
            }
            for values in lists {
                if columns.len() > 1 {
                    table.cell(Inline::Code(name.clone()));
                }
                for (i, value) in values.into_iter().enumerate() {
                    if i > 0 {
                        table.push(Inline::plain(grammar::BETWEEN_VALUES));
                    }
                    table.push(Inline::Code(value));
                }
                table.end_cell();
            }
        }
        vec![grammar::ENUMERATED_VALUES.block(), Block::Table(table)]
    }
}

/// Values as they are listed.
fn sorted(mut values: Vec<Json<'_>>) -> Vec<Cow<'_, str>> {
    let mut seen = HashSet::new();
    values.retain(|it| seen.insert(it.compact()));
    let mut values: Vec<Cow<'_, str>> = values.into_iter().map(Json::into_plain).collect();
    values.sort_by(|a, b| a.encode_utf16().cmp(b.encode_utf16()));
    values
}

#[cfg(test)]
mod tests {
    use super::super::context::looking_at;
    use super::super::layout::Layout;
    use super::*;
    use crate::testing::schemas;

    #[test]
    fn values_are_sorted_as_javascript_does_and_shown_once() {
        let api = schemas("A: {enum: [b, 10, a, 9, '10', b, \u{ff5e}, \u{1f600}]}");
        let values = api.schema(api.components["A"]).values.as_ref();
        let values = || values.into_iter().flat_map(|it| &it.values);
        let mut enumerations = Enumerations::default();
        enumerations.add("none".into(), std::iter::empty());
        enumerations.add("it".into(), values().map(|it| &it.value));
        looking_at(&api, &Layout::PLAIN, |cx| {
            let blocks = enumerations.blocks(cx, grammar::PROPERTY_VALUES_COLUMNS);
            let [_, Block::Table(table)] = &blocks[..] else {
                panic!("{blocks:?}");
            };
            assert_eq!(table.height(), 1);
            let shown: Vec<&Inline<'_>> = table.cells().flatten().collect();
            let shown: Vec<&str> = shown
                .into_iter()
                .filter_map(|it| match it {
                    Inline::Code(text) => Some(&**text),
                    _ => None,
                })
                .collect();
            // UTF-16 puts what needs two units before the last of the others.
            assert_eq!(
                shown,
                ["it", "10", "10", "9", "a", "b", "\u{1f600}", "\u{ff5e}"]
            );
        });
    }
}
