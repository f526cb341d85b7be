//! The headers of a request and the sentence under it → what protects the operation.

use std::sync::Arc;

use super::Builder;
use crate::capture::facts;
use crate::model::{SecurityRequirement, SecurityScheme, SecuritySchemeKind};

/// The name of a scheme of which the page says that it is there, and not what it is.
const UNNAMED: &str = "Authenticated";

impl Builder<'_> {
    /// What an operation requires.
    pub(super) fn security(&mut self, facts: &facts::Operation<'_>) -> Vec<SecurityRequirement> {
        let mut requirement = SecurityRequirement::default();
        for (header, value) in facts.secrets() {
            let (name, kind): (Arc<str>, _) =
                if *header == "Authorization" && *value == facts::BEARER {
                    let kind = SecuritySchemeKind::Http {
                        scheme: "bearer".to_owned(),
                        bearer_format: None,
                    };
                    ("Bearer".into(), kind)
                } else {
                    let kind = SecuritySchemeKind::ApiKey {
                        location: crate::model::ParameterIn::Header,
                        name: (*header).to_owned(),
                    };
                    (scheme_name(header).into(), kind)
                };
            self.declare(&name, kind);
            requirement.schemes.push((name, Vec::new()));
        }
        if requirement.schemes.is_empty() {
            if facts.sentence.is_none() {
                return Vec::new();
            }
            requirement.schemes.push((UNNAMED.into(), Vec::new()));
        }
        vec![requirement]
    }

    fn declare(&mut self, name: &Arc<str>, kind: SecuritySchemeKind) {
        let scheme = || SecurityScheme {
            description: None,
            kind,
            extensions: Default::default(),
            place: Default::default(),
        };
        self.schemes.entry(name.clone()).or_insert_with(scheme);
    }
}

/// The name of a scheme by its header: `Coder-Session-Token` is `CoderSessionToken`.
fn scheme_name(header: &str) -> String {
    let name: String = header
        .chars()
        .filter(|it| it.is_ascii_alphanumeric())
        .collect();
    if name.is_empty() {
        UNNAMED.to_owned()
    } else {
        name
    }
}
