//! Which components have a title in place of a description.

use std::collections::HashSet;

use crate::capture::facts::{self, Content, Page};
use crate::docs::grammar;
use crate::docs::label::TypeLabel;

/// The components that have no description: rows that link to them have none. What stands in their sections is their title.
pub fn undescribed<'p>(pages: &'p [Page<'_>]) -> HashSet<&'p str> {
    let operations = || pages.iter().flat_map(Page::operations);
    let sections = pages.iter().flat_map(|it| match &it.content {
        Content::Schemas(sections) => &sections[..],
        _ => &[],
    });
    let of_contents = |it: &'p facts::Operation<'_>| {
        let rows = it.contents.iter().filter_map(|it| it.rows.as_ref());
        it.schemas.iter().chain(&it.body_schema).chain(rows)
    };
    let groups = sections.flat_map(|it| &it.groups);
    let groups = groups.chain(operations().flat_map(of_contents).flat_map(|it| &it.groups));
    let rows = groups.flat_map(|it| &it.rows);
    let rows = rows.map(|it| (Some(&it.label), &it.description));
    let of_bodies = operations()
        .flat_map(|it| &it.parameters)
        .filter(|it| it.location == grammar::BODY_NAME && it.depth > 0)
        .map(|it| (it.label.as_ref(), &it.description));
    let found = rows
        .chain(of_bodies)
        .filter_map(|(label, text)| match label {
            Some(TypeLabel::Schema { link, .. }) if text.is_empty() => Some(&*link.name),
            _ => None,
        });
    found.collect()
}
