//! An API → its pages, as blocks.

use std::collections::HashMap;
use std::sync::Arc;

use indexmap::IndexMap;

use super::Context;
use super::block::Block;
use super::table::Table;
use super::{beyond, link, operation, prose, schemas};
use crate::model::{Operation, SecuritySchemeKind};

/// A page.
#[derive(Debug)]
pub struct Page {
    /// Its file, without `.md`.
    pub stem: String,
    /// Its first heading.
    pub title: String,
    /// What stands on it.
    pub blocks: Vec<Block>,
}

/// Every page: how to authenticate, one a tag, the schemas.
pub fn pages(cx: &Context<'_>) -> Vec<Page> {
    // Each with the number to try next.
    let mut stems: HashMap<String, u32> = ["authentication", "schemas", "index"]
        .map(|it| (it.to_owned(), 2))
        .into();
    let mut out = Vec::new();
    let protected = cx.api.operations.iter().any(|it| !it.security.is_empty());
    if !cx.api.security_schemes.is_empty() || protected {
        out.push(authentication(cx));
    }
    for (title, tag) in tags(cx) {
        let stem = unique(link::file_stem(&title), &mut stems);
        let mut blocks = vec![Block::heading(1, prose::heading(cx, &title))];
        let description = tag.description.filter(|it| !it.trim().is_empty());
        blocks.extend(description.map(|it| Block::Text(it.to_owned())));
        for it in tag.operations {
            if !is_skipped(cx, it) && !cx.room.is_full() {
                cx.room.enter(it.place);
                let section = operation::section(cx, it);
                cx.room.spend(section.iter().map(Block::size).sum());
                blocks.extend(section);
            }
        }
        out.push(Page {
            stem,
            title,
            blocks,
        });
    }
    if !cx.api.webhooks.is_empty() && !cx.quirks() {
        let title = "Webhooks".to_owned();
        let mut blocks = vec![Block::heading(1, title.clone())];
        for it in cx.api.webhooks.iter().filter(|_| !cx.room.is_full()) {
            cx.room.enter(it.place);
            let section = beyond::webhook(cx, it);
            cx.room.spend(section.iter().map(Block::size).sum());
            blocks.extend(section);
        }
        out.push(Page {
            stem: unique("webhooks".to_owned(), &mut stems),
            title,
            blocks,
        });
    }
    if !cx.api.components.is_empty() {
        out.push(Page {
            stem: "schemas".to_owned(),
            title: "Schemas".to_owned(),
            blocks: schemas::blocks(cx),
        });
    }
    out
}

/// What stands on the page of a tag.
#[derive(Default)]
struct Tag<'a> {
    description: Option<&'a str>,
    operations: Vec<&'a Operation>,
}

/// The tags that have operations: those without a tag first, the declared ones in their order, others as they come.
fn tags<'a>(cx: &Context<'a>) -> Vec<(String, Tag<'a>)> {
    const UNTAGGED: &str = "Default";
    let mut tags: IndexMap<Arc<str>, Tag<'a>> = IndexMap::new();
    tags.insert(UNTAGGED.into(), Tag::default());
    for tag in &cx.api.tags {
        let entry = tags.entry(tag.name.as_str().into()).or_default();
        entry.description = tag.description.as_deref();
    }
    for it in &cx.api.operations {
        let name = it.tags.first().cloned().unwrap_or_else(|| UNTAGGED.into());
        tags.entry(name).or_default().operations.push(it);
    }
    let mut used: Vec<(String, Tag<'a>)> = tags
        .into_iter()
        .filter(|(_, tag)| !tag.operations.is_empty())
        .map(|(name, tag)| (name.to_string(), tag))
        .collect();
    if cx.quirks() {
        for (_, tag) in &mut used {
            last_of_each_title(cx, &mut tag.operations);
        }
    }
    used
}

/// Quirk of widdershins: it keeps operations under their titles, so that of two with one title the later takes the
/// place of the earlier.
fn last_of_each_title(cx: &Context<'_>, operations: &mut Vec<&Operation>) {
    let mut by_title: IndexMap<String, &Operation> = IndexMap::new();
    for it in operations.drain(..) {
        by_title.insert(operation::title(cx, it), it);
    }
    operations.extend(by_title.into_values());
}

/// Whether the document's extension asks to leave the operation out.
fn is_skipped(cx: &Context<'_>, operation: &Operation) -> bool {
    let extension = cx.config.extension.as_deref();
    extension
        .and_then(|it| operation.extensions.get(it)?.get("skip")?.as_bool())
        .unwrap_or(false)
}

/// A file name that no page has yet. File systems that do not tell case apart do not matter: stems are lower case.
fn unique(stem: String, taken: &mut HashMap<String, u32>) -> String {
    let stem = if stem.trim_matches('-').is_empty() {
        "tag".to_owned()
    } else {
        stem
    };
    let mut name = stem.clone();
    while taken.contains_key(&name) {
        let number = taken.entry(stem.clone()).or_insert(2);
        name = format!("{stem}-{number}");
        *number += 1;
    }
    taken.insert(name.clone(), 2);
    name
}

fn authentication(cx: &Context<'_>) -> Page {
    let title = "Authentication".to_owned();
    let mut blocks = vec![Block::heading(1, title.clone())];
    match &cx.config.authentication {
        Some(text) => {
            let text = text.replace("{shell-fence}", &cx.config.shell_fence);
            blocks.push(Block::Text(text.trim().to_owned()));
        }
        None => blocks.extend(security_schemes(cx)),
    }
    Page {
        stem: "authentication".to_owned(),
        title,
        blocks,
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

fn oauth_flow(cx: &Context<'_>, flow: &crate::model::OAuthFlow) -> Vec<Block> {
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

/// A page that leads to the others.
pub fn index(cx: &Context<'_>, pages: &[Page]) -> Page {
    let title = match cx.api.info.title.trim() {
        "" => "API reference".to_owned(),
        title => title.to_owned(),
    };
    let links = pages
        .iter()
        .map(|it| format!("- [{}]({}.md)", prose::heading(cx, &it.title), it.stem));
    let links: Vec<String> = links.collect();
    let mut blocks = vec![Block::heading(1, prose::heading(cx, &title))];
    blocks.extend(
        cx.api
            .info
            .description
            .clone()
            .filter(|it| !it.trim().is_empty())
            .map(Block::Text),
    );
    blocks.push(Block::Text(links.join("\n")));
    Page {
        stem: "index".to_owned(),
        title,
        blocks,
    }
}
