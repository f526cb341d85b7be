//! Samples of requests: forms, parts, and what they leave out; what schemas require.

use super::{DONE, PARAMETER, operation, page, schemas};

/// default.md of an operation whose body has this media type, this schema, and more.
fn body(media: &str, schema: &str, more: &str) -> String {
    let text = format!(
        "      requestBody:\n        content:\n          {media}:\n            schema: {schema}\n{more}"
    );
    operation(&format!("{PARAMETER}{text}{DONE}"), false)
}

/// The arguments of the request on a page.
fn request(page: &str) -> &str {
    let start = page.find("curl -X").expect("a request");
    let end = page[start..].find("\n```").expect("its end");
    &page[start..start + end]
}

#[test]
fn a_part_that_may_be_a_file_is_one() {
    for choice in ["oneOf", "anyOf"] {
        let file = "{ type: string, format: binary }";
        let schema = format!(
            "{{ type: object, required: [f, g], properties: {{ f: {{ {choice}: [{{ type: object, properties: {{ url: {{ type: string }} }} }}, {file}] }}, g: {{ type: array, items: {{ {choice}: [{file}, {{ type: string, nullable: true }}] }} }} }} }}"
        );
        let page = body("multipart/form-data", &schema, "");
        let request = request(&page);
        assert!(
            request.ends_with("-F f=@FILE \\\n  -F g=@FILE")
                || request.ends_with("-F 'f=@FILE' \\\n  -F 'g=@FILE'"),
            "{request}"
        );
    }
}

#[test]
fn parts_of_other_media_types_are_sent_by_curl() {
    let schema = "{ type: object, required: [a], properties: { a: { type: integer } } }";
    let page = body("'multipart/related; boundary=x'", schema, "");
    let lines = request(&page);
    assert!(
        lines.contains("-H 'Content-Type: multipart/related' \\\n"),
        "{lines}"
    );
    assert!(lines.ends_with("-F 'a=0'"), "{lines}");
    let page = body(
        "multipart/mixed",
        "{ type: array, minItems: 2, items: { type: integer } }",
        "",
    );
    assert!(request(&page).ends_with("-F '=0' \\\n  -F '=0'"), "{page}");
}

#[test]
fn a_form_without_fields_is_sent_empty() {
    let form = "application/x-www-form-urlencoded";
    let page = body(form, "{ type: object, additionalProperties: false }", "");
    assert!(request(&page).ends_with("-d ''"), "{page}");
    let page = body(form, "{ type: object }", "");
    assert!(
        request(&page).ends_with("--data-urlencode NAME=VALUE"),
        "{page}"
    );
}

#[test]
fn an_array_that_has_to_be_there_has_an_item() {
    let schema = "{ type: object, required: [a], properties: { a: { type: array } } }";
    let page = body("application/x-www-form-urlencoded", schema, "");
    assert!(request(&page).contains("'a="), "{page}");
    let schema = "{ type: object, properties: { a: { type: array, items: { type: object, properties: { b: { type: integer } } } }, c: { type: array, items: { type: string } } } }";
    let encoding = "            encoding: { a: { style: deepObject }, c: { style: deepObject } }\n";
    let page = body("application/x-www-form-urlencoded", schema, encoding);
    let lines = request(&page);
    assert!(lines.contains("-d 'a%5B0%5D%5Bb%5D=0'"), "{lines}");
    assert!(lines.contains("-d 'c%5B0%5D=string'"), "{lines}");
}

#[test]
fn floats_keep_their_digits() {
    let document = "openapi: 3.0.3\ninfo: { title: T, version: '1' }\npaths:\n  /x: { get: { parameters: [{ name: q, in: query, required: true, schema: { type: number, enum: [-1.034e-20] } }], responses: { '204': { description: Done } } } }\n";
    let page = page(document, "default", false);
    assert!(page.contains("?q=-1.034e-20"), "{page}");
}

/// What a component requires and does not list is said below its rows, and by rows of what has no name.
#[test]
fn what_is_required_and_has_no_row_is_named() {
    let page = schemas(
        "    Base: { type: object, properties: { a: { type: string } } }\n    A: { allOf: [{ $ref: '#/components/schemas/Base' }], type: object, required: [a, own, b], properties: { own: { type: string } } }\n    B: { type: object, additionalProperties: { type: integer }, required: ['x,y', '`z`', ' '] }\n    C: { type: object, properties: { p: { type: object, required: ['x|y'] } } }\n    D: { oneOf: [{ $ref: '#/components/schemas/Base' }, { $ref: '#/components/schemas/B' }], required: [c] }\n",
        false,
    );
    for part in [
        "These properties are required as well: `a, b`.\n",
        r#"These properties are required as well: `"x,y", "\u0060z\u0060", " "`."#,
        r"requires: `x\|y`",
        "These properties are required as well: `c`.\n",
    ] {
        assert!(page.contains(part), "{part} is not in\n{page}");
    }
    assert_eq!(page.matches("required as well").count(), 3, "{page}");
}

/// What tells branches apart without a mapping is what they say of the property.
#[test]
fn constants_lead_to_branches() {
    let branch = |kind: &str| {
        format!(
            "{{ type: object, required: [kind], properties: {{ kind: {{ type: string, enum: [{kind}] }} }} }}"
        )
    };
    let page = schemas(
        &format!(
            "    Cat: {}\n    Dog: {}\n    Fish: {{ type: object, required: [kind], properties: {{ kind: {{ type: string }} }} }}\n    Pet: {{ oneOf: [{{ $ref: '#/components/schemas/Cat' }}, {{ $ref: '#/components/schemas/Dog' }}, {{ $ref: '#/components/schemas/Fish' }}], discriminator: {{ propertyName: kind }} }}\n",
            branch("cat"),
            branch("dog")
        ),
        false,
    );
    assert!(!page.contains("refuses this example"), "{page}");
    let pet = page.split("## Pet").nth(1).expect("a section");
    assert!(pet.contains("\"kind\": \"cat\""), "{pet}");
    for value in ["| `cat`", "| `dog`", "| `Fish`"] {
        assert!(pet.contains(value), "{value} is not in\n{pet}");
    }
}

/// Properties without a type are those of an object, also to an example that is `null`.
#[test]
fn a_null_is_no_example_of_properties() {
    let page = operation(
        &format!(
            "{PARAMETER}      requestBody: {{ content: {{ application/json: {{ schema: {{ properties: {{ a: {{ type: integer }} }} }}, examples: {{ e: {{ value: null }} }} }} }} }}\n{DONE}"
        ),
        false,
    );
    assert!(page.contains("{\n  \"a\": 0\n}"), "{page}");
}

/// Media types heed no case, and a server's query stands behind the path.
#[test]
fn odd_media_types_and_servers_have_samples() {
    let media = "'Application/JSON; Charset=UTF-8'";
    let document = format!(
        "openapi: 3.0.3\ninfo: {{ title: T, version: '1' }}\nservers: [{{ url: 'https://x.example/v1?a=1' }}]\npaths:\n  /x: {{ post: {{ parameters: [{{ name: b, in: query, required: true, schema: {{ type: integer }} }}], requestBody: {{ content: {{ {media}: {{ schema: {{ type: object, properties: {{ n: {{ type: integer }} }} }} }} }} }}, responses: {{ '200': {{ description: OK }} }} }} }}\n"
    );
    let page = page(&document, "default", false);
    for part in [
        "'https://x.example/v1/x?a=1&b=0'",
        "> Body parameter\n\n```json\n{\n  \"n\": 0\n}\n```",
    ] {
        assert!(page.contains(part), "{part} is not in\n{page}");
    }
}

/// Examples of texts are shown where no answer is anything else.
#[test]
fn examples_of_texts_alone_are_shown() {
    let answer = |it: &str| {
        let answer =
            format!("      responses: {{ '200': {{ description: OK, content: {{ {it} }} }} }}\n");
        operation(&format!("{PARAMETER}{answer}"), false)
    };
    let page = answer("Text/CSV: { schema: { type: string }, example: 'c,d' }");
    assert!(page.contains("> 200 Response\n\n```\nc,d\n```"), "{page}");
    let page = answer("text/plain: { schema: { type: string } }");
    assert!(!page.contains("Example responses"), "{page}");
}

#[test]
fn a_branch_that_leads_back_to_itself_ends_the_sample() {
    let tree = "    Tree:\n      type: object\n      properties: { name: { type: string }, maybe: { nullable: true, anyOf: [{ $ref: '#/components/schemas/Tree' }] }, both: { allOf: [{ $ref: '#/components/schemas/Tree' }] } }\n";
    let page = schemas(tree, false);
    let sample = page.split("```").nth(1).expect("a sample");
    let names = sample.matches("\"name\"").count();
    assert!((1..=4).contains(&names), "{sample}");
}
