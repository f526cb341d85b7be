//! Emitted servers, compiled and driven over TCP: one crate with an operation for each construct, good and bad requests
//! side by side.
//!
//! The constructs stand in `constructs/server/openapi.yaml`, what is sent to them in `driver.rs` beside it. The table of
//! styles of parameters stands here, since each row makes an operation, its handler and a request of it. At last all that
//! was sent is sent with a few things wrong, as often as `HOSTILE_REQUESTS` says.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use verbatim_gen::{Config, Emit, Source, generate};
use verbatim_tests::{MapFiles, write_if_changed};

/// Where a parameter called `color` travels, its style, whether it explodes, its type, how it is sent, and the answer:
/// what it was read as, or its faults.
type Row = (
    &'static str,
    &'static str,
    bool,
    &'static str,
    &'static str,
    &'static str,
);

/// OpenAPI 3.0.4, section 4.7.12.3, and what is refused beside what is taken.
const ROWS: &[Row] = &[
    ("path", "simple", false, "string", "blue", r#"200 "blue""#),
    (
        "path",
        "simple",
        false,
        "string",
        "a%2Fb%20c+d",
        r#"200 "a/b c+d""#,
    ),
    (
        "path",
        "simple",
        false,
        "string",
        "b",
        "400 path color: must have at least 2 characters",
    ),
    ("path", "simple", false, "integer", "7", "200 7"),
    (
        "path",
        "simple",
        false,
        "integer",
        "10",
        "400 path color: must be at most 9",
    ),
    (
        "path",
        "simple",
        false,
        "integer",
        "x",
        "400 path color: must be an integer",
    ),
    (
        "path",
        "simple",
        false,
        "strings",
        "blue,black",
        r#"200 ["blue","black"]"#,
    ),
    (
        "path",
        "simple",
        false,
        "strings",
        "a%2Cb,c",
        r#"200 ["a,b","c"]"#,
    ),
    (
        "path",
        "simple",
        true,
        "strings",
        "blue,black",
        r#"200 ["blue","black"]"#,
    ),
    (
        "path",
        "simple",
        false,
        "rgb",
        "R,100,G,200",
        r#"200 {"G":200,"R":100}"#,
    ),
    (
        "path",
        "simple",
        false,
        "rgb",
        "R,100,G",
        "400 path color: must be pairs of a name and a value",
    ),
    (
        "path",
        "simple",
        true,
        "rgb",
        "R=100,G=200",
        r#"200 {"G":200,"R":100}"#,
    ),
    (
        "path",
        "simple",
        true,
        "rgb",
        "G=200",
        "400 path color /R: is required",
    ),
    ("path", "label", false, "string", ".blue", r#"200 "blue""#),
    (
        "path",
        "label",
        false,
        "string",
        "blue",
        "400 path color: must begin with a dot",
    ),
    (
        "path",
        "label",
        false,
        "strings",
        ".blue,black",
        r#"200 ["blue","black"]"#,
    ),
    (
        "path",
        "label",
        true,
        "strings",
        ".blue.black",
        r#"200 ["blue","black"]"#,
    ),
    (
        "path",
        "label",
        false,
        "rgb",
        ".R,100,G,200",
        r#"200 {"G":200,"R":100}"#,
    ),
    (
        "path",
        "label",
        true,
        "rgb",
        ".R=100.G=200",
        r#"200 {"G":200,"R":100}"#,
    ),
    (
        "path",
        "matrix",
        false,
        "string",
        ";color=blue",
        r#"200 "blue""#,
    ),
    (
        "path",
        "matrix",
        false,
        "string",
        ";colour=blue",
        "400 path color: must be called by its name",
    ),
    (
        "path",
        "matrix",
        false,
        "strings",
        ";color=blue,black",
        r#"200 ["blue","black"]"#,
    ),
    (
        "path",
        "matrix",
        true,
        "strings",
        ";color=blue;color=black",
        r#"200 ["blue","black"]"#,
    ),
    (
        "path",
        "matrix",
        false,
        "rgb",
        ";color=R,100,G,200",
        r#"200 {"G":200,"R":100}"#,
    ),
    (
        "path",
        "matrix",
        true,
        "rgb",
        ";R=100;G=200",
        r#"200 {"G":200,"R":100}"#,
    ),
    (
        "query",
        "form",
        true,
        "string",
        "color=blue+sky%21",
        r#"200 "blue sky!""#,
    ),
    (
        "query",
        "form",
        true,
        "string",
        "",
        "400 query color: is required",
    ),
    (
        "query",
        "form",
        true,
        "string",
        "color=a1&color=b2",
        "400 query color: must not be given more than once",
    ),
    ("query", "form", true, "integer", "color=7&other=1", "200 7"),
    (
        "query",
        "form",
        true,
        "integer",
        "color=",
        "400 query color: must be an integer",
    ),
    (
        "query",
        "form",
        true,
        "integer",
        "color=99999999999999999999",
        "400 query color: must be at most 9",
    ),
    (
        "query",
        "form",
        true,
        "large",
        "color=9223372036854775807",
        "200 9223372036854775807",
    ),
    (
        "query",
        "form",
        true,
        "large",
        "color=9223372036854775808",
        "400 query color: must be an integer of 64 bits",
    ),
    ("query", "form", true, "boolean", "color=true", "200 true"),
    (
        "query",
        "form",
        true,
        "boolean",
        "color=yes",
        "400 query color: must be a boolean",
    ),
    (
        "query",
        "form",
        true,
        "strings",
        "color=blue&color=black",
        r#"200 ["blue","black"]"#,
    ),
    (
        "query",
        "form",
        true,
        "strings",
        "color=a&color=b&color=c&color=d",
        "400 query color: must have at most 3 items",
    ),
    (
        "query",
        "form",
        false,
        "strings",
        "color=blue,black",
        r#"200 ["blue","black"]"#,
    ),
    (
        "query",
        "form",
        false,
        "strings",
        "color=a%2Cb,c",
        r#"200 ["a,b","c"]"#,
    ),
    (
        "query",
        "form",
        true,
        "rgb",
        "R=100&G=200",
        r#"200 {"G":200,"R":100}"#,
    ),
    (
        "query",
        "form",
        false,
        "rgb",
        "color=R,100,G,200",
        r#"200 {"G":200,"R":100}"#,
    ),
    (
        "query",
        "form",
        false,
        "rgb",
        "color=R,x",
        "400 query color /R: must be an integer",
    ),
    (
        "query",
        "spaceDelimited",
        false,
        "strings",
        "color=blue%20black",
        r#"200 ["blue","black"]"#,
    ),
    (
        "query",
        "spaceDelimited",
        false,
        "rgb",
        "color=R%20100%20G%20200",
        r#"200 {"G":200,"R":100}"#,
    ),
    (
        "query",
        "pipeDelimited",
        false,
        "strings",
        "color=blue|black",
        r#"200 ["blue","black"]"#,
    ),
    (
        "query",
        "pipeDelimited",
        false,
        "strings",
        "color=blue%7Cblack",
        r#"200 ["blue","black"]"#,
    ),
    (
        "query",
        "pipeDelimited",
        false,
        "rgb",
        "color=R|100|G|200",
        r#"200 {"G":200,"R":100}"#,
    ),
    (
        "query",
        "deepObject",
        true,
        "rgb",
        "color[R]=100&color[G]=200",
        r#"200 {"G":200,"R":100}"#,
    ),
    (
        "query",
        "deepObject",
        true,
        "rgb",
        "color%5BR%5D=x",
        "400 query color /R: must be an integer",
    ),
    (
        "query",
        "content",
        true,
        "rgb",
        "color=%7B%22R%22%3A100%7D",
        r#"200 {"R":100}"#,
    ),
    (
        "query",
        "content",
        true,
        "rgb",
        "color=%7B%22G%22%3A100%7D",
        "400 query color /R: is required",
    ),
    (
        "query",
        "content",
        true,
        "rgb",
        "color=R",
        "400 query color: must be JSON",
    ),
    (
        "query",
        "reserved",
        true,
        "string",
        "color=a/b?c:d@e+f=g%20h",
        r#"200 "a/b?c:d@e+f=g h""#,
    ),
    (
        "query",
        "reserved",
        false,
        "strings",
        "color=a+b,c%2Cd",
        r#"200 ["a+b","c,d"]"#,
    ),
    (
        "path",
        "content",
        true,
        "rgb",
        "%7B%22R%22%3A100%7D",
        r#"200 {"R":100}"#,
    ),
    (
        "header",
        "content",
        true,
        "rgb",
        r#"{"R": 100}"#,
        r#"200 {"R":100}"#,
    ),
    (
        "header",
        "content",
        true,
        "rgb",
        r#"{"R": "x"}"#,
        "400 header color /R: must be an integer",
    ),
    (
        "cookie",
        "content",
        true,
        "rgb",
        "color=%7B%22R%22%3A100%7D",
        r#"200 {"R":100}"#,
    ),
    (
        "cookie",
        "form",
        true,
        "strings",
        "color=blue; color=black",
        r#"200 ["blue","black"]"#,
    ),
    ("header", "simple", false, "string", "blue", r#"200 "blue""#),
    ("header", "simple", false, "integer", "7", "200 7"),
    (
        "header",
        "simple",
        false,
        "integer",
        "x",
        "400 header color: must be an integer",
    ),
    (
        "header",
        "simple",
        false,
        "strings",
        "blue,black",
        r#"200 ["blue","black"]"#,
    ),
    (
        "header",
        "simple",
        false,
        "rgb",
        "R,100,G,200",
        r#"200 {"G":200,"R":100}"#,
    ),
    (
        "header",
        "simple",
        true,
        "rgb",
        "R=100,G=200",
        r#"200 {"G":200,"R":100}"#,
    ),
    (
        "cookie",
        "form",
        true,
        "string",
        "color=blue",
        r#"200 "blue""#,
    ),
    ("cookie", "form", true, "integer", "a=b; color=7", "200 7"),
    (
        "cookie",
        "form",
        true,
        "integer",
        "a=b",
        "400 cookie color: is required",
    ),
    (
        "cookie",
        "form",
        false,
        "strings",
        "color=blue,black",
        r#"200 ["blue","black"]"#,
    ),
    (
        "cookie",
        "form",
        false,
        "rgb",
        "color=R,100,G,200",
        r#"200 {"G":200,"R":100}"#,
    ),
];

/// Where a parameter called `color` travels, its `collectionFormat`, the type of its items, how it is sent, and the
/// answer.
type Collection = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

const BLUE_BLACK: &str = r#"200 ["blue","black"]"#;

/// Swagger 2.0, the Parameter Object.
const COLLECTIONS: &[Collection] = &[
    ("query", "", "string", "color=blue,black", BLUE_BLACK),
    ("query", "csv", "string", "color=blue,black", BLUE_BLACK),
    (
        "query",
        "csv",
        "string",
        "color=a%2Cb,c",
        r#"200 ["a,b","c"]"#,
    ),
    ("query", "csv", "integer", "color=1,2", "200 [1,2]"),
    (
        "query",
        "csv",
        "integer",
        "color=1,x",
        "400 query color /1: must be an integer",
    ),
    (
        "query",
        "csv",
        "string",
        "color=a&color=b",
        "400 query color: must not be given more than once",
    ),
    ("query", "csv", "string", "", "400 query color: is required"),
    (
        "query",
        "csv",
        "string",
        "color=a,b,c,d",
        "400 query color: must have at most 3 items",
    ),
    ("query", "ssv", "string", "color=blue%20black", BLUE_BLACK),
    ("query", "ssv", "string", "color=blue+black", BLUE_BLACK),
    ("query", "tsv", "string", "color=blue%09black", BLUE_BLACK),
    ("query", "pipes", "string", "color=blue|black", BLUE_BLACK),
    ("query", "pipes", "integer", "color=1%7C2", "200 [1,2]"),
    (
        "query",
        "multi",
        "string",
        "color=blue&color=black",
        BLUE_BLACK,
    ),
    (
        "query",
        "multi",
        "string",
        "color=blue,black",
        r#"200 ["blue,black"]"#,
    ),
    (
        "query",
        "multi",
        "integer",
        "color=1&color=x",
        "400 query color /1: must be an integer",
    ),
    (
        "query",
        "pipes",
        "integers",
        "color=1,2|3",
        "200 [[1,2],[3]]",
    ),
    (
        "query",
        "multi",
        "integers",
        "color=1,2&color=3",
        "200 [[1,2],[3]]",
    ),
    (
        "query",
        "pipes",
        "integers",
        "color=1|2,x",
        "400 query color /1/1: must be an integer",
    ),
    ("path", "csv", "string", "blue,black", BLUE_BLACK),
    ("path", "ssv", "string", "blue%20black", BLUE_BLACK),
    ("path", "tsv", "string", "blue%09black", BLUE_BLACK),
    ("path", "pipes", "string", "blue%7Cblack", BLUE_BLACK),
    (
        "path",
        "pipes",
        "integer",
        "1|x",
        "400 path color /1: must be an integer",
    ),
    ("header", "csv", "string", "blue,black", BLUE_BLACK),
    ("header", "ssv", "string", "blue black", BLUE_BLACK),
    ("header", "tsv", "string", "blue\tblack", BLUE_BLACK),
    ("header", "pipes", "string", "blue|black", BLUE_BLACK),
    (
        "header",
        "pipes",
        "integer",
        "1|x",
        "400 header color /1: must be an integer",
    ),
    ("form", "csv", "string", "color=blue,black", BLUE_BLACK),
    ("form", "ssv", "string", "color=blue+black", BLUE_BLACK),
    ("form", "tsv", "string", "color=blue%09black", BLUE_BLACK),
    ("form", "pipes", "string", "color=blue%7Cblack", BLUE_BLACK),
    (
        "form",
        "multi",
        "string",
        "color=blue&color=black",
        BLUE_BLACK,
    ),
    (
        "form",
        "csv",
        "integer",
        "color=1,x",
        "400 body /color/1: must be an integer",
    ),
    ("parts", "csv", "string", "blue,black", BLUE_BLACK),
    ("parts", "ssv", "string", "blue black", BLUE_BLACK),
    ("parts", "tsv", "string", "blue\tblack", BLUE_BLACK),
    ("parts", "pipes", "string", "blue|black", BLUE_BLACK),
    (
        "parts",
        "multi",
        "string",
        "blue,black",
        r#"200 ["blue,black"]"#,
    ),
    (
        "parts",
        "csv",
        "integer",
        "1,x",
        "400 body /color/1: must be an integer",
    ),
    (
        "upload",
        "csv",
        "string",
        "blue,black",
        r#"200 [["blue","black"]]"#,
    ),
    (
        "upload",
        "multi",
        "string",
        "blue,black",
        r#"200 ["blue,black"]"#,
    ),
    (
        "upload",
        "pipes",
        "string",
        "a|b|c|d",
        "400 body /color: must have at most 3 items",
    ),
];

/// A document of Swagger 2.0 with an operation for each, and the module that implements them and holds what is sent.
fn collections() -> (String, String) {
    let mut numbers: BTreeMap<(&str, &str, &str), usize> = BTreeMap::new();
    let mut paths =
        String::from("swagger: \"2.0\"\ninfo: {title: Collections, version: \"1\"}\npaths:\n");
    let (mut handlers, mut requests) = (String::new(), String::new());
    for &(location, format, kind, raw, expected) in COLLECTIONS {
        let count = numbers.len();
        let number = *numbers.entry((location, format, kind)).or_insert(count);
        if number == count {
            let format = match format {
                "" => String::new(),
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
                raw.to_owned(),
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

/// Emits the crate of a document.
fn emit(root: &Path, name: &str, document: String, config: &Config) {
    let emit = Emit {
        rust: true,
        docs: false,
    };
    let source = Source::new("openapi.yaml", document);
    let made = match generate(source, &MapFiles::default(), config, emit) {
        Ok(made) => made,
        Err(report) => panic!("{report}"),
    };
    for (path, text) in made.files.iter() {
        let text = match path.to_string().as_str() {
            "Cargo.toml" => text.replace("\"{name}\"", &format!("{name:?}")),
            _ => text.to_owned(),
        };
        write_if_changed(&root.join(name).join(path), &text);
    }
}

fn schema(kind: &str) -> &'static str {
    match kind {
        "string" => "{type: string, minLength: 2}",
        "integer" => "{type: integer, minimum: 0, maximum: 9}",
        "large" => "{type: integer}",
        "boolean" => "{type: boolean}",
        "strings" => "{type: array, maxItems: 3, items: {type: string}}",
        "rgb" => {
            "{type: object, required: [R], properties: {R: {type: integer}, G: {type: integer}, B: {type: integer}}}"
        }
        other => panic!("no type is called {other}"),
    }
}

/// The paths of the table's operations, and the module that implements them and holds what is sent.
fn parameters() -> (String, String) {
    let mut numbers: BTreeMap<(&str, &str, bool, &str), usize> = BTreeMap::new();
    let (mut paths, mut handlers, mut requests) = (String::new(), String::new(), String::new());
    for &(location, style, explode, kind, raw, expected) in ROWS {
        let count = numbers.len();
        let mut is_new = false;
        let number = *numbers
            .entry((location, style, explode, kind))
            .or_insert_with(|| {
                is_new = true;
                count
            });
        let template = if location == "path" { "/{color}" } else { "" };
        if is_new {
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
    let (paths, parameters) = parameters();
    let document =
        read("openapi.yaml").replace("\ncomponents:\n", &format!("\n{paths}components:\n"));
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(folder);
    emit(&root, "constructs", document, config);
    let (document, collections) = collections();
    emit(&root, "collections", document, config);
    write_if_changed(&root.join("Cargo.toml"), &manifest(folder, DEPENDENCIES));
    write_if_changed(&root.join("src/main.rs"), &read("driver.rs"));
    write_if_changed(&root.join("src/hostile.rs"), &read("hostile.rs"));
    write_if_changed(&root.join("src/parameters.rs"), &parameters);
    write_if_changed(&root.join("src/collections.rs"), &collections);
    run(&root)
}

/// Runs a package that stands in a folder of its own; what cargo says of it.
fn run(root: &Path) -> String {
    // The versions of this workspace, which are at hand without a network.
    let lock = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    fs::copy(lock, root.join("Cargo.lock")).expect("the lock file can be copied");
    // In the folder of this workspace, most dependencies are built already.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent();
    let output = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--offline"])
        .current_dir(root)
        .env("CARGO_TARGET_DIR", target.expect("a folder above"))
        .output()
        .expect("cargo runs");
    let messages = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{}{messages}",
        String::from_utf8_lossy(&output.stdout),
    );
    messages.into_owned()
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

const DEPENDENCIES: &str = r#"collections = { path = "collections", features = ["server"] }
constructs = { path = "constructs", features = ["server"] }
futures-core = "0.3"
http-body = "1"
serde_json = "1"
stats_alloc = "0.1"
tokio = { version = "1", features = ["macros", "net", "rt-multi-thread", "time"] }
tower = { version = "0.5", features = ["util"] }
"#;
