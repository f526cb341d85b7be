//! rustfmt has nothing to change in what is emitted, whatever the length of the names in it.

use std::fmt::Write;
use std::path::PathBuf;
use std::process::Command;

use verbatim_gen::config::{Server, Style, Types};
use verbatim_gen::{Config, Emit, FileSet, Source, generate};
use verbatim_tests::{MapFiles, text, write_if_changed};

fn emitted(text: &str, config: &Config) -> FileSet {
    let emit = Emit {
        rust: true,
        docs: false,
        html: false,
    };
    match generate(
        Source::new("long.yaml", text),
        &MapFiles::default(),
        config,
        emit,
    ) {
        Ok(made) => made.files,
        Err(report) => panic!("{report}"),
    }
}

/// Operations that answer page by page, by each kind of rule.
fn paginated() -> FileSet {
    let constructs = |name: &str| text(&format!("tests/constructs/client/{name}"));
    match Config::parse(&Source::new("gen.toml", constructs("pages.toml"))) {
        Ok(config) => emitted(&constructs("pages.yaml"), &config),
        Err(report) => panic!("{report}"),
    }
}

/// Every kind of body and answer, around a name of that length.
fn document(length: usize) -> String {
    let name = format!("G{}", "e".repeat(length - 1));
    let json = "application/json: {schema: {type: object, properties: {a: {type: string}}}}";
    let several = format!(
        "{json}, application/scim+json: {{schema: {{type: array, items: {{type: integer}}}}}}, application/octet-stream: {{}}"
    );
    let mut paths = String::new();
    for (at, body) in [
        String::new(),
        format!("requestBody: {{content: {{{several}}}}}, "),
        format!("requestBody: {{required: true, content: {{{several}}}}}, "),
        "requestBody: {content: {multipart/form-data: {schema: {type: object, properties: {f: {type: string, format: binary}}}}}}, ".to_owned(),
        format!("requestBody: {{required: true, content: {{{json}}}}}, "),
    ]
    .iter()
    .enumerate()
    {
        let _ = writeln!(
            paths,
            "  /{at}: {{post: {{operationId: {name}{at}, tags: [t], parameters: [{{name: {name}, in: query, schema: {{type: array, items: {{type: string, enum: [a]}}}}}}], {body}responses: {{'200': {{description: a, content: {{{json}}}}}, '201': {{description: a, content: {{{several}}}, headers: {{X-Rate-Limit: {{schema: {{type: integer}}}}}}}}, '204': {{description: a}}, '404': {{$ref: '#/components/responses/{name}'}}, '409': {{$ref: '#/components/responses/Of{name}'}}, '400': {{description: a, content: {{{several}}}}}, 4XX: {{description: a, content: {{{several}}}}}, default: {{description: a, content: {{{json}}}}}}}}}}}"
        );
    }
    format!(
        "openapi: 3.0.3\ninfo: {{title: Long, version: '1'}}\npaths:\n{paths}components:\n  responses:\n    {name}: {{description: a, content: {{{several}}}}}\n    Of{name}: {{description: a, headers: {{X-{name}: {{schema: {{type: array, items: {{$ref: '#/components/schemas/{name}'}}}}}}}}, content: {{{json}}}}}\n  schemas:\n    {name}:\n      type: object\n      properties:\n        a: {{type: object, additionalProperties: {{type: array, nullable: true, items: {{$ref: '#/components/schemas/{name}'}}}}}}\n        b: {{type: string, enum: [x], default: x}}\n        c: {{oneOf: [{{type: string}}, {{$ref: '#/components/schemas/{name}'}}]}}\n    Map{name}: {{type: object, additionalProperties: {{$ref: '#/components/schemas/Map{name}'}}}}\n    Of{name}: {{type: object, required: [{name}, b, c], properties: {{{name}: {{$ref: '#/components/schemas/Map{name}'}}, b: {{type: array, items: {{$ref: '#/components/schemas/{name}'}}}}, c: {{type: string, nullable: true}}, {name}_d: {{type: string, nullable: true}}, {name}_e: {{type: array, items: {{$ref: '#/components/schemas/{name}'}}}}}}}}\n    Alias{name}: {{type: array, items: {{type: array, items: {{$ref: '#/components/schemas/{name}'}}}}}}\n"
    )
}

#[test]
fn rustfmt_changes_nothing() {
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("formatted");
    let mut paths: Vec<PathBuf> = Vec::new();
    // From where all fits to where every stem has been shortened.
    let chosen = Config {
        server: Server {
            context: true,
            typed_errors: true,
            required_methods: true,
        },
        types: Types {
            style: Style {
                constructors: true,
                setters: true,
                non_exhaustive: true,
            },
            derives: ["Copy", "Eq", "Hash", "Ord"].map(str::to_owned).to_vec(),
            ..Types::default()
        },
        ..Config::default()
    };
    let configs = [("plain", Config::default()), ("chosen", chosen)];
    for length in (4..=70).step_by(if cfg!(debug_assertions) { 3 } else { 1 }) {
        for (name, config) in &configs {
            for (path, text) in emitted(&document(length), config).iter() {
                // The run-time is the same for all, and a source file of this workspace.
                if path.ends_with(".rs") && !path.contains("runtime") {
                    let path = root.join(name).join(length.to_string()).join(path);
                    // What emitted files say to rustfmt is that it should leave them.
                    let text = text.replace("#![cfg_attr(rustfmt, rustfmt_skip)]\n", "");
                    write_if_changed(&path, &text);
                    paths.push(path);
                }
            }
        }
    }
    for (path, text) in paginated().iter() {
        if path.ends_with(".rs") && !path.contains("runtime") {
            let path = root.join("pages").join(path);
            let text = text.replace("#![cfg_attr(rustfmt, rustfmt_skip)]\n", "");
            write_if_changed(&path, &text);
            paths.push(path);
        }
    }
    let output = Command::new("rustfmt")
        .args([
            "--check",
            "--edition",
            "2024",
            "--config",
            "skip_children=true",
        ])
        .args(&paths)
        .output()
        .expect("rustfmt runs");
    let shown = String::from_utf8_lossy(&output.stdout);
    let faults = String::from_utf8_lossy(&output.stderr);
    assert!(
        !shown.contains("Diff in") && !faults.contains("error"),
        "{faults}{}",
        shown.lines().take(80).collect::<Vec<_>>().join("\n")
    );
}
