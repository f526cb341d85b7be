//! Schemas that say more than Rust's types are made to → a note on each, since what says no more is any JSON too.
//!
//! ```yaml
//! Size: {enum: [{w: 1, h: 2}, {w: 2, h: 4}]}   # serde_json::Value; the server takes these two alone all the same
//! ```

use crate::catalogue as code;
use crate::diagnostic::{Diagnostic, Sink};
use crate::model::{Additional, Api, Schema};
use crate::node::Node;
use crate::rust::item::LONGEST_TUPLE;
use crate::source::Place;

/// Adds a note for each schema whose values, members or elements have no type of their own.
pub fn report(api: &Api, sink: &mut Sink) {
    for schema in &api.schemas {
        let found = [listed(schema), members(api, schema), elements(schema)];
        for (place, message, help) in found.into_iter().flatten() {
            sink.push(Diagnostic::note(code::UNSUPPORTED, place, "", message).with_help(help));
        }
    }
}

/// Where it is told, what is told, and what to do.
type Finding = (Place, &'static str, &'static str);

/// Objects and arrays among listed values.
fn listed(schema: &Schema) -> Option<Finding> {
    let has_parts = |it: &&Node| it.as_object().is_some() || it.as_array().is_some();
    let listed = schema.values.as_ref()?;
    let first = listed.values.iter().find(has_parts)?;
    let message =
        "listed objects and arrays become no Rust enum yet: the type is that of any such value";
    let help = "nothing has to change: the server checks that a value is one of these";
    Some((first.place, message, help))
}

/// Members of several schemas, told apart by their names.
fn members(api: &Api, schema: &Schema) -> Option<Finding> {
    let object = &schema.object;
    let says_something = |id: &crate::model::SchemaId| !is_anything(api.schema(*id));
    let typed = object
        .patterns
        .values()
        .filter(|it| says_something(it))
        .count();
    let others = matches!(object.additional, Additional::Schema(_) | Additional::Any);
    if typed == 0 || (object.patterns.len() == 1 && !others) {
        return None;
    }
    let message = "members of several patterns become `serde_json::Value`: types by pattern are not supported yet";
    let help = "nothing has to change: the server checks each by the pattern its name matches";
    Some((schema.place_of("patternProperties"), message, help))
}

/// First elements with schemas of their own, after which anything may follow.
fn elements(schema: &Schema) -> Option<Finding> {
    let array = &schema.array;
    let length = array.prefix.len() as u64;
    let ends = array.items.is_some()
        || array.max_items.is_some_and(|it| it <= length)
        || array.min_items.is_some_and(|it| it >= length) && length <= LONGEST_TUPLE;
    if length < 2 || ends {
        return None;
    }
    let message = "the elements of this array become `serde_json::Value`, since anything may follow the first";
    let help = "write `items: false` if nothing follows them";
    let keyword = match schema.keyword("prefixItems") {
        Some(_) => "prefixItems",
        None => "items",
    };
    Some((schema.place_of(keyword), message, help))
}

/// Whether a schema says nothing.
fn is_anything(schema: &Schema) -> bool {
    schema
        .origin
        .written
        .as_ref()
        .is_none_or(|it| it.is_empty())
}
