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

#[cfg(test)]
mod tests {
    use super::*;

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
