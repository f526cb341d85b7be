//! A schema → the words for its type.

use super::context::Context;
use super::link;
use crate::model::{Additional, JsonType, Schema, SchemaId, TypeSet};
use crate::node::Value;
use indexmap::IndexSet;

/// The type of a schema that goes by no name, or the names of its branches.
pub fn kind(cx: &Context<'_>, id: SchemaId) -> String {
    choice(cx, id).unwrap_or_else(|| kind_of(cx, id))
}

/// How many schemas of a choice are named.
const NAMED: usize = 8;

/// What a schema of branches is, by the names of these: `[Cat](schemas.md#cat) or [Dog](schemas.md#dog)`.
fn choice(cx: &Context<'_>, id: SchemaId) -> Option<String> {
    let schema = cx.api.schema(id);
    let (branches, word) = branches(schema)?;
    if cx.quirks() || !schema.types.is_empty() {
        return None;
    }
    let mut words: IndexSet<String> = IndexSet::new();
    for branch in branches.iter().map(|it| cx.target(*it)) {
        words.insert(match cx.references.name(branch) {
            Some(name) => schema_link(cx, name),
            None => kind_of(cx, branch),
        });
        if words.len() > NAMED {
            words.pop();
            words.insert("others".to_owned());
            break;
        }
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    Some(words.join(word))
}

pub fn branches(schema: &Schema) -> Option<(&[SchemaId], &'static str)> {
    let lists = [
        (&schema.one_of, " or "),
        (&schema.any_of, " or "),
        (&schema.all_of, " and "),
    ];
    let (list, word) = lists.into_iter().find(|(list, _)| !list.is_empty())?;
    Some((list, word))
}

/// The type of a schema that goes by no name.
pub fn kind_of(cx: &Context<'_>, id: SchemaId) -> String {
    let schema = cx.api.schema(id);
    if schema.types.is_empty() {
        infer(&[schema]).to_owned()
    } else {
        type_words(&schema.types)
    }
}

pub fn parameter_kind(cx: &Context<'_>, id: SchemaId) -> String {
    if let Some(name) = cx.references.name(id) {
        return schema_link(cx, name);
    }
    let schema = cx.api.schema(id);
    let mut kind = kind(cx, id);
    if let Some(format) = schema.format.as_deref().filter(|it| !it.is_empty()) {
        kind.push_str(&format!("({format})"));
    }
    match (kind.as_str(), schema.array.items.map(|it| cx.target(it))) {
        ("array", Some(items)) => {
            let linked = cx.references.name(items).filter(|_| !cx.quirks());
            let inner = linked.map_or_else(|| kind_of(cx, items), |it| schema_link(cx, it));
            if linked.is_some() {
                format!("array of {inner}")
            } else {
                format!("array[{inner}]")
            }
        }
        ("string(binary)", _) => "binary".to_owned(),
        _ => kind,
    }
}

/// The type of a schema that names none.
///
/// Quirk of the templates: JavaScript's `undefined`.
pub fn type_or_undefined(cx: &Context<'_>, id: SchemaId) -> String {
    if cx.quirks() && cx.api.schema(id).types.is_empty() {
        return "undefined".to_owned();
    }
    kind(cx, id)
}

/// Quirk of widdershins: a body that is an array of components is called by the component's name, with a link to an
/// id that its own templates would set.
pub fn dead_link(name: &str) -> String {
    format!("[{name}](#schema{})", name.to_lowercase())
}

/// The name of a component in a type that widdershins makes.
pub fn dead_or_live_link(cx: &Context<'_>, name: &str) -> String {
    if cx.quirks() {
        dead_link(name)
    } else {
        schema_link(cx, name)
    }
}

/// A link to a schema on the page of schemas.
pub fn schema_link(cx: &Context<'_>, name: &str) -> String {
    let fragment = link::fragment(name, !cx.quirks());
    ["[", name, "](schemas.md#", &fragment, ")"].concat()
}

pub fn local_link(cx: &Context<'_>, name: &str) -> String {
    ["[", name, "](#", &link::fragment(name, !cx.quirks()), ")"].concat()
}

/// The types as JavaScript puts a list into text.
pub fn type_words(types: &TypeSet) -> String {
    if let Some(only) = types.single() {
        return only.as_str().to_owned();
    }
    let words: Vec<&str> = types.iter().map(JsonType::as_str).collect();
    words.join(",")
}

/// The type of a schema by its other keywords, as widdershins guesses it (a `pattern` counts for a number there).
pub fn infer(schemas: &[&Schema]) -> &'static str {
    let any = |test: fn(&Schema) -> bool| schemas.iter().any(|it| test(it));
    let mut found: Vec<&'static str> = Vec::new();
    if any(|it| {
        let object = &it.object;
        !object.properties.is_empty()
            || object.additional != Additional::Unsaid
            || !object.patterns.is_empty()
            || object.min_properties.is_some()
            || object.max_properties.is_some()
            || !object.required.is_empty()
    }) {
        found.push("object");
    }
    if any(|it| {
        let array = &it.array;
        array.items.is_some()
            || array.max_items.is_some()
            || array.min_items.is_some()
            || array.unique
    }) {
        found.push("array");
    }
    if any(|it| {
        let number = &it.number;
        number.minimum.is_some() || number.maximum.is_some() || number.multiple_of.is_some()
    }) {
        found.push("number");
    }
    if any(|it| {
        let string = &it.string;
        string.max_length.is_some() || string.min_length.is_some() || string.pattern.is_some()
    }) {
        found.push("number");
    }
    for value in schemas
        .iter()
        .filter_map(|it| it.values.as_ref())
        .take(1)
        .flat_map(|it| &it.values)
    {
        found.push(match value.value {
            Value::Null | Value::Array(_) | Value::Object(_) => "object",
            Value::Bool(_) => "boolean",
            Value::Number(_) => "number",
            Value::String(_) => "string",
        });
    }
    match found[..] {
        [only] => only,
        _ => "any",
    }
}
