//! Formats other than JSON, by serde: those that describe themselves.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde_json::Value;
use uuid::Uuid;

use crate::types::{Base64, Binary, Decode, Password, from_str};

#[derive(Debug, Clone, PartialEq)]
struct All {
    boolean: bool,
    small: i8,
    integer: i64,
    large: u64,
    float: f64,
    single: f32,
    text: String,
    uuid: Uuid,
    date: NaiveDate,
    time: DateTime<FixedOffset>,
    v4: Ipv4Addr,
    v6: Ipv6Addr,
    ip: IpAddr,
    bytes: Base64,
    binary: Binary,
    secret: Password,
    level: Level,
    weight: Weight,
    maybe: Option<i64>,
    missing: Option<Uuid>,
    uuids: Vec<Uuid>,
    by_name: BTreeMap<String, Option<IpAddr>>,
    pair: (Uuid, i64),
    shape: Shape,
    last: Shape,
    either: Vec<Either>,
    free: Value,
    extra: BTreeMap<String, Either>,
}

object!(All {
    required boolean, required small, required integer, required large, required float, required single,
    required text, required uuid, required date, required time, required v4, required v6, required ip,
    required bytes, required binary, required secret, required level, required weight, required maybe,
    optional missing, required uuids, required by_name, required pair, required shape, required last,
    required either, required free; ..extra
});

#[derive(Debug, Clone, PartialEq)]
enum Level {
    Low,
    Other(String),
}

string_enum!(Level { Low = "low", ..Other });

#[derive(Debug, Clone, PartialEq)]
enum Weight {
    One,
    Other(i64),
}

integer_enum!(Weight { One = 1, ..Other });

#[derive(Debug, Clone, PartialEq)]
struct Circle {
    owner: Uuid,
}

object!(Circle { required owner });

#[derive(Debug, Clone, PartialEq)]
struct Square {
    side: f64,
    kind: String,
}

object!(Square { required side, required kind });

#[derive(Debug, Clone, PartialEq)]
enum Shape {
    Circle(Circle),
    Square(Square),
}

tagged!(Shape by "kind" { Circle = "circle", Square = "square" | "box" });

#[derive(Debug, Clone, PartialEq)]
enum Either {
    Null(()),
    Number(f64),
    Uuid(Uuid),
    Shape(Shape),
}

untagged!(Either {
    Null = Test::NULL, Number = Test::NUMBER, Uuid = Test::ANY, Shape = Test::OBJECT,
});

fn all() -> All {
    let uuid = Uuid::from_u128(0x7c60_d51f_b44e_4682_87d6_4498_35ea_4de6);
    let circle = || Shape::Circle(Circle { owner: uuid });
    let square = |kind: &str| {
        Shape::Square(Square {
            side: 0.5,
            kind: kind.to_owned(),
        })
    };
    All {
        boolean: true,
        small: -7,
        integer: i64::MIN,
        large: u64::MAX,
        float: 0.1,
        single: 1.5,
        text: "é\n".to_owned(),
        uuid,
        date: NaiveDate::from_ymd_opt(2024, 5, 17).unwrap(),
        time: DateTime::parse_from_rfc3339("2024-05-17T09:31:04.5+02:00").unwrap(),
        v4: Ipv4Addr::new(192, 0, 2, 1),
        v6: Ipv6Addr::LOCALHOST,
        ip: IpAddr::V4(Ipv4Addr::LOCALHOST),
        bytes: Base64(vec![0, 255, 3]),
        binary: Binary(b"abc".to_vec()),
        secret: Password("secret".to_owned()),
        level: Level::Other("high".to_owned()),
        weight: Weight::One,
        maybe: None,
        missing: None,
        uuids: vec![uuid, Uuid::nil()],
        by_name: BTreeMap::from([
            ("a".to_owned(), Some(IpAddr::V6(Ipv6Addr::LOCALHOST))),
            ("b".to_owned(), None),
        ]),
        pair: (uuid, 3),
        shape: circle(),
        last: square("box"),
        either: vec![
            Either::Null(()),
            Either::Number(2.5),
            Either::Uuid(uuid),
            Either::Shape(circle()),
            Either::Shape(square("square")),
        ],
        free: serde_json::json!({"a": [1, -2.5, null, "x", {"b": true}]}),
        extra: BTreeMap::from([("more".to_owned(), Either::Shape(circle()))]),
    }
}

#[test]
fn every_type_survives_formats_that_describe_themselves() {
    let it = all();
    let text = serde_json::to_string(&it).unwrap();
    assert_eq!(from_str::<All>(&text).unwrap(), it);
    assert_eq!(serde_json::from_str::<All>(&text).unwrap(), it);
    let value = serde_json::to_value(&it).unwrap();
    assert_eq!(serde_json::from_value::<All>(value).unwrap(), it);
    let named = rmp_serde::to_vec_named(&it).unwrap();
    assert_eq!(rmp_serde::from_slice::<All>(&named).unwrap(), it);
    let bytes = rmp_serde::to_vec(&it).unwrap();
    assert_eq!(rmp_serde::from_slice::<All>(&bytes).unwrap(), it);
    let mut bytes = Vec::new();
    ciborium::into_writer(&it, &mut bytes).unwrap();
    assert_eq!(ciborium::from_reader::<All, _>(&*bytes).unwrap(), it);
}

/// In a format that people do not read a UUID is 16 bytes.
#[test]
fn a_uuid_is_as_long_as_it_is() {
    let circle = Circle { owner: Uuid::nil() };
    let bytes = rmp_serde::to_vec(&circle).unwrap();
    assert_eq!(bytes.len(), 1 + 6 + 2 + 16);
    assert_eq!(rmp_serde::from_slice::<Circle>(&bytes).unwrap(), circle);
}

/// The property that tells the types of a union apart is written by the union: it leads back to the variant.
#[test]
fn a_union_owns_its_tag() {
    let square = |kind: &str| {
        Shape::Square(Square {
            side: 1.0,
            kind: kind.to_owned(),
        })
    };
    for (shape, expected) in [
        (
            Shape::Circle(Circle { owner: Uuid::nil() }),
            r#"{"owner":"00000000-0000-0000-0000-000000000000","kind":"circle"}"#,
        ),
        (square("box"), r#"{"side":1.0,"kind":"box"}"#),
        (square("circle"), r#"{"side":1.0,"kind":"square"}"#),
        (square(""), r#"{"side":1.0,"kind":"square"}"#),
    ] {
        let text = serde_json::to_string(&shape).unwrap();
        assert_eq!(text, expected);
        let read = from_str::<Shape>(&text).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), text);
        // A union within another value, and within another union.
        let boxed = serde_json::to_string(&vec![Some(Box::new(shape.clone()))]).unwrap();
        assert_eq!(boxed, format!("[{text}]"));
        assert_eq!(serde_json::to_string(&Either::Shape(shape)).unwrap(), text);
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Outer {
    Shape(Shape),
    Other(BTreeMap<String, Value>),
}

tagged!(Outer by "group" { Shape = "shape", ..Other });

#[derive(Debug, Clone, PartialEq)]
enum Narrow {
    Shape(Shape),
}

tagged!(Narrow by "kind" { Shape = "circle" | "square" });

#[test]
fn unions_of_unions_write_each_tag_once() {
    let circle = Shape::Circle(Circle { owner: Uuid::nil() });
    let text = serde_json::to_string(&Outer::Shape(circle.clone())).unwrap();
    let owner = r#""owner":"00000000-0000-0000-0000-000000000000""#;
    assert_eq!(
        text,
        format!(r#"{{{owner},"group":"shape","kind":"circle"}}"#)
    );
    assert_eq!(
        from_str::<Outer>(&text).unwrap(),
        Outer::Shape(circle.clone())
    );
    let text = serde_json::to_string(&Narrow::Shape(circle)).unwrap();
    assert_eq!(text, format!(r#"{{{owner},"kind":"circle"}}"#));
    let other = r#"{"group":"text","a":1}"#;
    let read = from_str::<Outer>(other).unwrap();
    let written: Value = serde_json::to_value(&read).unwrap();
    assert_eq!(written, serde_json::from_str::<Value>(other).unwrap());
}

#[derive(Debug, Clone, PartialEq)]
struct Open {
    first: i64,
    rest: BTreeMap<String, Value>,
}

object!(Open { required first; ..rest });

#[derive(Debug, Clone, PartialEq)]
struct Listed {
    first: i64,
    kind: Option<f64>,
    last: i64,
}

object!(Listed { required first, optional kind, required last });

#[derive(Debug, Clone, PartialEq)]
enum Opened {
    Open(Open),
    Listed(Listed),
}

tagged!(Opened by "kind" { Open = "open" | "wide", Listed = "listed" });

/// What an object has of its own under the name of a tag is written there, or what leads back in its place, and never twice.
#[test]
fn a_tag_is_written_where_an_object_has_it() {
    let open = |kind: Option<Value>| {
        let rest = kind.map(|it| ("kind".to_owned(), it));
        let rest = rest.into_iter().collect();
        serde_json::to_string(&Opened::Open(Open { first: 1, rest })).unwrap()
    };
    let listed = |kind| {
        let (first, last) = (1, 2);
        serde_json::to_string(&Opened::Listed(Listed { first, kind, last }))
    };
    assert_eq!(open(None), r#"{"first":1,"kind":"open"}"#);
    assert_eq!(open(Some("wide".into())), r#"{"first":1,"kind":"wide"}"#);
    for other in [Value::from("listed"), Value::from(0), Value::Null] {
        assert_eq!(open(Some(other)), r#"{"first":1,"kind":"open"}"#);
    }
    let written = r#"{"first":1,"kind":"listed","last":2}"#;
    assert_eq!(listed(Some(1.0)).unwrap(), written);
    let at_the_end = r#"{"first":1,"last":2,"kind":"listed"}"#;
    assert_eq!(listed(None).unwrap(), at_the_end);
}

#[derive(Debug, Clone, PartialEq)]
enum Inner {
    Shape(Shape),
    Other(BTreeMap<String, Value>),
}

tagged!(Inner by "kind" { Shape = "circle", ..Other });

#[derive(Debug, Clone, PartialEq)]
enum Around {
    Text(BTreeMap<String, String>),
    Other(Inner),
}

tagged!(Around by "kind" { Text = "text", ..Other });

/// A tag that is no text leads to what is there for any other value, in the union and in one within it.
#[test]
fn a_tag_that_is_no_text_leads_to_the_rest() {
    for text in [
        r#"{"kind":null,"a":1}"#,
        r#"{"a":1,"kind":null}"#,
        r#"{"kind":[1],"a":1}"#,
        r#"{"a":1}"#,
        r#"{"kind":"else"}"#,
    ] {
        let members = serde_json::from_str(text).unwrap();
        let expected = Around::Other(Inner::Other(members));
        assert_eq!(from_str::<Around>(text).unwrap(), expected, "{text}");
        let by_serde = serde_json::from_str::<Around>(text);
        assert_eq!(by_serde.expect(text), expected);
    }
    let error = serde_json::from_str::<Narrow>(r#"{"kind":null}"#).unwrap_err();
    assert!(error.to_string().starts_with("kind: must be a string"));
}

/// What follows a fault of the text is not taken for the value.
#[test]
fn a_union_with_a_rest_takes_no_text_that_is_not_json() {
    for text in [
        r#"{"a" {}"#,
        r#"{"a":01 {}"#,
        r#"[{}"#,
        r#"{"a":{"b":1,"b":{}}"#,
        r#"{,{"#,
    ] {
        assert!(from_str::<Outer>(text).is_err(), "{text}");
    }
}

/// JSON has no NaN and no infinity, and `null` is neither.
#[test]
fn numbers_that_json_does_not_have_are_not_written() {
    #[derive(Debug, Clone, PartialEq)]
    struct Measured {
        it: Option<f64>,
        list: Vec<(f32, i64)>,
        by_name: BTreeMap<String, f64>,
        either: Option<Either>,
    }
    object!(Measured { optional it, required list, required by_name, optional either });
    let measured = Measured {
        it: Some(1.0),
        list: vec![(1.0, 1)],
        by_name: BTreeMap::from([("a".to_owned(), 1.0)]),
        either: Some(Either::Number(1.0)),
    };
    assert!(serde_json::to_string(&measured).is_ok());
    for (member, broken) in [
        (
            "it",
            Measured {
                it: Some(f64::NAN),
                ..measured.clone()
            },
        ),
        (
            "list",
            Measured {
                list: vec![(1.0, 1), (f32::NEG_INFINITY, 1)],
                ..measured.clone()
            },
        ),
        (
            "by_name",
            Measured {
                by_name: BTreeMap::from([("a".to_owned(), f64::INFINITY)]),
                ..measured.clone()
            },
        ),
        (
            "either",
            Measured {
                either: Some(Either::Number(f64::NAN)),
                ..measured.clone()
            },
        ),
    ] {
        let error = serde_json::to_string(&broken).unwrap_err();
        assert!(error.to_string().starts_with(member), "{error}");
        assert!(!broken.is_finite() || serde_json::to_string(&vec![broken]).is_err());
    }
}

#[test]
fn listed_values_can_be_listed() {
    assert_eq!(Level::VARIANTS, [Level::Low]);
    assert_eq!(Weight::VARIANTS, [Weight::One]);
    assert_eq!(Level::try_from("low"), Ok(Level::Low));
}
