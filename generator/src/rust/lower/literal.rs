//! A value of the document → a default that an expression can spell, or a constant.

use core::net::{Ipv4Addr, Ipv6Addr};
use std::collections::HashMap;
use std::sync::Arc;

use verbatim_runtime::json::Number;

use super::notes;
use crate::budget::OutputBudget;
use crate::diagnostic::Sink;
use crate::node::{Node, Value, json};
use crate::rust::item::types::{
    Constant, Field, Literal, Presence, Scalar, Struct, Tag, TypeId, TypeItem, TypeKind, TypeRef,
    UnionVariant,
};

/// The default of a field of that type: what there is no plain way to write is left as written.
pub fn of(node: &Node, ty: &TypeRef) -> Literal {
    plain(node, ty).unwrap_or_else(|| Literal::Written(node.clone()))
}

fn plain(node: &Node, ty: &TypeRef) -> Option<Literal> {
    match (ty, &node.value) {
        (TypeRef::Scalar(Scalar::Bool), Value::Bool(it)) => Some(Literal::Bool(*it)),
        (TypeRef::Scalar(Scalar::String), Value::String(it)) => Some(Literal::String(it.clone())),
        (TypeRef::Scalar(Scalar::F32 | Scalar::F64), Value::Number(digits)) => {
            let number: f64 = digits.parse().ok()?;
            number.is_finite().then_some(Literal::Float(number))
        }
        (TypeRef::Scalar(scalar), Value::Number(_)) => {
            let number = i128::from(super::shape::whole(node)?);
            range(*scalar)?
                .contains(&number)
                .then_some(Literal::Integer(number))
        }
        (TypeRef::Scalar(scalar), Value::String(text)) => made(*scalar, text),
        (TypeRef::Vec(_), Value::Array(items)) if items.is_empty() => Some(Literal::Empty),
        (TypeRef::Map(_), Value::Object(object)) if object.is_empty() => Some(Literal::Empty),
        (TypeRef::Option(inner), _) if !node.is_null() => {
            plain(node, inner).map(|it| Literal::Some(Box::new(it)))
        }
        _ => None,
    }
}

/// What a scalar that JSON has as a string makes of its text.
fn made(scalar: Scalar, text: &str) -> Option<Literal> {
    let rest = match scalar {
        Scalar::Uuid => {
            let digits = text.replace('-', "");
            let is_plain = text.len() == 36 && digits.len() == 32 && !digits.starts_with('+');
            let number = u128::from_str_radix(&digits, 16)
                .ok()
                .filter(|_| is_plain)?;
            format!("::from_u128(0x{number:032x})")
        }
        Scalar::Date => {
            let (year, month, day) = date(text)?;
            format!("::from_ymd_opt({year}, {month}, {day}).unwrap_or_default()")
        }
        Scalar::DateTime => {
            date(text.get(..10)?).filter(|_| is_clock(&text[10..]))?;
            format!("::parse_from_rfc3339({text:?}).unwrap_or_default()")
        }
        Scalar::Ipv4 => {
            let [a, b, c, d] = text.parse::<Ipv4Addr>().ok()?.octets();
            format!("::new({a}, {b}, {c}, {d})")
        }
        Scalar::Ipv6 => format!(
            "::from_bits(0x{:x})",
            text.parse::<Ipv6Addr>().ok()?.to_bits()
        ),
        Scalar::Secret => format!("({text:?}.to_owned())"),
        Scalar::Binary => format!("({text:?}.into())"),
        _ => return None,
    };
    Some(Literal::Made(TypeRef::Scalar(scalar), rest))
}

/// The year, month and day of `2024-05-17`, if there is such a day.
fn date(text: &str) -> Option<(u32, u32, u32)> {
    let (year, month, day) = match text.as_bytes() {
        [_, _, _, _, b'-', _, _, b'-', _, _] => (&text[..4], &text[5..7], &text[8..]),
        _ => return None,
    };
    let number = |digits: &str| {
        let is_number = digits.bytes().all(|it| it.is_ascii_digit());
        is_number.then(|| digits.parse::<u32>().ok()).flatten()
    };
    let (year, month, day) = (number(year)?, number(month)?, number(day)?);
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => return None,
    };
    (1..=days).contains(&day).then_some((year, month, day))
}

/// Whether a text is what follows the day in a point in time: `T09:31:04.5+02:00` (RFC 3339, section 5.6).
fn is_clock(text: &str) -> bool {
    let [b'T', h1, h2, b':', m1, m2, b':', s1, s2, rest @ ..] = text.as_bytes() else {
        return false;
    };
    let below = |tens: &u8, ones: &u8, end: u32| {
        let digit = |it: &u8| char::from(*it).to_digit(10);
        matches!((digit(tens), digit(ones)), (Some(tens), Some(ones)) if tens * 10 + ones < end)
    };
    let zone = match rest {
        [b'.', fraction @ ..] => {
            let digits = fraction.iter().take_while(|it| it.is_ascii_digit()).count();
            match digits {
                1..=9 => &fraction[digits..],
                _ => return false,
            }
        }
        _ => rest,
    };
    let is_zone = match zone {
        [b'Z'] => true,
        [b'+' | b'-', h1, h2, b':', m1, m2] => below(h1, h2, 24) && below(m1, m2, 60),
        _ => false,
    };
    is_zone && below(h1, h2, 24) && below(m1, m2, 60) && below(s1, s2, 60)
}

/// Looks into the types that defaults are of. A default that is no value of its type leaves its field optional, and that is
/// told.
pub fn settle(types: &mut [TypeItem], budget: &OutputBudget, sink: &mut Sink) {
    let mut listed = HashMap::new();
    let mut unused = Vec::new();
    for at in 0..types.len() {
        let TypeKind::Struct(it) = &types[at].kind else {
            continue;
        };
        let settled: Vec<(usize, Option<Literal>)> = (it.fields.iter().enumerate())
            .filter_map(|(index, field)| match &field.default {
                Some(Literal::Written(node)) => {
                    let found = within(types, &mut listed, node, &field.ty, MAX_STEPS);
                    let found = found.filter(|it| width(it) <= MAX_WIDTH);
                    let found = found.or_else(|| as_json(types, node, &field.ty));
                    if found.is_none() {
                        unused.push(node.clone());
                    }
                    Some((index, found))
                }
                _ => None,
            })
            .collect();
        let TypeKind::Struct(it) = &mut types[at].kind else {
            continue;
        };
        for (index, default) in settled {
            let field = &mut it.fields[index];
            if let Some(Literal::Json(text)) = &default {
                budget.spend(3 * text.len());
            }
            if default.is_none() {
                (field.ty, field.presence) = match field.ty.clone() {
                    TypeRef::Option(inner) => (*inner, Presence::OptionalNullable),
                    ty => (ty, Presence::Optional),
                };
            }
            field.default = default;
        }
    }
    let said = "the property is missing: it is not known to be a value of its Rust type";
    notes::unused_defaults(&unused, said, sink);
}

/// Types that lead to one another are followed this far.
const MAX_STEPS: usize = 32;

/// What stands on one line by the rules of rustfmt.
const MAX_WIDTH: usize = 60;

/// About how many characters a literal takes.
fn width(it: &Literal) -> usize {
    match it {
        Literal::Vec(items) => 6 + items.iter().map(|it| width(it) + 2).sum::<usize>(),
        Literal::Newtype(_, inner) => 30 + width(inner),
        Literal::Some(inner) => 6 + width(inner),
        // On lines of its own it may be longer.
        Literal::Made(TypeRef::Scalar(Scalar::DateTime), _) => MAX_WIDTH,
        Literal::Made(_, rest) => 10 + rest.len(),
        Literal::String(text) => text.len() + 13,
        _ => 8,
    }
}

/// The names of the variants of each enum that a default has been looked for in, by their values.
type Listed = HashMap<TypeId, HashMap<Constant, Arc<str>>>;

fn within(
    types: &[TypeItem],
    listed: &mut Listed,
    node: &Node,
    ty: &TypeRef,
    steps: usize,
) -> Option<Literal> {
    let steps = steps.checked_sub(1)?;
    match (ty, &node.value) {
        (TypeRef::Named(id), _) => match &types[id.0 as usize].kind {
            TypeKind::Alias(ty) => within(types, listed, node, ty, steps),
            TypeKind::Newtype(ty) => {
                let inner = within(types, listed, node, ty, steps)?;
                Some(Literal::Newtype(*id, Box::new(inner)))
            }
            TypeKind::Enum(it) => {
                let names = listed.entry(*id).or_insert_with(|| {
                    let variants = it.variants.iter().rev();
                    variants
                        .map(|it| (it.value.clone(), it.name.clone()))
                        .collect()
                });
                let name = names.get(&constant(node)?)?;
                Some(Literal::Variant(*id, name.clone()))
            }
            TypeKind::Struct(_) | TypeKind::Union(_) => None,
        },
        (TypeRef::Option(inner), _) if !node.is_null() => {
            let inner = within(types, listed, node, inner, steps)?;
            Some(Literal::Some(Box::new(inner)))
        }
        (TypeRef::Vec(inner), Value::Array(items)) if (1..=MAX_WIDTH).contains(&items.len()) => {
            let items = items
                .iter()
                .map(|it| within(types, listed, it, inner, steps));
            items.collect::<Option<_>>().map(Literal::Vec)
        }
        _ => plain(node, ty),
    }
}

/// How long a default may be that is read from JSON.
const MAX_JSON: usize = 2_000;

/// A default as JSON text, where that is certain to be read as the type.
fn as_json(types: &[TypeItem], node: &Node, ty: &TypeRef) -> Option<Literal> {
    let mut text = String::new();
    write(node, &mut text)?;
    is_value(types, node, ty, MAX_STEPS).then_some(Literal::Json(text))
}

fn write(node: &Node, out: &mut String) -> Option<()> {
    if out.len() > MAX_JSON {
        return None;
    }
    match &node.value {
        Value::Null => out.push_str("null"),
        Value::Bool(it) => out.push_str(if *it { "true" } else { "false" }),
        Value::Number(digits) => out.push_str(Number::new(&**digits)?.digits()),
        Value::String(text) => json::push_string(out, text),
        Value::Array(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                out.push_str(if at > 0 { "," } else { "" });
                write(item, out)?;
            }
            out.push(']');
        }
        Value::Object(members) => {
            out.push('{');
            for (at, (key, member)) in members.iter().enumerate() {
                out.push_str(if at > 0 { "," } else { "" });
                json::push_string(out, &key.text);
                out.push(':');
                write(member, out)?;
            }
            out.push('}');
        }
    }
    Some(())
}

/// Whether a type reads a value, for certain.
fn is_value(types: &[TypeItem], node: &Node, ty: &TypeRef, steps: usize) -> bool {
    let Some(steps) = steps.checked_sub(1) else {
        return false;
    };
    let is = |node: &Node, ty: &TypeRef| is_value(types, node, ty, steps);
    match (ty, &node.value) {
        (TypeRef::Any, _) => true,
        (TypeRef::Null | TypeRef::Option(_), Value::Null) => true,
        (TypeRef::Option(inner) | TypeRef::Boxed(inner), _) => is(node, inner),
        (TypeRef::Vec(inner), Value::Array(items)) => items.iter().all(|it| is(it, inner)),
        (TypeRef::Tuple(parts), Value::Array(items)) => {
            parts.len() == items.len() && items.iter().zip(parts).all(|(it, ty)| is(it, ty))
        }
        (TypeRef::Map(inner), Value::Object(members)) => {
            members.iter().all(|(_, it)| is(it, inner))
        }
        (TypeRef::Scalar(Scalar::Base64), Value::String(text)) => {
            let digits = text.trim_end_matches('=');
            text.len() % 4 == 0
                && text.len() - digits.len() <= 2
                && digits
                    .bytes()
                    .all(|it| it.is_ascii_alphanumeric() || b"+/".contains(&it))
        }
        (TypeRef::Scalar(_), _) => plain(node, ty).is_some(),
        (TypeRef::Named(id), _) => match &types[id.0 as usize].kind {
            TypeKind::Alias(ty) | TypeKind::Newtype(ty) => is(node, ty),
            TypeKind::Enum(it) => {
                let constant = constant(node);
                let mut listed = it.variants.iter().map(|it| Some(&it.value));
                listed.any(|it| it == constant.as_ref())
            }
            TypeKind::Struct(it) => is_of_struct(types, node, it, steps),
            TypeKind::Union(it) => {
                let tag = match &it.tag {
                    Tag::Property(name) => node.get(name).and_then(Node::as_str),
                    Tag::Untagged => return it.variants.iter().any(|it| is(node, &it.ty)),
                };
                let is_told = |it: &&UnionVariant| it.tags.iter().any(|it| Some(&**it) == tag);
                it.variants
                    .iter()
                    .find(is_told)
                    .is_some_and(|it| is(node, &it.ty))
            }
        },
        _ => false,
    }
}

fn is_of_struct(types: &[TypeItem], node: &Node, it: &Struct, steps: usize) -> bool {
    let Some(members) = node.as_object().filter(|_| !it.any_of) else {
        return false;
    };
    let is_read = |field: &Field| match members.get(&field.wire) {
        None => !field.is_demanded(),
        Some(member) if member.is_null() => match field.presence {
            Presence::Required | Presence::Defaulted => matches!(field.ty, TypeRef::Option(_)),
            _ => true,
        },
        Some(member) => is_value(types, member, &field.ty, steps),
    };
    let is_listed = |name: &str| it.fields.iter().any(|it| *it.wire == *name);
    let mut others = members.iter().filter(|(key, _)| !is_listed(&key.text));
    it.fields.iter().all(is_read)
        && others.all(|(_, member)| match &it.rest {
            Some(rest) => is_value(types, member, &rest.ty, steps),
            None => !it.closed,
        })
}

fn range(scalar: Scalar) -> Option<std::ops::RangeInclusive<i128>> {
    Some(match scalar {
        Scalar::I8 => i8::MIN.into()..=i8::MAX.into(),
        Scalar::I16 => i16::MIN.into()..=i16::MAX.into(),
        Scalar::I32 => i32::MIN.into()..=i32::MAX.into(),
        Scalar::I64 => i64::MIN.into()..=i64::MAX.into(),
        Scalar::U8 => 0..=u8::MAX.into(),
        Scalar::U16 => 0..=u16::MAX.into(),
        Scalar::U32 => 0..=u32::MAX.into(),
        Scalar::U64 => 0..=u64::MAX.into(),
        Scalar::I128 => i128::MIN..=i128::MAX,
        _ => return None,
    })
}

/// A scalar; `None` for an array or object.
pub fn constant(node: &Node) -> Option<Constant> {
    Some(match &node.value {
        Value::Null => Constant::Null,
        Value::Bool(it) => Constant::Bool(*it),
        Value::Number(digits) => match super::shape::whole(node) {
            Some(number) => Constant::Integer(number),
            None => Constant::Number(digits.clone()),
        },
        Value::String(text) => Constant::String(text.clone()),
        Value::Array(_) | Value::Object(_) => return None,
    })
}
