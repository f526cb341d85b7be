//! Random schemas and values, judged by the `jsonschema` crate as well: two independent readings of JSON Schema agree.
//!
//! Each document is written in a dialect of OpenAPI and read by the generator; what it describes for a server is what judges.
//! A sample goes the whole way: a server is emitted, and takes a body exactly where the oracle does. `ORACLE_CASES` says how
//! many documents of each dialect there are, each with a dozen of values. What is known to differ stands in [`LISTED`].

mod driver;
mod keywords;
mod schemas;
mod values;

use std::collections::BTreeSet;
use std::fmt::Write;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use serde_json::{Value, json};
use verbatim_gen::FileSet;
use verbatim_runtime::description::Description;
use verbatim_runtime::json::{Number, Tree};
use verbatim_runtime::validator::{Budget, Id, PatternLimits, Schemas as Judge};
use verbatim_tests::number;

use driver::{drive, emitted};
use schemas::{Dialect, Schemas, each};
use values::Rng;

/// Whether a schema, as JSON text, and a value are of a kind.
type IsOfKind = fn(&str, &Value) -> bool;

/// Where the two differ and are meant to: the reason, and whether a schema and a value are of that kind. What can be said in
/// words of JSON Schema is spelled out in `Schemas::judged` instead.
const LISTED: &[(&str, IsOfKind)] = &[
    (
        "`regex` is checked as far as its brackets go; braces, and a `]` that closes nothing, are themselves in Annex B of \
         ECMA-262, and refused with the flag `u`, which JSON Schema (Core, section 6.4) recommends and does not demand",
        |schema, value| {
            schema.contains("\"format\":\"regex\"")
                && has_text(value, &|it| it.contains(['{', '}']) || has_lone_bracket(it))
        },
    ),
    (
        "numbers are divided by their digits; the oracle makes floats of those beyond 2^53",
        |schema, value| {
            let value = value.to_string();
            schema.contains("\"multipleOf\"")
                && (value.contains("e+39") || value.contains("9223372036854775808"))
        },
    ),
];

/// Whether a value is, or contains, a text of a kind.
fn has_text(value: &Value, is: &dyn Fn(&str) -> bool) -> bool {
    match value {
        Value::String(text) => is(text),
        Value::Array(items) => items.iter().any(|it| has_text(it, is)),
        Value::Object(members) => members.values().any(|it| has_text(it, is)),
        _ => false,
    }
}

/// Whether a regular expression has a `]` that closes no class.
fn has_lone_bracket(text: &str) -> bool {
    let mut is_in_class = false;
    let mut rest = text.chars();
    while let Some(it) = rest.next() {
        match it {
            '\\' => drop(rest.next()),
            '[' => is_in_class = true,
            ']' if !is_in_class => return true,
            ']' => is_in_class = false,
            _ => {}
        }
    }
    false
}

/// How many values each document is tried with.
const VALUES: usize = 12;

fn tree(value: &Value) -> Tree<'static> {
    match value {
        Value::Null => Tree::Null,
        Value::Bool(it) => Tree::Bool(*it),
        Value::Number(it) => Tree::Number(Number::new(it.to_string()).expect("a number of JSON")),
        Value::String(it) => Tree::String(it.clone().into()),
        Value::Array(items) => Tree::Array(items.iter().map(tree).collect()),
        Value::Object(members) => {
            let members = members
                .iter()
                .map(|(name, it)| (name.clone().into(), tree(it)));
            Tree::Object(members.collect())
        }
    }
}

/// A document that takes a body of each root.
fn document(dialect: Dialect, all: &[(String, &Schemas)]) -> Value {
    let mut paths = serde_json::Map::new();
    let mut written = serde_json::Map::new();
    for (prefix, schemas) in all {
        written.extend(schemas.written(dialect, prefix));
        let name = format!("{prefix}Root");
        let operation = match dialect {
            Dialect::Swagger2 => {
                let schema = json!({"$ref": format!("#/definitions/{name}")});
                json!({
                    "parameters": [{"name": "body", "in": "body", "required": true, "schema": schema}],
                    "responses": {"200": {"description": "The body.", "schema": {}}},
                })
            }
            _ => {
                let content = json!({"application/json": {"schema": {"$ref": format!("#/components/schemas/{name}")}}});
                json!({
                    "requestBody": {"required": true, "content": content},
                    "responses": {"200": {"description": "The body.", "content": {"application/json": {"schema": {}}}}},
                })
            }
        };
        let mut operation = operation;
        operation["operationId"] = format!("take_{}", prefix.to_lowercase()).into();
        operation["tags"] = json!(["all"]);
        paths.insert(format!("/{prefix}"), json!({"post": operation}));
    }
    let info = json!({"title": "Oracle", "version": "1"});
    match dialect {
        Dialect::Swagger2 => json!({
            "swagger": "2.0", "info": info, "consumes": ["application/json"], "produces": ["application/json"],
            "paths": paths, "definitions": written,
        }),
        Dialect::OpenApi30 => {
            json!({"openapi": "3.0.3", "info": info, "paths": paths, "components": {"schemas": written}})
        }
        Dialect::OpenApi31 => {
            json!({"openapi": "3.1.0", "info": info, "paths": paths, "components": {"schemas": written}})
        }
    }
}

/// A judge of the bodies of `POST /G`.
fn judge(files: &FileSet) -> (Judge, Id) {
    let text = files
        .get("src/server/description.json")
        .expect("a server is described");
    let described = Description::read(text).expect("a description");
    let mut judge = Judge::limited(PatternLimits {
        count: 1000,
        length: 1000,
        size: 1 << 20,
    });
    judge.extend(described.schemas);
    let operation = described
        .operations
        .0
        .into_iter()
        .next()
        .expect("an operation")
        .1;
    let content = operation.body.expect("it takes a body").content;
    let schema = content
        .into_iter()
        .next()
        .and_then(|it| it.schema)
        .expect("a schema");
    let id = judge.add(schema);
    (judge, id)
}

fn oracle(schemas: &Schemas) -> jsonschema::Validator {
    let options = jsonschema::options()
        .with_draft(jsonschema::Draft::Draft202012)
        .should_validate_formats(true);
    options
        .build(&schemas.judged())
        .expect("a schema of JSON Schema")
}

fn is_listed(schemas: &Schemas, value: &Value) -> bool {
    let schema = schemas.judged().to_string();
    LISTED.iter().any(|(_, is)| is(&schema, value))
}

/// What came of the cases of a dialect.
#[derive(Default)]
struct Tally {
    refused: u64,
    valid: u64,
    invalid: u64,
    listed: u64,
    keywords: BTreeSet<String>,
}

impl Tally {
    fn note_keywords(&mut self, dialect: Dialect, schemas: &Schemas) {
        for (_, mut schema) in schemas.written(dialect, "") {
            each(&mut schema, &mut |it| {
                self.keywords.extend(it.keys().cloned())
            });
        }
    }
}

fn runner(cases: u32) -> TestRunner {
    let config = ProptestConfig {
        cases,
        failure_persistence: None,
        max_shrink_iters: 4000,
        ..ProptestConfig::default()
    };
    let seed: u64 = number("ORACLE_SEED").unwrap_or(1);
    let mut bytes = [7; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes))
}

fn agree(dialect: Dialect) {
    let cases = number("ORACLE_CASES").unwrap_or(500);
    let tally = std::cell::RefCell::new(Tally::default());
    let strategy = (schemas::schemas(dialect), any::<u64>());
    let result = runner(cases).run(&strategy, |(schemas, seed)| {
        let tally = &mut *tally.borrow_mut();
        let written = document(dialect, &[("G".to_owned(), &schemas)]);
        let Ok(files) = emitted("openapi.json", &written.to_string()) else {
            tally.refused += 1;
            return Ok(());
        };
        tally.note_keywords(dialect, &schemas);
        let (judge, id) = judge(&files);
        let oracle = oracle(&schemas);
        let mut rng = Rng::new(seed);
        for _ in 0..VALUES {
            let value = values::value(&schemas, &mut rng);
            let expected = oracle.is_valid(&value);
            let found = judge.accepts(id, &tree(&value), &Budget::new(1_000_000));
            if found != Ok(expected) {
                if is_listed(&schemas, &value) {
                    tally.listed += 1;
                    continue;
                }
                return Err(TestCaseError::fail(format!(
                    "{value}: the oracle says {expected}, the judge {found:?}\n{written}\n{}",
                    schemas.judged()
                )));
            }
            *(if expected {
                &mut tally.valid
            } else {
                &mut tally.invalid
            }) += 1;
        }
        Ok(())
    });
    let tally = tally.into_inner();
    match result {
        Ok(()) => {}
        Err(TestError::Fail(reason, _)) => panic!("{reason}"),
        Err(error) => panic!("{error}"),
    }
    println!(
        "{dialect:?}: {} valid, {} invalid, {} listed, {} documents refused",
        tally.valid, tally.invalid, tally.listed, tally.refused
    );
    let missing: Vec<_> = schemas::keywords(dialect)
        .into_iter()
        .filter(|it| !tally.keywords.contains(*it))
        .collect();
    assert_eq!(missing, [""; 0], "keywords that no schema had");
    let all = tally.valid + tally.invalid;
    assert!(
        u64::from(cases) * VALUES as u64 * 9 / 10 < all,
        "{all} values; {} documents were refused",
        tally.refused
    );
    assert!(
        tally.valid * 4 > all && tally.invalid * 4 > all,
        "{} valid, {} invalid",
        tally.valid,
        tally.invalid
    );
}

#[test]
fn schemas_of_3_1_mean_what_json_schema_says() {
    agree(Dialect::OpenApi31);
}

#[test]
fn schemas_of_3_0_mean_what_json_schema_says() {
    agree(Dialect::OpenApi30);
}

#[test]
fn schemas_of_2_0_mean_what_json_schema_says() {
    agree(Dialect::Swagger2);
}

/// Whether a value has nothing that another one does not have. What a text is written as may differ (Base64, addresses), and
/// the last digits of a float.
fn is_within(part: &Value, whole: &Value) -> bool {
    match (part, whole) {
        (Value::Object(part), Value::Object(whole)) => (part.iter())
            .all(|(name, it)| whole.get(name).is_some_and(|whole| is_within(it, whole))),
        (Value::Array(part), Value::Array(whole)) => {
            part.len() == whole.len()
                && part
                    .iter()
                    .zip(whole)
                    .all(|(it, whole)| is_within(it, whole))
        }
        (Value::String(_), Value::String(_)) => true,
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (
                a.as_f64().unwrap_or_default(),
                b.as_f64().unwrap_or_default(),
            );
            (a - b).abs() <= b.abs() * 1e-6
        }
        _ => part == whole,
    }
}

/// An emitted server takes the bodies that the oracle accepts and no others, and keeps what it knows of them.
#[test]
fn servers_take_what_the_oracle_accepts() {
    let dialect = Dialect::OpenApi31;
    let count: usize = number("ORACLE_TYPES").unwrap_or(60);
    let mut runner = runner(1);
    let mut all: Vec<(String, Schemas, u64)> = Vec::new();
    while all.len() < count {
        let case = (schemas::schemas(dialect), any::<u64>());
        let (schemas, seed) = case.new_tree(&mut runner).expect("a case").current();
        let name = format!("G{}", all.len());
        let written = document(dialect, &[(name.clone(), &schemas)]);
        if emitted("openapi.json", &written.to_string()).is_ok() {
            all.push((name, schemas, seed));
        }
    }
    let named: Vec<(String, &Schemas)> = all.iter().map(|it| (it.0.clone(), &it.1)).collect();
    let document = document(dialect, &named).to_string();
    let (mut sent, mut expected) = (Vec::new(), Vec::new());
    for (name, schemas, seed) in &all {
        let oracle = oracle(schemas);
        let mut rng = Rng::new(*seed);
        for _ in 0..VALUES {
            let value = values::value(schemas, &mut rng);
            sent.push((name.as_str(), value.to_string()));
            expected.push((oracle.is_valid(&value), value, schemas));
        }
    }
    let names: Vec<String> = all.iter().map(|it| it.0.clone()).collect();
    let answers = drive("emitted-oracle", "openapi.json", &document, &names, &sent);
    let (mut wrong, mut valid, mut faults) = (String::new(), 0, 0);
    for ((status, body), (is_valid, value, schemas)) in answers.iter().zip(&expected) {
        valid += usize::from(*is_valid);
        let fault = match (status.as_str(), is_valid) {
            ("200", true) => {
                let body: Value = serde_json::from_str(body).expect("JSON");
                match is_within(&body, value) {
                    true => continue,
                    false => "comes back as something else",
                }
            }
            ("400", false) => continue,
            (_, true) => "is refused",
            (_, false) => "is taken",
        };
        if !is_listed(schemas, value) {
            faults += 1;
            let _ = writeln!(
                wrong,
                "{value} {fault}: {status} {body}\n  {}",
                schemas.named("Root")
            );
        }
    }
    assert!(faults == 0, "{faults} of {}\n{wrong}", answers.len());
    assert!(valid * 5 > answers.len(), "{valid} values are valid");
}
