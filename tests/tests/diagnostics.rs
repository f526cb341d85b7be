//! Documents of `diagnostics/`, by topic → their findings, as a snapshot each; those of `good` have none.

use std::fs;
use std::path::{Path, PathBuf};

use verbatim_gen::{Config, Report, Source};
use verbatim_tests::{MapFiles, rendered};

#[test]
fn wrong_documents_are_told_what_is_wrong() {
    let mut documents = 0;
    for topic in folders() {
        let name = file_name(&topic);
        if name == "good" {
            continue;
        }
        for path in files(&topic) {
            let report = read(&path);
            assert!(
                !report.findings.is_empty(),
                "{} has no finding",
                path.display()
            );
            insta::with_settings!({
                snapshot_path => "snapshots/diagnostics",
                prepend_module_to_snapshot => false,
                omit_expression => true,
            }, {
                insta::assert_snapshot!(format!("{name}__{}", file_name(&path)), rendered(&report));
            });
            documents += 1;
        }
    }
    assert!(documents > 25, "only {documents} documents were found");
}

#[test]
fn right_documents_have_no_finding() {
    let good = folder().join("good");
    for path in files(&good) {
        let report = read(&path);
        assert!(
            report.findings.is_empty(),
            "{}:\n{}",
            path.display(),
            rendered(&report)
        );
    }
}

/// Each finding once, in the order of the text, with a pointer wherever the text could be read.
#[test]
fn findings_are_in_order_and_placed() {
    for path in folders().iter().flat_map(|it| files(it)) {
        let report = read(&path);
        for pair in report.findings.windows(2) {
            assert!(
                pair[0].place <= pair[1].place,
                "{}:\n{report}",
                path.display()
            );
            let same = |a: &verbatim_gen::Diagnostic, b: &verbatim_gen::Diagnostic| {
                (a.place, a.code, &a.message) == (b.place, b.code, &b.message)
            };
            assert!(!same(&pair[0], &pair[1]), "{}:\n{report}", path.display());
        }
        for it in &report.findings {
            let what = format!("{}:\n{report}", path.display());
            assert!(it.place.line > 0 && it.place.column > 0, "{what}");
            let line = report.sources[usize::from(it.place.file.0)]
                .text
                .lines()
                .nth(it.place.line as usize - 1)
                .unwrap_or_default();
            assert!(
                (it.place.column as usize) <= line.chars().count() + 1,
                "{what}"
            );
            for text in [Some(&it.message), it.help.as_ref()].into_iter().flatten() {
                assert!(!text.ends_with('.') && !text.contains('\n'), "{text:?}");
                assert!(
                    !text.starts_with(char::is_uppercase)
                        || text.starts_with("HTTP")
                        || text.starts_with("Swagger")
                        || text.starts_with("OpenAPI"),
                    "{text:?}"
                );
            }
        }
    }
}

fn read(path: &Path) -> Report {
    let text = fs::read_to_string(path).unwrap();
    let shown = format!("openapi.{}", path.extension().unwrap().display());
    let source = Source::new(shown, text);
    // What is told of Rust's types is told where they are made.
    if path.parent().is_some_and(|it| it.ends_with("types")) {
        let (files, config) = (MapFiles::default(), Config::default());
        let emit = verbatim_gen::Emit {
            rust: true,
            docs: false,
            html: false,
        };
        return match verbatim_gen::generate(source, &files, &config, emit) {
            Ok(made) => made.report,
            Err(report) => report,
        };
    }
    match verbatim_gen::read(source, &MapFiles::default(), &Config::default()) {
        Ok((_, report)) | Err(report) => report,
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("diagnostics")
}

fn folders() -> Vec<PathBuf> {
    files(&folder())
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|it| it.unwrap().path())
        .collect();
    paths.sort();
    paths
}

fn file_name(path: &Path) -> String {
    path.file_stem().unwrap().display().to_string()
}

/// Code samples stand in extensions as references to files in any language.
#[test]
fn what_extensions_name_need_not_be_a_document() {
    let text = |key: &str| {
        format!(
            "openapi: 3.0.3\ninfo: {{ title: T, version: '1' }}\npaths:\n  /a:\n    get:\n      {key}: {{ $ref: sample.php }}\n      responses: {{ '204': {{ description: Done }} }}\n"
        )
    };
    let sample = ("sample.php".to_owned(), "<?php echo 1; ?>\n".to_owned());
    let files = MapFiles([sample].into());
    let read = |key| {
        let source = Source::new("openapi.yaml", text(key));
        match verbatim_gen::read(source, &files, &Config::default()) {
            Ok((_, report)) | Err(report) => report,
        }
    };
    let report = read("x-sample");
    assert!(report.findings.is_empty(), "{report}");
    let report = read("requestBody");
    assert!(report.has_errors(), "{report}");
}

/// Whatever is found in a file that a reference leads to is told where it stands in that file.
#[test]
fn findings_of_other_files_point_into_them() {
    let parts = fs::read_to_string(folder().join("../diagnostics_parts/parts.yaml")).unwrap();
    let parts_2 = fs::read_to_string(folder().join("../diagnostics_parts/parts_2.yaml")).unwrap();
    let files = MapFiles(
        [
            ("parts.yaml".to_owned(), parts),
            ("parts_2.yaml".to_owned(), parts_2),
            ("broken.yaml".to_owned(), "A:\n\t- a\n".to_owned()),
        ]
        .into(),
    );
    let roots = [
        ("3.0", "openapi.yaml", ROOT_3.replace("VERSION", "3.0.4")),
        ("3.1", "openapi.yaml", ROOT_3.replace("VERSION", "3.1.0")),
        ("2.0", "openapi.json", ROOT_2.to_owned()),
    ];
    for (version, path, text) in roots {
        let source = Source::new(path, text);
        let report = match verbatim_gen::read(source, &files, &Config::default()) {
            Ok((_, report)) | Err(report) => report,
        };
        let elsewhere = report.findings.iter().filter(|it| it.place.file.0 > 0);
        assert!(elsewhere.count() > 8, "{report}");
        insta::with_settings!({
            snapshot_path => "snapshots/diagnostics",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!(format!("parts__{version}"), rendered(&report));
        });
    }
}

const ROOT_3: &str = "\
openapi: VERSION
info: {title: Pets, version: '1'}
paths:
  /a/{id}: {$ref: 'parts.yaml#/path'}
components:
  schemas:
    A: {$ref: 'parts.yaml#/A'}
    C: {$ref: 'parts.yaml#/C'}
    D: {$ref: 'parts.yaml#/Missing'}
    E: {$ref: 'none.yaml#/E'}
    F: {$ref: 'broken.yaml#/A'}
";

const ROOT_2: &str = r#"{
  "swagger": "2.0",
  "info": {"title": "Pets", "version": "1"},
  "paths": {"/a/{id}": {"$ref": "parts_2.yaml#/path"}},
  "definitions": {
    "A": {"$ref": "parts_2.yaml#/A"},
    "D": {"$ref": "parts_2.yaml#/Missing"}
  }
}"#;
