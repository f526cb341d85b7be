//! Tuples: each element has a place, and rows of its own where its type does not say all.

use super::{exact, page_of_operations};
use verbatim_gen::Config;
use verbatim_gen::capture::capture;
use verbatim_tests::{MapFiles, pages};

const TUPLES: &str = r##"
openapi: 3.1.0
info: {title: Tuples, version: "1"}
paths:
  /a:
    post:
      operationId: post-a
      summary: Post a
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: '#/components/schemas/Point'}
      responses:
        "200":
          description: ok
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Holder'}
  /b:
    get:
      operationId: get-b
      summary: Get b
      parameters:
        - {name: t, in: query, schema: {type: array, prefixItems: [{type: string}, {type: integer}], items: false}}
      responses:
        "200":
          description: ok
          content:
            application/json:
              schema: {type: array, prefixItems: [{type: string, maxLength: 4}, {$ref: '#/components/schemas/After'}], items: false}
components:
  schemas:
    Point:
      type: array
      prefixItems: [{type: number, description: x}, {type: string, description: y}]
      items: {type: integer}
    Closed:
      type: array
      prefixItems: [{type: number}, {$ref: '#/components/schemas/Holder'}]
      items: false
    Holder:
      type: object
      properties:
        p: {$ref: '#/components/schemas/Point'}
        inline:
          type: array
          prefixItems: [{type: number}, {type: string, enum: [a, b]}]
          minItems: 2
        rest:
          type: array
          prefixItems: [{type: number}]
          items: {type: object, properties: {q: {type: string}}}
        same:
          type: array
          prefixItems: [{type: number}, {type: number}]
          items: false
        list: {type: array, items: {$ref: '#/components/schemas/Closed'}}
    Deep:
      type: array
      items:
        type: array
        prefixItems:
          - {type: string, enum: [p, q], description: Which.}
          - type: object
            properties: {name: {type: string}, pair: {type: array, prefixItems: [{type: integer, format: int64, minimum: 3}, {oneOf: [{type: string}, {$ref: '#/components/schemas/Closed'}]}], items: false}}
          - {type: [string, "null"]}
        minItems: 3
    After:
      type: object
      properties:
        a: {$ref: '#/components/schemas/Deep'}
        b: {type: array, prefixItems: [{type: object, properties: {z: {type: integer}}}], items: {type: object, properties: {y: {type: boolean}}}}
        c: {type: string, maxLength: 3}
"##;

#[test]
fn the_elements_of_tuples_come_back() {
    let config = Config::default();
    let pages = pages(TUPLES, &MapFiles::default(), &config);
    let schemas = pages.iter().find(|it| it.path.ends_with("schemas.md"));
    let schemas = &schemas.expect("there are components").text;
    let rows: Vec<Vec<&str>> = schemas
        .lines()
        .map(|it| it.split('|').map(str::trim).collect())
        .collect();
    for [name, label, more] in [
        ["`[array]`", "array of (number, string, integer …)", ""],
        ["`[array]`", "array of (number, [Holder](#holder))", ""],
        ["`[0]`", "number", "x"],
        [
            "`inline`",
            "array of (number, string, …)",
            "minimum items: `2`",
        ],
        ["`» [1]`", "string", "enumerated"],
        ["`rest`", "array of (number, object …)", ""],
        ["`» [1…]`", "object", ""],
        ["`»» q`", "string", ""],
        ["`same`", "array of (number, number)", ""],
        [
            "`[array]`",
            "array of array of (string, object, string¦null, …)",
            "",
        ],
        [
            "`» pair`",
            "array of (integer(int64), string or [Closed](#closed))",
            "",
        ],
    ] {
        let has = |row: &Vec<&str>| {
            row.get(1) == Some(&name) && row.contains(&label) && row.contains(&more)
        };
        assert!(rows.iter().any(has), "{name} {label} {more}\n{schemas}");
    }
    let captured = exact(&pages, Some(&config));
    assert!(
        captured.yaml.contains("openapi: \"3.1.0\""),
        "{}",
        captured.yaml
    );
    let array = |name: &str| &captured.api.schema(captured.api.components[name]).array;
    let point = array("Point");
    assert_eq!(point.prefix.len(), 2);
    assert!(!captured.api.schema(point.items.expect("the rest")).never);
    let closed = array("Closed");
    assert!(captured.api.schema(closed.items.expect("no rest")).never);
    let first = captured.api.schema(point.prefix[0]);
    assert_eq!(first.annotations.description.as_deref(), Some("x"));
    // Of a component no type says so below an operation, only its rows.
    let page = page_of_operations(&pages);
    let alone = capture(std::slice::from_ref(page), Some(&config));
    let api = alone.unwrap_or_else(|report| panic!("{report}")).api;
    let closed = &api.schema(api.components["Closed"]).array;
    assert_eq!(closed.prefix.len(), 2);
}
