//! Texts in other encodings than UTF-8, where the feature is on. An emitted crate has the chosen file in this place.

#[cfg(feature = "charset")]
mod labels;
#[cfg(any(test, not(feature = "charset")))]
mod none;

#[cfg(feature = "charset")]
pub use self::labels::{decode, encode, is_known, is_utf8};
#[cfg(not(feature = "charset"))]
pub use self::none::{decode, encode, is_known, is_utf8};

use crate::media;

/// The media type that a text of one goes out as, which says how it is written: in UTF-8, unless it asks for another encoding that
/// is known. Types whose texts have no such parameter stay as they are, unless it is given.
///
/// ```
/// use verbatim_runtime::charset::labelled;
///
/// assert_eq!(labelled("text/csv; header=absent"), "text/csv; header=absent; charset=utf-8");
/// assert_eq!(labelled("application/xml"), "application/xml");
/// ```
pub fn labelled(media: &str) -> String {
    let is_text = media.split('/').next();
    let is_text = is_text.is_some_and(|it| it.trim().eq_ignore_ascii_case("text"));
    match media::parameter(media, "charset") {
        None if !is_text => media.to_owned(),
        Some(label) if is_known(label) && !is_utf8(label) => media.to_owned(),
        _ => {
            let parts = media.split(';').map(str::trim);
            let is_label = |it: &str| {
                let name = it.split('=').next().unwrap_or_default();
                name.trim().eq_ignore_ascii_case("charset")
            };
            let mut parts: Vec<&str> = parts.filter(|it| !is_label(it)).collect();
            parts.push("charset=utf-8");
            parts.join("; ")
        }
    }
}

#[cfg(all(test, feature = "charset"))]
mod tests {
    use super::{labelled, labels, none};

    #[test]
    fn texts_say_how_they_are_written() {
        for (media, expected) in [
            ("text/plain", "text/plain; charset=utf-8"),
            ("Text/plain;a=1", "Text/plain; a=1; charset=utf-8"),
            (
                "text/plain; Charset=UTF-8; a=1",
                "text/plain; a=1; charset=utf-8",
            ),
            ("text/plain; charset=none", "text/plain; charset=utf-8"),
            (
                "text/plain; charset=\"latin1\"",
                "text/plain; charset=\"latin1\"",
            ),
            ("application/graphql", "application/graphql"),
            (
                "application/graphql; charset=utf8",
                "application/graphql; charset=utf-8",
            ),
        ] {
            assert_eq!(labelled(media), expected);
        }
    }

    #[test]
    fn texts_come_back_in_each_charset() {
        for (label, text, bytes) in [
            ("UTF-8", "é€", &b"\xC3\xA9\xE2\x82\xAC"[..]),
            ("us-ascii", "e", b"e"),
            ("ISO-8859-1", "\u{E9}\u{85}", b"\xE9\x85"),
            ("windows-1252", "é€", b"\xE9\x80"),
            ("iso-8859-15", "é€", b"\xE9\xA4"),
            ("utf-16be", "é😀", b"\0\xE9\xD8\x3D\xDE\0"),
            ("utf-16", "é", b"\xFF\xFE\xE9\0"),
            ("shift_jis", "日本", b"\x93\xFA\x96\x7B"),
        ] {
            assert!(labels::is_known(label), "{label}");
            let sent = labels::encode(label, text.to_owned());
            assert_eq!(sent.as_deref(), Some(bytes), "{label}");
            assert_eq!(
                labels::decode(label, bytes).as_deref(),
                Some(text),
                "{label}"
            );
        }
    }

    #[test]
    fn what_a_charset_lacks_is_no_text_of_it() {
        for (label, text) in [
            ("iso-8859-1", "€"),
            ("us-ascii", "é"),
            ("shift_jis", "😀"),
            ("mine", "a"),
        ] {
            assert_eq!(labels::encode(label, text.to_owned()), None, "{label}");
        }
        for (label, bytes) in [
            ("utf-8", &b"\xE9"[..]),
            ("utf-16be", b"\0"),
            ("shift_jis", b"\x93"),
            ("mine", b"a"),
        ] {
            assert_eq!(labels::decode(label, bytes), None, "{label}");
        }
    }

    #[test]
    fn without_the_feature_there_is_utf_8_alone() {
        assert_eq!(none::decode("utf8", b"a").as_deref(), Some("a"));
        assert_eq!(none::decode("iso-8859-1", b"a"), None);
        assert_eq!(
            none::encode("US-ASCII", "a".to_owned()),
            Some(b"a".to_vec())
        );
        assert_eq!(none::encode("iso-8859-1", "a".to_owned()), None);
    }
}
