//! What each construct of a schema becomes in Rust: a catalogue to read, input beside output.
//!
//! Every file of `constructs/types` holds the members of `components/schemas`. A first line `# openapi: 3.1.0` chooses
//! the dialect; lines that begin with `#!` are settings. Lines at the end are values: `#+ Pet {}` is read and comes out
//! as it went in, `#- Pet {}` is refused, and `#= Pet {} {"limit":20}` comes out as the second value. `#> money.rs TEXT` is
//! a line of a module that is written by hand.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use verbatim_gen::{Config, Emit, FileSet, Source, generate};
use verbatim_tests::{MapFiles, run_package, write_if_changed};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("constructs/types")
}

/// The constructs by name, in order.
fn constructs() -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = fs::read_dir(folder())
        .expect("the constructs are there")
        .map(|entry| {
            let path = entry.expect("the folder can be read").path();
            let name = path
                .file_stem()
                .expect("files have names")
                .to_string_lossy()
                .into_owned();
            (
                name,
                fs::read_to_string(&path).expect("constructs can be read"),
            )
        })
        .collect();
    all.sort();
    all
}

fn document(schemas: &str) -> (String, Config) {
    let dialect = schemas
        .lines()
        .find_map(|line| line.strip_prefix("# openapi: "))
        .unwrap_or("3.0.3");
    let settings: String = schemas
        .lines()
        .filter_map(|line| line.strip_prefix("#! "))
        .map(|line| format!("{line}\n"))
        .collect();
    let mut text = format!(
        "openapi: {dialect}\ninfo: {{title: Constructs, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n"
    );
    for line in schemas.lines().filter(|line| !line.starts_with('#')) {
        let _ = writeln!(text, "    {line}");
    }
    let config = match Config::parse(&Source::new("gen.toml", settings.as_str())) {
        Ok(config) => config,
        Err(report) => panic!("{report}"),
    };
    (text, config)
}

fn emitted(name: &str, schemas: &str) -> FileSet {
    let (text, config) = document(schemas);
    made(name, text, &config)
}

fn made(name: &str, text: String, config: &Config) -> FileSet {
    let source = Source::new(format!("{name}.yaml"), text);
    let emit = Emit {
        rust: true,
        docs: false,
        html: false,
    };
    match generate(source, &MapFiles::default(), config, emit) {
        Ok(made) => made.files,
        Err(report) => panic!("{name}: {report}"),
    }
}

/// The types alone: what stands above them is the same for all.
fn types(files: &FileSet) -> String {
    let text = files.get("src/types.rs").expect("there are types");
    let start = text
        .find("pub use crate::runtime::types as runtime;\n")
        .expect("the run-time is there")
        + "pub use crate::runtime::types as runtime;\n".len();
    text[start..].trim_start().to_owned()
}

#[test]
fn each_construct_becomes() {
    let constructs = constructs();
    assert!(
        constructs.len() >= 60,
        "the catalogue has {}",
        constructs.len()
    );
    for (name, schemas) in constructs {
        let rust = types(&emitted(&name, &schemas));
        let shown = format!("{}\n----------\n{}", schemas.trim_end(), rust);
        insta::with_settings!({prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "../constructs/snapshots"}, {
            insta::assert_snapshot!(name, shown);
        });
    }
}

/// What is done with a value, its type, the value, and what comes out.
struct Case {
    sign: char,
    ty: String,
    value: String,
    expected: String,
}

fn cases(schemas: &str) -> Vec<Case> {
    let lines = schemas.lines().filter_map(|line| {
        let sign = line.strip_prefix('#')?.chars().next()?;
        let rest = line.get(2..)?.trim_start();
        "+-=".contains(sign).then_some((sign, rest))
    });
    lines
        .map(|(sign, rest)| {
            let (ty, values) = rest.split_once(' ').expect("a type and a value");
            let (value, expected) = match sign {
                '=' => values.split_once(' ').expect("two values"),
                _ => (values, values),
            };
            Case {
                sign,
                ty: ty.to_owned(),
                value: value.to_owned(),
                expected: expected.to_owned(),
            }
        })
        .collect()
}

/// The modules that are written by hand, by path within `src`.
fn by_hand(schemas: &str) -> BTreeMap<&str, String> {
    let mut files: BTreeMap<&str, String> = BTreeMap::new();
    for line in schemas.lines().filter_map(|it| it.strip_prefix("#> ")) {
        let (path, text) = line.split_once(' ').expect("a path and a line");
        *files.entry(path).or_default() += &format!("{text}\n");
    }
    files
}

/// Values that a type takes or refuses otherwise than the schema that it has; all of a construct where there is none.
const BY_TYPES_ALONE: [(&str, &str); 9] = [
    // A type that is written by hand.
    ("configured_replacement_within_the_crate", r#"{"total":-5}"#),
    // An enum keeps what is not listed.
    (
        "discriminator_of_nested_bases",
        r#"{"type":"Tag","name":"v1"}"#,
    ),
    ("enum_of_integers", "77"),
    ("enum_of_mixed_values", "[1]"),
    ("enum_open", "\"brand-new\""),
    // No schema knows of a name that is given twice, or of a number that no reader takes.
    ("integers", r#"{"map":{"a":1,"a":2}}"#),
    ("names_given_twice", ""),
    ("numbers_out_of_range", r#"{"it":1e400}"#),
    // Where two branches accept a value, its type is of the one whose properties it has.
    ("non_exhaustive", r#"{"id":1,"kind":"cat"}"#),
];

/// Emits a crate for every construct that has values, and one program that reads and writes them all.
#[test]
fn values_pass_through_emitted_types() {
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("emitted-types");
    let mut members = String::new();
    let mut dependencies = String::new();
    let mut calls = String::new();
    for (name, schemas) in constructs() {
        let cases = cases(&schemas);
        if cases.is_empty() {
            continue;
        }
        let (text, mut config) = document(&schemas);
        config.types.json_schema = true;
        let files = made(&name, text, &config);
        for (path, text) in files.iter() {
            let text = text.replace("\"{name}\"", &format!("{name:?}"));
            write_if_changed(&root.join(&name).join(path), &text);
        }
        let _ = write!(members, "{name:?}, ");
        let features = match files.get("src/json_schema.rs") {
            Some(_) => "features = [\"schemars\"]",
            None => "features = []",
        };
        let _ = writeln!(
            dependencies,
            "{name} = {{ path = \"../{name}\", {features} }}"
        );
        for (path, text) in by_hand(&schemas) {
            write_if_changed(&root.join(&name).join("src").join(path), &text);
        }
        let listing = files.get("src/types.rs").unwrap_or_default();
        let described = files.get("src/json_schema.rs").unwrap_or_default();
        for case in cases {
            // What the prelude knows goes by another name.
            let model = format!("{}Model", case.ty);
            let ty = if listing.contains(&format!(" {model} ")) {
                &model
            } else {
                &case.ty
            };
            let _ = writeln!(
                calls,
                "    failures += usize::from(!through::<{name}::types::{ty}, _>(\n        {name:?}, {:?}, {:?}, {:?}, {name}::types::runtime::from_str,\n    ));",
                case.sign, case.value, case.expected
            );
            // What is an alias of a type of another package is described by that.
            let is_told_otherwise = BY_TYPES_ALONE
                .iter()
                .any(|it| it.0 == name && (it.1.is_empty() || it.1 == case.value));
            if described.contains(&format!("= types::{ty},")) && !is_told_otherwise {
                let _ = writeln!(
                    calls,
                    "    failures += usize::from(!is_as_described::<{name}::types::{ty}>({name:?}, {:?}, {:?}));",
                    case.sign, case.value
                );
            }
        }
    }
    write_if_changed(
        &root.join("Cargo.toml"),
        &format!("[workspace]\nresolver = \"3\"\nmembers = [{members}\"driver\"]\n"),
    );
    write_if_changed(
        &root.join("driver/Cargo.toml"),
        &format!(
            "[package]\nname = \"driver\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\njsonschema = {{ version = \"0.61\", default-features = false }}\nschemars = {{ version = \"1\", default-features = false }}\nserde = \"1\"\nserde_json = \"1\"\n{dependencies}"
        ),
    );
    write_if_changed(
        &root.join("driver/src/main.rs"),
        &DRIVER.replace("// calls", &calls),
    );
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let messages = run_package(&root, Some("driver"), target);
    assert!(!messages.contains("warning"), "{messages}");
}

const DRIVER: &str = r#"//! Reads every value, and tells those that fare otherwise than expected.
#![allow(deprecated)]

/// By serde_json and by the crate's own reader, which are to agree.
fn through<T, E>(
    construct: &str,
    sign: char,
    value: &str,
    expected: &str,
    read: fn(&str) -> Result<T, E>,
) -> bool
where
    T: serde::de::DeserializeOwned + serde::Serialize,
    E: std::fmt::Display,
{
    let json = |it: &str| serde_json::from_str::<serde_json::Value>(it).expect("values are JSON");
    let by_serde = serde_json::from_str::<T>(value).map_err(|it| it.to_string());
    let by_reader = read(value).map_err(|it| it.to_string());
    let passes = |read: Result<T, String>| {
        let what = match (read, sign) {
            (Err(_), '-') => return true,
            (Err(error), _) => error,
            (Ok(it), _) => match serde_json::to_value(&it) {
                Ok(written) if sign != '-' && written == json(expected) => return true,
                written => format!("{written:?}"),
            },
        };
        println!("{construct}: {sign} {value}: {what}");
        false
    };
    passes(by_serde) & passes(by_reader)
}

/// What the type tells `schemars` of itself accepts and refuses the value, too.
fn is_as_described<T: schemars::JsonSchema>(construct: &str, sign: char, value: &str) -> bool {
    let schema = schemars::schema_for!(T).to_value();
    let options = jsonschema::options().should_validate_formats(true);
    let validator = options.build(&schema).expect("types have schemas");
    let value = serde_json::from_str(value).expect("values are JSON");
    if validator.is_valid(&value) == (sign != '-') {
        return true;
    }
    println!("{construct}: {sign} {value}: {schema}");
    false
}

fn main() {
    let mut failures = 0;
// calls
    assert_eq!(failures, 0, "values fared otherwise than expected");
}
"#;

#[test]
fn twice_is_the_same() {
    for (name, schemas) in constructs() {
        assert_eq!(emitted(&name, &schemas), emitted(&name, &schemas), "{name}");
    }
}

/// Where there is much to find, types stand in files by the words of their names, each of which sees the rest of `types` by a `use`:
/// the run-time, too, where nothing but a default names it.
#[test]
fn files_of_words_see_the_run_time() {
    let long = "words ".repeat(20_000);
    let schemas = format!(
        "Alpha:\n  type: object\n  properties:\n    limits: {{$ref: '#/components/schemas/Amounts', default: {{most: 3}}}}\n\
         Amounts:\n  type: object\n  required: [most]\n  properties: {{most: {{type: integer}}}}\n\
         Beta: {{type: object, description: \"{long}\", properties: {{x: {{type: string}}}}}}\n"
    );
    let files = emitted("letters", &format!("# openapi: 3.1.0\n{schemas}"));
    let file = |letter: &str| {
        let path = format!("src/types/{letter}.rs");
        files
            .get(&path)
            .expect("what is rare stands under its letter")
    };
    assert!(file("a").contains("runtime::written("), "{}", file("a"));
    assert!(file("a").contains("use super::*;"), "{}", file("a"));
    // What names nothing else asks for nothing.
    assert!(!file("b").contains("use super::*;"));
}
