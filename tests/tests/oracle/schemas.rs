//! Random schemas, in the words of JSON Schema 2020-12, and how each dialect of OpenAPI writes them.

use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Map, Value, json};

/// What a document is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    Swagger2,
    OpenApi30,
    OpenApi31,
}

use Dialect::{OpenApi30, OpenApi31, Swagger2};

/// The schemas of a document by their names: `Root` is the one that values are held against.
#[derive(Debug, Clone)]
pub struct Schemas(pub Vec<(&'static str, Value)>);

/// The keywords that schemas of each dialect are to have.
pub fn keywords(dialect: Dialect) -> Vec<&'static str> {
    let mut all = vec![
        "type",
        "enum",
        "format",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
        "minLength",
        "maxLength",
        "pattern",
        "items",
        "minItems",
        "maxItems",
        "uniqueItems",
        "properties",
        "required",
        "additionalProperties",
        "minProperties",
        "maxProperties",
        "allOf",
        "$ref",
    ];
    if dialect != Swagger2 {
        all.extend(["anyOf", "oneOf", "not", "discriminator"]);
    }
    if dialect == OpenApi30 {
        all.push("nullable");
    }
    if dialect == OpenApi31 {
        all.extend([
            "const",
            "contentEncoding",
            "prefixItems",
            "contains",
            "minContains",
            "maxContains",
            "unevaluatedItems",
            "patternProperties",
            "propertyNames",
            "dependentRequired",
            "dependentSchemas",
            "unevaluatedProperties",
            "if",
            "then",
            "else",
        ]);
    }
    all
}

/// Texts that formats, patterns and lengths tell apart.
pub const TEXTS: &[&str] = &[
    "",
    "a",
    "ab",
    "abc",
    "abcdefgh",
    "é",
    "x-1",
    "Cat",
    "Dog",
    "1",
    "01",
    "true",
    "a b",
    "2024-02-29",
    "2023-02-29",
    "2024-05-17T09:31:04Z",
    "2024-05-17T09:31:04.5+02:00",
    "2024-05-17 09:31:04",
    "09:31:04Z",
    "09:31",
    "P1D",
    "PT1H30M",
    "P",
    "7c60d51f-b44e-4682-87d6-449835ea4de6",
    "7c60d51fb44e468287d6449835ea4de6",
    "192.0.2.1",
    "192.0.2.256",
    "::1",
    "1::2::3",
    "a@example.org",
    "@example.org",
    "example.org",
    "-a.org",
    "https://example.org/a?b#c",
    "//example.org",
    "/a/b",
    "/a~2",
    "0#",
    "1/a",
    "{a}",
    "{a",
    "(",
    "[a-z]+",
    "aGk=",
    "aGk",
    "a-_k",
    "http://é.org/",
];

/// Formats of strings that both judges check.
const FORMATS: &[&str] = &[
    "date",
    "date-time",
    "time",
    "duration",
    "uuid",
    "ipv4",
    "ipv6",
    "email",
    "hostname",
    "uri",
    "uri-reference",
    "iri",
    "iri-reference",
    "json-pointer",
    "relative-json-pointer",
    "uri-template",
    "regex",
];

const PATTERNS: &[&str] = &[
    "^a", "b$", "^[a-z]+$", "^\\d{4}-", "^(?!a)", "^x-", "\\p{L}", "^.?$",
];

/// Names of properties.
pub const NAMES: &[&str] = &["a", "b", "c", "kind", "x-1", "x-2"];

fn object_of(members: Vec<(&str, Option<Value>)>) -> Value {
    let members = members.into_iter();
    let members = members.filter_map(|(name, it)| Some((name.to_owned(), it?)));
    Value::Object(members.collect())
}

/// Now and then a value of a strategy.
fn sometimes<S>(probability: f64, strategy: S) -> BoxedStrategy<Option<S::Value>>
where
    S: Strategy + 'static,
    S::Value: Clone + 'static,
{
    match probability {
        0.0 => Just(None).boxed(),
        1.0 => strategy.prop_map(Some).boxed(),
        _ => weighted(probability, strategy).boxed(),
    }
}

fn text(dialect: Dialect) -> BoxedStrategy<Value> {
    let of_length = (
        sometimes(0.5, 0..4_u64),
        sometimes(0.5, 0..5_u64),
        sometimes(0.3, select(PATTERNS)),
    );
    let of_length = of_length.prop_map(|(min, more, pattern)| {
        object_of(vec![
            ("type", Some(json!("string"))),
            ("minLength", min.map(Value::from)),
            ("maxLength", more.map(|it| (it + min.unwrap_or(1)).into())),
            ("pattern", pattern.map(Value::from)),
        ])
    });
    let of_format = select(FORMATS).prop_map(|it| json!({"type": "string", "format": it}));
    let listed = subsequence(TEXTS, 1..4).prop_map(|it| json!({"type": "string", "enum": it}));
    if dialect != OpenApi31 {
        return prop_oneof![4 => of_length, 2 => of_format, 1 => listed].boxed();
    }
    let only = select(TEXTS).prop_map(|it| json!({"type": "string", "const": it}));
    let encoded = Just(json!({"type": "string", "contentEncoding": "base64"}));
    prop_oneof![8 => of_length, 4 => of_format, 2 => listed, 2 => only, 1 => encoded].boxed()
}

/// Numbers in quarters, or integers.
fn number(is_integer: bool) -> BoxedStrategy<Value> {
    let limit = move |quarters: i64| match is_integer {
        true => json!(quarters / 4),
        false => json!(quarters as f64 / 4.0),
    };
    let steps: &[f64] = if is_integer {
        &[1.0, 2.0, 3.0, 5.0]
    } else {
        &[0.1, 0.5, 0.01, 1.0, 2.5]
    };
    let formats: &[&str] = if is_integer {
        &["int32", "int64", "uint8"]
    } else {
        &["float", "double"]
    };
    let bounds = (
        sometimes(0.5, -12..20_i64),
        sometimes(0.5, 8..60_i64),
        any::<[bool; 2]>(),
        sometimes(0.3, select(steps)),
        sometimes(0.2, select(formats)),
    );
    let bounds = bounds.prop_map(move |(min, span, exclusive, step, format)| {
        let max = span.map(|it| it + min.unwrap_or(0));
        let [below, above] = exclusive;
        object_of(vec![
            (
                "type",
                Some(json!(if is_integer { "integer" } else { "number" })),
            ),
            (
                if below { "exclusiveMinimum" } else { "minimum" },
                min.map(limit),
            ),
            (
                if above { "exclusiveMaximum" } else { "maximum" },
                max.map(limit),
            ),
            (
                "multipleOf",
                step.map(|it| {
                    if is_integer {
                        json!(it as i64)
                    } else {
                        json!(it)
                    }
                }),
            ),
            ("format", format.map(Value::from)),
        ])
    });
    let listed = prop::collection::btree_set(-12..20_i64, 1..4).prop_map(move |it| {
        let mut values: Vec<Value> = it.into_iter().map(limit).collect();
        values.dedup();
        json!({"type": if is_integer { "integer" } else { "number" }, "enum": values})
    });
    prop_oneof![4 => bounds, 1 => listed].boxed()
}

/// Schemas of values without parts.
fn scalar(dialect: Dialect) -> BoxedStrategy<Value> {
    let plain = prop_oneof![
        4 => text(dialect),
        3 => number(true),
        3 => number(false),
        1 => Just(json!({"type": "boolean"})),
        1 => Just(json!({"type": "boolean", "enum": [true]})),
        1 => select(&["Leaf", "Node"]).prop_map(refer),
    ];
    if dialect == Swagger2 {
        return plain.boxed();
    }
    let nullable = plain.clone().prop_map(or_null);
    if dialect == OpenApi30 {
        return prop_oneof![8 => plain, 2 => nullable].boxed();
    }
    let several = (
        subsequence(&["string", "integer", "boolean", "null", "number"], 2..4),
        0..3_u64,
    )
        .prop_map(|(types, length)| json!({"type": types, "minLength": length, "minimum": length}));
    let odd = prop_oneof![
        Just(json!({"type": "null"})),
        Just(json!({"const": 1})),
        Just(json!({"enum": ["a", 1, true, null]})),
        Just(json!({"const": {"a": [1, 2.0]}})),
        Just(json!({})),
        Just(json!(true)),
    ];
    prop_oneof![16 => plain, 3 => nullable, 3 => several, 1 => odd].boxed()
}

/// A schema that accepts `null` as well.
fn or_null(mut schema: Value) -> Value {
    if let Some(Value::String(ty)) = schema.get("type").cloned() {
        schema["type"] = json!([ty, "null"]);
        if let Some(values) = schema.get_mut("enum").and_then(Value::as_array_mut) {
            values.push(Value::Null);
        }
        if schema.get("const").is_some() {
            schema["type"] = json!(ty);
        }
    }
    schema
}

fn refer(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

fn array(inner: BoxedStrategy<Value>, dialect: Dialect) -> BoxedStrategy<Value> {
    let is_31 = dialect == OpenApi31;
    let later = if is_31 { 0.25 } else { 0.0 };
    let keywords = (
        sometimes(if is_31 { 0.8 } else { 1.0 }, inner.clone()),
        sometimes(0.3, 0..3_u64),
        sometimes(0.3, 0..4_u64),
        any::<bool>(),
        sometimes(later, prop::collection::vec(inner.clone(), 1..3)),
        sometimes(
            later,
            (
                inner.clone(),
                sometimes(0.5, 0..3_u64),
                sometimes(0.5, 0..3_u64),
            ),
        ),
        sometimes(later, prop_oneof![inner, Just(json!(false))]),
    );
    let made = keywords.prop_map(|(items, min, more, unique, prefix, contains, rest)| {
        let (contains, min_contains, more_contains) = match contains {
            Some((it, min, more)) => (Some(it), min, more),
            None => (None, None, None),
        };
        object_of(vec![
            ("type", Some(json!("array"))),
            (
                "unevaluatedItems",
                rest.filter(|_| items.is_none() || prefix.is_some()),
            ),
            ("items", items),
            ("minItems", min.map(Value::from)),
            ("maxItems", more.map(|it| (it + min.unwrap_or(0)).into())),
            ("uniqueItems", unique.then_some(json!(true))),
            ("prefixItems", prefix.map(Value::from)),
            ("contains", contains),
            ("minContains", min_contains.map(Value::from)),
            (
                "maxContains",
                more_contains.map(|it| (it + min_contains.unwrap_or(1)).into()),
            ),
        ])
    });
    made.boxed()
}

fn members(inner: BoxedStrategy<Value>) -> impl Strategy<Value = Value> {
    subsequence(NAMES, 0..4).prop_flat_map(move |names| {
        let size = names.len();
        prop::collection::vec(inner.clone(), size).prop_map(move |schemas| {
            let names = names.iter().map(|it| (*it).to_owned());
            Value::Object(names.zip(schemas).collect::<Map<_, _>>())
        })
    })
}

fn some_names() -> impl Strategy<Value = Value> {
    subsequence(NAMES, 1..3).prop_map(|it| json!(it))
}

fn object(inner: BoxedStrategy<Value>, dialect: Dialect) -> BoxedStrategy<Value> {
    let later = if dialect == OpenApi31 { 0.15 } else { 0.0 };
    let named = || (select(NAMES), some_names()).prop_map(|(name, names)| json!({name: names}));
    let keywords = (
        members(inner.clone()),
        sometimes(0.5, some_names()),
        sometimes(
            0.3,
            prop_oneof![inner.clone(), Just(json!(false)), Just(json!(true))],
        ),
        sometimes(0.15, (0..2_u64, 0..3_u64)),
        sometimes(
            later,
            (select(PATTERNS), inner.clone()).prop_map(|(it, schema)| json!({it: schema})),
        ),
        sometimes(
            later,
            prop_oneof![
                Just(json!({"maxLength": 2})),
                Just(json!({"pattern": "^[a-z]"}))
            ],
        ),
        sometimes(later, named()),
        sometimes(
            later,
            (select(NAMES), part(dialect)).prop_map(|(name, it)| json!({name: it})),
        ),
        sometimes(later, prop_oneof![inner, Just(json!(false))]),
    );
    let made = keywords.prop_map(
        |(properties, required, additional, size, patterns, names, needs, then, rest)| {
            object_of(vec![
                ("type", Some(json!("object"))),
                ("properties", Some(properties)),
                ("required", required),
                (
                    "unevaluatedProperties",
                    rest.filter(|_| additional.is_none()),
                ),
                ("additionalProperties", additional),
                ("minProperties", size.map(|it| it.0.into())),
                ("maxProperties", size.map(|it| (it.0 + it.1).into())),
                ("patternProperties", patterns),
                ("propertyNames", names),
                ("dependentRequired", needs),
                ("dependentSchemas", then),
            ])
        },
    );
    made.boxed()
}

/// Rules without a type, that stand beside others or decide between them.
fn part(dialect: Dialect) -> BoxedStrategy<Value> {
    let properties = (members(scalar(dialect)), sometimes(0.5, some_names()));
    let properties = properties.prop_map(|(properties, required)| {
        object_of(vec![
            ("properties", Some(properties)),
            ("required", required),
        ])
    });
    prop_oneof![
        3 => some_names().prop_map(|it| json!({"required": it})),
        4 => properties,
        1 => (1..3_u64).prop_map(|it| json!({"minProperties": it})),
        1 => (1..3_u64).prop_map(|it| json!({"maxProperties": it})),
    ]
    .boxed()
}

/// Puts keywords beside those of a schema.
fn beside(mut schema: Value, keywords: Vec<(&str, Value)>) -> Value {
    if let Some(members) = schema.as_object_mut().filter(|it| !it.contains_key("$ref")) {
        for (name, it) in keywords {
            members.insert(name.to_owned(), it);
        }
    }
    schema
}

fn combined(inner: BoxedStrategy<Value>, dialect: Dialect) -> BoxedStrategy<Value> {
    let object = || object(inner.clone(), dialect);
    let part = || part(dialect);
    let all_of = (object(), object(), part())
        .prop_map(|(a, b, part)| json!({"type": "object", "allOf": [a, b, part]}));
    let extended =
        (object(), part()).prop_map(|(it, part)| beside(it, vec![("allOf", json!([part]))]));
    if dialect == Swagger2 {
        return prop_oneof![all_of, extended].boxed();
    }
    let several = || prop::collection::vec(inner.clone(), 2..4);
    let objects = || prop::collection::vec(object(), 2..4);
    let parts = || prop::collection::vec(part(), 2..3);
    let tagged = Just(json!({
        "oneOf": [refer("Cat"), refer("Dog")],
        "discriminator": {"propertyName": "kind"},
    }));
    let usual = prop_oneof![
        all_of,
        extended,
        several().prop_map(|it| json!({"anyOf": it})),
        several().prop_map(|it| json!({"oneOf": it})),
        objects().prop_map(|it| json!({"anyOf": it})),
        objects().prop_map(|it| json!({"oneOf": it})),
        (object(), parts()).prop_map(|(it, parts)| beside(it, vec![("anyOf", json!(parts))])),
        (object(), parts()).prop_map(|(it, parts)| beside(it, vec![("oneOf", json!(parts))])),
        (object(), part()).prop_map(|(it, part)| beside(it, vec![("not", part)])),
        tagged.clone(),
        part().prop_map(move |it| beside(
            json!({"oneOf": [refer("Cat"), refer("Dog")], "discriminator": {"propertyName": "kind"}}),
            vec![("not", it)],
        )),
    ];
    if dialect == OpenApi30 {
        return usual.boxed();
    }
    let condition = (
        object(),
        part(),
        sometimes(0.8, part()),
        sometimes(0.6, part()),
    );
    let condition = condition.prop_map(|(it, when, then, otherwise)| {
        let mut keywords = vec![("if", when)];
        keywords.extend(then.map(|it| ("then", it)));
        keywords.extend(otherwise.map(|it| ("else", it)));
        beside(it, keywords)
    });
    let nothing_else = prop_oneof![
        (object(), part()).prop_map(
            |(a, b)| json!({"type": "object", "allOf": [a, b], "unevaluatedProperties": false})
        ),
        (object(), parts()).prop_map(|(it, parts)| {
            beside(
                it,
                vec![
                    ("anyOf", json!(parts)),
                    ("unevaluatedProperties", json!({"type": "integer"})),
                ],
            )
        }),
    ];
    prop_oneof![6 => usual, 2 => condition, 1 => nothing_else].boxed()
}

/// Schemas of values of any depth.
fn schema(dialect: Dialect) -> BoxedStrategy<Value> {
    let all = scalar(dialect).prop_recursive(3, 16, 4, move |inner| {
        let inner = inner.boxed();
        prop_oneof![
            2 => array(inner.clone(), dialect),
            4 => object(inner.clone(), dialect),
            3 => combined(inner, dialect),
        ]
    });
    all.boxed()
}

/// The schemas of a document.
pub fn schemas(dialect: Dialect) -> BoxedStrategy<Schemas> {
    let leaf = prop_oneof![text(dialect), number(true), number(false)];
    let all = (
        schema(dialect),
        leaf.clone(),
        leaf,
        object(scalar(dialect), dialect),
    );
    all.prop_map(|(root, leaf, value, dog)| {
        let node = json!({
            "type": "object",
            "required": ["value"],
            "properties": {"value": value, "next": refer("Node"), "all": {"type": "array", "items": refer("Node")}},
        });
        let cat = json!({
            "type": "object",
            "required": ["kind"],
            "properties": {"kind": {"type": "string", "enum": ["Cat"]}, "a": {"type": "integer"}},
        });
        let mut dog = dog;
        dog["properties"]["kind"] = json!({"type": "string", "enum": ["Dog"]});
        let mut required = vec![json!("kind")];
        required.extend(dog["required"].as_array().into_iter().flatten().filter(|it| **it != "kind").cloned());
        dog["required"] = json!(required);
        Schemas(vec![("Root", root), ("Leaf", leaf), ("Node", node), ("Cat", cat), ("Dog", dog)])
    })
    .boxed()
}

const MAPS: [&str; 4] = [
    "properties",
    "patternProperties",
    "dependentSchemas",
    "$defs",
];
const LISTS: [&str; 4] = ["allOf", "anyOf", "oneOf", "prefixItems"];
const SUBS: [&str; 10] = [
    "items",
    "additionalProperties",
    "propertyNames",
    "contains",
    "not",
    "if",
    "then",
    "else",
    "unevaluatedItems",
    "unevaluatedProperties",
];

/// Changes a schema and each within it, those within first.
pub fn each(schema: &mut Value, change: &mut dyn FnMut(&mut Map<String, Value>)) {
    let Some(keywords) = schema.as_object_mut() else {
        return;
    };
    for (name, it) in keywords.iter_mut() {
        match it {
            Value::Object(members) if MAPS.contains(&name.as_str()) => {
                members.values_mut().for_each(|it| each(it, change));
            }
            Value::Array(items) if LISTS.contains(&name.as_str()) => {
                items.iter_mut().for_each(|it| each(it, change));
            }
            it if SUBS.contains(&name.as_str()) => each(it, change),
            _ => {}
        }
    }
    change(keywords);
}

impl Schemas {
    /// The same as a document of the dialect has them, under names that begin with `prefix`.
    pub fn written(&self, dialect: Dialect, prefix: &str) -> Vec<(String, Value)> {
        let all = self.0.iter().map(|(name, schema)| {
            let mut schema = schema.clone();
            each(&mut schema, &mut |keywords| {
                write(keywords, dialect, prefix)
            });
            (format!("{prefix}{name}"), schema)
        });
        all.collect()
    }

    /// The same as a validator of JSON Schema judges by them: what is said in `docs/json-schema.md` to be more than JSON
    /// Schema is spelled out in its words.
    pub fn judged(&self) -> Value {
        let all = self.0.iter().map(|(name, schema)| {
            let mut schema = schema.clone();
            each(&mut schema, &mut spell_out);
            ((*name).to_owned(), schema)
        });
        json!({
            "$ref": "#/components/schemas/Root",
            "components": {"schemas": Value::Object(all.collect())},
        })
    }

    /// The schema of that name, or that a reference leads to.
    pub fn named(&self, reference: &str) -> &Value {
        let name = reference.rsplit('/').next().unwrap_or_default();
        let found = self.0.iter().find(|it| it.0 == name);
        &found.expect("references lead somewhere").1
    }
}

fn write(keywords: &mut Map<String, Value>, dialect: Dialect, prefix: &str) {
    if let Some(Value::String(reference)) = keywords.get("$ref") {
        let name = reference.rsplit('/').next().unwrap_or_default();
        let section = if dialect == Swagger2 {
            "definitions"
        } else {
            "components/schemas"
        };
        let reference = format!("#/{section}/{prefix}{name}");
        keywords.insert("$ref".to_owned(), reference.into());
    }
    if let Some(discriminator) = keywords.get_mut("discriminator") {
        let mapping = ["Cat", "Dog"].map(|it| {
            (
                it.to_owned(),
                format!("#/components/schemas/{prefix}{it}").into(),
            )
        });
        discriminator["mapping"] = Value::Object(mapping.into_iter().collect());
    }
    if dialect == OpenApi31 {
        return;
    }
    for (name, plain) in [
        ("exclusiveMinimum", "minimum"),
        ("exclusiveMaximum", "maximum"),
    ] {
        if let Some(limit) = keywords.remove(name) {
            keywords.insert(plain.to_owned(), limit);
            keywords.insert(name.to_owned(), true.into());
        }
    }
    if let Some(Value::Array(types)) = keywords.get("type") {
        let ty = types[0].clone();
        keywords.insert("type".to_owned(), ty);
        keywords.insert("nullable".to_owned(), true.into());
    }
}

/// Integers have 64 bits unless their bounds say otherwise, the formats of OpenAPI are ranges, `contentEncoding` is checked.
fn spell_out(keywords: &mut Map<String, Value>) {
    let is_integer = |it: &Map<String, Value>| match it.get("type") {
        Some(Value::Array(types)) => {
            types.iter().all(|it| it == "integer" || it == "null") && types.len() == 2
        }
        ty => ty == Some(&json!("integer")),
    };
    let range = match keywords.get("format").and_then(Value::as_str) {
        Some("int32") => Some(json!({"minimum": i32::MIN, "maximum": i32::MAX})),
        Some("uint8") => Some(json!({"minimum": 0, "maximum": 255})),
        Some("float") => Some(json!({"minimum": -3.402_823_6e38, "maximum": 3.402_823_6e38})),
        Some("int64") => Some(json!({"minimum": i64::MIN, "maximum": i64::MAX})),
        None if is_integer(keywords) => Some(json!({"minimum": i64::MIN, "maximum": i64::MAX})),
        _ => None,
    };
    let text = keywords.get("contentEncoding").map(
        |_| json!({"pattern": "^([A-Za-z0-9+/_-]{4})*([A-Za-z0-9+/_-]{2}(==)?|[A-Za-z0-9+/_-]{3}=?)?$"}),
    );
    let more: Vec<Value> = range.into_iter().chain(text).collect();
    if !more.is_empty() {
        let all_of = keywords.entry("allOf").or_insert_with(|| json!([]));
        all_of
            .as_array_mut()
            .expect("a list of schemas")
            .extend(more);
    }
    keywords.remove("discriminator");
}
