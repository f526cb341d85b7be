//! Edits of a Swagger 2.0 document, as they happen to one from one revision to the next.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value, json};
use verbatim_tests::random::{FORMATS, Rng, VALUES, WORDS};

/// The key of a member.
fn key(members: &Map<String, Value>, rng: &mut Rng) -> Option<String> {
    let at = rng.below(members.len());
    members.keys().nth(at).cloned()
}

const TEXTS: &[&str] = &[
    "It is there.",
    "The first of them.\nThe second.",
    "The first paragraph.\n\nThe second one.",
    "Says `which` it is, \"so\" to speak.",
    "the id or url of it",
    "AvatarURL is an address",
    "ID of it",
    "HTTP address; see <https://example.com> & more",
    "Use [this](https://example.com/a_b) *or* _that_",
    "  spaces around ",
    "Deprecated: use `other_name` instead.",
    "1. one\n2. two",
    "- one\n- two",
    "Ends with a stop.",
    "x",
    "[in brackets]",
    "undefined",
    "null",
    "A <b>bold</b> word",
    "tab\there",
    "https://example.com/bare",
    "Grüße, 日本語 and 😀",
];

/// Makes a revision of a document by a number of edits; with cycles, also by such as let schemas hold themselves.
pub fn revise(document: &mut Value, rng: &mut Rng, edits: usize, cycles: bool) {
    let mut most = if cycles { usize::MAX } else { cyclic(document) };
    for _ in 0..edits {
        let before = document.clone();
        edit(document, &before, rng);
        if !cycles {
            match cyclic(document) {
                more if more > most => *document = before,
                found => most = found,
            }
        }
    }
}

/// How many components lead back to themselves.
fn cyclic(document: &Value) -> usize {
    let definitions = document["definitions"].as_object();
    let held: HashMap<&str, HashSet<&str>> = definitions
        .into_iter()
        .flatten()
        .map(|(name, it)| {
            let mut found = HashSet::new();
            references(it, &mut found);
            (name.as_str(), found)
        })
        .collect();
    let leads_back = |name: &str| {
        let mut seen = HashSet::new();
        let mut open: Vec<&str> = held[name].iter().copied().collect();
        while let Some(it) = open.pop() {
            if seen.insert(it) {
                open.extend(held.get(it).into_iter().flatten());
            }
        }
        seen.contains(name)
    };
    held.keys().filter(|it| leads_back(it)).count()
}

fn references<'a>(schema: &'a Value, found: &mut HashSet<&'a str>) {
    match schema {
        Value::Object(members) => {
            if let Some(it) = members.get("$ref").and_then(Value::as_str) {
                found.insert(it.trim_start_matches("#/definitions/"));
            }
            members.values().for_each(|it| references(it, found));
        }
        Value::Array(items) => items.iter().for_each(|it| references(it, found)),
        _ => {}
    }
}

/// Makes one edit of a document that is as `before`.
fn edit(document: &mut Value, before: &Value, rng: &mut Rng) {
    match rng.below(20) {
        0..=11 => edit_definitions(document, before, rng),
        _ => edit_operations(document, before, rng),
    }
}

fn names(document: &Value) -> Vec<String> {
    let definitions = document["definitions"].as_object();
    definitions
        .into_iter()
        .flat_map(Map::keys)
        .cloned()
        .collect()
}

fn reference(document: &Value, rng: &mut Rng) -> Value {
    let names = names(document);
    let name = &names[rng.below(names.len())];
    json!({"$ref": format!("#/definitions/{name}")})
}

/// A schema of what stands in a property.
fn schema(document: &Value, rng: &mut Rng, depth: usize) -> Value {
    let mut it = match rng.below(if depth > 2 { 12 } else { 20 }) {
        0 | 1 => json!({"type": "string"}),
        2 => json!({"type": "string", "format": rng.of(&FORMATS)}),
        3 => json!({"type": "integer"}),
        4 => json!({"type": "boolean"}),
        5 => json!({"type": "number"}),
        6 => json!({"type": "string", "format": rng.of(&["uuid", "date-time"])}),
        7 => values(rng),
        8 | 9 => reference(document, rng),
        10 => json!({"allOf": [reference(document, rng)]}),
        11 => match rng.below(4) {
            0 => json!({"type": "object"}),
            1 => json!({}),
            2 => json!({"type": "integer", "format": rng.of(&["int32", "int64"])}),
            _ => json!({"type": "object", "additionalProperties": true}),
        },
        12 | 13 => json!({"type": "array", "items": reference(document, rng)}),
        14 | 15 => json!({"type": "array", "items": schema(document, rng, depth + 1)}),
        16 | 17 => {
            json!({"type": "object", "additionalProperties": schema(document, rng, depth + 1)})
        }
        _ => object(document, rng, depth),
    };
    if it.get("$ref").is_none() && rng.one_in(3) {
        it["description"] = rng.of(TEXTS).into();
    }
    if rng.one_in(15) {
        it["example"] = example(&it, rng);
    }
    it
}

fn example(schema: &Value, rng: &mut Rng) -> Value {
    match schema["type"].as_str() {
        Some("string") => rng
            .of(&["like this", "2024-01-01T00:00:00Z", "a\"b", "7", ""])
            .into(),
        Some("integer") => json!(rng.below(1000)),
        Some("boolean") => json!(rng.one_in(2)),
        Some("number") => json!(1.5),
        Some("array") => json!([]),
        _ => json!({"key": "value"}),
    }
}

fn values(rng: &mut Rng) -> Value {
    let count = 1 + rng.below(4);
    if rng.one_in(5) {
        let list: Vec<usize> = (0..count).map(|it| it * (1 + rng.below(9))).collect();
        return json!({"type": "integer", "enum": list});
    }
    let mut list: Vec<&str> = Vec::new();
    for _ in 0..count {
        let value = rng.of(&VALUES);
        if !list.contains(&value) {
            list.push(value);
        }
    }
    json!({"type": "string", "enum": list})
}

fn object(document: &Value, rng: &mut Rng, depth: usize) -> Value {
    let mut properties = Map::new();
    for _ in 0..1 + rng.below(4) {
        properties.insert(rng.of(&WORDS).to_owned(), schema(document, rng, depth + 1));
    }
    let mut it = json!({"type": "object", "properties": properties});
    if rng.one_in(3) {
        let name = key(it["properties"].as_object().expect("properties"), rng);
        it["required"] = json!([name]);
    }
    it
}

fn edit_definitions(document: &mut Value, before: &Value, rng: &mut Rng) {
    let all = names(document);
    let name = all[rng.below(all.len())].clone();
    let Some(it) = document["definitions"].get_mut(&name) else {
        return;
    };
    match rng.below(24) {
        0..=5 => {
            let added = schema(before, rng, 0);
            if let Some(properties) = it["properties"].as_object_mut() {
                properties.insert(rng.of(&WORDS).to_owned(), added);
            }
        }
        6 | 7 => {
            if let Some(properties) = it["properties"].as_object_mut()
                && let Some(key) = key(properties, rng)
            {
                properties.remove(&key);
                remove_required(it, &key);
            }
        }
        8 => {
            if let Some(properties) = it["properties"].as_object_mut()
                && let Some(key) = key(properties, rng)
                && let Some(value) = properties.remove(&key)
            {
                properties.insert(rng.of(&WORDS).to_owned(), value);
                remove_required(it, &key);
            }
        }
        9 | 10 => {
            if let Some(key) = it["properties"].as_object().and_then(|it| key(it, rng)) {
                match it["required"].as_array_mut() {
                    Some(list) if list.iter().any(|it| *it == key.as_str()) => {
                        remove_required(it, &key)
                    }
                    Some(list) => list.push(key.into()),
                    None => it["required"] = json!([key]),
                }
            }
        }
        11 => {
            if rng.one_in(3) {
                it.as_object_mut().expect("an object").remove("description");
            } else {
                it["description"] = rng.of(TEXTS).into();
            }
        }
        12 | 13 => {
            if let Some(property) = property(it, rng) {
                if rng.one_in(3) {
                    property.remove("description");
                } else if !property.contains_key("$ref") {
                    property.insert("description".into(), rng.of(TEXTS).into());
                }
            }
        }
        14..=16 => {
            let added = schema(before, rng, 0);
            if let Some(property) = property(it, rng) {
                *property = added.as_object().cloned().unwrap_or_default();
            }
        }
        17 => {
            if let Some(property) = property(it, rng) {
                turn(before, property, rng);
            }
        }
        18 | 19 => {
            let lists = all
                .iter()
                .filter(|it| before["definitions"][it]["enum"].is_array());
            let lists: Vec<&String> = lists.collect();
            if let Some(name) = lists.get(rng.below(lists.len())) {
                let list = document["definitions"][name.as_str()]["enum"]
                    .as_array_mut()
                    .expect("an array");
                match rng.below(3) {
                    0 => list.push(rng.of(&VALUES).into()),
                    1 if list.len() > 1 => drop(list.remove(rng.below(list.len()))),
                    _ => list.reverse(),
                }
                list.dedup();
            }
        }
        20 | 21 => {
            let made = match rng.below(6) {
                0 => values(rng),
                1 => json!({"type": "array", "items": schema(before, rng, 1)}),
                2 => json!({"type": "object", "additionalProperties": schema(before, rng, 1)}),
                3 => schema(before, rng, 0),
                _ => object(before, rng, 0),
            };
            let new = format!("{name}V{}", rng.below(100));
            let link = json!({"$ref": format!("#/definitions/{new}")});
            document["definitions"][new.as_str()] = made;
            let holder = &all[rng.below(all.len())];
            if let Some(properties) = document["definitions"][holder]["properties"].as_object_mut()
            {
                properties.insert(rng.of(&WORDS).to_owned(), link);
            }
        }
        _ => {
            // A schema that holds itself, or is held by what it holds.
            let link = json!({"$ref": format!("#/definitions/{name}")});
            let list = json!({"type": "array", "items": link});
            let held = held_by(&before["definitions"][&name], rng);
            let target = held.filter(|_| rng.one_in(2)).unwrap_or(name);
            let link = match rng.below(3) {
                0 => link,
                1 => list,
                _ => json!({"type": "object", "additionalProperties": link}),
            };
            if let Some(properties) =
                document["definitions"][target.as_str()]["properties"].as_object_mut()
            {
                properties.insert(rng.of(&WORDS).to_owned(), link);
            }
        }
    }
}

/// A component that a schema refers to.
fn held_by(schema: &Value, rng: &mut Rng) -> Option<String> {
    let text = schema.to_string();
    let mut found: Vec<&str> = text
        .split("#/definitions/")
        .skip(1)
        .filter_map(|it| it.split('"').next())
        .collect();
    found.dedup();
    let at = rng.below(found.len());
    found.get(at).map(|it| (*it).to_owned())
}

fn remove_required(schema: &mut Value, key: &str) {
    if let Some(list) = schema["required"].as_array_mut() {
        list.retain(|it| it != key);
        if list.is_empty() {
            schema
                .as_object_mut()
                .expect("an object")
                .remove("required");
        }
    } else if schema["required"].is_null() {
        schema
            .as_object_mut()
            .expect("an object")
            .remove("required");
    }
    if schema["properties"].is_null() {
        schema
            .as_object_mut()
            .expect("an object")
            .remove("properties");
    }
}

fn property<'a>(schema: &'a mut Value, rng: &mut Rng) -> Option<&'a mut Map<String, Value>> {
    let properties = schema.get_mut("properties")?.as_object_mut()?;
    let key = key(properties, rng)?;
    properties.get_mut(&key)?.as_object_mut()
}

/// Says the same in another way: a reference becomes an array, is written out, stands in an `allOf`.
fn turn(document: &Value, property: &mut Map<String, Value>, rng: &mut Rng) {
    let link = property.get("$ref").cloned();
    let Some(link) = link else {
        let inner = Value::Object(std::mem::take(property));
        *property = json!({"type": "array", "items": inner})
            .as_object()
            .cloned()
            .unwrap_or_default();
        return;
    };
    let made = match rng.below(4) {
        0 => json!({"type": "array", "items": {"$ref": link}}),
        1 => json!({"allOf": [{"$ref": link}], "description": rng.of(TEXTS)}),
        2 => json!({"allOf": [{"$ref": link}]}),
        _ => {
            let name = link
                .as_str()
                .unwrap_or_default()
                .trim_start_matches("#/definitions/");
            document["definitions"][name].clone()
        }
    };
    *property = made.as_object().cloned().unwrap_or_default();
}

fn edit_operations(document: &mut Value, before: &Value, rng: &mut Rng) {
    let Some(path) = document["paths"].as_object().and_then(|it| key(it, rng)) else {
        return;
    };
    let Some(method) = document["paths"][&path]
        .as_object()
        .and_then(|it| key(it, rng))
    else {
        return;
    };
    match rng.below(20) {
        0 => {
            let paths = document["paths"].as_object_mut().expect("paths");
            let item = paths[&path].as_object_mut().expect("a path");
            item.remove(&method);
            if item.is_empty() {
                paths.remove(&path);
            }
        }
        1 | 2 => {
            let mut copy = document["paths"][&path][&method].clone();
            let number = rng.below(1000);
            copy["summary"] = format!("Do the new thing {number}").into();
            copy["operationId"] = format!("do-the-new-thing-{number}").into();
            let new = format!("{path}/new{number}");
            let method = rng.of(&["get", "post", "put", "patch", "delete"]);
            change_operation(before, &mut copy, rng);
            document["paths"][new.as_str()] = json!({method: copy});
        }
        3 => {
            let tags: Vec<Value> = before["paths"]
                .as_object()
                .into_iter()
                .flat_map(Map::values)
                .filter_map(Value::as_object)
                .flat_map(Map::values)
                .map(|it| it["tags"].clone())
                .collect();
            let tags = tags[rng.below(tags.len())].clone();
            document["paths"][&path][&method]["tags"] = tags;
        }
        _ => change_operation(before, &mut document["paths"][&path][&method], rng),
    }
}

fn change_operation(document: &Value, it: &mut Value, rng: &mut Rng) {
    match rng.below(20) {
        0..=2 => {
            let location = rng.of(&["query", "query", "header"]);
            let mut parameter =
                json!({"name": rng.of(&WORDS), "in": location, "required": rng.one_in(2)});
            let of = match rng.below(6) {
                0 => values(rng),
                1 => json!({"type": "array", "items": {"type": "string"}}),
                2 => json!({"type": "array", "items": values(rng)}),
                3 => json!({"type": "string", "format": rng.of(&FORMATS)}),
                4 => json!({"type": rng.of(&["integer", "boolean", "number"])}),
                _ => json!({"type": "string"}),
            };
            for (key, value) in of.as_object().into_iter().flatten() {
                parameter[key] = value.clone();
            }
            if !rng.one_in(4) {
                parameter["description"] = rng.of(TEXTS).into();
            }
            if rng.one_in(8) {
                parameter["default"] = example(&of, rng);
            }
            let taken = it["parameters"]
                .as_array()
                .into_iter()
                .flatten()
                .any(|it| it["name"] == parameter["name"] && it["in"] == parameter["in"]);
            if taken {
                return;
            }
            match it["parameters"].as_array_mut() {
                Some(list) => list.push(parameter),
                None => it["parameters"] = json!([parameter]),
            }
        }
        3 => {
            if let Some(list) = it["parameters"].as_array_mut() {
                let at = rng.below(list.len());
                if list.get(at).is_some_and(|it| it["in"] != "path") {
                    list.remove(at);
                }
            }
            clear(it, "parameters");
        }
        4 | 5 => {
            if let Some(parameter) = it["parameters"].as_array_mut().and_then(|it| {
                let at = rng.below(it.len());
                it.get_mut(at)
            }) {
                match rng.below(3) {
                    0 => parameter["description"] = rng.of(TEXTS).into(),
                    1 if parameter["in"] != "path" => {
                        parameter["required"] = json!(rng.one_in(2));
                    }
                    _ if parameter["type"] == "string" && parameter["enum"].is_null() => {
                        parameter["format"] = rng.of(&["uuid", "date-time", "uri"]).into();
                    }
                    _ => {}
                }
            }
            clear(it, "parameters");
        }
        6 | 7 => {
            let made = body(document, rng);
            let list = it["parameters"].as_array_mut();
            let has_form = list
                .iter()
                .flat_map(|it| it.iter())
                .any(|it| it["in"] == "formData");
            match list {
                _ if has_form => {}
                Some(list) => {
                    list.retain(|it| it["in"] != "body");
                    if !rng.one_in(4) {
                        list.push(made);
                        it["consumes"] = json!(["application/json"]);
                    }
                }
                None => {
                    it["parameters"] = json!([made]);
                    it["consumes"] = json!(["application/json"]);
                }
            }
            clear(it, "parameters");
        }
        8..=11 => {
            let status = it["responses"].as_object().and_then(|it| key(it, rng));
            let Some(status) = status else { return };
            let response = &mut it["responses"][&status];
            match rng.below(6) {
                0 => drop(response.as_object_mut().map(|it| it.remove("schema"))),
                1 => response["description"] = rng.of(TEXTS).into(),
                2 => {
                    response["schema"] = json!({"type": "array", "items": reference(document, rng)})
                }
                3 => response["schema"] = schema(document, rng, 0),
                _ => response["schema"] = reference(document, rng),
            }
            if response["schema"].is_object() && it["produces"].is_null() {
                it["produces"] = json!([rng.of(&[
                    "application/json",
                    "application/json",
                    "text/plain",
                    "application/scim+json"
                ])]);
            }
            clear(it, "produces");
        }
        12 | 13 => {
            let status = rng.of(&[
                "200", "201", "204", "400", "401", "404", "409", "429", "500", "418", "default",
            ]);
            let mut response = json!({"description": rng.of(TEXTS)});
            if rng.one_in(2) {
                response["schema"] = if rng.one_in(3) {
                    schema(document, rng, 0)
                } else {
                    reference(document, rng)
                };
            }
            if rng.one_in(4) {
                response["headers"] = json!({"X-Left": {"type": "integer", "description": rng.of(TEXTS)}, "ETag": {"type": "string"}});
            }
            it["responses"][status] = response;
        }
        14 => {
            if it["security"].is_null() {
                let schemes = document["securityDefinitions"].as_object();
                let schemes = schemes.into_iter().flat_map(Map::keys).take(1);
                let requirement: Map<String, Value> =
                    schemes.map(|it| (it.clone(), json!([]))).collect();
                it["security"] = json!([requirement]);
            } else {
                it.as_object_mut().expect("an operation").remove("security");
            }
        }
        15 => it["deprecated"] = json!(true),
        16 | 17 => it["description"] = rng.of(TEXTS).into(),
        18 => {
            let number = rng.below(1000);
            let end = rng.of(&["", ".", " (experimental)", ": part `x`", "?"]);
            it["summary"] = format!("Renamed operation {number}{end}").into();
            it["operationId"] = format!("renamed-operation-{number}").into();
        }
        _ => {
            let has_form = it["parameters"]
                .as_array()
                .into_iter()
                .flatten()
                .any(|it| it["in"] == "body" || it["in"] == "formData");
            if has_form {
                return;
            }
            let kind = rng.of(&["application/x-www-form-urlencoded", "multipart/form-data"]);
            it["consumes"] = json!([kind]);
            let mut fields = vec![
                json!({"in": "formData", "name": rng.of(&WORDS), "type": "string", "required": rng.one_in(2), "description": rng.of(TEXTS)}),
            ];
            if kind == "multipart/form-data" {
                fields.push(json!({"in": "formData", "name": "file", "type": "file", "required": rng.one_in(2), "description": "What to upload"}));
            }
            match it["parameters"].as_array_mut() {
                Some(list) => list.append(&mut fields),
                None => it["parameters"] = fields.into(),
            }
        }
    }
}

/// Removes a member that indexing has made.
fn clear(it: &mut Value, key: &str) {
    if it[key].is_null() || it[key].as_array().is_some_and(Vec::is_empty) {
        it.as_object_mut().expect("an object").remove(key);
    }
}

fn body(document: &Value, rng: &mut Rng) -> Value {
    let schema = match rng.below(6) {
        0 => json!({"type": "array", "items": reference(document, rng)}),
        1 => schema(document, rng, 0),
        _ => reference(document, rng),
    };
    let mut it =
        json!({"in": "body", "name": "request", "required": !rng.one_in(4), "schema": schema});
    if !rng.one_in(4) {
        it["description"] = rng.of(TEXTS).into();
    }
    it
}
