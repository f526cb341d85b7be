//! Values made to take long: each is refused or accepted in steps that go with its length, and none is accepted because
//! nobody looked any further.
//!
//! ```sh
//! HOSTILE_DESCRIPTIONS=DIR cargo test --release -p verbatim-runtime hostile -- --nocapture
//! ```
//!
//! takes every `description.json` below a folder and prints what each document's worst megabyte costs. Without it there is
//! one description with a schema for each keyword that could be slow, and values are shorter.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::description::{Description, Map};
use crate::json::Tree;
use crate::validator::{Budget, Schemas, stream};

/// What a megabyte may cost, in a build with optimizations.
const AT_MOST: Duration = Duration::from_millis(100);
/// How many steps a byte may cost. A value of these few bytes may take many more before it is refused.
const STEPS_A_BYTE: u64 = 2;
/// How many places of a schema are tried, and how deep they are.
const PLACES: usize = 24;
const DEPTH: usize = 4;

/// What this thread has been at work for; where the system does not say, the time that has gone by.
fn at_work() -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    match text.split(' ').next().and_then(|it| it.parse().ok()) {
        Some(nanoseconds) => Duration::from_nanos(nanoseconds),
        None => {
            static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
            START.get_or_init(Instant::now).elapsed()
        }
    }
}

/// The schemas of a document as they are written.
struct Document {
    named: Value,
    schemas: Schemas,
}

impl Document {
    fn resolve<'v>(&'v self, mut schema: &'v Value) -> &'v Value {
        for _ in 0..64 {
            match schema["$ref"].as_str() {
                Some(name) => schema = &self.named[name],
                None => break,
            }
        }
        schema
    }

    /// A short value that mostly satisfies a schema; another one for another number.
    fn sample(&self, schema: &Value, at: usize, depth: usize) -> Value {
        let schema = self.resolve(schema);
        if let Some(listed) = schema["enum"].as_array()
            && !listed.is_empty()
        {
            return listed[at % listed.len()].clone();
        }
        for keyword in ["oneOf", "anyOf"] {
            if let Some(branches) = schema[keyword].as_array()
                && depth < 12
            {
                let branch = &branches[at % branches.len()];
                return self.sample(branch, at / branches.len(), depth + 1);
            }
        }
        let of_type = match &schema["type"] {
            Value::Array(types) => types.iter().find_map(Value::as_str),
            one => one.as_str(),
        };
        match of_type {
            Some("string") => match schema["format"].as_str() {
                Some("uuid") => json!(format!("00000000-0000-4000-8000-{at:012x}")),
                Some("date-time") => json!("2024-05-17T09:31:04Z"),
                Some("date") => json!("2024-05-17"),
                Some("uri") => json!(format!("https://example.com/{at}")),
                Some("email") => json!(format!("a{at}@example.com")),
                _ => json!(format!("a{at}")),
            },
            Some("integer" | "number") => json!(at),
            Some("boolean") => json!(at.is_multiple_of(2)),
            Some("null") => Value::Null,
            Some("array") => json!([]),
            _ => {
                let mut members = serde_json::Map::new();
                if depth < 12 {
                    self.required(schema, at, depth, &mut members);
                }
                Value::Object(members)
            }
        }
    }

    fn required(
        &self,
        schema: &Value,
        at: usize,
        depth: usize,
        members: &mut serde_json::Map<String, Value>,
    ) {
        for part in schema["allOf"].as_array().into_iter().flatten() {
            self.required(self.resolve(part), at, depth + 1, members);
        }
        for name in schema["required"].as_array().into_iter().flatten() {
            let name = name.as_str().unwrap_or_default();
            let of = &schema["properties"][name];
            if !of.is_null() {
                members.insert(name.to_owned(), self.sample(of, at, depth + 1));
            }
        }
    }

    /// Places of a schema, each with what stands around a value there.
    fn places<'v>(&'v self, root: &'v Value) -> Vec<(&'v Value, String, String)> {
        let mut places = Vec::new();
        let mut left = VecDeque::from([(root, String::new(), String::new(), 0)]);
        while let Some((schema, before, after, depth)) = left.pop_front() {
            let schema = self.resolve(schema);
            places.push((schema, before.clone(), after.clone()));
            if places.len() == PLACES {
                break;
            }
            if depth == DEPTH {
                continue;
            }
            let mut within = |schema, open: String, close: &str| {
                let (before, after) = (before.clone() + &open, close.to_owned() + &after);
                left.push_back((schema, before, after, depth + 1));
            };
            for (name, of) in schema["properties"].as_object().into_iter().flatten() {
                let Value::Object(mut others) = self.sample(schema, 0, 0) else {
                    continue;
                };
                others.remove(name);
                let others = Value::Object(others).to_string();
                let others = others[1..others.len() - 1].to_owned();
                let comma = if others.is_empty() { "" } else { "," };
                within(of, format!("{{{others}{comma}{}:", json!(name)), "}");
            }
            if schema["items"].is_object() {
                within(&schema["items"], "[".to_owned(), "]");
            }
            if schema["additionalProperties"].is_object() {
                within(&schema["additionalProperties"], "{\"k\":".to_owned(), "}");
            }
            for keyword in ["allOf", "oneOf", "anyOf"] {
                for branch in schema[keyword].as_array().into_iter().flatten() {
                    within(branch, String::new(), "");
                }
            }
        }
        places
    }

    /// Values of so many bytes, made to take long by a schema or by any, with what they are called.
    fn values(&self, schema: &Value, size: usize) -> Vec<(&'static str, String)> {
        let repeat = |open: &str, close: &str, item: &mut dyn FnMut(usize) -> String| {
            let mut text = open.to_owned();
            let mut at = 0;
            while text.len() < size {
                if at > 0 {
                    text.push(',');
                }
                text += &item(at);
                at += 1;
            }
            text + close
        };
        let nested =
            |open: &str, inner: &str, close: &str| open.repeat(100) + inner + &close.repeat(100);
        let members = repeat("{", "}", &mut |at| format!("\"k{at}\":{at}"));
        let zeros = repeat("[", "]", &mut |_| "0".to_owned());
        let mut values = vec![
            ("a long string", format!("\"{}\"", "a".repeat(size))),
            ("digits as a string", format!("\"{}\"", "0".repeat(size))),
            (
                "a string of words",
                format!("\"{}!\"", "a-1.".repeat(size / 4)),
            ),
            (
                "a string of escapes",
                format!("\"{}\"", "\\u0061".repeat(size / 6)),
            ),
            ("a number of many digits", "7".repeat(size)),
            (
                "a fraction of many digits",
                format!("0.{}1", "0".repeat(size)),
            ),
            ("a huge exponent", "1e999999999999".to_owned()),
            ("many numbers", repeat("[", "]", &mut |at| at.to_string())),
            (
                "arrays that are mostly alike",
                repeat("[", "]", &mut |at| format!("[0,0,0,{at}]")),
            ),
            (
                "objects that are mostly alike",
                repeat("[", "]", &mut |at| format!("{{\"a\":0,\"b\":[{at}]}}")),
            ),
            ("empty objects", repeat("[", "]", &mut |_| "{}".to_owned())),
            ("deep arrays around many numbers", nested("[", &zeros, "]")),
            (
                "deep objects around many members",
                nested("{\"a\":", &members, "}"),
            ),
            (
                "many deep arrays",
                repeat("[", "]", &mut |_| nested("[", "", "]")),
            ),
            ("many numbers that are alike", zeros),
            ("many members", members),
        ];
        if schema["items"].is_object() {
            let mut item = |at| self.sample(&schema["items"], at, 0).to_string();
            values.push(("many items", repeat("[", "]", &mut item)));
            let whole = repeat("[", "", &mut item);
            values.push(("many items, the last of which is wrong", whole + ",[[]]]"));
        }
        for keyword in ["additionalProperties", "unevaluatedProperties"] {
            if schema[keyword].is_object() {
                let mut member = |at| format!("\"k{at}\":{}", self.sample(&schema[keyword], at, 0));
                values.push(("members of a map", repeat("{", "}", &mut member)));
            }
        }
        if let Value::Object(own) = self.sample(schema, 0, 0) {
            let own = Value::Object(own).to_string();
            let open = own[..own.len() - 1].to_owned() + if own.len() > 2 { "," } else { "" };
            let mut member = |at| format!("\"k{at}\":[{at}]");
            values.push((
                "members beside those it has",
                repeat(&open, "}", &mut member),
            ));
        }
        values
    }

    /// What each value that is tried costs; what is accepted holds without a limit, too.
    fn costs(&self, root: &Value, id: usize, size: usize) -> Vec<Cost> {
        let mut costs = Vec::new();
        for (schema, before, after) in self.places(root) {
            for (what, value) in self.values(schema, size) {
                let text = format!("{before}{value}{after}");
                let start = at_work();
                let result = stream::json::<Value>(text.as_bytes(), &self.schemas, Some(id));
                let took = at_work() - start;
                let around: String = before.chars().take(60).collect();
                let mut cost = Cost {
                    took,
                    steps: 0,
                    bytes: text.len() as u64,
                    what: format!("{what} after `{around}`"),
                };
                match Tree::of_bytes(text.as_bytes()) {
                    Err(_) => assert!(result.is_err(), "{}", cost.what),
                    Ok(tree) => {
                        let budget = match result {
                            Ok(_) => Budget::new(u64::MAX),
                            Err(_) => self.schemas.budget(&tree),
                        };
                        let all = budget.left();
                        let holds = self.schemas.accepts(id, &tree, &budget);
                        assert!(result.is_err() || holds == Ok(true), "{}", cost.what);
                        cost.steps = all - budget.left();
                    }
                }
                costs.push(cost);
            }
        }
        costs
    }
}

/// What a value costs.
struct Cost {
    took: Duration,
    /// The steps of the judge.
    steps: u64,
    bytes: u64,
    what: String,
}

/// What values for each of the bodies of a description cost.
fn measure(text: &str, size: usize) -> Vec<(String, Vec<Cost>)> {
    let written: Value = serde_json::from_str(text).unwrap();
    let description = Description::read(text).unwrap();
    let Map(operations) = description.operations;
    let mut document = Document {
        named: written["schemas"].clone(),
        schemas: Schemas::new(description.schemas),
    };
    let mut all = Vec::new();
    let mut tried = std::collections::HashSet::new();
    for (name, operation) in operations {
        let media = operation.body.into_iter().flat_map(|it| it.content);
        for (at, media) in media.enumerate() {
            let Some(schema) = media.schema else { continue };
            let root = &written["operations"][&name]["body"]["content"][at]["schema"];
            if !tried.insert(root.to_string()) {
                continue;
            }
            let id = document.schemas.add(schema);
            all.push((name.clone(), document.costs(root, id, size)));
        }
    }
    all
}

fn descriptions(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            descriptions(&path, found);
        } else if path.file_name().is_some_and(|it| it == "description.json") {
            found.push(path);
        }
    }
}

#[test]
fn a_value_costs_steps_in_proportion_to_its_length() {
    let Some(folder) = std::env::var_os("HOSTILE_DESCRIPTIONS") else {
        let costs = measure(include_str!("hostile.json"), 4_000);
        for (name, cost) in costs
            .iter()
            .flat_map(|(name, all)| all.iter().map(move |it| (name, it)))
        {
            let most = STEPS_A_BYTE * cost.bytes;
            assert!(cost.steps <= most, "{name}: {} {}", cost.steps, cost.what);
        }
        return;
    };
    let mut found = Vec::new();
    descriptions(Path::new(&folder), &mut found);
    assert!(!found.is_empty(), "there is no description.json");
    found.sort();
    let mut slow = Vec::new();
    for path in found {
        let text = std::fs::read_to_string(&path).unwrap();
        let costs = measure(&text, 1 << 20).into_iter();
        let worst = costs.filter_map(|(name, all)| {
            let worst = all.into_iter().max_by_key(|it| it.took)?;
            Some((worst.took, format!("{name}: {}", worst.what)))
        });
        let mut worst: Vec<_> = worst.collect();
        worst.sort_by_key(|one| std::cmp::Reverse(one.0));
        for (at, (took, what)) in worst.into_iter().enumerate() {
            if at == 0 || took > AT_MOST {
                println!("{:6} ms  {}  {what}", took.as_millis(), path.display());
            }
            if took > AT_MOST {
                slow.push(path.clone());
            }
        }
    }
    assert!(slow.is_empty() || cfg!(debug_assertions), "{slow:?}");
}
