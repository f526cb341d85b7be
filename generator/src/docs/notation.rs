//! A media type → the notation in which an example of it is shown.

use crate::model::MediaRange;

/// How an example of a media type is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Notation {
    /// JSON.
    Json,
    /// YAML.
    Yaml,
    /// XML, of which no examples are made.
    Xml,
    /// Text.
    Text,
    /// The fields of a form, or bytes.
    Form,
}

impl Notation {
    /// Whether widdershins takes the media type for this notation. It knows a syntax by fewer types than
    /// [`MediaRange`] does, heeds case, and looks for the names of the others anywhere in the text.
    pub fn is(self, media_type: &str) -> bool {
        let range = MediaRange::parse(media_type);
        let has_syntax = |types: &[&str], syntax: &str| {
            types.contains(&range.kind())
                && (range.subtype() == syntax || range.suffix() == Some(syntax))
        };
        let names = |names: &[&str]| names.iter().any(|it| media_type.contains(it));
        match self {
            Notation::Json => has_syntax(&["application", "text"], "json"),
            Notation::Xml => has_syntax(&["application", "text", "image"], "xml"),
            Notation::Yaml => names(&["application/x-yaml", "text/x-yaml"]),
            Notation::Text => names(&["text/plain", "text/html"]),
            Notation::Form => names(&[
                "multipart/form-data",
                "application/x-www-form-urlencoded",
                "application/octet-stream",
            ]),
        }
    }
}

/// The media type that the language of a response's example stands for; none where it is another language.
#[cfg(feature = "capture")]
pub fn media_type(language: &str) -> Option<&'static str> {
    Some(match language {
        "json" => "application/json",
        "yaml" => "application/x-yaml",
        "xml" => "application/xml",
        "" => "text/plain",
        _ => return None,
    })
}

/// The same of a body's example: that of a form is YAML, too.
#[cfg(feature = "capture")]
pub fn body_media_type(language: &str) -> Option<&'static str> {
    match language {
        "yaml" => Some("application/x-www-form-urlencoded"),
        it => media_type(it),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_stands_for_a_media_type_of_its_notation() {
        for (language, notation) in [
            ("json", Notation::Json),
            ("yaml", Notation::Yaml),
            ("xml", Notation::Xml),
            ("", Notation::Text),
        ] {
            let name = media_type(language).expect("it is known");
            assert!(notation.is(name), "{name}");
        }
        let form = body_media_type("yaml").expect("it is known");
        assert!(Notation::Form.is(form), "{form}");
        assert_eq!(body_media_type("json"), media_type("json"));
        assert_eq!(media_type("html"), None);
    }

    #[test]
    fn notations_are_told_by_the_media_type() {
        for (media_type, notation) in [
            ("application/json", Some(Notation::Json)),
            ("text/json; charset=utf-8", Some(Notation::Json)),
            ("application/problem+json", Some(Notation::Json)),
            ("application/xjson", None),
            ("image/svg+xml", Some(Notation::Xml)),
            ("application/x-yaml", Some(Notation::Yaml)),
            ("application/yaml", None),
            ("text/plain; charset=utf-8", Some(Notation::Text)),
            ("multipart/form-data", Some(Notation::Form)),
            ("application/octet-stream", Some(Notation::Form)),
            ("json", None),
        ] {
            let all = [
                Notation::Json,
                Notation::Xml,
                Notation::Yaml,
                Notation::Text,
                Notation::Form,
            ];
            let found = all.into_iter().find(|it| it.is(media_type));
            assert_eq!(found, notation, "{media_type}");
        }
    }
}
