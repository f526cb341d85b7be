//! Types that are written where they are used, and what a lock of names knows them by: what they are written in, and the words
//! that lead there, as in `Pet/Owner` and `listPets/ResponseItem`. No place in a list is among them, and no name that was
//! changed, so that neither changes with what else there is.

use std::sync::Arc;

use super::Lower;
use super::lock::Owner;
use super::shape::{Branch, Shape};
use crate::analysis::conjunction::Conjunct;
use crate::analysis::merged::MergedSchema;
use crate::config::Named;
use crate::node::{Node, Value};
use crate::rust::item::types::TypeId;

impl Lower<'_> {
    /// A type that is written where it is used, with its name. `name` is what leads there, `wanted` what it would be called.
    pub(super) fn inline_type(
        &mut self,
        wanted: &str,
        name: &str,
        is_chosen: bool,
        shape: Option<(&[Conjunct], &Shape)>,
    ) -> (TypeId, Arc<str>) {
        if !self.lock.is_on() {
            let claimed = self.scope.claim(wanted);
            return (self.new_type(claimed.clone()), claimed);
        }
        let words = name.strip_prefix(&*self.owner.stem).unwrap_or(name);
        let key = format!("{}/{words}", self.owner.key);
        let key = self.lock.unique(Named::Inline, key);
        let claimed = (self.lock).claim(Named::Inline, &key, &mut self.scope, wanted, is_chosen);
        let shape = shape.and_then(|(conjunction, shape)| self.digest(conjunction, shape));
        (self.lock).keep_shape(Named::Inline, key.clone(), &claimed, shape);
        let id = self.new_type(claimed.clone());
        self.lock.types.push(key);
        (id, claimed)
    }

    /// The type of what another file keeps under a name.
    pub(super) fn kept_type(&mut self, wanted: &str, pointer: &str) -> (TypeId, Arc<str>) {
        if !self.lock.is_on() {
            let claimed = self.scope.claim(wanted);
            return (self.new_type(claimed.clone()), claimed);
        }
        let key = match pointer {
            "" => format!("#{wanted}"),
            it => format!("#{it}"),
        };
        let key = self.lock.unique(Named::Schema, key);
        let claimed = (self.lock).claim(Named::Schema, &key, &mut self.scope, wanted, false);
        let id = self.new_type(claimed.clone());
        self.lock.types.push(key);
        (id, claimed)
    }

    /// The type of a component, which has its name.
    pub(super) fn component_type(&mut self, name: &Arc<str>, written: &Arc<str>) -> TypeId {
        if self.lock.is_on() {
            self.lock.types.push(written.clone());
        }
        self.new_type(name.clone())
    }

    /// From here on, what is inline is written in a type.
    pub(super) fn enter_type(&mut self, id: TypeId, stem: &str) {
        if self.lock.is_on() {
            self.owner = Owner {
                key: self.lock.types[id.0 as usize].clone(),
                stem: stem.into(),
            };
        }
    }

    /// From here on, what is inline is written in something of the document that is no type; what was before.
    pub(super) fn enter(&mut self, key: impl FnOnce() -> String, stem: &str) -> Owner {
        if !self.lock.is_on() {
            return Owner::default();
        }
        let owner = Owner {
            key: key().into(),
            stem: stem.into(),
        };
        std::mem::replace(&mut self.owner, owner)
    }

    /// What does not change where a schema moves: what its members are called.
    fn digest(&self, conjunction: &[Conjunct], shape: &Shape) -> Option<Arc<str>> {
        let properties = |conjunction: &[Conjunct]| -> Vec<String> {
            let MergedSchema { properties, .. } = self.merged(conjunction);
            properties.keys().map(|it| it.to_string()).collect()
        };
        let mut words: Vec<String> = match shape {
            Shape::Struct => properties(conjunction),
            Shape::Enum(it) => it.values.iter().map(|it| written(&it.value)).collect(),
            Shape::Union(branches) | Shape::AnyOf(branches) => {
                let of = |it: &Branch| {
                    let named = it
                        .schema
                        .and_then(|id| self.api.schema(id).origin.name.clone());
                    match named {
                        Some(name) => name.to_string(),
                        None => {
                            let mut names = properties(&it.conjunction);
                            names.sort_unstable();
                            names.join("\0")
                        }
                    }
                };
                branches.iter().map(of).collect()
            }
            _ => return None,
        };
        words.sort_unstable();
        if words.iter().all(String::is_empty) {
            return None;
        }
        let kind = match shape {
            Shape::Struct => "object",
            Shape::Enum(_) => "enum",
            _ => "union",
        };
        words.insert(0, kind.to_owned());
        Some(format!("{:016x}", fnv(words.join("\u{1}").as_bytes())).into())
    }
}

/// A listed value, in a word.
fn written(value: &Node) -> String {
    match &value.value {
        Value::String(text) => format!("\"{text}"),
        Value::Number(text) => text.to_string(),
        Value::Bool(it) => it.to_string(),
        _ => "null".to_owned(),
    }
}

/// FNV-1a, which stays what it is: the standard library's hash may change with every version.
fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
