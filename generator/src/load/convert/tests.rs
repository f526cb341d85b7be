use std::collections::BTreeMap;

use crate::diagnostic::{Report, Sink};
use crate::model::{Api, Schema};
use crate::node::Node;
use crate::source::{Files, Source};
use crate::{Config, read};

/// Other files, by path.
struct Others(&'static [(&'static str, &'static str)]);

impl Files for Others {
    fn read(&self, path: &str) -> Result<String, String> {
        let found = self.0.iter().find(|(it, _)| *it == path);
        found.map_or_else(
            || Err(format!("there is no {path}")),
            |(_, text)| Ok((*text).to_owned()),
        )
    }
}

fn api(text: &str, others: &'static [(&'static str, &'static str)]) -> (Api, Report) {
    let head = "swagger: '2.0'\ninfo: {title: Pets, version: '1'}\n";
    let source = Source::new("api.yaml", format!("{head}{text}"));
    read(source, &Others(others), &Config::default()).expect("no error")
}

/// The description of the schema of each response of the first operation, in order.
fn answers(api: &Api) -> Vec<&str> {
    let responses = &api.operations[0].responses;
    let schema = |id| -> &Schema { api.schema(id) };
    let ids = responses.iter().filter_map(|it| it.content.first()?.schema);
    ids.map(|id| {
        schema(id)
            .annotations
            .description
            .as_deref()
            .unwrap_or_default()
    })
    .collect()
}

#[test]
fn definitions_whose_names_come_to_one_stay_two() {
    let (api, report) = api(
        r##"
paths:
  /pets:
    get:
      produces: [application/json]
      responses:
        '200': {description: '', schema: {$ref: '#/definitions/Page[Pet]'}}
        '201': {description: '', schema: {$ref: '#/definitions/Page<Pet>'}}
        '202': {description: '', schema: {$ref: '#/definitions/Page%3CPet%3E'}}
        '203': {description: '', schema: {$ref: '#/definitions/Page~1Pet'}}
        '204': {description: '', schema: {$ref: '#/definitions/Page_Pet_'}}
        '206': {description: '', schema: {$ref: '#/definitions/Page%3CPet%3E/properties/next'}}
definitions:
  Page[Pet]: {description: brackets, type: object}
  Page<Pet>: {description: angles, type: object, properties: {next: {description: next, type: string}}}
  Page/Pet: {description: slash, type: object}
  Page_Pet_: {description: plain, type: object}
"##,
        &[],
    );
    assert_eq!(
        answers(&api),
        ["brackets", "angles", "angles", "slash", "plain", "next"]
    );
    let names: Vec<&str> = api.components.keys().map(|it| &**it).collect();
    assert_eq!(names, ["Page_Pet_", "Page_Pet_2", "Page_Pet_3", "Page_Pet"]);
    assert!(report.findings.is_empty(), "{report}");
}

#[test]
fn responses_parameters_and_schemes_whose_names_come_to_one_stay_two() {
    let (api, report) = api(
        r##"
security: [{API Key: []}]
paths:
  /pets:
    get:
      parameters: [{$ref: '#/parameters/page size'}, {$ref: '#/parameters/page_size'}]
      responses:
        '404': {$ref: '#/responses/Not%20Found'}
        '410': {$ref: '#/responses/Not_Found'}
      security: [{API Key: []}, {API_Key: []}]
parameters:
  page size: {name: first, in: query, type: string}
  page_size: {name: second, in: query, type: string}
responses:
  Not Found: {description: with a space}
  Not_Found: {description: with a low line}
securityDefinitions:
  API Key: {type: apiKey, in: header, name: X-First}
  API_Key: {type: apiKey, in: header, name: X-Second}
"##,
        &[],
    );
    let operation = &api.operations[0];
    let parameters: Vec<&str> = operation.parameters.iter().map(|it| &*it.name).collect();
    assert_eq!(parameters, ["first", "second"]);
    let responses: Vec<&str> = operation
        .responses
        .iter()
        .map(|it| &*it.description)
        .collect();
    assert_eq!(responses, ["with a space", "with a low line"]);
    let required = |it: &crate::model::SecurityRequirement| it.schemes[0].0.to_string();
    let required: Vec<String> = operation.security.iter().map(required).collect();
    assert_eq!(required, ["API_Key2", "API_Key"]);
    let declared: Vec<&str> = api.security_schemes.keys().map(|it| &**it).collect();
    assert_eq!(declared, required);
    let of_document = api.security.as_ref().map(|it| required_names(it));
    assert_eq!(of_document, Some(vec!["API_Key2"]));
    assert!(report.findings.is_empty(), "{report}");
}

fn required_names(requirements: &[crate::model::SecurityRequirement]) -> Vec<&str> {
    let schemes = requirements.iter().flat_map(|it| &it.schemes);
    schemes.map(|(name, _)| &**name).collect()
}

#[test]
fn definitions_of_other_files_whose_names_come_to_one_stay_two() {
    let (api, report) = api(
        r##"
paths:
  /pets:
    get:
      produces: [application/json]
      responses:
        '200': {description: '', schema: {$ref: 'pages.yaml#/definitions/Page%5BPet%5D'}}
        '201': {description: '', schema: {$ref: 'pages.yaml#/definitions/Page<Pet>'}}
        '202': {description: '', schema: {$ref: 'api.yaml#/definitions/Page{Pet}'}}
        '203': {description: '', schema: {$ref: 'pages.yaml#/definitions/100%25'}}
definitions:
  Page{Pet}: {description: braces, type: object}
"##,
        &[(
            "pages.yaml",
            r##"
definitions:
  Page[Pet]: {description: brackets, type: object}
  Page<Pet>: {description: angles, type: object}
  100%: {description: percent, type: object}
"##,
        )],
    );
    assert_eq!(answers(&api), ["brackets", "angles", "braces", "percent"]);
    assert!(report.findings.is_empty(), "{report}");
}

#[test]
fn what_is_not_declared_is_told_as_it_is_written() {
    let text = "swagger: '2.0'\ninfo: {title: Pets, version: '1'}\npaths:\n  /pets:\n    get:\n      responses:\n        '200': {description: '', schema: {$ref: '#/definitions/Page[Pet]'}}\n";
    let report = read(
        Source::new("api.yaml", text),
        &Others(&[]),
        &Config::default(),
    )
    .expect_err("it leads nowhere");
    let text = report.to_string();
    assert!(
        text.contains("`#/definitions/Page[Pet]` leads nowhere"),
        "{text}"
    );
}

/// A document in the shape of OpenAPI 3, and what is told of its text.
fn converted(text: &str) -> (Node, Vec<String>) {
    let head = "swagger: '2.0'\ninfo: {title: Pets, version: '1'}\n";
    let source = Source::new("api.yaml", format!("{head}{text}"));
    let mut sink = Sink::default();
    let document = crate::load::load(source, &Others(&[]), &mut sink);
    let root = document.root.clone();
    let report = sink.into_report(document.into_sources(), &BTreeMap::new());
    let found = report.findings.iter();
    (
        root,
        found
            .map(|it| format!("{} {}", it.code, it.message))
            .collect(),
    )
}

/// The value at a pointer, as it is written.
fn at(root: &Node, pointer: &str) -> String {
    let found = root.at(pointer);
    format!(
        "{:?}",
        found.unwrap_or_else(|| panic!("there is nothing at {pointer}"))
    )
}

#[test]
fn a_body_is_offered_in_each_type_that_is_consumed() {
    let (root, found) = converted(
        "\
consumes: [application/json, text/csv]
paths:
  /pets:
    post:
      parameters: [{$ref: '#/parameters/pet'}]
    put:
      consumes: [application/xml]
      parameters: [{name: a, in: body, schema: {type: string}}, {name: q, in: query, type: string}]
    patch:
      consumes: []
      parameters: [{name: a, in: body, x-kind: b, schema: {type: string}}]
parameters:
  pet: {name: pet, in: body, required: true, description: the pet, schema: {$ref: '#/definitions/Pet'}}
definitions:
  Pet: {type: object}
",
    );
    assert_eq!(found, [""; 0]);
    assert_eq!(
        at(&root, "/paths/~1pets/post"),
        r##"{"requestBody": {"description": "the pet", "required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}, "text/csv": {"schema": {"$ref": "#/components/schemas/Pet"}}}}}"##
    );
    assert_eq!(
        at(&root, "/paths/~1pets/put"),
        r#"{"parameters": [{"name": "q", "in": "query", "schema": {"type": "string"}}], "requestBody": {"content": {"application/xml": {"schema": {"type": "string"}}}}}"#
    );
    assert_eq!(
        at(&root, "/paths/~1pets/patch/requestBody"),
        r#"{"content": {"application/json": {"schema": {"type": "string"}}}, "x-kind": "b"}"#
    );
    // It stands in `requestBody` and says where the user wrote it.
    let pointer = "/paths/~1pets/post/requestBody/content/text~1csv/schema/$ref";
    let place = root.at(pointer).map(|it| (it.place.line, it.place.column));
    assert_eq!(place, Some((15, 83)));
    assert!(root.at("/components/parameters/pet").is_none());
}

#[test]
fn fields_of_a_form_are_properties() {
    let (root, found) = converted(
        "\
paths:
  /pets/{id}:
    parameters: [{name: id, in: path, required: true, type: string}, {name: note, in: formData, type: string}]
    post:
      consumes: [application/json, multipart/form-data]
      parameters:
        - {name: photo, in: formData, type: file, required: true}
        - {name: tags, in: formData, type: array, items: {type: string}, collectionFormat: multi}
    put:
      parameters: [{name: note, in: formData, type: integer}, {in: formData, type: string}]
",
    );
    assert_eq!(
        found,
        ["V0105 a field of a form without a name; it is left out"]
    );
    assert_eq!(
        at(&root, "/paths/~1pets~1{id}/parameters"),
        r#"[{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}]"#
    );
    assert_eq!(
        at(&root, "/paths/~1pets~1{id}/post/requestBody"),
        r#"{"required": true, "content": {"multipart/form-data": {"schema": {"type": "object", "properties": {"note": {"type": "string"}, "photo": {"type": "string", "format": "binary"}, "tags": {"type": "array", "items": {"type": "string"}}}, "required": ["photo"]}, "encoding": {"tags": {"explode": true}}}}}"#
    );
    assert_eq!(
        at(&root, "/paths/~1pets~1{id}/put/requestBody/content"),
        r#"{"application/x-www-form-urlencoded": {"schema": {"type": "object", "properties": {"note": {"type": "integer"}}}}}"#
    );
}

#[test]
fn collection_formats_are_styles() {
    let lines = ["csv", "ssv", "tsv", "pipes", "multi"].map(|it| {
        format!("    {it}: {{name: a, in: query, type: array, items: {{type: string}}, collectionFormat: {it}}}\n")
    });
    let text = format!(
        "paths: {{}}\nparameters:\n{}    path: {{name: a, in: path, required: true, type: array, items: {{type: array, items: {{}}, collectionFormat: ssv}}}}\n",
        lines.concat()
    );
    let (root, found) = converted(&text);
    assert_eq!(found, [""; 0]);
    for (name, expected) in [
        ("csv", r#""style": "form", "explode": false"#),
        ("ssv", r#""style": "spaceDelimited", "explode": false"#),
        ("tsv", r#""style": "tabDelimited", "explode": false"#),
        ("pipes", r#""style": "pipeDelimited", "explode": false"#),
        ("multi", r#""explode": true"#),
    ] {
        let expected = format!(
            r#"{{"name": "a", "in": "query", {expected}, "schema": {{"type": "array", "items": {{"type": "string"}}}}}}"#
        );
        assert_eq!(
            at(&root, &format!("/components/parameters/{name}")),
            expected
        );
    }
    assert_eq!(
        at(&root, "/components/parameters/path"),
        r#"{"name": "a", "in": "path", "required": true, "style": "simple", "schema": {"type": "array", "items": {"type": "array", "items": {}, "collectionFormat": "ssv"}}}"#
    );
}

#[test]
fn responses_have_content_in_what_is_produced() {
    let (root, found) = converted(
        "\
produces: [application/json]
paths:
  /pets:
    get:
      responses:
        '200': {description: OK, schema: {type: integer}, examples: {application/json: 1, text/plain: one}}
        '204': {description: gone, headers: {X-N: {type: integer, description: how many}}}
    head:
      produces: []
      responses:
        '200': {description: OK, schema: {type: file}}
        '404': {$ref: '#/responses/None'}
responses:
  None: {description: none}
",
    );
    assert_eq!(found, [""; 0]);
    assert_eq!(
        at(&root, "/paths/~1pets/get/responses"),
        r#"{"200": {"description": "OK", "content": {"application/json": {"schema": {"type": "integer"}, "examples": {"response": {"value": 1}}}, "text/plain": {"examples": {"response": {"value": "one"}}}}}, "204": {"description": "gone", "headers": {"X-N": {"description": "how many", "schema": {"type": "integer"}}}}}"#
    );
    assert_eq!(
        at(&root, "/paths/~1pets/head/responses"),
        r##"{"200": {"description": "OK", "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}, "404": {"$ref": "#/components/responses/None"}}"##
    );
}

#[test]
fn schemes_servers_and_schemas_take_the_forms_of_3() {
    let (root, found) = converted(
        "\
host: pets.example
basePath: /v1
schemes: [https, http]
paths:
  /pets: {get: {schemes: [wss]}}
securityDefinitions:
  code: {type: oauth2, flow: accessCode, authorizationUrl: https://a, tokenUrl: https://t, scopes: {r: read}}
  app: {type: oauth2, flow: application, tokenUrl: https://t}
  none: {type: oauth2, authorizationUrl: https://a, scopes: {}}
  basic: {type: basic, description: d}
definitions:
  Pet:
    discriminator: kind
    properties:
      kind: {type: string, x-nullable: true}
      list: {type: array}
      pair: {type: array, items: [{type: string}, {type: integer}]}
  Either: {x-oneOf: [{$ref: '#/definitions/Pet'}]}
components: {schemas: {Pet: {type: string}, Cat: {type: string}}}
",
    );
    assert_eq!(
        found,
        [
            "V0105 an OAuth 2.0 scheme without a `flow`; implicit is assumed",
            "V0105 an array that does not say what its `items` are",
            "V0108 a document has `components` from OpenAPI 3.0 on; it is followed nevertheless",
        ]
    );
    assert_eq!(
        at(&root, "/servers"),
        r#"[{"url": "https://pets.example/v1"}, {"url": "http://pets.example/v1"}]"#
    );
    assert_eq!(
        at(&root, "/paths/~1pets/get/servers"),
        r#"[{"url": "wss://pets.example/v1"}]"#
    );
    let scheme = |name| at(&root, &format!("/components/securitySchemes/{name}"));
    assert_eq!(
        scheme("code"),
        r#"{"type": "oauth2", "flows": {"authorizationCode": {"authorizationUrl": "https://a", "tokenUrl": "https://t", "scopes": {"r": "read"}}}}"#
    );
    assert_eq!(
        scheme("app"),
        r#"{"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "https://t", "scopes": {}}}}"#
    );
    assert_eq!(
        scheme("none"),
        r#"{"type": "oauth2", "flows": {"implicit": {"authorizationUrl": "https://a", "scopes": {}}}}"#
    );
    assert_eq!(
        scheme("basic"),
        r#"{"description": "d", "type": "http", "scheme": "basic"}"#
    );
    assert_eq!(
        at(&root, "/components/schemas"),
        r##"{"Pet": {"discriminator": {"propertyName": "kind"}, "properties": {"kind": {"type": "string", "nullable": true}, "list": {"type": "array", "items": {}}, "pair": {"type": "array", "items": {"anyOf": [{"type": "string"}, {"type": "integer"}]}}}}, "Either": {"oneOf": [{"$ref": "#/components/schemas/Pet"}]}, "Cat": {"type": "string"}}"##
    );
}

#[test]
fn a_form_may_come_in_either_way_unless_there_is_a_file_in_it() {
    let (api, _) = api(
        "
paths:
  /a:
    post:
      consumes: [application/x-www-form-urlencoded, multipart/form-data]
      parameters: [{name: n, in: formData, type: integer}]
      responses: {'204': {description: OK}}
  /b:
    post:
      consumes: [application/x-www-form-urlencoded, multipart/form-data]
      parameters: [{name: n, in: formData, type: file}]
      responses: {'204': {description: OK}}
",
        &[],
    );
    let offered = api.operations.iter().map(|it| {
        let body = it.request_body.as_ref().expect("there is a form");
        body.content.iter().map(|it| &*it.name).collect::<Vec<_>>()
    });
    assert!(offered.eq([
        vec!["application/x-www-form-urlencoded", "multipart/form-data"],
        vec!["multipart/form-data"]
    ]));
}
