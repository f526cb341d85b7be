//! Rows → tables of properties.

use super::block::Block;
use super::context::Context;
use super::enumerations::Enumerations;
use super::labels::{local_link, schema_link};
use super::prose;
use super::rows::{Name, Row, Rows};
use super::table::{self, Table};
use std::borrow::Cow;

/// The tables of a schema's rows, each with what stands above it.
pub fn property_groups(cx: &Context<'_>, rows: &Rows<'_>) -> Vec<Block> {
    let Rows { groups, levels } = rows;
    let mut out = Vec::new();
    if has_tables(cx, rows) {
        for group in groups {
            if !group.title.is_empty() {
                out.push(Block::Text(format!("*{}*", prose::cell(cx, &group.title))));
            }
            if !group.rows.is_empty() || cx.quirks() {
                out.push(Block::Table(property_table(cx, &group.rows)));
            }
        }
    }
    out.extend(levels.map(|it| Block::Text(prose::cut(it))));
    let mut enumerations = Enumerations::default();
    for row in groups.iter().flat_map(|it| &it.rows) {
        enumerations.add_row(row);
    }
    out.extend(enumerations.blocks(cx, Some("Property")));
    out
}

/// Whether there is anything to show of a schema.
///
/// Quirk of the templates: of branches alone there is not.
pub fn has_tables(cx: &Context<'_>, rows: &Rows<'_>) -> bool {
    let shown = if cx.quirks() { 1 } else { rows.groups.len() };
    let mut groups = rows.groups[..shown].iter();
    groups.any(|it| !it.rows.is_empty() || !it.title.is_empty())
}

fn property_table(cx: &Context<'_>, rows: &[Row<'_>]) -> Table {
    let mut table = Table::new(&["Name", "Type", "Required", "Restrictions", "Description"]);
    for row in rows {
        let kind = match &row.link {
            Some(name) => schema_link(cx, name),
            None if row.kind == "array" && cx.quirks() => row.kind.clone(),
            None if row.kind == "array" => array_kind(cx, row, true),
            None => row.safe_kind.clone(),
        };
        table.rows.push(vec![
            prose::code(cx, &response_name(cx, row)).into(),
            kind.into(),
            table::truth(row.required),
            row.restrictions.into(),
            property(cx, row).into(),
        ]);
    }
    table
}

/// The name of a row under a response: what has none is an item of the array.
fn response_name(cx: &Context<'_>, row: &Row<'_>) -> String {
    match row.name {
        Name::Anonymous if row.depth == 0 => "[array item]".to_owned(),
        Name::Anonymous if !cx.quirks() => display_name(cx, row),
        Name::AnyProperty => indented(row, "[any property]"),
        name => indented(row, &name.spelt()),
    }
}

/// The name of a row as widdershins shows it.
pub fn display_name(cx: &Context<'_>, row: &Row<'_>) -> String {
    let name = match row.name {
        Name::AnyProperty if !cx.quirks() => "[any property]".to_owned(),
        Name::Anonymous if !cx.quirks() => "[one of these]".to_owned(),
        name => name.spelt(),
    };
    indented(row, &name)
}

fn indented(row: &Row<'_>, name: &str) -> String {
    match row.depth {
        0 => name.to_owned(),
        depth => ["»".repeat(depth).as_str(), " ", name].concat(),
    }
}

/// `array of` and what its items are; `far` where the page of schemas is another page.
pub fn array_kind(cx: &Context<'_>, row: &Row<'_>, far: bool) -> String {
    let items = row.items.as_ref();
    let inner = match items.and_then(|it| it.link.as_ref()) {
        Some(name) if far => schema_link(cx, name),
        Some(name) => local_link(cx, name),
        // Quirk of the templates: items without a type are JavaScript's `undefined`.
        None => items
            .and_then(|it| it.kind.clone())
            .unwrap_or_else(|| if cx.quirks() { "undefined" } else { "any" }.to_owned()),
    };
    format!("array of {inner}")
}

/// The description of a row of properties.
pub fn property(cx: &Context<'_>, row: &Row<'_>) -> String {
    if !cx.quirks() {
        return prose::cell(cx, &row.description);
    }
    let description = joined(&row.description);
    if description.is_empty() {
        return String::new();
    }
    upper_case_words(&go_name_spelt_out(&unjoined(&description), row))
}

/// A description of one line: line breaks are `<br>`.
fn joined(description: &str) -> Cow<'_, str> {
    if description == "undefined" {
        return "".into();
    }
    if !description.contains(['\r', '\n']) {
        return description.into();
    }
    description.replace('\r', "").replace('\n', "<br>").into()
}

/// Quirk of the templates: a paragraph's end becomes a line break, which tears the row of the table in two.
fn unjoined(description: &str) -> Cow<'_, str> {
    if !description.contains('<') {
        return description.into();
    }
    description
        .replace("<br><br>", "\n")
        .replace("<br>", " ")
        .into()
}

/// Quirk of the templates: a description that opens with a Go name (`AvatarURL is …`) opens with the property's
/// name instead (`Avatar URL is …`). A word counts for a Go name if it has two capitals, and so does any acronym.
fn go_name_spelt_out<'a>(description: &'a str, row: &Row<'_>) -> Cow<'a, str> {
    let (first, rest) = match description.split_once(' ') {
        Some((first, rest)) => (first, Some(rest)),
        None => (description, None),
    };
    if first.chars().filter(char::is_ascii_uppercase).count() < 2 {
        return description.into();
    }
    [&*spelt_out(row), " ", rest.unwrap_or_default()]
        .concat()
        .into()
}

/// `avatar_url` as `Avatar url`.
fn spelt_out(row: &Row<'_>) -> String {
    let name = match row.name {
        Name::AnyProperty if row.depth > 0 => "It".to_owned(),
        name => name.spelt(),
    };
    let name = name.replacen("» ", "", 1).replace('»', "");
    let Some(first) = name.chars().next() else {
        return name;
    };
    let lower = name.replace('_', " ").to_lowercase();
    let tail: String = lower.chars().skip(1).collect();
    first.to_uppercase().chain(tail.chars()).collect()
}

/// Quirk of the templates: the words `id` and `url` stand in capitals.
fn upper_case_words(description: &str) -> String {
    let mut out = String::with_capacity(description.len());
    for (i, word) in description.split(' ').enumerate() {
        if i > 0 {
            out.push(' ');
        }
        if word.eq_ignore_ascii_case("id") || word.eq_ignore_ascii_case("url") {
            out.extend(word.chars().map(|it| it.to_ascii_uppercase()));
        } else {
            out.push_str(word);
        }
    }
    out
}
