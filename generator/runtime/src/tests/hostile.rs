//! Values made to take long: each is refused or accepted in steps that go with its length, and none is accepted because
//! nobody looked any further.
//!
//! ```sh
//! HOSTILE_DESCRIPTIONS=DIR cargo test --release -p verbatim-runtime hostile -- --nocapture
//! ```
//!
//! takes every `description.json` below a folder and prints what each document's worst megabyte costs, and how many of its
//! schemas have been tried in a minute (`HOSTILE_SECONDS`), those of whole bodies first. With `HOSTILE_SHAPES=1` a schema is
//! passed over that combines the same keywords as one that was tried before, in whichever document, and a megabyte is tried where
//! a sixteenth of it costs more than half its share, or much more than a quarter of that. Without a folder there is one
//! description with a schema for each keyword that could be slow, and values are shorter.

use std::collections::{BTreeSet, HashSet, VecDeque};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::description::{Description, Map};
use crate::json::{Error, Tree};
use crate::types::{Decode, from_str};
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

    /// Which keywords a schema combines, and its parts so many levels down: names and limits aside, and how often a part of
    /// one shape stands there.
    fn shape(&self, schema: &Value, depth: usize) -> String {
        let resolved = self.resolve(schema);
        let Some(keywords) = resolved.as_object() else {
            return String::new();
        };
        let mut shape = Vec::new();
        for (keyword, value) in keywords {
            let inner: BTreeSet<String> = match (&**keyword, value) {
                _ if depth == 0 => BTreeSet::new(),
                (
                    "properties" | "patternProperties" | "dependentSchemas",
                    Value::Object(members),
                ) => members
                    .values()
                    .map(|it| self.shape(it, depth - 1))
                    .collect(),
                ("allOf" | "anyOf" | "oneOf" | "prefixItems", Value::Array(items)) => {
                    items.iter().map(|it| self.shape(it, depth - 1)).collect()
                }
                ("enum", Value::Array(items)) => {
                    let kinds = items.iter().map(|it| (it.is_object(), it.is_array()));
                    kinds.map(|it| format!("{it:?}")).collect()
                }
                ("type" | "pattern" | "format", it) => BTreeSet::from([it.to_string()]),
                (_, it @ Value::Object(_)) => BTreeSet::from([self.shape(it, depth - 1)]),
                _ => BTreeSet::new(),
            };
            shape.push(format!("{keyword}{inner:?}"));
        }
        shape.join(" ")
    }

    /// Places of a schema, each with what stands around a value there.
    fn places<'v>(&'v self, root: &'v Value) -> Vec<At<'v>> {
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

    /// The values whose shorter forms make it likely that they cost too much.
    fn suspects(&self, (schema, before, after): &At<'_>, id: usize, size: usize) -> HashSet<&str> {
        let took = |value: &str| {
            let text = format!("{before}{value}{after}");
            let mut least = Duration::MAX;
            for _ in 0..2 {
                let start = Instant::now();
                let _ = stream::json::<Value>(text.as_bytes(), &self.schemas, Some(id));
                least = least.min(start.elapsed());
            }
            least
        };
        let shorter = self.values(schema, size / 64).into_iter();
        let longer = self.values(schema, size / 16);
        let both = shorter.zip(longer);
        let suspects = both.filter(|((_, shorter), (_, longer))| {
            let longer = took(longer);
            // Four times as long, and in proportion it takes four times as much.
            longer > AT_MOST / 32 || longer > AT_MOST / 256 && longer > 6 * took(shorter)
        });
        suspects.map(|((what, _), _)| what).collect()
    }

    /// What values cost that are tried at a place of a body; what is accepted holds without a limit, too.
    fn costs(&self, at: &At<'_>, id: usize, size: usize, screens: bool) -> Vec<Cost> {
        let (schema, before, after) = at;
        let suspects = screens.then(|| self.suspects(at, id, size));
        let mut costs = Vec::new();
        if suspects.as_ref().is_some_and(HashSet::is_empty) {
            return costs;
        }
        for (what, value) in self.values(schema, size) {
            if suspects.as_ref().is_some_and(|it| !it.contains(what)) {
                continue;
            }
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
        costs
    }
}

/// A schema in a body, with what stands before a value there, and behind it.
type At<'v> = (&'v Value, String, String);

/// What a value costs.
struct Cost {
    took: Duration,
    /// The steps of the judge.
    steps: u64,
    bytes: u64,
    what: String,
}

/// What has been found of a description.
struct Measured {
    /// Operations, each with what a value for its body costs.
    costs: Vec<(String, Cost)>,
    /// How many schemas have been tried, of how many.
    tried: (usize, usize),
}

/// The shapes of schemas that were tried, and whether what is around them is judged as it streams by; `None` where every
/// schema is tried.
type Shapes = Option<HashSet<(bool, String)>>;

/// What values for the bodies of a description cost; as much as can be found out in that time.
fn measure(text: &str, size: usize, limit: Duration, shapes: &mut Shapes) -> Measured {
    let written: Value = serde_json::from_str(text).unwrap();
    let description = Description::read(text).unwrap();
    let Map(operations) = description.operations;
    let mut document = Document {
        named: written["schemas"].clone(),
        schemas: Schemas::new(description.schemas),
    };
    let mut bodies = Vec::new();
    let mut known = HashSet::new();
    for (name, operation) in operations {
        let media = operation.body.into_iter().flat_map(|it| it.content);
        for (at, media) in media.enumerate() {
            let Some(schema) = media.schema else { continue };
            let root = &written["operations"][&name]["body"]["content"][at]["schema"];
            if known.insert(root.to_string()) {
                bodies.push((name.clone(), root, document.schemas.add(schema)));
            }
        }
    }
    // What is closest to a whole body comes first; what other bodies have as well, and in the same depth, is tried once.
    let mut places = Vec::new();
    for (name, root, id) in &bodies {
        let all = document.places(root).into_iter().enumerate();
        places.extend(all.map(|(nth, at)| (nth, name, *id, at)));
    }
    places.sort_by_key(|it| it.0);
    let mut known = HashSet::new();
    places.retain(|it| known.insert(it.3.0.to_string()));
    let shape = |id: usize, schema: &Value| {
        let streams = document.schemas.get(id).streams;
        (streams, document.shape(schema, 2))
    };
    if let Some(known) = shapes {
        let mut own = HashSet::new();
        places.retain(|(_, _, id, (schema, ..))| {
            let shape = shape(*id, schema);
            !known.contains(&shape) && own.insert(shape)
        });
    }
    let start = Instant::now();
    let mut costs = Vec::new();
    let mut tried = 0;
    for (_, name, id, at) in &places {
        if start.elapsed() > limit {
            break;
        }
        let all = document.costs(at, *id, size, shapes.is_some()).into_iter();
        costs.extend(all.map(|cost| (name.to_string(), cost)));
        tried += 1;
        // What time was too short for is left to other documents.
        if let Some(known) = shapes {
            known.insert(shape(*id, at.0));
        }
    }
    Measured {
        costs,
        tried: (tried, places.len()),
    }
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
        let found = measure(
            include_str!("hostile.json"),
            4_000,
            Duration::MAX,
            &mut None,
        );
        assert_eq!(found.tried.0, found.tried.1);
        for (name, cost) in found.costs {
            let most = STEPS_A_BYTE * cost.bytes;
            assert!(cost.steps <= most, "{name}: {} {}", cost.steps, cost.what);
        }
        return;
    };
    let mut found = Vec::new();
    descriptions(Path::new(&folder), &mut found);
    assert!(!found.is_empty(), "there is no description.json");
    found.sort();
    let seconds = std::env::var("HOSTILE_SECONDS").ok();
    let seconds = seconds.and_then(|it| it.parse().ok()).unwrap_or(60);
    let limit = Duration::from_secs(seconds);
    let mut shapes = std::env::var_os("HOSTILE_SHAPES").map(|_| HashSet::new());
    let mut slow = Vec::new();
    let (mut tried_at_all, mut all_at_all) = (0, 0);
    for path in found {
        let text = std::fs::read_to_string(&path).unwrap();
        let found = measure(&text, 1 << 20, limit, &mut shapes);
        let mut worst = found.costs;
        worst.sort_by_key(|it| std::cmp::Reverse(it.1.took));
        // Of one operation, what is worst.
        let mut known = HashSet::new();
        worst.retain(|it| known.insert(it.0.clone()));
        let (tried, all) = found.tried;
        tried_at_all += tried;
        all_at_all += all;
        println!("{}: {tried} of {all} schemas", path.display());
        for (at, (name, cost)) in worst.into_iter().enumerate() {
            if at == 0 || cost.took > AT_MOST {
                println!("{:6} ms  {name}: {}", cost.took.as_millis(), cost.what);
            }
            if cost.took > AT_MOST {
                slow.push(path.clone());
            }
        }
    }
    println!("{tried_at_all} of {all_at_all} schemas in all");
    assert!(slow.is_empty() || cfg!(debug_assertions), "{slow:?}");
}

/// Unions within unions: by a property, by form, and of several at once.
#[derive(Debug, Clone, PartialEq)]
enum Nested {
    Tagged(Box<Tagged>),
    Formed(Box<Formed>),
    Listed(Vec<f64>),
}

#[derive(Debug, Clone, PartialEq)]
enum Tagged {
    Inner(Inner),
    Leaf(Leaf),
}

#[derive(Debug, Clone, PartialEq)]
struct Inner {
    kind: Option<String>,
    tagged: Nested,
}

#[derive(Debug, Clone, PartialEq)]
struct Leaf {
    kind: Option<String>,
    numbers: Vec<f64>,
}

#[derive(Debug, Clone, PartialEq)]
struct Formed {
    formed: Nested,
}

object!(Inner { optional kind, required tagged });
object!(Leaf { optional kind, required numbers });
object!(Formed { required formed });
tagged!(Tagged by "kind" { Inner = "inner", Leaf = "leaf" });
untagged!(Nested {
    Tagged = Test { required: &["kind"], known: &["kind", "tagged", "numbers"], ..Test::OBJECT },
    Formed = Test { required: &["formed"], known: &["formed"], ..Test::OBJECT },
    Listed = Test::ARRAY,
});

/// Of an object, what else is in it: as two types that take it alike, and as both.
#[derive(Debug, Clone, PartialEq)]
enum Several {
    First(Box<First>),
    Second(Box<Second>),
    Both(Box<Both>),
    Listed(Vec<f64>),
}

#[derive(Debug, Clone, PartialEq)]
struct First {
    first: Option<Several>,
}

#[derive(Debug, Clone, PartialEq)]
struct Second {
    second: Option<Several>,
}

#[derive(Debug, Clone, PartialEq)]
struct Both {
    first: Option<First>,
    second: Option<Second>,
}

object!(First { optional first });
object!(Second { optional second });
any_of!(Both { first, second });
untagged!(Several {
    First = Test { known: &["first"], ..Test::OBJECT },
    Second = Test { known: &["second"], ..Test::OBJECT },
    Both = Test::ANY_OF,
    Listed = Test::ARRAY,
});

/// How long it takes to read a megabyte, and whether it is taken.
fn reading<T: Decode>(text: &str) -> (Duration, Result<T, Error>) {
    let start = at_work();
    let result = from_str(text);
    (at_work() - start, result)
}

#[test]
fn unions_within_unions_are_read_in_proportion_to_their_length() {
    const DEPTH: usize = 100;
    const SIZE: usize = if cfg!(debug_assertions) {
        1 << 16
    } else {
        1 << 20
    };
    let numbers = format!("[0{}]", ",0".repeat(SIZE / 2));
    let within =
        |open: &str, inner: &str, close: &str| open.repeat(DEPTH) + inner + &close.repeat(DEPTH);
    let leaf = format!("{{\"numbers\":{numbers},\"kind\":\"leaf\"}}");
    let mut taken = Vec::new();
    for (what, text, is_taken) in [
        (
            "tags at the end",
            within("{\"tagged\":", &leaf, ",\"kind\":\"inner\"}"),
            true,
        ),
        ("forms", within("{\"formed\":", &numbers, "}"), true),
        (
            "forms that are wrong at the end",
            within("{\"formed\":", &numbers.replace("0]", "0,\"a\"]"), "}"),
            false,
        ),
    ] {
        let (took, result) = reading::<Nested>(&text);
        assert_eq!(result.is_ok(), is_taken, "{what}");
        taken.push((what, took));
    }
    // Whatever is of both is read as both, and so is what is within it: that ends where a byte has been read too often.
    for (what, text) in [
        (
            "one of several at once",
            within("{\"first\":", &numbers, "}"),
        ),
        (
            "several at once",
            within("{\"second\":0,\"first\":", &numbers, "}"),
        ),
        (
            "several at once, all of them",
            within("{\"second\":{\"second\":[1]},\"first\":", &numbers, "}"),
        ),
    ] {
        let (took, _) = reading::<Several>(&text);
        taken.push((what, took));
    }
    for (what, took) in taken {
        println!("{:6} ms  {what}", took.as_millis());
        assert!(
            took <= AT_MOST || cfg!(debug_assertions),
            "{what}: {took:?}"
        );
    }
}
