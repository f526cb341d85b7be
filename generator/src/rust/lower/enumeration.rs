//! Listed values → enums and their variants.

use std::sync::Arc;

use super::shape::{self, EnumShape, EnumValue, Others};
use super::{Lower, docs, extension, literal, notes};
use crate::analysis::conjunction::{Conjunct, conjuncts};
use crate::node::{Node, Value};
use crate::rust::doc;
use crate::rust::item::types::{Constant, Enum, EnumRepr, Variant};
use crate::rust::names::{Scope, is_word, pascal};

/// A title that is longer is a sentence, and no name.
pub const LONGEST_TITLE: usize = 40;

impl Lower<'_> {
    /// The enum of values that a conjunction lists.
    pub(super) fn enumeration(&mut self, conjunction: &[Conjunct], listed: &EnumShape) -> Enum {
        let said = extension::values(self.api, &conjuncts(self.api, conjunction));
        let mut scope = Scope::default();
        let is_open = match listed.others {
            Others::None => false,
            Others::Refused => !self.config.types.closed_enums && !self.is_only_sent(conjunction),
            Others::Accepted => true,
        };
        let other = is_open.then(|| {
            let is_value = |word: &str| {
                (listed.values.iter())
                    .any(|it| it.value.as_str().is_some_and(|it| pascal(it) == word))
            };
            let word = if is_value("Other") {
                "Unlisted"
            } else {
                "Other"
            };
            scope.claim(word)
        });
        let wanted = listed.values.iter().map(|it| {
            let said = said.get(&it.value);
            let chosen = said.and_then(|it| it.name.as_deref()).map(pascal);
            let name = chosen.unwrap_or_else(|| self.variant_name(it, listed.repr));
            (written(&it.value), name)
        });
        let wanted: Vec<(Arc<str>, String)> = wanted.collect();
        let names = scope.claim_all(&wanted);
        notes::renamed(self.sink, &wanted, &names, notes::ON_THE_WIRE, |at| {
            let EnumValue { value, schema } = &listed.values[at];
            let of_branch = schema.map(Conjunct::whole);
            let all = conjuncts(self.api, conjunction)
                .into_iter()
                .chain(of_branch);
            notes::site_of_value(self.api, &all.collect::<Vec<_>>(), value.place)
        });
        let variants = (listed.values.iter().zip(names))
            .map(|(it, name)| Variant {
                name,
                value: literal::constant(&it.value).unwrap_or(Constant::Null),
                docs: match (it.schema, said.get(&it.value)) {
                    (Some(id), _) => docs::of_variant(self.api.schema(id)),
                    (None, Some(said)) => doc::lines(said.description.as_deref().unwrap_or("")),
                    (None, None) => Vec::new(),
                },
            })
            .collect();
        Enum {
            repr: listed.repr,
            variants,
            other,
        }
    }

    /// Whether values are part of requests alone: a server refuses those that are not listed before anybody sees them.
    fn is_only_sent(&self, conjunction: &[Conjunct]) -> bool {
        let parts = || conjunction.iter().map(|it| self.duplicates[it.id.index()]);
        parts().all(|it| self.sent[it.index()]) && parts().any(|it| !self.received[it.index()])
    }

    fn variant_name(&self, value: &EnumValue, repr: EnumRepr) -> String {
        let title = value
            .schema
            .and_then(|id| self.api.schema(id).annotations.title.as_deref())
            .filter(|it| it.len() <= LONGEST_TITLE && it.contains(is_word));
        match (repr, &value.value.value) {
            // A text is a name already, and the one that is sent.
            (_, Value::String(text)) => pascal(text),
            (_, Value::Number(_) | Value::Bool(_)) if title.is_some() => {
                pascal(title.unwrap_or_default())
            }
            // `1.0` is 1.
            (EnumRepr::Integer, Value::Number(digits)) => match shape::whole(&value.value) {
                Some(number) => pascal(&number.to_string()),
                None => pascal(digits),
            },
            (_, Value::Number(digits)) => pascal(&digits.replace('.', " point ")),
            (_, Value::Bool(it)) => pascal(if *it { "true" } else { "false" }),
            _ => "Null".to_owned(),
        }
    }
}

/// A value as it is written.
fn written(value: &Node) -> Arc<str> {
    match &value.value {
        Value::String(text) | Value::Number(text) => text.clone(),
        Value::Bool(it) => it.to_string().into(),
        _ => "null".into(),
    }
}
