//! A parameter of the description, or a header → the same with its schema at hand.

use std::collections::HashMap;

use crate::runtime::description::read::Free;
use crate::runtime::description::{Encoding, Location, Parameter, Style};
use crate::runtime::json::Tree;
use crate::runtime::style::{Rule, Shape};
use crate::runtime::validator::{Id, Place, Schemas};

/// A parameter with its schema at hand.
#[derive(Debug)]
pub(crate) struct CompiledParameter {
    pub(crate) name: String,
    pub(crate) location: Location,
    pub(crate) required: bool,
    pub(crate) style: Style,
    pub(crate) explode: bool,
    pub(crate) allow_reserved: bool,
    /// How an array among its items is laid out.
    pub(crate) item_style: Style,
    /// Whether an empty text says as much as none at all.
    pub(crate) allow_empty: bool,
    /// The value in place of one that is not given.
    pub(crate) default: Option<Tree<'static>>,
    /// How the properties of a query string are laid out, where it is a form and the document says so.
    pub(crate) encoding: HashMap<String, Encoding>,
    pub(crate) schema: Id,
    pub(crate) shape: Shape,
}

impl CompiledParameter {
    pub(crate) fn new(it: Parameter<Free>, schemas: &mut Schemas) -> Self {
        let schema = schemas.add(it.schema);
        Self {
            name: it.name,
            location: it.location,
            required: it.required,
            style: it.style,
            explode: it.explode,
            allow_reserved: it.allow_reserved,
            item_style: it.item_style.unwrap_or(Style::Simple),
            allow_empty: it.allow_empty_value,
            default: it.default,
            encoding: it.encoding.0.into_iter().collect(),
            schema,
            shape: Shape::of(schemas, schema),
        }
    }

    /// How it is laid out.
    pub(crate) fn rule(&self) -> Rule<'_> {
        Rule {
            name: &self.name,
            location: self.location,
            style: self.style,
            explode: self.explode,
            allow_reserved: self.allow_reserved,
            item_style: self.item_style,
        }
    }

    /// Where its faults are.
    pub(crate) fn place(&self) -> Place<'_> {
        Place {
            part: self.location.as_str(),
            name: &self.name,
            has_types: false,
        }
    }
}
