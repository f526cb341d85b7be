//! URI references → the URIs they stand for (RFC 3986, section 5), for documents that say by `$self` what theirs is, and
//! schemas that say so by `$id`.

/// The scheme and the rest of an absolute URI: `https` and `//example.com/a`.
fn scheme(uri: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = uri.split_once(':')?;
    let mut bytes = scheme.bytes();
    let is_scheme = bytes.next().is_some_and(|it| it.is_ascii_alphabetic())
        && bytes.all(|it| it.is_ascii_alphanumeric() || b"+-.".contains(&it));
    is_scheme.then_some((scheme, rest))
}

/// Whether a reference is a URI of its own, which no base changes.
pub fn is_absolute(reference: &str) -> bool {
    scheme(reference).is_some()
}

/// The URI that a reference without a fragment stands for at a base, which is absolute.
pub fn resolve(base: &str, reference: &str) -> Option<String> {
    if is_absolute(reference) {
        return Some(reference.to_owned());
    }
    let (scheme, rest) = scheme(base)?;
    if reference.starts_with("//") {
        return Some(format!("{scheme}:{reference}"));
    }
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let (authority, path) = match rest.strip_prefix("//") {
        Some(after) => {
            let end = after.find('/').map_or(rest.len(), |at| at + 2);
            rest.split_at(end)
        }
        None => ("", rest),
    };
    if reference.is_empty() {
        return Some(format!("{scheme}:{authority}{path}"));
    }
    let merged = match reference.strip_prefix('/') {
        Some(_) => reference.to_owned(),
        None => {
            let folder = path.rfind('/').map_or("/", |at| &path[..=at]);
            format!("{folder}{reference}")
        }
    };
    let (path, query) = match merged.find('?') {
        Some(at) => merged.split_at(at),
        None => (merged.as_str(), ""),
    };
    Some(format!("{scheme}:{authority}{}{query}", without_dots(path)))
}

/// A path without `.` and `..` (section 5.2.4).
fn without_dots(path: &str) -> String {
    let mut segments: Vec<&str> = Vec::new();
    let mut parts = path.split('/').peekable();
    while let Some(part) = parts.next() {
        let is_last = parts.peek().is_none();
        match part {
            "." if is_last => segments.push(""),
            "." => {}
            ".." => {
                if segments.len() > 1 {
                    segments.pop();
                }
                if is_last {
                    segments.push("");
                }
            }
            part => segments.push(part),
        }
    }
    segments.join("/")
}

/// The path of a URI relative to a base, where it stands in the base's folder or beneath.
pub fn beneath<'u>(base: &str, uri: &'u str) -> Option<&'u str> {
    let base = base.split(['?', '#']).next()?;
    let folder = base.rfind('/').map(|at| &base[..=at])?;
    // The slashes before the authority are of no folder.
    (!folder.ends_with("//")).then(|| uri.strip_prefix(folder))?
}

#[cfg(test)]
mod tests {
    use super::{beneath, resolve};

    #[test]
    fn references_are_resolved_against_a_base() {
        let base = "https://example.com/api/v1/openapi?x#y";
        for (reference, expected) in [
            ("", "https://example.com/api/v1/openapi"),
            ("other.yaml", "https://example.com/api/v1/other.yaml"),
            ("./a/../b", "https://example.com/api/v1/b"),
            ("../c", "https://example.com/api/c"),
            ("../../../d", "https://example.com/d"),
            ("/e", "https://example.com/e"),
            ("//example.org/f", "https://example.org/f"),
            ("urn:g", "urn:g"),
            ("h?i/../j", "https://example.com/api/v1/h?i/../j"),
            (".", "https://example.com/api/v1/"),
            ("..", "https://example.com/api/"),
        ] {
            assert_eq!(
                resolve(base, reference).as_deref(),
                Some(expected),
                "{reference}"
            );
        }
        let bare = resolve("https://example.com", "a");
        assert_eq!(bare.as_deref(), Some("https://example.com/a"));
        assert_eq!(resolve("api/openapi", "a"), None);
    }

    #[test]
    fn what_stands_beside_a_base_has_a_path() {
        let base = "https://example.com/api/openapi";
        let found = beneath(base, "https://example.com/api/shared/foo.yaml");
        assert_eq!(found, Some("shared/foo.yaml"));
        assert_eq!(beneath(base, "https://example.com/other"), None);
        assert_eq!(beneath("https://example.com", "https://example.org"), None);
    }
}
