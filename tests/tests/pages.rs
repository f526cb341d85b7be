//! Operations that answer page by page: an emitted client against the emitted server, by each kind of rule; and what is said
//! of rules that fit nothing.

use std::path::{Path, PathBuf};

use verbatim_gen::{Config, Emit, Report, Source, generate};
use verbatim_tests::{MapFiles, emit_with, rendered, run_package, text, write_if_changed};

fn config(text: &str) -> Config {
    match Config::parse(&Source::new("gen.toml", text)) {
        Ok(config) => config,
        Err(report) => panic!("{report}"),
    }
}

/// Emits the crate of the document into a folder of that name.
fn emitted(folder: &str) -> PathBuf {
    let mut config = config(&constructs("pages.toml"));
    config.package.name = Some("pets".to_owned());
    let emit = Emit {
        rust: true,
        docs: false,
        html: false,
    };
    let source = Source::new("pages.yaml", constructs("pages.yaml"));
    let made = match generate(source, &MapFiles::default(), &config, emit) {
        Ok(made) => made,
        Err(report) => panic!("{report}"),
    };
    let warnings = rendered(&made.report);
    assert!(!warnings.contains("V06"), "{warnings}");
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(folder);
    for (path, text) in made.files.iter() {
        write_if_changed(&root.join("pets").join(path), text);
    }
    root
}

fn constructs(name: &str) -> String {
    text(&format!("tests/constructs/client/{name}"))
}

#[test]
fn pages_follow_one_another() {
    let root = emitted("emitted-client-of-pages");
    let manifest = "[package]\nname = \"emitted-client-of-pages\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
                    [dependencies]\naxum = { version = \"0.8\", default-features = false }\n\
                    http = \"1\"\npets = { path = \"pets\", features = [\"client-testing\", \"server\"] }\n\
                    tokio = { version = \"1\", features = [\"macros\", \"rt\"] }\n\
                    tower = { version = \"0.5\", features = [\"util\"] }\n[workspace]\n";
    write_if_changed(&root.join("Cargo.toml"), manifest);
    write_if_changed(&root.join("src/main.rs"), &constructs("pages.rs"));
    write_if_changed(&root.join("src/readme.rs"), &readme());
    let messages = run_package(&root, None, Path::new(env!("CARGO_TARGET_TMPDIR")));
    assert!(!messages.contains("warning"), "{messages}");
}

/// With `client-local`, and without a server.
#[test]
fn what_is_not_send_carries_requests() {
    let root = emitted("emitted-client-of-one-thread");
    let manifest = "[package]\nname = \"emitted-client-of-one-thread\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
                    [dependencies]\nbytes = \"1\"\nfutures-core = \"0.3\"\nhttp = \"1\"\n\
                    pets = { path = \"pets\", features = [\"client-local\", \"client-testing\"] }\n\
                    tokio = { version = \"1\", features = [\"macros\", \"rt\"] }\n[workspace]\n";
    write_if_changed(&root.join("Cargo.toml"), manifest);
    write_if_changed(&root.join("src/main.rs"), &constructs("local.rs"));
    let messages = run_package(&root, None, Path::new(env!("CARGO_TARGET_TMPDIR")));
    assert!(!messages.contains("warning"), "{messages}");
}

/// The examples of the README that are about this API, each as a function.
fn readme() -> String {
    let readme = text("README.md");
    let examples = readme.split("```rust\n").skip(1);
    let examples = examples.filter_map(|it| it.split("```").next());
    let examples: Vec<&str> = examples.filter(|it| it.starts_with("use pets::")).collect();
    assert!(examples.len() >= 4, "{examples:#?}");
    let mut all = String::from("#![allow(unused)]\n");
    for (at, it) in examples.iter().enumerate() {
        all += &format!(
            "pub async fn example_{at}(client: pets::client::Client, file: pets::client::Body) -> Result<(), crate::Failure> {{\n\
             let transport = pets::client::testing::Mock::new();\n{it}\nOk(())\n}}\n"
        );
    }
    all + &format!("pub use example_{} as last;\n", examples.len() - 1)
}

#[test]
fn rules_that_fit_nothing_are_told() {
    let document = text("tests/constructs/client/pages.yaml");
    let lines_of = |report: &Report| {
        let lines = report.findings.iter().map(|it| report.line(it));
        lines.collect::<Vec<_>>().join("\n")
    };
    let rule = |lines: &str| {
        let text = format!("[client.pagination.a]\n{lines}\n");
        match Config::parse(&Source::new("gen.toml", text)) {
            Ok(config) => lines_of(&emit_with(&document, &config)),
            Err(report) => lines_of(&report),
        }
    };
    let cursor = "by = 'cursor'\nparameter = 'after'\n";
    for (lines, said) in [
        (
            "by = 'cursor'\nitems = 'data'\n",
            "gen.toml:2:1: error[V0606]: a rule of pages lacks `parameter`",
        ),
        (
            "by = 'seek'\nitems = ''\n",
            "gen.toml:2:6: error[V0606]: `client.pagination.a.by` cannot be \"seek\"",
        ),
        (
            "by = 'link'\nitems = ''\nlast = 'x'\n",
            "gen.toml:4:1: error[V0606]: pages by link have no use for `last`",
        ),
        (
            "by = 'link'\nitem = ''\n",
            "gen.toml:3:1: error[V0602]: `[client.pagination.a]` has no key `item`",
        ),
        (
            "by = 'page'\nparameter = 'nr'\nitems = ''\n",
            "gen.toml:2:1: warning[V0604]: the rule `a` fits no operation: none has a parameter `nr` of the query",
        ),
        (
            &format!("{cursor}next = 'next'\nitems = 'data'\n"),
            "gen.toml:2:1: warning[V0604]: the rule `a` fits no operation: of `GET /cursor`, its answer has nothing at `/next`",
        ),
        (
            &format!("{cursor}next = 'meta'\nitems = 'data'\n"),
            "fits no operation: of `GET /cursor`, what it has at `/meta` is no text or number",
        ),
        (
            &format!("{cursor}next = 'meta/next'\nitems = 'meta'\n"),
            "fits no operation: of `GET /cursor`, its answer has no list at `/meta`",
        ),
        (
            &format!(
                "{cursor}next = 'meta/next'\nitems = 'data'\noperations = ['listByCursor', 'listByLast', 'list']\n"
            ),
            "gen.toml:6:31: error[V0606]: `listByLast` does not answer in pages by the rule `a`: it has no parameter `after` of \
             the query",
        ),
        (
            "by = 'link'\nitems = ''\noperations = ['list']\n",
            "gen.toml:4:15: warning[V0604]: the settings name the operation `list`, which the document does not have",
        ),
        (
            "by = 'link'\nitems = ''\noperations = ['GET /nothing']\n",
            "error[V0606]: `GET /nothing` does not answer in pages by the rule `a`: it has no success that is JSON",
        ),
        (
            &format!("{cursor}next = 'meta/next'\nitems = 'data'\nmore = 'data'\n"),
            "of `GET /cursor`, what it has at `/data` is no boolean",
        ),
    ] {
        let found = rule(lines);
        assert!(found.contains(said), "{lines}\n{found}");
    }
}
