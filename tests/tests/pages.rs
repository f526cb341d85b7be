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

/// The transport over `fetch` that the README leads to, with the very dependencies that it names. No browser runs it here.
#[test]
fn a_transport_over_fetch_compiles() {
    let root = emitted("emitted-client-of-a-browser");
    let example = constructs("fetch.rs");
    let dependencies = example.split("//! [dependencies]\n").nth(1);
    let dependencies = dependencies.and_then(|it| it.split("//! ```").next());
    let dependencies = dependencies
        .expect("it says what it depends on")
        .replace("//! ", "");
    let manifest = format!(
        "[package]\nname = \"emitted-client-of-a-browser\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
         [dependencies]\nbytes = \"1\"\nfutures-core = \"0.3\"\nhttp = \"1\"\n{}[workspace]\n",
        dependencies.replace("../pets", "pets")
    );
    let main = "mod fetch;\n\n\
                fn client(window: web_sys::Window) -> Result<pets::client::Client, pets::client::BuildError> {\n    \
                pets::client::Client::builder(\"https://example.com\").transport(fetch::Fetch::new(window)).build()\n}\n\n\
                fn main() {\n    let _: fn(web_sys::Window) -> Result<pets::client::Client, _> = client;\n}\n";
    write_if_changed(&root.join("Cargo.toml"), &manifest);
    write_if_changed(&root.join("src/fetch.rs"), &example);
    write_if_changed(&root.join("src/main.rs"), main);
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

/// What `x-speakeasy-pagination` says of an operation is as a rule of gen.toml that names it.
#[test]
fn operations_say_how_they_answer() {
    let document = constructs("pages.yaml");
    let mut extended = document.clone();
    let mut rules = String::new();
    for (id, extension, rule) in [
        (
            "listByCursor",
            "{type: cursor, inputs: [{name: after, in: parameters, type: cursor}], outputs: {results: $.data, nextCursor: $.meta.next}}",
            "by = 'cursor'\nparameter = 'after'\nnext = 'meta/next'\nitems = 'data'",
        ),
        (
            "listByLast",
            "{type: cursor, inputs: [{name: starting-after, in: parameters, type: cursor}], outputs: {nextCursor: '$.items[-1].id'}}",
            "by = 'cursor'\nparameter = 'starting-after'\nlast = 'id'\nitems = 'items'",
        ),
        (
            "listByOffset",
            "{type: offsetLimit, inputs: [{name: offset, in: parameters, type: offset}, {name: limit, in: parameters, type: limit}], outputs: {results: $}}",
            "by = 'offset'\nparameter = 'offset'\nsize = 'limit'\nitems = ''",
        ),
        (
            "listByNumber",
            "{type: offsetLimit, inputs: [{name: page, in: parameters, type: page}], outputs: {results: $}}",
            "by = 'page'\nparameter = 'page'\nitems = ''",
        ),
        (
            "listByAddress",
            "{type: url, outputs: {results: $.results, nextUrl: \"$['next']\"}}",
            "by = 'link'\nnext = 'next'\nitems = 'results'",
        ),
    ] {
        let line = format!("      operationId: {id}\n");
        let with = format!("{line}      x-speakeasy-pagination: {extension}\n");
        extended = extended.replace(&line, &with);
        rules += &format!("[client.pagination.{id}]\n{rule}\noperations = ['{id}']\n");
    }
    let clients = |document: &str, config: &Config| {
        let emit = Emit {
            rust: true,
            docs: false,
            html: false,
        };
        let source = Source::new("pages.yaml", document);
        let made = match generate(source, &MapFiles::default(), config, emit) {
            Ok(made) => made,
            Err(report) => panic!("{report}"),
        };
        let files = made.files.iter();
        let files = files.filter(|(path, _)| path.starts_with("src/client"));
        let files: Vec<(String, String)> = files
            .map(|(path, text)| (path.to_string(), text.to_string()))
            .collect();
        (files, rendered(&made.report))
    };
    let (said, warnings) = clients(&extended, &Config::default());
    assert!(!warnings.contains("pagination"), "{warnings}");
    let (ruled, _) = clients(&document, &config(&rules));
    let text = said.iter().map(|it| &*it.1).collect::<String>();
    for name in ["cursor", "last", "offset", "number", "address"] {
        assert!(text.contains(&format!("list_by_{name}_items")), "{name}");
    }
    assert_eq!(said, ruled);
    // A rule that names the operation goes before what it says.
    let rules = rules.replace("next = 'meta/next'", "last = 'id'");
    let (both, _) = clients(&extended, &config(&rules));
    let (ruled, _) = clients(&document, &config(&rules));
    assert_eq!(both, ruled);
}

#[test]
fn what_an_operation_says_wrongly_is_told() {
    let line = "      operationId: listByNumber\n";
    for (extension, said) in [
        ("true", "must be an object, found a boolean"),
        (
            "{type: seek, outputs: {results: $}}",
            "`type` must be `offsetLimit`, `cursor` or `url`, found `seek`",
        ),
        (
            "{type: offsetLimit, inputs: [], outputs: {results: $}}",
            "it lacks an input whose `type` is `offset` or `page`",
        ),
        (
            "{type: offsetLimit, inputs: {}, outputs: {results: $}}",
            "`inputs` must be a list",
        ),
        (
            "{type: offsetLimit, inputs: [{name: page, in: requestBody, type: page}], outputs: {results: $}}",
            "an input `in: requestBody` is not supported",
        ),
        (
            "{type: offsetLimit, inputs: [{name: nr, in: parameters, type: page}], outputs: {results: $}}",
            "it has no parameter `nr` of the query",
        ),
        (
            "{type: offsetLimit, inputs: [{name: page, in: parameters, type: page}], outputs: {results: $.data}}",
            "its answer has nothing at `/data`",
        ),
        (
            "{type: offsetLimit, inputs: [{name: page, in: parameters, type: page}], outputs: {results: '$.*'}}",
            "must be a path such as `$.data.items`",
        ),
        (
            "{type: url, outputs: {results: $}}",
            "it lacks `outputs.nextUrl`",
        ),
        (
            "{type: url, outputs: {result: $}}",
            "it has no member `result`",
        ),
        (
            "{type: offsetLimit, inputs: [{name: page, in: parameters, type: page}], outputs: {results: $, numPages: $.n}}",
            "`numPages` is passed over",
        ),
    ] {
        let with = format!("{line}      x-speakeasy-pagination: {extension}\n");
        let document = constructs("pages.yaml").replace(line, &with);
        let report = emit_with(&document, &Config::default());
        let found: Vec<String> = (report.findings.iter().map(|it| report.line(it)))
            .filter(|it| it.contains("x-speakeasy-pagination"))
            .collect();
        assert!(
            found.len() == 1 && found[0].contains(said),
            "{extension}: {found:?}"
        );
        assert!(found[0].contains(": warning[V0801]"), "{found:?}");
    }
}
