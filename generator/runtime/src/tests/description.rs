//! The description that a generator writes is the one that a server reads.

use serde_json::{Value, json};

use crate::description::{Answers, Description, Operation, Responses, Schema};

#[test]
fn a_written_description_is_read_whole() {
    let text = include_str!("../../../../generated/src/server/description.json");
    let written: Value = serde_json::from_str(text).unwrap();
    let read: Description<Operation<Value>, Schema<Value>> = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), written);
    let text = include_str!("../../../../generated/src/server/answers.json");
    let written: Value = serde_json::from_str(text).unwrap();
    let read: Answers<Responses<Value>, Schema<Value>> = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), written);
}

#[test]
fn every_member_has_its_place() {
    let written = json!({
        "operations": {
            "POST /pets/{id}": {
                "parameters": [
                    {"name": "id", "in": "path", "required": true, "style": "simple", "schema": {"type": "integer"}},
                    {"name": "q", "in": "query", "style": "deepObject", "explode": true, "allowReserved": true,
                     "default": {"a": 1}, "schema": {"$ref": "Pet"}},
                ],
                "body": {"required": true, "content": [{
                    "type": "multipart/form-data", "as": "parts", "schema": {"$ref": "Pet"},
                    "encoding": {"tags": {"style": "tabDelimited"}, "names": {"style": "form", "explode": true}},
                }]},
                "security": [[{"scheme": "oauth", "scopes": ["read"]}, {"scheme": "key"}], []],
                "refusal": 422,
                "produces": ["application/json"],
                "answers": {"200": {"application/json": {"$ref": "Pet"}}, "default": {"text/plain": null}},
            },
        },
        "schemas": {"Pet": {
            "type": ["object", "null"],
            "properties": {"name": {"type": "string", "minLength": 1, "pattern": "^a", "readOnly": true}},
            "required": ["name"],
            "additionalProperties": false,
            "patternProperties": {"^x-": {}},
            "oneOf": [{"additionalProperties": {"not": {"never": true}}}],
            "discriminator": {"propertyName": "name", "mapping": {"a": "Pet"}},
        }},
        "security_schemes": {
            "key": {"apiKey": {"in": "cookie", "name": "k"}},
            "oauth": "bearer", "basic": "basic", "digest": {"http": "digest"},
            "tls": "mutualTls", "other": "undeclared",
        },
    });
    let read: Description<Operation<Value>, Schema<Value>> =
        serde_json::from_value(written.clone()).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), written);
}

#[test]
fn what_is_in_no_list_is_refused() {
    for wrong in [
        json!({"type": "text"}),
        json!({"type": 3}),
        json!({"additionalProperties": 3}),
    ] {
        assert!(
            serde_json::from_value::<Schema<Value>>(wrong.clone()).is_err(),
            "{wrong}"
        );
    }
    assert_eq!(
        serde_json::from_value::<Schema<Value>>(json!({})).unwrap(),
        Schema::default()
    );
}
