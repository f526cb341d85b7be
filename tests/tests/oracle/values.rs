//! Values that are meant to satisfy a schema, and some that are not.

use serde_json::{Map, Number, Value, json};

use super::schemas::{NAMES, Schemas, TEXTS};

/// A small generator of numbers, so that a case is its schemas and a seed.
pub struct Rng(u64);

impl Rng {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % end.max(1)
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// How deep values are made at the most.
const DEEPEST: usize = 5;

/// A value that is meant to satisfy the root, with something wrong in every other one.
pub fn value(schemas: &Schemas, rng: &mut Rng) -> Value {
    let mut it = meant(schemas, schemas.named("Root"), rng, DEEPEST);
    if rng.one_in(2) {
        for _ in 0..=rng.below(2) {
            damage(&mut it, rng);
        }
    }
    it
}

fn meant(schemas: &Schemas, schema: &Value, rng: &mut Rng, depth: usize) -> Value {
    let Some(keywords) = schema.as_object().filter(|_| depth > 0) else {
        return any(rng);
    };
    let get = |name: &str| keywords.get(name);
    if let Some(reference) = get("$ref").and_then(Value::as_str) {
        return meant(schemas, schemas.named(reference), rng, depth - 1);
    }
    if let Some(it) = get("const") {
        return it.clone();
    }
    if let Some(Value::Array(values)) = get("enum") {
        return rng.of(values).clone();
    }
    let mut it = match get("type") {
        Some(Value::String(ty)) => of_type(schemas, keywords, ty, rng, depth),
        Some(Value::Array(types)) => {
            let ty = rng.of(types).as_str().unwrap_or_default();
            of_type(schemas, keywords, ty, rng, depth)
        }
        _ if ["properties", "required", "minProperties", "maxProperties"]
            .iter()
            .any(|it| get(it).is_some()) =>
        {
            of_type(schemas, keywords, "object", rng, depth)
        }
        _ => Value::Null,
    };
    let list = |name: &str| {
        get(name)
            .and_then(Value::as_array)
            .map_or(&[][..], Vec::as_slice)
    };
    let mut parts: Vec<&Value> = list("allOf").iter().collect();
    for name in ["anyOf", "oneOf"] {
        if !list(name).is_empty() {
            parts.push(rng.of(list(name)));
        }
    }
    if rng.one_in(4) && !list("anyOf").is_empty() {
        parts.push(rng.of(list("anyOf")));
    }
    if get("if").is_some() {
        let names: &[&str] = if rng.one_in(2) {
            &["if", "then"]
        } else {
            &["else"]
        };
        parts.extend(names.iter().filter_map(|it| get(it)));
    }
    for part in parts {
        let more = meant(schemas, part, rng, depth - 1);
        match (&mut it, more) {
            (Value::Object(it), Value::Object(more)) => it.extend(more),
            (it, more) if it.is_null() => *it = more,
            _ => {}
        }
    }
    it
}

fn of_type(
    schemas: &Schemas,
    keywords: &Map<String, Value>,
    ty: &str,
    rng: &mut Rng,
    depth: usize,
) -> Value {
    let count = |name: &str| {
        keywords
            .get(name)
            .and_then(Value::as_u64)
            .map(|it| it as usize)
    };
    match ty {
        "null" => Value::Null,
        "boolean" => rng.one_in(2).into(),
        "string" => text(keywords, rng),
        "integer" | "number" => number(keywords, ty == "integer", rng),
        "array" => {
            let prefix = keywords.get("prefixItems").and_then(Value::as_array);
            let items = keywords.get("items");
            let min = count("minItems").unwrap_or(0);
            let max = count("maxItems").unwrap_or(min + 3);
            let length = min + rng.below(max.saturating_sub(min) + 1);
            let contains = keywords.get("contains");
            let array = (0..length).map(|at| {
                let schema = prefix.and_then(|it| it.get(at)).or(items);
                match (schema, contains) {
                    (_, Some(it)) if rng.one_in(2) => meant(schemas, it, rng, depth - 1),
                    (Some(it), _) => meant(schemas, it, rng, depth - 1),
                    _ => any(rng),
                }
            });
            array.collect()
        }
        _ => {
            let mut members = Map::new();
            let required: Vec<&str> = (keywords
                .get("required")
                .and_then(Value::as_array)
                .into_iter()
                .flatten())
            .filter_map(Value::as_str)
            .collect();
            if let Some(Value::Object(properties)) = keywords.get("properties") {
                for (name, schema) in properties {
                    if required.contains(&name.as_str()) || rng.one_in(2) {
                        members.insert(name.clone(), meant(schemas, schema, rng, depth - 1));
                    }
                }
            }
            let rest = keywords
                .get("additionalProperties")
                .or(keywords.get("unevaluatedProperties"));
            let more = if rng.one_in(3) {
                Some(*rng.of(NAMES))
            } else {
                None
            };
            for name in required.into_iter().chain(more) {
                if !members.contains_key(name) {
                    let it = match rest {
                        Some(it) => meant(schemas, it, rng, depth - 1),
                        None => any(rng),
                    };
                    members.insert(name.to_owned(), it);
                }
            }
            Value::Object(members)
        }
    }
}

fn text(keywords: &Map<String, Value>, rng: &mut Rng) -> Value {
    let good: &[&str] = match keywords
        .get("format")
        .or(keywords.get("pattern"))
        .and_then(Value::as_str)
    {
        Some("date") => &["2024-02-29", "1999-12-31"],
        Some("date-time") => &["2024-05-17T09:31:04Z", "2024-05-17T09:31:04.5+02:00"],
        Some("time") => &["09:31:04Z", "23:59:59.25-01:30"],
        Some("duration") => &["P1D", "PT1H30M", "P3W"],
        Some("uuid") => &["7c60d51f-b44e-4682-87d6-449835ea4de6"],
        Some("ipv4") => &["192.0.2.1"],
        Some("ipv6") => &["::1", "2001:db8::192.0.2.1"],
        Some("email") => &["a@example.org", "a.b+c@d.example"],
        Some("hostname") => &["example.org", "a", "a-b.c"],
        Some("uri" | "iri") => &["https://example.org/a?b#c", "urn:a:b", "mailto:a@b.c"],
        Some("json-pointer") => &["", "/a/b", "/a~1b~0"],
        Some("relative-json-pointer") => &["0#", "1/a", "0"],
        Some("^x-") => &["x-1"],
        Some("^\\d{4}-") => &["2024-02-29"],
        _ => TEXTS,
    };
    let text = if rng.one_in(4) {
        rng.of(TEXTS)
    } else {
        rng.of(good)
    };
    if !rng.one_in(12) {
        return (*text).into();
    }
    // One character less, or another one.
    let mut characters: Vec<char> = text.chars().collect();
    let at = rng.below(characters.len());
    match characters.get_mut(at) {
        Some(it) if rng.one_in(2) => {
            *it = *rng.of(&['a', 'Z', '0', '9', '-', '.', ':', '/', '%', '@', '~', ' '])
        }
        Some(_) => drop(characters.remove(at)),
        None => {}
    }
    characters.into_iter().collect::<String>().into()
}

fn number(keywords: &Map<String, Value>, is_integer: bool, rng: &mut Rng) -> Value {
    let bound = |a: &str, b: &str| keywords.get(a).or(keywords.get(b)).and_then(Value::as_f64);
    let low = bound("minimum", "exclusiveMinimum").unwrap_or(-3.0);
    let high = bound("maximum", "exclusiveMaximum").unwrap_or(low + 20.0);
    let step = keywords.get("multipleOf").and_then(Value::as_f64);
    let step = step.unwrap_or(if is_integer { 1.0 } else { 0.25 });
    if rng.one_in(12) {
        return rng
            .of(&[
                json!(1.0),
                json!(-0.0),
                json!(1e2),
                json!(9_223_372_036_854_775_808_u64),
                json!(2_147_483_648_i64),
                json!(1e39),
                json!(256),
            ])
            .clone();
    }
    let places = ((high - low) / step).max(0.0) as usize + 2;
    let first = (low / step).ceil() - f64::from(u8::from(rng.one_in(4)));
    let it = (first + rng.below(places) as f64) * step;
    // What floats make of a multiple is not to decide.
    let it = (it * 1000.0).round() / 1000.0;
    match is_integer || (it.fract() == 0.0 && rng.one_in(2)) {
        true => json!(it.floor() as i64),
        false => Number::from_f64(it).map_or(Value::Null, Value::Number),
    }
}

fn any(rng: &mut Rng) -> Value {
    let all = [
        json!(null),
        json!(true),
        json!(false),
        json!(0),
        json!(1),
        json!(1.0),
        json!(-2),
        json!(2.5),
        json!(3),
        json!("a"),
        json!(""),
        json!("Cat"),
        json!([]),
        json!([1]),
        json!([1, 1.0]),
        json!(["a", null]),
        json!({}),
        json!({"a": 1}),
        json!({"kind": "Dog"}),
        json!({"a": "a", "b": 2}),
    ];
    rng.of(&all).clone()
}

/// Makes some part of a value another one.
fn damage(value: &mut Value, rng: &mut Rng) {
    match value {
        Value::Object(members) if !members.is_empty() && !rng.one_in(8) => {
            let names: Vec<String> = members.keys().cloned().collect();
            let name = rng.of(&names);
            match rng.below(5) {
                0 => drop(members.remove(name)),
                1 => drop(members.insert((*rng.of(NAMES)).to_owned(), any(rng))),
                _ => damage(members.get_mut(name).expect("it is there"), rng),
            }
        }
        Value::Array(items) if !items.is_empty() && !rng.one_in(8) => {
            let at = rng.below(items.len());
            match rng.below(5) {
                0 => drop(items.remove(at)),
                1 => items.push(items[at].clone()),
                2 => items.push(any(rng)),
                _ => damage(&mut items[at], rng),
            }
        }
        it => *it = any(rng),
    }
}
