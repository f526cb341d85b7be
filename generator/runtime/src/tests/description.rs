//! The description that a generator writes is the one that a server reads.

use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use crate::description::{Answers, Description, Schema};
use crate::json::{Number, Tree};

#[test]
fn a_written_description_is_read_whole() {
    let text = include_str!("../../../../generated/src/server/description.json");
    let written: Value = serde_json::from_str(text).unwrap();
    let read = Description::read(text).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), written);
    let text = include_str!("../../../../generated/src/server/answers.json");
    let written: Value = serde_json::from_str(text).unwrap();
    let read = Answers::read(text).unwrap();
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
            "enum": [null, {"a": [1, -0.5, true]}, {"$number": "1e400"}],
            "minimum": {"$number": "0.1000000000000000000001"},
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
    let read = Description::read(&written.to_string()).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), written);
}

#[test]
fn what_is_in_no_list_is_refused() {
    for (wrong, why) in [
        (json!({"type": "text"}), "there is no `text`"),
        (json!({"type": 3}), "must be a string, found a number"),
        (
            json!({"additionalProperties": 3}),
            "must be an object, found a number",
        ),
        (json!({"minLenght": 3}), "there is no member `minLenght`"),
        (json!({"minLength": -3}), "-3 is out of range"),
    ] {
        let error = Schema::read(&wrong.to_string()).unwrap_err();
        assert!(error.to_string().contains(why), "{wrong}: {error}");
    }
    assert_eq!(Schema::read("{}").unwrap(), Schema::default());
}

/// A document nests by two hundred levels at the most.
#[test]
fn a_deep_description_is_read() {
    let (open, close) = (r#"{"properties": {"a": "#, "}}");
    let text = open.repeat(100) + "{}" + &close.repeat(100);
    assert!(Schema::read(&text).is_ok());
}

/// A value as a description has it: numbers that would be rounded by their digits.
impl Serialize for Tree<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Tree::Null => serializer.serialize_unit(),
            Tree::Bool(it) => serializer.serialize_bool(*it),
            Tree::Number(it) => {
                let digits = it.to_string();
                match serde_json::from_str::<serde_json::Number>(&digits) {
                    Ok(number) if Number::new(number.to_string()).as_ref() == Some(it) => {
                        number.serialize(serializer)
                    }
                    _ => serializer.collect_map([("$number", digits)]),
                }
            }
            Tree::String(it) => serializer.serialize_str(it),
            Tree::Array(items) => serializer.collect_seq(items),
            Tree::Object(members) => {
                serializer.collect_map(members.iter().map(|(name, it)| (name, it)))
            }
        }
    }
}
