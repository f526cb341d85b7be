//! What a page says of the API as a whole: title, servers, security schemes.

use std::sync::Arc;

use indexmap::IndexMap;

use super::outline::{heading_text, version_of};
use super::reader::{Reader, is_element};
use super::tables::table;
use crate::capture::facts::{Overview, unescaped};
use crate::capture::markdown::{Block, Kind};
use crate::docs::widdershins::{self as grammar, TableKind};
use crate::model::{
    Contact, Info, License, OAuthFlow, ParameterIn, SecurityScheme, SecuritySchemeKind, Server,
    ServerVariable,
};

impl<'a> Reader<'a, '_> {
    /// Reads what stands above the operations; `front` is the title in the front matter.
    pub fn overview(&mut self, blocks: &[Block<'a>], front: Option<&'a str>) -> Overview {
        let headings = || {
            blocks
                .iter()
                .enumerate()
                .filter_map(|(at, it)| Some((at, heading_text(it)?)))
        };
        let titled = headings().find(|(_, it)| version_of(it).is_some());
        let first = headings()
            .next()
            .filter(|(_, it)| *it != grammar::AUTHENTICATION);
        let (title, version) = match titled {
            Some((_, text)) => version_of(text).unwrap_or((text, "1.0")),
            None => match front.and_then(version_of) {
                Some(it) => it,
                None => (front.or(first.map(|it| it.1)).unwrap_or("API"), "1.0"),
            },
        };
        let begin = titled
            .or(first.filter(|_| front.is_none()))
            .map_or(0, |it| it.0 + 1);
        let authentication = headings()
            .find(|(at, it)| {
                *at >= begin
                    && *it == grammar::AUTHENTICATION
                    && is_list_of_schemes(&blocks[at + 1..])
            })
            .map(|it| it.0);
        let end = authentication.unwrap_or(blocks.len());
        let mut overview = Overview {
            info: Info {
                title: unescaped(title).into_owned(),
                version: version.to_owned(),
                ..Info::default()
            },
            servers: Vec::new(),
            schemes: Vec::new(),
        };
        let is_description = |it: &&Block<'a>| {
            let is_known = match it.kind {
                Kind::Text(text) => {
                    text == grammar::BASE_URLS
                        || text.starts_with(grammar::BASE_URLS)
                        || is_imprint(text)
                }
                _ => false,
            };
            !is_known
        };
        let mut above: Vec<&Block<'a>> = blocks[begin.min(end)..end].iter().collect();
        if let [first, ..] = above[..]
            && matches!(first.kind, Kind::Quote(text) if text.starts_with(grammar::SCROLL_DOWN))
        {
            above.remove(0);
        }
        let described: Vec<&Block<'a>> = above
            .iter()
            .copied()
            .take_while(is_description)
            .filter(|it| !is_element(it))
            .collect();
        if let (Some(first), Some(last)) = (described.first(), described.last()) {
            overview.info.description = self
                .range(first.span.start..last.span.end)
                .map(str::to_owned);
        }
        for block in above.iter().skip_while(|it| is_description(it)) {
            match block.kind {
                Kind::Text(text) if is_imprint(text) => imprint(text, &mut overview.info),
                Kind::Text(text) => servers(text, &mut overview.servers),
                _ => self.lost_block(block, "what is said of the API"),
            }
        }
        if let Some(at) = authentication {
            self.schemes(&blocks[at + 1..], &mut overview);
        }
        overview
    }

    fn schemes(&mut self, blocks: &[Block<'a>], overview: &mut Overview) {
        for block in blocks {
            if let Some((TableKind::Scopes, table)) = table(block) {
                let last = overview.schemes.last_mut().map(|it| &mut it.1.kind);
                let Some(SecuritySchemeKind::OAuth2 { flows, .. }) = last else {
                    continue;
                };
                let Some(flow) = flows.last_mut() else {
                    continue;
                };
                for row in &table.rows {
                    if let [name, description] = &row.cells[..] {
                        flow.scopes
                            .insert(name.text.into(), description.text.to_owned());
                    }
                }
                continue;
            }
            let Kind::Text(text) = block.kind else {
                self.lost_block(block, "the security schemes");
                continue;
            };
            for line in text.lines() {
                self.scheme_line(line, overview, block);
            }
        }
    }

    fn scheme_line(&mut self, line: &'a str, overview: &mut Overview, block: &Block<'a>) {
        let item = line.trim().trim_start_matches(['*', '-', '+']).trim_start();
        let place = self.place(block.line);
        let scheme = |description: &str, kind| SecurityScheme {
            description: Some(description.trim().to_owned()).filter(|it| !it.is_empty()),
            kind,
            deprecated: false,
            extensions: Default::default(),
            place,
        };
        if let Some(rest) = item.strip_prefix(grammar::API_KEY) {
            let name = rest.trim().trim_start_matches('(').trim_end_matches(')');
            let kind = SecuritySchemeKind::ApiKey {
                location: ParameterIn::Header,
                name: name.to_owned(),
            };
            overview
                .schemes
                .push((Some(unescaped(name).into_owned().into()), scheme("", kind)));
        } else if let Some(rest) = item.strip_prefix("Parameter Name: **") {
            let Some((key, rest)) = rest.split_once("**, in: ") else {
                return;
            };
            let (place, description) = rest.split_once('.').unwrap_or((rest, ""));
            if let Some((_, scheme)) = overview.schemes.last_mut() {
                scheme.kind = SecuritySchemeKind::ApiKey {
                    location: match place.trim() {
                        "query" => ParameterIn::Query,
                        "cookie" => ParameterIn::Cookie,
                        _ => ParameterIn::Header,
                    },
                    name: unescaped(key).into_owned(),
                };
                scheme.description =
                    Some(description.trim().to_owned()).filter(|it| !it.is_empty());
            }
        } else if let Some(rest) = item.strip_prefix(grammar::HTTP_SCHEME) {
            let (name, description) = rest.split_once(' ').unwrap_or((rest, ""));
            let kind = SecuritySchemeKind::Http {
                scheme: name.to_owned(),
                bearer_format: None,
            };
            overview.schemes.push((None, scheme(description, kind)));
        } else if let Some(description) = item.strip_prefix(grammar::OAUTH2) {
            let kind = SecuritySchemeKind::OAuth2 {
                flows: Vec::new(),
                metadata_url: None,
            };
            overview.schemes.push((None, scheme(description, kind)));
        } else if let Some((_, last)) = overview.schemes.last_mut()
            && let SecuritySchemeKind::OAuth2 { flows, .. } = &mut last.kind
            && let Some(flow) = flow_line(item, flows.last_mut())
        {
            flows.extend(flow);
        } else if let Some((_, last)) = overview.schemes.last_mut()
            && !item.is_empty()
        {
            // A description goes on.
            let description = last.description.get_or_insert_default();
            if !description.is_empty() {
                description.push('\n');
            }
            description.push_str(line.trim_end());
        }
    }
}

/// A line on a flow: a new one, or none where it adds to the last.
fn flow_line(item: &str, last: Option<&mut OAuthFlow>) -> Option<Option<OAuthFlow>> {
    if let Some(name) = item.strip_prefix("Flow: ") {
        let grant = OAuthFlow::GRANTS
            .into_iter()
            .find(|it| *it == name.trim())?;
        return Some(Some(OAuthFlow {
            grant,
            authorization_url: None,
            device_authorization_url: None,
            token_url: None,
            refresh_url: None,
            scopes: IndexMap::new(),
        }));
    }
    let (what, link) = item.split_once(" URL = ")?;
    let url = link
        .strip_prefix('[')
        .and_then(|it| it.split_once("]("))
        .map_or(link, |it| it.0);
    let flow = last?;
    match what.trim() {
        "Authorization" => flow.authorization_url = Some(url.to_owned()),
        "Token" => flow.token_url = Some(url.to_owned()),
        _ => return None,
    }
    Some(None)
}

/// Whether a security scheme is the first thing that is said.
fn is_list_of_schemes(blocks: &[Block<'_>]) -> bool {
    let first = blocks.iter().find(|it| !is_element(it));
    matches!(first.map(|it| &it.kind), Some(Kind::Text(text)) if {
        let item = text.trim_start_matches(['*', '-', '+', ' ']);
        item.starts_with(grammar::API_KEY) || item.starts_with(grammar::HTTP_SCHEME) || item.starts_with(grammar::OAUTH2)
    })
}

/// Whether a text is that on terms, contact and licence.
fn is_imprint(text: &str) -> bool {
    let begins = |it: &str| text.trim_start().starts_with(it);
    begins("Email: ")
        || begins("Web: ")
        || begins("License: ")
        || (begins("<a href=") || begins("[")) && text.contains(grammar::TERMS)
}

/// A link in Markdown or HTML: its text, its address, and what stands behind it.
fn link(text: &str) -> Option<(&str, &str, &str)> {
    let text = text.trim_start();
    if let Some(rest) = text.strip_prefix("<a href=\"") {
        let (url, rest) = rest.split_once("\">")?;
        let (name, rest) = rest.split_once("</a>")?;
        return Some((name, url, rest));
    }
    let (name, rest) = text.strip_prefix('[')?.split_once("](")?;
    let (url, rest) = rest.split_once(')')?;
    Some((name, url, rest))
}

fn imprint(text: &str, info: &mut Info) {
    for line in text.lines() {
        let mut rest = line.trim();
        while let Some(more) = imprint_part(rest, info) {
            rest = more.trim_start();
        }
    }
}

/// Reads the first part of a line, and says what stands behind it.
fn imprint_part<'a>(rest: &'a str, info: &mut Info) -> Option<&'a str> {
    let known = |name: &str| Some(name.to_owned()).filter(|it| it != "Support");
    if let Some(person) = rest.strip_prefix("Email: ") {
        let (name, url, more) = link(person)?;
        let contact = info.contact.get_or_insert_with(Contact::default);
        contact.email = Some(url.trim_start_matches("mailto:").to_owned());
        contact.name = known(name);
        return Some(more);
    }
    if let Some(person) = rest.strip_prefix("Web: ") {
        let (name, url, more) = link(person)?;
        let contact = info.contact.get_or_insert_with(Contact::default);
        contact.url = Some(url.to_owned());
        contact.name = known(name);
        return Some(more);
    }
    if let Some(licence) = rest.strip_prefix("License: ") {
        let (name, url, more) = match link(licence) {
            Some((name, url, more)) => (name, Some(url.to_owned()), more),
            None => (licence, None, ""),
        };
        info.license = Some(License {
            name: name.trim().to_owned(),
            identifier: None,
            url,
        });
        return Some(more);
    }
    let (name, url, more) = link(rest)?;
    (name == grammar::TERMS).then(|| {
        info.terms_of_service = Some(url.to_owned());
        more
    })
}

/// The lines below `Base URLs:`: addresses, their variables, and what those may be.
fn servers(text: &str, out: &mut Vec<Server>) {
    for line in text.lines() {
        let item = line.trim().trim_start_matches(['*', '-', '+']).trim_start();
        if let Some((_, url, _)) = link(item) {
            out.push(Server {
                url: url.to_owned(),
                ..Server::default()
            });
            continue;
        }
        let Some(server) = out.last_mut() else {
            continue;
        };
        let variable = item.strip_prefix("**").and_then(|it| it.split_once("**"));
        if let Some((name, rest)) = variable
            && let Some((description, default)) = rest.rsplit_once("Default:")
        {
            let description = description.trim().trim_start_matches('-').trim();
            let name: Arc<str> = unescaped(name).into();
            server.variables.insert(
                name,
                ServerVariable {
                    default: default.trim().to_owned(),
                    values: Vec::new(),
                    description: Some(description.to_owned()).filter(|it| !it.is_empty()),
                },
            );
        } else if let Some((_, variable)) = server.variables.last_mut()
            && !item.is_empty()
        {
            variable.values.push(item.to_owned());
        }
    }
}

/// What stands between the heading of a tag and its first operation.
pub fn of_tag<'a>(reader: &Reader<'a, '_>, blocks: &[Block<'a>]) -> Option<&'a str> {
    let mut said = blocks.iter().filter(|it| !is_element(it));
    let first = said.next()?;
    let last = said.next_back().unwrap_or(first);
    reader.range(first.span.start..last.span.end)
}
