//! One construct each: the smallest document that shows it, beside what stands on the page.

use crate::config::Config;
use crate::{Emit, Files, Source};

mod facts;
mod requests;

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
        html: false,
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
    assert!(text.contains("one\\|two three<br/><br/>four"), "{text}");
    assert!(text.contains("-H 'X-A: it'\\''s'"), "{text}");
    assert!(text.contains("`` ` ``"), "{text}");
    assert!(text.contains("`a\\|b`"), "{text}");
    assert!(text.contains("a\\|b c"), "{text}");
    assert!(text.contains("## a \\<b\\> \\`c\\`"), "{text}");
}

#[test]
fn no_sample_has_a_header_that_none_can_be_called() {
    let text = operation(
        "      parameters:\n        - { name: of two, in: header, schema: { type: string } }\n        - { name: X-One, in: header, schema: { type: string } }\n      responses: { '204': { description: none } }\n",
        false,
    );
    assert!(!text.contains("-H 'of two"), "{text}");
    assert!(text.contains("-H 'X-One: string'"), "{text}");
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

/// What a document says of the query, headers and cookies of one operation, and the lines of its sample.
#[test]
fn parameters_are_sent_as_servers_read_them() {
    let object = "{ type: object, required: [a, b], properties: { a: { type: string, enum: [x] }, b: { type: integer } } }";
    let list = "{ type: array, minItems: 2, items: { type: string, enum: [\"a b\"] } }";
    let cases = [
        (
            format!("in: query, style: deepObject, schema: {object}"),
            "?p%5Ba%5D=x&p%5Bb%5D=0'",
        ),
        (format!("in: query, schema: {object}"), "?a=x&b=0'"),
        (
            format!("in: query, explode: false, schema: {object}"),
            "?p=a,x,b,0'",
        ),
        (
            format!("in: query, style: pipeDelimited, explode: false, schema: {list}"),
            "?p=a%20b%7Ca%20b'",
        ),
        (format!("in: query, schema: {list}"), "?p=a%20b&p=a%20b'"),
        (
            format!("in: query, content: {{ application/json: {{ schema: {object} }} }}"),
            "?p=%7B%22a%22%3A%22x%22%2C%22b%22%3A0%7D'",
        ),
        (format!("in: header, schema: {object}"), "-H 'p: a,x,b,0'"),
        (
            format!("in: cookie, schema: {object}"),
            "-H 'Cookie: a=x; b=0'",
        ),
        (
            "in: query, schema: { type: string, pattern: '^[A-Z]{3}$' }".to_owned(),
            "?p=",
        ),
        (
            "in: query, schema: { type: string, pattern: '^ab$' }, example: 'no'".to_owned(),
            "?p=ab'",
        ),
        (
            "in: query, schema: { type: [string, 'null'], nullable: true }"
                .replace("[string, 'null']", "string"),
            "?p=string'",
        ),
    ];
    for (parameter, part) in cases {
        let text = operation(
            &format!(
                "      parameters: [{{ name: id, in: path, required: true, schema: {{ type: string }} }}, {{ name: p, required: true, {parameter} }}]\n{DONE}"
            ),
            false,
        );
        assert!(text.contains(part), "{parameter}: {part} is not in\n{text}");
    }
}

#[test]
fn forms_are_sent_by_their_encoding() {
    let schema = "{ type: object, required: [b, c, f], properties: { b: { type: array, minItems: 2, items: { type: integer } }, c: { type: object, required: [x], properties: { x: { type: integer } } }, f: { type: array, minItems: 2, items: { type: string, format: binary } } } }";
    let body = |media: &str, encoding: &str| {
        let text = format!(
            "      requestBody:\n        content:\n          {media}:\n            schema: {schema}\n            encoding: {encoding}\n"
        );
        operation(&format!("{PARAMETER}{text}{DONE}"), false)
    };
    let form = body(
        "application/x-www-form-urlencoded",
        "{ c: { style: deepObject, explode: true } }",
    );
    for part in [
        "--data-urlencode 'b=0' \\\n  --data-urlencode 'b=0' \\\n",
        "-d 'c%5Bx%5D=0'",
    ] {
        assert!(form.contains(part), "{part} is not in\n{form}");
    }
    let parts = body("multipart/form-data", "{ f: { contentType: image/png } }");
    for part in [
        "-F 'b=0' \\\n  -F 'b=0'",
        "-F 'c={\"x\":0}'",
        "-F 'f=@FILE;type=image/png' \\\n  -F 'f=@FILE;type=image/png'",
    ] {
        assert!(parts.contains(part), "{part} is not in\n{parts}");
    }
}

/// default.md and authentication.md of one operation with this `security` and these schemes.
fn secured(security: &str, schemes: &str) -> [String; 2] {
    let document = format!(
        "openapi: 3.0.3\ninfo: {{ title: T, version: '1' }}\nservers: [{{ url: 'https://{{region}}.example.com', variables: {{ region: {{ default: eu }} }} }}]\npaths:\n  /x: {{ get: {{ security: {security}, responses: {{ '204': {{ description: Done }} }} }} }}\ncomponents: {{ securitySchemes: {schemes} }}\n"
    );
    [
        page(&document, "default", false),
        page(&document, "authentication", false),
    ]
}

#[test]
fn credentials_are_in_the_sample_and_ways_on_the_page() {
    let keys = "{ k: { type: apiKey, in: query, name: key }, h: { type: apiKey, in: header, name: X-Key } }";
    let [both, _] = secured("[{ k: [], h: [] }]", keys);
    for part in [
        "curl -X GET 'https://eu.example.com/x?key=API_KEY'",
        "-H 'X-Key: API_KEY'",
        "- `k` and `h`\n",
        "must be authenticated",
    ] {
        assert!(both.contains(part), "{part} is not in\n{both}");
    }
    let [optional, _] = secured("[{ k: [] }, {}]", keys);
    assert!(optional.contains("- `k`\n- nothing\n"), "{optional}");
    assert!(!optional.contains("must be authenticated"), "{optional}");
    let oauth = "{ o: { type: oauth2, flows: { clientCredentials: { tokenUrl: 'https://example.com', scopes: { 'a:read': A, 'a:write': B } } } } }";
    let [scopes, _] = secured("[{ o: ['a:read', 'a:write'] }]", oauth);
    assert!(
        scopes.contains("- `o` with the scopes `a:read`, `a:write`\n"),
        "{scopes}"
    );
    let [basic, told] = secured(
        "[{ b: [] }]",
        "{ b: { type: http, scheme: basic }, d: { type: http, scheme: digest } }",
    );
    assert!(basic.contains("-u '{username}:{password}'"), "{basic}");
    assert!(
        told.contains("base64") && told.contains("RFC 7616"),
        "{told}"
    );
}

#[test]
fn discriminators_say_what_their_values_lead_to() {
    let components = "    Pet:\n      oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }]\n      discriminator: { propertyName: kind, mapping: { cat: '#/components/schemas/Cat', dog: '#/components/schemas/Dog' } }\n    Cat: { type: object, required: [kind], properties: { kind: { type: string } } }\n    Dog: { type: object, required: [kind], properties: { kind: { type: string } } }\n    Base: { type: object, required: [kind], properties: { kind: { type: string } }, discriminator: { propertyName: kind } }\n    Sub: { allOf: [{ $ref: '#/components/schemas/Base' }, { type: object, properties: { a: { type: integer } } }] }\n";
    let text = schemas(components, false);
    for part in [
        "\"kind\": \"cat\"",
        "The value of `kind` tells which schema holds:",
        "| `cat`, `Cat` | [Cat](#cat) |",
        "\"kind\": \"Sub\"",
        "[Sub](#sub)",
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
}

#[test]
fn what_restricts_a_value_is_told() {
    let text = schemas(
        "    A:\n      type: object\n      properties:\n        n: { type: integer, minimum: 1, maximum: 30, default: 10 }\n        s: { type: string, pattern: '^[a-z]+$', maxLength: 5, deprecated: true }\n        o: { type: string, enum: [a] }\n        grid: { type: array, items: { type: array, items: { type: integer, format: int64 } } }\n    L: { type: array, items: { $ref: '#/components/schemas/A' } }\n",
        false,
    );
    for part in [
        "default: `10`; minimum: `1`; maximum: `30`",
        "deprecated; maximum length: `5`; pattern: `^[a-z]+$`",
        "always: `a`",
        "array of array of integer(int64)",
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
    let list = |schema: &str| {
        let response = format!(
            "      responses: {{ '200': {{ description: OK, content: {{ application/json: {{ schema: {schema} }} }} }} }}\n"
        );
        let document = format!(
            "openapi: 3.0.3\ninfo: {{ title: T, version: '1' }}\npaths:\n  /x:\n    get:\n{response}components:\n  schemas:\n    I: {{ type: object }}\n    L: {{ type: array, items: {{ $ref: '#/components/schemas/I' }} }}\n"
        );
        page(&document, "default", false)
    };
    assert!(list("{ $ref: '#/components/schemas/L' }").contains("| [L](schemas.md#l) |"));
    assert!(
        list("{ type: array, items: { $ref: '#/components/schemas/L' } }")
            .contains("array of [L](schemas.md#l)")
    );
}

#[test]
fn each_response_has_an_example() {
    let problem = "content: { application/json: { schema: { type: object, properties: { detail: { type: string } } } } }";
    let responses = format!(
        "      responses:\n        '200': {{ description: OK, content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/Thing' }} }} }} }}\n        '404': {{ description: None, {problem} }}\n        '409': {{ description: Again, {problem} }}\n        default: {{ description: Else, content: {{ application/json: {{ schema: {{ type: object, properties: {{ code: {{ type: integer }} }} }} }} }} }}\n"
    );
    let text = operation(&format!("{PARAMETER}{responses}"), false);
    let titles: Vec<&str> = text
        .lines()
        .filter(|it| it.ends_with(" Response"))
        .collect();
    let expected = [
        "> 200 Response",
        "> 404, 409 Response",
        "> default Response",
    ];
    assert_eq!(titles, expected, "{text}");
    // The tools show one for each notation.
    let text = operation(&format!("{PARAMETER}{responses}"), true);
    assert_eq!(text.matches(" Response\n\n```").count(), 1, "{text}");
}

#[test]
fn an_example_that_is_refused_is_shown_behind_one_that_works() {
    let body = "      requestBody: { content: { application/json: { schema: { type: object, required: [n], properties: { n: { type: integer } } }, example: { n: no number } } } }\n";
    let text = operation(&format!("{PARAMETER}{body}{DONE}"), false);
    let works = text.find("\"n\": 0").expect("one that works");
    let marked = text
        .find("> An example of the document that its schema refuses")
        .expect("a mark");
    let refused = text
        .find("\"n\": \"no number\"")
        .expect("that of the document");
    assert!(works < marked && marked < refused, "{text}");
}

#[test]
fn the_index_says_what_the_api_is() {
    let document = "openapi: 3.0.3\ninfo: { title: T, version: 2.5.0, description: About it., termsOfService: 'https://example.com/terms', contact: { name: Ann, email: ann@example.com }, license: { name: MIT } }\nexternalDocs: { url: 'https://example.com/more' }\nservers: [{ url: 'https://{region}.example.com', description: Here, variables: { region: { default: eu, enum: [eu, us] } } }]\npaths:\n  /x: { get: { responses: { '204': { description: Done } } } }\n";
    let text = page(document, "index", false);
    for part in [
        "About it.",
        "- Version: `2.5.0`",
        "- Terms of service: [https://example.com/terms](https://example.com/terms)",
        "- Contact: Ann",
        "- License: MIT",
        "(https://example.com/more)",
        "| `https://{region}.example.com` | Here",
        "| `eu`, `us` |",
        "- [Default](default.md)",
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
}

#[test]
fn what_a_description_says_stays_within_its_section() {
    let text = "# Of {id}\\n\\nA list<T>, `{kept}` and <b>bold</b>\\n\\n```\\nno end";
    let page = operation(
        &format!("      description: \"{text}\"\n{PARAMETER}{DONE}"),
        false,
    );
    assert!(
        page.contains("#### Of \\{id}\n\nA list\\<T>, `{kept}` and <b>bold</b>\n\n```\nno end\n```\n\n### Parameters\n"),
        "{page}"
    );
    let in_cell = operation(
        "      parameters: [{ name: id, in: path, required: true, description: \"One of:\\n* `a` - {first}\\n* `b`\\n\\n1. x\\n2. y\", schema: { type: string } }]\n      responses: { '204': { description: Done } }\n",
        false,
    );
    let cell = "One of:<br/>• `a` - \\{first}<br/>• `b`<br/>1. x<br/>2. y";
    assert!(in_cell.contains(cell), "{in_cell}");
}

#[test]
fn all_examples_are_shown_with_what_is_said_of_them() {
    let page = operation(
        &format!(
            "{PARAMETER}      requestBody: {{ content: {{ application/json: {{ schema: {{ type: integer }}, examples: {{ one: {{ summary: The first, description: Most send it., value: 1 }}, bad: {{ value: no }}, two: {{ value: 2 }}, far: {{ externalValue: 'https://example.com/far' }} }} }} }} }}\n      responses: {{ '200': {{ description: Done, content: {{ text/csv: {{ schema: {{ type: string }}, examples: {{ table: {{ value: 'a,b' }}, none: {{ summary: Only said }} }} }} }} }}, '201': {{ description: Made, content: {{ application/xml: {{ example: '<a/>' }} }} }}, '202': {{ description: Bytes, content: {{ application/zip: {{ schema: {{ type: object }} }} }} }} }}\n"
        ),
        false,
    );
    for shown in [
        "> Body parameter, `one`: The first\n\n> Most send it.\n\n```json\n1\n```\n",
        "> Body parameter, `two`\n\n```json\n2\n```\n",
        "> Body parameter, `far`\n\nAn example stands at `https://example.com/far`.\n",
        "> Body parameter, `bad`\n\n> An example of the document that its schema refuses\n\n```json\n\"no\"\n```\n",
        "> 200 Response, `table`\n\n```\na,b\n```\n",
        "> 201 Response\n\n```xml\n<a/>\n```\n",
    ] {
        assert!(page.contains(shown), "{shown}\n{page}");
    }
    // A title of nothing says nothing.
    assert!(
        !page.contains("> 202 Response") && !page.contains("`none`"),
        "{page}"
    );
}

#[test]
fn a_body_of_several_media_types_says_what_each_holds() {
    let json = "{ type: object, properties: { name: { type: string } } }";
    let form = "{ type: object, properties: { photo: { type: string, format: binary } } }";
    let text = operation(
        &format!(
            "{PARAMETER}      requestBody: {{ content: {{ application/json: {{ schema: {json} }}, application/vnd.x+json: {{ schema: {json} }}, multipart/form-data: {{ schema: {form} }} }} }}\n      responses: {{ '200': {{ description: Done, content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/Thing' }} }}, text/csv: {{ schema: {{ type: string }} }} }} }}, '404': {{ description: None, content: {{ text/plain: {{ schema: {{ type: string }} }} }} }} }}\n"
        ),
        false,
    );
    for part in [
        "### Media types\n",
        "| body       | `application/json`       | object                    |",
        "| body       | `multipart/form-data`    | object                    |",
        "| 200        | `text/csv`               | string                    |",
        "body as `multipart/form-data`:\n",
        "| `» photo` | string(binary) | false",
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
    // What has one media type has no row, and what is alike no rows of its own.
    for part in [
        "| 404        |",
        "as `application/vnd.x+json`:",
        "as `text/csv`:",
    ] {
        assert!(!text.contains(part), "{part} is in\n{text}");
    }
    // The example of one is none of a form that has other fields.
    assert!(!text.contains("name: string"), "{text}");
}

#[test]
fn a_tag_without_operations_has_a_page() {
    let document = "openapi: 3.0.3\ninfo: { title: T, version: '1' }\ntags: [{ name: Used }, { name: Limits, description: Ten a second. }]\npaths:\n  /x: { get: { tags: [Used], responses: { '204': { description: Done } } } }\n";
    let text = page(document, "limits", false);
    assert_eq!(
        text,
        "# Limits\n\nTen a second.\n\nNo operation has this tag.\n"
    );
    assert!(page(document, "index", false).contains("- [Limits](limits.md)"));
    assert_eq!(page(document, "limits", true), "");
}

#[test]
fn samples_are_of_the_kind_that_servers_read() {
    let body = |media: &str, content: &str| {
        let text = format!("      requestBody: {{ content: {{ '{media}': {{ {content} }} }} }}\n");
        operation(&format!("{PARAMETER}{text}{DONE}"), false)
    };
    let cases = [
        // Properties without a type are those of an object.
        (
            body(
                "application/json",
                "schema: { properties: { a: { type: integer } } }, example: '{ \"a\": 1 }'",
            ),
            "> Body parameter\n\n```json\n{\n  \"a\": 0\n}\n```\n\n> An example of the document that its schema refuses",
        ),
        // A range that is read as JSON has an example.
        (
            body(
                "*/*",
                "schema: { type: object, properties: { a: { type: integer } } }",
            ),
            "```json\n{\n  \"a\": 0\n}\n```",
        ),
        (
            body("text/plain", "schema: { type: boolean }"),
            "```\ntrue\n```",
        ),
        (
            body(
                "application/json",
                "schema: { type: string, format: date, pattern: '^2021' }",
            ),
            "\"2021-02-28\"",
        ),
        (
            body(
                "application/json",
                "schema: { type: string, format: date-time, maxLength: 10 }",
            ),
            "The schema refuses this example, and none was found that it accepts.\n",
        ),
        // A part of an `allOf` is of the kind that it says, whatever the other parts say.
        (
            body(
                "application/json",
                "schema: { allOf: [{ required: [a], properties: { a: { type: integer } } }, { description: d }] }",
            ),
            "```json\n{\n  \"a\": 0\n}\n```",
        ),
        // So is the list that one asks for, with what it has to have.
        (
            body(
                "application/json",
                "schema: { allOf: [{ type: array, minItems: 1, items: { type: string, pattern: '^(?!s)[a-c]{2}$' } }, { description: d }], example: [] }",
            ),
            "> Body parameter\n\n```json\n[\n  \"",
        ),
        (
            body(
                "application/json",
                "schema: { properties: { to: { format: email }, at: { format: int64 } } }",
            ),
            "  \"to\": \"user@example.com\",\n  \"at\": 0\n",
        ),
        // Two branches that accept the same are told apart by what one of them refuses.
        (
            body(
                "application/json",
                "schema: { oneOf: [{ type: object, properties: { a: { type: integer } } }, { type: object, properties: { b: { type: integer } } }] }",
            ),
            "\"b\": \"a\"",
        ),
    ];
    for (text, part) in cases {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
}

#[test]
fn what_nothing_can_be_sent_for_says_so() {
    let none = "{ type: string, pattern: '^a$', minLength: 5 }";
    let page = operation(
        &format!(
            "      parameters: [{{ name: id, in: path, required: true, schema: {{ type: string }} }}, {{ name: q, in: query, required: true, schema: {none} }}, {{ name: X-A, in: header, schema: {none} }}, {{ name: o, in: query, schema: {none} }}, {{ name: or-null, in: query, schema: {{ nullable: true, type: string, pattern: '^a$', minLength: 5 }} }}, {{ name: fine, in: query, required: true, schema: {{ type: integer, minimum: 3 }} }}]\n{DONE}"
        ),
        false,
    );
    for name in ["q", "X-A", "o"] {
        let note = format!("\nNo value of `{name}` was found that its schema accepts.\n");
        assert!(page.contains(&note), "{name}: {page}");
    }
    assert_eq!(page.matches("No value of").count(), 3, "{page}");
    // What need not be sent is not.
    assert!(page.contains("?q=string&fine=3'\n```"), "{page}");
}

#[test]
fn what_nothing_is_found_for_is_left_out_where_it_may_be() {
    let none = "{ type: string, pattern: '^a$', minLength: 5 }";
    let page = schemas(
        &format!(
            "    A: {{ type: object, properties: {{ a: {none}, b: {{ type: array, items: {none} }}, c: {{ type: object, required: [d], properties: {{ d: {none} }} }}, e: {{ type: integer }} }} }}\n    B: {{ type: object, required: [a], properties: {{ a: {none}, b: {{ type: integer }} }} }}\n"
        ),
        false,
    );
    assert!(
        page.contains("## A\n\n```json\n{\n  \"b\": [],\n  \"e\": 0\n}\n```\n\n### Properties"),
        "{page}"
    );
    assert!(
        page.contains(
            "  \"a\": \"string\",\n  \"b\": 0\n}\n```\n\nThe schema refuses this example"
        ),
        "{page}"
    );
}

#[test]
fn what_the_api_is_has_a_page_though_nothing_else_has() {
    let document = "openapi: 3.1.0\ninfo: { title: T, version: '1', description: Words. }\nservers: [{ url: 'https://example.com' }]\npaths: {}\n";
    assert_eq!(
        page(document, "index", false),
        "# T\n\nWords.\n\n### About\n\n- Version: `1`\n\n### Servers\n\n| URL                   | Description |\n|-----------------------|-------------|\n| `https://example.com` |             |\n"
    );
    assert_eq!(page(document, "index", true), "");
}
