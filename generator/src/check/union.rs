//! `oneOf`s two branches of which accept one value, so that the value does not tell what it is.

use super::Checker;
use super::discriminator::called;
use super::sample::one_line;
use crate::catalogue as code;
use crate::model::{Nullable, Schema, SchemaId};

/// Of how many branches a union is looked at.
const MAX_BRANCHES: usize = 40;

impl Checker<'_> {
    pub(super) fn unions(&mut self) {
        for (_, schema) in self.each_schema() {
            // A discriminator tells what the value alone does not.
            if schema.one_of.len() > 1 && schema.discriminator.is_none() {
                self.ambiguous(schema);
            }
        }
    }

    fn ambiguous(&mut self, schema: &Schema) {
        let api = self.api;
        let branches: Vec<(usize, SchemaId)> = schema
            .one_of
            .iter()
            .copied()
            .enumerate()
            .filter(|(_, it)| api.schema(*it).nullable != Nullable::Only)
            .take(MAX_BRANCHES)
            .collect();
        for (index, branch) in &branches {
            for value in self.accepted_values(*branch) {
                let other = branches
                    .iter()
                    .find(|(at, it)| at != index && self.surely_accepts(*it, &value));
                let Some((other_index, other)) = other else {
                    continue;
                };
                let message = format!(
                    "two branches of this `oneOf` accept {}: {} and {}",
                    one_line(&value),
                    called(api, *branch, *index),
                    called(api, *other, *other_index)
                );
                let help = "add a discriminator, require a property that only one of them has, or write `anyOf`";
                self.warn(
                    code::AMBIGUOUS_UNION,
                    schema.place_of_name("oneOf"),
                    message,
                    help,
                );
                return;
            }
        }
    }
}
