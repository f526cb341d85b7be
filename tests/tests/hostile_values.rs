//! Values that are made to take long, judged by the schemas of documents as a server judges them: none runs out of steps.
//!
//! Each value is as short as its schema allows but for one place, which is made as long as there is room: a text, the digits
//! of a number, an array, an object of names that nobody knows, or a schema within itself. The documents are those of the
//! tests, or of a folder: `HOSTILE_DOCUMENTS=FOLDER`, with `HOSTILE_BYTES` for the size of a value. Then what took longest is
//! printed (a release build tells): the time of one thread for reading the value, judging it, and saying what is wrong.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{env, fs};

use serde_json::{Map, Value, json};
use verbatim_gen::{Config, Emit, FileSet, Source, generate};
use verbatim_runtime::description::{Description, Schema};
use verbatim_runtime::json::Tree;
use verbatim_runtime::validator::{Exhausted, PatternLimits, Schemas as Judge};
use verbatim_tests::{MapFiles, number};

/// How many places of a schema are made long.
const PLACES: usize = 60;
/// How deep a value is followed for places.
const DEPTH: usize = 8;
/// How many bytes each place is tried with, before the ones that take longest are tried with more.
const SHORT: usize = 3_000;
/// How many places of a document are tried with more.
const LONGEST: usize = 8;
/// How often a schema stands within itself.
const NESTED: usize = 60;

/// A step into a value.
#[derive(Debug, Clone, PartialEq)]
enum Step {
    Member(String),
    Item,
}

/// The schemas of a document by name, as a description has them.
struct Described<'a>(&'a Map<String, Value>);

/// The schemas that stand in a list below a keyword.
fn listed<'a>(schema: &'a Value, keyword: &str) -> &'a [Value] {
    schema[keyword].as_array().map_or(&[], Vec::as_slice)
}

impl<'a> Described<'a> {
    fn follow(&self, mut schema: &'a Value) -> &'a Value {
        for _ in 0..20 {
            match schema["$ref"].as_str().and_then(|name| self.0.get(name)) {
                Some(target) => schema = target,
                None => break,
            }
        }
        schema
    }

    /// A schema and what holds beside it: its `allOf`, and one of its alternatives each.
    fn parts(&self, schema: &'a Value, alternative: usize) -> Vec<&'a Value> {
        let mut parts: Vec<&Value> = Vec::new();
        let mut open = vec![schema];
        while let Some(it) = open.pop() {
            let it = self.follow(it);
            if parts.len() > 30 || parts.iter().any(|known| std::ptr::eq(*known, it)) {
                continue;
            }
            parts.push(it);
            open.extend(listed(it, "allOf"));
            for keyword in ["oneOf", "anyOf"] {
                let branches = listed(it, keyword);
                open.extend(branches.get(alternative.min(branches.len().saturating_sub(1))));
            }
        }
        parts
    }

    /// A short value, which may be refused: what matters is that its parts are looked at.
    fn short(&self, schema: &'a Value, depth: usize) -> Value {
        let parts = self.parts(schema, 0);
        let find = |keyword: &str| parts.iter().find_map(|it| it.get(keyword));
        if let Some(first) = find("enum").and_then(|it| it.get(0)) {
            return first.clone();
        }
        let types = find("type");
        let is = |name: &str| {
            types.is_some_and(|it| match it {
                Value::Array(all) => all.iter().any(|it| it == name),
                it => it == name,
            })
        };
        if is("object") || parts.iter().any(|it| it.get("properties").is_some()) {
            let mut members = Map::new();
            if depth < DEPTH {
                for it in &parts {
                    for name in listed(it, "required").iter().filter_map(Value::as_str) {
                        let schema = parts.iter().find_map(|it| it["properties"].get(name));
                        let value = schema.map_or(json!(1), |it| self.short(it, depth + 1));
                        members.insert(name.to_owned(), value);
                    }
                }
            }
            return Value::Object(members);
        }
        if is("array") {
            return json!([]);
        }
        if is("string") {
            return json!("aa");
        }
        if is("boolean") {
            return json!(true);
        }
        json!(1)
    }

    /// The places in values of a schema, each with the schemas on the way there.
    fn places(&self, schema: &'a Value) -> Vec<(Vec<Step>, Vec<&'a Value>)> {
        let mut found = Vec::new();
        let mut seen: HashSet<*const Value> = HashSet::new();
        let mut open = vec![(Vec::new(), vec![self.follow(schema)])];
        let mut at = 0;
        while at < open.len() && found.len() < PLACES {
            let (steps, way): (Vec<Step>, Vec<&'a Value>) = open[at].clone();
            at += 1;
            let schema = *way.last().expect("a schema");
            found.push((steps.clone(), way.clone()));
            if steps.len() >= DEPTH || !seen.insert(schema) {
                continue;
            }
            let mut go = |step: Step, to: &'a Value| {
                let mut steps = steps.clone();
                steps.push(step);
                let mut way = way.clone();
                way.push(self.follow(to));
                open.push((steps, way));
            };
            for alternative in 0..4 {
                for part in self.parts(schema, alternative) {
                    if let Some(members) = part["properties"].as_object() {
                        for (name, it) in members {
                            go(Step::Member(name.clone()), it);
                        }
                    }
                    if let Some(it) = part.get("items") {
                        go(Step::Item, it);
                    }
                    if part["additionalProperties"].is_object() {
                        go(
                            Step::Member("further".to_owned()),
                            &part["additionalProperties"],
                        );
                    }
                }
            }
        }
        found
    }

    /// A value with another one at a place.
    fn with(&self, way: &[&'a Value], steps: &[Step], inner: Value) -> Value {
        let Some((step, rest)) = steps.split_first() else {
            return inner;
        };
        let mut outer = self.short(way[0], 0);
        let inner = self.with(&way[1..], rest, inner);
        match step {
            Step::Item => outer = json!([inner]),
            Step::Member(name) => {
                if !outer.is_object() {
                    outer = json!({});
                }
                outer[name] = inner;
            }
        }
        outer
    }

    /// Long values for a place.
    fn long(&self, way: &[&'a Value], steps: &[Step], bytes: usize) -> Vec<(&'static str, Value)> {
        let schema = *way.last().expect("a schema");
        let short = self.short(schema, 0);
        let mut values = vec![
            ("a text", json!("a".repeat(bytes) + "!")),
            (
                "a text of two kinds",
                json!("a-".repeat(bytes / 2) + "\u{7f}"),
            ),
            (
                "digits in a text",
                json!("1".repeat(bytes / 2) + "." + &"0".repeat(bytes / 2) + "x"),
            ),
            ("blanks", json!(" ".repeat(bytes) + "x")),
            (
                "unknown names",
                Value::Object(
                    (0..bytes / 12)
                        .map(|it| (format!("n{it}"), json!(1)))
                        .collect(),
                ),
            ),
            (
                "numbers",
                Value::Array((0..bytes / 7).map(|it| json!(it)).collect()),
            ),
            ("empty arrays", Value::Array(vec![json!([]); bytes / 3])),
            ("empty objects", Value::Array(vec![json!({}); bytes / 3])),
        ];
        if let Some(items) = self.parts(schema, 0).iter().find_map(|it| it.get("items")) {
            for (what, item) in [
                ("short items", self.short(items, 0)),
                ("items of another type", json!("\u{1}")),
            ] {
                let size = item.to_string().len() + 1;
                values.push((what, Value::Array(vec![item; bytes / size])));
            }
        }
        // The schema within itself, and many of those beside each other.
        let last = way.len() - 1;
        if let Some(first) = (0..last).rev().find(|it| std::ptr::eq(way[*it], schema)) {
            for wrong in [json!({"\u{1}": 1}), short] {
                let mut nested = wrong;
                for _ in 0..NESTED {
                    nested = self.with(&way[first..], &steps[first..], nested);
                }
                let size = nested.to_string().len() + 1;
                let many = Value::Array(vec![nested.clone(); (bytes / size).max(1)]);
                values.push(("itself", nested));
                values.push(("itself, many times", many));
            }
        }
        values
    }
}

/// What is emitted for a document, and nothing where it is refused.
fn emitted(path: &Path) -> Option<FileSet> {
    let text = fs::read_to_string(path).ok()?;
    let emit = Emit {
        rust: true,
        docs: false,
        html: false,
    };
    let source = Source::new(path.to_str()?, text);
    let made = generate(source, &MapFiles::default(), &Config::default(), emit);
    made.ok().map(|it| it.files)
}

/// What was tried with a document.
#[derive(Default)]
struct Tried {
    values: usize,
    exhausted: Vec<String>,
    longest: (Duration, String),
}

/// The judge of a document, and the schemas of the bodies it takes.
struct Bodies {
    judge: Judge,
    schemas: Map<String, Value>,
    roots: Vec<(usize, Value)>,
}

fn bodies(path: &Path) -> Option<Bodies> {
    let files = emitted(path)?;
    let text = files.get("src/server/description.json")?;
    let described: Value = serde_json::from_str(text).expect("a description");
    let read = Description::read(text).expect("a description");
    let mut judge = Judge::limited(PatternLimits {
        count: 10_000,
        length: 10_000,
        size: 1 << 24,
    });
    judge.extend(read.schemas);
    let mut found: BTreeMap<String, Value> = BTreeMap::new();
    let operations = described["operations"].as_object();
    for (_, operation) in operations.into_iter().flatten() {
        for content in listed(&operation["body"], "content") {
            if let Some(schema) = content.get("schema") {
                found.insert(schema.to_string(), schema.clone());
            }
        }
    }
    let read = |it: &Value| Schema::read(&it.to_string()).expect("a schema");
    let roots = found.into_values().map(|it| (judge.add(read(&it)), it));
    Some(Bodies {
        roots: roots.collect(),
        judge,
        schemas: described["schemas"]
            .as_object()
            .cloned()
            .unwrap_or_default(),
    })
}

/// How long it takes to read a value, to judge it, and to say what is wrong with it; whether the steps ran out. Whoever else
/// runs on the machine makes one run long, and not three of them.
fn time(judge: &Judge, id: usize, value: &str, unless_below: Duration) -> (Duration, bool) {
    let (mut took, mut is_exhausted) = (Duration::MAX, false);
    for _ in 0..3 {
        let before = Instant::now();
        let tree = Tree::of_bytes(value.as_bytes()).expect("JSON");
        is_exhausted = judge.explain(id, &tree, &judge.budget(&tree)) == Err(Exhausted);
        took = took.min(before.elapsed());
        if took <= unless_below {
            break;
        }
    }
    (took, is_exhausted)
}

/// Tries every place with short values, and those that take longest with long ones.
fn try_document(path: &Path, bytes: usize) -> Option<Tried> {
    let Bodies {
        judge,
        schemas,
        roots,
    } = bodies(path)?;
    let schemas = Described(&schemas);
    let mut tried = Tried::default();
    let mut longest = Vec::new();
    for (id, root) in &roots {
        for (steps, way) in schemas.places(root) {
            for (kind, (what, long)) in schemas.long(&way, &steps, SHORT).into_iter().enumerate() {
                let value = schemas.with(&way, &steps, long).to_string();
                let (took, is_exhausted) = time(&judge, *id, &value, Duration::ZERO);
                let place = format!("{what} at {steps:?} of {:.200}", root.to_string());
                tried.values += 1;
                if is_exhausted {
                    tried.exhausted.push(place.clone());
                }
                longest.push((took, *id, steps.clone(), way.clone(), kind, place));
                longest.sort_by_key(|it| std::cmp::Reverse(it.0));
                longest.truncate(LONGEST);
            }
        }
    }
    for (_, id, steps, way, kind, place) in longest {
        let (_, long) = schemas.long(&way, &steps, bytes).swap_remove(kind);
        let value = schemas.with(&way, &steps, long).to_string();
        let (took, is_exhausted) = time(&judge, id, &value, tried.longest.0);
        tried.values += 1;
        if is_exhausted {
            tried.exhausted.push(format!("{bytes} bytes, {place}"));
        }
        if took > tried.longest.0 {
            tried.longest = (took, place);
        }
    }
    Some(tried)
}

#[test]
fn no_value_that_is_made_long_runs_out_of_steps() {
    let folder = env::var_os("HOSTILE_DOCUMENTS").map(PathBuf::from);
    let bytes = number("HOSTILE_BYTES").unwrap_or(30_000);
    let own = verbatim_tests::root().join("tests/constructs/server");
    let entries = fs::read_dir(folder.as_ref().unwrap_or(&own)).expect("a folder of documents");
    let mut paths: Vec<_> = entries.flatten().map(|it| it.path()).collect();
    paths.sort();
    let (mut documents, mut values, mut exhausted) = (0, 0, Vec::new());
    let mut longest = Vec::new();
    for path in paths {
        let Some(tried) = try_document(&path, bytes) else {
            continue;
        };
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        documents += 1;
        values += tried.values;
        exhausted.extend(
            tried
                .exhausted
                .into_iter()
                .map(|it| format!("{name}: {it}")),
        );
        longest.push((tried.longest.0, name, tried.longest.1));
    }
    longest.sort();
    println!("{documents} documents, {values} values of {bytes} bytes");
    for (took, name, place) in longest.iter().rev().take(15) {
        println!("{took:?} {name}: {place}");
    }
    assert!(
        documents > 0 && values > 100,
        "{documents} documents, {values} values"
    );
    assert_eq!(exhausted, [""; 0], "values that ran out of steps");
}
