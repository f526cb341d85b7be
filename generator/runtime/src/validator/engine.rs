//! The engine of regular expressions that the features choose. An emitted crate has the chosen one in this place.

#[cfg(feature = "fancy-regex")]
mod fancy;
#[cfg(any(test, not(any(feature = "fancy-regex", feature = "regex"))))]
mod none;
#[cfg(all(feature = "regex", any(test, not(feature = "fancy-regex"))))]
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

    #[test]
    fn engines_agree_where_both_can() {
        for (source, text, expected) in [
            ("^[a-z]+$", "abc", true),
            ("^[a-z]+$", "aBc", false),
            (r"\d", "٣", false),
            (r"^\u0041", "A", true),
            (r"^[^\s]{2,}$", "a b", false),
        ] {
            let fancy = fancy::Engine::new(source).unwrap();
            let regex = regex::Engine::new(source).unwrap();
            assert_eq!(fancy.is_match(text), expected, "{source} on {text}");
            assert_eq!(regex.is_match(text), expected, "{source} on {text}");
        }
    }

    #[test]
    fn only_one_looks_around() {
        let source = r"^(?=.*\d)[a-z0-9]{3,}$";
        assert!(regex::Engine::new(source).is_none());
        assert!(fancy::Engine::new(source).unwrap().is_match("ab1"));
        assert!(!fancy::Engine::new(source).unwrap().is_match("abc"));
        assert!(!none::Engine::new(source).is_some_and(|it| it.is_match("ab1")));
    }
}
