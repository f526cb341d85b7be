//! Pages of a reference give the document back that renders them.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use verbatim_gen::capture::{Captured, capture};
use verbatim_gen::model::Api;
use verbatim_gen::{Config, Emit, Source};
use verbatim_tests::MapFiles;

const SPECS: [&str; 4] = [
    "members.yaml",
    "revisions/2026-01-27.yaml",
    "revisions/2026-02-27.yaml",
    "revisions/2026-03-26.yaml",
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).expect("the file is there")
}

fn settings() -> Config {
    Config::parse(&Source::new("gen.toml", text("spec/gen.toml"))).expect("the settings are fine")
}

/// The pages of a document.
fn pages(document: &str, config: &Config) -> Vec<Source> {
    let emit = Emit {
        rust: false,
        docs: true,
    };
    let source = Source::new("openapi.yaml", document);
    let made = verbatim_gen::generate(source, &MapFiles::default(), config, emit);
    let made = made.unwrap_or_else(|report| panic!("{report}\n{document}"));
    let files = made.files.into_iter();
    files.map(|(path, text)| Source::new(path, text)).collect()
}

/// Captures pages that have to come back as they are.
fn exact(pages: &[Source], config: Option<&Config>) -> Captured {
    let captured = capture(pages, config).unwrap_or_else(|report| panic!("{report}"));
    assert!(
        captured.is_exact(),
        "{}\n{}",
        captured.report,
        captured.yaml
    );
    assert_eq!(captured.proofs.len(), pages.len());
    captured
}

/// A line for each operation.
fn operations(api: &Api) -> String {
    let mut out = String::new();
    for it in &api.operations {
        let parameters: Vec<String> = it
            .parameters
            .iter()
            .map(|it| format!("{} {} {}", it.location.as_str(), it.name, it.required))
            .collect();
        let responses: Vec<String> = it
            .responses
            .iter()
            .map(|it| format!("{:?} {}", it.status, it.description))
            .collect();
        let _ = writeln!(
            out,
            "{} {} {:?} {:?} {:?} {:?} body {:?} {parameters:?} {responses:?} {:?}",
            it.method.as_upper(),
            it.path,
            it.id,
            it.summary,
            it.description,
            it.tags,
            it.request_body
                .as_ref()
                .map(|it| (it.required, &it.description)),
            it.security,
        );
    }
    out
}

/// A line for each component schema: its properties with their types and formats, and which are required.
fn schemas(api: &Api) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    for (name, id) in &api.components {
        let schema = api.schema(*id);
        let mut properties: Vec<String> = schema
            .object
            .properties
            .iter()
            .map(|(name, id)| {
                let of = api.schema(*id);
                let target = of.all_of.first().map_or(of, |it| api.schema(*it));
                let required = schema.object.required.contains(name);
                format!(
                    "{name}: {:?} {:?} {:?} {required}",
                    target.origin.name, of.types, of.format
                )
            })
            .collect();
        properties.sort();
        let mut values: Vec<String> = schema
            .values
            .iter()
            .flat_map(|it| &it.values)
            .map(|it| format!("{it:?}"))
            .collect();
        values.sort();
        out.push((
            name.to_string(),
            format!("{:?} {values:?} {properties:?}", schema.types),
        ));
    }
    out.sort();
    out
}

fn api(document: &str) -> Api {
    let source = Source::new("openapi.yaml", document);
    let (api, _) = verbatim_gen::read(source, &MapFiles::default(), &settings())
        .expect("the document is fine");
    api
}

#[test]
fn the_pages_of_every_revision_come_back() {
    let config = settings();
    for spec in SPECS {
        let document = text(&format!("spec/{spec}"));
        let pages = pages(&document, &config);
        assert_eq!(pages.len(), 3, "{spec}");
        let whole = api(&document);
        for config in [Some(&config), None] {
            let captured = exact(&pages, config);
            assert_eq!(operations(&captured.api), operations(&whole), "{spec}");
            assert_eq!(schemas(&captured.api), schemas(&whole), "{spec}");
            for page in &pages {
                // The page on how to authenticate has no operations.
                if &*page.path == "docs/members.md" || &*page.path == "docs/schemas.md" {
                    let captured = exact(std::slice::from_ref(page), config);
                    if &*page.path == "docs/members.md" {
                        assert_eq!(operations(&captured.api), operations(&whole), "{spec}");
                    }
                }
            }
        }
    }
}

#[test]
fn what_is_captured_from_the_committed_page() {
    let page = Source::new("members.md", text("generated/docs/members.md"));
    let captured = exact(&[page], None);
    insta::assert_snapshot!("members_settings", captured.settings);
    insta::assert_snapshot!("members_document", captured.yaml);
}

#[test]
fn the_settings_of_the_pages_are_found() {
    let config = settings();
    let pages = pages(&text("spec/members.yaml"), &config);
    let captured = exact(&pages, None);
    let found = &captured.config.docs;
    assert_eq!(found.server, config.docs.server);
    assert_eq!(found.token, config.docs.token);
    assert_eq!(found.shell_fence, config.docs.shell_fence);
    assert_eq!(found.authenticated, config.docs.authenticated);
    assert!(found.quirks);
    let parsed = Config::parse(&Source::new("gen.toml", captured.settings.as_str()));
    assert_eq!(&parsed.expect("the settings are TOML").docs, found);
}

#[test]
fn a_page_that_was_cut_off_is_told() {
    let page = text("generated/docs/members.md");
    let step = 487;
    let mut told = 0;
    for cut in (1..page.len())
        .step_by(step)
        .filter(|it| page.is_char_boundary(*it))
    {
        let cut = &page[..cut];
        match capture(&[Source::new("page.md", cut)], None) {
            Err(report) => assert!(report.has_errors()),
            Ok(captured) if captured.is_exact() => {
                assert!(
                    page[cut.len()..].starts_with("\n## "),
                    "{} bytes",
                    cut.len()
                );
            }
            Ok(captured) => {
                told += 1;
                assert!(captured.proofs.iter().any(|it| it.difference.is_some()));
            }
        }
    }
    assert!(told > page.len() / step / 2, "{told}");
}

#[test]
fn no_text_is_too_odd() {
    let page = text("generated/docs/members.md");
    let long = "x".repeat(200_000);
    let mut pages: Vec<String> = vec![
        String::new(),
        "\u{0}\u{FFFD}|`\n".repeat(1_000),
        format!("# {long}"),
        format!("# A\n\n## B\n\n### Code samples\n\n```shell\n{long}"),
        format!("# Schemas\n\n## B\n\n```json\n{}", "[".repeat(100_000)),
        format!(
            "# Schemas\n\n## B\n\n```json\n\"{long}\"\n```\n\n### Properties\n\n|{}",
            "`|".repeat(50_000)
        ),
        "## ".repeat(10_000),
        "# A\n\n## B\n\n### Code samples\n\n".repeat(1_000),
    ];
    for odd in [
        long.as_str(),
        "|",
        "||||",
        "`",
        "\u{0}",
        "»",
        "[a](#b",
        "> 200 Response\n",
    ] {
        for line in [1, 9, 20, 26, 40, 71, 74, 90] {
            let mut lines: Vec<&str> = page.lines().collect();
            lines[line] = odd;
            pages.push(lines.join("\n"));
        }
    }
    let deep: String = (1..3_000)
        .map(|it| format!("| `{} a` | object | false |  |  |\n", "»".repeat(it % 400)))
        .collect();
    pages.push(page.replacen("| `[array item]`", &format!("{deep}| `[array item]`"), 1));
    for page in pages {
        let found = match capture(&[Source::new("page.md", page.as_str())], None) {
            Ok(captured) => captured.report,
            Err(report) => report,
        };
        assert!(found.has_errors(), "{}", &page[..page.len().min(200)]);
    }
}
