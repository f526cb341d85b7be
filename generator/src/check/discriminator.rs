//! Discriminators whose property or mapping does not lead where the branches are.

use super::Checker;
use crate::catalogue as code;
use crate::diagnostic::printable;
use crate::model::{Additional, Api, Dialect, Discriminator, Schema, SchemaId};
use crate::node::Node;

/// Of how many branches one discriminator is looked up in.
const MAX_BRANCHES: usize = 5_000;

impl Checker<'_> {
    pub(super) fn discriminators(&mut self) {
        for (id, schema) in self.each_schema() {
            let Some(discriminator) = &schema.discriminator else {
                continue;
            };
            let (keyword, branches) = match (&schema.one_of[..], &schema.any_of[..]) {
                ([], []) => {
                    self.base(id, discriminator);
                    continue;
                }
                ([], branches) => ("anyOf", branches),
                (branches, _) => ("oneOf", branches),
            };
            // A property beside the branches holds for each of them.
            if !schema
                .object
                .properties
                .contains_key(&discriminator.property)
            {
                for (index, branch) in branches.iter().take(MAX_BRANCHES).enumerate() {
                    self.branch(schema, discriminator, keyword, index, *branch);
                }
            }
            self.mapping(schema, discriminator, keyword, branches);
            self.absent(id, schema, discriminator, branches);
        }
    }

    /// A property that may be absent, and no word on what is meant then, which the Discriminator Object of OpenAPI 3.2 asks for.
    fn absent(
        &mut self,
        id: SchemaId,
        schema: &Schema,
        discriminator: &Discriminator,
        branches: &[SchemaId],
    ) {
        let name = &*discriminator.property;
        if self.api.dialect < Dialect::OpenApi32
            || (schema.keyword("discriminator"))
                .is_some_and(|it| it.get("defaultMapping").is_some())
            || self.requires_property(id, name)
        {
            return;
        }
        let mut branches = branches.iter().take(MAX_BRANCHES).enumerate();
        let is_absent = |(_, it): &(usize, &SchemaId)| {
            let is_null = self.api.schema(**it).nullable == crate::model::Nullable::Only;
            !is_null && self.has_property(**it, name) && !self.requires_property(**it, name)
        };
        let Some((index, branch)) = branches.find(is_absent) else {
            return;
        };
        let message = format!(
            "{} may be without `{}`, and no `defaultMapping` says which schema is meant then",
            called(self.api, *branch, index),
            printable(name)
        );
        self.warn(
            code::DISCRIMINATOR_PROPERTY,
            discriminator.place,
            message,
            "require the property, or add `defaultMapping`; until then, what fits one alternative is of that",
        );
    }

    /// A schema that others extend: it describes the property for them.
    fn base(&mut self, id: SchemaId, discriminator: &Discriminator) {
        if self.has_property(id, &discriminator.property) {
            return;
        }
        let message = format!(
            "the discriminator names `{}`, which is no property of this schema",
            printable(&discriminator.property)
        );
        self.warn(
            code::DISCRIMINATOR_PROPERTY,
            discriminator.place,
            message,
            "describe it in `properties`, as a required string",
        );
    }

    fn branch(
        &mut self,
        schema: &Schema,
        discriminator: &Discriminator,
        keyword: &str,
        index: usize,
        branch: SchemaId,
    ) {
        let it = self.api.schema(branch);
        let is_null = it.nullable == crate::model::Nullable::Only;
        if is_null || self.has_property(branch, &discriminator.property) {
            return;
        }
        let place = schema
            .keyword(keyword)
            .and_then(|it| it.as_array()?.get(index))
            .map_or(it.origin.place, |it| it.place);
        let is_closed = it.object.further() == Additional::None;
        let message = format!(
            "{} has no property `{}`, by which the discriminator tells the branches apart{}",
            called(self.api, branch, index),
            printable(&discriminator.property),
            match is_closed {
                true => "; it is taken there all the same, although no other one is",
                false => "",
            }
        );
        self.warn(
            code::DISCRIMINATOR_PROPERTY,
            place,
            message,
            "describe it in the branch, as a required string",
        );
    }

    /// Values that lead to a schema that is none of the branches.
    fn mapping(
        &mut self,
        schema: &Schema,
        discriminator: &Discriminator,
        keyword: &str,
        branches: &[SchemaId],
    ) {
        if discriminator.mapping.is_empty() && discriminator.default.is_none() {
            return;
        }
        let mut reachable: std::collections::HashSet<SchemaId> = branches.iter().copied().collect();
        for branch in branches.iter().take(MAX_BRANCHES) {
            let inner = self.api.schema(*branch);
            reachable.extend(
                inner
                    .one_of
                    .iter()
                    .chain(&inner.any_of)
                    .chain(&inner.all_of),
            );
        }
        let written = schema.keyword("discriminator");
        let mapping = discriminator.mapping.iter().map(|(value, target)| {
            let node = written.and_then(|it| it.get("mapping")?.get(value));
            (&**value, target, node)
        });
        let default = discriminator.default.iter().map(|target| {
            let node = written.and_then(|it| it.get("defaultMapping"));
            ("defaultMapping", target, node)
        });
        for (value, target, node) in mapping.chain(default) {
            if reachable.contains(target) {
                continue;
            }
            let place = node.map_or(discriminator.place, |it: &Node| it.place);
            let message = format!(
                "`{}` leads to {}, which is no branch of this `{keyword}`",
                printable(value),
                called(self.api, *target, usize::MAX)
            );
            let help =
                format!("add it to `{keyword}`, or let the value lead to one of the branches");
            self.warn(code::DISCRIMINATOR_TARGET, place, message, help);
        }
    }
}

/// A branch as a message calls it: `Cat`, or by its number.
pub(super) fn called(api: &Api, branch: SchemaId, index: usize) -> String {
    let origin = &api.schema(branch).origin;
    match &origin.name {
        Some(name) => format!("`{}`", printable(name)),
        None if index == usize::MAX => format!("the schema at {}", printable(&origin.pointer)),
        None => format!("branch {}", index + 1),
    }
}
