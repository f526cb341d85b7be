//! Values by their schemas: what each keyword says, how long it takes, and where faults are.

use std::time::Instant;

use serde_json::{Value, json};

use crate::description::{Map, Schema};
use crate::json::Tree;
use crate::validator::{Budget, Exhausted, Place, Schemas};

/// A judge of a schema, with the schemas that it refers to.
struct Judged {
    schemas: Schemas,
    id: usize,
}

impl Judged {
    fn new(schema: Value, named: Value) -> Self {
        let read = |it: &Value| Schema::read(&it.to_string()).unwrap();
        let named = named.as_object().unwrap().iter();
        let named: Map<_> = named.map(|(name, it)| (name.clone(), read(it))).collect();
        let mut schemas = Schemas::new(named);
        let schema = read(&schema);
        let id = schemas.add(schema);
        Self { schemas, id }
    }

    /// The same of a text, whose numbers keep their digits.
    fn read(schema: &str) -> Self {
        let mut schemas = Schemas::default();
        let id = schemas.add(Schema::read(schema).unwrap());
        Self { schemas, id }
    }

    /// The faults of a value, as `/pointer detail`.
    fn faults(&self, value: &Value) -> Vec<String> {
        let faults = self
            .schemas
            .faults(self.id, &Tree::from(value), Place::BODY);
        let faults = faults.into_iter();
        faults
            .map(|it| {
                let pointer = it.location.strip_prefix("body").unwrap();
                format!("{} {}", pointer.trim_start(), it.detail)
            })
            .collect()
    }
}

fn check(schema: Value, rows: &[(Value, &[&str])]) {
    let judged = Judged::new(schema.clone(), json!({}));
    for (value, expected) in rows {
        assert_eq!(judged.faults(value), *expected, "{schema} {value}");
    }
}

#[test]
fn what_is_left_is_what_no_keyword_has_looked_at() {
    check(
        json!({
            "properties": {"a": {"type": "string"}},
            "allOf": [{"patternProperties": {"^x-": {}}}],
            "anyOf": [{"required": ["b"], "properties": {"b": {}}}, {"required": ["c"], "properties": {"c": {}}}],
            "not": {"not": {"properties": {"n": {}}}},
            "unevaluatedProperties": {"never": true},
        }),
        &[
            (json!({"a": "", "x-y": 1, "b": 1}), &[]),
            (json!({"a": "", "b": 1, "c": 1}), &[]),
            (
                json!({"b": 1, "n": 1, "o": 2}),
                &["/n is not a known property", "/o is not a known property"],
            ),
        ],
    );
    check(
        json!({
            "if": {"required": ["kind"], "properties": {"kind": {"enum": ["card"]}}},
            "then": {"properties": {"number": {"type": "string"}}},
            "else": {"properties": {"iban": {"type": "string"}}},
            "dependentSchemas": {"note": {"properties": {"by": {}}}},
            "unevaluatedProperties": {"type": "integer"},
        }),
        &[
            (json!({"kind": "card", "number": "1", "more": 1}), &[]),
            (
                json!({"kind": "card", "iban": "1"}),
                &["/iban must be an integer, found a string"],
            ),
            (json!({"iban": "1"}), &[]),
            (
                json!({"iban": 1}),
                &["/iban must be a string, found an integer"],
            ),
            (json!({"note": 1, "by": "x"}), &[]),
        ],
    );
    check(
        json!({
            "prefixItems": [{"type": "string"}],
            "contains": {"type": "integer"},
            "minContains": 0,
            "maxContains": 2,
            "allOf": [{"prefixItems": [{}, {"type": "boolean"}]}],
            "unevaluatedItems": {"never": true},
        }),
        &[
            (json!(["a", true, 1, 2]), &[]),
            (json!(["a", true, null]), &["/2 is not a known item"]),
            (
                json!(["a", true, 1, 2, 3]),
                &[" must contain at most 2 items of the documented kind"],
            ),
            (json!(["a", 1]), &["/1 must be a boolean, found an integer"]),
        ],
    );
    // A nested schema that leaves nothing leaves nothing to the outer one.
    check(
        json!({"allOf": [{"unevaluatedProperties": {}}], "unevaluatedProperties": {"never": true}}),
        &[(json!({"a": 1}), &[])],
    );
}

#[test]
fn properties_depend_on_others() {
    check(
        json!({"dependentRequired": {"card": ["address"]}, "dependentSchemas": {"a/b": {"minProperties": 2}}}),
        &[
            (json!({"address": 1}), &[]),
            (json!({"card": 1}), &["/address is required"]),
            (json!({"a/b": 1}), &[" must have at least 2 properties"]),
            (json!([]), &[]),
        ],
    );
}

#[test]
fn numbers_are_held_against_bounds_by_their_digits() {
    let judged = Judged::read(
        r#"{"type": "number", "minimum": 0.10000000000000000001, "multipleOf": 0.01}"#,
    );
    assert!(judged.faults(&json!(0.11)).is_empty());
    let below = " must be at least 0.10000000000000000001";
    assert_eq!(judged.faults(&json!(0.1)), [below]);
    assert_eq!(
        judged.faults(&json!(0.115)),
        [" must be a multiple of 0.01"]
    );
    check(
        json!({"enum": [[0], {"a": 1}], "type": ["array", "object"]}),
        &[
            (json!([-0.0]), &[]),
            (json!({"a": 1.0}), &[]),
            (json!([1]), &[" must be one of [0], {\"a\":1}"]),
        ],
    );
    check(
        json!({"type": "number", "format": "float"}),
        &[
            (json!(3.4e38), &[]),
            (
                json!(3.5e38),
                &[" must be within the range of 32-bit floats"],
            ),
        ],
    );
}

/// Formats of the registry that are neither of dates nor of the internet: what is one, and what is none.
#[test]
fn formats_of_the_registry_are_checked() {
    let table: &[(&str, &[&str], &[&str])] = &[
        ("char", &["a", "é", "\u{1f408}"], &["", "ab"]),
        (
            "http-date",
            &[
                "Sun, 06 Nov 1994 08:49:37 GMT",
                "Sunday, 06-Nov-94 08:49:37 GMT",
                "Sun Nov  6 08:49:37 1994",
                "Sun Nov 16 08:49:37 1994",
            ],
            &[
                "1994-11-06T08:49:37Z",
                "Sun, 6 Nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 08:49:37 UTC",
                "Sun Nov 6 08:49:37 1994",
            ],
        ),
        (
            "media-range",
            &[
                "*/*",
                "text/*",
                "text/html;level=1; q=0.5",
                "a/b;c=\"d;\\\"e\"",
                "text/html ;",
            ],
            &[
                "text",
                "*/html",
                "text/html; level",
                "text/html level=1",
                "a/b;c=\"d",
                "/",
            ],
        ),
        ("sf-boolean", &["?0", "?1"], &["?2", "true", ""]),
        ("sf-token", &["a", "*b/c:d"], &["1a", "", "a b"]),
        (
            "sf-string",
            &["\"\"", "\"a \\\" b\""],
            &["a", "\"\u{e9}\"", "\"", "\"a\\b\"", "\"a\"b\""],
        ),
        ("sf-binary", &[":aGk=:", "::"], &["aGk=", ":a-_k:", ":a"]),
        (
            "sf-integer",
            &["0", "-999999999999999"],
            &["1000000000000000", "1.0", "-"],
        ),
        (
            "sf-decimal",
            &["1.5", "-0.125"],
            &["1", "1.1234", "1234567890123.0"],
        ),
        (
            "double-int",
            &["9007199254740991"],
            &["9007199254740992", "1.5"],
        ),
        (
            "decimal128",
            &["1.5", "-1e6144", "1234567890123456789012345678901234"],
            &["1e6145", "12345678901234567890123456789012345", "x", ""],
        ),
        (
            "date-time-local",
            &["2024-02-29T09:31:04", "2024-02-29T09:31:04.5"],
            &[
                "2024-02-29T09:31:04Z",
                "2024-02-30T09:31:04",
                "2024-02-29T09:31:04+01:00",
            ],
        ),
        ("time-local", &["09:31:04"], &["09:31:04Z", "09:31"]),
        ("ip", &["192.0.2.1", "::1"], &["192.0.2", "example.org"]),
        ("url", &["https://example.org/"], &["example"]),
        ("base64", &["aGk="], &["a%"]),
    ];
    for (format, right, wrong) in table {
        let judged = Judged::new(json!({"format": format}), json!({}));
        for text in *right {
            assert_eq!(judged.faults(&json!(text)), [""; 0], "{format} {text}");
        }
        for text in *wrong {
            assert_eq!(judged.faults(&json!(text)).len(), 1, "{format} {text}");
        }
    }
    for (format, right, wrong) in [
        (
            "sf-integer",
            json!(999_999_999_999_999_u64),
            json!(1_000_000_000_000_000_u64),
        ),
        ("sf-decimal", json!(1.125), json!(1.0001)),
        ("double-int", json!(9_007_199_254_740_991_u64), json!(1.5)),
    ] {
        let judged = Judged::new(json!({"format": format}), json!({}));
        assert_eq!(judged.faults(&right), [""; 0], "{format} {right}");
        assert_eq!(judged.faults(&wrong).len(), 1, "{format} {wrong}");
    }
}

#[test]
fn the_branch_that_is_meant_tells_what_is_wrong() {
    check(
        json!({"oneOf": [
            {"type": "object", "required": ["kind", "size"], "properties": {"kind": {"enum": ["a"]}, "size": {"type": "integer"}}},
            {"type": "object", "required": ["kind", "text"], "properties": {"kind": {"enum": ["b"]}, "text": {"type": "string"}}},
            {"type": "integer"},
        ]}),
        &[
            (
                json!({"kind": "a", "size": "x"}),
                &["/size must be an integer, found a string"],
            ),
            (json!({"kind": "b"}), &["/text is required"]),
            (
                json!("x"),
                &[" must be an integer or an object, found a string"],
            ),
        ],
    );
    let named = json!({
        "Cat": {"type": "object", "required": ["lives"], "properties": {"lives": {"type": "integer", "maximum": 9}}},
        "Dog": {"type": "object", "required": ["bark"]},
    });
    let union = json!({
        "oneOf": [{"$ref": "Cat"}, {"$ref": "Dog"}],
        "not": {"required": ["bad"]},
        "discriminator": {"propertyName": "kind", "mapping": {"cat": "Cat", "dog": "Dog"}},
    });
    let judged = Judged::new(union, named);
    for (value, expected) in [
        (json!({"kind": "cat", "lives": 3}), &[][..]),
        // By the letter both would fit; the discriminator decides.
        (json!({"kind": "cat", "lives": 3, "bark": 1}), &[]),
        (
            json!({"kind": "cat", "lives": 30}),
            &["/lives must be at most 9"],
        ),
        (
            json!({"kind": "cow"}),
            &["/kind must be one of \"cat\", \"dog\""],
        ),
        (
            json!({"kind": "cat", "lives": 3, "bad": 1}),
            &[" must not be of the excluded kind"],
        ),
    ] {
        assert_eq!(judged.faults(&value), expected, "{value}");
    }
}

/// Child, base, discriminator, child: each is looked at once.
#[test]
fn a_base_leads_to_the_subtype_that_is_named() {
    let named = json!({
        "Pet": {"allOf": [{"$ref": "Pet (base)"}], "discriminator": {"propertyName": "kind", "mapping": {"Cat": "Cat"}}},
        "Pet (base)": {"type": "object", "required": ["kind"]},
        "Cat": {"allOf": [{"$ref": "Pet"}, {"required": ["lives"], "properties": {"lives": {"maximum": 9}}}]},
    });
    let judged = Judged::new(json!({"type": "array", "items": {"$ref": "Pet"}}), named);
    let value = json!([{"kind": "Cat", "lives": 3}, {"kind": "Cat", "lives": 30}, {"kind": "Cat"}, {"kind": "Cow"}, {}]);
    assert_eq!(
        judged.faults(&value),
        [
            "/1/lives must be at most 9",
            "/2/lives is required",
            "/4/kind is required"
        ]
    );
}

/// A value that takes too long is neither accepted nor refused for another reason, whatever is around it.
/// What a property says of itself passes over branches, and changes nothing: a branch is judged as it is deeper within `allOf`, where
/// nobody looks for such a property.
#[test]
fn constants_of_branches_change_no_verdict() {
    let branch = |texts: &[&str], more: Value| json!({"properties": {"k": {"enum": texts}, "n": more}, "required": ["n"]});
    let (integer, string) = (json!({"type": "integer"}), json!({"type": "string"}));
    let plain = [
        branch(&["a"], integer.clone()),
        branch(&["b", "c"], string.clone()),
        branch(&["d"], json!({})),
    ];
    let within = |it: &Value| json!({"allOf": [it]});
    let read_only = |it: &Value| {
        let mut it = it.clone();
        it["properties"]["k"]["readOnly"] = json!(true);
        it
    };
    // Each with whether branches are told apart.
    let lists = [
        (plain.to_vec(), true),
        (plain.iter().map(within).collect(), true),
        (plain.iter().map(read_only).collect(), false),
        ([&plain[..], &[branch(&["a"], string)]].concat(), false),
        ([&plain[..], &[json!({"type": "string"})]].concat(), false),
        ([&plain[..], &[branch(&[], integer)]].concat(), false),
    ];
    let tags = [
        json!("a"),
        json!("b"),
        json!("c"),
        json!("d"),
        json!("e"),
        json!(1),
        Value::Null,
    ];
    let mut values = vec![
        json!("a"),
        json!(["a"]),
        json!({}),
        json!({"n": 1}),
        json!({"n": "x"}),
    ];
    for tag in &tags {
        values.push(json!({"k": tag}));
        values.extend([json!(1), json!("x")].map(|it| json!({"k": tag, "n": it})));
    }
    for (branches, are_told_apart) in lists {
        let hidden: Vec<Value> = branches.iter().map(|it| within(&within(it))).collect();
        for keyword in ["oneOf", "anyOf"] {
            for rest in [json!({}), json!({"unevaluatedProperties": {"never": true}})] {
                let schema = |branches: &[Value]| {
                    let mut schema = rest.clone();
                    schema[keyword] = json!(branches);
                    Judged::new(schema, json!({}))
                };
                let (told, untold) = (schema(&branches), schema(&hidden));
                let has_constants = |it: &Judged| it.schemas.get(it.id).constants.is_some();
                assert_eq!(has_constants(&told), are_told_apart, "{branches:?}");
                assert!(!has_constants(&untold));
                for value in &values {
                    let expected = untold.faults(value).is_empty();
                    assert_eq!(
                        told.faults(value).is_empty(),
                        expected,
                        "{keyword} {branches:?} {value}"
                    );
                }
            }
        }
    }
}

#[test]
fn what_is_exhausted_stays_so() {
    let slow = json!({"type": "string", "pattern": "^(?=(a+))(a|aa|b\\1)+$"});
    let text = json!(format!("{}!", "a".repeat(40)));
    for schema in [
        slow.clone(),
        json!({"not": slow}),
        json!({"not": {"not": slow}}),
        json!({"anyOf": [slow, {"minLength": 3}]}),
        json!({"oneOf": [{"minLength": 3}, slow]}),
        json!({"if": slow, "then": {}, "else": {}}),
        json!({"allOf": [{"anyOf": [{"not": slow}]}]}),
    ] {
        let judged = Judged::new(schema.clone(), json!({}));
        assert_eq!(
            judged.faults(&text),
            [" is too intricate to be checked"],
            "{schema}"
        );
    }
    let judged = Judged::new(json!({"type": "string"}), json!({}));
    let budget = Budget::new(0);
    let answer = judged.schemas.accepts(judged.id, &Tree::Null, &budget);
    assert_eq!(answer, Err(Exhausted));
}

/// Two branches that both lead on are four a level further down, and a million after twenty: unless each is looked at
/// once.
#[test]
fn branches_within_branches_take_no_longer_than_their_value() {
    let named = json!({"Tree": {"oneOf": [
        {"type": "object", "required": ["l"], "properties": {"l": {"$ref": "Tree"}}},
        {"type": "object", "required": ["l", "m"], "properties": {"l": {"$ref": "Tree"}, "m": {"type": "integer"}}},
        {"type": "integer"},
    ]}});
    let judged = Judged::new(json!({"$ref": "Tree"}), named);
    for depth in [1, 20, 25, 60, 120] {
        let mut value = json!(1);
        for _ in 0..depth {
            value = json!({"l": value});
        }
        assert!(judged.faults(&value).is_empty(), "{depth}");
        let begun = Instant::now();
        let mut wrong = json!("x");
        for _ in 0..depth {
            wrong = json!({"l": wrong});
        }
        assert_eq!(judged.faults(&wrong).len(), 1, "{depth}");
        assert!(begun.elapsed().as_millis() < 500, "{depth}");
    }
}

#[test]
fn a_schema_that_leads_back_to_itself_comes_to_an_end() {
    let named = json!({
        "A": {"allOf": [{"$ref": "B"}], "maximum": 3},
        "B": {"anyOf": [{"$ref": "A"}, {"$ref": "B"}]},
    });
    let judged = Judged::new(json!({"$ref": "A"}), named);
    assert!(judged.faults(&json!(3)).is_empty());
    assert_eq!(judged.faults(&json!(4)), [" must be at most 3"]);
    // Schemas within schemas for each step into a value: beyond some depth the stack would end.
    let mut list = json!({"type": "array", "items": {"$ref": "List"}});
    for _ in 0..8 {
        list = json!({"allOf": [list]});
    }
    let judged = Judged::new(json!({"$ref": "List"}), json!({"List": list}));
    for (depth, expected) in [(40, &[][..]), (120, &[" is too intricate to be checked"])] {
        let mut value = json!([]);
        for _ in 0..depth {
            value = Value::Array(vec![value]);
        }
        assert_eq!(judged.faults(&value), expected, "{depth}");
    }
}

#[test]
fn no_more_faults_are_listed_than_anybody_reads() {
    let judged = Judged::new(json!({"items": {"type": "string"}}), json!({}));
    let value = Value::Array(vec![json!(1); 1_000]);
    assert_eq!(judged.faults(&value).len(), 100);
}

/// Each format with texts of it, and texts that are not.
#[test]
fn formats_are_checked_by_their_grammar() {
    for (format, good, bad) in [
        (
            "date-time",
            &[
                "2024-02-29T23:59:60Z",
                "1985-04-12t23:20:50.52z",
                "1990-12-31T15:59:60-08:00",
            ][..],
            &[
                "2023-02-29T00:00:00Z",
                "1990-12-31T12:59:60Z",
                "2024-01-01",
                "2024-01-01T00:00:00",
            ][..],
        ),
        (
            "time",
            &["08:30:06Z", "08:30:06.283185+05:30"],
            &["08:30:06", "24:00:00Z", "008:30:06Z"],
        ),
        (
            "duration",
            &[
                "P4DT12H30M5S",
                "P4Y",
                "PT0S",
                "P1M",
                "PT1M",
                "P2W",
                "PT1.5S",
            ],
            &[
                "PT1D", "4DT12H", "P", "P1YT", "P2D1Y", "P2S", "P1", "PT1H2S", "P1.5D", "P1Y2W",
                "x",
            ],
        ),
        (
            "email",
            &[
                "joe@example.com",
                "a.b+c@example.com",
                "\"joe bloggs\"@example.com",
                "joe@[127.0.0.1]",
            ],
            &[
                "2962",
                "a@@b",
                ".a@b.c",
                "a..b@c.d",
                "joe@-x",
                "a b@c.d",
                "jöe@example.com",
            ],
        ),
        ("idn-email", &["jöe@exämple.com"], &["jö e@example.com"]),
        (
            "hostname",
            &["www.example.com", "a-b.c1"],
            &["-a", "a-", "a..b", "a_b", ""],
        ),
        (
            "ipv4",
            &["192.168.0.1"],
            &["192.168.0", "256.1.1.1", "01.2.3.4"],
        ),
        (
            "ipv6",
            &["::1", "1::d6:192.168.0.1"],
            &["12345::", "1:2", "::1%eth0"],
        ),
        (
            "uuid",
            &["2EB8AA08-aa98-11ea-b4aa-73b441d16380"],
            &["2eb8aa08aa9811eab4aa73b441d16380", "x"],
        ),
        (
            "uri",
            &[
                "http://a.b/c?d=e#f",
                "mailto:a@b.c",
                "urn:x:y",
                "ldap://[2001:db8::7]/c=GB?one",
            ],
            &[
                "/a",
                "//a",
                "http:// a",
                "\\\\WIN",
                "http://a/%zz",
                ":a",
                "http://ä.de",
            ],
        ),
        (
            "uri-reference",
            &["/a?b", "#f", "a/b", ""],
            &["\\\\WIN", "#a\\b", "1:2", "ä"],
        ),
        (
            "iri",
            &["http://ƒøø.ßår/?∂éœ=πîx#πîüx"],
            &["/a", "http://2001:0db8::7", "âππ"],
        ),
        ("iri-reference", &["âππ", "/ä"], &["\\\\WIN", "a b"]),
        (
            "uri-template",
            &["http://a/{term:1}/{+x,y*}{?q}", ""],
            &["http://a/{term", "a}b", "{}", "{x:0}", "{a b}"],
        ),
        (
            "json-pointer",
            &["", "/a~0b~1/", "/ä"],
            &["a", "/~", "/~2", "#/a"],
        ),
        (
            "relative-json-pointer",
            &["1", "0/a", "2#"],
            &["", "-1", "01/a", "0##", "/a"],
        ),
        (
            "regex",
            &["([abc])+\\s+$", "[)]", "a\\("],
            &["^(abc]", "(", "a)", "[a", "\\", "*a"],
        ),
        (
            "byte",
            &["aGk=", "aGk", "a-_k", ""],
            &["a", "aGk==", "a=Gk", "a b"],
        ),
        ("base64url", &["a-_k", "aGk"], &["a+/k", "a"]),
        (
            "decimal",
            &["-1.50", "3", "+0.1"],
            &["1e3", ".5", "1.", "x"],
        ),
        (
            "int64",
            &["9223372036854775807", "-1"],
            &["9223372036854775808", "1.5", "x", "0x1"],
        ),
        ("uint8", &["255"], &["256", "-1"]),
        ("float", &["1.5"], &["3.5e38", "NaN"]),
    ] {
        let judged = Judged::new(json!({"format": format}), json!({}));
        for (texts, expected) in [(good, 0), (bad, 1)] {
            for text in texts {
                assert_eq!(
                    judged.faults(&json!(text)).len(),
                    expected,
                    "{format} {text:?}"
                );
            }
        }
        assert!(judged.faults(&json!([1])).is_empty(), "{format}");
    }
}

/// Bodies that are judged whole come from their text: numbers keep their digits, and names stand there once.
#[test]
fn numbers_of_a_text_are_judged_by_their_digits() {
    let largest = "12345678901234567890123";
    let judged = Judged::read(&format!(
        r#"{{"oneOf": [{{"type": "integer", "maximum": {largest}}}, {{"type": "object"}}]}}"#
    ));
    let read = |text: &str| {
        let read = crate::validator::stream::json::<f64>(
            text.as_bytes(),
            &judged.schemas,
            Some(judged.id),
        );
        read.map_err(|faults| faults[0].detail.clone())
    };
    assert!(read(largest).is_ok());
    assert!(read("12345678901234567890123.0").is_ok());
    assert!(read("12345678901234567890124").is_err());
    assert!(read("1e400").is_err());
    assert!(
        read(r#"{"a":1,"a":1}"#)
            .unwrap_err()
            .contains("more than once")
    );
}
