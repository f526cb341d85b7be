//! Rows → tables of properties.

use std::borrow::Cow;

use super::block::Block;
use super::context::Context;
use super::enumerations::Enumerations;
use super::grammar;
use super::inline::{Inline, Standing};
use super::label::TypeLabel;
use super::reference::Component;
use super::restrictions::{Restriction, Restrictions};
use super::rows::{End, Items, Row, RowGroup, RowName, Rows};
use super::table::Table;
use super::wording::reworded;

/// The tables of a schema's rows below an operation, each with what stands above it.
pub fn below_operation<'a>(cx: &Context<'a>, rows: Rows<'a>) -> Vec<Block<'a>> {
    let mut out = Vec::new();
    let mut enumerations = Enumerations::default();
    for row in rows.groups.iter().flat_map(|it| &it.rows) {
        enumerations.add_row(cx, row);
    }
    let mut rows = rows;
    let end = rows.end;
    let whole = std::mem::take(&mut rows.whole);
    let requires = rows.requires.take();
    if has_tables(cx, &rows) {
        for RowGroup { title, rows } in rows.groups {
            if !title.is_empty() {
                out.push(Block::paragraph(Inline::Emphasis(title)));
            }
            if !rows.is_empty() || cx.layout.properties.empty_tables {
                out.push(Block::Table(table(cx, rows, Standing::OtherPage)));
            }
        }
    }
    let has_tables = !out.is_empty();
    if has_tables {
        out.extend(of_the_whole(whole));
    }
    out.extend(requires.filter(|_| has_tables).map(required_as_well));
    out.extend(end.map(end_of_rows));
    out.extend(enumerations.blocks(cx, grammar::PROPERTY_VALUES_COLUMNS));
    out
}

/// What stands under the tables of a schema of what restricts it: that it has no properties beside those in them, and what else
/// is said of it.
pub fn of_the_whole(whole: Restrictions<'_>) -> Vec<Block<'_>> {
    let is_closed = whole.has(Restriction::NoOthers);
    let rest = whole.without_any(&[Restriction::NoOthers, Restriction::Enumerated]);
    let mut out = Vec::new();
    if is_closed {
        out.push(Block::paragraph(Inline::plain(grammar::NO_OTHERS)));
    }
    if !rest.is_empty() {
        let mut sentence = vec![Inline::plain(grammar::OF_THE_WHOLE)];
        sentence.extend(rest.inlines());
        sentence.push(Inline::plain(grammar::END_OF_THE_WHOLE));
        out.push(Block::Paragraph(sentence));
    }
    out
}

/// What stands under the tables of a schema that requires properties without rows.
pub fn required_as_well<'a>(names: String) -> Block<'a> {
    let names = Inline::Code(names.into());
    Block::Paragraph(grammar::REQUIRES.of([names]))
}

/// What stands under tables that have not all the rows there could be.
pub fn end_of_rows<'a>(end: End) -> Block<'a> {
    Block::paragraph(Inline::plain(match end {
        End::OpenedTo(levels) => grammar::OPENED_TO_DEPTH.fill([&levels.to_string()]).into(),
        End::TooMany => Cow::Borrowed(grammar::MORE_ROWS),
    }))
}

/// What stands under an example that had to end early.
pub fn shown_to_depth<'a>(levels: impl ToString) -> Block<'a> {
    let text = grammar::SHOWN_TO_DEPTH.fill([&levels.to_string()]);
    Block::paragraph(Inline::plain(text))
}

/// Whether there is anything to show of a schema.
pub fn has_tables(cx: &Context<'_>, rows: &Rows<'_>) -> bool {
    let shown = if cx.layout.properties.first_group_decides {
        1
    } else {
        rows.groups.len()
    };
    let mut groups = rows.groups[..shown].iter();
    groups.any(|it| !it.rows.is_empty() || !it.title.is_empty())
}

/// The table of one group.
pub fn table<'a>(cx: &Context<'a>, rows: Vec<Row<'a>>, standing: Standing) -> Table<'a> {
    let mut table = Table::with_room_for(grammar::PROPERTY_COLUMNS, rows.len());
    for mut row in rows {
        if cx.layout.properties.values_by_row && row.listed().is_some() {
            row.restrictions.add(Restriction::Enumerated, "");
        } else if cx.layout.properties.values_by_row
            && let Some((arrays, _)) = row.values_of_items(cx)
        {
            let all = &mut row.restrictions;
            all.innermost(arrays, |it| it.add(Restriction::Enumerated, ""));
        }
        match (standing, row.name, row.depth) {
            // Up to the second level the `»` of what has no name of its own stands outside.
            (Standing::SchemaPage, RowName::AnyProperty, depth @ (0 | 1)) => {
                if depth == 1 {
                    table.push(Inline::plain(grammar::LEVEL));
                    table.push(Inline::plain(" "));
                }
                table.cell(Inline::code(grammar::ANY_PROPERTY));
            }
            (Standing::SchemaPage, ..) => table.cell(Inline::Code(
                row.display_name(cx.layout.properties.markdown_names),
            )),
            (Standing::OtherPage, ..) => table.cell(Inline::Code(response_name(cx, &row))),
        }
        let label = match standing {
            Standing::SchemaPage => {
                schema_page_label(cx, row.component, row.words, row.items, row.label)
            }
            Standing::OtherPage => {
                other_page_label(cx, row.component, row.words, row.items, row.label)
            }
        };
        let label = label.or_null_where(row.is_nullable);
        label.push_to(&mut table);
        table.end_cell();
        table.cell(truth(row.required));
        row.restrictions.push_to(&mut table);
        table.end_cell();
        table.cell(Inline::Markdown(
            if cx.layout.properties.reword_descriptions {
                reworded(row.name, row.depth, row.description)
            } else {
                row.description
            },
        ));
    }
    table
}

/// A truth value as a cell.
pub fn truth<'a>(it: bool) -> Inline<'a> {
    Inline::plain(if it { "true" } else { "false" })
}

/// The type of a row on the page of schemas.
fn schema_page_label<'a>(
    cx: &Context<'a>,
    component: Option<&'a Component>,
    words: Cow<'static, str>,
    items: Option<Items<'a>>,
    label: TypeLabel<'a>,
) -> TypeLabel<'a> {
    match component {
        _ if words == "array" => array_label(cx, items, Standing::SchemaPage),
        Some(component) => TypeLabel::schema(component.link(Standing::SchemaPage)),
        None if cx.layout.types.formats_on_schema_page => label,
        None => TypeLabel::words(words),
    }
}

/// The type of a row below a response or a body.
fn other_page_label<'a>(
    cx: &Context<'a>,
    component: Option<&'a Component>,
    words: Cow<'static, str>,
    items: Option<Items<'a>>,
    label: TypeLabel<'a>,
) -> TypeLabel<'a> {
    match component {
        Some(component) => TypeLabel::schema(component.link(Standing::OtherPage)),
        None if words != "array" => label,
        None if cx.layout.types.items_below_responses => {
            array_label(cx, items, Standing::OtherPage)
        }
        None => TypeLabel::words(words),
    }
}

/// `array of` and what its items are.
fn array_label<'a>(
    cx: &Context<'a>,
    items: Option<Items<'a>>,
    standing: Standing,
) -> TypeLabel<'a> {
    let unsaid = || {
        if cx.layout.types.undefined {
            grammar::UNTYPED
        } else {
            grammar::ANY
        }
    };
    match items {
        Some(items) if cx.layout.types.items_in_full => items.label(cx, standing),
        Some(Items {
            component: Some(component),
            ..
        }) => TypeLabel::schema(component.link(standing)),
        items => TypeLabel::words(items.and_then(|it| it.words).unwrap_or(unsaid().into())),
    }
    .array_of()
}

/// The name of a row under a response: what has none is an item of the array.
fn response_name<'a>(cx: &Context<'_>, row: &Row<'a>) -> Cow<'a, str> {
    match row.name {
        RowName::Anonymous if row.depth == 0 && cx.layout.properties.markdown_names => {
            grammar::ARRAY_ITEM.into()
        }
        RowName::Anonymous => row.display_name(cx.layout.properties.markdown_names),
        RowName::AnyProperty => row.at_its_depth(grammar::ANY_PROPERTY.into()),
        RowName::Pattern(_) => row.display_name(cx.layout.properties.markdown_names),
        name => row.at_its_depth(name.spelt()),
    }
}
