//! Keywords whose schemas have no rows, headers with their values, parts of a body that is a component: each is told, and read.

use super::exact;
use verbatim_gen::Config;
use verbatim_tests::{MapFiles, pages};

const DOCUMENT: &str = r##"
openapi: 3.1.0
info: {title: Things, version: "1"}
paths:
  /things/{id}:
    post:
      summary: Make a thing.
      parameters:
      - {name: id, in: path, required: true, schema: {type: string, not: {enum: [a, b]}}}
      - {name: least, in: query, schema: {type: integer, allOf: [{minimum: 3}]}}
      - {name: some, in: query, schema: {type: array, contains: {const: x}, items: {type: string}}}
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties: {card: {type: string}, more: {type: object, patternProperties: {"^x-": {type: integer}}}}
              dependentRequired: {card: [more]}
      responses:
        "200":
          description: OK
          headers:
            X-Kind: {schema: {type: string, enum: [a, "b|`c"]}}
            X-Sizes: {schema: {type: array, items: {type: integer, enum: [1, 2]}}}
            X-Name: {schema: {type: string, not: {const: z}}}
          content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}
    put:
      summary: Send it!
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      requestBody:
        content:
          multipart/form-data:
            schema: {$ref: "#/components/schemas/Form"}
            encoding:
              image:
                contentType: image/png
                headers: {X-Part: {description: Which, required: true, schema: {type: string, maxLength: 4, enum: [ab, b]}}}
      responses: {"204": {description: Done}}
components:
  schemas:
    Form: {type: object, properties: {image: {type: string, format: binary}}}
    Nothing: {type: "null"}
    Thing:
      type: object
      properties:
        kind: {type: string}
        text: {type: string, contentMediaType: application/json, contentSchema: {type: object, required: [q]}}
        list: {type: array, items: {type: integer}, contains: {minimum: 5}, minContains: 2, maxContains: 3}
        tags: {type: array, items: {type: string, enum: [red, blue]}}
        deep: {type: array, items: {type: array, items: {type: object, additionalProperties: false, properties: {a: {type: string}}}}}
        nothing: {type: "null"}
        odd: {type: string, pattern: "a`\\|b", default: "a`b"}
      propertyNames: {pattern: "^[a-z|`]+$"}
      dependentSchemas: {kind: {required: [list]}}
      if: {properties: {kind: {const: a}}, required: [kind]}
      then: {required: [list]}
      else: {$ref: "#/components/schemas/Form"}
    Closed: {anyOf: [{type: object, properties: {a: {type: string}}}, {type: object, properties: {b: {type: string}}}], unevaluatedProperties: false}
"##;

#[test]
fn what_has_no_rows_is_told_and_read() {
    let mut config = Config::default();
    config.docs.quirks = false;
    let made = pages(DOCUMENT, &MapFiles::default(), &config);
    let cells = |line: &str| -> String {
        let words: Vec<&str> = line.split_whitespace().collect();
        words.join(" ")
    };
    let lines: Vec<String> = made
        .iter()
        .flat_map(|it| it.text.lines().map(cells))
        .collect();
    for line in [
        "## Make a thing.",
        "## Send it!",
        "| `least` | query | integer | false | minimum: `3` | |",
        "| `some` | query | array[string] | false | contains: `{\"const\":\"x\"}` | |",
        "| `body` | body | object | false | required beside others: `{\"card\":[\"more\"]}` | |",
        "| `»» [any property that matches ^x-]` | body | integer | false | | |",
        "| 200 | X-Kind | string | | false | one of: `[\"a\",\"b\\u007c\\u0060c\"]` | |",
        "| 200 | X-Sizes | array[integer] | | false | each item: one of: `[1,2]` | |",
        "| 200 | X-Name | string | | false | not: `{\"const\":\"z\"}` | |",
        "| `image` | sent as: `image/png`; with the headers: `X-Part` |",
        "| `image` | X-Part | string | | true | one of: `[\"ab\",\"b\"]`; maximum length: `4` | Which |",
        "| `[value]` | null | false | | |",
        "| `text` | string | false | holds: `application/json`; which is: `{\"type\":\"object\",\"required\":[\"q\"]}` | |",
        "| `list` | array of integer | false | contains: `{\"minimum\":5}`; minimum contained: `2`; maximum contained: `3` | |",
        "| `tags` | array of string | false | each item: enumerated | |",
        "| `tags` | `blue`, `red` |",
        "| `deep` | array of array of object | false | each item: each item: no other properties | |",
        "| `nothing` | null | false | | |",
        "| `odd` | string | false | default: `\"a\\u0060b\"`; pattern: `\"a\\u0060\\\\\\u007cb\"` | |",
        "As a whole: names of properties: `{\"pattern\":\"^[a-z\\u007c\\u0060]+$\"}`; \
         where a property is there: `{\"kind\":{\"required\":[\"list\"]}}`; \
         if: `{\"required\":[\"kind\"],\"properties\":{\"kind\":{\"const\":\"a\"}}}`; \
         then: `{\"required\":[\"list\"]}`; else: `{\"$ref\":\"#/components/schemas/Form\"}`.",
        "As a whole: further properties: `false`.",
    ] {
        assert!(
            lines.iter().any(|it| it == line),
            "no {line}\n{}",
            lines.join("\n")
        );
    }
    // What is excluded is a row of its own, with its values.
    let excluded = lines
        .iter()
        .find(|it| it.starts_with("| `» [excluded]` | path |"));
    assert!(excluded.is_some(), "{}", lines.join("\n"));
    let captured = exact(&made, Some(&config));
    for part in [
        "contains:\n              const: x",
        "patternProperties:\n",
        "minContains: 2",
        "contentSchema:\n",
        "dependentRequired:\n",
        "dependentSchemas:\n",
        "else:\n        $ref: \"#/components/schemas/Form\"",
        "unevaluatedProperties: false",
        "type: \"null\"",
        "summary: Make a thing.",
        "enum: [red, blue]",
        "type: string\n          pattern: a`\\|b",
        "default: a`b",
    ] {
        assert!(captured.yaml.contains(part), "no {part}\n{}", captured.yaml);
    }
}

/// What is too long for a cell is named, and costs no more than that.
#[test]
fn rules_that_are_too_long_are_named() {
    let names: Vec<String> = (0..200).map(|it| format!("p{it}")).collect();
    let long = names.join(", ");
    let document = format!(
        "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n    A: {{type: object, properties: {{it: {{not: {{type: string}}}}}}, propertyNames: {{enum: [{long}]}}, if: {{required: [{long}]}}, then: {{$ref: '#/components/schemas/A/properties/it'}}, else: {{properties: {{x: {{$ref: '#/components/schemas/A/else'}}}}}}}}\n"
    );
    let mut config = Config::default();
    config.docs.quirks = false;
    let made = pages(&document, &MapFiles::default(), &config);
    let page = made.iter().find(|it| it.path.ends_with("schemas.md"));
    let page = page.expect("a page of schemas").text.as_ref();
    let told =
        "then: `{\"not\":{\"type\":\"string\"}}`; more in the document: `propertyNames, if, else`.";
    assert!(page.contains(told), "{page}");
}
