//! Which object of the specification stands at which key of a captured document.

use crate::model::Method;

/// An object of the specification, or what holds several of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    /// The document.
    Root,
    /// Tags, each known by its name.
    Tags,
    /// Path items by path.
    Paths,
    /// Path items by another key: those of a callback by the expression of its URL, webhooks by name.
    PathItems,
    /// A path item.
    PathItem,
    /// An operation.
    Operation,
    /// Parameters, each known by its name and where it travels.
    Parameters,
    /// A parameter or a header.
    Parameter,
    /// A request body.
    Body,
    /// Media types by name.
    Content,
    /// A media type.
    MediaType,
    /// Responses by status.
    Responses,
    /// A response.
    Response,
    /// Headers by name.
    Headers,
    /// Callbacks by name.
    Callbacks,
    /// The components.
    Components,
    /// The component schemas.
    Schemas,
    /// The properties of a schema.
    Properties,
    /// A schema.
    Schema,
    /// Schemas in a row: `allOf`.
    Branches,
    /// Values of which none stands twice: `enum`, `required`, the tags of an operation.
    Values,
    /// Whatever else.
    Free,
}

impl Shape {
    /// What stands at a key.
    pub fn member(self, key: &str) -> Self {
        match (self, key) {
            (Shape::Root, "tags") => Shape::Tags,
            (Shape::Root, "paths") => Shape::Paths,
            (Shape::Root, "x-webhooks" | "webhooks") => Shape::PathItems,
            (Shape::Root, "components") => Shape::Components,
            (Shape::Components, "schemas") => Shape::Schemas,
            (Shape::Components, "parameters" | "headers") => Shape::Headers,
            (Shape::Components, "responses") => Shape::Responses,
            (Shape::Paths | Shape::PathItems, _) => Shape::PathItem,
            (Shape::PathItem, "parameters") | (Shape::Operation, "parameters") => Shape::Parameters,
            (Shape::PathItem, key) if method(key).is_some() => Shape::Operation,
            (Shape::Operation, "requestBody") => Shape::Body,
            (Shape::Operation, "responses") => Shape::Responses,
            (Shape::Operation, "callbacks") => Shape::Callbacks,
            (Shape::Operation, "tags") => Shape::Values,
            (Shape::Callbacks, _) => Shape::PathItems,
            (Shape::Parameter | Shape::MediaType, "schema") => Shape::Schema,
            (Shape::Parameter | Shape::Body | Shape::Response, "content") => Shape::Content,
            (Shape::Content, _) => Shape::MediaType,
            (Shape::Responses, _) => Shape::Response,
            (Shape::Response, "headers") => Shape::Headers,
            (Shape::Headers, _) => Shape::Parameter,
            (Shape::Schemas | Shape::Properties, _) => Shape::Schema,
            (Shape::Schema, "properties") => Shape::Properties,
            (Shape::Schema, "items" | "additionalProperties" | "not") => Shape::Schema,
            (Shape::Schema, "allOf" | "anyOf" | "oneOf") => Shape::Branches,
            (Shape::Schema, "enum" | "required") => Shape::Values,
            _ => Shape::Free,
        }
    }

    /// What stands in a list.
    pub fn item(self) -> Self {
        match self {
            Shape::Parameters => Shape::Parameter,
            Shape::Branches => Shape::Schema,
            _ => Shape::Free,
        }
    }

    /// Whether a reference may stand for it.
    pub fn may_be_shared(self) -> bool {
        matches!(
            self,
            Shape::PathItem | Shape::Parameter | Shape::Body | Shape::Response | Shape::Schema
        )
    }
}

/// The method that a member of a path item is about.
pub fn method(key: &str) -> Option<Method> {
    Method::ALL.into_iter().find(|it| it.as_str() == key)
}
