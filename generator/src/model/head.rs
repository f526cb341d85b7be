//! What a document says of the API as a whole: its title, where it is served, its tags, further documentation.

use std::sync::Arc;

use indexmap::IndexMap;

use super::Extensions;
use crate::source::Place;

/// The Info Object.
#[derive(Debug, Clone, Default)]
pub struct Info {
    /// The API's title.
    pub title: String,
    /// The version of the API, in whatever form its authors chose.
    pub version: String,
    /// One sentence (3.1).
    pub summary: Option<String>,
    /// CommonMark text.
    pub description: Option<String>,
    /// A URL.
    pub terms_of_service: Option<String>,
    /// Whom to ask.
    pub contact: Option<Contact>,
    /// Under which terms the API is offered.
    pub license: Option<License>,
    /// Members that begin with `x-`.
    pub extensions: Extensions,
}

/// The Contact Object.
#[derive(Debug, Clone, Default)]
pub struct Contact {
    /// A person or an organization.
    pub name: Option<String>,
    /// A URL.
    pub url: Option<String>,
    /// An address.
    pub email: Option<String>,
}

/// The License Object.
#[derive(Debug, Clone, Default)]
pub struct License {
    /// The licence's name.
    pub name: String,
    /// An SPDX expression (3.1).
    pub identifier: Option<String>,
    /// A URL.
    pub url: Option<String>,
}

/// The Server Object.
#[derive(Debug, Clone, Default)]
pub struct Server {
    /// A URL, perhaps relative to where the document is served, perhaps with `{variables}`.
    pub url: String,
    /// Where the URL stands.
    pub place: Place,
    /// What it is called (3.2).
    pub name: Option<String>,
    /// CommonMark text.
    pub description: Option<String>,
    /// The variables in the URL, by name.
    pub variables: IndexMap<Arc<str>, ServerVariable>,
}

impl Server {
    /// The URL, its variables by their defaults. What stands in braces and is no variable stays.
    pub fn by_defaults(&self) -> String {
        let mut url = String::with_capacity(self.url.len());
        let mut rest = &self.url[..];
        while let Some(open) = rest.find('{') {
            url.push_str(&rest[..open]);
            rest = &rest[open..];
            let end = rest[1..].find(['{', '}']).map(|it| it + 1);
            let name = end.filter(|it| rest[*it..].starts_with('}'));
            let variable = name.and_then(|it| self.variables.get(&rest[1..it]));
            let end = match (variable, name) {
                (Some(it), Some(end)) => {
                    url.push_str(&it.default);
                    end + 1
                }
                _ => {
                    let end = end.unwrap_or(rest.len());
                    url.push_str(&rest[..end]);
                    end
                }
            };
            rest = &rest[end..];
        }
        url.push_str(rest);
        url
    }
}

/// The Server Variable Object.
#[derive(Debug, Clone)]
pub struct ServerVariable {
    /// What stands in the URL unless a user chooses otherwise.
    pub default: String,
    /// What a user may choose from; empty where anything goes.
    pub values: Vec<String>,
    /// CommonMark text.
    pub description: Option<String>,
}

/// The Tag Object.
#[derive(Debug, Clone, Default)]
pub struct Tag {
    /// The name operations refer to.
    pub name: String,
    /// What it is called where it is shown (3.2).
    pub summary: Option<String>,
    /// The name of the tag that it is nested under (3.2).
    pub parent: Option<String>,
    /// What sort of tag it is (3.2): `nav`, `badge`, `audience` or another.
    pub kind: Option<String>,
    /// CommonMark text.
    pub description: Option<String>,
    /// A pointer to more documentation.
    pub external_docs: Option<ExternalDocs>,
    /// Members that begin with `x-`.
    pub extensions: Extensions,
    /// Where it is declared.
    pub place: Place,
}

/// The External Documentation Object.
#[derive(Debug, Clone)]
pub struct ExternalDocs {
    /// CommonMark text.
    pub description: Option<String>,
    /// A URL.
    pub url: String,
}

#[cfg(test)]
mod tests {
    use super::{Server, ServerVariable};

    #[test]
    fn variables_stand_by_their_defaults_once() {
        let variable = |default: &str| ServerVariable {
            default: default.to_owned(),
            values: Vec::new(),
            description: None,
        };
        let server = |url: &str| Server {
            url: url.to_owned(),
            variables: [("a".into(), variable("{b}")), ("b".into(), variable("2"))]
                .into_iter()
                .collect(),
            ..Server::default()
        };
        for (url, expected) in [
            ("https://{b}.example/{a}/{b}", "https://2.example/{b}/2"),
            ("/{c}/{b", "/{c}/{b"),
            ("{{b}}", "{2}"),
            ("", ""),
        ] {
            assert_eq!(server(url).by_defaults(), expected);
        }
    }
}
