//! Laws of comparing two documents, on random ones: nothing changes where nothing means anything else, both directions agree,
//! and what is called breaking is so by a judge of others.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::{Map, Value, json};
use verbatim_gen::diff::{Change, Class, Options, Side, Verdict, diff};
use verbatim_gen::model::Api;
use verbatim_gen::stages::{Direction, Samples, Verdict as Judged, compare};
use verbatim_gen::{Config, Source, crate_of, openapi, read_leniently};
use verbatim_tests::{MapFiles, REVISIONS, number, revision, text};

fn api(path: &str, text: &str) -> Api {
    let read = read_leniently(
        Source::new(path, text),
        &MapFiles::default(),
        &Config::default(),
    );
    read.unwrap_or_else(|report| panic!("{report}\n{text}")).0
}

/// The same documents each time; for a long run, `DIFF_CASES` says how many others are tried.
fn config() -> ProptestConfig {
    let long = number("DIFF_CASES");
    ProptestConfig {
        cases: long.unwrap_or(120),
        failure_persistence: None,
        rng_seed: match long {
            Some(_) => RngSeed::Random,
            None => RngSeed::Fixed(19),
        },
        ..ProptestConfig::default()
    }
}

fn changes(old: &str, new: &str) -> Vec<Change> {
    diff(
        &api("old.yaml", old),
        &api("new.yaml", new),
        &Options::default(),
    )
}

/// A document with one schema as a request body and as an answer.
fn document(schema: &Value, components: &Value) -> Value {
    let content = json!({"application/json": {"schema": schema}});
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Laws", "version": "1"},
        "paths": {"/it": {"post": {
            "requestBody": {"required": true, "content": content},
            "responses": {"200": {"description": "it", "content": content}},
        }}},
        "components": {"schemas": components},
    })
}

const NAMES: [&str; 4] = ["a", "b", "c", "d"];

fn scalar() -> impl Strategy<Value = Value> {
    let bound = prop::option::of(0..6_i64);
    let pattern = prop::sample::select(vec!["^a", "^[a-z]+$", "[0-9]", "^.{2,4}$"]);
    prop_oneof![
        (
            bound.clone(),
            bound.clone(),
            prop::option::weighted(0.2, pattern)
        )
            .prop_map(|(low, high, pattern)| {
                let mut it = json!({"type": "string"});
                set(&mut it, "minLength", low);
                set(&mut it, "maxLength", high.map(|it| it + 3));
                set(&mut it, "pattern", pattern);
                it
            }),
        (bound.clone(), bound, any::<bool>()).prop_map(|(low, high, whole)| {
            let mut it = json!({"type": if whole { "integer" } else { "number" }});
            set(&mut it, "minimum", low);
            set(&mut it, "exclusiveMaximum", high.map(|it| it + 7));
            it
        }),
        Just(json!({"type": "boolean"})),
        Just(json!({"type": "string", "format": "date"})),
        prop::sample::subsequence(vec!["x", "y", "z", "w"], 1..4)
            .prop_map(|it| json!({"type": "string", "enum": it})),
        prop::sample::select(vec![json!("x"), json!(3), json!(true)])
            .prop_map(|it| json!({"const": it})),
    ]
}

fn set(it: &mut Value, name: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        it[name] = value.into();
    }
}

fn schema() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        6 => scalar(),
        1 => prop::sample::select(vec!["A", "B"]).prop_map(|it| json!({"$ref": format!("#/components/schemas/{it}")})),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            4 => object(inner.clone()),
            2 => (inner.clone(), prop::option::of(0..3_u64), any::<bool>()).prop_map(|(items, least, unique)| {
                let mut it = json!({"type": "array", "items": items});
                set(&mut it, "minItems", least);
                if unique { it["uniqueItems"] = json!(true); }
                it
            }),
            1 => (prop::collection::vec(inner.clone(), 2..4), any::<bool>())
                .prop_map(|(all, one)| json!({(if one { "oneOf" } else { "anyOf" }): all})),
            1 => (object(inner.clone()), object(inner.clone())).prop_map(|(a, b)| json!({"allOf": [a, b]})),
            1 => inner.prop_map(nullable),
        ]
    })
}

fn nullable(mut it: Value) -> Value {
    match it.get("type").and_then(Value::as_str).map(str::to_owned) {
        Some(name) if it.get("enum").is_none() => {
            it["type"] = json!([name, "null"]);
            it
        }
        _ => it,
    }
}

fn object(inner: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    let members = prop::collection::vec(
        (prop::sample::select(NAMES.to_vec()), inner, any::<bool>()),
        0..4,
    );
    (members, 0..6_u8).prop_map(|(members, rest)| {
        let mut properties = Map::new();
        let mut required = Vec::new();
        for (name, schema, needed) in members {
            if properties.insert(name.to_owned(), schema).is_none() && needed {
                required.push(name);
            }
        }
        let mut it = json!({"type": "object", "properties": properties});
        if !required.is_empty() {
            it["required"] = json!(required);
        }
        match rest {
            0 => it["additionalProperties"] = json!(false),
            1 => it["additionalProperties"] = json!({"type": "string"}),
            _ => {}
        }
        it
    })
}

fn components() -> impl Strategy<Value = Value> {
    (schema(), schema()).prop_map(|(a, b)| json!({"A": object_of(a), "B": object_of(b)}))
}

/// So that no component is nothing but a reference to another one.
fn object_of(it: Value) -> Value {
    match it.get("$ref") {
        Some(_) => json!({"type": "object", "properties": {"a": it}}),
        None => it,
    }
}

/// The same document with everything in another order that says nothing.
fn reordered(it: &Value) -> Value {
    match it {
        Value::Object(members) => Value::Object(
            members
                .iter()
                .rev()
                .map(|(name, it)| {
                    let is_set = matches!(
                        name.as_str(),
                        "required" | "enum" | "allOf" | "anyOf" | "oneOf"
                    );
                    let it = match (reordered(it), is_set) {
                        (Value::Array(items), true) => {
                            Value::Array(items.into_iter().rev().collect())
                        }
                        (it, _) => it,
                    };
                    (name.clone(), it)
                })
                .collect(),
        ),
        Value::Array(items) => Value::Array(items.iter().map(reordered).collect()),
        other => other.clone(),
    }
}

/// The same document in other words that mean the same.
fn reworded(it: &Value) -> Value {
    match it {
        Value::Object(members) => {
            let mut all: Map<String, Value> = members
                .iter()
                .map(|(name, it)| (name.clone(), reworded(it)))
                .collect();
            if let Some(only) = all.remove("const") {
                all.insert("enum".to_owned(), json!([only]));
            }
            let types = all.get("type").and_then(Value::as_array).cloned();
            if let Some([name, null]) = types.as_deref()
                && null == "null"
            {
                let name = name.clone();
                all.insert("type".to_owned(), name);
                return json!({"oneOf": [{"type": "null"}, all]});
            }
            if let Some(bound) = all.get("minimum").and_then(Value::as_i64) {
                all.insert("minimum".to_owned(), json!(bound as f64));
            }
            Value::Object(all)
        }
        Value::Array(items) => Value::Array(items.iter().map(reworded).collect()),
        other => other.clone(),
    }
}

/// The same document with its components in their places, so deep; those that lead to themselves stay.
fn inlined(it: &Value, components: &Value, depth: usize) -> Value {
    match it {
        Value::Object(members) => match members.get("$ref").and_then(Value::as_str) {
            Some(name) if depth > 0 => {
                let name = name.rsplit('/').next().unwrap_or_default();
                inlined(&components[name], components, depth - 1)
            }
            _ => Value::Object(
                members
                    .iter()
                    .map(|(name, it)| (name.clone(), inlined(it, components, depth)))
                    .collect(),
            ),
        },
        Value::Array(items) => Value::Array(
            items
                .iter()
                .map(|it| inlined(it, components, depth))
                .collect(),
        ),
        other => other.clone(),
    }
}

fn shown(changes: &[Change]) -> String {
    let lines = changes.iter().map(|it| {
        format!(
            "{} {}/{} {}: {}",
            it.code, it.wire, it.wire_reverse, it.subject, it.message
        )
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// A branch goes by what it is called in the old document.
fn unnumbered(subject: &str) -> String {
    let mut parts = subject.split('(');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let behind = part.split_once(')').map_or(part, |it| it.1);
        text = format!("{text}(){behind}");
    }
    text
}

/// What changed about values, verdicts in order.
fn verdicts(changes: &[Change], reversed: bool) -> Vec<(Verdict, Verdict, String)> {
    let about_values = changes.iter().filter(|it| it.class() == Class::Wire);
    let mut all: Vec<_> = about_values
        .map(|it| match reversed {
            true => (it.wire_reverse, it.wire, unnumbered(&it.subject)),
            false => (it.wire, it.wire_reverse, unnumbered(&it.subject)),
        })
        .collect();
    all.sort();
    all
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn what_means_the_same_is_no_change(schema in schema(), components in components()) {
        let old = document(&schema, &components);
        let (old, other) = (old.to_string(), |it: &Value| it.to_string());
        for (how, new) in [
            ("the same", old.clone()),
            ("reordered", other(&reordered(&document(&schema, &components)))),
            ("reworded", other(&reworded(&document(&schema, &components)))),
            ("inlined", other(&document(&inlined(&schema, &components, 2), &components))),
        ] {
            let found = changes(&old, &new);
            prop_assert!(found.is_empty(), "{how}:\n{}\n{old}\n{new}", shown(&found));
        }
        // Order says nothing to code, either.
        let [of_old, of_new] = [&old, &other(&reordered(&document(&schema, &components)))].map(|text| {
            let source = Source::new("api.yaml", text.as_str());
            let read = read_leniently(source, &MapFiles::default(), &Config::default());
            read.ok().and_then(|(api, report)| crate_of(&api, &report, &Config::default()).ok())
        });
        if let (Some(of_old), Some(of_new)) = (&of_old, &of_new) {
            prop_assert_eq!(compare(of_old, of_old), []);
            let lost: Vec<_> = compare(of_old, of_new).into_iter().filter(|it| it.item.starts_with("api::")).collect();
            prop_assert!(lost.is_empty(), "{lost:?}\n{old}");
        }
        // In the words of YAML and of OpenAPI 3.0, the values are the same.
        let written = openapi::yaml(&openapi::document(&api("old.yaml", &old)));
        let found = changes(&old, &written);
        let broken: Vec<Change> = found.into_iter().filter(|it| it.wire == Verdict::Breaking || it.wire_reverse == Verdict::Breaking).collect();
        prop_assert!(broken.is_empty(), "as 3.0:\n{}\n{old}\n{written}", shown(&broken));
    }

    #[test]
    fn both_ways_agree(a in schema(), b in schema(), components in components()) {
        let (a, b) = (document(&a, &components).to_string(), document(&b, &components).to_string());
        let (forth, back) = (changes(&a, &b), changes(&b, &a));
        prop_assert_eq!(verdicts(&forth, false), verdicts(&back, true), "{}\n\n{}\n{}\n{}", shown(&forth), shown(&back), a, b);
    }

    #[test]
    fn what_breaks_has_a_witness_that_others_confirm(a in schema(), b in schema(), components in components()) {
        let (old, new) = (document(&a, &components), document(&b, &components));
        let found = changes(&old.to_string(), &new.to_string());
        for it in &found {
            for (verdict, witness) in [(it.wire, &it.witness), (it.wire_reverse, &it.witness_reverse)] {
                prop_assert_eq!(verdict == Verdict::Breaking, witness.is_some(), "{}", shown(std::slice::from_ref(it)));
                let Some(witness) = witness.as_ref().filter(|it| it.is_value) else {
                    continue;
                };
                let value: Value = serde_json::from_str(&witness.text).expect("JSON");
                let path = it.subject.split_once(": `").map_or("", |it| it.1.trim_end_matches('`'));
                let (Some(old), Some(new)) = (part(&a, &components, path), part(&b, &components, path)) else {
                    continue;
                };
                let (accepting, refusing) = match witness.accepted_by {
                    Side::Old => (old, new),
                    Side::New => (new, old),
                };
                prop_assert!(is_valid(&accepting, &components, &value), "{value} by\n{accepting}\n{}", shown(std::slice::from_ref(it)));
                prop_assert!(!is_valid(&refusing, &components, &value), "{value} by\n{refusing}\n{}", shown(std::slice::from_ref(it)));
            }
        }
    }

    #[test]
    fn nothing_is_accepted_or_refused_without_a_word(a in schema(), seed in any::<u64>(), components in components()) {
        let b = mutated(&a, &mut seed.clone());
        let (old, new) = (document(&a, &components).to_string(), document(&b, &components).to_string());
        let (of_old, of_new) = (api("old.yaml", &old), api("new.yaml", &new));
        let found = diff(&of_old, &of_new, &Options::default());
        let (of_a, of_b) = (Samples::of(&of_old), Samples::of(&of_new));
        let body = |api: &Api| api.operations[0].request_body.as_ref().and_then(|it| it.content[0].schema).expect("a schema");
        let (x, y) = (body(&of_old), body(&of_new));
        let way = Direction::Request;
        let (mut judge_a, mut judge_b) = (of_a.judge(way, 1_000_000), of_b.judge(way, 1_000_000));
        let values = [of_a.accepted(x, way, seed, 40), of_b.accepted(y, way, seed, 40), of_a.refused(x, way, seed, 20), of_b.refused(y, way, seed, 20)];
        for value in values.iter().flatten() {
            let both = (judge_a.judge(x, value), judge_b.judge(y, value));
            if matches!(both, (Judged::Valid, Judged::Invalid) | (Judged::Invalid, Judged::Valid)) {
                prop_assert!(found.iter().any(|it| it.class() == Class::Wire), "{value:?} {both:?}\n{a}\n{b}");
                break;
            }
        }
    }
}

/// Pairs that a long run of the law found: branches that are one component on one side alone.
#[test]
fn both_ways_agree_on_branches_of_one_component() {
    let components = json!({
        "A": {"type": "string", "pattern": "^a"},
        "B": {"type": "string", "format": "date"},
    });
    let twice = |name: &str| {
        let it = json!({"$ref": format!("#/components/schemas/{name}")});
        json!({"anyOf": [it, it]})
    };
    let closed = json!({"type": "object", "properties": {}, "additionalProperties": false});
    for (a, b, count) in [
        (
            twice("A"),
            json!({"anyOf": [{"type": "string"}, {"type": "string"}]}),
            4,
        ),
        (
            json!({"anyOf": [{"type": "string"}, closed]}),
            twice("B"),
            8,
        ),
    ] {
        let a = document(&a, &components).to_string();
        let b = document(&b, &components).to_string();
        let (forth, back) = (changes(&a, &b), changes(&b, &a));
        assert_eq!(forth.len(), count, "{}", shown(&forth));
        assert_eq!(verdicts(&forth, false), verdicts(&back, true));
    }
}

/// The schema of a part of a value, where properties and items alone lead to it.
fn part(schema: &Value, components: &Value, path: &str) -> Option<Value> {
    let mut at = schema.clone();
    let mut rest = path;
    loop {
        while let Some(name) = at.get("$ref").and_then(Value::as_str) {
            let name = name.rsplit('/').next()?;
            at = components[name].clone();
        }
        if rest.is_empty() {
            return Some(at);
        }
        if at
            .get("allOf")
            .or(at.get("anyOf"))
            .or(at.get("oneOf"))
            .is_some()
        {
            return None;
        }
        if let Some(behind) = rest.strip_prefix("[]") {
            at = at.get("items")?.clone();
            rest = behind.trim_start_matches('.');
        } else {
            let end = rest.find(['.', '[', '(', '{']).unwrap_or(rest.len());
            at = at.get("properties")?.get(&rest[..end])?.clone();
            rest = rest[end..].trim_start_matches('.');
        }
    }
}

/// Whether a value satisfies a schema, by the crate `jsonschema`.
fn is_valid(schema: &Value, components: &Value, value: &Value) -> bool {
    let mut schema = schema.clone();
    schema["components"] = json!({"schemas": components});
    let validator = jsonschema::options()
        .with_draft(jsonschema::Draft::Draft202012)
        .should_validate_formats(true)
        .build(&schema)
        .expect("a schema");
    validator.is_valid(value)
}

fn below(seed: &mut u64, limit: usize) -> usize {
    *seed = seed
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    ((*seed >> 33) as usize) % limit.max(1)
}

/// A schema that differs in one rule, somewhere.
fn mutated(it: &Value, seed: &mut u64) -> Value {
    let mut it = it.clone();
    let inner: Vec<String> = ["/items", "/oneOf/0", "/anyOf/1", "/allOf/0"]
        .iter()
        .map(|it| (*it).to_owned())
        .chain(NAMES.iter().map(|name| format!("/properties/{name}")))
        .filter(|at| it.pointer(at).is_some())
        .collect();
    if !inner.is_empty() && below(seed, 3) > 0 {
        let at = &inner[below(seed, inner.len())];
        let changed = mutated(&it.pointer(at).cloned().unwrap_or_default(), seed);
        if let Some(place) = it.pointer_mut(at) {
            *place = changed;
        }
        return it;
    }
    if it.get("$ref").is_some() {
        return json!({"type": "boolean"});
    }
    match below(seed, 8) {
        0 => it["minLength"] = json!(4),
        1 => it["maximum"] = json!(3),
        2 => it["required"] = json!(["a"]),
        3 => it["additionalProperties"] = json!(false),
        4 => it["type"] = json!(["string", "array", "object"]),
        5 => it["maxItems"] = json!(1),
        6 => it["not"] = json!({"type": "string"}),
        _ => it["minProperties"] = json!(2),
    }
    it
}

#[test]
fn laws_are_not_empty() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut different = 0;
    for _ in 0..40 {
        let tree = schema().new_tree(&mut runner).expect("a schema");
        let a = proptest::strategy::ValueTree::current(&tree);
        let b = mutated(&a, &mut 7);
        let none = json!({"A": {"type": "string"}, "B": {"type": "integer"}});
        let found = changes(
            &document(&a, &none).to_string(),
            &document(&b, &none).to_string(),
        );
        different += usize::from(found.iter().any(|it| it.wire == Verdict::Breaking));
    }
    assert!(different > 4, "{different}");
}

#[test]
fn a_document_of_2_0_is_what_it_becomes() {
    let old = r##"{"swagger": "2.0", "info": {"title": "T", "version": "1"}, "consumes": ["application/json"], "produces": ["application/json"],
        "paths": {"/pets/{id}": {"put": {"parameters": [
            {"name": "id", "in": "path", "required": true, "type": "integer", "format": "int64"},
            {"name": "tags", "in": "query", "type": "array", "items": {"type": "string"}, "collectionFormat": "csv"},
            {"name": "pet", "in": "body", "required": true, "schema": {"$ref": "#/definitions/Pet"}}],
            "responses": {"200": {"description": "it", "schema": {"$ref": "#/definitions/Pet"}}}}}},
        "definitions": {"Pet": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}, "age": {"type": "integer", "minimum": 0, "exclusiveMinimum": true, "x-nullable": true}}}}}"##;
    let new = r#"
openapi: 3.1.0
info: {title: T, version: "1"}
paths:
  /pets/{petId}:
    put:
      parameters:
        - {name: petId, in: path, required: true, schema: {type: integer, format: int64}}
        - {name: tags, in: query, explode: false, schema: {type: array, items: {type: string}}}
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/Animal'}}}
      responses:
        "200":
          description: it
          content: {application/json: {schema: {$ref: '#/components/schemas/Animal'}}}
components:
  schemas:
    Animal:
      type: object
      required: [name]
      properties:
        name: {type: string}
        age: {type: [integer, "null"], exclusiveMinimum: 0}
"#;
    let found = changes(old, new);
    assert!(found.is_empty(), "{}", shown(&found));
}

/// What may be left out is missed by who receives it: of a webhook the client, of a response too.
#[test]
fn what_breaks_depends_on_who_sends() {
    let webhook = |required: bool| {
        format!(
            r#"{{"openapi": "3.1.0", "info": {{"title": "T", "version": "1"}}, "webhooks": {{"sold": {{"post": {{
            "parameters": [{{"name": "X-Id", "in": "header", "required": {required}, "schema": {{"type": "string"}}}}],
            "requestBody": {{"required": {required}, "content": {{"application/json": {{}}}}}},
            "responses": {{"200": {{"description": "it"}}}}}}}}}}}}"#
        )
    };
    let response = |required: bool, media_type: &str| {
        format!(
            r#"{{"openapi": "3.1.0", "info": {{"title": "T", "version": "1"}}, "paths": {{"/it": {{"get": {{
            "responses": {{"200": {{"description": "it",
                "headers": {{"X-Id": {{"required": {required}, "schema": {{"type": "string"}}}}}},
                "content": {{"{media_type}": {{"schema": {{"type": "string"}}}}}}}}}}}}}}}}}}"#
        )
    };
    let told = |old: &str, new: &str| -> Vec<_> {
        let proof =
            |it: Option<verbatim_gen::diff::Witness>| it.map(|it| (it.text, it.accepted_by));
        let all = changes(old, new).into_iter();
        all.map(|it| {
            (
                it.code.as_str(),
                proof(it.witness),
                proof(it.witness_reverse),
            )
        })
        .collect()
    };
    let sent = |text: &str, side: Side| Some((text.to_owned(), side));
    let parameter = "a request without header parameter `X-Id`";
    let body = "a request without a body";
    assert_eq!(
        told(&webhook(true), &webhook(false)),
        [
            ("D203", sent(parameter, Side::New), None),
            ("D303", sent(body, Side::New), None)
        ]
    );
    assert_eq!(
        told(&webhook(false), &webhook(true)),
        [
            ("D203", None, sent(parameter, Side::Old)),
            ("D303", None, sent(body, Side::Old))
        ]
    );
    let header = "response 200, header `X-Id` is not there";
    assert_eq!(
        told(&response(true, "text/plain"), &response(false, "text/*")),
        [
            ("D405", sent(header, Side::New), None),
            ("D306", sent("Content-Type: text/*", Side::New), None)
        ]
    );
    assert_eq!(
        told(&response(false, "text/*"), &response(true, "text/plain")),
        [
            ("D405", None, sent(header, Side::Old)),
            ("D306", None, sent("Content-Type: text/*", Side::Old))
        ]
    );
}

/// Whoever is called (by a webhook, by a callback) passes over what it does not know, and misses what it waits for: bodies, media
/// types, statuses and parameters by who sends them.
#[test]
fn what_comes_or_goes_of_a_call_depends_on_who_sends_it() {
    let operation = |more: &str, responses: &str| {
        format!(
            r#"{{"post": {{{more} "responses": {{"204": {{"description": "it"}} {responses}}}}}}}"#
        )
    };
    let webhook = |more: &str, responses: &str| {
        let call = operation(more, responses);
        format!(
            r#"{{"openapi": "3.1.0", "info": {{"title": "T", "version": "1"}}, "webhooks": {{"sold": {call}}}}}"#
        )
    };
    let callback = |more: &str, responses: &str| {
        let call = operation(more, responses);
        format!(
            r#"{{"openapi": "3.1.0", "info": {{"title": "T", "version": "1"}}, "paths": {{"/it": {{"post": {{"callbacks": {{"sold": {{"{{$request.body#/url}}": {call}}}}},
            "responses": {{"200": {{"description": "it"}}}}}}}}}}}}"#
        )
    };
    let path = |more: &str, responses: &str| {
        let call = operation(more, responses);
        format!(
            r#"{{"openapi": "3.1.0", "info": {{"title": "T", "version": "1"}}, "paths": {{"/it": {call}}}}}"#
        )
    };
    let body = |required: bool, names: &[&str]| {
        let all: Vec<String> = names.iter().map(|it| format!(r#""{it}": {{}}"#)).collect();
        format!(
            r#""requestBody": {{"required": {required}, "content": {{{}}}}},"#,
            all.join(", ")
        )
    };
    let parameter = |required: bool| {
        format!(
            r#""parameters": [{{"name": "X-Id", "in": "header", "required": {required}, "schema": {{"type": "string"}}}}],"#
        )
    };
    let status = r#", "202": {"description": "later"}"#.to_owned();
    use Verdict::{Breaking, Compatible, Risky};
    let none = String::new;
    // What is there in the new document alone: the code, what it means for old and for new clients where a client sends it, and
    // where it is sent it.
    let cases = [
        (
            body(true, &["text/plain"]),
            none(),
            "D302",
            (Breaking, Breaking),
            (Compatible, Breaking),
        ),
        (
            body(false, &["text/plain"]),
            none(),
            "D302",
            (Compatible, Breaking),
            (Compatible, Risky),
        ),
        (
            parameter(true),
            none(),
            "D202",
            (Breaking, Breaking),
            (Compatible, Breaking),
        ),
        (
            parameter(false),
            none(),
            "D202",
            (Compatible, Breaking),
            (Compatible, Risky),
        ),
        (none(), status, "D402", (Risky, Breaking), (Breaking, Risky)),
    ];
    type Make<'m> = &'m dyn Fn(&str, &str) -> String;
    let makes: [(Make<'_>, bool); 3] = [(&path, true), (&webhook, false), (&callback, false)];
    for (more, responses, code, by_client, by_server) in &cases {
        for (make, is_client) in makes {
            let (without, with) = (make("", ""), make(more, responses));
            let expected = if is_client { by_client } else { by_server };
            let of = |all: Vec<Change>| {
                let found = all
                    .into_iter()
                    .map(|it| (it.code.as_str(), (it.wire, it.wire_reverse)));
                found.collect::<Vec<_>>()
            };
            assert_eq!(of(changes(&without, &with)), [(*code, *expected)], "{with}");
            let (_, (reverse, wire)) = of(changes(&with, &without))[0];
            assert_eq!((wire, reverse), *expected, "back: {with}");
        }
    }
    // A media type more: who sends it is refused by whom does not know it.
    let (one, two) = (
        body(true, &["text/plain"]),
        body(true, &["text/plain", "text/css"]),
    );
    for (make, is_client) in makes {
        let found = changes(&make(&one, ""), &make(&two, ""));
        let verdicts: Vec<_> = found.iter().map(|it| (it.wire, it.wire_reverse)).collect();
        let expected = if is_client {
            (Compatible, Breaking)
        } else {
            (Breaking, Compatible)
        };
        assert_eq!(verdicts, [expected], "{found:#?}");
        let witness = found[0]
            .witness
            .as_ref()
            .or(found[0].witness_reverse.as_ref());
        let witness = witness.map(|it| (it.text.as_str(), it.accepted_by));
        assert_eq!(witness, Some(("Content-Type: text/css", Side::New)));
    }
}

/// Each path goes with its own, whichever comes first; one that moved between the servers and the paths is the same URL.
#[test]
fn operations_find_their_partners() {
    let document = |servers: &str, paths: &[&str]| {
        let operation = r#"{"get": {"responses": {"200": {"description": "it"}}}}"#;
        let paths: Vec<String> = paths
            .iter()
            .map(|it| format!(r#""{it}": {operation}"#))
            .collect();
        format!(
            r#"{{"openapi": "3.1.0", "info": {{"title": "T", "version": "1"}}, "servers": [{servers}], "paths": {{{}}}}}"#,
            paths.join(", ")
        )
    };
    let codes = |old: &str, new: &str| {
        let all = changes(old, new);
        let all = all.iter().map(|it| it.code.as_str().to_owned());
        all.collect::<Vec<_>>()
    };
    let (a, b) = (
        document("", &["/a/{x}", "/a/{y}"]),
        document("", &["/a/{y}", "/a/{z}"]),
    );
    assert!(codes(&a, &b).is_empty(), "{:?}", changes(&a, &b));
    let below = document(
        r#"{"url": "https://a.example/v1/"}"#,
        &["/pets/{id}", "/shops"],
    );
    let above = document(
        r#"{"url": "https://a.example"}"#,
        &["/v1/pets/{pet}", "/v1/shops"],
    );
    assert_eq!(codes(&below, &above), ["D105", "D105"]);
    assert_eq!(codes(&above, &below), ["D105", "D105"]);
    // Of another server they are others.
    let mixed = document(
        r#"{"url": "https://a.example/v1"}, {"url": "https://a.example/v2"}"#,
        &["/pets/{id}"],
    );
    let found = codes(&mixed, &document("", &["/v1/pets/{id}"]));
    assert!(
        found.iter().any(|it| it == "D101") && found.iter().any(|it| it == "D102"),
        "{found:?}"
    );
}

/// What types are made of is looked at once, however often it is named.
#[test]
fn names_that_stand_for_many_of_one_another_are_compared_in_time() {
    let document = |last: &str| {
        let names: Vec<String> = (0..20)
            .map(|at| {
                let next = format!(r##"{{"$ref": "#/components/schemas/S{}"}}"##, at + 1);
                let all = vec![next; 8].join(", ");
                format!(r#""S{at}": {{"type": "array", "minItems": 8, "maxItems": 8, "prefixItems": [{all}]}}"#)
            })
            .collect();
        format!(
            r#"{{"openapi": "3.1.0", "info": {{"title": "T", "version": "1"}}, "paths": {{}}, "components": {{"schemas": {{{}, "S20": {{"type": "{last}"}}}}}}}}"#,
            names.join(", ")
        )
    };
    let [old, new] = [document("string"), document("integer")].map(|text| {
        let source = Source::new("api.yaml", text);
        let read = read_leniently(source, &MapFiles::default(), &Config::default());
        let (api, report) = read.unwrap_or_else(|report| panic!("{report}"));
        crate_of(&api, &report, &Config::default()).expect("a crate")
    });
    assert_eq!(compare(&old, &old), []);
    assert_eq!(compare(&old, &new).len(), 21);
}

/// What is not looked at is told: nothing beyond a limit passes for equal.
#[test]
fn what_is_not_compared_is_told() {
    let document = |schema: &str| {
        format!(
            r#"{{"openapi": "3.1.0", "info": {{"title": "T", "version": "1"}}, "paths": {{"/it": {{"get": {{"responses": {{"200": {{"description": "it", "content": {{"application/json": {{"schema": {schema}}}}}}}}}}}}}}}}}"#
        )
    };
    let deep = |inner: &str| format!("{}{inner}{}", r#"{"items": "#.repeat(90), "}".repeat(90));
    let wide = |last: &str| {
        let parts = r#"{"minLength": 1}, "#.repeat(500);
        format!(r#"{{"allOf": [{parts} {last}]}}"#)
    };
    let long = |last: &str| {
        let parts = r#"{"minLength": 1}, "#.repeat(120);
        format!(r#"{{"prefixItems": [{parts} {last}]}}"#)
    };
    let (text, number) = (r#"{"type": "string"}"#, r#"{"type": "integer"}"#);
    for make in [&deep as &dyn Fn(&str) -> String, &wide, &long] {
        let (old, new) = (document(&make(text)), document(&make(number)));
        let found = changes(&old, &new);
        let is_told = |it: &Change| it.code.as_str() == "D619" && it.wire == Verdict::Risky;
        assert!(found.iter().any(is_told), "{}", shown(&found));
    }
}

/// Ways to authorize that stand at the top hold for each operation, and each is held against all others.
#[test]
fn ways_to_authorize_are_compared_as_far_as_a_limit() {
    let document = |kind: &str| {
        let names: Vec<String> = (0..500).map(|at| format!("{kind}{at}")).collect();
        let schemes = names
            .iter()
            .map(|it| format!(r#""{it}": {{"type": "apiKey", "in": "header", "name": "{it}"}}"#));
        let ways = names.iter().map(|it| format!(r#"{{"{it}": []}}"#));
        let operations = (0..20).map(|at| {
            format!(r#""/{at}": {{"get": {{"responses": {{"204": {{"description": "it"}}}}}}}}"#)
        });
        format!(
            r#"{{"openapi": "3.1.0", "info": {{"title": "T", "version": "1"}}, "paths": {{{}}}, "security": [{}], "components": {{"securitySchemes": {{{}}}}}}}"#,
            operations.collect::<Vec<_>>().join(", "),
            ways.collect::<Vec<_>>().join(", "),
            schemes.collect::<Vec<_>>().join(", ")
        )
    };
    let found = changes(&document("a"), &document("b"));
    let of_operations = found.iter().filter(|it| it.operation.is_some());
    let codes: Vec<&str> = of_operations.map(|it| it.code.as_str()).collect();
    // A quarter of a million pairs an operation, of which there may be two millions.
    assert_eq!(codes, [vec!["D501"; 7], vec!["D619"; 13]].concat());
}

#[test]
fn revisions_of_the_shipped_document_are_told_apart() {
    for pair in REVISIONS.windows(2) {
        let (old, new) = (revision(pair[0]), revision(pair[1]));
        let found = changes(&old, &new);
        assert!(!found.is_empty(), "{pair:?}");
        assert!(changes(&new, &new).is_empty() && changes(&old, &old).is_empty());
        let back = changes(&new, &old);
        assert_eq!(verdicts(&found, false), verdicts(&back, true), "{pair:?}");
    }
    let same = text("spec/members.yaml");
    assert!(changes(&same, &same).is_empty());
}
