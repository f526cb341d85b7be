//! A value of the document → a default that an expression can spell, or a constant.

use std::collections::HashMap;
use std::sync::Arc;

use crate::node::{Node, Value};
use crate::rust::item::types::{
    Constant, EnumRepr, Literal, Presence, Scalar, TypeId, TypeItem, TypeKind, TypeRef,
};

/// The default of a field of that type; `None` where there is no plain way to write it.
pub fn of(node: &Node, ty: &TypeRef) -> Option<Literal> {
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
        (TypeRef::Vec(_), Value::Array(items)) if items.is_empty() => Some(Literal::Empty),
        (TypeRef::Map(_), Value::Object(object)) if object.is_empty() => Some(Literal::Empty),
        (TypeRef::Named(id), Value::String(text)) => Some(Literal::Variant(*id, text.clone())),
        _ => None,
    }
}

/// Finds the variants that defaults name. A default that no variant is leaves its field optional.
pub fn settle(types: &mut [TypeItem]) {
    let mut listed = HashMap::new();
    for at in 0..types.len() {
        let TypeKind::Struct(it) = &types[at].kind else {
            continue;
        };
        let settled: Vec<(usize, Option<Literal>)> = (it.fields.iter().enumerate())
            .filter_map(|(index, field)| match &field.default {
                Some(Literal::Variant(id, text)) => {
                    Some((index, variant(types, &mut listed, *id, text)))
                }
                _ => None,
            })
            .collect();
        let TypeKind::Struct(it) = &mut types[at].kind else {
            continue;
        };
        for (index, default) in settled {
            let field = &mut it.fields[index];
            if default.is_none() {
                field.presence = Presence::Optional;
            }
            field.default = default;
        }
    }
}

/// The names of the variants of each enum that a default has been looked for in, by their values.
type Listed = HashMap<TypeId, HashMap<Arc<str>, Arc<str>>>;

fn variant(
    types: &[TypeItem],
    listed: &mut Listed,
    id: TypeId,
    text: &Arc<str>,
) -> Option<Literal> {
    let mut id = id;
    for _ in 0..32 {
        match &types[id.0 as usize].kind {
            TypeKind::Enum(it) if it.repr == EnumRepr::String => {
                let names = listed.entry(id).or_insert_with(|| {
                    let variants = it.variants.iter().rev();
                    variants
                        .filter_map(|it| Some((it.value.as_str()?.clone(), it.name.clone())))
                        .collect()
                });
                return Some(Literal::Variant(id, names.get(text)?.clone()));
            }
            TypeKind::Alias(TypeRef::Named(target)) => id = *target,
            TypeKind::Alias(TypeRef::Scalar(Scalar::String)) => {
                return Some(Literal::String(text.clone()));
            }
            _ => return None,
        }
    }
    None
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
