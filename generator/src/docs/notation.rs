//! A media type → the notation in which an example of it is shown.

/// How a media type is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Notation {
    Json,
    Yaml,
    Xml,
    Text,
    Form,
}

impl Notation {
    /// Whether widdershins takes the media type for this notation.
    pub fn is(self, media_type: &str) -> bool {
        let structured = |groups: &[&str], suffix: &str| {
            let Some((group, rest)) = media_type.split_once('/') else {
                return false;
            };
            let name = rest.split(';').next().unwrap_or(rest).trim_end();
            groups.contains(&group)
                && (name == suffix
                    || name
                        .strip_suffix(suffix)
                        .is_some_and(|it| it.ends_with('+')))
        };
        match self {
            Notation::Json => structured(&["application", "text"], "json"),
            Notation::Xml => structured(&["application", "text", "image"], "xml"),
            Notation::Yaml => ["application/x-yaml", "text/x-yaml"]
                .iter()
                .any(|it| media_type.contains(it)),
            Notation::Text => ["text/plain", "text/html"]
                .iter()
                .any(|it| media_type.contains(it)),
            Notation::Form => [
                "multipart/form-data",
                "application/x-www-form-urlencoded",
                "application/octet-stream",
            ]
            .iter()
            .any(|it| media_type.contains(it)),
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
