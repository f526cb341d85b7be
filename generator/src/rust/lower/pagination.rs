//! `x-speakeasy-pagination` of an operation → a rule of pages, such as `[client.pagination]` has. Of the extensions there are for
//! this, it is the one that is described most closely.
//!
//! ```yaml
//! x-speakeasy-pagination:
//!   type: cursor                                     # or offsetLimit, url
//!   inputs: [{name: after, in: parameters, type: cursor}]   # or offset, page, limit
//!   outputs: {results: $.data, nextCursor: $.meta.next}     # or nextUrl
//! ```

use crate::config::{Pages, Pagination};
use crate::diagnostic::printable;
use crate::node::{Node, pointer_segment};
use crate::source::Place;

/// The extension.
pub const NAME: &str = "x-speakeasy-pagination";

/// What is wrong with it, and where.
pub type Fault = (Place, String);

/// The rule, and where it says something that is not followed but may be done without.
pub fn rule(extension: &Node) -> Result<(Pagination, Option<Fault>), Fault> {
    known(extension, &["type", "inputs", "outputs"])?;
    let kind = text(extension, "type")?;
    let mut inputs = Inputs::default();
    let listed = extension.get("inputs");
    for it in listed.and_then(Node::as_array).unwrap_or_default() {
        inputs.take(it)?;
    }
    if let Some(it) = listed.filter(|it| it.as_array().is_none()) {
        return Err((it.place, "`inputs` must be a list".to_owned()));
    }
    let Some(outputs) = extension.get("outputs") else {
        return Err((extension.place, "it lacks `outputs`".to_owned()));
    };
    let names = ["results", "numPages", "nextCursor", "nextUrl"];
    known(outputs, &names)?;
    let path = |name: &str| match outputs.get(name) {
        Some(it) => pointers(it).map(Some),
        None => Ok(None),
    };
    let pointer = |name: &str| match path(name)? {
        Some((pointer, None)) => Ok(Some(pointer)),
        Some(_) => Err((
            place_of(outputs, name),
            format!("`{name}` cannot be within the last item"),
        )),
        None => Ok(None),
    };
    let mut results = pointer("results")?;
    let lacks = |what: &str| (extension.place, format!("it lacks {what}"));
    let Inputs {
        cursor,
        offset,
        page,
        limit,
    } = inputs;
    let (parameter, pages) = match kind {
        "offsetLimit" => match (offset, page) {
            (Some(offset), _) => (offset, Pages::Offset(limit)),
            (None, Some(page)) => (page, Pages::Number(limit)),
            (None, None) => {
                return Err(lacks("an input whose `type` is `offset` or `page`"));
            }
        },
        "cursor" => {
            let next = path("nextCursor")?.ok_or_else(|| lacks("`outputs.nextCursor`"))?;
            let pages = match next {
                (next, None) => Pages::Next(next),
                (items, Some(last)) => {
                    if results.get_or_insert_with(|| items.clone()) != &items {
                        return Err((
                            place_of(outputs, "nextCursor"),
                            "`nextCursor` is within an item of another list than `results`"
                                .to_owned(),
                        ));
                    }
                    Pages::Last(last)
                }
            };
            let cursor = cursor.ok_or_else(|| lacks("an input whose `type` is `cursor`"))?;
            (cursor, pages)
        }
        "url" => {
            let next = pointer("nextUrl")?.ok_or_else(|| lacks("`outputs.nextUrl`"))?;
            (String::new(), Pages::Link(Some(next)))
        }
        other => {
            let message = format!(
                "`type` must be `offsetLimit`, `cursor` or `url`, found `{}`",
                printable(other)
            );
            return Err((place_of(extension, "type"), message));
        }
    };
    let items = results.ok_or_else(|| lacks("`outputs.results`, where a page has its items"))?;
    let pages_are_counted = outputs.get("numPages").map(|it| {
        let said = "`numPages` is passed over: pages end with the first one that has no items";
        (it.place, said.to_owned())
    });
    let rule = Pagination {
        pages,
        parameter,
        items,
        more: None,
        operations: Vec::new(),
    };
    Ok((rule, pages_are_counted))
}

/// The parameters that lead to a page.
#[derive(Default)]
struct Inputs {
    cursor: Option<String>,
    offset: Option<String>,
    page: Option<String>,
    limit: Option<String>,
}

impl Inputs {
    fn take(&mut self, input: &Node) -> Result<(), Fault> {
        known(input, &["name", "in", "type"])?;
        let name = text(input, "name")?;
        let location = text(input, "in")?;
        let kind = text(input, "type")?;
        let place = match kind {
            "cursor" => &mut self.cursor,
            "offset" => &mut self.offset,
            "page" => &mut self.page,
            "limit" => &mut self.limit,
            other => {
                let message = format!(
                    "the `type` of an input must be `cursor`, `offset`, `page` or `limit`, found `{}`",
                    printable(other)
                );
                return Err((place_of(input, "type"), message));
            }
        };
        if location != "parameters" {
            let message = format!(
                "an input `in: {}` is not supported: what leads to a page has to be a parameter of the query",
                printable(location)
            );
            return Err((place_of(input, "in"), message));
        }
        match place.replace(name.to_owned()) {
            Some(_) => Err((input.place, format!("two inputs are of `type: {kind}`"))),
            None => Ok(()),
        }
    }
}

/// Whether an object has members of these names alone.
fn known(it: &Node, names: &[&str]) -> Result<(), Fault> {
    let Some(object) = it.as_object() else {
        return Err((it.place, format!("must be an object, found {}", it.kind())));
    };
    match object.iter().find(|(key, _)| !names.contains(&&*key.text)) {
        Some((key, _)) => {
            let message = format!("it has no member `{}`", printable(&key.text));
            Err((key.place, message))
        }
        None => Ok(()),
    }
}

/// Where a member stands; where the object does that lacks it.
fn place_of(it: &Node, name: &str) -> Place {
    it.get(name).map_or(it.place, |it| it.place)
}

fn text<'n>(it: &'n Node, name: &str) -> Result<&'n str, Fault> {
    match it.get(name) {
        Some(found) => found
            .as_str()
            .ok_or_else(|| (found.place, format!("`{name}` must be a string"))),
        None => Err((it.place, format!("it lacks `{name}`"))),
    }
}

/// Where a JSONPath (RFC 9535) leads that names members alone: a pointer without its first slash; and beyond the last item of
/// what is there (`$.data[-1].id`) another one.
fn pointers(it: &Node) -> Result<(String, Option<String>), Fault> {
    let path = it.as_str().unwrap_or_default();
    let fault = || {
        let message = format!(
            "must be a path such as `$.data.items` or `$.data[-1].id`, found `{}`",
            printable(path)
        );
        (it.place, message)
    };
    let mut rest = path.strip_prefix('$').ok_or_else(fault)?;
    let (mut pointer, mut before) = (String::new(), None);
    while !rest.is_empty() {
        let name = if let Some(after) = rest
            .strip_prefix("[-1]")
            .or_else(|| rest.strip_prefix("[(@.length-1)]"))
        {
            if before.is_some() || after.is_empty() {
                return Err(fault());
            }
            before = Some(std::mem::take(&mut pointer));
            rest = after;
            continue;
        } else if let Some(after) = rest.strip_prefix('.') {
            let (name, after) = after.split_at(after.find(['.', '[']).unwrap_or(after.len()));
            rest = after;
            name
        } else {
            let quoted = ["['", "[\""].iter().find_map(|it| rest.strip_prefix(it));
            let (name, after) = quoted
                .and_then(|it| it.split_once(['\'', '"']))
                .ok_or_else(fault)?;
            rest = after.strip_prefix(']').ok_or_else(fault)?;
            name
        };
        if name.is_empty() || name.contains(['*', '?', '\\', ']']) {
            return Err(fault());
        }
        if !pointer.is_empty() {
            pointer.push('/');
        }
        pointer.push_str(&pointer_segment(name));
    }
    Ok(match before {
        Some(before) => (before, Some(pointer)),
        None => (pointer, None),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_where_they_say() {
        let pointers = |path: &str| {
            let it = Node::string(path, Place::default());
            pointers(&it).ok()
        };
        let one = |it: &str| Some((it.to_owned(), None));
        assert_eq!(pointers("$"), one(""));
        assert_eq!(pointers("$.data.items"), one("data/items"));
        assert_eq!(pointers("$['a b']['c/d'].e"), one("a b/c~1d/e"));
        let last = |a: &str, b: &str| Some((a.to_owned(), Some(b.to_owned())));
        assert_eq!(pointers("$.data[-1].id"), last("data", "id"));
        assert_eq!(pointers("$[(@.length-1)].at.id"), last("", "at/id"));
        for wrong in [
            "",
            "data",
            "$data",
            "$.",
            "$..a",
            "$.a[0]",
            "$.a[-1]",
            "$.*",
            "$['a",
            "$.a[-1].b[-1].c",
        ] {
            assert_eq!(pointers(wrong), None, "{wrong}");
        }
    }
}
