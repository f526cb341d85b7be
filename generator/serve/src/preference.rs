//! What a request asks of its answer: the `Prefer` header (RFC 7240), or parameters of the query.

use axum::http::{HeaderMap, Uri};

/// The header that says which preferences were honoured (RFC 7240, section 3).
pub const APPLIED: &str = "preference-applied";

/// Parameters of the query that say the same, for who cannot send headers.
const PARAMETERS: [(&str, &str); 3] = [
    ("__code", "code"),
    ("__example", "example"),
    ("__dynamic", "dynamic"),
];

/// What a request asks of its answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Preferences {
    /// The status.
    pub code: Option<String>,
    /// The name of the example.
    pub example: Option<String>,
    /// Whether it is made of the schema by chance.
    pub dynamic: Option<bool>,
}

impl Preferences {
    /// Those of the headers. The first mention of each counts (RFC 7240, section 2).
    pub fn of_headers(headers: &HeaderMap) -> Self {
        let mut it = Self::default();
        for line in headers.get_all("prefer") {
            for preference in split(&String::from_utf8_lossy(line.as_bytes()), ',') {
                // What stands behind a semicolon is about the preference.
                let mut parts = split(&preference, ';').into_iter();
                let text = parts.next().unwrap_or_default();
                let (name, value) = text.split_once('=').unwrap_or((&text, ""));
                it.set(&name.trim().to_ascii_lowercase(), &unquoted(value.trim()));
            }
        }
        it
    }

    fn set(&mut self, name: &str, value: &str) {
        match name {
            "code" if self.code.is_none() => self.code = Some(value.to_owned()),
            "example" if self.example.is_none() => self.example = Some(value.to_owned()),
            "dynamic" if self.dynamic.is_none() => {
                self.dynamic = match value.to_ascii_lowercase().as_str() {
                    "" | "true" | "1" => Some(true),
                    "false" | "0" => Some(false),
                    _ => None,
                };
            }
            _ => {}
        }
    }

    /// Takes those of the query out of it, but for parameters that the API has itself.
    pub fn take_from_query(&mut self, uri: &mut Uri, is_taken: impl Fn(&str) -> bool) {
        let Some(query) = uri.query().filter(|it| it.contains("__")) else {
            return;
        };
        let mut kept = Vec::new();
        for pair in query.split('&') {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let known = PARAMETERS.iter().find(|it| it.0 == key && !is_taken(key));
            match known {
                Some((_, name)) => self.set(name, &percent_decoded(value)),
                None => kept.push(pair),
            }
        }
        let path = uri.path();
        let target = match kept.is_empty() {
            true => path.to_owned(),
            false => format!("{path}?{}", kept.join("&")),
        };
        let mut parts = uri.clone().into_parts();
        parts.path_and_query = target.parse().ok();
        if let Ok(without) = Uri::from_parts(parts) {
            *uri = without;
        }
    }

    /// What was honoured, as the header says it; `None` where nothing was asked for.
    pub fn applied(&self) -> Option<String> {
        let code = self.code.iter().map(|it| format!("code={it}"));
        let quoted = |it: &String| format!("example=\"{}\"", it.replace(['"', '\\'], ""));
        let example = self.example.iter().map(quoted);
        let dynamic = self.dynamic.iter().map(|it| format!("dynamic={it}"));
        let all: Vec<String> = code.chain(example).chain(dynamic).collect();
        (!all.is_empty()).then(|| all.join(", "))
    }
}

/// The parts of a text between separators that stand in no quoted string (RFC 9110, section 5.6.4).
fn split(text: &str, separator: char) -> Vec<String> {
    let mut parts = vec![String::new()];
    let (mut is_quoted, mut is_escaped) = (false, false);
    for it in text.chars() {
        let is_plain = !std::mem::take(&mut is_escaped);
        match it {
            '"' if is_plain => is_quoted = !is_quoted,
            '\\' if is_quoted && is_plain => is_escaped = true,
            _ => {}
        }
        match (it == separator && !is_quoted, parts.last_mut()) {
            (false, Some(last)) => last.push(it),
            _ => parts.push(String::new()),
        }
    }
    parts
}

fn unquoted(text: &str) -> String {
    let Some(inner) = text.strip_prefix('"').and_then(|it| it.strip_suffix('"')) else {
        return text.to_owned();
    };
    let mut out = String::new();
    let mut all = inner.chars();
    while let Some(it) = all.next() {
        out.extend(match it {
            '\\' => all.next(),
            it => Some(it),
        });
    }
    out
}

/// A value of a query, decoded as a form is (WHATWG URL, section 5.1).
fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let digits = (*first == b'%').then(|| tail.get(..2)).flatten();
        let decoded =
            digits.and_then(|it| u8::from_str_radix(std::str::from_utf8(it).ok()?, 16).ok());
        match decoded {
            Some(it) => {
                bytes.push(it);
                rest = &tail[2..];
            }
            None => {
                bytes.push(if *first == b'+' { b' ' } else { *first });
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, Uri};

    use super::Preferences;

    fn of(lines: &[&'static str]) -> Preferences {
        let mut headers = HeaderMap::new();
        for it in lines {
            headers.append("prefer", HeaderValue::from_static(it));
        }
        Preferences::of_headers(&headers)
    }

    #[test]
    fn a_preference_is_a_name_and_a_value() {
        let it = of(&[
            r#"respond-async, code=404; foo=bar, Example="a \"b\", c""#,
            "dynamic, code=200",
        ]);
        assert_eq!(it.code.as_deref(), Some("404"));
        assert_eq!(it.example.as_deref(), Some("a \"b\", c"));
        assert_eq!(it.dynamic, Some(true));
        assert_eq!(of(&["dynamic=no, \"", ""]), Preferences::default());
    }

    #[test]
    fn the_query_says_the_same_and_loses_it() {
        let mut uri: Uri = "/pets?limit=1&__code=201&__example=a+b%2C%zz&__x"
            .parse()
            .unwrap();
        let mut it = Preferences::default();
        it.take_from_query(&mut uri, |name| name == "__dynamic");
        assert_eq!(uri, "/pets?limit=1&__x");
        assert_eq!(it.code.as_deref(), Some("201"));
        assert_eq!(it.example.as_deref(), Some("a b,%zz"));
        let mut uri: Uri = "/?__dynamic=true".parse().unwrap();
        it.take_from_query(&mut uri, |name| name == "__dynamic");
        assert_eq!(
            (uri.to_string().as_str(), it.dynamic),
            ("/?__dynamic=true", None)
        );
        it.take_from_query(&mut uri, |_| false);
        assert_eq!((uri.to_string().as_str(), it.dynamic), ("/", Some(true)));
    }
}
