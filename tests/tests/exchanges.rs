//! What emitted clients and servers say to one another: random requests and answers of documents that between them have every
//! construct go through two servers and two clients, and arrive as they were.
//!
//! `constructs/exchange/driver.rs` tells what is compared. `cargo run -p verbatim-tests --bin exchanges` does the same with
//! other documents.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};
use verbatim_gen::Source;
use verbatim_gen::diagnostic::Sink;
use verbatim_gen::stages::load;
use verbatim_tests::exchange::package::{Document, write};
use verbatim_tests::{MapFiles, REVISIONS, number, revision, run_package, text};

/// Constructs that are no requests: none of their values was found, or none that a server of the same document takes.
const NOT_SENT: [(&str, &str); 10] = [
    // No integer of Rust is that far from zero.
    ("integers", "Below"),
    ("integers", "FarBeyond"),
    // To judge one, itself would have to be judged.
    ("one_of_whose_branches_extend_it", "Cat"),
    ("one_of_whose_branches_extend_it", "Dog"),
    ("union_of_itself", "Loop"),
    // No alternative lists what tells it apart, so no value is drawn with it; and one excludes it, where it stands alone.
    ("discriminator_that_branches_do_not_list", "ByForm"),
    ("discriminator_that_branches_do_not_list", "ByKind"),
    ("discriminator_that_branches_do_not_list", "Shape"),
    ("discriminator_that_branches_do_not_list", "Square"),
    // What YAML has without quotes is no text in JSON.
    ("texts_without_quotes", "Only"),
];

#[test]
fn requests_and_answers_come_across() {
    let constructs = |path: &str| text(&format!("tests/constructs/{path}"));
    let mut texts = vec![
        ("answers".to_owned(), constructs("exchange/answers.yaml")),
        ("bookings".to_owned(), constructs("server/bookings.yaml")),
        ("constructs".to_owned(), constructs("server/openapi.yaml")),
        ("later".to_owned(), constructs("server/openapi_32.yaml")),
        ("members".to_owned(), revision(REVISIONS[3])),
        ("parameters".to_owned(), parameters()),
        ("swagger".to_owned(), constructs("exchange/swagger.yaml")),
    ];
    texts.extend(schemas());
    let files = MapFiles::default();
    let documents: Vec<Document<'_>> = texts
        .into_iter()
        .map(|(name, text)| Document {
            source: Source::new(format!("{name}.yaml"), text),
            name,
            files: &files,
        })
        .collect();
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("exchanges");
    let rounds = number("EXCHANGES").unwrap_or(12);
    let seed = number("EXCHANGES_SEED").unwrap_or(1);
    let left_out = write(&root, &documents, seed, rounds);
    assert!(left_out.is_empty(), "{left_out:#?}");
    run_package(&root, None, Path::new(env!("CARGO_TARGET_TMPDIR")));
}

/// A document with each way that a parameter may travel.
fn parameters() -> String {
    let layouts = [
        ("path", &["simple", "label", "matrix"][..]),
        (
            "query",
            &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
        ),
        ("header", &["simple"]),
        ("cookie", &["form"]),
    ];
    let kinds = json!({
        "string": {"type": "string"},
        "integer": {"type": "integer"},
        "number": {"type": "number"},
        "boolean": {"type": "boolean"},
        "time": {"type": "string", "format": "date-time"},
        "level": {"enum": ["low", "high"]},
        "strings": {"type": "array", "items": {"type": "string"}},
        "integers": {"type": "array", "items": {"type": "integer"}},
        "rgb": {"type": "object", "required": ["R"], "properties": {"R": {"type": "integer"}, "G": {"type": "integer"}, "B": {"type": "string"}}},
        "map": {"type": "object", "additionalProperties": {"type": "integer"}},
        "either": {"oneOf": [{"type": "integer"}, {"type": "boolean"}]},
    });
    let mut paths = Map::new();
    for (location, styles) in layouts {
        for style in styles {
            for explode in [false, true] {
                let mut all = Vec::new();
                let mut path = format!("/{location}/{style}/{explode}");
                for (name, schema) in kinds.as_object().expect("kinds") {
                    let is_list = matches!(&**name, "strings" | "integers");
                    let is_object = matches!(&**name, "rgb" | "map");
                    let has_place = match *style {
                        "deepObject" => is_object && explode,
                        "spaceDelimited" | "pipeDelimited" => is_list && !explode,
                        // What is exploded into pairs of its own takes the names of others.
                        "form" => !(is_object && explode),
                        _ => true,
                    };
                    if !has_place {
                        continue;
                    }
                    if location == "path" {
                        path += &format!("/{{{name}}}");
                    }
                    all.push(json!({
                        "name": name, "in": location, "required": location == "path" || name == "string",
                        "style": style, "explode": explode, "schema": schema,
                    }));
                }
                if !all.is_empty() {
                    let operation = json!({
                        "operationId": format!("{location}_{style}_{explode}"),
                        "parameters": all,
                        "responses": {"204": {"description": "it"}},
                    });
                    paths.insert(path, json!({"get": operation}));
                }
            }
        }
    }
    document("3.1.0", paths, Map::new())
}

/// Documents with each construct of a schema, one for each dialect: an operation takes and returns each component.
fn schemas() -> Vec<(String, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("constructs/types");
    let mut names: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the constructs are there")
        .map(|it| it.expect("the folder can be read").path())
        .collect();
    names.sort();
    let mut documents: BTreeMap<String, [Map<String, Value>; 2]> = BTreeMap::new();
    for path in names {
        let file = path
            .file_stem()
            .expect("files have names")
            .to_string_lossy();
        let text = fs::read_to_string(&path).expect("constructs can be read");
        // Types that are written by hand are no others' to send.
        if text.contains("\n#> ") || text.starts_with("#> ") || text.contains("x-rust-type") {
            continue;
        }
        let dialect = text.lines().find_map(|it| it.strip_prefix("# openapi: "));
        let [paths, components] = documents
            .entry(dialect.unwrap_or("3.0.3").to_owned())
            .or_default();
        let schemas = members(&text);
        let own: Vec<String> = schemas.keys().cloned().collect();
        for (name, mut schema) in schemas {
            rename(&mut schema, &file, &own);
            let is_sent = !NOT_SENT.contains(&(&*file, &*name));
            let name = format!("{file}.{name}");
            let reference = json!({"$ref": format!("#/components/schemas/{name}")});
            let content = json!({"application/json": {"schema": reference}});
            let operation = json!({
                "operationId": name,
                "tags": [file.split('_').next()],
                "requestBody": {"required": true, "content": content},
                "responses": {"200": {"description": "the same", "content": content}},
            });
            if is_sent {
                paths.insert(format!("/{name}"), json!({"post": operation}));
            }
            components.insert(name, schema);
        }
    }
    documents
        .into_iter()
        .map(|(dialect, [paths, components])| {
            let name = format!("types_{}", dialect.replace('.', "_"));
            (name, document(&dialect, paths, components))
        })
        .collect()
}

/// The schemas of a file of constructs.
fn members(text: &str) -> Map<String, Value> {
    let lines = text.lines().filter(|it| !it.starts_with('#'));
    let lines: String = lines.map(|it| format!("    {it}\n")).collect();
    let text = format!("openapi: 3.1.0\ncomponents:\n  schemas:\n{lines}");
    let files = MapFiles::default();
    let document = load(
        Source::new("types.yaml", text),
        &files,
        &mut Sink::default(),
    );
    let schemas = document.root.at("/components/schemas").expect("schemas");
    serde_json::from_str(&schemas.to_json()).expect("an object")
}

/// Puts the name of a file before each name of its schemas.
fn rename(value: &mut Value, file: &str, names: &[String]) {
    match value {
        Value::Object(all) => {
            for (name, it) in all.iter_mut() {
                if matches!(&**name, "mapping" | "defaultMapping") {
                    map(it, file, names);
                }
                rename(it, file, names);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|it| rename(it, file, names)),
        Value::String(text) => {
            if let Some(name) = text.strip_prefix("#/components/schemas/") {
                *text = format!("#/components/schemas/{file}.{name}");
            }
        }
        _ => {}
    }
}

/// The same with the values of a mapping, which may be names.
fn map(value: &mut Value, file: &str, names: &[String]) {
    match value {
        Value::Object(all) => all.values_mut().for_each(|it| map(it, file, names)),
        Value::String(text) if names.contains(text) => *text = format!("{file}.{text}"),
        _ => {}
    }
}

fn document(dialect: &str, paths: Map<String, Value>, schemas: Map<String, Value>) -> String {
    let document = json!({
        "openapi": dialect,
        "info": {"title": "Exchanges", "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas},
    });
    document.to_string()
}
