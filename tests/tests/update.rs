//! A document is compared with pages, and brought in step with them.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use verbatim_gen::capture::{Request, compare, update};
use verbatim_gen::{Config, Emit, Source};
use verbatim_tests::MapFiles;

const SPECS: [&str; 4] = [
    "revisions/2026-01-27.yaml",
    "revisions/2026-02-27.yaml",
    "revisions/2026-03-26.yaml",
    "members.yaml",
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
fn pages(document: &str, files: &MapFiles, config: &Config) -> Vec<Source> {
    let emit = Emit {
        rust: false,
        docs: true,
    };
    let source = Source::new("openapi.yaml", document);
    let made = verbatim_gen::generate(source, files, config, emit);
    let made = made.unwrap_or_else(|report| panic!("{report}\n{document}"));
    let files = made.files.into_iter();
    files.map(|(path, text)| Source::new(path, text)).collect()
}

/// A document and the files it refers to.
struct Spec {
    root: Source,
    files: MapFiles,
}

impl Spec {
    fn new(text: impl Into<String>) -> Self {
        Self {
            root: Source::new("openapi.yaml", text),
            files: MapFiles::default(),
        }
    }

    fn request<'a>(&'a self, pages: &'a [Source], config: Option<&'a Config>) -> Request<'a> {
        Request {
            pages,
            is_whole: true,
            root: &self.root,
            files: &self.files,
            config,
        }
    }

    /// The differences from pages, a line each.
    fn compared(&self, pages: &[Source], config: Option<&Config>) -> Vec<String> {
        let found = compare(self.request(pages, config)).unwrap_or_else(|it| panic!("{it}"));
        assert_eq!(found.is_in_step(), found.report.findings.is_empty());
        found
            .report
            .to_string()
            .lines()
            .map(str::to_owned)
            .collect()
    }

    /// The document brought in step with pages, which it renders then, and which it is in step with.
    fn updated(&self, pages: &[Source], config: Option<&Config>) -> Self {
        let made = update(self.request(pages, config)).unwrap_or_else(|it| panic!("{it}"));
        assert!(made.is_exact(), "{}\n{}", made.report, self.root.text);
        let mut texts: BTreeMap<String, String> = self.files.0.clone();
        let mut root = self.root.clone();
        for (path, text) in made.files {
            match path == "openapi.yaml" {
                true => root = Source::new("openapi.yaml", text),
                false => drop(texts.insert(path, text)),
            }
        }
        let made = Self {
            root,
            files: MapFiles(texts),
        };
        if let Some(config) = config {
            let rendered = self::pages(&made.root.text, &made.files, config);
            for it in pages {
                let title = it.text.lines().next();
                let own = rendered.iter().find(|own| own.text.lines().next() == title);
                assert_eq!(own.map(|own| &own.text), Some(&it.text), "{}", it.path);
            }
        }
        let again = update(made.request(pages, config)).unwrap_or_else(|it| panic!("{it}"));
        assert!(again.files.is_empty() && again.is_exact());
        made
    }
}

/// Lines that one text has and another has not, as a diff shows them.
fn diff(before: &str, after: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    // By line of each, how many lines are common from there on.
    let mut common = vec![vec![0u32; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i][j] = match old[i] == new[j] {
                true => common[i + 1][j + 1] + 1,
                false => common[i + 1][j].max(common[i][j + 1]),
            };
        }
    }
    let (mut i, mut j, mut out) = (0, 0, String::new());
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            (i, j) = (i + 1, j + 1);
        } else if j == new.len() || i < old.len() && common[i + 1][j] >= common[i][j + 1] {
            let _ = writeln!(out, "-{}", old[i]);
            i += 1;
        } else {
            let _ = writeln!(out, "+{}", new[j]);
            j += 1;
        }
    }
    out
}

/// Comments whose next line that is none is in both texts are in both.
fn assert_comments_stay(before: &str, after: &str) {
    let kept: HashSet<&str> = after.lines().collect();
    let mut comments: Vec<&str> = Vec::new();
    for line in before.lines() {
        if line.trim_start().starts_with('#') {
            comments.push(line);
        } else if !line.trim().is_empty() {
            let once = before.lines().filter(|it| *it == line).count() == 1;
            for it in comments.drain(..) {
                assert!(
                    !once || !kept.contains(line) || kept.contains(it),
                    "{it} above {line} in\n{after}"
                );
            }
        }
    }
}

#[test]
fn every_revision_is_in_step_with_its_own_pages() {
    let config = settings();
    let committed = ["members.md", "schemas.md", "authentication.md"];
    let committed = committed.map(|it| Source::new(it, text(&format!("generated/docs/{it}"))));
    for spec in SPECS {
        let document = Spec::new(text(&format!("spec/{spec}")));
        let mut sets = vec![pages(&document.root.text, &document.files, &config)];
        if spec == "members.yaml" {
            sets.push(committed.to_vec());
            sets.push(committed[..1].to_vec());
        }
        for pages in sets {
            for config in [Some(&config), None] {
                assert_eq!(
                    document.compared(&pages, config),
                    Vec::<String>::new(),
                    "{spec}"
                );
                for page in &pages {
                    let page = std::slice::from_ref(page);
                    let mut request = document.request(page, config);
                    request.is_whole = false;
                    // The page on how to authenticate says nothing that could be captured alone.
                    if let Ok(found) = compare(request) {
                        assert!(found.is_in_step(), "{spec}\n{}", found.report);
                    }
                }
            }
        }
    }
}

#[test]
fn what_differs_between_revisions() {
    let config = settings();
    let mut found = String::new();
    for (from, to) in [(0, 1), (1, 0), (1, 2), (2, 3), (3, 2)] {
        let document = Spec::new(text(&format!("spec/{}", SPECS[from])));
        let pages = pages(
            &text(&format!("spec/{}", SPECS[to])),
            &MapFiles::default(),
            &config,
        );
        let _ = writeln!(found, "# {} with the pages of {}", SPECS[from], SPECS[to]);
        for line in document.compared(&pages, Some(&config)) {
            let _ = writeln!(found, "{line}");
        }
        found.push('\n');
    }
    insta::assert_snapshot!("revisions_compared", found);
}

#[test]
fn every_revision_becomes_every_other_one() {
    let config = settings();
    for (i, from) in SPECS.iter().enumerate() {
        let document = Spec::new(text(&format!("spec/{from}")));
        for (j, to) in SPECS.iter().enumerate() {
            let all = pages(&text(&format!("spec/{to}")), &MapFiles::default(), &config);
            let members: Vec<Source> = all
                .iter()
                .filter(|it| &*it.path == "docs/members.md")
                .cloned()
                .collect();
            let sets: &[&[Source]] = match i.abs_diff(j) {
                1 => &[&all, &members],
                _ => &[&all],
            };
            for pages in sets {
                let made = document.updated(pages, Some(&config));
                assert_comments_stay(&document.root.text, &made.root.text);
                match from == to {
                    true => assert_eq!(made.root.text, document.root.text),
                    false => assert_ne!(made.root.text, document.root.text),
                }
            }
        }
    }
}

#[test]
fn the_june_page_changes_only_what_changed_upstream() {
    let config = settings();
    let before = text("spec/revisions/2026-03-26.yaml");
    let page = Source::new("members.md", text("generated/docs/members.md"));
    let made = Spec::new(before.as_str()).updated(&[page], Some(&config));
    insta::assert_snapshot!("june_into_march", diff(&before, &made.root.text));
}

const PLAIN: &str = r##"openapi: 3.1.0
info: {title: Things, version: "1"}

servers:
    -   url: https://example.com   # here

tags: [{name: Things}]

paths:
    # All of them.
    /things/{id}:
        parameters:
        # Which one.
        -   name: id
            in: path
            required: true
            schema: {type: string}
        -   $ref: "#/components/parameters/Trace"
        get:
            tags: [Things]
            summary: Get it
            operationId: own_name
            parameters:
            -   $ref: "#/components/parameters/Limit"
            responses:
                200:
                    $ref: "#/components/responses/Thing"
                404: {description: Not there}
        put:
            tags: [Things]
            summary: Put it
            requestBody:
                $ref: "#/components/requestBodies/Thing"
            responses:
                200: {$ref: "#/components/responses/Thing"}

    /things:
        get:
            tags: [Things]
            summary: List them
            parameters:
            -   $ref: "#/components/parameters/Limit"
            responses:
                200:
                    description: All
                    content:
                        application/json:
                            schema:
                                type: array
                                items: {$ref: "parts.yaml#/Thing"}

components:
    parameters:
        Limit: {name: limit, in: query, description: How many, schema: {type: integer}}
        Trace: {name: trace, in: header, schema: {type: string}}
    requestBodies:
        Thing:
            required: true
            content:
                application/json:
                    schema: {$ref: "parts.yaml#/Thing"}
    responses:
        Thing:
            description: The thing   # one
            content:
                application/json:
                    schema: {$ref: "parts.yaml#/Thing"}
"##;

const PARTS: &str = r#"Thing:
  type: object
  required: [id]
  properties:
    # Ours.
    id: {type: string}
    note:
      type: [string, "null"]
      description: >-
        A note that is
        folded
    size: {type: integer}
"#;

/// A document in other words: shared parts, two files, OpenAPI 3.1, four blanks a level.
fn shared() -> Spec {
    Spec {
        root: Source::new("openapi.yaml", PLAIN),
        files: MapFiles(BTreeMap::from([(
            "parts.yaml".to_owned(),
            PARTS.to_owned(),
        )])),
    }
}

/// What becomes of [`shared`] when its pages change as if these texts had been replaced.
#[track_caller]
fn follows(edits: &[(&str, &str)]) -> String {
    let config = Config::default();
    let before = shared();
    let mut wanted = shared();
    for (from, to) in edits {
        assert!(PLAIN.contains(from) || PARTS.contains(from), "{from}");
        wanted.root = Source::new("openapi.yaml", wanted.root.text.replace(from, to));
        let parts = wanted.files.0["parts.yaml"].replace(from, to);
        wanted.files.0.insert("parts.yaml".to_owned(), parts);
    }
    let pages = pages(&wanted.root.text, &wanted.files, &config);
    let made = before.updated(&pages, Some(&config));
    assert_comments_stay(PLAIN, &made.root.text);
    diff(PLAIN, &made.root.text) + &diff(PARTS, &made.files.0["parts.yaml"])
}

#[test]
fn what_is_shared_is_edited_where_it_stands() {
    for (edits, wanted) in [
        (
            &[("description: The thing", "description: A thing")][..],
            "-            description: The thing   # one\n+            description: A thing   # one\n",
        ),
        (
            &[("description: How many", "description: How many at most")],
            "-        Limit: {name: limit, in: query, description: How many, schema: {type: integer}}\n+        Limit: {name: limit, in: query, description: How many at most, schema: {type: integer}}\n",
        ),
        (
            &[(
                "schema: {type: string}\n        -   $ref",
                "schema: {type: integer}\n        -   $ref",
            )],
            "-            schema: {type: string}\n+            schema: {type: integer}\n",
        ),
        (
            &[("type: [string, \"null\"]", "type: string")],
            "-      type: [string, \"null\"]\n+      type: string\n",
        ),
        (
            &[(
                "    size: {type: integer}\n",
                "    size: {type: integer}\n    wide: {type: boolean}\n",
            )],
            "+    wide:\n+      type: boolean\n",
        ),
        (
            &[("required: [id]", "required: [id, size]")],
            "-  required: [id]\n+  required: [id, size]\n",
        ),
        (
            &[("A note that is\n", "A note that is not\n")],
            "-        A note that is\n-        folded\n+        A note that is not folded\n",
        ),
        (
            &[("    size: {type: integer}\n", "")],
            "-    size: {type: integer}\n",
        ),
    ] {
        assert_eq!(follows(edits), wanted, "{edits:?}");
    }
}

#[test]
fn what_is_shared_no_longer_is_written_out() {
    let list = "            summary: List them\n            parameters:\n            -   $ref: \"#/components/parameters/Limit\"\n";
    let own = "            summary: List them\n            parameters:\n            -   {name: limit, in: query, description: How many, schema: {type: integer, format: int32}}\n";
    assert_eq!(
        follows(&[(list, own)]),
        "-            -   $ref: \"#/components/parameters/Limit\"\n+            - name: limit\n+              in: query\n+              description: How many\n+              schema:\n+                  type: integer\n+                  format: int32\n"
    );
    // One operation less that has it.
    let none = "            summary: List them\n";
    assert_eq!(
        follows(&[(list, none)]),
        "-            parameters:\n-            -   $ref: \"#/components/parameters/Limit\"\n"
    );
}

#[test]
fn what_is_new_refers_to_what_is_shared() {
    let put = "        put:\n            tags: [Things]\n            summary: Put it\n";
    let new = "        delete:\n            tags: [Things]\n            summary: Delete it\n            parameters: [{$ref: \"#/components/parameters/Limit\"}]\n            responses: {200: {$ref: \"#/components/responses/Thing\"}}\n";
    assert_eq!(
        follows(&[(put, &format!("{new}{put}"))]),
        "+        delete:\n+            tags: [Things]\n+            summary: Delete it\n+            operationId: delete-it\n+            parameters:\n+            - $ref: \"#/components/parameters/Limit\"\n+            responses:\n+                200:\n+                    $ref: \"#/components/responses/Thing\"\n"
    );
}

#[test]
fn a_path_a_title_and_their_order_change() {
    assert_eq!(
        follows(&[("    /things/{id}:\n", "    /v2/things/{id}:\n")]),
        "-    /things/{id}:\n+    /v2/things/{id}:\n"
    );
    // An id of its own stays.
    assert_eq!(
        follows(&[("summary: Get it", "summary: Get one")]),
        "-            summary: Get it\n+            summary: Get one\n"
    );
    let (first, second) = (
        PLAIN.find("    # All").unwrap(),
        PLAIN.find("    /things:\n").unwrap(),
    );
    let end = PLAIN.find("components:").unwrap();
    let swapped = format!(
        "{}{}{}",
        &PLAIN[second..end],
        &PLAIN[first..second].trim_end(),
        "\n\n"
    );
    let diff = follows(&[(&PLAIN[first..end], &swapped)]);
    let sign = |it: char| diff.lines().filter(|line| line.starts_with(it)).count();
    assert_eq!(sign('+'), sign('-'), "{diff}");
}
