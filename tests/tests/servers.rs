//! Emitted servers, compiled and driven over TCP: one crate with an operation for each construct, good and bad requests
//! side by side.
//!
//! The constructs stand in `constructs/server/openapi.yaml`, what is sent to them in `requests.txt` beside it, and their
//! handlers in `driver.rs`. Each row of `parameters.txt` and `collections.txt` makes an operation, its handler and a request
//! of it. At last all that was sent is sent with a few things wrong, as often as `HOSTILE_REQUESTS` says.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use verbatim_gen::{Config, Emit, Source, generate};
use verbatim_tests::{MapFiles, proxy, run_package, write_if_changed};

/// A row of a table: what makes its operation, how the parameter is sent, and the answer.
struct Row<const N: usize> {
    operation: [String; N],
    raw: String,
    expected: String,
}

/// The rows of `parameters.txt` and `collections.txt`, whose heads say what their columns are.
fn table<const N: usize>(text: &str) -> Vec<Row<N>> {
    let lines = text
        .lines()
        .filter(|it| !it.is_empty() && !it.starts_with('#'));
    let rows = lines.map(|line| {
        let (request, expected) = line.split_once("=> ").expect("an answer");
        let mut rest = request.trim_end();
        let operation = std::array::from_fn(|_| {
            let (word, after) = rest.split_once(' ').unwrap_or((rest, ""));
            rest = after.trim_start();
            word.to_owned()
        });
        Row {
            operation,
            raw: rest.replace("{tab}", "\t"),
            expected: expected.to_owned(),
        }
    });
    rows.collect()
}

/// A document of Swagger 2.0 with an operation for each, and the module that implements them and holds what is sent.
fn collections(table: &[Row<3>]) -> (String, String) {
    let mut numbers: BTreeMap<&[String; 3], usize> = BTreeMap::new();
    let mut paths =
        String::from("swagger: \"2.0\"\ninfo: {title: Collections, version: \"1\"}\npaths:\n");
    let (mut handlers, mut requests) = (String::new(), String::new());
    for row in table {
        let [location, format, kind] = row.operation.each_ref().map(String::as_str);
        let Row { raw, expected, .. } = row;
        let count = numbers.len();
        let number = *numbers.entry(&row.operation).or_insert(count);
        if number == count {
            let format = match format {
                "-" => String::new(),
                format => format!("collectionFormat: {format}, "),
            };
            let (place, consumes, file) = match location {
                "form" => ("formData", "application/x-www-form-urlencoded", ""),
                "parts" => ("formData", "multipart/form-data", ""),
                "upload" => (
                    "formData",
                    "multipart/form-data",
                    ", {name: file, in: formData, type: file}",
                ),
                location => (location, "application/json", ""),
            };
            let items = match kind {
                "integers" => "{type: array, items: {type: integer}}".to_owned(),
                "piped" => {
                    "{type: array, items: {type: integer}, collectionFormat: pipes}".to_owned()
                }
                kind => format!("{{type: {kind}}}"),
            };
            let template = if location == "path" { "/{color}" } else { "" };
            let method = if place == "formData" { "post" } else { "get" };
            let _ = writeln!(
                paths,
                "  /collections/{number}{template}:\n    {method}:\n      operationId: c{number}\n      \
                 tags: [collections]\n      consumes: [{consumes}]\n      parameters: [{{name: color, in: {place}, \
                 required: true, type: array, maxItems: 3, {format}items: {items}}}{file}]\n      \
                 responses: {{\"200\": {{description: what was taken, schema: {{}}}}}}"
            );
            let body = match location {
                "form" | "parts" => "Ok(json!(it.body.color))".to_owned(),
                "upload" => format!(
                    "let mut found = Vec::new();\n        let mut body = it.body;\n        \
                     while let Some(part) = body.next().await? {{\n            \
                     if let C{number}Part::Color(it) = part {{\n                found.push(json!(it));\n            }}\n        \
                     }}\n        Ok(json!(found))"
                ),
                _ => "Ok(json!(it.color))".to_owned(),
            };
            let _ = writeln!(
                handlers,
                "    async fn c{number}(&self, it: C{number}Request) -> Result<Value, Problem> {{\n        {body}\n    }}"
            );
        }
        let path = format!("/collections/{number}");
        let (request, header, body) = match location {
            "path" => (format!("GET {path}/{raw}"), String::new(), String::new()),
            "query" => (format!("GET {path}?{raw}"), String::new(), String::new()),
            "header" => (
                format!("GET {path}"),
                format!("color: {raw}"),
                String::new(),
            ),
            "form" => (
                format!("POST {path}"),
                "content-type: application/x-www-form-urlencoded".to_owned(),
                raw.clone(),
            ),
            _ => (
                format!("POST {path}"),
                "content-type: multipart/form-data; boundary=B".to_owned(),
                format!(
                    "--B\r\nContent-Disposition: form-data; name=\"color\"\r\n\r\n{raw}\r\n--B--\r\n"
                ),
            ),
        };
        let _ = writeln!(
            requests,
            "    ({request:?}, {header:?}, {body:?}, {expected:?}),"
        );
    }
    let module = format!(
        "use collections::api::collections::*;\nuse collections::server::Problem;\nuse serde_json::{{Value, json}};\n\n\
         impl CollectionsApi for super::Api {{\n    type Error = Problem;\n\n{handlers}}}\n\n\
         pub const ROWS: &[(&str, &str, &str, &str)] = &[\n{requests}];\n"
    );
    (paths, module)
}

/// Emits the crate of a document. Returns the examples of the page that its documentation begins with, as a module.
fn emit(root: &Path, name: &str, document: String, config: &Config) -> String {
    let emit = Emit {
        rust: true,
        docs: false,
        html: false,
    };
    let source = Source::new("openapi.yaml", document);
    let mut config = config.clone();
    config.package.name = Some(name.to_owned());
    let made = match generate(source, &MapFiles::default(), &config, emit) {
        Ok(made) => made,
        Err(report) => panic!("{report}"),
    };
    for (path, text) in made.files.iter() {
        write_if_changed(&root.join(name).join(path), text);
    }
    let lib = made.files.iter().find(|it| it.0 == "src/lib.rs");
    examples(lib.expect("there is a lib.rs").1)
}

/// The examples of a crate's documentation, each in a module called by the heading above it.
fn examples(lib: &str) -> String {
    let mut text = String::from("#![allow(unused)]\n");
    let mut heading = String::new();
    let lines = lib.lines().skip_while(|it| !it.starts_with("//!"));
    let mut lines = lines.map_while(|it| it.strip_prefix("//!"));
    while let Some(line) = lines.next() {
        if let Some(it) = line.strip_prefix(" # ") {
            heading = it.to_lowercase();
        } else if line == " ```" {
            let _ = writeln!(text, "pub mod {heading} {{");
            for line in lines.by_ref().take_while(|it| *it != " ```") {
                // What rustdoc does not show.
                let line = line.strip_prefix(" # ").unwrap_or(line);
                if !line.starts_with("#[cfg(") {
                    let _ = writeln!(text, "{line}");
                }
            }
            text.push_str("}\n");
        } else if line.starts_with(" ```") {
            lines.by_ref().find(|it| *it == " ```");
        }
    }
    assert!(
        text.contains("pub mod implementing") && text.contains("pub mod mounting"),
        "{lib}"
    );
    text
}

fn schema(kind: &str) -> &'static str {
    match kind {
        "string" => "{type: string, minLength: 2}",
        "integer" => "{type: integer, minimum: 0, maximum: 9}",
        "large" => "{type: integer}",
        "boolean" => "{type: boolean}",
        "strings" => "{type: array, maxItems: 3, items: {type: string}}",
        "tuple" => {
            "{type: array, minItems: 2, prefixItems: [{type: string}, {type: integer}], items: {type: boolean}}"
        }
        "either" => {
            "{oneOf: [{type: array, minItems: 2, items: {type: integer}}, {type: integer}]}"
        }
        "range" => {
            "{anyOf: [{type: object, required: [gt], properties: {gt: {type: integer}}}, {type: integer}]}"
        }
        "rgb" => {
            "{type: object, required: [R], properties: {R: {type: integer}, G: {type: integer}, B: {type: integer}}}"
        }
        other => panic!("no type is called {other}"),
    }
}

/// The paths of the table's operations, and the module that implements them and holds what is sent.
fn parameters(table: &[Row<4>]) -> (String, String) {
    let mut numbers: BTreeMap<&[String; 4], usize> = BTreeMap::new();
    let (mut paths, mut handlers, mut requests) = (String::new(), String::new(), String::new());
    for row in table {
        let [location, style, explode, kind] = row.operation.each_ref().map(String::as_str);
        let Row { raw, expected, .. } = row;
        let count = numbers.len();
        let number = *numbers.entry(&row.operation).or_insert(count);
        let template = if location == "path" { "/{color}" } else { "" };
        if number == count {
            let schema = schema(kind);
            let layout = match style {
                "content" => format!("content: {{application/json: {{schema: {schema}}}}}"),
                "reserved" => format!("allowReserved: true, explode: {explode}, schema: {schema}"),
                _ => format!("style: {style}, explode: {explode}, schema: {schema}"),
            };
            let _ = writeln!(
                paths,
                "  /parameters/{number}{template}:\n    get:\n      operationId: p{number}\n      tags: [parameters]\n      \
                 parameters: [{{name: color, in: {location}, required: true, {layout}}}]\n      \
                 responses: {{\"200\": {{$ref: \"#/components/responses/Any\"}}}}"
            );
            let _ = writeln!(
                handlers,
                "    async fn p{number}(&self, it: P{number}Request) -> Result<Value, Problem> {{\n        Ok(json!(it.color))\n    }}"
            );
        }
        let path = format!("/parameters/{number}");
        let (path, header) = match location {
            "path" => (format!("{path}/{raw}"), String::new()),
            "query" => (format!("{path}?{raw}"), String::new()),
            name => (path, format!("{}: {raw}", name.replace("header", "color"))),
        };
        let _ = writeln!(
            requests,
            "    ({:?}, {header:?}, {expected:?}),",
            format!("GET {path}")
        );
    }
    let module = format!(
        "use constructs::api::parameters::*;\nuse constructs::server::Problem;\nuse serde_json::{{Value, json}};\n\n\
         impl ParametersApi for super::Api {{\n    type Error = Problem;\n\n{handlers}}}\n\n\
         pub const ROWS: &[(&str, &str, &str)] = &[\n{requests}];\n"
    );
    (paths, module)
}

#[test]
fn requests_are_taken_or_refused_as_documented() {
    let messages = drive("emitted-server", &Config::default());
    assert!(!messages.contains("warning"), "{messages}");
}

/// The same where the crates depend on the run-time instead of carrying it.
#[test]
fn servers_may_depend_on_their_run_time() {
    let messages = drive("emitted-server-on-package", &on_package());
    assert!(!messages.contains("warning"), "{messages}");
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("emitted-server-on-package");
    assert!(!root.join("constructs/src/runtime.rs").exists());
}

/// Settings by which crates depend on the run-time of this workspace.
fn on_package() -> Config {
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generator/runtime");
    let text = format!("[package]\nruntime = 'crate'\nruntime-path = {runtime:?}\n");
    match Config::parse(&Source::new("gen.toml", text)) {
        Ok(config) => config,
        Err(report) => panic!("{report}"),
    }
}

/// Emits the crates, and runs the driver over them; what cargo says of it.
fn drive(folder: &str, config: &Config) -> String {
    let constructs = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("constructs/server");
    let read = |name| fs::read_to_string(constructs.join(name)).expect("the constructs are there");
    let (paths, parameters) = parameters(&table(&read("parameters.txt")));
    let document =
        read("openapi.yaml").replace("\ncomponents:\n", &format!("\n{paths}components:\n"));
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(folder);
    let taught = emit(&root, "constructs", document, config);
    write_if_changed(&root.join("src/taught.rs"), &taught);
    let (document, collections) = collections(&table(&read("collections.txt")));
    let taught = emit(&root, "collections", document, config);
    write_if_changed(&root.join("src/taught_collections.rs"), &taught);
    write_if_changed(&root.join("Cargo.toml"), &manifest(folder, DEPENDENCIES));
    let driver = read("driver.rs") + "\nmod taught;\nmod taught_collections;\n";
    write_if_changed(&root.join("src/main.rs"), &driver);
    for name in ["hostile.rs", "requests.txt", "rows.rs", "wire.rs"] {
        write_if_changed(&root.join("src").join(name), &read(name));
    }
    write_if_changed(&root.join("src/parameters.rs"), &parameters);
    write_if_changed(&root.join("src/collections.rs"), &collections);
    for name in ["constructs", "collections"] {
        let source = proxy::source(name, &root.join(name));
        write_if_changed(&root.join(format!("src/proxy_{name}.rs")), &source);
    }
    run(&root)
}

/// Runs a package that stands in a folder of its own; what cargo says of it.
fn run(root: &Path) -> String {
    run_package(root, None, Path::new(env!("CARGO_TARGET_TMPDIR")))
}

/// What OpenAPI 3.2 adds: further methods, query strings as a whole, bodies of items.
#[test]
fn servers_of_later_documents_take_what_is_new() {
    let constructs = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("constructs/server");
    let read = |name| fs::read_to_string(constructs.join(name)).expect("the constructs are there");
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("emitted-server-of-32");
    let taught = emit(&root, "later", read("openapi_32.yaml"), &Config::default());
    write_if_changed(&root.join("src/taught.rs"), &taught);
    let dependencies = "futures-core = \"0.3\"\n\
                        later = { path = \"later\", features = [\"client-core\", \"server\"] }\n\
                        serde = \"1\"\nserde_json = \"1\"\n\
                        tokio = { version = \"1\", features = [\"rt\"] }\n\
                        tower = { version = \"0.5\", features = [\"util\"] }\n";
    write_if_changed(
        &root.join("Cargo.toml"),
        &manifest("emitted-server-of-32", dependencies),
    );
    let driver = read("driver_32.rs") + "\nmod taught;\n";
    write_if_changed(&root.join("src/main.rs"), &driver);
    let messages = run(&root);
    assert!(!messages.contains("warning"), "{messages}");
}

/// With a context, typed errors and no default methods, by all of `[server]`.
#[test]
fn what_traits_are_like_is_chosen() {
    let constructs = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("constructs/server");
    let read = |name| fs::read_to_string(constructs.join(name)).expect("the constructs are there");
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("emitted-server-of-choice");
    let text = "[server]\ncontext = true\ntyped-errors = true\nrequired-methods = true\n";
    let config = match Config::parse(&Source::new("gen.toml", text.to_owned())) {
        Ok(config) => config,
        Err(report) => panic!("{report}"),
    };
    let taught = emit(&root, "bookings", read("bookings.yaml"), &config);
    write_if_changed(&root.join("src/taught.rs"), &taught);
    let dependencies = "bookings = { path = \"bookings\", features = [\"client-core\", \"server\"] }\n\
                        serde_json = \"1\"\n\
                        tokio = { version = \"1\", features = [\"macros\", \"rt\"] }\n\
                        tower = { version = \"0.5\", features = [\"util\"] }\n";
    write_if_changed(
        &root.join("Cargo.toml"),
        &manifest("emitted-server-of-choice", dependencies),
    );
    write_if_changed(&root.join("src/main.rs"), &read("bookings.rs"));
    let messages = run(&root);
    assert!(!messages.contains("warning"), "{messages}");
    // What is not written does not compile.
    let api = root.join("bookings/src/api/trips.rs");
    let api = fs::read_to_string(api).expect("it was emitted");
    assert!(!api.contains("not_implemented"), "{api}");
}

/// Two crates that depend on the run-time have one `Authenticator` and one `Problem`: what is written for one serves the
/// other.
#[test]
fn crates_on_one_run_time_share_its_types() {
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("emitted-servers-that-share");
    for name in ["cats", "dogs"] {
        let document = format!(
            "openapi: 3.0.3\ninfo: {{title: {name}, version: '1'}}\npaths:\n  /{name}:\n    get:\n      \
             tags: [{name}]\n      operationId: list_{name}\n      security: [{{key: []}}]\n      parameters: \
             [{{name: limit, in: query, schema: {{type: integer, maximum: 9}}}}]\n      responses: {{'200': \
             {{description: All, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Pets'}}}}}}}}}}\n\
             components:\n  securitySchemes: {{key: {{type: apiKey, in: header, name: X-Key}}}}\n  schemas:\n    \
             Pets: {{type: object, required: [id], properties: {{id: {{type: string, format: uuid}}, born: {{type: \
             string, format: date-time}}, more: {{}}, names: {{type: array, items: {{type: string}}}}}}}}\n"
        );
        emit(&root, name, document, &on_package());
    }
    let dependencies = "cats = { path = \"cats\", features = [\"server\"] }\n\
                        dogs = { path = \"dogs\", features = [\"server\"] }\n\
                        serde_json = \"1\"\ntokio = { version = \"1\", features = [\"rt\"] }\n\
                        tower = { version = \"0.5\", features = [\"util\"] }\n";
    write_if_changed(
        &root.join("Cargo.toml"),
        &manifest("emitted-servers-that-share", dependencies),
    );
    let constructs = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("constructs/server");
    let driver = fs::read_to_string(constructs.join("shared.rs")).expect("the driver is there");
    write_if_changed(&root.join("src/main.rs"), &driver);
    run(&root);
}

fn manifest(name: &str, dependencies: &str) -> String {
    format!(
        "[package]\nname = {name:?}\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         axum = {{ version = \"0.8\", default-features = false, features = [\"http1\", \"json\", \"tokio\"] }}\n\
         {dependencies}\n[workspace]\n"
    )
}

const DEPENDENCIES: &str = r#"collections = { path = "collections", features = ["client-core", "server"] }
constructs = { path = "constructs", features = ["client-core", "server"] }
futures-core = "0.3"
http-body = "1"
serde_json = "1"
stats_alloc = "0.1"
tokio = { version = "1", features = ["macros", "net", "rt-multi-thread", "time"] }
tower = { version = "0.5", features = ["util"] }
"#;
