//! Schemas and parameters → what restricts their values.

use super::context::Context;
use super::json::Json;
use super::labels::{MOST_ARRAYS, is_tuple};
use super::restrictions::{self, Restriction, Restrictions};
use crate::analysis::media::styled_part;
use crate::model::{
    Additional, Bound, Header, JsonType, MediaType, Parameter, ParameterIn, ParameterShape, Schema,
    SchemaId, Style,
};
use crate::node::json::string;
use crate::node::{Key, Node};
use crate::openapi;
use std::borrow::Cow;
use std::sync::Arc;

use indexmap::IndexSet;

/// What a schema and the branches that count for it say.
pub fn layers<'a>(cx: &Context<'a>, schemas: &[&'a Schema]) -> Restrictions<'a> {
    let mut out = Restrictions::default();
    let any = |test: fn(&Schema) -> bool| schemas.iter().any(|it| test(it));
    if any(|it| it.annotations.write_only) {
        out.add(Restriction::WriteOnly, "");
    } else if any(|it| it.annotations.read_only) {
        out.add(Restriction::ReadOnly, "");
    }
    if cx.layout.properties.restrictions {
        schemas.iter().for_each(|it| add(cx, &mut out, it));
        require(&mut out, schemas);
        out.add_items(items(cx, schemas, MOST_ARRAYS));
    }
    out
}

/// What is said of the items of an array, and of those of arrays in it. That of a component is told where that is.
fn items<'a>(cx: &Context<'a>, schemas: &[&'a Schema], levels: usize) -> Restrictions<'a> {
    let mut out = Restrictions::default();
    let arrays = schemas.iter().filter(|it| !is_tuple(cx, &it.array));
    let items = arrays.into_iter().find_map(|it| it.array.items);
    let items = items.map(|it| cx.api.schema(cx.target(it)));
    if let Some(it) = items.filter(|it| it.origin.name.is_none() && levels > 0) {
        add(cx, &mut out, it);
        require(&mut out, &[it]);
        out.add_items(self::items(cx, &[it], levels - 1));
    }
    out
}

/// What is said of a schema that has no row itself, and of which it has to be told whether it accepts `null`.
pub fn whole<'a>(cx: &Context<'a>, schemas: &[&'a Schema], accepts_null: bool) -> Restrictions<'a> {
    if !cx.layout.properties.restrictions {
        return Restrictions::default();
    }
    let mut out = layers(cx, schemas).without_any(&[Restriction::Requires]);
    if accepts_null {
        out.add(Restriction::Nullable, "");
    }
    out
}

/// Properties that have to be there and have no rows of these schemas, which would say so. What a component requires is not
/// said wherever it is linked to.
fn require(out: &mut Restrictions<'_>, schemas: &[&Schema]) {
    if let Some(names) = unlisted(schemas, |it| it.origin.name.is_none()) {
        out.add(Restriction::Requires, names);
    }
}

/// The properties that schemas require without rows of them, as far as the row of the schema itself does not say that.
pub fn requires(cx: &Context<'_>, schemas: &[&Schema], is_row: bool) -> Option<String> {
    if !cx.layout.properties.restrictions {
        return None;
    }
    unlisted(schemas, |it| !is_row || it.origin.name.is_some())
}

/// The properties that some of these schemas require and none of them lists.
fn unlisted(schemas: &[&Schema], counts: impl Fn(&Schema) -> bool) -> Option<String> {
    let mut names: IndexSet<&str> = IndexSet::new();
    for schema in schemas.iter().filter(|it| counts(it)) {
        names.extend(schema.object.required.iter().map(|it| &**it));
    }
    let has_row = |name: &str| {
        let mut objects = schemas.iter().map(|it| &it.object);
        objects.any(|it| it.properties.contains_key(name))
    };
    names.retain(|name| !has_row(name));
    restrictions::names(&names.into_iter().collect::<Vec<_>>())
}

/// What stands beside a reference.
pub fn beside<'a>(cx: &Context<'a>, schema: Option<&'a Schema>) -> Restrictions<'a> {
    match schema {
        Some(it) if cx.layout.properties.restrictions => layers(cx, &[it]),
        _ => Restrictions::default(),
    }
}

/// What a header of a response and its schema say.
pub fn header<'a>(cx: &Context<'a>, header: &'a Header) -> Restrictions<'a> {
    let mut out = described(cx, header.deprecated, &header.shape);
    let schema = header
        .shape
        .schema()
        .filter(|_| cx.layout.properties.restrictions);
    if let Some(id) = schema {
        // No row and no list of values follows.
        let mut schema = cx.api.schema(cx.target(id));
        if let Some(not) = schema.not {
            tell(&mut out, Restriction::Not, "not", rules(cx, not));
        }
        let mut arrays = 0;
        while let Some(items) = schema.array.items
            && arrays < MOST_ARRAYS
            && schema.values.is_none()
        {
            schema = cx.api.schema(cx.target(items));
            arrays += 1;
        }
        out.innermost(arrays, |out| add_values(out, schema));
    }
    if let ParameterShape::Content(content) = &header.shape
        && cx.layout.properties.restrictions
    {
        out.add(Restriction::MediaType, &*content.name);
    }
    out
}

/// The values of a schema, where these are more than one.
fn add_values(out: &mut Restrictions<'_>, schema: &Schema) {
    let values = schema.values.as_ref().map(|it| &it.values[..]);
    if let Some(values @ [_, _, ..]) = values {
        let is_short = values.len() < MOST_RULES;
        let values = || values.iter().map(Json::from_node).collect();
        let text = is_short.then(|| Json::Array(values()).compact());
        tell(out, Restriction::OneOf, "enum", text);
    }
}

/// What is said of a parameter or a header, whatever lays it out.
fn described<'a>(
    cx: &Context<'a>,
    is_deprecated: bool,
    shape: &'a ParameterShape,
) -> Restrictions<'a> {
    let mut out = Restrictions::default();
    if !cx.layout.properties.restrictions {
        return out;
    }
    if is_deprecated {
        out.add(Restriction::Deprecated, "");
    }
    if let Some(id) = shape.schema() {
        let schema = cx.api.schema(cx.target(id));
        // What a choice of one says holds as well.
        let only = lone_branch(schema).map(|it| cx.api.schema(cx.target(it)));
        let layers: Vec<&Schema> = std::iter::once(schema).chain(only).collect();
        layers.iter().for_each(|it| add(cx, &mut out, it));
        require(&mut out, &layers);
        out.add_items(items(cx, &layers, MOST_ARRAYS));
    }
    out
}

/// What a parameter and its schema say.
pub fn parameter<'a>(cx: &Context<'a>, parameter: &'a Parameter) -> Restrictions<'a> {
    let mut out = described(cx, parameter.deprecated, &parameter.shape);
    if !cx.layout.properties.restrictions {
        return out;
    }
    if parameter.allow_empty && parameter.location == ParameterIn::Query {
        out.add(Restriction::AllowEmpty, "");
    }
    match &parameter.shape {
        ParameterShape::Content(content) => out.add(Restriction::MediaType, &*content.name),
        ParameterShape::Schema {
            style,
            explode,
            allow_reserved,
            schema,
        } => {
            if *allow_reserved {
                out.add(Restriction::AllowReserved, "");
            }
            let usual = parameter.location.usual_style();
            let has_parts = may_have_parts(cx.api.schema(cx.target(*schema)));
            lay_out(&mut out, *style, usual, (*explode).into(), has_parts);
        }
    }
    out
}

/// The branch of a schema that has no other.
pub fn lone_branch(schema: &Schema) -> Option<SchemaId> {
    let branches = schema.all_of.iter().chain(&schema.any_of);
    let mut branches = branches.chain(&schema.one_of);
    let only = branches.next();
    only.copied().filter(|_| branches.next().is_none())
}

/// Whether an object has no properties beside those that it lists itself: with `unevaluatedProperties` its branches list some, too.
fn is_closed(schema: &Schema) -> bool {
    let mut branches = schema.all_of.iter().chain(&schema.any_of);
    let has_branches = branches.next().is_some() || !schema.one_of.is_empty();
    match schema.object.additional {
        Additional::Unsaid => schema.object.unevaluated == Additional::None && !has_branches,
        additional => additional == Additional::None,
    }
}

/// What the encoding of a form says of one of its fields.
pub fn field<'a>(cx: &Context<'a>, content: &'a MediaType, name: &str) -> Restrictions<'a> {
    let mut out = Restrictions::default();
    let encoding = content.encodings.get(name);
    let Some(encoding) = encoding.filter(|_| cx.layout.properties.restrictions) else {
        return out;
    };
    let is_part = content.range().is_multipart();
    let is_styled = styled_part(cx.api, content, name).is_some();
    // Parts have styles in some versions, and then no media type.
    if let Some(style) = encoding.style.filter(|_| is_styled || !is_part) {
        out.add(Restriction::Style, style.name());
        if encoding.explode != style.explodes() {
            out.add(Restriction::Explode, truth(encoding.explode));
        }
    }
    if let Some(types) = encoding.content_type.as_ref().filter(|_| !is_styled) {
        out.add(Restriction::MediaType, &**types);
    }
    if encoding.allow_reserved {
        out.add(Restriction::AllowReserved, "");
    }
    let headers: Vec<&str> = encoding.headers.iter().map(|it| &*it.name).collect();
    if let Some(names) = restrictions::names(&headers) {
        out.add(Restriction::Headers, names);
    }
    out
}

fn lay_out(
    out: &mut Restrictions<'_>,
    style: Style,
    usual: Style,
    explode: Option<bool>,
    has_parts: bool,
) {
    if style != usual {
        out.add(Restriction::Style, style.name());
    }
    if let Some(explode) = explode.filter(|it| has_parts && *it != style.explodes()) {
        out.add(Restriction::Explode, truth(explode));
    }
}

fn truth(it: bool) -> &'static str {
    if it { "true" } else { "false" }
}

/// Whether values may be arrays or objects.
fn may_have_parts(schema: &Schema) -> bool {
    let types = &schema.types;
    types.is_empty() || types.contains(JsonType::Array) || types.contains(JsonType::Object)
}

fn add<'a>(cx: &Context<'a>, out: &mut Restrictions<'a>, schema: &'a Schema) {
    if schema.annotations.deprecated {
        out.add(Restriction::Deprecated, "");
    }
    if let Some([only]) = schema.values.as_ref().map(|it| &it.values[..])
        && let Some(text) = value(schema, only)
    {
        out.add(Restriction::Always, text);
    }
    if let Some(it) = &schema.annotations.default {
        match value(schema, it) {
            Some(text) => out.add(Restriction::Default, text),
            None => out.add_word(Restriction::Further, "default"),
        }
    }
    add_bounds(out, schema);
    add_applied(cx, out, schema);
    let texts = [
        (
            Restriction::ContentEncoding,
            &schema.annotations.content_encoding,
        ),
        (
            Restriction::ContentMediaType,
            &schema.annotations.content_media_type,
        ),
    ];
    for (it, text) in texts {
        if let Some(text) = text.as_deref().filter(|it| is_writable(it)) {
            out.add(it, text);
        }
    }
    if let Some(it) = schema.keyword("contentSchema") {
        let is_short = it.count(MOST_RULES) < MOST_RULES;
        let text = is_short.then(|| Json::from_node(it).compact());
        tell(out, Restriction::ContentSchema, "contentSchema", text);
    }
    if is_closed(schema) {
        out.add(Restriction::NoOthers, "");
    } else if schema.object.unevaluated == Additional::None {
        out.add(Restriction::UnevaluatedProperties, "false");
    }
}

/// Bounds, counts and patterns.
fn add_bounds<'a>(out: &mut Restrictions<'a>, schema: &'a Schema) {
    let number = &schema.number;
    bound(
        out,
        number.minimum.as_ref(),
        [Restriction::Minimum, Restriction::ExclusiveMinimum],
    );
    bound(
        out,
        number.maximum.as_ref(),
        [Restriction::Maximum, Restriction::ExclusiveMaximum],
    );
    if let Some(it) = &number.multiple_of {
        out.add(Restriction::MultipleOf, &**it);
    }
    let counts = [
        (Restriction::MinLength, schema.string.min_length),
        (Restriction::MaxLength, schema.string.max_length),
        (Restriction::MinItems, schema.array.min_items),
        (Restriction::MaxItems, schema.array.max_items),
        (Restriction::MinProperties, schema.object.min_properties),
        (Restriction::MaxProperties, schema.object.max_properties),
    ];
    for (it, count) in counts {
        if let Some(count) = count {
            out.add(it, count.to_string());
        }
    }
    match schema.string.pattern.as_deref() {
        Some(it) if is_writable(it) && !it.starts_with('"') => out.add(Restriction::Pattern, it),
        Some(it) => tell(out, Restriction::Pattern, "pattern", Some(string(it))),
        None => {}
    }
    if schema.array.unique {
        out.add(Restriction::UniqueItems, "");
    }
}

/// What schemas have no rows of their own, since they say nothing of a part of the value by itself.
fn add_applied<'a>(cx: &Context<'a>, out: &mut Restrictions<'a>, schema: &'a Schema) {
    let (array, object, condition) = (&schema.array, &schema.object, &schema.condition);
    let schemas = [
        (Restriction::Contains, "contains", array.contains),
        (
            Restriction::UnevaluatedItems,
            "unevaluatedItems",
            array.unevaluated,
        ),
        (Restriction::PropertyNames, "propertyNames", object.names),
        (Restriction::If, "if", condition.when),
        (Restriction::Then, "then", condition.then),
        (Restriction::Else, "else", condition.otherwise),
    ];
    for (it, keyword, id) in schemas {
        if let Some(id) = id {
            tell(out, it, keyword, rules(cx, id));
        }
    }
    let counts = [
        (Restriction::MinContains, array.min_contains),
        (Restriction::MaxContains, array.max_contains),
    ];
    for (it, count) in counts {
        if let Some(count) = count.filter(|_| array.contains.is_some()) {
            out.add(it, count.to_string());
        }
    }
    if !object.dependent_required.is_empty() {
        let of = |names: &'a [Arc<str>]| names.iter().map(|it| Json::String((&**it).into()));
        let all = object.dependent_required.iter();
        let all = all.map(|(name, names)| ((&**name).into(), Json::Array(of(names).collect())));
        let text = Json::Object(all.collect()).compact();
        let it = Restriction::DependentRequired;
        tell(out, it, "dependentRequired", Some(text));
    }
    if !object.dependent_schemas.is_empty() {
        let mut left = MOST_RULES;
        let all = object.dependent_schemas.iter().map(|(name, id)| {
            left = left.checked_sub(1)?;
            Some((
                Key::new(name.clone(), Default::default()),
                openapi::rules(cx.api, *id, left)?,
            ))
        });
        let all = all.collect::<Option<Vec<_>>>();
        let all = all.map(|it| Node::object(it, Default::default()));
        let text = all.map(|it| Json::from_node(&it).compact());
        tell(out, Restriction::DependentSchemas, "dependentSchemas", text);
    }
}

/// How many schemas and values may stand among the rules of one.
const MOST_RULES: usize = 60;

/// How long the text of a schema or a value may be.
const LONGEST_RULES: usize = 1_000;

/// The rules of a schema that has no rows.
fn rules(cx: &Context<'_>, id: SchemaId) -> Option<String> {
    let node = openapi::rules(cx.api, id, MOST_RULES)?;
    Some(Json::from_node(&node).compact())
}

/// Adds the rules of a keyword as JSON; that the document has it where they are too long.
fn tell(out: &mut Restrictions<'_>, it: Restriction, keyword: &str, text: Option<String>) {
    match text {
        Some(text) if text.len() <= LONGEST_RULES => out.add(it, in_code(&text)),
        _ => out.add_word(Restriction::Further, keyword),
    }
}

/// JSON as a code span in a cell can hold it.
fn in_code(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for it in json.chars() {
        match it {
            '`' | '|' => out.push_str(&format!("\\u{:04x}", u32::from(it))),
            it => out.push(it),
        }
    }
    out
}

fn bound<'a>(out: &mut Restrictions<'a>, bound: Option<&'a Bound>, names: [Restriction; 2]) {
    if let Some(it) = bound {
        out.add(names[usize::from(it.exclusive)], &*it.limit);
    }
}

/// The text of a value: of a string the string itself, where that can be told from JSON.
fn value<'a>(schema: &Schema, value: &'a Node) -> Option<Cow<'a, str>> {
    let is_string = schema.types.single() == Some(JsonType::String);
    let text: Cow<'a, str> = match value.as_str() {
        Some(text) if is_string && is_bare(text) => text.into(),
        _ => in_code(&Json::from_node(value).compact()).into(),
    };
    (text.len() <= LONGEST_RULES).then_some(text)
}

/// Whether a text is taken for a string that is not JSON, and a code span can hold it as it is.
pub fn is_bare(text: &str) -> bool {
    is_writable(text) && !text.starts_with('"') && text != "null"
}

/// Whether a code span can hold a text as it is.
fn is_writable(text: &str) -> bool {
    !text.is_empty()
        && text.trim() == text
        && !text.contains(|it: char| it.is_control() || it == '`')
        // In a cell the backslash of `\\|` stands for two things.
        && !text.contains("\\|")
}
