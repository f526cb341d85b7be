//! Small documents and what is found in them, with places.

use crate::diagnostic::Report;
use crate::model::{Api, Dialect, Nullable, SecuritySchemeKind};
use crate::source::{Files, Source};
use crate::{Config, read};

struct NoFiles;

impl Files for NoFiles {
    fn read(&self, path: &str) -> Result<String, String> {
        Err(format!("there is no {path}"))
    }
}

fn read_text(text: &str) -> Result<(Api, Report), Report> {
    read(Source::new("api.yaml", text), &NoFiles, &Config::default())
}

/// The findings of a document without its place, `line:column severity[code]: message; help`.
fn findings(text: &str) -> Vec<String> {
    let report = read_text(text).map_or_else(|report| report, |(_, report)| report);
    let lines = report.to_string();
    let lines = lines.lines().map(|it| it.trim_start_matches("api.yaml:"));
    lines.map(str::to_owned).collect()
}

#[test]
fn fields_of_later_versions_are_told() {
    let found = findings(
        "\
openapi: 3.0.4
info:
  title: Pets
  version: '1'
  summary: All of them
paths:
  /pets:
    query:
      responses: {'200': {description: OK}}
webhooks:
  sold:
    post:
      responses: {'200': {description: OK}}
components:
  schemas:
    Kind: {const: cat}
    Name: {type: [string, 'null']}
    Age: {type: integer, exclusiveMinimum: 0}
    Other: {not: {type: 'null'}, if: {type: string}}
    Map: {type: object, additionalProperties: false, properties: {any: true}}
  pathItems: {}
",
    );
    let expected = [
        "5:3: note[V0108]: an info object has `summary` from OpenAPI 3.1 on; it is followed nevertheless; write it in `description`",
        "8:5: note[V0108]: a path item has `query` from OpenAPI 3.2 on; it is followed nevertheless; declare `openapi: 3.2.0`, or write `post`",
        "10:1: note[V0108]: a document has `webhooks` from OpenAPI 3.1 on; it is followed nevertheless; declare `openapi: 3.1.1`, or write `x-webhooks`",
        "16:12: note[V0108]: a schema has `const` from OpenAPI 3.1 on; it is followed nevertheless; write an `enum` of this one value",
        "17:12: note[V0108]: `type` may be an array from OpenAPI 3.1 on; it is followed nevertheless; write one type, and `nullable: true` for `null`",
        "18:26: note[V0108]: `exclusiveMinimum` may be a number from OpenAPI 3.1 on; it is followed nevertheless; write the limit as `minimum`, and `exclusiveMinimum: true`",
        "19:19: note[V0108]: `type` may be \"null\" from OpenAPI 3.1 on; it is followed nevertheless; write one type, and `nullable: true` for `null`",
        "19:34: note[V0108]: a schema has `if` from OpenAPI 3.1 on; it is followed nevertheless; declare `openapi: 3.1.1`, or take it away",
        "20:72: note[V0108]: a schema may be a boolean from OpenAPI 3.1 on; it is followed nevertheless; write `{}`",
        "21:3: note[V0108]: a components object has `pathItems` from OpenAPI 3.1 on; it is followed nevertheless; declare `openapi: 3.1.1`, or take it away",
    ];
    assert_eq!(found, expected);
}

#[test]
fn what_is_said_to_be_followed_is() {
    let text = "\
openapi: 3.0.4
info: {title: Pets, version: '1', summary: All of them}
paths:
  /pets:
    query:
      responses: {'200': {description: OK}}
webhooks:
  sold: {post: {responses: {'200': {description: OK}}}}
components:
  schemas:
    Kind: {const: cat}
    Name: {type: [string, 'null']}
";
    let (api, _) = read_text(text).expect("no error");
    assert_eq!(api.dialect, Dialect::OpenApi30);
    assert_eq!(api.info.summary.as_deref(), Some("All of them"));
    assert_eq!(api.operations[0].method.as_str(), "query");
    assert_eq!(&*api.webhooks[0].path, "sold");
    let schema = |name: &str| api.schema(api.components[name]);
    assert!(schema("Kind").values.as_ref().is_some_and(|it| it.constant));
    assert_eq!(schema("Name").nullable, Nullable::TypeList);
}

#[test]
fn fields_of_earlier_versions_are_told() {
    let found = findings(
        "\
openapi: 3.1.1
info: {title: Pets, version: '1'}
consumes: [application/json]
definitions: {}
paths:
  /pets:
    get:
      produces: [application/json]
      parameters:
        - {name: q, in: query, type: string, schema: {type: string}}
        - {name: r, in: query, collectionFormat: csv, schema: {type: string}}
      responses:
        '200': {description: OK, schema: {type: string}}
components:
  schemas:
    Name: {type: string, nullable: true}
    Age: {type: integer, minimum: 0, exclusiveMinimum: true}
    Pet: {type: object, discriminator: kind, required: [kind], properties: {kind: {type: string}}}
",
    );
    let expected = [
        "3:1: warning[V0108]: a document has `consumes` in Swagger 2.0 only; it is ignored; write the media types below `content`",
        "4:1: warning[V0108]: a document has `definitions` in Swagger 2.0 only; it is ignored; write `schemas` in `components`",
        "8:7: warning[V0108]: an operation has `produces` in Swagger 2.0 only; it is ignored; write the media types below `content`",
        "10:32: warning[V0108]: a parameter has `type` in Swagger 2.0 only; it is ignored; write it in `schema`",
        "11:32: warning[V0108]: a parameter has `collectionFormat` in Swagger 2.0 only; it is ignored; write `style` and `explode`",
        "13:34: warning[V0108]: a response has `schema` in Swagger 2.0 only; it is ignored; write it below a media type of `content`",
        "16:26: note[V0108]: a schema has `nullable` in OpenAPI 3.0 only; it is followed nevertheless; write `type: [string, \"null\"]`, with the type that it has",
        "17:38: note[V0108]: `exclusiveMinimum` may be a boolean up to OpenAPI 3.0; it is followed nevertheless; write the limit here, and no `minimum`",
        "18:25: note[V0108]: `discriminator` may be a string in Swagger 2.0 only; it is followed nevertheless; write `propertyName:` below it, with the name of the property",
    ];
    assert_eq!(found, expected);
}

#[test]
fn fields_of_swagger_2_are_told_where_the_user_wrote_them() {
    let found = findings(
        "\
swagger: '2.0'
info: {title: Pets, version: '1'}
paths:
  /pets:
    summary: Pets
    post:
      requestBody: {content: {application/json: {schema: {type: string}}}}
      parameters:
        - {name: q, in: query, type: string, style: form, x-example: a}
      responses:
        '200': {description: OK, schema: {type: string, x-nullable: true}, headers: {X-N: {type: string, tpe: a}}}
definitions:
  Name: {type: string, nullable: true}
  Any: {oneOf: [{type: string}], x-anyOf: [{type: string}]}
  Page: {type: object, respones: {}}
securityDefinitions:
  token: {type: http, scheme: bearer}
",
    );
    let expected = [
        "5:5: note[V0108]: a path item has `summary` from OpenAPI 3.0 on; it is followed nevertheless; write it in each operation",
        "7:7: note[V0108]: an operation has `requestBody` from OpenAPI 3.0 on; it is followed nevertheless; write a parameter `in: body`",
        "9:46: note[V0108]: a parameter has `style` from OpenAPI 3.0 on; it is followed nevertheless; write `collectionFormat`",
        "11:106: warning[V0106]: a header has no field `tpe`; did you mean `type`?",
        "13:24: note[V0108]: a schema has `nullable` in OpenAPI 3.0 only; it is followed nevertheless; write `x-nullable`",
        "14:9: note[V0108]: a schema has `oneOf` from OpenAPI 3.0 on; it is followed nevertheless; write `x-oneOf`",
        "15:24: warning[V0106]: a schema has no field `respones`; take it away, or begin its name with `x-`",
        "17:11: note[V0108]: `type` may be \"http\" from OpenAPI 3.0 on; it is followed nevertheless; declare `openapi: 3.0.4`, or take it away",
        "17:23: note[V0108]: a security scheme has `scheme` from OpenAPI 3.0 on; it is followed nevertheless; declare `openapi: 3.0.4`, or take it away",
    ];
    assert_eq!(found, expected);
}

const NEW_IN_32: &str = "
info: {title: Pets, version: '1'}
$self: https://example.com/api.yaml
servers: [{url: /v1, name: first}]
tags: [{name: pets, kind: nav, parent: all, summary: Pets}, {name: all}]
paths:
  /pets:
    query:
      tags: [pets]
      responses:
        '200':
          summary: The pets
          content:
            application/jsonl:
              itemSchema: {type: string}
              description: Their lines
";

#[test]
fn fields_of_3_2_are_known_and_those_not_followed_told() {
    let text = format!("openapi: 3.2.0{NEW_IN_32}");
    let (api, _) = read_text(&text).expect("no error");
    assert_eq!(api.dialect, Dialect::OpenApi32);
    assert!(
        api.operations[0].responses[0].content[0]
            .item_schema
            .is_some()
    );
    let expected = [
        "16:15: note[V0801]: `description` is not supported yet; it is left out; nothing has to change",
    ];
    assert_eq!(findings(&text), expected);
}

#[test]
fn fields_of_3_2_are_told_in_3_1() {
    let found = findings(&format!("openapi: 3.1.1{NEW_IN_32}"));
    let expected = [
        "3:1: warning[V0108]: a document has `$self` from OpenAPI 3.2 on; it is ignored; declare `openapi: 3.2.0`, or take it away",
        "4:22: warning[V0108]: a server has `name` from OpenAPI 3.2 on; it is ignored; write it in `description`",
        "5:21: warning[V0108]: a tag has `kind` from OpenAPI 3.2 on; it is ignored; declare `openapi: 3.2.0`, or take it away",
        "5:32: warning[V0108]: a tag has `parent` from OpenAPI 3.2 on; it is ignored; declare `openapi: 3.2.0`, or take it away",
        "5:45: warning[V0108]: a tag has `summary` from OpenAPI 3.2 on; it is ignored; write it in `description`",
        "8:5: note[V0108]: a path item has `query` from OpenAPI 3.2 on; it is followed nevertheless; declare `openapi: 3.2.0`, or write `post`",
        "11:9: warning[V0307]: a response without a description; write `description:`, even if it is empty",
        "12:11: warning[V0108]: a response has `summary` from OpenAPI 3.2 on; it is ignored; write it in `description`",
        "15:15: note[V0108]: a media type object has `itemSchema` from OpenAPI 3.2 on; it is followed nevertheless; declare `openapi: 3.2.0`, or take it away",
        "16:15: warning[V0108]: a media type object has `description` from OpenAPI 3.2 on; it is ignored; write it in the body, the response or the schema",
    ];
    assert_eq!(found, expected);
}

#[test]
fn unknown_keywords_are_allowed_from_3_1_on() {
    let text = "
info: {title: Pets, version: '1'}
paths: {}
components:
  schemas:
    Pet: {typ: string, tool: x, $rfe: a, $tool: b, $schema: https://json-schema.org/draft/2020-12/schema}
";
    let typ = "6:11: warning[V0106]: a schema has no field `typ`; did you mean `type`?";
    let tool = "6:24: warning[V0106]: a schema has no field `tool`; take it away, or begin its name with `x-`";
    let rfe = "6:33: warning[V0106]: a schema has no field `$rfe`; did you mean `$ref`?";
    assert_eq!(findings(&format!("openapi: 3.0.4{text}")), [typ, tool, rfe]);
    assert_eq!(findings(&format!("openapi: 3.1.1{text}")), [typ, rfe]);
    assert_eq!(findings(&format!("openapi: 3.2.0{text}")), [typ, rfe]);
}

#[test]
fn references_lead_over_others_and_through_them() {
    let text = "\
openapi: 3.1.1
info: {title: Pets, version: '1'}
paths:
  /pets: {$ref: '#/components/pathItems/Pets'}
components:
  pathItems:
    Pets:
      get:
        responses:
          '200': {$ref: '#/components/responses/First'}
  responses:
    First: {$ref: '#/components/responses/Second'}
    Second:
      description: the pets
      content: {application/json: {schema: {$ref: '#/paths/~1pets/get/responses/200/x-schema'}}}
      x-schema: {type: string}
  schemas:
    A: {$ref: '#/components/schemas/B'}
    B: {$ref: '#/components/schemas/A'}
    C: {$ref: '#/components/schemas/Nobody'}
    D: {$ref: '#/components/schemas/Cat', description: of its own}
    Cat: {type: object}
";
    let report = read_text(text).expect_err("A and B lead nowhere");
    let found: Vec<(u32, &str)> = report
        .findings
        .iter()
        .map(|it| (it.place.line, it.code.as_str()))
        .collect();
    assert_eq!(
        found,
        [(18, "V0202"), (19, "V0202"), (20, "V0201")],
        "{report}"
    );
    let sound: String = text
        .lines()
        .filter(|it| {
            !["    A:", "    B:", "    C:"]
                .iter()
                .any(|start| it.starts_with(start))
        })
        .flat_map(|it| [it, "\n"])
        .collect();
    let (api, report) = read_text(&sound).expect("no error");
    assert!(report.findings.is_empty(), "{report}");
    let response = &api.operations[0].responses[0];
    assert_eq!(response.description, "the pets");
    let schema = response.content[0].schema.map(|it| api.schema(it));
    assert_eq!(schema.map(|it| it.types.is_empty()), Some(false));
    let with_siblings = api.schema(api.components["D"]);
    assert!(with_siblings.reference_with_siblings);
    assert_eq!(with_siblings.all_of, [api.components["Cat"]]);
}

/// One file beside the document.
struct OneFile(&'static str, &'static str);

impl Files for OneFile {
    fn read(&self, path: &str) -> Result<String, String> {
        match path == self.0 {
            true => Ok(self.1.to_owned()),
            false => Err(format!("there is no {path}")),
        }
    }
}

/// Whether `$self` is a base is decided once: where it is none, that is told, and references are not resolved against it.
#[test]
fn a_uri_of_its_own_is_a_base_or_told() {
    let fragment = Some("must be a URI without a fragment");
    let relative = Some("must be an absolute URI to be a base");
    for (version, uri, expected) in [
        ("3.2.0", "https://example.com/api/openapi", None),
        ("3.2", "https://example.com/api/openapi", None),
        ("3.2.0", "'https://example.com/api/openapi#top'", fragment),
        ("3.2.0", "'#top'", fragment),
        ("3.2.0", "api/openapi", relative),
        ("3.2.0", "a/b:c", relative),
    ] {
        let text = format!(
            "openapi: {version}
$self: {uri}
info: {{title: Pets, version: '1'}}
components:
  schemas:
    Pets: {{type: array, items: {{$ref: 'https://example.com/api/pet.yaml'}}}}
"
        );
        let files = OneFile("pet.yaml", "type: string");
        let source = Source::new("api.yaml", text.as_str());
        let report = match read(source, &files, &Config::default()) {
            Ok((_, report)) => report,
            Err(report) => report,
        };
        assert_eq!(report.has_errors(), expected.is_some(), "{uri}: {report}");
        let mut found = report.findings.iter().map(|it| &it.message);
        let found = found.find(|it| it.contains("`$self`"));
        match expected {
            Some(part) => assert!(found.is_some_and(|it| it.contains(part)), "{uri}: {report}"),
            None => assert!(report.findings.is_empty(), "{uri}: {report}"),
        }
    }
}

#[test]
fn a_requirement_may_name_a_scheme_in_any_file_of_yaml() {
    let text = "\
openapi: 3.2.0
info: {title: Pets, version: '1'}
security: [{scheme.yml: []}]
paths: {}
";
    let files = OneFile("scheme.yml", "{type: http, scheme: basic}");
    let source = Source::new("api.yaml", text);
    let (api, report) = read(source, &files, &Config::default()).expect("no error");
    assert!(report.findings.is_empty(), "{report}");
    let kind = &api.security_schemes["scheme.yml"].kind;
    assert!(
        matches!(kind, SecuritySchemeKind::Http { scheme, .. } if scheme == "basic"),
        "{kind:?}"
    );
}

#[test]
fn what_references_say_counts_from_3_1_on() {
    let text = "
info: {title: Pets, version: '1'}
paths:
  /pets: {get: {responses: {'200': {$ref: '#/components/responses/First'}}}}
components:
  responses:
    First: {$ref: '#/components/responses/Second', description: said on the way}
    Second: {description: its own}
";
    for (version, expected) in [
        ("3.0.4", "its own"),
        ("3.1.1", "said on the way"),
        ("3.2.0", "said on the way"),
    ] {
        let (api, _) = read_text(&format!("openapi: {version}{text}")).expect("no error");
        let found = &api.operations[0].responses[0].description;
        assert_eq!(found, expected, "{version}");
    }
}

#[test]
fn fields_beside_the_reference_of_a_path_item_keep_their_pointers() {
    let (api, _) = read_text(
        "\
openapi: 3.2.0
info: {title: Pets, version: '1'}
paths:
  /pets/{id}:
    $ref: '#/components/pathItems/Pet'
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get: {responses: {'200': {description: the pet}}}
components:
  pathItems:
    Pet:
      put: {responses: {'204': {description: done}}}
      additionalOperations:
        COPY: {responses: {'204': {description: done}}}
",
    )
    .expect("no error");
    let pointers: Vec<&str> = api.operations.iter().map(|it| &*it.pointer).collect();
    let expected = [
        "/paths/~1pets~1{id}/get",
        "/components/pathItems/Pet/put",
        "/components/pathItems/Pet/additionalOperations/COPY",
    ];
    assert_eq!(pointers, expected);
    let parameter = &api.operations[1].parameters[0];
    assert_eq!(&*parameter.pointer, "/paths/~1pets~1{id}/parameters/0");
}

#[test]
fn a_serialized_value_beside_a_value_is_ignored() {
    let (api, report) = read_text(
        "\
openapi: 3.2.0
info: {title: Pets, version: '1'}
paths:
  /pets:
    get:
      parameters:
        - name: kind
          in: query
          schema: {type: string}
          examples:
            both: {value: cat, serializedValue: dog}
            data: {dataValue: cat, serializedValue: dog}
      responses: {'200': {description: the pets}}
",
    )
    .expect("no error");
    let examples = &api.operations[0].parameters[0].examples;
    let serialized: Vec<Option<&str>> = (examples.iter())
        .map(|it| it.serialized.as_deref())
        .collect();
    assert_eq!(serialized, [None, Some("dog")]);
    assert_eq!(report.findings.len(), 1, "{report}");
}

/// What is said of bodies is what the server does.
#[test]
fn what_is_told_of_bodies_is_so() {
    let text = "\
openapi: 3.2.0
info: {title: Pets, version: '1'}
paths:
  /pets:
    post:
      requestBody:
        content:
          text/plain; charset=latin1: {schema: {type: string}}
          text/plain; charset=mine: {schema: {type: string}}
          application/x-www-form-urlencoded; charset=latin1: {schema: {type: object, properties: {a: {type: string}}}}
          application/json; charset=latin1: {schema: {type: string}}
          text/event-stream; charset=latin1: {schema: {type: string}}
          application/jsonl:
            schema: {type: array, items: {type: object, properties: {a: {}}}}
            itemSchema: {type: object, properties: {a: {}}}
          application/x-other: {schema: {type: object, properties: {a: {}}}}
      responses: {'200': {description: OK}}
";
    let refused = "write `charset=utf-8`; bodies in another encoding are refused with 415";
    let exempt = "write `charset=utf-8`; which encoding a body claims is not looked at";
    let expected = [
        format!("9:11: note[V0801]: bodies of `text/plain; charset=mine` are read and written in UTF-8; {refused}"),
        format!("10:11: note[V0801]: bodies of `application/x-www-form-urlencoded; charset=latin1` are read and written in UTF-8; {refused}"),
        format!("11:11: note[V0801]: bodies of `application/json; charset=latin1` are read and written in UTF-8; {exempt}"),
        format!("12:11: note[V0801]: bodies of `text/event-stream; charset=latin1` are read and written in UTF-8; {exempt}"),
        "13:11: note[V0801]: `schema` beside `itemSchema` is not supported yet: bodies of application/jsonl are read item by item; nothing has to change: each item is held against `itemSchema`".to_owned(),
        "16:11: note[V0313]: bodies of application/x-other are passed on as they are; their schema is not applied; nothing has to change: read or write them where the operation is implemented".to_owned(),
    ];
    assert_eq!(findings(text), expected);
}

/// References below an `$id` are relative to it, and anchors are those of the schema around (JSON Schema 2020-12 Core, section
/// 8.2). Two files, each of which has its own.
#[test]
fn references_are_resolved_against_the_id_around_them() {
    let api = crate::testing::api_of_files(
        "\
openapi: 3.1.0
info: {title: Trees, version: '1'}
components:
  schemas:
    Tree:
      $id: https://example.com/schemas/tree
      type: object
      properties:
        leaf: {$ref: '#/$defs/Leaf'}
        size: {$ref: '#size'}
        next: {$ref: '#'}
        bark: {$ref: bark}
        thick: {$ref: './bark#/$defs/Thick'}
        root: {$ref: /root.json}
        file: {$ref: other.yaml}
        inner: {$ref: parts/inner}
        mapped: {$dynamicRef: '#size'}
      $defs:
        Leaf: {type: string}
        Size: {$anchor: size, type: integer}
        Inner: {$id: parts/inner, type: object, properties: {size: {$ref: '#size'}}, $defs: {Size: {$anchor: size, type: boolean}}}
    Bark:
      $id: https://example.com/schemas/bark
      type: array
      $defs: {Thick: {type: number}}
    Outside: {type: object, properties: {tree: {$ref: 'https://example.com/schemas/tree'}, size: {$ref: 'https://example.com/schemas/tree#size'}, leaf: {$ref: '#/components/schemas/Tree/$defs/Leaf'}}}
    # What is no schema has no `$id`.
    Sample: {type: object, example: {$id: 'https://example.com/schemas/bark', type: string}, properties: {$id: {type: string}}}
    Uses: {$ref: root.json}
",
        &[
            ("root.json", r##"{"$id": "https://example.com/root.json", "type": "object", "properties": {"a": {"$ref": "#/$defs/A"}}, "$defs": {"A": {"type": "boolean"}}}"##),
            ("other.yaml", "{type: string, format: date}"),
        ],
    );
    let pointer = |owner: &str, name: &str| {
        let id = api.schema(api.components[owner]).object.properties[name];
        let origin = &api.schema(id).origin;
        format!("{}:{}", origin.place.file.0, origin.pointer)
    };
    let tree = "0:/components/schemas/Tree";
    for (name, expected) in [
        ("leaf", "0:/components/schemas/Tree/$defs/Leaf"),
        ("size", "0:/components/schemas/Tree/$defs/Size"),
        ("next", tree),
        ("bark", "0:/components/schemas/Bark"),
        ("thick", "0:/components/schemas/Bark/$defs/Thick"),
        ("root", "2:"),
        ("file", "1:"),
        ("inner", "0:/components/schemas/Tree/$defs/Inner"),
        ("mapped", "0:/components/schemas/Tree/$defs/Size"),
    ] {
        assert_eq!(pointer("Tree", name), expected, "{name}");
    }
    assert_eq!(pointer("Outside", "tree"), tree);
    assert_eq!(
        pointer("Outside", "size"),
        "0:/components/schemas/Tree/$defs/Size"
    );
    assert_eq!(
        pointer("Outside", "leaf"),
        "0:/components/schemas/Tree/$defs/Leaf"
    );
    assert_eq!(pointer("Uses", "a"), "2:/$defs/A");
    let tree = api.schema(api.components["Tree"]);
    let inner = api.schema(tree.object.properties["inner"]);
    let size = api.schema(inner.object.properties["size"]);
    assert_eq!(
        &*size.origin.pointer,
        "/components/schemas/Tree/$defs/Inner/$defs/Size"
    );
}

/// What a mapping leads to is found from where it stands.
#[test]
fn mappings_lead_to_files_and_anchors() {
    let api = crate::testing::api_of_files(
        "\
openapi: 3.1.0
info: {title: Pets, version: '1'}
components:
  schemas:
    Pet: {$ref: schemas/Pet.yaml}
    Cat: {type: object}
",
        &[
            (
                "schemas/Pet.yaml",
                "type: object
required: [kind]
properties: {kind: {type: string}}
discriminator: {propertyName: kind, mapping: {cat: ./Cat.yaml, dog: 'more/all.yaml#/$defs/Dog', bird: 'more/all.yaml#birdy', own: '#own', here: '#/components/schemas/Cat', named: Cat}}
$defs: {Own: {$anchor: own, type: object}}
components: {schemas: {Cat: {type: object, title: here}}}",
            ),
            ("schemas/Cat.yaml", "type: object"),
            ("schemas/more/all.yaml", "$defs: {Dog: {type: object}, Bird: {$anchor: birdy, type: object}}"),
        ],
    );
    let pet = api.schema(api.components["Pet"]);
    let mapping = &pet.discriminator.as_ref().expect("there is one").mapping;
    let found = mapping.iter().map(|(value, id)| {
        let origin = &api.schema(*id).origin;
        format!("{value} {}:{}", origin.place.file.0, origin.pointer)
    });
    assert_eq!(
        found.collect::<Vec<_>>(),
        [
            "cat 2:",
            "dog 3:/$defs/Dog",
            "bird 3:/$defs/Bird",
            "own 1:/$defs/Own",
            "here 1:/components/schemas/Cat",
            "named 0:/components/schemas/Cat",
        ]
    );
}

#[test]
fn references_may_lead_to_sections_of_the_authors_own() {
    let (api, report) = read_text(
        "\
openapi: 3.0.4
info: {title: Pets, version: '1'}
paths:
  /pets: {$ref: '#/components/x-paths/Pets'}
components:
  schemas:
    Pet: {$ref: '#/components/x-schemas/Animal'}
  x-schemas:
    Animal: {type: string, maxLength: 3}
  x-paths:
    Pets: {get: {operationId: list, responses: {'200': {description: ok}}}}
",
    )
    .expect("a document");
    assert!(report.findings.is_empty(), "{report}");
    assert_eq!(api.operations.len(), 1);
    let pet = api.schema(api.components["Pet"]);
    assert_eq!(pet.string.max_length, Some(3));
}

#[test]
fn a_path_without_a_slash_is_taken_for_one_with_it() {
    let (api, report) = read_text(
        "\
openapi: 3.0.4
info: {title: Pets, version: '1'}
paths:
  pets/{id}: {get: {operationId: see, parameters: [{name: id, in: path, required: true, schema: {type: string}}], responses: {'204': {description: ok}}}}
",
    )
    .expect("a document");
    assert_eq!(&*api.operations[0].path, "/pets/{id}");
    let told = report.to_string();
    assert!(
        told.contains("found `pets/{id}`; write `/pets/{id}`"),
        "{told}"
    );
}
