//! The description that a generator writes is the one that a server reads.

use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use crate::description::{Answers, Description, Schema};
use crate::json::Tree;

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
                "answers": {"200": {"application/json": {"schema": {"$ref": "Pet"}}}, "default": {"text/plain": {"as": "text"}}},
            },
        },
        "schemas": {"Pet": {
            "type": ["object", "null"],
            "enum": [null, {"a": [1, -0.5, true]}, {"$number": "1"}],
            "minimum": 0.25,
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

/// What is no float, or would be another one, stays as it is written.
#[test]
fn numbers_keep_their_digits() {
    let text =
        r#"{"minimum": 0.1000000000000000000001, "enum": [1e400, [{"$number": "1"}], 1.50]}"#;
    let read = Schema::read(text).unwrap();
    let minimum = read.minimum.unwrap();
    assert_eq!(minimum.to_string(), "0.1000000000000000000001");
    let values: Vec<String> = read.values.iter().map(Tree::to_string).collect();
    assert_eq!(values, ["1e400", r#"[{"$number":"1"}]"#, "1.50"]);
}

/// A value as a description has it, but for numbers that are no floats.
impl Serialize for Tree<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Tree::Null => serializer.serialize_unit(),
            Tree::Bool(it) => serializer.serialize_bool(*it),
            Tree::Number(it) => {
                let number: serde_json::Number = serde_json::from_str(it.digits()).unwrap();
                number.serialize(serializer)
            }
            Tree::String(it) => serializer.serialize_str(it),
            Tree::Array(items) => serializer.collect_seq(items),
            Tree::Object(members) => {
                serializer.collect_map(members.iter().map(|(name, it)| (name, it)))
            }
        }
    }
}
