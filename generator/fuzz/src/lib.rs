//! What the fuzz targets share: bytes → documents, and what holds for every document.

use verbatim_gen::{Config, Emit, Files, Report, Source};

/// No file but the document.
struct NoFiles;

impl Files for NoFiles {
    fn read(&self, _path: &str) -> Result<String, String> {
        Err("there is no such file".to_owned())
    }
}

/// Reads a document and holds its findings to their promises.
pub fn read(path: &str, text: &str) {
    let source = Source::new(path, text);
    match verbatim_gen::read(source, &NoFiles, &Config::default()) {
        Ok((_, report)) => {
            assert!(!report.has_errors());
            check(&report);
        }
        Err(report) => {
            assert!(report.has_errors());
            check(&report);
        }
    }
}

/// Findings are in order, and each is at a place.
fn check(report: &Report) {
    for it in &report.findings {
        assert!(it.place.line > 0 && it.place.column > 0, "{it:?}");
        assert!(!it.message.contains('\n'), "{it:?}");
    }
    for pair in report.findings.windows(2) {
        assert!(pair[0].place <= pair[1].place, "{pair:?}");
    }
}

/// Generates twice and compares.
pub fn generate(text: &str) {
    let run = || {
        let emit = Emit { rust: true, docs: true, html: false };
        let source = Source::new("openapi.json", text);
        verbatim_gen::generate(source, &NoFiles, &Config::default(), emit)
    };
    if let (Ok(first), Ok(second)) = (run(), run()) {
        assert!(first.files == second.files, "two runs differ");
    }
}

/// The names and values that documents are made of; a byte picks one.
const NAMES: &[&str] = &[
    "type", "properties", "items", "allOf", "anyOf", "oneOf", "not", "enum", "const", "required", "additionalProperties",
    "$ref", "discriminator", "propertyName", "mapping", "format", "nullable", "default", "example", "examples", "pattern",
    "minimum", "maximum", "exclusiveMinimum", "multipleOf", "minLength", "maxLength", "minItems", "maxItems", "uniqueItems",
    "patternProperties", "propertyNames", "prefixItems", "contains", "readOnly", "writeOnly", "deprecated", "title",
    "description", "x-a", "parameters", "name", "in", "schema", "content", "application/json", "multipart/form-data",
    "text/event-stream", "style", "explode", "responses", "200", "4XX", "default", "headers", "links", "callbacks",
    "requestBody", "get", "post", "head", "operationId", "tags", "security", "servers", "url", "variables", "A", "B", "C",
    "$anchor", "$defs", "encoding", "value", "summary", "a-b", "a_b", "self", "Result", "", "\u{e9}", "*/", "```",
    "$dynamicRef", "$dynamicAnchor", "$recursiveRef", "$recursiveAnchor", "if", "dependentSchemas", "unevaluatedProperties",
    "flows", "flow", "implicit", "scopes", "scheme", "externalDocs", "collectionFormat", "consumes", "itemSchema",
];
const TEXTS: &[&str] = &[
    "string", "integer", "number", "boolean", "array", "object", "null", "#/components/schemas/A", "#/components/schemas/B",
    "#/components/schemas/C", "#/components/schemas/A/properties/A", "#/components/responses/A", "#/components/parameters/A",
    "#/paths/~1a", "#A", "other.yaml", "path", "query", "header", "cookie", "form", "simple", "deepObject", "int32", "int64",
    "date-time", "uuid", "binary", "byte", "A", "B", "C", "^a+$", "(", "kind", "*/ #![x]", "type", "\u{1f408}",
    "body", "formData", "http", "oauth2", "apiKey", "accessCode", "basic", "csv", "pipes", "#", "#/components/pathItems/A",
];
const NUMBERS: &[&str] = &[
    "0", "1", "-1", "2", "0.5", "1e3", "1e999", "-1e999", "9223372036854775808", "18446744073709551616", "2147483648", "1e-999",
];

/// A document made by reading bytes as choices, so that every mutation of the bytes is a document again.
pub fn document(bytes: &[u8]) -> String {
    let mut maker = Maker { bytes, nodes: 0 };
    let version = match maker.byte() % 3 {
        0 => "\"openapi\":\"3.0.4\"",
        1 => "\"openapi\":\"3.1.1\"",
        _ => "\"swagger\":\"2.0\"",
    };
    let schemas = ["A", "B", "C"].map(|name| format!("\"{name}\":{}", maker.value(0)));
    let schemas = schemas.join(",");
    let parameter = maker.value(0);
    let response = maker.value(0);
    let operation = maker.value(0);
    let body = maker.value(0);
    let scheme = maker.value(0);
    let head = ["contact", "license"].map(|name| format!("\"{name}\":{}", maker.value(1))).join(",");
    let lists = ["servers", "tags", "security", "externalDocs"].map(|name| format!("\"{name}\":{}", maker.value(0))).join(",");
    let components = if version.starts_with("\"swagger") {
        format!("\"definitions\":{{{schemas}}},\"parameters\":{{\"A\":{parameter}}},\"responses\":{{\"A\":{response}}},\"securityDefinitions\":{{\"A\":{scheme}}}")
    } else {
        let others = ["callbacks", "pathItems", "links", "examples", "headers"];
        let others = others.map(|name| format!("\"{name}\":{{\"A\":{}}}", maker.value(0))).join(",");
        format!(
            "\"components\":{{\"schemas\":{{{schemas}}},\"parameters\":{{\"A\":{parameter}}},\"responses\":{{\"A\":{response}}},\"requestBodies\":{{\"A\":{body}}},\"securitySchemes\":{{\"A\":{scheme}}},{others}}}"
        )
    };
    let schema = "{\"schema\":{\"$ref\":\"#/components/schemas/A\"}}";
    format!(
        "{{{version},\"info\":{{\"title\":\"t\",\"version\":\"1\",{head}}},{lists},{components},\"paths\":{{\"/a\":{{\"get\":{operation}}},\"/b/{{A}}\":{{\"post\":{{\"requestBody\":{{\"content\":{{\"application/json\":{schema}}}}},\"responses\":{{\"200\":{{\"description\":\"d\",\"content\":{{\"application/json\":{schema}}}}}}}}}}}}}}}"
    )
}

struct Maker<'b> {
    bytes: &'b [u8],
    nodes: usize,
}

impl Maker<'_> {
    fn byte(&mut self) -> usize {
        match self.bytes.split_first() {
            Some((first, rest)) => {
                self.bytes = rest;
                usize::from(*first)
            }
            None => 0,
        }
    }

    fn pick<'l>(&mut self, list: &[&'l str]) -> &'l str {
        list[self.byte() % list.len()]
    }

    fn value(&mut self, depth: usize) -> String {
        self.nodes += 1;
        if self.bytes.is_empty() || depth > 12 || self.nodes > 2_000 {
            return "{}".to_owned();
        }
        match self.byte() % 10 {
            0..=4 => {
                let members: Vec<String> = (0..self.byte() % 6)
                    .map(|_| format!("{}:{}", quoted(self.pick(NAMES)), self.value(depth + 1)))
                    .collect();
                format!("{{{}}}", members.join(","))
            }
            5 => {
                let items: Vec<String> = (0..self.byte() % 4).map(|_| self.value(depth + 1)).collect();
                format!("[{}]", items.join(","))
            }
            6 | 7 => quoted(self.pick(TEXTS)),
            8 => self.pick(NUMBERS).to_owned(),
            _ => self.pick(&["true", "false", "null"]).to_owned(),
        }
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
