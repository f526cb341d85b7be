//! The text of a media type or media type range → its parts (RFC 9110, sections 8.3.1 and 12.5.1; RFC 6838).

use std::borrow::Cow;
use std::fmt;

/// A media type or a range of them, as it stands in a key of `content`, a `contentType` or a `contentMediaType`:
/// `application/json`, `text/plain; charset=utf-8`, `image/*`.
///
/// Types, subtypes and the names of parameters are compared without regard to case. Whatever the text is, reading it
/// succeeds: one without a `/` is a type without a subtype.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct MediaRange<'a> {
    essence: &'a str,
    slash: Option<usize>,
    parameters: &'a str,
}

impl fmt::Debug for MediaRange<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl fmt::Display for MediaRange<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.essence)?;
        match self.parameters {
            "" => Ok(()),
            parameters => write!(f, "; {parameters}"),
        }
    }
}

impl<'a> MediaRange<'a> {
    /// Takes a text apart.
    pub fn parse(text: &'a str) -> Self {
        let (essence, parameters) = text.split_once(';').unwrap_or((text, ""));
        let essence = essence.trim();
        Self {
            essence,
            slash: essence.find('/'),
            parameters: parameters.trim(),
        }
    }

    /// Type and subtype as written, without parameters: `text/plain`.
    pub fn essence(self) -> &'a str {
        self.essence
    }

    /// The type as written: `text`.
    pub fn kind(self) -> &'a str {
        &self.essence[..self.slash.unwrap_or(self.essence.len())]
    }

    /// The subtype as written: `plain`; empty where there is none.
    pub fn subtype(self) -> &'a str {
        self.slash.map_or("", |at| &self.essence[at + 1..])
    }

    /// The structured syntax suffix as written: `json` of `application/problem+json` (RFC 6838, section 4.2.8).
    pub fn suffix(self) -> Option<&'a str> {
        self.subtype().rsplit_once('+').map(|(_, suffix)| suffix)
    }

    /// The value of a parameter, without the quotes around it: the `boundary` of multipart.
    pub fn parameter(self, name: &str) -> Option<&'a str> {
        self.parameters.split(';').find_map(|it| {
            let (key, value) = it.trim().split_once('=')?;
            key.eq_ignore_ascii_case(name)
                .then(|| value.trim_matches('"'))
        })
    }

    /// Whether it is the media type of that type and subtype, whatever its parameters.
    pub fn is(self, essence: &str) -> bool {
        self.essence.eq_ignore_ascii_case(essence)
    }

    /// Whether it is a range: `*/*`, `image/*`.
    pub fn is_range(self) -> bool {
        self.subtype() == "*"
    }

    /// A media type that a range includes, or itself where it is none. What `*/*` and `application/*` are is up to who sends it:
    /// here it is octets.
    pub fn included(self) -> Cow<'a, str> {
        if !self.is_range() {
            return self.essence.into();
        }
        let kind = self.kind().to_ascii_lowercase();
        let usual = match &*kind {
            "*" | "application" => "application/octet-stream",
            "audio" => "audio/mpeg",
            "font" => "font/woff2",
            "image" => "image/png",
            "message" => "message/http",
            "model" => "model/gltf-binary",
            "multipart" => "multipart/mixed",
            "text" => "text/plain",
            "video" => "video/mp4",
            _ => return format!("{kind}/octet-stream").into(),
        };
        usual.into()
    }

    /// JSON: `application/json`, `text/json`, and what ends in `+json` (RFC 6839, section 3.1).
    pub fn is_json(self) -> bool {
        self.is("application/json") || self.is("text/json") || self.has_suffix("json")
    }

    /// XML: `application/xml`, `text/xml`, and what ends in `+xml` (RFC 7303, section 4.2).
    pub fn is_xml(self) -> bool {
        self.is("application/xml") || self.is("text/xml") || self.has_suffix("xml")
    }

    /// YAML: `application/yaml` and its earlier names, and what ends in `+yaml` (RFC 9512, section 2).
    pub fn is_yaml(self) -> bool {
        let names = [
            "application/yaml",
            "application/x-yaml",
            "text/yaml",
            "text/x-yaml",
        ];
        names.iter().any(|it| self.is(it)) || self.has_suffix("yaml")
    }

    /// The pairs of a form in a URL's syntax: `application/x-www-form-urlencoded` (WHATWG URL, section 5).
    pub fn is_form(self) -> bool {
        self.is("application/x-www-form-urlencoded")
    }

    /// Parts, each with its own media type: `multipart/form-data` and the others (RFC 2046, section 5.1).
    pub fn is_multipart(self) -> bool {
        self.kind().eq_ignore_ascii_case("multipart")
    }

    /// Events, one after another: `text/event-stream` (WHATWG HTML, section 9.2).
    pub fn is_event_stream(self) -> bool {
        self.is("text/event-stream")
    }

    /// JSON values, one on each line: `application/jsonl` and the other names that it goes by (<https://jsonlines.org>).
    pub fn is_json_lines(self) -> bool {
        let names = [
            "application/jsonl",
            "application/jsonlines",
            "application/json-lines",
            "application/x-jsonlines",
            "application/ndjson",
            "application/x-ndjson",
            "application/x-ldjson",
            "text/jsonl",
            "text/x-jsonl",
        ];
        names.iter().any(|it| self.is(it)) || self.has_suffix("jsonl")
    }

    /// A JSON text sequence: `application/json-seq`, and what ends in `+json-seq` (RFC 7464; RFC 8091).
    pub fn is_json_sequence(self) -> bool {
        self.is("application/json-seq") || self.has_suffix("json-seq")
    }

    /// Items, one after another, each of which `itemSchema` describes (OpenAPI 3.2.0, section 4.14.3.1).
    pub fn is_sequence(self) -> bool {
        self.is_event_stream() || self.is_json_lines() || self.is_json_sequence()
    }

    /// A text by its type: `text/plain`, `text/csv`.
    pub fn is_text(self) -> bool {
        self.kind().eq_ignore_ascii_case("text")
    }

    /// Whether its bytes are characters: texts by their type, and the formats that are texts under other types.
    pub fn is_textual(self) -> bool {
        self.is_text()
            || self.is_json()
            || self.is_xml()
            || self.is_yaml()
            || self.is_form()
            || self.is("application/javascript")
            || self.is("application/graphql")
    }

    /// Whether what is of the other media type is of this one: it is the same, or this is a range that it is in.
    pub fn includes(self, other: MediaRange<'_>) -> bool {
        match (self.kind(), self.subtype()) {
            ("*", "*") => true,
            (kind, "*") => kind.eq_ignore_ascii_case(other.kind()),
            (kind, subtype) if subtype.starts_with("*+") => {
                let suffix = other.subtype().rsplit('+').next();
                kind.eq_ignore_ascii_case(other.kind())
                    && suffix.is_some_and(|it| it.eq_ignore_ascii_case(&subtype[2..]))
            }
            _ => self.is(other.essence),
        }
    }

    fn has_suffix(self, suffix: &str) -> bool {
        self.suffix()
            .is_some_and(|it| it.eq_ignore_ascii_case(suffix))
    }
}

#[cfg(test)]
mod tests {
    use super::MediaRange;

    #[test]
    fn a_text_is_taken_apart() {
        let it = MediaRange::parse(" Application/Problem+JSON ; charset=utf-8; Profile=\"a b\"");
        assert_eq!(it.essence(), "Application/Problem+JSON");
        assert_eq!((it.kind(), it.subtype()), ("Application", "Problem+JSON"));
        assert_eq!(it.suffix(), Some("JSON"));
        assert_eq!(it.parameter("CHARSET"), Some("utf-8"));
        assert_eq!(it.parameter("profile"), Some("a b"));
        assert_eq!(it.parameter("boundary"), None);
        assert!(it.is_json() && !it.is_xml());
        assert_eq!(
            MediaRange::parse("text/plain;q=1").to_string(),
            "text/plain; q=1"
        );
    }

    #[test]
    fn a_range_includes_what_is_of_it() {
        let includes = |range, media| MediaRange::parse(range).includes(MediaRange::parse(media));
        assert!(includes(
            "application/*+json",
            "application/merge-patch+json"
        ));
        assert!(includes("application/*+json", "application/json"));
        assert!(!includes("application/*+json", "text/json"));
        assert!(!includes("application/*+json", "application/xml"));
        assert!(includes("image/*", "image/png") && !includes("image/*", "text/plain"));
    }

    #[test]
    fn what_a_media_type_is_depends_on_no_spelling() {
        type Is = fn(MediaRange<'static>) -> bool;
        let table: [(&str, Is, &[&str], &[&str]); 7] = [
            (
                "json",
                MediaRange::is_json,
                &[
                    "application/json; charset=utf-8",
                    "text/JSON",
                    "image/x+json",
                ],
                &["application/jsonp", "json", "application/x-json", "+json"],
            ),
            (
                "xml",
                MediaRange::is_xml,
                &["text/xml", "image/svg+xml"],
                &["application/xml-dtd"],
            ),
            (
                "yaml",
                MediaRange::is_yaml,
                &[
                    "application/yaml",
                    "text/x-yaml",
                    "application/openapi+yaml",
                ],
                &["text/plain"],
            ),
            (
                "form",
                MediaRange::is_form,
                &["application/x-www-form-urlencoded;charset=utf-8"],
                &["multipart/form-data"],
            ),
            (
                "multipart",
                MediaRange::is_multipart,
                &["multipart/mixed", "Multipart/form-data; boundary=x"],
                &["application/multipart"],
            ),
            (
                "range",
                MediaRange::is_range,
                &["*/*", "image/*", "text/*; q=0.5"],
                &["image/png", "*"],
            ),
            (
                "textual",
                MediaRange::is_textual,
                &["text/csv", "application/json", "application/graphql"],
                &["application/pdf", "image/*"],
            ),
        ];
        for (name, is, yes, no) in table {
            for text in yes {
                assert!(is(MediaRange::parse(text)), "{text} is {name}");
            }
            for text in no {
                assert!(!is(MediaRange::parse(text)), "{text} is not {name}");
            }
        }
    }

    #[test]
    fn a_range_includes_what_is_in_it() {
        let includes = |range, it| MediaRange::parse(range).includes(MediaRange::parse(it));
        assert!(includes("*/*", "image/png") && includes("image/*", "IMAGE/png"));
        assert!(includes("text/plain", "text/plain; charset=utf-8"));
        assert!(!includes("image/*", "text/plain") && !includes("text/plain", "text/*"));
        for it in [
            "*/*",
            "Image/*",
            "video/*",
            "haptics/*",
            "text/csv; header=present",
        ] {
            let range = MediaRange::parse(it);
            let included = range.included();
            let included = MediaRange::parse(&included);
            assert!(
                range.includes(included) && !included.is_range(),
                "{included}"
            );
        }
    }
}
