//! Small APIs that say only what pages can show, and say it so that pages of either layout come back.

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use verbatim_tests::random::WORDS;

const NAMES: [&str; 4] = ["acme.Alpha", "acme.Beta", "acme.Gamma", "acme.Delta"];
fn reference(index: usize) -> Value {
    json!({"$ref": format!("#/components/schemas/{}", NAMES[index])})
}

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!({"type": "string"})),
        Just(json!({"type": "string", "format": "uuid"})),
        Just(json!({"type": "string", "format": "date-time"})),
        Just(json!({"type": "integer"})),
        Just(json!({"type": "number"})),
        Just(json!({"type": "boolean"})),
    ]
}

/// Refers to components from that one on, so that none of them holds itself: of a few that do, such as an object in an
/// object of its own kind, the published layout shows too little for the page of operations to come back alone.
fn property(from: usize) -> impl Strategy<Value = Value> {
    let listed = json!({"type": "string", "enum": ["one", "two", "three"]});
    let linked = (from..NAMES.len().max(from + 1)).prop_map(|it| match NAMES.get(it) {
        Some(_) => reference(it),
        None => json!({"type": "boolean"}),
    });
    let leaf = prop_oneof![
        4 => scalar(),
        1 => Just(listed),
        2 => linked,
        1 => Just(json!({"type": "object"})),
    ];
    leaf.prop_recursive(2, 8, 3, move |inner| {
        prop_oneof![
            // The rows below arrays of arrays have no depth of their own, so that where they stand in components, not all
            // come back.
            inner.clone().prop_map(|it| match it["type"] == "array" {
                true => it,
                false => json!({"type": "array", "items": it}),
            }),
            inner
                .clone()
                .prop_map(|it| json!({"type": "object", "additionalProperties": it})),
            properties(inner).prop_map(|it| json!({"type": "object", "properties": it})),
        ]
    })
}

fn properties(of: impl Strategy<Value = Value>) -> impl Strategy<Value = Map<String, Value>> {
    let described = (of, prop::option::of(0..3usize)).prop_map(|(mut it, text)| {
        if let (Some(text), None) = (text, it.get("$ref")) {
            let texts = [
                "The first of them.",
                "Says `which` it is, \"so\" to speak.",
                "A | B",
            ];
            it["description"] = texts[text].into();
        }
        it
    });
    prop::collection::vec(described, 1..4).prop_map(|list| {
        let names = WORDS.iter().map(|it| (*it).to_owned());
        names.zip(list).collect()
    })
}

fn component(from: usize) -> impl Strategy<Value = Value> {
    (properties(property(from)), any::<bool>()).prop_map(|(properties, required)| {
        let first = properties.keys().next().cloned();
        let mut it = json!({"type": "object", "properties": properties});
        if required {
            it["required"] = json!([first]);
        }
        it
    })
}

fn content(components: usize) -> impl Strategy<Value = Value> {
    let schema = prop_oneof![
        (0..components).prop_map(reference),
        (0..components).prop_map(|it| json!({"type": "array", "items": reference(it)})),
        component(0),
    ];
    schema.prop_map(|it| json!({"application/json": {"schema": it}}))
}

fn operation(components: usize) -> impl Strategy<Value = Value> {
    let parameters = (scalar(), any::<bool>()).prop_map(|(schema, required)| {
        json!([
            {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}},
            {"name": "limit", "in": "query", "required": required, "schema": schema, "description": "How many"},
        ])
    });
    let body = prop::option::of((content(components), any::<bool>()));
    let answer = prop::option::of(content(components));
    (parameters, body, answer, any::<bool>(), prop::option::of(Just("Does it.\n\nAnd more.")))
        .prop_map(|(parameters, body, answer, secured, description)| {
            let mut it = json!({"tags": ["Things"], "parameters": parameters, "responses": {"200": {"description": "Done"}}});
            if let Some((content, required)) = body {
                it["requestBody"] = json!({"description": "What to do", "required": required, "content": content});
            }
            if let Some(content) = answer {
                it["responses"]["200"]["content"] = content;
            }
            if secured {
                it["security"] = json!([{"Key": []}]);
            }
            if let Some(description) = description {
                it["description"] = description.into();
            }
            it
        })
}

/// A document.
pub fn document() -> impl Strategy<Value = String> {
    let schemas = (component(1), component(2), component(3), component(4));
    let operations = prop::collection::vec(operation(4), 1..4);
    (schemas, operations).prop_map(|((a, b, c, d), operations)| {
        let mut paths = Map::new();
        for (i, mut it) in operations.into_iter().enumerate() {
            it["summary"] = format!("Do it {i}").into();
            it["operationId"] = format!("do-it-{i}").into();
            paths.insert(format!("/things/{{id}}/{i}"), json!({"put": it}));
        }
        let schemas: Map<String, Value> = NAMES
            .iter()
            .map(|it| (*it).to_owned())
            .zip([a, b, c, d])
            .collect();
        let document = json!({
            "openapi": "3.0.3",
            "info": {"title": "Things", "version": "1.0"},
            "servers": [{"url": "https://example.com/v1"}],
            "tags": [{"name": "Things"}],
            "paths": paths,
            "components": {
                "schemas": schemas,
                "securitySchemes": {"Key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
            },
        });
        document.to_string()
    })
}
