//! The headers of a request and the sentence under it → what protects the operation.

use std::sync::Arc;

use indexmap::IndexSet;

use super::Builder;
use crate::capture::facts;
use crate::model::{
    Operation, ParameterIn, SecurityRequirement, SecurityScheme, SecuritySchemeKind,
};

/// The name of a scheme of which the page says that it is there, and not what it is.
const UNNAMED: &str = "Authenticated";

impl Builder<'_> {
    /// What an operation requires.
    pub(super) fn security(&mut self, facts: &facts::Operation<'_>) -> Vec<SecurityRequirement> {
        if let Some(said) = &facts.said {
            return said.security.clone().unwrap_or_default();
        }
        if let Some(ways) = &facts.ways {
            for (name, _) in ways.iter().flat_map(|it| &it.schemes) {
                if !self.schemes.contains_key(name) {
                    self.declare_by_sample(name, ways, facts);
                }
            }
            return ways.clone();
        }
        let mut requirement = SecurityRequirement::default();
        for (header, value) in facts.secrets() {
            if let Some(name) = self.sends(header, value) {
                requirement.schemes.push((name, Vec::new()));
                continue;
            }
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
        let elsewhere = self.schemes.iter().filter(|(_, it)| match &it.kind {
            SecuritySchemeKind::ApiKey {
                location: ParameterIn::Query,
                name,
            } => facts.sends_key(name),
            SecuritySchemeKind::ApiKey {
                location: ParameterIn::Cookie,
                name,
            } => facts.cookie(name).is_some() && !facts.has_cookie_parameter(name),
            _ => false,
        });
        requirement
            .schemes
            .extend(elsewhere.map(|(name, _)| (name.clone(), Vec::new())));
        if requirement.schemes.is_empty() {
            if facts.sentence.is_none() && self.above_sentence(facts).is_none() {
                return Vec::new();
            }
            // One that sends no header, if the pages describe one.
            let silent = self.schemes.iter().find(|it| headers(&it.1.kind).is_none());
            let name = silent.map_or(UNNAMED.into(), |it| it.0.clone());
            requirement.schemes.push((name, Vec::new()));
        }
        vec![requirement]
    }

    /// Declares the schemes that a page describes. Those without a name there have that which operations require and no
    /// scheme has yet, each in turn.
    pub(super) fn declare_all(&mut self, said: &facts::Overview, operations: &[Operation]) {
        let mut required: IndexSet<&Arc<str>> = IndexSet::new();
        for it in operations.iter().flat_map(|it| &it.security) {
            required.extend(it.schemes.iter().map(|(name, _)| name));
        }
        for (name, _) in &said.schemes {
            if let Some(name) = name {
                required.shift_remove(name);
            }
        }
        let mut unnamed = required.into_iter();
        for (name, scheme) in &said.schemes {
            let name = match name {
                Some(it) => it.clone(),
                None => match unnamed.next() {
                    Some(it) => it.clone(),
                    None => by_kind(&scheme.kind).into(),
                },
            };
            self.schemes.entry(name).or_insert_with(|| scheme.clone());
        }
    }

    /// Declares a scheme that no page describes, by what the sample sends for it.
    fn declare_by_sample(
        &mut self,
        name: &Arc<str>,
        ways: &[SecurityRequirement],
        facts: &facts::Operation<'_>,
    ) {
        let first = ways.first().map_or(&[][..], |it| &it.schemes);
        let headers: Vec<_> = facts.secrets().collect();
        let sent = match first.iter().position(|it| it.0 == *name) {
            Some(at) if first.len() == headers.len() => headers.get(at),
            _ => None,
        };
        let kind = match sent {
            Some(("Authorization", value)) => SecuritySchemeKind::Http {
                scheme: value
                    .split(' ')
                    .next()
                    .unwrap_or_default()
                    .to_ascii_lowercase(),
                bearer_format: None,
            },
            Some((header, _)) => SecuritySchemeKind::ApiKey {
                location: ParameterIn::Header,
                name: (*header).to_owned(),
            },
            None => return,
        };
        self.declare(name, kind);
    }

    /// The scheme that sends this header, among those that the pages describe.
    fn sends(&self, header: &str, value: &str) -> Option<Arc<str>> {
        let mut schemes = self.schemes.iter();
        let found = schemes.find(|(_, it)| match headers(&it.kind) {
            Some((name, Some(scheme))) => {
                name == header
                    && value
                        .split(' ')
                        .next()
                        .is_some_and(|it| it.eq_ignore_ascii_case(scheme))
            }
            Some((name, None)) => name == header,
            None => false,
        });
        found.map(|it| it.0.clone())
    }

    fn declare(&mut self, name: &Arc<str>, kind: SecuritySchemeKind) {
        let scheme = || SecurityScheme {
            description: None,
            kind,
            deprecated: false,
            extensions: Default::default(),
            place: Default::default(),
        };
        self.schemes.entry(name.clone()).or_insert_with(scheme);
    }
}

/// The header that a scheme sends, and the first word of its value where that is the same for all callers.
fn headers(kind: &SecuritySchemeKind) -> Option<(&str, Option<&str>)> {
    match kind {
        SecuritySchemeKind::ApiKey {
            location: crate::model::ParameterIn::Header,
            name,
        } => Some((name, None)),
        SecuritySchemeKind::Http { scheme, .. } => Some(("Authorization", Some(scheme))),
        SecuritySchemeKind::OAuth2 { .. } | SecuritySchemeKind::OpenIdConnect { .. } => {
            Some(("Authorization", Some("Bearer")))
        }
        _ => None,
    }
}

/// What a scheme is called that no operation requires.
fn by_kind(kind: &SecuritySchemeKind) -> &str {
    match kind {
        SecuritySchemeKind::Http { scheme, .. } => scheme,
        SecuritySchemeKind::OAuth2 { .. } => "OAuth2",
        _ => UNNAMED,
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
