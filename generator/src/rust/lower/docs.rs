//! Titles and descriptions of schemas → the documentation of types, fields and variants.

use crate::model::Schema;
use crate::node::Node;
use crate::rust::doc::{code, lines};

/// The documentation of a type: title and description.
pub fn of_type(schema: &Schema) -> Vec<String> {
    let name = schema.origin.name.as_deref().unwrap_or_default();
    let title = schema
        .annotations
        .title
        .as_deref()
        .map(str::trim)
        .filter(|it| !it.is_empty() && words(it) != words(name));
    let description = schema.annotations.description.as_deref().map(str::trim);
    match (title, description) {
        (Some(title), Some(text)) if !text.is_empty() && !text.starts_with(title) => {
            let mut lines = lines(title);
            lines.push(String::new());
            lines.extend(self::lines(text));
            lines
        }
        (_, Some(text)) if !text.is_empty() => lines(text),
        (Some(title), _) => lines(title),
        _ => Vec::new(),
    }
}

/// What is left of a name whatever its case: a title that only repeats it says nothing.
fn words(name: &str) -> String {
    (name.chars().filter(|it| it.is_alphanumeric()))
        .flat_map(char::to_lowercase)
        .collect()
}

/// The documentation of a field: its description, or else its title.
pub fn of_field(schema: &Schema) -> Vec<String> {
    let annotations = &schema.annotations;
    let text = annotations
        .description
        .as_deref()
        .map(str::trim)
        .unwrap_or_default();
    let text = if text.is_empty() {
        annotations.title.as_deref().unwrap_or_default()
    } else {
        text
    };
    lines(text)
}

/// The documentation of an alternative: its description alone, since a title has become its name.
pub fn of_description(schema: &Schema) -> Vec<String> {
    lines(
        schema
            .annotations
            .description
            .as_deref()
            .unwrap_or_default(),
    )
}

/// The documentation of a listed value.
pub fn of_variant(schema: &Schema) -> Vec<String> {
    of_field(schema)
}

/// What an absent property stands for that is not filled in.
pub fn of_default(default: &Node) -> String {
    format!("Absent, it stands for {}.", code(&default.to_json()))
}
