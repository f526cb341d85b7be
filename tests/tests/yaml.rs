//! YAML is read as `serde_yaml` reads it, by the package that goes on under that name: a reading that is not ours.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use verbatim_gen::Source;
use verbatim_gen::diagnostic::Sink;
use verbatim_gen::stages::load;
use verbatim_tests::{MapFiles, root};

#[test]
fn documents_say_what_another_reader_finds_in_them() {
    let mut paths = vec![root().join("spec/members.yaml")];
    for folder in [
        "tests/diagnostics/good",
        "tests/constructs",
        "generator/macro/tests",
    ] {
        documents(&root().join(folder), &mut paths);
    }
    let mut compared = 0;
    for path in paths {
        let text = fs::read_to_string(&path).expect("it can be read");
        let mut sink = Sink::default();
        let document = load(
            Source::new("openapi.yaml", text.as_str()),
            &MapFiles::default(),
            &mut sink,
        );
        // What is wrong is told, and then not there; Swagger 2.0 is another document by now.
        if !sink.findings().is_empty() || text.contains("swagger:") {
            continue;
        }
        // A number may be beyond what a float can be.
        let Ok(ours) = serde_json::from_str::<Value>(&document.to_json()) else {
            continue;
        };
        let theirs = serde_yaml::from_str(&text).and_then(|mut it: serde_yaml::Value| {
            it.apply_merge()?;
            Ok(it)
        });
        let theirs = theirs.unwrap_or_else(|why| panic!("{}: {why}", path.display()));
        // A key may be `true` or nothing, which no key of JSON is.
        let Ok(theirs) = serde_json::to_value(theirs) else {
            continue;
        };
        if let Some(at) = difference(&ours, &theirs) {
            panic!("{}: {at}", path.display());
        }
        compared += 1;
    }
    assert!(compared > 10, "only {compared} documents were compared");
}

fn documents(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        match path.extension().and_then(|it| it.to_str()) {
            _ if path.is_dir() => documents(&path, found),
            Some("yaml") => found.push(path),
            _ => {}
        }
    }
}

/// Where two values differ, as a path and what stands there.
fn difference(ours: &Value, theirs: &Value) -> Option<String> {
    match (ours, theirs) {
        (Value::Object(a), Value::Object(b)) if a.len() == b.len() => {
            a.iter().find_map(|(key, it)| {
                let other = b.get(key).unwrap_or(&Value::Null);
                difference(it, other).map(|at| format!("/{key}{at}"))
            })
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            let mut pairs = a.iter().zip(b).enumerate();
            pairs.find_map(|(at, (a, b))| difference(a, b).map(|it| format!("/{at}{it}")))
        }
        // Digits may be written otherwise.
        (Value::Number(a), Value::Number(b)) if a.as_f64() == b.as_f64() => None,
        (a, b) if a == b => None,
        (a, b) => Some(format!(": {a} here, {b} there")),
    }
}
