//! The security schemes → the page on how to authenticate.

use super::block::Block;
use super::context::Context;
use super::prose;
use super::table::Table;
use crate::model::{OAuthFlow, SecuritySchemeKind};

pub fn authentication(cx: &Context<'_>) -> Vec<Block> {
    match &cx.config.authentication {
        Some(text) => {
            let text = text.replace("{shell-fence}", &cx.config.shell_fence);
            vec![Block::Text(text.trim().to_owned())]
        }
        None => security_schemes(cx),
    }
}

/// How each scheme is satisfied.
fn security_schemes(cx: &Context<'_>) -> Vec<Block> {
    let mut out = Vec::new();
    for (name, scheme) in &cx.api.security_schemes {
        out.push(Block::heading(2, prose::heading(cx, name)));
        let token = &cx.config.token;
        out.push(Block::Text(match &scheme.kind {
            SecuritySchemeKind::ApiKey { location, name } => {
                let place = match location.as_str() {
                    "query" => "query parameter",
                    other => other,
                };
                format!("Send the key in the {} {place}.", prose::code(cx, name))
            }
            SecuritySchemeKind::Http { scheme, .. } => {
                let header = format!("Authorization: {scheme} {token}");
                format!("Send the header {}.", prose::code(cx, &header))
            }
            SecuritySchemeKind::OAuth2 { .. } => {
                "Get an access token by one of these OAuth 2 flows, and send it in the header `Authorization: Bearer {access-token}`.".to_owned()
            }
            SecuritySchemeKind::OpenIdConnect { url } => {
                format!("Get a token from the provider that {} describes.", prose::code(cx, url))
            }
            SecuritySchemeKind::MutualTls => "Present a client certificate.".to_owned(),
            SecuritySchemeKind::Undeclared => {
                "The document names this scheme and does not describe it.".to_owned()
            }
        }));
        let description = scheme
            .description
            .as_ref()
            .filter(|it| !it.trim().is_empty());
        out.extend(description.cloned().map(Block::Text));
        if let SecuritySchemeKind::OAuth2 { flows } = &scheme.kind {
            for flow in flows {
                out.extend(oauth_flow(cx, flow));
            }
        }
    }
    out
}

fn oauth_flow(cx: &Context<'_>, flow: &OAuthFlow) -> Vec<Block> {
    let addresses = [
        ("Authorization", &flow.authorization_url),
        ("Token", &flow.token_url),
        ("Refresh", &flow.refresh_url),
    ];
    let lines: Vec<String> = addresses
        .into_iter()
        .filter_map(|(what, url)| Some(format!("- {what}: {}", prose::code(cx, url.as_deref()?))))
        .collect();
    let mut out = vec![Block::heading(3, flow.grant)];
    if !lines.is_empty() {
        out.push(Block::Text(lines.join("\n")));
    }
    if !flow.scopes.is_empty() {
        let mut table = Table::new(&["Scope", "Description"]);
        for (scope, description) in &flow.scopes {
            table.rows.push(vec![
                prose::code(cx, scope).into(),
                prose::cell(cx, description).into(),
            ]);
        }
        out.push(Block::Table(table));
    }
    out
}
