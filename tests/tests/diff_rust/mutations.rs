//! A small document with what crates are made of, and changes of it: those that are written down, and random ones.

use serde_json::{Map, Value, json};

/// The document.
pub const DOCUMENT: &str = r##"{
"openapi": "3.0.4", "info": {"title": "Pets", "version": "1"},
"servers": [{"url": "https://pets.example/v1"}],
"tags": [{"name": "pets"}, {"name": "shop"}],
"paths": {
  "/pets": {
    "get": {"operationId": "listPets", "tags": ["pets"],
      "parameters": [{"name": "limit", "in": "query", "schema": {"type": "integer"}}, {"name": "kind", "in": "query", "required": true, "schema": {"$ref": "#/components/schemas/Kind"}}],
      "responses": {"200": {"description": "all", "content": {"application/json": {"schema": {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}}}}}}},
    "post": {"operationId": "addPet", "tags": ["pets"], "security": [{"token": []}],
      "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}},
      "responses": {
        "201": {"description": "made", "headers": {"Location": {"required": true, "schema": {"type": "string"}}}, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}},
        "409": {"$ref": "#/components/responses/Conflict"}, "4XX": {"description": "refused", "content": {"text/plain": {"schema": {"type": "string"}}}}}}},
  "/pets/{id}": {
    "get": {"operationId": "getPet", "tags": ["pets"],
      "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"$ref": "#/components/schemas/Id"}}],
      "responses": {"200": {"description": "one", "content": {"application/json": {"schema": {"type": "object", "required": ["pet"], "properties": {"pet": {"$ref": "#/components/schemas/Pet"}, "seen": {"type": "string", "format": "date-time"}}}}}}, "404": {"description": "none"}, "409": {"$ref": "#/components/responses/Conflict"}}},
    "delete": {"operationId": "dropPet", "tags": ["pets"], "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"$ref": "#/components/schemas/Id"}}], "responses": {"204": {"description": "gone"}}}},
  "/shop": {
    "delete": {"operationId": "close", "tags": ["shop"], "responses": {"200": {"description": "done", "content": {"text/plain": {"schema": {"type": "string"}}}}, "202": {"description": "later"}}},
    "get": {"operationId": "openShop", "tags": ["shop"], "responses": {"200": {"description": "open", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Animal"}}, "text/plain": {"schema": {"type": "string"}}}}}},
    "put": {"operationId": "paint", "tags": ["shop"],
      "requestBody": {"content": {"application/x-www-form-urlencoded": {"schema": {"$ref": "#/components/schemas/Paint"}}, "application/json": {"schema": {"$ref": "#/components/schemas/Paint"}}}},
      "responses": {"204": {"description": "done"}}},
    "post": {"operationId": "upload", "tags": ["shop"],
      "requestBody": {"required": true, "content": {"multipart/form-data": {"schema": {"type": "object", "properties": {"note": {"type": "string"}, "photo": {"type": "string", "format": "binary"}}}}}},
      "responses": {"204": {"description": "done"}}}}
},
"components": {
  "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
  "responses": {"Conflict": {"description": "already there", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}},
  "schemas": {
    "Id": {"type": "string", "format": "uuid"},
    "Kind": {"type": "string", "enum": ["cat", "dog", "cow"]},
    "Level": {"type": "integer", "enum": [1, 2, 3]},
    "Pet": {"type": "object", "required": ["name", "level"], "properties": {
      "name": {"type": "string"}, "level": {"$ref": "#/components/schemas/Level"}, "age": {"type": "integer", "format": "int32"},
      "nick": {"type": "string", "nullable": true}, "kind": {"$ref": "#/components/schemas/Kind"},
      "owner": {"type": "object", "required": ["id"], "properties": {"id": {"$ref": "#/components/schemas/Id"}, "city": {"type": "string"}}},
      "tags": {"type": "array", "items": {"type": "string"}}, "weight": {"type": "number", "default": 1.5}, "friends": {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}}}},
    "Paint": {"type": "object", "properties": {"color": {"type": "string", "default": "red"}, "depth": {"type": "integer"}, "glossy": {"type": "boolean"}}},
    "Notes": {"type": "object", "additionalProperties": {"type": "string"}},
    "Names": {"type": "array", "items": {"type": "string"}},
    "Open": {"type": "object", "properties": {"x": {"type": "integer"}}, "additionalProperties": {"type": "integer"}},
    "Cat": {"type": "object", "required": ["type", "lives"], "properties": {"type": {"type": "string"}, "lives": {"type": "integer"}}},
    "Dog": {"type": "object", "required": ["type"], "properties": {"type": {"type": "string"}, "loud": {"type": "boolean"}}},
    "Animal": {"oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}], "discriminator": {"propertyName": "type", "mapping": {"cat": "#/components/schemas/Cat", "dog": "#/components/schemas/Dog"}}},
    "Mark": {"oneOf": [{"$ref": "#/components/schemas/Open"}, {"$ref": "#/components/schemas/Dog"}]},
    "Either": {"oneOf": [{"type": "string"}, {"type": "integer"}]},
    "Problem": {"allOf": [{"$ref": "#/components/schemas/Paint"}, {"type": "object", "required": ["message"], "properties": {"message": {"type": "string"}}}]},
    "Tree": {"type": "object", "properties": {"left": {"$ref": "#/components/schemas/Tree"}, "value": {"type": "integer"}}}
  }}
}"##;

fn document() -> Value {
    serde_json::from_str(DOCUMENT).expect("JSON")
}

/// The document as changes of it are written: members in the same order.
pub fn old() -> String {
    document().to_string()
}

/// A place, and what stands there in the new document; `null` takes it away.
type Edit = (&'static str, Value);

/// The changes that are written down, each with a name and the new document.
pub fn all() -> Vec<(&'static str, String)> {
    let at = |place: &'static str, value: Value| vec![(place, value)];
    let string = || json!({"type": "string"});
    let list: Vec<(&'static str, Vec<Edit>)> = vec![
        (
            "texts",
            at("/components/schemas/Pet/description", json!("A pet.")),
        ),
        (
            "rules",
            at(
                "/components/schemas/Pet/properties/name/maxLength",
                json!(5),
            ),
        ),
        (
            "optional_property",
            at("/components/schemas/Pet/properties/color", string()),
        ),
        (
            "optional_object",
            at(
                "/components/schemas/Pet/properties/home",
                json!({"type": "object", "properties": {"street": string()}}),
            ),
        ),
        (
            "required_property",
            vec![
                ("/components/schemas/Paint/properties/coat", string()),
                ("/components/schemas/Paint/required", json!(["coat"])),
            ],
        ),
        (
            "became_required",
            at(
                "/components/schemas/Pet/required",
                json!(["name", "level", "age"]),
            ),
        ),
        (
            "became_optional",
            at("/components/schemas/Pet/required", json!(["name"])),
        ),
        (
            "required_beside_required",
            vec![
                ("/components/schemas/Cat/properties/coat", string()),
                (
                    "/components/schemas/Cat/required",
                    json!(["type", "lives", "coat"]),
                ),
            ],
        ),
        (
            "became_defaulted",
            vec![
                ("/components/schemas/Cat/properties/lives/default", json!(9)),
                ("/components/schemas/Cat/required", json!(["type"])),
            ],
        ),
        (
            "defaulted_became_required",
            at("/components/schemas/Paint/required", json!(["color"])),
        ),
        (
            "removed_property",
            at("/components/schemas/Pet/properties/age", Value::Null),
        ),
        (
            "other_type",
            at("/components/schemas/Pet/properties/age", string()),
        ),
        (
            "other_format",
            at(
                "/components/schemas/Pet/properties/age/format",
                json!("int64"),
            ),
        ),
        (
            "other_bounds",
            vec![
                (
                    "/components/schemas/Paint/properties/depth/minimum",
                    json!(0),
                ),
                (
                    "/components/schemas/Paint/properties/depth/maximum",
                    json!(18_446_744_073_709_551_615_u64),
                ),
            ],
        ),
        (
            "nullable",
            at(
                "/components/schemas/Pet/properties/name/nullable",
                json!(true),
            ),
        ),
        (
            "optional_nullable",
            at(
                "/components/schemas/Pet/properties/age/nullable",
                json!(true),
            ),
        ),
        (
            "default",
            at("/components/schemas/Pet/properties/age/default", json!(3)),
        ),
        (
            "no_default",
            at(
                "/components/schemas/Paint/properties/color/default",
                Value::Null,
            ),
        ),
        (
            "value_added",
            at(
                "/components/schemas/Kind/enum",
                json!(["cat", "dog", "cow", "hen"]),
            ),
        ),
        (
            "value_removed",
            at("/components/schemas/Kind/enum", json!(["cat", "dog"])),
        ),
        (
            "values_of_integers",
            at("/components/schemas/Level/enum", json!([1, 2, 3, 4])),
        ),
        (
            "no_values",
            at("/components/schemas/Level/enum", Value::Null),
        ),
        ("alias", at("/components/schemas/Id/format", Value::Null)),
        (
            "map",
            at(
                "/components/schemas/Notes/additionalProperties/type",
                json!("integer"),
            ),
        ),
        (
            "list",
            at("/components/schemas/Names/items/type", json!("integer")),
        ),
        (
            "rest",
            at(
                "/components/schemas/Open/additionalProperties/type",
                json!("string"),
            ),
        ),
        (
            "no_rest",
            at(
                "/components/schemas/Open/additionalProperties",
                json!(false),
            ),
        ),
        (
            "branch_added",
            at(
                "/components/schemas/Either/oneOf",
                json!([{"type": "string"}, {"type": "integer"}, {"type": "boolean"}]),
            ),
        ),
        (
            "branch_removed",
            at(
                "/components/schemas/Either/oneOf",
                json!([{"type": "string"}]),
            ),
        ),
        (
            "branch_changed",
            at(
                "/components/schemas/Either/oneOf",
                json!([{"type": "string"}, {"type": "number"}]),
            ),
        ),
        (
            "tag_added",
            vec![
                (
                    "/components/schemas/Hen",
                    json!({"type": "object", "required": ["type"], "properties": {"type": string()}}),
                ),
                (
                    "/components/schemas/Animal/oneOf",
                    json!([{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}, {"$ref": "#/components/schemas/Hen"}]),
                ),
                (
                    "/components/schemas/Animal/discriminator/mapping/hen",
                    json!("#/components/schemas/Hen"),
                ),
            ],
        ),
        (
            "part_of_all",
            at(
                "/components/schemas/Problem/allOf/1/properties/code",
                json!({"type": "integer"}),
            ),
        ),
        (
            "component_removed",
            at("/components/schemas/Notes", Value::Null),
        ),
        (
            "struct_to_enum",
            at(
                "/components/schemas/Dog",
                json!({"oneOf": [{"type": "object", "required": ["a"], "properties": {"a": string()}}, {"type": "object", "required": ["b"], "properties": {"b": string()}}]}),
            ),
        ),
        (
            "operation_removed",
            at("/paths/~1pets~1{id}/delete", Value::Null),
        ),
        (
            "operation_added",
            at(
                "/paths/~1pets~1{id}/put",
                json!({"operationId": "putPet", "tags": ["pets"], "parameters": [{"name": "id", "in": "path", "required": true, "schema": string()}], "responses": {"204": {"description": "done"}}}),
            ),
        ),
        (
            "operation_renamed",
            at("/paths/~1pets~1{id}/get/operationId", json!("onePet")),
        ),
        (
            "operation_moved",
            at("/paths/~1pets~1{id}/delete/tags", json!(["shop"])),
        ),
        (
            "tag_of_its_own",
            at("/paths/~1pets~1{id}/delete/tags", json!(["drops"])),
        ),
        (
            "path_renamed",
            vec![
                ("/paths/~1stores", document()["paths"]["/shop"].clone()),
                ("/paths/~1shop", Value::Null),
            ],
        ),
        (
            "parameter_added",
            at(
                "/paths/~1pets/get/parameters/2",
                json!({"name": "after", "in": "query", "schema": string()}),
            ),
        ),
        (
            "first_parameter",
            at(
                "/paths/~1shop/get/parameters",
                json!([{"name": "after", "in": "query", "schema": string()}]),
            ),
        ),
        (
            "parameter_removed",
            at("/paths/~1pets/get/parameters/0", Value::Null),
        ),
        (
            "parameter_type",
            at(
                "/paths/~1pets/get/parameters/0/schema/type",
                json!("string"),
            ),
        ),
        (
            "parameter_required",
            at("/paths/~1pets/get/parameters/0/required", json!(true)),
        ),
        (
            "body_added",
            at(
                "/paths/~1pets~1{id}/delete/requestBody",
                json!({"content": {"application/json": {"schema": string()}}}),
            ),
        ),
        (
            "body_required",
            at("/paths/~1shop/put/requestBody/required", json!(true)),
        ),
        (
            "media_type_removed",
            at(
                "/paths/~1shop/put/requestBody/content/application~1json",
                Value::Null,
            ),
        ),
        (
            "media_type_added",
            at(
                "/paths/~1shop/put/requestBody/content/text~1plain",
                json!({"schema": string()}),
            ),
        ),
        (
            "part_added",
            at(
                "/paths/~1shop/post/requestBody/content/multipart~1form-data/schema/properties/title",
                string(),
            ),
        ),
        (
            "part_removed",
            at(
                "/paths/~1shop/post/requestBody/content/multipart~1form-data/schema/properties/note",
                Value::Null,
            ),
        ),
        (
            "status_added",
            at(
                "/paths/~1pets~1{id}/get/responses/410",
                json!({"description": "gone"}),
            ),
        ),
        (
            "second_success",
            at(
                "/paths/~1pets~1{id}/get/responses/202",
                json!({"description": "later"}),
            ),
        ),
        (
            "first_failure_beside_successes",
            at(
                "/paths/~1shop/delete/responses/404",
                json!({"description": "none"}),
            ),
        ),
        (
            "scheme_of_another_kind",
            at("/components/securitySchemes/token/scheme", json!("basic")),
        ),
        (
            "branch_of_the_same_type",
            vec![
                (
                    "/components/schemas/Stray",
                    json!({"allOf": [{"$ref": "#/components/schemas/Dog"}]}),
                ),
                (
                    "/components/schemas/Mark/oneOf",
                    json!([{"$ref": "#/components/schemas/Open"}, {"$ref": "#/components/schemas/Dog"}, {"$ref": "#/components/schemas/Stray"}]),
                ),
            ],
        ),
        (
            "status_removed",
            at("/paths/~1pets~1{id}/get/responses/404", Value::Null),
        ),
        (
            "second_status",
            at(
                "/paths/~1pets/get/responses/404",
                json!({"description": "none"}),
            ),
        ),
        (
            "answer_type",
            at(
                "/paths/~1pets/get/responses/200/content/application~1json/schema",
                json!({"$ref": "#/components/schemas/Names"}),
            ),
        ),
        (
            "answer_media",
            at(
                "/paths/~1shop/get/responses/200/content/text~1plain",
                Value::Null,
            ),
        ),
        (
            "header_added",
            at(
                "/paths/~1pets/post/responses/201/headers/ETag",
                json!({"schema": string()}),
            ),
        ),
        (
            "first_header",
            at(
                "/paths/~1pets/get/responses/200/headers",
                json!({"X-Total": {"schema": {"type": "integer"}}}),
            ),
        ),
        (
            "header_required",
            at(
                "/paths/~1pets/post/responses/201/headers/Location/required",
                json!(false),
            ),
        ),
        (
            "shared_response",
            at(
                "/components/responses/Conflict/content/application~1json/schema",
                json!({"$ref": "#/components/schemas/Paint"}),
            ),
        ),
        (
            "secured",
            at("/paths/~1pets/get/security", json!([{"token": []}])),
        ),
        ("unsecured", at("/paths/~1pets/post/security", Value::Null)),
        (
            "maybe_secured",
            at("/paths/~1pets/post/security", json!([{"token": []}, {}])),
        ),
        (
            "other_tag_secured",
            at("/paths/~1shop/get/security", json!([{"token": []}])),
        ),
        ("no_base_path", at("/servers", Value::Null)),
        (
            "inline_answer",
            at(
                "/paths/~1pets~1{id}/get/responses/200/content/application~1json/schema/properties/more",
                string(),
            ),
        ),
    ];
    list.into_iter()
        .map(|(name, edits)| {
            let mut new = document();
            for (place, value) in edits {
                edit(&mut new, place, value);
            }
            (name, new.to_string())
        })
        .chain([
            ("component_renamed", renamed(&old(), "Pet", "Beast")),
            (
                "arguments_in_another_order",
                old().replacen(
                    r##""level":{"$ref":"#/components/schemas/Level"},"name":{"type":"string"}"##,
                    r##""name":{"type":"string"},"level":{"$ref":"#/components/schemas/Level"}"##,
                    1,
                ),
            ),
        ])
        .collect()
}

fn renamed(text: &str, name: &str, other: &str) -> String {
    text.replace(&format!("schemas/{name}\""), &format!("schemas/{other}\""))
        .replace(&format!("\"{name}\": {{"), &format!("\"{other}\": {{"))
        .replace(&format!("\"{name}\":{{"), &format!("\"{other}\":{{"))
}

fn edit(it: &mut Value, place: &str, value: Value) {
    let (parent, name) = place.rsplit_once('/').expect("a place");
    let name = name.replace("~1", "/").replace("~0", "~");
    let parent = it
        .pointer_mut(parent)
        .unwrap_or_else(|| panic!("there is {parent}"));
    match parent {
        Value::Object(members) if value.is_null() => {
            members
                .remove(&name)
                .unwrap_or_else(|| panic!("there is {place}"));
        }
        Value::Object(members) => {
            members.insert(name, value);
        }
        Value::Array(items) => {
            let at: usize = name.parse().expect("an index");
            match value {
                Value::Null => {
                    items.remove(at);
                }
                value if at == items.len() => items.push(value),
                value => items[at] = value,
            }
        }
        other => panic!("{other} has no members"),
    }
}

fn below(seed: &mut u64, limit: usize) -> usize {
    *seed = seed
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    ((*seed >> 33) as usize) % limit.max(1)
}

/// The places of all objects that are schemas with a type, of all operations, and of all lists of values.
fn places(it: &Value, path: &str, schemas: &mut Vec<String>, operations: &mut Vec<String>) {
    match it {
        Value::Object(members) => {
            if members.get("type").is_some_and(Value::is_string)
                && !path.contains("securitySchemes")
            {
                schemas.push(path.to_owned());
            }
            if members.contains_key("responses") && path.starts_with("/paths/") {
                operations.push(path.to_owned());
            }
            for (name, it) in members {
                let name = name.replace('~', "~0").replace('/', "~1");
                places(it, &format!("{path}/{name}"), schemas, operations);
            }
        }
        Value::Array(items) => {
            for (at, it) in items.iter().enumerate() {
                places(it, &format!("{path}/{at}"), schemas, operations);
            }
        }
        _ => {}
    }
}

/// The document with one random change, or a few.
pub fn random(text: &str, seed: u64) -> String {
    let mut seed = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mut new: Value = serde_json::from_str(text).expect("JSON");
    for _ in 0..=below(&mut seed, 2) {
        let (mut schemas, mut operations) = (Vec::new(), Vec::new());
        places(&new, "", &mut schemas, &mut operations);
        if below(&mut seed, 3) > 0 && !schemas.is_empty() {
            let place = schemas[below(&mut seed, schemas.len())].clone();
            schema(new.pointer_mut(&place).expect("a schema"), &mut seed);
        } else if !operations.is_empty() {
            let place = operations[below(&mut seed, operations.len())].clone();
            operation(new.pointer_mut(&place).expect("an operation"), &mut seed);
        }
    }
    new.to_string()
}

fn names(it: &Value) -> Vec<String> {
    it.as_object()
        .map(|it| it.keys().cloned().collect())
        .unwrap_or_default()
}

fn schema(it: &mut Value, seed: &mut u64) {
    let properties = names(&it["properties"]);
    let types = ["string", "integer", "number", "boolean"];
    match below(seed, 9) {
        0 if !properties.is_empty() => {
            let name = &properties[below(seed, properties.len())];
            if let Some(members) = it["properties"].as_object_mut() {
                members.remove(name);
            }
            if let Some(required) = it["required"].as_array_mut() {
                required.retain(|it| it != name);
            }
            if it["required"].as_array().is_none_or(Vec::is_empty) {
                it.as_object_mut().map(|it| it.remove("required"));
            }
        }
        1 | 2 if it["type"] == "object" => {
            let name = format!("new_{}", below(seed, 100));
            if !it["properties"].is_object() {
                it["properties"] = Value::Object(Map::new());
            }
            it["properties"][&name] = json!({"type": types[below(seed, 4)]});
            if below(seed, 2) == 0 {
                let mut required = it["required"].as_array().cloned().unwrap_or_default();
                required.push(json!(name));
                it["required"] = json!(required);
            }
        }
        3 if !properties.is_empty() => {
            let name = &properties[below(seed, properties.len())];
            let mut required = it["required"].as_array().cloned().unwrap_or_default();
            let before = required.len();
            required.retain(|it| it != name);
            if required.len() == before {
                required.push(json!(name));
            }
            match required.is_empty() {
                true => {
                    it.as_object_mut().map(|it| it.remove("required"));
                }
                false => it["required"] = json!(required),
            }
        }
        4 => it["nullable"] = json!(it["nullable"] != true),
        5 if it["enum"].is_array() => {
            let values = it["enum"].as_array_mut().expect("a list");
            match below(seed, 2) {
                0 if values.len() > 1 => {
                    let at = below(seed, values.len());
                    values.remove(at);
                }
                _ => {
                    let is_text = values.iter().all(Value::is_string);
                    values.push(if is_text { json!("another") } else { json!(77) });
                }
            }
        }
        6 if it["type"] == "object" => {
            it["additionalProperties"] =
                [json!(false), json!({"type": "string"}), json!(true)][below(seed, 3)].clone();
        }
        7 if it["type"] == "string" => it["maxLength"] = json!(9),
        _ if it["type"] != "object" && it["type"] != "array" => {
            *it = json!({"type": types[below(seed, 4)]});
        }
        _ => it["description"] = json!("Something else."),
    }
}

fn operation(it: &mut Value, seed: &mut u64) {
    let statuses = names(&it["responses"]);
    match below(seed, 8) {
        0 => it["operationId"] = json!(format!("other{}", below(seed, 100))),
        1 => {
            let mut parameters = it["parameters"].as_array().cloned().unwrap_or_default();
            parameters.push(json!({"name": format!("p{}", below(seed, 100)), "in": "query", "required": below(seed, 2) == 0, "schema": {"type": "string"}}));
            it["parameters"] = json!(parameters);
        }
        2 => {
            if let Some(parameters) = it["parameters"].as_array_mut() {
                parameters.retain(|it| it["in"] == "path" || it["required"] == true);
            }
        }
        3 => {
            it["responses"]["418"] = json!({"description": "a teapot", "content": {"application/json": {"schema": {"type": "string"}}}})
        }
        4 if statuses.len() > 1 => {
            let status = &statuses[below(seed, statuses.len())];
            it["responses"]
                .as_object_mut()
                .map(|all| all.remove(status));
        }
        5 => {
            let tag = ["pets", "shop", "else"][below(seed, 3)];
            it["tags"] = json!([tag]);
        }
        6 => {
            let status = &statuses[below(seed, statuses.len())];
            if it["responses"][status].get("$ref").is_none() {
                it["responses"][status]["headers"] =
                    json!({"X-New": {"schema": {"type": "integer"}}});
            }
        }
        _ => {
            it.as_object_mut().map(|it| it.remove("requestBody"));
        }
    }
}
