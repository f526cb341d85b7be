//! The page on how to authenticate.

use std::sync::Arc;

use indexmap::IndexMap;

use super::super::markdown::{Block, Kind};
use super::{Content, Reader, list_item, uncoded, unescaped};
use crate::docs::grammar;
use crate::model::{OAuthFlow, ParameterIn, SecurityScheme, SecuritySchemeKind};

impl<'a> Reader<'a, '_> {
    /// What the page says: its text, and the schemes where each of its sections describes one.
    pub(super) fn authentication(&self, blocks: &[Block<'a>]) -> Content<'a> {
        let text = self.span(blocks).unwrap_or_default();
        Content::Authentication(text, self.schemes(blocks).unwrap_or_default())
    }

    /// The schemes; `None` where the page says anything else.
    fn schemes(&self, blocks: &[Block<'a>]) -> Option<Vec<(Arc<str>, SecurityScheme)>> {
        let begins = |it: &Block<'_>| {
            matches!(
                it.kind,
                Kind::Heading {
                    level: grammar::SECTION,
                    ..
                }
            )
        };
        let mut out = Vec::new();
        let mut rest = blocks;
        while let [heading, sentence, more @ ..] = rest {
            let (Kind::Heading { text: name, .. }, Kind::Text(sentence)) =
                (&heading.kind, &sentence.kind)
            else {
                return None;
            };
            if !begins(heading) {
                return None;
            }
            let end = more.iter().position(begins).unwrap_or(more.len());
            let (section, behind) = more.split_at(end);
            rest = behind;
            let is_flow = |it: &Block<'_>| matches!(it.kind, Kind::Heading { level: grammar::FLOW, text, .. } if OAuthFlow::GRANTS.contains(&text));
            let mut kind = kind(sentence)?;
            let flows = match kind {
                SecuritySchemeKind::OAuth2 { .. } => section.iter().position(is_flow),
                _ => None,
            };
            let (description, of_flows) = section.split_at(flows.unwrap_or(section.len()));
            if let SecuritySchemeKind::OAuth2 { flows, .. } = &mut kind {
                *flows = self::flows(of_flows)?;
            }
            let scheme = SecurityScheme {
                description: self.span(description).map(str::to_owned),
                kind,
                deprecated: false,
                extensions: Default::default(),
                place: self.place(heading.line, 1),
            };
            out.push((unescaped(name).as_ref().into(), scheme));
        }
        rest.is_empty().then_some(out)
    }
}

/// How a scheme is satisfied, by the sentence that says so.
fn kind(sentence: &str) -> Option<SecuritySchemeKind> {
    if let Some([name, location]) = grammar::SEND_KEY.read(sentence) {
        return Some(SecuritySchemeKind::ApiKey {
            location: match location {
                grammar::QUERY_PARAMETER => ParameterIn::Query,
                "header" => ParameterIn::Header,
                "cookie" => ParameterIn::Cookie,
                _ => return None,
            },
            name: uncoded(name)?.to_owned(),
        });
    }
    let http = |scheme: &str| SecuritySchemeKind::Http {
        scheme: match scheme {
            "Bearer" => "bearer".to_owned(),
            other => other.to_owned(),
        },
        bearer_format: None,
    };
    match sentence {
        grammar::SEND_BASIC => return Some(http("basic")),
        grammar::SEND_DIGEST => return Some(http("digest")),
        _ => {}
    }
    let header = grammar::SEND_HEADER.read(sentence);
    if let Some([header]) = header.or_else(|| grammar::SEND_CREDENTIALS.read(sentence)) {
        let words = uncoded(header)?.strip_prefix(grammar::AUTHORIZATION)?;
        return Some(http(words.split(' ').next()?));
    }
    if let Some([url]) = grammar::OPEN_ID.read(sentence) {
        return Some(SecuritySchemeKind::OpenIdConnect {
            url: uncoded(url)?.to_owned(),
        });
    }
    (sentence == grammar::OAUTH2).then(|| SecuritySchemeKind::OAuth2 {
        flows: Vec::new(),
        metadata_url: None,
    })
}

fn flows(blocks: &[Block<'_>]) -> Option<Vec<OAuthFlow>> {
    let mut out: Vec<OAuthFlow> = Vec::new();
    for block in blocks {
        match &block.kind {
            Kind::Heading { text, .. } => out.push(OAuthFlow {
                grant: OAuthFlow::GRANTS.into_iter().find(|it| it == text)?,
                authorization_url: None,
                device_authorization_url: None,
                token_url: None,
                refresh_url: None,
                scopes: IndexMap::new(),
            }),
            Kind::Text(text) => {
                for line in text.lines() {
                    let [what, url] = grammar::FLOW_ADDRESS.read(list_item(line)?)?;
                    let url = Some(uncoded(url)?.to_owned());
                    let flow = out.last_mut()?;
                    match what {
                        grammar::AUTHORIZATION_URL => flow.authorization_url = url,
                        grammar::DEVICE_AUTHORIZATION_URL => flow.device_authorization_url = url,
                        grammar::TOKEN_URL => flow.token_url = url,
                        grammar::REFRESH_URL => flow.refresh_url = url,
                        _ => return None,
                    }
                }
            }
            Kind::Table(table) if table.columns == grammar::SCOPE_COLUMNS => {
                let flow = out.last_mut()?;
                for row in &table.rows {
                    let (scope, description) = match &row.cells[..] {
                        [scope, description] => (scope.text, description.text),
                        [scope] => (scope.text, ""),
                        _ => return None,
                    };
                    let description = super::cell_text(description, false);
                    flow.scopes.insert(uncoded(scope)?.into(), description);
                }
            }
            _ => return None,
        }
    }
    Some(out)
}
