//! JSON values by their digits and members.

use crate::json::{Number, Tree};

fn number(digits: &str) -> Number<'_> {
    Number::new(digits).unwrap_or_else(|| panic!("{digits} is a number"))
}

#[test]
fn numbers_are_compared_by_their_digits() {
    for (a, b) in [
        ("1", "1.0"),
        ("0", "-0"),
        ("0.0", "-0e7"),
        ("100", "1E+2"),
        ("0.001", "1e-3"),
        ("123e398", "1.23e400"),
    ] {
        assert_eq!(number(a), number(b), "{a} {b}");
    }
    for (less, more) in [
        ("-1", "0"),
        ("-2", "-1.5"),
        ("9007199254740992", "9007199254740993"),
        ("340282366920938463463374607431768211455", "1e400"),
        ("0.1", "0.10000000000000000001"),
        ("-1e400", "-1e399"),
        ("1e-400", "2e-400"),
        ("0", "1e-99999999999999999999"),
        ("12", "123"),
    ] {
        assert!(number(less) < number(more), "{less} {more}");
        assert!(number(more) > number(less), "{less} {more}");
    }
}

#[test]
fn integers_have_no_fraction_however_they_are_written() {
    for (digits, expected) in [
        ("1", true),
        ("1.0", true),
        ("1.50e1", true),
        ("1e400", true),
        ("1.5", false),
        ("1e-1", false),
        ("0.0", true),
        ("0e-9", true),
        ("123456789012345678901234567890", true),
    ] {
        assert_eq!(number(digits).is_integer(), expected, "{digits}");
    }
    assert_eq!(number("-1.20e2").as_i128(), Some(-120));
    assert_eq!(number("18446744073709551616.0").as_i128(), Some(1 << 64));
    assert_eq!(number("1e39").as_i128(), None);
    assert_eq!(number(&i128::MIN.to_string()).as_i128(), Some(i128::MIN));
    assert_eq!(number("0.5").as_i128(), None);
}

#[test]
fn multiples_are_exact() {
    let long = "1".repeat(50);
    for (a, step, expected) in [
        ("0.3", "0.1", true),
        ("0.0075", "0.0001", true),
        ("0.00751", "0.0001", false),
        ("35", "1.5", false),
        ("4.5", "1.5", true),
        ("1e308", "0.123456789", false),
        ("123456789e300", "0.123456789", true),
        ("1e400", "7", false),
        ("1e400", "1024", true),
        ("9007199254740993", "2", false),
        ("-6", "3", true),
        ("0", "7", true),
        ("1e-9", "1", false),
        ("1e9999999999999", "625", true),
        (
            long.as_str(),
            "11111111111111111111111111111111111111111111111111",
            true,
        ),
        (
            "22222222222222222222222222222222222222222222222222222",
            "11111111111111111111111111111111111111111111111111",
            false,
        ),
    ] {
        let is_multiple = number(a).is_multiple_of(&number(step));
        assert_eq!(is_multiple, expected, "{a} {step}");
    }
}

#[test]
fn what_json_does_not_spell_so_is_no_number() {
    for text in ["", "-", "01", "1.", ".5", "+1", "1e", "0x1", "NaN", "1 "] {
        assert!(Number::new(text).is_none(), "{text}");
    }
}

fn of_digits(digits: &str) -> Tree<'_> {
    Tree::Number(Number::new(digits).unwrap())
}

fn object<'a>(members: impl IntoIterator<Item = (&'a str, Tree<'a>)>) -> Tree<'a> {
    let members = members.into_iter();
    Tree::Object(members.map(|(name, it)| (name.into(), it)).collect())
}

#[test]
fn equal_values_are_found_whatever_they_look_like() {
    let forward = object([("a", of_digits("1")), ("b", of_digits("-0.0"))]);
    let backward = object([("b", of_digits("0")), ("a", of_digits("1.0"))]);
    assert_eq!(forward, backward);
    let other = object([("a", of_digits("1")), ("c", of_digits("0"))]);
    assert_ne!(forward, other);
    assert_eq!(
        Tree::first_repeated(&[other, forward, of_digits("1"), backward]),
        Some(3)
    );
    assert_eq!(
        Tree::first_repeated(&[of_digits("1"), Tree::Bool(true)]),
        None
    );
    let names: Vec<String> = (0..20).map(|it| it.to_string()).collect();
    let many =
        |names: &mut dyn Iterator<Item = &'static str>| object(names.map(|it| (it, Tree::Null)));
    let names: Vec<&'static str> = names.into_iter().map(|it| &*it.leak()).collect();
    let (one, two) = (
        many(&mut names.iter().copied()),
        many(&mut names.iter().rev().copied()),
    );
    assert_eq!(one, two);
}

#[test]
fn a_value_is_written_as_json() {
    let value = object([
        ("a\"\\", Tree::String("x\n\u{1}ä".into())),
        ("b", Tree::Array(vec![Tree::Null, of_digits("1.50")])),
    ]);
    let text = value.to_string();
    assert_eq!(text, r#"{"a\"\\":"x\n\u0001ä","b":[null,1.50]}"#);
    assert_eq!(value.size(), 30);
}
