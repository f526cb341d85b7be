//! One construct each: the smallest document that shows it, beside what stands on the page.

use crate::config::Config;
use crate::{Emit, Files, Source};

struct NoFiles;

impl Files for NoFiles {
    fn read(&self, path: &str) -> Result<String, String> {
        Err(format!("{path} is not there"))
    }
}

/// A page of a document.
fn page(document: &str, name: &str, quirks: bool) -> String {
    let mut config = Config::default();
    config.docs.quirks = quirks;
    let emit = Emit {
        rust: false,
        docs: true,
    };
    let made = crate::generate(Source::new("api.yaml", document), &NoFiles, &config, emit);
    let made = made.unwrap_or_else(|report| panic!("{report}"));
    made.files
        .get(&format!("docs/{name}.md"))
        .unwrap_or_default()
        .to_owned()
}

/// schemas.md for the members of `components/schemas`, as YAML indented by four.
fn schemas(components: &str, quirks: bool) -> String {
    let document = format!(
        "openapi: 3.0.3\ninfo: {{ title: T, version: '1' }}\npaths: {{}}\ncomponents:\n  schemas:\n{components}"
    );
    page(&document, "schemas", quirks)
}

/// The example of a schema.
fn example(schema: &str) -> String {
    let page = schemas(&format!("    A: {schema}\n"), true);
    let start = page.find("```json\n").expect("an example") + 8;
    let end = page[start..].find("\n```").expect("its end") + start;
    page[start..end]
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// default.md for one operation without a tag, as YAML indented by six, with two components.
fn operation(operation: &str, quirks: bool) -> String {
    let document = format!(
        "openapi: 3.0.3\ninfo: {{ title: T, version: '1' }}\nservers: [{{ url: /api }}]\npaths:\n  /things/{{id}}:\n    post:\n{operation}components:\n  schemas:\n    Kind: {{ type: string, enum: [b, a] }}\n    Thing: {{ type: object, properties: {{ kind: {{ $ref: '#/components/schemas/Kind' }} }} }}\n"
    );
    page(&document, "default", quirks)
}

const PARAMETER: &str =
    "      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]\n";
const DONE: &str = "      responses: { '204': { description: Done } }\n";

#[test]
fn examples_follow_from_the_schema() {
    let cases = [
        ("{ type: string }", "\"string\""),
        (
            "{ type: string, format: uuid }",
            "\"497f6eca-6276-4993-bfeb-53cbbbba6f08\"",
        ),
        (
            "{ type: string, format: date-time }",
            "\"2019-08-24T14:15:22Z\"",
        ),
        ("{ type: string, minLength: 8 }", "\"stringst\""),
        ("{ type: string, maxLength: 3 }", "\"str\""),
        ("{ type: integer, minimum: 3 }", "3"),
        ("{ type: number, format: double }", "0.1"),
        ("{ type: boolean }", "true"),
        ("{ type: string, enum: [b, a] }", "\"b\""),
        ("{ type: string, default: d }", "\"d\""),
        ("{ type: string, example: e, enum: [b] }", "\"e\""),
        ("{}", "null"),
        (
            "{ type: array, minItems: 2, items: { type: integer } }",
            "[ 0, 0 ]",
        ),
        (
            "{ type: object, additionalProperties: { type: integer } }",
            "{ \"property1\": 0, \"property2\": 0 }",
        ),
        ("{ type: object, additionalProperties: true }", "{}"),
        (
            "{ type: object, properties: { b: { type: integer }, '2': { type: integer }, '1': { type: integer } } }",
            "{ \"1\": 0, \"2\": 0, \"b\": 0 }",
        ),
        (
            "{ allOf: [{ type: object, properties: { a: { type: integer } } }, { type: object, properties: { b: { type: boolean } } }] }",
            "{ \"a\": 0, \"b\": true }",
        ),
        (
            "{ oneOf: [{ type: string }, { type: integer }] }",
            "\"string\"",
        ),
        (
            "{ type: object, properties: { id: { type: string, format: uuid }, a: { $ref: '#/components/schemas/A' } } }",
            "{ \"id\": \"497f6eca-6276-4993-bfeb-53cbbbba6f08\", \"a\": { \"id\": \"497f6eca-6276-4993-bfeb-53cbbbba6f08\", \"a\": {} } }",
        ),
    ];
    for (schema, expected) in cases {
        assert_eq!(example(schema), expected, "{schema}");
    }
}

#[test]
fn rows_show_properties_with_their_depth() {
    let page = schemas(
        "    A:\n      type: object\n      required: [name]\n      properties:\n        name: { type: string, description: Its name., readOnly: true }\n        tags: { type: array, items: { $ref: '#/components/schemas/B' } }\n        more: { type: object, additionalProperties: { $ref: '#/components/schemas/B' } }\n    B: { type: string, enum: [y, x, y] }\n",
        true,
    );
    assert!(page.contains("| `name` "), "{page}");
    assert!(
        page.contains("| true     | read-only    | Its name."),
        "{page}"
    );
    assert!(page.contains("array of [B](#b)"), "{page}");
    assert!(page.contains("| » `[any property]` | [B](#b)"), "{page}");
    assert!(page.contains("| `x`, `y` |"), "{page}");
}

#[test]
fn go_names_are_spelt_out() {
    let page = schemas(
        "    A:\n      type: object\n      properties:\n        avatar_url: { type: string, description: AvatarURL is the url of it. }\n",
        true,
    );
    assert!(page.contains("Avatar URL is the URL of it."), "{page}");
    let plain = schemas(
        "    A:\n      type: object\n      properties:\n        avatar_url: { type: string, description: HTTP address. }\n",
        false,
    );
    assert!(plain.contains("HTTP address."), "{plain}");
}

#[test]
fn a_cycle_through_items_is_shown_as_the_tools_show_it() {
    let document = "      responses:\n        '200':\n          description: OK\n          content:\n            application/json:\n              schema: { type: array, items: { $ref: '#/components/schemas/Node' } }\n";
    let text = format!(
        "openapi: 3.0.3\ninfo: {{ title: T, version: '1' }}\npaths:\n  /x:\n    get:\n{document}components:\n  schemas:\n    Node: {{ type: object, properties: {{ kids: {{ type: array, items: {{ $ref: '#/components/schemas/Node' }} }} }} }}\n"
    );
    let squeeze = |it: String| it.split_whitespace().collect::<Vec<_>>().join(" ");
    let pinned = squeeze(page(&text, "default", true));
    assert!(
        pinned.contains("| `» kids` | [Node](schemas.md#node) |"),
        "{pinned}"
    );
    assert!(page(&text, "default", false).contains("array of [Node](schemas.md#node)"));
}

#[test]
fn a_request_is_shown_with_curl() {
    let text = operation(
        &format!(
            "      summary: Make it.\n{PARAMETER}      requestBody: {{ content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/Thing' }} }} }} }}\n{DONE}"
        ),
        true,
    );
    let expected = "# Default

## Make it

### Code samples

```shell
# Example request using curl
curl -X POST http://localhost:8080/api/things/{id} \\
  -H 'Content-Type: application/json'
```

`POST /things/{id}`

> Body parameter

```json
{
  \"kind\": \"b\"
}
```

### Parameters

| Name   | In   | Type                      | Required | Description |
|--------|------|---------------------------|----------|-------------|
| `id`   | path | string                    | true     |             |
| `body` | body | [Thing](schemas.md#thing) | false    |             |

### Responses

| Status | Meaning                                                         | Description | Schema |
|--------|-----------------------------------------------------------------|-------------|--------|
| 204    | [No Content](https://tools.ietf.org/html/rfc7231#section-6.3.5) | Done        |        |
";
    assert_eq!(text, expected);
}

#[test]
fn nothing_in_a_document_breaks_a_table_or_a_sample() {
    let text = operation(
        "      summary: 'a <b> `c`'\n      parameters:\n        - { name: id, in: path, required: true, description: \"one|two\\nthree\\n\\nfour\", schema: { type: string, enum: ['`', 'a|b', \"x\\ny\"] } }\n        - { name: X-A, in: header, schema: { type: string }, example: \"it's\" }\n      responses: { '200': { description: \"a|b\\nc\" } }\n",
        false,
    );
    assert!(text.contains("one\\|two three<br><br>four"), "{text}");
    assert!(text.contains("-H 'X-A: it'\\''s'"), "{text}");
    assert!(text.contains("`` ` ``"), "{text}");
    assert!(text.contains("`a\\|b`"), "{text}");
    assert!(text.contains("a\\|b c"), "{text}");
    assert!(text.contains("## a \\<b\\> \\`c\\`"), "{text}");
}

#[test]
fn tags_that_make_one_file_name_get_two() {
    let document = "openapi: 3.0.3\ninfo: { title: T, version: '1' }\npaths:\n  /a: { get: { tags: [x/y], responses: { '204': { description: A } } } }\n  /b: { get: { tags: [x-y], responses: { '204': { description: B } } } }\n";
    assert!(page(document, "x-y", false).contains("GET /a"));
    assert!(page(document, "x-y-2", false).contains("GET /b"));
}

#[test]
fn a_schema_without_end_is_cut_and_says_so() {
    let mut components = String::new();
    for i in 0..40 {
        components.push_str(&format!(
            "    S{i}:\n      type: object\n      properties:\n"
        ));
        for j in 0..40 {
            components.push_str(&format!(
                "        p{j}: {{ $ref: '#/components/schemas/S{j}' }}\n"
            ));
        }
    }
    let page = schemas(&components, false);
    assert!(
        page.contains("Shown to a depth of 1; the schema goes deeper."),
        "{}",
        &page[..2000]
    );
}

#[test]
fn swagger_two_takes_the_same_path() {
    let document = "swagger: '2.0'\ninfo: { title: T, version: '1' }\nbasePath: /v1\nconsumes: [multipart/form-data]\nproduces: [application/json]\npaths:\n  /files:\n    post:\n      tags: [Files]\n      summary: Upload\n      parameters:\n        - { name: file, in: formData, type: file, required: true, description: The file }\n        - { name: ids, in: query, type: array, items: { type: string, enum: [a] }, collectionFormat: multi, required: true }\n      responses:\n        '200': { description: OK, schema: { $ref: '#/definitions/Hash' }, headers: { X-N: { type: integer, format: int64 } } }\ndefinitions:\n  Hash: { type: object, properties: { hash: { type: string } } }\n";
    let text = page(document, "files", true);
    for part in [
        "curl -X POST http://localhost:8080/v1/files?ids=a \\",
        "-H 'Content-Type: multipart/form-data'",
        "```yaml\nfile: string\n\n```",
        "| `» file` | body  | binary",
        "| `ids`    | query | array[string]",
        "| `ids`     | `a`      |",
        "[Hash](schemas.md#hash)",
        "| 200    | X-N    | integer | int64  |",
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
}

#[test]
fn a_body_of_branches_shows_each_of_them() {
    let body = "      requestBody:\n        content:\n          application/json:\n            schema:\n              oneOf: [{ $ref: '#/components/schemas/Thing' }, { type: object, properties: { x: { type: integer } } }]\n              discriminator: { propertyName: kind }\n";
    let text = operation(&format!("{PARAMETER}{body}{DONE}"), false);
    for part in [
        "| `body` | body | [Thing](schemas.md#thing) or object |",
        "### Body\n",
        "*One of these, told apart by `kind`:*",
        "*or*",
        "`»» x`",
        "  -d @body.json",
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
}

#[test]
fn a_sample_sends_forms_files_and_cookies() {
    let parameters = "      parameters: [{ name: id, in: path, required: true, schema: { type: string } }, { name: theme, in: cookie, required: true, schema: { type: string } }]\n";
    let body = |media_type: &str| {
        format!(
            "      requestBody:\n        content:\n          {media_type}:\n            schema: {{ type: object, properties: {{ name: {{ type: string }}, file: {{ type: string, format: binary }} }} }}\n"
        )
    };
    let cases = [
        (
            "multipart/form-data",
            "  -F 'name=string' \\\n  -F 'file=@FILE'\n",
        ),
        (
            "application/x-www-form-urlencoded",
            "  --data-urlencode 'name=string' \\\n",
        ),
        ("image/png", "  --data-binary @FILE\n"),
    ];
    for (media_type, part) in cases {
        let text = operation(&format!("{parameters}{}{DONE}", body(media_type)), false);
        assert!(text.contains(part), "{part} is not in\n{text}");
        assert!(text.contains("-H 'Cookie: theme=string'"), "{text}");
        assert!(!text.contains("Content-Type: multipart"), "{text}");
    }
}

#[test]
fn links_and_webhooks_are_shown() {
    let links = "      responses: { '204': { description: Done, links: { Next: { operationId: getNext, description: More of it } } } }\n";
    let text = operation(&format!("{PARAMETER}{links}"), false);
    let wanted = "### Links\n\n- `Next` of 204 leads to `getNext`: More of it\n";
    assert!(text.contains(wanted), "{text}");

    let document = "openapi: 3.1.0\ninfo: { title: T, version: '1' }\nwebhooks:\n  newPet:\n    post:\n      requestBody: { content: { application/json: { schema: { type: object, properties: { name: { type: string } } } } } }\n      responses: { '200': { description: Taken } }\n";
    let text = page(document, "webhooks", false);
    for part in [
        "# Webhooks",
        "## newPet",
        "`POST newPet`",
        "\"name\": \"string\"",
        "| Taken",
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
    assert!(!text.contains("curl"), "{text}");
}
