//! The security schemes → the page on how to authenticate.

use super::block::Block;
use super::context::Context;
use super::grammar;
use super::inline::Inline;
use super::table::Table;
use crate::model::{OAuthFlow, SecurityScheme, SecuritySchemeKind};

/// What stands on the page: the text of the configuration, or how each scheme is satisfied.
pub fn authentication<'a>(cx: &Context<'a>) -> Vec<Block<'a>> {
    match &cx.config.authentication {
        Some(text) => {
            let text = text.replace("{shell-fence}", &cx.config.shell_fence);
            vec![Block::Configured(text.trim().to_owned().into())]
        }
        None => {
            let schemes = cx.api.security_schemes.iter();
            let sections = schemes.flat_map(|(name, it)| section(cx, name, it));
            cx.within_budget(sections.collect())
        }
    }
}

/// How a scheme is satisfied.
fn section<'a>(cx: &Context<'a>, name: &'a str, scheme: &'a SecurityScheme) -> Vec<Block<'a>> {
    let mut out = vec![Block::heading(grammar::SECTION, Inline::Text(name.into()))];
    if scheme.deprecated {
        let deprecated = Inline::Strong(grammar::DEPRECATED.into());
        out.push(Block::paragraph(deprecated));
    }
    let sentence = |text| vec![Inline::plain(text)];
    out.push(Block::Paragraph(match &scheme.kind {
        SecuritySchemeKind::ApiKey { location, name } => {
            let location = match location.as_str() {
                "query" => grammar::QUERY_PARAMETER,
                other => other,
            };
            grammar::SEND_KEY.of([Inline::code(name), Inline::plain(location)])
        }
        SecuritySchemeKind::Http { scheme, .. } if cx.layout.operations.in_full => {
            match &*scheme.to_ascii_lowercase() {
                "basic" => vec![Inline::markdown(grammar::SEND_BASIC)],
                "digest" => vec![Inline::markdown(grammar::SEND_DIGEST)],
                "bearer" => {
                    let header = format!("{}Bearer {}", grammar::AUTHORIZATION, cx.config.token);
                    grammar::SEND_HEADER.of([Inline::code(header)])
                }
                _ => {
                    let header = format!("{}{scheme} {{credentials}}", grammar::AUTHORIZATION);
                    grammar::SEND_CREDENTIALS.of([Inline::code(header)])
                }
            }
        }
        SecuritySchemeKind::Http { scheme, .. } => {
            let header = format!("{}{scheme} {}", grammar::AUTHORIZATION, cx.config.token);
            grammar::SEND_HEADER.of([Inline::code(header)])
        }
        SecuritySchemeKind::OAuth2 { .. } => vec![Inline::markdown(grammar::OAUTH2)],
        SecuritySchemeKind::OpenIdConnect { url } => grammar::OPEN_ID.of([Inline::code(url)]),
        SecuritySchemeKind::MutualTls => sentence(grammar::CLIENT_CERTIFICATE),
        SecuritySchemeKind::Undeclared => sentence(grammar::UNDECLARED_SCHEME),
    }));
    if let SecuritySchemeKind::Http {
        bearer_format: Some(format),
        ..
    } = &scheme.kind
    {
        let names = [Inline::plain("Format of the token"), Inline::code(format)];
        out.push(Block::Paragraph(grammar::FLOW_ADDRESS.of(names)));
    }
    let description = scheme.description.as_deref();
    let description = description.filter(|it| !it.trim().is_empty());
    out.extend(description.map(|it| Block::Markdown(it.into())));
    if let SecuritySchemeKind::OAuth2 {
        flows,
        metadata_url,
    } = &scheme.kind
    {
        let metadata = metadata_url.as_deref().map(|url| {
            let names = [Inline::plain("Metadata"), Inline::code(url)];
            Block::Paragraph(grammar::FLOW_ADDRESS.of(names))
        });
        out.extend(metadata);
        out.extend(flows.iter().flat_map(oauth_flow));
    }
    out
}

fn oauth_flow(flow: &OAuthFlow) -> Vec<Block<'_>> {
    let addresses = [
        (grammar::AUTHORIZATION_URL, &flow.authorization_url),
        (
            grammar::DEVICE_AUTHORIZATION_URL,
            &flow.device_authorization_url,
        ),
        (grammar::TOKEN_URL, &flow.token_url),
        (grammar::REFRESH_URL, &flow.refresh_url),
    ];
    let items: Vec<Vec<Inline<'_>>> = addresses
        .into_iter()
        .filter_map(|(what, url)| {
            let url = Inline::code(url.as_deref()?);
            Some(grammar::FLOW_ADDRESS.of([Inline::plain(what), url]))
        })
        .collect();
    let mut out = vec![Block::heading(grammar::FLOW, Inline::plain(flow.grant))];
    if !items.is_empty() {
        out.push(Block::List(items));
    }
    if !flow.scopes.is_empty() {
        let mut table = Table::new(grammar::SCOPE_COLUMNS);
        for (scope, description) in &flow.scopes {
            table.cell(Inline::code(&**scope));
            table.cell(Inline::markdown(description));
        }
        out.push(Block::Table(table));
    }
    out
}
