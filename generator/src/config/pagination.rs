//! `[client.pagination]`: how operations answer page by page.

use indexmap::IndexMap;

use super::section::{Form, Section, one_line};
use super::{Pages, Pagination};

/// The ways in which pages follow one another.
const WAYS: [&str; 4] = ["cursor", "offset", "page", "link"];

/// The rules, by their names.
pub(super) fn rules(it: &mut Section<'_, '_>) -> IndexMap<String, Pagination> {
    // What is in them is listed with the key as a whole.
    let _ = it.asked_for("pagination", Form::Pagination(&WAYS));
    let rules = it.tables("pagination", |name, section| {
        rule(section).map(|it| (name.to_owned(), it))
    });
    rules.into_iter().flatten().collect()
}

fn rule(it: &mut Section<'_, '_>) -> Option<Pagination> {
    it.remember_itself();
    let help = "write `cursor`, `offset`, `page` or `link`";
    let by = it.one_of("by", &WAYS, help);
    let parameter = it.string("parameter", one_line);
    let size = it.string("size", one_line);
    let (items, next) = (pointer(it, "items"), pointer(it, "next"));
    let (last, more) = (pointer(it, "last"), pointer(it, "more"));
    let operations = it.strings("operations");
    let Some(by) = by else {
        return match it.has("by") {
            true => None,
            false => lacks(it, "by", help),
        };
    };
    let Some(items) = items else {
        return lacks(
            it,
            "items",
            "say where a page has its items: `items = \"data\"`, or \"\" where it is the list of them",
        );
    };
    let parameter = match (by, parameter) {
        ("link", None) => String::new(),
        (_, Some(name)) => name,
        (_, None) => {
            return lacks(
                it,
                "parameter",
                "name the parameter of the query that leads to a page",
            );
        }
    };
    let pages = match (by, next, last) {
        ("cursor", Some(next), None) => Pages::Next(next),
        ("cursor", None, Some(last)) => Pages::Last(last),
        ("cursor", None, None) => {
            return lacks(
                it,
                "next",
                "say where a page has the next cursor, `next = \"meta/next\"`, or `last = \"id\"` where its last item has it",
            );
        }
        ("offset", None, None) => Pages::Offset(size),
        ("page", None, None) => Pages::Number(size),
        ("link", next, None) => Pages::Link(next),
        (_, _, last) => {
            let name = if last.is_some() { "last" } else { "next" };
            let message = format!("pages by {by} have no use for `{name}`");
            it.refuse(name, message, "leave it out, or choose another `by`");
            return None;
        }
    };
    Some(Pagination {
        pages,
        parameter,
        items,
        more,
        operations,
    })
}

fn lacks(it: &mut Section<'_, '_>, name: &str, help: &str) -> Option<Pagination> {
    let message = format!("a rule of pages lacks `{name}`");
    it.refuse(name, message, help);
    None
}

/// Where something stands in an answer: a JSON pointer (RFC 6901), whose first slash may be left out.
fn pointer(it: &mut Section<'_, '_>, name: &'static str) -> Option<String> {
    let text = it.string(name, |text| match text.chars().any(char::is_control) {
        true => Err("write a JSON pointer, as `meta/next`".to_owned()),
        false => Ok(()),
    })?;
    let text = text.strip_prefix('/').unwrap_or(&text);
    Some(text.to_owned())
}
