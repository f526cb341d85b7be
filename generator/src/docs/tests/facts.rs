//! What a caller has to know stands on the page: where requests go, which example is of what, what is restricted.

use super::{DONE, PARAMETER, operation, page, schemas};

/// Recursion by way of a map, a lone `allOf` or a choice with `null` has its rows once, and `null` stays part of the type.
#[test]
fn rows_of_what_leads_back_stand_once() {
    let document = "openapi: 3.1.0\ninfo: { title: T, version: '1' }\npaths:\n  /x:\n    post:\n      requestBody: { content: { application/json: { schema: { type: object, required: [w], properties: { w: { anyOf: [{ $ref: '#/components/schemas/Tree' }, { type: 'null' }] } } } } } }\n      responses: { '204': { description: Done } }\ncomponents:\n  schemas:\n    Tree: { type: object, properties: { kids: { type: object, additionalProperties: { $ref: '#/components/schemas/Tree' } }, next: { allOf: [{ $ref: '#/components/schemas/Tree' }], description: Next }, up: { anyOf: [{ $ref: '#/components/schemas/Tree' }, { type: 'null' }] } } }\n";
    let page = page(document, "default", false);
    let rows = page.lines().filter(|it| it.starts_with("| `")).count();
    // The body, `w`, `kids` with what it holds, `next` and `up`; the answer.
    assert_eq!(rows, 6, "{page}");
    for part in [
        "| `» w`                | body | [Tree](schemas.md#tree)¦null |",
        "| `»» up`              | body | [Tree](schemas.md#tree)¦null |",
    ] {
        assert!(page.contains(part), "{part} is not in\n{page}");
    }
}

/// An Example Object that only describes an example is none, and another one that a media type has says of which it is.
#[test]
fn examples_say_of_which_media_type_they_are() {
    let body = "      requestBody:\n        content:\n          application/json: { schema: { $ref: '#/components/schemas/Thing' }, examples: { said: { summary: Only said }, one: { value: { kind: a } } } }\n          application/xml: { schema: { $ref: '#/components/schemas/Thing' }, example: <t/> }\n          text/csv: { schema: { type: string }, examples: { c: { value: 'a,b' } } }\n";
    let answer = "      responses: { '200': { description: OK, content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } }, application/yaml: { schema: { $ref: '#/components/schemas/Thing' }, example: 'kind: a' } } } }\n";
    let page = operation(&format!("{PARAMETER}{body}{answer}"), false);
    for part in [
        "> Body parameter, `one`\n\n```json\n",
        "> Body parameter as `application/xml`\n\n```xml\n<t/>\n```",
        "> Body parameter as `text/csv`, `c`\n\n```\na,b\n```",
        "> 200 Response as `application/yaml`\n\n```yaml\nkind: a\n```",
    ] {
        assert!(page.contains(part), "{part} is not in\n{page}");
    }
    for part in ["Only said", "its schema refuses"] {
        assert!(!page.contains(part), "{part} is in\n{page}");
    }
}

#[test]
fn a_body_of_yaml_has_an_example() {
    let body = "      requestBody: { content: { application/yaml: { schema: { $ref: '#/components/schemas/Thing' } } } }\n";
    let page = operation(&format!("{PARAMETER}{body}{DONE}"), false);
    assert!(
        page.contains("> Body parameter\n\n```yaml\nkind: b\n"),
        "{page}"
    );
}

#[test]
fn servers_of_an_operation_stand_below_it() {
    let servers = |it: &str| operation(&format!("      servers: {it}\n{PARAMETER}{DONE}"), false);
    let variables = "[{ url: 'https://{zone}.example.com', description: Here, variables: { zone: { default: a, enum: [a, b] } } }]";
    let page = servers(variables);
    for part in [
        "'https://a.example.com/things/{id}'",
        "### Servers\n\n",
        "| `https://{zone}.example.com` | Here        |",
        "| `https://{zone}.example.com` | `zone`   | `a`     | `a`, `b` |",
    ] {
        let bare = part.trim_matches('\'');
        assert!(page.contains(bare), "{bare} is not in\n{page}");
    }
    // Its sample says where another one is.
    let page = servers("[{ url: 'https://other.example.com' }]");
    assert!(!page.contains("### Servers"), "{page}");
}

#[test]
fn members_of_parameters_have_rows() {
    let filter = "{ type: object, required: [a], properties: { a: { type: integer, maximum: 4 }, tags: { type: array, maxItems: 3, items: { type: string } } } }";
    let page = operation(
        &format!(
            "      parameters: [{{ name: id, in: path, required: true, schema: {{ type: string }} }}, {{ name: f, in: query, style: deepObject, schema: {filter} }}, {{ name: one, in: query, schema: {{ oneOf: [{{ type: integer, minimum: 5 }}, {{ type: string, enum: [all] }}] }} }}, {{ name: t, in: query, schema: {{ $ref: '#/components/schemas/Thing' }} }}]\n{DONE}"
        ),
        false,
    );
    let rows: Vec<&str> = page.lines().filter(|it| it.contains("| query |")).collect();
    let starts = [
        "| `f` ",
        "| `» a` ",
        "| `» tags` ",
        "| `one` ",
        "| `» [one of these]` ",
        "| `» [one of these]` ",
        // The page of schemas has its rows.
        "| `t` ",
    ];
    assert_eq!(rows.len(), starts.len(), "{page}");
    for (row, start) in rows.iter().zip(starts) {
        assert!(row.starts_with(start), "{row} for {start}");
    }
    for (at, part) in [
        (1, "| true     | maximum: `4`"),
        (2, "maximum items: `3`"),
        (4, "minimum: `5`"),
    ] {
        assert!(rows[at].contains(part), "{}", rows[at]);
    }
}

#[test]
fn items_of_a_body_without_a_name_have_rows() {
    let object =
        "{ type: object, required: [k], properties: { k: { type: integer, maximum: 4 } } }";
    let body = |items: &str| {
        let body = format!(
            "      requestBody: {{ content: {{ application/json: {{ schema: {{ type: array, items: {items} }} }} }} }}\n"
        );
        operation(&format!("{PARAMETER}{body}{DONE}"), false)
    };
    let row = "| `» k`  | body | integer       | true     | maximum: `4` |";
    assert!(body(object).contains(row), "{}", body(object));
    let choice = body(&format!("{{ oneOf: [{object}, {{ type: boolean }}] }}"));
    for part in ["### Body\n\n*One of these:*", "| `»» k` "] {
        assert!(choice.contains(part), "{part} is not in\n{choice}");
    }
}

/// One media type does not hide what another one holds.
#[test]
fn what_a_response_holds_is_told_of_each_media_type() {
    let object = "{ type: object, properties: { k: { type: integer, maximum: 4 } } }";
    let answer = |content: &str| {
        let answer = format!(
            "      responses: {{ '200': {{ description: OK, content: {{ {content} }} }} }}\n"
        );
        operation(&format!("{PARAMETER}{answer}"), false)
    };
    let list = format!("application/json: {{ schema: {{ type: array, items: {object} }} }}");
    for other in [
        "text/csv: { schema: { type: string } }",
        "application/xml: { schema: { $ref: '#/components/schemas/Thing' } }",
    ] {
        let page = answer(&format!("{list}, {other}"));
        for part in [
            "| OK          | array of object |",
            "| `» k` | integer | false    | maximum: `4` |",
        ] {
            assert!(page.contains(part), "{part} is not in\n{page}");
        }
    }
    let page = answer(&format!(
        "image/png: {{}}, application/json: {{ schema: {object} }}"
    ));
    for part in [
        "| OK          | object |",
        "| `» k` | integer | false    | maximum: `4` |",
    ] {
        assert!(page.contains(part), "{part} is not in\n{page}");
    }
    let page = answer(&format!(
        "application/json: {{ schema: {object} }}, text/plain: {{ schema: {{ type: string, maxLength: 5 }} }}"
    ));
    assert!(page.contains("200 as `text/plain`:"), "{page}");
    assert!(page.contains("maximum length: `5`"), "{page}");
}

/// What restricts the items of an array, a component as a whole, a header or a part.
#[test]
fn whatever_is_restricted_says_so() {
    let page = schemas(
        "    Names: { type: array, items: { type: array, minItems: 2, items: { type: string, maxLength: 5 } } }\n    Bag: { type: object, nullable: true, deprecated: true, minProperties: 2, additionalProperties: { type: integer } }\n    Free: { type: object }\n    Shut: { type: object, additionalProperties: false }\n",
        false,
    );
    for part in [
        "| each item: minimum items: `2`; each item: maximum length: `5` |",
        "As a whole: deprecated; minimum properties: `2`; may be null.",
        "## Free\n\n```json\n{}\n```\n\n### Properties\n\nAny",
        "### Properties\n\nNone\n\nThere are no other properties.",
    ] {
        assert!(page.contains(part), "{part} is not in\n{page}");
    }
    let body = "      requestBody: { content: { multipart/form-data: { schema: { type: object, properties: { f: { type: string } } }, encoding: { f: { contentType: text/plain, headers: { X-Part: { schema: { type: string } } } } } } } }\n";
    let answer = "      responses: { '200': { description: OK, headers: { X-Left: { required: true, description: Left, schema: { type: integer, maximum: 9 } } } } }\n";
    let page = operation(&format!("{PARAMETER}{body}{answer}"), false);
    for part in [
        "sent as: `text/plain`; with the headers: `X-Part`",
        "| 200    | X-Left | integer |        | true     | maximum: `9` | Left        |",
    ] {
        assert!(page.contains(part), "{part} is not in\n{page}");
    }
}

#[test]
fn what_other_values_of_a_discriminator_lead_to_is_told() {
    let document = "openapi: 3.2.0\ninfo: { title: T, version: '1' }\npaths: {}\ncomponents:\n  schemas:\n    Pet: { oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Other' }], discriminator: { propertyName: kind, mapping: { cat: Cat }, defaultMapping: Other } }\n    Cat: { type: object, required: [kind], properties: { kind: { type: string } } }\n    Other: { type: object, properties: { kind: { type: string } } }\n";
    let page = page(document, "schemas", false);
    assert!(
        page.contains("| any other, or none | [Other](#other) |"),
        "{page}"
    );
}
