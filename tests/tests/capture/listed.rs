//! Values that rows of one name are limited to, arrays that have no rows but their own, and parameters of components that
//! their page does not describe.

use verbatim_gen::Config;
use verbatim_tests::{MapFiles, pages};

use super::{exact, page_of_operations};

const LISTED: &str = r##"
openapi: 3.0.3
info: {title: Things, version: "1.0"}
servers: [{url: https://example.com/v1}]
tags: [{name: Things}]
paths:
  /things:
    put:
      tags: [Things]
      summary: Put a thing
      parameters:
        - {name: X-Trace, in: header, schema: {$ref: "#/components/schemas/Pair"}}
        - {name: pair, in: query, required: true, schema: {$ref: "#/components/schemas/Pair"}}
        - {name: secret, in: cookie, required: true, schema: {type: string, format: password}}
        - {name: sizes, in: cookie, required: true, schema: {type: array, items: {type: integer, enum: [3, 1, 2]}}}
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                kind: {type: string, enum: [a, b]}
                inner: {type: object, properties: {kind: {type: string}, kinds: {type: array, items: {type: string, enum: [c, d]}}}}
                other: {type: object, properties: {kind: {type: string, enum: [e, f]}}}
      responses:
        "200":
          description: Done
          content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}
        "201":
          description: Made
          content: {application/yaml: {schema: {$ref: "#/components/schemas/Grid"}}}
components:
  schemas:
    Grid: {type: array, items: {type: array, items: {$ref: "#/components/schemas/Thing"}}}
    Ids: {type: array, items: {type: string, format: uuid}}
    Spans: {type: array, enum: [[1, 2], [a, b]]}
    Pair: {type: object, properties: {x: {type: string}, y: {type: string}}}
    Thing:
      type: object
      properties:
        size: {type: string, enum: ["", a, b]}
        one: {type: object, properties: {size: {type: integer, enum: [3, 1, 2]}}}
        two: {type: object, properties: {size: {type: integer}}}
        three: {type: object, properties: {size: {type: integer, enum: [5, 4]}}}
        choice:
          oneOf:
            - {type: string, enum: [a, b]}
            - {type: string, enum: [c]}
            - {type: string}
            - {type: string, enum: [d, e]}
"##;

#[test]
fn values_of_rows_of_one_name_come_back() {
    let pages = pages(LISTED, &MapFiles::default(), &Config::default());
    let page = page_of_operations(&pages);
    let captured = exact(&pages, Some(&Config::default()));
    let thing = captured.api.schema(captured.api.components["Thing"]);
    let values = |name: &str| {
        let within = captured.api.schema(thing.object.properties[name]);
        let size = captured.api.schema(within.object.properties["size"]);
        size.values.as_ref().map_or(0, |it| it.values.len())
    };
    assert_eq!(["one", "two", "three"].map(values), [3, 0, 2]);
    // A list of whole arrays is that of the array, not of its items.
    let spans = captured.api.schema(captured.api.components["Spans"]);
    let spans = spans.values.iter().flat_map(|it| &it.values);
    assert!(spans.filter(|it| it.as_array().is_some()).count() == 2);
    let choice = captured.api.schema(thing.object.properties["choice"]);
    let branches = choice.one_of.iter().map(|it| {
        let branch = captured.api.schema(*it);
        branch.values.as_ref().map_or(0, |it| it.values.len())
    });
    assert_eq!(branches.collect::<Vec<_>>(), [2, 1, 0, 2]);
    let schemas = pages.iter().find(|it| it.path.ends_with("schemas.md"));
    let schemas = &schemas.expect("there are components").text;
    for label in ["array of array of [Thing](#thing)", "array of string(uuid)"] {
        assert!(schemas.contains(label), "{label}\n{schemas}");
    }
    assert!(page.text.contains("enumerated"), "{}", page.text);
    exact(std::slice::from_ref(page), Some(&Config::default()));
}

/// What the published layout shows by the way: that a parameter is an object, that items are a component, values of rows that
/// have no table, `null` below operations alone.
const PUBLISHED: &str = r##"
openapi: 3.0.3
info: {title: Things, version: "1.0"}
servers: [{url: https://example.com/v1}]
tags: [{name: Things}]
paths:
  /notes:
    put:
      tags: [Things]
      summary: Put a note
      parameters:
        - {name: X-Pair, in: header, schema: {$ref: "#/components/schemas/Pair"}}
        - {name: pair, in: query, required: true, schema: {$ref: "#/components/schemas/Pair"}}
        - {name: word, in: query, required: true, schema: {$ref: "#/components/schemas/Word"}}
      requestBody: {content: {text/plain: {schema: {type: string}}}}
      responses: {"204": {description: Done}}
  /grids:
    get:
      tags: [Things]
      summary: Get a grid
      responses:
        "200": {description: Things, content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Thing"}}}}}
        default: {description: Words, content: {application/json: {schema: {$ref: "#/components/schemas/Lines"}}}}
components:
  schemas:
    Lines: {type: array, items: {type: string}}
    Pair: {type: object, properties: {x: {type: string}, y: {type: string}}}
    Word: {type: string, example: a word}
    Words: {type: array, items: {$ref: "#/components/schemas/Word"}}
    Few: {type: array, items: {allOf: [{$ref: "#/components/schemas/Pair"}]}}
    Thing: {type: object, properties: {sizes: {type: object, additionalProperties: {type: integer, nullable: true}}}}
    Sorted:
      allOf:
        - {$ref: "#/components/schemas/Thing"}
        - {type: object, properties: {by: {type: string, enum: [name, size]}, order: {type: string, enum: [down, up]}}}
"##;

#[test]
fn what_the_published_layout_shows_by_the_way_comes_back() {
    let mut config = Config::default();
    config.docs.quirks = true;
    let pages = pages(PUBLISHED, &MapFiles::default(), &config);
    let captured = exact(&pages, Some(&config));
    let schema = |name: &str| captured.api.schema(captured.api.components[name]);
    assert!(schema("Words").array.items == captured.api.components.get("Word").copied());
    let sorted = captured.api.schema(schema("Sorted").all_of[1]);
    let names: Vec<&str> = sorted.object.properties.keys().map(|it| &**it).collect();
    assert_eq!(names, ["by", "order"], "{}", captured.yaml);
    exact(
        std::slice::from_ref(page_of_operations(&pages)),
        Some(&config),
    );
}

/// An `allOf` of a component that is no object and of one: no value is accepted, and no component may come to hold itself.
#[test]
fn no_component_refers_to_itself() {
    let document = r##"
openapi: 3.0.3
info: {title: Things, version: "1.0"}
tags: [{name: Things}]
paths:
  /things:
    get:
      tags: [Things]
      summary: Get things
      responses:
        "200":
          description: Done
          content:
            application/json:
              schema:
                type: object
                properties:
                  id: {type: object, properties: {id: {allOf: [{$ref: "#/components/schemas/Word"}, {type: object, properties: {id: {type: string}}}]}}}
components:
  schemas:
    Word: {type: string}
"##;
    let mut config = Config::default();
    config.docs.quirks = true;
    let pages = pages(document, &MapFiles::default(), &config);
    let captured = verbatim_gen::capture::capture(&pages, Some(&config)).expect("they are pages");
    let again = verbatim_tests::try_pages(&captured.yaml, &MapFiles::default(), &config);
    assert!(again.is_ok(), "{}", captured.yaml);
}
