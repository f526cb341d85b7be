//! A document is compared with pages, and brought in step with them.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;

use proptest::prop_assume;
use proptest::test_runner::RngSeed;
use similar::{ChangeTag, TextDiff};
use verbatim_gen::capture::{Request, compare, update};
use verbatim_gen::{Config, Source};
use verbatim_tests::random::Rng;
use verbatim_tests::{
    MapFiles, REVISIONS, members_page, number, pages, revision, settings, text, try_pages,
};

/// The document of this repository, which the committed pages are made of.
const SHIPPED: &str = "members.yaml";

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
    fn updated(&self, pages: &[Source], config: &Config) -> Self {
        self.updated_by(self.request(pages, Some(config)), config)
    }

    /// The same by a request for it.
    fn updated_by(&self, request: Request<'_>, config: &Config) -> Self {
        let pages = request.pages;
        let made = update(request).unwrap_or_else(|it| panic!("{it}"));
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
        let rendered = self::pages(&made.root.text, &made.files, config);
        for it in pages {
            let title = it.text.lines().next();
            // The page that leads to the others has the name of the API, which a tag may have, too.
            let titled = || {
                let pages = rendered.iter().map(|own| &own.text);
                pages.filter(|own| own.lines().next() == title)
            };
            let own = titled().find(|own| **own == it.text);
            assert_eq!(
                own.or_else(|| titled().next()),
                Some(&it.text),
                "{}",
                it.path
            );
        }
        let again = Request {
            root: &made.root,
            files: &made.files,
            ..request
        };
        let again = update(again).unwrap_or_else(|it| panic!("{it}"));
        assert!(again.files.is_empty() && again.is_exact());
        made
    }
}

/// Lines that one text has and another has not, as a diff shows them.
fn diff(before: &str, after: &str) -> String {
    let mut out = String::new();
    for change in TextDiff::from_lines(before, after).iter_all_changes() {
        match change.tag() {
            ChangeTag::Equal => {}
            ChangeTag::Delete | ChangeTag::Insert => {
                let _ = write!(out, "{}{change}", change.tag());
            }
        }
    }
    out
}

/// Comments stay that stand before a line which stays, with the lines around it, and is told from others by them: a line
/// alone may be one of what was written anew.
fn assert_comments_stay(before: &str, after: &str) {
    let is_comment = |line: &&str| line.trim_start().starts_with('#');
    let plain = |text: &str| -> Vec<String> {
        let lines = text.lines().filter(|it| !it.trim().is_empty());
        lines
            .filter(|it| !is_comment(it))
            .map(str::to_owned)
            .collect()
    };
    let (old, new) = (plain(before), plain(after));
    let occurs = |lines: &[String], around: &[String]| {
        let all = lines.windows(around.len());
        all.filter(|it| *it == around).count()
    };
    let kept: HashSet<&str> = after.lines().collect();
    let mut at = 0usize;
    for line in before.lines().filter(|it| !it.trim().is_empty()) {
        if !is_comment(&line) {
            at += 1;
            continue;
        }
        let around = &old[at.saturating_sub(1)..old.len().min(at + 2)];
        let stays = occurs(&old, around) == 1 && occurs(&new, around) == 1;
        assert!(
            !stays || kept.contains(line),
            "{line} within {around:?} in\n{after}"
        );
    }
}

#[test]
fn every_revision_is_in_step_with_its_own_pages() {
    let config = settings();
    let committed = ["members.md", "schemas.md", "authentication.md"];
    let committed = committed.map(|it| Source::new(it, text(&format!("generated/docs/{it}"))));
    for spec in REVISIONS.into_iter().chain([SHIPPED]) {
        let document = Spec::new(revision(spec));
        let mut sets = vec![pages(&document.root.text, &document.files, &config)];
        if spec == SHIPPED {
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
                // The page on how to authenticate says nothing that could be captured alone.
                let alone = pages.iter();
                for page in alone.filter(|it| !it.path.ends_with("authentication.md")) {
                    let page = std::slice::from_ref(page);
                    let mut request = document.request(page, config);
                    request.is_whole = false;
                    let found = compare(request).unwrap_or_else(|it| panic!("{spec}\n{it}"));
                    assert!(found.is_in_step(), "{spec}\n{}", found.report);
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
        let document = Spec::new(revision(REVISIONS[from]));
        let pages = pages(&revision(REVISIONS[to]), &MapFiles::default(), &config);
        let _ = writeln!(
            found,
            "# {} with the pages of {}",
            REVISIONS[from], REVISIONS[to]
        );
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
    for (i, from) in REVISIONS.iter().enumerate() {
        let document = Spec::new(revision(from));
        for (j, to) in REVISIONS.iter().enumerate() {
            let all = pages(&revision(to), &MapFiles::default(), &config);
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
                let made = document.updated(pages, &config);
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
    let before = revision(REVISIONS[2]);
    let page = Source::new("members.md", members_page());
    let made = Spec::new(before.as_str()).updated(&[page], &config);
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
    let made = before.updated(&pages, &config);
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
fn credentials_that_no_setting_says_contradict_none() {
    let spec = |summary: &str| {
        format!(
            "openapi: 3.0.3
info: {{title: T, version: '1'}}
tags: [{{name: Things}}]
security: [{{Login: []}}]
paths:
  /things:
    get:
      tags: [Things]
      summary: {summary}
      responses: {{'200': {{description: OK}}}}
components:
  securitySchemes:
    Login: {{type: http, scheme: basic}}
"
        )
    };
    let mut config = Config::default();
    config.docs.token = "secret".to_owned();
    let pages = pages(&spec("List things"), &MapFiles::default(), &config);
    let page = pages.iter().find(|it| it.text.contains("### Code samples"));
    let page = page.expect("the page of the tag").clone();
    assert!(
        page.text.contains("-u '{username}:{password}'"),
        "{}",
        page.text
    );
    let found = Spec::new(spec("List all")).compared(&[page], Some(&config));
    assert!(
        found.iter().any(|it| it.contains("List things")),
        "{found:?}"
    );
    assert!(!found.iter().any(|it| it.contains("`token`")), "{found:?}");
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

/// Documents that differ from a given one in a few places, as an API does from one release to the next.
mod mutated {
    use verbatim_gen::node::{Key, Node, Value, pointer_segment};
    use verbatim_tests::random::Rng;

    fn text(it: &str) -> Node {
        Node::string(it, Default::default())
    }

    fn object<const N: usize>(members: [(&str, Node); N]) -> Node {
        let members = members.map(|(name, it)| (Key::new(name, Default::default()), it));
        Node::object(members.into(), Default::default())
    }

    /// Where something can change: JSON pointers and the key at their ends.
    fn sites(node: &Node, at: &str, out: &mut Vec<(String, String)>) {
        match &node.value {
            Value::Object(members) => {
                for (key, it) in members.iter() {
                    let at = format!("{at}/{}", pointer_segment(&key.text));
                    let is_site = matches!(
                        (&*key.text, &it.value),
                        ("description" | "summary" | "type", Value::String(_))
                            | ("properties" | "responses" | "paths", Value::Object(_))
                            | ("enum" | "parameters", Value::Array(_))
                    );
                    // Titles of the API are shown on no page, and what is below a property may be called anything.
                    if is_site
                        && !at.starts_with("/info")
                        && !at.starts_with("/components/parameters/")
                        && !at.ends_with("/properties/type")
                    {
                        out.push((at.clone(), key.text.to_string()));
                    }
                    sites(it, &at, out);
                }
            }
            Value::Array(items) => {
                for (i, it) in items.iter().enumerate() {
                    sites(it, &format!("{at}/{i}"), out);
                }
            }
            _ => {}
        }
    }

    /// A document in which one thing is different.
    pub fn once(document: &Node, rng: &mut Rng) -> Node {
        let mut all = Vec::new();
        sites(document, "", &mut all);
        let (pointer, key) = all[rng.below(all.len())].clone();
        let found = document.at(&pointer).expect("it was found there");
        let changed = changed(&key, found, rng);
        let names: Vec<&str> = pointer.split('/').skip(1).collect();
        replaced(document, &names, &changed)
    }

    fn replaced(node: &Node, names: &[&str], value: &Node) -> Node {
        let [name, rest @ ..] = names else {
            return value.clone();
        };
        match &node.value {
            Value::Object(members) => {
                let members =
                    members
                        .iter()
                        .map(|(key, it)| match pointer_segment(&key.text) == *name {
                            true => (key.clone(), replaced(it, rest, value)),
                            false => (key.clone(), it.clone()),
                        });
                Node::object(members.collect(), node.place)
            }
            Value::Array(items) => {
                let items = items
                    .iter()
                    .enumerate()
                    .map(|(i, it)| match i.to_string() == *name {
                        true => replaced(it, rest, value),
                        false => it.clone(),
                    });
                Node::array(items.collect(), node.place)
            }
            _ => node.clone(),
        }
    }

    fn changed(key: &str, node: &Node, rng: &mut Rng) -> Node {
        const WORDS: [&str; 5] = ["alpha", "beta_id", "gamma", "deltaAt", "eps"];
        let word = format!("{}{}", WORDS[rng.below(5)], rng.below(90));
        let scalars = ["string", "integer", "boolean", "number"];
        match (key, &node.value) {
            ("description", _) => text(
                [
                    "Something else",
                    "It's \"so\": # yes",
                    "Two\n\nparagraphs",
                    "- a\n- b",
                    "`x` | y",
                ][rng.below(5)],
            ),
            ("summary", _) => text(&format!("Do {word}")),
            ("type", Value::String(was)) if scalars.contains(&&**was) => {
                text(scalars[rng.below(4)])
            }
            ("enum", Value::Array(items)) => {
                let mut items = items.to_vec();
                match rng.below(3) {
                    0 if items.len() > 1 => drop(items.remove(rng.below(items.len()))),
                    _ => items.insert(rng.below(items.len() + 1), text(&word)),
                }
                Node::array(items, node.place)
            }
            ("parameters", Value::Array(items)) => {
                let mut items = items.to_vec();
                let schema = object([("type", text(scalars[rng.below(4)]))]);
                let new = object([
                    ("name", text(&word)),
                    ("in", text("query")),
                    ("description", text("New")),
                    ("schema", schema),
                ]);
                items.insert(rng.below(items.len() + 1), new);
                Node::array(items, node.place)
            }
            (_, Value::Object(members)) => {
                let mut members: Vec<(Key, Node)> = members
                    .iter()
                    .map(|(key, it)| (key.clone(), it.clone()))
                    .collect();
                let at = rng.below(members.len());
                let key = |name: &str| Key::new(name, Default::default());
                match (holds_paths(node), rng.below(4)) {
                    (_, 0) if members.len() > 1 => drop(members.remove(at)),
                    (_, 1) if members.len() > 1 => {
                        let it = members.remove(at);
                        members.insert(rng.below(members.len() + 1), it);
                    }
                    (true, _) => {
                        let (name, it) = members.remove(at);
                        members.insert(at, (key(&format!("/{word}{}", name.text)), it));
                    }
                    _ if members.iter().all(|(key, _)| key.text.len() == 3) => {
                        let new = object([("description", text("Gone"))]);
                        if members.iter().all(|(key, _)| &*key.text != "410") {
                            members.push((key("410"), new));
                        }
                    }
                    _ => {
                        let new = match rng.below(4) {
                            0 => object([
                                ("type", text("string")),
                                ("format", text("uuid")),
                                ("description", text("New")),
                            ]),
                            1 => object([
                                ("type", text("array")),
                                ("items", object([("type", text("integer"))])),
                            ]),
                            2 => object([
                                ("type", text("string")),
                                ("enum", Node::array(vec![text("a"), text("b")], node.place)),
                            ]),
                            _ => object([("type", text(scalars[rng.below(4)]))]),
                        };
                        if members.iter().all(|(it, _)| *it.text != *word) {
                            members.insert(rng.below(members.len() + 1), (key(&word), new));
                        }
                    }
                }
                Node::object(members, node.place)
            }
            _ => node.clone(),
        }
    }

    /// Whether it holds path items.
    fn holds_paths(node: &Node) -> bool {
        node.as_object()
            .is_some_and(|it| it.iter().all(|(key, _)| key.text.starts_with('/')))
    }
}

/// A text with comments above some of its lines, where those say nothing else.
fn with_comments(text: &str, rng: &mut Rng) -> String {
    let mut out = String::new();
    // The indentation of a line whose text goes on below.
    let mut block: Option<usize> = None;
    for (i, line) in text.lines().enumerate() {
        let indent = line.len() - line.trim_start().len();
        if !line.trim().is_empty() && block.is_some_and(|it| indent <= it) {
            block = None;
        }
        if block.is_none() && !line.trim().is_empty() && rng.below(6) == 0 {
            let _ = writeln!(out, "{}# Note {i}", " ".repeat(indent));
        }
        if [" |", " |-", " >-", " >"]
            .iter()
            .any(|it| line.ends_with(it))
        {
            block = Some(indent);
        }
        out.push_str(line);
        out.push('\n');
    }
    out
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig {
        cases: number("UPDATE_CASES").unwrap_or(24),
        // Some changes make no sense, or are such as no page says.
        max_global_rejects: number("UPDATE_CASES").unwrap_or(24),
        failure_persistence: None,
        // The same cases in each run, unless others are asked for.
        rng_seed: number::<u32>("UPDATE_CASES").map_or(RngSeed::Fixed(1), |_| RngSeed::Random),
        ..Default::default()
    })]

    #[test]
    fn a_document_follows_whatever_changes(seed in 1u64.., changes in 1usize..6, is_shared: bool, is_whole: bool) {
        let mut rng = Rng::new(seed);
        let (config, spec) = match is_shared {
            true => (Config::default(), shared()),
            false => (settings(), Spec::new(revision(REVISIONS[3]))),
        };
        let mut sink = verbatim_gen::diagnostic::Sink::default();
        let document = verbatim_gen::stages::load(spec.root.clone(), &spec.files, &mut sink);
        let mut wanted = document.tree(Default::default()).clone();
        for _ in 0..changes {
            wanted = mutated::once(&wanted, &mut rng);
        }
        let wanted = verbatim_gen::openapi::json(&wanted);
        let made = try_pages(&wanted, &spec.files, &config);
        prop_assume!(made.is_ok(), "it has errors");
        let mut pages = made.unwrap_or_default();
        if !is_whole {
            pages.retain(|it| &*it.path != "docs/schemas.md");
        }
        let captured = verbatim_gen::capture::capture(&pages, Some(&config));
        prop_assume!(captured.is_ok_and(|it| it.is_exact()), "its pages do not come back");
        let before = Spec { root: Source::new("openapi.yaml", with_comments(&spec.root.text, &mut rng)), files: spec.files };
        let mut request = before.request(&pages, Some(&config));
        request.is_whole = is_whole;
        let found = compare(request).unwrap_or_else(|it| panic!("{it}\n{wanted}"));
        let made = before.updated_by(request, &config);
        let is_same = made.root.text == before.root.text && made.files.0 == before.files.0;
        assert_eq!(found.is_in_step(), is_same, "{}\n{wanted}", found.report);
        assert_comments_stay(&before.root.text, &made.root.text);
    }
}

/// JSON is written again as it was laid out, however deep its levels are indented.
#[test]
fn json_keeps_its_layout() {
    let config = settings();
    let tree = |source: Source| {
        let mut sink = verbatim_gen::diagnostic::Sink::default();
        let document = verbatim_gen::stages::load(source, &MapFiles::default(), &mut sink);
        document.tree(Default::default()).clone()
    };
    let old = tree(Source::new("openapi.yaml", revision(REVISIONS[2])));
    let pages = pages(&revision(REVISIONS[3]), &MapFiles::default(), &config);
    for (level, end) in [
        (Some("  "), "\n"),
        (Some("    "), ""),
        (Some("\t"), "\r\n"),
        (None, "\n"),
    ] {
        let laid_out = |it: &_| verbatim_gen::openapi::json_laid_out(it, level) + end;
        let before = Spec::new(laid_out(&old));
        let after = before.updated(&pages, &config).root;
        assert_eq!(*after.text, laid_out(&tree(after.clone())), "{level:?}");
    }
}

/// Blocks of text end with a line break, which no page shows.
const BLOCKS: &str = "\
openapi: 3.0.3
info: {title: Things, version: '1.0'}
tags: [{name: Things}]
paths:
  /things:
    get:
      tags: [Things]
      summary: Get a thing
      responses:
        '200':
          description: >
            A thing
            or two
          content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}
components:
  schemas:
    Thing:
      type: object
      description: |
        A thing.
      properties: {name: {type: string}}
";

#[test]
fn a_block_keeps_the_line_break_at_its_end() {
    let config = Config::default();
    let changed = BLOCKS
        .replace("or two", "or three")
        .replace("A thing.", "A thing that is sold.");
    let pages = pages(&changed, &MapFiles::default(), &config);
    let updated = Spec::new(BLOCKS).updated(&pages, &config);
    let edited = changed.replace("A thing\n            or three", "A thing or three");
    assert_eq!(*updated.root.text, edited);
}
