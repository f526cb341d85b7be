//! Every code has an entry, and the examples of every entry show what it says.

use verbatim_gen::catalogue::{CODES, Entry, catalogue};
use verbatim_gen::{Config, Source};
use verbatim_tests::{codes, emit_with};

/// Codes whose examples are no documents: those of files are tried where the command is, and that of a document that
/// takes too many steps would be a large one.
const NO_DOCUMENTS: &[&str] = &["V0001", "V0002", "V0003", "V0903"];

#[test]
fn every_code_has_one_entry_in_order() {
    let entries: Vec<&str> = catalogue().iter().map(|it| it.code.0).collect();
    let codes: Vec<&str> = CODES.iter().map(|it| it.0).collect();
    assert_eq!(entries, codes);
}

#[test]
fn every_entry_says_something() {
    for it in catalogue() {
        assert!(
            !it.title.ends_with('.'),
            "{}: a title is no sentence",
            it.code
        );
        assert!(
            it.explanation.ends_with(['.', ')']),
            "{}: whole sentences",
            it.code
        );
        assert_ne!(it.wrong, it.right, "{}", it.code);
    }
}

#[test]
fn wrong_examples_show_their_code_alone_and_right_ones_none() {
    let mut faults = Vec::new();
    for entry in catalogue() {
        if NO_DOCUMENTS.contains(&entry.code.0) {
            continue;
        }
        for (example, expected) in [(entry.wrong, vec![entry.code.0]), (entry.right, vec![])] {
            let (found, text) = findings(entry, example);
            if found != expected {
                faults.push(format!(
                    "{}: expected {expected:?}, found\n{text}\nin\n{example}\n",
                    entry.code
                ));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The codes an example yields, each once, and the findings.
fn findings(entry: &Entry, example: &str) -> (Vec<&'static str>, String) {
    let (document, settings) = if entry.code.0.starts_with("V06") {
        let pets =
            "paths:\n  /pets:\n    get:\n      responses: {\"200\": {description: the pets}}\n";
        (whole(pets), example)
    } else {
        (whole(example), "")
    };
    match Config::parse(&Source::new("gen.toml", settings)) {
        Ok(config) => {
            let report = emit_with(&document, &config);
            (codes(&report), report.to_string())
        }
        Err(report) => (codes(&report), report.to_string()),
    }
}

/// A document with the head that the examples leave out.
fn whole(example: &str) -> String {
    let has = |field: &str| example.lines().any(|it| it.starts_with(field));
    let mut text = String::new();
    for (field, line) in [
        ("openapi:", "openapi: 3.0.4\n"),
        ("info:", "info: {title: Pets, version: \"1\"}\n"),
        ("paths:", "paths: {}\n"),
    ] {
        if !has(field) {
            text += line;
        }
    }
    text + example + "\n"
}
