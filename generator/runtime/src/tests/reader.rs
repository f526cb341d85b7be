//! JSON text, read by the run-time's own reader.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::json::{Error, Names, Reader};
use crate::types::{Decode, Source, Time, foreign_from_slice, from_slice, from_str, time};

#[derive(Debug, Clone, PartialEq)]
struct Pet {
    id: i64,
    name: String,
    tags: Option<Vec<String>>,
    owner: Option<Box<Pet>>,
}

object!(Pet { required id, required name, optional tags, optional owner });

#[derive(Debug, Clone, PartialEq)]
struct Open {
    id: i64,
    extra: BTreeMap<String, i64>,
}

object!(Open { required id; ..extra });

#[derive(Debug, Clone, PartialEq)]
struct Closed {
    quoted: bool,
    size: u32,
}

object!(Closed { required quoted = "a\\\"b", defaulted size or 7; nothing_else });

#[derive(Debug, Clone, PartialEq)]
enum Shape {
    Circle(Circle),
    Square(Square),
}

tagged!(Shape by "kind" { Circle = "circle" | "round", Square = "square" });

#[derive(Debug, Clone, PartialEq)]
struct Circle {
    radius: f64,
}

object!(Circle { required radius });

#[derive(Debug, Clone, PartialEq)]
struct Square {
    kind: Option<String>,
    side: i64,
}

object!(Square { optional kind, required side });

#[derive(Debug, Clone, PartialEq)]
enum Either {
    Number(i64),
    Pet(Pet),
    Open(Open),
    Many(Vec<i64>),
}

untagged!(Either {
    Number = Test::INTEGER,
    Pet = Test { required: &["id", "name"], known: &["id", "name"], ..Test::OBJECT },
    Open = Test { required: &["id"], known: &["id"], ..Test::OBJECT },
    Many = Test::ARRAY,
});

fn free(text: &str) -> Result<Value, Error> {
    foreign_from_slice(text.as_bytes())
}

/// What RFC 8259 has and what it has not; serde_json is the second opinion.
#[test]
fn text_is_json_or_is_refused() {
    for text in [
        "null",
        " true ",
        "\t[\n]\r",
        "{}",
        "0",
        "-0",
        "12",
        "-1.5e+3",
        "1E2",
        "0.5",
        "123456789012345678",
        "1234567890123456789",
        "18446744073709551615",
        "-9223372036854775808",
        "0.1234567890123456789",
        "1e-400",
        "\"\"",
        "\"a\\u00e9\\ud83d\\ude00\\n\\/\"",
        "[1,[2,{\"a\":[]}],\"x\"]",
        "\"\u{7f}\u{e9}\u{1f600}\"",
        "\"exactly eight\"",
        "\"\\\"\"",
        "{\"a\":1,\"b\":{\"a\":2}}",
        "2.5e0",
        "123456.789012",
    ] {
        let expected: Value = serde_json::from_str(text).expect(text);
        assert_eq!(free(text).expect(text), expected, "{text}");
        let beside = format!(r#"{{"id":1,"x":{text},"name":"a"}}"#);
        assert_eq!(from_str::<Pet>(&beside).expect(&beside).name, "a");
    }
    for text in [
        "",
        " ",
        "nul",
        "nulll",
        "True",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[1",
        "]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{,}",
        "{a:1}",
        "{\"a\":1 \"b\":2}",
        "01",
        "-",
        "-01",
        "1.",
        ".5",
        "1e",
        "1e+",
        "+1",
        "0x1",
        "1_0",
        "NaN",
        "Infinity",
        "1e400",
        "-1e999",
        "\"",
        "\"a",
        "\"\\",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\\ud800\"",
        "\"\\udc00\"",
        "\"\\ud800\\u0041\"",
        "\"\\ud800x\"",
        "\"\n\"",
        "\"\u{0}\"",
        "'a'",
        "1 2",
        "null,",
        "\u{feff}1",
        "/* */ 1",
        "[1]]",
    ] {
        assert!(serde_json::from_str::<Value>(text).is_err(), "{text:?}");
        let error = free(text).expect_err(text);
        assert!(error.line_and_column().is_some(), "{text:?}: {error}");
    }
}

/// Eight bytes are looked at together: whatever is special is found at each place among them.
#[test]
fn strings_end_where_they_end() {
    for length in 0..24 {
        for end in ["\"", "\\n\"", "\\u0041\"", "é\""] {
            let inside = "x".repeat(length);
            let text = format!("\"{inside}{end}");
            let expected: String = serde_json::from_str(&text).unwrap();
            assert_eq!(from_str::<String>(&text).unwrap(), expected);
            let broken = format!("\"{inside}\u{1f}{end}");
            assert!(from_str::<String>(&broken).is_err());
        }
    }
}

#[test]
fn bytes_are_utf_8() {
    let error = from_slice::<String>(b"\n \"ab\xff\"").unwrap_err();
    assert_eq!(error.to_string(), "invalid UTF-8 at line 2 column 5");
}

#[test]
fn depth_has_an_end() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(free(&nested(128)).is_ok());
    let error = free(&nested(100_000)).unwrap_err();
    assert!(error.to_string().contains("too deep"), "{error}");
    let error = from_str::<Pet>(&format!(r#"{{"id":1,"x":{}}}"#, nested(100_000))).unwrap_err();
    assert!(error.to_string().contains("too deep"), "{error}");
}

/// Line, column and pointer of what is wrong.
#[test]
fn errors_know_their_place() {
    for (text, expected) in [
        (
            "{\"id\": 1,\n \"name\": 2}",
            "/name must be a string, found a number at line 2 column 10",
        ),
        (
            "{\"id\": 1, \"name\": \"a\", \"owner\": {\"id\": \"x\"}}",
            "/owner/id must be an integer, found a string at line 1 column 40",
        ),
        (
            "{\"id\": 1, \"name\": \"a\", \"tags\": [\"a\", null]}",
            "/tags/1 must be a string, found null at line 1 column 38",
        ),
        ("{\"id\": 1}", " missing property `name` at line 1 column 1"),
        (
            "[]",
            " must be an object, found an array at line 1 column 1",
        ),
        (
            "{\"id\": 1.5}",
            "/id must be an integer, found a number at line 1 column 8",
        ),
        (
            "{\"id\": 9223372036854775808}",
            "/id 9223372036854775808 is out of range at line 1 column 2",
        ),
        ("{\"id\": 1 ]", " expected `,` or `}` at line 1 column 10"),
    ] {
        let error = from_str::<Pet>(text).unwrap_err();
        assert_eq!(
            format!("{} {}", error.pointer(), error.detail()),
            expected,
            "{text}"
        );
    }
    let error = serde_json::from_str::<Pet>("{\"id\": 1,\n \"name\": 2}").unwrap_err();
    assert_eq!(
        error.to_string(),
        "name: must be a string, found integer `2` at line 2 column 10"
    );
    let error = from_str::<Closed>(r#"{"a\\\"b": true, "c/d": 1}"#).unwrap_err();
    assert_eq!(error.message(), "unknown property `c/d`");
}

/// A name that needs an escape is the same however it is escaped.
#[test]
fn names_are_compared_as_they_are_read() {
    let closed = Closed {
        quoted: true,
        size: 7,
    };
    for text in [r#"{"a\\\"b": true}"#, r#"{"\u0061\u005c\u0022b": true}"#] {
        assert_eq!(from_str::<Closed>(text).unwrap(), closed);
        assert_eq!(serde_json::from_str::<Closed>(text).unwrap(), closed);
    }
    assert!(from_str::<Closed>(r#"{"a\"b": true}"#).is_err());
}

/// No object has a name twice: in a struct, beside it, in a map, in a union, in a free value, where nobody looks.
#[test]
fn a_repeated_name_is_refused_with_its_place() {
    fn is_refused<T: crate::types::Decode + serde::de::DeserializeOwned + std::fmt::Debug>(
        text: &str,
        pointer: &str,
    ) {
        let error = from_str::<T>(text).expect_err(text);
        assert_eq!(error.pointer(), pointer, "{error}");
        assert!(error.to_string().contains("more than once"), "{error}");
        // What is given to others reads itself by the same code; a map of serde's does not.
        if std::any::type_name::<T>().contains("tests::json") {
            let error = serde_json::from_str::<T>(text).expect_err(text);
            assert!(error.to_string().contains("more than once"), "{error}");
        }
    }
    is_refused::<Pet>(r#"{"id":1,"id":2,"name":"a"}"#, "/id");
    is_refused::<Pet>(r#"{"id":1,"name":"a","x":1,"y":2,"x":3}"#, "/x");
    is_refused::<Pet>(
        r#"{"id":1,"name":"a","owner":{"id":1,"name":"b","name":"c"}}"#,
        "/owner/name",
    );
    is_refused::<Open>(r#"{"id":1,"a":1,"a":2}"#, "/a");
    is_refused::<Open>(r#"{"id":1,"id":2}"#, "/id");
    is_refused::<Vec<BTreeMap<String, i64>>>(r#"[{"a":1},{"a":1,"b":2,"a":3}]"#, "/1/a");
    is_refused::<Shape>(r#"{"kind":"square","side":1,"side":2}"#, "/side");
    is_refused::<Shape>(r#"{"side":1,"side":2,"kind":"square"}"#, "/side");
    is_refused::<Shape>(r#"{"kind":"circle","radius":1,"kind":"circle"}"#, "/kind");
    is_refused::<Either>(r#"{"id":1,"id":2,"name":"a"}"#, "/id");
    let free_in_a_type = free(r#"{"a":[{"b":1,"c":2,"b":3}]}"#).unwrap_err();
    assert_eq!(free_in_a_type.pointer(), "/a/0/b");
    let unasked = from_str::<Pet>(r#"{"id":1,"name":"a","x":[{"b":1,"b":3}]}"#).unwrap_err();
    assert!(unasked.to_string().contains("more than once"), "{unasked}");
}

/// To JSON Schema `1.0` is an integer, and so it is wherever one may stand.
#[test]
fn integers_are_read_in_whatever_way_they_are_written() {
    for text in ["3", "3.0", "3e0", "30e-1", "0.3e1", "3.000"] {
        assert_eq!(from_str::<i64>(text).unwrap(), 3);
        let pet = format!(r#"{{"id":{text},"name":"a"}}"#);
        assert_eq!(serde_json::from_str::<Pet>(&pet).unwrap().id, 3);
        assert_eq!(from_str::<Vec<i32>>(&format!("[{text}]")).unwrap(), [3]);
        let map: BTreeMap<String, u64> = from_str(&format!("{{\"a\":{text}}}")).unwrap();
        assert_eq!(map["a"], 3);
        assert_eq!(from_str::<Either>(text).unwrap(), Either::Number(3));
        assert_eq!(from_str::<Option<i64>>(text).unwrap(), Some(3));
    }
    for text in ["0.5", "1e-1", "12e-1", "10.01", "1e-99999999999999999999"] {
        assert!(from_str::<i64>(text).is_err(), "{text}");
    }
    for text in [
        "1e19",
        "9223372036854775808",
        "1e99999",
        "1e99999999999999999999",
    ] {
        let error = from_str::<i64>(text).unwrap_err();
        assert!(error.to_string().contains("is out of range"), "{error}");
    }
    assert_eq!(from_str::<i64>("-9223372036854775808").unwrap(), i64::MIN);
    assert_eq!(from_str::<u64>("18446744073709551615").unwrap(), u64::MAX);
    assert_eq!(from_str::<i128>("1e38").unwrap(), 10_i128.pow(38));
    assert_eq!(from_str::<i64>("0e99999999999999999999").unwrap(), 0);
}

/// The fast ways to read floats give what the slow one does.
#[test]
fn floats_are_the_nearest() {
    for text in [
        "0",
        "-0",
        "-0.0",
        "0.1",
        "1.1",
        "123456789012345",
        "1234567890123456",
        "0.000000000000001",
        "9007199254740993",
        "3.141592653589793",
        "-2.5",
        "1e22",
        "1.7976931348623157e308",
        "4.9e-324",
        "999999999999999",
        "5e-1",
    ] {
        let expected: f64 = text.parse().unwrap();
        let found = from_str::<f64>(text).unwrap();
        assert_eq!(found.to_bits(), expected.to_bits(), "{text}");
    }
    for text in ["1e309", "-1e400"] {
        assert!(from_str::<f64>(text).is_err(), "{text}");
    }
    assert_eq!(from_str::<f32>("3.4e38").unwrap(), 3.4e38);
    for text in ["3.41e38", "-3.5e38"] {
        let error = from_str::<f32>(text).unwrap_err();
        assert!(error.to_string().contains("is out of range"), "{error}");
    }
}

#[test]
fn a_tag_may_stand_anywhere() {
    let circle = Shape::Circle(Circle { radius: 1.5 });
    for text in [
        r#"{"kind":"circle","radius":1.5}"#,
        r#"{"radius":1.5,"kind":"round"}"#,
        r#"{"x":{"kind":"square"},"radius":1.5,"kind":"round","y":[]}"#,
    ] {
        assert_eq!(from_str::<Shape>(text).unwrap(), circle);
        assert_eq!(serde_json::from_str::<Shape>(text).unwrap(), circle);
        assert_eq!(
            from_str::<Vec<Shape>>(&format!("[{text},{text}]"))
                .unwrap()
                .len(),
            2
        );
    }
    let square = Shape::Square(Square {
        kind: Some("square".to_owned()),
        side: 2,
    });
    assert_eq!(
        from_str::<Shape>(r#"{"kind":"square","side":2}"#).unwrap(),
        square
    );
    for (text, expected) in [
        (
            r#"{"kind":"oval"}"#,
            "kind: must be one of `circle`, `round`, `square`, found `oval` at line 1 column 1",
        ),
        (
            r#"{"side":1}"#,
            "missing property `kind` at line 1 column 1",
        ),
        (
            r#"{"kind":null}"#,
            "kind: must be a string, found null at line 1 column 1",
        ),
        ("[]", "must be an object, found an array at line 1 column 1"),
    ] {
        assert_eq!(from_str::<Shape>(text).unwrap_err().to_string(), expected);
        assert!(serde_json::from_str::<Shape>(text).is_err());
    }
}

/// What is said of a value that is of none of the types is why it is not of the one that fits best.
#[test]
fn what_fits_best_is_what_is_told_of() {
    let read = |text: &str| from_str::<Either>(text);
    let open = Open {
        id: 1,
        extra: BTreeMap::from([("a".to_owned(), 2)]),
    };
    assert_eq!(read(r#"{"id":1,"a":2}"#).unwrap(), Either::Open(open));
    assert_eq!(read("[1,2.0]").unwrap(), Either::Many(vec![1, 2]));
    for (text, expected) in [
        (
            "true",
            "it is none of the types it can be at line 1 column 1",
        ),
        (
            r#"{"name":"a"}"#,
            "missing property `id` at line 1 column 1",
        ),
        (
            r#"[1,"a"]"#,
            "[1]: must be an integer, found a string at line 1 column 4",
        ),
    ] {
        assert_eq!(read(text).unwrap_err().to_string(), expected);
    }
}

/// A value that fits many types in many ways is not tried in all of them.
#[test]
fn what_has_to_be_read_again_and_again_is_refused() {
    #[derive(Debug, Clone, PartialEq)]
    enum Tree {
        Left(Box<Left>),
        Right(Box<Right>),
    }
    #[derive(Debug, Clone, PartialEq)]
    struct Left {
        next: Counted,
    }
    #[derive(Debug, Clone, PartialEq)]
    struct Right {
        next: Counted,
    }
    #[derive(Debug, Clone, PartialEq, serde::Serialize)]
    struct Counted(Tree);
    thread_local!(static TRIED: std::cell::Cell<usize> = const { std::cell::Cell::new(0) });
    impl Decode for Counted {
        fn decode(source: Source<'_, '_>) -> Result<Self, Error> {
            TRIED.set(TRIED.get() + 1);
            Tree::decode(source).map(Self)
        }
    }
    object!(Left { required next });
    object!(Right { required next });
    untagged!(Tree { Left = Test::OBJECT, Right = Test::OBJECT });
    let text = r#"{"next":"#.repeat(100) + "1" + &"}".repeat(100);
    let error = from_str::<Tree>(&text).unwrap_err();
    assert!(error.to_string().contains("too intricate"), "{error}");
    // Each takes a byte that has been read before, and there may be so many of them; without an end it would be 2^100.
    let most = 256 * text.len() + (1 << 20);
    assert!((100..most).contains(&TRIED.get()), "{}", TRIED.get());
}

/// A union owns its tag in whatever is an object, and leaves what leads back as it is, if it is a string or not.
#[test]
fn tags_are_written_into_objects_of_any_kind() {
    #[derive(Debug, Clone, PartialEq)]
    enum Event {
        Numbered(Numbered),
        Foreign(Foreign),
        Map(std::collections::BTreeMap<String, i64>),
        Inner(Box<Inner>),
    }
    #[derive(Debug, Clone, PartialEq)]
    struct Numbered {
        id: Option<i64>,
        version: i64,
    }
    #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
    struct Foreign {
        size: u8,
    }
    #[derive(Debug, Clone, PartialEq)]
    enum Inner {
        Foreign(Foreign),
    }
    object!(Numbered { optional id, required version });
    foreign!(Foreign);
    tagged!(Inner by "kind" { Foreign = "foreign" });
    tagged!(Event by "version" {
        Numbered = "1" | "2", Foreign = "foreign", Map = "map", Inner = "inner",
    });
    let numbered = |version| Event::Numbered(Numbered { id: None, version });
    let foreign = Foreign { size: 3 };
    let map = std::collections::BTreeMap::from([("size".to_owned(), 3)]);
    for (event, text) in [
        (numbered(2), r#"{"version":2}"#),
        (numbered(7), r#"{"version":"1"}"#),
        (
            Event::Foreign(foreign.clone()),
            r#"{"size":3,"version":"foreign"}"#,
        ),
        (Event::Map(map), r#"{"size":3,"version":"map"}"#),
        (
            Event::Inner(Box::new(Inner::Foreign(foreign))),
            r#"{"size":3,"version":"inner","kind":"foreign"}"#,
        ),
    ] {
        assert_eq!(serde_json::to_string(&event).unwrap(), text);
    }
}

#[test]
fn tuples_have_their_length() {
    assert_eq!(
        from_str::<(i64, String)>(r#"[1,"a"]"#).unwrap(),
        (1, "a".to_owned())
    );
    for (text, expected) in [
        ("[1]", "must be an array of 2 elements, found 1"),
        (r#"[1,"a",2]"#, "must be an array of 2 elements, found more"),
        ("[1,2]", "must be a string, found a number"),
    ] {
        let error = from_str::<(i64, String)>(text).unwrap_err();
        assert_eq!(error.message(), expected);
    }
}

#[test]
fn text_goes_on_to_its_end() {
    let error = Reader::new("1 2").whole(Reader::skip).unwrap_err();
    assert_eq!(error.to_string(), "trailing characters at line 1 column 3");
}

#[test]
fn no_name_is_noted_twice_however_many_there_are() {
    let mut names = Names::default();
    for at in 0..40 {
        names.note(format!("name {at}").into()).unwrap();
        for seen in [0, at / 2, at] {
            let error = names.note(format!("name {seen}").into()).unwrap_err();
            assert_eq!(error.pointer(), format!("/name {seen}"));
        }
    }
}

#[test]
fn times_as_they_are_mostly_written_are_read_and_all_else_is_left() {
    let expected = Time {
        year: 2024,
        month: 5,
        day: 17,
        hour: 9,
        minute: 31,
        second: 4,
        nanosecond: 181_500_000,
        offset: -(5 * 3600 + 30 * 60),
    };
    assert_eq!(time("2024-05-17T09:31:04.1815-05:30"), Some(expected));
    for other in [
        "",
        "2024-05-17",
        "2024-05-17T09:31:04",
        "2024-05-17t09:31:04Z",
        "2024-05-17T09:31:60Z",
        "2024-05-17T09:31:04.Z",
        "2024-05-17T09:31:04.1234567890Z",
        "2024-05-17T09:31:04+0200",
        "2024-05-17T09:31:04+24:00",
        "2024-05-17T09:31:0éZ",
        "+024-05-17T09:31:04Z",
    ] {
        assert_eq!(time(other), None, "{other}");
    }
    for text in ["2024-02-30T00:00:00Z", "2024-05-17T24:00:00Z"] {
        assert!(from_str::<chrono::DateTime<chrono::FixedOffset>>(&format!("{text:?}")).is_err());
    }
    for text in [
        "2024-05-17T09:31:60Z",
        "2024-05-17 09:31:04.5+02:00",
        "2024-05-17T09:31:04.000000001-00:30",
    ] {
        let text = format!("{text:?}");
        let expected: chrono::DateTime<chrono::FixedOffset> = serde_json::from_str(&text).unwrap();
        assert_eq!(
            from_str::<chrono::DateTime<chrono::FixedOffset>>(&text).unwrap(),
            expected
        );
    }
}
