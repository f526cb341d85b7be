//! A [`MergedSchema`] → the [`Shape`] its values have: which of Rust's kinds of type suits them.

use std::collections::HashSet;
use std::sync::Arc;

use verbatim_runtime::json::Number;

use crate::analysis::conjunction::{Conjunct, Conjunction, conjuncts, is_vacuous};
use crate::analysis::merged::{AdditionalProperties, Alternatives, MergedSchema, one_accepts_null};
use crate::model::{Additional, Api, Dialect, Format, JsonType, SchemaId};
use crate::node::Node;
use crate::rust::item::types::{EnumRepr, LONGEST_TUPLE, Scalar};
use crate::source::Place;

/// What values look like, `null` aside.
#[derive(Debug)]
pub enum Shape {
    /// Anything.
    Any,
    /// Nothing.
    Never,
    /// Nothing but `null`.
    Null,
    /// A value without parts.
    Scalar(Scalar),
    /// Listed values.
    Enum(EnumShape),
    /// An object with listed properties, or a closed one.
    Struct,
    /// An object whose members are alike; of any type where there is no conjunction.
    Map(Option<Conjunction>),
    /// An array of elements that are alike; of any type where there is no conjunction.
    Vec(Option<Conjunction>),
    /// An array of a fixed number of elements.
    Tuple(Vec<SchemaId>),
    /// An array whose first elements have schemas of their own, of any length: each element is one of several.
    Elements(Vec<SchemaId>),
    /// One of several.
    Union(Vec<Branch>),
    /// One of several, or more than one at once.
    AnyOf(Vec<Branch>),
    /// The same as another conjunction.
    Same(Conjunction),
}

/// Listed values.
#[derive(Debug)]
pub struct EnumShape {
    /// What kind of value they are.
    pub repr: EnumRepr,
    /// The values, each once.
    pub values: Vec<EnumValue>,
    /// What becomes of a value that is not listed.
    pub others: Others,
}

/// What becomes of a value that is not listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Others {
    /// There is no other: `const`.
    None,
    /// The schema refuses it. Whoever is sent it may keep it all the same, since lists grow.
    Refused,
    /// The schema accepts it: another branch says that there are others.
    Accepted,
}

/// A listed value.
#[derive(Debug)]
pub struct EnumValue {
    /// The value.
    pub value: Node,
    /// The schema that says so, where each value has its own.
    pub schema: Option<SchemaId>,
}

/// One of several.
#[derive(Debug, Clone)]
pub struct Branch {
    /// What it says.
    pub conjunction: Conjunction,
    /// The schema of the branch; `None` where one schema names several types.
    pub schema: Option<SchemaId>,
    /// The type, where one schema names several.
    pub only: Option<JsonType>,
}

/// A rule of a schema that its type does not express.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// Which objects and arrays are listed; where the first of them stands.
    Values(Place),
    /// That an integer beyond 64 bits is listed beside others; where it stands.
    Beyond(Place),
    /// Which schema a member has by its name.
    Patterns,
    /// Which schemas the first elements have, where any may follow.
    Elements,
}

/// Whether a schema accepts `null`.
pub fn is_nullable(api: &Api, merged: &MergedSchema) -> bool {
    merged.nullable || group_accepts_null(api, merged)
}

/// Decides the shape. `look` reads the conjunctions of branches; `lost` gets what the shape leaves out.
pub fn shape(
    api: &Api,
    merged: &MergedSchema,
    look: &dyn Fn(&[Conjunct]) -> MergedSchema,
    lost: &mut Vec<Loss>,
) -> Shape {
    if merged.never {
        return Shape::Never;
    }
    if let Some(values) = &merged.values
        && let Some(shape) = listed(merged, values, lost)
    {
        return shape;
    }
    if let Some(group) = merged.alternatives.iter().find(|it| !only_narrows(api, it)) {
        return one_of_several(api, merged, group, look);
    }
    match merged.types[..] {
        [] if merged.says_object => object(api, merged, lost),
        [] if merged.says_array => array(api, merged, lost),
        [] if nothing_but_null(api, merged) => Shape::Null,
        // A format speaks of strings, or of numbers, and not of what else there may be.
        [] => Shape::Any,
        [it] => typed(api, merged, it, lost),
        [JsonType::Integer, JsonType::Number] | [JsonType::Number, JsonType::Integer] => {
            typed(api, merged, JsonType::Number, lost)
        }
        _ => several_types(merged),
    }
}

fn nothing_but_null(api: &Api, merged: &MergedSchema) -> bool {
    use crate::model::Nullable;
    merged
        .conjuncts
        .iter()
        .any(|part| api.schema(part.id).nullable == Nullable::Only)
}

/// The shape of listed values; `None` where they say nothing (`enum: []`).
fn listed(merged: &MergedSchema, values: &[Node], lost: &mut Vec<Loss>) -> Option<Shape> {
    let mut kept: Vec<&Node> = values.iter().filter(|it| !it.is_null()).collect();
    if kept.is_empty() {
        return (!values.is_empty()).then_some(Shape::Null);
    }
    // `type: integer` with `enum: ["1"]` is a common mistake; the listed values are what is sent.
    if !merged.types.is_empty() && kept.iter().any(|it| fits(it, &merged.types)) {
        let is_beyond = |it: &&&Node| is_wide(it) && merged.types.contains(&JsonType::Integer);
        let others = kept.iter().filter(|it| !fits(it, &merged.types));
        lost.extend(others.filter(is_beyond).map(|it| Loss::Beyond(it.place)));
        kept.retain(|it| fits(it, &merged.types));
    }
    if let Some(first) = kept.iter().find(|it| has_parts(it)) {
        lost.push(Loss::Values(first.place));
        return None;
    }
    // `1` and `1.0` are one value.
    let mut seen = HashSet::new();
    let values = kept
        .into_iter()
        .filter(|it| seen.insert(whole(it).ok_or(*it)))
        .map(|it| EnumValue {
            value: it.clone(),
            schema: None,
        })
        .collect();
    scalars(values, others(merged))
}

/// What is said of others by a list.
fn others(merged: &MergedSchema) -> Others {
    match merged.constant {
        true => Others::None,
        false => Others::Refused,
    }
}

/// The shape of scalars that are listed, each once; `None` where there is none.
fn scalars(values: Vec<EnumValue>, others: Others) -> Option<Shape> {
    let all = |is: fn(&Node) -> bool| values.iter().all(|it| is(&it.value));
    if values.is_empty() {
        return None;
    }
    if all(|it| it.as_bool().is_some()) {
        return Some(Shape::Scalar(Scalar::Bool));
    }
    let repr = if all(|it| it.as_str().is_some()) {
        EnumRepr::String
    } else if all(|it| whole(it).is_some()) {
        EnumRepr::Integer
    } else if all(|it| it.as_number().is_some()) {
        // Floats are not matched on.
        return Some(Shape::Scalar(Scalar::F64));
    } else {
        EnumRepr::Json
    };
    Some(Shape::Enum(EnumShape {
        repr,
        values,
        others,
    }))
}

fn has_parts(it: &Node) -> bool {
    it.as_object().is_some() || it.as_array().is_some()
}

/// The number, if it is a whole one within `i64`.
pub fn whole(it: &Node) -> Option<i64> {
    let digits = it.as_number()?;
    let number = || Number::new(digits)?.as_i128()?.try_into().ok();
    digits.parse().ok().or_else(number)
}

fn fits(it: &Node, types: &[JsonType]) -> bool {
    types.iter().any(|ty| match ty {
        JsonType::String => it.as_str().is_some(),
        JsonType::Integer => whole(it).is_some(),
        JsonType::Number => it.as_number().is_some(),
        JsonType::Boolean => it.as_bool().is_some(),
        JsonType::Array => it.as_array().is_some(),
        JsonType::Object => it.as_object().is_some(),
        JsonType::File => false,
    })
}

/// Whether it is an integer that an enum has no place for.
fn is_wide(it: &Node) -> bool {
    let number = it.as_number().and_then(Number::new);
    number.is_some_and(|it| it.is_integer()) && whole(it).is_none()
}

/// Whether the branches only add rules to the schema that they stand in: `anyOf: [{required: [a]}, {required: [b]}]`.
fn only_narrows(api: &Api, group: &Alternatives) -> bool {
    group.branches.iter().all(|id| {
        let schema = api.schema(*id);
        schema.origin.name.is_none()
            && schema.types.is_empty()
            && schema.object.properties.is_empty()
            && schema.object.patterns.is_empty()
            && schema.values.is_none()
            && schema.one_of.is_empty()
            && schema.any_of.is_empty()
            && schema.all_of.is_empty()
            && schema.array.items.is_none()
            && schema.array.prefix.is_empty()
            && schema.format.is_none()
            && schema.nullable == crate::model::Nullable::No
            && !matches!(
                schema.object.further(),
                crate::model::Additional::Schema(_) | crate::model::Additional::Any
            )
            && (!schema.object.required.is_empty()
                || schema.not.is_some()
                || !is_vacuous(schema)
                || schema.number.minimum.is_some()
                || schema.number.maximum.is_some()
                || schema.string.pattern.is_some()
                || schema.string.min_length.is_some()
                || schema.string.max_length.is_some()
                || schema.array.min_items.is_some()
                || schema.array.max_items.is_some())
    })
}

fn one_of_several(
    api: &Api,
    merged: &MergedSchema,
    group: &Alternatives,
    look: &dyn Fn(&[Conjunct]) -> MergedSchema,
) -> Shape {
    // What stands beside the branches holds in each of them.
    let mut beside: Conjunction = merged.conjuncts.clone();
    if group.one_of {
        beside[group.owner].with_one_of = false;
    } else {
        beside[group.owner].with_any_of = false;
    }
    beside.retain(|part| !says_nothing(api, *part));
    let branches: Vec<Branch> = group
        .branches
        .iter()
        .filter(|id| !is_null(api, **id))
        .map(|&id| Branch {
            conjunction: branch(api, id, &beside),
            schema: Some(id),
            only: None,
        })
        .collect();
    if branches.is_empty() {
        return Shape::Null;
    }
    if let [branch] = &branches[..] {
        return Shape::Same(branch.conjunction.clone());
    }
    if let Some(shape) = one_list(api, &branches, look) {
        return shape;
    }
    match group.one_of {
        true => Shape::Union(branches),
        false => Shape::AnyOf(branches),
    }
}

/// A branch and what stands beside the branches, but for what the branch extends itself.
fn branch(api: &Api, id: SchemaId, beside: &[Conjunct]) -> Conjunction {
    let mut conjunction = vec![Conjunct::whole(id)];
    if !beside.is_empty() {
        let own: HashSet<SchemaId> = conjuncts(api, &conjunction)
            .iter()
            .map(|it| it.id)
            .collect();
        conjunction.extend(beside.iter().filter(|it| !own.contains(&it.id)));
    }
    conjunction
}

/// Whether a conjunct adds no rule to a branch.
fn says_nothing(api: &Api, part: Conjunct) -> bool {
    let schema = api.schema(part.id);
    let no_groups = (!part.with_one_of || schema.one_of.is_empty())
        && (!part.with_any_of || schema.any_of.is_empty());
    no_groups
        && part.only.is_none()
        && schema.values.is_none()
        && schema.array.items.is_none()
        && schema.array.prefix.is_empty()
        && schema.object.properties.is_empty()
        && schema.object.required.is_empty()
        && schema.object.patterns.is_empty()
        && schema.object.further() == crate::model::Additional::Unsaid
        && schema.format.is_none()
        && schema
            .types
            .iter()
            .all(|it| it == JsonType::Object || it == JsonType::String)
}

fn is_null(api: &Api, id: SchemaId) -> bool {
    let schema = api.schema(id);
    schema.nullable == crate::model::Nullable::Only
        || (schema.values.as_ref())
            .is_some_and(|it| !it.values.is_empty() && it.values.iter().all(Node::is_null))
}

/// Branches that are all listed values, or all strings, are one type: listed values beside a plain string or integer are
/// listed values that stay open, and `oneOf` over `const`, the way to describe each value, is a list.
fn one_list(
    api: &Api,
    branches: &[Branch],
    look: &dyn Fn(&[Conjunct]) -> MergedSchema,
) -> Option<Shape> {
    let mut values: Vec<EnumValue> = Vec::new();
    let mut open = Others::None;
    let mut formats: Vec<Option<Arc<str>>> = Vec::new();
    let mut has_integers = false;
    let mut lists = 0;
    // Lists with names of their own keep them, unless all are texts.
    let (mut are_single, mut are_inline) = (true, true);
    for branch in branches {
        let merged = look(&branch.conjunction);
        if !merged.alternatives.is_empty() || merged.never {
            return None;
        }
        match (&merged.values, &merged.types[..]) {
            (Some(listed), _) if !listed.iter().any(has_parts) => {
                lists += 1;
                open = open.max(others(&merged));
                let schema = branch.schema.filter(|_| listed.len() == 1);
                let is_named = |id| api.schema(id).origin.name.is_some();
                are_single &= listed.len() == 1;
                are_inline &= listed.len() == 1 || !branch.schema.is_some_and(is_named);
                let listed = listed.iter().filter(|it| !it.is_null());
                values.extend(listed.map(|it| EnumValue {
                    value: it.clone(),
                    schema,
                }));
            }
            (None, [JsonType::String]) => {
                open = Others::Accepted;
                formats.push(merged.format.clone());
            }
            (None, [JsonType::Integer]) if integer(&merged) == Scalar::I64 => {
                open = Others::Accepted;
                has_integers = true;
            }
            _ => return None,
        }
    }
    if lists == 0 && !has_integers {
        formats.dedup();
        let [format] = &formats[..] else {
            // Strings of several formats: the types of some may tell them apart, but none of them is needed to.
            return Some(Shape::Scalar(Scalar::String));
        };
        return Some(match format {
            Some(format) => text_by_format(format),
            None => Shape::Scalar(Scalar::String),
        });
    }
    // `1` and `1.0` are one value.
    let mut seen = HashSet::new();
    values.retain(|it| seen.insert(it.value.clone()));
    let shape = scalars(values, open)?;
    let has_texts = !formats.is_empty();
    let is_one = match &shape {
        Shape::Enum(it) => match it.repr {
            EnumRepr::String => !has_integers,
            EnumRepr::Integer => !has_texts && are_inline,
            EnumRepr::Json => !has_integers && !has_texts && are_single,
        },
        _ => !has_integers && !has_texts,
    };
    is_one.then_some(shape)
}

fn typed(api: &Api, merged: &MergedSchema, ty: JsonType, lost: &mut Vec<Loss>) -> Shape {
    match ty {
        JsonType::Boolean => Shape::Scalar(Scalar::Bool),
        JsonType::Integer => Shape::Scalar(integer(merged)),
        JsonType::Number => Shape::Scalar(match merged.format.as_deref() {
            Some("float") => Scalar::F32,
            _ => Scalar::F64,
        }),
        JsonType::String => match (merged.format.as_deref(), merged.encoding.as_deref()) {
            (None, Some("base64")) => Shape::Scalar(Scalar::Base64),
            (Some(format), _) => text_by_format(format),
            _ => Shape::Scalar(Scalar::String),
        },
        JsonType::File => Shape::Scalar(Scalar::Binary),
        JsonType::Array => array(api, merged, lost),
        JsonType::Object => object(api, merged, lost),
    }
}

fn is_number(it: Scalar) -> bool {
    is_integer(it) || matches!(it, Scalar::F32 | Scalar::F64)
}

fn is_integer(it: Scalar) -> bool {
    use Scalar::{I8, I16, I32, I64, I128, U8, U16, U32, U64};
    matches!(it, I8 | I16 | I32 | I64 | I128 | U8 | U16 | U32 | U64)
}

/// The type of a format; [`Shape::Any`] where it has none of its own.
fn by_format(format: &str) -> Shape {
    let Some(format) = Format::named(format) else {
        return Shape::Any;
    };
    Shape::Scalar(match format {
        Format::Uuid => Scalar::Uuid,
        Format::Date => Scalar::Date,
        Format::DateTime => Scalar::DateTime,
        Format::Base64 => Scalar::Base64,
        Format::Binary => Scalar::Binary,
        Format::Password => Scalar::Secret,
        Format::Ipv4 => Scalar::Ipv4,
        Format::Ipv6 => Scalar::Ipv6,
        Format::Ip => Scalar::Ip,
        Format::Signed(8) => Scalar::I8,
        Format::Signed(16) => Scalar::I16,
        Format::Signed(32) => Scalar::I32,
        Format::Signed(_) => Scalar::I64,
        Format::Unsigned(8) => Scalar::U8,
        Format::Unsigned(16) => Scalar::U16,
        Format::Unsigned(32) => Scalar::U32,
        Format::Unsigned(_) => Scalar::U64,
        Format::Float(32) => Scalar::F32,
        Format::Float(_) => Scalar::F64,
        Format::Plain => return Shape::Any,
    })
}

/// The type of a string with a format. Formats of numbers do not apply to strings.
fn text_by_format(format: &str) -> Shape {
    match by_format(format) {
        // `type: string` with `format: int64` is a string that holds a number.
        Shape::Scalar(it) if !is_number(it) => Shape::Scalar(it),
        _ => Shape::Scalar(Scalar::String),
    }
}

/// The integer type that holds what the format and the bounds allow: `i64` unless they say otherwise.
fn integer(merged: &MergedSchema) -> Scalar {
    let by_format = match merged.format.as_deref().map(by_format) {
        // `int64` is often written beside bounds that do not fit it.
        Some(Shape::Scalar(Scalar::I64)) => None,
        Some(Shape::Scalar(it)) if is_integer(it) => Some(it),
        _ => None,
    };
    if let Some(scalar) = by_format {
        return scalar;
    }
    let low = merged.minimum.as_ref().and_then(|it| limit(it, 1));
    let high = merged.maximum.as_ref().and_then(|it| limit(it, -1));
    let (least, most): (i128, i128) = (i64::MIN.into(), i64::MAX.into());
    let unsigned: i128 = u64::MAX.into();
    let is_outside = |it: i128| it < least || it > unsigned;
    if low.is_some_and(is_outside) || high.is_some_and(is_outside) {
        return Scalar::I128;
    }
    if low.is_some_and(|it| it > most) || high.is_some_and(|it| it > most) {
        return if low.is_some_and(|it| it >= 0) {
            Scalar::U64
        } else {
            Scalar::I128
        };
    }
    Scalar::I64
}

/// The last integer within a bound: the next one in that direction where the bound itself is excluded, or none.
fn limit(bound: &crate::model::Bound, inwards: i128) -> Option<i128> {
    match Number::new(&*bound.limit).and_then(|it| it.as_i128()) {
        Some(it) if bound.exclusive => Some(it.saturating_add(inwards)),
        Some(it) => Some(it),
        // Beyond 128 bits, or with a fraction.
        _ => {
            let it: f64 = bound.limit.parse().ok()?;
            let whole = if inwards > 0 { it.ceil() } else { it.floor() };
            Some(whole as i128)
        }
    }
}

fn array(api: &Api, merged: &MergedSchema, lost: &mut Vec<Loss>) -> Shape {
    if merged.prefix.is_empty() {
        return Shape::Vec(some(&merged.items));
    }
    let length = merged.prefix.len() as u64;
    let is_full = merged.items.iter().any(|it| api.schema(it.id).never)
        || merged.max_items.is_some_and(|it| it <= length);
    // Lists of several parts, or what follows said by another part than what comes first.
    let speaks = |it: &&Conjunct| {
        let rules = &api.schema(it.id).array;
        !rules.prefix.is_empty() || rules.items.is_some()
    };
    if merged.conjuncts.iter().filter(speaks).count() > 1 {
        lost.push(Loss::Elements);
        return Shape::Vec(None);
    }
    if is_full && length <= LONGEST_TUPLE && merged.min_items.is_some_and(|it| it >= length) {
        return Shape::Tuple(merged.prefix.clone());
    }
    match &merged.items[..] {
        _ if is_full => Shape::Elements(merged.prefix.clone()),
        [only] => {
            let mut all = merged.prefix.clone();
            all.push(only.id);
            Shape::Elements(all)
        }
        // One schema alone: before 3.1 there is no such list, and older tools write all elements this way.
        [] if length == 1 && api.dialect < Dialect::OpenApi31 => {
            Shape::Vec(Some(vec![Conjunct::whole(merged.prefix[0])]))
        }
        // Anything may follow.
        [] => {
            lost.push(Loss::Elements);
            Shape::Vec(None)
        }
        _ => Shape::Vec(None),
    }
}

fn object(api: &Api, merged: &MergedSchema, lost: &mut Vec<Loss>) -> Shape {
    if !merged.properties.is_empty()
        || !merged.required.is_empty()
        || merged.additional == AdditionalProperties::None
    {
        return Shape::Struct;
    }
    match (&merged.additional, &merged.patterns[..]) {
        (AdditionalProperties::Typed(conjunction), []) => Shape::Map(some(conjunction)),
        (_, [pattern]) if types_all(api, merged) => {
            Shape::Map(Some(vec![Conjunct::whole(*pattern)]))
        }
        _ => {
            lost.extend(loses_patterns(api, merged).then_some(Loss::Patterns));
            Shape::Map(None)
        }
    }
}

/// Whether members have schemas by the patterns of their names, and no map of one type can hold them.
pub fn loses_patterns(api: &Api, merged: &MergedSchema) -> bool {
    let says_something = |id: &SchemaId| {
        let written = api.schema(*id).origin.written.as_ref();
        written.is_some_and(|it| !it.is_empty())
    };
    !types_all(api, merged) && merged.patterns.iter().any(says_something)
}

/// Whether the members that are not listed are all of the one schema that there is for the pattern of their names.
pub fn types_all(api: &Api, merged: &MergedSchema) -> bool {
    const ANY_NAME: [&str; 5] = ["", ".*", "^.*", ".*$", "^.*$"];
    let any_name = || {
        let mut schemas = merged.conjuncts.iter().map(|it| api.schema(it.id));
        schemas.any(|it| {
            it.object
                .patterns
                .keys()
                .any(|it| ANY_NAME.contains(&&**it))
        })
    };
    let closed = || {
        let mut rules = merged.conjuncts.iter().map(|it| &api.schema(it.id).object);
        rules.any(|it| it.additional == Additional::None && !it.patterns.is_empty())
    };
    merged.patterns.len() == 1
        && match merged.additional {
            AdditionalProperties::None => true,
            AdditionalProperties::Unsaid => any_name() || closed(),
            AdditionalProperties::Any | AdditionalProperties::Typed(_) => false,
        }
}

fn some(conjunction: &Conjunction) -> Option<Conjunction> {
    (!conjunction.is_empty()).then(|| conjunction.clone())
}

fn several_types(merged: &MergedSchema) -> Shape {
    let mut types = merged.types.clone();
    if types.contains(&JsonType::Number) {
        types.retain(|it| *it != JsonType::Integer);
    }
    // Whatever JSON there is: `type: [string, number, boolean, array, object]`.
    if types.len() >= 5 && !merged.says_object && !merged.says_array {
        return Shape::Any;
    }
    let branches = types
        .into_iter()
        .map(|ty| Branch {
            conjunction: merged
                .conjuncts
                .iter()
                .map(|part| Conjunct {
                    only: Some(ty),
                    ..*part
                })
                .collect(),
            schema: None,
            only: Some(ty),
        })
        .collect();
    Shape::Union(branches)
}

/// Whether `null` satisfies one of a group's branches.
pub fn group_accepts_null(api: &Api, merged: &MergedSchema) -> bool {
    one_accepts_null(
        api,
        merged
            .alternatives
            .iter()
            .flat_map(|it| it.branches.iter().copied()),
    )
}
