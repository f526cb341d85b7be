//! A schema → what a page calls its type.

use std::borrow::Cow;

use super::context::Context;
use super::grammar;
use super::inline::Standing;
use super::label::{Rest, TypeLabel};
use crate::model::{Additional, ArrayRules, JsonType, Nullable, Schema, SchemaId, TypeSet};
use crate::node::Value;

/// What a parameter or a body is called.
pub fn parameter<'a>(cx: &Context<'a>, id: SchemaId) -> TypeLabel<'a> {
    if let Some(component) = cx.references.named(id) {
        return TypeLabel::schema(component.link(Standing::OtherPage));
    }
    let schema = cx.api.schema(id);
    let mut label = unnamed(cx, id);
    if let Some(format) = schema.format.as_deref().filter(|it| !it.is_empty()) {
        label = label.with_format(format);
    }
    match schema.array.items.map(|it| cx.target(it)) {
        _ if label.is_word("array") && is_tuple(cx, &schema.array) => {
            let elements = of_tuple(cx, &schema.array, Standing::OtherPage, MOST_ARRAYS);
            TypeLabel::ArrayIn(Box::new(elements))
        }
        Some(items) if label.is_word("array") => match cx.references.named(items) {
            Some(component) if cx.layout.types.arrays_of_components => {
                TypeLabel::schema(component.link(Standing::OtherPage)).array_of()
            }
            _ if cx.layout.types.items_in_full => TypeLabel::ArrayIn(Box::new(of_items(
                cx,
                items,
                Standing::OtherPage,
                MOST_ARRAYS,
            ))),
            _ => TypeLabel::ArrayIn(Box::new(by_keywords(cx, items))),
        },
        _ if label.is_binary() => TypeLabel::words("binary"),
        _ => label,
    }
    .or_null_where(cx.layout.types.joins_null && accepts_null(schema))
}

/// What the body of an operation is called.
pub fn body<'a>(cx: &Context<'a>, id: SchemaId) -> TypeLabel<'a> {
    let schema = cx.api.schema(id);
    let items = schema.array.items.map(|it| cx.target(it));
    let of_components = items.and_then(|it| cx.references.named(it));
    let is_array = is_array(cx, schema);
    match of_components {
        Some(component)
            if is_array && cx.references.named(id).is_none() && !is_tuple(cx, &schema.array) =>
        {
            if cx.layout.types.links_to_unset_ids {
                TypeLabel::schema(component.link_to_unset_id())
            } else {
                TypeLabel::schema(component.link(Standing::OtherPage)).array_of()
            }
        }
        _ => parameter(cx, id),
    }
}

/// The type of a schema that goes by no name, or JavaScript's `undefined` where the templates print that.
pub fn type_or_undefined<'a>(cx: &Context<'a>, id: SchemaId) -> TypeLabel<'a> {
    if cx.layout.types.undefined && cx.api.schema(id).types.is_empty() {
        return TypeLabel::words(grammar::UNTYPED);
    }
    unnamed(cx, id)
}

/// The type of a schema that goes by no name, or the names of its branches.
pub fn unnamed<'a>(cx: &Context<'a>, id: SchemaId) -> TypeLabel<'a> {
    branch_names(cx, id, Standing::OtherPage).unwrap_or_else(|| by_keywords(cx, id))
}

/// How many schemas of a choice are named.
const NAMED: usize = 8;

/// What a schema of branches is, by the names of these: `[Cat](schemas.md#cat) or [Dog](schemas.md#dog)`.
fn branch_names<'a>(cx: &Context<'a>, id: SchemaId, standing: Standing) -> Option<TypeLabel<'a>> {
    let schema = cx.api.schema(id);
    if !cx.layout.types.name_branches || !schema.types.is_empty() {
        return None;
    }
    let (branches, join) = branches(schema)?;
    let mut labels: Vec<TypeLabel<'a>> = Vec::new();
    let mut accepts_null = false;
    for branch in branches.iter().map(|it| cx.target(*it)) {
        if cx.layout.types.joins_null && cx.api.schema(branch).nullable == Nullable::Only {
            accepts_null = true;
            continue;
        }
        let label = match cx.references.named(branch) {
            Some(component) => TypeLabel::schema(component.link(standing)),
            None => by_keywords(cx, branch),
        };
        if labels.contains(&label) {
            continue;
        }
        if labels.len() == NAMED {
            labels.push(TypeLabel::words("others"));
            break;
        }
        labels.push(label);
    }
    let label = if labels.len() == 1 {
        labels.pop()?
    } else {
        join(labels)
    };
    Some(if accepts_null { label.or_null() } else { label })
}

/// How the labels of branches make one.
type Join<'a> = fn(Vec<TypeLabel<'a>>) -> TypeLabel<'a>;

fn branches<'a>(schema: &Schema) -> Option<(&[SchemaId], Join<'a>)> {
    let lists: [(&[SchemaId], Join<'a>); 3] = [
        (&schema.one_of, TypeLabel::OneOf),
        (&schema.any_of, TypeLabel::OneOf),
        (&schema.all_of, TypeLabel::AllOf),
    ];
    lists.into_iter().find(|(list, _)| !list.is_empty())
}

/// Whether the schema has branches.
pub fn has_branches(schema: &Schema) -> bool {
    branches(schema).is_some()
}

/// How many arrays in arrays are told.
pub const MOST_ARRAYS: usize = 8;

/// How many elements of a tuple are told.
const MOST_ELEMENTS: usize = 16;

/// Whether elements of an array have a place and a schema of their own, and are told so.
pub fn is_tuple(cx: &Context<'_>, array: &ArrayRules) -> bool {
    cx.layout.types.items_in_full && !array.prefix.is_empty()
}

/// The schema of the elements that follow those of a tuple; `None` where any may follow, and where none may.
pub fn rest(cx: &Context<'_>, array: &ArrayRules) -> Option<SchemaId> {
    let rest = further(cx, array)?;
    (!cx.api.schema(rest).never && !ends_with_prefix(array)).then_some(rest)
}

/// What is said of the elements that follow those of a tuple.
fn further(cx: &Context<'_>, array: &ArrayRules) -> Option<SchemaId> {
    let further = array.items.or(array.unevaluated);
    further.map(|it| cx.target(it))
}

/// Whether an array has no elements beside those that have a place of their own.
fn ends_with_prefix(array: &ArrayRules) -> bool {
    let most = array.max_items.and_then(|it| usize::try_from(it).ok());
    most.is_some_and(|it| it <= array.prefix.len())
}

/// What the elements of an array are: those of a tuple each by its place. `None` where nothing is said of them.
pub fn of_elements<'a>(
    cx: &Context<'a>,
    array: &'a ArrayRules,
    standing: Standing,
    most: usize,
) -> Option<TypeLabel<'a>> {
    if is_tuple(cx, array) {
        return Some(of_tuple(cx, array, standing, most));
    }
    let items = cx.target(array.items?);
    Some(of_items(cx, items, standing, most))
}

/// What the elements of a tuple are, each by its place.
fn of_tuple<'a>(
    cx: &Context<'a>,
    array: &'a ArrayRules,
    standing: Standing,
    most: usize,
) -> TypeLabel<'a> {
    let label = |id: SchemaId| of_element(cx, cx.target(id), standing, most);
    let prefix = array.prefix.iter().take(MOST_ELEMENTS);
    let mut first: Vec<TypeLabel<'a>> = prefix.map(|it| label(*it)).collect();
    if array.prefix.len() > MOST_ELEMENTS {
        first.push(TypeLabel::words("others"));
    }
    let rest = match (rest(cx, array).map(label), further(cx, array)) {
        (Some(it), _) if !it.is_word(grammar::ANY) => Rest::Of(Box::new(it)),
        (None, Some(_)) => Rest::Nothing,
        _ if ends_with_prefix(array) => Rest::Nothing,
        _ => Rest::Anything,
    };
    TypeLabel::Elements { first, rest }
}

/// What an element of a tuple is: here several names tell where they end.
fn of_element<'a>(
    cx: &Context<'a>,
    id: SchemaId,
    standing: Standing,
    most: usize,
) -> TypeLabel<'a> {
    match branch_names(cx, id, standing) {
        Some(names @ (TypeLabel::OneOf(_) | TypeLabel::AllOf(_)))
            if cx.references.named(id).is_none() =>
        {
            names.or_null_where(accepts_null(cx.api.schema(id)))
        }
        _ => of_items(cx, id, standing, most),
    }
}

/// Whether a schema is an array: without oddities also one that names no type, but its items.
fn is_array(cx: &Context<'_>, schema: &Schema) -> bool {
    let is_inferred = || cx.layout.types.items_in_full && schema.array.items.is_some();
    match schema.types.is_empty() {
        true => is_inferred() && infer(cx, &[schema]) == JsonType::Array.as_str(),
        false => schema.types.single() == Some(JsonType::Array),
    }
}

/// What a schema that names no type is by its only `allOf`: keywords beside a `$ref` make such a one, too.
pub fn lone_part(cx: &Context<'_>, id: SchemaId) -> Option<SchemaId> {
    let schema = cx.api.schema(id);
    match schema.all_of[..] {
        [only] if cx.layout.types.items_in_full && schema.types.is_empty() => Some(cx.target(only)),
        _ => None,
    }
}

/// What the items of an array are, with what these are made of where they are arrays again.
pub fn of_items<'a>(
    cx: &Context<'a>,
    id: SchemaId,
    standing: Standing,
    most: usize,
) -> TypeLabel<'a> {
    if let Some(component) = cx.references.named(id) {
        return TypeLabel::schema(component.link(standing));
    }
    let schema = cx.api.schema(id);
    let is_array = is_array(cx, schema);
    if let Some(only) = lone_part(cx, id).filter(|_| most > 0) {
        let label = of_items(cx, only, standing, most - 1);
        return label.or_null_where(accepts_null(schema));
    }
    let elements = || of_elements(cx, &schema.array, standing, most - 1);
    match (is_array && most > 0).then(elements).flatten() {
        Some(elements) => elements.array_of(),
        None => {
            // Several names would not tell where the array ends.
            let named = branch_names(cx, id, standing);
            let named = named.filter(|it| !matches!(it, TypeLabel::OneOf(_) | TypeLabel::AllOf(_)));
            let label = named.unwrap_or_else(|| by_keywords(cx, id));
            match schema.format.as_deref().filter(|it| !it.is_empty()) {
                Some(format) if !schema.types.is_empty() => label.with_format(format),
                _ => label,
            }
        }
    }
    .or_null_where(accepts_null(schema))
}

/// Whether `null` is accepted beside what a schema names.
fn accepts_null(schema: &Schema) -> bool {
    matches!(schema.nullable, Nullable::Keyword | Nullable::TypeList)
}

/// The type a schema names, or what its keywords let one guess.
fn by_keywords<'a>(cx: &Context<'a>, id: SchemaId) -> TypeLabel<'a> {
    let schema = cx.api.schema(id);
    TypeLabel::words(if schema.types.is_empty() {
        infer(cx, &[schema]).into()
    } else {
        type_words(&schema.types)
    })
}

/// The types as JavaScript puts a list into text.
pub fn type_words(types: &TypeSet) -> Cow<'static, str> {
    if let Some(only) = types.single() {
        return only.as_str().into();
    }
    let words: Vec<&str> = types.iter().map(JsonType::as_str).collect();
    words.join(",").into()
}
/// The type of a schema by its other keywords, as widdershins guesses it.
pub fn infer(cx: &Context<'_>, schemas: &[&Schema]) -> &'static str {
    let any = |test: fn(&Schema) -> bool| schemas.iter().any(|it| test(it));
    let is_null = schemas.iter().any(|it| it.nullable == Nullable::Only);
    if is_null && cx.layout.types.joins_null {
        return grammar::NULL;
    }
    let mut found: Vec<&'static str> = Vec::new();
    if any(|it| {
        let object = &it.object;
        !object.properties.is_empty()
            || object.further() != Additional::Unsaid
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
        let misnames = cx.layout.types.patterns_are_numbers;
        found.push(if misnames { "number" } else { "string" });
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
        _ => grammar::ANY,
    }
}

#[cfg(test)]
mod tests {
    use super::super::context::looking_at;
    use super::super::layout::Layout;
    use super::*;
    use crate::testing::schemas;

    /// What a parameter of the schema of `Outer/properties/it` would be called.
    fn label(lines: &str, layout: &Layout) -> String {
        let api = schemas(lines);
        let property = api.schema(api.components["Outer"]).object.properties["it"];
        looking_at(&api, layout, |cx| parameter(cx, property).to_string())
    }

    #[test]
    fn both_flavours_call_a_schema_something() {
        for (schema, plain, widdershins) in [
            (
                "{type: string, format: uuid}",
                "string(uuid)",
                "string(uuid)",
            ),
            ("{type: string, format: binary}", "binary", "binary"),
            (
                "{type: [string, integer]}",
                "string,integer",
                "string,integer",
            ),
            ("{maxLength: 3}", "string", "number"),
            ("{}", "any", "any"),
            (
                "{type: array, items: {type: string}}",
                "array[string]",
                "array[string]",
            ),
            (
                "{type: array, items: {$ref: '#/components/schemas/A.b.C'}}",
                "array of [A.b.C](schemas.md#abc)",
                "array[object]",
            ),
            (
                "{$ref: '#/components/schemas/A.b.C'}",
                "[A.b.C](schemas.md#abc)",
                "[A.b.C](schemas.md#ab.c)",
            ),
            (
                "{oneOf: [{$ref: '#/components/schemas/A.b.C'}, {type: string}, {type: string}]}",
                "[A.b.C](schemas.md#abc) or string",
                "any",
            ),
            (
                "{allOf: [{type: object}, {$ref: '#/components/schemas/A.b.C'}]}",
                "object and [A.b.C](schemas.md#abc)",
                "any",
            ),
        ] {
            let lines = format!(
                "A.b.C: {{type: object}}\nOuter: {{type: object, properties: {{it: {schema}}}}}"
            );
            assert_eq!(label(&lines, &Layout::PLAIN), plain, "{schema}");
            assert_eq!(label(&lines, &Layout::WIDDERSHINS), widdershins, "{schema}");
        }
    }

    #[test]
    fn a_long_choice_is_cut_short() {
        let branches: Vec<String> = (0..12)
            .map(|it| format!("{{$ref: '#/components/schemas/S{it}'}}"))
            .collect();
        let mut lines: String = (0..12)
            .map(|it| format!("S{it}: {{type: object}}\n"))
            .collect();
        lines += &format!(
            "Outer: {{type: object, properties: {{it: {{oneOf: [{}]}}}}}}",
            branches.join(", ")
        );
        let label = label(&lines, &Layout::PLAIN);
        assert!(label.ends_with("[S7](schemas.md#s7) or others"), "{label}");
    }
}
