//! Extensions (`x-enum-varnames`, `x-ms-enum` and others) → names and descriptions of types and enum values.
//!
//! ```yaml
//! Level: {type: integer, enum: [1, 2], x-enum-varnames: [Low, High], x-enum-descriptions: [Rarely, Often]}
//! Kind: {type: string, enum: [a], x-ms-enum: {name: EventKind, values: [{value: a, name: Alarm, description: Loud.}]}}
//! ```

use std::collections::HashMap;

use crate::analysis::conjunction::Conjunct;
use crate::model::{Api, Schema};
use crate::node::Node;
use crate::rust::names::{pascal, snake};

/// What extensions have for a listed value.
#[derive(Debug, Default)]
pub struct ValueExtensions {
    /// What it is called.
    pub name: Option<String>,
    /// What it means.
    pub description: Option<String>,
}

/// The name a schema gives its type.
pub fn name(schema: &Schema) -> Option<String> {
    let extensions = &schema.annotations.extensions;
    let name = (extensions.get("x-rust-name"))
        .or_else(|| extensions.get("x-ms-enum")?.get("name"))?
        .as_str()?;
    name.contains(char::is_alphanumeric).then(|| pascal(name))
}

/// What extensions have for listed values, by value.
pub fn values(api: &Api, conjuncts: &[Conjunct]) -> HashMap<Node, ValueExtensions> {
    let mut all: HashMap<Node, ValueExtensions> = HashMap::new();
    for schema in conjuncts.iter().map(|it| api.schema(it.id)) {
        let Some(values) = &schema.values else {
            continue;
        };
        let get = |name: &str| schema.annotations.extensions.get(name);
        for name in ["x-enum-varnames", "x-enumNames", "x-enum-names"] {
            each(get(name), &values.values, |key, text| {
                all.entry(key).or_default().name = Some(text);
            });
        }
        for name in ["x-enum-descriptions", "x-enumDescriptions"] {
            each(get(name), &values.values, |key, text| {
                all.entry(key).or_default().description = Some(text);
            });
        }
        let listed = get("x-ms-enum").and_then(|it| it.get("values")?.as_array());
        for it in listed.into_iter().flatten() {
            if let Some(value) = it.get("value") {
                let text = |name: &str| Some(it.get(name)?.as_str()?.to_owned());
                let said = all.entry(value.clone()).or_default();
                said.name = text("name").filter(|it| is_name(it));
                said.description = text("description");
            }
        }
    }
    let mut names: Vec<&mut String> = (all.values_mut())
        .filter_map(|it| it.name.as_mut())
        .collect();
    strip_common_words(&mut names);
    all
}

/// Takes away the words that all names begin with, as constants do in languages that have no scope for them:
/// `LoginTypePassword` and `LoginTypeToken` are `Password` and `Token`.
fn strip_common_words(names: &mut [&mut String]) {
    let words: Vec<Vec<String>> = (names.iter())
        .map(|it| {
            let name = snake(it);
            let words = name.trim_start_matches("r#").split('_');
            words
                .filter(|it| !it.is_empty())
                .map(str::to_owned)
                .collect()
        })
        .collect();
    let [first, rest @ ..] = &words[..] else {
        return;
    };
    if rest.is_empty() {
        return;
    }
    let shared = |other: &Vec<String>| {
        let pairs = first.iter().zip(other);
        pairs.take_while(|(a, b)| a == b).count()
    };
    let common = rest.iter().map(shared).min().unwrap_or(0);
    let shortest = words.iter().map(Vec::len).min().unwrap_or(0);
    let common = common.min(shortest.saturating_sub(1));
    if common == 0 {
        return;
    }
    for (name, words) in names.iter_mut().zip(&words) {
        **name = words[common..].join("_");
    }
}

/// Visits the texts that an extension has for values: a list beside theirs, or an object with them as its keys.
fn each(extension: Option<&Node>, values: &[Node], mut visit: impl FnMut(Node, String)) {
    let Some(extension) = extension else { return };
    for (index, value) in values.iter().enumerate() {
        let text = match extension.as_array() {
            Some(texts) => texts.get(index),
            None => value.as_str().and_then(|it| extension.get(it)),
        };
        if let Some(text) = text.and_then(Node::as_str)
            && is_name(text)
        {
            visit(value.clone(), text.to_owned());
        }
    }
}

/// Whether anything would be left of it in a name, or to read.
fn is_name(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
}
