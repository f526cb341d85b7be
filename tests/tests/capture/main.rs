//! Pages of a reference give the document back that renders them.

mod keywords;
mod kinds;
mod listed;
mod plain_words;
mod property;
mod random;
mod references;
mod refused;
mod required;
mod tuples;
mod written;

use std::fmt::Write as _;

use verbatim_gen::capture::{Captured, capture};
use verbatim_gen::model::Api;
use verbatim_gen::{Config, Source};
use verbatim_tests::{MapFiles, REVISIONS, members_page, number, pages, revision, settings};

/// Captures pages that have to come back as they are.
fn exact(pages: &[Source], config: Option<&Config>) -> Captured {
    let captured = capture(pages, config).unwrap_or_else(|report| panic!("{report}"));
    assert!(
        captured.is_exact(),
        "{}\n{}",
        captured.report,
        captured.yaml
    );
    assert_eq!(captured.proofs.len(), pages.len());
    captured
}

/// The first page with operations.
fn page_of_operations(pages: &[Source]) -> &Source {
    let mut pages = pages.iter();
    let page = pages.find(|it| it.text.contains("\n### Code samples\n"));
    page.expect("a page with operations")
}

/// A line for each operation.
fn operations(api: &Api) -> String {
    let mut out = String::new();
    for it in &api.operations {
        let parameters: Vec<String> = it
            .parameters
            .iter()
            .map(|it| format!("{} {} {}", it.location.as_str(), it.name, it.required))
            .collect();
        let responses: Vec<String> = it
            .responses
            .iter()
            .map(|it| format!("{:?} {}", it.status, it.description))
            .collect();
        let _ = writeln!(
            out,
            "{} {} {:?} {:?} {:?} {:?} body {:?} {parameters:?} {responses:?} {:?}",
            it.method.as_upper(),
            it.path,
            it.id,
            it.summary,
            it.description,
            it.tags,
            it.request_body
                .as_ref()
                .map(|it| (it.required, &it.description)),
            it.security,
        );
    }
    out
}

/// A line for each component schema: its properties with their types and formats, and which are required.
fn schemas(api: &Api) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    for (name, id) in &api.components {
        let schema = api.schema(*id);
        let mut properties: Vec<String> = schema
            .object
            .properties
            .iter()
            .map(|(name, id)| {
                let of = api.schema(*id);
                let target = of.all_of.first().map_or(of, |it| api.schema(*it));
                let required = schema.object.required.contains(name);
                format!(
                    "{name}: {:?} {:?} {:?} {required}",
                    target.origin.name, of.types, of.format
                )
            })
            .collect();
        properties.sort();
        let mut values: Vec<String> = schema
            .values
            .iter()
            .flat_map(|it| &it.values)
            .map(|it| format!("{it:?}"))
            .collect();
        values.sort();
        out.push((
            name.to_string(),
            format!("{:?} {values:?} {properties:?}", schema.types),
        ));
    }
    out.sort();
    out
}

fn api(document: &str) -> Api {
    let source = Source::new("openapi.yaml", document);
    let (api, _) = verbatim_gen::read(source, &MapFiles::default(), &settings())
        .expect("the document is fine");
    api
}

#[test]
fn the_pages_of_every_revision_come_back() {
    let config = settings();
    for spec in REVISIONS {
        let document = revision(spec);
        let pages = pages(&document, &MapFiles::default(), &config);
        assert_eq!(pages.len(), 3, "{spec}");
        let whole = api(&document);
        for config in [Some(&config), None] {
            let captured = exact(&pages, config);
            assert_eq!(operations(&captured.api), operations(&whole), "{spec}");
            assert_eq!(schemas(&captured.api), schemas(&whole), "{spec}");
            for page in &pages {
                // The page on how to authenticate has no operations.
                if &*page.path == "docs/members.md" || &*page.path == "docs/schemas.md" {
                    let captured = exact(std::slice::from_ref(page), config);
                    if &*page.path == "docs/members.md" {
                        assert_eq!(operations(&captured.api), operations(&whole), "{spec}");
                    }
                }
            }
        }
    }
}

#[test]
fn what_is_captured_from_one_page() {
    let page = Source::new("members.md", members_page());
    let captured = exact(&[page], None);
    insta::assert_snapshot!("members_settings", captured.settings);
    insta::assert_snapshot!("members_document", captured.yaml);
}

#[test]
fn the_settings_of_the_pages_are_found() {
    let config = settings();
    let pages = pages(&revision(REVISIONS[3]), &MapFiles::default(), &config);
    let captured = exact(&pages, None);
    let found = &captured.config.docs;
    assert_eq!(found.server, config.docs.server);
    assert_eq!(found.token, config.docs.token);
    assert_eq!(found.shell_fence, config.docs.shell_fence);
    assert_eq!(found.authenticated, config.docs.authenticated);
    assert!(found.quirks);
    let parsed = Config::parse(&Source::new("gen.toml", captured.settings.as_str()));
    assert_eq!(&parsed.expect("the settings are TOML").docs, found);
}

#[test]
fn a_page_that_was_cut_off_is_told() {
    let page = members_page();
    let step = 487;
    let mut told = 0;
    for cut in (1..page.len())
        .step_by(step)
        .filter(|it| page.is_char_boundary(*it))
    {
        let cut = &page[..cut];
        match capture(&[Source::new("page.md", cut)], None) {
            Err(report) => assert!(report.has_errors()),
            Ok(captured) if captured.is_exact() => {
                assert!(
                    page[cut.len()..].starts_with("\n## "),
                    "{} bytes",
                    cut.len()
                );
            }
            Ok(captured) => {
                told += 1;
                assert!(captured.proofs.iter().any(|it| it.difference.is_some()));
            }
        }
    }
    assert!(told > page.len() / step / 2, "{told}");
}

#[test]
fn no_text_is_too_odd() {
    let page = members_page();
    let long = "x".repeat(200_000);
    let mut pages: Vec<String> = vec![
        String::new(),
        "\u{0}\u{FFFD}|`\n".repeat(1_000),
        format!("# {long}"),
        format!("# A\n\n## B\n\n### Code samples\n\n```shell\n{long}"),
        format!("# Schemas\n\n## B\n\n```json\n{}", "[".repeat(100_000)),
        format!(
            "# Schemas\n\n## B\n\n```json\n\"{long}\"\n```\n\n### Properties\n\n|{}",
            "`|".repeat(50_000)
        ),
        "## ".repeat(10_000),
        "# A\n\n## B\n\n### Code samples\n\n".repeat(1_000),
    ];
    for odd in [
        long.as_str(),
        "|",
        "||||",
        "`",
        "\u{0}",
        "»",
        "[a](#b",
        "> 200 Response\n",
    ] {
        for line in [1, 9, 20, 26, 40, 71, 74, 90] {
            let mut lines: Vec<&str> = page.lines().collect();
            lines[line] = odd;
            pages.push(lines.join("\n"));
        }
    }
    let deep: String = (1..3_000)
        .map(|it| format!("| `{} a` | object | false |  |  |\n", "»".repeat(it % 400)))
        .collect();
    pages.push(page.replacen("| `[array item]`", &format!("{deep}| `[array item]`"), 1));
    for page in pages {
        let found = match capture(&[Source::new("page.md", page.as_str())], None) {
            Ok(captured) => captured.report,
            Err(report) => report,
        };
        assert!(found.has_errors(), "{}", &page[..page.len().min(200)]);
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig {
        cases: number("CAPTURE_CASES").unwrap_or(64),
        failure_persistence: None,
        rng_seed: proptest::test_runner::RngSeed::Fixed(12),
        ..Default::default()
    })]

    /// The pages of any small API that says only what they can show come back: all of them, and that of its operations alone.
    #[test]
    fn the_pages_of_a_random_api_come_back(document in plain_words::document(), quirks in proptest::bool::ANY) {
        let mut config = Config::default();
        config.docs.quirks = quirks;
        // A `|` stands bare in the cells of the published layout, where it is read as the end of some of them.
        let document = match quirks {
            true => document.replace("A | B", "A or B"),
            false => document,
        };
        let pages = pages(&document, &MapFiles::default(), &config);
        let of_operations = pages.iter().position(|it| it.path.ends_with("things.md")).expect("the page of the tag");
        for pages in [&pages[..], &pages[of_operations..=of_operations]] {
            let captured = capture(pages, Some(&config)).unwrap_or_else(|report| panic!("{report}"));
            assert!(captured.is_exact(), "{quirks} {}\n{}\n{document}\n{}", captured.report, captured.yaml, pages[0].text);
        }
    }
}

/// What the layout without oddities shows besides: examples with titles, links, callbacks, titles behind backslashes,
/// forms, examples that are not what their schema gives.
const PLAIN: &str = r##"
openapi: 3.0.3
info: {title: Things, version: "1.0"}
servers: [{url: https://example.com/v1}]
tags: [{name: My_things}]
paths:
  /things:
    post:
      tags: [My_things]
      summary: add_thing
      operationId: add_thing
      deprecated: true
      requestBody:
        description: Which ones
        required: true
        content:
          application/json:
            schema: {type: array, items: {$ref: "#/components/schemas/Thing"}}
            example: [{name: ball}, {name: doll}]
      responses:
        "200":
          description: Done | or not
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Thing"}
              examples:
                first: {description: One, value: {name: one}}
                second: {value: {name: two}}
          links:
            next: {operationId: upload, description: What to do next}
        "404":
          description: Nothing
      callbacks:
        done:
          "{$request.body#/url}":
            post: {summary: Tells it, responses: {"200": {description: OK}}}
  /things/upload:
    put:
      tags: [My_things]
      summary: Upload
      operationId: upload
      requestBody:
        content:
          multipart/form-data:
            schema: {type: object, properties: {file: {type: string, format: binary}, note: {type: string}}}
      responses:
        default:
          description: Done
          headers: {X-Left: {description: How many, schema: {type: integer, format: int32}}}
components:
  schemas:
    Thing:
      type: object
      description: A thing.
      properties:
        name: {type: string, description: "What it is called.\n\nBy whom?"}
        size: {type: integer, enum: [3, 1, 2]}
"##;

#[test]
fn the_layout_without_oddities_comes_back() {
    let pages = pages(PLAIN, &MapFiles::default(), &Config::default());
    let alone = page_of_operations(&pages);
    for pages in [&pages[..], std::slice::from_ref(alone)] {
        let captured = exact(pages, None);
        let [add, upload] = &captured.api.operations[..] else {
            panic!("{}", captured.yaml);
        };
        assert_eq!(add.summary.as_deref(), Some("add_thing"));
        assert_eq!(&*add.tags[0], "My_things");
        assert!(add.deprecated);
        let examples = &add.responses[0].content[0].examples;
        assert_eq!(examples.len(), 2, "{}", captured.yaml);
        assert_eq!(examples[0].description.as_deref(), Some("One"));
        assert_eq!(
            add.responses[0].links[0].operation.as_deref(),
            Some("upload")
        );
        assert_eq!(
            add.callbacks[0].operations[0].summary.as_deref(),
            Some("Tells it")
        );
        assert_eq!(add.responses[0].description, "Done | or not");
        let body = upload.request_body.as_ref().expect("a body");
        assert_eq!(&*body.content[0].name, "multipart/form-data");
    }
}

/// Texts of several paragraphs and with pipes, which cells of the layout without oddities have in other words.
const CELLS: &str = r##"
openapi: 3.0.3
info: {title: Things, version: "1.0"}
tags: [{name: Things}]
paths:
  /things:
    post:
      tags: [Things]
      summary: Add a thing
      requestBody:
        description: "This | that.\n\nNot both."
        content:
          application/json:
            schema:
              type: object
              properties: {part: {$ref: "#/components/schemas/Part"}}
      responses:
        "200":
          description: "Done | or not.\n\nOr so."
          headers: {X-Left: {description: "Few | many.\n\nOr none.", schema: {type: integer}}}
components:
  schemas:
    Part:
      type: object
      description: "A | part.\n\nOr two."
      properties: {name: {type: string}}
"##;

#[test]
fn texts_of_cells_are_read_alike() {
    let pages = pages(CELLS, &MapFiles::default(), &Config::default());
    let page = page_of_operations(&pages);
    assert!(
        page.text.contains("This \\| that.<br/><br/>Not both."),
        "{}",
        page.text
    );
    assert!(
        page.text.contains("A \\| part.<br/><br/>Or two."),
        "{}",
        page.text
    );
    // Without the page of schemas, rows alone describe the part.
    let captured = exact(std::slice::from_ref(page), Some(&Config::default()));
    let add = &captured.api.operations[0];
    let body = add.request_body.as_ref().expect("a body");
    assert_eq!(
        body.description.as_deref(),
        Some("This | that.\n\nNot both.")
    );
    assert_eq!(add.responses[0].description, "Done | or not.\n\nOr so.");
    let header = &add.responses[0].headers[0];
    assert_eq!(
        header.description.as_deref(),
        Some("Few | many.\n\nOr none.")
    );
    assert!(
        !captured.yaml.contains("<br>") && !captured.yaml.contains("\\|"),
        "{}",
        captured.yaml
    );
    let part = captured.api.schema(captured.api.components["Part"]);
    let description = part.annotations.description.as_deref();
    assert_eq!(
        description,
        Some("A | part.\n\nOr two."),
        "{}",
        captured.yaml
    );
}

/// Tags of which some are nested under others, none of them in the order of its name; and one that only looks nested.
const NESTED: &str = r##"
openapi: 3.2.0
info: {title: Zoo, version: "1"}
tags:
  - {name: Zebras}
  - {name: Stripes, parent: Zebras}
  - {name: Lions › Manes}
  - {name: Manes, parent: Zebras}
  - {name: Apes}
paths:
  /a: {get: {tags: [Apes], summary: A, responses: {"200": {description: OK}}}}
  /l: {get: {tags: [Lions › Manes], summary: L, responses: {"200": {description: OK}}}}
  /m: {get: {tags: [Manes], summary: M, responses: {"200": {description: OK}}}}
  /s: {get: {tags: [Stripes], summary: S, responses: {"200": {description: OK}}}}
  /z: {get: {tags: [Zebras], summary: Z, responses: {"200": {description: OK}}}}
"##;

#[test]
fn nested_tags_keep_the_order_of_the_index() {
    let pages = pages(NESTED, &MapFiles::default(), &Config::default());
    let index = pages.iter().find(|it| it.path.ends_with("index.md"));
    let index = &index.expect("there are enough pages for one").text;
    assert!(index.contains("[Zebras › Stripes]("), "{index}");
    let captured = capture(&pages, Some(&Config::default())).expect("they are pages");
    let names: Vec<&str> = captured.api.tags.iter().map(|it| &*it.name).collect();
    assert_eq!(
        names,
        ["Zebras", "Stripes", "Lions › Manes", "Manes", "Apes"]
    );
}

/// Rows whose depth and cells are easily taken for something else: a bare pipe in the description of a property of a body, beside
/// an array of components; and an array of arrays, behind which the page counts too few levels.
const ODD_ROWS: &str = r##"
openapi: 3.0.3
info: {title: Things, version: "1.0"}
tags: [{name: Things}]
paths:
  /things:
    post:
      tags: [Things]
      summary: Add a thing
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                id: {type: string, description: "A | B"}
                parts: {type: array, items: {$ref: "#/components/schemas/Part"}}
      responses:
        "200":
          description: Done
          content:
            application/json:
              schema: {type: array, items: {$ref: "#/components/schemas/Grid"}}
components:
  schemas:
    Part: {type: object, properties: {name: {type: string}}}
    Grid:
      type: object
      properties:
        rows:
          type: array
          items: {type: array, items: {type: object, properties: {x: {type: integer}}}}
        last: {type: object, properties: {y: {type: object, properties: {z: {type: integer}}}}}
        choice:
          type: array
          items:
            oneOf:
              - {type: string, enum: [one, two]}
              - {type: object, readOnly: true, properties: {a: {type: string, format: uuid}}}
    Both:
      allOf:
        - {$ref: "#/components/schemas/Part"}
        - type: object
          properties:
            size: {anyOf: [{type: string}, {type: array, items: {type: string}}]}
            kind: {type: string}
"##;

#[test]
fn rows_find_their_place() {
    for quirks in [true, false] {
        let mut config = Config::default();
        config.docs.quirks = quirks;
        let pages = pages(ODD_ROWS, &MapFiles::default(), &config);
        let captured = exact(&pages, Some(&config));
        let add = &captured.api.operations[0];
        let body = add.request_body.as_ref().expect("a body");
        let schema = captured
            .api
            .schema(body.content[0].schema.expect("a schema"));
        let id = captured.api.schema(schema.object.properties["id"]);
        assert_eq!(id.annotations.description.as_deref(), Some("A | B"));
        let grid = captured.api.schema(captured.api.components["Grid"]);
        let names: Vec<&str> = grid.object.properties.keys().map(|it| &**it).collect();
        assert_eq!(names, ["rows", "last", "choice"], "{}", captured.yaml);
        let choice = captured.api.schema(grid.object.properties["choice"]);
        let items = captured.api.schema(choice.array.items.expect("items"));
        let branches = items.one_of.iter().map(|it| captured.api.schema(*it));
        let branches: Vec<_> = branches.collect();
        assert_eq!(branches.len(), 2, "{}", captured.yaml);
        assert!(branches[0].values.is_some() && branches[1].annotations.read_only);
    }
}

/// What the layout without oddities has that stands on no page of the reference: webhooks, operations without responses,
/// branches of bodies, cookies, servers of operations.
const MORE: &str = r##"
openapi: 3.1.0
info: {title: Things, version: "1.0"}
servers: [{url: https://example.com/v1}]
tags: [{name: Things}]
paths:
  /things:
    post:
      tags: [Things]
      summary: Add a thing
      parameters:
        - {name: session, in: cookie, required: true, schema: {type: string}}
      requestBody:
        content:
          application/json:
            schema:
              oneOf:
                - {type: object, properties: {name: {type: string}}}
                - {type: object, properties: {size: {type: integer}}}
      responses:
        "200": {description: Done}
    get:
      tags: [Things]
      summary: List things
      description: All of them.
      servers: [{url: https://other.example.com}]
webhooks:
  added:
    post:
      summary: A thing was added
      description: It is sent once.
      requestBody:
        content:
          application/json:
            schema: {type: object, properties: {name: {type: string}}}
      responses:
        "200": {description: Seen}
"##;

#[test]
fn what_only_the_layout_without_oddities_has_comes_back() {
    let config = Config::default();
    let pages = pages(MORE, &MapFiles::default(), &config);
    let captured = exact(&pages, Some(&config));
    let [add, list] = &captured.api.operations[..] else {
        panic!("{}", captured.yaml);
    };
    assert_eq!(&*add.parameters[0].name, "session");
    assert!(add.security.is_empty(), "{}", captured.yaml);
    let body = add.request_body.as_ref().expect("a body");
    let schema = captured
        .api
        .schema(body.content[0].schema.expect("a schema"));
    assert_eq!(schema.one_of.len(), 2, "{}", captured.yaml);
    assert!(list.responses.is_empty());
    assert_eq!(list.servers[0].url, "https://other.example.com");
    let [webhook] = &captured.api.webhooks[..] else {
        panic!("{}", captured.yaml);
    };
    assert_eq!(&*webhook.path, "added");
    assert_eq!(webhook.summary.as_deref(), Some("A thing was added"));
}

/// Responses of which nothing is shown but a description, which stands above the rows of another response, or of none.
const WITHOUT_ROWS: &str = r##"
openapi: 3.0.3
info: {title: Things, version: "1.0"}
tags: [{name: Things}]
paths:
  /things:
    get:
      tags: [Things]
      summary: List things
      responses:
        "200":
          description: Done
          content: {application/json: {schema: {description: Which one}}}
        "201":
          description: Made
          content: {application/json: {schema: {type: object, properties: {name: {type: string}}}}}
        "202":
          description: Begun
          content: {application/json: {schema: {description: Where}}}
"##;

#[test]
fn a_title_without_rows_stays_with_its_response() {
    let pages = pages(WITHOUT_ROWS, &MapFiles::default(), &Config::default());
    let page = page_of_operations(&pages);
    let text = "Status Code **200**\n\n*Which one*\n\nStatus Code **201**\n\n|";
    assert!(page.text.contains(text), "{}", page.text);
    let captured = exact(std::slice::from_ref(page), Some(&Config::default()));
    let responses = captured.api.operations[0].responses.iter();
    let schemas = responses.map(|it| captured.api.schema(it.content[0].schema.expect("a schema")));
    let descriptions: Vec<_> = schemas
        .map(|it| it.annotations.description.as_deref())
        .collect();
    assert_eq!(descriptions, [Some("Which one"), None, Some("Where")]);
}

/// Two responses of one description, of which one page shows all examples under that title.
const ALIKE: &str = r##"
openapi: 3.0.3
info: {title: Things, version: "1.0"}
tags: [{name: Things}]
paths:
  /things:
    get:
      tags: [Things]
      summary: List things
      responses:
        "200":
          description: Done
          content:
            application/json:
              schema: {type: object, properties: {name: {type: string}}}
              examples: {first: {value: {name: one}}, second: {value: {name: two}}}
        "201":
          description: Done
          content: {application/json: {schema: {type: object, properties: {name: {type: string}}}}}
"##;

#[test]
fn an_example_belongs_to_one_response() {
    let pages = pages(ALIKE, &MapFiles::default(), &Config::default());
    let captured = capture(&pages, Some(&Config::default())).expect("they are pages");
    let responses = captured.api.operations[0].responses.iter();
    let examples: Vec<usize> = responses.map(|it| it.content[0].examples.len()).collect();
    assert_eq!(examples, [2, 0], "{}", captured.yaml);
}

/// What is around the paths and components of [`what_a_page_shows_in_its_own_way_comes_back`].
fn things(description: &str, operation: &str, schemas: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{title: Things, version: '1.0', description: {description}}}\nservers: [{{url: 'https://example.com'}}]\ntags: [{{name: Things}}]\npaths:\n  /things:\n    post: {{tags: [Things], summary: Add a thing, {operation}}}\n  /things/other:\n    get: {{tags: [Things], summary: See a thing, responses: {{'204': {{description: Done}}}}}}\ncomponents: {{schemas: {{{schemas}}}}}\n"
    )
}

#[test]
fn what_a_page_shows_in_its_own_way_comes_back() {
    let done = "responses: {'204': {description: Done}}";
    let named = |schema: &str| {
        format!(
            "responses: {{'200': {{description: Done, content: {{application/json: {{schema: {schema}}}}}}}}}"
        )
    };
    let body = |media: &str, schema: &str| {
        format!(
            "requestBody: {{required: true, content: {{{media}: {{schema: {schema}}}}}}}, {done}"
        )
    };
    let parameter = |it: &str| format!("parameters: [{{name: p, required: true, {it}}}], {done}");
    let object =
        "schema: {type: object, additionalProperties: {type: integer}}, example: {a: 1, b: 2}";
    let base = "Base: {type: object, required: [kind, of], properties: {kind: {type: string}, of: {type: string}}, discriminator: {propertyName: kind, mapping: {sub: '#/components/schemas/Sub'}}}, Sub: {type: object, required: [kind], properties: {kind: {type: string, enum: [sub]}, size: {type: string}}, discriminator: {propertyName: size, mapping: {big: '#/components/schemas/Big'}}, allOf: [{$ref: '#/components/schemas/Base'}]}, Big: {type: object, required: [size], properties: {size: {type: string, enum: [big]}}, allOf: [{$ref: '#/components/schemas/Sub'}]}";
    let cases = [
        // Tidying gives each list the marker of the first one, and makes a heading of `#1`.
        things("\"Of\\n\\n* one\\n* two\"", done, ""),
        things("\"See\\n#1, #2\\nfor more\"", done, ""),
        things(
            "Served elsewhere",
            &format!("servers: [{{url: 'https://other.example.com'}}], {done}"),
            "",
        ),
        things(
            "A range",
            &body("'*/*'", "{type: object, properties: {a: {type: string}}}"),
            "",
        ),
        things(
            "No type",
            &body("application/json", "{properties: {a: {type: string}}}"),
            "",
        ),
        things("No rows", &named("{type: object, minProperties: 2}"), ""),
        things("An object", &parameter(&format!("in: query, {object}")), ""),
        things(
            "An object",
            &parameter(&format!("in: query, explode: false, {object}")),
            "",
        ),
        things(
            "An object",
            &parameter(&format!("in: query, style: deepObject, {object}")),
            "",
        ),
        things(
            "An object",
            &parameter(&format!("in: header, {object}")),
            "",
        ),
        things(
            "An object",
            &parameter(&format!("in: header, explode: true, {object}")),
            "",
        ),
        things(
            "A title",
            &named("{title: All, type: array, items: {$ref: '#/components/schemas/A'}}"),
            "A: {type: object, properties: {a: {type: string}}}",
        ),
        things(
            "An item",
            &named("{$ref: '#/components/schemas/B'}"),
            "A: {description: An A., type: object, properties: {a: {type: string}}}, B: {type: object, properties: {all: {type: array, items: {allOf: [{$ref: '#/components/schemas/A'}]}}}}",
        ),
        things("Bases", &named("{$ref: '#/components/schemas/Base'}"), base),
        things(
            "Examples with names",
            "requestBody: {content: {application/json: {schema: {type: integer}, examples: {one: {summary: The first, description: Most send it., value: 1}, bad: {value: 'no'}, two: {value: 2}, far: {externalValue: 'https://example.com/far'}}}}}, responses: {'200': {description: Done, content: {text/csv: {schema: {type: string}, examples: {table: {value: '1'}, empty: {value: 'a,b'}}}}}, '201': {description: Made, content: {application/xml: {example: '<a/>'}}}}",
            "",
        ),
        things(
            "Titles of schemas that are no objects, and of arrays whose items have one",
            &named("{$ref: '#/components/schemas/A'}"),
            "A: {type: object, properties: {name: {$ref: '#/components/schemas/Name'}, level: {$ref: '#/components/schemas/Level'}, ids: {$ref: '#/components/schemas/Ids'}}}, Name: {title: A name, description: At the most 9 letters., type: string, maxLength: 9}, Level: {title: Level, type: integer, enum: [0, 1]}, Ids: {title: 'All\n  of them', type: array, maxItems: 9, items: {type: array, items: {type: integer}}}",
        ),
        things(
            "Items with a title",
            "responses: {'200': {description: Done, content: {application/json: {schema: {title: all_ids, description: All of them, type: array, maxItems: 9, items: {title: one_id, description: One of them, type: integer, format: int32, minimum: 1}}, examples: {ids: {value: [7]}}}}}, '201': {description: Made, content: {application/json: {schema: {title: all_things, type: array, items: {title: one_thing, type: object, required: [id], properties: {id: {type: string}}}}, examples: {things: {value: [{id: a}]}}}}}}",
            "",
        ),
        things(
            "Titles of components that have no description",
            &named("{oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}"),
            "A: {title: The first, type: object, required: [a], properties: {a: {type: string}}}, B: {title: The second, allOf: [{$ref: '#/components/schemas/A'}, {type: object, properties: {b: {type: string}}}]}",
        ),
        things(
            "Parts of a body, which are no choice, and a choice",
            &body(
                "application/json",
                "{type: object, properties: {data: {allOf: [{type: object, properties: {a: {type: string}}}, {type: object, properties: {b: {type: string, readOnly: true}}}]}, at: {anyOf: [{type: object, required: [x], properties: {x: {type: integer}}}, {type: object, required: [x, y], properties: {x: {type: integer}, y: {type: integer}}}]}}}",
            ),
            "",
        ),
        things(
            "Objects that are closed",
            &body(
                "application/json",
                "{allOf: [{$ref: '#/components/schemas/A'}, {type: object, additionalProperties: false, properties: {b: {type: string, example: x}}}]}",
            ),
            "A: {type: object, required: [a], additionalProperties: false, properties: {a: {type: string}, in: {type: object, additionalProperties: false, properties: {c: {type: string}}}}}, None: {type: object, additionalProperties: false}",
        ),
        things(
            "Objects that are closed behind their branches",
            &body("application/json", "{$ref: '#/components/schemas/A'}"),
            "A: {type: object, required: [b], unevaluatedProperties: false, properties: {b: {type: string}}, oneOf: [{type: object, required: [a], properties: {a: {type: string}}}, {type: object, required: [c], properties: {c: {type: string}}}]}",
        )
        .replace("3.0.3", "3.1.0"),
        things(
            "Items of one of several types, objects of no properties, and values of objects",
            &body(
                "application/json",
                "{type: object, properties: {all: {type: array, items: {oneOf: [{type: string}, {type: integer}]}}, free: {type: array, items: {type: object, example: {z: 1}}}, events: {type: array, items: {type: object, enum: [send, open]}}}}",
            ),
            "",
        ),
        things(
            "An example that is not the component's",
            "responses: {'200': {description: Done, content: {application/json: {schema: {$ref: '#/components/schemas/A'}, example: {a: x, more: 1}}}}}",
            "A: {type: object, properties: {a: {type: string}}}",
        ),
        things(
            "What restricts a component stands where it is shown",
            &named(
                "{type: object, properties: {all: {$ref: '#/components/schemas/A'}, ids: {type: array, items: {$ref: '#/components/schemas/B'}}}}",
            ),
            "A: {type: array, minItems: 1, items: {type: object, properties: {a: {type: string}}}}, B: {type: object, readOnly: true, description: 'Two\n  lines', properties: {b: {type: string}}}",
        ),
        things(
            "A choice of one",
            "parameters: [{name: sort, in: query, schema: {$ref: '#/components/schemas/Sort'}}], responses: {'204': {description: Done}}",
            "Sort: {description: By what, oneOf: [{description: By id, type: string, enum: [id]}]}",
        ),
        things(
            "A header that is sent twice",
            "parameters: [{name: X-Key, in: header, required: true, schema: {type: string}}], security: [{key: []}], responses: {'204': {description: Done}}",
            "}, securitySchemes: {key: {type: apiKey, in: header, name: X-Key}",
        ),
        things(
            "\"Of\\n\\n- one\\n- two\\n\\nand\\n* three\\n* four\"",
            done,
            "",
        ),
        things(
            "Nobody asks",
            "security: [{}], responses: {'204': {description: Done}}",
            "",
        ),
        things(
            "Two examples",
            "responses: {'200': {description: 200 response, content: {application/json: {examples: {a: {value: {a: 1}}}}}}, '300': {description: 300 response, content: {application/json: {examples: {a: {value: {b: 1}}}}}}}",
            "",
        ),
    ];
    let mut lost = Vec::new();
    for document in cases {
        let pages = pages(&document, &MapFiles::default(), &Config::default());
        let captured = capture(&pages, None).expect("they are pages");
        let proofs = captured.proofs.iter();
        let differs: Vec<_> = proofs.filter_map(|it| it.difference.as_ref()).collect();
        if !differs.is_empty() {
            lost.push(format!("{document}\n{differs:?}\n{}", captured.yaml));
        }
    }
    assert!(lost.is_empty(), "{}", lost.join("\n\n"));
}

/// What rows and samples show besides: several media types, tags without operations and with the names of other pages, titles of
/// items, limits of an array that has a title, values of blanks, texts in JSON, quotes in a header, examples that say less than
/// the rows.
const FURTHER: &str = r##"
openapi: 3.0.3
info: {title: Things, version: "1.0"}
servers: [{url: "https://example.com"}]
tags: [{name: Limits, description: Ten a second.}, {name: Things}, {name: Authentication}]
paths:
  /things:
    get:
      tags: [Things]
      summary: List things
      description: "_Some_ of them."
      parameters:
      - {name: X-Whose, in: header, schema: {type: string}, example: "ann's"}
      responses:
        "200":
          description: Done
          content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Thing"}}}}
        "201": {description: Numbers, content: {application/json: {schema: {title: Numbers, description: Some of them, type: array, maxItems: 9, items: {type: integer}}}}}
    post:
      tags: [Things]
      summary: Add a thing
      requestBody:
        content:
          application/json: {schema: {type: object, properties: {name: {type: string}, size: {type: integer}}}}
          application/xml: {schema: {type: object, properties: {name: {type: string}, size: {type: integer}}}}
          multipart/form-data: {schema: {type: object, properties: {photo: {type: string, format: binary}}}}
      responses:
        "200":
          description: Done
          content:
            "*/*": {schema: {type: object, properties: {free: {example: [1]}, kind: {enum: [V]}, mark: {type: string, enum: [" ", "a"]}}}}
  /search:
    post:
      tags: [Things]
      summary: Search things
      requestBody:
        content: {application/json: {schema: {allOf: [{type: object, properties: {text: {type: string}, most: {type: integer}}}]}}}
      responses: {"204": {description: Done}}
  /token:
    get:
      tags: [Authentication]
      summary: Get a token
      responses: {"200": {description: Done, content: {application/octet-stream: {}}}}
components:
  schemas:
    Thing: {title: The thing, description: A thing., type: object, properties: {name: {type: string}}}
"##;

#[test]
fn what_rows_show_by_the_way_comes_back() {
    let config = Config::default();
    let pages = pages(FURTHER, &MapFiles::default(), &config);
    let captured = exact(&pages, None);
    let api = &captured.api;
    assert_eq!(api.tags[0].name, "Limits");
    let by_path = |path: &str, method: &str| {
        let mut all = api.operations.iter();
        all.find(|it| &*it.path == path && it.method.as_upper() == method)
            .unwrap_or_else(|| panic!("{}", captured.yaml))
    };
    let add = by_path("/things", "POST").request_body.as_ref();
    let names: Vec<&str> = (add.iter().flat_map(|it| &it.content))
        .map(|it| &*it.name)
        .collect();
    let all = ["application/json", "application/xml", "multipart/form-data"];
    assert_eq!(names, all, "{}", captured.yaml);
    let whose = &by_path("/things", "GET").parameters[0].examples[0];
    let sent = whose.value.as_ref().and_then(|it| it.as_str());
    assert_eq!(sent, Some("ann's"));
    let thing = api.schema(api.components["Thing"]);
    assert_eq!(thing.annotations.title.as_deref(), Some("The thing"));
    let token = &by_path("/token", "GET").responses[0].content[0];
    assert_eq!(&*token.name, "application/octet-stream");
}

/// A page that has a place for the version and shows none says that there is none.
#[test]
fn a_version_without_text_comes_back() {
    let things = things("Things.", "responses: {'204': {description: Done}}", "")
        .replace("version: '1.0'", "version: ''");
    let pages = pages(&things, &MapFiles::default(), &Config::default());
    let captured = exact(&pages, None);
    assert_eq!(captured.api.info.version, "");
}
