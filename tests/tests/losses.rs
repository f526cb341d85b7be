//! What pages cannot say is what `capture --explain-losses` tells: each field of the vocabulary is tried, in a document
//! that has it and in one that has not.

use std::collections::{BTreeMap, HashMap};
use std::fs;

use serde_json::{Value, json};
use verbatim_gen::capture::capture;
use verbatim_gen::capture::losses::{self, Kept};
use verbatim_gen::model::Dialect;
use verbatim_gen::vocabulary::{Field, Shape, SpecObject};
use verbatim_gen::{Config, Source, openapi};
use verbatim_tests::ledger::put;
use verbatim_tests::{MapFiles, pages};

/// A document with each object once, in the version that has a field.
fn base(dialect: Dialect) -> Value {
    let version = match dialect {
        Dialect::Swagger2 | Dialect::OpenApi30 => "3.0.4",
        Dialect::OpenApi31 => "3.1.1",
        Dialect::OpenApi32 => "3.2.0",
    };
    json!({
        "openapi": version,
        "info": {"title": "All things", "version": "2.5"},
        "servers": [{"url": "https://example.com/v1"}],
        "tags": [{"name": "Things"}, {"name": "More"}],
        "security": [{"Key": []}],
        "paths": {"/things/{id}": {"put": {
            "tags": ["Things"],
            "summary": "Put a thing",
            "operationId": "put-a-thing",
            "parameters": [
                {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}},
                {"name": "limit", "in": "query", "schema": {"type": "integer"}},
            ],
            "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}},
            "responses": {"200": {
                "description": "Done",
                "headers": {"X-Left": {"schema": {"type": "integer"}}},
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}},
                "links": {"next": {"operationId": "put-a-thing"}},
            }, "202": {
                "description": "Later",
                "content": {"application/json": {"schema": {"type": "object", "properties": {"note": {"type": "string"}}}}},
            }},
            "callbacks": {"done": {"/called": {"post": {"responses": {"200": {"description": "OK"}}}}}},
        }}, "/more": {"get": {
            "tags": ["More"], "summary": "Get more", "operationId": "get-more",
            "responses": {"204": {"description": "Done"}},
        }}},
        "components": {
            "schemas": {
                "Thing": {
                    "type": "object",
                    "properties": {
                        "name": {"type": "string"},
                        "size": {"type": "integer"},
                        "parts": {"type": "array", "items": {"type": "string"}},
                        "any": {},
                        "owner": {"$ref": "#/components/schemas/Owner"},
                    },
                },
                "Either": {"oneOf": [{"$ref": "#/components/schemas/Owner"}, {"$ref": "#/components/schemas/Other"}]},
                "Owner": {"type": "object", "properties": {"kind": {"type": "string"}}, "required": ["kind"]},
                "Other": {"type": "object", "properties": {"kind": {"type": "string"}}, "required": ["kind"]},
            },
            "securitySchemes": {
                "Key": {"type": "apiKey", "in": "header", "name": "X-Key"},
            },
        },
    })
}

const OPERATION: &str = "/paths/~1things~1{id}/put";
const THING: &str = "/components/schemas/Thing";

/// Where an object stands in the document, and what has to be there besides.
fn place(object: SpecObject, field: &str) -> String {
    let operation = |it: &str| format!("{OPERATION}{it}");
    let body = operation("/requestBody/content/application~1json");
    match object {
        SpecObject::Document => String::new(),
        SpecObject::Info => "/info".into(),
        SpecObject::Contact => "/info/contact".into(),
        SpecObject::License => "/info/license".into(),
        SpecObject::Server => "/servers/0".into(),
        SpecObject::ServerVariable => "/servers/0/variables/host".into(),
        SpecObject::Components => "/components".into(),
        SpecObject::PathItem => "/paths/~1things~1{id}".into(),
        SpecObject::Operation => OPERATION.into(),
        SpecObject::ExternalDocs => format!("{THING}/externalDocs"),
        SpecObject::Parameter => operation("/parameters/1"),
        SpecObject::RequestBody => operation("/requestBody"),
        SpecObject::MediaType => body,
        SpecObject::Encoding => format!("{body}/encoding/name"),
        SpecObject::Response => operation("/responses/200"),
        SpecObject::Example => operation("/responses/200/content/application~1json/examples/first"),
        SpecObject::Link => operation("/responses/200/links/next"),
        SpecObject::Header => operation("/responses/200/headers/X-Left"),
        SpecObject::Tag => "/tags/0".into(),
        SpecObject::Reference => format!("{THING}/properties/owner"),
        SpecObject::Discriminator => "/components/schemas/Either/discriminator".into(),
        SpecObject::Xml => format!("{THING}/xml"),
        SpecObject::SecurityScheme => "/components/securitySchemes/Key".into(),
        SpecObject::OAuthFlows => "/components/securitySchemes/OAuth/flows".into(),
        SpecObject::OAuthFlow => "/components/securitySchemes/OAuth/flows/authorizationCode".into(),
        SpecObject::Schema if ["format", "nullable"].contains(&field) => {
            operation("/responses/202/content/application~1json/schema/properties/note")
        }
        SpecObject::Schema => {
            let under =
                match field {
                    "multipleOf" | "maximum" | "exclusiveMaximum" | "minimum"
                    | "exclusiveMinimum" => "/properties/size",
                    "items" | "prefixItems" | "unevaluatedItems" | "contains" | "maxContains"
                    | "minContains" | "maxItems" | "minItems" | "uniqueItems"
                    | "additionalItems" => "/properties/parts",
                    "allOf" | "anyOf" | "oneOf" | "not" | "$ref" | "if" | "then" | "else"
                    | "type" => "/properties/any",
                    "discriminator" => return "/components/schemas/Either".into(),
                    "title"
                    | "properties"
                    | "required"
                    | "additionalProperties"
                    | "patternProperties"
                    | "maxProperties"
                    | "minProperties"
                    | "unevaluatedProperties"
                    | "propertyNames"
                    | "dependentRequired"
                    | "dependentSchemas"
                    | "externalDocs"
                    | "xml" => "",
                    _ => "/properties/name",
                };
            format!("{THING}{under}")
        }
        SpecObject::BodyParameter | SpecObject::FormField => {
            unreachable!("Swagger 2.0 alone has it")
        }
    }
}

/// A value of a field.
fn value(object: SpecObject, field: &str, shape: Shape) -> Value {
    let schema = json!({"type": "string", "maxLength": 7});
    match (object, field) {
        (SpecObject::Document | SpecObject::Operation | SpecObject::PathItem, "servers") => {
            json!([{"url": "https://other.example.com/v2"}])
        }
        (SpecObject::Document | SpecObject::Operation, "security") => json!([]),
        (SpecObject::Document, "webhooks") => {
            json!({"told": {"post": {"summary": "Told", "responses": {"200": {"description": "OK"}}}}})
        }
        (SpecObject::Document, "tags") => json!([{"name": "More"}, {"name": "Things"}]),
        (SpecObject::Document, "openapi") => json!("3.0.2"),
        (SpecObject::Document, "info") => json!({"title": "Others", "version": "3"}),
        (SpecObject::Document, "paths") => {
            json!({"/others": {"get": {"tags": ["Things"], "summary": "List others", "operationId": "list-others", "responses": {"204": {"description": "Done"}}}}})
        }
        (SpecObject::Document, "components") => {
            json!({"schemas": {"Thing": {"type": "object", "properties": {"own": {"type": "boolean"}}}}, "securitySchemes": {"Key": {"type": "apiKey", "in": "header", "name": "X-Key"}}})
        }
        (SpecObject::Document, "externalDocs") => json!({"url": "https://example.com/more"}),
        (SpecObject::Info, "contact") => json!({"name": "Ada"}),
        (SpecObject::Info, "license") => json!({"name": "MIT"}),
        (SpecObject::License, "name") => json!("MIT"),
        (SpecObject::Server, "url") => json!("https://example.com/v2"),
        (SpecObject::Server, "variables") => json!({"host": {"default": "other"}}),
        (SpecObject::Components, "schemas") => {
            json!({"Thing": {"type": "object", "properties": {"own": {"type": "boolean"}}}})
        }
        (SpecObject::Components, "responses") => json!({"Own": {"description": "Own"}}),
        (SpecObject::Components, "parameters") => {
            json!({"Own": {"name": "own", "in": "query", "schema": {"type": "string"}}})
        }
        (SpecObject::Components, "requestBodies") => {
            json!({"Own": {"content": {"application/json": {}}}})
        }
        (SpecObject::Components, "headers") => json!({"Own": {"schema": {"type": "string"}}}),
        (SpecObject::Components, "links") => json!({"own": {"operationId": "put-a-thing"}}),
        (SpecObject::Components, "callbacks") => {
            json!({"own": {"/other": {"post": {"responses": {"200": {"description": "OK"}}}}}})
        }
        (SpecObject::Components, "pathItems") => {
            json!({"own": {"post": {"responses": {"200": {"description": "OK"}}}}})
        }
        (SpecObject::Components, "securitySchemes") => {
            json!({"Key": {"type": "http", "scheme": "bearer"}})
        }
        (SpecObject::PathItem, "$ref") => json!("#/paths/~1others"),
        (SpecObject::PathItem, "parameters") => {
            json!([{"name": "own", "in": "query", "schema": {"type": "string"}}])
        }
        (SpecObject::PathItem, _) if matches!(shape, Shape::Object(SpecObject::Operation)) => {
            json!({"tags": ["Things"], "summary": "Another way", "operationId": "another-way", "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}], "responses": {"204": {"description": "Done"}}})
        }
        (SpecObject::PathItem, "additionalOperations") => {
            json!({"COPY": {"responses": {"204": {"description": "Done"}}}})
        }
        (SpecObject::Operation, "operationId") => json!("of_its_own"),
        (SpecObject::Operation, "externalDocs") => json!({"url": "https://example.com/more"}),
        (SpecObject::Operation, "parameters") => json!([
                {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}},
                {"name": "limit", "in": "query", "schema": {"type": "integer"}}, {"name": "own", "in": "header", "schema": {"type": "string"}}]),
        (SpecObject::Operation, "requestBody") => {
            json!({"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Owner"}}}})
        }
        (SpecObject::Operation, "responses") => json!({"204": {"description": "Done"}}),
        (SpecObject::Operation, "callbacks") => {
            json!({"own": {"/other": {"post": {"summary": "Another", "responses": {"200": {"description": "OK"}}}}}})
        }
        (SpecObject::Parameter, "in") => json!("header"),
        (SpecObject::Parameter, "style") => json!("pipeDelimited"),
        (SpecObject::Parameter | SpecObject::Header, "explode") => json!(false),
        (SpecObject::Parameter | SpecObject::Header, "schema") => json!({"type": "boolean"}),
        (SpecObject::Parameter | SpecObject::Header, "content") => {
            json!({"application/json": {"schema": {"type": "boolean"}}})
        }
        (SpecObject::Parameter | SpecObject::Header, "example") => json!(7),
        (SpecObject::Parameter | SpecObject::Header, "examples") => json!({"own": {"value": 7}}),
        (SpecObject::RequestBody, "content") => {
            json!({"application/xml": {"schema": {"$ref": "#/components/schemas/Thing"}}})
        }
        (SpecObject::MediaType, "schema" | "itemSchema") => {
            json!({"$ref": "#/components/schemas/Owner"})
        }
        (SpecObject::MediaType, "example") => json!({"name": "own"}),
        (SpecObject::MediaType, "examples") => json!({"own": {"value": {"name": "own"}}}),
        (SpecObject::MediaType, "encoding") => json!({"name": {"contentType": "text/plain"}}),
        (SpecObject::Encoding, "headers") => json!({"X-Own": {"schema": {"type": "string"}}}),
        (SpecObject::Encoding, "style") => json!("form"),
        (SpecObject::Response, "content") => {
            json!({"application/json": {"schema": {"$ref": "#/components/schemas/Owner"}}})
        }
        (SpecObject::Response, "headers") => json!({"X-Own": {"schema": {"type": "boolean"}}}),
        (SpecObject::Response, "links") => json!({"own": {"operationId": "put-a-thing"}}),
        (SpecObject::Example, "value" | "dataValue") => json!({"name": "own"}),
        (SpecObject::Link, "operationId") => json!("get-more"),
        (SpecObject::Link, "operationRef") => json!("#/paths/~1things~1{id}/put"),
        (SpecObject::Link, "server") => json!({"url": "https://other.example.com"}),
        (SpecObject::Tag, "name") => json!("Others"),
        (SpecObject::Tag, "externalDocs") => json!({"url": "https://example.com/more"}),
        (SpecObject::Reference, "$ref") => json!("#/components/schemas/Other"),
        (SpecObject::Schema, "$ref") => json!("#/components/schemas/Owner"),
        (SpecObject::Schema, "$dynamicRef") => json!("#/components/schemas/Owner"),
        (SpecObject::Schema, "$schema") => json!("https://json-schema.org/draft/2020-12/schema"),
        (SpecObject::Schema, "externalDocs") => {
            json!({"description": "More", "url": "https://example.com/more"})
        }
        (SpecObject::Schema, "default") => json!("by default"),
        (SpecObject::Schema, "type") => json!("boolean"),
        (SpecObject::Schema, "enum") => json!(["one", "two"]),
        (SpecObject::Schema, "format") => json!("phone"),
        (SpecObject::Schema, "items") => json!({"type": "boolean"}),
        (SpecObject::Schema, "properties") => json!({"own": {"type": "boolean"}}),
        (SpecObject::Schema, "required") => json!(["name"]),
        (SpecObject::Schema, "additionalProperties") => json!({"type": "boolean"}),
        (SpecObject::Schema, "allOf" | "oneOf" | "anyOf") => {
            json!([{"type": "string"}, {"type": "boolean"}])
        }
        (SpecObject::Schema, "dependentRequired") => json!({"name": ["size"]}),
        (SpecObject::Schema, "pattern") => json!("^[a-z]+$"),
        (SpecObject::Schema, "maxLength") => json!(3),
        (SpecObject::Schema, "minLength") => json!(20),
        (SpecObject::Schema, "discriminator") => json!({"propertyName": "kind"}),
        (SpecObject::Discriminator, "propertyName") => json!("kind"),
        (SpecObject::Discriminator, "mapping") => json!({"own": "#/components/schemas/Owner"}),
        (SpecObject::Discriminator, "defaultMapping") => json!("#/components/schemas/Owner"),
        (SpecObject::SecurityScheme, "type") => json!("http"),
        (SpecObject::SecurityScheme, "in") => json!("query"),
        (SpecObject::SecurityScheme, "name") => json!("X-Other"),
        (SpecObject::SecurityScheme, "scheme") => json!("basic"),
        (SpecObject::SecurityScheme, "flows") => {
            json!({"clientCredentials": {"tokenUrl": "https://example.com/token", "scopes": {"own": "Its own"}}})
        }
        (SpecObject::OAuthFlows, _) => {
            json!({"tokenUrl": "https://example.com/token", "authorizationUrl": "https://example.com/auth", "deviceAuthorizationUrl": "https://example.com/device", "scopes": {"own": "Its own"}})
        }
        (SpecObject::OAuthFlow, "scopes") => json!({"own": "Its own"}),
        (_, "tags") => json!(["More"]),
        _ => match shape {
            Shape::Text | Shape::CommonMark => json!("of its own"),
            Shape::Url => json!("https://example.com/its-own"),
            Shape::Boolean => json!(true),
            Shape::Number => json!(6),
            Shape::Count => json!(2),
            Shape::Any => json!("of its own"),
            Shape::Object(SpecObject::Schema) => schema,
            Shape::List(Shape::Text) => json!(["kind"]),
            Shape::Words(_) => json!("string"),
            Shape::List(it) => json!([value(object, field, *it)]),
            Shape::Map(it) => json!({"own": value(object, field, *it)}),
            Shape::Either(it, _) => value(object, field, *it),
            Shape::Object(_) | Shape::Referable(_) => json!({}),
        },
    }
}

/// What has to be there for a field to stand there.
fn companions(object: SpecObject, field: &str) -> Value {
    let flow = json!({"tokenUrl": "https://example.com/token", "authorizationUrl": "https://example.com/auth", "scopes": {}});
    let oauth = |flow: Value| json!({"components": {"securitySchemes": {"OAuth": {"type": "oauth2", "flows": {"authorizationCode": flow}}}}});
    let scheme = |it: Value| json!({"components": {"securitySchemes": {"Key": it}}});
    let operation = |it: Value| json!({"paths": {"/things/{id}": {"put": it}}});
    match (object, field) {
        (SpecObject::License, "identifier" | "url") => {
            json!({"info": {"license": {"name": "MIT"}}})
        }
        (SpecObject::License | SpecObject::Contact, _) => json!({"info": {"contact": {}}}),
        (SpecObject::ServerVariable, _) | (SpecObject::Server, "variables") => {
            json!({"servers": [{"url": "https://{host}.example.com/v1", "variables": {"host": {"default": "api"}}}]})
        }
        (SpecObject::Parameter, "content") => {
            operation(json!({"parameters": [{}, {"schema": null}]}))
        }
        (SpecObject::Parameter, "example" | "examples") => {
            operation(json!({"parameters": [{}, {"required": true}]}))
        }
        (SpecObject::Example, "summary" | "description") => {
            let first = json!({"examples": {"first": {"value": {"name": "own"}}}});
            operation(json!({"responses": {"200": {"content": {"application/json": first}}}}))
        }
        (SpecObject::Header, "content") => {
            operation(json!({"responses": {"200": {"headers": {"X-Left": {"schema": null}}}}}))
        }
        (SpecObject::ExternalDocs, _) => {
            json!({"components": {"schemas": {"Thing": {"externalDocs": {"url": "https://example.com"}}}}})
        }
        (SpecObject::Discriminator, _) => {
            json!({"components": {"schemas": {"Either": {"discriminator": {"propertyName": "other"}}}}})
        }
        (SpecObject::Schema, "maxContains" | "minContains") => {
            json!({"components": {"schemas": {"Thing": {"properties": {"parts": {"contains": {}}}}}}})
        }
        (SpecObject::PathItem, "$ref") => {
            json!({"paths": {"/others": {"get": {"responses": {"200": {"description": "OK"}}}}}})
        }
        (SpecObject::SecurityScheme, "type") => scheme(json!({"scheme": "bearer"})),
        (SpecObject::SecurityScheme, "scheme" | "bearerFormat") => {
            scheme(json!({"type": "http", "scheme": "bearer", "in": null, "name": null}))
        }
        (SpecObject::SecurityScheme, "openIdConnectUrl") => {
            scheme(json!({"type": "openIdConnect", "in": null, "name": null}))
        }
        (SpecObject::SecurityScheme, "flows" | "oauth2MetadataUrl") => {
            scheme(json!({"type": "oauth2", "flows": {"implicit": flow}, "in": null, "name": null}))
        }
        (SpecObject::OAuthFlows | SpecObject::OAuthFlow, _) => oauth(flow),
        _ => json!({}),
    }
}

/// RFC 7396, but for arrays, which are merged by index.
fn merge(into: &mut Value, from: &Value) {
    match (into, from) {
        (Value::Object(into), Value::Object(from)) => {
            for (key, it) in from {
                if it.is_null() {
                    into.remove(key);
                } else {
                    merge(into.entry(key.clone()).or_insert(Value::Null), it)
                }
            }
        }
        (Value::Array(into), Value::Array(from)) => {
            for (into, from) in into.iter_mut().zip(from) {
                merge(into, from)
            }
        }
        (into, from) => *into = from.clone(),
    }
}

/// What a field does to pages: whether they differ, and whether it comes back.
struct Tried {
    shown: bool,
    comes_back: bool,
}

/// The pages of documents without a field, which many fields share, by their text and layout.
type Pages = HashMap<(String, bool), Vec<Source>>;

fn try_field(
    object: SpecObject,
    row: &Field,
    value: &Value,
    quirks: bool,
    known: &mut Pages,
) -> Tried {
    let mut config = Config::default();
    config.docs.quirks = quirks;
    let mut without = base(row.versions.from.max(Dialect::OpenApi30));
    merge(&mut without, &companions(object, row.name));
    let mut with = without.clone();
    let pointer = place(object, row.name);
    let name = row.name.replace('~', "~0").replace('/', "~1");
    put(&mut with, &format!("{pointer}/{name}"), value.clone());
    let files = MapFiles::default();
    let before = known.entry((without.to_string(), quirks));
    let before = before.or_insert_with_key(|(text, _)| pages(text, &files, &config));
    let after = pages(&with.to_string(), &files, &config);
    let shown = before
        .iter()
        .map(|it| &it.text)
        .ne(after.iter().map(|it| &it.text));
    let captured = capture(&after, Some(&config)).unwrap_or_else(|it| panic!("{it}"));
    let document = serde_json::from_str(&openapi::json(&captured.document));
    let document: Value = document.expect("it is JSON");
    let back = document.pointer(&pointer).and_then(|at| at.get(row.name));
    Tried {
        shown,
        comes_back: back == Some(value),
    }
}

/// The fields of an object in versions from 3.0 on, each in its first form there.
fn rows(object: SpecObject) -> BTreeMap<&'static str, &'static Field> {
    let mut out = BTreeMap::new();
    for row in object
        .fields()
        .iter()
        .filter(|it| it.versions.to > Dialect::Swagger2)
    {
        out.entry(row.name).or_insert(row);
    }
    out
}

#[test]
fn there_is_a_row_for_each_field_and_no_other() {
    for object in SpecObject::ALL {
        if [SpecObject::BodyParameter, SpecObject::FormField].contains(object) {
            continue;
        }
        let rows: Vec<&str> = rows(*object).into_keys().collect();
        let of_object = losses::fields().filter(|it| it.object == *object);
        let mut told: Vec<&str> = of_object.flat_map(|it| it.fields).copied().collect();
        told.sort_unstable();
        assert_eq!(
            told, rows,
            "{object:?}: mend `generator/src/capture/losses/fields.rs`"
        );
    }
}

#[test]
fn each_row_is_true() {
    let (mut wrong, mut known) = (Vec::new(), Pages::new());
    for loss in losses::fields() {
        for name in loss.fields {
            let row = rows(loss.object)[name];
            for (quirks, kept) in [true, false].into_iter().zip(loss.kept) {
                let value = value(loss.object, name, row.shape);
                let tried = try_field(loss.object, row, &value, quirks, &mut known);
                let is_true = match kept {
                    Kept::Whole => tried.shown && tried.comes_back,
                    Kept::Part => tried.shown,
                    Kept::No => !tried.shown,
                };
                if !is_true {
                    wrong.push(format!(
                        "{:?}.{name} quirks {quirks}: {kept:?}, shown {}, comes back {}",
                        loss.object, tried.shown, tried.comes_back
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_page_is_the_one_that_is_told() {
    let path = verbatim_tests::root().join("generator/docs/capture-losses.md");
    let told = losses::markdown();
    if std::env::var("INSTA_UPDATE").as_deref() == Ok("always") {
        fs::write(&path, &told).expect("the page is written");
    }
    let page = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        page, told,
        "`cargo xtask capture --explain-losses > generator/docs/capture-losses.md` brings it in step"
    );
}

/// The row for something that is no field.
fn general(what: &str) {
    let mut rows = losses::general().iter();
    assert!(rows.any(|it| it.what == what), "no row says `{what}`");
}

#[test]
fn what_pages_lose_in_general_makes_no_other_pages() {
    let files = MapFiles::default();
    let base = base(Dialect::OpenApi30);
    let with = |pointer: &str, value: Value| {
        let mut out = base.clone();
        put(&mut out, pointer, value);
        out
    };
    let answer = format!("{OPERATION}/responses/200");
    for (what, layouts, other) in [
        (
            "the version of the specification",
            &[true, false][..],
            with("/openapi", json!("3.0.3")),
        ),
        (
            "extensions (`x-…`)",
            &[true, false],
            with("/x-made-by", json!({"hand": true})),
        ),
        (
            "media types beyond the first",
            &[true],
            with(
                &format!("{answer}/content/application~1problem+json"),
                json!({"schema": {"$ref": "#/components/schemas/Thing"}}),
            ),
        ),
    ] {
        general(what);
        for quirks in layouts {
            let mut config = Config::default();
            config.docs.quirks = *quirks;
            let pages = |document: &Value| pages(&document.to_string(), &files, &config);
            let texts = |document: &Value| -> Vec<String> {
                pages(document)
                    .iter()
                    .map(|it| it.text.to_string())
                    .collect()
            };
            assert_eq!(texts(&base), texts(&other), "{what}, quirks {quirks}");
        }
    }
}

/// A schema of that many properties, each an object of as many.
fn wide(count: usize) -> Value {
    let inner: serde_json::Map<String, Value> = (0..count)
        .map(|it| {
            (
                format!("inner{it}"),
                json!({"type": "string", "description": "deep inside"}),
            )
        })
        .collect();
    let outer: serde_json::Map<String, Value> = (0..count)
        .map(|it| {
            (
                format!("outer{it}"),
                json!({"type": "object", "properties": inner}),
            )
        })
        .collect();
    json!({"type": "object", "properties": outer})
}

#[test]
fn what_pages_show_and_no_document_says_is_left_out() {
    let mut required = base(Dialect::OpenApi30);
    put(
        &mut required,
        &format!("{THING}/required"),
        json!(["unlisted"]),
    );
    let mut deep = base(Dialect::OpenApi30);
    let linked = "/responses/202/content/application~1json/schema/properties/wide";
    let linked = format!("{OPERATION}{linked}");
    put(
        &mut deep,
        &linked,
        json!({"$ref": "#/components/schemas/Thing"}),
    );
    put(&mut deep, THING, wide(40));
    let tabs = json!({
        "swagger": "2.0",
        "info": {"title": "All things", "version": "2.5"},
        "tags": [{"name": "Things"}],
        "paths": {"/things": {"get": {
            "tags": ["Things"],
            "summary": "List things",
            "parameters": [{"name": "ids", "in": "query", "type": "array", "items": {"type": "string"}, "collectionFormat": "tsv"}],
            "responses": {"204": {"description": "Done"}},
        }}},
    });
    for (what, document, quirks, shown, lost) in [
        (
            "`required` properties that are not listed",
            required,
            true,
            "",
            "required: [unlisted]",
        ),
        (
            "of a page that is read alone, what its tables link to and have no rows of; what is deeper than an example may go, and what holds itself",
            deep,
            false,
            "Linked schemas have their rows here to a depth of ",
            "deep inside",
        ),
        (
            "`collectionFormat: tsv` of Swagger 2.0",
            tabs,
            false,
            "style: `tabDelimited`",
            "tabDelimited",
        ),
    ] {
        general(what);
        let mut config = Config::default();
        config.docs.quirks = quirks;
        let mut pages = pages(&document.to_string(), &MapFiles::default(), &config);
        pages.retain(|it| !it.path.ends_with("schemas.md"));
        assert!(pages.iter().any(|it| it.text.contains(shown)), "{what}");
        let captured = capture(&pages, Some(&config));
        let yaml = captured.unwrap_or_else(|it| panic!("{it}")).yaml;
        assert!(!yaml.contains(lost), "{what}\n{yaml}");
    }
}

#[test]
fn several_types_come_back_as_a_list() {
    let mut document = base(Dialect::OpenApi31);
    let types = json!({"type": "object", "properties": {
        "one": {"type": ["integer", "string"]},
        "two": {"type": ["boolean", "string", "null"]},
        "three": {"type": ["integer", "null"], "exclusiveMinimum": 3},
        "four": {"type": "string"},
    }});
    put(&mut document, THING, types);
    let pages = pages(
        &document.to_string(),
        &MapFiles::default(),
        &Config::default(),
    );
    let captured = capture(&pages, Some(&Config::default())).unwrap_or_else(|it| panic!("{it}"));
    assert!(
        captured.is_exact(),
        "{}\n{}",
        captured.report,
        captured.yaml
    );
    assert!(
        captured.yaml.starts_with("openapi: \"3.1.0\""),
        "{}",
        captured.yaml
    );
    let sorted = |pointer: &str| {
        let at = captured
            .document
            .at(&format!("{THING}/properties/{pointer}/type"));
        let types = at.and_then(|it| it.as_array()).unwrap_or_default();
        let mut types: Vec<&str> = types.iter().filter_map(|it| it.as_str()).collect();
        types.sort_unstable();
        types.join(",")
    };
    assert_eq!(
        ["one", "two", "three", "four"].map(sorted),
        ["integer,string", "boolean,null,string", "integer,null", ""]
    );
}
