//! The JSON Schema of a verbatim.toml, for editors: made of the keys that are read, with what the printed choices say of each.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use verbatim_gen::config::{Form, Project};

use crate::init::CHOICES;

/// What the keys mean that are no choices.
const OF_TARGETS: [(&str, &str); 6] = [
    (
        "spec",
        "The OpenAPI document, from the folder of this file.",
    ),
    ("out", "The folder that becomes the crate."),
    (
        "emit",
        "What is made: the crate and the Markdown reference unless given.",
    ),
    (
        "overlays",
        "OpenAPI Overlays that are applied to the document, in order.",
    ),
    (
        "allow-outside",
        "Whether `$ref` may read files outside the document's folder.",
    ),
    (
        "config",
        "A file of choices, in place of those that stand here.",
    ),
];

/// The schema, as text.
pub fn text() -> String {
    let said = descriptions();
    let mut target = Map::new();
    for (key, form) in Project::keys() {
        let mut schema = of_form(form);
        if let Some(text) = said.get(&key) {
            schema["description"] = Value::from(text.as_str());
        }
        match key.split_once('.') {
            None => drop(target.insert(key, schema)),
            Some((section, key)) => {
                let it = target.entry(section).or_insert_with(|| {
                    let description = said.get(section).map(String::as_str).unwrap_or_default();
                    json!({"type": "object", "description": description, "additionalProperties": false, "properties": {}})
                });
                it["properties"][key] = schema;
            }
        }
    }
    let whole = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "verbatim.toml",
        "description": "What a repository has generated of which OpenAPI documents.",
        "type": "object",
        "required": ["targets"],
        "additionalProperties": false,
        "properties": {
            "targets": {
                "type": "object",
                "minProperties": 1,
                "additionalProperties": {
                    "type": "object",
                    "required": ["spec", "out"],
                    "additionalProperties": false,
                    "properties": target,
                },
            },
        },
    });
    format!("{whole:#}\n")
}

fn of_form(form: Form) -> Value {
    let text = |words: &[&str]| match words {
        [] => json!({"type": "string"}),
        words => json!({"enum": words}),
    };
    match form {
        Form::Text(words) => text(words),
        Form::Texts(words) => json!({"type": "array", "items": text(words)}),
        Form::Truth => json!({"type": "boolean"}),
        Form::Table => json!({"type": "object", "additionalProperties": {"type": "string"}}),
        Form::Pagination(ways) => json!({"type": "object", "additionalProperties": {
            "type": "object",
            "required": ["by", "items"],
            "additionalProperties": false,
            "properties": {
                "by": {"enum": ways},
                "parameter": text(&[]),
                "size": text(&[]),
                "items": text(&[]),
                "next": text(&[]),
                "last": text(&[]),
                "more": text(&[]),
                "operations": {"type": "array", "items": text(&[])},
            },
        }}),
        Form::Dependencies => {
            json!({"type": "object", "additionalProperties": {"type": ["string", "object"]}})
        }
    }
}

/// The comments above sections and keys, by `section` and `section.key`.
fn descriptions() -> BTreeMap<String, String> {
    let mut all: BTreeMap<String, String> = BTreeMap::new();
    for (key, text) in OF_TARGETS {
        all.insert(key.to_owned(), text.to_owned());
    }
    let mut section = String::new();
    let mut comment: Vec<&str> = Vec::new();
    for line in CHOICES.lines() {
        let bare = line.strip_prefix("# ").unwrap_or(line);
        let key = match bare.strip_prefix('[').and_then(|it| it.strip_suffix(']')) {
            Some(name) => {
                // A table below a section is a key of it, shown in a comment.
                if !name.contains('.') {
                    section = name.to_owned();
                }
                Some(name.to_owned())
            }
            None => {
                let key = bare.split_once(" = ").map(|(key, _)| key);
                let is_key = |it: &&str| it.chars().all(|it| it.is_ascii_lowercase() || it == '-');
                key.filter(is_key).map(|it| format!("{section}.{it}"))
            }
        };
        match key {
            Some(key) => {
                let text = comment.join(" ");
                comment.clear();
                all.entry(key).or_insert(text);
            }
            None if line.is_empty() => comment.clear(),
            None => comment.push(bare),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::text;

    #[test]
    fn every_key_is_there_and_says_what_it_means() {
        let schema: Value = serde_json::from_str(&text()).expect("JSON");
        let target = &schema["properties"]["targets"]["additionalProperties"]["properties"];
        let described = |it: &Value| {
            let text = it["description"].as_str().unwrap_or_default();
            assert!(text.len() > 10, "{it}");
        };
        for (name, it) in target.as_object().expect("properties") {
            described(it);
            let keys = it["properties"].as_object();
            assert!(keys.is_none_or(|it| !it.is_empty()), "{name}");
            keys.into_iter()
                .flat_map(|it| it.values())
                .for_each(described);
        }
        assert_eq!(target["docs"]["properties"]["quirks"]["type"], "boolean");
        assert_eq!(
            target["select"]["properties"]["tags"]["items"]["type"],
            "string"
        );
        let defaults = &target["types"]["properties"]["defaults"];
        assert_eq!(defaults["enum"][1], "except-patch");
        assert_eq!(target["emit"]["items"]["enum"][2], "html");
        assert!(
            defaults["description"]
                .as_str()
                .is_some_and(|it| it.starts_with("Where the default of a property"))
        );
        assert_eq!(
            target["package"]["properties"]["dependencies"]["type"],
            "object"
        );
    }
}
