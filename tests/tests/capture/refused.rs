//! Components that accept nothing, on a page that has no more than their names and an example.

use super::{exact, page_of_operations};
use verbatim_gen::Config;
use verbatim_tests::{MapFiles, pages};

const DOCUMENT: &str = r##"
openapi: 3.0.3
info: {title: Things, version: "1"}
paths:
  /none:
    get:
      summary: Get none
      responses:
        "200":
          description: Nothing is both.
          content: {application/json: {schema: {$ref: '#/components/schemas/Both'}}}
  /nones:
    put:
      summary: Put nones
      requestBody:
        content: {application/json: {schema: {type: array, minItems: 1, items: {$ref: '#/components/schemas/Both'}}}}
      responses:
        "200":
          description: This one works.
          content: {application/json: {schema: {$ref: '#/components/schemas/Some'}}}
components:
  schemas:
    Both: {allOf: [{type: string}, {type: object, required: [id], properties: {id: {type: integer}}}]}
    Some: {type: object, properties: {id: {type: integer}}}
"##;

#[test]
fn one_that_no_value_was_found_for_accepts_none() {
    let mut config = Config::default();
    config.docs.quirks = false;
    let made = pages(DOCUMENT, &MapFiles::default(), &config);
    exact(&made, Some(&config));
    let alone = std::slice::from_ref(page_of_operations(&made));
    let captured = exact(alone, Some(&config));
    let (_, components) = captured
        .yaml
        .split_once("\ncomponents:")
        .expect("components");
    let (both, some) = components.split_once("\n    Some:").expect("both of them");
    assert!(both.contains("not: {}"), "{both}");
    assert!(!some.contains("not:"), "{some}");
}
