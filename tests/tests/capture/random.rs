//! Small APIs made by choices: any list of numbers makes one, and smaller numbers a simpler one.

use serde_json::{Map, Value, json};
use verbatim_tests::random::{FORMATS, VALUES as VALUES_OF_ALL, WORDS as WORDS_OF_ALL};

/// Choices, one after the other; where there are no more, the first of what there is to choose from.
pub struct Choices<'a> {
    left: std::slice::Iter<'a, u16>,
    /// Whether components may hold themselves.
    cycles: bool,
    /// The first component that may be referred to.
    first: usize,
    /// How many schemas there may still be, so that no document grows without end.
    schemas: usize,
}

const NAMES: [&str; 5] = [
    "acme.Alpha",
    "acme.Beta",
    "acme.Gamma",
    "Delta",
    "acme.sub.Epsilon",
];

/// No more of the names than pages of both layouts can show.
const WORDS: &[&str] = WORDS_OF_ALL.split_at(14).0;

const TEXTS: [&str; 20] = [
    "The first of them.",
    "Says `which` it is, \"so\" to speak.",
    "One line.\nAnother one.",
    "A paragraph.\n\nAnother one.",
    "the id or url of it",
    "AvatarURL is an address",
    "A | B",
    "x",
    "[in brackets]",
    "Use [this](https://example.com/a_b) *or* _that_",
    "- one\n- two",
    "Either:\n\n1. one\n2. two",
    "It is `this|that`.",
    "A <b>bold</b> word",
    "undefined",
    "null",
    "**bold**: so",
    "Grüße, 日本語 and 😀",
    "  spaces around ",
    "Deprecated: use `other_name` instead.",
];

/// Texts that stand alone, as those of operations and tags do.
const LONG_TEXTS: [&str; 5] = [
    "Does it.\n\nAnd more.",
    "# Heading\n\nBelow it.\n\n## Another\n\nEnd.",
    "```json\n{\"a\": [1]}\n```\n\nBehind it.",
    "| a | b |\n|---|---|\n| 1 | 2 |\n\nA table.",
    "> A quote.\n\nBehind it.",
];

/// No more of the values than pages of both layouts can show.
const VALUES: &[&str] = VALUES_OF_ALL.split_at(10).0;

const STATUSES: [&str; 7] = ["200", "201", "204", "404", "4XX", "500", "default"];

impl<'a> Choices<'a> {
    /// The choices that these numbers stand for.
    pub fn new(numbers: &'a [u16], cycles: bool) -> Self {
        Self {
            left: numbers.iter(),
            cycles,
            first: 0,
            schemas: 60,
        }
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::from(*self.left.next().unwrap_or(&0)) % limit.max(1)
    }

    /// Whether one of so many times it is so; not where choices have run out.
    fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == times - 1
    }

    fn of<'t>(&mut self, list: &[&'t str]) -> &'t str {
        list[self.below(list.len())]
    }

    fn text(&mut self) -> Value {
        self.of(&TEXTS).into()
    }

    fn long_text(&mut self) -> Value {
        match self.one_in(2) {
            true => self.of(&LONG_TEXTS).into(),
            false => self.text(),
        }
    }

    fn reference(&mut self) -> Value {
        match NAMES.get(self.first..).filter(|it| !it.is_empty()) {
            Some(names) => json!({"$ref": format!("#/components/schemas/{}", self.of(names))}),
            None => json!({"type": "boolean"}),
        }
    }

    fn scalar(&mut self) -> Value {
        match self.below(8) {
            0 => json!({"type": "string"}),
            1 => json!({"type": "string", "format": self.of(&FORMATS)}),
            2 => json!({"type": "integer"}),
            3 => json!({"type": "integer", "format": "int64"}),
            4 => json!({"type": "number"}),
            5 => json!({"type": "boolean"}),
            6 => {
                let count = 1 + self.below(4);
                let mut values: Vec<&str> = (0..count).map(|_| self.of(VALUES)).collect();
                values.dedup();
                let mut it = json!({"type": "string"});
                values.sort_unstable();
                values.dedup();
                it["enum"] = json!(values);
                it
            }
            _ => json!({"type": "integer", "enum": [3, 1, 2]}),
        }
    }

    /// A schema that stands where it is used.
    fn schema(&mut self, depth: usize) -> Value {
        self.schemas = self.schemas.saturating_sub(1);
        let simple = depth == 0 || self.schemas == 0;
        let mut it = match self.below(if simple { 5 } else { 13 }) {
            0..=2 => self.scalar(),
            3 => return self.reference(),
            4 => json!({"type": "object"}),
            5 | 6 => json!({"type": "array", "items": self.schema(depth - 1)}),
            7 => json!({"type": "object", "additionalProperties": self.schema(depth - 1)}),
            8 => json!({"type": "array", "items": self.reference()}),
            9 => {
                let mut it = json!({"allOf": [self.reference()]});
                if self.one_in(2) {
                    let more = self.object(depth - 1);
                    it["allOf"].as_array_mut().expect("a list").push(more);
                }
                it
            }
            10 => {
                let keyword = self.of(&["oneOf", "anyOf"]);
                let count = 2 + self.below(2);
                let branches: Vec<Value> = (0..count).map(|_| self.schema(depth - 1)).collect();
                let mut it = Map::new();
                it.insert(keyword.to_owned(), branches.into());
                it.into()
            }
            _ => self.object(depth - 1),
        };
        if self.one_in(4) {
            it["description"] = self.text();
        }
        if it["type"].is_string() {
            match self.below(24) {
                21 => it["nullable"] = true.into(),
                22 => it["readOnly"] = true.into(),
                23 => it["writeOnly"] = true.into(),
                _ => {}
            }
        }
        if it["type"] == "string" && it.get("enum").is_none() && self.one_in(12) {
            it["example"] = "an example".into();
        }
        it
    }

    fn object(&mut self, depth: usize) -> Value {
        let mut properties = Map::new();
        for _ in 0..=self.below(4) {
            let name = self.of(WORDS);
            properties.insert(name.to_owned(), self.schema(depth));
        }
        let required: Vec<String> = properties.keys().cloned().collect();
        let required: Vec<String> = required.into_iter().filter(|_| self.one_in(3)).collect();
        let mut it = json!({"type": "object", "properties": properties});
        if !required.is_empty() {
            it["required"] = json!(required);
        }
        it
    }

    fn component(&mut self) -> Value {
        let mut it = match self.below(10) {
            0..=5 => self.object(2),
            6 => self.scalar(),
            7 => json!({"type": "array", "items": self.schema(1)}),
            8 => json!({"type": "object", "additionalProperties": self.schema(1)}),
            _ => {
                let more = self.object(1);
                json!({"allOf": [self.reference(), more]})
            }
        };
        if self.one_in(3) {
            it["description"] = self.text();
        }
        it
    }

    /// What a body or a response holds at the top.
    fn held(&mut self) -> Value {
        match self.below(8) {
            0 | 1 => self.reference(),
            2 | 3 => json!({"type": "array", "items": self.reference()}),
            4 => self.scalar(),
            5 => self.schema(2),
            _ => self.object(2),
        }
    }

    fn parameter(&mut self, name: &str) -> Value {
        let location = self.of(&["query", "query", "header", "cookie"]);
        let schema = match self.below(4) {
            0 | 1 => self.scalar(),
            2 => json!({"type": "array", "items": self.scalar()}),
            _ => self.reference(),
        };
        let mut it = json!({"name": name, "in": location, "schema": schema});
        if self.one_in(2) {
            it["required"] = true.into();
        }
        if self.one_in(2) {
            it["description"] = self.text();
        }
        if location == "query" && it["schema"]["type"] == "array" && self.one_in(2) {
            it["explode"] = false.into();
        }
        it
    }

    fn body(&mut self) -> Value {
        let mut it = json!({});
        let (media_type, schema) = match self.below(10) {
            0..=4 => ("application/json", self.held()),
            5 => ("application/x-www-form-urlencoded", self.object(0)),
            6 => {
                let mut schema = self.object(0);
                schema["properties"]["file"] = json!({"type": "string", "format": "binary"});
                ("multipart/form-data", schema)
            }
            7 => ("text/plain", json!({"type": "string"})),
            8 => (
                "application/octet-stream",
                json!({"type": "string", "format": "binary"}),
            ),
            _ => ("application/yaml", self.held()),
        };
        it["content"][media_type] = json!({"schema": schema});
        if self.one_in(3) {
            it["required"] = true.into();
        }
        if self.one_in(2) {
            it["description"] = self.text();
        }
        it
    }

    fn response(&mut self) -> Value {
        let mut it = json!({"description": self.text()});
        let media_type = match self.below(10) {
            0..=5 => "application/json",
            6 => "text/plain",
            7 => "application/yaml",
            8 => "application/octet-stream",
            _ => "",
        };
        match media_type {
            "" => {}
            "application/octet-stream" => {
                it["content"][media_type] =
                    json!({"schema": {"type": "string", "format": "binary"}});
            }
            _ => it["content"][media_type] = json!({"schema": self.held()}),
        }
        if self.one_in(5) {
            let mut header = json!({"schema": {"type": self.of(&["string", "integer"])}});
            if self.one_in(2) {
                header["description"] = self.text();
            }
            it["headers"] = json!({"X-Left": header});
        }
        it
    }

    fn operation(&mut self, tags: usize) -> Value {
        let mut parameters = vec![
            json!({"name": "id", "in": "path", "required": true, "schema": {"type": "string", "format": "uuid"}}),
        ];
        for name in ["limit", "q", "X-Trace"] {
            if self.one_in(3) {
                parameters.push(self.parameter(name));
            }
        }
        let mut it = json!({"parameters": parameters});
        match self.below(tags + 1) {
            0 if self.one_in(3) => {}
            tag => it["tags"] = json!([format!("Tag {}", tag.max(1))]),
        }
        let mut responses = Map::new();
        for _ in 0..=self.below(3) {
            let status = self.of(&STATUSES);
            responses.insert(status.to_owned(), self.response());
        }
        it["responses"] = responses.into();
        if self.one_in(2) {
            it["requestBody"] = self.body();
        }
        if self.one_in(3) {
            it["description"] = self.long_text();
        }
        if self.one_in(6) {
            it["deprecated"] = true.into();
        }
        match self.below(6) {
            3 | 4 => it["security"] = json!([{"Key": []}]),
            5 => it["security"] = json!([{"Token": []}]),
            _ => {}
        }
        it
    }

    /// A document.
    pub fn document(&mut self) -> Value {
        let mut schemas = Map::new();
        for (i, name) in NAMES.into_iter().enumerate() {
            self.first = if self.cycles { 0 } else { i + 1 };
            schemas.insert(name.to_owned(), self.component());
        }
        self.first = 0;
        let tags = 1 + self.below(3);
        let mut paths = Map::new();
        for i in 0..=self.below(4) {
            let mut it = self.operation(tags);
            it["summary"] = format!("Do it {i}").into();
            it["operationId"] = format!("do-it-{i}").into();
            let method = self.of(&["put", "get", "post", "delete", "patch"]);
            if method == "get" || method == "delete" {
                it.as_object_mut().expect("an object").remove("requestBody");
            }
            paths.insert(format!("/things/{{id}}/{i}"), json!({method: it}));
        }
        let mut declared = Vec::new();
        for i in 1..=tags {
            let mut it = json!({"name": format!("Tag {i}")});
            if self.one_in(3) {
                it["description"] = self.long_text();
            }
            declared.push(it);
        }
        json!({
            "openapi": "3.0.3",
            "info": {"title": "Things", "version": "1.0"},
            "servers": [{"url": "https://example.com/v1"}],
            "tags": declared,
            "paths": paths,
            "components": {
                "schemas": schemas,
                "securitySchemes": {
                    "Key": {"type": "apiKey", "in": "header", "name": "X-Key"},
                    "Token": {"type": "http", "scheme": "bearer"},
                },
            },
        })
    }
}
