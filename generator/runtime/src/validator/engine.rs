//! The engine of regular expressions that the features choose. An emitted crate has the chosen one in this place.

#[cfg(feature = "fancy-regex")]
mod fancy;
#[cfg(any(test, not(any(feature = "fancy-regex", feature = "regex"))))]
#[cfg_attr(
    test,
    allow(dead_code, reason = "there is no expression to hold a text against")
)]
mod none;
#[cfg(all(feature = "regex", any(test, not(feature = "fancy-regex"))))]
#[cfg_attr(test, allow(dead_code, reason = "the other engine is chosen"))]
mod regex;

#[cfg(feature = "fancy-regex")]
pub(super) use self::fancy::Engine;
#[cfg(not(any(feature = "fancy-regex", feature = "regex")))]
pub(super) use self::none::Engine;
#[cfg(all(feature = "regex", not(feature = "fancy-regex")))]
pub(super) use self::regex::Engine;

#[cfg(all(test, feature = "fancy-regex", feature = "regex"))]
mod tests {
    use super::{fancy, none, regex};
    use crate::runtime::validator::budget::{Budget, Exhausted};

    #[test]
    fn engines_agree_where_both_can() {
        for (source, text, expected) in [
            ("^[a-z]+$", "abc", true),
            ("^[a-z]+$", "aBc", false),
            (r"\d", "٣", false),
            (r"^\u0041", "A", true),
            (r"^[^\s]{2,}$", "a b", false),
        ] {
            let fancy = fancy::Engine::new(source, 10 << 20).unwrap();
            let regex = regex::Engine::new(source, 10 << 20).unwrap();
            let budget = Budget::new(1_000);
            let found = [fancy.is_match(text, &budget), regex.is_match(text, &budget)];
            assert_eq!(found, [Ok(expected), Ok(expected)], "{source} on {text}");
        }
    }

    #[test]
    fn only_one_looks_around() {
        let source = r"^(?=.*\d)[a-z0-9]{3,}$";
        let budget = Budget::new(1_000);
        let fancy = fancy::Engine::new(source, 10 << 20).unwrap();
        assert!(regex::Engine::new(source, 10 << 20).is_none());
        assert_eq!(fancy.is_match("ab1", &budget), Ok(true));
        assert_eq!(fancy.is_match("abc", &budget), Ok(false));
        assert!(none::Engine::new(source, 10 << 20).is_none());
    }

    #[test]
    fn a_text_that_takes_too_long_matches_neither_way() {
        let fancy = fancy::Engine::new(r"^(?=(a+))(a|aa|b\1)+$", 10 << 20).unwrap();
        for (length, steps, expected) in [
            (5, 10_000, Ok(false)),
            (15, 100_000, Ok(false)),
            (30, 100_000, Err(Exhausted)),
            (30, 1_000_000_000, Err(Exhausted)),
            (60, 100_000, Err(Exhausted)),
        ] {
            let text = format!("{}!", "a".repeat(length));
            let budget = Budget::new(steps);
            let found = fancy.is_match(&text, &budget);
            assert_eq!(found, expected, "{length} in {steps}");
            let is_spent = budget.left() == 0;
            assert_eq!(is_spent, expected.is_err(), "{length} in {steps}");
        }
    }
}
