//! What stands beside branches: properties that one asks for and that are listed elsewhere, and those of the only one there is;
//! arrays that are one choice of several.

use super::exact;
use verbatim_gen::Config;
use verbatim_tests::{MapFiles, pages};

const DOCUMENT: &str = r##"
openapi: 3.0.3
info: {title: Things, version: "1"}
paths:
  /shares:
    post:
      summary: Share it
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/Share'}}}
      responses:
        "200":
          description: Shared.
          content: {application/json: {schema: {$ref: '#/components/schemas/Command'}}}
components:
  schemas:
    Share:
      type: object
      properties: {document: {type: string}, collection: {type: string}, team: {type: string}}
      required: [team]
      oneOf: [{required: [document]}, {required: [collection, team]}]
    Named:
      allOf:
        - {$ref: '#/components/schemas/Share'}
        - {type: object, required: [document]}
    Lone:
      type: object
      required: [a]
      properties: {a: {type: string}}
      allOf: [{type: object, required: [b], properties: {b: {type: string}}}]
    Extended:
      type: object
      properties: {c: {type: string}}
      allOf: [{$ref: '#/components/schemas/Lone'}]
    Map:
      type: object
      additionalProperties: {type: string}
      required: [m, "n,o"]
    Command:
      type: object
      properties:
        words: {items: {type: string}, oneOf: [{type: array, items: {}}, {type: string}]}
"##;

#[test]
fn what_a_branch_requires_is_told_and_read() {
    let mut config = Config::default();
    config.docs.quirks = false;
    let made = pages(DOCUMENT, &MapFiles::default(), &config);
    let schemas = made.iter().find(|it| it.path.ends_with("schemas.md"));
    let schemas = schemas.expect("a page of schemas").text.as_ref();
    let cells = |line: &str| -> String {
        let words: Vec<&str> = line.split_whitespace().collect();
        words.join(" ")
    };
    let rows: Vec<String> = schemas.lines().map(cells).collect();
    for row in [
        "| `[one of these]` | object | false | requires: `document` | |",
        "| `[one of these]` | object | false | requires: `collection, team` | |",
        "| `[one part]` | object | false | requires: `document` | |",
        "| `a` | string | true | | |",
        "| `b` | string | true | | |",
        "| `[one part]` | [Lone](#lone) | false | | |",
        "| `words` | any | false | | |",
    ] {
        assert!(rows.iter().any(|it| it == row), "no {row}\n{schemas}");
    }
    let captured = exact(&made, Some(&config));
    let sentence = "These properties are required as well: `m, \"n,o\"`.";
    assert!(schemas.contains(sentence), "{schemas}");
    for required in [
        "required: [document]",
        "required: [collection, team]",
        "required: [m, \"n,o\"]",
    ] {
        assert!(captured.yaml.contains(required), "{}", captured.yaml);
    }
}
