//! Every code has an entry, and the examples of every entry show what it says.

use verbatim_gen::catalogue::{CODES, Entry, catalogue};
use verbatim_gen::diff::{Change, Options, Verdict, diff, with_crates};
use verbatim_gen::stages::compare;
use verbatim_gen::{Config, Source, crate_of};
use verbatim_tests::{MapFiles, codes, emit_with, read, text};

/// Codes of what one file does not show: their examples are about commands, and the tests of `xtask` run them.
const COMMANDS: &[&str] = &[
    "V0001", "V0002", "V0003", "V0607", "V0608", "V0609", "V0610", "V0708", "V0709", "V0710",
];
/// Codes whose examples are too large to be shown, and tests that make them.
const MADE: &[(&str, Make)] = &[("V0903", too_much_to_compare)];

type Make = fn() -> String;

#[test]
fn every_code_has_one_entry_in_order() {
    let entries: Vec<&str> = catalogue().iter().map(|it| it.code.as_str()).collect();
    let codes: Vec<&str> = CODES.iter().map(|it| it.as_str()).collect();
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
        if entry.code.as_str().starts_with('D')
            || COMMANDS.contains(&entry.code.as_str())
            || MADE.iter().any(|it| it.0 == entry.code.as_str())
        {
            continue;
        }
        for (example, expected) in [
            (entry.wrong, vec![entry.code.as_str()]),
            (entry.right, vec![]),
        ] {
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

#[test]
fn examples_of_changes_show_their_code_and_the_right_ones_break_nobody() {
    let mut faults = Vec::new();
    for entry in catalogue()
        .iter()
        .filter(|it| it.code.as_str().starts_with('D'))
    {
        let (wrong, right) = (changes(entry.wrong), changes(entry.right));
        let is_told = |it: &Change| {
            let mut in_rust = it.in_rust.iter();
            it.code == entry.code || in_rust.any(|it| it.code == entry.code)
        };
        let is_of_rust = entry.code.as_str().starts_with("D9");
        if !wrong.iter().any(is_told) {
            faults.push(format!(
                "{}: the wrong example shows {wrong:#?}",
                entry.code
            ));
        }
        if right
            .iter()
            .any(|it| it.wire == Verdict::Breaking || is_of_rust && it.rust == Verdict::Breaking)
        {
            faults.push(format!(
                "{}: the right example breaks: {right:#?}",
                entry.code
            ));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The changes of an example: two documents, the old one first.
fn changes(example: &str) -> Vec<Change> {
    let (old, new) = example.split_once("\n---\n").expect("two documents");
    let [old, new] = [old, new].map(|it| {
        let text = whole(it);
        let source = Source::new("api.yaml", text.as_str());
        let read = verbatim_gen::read(source, &MapFiles::default(), &Config::default());
        match read {
            Ok(it) => it,
            Err(report) => panic!("{report}\n{text}"),
        }
    });
    let changes = diff(&old.0, &new.0, &Options::default());
    let [of_old, of_new] = [&old, &new]
        .map(|(api, report)| crate_of(api, report, &Config::default()).expect("no error"));
    with_crates(changes, compare(&of_old, &of_new), [&old.0, &new.0])
}

#[test]
fn what_cannot_be_read_is_tried_as_a_command() {
    let tests = ["command", "update", "manifest", "overlays", "names"]
        .map(|it| text(&format!("xtask/tests/{it}.rs")));
    let tests = tests.concat();
    for code in COMMANDS {
        let is_told = ["error", "warning"]
            .iter()
            .any(|it| tests.contains(&format!("{it}[{code}]: ")));
        assert!(is_told, "{code}");
    }
}

#[test]
fn what_is_too_large_to_be_shown_is_made() {
    for (code, make) in MADE {
        let report = read(&whole(&make()));
        assert_eq!(codes(&report), [*code], "{report}");
    }
}

/// Each of many values is compared with each branch, and is what the last one asks for.
fn too_much_to_compare() -> String {
    let branches = "{type: string, minLength: 3}, ".repeat(2_000) + "{type: string}";
    let name = "{$ref: '#/components/schemas/Name'}";
    let values: String = (0..2_000)
        .map(|i| format!("    Names{i}: {{allOf: [{name}], example: x}}\n"))
        .collect();
    format!("components:\n  schemas:\n    Name: {{anyOf: [{branches}]}}\n{values}")
}

/// The codes an example yields, each once, and the findings.
fn findings(entry: &Entry, example: &str) -> (Vec<&'static str>, String) {
    if entry.code.as_str().starts_with("V07") {
        let page = Source::new("page.md", format!("{example}\n"));
        let report = match verbatim_gen::capture::capture(&[page], None) {
            Ok(captured) => captured.report,
            Err(report) => report,
        };
        return (codes_but_different(&report), report.to_string());
    }
    let (document, settings) = if entry.code.as_str().starts_with("V06") {
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

/// The codes of a report on pages. What was not read is not rendered, so that the page differs too.
fn codes_but_different(report: &verbatim_gen::Report) -> Vec<&'static str> {
    let mut codes = codes(report);
    if codes.len() > 1 {
        codes.retain(|it| *it != "V0707");
    }
    codes
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
