//! What one side writes the other reads: every style × `explode` × kind of value × place.

use axum::http::Uri;
use serde_json::{Value, json};

use crate::description::{Location, Schema, Style};
use crate::json::Tree;
use crate::style::{Declared, Rule, Shape, StyleDecoder, cookies, pairs};
use crate::validator::Schemas;

/// Numbers by chance, the same in each run (xorshift64*).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(number).unwrap() % limit
    }

    /// A text of characters that mean something somewhere.
    fn text(&mut self) -> String {
        const CHARACTERS: &[char] = &[
            'a', 'Z', '0', '-', '.', '_', '~', ' ', '+', ',', ';', '=', '&', '|', '%', '/', '?',
            '#', '[', ']', '{', '}', '"', '\'', '\\', '\t', 'é', '💡', ':', '@', '!', '$',
        ];
        let length = self.below(6);
        (0..length)
            .map(|_| CHARACTERS[self.below(CHARACTERS.len())])
            .collect()
    }
}

/// The kinds of values, each with its schema and a way to make some.
type Kind = (&'static str, fn() -> Value, fn(&mut Chance) -> Value);

const KINDS: &[Kind] = &[
    (
        "string",
        || json!({"type": "string"}),
        |it| json!(it.text()),
    ),
    (
        "nullable string",
        || json!({"type": ["string", "null"]}),
        |it| match it.below(4) {
            0 => json!(""),
            1 => json!("null"),
            _ => json!(it.text()),
        },
    ),
    (
        "integer",
        || json!({"type": "integer"}),
        |it| json!(it.below(2_000_000) as i64 - 1_000_000),
    ),
    (
        "number",
        || json!({"type": "number"}),
        |it| json!(it.below(100_000) as f64 / 8.0 - 1.5),
    ),
    (
        "boolean",
        || json!({"type": "boolean"}),
        |it| json!(it.below(2) == 0),
    ),
    (
        "strings",
        || json!({"type": "array", "items": {"type": "string"}}),
        |it| {
            let count = it.below(4);
            (0..count).map(|_| json!(it.text())).collect()
        },
    ),
    (
        "integers",
        || json!({"type": "array", "items": {"type": "integer"}}),
        |it| {
            let count = it.below(4);
            (0..count).map(|_| json!(it.below(100))).collect()
        },
    ),
    (
        "tuple",
        || {
            json!({"type": "array", "minItems": 2, "items": {"type": "boolean"},
                "prefixItems": [{"type": "string"}, {"type": "integer"}]})
        },
        |it| match it.below(2) {
            0 => json!([it.text(), it.below(100)]),
            _ => json!([it.text(), it.below(100), true]),
        },
    ),
    (
        "integer or integers",
        || {
            let integers = json!({"type": "array", "minItems": 2, "items": {"type": "integer"}});
            json!({"oneOf": [integers, {"type": "integer"}]})
        },
        |it| match it.below(2) {
            0 => json!(it.below(100)),
            _ => json!([it.below(100), it.below(100)]),
        },
    ),
    (
        "lists",
        || json!({"type": "array", "items": {"type": "array", "items": {"type": "string"}}}),
        |it| {
            let count = 1 + it.below(3);
            (0..count).map(|_| json!([it.text(), it.text()])).collect()
        },
    ),
    (
        "objects",
        || {
            let item = json!({"type": "object", "properties": {"x": {"type": "integer"}, "s": {"type": "string"}}});
            json!({"type": "array", "items": item})
        },
        |it| {
            let count = 1 + it.below(3);
            (0..count)
                .map(|_| json!({"x": it.below(9), "s": it.text()}))
                .collect()
        },
    ),
    (
        "object",
        || {
            let strings = json!({"type": "array", "items": {"type": "string"}});
            let deep = json!({"type": "object", "properties": {"y": {"type": "integer"}}});
            json!({"type": "object", "properties": {
                "R": {"type": "integer"}, "s": {"type": "string"}, "list": strings, "deep": deep,
            }})
        },
        |it| {
            let mut value = json!({"R": it.below(256), "s": it.text()});
            if it.below(2) == 0 {
                value["list"] = json!([it.text(), it.text()]);
            }
            if it.below(2) == 0 {
                value["deep"] = json!({"y": it.below(9)});
            }
            value
        },
    ),
    (
        "map",
        || json!({"type": "object", "additionalProperties": {"type": "string"}}),
        |it| {
            let count = 1 + it.below(3);
            let members = (0..count).map(|at| (format!("{at}{}", it.text()), json!(it.text())));
            Value::Object(members.collect())
        },
    ),
];

fn read(rule: Rule<'_>, schema: Value, raw: &str) -> Result<Option<Value>, &'static str> {
    let schema = Schema::read(&schema.to_string()).unwrap();
    let mut schemas = Schemas::default();
    let id = schemas.add(schema);
    let shape = Shape::of(&schemas, id);
    let decoder = StyleDecoder {
        schemas: &schemas,
        rule,
    };
    let declared = Declared::default();
    let read = match rule.location {
        Location::Path => decoder.path(&shape, raw).map(Some),
        Location::Header => decoder.header(&shape, raw).map(Some),
        Location::Query => decoder.query(&shape, &pairs(raw), &declared),
        Location::Cookie => decoder.query(&shape, &cookies(std::iter::once(raw)), &declared),
        Location::Querystring => decoder.path(&shape, raw).map(Some),
    };
    let value = |it: Tree<'_>| serde_json::from_str(&it.to_string()).expect("JSON");
    read.map(|it| it.map(value))
}

/// The styles of each place, where the document may name them.
fn rules() -> Vec<Rule<'static>> {
    use Location::{Cookie, Header, Path, Query};
    let places: [(Location, &[Style]); 4] = [
        (
            Path,
            &[
                Style::Simple,
                Style::Label,
                Style::Matrix,
                Style::Json,
                Style::SpaceDelimited,
                Style::PipeDelimited,
                Style::TabDelimited,
            ],
        ),
        (
            Query,
            &[
                Style::Form,
                Style::SpaceDelimited,
                Style::PipeDelimited,
                Style::TabDelimited,
                Style::DeepObject,
                Style::Json,
            ],
        ),
        (Header, &[Style::Simple, Style::Json, Style::PipeDelimited]),
        (Cookie, &[Style::Form, Style::Cookie, Style::Json]),
    ];
    let mut rules = Vec::new();
    for (location, styles) in places {
        for style in styles {
            for (explode, allow_reserved, item_style) in [
                (false, false, Style::PipeDelimited),
                (true, false, Style::Simple),
                (false, true, Style::Simple),
                (true, true, Style::PipeDelimited),
            ] {
                rules.push(Rule {
                    name: "color",
                    location,
                    style: *style,
                    explode,
                    allow_reserved,
                    item_style,
                });
            }
        }
    }
    rules
}

#[test]
fn what_is_written_reads_as_the_same() {
    const EACH: usize = 60;
    let mut chance = Chance(0x9E37_79B9_7F4A_7C15);
    for rule in rules() {
        for (kind, schema, make) in KINDS {
            let mut written = 0;
            for _ in 0..EACH {
                let value = make(&mut chance);
                let raw = match rule.encode(&value) {
                    Ok(Some(raw)) => raw,
                    Ok(None) => {
                        assert_eq!(value, json!([]), "{rule:?} {kind}: nothing is sent");
                        continue;
                    }
                    Err(_) => continue,
                };
                written += 1;
                let found = read(rule, schema(), &raw);
                assert_eq!(found, Ok(Some(value)), "{rule:?} {kind}: {raw}");
                let uri = match rule.location {
                    Location::Path => format!("/{raw}"),
                    Location::Query => format!("/?{raw}"),
                    Location::Header | Location::Cookie | Location::Querystring => continue,
                };
                assert!(uri.parse::<Uri>().is_ok(), "{uri} is a URI");
            }
            let is_defined = match (rule.style, *kind) {
                (Style::DeepObject, kind) => {
                    matches!(
                        kind,
                        "object" | "map" | "objects" | "strings" | "integers" | "tuple"
                    )
                }
                // Two levels of commas, and JSON with semicolons or commas in it, need not have a text.
                (_, "lists") => false,
                (_, "objects" | "object" | "map") => {
                    !matches!(rule.location, Location::Header | Location::Cookie)
                }
                _ => true,
            };
            assert!(
                written > EACH / 5 || !is_defined,
                "{rule:?} {kind}: {written} of {EACH}"
            );
        }
    }
}

#[test]
fn a_value_without_a_text_is_told() {
    let rule = |location, style, explode| Rule {
        name: "color",
        location,
        style,
        explode,
        ..Rule::default()
    };
    for (rule, value) in [
        (rule(Location::Path, Style::Simple, false), json!("")),
        (rule(Location::Path, Style::Simple, false), json!(null)),
        (rule(Location::Header, Style::Simple, false), json!(["a,b"])),
        (rule(Location::Header, Style::Simple, false), json!("a\nb")),
        (rule(Location::Header, Style::Simple, false), json!(" a")),
        (rule(Location::Query, Style::Form, false), json!([""])),
        (
            rule(Location::Query, Style::PipeDelimited, false),
            json!(["a|b"]),
        ),
        (
            rule(Location::Query, Style::SpaceDelimited, false),
            json!(["a b"]),
        ),
        (
            rule(Location::Query, Style::DeepObject, true),
            json!(["a", null]),
        ),
        (
            rule(Location::Query, Style::DeepObject, true),
            json!({"a]": 1}),
        ),
        (rule(Location::Cookie, Style::Cookie, false), json!("a;b")),
    ] {
        assert!(rule.encode(&value).is_err(), "{rule:?} {value}");
    }
    let nothing = rule(Location::Query, Style::Form, true);
    assert_eq!(nothing.encode(&json!(null)), Ok(None));
}

/// What others send, where it cannot be mistaken for anything else.
#[test]
fn objects_of_a_list_are_read_as_one_array_too() {
    let item = json!({"type": "object", "properties": {"x": {"type": "integer"}}});
    let schema = json!({"type": "array", "items": item});
    let expected = json!([{"x": 1}, {"x": 2}]);
    let form = Rule {
        name: "list",
        style: Style::Form,
        explode: true,
        ..Rule::default()
    };
    let joined = Rule {
        explode: false,
        ..form
    };
    let header = Rule {
        location: Location::Header,
        style: Style::Simple,
        explode: false,
        ..form
    };
    for (rule, raw) in [
        (form, r#"list={"x":1}&list={"x":2}"#),
        (form, r#"list=[{"x":1},{"x":2}]"#),
        (form, r#"list=%5B%7B%22x%22%3A1%7D,%7B%22x%22%3A2%7D%5D"#),
        (form, r#"list={"x":1},{"x":2}"#),
        (joined, r#"list={"x":1},{"x":2}"#),
        (joined, r#"list=%7B%22x%22:1%7D,%7B%22x%22:2%7D"#),
        (header, r#"{"x":1}, {"x":2}"#),
        (header, r#"[{"x":1}, {"x":2}]"#),
    ] {
        assert_eq!(
            read(rule, schema.clone(), raw),
            Ok(Some(expected.clone())),
            "{raw}"
        );
    }
}

/// A list of one item and that item are the same text: it is read as the item, where the schema takes both.
#[test]
fn a_list_of_one_item_is_read_as_the_item() {
    let schema =
        || json!({"oneOf": [{"type": "array", "items": {"type": "integer"}}, {"type": "integer"}]});
    for (location, style, explode) in [
        (Location::Query, Style::Form, true),
        (Location::Query, Style::Form, false),
        (Location::Query, Style::PipeDelimited, false),
        (Location::Cookie, Style::Form, false),
        (Location::Header, Style::Simple, false),
        (Location::Path, Style::Simple, false),
        (Location::Path, Style::Label, true),
        (Location::Path, Style::Matrix, true),
    ] {
        let rule = Rule {
            name: "a",
            location,
            style,
            explode,
            ..Rule::default()
        };
        for (value, expected) in [
            (json!(3), json!(3)),
            (json!([3]), json!(3)),
            (json!([3, 4]), json!([3, 4])),
        ] {
            let text = rule.encode(&value).unwrap().unwrap();
            let found = read(rule, schema(), &text);
            assert_eq!(found, Ok(Some(expected)), "{style:?}: {text}");
        }
    }
}
