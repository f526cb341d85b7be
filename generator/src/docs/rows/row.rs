//! What is told of one property, or of another schema under a schema.

use std::borrow::Cow;

use super::super::context::Context;
use super::super::grammar;
use super::super::inline::Standing;
use super::super::label::TypeLabel;
use super::super::labels::{MOST_ARRAYS, of_elements};
use super::super::reference::Component;
use super::super::restrictions::{Restriction, Restrictions};
use crate::model::{ArrayRules, JsonType, SchemaId, Values};

/// Rows that belong together.
#[derive(Debug, Default)]
pub struct RowGroup<'a> {
    /// What stands above them, as Markdown: the schema's title or description, words that say which branch they are.
    pub title: Cow<'a, str>,
    /// The rows.
    pub rows: Vec<Row<'a>>,
}

/// One property, or another schema under a schema.
#[derive(Debug)]
pub struct Row<'a> {
    /// How many `»`.
    pub depth: usize,
    /// What it is called.
    pub name: RowName<'a>,
    /// What it is where it has no name.
    pub nameless: &'static str,
    /// The component it is shown as.
    pub component: Option<&'a Component>,
    /// Its type without format and nullability: `string`, `array`, `$ref`.
    pub words: Cow<'static, str>,
    /// Its type with format and nullability, an array's with the type of its items.
    pub label: TypeLabel<'a>,
    /// Whether `null` is accepted, where that is part of every type.
    pub is_nullable: bool,
    /// Of an array, what its items are.
    pub items: Option<Items<'a>>,
    /// Whether it is required.
    pub required: bool,
    /// What restricts it.
    pub restrictions: Restrictions<'a>,
    /// Its description.
    pub description: Cow<'a, str>,
    /// The values it is limited to.
    pub values: Option<&'a Values>,
}

impl<'a> Row<'a> {
    /// Its name, behind a sign for each level. With `markdown_names`, as widdershins spells it.
    pub fn display_name(&self, markdown_names: bool) -> Cow<'a, str> {
        let name = match self.name {
            name if markdown_names => name.spelt(),
            RowName::AnyProperty => grammar::ANY_PROPERTY.into(),
            RowName::Pattern(pattern) => grammar::PATTERN_PROPERTY.fill([pattern]).into(),
            RowName::Anonymous => self.nameless.into(),
            name => name.spelt(),
        };
        self.at_its_depth(name)
    }

    /// A name behind a sign for each level of the row.
    pub fn at_its_depth(&self, name: Cow<'a, str>) -> Cow<'a, str> {
        match self.depth {
            0 => name,
            depth => grammar::at_depth(depth, &name).into(),
        }
    }

    /// The values that its items are limited to, or those of arrays in it, behind how many arrays these are in.
    pub fn values_of_items(&self, cx: &Context<'a>) -> Option<(usize, &'a Values)> {
        let mut id = self.items.as_ref()?.schema?;
        for arrays in 1..=MOST_ARRAYS {
            let schema = cx.api.schema(cx.target(id));
            if schema.origin.name.is_some() {
                return None;
            }
            if let Some(values) = &schema.values {
                return (values.values.len() > 1).then_some((arrays, values));
            }
            id = schema
                .array
                .items
                .filter(|_| schema.types.single() == Some(JsonType::Array))?;
        }
        None
    }

    /// The values that are listed below its table: the only one stands among what restricts it.
    pub fn listed(&self) -> Option<&'a Values> {
        let is_told = self.restrictions.has(Restriction::Always);
        self.values.filter(|it| !is_told && !it.values.is_empty())
    }
}

/// What a row is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowName<'a> {
    /// A property, or the title of a schema.
    Text(&'a str),
    /// A pattern for the names of properties.
    Pattern(&'a str),
    /// `additionalProperties`.
    AnyProperty,
    /// An item of an array, a branch, a schema that is no object.
    Anonymous,
    /// The element of a tuple at this index.
    Element(usize),
    /// The elements of a tuple from this index on.
    Rest(usize),
}

impl<'a> RowName<'a> {
    /// As widdershins spells it.
    pub fn spelt(self) -> Cow<'a, str> {
        match self {
            RowName::Text("") => grammar::EMPTY_NAME.into(),
            RowName::Text(text) | RowName::Pattern(text) => text.into(),
            RowName::AnyProperty => grammar::ADDITIONAL_PROPERTIES.into(),
            RowName::Anonymous => grammar::ANONYMOUS.into(),
            RowName::Element(at) => grammar::ELEMENT.fill([&at.to_string()]).into(),
            RowName::Rest(from) => grammar::FURTHER_ELEMENTS.fill([&from.to_string()]).into(),
        }
    }
}

/// What the items of an array are.
#[derive(Debug, Clone)]
pub struct Items<'a> {
    /// The component they are.
    pub component: Option<&'a Component>,
    /// Their type, where the schema names one.
    pub words: Option<Cow<'static, str>>,
    /// The array they are of.
    pub array: &'a ArrayRules,
    /// The schema of all of them; none of a tuple's.
    pub schema: Option<SchemaId>,
}

impl<'a> Items<'a> {
    /// What they are, where that is told in full.
    pub fn label(&self, cx: &Context<'a>, standing: Standing) -> TypeLabel<'a> {
        match self.component {
            Some(component) => TypeLabel::schema(component.link(standing)),
            None => of_elements(cx, self.array, standing, MOST_ARRAYS)
                .unwrap_or(TypeLabel::words(grammar::ANY)),
        }
    }
}
