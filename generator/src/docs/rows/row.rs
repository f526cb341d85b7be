//! What is told of one property, or of another schema under a schema.

use std::borrow::Cow;

use super::super::grammar;
use super::super::label::TypeLabel;
use super::super::reference::Component;
use super::super::restrictions::Restrictions;
use crate::model::{SchemaId, Values};

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
    /// Of an array, the schema of its items.
    pub item_schema: Option<SchemaId>,
}

impl<'a> Row<'a> {
    /// Its name where its values are listed, whatever its depth. With `markdown_names`, as widdershins spells it.
    pub fn listed_name(&self, markdown_names: bool) -> &'a str {
        match self.name {
            RowName::Anonymous if !markdown_names => self.nameless,
            name => name.spelt(),
        }
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
}

impl<'a> RowName<'a> {
    /// As widdershins spells it.
    pub fn spelt(self) -> &'a str {
        match self {
            RowName::Text(text) | RowName::Pattern(text) => text,
            RowName::AnyProperty => grammar::ADDITIONAL_PROPERTIES,
            RowName::Anonymous => grammar::ANONYMOUS,
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
    /// Their schema.
    pub schema: SchemaId,
}
