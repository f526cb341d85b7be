//! What each construct of a schema becomes in Rust: a catalogue to read, input beside output.
//!
//! Every file of `constructs/types` holds the members of `components/schemas`. A first line `# openapi: 3.1.0` chooses
//! the dialect; lines that begin with `#!` are settings.

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use verbatim_gen::{Config, Emit, FileSet, Files, Source, generate};

struct NoFiles;

impl Files for NoFiles {
    fn read(&self, _: &str) -> Result<String, String> {
        Err("this document is alone".to_owned())
    }
}

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
    let source = Source::new(format!("{name}.yaml"), text);
    let emit = Emit {
        rust: true,
        docs: false,
    };
    match generate(source, &NoFiles, &config, emit) {
        Ok(made) => made.files,
        Err(report) => panic!("{name}: {report}"),
    }
}

/// The types alone: what stands above them is the same for all.
fn types(files: &FileSet) -> String {
    let text = files.get("src/types.rs").expect("there are types");
    let start = text
        .find("pub mod runtime;\n")
        .expect("the run-time is there")
        + "pub mod runtime;\n".len();
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

#[test]
fn twice_is_the_same() {
    for (name, schemas) in constructs() {
        assert_eq!(emitted(&name, &schemas), emitted(&name, &schemas), "{name}");
    }
}
