//! Inputs made to exhaust their reader: each is read or refused, and a limit that is met is told.
//!
//! What runs away does not end here; how long the rest may take is for `scripts/hostile-bounds` to hold.

use verbatim_gen::{Config, Emit, Report, Source};
use verbatim_tests::hostile::FAMILIES;
use verbatim_tests::{MapFiles, codes, read};

const HEAD: &str = "openapi: 3.0.4\ninfo: {title: t, version: \"1\"}\npaths: {}\n";

fn is_refused(text: &str, code: &str) {
    let report = read(text);
    assert!(
        codes(&report).contains(&code),
        "{:.2000}",
        report.to_string()
    );
    let first = &report.findings[0];
    assert!(first.place.line > 0 && first.place.column > 0);
}

fn schemas(members: impl IntoIterator<Item = String>) -> String {
    let members: Vec<String> = members
        .into_iter()
        .map(|it| format!("    {it}\n"))
        .collect();
    format!("{HEAD}components:\n  schemas:\n{}", members.concat())
}

fn generate(name: &str, text: String) -> Result<usize, Report> {
    let source = Source::new(name, text);
    let emit = Emit {
        rust: true,
        docs: true,
        html: true,
    };
    verbatim_gen::generate(source, &MapFiles::default(), &Config::default(), emit)
        .map(|it| it.files.iter().map(|(_, text)| text.len()).sum())
}

/// The same documents of a megabyte are what `scripts/hostile-bounds` runs.
#[test]
fn every_family_is_generated_or_refused() {
    for family in FAMILIES {
        match generate(family.name, family.document(2_000)) {
            Ok(bytes) => assert!(bytes < 64 << 20, "{}: {bytes}", family.name),
            Err(report) => {
                let first = report.findings.first().expect("a reason");
                assert!(report.has_errors(), "{}", family.name);
                assert!(first.place.line > 0, "{}: {report}", family.name);
            }
        }
    }
}

#[test]
fn what_would_become_gigabytes_is_refused() {
    for name in [
        "operations_of_one_summary.yaml",
        "answers_of_one_example.json",
        "operations_of_one_description.yaml",
        "types_of_one_description.yaml",
    ] {
        let family = FAMILIES
            .iter()
            .find(|it| it.name == name)
            .expect("a family");
        let report = generate(name, family.document(600_000)).expect_err(name);
        // What aliases share is counted where they are read, what references share where it is written out.
        let is_told = |it: &verbatim_gen::Diagnostic| match it.code.as_str() {
            "V0902" => it.place.line > 1,
            "V0904" => !it.pointer.is_empty(),
            _ => false,
        };
        assert!(report.findings.iter().any(is_told), "{report:.500}");
    }
}

/// Two threads make the pages and share the budget; which of them is the quicker must not be seen.
#[test]
fn the_place_where_there_is_no_room_left_is_the_same_each_time() {
    let properties = (0..400).map(|it| format!("p{it}: {{$ref: '#/components/schemas/S'}}"));
    let properties: Vec<String> = properties.collect();
    let mut text = schemas([
        format!(
            "S: {{type: object, properties: {{a: {{example: {}}}}}}}",
            "word ".repeat(20)
        ),
        format!(
            "L: {{type: object, properties: {{{}}}}}",
            properties.join(", ")
        ),
    ]);
    let paths = (0..500).map(|it| {
        format!(
            "  /a{it}: {{get: {{tags: [t{}], responses: {{default: {{description: d, content: {{application/json: {{schema: {{$ref: '#/components/schemas/L'}}}}}}}}}}}}}}\n",
            it % 7
        )
    });
    text = text.replace(
        "paths: {}\n",
        &format!("paths:\n{}", paths.collect::<String>()),
    );
    let emit = Emit {
        rust: false,
        docs: true,
        html: false,
    };
    let place = || {
        let source = Source::new("t.yaml", text.clone());
        let made = verbatim_gen::generate(source, &MapFiles::default(), &Config::default(), emit);
        let report = made.expect_err("more than the budget allows");
        let finding = report
            .findings
            .iter()
            .find(|it| it.code.as_str() == "V0904");
        let finding = finding.unwrap_or_else(|| panic!("{report:.500}"));
        (finding.place, finding.pointer.clone())
    };
    let first = place();
    assert!(first.1.starts_with("/paths/"), "{first:?}");
    assert_eq!(place(), first);
    assert_eq!(place(), first);
}

#[test]
fn alias_bombs() {
    let mut bomb = format!("{HEAD}x-0: &a0 [{}]\n", "1,".repeat(10));
    for i in 1..20 {
        bomb += &format!("x-{i}: &a{i} [{}]\n", format!("*a{},", i - 1).repeat(10));
    }
    is_refused(&bomb, "V0902");
    // One long text a hundred thousand times.
    let text = format!(
        "{HEAD}x-0: &a {}\nx-1: [{}]\n",
        "d".repeat(50_000),
        "*a,".repeat(10_000)
    );
    is_refused(&text, "V0902");
    // Each alias nests what the one before it does.
    let mut deep = format!("{HEAD}x-0: &a0 1\n");
    for i in 1..2_000 {
        deep += &format!("x-{i}: &a{i} [*a{}]\n", i - 1);
    }
    is_refused(&deep, "V0901");
    let mut merge = format!("{HEAD}x-0: &a0 {{k: 1}}\n");
    for i in 1..2_000 {
        merge += &format!("x-{i}: &a{i} {{<<: *a{}, k{i}: 1}}\n", i - 1);
    }
    is_refused(&merge, "V0902");
}

#[test]
fn nesting() {
    let n = 100_000;
    is_refused(&("[".repeat(n) + &"]".repeat(n)), "V0901");
    is_refused(&("{\"a\":".repeat(n) + "1" + &"}".repeat(n)), "V0901");
    is_refused(&format!("a: {}", "[".repeat(n)), "V0901");
    is_refused(&"- ".repeat(n), "V0901");
    let block: Vec<String> = (0..1_000).map(|i| " ".repeat(i) + "a:\n").collect();
    is_refused(&block.concat(), "V0901");
}

#[test]
fn long_ways_to_a_value() {
    let members: String = (0..20_000).map(|i| format!("p{i}: {{}}, ")).collect();
    let text = schemas([format!(
        "? {}\n    : {{properties: {{{members}}}}}",
        "k".repeat(5_000)
    )]);
    is_refused(&text, "V0902");
    let json = format!(
        "{{\"openapi\": \"3.0.4\", \"x-{}\": {{\"a\": 1}}}}",
        "k".repeat(5_000)
    );
    is_refused(&json, "V0902");
}

#[test]
fn references_that_lead_to_themselves() {
    for reference in [
        "{$ref: '#/components/schemas/A'}",
        "{$ref: '#/components/schemas/A', type: string}",
        "{$ref: '#/components/schemas/A', $comment: c}",
        "{$ref: '#/components/schemas/A/properties/b'}",
        "{$ref: 'openapi.yaml#/components/schemas/A/properties/b'}",
    ] {
        let report = read(&schemas([format!("A: {reference}")]));
        assert!(report.has_errors(), "{reference}");
        read(&schemas([format!("A: {reference}")]).replace("3.0.4", "3.1.0"));
    }
    for section in [
        "parameters",
        "requestBodies",
        "responses",
        "headers",
        "examples",
        "links",
        "callbacks",
        "pathItems",
        "securitySchemes",
    ] {
        let a = format!("{{$ref: '#/components/{section}/A'}}");
        let b = format!("{{$ref: '#/components/{section}/B', description: b}}");
        let text = format!("{HEAD}components:\n  {section}:\n    A: {a}\n    B: {b}\n");
        read(&text);
    }
    let chain = (0..20_000).map(|i| format!("A{i}: {{$ref: '#/components/schemas/A{}'}}", i + 1));
    is_refused(&schemas(chain), "V0202");
    let circle = (0..20_000).map(|i| {
        format!(
            "A{i}: {{$ref: '#/components/schemas/A{}'}}",
            (i + 1) % 20_000
        )
    });
    is_refused(&schemas(circle), "V0202");
}

#[test]
fn schemas_that_contain_themselves() {
    let all_of = |n: usize| {
        (0..n).map(move |i| {
            format!(
                "A{i}: {{allOf: [{{$ref: '#/components/schemas/A{}'}}]}}",
                (i + 1) % n
            )
        })
    };
    is_refused(&schemas(all_of(1)), "V0411");
    is_refused(&schemas(all_of(5_000)), "V0411");
    for keyword in ["allOf", "anyOf", "oneOf"] {
        let twice = (0..1_000).map(|i| {
            let next = format!("{{$ref: '#/components/schemas/A{}'}}", i + 1);
            format!("A{i}: {{{keyword}: [{next}, {next}], example: 1, default: {{a: b}}}}")
        });
        read(&schemas(twice.chain(["A1000: {type: object}".to_owned()])));
    }
    let endless = (0..3_000).map(|i| format!("A{i}: {{type: object, required: [n], properties: {{n: {{$ref: '#/components/schemas/A{}'}}}}}}", (i + 1) % 3_000));
    assert_eq!(codes(&read(&schemas(endless))), ["V0413"]);
}

/// What stands once and is written out wherever it is referred to.
#[test]
fn copies_of_what_is_shared() {
    let headers: String = (0..2_000)
        .map(|i| format!("h{i}: {{schema: {{}}}}, "))
        .collect();
    let paths: String = (0..2_000)
        .map(|i| format!("  /{i}: {{get: {{responses: {{\"200\": {{$ref: '#/components/responses/R'}}}}}}}}\n"))
        .collect();
    let head = HEAD.replace("paths: {}\n", "");
    let response =
        format!("components: {{responses: {{R: {{description: d, headers: {{{headers}}}}}}}}}\n");
    is_refused(&format!("{head}paths:\n{paths}{response}"), "V0902");
    let security = format!("security: [{}]\n", "{},".repeat(20_000));
    let plain = paths.replace("{$ref: '#/components/responses/R'}", "{description: d}");
    is_refused(&format!("{head}paths:\n{plain}{security}"), "V0902");
    let types: String = (0..2_000).map(|i| format!("a/b{i},")).collect();
    let swagger = format!(
        "swagger: \"2.0\"\ninfo: {{title: t, version: \"1\"}}\nproduces: [{types}]\npaths:\n{}",
        plain.replace("description: d", "description: d, schema: {}")
    );
    is_refused(&swagger, "V0902");
}

#[test]
fn wide_maps_and_lists() {
    let n = 20_000;
    let numbered = |text: &str| {
        (0..n)
            .map(|i| text.replace('#', &i.to_string()))
            .collect::<Vec<_>>()
            .concat()
    };
    for text in [
        schemas([format!(
            "A: {{type: object, properties: {{{}}}}}",
            numbered("p#: {}, ")
        )]),
        schemas([format!(
            "A: {{type: object, required: [{}]}}",
            numbered("p#, ")
        )]),
        schemas([format!("A: {{type: string, enum: [{}]}}", numbered("#, "))]),
        schemas([format!(
            "A: {{enum: [{}], example: 0.5}}",
            numbered("#.0, ")
        )]),
        schemas([format!("A: {{oneOf: [{}]}}", numbered("{type: object}, "))]),
        schemas([format!("A: {{{}}}", numbered("descriptio#: 1, "))]),
        schemas([format!(
            "A: {{oneOf: [{{}}], discriminator: {{propertyName: k, mapping: {{{}}}}}}}",
            numbered("m#: S#, ")
        )]),
        schemas((0..n).map(|i| format!("S{i}: {{tipe: 1}}"))),
        format!("{HEAD}tags: [{}]\n", numbered("{name: t#}, ")),
        format!("{HEAD}security: [{}]\n", numbered("{s#: []}, ")),
        format!("{HEAD}{}", numbered("key#: 1\n")),
        format!("{HEAD}{}", numbered("x-same: 1\n")),
    ] {
        read(&text);
    }
}

#[test]
fn patterns() {
    for pattern in [
        "(a+)+$".to_owned(),
        "(".repeat(100_000),
        "a|".repeat(100_000),
        r"(\\w{1,99}){1,99}".to_owned(),
    ] {
        let example = "a".repeat(5_000) + "!";
        read(&schemas([format!(
            "A: {{type: string, pattern: \"^{pattern}\", example: \"{example}\"}}"
        )]));
    }
    let many = (0..3_000).map(|i| {
        format!(
            "A{i}: {{type: string, pattern: '^(\\w{{1,50}}{i}){{1,50}}$', example: aaaaaaaaaa}}"
        )
    });
    read(&schemas(many));
}

#[test]
fn texts_and_numbers() {
    for text in [
        "",
        " ",
        "\u{feff}",
        "\0",
        "\t",
        "\r",
        "---",
        "...",
        "%YAML 1.2",
        "{",
        "[",
        "\"",
        "'",
        "&a",
        "*a",
        "!",
        "? ",
        ": ",
        "- ",
        "|",
        ">",
        "<<",
        "{\"a\": \"\\ud800\"}",
        "{\"a\": 1e",
        "{\"a\": -}",
        "openapi: ~",
        "openapi: 3.0.4",
        "swagger: 2.0",
        "swagger: '2.0'\npaths: 1\ndefinitions: []",
        "openapi: 3.1.0\npaths: []\ncomponents: 1",
        "openapi: {}\n",
    ] {
        for copies in [1, 1_000] {
            read(&text.repeat(copies));
        }
    }
    let number = "9".repeat(200_000);
    read(&schemas([format!(
        "A: {{type: number, minimum: {number}, maximum: -1e999999, multipleOf: 1e-999, maxLength: 1e30, example: {number}}}"
    )]));
    // A byte order mark and the ends of lines of another system change nothing, places included.
    let text = schemas(["A: {tipe: 1}".to_owned()]);
    let plain = read(&text).to_string();
    assert_eq!(read(&format!("\u{feff}{text}")).to_string(), plain);
    assert_eq!(read(&text.replace('\n', "\r\n")).to_string(), plain);
}

/// None of these schemas is a component or is referred to twice, and each is part of itself.
#[test]
fn a_cycle_that_only_a_body_leads_to_is_judged_to_its_end() {
    const BODY: &str = "#/paths/~1nodes/post/requestBody/content/application~1json/schema";
    let cycles = [
        (
            format!("properties: {{name: {{minLength: 1}}, in: {{$ref: '{BODY}'}}}}"),
            r#"{in: {in: {name: ""}}}"#,
            "/in/in/name",
        ),
        (
            format!(
                "properties: {{name: {{minLength: 1}}, in: {{items: {{allOf: [{{$ref: '{BODY}'}}]}}}}}}"
            ),
            r#"{in: [{in: [{name: ""}]}]}"#,
            "/in/0/in/0/name",
        ),
        (
            "$dynamicAnchor: node, properties: {name: {minLength: 1}, in: {$dynamicRef: '#node'}}"
                .to_owned(),
            r#"{in: {in: {name: ""}}}"#,
            "/in/in/name",
        ),
    ];
    for (keywords, example, place) in cycles {
        let text = format!(
            "openapi: 3.1.1
info: {{title: t, version: \"1\"}}
paths:
  /nodes:
    post:
      requestBody:
        content:
          application/json:
            schema: {{{keywords}}}
            example: {example}
      responses: {{'204': {{description: Added}}}}
"
        );
        assert!(generate("nodes.yaml", text.clone()).is_ok());
        let report = read(&text);
        let told = report.to_string();
        let expected = format!("`{place}` must have at least 1 character");
        assert!(told.contains(&expected), "{told}");
    }
}
