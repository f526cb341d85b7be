//! Values in the making: JSON with members that may turn out to be left out.

use super::super::json::{Json, Member};
use std::borrow::Cow;
use std::collections::HashMap;

/// A value in the making.
#[derive(Debug, Clone)]
pub enum Draft<'a> {
    /// Nothing: the member of an object is left out.
    Undefined,
    /// Left out even where another branch of an `allOf` has it.
    Skipped,
    Null,
    Bool(bool),
    Number(Cow<'a, str>),
    String(Cow<'a, str>),
    Array(Vec<Draft<'a>>),
    Object(Vec<Member<'a, Draft<'a>>>),
}

impl<'a> Draft<'a> {
    pub fn from_json(json: Json<'a>) -> Self {
        match json {
            Json::Null => Draft::Null,
            Json::Bool(it) => Draft::Bool(it),
            Json::Number(it) => Draft::Number(it),
            Json::String(it) => Draft::String(it),
            Json::Array(items) => Draft::Array(items.into_iter().map(Draft::from_json).collect()),
            Json::Object(members) => Draft::Object(
                members
                    .into_iter()
                    .map(|(key, it)| (key, Draft::from_json(it)))
                    .collect(),
            ),
        }
    }

    pub fn into_json(self) -> Option<Json<'a>> {
        Some(match self {
            Draft::Undefined | Draft::Skipped => return None,
            Draft::Null => Json::Null,
            Draft::Bool(it) => Json::Bool(it),
            Draft::Number(it) => Json::Number(it),
            Draft::String(it) => Json::String(it),
            Draft::Array(items) => Json::Array(
                items
                    .into_iter()
                    .map(|it| it.into_json().unwrap_or(Json::Null))
                    .collect(),
            ),
            Draft::Object(members) => Json::Object(
                members
                    .into_iter()
                    .filter_map(|(key, it)| Some((key, it.into_json()?)))
                    .collect(),
            ),
        })
    }

    /// The value as it would be shown, `null` where it is left out.
    pub fn into_shown(self) -> Json<'a> {
        self.into_json().unwrap_or(Json::Null)
    }

    /// Whether it is what lodash's `isEmpty` says it of, which is everything but texts, arrays and objects with something in
    /// them.
    pub fn is_empty(&self) -> bool {
        match self {
            Draft::Undefined | Draft::Skipped => true,
            Draft::Null | Draft::Bool(_) | Draft::Number(_) => true,
            Draft::String(it) => it.is_empty(),
            Draft::Array(it) => it.is_empty(),
            Draft::Object(it) => it.is_empty(),
        }
    }

    /// Whether there is no value.
    pub fn is_null(&self) -> bool {
        matches!(self, Draft::Null | Draft::Undefined | Draft::Skipped)
    }

    /// `typeof value === 'object'`, which holds for `null`.
    pub fn is_object_like(&self) -> bool {
        matches!(self, Draft::Null | Draft::Array(_) | Draft::Object(_))
    }
}

/// `top` laid over `base`, member by member.
pub fn merge<'a>(base: Draft<'a>, top: Draft<'a>) -> Draft<'a> {
    merge_all(base, [top])
}

/// Each of `tops` laid over what is there, one after the other, member by member.
pub fn merge_all<'a>(base: Draft<'a>, tops: impl IntoIterator<Item = Draft<'a>>) -> Draft<'a> {
    // Where the members of an object are, kept for all that is laid over it.
    let mut index: Option<HashMap<Cow<'a, str>, usize>> = None;
    let mut merged = base;
    for top in tops {
        merged = match (merged, top) {
            (Draft::Object(mut base), Draft::Object(top)) => {
                let index = index.get_or_insert_with(|| {
                    let places = base.iter().enumerate();
                    places.map(|(at, it)| (it.0.clone(), at)).collect()
                });
                for (name, value) in top {
                    let Some(&at) = index.get(&name) else {
                        index.insert(name.clone(), base.len());
                        base.push((name, value));
                        continue;
                    };
                    let slot = &mut base[at].1;
                    *slot = match std::mem::replace(slot, Draft::Null) {
                        old @ (Draft::Object(_) | Draft::Array(_)) => merge(old, value),
                        _ => value,
                    };
                }
                Draft::Object(base)
            }
            (base, Draft::Null) => base,
            (base, top) => {
                index = None;
                match (base, top) {
                    (Draft::Array(base), Draft::Array(top)) => Draft::Array(merge_items(base, top)),
                    (_, top) => top,
                }
            }
        };
    }
    merged
}

fn merge_items<'a>(base: Vec<Draft<'a>>, top: Vec<Draft<'a>>) -> Vec<Draft<'a>> {
    let mut base = base.into_iter();
    let mut merged: Vec<Draft<'a>> = top
        .into_iter()
        .map(|value| match base.next() {
            Some(old @ (Draft::Object(_) | Draft::Array(_))) => merge(old, value),
            _ => value,
        })
        .collect();
    merged.extend(base);
    merged
}

/// Sets a member, in the place of one of that name if there is one.
pub fn set<'a>(members: &mut Vec<Member<'a, Draft<'a>>>, name: Cow<'a, str>, value: Draft<'a>) {
    match members.iter_mut().find(|(it, _)| *it == name) {
        Some((_, old)) => *old = value,
        None => members.push((name, value)),
    }
}
