//! What the layout without oddities shows as it is written: names, words, examples, and every row that no other section has.

use super::exact;
use verbatim_gen::{Config, Source};
use verbatim_tests::{MapFiles, pages};

const DOCUMENT: &str = r##"
openapi: 3.1.0
info: {title: Things, version: "1"}
paths:
  /import:
    put:
      summary: Import things
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                columns: {type: array, items: {anyOf: [{type: string}, {}]}}
      responses:
        "200":
          description: The node.
          content: {application/json: {schema: {$ref: '#/components/schemas/Node'}}}
components:
  schemas:
    Customer:
      type: object
      properties:
        name: {type: string}
        parent: {oneOf: [{$ref: '#/components/schemas/Customer'}]}
        children: {type: array, items: {allOf: [{$ref: '#/components/schemas/Customer'}]}}
    Matrix:
      description: "Looks like:\n```\n[[1, 0],\n  [0, 1]]\n```\n\nwhere\n\n- one\n- two\nholds * so far *, as f(x)[0] does."
      type: array
      items: {type: number}
    Holder: {type: object, properties: {matrix: {$ref: '#/components/schemas/Matrix'}}}
    Kind: {oneOf: [{description: By SAML., type: string, enum: [saml]}]}
    Mode:
      type: object
      required: [kind, id, mode]
      properties: {kind: {type: string, enum: [MODE]}}
    Action: {oneOf: [{$ref: '#/components/schemas/Mode'}, {type: object, properties: {label: {type: string}}}]}
    Odd:
      type: object
      items: {type: string}
      required: ["late "]
      properties: {"": {type: string}, "late ": {type: string}, " both ": {type: integer}}
    Free: {title: Whatever, type: object, example: {w1: 1}}
    Ordered:
      allOf: [{type: object, properties: {scopes: {type: string}}}, {type: object, properties: {id: {type: string}}}]
      example: {id: a, scopes: b}
    Node:
      oneOf: [{$ref: '#/components/schemas/Leaf'}, {$ref: '#/components/schemas/Mode'}]
    Leaf:
      allOf:
        - {type: object, properties: {leaf: {type: string}}}
        - {$ref: '#/components/schemas/Trait'}
    Trait: {type: object, properties: {visible: {type: boolean}}}
"##;

#[test]
fn what_is_written_comes_back() {
    let mut config = Config::default();
    config.docs.quirks = false;
    let made = pages(DOCUMENT, &MapFiles::default(), &config);
    let page = &made
        .iter()
        .find(|it| it.path.ends_with("schemas.md"))
        .expect("there are schemas")
        .text;
    for line in [
        // A list may stand right behind a paragraph, a sample never does.
        "Looks like:<br/><br/>`[[1, 0],`<br/>`  [0, 1]]`<br/><br/>where<br/>• one<br/>• two holds * so far *, as f(x)[0] does.",
        "holds * so far *, as f(x)[0] does.",
        "| `\"\"`",
        "| `late ` ",
        "| `  both  ` ",
    ] {
        assert!(page.contains(line), "{line} is not in\n{page}");
    }
    // What holds itself ends where it does without what is around it.
    let bare = DOCUMENT.replace(
        "{oneOf: [{$ref: '#/components/schemas/Customer'}]}",
        "{$ref: '#/components/schemas/Customer'}",
    );
    let bare = bare.replace(
        "{allOf: [{$ref: '#/components/schemas/Customer'}]}",
        "{$ref: '#/components/schemas/Customer'}",
    );
    let bare = pages(&bare, &MapFiles::default(), &config);
    let sample = |pages: &[Source]| {
        let page = pages
            .iter()
            .find(|it| it.path.ends_with("schemas.md"))
            .expect("there are schemas");
        let customer = page.text.split("## Customer").nth(1).expect("it is there");
        customer
            .split("```")
            .nth(1)
            .expect("it has a sample")
            .to_owned()
    };
    assert_eq!(sample(&bare), sample(&made));
    exact(&made, Some(&config));
}

/// Rows of a schema itself are all there, however many they are; of those that stand in other sections there are not too many.
#[test]
fn rows_that_no_other_section_has_are_shown() {
    use std::fmt::Write as _;
    let mut document = "openapi: 3.0.3\ninfo: {title: Words, version: '1'}\npaths:\n  /words:\n    get:\n      summary: See the words\n      responses: {'200': {description: Words, content: {application/json: {schema: {type: object, properties: {data: {$ref: '#/components/schemas/Words'}}}}}}}\ncomponents:\n  schemas:\n    Words:\n      type: object\n      properties:\n        data:\n          type: object\n          properties:\n".to_owned();
    for i in 0..600 {
        _ = writeln!(document, "            word{i}: {{type: string}}");
    }
    let mut config = Config::default();
    config.docs.quirks = false;
    let made = pages(&document, &MapFiles::default(), &config);
    let page = |name: &str| {
        &made
            .iter()
            .find(|it| it.path.ends_with(name))
            .expect("it is there")
            .text
    };
    assert_eq!(page("schemas.md").matches("| `» word").count(), 600);
    let operation = page("default.md");
    let note = "Linked schemas have their rows here to a depth of 1; those of others stand in their sections.";
    assert!(
        !operation.contains("| `»» word") && operation.contains(note),
        "{operation}"
    );
    exact(&made, Some(&config));
}
